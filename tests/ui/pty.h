/* A program on a real pseudo-terminal, its output fed to an emulator: keys are typed, cells are looked at. All expect_*
 * functions wait until it is so (3 s, $TEST_SLOW times as long), and else fail the test with the screen printed. */
#ifndef TESTS_UI_PTY_H
#define TESTS_UI_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct pty;
struct pty_options {
	const char *const *argv; /* a program, NULL-ended; argv[0] NULL-ended "crm" alone means $CRM */
	int (*child)(void *ctx); /* or a function of the test, run in a child process */
	void *ctx;
	const char *term;       /* TERM; NULL: xterm-256color */
	int cols, rows;         /* 0: 80x24 */
	const char *const *env; /* "NAME=VALUE", NULL-ended; NULL: none */
};
struct pty *pty_spawn(const struct pty_options *opt);
void pty_free(struct pty *p); /* kills it when it still runs */

/* Bytes as they are. */
void pty_type(struct pty *p, const char *bytes);
/* Keys by name, with blanks between: "g d", "ctrl-p", "shift-tab", "esc", "down". After esc it waits until all is
 * quiet, so that what follows is no part of a sequence. */
void pty_keys(struct pty *p, const char *names);
void pty_paste(struct pty *p, const char *text);
enum pty_mouse { PTY_PRESS, PTY_RELEASE, PTY_DRAG, PTY_WHEEL_UP, PTY_WHEEL_DOWN };
void pty_mouse(struct pty *p, enum pty_mouse what, int x, int y); /* left button; cells from 0 */
void pty_click(struct pty *p, int x, int y);
void pty_resize(struct pty *p, int cols, int rows);
void pty_signal(struct pty *p, int sig);
void pty_hang_up(struct pty *p); /* the window is closed */

/* What a key costs: from the write until the end of the frame that answers it. */
struct pty_cost {
	size_t bytes;
	double ms;
};
struct pty_cost pty_press(struct pty *p, const char *bytes);
/* Median and 99th percentile over n presses of alternating keys; prints "figure: NAME ...". */
struct pty_cost pty_measure(struct pty *p, const char *name, const char *there, const char *back, int n);

void pty_pump(struct pty *p, int ms);                 /* takes output for so long */
void pty_settle(struct pty *p);                       /* all is read, and nothing came for 60 ms */
long pty_frames(const struct pty *p);                 /* frames drawn so far */
size_t pty_bytes(const struct pty *p);                /* bytes put out so far */
bool pty_saw(const struct pty *p, const char *bytes); /* among all bytes put out so far */

void expect_text(struct pty *p, const char *text);         /* somewhere on the screen, in one row */
void expect_no_text(struct pty *p, const char *text);      /* gone */
void expect_row(struct pty *p, int row, const char *text); /* the row begins so, blanks at the start dropped */
void expect_cursor(struct pty *p, int x, int y);
int expect_exit(struct pty *p); /* it ends; its exit status (128 + signal) */

int pty_cols(const struct pty *p);
int pty_rows(const struct pty *p);
int pty_find(struct pty *p, const char *text, int *x);       /* the row it stands in (now), -1; *x: the cell */
void pty_row(const struct pty *p, int row, struct str *out); /* appended, blanks at the end dropped */
void pty_cursor(const struct pty *p, int *x, int *y);
struct pty_cell {
	uint32_t cp[6];
	int width; /* 0: the right half of a wide one */
	bool bold, underline, reverse;
	int fg, bg; /* palette index; -1: default */
};
struct pty_cell pty_cell(const struct pty *p, int x, int y);
void pty_dump(const struct pty *p); /* prints the screen */
/* The line settings of the terminal are what they were before the program started. */
bool pty_restored(struct pty *p);

#endif
