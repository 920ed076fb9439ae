/* The list of any record type: opening, moving about, and what each key does. */
#include "base/i18n.h"
#include "list.h"
#include "record/session.h"

unsigned list_said(struct view *v, enum rc rc, const struct err *err)
{
	if (rc)
		ui_error(v->ui, err);
	return DID;
}

int list_width(const struct view *v)
{
	int w = v->at.w;

	if (preview_shown(v)) {
		int aside = w * 3 / 10;

		aside = aside < 36 ? 36 : aside > 64 ? 64 : aside;
		w -= aside + 1;
	}
	return w;
}

int list_height(const struct view *v)
{
	const struct list *l = v->data;
	int h = (v->at.h ? v->at.h : 24) - 1 - (l->totals.on ? 1 : 0);

	return h > 1 ? h : 1;
}

static void settle(struct view *v, bool fill)
{
	struct list *l = v->data;
	struct err err = ERR_INIT;

	list_said(v, window_settle(l, v->ui->session, list_height(v), fill, &err), &err);
	columns_layout(l, list_width(v));
}

void list_settle(struct view *v)
{
	((struct list *)v->data)->held = false;
	settle(v, true);
}

/* ---- what the collection asks ---- */

static int64_t selected(const struct view *v)
{
	const struct list *l = v->data;
	const struct row *r = window_row(l, l->sel);

	return r ? r->id : 0;
}

static void select_id(struct view *v, int64_t id)
{
	struct list *l = v->data;

	l->want = id;
	l->want_first = !id;
	v->stale = true;
}

static int64_t place(const struct view *v)
{
	const struct list *l = v->data;

	return l->w.lines ? l->w.first + l->sel : -1;
}

static int64_t id_at(const struct view *v, int64_t at)
{
	const struct list *l = v->data;
	int64_t line = at - l->w.first;
	const struct row *r = line >= 0 && line < l->w.lines ? window_row(l, (int)line) : NULL;

	return r ? r->id : 0;
}

const struct collection_ops list_collection = {
	.selected = selected, .select = select_id, .place = place, .id_at = id_at, .other = board_replace
};

/* ---- moving ---- */

static void went(struct view *v, int64_t from)
{
	struct list *l = v->data;

	collection_moved(v, &l->c, &list_collection, from, place(v));
	l->preview.stale = true;
}

static unsigned move(struct view *v, int by)
{
	struct list *l = v->data;
	int64_t from = place(v);

	l->sel += by;
	settle(v, !l->held);
	went(v, from);
	return place(v) == from ? DID_NOTHING : DID;
}

static int64_t beside(struct view *v, int64_t id, int by)
{
	int64_t was = place(v), from;

	if (by > 0 && selected(v) && selected(v) != id)
		return selected(v);
	do {
		from = place(v);
		move(v, by);
	} while (place(v) != from && !selected(v));
	if (selected(v))
		return place(v) == was ? 0 : selected(v);
	move(v, (int)(was - place(v))); /* beyond the last one stand only headings */
	return 0;
}

/* A page moves the screen with the selection. */
static unsigned page(struct view *v, int way)
{
	struct list *l = v->data;
	int64_t from = place(v);
	int by = list_height(v) > 1 ? list_height(v) - 1 : 1;

	l->sel += way * by;
	l->top += way * by;
	list_settle(v);
	went(v, from);
	return place(v) == from ? DID_NOTHING : DID;
}

static unsigned end(struct view *v, bool bottom)
{
	struct list *l = v->data;
	int64_t from = place(v);
	struct err err = ERR_INIT;

	list_said(v, (bottom ? window_bottom : window_top)(l, v->ui->session, &err), &err);
	list_settle(v);
	went(v, from);
	return DID;
}

static unsigned move_column(struct view *v, int by)
{
	struct list *l = v->data;
	int to = l->at + by;

	if (to < 0 || to >= l->n_col)
		return DID_NOTHING;
	l->at = to;
	columns_layout(l, list_width(v));
	return DID;
}

static unsigned open_record(struct view *v)
{
	struct list *l = v->data;
	int64_t id = selected(v);
	struct err err = ERR_INIT;

	if (!id && l->w.lines)
		return groups_fold(v);
	if (!id) {
		ui_message(v->ui, "%s", _("nothing to open here — n makes one"));
		return DID;
	}
	list_said(v, form_open_beside(v->ui, l->c.model, id, l->c.as_of, &err), &err);
	return DID;
}

static unsigned toggle_preview(struct view *v)
{
	struct list *l = v->data;

	if (v->at.w < PREVIEW_FROM) {
		ui_message(v->ui, _("the preview wants %d columns of screen — Enter opens"), PREVIEW_FROM);
		return DID;
	}
	l->preview.off = !l->preview.off;
	l->preview.focus = false;
	l->preview.stale = true;
	list_settle(v);
	return DID;
}

static unsigned toggle_totals(struct view *v)
{
	struct list *l = v->data;

	l->totals.on = !l->totals.on;
	l->totals.known = false;
	list_settle(v);
	if (l->totals.on)
		totals_read(v, true);
	return DID;
}

static unsigned go(struct view *v, const struct act *a)
{
	switch (a->action->id) {
	case ACT_UP: return move(v, -1);
	case ACT_DOWN: return move(v, 1);
	case ACT_PAGE_UP: return page(v, -1);
	case ACT_PAGE_DOWN: return page(v, 1);
	case ACT_TOP: return end(v, false);
	case ACT_BOTTOM: return end(v, true);
	case ACT_LEFT: return move_column(v, -1);
	case ACT_RIGHT: return move_column(v, 1);
	default: return DID_NOT;
	}
}

/* ---- keys ---- */

static unsigned deed(struct view *v, const struct act *a)
{
	struct list *l = v->data;
	int64_t one;
	struct chosen c = collection_chosen(&l->c, selected(v), &one);

	return deed_act(v->ui, &c, a);
}

static unsigned own(struct view *v, const struct act *a)
{
	switch (a->action->id) {
	case ACT_OPEN: return open_record(v);
	case ACT_EDIT: return edit_begin(v);
	case ACT_PREVIEW: return toggle_preview(v);
	case ACT_TOTALS: return toggle_totals(v);
	case ACT_GROUP: return groups_pick(v);
	case ACT_COL_FOLD: return groups_fold(v);
	case ACT_NEXT_PANE:
	case ACT_PREV_PANE: return preview_act(v, a);
	default: return DID_NOT;
	}
}

static unsigned act(struct view *v, const struct act *a)
{
	struct list *l = v->data;
	unsigned did = DID_NOT;

	l->busy = true;
	if (l->edit.on)
		return edit_act(v, a);
	if (collection_past_refuses(v, &l->c, a))
		return DID;
	if (l->preview.focus)
		did = preview_act(v, a);
	if (did == DID_NOT)
		did = go(v, a);
	if (did == DID_NOT)
		did = own(v, a);
	if (did == DID_NOT)
		did = columns_act(v, a);
	if (did == DID_NOT)
		did = deed(v, a);
	if (did == DID_NOT)
		did = collection_act(v, &l->c, &list_collection, a); /* the last: V closes this view */
	return did;
}

static bool can(struct view *v, const struct act *a)
{
	return collection_can(v, &((struct list *)v->data)->c, selected(v), a);
}

static unsigned text(struct view *v, const char *s, size_t n, bool paste)
{
	struct list *l = v->data;

	(void)paste;
	l->busy = true;
	return l->edit.on ? edit_text(v, s, n) : DID_NOT;
}

/* ---- the mouse ---- */

static unsigned sort_by(struct view *v, int col)
{
	struct list *l = v->data;
	const char *name = l->col[col].name;
	char *sort = xasprintf("%s%s", str_eq(l->c.sort, name) ? "-" : "", name);
	struct err err = ERR_INIT;
	enum rc rc = collection_sort_set(&l->c, v->ui->session, sort, &err);

	free(sort);
	l->at = col;
	return list_said(v, rc, &err) | DID_LOAD;
}

static unsigned press(struct view *v, const struct click *c)
{
	struct list *l = v->data;
	int64_t from = place(v);

	l->sel = (int)(c->arg - l->w.first);
	l->preview.focus = false;
	for (int i = 0; i < l->n_col; i++)
		if (l->col[i].w && c->x - v->at.x >= l->col[i].x && c->x - v->at.x < l->col[i].x + l->col[i].w)
			l->at = i;
	list_settle(v);
	went(v, from);
	return c->what == CLICK_DOUBLE ? open_record(v) : DID;
}

static unsigned click(struct view *v, const struct click *c)
{
	struct list *l = v->data;
	bool pressed = c->what == CLICK_PRESS || c->what == CLICK_DOUBLE;

	l->busy = true;
	if (l->edit.on && pressed) {
		if (c->kind == HIT_CHOICE)
			return edit_choose(v, (int)c->arg);
		return input_click(&l->edit.input, c->x, c->y) | DID;
	}
	if (l->edit.on)
		return DID_NOTHING;
	if (c->what == CLICK_WHEEL_UP || c->what == CLICK_WHEEL_DOWN) {
		if (c->kind == HIT_ENTRY)
			return timeline_wheel(&l->preview.timeline, c, l->preview.rows);
		return move(v, c->what == CLICK_WHEEL_UP ? -3 : 3);
	}
	if (pressed && c->kind == HIT_LINE)
		return press(v, c);
	if (pressed && c->kind == HIT_HEADER)
		return sort_by(v, (int)c->arg);
	return DID_NOT;
}

/* ---- the view ---- */

static void size(struct view *v, struct rect area)
{
	v->at = area;
	if (!preview_shown(v))
		((struct list *)v->data)->preview.focus = false;
	list_settle(v);
}

static void title(const struct view *v, struct str *out)
{
	collection_title(&((struct list *)v->data)->c, out);
}

static void banner(const struct view *v, struct str *out)
{
	const struct list *l = v->data;

	collection_past_text(v, &l->c, out);
}

static void filter(const struct view *v, struct str *out)
{
	collection_filter_text(&((struct list *)v->data)->c, out);
}

static const char *hints(const struct view *v)
{
	const struct list *l = v->data;

	if (l->edit.on)
		return "enter next-field choices back help";
	if (l->c.marks.n)
		return "mark set-field trash export back help";
	if (l->c.trash)
		return "trash open filter trash-view back help";
	if (!l->w.lines)
		return "new import filter trash-view palette back help";
	return l->c.hints ? l->c.hints : "open edit filter sort new columns help";
}

static const char *label(const struct view *v, const struct act *a)
{
	const struct list *l = v->data;
	int64_t one;
	struct chosen who = collection_chosen(&l->c, selected(v), &one);

	if (a->action->id == ACT_OUTCOME)
		return deed_outcome_label(v->ui, &who, a);
	return l->c.trash && a->action->id == ACT_TRASH ? _("put back") : NULL;
}

static unsigned context(const struct view *v)
{
	const struct list *l = v->data;

	return l->edit.on ? CTX_TYPING : CTXS_LIST | (l->c.day ? CTX_DAY : 0u);
}

static void close_list(struct view *v)
{
	struct list *l = v->data;

	if (l->unsaved)
		columns_save(l, v->ui->session);
	edit_end(l);
	preview_free(l);
	totals_free(l);
	window_clear(l);
	free(l->w.chunk);
	free(l->w.sort);
	free(l->w.filter);
	free(l->seg);
	group_result_free(&l->groups);
	free(l->folded);
	arena_free(&l->fold_arena);
	columns_free(l);
	collection_free(&l->c);
	free(l);
}

static const struct view_ops list_ops = { .name = "list",
	.contexts = CTXS_LIST,
	.context = context,
	.size = size,
	.close = close_list,
	.load = list_load,
	.act = act,
	.can = can,
	.text = text,
	.click = click,
	.draw = list_draw,
	.title = title,
	.filter = filter,
	.banner = banner,
	.status = list_status,
	.beside = beside,
	.position = list_position,
	.hints = hints,
	.label = label,
	.tick = list_tick,
	.later = list_later };

static struct list *list_new(struct ui *ui, const struct look *look, struct err *err)
{
	struct list *l = xcalloc(1, sizeof *l);
	enum rc rc = collection_init(&l->c, ui->session, look, err);

	timeline_init(&l->preview.timeline, TIMELINE_STREAM);
	l->want = look->at;
	l->total = -1;
	l->w.before = -1;
	l->first_record = look->group != NULL;
	l->group = look->group && model_slot(look->model, look->group) > 0 ? model_slot(look->model, look->group) : 0;
	if (rc == RC_OK)
		rc = columns_init(l, ui->session, err);
	if (rc) {
		struct view v = { .ui = ui, .data = l };

		close_list(&v);
		return NULL;
	}
	return l;
}

enum rc list_open(struct ui *ui, const struct look *look, struct err *err)
{
	struct list *l = list_new(ui, look, err);

	return l ? view_push(ui, &list_ops, l, err) : err->rc;
}

enum rc list_replace(struct ui *ui, const struct look *look, struct err *err)
{
	struct list *l = list_new(ui, look, err);

	return l ? view_replace(ui, &list_ops, l, err) : err->rc;
}
