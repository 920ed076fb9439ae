#include "base/str.h"
#include "sheet.h"
#include "sniff.h"

#define HEADER_RECORDS 30

/* Faults are counted and left out: what a quote swallowed tells nothing about columns. */
static bool add_record(void *ctx, const struct csv_record *r)
{
	struct grid *g = ctx;
	struct grid_record *to = &g->record[g->n];

	if (r->fault)
		g->faults += r->fault == CSV_UNTERMINATED;
	if (r->fault || r->blank || r->line < g->skip_to)
		return true;
	*to = (struct grid_record){ .n = r->n, .line = r->line };
	to->cell = xcalloc((size_t)r->n, sizeof *to->cell);
	to->type = xcalloc((size_t)r->n, sizeof *to->type);
	for (int i = 0; i < r->n; i++) {
		to->cell[i] = xstrndup(r->cell[i], r->len[i]);
		to->type[i] = cell_type(to->cell[i]);
		if (g->n < HEADER_RECORDS && to->type[i] != CELL_EMPTY && !cell_is_value(to->type[i]))
			to->known += sheet_known(to->cell[i]);
	}
	return ++g->n < SNIFF_RECORDS;
}

/* A cut sample is not ended, unless that leaves nothing at all: a first record longer than the sample. */
void grid_load(struct grid *g, const struct csv_dialect *d, const char *s, size_t n, bool whole)
{
	struct csv_reader *r = csv_reader_new(d, add_record, g);

	csv_reader_expect(r, g->width);
	g->record = xcalloc(SNIFF_RECORDS, sizeof *g->record);
	g->n = g->faults = 0;
	if (!csv_reader_feed(r, s, n, NULL) && (whole || !g->n))
		csv_reader_end(r, NULL);
	csv_reader_free(r);
}

void grid_free(struct grid *g)
{
	for (int i = 0; i < g->n; i++) {
		for (int k = 0; k < g->record[i].n; k++)
			free(g->record[i].cell[k]);
		free(g->record[i].cell);
		free(g->record[i].type);
	}
	free(g->record);
}

int grid_width(const struct grid *g, int *share)
{
	int best = 0, most = 0;

	for (int i = 0; i < g->n; i++) {
		int same = 0;

		for (int k = i; k < g->n; k++)
			same += g->record[k].n == g->record[i].n;
		if (same > most) {
			most = same;
			best = g->record[i].n;
		}
	}
	*share = most;
	return best;
}
