#include "board.h"

#include "record/session.h"

struct query lane_query(struct board *b, const struct lane *l, struct arena *a)
{
	struct query q = b->query;

	q.where = criteria_and(a, b->c.where, criteria_is(a, b->c.model, b->by, &l->key));
	return q;
}

static struct query cards_query(struct board *b, const struct lane *l, struct arena *a)
{
	struct query q = lane_query(b, l, a);

	q.columns = b->path;
	q.n_columns = b->n_path;
	return q;
}

enum rc board_row(struct board *b, struct session *s, int64_t id, struct page *out, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct query q = b->query;
	struct value v = VALUE_INT(id);
	enum rc rc;

	q.where = criteria_and(&a, b->c.where, criteria_is(&a, b->c.model, SYS_ID, &v));
	q.columns = b->path;
	q.n_columns = b->n_path;
	q.limit = 1;
	rc = query_run(s, &q, out, err);
	arena_free(&a);
	if (rc == RC_OK && out->n == 0) {
		page_free(out);
		return RC_NOT_FOUND;
	}
	return rc;
}

int lane_find(const struct lane *l, int64_t id)
{
	for (int i = 0; i < l->page.n; i++)
		if (l->page.row[i].id == id)
			return i;
	return -1;
}

/* Puts a new page in place; sel and top follow their records. Where one is gone, what stands at `fall` takes over. */
static void take_page(struct lane *l, struct page *page, int fall)
{
	int64_t sel = l->sel >= 0 && l->sel < l->page.n ? l->page.row[l->sel].id : 0;
	int64_t top = l->top >= 0 && l->top < l->page.n ? l->page.row[l->top].id : 0;
	int was_top = l->top, was_sel = l->sel;

	page_free(&l->page);
	l->page = *page;
	l->loaded = true;
	l->sel = sel ? lane_find(l, sel) : -1;
	if (l->sel < 0)
		l->sel = fall < l->page.n ? fall : l->page.n - 1;
	l->top = top ? lane_find(l, top) : 0;
	if (l->top < 0)
		l->top = was_sel >= was_top && l->sel - (was_sel - was_top) > 0 ? l->sel - (was_sel - was_top) : 0;
}

/* The place of the window's first row, by walking up from it; -1 where that is too far. */
static enum rc walk_up(struct query q, struct session *s, const struct row *from, int64_t *place, struct err *err)
{
	enum { STEP = 500, STEPS = 4 };
	struct page page[2] = { { .n = 0 }, { .n = 0 } };
	int64_t n = 0;
	enum rc rc = RC_OK;
	bool more = true;

	q.n_columns = 0;
	q.limit = STEP;
	q.before = true;
	q.key = from;
	for (int i = 0; i < STEPS && more && rc == RC_OK; i++) {
		struct page *p = &page[i & 1];

		page_free(p);
		rc = query_run(s, &q, p, err);
		more = rc == RC_OK && p->more;
		n += rc == RC_OK ? p->n : 0;
		q.key = more ? &p->row[0] : NULL;
	}
	page_free(&page[0]);
	page_free(&page[1]);
	*place = more ? -1 : n;
	return rc;
}

enum rc lane_window(
	struct board *b, struct session *s, struct lane *l, const struct row *key, int64_t place, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct query q = cards_query(b, l, &a);
	struct page back = { .n = 0 }, page;
	int64_t first = 0;
	int fall = !key && place > 0 ? (int)place : 0;
	enum rc rc = RC_OK;

	if (key) {
		struct query up = q;

		up.n_columns = 0;
		up.before = true;
		up.key = key;
		up.limit = WINDOW_BACK;
		rc = query_run(s, &up, &back, err);
	}
	if (rc == RC_OK && back.n) {
		fall = back.more ? back.n - 1 : back.n;
		q.key = back.more ? &back.row[0] : NULL;
		first = !back.more ? 0 : place >= fall ? place - fall : -1;
	}
	q.limit = q.key ? WINDOW_BACK + WINDOW : fall + WINDOW;
	if (rc == RC_OK)
		rc = query_run(s, &q, &page, err);
	if (rc == RC_OK) {
		if (first < 0 && page.n)
			rc = walk_up(q, s, &page.row[0], &first, err);
		take_page(l, &page, fall);
		l->below = page.more;
		l->above = first != 0;
		if (!page.more && l->known && b->counted)
			first = l->n - page.n;
		l->first = first;
	}
	page_free(&back);
	arena_free(&a);
	return rc;
}

enum rc lane_bottom(struct board *b, struct session *s, struct lane *l, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct query q = cards_query(b, l, &a);
	struct page page;
	enum rc rc;

	q.before = true;
	q.limit = WINDOW;
	rc = query_run(s, &q, &page, err);
	if (rc == RC_OK) {
		take_page(l, &page, page.n - 1);
		l->below = false;
		l->above = page.more;
		l->first = !page.more ? 0 : l->known && b->counted ? l->n - page.n : -1;
		l->sel = page.n - 1;
	}
	arena_free(&a);
	return rc;
}

/* sel inside, and on the screen. */
static void clamp(struct lane *l, int shown)
{
	int n = l->page.n;

	shown = shown > 0 ? shown : 1;
	if (l->sel >= n)
		l->sel = n - 1;
	if (l->sel < 0)
		l->sel = n ? 0 : -1;
	if (l->sel >= 0 && l->sel < l->top)
		l->top = l->sel;
	if (l->sel >= l->top + shown)
		l->top = l->sel - shown + 1;
	if (l->top > n - shown && !l->below) /* no empty rows below while there are cards above */
		l->top = n - shown;
	if (l->top < 0)
		l->top = 0;
}

enum rc lane_settle(struct board *b, struct session *s, struct lane *l, int shown, struct err *err)
{
	bool near_end, near_start;
	enum rc rc = RC_OK;

	clamp(l, shown);
	near_end = l->below && l->top + shown + EDGE > l->page.n;
	near_start = l->above && l->top < EDGE / 2;
	if (l->sel >= 0 && (near_end || near_start)) {
		int64_t place = l->first >= 0 ? l->first + l->sel : -1;

		rc = lane_window(b, s, l, &l->page.row[l->sel], place, err);
		clamp(l, shown);
	}
	return rc;
}
