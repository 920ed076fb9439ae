#include "choices.h"

#include "base/arena.h"
#include "base/embed.h"
#include "headers.h"
#include "record/value.h"

EMBED(choices_tsv, "data/choices.tsv")

struct meaning {
	const char *concept, *choice, *word; /* word: as header_normal leaves it */
};
struct meanings {
	struct arena arena;
	struct meaning *row;
	int n, cap;
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
	return all;
}

static const struct meanings *meanings(void)
{
	static struct meanings *all; /* data compiled in, in the form it is looked up: constant once built */

	if (!all)
		all = build();
	return all;
}

static bool is_about(const struct field *f, const char *concept)
{
	for (const char *const *p = f->synonyms; p && *p; p++)
		if (**p == '@' && !strcmp(*p + 1, concept))
			return true;
	return !strcmp(f->name, concept);
}

const char *choice_meant(const struct field *f, const char *text)
{
	const struct meanings *all = meanings();
	struct str word = STR_INIT;
	const struct choice *own;
	const char *found;

	header_normal(text, &word);
	own = f->choice ? choice_by_name(f, word.s) : NULL; /* "Mr." */
	found = own ? own->name : NULL;
	for (int i = 0; i < all->n && !found; i++) {
		const struct meaning *m = &all->row[i];

		if (!strcmp(m->word, word.s) && is_about(f, m->concept) && (!f->choice || choice_by_name(f, m->choice)))
			found = m->choice;
	}
	str_free(&word);
	return found;
}
