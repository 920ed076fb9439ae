/* Boxes to choose columns in: the list of them, and the finder of a field, also through references. */
#include "base/i18n.h"
#include "base/utf8.h"
#include "found.h"
#include "list.h"
#include "record/session.h"

/* ---- a field by its name, dotted through references ---- */

struct finder {
	struct view *list;
	column_picked_fn *done;
	struct arena arena; /* texts of the rows */
};

struct finding {
	struct finder *f;
	const struct model *m;
	const char *prefix; /* "shelf." */
	const char *words;  /* "Shelf › " */
	struct picker_row *row;
	int n, max;
};

static bool fits(const struct field *f, int slot)
{
	return slot == SYS_ID || slot == SYS_CREATED_AT || slot == SYS_CREATED_BY || slot == SYS_UPDATED_AT ||
	       (slot >= SYS_N && !(f->flags & F_HIDDEN) && f->type != FT_LINES);
}

static void add_fields(struct finding *k, const char *query)
{
	for (int i = SYS_N; i < k->m->n + SYS_N && k->n < k->max; i++) {
		int slot = i < k->m->n ? i : i - k->m->n; /* the system's fields come last */
		const struct field *f = &k->m->fields[slot];

		if (!fits(f, slot) || (!text_has(_(f->label), query) && !strstr(f->name, query)))
			continue;
		k->row[k->n] = (struct picker_row){ .id = k->n + 1,
			.text = arena_printf(&k->f->arena, "%s%s", k->words, _(f->label)),
			.detail = arena_printf(&k->f->arena, "%s%s", k->prefix, f->name) };
		k->n++;
	}
}

static int find_columns(void *ctx, const char *query, struct picker_row *rows, int max)
{
	struct finder *f = ctx;
	struct session *s = f->list->ui->session;
	const struct model *m = ((struct list *)f->list->data)->c.model;
	struct finding k = { .f = f, .m = m, .prefix = "", .words = "", .row = rows, .max = max };
	const char *dot = strrchr(query, '.');
	struct path path;
	struct err err = ERR_INIT;

	arena_reset(&f->arena);
	if (dot) {
		const char *head = arena_strndup(&f->arena, query, (size_t)(dot - query));

		if (path_parse(s->reg, m, head, &path, &err) != RC_OK || !path_field(&path)->ref)
			return 0;
		k.m = registry_find(s->reg, path_field(&path)->ref);
		k.prefix = arena_printf(&f->arena, "%s.", head);
		k.words = arena_printf(&f->arena, "%s %s ", _(path_field(&path)->label), glyph_text(GL_MORE));
		query = dot + 1;
	}
	if (k.m)
		add_fields(&k, query);
	return k.n;
}

static void choose_column(struct ui *ui, void *ctx, const struct picker_row *row)
{
	struct finder *f = ctx;

	(void)ui;
	f->done(f->list, row->detail);
}

static void close_finder(void *ctx)
{
	struct finder *f = ctx;

	arena_free(&f->arena);
	free(f);
}

enum rc column_pick(struct view *v, const char *title, column_picked_fn *done, struct err *err)
{
	static const struct picker_ops ops = { .find = find_columns, .choose = choose_column, .close = close_finder };
	struct picker look = { .title = title, .width = 60 };
	struct finder *f = xcalloc(1, sizeof *f);

	*f = (struct finder){ .list = v, .done = done, .arena = ARENA_INIT };
	return picker_open(v->ui, &look, &ops, f, err);
}

/* ---- the box of columns: the shown ones in their order, then what else there is ---- */

enum { HIT_ROW = 1 };

struct chooser {
	struct view *list;
	int *other, n_other; /* slots that are not shown */
	struct pick pick;
	int rows;
};

static struct list *list_of(const struct chooser *k)
{
	return k->list->data;
}

static int count(const struct chooser *k)
{
	return list_of(k)->n_col + k->n_other;
}

static bool shown(const struct list *l, const char *name)
{
	for (int i = 0; i < l->n_col; i++)
		if (str_eq(l->col[i].name, name))
			return true;
	return false;
}

static void find_others(struct chooser *k)
{
	const struct list *l = list_of(k);
	const struct model *m = l->c.model;

	k->n_other = 0;
	for (int slot = 0; slot < m->n; slot++)
		if (fits(&m->fields[slot], slot) && !shown(l, m->fields[slot].name))
			k->other[k->n_other++] = slot;
}

static void changed(struct chooser *k)
{
	find_others(k);
	columns_changed(k->list);
	pick_clamp(&k->pick, count(k), k->rows);
}

static unsigned toggle(struct view *v)
{
	struct chooser *k = v->data;
	struct list *l = list_of(k);

	if (k->pick.sel >= l->n_col) {
		const char *name = l->c.model->fields[k->other[k->pick.sel - l->n_col]].name;

		columns_add(l, v->ui->session, l->n_col, name);
	} else if (l->n_col == 1) {
		ui_message(v->ui, "%s", _("the last column stays"));
		return DID;
	} else {
		columns_remove(l, k->pick.sel);
	}
	changed(k);
	return DID;
}

static unsigned shift(struct view *v, int by)
{
	struct chooser *k = v->data;
	struct list *l = list_of(k);
	int to = k->pick.sel + by;

	if (k->pick.sel >= l->n_col || to < 0 || to >= l->n_col) {
		ui_message(v->ui, "%s", _("only the shown ones have an order"));
		return DID;
	}
	columns_move(l, k->pick.sel, to);
	k->pick.sel = to;
	changed(k);
	return DID;
}

static void picked_for_box(struct view *list, const char *name)
{
	struct list *l = list->data;
	struct view *box = view_top(list->ui);

	if (!columns_add(l, list->ui->session, l->n_col, name)) {
		ui_message(list->ui, _("%s is shown already"), name);
		return;
	}
	columns_changed(list);
	if (box && box->data && box != list) {
		struct chooser *k = box->data;

		changed(k);
		k->pick.sel = l->n_col - 1;
	}
}

static unsigned act(struct view *v, const struct act *a)
{
	struct chooser *k = v->data;

	switch (a->action->id) {
	case ACT_BACK:
	case ACT_ENTER: return DID_CLOSE;
	default: return pick_act(&k->pick, a, count(k), k->rows);
	}
}

static unsigned text(struct view *v, const char *s, size_t n, bool paste)
{
	struct chooser *k = v->data;
	struct err err = ERR_INIT;

	if (paste || n != 1)
		return DID_NOTHING;
	switch (*s) {
	case ' ': return toggle(v);
	case 'K':
	case '-': return shift(v, -1);
	case 'J':
	case '+': return shift(v, 1);
	case 'k': return pick_act(&k->pick, &(struct act){ &ui_actions[ACT_UP], "" }, count(k), k->rows);
	case 'j': return pick_act(&k->pick, &(struct act){ &ui_actions[ACT_DOWN], "" }, count(k), k->rows);
	case 'd': return k->pick.sel < list_of(k)->n_col ? toggle(v) : DID_NOTHING;
	case 'n': return list_said(v, column_pick(k->list, _("a column to add"), picked_for_box, &err), &err);
	case 'q': return DID_CLOSE;
	default: ui_message(v->ui, "%s", _("Space shows or hides, - + move, n adds one of another record")); return DID;
	}
}

static unsigned click(struct view *v, const struct click *c)
{
	struct chooser *k = v->data;

	if (c->kind == HIT_ROW && c->what == CLICK_PRESS) {
		k->pick.sel = (int)c->arg;
		return toggle(v);
	}
	return pick_wheel(&k->pick, c, count(k), k->rows);
}

static void size(struct view *v, struct rect area)
{
	struct chooser *k = v->data;
	int h = count(k) + 4;

	v->at = rect_centre(area, area.w < 54 ? area.w : 54, h < area.h ? h : area.h);
	k->rows = v->at.h - 3 > 1 ? v->at.h - 3 : 1;
	pick_clamp(&k->pick, count(k), k->rows);
}

static void draw_line(const struct chooser *k, struct canvas *c, struct rect r, int i)
{
	const struct list *l = list_of(k);
	bool on = i < l->n_col, sel = i == k->pick.sel;
	unsigned role = sel ? C_SELECTED : on ? C_POPUP : C_DIM;
	struct str label = STR_INIT;

	if (on)
		column_label(&l->col[i], &label);
	else
		str_add(&label, _(l->c.model->fields[k->other[i - l->n_col]].label));
	canvas_text(c, r.x, r.y, r.w, role, "");
	if (sel) {
		canvas_glyph(c, r.x, r.y, C_ACCENT, GL_BAR);
		canvas_cursor(c, r.x, r.y);
	}
	if (on)
		canvas_glyph(c, r.x + 2, r.y, sel ? role : C_MARK, GL_TICK);
	canvas_put(c, r.x + 4, r.y, r.w - 4, role, label.s);
	canvas_right(c, r.x + r.w / 2, r.y, r.w / 2 - 1, sel ? role : C_DIM,
		on ? l->col[i].name : l->c.model->fields[k->other[i - l->n_col]].name);
	canvas_hit(c, r, HIT_ROW, i);
	str_free(&label);
}

static void draw(struct view *v, struct canvas *c)
{
	struct chooser *k = v->data;
	struct rect in = canvas_box(c, v->at, C_LINE, _("columns"));

	for (int i = 0; i < in.h - 1 && k->pick.top + i < count(k); i++)
		draw_line(k, c, (struct rect){ in.x, in.y + i, in.w, 1 }, k->pick.top + i);
	if (in.h > 1)
		canvas_put(c, in.x + 1, in.y + in.h - 1, in.w - 2, C_DIM,
			_("Space shows or hides, - + move, n finds more"));
}

static void close_box(struct view *v)
{
	struct chooser *k = v->data;

	free(k->other);
	free(k);
}

static const char *hints(const struct view *v)
{
	(void)v;
	return "up,down enter back";
}

static const struct view_ops box_ops = { .name = "columns",
	.contexts = CTX_MENU,
	.popup = true,
	.size = size,
	.close = close_box,
	.act = act,
	.text = text,
	.click = click,
	.draw = draw,
	.hints = hints };

enum rc columns_open(struct view *v, struct err *err)
{
	const struct list *l = v->data;
	struct chooser *k = xcalloc(1, sizeof *k);

	k->list = v;
	k->other = xcalloc((size_t)l->c.model->n, sizeof *k->other);
	k->pick.sel = l->at;
	k->rows = 10;
	find_others(k);
	return view_push(v->ui, &box_ops, k, err);
}
