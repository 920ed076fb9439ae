/* Two texts that came of one: what each wrote stays, unless both wrote on the same lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "base/lines.h"

#include <cmocka.h>

static const struct {
	const char *before, *mine, *theirs, *both; /* NULL: the same lines */
} row[] = {
	{ "", "a", "b", "b\na" },
	{ "", "a", "a", "a" },
	{ "x", "x\nmine", "x\ntheirs", "x\ntheirs\nmine" },
	{ "x", "mine\nx", "theirs\nx", "theirs\nmine\nx" },
	{ "x", "x\nsame", "x\nsame", "x\nsame" },
	{ "x", "x\nsame\nmine", "x\nsame", "x\nsame\nmine" },
	{ "a\nb", "A\nb", "a\nB", "A\nB" }, /* neighbours */
	{ "a\nb\nc", "a\nc", "a\nb\nc\nd", "a\nc\nd" },
	{ "a\nb\nc", "a\nc", "a\nB\nc", NULL }, /* one took away what the other changed */
	{ "a", "mine", "theirs", NULL },
	{ "a", "", "a\nb", "b" },
	{ "a\nb", "", "", "" },
	{ "call", "call back", "call\nasked for the price", "call back\nasked for the price" },
	{ "a\nb\nc\nd", "a\nb2\nc2\nd", "a\nb\nnew\nc\nd", NULL }, /* written between two lines that the other changed */
	{ "a\n\nb", "a\n\nb\n", "a\n\nb\nc", "a\n\nb\nc\n" },
	{ NULL, "a", NULL, "a" },
	{ "سلام", "سلام\nمن", "سلام\nاو", "سلام\nاو\nمن" },
};

static void what_each_wrote_stays(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct str out = STR_INIT;
		bool good = lines_merge(row[i].before, row[i].mine, row[i].theirs, &out);

		assert_int_equal(good, row[i].both != NULL);
		assert_string_equal(out.s, row[i].both ? row[i].both : "");
		str_free(&out);
	}
}

static void long_texts_are_compared_where_they_differ(void **state)
{
	struct str was = STR_INIT, mine = STR_INIT, out = STR_INIT;

	(void)state;
	for (int i = 0; i < 20000; i++)
		str_addf(&was, "line %d\n", i);
	str_add(&mine, was.s);
	str_add(&mine, "mine");
	assert_true(lines_merge(was.s, mine.s, was.s, &out));
	assert_string_equal(out.s, mine.s);
	str_clear(&out);
	str_clear(&mine);
	for (int i = 0; i < 20000; i++)
		str_addf(&mine, "other %d\n", i);
	assert_false(lines_merge(was.s, mine.s, "theirs", &out));
	assert_string_equal(out.s, "");
	str_free(&was);
	str_free(&mine);
	str_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_each_wrote_stays),
		cmocka_unit_test(long_texts_are_compared_where_they_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
