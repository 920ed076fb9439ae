/* Reading the list again without moving what is under the cursor, and how many there are. */
#include <stdio.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "desk.h"
#include "list.h"
#include "record/session.h"

#define COUNT_MS 200 /* a count that took longer is not made again by itself */

/* Where the cursor is, to be found again. */
struct place {
	int64_t id;
	bool has_key, at_heading;
	struct row key;
	struct value group; /* of the line */
	int row;            /* on the screen */
	int64_t place, above;
	struct arena arena;
};

static void remember(struct list *l, struct place *p)
{
	int at;
	const struct chunk *c = window_chunk(l, l->sel, &at);

	*p = (struct place){ .row = l->sel - l->top, .above = -1, .arena = ARENA_INIT };
	if (!c)
		return;
	p->place = l->w.first + l->sel;
	if (l->group && c->seg < l->n_seg)
		p->group = value_copy(&l->seg[c->seg].key, &p->arena);
	p->at_heading = c->heading;
	if (c->heading)
		return;
	p->has_key = l->w.sort && str_eq(l->w.sort, l->c.sort);
	p->id = p->key.id = c->page.row[at].id;
	for (int i = 0; i < QUERY_ORDERS; i++)
		p->key.sort[i] = value_copy(&c->page.row[at].sort[i], &p->arena);
	if (!l->w.filter || !*l->w.filter) {
		l->home = p->id;
		l->home_row = p->row;
	}
	if (l->w.before >= 0)
		p->above = l->w.before + window_records(l, l->sel);
}

/* The heading's line of a group, when the window does not start with it. */
static enum rc seek_heading(struct list *l, struct session *s, int seg, struct err *err)
{
	enum rc rc = RC_OK;

	for (;;) {
		int line = 0;

		for (int i = 0; i < l->w.n; i++) {
			if (l->w.chunk[i].heading && l->w.chunk[i].seg == seg) {
				l->sel = line;
				return RC_OK;
			}
			line += l->w.chunk[i].heading ? 1 : l->w.chunk[i].page.n;
		}
		if (!window_down_left(l) || l->w.lines > LIST_RANGE)
			return rc;
		rc = window_down(l, s, err);
		if (rc)
			return rc;
	}
}

/* Finds the place again: the record itself, else the one below, else above; else the top. */
static enum rc restore(struct view *v, const struct place *p, struct err *err)
{
	struct list *l = v->data;
	struct session *s = v->ui->session;
	int seg = l->group ? groups_find(l, &p->group) : 0;
	int64_t want = l->want == p->id ? 0 : l->want;
	bool found = false;
	enum rc rc = RC_OK;

	if (l->want_first)
		return RC_OK;
	if (want)
		rc = window_seek(l, s, want, &found, err);
	if (found) /* after a filter where it was, else with some lines above it */
		l->top = l->sel - (want == l->home ? l->home_row : p->id ? p->row : list_height(v) / 3);
	if (rc || found)
		return rc;
	if (p->at_heading)
		return seg >= 0 ? seek_heading(l, s, seg, err) : RC_OK;
	if (p->id)
		rc = window_seek(l, s, p->id, &found, err);
	if (rc == RC_OK && !found && p->has_key && seg >= 0 && seg < l->n_seg && !l->seg[seg].folded)
		rc = window_near(l, s, seg, &p->key, &found, err);
	if (found) {
		int64_t above = p->above - (l->w.fell ? 1 : 0);

		l->w.first = p->place - l->sel;
		l->w.before = above >= l->sel ? above - l->sel : -1;
		l->w.unsure = true;
		l->top = l->sel - p->row;
	}
	return rc;
}

/* What the window shows already is not counted. */
static void count_shown(struct list *l)
{
	l->total = -1;
	l->capped = false;
	if (l->group) {
		l->total = 0;
		for (int i = 0; i < l->n_seg; i++)
			l->total += l->seg[i].n;
	} else if (!window_up_left(l) && !window_down_left(l)) {
		l->total = l->w.lines;
	}
}

static bool others_changed(const struct ui *ui)
{
	const struct desk *desk = desk_of(ui);

	return desk && desk->touched.n && clock_ms() - desk->touched_at < TOUCHED_MS;
}

static enum rc load_rows(struct view *v, const struct place *p, struct err *err)
{
	struct list *l = v->data;
	struct session *s = v->ui->session;
	bool same = l->w.filter && str_eq(l->w.filter, l->c.filter) && str_eq(l->w.sort, l->c.sort);
	enum rc rc;

	window_clear(l);
	free(l->w.sort);
	l->w.sort = xstrdup(l->c.sort);
	l->w.unsure = false;
	l->slow = l->slow && same;
	l->held = same && (l->held || l->edit.on || others_changed(v->ui));
	free(l->w.filter);
	l->w.filter = xstrdup(l->c.filter);
	l->sel = l->top = 0;
	rc = groups_read(l, s, err);
	if (rc == RC_OK)
		rc = restore(v, p, err);
	if (rc == RC_OK)
		rc = window_settle(l, s, list_height(v), !l->held, err);
	return rc;
}

enum rc list_load(struct view *v, struct err *err)
{
	struct list *l = v->data;
	int64_t wanted = record_wanted(v->ui, l->c.model);
	struct place p;
	enum rc rc;

	if (wanted)
		l->want = wanted;
	remember(l, &p);
	rc = collection_load(&l->c, v->ui->session, err);
	if (rc == RC_OK)
		rc = columns_paths(l, v->ui->session, err);
	if (rc == RC_OK)
		rc = load_rows(v, &p, err);
	else
		window_clear(l);
	if (!window_up_left(l))
		l->w.before = 0;
	if ((l->first_record || p.id) && l->w.lines && !window_row(l, l->sel) && window_row(l, l->sel + 1))
		l->sel++; /* a heading is no record to begin with, nor to go on with where one has gone */
	l->first_record = false;
	columns_measure(l, v->ui->session);
	if (v->at.w)
		columns_layout(l, list_width(v));
	count_shown(l);
	l->want = 0;
	l->want_first = false;
	l->preview.stale = true;
	l->totals.known = false;
	arena_free(&p.arena);
	return rc;
}

/* ---- how many ---- */

static bool count(struct list *l, struct session *s, int64_t cap)
{
	struct err err = ERR_INIT;
	struct query q;

	if (collection_query(&l->c, s, &q, &err) != RC_OK || query_count(s, &q, cap, &l->total, &err) != RC_OK)
		l->total = 0; /* the list itself said why */
	l->capped = cap && l->total >= cap;
	if (l->capped)
		l->total = cap - 1;
	if (!l->capped && !window_down_left(l) && l->w.before < 0)
		l->w.before = l->total - window_records(l, l->w.lines);
	return true;
}

/* How many stand above the window, among the first thousand. */
static void locate(struct list *l, struct session *s)
{
	const struct row *first = l->w.n ? window_row(l, 0) : NULL;
	struct err err = ERR_INIT;
	struct page page;
	struct query q;

	l->w.unsure = false;
	if (!first || l->group || !window_up_left(l) || collection_query(&l->c, s, &q, &err) != RC_OK)
		return;
	q.limit = LIST_CAP;
	if (query_run(s, &q, &page, &err) != RC_OK)
		return;
	for (int i = 0; i < page.n; i++)
		if (page.row[i].id == first->id)
			l->w.before = i;
	page_free(&page);
}

/* Whether counters know how many there are, however many. */
static bool counted(const struct list *l, struct session *s)
{
	const struct model *m = l->c.model;
	struct query q;

	if (!m->cube || collection_query(&l->c, s, &q, NULL) != RC_OK)
		return false;
	return query_counted(s, &q, &(struct path){ .n = 1, .slot = { m->cube->dim[0] }, .model = { m } }, 0);
}

/* One thing at a time, so that a key waits for none of it long. */
bool list_later(struct view *v)
{
	struct list *l = v->data;
	struct session *s = v->ui->session;

	if (l->total < 0)
		return count(l, s, counted(l, s) ? 0 : LIST_CAP + 1);
	if (l->w.unsure || (l->w.before < 0 && window_up_left(l) && !l->group && l->w.first == 0)) {
		locate(l, s);
		l->w.first = l->w.first ? l->w.first : (int64_t)1 << 40;
		return true;
	}
	if (l->preview.stale && preview_shown(v) && !ui_key_held(v->ui)) {
		preview_load(v);
		return true;
	}
	if (l->totals.on && (!l->totals.known || l->totals.marks != totals_marks(l))) {
		totals_read(v, false);
		return true;
	}
	return false;
}

/* Nothing was typed for a second: count on where it stopped. */
void list_tick(struct view *v)
{
	struct list *l = v->data;

	if (l->capped && !l->busy && !l->slow) {
		int64_t began = clock_ms();

		count(l, v->ui->session, 0);
		l->slow = clock_ms() - began > COUNT_MS;
	}
	if (l->unsaved && !l->busy)
		columns_save(l, v->ui->session);
	l->busy = false;
}

static void add_count(int64_t n, struct str *out)
{
	char digits[24];
	int len, first;

	snprintf(digits, sizeof digits, "%lld", (long long)n);
	len = (int)strlen(digits);
	first = len % 3 ? len % 3 : 3;
	for (int i = 0; i < len; i++) {
		if (i >= first && (i - first) % 3 == 0)
			str_addc(out, ',');
		str_addc(out, digits[i]);
	}
}

static void add_total(const struct list *l, struct str *out)
{
	if (l->capped)
		str_addf(out, "%lld+", (long long)l->total);
	else
		add_count(l->total, out);
}

void list_position(const struct view *v, struct str *out)
{
	const struct list *l = v->data;
	struct str pos = STR_INIT, all = STR_INIT;

	if (l->total > 0 && l->w.before >= 0 && !l->group && window_row(l, l->sel)) {
		add_count(l->w.before + window_records(l, l->sel) + 1, &pos);
		add_total(l, &all);
		str_addf(out, _("%s of %s"), pos.s, all.s);
	}
	str_free(&pos);
	str_free(&all);
}

void list_status(const struct view *v, struct str *out)
{
	const struct list *l = v->data;
	size_t from;

	collection_marks_text(&l->c, out);
	if (l->total <= 0)
		return;
	str_add(out, out->len ? "  " : "");
	from = out->len;
	list_position(v, out);
	if (out->len == from)
		add_total(l, out);
	if (l->group)
		str_addf(out, _(" in %d groups"), l->n_seg);
}
