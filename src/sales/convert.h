/* Conversion: a lead becomes a customer, with an account, a contact and an opportunity as chosen. What it would do is
 * worked out first and told; doing it does the same. */
#ifndef SALES_CONVERT_H
#define SALES_CONVERT_H

#include "record/action.h"

enum convert_param {
	CONVERT_CUSTOMER, /* create, existing, none, or an account's id or name */
	CONVERT_CONTACT,
	CONVERT_OPPORTUNITY,
	CONVERT_OWNER, /* several take turns */
	CONVERT_TEAM,
	CONVERT_FORCE, /* of many: also those that have an owner */
	CONVERT_MERGE, /* duplicates are merged in first */
	CONVERT_N
};
extern const struct field convert_params[CONVERT_N];

bool convert_applies(struct session *s, const struct model *m, const struct record *r);
enum rc convert_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err);
enum rc convert_preview(struct session *s, const struct model *m, const int64_t *id, int n, const struct value *param,
	struct action_result *out, struct err *err);

#endif
