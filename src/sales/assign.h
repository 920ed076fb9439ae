/* Sharing out leads and opportunities: to teams by a draw weighted by their capacity, then to their members by quota. */
#ifndef SALES_ASSIGN_H
#define SALES_ASSIGN_H

#include <stdbool.h>
#include <stdint.h>

#include "record/action.h"

struct session;

struct assign_options {
	const int64_t *team; /* only these; n_team 0: all that take part */
	int n_team;
	uint64_t seed; /* the same seed over the same records gives the same */
	bool by_hand;  /* quotas count from zero: what came in the last 24 hours is not taken off */
};

/* Fills out with what would be done, or does it inside the step (NULL: only say): tallies "merged" (records that went into
 * others), "allocated" (that got a team), "assigned" (that got an owner), a line for each record, and for each team where
 * nothing happened why. out->done: records touched. */
enum rc assign_run(struct session *s, struct step *st, const struct assign_options *opt, struct action_result *out,
	struct err *err);

/* How many records a member of the capacity (in 30 days) may get in a day: half up. */
int64_t assign_quota(int64_t capacity);

/* The action of teams. */
#define ASSIGN_PARAMS 2
extern const struct field assign_params[ASSIGN_PARAMS];
bool assign_prefill(struct session *s, const struct record *r, int param, struct arena *a, struct value *out);
enum rc assign_action(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err);
enum rc assign_preview(struct session *s, const struct model *m, const int64_t *id, int n, const struct value *param,
	struct action_result *out, struct err *err);
#define ASSIGN_ACTION                                                                                                  \
	{                                                                                                              \
		.name = "assign", .label = N_("Share out leads"), .none = true, .many = true,                          \
		.help = N_("Who has no owner goes to teams and their members, by criteria and capacity"),              \
		.params = assign_params, .n_params = ASSIGN_PARAMS, .usage = "[--team T] [--seed N]",                  \
		.prefill = assign_prefill, .run = assign_action, .preview = assign_preview                             \
	}

#endif
