#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/fold.h"

#include <cmocka.h> /* last: it defines fail() */

static void countries(void **state)
{
	static const struct {
		const char *text, *iso;
	} rows[] = {
		{ "IR", "IR" },
		{ "irn", "IR" },
		{ "Iran", "IR" },
		{ "ایران", "IR" },
		{ "ايران", "IR" },
		{ "伊朗", "IR" },
		{ "イラン", "IR" },
		{ "Iran, Islamic Republic of", "IR" },
		{ "DEUTSCHLAND", "DE" },
		{ "Allemagne", "DE" },
		{ "Österreich", "AT" },
		{ "osterreich", "AT" },
		{ "USA", "US" },
		{ "u.s.a.", "US" },
		{ "United States of America", "US" },
		{ "آمریکا", "US" },
		{ "امریکا", "US" },
		{ "中国", "CN" },
		{ "日本", "JP" },
		{ "uk", "GB" },
		{ "England", "GB" },
		{ "Cote d'Ivoire", "CI" },
		{ "Turkey", "TR" },
		{ "Türkiye", "TR" },
		{ "South Korea", "KR" },
		{ "Viet Nam", "VN" },
		{ "Russian Federation", "RU" },
		{ " France ", "FR" },
		{ "Curacao", "CW" },
		{ "Czech Republic", "CZ" },
		{ "臺灣", "TW" },
		{ "Congo", "CG" },
		{ "DR Congo", "CD" },
		{ "Niger", "NE" },
		{ "Nigeria", "NG" },
	};
	static const char *const none[] = { "", "XX", "Atlantis", "Ira", "|", "98" };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct country *c = country_find(rows[i].text);

		if (!c || strcmp(c->iso, rows[i].iso))
			fail_msg("%s is %s", rows[i].text, c ? c->iso : "unknown");
	}
	for (size_t i = 0; i < COUNT(none); i++)
		assert_null(country_find(none[i]));
}

/* The table itself: in order, complete, and every code and name leads back to its row. */
static void country_table(void **state)
{
	(void)state;
	assert_int_equal(country_count(), 249);
	for (int i = 0; i < country_count(); i++) {
		const struct country *c = country_at(i);

		assert_ptr_equal(country_find(c->iso), c);
		if (country_find(c->name) != c)
			fail_msg("the name %s is of two countries", c->name);
		if (i && strcmp(country_at(i - 1)->iso, c->iso) >= 0)
			fail_msg("%s is out of order", c->iso);
		if (c->min_len < 4 || c->max_len < c->min_len || c->max_len + (int)strlen(c->calling) > 15)
			fail_msg("%s: lengths %d to %d", c->iso, c->min_len, c->max_len);
		if (strspn(c->calling, "0123456789") != strlen(c->calling) || strlen(c->calling) > 3 || !*c->calling)
			fail_msg("%s: calling code %s", c->iso, c->calling);
	}
}

static void states(void **state)
{
	const char *const *list;
	bool tehran = false;
	int n;

	(void)state;
	list = country_states("US", &n);
	assert_int_equal(n, 57);
	assert_string_equal(list[0], "Alabama");
	assert_int_equal((country_states("CA", &n), n), 13);
	assert_int_equal((country_states("DE", &n), n), 16);
	assert_int_equal((country_states("JP", &n), n), 47);
	list = country_states("IR", &n);
	assert_int_equal(n, 31);
	for (int i = 0; i < n; i++)
		tehran = tehran || fold_eq(list[i], "tehran");
	assert_true(tehran);
	assert_null(country_states("AQ", &n));
	assert_int_equal(n, 0);
}

static void phones(void **state)
{
	static const struct {
		const char *home, *typed, *e164, *shown;
	} rows[] = {
		{ "IR", "021-88887777", "+982188887777", "+98 21 8888 7777" },
		{ "IR", "0912 123 4567", "+989121234567", "+98 912 123 4567" },
		{ "IR", "۰۹۱۲۱۲۳۴۵۶۷", "+989121234567", "+98 912 123 4567" },
		{ "IR", "٠٢١٨٨٨٨٧٧٧٧", "+982188887777", "+98 21 8888 7777" },
		{ "IR", "9121234567", "+989121234567", "+98 912 123 4567" },
		{ "IR", "989121234567", "+989121234567", "+98 912 123 4567" },
		{ "IR", "00989121234567", "+989121234567", "+98 912 123 4567" },
		{ "IR", "+98 (0)912 123 4567", "+989121234567", "+98 912 123 4567" },
		{ "IR", "+9809121234567", "+989121234567", "+98 912 123 4567" },
		{ "IR", "۰۲۱-۸۸۸۸۷۷۷۷ داخلی ۱۲", "+982188887777", "+98 21 8888 7777 ext 12" },
		{ NULL, "+98 21 8888 7777 ext. 12", "+982188887777", "+98 21 8888 7777 ext 12" },
		{ "US", "(212) 555-0123", "+12125550123", "+1 212 555 0123" },
		{ "US", "1-212-555-0123 x99", "+12125550123", "+1 212 555 0123 ext 99" },
		{ "US", "212.555.0123 #7", "+12125550123", "+1 212 555 0123 ext 7" },
		{ "US", "011 44 20 7946 0958", "+442079460958", "+44 20 7946 0958" },
		{ "CA", "+1 416 555 0199", "+14165550199", "+1 416 555 0199" },
		{ "BB", "246 555 0142", "+12465550142", "+1 246 555 0142" },
		{ "GB", "020 7946 0958", "+442079460958", "+44 20 7946 0958" },
		{ "GB", "+44 (0)7700 900123", "+447700900123", "+44 7700 900123" },
		{ "DE", "030 901820", "+4930901820", "+49 30 901 820" },
		{ "DE", "0151/23456789", "+4915123456789", "+49 151 2345 6789" },
		{ "DE", "0049 89 1234567", "+49891234567", "+49 89 123 4567" },
		{ "FR", "01 42 68 53 00", "+33142685300", "+33 1 42 68 53 00" },
		{ "IT", "06 6982", "+39066982", "+39 06 6982" },
		{ "IT", "+39 06 698 12345", "+390669812345", "+39 06 6981 2345" },
		{ "IT", "347 123 4567", "+393471234567", "+39 347 123 4567" },
		{ "ES", "912 345 678", "+34912345678", "+34 912 345 678" },
		{ "CH", "044 668 18 00", "+41446681800", "+41 44 668 18 00" },
		{ "NL", "06-12345678", "+31612345678", "+31 6 1234 5678" },
		{ "HU", "06 1 234 5678", "+3612345678", "+36 1 234 5678" },
		{ "HU", "06 72 123 456", "+3672123456", "+36 72 123 456" },
		{ "BY", "8 017 123 45 67", "+375171234567", "+375 17 123 45 67" },
		{ "HU", "06 30 123 4567", "+36301234567", "+36 30 123 4567" },
		{ "RU", "8 (495) 123-45-67", "+74951234567", "+7 495 123 45 67" },
		{ "RU", "7 495 123 45 67", "+74951234567", "+7 495 123 45 67" },
		{ "RU", "812 123 45 67", "+78121234567", "+7 812 123 45 67" },
		{ "RU", "8 812 123 45 67", "+78121234567", "+7 812 123 45 67" },
		{ "KZ", "8 727 258 85 00", "+77272588500", "+7 727 258 85 00" },
		{ "TR", "0532 123 45 67", "+905321234567", "+90 532 123 45 67" },
		{ "AE", "050 123 4567", "+971501234567", "+971 50 123 4567" },
		{ "IN", "098765 43210", "+919876543210", "+91 98765 43210" },
		{ "CN", "138 0013 8000", "+8613800138000", "+86 138 0013 8000" },
		{ "CN", "021-62881234", "+862162881234", "+86 21 6288 1234" },
		{ "JP", "０３－１２３４－５６７８", "+81312345678", "+81 3 1234 5678" },
		{ "JP", "090-1234-5678", "+819012345678", "+81 90 1234 5678" },
		{ "KR", "02-123-4567", "+8221234567", "+82 2 123 4567" },
		{ "KR", "010-1234-5678", "+821012345678", "+82 10 1234 5678" },
		{ "HK", "2123 4567", "+85221234567", "+852 2123 4567" },
		{ "SG", "+65 6123 4567", "+6561234567", "+65 6123 4567" },
		{ "AU", "(02) 9374 4000", "+61293744000", "+61 2 9374 4000" },
		{ "BR", "(011) 91234-5678", "+5511912345678", "+55 11 91234 5678" },
		{ "MX", "+52 1 55 1234 5678", "+525512345678", "+52 55 1234 5678" },
		{ "PL", "22 123 45 67", "+48221234567", "+48 221 234 567" },
		{ "LT", "8 612 34567", "+37061234567", "+370 612 34567" },
		{ "CI", "07 12 34 56 78", "+2250712345678", "+225 07 12 34 56 78" },
		{ NULL, "tel:+1-212-555-0123", "+12125550123", "+1 212 555 0123" },
		{ NULL, "+383 44 123 456", "+38344123456", "+383 4412 3456" },
		{ "IR", "+1 212 555 0123", "+12125550123", "+1 212 555 0123" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct country *home = rows[i].home ? country_find(rows[i].home) : NULL;
		struct str key = STR_INIT, shown = STR_INIT;

		if (!phone_e164(rows[i].typed, home, &key) || strcmp(key.s, rows[i].e164))
			fail_msg("%s gave '%s'", rows[i].typed, key.s);
		phone_show(rows[i].typed, home, &shown);
		if (strcmp(shown.s, rows[i].shown))
			fail_msg("%s is shown as '%s'", rows[i].typed, shown.s);
		str_free(&key);
		str_free(&shown);
	}
}

static void no_phones(void **state)
{
	static const struct {
		const char *home, *typed;
	} rows[] = {
		{ "IR", "" },
		{ "IR", "+" },
		{ "IR", "0" },
		{ "IR", "0912 123 456" },
		{ "IR", "0912 123 45678" },
		{ NULL, "0912 123 4567" },
		{ "IR", "9.89E+11" },
		{ "IR", "call me" },
		{ "IR", "0000000000" },
		{ "US", "112 555 0123" },
		{ "US", "212 155 0123" },
		{ "US", "911 555 0123" },
		{ "US", "555 0123" },
		{ "US", "1-800-FLOWERS" },
		{ NULL, "+999 123 456 789" },
		{ NULL, "+210 123 456 789" },
		{ "DE", "12345" },
		{ "IR", "021-88887777 / 021-88887778" },
		{ "IR", "0912+1234567" },
		{ "IR", "ext 12" },
		{ "IR", "02188887777 x" },
		{ "IR", "123456789012345678901234567890" },
		{ "FR", "00 42 68 53 00" },
		{ "IR", "ali@example.com" },
		{ "IR", "++989121234567" },
		{ "GB", "+44 20 7946" },
	};
	struct str out = STR_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		if (phone_e164(rows[i].typed, rows[i].home ? country_find(rows[i].home) : NULL, &out))
			fail_msg("%s was taken as %s", rows[i].typed, out.s);
		assert_int_equal(out.len, 0);
	}
	phone_show("call me", country_find("IR"), &out);
	assert_string_equal(out.s, "call me");
	str_free(&out);
}

static void emails(void **state)
{
	static const struct {
		const char *typed, *normal;
	} rows[] = {
		{ "a@b.co", "a@b.co" },
		{ "  Sara.Ahmadi@Example.COM ", "sara.ahmadi@example.com" },
		{ "Sara <sara@example.com>", "sara@example.com" },
		{ "\"Doe, John\" <john@example.com>", "john@example.com" },
		{ "Doe, John <john@example.com>", "john@example.com" },
		{ "mailto:a@b.co?subject=x", "a@b.co" },
		{ "<a@b.co>", "a@b.co" },
		{ "ａ＠ｂ．ｃｏ", "a@b.co" },
		{ "a+tag@sub.example.co.uk", "a+tag@sub.example.co.uk" },
		{ "o'brien_x-1@x-y.org", "o'brien_x-1@x-y.org" },
		{ "a@b.co, A@B.co", "a@b.co" },
		{ "a@b.co;", "a@b.co" },
		{ "user@münchen.de", "user@münchen.de" },
		{ "用户@例子.公司", "用户@例子.公司" },
		{ "a@xn--80ak6aa92e.com", "a@xn--80ak6aa92e.com" },
		{ "1@163.com", "1@163.com" },
		{ "\"a@b.co\" <a@b.co>", "a@b.co" },
		{ "\xe2\x80\x8f"
		  "a@b.co",
			"a@b.co" },
	};
	struct str out = STR_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err err = ERR_INIT;

		str_clear(&out);
		if (email_check(rows[i].typed, &err))
			fail_msg("%s: %s", rows[i].typed, err.text);
		assert_true(email_normal(rows[i].typed, &out));
		assert_string_equal(out.s, rows[i].normal);
	}
	str_free(&out);
}

static void no_emails(void **state)
{
	static const struct {
		const char *typed;
		int at;
		const char *says;
	} rows[] = {
		{ "", 0, "no @" },
		{ "sara", 4, "no @" },
		{ "@b.co", 0, "nothing before" },
		{ "a@", 2, "nothing after" },
		{ "a@b", 2, "no dot" },
		{ "a@b..co", 4, "dot" },
		{ "a@.co", 2, "dot" },
		{ "a@b.co.", 7, "dot" },
		{ ".a@b.co", 0, "dot" },
		{ "a..b@c.de", 1, "dot" },
		{ "a.@b.co", 1, "dot" },
		{ "a b@c.de", 1, "blank" },
		{ "a@b@c.de", 3, "two @" },
		{ "a@b.co c@d.co", 6, "more than one" },
		{ "a@b.co, c@d.co", 8, "more than one" },
		{ "a@-b.co", 2, "domain" },
		{ "a@b-.co", 3, "domain" },
		{ "a@b_c.de", 3, "domain" },
		{ "a@1.2.3.4", 8, "ending" },
		{ "a@b.c", 4, "ending" },
		{ "a(b@c.de", 1, "before @" },
		{ "  a@b", 4, "no dot" },
		{ "Sara <sara>", 10, "no @" },
		{ "علی@b", 7, "no dot" },
		{ "a@b.co\x01", 6, "domain" },
	};
	struct str out = STR_INIT, lng = STR_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct err err = ERR_INIT;

		assert_false(email_normal(rows[i].typed, &out));
		assert_int_equal(out.len, 0);
		if (email_check(rows[i].typed, &err) != RC_INVALID || !strstr(err.text, rows[i].says))
			fail_msg("%s: %s", rows[i].typed, err.text);
		if (err.at != rows[i].at)
			fail_msg("%s: at %d", rows[i].typed, err.at);
	}
	for (int i = 0; i < 65; i++)
		str_addc(&lng, 'a');
	str_add(&lng, "@b.co");
	assert_false(email_normal(lng.s, &out));
	assert_true(email_normal(lng.s + 1, &out));
	str_free(&lng);
	str_free(&out);
}

static const char *domain_key(const char *s)
{
	static struct str out = STR_INIT;

	str_clear(&out);
	email_domain_key(s, &out);
	return out.s;
}

static void providers(void **state)
{
	(void)state;
	assert_true(email_public("gmail.com"));
	assert_true(email_public("sara@GMail.com"));
	assert_true(email_public("x@qq.com"));
	assert_true(email_public("x@163.com"));
	assert_true(email_public("x@zoho.com"));
	assert_true(email_public("x@chmail.ir"));
	assert_false(email_public("x@example.com"));
	assert_false(email_public("x@mail.gmail.com"));
	assert_false(email_public(""));
	assert_string_equal(domain_key("sara@example.com"), "@example.com");
	assert_string_equal(domain_key("sara@gmail.com"), "sara@gmail.com");
	assert_string_equal(domain_key(""), "");
}

static void urls(void **state)
{
	static const struct {
		const char *typed, *url;
	} rows[] = {
		{ "example.com", "https://example.com" },
		{ " WWW.Example.com/A?b=C ", "https://www.example.com/A?b=C" },
		{ "http://Example.com", "http://example.com" },
		{ "HTTPS://x.ir/۱۲", "https://x.ir/۱۲" },
		{ "ｅｘａｍｐｌｅ．ｃｏｍ", "https://example.com" },
		{ "example.com:8080/x", "https://example.com:8080/x" },
		{ "例子.公司", "https://例子.公司" },
	};
	static const char *const bad[] = { "", "localhost", "http://", "foo bar.com", "example.com/a b",
		"javascript:alert(1).x", "ftp://x.com", "a@b.co", ".com", "x..com", "x.com:", "x.com:123456",
		"x.com/\x1b[0m", "x.com/\xe3\x80\x80y", "-" };
	struct str out = STR_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		str_clear(&out);
		assert_true(url_normal(rows[i].typed, &out));
		assert_string_equal(out.s, rows[i].url);
	}
	str_clear(&out);
	for (size_t i = 0; i < COUNT(bad); i++)
		if (url_normal(bad[i], &out))
			fail_msg("%s was taken as %s", bad[i], out.s);
	assert_int_equal(out.len, 0);
	str_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(countries),
		cmocka_unit_test(country_table),
		cmocka_unit_test(states),
		cmocka_unit_test(phones),
		cmocka_unit_test(no_phones),
		cmocka_unit_test(emails),
		cmocka_unit_test(no_emails),
		cmocka_unit_test(providers),
		cmocka_unit_test(urls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
