/* The two tables of the import screen: the columns of the file, and its first rows as they would come in. */
#include "importview.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"

#define CELL_MAX 24
#define CELL_MIN 4
#define GUTTER 9 /* line number and what becomes of the row */

/* ---- columns ---- */

struct widths {
	int header, field, match, filled, sample;
};

static struct widths column_widths(int w)
{
	struct widths s = { .filled = 5, .match = w >= 72 ? 10 : 0 };

	s.header = (w - s.filled - s.match) * 3 / 10;
	s.field = s.header;
	s.sample = w - 1 - s.header - 1 - s.field - 1 - s.match - s.filled - 1;
	return s;
}

static const char *match_name(const struct import_column *col)
{
	static const struct {
		const char *match, *name;
	} names[] = { { "exact", N_("by name") }, { "synonym", N_("by word") }, { "prefix", N_("by word") },
		{ "fuzzy", N_("alike") }, { "content", N_("by cells") }, { "given", N_("by you") }, { "saved", N_("as before") } };

	for (size_t i = 0; i < COUNT(names); i++)
		if (str_eq(names[i].match, col->match))
			return _(names[i].name);
	return "";
}

void importview_field_name(const struct importview *iv, const struct import_column *col, struct str *out)
{
	if (col->slot >= 0 && col->role) {
		/* the part first: narrow columns cut the end */
		for (const char *p = col->role; *p; p++)
			str_addc(out, *p == '_' ? ' ' : *p);
		str_addf(out, " (%s)", _(iv->model->fields[col->slot].label));
	} else if (col->slot >= 0)
		str_add(out, _(iv->model->fields[col->slot].label));
	else
		str_add(out, col->keep ? _("in the notes") : col->tags ? _("tags") : _("ignored"));
}

static void samples(const struct import_column *col, struct str *out)
{
	if (col->bad)
		str_addf(out, _("%" PRId64 " bad: "), col->bad);
	for (int i = 0; i < 3 && col->sample[i]; i++)
		str_addf(out, "%s%s", i ? " | " : "", col->sample[i]);
}

static void draw_column(const struct importview *iv, struct canvas *c, struct rect r, int i)
{
	const struct import_column *col = &iv->res.column[i];
	struct widths w = column_widths(r.w);
	bool selected = i == iv->col.sel;
	unsigned role = selected ? C_TITLE : C_TEXT, to = col->slot >= 0 ? C_GOOD : C_DIM;
	struct str s = STR_INIT;
	char filled[16];
	int x = r.x + 1;

	if (selected)
		canvas_glyph(c, r.x, r.y, C_ACCENT, GL_BAR);
	canvas_field(c, x, r.y, w.header, role, col->header);
	x += w.header + 1;
	importview_field_name(iv, col, &s);
	canvas_text(c, x, r.y, w.field, selected ? to | S_BOLD : to, s.s);
	x += w.field + 1;
	canvas_text(c, x, r.y, w.match, C_DIM, match_name(col));
	x += w.match;
	snprintf(filled, sizeof filled, "%d%%", iv->res.rows ? (int)(col->filled * 100 / iv->res.rows) : 0);
	canvas_right(c, x, r.y, w.filled - 1, C_DIM, filled);
	x += w.filled;
	str_clear(&s);
	samples(col, &s);
	canvas_text(c, x, r.y, w.sample, col->bad ? C_ERROR : C_DIM, s.s);
	canvas_hit(c, r, HIT_COLUMN, i);
	str_free(&s);
}

void importview_draw_columns(struct importview *iv, struct canvas *c, struct rect r)
{
	struct widths w = column_widths(r.w);
	int x = r.x + 1;

	if (r.h - 1 < iv->res.n_columns) {
		canvas_text(c, x, r.y, w.header, C_ACCENT, "/");
		canvas_text(c, x + 2, r.y, w.header - 2, C_HEADER, _("Column"));
	} else {
		canvas_text(c, x, r.y, w.header, C_HEADER, _("Column"));
	}
	canvas_hit(c, (struct rect){ x, r.y, w.header, 1 }, HIT_FIND, 0);
	x += w.header + 1;
	canvas_text(c, x, r.y, w.field, C_HEADER, _("becomes"));
	x += w.field + 1;
	canvas_text(c, x, r.y, w.match, C_HEADER, _("found"));
	x += w.match;
	canvas_text(c, x, r.y, w.filled, C_HEADER, _("full"));
	canvas_text(c, x + w.filled, r.y, w.sample, C_HEADER, _("cells"));
	iv->cols = (struct rect){ r.x, r.y + 1, r.w, r.h - 1 };
	pick_clamp(&iv->col, iv->res.n_columns, iv->cols.h);
	for (int i = 0; i < iv->cols.h && iv->col.top + i < iv->res.n_columns; i++)
		draw_column(iv, c, (struct rect){ r.x, r.y + 1 + i, r.w - 1, 1 }, iv->col.top + i);
	scroll_draw(c, r.x + r.w - 1, iv->cols.y, iv->cols.h, iv->res.n_columns, iv->col.top);
	if (iv->pane == PANE_COLUMNS)
		canvas_cursor(c, r.x, iv->cols.y + iv->col.sel - iv->col.top);
}

/* ---- first rows ---- */

static int cell_width(const struct importview *iv, int col)
{
	const char *header = iv->res.column[col].header;
	int w = text_width(header, strlen(header));

	for (int i = 0; i < iv->rows.h && iv->row.top + i < iv->preview.n; i++) {
		const struct import_seen *seen = &iv->preview.row[iv->row.top + i];
		int one = col < seen->n ? text_width(seen->cell[col], strlen(seen->cell[col])) : 0;

		w = one > w ? one : w;
	}
	return w > CELL_MAX ? CELL_MAX : w < CELL_MIN ? CELL_MIN : w;
}

/* The selected column is seen whole. */
static void scroll_to_column(struct importview *iv, int w)
{
	int used = 0;

	if (iv->left > iv->col.sel)
		iv->left = iv->col.sel;
	for (int i = iv->col.sel; i >= iv->left; i--) {
		used += cell_width(iv, i) + 1;
		if (used > w && i < iv->col.sel) {
			iv->left = i + 1;
			break;
		}
	}
}

static void draw_gutter(const struct importview *iv, struct canvas *c, struct rect r, int i)
{
	static const struct {
		const char *sign;
		enum role role;
	} fates[] = { [FATE_NEW] = { "+", C_GOOD },
		[FATE_UPDATED] = { "~", C_GOOD },
		[FATE_UNCHANGED] = { "=", C_DIM },
		[FATE_DUPLICATE] = { ":", C_DIM },
		[FATE_REJECTED] = { "x", C_ERROR } };
	const struct import_seen *seen = &iv->preview.row[i];
	char line[24];

	snprintf(line, sizeof line, "%" PRId64, seen->line);
	if (i == iv->row.sel && iv->pane == PANE_ROWS)
		canvas_glyph(c, r.x, r.y, C_ACCENT, GL_BAR);
	canvas_right(c, r.x + 1, r.y, 5, C_DIM, line);
	canvas_text(c, r.x + 7, r.y, 1, fates[seen->fate].role, fates[seen->fate].sign);
}

static unsigned cell_role(const struct importview *iv, int row, int col)
{
	const struct import_seen *seen = &iv->preview.row[row];

	if (col < seen->n && seen->why[col])
		return C_ERROR | S_UNDERLINE;
	if (seen->fate == FATE_REJECTED || (iv->res.column[col].slot < 0 && !iv->res.column[col].keep && !iv->res.column[col].tags))
		return C_DIM;
	return (row == iv->row.sel && iv->pane == PANE_ROWS) || col == iv->col.sel ? C_TITLE : C_TEXT;
}

static void draw_cells(struct importview *iv, struct canvas *c, struct rect r)
{
	int x = r.x + GUTTER, end = r.x + r.w;

	for (int col = iv->left; col < iv->res.n_columns && x < end; col++) {
		int w = cell_width(iv, col), cells = x + w > end ? end - x : w;

		canvas_field(c, x, r.y, cells, col == iv->col.sel ? C_HEADER | S_UNDERLINE : C_HEADER,
			iv->res.column[col].header);
		canvas_hit(c, (struct rect){ x, r.y, cells, 1 }, HIT_COLUMN, col);
		for (int i = 0; i < iv->rows.h && iv->row.top + i < iv->preview.n; i++) {
			int row = iv->row.top + i;
			const struct import_seen *seen = &iv->preview.row[row];

			canvas_field(c, x, iv->rows.y + i, cells, cell_role(iv, row, col),
				col < seen->n ? seen->cell[col] : "");
			canvas_hit(c, (struct rect){ x, iv->rows.y + i, cells, 1 }, HIT_CELL, (int64_t)row << 32 | col);
		}
		if (col == iv->col.sel && iv->pane == PANE_ROWS)
			canvas_cursor(c, x, iv->rows.y + iv->row.sel - iv->row.top);
		x += w + 1;
	}
}

/* What is wrong with a row: why it is turned away, and each cell that cannot be taken. */
static void say_row(const struct importview *iv, const struct import_seen *seen, struct str *out)
{
	str_addf(out, _("line %" PRId64 ": "), seen->line);
	if (seen->reason)
		str_addf(out, _("rejected: %s"), seen->reason);
	if (seen->detail)
		str_addf(out, "%s%s", seen->reason ? ": " : "", seen->detail);
	for (int i = 0; i < seen->n; i++)
		if (seen->why[i])
			str_addf(
				out, "%s%s: %s", seen->reason || i ? "; " : "", iv->res.column[i].header, seen->why[i]);
}

static bool has_fault(const struct import_seen *seen)
{
	for (int i = 0; i < seen->n; i++)
		if (seen->why[i])
			return true;
	return seen->reason != NULL;
}

/* The row to explain: the selected one; while one looks at columns, the first whose cell there is bad. -1: none. */
static int row_to_explain(const struct importview *iv)
{
	if (iv->pane == PANE_ROWS)
		return iv->row.sel < iv->preview.n && has_fault(&iv->preview.row[iv->row.sel]) ? iv->row.sel : -1;
	for (int i = 0; i < iv->preview.n; i++)
		if (iv->col.sel < iv->preview.row[i].n && iv->preview.row[i].why[iv->col.sel])
			return i;
	return -1;
}

static void draw_detail(const struct importview *iv, struct canvas *c, struct rect r)
{
	int row = row_to_explain(iv);
	struct str s = STR_INIT;

	if (row >= 0) {
		say_row(iv, &iv->preview.row[row], &s);
		canvas_wrap(c, (struct rect){ r.x + 1, r.y, r.w - 2, r.h }, C_ERROR, s.s);
	} else {
		canvas_text(
			c, r.x + 1, r.y, r.w - 2, C_DIM, _("+ new  ~ updated  = unchanged  : duplicate  x rejected"));
	}
	str_free(&s);
}

void importview_draw_rows(struct importview *iv, struct canvas *c, struct rect r)
{
	int detail = r.h >= 8 ? 2 : 1;

	if (r.h < 3)
		return;
	iv->rows = (struct rect){ r.x, r.y + 1, r.w, r.h - 1 - detail };
	pick_clamp(&iv->row, iv->preview.n, iv->rows.h);
	scroll_to_column(iv, r.w - GUTTER - 1);
	canvas_text(c, r.x + 1, r.y, 6, C_HEADER, _("Line"));
	for (int i = 0; i < iv->rows.h && iv->row.top + i < iv->preview.n; i++)
		draw_gutter(iv, c, (struct rect){ r.x, iv->rows.y + i, r.w, 1 }, iv->row.top + i);
	canvas_clip(c, (struct rect){ r.x, r.y, r.w - 1, r.h });
	draw_cells(iv, c, (struct rect){ r.x, r.y, r.w - 1, r.h });
	canvas_unclip(c);
	scroll_draw(c, r.x + r.w - 1, iv->rows.y, iv->rows.h, iv->preview.n, iv->row.top);
	draw_detail(iv, c, (struct rect){ r.x, r.y + r.h - detail, r.w, detail });
}
