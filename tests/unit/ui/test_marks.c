/* Marks: a set of ids in order. */
#include "ui/records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void test_toggle(void **state)
{
	struct marks m = { .id = NULL };

	(void)state;
	assert_false(marks_has(&m, 5));
	for (int64_t id = 100; id > 0; id -= 3)
		marks_toggle(&m, id);
	assert_int_equal(m.n, 34);
	for (int i = 1; i < m.n; i++)
		assert_true(m.id[i - 1] < m.id[i]);
	assert_true(marks_has(&m, 1));
	assert_true(marks_has(&m, 100));
	assert_false(marks_has(&m, 2));
	marks_toggle(&m, 52);
	assert_false(marks_has(&m, 52));
	assert_true(marks_has(&m, 49));
	assert_true(marks_has(&m, 55));
	assert_int_equal(m.n, 33);
	marks_clear(&m);
	assert_false(marks_has(&m, 1));
	marks_free(&m);
}

static void test_tones(void **state)
{
	(void)state;
	assert_int_equal(tone_role(TONE_BAD), C_OVERDUE);
	assert_int_equal(tone_role(TONE_WARN), C_TODAY);
	assert_int_equal(tone_role(99), C_TEXT);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_toggle), cmocka_unit_test(test_tones) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
