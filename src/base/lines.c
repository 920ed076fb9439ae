#include "base/lines.h"

#include <stdint.h>
#include <string.h>

#define CELLS_MOST 4000000 /* of the table that is compared by: some 2,000 lines against 2,000 */

struct lines {
	const char **at;
	size_t *len;
	int n, cap;
};

/* In place of the lines [from, to) of the first text stand the lines [with, with_end) of the second. */
struct hunk {
	int from, to, with, with_end;
};
struct hunks {
	struct hunk *at;
	int n, cap;
};

static void add_line(struct lines *l, const char *at, size_t len)
{
	if (l->n >= l->cap) {
		l->cap = l->cap ? l->cap * 2 : 16;
		l->at = xreallocarray(l->at, (size_t)l->cap, sizeof *l->at);
		l->len = xreallocarray(l->len, (size_t)l->cap, sizeof *l->len);
	}
	l->at[l->n] = at;
	l->len[l->n++] = len;
}

static struct lines split(const char *text)
{
	struct lines l = { 0 };

	for (const char *p = *text ? text : NULL; p;) {
		const char *end = strchr(p, '\n');

		add_line(&l, p, end ? (size_t)(end - p) : strlen(p));
		p = end ? end + 1 : NULL;
	}
	return l;
}

static void lines_free(struct lines *l)
{
	free(l->at);
	free(l->len);
}

static bool same(const struct lines *a, int i, const struct lines *b, int k)
{
	return a->len[i] == b->len[k] && !memcmp(a->at[i], b->at[k], a->len[i]);
}

static void add_hunk(struct hunks *h, struct hunk one)
{
	struct hunk *last = h->n ? &h->at[h->n - 1] : NULL;

	if (last && last->to == one.from && last->with_end == one.with) {
		last->to = one.to;
		last->with_end = one.with_end;
		return;
	}
	GROW(h->at, h->n, h->cap);
	h->at[h->n++] = one;
}

/* What stays is the longest row of lines that both have in this order; between them are the hunks. len[i][k]: of the lines from
 * i on in a and from k on in b. */
static void walk(const struct lines *a, const struct lines *b, int head, int rows, int cols, const uint16_t *len, struct hunks *out)
{
	int i = 0, k = 0;

	while (i < rows || k < cols) {
		const uint16_t *at = &len[(size_t)i * (size_t)(cols + 1) + (size_t)k];

		if (i < rows && k < cols && same(a, head + i, b, head + k)) {
			i++, k++;
		} else if (k < cols && (i == rows || at[1] >= at[cols + 1])) {
			add_hunk(out, (struct hunk){ head + i, head + i, head + k, head + k + 1 });
			k++;
		} else {
			add_hunk(out, (struct hunk){ head + i, head + i + 1, head + k, head + k });
			i++;
		}
	}
}

/* False: too long. */
static bool differences(const struct lines *a, const struct lines *b, struct hunks *out)
{
	int head = 0, tail = 0, rows, cols;
	uint16_t *len;

	while (head < a->n && head < b->n && same(a, head, b, head))
		head++;
	while (tail < a->n - head && tail < b->n - head && same(a, a->n - 1 - tail, b, b->n - 1 - tail))
		tail++;
	rows = a->n - head - tail;
	cols = b->n - head - tail;
	if (rows > UINT16_MAX - 1 || cols > UINT16_MAX - 1 || (int64_t)(rows + 1) * (cols + 1) > CELLS_MOST)
		return false;
	len = xcalloc((size_t)(rows + 1) * (size_t)(cols + 1), sizeof *len);
	for (int i = rows - 1; i >= 0; i--)
		for (int k = cols - 1; k >= 0; k--) {
			uint16_t *at = &len[(size_t)i * (size_t)(cols + 1) + (size_t)k], down = at[cols + 1], right = at[1];

			*at = same(a, head + i, b, head + k) ? (uint16_t)(at[cols + 2] + 1) : down > right ? down : right;
		}
	walk(a, b, head, rows, cols, len, out);
	free(len);
	return true;
}

static bool same_hunk(const struct lines *a, const struct hunk *x, const struct lines *b, const struct hunk *y)
{
	if (x->from != y->from || x->to != y->to || x->with_end - x->with != y->with_end - y->with)
		return false;
	for (int i = 0; i < x->with_end - x->with; i++)
		if (!same(a, x->with + i, b, y->with + i))
			return false;
	return true;
}

/* Lines that one changed and the other changed too, or wrote between. */
static bool clash(const struct hunk *x, const struct hunk *y)
{
	return x->from < y->to && y->from < x->to;
}

static void put(struct lines *out, const struct lines *from, int i, int end)
{
	for (; i < end; i++)
		add_line(out, from->at[i], from->len[i]);
}

/* Which comes first: by where they begin; at one place additions before changes, and theirs before mine. */
static bool goes_first(const struct hunk *mine, const struct hunk *theirs)
{
	return mine->from < theirs->from || (mine->from == theirs->from && mine->to == mine->from && theirs->to > theirs->from);
}

/* Lines that both added first at one place stand once. */
static void drop_shared(const struct lines *mine, struct hunk *x, const struct lines *theirs, const struct hunk *y)
{
	if (x->from != y->from || x->to != x->from || y->to != y->from)
		return;
	for (int k = y->with; x->with < x->with_end && k < y->with_end && same(mine, x->with, theirs, k); k++)
		x->with++;
}

static bool weave(const struct lines *was, const struct lines *mine, const struct hunks *m, const struct lines *theirs,
	const struct hunks *t, struct lines *out)
{
	int i = 0, k = 0, done = 0;

	while (i < m->n || k < t->n) {
		struct hunk *x = i < m->n ? &m->at[i] : NULL;
		const struct hunk *y = k < t->n ? &t->at[k] : NULL;
		bool first = x && (!y || goes_first(x, y));

		if (x && y && same_hunk(mine, x, theirs, y)) {
			i++; /* both did the same: once is enough */
			continue;
		}
		if (x && y && clash(x, y))
			return false;
		if (x && y)
			drop_shared(mine, x, theirs, y);
		put(out, was, done, first ? x->from : y->from);
		if (first)
			put(out, mine, x->with, x->with_end);
		else
			put(out, theirs, y->with, y->with_end);
		done = first ? x->to : y->to;
		i += first;
		k += !first;
	}
	put(out, was, done, was->n);
	return true;
}

bool lines_merge(const char *before, const char *mine, const char *theirs, struct str *out)
{
	struct lines was = split(before ? before : ""), m = split(mine ? mine : ""), t = split(theirs ? theirs : ""), both = { 0 };
	struct hunks hm = { 0 }, ht = { 0 };
	bool good = differences(&was, &m, &hm) && differences(&was, &t, &ht) && weave(&was, &m, &hm, &t, &ht, &both);

	for (int i = 0; good && i < both.n; i++) {
		if (i)
			str_addc(out, '\n');
		str_addn(out, both.at[i], both.len[i]);
	}
	lines_free(&was);
	lines_free(&m);
	lines_free(&t);
	lines_free(&both);
	free(hm.at);
	free(ht.at);
	return good;
}
