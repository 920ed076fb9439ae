/* A list as aligned cells, for people at a terminal. The first rows tell how wide the columns are. */
#include "export_private.h"

#include "base/i18n.h"
#include "base/layout.h"

#define SAMPLE_ROWS 500 /* kept back to find the widths; later rows are cut to them */
#define GAP 2
#define LEAST 4

struct table {
	char **cell; /* rows kept back, row by row */
	int rows, cap;
	int *width;
	bool placed;
};

static bool right(const struct path *p)
{
	return field_types[field_kind(path_field(p))].right;
}

static void widen(struct export *x, int col, const char *text)
{
	int w = text_width(text, strlen(text));

	if (w > x->table->width[col])
		x->table->width[col] = w;
}

/* Too wide for the terminal: the widest column gives, until all fit or none can. */
static void fit(struct export *x)
{
	int total = 0, *width = x->table->width;

	if (x->opt->width <= 0)
		return;
	for (int i = 0; i < x->q->n_columns; i++)
		total += width[i] + (i ? GAP : 0);
	while (total > x->opt->width) {
		int widest = 0;

		for (int i = 1; i < x->q->n_columns; i++)
			if (width[i] > width[widest])
				widest = i;
		if (width[widest] <= LEAST)
			return;
		width[widest]--;
		total--;
	}
}

static void line(struct export *x, char *const *cell)
{
	for (int i = 0; i < x->q->n_columns; i++) {
		int w = x->table->width[i], used = text_width(cell[i], strlen(cell[i]));
		bool last = i == x->q->n_columns - 1;

		for (int k = used; right(&x->q->columns[i]) && k < w; k++)
			str_addc(&x->buf, ' ');
		if (right(&x->q->columns[i]) && used < w)
			w = used;
		text_cells(cell[i], strlen(cell[i]), w, x->opt->safe, &x->buf);
		for (int k = 0; k < GAP && !last; k++)
			str_addc(&x->buf, ' ');
	}
	while (x->buf.len && x->buf.s[x->buf.len - 1] == ' ')
		str_cut(&x->buf, x->buf.len - 1);
	str_addc(&x->buf, '\n');
}

static void place(struct export *x)
{
	struct table *t = x->table;
	char **head = xcalloc((size_t)x->q->n_columns + 1, sizeof *head);

	for (int i = 0; i < x->q->n_columns; i++) {
		head[i] = xstrdup(_(path_field(&x->q->columns[i])->label));
		widen(x, i, head[i]);
	}
	fit(x);
	line(x, head);
	for (int i = 0; i < t->rows; i++)
		line(x, t->cell + (size_t)i * (size_t)x->q->n_columns);
	for (int i = 0; i < t->rows * x->q->n_columns; i++)
		free(t->cell[i]);
	for (int i = 0; i < x->q->n_columns; i++)
		free(head[i]);
	free(head);
	t->rows = 0;
	t->placed = true;
}

static void table_begin(struct export *x)
{
	x->table = xcalloc(1, sizeof *x->table);
	x->table->width = xcalloc((size_t)x->q->n_columns + 1, sizeof *x->table->width);
	x->table->cell = xcalloc((size_t)x->q->n_columns * SAMPLE_ROWS + 1, sizeof *x->table->cell);
}

static char *cell_text(struct export *x, const struct row *r, int col)
{
	struct str text = STR_INIT;

	export_value(x, r, col, SHOW_LIST, &text);
	return str_take(&text);
}

static void table_row(struct export *x, const struct row *r)
{
	struct table *t = x->table;
	int n = x->q->n_columns;
	char **cell = t->cell + (size_t)(t->placed ? 0 : t->rows) * (size_t)n;

	for (int i = 0; i < n; i++)
		cell[i] = cell_text(x, r, i);
	if (t->placed) {
		line(x, cell);
		for (int i = 0; i < n; i++)
			free(cell[i]);
		return;
	}
	for (int i = 0; i < n; i++)
		widen(x, i, cell[i]);
	if (++t->rows == SAMPLE_ROWS)
		place(x);
}

static void table_end(struct export *x)
{
	if (!x->table->placed && x->table->rows)
		place(x);
}

static void table_free(struct export *x)
{
	for (int i = 0; x->table && i < x->table->rows * x->q->n_columns; i++)
		free(x->table->cell[i]);
	if (x->table) {
		free(x->table->width);
		free(x->table->cell);
	}
	free(x->table);
	x->table = NULL;
}

static enum rc table_columns(struct export *x, struct query *q, struct arena *a, struct err *err)
{
	(void)err;
	if (!q->n_columns)
		query_default_columns(x->q->model, q, a);
	return RC_OK;
}

const struct export_form export_table_form = {
	.begin = table_begin, .row = table_row, .end = table_end, .close = table_free, .columns = table_columns
};
