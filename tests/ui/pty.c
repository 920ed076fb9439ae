#include "pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>
#include <vterm.h>

#include "base/clock.h"
#include "ui/keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define WAIT_MS 10000 /* a wait ends as soon as what it waits for is there: only a failure costs all of it */
#define QUIET_MS 60
#define FRAME_END "\033[?2026l"

struct pty {
	int master, slave;
	pid_t pid;
	bool ended;
	int status;
	VTerm *vt;
	VTermScreen *screen;
	int cols, rows;
	long frames;
	struct str out; /* everything the program wrote */
	struct termios before;
};

/* ---- start and end ---- */

/* The end of what "eventually" means; $TEST_SLOW says how many times slower than usual all is here. */
static int64_t deadline(void)
{
	const char *factor = getenv("TEST_SLOW");
	long slow = factor ? strtol(factor, NULL, 10) : 1;

	return clock_ms() + WAIT_MS * (slow > 1 ? slow : 1);
}

static void child_setup(const struct pty_options *opt)
{
	unsetenv("LINES");
	unsetenv("COLUMNS");
	unsetenv("TMUX");
	setenv("TERM", opt->term ? opt->term : "xterm-256color", 1);
	for (int i = 0; opt->env && opt->env[i]; i++)
		putenv((char *)opt->env[i]);
}

static _Noreturn void run_child(const struct pty_options *opt)
{
	child_setup(opt);
	if (opt->child)
		exit(opt->child(opt->ctx)); /* not _exit: leaks are looked for at the end */
	execvp(str_eq(opt->argv[0], "crm") ? getenv("CRM") : opt->argv[0], (char *const *)opt->argv);
	_exit(127);
}

static void answer(const char *s, size_t n, void *user)
{
	struct pty *p = user;

	(void)!write(p->master, s, n);
}

static void start_emulator(struct pty *p)
{
	p->vt = vterm_new(p->rows, p->cols);
	vterm_set_utf8(p->vt, 1);
	vterm_output_set_callback(p->vt, answer, p);
	p->screen = vterm_obtain_screen(p->vt);
	vterm_screen_enable_altscreen(p->screen, 1);
	vterm_screen_reset(p->screen, 1);
}

struct pty *pty_spawn(const struct pty_options *opt)
{
	struct pty *p = xcalloc(1, sizeof *p);
	struct winsize ws;

	p->cols = opt->cols ? opt->cols : 80;
	p->rows = opt->rows ? opt->rows : 24;
	ws = (struct winsize){ .ws_col = (unsigned short)p->cols, .ws_row = (unsigned short)p->rows };
	str_init(&p->out);
	if (openpty(&p->master, &p->slave, NULL, NULL, &ws) < 0)
		fail_msg("no pseudo-terminal: %s", strerror(errno));
	tcgetattr(p->slave, &p->before);
	fflush(NULL);
	p->pid = fork();
	if (p->pid == 0) {
		close(p->master);
		login_tty(p->slave);
		run_child(opt);
	}
	fcntl(p->master, F_SETFL, O_NONBLOCK);
	fcntl(p->master, F_SETFD, FD_CLOEXEC);
	fcntl(p->slave, F_SETFD, FD_CLOEXEC);
	start_emulator(p);
	return p;
}

static bool reap(struct pty *p, int flags)
{
	int status;

	if (!p->ended && waitpid(p->pid, &status, flags) == p->pid) {
		p->ended = true;
		p->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	}
	return p->ended;
}

void pty_free(struct pty *p)
{
	if (!reap(p, WNOHANG)) {
		kill(p->pid, SIGKILL);
		reap(p, 0);
	}
	if (p->master >= 0)
		close(p->master);
	close(p->slave);
	vterm_free(p->vt);
	str_free(&p->out);
	free(p);
}

/* ---- output ---- */

static void take(struct pty *p, const char *s, size_t n)
{
	size_t from = p->out.len > sizeof FRAME_END ? p->out.len - sizeof FRAME_END + 2 : 0;
	const char *at, *end;

	str_addn(&p->out, s, n);
	vterm_input_write(p->vt, s, n);
	end = p->out.s + p->out.len;
	for (at = p->out.s + from; (at = memmem(at, (size_t)(end - at), FRAME_END, sizeof FRAME_END - 1));
		at += sizeof FRAME_END - 1)
		p->frames++;
}

/* Takes what is there; waits up to ms for the first of it. False: nothing came. */
static bool pump(struct pty *p, int ms)
{
	struct pollfd fd = { .fd = p->master, .events = POLLIN };
	char buf[16384];
	bool any = false;
	ssize_t n;

	if (p->master < 0 || poll(&fd, 1, ms) <= 0)
		return false;
	while ((n = read(p->master, buf, sizeof buf)) > 0) {
		take(p, buf, (size_t)n);
		any = true;
	}
	return any;
}

void pty_pump(struct pty *p, int ms)
{
	int64_t end = clock_ms() + ms;

	for (int64_t left = ms; left > 0; left = end - clock_ms())
		pump(p, (int)left);
}

/* R at work, D waiting for the disk, S asleep, T stopped; 0 where there is no /proc. */
static char state_of(pid_t pid)
{
	char path[40], stat[512] = "";
	const char *state;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
	f = fopen(path, "r");
	if (!f)
		return 0;
	stat[fread(stat, 1, sizeof stat - 1, f)] = '\0';
	fclose(f);
	state = strrchr(stat, ')'); /* "PID (NAME) STATE ..." */
	return (char)(state && state[1] ? state[2] : 0);
}

/* Has typed bytes to read, or is at work. Where there is no /proc, only the first is known. */
static bool busy(struct pty *p)
{
	int unread = 0;
	char state;

	if (reap(p, WNOHANG))
		return false;
	if (ioctl(p->slave, FIONREAD, &unread) == 0 && unread > 0)
		return true;
	state = state_of(p->pid);
	return state == 'R' || state == 'D';
}

void pty_settle(struct pty *p)
{
	int64_t end = deadline();

	/* the last look: it may have drawn and gone to sleep between the quiet and the question whether it is busy */
	while ((pump(p, QUIET_MS) || busy(p) || pump(p, 0)) && clock_ms() < end)
		;
}

long pty_frames(const struct pty *p)
{
	return p->frames;
}

size_t pty_bytes(const struct pty *p)
{
	return p->out.len;
}

bool pty_saw(const struct pty *p, const char *bytes)
{
	return memmem(p->out.s, p->out.len, bytes, strlen(bytes)) != NULL;
}

/* ---- input ---- */

static void type_n(struct pty *p, const char *s, size_t n)
{
	while (n) {
		ssize_t sent = write(p->master, s, n);

		if (sent > 0) {
			s += sent;
			n -= (size_t)sent;
		} else {
			pump(p, 10); /* the program is still reading */
		}
	}
}

void pty_type(struct pty *p, const char *bytes)
{
	type_n(p, bytes, strlen(bytes));
}

static const char *const sequence[K_N] = { [K_ENTER] = "\r",
	[K_ESC] = "\033",
	[K_TAB] = "\t",
	[K_BACKSPACE] = "\177",
	[K_UP] = "\033[A",
	[K_DOWN] = "\033[B",
	[K_RIGHT] = "\033[C",
	[K_LEFT] = "\033[D",
	[K_HOME] = "\033[H",
	[K_END] = "\033[F",
	[K_PGUP] = "\033[5~",
	[K_PGDN] = "\033[6~",
	[K_INSERT] = "\033[2~",
	[K_DELETE] = "\033[3~",
	[K_F1] = "\033OP",
	[K_F1 + 1] = "\033OQ",
	[K_F1 + 2] = "\033OR",
	[K_F1 + 3] = "\033OS",
	[K_F1 + 4] = "\033[15~" };

static void type_key(struct pty *p, const char *name, size_t n)
{
	struct str s = STR_INIT;
	struct key k;

	if (!key_parse(name, n, &k))
		fail_msg("no such key: %.*s", (int)n, name);
	if (k.code == K_TAB && k.mods & MOD_SHIFT)
		str_add(&s, "\033[Z");
	else if (k.code != K_CHAR)
		str_add(&s, sequence[k.code] ? sequence[k.code] : "");
	else if (k.mods & MOD_CTRL)
		str_addc(&s, (char)(k.cp & 31));
	else
		str_add_cp(&s, k.cp);
	type_n(p, s.s, s.len);
	if (k.code == K_ESC)
		pty_settle(p);
	str_free(&s);
}

void pty_keys(struct pty *p, const char *names)
{
	for (names += strspn(names, " "); *names; names += strspn(names, " ")) {
		size_t n = strcspn(names, " ");

		type_key(p, names, n);
		names += n;
	}
}

void pty_paste(struct pty *p, const char *text)
{
	pty_type(p, "\033[200~");
	pty_type(p, text);
	pty_type(p, "\033[201~");
}

void pty_mouse(struct pty *p, enum pty_mouse what, int x, int y)
{
	static const int code[] = { 0, 0, 32, 64, 65 };
	char s[40];

	snprintf(s, sizeof s, "\033[<%d;%d;%d%c", code[what], x + 1, y + 1, what == PTY_RELEASE ? 'm' : 'M');
	pty_type(p, s);
}

void pty_click(struct pty *p, int x, int y)
{
	pty_mouse(p, PTY_PRESS, x, y);
	pty_mouse(p, PTY_RELEASE, x, y);
}

void pty_resize(struct pty *p, int cols, int rows)
{
	struct winsize ws = { .ws_col = (unsigned short)cols, .ws_row = (unsigned short)rows };
	bool draws = (cols != p->cols || rows != p->rows) && state_of(p->pid) != 'T';
	long before = p->frames;
	int64_t end;

	/* the emulator first: what the program sends after the signal is for the new size */
	vterm_set_size(p->vt, rows, cols);
	p->cols = cols;
	p->rows = rows;
	ioctl(p->master, TIOCSWINSZ, &ws);
	/* the old picture may well hold what a test looks for next: its wait begins with a frame of the new size */
	for (end = deadline(); draws && p->frames == before && !reap(p, WNOHANG) && clock_ms() < end;)
		pump(p, QUIET_MS);
}

void pty_signal(struct pty *p, int sig)
{
	kill(p->pid, sig);
}

void pty_hang_up(struct pty *p)
{
	close(p->master);
	p->master = -1;
}

/* ---- cost ---- */

struct pty_cost pty_press(struct pty *p, const char *bytes)
{
	size_t before = p->out.len;
	long frame = p->frames;
	int64_t end = deadline(), began = clock_ns();

	pty_type(p, bytes);
	while (p->frames == frame && clock_ms() < end)
		pump(p, 50);
	if (p->frames == frame)
		fail_msg("no frame answers the key");
	return (struct pty_cost){ .bytes = p->out.len - before, .ms = (double)(clock_ns() - began) / 1e6 };
}

static int by_ms(const void *a, const void *b)
{
	double x = ((const struct pty_cost *)a)->ms, y = ((const struct pty_cost *)b)->ms;

	return (x > y) - (x < y);
}

static int by_bytes(const void *a, const void *b)
{
	size_t x = ((const struct pty_cost *)a)->bytes, y = ((const struct pty_cost *)b)->bytes;

	return (x > y) - (x < y);
}

struct pty_cost pty_measure(struct pty *p, const char *name, const char *there, const char *back, int n)
{
	struct pty_cost *cost = xcalloc((size_t)n, sizeof *cost), median;
	double p99;

	pty_settle(p);
	for (int i = 0; i < n; i++)
		cost[i] = pty_press(p, i % 2 ? back : there);
	qsort(cost, (size_t)n, sizeof *cost, by_bytes);
	median.bytes = cost[n / 2].bytes;
	qsort(cost, (size_t)n, sizeof *cost, by_ms);
	median.ms = cost[n / 2].ms;
	p99 = cost[n * 99 / 100].ms;
	printf("figure: %s at %dx%d: %zu bytes a key, %.2f ms (p99 %.2f)\n", name, p->cols, p->rows, median.bytes,
		median.ms, p99);
	free(cost);
	return median;
}

/* ---- looking ---- */

int pty_cols(const struct pty *p)
{
	return p->cols;
}

int pty_rows(const struct pty *p)
{
	return p->rows;
}

static int colour_of(VTermColor c, VTermScreen *screen)
{
	if (VTERM_COLOR_IS_DEFAULT_FG(&c) || VTERM_COLOR_IS_DEFAULT_BG(&c))
		return -1;
	(void)screen;
	return VTERM_COLOR_IS_INDEXED(&c) ? c.indexed.idx : -2;
}

struct pty_cell pty_cell(const struct pty *p, int x, int y)
{
	VTermScreenCell c;
	struct pty_cell cell = { .width = 1 };

	vterm_screen_get_cell(p->screen, (VTermPos){ .row = y, .col = x }, &c);
	for (int i = 0; i < 6 && i < VTERM_MAX_CHARS_PER_CELL; i++)
		cell.cp[i] = c.chars[i];
	cell.width = c.chars[0] == (uint32_t)-1 ? 0 : c.width;
	cell.bold = c.attrs.bold;
	cell.underline = c.attrs.underline != 0;
	cell.reverse = c.attrs.reverse;
	cell.fg = colour_of(c.fg, p->screen);
	cell.bg = colour_of(c.bg, p->screen);
	return cell;
}

/* Appends the row from cell x on; *cells, when wanted, gets the cell in which each byte stands. */
static void add_row(const struct pty *p, int row, struct str *out)
{
	for (int x = 0; x < p->cols;) {
		struct pty_cell c = pty_cell(p, x, row);

		if (!c.cp[0])
			str_addc(out, ' ');
		for (int i = 0; i < 6 && c.cp[i]; i++)
			str_add_cp(out, c.cp[i]);
		x += c.width > 1 ? c.width : 1;
	}
}

void pty_row(const struct pty *p, int row, struct str *out)
{
	size_t from = out->len;

	add_row(p, row, out);
	while (out->len > from && out->s[out->len - 1] == ' ')
		str_cut(out, out->len - 1);
}

void pty_cursor(const struct pty *p, int *x, int *y)
{
	VTermPos pos;

	vterm_state_get_cursorpos(vterm_obtain_state(p->vt), &pos);
	*x = pos.col;
	*y = pos.row;
}

/* The cell in which byte `at` of the row's text stands. */
static int cell_of(const struct pty *p, int row, size_t at)
{
	struct str s = STR_INIT;
	int x = 0;

	while (x < p->cols && s.len < at) {
		struct pty_cell c = pty_cell(p, x, row);

		if (!c.cp[0])
			str_addc(&s, ' ');
		for (int i = 0; i < 6 && c.cp[i]; i++)
			str_add_cp(&s, c.cp[i]);
		x += c.width > 1 ? c.width : 1;
	}
	str_free(&s);
	return x;
}

int pty_find(struct pty *p, const char *text, int *x)
{
	struct str s = STR_INIT;
	int found = -1;

	for (int row = 0; row < p->rows && found < 0; row++) {
		const char *at;

		str_clear(&s);
		add_row(p, row, &s);
		at = strstr(s.s, text);
		if (!at)
			continue;
		found = row;
		if (x)
			*x = cell_of(p, row, (size_t)(at - s.s));
	}
	str_free(&s);
	return found;
}

void pty_dump(const struct pty *p)
{
	struct str s = STR_INIT;

	for (int row = 0; row < p->rows; row++) {
		str_clear(&s);
		pty_row(p, row, &s);
		print_message("%2d|%s\n", row, s.s);
	}
	str_free(&s);
}

static void give_up(struct pty *p, const char *what, const char *text)
{
	pty_dump(p);
	fail_msg("%s: %s%s", what, text, reap(p, WNOHANG) ? " (the program has ended)" : "");
}

/* There is nothing more to wait for. */
static bool over(struct pty *p, int64_t end)
{
	return clock_ms() > end || (reap(p, WNOHANG) && !pump(p, 0));
}

void expect_text(struct pty *p, const char *text)
{
	int64_t end = deadline();

	while (pty_find(p, text, NULL) < 0) {
		if (over(p, end))
			give_up(p, "never shown", text);
		pump(p, 50);
	}
}

void expect_no_text(struct pty *p, const char *text)
{
	int64_t end = deadline();

	while (pty_find(p, text, NULL) >= 0) {
		if (over(p, end))
			give_up(p, "still shown", text);
		pump(p, 50);
	}
}

void expect_row(struct pty *p, int row, const char *text)
{
	int64_t end = deadline();
	struct str s = STR_INIT;
	bool yes;

	for (;;) {
		str_clear(&s);
		pty_row(p, row, &s);
		yes = str_starts(s.s + strspn(s.s, " "), text);
		if (yes || over(p, end))
			break;
		pump(p, 50);
	}
	str_free(&s);
	if (!yes)
		give_up(p, "the row does not begin so", text);
}

void expect_cursor(struct pty *p, int x, int y)
{
	int64_t end = deadline();
	char where[40];
	int at_x, at_y;

	for (pty_cursor(p, &at_x, &at_y); at_x != x || at_y != y; pty_cursor(p, &at_x, &at_y)) {
		if (over(p, end)) {
			snprintf(where, sizeof where, "%d,%d (it is at %d,%d)", x, y, at_x, at_y);
			give_up(p, "the cursor is not at", where);
		}
		pump(p, 50);
	}
}

int expect_exit(struct pty *p)
{
	int64_t end = deadline();

	while (!reap(p, WNOHANG)) {
		if (clock_ms() > end)
			give_up(p, "does not end", "");
		if (p->master < 0)
			usleep(10000);
		else
			pump(p, 20);
	}
	if (p->master >= 0)
		pump(p, 20);
	return p->status;
}

bool pty_restored(struct pty *p)
{
	struct termios now;

	tcgetattr(p->slave, &now);
	return now.c_lflag == p->before.c_lflag && now.c_iflag == p->before.c_iflag && now.c_oflag == p->before.c_oflag;
}
