/* Countries and their states. */
#include "base/address.h"

#include <stdlib.h>

#include "base/embed.h"
#include "base/fold.h"
#include "country.h"
#include "tsv.h"

EMBED(countries_tsv, "data/countries.tsv")
EMBED(states_tsv, "data/states.tsv")

enum { ISO2, ISO3, NAMES, CALLING, TRUNK, MIN_LEN, MAX_LEN, GROUPS, COLUMNS };

struct name {
	char *folded;
	int country;
};
/* Made once, at the first question; lives as long as the program. */
struct countries {
	struct country *all;
	const char **groups;
	int n;
	struct name *names; /* every code and name, folded, in order */
	size_t n_names;
};
struct states {
	struct tsv t;
	const char **names; /* by row */
};

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct name *)a)->folded, ((const struct name *)b)->folded);
}

static char *folded(const char *s, size_t n)
{
	struct str out = STR_INIT;

	fold(s, n, &out);
	return str_take(&out);
}

static void add_names(struct countries *c, const char *list, int country, size_t *cap)
{
	while (*list) {
		size_t n = strcspn(list, "|");

		GROW(c->names, c->n_names, *cap);
		c->names[c->n_names++] = (struct name){ .folded = folded(list, n), .country = country };
		list += n;
		list += *list == '|';
	}
}

static void load_country(struct countries *c, const struct tsv *t, int i)
{
	const char *names = tsv_cell(t, i, NAMES);

	c->all[i] = (struct country){ .name = xstrndup(names, strcspn(names, "|")),
		.calling = tsv_cell(t, i, CALLING),
		.trunk = tsv_cell(t, i, TRUNK),
		.min_len = (int)strtol(tsv_cell(t, i, MIN_LEN), NULL, 10),
		.max_len = (int)strtol(tsv_cell(t, i, MAX_LEN), NULL, 10) };
	memcpy(c->all[i].iso, tsv_cell(t, i, ISO2), 2);
	c->groups[i] = tsv_cell(t, i, GROUPS);
}

static const struct countries *countries(void)
{
	static struct countries c;
	struct tsv t;
	size_t cap = 0;

	if (c.n)
		return &c;
	tsv_load(&t, countries_tsv, EMBED_LEN(countries_tsv), COLUMNS);
	c.all = xcalloc((size_t)t.rows, sizeof *c.all);
	c.groups = xcalloc((size_t)t.rows, sizeof *c.groups);
	for (int i = 0; i < t.rows; i++) {
		load_country(&c, &t, i);
		add_names(&c, tsv_cell(&t, i, ISO2), i, &cap);
		add_names(&c, tsv_cell(&t, i, ISO3), i, &cap);
		add_names(&c, tsv_cell(&t, i, NAMES), i, &cap);
	}
	qsort(c.names, c.n_names, sizeof *c.names, by_name);
	c.n = t.rows;
	free(t.cells);
	return &c;
}

const struct country *country_find(const char *text)
{
	const struct countries *c = countries();
	struct name key = { .folded = folded(text, strlen(text)) };
	const struct name *hit = bsearch(&key, c->names, c->n_names, sizeof key, by_name);

	free(key.folded);
	return hit ? &c->all[hit->country] : NULL;
}

int country_count(void)
{
	return countries()->n;
}

const struct country *country_at(int i)
{
	return &countries()->all[i];
}

const char *country_groups(const struct country *country)
{
	const struct countries *c = countries();

	return c->groups[country - c->all];
}

static const struct states *states(void)
{
	static struct states s;

	if (s.names)
		return &s;
	tsv_load(&s.t, states_tsv, EMBED_LEN(states_tsv), 2);
	s.names = xcalloc((size_t)s.t.rows, sizeof *s.names);
	for (int i = 0; i < s.t.rows; i++)
		s.names[i] = tsv_cell(&s.t, i, 1);
	return &s;
}

const char *const *country_states(const char *iso, int *n)
{
	const struct states *s = states();
	int first = 0, end;

	while (first < s->t.rows && strcmp(tsv_cell(&s->t, first, 0), iso) != 0)
		first++;
	for (end = first; end < s->t.rows && strcmp(tsv_cell(&s->t, end, 0), iso) == 0;)
		end++;
	*n = end - first;
	return *n ? s->names + first : NULL;
}
