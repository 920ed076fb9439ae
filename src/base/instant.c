#include "base/date.h"

#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/str.h"

#define DAY 86400

void date_zone(const char *tz)
{
	if (tz && *tz)
		setenv("TZ", tz, 1);
	tzset();
}

/* Seconds east of UTC at an instant. */
static int64_t offset_at(int64_t utc)
{
	time_t t = (time_t)utc;
	struct tm tm;

	return localtime_r(&t, &tm) ? tm.tm_gmtoff : 0;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

struct date date_of_instant(int64_t utc)
{
	return date_from_days(floor_div(utc + offset_at(utc), DAY));
}

int instant_minute(int64_t utc)
{
	int64_t wall = utc + offset_at(utc);

	return (int)((wall - floor_div(wall, DAY) * DAY) / 60);
}

char *zone_enter(const char *tz)
{
	const char *now = getenv("TZ");
	char *before = now ? xstrdup(now) : NULL;

	date_zone(tz);
	return before;
}

void zone_leave(char *before)
{
	if (before)
		setenv("TZ", before, 1);
	else
		unsetenv("TZ");
	tzset();
	free(before);
}

/* Not by mktime(), whose answer for the hour that comes twice depends on what it was asked before. A wall clock time
 * that comes twice is the first of the two; one that is skipped counts on from before the change. */
int64_t instant_of(struct date d, int hour, int min, int sec)
{
	int64_t wall = date_days(d) * DAY + hour * 3600 + min * 60 + sec;
	int64_t before = offset_at(wall - DAY), after = offset_at(wall + DAY);

	if (offset_at(wall - before) != before && offset_at(wall - after) == after)
		return wall - after;
	return wall - before;
}

struct date date_today(void)
{
	return date_of_instant(clock_now());
}

/* n digits at *s, which moves past them; -1 when they are not all digits. */
static int digits(const char **s, int n)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if ((*s)[i] < '0' || (*s)[i] > '9')
			return -1;
		v = v * 10 + (*s)[i] - '0';
	}
	*s += n;
	return v;
}

static bool parse_clock(const char **s, int *hour, int *min, int *sec)
{
	*sec = 0;
	*hour = digits(s, 2);
	if (*hour < 0 || *hour > 23 || *(*s)++ != ':')
		return false;
	*min = digits(s, 2);
	if (**s == ':') {
		++*s;
		*sec = digits(s, 2);
	}
	if (**s == '.' && *sec >= 0) /* parts of a second are not kept */
		do
			++*s;
		while (**s >= '0' && **s <= '9');
	return *min >= 0 && *min <= 59 && *sec >= 0 && *sec <= 59;
}

/* "Z", "+03:30", "-0800", "+03": seconds east. */
static bool parse_zone(const char *s, int *east)
{
	int sign = *s == '-' ? -1 : 1, h, m = 0;

	*east = 0;
	if ((*s == 'Z' || *s == 'z') && !s[1])
		return true;
	if (*s != '+' && *s != '-')
		return false;
	s++;
	h = digits(&s, 2);
	if (*s == ':')
		s++;
	if (*s)
		m = digits(&s, 2);
	*east = sign * (h * 3600 + m * 60);
	return h >= 0 && h <= 15 && m >= 0 && m <= 59 && !*s;
}

bool instant_parse_iso(const char *s, int64_t *out)
{
	char day[11] = { 0 };
	struct date d;
	int hour, min, sec, east;

	if (strnlen(s, 16) < 16 || (s[10] != 'T' && s[10] != 't' && s[10] != ' '))
		return false;
	memcpy(day, s, 10);
	s += 11;
	if (!date_parse_iso(day, &d) || !parse_clock(&s, &hour, &min, &sec))
		return false;
	if (!*s) {
		*out = instant_of(d, hour, min, sec);
		return true;
	}
	if (!parse_zone(s, &east))
		return false;
	*out = date_days(d) * DAY + hour * 3600 + min * 60 + sec - east;
	return true;
}

static void put2(char *out, int64_t v)
{
	out[0] = (char)('0' + v / 10 % 10);
	out[1] = (char)('0' + v % 10);
}

void instant_iso(int64_t utc, char out[21])
{
	int64_t days = floor_div(utc, DAY), sec = utc - days * DAY;

	date_iso(date_from_days(days), out);
	out[10] = 'T';
	put2(out + 11, sec / 3600);
	put2(out + 14, sec / 60 % 60);
	put2(out + 17, sec % 60);
	out[13] = out[16] = ':';
	out[19] = 'Z';
	out[20] = '\0';
}

void instant_show(int64_t utc, enum calendar cal, struct str *out)
{
	int64_t wall = utc + offset_at(utc), days = floor_div(wall, DAY), sec = wall - days * DAY;
	struct date d = date_from_days(days), other_year = { .y = d.y - 2, .m = 1, .d = 1 };

	date_show_short(d, other_year, cal, out);
	str_addf(out, " %02d:%02d", (int)(sec / 3600), (int)(sec / 60 % 60));
}

void instant_show_age(int64_t utc, int64_t now, struct str *out)
{
	static const struct {
		int64_t below, unit; /* ages under below seconds count in units */
		const char *past, *future;
	} rows[] = {
		{ 3600, 60, N_("%d min ago"), N_("in %d min") },
		{ DAY, 3600, N_("%d h ago"), N_("in %d h") },
		{ 60 * DAY, DAY, N_("%d d ago"), N_("in %d d") },
		{ 730 * DAY, 30 * DAY + 10 * 3600, N_("%d mo ago"), N_("in %d mo") },
		{ INT64_MAX, 365 * DAY + 6 * 3600, N_("%d y ago"), N_("in %d y") },
	};
	int64_t age = now > utc ? now - utc : utc - now;
	size_t i = 0;

	if (age < 60) {
		str_add(out, _("now"));
		return;
	}
	while (age >= rows[i].below)
		i++;
	str_addf(out, now > utc ? _(rows[i].past) : _(rows[i].future), (int)(age / rows[i].unit));
}
