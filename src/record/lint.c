/* The lint of all tables: what the compiler cannot see in rows of constants. */
#include "record/registry.h"

#include <ctype.h>

#include "record/action.h"
#include "record/panel.h"
#include "sql.h"

struct lint {
	const struct registry *r;
	struct str *out;
	int faults;
};

static void fault(struct lint *l, const struct model *m, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static void fault(struct lint *l, const struct model *m, const char *fmt, ...)
{
	va_list ap;

	str_addf(l->out, "%s: ", m->name);
	va_start(ap, fmt);
	str_addv(l->out, fmt, ap);
	va_end(ap);
	str_addc(l->out, '\n');
	l->faults++;
}

static bool identifier(const char *s)
{
	if (!s || !islower((unsigned char)*s))
		return false;
	for (; *s; s++)
		if (!islower((unsigned char)*s) && !isdigit((unsigned char)*s) && *s != '_')
			return false;
	return true;
}

static void lint_choices(struct lint *l, const struct model *m, const struct field *f)
{
	if (!f->choice || !f->choice[0].name) {
		fault(l, m, "%s has no choices", f->name);
		return;
	}
	for (const struct choice *c = f->choice; c->name; c++)
		for (const struct choice *d = f->choice; d < c; d++)
			if (c->no == d->no || strcmp(c->name, d->name) == 0)
				fault(l, m, "%s: choice %s stands twice", f->name, c->name);
}

static void lint_reference(struct lint *l, const struct model *m, const struct field *f)
{
	const struct model *to = f->ref ? registry_find(l->r, f->ref) : NULL;

	if (!to)
		fault(l, m, "%s refers to no record type (%s)", f->name, f->ref ? f->ref : "-");
	else if (f->type == FT_LINES && (!f->via || model_slot(to, f->via) < 0))
		fault(l, m, "%s: %s has no field %s", f->name, to->name, f->via ? f->via : "-");
}

static void lint_field(struct lint *l, const struct model *m, int slot)
{
	const struct field *f = &m->fields[slot];

	if (!identifier(f->name) || !f->label || !*f->label) {
		fault(l, m, "slot %d has no proper name or label", slot);
		return;
	}
	for (int i = 0; i < slot; i++)
		if (m->fields[i].no == f->no || (m->fields[i].name && strcmp(m->fields[i].name, f->name) == 0))
			fault(l, m, "%s: name or number %d stands twice", f->name, f->no);
	if (slot >= SYS_N && f->no < 10)
		fault(l, m, "%s: numbers below 10 belong to the system", f->name);
	if (field_kind(f) == FT_CHOICE || field_kind(f) == FT_CHOICES)
		lint_choices(l, m, f);
	if (f->type == FT_REF || f->type == FT_REFS || f->type == FT_LINES)
		lint_reference(l, m, f);
	if (f->type == FT_FORMULA && !f->sql)
		fault(l, m, "%s: a formula needs its SQL", f->name);
	if ((f->flags & F_UNIQUE) && !field_stored(f))
		fault(l, m, "%s: only stored fields can be unique", f->name);
	if ((f->flags & F_FILTER) && (!field_stored(f) || kind_is_text(f->type) || f->flags & F_OWN))
		fault(l, m, "%s: only short stored fields stand in the index of filters", f->name);
}

static void lint_slots(struct lint *l, const struct model *m, const char *what, const int *slots)
{
	for (; slots && *slots; slots++)
		if (*slots < 0 || *slots >= m->n)
			fault(l, m, "%s names slot %d", what, *slots);
}

static void lint_roles(struct lint *l, const struct model *m)
{
	const int role[] = { m->owner, m->team, m->group, m->rank, m->amount, m->subtitle, m->stars, m->tags, m->signal,
		m->signal_text, m->mark_text, m->sequence, m->folded, m->successors, m->brief, m->in_group,
		m->day, m->start, m->minutes, m->place, m->reminder, m->reply, m->people, m->tint, m->before.when,
		m->before.by };

	if (m->title < SYS_N || m->title >= m->n)
		fault(l, m, "has no title");
	for (size_t i = 0; i < sizeof role / sizeof *role; i++)
		if (role[i] < 0 || role[i] >= m->n)
			fault(l, m, "a role names slot %d", role[i]);
	for (const struct section *s = m->sections; s && s->label; s++)
		lint_slots(l, m, s->label, s->slots);
	if (!m->aside != !m->aside_by || (m->aside_by && model_slot(m, m->aside_by) < 0))
		fault(l, m, "what is put aside needs a field that it is asked for by");
	lint_slots(l, m, "quick create", m->quick);
	for (int i = 0; m->cube && m->cube->dim[i] >= 0; i++)
		if (!field_stored(&m->fields[m->cube->dim[i]]))
			fault(l, m, "the counters need stored fields");
}

static void lint_actions(struct lint *l, const struct model *m)
{
	for (int i = 0; i < m->n_actions; i++) {
		const struct action *a = &m->actions[i];

		if (!identifier(a->name) || !a->label || !a->run)
			fault(l, m, "action %d has no name, label or run", i);
		for (int j = 0; j < i; j++) {
			if (strcmp(m->actions[j].name, a->name) == 0)
				fault(l, m, "action %s stands twice", a->name);
			if (a->key && m->actions[j].key && strcmp(m->actions[j].key, a->key) == 0 && !a->applies)
				fault(l, m, "key %s means %s and %s", a->key, m->actions[j].name, a->name);
		}
	}
}

static void lint_panels(struct lint *l, const struct model *m)
{
	for (int i = 0; i < m->n_panels; i++)
		if (!identifier(m->panels[i].name) || !m->panels[i].label || !m->panels[i].lines)
			fault(l, m, "panel %d has no name, label or lines", i);
}

int registry_lint(const struct registry *r, struct str *out)
{
	struct lint l = { .r = r, .out = out };

	for (int i = 0; i < registry_count(r); i++) {
		const struct model *m = registry_at(r, i);

		if (!identifier(m->name) || !m->label || !m->plural)
			fault(&l, m, "has no proper name, label or plural");
		for (int j = 0; j < i; j++)
			if (registry_at(r, j)->no == m->no || strcmp(registry_at(r, j)->name, m->name) == 0)
				fault(&l, m, "name or number %d stands twice", m->no);
		for (int slot = 0; slot < m->n; slot++)
			lint_field(&l, m, slot);
		lint_roles(&l, m);
		lint_actions(&l, m);
		lint_panels(&l, m);
	}
	return l.faults;
}
