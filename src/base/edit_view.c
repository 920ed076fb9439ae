#include "editing.h"

/* One line */

/* The cells [first, last) of a field that are shown, the cursor's among them. usable: the columns without the free one.
 */
static void choose_window(const struct edit *e, const struct layout *l, int usable, int *first, int *last)
{
	int cursor = edit_cell_at(l, e->cursor), from = edit_cell_at(l, e->scroll), to, width = 0;

	if (from > cursor)
		from = cursor;
	for (int i = from; i <= cursor && i < l->n; i++)
		width += l->cell[i].width;
	while (width > usable && from < cursor)
		width -= l->cell[from++].width;
	for (to = from, width = 0; to < l->n && width + l->cell[to].width <= usable; to++)
		width += l->cell[to].width;
	if (to == l->n) /* text was taken away at the end: show more of the start */
		while (from > 0 && width + l->cell[from - 1].width <= usable)
			width += l->cell[--from].width;
	*first = from;
	*last = to;
}

/* The column of the cell that shows the byte, once l is padded to cols; behind the text where none does. */
static int column_of(const struct layout *l, size_t at, int cols)
{
	bool right = layout_side(l->dir) == DIR_RTL;
	int edge = right ? cols - l->width : 0, col = edge;

	for (int i = 0; i < l->n; col += l->cell[i++].width)
		if (l->cell[i].at == at)
			return col;
	return right ? edge - 1 : col;
}

static int clamp_column(int col, int cols)
{
	if (col >= cols)
		col = cols - 1;
	return col < 0 ? 0 : col;
}

int edit_view(struct edit *e, int cols, struct layout *l)
{
	struct paragraph p = { .from = 0, .to = e->text.len };
	struct layout all = LAYOUT_INIT;
	size_t to;
	int first, last, col;

	if (cols < 1)
		cols = 1;
	edit_cells(e, p, &all);
	choose_window(e, &all, cols - 1, &first, &last);
	e->scroll = first < all.n ? all.cell[first].at : p.to;
	to = last < all.n ? all.cell[last].at : p.to;
	layout_dir(l, e->text.s, e->scroll, to, -1, all.dir);
	layout_free(&all);
	col = column_of(l, e->cursor, cols);
	layout_pad(l, cols, to);
	return clamp_column(col, cols);
}

/* The byte shown in the column. */
static size_t byte_at(const struct layout *l, int col)
{
	int from = 0;

	for (int i = 0; i < l->n; i++) {
		from += l->cell[i].width;
		if (col < from)
			return l->cell[i].at;
	}
	return l->n ? l->cell[l->n - 1].at : 0;
}

/* Notes */

/* All visual lines; one column stays free for the cursor. */
struct screen {
	struct text_line *line;
	int n, row; /* row: the cursor's */
};

static struct screen wrap_all(const struct edit *e, int cols)
{
	struct screen sc = { .n = text_wrap(e->text.s, e->text.len, cols - 1, NULL, 0) };

	sc.line = xmalloc((size_t)sc.n * sizeof *sc.line);
	text_wrap(e->text.s, e->text.len, cols - 1, sc.line, sc.n);
	for (int i = 1; i < sc.n && sc.line[i].from <= e->cursor; i++)
		sc.row = i;
	return sc;
}

void edit_view_line(const struct edit *e, const struct text_line *line, int cols, struct layout *l)
{
	layout_dir(l, e->text.s, line->from, line->to, cols, edit_dir(e, line->from));
	layout_pad(l, cols, line->to);
}

static int cursor_column(const struct edit *e, const struct text_line *line, int cols)
{
	struct layout l = LAYOUT_INIT;
	int col;

	layout_dir(&l, e->text.s, line->from, line->to, cols, edit_dir(e, line->from));
	col = column_of(&l, e->cursor, cols);
	layout_free(&l);
	return clamp_column(col, cols);
}

/* The position shown at the column of a visual line. The end of a line broken within a word is the next line's start:
 * its last cell then. */
static size_t position_at(const struct edit *e, const struct screen *sc, int row, int col, int cols)
{
	const struct text_line *line = &sc->line[row];
	struct layout l = LAYOUT_INIT;
	size_t at;

	edit_view_line(e, line, cols, &l);
	at = edit_snap(e, byte_at(&l, col));
	layout_free(&l);
	if (row + 1 < sc->n && sc->line[row + 1].from == at && at > line->from)
		at = edit_prev(e, at);
	return at;
}

int edit_view_lines(struct edit *e, int cols, int rows, struct text_line *line, int *cursor_row, int *cursor_col)
{
	struct screen sc = wrap_all(e, cols);
	int top = e->scroll > (size_t)sc.n ? sc.n : (int)e->scroll, n;

	if (top > sc.n - rows)
		top = sc.n - rows;
	if (top <= sc.row - rows)
		top = sc.row - rows + 1;
	if (top > sc.row)
		top = sc.row;
	if (top < 0)
		top = 0;
	n = sc.n - top < rows ? sc.n - top : rows;
	for (int i = 0; i < n; i++)
		line[i] = sc.line[top + i];
	e->scroll = (size_t)top;
	*cursor_row = sc.row - top;
	*cursor_col = cursor_column(e, &sc.line[sc.row], cols);
	free(sc.line);
	return n;
}

size_t edit_vertical(const struct edit *e, int cols, int by)
{
	struct screen sc = wrap_all(e, cols);
	int row = sc.row + by;
	size_t at = e->cursor;

	if (row >= 0 && row < sc.n)
		at = position_at(e, &sc, row, cursor_column(e, &sc.line[sc.row], cols), cols);
	free(sc.line);
	return at;
}

static size_t click_lines(const struct edit *e, int cols, int row, int col)
{
	struct screen sc = wrap_all(e, cols);
	size_t at;

	row += (int)e->scroll;
	if (row >= sc.n)
		row = sc.n - 1;
	at = position_at(e, &sc, row < 0 ? 0 : row, col, cols);
	free(sc.line);
	return at;
}

void edit_click(struct edit *e, int cols, int row, int col)
{
	struct layout l = LAYOUT_INIT;

	if (e->lines) {
		e->cursor = click_lines(e, cols, row, col);
	} else {
		edit_view(e, cols, &l);
		e->cursor = edit_snap(e, byte_at(&l, col));
		layout_free(&l);
	}
	e->group = CHANGE_ONCE;
}
