/* The picture of the list. */
#include "base/i18n.h"
#include "list.h"
#include "record/session.h"

/* The column the list is ordered by first, and which way; -1: none of those there are. */
static int sorted(const struct list *l, bool *down)
{
	const char *word = l->c.sort + strspn(l->c.sort, " ");
	size_t len;

	*down = *word == '-';
	word += *word == '-' || *word == '+';
	len = strcspn(word, ", ");
	for (int i = 0; i < l->n_col; i++)
		if (strlen(l->col[i].name) == len && strncmp(l->col[i].name, word, len) == 0)
			return i;
	return -1;
}

static void draw_header(const struct view *v, struct canvas *c, int width)
{
	const struct list *l = v->data;
	struct rect r = { v->at.x, v->at.y, width, 1 };
	unsigned role = C_HEADER | S_UNDERLINE;
	bool down, left = false, right = false;
	int by = sorted(l, &down);

	canvas_text(c, r.x, r.y, r.w, role, "");
	for (int i = 0; i < l->n_col; i++) {
		const struct list_column *col = &l->col[i];
		struct str label = STR_INIT;
		int x = r.x + col->x, w = col->w;

		left = left || (!w && i < l->left);
		right = right || (!w && i > l->left);
		if (w) {
			column_label(col, &label);
			canvas_hit(c, (struct rect){ x, r.y, w, 1 }, HIT_HEADER, i);
			if (i == by && w > 2) {
				str_addf(&label, " %s", glyph_text(down ? GL_DOWN : GL_UP));
				/* the arrow stays, whatever is cut */
				if (text_width(label.s, label.len) > w) {
					canvas_glyph(c, x + w - 1, r.y, role, down ? GL_DOWN : GL_UP);
					str_cut(&label, label.len - strlen(glyph_text(GL_UP)) - 1);
					w--;
				}
			}
			(column_right(col) ? canvas_right : canvas_text)(c, x, r.y, w, role, label.s);
		}
		str_free(&label);
	}
	if (left)
		canvas_glyph(c, r.x + 1, r.y, role, GL_MORE_LEFT);
	if (right)
		canvas_glyph(c, r.x + r.w - 1, r.y, role, GL_MORE);
}

/* The title of the selected is bold, its blanks are not: few cells change when the cursor moves. */
/* What the acting person answered, where its column has no room: a glyph before the title. */
static void reply_glyph(const struct list *l, const struct row *r, struct str *out)
{
	const struct model *m = l->c.model;

	for (int i = 0; m->reply && i < l->n_col; i++) {
		const struct path *p = &l->col[i].path;
		const struct choice *ch =
			p->n == 1 && p->slot[0] == m->reply && !l->col[i].w && r->val[i].kind == VAL_INT
				? choice_by_no(&m->fields[m->reply], r->val[i].i)
				: NULL;

		if (ch && ch->glyph)
			str_addf(out, "%s ", ch->glyph);
	}
}

static void draw_title(const struct view *v, struct canvas *c, const struct list_column *col, const struct row *r,
	int i, int y, unsigned role)
{
	const struct model *m = col->path.model[0];
	struct str text = STR_INIT;
	int x = v->at.x + col->x;

	reply_glyph(v->data, r, &text);
	value_show(v->ui->session, m, col->path.slot[0], &r->val[i], r->titles[i], SHOW_LIST, &text);
	canvas_field(c, x, y, col->w, C_TEXT, text.s);
	if (role != C_TEXT) {
		int w = text_width(text.s, text.len);

		w = w < col->w ? w : col->w;
		if (text_dir(text.s, text.len) == DIR_RTL)
			x += col->w - w;
		canvas_tint(c, (struct rect){ x, y, w, 1 }, role);
	}
	str_free(&text);
}

static void draw_cell(const struct view *v, struct canvas *c, const struct row *r, int i, int y, unsigned role)
{
	const struct list *l = v->data;
	const struct list_column *col = &l->col[i];
	int end = col->path.n - 1;
	bool title = col->path.n == 1 && col->path.slot[0] == l->c.model->title;

	if (!col->w)
		return;
	if (title)
		draw_title(v, c, col, r, i, y, role);
	else if (r->val[i].kind == VAL_NULL)
		return;
	else
		value_draw(c, v->ui->session, col->path.model[end], col->path.slot[end], &r->val[i], r->titles[i],
			v->at.x + col->x, y, col->w, role == C_TITLE ? C_TEXT : role);
}

static void draw_row(const struct view *v, struct canvas *c, const struct row *r, int y, bool sel)
{
	const struct list *l = v->data;
	/* while a key is held the marker alone moves */
	unsigned role = !r->active ? C_DIM : sel && !ui_key_held(v->ui) ? C_TITLE : C_TEXT;

	if (record_touched(v->ui, REF_MAKE(l->c.model->no, r->id)))
		role = C_CHANGED;
	if (marks_has(&l->c.marks, r->id))
		canvas_glyph(c, v->at.x + 1, y, C_MARK, GL_TICK);
	for (int i = 0; i < l->n_col; i++)
		draw_cell(v, c, r, i, y, role);
}

static void draw_heading(const struct view *v, struct canvas *c, const struct segment *g, int y, int width, bool sel)
{
	const struct list *l = v->data;
	const struct model *m = l->c.model;
	struct value sum = VALUE_INT(g->sum);
	struct str text = STR_INIT, money = STR_INIT;
	int x = v->at.x + 1;

	canvas_glyph(c, x, y, C_ACCENT, g->folded ? GL_STEP : GL_CHOICES);
	x += 2 + canvas_put(c, x + 2, y, width / 2, C_LABEL | (sel ? S_BOLD : 0), *g->title ? g->title : _("none"));
	str_addf(&text, "%lld", (long long)g->n);
	x += 2 + canvas_put(c, x + 2, y, 12, C_DIM, text.s);
	if (m->amount && g->sum) {
		value_show(v->ui->session, m, m->amount, &sum, NULL, SHOW_LIST, &money);
		canvas_put(c, x + 2, y, v->at.x + width - x - 2, C_DIM, money.s);
	}
	str_free(&text);
	str_free(&money);
}

static void draw_lines(struct view *v, struct canvas *c, int width)
{
	struct list *l = v->data;
	int h = list_height(v);

	for (int i = 0; i < h && l->top + i < l->w.lines; i++) {
		int at, line = l->top + i, y = v->at.y + 1 + i;
		const struct chunk *chunk = window_chunk(l, line, &at);
		bool sel = line == l->sel;

		if (chunk->heading)
			draw_heading(v, c, &l->seg[chunk->seg], y, width, sel);
		else
			draw_row(v, c, &chunk->page.row[at], y, sel);
		if (sel)
			canvas_glyph(c, v->at.x, y, C_ACCENT, GL_BAR);
		canvas_hit(c, (struct rect){ v->at.x, y, width, 1 }, HIT_LINE, l->w.first + line);
	}
}

static void draw_cursor(const struct view *v, struct canvas *c)
{
	const struct list *l = v->data;
	int x = v->at.x, y = v->at.y + 1 + l->sel - l->top;

	if (window_row(l, l->sel) && l->at < l->n_col && l->col[l->at].w)
		x += l->col[l->at].x;
	canvas_cursor(c, x, l->w.lines ? y : v->at.y + 1);
}

static void draw_empty(const struct view *v, struct canvas *c, int width)
{
	const struct list *l = v->data;
	struct rect r = { v->at.x + LIST_GUTTER, v->at.y + 2, width - 2 * LIST_GUTTER, v->at.h - 3 };
	const char *own = l->c.empty ? l->c.empty : l->c.model->empty;
	const char *say = own ? _(own) : _("Nothing here yet. n makes one, I imports a spreadsheet.");

	if (*l->c.filter)
		say = _("Nothing matches the filter. Esc takes it away, / changes it.");
	else if (l->c.trash)
		say = _("The trash is empty. Esc goes back.");
	if (r.w > 0 && r.h > 0)
		canvas_wrap(c, r, C_DIM, say);
}

static void sum_text(const struct view *v, int col, struct str *out)
{
	const struct list *l = v->data;
	const struct path *p = &l->col[col].path;
	struct value sum = VALUE_INT(l->totals.sum[col]);

	value_show(v->ui->session, p->model[p->n - 1], p->slot[p->n - 1], &sum, NULL, SHOW_LIST, out);
}

/* How many, and the sums of columns that are not seen now. */
static void draw_count(const struct view *v, struct canvas *c, int y, int width)
{
	const struct list *l = v->data;
	const struct totals *t = &l->totals;
	struct str text = STR_INIT;

	str_addf(&text, t->of_marked ? _("%lld marked") : _("%lld in all"), (long long)t->n);
	for (int i = 0; i < l->n_col; i++)
		if (!l->col[i].w && totals_column(&l->col[i])) {
			str_add(&text, "  ");
			column_label(&l->col[i], &text);
			str_addc(&text, ' ');
			sum_text(v, i, &text);
		}
	canvas_put(c, v->at.x + 1, y, width - 2, C_VALUE, text.s);
	str_free(&text);
}

static void draw_totals(const struct view *v, struct canvas *c, int width)
{
	const struct list *l = v->data;
	int y = v->at.y + v->at.h - 1;
	struct str text = STR_INIT;

	canvas_hline(c, v->at.x, y, width, C_LINE, GL_NOTHING);
	if (!l->totals.sum)
		return;
	draw_count(v, c, y, width);
	for (int i = 0; i < l->n_col; i++) {
		const struct list_column *col = &l->col[i];
		int w, x;

		if (!col->w || !totals_column(col))
			continue;
		str_clear(&text);
		sum_text(v, i, &text);
		w = text_width(text.s, text.len); /* a sum is longer than its parts: it may reach to the left */
		x = col->x + col->w - w;
		canvas_put(c, v->at.x + (x > 0 ? x : 0), y, w, C_VALUE, text.s);
	}
	str_free(&text);
}

void list_draw(struct view *v, struct canvas *c)
{
	struct list *l = v->data;
	int width = list_width(v);

	draw_header(v, c, width);
	draw_lines(v, c, width);
	if (!l->w.lines)
		draw_empty(v, c, width);
	if (l->totals.on && v->at.h > 3)
		draw_totals(v, c, width);
	draw_cursor(v, c);
	if (preview_shown(v) && !(l->preview.stale && ui_key_held(v->ui))) {
		canvas_vline(c, v->at.x + width, v->at.y, v->at.h, C_LINE);
		preview_draw(v, c, (struct rect){ v->at.x + width + 2, v->at.y, v->at.w - width - 3, v->at.h });
	}
	if (l->edit.on)
		edit_draw(v, c);
}
