#include "decode.h"

#include <errno.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"

#define REPAIRS_MAX 65536
#define CARRY_MAX 16 /* more than any encoding's longest character or shift sequence */

/* windows-1252 from 0x80 on; the five bytes without a meaning are read as U+FFFD. Above 0x9F it is Latin-1. */
static const uint16_t cp1252[32] = { 0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030,
	0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178 };

/* Where people write one name and mean its Windows superset. */
static const struct {
	const char *name, *iconv;
} superset[] = {
	{ "shift_jis", "CP932" },
	{ "big5", "BIG5-HKSCS" },
	{ "euc-kr", "UHC" },
	{ "gb2312", "GB18030" },
	{ "gbk", "GB18030" },
};

static const char *iconv_name(const char *encoding)
{
	for (size_t i = 0; i < COUNT(superset); i++)
		if (!strcmp(encoding, superset[i].name))
			return superset[i].iconv;
	return encoding;
}

enum rc charset_open(struct charset *d, const char *encoding, struct err *err)
{
	*d = (struct charset){ .cd = (iconv_t)-1 };
	str_init(&d->carry);
	str_init(&d->text);
	d->utf8 = !strcmp(encoding, "utf-8");
	d->unit = str_starts(encoding, "utf-16") ? 2 : 1;
	if (d->utf8)
		return RC_OK;
	d->cd = iconv_open("UTF-8", iconv_name(encoding));
	if (d->cd == (iconv_t)-1)
		return fail(err, RC_INVALID, NO_FIELD, _("unknown encoding: %s"), encoding);
	return RC_OK;
}

void charset_close(struct charset *d)
{
	if (d->cd != (iconv_t)-1)
		iconv_close(d->cd);
	str_free(&d->carry);
	str_free(&d->text);
	free(d->repair);
}

static void note_repair(struct charset *d)
{
	if (d->first == d->n_repairs)
		d->first = d->n_repairs = 0;
	if (d->n_repairs >= REPAIRS_MAX)
		return;
	GROW(d->repair, d->n_repairs, d->cap_repairs);
	d->repair[d->n_repairs++] = d->given + (int64_t)d->text.len;
}

bool charset_repaired(struct charset *d, int64_t end)
{
	bool found = false;

	for (; d->first < d->n_repairs && d->repair[d->first] < end; d->first++)
		found = true;
	return found;
}

/* Each byte by itself: a bad sequence is a few foreign letters, and its first bytes may be letters of their own. */
static void add_repaired(struct str *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		str_add_cp(out, c < 0x80 ? c : c < 0xA0 ? cp1252[c - 0x80] : c);
	}
}

/* Returns how many bytes were used. */
static size_t from_utf8(struct charset *d, const char *s, size_t n, bool last)
{
	size_t i = 0, from = 0, len;
	uint32_t cp;

	while (i < n) {
		i += utf8_plain_run(s + i, n - i); /* nearly all of it */
		if (i == n)
			break;
		if (!s[i]) {
			str_addn(&d->text, s + from, i - from);
			from = ++i;
			continue;
		}
		if ((unsigned char)s[i] < 0x80) {
			i++;
			continue;
		}
		if (n - i < 4 && !last)
			break;
		len = utf8_decode(s + i, n - i, &cp);
		if (cp == UTF8_BAD) {
			str_addn(&d->text, s + from, i - from);
			note_repair(d);
			add_repaired(&d->text, s + i, len);
			d->bad += (int64_t)len;
			from = i + len;
		}
		i += len;
	}
	str_addn(&d->text, s + from, i - from);
	return i;
}

/* A byte that means nothing is left out and shown as U+FFFD; reading goes on, for one bad cell is not a bad file. */
static size_t from_iconv(struct charset *d, const char *s, size_t n, bool last)
{
	char part[16 * 1024], *in = (char *)s, *out;
	size_t left = n, room;

	while (left) {
		out = part;
		room = sizeof part;
		if (iconv(d->cd, &in, &left, &out, &room) == (size_t)-1 && errno != E2BIG) {
			str_addn(&d->text, part, sizeof part - room);
			if (errno == EINVAL && !last && left < CARRY_MAX)
				break;
			str_add_cp(&d->text, 0xFFFD);
			d->bad++;
			in += left < d->unit ? left : d->unit;
			left -= left < d->unit ? left : d->unit;
			continue;
		}
		str_addn(&d->text, part, sizeof part - room);
	}
	return n - left;
}

/* NULs go after decoding, since half of UTF-16 is NULs. The mark is a character like any other by now. */
static void add_clean(struct charset *d, struct str *out)
{
	const char *s = d->text.s, *end = s + d->text.len, *nul;
	size_t before = out->len;

	if (!d->started && end > s) {
		d->started = true;
		if (str_starts(s, "\xef\xbb\xbf")) {
			s += 3;
			for (int i = d->first; i < d->n_repairs; i++)
				d->repair[i] -= 3;
		}
	}
	while ((nul = memchr(s, '\0', (size_t)(end - s)))) {
		str_addn(out, s, (size_t)(nul - s));
		s = nul + 1;
	}
	str_addn(out, s, (size_t)(end - s));
	d->given += (int64_t)(out->len - before);
}

void charset_feed(struct charset *d, const char *s, size_t n, bool last, struct str *out)
{
	const char *from = s;
	size_t used, all = n;

	if (d->carry.len) {
		str_addn(&d->carry, s, n);
		from = d->carry.s;
		all = d->carry.len;
	}
	str_clear(&d->text);
	used = d->utf8 ? from_utf8(d, from, all, last) : from_iconv(d, from, all, last);
	if (d->carry.len) {
		str_splice(&d->carry, 0, used, "", 0);
	} else {
		str_addn(&d->carry, from + used, all - used);
	}
	add_clean(d, out);
}
