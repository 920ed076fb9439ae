/* What a person types for a date. The text is cut into numbers, words and separators; each form is one function that
 * answers whether it is its form. */
#include "base/date.h"

#include "base/fold.h"
#include "base/i18n.h"
#include "digits.h"
#include "months.h"

#define MAX_TOKENS 12
#define MAX_COUNT 36600 /* the farthest a relative date goes, in its unit: a hundred years of days */

enum kind { END, NUMBER, WORD, MARK };
struct token {
	enum kind kind;
	int value;  /* NUMBER: at most 8 digits; MARK: its character */
	int digits; /* NUMBER: how many were typed */
	char word[32];
};
struct typed {
	struct token t[MAX_TOKENS + 1]; /* ends with END; blanks between tokens are not kept */
	int n;
	const char *text; /* as it was typed, for messages */
	struct date today;
	const enum date_order *order;
};

static enum rc refuse(const struct typed *in, const char *expected, struct err *err)
{
	return fail_at(err, RC_INVALID, 0, _("not a date: %.60s: %s"), in->text, expected);
}

static enum rc refuse_form(const struct typed *in, struct err *err)
{
	return refuse(in, _("write 2026-11-21, 21.11, fri, +5, 2w or eom"), err);
}

static const char *take_number(const char *s, struct token *t)
{
	t->kind = NUMBER;
	for (; is_digit(*s); s++, t->digits++)
		if (t->digits < 9)
			t->value = t->value * 10 + *s - '0';
	return s;
}

static const char *take_word(const char *s, struct token *t)
{
	size_t n = 0;

	t->kind = WORD;
	for (; (*s >= 'a' && *s <= 'z') || (unsigned char)*s >= 0x80; s++)
		if (n + 1 < sizeof t->word)
			t->word[n++] = *s;
	return s;
}

static bool tokenise(const char *s, struct typed *in)
{
	while (*s) {
		struct token *t = &in->t[in->n];

		if (*s == ' ') {
			s++;
			continue;
		}
		if (in->n == MAX_TOKENS)
			return false;
		in->n++;
		if (is_digit(*s)) {
			s = take_number(s, t);
			if (t->digits > 8)
				return false;
		} else if ((*s >= 'a' && *s <= 'z') || (unsigned char)*s >= 0x80) {
			s = take_word(s, t);
		} else {
			t->kind = MARK;
			t->value = *s++;
		}
	}
	return in->n > 0;
}

static bool is_mark(const struct token *t, char c)
{
	return t->kind == MARK && t->value == c;
}

static bool is_word(const struct token *t, const char *word)
{
	return t->kind == WORD && strcmp(t->word, word) == 0;
}

/* The index of a whole name or of its first three letters (also "sept", "thurs": any beginning of three or more), else
 * -1. */
static int name_index(const struct token *t, const char *const *names, int n)
{
	size_t len = strlen(t->word);

	if (t->kind != WORD || len < 3)
		return -1;
	for (int i = 0; i < n; i++)
		if (strncmp(names[i], t->word, len) == 0)
			return i;
	return -1;
}

/* The index of a Persian name, however its letters are encoded, else -1. */
static int persian_index(const struct token *t, const char *const *names, int n)
{
	if (t->kind != WORD || (unsigned char)*t->word < 0x80)
		return -1;
	for (int i = 0; i < n; i++)
		if (fold_eq(names[i], t->word))
			return i;
	return -1;
}

static int weekday_index(const struct token *t)
{
	static const char *const names[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
		"sunday" };
	static const char *const persian[] = { "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه",
		"یکشنبه" };
	int i = name_index(t, names, 7);

	return i < 0 ? persian_index(t, persian, 7) : i;
}

/* 1-12, 0 when it is no Jalali month's name. */
static int jalali_month_of(const struct token *t)
{
	static const char *const names[] = { "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان",
		"آذر", "دی", "بهمن", "اسفند" };

	return persian_index(t, names, 12) + 1;
}

/* 1-12, 0 when it is no month's name. */
static int month_of(const struct token *t)
{
	static const char *const names[] = { "january", "february", "march", "april", "may", "june", "july", "august",
		"september", "october", "november", "december" };

	int i = name_index(t, names, 12) + 1;

	return i || t->kind != WORD ? i : month_word(t->word);
}

/* "5 de enero de 2024", "15 мая 2024 г." */
static bool is_filler(const struct token *t)
{
	static const char *const words[] = { "de", "del", "of", "den", "г", "года", "ماه" };

	for (size_t i = 0; t->kind == WORD && i < COUNT(words); i++)
		if (!strcmp(t->word, words[i]))
			return true;
	return false;
}

static struct date plus_days(struct date d, int64_t days)
{
	return date_from_days(date_days(d) + days);
}

static enum rc give(const struct typed *in, struct date d, struct date *out, struct err *err)
{
	if (!date_valid(d))
		return refuse(in, _("dates lie between 1900 and 2200"), err);
	*out = d;
	return RC_OK;
}

/* -1 yesterday, 0 today, 1 tomorrow; false for any other word. */
static bool near_day(const struct token *t, int *days)
{
	static const char *const persian[] = { "دیروز", "امروز", "فردا" };

	*days = persian_index(t, persian, 3) - 1;
	if (*days >= -1)
		return true;
	*days = is_word(t, "yesterday") ? -1 : is_word(t, "tomorrow") || is_word(t, "tom") ? 1 : 0;
	return *days || is_word(t, "today") || is_word(t, "now");
}

/* today, tomorrow, yesterday, eow, eom, eoy, a weekday. */
static bool named_day(const struct token *t, struct date today, struct date *out)
{
	int weekday = weekday_index(t), days;

	if (near_day(t, &days))
		*out = plus_days(today, days);
	else if (is_word(t, "eow"))
		*out = plus_days(today, 6 - date_weekday(today));
	else if (is_word(t, "eom"))
		*out = (struct date){ .y = today.y, .m = today.m, .d = date_month_days(today.y, today.m) };
	else if (is_word(t, "eoy"))
		*out = (struct date){ .y = today.y, .m = 12, .d = 31 };
	else if (weekday >= 0)
		*out = plus_days(today, (weekday - date_weekday(today) + 6) % 7 + 1);
	else
		return false;
	return true;
}

/* 'd', 'w', 'm' or 'y' for a unit's letter or word, 0 when it is none. */
static char unit_of(const struct token *t)
{
	static const char *const words[] = { "d", "day", "days", "w", "week", "weeks", "m", "month", "months", "y",
		"year", "years" };

	for (size_t i = 0; t->kind == WORD && i < COUNT(words); i++)
		if (strcmp(t->word, words[i]) == 0)
			return words[i][0];
	return 0;
}

static struct date moved(struct date d, int count, char unit)
{
	switch (unit) {
	case 'w': return plus_days(d, (int64_t)count * 7);
	case 'm': return date_add_months(d, count);
	case 'y': return date_add_months(d, count * 12);
	default: return plus_days(d, count);
	}
}

/* "+5", "-3", "2w", "+2w", "in 3 days", "today+7", "fri+1w"; sets *rc when it is this form. */
static bool relative(const struct typed *in, struct date *out, enum rc *rc, struct err *err)
{
	const struct token *t = in->t;
	struct date from = in->today;
	int sign = 0, count;
	char unit = 0;

	bool after_day = named_day(t, in->today, &from);

	if (after_day || is_word(t, "in"))
		t++;
	if (is_mark(t, '+') || is_mark(t, '-'))
		sign = t++->value == '-' ? -1 : 1;
	if (t->kind != NUMBER)
		return false;
	count = t++->value;
	unit = unit_of(t);
	if (unit)
		t++;
	if (t->kind != END || (!sign && (!unit || after_day)))
		return false;
	*rc = count > MAX_COUNT ? refuse(in, _("dates lie between 1900 and 2200"), err)
				: give(in, moved(from, sign < 0 ? -count : count, unit), out, err);
	return true;
}

/* "next month", "last week", "next fri" (the one of the week after this). */
static bool next_or_last(const struct typed *in, struct date *out, enum rc *rc, struct err *err)
{
	const struct token *t = in->t;
	int sign = is_word(t, "next") ? 1 : -1, weekday;
	char unit;

	if (in->n != 2 || !(is_word(t, "next") || is_word(t, "last")))
		return false;
	unit = unit_of(t + 1);
	weekday = weekday_index(t + 1);
	if (unit)
		*rc = give(in, moved(in->today, sign, unit), out, err);
	else if (weekday >= 0)
		*rc = give(in, plus_days(in->today, 7 * sign + weekday - date_weekday(in->today)), out, err);
	else
		return false;
	return true;
}

static bool is_jalali_year(int y)
{
	return y >= 1200 && y <= 1501;
}

/* A year as typed, in the calendar it tells; two digits: 1970-2069. */
static enum rc from_ymd(
	const struct typed *in, const struct token *year, int m, int d, struct date *out, struct err *err)
{
	int y = year->value;
	struct date g;

	if (year->digits == 2)
		y += y < 70 ? 2000 : 1900;
	g = (struct date){ .y = y, .m = m, .d = d };
	if (is_jalali_year(y)) {
		if (!jalali_to_date(y, m, d, &g))
			return refuse(in, _("the Jalali calendar has no such day"), err);
		return give(in, g, out, err);
	}
	if (y < 1900 || y > 2200)
		return refuse(in, _("a year is 1900 to 2200, or 1200 to 1501 in the Jalali calendar"), err);
	if (!date_valid(g))
		return refuse(in, _("the calendar has no such day"), err);
	*out = g;
	return RC_OK;
}

/* Which of the two parts a, b is the day: a part over 12 decides, then the order, else it must not matter. */
static enum rc day_first(const struct typed *in, int a, int b, bool ymd_day_first, bool *first, struct err *err)
{
	*first = true;
	if (a == b || (a > 12 && b <= 12))
		return RC_OK;
	if (b > 12 && a <= 12) {
		*first = false;
		return RC_OK;
	}
	if (!in->order)
		return refuse(in, _("day or month first? write it as 2026-11-21"), err);
	*first = *in->order == ORDER_DMY || (*in->order == ORDER_YMD && ymd_day_first);
	return RC_OK;
}

static enum rc three_numbers(const struct typed *in, const struct token *p[3], struct date *out, struct err *err)
{
	bool two_digits = p[0]->digits <= 2 && p[1]->digits <= 2 && p[2]->digits == 2;
	bool first;

	if (p[0]->digits == 4 && p[1]->digits <= 2 && p[2]->digits <= 2)
		return from_ymd(in, p[0], p[1]->value, p[2]->value, out, err);
	if (two_digits && p[0]->digits == 2 && in->order && *in->order == ORDER_YMD && p[1]->value <= 12 &&
		p[2]->value <= 31)
		return from_ymd(in, p[0], p[1]->value, p[2]->value, out, err);
	if (!two_digits && (p[0]->digits > 2 || p[1]->digits > 2 || p[2]->digits != 4))
		return refuse_form(in, err);
	if (day_first(in, p[0]->value, p[1]->value, true, &first, err))
		return RC_INVALID;
	return from_ymd(in, p[2], p[!!first]->value, p[!first]->value, out, err);
}

/* Day and month of today's year; with Jalali digits in mind nothing is guessed: a date without a year is Gregorian. */
static enum rc two_numbers(
	const struct typed *in, const struct token *p[2], bool dot, struct date *out, struct err *err)
{
	const struct token year = { .kind = NUMBER, .value = in->today.y, .digits = 4 };
	bool first;

	if (p[0]->digits > 2 || p[1]->digits > 2)
		return refuse_form(in, err);
	if (day_first(in, p[0]->value, p[1]->value, dot, &first, err))
		return RC_INVALID;
	return from_ymd(in, &year, p[!!first]->value, p[!first]->value, out, err);
}

/* "20261121" */
static enum rc eight_digits(const struct typed *in, struct date *out, struct err *err)
{
	int v = in->t[0].value;
	const struct token year = { .kind = NUMBER, .value = v / 10000, .digits = 4 };

	return from_ymd(in, &year, v / 100 % 100, v % 100, out, err);
}

/* Numbers with '-', '/', '.' or a blank between, a dot at the end allowed. */
static bool numeric(const struct typed *in, struct date *out, enum rc *rc, struct err *err)
{
	const struct token *p[3], *t = in->t;
	int n = 0, mark = 0;

	while (t->kind == NUMBER && n < 3) {
		p[n++] = t++;
		if (!is_mark(t, '-') && !is_mark(t, '/') && !is_mark(t, '.'))
			continue;
		if (mark && mark != t->value)
			return false;
		mark = t++->value;
	}
	if (t->kind != END || n == 0 || (t[-1].kind == MARK && mark != '.'))
		return false;
	if (n == 3)
		*rc = three_numbers(in, p, out, err);
	else if (n == 2 && mark)
		*rc = two_numbers(in, p, mark == '.', out, err);
	else if (n == 1 && p[0]->digits == 8 && in->n == 1)
		*rc = eight_digits(in, out, err);
	else
		return false;
	return true;
}

struct named {
	const struct token *number[2];
	int n, month;
	bool jalali;
};

/* Finds a month's name and one or two numbers, with marks between and a weekday before. */
static bool find_named(const struct typed *in, struct named *f)
{
	*f = (struct named){ 0 };
	for (const struct token *t = in->t; t->kind != END; t++) {
		int month = month_of(t), jalali = jalali_month_of(t);

		if (t->kind == NUMBER && f->n < 2) {
			f->number[f->n++] = t;
		} else if (!f->month && (month || jalali)) {
			f->month = month + jalali;
			f->jalali = jalali;
		} else if (!is_mark(t, '.') && !is_mark(t, ',') && !is_mark(t, '-') && !is_mark(t, '/') &&
			   !is_filler(t) && !(t == in->t && weekday_index(t) >= 0)) {
			return false;
		}
	}
	return f->month && f->n;
}

/* "12 dec", "dec 12 2027", "12. december, 2027", "12-dec-27", "2027 dec 12", "۲۱ آذر ۱۴۰۵". */
static bool month_name(const struct typed *in, struct date *out, enum rc *rc, struct err *err)
{
	struct token this_year = { .kind = NUMBER, .value = in->today.y, .digits = 4 };
	const struct token *year = &this_year, *day;
	struct named f;
	int ignore;

	if (!find_named(in, &f))
		return false;
	if (f.jalali)
		date_to_jalali(in->today, &this_year.value, &ignore, &ignore);
	day = f.number[0];
	if (f.n == 2) {
		bool year_first = f.number[0]->digits == 4;

		year = f.number[!year_first];
		day = f.number[year_first];
	}
	if (day->digits > 2 || (year->digits != 4 && (year->digits != 2 || f.jalali)))
		*rc = refuse(in, _("write it as 12 dec 2027"), err);
	else if (year->digits == 4 && f.jalali != is_jalali_year(year->value))
		*rc = refuse(in, _("month and year are of two calendars"), err);
	else
		*rc = from_ymd(in, year, f.month, day->value, out, err);
	return true;
}

static bool is_either(const struct token *t, const char *a, const char *b)
{
	return is_word(t, a) || is_word(t, b);
}

/* Years counted from an emperor, or from the Republic. As words and, of the emperors, as one letter. */
static const struct era {
	const char *word, *letter;
	int before; /* the year before its first */
} eras[] = { { "令和", "r", 2018 }, { "平成", "h", 1988 }, { "昭和", "s", 1925 }, { "大正", "t", 1911 },
	{ "明治", "m", 1867 }, { "民國", "", 1911 }, { "民国", "", 1911 }, { "中華民國", "", 1911 } };

/* "令和6年", "令和元年", "R6.": the tokens of the year, without what ends it; 0: no such year. *year counts from
 * Christ. */
static int era_year(const struct token *t, struct token *year)
{
	*year = (struct token){ .kind = NUMBER, .digits = 4 };
	for (size_t i = 0; t->kind == WORD && i < COUNT(eras); i++) {
		const struct era *e = &eras[i];
		size_t n = strlen(e->word);

		if (!strncmp(t->word, e->word, n) && !strcmp(t->word + n, "元年")) {
			year->value = e->before + 1;
			return 1;
		}
		if (t[1].kind == NUMBER && t[1].digits <= 3 && (is_word(t, e->word) || is_word(t, e->letter))) {
			year->value = e->before + t[1].value;
			return 2;
		}
	}
	return 0;
}

/* A weekday after the day, in brackets or not, and nothing else: "21日(木)", "21日 星期四". */
static bool only_words(const struct token *t)
{
	for (; t->kind != END; t++)
		if (t->kind == NUMBER || (t->kind == MARK && !is_mark(t, '(') && !is_mark(t, ')')))
			return false;
	return true;
}

static bool ends_day(const struct token *t)
{
	static const char *const signs[] = { "日", "일", "号", "號" };

	for (size_t i = 0; t->kind == WORD && i < COUNT(signs); i++)
		if (!strncmp(t->word, signs[i], strlen(signs[i])))
			return only_words(t + 1);
	return t->kind == END;
}

/* "R6.11.21", "令和6/11/21" */
static bool era_numbers(const struct typed *in, struct date *out, enum rc *rc, struct err *err)
{
	struct token year;
	int n = era_year(in->t, &year);
	const struct token *t = in->t + n;

	if (n != 2 || t[0].kind != MARK || !strchr("./-", t[0].value) || t[1].kind != NUMBER || t[2].kind != MARK ||
		t[2].value != t[0].value || t[3].kind != NUMBER || !only_words(t + 4))
		return false;
	*rc = from_ymd(in, &year, t[1].value, t[3].value, out, err);
	return true;
}

/* "2026年11月21日", "11月21日", "令和8年11月21日", also with the Korean words. */
static bool east_asian(const struct typed *in, struct date *out, enum rc *rc, struct err *err)
{
	const struct token this_year = { .kind = NUMBER, .value = in->today.y, .digits = 4 };
	const struct token *t = in->t, *year = &this_year;
	struct token era;
	int n = era_year(t, &era);

	if (n && (n == 1 || is_either(t + n, "年", "년"))) {
		year = &era;
		t += n == 1 ? 1 : 3;
	} else if (t[0].kind == NUMBER && is_either(t + 1, "年", "년")) {
		year = t;
		t += 2;
	}
	if (t[0].kind != NUMBER || !is_either(t + 1, "月", "월") || t[2].kind != NUMBER || !ends_day(t + 3))
		return false;
	*rc = from_ymd(in, year, t[0].value, t[2].value, out, err);
	return true;
}

static enum rc parse(const struct typed *in, struct date *out, struct err *err)
{
	enum rc rc;
	struct date d;

	if (in->n == 1 && named_day(in->t, in->today, &d))
		return give(in, d, out, err);
	if (relative(in, out, &rc, err) || next_or_last(in, out, &rc, err) || numeric(in, out, &rc, err) ||
		month_name(in, out, &rc, err) || era_numbers(in, out, &rc, err) || east_asian(in, out, &rc, err))
		return rc;
	return refuse_form(in, err);
}

enum rc date_parse(const char *s, struct date today, const enum date_order *order, struct date *out, struct err *err)
{
	struct typed in = { .text = s, .today = today, .order = order };
	struct str plain = STR_INIT;
	bool cut;

	plain_word(s, &plain);
	cut = tokenise(plain.s, &in);
	str_free(&plain);
	return cut ? parse(&in, out, err) : refuse_form(&in, err);
}
