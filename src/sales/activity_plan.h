/* Activity plans: several activities planned at once. */
#ifndef SALES_ACTIVITY_PLAN_H
#define SALES_ACTIVITY_PLAN_H

#include <stdint.h>

#include "base/date.h"
#include "base/err.h"
#include "record/action.h"
#include "record/field.h"

struct session;
struct step;

enum activity_plan_slot { PLAN_NAME = SYS_N, PLAN_SEQUENCE, PLAN_NOTE, PLAN_LINES, PLAN_N };
enum plan_line_slot {
	LINE_NAME = SYS_N,
	LINE_PLAN,
	LINE_TYPE,
	LINE_SUMMARY,
	LINE_DELAY,
	LINE_UNIT,
	LINE_SIDE,
	LINE_PERSON,
	LINE_USER,
	LINE_SEQUENCE,
	LINE_NOTE,
	LINE_N
};
enum plan_side { SIDE_AFTER = 1, SIDE_BEFORE };
enum plan_person { PERSON_DEFAULT = 1, PERSON_CHOSEN, PERSON_OWNER };

/* What is launched: on the day, with the person for lines that ask for one (0: nobody was chosen). */
struct plan_launch {
	int64_t plan, chosen;
	struct date day;
};
/* Plans every line on every record. One line without a person, on any record, refuses it all before anything is made.
 * out counts records, notes those refused, and says how much was planned. */
enum rc plan_launch(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct plan_launch *p, struct action_result *out, struct err *err);
/* A line of the result for each line of the plan: the day, what, on which record, who. */
enum rc plan_preview(struct session *s, const struct model *m, const int64_t *id, int n, const struct plan_launch *p,
	struct action_result *out, struct err *err);

/* The shared action "plan". */
enum rc action_plan(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err);
enum rc action_plan_preview(struct session *s, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err);
extern const struct field plan_params[3];
#define PLAN_ACTION                                                                                                    \
	{                                                                                                              \
		.name = "plan", .label = N_("Launch a plan"), .key = "P", .help = N_("Several activities at once, from a plan"),   \
		.many = true, .params = plan_params, .n_params = COUNT(plan_params),                                   \
		.usage = "ID... PLAN [--date D] [--owner U]", .run = action_plan, .preview = action_plan_preview       \
	}

#endif
