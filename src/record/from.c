#include "from.h"

#include "column.h"

#include <assert.h>
#include <stdio.h>

#include "base/i18n.h"
#include "record/rights.h"
#include "record/session.h"

void from_init(struct from *f, struct sql *q, const struct model *m)
{
	*f = (struct from){ .q = q, .m = m };
}

enum rc from_check(const struct path *p, struct err *err)
{
	for (int i = 0; i + 1 < p->n; i++) {
		const struct field *f = &p->model[i]->fields[p->slot[i]];

		if (field_kind(f) != FT_REF)
			return fail_at(err, RC_INVALID, 0, _("%s holds several records: name it alone, or in criteria"),
				f->name);
	}
	return RC_OK;
}

static const char *alias_of(int join, char buf[16])
{
	if (join < 0)
		return "t";
	snprintf(buf, 16, "j%d", join);
	return buf;
}

/* The join that enters the record `slot` of the parent's row names; each is made once. */
static int enter(struct from *f, int parent, const struct model *m, int slot)
{
	int i;

	for (i = 0; i < f->n; i++)
		if (f->join[i].parent == parent && f->join[i].slot == slot)
			return i;
	assert(f->n < JOINS_MAX);
	f->join[i].parent = parent;
	f->join[i].from = m;
	f->join[i].slot = slot;
	f->join[i].to = registry_find(f->q->s->reg, m->fields[slot].ref);
	f->n++;
	return i;
}

/* The join whose row holds the field at the path's end; -1: the root's. */
static int walk(struct from *f, const struct path *p)
{
	int at = -1;

	for (int i = 0; i + 1 < p->n; i++)
		at = enter(f, at, p->model[i], p->slot[i]);
	return at;
}

/* Opens a CASE that holds only where every record on the way may be seen; false where nothing needs asking. */
static bool open_rights(struct from *f, int join)
{
	struct str where = STR_INIT;
	bool asked;
	char buf[16];

	for (; join >= 0; join = f->join[join].parent)
		rights_where(f->q->s, f->join[join].to, alias_of(join, buf), &where);
	asked = where.len > 0;
	if (asked) {
		sql_add(f->q, "CASE WHEN 1");
		sql_template(f->q, where.s, "t");
		sql_add(f->q, " THEN ");
	}
	str_free(&where);
	return asked;
}

void from_expr(struct from *f, const struct path *p)
{
	int join = walk(f, p);
	bool asked = open_rights(f, join);
	char buf[16], name[16];

	if (f->stored && field_stored(path_field(p)) &&
		rights_field(f->q->s, p->model[p->n - 1], p->slot[p->n - 1]) != FIELD_CONCEALED)
		sql_col(f->q, alias_of(join, buf), field_column(path_field(p), name));
	else
		field_expr(f->q, p->model[p->n - 1], p->slot[p->n - 1], alias_of(join, buf));
	sql_add(f->q, asked ? " END" : "");
}

void from_owner(struct from *f, const struct path *p)
{
	int join = walk(f, p);
	bool asked = open_rights(f, join);
	char buf[16];

	sql_addf(f->q, "%s.id%s", alias_of(join, buf), asked ? " END" : "");
}

void from_title(struct from *f, const struct path *p)
{
	int join = walk(f, p), to = enter(f, join, p->model[p->n - 1], p->slot[p->n - 1]);
	bool asked = open_rights(f, join);
	char buf[16];

	field_expr(f->q, f->join[to].to, f->join[to].to->title, alias_of(to, buf));
	sql_add(f->q, asked ? " END" : "");
}

void from_key_expr(struct from *f, const struct path *p)
{
	const struct model *m;
	int join, slot;
	bool asked;
	char buf[16];

	if (p->n == 0) {
		sql_add(f->q, "t.id");
		return;
	}
	join = walk(f, p);
	m = p->model[p->n - 1];
	slot = p->slot[p->n - 1];
	asked = open_rights(f, join);
	if (field_kind(&m->fields[slot]) == FT_REF) {
		join = enter(f, join, m, slot);
		m = f->join[join].to;
		slot = m->flags & M_COLUMNS && m->sequence ? m->sequence : m->title;
	}
	field_key_expr(f->q, m, slot, alias_of(join, buf));
	sql_add(f->q, asked ? " END" : "");
}

void from_sql(struct from *f)
{
	char buf[16];

	sql_add(f->q, " FROM ");
	if (f->table)
		sql_add(f->q, f->table);
	else
		sql_name(f->q, f->m->name);
	sql_add(f->q, " t");
	for (int i = 0; i < f->n; i++) {
		sql_addf(f->q, " LEFT JOIN \"%s\" j%d ON j%d.id = ", f->join[i].to->name, i, i);
		field_expr(f->q, f->join[i].from, f->join[i].slot, alias_of(f->join[i].parent, buf));
	}
	sql_add(f->q, f->more ? f->more : "");
}
