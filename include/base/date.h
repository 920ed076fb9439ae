/* Dates (ISO text YYYY-MM-DD in storage), instants (UTC seconds), Gregorian and Jalali. Written from the calendars'
 * arithmetic; sources in docs/decisions. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct date {
	int y, m, d; /* Gregorian, m and d from 1 */
};
enum calendar { CAL_GREGORIAN, CAL_JALALI };
enum date_order { ORDER_YMD, ORDER_DMY, ORDER_MDY };

bool date_valid(struct date d); /* 1900..2200 */
/* Days since 1970-01-01, and back. */
int64_t date_days(struct date d);
struct date date_from_days(int64_t days);
int date_weekday(struct date d); /* 0 = Monday .. 6 = Sunday */
int date_month_days(int y, int m);
struct date date_add_months(struct date d, int months); /* clips to the month's last day */
/* Jalali: leap(y) = (25y + 11) mod 33 < 8; years 1200..1501 only. */
bool jalali_to_date(int y, int m, int d, struct date *out);
void date_to_jalali(struct date g, int *y, int *m, int *d);
bool jalali_leap(int y);
int jalali_month_days(int y, int m);

/* "2026-11-21" -> date; strict ISO, Gregorian only. */
bool date_parse_iso(const char *s, struct date *out);
void date_iso(struct date d, char out[11]);
/* What a person types: ISO, 15.6, 15/6/26, 1404-09-21 and ۱۴۰۴/۹/۲۱ (Jalali by its year), today, tomorrow, yesterday,
 * weekday names and their first three letters (the next one, today not counted), +5, -3, 2w, 3m, 1y, +2w, eom, eow, eoy,
 * "next month", month names ("12 dec", "dec 12 2027", ۲۱ آذر), 2026年11月21日, فردا, شنبه. Digits of all scripts. A date without
 * a year is of today's year; a year of two digits is 1970-2069; eow is the Sunday. ORDER_YMD reads 5.6 and a year at the
 * end with the day first, 5/6 and 5-6 with the month first. A year outside both ranges, or a day/month order that cannot
 * be told with order == NULL, is refused with what was expected. */
enum rc date_parse(const char *s, struct date today, const enum date_order *order, struct date *out, struct err *err);
/* By "dmy", "mdy" or "ymd"; anything else: as people write where the locale of the environment is from. */
enum date_order date_order_named(const char *name);
/* "Sat 12 Dec 2026", or with the calendar's own form for Jalali "1405-09-21"; short without the year when it is today's. */
void date_show(struct date d, enum calendar cal, struct str *out);
void date_show_short(struct date d, struct date today, enum calendar cal, struct str *out);

/* Instants. The zone is the process's TZ unless set here (an IANA name; NULL or "" changes nothing). A wall clock time that
 * comes twice is the first; one that a change of the clocks skips counts on from before it. */
void date_zone(const char *tz);
struct date date_of_instant(int64_t utc);                       /* local day */
int64_t instant_of(struct date d, int hour, int min, int sec);  /* local wall clock -> UTC seconds */
int instant_minute(int64_t utc);                                /* minutes since midnight on the local clock */
/* Another zone for a while: the text to be given to zone_leave, which takes it (NULL: no zone was set). "" stays in the
 * present one. What is reckoned for somebody elsewhere (a series of meetings) is reckoned by that person's clock. */
char *zone_enter(const char *tz);
void zone_leave(char *before);
/* A time of day in a text: 14:30, 2:30 pm, 14h30, 14時30分, 下午2:30, ۲:۳۰ ب.ظ, before the date or behind it, a zone after it.
 * rest gets what is left, in plain ASCII where it has that meaning, without what joined the two. False: there is none. */
struct wall {
	int h, m, s;
	bool zoned;
	int east; /* seconds, of a zone that is named */
};
int64_t wall_instant(struct date d, const struct wall *w); /* UTC seconds; without a zone by the local clock */
bool clock_take(const char *text, struct wall *w, struct str *rest);
bool instant_parse_iso(const char *s, int64_t *out);            /* 2026-11-21T09:00:00Z, or +03:30, or local without zone */
void instant_iso(int64_t utc, char out[21]);                    /* 2026-11-21T09:00:00Z */
void instant_show(int64_t utc, enum calendar cal, struct str *out); /* local: 21 Nov 2026 09:00 */
void instant_show_age(int64_t utc, int64_t now, struct str *out);   /* "3 d ago", "in 2 h" */
struct date date_today(void);                                   /* the local day of clock_now() */

#endif
