/* Running a merge: what referred to the others goes to the master, the others go to the trash, the master takes its
 * values. In this order, so that a merge that is cut off between two transactions of its step has nothing missing and
 * can be done again. No rules run: the result is what the plan showed. */
#include "record/merge.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "column.h"
#include "record/rights.h"
#include "record/save.h"
#include "save_private.h"
#include "statement.h"

struct moving {
	struct session *s;
	struct step *st;
	const struct merge *m;
	int64_t loser;
	const struct model *from; /* the type of the records that refer */
	int slot;                 /* by this field */
};

static bool is_merged(const struct merge *m, const struct model *of, int64_t id)
{
	for (int i = 0; of == m->model && i < m->n; i++)
		if (m->rec[i]->id == id)
			return true;
	return false;
}

/* As undo writes: no rule of the record has a say, and what lies in the trash is reached too. */
static enum rc write_as_is(struct session *s, struct step *st, const struct model *m, int64_t id,
	const struct change *ch, int n, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct record *now;
	enum rc rc = record_load_stored(s, m, id, &a, &now, err);

	if (rc == RC_OK)
		rc = save_put_back(s, st, now, ch, n, err);
	arena_free(&a);
	return rc;
}

/* ---- references ---- */

/* One record that refers. */
static enum rc redirect(const struct moving *k, int64_t id, struct err *err)
{
	const struct field *f = &k->from->fields[k->slot];
	int64_t master = k->m->rec[0]->id;
	struct arena a = ARENA_INIT;
	struct change ch[2] = { { .slot = k->slot }, { .slot = k->slot, .op = CH_ADD } };
	int n = 1;
	enum rc rc;

	if (f->type == FT_REFS) {
		ch[0].op = CH_REMOVE;
		ch[0].val = value_set(&k->loser, 1, &a);
		ch[1].val = value_set(&master, 1, &a);
		n = 2;
	} else {
		ch[0].val = VALUE_INT(f->type == FT_ANYREF ? REF_MAKE(k->m->model->no, master) : master);
	}
	rc = write_as_is(k->s, k->st, k->from, id, ch, n, err);
	arena_free(&a);
	return rc;
}

#define PAGE 256

/* The next records that refer to the loser, after the id. Those in the trash too: they may come back. */
static int next_page(const struct moving *k, bool trash, int64_t after, int64_t id[PAGE])
{
	const struct field *f = &k->from->fields[k->slot];
	struct str sql = STR_INIT;
	struct stmt *st;
	char buf[16];
	int n = 0;

	if (f->type == FT_REFS)
		str_add(&sql, "SELECT from_id FROM link WHERE field = ?4 AND to_id = ?1 AND from_id > ?2 ORDER BY 1 "
			      "LIMIT ?3");
	else
		str_addf(&sql,
			"SELECT id FROM \"%s\" WHERE \"%s\" = ?1 AND id > ?2 AND trashed_at %s ORDER BY id LIMIT ?3",
			k->from->name, field_column(f, buf), trash ? "IS NOT NULL" : "IS NULL");
	st = db_prep(k->s->db, sql.s);
	st_int(st, 1, f->type == FT_ANYREF ? REF_MAKE(k->m->model->no, k->loser) : k->loser);
	st_int(st, 2, after);
	st_int(st, 3, PAGE);
	if (f->type == FT_REFS)
		st_int(st, 4, FIELD_KEY(k->from, k->slot));
	while (n < PAGE && st_step(st, NULL) > 0)
		id[n++] = st_get_int(st, 0);
	st_done(st);
	str_free(&sql);
	return n;
}

static enum rc move_some(const struct moving *k, bool trash, struct err *err)
{
	int64_t id[PAGE], after = 0;
	enum rc rc = RC_OK;
	int n;

	do {
		n = next_page(k, trash, after, id);
		for (int i = 0; i < n && rc == RC_OK; i++)
			if (!is_merged(k->m, k->from, id[i]))
				rc = redirect(k, id[i], err);
		after = n ? id[n - 1] : after;
		if (rc == RC_OK)
			rc = step_breathe(k->st, err);
	} while (n == PAGE && rc == RC_OK);
	return rc;
}

static bool refers(const struct model *from, int slot, const struct model *to)
{
	const struct field *f = &from->fields[slot];

	if (slot < SYS_N || (from == to && slot == to->merge->into))
		return false;
	return f->type == FT_ANYREF || ((f->type == FT_REF || f->type == FT_REFS) && str_eq(f->ref, to->name));
}

static enum rc move_references(struct session *s, struct step *st, const struct merge *m, struct err *err)
{
	struct moving k = { .s = s, .st = st, .m = m };
	enum rc rc = RC_OK;

	for (int i = 0; i < registry_count(s->reg) && rc == RC_OK; i++) {
		k.from = registry_at(s->reg, i);
		for (k.slot = SYS_N; k.slot < k.from->n && rc == RC_OK; k.slot++)
			for (int r = 1; r < m->n && rc == RC_OK && refers(k.from, k.slot, m->model); r++) {
				k.loser = m->rec[r]->id;
				rc = move_some(&k, false, err);
				if (rc == RC_OK && k.from->fields[k.slot].type != FT_REFS)
					rc = move_some(&k, true, err);
			}
	}
	return rc;
}

/* ---- the records themselves ---- */

static enum rc put_away(struct session *s, struct step *st, const struct merge *m, struct err *err)
{
	struct change ch[] = {
		{ .slot = m->model->merge->into, .val = VALUE_INT(m->rec[0]->id) },
		{ .slot = SYS_TRASHED_AT, .val = VALUE_INT(st->at) },
	};
	enum rc rc = RC_OK;

	for (int i = 1; i < m->n && rc == RC_OK; i++)
		rc = write_as_is(s, st, m->model, m->rec[i]->id, ch, 2, err);
	return rc;
}

static enum rc fill_master(struct session *s, struct step *st, const struct merge *m, struct err *err)
{
	int64_t id = m->rec[0]->id;
	struct change *ch = xcalloc((size_t)m->model->n, sizeof *ch);
	int n = 0;
	enum rc rc;

	for (int slot = SYS_N; slot < m->model->n; slot++)
		if (merge_has(m->model, slot) && !value_eq(&m->field[slot].val, &m->rec[0]->val[slot]))
			ch[n++] = (struct change){ .slot = slot, .val = m->field[slot].val };
	rc = write_as_is(s, st, m->model, id, ch, n, err);
	free(ch);
	return rc;
}

/* The plan was made from records as they were then. */
static enum rc still_so(struct session *s, const struct merge *m, struct err *err)
{
	char sql[120];

	snprintf(sql, sizeof sql, "SELECT version FROM \"%s\" WHERE id = ?1 AND trashed_at IS NULL", m->model->name);
	for (int i = 0; i < m->n; i++) {
		if (authz(s, V_EDIT, m->model, m->rec[i]->id, NO_FIELD, err) != RC_OK)
			return err->rc;
		if (db_get_int(s->db, -1, sql, "i", m->rec[i]->id) != rec_int(m->rec[i], SYS_VERSION))
			return fail(err, RC_CONFLICT, NO_FIELD,
				_("%s %" PRId64 " was changed meanwhile: look at what becomes of it again"),
				m->model->name, m->rec[i]->id);
	}
	return RC_OK;
}

/* ---- what was merged, in words ---- */

static void tell_field(struct session *s, const struct merge *m, int i, int slot, struct str *out)
{
	const struct value *v = &m->rec[i]->val[slot];
	size_t before;

	if (!merge_has(m->model, slot) || v->kind == VAL_NULL || value_eq(v, &m->field[slot].val) ||
		m->field[slot].from == MERGE_MADE || m->model->fields[slot].flags & F_HIDDEN)
		return;
	str_addf(out, "%s: ", _(m->model->fields[slot].label));
	before = out->len;
	value_show(s, m->model, slot, v, NULL, SHOW_LIST, out);
	str_addc(out, '\n');
	if (out->len == before + 1)
		str_cut(out, before);
}

/* Which they were in the first line, which is the note's title; then what each held that the master does not hold now.
 */
static void tell(struct session *s, const struct merge *m, struct str *out)
{
	str_add(out, _("merged into this one: "));
	for (int i = 1; i < m->n; i++)
		str_addf(out, "%s%s #%" PRId64, i > 1 ? ", " : "", rec_text(m->rec[i], m->model->title), m->rec[i]->id);
	for (int i = 1; i < m->n; i++) {
		size_t head = out->len, body;

		str_addf(out, "\n\n%s #%" PRId64 "\n", rec_text(m->rec[i], m->model->title), m->rec[i]->id);
		body = out->len;
		for (int slot = SYS_N; slot < m->model->n; slot++)
			if (slot != m->model->title)
				tell_field(s, m, i, slot, out);
		str_cut(out, out->len == body ? head : out->len - 1);
	}
}

enum rc merge_run(struct session *s, struct step *st, struct merge *m, struct err *err)
{
	struct str text = STR_INIT;
	struct err local = ERR_INIT;
	enum rc rc;

	err = err ? err : &local;
	rc = still_so(s, m, err);

	/* who may change the merged ones may have what names them follow, whosever that is */
	rights_rule(s);
	if (rc == RC_OK)
		rc = move_references(s, st, m, err);
	if (rc == RC_OK)
		rc = put_away(s, st, m, err);
	rights_unrule(s);
	if (rc == RC_OK)
		rc = fill_master(s, st, m, err);
	if (rc == RC_OK && m->model->merge->keep) {
		tell(s, m, &text);
		rc = m->model->merge->keep(s, st, REF_MAKE(m->model->no, m->rec[0]->id), text.s, err);
	}
	str_free(&text);
	return rc;
}

enum rc merge_do(struct session *s, struct merge *m, struct str *said, struct err *err)
{
	char label[200];
	struct step st;
	enum rc rc = step_open(s, _("merged"), &st, err);

	if (rc != RC_OK)
		return rc;
	rc = merge_run(s, &st, m, err);
	if (rc == RC_OK) {
		char *title = record_title(s, m->model, m->rec[0]->id);

		snprintf(label, sizeof label, _("merged %d into %.150s"), m->n - 1, title ? title : "?");
		step_label(&st, label);
		if (said)
			str_add(said, label);
		free(title);
	}
	return step_close(&st, rc, err);
}

/* ---- read back ---- */

#define CHAIN 1000 /* of one record: more are not told apart in its timeline */

bool merge_refs(struct session *s, int64_t ref, struct str *out)
{
	const struct model *m = registry_no(s->reg, REF_MODEL(ref));
	char sql[400], into[64];
	struct stmt *st;
	int n = 0;

	if (!m || !m->merge)
		return false;
	snprintf(into, sizeof into, "%s", m->fields[m->merge->into].name);
	/* UNION, so that a ring ends */
	snprintf(sql, sizeof sql,
		"WITH RECURSIVE gone(id) AS (SELECT id FROM \"%s\" WHERE \"%s\" = ?1 AND trashed_at IS NOT NULL UNION "
		"SELECT t.id FROM \"%s\" t JOIN gone ON t.\"%s\" = gone.id WHERE t.trashed_at IS NOT NULL) "
		"SELECT id FROM gone LIMIT %d",
		m->name, into, m->name, into, CHAIN);
	st = db_prep(s->db, sql);
	st_int(st, 1, REF_ID(ref));
	while (st_step(st, NULL) > 0)
		str_addf(out, "%s%" PRId64, n++ ? ", " : "", REF_MAKE(m->no, st_get_int(st, 0)));
	st_done(st);
	return n > 0;
}
