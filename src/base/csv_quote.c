#include "csv_quote.h"

#define LONG_LINES 50
#define LONG_BYTES (64 * 1024)

static bool is_end(char c)
{
	return c == '\n' || c == '\r';
}

static bool is_gap(char c, const struct csv_dialect *d)
{
	return (c == ' ' || c == '\t') && c != d->delimiter;
}

/* Whether the quote at s[i] closes its cell: only blanks up to a delimiter or the end of the line. */
static bool closes(const struct csv_dialect *d, const char *s, size_t n, size_t i)
{
	for (i++; i < n && is_gap(s[i], d); i++)
		;
	return i == n || s[i] == d->delimiter || is_end(s[i]);
}

/* Long cells happen and odd quotes happen; both at once is a quote that was left open. */
static bool too_long(const struct quote_scan *q)
{
	return q->odd && (q->lines > LONG_LINES || q->bytes > LONG_BYTES);
}

/* Walks inside a quoted cell from s[i]; returns where it closed, n when it did not. */
static size_t inside(struct quote_scan *q, const struct csv_dialect *d, const char *s, size_t n, size_t i, bool first)
{
	for (; i < n; i++, q->bytes++) {
		if (s[i] != d->quote)
			continue;
		if (i + 1 < n && s[i + 1] == d->quote) {
			i++;
			continue;
		}
		if (closes(d, s, n, i))
			return i;
		q->odd = true;
		q->bad |= too_long(q) || (!first && (i == 0 || s[i - 1] == d->delimiter));
	}
	return n;
}

/* Walks from the start of a cell at s[i] to the quote that opens one; n when there is none. */
static size_t outside(const struct csv_dialect *d, const char *s, size_t n, size_t i)
{
	bool start = true;

	for (; i < n; i++) {
		if (s[i] == d->delimiter)
			start = true;
		else if (start && s[i] == d->quote)
			return i;
		else if (!is_gap(s[i], d))
			start = false;
	}
	return n;
}

/* The walk is only as exact as the question needs: libcsv parses, this looks for trouble. */
bool quote_scan_line(struct quote_scan *q, const struct csv_dialect *d, const char *s, size_t n, bool first)
{
	size_t i = 0;
	bool open = !first;

	if (first)
		*q = (struct quote_scan){ 0 };
	while (i < n) {
		if (open) {
			i = inside(q, d, s, n, i, first);
			open = i == n;
			i += !open;
			if (!open) /* what stands between the closing quote and the delimiter opens nothing */
				for (; i < n && s[i] != d->delimiter; i++)
					;
			continue;
		}
		i = outside(d, s, n, i);
		open = i < n;
		i += open;
		if (open)
			*q = (struct quote_scan){ .bad = q->bad };
	}
	q->lines += open;
	return q->bad || (open && (too_long(q) || q->bytes > CSV_CELL_MAX));
}

/* The end of the quoted cell that opens at s[i]; *stray: a quote inside follows a delimiter and is no end. */
static size_t quoted_end(const struct csv_dialect *d, const char *s, size_t n, size_t i, bool *stray)
{
	*stray = false;
	for (i++; i < n; i++) {
		if (s[i] != d->quote)
			continue;
		if (i + 1 < n && s[i + 1] == d->quote)
			i++;
		else if (closes(d, s, n, i))
			return i;
		else
			*stray |= s[i - 1] == d->delimiter;
	}
	return n;
}

size_t quote_stray(const struct csv_dialect *d, const char *s, size_t n, size_t from)
{
	size_t i = 0, end;
	bool stray;

	while ((i = outside(d, s, n, i)) < n) {
		end = quoted_end(d, s, n, i, &stray);
		if (stray && i >= from)
			return i;
		for (i = end; i < n && s[i] != d->delimiter; i++)
			;
	}
	return n;
}
