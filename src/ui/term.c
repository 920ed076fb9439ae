#include "ui/term.h"

#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/priv.h"
#include "base/str.h"

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define MOUSE_ON "\033[?1002h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1002l"
#define BIDI_APP_ON "\033[8l" /* explicit: the terminal leaves the order to us */
#define BIDI_APP_OFF "\033[8h"
#define FRAME_ON "\033[?2026h"
#define FRAME_OFF "\033[?2026l"
#define IN_TMUX(s) "\033Ptmux;\033" s "\033\\"
#define WATCH_MAX 10

/* The process's one terminal. Signal handlers touch nothing but the flags. */
static struct {
	bool open, away; /* away: given to another program */
	SCREEN *screen;
	struct termios saved;
	sigset_t before; /* the mask while waiting */
	struct str on, off;
	char crash[256]; /* all that a crash writes, ready */
	size_t crash_len;
	char note[160];
} term;
static volatile sig_atomic_t resized, stopped, ended;

static const int caught[] = { SIGWINCH, SIGHUP, SIGTERM, SIGINT, SIGTSTP };

static void on_signal(int sig)
{
	if (sig == SIGWINCH)
		resized = 1;
	else if (sig == SIGTSTP)
		stopped = 1;
	else
		ended = 1;
}

static void send(const char *s, size_t n)
{
	while (n) {
		ssize_t sent = write(STDOUT_FILENO, s, n);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return; /* a terminal that is gone is noticed when it is read */
		s += sent;
		n -= (size_t)sent;
	}
}

/* Async-signal-safe. */
static void on_crash(void)
{
	if (!term.open || term.away)
		return;
	send(term.crash, term.crash_len);
	tcsetattr(STDIN_FILENO, TCSANOW, &term.saved);
}

static void catch_signals(void)
{
	struct sigaction sa = { .sa_handler = on_signal };
	sigset_t block;

	sigemptyset(&sa.sa_mask);
	sigemptyset(&block);
	for (size_t i = 0; i < COUNT(caught); i++) {
		sigaction(caught[i], &sa, NULL);
		sigaddset(&block, caught[i]);
	}
	sigprocmask(SIG_BLOCK, &block, &term.before);
	for (size_t i = 0; i < COUNT(caught); i++)
		sigdelset(&term.before, caught[i]);
}

static void release_signals(void)
{
	for (size_t i = 0; i < COUNT(caught); i++)
		signal(caught[i], caught[i] == SIGWINCH ? SIG_DFL : SIG_IGN); /* a pending one must not kill now */
	sigprocmask(SIG_SETMASK, &term.before, NULL);
	for (size_t i = 0; i < COUNT(caught); i++)
		signal(caught[i], SIG_DFL);
}

static void make_modes(const struct term_options *opt)
{
	bool tmux = getenv("TMUX") != NULL;
	const char *rmcup;

	str_add(&term.on, PASTE_ON);
	str_add(&term.off, PASTE_OFF);
	if (opt->mouse) {
		str_add(&term.on, MOUSE_ON);
		str_add(&term.off, MOUSE_OFF);
	}
	if (opt->app_bidi) {
		str_add(&term.on, tmux ? BIDI_APP_ON IN_TMUX(BIDI_APP_ON) : BIDI_APP_ON);
		str_add(&term.off, tmux ? BIDI_APP_OFF IN_TMUX(BIDI_APP_OFF) : BIDI_APP_OFF);
	}
	rmcup = tigetstr("rmcup");
	if (!rmcup || rmcup == (char *)-1)
		rmcup = "";
	term.crash_len = (size_t)snprintf(
		term.crash, sizeof term.crash, "%s%s\033[0m\033[?25h%s\r\n", FRAME_OFF, term.off.s, rmcup);
	if (term.crash_len >= sizeof term.crash)
		term.crash_len = sizeof term.crash - 1;
}

static bool described(const char *name)
{
	int why;

	if (setupterm(name, STDOUT_FILENO, &why) != OK)
		return false;
	del_curterm(cur_term);
	return true;
}

/* The description to use: TERM's own, or a near kin where this machine has none. NULL: none. */
static const char *pick_description(const char *name)
{
	const char *kin = strstr(name, "256color") ? "xterm-256color" : "xterm";

	term.note[0] = '\0';
	if (described(name))
		return name;
	if (!described(kin))
		return NULL;
	snprintf(term.note, sizeof term.note, _("this machine does not know terminal '%.40s': using %s"), name, kin);
	return kin;
}

static void set_modes(void)
{
	raw();
	noecho();
	nonl();
	typeahead(-1); /* input is ours; curses must not look at it */
	intrflush(stdscr, FALSE);
	set_escdelay(25);
	mouseinterval(0);
	leaveok(stdscr, FALSE);
	idlok(stdscr, TRUE);
	scrollok(stdscr, FALSE);
	if (has_colors()) {
		start_color();
		use_default_colors();
	}
	def_prog_mode();
}

enum rc term_open(const struct term_options *opt, struct err *err)
{
	const char *name = getenv("TERM");
	const char *use;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return fail(err, RC_IO, NO_FIELD, _("no terminal here: use a command, or --plain"));
	use = name && *name ? pick_description(name) : NULL;
	if (!use)
		return fail(err, RC_IO, NO_FIELD, _("no description of terminal '%s': set TERM, or use --plain"),
			name ? name : "");
	if (tcgetattr(STDIN_FILENO, &term.saved) < 0)
		return fail(err, RC_IO, NO_FIELD, _("cannot read the terminal's settings: %s"), strerror(errno));
	unsetenv("LINES");
	unsetenv("COLUMNS");
	catch_signals();
	term.screen = newterm(use, stdout, stdin);
	if (!term.screen || !tigetstr("cup") || tigetstr("cup") == (char *)-1) {
		if (term.screen)
			endwin();
		release_signals();
		return fail(err, RC_IO, NO_FIELD, _("terminal '%s' cannot place the cursor: use --plain"), use);
	}
	set_modes();
	str_init(&term.on);
	str_init(&term.off);
	make_modes(opt);
	ended = stopped = 0;
	term.open = true;
	term.away = false;
	priv_on_crash(on_crash);
	send(term.on.s, term.on.len);
	term_resized();
	return RC_OK;
}

void term_close(void)
{
	if (!term.open)
		return;
	if (!term.away)
		term_suspend();
	term.open = false;
	delscreen(term.screen);
	term.screen = NULL;
	release_signals();
	str_free(&term.on);
	str_free(&term.off);
}

bool term_is_open(void)
{
	return term.open;
}

const char *term_note(void)
{
	return term.note[0] ? term.note : NULL;
}

void term_suspend(void)
{
	send(term.off.s, term.off.len);
	endwin();
	tcsetattr(STDIN_FILENO, TCSADRAIN, &term.saved);
	term.away = true;
}

void term_resume(void)
{
	term.away = false;
	reset_prog_mode();
	send(term.on.s, term.on.len);
	resized = 1; /* it may have changed meanwhile */
}

static int within(int v, int fallback)
{
	if (v <= 0)
		v = fallback;
	return v > 1000 ? 1000 : v;
}

void term_size(int *cols, int *rows)
{
	struct winsize ws = { .ws_col = 0 };

	ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws);
	*cols = within(ws.ws_col, 80);
	*rows = within(ws.ws_row, 24);
}

void term_resized(void)
{
	int cols, rows;

	term_size(&cols, &rows);
	if (is_term_resized(rows, cols))
		resizeterm(rows, cols);
}

int term_wait(const int *fd, bool *ready, int n, int ms)
{
	struct pollfd p[WATCH_MAX];
	struct timespec ts = { .tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000 };
	int got;

	n = n < WATCH_MAX ? n : WATCH_MAX;
	for (int i = 0; i < n; i++)
		p[i] = (struct pollfd){ .fd = fd[i], .events = POLLIN };
	got = ppoll(p, (nfds_t)n, ms < 0 ? NULL : &ts, &term.before);
	for (int i = 0; i < n; i++)
		ready[i] = got > 0 && p[i].revents != 0;
	return got > 0 ? got : 0;
}

int term_input(void)
{
	return STDIN_FILENO;
}

static bool take(volatile sig_atomic_t *flag)
{
	bool was = *flag;

	*flag = 0; /* signals are blocked outside term_wait: none is missed between */
	return was;
}

bool term_take_resize(void)
{
	return take(&resized);
}

bool term_take_stop(void)
{
	return take(&stopped);
}

bool term_ended(void)
{
	return ended;
}

void term_end(void)
{
	ended = 1;
}

void term_write(const char *s, size_t n)
{
	send(s, n);
}

void term_frame_begin(void)
{
	send(FRAME_ON, sizeof FRAME_ON - 1);
}

void term_frame_end(void)
{
	send(FRAME_OFF, sizeof FRAME_OFF - 1);
}
