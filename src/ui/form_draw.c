/* The picture of a form. */
#include <stdio.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "form.h"

#define VALUE_LEAST 16    /* cells that the widest label leaves to the values */
#define TIMELINE_FROM 140 /* columns: from here on the timeline stands at the right */
#define NOTE_ROWS 4
#define BAR_MOST 25 /* cells of a bar on a form */
#define TAB_LEAST 5 /* rows of a tab that was asked for */
#define TAB_GAP 3
#define TAB_MORE 4 /* cells of "›12" and a blank */

static const struct field *field_at(const struct form *f, int slot)
{
	return &f->model->fields[slot];
}

static bool wide(const struct field *fd)
{
	return fd->type == FT_NOTE;
}

static void add_row(struct form *f, int slot, struct rect at, int label_w)
{
	GROW(f->row, f->n_rows, f->cap_rows);
	f->row[f->n_rows++] = (struct form_row){ .slot = slot, .at = at, .label_w = label_w };
}

static int rows_of(const struct form *f, int slot, int width)
{
	const struct field *fd = field_at(f, slot);
	int rows = 1 + (f->cell[slot].error != NULL) + (f->alike_slot == slot);

	if (wide(fd)) {
		struct str text = STR_INIT;
		struct text_line line[40];
		int n;

		form_show(f, slot, SHOW_EDIT, &text);
		n = text_wrap(text.s, text.len, width > 20 ? width - 1 : 20, line, COUNT(line));
		rows += (n > NOTE_ROWS ? n : NOTE_ROWS) - 1;
		str_free(&text);
	}
	return rows;
}

static bool narrow(const struct field *fd)
{
	return !wide(fd) && fd->type != FT_LINES;
}

/* Of each column: as wide as its widest label, so that none is cut while the values keep their least. */
static void label_widths(const struct form *f, const int *slots, int half, int w, int label_w[2])
{
	int n = 0;

	label_w[0] = label_w[1] = 0;
	for (const int *s = slots; *s; s++) {
		const char *label = _(field_at(f, *s)->label);
		int own = text_width(label, strlen(label)), col = n >= half;

		if (!narrow(field_at(f, *s)))
			continue;
		n++;
		own = own < w - 4 - VALUE_LEAST ? own : w - 4 - VALUE_LEAST;
		label_w[col] = own > label_w[col] ? own : label_w[col];
	}
}

/* Fields in two columns where there is room, downwards first; texts of many lines over the whole width. */
static int place(struct form *f, const int *slots, int width, int y)
{
	int columns = width >= 80 ? 2 : 1, w = width / columns, n = 0, half, col_y[2], label_w[2];

	for (const int *s = slots; *s; s++)
		n += narrow(field_at(f, *s));
	half = columns == 2 ? (n + 1) / 2 : n;
	label_widths(f, slots, half, w, label_w);
	col_y[0] = col_y[1] = y;
	n = 0;
	for (const int *s = slots; *s; s++) {
		int col = n >= half, label = label_w[col];

		if (!narrow(field_at(f, *s)))
			continue;
		n++;
		add_row(f, *s, (struct rect){ col * w + label + 2, col_y[col], w - label - 4, 1 }, label);
		col_y[col] += rows_of(f, *s, w);
	}
	y = col_y[0] > col_y[1] ? col_y[0] : col_y[1];
	for (const int *s = slots; *s; s++)
		if (wide(field_at(f, *s))) {
			int rows = rows_of(f, *s, width - 4) - (f->cell[*s].error != NULL);

			add_row(f, *s, (struct rect){ 2, y + 1, width - 4, rows }, width - 4);
			y += 1 + rows + (f->cell[*s].error != NULL);
		}
	return y;
}

static int form_width(const struct form *f, int width)
{
	return width >= TIMELINE_FROM && f->id ? width * 2 / 3 : width;
}

void form_layout(struct form *f, int width)
{
	int y = 0;

	if (width)
		f->width = form_width(f, width);
	width = f->width ? f->width : 80;
	f->n_rows = 0;
	for (const struct section *s = f->model->sections; s && s->label; s++)
		if (!s->tab)
			y = place(f, s->slots, width, y);
	f->n_top = f->n_rows;
	if (f->n_tabs && f->tab[f->active].slots)
		place(f, f->tab[f->active].slots, width, y + 3);
}

int form_height(const struct form *f)
{
	int bottom = 0;

	for (int i = 0; i < f->n_rows; i++)
		if (f->row[i].at.y + f->row[i].at.h > bottom)
			bottom = f->row[i].at.y + f->row[i].at.h;
	return bottom;
}

static int top_height(const struct form *f)
{
	int bottom = 0;

	for (int i = 0; i < f->n_top; i++) {
		int end = f->row[i].at.y + f->row[i].at.h + (f->cell[f->row[i].slot].error != NULL) + (f->alike_slot == f->row[i].slot);

		if (end > bottom)
			bottom = end;
	}
	return bottom;
}

/* ---- the head: steps, stars, amount, what is next ---- */

static void draw_numbers(struct form *f, struct canvas *c, struct rect r)
{
	struct str out = STR_INIT;

	if (f->model->stars)
		for (int64_t i = 0; i < rec_int(f->rec, f->model->stars) && i < 5; i++)
			str_add(&out, glyph_text(GL_STAR));
	if (f->model->amount && rec_has(f->rec, f->model->amount)) {
		str_add(&out, "  ");
		value_show(f->ui->session, f->model, f->model->amount, &f->rec->val[f->model->amount], NULL, SHOW_LIST,
			&out);
	}
	canvas_right(c, r.x, r.y, r.w, C_VALUE, out.s);
	str_free(&out);
}

static int draw_head(struct form *f, struct canvas *c, struct rect r)
{
	const struct model *m = f->model;
	int y = r.y;

	if (f->id && (f->n_steps || m->stars || m->amount)) {
		form_steps_draw(f, c, (struct rect){ r.x, y, r.w - 24, 1 });
		draw_numbers(f, c, (struct rect){ r.x + r.w - 23, y, 22, 1 });
		y++;
	}
	if (f->step_brief) {
		int x = r.x + 1 + canvas_put(c, r.x + 1, y, -1, C_LABEL, _("to do here: "));

		canvas_text(c, x, y, r.w - 2 - (x - r.x), C_TEXT, f->step_brief);
		y++;
	}
	if (m->signal_text && f->id && rec_has(f->rec, m->signal_text)) {
		const struct choice *ch =
			m->signal ? choice_by_no(field_at(f, m->signal), rec_int(f->rec, m->signal)) : NULL;
		int x = r.x + 1;

		if (ch && ch->glyph)
			x += canvas_put(c, x, y, 1, tone_role((int)ch->tone), ch->glyph) + 1;
		canvas_put(
			c, x, y, r.w - 4, tone_role(ch ? (int)ch->tone : TONE_NONE), rec_text(f->rec, m->signal_text));
		y++;
	}
	return y > r.y ? y + 1 - r.y : 0;
}

/* ---- fields ---- */

static unsigned value_role(const struct form *f, int slot, bool focus)
{
	if (f->cell[slot].error)
		return C_ERROR;
	if (f->cell[slot].text)
		return C_CHANGED;
	return focus ? C_VALUE | S_BOLD : C_VALUE;
}

/* Nobody said anything here: what is reckoned in its place, as quiet as the dash that stands for nothing. */
static void draw_absent(struct form *f, struct canvas *c, struct rect at, int slot)
{
	struct value shown = f->cell[slot].text ? VALUE_NULL : record_shown(f->ui->session, f->rec, slot);
	struct str text = STR_INIT;

	value_show(f->ui->session, f->model, slot, &shown, NULL, SHOW_LIST, &text);
	canvas_text(c, at.x, at.y, at.w, C_DIM, text.len ? text.s : glyph_text(GL_DASH));
	str_free(&text);
}

static void draw_value(struct form *f, struct canvas *c, struct rect at, int slot, bool focus)
{
	struct str text = STR_INIT;

	/* stars and bars are drawn, texts stand where the field begins */
	bool drawn = !f->cell[slot].text && f->rec->val[slot].kind == VAL_INT &&
		     (slot == f->model->stars || (field_at(f, slot)->flags & F_BAR));

	form_show(f, slot, wide(field_at(f, slot)) ? SHOW_EDIT : SHOW_LIST, &text);
	if (drawn)
		value_draw(c, f->ui->session, f->model, slot, &f->rec->val[slot], NULL, at.x, at.y,
			at.w < BAR_MOST ? at.w : BAR_MOST, value_role(f, slot, focus));
	else if (!text.len)
		draw_absent(f, c, at, slot);
	else if (wide(field_at(f, slot)))
		canvas_wrap(c, at, value_role(f, slot, focus), text.s);
	else
		canvas_field(c, at.x, at.y, at.w, value_role(f, slot, focus), text.s);
	if (!f->cell[slot].text && !focus && !wide(field_at(f, slot)))
		value_tint(c, f->ui->session, f->model, slot, &f->rec->val[slot], NULL, at.x, at.y, at.w);
	str_free(&text);
}

static void draw_input(struct form *f, struct canvas *c, struct rect at)
{
	struct str means = STR_INIT;
	int w = at.w;

	if (at.h == 1 && form_resolved(f, &means)) {
		int need = text_width(means.s, means.len) + 2;

		w = at.w > need + 8 ? at.w - need : at.w;
		if (w < at.w)
			canvas_put(c, at.x + w + 1, at.y, need, C_DIM, means.s);
	}
	input_draw(&f->input, c, (struct rect){ at.x, at.y, w, at.h }, f->pristine ? C_INPUT | S_UNDERLINE : C_INPUT,
		true);
	str_free(&means);
}

static void draw_row(struct form *f, struct canvas *c, int i, int dx, int dy)
{
	const struct form_row *row = &f->row[i];
	const struct field *fd = field_at(f, row->slot);
	struct rect at = { row->at.x + dx, row->at.y + dy, row->at.w, row->at.h };
	bool focus = i == f->focus && !f->in_tab;
	int label_x = wide(fd) ? at.x : at.x - row->label_w - 1, label_y = wide(fd) ? at.y - 1 : at.y;

	if (focus)
		canvas_glyph(c, label_x - 1, label_y, C_ACCENT, GL_BAR);
	canvas_text(c, label_x, label_y, row->label_w, focus ? C_ACCENT : C_LABEL, _(fd->label));
	if (focus && f->typing) {
		draw_input(f, c, at);
	} else {
		draw_value(f, c, at, row->slot, focus);
		if (focus)
			canvas_cursor(c, at.x, at.y);
	}
	if (f->cell[row->slot].error)
		canvas_text(c, at.x, at.y + at.h, at.w, C_ERROR, f->cell[row->slot].error);
	else if (f->alike_slot == row->slot)
		canvas_sentence(c, at.x, at.y + at.h, at.w, C_WARN, f->alike_text);
	canvas_hit(c, (struct rect){ label_x, label_y, at.x + at.w - label_x, at.h + at.y - label_y }, HIT_FIELD, i);
}

/* ---- tabs ---- */

static int tab_text(const struct form *f, int i, char *out, size_t size)
{
	const struct form_tab *t = &f->tab[i];
	char count[16] = "";

	if (t->count)
		snprintf(count, sizeof count, t->count > FORM_RELATED ? " %d+" : " %d",
			t->count > FORM_RELATED ? FORM_RELATED : (int)t->count);
	snprintf(out, size, i < 9 ? "%d %s%s" : "%.0d%s%s", i < 9 ? i + 1 : 0, _(t->label), count);
	return text_width(out, strlen(out));
}

/* The tab that stands first, so that the active one is whole in w cells; room for the marks of what is left out. */
static int first_tab(const struct form *f, int w)
{
	char text[100];
	int first = f->active, used = 2 * TAB_MORE + tab_text(f, f->active, text, sizeof text);

	while (first > 0) {
		used += tab_text(f, first - 1, text, sizeof text) + TAB_GAP;
		if (used > w)
			break;
		first--;
	}
	return first;
}

/* "‹2" and "›3": tabs that are not seen; a click goes to the nearest of them. */
static void draw_more_tabs(struct canvas *c, int x, int y, enum glyph glyph, int n, int tab)
{
	char text[16];

	snprintf(text, sizeof text, "%s%d", glyph_text(glyph), n);
	canvas_put(c, x, y, TAB_MORE, C_ACCENT, text);
	canvas_hit(c, (struct rect){ x, y, TAB_MORE, 2 }, HIT_TAB, tab);
}

static void draw_tab_line(struct form *f, struct canvas *c, struct rect r)
{
	int i = first_tab(f, r.w - 1), x = r.x + 1, end = r.x + r.w;

	canvas_hline(c, r.x, r.y + 1, r.w, C_LINE, GL_HLINE);
	if (i > 0) {
		draw_more_tabs(c, x, r.y, GL_MORE_LEFT, i, i - 1);
		x += TAB_MORE;
	}
	for (; i < f->n_tabs; i++) {
		char text[100];
		int w = tab_text(f, i, text, sizeof text), from = x;

		if (i != f->active && x + w > end - (i + 1 < f->n_tabs ? TAB_MORE : 0))
			break;
		x += canvas_put(c, x, r.y, end - x, i == f->active ? C_ACCENT | S_BOLD : C_DIM, text);
		if (i == f->active)
			canvas_hline(c, from, r.y + 1, x - from, C_ACCENT, GL_OVERDUE);
		if (i == f->active && f->in_tab)
			canvas_cursor(c, from, r.y);
		canvas_hit(c, (struct rect){ from, r.y, x - from, 2 }, HIT_TAB, i);
		x += TAB_GAP;
	}
	if (i < f->n_tabs)
		draw_more_tabs(c, end - TAB_MORE + 1, r.y, GL_MORE, f->n_tabs - i, i);
}

static void draw_related(struct form *f, struct canvas *c, struct rect r)
{
	const struct form_tab *t = &f->tab[f->active];
	int w = f->n_columns ? (r.w - 3) / (f->n_columns + 1) : r.w;

	if (!f->related.n)
		canvas_put(c, r.x + 2, r.y, r.w - 2, C_DIM,
			t->related->empty ? _(t->related->empty) : _("nothing here yet: n adds one"));
	for (int i = 0; i < f->related.n; i++) {
		bool focus = f->focus == f->n_rows + i;
		int x = r.x + 2, y = r.y + i;

		if (focus) {
			canvas_glyph(c, r.x, y, C_ACCENT, GL_BAR);
			canvas_cursor(c, r.x, y);
		}
		for (int k = 0; k < f->n_columns; k++) {
			int cell_w = k ? w - 1 : 2 * w - 1;

			value_draw(c, f->ui->session, t->related, f->columns[k].slot[0], &f->related.row[i].val[k],
				f->related.row[i].titles ? f->related.row[i].titles[k] : NULL, x, y, cell_w,
				k       ? C_TEXT
				: focus ? C_TITLE | S_BOLD
					: C_TITLE);
			x += cell_w + 1;
		}
		canvas_hit(c, (struct rect){ r.x, y, r.w, 1 }, HIT_RELATED, i);
	}
}

/* ---- completion ---- */

static void draw_choices(struct form *f, struct canvas *c, struct rect field, struct rect area)
{
	int h = f->n_choices < 8 ? f->n_choices : 8, w = field.w > 30 ? field.w : 30, top;
	struct rect r = { field.x, field.y + 1, w, h };

	if (r.y + h > area.y + area.h)
		r.y = field.y - h;
	if (r.x + w > area.x + area.w)
		r.x = area.x + area.w - w;
	top = f->choice_sel >= h ? f->choice_sel - h + 1 : 0;
	canvas_fill(c, r, C_POPUP);
	for (int i = 0; i < h; i++) {
		const struct picker_row *row = &f->choice[top + i];
		bool sel = top + i == f->choice_sel;

		canvas_text(c, r.x, r.y + i, 2, sel ? C_SELECTED : C_POPUP, sel ? ">" : "");
		canvas_text(c, r.x + 2, r.y + i, w - 2, sel ? C_SELECTED : C_POPUP, row->text);
		canvas_hit(c, (struct rect){ r.x, r.y + i, w, 1 }, HIT_CHOICE, top + i);
	}
	scroll_draw(c, r.x + w - 1, r.y, h, f->n_choices, top);
}

/* The focus is kept in sight. */
static void scroll_to_focus(struct form *f, int height)
{
	int y = f->focus < f->n_rows ? f->row[f->focus].at.y : top_height(f) + 3 + f->focus - f->n_rows;
	int h = f->focus < f->n_rows ? f->row[f->focus].at.h : 1;

	if (y + h > f->scroll + height)
		f->scroll = y + h - height;
	if (y - 1 < f->scroll)
		f->scroll = y - 1;
	if (f->in_tab && top_height(f) + 3 + TAB_LEAST > f->scroll + height)
		f->scroll = top_height(f);
	if (f->scroll < 0)
		f->scroll = 0;
}

/* At the right of the blank row under the head, or over the tabs where there is no head: it comes and goes, and no row moves. */
static void draw_present(const struct form *f, struct canvas *c, struct rect r, int head, int tabs_y)
{
	int w = r.w - 2;

	if (f->present)
		canvas_right(c, r.x + 1, head ? r.y + head - 1 : tabs_y, w, C_ACCENT, f->present);
}

void form_draw(struct view *v, struct canvas *c)
{
	struct form *f = v->data;
	struct rect r = v->at;
	int w = form_width(f, r.w), head, dy, tabs_y;

	form_layout(f, r.w);
	head = draw_head(f, c, (struct rect){ r.x, r.y, w, r.h });
	scroll_to_focus(f, r.h - head);
	dy = r.y + head - f->scroll;
	tabs_y = top_height(f) + dy;
	if (head)
		draw_present(f, c, (struct rect){ r.x, r.y, w, r.h }, head, tabs_y);
	canvas_clip(c, (struct rect){ r.x, r.y + head, w, r.h - head });
	if (!head)
		draw_present(f, c, (struct rect){ r.x, r.y, w, r.h }, head, tabs_y);
	for (int i = 0; i < f->n_rows; i++)
		draw_row(f, c, i, r.x, dy);
	if (f->n_tabs) {
		const struct form_tab *t = &f->tab[f->active];
		struct rect below = { r.x, tabs_y + 3, w, r.y + r.h - tabs_y - 3 };

		draw_tab_line(f, c, (struct rect){ r.x, tabs_y + 1, w, 1 });
		if (t->related && f->related_loaded)
			draw_related(f, c, below);
		else if (t->panel)
			form_panel_draw(f, c, below);
		else if (t->timeline && (f->timeline_h = below.h) > 0)
			timeline_draw(&f->timeline, c, below, f->in_tab, HIT_TIMELINE);
	}
	canvas_unclip(c);
	if (w < r.w) {
		canvas_vline(c, r.x + w, r.y, r.h, C_LINE);
		timeline_draw(
			&f->timeline, c, (struct rect){ r.x + w + 2, r.y, r.w - w - 3, r.h }, false, HIT_TIMELINE);
	}
	if (f->choosing && f->focus < f->n_rows) {
		const struct rect *at = &f->row[f->focus].at;

		draw_choices(f, c, (struct rect){ at->x + r.x, at->y + dy, at->w, 1 }, r);
	}
}
