#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/money.h"

#include <cmocka.h> /* last: it defines fail() */

static void currencies(void **state)
{
	(void)state;
	assert_string_equal(currency_find("eur")->symbol, "€");
	assert_int_equal(currency_find("EUR")->digits, 2);
	assert_int_equal(currency_find("JPY")->digits, 0);
	assert_int_equal(currency_find("KWD")->digits, 3);
	assert_int_equal(currency_find("CLF")->digits, 4);
	assert_int_equal(currency_find("IRR")->digits, 2);
	assert_string_equal(currency_find("ZWG")->code, "ZWG");
	assert_null(currency_find("XXX"));
	assert_null(currency_find("EURO"));
	assert_null(currency_find(""));
}

static void all_styles(void **state)
{
	static const struct {
		const char *typed;
		int64_t cents;
	} rows[] = {
		{ "0", 0 },
		{ "1", 100 },
		{ "12.5", 1250 },
		{ "12,5", 1250 },
		{ "1,234.50", 123450 },
		{ "1.234,50", 123450 },
		{ "1 234.5", 123450 },
		{ "1 234,5", 123450 },
		{ "1'234.50", 123450 },
		{ "1’234,50", 123450 },
		{ "1,234", 123400 },
		{ "1.234", 123400 },
		{ "1234.567", 123457 },
		{ "0.125", 13 },
		{ "0,124", 12 },
		{ ".5", 50 },
		{ "5.", 500 },
		{ "1,234,567", 123456700 },
		{ "1.234.567", 123456700 },
		{ "12,34,567.89", 123456789 },
		{ "۱۲۳۴٫۵", 123450 },
		{ "۱٬۲۳۴٬۵۶۷٫۸۹", 123456789 },
		{ "٣٫٥", 350 },
		{ "۱۲،۵۰۰", 1250000 },
		{ "１，２３４．５", 123450 },
		{ "-12", -1200 },
		{ "−12", -1200 },
		{ "(12)", -1200 },
		{ "12-", -1200 },
		{ "+12", 1200 },
		{ "€12", 1200 },
		{ "12 €", 1200 },
		{ "-€12", -1200 },
		{ "€-12", -1200 },
		{ "(€1,234.50)", -123450 },
		{ "EUR 12", 1200 },
		{ "12 usd", 1200 },
		{ "US$ 12", 1200 },
		{ "R$ 1.234,50", 123450 },
		{ "12kr", 1200 },
		{ "۱۲ ریال", 1200 },
		{ "12円", 1200 },
		{ "12k", 1200000 },
		{ "1.5m", 150000000 },
		{ "$1.5M", 150000000 },
		{ "12 k €", 1200000 },
		{ "2b", 200000000000 },
		{ "3万", 3000000 },
		{ "1.5億", 15000000000 },
		{ "۲ میلیون", 200000000 },
		{ "  7  ", 700 },
		{ "0.005", 1 },
		{ "0.0049", 0 },
		{ "-0.005", -1 },
		{ "2.675", 267500 },
		{ "2.6750", 268 },
		{ "92233720368547758.07", INT64_MAX },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err err = ERR_INIT;
		int64_t v = -77;

		if (decimal_parse(rows[i].typed, 2, 0, &v, &err))
			fail_msg("%s: %s", rows[i].typed, err.text);
		if (v != rows[i].cents)
			fail_msg("%s gave %lld", rows[i].typed, (long long)v);
	}
}

static void style_given(void **state)
{
	int64_t v;

	(void)state;
	assert_int_equal(decimal_parse("1.234", 2, '.', &v, NULL), RC_OK);
	assert_int_equal(v, 123);
	assert_int_equal(decimal_parse("1.234", 2, ',', &v, NULL), RC_OK);
	assert_int_equal(v, 123400);
	assert_int_equal(decimal_parse("1,234", 3, ',', &v, NULL), RC_OK);
	assert_int_equal(v, 1234);
	assert_int_equal(decimal_parse("1,5", 2, '.', &v, NULL), RC_INVALID);
	assert_int_equal(decimal_parse("1.5", 2, ',', &v, NULL), RC_INVALID);
	assert_int_equal(decimal_parse("12.5", 0, 0, &v, NULL), RC_OK);
	assert_int_equal(v, 13);
}

static void refused(void **state)
{
	static const struct {
		const char *typed;
		int at;
	} rows[] = {
		{ "", 0 },
		{ "abc", 0 },
		{ "12a", 2 },

		{ "1,2,3", 3 },
		{ "12 34", 4 },
		{ "1.2.3", 3 },
		{ "1,234.567.890", 5 },
		{ "--5", 1 },
		{ "€", 3 },
		{ "€ ۱۲x", 8 },
		{ "۱٬۲۳x", 8 },
		{ "5 تومان", 2 },
		{ "1:2", 1 },
		{ "k", 0 },
		{ "92233720368547758.08", 0 },
		{ "99999999999999999999", 0 },
		{ "99999999999m", 0 },
		{ "45%", 2 },
		{ "1,,000", 2 },
		{ ",", 0 },
		{ "1234,567.8", 4 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err err = ERR_INIT;
		int64_t v = 5;
		enum rc rc = decimal_parse(rows[i].typed, 2, 0, &v, &err);

		if (rc != RC_INVALID || v != 5)
			fail_msg("taken: %s as %lld", rows[i].typed, (long long)v);
		if (err.at != rows[i].at)
			fail_msg("%s: error at %d", rows[i].typed, err.at);
	}
}

static const char *shown(void (*f)(int64_t, const struct currency *, struct str *), int64_t v, const char *code)
{
	static struct str s = STR_INIT;

	str_clear(&s);
	f(v, currency_find(code), &s);
	return s.s;
}

static void whole_form(void **state)
{
	(void)state;
	assert_string_equal(shown(money_show, 123450, "EUR"), "€1,234.50");
	assert_string_equal(shown(money_show, 123400, "EUR"), "€1,234");
	assert_string_equal(shown(money_show, 0, "EUR"), "€0");
	assert_string_equal(shown(money_show, -5, "EUR"), "-€0.05");
	assert_string_equal(shown(money_show, 1234567, "JPY"), "¥1,234,567");
	assert_string_equal(shown(money_show, 1234567, "KWD"), "KWD 1,234.567");
	assert_string_equal(shown(money_show, 123456700, "IRR"), "IRR 1,234,567");
	assert_string_equal(shown(money_show, 100000, "CZK"), "Kč 1,000");
	assert_string_equal(shown(money_show, INT64_MIN, "USD"), "-$92,233,720,368,547,758.08");
}

static void short_form(void **state)
{
	(void)state;
	assert_string_equal(shown(money_short, 0, "EUR"), "€0");
	assert_string_equal(shown(money_short, 95049, "EUR"), "€950");
	assert_string_equal(shown(money_short, 99949, "EUR"), "€999");
	assert_string_equal(shown(money_short, 99950, "EUR"), "€1k");
	assert_string_equal(shown(money_short, 420000, "EUR"), "€4.2k");
	assert_string_equal(shown(money_short, 194960, "EUR"), "€1.9k"); /* rounded once, not twice */
	assert_string_equal(shown(money_short, 995000, "EUR"), "€10k");
	assert_string_equal(shown(money_short, 994999, "EUR"), "€9.9k");
	assert_string_equal(shown(money_short, 2200000, "EUR"), "€22k");
	assert_string_equal(shown(money_short, 1245000, "EUR"), "€12k");
	assert_string_equal(shown(money_short, 99949999, "EUR"), "€999k");
	assert_string_equal(shown(money_short, 99950000, "EUR"), "€1m");
	assert_string_equal(shown(money_short, 180000000, "EUR"), "€1.8m");
	assert_string_equal(shown(money_short, -180000000, "EUR"), "-€1.8m");
	assert_string_equal(shown(money_short, -3, "EUR"), "€0");
	assert_string_equal(shown(money_short, 1234567890123, "JPY"), "¥1.2t");
	assert_string_equal(shown(money_short, INT64_MAX, "JPY"), "¥9223q");
	assert_string_equal(shown(money_short, INT64_MAX, "CLF"), "CLF 922t");
}

static void plain_form(void **state)
{
	struct str s = STR_INIT;

	(void)state;
	decimal_plain(123450, 2, &s);
	str_addc(&s, ' ');
	decimal_plain(-5, 2, &s);
	str_addc(&s, ' ');
	decimal_plain(1234, 0, &s);
	str_addc(&s, ' ');
	decimal_plain(INT64_MIN, 3, &s);
	str_addc(&s, ' ');
	decimal_plain(INT64_MIN, 0, &s);
	assert_string_equal(s.s, "1234.50 -0.05 1234 -9223372036854775.808 -9223372036854775808");
	str_free(&s);
}

static void round_trip(void **state)
{
	struct str s = STR_INIT;
	int64_t v, seed = 1;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		seed = (int64_t)((uint64_t)seed * 6364136223846793005u + 1442695040888963407u);
		str_clear(&s);
		decimal_plain(seed >> (i % 60), 2, &s);
		assert_int_equal(decimal_parse(s.s, 2, '.', &v, NULL), RC_OK);
		assert_int_equal(v, seed >> (i % 60));
		str_clear(&s);
		money_show(seed >> (i % 60), currency_find("EUR"), &s);
		assert_int_equal(decimal_parse(s.s, 2, '.', &v, NULL), RC_OK);
		assert_int_equal(v, seed >> (i % 60));
	}
	str_free(&s);
}

static void muldiv(void **state)
{
	(void)state;
	assert_int_equal(muldiv_round(10, 1, 4), 3);
	assert_int_equal(muldiv_round(9, 1, 4), 2);
	assert_int_equal(muldiv_round(-10, 1, 4), -3);
	assert_int_equal(muldiv_round(1, 1, 3), 0);
	assert_int_equal(muldiv_round(2, 1, 3), 1);
	assert_int_equal(muldiv_round(1, 1, 2), 1);
	assert_int_equal(muldiv_round(INT64_MAX, 10000, 10000), INT64_MAX);
	assert_int_equal(muldiv_round(INT64_MAX, 3349, 10000), 3088907295142664418);
	assert_int_equal(muldiv_round(0, -5, 7), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(currencies),
		cmocka_unit_test(all_styles),
		cmocka_unit_test(style_given),
		cmocka_unit_test(refused),
		cmocka_unit_test(whole_form),
		cmocka_unit_test(short_form),
		cmocka_unit_test(plain_form),
		cmocka_unit_test(round_trip),
		cmocka_unit_test(muldiv),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
