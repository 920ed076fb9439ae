#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/date.h"

#include <cmocka.h> /* last: it defines fail() */

static struct date ymd(int y, int m, int d)
{
	return (struct date){ .y = y, .m = m, .d = d };
}

static const char *iso(struct date d)
{
	static char buf[11];

	date_iso(d, buf);
	return buf;
}

/* Counts the calendar up by one day at a time, so that the arithmetic is checked against the plain rule. */
static void gregorian_every_day(void **state)
{
	struct date d = ymd(1900, 1, 1);
	int64_t days = date_days(d);
	int weekday = 0; /* 1900-01-01 was a Monday */

	(void)state;
	assert_int_equal(days, -25567);
	while (d.y <= 2100) {
		struct date back = date_from_days(days);

		assert_int_equal(date_days(d), days);
		assert_memory_equal(&back, &d, sizeof d);
		assert_int_equal(date_weekday(d), weekday);
		days++;
		weekday = (weekday + 1) % 7;
		if (++d.d > date_month_days(d.y, d.m)) {
			d.d = 1;
			if (++d.m > 12) {
				d.m = 1;
				d.y++;
			}
		}
	}
	assert_int_equal(days, 47847);
}

static void jalali_every_day(void **state)
{
	int y = 1278, m = 10, d = 11; /* 1900-01-01 */
	int64_t end = date_days(ymd(2101, 1, 1));

	(void)state;
	for (int64_t days = date_days(ymd(1900, 1, 1)); days < end; days++) {
		struct date g = date_from_days(days), back;
		int jy, jm, jd;

		date_to_jalali(g, &jy, &jm, &jd);
		assert_true(jy == y && jm == m && jd == d);
		assert_true(jalali_to_date(y, m, d, &back));
		assert_memory_equal(&back, &g, sizeof g);
		if (++d > jalali_month_days(y, m)) {
			d = 1;
			if (++m > 12) {
				m = 1;
				y++;
			}
		}
	}
}

static void jalali_known(void **state)
{
	static const struct {
		int y, m, d;
		const char *iso;
	} rows[] = {
		{ 1404, 1, 1, "2025-03-21" },
		{ 1403, 12, 30, "2025-03-20" },
		{ 1400, 1, 1, "2021-03-21" },
		{ 1399, 12, 30, "2021-03-20" },
		{ 1357, 11, 22, "1979-02-11" },
		{ 1405, 9, 21, "2026-12-12" },
		{ 1408, 12, 30, "2030-03-20" },
		{ 1300, 1, 1, "1921-03-21" },
		{ 1375, 12, 30, "1997-03-20" },
	};
	static const int leaps[] = { 1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408, 1412 };
	struct date g;
	int n = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_true(jalali_to_date(rows[i].y, rows[i].m, rows[i].d, &g));
		assert_string_equal(iso(g), rows[i].iso);
	}
	for (int y = 1370; y <= 1412; y++)
		if (jalali_leap(y))
			assert_int_equal(y, leaps[n++]);
	assert_int_equal(n, COUNT(leaps));
	assert_false(jalali_to_date(1404, 12, 30, &g));
	assert_false(jalali_to_date(1502, 1, 1, &g));
	assert_false(jalali_to_date(1199, 1, 1, &g));
	assert_false(jalali_to_date(1404, 7, 31, &g));
	assert_false(jalali_to_date(1404, 0, 1, &g));
}

static void iso_is_strict(void **state)
{
	static const char *const bad[] = { "", "2026-1-1", "2026-02-29", "2026-13-01", "2026-11-21 ", "2026/11/21",
		"1899-12-31", "2201-01-01", "2026-11-2a", "1404-01-01", "+026-01-01", "2026-11-00" };
	struct date d;

	(void)state;
	assert_true(date_parse_iso("2028-02-29", &d));
	assert_string_equal(iso(d), "2028-02-29");
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(date_parse_iso(bad[i], &d));
}

static void months_clip(void **state)
{
	(void)state;
	assert_string_equal(iso(date_add_months(ymd(2026, 1, 31), 1)), "2026-02-28");
	assert_string_equal(iso(date_add_months(ymd(2028, 1, 31), 1)), "2028-02-29");
	assert_string_equal(iso(date_add_months(ymd(2026, 3, 31), -1)), "2026-02-28");
	assert_string_equal(iso(date_add_months(ymd(2026, 1, 15), -1)), "2025-12-15");
	assert_string_equal(iso(date_add_months(ymd(2026, 8, 31), 18)), "2028-02-29");
	assert_string_equal(iso(date_add_months(ymd(2028, 2, 29), 12)), "2029-02-28");
}

/* today is Saturday 2026-11-21 */
static const struct {
	const char *text, *iso;
} typed[] = {
	{ "2026-12-24", "2026-12-24" },
	{ " 2026/1/5 ", "2026-01-05" },
	{ "20261224", "2026-12-24" },
	{ "15.6", "2026-06-15" },
	{ "15.6.", "2026-06-15" },
	{ "15/6/26", "2026-06-15" },
	{ "15.6.2027", "2027-06-15" },
	{ "5/6/2026", "2026-06-05" },
	{ "1/2", "2026-02-01" },
	{ "2/13/2026", "2026-02-13" },
	{ "1.2.99", "1999-02-01" },
	{ "1404-09-21", "2025-12-12" },
	{ "۱۴۰۴/۹/۲۱", "2025-12-12" },
	{ "٢٠٢٦-٠١-٠٢", "2026-01-02" },
	{ "２０２６／１／５", "2026-01-05" },
	{ "21/9/1404", "2025-12-12" },
	{ "14040921", "2025-12-12" },
	{ "2026年11月30日", "2026-11-30" },
	{ "12月3日", "2026-12-03" },
	{ "today", "2026-11-21" },
	{ "Tomorrow", "2026-11-22" },
	{ "yesterday", "2026-11-20" },
	{ "sat", "2026-11-28" },
	{ "fri", "2026-11-27" },
	{ "Sunday", "2026-11-22" },
	{ "mon", "2026-11-23" },
	{ "+5", "2026-11-26" },
	{ "-3", "2026-11-18" },
	{ "−3", "2026-11-18" },
	{ "2w", "2026-12-05" },
	{ "+2w", "2026-12-05" },
	{ "3m", "2027-02-21" },
	{ "1y", "2027-11-21" },
	{ "-1m", "2026-10-21" },
	{ "۲w", "2026-12-05" },
	{ "in 3 days", "2026-11-24" },
	{ "today+7", "2026-11-28" },
	{ "tomorrow - 1", "2026-11-21" },
	{ "eom", "2026-11-30" },
	{ "eow", "2026-11-22" },
	{ "eoy", "2026-12-31" },
	{ "next month", "2026-12-21" },
	{ "next week", "2026-11-28" },
	{ "last year", "2025-11-21" },
	{ "next mon", "2026-11-23" },
	{ "next sun", "2026-11-29" },
	{ "12 dec", "2026-12-12" },
	{ "dec 12 2027", "2027-12-12" },
	{ "December 12, 2027", "2027-12-12" },
	{ "12-Dec-27", "2027-12-12" },
	{ "Sat 12 Dec 2026", "2026-12-12" },
	{ "12sept", "2026-09-12" },
	{ "2027 mar 1", "2027-03-01" },
	{ "۲۱ آذر ۱۴۰۵", "2026-12-12" },
	{ "21 آذر", "2026-12-12" },
	{ "شنبه ۲۱ آذر ۱۴۰۵", "2026-12-12" },
	{ "۱ دي", "2026-12-22" },
	{ "فردا", "2026-11-22" },
	{ "دیروز", "2026-11-20" },
	{ "امروز", "2026-11-21" },
	{ "سه‌شنبه", "2026-11-24" },
	{ "جمعه", "2026-11-27" },
};

static void typed_forms(void **state)
{
	enum date_order dmy = ORDER_DMY;

	(void)state;
	for (size_t i = 0; i < COUNT(typed); i++) {
		struct date d = { 0 };
		struct err err = ERR_INIT;

		if (date_parse(typed[i].text, ymd(2026, 11, 21), &dmy, &d, &err))
			fail_msg("%s: %s", typed[i].text, err.text);
		if (strcmp(iso(d), typed[i].iso))
			fail_msg("%s gave %s, not %s", typed[i].text, iso(d), typed[i].iso);
	}
}

static void refusals(void **state)
{
	static const struct {
		const char *typed, *says;
	} rows[] = {
		{ "", "2026-11-21" },
		{ "soon", "2026-11-21" },
		{ "15", "2026-11-21" },
		{ "fr", "2026-11-21" },
		{ "5/6", "month first" },
		{ "5.6.2026", "month first" },
		{ "30.2.2026", "no such day" },
		{ "1404-12-30", "no such day" },
		{ "1600-01-01", "1900" },
		{ "1502-01-01", "1900" },
		{ "2300-1-1", "1900" },
		{ "1250-01-01", "1900" },
		{ "31/31/2026", "no such day" },
		{ "14/13/2026", "month first" },
		{ "2026-11-21x", "2026-11-21" },
		{ "2026-11/21", "2026-11-21" },
		{ "999-1-1", "2026-11-21" },
		{ "+99999", "1900" },
		{ "300y", "1900" },
		{ "-36600y", "1900" },
		{ "-200y", "1900" },
		{ "2026-11-", "2026-11-21" },
		{ "123456789", "2026-11-21" },
		{ "12 dec 20270", "12 dec" },
		{ "fri 3", "2026-11-21" },
		{ "1 2 3 4 5 6 7 8 9 1 2 3 4", "2026-11-21" },
		{ "13月1日", "no such day" },
		{ "12 dec 1404", "two calendars" },
		{ "۲۱ آذر ۲۰۲۶", "two calendars" },
		{ "۲۱ آذر ۰۵", "12 dec" },
		{ "31 آذر", "no such day" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct date d = { 0 };
		struct err err = ERR_INIT;

		if (date_parse(rows[i].typed, ymd(2026, 11, 21), NULL, &d, &err) != RC_INVALID)
			fail_msg("%s was taken as %s", rows[i].typed, iso(d));
		if (!strstr(err.text, rows[i].says))
			fail_msg("%s: %s", rows[i].typed, err.text);
		assert_int_equal(d.y, 0);
	}
}

static void order_decides(void **state)
{
	static const struct {
		const char *typed;
		const char *iso[3]; /* by enum date_order */
	} rows[] = {
		{ "5/6/2026", { "2026-06-05", "2026-06-05", "2026-05-06" } },
		{ "5/6", { "2026-05-06", "2026-06-05", "2026-05-06" } },
		{ "5.6", { "2026-06-05", "2026-06-05", "2026-05-06" } },
		{ "11/10/09", { "2011-10-09", "2009-10-11", "2009-11-10" } },
		{ "25/12/26", { "2025-12-26", "2026-12-25", "2026-12-25" } },
		{ "7/7/2026", { "2026-07-07", "2026-07-07", "2026-07-07" } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		for (enum date_order o = ORDER_YMD; o <= ORDER_MDY; o++) {
			struct date d;

			assert_int_equal(date_parse(rows[i].typed, ymd(2026, 11, 21), &o, &d, NULL), RC_OK);
			assert_string_equal(iso(d), rows[i].iso[o]);
		}
}

static void shown(void **state)
{
	struct str s = STR_INIT;
	struct date d = ymd(2026, 12, 12);

	(void)state;
	date_show(d, CAL_GREGORIAN, &s);
	str_add(&s, "|");
	date_show(d, CAL_JALALI, &s);
	str_add(&s, "|");
	date_show_short(d, ymd(2026, 1, 1), CAL_GREGORIAN, &s);
	str_add(&s, "|");
	date_show_short(d, ymd(2025, 1, 1), CAL_GREGORIAN, &s);
	str_add(&s, "|");
	date_show_short(d, ymd(2026, 4, 1), CAL_JALALI, &s);
	str_add(&s, "|");
	date_show_short(d, ymd(2026, 1, 1), CAL_JALALI, &s);
	assert_string_equal(s.s, "Sat 12 Dec 2026|1405-09-21|12 Dec|12 Dec 2026|09-21|1405-09-21");
	str_free(&s);
}

static void instants_parse(void **state)
{
	static const char *const bad[] = { "", "2026-11-21", "2026-11-21T", "2026-11-21T9:00", "2026-11-21T24:00:00Z",
		"2026-11-21T09:60Z", "2026-11-21T09:00:00Zx", "2026-11-21T09:00:00+3", "2026-11-21T09:00:00+03:99",
		"2026-02-30T09:00Z", "2026-11-21T09:00:", "2026-11-21T09:00:61Z" };
	char out[21];
	int64_t t;

	(void)state;
	date_zone("UTC");
	assert_true(instant_parse_iso("2026-11-21T09:00:00Z", &t));
	assert_int_equal(t, 1795251600);
	instant_iso(t, out);
	assert_string_equal(out, "2026-11-21T09:00:00Z");
	assert_true(instant_parse_iso("2026-11-21T12:30:00+03:30", &t));
	assert_int_equal(t, 1795251600);
	assert_true(instant_parse_iso("2026-11-21 01:00-0800", &t));
	assert_int_equal(t, 1795251600);
	assert_true(instant_parse_iso("2026-11-21T09:00:00.123Z", &t));
	assert_int_equal(t, 1795251600);
	date_zone("Asia/Tehran");
	assert_true(instant_parse_iso("2026-11-21T12:30", &t));
	assert_int_equal(t, 1795251600);
	for (size_t i = 0; i < COUNT(bad); i++)
		if (instant_parse_iso(bad[i], &t))
			fail_msg("taken: %s", bad[i]);
	instant_iso(-1, out);
	assert_string_equal(out, "1969-12-31T23:59:59Z");
	date_zone("UTC");
}

/* Berlin 2026: clocks go on at 03-29 01:00 UTC and back at 10-25 01:00 UTC. */
static void daylight_saving(void **state)
{
	int64_t t;

	(void)state;
	date_zone("Europe/Berlin");
	assert_true(instant_parse_iso("2026-03-29T00:30:00Z", &t));
	assert_int_equal(instant_of(ymd(2026, 3, 29), 1, 30, 0), t);
	assert_int_equal(instant_of(ymd(2026, 3, 29), 2, 30, 0), t + 3600); /* skipped: shown as 03:30 */
	assert_int_equal(instant_of(ymd(2026, 3, 29), 3, 30, 0), t + 3600);
	assert_int_equal(instant_of(ymd(2026, 7, 1), 12, 0, 0), instant_of(ymd(2026, 6, 30), 12, 0, 0) + 86400);
	assert_true(instant_parse_iso("2026-10-25T00:30:00Z", &t));
	assert_int_equal(instant_of(ymd(2026, 10, 25), 2, 30, 0), t); /* comes twice: the first */
	assert_int_equal(instant_of(ymd(2026, 10, 25), 3, 30, 0), t + 7200);
	assert_string_equal(iso(date_of_instant(instant_of(ymd(2026, 10, 25), 23, 59, 59))), "2026-10-25");
	date_zone("Asia/Tokyo");
	assert_true(instant_parse_iso("2026-11-21T15:00:00Z", &t));
	assert_string_equal(iso(date_of_instant(t)), "2026-11-22");
	assert_string_equal(iso(date_of_instant(t - 1)), "2026-11-21");
	clock_fix(t);
	assert_string_equal(iso(date_today()), "2026-11-22");
	date_zone("America/New_York");
	assert_string_equal(iso(date_today()), "2026-11-21");
	clock_fix(0);
	date_zone("UTC");
}

static const char *age(int64_t utc)
{
	static struct str s = STR_INIT;

	str_clear(&s);
	instant_show_age(utc, 1795251600, &s);
	return s.s;
}

static void instants_shown(void **state)
{
	struct str s = STR_INIT;
	const int64_t now = 1795251600;

	(void)state;
	date_zone("Asia/Tehran");
	instant_show(now, CAL_GREGORIAN, &s);
	str_add(&s, "|");
	instant_show(now, CAL_JALALI, &s);
	assert_string_equal(s.s, "21 Nov 2026 12:30|1405-08-30 12:30");
	str_free(&s);
	date_zone("UTC");
	assert_string_equal(age(now - 59), "now");
	assert_string_equal(age(now - 60), "1 min ago");
	assert_string_equal(age(now + 7300), "in 2 h");
	assert_string_equal(age(now - 3 * 86400 - 5), "3 d ago");
	assert_string_equal(age(now - 90 * 86400), "2 mo ago");
	assert_string_equal(age(now - 800LL * 86400), "2 y ago");
}

/* As spreadsheets of other languages write them; the beginning of two months' names is neither. */
static void months_of_other_languages(void **state)
{
	static const struct {
		const char *text, *iso;
	} good[] = { { "12. März 2024", "2024-03-12" }, { "3 janvier 2025", "2025-01-03" },
		{ "1 août 2024", "2024-08-01" }, { "5 de enero de 2024", "2024-01-05" },
		{ "15 мая 2024 г.", "2024-05-15" }, { "7 ağustos 2024", "2024-08-07" },
		{ "9 października 2024", "2024-10-09" }, { "2 dez. 2024", "2024-12-02" },
		{ "4 مارس 2024", "2024-03-04" } };
	const struct date today = { .y = 2026, .m = 11, .d = 21 };
	struct date d;
	char iso[11];

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		assert_int_equal(date_parse(good[i].text, today, NULL, &d, NULL), RC_OK);
		date_iso(d, iso);
		assert_string_equal(iso, good[i].iso);
	}
	assert_int_equal(date_parse("3 jui 2024", today, NULL, &d, NULL), RC_INVALID); /* juin or juillet */
	assert_int_equal(date_parse("3 xyz 2024", today, NULL, &d, NULL), RC_INVALID);
}

static void check_locale(const char *name, enum date_order order)
{
	assert_int_equal(setenv("LC_ALL", name, 1), 0);
	assert_int_equal(date_order_named("auto"), order);
}

static void test_order_of_the_locale(void **state)
{
	(void)state;
	check_locale("en_US.UTF-8", ORDER_MDY);
	check_locale("en_GB.UTF-8", ORDER_DMY);
	check_locale("fa_IR", ORDER_YMD);
	check_locale("fat", ORDER_DMY);
	check_locale("ja_JP.UTF-8", ORDER_YMD);
	check_locale("C.UTF-8", ORDER_DMY);
	check_locale("ja", ORDER_YMD);
	assert_int_equal(date_order_named("mdy"), ORDER_MDY);
	assert_int_equal(date_order_named("ymd"), ORDER_YMD);
	unsetenv("LC_ALL");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order_of_the_locale),
		cmocka_unit_test(months_of_other_languages),
		cmocka_unit_test(gregorian_every_day),
		cmocka_unit_test(jalali_every_day),
		cmocka_unit_test(jalali_known),
		cmocka_unit_test(iso_is_strict),
		cmocka_unit_test(months_clip),
		cmocka_unit_test(typed_forms),
		cmocka_unit_test(refusals),
		cmocka_unit_test(order_decides),
		cmocka_unit_test(shown),
		cmocka_unit_test(instants_parse),
		cmocka_unit_test(daylight_saving),
		cmocka_unit_test(instants_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
