/* new, set, trash, restore: one step each. */
#include <inttypes.h>

#include "assign.h"
#include "base/i18n.h"
#include "record/journal.h"
#include "record/record.h"
#include "record/save.h"
#include "show.h"

enum { NEW_FORMAT };
enum { SET_IF_VERSION, SET_SCOPE };
enum { TRASH_SCOPE };

#define LABEL_MAX 160 /* bytes of what a step is called */

/* A step's name must be whole characters: cut at one. */
static void name_step(struct step *st, struct str *label)
{
	size_t n = label->len < LABEL_MAX ? label->len : LABEL_MAX;

	while (n < label->len && n > 0 && ((unsigned char)label->s[n] & 0xC0) == 0x80)
		n--;
	str_cut(label, n);
	step_label(st, label->s);
}

/* The kind of record that the word MODEL stood for ("opportunity"), unless it is given. */
static void add_kind(const struct target *t, struct assignments *as)
{
	for (int i = 0; i < as->n; i++)
		if (as->change[i].slot == t->slot)
			return;
	if (t->slot)
		as->change[as->n++] = (struct change){ .slot = t->slot, .op = CH_SET, .val = VALUE_INT(t->kind) };
}

static enum rc create(
	struct cli *c, const struct target *t, const struct args *a, struct step *st, int64_t *id, struct err *err)
{
	struct save_options typed = { .typed = true };
	struct assignments as;
	enum rc rc = assign_read(c, t->model, st, a->word + 1, a->n - 1, &as, err);

	if (rc == RC_OK) {
		add_kind(t, &as);
		rc = record_save(c->s, st, t->model, id, as.change, as.n, &typed, err);
		rc = assign_name_field(t->model, rc, err);
	}
	assign_free(&as);
	return rc;
}

enum rc cmd_new(struct cli *c, const struct args *a, struct err *err)
{
	struct target t;
	struct step st;
	struct str label = STR_INIT, out = STR_INIT;
	int64_t id = 0;
	char *title;
	enum rc rc = session_need(c, err);

	if (rc == RC_OK)
		rc = target_find(c, a->word[0], &t, err);
	if (rc == RC_OK && (t.model->flags & M_FIXED))
		rc = fail(err, RC_INVALID, NO_FIELD, _("new %s: the program itself makes these"), t.model->name);
	if (rc == RC_OK)
		rc = step_open(c->s, a->word[0], &st, err);
	if (rc != RC_OK)
		return rc;
	rc = create(c, &t, a, &st, &id, err);
	if (rc == RC_OK) {
		title = record_title(c->s, t.model, id);
		str_addf(&label, _("made %s %s"), _(t.model->label), title ? title : "");
		name_step(&st, &label);
		free(title);
	}
	rc = step_close(&st, rc, err);
	if (rc == RC_OK && args_choice(a, NEW_FORMAT, 0) == 1)
		rc = show_json(c, t.model, id, &out, err);
	else if (rc == RC_OK)
		str_addf(&out, "%" PRId64 "\n", id);
	print_str(&out);
	str_free(&out);
	str_free(&label);
	return rc;
}

/* Of several that follow each other, which are meant: this one alone where nothing is said. */
static int scope_of(const struct args *a, int option)
{
	static const int scope[] = { SAVE_ONE, SAVE_LATER, SAVE_ALL };

	return scope[args_choice(a, option, 0)];
}

/* The words from the second on, up to the first "FIELD=": ids. */
static int count_ids(const struct args *a)
{
	int n = 1;

	while (n < a->n && !strchr(a->word[n], '='))
		n++;
	return n - 1;
}

static enum rc set_all(struct cli *c, const struct model *m, const struct args *a, int n_ids,
	const struct save_options *opt, struct step *st, struct err *err)
{
	struct assignments as;
	enum rc rc = assign_read(c, m, st, a->word + 1 + n_ids, a->n - 1 - n_ids, &as, err);

	for (int i = 0; i < n_ids && rc == RC_OK; i++) {
		int64_t id;

		rc = target_id(c, m, a->word[1 + i], &id, err);
		if (rc == RC_OK)
			rc = record_save(c->s, st, m, &id, as.change, as.n, opt, err);
		rc = assign_name_field(m, rc, err);
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	assign_free(&as);
	return rc;
}

enum rc cmd_set(struct cli *c, const struct args *a, struct err *err)
{
	struct str told = STR_INIT;
	struct save_options typed = { .typed = true, .told = &told };
	int n_ids = count_ids(a);
	struct target t;
	struct step st;
	struct str label = STR_INIT;
	enum rc rc = args_int(a, SET_IF_VERSION, 1, 0, &typed.if_version, err);

	if (rc == RC_OK && (n_ids == 0 || n_ids == a->n - 1))
		rc = fail(err, RC_USAGE, NO_FIELD, _("set: something is missing: crm set MODEL ID... FIELD=VALUE..."));
	if (rc == RC_OK && typed.if_version && n_ids > 1)
		rc = fail(err, RC_USAGE, NO_FIELD, _("set: --if-version goes with one record"));
	if (rc == RC_OK)
		rc = session_need(c, err);
	if (rc == RC_OK)
		rc = target_find(c, a->word[0], &t, err);
	if (rc == RC_OK)
		rc = step_open(c->s, "set", &st, err);
	if (rc != RC_OK)
		return rc;
	if (n_ids == 1)
		str_addf(&label, _("%s of %s %s"), a->word[2], _(t.model->label), a->word[1]);
	else
		str_addf(&label, _("%s of %d %s"), a->word[1 + n_ids], n_ids, _(t.model->plural));
	name_step(&st, &label);
	c->s->scope = scope_of(a, SET_SCOPE);
	rc = step_close(&st, set_all(c, t.model, a, n_ids, &typed, &st, err), err);
	c->s->scope = SAVE_ONE;
	if (rc == RC_OK && told.len)
		complain(_("%s: crm undo takes it back"), told.s);
	str_free(&told);
	str_free(&label);
	return rc;
}

/* trash and restore differ in one call. */
typedef enum rc each_fn(struct session *s, struct step *st, const struct model *m, int64_t id, struct err *err);

static enum rc each(struct cli *c, const struct args *a, const char *what, each_fn *fn, struct err *err)
{
	struct str label = STR_INIT;
	struct target t;
	struct step st;
	enum rc rc = session_need(c, err);

	if (rc == RC_OK)
		rc = target_find(c, a->word[0], &t, err);
	if (rc == RC_OK)
		rc = step_open(c->s, what, &st, err);
	if (rc != RC_OK)
		return rc;
	for (int i = 1; i < a->n && rc == RC_OK; i++) {
		int64_t id;

		rc = target_id(c, t.model, a->word[i], &id, err);
		if (rc == RC_OK)
			rc = fn(c->s, &st, t.model, id, err);
	}
	str_addf(&label, "%s: %s %s", what, _(t.model->label), a->word[1]);
	if (a->n > 2)
		str_addf(&label, _(" and %d more"), a->n - 2);
	name_step(&st, &label);
	str_free(&label);
	return step_close(&st, rc, err);
}

enum rc cmd_trash(struct cli *c, const struct args *a, struct err *err)
{
	enum rc rc = session_need(c, err);

	if (rc != RC_OK)
		return rc;
	c->s->scope = scope_of(a, TRASH_SCOPE);
	rc = each(c, a, _("to the trash"), record_trash, err);
	c->s->scope = SAVE_ONE;
	return rc;
}

enum rc cmd_restore(struct cli *c, const struct args *a, struct err *err)
{
	return each(c, a, _("from the trash"), record_restore, err);
}
