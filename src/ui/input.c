/* A field one types in: drawing and keys of base/edit. */
#include "base/i18n.h"
#include "ui/widget.h"

static const struct {
	enum act_id act;
	enum edit_key key;
} edit_keys[] = {
	{ ACT_LEFT, EDIT_LEFT },
	{ ACT_RIGHT, EDIT_RIGHT },
	{ ACT_WORD_LEFT, EDIT_WORD_LEFT },
	{ ACT_WORD_RIGHT, EDIT_WORD_RIGHT },
	{ ACT_UP, EDIT_UP },
	{ ACT_DOWN, EDIT_DOWN },
	{ ACT_HOME, EDIT_HOME },
	{ ACT_END, EDIT_END },
	{ ACT_BACKSPACE, EDIT_BACKSPACE },
	{ ACT_DELETE, EDIT_DELETE },
	{ ACT_KILL_WORD, EDIT_KILL_WORD },
	{ ACT_KILL_END, EDIT_KILL_END },
	{ ACT_KILL_HOME, EDIT_KILL_HOME },
	{ ACT_UNDO, EDIT_UNDO },
	{ ACT_REDO, EDIT_REDO },
};

void input_init(struct input *in, const char *text, bool lines, size_t max)
{
	*in = (struct input){ .at = { 0, 0, 40, 1 } };
	edit_init(&in->edit, text, lines, max);
}

void input_free(struct input *in)
{
	edit_free(&in->edit);
}

const char *input_text(const struct input *in)
{
	return in->edit.text.s;
}

void input_set(struct input *in, const char *text)
{
	edit_set(&in->edit, text);
}

static void draw_lines(struct input *in, struct canvas *c, struct rect r, unsigned role, bool focus)
{
	enum { ROWS_MAX = 200 };
	struct text_line line[ROWS_MAX];
	int row = 0, col = 0, n;

	r.h = r.h < ROWS_MAX ? r.h : ROWS_MAX;
	n = edit_view_lines(&in->edit, r.w, r.h, line, &row, &col);
	for (int i = 0; i < r.h; i++) {
		size_t from = i < n ? line[i].from : 0, to = i < n ? line[i].to : 0;

		canvas_textn(c, r.x, r.y + i, r.w, role, in->edit.text.s + from, to - from);
	}
	if (focus)
		canvas_cursor(c, r.x + col, r.y + row);
}

void input_draw(struct input *in, struct canvas *c, struct rect r, unsigned role, bool focus)
{
	struct layout l = LAYOUT_INIT;
	int col;

	in->at = r;
	if (r.w <= 0 || r.h <= 0)
		return;
	if (in->edit.lines) {
		draw_lines(in, c, r, role, focus);
		return;
	}
	col = edit_view(&in->edit, r.w, &l);
	canvas_layout(c, r.x, r.y, r.w, role, &l);
	if (focus)
		canvas_cursor(c, r.x + col, r.y);
	layout_free(&l);
}

unsigned input_act(struct ui *ui, struct input *in, const struct act *a)
{
	enum act_id id = a->action->id;

	if (in->edit.lines && id == ACT_ENTER)
		return input_type(ui, in, "\n", 1);
	if (!in->edit.lines && (id == ACT_UP || id == ACT_DOWN))
		return DID_NOT;
	for (size_t i = 0; i < COUNT(edit_keys); i++) {
		if (edit_keys[i].act != id)
			continue;
		if (edit_key(&in->edit, edit_keys[i].key, in->at.w))
			return DID;
		if (id == ACT_UNDO)
			ui_message(ui, "%s", _("nothing to undo in this field"));
		else if (id == ACT_REDO)
			ui_message(ui, "%s", _("nothing to redo in this field"));
		return DID_NOTHING;
	}
	return DID_NOT;
}

unsigned input_type(struct ui *ui, struct input *in, const char *s, size_t n)
{
	const char *why = NULL;

	if (!edit_insert(&in->edit, s, n, &why) && why)
		ui_complain(ui, "%s", why);
	return DID;
}

unsigned input_click(struct input *in, int x, int y)
{
	if (!rect_has(&in->at, x, y))
		return DID_NOT;
	edit_click(&in->edit, in->at.w, y - in->at.y, x - in->at.x);
	return DID;
}
