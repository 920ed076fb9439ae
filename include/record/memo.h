/* What rules look up again for every record of a long step (which record stands first, whose turn it is), kept while it
 * cannot be otherwise: within one transaction, until a record of a type it was read from is written or a part is rolled
 * back. Outside a transaction nothing is kept. */
#ifndef RECORD_MEMO_H
#define RECORD_MEMO_H

#include <stdbool.h>
#include <stdint.h>

struct session;

/* The types an answer was read from, by their numbers; join several with |. */
#define MEMO_ON(model_no) (UINT64_C(1) << ((unsigned)(model_no)&63))

struct memo_key {
	const char *what; /* a constant text, told apart by its address */
	int64_t a, b;
};
bool memo_get(const struct session *s, const struct memo_key *k, int64_t *value);
void memo_put(struct session *s, const struct memo_key *k, int64_t value, uint64_t on);
/* A record of the type was written. */
void memo_written(struct session *s, int model_no);
void memo_clear(struct session *s);
void memo_free(struct session *s);

#endif
