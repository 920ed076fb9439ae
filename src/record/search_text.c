#include "search_text.h"

#include <utf8proc.h>

#include "base/fold.h"
#include "base/utf8.h"
#include "record/record.h"
#include "sql.h"

enum letter_class { LETTER_NONE, LETTER_WORD, LETTER_ALONE };

static bool between(uint32_t cp, uint32_t lo, uint32_t hi)
{
	return cp >= lo && cp <= hi;
}

/* Letters of scripts that put no blanks between words. */
static bool stands_alone(uint32_t cp)
{
	return between(cp, 0x0E00, 0x0EFF) || between(cp, 0x3040, 0x30FF) || between(cp, 0x31F0, 0x31FF) ||
	       between(cp, 0x3400, 0x9FFF) || between(cp, 0xAC00, 0xD7AF) || between(cp, 0xF900, 0xFAFF) ||
	       between(cp, 0x20000, 0x3FFFF);
}

static enum letter_class class_of(uint32_t cp)
{
	if (cp < 0x80)
		return between(cp, '0', '9') || between(cp, 'a', 'z') || between(cp, 'A', 'Z') ? LETTER_WORD
											       : LETTER_NONE;
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO: return stands_alone(cp) ? LETTER_ALONE : LETTER_WORD;
	default: return LETTER_NONE;
	}
}

void search_words(const char *folded, size_t n, struct str *out)
{
	enum letter_class was = LETTER_NONE;
	size_t len;

	for (size_t i = 0; i < n; i += len) {
		enum letter_class is;
		uint32_t cp;

		len = utf8_decode(folded + i, n - i, &cp);
		is = class_of(cp);
		if (is == LETTER_ALONE && was == LETTER_ALONE)
			str_addn(out, folded + i, len); /* the second of the pair that is open */
		if (is == LETTER_ALONE || (is == LETTER_WORD && was != LETTER_WORD))
			str_addc(out, ' ');
		if (is != LETTER_NONE)
			str_addn(out, folded + i, len);
		was = is;
	}
}

static void digits_line(const char *s, struct str *out)
{
	size_t mark = out->len;
	bool other = false;

	for (; *s; s++) {
		if (*s >= '0' && *s <= '9')
			str_addc(out, *s);
		else if (*s != '+')
			other = true;
	}
	if (!other)
		str_cut(out, mark);
	else if (out->len > mark)
		str_addc(out, '\n');
}

static void add_column(const struct record *r, int slot, struct str *text, struct str *nospace)
{
	const struct value *v = &r->val[slot];
	struct str folded = STR_INIT;

	if (v->kind != VAL_TEXT)
		return;
	fold(v->s, (size_t)v->n, &folded);
	search_words(folded.s, folded.len, text);
	str_addc(text, '\n');
	if (r->model->fields[slot].type == FT_PHONE)
		digits_line(folded.s, nospace);
	for (size_t i = 0; i < folded.len; i++)
		if (folded.s[i] != ' ')
			str_addc(nospace, folded.s[i]);
	str_addc(nospace, '\n');
	str_free(&folded);
}

void search_columns(const struct record *r, struct str *text, struct str *nospace)
{
	const struct model *m = r->model;

	add_column(r, m->title, text, nospace);
	if (!text->len) { /* the first line is the title's, empty or not */
		str_addc(text, '\n');
		str_addc(nospace, '\n');
	}
	for (int slot = SYS_N; slot < m->n; slot++)
		if (m->fields[slot].flags & F_SEARCH && slot != m->title)
			add_column(r, slot, text, nospace);
	if (nospace->len == 1) {
		str_clear(text);
		str_clear(nospace);
	}
}

static void add_quoted(struct str *out, const char *s, size_t n)
{
	str_add(out, out->len ? " AND \"" : "\"");
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '"')
			str_addc(out, '"');
		str_addc(out, s[i]);
	}
	str_addc(out, '"');
}

/* Every three letters in a row, for the trigram index. */
static const char *trigrams(const char *w, size_t n, struct arena *a)
{
	struct str out = STR_INIT;
	size_t start[4] = { 0 };
	const char *kept;
	uint32_t cp;
	int k = 0;

	for (size_t i = 0; i < n; k++) {
		start[k % 4] = i;
		i += utf8_decode(w + i, n - i, &cp);
		if (k >= 2 && k < 18)
			add_quoted(&out, w + start[(k - 2) % 4], i - start[(k - 2) % 4]);
	}
	kept = arena_strdup(a, out.s);
	str_free(&out);
	return kept;
}

/* Bytes of the first `most` letters of the n bytes; n where there are no more. */
static size_t first_letters(const char *w, size_t n, int most)
{
	size_t at = 0;
	uint32_t cp;

	for (int i = 0; i < most && at < n; i++)
		at += utf8_decode(w + at, n - at, &cp);
	return at;
}

/* The words of a term as beginnings; NULL when it has none. */
static const char *beginnings(const char *w, size_t n, int most, bool *cut, struct arena *a)
{
	struct str words = STR_INIT, out = STR_INIT;
	const char *kept = NULL;

	search_words(w, n, &words);
	for (const char *p = words.s; *p;) {
		size_t len = strcspn(p + 1, " "), asked = most ? first_letters(p + 1, len, most) : len;

		if (cut && asked < len)
			*cut = true;
		add_quoted(&out, p + 1, asked);
		str_addc(&out, '*');
		p += 1 + len;
	}
	if (out.len)
		kept = arena_strdup(a, out.s);
	str_free(&words);
	str_free(&out);
	return kept;
}

static bool term_make(const char *w, size_t n, struct term *t, struct arena *a)
{
	struct str words = STR_INIT;

	t->text = arena_strndup(a, w, n);
	t->letters = (int)utf8_count(w, n);
	t->match = t->letters >= 3 ? trigrams(w, n, a) : beginnings(w, n, 0, NULL, a);
	search_words(w, n, &words);
	if (t->letters < 3 && words.len) /* of a pair of letters the first word is the pair */
		t->start = arena_strndup(a, words.s, 1 + strcspn(words.s + 1, " "));
	str_free(&words);
	return t->match && *t->match;
}

int search_terms(const char *typed, bool phrase, struct term *out, struct arena *a)
{
	struct str folded = STR_INIT;
	int n = 0;

	if (phrase)
		fold_nospace(typed, strlen(typed), &folded);
	else
		fold(typed, strlen(typed), &folded);
	for (const char *p = folded.s; *p && n < TERMS_MAX;) {
		size_t len = strcspn(p, " ");

		if (term_make(p, len, &out[n], a))
			n++;
		p += len + (p[len] == ' ');
	}
	str_free(&folded);
	return n;
}

const char *search_prefixes(const struct term *t, int n, int most, bool *cut, struct arena *a)
{
	struct str out = STR_INIT;
	const char *kept;

	for (int i = 0; i < n; i++) {
		const char *one = beginnings(t[i].text, strlen(t[i].text), most, cut, a);

		if (!one) {
			str_free(&out);
			return NULL;
		}
		str_addf(&out, "%s%s", i ? " AND " : "", one);
	}
	kept = arena_strdup(a, out.s);
	str_free(&out);
	return kept;
}
