/* The plan of an assignment: what goes where, and why nothing does. */
#ifndef SALES_ASSIGN_PLAN_H
#define SALES_ASSIGN_PLAN_H

#include "assign.h"
#include "base/arena.h"

/* What becomes of one record, or of several that are the same. */
struct share {
	int64_t lead;  /* the one that stays */
	int64_t *group; /* it and its duplicates; n_group 1: none */
	int n_group;
	int64_t team, owner; /* owner 0: nobody yet */
	int64_t probability; /* of it, in hundredths of a percent: the order in which members get them */
	bool allocated;      /* the draw gave it its team */
	bool follows;        /* the owner is the one of the first duplicate */
	bool convert;        /* becomes an opportunity */
};
struct why {
	int64_t team; /* 0: of all */
	const char *text;
};
struct plan {
	struct share *share;
	int n, cap;
	struct why *why;
	int n_why, cap_why;
	unsigned char *taken; /* by id: a record goes somewhere once */
	int64_t n_taken;
	struct arena arena;
};
/* RC_INVALID: criteria of a team or member cannot be read any more. plan_free also after an error. */
enum rc plan_make(struct session *s, const struct assign_options *opt, struct plan *out, struct err *err);
void plan_free(struct plan *p);

/* For crm tick. */
struct str;
enum rc assign_due(struct session *s, struct str *said, struct err *err);

#endif
