#include "sniff.h"

#include <string.h>

#include "base/str.h"

/* Weights of the score of a dialect; found on some hundred spreadsheets from many programs. */
#define W_SAME 0.75    /* share of records with the commonest width */
#define W_NEAR 0.25    /* share within one cell of it */
#define W_UNTYPED 0.35 /* what is left of that when no cell looks like anything */
#define W_KNOWN 0.6    /* share of known headers in the best line */
#define W_WIDTH 0.02   /* for each column, up to five */
#define W_OPEN 0.15    /* off when a quote is left open */
#define EPSILON 1e-6

static const char delimiters[] = { ',', ';', '\t', '|' };
static const char quotes[] = { '"', '\'' };

static double share(double part, double of)
{
	return of > 0 ? part / of : 0;
}

/* Still in quotes of the other kind: the dialect left them there. */
static bool is_wrapped(const char *s)
{
	size_t n = strlen(s);

	return n > 1 && (*s == '\'' || *s == '"') && s[n - 1] == *s;
}

/* Share of cells that look like something: a mess is what a wrong delimiter makes. */
static double typed_share(const struct grid *g)
{
	int cells = 0, good = 0;

	for (int i = 0; i < g->n; i++)
		for (int k = 0; k < g->record[i].n; k++) {
			cells += g->record[i].type[k] != CELL_EMPTY;
			good += g->record[i].type[k] != CELL_EMPTY && g->record[i].type[k] != CELL_MESS &&
				!is_wrapped(g->record[i].cell[k]);
		}
	return share(good, cells);
}

/* Of the best line, since the header may stand below a preamble. */
static double known_share(const struct grid *g)
{
	double best = 0;

	for (int i = 0; i < g->n; i++) {
		const struct grid_record *r = &g->record[i];
		int filled = 0;

		for (int k = 0; k < r->n; k++)
			filled += r->type[k] != CELL_EMPTY;
		if (share(r->known, filled) > best)
			best = share(r->known, filled);
	}
	return best;
}

/* The right dialect makes records of one width whose cells look like something, under headers that are known. */
static double score(const struct grid *g, int *width)
{
	int same, near = 0;
	double shape;

	*width = grid_width(g, &same);
	for (int i = 0; i < g->n; i++)
		near += abs(g->record[i].n - *width) <= 1;
	shape = W_SAME * share(same, g->n) + W_NEAR * share(near, g->n);
	return shape * (W_UNTYPED + (1 - W_UNTYPED) * typed_share(g)) + W_KNOWN * known_share(g) +
	       W_WIDTH * (*width > 5 ? 5 : *width) - (g->faults ? W_OPEN : 0);
}

/* Whether the quote stands where a cell begins, so that trying it is worth the time. */
static bool opens_cells(const char *s, size_t n, char quote)
{
	for (const char *p = s; (p = memchr(p, quote, n - (size_t)(p - s))); p++)
		if (p == s || strchr(",;\t| \r\n", p[-1]))
			return true;
	return false;
}

/* A backslash before the quote anywhere: else both kinds of escape give the same records. */
static bool escapes(const char *s, size_t n, char quote)
{
	for (const char *p = s; (p = memchr(p, '\\', n - (size_t)(p - s))); p++)
		if (p + 1 < s + n && p[1] == quote)
			return true;
	return false;
}

/* The best so far, and the best of other delimiters and of other quotes, for how sure it is. */
struct choice {
	double score, other_delimiter, other_quote;
	struct csv_dialect dialect;
	int width;
};

static void take(struct choice *best, const struct csv_dialect *d, double value, int width)
{
	struct choice c = *best;

	c.score = value;
	c.dialect = *d;
	c.width = width;
	if (d->delimiter != best->dialect.delimiter && best->score > c.other_delimiter)
		c.other_delimiter = best->score;
	if (d->quote != best->dialect.quote && best->score > c.other_quote)
		c.other_quote = best->score;
	*best = c;
}

static void pass_by(struct choice *best, const struct csv_dialect *d, double value)
{
	if (d->delimiter != best->dialect.delimiter && value > best->other_delimiter)
		best->other_delimiter = value;
	if (d->quote != best->dialect.quote && value > best->other_quote)
		best->other_quote = value;
}

/* skip_to: the first line that counts, past a "sep=" line. */
static void try_dialect(
	struct choice *best, const struct csv_dialect *d, const char *s, size_t n, bool whole, int64_t skip_to)
{
	struct grid g = { .skip_to = skip_to };
	double value;
	int width;

	grid_load(&g, d, s, n, whole);
	value = score(&g, &width);
	if (value > best->score + EPSILON)
		take(best, d, value, width);
	else
		pass_by(best, d, value);
	grid_free(&g);
}

/* Rows of delimiters say nothing about which of them is one. */
static bool only_marks(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strchr(",;\t| \r\n\"", s[i]))
			return false;
	return true;
}

/* Tries what the person left open; the first of equals wins, so the order above is the order of likelihood. */
static struct choice choose(const char *s, size_t n, bool whole, const struct sheet_options *opt, int64_t skip_to)
{
	struct choice best = { .score = -1, .dialect = { ',', '"', false } };

	best.other_delimiter = best.other_quote = -1;
	if (only_marks(s, n) && !opt->delimiter) {
		best.dialect.delimiter = memchr(s, ';', n) ? ';' : memchr(s, '\t', n) ? '\t' : ',';
		return best;
	}
	for (size_t q = 0; q < COUNT(quotes); q++) {
		char quote = opt->quote ? opt->quote : quotes[q];

		if (q && (opt->quote || !opens_cells(s, n, quote)))
			break;
		for (int b = 0; b < 2; b++) {
			if (opt->backslash >= 0 ? b != opt->backslash : b && !escapes(s, n, quote))
				continue;
			for (size_t d = 0; d < (opt->delimiter ? 1 : COUNT(delimiters)); d++) {
				char c = opt->delimiter ? opt->delimiter : delimiters[d];
				struct csv_dialect dialect = { .delimiter = c, .quote = quote, .backslash = b };

				try_dialect(&best, &dialect, s, n, whole, skip_to);
			}
		}
	}
	return best;
}

/* The delimiter that a first line "sep=;" names, 0 when there is no such line. */
static char sep_line(const char *s, size_t n)
{
	bool quoted = n && *s == '"';
	char c;

	s += quoted;
	n -= quoted;
	if (n < 5 || strncmp(s, "sep=", 4) != 0 || !strchr(",;\t|:", s[4]))
		return '\0';
	c = s[4];
	s += 5;
	n -= 5;
	if (quoted && n && *s == '"') {
		s++;
		n--;
	}
	return !n || *s == '\r' || *s == '\n' ? c : '\0';
}

int64_t sniff_first_line(const char *s, size_t n)
{
	return sep_line(s, n) ? 2 : 1;
}

/* Nothing else parts the cells: then a space may, where it shows that it does. A column of names has spaces too, so
 * most records must quote cells beside a space, or have three cells and more, as many as all the others, half of them
 * values. */
static bool parted_by_spaces(const struct grid *g, const char *s, size_t n)
{
	int same, width = grid_width(g, &same), cells = 0, values = 0, quoted = 0, lines = 0;

	for (int i = 0; i < g->n; i++)
		for (int k = 0; k < g->record[i].n; k++) {
			cells++;
			values += cell_is_value(g->record[i].type[k]);
		}
	for (size_t i = 0; i < n; i++) {
		quoted +=
			s[i] == '"' && i + 1 < n && (i == 0 || s[i - 1] == ' ' || s[i - 1] == '\n') && s[i + 1] != ' ';
		lines += s[i] == '\n';
	}
	if (g->n < 3 || width < 3)
		return false;
	return quoted * 5 >= lines * 4 || (same == g->n && values * 2 >= cells);
}

static bool try_space(struct choice *best, const char *s, size_t n, bool whole, int64_t skip_to)
{
	struct grid g = { .skip_to = skip_to };
	struct csv_dialect d = { .delimiter = ' ', .quote = '"' };
	bool parts;

	grid_load(&g, &d, s, n, whole);
	parts = parted_by_spaces(&g, s, n);
	if (parts) {
		best->dialect = d;
		best->width = g.record[0].n;
	}
	grid_free(&g);
	return parts;
}

/* Half a point is what most right dialects are ahead of the next. */
static int sure_by(double margin)
{
	return margin >= 0.5 ? 99 : 50 + (int)(98 * margin);
}

/* As csv_put writes it: what comes from there is known by that where the words alone leave it open. */
static bool is_quoted_line(const char *s, size_t n, const struct csv_dialect *d)
{
	const char *end = memchr(s, '\n', n);

	if (!end || end - s < 4 || *s != d->quote || end[-1] != '\r' || end[-2] != d->quote)
		return false;
	for (end -= 2, s++; s < end; s++)
		if (*s == d->quote) {
			if (s[1] != d->delimiter || s[2] != d->quote)
				return false;
			s += 2;
		}
	return s == end;
}

static void find_header(
	const char *s, size_t n, bool whole, int64_t skip_to, const struct sheet_options *opt, struct sheet_info *info)
{
	struct grid g = { .skip_to = skip_to, .width = info->columns };

	grid_load(&g, &info->dialect, s, n, whole);
	if (opt->header_line < 0)
		info->header_line = header_find(&g, &info->header_sure);
	if (!is_quoted_line(s, n, &info->dialect)) /* ours: one row */
		head_find(&g, opt, info);
	grid_free(&g);
}

void sniff(const char *s, size_t n, bool whole, const struct sheet_options *opt, struct sheet_info *info)
{
	struct sheet_options o = *opt;
	char sep = sep_line(s, n);
	int64_t skip_to = sniff_first_line(s, n);
	struct choice best;
	bool space = false;

	if (sep && !o.delimiter)
		o.delimiter = sep;
	best = choose(s, n, whole, &o, skip_to);
	if (best.width <= 1 && !o.delimiter && !o.quote)
		space = try_space(&best, s, n, whole, skip_to);
	info->dialect = best.dialect;
	info->columns = best.width;
	info->one_column = best.width <= 1 && !o.delimiter;
	info->delimiter_sure = o.delimiter ? 100 : space ? 60 : sure_by(best.score - best.other_delimiter);
	info->quote_sure = o.quote || !memchr(s, best.dialect.quote, n) ? 100 : sure_by(best.score - best.other_quote);
	info->header_line = o.header_line;
	info->header_sure = 100;
	find_header(s, n, whole, skip_to, &o, info);
	info->quoted_header = info->header_line == 1 && is_quoted_line(s, n, &info->dialect);
}
