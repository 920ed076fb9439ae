#include "base/clock.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/i18n.h"

static int64_t fixed, last;
static bool asked;

/* False where the text is no instant. */
static bool parse(const char *s, int64_t *utc)
{
	struct tm tm = { 0 };
	const char *end = strptime(s, "%Y-%m-%dT%H:%M:%S", &tm);

	if (!end || (*end && strcmp(end, "Z") != 0))
		return false;
	*utc = (int64_t)timegm(&tm);
	return true;
}

static int64_t from_environment(void)
{
	const char *s = getenv("CRM_NOW");
	int64_t utc = 0;

	return s && parse(s, &utc) ? utc : 0;
}

enum rc clock_start(struct err *err)
{
	const char *s = getenv("CRM_NOW");
	int64_t utc;

	if (s && *s && !parse(s, &utc))
		return fail(err, RC_USAGE, NO_FIELD, _("CRM_NOW is no instant: %s: write 2026-11-21T09:00:00Z"), s);
	return RC_OK;
}

int64_t clock_now(void)
{
	int64_t now;

	if (!asked) {
		asked = true;
		if (!fixed)
			fixed = from_environment();
	}
	if (fixed)
		return fixed;
	now = (int64_t)time(NULL);
	if (now > last)
		last = now;
	return last;
}

void clock_fix(int64_t utc)
{
	asked = true;
	fixed = utc;
}

int64_t clock_fixed(void)
{
	clock_now(); /* asks the environment once */
	return fixed;
}

int64_t clock_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

int64_t clock_ms(void)
{
	return clock_ns() / 1000000;
}
