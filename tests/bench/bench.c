#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "sales/sales.h"

static double ms_of(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

double bench_ms(void)
{
	return ms_of(CLOCK_MONOTONIC);
}

double bench_cpu_ms(void)
{
	return ms_of(CLOCK_PROCESS_CPUTIME_ID);
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double bench_quantile(double *v, int n, double at)
{
	qsort(v, (size_t)n, sizeof *v, by_size);
	return v[(int)(at * (n - 1) + 0.5)];
}

void bench_row(const char *name, double measured, const char *unit, double bar, bool at_least)
{
	double ratio = bar > 0 ? measured / bar : 0;
	bool ok = at_least ? ratio >= 1 : ratio <= 1;

	printf("%-58s %10.2f %-7s %s %8.2f  x%-7.2f %s\n", name, measured, unit, at_least ? ">=" : "<=", bar, ratio,
		ok ? "ok" : "OVER");
	fflush(stdout);
}

double bench_median(void (*fn)(void *ctx), void *ctx)
{
	double v[BENCH_RUNS];

	fn(ctx);
	for (int i = 0; i < BENCH_RUNS; i++) {
		double began = bench_cpu_ms();

		fn(ctx);
		v[i] = bench_cpu_ms() - began;
	}
	return bench_quantile(v, BENCH_RUNS, 0.5);
}

struct session *bench_open(const char *path)
{
	struct err err = ERR_INIT;
	struct session *s;

	if (session_open(&sales_office, &(struct session_options){ .path = path }, &s, &err) != RC_OK)
		bench_die("%s", err.text);
	return s;
}

void bench_die(const char *fmt, ...)
{
	va_list ap;

	fputs("crm: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}
