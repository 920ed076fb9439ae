#include "base/money.h"

#include <strings.h>

#include <utf8proc.h>

#include "base/embed.h"
#include "money_data.h"
#include "tsv.h"

EMBED(currencies_tsv, "data/currencies.tsv")

enum { CODE, DIGITS, SYMBOL, SIGNS, COLUMNS };

/* The table and the currencies made from it, in the order of the file. */
static const struct tsv *table(struct currency **all)
{
	static struct tsv t;
	static struct currency *made;

	if (!made) {
		tsv_load(&t, currencies_tsv, EMBED_LEN(currencies_tsv), COLUMNS);
		made = xcalloc((size_t)t.rows, sizeof *made);
		for (int i = 0; i < t.rows; i++)
			made[i] = (struct currency){ .code = tsv_cell(&t, i, CODE),
				.symbol = tsv_cell(&t, i, SYMBOL),
				.digits = *tsv_cell(&t, i, DIGITS) - '0' };
	}
	*all = made;
	return &t;
}

const struct currency *currency_find(const char *code)
{
	struct currency *all;
	const struct tsv *t = table(&all);

	for (int i = 0; i < t->rows; i++)
		if (strcasecmp(all[i].code, code) == 0)
			return &all[i];
	return NULL;
}

/* The longest of the signs in list ("a|b") that s begins with (or, at_end, ends with). */
static size_t longest(const char *list, const char *s, size_t n, bool at_end)
{
	size_t best = 0;

	while (*list) {
		size_t len = strcspn(list, "|");

		if (len > best && len <= n && strncasecmp(at_end ? s + n - len : s, list, len) == 0)
			best = len;
		list += len;
		list += *list == '|';
	}
	return best;
}

size_t currency_sign(const char *s, size_t n, bool at_end)
{
	struct currency *all;
	const struct tsv *t = table(&all);
	size_t best = 0;

	for (int row = 0; row < t->rows; row++)
		for (int col = 0; col < COLUMNS; col++) {
			size_t len = col == DIGITS ? 0 : longest(tsv_cell(t, row, col), s, n, at_end);

			if (len > best)
				best = len;
		}
	return best;
}

/* Whether the n bytes at s are one of the currency's signs or its code. */
static bool is_sign_of(const struct tsv *t, int row, const char *s, size_t n)
{
	for (int col = 0; col < COLUMNS; col++)
		if (col != DIGITS && longest(tsv_cell(t, row, col), s, n, false) == n)
			return true;
	return false;
}

enum currency_fit currency_fit(const char *amount, const struct currency *cur)
{
	struct currency *all;
	const struct tsv *t = table(&all);
	const char *s = amount + strspn(amount, " -+("), *end = s + strlen(s);
	size_t n;

	while (end > s && (end[-1] == ' ' || end[-1] == ')'))
		end--;
	n = currency_sign(s, (size_t)(end - s), false);
	if (!n) {
		n = currency_sign(s, (size_t)(end - s), true);
		s = end - n;
	}
	if (!n || (n == 1 && *s > 0 && *s != '$')) /* one letter is a thousand or a million */
		return CURRENCY_NOT_NAMED;
	return is_sign_of(t, (int)(cur - all), s, n) ? CURRENCY_FITS : CURRENCY_OTHER;
}

static uint64_t magnitude(int64_t v)
{
	return v < 0 ? -(uint64_t)v : (uint64_t)v;
}

static uint64_t power10(int n)
{
	uint64_t p = 1;

	while (n-- > 0)
		p *= 10;
	return p;
}

void decimal_plain(int64_t minor, int digits, struct str *out)
{
	uint64_t v = magnitude(minor), unit = power10(digits);

	char *to;

	str_add(out, minor < 0 ? "-" : "");
	str_add_uint(out, v / unit);
	if (!digits)
		return;
	str_addc(out, '.');
	to = str_extend(out, (size_t)digits);
	for (v %= unit; digits--; v /= 10)
		to[digits] = (char)('0' + v % 10);
}

/* The last code point's category tells whether a blank has to stand between symbol and digits: "Kč 5", "€5". */
static bool ends_as_word(const char *symbol)
{
	utf8proc_int32_t cp = 0;
	utf8proc_ssize_t n = 1;
	utf8proc_category_t kind;

	for (const char *s = symbol; *s && n > 0; s += n)
		n = utf8proc_iterate((const utf8proc_uint8_t *)s, -1, &cp);
	kind = utf8proc_category(cp);
	return cp == '.' || (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO);
}

static void add_symbol(bool negative, const struct currency *cur, struct str *out)
{
	str_addf(out, "%s%s%s", negative ? "-" : "", cur->symbol, ends_as_word(cur->symbol) ? " " : "");
}

static void add_grouped(uint64_t v, struct str *out)
{
	char digits[24];
	int n = 0;

	do {
		digits[n++] = (char)('0' + v % 10);
		v /= 10;
	} while (v);
	while (n-- > 0) {
		str_addc(out, digits[n]);
		if (n && n % 3 == 0)
			str_addc(out, ',');
	}
}

void money_show(int64_t minor, const struct currency *cur, struct str *out)
{
	uint64_t v = magnitude(minor), unit = power10(cur->digits);

	add_symbol(minor < 0, cur, out);
	add_grouped(v / unit, out);
	if (v % unit)
		str_addf(out, ".%0*llu", cur->digits, (unsigned long long)(v % unit));
}

/* v / by, rounded half up. */
static uint64_t div_round(uint64_t v, uint64_t by)
{
	return v / by + (v % by >= by - by / 2);
}

void money_short(int64_t minor, const struct currency *cur, struct str *out)
{
	static const char units[] = " kmbtq"; /* thousands of each other */
	uint64_t v = magnitude(minor), unit = power10(cur->digits), tenths;
	int i = 0;

	add_symbol(minor < 0 && div_round(v, unit), cur, out);
	while (units[i + 1] && div_round(v, unit) >= 1000) {
		unit *= 1000; /* at most 10^19 */
		i++;
	}
	tenths = i ? div_round(v, unit / 10) : 0;
	if (tenths < 100 && tenths % 10)
		str_addf(out, "%d.%d", (int)(tenths / 10), (int)(tenths % 10));
	else
		str_addf(out, "%llu", (unsigned long long)div_round(v, unit));
	if (i)
		str_addc(out, units[i]);
}

int64_t muldiv_round(int64_t a, int64_t b, int64_t c)
{
	unsigned __int128 product = (unsigned __int128)magnitude(a) * magnitude(b), by = (uint64_t)c;
	unsigned __int128 q = product / by + (product % by >= by - by / 2);

	return (a < 0) == (b < 0) ? (int64_t)q : -(int64_t)q;
}
