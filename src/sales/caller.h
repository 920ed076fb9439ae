/* A call comes in: whose number it is and what is open with them, or a new lead with a note. */
#ifndef SALES_CALLER_H
#define SALES_CALLER_H

#include <stdbool.h>

#include "record/action.h"
#include "record/alike.h"

/* True when the text is a number: in any writing, with or without a country code. Then out lists who they are, then the
 * open leads and deals with them, then what else has the number; why tells of each what it is. alike_free it. */
bool caller_find(struct session *s, const char *text, struct alike_list *out);

extern const struct field caller_params[3]; /* number, name, note */
enum rc caller_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err);
enum rc caller_preview(struct session *s, const struct model *m, const int64_t *id, int n, const struct value *param,
	struct action_result *out, struct err *err);

#endif
