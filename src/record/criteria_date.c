/* Dates in criteria. Relative words stay words in the tree: they mean another day tomorrow. */
#include <ctype.h>
#include <stdio.h>
#include <strings.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "criteria_tree.h"
#include "record/session.h"

static void one_day(struct date d, struct date_span *out)
{
	*out = (struct date_span){ .from = date_days(d), .to = date_days(d) };
}

/* "+7", "-2w": a number and a unit ("" when none). False when it is not one. */
static bool step_of(const char *s, int *n, char unit[8])
{
	char *end;
	long v;

	if (*s != '+' && *s != '-')
		return false;
	if (!isdigit((unsigned char)s[1]))
		return false;
	v = strtol(s, &end, 10);
	if (v < -100000 || v > 100000 || strlen(end) > 6)
		return false;
	*n = (int)v;
	snprintf(unit, 8, "%s", end);
	return true;
}

static bool add_to_day(struct date d, const char *step, struct date_span *out)
{
	char unit[8];
	int n;

	if (*step == '\0') {
		one_day(d, out);
		return true;
	}
	if (!step_of(step, &n, unit))
		return false;
	if (unit[0] == '\0' || strcmp(unit, "d") == 0)
		d = date_from_days(date_days(d) + n);
	else if (strcmp(unit, "w") == 0)
		d = date_from_days(date_days(d) + 7 * (int64_t)n);
	else if (strcmp(unit, "m") == 0 || strcmp(unit, "y") == 0)
		d = date_add_months(d, n * (*unit == 'y' ? 12 : 1));
	else
		return false;
	one_day(d, out);
	return true;
}

static bool add_to_now(const char *step, struct date_span *out)
{
	static const struct {
		const char *unit;
		int64_t seconds;
	} units[] = { { "s", 1 }, { "min", 60 }, { "h", 3600 }, { "d", 86400 }, { "w", 7 * 86400 } };
	char unit[8] = "s";
	int n = 0;

	if (*step && !step_of(step, &n, unit))
		return false;
	for (size_t i = 0; i < COUNT(units); i++)
		if (strcmp(unit, units[i].unit) == 0) {
			*out = (struct date_span){ .exact = true, .from = clock_now() + n * units[i].seconds };
			return true;
		}
	return false;
}

/* First day of the month that is `months` after the month of year y and month m, in the calendar of the person. */
static struct date month_start(enum calendar cal, int y, int m, int months)
{
	int all = y * 12 + (m - 1) + months;
	struct date d = { all / 12, all % 12 + 1, 1 };

	if (cal == CAL_JALALI && !jalali_to_date(all / 12, all % 12 + 1, 1, &d))
		d = (struct date){ 2200, 12, 31 };
	return d;
}

static void months_span(enum calendar cal, int y, int m, int months, struct date_span *out)
{
	out->exact = false;
	out->from = date_days(month_start(cal, y, m, 0));
	out->to = date_days(month_start(cal, y, m, months)) - 1;
}

static bool period(struct session *s, const char *which, const char *unit, struct date_span *out)
{
	struct date t = date_today();
	int by = strcmp(which, "this") == 0 ? 0 : strcmp(which, "next") == 0 ? 1 : strcmp(which, "last") == 0 ? -1 : 2;
	int months = strcmp(unit, "month") == 0     ? 1
		     : strcmp(unit, "quarter") == 0 ? 3
		     : strcmp(unit, "year") == 0    ? 12
						    : 0;
	int y = t.y, m = t.m;

	if (by == 2)
		return false;
	if (strcmp(unit, "week") == 0) {
		/* the Iranian week begins on Saturday, the ISO week on Monday */
		int back = s->calendar == CAL_JALALI ? (date_weekday(t) + 2) % 7 : date_weekday(t);

		out->exact = false;
		out->from = date_days(t) - back + 7 * by;
		out->to = out->from + 6;
		return true;
	}
	if (!months)
		return false;
	if (s->calendar == CAL_JALALI) {
		int d;

		date_to_jalali(t, &y, &m, &d);
	}
	m = (m - 1) / months * months + 1;
	months_span(s->calendar, y + (by * months + m - 1 + 120) / 12 - 10, (by * months + m - 1 + 120) % 12 + 1,
		months, out);
	return true;
}

/* "2026", "2026-11", "1405", "1405-09": a whole year or month of the calendar the year belongs to. */
static bool year_or_month(const char *s, struct date_span *out)
{
	char *end;
	long y, m = 0;

	if (!isdigit((unsigned char)*s))
		return false;
	y = strtol(s, &end, 10);
	if (end - s != 4)
		return false;
	if (*end == '-' && isdigit((unsigned char)end[1])) {
		m = strtol(end + 1, &end, 10);
		if (m < 1 || m > 12)
			return false;
	}
	if (*end || !((y >= 1200 && y < 1501) || (y >= 1900 && y < 2200)))
		return false;
	months_span(y < 1900 ? CAL_JALALI : CAL_GREGORIAN, (int)y, m ? (int)m : 1, m ? 1 : 12, out);
	return true;
}

static bool relative(struct session *s, const char *w, struct date_span *out)
{
	struct date t = date_today();
	char which[8] = "", unit[12] = "";

	if (str_starts(w, "today"))
		return add_to_day(t, w + 5, out);
	if (strcmp(w, "yesterday") == 0 || strcmp(w, "tomorrow") == 0) {
		one_day(date_from_days(date_days(t) + (*w == 'y' ? -1 : 1)), out);
		return true;
	}
	if (str_starts(w, "now"))
		return add_to_now(w + 3, out);
	if (sscanf(w, "%7[a-z] %11[a-z]", which, unit) == 2 && strlen(which) + 1 + strlen(unit) == strlen(w))
		return period(s, which, unit, out);
	return false;
}

static void lower(const char *text, struct str *out)
{
	for (; *text; text++)
		str_addc(out, (char)tolower((unsigned char)*text));
}

enum rc crit_date(struct session *s, const char *text, struct date_span *out, struct err *err)
{
	struct str w = STR_INIT;
	struct date d;
	enum rc rc = RC_OK;
	int64_t at;

	lower(text, &w);
	if (relative(s, w.s, out) || year_or_month(w.s, out)) {
		str_free(&w);
		return RC_OK;
	}
	str_free(&w);
	if (strlen(text) > 10 && instant_parse_iso(text, &at)) {
		*out = (struct date_span){ .exact = true, .from = at };
		return RC_OK;
	}
	rc = date_parse(text, date_today(), &s->date_order, &d, err);
	if (rc == RC_OK)
		one_day(d, out);
	return rc;
}

/* What is read anew each day: no digits at all ("fri", "eom", "this month"), today, now and steps ("+5", "2w"). */
static bool stays_relative(const char *w)
{
	size_t digits = strspn(w, "0123456789");

	return *w == '+' || *w == '-' || str_starts(w, "today") || str_starts(w, "now") || !strpbrk(w, "0123456789") ||
	       (digits && strlen(w) == digits + 1 && strchr("dwmy", w[digits]));
}

const char *crit_date_keep(struct session *s, const char *text, struct arena *a)
{
	struct str w = STR_INIT;
	struct date_span span;
	const char *kept;

	lower(text, &w);
	kept = arena_strdup(a, w.s);
	str_free(&w);
	if (crit_date(s, text, &span, NULL) != RC_OK)
		return kept;
	if (span.exact && !str_starts(kept, "now")) {
		char iso[21];

		instant_iso(span.from, iso);
		return arena_strdup(a, iso);
	}
	if (!span.exact && span.from == span.to) {
		struct date d = date_from_days(span.from);
		bool ascii = true;

		for (const char *p = kept; *p; p++)
			ascii = ascii && (unsigned char)*p < 0x80;
		if (!ascii || !stays_relative(kept)) {
			char iso[11];

			date_iso(d, iso);
			return arena_strdup(a, iso);
		}
	}
	return kept;
}
