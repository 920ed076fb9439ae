/* Slots of what says who may do what: profiles with their rights, sharing rules, shares. */
#ifndef SALES_ACCESS_H
#define SALES_ACCESS_H

#include "record/journal.h"
#include "record/registry.h"
#include "record/save.h"

enum profile_slot { PROFILE_NAME = SYS_N, PROFILE_POWER, PROFILE_EXPORT_ROWS, PROFILE_RIGHTS, PROFILE_FIELDS, PROFILE_N };
enum right_slot { RIGHT_NAME = SYS_N, RIGHT_PROFILE, RIGHT_MODEL, RIGHT_VERBS, RIGHT_SEES, RIGHT_CHANGES, RIGHT_N };
enum field_right_slot { FRIGHT_NAME = SYS_N, FRIGHT_PROFILE, FRIGHT_MODEL, FRIGHT_FIELD, FRIGHT_WHAT, FRIGHT_N };
enum rule_slot { RULE_NAME = SYS_N, RULE_MODEL, RULE_CRITERIA, RULE_TARGET, RULE_MAY, RULE_N };
enum share_slot { SHARE_NAME = SYS_N, SHARE_RECORD, SHARE_TARGET, SHARE_MAY, SHARE_UNTIL, SHARE_MINE, SHARE_N };
enum share_may { MAY_SEE = 1, MAY_EDIT };
/* The choice numbers of a profile's power: one more than enum power. */
#define POWER_CHOICE(p) ((p) + 1)

#define RIGHT_VERBS_NO 13

extern const struct model right_model, field_right_model, sharing_rule_model, share_model;
extern const struct access_def office_access;
extern const char *const share_targets[]; /* types, NULL after the last */

/* The profiles that ship, with their rights; for an office from before there were rights, whose profiles are names. */
enum rc ship_profiles(struct session *s, struct step *st, struct err *err);
/* Whether the record that is named by MODEL/ID or a reference can be shared with. */
bool share_target_ok(struct session *s, int64_t ref);
/* Refuses to touch what belongs to administrators for who is no super administrator. power: before or after, the
 * higher. */
enum rc access_super_only(struct session *s, int64_t power, struct err *err);
/* The highest power among profiles; choice number, 0: none. */
int64_t profiles_power(struct session *s, const struct value *profiles);

#endif
