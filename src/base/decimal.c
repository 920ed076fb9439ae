/* Amounts as people and spreadsheets write them. The text is made plain ASCII, what stands around the digits is taken
 * off from both ends, and one pass over the rest decides which separator is the decimal point. */
#include "base/money.h"

#include <strings.h>

#include "base/i18n.h"
#include "digits.h"
#include "money_data.h"

#define POINT_FA "\xd9\xab" /* ٫ U+066B */
#define GROUP_FA "\xd9\xac" /* ٬ U+066C */
#define COMMA_FA "\xd8\x8c" /* ، U+060C, typed for ٬ */

/* What is left of the text: plain[from, to). */
struct amount {
	const char *plain;
	size_t from, to;
	bool negative;
	int shift;    /* of a word for thousands: the power of ten it stands for */
	size_t point; /* where the decimal point stands, to when there is none */
};

static const struct {
	const char *word;
	int shift;
} scales[] = {
	{ "k", 3 },
	{ "m", 6 },
	{ "mn", 6 },
	{ "mio", 6 },
	{ "b", 9 },
	{ "bn", 9 },
	{ "t", 12 },
	{ "万", 4 },
	{ "萬", 4 },
	{ "亿", 8 },
	{ "億", 8 },
	{ "هزار", 3 },
	{ "میلیون", 6 },
	{ "میلیارد", 9 },
};

/* The bytes of the mark that p begins with and the one byte that stands for it: ٫ is ':', which no amount has, ٬ and ’
 * are
 * '\'', ، is ','; any other byte stands for itself. */
static size_t mark(const char *p, char *to)
{
	static const struct {
		const char *from;
		char to;
	} marks[] = { { POINT_FA, ':' }, { GROUP_FA, '\'' }, { COMMA_FA, ',' }, { "\xe2\x80\x99", '\'' } };

	for (size_t i = 0; i < COUNT(marks) && *p < 0; i++)
		if (str_starts(p, marks[i].from)) {
			*to = marks[i].to;
			return strlen(marks[i].from);
		}
	*to = *p == ':' ? '?' : *p;
	return 1;
}

static void simplify(const char *plain, struct str *out)
{
	char c;

	while (*plain) {
		plain += mark(plain, &c);
		str_addc(out, c);
	}
}

/* The offset in what was typed of byte at of the simplified text. */
static int typed_offset(const char *s, const char *plain, int at)
{
	const char *p = plain;
	char c;

	while (at-- > 0 && *p)
		p += mark(p, &c);
	return plain_offset(s, (size_t)(p - plain));
}

static void trim(struct amount *a)
{
	while (a->from < a->to && a->plain[a->from] == ' ')
		a->from++;
	while (a->to > a->from && a->plain[a->to - 1] == ' ')
		a->to--;
}

/* One sign or bracket pair off the ends; false when there was none. */
static bool take_sign(struct amount *a)
{
	char first = a->plain[a->from], last = a->plain[a->to - 1];

	if (first == '(' && last == ')' && a->to - a->from >= 2) {
		a->from++;
		a->to--;
	} else if (first == '-' || first == '+') {
		a->from++;
		a->negative = first == '-';
		return true;
	} else if (last == '-') {
		a->to--;
	} else {
		return false;
	}
	a->negative = true;
	return true;
}

/* Where digits stand at both ends, as nearly always, the table of signs is not searched. */
static bool take_currency(struct amount *a)
{
	size_t n = 0;

	if (!is_digit(a->plain[a->from]))
		n = currency_sign(a->plain + a->from, a->to - a->from, false);
	a->from += n;
	if (n || is_digit(a->plain[a->to - 1]))
		return n > 0;
	n = currency_sign(a->plain + a->from, a->to - a->from, true);
	a->to -= n;
	return n > 0;
}

static bool take_scale(struct amount *a)
{
	size_t best = 0;

	if (is_digit(a->plain[a->to - 1]))
		return false;
	for (size_t i = 0; i < COUNT(scales); i++) {
		size_t n = strlen(scales[i].word);

		if (n > best && n < a->to - a->from && strncasecmp(a->plain + a->to - n, scales[i].word, n) == 0) {
			best = n;
			a->shift = scales[i].shift;
		}
	}
	a->to -= best;
	return best > 0;
}

/* Signs, currency and scale off both ends, each at most once, in any order. */
static void strip(struct amount *a)
{
	bool sign = false, currency = false, scale = false, more = true;

	while (more) {
		more = false;
		trim(a);
		if (a->from < a->to && !sign)
			more = sign = take_sign(a);
		trim(a);
		if (a->from < a->to && !more && !currency)
			more = currency = take_currency(a);
		if (a->from < a->to && !more && !scale)
			more = scale = take_scale(a);
	}
}

static bool is_separator(char c)
{
	return c != '\0' && strchr(".,' :", c) != NULL;
}

/* A lone separator with three digits after it and one to three before groups thousands; "0.125" cannot. */
static bool groups_thousands(const struct amount *a, size_t at)
{
	return a->to - at == 4 && at > a->from && at - a->from <= 3 && a->plain[a->from] != '0';
}

/* Finds the decimal point by what is seen: ٫ always, else the last of two kinds, else a lone one that does not group.
 */
static void find_point(struct amount *a, char decimal)
{
	size_t count[256] = { 0 }, last = a->to;
	int kinds = 0;

	for (size_t i = a->from; i < a->to; i++) {
		char c = a->plain[i];

		if (!is_separator(c))
			continue;
		kinds += count[(unsigned char)c]++ == 0;
		last = i;
	}
	a->point = a->to;
	if (last == a->to)
		return;
	if (a->plain[last] == ':' || a->plain[last] == decimal)
		a->point = last;
	else if (decimal || (a->plain[last] != '.' && a->plain[last] != ','))
		return;
	else if (kinds > 1 || (count[(unsigned char)a->plain[last]] == 1 && !groups_thousands(a, last)))
		a->point = last;
}

/* Groups of the whole part: digits, then two (as in India) or three after each separator, three after the last; one
 * kind of separator. Returns where it breaks, a->point when it does not. */
static size_t check_groups(const struct amount *a)
{
	char kind = 0;
	size_t run = 0, i;

	for (i = a->from; i < a->point; i++) {
		char c = a->plain[i];

		if (is_digit(c)) {
			run++;
			continue;
		}
		if (!is_separator(c) || c == ':' || (kind && c != kind) || run == 0 || run > 3 || (kind && run < 2))
			return i;
		kind = c;
		run = 0;
	}
	return kind && run != 3 ? i - 1 : a->point;
}

static bool add_digit(int64_t *v, int digit)
{
	return i64_mul(*v, 10, v) && i64_add(*v, digit, v);
}

/* The digits of the amount with keep decimals; false when it does not fit. */
static bool value_of(const struct amount *a, int keep, int64_t *v)
{
	size_t i;

	*v = 0;
	for (i = a->from; i < a->point; i++)
		if (is_digit(a->plain[i]) && !add_digit(v, a->plain[i] - '0'))
			return false;
	for (i = a->point + 1; keep > 0; i++, keep--)
		if (!add_digit(v, i < a->to ? a->plain[i] - '0' : 0))
			return false;
	return !(i < a->to && a->plain[i] >= '5') || i64_add(*v, 1, v);
}

static enum rc parse(struct amount *a, int digits, char decimal, int64_t *out, struct err *err)
{
	size_t bad;
	int64_t v;

	strip(a);
	find_point(a, decimal);
	bad = check_groups(a);
	for (size_t i = a->point + 1; bad == a->point && i < a->to; i++)
		if (!is_digit(a->plain[i]))
			return fail_at(err, RC_INVALID, (int)i, _("not a number: write it as 1234.50"));
	if (bad != a->point)
		return fail_at(err, RC_INVALID, (int)bad, _("not a number: write it as 1234.50"));
	if (a->point == a->from && a->point + 1 >= a->to)
		return fail_at(err, RC_INVALID, (int)a->from, _("no number: write it as 1234.50"));
	if (!value_of(a, digits + a->shift, &v))
		return fail_at(err, RC_INVALID, (int)a->from, _("the number is too large"));
	*out = a->negative ? -v : v;
	return RC_OK;
}

enum rc decimal_parse(const char *s, int digits, char decimal, int64_t *out, struct err *err)
{
	struct str plain = STR_INIT, simple = STR_INIT;
	struct err here = ERR_INIT;
	struct amount a;
	enum rc rc;

	plain_ascii(s, &plain);
	simplify(plain.s, &simple);
	a = (struct amount){ .plain = simple.s, .to = simple.len };
	rc = parse(&a, digits, decimal, out, &here);
	if (rc) {
		here.at = typed_offset(s, plain.s, here.at);
		if (err)
			*err = here;
	}
	str_free(&simple);
	str_free(&plain);
	return rc;
}
