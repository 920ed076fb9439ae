#include "digits.h"

#include <stdbool.h>

#include <utf8proc.h>

#include "base/utf8.h"

/* The zero of each script; its other digits follow it. */
static const uint32_t zeros[] = {
	'0',
	0x0660,
	0x06F0,
	0x07C0,
	0x0966,
	0x09E6,
	0x0A66,
	0x0AE6,
	0x0B66,
	0x0BE6,
	0x0C66,
	0x0CE6,
	0x0D66,
	0x0DE6,
	0x0E50,
	0x0ED0,
	0x0F20,
	0x1040,
	0x1090,
	0x17E0,
	0x1810,
	0x1946,
	0x19D0,
	0x1A80,
	0x1A90,
	0x1B50,
	0x1BB0,
	0x1C40,
	0x1C50,
	0xA620,
	0xA8D0,
	0xA900,
	0xA9D0,
	0xA9F0,
	0xAA50,
	0xABF0,
	0xFF10,
};

int digit_value(uint32_t cp)
{
	for (size_t i = 0; i < COUNT(zeros); i++)
		if (cp >= zeros[i] && cp <= zeros[i] + 9)
			return (int)(cp - zeros[i]);
	return -1;
}

static bool is_dropped(uint32_t cp)
{
	return cp == 0x061C || cp == 0xFEFF || (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) ||
	       (cp >= 0x2060 && cp <= 0x2069);
}

static bool is_dash(uint32_t cp)
{
	return (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0x30FC || cp == 0xFE63;
}

static bool is_blank(uint32_t cp)
{
	return cp == '\t' || cp == '\n' || cp == '\r' || cp == 0x00A0 || (cp >= 0x2000 && cp <= 0x200A) ||
	       cp == 0x2028 || cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

/* What stands for cp: 0 when it is dropped. */
static uint32_t plain_cp(uint32_t cp)
{
	int digit;

	if (cp < 0x80)
		return is_blank(cp) ? ' ' : cp;
	digit = digit_value(cp);
	if (digit >= 0)
		return '0' + (uint32_t)digit;
	if (cp >= 0xFF01 && cp <= 0xFF5E)
		return cp - 0xFEE0;
	if (is_dash(cp))
		return '-';
	if (is_blank(cp))
		return ' ';
	return is_dropped(cp) ? 0 : cp;
}

/* Decodes one code point of s (not at its end) into its plain form; the bytes it took. */
static size_t take(const char *s, uint32_t *cp)
{
	utf8proc_int32_t c;
	utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)strnlen(s, 4), &c);

	*cp = n > 0 ? plain_cp((uint32_t)c) : '?';
	return n > 0 ? (size_t)n : 1;
}

void plain_ascii(const char *s, struct str *out)
{
	size_t n = strlen(s), run;
	uint32_t cp;

	for (const char *end = s + n; s < end;) {
		run = utf8_plain_run(s, (size_t)(end - s));
		str_addn(out, s, run);
		s += run;
		if (s == end)
			break;
		s += take(s, &cp);
		if (cp)
			str_add_cp(out, cp);
	}
}

void plain_word(const char *s, struct str *out)
{
	struct str all = STR_INIT;
	size_t from = 0, to;
	char *lower;

	plain_ascii(s, &all);
	to = all.len;
	while (from < to && all.s[from] == ' ')
		from++;
	while (to > from && all.s[to - 1] == ' ')
		to--;
	lower = str_extend(out, to - from);
	for (size_t i = from; i < to; i++)
		*lower++ = all.s[i] >= 'A' && all.s[i] <= 'Z' ? (char)(all.s[i] + 32) : all.s[i];
	str_free(&all);
}

int plain_offset(const char *s, size_t at)
{
	struct str seen = STR_INIT;
	const char *p = s;
	uint32_t cp;

	while (*p) {
		size_t n = take(p, &cp);

		if (cp)
			str_add_cp(&seen, cp);
		if (seen.len > at)
			break;
		p += n;
	}
	str_free(&seen);
	return (int)(p - s);
}
