/* cmocka has a macro of the name of base's fail(): our headers come first */
#include "base/edit.h"
#include "base/i18n.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <cmocka.h>

#define ZWNJ "\xE2\x80\x8C"
#define ACUTE "\xCC\x81"

static struct edit e;

static int close_edit(void **state)
{
	(void)state;
	edit_free(&e);
	return 0;
}

static void open_line(const char *s, size_t cursor)
{
	edit_init(&e, s, false, 0);
	e.cursor = cursor;
}

static void open_note(const char *s, size_t cursor)
{
	edit_init(&e, s, true, 0);
	e.cursor = cursor;
}

static void type(const char *s)
{
	const char *why;

	assert_true(edit_insert(&e, s, strlen(s), &why));
	assert_null(why);
}

static void refuses(const char *s)
{
	const char *why;
	char *before = xstrdup(e.text.s);

	assert_false(edit_insert(&e, s, strlen(s), &why));
	assert_non_null(why);
	assert_string_equal(e.text.s, before);
	free(before);
}

static void key(enum edit_key k)
{
	assert_true(edit_key(&e, k, 20));
}

static void no_key(enum edit_key k)
{
	assert_false(edit_key(&e, k, 20));
}

static void at(size_t cursor)
{
	assert_int_equal(e.cursor, cursor);
}

static void holds(const char *s, size_t cursor)
{
	assert_string_equal(e.text.s, s);
	at(cursor);
}

static void moves_by_cells(void **state)
{
	(void)state;
	open_line("ae" ACUTE "王b", 0);
	key(EDIT_RIGHT);
	at(1);
	key(EDIT_RIGHT);
	at(4);
	key(EDIT_RIGHT);
	at(7);
	key(EDIT_LEFT);
	at(4);
	key(EDIT_END);
	at(8);
	no_key(EDIT_RIGHT);
	no_key(EDIT_END);
	key(EDIT_HOME);
	at(0);
	no_key(EDIT_LEFT);
	no_key(EDIT_UP);
	no_key(EDIT_DOWN);
}

static void right_to_left_turns_the_arrows(void **state)
{
	(void)state;
	open_line("سلام ab", 0);
	key(EDIT_LEFT);
	at(2);
	key(EDIT_LEFT); /* lam and alef are one cell */
	at(6);
	key(EDIT_RIGHT);
	at(2);
	key(EDIT_END);
	at(11);
	no_key(EDIT_LEFT);
	key(EDIT_RIGHT);
	at(10);
	key(EDIT_HOME);
	key(EDIT_WORD_LEFT);
	at(8);
	key(EDIT_WORD_LEFT);
	at(11);
	key(EDIT_WORD_RIGHT);
	at(9);
}

static void arrows_without_reordering(void **state)
{
	(void)state;
	layout_config(BIDI_OFF, DIR_LTR, false);
	open_line("علی", 0);
	key(EDIT_RIGHT);
	at(2);
	layout_config(BIDI_APP, DIR_LTR, false);
}

static void words(void **state)
{
	(void)state;
	open_line("one, two_3  می" ZWNJ "خواهم", 0);
	key(EDIT_WORD_RIGHT);
	at(3);
	key(EDIT_WORD_RIGHT);
	at(10);
	key(EDIT_WORD_RIGHT);
	at(e.text.len);
	key(EDIT_WORD_LEFT);
	at(12);
	key(EDIT_WORD_LEFT);
	at(5);
	key(EDIT_KILL_WORD);
	holds("two_3  می" ZWNJ "خواهم", 0);
}

static void deletes(void **state)
{
	(void)state;
	open_line("ae" ACUTE "b王", 4);
	key(EDIT_BACKSPACE); /* one code point: the mark alone */
	holds("aeb王", 2);
	key(EDIT_BACKSPACE);
	holds("ab王", 1);
	key(EDIT_DELETE);
	holds("a王", 1);
	key(EDIT_DELETE);
	holds("a", 1);
	no_key(EDIT_DELETE);
	key(EDIT_BACKSPACE);
	no_key(EDIT_BACKSPACE);
	holds("", 0);
	type("e" ACUTE "\xCC\xA7 سلا");
	key(EDIT_BACKSPACE);
	key(EDIT_HOME);
	key(EDIT_DELETE); /* one cell: the letter with its marks */
	holds(" سل", 0);
}

static void deletes_ligature_and_bad_bytes(void **state)
{
	(void)state;
	open_line("سلام", 2);
	key(EDIT_DELETE);
	holds("سم", 2);
	edit_free(&e);
	open_line("a\xE7\x8E\xFF", 4);
	key(EDIT_BACKSPACE);
	holds("a\xE7\x8E", 3);
	key(EDIT_BACKSPACE);
	holds("a", 1);
}

static void kills(void **state)
{
	(void)state;
	open_line("abc def", 4);
	key(EDIT_KILL_END);
	holds("abc ", 4);
	no_key(EDIT_KILL_END);
	key(EDIT_KILL_HOME);
	holds("", 0);
	no_key(EDIT_KILL_HOME);
	edit_free(&e);
	open_note("ab\ncd", 2);
	key(EDIT_KILL_END);
	holds("abcd", 2);
}

static void typing_is_composed(void **state)
{
	(void)state;
	open_line("", 0);
	type("e");
	type(ACUTE);
	holds("é", 2);
	key(EDIT_HOME);
	type("か");
	type("\xE3\x82\x99");
	holds("がé", 3);
	edit_free(&e);
	open_line("xa", 1); /* a mark in the middle composes with the letter before it */
	type("\xCC\x88");
	holds("\xE1\xBA\x8D"
	      "a",
		3);
}

static void deleting_joins_what_remains(void **state)
{
	(void)state;
	open_line("ax" ACUTE, 1);
	e.cursor = 1;
	type("b");
	holds("abx" ACUTE, 2);
	edit_free(&e);
	open_line("لxا", 3);
	key(EDIT_BACKSPACE); /* lam and alef meet: the cursor never stands inside their cell */
	holds("لا", 4);
}

static void controls_are_stripped(void **state)
{
	(void)state;
	open_line("", 0);
	type("a\tb\x1B[31m\xC2\x9B\xE2\x80\xAE\xE2\x80\x8B\xEF\xBB\xBF");
	holds("a b[31m", 7);
	type("");
	type("\x01");
	type("x\ny\r\n");
	holds("a b[31mx y", 10);
	edit_free(&e);
	open_line("", 0);
	type("می" ZWNJ "خواهم"); /* ZWNJ is a letter's business */
	holds("می" ZWNJ "خواهم", 17);
	edit_free(&e);
	open_note("", 0);
	type("a\r\nb\n\tc\x7F");
	holds("a\nb\n\tc", 6);
}

static void invisible_characters_are_stripped(void **state)
{
	static const uint32_t gone[] = { 0xAD, 0x200B, 0x202A, 0x202E, 0x2060, 0x2064, 0xFEFF, 0xFFF9, 0xFFFB, 0xE0001,
		0xE007F };
	static const uint32_t stays[] = { 0x200C, 0x200D, 0x200E, 0x2066, 0x2069, 0xFE0F, 0x20E3, 0x1F3FD };
	struct str all = STR_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(gone); i++)
		str_add_cp(&all, gone[i]);
	open_line("", 0);
	type(all.s);
	holds("", 0);
	str_clear(&all);
	for (size_t i = 0; i < COUNT(stays); i++)
		str_add_cp(&all, stays[i]);
	type(all.s);
	assert_string_equal(e.text.s, all.s);
	str_free(&all);
}

static void refuses_presentation_forms(void **state)
{
	(void)state;
	open_line("x", 1);
	refuses("ﺳﻼﻡ");
	refuses("a\xEF\xAD\x90");
	refuses("\xEF\xBB\xBC");
	type("سلام");
}

static void limits(void **state)
{
	const char *why;

	(void)state;
	edit_init(&e, "ab", false, 3);
	type("王");
	refuses("x");
	assert_false(edit_insert(&e, "yz", 2, &why));
	key(EDIT_BACKSPACE);
	type("e");
	type(ACUTE); /* composes: no longer than before */
	holds("abé", 4);
	edit_free(&e);
	open_line("", 0);
	type("x");
	for (int i = 0; i < 8; i++)
		type("\xCC\xB1");
	refuses("\xCC\xB1");
}

static void undo_goes_by_words(void **state)
{
	(void)state;
	open_line("", 0);
	for (const char *c = "one two"; *c; c++)
		type((char[]){ *c, '\0' });
	key(EDIT_UNDO);
	holds("one", 3);
	key(EDIT_UNDO);
	holds("", 0);
	no_key(EDIT_UNDO);
	key(EDIT_REDO);
	holds("one", 3);
	key(EDIT_REDO);
	holds("one two", 7);
	no_key(EDIT_REDO);
	key(EDIT_BACKSPACE);
	key(EDIT_BACKSPACE);
	holds("one t", 5);
	key(EDIT_UNDO);
	holds("one two", 7);
	type("!"); /* a new change drops what could be redone */
	no_key(EDIT_REDO);
	edit_set(&e, "new");
	holds("new", 3);
	key(EDIT_UNDO);
	holds("one two!", 8);
}

static void undo_is_bounded(void **state)
{
	int undone = 0;

	(void)state;
	open_line("", 0);
	for (int i = 0; i < 500; i++)
		type("ab");
	while (edit_key(&e, EDIT_UNDO, 20))
		undone++;
	assert_int_equal(undone, 100);
	assert_int_equal(e.text.len, 800);
}

static void shows(int cols, const char *want, int column)
{
	struct layout l = LAYOUT_INIT;
	struct str out = STR_INIT;
	int got = edit_view(&e, cols, &l);

	assert_int_equal(l.width, cols);
	for (int i = 0; i < l.n; i++)
		for (int k = 0; k <= CELL_MARKS && l.cell[i].cp[k]; k++)
			str_add_cp(&out, l.cell[i].cp[k]);
	assert_string_equal(out.s, want);
	assert_int_equal(got, column);
	str_free(&out);
	layout_free(&l);
}

static void line_scrolls_by_cells(void **state)
{
	(void)state;
	open_line("abcdefgh", 8);
	shows(10, "abcdefgh  ", 8);
	shows(5, "efgh ", 4);
	key(EDIT_LEFT);
	shows(5, "efgh ", 3);
	key(EDIT_HOME);
	shows(5, "abcd ", 0);
	e.cursor = 4;
	shows(5, "bcde ", 3);
	shows(1, " ", 0);
	edit_free(&e);
	open_line("王小明", 9);
	shows(6, "小明  ", 4);
	e.cursor = 3;
	shows(6, "小明  ", 0);
	e.cursor = 0;
	shows(6, "王小  ", 0);
	shows(2, "  ", 0);
}

static void line_shows_the_start_again(void **state)
{
	(void)state;
	open_line("abcdefgh", 8);
	shows(5, "efgh ", 4);
	for (int i = 0; i < 3; i++)
		key(EDIT_BACKSPACE);
	shows(5, "bcde ", 4);
}

static void right_to_left_stands_at_the_right(void **state)
{
	(void)state;
	open_line("علی", 0);
	shows(6, "   ﯽﻠﻋ", 5);
	key(EDIT_LEFT);
	shows(6, "   ﯽﻠﻋ", 4);
	key(EDIT_END);
	shows(6, "   ﯽﻠﻋ", 2);
	shows(3, " ﯽﻟ", 0);
	type("ab");
	shows(7, "  abﯽﻠﻋ", 1);
}

static void clicks(void **state)
{
	(void)state;
	open_line("a王b", 0);
	edit_click(&e, 10, 0, 2);
	at(1);
	edit_click(&e, 10, 0, 3);
	at(4);
	edit_click(&e, 10, 0, 8);
	at(5);
	edit_free(&e);
	open_line("سلام", 0);
	edit_click(&e, 6, 0, 5);
	at(0);
	edit_click(&e, 6, 0, 4);
	at(2);
	edit_click(&e, 6, 0, 0);
	at(8);
}

static void note_shows(int cols, int rows, int n, int row, int col)
{
	struct text_line line[16];
	int got_row, got_col;

	assert_int_equal(edit_view_lines(&e, cols, rows, line, &got_row, &got_col), n);
	assert_int_equal(got_row, row);
	assert_int_equal(got_col, col);
}

static void note_scrolls(void **state)
{
	(void)state;
	open_note("one\ntwo\nthree\nfour", 18);
	note_shows(10, 9, 4, 3, 4);
	note_shows(10, 2, 2, 1, 4);
	assert_int_equal(e.scroll, 2);
	e.cursor = 5;
	note_shows(10, 2, 2, 0, 1);
	assert_int_equal(e.scroll, 1);
	edit_click(&e, 10, 1, 2);
	at(10);
	edit_click(&e, 10, 7, 0); /* below the text */
	at(14);
	edit_click(&e, 10, 0, 9);
	at(7);
	e.scroll = 99;
	note_shows(10, 2, 2, 0, 3);
}

static void note_wraps(void **state)
{
	(void)state;
	open_note("one two three", 13);
	note_shows(8, 9, 2, 1, 5);
	e.cursor = 7; /* on the space where the line was broken */
	note_shows(8, 9, 2, 0, 7);
	edit_free(&e);
	open_note("abcdefgh", 8);
	note_shows(5, 9, 2, 1, 4);
	e.cursor = 4;
	note_shows(5, 9, 2, 1, 0);
}

static void note_moves_up_and_down(void **state)
{
	(void)state;
	open_note("abcd\nx\nefgh", 3);
	key(EDIT_DOWN);
	at(6);
	key(EDIT_DOWN);
	at(8);
	no_key(EDIT_DOWN);
	key(EDIT_UP);
	at(6);
	key(EDIT_LEFT);
	at(5);
	key(EDIT_LEFT);
	at(4);
	key(EDIT_HOME);
	at(0);
	no_key(EDIT_UP);
	edit_free(&e);
	open_note("abcdefgh", 8); /* up to the end of a line broken within a word: its last cell */
	assert_true(edit_key(&e, EDIT_UP, 5));
	at(3);
}

static void note_lines_have_their_direction(void **state)
{
	struct text_line line[4];
	struct layout l = LAYOUT_INIT;
	int row, col;

	(void)state;
	open_note("ab\nعلی", 3);
	assert_int_equal(edit_view_lines(&e, 6, 4, line, &row, &col), 2);
	assert_int_equal(row, 1);
	assert_int_equal(col, 5);
	edit_view_line(&e, &line[1], 6, &l);
	assert_int_equal(l.width, 6);
	assert_int_equal(l.cell[5].at, 3);
	assert_int_equal(l.cell[0].at, 9);
	key(EDIT_LEFT);
	at(5);
	key(EDIT_UP); /* straight up: behind the two letters */
	at(2);
	layout_free(&l);
}

static void note_with_crlf(void **state)
{
	(void)state;
	open_note("a\r\nb", 4);
	key(EDIT_LEFT);
	at(3);
	key(EDIT_LEFT);
	at(1);
	key(EDIT_RIGHT);
	at(3);
	key(EDIT_BACKSPACE);
	holds("ab", 1);
}

/* Every cell start of the paragraph that holds the cursor, by the layout. */
static bool at_cell_start(void)
{
	size_t from = e.cursor, to = e.cursor;
	struct layout l = LAYOUT_INIT;
	bool found;

	while (e.lines && from > 0 && e.text.s[from - 1] != '\n')
		from--;
	while (e.lines && to < e.text.len && e.text.s[to] != '\n')
		to++;
	if (!e.lines) {
		from = 0;
		to = e.text.len;
	}
	if (e.lines && to < e.text.len && to > from && e.text.s[to - 1] == '\r')
		to--;
	found = e.cursor == from || e.cursor == to;
	layout_part(&l, e.text.s, e.text.len, from, to, -1);
	for (int i = 0; i < l.n && !found; i++)
		found = l.cell[i].at == e.cursor;
	layout_free(&l);
	return found;
}

static void random_step(int cols)
{
	static const char *const piece[] = { "a", " ", "ل", "ا", "علی ", "王", ACUTE, ZWNJ, "\xE2\x80\x8D",
		"\xE2\x80\x8F", "\xE2\x81\xA6", "👩", "🇮", "(", "۱", "\n", "\r\n", "َ", "\xE1\x84\x80", "\xE1\x85\xA1",
		"\xFF", "ß" };
	const char *s = piece[(size_t)rand() % COUNT(piece)], *why;
	int choice = rand() % 10;

	if (choice < 5)
		edit_insert(&e, s, strlen(s), &why);
	else if (choice < 9)
		edit_key(&e, (enum edit_key)(rand() % (EDIT_REDO + 1)), cols);
	else
		edit_click(&e, cols, rand() % 4, rand() % cols);
}

static void look(int cols)
{
	struct text_line line[4];
	struct layout l = LAYOUT_INIT;
	int row = 0, col = 0, n = 1;

	if (e.lines)
		n = edit_view_lines(&e, cols, 4, line, &row, &col);
	else
		col = edit_view(&e, cols, &l);
	assert_in_range(row, 0, n - 1);
	assert_in_range(col, 0, cols - 1);
	assert_true(l.width <= cols);
	for (int i = 0; e.lines && i < n; i++) {
		edit_view_line(&e, &line[i], cols, &l);
		assert_int_equal(l.width, cols);
	}
	layout_free(&l);
}

static void the_cursor_keeps_to_cells(void **state)
{
	(void)state;
	srand(3);
	for (int round = 0; round < 400; round++) {
		edit_init(&e, round % 3 ? "" : "\xC3(علی " ACUTE "\r\n\xE7\x8E", round & 1, 40);
		for (int i = 0; i < 60; i++) {
			int cols = 3 + rand() % 8;

			random_step(cols);
			if (!at_cell_start())
				fail_msg("round %d step %d: %zu in '%s'", round, i, e.cursor, e.text.s);
			look(cols);
		}
		edit_free(&e);
	}
}

/* The longest note there may be, in one paragraph: a key must not be felt. */
static void long_note(void **state)
{
	struct timespec a, b;
	struct text_line line[40];
	int row, col;
	double ms;

	(void)state;
	open_note("", 0);
	for (int i = 0; i < 65536 / 5; i++)
		str_add(&e.text, "word ");
	e.cursor = e.text.len;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
	for (int i = 0; i < 20; i++) {
		type("x");
		edit_view_lines(&e, 80, 40, line, &row, &col);
	}
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
	ms = ((double)(b.tv_sec - a.tv_sec) * 1e9 + (double)(b.tv_nsec - a.tv_nsec)) / 20 / 1e6;
	printf("figure: a key in a note of 64 Ki characters %.1f ms\n", ms);
	assert_true(ms < 500); /* far above, for slow machines and sanitizers */
}

#define EDIT_TEST(f) cmocka_unit_test_teardown(f, close_edit)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EDIT_TEST(moves_by_cells),
		EDIT_TEST(right_to_left_turns_the_arrows),
		EDIT_TEST(arrows_without_reordering),
		EDIT_TEST(words),
		EDIT_TEST(deletes),
		EDIT_TEST(deletes_ligature_and_bad_bytes),
		EDIT_TEST(kills),
		EDIT_TEST(typing_is_composed),
		EDIT_TEST(deleting_joins_what_remains),
		EDIT_TEST(controls_are_stripped),
		EDIT_TEST(invisible_characters_are_stripped),
		EDIT_TEST(refuses_presentation_forms),
		EDIT_TEST(limits),
		EDIT_TEST(undo_goes_by_words),
		EDIT_TEST(undo_is_bounded),
		EDIT_TEST(line_scrolls_by_cells),
		EDIT_TEST(line_shows_the_start_again),
		EDIT_TEST(right_to_left_stands_at_the_right),
		EDIT_TEST(clicks),
		EDIT_TEST(note_scrolls),
		EDIT_TEST(note_wraps),
		EDIT_TEST(note_moves_up_and_down),
		EDIT_TEST(note_lines_have_their_direction),
		EDIT_TEST(note_with_crlf),
		EDIT_TEST(the_cursor_keeps_to_cells),
		EDIT_TEST(long_note),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
