#include "encoding.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <uchardet.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/sha256.h"
#include "base/utf8.h"

#define PIECE (64 * 1024)
#define GUESS_STEP 4096 /* only steps with a high byte are shown to the statistics */
#define GUESS_MAX (256 * 1024)

/* One pass feeds four things: the counts, the checksum, the statistics and the head that is kept. */
struct scan {
	struct raw_stats *raw;
	struct sha256 sha;
	uchardet_t guess;
	size_t guessed; /* bytes shown */
	char carry[4];  /* an unfinished UTF-8 sequence */
	size_t n_carry;
};

void sheet_warn(struct sheet_info *info, const char *fmt, ...)
{
	va_list ap;

	if ((size_t)info->n_warnings >= COUNT(info->warning))
		return;
	va_start(ap, fmt);
	vsnprintf(info->warning[info->n_warnings++], sizeof info->warning[0], fmt, ap);
	va_end(ap);
}

/* Most bytes of most files are ASCII: eight at a time. */
static size_t ascii_run(const char *s, size_t n)
{
	size_t i = 0;
	uint64_t w;

	for (; i + 8 <= n; i += 8) {
		memcpy(&w, s + i, 8);
		if (w & 0x8080808080808080u)
			break;
	}
	while (i < n && (unsigned char)s[i] < 0x80)
		i++;
	return i;
}

/* Counts; returns the bytes used: all but an unfinished sequence, unless last. */
static size_t count_utf8(struct raw_stats *raw, const char *s, size_t n, bool last)
{
	size_t i = 0, len;
	uint32_t cp;

	for (;;) {
		i += ascii_run(s + i, n - i);
		if (i >= n || (n - i < 4 && !last))
			return i;
		len = utf8_decode(s + i, n - i, &cp);
		if (cp == UTF8_BAD)
			raw->bad += (int64_t)len;
		else
			raw->good++;
		raw->high += (int64_t)len;
		i += len;
	}
}

/* A sequence may be cut by the end of a piece; its start waits in carry until the next piece tells what it was. */
static void scan_utf8(struct scan *sc, const char *s, size_t n, bool last)
{
	char joint[8];
	size_t take = n < 4 ? n : 4, used, all;

	if (sc->n_carry) { /* the carry and up to four bytes more decide what the carry was */
		all = sc->n_carry + take;
		memcpy(joint, sc->carry, sc->n_carry);
		memcpy(joint + sc->n_carry, s, take);
		used = 0;
		while (used < sc->n_carry) {
			uint32_t cp;
			size_t len;

			if (all - used < 4 && !last)
				break;
			len = (unsigned char)joint[used] < 0x80 ? 1 : utf8_decode(joint + used, all - used, &cp);
			count_utf8(sc->raw, joint + used, len, true);
			used += len;
		}
		if (used < sc->n_carry) { /* a piece of fewer than four bytes */
			sc->n_carry = all - used;
			memmove(sc->carry, joint + used, sc->n_carry);
			return;
		}
		s += used - sc->n_carry;
		n -= used - sc->n_carry;
	}
	used = count_utf8(sc->raw, s, n, last);
	sc->n_carry = n - used;
	memcpy(sc->carry, s + used, sc->n_carry);
}

static void scan_guess(struct scan *sc, const char *s, size_t n)
{
	for (size_t i = 0; i < n && sc->guessed < GUESS_MAX; i += GUESS_STEP) {
		size_t step = n - i < GUESS_STEP ? n - i : GUESS_STEP;

		if (ascii_run(s + i, step) == step)
			continue;
		uchardet_handle_data(sc->guess, s + i, step);
		sc->guessed += step;
	}
}

/* NULs are counted one by one only in pieces that have any. */
static void scan_piece(struct scan *sc, const char *s, size_t n)
{
	struct raw_stats *raw = sc->raw;

	if (!raw->bytes)
		str_addn(&raw->head, s, n < PIECE ? n : PIECE);
	raw->bytes += (int64_t)n;
	sha256_add(&sc->sha, s, n);
	if (memchr(s, '\0', n))
		for (size_t i = 0; i < n; i++)
			raw->nuls += !s[i];
	scan_utf8(sc, s, n, false);
	scan_guess(sc, s, n);
}

static enum rc scan_all(struct scan *sc, int fd, struct err *err)
{
	char part[PIECE];

	for (;;) {
		ssize_t k = pread(fd, part, sizeof part, (off_t)sc->raw->bytes);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return fail(err, RC_IO, NO_FIELD, _("cannot read the spreadsheet: %s"), strerror(errno));
		if (k == 0)
			return RC_OK;
		scan_piece(sc, part, (size_t)k);
	}
}

enum rc raw_scan(int fd, struct raw_stats *raw, struct sheet_info *info, struct err *err)
{
	struct scan sc = { .raw = raw, .guess = uchardet_new() };
	enum rc rc;

	*raw = (struct raw_stats){ .head = STR_INIT };
	sha256_init(&sc.sha);
	rc = scan_all(&sc, fd, err);
	scan_utf8(&sc, "", 0, true);
	uchardet_data_end(sc.guess);
	snprintf(raw->guess, sizeof raw->guess, "%s", uchardet_get_charset(sc.guess));
	for (char *c = raw->guess; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	uchardet_delete(sc.guess);
	sha256_hex(&sc.sha, info->sha256);
	info->bytes = raw->bytes;
	return rc;
}

void raw_free(struct raw_stats *raw)
{
	str_free(&raw->head);
}
