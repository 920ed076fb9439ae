#include "record/registry.h"

#include <assert.h>
#include <stdio.h>

#include "base/fold.h"
#include "base/i18n.h"
#include "record/audit.h"
#include "record/own.h"
#include "record/value.h"
#include "db/db.h"
#include "setting.h"

#define OWN_MODELS 3 /* of this floor: own fields, settings, the audit */

/* Models with own fields are copies on the heap. Views hold pointers to models, so replaced copies live until the end. */
struct registry {
	const struct office *office;
	const struct model **model;
	int n;
	void **kept;
	int n_kept, cap_kept;
};

static void *keep(struct registry *r, void *p)
{
	GROW(r->kept, r->n_kept, r->cap_kept);
	r->kept[r->n_kept++] = p;
	return p;
}

static void constant_models(struct registry *r)
{
	r->model[0] = &own_model;
	r->model[1] = &setting_model;
	r->model[2] = &audit_model;
	for (int i = 0; i < r->office->n; i++)
		r->model[i + OWN_MODELS] = r->office->models[i];
}

struct registry *registry_new(const struct office *o)
{
	struct registry *r = xcalloc(1, sizeof *r);

	r->office = o;
	r->n = o->n + OWN_MODELS;
	r->model = xcalloc((size_t)r->n, sizeof *r->model);
	constant_models(r);
	return r;
}

void registry_free(struct registry *r)
{
	if (!r)
		return;
	for (int i = 0; i < r->n_kept; i++)
		free(r->kept[i]);
	free(r->kept);
	free(r->model);
	free(r);
}

const struct office *registry_office(const struct registry *r)
{
	return r->office;
}

static struct choice *own_choices(struct registry *r, const char *text)
{
	struct choice *c;
	int n = 1, i = 0;

	for (const char *p = text; *p; p++)
		n += *p == '\n';
	c = keep(r, xcalloc((size_t)n + 1, sizeof *c));
	while (*text) {
		size_t len = strcspn(text, "\n");
		char *name = keep(r, xstrndup(text, len));

		c[i] = (struct choice){ .no = i + 1, .name = name, .label = name };
		i++;
		text += len + (text[len] == '\n');
	}
	return c;
}

static char *keep_text(struct registry *r, struct stmt *st, int col)
{
	const char *s = st_get_text(st, col);

	return s ? keep(r, xstrdup(s)) : NULL;
}

/* Adds a field at the end of the model's table. */
static void add_field(struct registry *r, int at, const struct field *f)
{
	const struct model *old = r->model[at];
	struct field *fields = keep(r, xcalloc((size_t)old->n + 1, sizeof *fields));
	struct model *m = keep(r, xmalloc(sizeof *m));

	memcpy(fields, old->fields, (size_t)old->n * sizeof *fields);
	fields[old->n] = *f;
	*m = *old;
	m->fields = fields;
	m->n = old->n + 1;
	r->model[at] = m;
}

/* The slots but one; NULL where none is left. */
static const int *without(struct registry *r, const int *slots, int slot)
{
	int n = 0, left = 0, *out;

	while (slots[n])
		n++;
	out = keep(r, xcalloc((size_t)n + 1, sizeof *out));
	for (int i = 0; i < n; i++)
		if (slots[i] != slot)
			out[left++] = slots[i];
	return left ? out : NULL;
}

/* A hidden field has no place in the forms; a part of the form that had no other goes with it. */
static void take_from_forms(struct registry *r, struct model *m, int slot)
{
	struct section *parts;
	int n = 0, left = 0;

	while (m->sections && m->sections[n].label)
		n++;
	if (n) {
		parts = keep(r, xcalloc((size_t)n + 1, sizeof *parts));
		for (int i = 0; i < n; i++) {
			parts[left] = m->sections[i];
			parts[left].slots = without(r, m->sections[i].slots, slot);
			left += parts[left].slots != NULL;
		}
		parts[left] = (struct section){ 0 };
		m->sections = parts;
	}
	if (m->quick)
		m->quick = without(r, m->quick, slot);
}

void registry_mark(struct registry *r, const struct model *m, int slot, unsigned flags)
{
	for (int i = 0; i < r->n; i++) {
		struct field *fields;
		struct model *copy;

		if (r->model[i]->no != m->no)
			continue;
		fields = keep(r, xcalloc((size_t)m->n, sizeof *fields));
		copy = keep(r, xmalloc(sizeof *copy));
		memcpy(fields, r->model[i]->fields, (size_t)m->n * sizeof *fields);
		fields[slot].flags |= flags;
		if (flags & F_CONCEALED)
			fields[slot].flags &= ~(unsigned)(F_LIST | F_REQUIRED);
		*copy = *r->model[i];
		copy->fields = fields;
		if (flags & F_CONCEALED && copy->amount == slot)
			copy->amount = 0;
		if (flags & F_CONCEALED)
			take_from_forms(r, copy, slot);
		r->model[i] = copy;
	}
}

static void load_row(struct registry *r, struct stmt *st)
{
	const char *model = st_get_text(st, 2);
	struct field f = { .no = OWN_FIRST_NO + (int)st_get_int(st, 0), .type = (enum field_type)(st_get_int(st, 4) - 1) };

	for (int i = 0; i < r->n; i++) {
		if (strcmp(r->model[i]->name, model) != 0)
			continue;
		f.name = keep_text(r, st, 1);
		f.label = keep_text(r, st, 3);
		f.choice = st_get_text(st, 5) ? own_choices(r, st_get_text(st, 5)) : NULL;
		f.ref = keep_text(r, st, 6);
		f.flags = F_OWN | F_EXTRA | (st_get_int(st, 7) ? F_REQUIRED : 0);
		if (f.type == FT_TEXT || f.type == FT_NOTE)
			f.flags |= F_SEARCH;
		f.help = keep_text(r, st, 8);
		add_field(r, i, &f);
	}
}

enum rc registry_load_own(struct registry *r, struct db *db, struct err *err)
{
	struct stmt *st = db_prep(db, "SELECT id, name, model, label, type, choices, refers_to, required, help FROM field "
				      "WHERE trashed_at IS NULL AND active ORDER BY id");
	int got;

	constant_models(r);
	while ((got = st_step(st, err)) > 0)
		load_row(r, st);
	st_done(st);
	return got < 0 ? err->rc : RC_OK;
}

int registry_count(const struct registry *r)
{
	return r->n;
}

const struct model *registry_at(const struct registry *r, int i)
{
	assert(i >= 0 && i < r->n);
	return r->model[i];
}

const struct preset *registry_day(const struct registry *r, const struct model **m)
{
	for (int i = 0; i < registry_count(r); i++) {
		*m = registry_at(r, i);
		for (int k = 0; k < (*m)->n_presets; k++)
			if ((*m)->presets[k].day)
				return &(*m)->presets[k];
	}
	return NULL;
}

const struct model *registry_find(const struct registry *r, const char *name)
{
	for (int i = 0; i < r->n; i++) { /* asked for every reference of every row: most names differ in their first letter */
		const char *known = r->model[i]->name;

		if (*known == *name && strcmp(known, name) == 0)
			return r->model[i];
	}
	for (int i = 0; i < r->n; i++)
		if (fold_eq(r->model[i]->plural, name) || fold_eq(r->model[i]->label, name) ||
			fold_eq(_(r->model[i]->plural), name) || fold_eq(_(r->model[i]->label), name))
			return r->model[i];
	return NULL;
}

const struct model *registry_no(const struct registry *r, int no)
{
	for (int i = 0; i < r->n; i++)
		if (r->model[i]->no == no)
			return r->model[i];
	return NULL;
}

int model_slot(const struct model *m, const char *name)
{
	for (int i = 0; i < m->n; i++)
		if (strcmp(m->fields[i].name, name) == 0 && !(m->fields[i].flags & F_CONCEALED))
			return i;
	return -1;
}

int model_slot_no(const struct model *m, int field_no)
{
	for (int i = 0; i < m->n; i++)
		if (m->fields[i].no == field_no)
			return i;
	return -1;
}

static const struct model *follow(const struct registry *r, const struct field *f)
{
	switch (field_kind(f)) {
	case FT_REF:
	case FT_REFS:
	case FT_LINES: return f->ref ? registry_find(r, f->ref) : NULL;
	default: return NULL;
	}
}

enum rc path_parse(const struct registry *r, const struct model *m, const char *text, struct path *out, struct err *err)
{
	const char *p = text;

	out->n = 0;
	for (;;) {
		size_t len = strcspn(p, ".");
		char word[80];
		int slot;

		snprintf(word, sizeof word, "%.*s", (int)len, p);
		slot = model_slot(m, word);
		if (slot < 0)
			return fail_at(err, RC_INVALID, (int)(p - text), _("%s has no field \"%s\": crm fields %s lists them"),
				m->name, word, m->name);
		if (out->n == (int)COUNT(out->slot))
			return fail_at(err, RC_INVALID, (int)(p - text), _("\"%s\" goes through too many records"), text);
		out->slot[out->n] = slot;
		out->model[out->n++] = m;
		if (!p[len])
			return RC_OK;
		m = follow(r, &m->fields[slot]);
		if (!m)
			return fail_at(err, RC_INVALID, (int)(p - text), _("\"%s\" is no reference: nothing can follow its dot"), word);
		p += len + 1;
	}
}

const struct field *path_field(const struct path *p)
{
	return &p->model[p->n - 1]->fields[p->slot[p->n - 1]];
}

void registry_related(const struct registry *r, const struct model *m,
	void (*fn)(void *ctx, const struct model *from, int slot), void *ctx)
{
	for (int i = 0; i < r->n; i++)
		for (int slot = 0; slot < r->model[i]->n; slot++) {
			const struct field *f = &r->model[i]->fields[slot];
			bool here = (f->type == FT_REF || f->type == FT_REFS) ? str_eq(f->ref, m->name) : f->type == FT_ANYREF;

			if (here && !(f->flags & F_NO_RELATED))
				fn(ctx, r->model[i], slot);
		}
}
