#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <stddef.h>

#include "base/utf8.h"

static void fill(struct err *err, enum rc rc, int field, int at, const char *fmt, va_list ap)
{
	if (!err)
		return;
	err->rc = rc;
	err->field = field;
	err->at = at;
	vsnprintf(err->text, sizeof err->text, fmt, ap);
	utf8_mend(err->text);
}

enum rc fail(struct err *err, enum rc rc, int field, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fill(err, rc, field, -1, fmt, ap);
	va_end(ap);
	return rc;
}

enum rc fail_at(struct err *err, enum rc rc, int at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fill(err, rc, NO_FIELD, at, fmt, ap);
	va_end(ap);
	return rc;
}

void err_clear(struct err *err)
{
	err->rc = RC_OK;
	err->field = NO_FIELD;
	err->at = -1;
	err->text[0] = '\0'; /* not all of it: imports clear one a cell */
}

int rc_exit(enum rc rc)
{
	switch (rc) {
	case RC_OK: return 0;
	case RC_USAGE: return 2;
	case RC_NOT_FOUND: return 3;
	case RC_CONFLICT: return 4;
	case RC_BUSY:
	case RC_FULL: return 75;
	default: return 1;
	}
}
