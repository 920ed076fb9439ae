/* similar, duplicates: records that may be the same thing twice. */
#include "record/alike.h"

#include "base/i18n.h"
#include "record/record.h"
#include "table.h"

enum { ALIKE_FORMAT };

static const char *yes_no(bool yes)
{
	return yes ? "yes" : "no";
}

static void add_alike(struct table *t, const struct alike *a)
{
	table_int(t, REF_ID(a->ref));
	table_add(t, a->title);
	table_add(t, a->owner);
	table_add(t, yes_no(a->exact));
	table_add(t, a->why);
}

static enum rc print_similar(struct cli *c, const struct record *r, enum format format, struct err *err)
{
	static const struct column columns[] = { { "id", N_("Id"), COL_NUMBER }, { "name", N_("Name"), COL_TEXT },
		{ "owner", N_("Owner"), COL_TEXT }, { "exact", N_("Exact"), COL_YES_NO },
		{ "why", N_("Why"), COL_TEXT } };
	struct alike_list list;
	struct table t;
	enum rc rc = alike_find(c->s, r, &list, err);

	if (rc != RC_OK)
		return rc;
	table_init(&t, columns, COUNT(columns));
	for (int i = 0; i < list.n; i++)
		add_alike(&t, &list.at[i]);
	table_print(c, &t, format);
	table_free(&t);
	if (list.hidden && list.hidden_owner)
		complain(_("%d more that you may not see, owner %s"), list.hidden, list.hidden_owner);
	else if (!list.n && c->tty && format == FORMAT_TABLE)
		complain("%s", _("nothing like it"));
	alike_free(&list);
	return RC_OK;
}

/* The record type where it is named before the rest of the words, else the one that is meant by default. */
static enum rc first_model(struct cli *c, const struct args *a, int rest, struct target *out, struct err *err)
{
	if (a->n > rest)
		return target_find(c, a->word[0], out, err);
	*out = (struct target){ .model = session_model(c->s, target_default(c)->name) };
	return RC_OK;
}

enum rc cmd_similar(struct cli *c, const struct args *a, struct err *err)
{
	struct arena arena = ARENA_INIT;
	struct target t;
	struct record *r;
	int64_t id = 0;
	enum rc rc = session_need(c, err);

	if (rc == RC_OK)
		rc = first_model(c, a, 1, &t, err);
	if (rc == RC_OK && !t.model->hooks.alike)
		rc = fail(err, RC_INVALID, NO_FIELD, _("%s have nothing by which the same one is known twice"),
			_(t.model->plural));
	if (rc == RC_OK)
		rc = target_id(c, t.model, a->word[a->n - 1], &id, err);
	if (rc == RC_OK)
		rc = record_load(c->s, t.model, id, &arena, &r, err);
	if (rc == RC_OK)
		rc = print_similar(c, r, (enum format)args_choice(a, ALIKE_FORMAT, FORMAT_TABLE), err);
	arena_free(&arena);
	return rc;
}

static void add_member(
	struct cli *c, struct table *t, const struct model *m, const struct alike_groups *g, int group, int i)
{
	const struct model *people = session_model(c->s, registry_office(c->s->reg)->user_model);
	struct arena a = ARENA_INIT;
	struct record *r;
	int64_t id = g->at[group].id[i];
	char *title = record_title(c->s, m, id), *owner = NULL;

	if (m->owner && record_load(c->s, m, id, &a, &r, NULL) == RC_OK && rec_has(r, m->owner))
		owner = record_title(c->s, people, rec_int(r, m->owner));
	table_int(t, group + 1);
	table_int(t, id);
	table_add(t, title);
	table_add(t, owner);
	table_add(t, g->at[group].why);
	free(title);
	free(owner);
	arena_free(&a);
}

enum rc cmd_duplicates(struct cli *c, const struct args *a, struct err *err)
{
	static const struct column columns[] = { { "group", N_("Group"), COL_NUMBER }, { "id", N_("Id"), COL_NUMBER },
		{ "name", N_("Name"), COL_TEXT }, { "owner", N_("Owner"), COL_TEXT }, { "why", N_("Why"), COL_TEXT } };
	enum format format = (enum format)args_choice(a, ALIKE_FORMAT, FORMAT_TABLE);
	struct alike_groups groups;
	struct target target;
	struct table t;
	enum rc rc = session_need(c, err);

	if (rc == RC_OK)
		rc = first_model(c, a, 0, &target, err);
	if (rc == RC_OK)
		rc = alike_groups_find(c->s, target.model, &groups, err);
	if (rc != RC_OK)
		return rc;
	table_init(&t, columns, COUNT(columns));
	for (int g = 0; g < groups.n; g++)
		for (int i = 0; i < groups.at[g].n; i++)
			add_member(c, &t, target.model, &groups, g, i);
	table_print(c, &t, format);
	if (!groups.n && c->tty && format == FORMAT_TABLE)
		complain("%s", _("nothing stands there twice"));
	table_free(&t);
	alike_groups_free(&groups);
	return RC_OK;
}
