/* The picture of a form. */
#include <stdio.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "form.h"

#define LABEL_W 14      /* cells of a label; LABEL_WIDE where a column has the room */
#define LABEL_WIDE 18
#define COLUMN_WIDE 50
#define TIMELINE_FROM 140 /* columns: from here on the timeline stands at the right */
#define NOTE_ROWS 4

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
	int rows = 1 + (f->cell[slot].error != NULL);

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

/* Fields in two columns where there is room, downwards first; texts of many lines over the whole width. */
static int place(struct form *f, const int *slots, int width, int y)
{
	int columns = width >= 80 ? 2 : 1, w = width / columns, n = 0, half, col_y[2];
	int label_w = w >= COLUMN_WIDE ? LABEL_WIDE : LABEL_W;

	for (const int *s = slots; *s; s++)
		n += !wide(field_at(f, *s)) && !(field_at(f, *s)->type == FT_LINES);
	half = columns == 2 ? (n + 1) / 2 : n;
	col_y[0] = col_y[1] = y;
	n = 0;
	for (const int *s = slots; *s; s++) {
		int col = n >= half;

		if (wide(field_at(f, *s)) || field_at(f, *s)->type == FT_LINES)
			continue;
		n++;
		add_row(f, *s, (struct rect){ col * w + label_w + 2, col_y[col], w - label_w - 4, 1 }, label_w);
		col_y[col] += rows_of(f, *s, w);
	}
	y = col_y[0] > col_y[1] ? col_y[0] : col_y[1];
	for (const int *s = slots; *s; s++)
		if (wide(field_at(f, *s))) {
			int rows = rows_of(f, *s, width - 4) - (f->cell[*s].error != NULL);

			add_row(f, *s, (struct rect){ 2, y + 1, width - 4, rows }, label_w);
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
	static int last = 80;
	int y = 0;

	width = form_width(f, width ? width : last);
	last = width;
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
		int end = f->row[i].at.y + f->row[i].at.h + (f->cell[f->row[i].slot].error != NULL);

		if (end > bottom)
			bottom = end;
	}
	return bottom;
}

/* ---- the head: steps, stars, amount, what is next ---- */

static int draw_step(struct canvas *c, int x, int y, int64_t id, const char *name, bool now)
{
	char text[120];
	int from = x;

	snprintf(text, sizeof text, now ? "[%s]" : "%s", name);
	x += canvas_put(c, x, y, -1, now ? C_ACCENT | S_BOLD : C_DIM, text);
	canvas_hit(c, (struct rect){ from, y, x - from, 1 }, HIT_STEP, id);
	return x;
}

static int draw_choice_steps(struct form *f, struct canvas *c, int x, int y)
{
	int slot = f->model->group;

	for (const struct choice *ch = field_at(f, slot)->choice; ch && ch->name; ch++) {
		if (x > 2)
			x += canvas_put(c, x + 1, y, 1, C_DIM, glyph_text(GL_STEP)) + 2;
		x = draw_step(c, x, y, ch->no, _(ch->label), rec_int(f->rec, slot) == ch->no);
	}
	return x;
}

static int draw_record_steps(struct form *f, struct canvas *c, int x, int y)
{
	int slot = f->model->group;
	const struct model *to = registry_find(f->ui->session->reg, field_at(f, slot)->ref);
	struct path title = { .n = 1, .slot = { to->title }, .model = { to } };
	struct query q = { .model = to, .limit = 30, .columns = &title, .n_columns = 1 };
	struct page p;

	if (query_run(f->ui->session, &q, &p, NULL) != RC_OK)
		return x;
	for (int i = 0; i < p.n; i++) {
		if (x > 2)
			x += canvas_put(c, x + 1, y, 1, C_DIM, glyph_text(GL_STEP)) + 2;
		x = draw_step(c, x, y, p.row[i].id, p.row[i].val[0].kind == VAL_TEXT ? p.row[i].val[0].s : "",
			rec_int(f->rec, slot) == p.row[i].id);
	}
	page_free(&p);
	return x;
}

static void draw_numbers(struct form *f, struct canvas *c, struct rect r)
{
	struct str out = STR_INIT;

	if (f->model->stars)
		for (int64_t i = 0; i < rec_int(f->rec, f->model->stars) && i < 5; i++)
			str_add(&out, glyph_text(GL_STAR));
	if (f->model->amount && rec_has(f->rec, f->model->amount)) {
		str_add(&out, "  ");
		value_show(f->ui->session, f->model, f->model->amount, &f->rec->val[f->model->amount], NULL, SHOW_LIST, &out);
	}
	canvas_right(c, r.x, r.y, r.w, C_VALUE, out.s);
	str_free(&out);
}

static int draw_head(struct form *f, struct canvas *c, struct rect r)
{
	const struct model *m = f->model;
	int y = r.y;

	if (m->group && f->id) {
		enum field_type type = field_at(f, m->group)->type;
		struct rect left = { r.x, y, r.w - 24, 1 };

		canvas_clip(c, left);
		if (type == FT_REF)
			draw_record_steps(f, c, r.x + 1, y);
		else if (type == FT_CHOICE)
			draw_choice_steps(f, c, r.x + 1, y);
		canvas_unclip(c);
		draw_numbers(f, c, (struct rect){ r.x + r.w - 23, y, 22, 1 });
		y++;
	}
	if (m->signal_text && f->id && rec_has(f->rec, m->signal_text)) {
		const struct choice *ch = m->signal ? choice_by_no(field_at(f, m->signal), rec_int(f->rec, m->signal)) : NULL;
		int x = r.x + 1;

		if (ch && ch->glyph)
			x += canvas_put(c, x, y, 1, tone_role((int)ch->tone), ch->glyph) + 1;
		canvas_put(c, x, y, r.w - 4, tone_role(ch ? (int)ch->tone : TONE_NONE), rec_text(f->rec, m->signal_text));
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

static void draw_value(struct form *f, struct canvas *c, struct rect at, int slot, bool focus)
{
	struct str text = STR_INIT;

	form_show(f, slot, wide(field_at(f, slot)) ? SHOW_EDIT : SHOW_LIST, &text);
	if (!text.len)
		canvas_text(c, at.x, at.y, at.w, C_DIM, glyph_text(GL_DASH));
	else if (wide(field_at(f, slot)))
		canvas_wrap(c, at, value_role(f, slot, focus), text.s);
	else
		canvas_field(c, at.x, at.y, at.w, value_role(f, slot, focus), text.s);
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
	input_draw(&f->input, c, (struct rect){ at.x, at.y, w, at.h }, C_INPUT, true);
	str_free(&means);
}

static void draw_row(struct form *f, struct canvas *c, int i, int dx, int dy)
{
	const struct form_row *row = &f->row[i];
	const struct field *fd = field_at(f, row->slot);
	struct rect at = { row->at.x + dx, row->at.y + dy, row->at.w, row->at.h };
	bool focus = i == f->focus;
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
	canvas_hit(c, (struct rect){ label_x, label_y, at.x + at.w - label_x, at.h + at.y - label_y }, HIT_FIELD, i);
}

/* ---- tabs ---- */

static void draw_tab_line(struct form *f, struct canvas *c, struct rect r)
{
	int x = r.x + 1;

	canvas_hline(c, r.x, r.y + 1, r.w, C_LINE, GL_HLINE);
	for (int i = 0; i < f->n_tabs; i++) {
		char text[100], count[16] = "";
		int from = x;

		if (f->tab[i].related && f->tab[i].count)
			snprintf(count, sizeof count, f->tab[i].count > FORM_RELATED ? " %d+" : " %d",
				f->tab[i].count > FORM_RELATED ? FORM_RELATED : (int)f->tab[i].count);
		snprintf(text, sizeof text, i < 9 ? "%d %s%s" : "%.0d%s%s", i < 9 ? i + 1 : 0, _(f->tab[i].label), count);
		x += canvas_put(c, x, r.y, r.x + r.w - x, i == f->active ? C_ACCENT | S_BOLD : C_DIM, text);
		if (i == f->active)
			canvas_hline(c, from, r.y + 1, x - from, C_ACCENT, GL_OVERDUE);
		canvas_hit(c, (struct rect){ from, r.y, x - from, 2 }, HIT_TAB, i);
		x += 3;
	}
}

static void draw_related(struct form *f, struct canvas *c, struct rect r)
{
	const struct form_tab *t = &f->tab[f->active];
	int w = f->n_columns ? (r.w - 3) / (f->n_columns + 1) : r.w;

	if (!f->related.n)
		canvas_put(c, r.x + 2, r.y, r.w - 2, C_DIM, t->related->empty ? _(t->related->empty) : _("nothing here yet: n adds one"));
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
				k ? C_TEXT : focus ? C_TITLE | S_BOLD : C_TITLE);
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
	if (f->scroll < 0)
		f->scroll = 0;
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
	canvas_clip(c, (struct rect){ r.x, r.y + head, w, r.h - head });
	for (int i = 0; i < f->n_rows; i++)
		draw_row(f, c, i, r.x, dy);
	if (f->n_tabs) {
		const struct form_tab *t = &f->tab[f->active];
		struct rect below = { r.x, tabs_y + 3, w, r.y + r.h - tabs_y - 3 };

		draw_tab_line(f, c, (struct rect){ r.x, tabs_y + 1, w, 1 });
		if (t->related && f->related_loaded)
			draw_related(f, c, below);
		else if (t->timeline && below.h > 0)
			timeline_draw(&f->timeline, c, below, f->focus >= f->n_rows, HIT_TIMELINE);
	}
	canvas_unclip(c);
	if (w < r.w) {
		canvas_vline(c, r.x + w, r.y, r.h, C_LINE);
		timeline_draw(&f->timeline, c, (struct rect){ r.x + w + 2, r.y, r.w - w - 3, r.h }, false, HIT_TIMELINE);
	}
	if (f->choosing && f->focus < f->n_rows) {
		const struct rect *at = &f->row[f->focus].at;

		draw_choices(f, c, (struct rect){ at->x + r.x, at->y + dy, at->w, 1 }, r);
	}
}
