#include "choices.h"

#include "base/arena.h"
#include "base/embed.h"
#include "base/i18n.h"
#include "headers.h"
#include "record/value.h"
#include "words.h"

EMBED(choices_tsv, "data/choices.tsv")

struct meaning {
	const char *concept, *choice, *word; /* word: as header_normal leaves it */
};
struct meanings {
	struct arena arena;
	struct meaning *row;
	int n, cap, ours; /* ours: the first so many are the program's */
};

static const char *normal_word(struct arena *a, const char *text)
{
	struct str word = STR_INIT;
	const char *out;

	header_normal(text, &word);
	out = arena_strndup(a, word.s, word.len);
	str_free(&word);
	return out;
}

/* "concept<TAB>choice<TAB>word|word|..." */
static void read_line(struct meanings *all, char *line)
{
	char *rest = line, *concept = strsep(&rest, "\t"), *choice = strsep(&rest, "\t"), *word;

	if (*line == '#' || !rest)
		return;
	while ((word = strsep(&rest, "|"))) {
		GROW(all->row, all->n, all->cap);
		all->row[all->n++] = (struct meaning){ concept, choice, normal_word(&all->arena, word) };
	}
}

static struct meanings *build(void)
{
	struct meanings *all = xcalloc(1, sizeof *all);
	char *text = arena_strndup(&all->arena, choices_tsv, EMBED_LEN(choices_tsv)), *line;

	while ((line = strsep(&text, "\n")))
		read_line(all, line);
	all->ours = all->n;
	return all;
}

static struct meanings *meanings(void)
{
	static struct meanings *all; /* in the form it is looked up; what people add comes before the first look */

	if (!all)
		all = build();
	return all;
}

static bool is_entry(const char *line)
{
	const char *tab = strchr(line, '\t'), *second = tab ? strchr(tab + 1, '\t') : NULL;

	return !*line || (second && tab > line && second > tab + 1 && second[1] && !strchr(second + 1, '\t'));
}

enum rc choice_words(const char *file, const char *text, size_t n, struct err *err)
{
	struct meanings *all = meanings();
	char *copy = arena_strndup(&all->arena, text, n), *rest = copy, *line;
	int at = 0, from = all->n;

	while ((line = strsep(&rest, "\n"))) {
		at++;
		if (!is_entry(words_line(line))) {
			all->n = from;
			return fail(err, RC_INVALID, NO_FIELD,
				_("%s:%d: write a field's name, a tab, a choice of it, a tab and words with | between, "
				  "or take the line out"),
				file, at);
		}
		read_line(all, line);
	}
	return RC_OK;
}

static bool is_about(const struct field *f, const char *concept)
{
	if (f->type == FT_BOOL && !strcmp(concept, "yes_no"))
		return true;
	for (const char *const *p = f->synonyms; p && *p; p++)
		if (**p == '@' && !strcmp(*p + 1, concept))
			return true;
	return !strcmp(f->name, concept);
}

/* The choice that the first of the rows that knows the word says, on the way from one to before the other; NULL: none. */
static const char *meant_by(const struct meanings *all, int from, int to, const struct field *f, const char *word)
{
	for (int i = from; i != to; i += from < to ? 1 : -1) {
		const struct meaning *m = &all->row[i];

		if (!strcmp(m->word, word) && is_about(f, m->concept) && (!f->choice || choice_by_name(f, m->choice)))
			return m->choice;
	}
	return NULL;
}

const char *choice_meant(const struct field *f, const char *text)
{
	const struct meanings *all = meanings();
	struct str word = STR_INIT;
	const struct choice *own;
	const char *found;

	header_normal(text, &word);
	found = meant_by(all, all->n - 1, all->ours - 1, f, word.s);
	own = !found && f->choice ? choice_by_name(f, word.s) : NULL; /* "Mr." */
	found = own ? own->name : found;
	if (!found)
		found = meant_by(all, 0, all->ours, f, word.s);
	str_free(&word);
	return found;
}
