/* Writing a record: its row, its sets, the journal. */
#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "column.h"
#include "record/audit.h"
#include "record/memo.h"
#include "record/session.h"
#include "record/rights.h"
#include "save_private.h"
#include "statement.h"
#include "step.h"

static bool is_set(const struct field *f)
{
	return f->type == FT_REFS || f->type == FT_CHOICES;
}

static void bind_key(struct stmt *st, int i, const struct value *v)
{
	struct str key = STR_INIT;

	if (v->kind == VAL_TEXT) {
		sort_key(v->s, (size_t)v->n, &key);
		st_textn(st, i, key.s, key.len);
		str_free(&key);
	} else {
		st_null(st, i);
	}
}

static char *make_insert(const struct model *m)
{
	struct str sql = STR_INIT, marks = STR_INIT;
	char buf[16];

	str_addf(&sql, "INSERT INTO \"%s\"(id", m->name);
	str_add(&marks, "?");
	for (int slot = SYS_ID + 1; slot < m->n; slot++)
		if (field_stored(&m->fields[slot])) {
			str_addf(&sql, ", \"%s\"", field_column(&m->fields[slot], buf));
			str_add(&marks, ", ?");
			if (field_has_key(m, slot)) {
				str_addf(&sql, ", \"%s_k\"", m->fields[slot].name);
				str_add(&marks, ", ?");
			}
		}
	str_addf(&sql, ") VALUES (%s)", marks.s);
	str_free(&marks);
	return str_take(&sql);
}

/* Made once per type: an import writes a million of them. A type that got an own field is another pointer. */
static const char *insert_sql(struct session *s, const struct model *m)
{
	for (int i = 0; i < s->n_inserts; i++)
		if (s->insert[i].model == m)
			return s->insert[i].sql;
	GROW(s->insert, s->n_inserts, s->cap_inserts);
	s->insert[s->n_inserts] = (struct insert_sql){ m, make_insert(m) };
	return s->insert[s->n_inserts++].sql;
}

static enum rc insert(struct save_ctx *c, struct err *err)
{
	const struct model *m = c->sv.model;
	struct stmt *st = db_prep(c->s->db, insert_sql(c->s, m));
	int i = 1;
	enum rc rc;

	if (c->opt && c->opt->as_id)
		st_int(st, i++, c->opt->as_id);
	else
		st_null(st, i++);
	for (int slot = SYS_ID + 1; slot < m->n; slot++)
		if (field_stored(&m->fields[slot])) {
			st_value(st, i++, &c->sv.after->val[slot]);
			if (field_has_key(m, slot))
				bind_key(st, i++, &c->sv.after->val[slot]);
		}
	rc = st_run(st, err);
	c->sv.after->id = db_last_id(c->s->db);
	c->sv.after->val[SYS_ID] = VALUE_INT(c->sv.after->id);
	return rc;
}

/* Version and time move with every change that is not quiet; undo moves them too, since the record did change. */
static void touch(struct save_ctx *c)
{
	const struct save *sv = &c->sv;

	for (int slot = SYS_ID + 1; slot < sv->model->n; slot++)
		if (!(sv->model->fields[slot].flags & F_QUIET) && sv->model->fields[slot].type != FT_FORMULA &&
			save_changed(sv, slot)) {
			sv->after->val[SYS_VERSION] = VALUE_INT(rec_int(sv->before, SYS_VERSION) + 1);
			sv->after->val[SYS_UPDATED_AT] = VALUE_INT(sv->step->at);
			return;
		}
}

static enum rc update(struct save_ctx *c, struct err *err)
{
	const struct save *sv = &c->sv;
	const struct model *m = sv->model;
	struct str sql = STR_INIT;
	struct stmt *st;
	char buf[16];
	int i = 1;
	enum rc rc;

	touch(c);
	str_addf(&sql, "UPDATE \"%s\" SET ", m->name);
	for (int slot = SYS_ID + 1; slot < m->n; slot++)
		if (field_stored(&m->fields[slot]) && save_changed(sv, slot)) {
			str_addf(&sql, "%s\"%s\" = ?", i > 1 ? ", " : "", field_column(&m->fields[slot], buf));
			i++;
			if (field_has_key(m, slot))
				str_addf(&sql, ", \"%s_k\" = ?", m->fields[slot].name);
		}
	str_add(&sql, " WHERE id = ?");
	if (i == 1) {
		str_free(&sql);
		return RC_OK;
	}
	st = db_prep(c->s->db, sql.s);
	i = 1;
	for (int slot = SYS_ID + 1; slot < m->n; slot++)
		if (field_stored(&m->fields[slot]) && save_changed(sv, slot)) {
			st_value(st, i++, &sv->after->val[slot]);
			if (field_has_key(m, slot))
				bind_key(st, i++, &sv->after->val[slot]);
		}
	st_int(st, i, sv->after->id);
	rc = st_run(st, err);
	str_free(&sql);
	return rc;
}

static enum rc link_row(struct save_ctx *c, int slot, int64_t to, bool add, bool journal, struct err *err)
{
	struct save *sv = &c->sv;
	struct value gone = add ? VALUE_NULL : VALUE_INT(to), come = add ? VALUE_INT(to) : VALUE_NULL;
	enum rc rc;

	rc = db_run(c->s->db, err,
		add ? "INSERT OR IGNORE INTO link VALUES (?1, ?2, ?3)"
		    : "DELETE FROM link WHERE field = ?1 AND from_id = ?2 AND to_id = ?3",
		"iii", FIELD_KEY(sv->model, slot), sv->after->id, to);
	if (rc == RC_OK && journal)
		rc = step_change(sv->step, REF_MAKE(sv->model->no, sv->after->id), sv->model->fields[slot].no, &gone, &come, err);
	return rc;
}

/* Members added and taken are journalled one by one, so that two people's additions both stay. */
static enum rc write_set(struct save_ctx *c, int slot, struct err *err)
{
	static const struct value none = { .kind = VAL_NULL };
	const struct save *sv = &c->sv;
	const struct value *old = sv->before ? &sv->before->val[slot] : &none, *now = &sv->after->val[slot];
	enum rc rc = RC_OK;

	for (int i = 0; old->kind == VAL_SET && i < old->n && rc == RC_OK; i++)
		if (!set_has(now, old->set[i]))
			rc = link_row(c, slot, old->set[i], false, true, err);
	for (int i = 0; now->kind == VAL_SET && i < now->n && rc == RC_OK; i++)
		if (!set_has(old, now->set[i]))
			rc = link_row(c, slot, now->set[i], true, sv->before != NULL, err);
	return rc;
}

static bool journalled(const struct field *f, int slot)
{
	return field_stored(f) && slot != SYS_VERSION && slot != SYS_UPDATED_AT;
}

enum rc save_write(struct save_ctx *c, struct err *err)
{
	static const struct value none = { .kind = VAL_NULL };
	struct save *sv = &c->sv;
	const struct model *m = sv->model;
	enum rc rc = sv->before ? update(c, err) : insert(c, err);
	int64_t ref = REF_MAKE(m->no, sv->after->id);

	memo_written(c->s, m->no);
	/* a creation is one row: what it held then is the first old value after it, or what it holds now */
	if (rc == RC_OK && !sv->before)
		rc = step_change(sv->step, ref, JOURNAL_CREATED, &none, &none, err);
	for (int slot = SYS_ID + 1; slot < m->n && rc == RC_OK; slot++) {
		const struct field *f = &m->fields[slot];

		if (!save_changed(sv, slot))
			continue;
		if (is_set(f))
			rc = write_set(c, slot, err);
		else if (sv->before && journalled(f, slot))
			rc = step_change(sv->step, ref, f->no, &sv->before->val[slot], &sv->after->val[slot], err);
	}
	return rc;
}

/* A record that hangs on another by a reference to any record has no being of its own: it goes along, through the trash, so
 * that what is derived from it follows. */
static enum rc purge_one(struct session *s, const struct model *m, int64_t id, struct err *err)
{
	char sql[160];
	struct step st;
	enum rc rc = RC_OK;

	snprintf(sql, sizeof sql, "SELECT count(*) FROM \"%s\" WHERE id = ?1 AND trashed_at IS NULL", m->name);
	if (db_get_int(s->db, 0, sql, "i", id)) {
		rc = step_open(s, _("purged with what it belongs to"), &st, err);
		rc = rc == RC_OK ? step_close(&st, record_trash(s, &st, m, id, err), err) : rc;
	}
	return rc == RC_OK ? record_purge(s, m, id, err) : rc;
}

static enum rc purge_children_of(struct session *s, int64_t ref, const struct model *m, int slot, struct err *err)
{
	char sql[160], col[16];
	int64_t child;
	enum rc rc = RC_OK;

	snprintf(sql, sizeof sql, "SELECT min(id) FROM \"%s\" WHERE \"%s\" = ?1", m->name, field_column(&m->fields[slot], col));
	while (rc == RC_OK && (child = db_get_int(s->db, 0, sql, "i", ref)))
		rc = purge_one(s, m, child, err);
	return rc;
}

static enum rc purge_children(struct session *s, int64_t ref, struct err *err)
{
	enum rc rc = RC_OK;

	for (int i = 0; i < registry_count(s->reg) && rc == RC_OK; i++) {
		const struct model *m = registry_at(s->reg, i);

		for (int slot = SYS_N; slot < m->n && rc == RC_OK; slot++)
			/* what the program itself noted outlives what it was noted about */
			if (m->fields[slot].type == FT_ANYREF && !(m->flags & M_FIXED))
				rc = purge_children_of(s, ref, m, slot, err);
	}
	return rc;
}

enum rc record_purge(struct session *s, const struct model *m, int64_t id, struct err *err)
{
	char sql[160];
	enum rc rc = authz(s, V_CONFIGURE, m, id, NO_FIELD, err);

	if (rc == RC_OK)
		rc = db_begin(s->db, err);
	if (rc != RC_OK)
		return rc;
	snprintf(sql, sizeof sql, "SELECT count(*) FROM \"%s\" WHERE id = ?1 AND trashed_at IS NOT NULL", m->name);
	if (!db_get_int(s->db, 0, sql, "i", id))
		rc = fail(err, RC_NOT_FOUND, NO_FIELD, _("no %s %" PRId64 " in the trash"), m->name, id);
	if (rc == RC_OK)
		rc = purge_children(s, REF_MAKE(m->no, id), err);
	snprintf(sql, sizeof sql, "DELETE FROM \"%s\" WHERE id = ?1", m->name);
	if (rc == RC_OK)
		rc = db_run(s->db, err, "DELETE FROM link WHERE from_id = ?1 AND field >> 16 = ?2", "ii", id, (int64_t)m->no);
	if (rc == RC_OK)
		rc = db_run(s->db, err, sql, "i", id);
	memo_clear(s);
	db_allow_journal(s->db, true);
	if (rc == RC_OK)
		rc = db_run(s->db, err, "DELETE FROM change WHERE ref = ?1", "i", REF_MAKE(m->no, id));
	db_allow_journal(s->db, false);
	if (rc == RC_OK)
		rc = audit_write(s, AUDIT_PURGED, REF_MAKE(m->no, id), 0, m->name, err);
	if (rc == RC_OK)
		rc = db_run(s->db, err, "INSERT OR REPLACE INTO tombstone(ref) VALUES (?1)", "i", REF_MAKE(m->no, id));
	return db_end(s->db, rc, err);
}
