#include "headers.h"

#include <ctype.h>

#include "base/arena.h"
#include "base/embed.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "record/exchange.h"
#include "words.h"

EMBED(headers_tsv, "data/headers.tsv")

/* A word of the dictionary with what it means: one entry each; the entries of one word follow each other by `next`. */
struct entry {
	const char *word; /* normalised */
	const char *concept;
	int next; /* index, -1: none */
};
struct dictionary {
	struct arena arena;
	struct entry *entry;
	int n, cap;
	int *slot; /* open addressing: index + 1 of a word's first entry */
	size_t n_slots;
	bool first[256]; /* bytes that a word listed under =empty begins with, folded or not */
	size_t longest;  /* of those words, bytes */
	bool first_wins; /* what is added now goes before what is there */
};

/* Camel case is cut where a small letter or digit meets a capital, and before the last capital of several. */
static bool camel_cut(const char *s, size_t i)
{
	if (!i || !isupper((unsigned char)s[i]))
		return false;
	return islower((unsigned char)s[i - 1]) ||
	       (isupper((unsigned char)s[i - 1]) && islower((unsigned char)s[i + 1]));
}

static bool is_format(uint32_t cp)
{
	return (cp >= 0x200B && cp <= 0x200F && cp != 0x200C) || (cp >= 0x202A && cp <= 0x202E) ||
	       (cp >= 0x2060 && cp <= 0x2069) || cp == 0xFEFF || cp == 0xAD;
}

static void spread(const char *s, struct str *out)
{
	size_t n = strlen(s), step;
	uint32_t cp;

	for (size_t i = 0; i < n; i += step) {
		step = utf8_decode(s + i, n - i, &cp);
		if (camel_cut(s, i))
			str_addc(out, ' ');
		if (cp == 0x200C || cp == 0xA0)
			str_addc(out, ' ');
		else if (!is_format(cp))
			str_addn(out, s + i, step);
	}
}

void header_normal(const char *header, struct str *out)
{
	struct str wide = STR_INIT, folded = STR_INIT;
	bool gap = false;

	spread(header, &wide);
	fold(wide.s, wide.len, &folded);
	for (const char *p = folded.s; *p; p++) {
		if (strchr("_-.:/*\"'?()[]{},;!<>| \t\r\n", *p)) {
			gap = out->len > 0;
			continue;
		}
		if (gap)
			str_addc(out, ' ');
		gap = false;
		str_addc(out, *p);
	}
	str_free(&wide);
	str_free(&folded);
}

static int *place(struct dictionary *d, const char *word)
{
	size_t i = hash_bytes(word, strlen(word)) & (d->n_slots - 1);

	while (d->slot[i] && strcmp(d->entry[d->slot[i] - 1].word, word))
		i = (i + 1) & (d->n_slots - 1);
	return &d->slot[i];
}

/* In front of what the word meant before. */
static void add_first(struct dictionary *d, const char *word, const char *concept)
{
	int *at = place(d, word);

	if (*at && !strcmp(d->entry[*at - 1].concept, concept))
		return;
	GROW(d->entry, d->n, d->cap);
	d->entry[d->n] = (struct entry){ .word = word, .concept = concept, .next = *at - 1 };
	*at = ++d->n;
}

static void add(struct dictionary *d, const char *word, const char *concept)
{
	int *at, i;

	if (!*word)
		return;
	if (d->first_wins) {
		add_first(d, word, concept);
		return;
	}
	at = place(d, word);
	for (i = *at - 1; i >= 0; i = d->entry[i].next) {
		if (!strcmp(d->entry[i].concept, concept))
			return;
		if (d->entry[i].next < 0)
			break;
	}
	GROW(d->entry, d->n, d->cap);
	d->entry[d->n] = (struct entry){ .word = word, .concept = concept, .next = -1 };
	if (i >= 0)
		d->entry[i].next = d->n;
	else
		*at = d->n + 1;
	d->n++;
}

static const char *word_of(struct dictionary *d, const char *text, bool spaces)
{
	struct str key = STR_INIT;
	const char *word;

	header_normal(text, &key);
	for (size_t i = 0; !spaces && i < key.len; i++)
		if (key.s[i] == ' ')
			str_splice(&key, i--, 1, "", 0);
	word = arena_strndup(&d->arena, key.s, key.len);
	str_free(&key);
	return word;
}

/* Content words keep their punctuation: "-" and "0/0/00" are words there. */
static const char *content_word(struct dictionary *d, const char *text)
{
	struct str key = STR_INIT;
	const char *word;

	fold(text, strlen(text), &key);
	word = arena_strndup(&d->arena, key.s, key.len);
	str_free(&key);
	return word;
}

/* Kinds whose words stand in cells as they are; those of the others are compared like headers. */
static bool is_content(const char *kind)
{
	return !strcmp(kind, "=empty") || !strcmp(kind, "=total");
}

static void read_line(struct dictionary *d, char *line)
{
	char *tab = strchr(line, '\t');

	if (*line == '#' || !tab)
		return;
	*tab = 0;
	if (!strcmp(line, "=empty")) {
		d->first[(unsigned char)tab[1]] = d->first[toupper((unsigned char)tab[1])] = true;
		if (strlen(tab + 1) > d->longest)
			d->longest = strlen(tab + 1);
	}
	if (*line == '=' && is_content(line))
		add(d, content_word(d, tab + 1), line);
	else
		add(d, word_of(d, tab + 1, true), line);
}

/* Words run together ("companyname") mean the same, where that is no other word. */
static void add_joined(struct dictionary *d, int from)
{
	int n = d->n;

	for (int i = from; i < n; i++)
		if (*d->entry[i].concept != '=' && strchr(d->entry[i].word, ' ')) {
			const char *joined = word_of(d, d->entry[i].word, false);
			int had = *place(d, joined);

			if (!had || had > n)
				add(d, joined, d->entry[i].concept);
		}
}

static struct dictionary *build(void)
{
	struct dictionary *d = xcalloc(1, sizeof *d);
	char *text = arena_strndup(&d->arena, headers_tsv, EMBED_LEN(headers_tsv)), *end;

	d->n_slots = 32768; /* a power of two, over twice the words */
	d->slot = xcalloc(d->n_slots, sizeof *d->slot);
	for (char *line = text; line && *line; line = end) {
		end = strchr(line, '\n');
		if (end)
			*end++ = 0;
		read_line(d, line);
	}
	add_joined(d, 0);
	return d;
}

static struct dictionary *dictionary(void)
{
	static struct dictionary *d; /* data compiled in, in the form it is looked up: constant once built */

	if (!d)
		d = build();
	return d;
}

/* Half of the places stay free: a search ends at one. A word may be added a second time, joined. */
static bool has_room(const struct dictionary *d, int more)
{
	return (size_t)(d->n + 2 * more) * 2 < d->n_slots;
}

/* "email\tMail of the buyer", "=prefix\tour": no more than this is looked at. */
static bool is_entry(const char *line)
{
	const char *tab = strchr(line, '\t');

	return !*line || *line == '#' || (tab && tab > line && tab[1] && !strchr(tab + 1, '\t'));
}

static enum rc check_lines(const struct dictionary *d, const char *file, const char *text, size_t n, struct err *err)
{
	struct arena a = ARENA_INIT;
	char *rest = arena_strndup(&a, text, n), *line;
	int at = 0, words = 0;
	enum rc rc = RC_OK;

	while (rc == RC_OK && (line = strsep(&rest, "\n"))) {
		at++;
		if (!is_entry(words_line(line)))
			rc = fail(err, RC_INVALID, NO_FIELD,
				_("%s:%d: write a field's name, a tab and a header, or take the line out"), file, at);
		else if (!has_room(d, ++words))
			rc = fail(err, RC_INVALID, NO_FIELD, _("%s:%d: too many words: take some out"), file, at);
	}
	arena_free(&a);
	return rc;
}

/* All of the file, or nothing of it. */
enum rc header_words(const char *file, const char *text, size_t n, struct err *err)
{
	struct dictionary *d = dictionary();
	char *rest, *line;
	int from = d->n;
	enum rc rc = check_lines(d, file, text, n, err);

	if (rc != RC_OK)
		return rc;
	rest = arena_strndup(&d->arena, text, n);
	d->first_wins = true;
	while ((line = strsep(&rest, "\n")))
		if (*words_line(line) && *line != '#')
			read_line(d, line);
	d->first_wins = false;
	add_joined(d, from);
	return RC_OK;
}

static int look_up(const char *normal, const char *concept[HEADER_MEANINGS])
{
	struct dictionary *d = dictionary();
	int n = 0;

	for (int i = *place(d, normal) - 1; i >= 0 && n < HEADER_MEANINGS; i = d->entry[i].next)
		if (*d->entry[i].concept != '=')
	concept[n++] = d->entry[i].concept;
	return n;
}

static bool has_word(const char *word, const char *kind)
{
	struct dictionary *d = dictionary();

	for (int i = *place(d, word) - 1; i >= 0; i = d->entry[i].next)
		if (!strcmp(d->entry[i].concept, kind))
			return true;
	return false;
}

static int without_number(const char *normal, const char *concept[HEADER_MEANINGS])
{
	char *head = xstrdup(normal);
	size_t n = strlen(head);
	int found = 0;

	while (n && (isdigit((unsigned char)head[n - 1]) || head[n - 1] == ' '))
		n--;
	if (n && head[n]) {
		head[n] = 0;
		found = look_up(head, concept);
	}
	free(head);
	return found;
}

static int without_prefix(const char *normal, const char *concept[HEADER_MEANINGS])
{
	const char *space = strchr(normal, ' ');
	char *first;
	int found = 0;

	if (!space)
		return 0;
	first = xstrndup(normal, (size_t)(space - normal));
	if (has_word(first, "=prefix")) {
		found = look_up(space + 1, concept);
		if (!found)
			found = without_number(space + 1, concept);
	}
	free(first);
	return found;
}

/* One letter changed, added or left out; the first letter stays, and short words only lose or gain one. */
static bool one_edit(const char *a, size_t na, const char *b, size_t nb)
{
	size_t i = 0;

	if (na > nb)
		return one_edit(b, nb, a, na);
	if (nb - na > 1 || (na == nb && na < 5) || na < 4 || *a != *b)
		return false;
	while (i < na && a[i] == b[i])
		i++;
	return !strcmp(a + i + (na == nb && i < na), b + i + (i < nb));
}

static bool ascii_word(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s >= 0x80 || isdigit((unsigned char)*s))
			return false;
	return true;
}

static int fuzzy(const char *normal, const char *concept[HEADER_MEANINGS])
{
	struct dictionary *d = dictionary();
	size_t n = strlen(normal);

	if (n < 4 || !ascii_word(normal))
		return 0;
	for (int i = 0; i < d->n; i++)
		if (*d->entry[i].concept != '=' && ascii_word(d->entry[i].word) &&
			one_edit(normal, n, d->entry[i].word, strlen(d->entry[i].word)))
			return look_up(d->entry[i].word, concept);
	return 0;
}

int header_concepts(const char *normal, const char *concept[HEADER_MEANINGS], const char **match)
{
	int n = look_up(normal, concept);

	*match = "synonym";
	if (n)
		return n;
	*match = "prefix";
	n = without_number(normal, concept);
	if (!n)
		n = without_prefix(normal, concept);
	if (n)
		return n;
	*match = "fuzzy";
	return fuzzy(normal, concept);
}

bool header_known(const char *normal)
{
	const char *concept[HEADER_MEANINGS];

	return look_up(normal, concept) > 0 || has_word(normal, "=field") || without_number(normal, concept) > 0;
}

bool import_known_header(const char *header)
{
	struct str normal = STR_INIT;
	bool known;

	header_normal(header, &normal);
	known = normal.len && normal.len < 200 && header_known(normal.s);
	str_free(&normal);
	return known;
}

bool import_unit(const char *cell)
{
	return word_is("=unit", cell, strlen(cell));
}

static bool folded_word(const char *kind, const char *text, size_t n)
{
	struct str key = STR_INIT, concept = STR_INIT;
	bool is;

	fold(text, n, &key);
	str_addf(&concept, "=%s", kind);
	is = key.len && has_word(key.s, concept.s);
	str_free(&key);
	str_free(&concept);
	return is;
}

#define PLAIN_MAX 64 /* bytes; longer words are in no list */

/* Lower case of a word that is ASCII, with what trim names taken off its end; false when it is not, or longer. */
static bool lower_ascii(const char *text, size_t n, char trim, char out[PLAIN_MAX])
{
	while (n && trim && text[n - 1] == trim)
		n--;
	if (n >= PLAIN_MAX)
		return false;
	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)text[i] >= 0x80)
			return false;
		out[i] = (char)tolower((unsigned char)text[i]);
	}
	out[n] = 0;
	return true;
}

bool word_is(const char *kind, const char *text, size_t n)
{
	char plain[PLAIN_MAX], *word;
	struct str normal = STR_INIT;
	bool is;

	if (lower_ascii(text, n, '.', plain) && strspn(plain, "abcdefghijklmnopqrstuvwxyz") == strlen(plain))
		return *plain && has_word(plain, kind);
	word = xstrndup(text, n);
	header_normal(word, &normal);
	is = normal.len && has_word(normal.s, kind);
	str_free(&normal);
	free(word);
	return is;
}

/* Asked of every cell: full-width forms aside, one byte and the length say no almost always. */
bool word_empty(const char *text)
{
	struct dictionary *d = dictionary();
	char plain[PLAIN_MAX];
	size_t n;

	if (!d->first[(unsigned char)*text] && (unsigned char)*text != 0xEF)
		return false;
	n = strlen(text);
	if (n > 3 * d->longest)
		return false;
	if (lower_ascii(text, n, 0, plain))
		return n <= d->longest && has_word(plain, "=empty");
	return folded_word("empty", text, n);
}

bool word_starts(const char *kind, const char *text)
{
	size_t n = strcspn(text, " :;,\t(");

	if (folded_word(kind, text, n < 80 ? n : 80))
		return true;
	n = strcspn(text, ":;,\t(0123456789");
	return n < 80 && folded_word(kind, text, n);
}
