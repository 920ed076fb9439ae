/* The quick line, understood and made: a record found or new, what is to be done with it, a note, in one step. */
#ifndef SALES_QUICK_H
#define SALES_QUICK_H

#include "record/action.h"

extern const struct field quick_params[1];
enum rc quick_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err);
enum rc quick_preview(struct session *s, const struct model *m, const int64_t *id, int n, const struct value *param,
	struct action_result *out, struct err *err);

#endif
