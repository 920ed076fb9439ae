/* What is due from time to time: one table of jobs, run by whoever comes by (a timer, a person), once each however many come
 * at the same time. */
#ifndef RECORD_PERIODIC_H
#define RECORD_PERIODIC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct session;

struct periodic {
	const char *name, *help;
	int64_t every;       /* seconds; 0: each time; with a setting: unused */
	const char *setting; /* a setting like "15 minutes" or "off" says how often; NULL */
	/* Does what is due as the program itself (session user 0), in steps of its own. Appends what it did in words; nothing
	 * when there was nothing to do. */
	enum rc (*run)(struct session *s, struct str *said, struct err *err);
};

extern const char periodic_schema[];

/* "off" or "" (0), "N minutes", "N hours", "N days", "N weeks" with N from 1 to 99, in full or by its first letter
 * ("15m", "2 h"). false: none of these. */
bool periodic_seconds(const char *text, int64_t *seconds);

/* Runs every job that is due and calls fn with what each said ("" for nothing), or with what went wrong: the others run all
 * the same, and the first error is returned. A job that another process is running is left to it. */
enum rc periodic_run(struct session *s, const struct periodic *job, int n,
	void (*fn)(void *ctx, const struct periodic *job, const char *said, const struct err *err), void *ctx, struct err *err);

int64_t periodic_last(struct session *s, const struct periodic *job); /* when it was done last; 0: never */

#endif
