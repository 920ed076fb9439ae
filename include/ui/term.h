/* The terminal: taken and given back whole. One process has one terminal, so its state is the module's own. */
#ifndef UI_TERM_H
#define UI_TERM_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct term_options {
	bool mouse;
	bool app_bidi; /* we order right-to-left text: the terminal is told not to */
};

/* Saves the terminal, starts curses (raw, alternate screen), switches on bracketed paste, the mouse and explicit bidi,
 * and sees to it that every way out (return, crash, signal) puts all back. RC_IO with the reason and the way round when
 * the terminal cannot be used. */
enum rc term_open(const struct term_options *opt, struct err *err);
void term_close(void); /* harmless when not open */
bool term_is_open(void);
/* A note for the person when TERM is not described on this machine and a near kin is used; NULL when it is. */
const char *term_note(void);

/* Out to a child that wants the terminal (an editor), and back; the caller draws everything anew after resume. */
void term_suspend(void);
void term_resume(void);

void term_size(int *cols, int *rows); /* as the kernel says; at least 1x1, at most 1000x1000 */
void term_resized(void);              /* tells curses the size of now */

/* Sleeps until fd in set is readable, a signal came or ms passed (-1: for ever). Signals are open only in here. The
 * first descriptor is the keyboard. Sets ready[i]; returns the number ready, 0 for a signal or time out. */
int term_wait(const int *fd, bool *ready, int n, int ms);
int term_input(void); /* the descriptor of the keyboard */

/* What came since it was asked last. */
bool term_take_resize(void);
bool term_take_stop(void); /* SIGTSTP from outside: the caller suspends, stops and resumes */
bool term_ended(void);     /* SIGHUP or SIGTERM: save and leave; stays true */
void term_end(void);       /* the same, when the keyboard is gone */

/* Sequences of our own (the clipboard, a cursor report), past curses, which does not notice them. Never a person's
 * text. */
void term_write(const char *s, size_t n);

/* A frame: everything between is shown at once by terminals that can (synchronized output). */
void term_frame_begin(void);
void term_frame_end(void);

#endif
