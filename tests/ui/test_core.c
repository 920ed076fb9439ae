/* The core of the screens: loop, resize, help, palette, picker, prefixes, paste, mouse, the ways out. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "pty.h"
#include "toy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct pty *start(const char *term, int cols, int rows)
{
	struct pty *p = pty_spawn(&(struct pty_options){ .child = toy_run, .term = term, .cols = cols, .rows = rows });

	expect_text(p, "Server room");
	return p;
}

static void quit(struct pty *p)
{
	pty_keys(p, "Q");
	assert_int_equal(expect_exit(p), 0);
	assert_true(pty_restored(p));
	pty_free(p);
}

/* In each row the borders stand where they belong, whatever script is between them. */
static void check_borders(struct pty *p, int rows)
{
	for (int y = 1; y < 1 + rows; y++) {
		struct pty_cell left = pty_cell(p, 6, y), right = pty_cell(p, 29, y);

		if (left.cp[0] != 0x2502 || right.cp[0] != 0x2502) {
			pty_dump(p);
			fail_msg("row %d has its borders elsewhere: %x %x", y, left.cp[0], right.cp[0]);
		}
	}
}

static void test_terminals(void **state)
{
	static const char *const terms[] = { "xterm-256color", "screen", "tmux", "linux", "putty", "vt100" };

	(void)state;
	for (size_t i = 0; i < COUNT(terms); i++) {
		struct pty *p = start(terms[i], 80, 24);
		int y, x;

		pty_settle(p);
		check_borders(p, 18);
		expect_text(p, "王小明");
		y = pty_find(p, "ﺱﺭﺎﭘ ﺖﮐﺮﺷ", &x); /* in visual order, at the right end of its cells */
		assert_int_equal(y, 2);
		assert_int_equal(x, 28 - 9);
		pty_keys(p, "down down");
		expect_text(p, "3 of 100");
		expect_cursor(p, 0, 3);
		check_borders(p, 18);
		quit(p);
	}
}

static void test_bars(void **state)
{
	struct pty *p = start(NULL, 80, 24);

	(void)state;
	expect_row(p, 0, "Toys · owner = me");
	expect_text(p, "1 of 100  !3 overdue  *5 today  21 Nov  sara");
	expect_row(p, 23, "↑ ↓ up  o owner  e edit  / filter  w won  ? help");
	pty_resize(p, 60, 20);
	expect_row(p, 19, "↑ ↓ up");
	expect_no_text(p, "21 Nov");
	expect_text(p, "sara");
	pty_resize(p, 40, 10);
	expect_no_text(p, "sara");
	quit(p);
}

static void test_resize_storm(void **state)
{
	static const char *const places[] = { "", "?", "ctrl-p", "o s a", "g", "e x y", "/ 1 2" };

	(void)state;
	for (size_t i = 0; i < COUNT(places); i++) {
		struct pty *p = start(NULL, 200, 60);
		struct str before = STR_INIT, after = STR_INIT;
		int x, y, x2, y2;

		pty_keys(p, places[i]);
		pty_settle(p);
		for (int row = 0; row < 60; row++)
			pty_row(p, row, &before);
		pty_cursor(p, &x, &y);
		for (int k = 0; k < 30; k++)
			pty_resize(p, k % 3 ? 60 + k : 200, k % 2 ? 20 : 60);
		pty_resize(p, 60, 20);
		pty_settle(p);
		pty_resize(p, 200, 60);
		pty_settle(p);
		for (int row = 0; row < 60; row++)
			pty_row(p, row, &after);
		pty_cursor(p, &x2, &y2);
		assert_string_equal(before.s, after.s);
		assert_int_equal(x, x2);
		assert_int_equal(y, y2);
		str_free(&before);
		str_free(&after);
		pty_free(p);
	}
}

static void test_tiny(void **state)
{
	struct pty *p = start(NULL, 60, 20);

	(void)state;
	for (int n = 30; n > 0; n--) {
		pty_resize(p, n, n / 2 + 1);
		pty_keys(p, n % 3 ? "?" : "esc");
		pty_pump(p, 5);
	}
	pty_resize(p, 80, 24);
	pty_keys(p, "esc esc");
	expect_text(p, "Server room");
	quit(p);
}

static void test_help(void **state)
{
	struct pty *p = start(NULL, 80, 24);

	(void)state;
	pty_keys(p, "?");
	expect_text(p, "help: what can be done here");
	expect_text(p, "any record");
	pty_type(p, "mark it won");
	expect_text(p, "won — mark it won");
	expect_no_text(p, "filter —");
	pty_keys(p, "enter");
	expect_text(p, "done: won");
	pty_keys(p, "e");
	pty_keys(p, "f1"); /* while typing it is F1 */
	expect_text(p, "help: what can be done here");
	expect_text(p, "delete to start");
	pty_keys(p, "esc esc");
	expect_no_text(p, "help:");
	quit(p);
}

static void test_palette(void **state)
{
	struct pty *p = start(NULL, 80, 24);

	(void)state;
	pty_keys(p, ":");
	expect_text(p, "everything");
	pty_type(p, "go leads");
	expect_text(p, "go to: leads");
	expect_text(p, "gl");
	pty_keys(p, "enter");
	expect_row(p, 0, "Toys › Toys");
	pty_keys(p, "esc");
	expect_no_text(p, "Toys › Toys");
	pty_keys(p, "ctrl-p");
	pty_type(p, "نخد"); /* "won" on a keyboard that is still Persian: w o n stand elsewhere */
	pty_keys(p, "esc");
	pty_keys(p, "ctrl-p");
	pty_type(p, "colours mono");
	pty_keys(p, "enter");
	expect_text(p, "colours: no colours");
	quit(p);
}

static void test_picker(void **state)
{
	struct pty *p = start(NULL, 80, 24);

	(void)state;
	pty_keys(p, "o");
	expect_text(p, "reza");
	pty_type(p, "a");
	expect_text(p, "create 'a'");
	pty_keys(p, "down enter");
	expect_text(p, "owner reza");
	expect_text(p, "owner is now reza — u undoes");
	pty_keys(p, "o");
	pty_type(p, "مریم");
	pty_keys(p, "enter");
	expect_text(p, "new ﻢﯾﺮﻣ");
	pty_keys(p, "o esc");
	expect_no_text(p, "Direct sales");
	quit(p);
}

static void test_prompt(void **state)
{
	struct pty *p = start(NULL, 80, 24);
	int y, x;

	(void)state;
	pty_keys(p, "/");
	pty_type(p, "12");
	expect_text(p, "13 of 100"); /* live */
	pty_type(p, "x");
	expect_text(p, "expected a number");
	pty_settle(p);
	y = pty_find(p, "12x", &x);
	assert_int_equal(y, 22);
	assert_true(pty_cell(p, x + 2, y).underline);
	pty_keys(p, "backspace enter");
	expect_no_text(p, "expected");
	expect_text(p, "13 of 100");
	quit(p);
}

static void test_confirm(void **state)
{
	struct pty *p = start(NULL, 80, 24);

	(void)state;
	pty_keys(p, "d");
	expect_text(p, "nothing brings it back");
	pty_keys(p, "enter"); /* Enter alone loses nothing */
	expect_no_text(p, "nothing brings it back");
	assert_int_equal(pty_find(p, "gone for ever", NULL), -1);
	pty_keys(p, "d");
	pty_type(p, "غ"); /* y on a Persian keyboard */
	expect_text(p, "gone for ever");
	quit(p);
}

static void test_prefix(void **state)
{
	struct pty *p = start(NULL, 80, 24);

	(void)state;
	pty_keys(p, "g");
	expect_text(p, "d board");
	expect_text(p, "l leads");
	assert_int_equal(pty_find(p, "calendar", NULL), -1); /* not a place here */
	pty_keys(p, "esc");
	expect_no_text(p, "d board");
	pty_keys(p, "G");
	expect_text(p, "100 of 100");
	pty_keys(p, "g g");
	expect_text(p, "1 of 100");
	pty_keys(p, "g x");
	expect_text(p, "gx does nothing here");
	pty_type(p, "لا"); /* g h: the prefix folded too; no such place, so it says so */
	expect_text(p, "gh does nothing here");
	pty_type(p, "王");
	expect_text(p, "input method is on");
	quit(p);
}

static void test_esc_and_q(void **state)
{
	struct pty *p = start(NULL, 80, 24);

	(void)state;
	pty_keys(p, "esc esc esc esc esc esc esc esc esc esc");
	expect_text(p, "Q quits");
	pty_keys(p, "down q");
	expect_text(p, "this is the last view — Q quits");
	quit(p);
}

static void test_paste(void **state)
{
	struct pty *p = start(NULL, 80, 24);

	(void)state;
	pty_paste(p, "ddd\nQ\njjj\nw\n");
	expect_text(p, "pasted text is only taken in a field");
	expect_text(p, "1 of 100");
	pty_keys(p, "e");
	pty_paste(p, "سلام Q w");
	expect_text(p, "Q w ﻡﻼﺳ");
	expect_text(p, "1 of 100");
	pty_keys(p, "esc");
	quit(p);
}

static void test_burst(void **state)
{
	struct pty *p = start(NULL, 80, 24);
	struct str keys = STR_INIT;
	long frames;

	(void)state;
	pty_settle(p);
	frames = pty_frames(p);
	for (int i = 0; i < 60; i++)
		str_add(&keys, "\033[B");
	pty_type(p, keys.s);
	expect_text(p, "61 of 100");
	pty_settle(p);
	assert_true(pty_frames(p) - frames <= 5); /* not one for each key */
	str_free(&keys);
	quit(p);
}

static void test_mouse(void **state)
{
	struct pty *p = start(NULL, 80, 24);
	int x, y;

	(void)state;
	pty_click(p, 10, 5);
	expect_text(p, "5 of 100");
	pty_mouse(p, PTY_WHEEL_DOWN, 10, 5);
	expect_text(p, "8 of 100");
	pty_mouse(p, PTY_PRESS, 10, 2);
	pty_mouse(p, PTY_DRAG, 10, 3);
	pty_mouse(p, PTY_RELEASE, 10, 4);
	expect_text(p, "dragged 1 to 3");
	pty_click(p, 10, 6);
	pty_click(p, 10, 6);
	expect_text(p, "double on 5");
	y = pty_find(p, "o owner", &x); /* a hint is a button */
	pty_click(p, x, y);
	expect_text(p, "Direct sales");
	pty_click(p, 1, 1); /* outside a pop-up: back */
	expect_no_text(p, "Direct sales");
	quit(p);
}

static void test_progress(void **state)
{
	struct pty *p = start(NULL, 80, 24);

	(void)state;
	pty_keys(p, "X");
	expect_text(p, "counting");
	expect_text(p, "a second");
	pty_keys(p, "ctrl-c");
	expect_text(p, "stopped");
	expect_no_text(p, "counting");
	quit(p);
}

static void test_pager(void **state)
{
	struct pty *p = start(NULL, 80, 24);

	(void)state;
	pty_keys(p, "n");
	expect_text(p, "line 0 of the log");
	pty_keys(p, "/");
	pty_type(p, "line 55");
	pty_keys(p, "enter");
	expect_text(p, "line 55 of the log");
	pty_keys(p, "esc");
	expect_no_text(p, "of the log");
	quit(p);
}

static void test_ends(void **state)
{
	static const int signals[] = { SIGTERM, SIGHUP, SIGINT,
#ifndef __SANITIZE_ADDRESS__ /* it wants crashes for itself */
		SIGSEGV
#endif
	};

	(void)state;
	for (size_t i = 0; i < COUNT(signals); i++) {
		struct pty *p = start(NULL, 80, 24);
		int status;

		pty_signal(p, signals[i]);
		status = expect_exit(p);
		assert_int_equal(status, signals[i] == SIGSEGV ? 75 : 0);
		assert_true(pty_restored(p));
		assert_true(pty_saw(p, "\033[8l"));
		assert_true(pty_saw(p, "\033[8h"));
		assert_true(pty_saw(p, "\033[?2004l"));
		assert_true(pty_saw(p, "\033[?1049l"));
		pty_free(p);
	}
}

static void test_draft(void **state)
{
	char path[] = "/tmp/crm-draft-XXXXXX";
	int fd = mkstemp(path);
	struct pty *p = pty_spawn(&(struct pty_options){ .child = toy_run, .ctx = path });
	char text[64] = "";

	(void)state;
	expect_text(p, "Server room");
	pty_keys(p, "e");
	pty_type(p, "half a sent");
	pty_pump(p, 50);
	pty_hang_up(p);
	assert_int_equal(expect_exit(p), 0);
	assert_true(read(fd, text, sizeof text - 1) > 0);
	assert_string_equal(text, "half a sent");
	close(fd);
	unlink(path);
	pty_free(p);
}

static void test_suspend(void **state)
{
	struct pty *p = start(NULL, 80, 24);

	(void)state;
	pty_keys(p, "down");
	pty_signal(p, SIGTSTP);
	pty_pump(p, 100);
	assert_true(pty_restored(p));
	pty_resize(p, 100, 30);
	pty_signal(p, SIGCONT);
	expect_row(p, 29, "↑ ↓ up");
	expect_text(p, "2 of 100");
	quit(p);
}

/* Smaller and back before the program looks: what the terminal cut off is drawn again. */
static void test_there_and_back(void **state)
{
	struct pty *p = start(NULL, 80, 24);

	(void)state;
	pty_signal(p, SIGSTOP);
	pty_pump(p, 100);
	pty_resize(p, 20, 6);
	pty_resize(p, 80, 24);
	pty_signal(p, SIGCONT);
	expect_row(p, 23, "↑ ↓ up");
	expect_text(p, "1 of 100");
	quit(p);
}

static void test_no_terminal(void **state)
{
	struct pty *p = pty_spawn(&(struct pty_options){ .child = toy_run, .term = "dumb" });

	(void)state;
	expect_text(p, "use --plain");
	assert_true(expect_exit(p) != 0);
	assert_true(pty_restored(p));
	pty_free(p);
}

static void test_no_color(void **state)
{
	static const char *const env[] = { "NO_COLOR=1", NULL };
	struct pty *p = pty_spawn(&(struct pty_options){ .child = toy_run, .env = env });
	int y, x;

	(void)state;
	expect_text(p, "!3 overdue");
	pty_settle(p);
	y = pty_find(p, "!3 overdue", &x);
	assert_int_equal(pty_cell(p, x, y).fg, -1);
	assert_true(pty_cell(p, x, y).bold);
	quit(p);
}

static void test_time(void **state)
{
	struct pty *p = start(NULL, 80, 24);

	(void)state;
	pty_keys(p, ",");
	expect_text(p, "heard x");
	pty_keys(p, "i");
	expect_text(p, "rested"); /* the idle moment, drawn when the next second ticks at the latest */
	pty_keys(p, "#");
	expect_row(p, 1, "first steps: arrows look");
	expect_row(p, 2, "▌   0 │ Server room");
	pty_keys(p, "S");
	expect_row(p, 1, "▌   0 │ Server room");
	quit(p);
}

static void test_signs_two_wide(void **state)
{
	struct pty *p = start(NULL, 80, 24);

	(void)state;
	pty_settle(p);
	assert_int_equal(pty_cell(p, 6, 1).cp[0], 0x2502);
	pty_type(p, "\033[2;3R"); /* as a terminal answers that drew the line two cells wide */
	expect_row(p, 1, ">   0 | Server room");
	quit(p);
}

/* Arrows, Enter, Esc, Tab and Ctrl-P alone reach everything. */
static void test_few_keys(void **state)
{
	struct pty *p = start(NULL, 80, 24);

	(void)state;
	pty_keys(p, "ctrl-p");
	expect_text(p, "everything");
	for (int i = 0; i < 40 && pty_find(p, "▌set: owner", NULL) < 0; i++) {
		pty_keys(p, "down");
		pty_settle(p);
	}
	pty_keys(p, "enter");
	expect_text(p, "Direct sales");
	pty_keys(p, "tab enter");
	expect_text(p, "owner reza");
	quit(p);
}

static void test_cost(void **state)
{
	struct pty *p = start(NULL, 200, 50);
	struct pty_cost move, scroll;

	(void)state;
	move = pty_measure(p, "cursor move", "\033[B", "\033[A", 200);
	assert_true(move.bytes < 200);
	pty_keys(p, "G g g");
	pty_type(p, "\033[6~");
	pty_settle(p);
	scroll = pty_measure(p, "scroll a line", "j", "j", 40);
	assert_true(scroll.bytes < 400);
	pty_keys(p, "ctrl-p");
	expect_text(p, "everything");
	move = pty_measure(p, "palette move", "\033[B", "\033[A", 40);
	assert_true(move.bytes < 200);
	pty_keys(p, "esc");
	quit(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_terminals),
		cmocka_unit_test(test_bars),
		cmocka_unit_test(test_resize_storm),
		cmocka_unit_test(test_tiny),
		cmocka_unit_test(test_help),
		cmocka_unit_test(test_palette),
		cmocka_unit_test(test_picker),
		cmocka_unit_test(test_prompt),
		cmocka_unit_test(test_confirm),
		cmocka_unit_test(test_prefix),
		cmocka_unit_test(test_esc_and_q),
		cmocka_unit_test(test_paste),
		cmocka_unit_test(test_burst),
		cmocka_unit_test(test_mouse),
		cmocka_unit_test(test_progress),
		cmocka_unit_test(test_pager),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_draft),
		cmocka_unit_test(test_suspend),
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_no_terminal),
		cmocka_unit_test(test_no_color),
		cmocka_unit_test(test_time),
		cmocka_unit_test(test_signs_two_wide),
		cmocka_unit_test(test_few_keys),
		cmocka_unit_test(test_cost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
