#include "record/memo.h"

#include "base/str.h"
#include "record/session.h"

#define SLOTS 1024 /* a power of two */
#define WAYS 4     /* places an answer may stand in; where all are taken it takes over the first */

struct memo {
	uint64_t snapshot; /* db_snapshot() when the answers were kept */
	uint64_t on;       /* types that any of them was read from */
	struct answer {
		struct memo_key key; /* what NULL: free */
		int64_t value;
	} slot[SLOTS];
};

static size_t place(const struct memo_key *k)
{
	uint64_t h = ((uint64_t)(uintptr_t)k->what ^ (uint64_t)k->a * 31 ^ (uint64_t)k->b * 1009) * 0x9e3779b97f4a7c15u;

	return (size_t)(h >> 32) & (SLOTS - WAYS);
}

static bool same(const struct memo_key *a, const struct memo_key *b)
{
	return a->what == b->what && a->a == b->a && a->b == b->b;
}

static bool fresh(const struct session *s)
{
	uint64_t now = db_snapshot(s->db);

	return s->memo && now && s->memo->snapshot == now;
}

bool memo_get(const struct session *s, const struct memo_key *k, int64_t *value)
{
	const struct answer *at;

	if (!fresh(s))
		return false;
	at = &s->memo->slot[place(k)];
	for (int i = 0; i < WAYS; i++)
		if (same(&at[i].key, k)) {
			*value = at[i].value;
			return true;
		}
	return false;
}

void memo_put(struct session *s, const struct memo_key *k, int64_t value, uint64_t on)
{
	uint64_t now = db_snapshot(s->db);
	struct answer *at;
	int way = 0;

	if (!now)
		return;
	if (!s->memo)
		s->memo = xcalloc(1, sizeof *s->memo);
	if (!fresh(s)) {
		memo_clear(s);
		s->memo->snapshot = now;
	}
	at = &s->memo->slot[place(k)];
	while (way < WAYS && at[way].key.what && !same(&at[way].key, k))
		way++;
	at[way < WAYS ? way : 0] = (struct answer){ .key = *k, .value = value };
	s->memo->on |= on;
}

void memo_written(struct session *s, int model_no)
{
	if (s->memo && s->memo->on & MEMO_ON(model_no))
		memo_clear(s);
}

void memo_clear(struct session *s)
{
	if (s->memo)
		*s->memo = (struct memo){ .snapshot = 0 };
}

void memo_free(struct session *s)
{
	free(s->memo);
	s->memo = NULL;
}
