/* How a statement is to find its rows. The planner knows no sizes here, so it is told. */
#ifndef RECORD_STEER_H
#define RECORD_STEER_H

#include "criteria_tree.h"
#include "record/query.h"

struct steer {
	const struct criteria *start[START_MAX]; /* tests an index may be entered by */
	int n_start;
	bool seen;   /* begin at the records that this person sees */
	bool gather; /* the rows are few: find all, then sort, instead of walking the order's index past others */
	bool whole;  /* no index has all that is asked for: read the records as they stand, not through an index's order */
	bool apart;  /* nothing finds them but reading all: by a statement of its own, over the narrowest index */
};
/* The newest record's id, also of one in the trash: there are at most so many. */
int64_t steer_newest(struct session *s, const struct model *m);
/* Looks a few things up: how many records the tests of a conjunction have, which indexes there are, and in a sample how
 * many rows all of them leave. first: the list's first order; NULL: rows in no order. */
void steer_choose(struct session *s, const struct query *q, const struct order *first, struct steer *out);

#endif
