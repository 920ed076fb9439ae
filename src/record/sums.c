#include "sums.h"

#include "base/i18n.h"
#include "record/session.h"
#include "steer.h"

#define MOST_ID (INT64_C(1) << 26) /* a byte each */

struct signals {
	const struct field *field; /* NULL: none */
	unsigned char *of;         /* by id: the place in the choice table; NULL: rows bring their number */
	int64_t n;
	int rest; /* the place of a record that is not listed: the last */
};

bool sums_knows(struct session *s, const struct model *m, const struct field *signal)
{
	return signal->all_sql && steer_newest(s, m) < MOST_ID;
}

static int place_of(const struct field *f, int64_t no)
{
	int i = 0;

	while (f->choice[i].name && f->choice[i].no != no)
		i++;
	return i;
}

static enum rc read_signals(struct session *s, const struct model *m, struct signals *to, struct err *err)
{
	struct sql q;
	struct stmt *st;
	int got;

	while (to->field->choice[to->rest + 1].name)
		to->rest++;
	to->n = steer_newest(s, m) + 1;
	to->of = xmalloc((size_t)to->n);
	memset(to->of, to->rest, (size_t)to->n);
	sql_init(&q, s);
	formula_sql(&q, m, to->field->all_sql, "t");
	st = sql_prep(&q);
	while ((got = st_step(st, err)) > 0) {
		int64_t id = st_get_int(st, 0);

		if (id >= 0 && id < to->n)
			to->of[id] = (unsigned char)place_of(to->field, st_get_int(st, 1));
	}
	st_done(st);
	sql_free(&q);
	return got < 0 ? err->rc : RC_OK;
}

/* ---- groups ---- */

static unsigned place(const struct sums *t, bool unset, int64_t key)
{
	uint64_t h = unset ? 1 : (uint64_t)key * UINT64_C(0x9E3779B97F4A7C15);
	unsigned mask = (unsigned)t->n_slots - 1, at = (unsigned)(h >> 32) & mask;

	for (; t->slot[at]; at = (at + 1) & mask) {
		const struct sums_group *g = &t->group[t->slot[at] - 1];

		if (g->unset == unset && g->key == key)
			break;
	}
	return at;
}

static void make_room(struct sums *t)
{
	if (t->n_slots > 2 * (t->n + 1))
		return;
	free(t->slot);
	t->n_slots = t->n_slots ? 2 * t->n_slots : 64;
	t->slot = xcalloc((size_t)t->n_slots, sizeof *t->slot);
	for (int i = 0; i < t->n; i++)
		t->slot[place(t, t->group[i].unset, t->group[i].key)] = i + 1;
}

static struct sums_group *group_of(struct sums *t, bool unset, int64_t key)
{
	unsigned at;

	make_room(t);
	at = place(t, unset, key);
	if (!t->slot[at]) {
		GROW(t->group, t->n, t->cap);
		t->group[t->n] = (struct sums_group){ .unset = unset, .key = key };
		t->slot[at] = ++t->n;
	}
	return &t->group[t->slot[at] - 1];
}

static enum rc add_row(struct sums *t, struct stmt *st, const struct signals *sig, struct err *err)
{
	bool unset = st_is_null(st, 0);
	struct sums_group *g = group_of(t, unset, unset ? 0 : st_get_int(st, 0));
	int64_t third;
	int i;

	g->n++;
	if (!i64_add(g->sum, st_get_int(st, 1), &g->sum))
		return fail(err, RC_INVALID, NO_FIELD, "%s", _("the sum is too large"));
	if (!sig->field || st_is_null(st, 2))
		return RC_OK;
	third = st_get_int(st, 2);
	if (sig->of) /* beyond n: made since they were read */
		i = third >= 0 && third < sig->n ? sig->of[third] : sig->rest;
	else
		i = place_of(sig->field, third);
	if (i < GROUP_SIGNALS && sig->field->choice[i].name)
		g->signal[i]++;
	return RC_OK;
}

enum rc sums_rows(struct sql *rows, const struct model *m, const struct field *signal, enum sums_third third, struct sums *out,
	struct err *err)
{
	struct signals sig = { .field = signal };
	struct stmt *st;
	enum rc rc = RC_OK;
	int got = 1;

	*out = (struct sums){ 0 };
	if (third == SUMS_ID)
		rc = read_signals(rows->s, m, &sig, err);
	st = sql_prep(rows);
	while (rc == RC_OK && (got = st_step(st, err)) > 0)
		rc = add_row(out, st, &sig, err);
	st_done(st);
	free(sig.of);
	return got < 0 ? err->rc : rc;
}

void sums_select(const struct sums *t, int signals, struct sql *q)
{
	struct str all = STR_INIT;

	for (int i = 0; i < t->n; i++) {
		const struct sums_group *g = &t->group[i];

		str_add(&all, i ? ",[" : "[[");
		if (g->unset)
			str_add(&all, "null");
		else
			str_addf(&all, "%lld", (long long)g->key);
		str_addf(&all, ",%lld,%lld", (long long)g->n, (long long)g->sum);
		for (int k = 0; k < signals; k++)
			str_addf(&all, ",%lld", (long long)g->signal[k]);
		str_add(&all, "]");
	}
	str_add(&all, t->n ? "]" : "[]");
	sql_add(q, "SELECT value ->> 0 AS k, value ->> 1 AS n, value ->> 2 AS s");
	for (int k = 0; k < signals; k++)
		sql_addf(q, ", value ->> %d AS s%d", 3 + k, k);
	sql_add(q, " FROM json_each(");
	sql_text(q, all.s, all.len);
	sql_add(q, ")");
	str_free(&all);
}

void sums_free(struct sums *t)
{
	free(t->group);
	free(t->slot);
}
