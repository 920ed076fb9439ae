/* What stands in the cells of a column, counted over all rows: its type, and what its dates and numbers tell about the
 * order of days and months and about the decimal sign. This is asked of every cell of every file, so a cell is walked
 * once, by the class of its characters, before anything is compared. */
#include "import_private.h"

#include <ctype.h>
#include <stdio.h>

#include "base/address.h"
#include "base/money.h"
#include "base/utf8.h"
#include "value_words.h"

#define LOOK_MAX 40   /* bytes; longer cells are neither dates nor numbers nor phones */
#define MOSTLY 70     /* percent of the filled cells that make a type */
#define CHOICE_MIN 30 /* cells that show that few values are a choice */

/* A cell by the kinds of its characters. */
enum kind { K_OTHER, K_DIGIT, K_LETTER, K_SEP, K_SPACE, K_AT, K_N };
struct look {
	int digits, letters, seps, others; /* seps: what stands between the digits of dates, phones and numbers */
	int at_signs, spaces;
};

static const unsigned char kind_of[256] = {
	['0' ... '9'] = K_DIGIT,
	['A' ... 'Z'] = K_LETTER,
	['a' ... 'z'] = K_LETTER,
	['+'] = K_SEP,
	['-'] = K_SEP,
	['('] = K_SEP,
	[')'] = K_SEP,
	['/'] = K_SEP,
	['.'] = K_SEP,
	[','] = K_SEP,
	['\''] = K_SEP,
	[':'] = K_SEP,
	[' '] = K_SPACE,
	['@'] = K_AT,
};

static struct look look_at(const char *s, size_t n)
{
	int count[K_N] = { 0 };

	for (size_t i = 0; i < n; i++)
		count[kind_of[(unsigned char)s[i]]]++;
	return (struct look){ .digits = count[K_DIGIT],
		.letters = count[K_LETTER],
		.seps = count[K_SEP],
		.others = count[K_OTHER],
		.at_signs = count[K_AT],
		.spaces = count[K_SPACE] };
}

static bool looks_email(const char *s)
{
	const char *at = strchr(s, '@');

	return at && at > s && strchr(at + 1, '.') && !strchr(at + 1, '@') && !strpbrk(s, "\n,;");
}

/* The number at *s of at most max digits; -1 when none or a longer one stands there. */
static int take_number(const char **s, int max, int *digits)
{
	int value = 0, n = 0;

	for (; isdigit((unsigned char)**s); ++*s)
		if (n++ < max)
			value = value * 10 + **s - '0';
	*digits = n;
	return n && n <= max ? value : -1;
}

/* "14:30 25.12.2026": the time may stand in front. */
static const char *past_clock(const char *s)
{
	size_t n = strspn(s, "0123456789:");

	return n >= 4 && n <= 8 && memchr(s, ':', n) && s[n] == ' ' && isdigit((unsigned char)s[n + 1]) ? s + n + 1 : s;
}

/* "25.12.2026", also with a time after it. *year_first: the parts are not in doubt. */
static bool take_date(const char *s, int part[3], bool *year_first)
{
	int digits[3];
	char sep;

	s = past_clock(s);
	part[0] = take_number(&s, 4, &digits[0]);
	sep = *s;
	if (part[0] < 0 || !sep || !strchr("./-", sep))
		return false;
	s++;
	part[1] = take_number(&s, 2, &digits[1]);
	if (part[1] < 0 || *s++ != sep)
		return false;
	part[2] = take_number(&s, 4, &digits[2]);
	*year_first = digits[0] == 4;
	return part[2] >= 0 && digits[0] != 3 && digits[2] != 3 && digits[2] != (*year_first ? 4 : 1) &&
	       (!*s || ((*s == ' ' || *s == 'T' || *s == ',') && strchr(s, ':')));
}

/* 25.12.2026 can only be day first, 12/25/2026 only month first; 5/6/2026 is either. */
static void count_order(struct column *c, const char *s, const int part[3])
{
	if (part[0] > 12 && part[1] <= 12)
		c->day_first++;
	else if (part[1] > 12 && part[0] <= 12)
		c->month_first++;
	else if (part[0] != part[1] && part[0] <= 12 && !c->either_order++)
		snprintf(c->either_date, sizeof c->either_date, "%s", s);
}

void import_count_unit(struct column *c, const char *text)
{
	size_t n = strcspn(text, "dDjJtT"), m = strcspn(text, "mM");

	if (!text[n] || !text[m] || strlen(text) < 6)
		return;
	c->day_first += n < m && n <= 1;
	c->month_first += m < n && m <= 1;
}

/* "1.234,5" has a decimal comma, "1,234.5" a point; a lone sign before other than three digits tells too, and so does
 * one after a lone zero. What is left ("1,234") is either. */
static void count_sign(struct column *c, const char *s)
{
	const char *comma = strrchr(s, ','), *point = strrchr(s, '.'), *last;
	bool both = comma && point, sole;
	size_t after;

	if (!comma && !point)
		return;
	last = !comma || (point && point > comma) ? point : comma;
	sole = strchr(s, *last) == last;
	after = strspn(last + 1, "0123456789");
	if (!after || (!both && !sole))
		return;
	if (!both && after == 3 &&
		!(last > s && last[-1] == '0' && (last - 1 == s || !isdigit((unsigned char)last[-2])))) {
		c->either_sign++;
		return;
	}
	if (*last == ',')
		c->comma++;
	else
		c->point++;
}

static bool looks_phone(const char *s, const struct look *l)
{
	return l->digits >= 7 && l->digits <= 16 && !strpbrk(s, ",':") && (l->letters == 0 || strchr(s, 'x'));
}

/* The digits of other scripts and their signs as ASCII; false when the cell is too long to be a number. */
static bool as_ascii(const char *s, char out[LOOK_MAX + 1])
{
	size_t n = strlen(s), used = 0, step;
	uint32_t cp;

	for (size_t i = 0; i < n; i += step) {
		step = utf8_decode(s + i, n - i, &cp);
		if ((cp >= 0x660 && cp <= 0x669) || (cp >= 0x6F0 && cp <= 0x6F9) || (cp >= 0xFF10 && cp <= 0xFF19))
			cp = '0' + (cp & 0xF);
		else if (cp == 0x66B || cp == 0x66C)
			cp = cp == 0x66B ? ':' : '\''; /* decimal and thousands, in doubt nowhere */
		else if (cp >= 0x200B && cp <= 0x200F)
			continue;
		if (used == LOOK_MAX)
			return false;
		out[used++] = cp < 0x80 ? (char)cp : '~';
	}
	out[used] = 0;
	return used > 0 && isdigit((unsigned char)out[0]);
}

static void count_digits(struct column *c, const char *s, const struct look *l)
{
	int part[3];
	bool year_first;

	if (isdigit((unsigned char)*s) && l->seps >= 2 && take_date(s, part, &year_first)) {
		c->date++;
		if (!year_first)
			count_order(c, s, part);
	} else if (looks_phone(s, l) && (l->seps || l->spaces || l->digits >= 9)) {
		c->phone++;
		count_sign(c, s);
	} else if (l->letters >= 3 && l->digits >= 5 && l->spaces >= 2) {
		c->date++; /* 5 May 2026: with a currency there are fewer words */
	} else if (l->letters <= 4) {
		c->number++;
		count_sign(c, s);
	}
}

/* Remembers up to COLUMN_VALUES different texts: a column with fewer is a choice. */
static void count_value(struct column *c, const char *s, size_t n)
{
	uint64_t hash;

	if (c->n_values > COLUMN_VALUES)
		return;
	hash = hash_bytes(s, n);
	for (int i = 0; i < c->n_values; i++)
		if (c->value[i] == hash)
			return;
	if (c->n_values < COLUMN_VALUES)
		c->value[c->n_values] = hash;
	c->n_values++;
}

void import_count_cell(struct column *c, const char *text)
{
	char plain[LOOK_MAX + 1];
	size_t n = strlen(text);
	struct look l;

	if (!n)
		return;
	if (c->filled < 3)
		c->sample[c->filled] = xstrdup(text);
	c->filled++;
	count_value(c, text, n);
	import_count_name(c, text);
	if (n > LOOK_MAX * 2) {
		c->email += looks_email(text);
		return;
	}
	l = look_at(text, n);
	if (l.at_signs) {
		c->email += l.at_signs == 1 && looks_email(text);
	} else if (l.others && as_ascii(text, plain)) {
		l = look_at(plain, strlen(plain));
		count_digits(c, plain, &l);
	} else if (l.digits && !l.others && n <= LOOK_MAX && l.digits >= l.letters) {
		count_digits(c, text, &l);
	} else if (l.seps && !l.spaces && (str_starts(text, "http") || str_starts(text, "www."))) {
		c->url++;
	}
}

/* ---- what it comes to ---- */

static bool most(const struct column *c, int64_t n)
{
	return c->filled > 0 && n * 100 >= c->filled * MOSTLY;
}

static bool yes_or_no(const struct column *c)
{
	for (int i = 0; i < 3 && i < c->filled; i++)
		if (word_yes_no(c->sample[i]) < 0)
			return false;
	return c->filled > 0 && c->n_values <= 4;
}

const char *import_type(const struct column *c)
{
	if (!c->filled)
		return "empty";
	if (most(c, c->email))
		return "email";
	if (most(c, c->url))
		return "url";
	if (yes_or_no(c))
		return "yes_no";
	if (most(c, c->date))
		return "date";
	if (most(c, c->phone))
		return "phone";
	if (most(c, c->number))
		return "number";
	return c->filled >= CHOICE_MIN && c->n_values <= COLUMN_VALUES ? "choice" : "text";
}

/* Does the order of days and months matter in this column, and the decimal sign? */
static bool holds_dates(const struct import *im, const struct column *c)
{
	enum field_type t = c->slot >= 0 ? im->m->fields[c->slot].type : FT_N;

	return t == FT_DATE || t == FT_INSTANT || (c->slot < 0 && most(c, c->date));
}

static bool holds_numbers(const struct import *im, const struct column *c)
{
	enum field_type t = c->slot >= 0 ? im->m->fields[c->slot].type : FT_N;

	return t == FT_MONEY || t == FT_PERCENT || t == FT_INT || (c->slot < 0 && most(c, c->number));
}

/* What the whole file shows: a column that tells nothing itself goes by the others. */
static void sum_up(const struct import *im, int64_t *day, int64_t *month, int64_t *comma, int64_t *point)
{
	*day = *month = *comma = *point = 0;
	for (int i = 0; i < im->n_cols; i++) {
		const struct column *c = &im->col[i];

		if (holds_dates(im, c)) {
			*day += c->day_first;
			*month += c->month_first;
		}
		if (holds_numbers(im, c)) {
			*comma += c->comma;
			*point += c->point;
		}
	}
}

void import_conclude(struct import *im)
{
	int64_t day, month, comma, point;

	sum_up(im, &day, &month, &comma, &point);
	im->file_ordered = !day != !month;
	im->file_order = day ? ORDER_DMY : ORDER_MDY;
	im->file_decimal = 0;
	if (!comma != !point)
		im->file_decimal = comma ? ',' : '.';
	else if (!comma && im->out->sheet.dialect.delimiter == ';')
		im->file_decimal = ',';
}

enum date_order import_order(const struct import *im, int col)
{
	const struct column *c = &im->col[col];

	if (c->ordered)
		return c->order;
	if (im->opt->date_order)
		return *im->opt->date_order;
	if (c->day_first && !c->month_first)
		return ORDER_DMY;
	if (c->month_first && !c->day_first)
		return ORDER_MDY;
	return im->file_ordered ? im->file_order : im->s->date_order;
}

/* Percent: that a column's dates are read right. */
static int order_sure(const struct import *im, const struct column *c)
{
	if (c->ordered || im->opt->date_order || (!c->either_order && !(c->day_first && c->month_first)))
		return 100;
	if (!c->day_first != !c->month_first)
		return 99;
	return !c->day_first && im->file_ordered ? 80 : 50;
}

/* The sign that is the decimal one in the whole column; 0 where nothing tells. */
char import_decimal(const struct import *im, int col)
{
	const struct column *c = &im->col[col];

	if (c->decimal || im->opt->decimal)
		return c->decimal ? c->decimal : im->opt->decimal;
	if (im->own)
		return 0;
	if (!c->comma != !c->point)
		return c->comma ? ',' : '.';
	return c->comma ? 0 : im->file_decimal;
}

static int decimal_sure(const struct import *im, const struct column *c)
{
	if (im->own || c->decimal || im->opt->decimal || (!c->either_sign && !(c->comma && c->point)))
		return 100;
	if (!c->comma != !c->point)
		return 99;
	return !c->comma && im->file_decimal ? 80 : 50;
}

/* Where a column can be read in two ways the least sure one speaks for the file. */
void import_doubts(struct import *im)
{
	struct import_result *out = im->out;

	out->date_sure = out->decimal_sure = 0;
	for (int i = 0; i < im->n_cols; i++) {
		const struct column *c = &im->col[i];
		struct import_column *to = &out->column[i];

		to->type = import_type(c);
		to->order = import_order(im, i);
		to->decimal = import_decimal(im, i);
		to->order_percent = c->slot >= 0 && holds_dates(im, c) && c->filled ? order_sure(im, c) : 0;
		to->decimal_percent = c->slot >= 0 && holds_numbers(im, c) && c->filled ? decimal_sure(im, c) : 0;
		to->order_sure = to->order_percent > 50;
		if (to->order_percent && (!out->date_sure || to->order_percent < out->date_sure)) {
			out->date_sure = to->order_percent;
			out->date_order = to->order;
			out->date_sample = c->either_order ? arena_strdup(&out->arena, c->either_date) : NULL;
			out->date_column = i;
		}
		if (to->decimal_percent && (!out->decimal_sure || to->decimal_percent < out->decimal_sure)) {
			out->decimal_sure = to->decimal_percent;
			out->decimal = to->decimal;
			out->decimal_column = i;
		}
	}
}
