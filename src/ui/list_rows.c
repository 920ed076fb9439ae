/* The window of lines: chunks are read at its ends as the selection nears them, and dropped far from it. */
#include "list.h"
#include "record/session.h"

enum rc list_query(struct list *l, struct session *s, int seg, struct arena *a, struct query *q, struct err *err)
{
	enum rc rc = collection_query(&l->c, s, q, err);

	q->columns = l->paths;
	q->n_columns = l->n_col + (l->group ? 1 : 0);
	q->limit = LIST_CHUNK;
	if (l->group && seg >= 0)
		q->where = criteria_and(a, q->where, criteria_is(a, l->c.model, l->group, &l->seg[seg].key));
	return rc;
}

static int chunk_lines(const struct chunk *c)
{
	return c->heading ? 1 : c->page.n;
}

void window_clear(struct list *l)
{
	struct window *w = &l->w;

	for (int i = 0; i < w->n; i++)
		page_free(&w->chunk[i].page);
	w->n = w->lines = 0;
	w->above = w->below = false;
	w->before = -1;
	w->first = 0;
}

static bool folded(const struct list *l, int seg)
{
	return l->seg[seg].folded;
}

bool window_up_left(const struct list *l)
{
	const struct chunk *first = l->w.chunk;

	if (!l->w.n)
		return false;
	return first->heading ? first->seg > 0 : l->w.above || l->group;
}

bool window_down_left(const struct list *l)
{
	const struct chunk *last;

	if (!l->w.n)
		return l->n_seg > 0;
	last = &l->w.chunk[l->w.n - 1];
	return (l->w.below && !folded(l, last->seg)) || last->seg + 1 < l->n_seg;
}

static enum rc read_chunk(struct list *l, struct session *s, int seg, const struct row *key, bool before,
	struct chunk *out, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct query q;
	enum rc rc = list_query(l, s, seg, &a, &q, err);

	*out = (struct chunk){ .seg = seg };
	q.key = key;
	q.before = before;
	if (rc == RC_OK)
		rc = query_run(s, &q, &out->page, err);
	arena_free(&a);
	return rc;
}

static void put_chunk(struct list *l, int at, const struct chunk *c)
{
	struct window *w = &l->w;

	if (!c->heading && !c->page.n) {
		struct page none = c->page;

		page_free(&none);
		return;
	}
	GROW(w->chunk, w->n, w->cap);
	memmove(w->chunk + at + 1, w->chunk + at, (size_t)(w->n - at) * sizeof *w->chunk);
	w->chunk[at] = *c;
	w->n++;
	w->lines += chunk_lines(c);
}

static void know_start(struct list *l)
{
	if (!window_up_left(l))
		l->w.before = 0;
}

/* The new first chunk pushes the others down. */
static void put_above(struct list *l, const struct chunk *c)
{
	int lines = chunk_lines(c);

	put_chunk(l, 0, c);
	l->sel += lines;
	l->top += lines;
	l->w.first -= lines;
	l->w.before = l->w.before >= c->page.n ? l->w.before - c->page.n : -1;
}

enum rc window_up(struct list *l, struct session *s, struct err *err)
{
	struct window *w = &l->w;
	struct chunk c = { .seg = w->chunk[0].seg, .heading = true };
	enum rc rc = RC_OK;

	if (!w->chunk[0].heading && w->above) {
		rc = read_chunk(l, s, c.seg, w->chunk[0].page.row, true, &c, err);
		w->above = rc == RC_OK && c.page.more;
	} else if (w->chunk[0].heading) {
		c.seg--;
		if (!folded(l, c.seg)) {
			rc = read_chunk(l, s, c.seg, NULL, true, &c, err);
			w->above = rc == RC_OK && c.page.more;
		}
		if (rc == RC_OK && !c.heading && !c.page.n) {
			page_free(&c.page);
			c.heading = true;
		}
	}
	if (rc == RC_OK)
		put_above(l, &c);
	know_start(l);
	return rc;
}

enum rc window_down(struct list *l, struct session *s, struct err *err)
{
	struct window *w = &l->w;
	const struct chunk *last = w->n ? &w->chunk[w->n - 1] : NULL;
	struct chunk c = { .seg = 0, .heading = true };
	enum rc rc = RC_OK;

	if (last ? w->below && !folded(l, last->seg) : !l->group) {
		const struct row *key = last && last->page.n ? &last->page.row[last->page.n - 1] : NULL;

		rc = read_chunk(l, s, last ? last->seg : 0, key, false, &c, err);
		w->below = rc == RC_OK && c.page.more;
	} else {
		c.seg = last ? last->seg + 1 : 0;
		w->below = true;
	}
	if (rc == RC_OK && !last)
		w->before = 0;
	if (rc == RC_OK)
		put_chunk(l, w->n, &c);
	if (!w->n)
		l->n_seg = 0; /* nothing at all: there is nothing more either */
	return rc;
}

static void drop_first(struct list *l)
{
	struct window *w = &l->w;
	struct chunk gone = w->chunk[0];
	int lines = chunk_lines(&gone);

	memmove(w->chunk, w->chunk + 1, (size_t)(w->n - 1) * sizeof *w->chunk);
	w->n--;
	w->lines -= lines;
	w->first += lines;
	if (w->before >= 0)
		w->before += gone.page.n;
	w->above = !gone.heading && gone.seg == w->chunk[0].seg;
	l->sel -= lines;
	l->top -= lines;
	page_free(&gone.page);
}

static void drop_last(struct list *l)
{
	struct window *w = &l->w;
	struct chunk gone = w->chunk[--w->n];

	w->lines -= chunk_lines(&gone);
	w->below = !gone.heading;
	page_free(&gone.page);
}

static void trim(struct list *l, int h)
{
	struct window *w = &l->w;

	if (l->c.ranging) /* the range looks at all lines it crosses */
		return;
	while (w->n > 1 && l->top - chunk_lines(&w->chunk[0]) > LIST_KEEP)
		drop_first(l);
	while (w->n > 1 && w->lines - chunk_lines(&w->chunk[w->n - 1]) > l->top + h + LIST_KEEP)
		drop_last(l);
}

enum rc window_settle(struct list *l, struct session *s, int h, bool fill, struct err *err)
{
	struct window *w = &l->w;
	enum rc rc = RC_OK;

	while (rc == RC_OK && l->sel >= w->lines && window_down_left(l))
		rc = window_down(l, s, err);
	while (rc == RC_OK && l->sel < 0 && window_up_left(l))
		rc = window_up(l, s, err);
	l->sel = l->sel >= w->lines ? w->lines - 1 : l->sel;
	l->sel = l->sel < 0 ? 0 : l->sel;
	l->top = l->sel < l->top ? l->sel : l->top;
	l->top = l->sel >= l->top + h ? l->sel - h + 1 : l->top;
	while (rc == RC_OK && l->top + h > w->lines && window_down_left(l))
		rc = window_down(l, s, err);
	if (fill && l->top > w->lines - h)
		l->top = w->lines - h;
	while (rc == RC_OK && l->top < 0 && window_up_left(l))
		rc = window_up(l, s, err);
	l->top = l->top < 0 ? 0 : l->top;
	trim(l, h);
	return rc;
}

enum rc window_top(struct list *l, struct session *s, struct err *err)
{
	enum rc rc = RC_OK;

	while (rc == RC_OK && l->c.ranging && window_up_left(l) && l->w.lines < LIST_RANGE)
		rc = window_up(l, s, err);
	if (window_up_left(l) && !l->c.ranging)
		window_clear(l);
	l->sel = l->top = 0;
	return rc;
}

/* A range reaches to the end over all that lies between, so that is read. */
static enum rc read_to_end(struct list *l, struct session *s, struct err *err)
{
	enum rc rc = RC_OK;

	while (rc == RC_OK && window_down_left(l) && l->w.lines < LIST_RANGE)
		rc = window_down(l, s, err);
	return rc;
}

enum rc window_bottom(struct list *l, struct session *s, struct err *err)
{
	struct chunk c = { .seg = l->n_seg - 1, .heading = true };
	enum rc rc = RC_OK;

	if (l->c.ranging)
		rc = read_to_end(l, s, err);
	if (!l->c.ranging && window_down_left(l) && l->n_seg) {
		if (!folded(l, c.seg))
			rc = read_chunk(l, s, c.seg, NULL, true, &c, err);
		if (rc)
			return rc;
		window_clear(l);
		l->w.above = c.page.more;
		put_chunk(l, 0, &c);
		if (l->total >= 0 && !l->capped && !l->group)
			l->w.before = l->total - l->w.lines;
		l->w.first = l->w.before >= 0 ? l->w.before : (int64_t)1 << 40;
		know_start(l);
	}
	l->sel = l->w.lines - 1;
	l->top = l->sel;
	return rc;
}

static void start_at(struct list *l, const struct chunk *c)
{
	window_clear(l);
	put_chunk(l, 0, c);
	l->w.above = l->w.below = true;
	l->w.fell = false;
	l->sel = l->top = 0;
}

enum rc window_seek(struct list *l, struct session *s, int64_t id, bool *found, struct err *err)
{
	struct chunk c = { .seg = 0 };
	struct value only = VALUE_INT(id);
	struct arena a = ARENA_INIT;
	struct query q;
	enum rc rc = list_query(l, s, -1, &a, &q, err);

	q.where = criteria_and(&a, q.where, criteria_is(&a, l->c.model, SYS_ID, &only));
	q.limit = 1;
	if (rc == RC_OK)
		rc = query_run(s, &q, &c.page, err);
	arena_free(&a);
	if (rc)
		return rc;
	if (c.page.n && l->group)
		c.seg = groups_find(l, &c.page.row[0].val[l->n_col]);
	*found = c.page.n && c.seg >= 0 && c.seg < l->n_seg;
	if (!*found || folded(l, c.seg)) {
		page_free(&c.page);
		c.heading = true;
	}
	if (*found)
		start_at(l, &c);
	return RC_OK;
}

enum rc window_near(struct list *l, struct session *s, int seg, const struct row *key, bool *found, struct err *err)
{
	struct chunk c;
	enum rc rc = read_chunk(l, s, seg, key, false, &c, err);
	bool after = rc == RC_OK && c.page.n > 0;

	if (rc == RC_OK && !after) {
		page_free(&c.page);
		rc = read_chunk(l, s, seg, key, true, &c, err);
	}
	*found = rc == RC_OK && c.page.n > 0;
	if (!*found) {
		page_free(&c.page);
		return rc;
	}
	start_at(l, &c);
	if (after) {
		l->w.below = c.page.more;
	} else {
		l->w.above = c.page.more;
		l->w.below = false;
		l->w.fell = true;
		l->sel = l->top = l->w.lines - 1;
	}
	return RC_OK;
}

const struct chunk *window_chunk(const struct list *l, int line, int *at)
{
	for (int i = 0; i < l->w.n && line >= 0; i++) {
		int n = chunk_lines(&l->w.chunk[i]);

		if (line < n) {
			*at = line;
			return &l->w.chunk[i];
		}
		line -= n;
	}
	return NULL;
}

const struct row *window_row(const struct list *l, int line)
{
	int at;
	const struct chunk *c = window_chunk(l, line, &at);

	return c && !c->heading ? &c->page.row[at] : NULL;
}

int window_records(const struct list *l, int line)
{
	int n = 0;

	for (int i = 0; i < l->w.n && line > 0; i++) {
		int lines = chunk_lines(&l->w.chunk[i]);

		if (!l->w.chunk[i].heading)
			n += line < lines ? line : lines;
		line -= lines;
	}
	return n;
}
