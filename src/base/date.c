#include "base/date.h"

#include "base/i18n.h"

static const char *const day_names[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun") };
static const char *const month_names[] = { N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"),
	N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec") };

static bool leap(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

int date_month_days(int y, int m)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return m == 2 && leap(y) ? 29 : days[m - 1];
}

bool date_valid(struct date d)
{
	return d.y >= 1900 && d.y <= 2200 && d.m >= 1 && d.m <= 12 && d.d >= 1 && d.d <= date_month_days(d.y, d.m);
}

/* Counted from 0000-03-01, so that the leap day ends the year: an era of 400 such years has 146097 days, and the months
 * from March on begin at (153 m + 2) / 5. 719468 days lie between 0000-03-01 and 1970-01-01. */
int64_t date_days(struct date d)
{
	int64_t y = d.m <= 2 ? (int64_t)d.y - 1 : d.y;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year = y - era * 400;
	int64_t day = (153 * (d.m > 2 ? d.m - 3 : d.m + 9) + 2) / 5 + d.d - 1;

	return era * 146097 + year * 365 + year / 4 - year / 100 + day - 719468;
}

struct date date_from_days(int64_t days)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t in_era = z - era * 146097;
	int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * in_year + 2) / 153; /* 0 = March */
	struct date d = { .d = (int)(in_year - (153 * month + 2) / 5 + 1),
		.m = (int)(month < 10 ? month + 3 : month - 9) };

	d.y = (int)(year + era * 400) + (d.m <= 2);
	return d;
}

int date_weekday(struct date d)
{
	int64_t w = (date_days(d) + 3) % 7; /* 1970-01-01 was a Thursday */

	return (int)(w < 0 ? w + 7 : w);
}

struct date date_add_months(struct date d, int months)
{
	int64_t n = (int64_t)d.y * 12 + d.m - 1 + months;
	int64_t year = n / 12 - (n % 12 < 0);
	int last;

	d.y = (int)year;
	d.m = (int)(n - year * 12) + 1;
	last = date_month_days(d.y, d.m);
	if (d.d > last)
		d.d = last;
	return d;
}

static bool number(const char *s, int digits, int *out)
{
	*out = 0;
	for (int i = 0; i < digits; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		*out = *out * 10 + s[i] - '0';
	}
	return true;
}

bool date_parse_iso(const char *s, struct date *out)
{
	struct date d;

	if (strnlen(s, 11) != 10 || s[4] != '-' || s[7] != '-')
		return false;
	if (!number(s, 4, &d.y) || !number(s + 5, 2, &d.m) || !number(s + 8, 2, &d.d) || !date_valid(d))
		return false;
	*out = d;
	return true;
}

static void put(char *out, int value, int digits)
{
	for (int i = digits - 1; i >= 0; i--, value /= 10)
		out[i] = (char)('0' + value % 10);
}

void date_iso(struct date d, char out[11])
{
	put(out, d.y, 4);
	put(out + 5, d.m, 2);
	put(out + 8, d.d, 2);
	out[4] = out[7] = '-';
	out[10] = '\0';
}

void date_show(struct date d, enum calendar cal, struct str *out)
{
	int y, m, day;

	if (cal == CAL_GREGORIAN) {
		str_addf(out, "%s %d %s %d", _(day_names[date_weekday(d)]), d.d, _(month_names[d.m - 1]), d.y);
		return;
	}
	date_to_jalali(d, &y, &m, &day);
	str_addf(out, "%04d-%02d-%02d", y, m, day);
}

void date_show_short(struct date d, struct date today, enum calendar cal, struct str *out)
{
	int y, m, day, this_year, ignore;

	if (cal == CAL_GREGORIAN) {
		str_addf(out, "%d %s", d.d, _(month_names[d.m - 1]));
		if (d.y != today.y)
			str_addf(out, " %d", d.y);
		return;
	}
	date_to_jalali(d, &y, &m, &day);
	date_to_jalali(today, &this_year, &ignore, &ignore);
	if (y != this_year)
		str_addf(out, "%04d-", y);
	str_addf(out, "%02d-%02d", m, day);
}
