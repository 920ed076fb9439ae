#include "record/record.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "column.h"
#include "record/rights.h"
#include "rights_private.h"
#include "sql.h"
#include "statement.h"
#include "value_words.h"

void st_value(struct stmt *st, int i, const struct value *v)
{
	if (v->kind == VAL_INT)
		st_int(st, i, v->i);
	else if (v->kind == VAL_TEXT)
		st_textn(st, i, v->s, (size_t)v->n);
	else
		st_null(st, i);
}

struct value st_get_value(struct stmt *st, int col, struct arena *a)
{
	const char *s;
	size_t n;

	switch (st_kind(st, col)) {
	case ST_NULL: return VALUE_NULL;
	case ST_NUMBER: return VALUE_INT(st_get_int(st, col));
	default: break;
	}
	s = st_get_text(st, col);
	n = st_get_len(st, col);
	return (struct value){ .kind = VAL_TEXT, .n = (int)n, .s = arena_strndup(a, s, n) };
}

void st_bind_clock(struct session *s, struct stmt *st)
{
	char today[11];

	date_iso(date_today(), today);
	st_named_int(st, ":now", clock_now());
	st_named_text(st, ":today", today);
	st_named_int(st, ":me", s->user);
}

static bool is_set(const struct field *f)
{
	return f->type == FT_REFS || f->type == FT_CHOICES;
}

enum rc record_load_set(struct session *s, const struct model *m, int slot, int64_t id, struct arena *a, struct value *out,
	struct err *err)
{
	struct stmt *st = db_prep(s->db, "SELECT to_id FROM link WHERE field = ?1 AND from_id = ?2");
	int64_t *ids = NULL;
	int n = 0, cap = 0, got;

	st_int(st, 1, FIELD_KEY(m, slot));
	st_int(st, 2, id);
	while ((got = st_step(st, err)) > 0) {
		GROW(ids, n, cap);
		ids[n++] = st_get_int(st, 0);
	}
	st_done(st);
	*out = value_set(ids, n, a);
	free(ids);
	return got < 0 ? err->rc : RC_OK;
}

static enum rc load_sets(struct session *s, struct record *r, struct arena *a, struct err *err)
{
	enum rc rc = RC_OK;

	for (int slot = SYS_N; slot < r->model->n && rc == RC_OK; slot++)
		if (is_set(&r->model->fields[slot]))
			rc = record_load_set(s, r->model, slot, r->id, a, &r->val[slot], err);
	return rc;
}

static void select_sql(struct sql *q, const struct model *m, int64_t id, bool formulas)
{
	char buf[16];

	sql_add(q, "SELECT t.id");
	for (int slot = SYS_ID + 1; slot < m->n; slot++) {
		const struct field *f = &m->fields[slot];

		if (field_stored(f)) {
			sql_addf(q, ", t.\"%s\"", field_column(f, buf));
		} else if (f->type == FT_FORMULA && formulas) {
			sql_add(q, ", ");
			field_expr(q, m, slot, "t");
		}
	}
	sql_addf(q, " FROM \"%s\" t WHERE t.id = ", m->name);
	sql_int(q, id);
	if (formulas)
		sql_rights(q, m, "t");
}

static struct record *record_alloc(const struct model *m, struct arena *a)
{
	struct record *r = arena_alloc(a, sizeof *r);

	r->model = m;
	r->val = arena_alloc(a, (size_t)m->n * sizeof *r->val);
	return r;
}

static void take_row(struct stmt *st, bool formulas, struct record *r, struct arena *a)
{
	int col = 0;

	for (int slot = 0; slot < r->model->n; slot++) {
		const struct field *f = &r->model->fields[slot];

		if (field_stored(f) || (f->type == FT_FORMULA && formulas))
			r->val[slot] = st_get_value(st, col++, a);
	}
	r->id = r->val[SYS_ID].i;
}

static enum rc load(struct session *s, const struct model *m, int64_t id, bool formulas, struct arena *a, struct record **out,
	struct err *err)
{
	struct err local = ERR_INIT;
	struct record *r = record_alloc(m, a);
	struct sql q;
	struct stmt *st;
	int got;

	sql_init(&q, s);
	select_sql(&q, m, id, formulas);
	st = sql_prep(&q);
	got = st_step(st, err ? err : &local);
	if (got > 0)
		take_row(st, formulas, r, a);
	st_done(st);
	sql_free(&q);
	if (got < 0)
		return err ? err->rc : local.rc;
	if (got == 0)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("no %s %" PRId64), m->name, id);
	*out = r;
	if (load_sets(s, r, a, err) != RC_OK)
		return err ? err->rc : RC_IO;
	for (int slot = SYS_N; slot < m->n && formulas; slot++)
		if (rights_field(s, m, slot) == FIELD_CONCEALED)
			r->val[slot] = VALUE_NULL;
	return RC_OK;
}

enum rc record_load_stored(struct session *s, const struct model *m, int64_t id, struct arena *a, struct record **out,
	struct err *err)
{
	return load(s, m, id, false, a, out, err);
}

enum rc record_load(struct session *s, const struct model *m, int64_t id, struct arena *a, struct record **out, struct err *err)
{
	return load(s, m, id, true, a, out, err);
}

static enum rc default_value(struct session *s, const struct model *m, int slot, struct arena *a, struct value *out,
	struct err *err)
{
	const struct field *f = &m->fields[slot];

	if (strcmp(f->dflt, "me") == 0 && f->type == FT_REF) {
		*out = s->user ? VALUE_INT(s->user) : VALUE_NULL;
		return RC_OK;
	}
	if (strcmp(f->dflt, "now") == 0 && f->type == FT_INSTANT) {
		*out = VALUE_INT(clock_now());
		return RC_OK;
	}
	return value_parse(s, m, slot, f->dflt, a, out, NULL, err);
}

enum rc record_new(struct session *s, const struct model *m, struct arena *a, struct record **out, struct err *err)
{
	struct record *r = record_alloc(m, a);
	enum rc rc = RC_OK;

	for (int slot = SYS_N; slot < m->n && rc == RC_OK; slot++)
		if (m->fields[slot].dflt && m->fields[slot].type != FT_AUTONO) /* there it is the prefix */
			rc = default_value(s, m, slot, a, &r->val[slot], err);
	r->val[SYS_VERSION] = VALUE_INT(1);
	r->val[SYS_ACTIVE] = VALUE_INT(1);
	r->val[SYS_CREATED_AT] = r->val[SYS_UPDATED_AT] = VALUE_INT(clock_now());
	r->val[SYS_CREATED_BY] = s->user ? VALUE_INT(s->user) : VALUE_NULL;
	*out = r;
	return rc;
}

enum tone record_tone(struct session *s, const struct model *m, int64_t id)
{
	const struct field *f = &m->fields[m->tint];
	const struct choice *c;
	struct str sql = STR_INIT;

	if (!m->tint)
		return TONE_NONE;
	str_addf(&sql, "SELECT \"%s\" FROM \"%s\" WHERE id = ?1", f->name, m->name);
	c = choice_by_no(f, db_get_int(s->db, 0, sql.s, "i", id));
	str_free(&sql);
	return c ? c->tone : TONE_NONE;
}

/* Shown with the row that names it, whoever may see it. */
static char *title_shown(struct session *s, const struct model *m, int64_t id)
{
	struct str sql = STR_INIT;
	struct stmt *st;
	char *title = NULL, buf[16];

	str_addf(&sql, "SELECT t.\"%s\" FROM \"%s\" t WHERE t.id = ?1", field_column(&m->fields[m->title], buf), m->name);
	st = db_prep(s->db, sql.s);
	str_free(&sql);
	st_int(st, 1, id);
	if (st_step(st, NULL) > 0)
		title = st_is_null(st, 0) ? xasprintf("#%" PRId64, id) : xstrdup(st_get_text(st, 0));
	st_done(st);
	return title;
}

char *record_title(struct session *s, const struct model *m, int64_t id)
{
	return rights_visible(s, m, id) ? title_shown(s, m, id) : NULL;
}

static const char *title_of(struct session *s, const struct model *to, int64_t id, struct arena *a)
{
	char *t = to ? title_shown(s, to, id) : NULL;
	const char *copy = t ? arena_strdup(a, t) : arena_printf(a, "#%" PRId64, id);

	free(t);
	return copy;
}

const char *const *record_titles(struct session *s, const struct model *m, int slot, const struct value *v, struct arena *a)
{
	const struct field *f = &m->fields[slot];
	const struct model *to = f->ref ? registry_find(s->reg, f->ref) : NULL;
	int n = v->kind == VAL_SET ? v->n : v->kind == VAL_INT ? 1 : 0;
	const char **title = arena_alloc(a, (size_t)(n + 1) * sizeof *title);

	for (int i = 0; i < n; i++) {
		int64_t id = v->kind == VAL_SET ? v->set[i] : v->i;

		if (field_kind(f) == FT_ANYREF)
			title[i] = title_of(s, registry_no(s->reg, REF_MODEL(id)), REF_ID(id), a);
		else
			title[i] = title_of(s, to, id, a);
	}
	return title;
}

static enum rc ambiguous(const struct model *m, const char *text, const int64_t *id, int n, struct err *err)
{
	struct str list = STR_INIT;
	enum rc rc;

	for (int i = 0; i < n; i++)
		str_addf(&list, "%s%" PRId64, i ? ", " : "", id[i]);
	rc = fail(err, RC_INVALID, NO_FIELD, _("several records of type %s are named \"%s\": give the id, one of %s"), m->name, text,
		list.s);
	str_free(&list);
	return rc;
}

/* Looks the text up in one key column; returns the number of ids found, at most cap. */
/* gone: among those in the trash instead. */
static int find_by(struct session *s, const struct model *m, int slot, const char *text, bool gone, int64_t *id, int cap)
{
	struct str sql = STR_INIT, key = STR_INIT;
	struct stmt *st;
	int n = 0;

	sort_key(text, strlen(text), &key);
	str_addf(&sql, "SELECT t.id FROM \"%s\" t WHERE t.\"%s_k\" = ?1 AND t.trashed_at IS %s", m->name, m->fields[slot].name,
		gone ? "NOT NULL" : "NULL");
	rights_where(s, m, "t", &sql);
	str_addf(&sql, " ORDER BY t.id LIMIT %d", cap);
	st = db_prep(s->db, sql.s);
	st_text(st, 1, key.s);
	while (n < cap && st_step(st, NULL) > 0)
		id[n++] = st_get_int(st, 0);
	st_done(st);
	str_free(&sql);
	str_free(&key);
	return n;
}

/* Is it there, and to be seen? One statement for both answers. */
static bool visible(struct session *s, const struct model *m, int64_t id)
{
	struct str sql = STR_INIT;
	bool yes;

	str_addf(&sql, "SELECT 1 FROM \"%s\" t WHERE t.id = ?1", m->name);
	rights_where(s, m, "t", &sql);
	yes = db_get_int(s->db, 0, sql.s, "i", id) != 0;
	str_free(&sql);
	return yes;
}

/* "Anna Evans (#122)" where 122 bears that name. */
static bool find_numbered(struct session *s, const struct model *m, const char *text, int64_t *id)
{
	int64_t no;
	size_t head = title_numbered(text, &no);
	char *title = head && visible(s, m, no) ? record_title(s, m, no) : NULL, *name = xstrndup(text, head);
	bool same = title && fold_eq(title, name);

	if (same)
		*id = no;
	free(title);
	free(name);
	return same;
}

/* One record by its title or another unique text. */
static enum rc find_named(struct session *s, const struct model *m, const char *text, bool gone, int64_t *id, struct err *err)
{
	int64_t found[10];
	int n;

	for (int slot = SYS_N; slot < m->n; slot++)
		if ((m->fields[slot].flags & F_UNIQUE) && field_has_key(m, slot) && slot != m->title &&
			find_by(s, m, slot, text, gone, id, 1))
			return RC_OK;
	n = find_by(s, m, m->title, text, gone, found, COUNT(found));
	if (n == 0)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("no %s named \"%s\""), m->name, text);
	if (n > 1)
		return ambiguous(m, text, found, n, err);
	*id = found[0];
	return RC_OK;
}

enum rc record_find(struct session *s, const struct model *m, const char *text, int64_t *id, struct err *err)
{
	bool number = i64_parse(*text == '#' ? text + 1 : text, id);
	enum rc rc;

	/* a number is an id first, then perhaps a name ("2026"); with # it is nothing but an id */
	if (number) {
		if (*id > 0 && visible(s, m, *id))
			return RC_OK;
		if (*text == '#')
			return fail(err, RC_NOT_FOUND, NO_FIELD, _("no %s %s"), m->name, text);
	}
	if (find_numbered(s, m, text, id))
		return RC_OK;
	rc = find_named(s, m, text, false, id, err);
	return rc == RC_NOT_FOUND && number ? fail(err, RC_NOT_FOUND, NO_FIELD, _("no %s %s"), m->name, text) : rc;
}

enum rc record_find_any(struct session *s, const struct model *m, const char *text, int64_t *id, struct err *err)
{
	enum rc rc = record_find(s, m, text, id, err);
	struct err why = ERR_INIT;

	if (rc != RC_NOT_FOUND || *text == '#' || find_named(s, m, text, true, id, &why) != RC_OK)
		return rc;
	err_clear(err);
	return RC_OK;
}

struct value record_shown(struct session *s, const struct record *r, int slot)
{
	const struct field *f = &r->model->fields[slot];
	struct value v = r->val[slot];

	if (rights_field(s, r->model, slot) == FIELD_CONCEALED)
		return VALUE_NULL;
	if (v.kind == VAL_NULL && r->id && field_stored(f) && f->formula && !f->formula(s, r, &v))
		v = VALUE_NULL;
	return v;
}
