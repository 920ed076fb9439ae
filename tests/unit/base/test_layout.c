/* cmocka has a macro of the name of base's fail(): our headers come first */
#include "base/i18n.h"
#include "base/layout.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <cmocka.h>

#define ZWNJ "\xE2\x80\x8C"
#define ZWJ "\xE2\x80\x8D"
#define LRM "\xE2\x80\x8E"
#define RLM "\xE2\x80\x8F"
#define RLO "\xE2\x80\xAE"
#define LRI "\xE2\x81\xA6"
#define PDI "\xE2\x81\xA9"
#define VS16 "\xEF\xB8\x8F"
#define ACUTE "\xCC\x81"

static int defaults(void **state)
{
	(void)state;
	layout_config(BIDI_APP, DIR_LTR, false);
	return 0;
}

/* The cells as text, after checking what every layout must hold. */
static void lay(const char *s, size_t n, int cols, struct str *out)
{
	struct layout l = LAYOUT_INIT;
	int width = 0;

	str_clear(out);
	layout_text(&l, s, n, cols);
	for (int i = 0; i < l.n; i++) {
		assert_in_range(l.cell[i].width, 1, 2);
		assert_true(l.cell[i].at <= n);
		width += l.cell[i].width;
		for (int k = 0; k <= CELL_MARKS && l.cell[i].cp[k]; k++)
			str_add_cp(out, l.cell[i].cp[k]);
	}
	assert_int_equal(l.width, width);
	if (cols >= 0)
		assert_true(width <= cols);
	assert_int_equal(l.dir, text_dir(s, n));
	layout_free(&l);
}

static void draws_n(const char *s, size_t n, int cols, const char *want)
{
	struct str out = STR_INIT;

	lay(s, n, cols, &out);
	assert_string_equal(out.s, want);
	str_free(&out);
}

static void draws(const char *s, int cols, const char *want)
{
	draws_n(s, strlen(s), cols, want);
}

static void is(const char *s, enum text_dir dir, int width)
{
	assert_int_equal(text_dir(s, strlen(s)), dir);
	assert_int_equal(text_width(s, strlen(s)), width);
}

static void persian(void **state)
{
	(void)state;
	is("علی رضایی", DIR_RTL, 9);
	draws("علی رضایی", -1, "ﯽﯾﺎﺿﺭ ﯽﻠﻋ");
	draws("علی رضایی", 9, "ﯽﯾﺎﺿﺭ ﯽﻠﻋ");
	draws("علی رضایی", 6, "…ﺭ ﯽﻠﻋ");
	draws("علی", 2, "…ﻉ"); /* the letter that was joined stands alone after the cut */
}

static void both_directions(void **state)
{
	(void)state;
	is("سلام Company 2024 (تست)", DIR_RTL, 22);
	draws("سلام Company 2024 (تست)", -1, "(ﺖﺴﺗ) Company 2024 ﻡﻼﺳ");
	draws("سلام Company 2024 (تست)", 12, "…Company ﻡﻼﺳ");
	is("Order ۱۴۰۳/۱۲/۳۰ برای Ali", DIR_LTR, 25);
	draws("Order ۱۴۰۳/۱۲/۳۰ برای Ali", -1, "Order ۱۴۰۳/۱۲/۳۰ ﯼﺍﺮﺑ Ali");
	draws("Order ۱۴۰۳/۱۲/۳۰ برای Ali", 14, "Order ۱۴۰۳/۱۲…");
	draws("abc " LRI "علی" PDI " d", -1, "abc ﯽﻠﻋ d");
	draws("تلفن " LRI "+98 21 5" PDI, -1, "+98 21 5 ﻦﻔﻠﺗ");
	draws("a" RLM "!", -1, "a!");
	draws("ع " LRI "a ", -1, " a ﻉ");         /* the space at the end stands outside the open isolate */
	draws("ع ۱" LRI "+98" PDI, -1, "+98۱ ﻉ"); /* the isolate holds two runs of one level apart */
	draws("ع ۱" RLM "۲", -1, "۲۱ ﻉ");
}

static void wide(void **state)
{
	(void)state;
	is("王小明", DIR_LTR, 6);
	draws("王小明", 6, "王小明");
	draws("王小明", 5, "王小…");
	is("株式会社サンプル", DIR_LTR, 16);
	draws("株式会社サンプル", 16, "株式会社サンプル");
	draws("株式会社サンプル", 8, "株式会…");
}

static void controls(void **state)
{
	(void)state;
	is("a\tb\x1B[31m", DIR_LTR, 8);
	draws("a\tb\x1B[31m", -1, "a b�[31m");
	draws("a\tb\x1B[31m", 6, "a b�[…");
	draws("بد" RLO "evil", -1, "evilﺪﺑ");
	draws("a\xC2\x9B"
	      "31m\x7F",
		-1, "a�31m�");
	draws_n("a\0b", 3, -1, "a�b");
	draws("a\r\nb\vc\fd\ne\rf", -1, "a b c d e�f");
	draws("a\xE2\x80\xA8"
	      "b\xE2\x80\xA9"
	      "c",
		-1, "a b c");
	draws("soft\xC2\xADly" VS16 "\xEF\xBB\xBF\xE2\x80\x8B\xE2\x81\xA0!", -1, "softly!");
	draws("\xEF\xBF\xBE", -1, "�"); /* no character: wcwidth is negative */
}

static void bad_bytes(void **state)
{
	static const char s[] = "bad\xFF\xC3(";

	(void)state;
	is(s, DIR_LTR, 6);
	draws(s, -1, "bad��(");
	draws(s, 5, "bad�…");
	draws("\xE7\x8E", -1, "�");
	draws("\xED\xA0\x80", -1, "���");
}

static void marks(void **state)
{
	struct str zalgo = STR_INIT;

	(void)state;
	is("e" ACUTE "e", DIR_LTR, 2);
	draws("e" ACUTE "e", -1, "e" ACUTE "e");
	draws("e" ACUTE "ee", 2, "e" ACUTE "…");
	is(ACUTE "a", DIR_LTR, 2);
	draws(ACUTE "a", -1, " " ACUTE "a");
	str_add(&zalgo, "a");
	for (int i = 0; i < 50; i++)
		str_add(&zalgo, ACUTE);
	str_add(&zalgo, "b");
	is(zalgo.s, DIR_LTR, 2);
	draws(zalgo.s, 2, "a" ACUTE ACUTE ACUTE ACUTE "b");
	str_free(&zalgo);
	draws("سَلامٌ", -1, "ﻡٌﻼﺳَ"); /* marks stay on their letters */
}

static void emoji(void **state)
{
	(void)state;
	is("👨‍👩‍👧!", DIR_LTR, 3);
	draws("👨" ZWJ "👩" ZWJ "👧!", -1, "👨!");
	draws("👩\xF0\x9F\x8F\xBD" ZWJ "❤" VS16 ZWJ "👨x", -1, "👩x");
	draws("👍\xF0\x9F\x8F\xBF👍", -1, "👍👍");
	draws("🇮🇷", -1, "IR");
	draws("1" VS16 "\xE2\x83\xA3", -1, "1");
	draws("🏴\xF3\xA0\x81\xA7\xF3\xA0\x81\xBF.", -1, "🏴.");
	draws("a" ZWJ "👍", -1, "a👍"); /* no emoji before the joiner */
}

static void joiners(void **state)
{
	(void)state;
	is("می" ZWNJ "خواهم", DIR_RTL, 7);
	draws("می" ZWNJ "خواهم", -1, "ﻢﻫﺍﻮﺧﯽﻣ");
	draws("میخ", -1, "ﺦﯿﻣ");
	draws("ه" ZWJ, -1, "ﻫ");
	is(LRM "۱۲", DIR_LTR, 2);
	is(RLM "abc", DIR_RTL, 3);
	draws(RLM "abc", 2, "…a");
	draws(LRM ZWNJ, -1, "");
	is(LRM ZWNJ, DIR_LTR, 0);
}

static void ligatures(void **state)
{
	(void)state;
	is("لا", DIR_RTL, 1);
	draws("لا", 1, "ﻻ");
	draws("لَا", -1, "ﻻَ");
	draws("ل" ZWNJ "ا", -1, "ﺍﻝ");
	draws("سلام", 3, "ﻡﻼﺳ");
	draws("سلامت", 3, "…ﻼﺳ"); /* never cut through the ligature */
	draws("سلامت", 2, "…ﺱ");
	draws("لالا", 2, "ﻻﻻ");
}

static void few_columns(void **state)
{
	(void)state;
	draws("abc", 0, "");
	draws("abc", 1, "…");
	draws("a", 1, "a");
	draws("王", 1, "…");
	draws("علی", 1, "…");
	draws("", 0, "");
	draws("", 5, "");
}

static void direction_of_the_whole_value(void **state)
{
	struct layout l = LAYOUT_INIT;
	static const char note[] = "first\nعلی abc def\nlast";

	(void)state;
	is("123 علی", DIR_RTL, 7);
	is("123", DIR_LTR, 3);
	is(LRI "علی" PDI " b", DIR_LTR, 5);
	layout_config(BIDI_APP, DIR_RTL, false);
	is("123", DIR_RTL, 3);
	is("123a", DIR_LTR, 4);
	draws("12 (3", -1, "3) 12");
	defaults(state);
	layout_part(&l, note, sizeof note - 1, 13, 20, -1); /* "abc def" of a right-to-left line */
	assert_int_equal(l.dir, DIR_RTL);
	assert_int_equal(l.cell[0].at, 13);
	layout_part(&l, note, sizeof note - 1, 1, 3, -1);
	assert_int_equal(l.dir, DIR_LTR);
	layout_free(&l);
}

static void offsets(const char *s, int cols, const int *at, int n)
{
	struct layout l = LAYOUT_INIT;

	layout_text(&l, s, strlen(s), cols);
	assert_int_equal(l.n, n);
	for (int i = 0; i < n; i++)
		assert_int_equal(l.cell[i].at, at[i]);
	layout_free(&l);
}

/* The cursor and the mouse stand on these. */
static void cells_know_their_bytes(void **state)
{
	(void)state;
	offsets("aé王b", -1, (int[]){ 0, 1, 3, 6 }, 4);
	offsets("علی", -1, (int[]){ 4, 2, 0 }, 3);
	offsets("سلام", -1, (int[]){ 6, 2, 0 }, 3);
	offsets("سلام ab", -1, (int[]){ 9, 10, 8, 6, 2, 0 }, 6);
	offsets("a" ACUTE "b", -1, (int[]){ 0, 3 }, 2);
	offsets(LRM "ab", -1, (int[]){ 0, 4 }, 2);
	offsets("علی رضا", 4, (int[]){ 6, 4, 2, 0 }, 4);
	offsets("a👨" ZWJ "👩b", -1, (int[]){ 0, 1, 12 }, 3);
	offsets("\xFF\xC3(", -1, (int[]){ 0, 1, 2 }, 3);
}

static void cut_is_marked(void **state)
{
	struct layout l = LAYOUT_INIT;

	(void)state;
	layout_text(&l, "abcdef", 6, 4);
	assert_true(l.cut);
	assert_true(l.cell[3].ellipsis);
	assert_false(l.cell[2].ellipsis);
	layout_text(&l, "abcd", 4, 4);
	assert_false(l.cut);
	layout_config(BIDI_APP, DIR_LTR, true);
	draws("abcdef", 4, "abc~");
	defaults(state);
	layout_free(&l);
}

static void other_modes(void **state)
{
	(void)state;
	layout_config(BIDI_TERMINAL, DIR_LTR, false);
	draws("می" ZWNJ "خ (a)", -1, "می" ZWNJ "خ (a)");
	draws("علی رضایی", 6, "علی ر…");
	is("سلام", DIR_RTL, 4);
	layout_config(BIDI_OFF, DIR_LTR, false);
	draws("می" ZWNJ "خ", -1, "میخ");
	defaults(state);
}

static void cells_are(const char *s, int cols, bool visual, const char *want)
{
	struct str out = STR_INIT;

	text_cells(s, strlen(s), cols, visual, &out);
	assert_string_equal(out.s, want);
	str_free(&out);
}

static void plain_output(void **state)
{
	(void)state;
	cells_are("abc", 5, true, "abc  ");
	cells_are("株式会社サンプル", 8, true, "株式会… ");
	cells_are("علی", -1, true, "ﯽﻠﻋ");
	cells_are("علی رضایی", 6, false, "علی ر…");
	cells_are("علی", 4, false, "علی ");
}

static void safe_is(const char *s, const char *want, const char *lines)
{
	struct str out = STR_INIT;

	text_safe(s, strlen(s), &out);
	assert_string_equal(out.s, want);
	str_clear(&out);
	text_safe_lines(s, strlen(s), &out);
	assert_string_equal(out.s, lines);
	str_free(&out);
}

static void safe_text(void **state)
{
	(void)state;
	safe_is("a\tb\x1B[31m\r\nc", "a b�[31m c", "a b�[31m\nc");
	safe_is("می" ZWNJ "خ" RLO "x", "می" ZWNJ "خx", "می" ZWNJ "خx");
	safe_is(LRI "a\nb" PDI, LRI "a b" PDI, LRI "a" PDI "\nb"); /* isolates end with their line */
	safe_is(LRI "a", LRI "a" PDI, LRI "a" PDI);
	safe_is("\n" ACUTE, " " ACUTE, "\n " ACUTE);
	safe_is("e" ACUTE ACUTE ACUTE ACUTE ACUTE, "e" ACUTE ACUTE ACUTE ACUTE, "e" ACUTE ACUTE ACUTE ACUTE);
}

static void wraps(const char *s, int cols, const char *const *want)
{
	struct text_line line[16];
	int n = text_wrap(s, strlen(s), cols, line, COUNT(line));

	for (int i = 0; want[i]; i++) {
		char *got;

		assert_true(i < n);
		got = xstrndup(s + line[i].from, line[i].to - line[i].from);
		assert_string_equal(got, want[i]);
		free(got);
		assert_null(i + 1 < n ? NULL : want[i + 1]);
	}
}

static void wrapping(void **state)
{
	struct text_line line[2];

	(void)state;
	wraps("", 10, (const char *[]){ "", NULL });
	wraps("one two three", 7, (const char *[]){ "one two", "three", NULL });
	wraps("one  two", 4, (const char *[]){ "one", "two", NULL });
	wraps("abcdefgh", 3, (const char *[]){ "abc", "def", "gh", NULL });
	wraps("a\n\nb\r\nc\n", 9, (const char *[]){ "a", "", "b", "c", "", NULL });
	wraps("株式会社サンプル", 7, (const char *[]){ "株式会", "社サン", "プル", NULL });
	wraps("see 株式会社 now", 8, (const char *[]){ "see 株式", "会社 now", NULL });
	wraps("سلام سلام سلام", 7, (const char *[]){ "سلام سلام", "سلام", NULL });
	wraps("word   ", 4, (const char *[]){ "word", NULL });
	wraps("  in", 8, (const char *[]){ "  in", NULL });
	wraps("王王", 1, (const char *[]){ "王", "王", NULL });
	assert_int_equal(text_wrap("a b c d", 7, 1, line, 2), 4);
	assert_int_equal(line[1].from, 2);
	assert_int_equal(text_wrap("a b c d", 7, 0, NULL, 0), 4);
}

/* Random texts out of bytes and of pieces that act on each other. */
static void random_text(struct str *s)
{
	static const char *const piece[] = { "a", " ", "ل", "ا", "علی", "王", ACUTE, ZWNJ, ZWJ, LRM, RLM, RLO, LRI, PDI,
		VS16, "👩", "🇮", "(", "]", "۱", "12", "\n", "\r\n", "\t", "\xC2\x9B", "\xEF\xBB\xBF", "ש", "َ", "가",
		"\xE1\x85\xA1" };

	str_clear(s);
	for (int i = rand() % 14; i > 0; i--) {
		if (rand() % 4)
			str_add(s, piece[(size_t)rand() % COUNT(piece)]);
		else
			str_addc(s, (char)rand());
	}
}

static bool forbidden(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0xAD || cp == 0x200B || (cp >= 0x2028 && cp <= 0x202E) ||
	       (cp >= 0x2060 && cp <= 0x2064) || cp == 0xFEFF || (cp >= 0xFE00 && cp <= 0xFE0F) ||
	       (cp >= 0xFFF9 && cp <= 0xFFFB) || (cp >= 0x1F1E6 && cp <= 0x1F1FF) || (cp >= 0x1F3FB && cp <= 0x1F3FF) ||
	       (cp >= 0xE0000 && cp < 0xE1000);
}

static void harmless(const struct str *out, bool lines, bool drawn)
{
	uint32_t cp;

	for (size_t i = 0; i < out->len;) {
		i += utf8_decode(out->s + i, out->len - i, &cp);
		if (forbidden(cp) && !(lines && cp == '\n'))
			fail_msg("U+%04X leaves", (unsigned)cp);
		if (drawn && ((cp >= 0x200B && cp <= 0x200F) || (cp >= 0x2066 && cp <= 0x2069)))
			fail_msg("U+%04X has a cell", (unsigned)cp);
	}
}

static void nothing_forbidden_leaves(void **state)
{
	struct str s = STR_INIT, out = STR_INIT;

	(void)state;
	srand(28);
	for (int round = 0; round < 20000; round++) {
		random_text(&s);
		layout_config(BIDI_APP, (enum text_dir)(round & 1), false);
		lay(s.s, s.len, round % 20 - 1, &out);
		harmless(&out, false, true);
		str_clear(&out);
		text_safe(s.s, s.len, &out);
		harmless(&out, false, false);
		str_clear(&out);
		text_safe_lines(s.s, s.len, &out);
		harmless(&out, true, false);
	}
	defaults(state);
	str_free(&s);
	str_free(&out);
}

/* Uncut, a layout is as wide as text_width says, and fits exactly where that many columns are. */
static void width_agrees_with_layout(void **state)
{
	struct str s = STR_INIT;
	struct layout l = LAYOUT_INIT;

	(void)state;
	srand(7);
	for (int round = 0; round < 20000; round++) {
		int width;

		random_text(&s);
		width = text_width(s.s, s.len);
		layout_text(&l, s.s, s.len, -1);
		assert_int_equal(l.width, width);
		layout_text(&l, s.s, s.len, width);
		assert_false(l.cut);
		assert_int_equal(l.width, width);
		if (!width)
			continue;
		layout_text(&l, s.s, s.len, width - 1);
		assert_true(l.cut);
		assert_in_range(l.width, width > 2 ? width - 2 : 0, width - 1);
	}
	layout_free(&l);
	str_free(&s);
}

static void wrapped_lines_fit(void **state)
{
	struct str s = STR_INIT;
	struct layout l = LAYOUT_INIT;
	struct text_line line[64];

	(void)state;
	srand(9);
	for (int round = 0; round < 20000; round++) {
		int cols = 2 + rand() % 8, n;
		size_t last = 0;

		random_text(&s);
		n = text_wrap(s.s, s.len, cols, line, COUNT(line));
		assert_in_range(n, 1, COUNT(line));
		for (int i = 0; i < n; i++) {
			assert_true(line[i].from >= last && line[i].to >= line[i].from && line[i].to <= s.len);
			last = line[i].to;
			layout_part(&l, s.s, s.len, line[i].from, line[i].to, cols);
			if (l.cut)
				fail_msg("round %d, %d columns: '%s' line %zu-%zu", round, cols, s.s, line[i].from,
					line[i].to);
		}
	}
	layout_free(&l);
	str_free(&s);
}

static void speed(void **state)
{
	static const char *const field[] = { "Acme Corporation Ltd", "علی رضایی", "سلام Company 2024 (تست)",
		"株式会社サンプル", "Order ۱۴۰۳/۱۲/۳۰ برای Ali" };
	struct layout l = LAYOUT_INIT;

	(void)state;
	for (size_t f = 0; f < COUNT(field); f++) {
		struct timespec a, b;
		double us;

		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
		for (int i = 0; i < 20000; i++)
			layout_text(&l, field[f], strlen(field[f]), 14);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
		us = ((double)(b.tv_sec - a.tv_sec) * 1e9 + (double)(b.tv_nsec - a.tv_nsec)) / 20000 / 1000;
		printf("figure: layout %.2f us a field (%s)\n", us, field[f]);
		assert_true(
			us < 200); /* far above, for slow machines and sanitizers; catches a wrong order of growth */
	}
	layout_free(&l);
}

/* A note of 64 Ki characters in a narrow column costs what the column shows. */
static void long_text_costs_its_columns(void **state)
{
	struct str s = STR_INIT;
	struct layout l = LAYOUT_INIT;
	struct timespec a, b;

	(void)state;
	for (int i = 0; i < 65536; i++)
		str_add(&s, "ی");
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
	for (int i = 0; i < 1000; i++)
		layout_text(&l, s.s, s.len, 20);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
	assert_int_equal(l.width, 20);
	assert_true(b.tv_sec - a.tv_sec < 2);
	layout_text(&l, s.s, s.len, -1);
	assert_int_equal(l.width, 65536);
	layout_free(&l);
	str_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(persian),
		cmocka_unit_test(both_directions),
		cmocka_unit_test(wide),
		cmocka_unit_test(controls),
		cmocka_unit_test(bad_bytes),
		cmocka_unit_test(marks),
		cmocka_unit_test(emoji),
		cmocka_unit_test(joiners),
		cmocka_unit_test(ligatures),
		cmocka_unit_test(few_columns),
		cmocka_unit_test(direction_of_the_whole_value),
		cmocka_unit_test(cells_know_their_bytes),
		cmocka_unit_test(cut_is_marked),
		cmocka_unit_test(other_modes),
		cmocka_unit_test(plain_output),
		cmocka_unit_test(safe_text),
		cmocka_unit_test(wrapping),
		cmocka_unit_test(nothing_forbidden_leaves),
		cmocka_unit_test(width_agrees_with_layout),
		cmocka_unit_test(wrapped_lines_fit),
		cmocka_unit_test(speed),
		cmocka_unit_test(long_text_costs_its_columns),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, defaults, NULL);
}
