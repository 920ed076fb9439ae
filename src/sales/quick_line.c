#include "quick_line.h"

#include "base/money.h"
#include "base/str.h"
#include "base/utf8.h"

#define WORDS 200

struct line {
	char *word[WORDS];
	int n;
	struct date today;
	enum date_order order;
	int digits;
	struct arena *a;
	struct quick_line *out;
};

/* The plain form of a wide or national sign or digit that the grammar knows; 0: none. */
static char plain(uint32_t cp)
{
	if (cp >= 0xFF01 && cp <= 0xFF5E) /* full width of ASCII */
		return (char)(cp - 0xFF01 + '!');
	if (cp >= 0x06F0 && cp <= 0x06F9)
		return (char)(cp - 0x06F0 + '0');
	if (cp >= 0x0660 && cp <= 0x0669)
		return (char)(cp - 0x0660 + '0');
	return 0;
}

static uint32_t first_of(const char *s)
{
	uint32_t cp = 0;
	utf8_decode(s, strlen(s), &cp);
	return cp;
}

/* The sign a word begins with, wide or not, and what follows it; 0: none of them. */
static char sign_of(const char *word, const char **rest)
{
	uint32_t cp = 0;
	int n = utf8_decode(word, strlen(word), &cp);
	char c = cp < 128 ? (char)cp : plain(cp);
	*rest = word + n;
	return c == '@' || c == '#' ? c : 0;
}

/* With digits, colon and letters in ASCII, for times. */
static void narrow(const char *word, char *out, size_t cap)
{
	size_t n = 0;
	while (*word && n + 1 < cap) {
		uint32_t cp = 0;
		word += utf8_decode(word, strlen(word), &cp);
		out[n++] = cp < 128 ? (char)cp : plain(cp) ? plain(cp) : '?';
	}
	out[n] = '\0';
}

/* 10:00, 9:30, 10am, 3pm, 3:15pm -> minutes; -1: no time. */
static int time_of(const char *word)
{
	char text[16], *end;
	narrow(word, text, sizeof text);
	if (text[0] < '0' || text[0] > '9')
		return -1;
	long hour = strtol(text, &end, 10), minute = 0;
	bool colon = *end == ':';
	if (colon) {
		const char *from = end + 1;
		minute = strtol(from, &end, 10);
		if (end - from != 2 || from[0] < '0' || from[0] > '9')
			return -1;
	}
	bool am = strcmp(end, "am") == 0, pm = strcmp(end, "pm") == 0;
	if ((!colon && !am && !pm) || (*end && !am && !pm) || hour > 23 || minute > 59 ||
		((am || pm) && (hour < 1 || hour > 12)))
		return -1;
	hour = am && hour == 12 ? 0 : pm && hour < 12 ? hour + 12 : hour;
	return (int)(hour * 60 + minute);
}

static bool date_of(const struct line *l, const char *text, struct date *out)
{
	enum date_order order = l->order;
	return *text && date_parse(text, l->today, &order, out, NULL) == RC_OK;
}

/* "@fri", "@12 dec", "@fri 10:00", "@10:00": how many words it takes; 0: it is none of these. */
static int take_due(struct line *l, int i, const char *rest)
{
	struct quick_line *q = l->out;
	int used = 1;
	char *two = i + 1 < l->n ? arena_printf(l->a, "%s %s", rest, l->word[i + 1]) : NULL;
	int start = time_of(rest);
	if (start >= 0) {
		q->start = start;
		q->due = q->dated ? q->due : l->today;
		q->dated = true;
		return 1;
	}
	if (two && time_of(l->word[i + 1]) < 0 && date_of(l, two, &q->due))
		used = 2;
	else if (!date_of(l, rest, &q->due))
		return 0;
	q->dated = true;
	if (i + used < l->n && time_of(l->word[i + used]) >= 0)
		q->start = time_of(l->word[i + used++]);
	return used;
}

static bool currency_sign(uint32_t cp)
{
	return cp == '$' || cp == 0xFF04 || cp == 0xA3 || cp == 0xA5 || cp == 0xFFE5 ||
	       (cp >= 0x20A0 && cp <= 0x20CF) || cp == 0xFDFC || cp == 0x5143 || cp == 0x5186;
}

static bool code_at(const char *s)
{
	char code[4] = "";
	for (int i = 0; i < 3; i++) {
		if (s[i] < 'A' || s[i] > 'Z')
			return false;
		code[i] = s[i];
	}
	return currency_find(code) != NULL;
}

/* Bytes of the first and of the last character. */
static size_t first_len(const char *s)
{
	uint32_t cp;
	return *s ? (size_t)utf8_decode(s, strlen(s), &cp) : 0;
}

static size_t last_len(const char *s)
{
	size_t n = 0;
	for (; *s; s += n)
		n = first_len(s);
	return n;
}

static uint32_t last_of(const char *word)
{
	return first_of(word + strlen(word) - last_len(word));
}

/* Only with a sign or code: a bare number belongs to the sentence. */
static bool take_amount(struct line *l, const char *word)
{
	size_t n = strlen(word);
	bool before = currency_sign(first_of(word)), after = currency_sign(last_of(word));
	bool marked = before || after || (n > 3 && (code_at(word) || code_at(word + n - 3)));
	int64_t amount;
	/* signs that only some keyboards have are not the parser's business */
	if (before)
		word += first_len(word);
	else if (after)
		word = arena_strndup(l->a, word, n - last_len(word));
	if (!marked || l->out->amounts || decimal_parse(word, l->digits, 0, &amount, NULL) != RC_OK || amount < 0)
		return false;
	l->out->amounts = true;
	l->out->amount = amount;
	return true;
}

static bool take_tag(struct line *l, const char *name)
{
	if (!*name || l->out->n_tags == QUICK_TAGS)
		return false;
	l->out->tag[l->out->n_tags++] = arena_strdup(l->a, name);
	return true;
}

static void split(struct line *l, const char *text)
{
	while (*text && l->n < WORDS) {
		size_t n = strcspn(text, " \t\n");
		uint32_t cp = 0;
		/* the wide blank of Chinese and Japanese keyboards */
		for (size_t i = 0; i < n; i += (size_t)utf8_decode(text + i, n - i, &cp))
			if (strncmp(text + i, "\xE3\x80\x80", 3) == 0) {
				n = i;
				break;
			}
		if (n)
			l->word[l->n++] = arena_strndup(l->a, text, n);
		text += n;
		text += strncmp(text, "\xE3\x80\x80", 3) == 0 ? 3 : *text != '\0';
	}
}

static void add_word(struct str *out, const char *word)
{
	str_addf(out, "%s%s", out->len ? " " : "", word);
}

#define WIDE_COLON "\xEF\xBC\x9A"

/* "#vip:" or "@fri：": the colon behind a sign's word ends the head as if it stood alone. Returns whether there was
 * one. */
static bool cut_colon(struct line *l, int i)
{
	char *word = l->word[i];
	size_t n = strlen(word);
	uint32_t last = last_of(word);
	const char *rest;
	if (!sign_of(word, &rest) || (last != ':' && last != 0xFF1A) || n == last_len(word))
		return false;
	l->word[i] = arena_strndup(l->a, word, n - last_len(word));
	return true;
}

/* The first colon that ends a word, or a wide one anywhere, parts head and note. */
static void part(struct line *l, struct str *words)
{
	const char *wide = strstr(words->s, WIDE_COLON), *at = NULL;
	for (const char *p = words->s; !at && (p = strchr(p, ':')); p++)
		if (p[1] == ' ' || p[1] == '\0')
			at = p;
	size_t len = at ? 1 : 3;
	if (wide && (!at || wide < at)) {
		at = wide;
		len = 3;
	}
	l->out->colon = at != NULL;
	size_t end = at ? (size_t)(at - words->s) : words->len;
	while (end && words->s[end - 1] == ' ')
		end--;
	l->out->head = arena_strndup(l->a, words->s, end);
	const char *note = at ? at + len : "";
	l->out->note = arena_strdup(l->a, note + strspn(note, " "));
}

void quick_line_parse(
	const char *text, struct date today, enum date_order order, int digits, struct arena *a, struct quick_line *out)
{
	struct line l = { .today = today, .order = order, .digits = digits, .a = a, .out = out };
	struct str words = STR_INIT;
	*out = (struct quick_line){ .head = "", .note = "", .start = -1 };
	split(&l, text);
	for (int i = 0; i < l.n;) {
		const char *rest;
		bool colon = cut_colon(&l, i);
		char sign = sign_of(l.word[i], &rest);
		int used = sign == '@' ? take_due(&l, i, rest) : 0;
		if (!used && sign == '#')
			used = take_tag(&l, rest);
		if (!used && !sign)
			used = take_amount(&l, l.word[i]);
		if (!used)
			add_word(&words, l.word[i]);
		if (colon)
			str_addc(&words, ':');
		i += used ? used : 1;
	}
	if (words.len)
		part(&l, &words);
	str_free(&words);
}
