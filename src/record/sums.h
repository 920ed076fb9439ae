/* Groups by a whole number, added up in C from the rows of one SELECT: SQLite sorts rows to group them, which costs several times
 * what reading them does; and a signal that each record would be asked for is read for all at once. */
#ifndef RECORD_SUMS_H
#define RECORD_SUMS_H

#include "record/query.h"
#include "sql.h"

struct sums_group {
	bool unset; /* the key is empty */
	int64_t key, n, sum;
	int64_t signal[GROUP_SIGNALS];
};
struct sums {
	struct sums_group *group;
	int n, cap;
	int *slot; /* open addressing: place in group + 1 */
	int n_slots;
};

/* Can the field's numbers be read for all records at once, in little memory? */
bool sums_knows(struct session *s, const struct model *m, const struct field *signal);
/* What the third column of the rows is: nothing, the signal's number, or the id of a record whose signal sums_knows. */
enum sums_third { SUMS_NOTHING, SUMS_SIGNAL, SUMS_ID };
/* rows: a SELECT of (key, number to sum, the third). signal: of m; NULL with SUMS_NOTHING. Fails where a sum does not fit 64 bits.
 * sums_free always. */
enum rc sums_rows(struct sql *rows, const struct model *m, const struct field *signal, enum sums_third third, struct sums *out,
	struct err *err);
/* Appends a SELECT of k, n, s and s0, s1, ... for the first signals of them. */
void sums_select(const struct sums *t, int signals, struct sql *q);
void sums_free(struct sums *t);

#endif
