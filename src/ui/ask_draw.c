#include "ask_private.h"
#include "base/i18n.h"

#define LABEL_MAX 18
#define WIDTH 66

static int rows_of(const struct ask_view *k, int i)
{
	return ask_row(k, i)->type == FT_NOTE ? NOTE_ROWS : 1;
}

static int choice_rows(const struct ask_view *k)
{
	for (int i = 0; i < k->n; i++)
		if (found_has(ask_row(k, i)))
			return CHOICE_ROWS;
	return 0;
}

/* Fields, one line for what is wrong or helps, the choices of the field in focus. */
void ask_size(struct view *v, struct rect area)
{
	struct ask_view *k = v->data;
	int fields = 0, h;

	for (int i = 0; i < k->n; i++)
		fields += rows_of(k, i);
	h = fields + 1 + (k->ask.notice ? NOTICE_ROWS : 0) + choice_rows(k) + 2;
	v->at = rect_centre(area, WIDTH < area.w ? WIDTH : area.w, h < area.h ? h : area.h);
}

static int label_width(const struct ask_view *k)
{
	int w = 0;

	for (int i = 0; i < k->n; i++) {
		const char *label = _(ask_row(k, i)->label);
		int own = text_width(label, strlen(label));

		w = own > w ? own : w;
	}
	return w < LABEL_MAX ? w : LABEL_MAX;
}

static void draw_field(struct ask_view *k, struct canvas *c, struct rect r, int i, int label)
{
	struct ask_field *f = &k->field[i];
	const struct field *row = ask_row(k, i);
	bool focus = i == k->focus, wrong = i == k->wrong && k->err.rc;
	int aside = f->shown.len ? text_width(f->shown.s, f->shown.len) + 1 : 0;
	struct rect in = { r.x + label + 2, r.y, r.w - label - 3, r.h };

	canvas_text(c, r.x + 1, r.y, label, wrong ? C_ERROR : C_LABEL, _(row->label));
	aside = aside < in.w / 2 ? aside : 0;
	in.w -= aside;
	input_draw(&f->in, c, in,
		focus ? (f->pristine && *input_text(&f->in) ? C_INPUT | S_UNDERLINE : C_INPUT) : C_VALUE, focus);
	if (aside)
		canvas_right(c, in.x + in.w, r.y, aside, C_DIM, f->shown.s);
	else if (!focus && !*input_text(&f->in) && row->flags & F_REQUIRED && k->ask.accept_new)
		canvas_text(c, in.x, r.y, in.w, C_DIM, row->help ? _(row->help) : ""); /* what the type's rules do then */
	else if (!focus && !*input_text(&f->in) && row->flags & F_REQUIRED)
		canvas_text(c, in.x, r.y, in.w, C_DIM, _("needed"));
	canvas_hit(c, r, HIT_FIELD, i);
}

static void draw_word(const struct ask_view *k, struct canvas *c, struct rect r)
{
	const char *help = ask_row(k, k->focus)->help;

	if (k->err.rc)
		canvas_text(c, r.x + 1, r.y, r.w - 2, C_ERROR, k->err.text);
	else if (help)
		canvas_text(c, r.x + 1, r.y, r.w - 2, C_DIM, _(help));
	else if (k->ask.help)
		canvas_text(c, r.x + 1, r.y, r.w - 2, C_DIM, _(k->ask.help));
}

static void draw_choice(const struct ask_view *k, struct canvas *c, struct rect r, int i)
{
	const struct found *f = &k->found[i];
	bool selected = i == k->sel, digit = ask_by_digit(k) && i < 9;
	unsigned role = selected ? C_SELECTED : f->create ? C_GOOD : C_POPUP;
	char key[2] = { digit ? (char)('1' + i) : ' ', '\0' };
	int detail = f->detail ? text_width(f->detail, strlen(f->detail)) : 0;
	struct str text = STR_INIT;

	detail = detail < r.w / 2 ? detail : r.w / 2;
	str_addf(&text, f->create ? _("create '%s'") : "%s", f->text);
	canvas_text(c, r.x, r.y, r.w, role, "");
	canvas_text(c, r.x + 1, r.y, 1, selected ? C_SELECTED : C_ACCENT, key);
	canvas_text(c, r.x + 3, r.y, r.w - detail - 5, role, text.s);
	if (detail)
		canvas_right(c, r.x + r.w - detail - 1, r.y, detail, selected ? C_SELECTED : C_DIM, f->detail);
	canvas_hit(c, r, HIT_CHOICE, i);
	str_free(&text);
}

/* What the program makes of what is typed, a line each. */
static void draw_notice(const struct ask_view *k, struct canvas *c, struct rect r)
{
	const char *line = k->notice.s ? k->notice.s : "";

	for (int i = 0; i < r.h && *line; i++) {
		size_t n = strcspn(line, "\n");
		char *one = xstrndup(line, n);

		canvas_glyph(c, r.x + 1, r.y + i, C_DIM, GL_STEP);
		canvas_sentence(c, r.x + 3, r.y + i, r.w - 4, C_GOOD, one);
		free(one);
		line += n + (line[n] == '\n');
	}
}

void ask_draw(struct view *v, struct canvas *c)
{
	struct ask_view *k = v->data;
	struct rect in = canvas_box(c, v->at, C_LINE, k->ask.title);
	int label = label_width(k), y = in.y, bottom = in.y + in.h, rows;

	canvas_clip(c, in);
	for (int i = 0; i < k->n; i++) {
		draw_field(k, c, (struct rect){ in.x, y, in.w, rows_of(k, i) }, i, label);
		y += rows_of(k, i);
	}
	draw_word(k, c, (struct rect){ in.x, y++, in.w, 1 });
	if (k->ask.notice) {
		draw_notice(k, c, (struct rect){ in.x, y, in.w, NOTICE_ROWS });
		y += NOTICE_ROWS;
	}
	rows = bottom - y;
	if (k->sel >= 0 && k->sel < k->top)
		k->top = k->sel;
	if (rows > 0 && k->sel >= k->top + rows)
		k->top = k->sel - rows + 1;
	for (int i = 0; i < rows && k->top + i < k->n_found; i++)
		draw_choice(k, c, (struct rect){ in.x, y + i, in.w, 1 }, k->top + i);
	canvas_unclip(c);
	if (rows > 0)
		scroll_draw(c, v->at.x + v->at.w - 1, y, rows, k->n_found, k->top);
}
