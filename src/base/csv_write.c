#include "base/csv.h"

#include <ctype.h>

#include "base/str.h"

/* What makes a spreadsheet read the cell as a formula, when it comes first. */
static const char *const live[] = { "=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "＝", "＋", "－", "＠", "｜",
	"％" };
static const char *const blank[] = { " ", "'", "\u00a0", "\u3000" };

static size_t starts_any(const char *s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_starts(s, list[i]))
			return strlen(list[i]);
	return 0;
}

/* "-12.50", "+982188887777", "+98 21 8888": a number or a phone as we print them. More signs inside would be
 * arithmetic. */
static bool plain_number(const char *s)
{
	bool phone = *s == '+', dot = false;

	if (*s != '+' && *s != '-')
		return false;
	for (s++; isdigit((unsigned char)*s); s++) {
		if (s[1] == '.' && !dot && !phone) {
			dot = true;
			s++;
		} else if (s[1] == ' ' && phone) {
			s++;
		}
	}
	return !*s && isdigit((unsigned char)s[-1]);
}

/* Holds for a text with one more ' before it whenever it holds for the text: that is what makes unguarding exact. */
bool csv_is_formula(const char *cell)
{
	const char *s = cell;
	size_t n;

	if (!*s || isalnum((unsigned char)*s)) /* most cells */
		return false;
	if (*s == '+' || *s == '-') /* phones: live, unless they are a number */
		return !plain_number(cell);
	while ((n = starts_any(s, blank, COUNT(blank))))
		s += n;
	return starts_any(s, live, COUNT(live)) && !plain_number(cell);
}

size_t csv_unguard(const char *cell)
{
	return *cell == '\'' && csv_is_formula(cell + 1) ? 1 : 0;
}

static void put_char(struct str *out, char c, const struct csv_dialect *d)
{
	if (d->backslash && (c == '\\' || c == d->quote))
		str_addc(out, '\\');
	else if (c == d->quote)
		str_addc(out, d->quote);
	str_addc(out, c);
}

/* A cell in which nothing is to be doubled, as nearly all are. */
static void put_plain(struct str *out, const char *s, size_t n, char quote)
{
	char *to = str_extend(out, n + 2);

	to[0] = quote;
	memcpy(to + 1, s, n);
	to[n + 1] = quote;
}

static void put_cell(struct str *out, const char *s, const struct csv_dialect *d, bool guard)
{
	const char special[] = { d->quote, d->backslash ? '\\' : d->quote, '\0' };
	size_t n = strlen(s);

	if (!(guard && csv_is_formula(s)) && !d->backslash && !memchr(s, d->quote, n)) {
		put_plain(out, s, n, d->quote);
		return;
	}
	str_addc(out, d->quote);
	if (guard && csv_is_formula(s))
		put_char(out, '\'', d);
	while (*s) {
		n = strcspn(s, special);
		str_addn(out, s, n);
		s += n;
		if (*s)
			put_char(out, *s++, d);
	}
	str_addc(out, d->quote);
}

void csv_put(struct str *out, const char *const *cell, int n, const struct csv_dialect *d, bool guard)
{
	for (int i = 0; i < n; i++) {
		if (i)
			str_addc(out, d->delimiter);
		put_cell(out, cell[i], d, guard);
	}
	str_add(out, "\r\n");
}
