/* The counters of a model (struct cube_def), kept by triggers: they answer counts and sums of any criteria made of
 * their dimensions without reading a record. */
#ifndef RECORD_CUBE_H
#define RECORD_CUBE_H

#include "criteria_tree.h"
#include "record/query.h"
#include "select.h"

/* Can the counters answer for the query's criteria, scope and the person's rights? */
bool cube_serves(struct session *s, const struct query *q);
bool cube_has_dim(const struct model *m, int slot); /* m->cube is not NULL */
bool cube_has_sum(const struct model *m, int slot);
/* " FROM counters t WHERE ...": columns t.n, t."DIM" (NULL where unset), t."sum_FIELD". */
void cube_from_where(struct sql *q, const struct query *query);
/* The counters as a table, with only what the person may see counted: n, "DIM", "sum_FIELD"; unset is NULL or -1. Into an empty
 * text. */
void cube_seen(struct sql *q, const struct model *m);

#endif
