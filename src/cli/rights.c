/* Rights: the matrix, and why somebody may see a record. */
#include "record/rights.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "record/query.h"
#include "record/record.h"
#include "table.h"

enum { RIGHTS_FORMAT };
enum { WHY_FORMAT, WHY_USER };

static const struct column columns[] = { { "profile", N_("Profile") }, { "model", N_("Record type") },
	{ "sees", N_("Sees") }, { "changes", N_("Changes") }, { "see", N_("See"), COL_YES_NO },
	{ "create", N_("Create"), COL_YES_NO }, { "edit", N_("Edit"), COL_YES_NO },
	{ "delete", N_("Delete"), COL_YES_NO }, { "import", N_("Import"), COL_YES_NO },
	{ "export", N_("Export"), COL_YES_NO }, { "configure", N_("Configure"), COL_YES_NO } };

static enum rc add_row(struct cli *c, struct table *t, const char *profile, int64_t id, const struct model *m,
	enum format format, struct err *err)
{
	struct right_row row;
	enum rc rc = right_get(c->s, id, m, &row, err);

	if (rc != RC_OK || (m && !row.own && format == FORMAT_TABLE))
		return rc;
	table_add(t, profile);
	table_add(t, m ? m->name : format == FORMAT_TABLE ? _("everything else") : "");
	table_add(t, reach_name[row.see]);
	table_add(t, reach_name[row.edit]);
	for (int v = 0; v < V_N; v++)
		table_add(t, row.verbs & 1u << v ? "yes" : format == FORMAT_TABLE ? "" : "no");
	return RC_OK;
}

static enum rc add_profile(struct cli *c, struct table *t, const struct row *r, enum format format, struct err *err)
{
	const char *name = r->val[0].kind == VAL_TEXT ? r->val[0].s : "?";
	enum rc rc = add_row(c, t, name, r->id, NULL, format, err);

	for (int i = 0; i < registry_count(c->s->reg) && rc == RC_OK; i++)
		if (right_of_type(c->s, registry_at(c->s->reg, i)))
			rc = add_row(c, t, name, r->id, registry_at(c->s->reg, i), format, err);
	return rc;
}

static enum rc print_matrix(struct cli *c, int64_t only, enum format format, struct err *err)
{
	const struct model *m = session_model(c->s, registry_office(c->s->reg)->access->profile_model);
	struct query q = { .model = m, .limit = 1000 };
	struct path title = { .n = 1, .slot = { m->title }, .model = { m } };
	struct page page;
	struct table t;
	enum rc rc;

	q.columns = &title;
	q.n_columns = 1;
	rc = query_run(c->s, &q, &page, err);
	if (rc != RC_OK)
		return rc;
	table_init(&t, columns, COUNT(columns));
	for (int i = 0; i < page.n && rc == RC_OK; i++)
		if (!only || page.row[i].id == only)
			rc = add_profile(c, &t, &page.row[i], format, err);
	if (rc == RC_OK)
		table_print(c, &t, format);
	table_free(&t);
	page_free(&page);
	return rc;
}

enum rc cmd_rights(struct cli *c, const struct args *a, struct err *err)
{
	enum format format = (enum format)args_choice(a, RIGHTS_FORMAT, FORMAT_TABLE);
	int64_t only = 0;
	enum rc rc = session_need(c, err);

	if (rc == RC_OK && !registry_office(c->s->reg)->access)
		rc = fail(err, RC_INVALID, NO_FIELD, _("everybody may do the same here"));
	if (rc == RC_OK && a->n)
		rc = target_id(c, session_model(c->s, registry_office(c->s->reg)->access->profile_model), a->word[0],
			&only, err);
	return rc == RC_OK ? print_matrix(c, only, format, err) : rc;
}

static void print_reasons(struct cli *c, const struct reasons *why, enum format format)
{
	static const struct column one[] = { { "reason", N_("Why") } };
	struct table t;

	table_init(&t, one, 1);
	for (int i = 0; i < why->n; i++)
		table_add(&t, why->text[i]);
	if (!why->n && format == FORMAT_TABLE)
		table_add(&t, _("may not see it"));
	table_print(c, &t, format);
	table_free(&t);
}

enum rc cmd_why(struct cli *c, const struct args *a, struct err *err)
{
	enum format format = (enum format)args_choice(a, WHY_FORMAT, FORMAT_TABLE);
	const char *who = args_text(a, WHY_USER);
	struct reasons why;
	struct target t;
	int64_t id, user;
	enum rc rc = session_need(c, err);

	if (rc == RC_OK)
		rc = target_find(c, a->word[0], &t, err);
	if (rc == RC_OK)
		rc = target_id(c, t.model, a->word[1], &id, err);
	if (rc != RC_OK)
		return rc;
	user = c->s->user;
	if (who)
		rc = target_id(c, session_model(c->s, registry_office(c->s->reg)->user_model), who, &user, err);
	if (rc == RC_OK)
		rc = rights_why(c->s, user, t.model, id, &why, err);
	if (rc != RC_OK)
		return rc;
	print_reasons(c, &why, format);
	reasons_free(&why);
	return RC_OK;
}
