#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include "base/i18n.h"
#include "ui/canvas.h"

#include <cmocka.h>

static int setup(void **state)
{
	(void)state;
	i18n_init();
	return 0;
}

static void assert_row(const struct canvas *c, int y, const char *text)
{
	struct str s = STR_INIT;

	canvas_row_text(c, y, &s);
	assert_string_equal(s.s, text);
	str_free(&s);
}

static void test_text(void **state)
{
	struct canvas *c = canvas_new(20, 4);

	(void)state;
	canvas_text(c, 0, 0, 6, C_TEXT, "Server room");
	canvas_text(c, 6, 0, 1, C_TEXT, "|");
	assert_row(c, 0, "Serve…|");
	canvas_right(c, 0, 1, 8, C_TEXT, "1,200");
	assert_row(c, 1, "   1,200");
	canvas_field(c, 0, 2, 10, C_TEXT, "علی");
	assert_row(c, 2, "       ﯽﻠﻋ");
	assert_int_equal(canvas_put(c, 18, 3, -1, C_TEXT, "long"), 2);
	assert_row(c, 3, "                  l…");
	canvas_free(c);
}

static void test_wide(void **state)
{
	struct canvas *c = canvas_new(10, 2);

	(void)state;
	canvas_text(c, 0, 0, 10, C_TEXT, "王小明abcd");
	assert_row(c, 0, "王小明abcd");
	canvas_text(c, 1, 0, 1, C_TEXT, "x"); /* over the right half: the left half is a blank now */
	assert_row(c, 0, " x小明abcd");
	canvas_text(c, 2, 0, 1, C_TEXT, "y");
	assert_row(c, 0, " xy 明abcd");
	canvas_clip(c, (struct rect){ 0, 1, 3, 1 });
	canvas_text(c, 0, 1, 6, C_TEXT, "王小明");
	canvas_unclip(c);
	canvas_text(c, 3, 1, 1, C_TEXT, "|");
	assert_row(c, 1, "王 |"); /* half a character is never shown */
	canvas_free(c);
}

static void test_clip(void **state)
{
	struct canvas *c = canvas_new(10, 3);

	(void)state;
	canvas_clip(c, (struct rect){ 2, 1, 4, 1 });
	canvas_clip(c, (struct rect){ 0, 0, 5, 3 });
	for (int y = -1; y < 4; y++)
		canvas_text(c, -3, y, 20, C_TEXT, "abcdefghijklmnop");
	canvas_unclip(c);
	canvas_unclip(c);
	assert_row(c, 0, "");
	assert_row(c, 1, "  fgh");
	assert_row(c, 2, "");
	canvas_free(c);
}

static void test_box(void **state)
{
	struct canvas *c = canvas_new(16, 4);
	struct rect in = canvas_box(c, (struct rect){ 1, 0, 14, 3 }, C_LINE, "پارس");

	(void)state;
	assert_row(c, 0, " ┌─ ﺱﺭﺎﭘ ─────┐");
	assert_row(c, 2, " └────────────┘");
	assert_int_equal(in.x, 2);
	assert_int_equal(in.w, 12);
	glyph_ascii(true);
	canvas_box(c, (struct rect){ 1, 0, 14, 3 }, C_LINE, NULL);
	assert_row(c, 0, " +------------+");
	glyph_ascii(false);
	canvas_free(c);
}

static void test_hits(void **state)
{
	struct canvas *c = canvas_new(10, 3);
	const struct spot *s;

	(void)state;
	canvas_hit(c, (struct rect){ 0, 0, 10, 3 }, 1, 7);
	canvas_clip(c, (struct rect){ 0, 0, 10, 2 });
	canvas_hit(c, (struct rect){ 2, 1, 3, 2 }, 2, 8);
	canvas_unclip(c);
	s = canvas_hit_at(c, 3, 1);
	assert_int_equal(s->kind, 2);
	assert_int_equal(s->arg, 8);
	assert_int_equal(canvas_hit_at(c, 3, 2)->kind, 1); /* clipped away */
	assert_null(canvas_hit_at(c, 10, 0));
	canvas_free(c);
}

static void test_cursor_and_tint(void **state)
{
	struct canvas *c = canvas_new(10, 3);
	int x, y;

	(void)state;
	assert_false(canvas_cursor_at(c, &x, &y));
	canvas_cursor(c, 3, 1);
	canvas_cursor(c, 30, 1); /* outside: not taken */
	assert_true(canvas_cursor_at(c, &x, &y));
	assert_int_equal(x, 3);
	canvas_text(c, 0, 0, 5, C_TEXT, "abcde");
	canvas_tint(c, (struct rect){ 1, 0, 2, 1 }, C_MATCH);
	assert_int_equal(canvas_role_at(c, 0, 0), C_TEXT);
	assert_int_equal(canvas_role_at(c, 2, 0), C_MATCH);
	assert_row(c, 0, "abcde");
	canvas_free(c);
}

static void test_themes(void **state)
{
	struct conf *conf = conf_new();
	struct err err = ERR_INIT;
	const char good[] = "theme = dark\n[colors]\noverdue = bright-red on 20 bold\n",
		   bad[] = "[colors]\ntoday = reddish\n";
	const char none[] = "[colors]\nnobody = red\n";

	(void)state;
	unsetenv("NO_COLOR");
	assert_int_equal(conf_read(conf, "f", good, sizeof good - 1, &err), RC_OK);
	assert_int_equal(theme_use(conf, false, &err), RC_OK);
	assert_string_equal(theme_now()->name, "dark");
	assert_int_equal(theme_now()->paint[C_OVERDUE].fg, 9);
	assert_int_equal(theme_now()->paint[C_OVERDUE].bg, 20);
	assert_int_equal(theme_now()->paint[C_OVERDUE].style, S_BOLD);
	assert_int_equal(theme_use(conf, true, &err), RC_OK);
	assert_string_equal(theme_now()->name, "mono");
	conf_read(conf, "g", bad, sizeof bad - 1, &err);
	assert_int_equal(theme_use(conf, false, &err), RC_INVALID);
	assert_true(str_starts(err.text, "g:2: not a colour: 'reddish'"));
	conf_free(conf);
	conf = conf_new();
	conf_read(conf, "h", none, sizeof none - 1, &err);
	assert_int_equal(theme_use(conf, false, &err), RC_INVALID);
	conf_free(conf);
}

/* No role looks like plain text in mono where it must be told apart. */
static void test_mono_differs(void **state)
{
	static const enum role apart[] = { C_TITLE, C_OVERDUE, C_ERROR, C_SELECTED, C_MARK, C_MATCH, C_HEADER,
		C_INPUT };
	const struct theme *mono = theme_find("mono");

	(void)state;
	for (size_t i = 0; i < COUNT(apart); i++)
		assert_true(mono->paint[apart[i]].style != mono->paint[C_TEXT].style);
	for (int i = 0; i < C_N; i++) {
		assert_int_equal(mono->paint[i].fg, THEME_DEFAULT);
		assert_non_null(role_name((enum role)i));
	}
}

static void test_rects(void **state)
{
	struct rect r = rect_cross((struct rect){ 0, 0, 5, 5 }, (struct rect){ 7, 1, 2, 2 });

	(void)state;
	assert_int_equal(r.w, 0);
	r = rect_centre((struct rect){ 0, 0, 10, 10 }, 20, 4);
	assert_int_equal(r.w, 10);
	assert_int_equal(r.y, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_wide),
		cmocka_unit_test(test_clip),
		cmocka_unit_test(test_box),
		cmocka_unit_test(test_hits),
		cmocka_unit_test(test_cursor_and_tint),
		cmocka_unit_test(test_themes),
		cmocka_unit_test(test_mono_differs),
		cmocka_unit_test(test_rects),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
