#include <string.h>

#include "base/str.h"
#include "sniff.h"

#define HEADER_RECORDS 30
#define LOOK_BELOW 20  /* records that show what the columns hold */
#define THRESHOLD 1.15 /* under it no line is a header */

/* Weights of the score of a line; shares are of its cells. */
#define W_KNOWN 1.6
#define W_HIT 0.25 /* for each known header, up to four */
#define W_FILL 0.35
#define W_TEXT 0.45
#define W_VALUE 1.8 /* off for e-mails, dates, phones, numbers */
#define W_UNIQUE 0.3
#define W_CONTRAST 1.2 /* columns that hold values below a word */
#define W_INDEX 0.06   /* off for each line further down */

static bool same_text(const struct grid_record *a, const struct grid_record *b)
{
	if (a->n != b->n)
		return false;
	for (int i = 0; i < a->n; i++)
		if (!str_eq(a->cell[i], b->cell[i]))
			return false;
	return true;
}

/* Headers differ from each other; the first 200 columns are enough to tell. */
static int unique_cells(const struct grid_record *r)
{
	int n = 0;

	for (int i = 0; i < r->n; i++) {
		bool seen = r->type[i] == CELL_EMPTY;

		for (int k = 0; k < i && k < 200 && !seen; k++)
			seen = str_eq(r->cell[i], r->cell[k]);
		n += !seen;
	}
	return n;
}

bool grid_values_below(const struct grid *g, int at, int column)
{
	int filled = 0, values = 0;

	for (int i = at + 1; i < g->n && i <= at + LOOK_BELOW; i++) {
		const struct grid_record *r = &g->record[i];

		if (column >= r->n || r->type[column] == CELL_EMPTY)
			continue;
		filled++;
		values += cell_is_value(r->type[column]);
	}
	return filled && values * 3 >= filled * 2;
}

/* How far the line's width is from the common one, as a share of it, 1 at most. */
static double mismatch(int n, int width)
{
	int off = n > width ? n - width : width - n;

	return width && off < width ? (double)off / width : off > 0;
}

/* All shares are of the filled cells, so that empty columns at the right do not hide a header. */
static double score(const struct grid *g, int at, int width)
{
	const struct grid_record *r = &g->record[at];
	int filled = 0, values = 0, text = 0, contrast = 0;

	for (int i = 0; i < r->n; i++) {
		filled += r->type[i] != CELL_EMPTY;
		values += cell_is_value(r->type[i]);
		text += r->type[i] == CELL_TEXT || r->type[i] == CELL_MESS;
		contrast += r->type[i] == CELL_TEXT && grid_values_below(g, at, i);
	}
	if (!filled)
		return -10;
	return W_KNOWN * r->known / filled + W_HIT * (r->known > 4 ? 4 : r->known) + W_FILL * filled / r->n +
	       W_TEXT * text / filled - W_VALUE * values / filled + W_UNIQUE * unique_cells(r) / filled +
	       W_CONTRAST * contrast / filled - W_INDEX * at - mismatch(r->n, width);
}

/* A margin of one, which a few known headers make, is as sure as it gets. */
static int sure_by(double margin)
{
	return margin >= 1 ? 99 : 50 + (int)(49 * margin);
}

int64_t header_find(const struct grid *g, int *sure)
{
	double best = THRESHOLD, second = THRESHOLD, most = 0;
	int found = -1, same, width = grid_width(g, &same);

	for (int i = 0; i < g->n && i < HEADER_RECORDS; i++) {
		double value = score(g, i, width);

		most = value > most ? value : most;
		if (value > best) {
			second = best;
			best = value;
			found = i;
		} else if (value > second) {
			second = value;
		}
	}
	*sure = sure_by(found < 0 ? THRESHOLD - most : best - second);
	while (found >= 0 && found + 1 < g->n && same_text(&g->record[found], &g->record[found + 1]))
		found++; /* a header printed twice */
	return found < 0 ? 0 : g->record[found].line;
}
