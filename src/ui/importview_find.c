/* A file may have hundreds of columns: one of them is found by its header, by the field it becomes, or by a cell. */
#include "importview.h"

#include "base/i18n.h"
#include "found.h"

struct finding {
	struct importview *iv;
	struct arena arena; /* what the columns become, in words */
};

static bool says(const struct import_column *col, const char *becomes, const char *query)
{
	if (text_has(col->header, query) || text_has(becomes, query))
		return true;
	for (int i = 0; i < 3 && col->sample[i]; i++)
		if (text_has(col->sample[i], query))
			return true;
	return false;
}

static int find_columns(void *ctx, const char *query, struct picker_row *rows, int max)
{
	struct finding *f = ctx;
	struct str becomes = STR_INIT;
	int n = 0;

	arena_reset(&f->arena);
	for (int i = 0; i < f->iv->res.n_columns && n < max; i++) {
		const struct import_column *col = &f->iv->res.column[i];

		str_clear(&becomes);
		importview_field_name(f->iv, col, &becomes);
		if (says(col, becomes.s, query))
			rows[n++] = (struct picker_row){ .id = i + 1,
				.text = col->header,
				.detail = arena_strndup(&f->arena, becomes.s, becomes.len),
				.role = col->slot >= 0 ? C_TEXT : C_DIM };
	}
	str_free(&becomes);
	return n;
}

static void choose_column(struct ui *ui, void *ctx, const struct picker_row *row)
{
	struct finding *f = ctx;

	(void)ui;
	f->iv->pane = PANE_COLUMNS;
	f->iv->col.sel = (int)row->id - 1;
}

static void close_finding(void *ctx)
{
	struct finding *f = ctx;

	arena_free(&f->arena);
	free(f);
}

static const struct picker_ops ops = { .find = find_columns, .choose = choose_column, .close = close_finding };

enum rc importview_find(struct view *v, struct err *err)
{
	struct importview *iv = v->data;
	struct picker look = { .title = _("column"), .at = iv->col.sel + 1 };
	struct finding *f;

	if (!iv->res.n_columns)
		return fail(err, RC_INVALID, NO_FIELD, _("there is no column to go to"));
	f = xcalloc(1, sizeof *f);
	f->iv = iv;
	return picker_open(v->ui, &look, &ops, f, err);
}
