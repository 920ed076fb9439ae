/* What the words of a command mean: record types, records, criteria. */
#include "base/fold.h"
#include "base/i18n.h"
#include "cli.h"
#include "record/criteria.h"
#include "record/journal.h"
#include "record/record.h"

const struct registry *cli_registry(const struct cli *c)
{
	return c->s ? c->s->reg : c->tables;
}

const struct preset *board_preset(const struct model *m)
{
	for (int i = 0; i < m->n_presets; i++)
		if (m->presets[i].by)
			return &m->presets[i];
	return NULL;
}

const struct model *target_default(const struct cli *c)
{
	const struct registry *r = cli_registry(c);

	for (int i = 0; i < registry_count(r); i++)
		if (board_preset(registry_at(r, i)))
			return registry_at(r, i);
	return registry_at(r, 0);
}

/* A record type may hold several kinds of records, told apart by its field "kind": each kind is a word of its own. */
static bool find_kind(const struct registry *r, const char *word, struct target *out)
{
	for (int i = 0; i < registry_count(r); i++) {
		const struct model *m = registry_at(r, i);
		int slot = model_slot(m, "kind");
		const struct choice *c =
			slot > 0 && m->fields[slot].choice ? choice_by_name(&m->fields[slot], word) : NULL;

		if (c) {
			*out = (struct target){ m, slot, c->no };
			return true;
		}
	}
	return false;
}

enum rc target_find(struct cli *c, const char *word, struct target *out, struct err *err)
{
	const struct registry *r = cli_registry(c);
	const struct model *m = registry_find(r, word);

	*out = (struct target){ .model = m };
	if (m || find_kind(r, word, out))
		return RC_OK;
	return fail(err, RC_USAGE, NO_FIELD, _("no record type \"%s\": crm models lists them"), word);
}

enum rc target_id(struct cli *c, const struct model *m, const char *word, int64_t *id, struct err *err)
{
	if (i64_parse(*word == '#' ? word + 1 : word, id) && *id > 0)
		return RC_OK;
	return record_find(c->s, m, word, id, err);
}

/* Shows where in the criteria the error is. */
static enum rc at_place(const char *text, struct err *err)
{
	if (err->rc == RC_INVALID && err->at >= 0) {
		char why[sizeof err->text];

		memcpy(why, err->text, sizeof why);
		fail_at(err, RC_USAGE, err->at, _("%.300s: at \"%.100s\""), why,
			(size_t)err->at < strlen(text) ? text + err->at : _("the end"));
	} else if (err->rc == RC_INVALID) {
		err->rc = RC_USAGE;
	}
	return err->rc;
}

enum rc target_where(struct cli *c, const struct target *t, const struct args *a, int from, struct arena *arena,
	struct criteria **out, struct err *err)
{
	struct str text = STR_INIT;
	enum rc rc;

	for (int i = from; i < a->n; i++)
		str_addf(&text, "%s%s", i > from ? " " : "", a->word[i]);
	rc = criteria_parse(c->s, t->model, text.s, arena, out, err);
	if (rc != RC_OK)
		rc = at_place(text.s, err);
	else if (t->slot && !criteria_names(*out, t->model->fields[t->slot].name)) {
		struct value kind = VALUE_INT(t->kind);

		*out = criteria_and(arena, *out, criteria_is(arena, t->model, t->slot, &kind));
	}
	str_free(&text);
	return rc;
}

enum rc args_as_of(struct cli *c, const struct args *a, int opt, int64_t *at, struct err *err)
{
	char why[sizeof err->text];

	*at = 0;
	if (!args_has(a, opt) || as_of_parse(c->s, args_text(a, opt), at, err) == RC_OK)
		return RC_OK;
	memcpy(why, err->text, sizeof why);
	return fail(err, RC_USAGE, NO_FIELD, "--as-of: %.480s", why);
}
