/* Conversion, between its files: convert_plan.c works out who the customer is, convert.c does it. */
#ifndef SALES_CONVERT_PRIVATE_H
#define SALES_CONVERT_PRIVATE_H

#include "convert.h"
#include "record/record.h"

enum customer_mode { CUSTOMER_EXISTING, CUSTOMER_CREATE, CUSTOMER_NONE, CUSTOMER_GIVEN };
struct conversion {
	enum customer_mode mode;
	int64_t given; /* the account, CUSTOMER_GIVEN */
	bool contact, opportunity, force, merge, many;
	const struct value *owner, *team;
};

/* What becomes of one lead. Names in the arena of the lead. */
struct convert_plan {
	const struct record *lead;
	int64_t account, contact; /* that are there already; 0: none */
	const char *new_account;  /* the name of one to make; NULL: none */
	const char *new_contact;
	const char *account_why, *contact_why; /* how those that are there are known; NULL: they were linked */
	const int64_t *double_id;              /* its duplicates */
	int n_doubles;
	int64_t owner; /* to be given; 0: stays */
	int64_t team;
};

/* RC_INVALID: what was asked for cannot be, with the reason. */
enum rc convert_read(struct session *s, const struct value *param, int n, struct conversion *out, struct err *err);
/* turn: the place of the lead among all that are converted. RC_INVALID: this one cannot be converted. */
enum rc convert_plan(struct session *s, const struct conversion *c, const struct record *lead, int turn,
	struct arena *a, struct convert_plan *out, struct err *err);

#endif
