/* cmocka has a macro of the name of base's fail(): our headers come first */
#include "base/fold.h"
#include "base/i18n.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void folds(const char *s, const char *want)
{
	struct str out = STR_INIT;

	fold(s, strlen(s), &out);
	assert_string_equal(out.s, want);
	str_free(&out);
}

static void folds_nospace(const char *s, const char *want)
{
	struct str out = STR_INIT;

	fold_nospace(s, strlen(s), &out);
	assert_string_equal(out.s, want);
	str_free(&out);
}

static void latin(void **state)
{
	(void)state;
	folds("", "");
	folds("Full", "full");
	folds("Ｆｕｌｌ", "full");
	folds("Straße", "strasse");
	assert_true(fold_eq("Straße", "STRASSE"));
	folds("Łódź ØRE Đorđe", "lodz ore dorde");
	assert_true(fold_eq("Iğdır", "IGDIR"));
	assert_true(fold_eq("İstanbul", "istanbul"));
	folds("Café", "cafe");
	folds("Cafe\xCC\x81", "cafe");
	folds("ﬁ ½", "fi 1⁄2");
	assert_true(fold_eq("Όμηρος", "ΟΜΗΡΟΣ"));
	assert_true(fold_eq("ᾳ", "α\xCD\x85")); /* iota below, composed or as a mark */
}

static void persian(void **state)
{
	(void)state;
	assert_true(fold_eq("علي رضايي", "علی رضایی"));
	folds("ي ى ئ ك ة ۀ ە ھ ؤ أ إ آ ٱ", "ی ی ی ک ه ه ه ه و ا ا ا ا");
	folds("ســــلام", "سلام");
	folds("۱۴۰۳", "1403");
	folds("١٤٠٣", "1403");
	folds("سَلامٌ", "سلام");
	folds("ﺳﻼﻡ", "سلام"); /* presentation forms */
	assert_false(fold_eq("ب", "پ"));
}

static void persian_spaces(void **state)
{
	(void)state;
	folds("می خواهم", "می خواهم");
	folds("می\xE2\x80\x8Cخواهم", "میخواهم");
	folds_nospace("می خواهم", "میخواهم");
	folds_nospace("می\xE2\x80\x8Cخواهم", "میخواهم");
	folds_nospace("میخواهم", "میخواهم");
	folds_nospace(" A  b\tC ", "abc");
}

static void japanese(void **state)
{
	(void)state;
	assert_false(fold_eq("が", "か"));
	assert_false(fold_eq("パ", "ハ"));
	assert_true(fold_eq("が", "か\xE3\x82\x99"));
	assert_true(fold_eq("ｶﾞﾊﾟ", "ガパ"));
	assert_true(fold_eq("株式会社　サンプル", "株式会社 ｻﾝﾌﾟﾙ"));
	assert_true(fold_eq("가", "\xE1\x84\x80\xE1\x85\xA1"));
}

static void white_space(void **state)
{
	(void)state;
	folds("  a \t\n b  ", "a b");
	folds("\xC2\xA0 é\xE3\x80\x80\xE2\x80\xA8ü ", "e u");
	folds("   ", "");
	folds("\xE3\x80\x80", "");
	folds("a\xC2\xADz\xE2\x80\x8B", "az"); /* soft hyphen, zero-width space */
}

static void bad_bytes_keep_the_key(void **state)
{
	(void)state;
	folds("Bad\xFF\xC3(", "bad��(");
	assert_false(fold_eq("a\xFF", "a"));
	assert_false(fold_eq("a\xFF", "b\xFF"));
}

/* Sorting and searching fold what was folded before: a second time must change nothing. */
static void folding_twice_changes_nothing(void **state)
{
	struct str a = STR_INIT, b = STR_INIT, c = STR_INIT;

	(void)state;
	for (uint32_t cp = 1; cp <= 0x10FFFF; cp++) {
		if (cp >= 0xD800 && cp <= 0xDFFF)
			continue;
		str_clear(&a);
		str_clear(&b);
		str_clear(&c);
		str_add_cp(&a, cp);
		fold(a.s, a.len, &b);
		fold(b.s, b.len, &c);
		if (!str_eq(b.s, c.s))
			fail_msg("U+%04X", (unsigned)cp);
	}
	str_free(&a);
	str_free(&b);
	str_free(&c);
}

/* Whatever the bytes: a valid key, and no time that grows with the square of a run of marks. */
static void random_bytes(void **state)
{
	struct str in = STR_INIT, out = STR_INIT;

	(void)state;
	srand(4);
	for (int round = 0; round < 20000; round++) {
		str_clear(&in);
		str_clear(&out);
		for (int i = rand() % 24; i > 0; i--)
			str_addc(&in, (char)rand());
		fold(in.s, in.len, &out);
		assert_true(utf8_valid(out.s, out.len));
	}
	str_clear(&in);
	for (int i = 0; i < 200000; i++)
		str_add_cp(&in, i & 1 ? 0x301 : 0x323);
	str_clear(&out);
	fold(in.s, in.len, &out);
	assert_string_equal(out.s, "");
	str_free(&in);
	str_free(&out);
}

static void before(const char *a, const char *b)
{
	struct str x = STR_INIT, y = STR_INIT;

	sort_key(a, strlen(a), &x);
	sort_key(b, strlen(b), &y);
	if (strcmp(x.s, y.s) >= 0)
		fail_msg("%s must come before %s", a, b);
	str_free(&x);
	str_free(&y);
}

static void alphabet_order(void **state)
{
	static const char *const order[] = { "ا", "ب", "پ", "ت", "ث", "ج", "چ", "ح", "خ", "د", "ذ", "ر", "ز", "ژ", "س",
		"ش", "ص", "ض", "ط", "ظ", "ع", "غ", "ف", "ق", "ک", "گ", "ل", "م", "ن", "و", "ه", "ی" };

	(void)state;
	for (size_t i = 1; i < COUNT(order); i++)
		before(order[i - 1], order[i]);
	before("علی", "علی ب");
	before("apple", "Banana");
	before("Éa", "eb");
	before("z", "ا");
	before("ی", "王");
	before("ی", "ٹ"); /* a letter of another alphabet */
}

/* Two different keys never become one. */
static void sort_keys_stay_distinct(void **state)
{
	char seen[0x700 - 0x600] = { 0 };
	struct str a = STR_INIT, b = STR_INIT, k = STR_INIT;

	(void)state;
	for (uint32_t cp = 0x600; cp < 0x700; cp++) {
		uint32_t r;

		str_clear(&a);
		str_clear(&b);
		str_clear(&k);
		str_add_cp(&a, cp);
		fold(a.s, a.len, &b);
		if (!str_eq(a.s, b.s))
			continue;
		sort_key(a.s, a.len, &k);
		assert_int_equal(utf8_decode(k.s, k.len, &r), k.len);
		assert_in_range(r, 0x600, 0x6FF);
		if (seen[r - 0x600]++)
			fail_msg("U+%04X shares a key", (unsigned)cp);
	}
	str_free(&a);
	str_free(&b);
	str_free(&k);
}

/* What is hashed without being made is what would have been made. */
static void hash_of_the_fold(void **state)
{
	static const char *const text[] = { "", " ", "ABC", "  two   Words ", "tab\tnew\nline", "Stra\u00dfe", "  \u0627\u0644\u0641 b ",
		"x\x7f", "\xff bad" };
	struct str key = STR_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(text); i++) {
		str_clear(&key);
		fold(text[i], strlen(text[i]), &key);
		assert_true(fold_hash(HASH_START, text[i], strlen(text[i])) == hash_bytes(key.s, key.len));
	}
	str_free(&key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hash_of_the_fold),
		cmocka_unit_test(latin),
		cmocka_unit_test(persian),
		cmocka_unit_test(persian_spaces),
		cmocka_unit_test(japanese),
		cmocka_unit_test(white_space),
		cmocka_unit_test(bad_bytes_keep_the_key),
		cmocka_unit_test(folding_twice_changes_nothing),
		cmocka_unit_test(random_bytes),
		cmocka_unit_test(alphabet_order),
		cmocka_unit_test(sort_keys_stay_distinct),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
