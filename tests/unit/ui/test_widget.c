#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include "base/i18n.h"
#include "ui/widget.h"

#include <cmocka.h>

static int setup(void **state)
{
	(void)state;
	i18n_init();
	return 0;
}

static struct act act_of(enum act_id id)
{
	return (struct act){ .action = &ui_actions[id], .arg = "" };
}

static unsigned press(struct input *in, enum act_id id)
{
	struct act a = act_of(id);

	return input_act(NULL, in, &a);
}

static void assert_row(const struct canvas *c, int y, const char *text)
{
	struct str s = STR_INIT;

	canvas_row_text(c, y, &s);
	assert_string_equal(s.s, text);
	str_free(&s);
}

static void assert_cursor(const struct canvas *c, int x, int y)
{
	int at_x, at_y;

	assert_true(canvas_cursor_at(c, &at_x, &at_y));
	assert_int_equal(at_x, x);
	assert_int_equal(at_y, y);
}

static void test_note(void **state)
{
	struct canvas *c = canvas_new(12, 4);
	struct rect r = { 1, 1, 10, 3 };
	struct input in;

	(void)state;
	input_init(&in, "one\ntwo", true, 0);
	press(&in, ACT_END);
	assert_int_equal(input_type(NULL, &in, "!", 1), DID);
	input_draw(&in, c, r, C_INPUT, true);
	assert_row(c, 1, " one");
	assert_row(c, 2, " two!");
	assert_cursor(c, 5, 2);
	assert_int_equal(press(&in, ACT_UP), DID);
	input_draw(&in, c, r, C_INPUT, true);
	assert_cursor(c, 4, 1);
	assert_int_equal(press(&in, ACT_ENTER), DID); /* in a note a new line */
	assert_string_equal(input_text(&in), "one\n\ntwo!");
	assert_int_equal(press(&in, ACT_UNDO), DID);
	assert_string_equal(input_text(&in), "one\ntwo!");
	assert_int_equal(input_click(&in, 2, 1), DID);
	input_draw(&in, c, r, C_INPUT, true);
	assert_cursor(c, 2, 1);
	assert_int_equal(input_click(&in, 0, 0), DID_NOT);
	input_free(&in);
	canvas_free(c);
}

static void test_line(void **state)
{
	struct canvas *c = canvas_new(12, 1);
	struct input in;

	(void)state;
	input_init(&in, "سلام", false, 0);
	input_draw(&in, c, (struct rect){ 0, 0, 6, 1 }, C_INPUT, true);
	assert_int_equal(press(&in, ACT_UP), DID_NOT); /* the field before is the form's business */
	assert_int_equal(press(&in, ACT_SAVE), DID_NOT);
	assert_int_equal(press(&in, ACT_KILL_HOME), DID);
	assert_string_equal(input_text(&in), "");
	assert_int_equal(press(&in, ACT_BACKSPACE), DID_NOTHING);
	input_free(&in);
	canvas_free(c);
}

static void test_pick(void **state)
{
	struct pick p = { 0, 0 };
	struct act down = act_of(ACT_DOWN), up = act_of(ACT_UP), page = act_of(ACT_SCROLL_DOWN),
		   end = act_of(ACT_BOTTOM);
	struct act other = act_of(ACT_OPEN);

	(void)state;
	assert_int_equal(pick_act(&p, &up, 50, 10), DID_NOTHING);
	assert_int_equal(pick_act(&p, &down, 50, 10), DID);
	assert_int_equal(p.sel, 1);
	pick_act(&p, &page, 50, 10);
	assert_int_equal(p.sel, 10);
	assert_int_equal(p.top, 1);
	pick_act(&p, &end, 50, 10);
	assert_int_equal(p.sel, 49);
	assert_int_equal(p.top, 40);
	pick_clamp(&p, 5, 10); /* the list became shorter */
	assert_int_equal(p.sel, 4);
	assert_int_equal(p.top, 0);
	pick_clamp(&p, 0, 10);
	assert_int_equal(p.sel, 0);
	assert_int_equal(pick_act(&p, &other, 5, 10), DID_NOT);
}

static void test_keys_page(void **state)
{
	struct str out = STR_INIT;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(keys_page(&out, &err), RC_OK);
	assert_non_null(strstr(out.s, "| `gd` | go board | go to a place |"));
	assert_non_null(strstr(out.s, "| `u` `Ctrl-Z` | undo |"));
	assert_non_null(strstr(out.s, "## any record"));
	for (int i = ACT_RECORD + 1; i < ACT_N; i++)
		assert_true(ui_actions[i].takes_arg || strstr(out.s, ui_actions[i].help));
	str_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_note),
		cmocka_unit_test(test_line),
		cmocka_unit_test(test_pick),
		cmocka_unit_test(test_keys_page),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
