#include "base/fold.h"

#include <stdbool.h>

#include "base/utf8.h"
#include "normal.h"

#define FOLD_OPTIONS (UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE)

#define DAKUTEN 0x3099
#define HANDAKUTEN 0x309A
#define YPOGEGRAMMENI 0x0345 /* a mark whose case folding is the letter iota */
#define TATWEEL 0x0640
#define REPLACEMENT 0xFFFD

/* Letters that mean the same to a reader, after decomposition has taken hamza, madda and accents off. */
static const struct {
	int32_t from, to;
} same_letter[] = {
	{ 0x0111, 'd' },
	{ 0x0131, 'i' },
	{ 0x0142, 'l' },
	{ 0x00F8, 'o' },
	{ 0x0629, 0x0647 },
	{ 0x0643, 0x06A9 },
	{ 0x0649, 0x06CC },
	{ 0x064A, 0x06CC },
	{ 0x0671, 0x0627 },
	{ 0x06BE, 0x0647 },
	{ 0x06D5, 0x0647 },
};

static int32_t letter(int32_t cp)
{
	if (cp >= 0x0660 && cp <= 0x0669)
		return '0' + (cp - 0x0660);
	if (cp >= 0x06F0 && cp <= 0x06F9)
		return '0' + (cp - 0x06F0);
	if (cp < 0xF8 || cp > 0x06D5)
		return cp;
	for (size_t i = 0; i < COUNT(same_letter); i++)
		if (same_letter[i].from == cp)
			return same_letter[i].to;
	return cp;
}

static bool dropped(int32_t cp)
{
	if (cp < 0x300 || cp == DAKUTEN || cp == HANDAKUTEN)
		return false;
	return cp == TATWEEL || utf8proc_category(cp) == UTF8PROC_CATEGORY_MN;
}

static bool blank(int32_t cp)
{
	switch (utf8proc_category(cp)) {
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_CC: return true;
	default: return false;
	}
}

/* Valid UTF-8 for the library. Marks go here already: ordering a long run of them costs the square of its length. */
static void prepare(const char *s, size_t n, struct str *out)
{
	uint32_t cp;

	for (size_t i = 0; i < n;) {
		i += utf8_decode(s + i, n - i, &cp);
		if (cp == UTF8_BAD)
			cp = REPLACEMENT;
		if (cp == YPOGEGRAMMENI || !dropped((int32_t)cp))
			str_add_cp(out, cp);
	}
}

/* Keeps what counts; runs of white space become one space, or none. */
static void reduce(struct points *p, bool spaces)
{
	bool gap = false;
	size_t out = 0;

	for (size_t i = 0; i < p->n; i++) {
		int32_t cp = p->cp[i];

		if (blank(cp)) {
			gap = true;
			continue;
		}
		if (dropped(cp))
			continue;
		if (gap && spaces && out)
			p->cp[out++] = ' '; /* never overtakes i: a blank stood there */
		gap = false;
		p->cp[out++] = letter(cp);
	}
	p->n = out;
}

static bool ascii(const char *s, size_t n)
{
	unsigned char all = 0;

	for (size_t i = 0; i < n; i++)
		all |= (unsigned char)s[i];
	return all < 0x80;
}

static void fold_ascii(const char *s, size_t n, bool spaces, struct str *out)
{
	size_t start = out->len;
	bool gap = false;

	for (size_t i = 0; i < n; i++) {
		char c = s[i];

		if (c <= ' ' || c == 0x7F) {
			gap = true;
			continue;
		}
		if (gap && spaces && out->len > start)
			str_addc(out, ' ');
		gap = false;
		str_addc(out, c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
	}
}

static void fold_as(const char *s, size_t n, bool spaces, struct str *out)
{
	struct str valid = STR_INIT;
	struct points p;

	if (ascii(s, n)) {
		fold_ascii(s, n, spaces, out);
		return;
	}
	prepare(s, n, &valid);
	points_decompose(&p, valid.s, valid.len, FOLD_OPTIONS);
	reduce(&p, spaces);
	points_compose(&p, out);
	points_free(&p);
	str_free(&valid);
}

void fold(const char *s, size_t n, struct str *out)
{
	fold_as(s, n, true, out);
}

void fold_nospace(const char *s, size_t n, struct str *out)
{
	fold_as(s, n, false, out);
}

/* As fold_ascii, letter by letter into the hash. */
static uint64_t hash_ascii(uint64_t h, const char *s, size_t n)
{
	bool gap = false, any = false;

	for (size_t i = 0; i < n; i++) {
		char c = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] + 32) : s[i];

		if (c <= ' ' || c == 0x7F) {
			gap = any;
			continue;
		}
		if (gap)
			h = hash_more(h, " ", 1);
		gap = false;
		any = true;
		h = hash_more(h, &c, 1);
	}
	return h;
}

uint64_t fold_hash(uint64_t h, const char *s, size_t n)
{
	struct str key = STR_INIT;

	if (ascii(s, n))
		return hash_ascii(h, s, n);
	fold(s, n, &key);
	h = hash_more(h, key.s, key.len);
	str_free(&key);
	return h;
}

/* The order of the Persian alphabet; what folding has merged does not occur. */
static const uint16_t alphabet[] = {
	0x0621,
	0x0627,
	0x0628,
	0x067E,
	0x062A,
	0x062B,
	0x062C,
	0x0686,
	0x062D,
	0x062E,
	0x062F,
	0x0630,
	0x0631,
	0x0632,
	0x0698,
	0x0633,
	0x0634,
	0x0635,
	0x0636,
	0x0637,
	0x0638,
	0x0639,
	0x063A,
	0x0641,
	0x0642,
	0x06A9,
	0x06AF,
	0x0644,
	0x0645,
	0x0646,
	0x0648,
	0x0647,
	0x06CC,
};
#define ARABIC_FIRST 0x0620
#define ARABIC_LAST 0x06D5

/* A permutation of the Arabic letters, so that different texts keep different keys: the alphabet first, in its order,
 * then the other letters in theirs. */
static uint32_t rank(uint32_t cp)
{
	uint32_t below = 0;

	if (cp < ARABIC_FIRST || cp > ARABIC_LAST)
		return cp;
	for (size_t i = 0; i < COUNT(alphabet); i++) {
		if (alphabet[i] == cp)
			return ARABIC_FIRST + (uint32_t)i;
		below += alphabet[i] < cp;
	}
	return cp - below + (uint32_t)COUNT(alphabet);
}

void sort_key(const char *s, size_t n, struct str *out)
{
	struct str key = STR_INIT;
	uint32_t cp;

	fold(s, n, &key);
	for (size_t i = 0; i < key.len;) {
		i += utf8_decode(key.s + i, key.len - i, &cp);
		str_add_cp(out, rank(cp));
	}
	str_free(&key);
}

bool fold_eq(const char *a, const char *b)
{
	struct str x = STR_INIT, y = STR_INIT;
	bool same;

	fold(a, strlen(a), &x);
	fold(b, strlen(b), &y);
	same = str_eq(x.s, y.s);
	str_free(&x);
	str_free(&y);
	return same;
}
