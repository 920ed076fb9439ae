/* What the speed programs share: a clock, medians, and the one line a row is printed as. */
#ifndef TESTS_BENCH_H
#define TESTS_BENCH_H

#include <stdbool.h>
#include <stdint.h>

#include "record/session.h"

#define BENCH_RUNS 5 /* of each measurement; the median counts */

double bench_ms(void); /* monotonic */
/* What this process has computed, also in the kernel: what others do on the machine is not in it, nor waiting for a disk. */
double bench_cpu_ms(void);
/* Sorts v; at: 0.5 for the median. */
double bench_quantile(double *v, int n, double at);
/* One row. The bar is a most, or with at_least a least. The ratio is measured to bar: above 1 is over (with at_least:
 * below 1). */
void bench_row(const char *name, double measured, const char *unit, double bar, bool at_least);
/* Runs fn BENCH_RUNS times after one that is not counted; the median of its
 * computing in ms. */
double bench_median(void (*fn)(void *ctx), void *ctx);
/* Opens a database as the session of the person who runs the program; ends the program where it cannot. */
struct session *bench_open(const char *path);
/* Prints "crm: ..." and ends the program. */
_Noreturn void bench_die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
