/* merge: several records become one, field by field as the preview says. */
#include "record/merge.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "table.h"

enum { MERGE_OWNER, MERGE_TEAM, MERGE_TAKE, MERGE_PREVIEW, MERGE_FORMAT };

struct merging {
	struct cli *c;
	const struct args *a;
	const struct model *model;
	int64_t *id;
	int n;
	struct merge plan;
	struct arena arena;
};

/* The record type where it is named before the ids, else the one that is meant by default. */
static enum rc read_ids(struct merging *k, struct err *err)
{
	struct target t = { .model = registry_find(cli_registry(k->c), k->a->word[0]) };
	int first = t.model || target_find(k->c, k->a->word[0], &t, NULL) == RC_OK;
	enum rc rc = RC_OK;

	k->model = first ? t.model : session_model(k->c->s, target_default(k->c)->name);
	k->id = arena_alloc(&k->arena, (size_t)(k->a->n + 1) * sizeof *k->id);
	for (int i = first; i < k->a->n && rc == RC_OK; i++)
		rc = target_id(k->c, k->model, k->a->word[i], &k->id[k->n++], err);
	return rc;
}

static enum rc choose(struct merging *k, int opt, int slot, struct err *err)
{
	const char *text = args_text(k->a, opt);
	struct value v;
	enum rc rc;

	if (!text)
		return RC_OK;
	if (!slot)
		return fail(err, RC_USAGE, NO_FIELD, _("%s have no such field"), _(k->model->plural));
	rc = value_parse(k->c->s, k->model, slot, text, &k->arena, &v, NULL, err);
	if (rc == RC_OK)
		merge_choose(k->c->s, &k->plan, slot, &v);
	return rc;
}

/* --take FIELD=ID: that record's value. */
static enum rc take_one(struct merging *k, const char *word, struct err *err)
{
	const char *eq = strchr(word, '=');
	char *name = xstrndup(word, eq ? (size_t)(eq - word) : strlen(word));
	int slot = model_slot(k->model, name);
	int64_t id = 0;

	free(name);
	if (!eq || slot < 0 || !merge_has(k->model, slot))
		return fail(err, RC_USAGE, NO_FIELD, _("--take %s: FIELD=ID is needed, crm fields %s lists the fields"),
			word, k->model->name);
	if (i64_parse(eq + 1, &id))
		for (int i = 0; i < k->plan.n; i++)
			if (k->plan.rec[i]->id == id) {
				merge_take(k->c->s, &k->plan, slot, i);
				return RC_OK;
			}
	return fail(err, RC_USAGE, NO_FIELD, _("--take %s: the record is none of those that are merged"), word);
}

static enum rc choices(struct merging *k, struct err *err)
{
	const char **taken = arena_alloc(&k->arena, (size_t)(k->a->n_given + 1) * sizeof *taken);
	int n = args_all(k->a, MERGE_TAKE, taken);
	enum rc rc = choose(k, MERGE_OWNER, k->model->owner, err);

	if (rc == RC_OK)
		rc = choose(k, MERGE_TEAM, k->model->team, err);
	for (int i = 0; i < n && rc == RC_OK; i++)
		rc = take_one(k, taken[i], err);
	return rc;
}

/* ---- the preview ---- */

static const char *from_text(struct merging *k, const struct merge_field *f)
{
	if (f->from == MERGE_MADE)
		return _("several");
	if (f->from == MERGE_CHOSEN)
		return _("chosen");
	return arena_printf(&k->arena, "#%" PRId64, k->plan.rec[f->from]->id);
}

static void add_row(struct merging *k, struct table *t, int slot)
{
	const struct merge_field *f = &k->plan.field[slot];
	struct str text = STR_INIT, others = STR_INIT;

	value_show(k->c->s, k->model, slot, &f->val, NULL, SHOW_EXPORT, &text);
	for (int i = 0; i < k->plan.n; i++) {
		const struct value *v = &k->plan.rec[i]->val[slot];

		if (value_eq(v, &f->val) || v->kind == VAL_NULL)
			continue;
		str_addf(&others, "%s#%" PRId64 ": ", others.len ? " | " : "", k->plan.rec[i]->id);
		value_show(k->c->s, k->model, slot, v, NULL, SHOW_EXPORT, &others);
	}
	table_add(t, k->model->fields[slot].name);
	table_add(t, f->val.kind == VAL_NULL ? NULL : text.s);
	table_add(t, from_text(k, f));
	table_add(t, others.len ? others.s : NULL);
	str_free(&text);
	str_free(&others);
}

static void preview(struct merging *k, enum format format)
{
	static const struct column columns[] = { { "field", N_("Field"), COL_TEXT }, { "value", N_("Value"), COL_TEXT },
		{ "from", N_("From"), COL_TEXT }, { "others", N_("Others"), COL_TEXT } };
	struct table t;

	table_init(&t, columns, COUNT(columns));
	for (int slot = SYS_N; slot < k->model->n; slot++)
		if (merge_has(k->model, slot) &&
			(k->plan.field[slot].differs || k->plan.field[slot].val.kind != VAL_NULL))
			add_row(k, &t, slot);
	table_print(k->c, &t, format);
	table_free(&t);
}

static void report(struct merging *k, enum format format, const char *said)
{
	struct str out = STR_INIT;

	if (format == FORMAT_JSON) {
		str_addf(&out, "{\"id\":%" PRId64 ",\"merged\":[", k->plan.rec[0]->id);
		for (int i = 1; i < k->plan.n; i++)
			str_addf(&out, "%s%" PRId64, i > 1 ? "," : "", k->plan.rec[i]->id);
		str_add(&out, "],\"message\":");
		json_text(&out, said, strlen(said));
		str_add(&out, "}\n");
	} else {
		put_data(k->c, &out, said);
		str_addf(&out, " #%" PRId64 "\n", k->plan.rec[0]->id);
	}
	print_str(&out);
	str_free(&out);
}

enum rc cmd_merge(struct cli *c, const struct args *a, struct err *err)
{
	enum format format = (enum format)args_choice(a, MERGE_FORMAT, FORMAT_TABLE);
	struct merging k = { .c = c, .a = a };
	struct str said = STR_INIT;
	enum rc rc = session_need(c, err);

	if (rc == RC_OK)
		rc = read_ids(&k, err);
	if (rc == RC_OK)
		rc = merge_plan(c->s, k.model, k.id, k.n, &k.plan, err);
	if (rc == RC_OK)
		rc = choices(&k, err);
	if (rc == RC_OK && args_has(a, MERGE_PREVIEW)) {
		preview(&k, format);
	} else if (rc == RC_OK) {
		rc = merge_do(c->s, &k.plan, &said, err);
		if (rc == RC_OK)
			report(&k, format, said.s);
	}
	str_free(&said);
	merge_free(&k.plan);
	arena_free(&k.arena);
	return rc;
}
