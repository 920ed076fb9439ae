/* Who may do what. One function answers every "may he?"; every SELECT of records carries the predicate of this module.
 *
 * The office's records say who is who (profiles, managers, units, teams, shares); the office computes from them the
 * tables below, in the transaction that changes them, and raises the epoch. A session keeps what its person may, and
 * reads it anew when the epoch moved. docs/decisions/rights.md says why it is so.
 *
 *   access_person(user, power)                     active people; power: enum power
 *   member_of(user, ref)                           all that a person counts as: the person, teams, units, groups,
 * profiles visible_owner(user, reach, owner)              whose records a person sees by reach (enum reach, below to
 * units) access_right(profile, model, verbs, see, edit) profile: a ref; model 0: every type without a row of its own;
 *                                                  see and edit: a reach
 *   access_field(profile, model, field, what)      field: its number; what: enum field_right
 *   access_rule(id, model, criteria, target, edit) records that match are shared with the target (a ref)
 *   access_share(id, ref, target, edit, until)     one record shared
 */
#ifndef RECORD_RIGHTS_H
#define RECORD_RIGHTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "record/model.h"

struct session;
struct str;

enum verb { V_SEE, V_CREATE, V_EDIT, V_DELETE, V_IMPORT, V_EXPORT, V_CONFIGURE, V_N };
extern const char *const verb_name[V_N]; /* "see", ...; for programs */
/* Whose records: each takes in one's own. */
enum reach { REACH_NONE, REACH_OWN, REACH_BELOW, REACH_TEAM, REACH_UNIT, REACH_UNITS, REACH_ALL, REACH_N };
enum power { POWER_NONE, POWER_ADMIN, POWER_SUPER };
enum field_right { FIELD_FREE, FIELD_READONLY, FIELD_CONCEALED };

/* RC_OK, RC_DENIED, or RC_NOT_FOUND when the record may not be seen (the same words as for a missing one). id 0: the
 * record type as a whole. slot NO_FIELD: the record. Deny by default. Refusals but of V_SEE are recorded in the audit.
 */
enum rc authz(struct session *s, enum verb v, const struct model *m, int64_t id, int slot, struct err *err);
/* The same without a trace: for what is offered on the screen. */
bool may(struct session *s, enum verb v, const struct model *m, int64_t id);
/* Appends the predicate over alias (" AND ..." or nothing); no parameters. */
void rights_where(struct session *s, const struct model *m, const char *alias, struct str *sql);
/* Records an attempt that a floor above refused. */
void rights_refuse(struct session *s, enum verb v, const struct model *m, int64_t id);
/* Nothing is hidden from the acting person. */
bool rights_all(struct session *s);
/* The acting person's own record, whose F_SELF fields are hers to set. */
bool rights_self(const struct session *s, const struct model *m, int64_t id);
/* Nothing of this type is: what is reckoned from all of its records may be told. */
bool rights_whole(struct session *s, const struct model *m);
enum power rights_power(struct session *s);
enum field_right rights_field(struct session *s, const struct model *m, int slot);
/* RC_INVALID with the words for a field that there is not: a hidden one is answered the same. */
enum rc rights_slot_missing(const struct model *m, int slot, struct err *err);

/* The office's rules, which see and may all, run between these. */
void rights_rule(struct session *s);
void rights_unrule(struct session *s);
/* What a rule tells the person is told of what she may see: between these she is asked about again. */
int rights_person(struct session *s);
void rights_office(struct session *s, int ruling); /* what rights_person returned */

/* Looks at the office as the person does, reading only; 0: back to oneself. RC_DENIED for who is no administrator. */
enum rc rights_view_as(struct session *s, int64_t user, struct err *err);

/* Why a person may see a record: one line a reason, all that hold. None: it may not be seen. The C twin of the
 * predicate. */
struct reasons {
	const char **text; /* in the arena */
	int n, cap;
	bool edit; /* one of them lets the person change it */
	struct arena arena;
};
enum rc rights_why(
	struct session *s, int64_t user, const struct model *m, int64_t id, struct reasons *out, struct err *err);
void reasons_free(struct reasons *r);

/* The matrix: what a profile lets people do with records of a type. */
struct right_row {
	unsigned verbs;       /* bits 1 << enum verb */
	enum reach see, edit;
	bool own;             /* a row of the type's own; else that of every other type */
};
extern const char *const reach_name[REACH_N]; /* "none", "own", ...; for programs */
/* RC_NOT_FOUND: no such profile to be seen. m NULL: the row for every other type. */
enum rc right_get(struct session *s, int64_t profile, const struct model *m, struct right_row *out, struct err *err);
/* Makes it the type's own row, in a step of its own. */
enum rc right_put(struct session *s, int64_t profile, const struct model *m, const struct right_row *row, struct err *err);
/* What the profile says of a field by itself; FIELD_FREE: nothing. */
enum rc field_right_get(
	struct session *s, int64_t profile, const struct model *m, int slot, enum field_right *out, struct err *err);
/* In a step of its own. */
enum rc field_right_put(
	struct session *s, int64_t profile, const struct model *m, int slot, enum field_right what, struct err *err);
/* How many fields of the type the profile hides or makes read-only. */
int field_rights_n(struct session *s, int64_t profile, const struct model *m);
/* Whether it may be hidden: not what records are found by, and not what every type has. */
bool field_right_of(const struct model *m, int slot);
/* The types that stand in the matrix: not the lines of others. */
bool right_of_type(struct session *s, const struct model *m);

/* Somebody who is not to be seen: "1 more, owner NAME", where the office's setting duplicates.hint is on; else nothing.
 */
void rights_hint(struct session *s, const struct model *m, int64_t id, struct str *out);

#endif
