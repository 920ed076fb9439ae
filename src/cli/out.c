/* Standard output and standard error: a terminal gets safe text, a pipe the exact one. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/layout.h"
#include "base/str.h"
#include "cli.h"

void put_data(const struct cli *c, struct str *out, const char *s)
{
	if (c->tty)
		text_safe_lines(s, strlen(s), out);
	else
		str_add(out, s);
}

void put_cells(const struct cli *c, struct str *out, const char *s, int cols)
{
	if (cols >= 0)
		text_cells(s, strlen(s), cols, c->tty, out);
	else
		text_safe(s, strlen(s), out);
}

void put_sgr(const struct cli *c, struct str *out, const char *sgr, const char *s)
{
	if (c->no_color || !*sgr)
		str_add(out, s);
	else
		str_addf(out, "\033[%sm%s\033[0m", sgr, s);
}

/* errno of the first write to standard output that failed: the stream itself remembers only that one did */
static int why_failed;

bool print_piece(void *ctx, const char *text, size_t n)
{
	(void)ctx;
	errno = 0;
	if (fwrite(text, 1, n, stdout) == n)
		return true;
	if (!why_failed)
		why_failed = errno;
	return false;
}

void print_str(struct str *out)
{
	/* an error stays with the stream: print_end reports it */
	(void)print_piece(NULL, out->s, out->len);
	str_clear(out);
}

void complain(const char *fmt, ...)
{
	struct str text = STR_INIT, safe = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_addv(&text, fmt, ap);
	va_end(ap);
	if (isatty(STDERR_FILENO))
		text_safe_lines(text.s, text.len, &safe);
	else
		str_addn(&safe, text.s, text.len);
	fflush(stdout);
	fprintf(stderr, "crm: %s\n", safe.s);
	str_free(&text);
	str_free(&safe);
}

enum rc print_end(struct err *err)
{
	int why;

	errno = 0;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return RC_OK;
	why = why_failed ? why_failed : errno ? errno : EIO;
	/* a reader that has seen enough, as in crm list | head, is no failure */
	if (why == EPIPE)
		return RC_OK;
	return fail(err, why == ENOSPC || why == EDQUOT ? RC_FULL : RC_IO, NO_FIELD, _("cannot write the output: %s"),
		strerror(why));
}
