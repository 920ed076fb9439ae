/* A few choices, each with a key; and the question that is asked where nothing can be brought back. */
#include "base/i18n.h"
#include "base/utf8.h"
#include "ui/widget.h"

#define HIT_ROW 1

struct menu_view {
	char *title, *text; /* text: above the rows, "" for none */
	struct menu_row *row;
	int n;
	struct pick pick;
	menu_fn *done;
	confirm_fn *yes; /* of a question: row 0 */
	char *list;      /* of a question: what row 2 shows; NULL */
	void (*drop)(void *ctx);
	void *ctx;
	bool handed;
};

static int widest(const struct menu_view *m)
{
	int w = text_width(m->title, strlen(m->title)) + 4;

	for (int i = 0; i < m->n; i++) {
		int row = 6 + text_width(m->row[i].text, strlen(m->row[i].text)) + 2;

		row += m->row[i].detail ? text_width(m->row[i].detail, strlen(m->row[i].detail)) + 2 : 0;
		w = row > w ? row : w;
	}
	if (*m->text && w < 50)
		w = 50;
	return w + 2;
}

static int text_rows(const struct menu_view *m, int w)
{
	struct text_line line[12];
	int n = *m->text && w > 0 ? text_wrap(m->text, strlen(m->text), w, line, (int)COUNT(line)) : 0;

	return n ? (n > (int)COUNT(line) ? (int)COUNT(line) : n) + 1 : 0;
}

static void size(struct view *v, struct rect area)
{
	struct menu_view *m = v->data;
	int w = widest(m);

	w = w < area.w ? w : area.w;
	v->at = rect_centre(area, w, m->n + text_rows(m, w - 4) + 2);
}

static void draw_row(const struct menu_view *m, struct canvas *c, struct rect r, int i)
{
	bool selected = i == m->pick.sel;
	char key[2] = { m->row[i].key, '\0' };

	canvas_text(c, r.x, r.y, r.w, selected ? C_SELECTED : C_POPUP, "");
	canvas_text(c, r.x + 1, r.y, 1, selected ? C_SELECTED : C_ACCENT, key);
	canvas_put(c, r.x + 3, r.y, r.w - 4, selected ? C_SELECTED : C_POPUP, m->row[i].text);
	if (m->row[i].detail) {
		int w = text_width(m->row[i].detail, strlen(m->row[i].detail));

		if (w < r.w / 2)
			canvas_right(c, r.x + r.w - w - 1, r.y, w, selected ? C_SELECTED : C_DIM, m->row[i].detail);
	}
	if (selected)
		canvas_cursor(c, r.x + 1, r.y);
	canvas_hit(c, r, HIT_ROW, i);
}

static void draw(struct view *v, struct canvas *c)
{
	struct menu_view *m = v->data;
	struct rect in = canvas_box(c, v->at, C_LINE, m->title);
	int above = text_rows(m, in.w - 2), room = in.h - above;

	if (above)
		canvas_wrap(c, (struct rect){ in.x + 1, in.y, in.w - 2, above - 1 }, C_POPUP, m->text);
	pick_clamp(&m->pick, m->n, room);
	for (int i = 0; i < room && m->pick.top + i < m->n; i++)
		draw_row(m, c, (struct rect){ in.x, in.y + above + i, in.w, 1 }, m->pick.top + i);
}

static unsigned choose(struct view *v, int i)
{
	struct menu_view *m = v->data;
	struct menu_view was = *m;
	int id = m->row[i].id;
	struct ui *ui = v->ui;
	struct err err = ERR_INIT;

	if (m->list && i == 2) {
		if (pager_open(ui, m->title, m->list, &err) != RC_OK)
			ui_error(ui, &err);
		return DID;
	}

	m->handed = true;
	view_close(v);
	if (was.yes && i == 0)
		was.yes(ui, was.ctx);
	else if (was.done)
		was.done(ui, was.ctx, id);
	if (was.drop)
		was.drop(was.ctx);
	return DID;
}

static unsigned act(struct view *v, const struct act *a)
{
	struct menu_view *m = v->data;

	if (a->action->id == ACT_BACK)
		return DID_CLOSE;
	if (a->action->id == ACT_ENTER)
		return choose(v, m->pick.sel);
	return pick_act(&m->pick, a, m->n, v->at.h - 2);
}

static unsigned text(struct view *v, const char *s, size_t n, bool paste)
{
	struct menu_view *m = v->data;
	uint32_t cp;

	if (paste || !n)
		return DID_NOTHING;
	utf8_decode(s, n, &cp);
	cp = keyboard_fold(conf_text(v->ui->conf, "keyboard"), cp);
	for (int i = 0; i < m->n; i++)
		if (m->row[i].key && (uint32_t)m->row[i].key == cp)
			return choose(v, i);
	ui_message(v->ui, "%s", _("none of the choices has that key"));
	return DID;
}

static unsigned click(struct view *v, const struct click *c)
{
	struct menu_view *m = v->data;

	if (c->kind == HIT_ROW && (c->what == CLICK_PRESS || c->what == CLICK_DOUBLE))
		return choose(v, (int)c->arg);
	return pick_wheel(&m->pick, c, m->n, v->at.h - 2);
}

static void close_menu(struct view *v)
{
	struct menu_view *m = v->data;

	if (!m->handed && m->drop)
		m->drop(m->ctx);
	for (int i = 0; i < m->n; i++) {
		free((char *)m->row[i].text);
		free((char *)m->row[i].detail);
	}
	free(m->row);
	free(m->list);
	free(m->title);
	free(m->text);
	free(m);
}

static const struct view_ops menu_view = {
	.name = "menu",
	.contexts = CTX_MENU,
	.popup = true,
	.size = size,
	.close = close_menu,
	.act = act,
	.text = text,
	.click = click,
	.draw = draw,
};

static struct menu_view *make(const char *title, const char *words, const struct menu_row *rows, int n)
{
	struct menu_view *m = xcalloc(1, sizeof *m);

	m->title = xstrdup(title);
	m->text = xstrdup(words);
	m->row = xcalloc((size_t)n, sizeof *m->row);
	m->n = n;
	for (int i = 0; i < n; i++) {
		m->row[i] = rows[i];
		m->row[i].text = xstrdup(rows[i].text);
		m->row[i].detail = rows[i].detail ? xstrdup(rows[i].detail) : NULL;
	}
	return m;
}

enum rc menu_open(struct ui *ui, const char *title, const struct menu_row *rows, int n, menu_fn *done,
	void (*drop)(void *ctx), void *ctx, struct err *err)
{
	struct menu_view *m = make(title, "", rows, n);

	m->done = done;
	m->drop = drop;
	m->ctx = ctx;
	return view_push(ui, &menu_view, m, err);
}

enum rc confirm_open(struct ui *ui, const char *title, const char *words, const char *yes, confirm_fn *done,
	void (*drop)(void *ctx), void *ctx, struct err *err)
{
	return confirm_list_open(ui, title, words, yes, "", done, drop, ctx, err);
}

enum rc confirm_list_open(struct ui *ui, const char *title, const char *words, const char *yes, const char *list,
	confirm_fn *done, void (*drop)(void *ctx), void *ctx, struct err *err)
{
	const struct menu_row rows[] = { { 'y', yes, NULL, 1 }, { 'n', _("no, leave it"), NULL, 0 },
		{ 'l', _("list it all first"), NULL, 2 } };
	struct menu_view *m = make(title, words, rows, *list ? 3 : 2);

	m->list = *list ? xstrdup(list) : NULL;
	m->pick.sel = 1; /* Enter alone loses nothing */
	m->yes = done;
	m->drop = drop;
	m->ctx = ctx;
	return view_push(ui, &menu_view, m, err);
}
