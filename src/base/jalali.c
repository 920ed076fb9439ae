/* The Jalali (Solar Hijri) calendar by its 33-year cycle of 12053 days with 8 leap years, which agrees with the
 * observed calendar in the years that are accepted here. */
#include "base/date.h"

#define FIRST_YEAR 1200
#define LAST_YEAR 1501
/* The Julian day number of 1970-01-01. */
#define UNIX_DAY 2440588

bool jalali_leap(int y)
{
	return (25 * y + 11) % 33 < 8;
}

int jalali_month_days(int y, int m)
{
	if (m <= 6)
		return 31;
	return m < 12 || jalali_leap(y) ? 30 : 29;
}

static int64_t days_of(int y, int m, int d)
{
	int months = m <= 7 ? 31 * (m - 1) : 30 * (m - 1) + 6;

	return 1948319 + 365 * (int64_t)(y - 1) + (8 * (int64_t)y + 21) / 33 + months + d - UNIX_DAY;
}

bool jalali_to_date(int y, int m, int d, struct date *out)
{
	if (y < FIRST_YEAR || y > LAST_YEAR || m < 1 || m > 12 || d < 1 || d > jalali_month_days(y, m))
		return false;
	*out = date_from_days(days_of(y, m, d));
	return true;
}

void date_to_jalali(struct date g, int *y, int *m, int *d)
{
	int64_t days = date_days(g);
	int in_year;

	*y = g.y - 621;
	if (days < days_of(*y, 1, 1))
		--*y;
	in_year = (int)(days - days_of(*y, 1, 1));
	*m = in_year < 186 ? in_year / 31 + 1 : (in_year - 186) / 30 + 7;
	*d = (in_year < 186 ? in_year % 31 : (in_year - 186) % 30) + 1;
}
