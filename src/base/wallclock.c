/* The time of day in what a person or a program wrote: before the date or behind it, with the halves of the day named
 * in several languages, with a zone. */
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "digits.h"

struct half {
	const char *word;
	bool after_noon;
};
/* As plain_word leaves them. The longer of two that begin alike stands first. */
static const struct half halves[] = { { "a.m.", false }, { "a. m.", false }, { "am", false }, { "p.m.", true },
	{ "p. m.", true }, { "pm", true }, { "ق.ظ.", false }, { "ق.ظ", false }, { "قبل از ظهر", false },
	{ "قبلازظهر", false }, { "صبح", false }, { "ب.ظ.", true }, { "ب.ظ", true }, { "بعد از ظهر", true },
	{ "بعدازظهر", true }, { "عصر", true }, { "صباحا", false }, { "ص", false }, { "مساء", true }, { "م", true },
	{ "上午", false }, { "早上", false }, { "凌晨", false }, { "下午", true }, { "晚上", true }, { "午前", false },
	{ "午後", true }, { "오전", false }, { "오후", true }, { "π.μ.", false }, { "μ.μ.", true } };
/* What joins a day and a time, and says nothing. */
static const char *const joints[] = { "t", ",", "-", "|", "at", "um", "uhr", "à", "a las", "ore", "klo", "kl.", "ساعت",
	"الساعة", "،", "，" };

static const char *skip_blanks(const char *s)
{
	return s + strspn(s, " ");
}

/* One or two digits; -1: none, or more. */
static int take_two(const char **s)
{
	int v = 0, n = 0;

	for (; is_digit(**s); ++*s, n++)
		v = n < 2 ? v * 10 + **s - '0' : -1;
	return n == 1 || n == 2 ? v : -1;
}

static bool take_word(const char **s, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(*s, word, n))
		return false;
	*s += n;
	return true;
}

static bool take_any(const char **s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (take_word(s, words[i]))
			return true;
	return false;
}

/* "14時30分", "14时", "2点30分", "14시 30분" */
static bool hanzi_minutes(const char **s, struct wall *w)
{
	static const char *const hour[] = { "時", "时", "点", "點", "시" }, *const minute[] = { "分", "분" },
				 *const second[] = { "秒", "초" };
	const char *p = *s, *q;

	if (!take_any(&p, hour, COUNT(hour)))
		return false;
	*s = p;
	p = skip_blanks(p);
	q = p;
	w->m = take_two(&p);
	if (w->m < 0 || !take_any(&p, minute, COUNT(minute))) {
		w->m = 0;
		return !is_digit(*q);
	}
	*s = p;
	p = skip_blanks(p);
	w->s = take_two(&p);
	if (w->s >= 0 && take_any(&p, second, COUNT(second)))
		*s = p;
	else
		w->s = 0;
	return true;
}

/* ":30:15.250", "h30", ".30 uhr": what follows the hour. */
static bool minutes(const char **s, struct wall *w)
{
	const char *p = *s + 1;
	char sign = **s;

	if (!strchr(":h.", sign) || !sign || !is_digit(p[0]) || !is_digit(p[1]) || is_digit(p[2]))
		return hanzi_minutes(s, w);
	w->m = take_two(&p);
	if (sign == '.' && !str_starts(skip_blanks(p), "uhr"))
		return false;
	if (*p == ':' && sign == ':') {
		p++;
		w->s = take_two(&p);
		if ((*p == '.' || *p == ',') && is_digit(p[1])) /* parts of a second are not kept */
			for (p++; is_digit(*p); p++)
				;
	}
	*s = p;
	return true;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static const struct half *half_after(const char **s)
{
	const char *p = skip_blanks(*s);

	for (size_t i = 0; i < COUNT(halves); i++)
		if (str_starts(p, halves[i].word) && !is_letter(p[strlen(halves[i].word)])) {
			*s = p + strlen(halves[i].word);
			return &halves[i];
		}
	return NULL;
}

static const struct half *half_before(const char *from, const char **to)
{
	const char *end = *to;

	while (end > from && end[-1] == ' ')
		end--;
	for (size_t i = 0; i < COUNT(halves); i++) {
		size_t n = strlen(halves[i].word);

		if ((size_t)(end - from) >= n && !memcmp(end - n, halves[i].word, n) &&
			(end - n == from || !is_letter(end[-(ptrdiff_t)n - 1]) || n > 4)) {
			*to = end - n;
			return &halves[i];
		}
	}
	return NULL;
}

/* "Z", "UTC", "GMT+2", "+03:30", " -0800" at the end. */
static void zone(const char **s, struct wall *w)
{
	const char *p = skip_blanks(*s);
	bool named = take_word(&p, "utc") || take_word(&p, "gmt") || take_word(&p, "z");
	int sign, h, m = 0;

	if (named) {
		w->zoned = true;
		*s = p;
	}
	if (*p != '+' && *p != '-')
		return;
	sign = *p++ == '-' ? -1 : 1;
	if (!is_digit(p[0]) || (!is_digit(p[1]) && !named))
		return;
	h = *p++ - '0';
	if (is_digit(*p))
		h = h * 10 + *p++ - '0';
	p += *p == ':';
	if (is_digit(p[0]) && is_digit(p[1])) {
		m = (p[0] - '0') * 10 + p[1] - '0';
		p += 2;
	}
	if (*skip_blanks(p) || h > 15 || m > 59)
		return;
	w->zoned = true;
	w->east = sign * (h * 3600 + m * 60);
	*s = p;
}

/* The text at s that is a clock, *from to *to, with what belongs to it. */
static bool read_clock(const char *text, const char *s, const char **from, const char **to, struct wall *w)
{
	const struct half *half;
	const char *p = s;

	*w = (struct wall){ .h = take_two(&p) };
	if (w->h < 0 || !minutes(&p, w) || w->m > 59 || w->s < 0 || w->s > 59)
		return false;
	*from = s;
	half = half_after(&p);
	half = half ? half : half_before(text, from);
	if (w->h > (half ? 12 : 23))
		return false;
	if (half)
		w->h = w->h % 12 + (half->after_noon ? 12 : 0);
	zone(&p, w);
	*to = p;
	return true;
}

/* Takes joints and blanks off the end of what stands before the clock, and off the start of what stands behind it. */
static void trim_end(struct str *s)
{
	size_t was;

	do {
		was = s->len;
		while (s->len && s->s[s->len - 1] == ' ')
			str_cut(s, s->len - 1);
		for (size_t i = 0; i < COUNT(joints); i++) {
			size_t n = strlen(joints[i]);

			if (s->len >= n && !memcmp(s->s + s->len - n, joints[i], n) &&
				(s->len == n || !is_letter(s->s[s->len - n - 1]) || !is_letter(*joints[i])))
				str_cut(s, s->len - n);
		}
	} while (s->len < was);
}

static const char *trim_start(const char *s)
{
	const char *was;

	do {
		was = s;
		s = skip_blanks(s);
		for (size_t i = 0; i < COUNT(joints); i++) {
			size_t n = strlen(joints[i]);

			if (!strncmp(s, joints[i], n) && (!is_letter(s[n]) || !is_letter(*joints[i])))
				s += n;
		}
	} while (s > was);
	return s;
}

/* Asked of every date of a spreadsheet: most have nothing that a clock has. */
static bool may_hold(const char *text)
{
	for (; *text; text++)
		if (*text == ':' || (*text | 32) == 'h' || (unsigned char)*text >= 0x80)
			return true;
	return false;
}

bool clock_take(const char *text, struct wall *w, struct str *rest)
{
	struct str plain = STR_INIT;
	const char *from = NULL, *to = NULL;
	bool found = false;

	*w = (struct wall){ 0 };
	if (!may_hold(text))
		return false;
	plain_word(text, &plain);
	for (const char *p = plain.s; *p && !found; p++)
		if (is_digit(*p) && (p == plain.s || !is_digit(p[-1])))
			found = read_clock(plain.s, p, &from, &to, w);
	if (!found) {
		*w = (struct wall){ 0 };
	} else {
		str_addn(rest, plain.s, (size_t)(from - plain.s));
		trim_end(rest);
		to = trim_start(to);
		str_add(rest, rest->len && *to ? " " : "");
		str_add(rest, to);
		trim_end(rest);
	}
	str_free(&plain);
	return found;
}

int64_t wall_instant(struct date d, const struct wall *w)
{
	if (!w->zoned)
		return instant_of(d, w->h, w->m, w->s);
	return date_days(d) * 86400 + w->h * 3600 + w->m * 60 + w->s - w->east;
}
