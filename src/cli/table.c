#include "table.h"

#include "base/csv.h"
#include "base/i18n.h"
#include "base/layout.h"
#include "record/value.h"

#define GAP 2    /* cells between columns */
#define NARROW 8 /* cells that a column keeps when the terminal is too small */

void table_init(struct table *t, const struct column *column, int n_columns)
{
	*t = (struct table){ .column = column, .n_columns = n_columns };
}

void table_free(struct table *t)
{
	free(t->cell);
	arena_free(&t->arena);
	*t = (struct table){ 0 };
}

void table_add(struct table *t, const char *text)
{
	GROW(t->cell, t->n_cells, t->cap_cells);
	t->cell[t->n_cells++] = text ? arena_strdup(&t->arena, text) : NULL;
}

void table_int(struct table *t, int64_t n)
{
	GROW(t->cell, t->n_cells, t->cap_cells);
	t->cell[t->n_cells++] = arena_printf(&t->arena, "%lld", (long long)n);
}

int table_rows(const struct table *t)
{
	return t->n_cells / t->n_columns;
}

static const char *cell(const struct table *t, int row, int col)
{
	const char *s = t->cell[row * t->n_columns + col];

	return s ? s : "";
}

/* The widest cell of each column; on a terminal the widest columns give way until the line fits. */
static void measure(const struct cli *c, const struct table *t, int *width)
{
	int total = -GAP, widest;

	for (int col = 0; col < t->n_columns; col++) {
		const char *label = _(t->column[col].label);

		width[col] = text_width(label, strlen(label));
		for (int row = 0; row < table_rows(t); row++) {
			int w = text_width(cell(t, row, col), strlen(cell(t, row, col)));

			width[col] = w > width[col] ? w : width[col];
		}
		total += width[col] + GAP;
	}
	for (; c->tty && total > c->width; total--) {
		widest = 0;
		for (int col = 1; col < t->n_columns; col++)
			widest = width[col] > width[widest] ? col : widest;
		if (width[widest] <= NARROW)
			break;
		width[widest]--;
	}
}

static void put_row(const struct cli *c, const struct table *t, const int *width, int row, struct str *out)
{
	for (int col = 0; col < t->n_columns; col++) {
		const char *s = row < 0 ? _(t->column[col].label) : cell(t, row, col);
		int w = text_width(s, strlen(s)), pad = width[col] > w ? width[col] - w : 0;

		if (col)
			str_add(out, "  ");
		if (t->column[col].kind == COL_NUMBER && pad) {
			str_addf(out, "%*s", pad, "");
			put_cells(c, out, s, w);
		} else {
			put_cells(c, out, s, width[col]);
		}
	}
	while (out->len && out->s[out->len - 1] == ' ')
		str_cut(out, out->len - 1);
}

static void print_people(const struct cli *c, const struct table *t)
{
	int *width = xcalloc((size_t)t->n_columns, sizeof *width);
	struct str line = STR_INIT, out = STR_INIT;

	measure(c, t, width);
	put_row(c, t, width, -1, &line);
	put_sgr(c, &out, "4", line.s);
	str_addc(&out, '\n');
	for (int row = 0; row < table_rows(t); row++) {
		str_clear(&line);
		put_row(c, t, width, row, &line);
		str_addf(&out, "%s\n", line.s);
	}
	print_str(&out);
	str_free(&out);
	str_free(&line);
	free(width);
}

static void print_sheet(const struct cli *c, const struct table *t, char delimiter)
{
	const struct csv_dialect dialect = { .delimiter = delimiter, .quote = '"' };
	const char **row = xcalloc((size_t)t->n_columns, sizeof *row);
	struct str out = STR_INIT, safe = STR_INIT;

	for (int r = -1; r < table_rows(t); r++) {
		for (int col = 0; col < t->n_columns; col++)
			row[col] = r < 0 ? t->column[col].name : cell(t, r, col);
		csv_put(&out, row, t->n_columns, &dialect, true);
	}
	put_data(c, &safe, out.s);
	print_str(&safe);
	str_free(&safe);
	str_free(&out);
	free(row);
}

static void put_json(const struct table *t, int row, int col, struct str *out)
{
	const char *s = t->cell[row * t->n_columns + col];

	json_text(out, t->column[col].name, strlen(t->column[col].name));
	str_addc(out, ':');
	if (!s)
		str_add(out, "null");
	else if (t->column[col].kind == COL_NUMBER)
		str_add(out, s);
	else if (t->column[col].kind == COL_YES_NO)
		str_add(out, strcmp(s, "yes") == 0 ? "true" : "false");
	else
		json_text(out, s, strlen(s));
}

static void print_json(const struct table *t)
{
	struct str out = STR_INIT;

	str_add(&out, "[");
	for (int row = 0; row < table_rows(t); row++) {
		str_add(&out, row ? ",\n{" : "\n{");
		for (int col = 0; col < t->n_columns; col++) {
			if (col)
				str_addc(&out, ',');
			put_json(t, row, col, &out);
		}
		str_addc(&out, '}');
	}
	str_add(&out, table_rows(t) ? "\n]\n" : "]\n");
	print_str(&out);
	str_free(&out);
}

void table_print(const struct cli *c, const struct table *t, enum format format)
{
	struct str out = STR_INIT;

	switch (format) {
	case FORMAT_TABLE: print_people(c, t); break;
	case FORMAT_CSV: print_sheet(c, t, ','); break;
	case FORMAT_TSV: print_sheet(c, t, '\t'); break;
	case FORMAT_JSON: print_json(t); break;
	case FORMAT_IDS:
		for (int row = 0; row < table_rows(t); row++)
			str_addf(&out, "%s\n", cell(t, row, 0));
		print_str(&out);
		break;
	}
	str_free(&out);
}
