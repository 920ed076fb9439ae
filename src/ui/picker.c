/* The picker: a query line, what matches below, "create 'NAME'" last. */
#include <assert.h>

#include "base/i18n.h"
#include "ui/widget.h"

#define ROWS_MAX 500
#define HIT_ROW 1

struct picker_view {
	char *title;
	const struct picker_ops *ops;
	void *ctx; /* NULL after it was handed on */
	bool handed;
	int want_w, want_h;
	struct input query;
	struct picker_row row[ROWS_MAX];
	int n; /* found; the create line is one more */
	struct pick pick;
	int shown; /* rows on the screen */
};

static int row_count(const struct picker_view *p)
{
	return p->n + (p->ops->create && *input_text(&p->query) ? 1 : 0);
}

static bool is_header(const struct picker_view *p, int i)
{
	return i < p->n && p->row[i].role == C_HEADER;
}

/* Headings are passed over. */
static void skip_headers(struct picker_view *p, int step)
{
	int n = row_count(p);

	while (p->pick.sel + step >= 0 && p->pick.sel + step < n && is_header(p, p->pick.sel))
		p->pick.sel += step;
	while (p->pick.sel + 1 < n && is_header(p, p->pick.sel))
		p->pick.sel++;
	pick_clamp(&p->pick, n, p->shown);
}

static void find(struct picker_view *p)
{
	p->n = p->ops->find(p->ctx, input_text(&p->query), p->row, ROWS_MAX);
	assert(p->n >= 0 && p->n <= ROWS_MAX);
	p->pick = (struct pick){ 0, 0 };
	skip_headers(p, 1);
}

static void size(struct view *v, struct rect area)
{
	struct picker_view *p = v->data;
	int margin = area.h > 16 ? 2 : 0;

	v->at = rect_centre(area, p->want_w, p->want_h < area.h - margin ? p->want_h : area.h - margin);
	p->shown = v->at.h - 4 > 1 ? v->at.h - 4 : 1;
	pick_clamp(&p->pick, row_count(p), p->shown);
}

static void draw_row(const struct picker_view *p, struct canvas *c, struct rect r, int i)
{
	bool selected = i == p->pick.sel;
	const struct picker_row *row = &p->row[i];
	unsigned role = selected ? C_TITLE : row->role ? row->role : C_POPUP;
	int detail = row->detail ? text_width(row->detail, strlen(row->detail)) : 0;

	detail = detail > r.w / 2 ? r.w / 2 : detail;
	canvas_text(c, r.x, r.y, 1, role, "");
	canvas_text(c, r.x + 1, r.y, r.w - detail - 3, role, row->text);
	canvas_text(c, r.x + r.w - detail - 2, r.y, 1, role, "");
	canvas_right(c, r.x + r.w - detail - 1, r.y, detail, C_ACCENT, row->detail ? row->detail : "");
	canvas_text(c, r.x + r.w - 1, r.y, 1, role, "");
	if (selected)
		canvas_glyph(c, r.x, r.y, C_ACCENT, GL_BAR); /* a bar and weight: a filled row costs twice the bytes */
}

static void draw_create(const struct picker_view *p, struct canvas *c, struct rect r, bool selected)
{
	struct str s = STR_INIT;

	str_addf(&s, _(" create '%s'"), input_text(&p->query));
	canvas_text(c, r.x, r.y, r.w, selected ? C_GOOD | S_BOLD : C_GOOD, s.s);
	if (selected)
		canvas_glyph(c, r.x, r.y, C_ACCENT, GL_BAR);
	str_free(&s);
}

static void draw(struct view *v, struct canvas *c)
{
	struct picker_view *p = v->data;
	struct rect in = canvas_box(c, v->at, C_LINE, p->title);
	int n = row_count(p);

	canvas_glyph(c, in.x + 1, in.y, C_ACCENT, GL_MORE);
	canvas_hline(c, in.x, in.y + 1, in.w, C_LINE, GL_HLINE);
	for (int i = 0; i < p->shown && p->pick.top + i < n; i++) {
		struct rect r = { in.x, in.y + 2 + i, in.w, 1 };

		if (p->pick.top + i < p->n)
			draw_row(p, c, r, p->pick.top + i);
		else
			draw_create(p, c, r, p->pick.sel == p->n);
		canvas_hit(c, r, HIT_ROW, p->pick.top + i);
	}
	if (n == 0)
		canvas_text(c, in.x + 1, in.y + 2, in.w - 2, C_DIM, _("nothing found"));
	scroll_draw(c, v->at.x + v->at.w - 1, in.y + 2, p->shown, n, p->pick.top);
	input_draw(&p->query, c, (struct rect){ in.x + 3, in.y, in.w - 4, 1 }, C_POPUP, true);
}

/* Closes the picker, then does what was chosen: the next view opens in its place. */
static unsigned choose(struct view *v)
{
	struct picker_view *p = v->data;
	const struct picker_ops *ops = p->ops;
	struct picker_row row = { .id = 0 };
	struct ui *ui = v->ui;
	void *ctx = p->ctx;
	char *name = NULL;

	if (p->pick.sel >= row_count(p) || is_header(p, p->pick.sel))
		return DID_NOTHING;
	if (p->pick.sel < p->n)
		row = p->row[p->pick.sel];
	else
		name = xstrdup(input_text(&p->query));
	p->handed = true;
	view_close(v);
	if (name)
		ops->create(ui, ctx, name);
	else
		ops->choose(ui, ctx, &row);
	if (ops->close)
		ops->close(ctx);
	free(name);
	return DID;
}

static unsigned act(struct view *v, const struct act *a)
{
	struct picker_view *p = v->data;
	enum act_id id = a->action->id;
	unsigned did;

	if (id == ACT_BACK)
		return DID_CLOSE;
	if (id == ACT_ENTER)
		return choose(v);
	if (id == ACT_FIELD_NEXT || id == ACT_FIELD_PREV) {
		struct act step = { .action = &ui_actions[id == ACT_FIELD_NEXT ? ACT_DOWN : ACT_UP], .arg = "" };

		return act(v, &step);
	}
	did = pick_act(&p->pick, a, row_count(p), p->shown);
	if (did != DID_NOT) {
		skip_headers(p, id == ACT_UP || id == ACT_PAGE_UP ? -1 : 1);
		return did;
	}
	did = input_act(v->ui, &p->query, a);
	if (did == DID)
		find(p);
	return did;
}

static unsigned text(struct view *v, const char *s, size_t n, bool paste)
{
	struct picker_view *p = v->data;
	unsigned did = input_type(v->ui, &p->query, s, n);

	(void)paste;
	find(p);
	return did;
}

static unsigned click(struct view *v, const struct click *c)
{
	struct picker_view *p = v->data;

	if (c->kind == HIT_ROW && (c->what == CLICK_PRESS || c->what == CLICK_DOUBLE)) {
		p->pick.sel = (int)c->arg;
		return choose(v);
	}
	if (c->what == CLICK_PRESS)
		return input_click(&p->query, c->x, c->y) | DID;
	return pick_wheel(&p->pick, c, row_count(p), p->shown);
}

static void close_picker(struct view *v)
{
	struct picker_view *p = v->data;

	if (!p->handed && p->ops->close)
		p->ops->close(p->ctx);
	input_free(&p->query);
	free(p->title);
	free(p);
}

static void title(const struct view *v, struct str *out)
{
	str_add(out, ((struct picker_view *)v->data)->title);
}

static const struct view_ops picker_view = {
	.name = "picker",
	.contexts = CTX_PICKER,
	.popup = true,
	.size = size,
	.close = close_picker,
	.act = act,
	.text = text,
	.click = click,
	.draw = draw,
	.title = title,
};

enum rc picker_open(struct ui *ui, const struct picker *look, const struct picker_ops *ops, void *ctx, struct err *err)
{
	struct picker_view *p = xcalloc(1, sizeof *p);

	p->ops = ops;
	p->ctx = ctx;
	p->title = xstrdup(look->title ? look->title : "");
	p->want_w = look->width ? look->width : 60;
	p->want_h = look->height ? look->height : 18;
	p->shown = p->want_h - 4;
	input_init(&p->query, look->query ? look->query : "", false, 2000);
	find(p);
	for (int i = 0; look->at && i < p->n; i++)
		if (p->row[i].id == look->at)
			p->pick.sel = i;
	pick_clamp(&p->pick, row_count(p), p->shown);
	return view_push(ui, &picker_view, p, err);
}
