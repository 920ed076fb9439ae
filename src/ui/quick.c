/* Quick create: the few fields that a record type names, in one box; what its references name is found or made on the
 * way. */
#include "ask.h"
#include "base/i18n.h"
#include "desk.h"
#include "record/alike.h"
#include "record/record.h"
#include "record/session.h"

struct quick {
	const struct model *m;
	struct change *with; /* beside what is asked for */
	int n_with;
	struct arena arena;
};

static void quick_free(void *ctx)
{
	struct quick *k = ctx;

	arena_free(&k->arena);
	free(k);
}

/* Makes the record that a field names. */
static enum rc make_named(struct session *s, struct step *st, const struct model *m, int slot, const char *name,
	struct value *v, struct arena *a, struct err *err)
{
	const struct model *ref = registry_find(s->reg, m->fields[slot].ref);
	struct change ch = { .slot = ref->title, .val = value_text(name) };
	int64_t id = 0;
	enum rc rc = record_save(s, st, ref, &id, &ch, 1, NULL, err);

	if (rc != RC_OK) {
		err->field = slot;
		return rc;
	}
	if (m->fields[slot].type == FT_REF) {
		*v = VALUE_INT(id);
	} else {
		int n = v->kind == VAL_SET ? v->n : 0;
		int64_t *ids = arena_alloc(a, (size_t)(n + 1) * sizeof *ids);

		if (n)
			memcpy(ids, v->set, (size_t)n * sizeof *ids);
		ids[n] = id;
		*v = value_set(ids, n + 1, a);
	}
	return RC_OK;
}

/* The changes of the new record: what was given along, then what was typed. */
static enum rc save(struct ui *ui, struct step *st, struct quick *k, const struct value *val, const char *const *create,
	int n, int64_t *id, struct err *err)
{
	static const struct save_options typed = { .typed = true };
	const int *slots = k->m->quick;
	struct change *ch = arena_alloc(&k->arena, (size_t)(k->n_with + n + 1) * sizeof *ch);
	int n_ch = 0;
	enum rc rc = RC_OK;

	for (int i = 0; i < k->n_with; i++)
		ch[n_ch++] = k->with[i];
	for (int i = 0; i < n && rc == RC_OK; i++) {
		struct value v = val[i];

		if (create[i])
			rc = make_named(ui->session, st, k->m, slots[i], create[i], &v, &k->arena, err);
		if (v.kind != VAL_NULL)
			ch[n_ch++] = (struct change){ .slot = slots[i], .val = v };
	}
	if (rc != RC_OK)
		return rc;
	return record_save(ui->session, st, k->m, id, ch, n_ch, &typed, err);
}

static enum rc accepted(
	struct ui *ui, void *ctx, const struct value *val, const char *const *create, int n, struct err *err)
{
	struct quick *k = ctx;
	struct str what = STR_INIT;
	struct step st;
	int64_t id = 0;
	enum rc rc = step_open(ui->session, _("new"), &st, err);

	if (rc != RC_OK)
		return rc;
	rc = save(ui, &st, k, val, create, n, &id, err);
	if (rc == RC_OK) {
		str_addf(&what, _("new %s: "), _(k->m->label));
		deed_subject(ui, k->m, &id, 1, &what);
		step_label(&st, what.s);
	}
	rc = step_close(&st, rc, err);
	if (rc == RC_OK)
		deed_said(ui, what.s, REF_MAKE(k->m->no, id));
	str_free(&what);
	return rc;
}

/* What is like the record that is being typed: it may be there already. */
static void tell_alike(struct ui *ui, void *ctx, const struct value *val, int n, struct str *out)
{
	struct quick *k = ctx;
	struct arena a = ARENA_INIT;
	struct alike_list like;
	struct record *r;

	if (record_new(ui->session, k->m, &a, &r, NULL) == RC_OK) {
		for (int i = 0; i < k->n_with; i++)
			r->val[k->with[i].slot] = k->with[i].val;
		for (int i = 0; i < n; i++)
			r->val[k->m->quick[i]] = val[i];
		if (alike_find(ui->session, r, &like, NULL) == RC_OK) {
			alike_line(&like, out);
			alike_free(&like);
		}
	}
	arena_free(&a);
}

static const struct change *given(const struct quick *k, int slot)
{
	for (int i = 0; i < k->n_with; i++)
		if (k->with[i].slot == slot)
			return &k->with[i];
	return NULL;
}

/* What the asked fields begin with: what was given along, else the defaults of a new record. */
static enum rc fill(struct ui *ui, struct quick *k, struct value *start, struct err *err)
{
	const int *slots = k->m->quick;
	struct record *r;
	int kept = 0;
	enum rc rc = record_new(ui->session, k->m, &k->arena, &r, err);

	if (rc != RC_OK)
		return rc;
	for (int i = 0; slots[i]; i++)
		start[i] = given(k, slots[i]) ? given(k, slots[i])->val : r->val[slots[i]];
	for (int i = 0; i < k->n_with; i++) {
		bool asked = false;

		for (int q = 0; slots[q]; q++)
			asked = asked || slots[q] == k->with[i].slot;
		if (!asked)
			k->with[kept++] = k->with[i];
	}
	k->n_with = kept;
	return RC_OK;
}

enum rc quick_open(struct ui *ui, const struct model *m, const struct change *with, int n, struct err *err)
{
	struct quick *k;
	struct value *start;
	struct str title = STR_INIT;
	struct ask ask;
	enum rc rc;

	if (m->flags & (M_FIXED | M_LINES))
		return fail(err, RC_DENIED, NO_FIELD, _("%s are made by the program only"), _(m->plural));
	if (!m->quick)
		return form_new(ui, m, with, n, err);
	k = xcalloc(1, sizeof *k);
	k->m = m;
	k->with = arena_alloc(&k->arena, (size_t)(n + 1) * sizeof *k->with);
	for (k->n_with = 0; k->n_with < n; k->n_with++) {
		k->with[k->n_with] = with[k->n_with];
		k->with[k->n_with].val = value_copy(&with[k->n_with].val, &k->arena);
	}
	start = arena_alloc(&k->arena, (size_t)(m->n + 1) * sizeof *start);
	rc = fill(ui, k, start, err);
	if (rc != RC_OK) {
		quick_free(k);
		return rc;
	}
	str_addf(&title, _("new %s"), _(m->label));
	ask = (struct ask){ .title = title.s,
		.model = m,
		.slots = m->quick,
		.start = start,
		.accept_new = accepted,
		.notice = m->hooks.alike ? tell_alike : NULL,
		.drop = quick_free,
		.ctx = k };
	rc = ask_open(ui, &ask, err);
	str_free(&title);
	return rc;
}
