/* When somebody leaves: what is hers goes to others, in one step that one undo takes back. */
#ifndef SALES_HANDOVER_H
#define SALES_HANDOVER_H

#include "record/action.h"
#include "record/save.h"

enum handover_param { HANDOVER_TO, HANDOVER_WHAT, HANDOVER_DISABLE, HANDOVER_N };
extern const struct field handover_params[HANDOVER_N];

/* The action of the record type of people. */
#define HANDOVER_ACTION                                                                                                \
	{ .name = "hand_over", .label = N_("Hand over all records"),                                                   \
		.help = N_("Who leaves: open work, customers and people go to others"), .params = handover_params,         \
		.n_params = HANDOVER_N, .usage = "ID --to A,B [--what open|all] [--disable]", .run = handover_run,         \
		.preview = handover_preview }
enum rc handover_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err);
enum rc handover_preview(struct session *s, const struct model *m, const int64_t *id, int n, const struct value *param,
	struct action_result *out, struct err *err);

/* How many records that are still to be worked on are the person's: for who shuts somebody out. */
int64_t handover_open(struct session *s, int64_t user);

#endif
