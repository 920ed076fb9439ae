#ifndef SALES_DEMO_ACTIONS_H
#define SALES_DEMO_ACTIONS_H

#include "record/action.h"

/* applies() and run() of the two actions; neither needs a record. */
bool demo_absent(struct session *s, const struct model *m, const struct record *r);
bool demo_present(struct session *s, const struct model *m, const struct record *r);
enum rc demo_add_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err);
enum rc demo_remove_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err);

#endif
