#include "tsv.h"

#include "base/str.h"

static void add_row(struct tsv *t, char *line, size_t *cap)
{
	size_t from = (size_t)t->rows * (size_t)t->cols;

	if (from + (size_t)t->cols > *cap) {
		*cap = *cap ? *cap * 2 : 64 * (size_t)t->cols;
		t->cells = xreallocarray(t->cells, *cap, sizeof *t->cells);
	}
	for (int i = 0; i < t->cols; i++) {
		char *cell = strsep(&line, "\t");

		t->cells[from + (size_t)i] = cell ? cell : "";
	}
	t->rows++;
}

void tsv_load(struct tsv *t, const char *data, size_t n, int cols)
{
	char *rest, *line;
	size_t cap = 0;

	*t = (struct tsv){ .text = xstrndup(data, n), .cols = cols };
	rest = t->text;
	while ((line = strsep(&rest, "\n")))
		if (*line && *line != '#')
			add_row(t, line, &cap);
}
