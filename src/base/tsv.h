/* Private to base: a data file compiled into the program, cut into rows and cells at its first use. */
#ifndef BASE_TSV_H
#define BASE_TSV_H

#include <stddef.h>

/* Rows of exactly cols cells, "" where a line has fewer; lines that are empty or begin with '#' are no rows. */
struct tsv {
	char *text;         /* one copy, which lives as long as the program */
	const char **cells; /* rows * cols pointers into it */
	int rows, cols;
};

void tsv_load(struct tsv *t, const char *data, size_t n, int cols);

static inline const char *tsv_cell(const struct tsv *t, int row, int col)
{
	return t->cells[(size_t)row * (size_t)t->cols + (size_t)col];
}

#endif
