/* The program on a pseudo-terminal: `bench_screen CARDS LEADS`: from its start to the settled board, what keys cost,
 * and the memory of a session. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "ui/pty.h"

#define KEYS 200
#define QUIET 150.0 /* ms without a frame: settled */

static struct pty *start(const char *db, int cols, int rows)
{
	const char *argv[] = { "crm", "--db", db, NULL };

	return pty_spawn(&(struct pty_options){ .argv = argv, .cols = cols, .rows = rows });
}

/* Milliseconds until the first frame, and until the last one before all was quiet. */
static void settle(struct pty *p, double began, double *first, double *last)
{
	long frames = 0;
	double now = began;

	*first = *last = 0;
	while ((!*first && now - began < 60000) || now - began - *last < QUIET) {
		pty_pump(p, 1);
		now = bench_ms();
		if (pty_frames(p) == frames)
			continue;
		frames = pty_frames(p);
		*last = now - began;
		if (!*first)
			*first = *last;
	}
}

static void starts(const char *db)
{
	double first[BENCH_RUNS], last[BENCH_RUNS];

	for (int i = 0; i < BENCH_RUNS; i++) {
		double began = bench_ms();
		struct pty *p = start(db, 120, 40);

		settle(p, began, &first[i], &last[i]);
		pty_keys(p, "q");
		pty_pump(p, 100);
		pty_free(p);
	}
	bench_row("start to first frame of the board", bench_quantile(first, BENCH_RUNS, 0.5), "ms", 16, false);
	bench_row("start to settled board", bench_quantile(last, BENCH_RUNS, 0.5), "ms", 16, false);
}

static void keys(struct pty *p, const char *what, const char *there, const char *back)
{
	double ms[KEYS], bytes[KEYS];
	char name[80];

	for (int i = 0; i < KEYS; i++) {
		struct pty_cost c = pty_press(p, i % 40 < 20 ? there : back);

		ms[i] = c.ms;
		bytes[i] = (double)c.bytes;
	}
	snprintf(name, sizeof name, "%s at %dx%d: p50", what, pty_cols(p), pty_rows(p));
	bench_row(name, bench_quantile(ms, KEYS, 0.5), "ms", 1, false);
	snprintf(name, sizeof name, "%s at %dx%d: p99", what, pty_cols(p), pty_rows(p));
	bench_row(name, bench_quantile(ms, KEYS, 0.99), "ms", 8, false);
	snprintf(name, sizeof name, "%s at %dx%d: bytes", what, pty_cols(p), pty_rows(p));
	bench_row(name, bench_quantile(bytes, KEYS, 0.5), "bytes", 200, false);
}

static void screens(const char *cards, const char *leads, int cols, int rows)
{
	struct pty *p = start(cards, cols, rows);
	double first, last;

	settle(p, bench_ms(), &first, &last);
	keys(p, "board, card down and up", "j", "k");
	keys(p, "board, column right and left", "l", "h");
	pty_free(p);
	p = start(leads, cols, rows);
	settle(p, bench_ms(), &first, &last);
	pty_type(p, "gl");
	settle(p, bench_ms(), &first, &last);
	keys(p, "list, row down and up", "j", "k");
	for (int i = 0; i < rows; i++)
		pty_press(p, "j");
	keys(p, "list, scroll a line", "j", "j");
	keys(p, "list, page down and up", "\033[6~", "\033[5~");
	pty_free(p);
}

/* --- memory: the proportional set size of the program and its agent, kB --- */

static long pss_of(long pid)
{
	char path[64], line[256];
	long kb = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%ld/smaps_rollup", pid);
	f = fopen(path, "r");
	while (f && fgets(line, sizeof line, f))
		if (strncmp(line, "Pss:", 4) == 0)
			kb = strtol(line + 4, NULL, 10);
	if (f)
		fclose(f);
	return kb;
}

static long pss_below(long pid)
{
	char path[64], line[4096] = "", *at = line, *end;
	long kb = 0, child;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", pid, pid);
	f = fopen(path, "r");
	if (f) {
		line[fread(line, 1, sizeof line - 1, f)] = '\0';
		fclose(f);
	}
	for (; (child = strtol(at, &end, 10)) > 0; at = end)
		kb += pss_of(child) + pss_below(child);
	return kb;
}

static void memory(const char *db)
{
	struct pty *one = start(db, 120, 40), *two;
	double first, last;
	long had, have;

	settle(one, bench_ms(), &first, &last);
	had = pss_below((long)getpid());
	two = start(db, 120, 40);
	settle(two, bench_ms(), &first, &last);
	have = pss_below((long)getpid());
	pty_free(two);
	pty_free(one);
	if (had)
		bench_row("memory of one more session, its board shown", (double)(have - had) / 1024, "MB", 4, false);
	else
		puts("memory of one more session: not measured, this system does not say");
}

int main(int argc, char **argv)
{
	if (argc != 3)
		bench_die("usage: bench_screen CARDS LEADS");
	starts(argv[1]);
	memory(argv[1]);
	screens(argv[1], argv[2], 120, 40);
	screens(argv[1], argv[2], 200, 60);
	return 0;
}
