#include "base/utf8.h"

#include <string.h>

#include "base/i18n.h"
#include "normal.h"

#define MARKS_MAX 8
#define REPLACEMENT 0xFFFD

/* The second byte a lead byte allows; later bytes are always 80-BF. This is what rules out overlong forms, surrogates
 * and everything beyond 10FFFF. */
static size_t lead(unsigned char c, unsigned char *lo, unsigned char *hi)
{
	*lo = 0x80;
	*hi = 0xBF;
	if (c >= 0xC2 && c <= 0xDF)
		return 2;
	if (c >= 0xE0 && c <= 0xEF) {
		if (c == 0xE0)
			*lo = 0xA0;
		else if (c == 0xED)
			*hi = 0x9F;
		return 3;
	}
	if (c >= 0xF0 && c <= 0xF4) {
		if (c == 0xF0)
			*lo = 0x90;
		else if (c == 0xF4)
			*hi = 0x8F;
		return 4;
	}
	return 0;
}

size_t utf8_decode(const char *s, size_t n, uint32_t *cp)
{
	const unsigned char *u = (const unsigned char *)s;
	unsigned char lo, hi;
	size_t len, i;
	uint32_t v;

	if (u[0] < 0x80) {
		*cp = u[0];
		return 1;
	}
	len = lead(u[0], &lo, &hi);
	*cp = UTF8_BAD;
	if (!len)
		return 1;
	v = u[0] & (0x7Fu >> len);
	for (i = 1; i < len; i++) {
		if (i >= n || u[i] < lo || u[i] > hi)
			return i;
		v = v << 6 | (u[i] & 0x3F);
		lo = 0x80;
		hi = 0xBF;
	}
	*cp = v;
	return len;
}

bool utf8_valid(const char *s, size_t n)
{
	uint32_t cp;

	for (size_t i = 0; i < n;) {
		i += utf8_decode(s + i, n - i, &cp);
		if (cp == UTF8_BAD)
			return false;
	}
	return true;
}

size_t utf8_mend(char *s)
{
	size_t n = strlen(s), at = 0, to = 0;

	while (at < n) {
		uint32_t cp;
		size_t step = utf8_decode(s + at, n - at, &cp);

		if (utf8_valid(s + at, step)) {
			memmove(s + to, s + at, step);
			to += step;
		}
		at += step;
	}
	s[to] = 0;
	return to;
}

size_t utf8_count(const char *s, size_t n)
{
	size_t count = 0;
	uint32_t cp;

	for (size_t i = 0; i < n; count++)
		i += utf8_decode(s + i, n - i, &cp);
	return count;
}

/* A byte that borrows from its neighbour only sends the eight to the slow way. */
static bool plain_eight(const char *s)
{
	const uint64_t high = 0x8080808080808080u, ones = 0x0101010101010101u;
	uint64_t w;

	memcpy(&w, s, 8);
	return !((w | (w - 0x20 * ones) | (w + ones)) & high);
}

/* Eight bytes at a time; the last eight overlap those before. */
size_t utf8_plain_run(const char *s, size_t n)
{
	size_t i = 0;

	while (i + 8 <= n && plain_eight(s + i))
		i += 8;
	if (n >= 8 && i + 8 > n && plain_eight(s + n - 8))
		return n;
	while (i < n && (unsigned char)s[i] >= 0x20 && (unsigned char)s[i] < 0x7F)
		i++;
	return i;
}

/* What the gate says of one character. */
enum verdict { GOOD, BAD_BYTES, CONTROL, LINE_BREAK, MARKS };

struct gate {
	bool lines;
	int marks; /* on the current base; format characters do not end it, or a joiner would lift the limit */
};

static enum verdict judge(struct gate *g, uint32_t cp)
{
	utf8proc_category_t cat;

	if (cp >= 0x20 && cp < 0x7F) {
		g->marks = 0;
		return GOOD;
	}
	if (cp == UTF8_BAD)
		return BAD_BYTES;
	if (cp == '\n' || cp == '\t')
		return g->lines ? GOOD : LINE_BREAK;
	if (cp < 0xA0)
		return cp == '\r' ? LINE_BREAK : CONTROL;
	cat = utf8proc_category((utf8proc_int32_t)cp);
	if (cat == UTF8PROC_CATEGORY_MN || cat == UTF8PROC_CATEGORY_ME || cat == UTF8PROC_CATEGORY_MC)
		return ++g->marks > MARKS_MAX ? MARKS : GOOD;
	if (cat != UTF8PROC_CATEGORY_CF)
		g->marks = 0;
	return GOOD;
}

/* One character, where CRLF is one newline. */
static size_t next(const char *s, size_t n, uint32_t *cp)
{
	if ((unsigned char)*s < 0x80 && *s != '\r') {
		*cp = (unsigned char)*s;
		return 1;
	}
	if (n > 1 && s[0] == '\r' && s[1] == '\n') {
		*cp = '\n';
		return 2;
	}
	return utf8_decode(s, n, cp);
}

static enum rc refuse(enum verdict v, uint32_t cp, size_t at, struct err *err)
{
	int where = (int)at;

	switch (v) {
	case BAD_BYTES:
		return fail_at(err, RC_INVALID, where, _("not valid UTF-8 at byte %d: type it again"), where + 1);
	case LINE_BREAK:
		return fail_at(err, RC_INVALID, where, _("a line break or tab cannot stand here: use one line"));
	case MARKS:
		return fail_at(err, RC_INVALID, where, _("more than %d marks on one letter: remove some"), MARKS_MAX);
	default: return fail_at(err, RC_INVALID, where, _("control character U+%04X: remove it"), (unsigned)cp);
	}
}

static enum rc too_long(size_t max, size_t at, struct err *err)
{
	return fail_at(err, RC_INVALID, (int)at, _("longer than %zu characters: shorten it"), max);
}

enum rc text_ok(const char *s, size_t n, const struct text_rule *rule, struct err *err)
{
	struct gate g = { .lines = rule->lines };
	size_t len, count = 0;
	uint32_t cp;

	for (size_t i = 0; i < n; i += len) {
		enum verdict v;

		len = utf8_plain_run(s + i, n - i);
		if (len) { /* nearly all text */
			if (rule->max && count + len > rule->max)
				return too_long(rule->max, i + rule->max - count, err);
			g.marks = 0;
			count += len;
			continue;
		}
		len = next(s + i, n - i, &cp);
		v = judge(&g, cp);
		if (v != GOOD)
			return refuse(v, cp, i, err);
		if (rule->max && ++count > rule->max)
			return too_long(rule->max, i, err);
	}
	return RC_OK;
}

bool text_strip(const char *s, size_t n, const struct text_rule *rule, struct str *out)
{
	struct gate g = { .lines = rule->lines };
	bool changed = false;
	size_t len;
	uint32_t cp;

	for (size_t i = 0; i < n; i += len) {
		enum verdict v;

		len = next(s + i, n - i, &cp);
		v = judge(&g, cp);
		if (v == GOOD)
			str_add_cp(out, cp);
		else if (v == BAD_BYTES)
			str_add_cp(out, REPLACEMENT);
		else if (v == LINE_BREAK)
			str_addc(out, rule->lines ? '\n' : ' ');
		changed |= v != GOOD;
	}
	return changed;
}

/* Below U+0300 nothing composes or reorders. */
static bool plain(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] >= 0xCC)
			return false;
	return true;
}

void text_nfc(const char *s, size_t n, struct str *out)
{
	struct points p;

	if (plain(s, n)) {
		str_addn(out, s, n);
		return;
	}
	points_decompose(&p, s, n, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
	points_compose(&p, out);
	points_free(&p);
}
