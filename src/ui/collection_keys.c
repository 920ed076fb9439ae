/* The keys that mean the same on a board and in a list. */
#include <stdio.h>

#include "base/fold.h"
#include "base/i18n.h"
#include "collection.h"
#include "record/session.h"
#include "ui/widget.h"

#define MARK_MOST 10000 /* by "mark all" */

static unsigned said(struct ui *ui, enum rc rc, const struct err *err)
{
	if (rc)
		ui_error(ui, err);
	return DID;
}

/* ---- filter ---- */

struct filtering {
	struct view *view;
	struct collection *c;
	const struct collection_ops *ops;
	char *was; /* the filter when the line was opened */
	int64_t at;
	struct arena words;
};

static enum rc filter_change(struct ui *ui, void *ctx, const char *text, struct err *err)
{
	struct filtering *f = ctx;
	enum rc rc = collection_filter_set(f->c, ui->session, text, err);

	if (rc == RC_OK)
		f->view->stale = true;
	return rc;
}

/* A filter taken away brings back the record that was selected before it was set. */
static enum rc filter_accept(struct ui *ui, void *ctx, const char *text, struct err *err)
{
	struct filtering *f = ctx;
	enum rc rc = filter_change(ui, ctx, text, err);

	if (rc)
		return rc;
	if (!*f->was && *text)
		f->c->before = f->at;
	else if (!*text && f->c->before)
		f->ops->select(f->view, f->c->before);
	return RC_OK;
}

static void filter_cancel(struct ui *ui, void *ctx)
{
	struct filtering *f = ctx;
	struct err err = ERR_INIT;

	if (collection_filter_set(f->c, ui->session, f->was, &err) != RC_OK)
		ui_error(ui, &err);
	f->view->stale = true;
	f->ops->select(f->view, f->at);
}

static void filter_close(void *ctx)
{
	struct filtering *f = ctx;

	arena_free(&f->words);
	free(f->was);
	free(f);
}

struct words {
	struct filtering *f;
	struct picker_row *row;
	int n, max;
};

static void add_word(void *ctx, const char *word, const char *what)
{
	struct words *w = ctx;

	if (w->n < w->max)
		w->row[w->n++] = (struct picker_row){ .text = arena_strdup(&w->f->words, word), .detail = what };
}

static int filter_complete(void *ctx, const char *text, size_t cursor, struct picker_row *rows, int max)
{
	struct filtering *f = ctx;
	struct words w = { .f = f, .row = rows, .max = max };

	arena_reset(&f->words);
	criteria_complete(f->view->ui->session, f->c->model, text, (int)cursor, add_word, &w);
	return w.n;
}

static const struct prompt_ops filter_ops = { .change = filter_change,
	.accept = filter_accept,
	.cancel = filter_cancel,
	.close = filter_close,
	.complete = filter_complete };

static unsigned ask_filter(struct view *v, struct collection *c, const struct collection_ops *ops, const char *text)
{
	struct filtering *f = xcalloc(1, sizeof *f);
	struct err err = ERR_INIT;

	*f = (struct filtering){ .view = v, .c = c, .ops = ops, .was = xstrdup(c->filter), .at = ops->selected(v) };
	return said(v->ui, prompt_open(v->ui, _("filter"), text, &filter_ops, f, &err), &err);
}

/* ---- a field out of the model ---- */

static const char *field_label(const struct model *m, int slot)
{
	return slot == m->rank && slot ? _("by hand") : _(m->fields[slot].label);
}

static int find_fields(void *ctx, const char *query, struct picker_row *rows, int max)
{
	const struct field_pick *look = ctx;
	const struct model *m = look->model;
	struct str want = STR_INIT, have = STR_INIT;
	int n = 0;

	fold(query, strlen(query), &want);
	for (int i = SYS_N; i < m->n + SYS_N && n < max; i++) {
		int slot = i < m->n ? i : i - m->n; /* the system's fields come last */
		const char *label = field_label(m, slot);

		if (!look->fits(m, slot))
			continue;
		str_clear(&have);
		fold(label, strlen(label), &have);
		if (strstr(have.s, want.s) || strstr(m->fields[slot].name, want.s))
			rows[n++] = (struct picker_row){ .id = slot, .text = label, .detail = m->fields[slot].name };
	}
	str_free(&want);
	str_free(&have);
	return n;
}

static void choose_field(struct ui *ui, void *ctx, const struct picker_row *row)
{
	struct field_pick *look = ctx;

	look->done(ui, look->ctx, (int)row->id);
}

static void drop_field(void *ctx)
{
	struct field_pick *look = ctx;

	if (look->drop)
		look->drop(look->ctx);
	free(look);
}

static const struct picker_ops field_ops = { .find = find_fields, .choose = choose_field, .close = drop_field };

enum rc field_pick(struct ui *ui, const struct field_pick *look, struct err *err)
{
	struct field_pick *own = xmalloc(sizeof *own);
	struct picker box = { .title = look->title, .at = look->at, .width = 50 };

	*own = *look;
	return picker_open(ui, &box, &field_ops, own, err);
}

/* ---- sort, and a filter put together by picking ---- */

struct picking {
	struct view *view;
	struct collection *c;
	const struct collection_ops *ops;
};

static unsigned pick(struct view *v, struct collection *c, const struct collection_ops *ops, struct field_pick *look)
{
	struct picking *p = xmalloc(sizeof *p);
	struct err err = ERR_INIT;

	*p = (struct picking){ .view = v, .c = c, .ops = ops };
	look->model = c->model;
	look->drop = free;
	look->ctx = p;
	return said(v->ui, field_pick(v->ui, look, &err), &err);
}

static void set_sort(struct view *v, struct collection *c, const struct collection_ops *ops, const char *sort)
{
	struct err err = ERR_INIT;

	if (collection_sort_set(c, v->ui->session, sort, &err) != RC_OK) {
		ui_error(v->ui, &err);
		return;
	}
	if (ops->changed)
		ops->changed(v);
	v->stale = true;
}

static bool can_sort(const struct model *m, int slot)
{
	const struct field *f = &m->fields[slot];
	enum field_type kind = field_kind(f);

	if (slot && slot == m->rank)
		return true;
	return !(f->flags & F_HIDDEN && slot >= SYS_N) && !field_types[kind].set && kind != FT_LINES &&
	       kind != FT_NOTE && slot != SYS_VERSION;
}

/* The slot the list is ordered by first; -1: none. */
static int sorted_by(const struct collection *c)
{
	char word[80];
	size_t from = *c->sort == '-';

	snprintf(word, sizeof word, "%.*s", (int)strcspn(c->sort + from, ", "), c->sort + from);
	return model_slot(c->model, word);
}

/* The field it is sorted by already: the other way round. */
static void sort_chosen(struct ui *ui, void *ctx, int slot)
{
	struct picking *p = ctx;
	bool down = slot == sorted_by(p->c) && *p->c->sort != '-';
	char *sort = xasprintf("%s%s", down ? "-" : "", p->c->model->fields[slot].name);

	set_sort(p->view, p->c, p->ops, sort);
	ui_message(ui, down ? _("sorted by %s, downwards — S reverses") : _("sorted by %s — S reverses"),
		field_label(p->c->model, slot));
	free(sort);
}

static unsigned reverse(struct view *v, struct collection *c, const struct collection_ops *ops)
{
	struct str s = STR_INIT;

	if (!*c->sort)
		str_add(&s, "-id");
	for (const char *p = c->sort; *p;) {
		size_t n = strcspn(p, ",");

		if (*p != '-')
			str_addc(&s, '-');
		str_addn(&s, p + (*p == '-'), n - (*p == '-'));
		p += n;
		if (*p)
			str_addc(&s, *p++);
		p += strspn(p, " ");
	}
	set_sort(v, c, ops, s.s);
	ui_message(v->ui, _("sorted by %s"), s.s);
	str_free(&s);
	return DID;
}

static bool can_filter(const struct model *m, int slot)
{
	return !(m->fields[slot].flags & F_HIDDEN) && m->fields[slot].type != FT_LINES;
}

static void filter_chosen(struct ui *ui, void *ctx, int slot)
{
	struct picking *p = ctx;
	const char *name = p->c->model->fields[slot].name;
	char *text = *p->c->filter ? xasprintf("%s and %s ", p->c->filter, name) : xasprintf("%s ", name);

	(void)ui;
	ask_filter(p->view, p->c, p->ops, text);
	free(text);
}

/* ---- marks ---- */

static unsigned mark(struct view *v, struct collection *c, const struct collection_ops *ops)
{
	int64_t id = ops->selected(v);

	if (!id) {
		ui_message(v->ui, "%s", _("nothing to mark here"));
		return DID;
	}
	marks_toggle(&c->marks, id);
	ui_message(v->ui, c->marks.n == 1 ? _("%d marked") : _("%d marked: deeds go to all of them"), c->marks.n);
	return DID;
}

static void set_mark(struct collection *c, int64_t id, bool on)
{
	if (id && marks_has(&c->marks, id) != on)
		marks_toggle(&c->marks, id);
}

static unsigned range(struct view *v, struct collection *c, const struct collection_ops *ops)
{
	if (c->ranging) {
		c->ranging = false;
		ui_message(v->ui, _("%d marked"), c->marks.n);
		return DID;
	}
	c->range_from = ops->place(v);
	if (!ops->selected(v) || c->range_from < 0) {
		ui_message(v->ui, "%s", _("nothing to mark here"));
		return DID;
	}
	c->ranging = true;
	set_mark(c, ops->selected(v), true);
	ui_message(v->ui, "%s", _("moving marks, v ends it"));
	return DID;
}

void collection_moved(struct view *v, struct collection *c, const struct collection_ops *ops, int64_t from, int64_t to)
{
	int64_t a = c->range_from, step = to > from ? 1 : -1;

	if (!c->ranging || from < 0 || to < 0)
		return;
	for (int64_t p = from; p != to; p += step) {
		bool towards = step > 0 ? p < a : p > a; /* the anchor: p is left behind */

		if (towards)
			set_mark(c, ops->id_at(v, p), false);
		else
			set_mark(c, ops->id_at(v, p + step), true);
	}
}

static bool mark_row(void *ctx, const struct row *r)
{
	struct collection *c = ctx;

	set_mark(c, r->id, true);
	return c->marks.n < MARK_MOST;
}

/* All that the filter shows; with marks there are, none. */
static unsigned mark_all(struct view *v, struct collection *c)
{
	struct err err = ERR_INIT;
	struct query q;
	enum rc rc;

	c->ranging = false;
	if (c->marks.n) {
		marks_clear(&c->marks);
		c->hidden = 0;
		ui_message(v->ui, "%s", _("nothing is marked any more"));
		return DID;
	}
	rc = collection_query(c, v->ui->session, &q, &err);
	if (rc == RC_OK) {
		q.order[0] = (struct order){ .desc = false }; /* ascending ids are the marks' own order */
		q.n_orders = 1;
		rc = query_each(v->ui->session, &q, mark_row, c, &err);
	}
	if (rc)
		return said(v->ui, rc, &err);
	ui_message(v->ui, c->marks.n == MARK_MOST ? _("%d marked, no more at once: filter first") : _("%d marked"),
		c->marks.n);
	return DID;
}

/* ---- what opens other views ---- */

static unsigned make_new(struct view *v, struct collection *c, const struct collection_ops *ops)
{
	struct change ch[GIVEN_MAX];
	struct arena a = ARENA_INIT;
	struct err err = ERR_INIT;
	int n;

	if (c->model->flags & M_FIXED) {
		ui_message(v->ui, _("%s: made by the program only"), _(c->model->plural));
		return DID;
	}
	n = collection_given(v, c, ops, ch, GIVEN_MAX, &a);
	said(v->ui, quick_open(v->ui, c->model, ch, n, &err), &err);
	arena_free(&a);
	return DID;
}

static unsigned other_kind(struct view *v, struct collection *c, const struct collection_ops *ops)
{
	struct look look = collection_look(c, ops->selected(v));
	struct err err = ERR_INIT;

	return said(v->ui, ops->other(v->ui, &look, &err), &err);
}

static unsigned trash_view(struct view *v, struct collection *c)
{
	struct look look = collection_look(c, 0);
	struct err err = ERR_INIT;

	look.as_of = 0;
	if (c->trash)
		return v->below ? DID_CLOSE : DID_NOTHING;
	look.trash = true;
	return said(v->ui, list_open(v->ui, &look, &err), &err);
}

static unsigned export(struct view *v, struct collection *c)
{
	struct str all = STR_INIT;
	struct err err = ERR_INIT;
	struct query q;
	enum rc rc = collection_query(c, v->ui->session, &q, &err);

	criteria_store(v->ui->session, c->where, &all);
	if (rc == RC_OK)
		rc = export_open(v->ui, &q, all.s, &err);
	str_free(&all);
	return said(v->ui, rc, &err);
}

/* ---- Esc ---- */

static unsigned back(struct view *v, struct collection *c, const struct collection_ops *ops)
{
	struct err err = ERR_INIT;

	if (c->ranging) {
		c->ranging = false;
		return DID;
	}
	if (c->as_of)
		return collection_past_leave(v, c);
	if (*c->filter) {
		enum rc rc = collection_filter_set(c, v->ui->session, "", &err);

		if (rc == RC_OK && c->before)
			ops->select(v, c->before);
		c->before = 0;
		ui_message(v->ui, "%s", _("filter taken away"));
		return said(v->ui, rc, &err) | DID_LOAD;
	}
	if (c->marks.n) {
		marks_clear(&c->marks);
		c->hidden = 0;
		ui_message(v->ui, "%s", _("nothing is marked any more"));
		return DID;
	}
	return DID_NOT;
}

unsigned collection_act(struct view *v, struct collection *c, const struct collection_ops *ops, const struct act *a)
{
	struct field_pick sort = { .title = _("sort by"), .fits = can_sort, .at = sorted_by(c), .done = sort_chosen };
	struct field_pick filter = { .title = _("filter by"), .fits = can_filter, .done = filter_chosen };
	struct err err = ERR_INIT;

	switch (a->action->id) {
	case ACT_FILTER: return ask_filter(v, c, ops, c->filter);
	case ACT_FILTER_BUILD: return pick(v, c, ops, &filter);
	case ACT_SORT: return pick(v, c, ops, &sort);
	case ACT_REVERSE: return reverse(v, c, ops);
	case ACT_NEW: return make_new(v, c, ops);
	case ACT_BOARD_LIST: return other_kind(v, c, ops);
	case ACT_AS_OF: return collection_past_ask(v, c);
	case ACT_TRASH_VIEW: return trash_view(v, c);
	case ACT_EXPORT: return export(v, c);
	case ACT_TWINS: return said(v->ui, twins_open(v->ui, c->model, &err), &err);
	case ACT_IMPORT: return said(v->ui, import_open(v->ui, c->model, NULL, &err), &err);
	case ACT_MARK: return mark(v, c, ops);
	case ACT_MARK_RANGE: return range(v, c, ops);
	case ACT_MARK_ALL: return mark_all(v, c);
	case ACT_BACK: return back(v, c, ops);
	default: return DID_NOT;
	}
}
