/* cmocka has a macro of the name of base's fail(): our headers come first */
#include "base/i18n.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const struct text_rule one_line = { .max = 10, .lines = false };
static const struct text_rule note = { .max = 0, .lines = true };

static void decode_is(const char *s, size_t n, size_t want_len, uint32_t want)
{
	uint32_t cp;

	assert_int_equal(utf8_decode(s, n, &cp), want_len);
	assert_int_equal(cp, want);
}

static void decodes_every_length(void **state)
{
	(void)state;
	decode_is("a", 1, 1, 'a');
	decode_is("", 1, 1, 0);
	decode_is("é", 2, 2, 0xE9);
	decode_is("ی", 2, 2, 0x6CC);
	decode_is("王", 3, 3, 0x738B);
	decode_is("\xF0\x9F\x98\x80", 4, 4, 0x1F600);
	decode_is("\xF4\x8F\xBF\xBF", 4, 4, 0x10FFFF);
}

static void bad_parts_are_maximal(void **state)
{
	(void)state;
	decode_is("\xFF", 1, 1, UTF8_BAD);
	decode_is("\xC3(", 2, 1, UTF8_BAD);
	decode_is("\x80", 1, 1, UTF8_BAD);
	decode_is("\xC0\xAF", 2, 1, UTF8_BAD);         /* overlong */
	decode_is("\xE0\x9F\xBF", 3, 1, UTF8_BAD);     /* overlong */
	decode_is("\xED\xA0\x80", 3, 1, UTF8_BAD);     /* surrogate */
	decode_is("\xF4\x90\x80\x80", 4, 1, UTF8_BAD); /* beyond 10FFFF */
	decode_is("\xE7\x8E", 2, 2, UTF8_BAD);         /* cut off: one bad part */
	decode_is("\xE7\x8Ex", 3, 2, UTF8_BAD);
	decode_is("\xF0\x9F\x98", 3, 3, UTF8_BAD);
}

/* Every code point goes out and comes back; every surrogate is refused. */
static void what_was_cut_is_mended(void **state)
{
	char cut[] = "\u0639\u0644\xDB", mid[] = "a\xE6\x97 b\xFF" "c", whole[] = "\u0639\u0644\u06CC";

	(void)state;
	assert_int_equal(utf8_mend(cut), 4);
	assert_string_equal(cut, "\u0639\u0644");
	utf8_mend(mid);
	assert_string_equal(mid, "a bc");
	assert_int_equal(utf8_mend(whole), 6);
	assert_string_equal(whole, "\u0639\u0644\u06CC");
}

static void all_code_points_round_trip(void **state)
{
	struct str b = STR_INIT;

	(void)state;
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		uint32_t back;
		bool surrogate = cp >= 0xD800 && cp <= 0xDFFF;

		str_clear(&b);
		str_add_cp(&b, cp);
		if (utf8_decode(b.s, b.len, &back) != (surrogate ? 1 : b.len) || back != (surrogate ? UTF8_BAD : cp))
			fail_msg("U+%04X", (unsigned)cp);
	}
	str_free(&b);
}

static void counts_and_validates(void **state)
{
	(void)state;
	assert_true(utf8_valid("علی 王 a", strlen("علی 王 a")));
	assert_false(utf8_valid("a\xFF", 2));
	assert_int_equal(utf8_count("علی", 6), 3);
	assert_int_equal(utf8_count("bad\xFF\xC3(", 6), 6);
	assert_int_equal(utf8_count("", 0), 0);
}

static void refused(const char *s, size_t n, const struct text_rule *rule, int at)
{
	struct err err = ERR_INIT;

	assert_int_equal(text_ok(s, n, rule, &err), RC_INVALID);
	assert_int_equal(err.at, at);
	assert_true(err.text[0]);
}

static void accepted(const char *s, const struct text_rule *rule)
{
	struct err err = ERR_INIT;

	if (text_ok(s, strlen(s), rule, &err) != RC_OK)
		fail_msg("%s: %s", s, err.text);
}

static void gate_points_at_the_offender(void **state)
{
	(void)state;
	accepted("", &one_line);
	accepted("1234567890", &one_line);
	accepted("علی رضایی", &one_line);
	accepted("می\xE2\x80\x8Cخواهم", &one_line); /* ZWNJ */
	refused("12345678901", 11, &one_line, 10);
	refused("علی رضایی ی", 20, &one_line, 18);
	refused("a\xFF", 2, &one_line, 1);
	refused("a\0b", 3, &one_line, 1);
	refused("ab\x1B", 3, &one_line, 2);
	refused("\x7F", 1, &one_line, 0);
	refused("a\xC2\x9B"
		"31m",
		6, &one_line, 1); /* C1: CSI */
	refused("a\nb", 3, &one_line, 1);
	refused("a\tb", 3, &one_line, 1);
	refused("a\r\nb", 4, &one_line, 1);
}

static void notes_keep_lines(void **state)
{
	const struct text_rule short_note = { .max = 3, .lines = true };

	(void)state;
	accepted("a\n\tb\r\nc", &note);
	accepted("a\r\nb", &short_note); /* CRLF counts once */
	refused("a\rb", 3, &note, 1);
	refused("a\vb", 3, &note, 1);
	refused("a\r\nbc", 5, &short_note, 4);
}

static void marks_are_limited(void **state)
{
	struct str b = STR_INIT;

	(void)state;
	str_addc(&b, 'a');
	for (int i = 0; i < 8; i++)
		str_add_cp(&b, 0x301);
	accepted(b.s, &note);
	str_add_cp(&b, 0x200D); /* a joiner does not start a new base */
	accepted(b.s, &note);
	str_add_cp(&b, 0x301);
	refused(b.s, b.len, &note, (int)b.len - 2);
	str_cut(&b, b.len - 2);
	str_add(&b, "b");
	str_add_cp(&b, 0x301);
	accepted(b.s, &note);
	str_free(&b);
}

static void strips(const char *s, size_t n, const struct text_rule *rule, const char *want, bool changed)
{
	struct str out = STR_INIT;
	struct err err = ERR_INIT;
	struct text_rule unlimited = { .max = 0, .lines = rule->lines };

	assert_int_equal(text_strip(s, n, rule, &out), changed);
	assert_string_equal(out.s, want);
	assert_int_equal(text_ok(out.s, out.len, &unlimited, &err), RC_OK);
	str_free(&out);
}

static void import_strips(void **state)
{
	(void)state;
	strips("plain", 5, &one_line, "plain", false);
	strips("bad\xFF\xC3(", 6, &one_line, "bad��(", true);
	strips("a\x1B[31m\0b", 8, &one_line, "a[31mb", true);
	strips("a\xC2\x9B"
	       "b",
		4, &one_line, "ab", true);
	strips("a\r\nb\nc\td", 8, &one_line, "a b c d", true);
	strips("a\r\nb\tc", 6, &note, "a\nb\tc", false);
	strips("a\rb", 3, &note, "a\nb", true);
	strips("longer than the rule", 20, &one_line, "longer than the rule", false);
}

static void strip_always_passes_the_gate(void **state)
{
	struct str out = STR_INIT;
	struct err err = ERR_INIT;
	char s[24];

	(void)state;
	srand(27);
	for (int round = 0; round < 50000; round++) {
		const struct text_rule rule = { .max = 0, .lines = round & 1 };
		size_t n = (size_t)rand() % sizeof s;

		for (size_t i = 0; i < n; i++)
			s[i] = (char)(rand() % 3 ? rand() : 0xCC + rand() % 2);
		str_clear(&out);
		text_strip(s, n, &rule, &out);
		if (text_ok(out.s, out.len, &rule, &err) != RC_OK)
			fail_msg("round %d: %s", round, err.text);
	}
	str_free(&out);
}

static void nfc_is(const char *s, const char *want)
{
	struct str out = STR_INIT;

	text_nfc(s, strlen(s), &out);
	assert_string_equal(out.s, want);
	str_free(&out);
}

static void composes(void **state)
{
	struct str many = STR_INIT, out = STR_INIT;

	(void)state;
	nfc_is("", "");
	nfc_is("plain é", "plain é");
	nfc_is("e\xCC\x81", "é");
	nfc_is("か\xE3\x82\x99", "が");
	nfc_is("ا\xD9\x93", "آ");
	nfc_is("ﬁ", "ﬁ"); /* canonical, not compatible */
	nfc_is("\xE1\x84\x80\xE1\x85\xA1", "가");
	for (int i = 0; i < 1000; i++) /* more than the small buffer */
		str_add(&many, "e\xCC\x81");
	text_nfc(many.s, many.len, &out);
	assert_int_equal(out.len, 2000);
	str_free(&many);
	str_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decodes_every_length),
		cmocka_unit_test(bad_parts_are_maximal),
		cmocka_unit_test(what_was_cut_is_mended),
		cmocka_unit_test(all_code_points_round_trip),
		cmocka_unit_test(counts_and_validates),
		cmocka_unit_test(gate_points_at_the_offender),
		cmocka_unit_test(notes_keep_lines),
		cmocka_unit_test(marks_are_limited),
		cmocka_unit_test(import_strips),
		cmocka_unit_test(strip_always_passes_the_gate),
		cmocka_unit_test(composes),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
