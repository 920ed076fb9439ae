/* The plan of a merge: order, rules, choices. Running it stands in merge_run.c. */
#include "record/merge.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "record/rights.h"
#include "record/session.h"

bool merge_has(const struct model *m, int slot)
{
	const struct field *f = &m->fields[slot];

	return slot >= SYS_N && f->type != FT_FORMULA && f->type != FT_LINES && f->type != FT_AUTONO &&
	       !(f->flags & F_ONCE) && slot != m->rank && (!m->merge || slot != m->merge->into);
}

/* ---- order ---- */

static int order_of(struct session *s, const struct model *m, const struct record *a, const struct record *b)
{
	int by = m->merge->order ? m->merge->order(s, a, b) : (int)(rec_int(b, SYS_ACTIVE) - rec_int(a, SYS_ACTIVE));

	return by ? by : a->id < b->id ? -1 : a->id > b->id;
}

/* By insertion: they are few, and the order needs the session. */
static void put_in_order(struct session *s, struct merge *m)
{
	for (int i = 1; i < m->n; i++) {
		struct record *r = m->rec[i];
		int at = i;

		for (; at > 0 && order_of(s, m->model, r, m->rec[at - 1]) < 0; at--)
			m->rec[at] = m->rec[at - 1];
		m->rec[at] = r;
	}
}

/* ---- values ---- */

static bool is_set(const struct field *f)
{
	return f->type == FT_REFS || f->type == FT_CHOICES;
}

/* A reference to one of the records themselves would be to itself. */
static bool is_self(const struct merge *m, const struct field *f, const struct value *v)
{
	int64_t id = v->kind != VAL_INT                                        ? 0
		     : f->type == FT_REF && str_eq(f->ref, m->model->name)     ? v->i
		     : f->type == FT_ANYREF && REF_MODEL(v->i) == m->model->no ? REF_ID(v->i)
									       : 0;

	for (int i = 0; id && i < m->n; i++)
		if (m->rec[i]->id == id)
			return true;
	return false;
}

static bool is_empty(const struct merge *m, int slot, const struct value *v)
{
	return v->kind == VAL_NULL || (v->kind == VAL_INT && v->i == 0) || is_self(m, &m->model->fields[slot], v);
}

static enum merge_how how_of(const struct merge *m, int slot)
{
	const struct merge_rule *r = m->model->merge->rules;

	for (; r && r->slot; r++)
		if (r->slot == slot)
			return r->how;
	return MERGE_FIRST;
}

static void set_from(struct merge *m, int slot, int i)
{
	m->field[slot].val =
		is_self(m, &m->model->fields[slot], &m->rec[i]->val[slot]) ? VALUE_NULL : m->rec[i]->val[slot];
	m->field[slot].from = i;
}

static void first(struct merge *m, int slot)
{
	set_from(m, slot, 0);
	for (int i = 0; i < m->n; i++)
		if (!is_empty(m, slot, &m->rec[i]->val[slot])) {
			set_from(m, slot, i);
			return;
		}
}

static void highest(struct merge *m, int slot)
{
	set_from(m, slot, 0);
	for (int i = 1; i < m->n; i++)
		if (value_cmp(&m->model->fields[slot], &m->rec[i]->val[slot], &m->field[slot].val) > 0)
			set_from(m, slot, i);
}

/* How many records have anything, and the first of them. */
static int filled(const struct merge *m, int slot, int *at)
{
	int n = 0;

	*at = 0;
	for (int i = m->n - 1; i >= 0; i--)
		if (m->rec[i]->val[slot].kind != VAL_NULL) {
			*at = i;
			n++;
		}
	return n;
}

static bool said_before(const struct merge *m, int slot, int i)
{
	for (int k = 0; k < i; k++)
		if (value_eq(&m->rec[k]->val[slot], &m->rec[i]->val[slot]))
			return true;
	return false;
}

static void join(struct merge *m, int slot)
{
	struct str text = STR_INIT;
	int parts = 0;

	first(m, slot);
	for (int i = 0; i < m->n; i++)
		if (m->rec[i]->val[slot].kind == VAL_TEXT && !said_before(m, slot, i))
			str_addf(&text, "%s%s", parts++ ? "\n\n" : "", m->rec[i]->val[slot].s);
	if (parts > 1) {
		m->field[slot].val = value_text(arena_strndup(&m->arena, text.s, text.len));
		m->field[slot].from = MERGE_MADE;
	}
	str_free(&text);
}

static void unite(struct merge *m, int slot)
{
	int n = 0, at, several = filled(m, slot, &at);
	int64_t *ids;

	set_from(m, slot, at);
	if (several < 2 || !m->field[slot].differs)
		return;
	for (int i = 0; i < m->n; i++)
		n += m->rec[i]->val[slot].kind == VAL_SET ? m->rec[i]->val[slot].n : 0;
	ids = arena_alloc(&m->arena, (size_t)(n + 1) * sizeof *ids);
	n = 0;
	for (int i = 0; i < m->n; i++)
		for (int k = 0; m->rec[i]->val[slot].kind == VAL_SET && k < m->rec[i]->val[slot].n; k++)
			ids[n++] = m->rec[i]->val[slot].set[k];
	m->field[slot].val = value_set(ids, n, &m->arena);
	m->field[slot].from = MERGE_MADE;
}

/* The record with most of the slots filled; of equal ones the first. */
static void take_whole(struct session *s, struct merge *m, const int *slots)
{
	int best = 0, most = -1;

	for (int i = 0; i < m->n; i++) {
		int n = 0;

		for (const int *slot = slots; *slot; slot++)
			n += m->rec[i]->val[*slot].kind != VAL_NULL;
		if (n > most) {
			best = i;
			most = n;
		}
	}
	for (const int *slot = slots; *slot; slot++)
		if (!m->fixed[*slot] && rights_field(s, m->model, *slot) == FIELD_FREE)
			set_from(m, *slot, best);
}

static void apply_rule(struct merge *m, int slot)
{
	const struct field *f = &m->model->fields[slot];

	if (is_set(f)) {
		unite(m, slot);
		return;
	}
	switch (how_of(m, slot)) {
	case MERGE_JOIN: join(m, slot); break;
	case MERGE_HIGHEST: highest(m, slot); break;
	case MERGE_MASTER: set_from(m, slot, 0); break;
	default: first(m, slot); break;
	}
}

static void apply_rules(struct session *s, struct merge *m)
{
	for (int slot = 0; slot < m->model->n; slot++)
		if (!m->fixed[slot]) {
			/* what the person may not write stays the master's own */
			if (merge_has(m->model, slot) && rights_field(s, m->model, slot) == FIELD_FREE)
				apply_rule(m, slot);
			else
				set_from(m, slot, 0);
		}
	if (m->model->merge->whole)
		take_whole(s, m, m->model->merge->whole);
	if (m->model->merge->settle)
		m->model->merge->settle(s, m);
}

/* ---- the plan ---- */

static enum rc load(struct session *s, struct merge *m, const int64_t *id, int n, struct err *err)
{
	enum rc rc = RC_OK;

	m->rec = arena_alloc(&m->arena, (size_t)n * sizeof *m->rec);
	for (int i = 0; i < n && rc == RC_OK; i++) {
		bool again = false;

		for (int k = 0; k < m->n; k++)
			again = again || m->rec[k]->id == id[i];
		if (again)
			continue;
		rc = record_load(s, m->model, id[i], &m->arena, &m->rec[m->n], err);
		if (rc == RC_OK && rec_has(m->rec[m->n], SYS_TRASHED_AT))
			rc = fail(err, RC_INVALID, NO_FIELD, _("%s %" PRId64 " is in the trash: restore it first"),
				m->model->name, id[i]);
		if (rc == RC_OK)
			rc = authz(s, V_EDIT, m->model, id[i], NO_FIELD, err);
		m->n += rc == RC_OK;
	}
	if (rc == RC_OK && m->n < 2)
		rc = fail(err, RC_INVALID, NO_FIELD, _("merging needs two or more records"));
	return rc;
}

enum rc merge_plan(
	struct session *s, const struct model *m, const int64_t *id, int n, struct merge *out, struct err *err)
{
	enum rc rc;

	*out = (struct merge){ .model = m };
	if (!m->merge)
		return fail(err, RC_INVALID, NO_FIELD, _("%s cannot be merged"), _(m->plural));
	rc = load(s, out, id, n, err);
	if (rc != RC_OK)
		return rc;
	put_in_order(s, out);
	out->field = arena_alloc(&out->arena, (size_t)m->n * sizeof *out->field);
	out->fixed = arena_alloc(&out->arena, (size_t)m->n * sizeof *out->fixed);
	for (int slot = 0; slot < m->n; slot++)
		for (int i = 1; i < out->n && merge_has(m, slot); i++)
			if (!value_eq(&out->rec[i]->val[slot], &out->rec[0]->val[slot]))
				out->field[slot].differs = true;
	apply_rules(s, out);
	return RC_OK;
}

void merge_free(struct merge *m)
{
	arena_free(&m->arena);
	*m = (struct merge){ .n = 0 };
}

void merge_put(struct merge *m, int slot, struct value v)
{
	if (m->fixed[slot])
		return;
	m->field[slot].val = value_copy(&v, &m->arena);
	m->field[slot].from = MERGE_MADE;
}

void merge_choose(struct session *s, struct merge *m, int slot, const struct value *v)
{
	m->field[slot].val = value_copy(v, &m->arena);
	m->field[slot].from = MERGE_CHOSEN;
	m->fixed[slot] = true;
	apply_rules(s, m);
}

void merge_take(struct session *s, struct merge *m, int slot, int i)
{
	set_from(m, slot, i);
	m->fixed[slot] = true;
	apply_rules(s, m);
}
