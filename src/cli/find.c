/* find: any record by what a person types of it, a phone number included. */
#include "base/i18n.h"
#include "record/alike.h"
#include "record/query.h"
#include "table.h"

enum { FIND_LIMIT, FIND_FORMAT };

struct finding {
	struct cli *c;
	struct table t;
	int64_t *seen; /* references listed already */
	int n, cap, max;
};

static void add(struct finding *f, int64_t ref, const char *title, const char *detail)
{
	const struct model *m = registry_no(f->c->s->reg, REF_MODEL(ref));

	for (int i = 0; i < f->n; i++)
		if (f->seen[i] == ref)
			return;
	if (!m || f->n == f->max)
		return;
	GROW(f->seen, f->n, f->cap);
	f->seen[f->n++] = ref;
	table_add(&f->t, m->name);
	table_int(&f->t, REF_ID(ref));
	table_add(&f->t, title);
	table_add(&f->t, detail);
}

static void by_number(struct finding *f, const char *text)
{
	const struct office *o = registry_office(f->c->s->reg);
	struct alike_list list;

	if (!o->whose || !o->whose(f->c->s, text, &list))
		return;
	for (int i = 0; i < list.n; i++)
		add(f, list.at[i].ref, list.at[i].title, list.at[i].why);
	alike_free(&list);
}

enum rc cmd_find(struct cli *c, const struct args *a, struct err *err)
{
	static const struct column columns[] = { { "type", N_("Type"), COL_TEXT }, { "id", N_("Id"), COL_NUMBER },
		{ "name", N_("Name"), COL_TEXT }, { "detail", N_("Detail"), COL_TEXT } };
	struct finding f = { .c = c };
	struct str text = STR_INIT;
	struct search_hits hits;
	int64_t limit;
	enum rc rc = args_int(a, FIND_LIMIT, 1, 20, &limit, err);

	if (rc == RC_OK)
		rc = session_need(c, err);
	if (rc != RC_OK)
		return rc;
	f.max = limit < 1000 ? (int)limit : 1000;
	for (int i = 0; i < a->n; i++)
		str_addf(&text, "%s%s", i ? " " : "", a->word[i]);
	table_init(&f.t, columns, COUNT(columns));
	by_number(&f, text.s);
	rc = search_run(c->s, NULL, text.s, f.max, &hits, err);
	for (int i = 0; rc == RC_OK && i < hits.n; i++)
		add(&f, hits.hit[i].ref, hits.hit[i].title, hits.hit[i].detail);
	if (rc == RC_OK) {
		table_print(c, &f.t, (enum format)args_choice(a, FIND_FORMAT, FORMAT_TABLE));
		search_hits_free(&hits);
	}
	table_free(&f.t);
	free(f.seen);
	str_free(&text);
	return rc;
}
