/* Two more faces of the journal: a record together with what was written about it elsewhere (notes, appointments:
 * whatever refers to it by a reference to any record), and what others did to what is mine since I was here last. */
#include <inttypes.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "record/merge.h"
#include "record/journal.h"
#include "record/record.h"
#include "record/rights.h"
#include "record/session.h"
#include "statement.h"
#include "stream.h"

/* Of one type, so many of the newest belong to the stream: a record that everything refers to stays quick. */
#define KIN_MAX 300
/* A step of thousands of rows (an import) is searched so far for what is mine. */
#define STEP_ROWS 300
#define STEPS_MAX 500

/* ---- a record and what refers to it ---- */

static void add_kin(struct session *s, const struct model *m, int slot, int64_t ref, struct str *json)
{
	struct str sql = STR_INIT;
	struct stmt *st;

	str_addf(&sql, "SELECT id FROM \"%s\" WHERE \"%s\" = ?1 ORDER BY id DESC LIMIT %d", m->name,
		m->fields[slot].name, KIN_MAX);
	st = db_prep(s->db, sql.s);
	st_int(st, 1, ref);
	while (st_step(st, NULL) > 0)
		str_addf(json, ",%" PRId64, REF_MAKE(m->no, st_get_int(st, 0)));
	st_done(st);
	str_free(&sql);
}

/* What was merged into it goes on in it. */
static void add_merged(struct session *s, int64_t ref, struct str *json)
{
	struct str gone = STR_INIT;

	if (merge_refs(s, ref, &gone))
		str_addf(json, ", %s", gone.s);
	str_free(&gone);
}

char *stream_refs(struct session *s, int64_t ref)
{
	struct str json = STR_INIT;

	str_addf(&json, "[%" PRId64, ref);
	for (int i = 0; i < registry_count(s->reg); i++) {
		const struct model *m = registry_at(s->reg, i);

		for (int slot = SYS_N; slot < m->n; slot++)
			if (m->fields[slot].type == FT_ANYREF && !(m->fields[slot].flags & F_OWN))
				add_kin(s, m, slot, ref, &json);
	}
	add_merged(s, ref, &json);
	str_add(&json, "]");
	return str_take(&json);
}

/* ---- what is mine ---- */

static bool is_people(struct session *s, const struct field *f)
{
	return f->ref && strcmp(f->ref, registry_office(s->reg)->user_model) == 0;
}

static bool names_me(struct session *s, const struct record *r)
{
	for (int slot = SYS_N; slot < r->model->n; slot++)
		if (r->model->fields[slot].type == FT_REFS && is_people(s, &r->model->fields[slot]) &&
			r->val[slot].kind == VAL_SET && set_has(&r->val[slot], s->user))
			return true;
	return false;
}

bool journal_names_me(struct session *s, const struct journal_row *row)
{
	struct arena a = ARENA_INIT;
	struct record *r;
	bool names;

	if (row->slot >= 0) {
		const struct field *f = &row->model->fields[row->slot];

		return f->type == FT_REFS && is_people(s, f) && row->now.kind == VAL_INT && row->now.i == s->user;
	}
	names = record_load(s, row->model, REF_ID(row->ref), &a, &r, NULL) == RC_OK && names_me(s, r);
	arena_free(&a);
	return names;
}

/* Owned by me, or I am among the people it names. depth: an appointment is mine when the record it is about is. */
static bool is_mine(struct session *s, int64_t ref, int depth)
{
	const struct model *m = registry_no(s->reg, REF_MODEL(ref));
	struct arena a = ARENA_INIT;
	struct record *r;
	bool mine = false;

	if (m && record_load(s, m, REF_ID(ref), &a, &r, NULL) == RC_OK) {
		mine = (m->owner && rec_int(r, m->owner) == s->user) || names_me(s, r);
		for (int slot = SYS_N; slot < m->n && !mine && depth > 0; slot++)
			if (m->fields[slot].type == FT_ANYREF && rec_has(r, slot))
				mine = is_mine(s, rec_int(r, slot), depth - 1);
	}
	arena_free(&a);
	return mine;
}

/* It was mine until this change: that it went is news too, even where it is not to be seen any more. Then nothing is told of
 * what became of it. */
static bool handed_over(struct session *s, struct journal_row *r)
{
	if (r->slot < 0 || r->model->owner != r->slot || r->old.kind != VAL_INT || r->old.i != s->user)
		return false;
	if (!journal_readable(s, r)) {
		r->label = _("given away");
		r->now = VALUE_NULL;
	}
	return true;
}

/* ---- since I left ---- */

/* The rows of one step that concern me. */
static void take_mine(struct session *s, int64_t step, int limit, struct journal_page *out)
{
	struct stmt *st = db_prep(s->db, JOURNAL_ROWS " WHERE change.step = ?1 ORDER BY change.id DESC LIMIT ?2");
	int64_t last = 0;
	bool mine = false;

	st_int(st, 1, step);
	st_int(st, 2, STEP_ROWS);
	while (out->n < limit && st_step(st, NULL) > 0) {
		struct journal_row *row = &out->row[out->n];

		journal_take(s, st, row, &out->arena);
		if (!row->model)
			continue;
		if (row->ref != last)
			mine = is_mine(s, row->ref, 1);
		last = row->ref;
		out->n += (mine && journal_readable(s, row)) || handed_over(s, row);
	}
	st_done(st);
}

enum rc journal_mine(struct session *s, int64_t after, int limit, struct journal_page *out, struct err *err)
{
	int64_t step[STEPS_MAX];
	int n = 0;
	struct stmt *st;
	enum rc rc = authz(s, V_SEE, registry_at(s->reg, 0), 0, NO_FIELD, err);

	*out = (struct journal_page){ 0 };
	if (rc != RC_OK)
		return rc;
	out->row = arena_alloc(&out->arena, (size_t)(limit + 1) * sizeof *out->row);
	st = db_prep(s->db, "SELECT id FROM step WHERE id > ?1 AND user IS NOT ?2 ORDER BY id DESC LIMIT ?3");
	st_int(st, 1, after);
	st_int(st, 2, s->user);
	st_int(st, 3, STEPS_MAX);
	while (st_step(st, NULL) > 0)
		step[n++] = st_get_int(st, 0);
	st_done(st);
	for (int i = 0; i < n && out->n < limit; i++)
		take_mine(s, step[i], limit, out);
	return RC_OK;
}

int64_t journal_left(struct session *s, int64_t *at)
{
	if (at)
		*at = db_get_int(s->db, 0, "SELECT at FROM seen WHERE user = ?1", "i", s->user);
	return db_get_int(s->db, -1, "SELECT step FROM seen WHERE user = ?1", "i", s->user);
}

enum rc journal_leave(struct session *s, struct err *err)
{
	enum rc rc;

	if (s->view_only)
		return RC_OK; /* it is not the looked-at person who leaves */
	rc = db_begin(s->db, err);
	if (rc != RC_OK)
		return rc;
	rc = db_run(s->db, err,
		"INSERT INTO seen(user, step, at) VALUES (?1, (SELECT coalesce(max(id), 0) FROM step), ?2) "
		"ON CONFLICT(user) DO UPDATE SET step = excluded.step, at = excluded.at",
		"ii", s->user, clock_now());
	return db_end(s->db, rc, err);
}
