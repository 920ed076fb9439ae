#include "celltype.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

#define SHAPE_MAX 64 /* longer cells are neither numbers nor dates */

bool cell_is_value(enum cell_type t)
{
	return t >= CELL_EMAIL && t <= CELL_NUMBER;
}

/* Loose: "a@b.c" without blanks. Whether it is a valid address is for the import to say. */
static bool is_email(const char *s)
{
	const char *at = strchr(s, '@'), *dot;

	if (!at || at == s || strchr(at + 1, '@') || strpbrk(s, " ,;|\t\n"))
		return false;
	dot = strrchr(at, '.');
	return dot && dot > at + 1 && dot[1];
}

static bool is_url(const char *s)
{
	return (str_starts(s, "http://") || str_starts(s, "https://") || str_starts(s, "www.")) && !strpbrk(s, " \t\n");
}

/* English only: worded dates in other languages are text here, which costs little. */
static bool is_month(const char *s, size_t n)
{
	static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	char low[4] = { 0 };

	if (n < 3)
		return false;
	for (int i = 0; i < 3; i++)
		low[i] = (char)tolower((unsigned char)s[i]);
	for (size_t i = 0; i < sizeof months - 1; i += 3)
		if (!memcmp(low, months + i, 3))
			return true;
	return false;
}

/* The digit a code point stands for, -1 when it is none: ASCII, Arabic, Persian, Devanagari, full width. */
static int digit(uint32_t cp)
{
	static const uint32_t zero[] = { '0', 0x660, 0x6F0, 0x966, 0xFF10 };

	for (size_t i = 0; i < COUNT(zero); i++)
		if (cp >= zero[i] && cp < zero[i] + 10)
			return (int)(cp - zero[i]);
	return -1;
}

static char shape_char(uint32_t cp)
{
	if (digit(cp) >= 0)
		return '9';
	switch (cp) {
	case 0x5E74:
	case 0x6708: return '-'; /* year and month of East Asian dates; the day's sign ends them */
	case 0x65E5: return ' ';
	case 0x66B: return '.';
	case 0x66C: return ',';
	case 0xA0:
	case 0x202F: return ' ';
	case 0x20AC:
	case 0xA3:
	case 0xA5:
	case 0xFDFC:
	case 0x20B9:
	case 0x20BD:
	case 0x20BA: return '$';
	default: return cp < 0x80 ? (char)cp : 'x';
	}
}

/* The cell with every digit as 9 and every sign of a currency as $; format characters and blanks at the ends are
 * dropped. False when it is too long to be a number. */
static bool shape_of(const char *s, char shape[SHAPE_MAX])
{
	size_t n = strlen(s), len, used = 0;
	uint32_t cp;

	for (size_t i = 0; i < n; i += len) {
		len = utf8_decode(s + i, n - i, &cp);
		if ((cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) || cp == 0xFEFF ||
			(cp >= 0x2066 && cp <= 0x2069))
			continue;
		if (used + 1 >= SHAPE_MAX)
			return false;
		if (used || shape_char(cp) != ' ')
			shape[used++] = shape_char(cp);
	}
	while (used && shape[used - 1] == ' ')
		used--;
	shape[used] = '\0';
	return true;
}

static size_t nines(const char *s)
{
	return strspn(s, "9");
}

/* 99:99, 99:99:99.999, with am, pm, Z or a zone after it. */
static bool is_time(const char *s)
{
	size_t n = nines(s);

	if (n < 1 || n > 2 || s[n] != ':' || nines(s + n + 1) != 2)
		return false;
	return strspn(s + n + 3, "9:.+- APMapmZ") == strlen(s + n + 3);
}

/* Three groups of digits with one separator, perhaps a time after them. */
static bool is_numeric_date(const char *s)
{
	size_t a = nines(s), b, c;
	char sep = s[a];

	if (!a || a > 4 || !sep || !strchr("-/.", sep))
		return false;
	b = nines(s + a + 1);
	if (!b || b > 2 || s[a + 1 + b] != sep)
		return false;
	s += a + b + 2;
	c = nines(s);
	if (!c || c > 4 || (a < 4 && c < 2))
		return false;
	s += c;
	return !*s || ((*s == 'T' || *s == ' ') && is_time(s + 1 + strspn(s + 1, " ")));
}

/* "21 Nov 2026", "Nov 21, 2026", "21-Nov-26". */
static bool is_worded_date(const char *s)
{
	int digits = 0, months = 0, groups = 0;

	while (*s) {
		size_t n = nines(s), w = 0;

		while (isalpha((unsigned char)s[w]))
			w++;
		if (n) {
			digits += n <= 4;
			groups++;
			s += n;
		} else if (w) {
			months += is_month(s, w);
			groups++;
			s += w;
		} else if (strchr(" -/.,", *s)) {
			s++;
		} else {
			return false;
		}
	}
	return months == 1 && groups == 3 && digits == 2;
}

static int count_digits(const char *s)
{
	int n = 0;

	for (; *s; s++)
		n += *s == '9';
	return n;
}

/* A plus or a leading 0 or bracket, seven digits or more and only what stands between them. */
static bool is_phone(const char *s)
{
	int n = count_digits(s);
	bool grouped = strpbrk(s, " -()/") != NULL;
	const char *x = strpbrk(s, "xX#");

	if (n < 7 || n > 20 || (*s != '+' && *s != '(' && !grouped))
		return false;
	if (x && !(x > s && strspn(x, "xX#9. ") == strlen(x)))
		return false;
	return strspn(s, "+9 -()./") >= (x ? (size_t)(x - s) : strlen(s));
}

/* Signs, brackets, currency by sign or code, grouping of any style, percent, thousands and millions, exponents. */
static bool is_number(const char *s)
{
	size_t n;

	if (!count_digits(s))
		return false;
	s += strspn(s, "$ (-+");
	if (isupper((unsigned char)s[0]) && isupper((unsigned char)s[1]) && isupper((unsigned char)s[2])) /* EUR 12 */
		s += 3 + strspn(s + 3, " ");
	s += strspn(s, "+-");
	n = strspn(s, "9.,' ");
	if (!n || !nines(s))
		return false;
	s += n;
	if ((*s == 'E' || *s == 'e') && (s[1] == '+' || s[1] == '-') && nines(s + 2))
		s += 2 + nines(s + 2);
	s += strspn(s, " %$)kKmM");
	return !*s ||
	       (isupper((unsigned char)s[0]) && isupper((unsigned char)s[1]) && isupper((unsigned char)s[2]) && !s[3]);
}

/* A delimiter with no blank after it, or a quote at an end or beside a delimiter. Commas in prose are followed by a
 * blank. */
static bool is_mess(const char *s)
{
	size_t n = strlen(s);

	if (n && (*s == '"' || s[n - 1] == '"' || strstr(s, "\\\"") || strstr(s, "\\'")))
		return true;
	for (const char *p = s; (p = strpbrk(p, ",;|\t")); p++)
		if (*p == '\t' || (p[1] && p[1] != ' ' && p[1] != '\n' && p[1] != '\r') || (p > s && p[-1] == '"'))
			return true;
	return false;
}

/* From the narrowest shape to the widest: most dates would pass for phones, and most phones for numbers. */
enum cell_type cell_type(const char *s)
{
	char shape[SHAPE_MAX];

	while (*s == ' ' || *s == '\t')
		s++;
	if (!*s)
		return CELL_EMPTY;
	if (is_email(s))
		return CELL_EMAIL;
	if (is_url(s))
		return CELL_URL;
	if (shape_of(s, shape) && strchr(shape, '9')) {
		if (is_numeric_date(shape) || is_time(shape) || is_worded_date(shape))
			return CELL_DATE;
		if (is_phone(shape))
			return CELL_PHONE;
		if (is_number(shape))
			return CELL_NUMBER;
	}
	return is_mess(s) ? CELL_MESS : CELL_TEXT;
}
