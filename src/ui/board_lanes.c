#include "board.h"

#include "base/i18n.h"
#include "record/session.h"

struct lanes {
	struct lane *lane;
	int n, cap;
};

void lane_free(struct lane *l)
{
	free(l->name);
	page_free(&l->page);
}

int board_lane_of(const struct board *b, const struct value *key)
{
	for (int i = 0; i < b->n; i++)
		if (value_eq(&b->lane[i].key, key))
			return i;
	return -1;
}

static struct lane *add(struct lanes *all, struct value key, const char *name)
{
	struct lane *l;

	GROW(all->lane, all->n, all->cap);
	l = &all->lane[all->n++];
	*l = (struct lane){ .key = key, .name = xstrdup(name), .sel = -1, .first = -1, .page.arena = ARENA_INIT };
	return l;
}

/* The live records of a type whose records are columns, in their order. */
static enum rc add_records(struct board *b, struct session *s, struct lanes *all, struct err *err)
{
	const struct model *m = b->columns;
	struct path col[] = { { .n = 1, .slot = { m->title }, .model = { m } },
		{ .n = 1, .slot = { m->folded }, .model = { m } } };
	struct query q = { .model = m, .columns = col, .n_columns = m->folded ? 2 : 1, .limit = LANES_MAX };
	struct page page;
	enum rc rc = m->sort ? query_sort(s, &q, m->sort, err) : RC_OK;

	if (rc == RC_OK)
		rc = query_run(s, &q, &page, err);
	if (rc)
		return rc;
	for (int i = 0; i < page.n; i++) {
		const struct row *r = &page.row[i];
		struct lane *l = add(all, VALUE_INT(r->id), r->val[0].kind == VAL_TEXT ? r->val[0].s : "");

		l->record = r->id;
		l->folded = m->folded && r->val[1].kind == VAL_INT && r->val[1].i;
	}
	page_free(&page);
	return RC_OK;
}

/* What a lane keeps when the records are read again. */
static void inherit(struct lane *l, struct lane *old, bool numbers)
{
	bool folded = old->folded;

	l->page = old->page;
	old->page = (struct page){ .arena = ARENA_INIT };
	l->folded = folded;
	l->peek = old->peek;
	l->first = old->first;
	l->above = old->above;
	l->below = old->below;
	l->sel = old->sel;
	l->top = old->top;
	if (numbers) {
		l->n = old->n;
		l->sum = old->sum;
		l->known = old->known;
		l->coloured = old->coloured;
		memcpy(l->signal, old->signal, sizeof l->signal);
	}
}

static bool has(const struct lanes *all, const struct value *key)
{
	for (int i = 0; i < all->n; i++)
		if (value_eq(&all->lane[i].key, key))
			return true;
	return false;
}

static void put_in_place(struct board *b, struct lanes *all)
{
	bool numbers = b->counted_for && strcmp(b->counted_for, b->c.filter) == 0;

	for (int i = 0; i < b->n; i++) /* those that were counted, until they are counted empty */
		if (!b->lane[i].record && !has(all, &b->lane[i].key))
			add(all, b->lane[i].key, b->lane[i].name);
	for (int i = 0; i < all->n; i++) {
		int was = board_lane_of(b, &all->lane[i].key);

		if (was >= 0)
			inherit(&all->lane[i], &b->lane[was], numbers);
	}
	for (int i = 0; i < b->n; i++)
		lane_free(&b->lane[i]);
	free(b->lane);
	b->lane = all->lane;
	b->n = all->n;
}

/* Values beyond the lanes that are known get one of their own. NULL: no need. */
static struct lane *lane_for(struct board *b, const struct group *g)
{
	const struct field *f = &b->c.model->fields[b->by];
	int i = board_lane_of(b, &g->key);
	struct lanes all = { b->lane, b->n, b->n };
	struct lane *l = i >= 0 ? &b->lane[i] : NULL;
	char *name;

	if (l && (l->record || f->choice))
		return l;
	if (!l && (!g->n || b->n >= LANES_MAX))
		return NULL;
	name = g->key.kind == VAL_NULL ? xasprintf(_("without: %s"), _(f->label)) : xstrdup(g->title);
	if (l) {
		free(l->name);
		l->name = name;
		return l;
	}
	l = add(&all, g->key, name);
	free(name);
	b->lane = all.lane;
	b->n = all.n;
	return l;
}

/* Only what people made or the program knows stands there empty. */
static void drop_empty(struct board *b)
{
	const struct field *f = &b->c.model->fields[b->by];
	int n = 0, at = 0;

	for (int i = 0; i < b->n; i++) {
		struct lane *l = &b->lane[i];
		bool made = l->record || (f->choice && l->key.kind != VAL_NULL);

		if (!made && l->known && !l->n) {
			lane_free(l);
			continue;
		}
		if (i <= b->at)
			at = n;
		b->lane[n++] = *l;
	}
	b->n = n;
	b->at = at;
}

enum rc board_count(struct board *b, struct session *s, struct err *err)
{
	const struct model *m = b->c.model;
	struct path by = { .n = 1, .slot = { b->by }, .model = { m } };
	struct group_result all;
	enum rc rc = query_groups(s, &b->query, &by, m->amount, GROUP_COUNTS, &all, err);

	b->counted = rc != RC_CANCELLED; /* a question that fails is not asked again and again */
	if (rc)
		return rc;
	b->total = 0;
	for (int i = 0; i < b->n; i++) {
		b->lane[i].n = b->lane[i].sum = 0;
		b->lane[i].known = true;
	}
	for (int i = 0; i < all.n; i++) {
		struct lane *l = lane_for(b, &all.group[i]);

		b->total += all.group[i].n;
		if (!l)
			continue;
		l->known = true;
		l->n = all.group[i].n;
		l->sum = all.group[i].sum;
	}
	group_result_free(&all);
	drop_empty(b);
	free(b->counted_for);
	b->counted_for = xstrdup(b->c.filter);
	return RC_OK;
}

/* Of one lane, what was counted; a lane without cards has no bar. */
static void take_signals(struct lane *l, const struct group_result *all)
{
	memset(l->signal, 0, sizeof l->signal);
	for (int i = 0; i < all->n; i++)
		if (value_eq(&all->group[i].key, &l->key))
			memcpy(l->signal, all->group[i].signal, sizeof l->signal);
	l->coloured = !l->known || l->n;
	l->fresh = true;
}

enum rc board_colour(struct board *b, struct session *s, struct err *err)
{
	const struct model *m = b->c.model;
	struct path by = { .n = 1, .slot = { b->by }, .model = { m } };
	struct group_result all = { .n = 0 };
	enum rc rc = m->signal ? query_groups(s, &b->query, &by, 0, GROUP_WITH_SIGNALS, &all, err) : RC_OK;

	if (rc == RC_CANCELLED)
		return rc;
	for (int i = 0; i < b->n; i++) /* a question that fails is not asked again and again */
		if (rc == RC_OK)
			take_signals(&b->lane[i], &all);
		else
			b->lane[i].fresh = true;
	if (rc == RC_OK)
		group_result_free(&all);
	return rc;
}

enum rc board_read_lanes(struct board *b, struct session *s, struct err *err)
{
	const struct model *m = b->c.model;
	const struct field *f = &m->fields[b->by];
	struct path by = { .n = 1, .slot = { b->by }, .model = { m } };
	struct lanes all = { NULL, 0, 0 };
	enum rc rc = RC_OK;
	bool cheap;

	if (b->columns)
		rc = add_records(b, s, &all, err);
	for (const struct choice *c = f->choice; c && c->name; c++)
		add(&all, VALUE_INT(c->no), _(c->label));
	put_in_place(b, &all);
	if (rc)
		return rc;
	b->counted = false;
	cheap = query_counted(s, &b->query, &by, m->amount);
	if (cheap)
		return board_count(b, s, err);
	/* else after the frame; but where lanes themselves are not known without asking, now */
	return b->n ? RC_OK : board_count(b, s, err);
}
