/* fields, models, config: what there is, as data. */
#include "base/i18n.h"
#include "record/action.h"
#include "record/rights.h"
#include "table.h"

enum { ABOUT_FORMAT };

static void add_yes(struct table *t, bool yes, enum format format)
{
	table_add(t, yes ? "yes" : format == FORMAT_TABLE ? "" : "no");
}

static void add_choices(struct table *t, const struct field *f)
{
	struct str names = STR_INIT;

	for (const struct choice *c = f->choice; c && c->name; c++)
		str_addf(&names, "%s%s", names.len ? "," : "", c->name);
	table_add(t, names.len ? names.s : NULL);
	str_free(&names);
}

static void add_field(struct table *t, const struct model *m, const struct field *f, enum format format)
{
	bool read_only = (f->flags & F_READONLY) || f->type == FT_FORMULA;

	table_add(t, m->name);
	table_add(t, f->name);
	table_add(t, _(f->label));
	table_add(t, field_types[field_kind(f)].name);
	add_yes(t, (f->flags & F_REQUIRED) != 0, format);
	add_yes(t, (f->flags & F_UNIQUE) != 0, format);
	add_yes(t, read_only, format);
	table_add(t, f->ref);
	add_choices(t, f);
	table_add(t, f->help ? _(f->help) : NULL);
}

enum rc cmd_fields(struct cli *c, const struct args *a, struct err *err)
{
	static const struct column columns[] = { { "model", N_("Type") }, { "name", N_("Name") },
		{ "label", N_("Label") }, { "type", N_("Holds") }, { "required", N_("Needed"), COL_YES_NO },
		{ "unique", N_("Unique"), COL_YES_NO }, { "read_only", N_("Read only"), COL_YES_NO },
		{ "ref", N_("Refers to") }, { "choices", N_("Choices") }, { "help", N_("What it means") } };
	enum format format = (enum format)args_choice(a, ABOUT_FORMAT, FORMAT_TABLE);
	struct target only = { 0 };
	struct table t;
	enum rc rc = session_need(c, err);

	if (rc == RC_OK && a->n)
		rc = target_find(c, a->word[0], &only, err);
	if (rc != RC_OK)
		return rc;
	table_init(&t, columns, COUNT(columns));
	for (int i = 0; i < registry_count(c->s->reg); i++) {
		const struct model *m = registry_at(c->s->reg, i);

		for (int k = 0; k < m->n && (!only.model || only.model == m); k++)
			add_field(&t, m, &m->fields[k], format);
	}
	table_print(c, &t, format);
	table_free(&t);
	return RC_OK;
}

enum rc cmd_models(struct cli *c, const struct args *a, struct err *err)
{
	static const struct column columns[] = { { "name", N_("Name") }, { "label", N_("Label") },
		{ "plural", N_("Plural") }, { "fields", N_("Fields"), COL_NUMBER }, { "actions", N_("Actions") },
		{ "help", N_("What it is") } };
	struct str actions = STR_INIT;
	struct table t;
	enum rc rc = session_need(c, err);

	if (rc != RC_OK)
		return rc;
	table_init(&t, columns, COUNT(columns));
	for (int i = 0; i < registry_count(c->s->reg); i++) {
		const struct model *m = registry_at(c->s->reg, i);

		str_clear(&actions);
		for (int k = 0; k < m->n_actions; k++)
			str_addf(&actions, "%s%s", k ? "," : "", m->actions[k].name);
		table_add(&t, m->name);
		table_add(&t, _(m->label));
		table_add(&t, _(m->plural));
		table_int(&t, m->n);
		table_add(&t, actions.len ? actions.s : NULL);
		table_add(&t, m->help ? _(m->help) : NULL);
	}
	table_print(c, &t, (enum format)args_choice(a, ABOUT_FORMAT, FORMAT_TABLE));
	table_free(&t);
	str_free(&actions);
	return RC_OK;
}

static void list_settings(struct cli *c, enum format format)
{
	static const struct column columns[] = { { "key", N_("Key") }, { "value", N_("Value") },
		{ "default", N_("Default") }, { "help", N_("What it means") } };
	const struct setting_key *key;
	struct table t;

	table_init(&t, columns, COUNT(columns));
	for (int i = 0; (key = setting_key_at(c->s, i)); i++) {
		char *value = setting_get(c->s, key->key);

		table_add(&t, key->key);
		table_add(&t, value);
		table_add(&t, key->dflt);
		table_add(&t, _(key->help));
		free(value);
	}
	table_print(c, &t, format);
	table_free(&t);
}

static enum rc print_setting(struct cli *c, const char *key, struct err *err)
{
	struct str out = STR_INIT;
	char *value = setting_get(c->s, key);

	if (!value)
		return fail(err, RC_USAGE, NO_FIELD, _("no setting \"%s\": crm config lists them"), key);
	put_data(c, &out, value);
	str_addc(&out, '\n');
	print_str(&out);
	str_free(&out);
	free(value);
	return RC_OK;
}

enum rc cmd_config(struct cli *c, const struct args *a, struct err *err)
{
	enum rc rc = session_need(c, err);

	if (rc != RC_OK)
		return rc;
	if (a->n == 0) {
		list_settings(c, (enum format)args_choice(a, ABOUT_FORMAT, FORMAT_TABLE));
		return RC_OK;
	}
	if (a->n == 1)
		return print_setting(c, a->word[0], err);
	rc = authz(c->s, V_CONFIGURE, registry_at(c->s->reg, 0), 0, NO_FIELD, err);
	return rc == RC_OK ? setting_set(c->s, a->word[0], a->word[1], err) : rc;
}
