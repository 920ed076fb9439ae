/* Undo and redo: themselves steps. Per field, where the current value is what the step wrote; the rest is left. */
#include "record/journal.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "bulk.h"
#include "record/rights.h"
#include "record/search.h"
#include "record/session.h"
#include "save_private.h"
#include "statement.h"
#include "step.h"

struct back {
	const struct undo_watch *watch; /* NULL: nobody looks */
	int64_t done, total;            /* change rows */
	bool stopped;
	struct session *s;
	struct step *st;
	struct undo_result *out;
	int64_t undone; /* the step */
};

/* One change row of the step, newest first. */
struct change_row {
	int64_t id, ref;
	int field;
	struct value old, now;
};

static bool is_set(const struct field *f)
{
	return f->type == FT_REFS || f->type == FT_CHOICES;
}

/* Whether anybody changed the record after the step (undone changes and this session's own undo do not count). */
static bool changed_since(struct back *b, int64_t ref)
{
	return db_get_int(b->s->db, 0,
		       "SELECT 1 FROM change JOIN step ON step.id = change.step WHERE ref = ?1 AND step > ?2 AND step <> ?3 "
		       "AND step.kind = 0 AND step.state = 0 AND step.user IS NOT ?4 LIMIT 1",
		       "iiii", ref, b->undone, b->st->id, b->s->user) != 0;
}

/* The change that takes the row back, or false when the field holds something else by now. */
static bool take_back(const struct record *cur, int slot, const struct change_row *row, struct change *ch, struct arena *a)
{
	const struct field *f = &cur->model->fields[slot];

	*ch = (struct change){ .slot = slot };
	if (is_set(f)) {
		bool added = row->old.kind == VAL_NULL;
		int64_t member = added ? row->now.i : row->old.i;

		ch->op = added ? CH_REMOVE : CH_ADD;
		ch->val = value_set(&member, 1, a);
		return set_has(&cur->val[slot], member) == added;
	}
	ch->val = row->old;
	/* being in the trash is one state, whenever it was put there */
	if (slot == SYS_TRASHED_AT)
		return (cur->val[slot].kind == VAL_NULL) == (row->now.kind == VAL_NULL);
	return value_eq(&cur->val[slot], &row->now);
}

/* An undo that was stopped goes on: what it put back is no change of somebody's. */
static bool is_back(const struct record *cur, int slot, const struct change_row *row)
{
	if (is_set(&cur->model->fields[slot]))
		return true;
	return value_eq(&cur->val[slot], &row->old);
}

/* Several rows of one field within one step: only the oldest `old` counts, and the newest `now` must stand. Rows come
 * newest first, so a later row of the same field continues the first. */
static int find_slot(const struct change *ch, int n, int slot)
{
	for (int i = 0; i < n; i++)
		if (ch[i].slot == slot && ch[i].op == CH_SET)
			return i;
	return -1;
}

/* Whether the changes put the record into the trash: it was made by the step. */
static bool gone(const struct change *ch, int n)
{
	for (int i = 0; i < n; i++)
		if (ch[i].slot == SYS_TRASHED_AT)
			return ch[i].val.kind != VAL_NULL;
	return false;
}

/* What the person may not do is left and counted, like what others changed since. */
static enum rc put_back(struct back *b, const struct record *cur, const struct change *ch, int n, struct err *err)
{
	struct err why = ERR_INIT;
	enum rc rc = db_save_begin(b->s->db, err);

	if (rc != RC_OK)
		return rc;
	rc = db_save_end(b->s->db, save_put_back(b->s, b->st, cur, ch, n, &why), &why);
	if (rc == RC_DENIED || rc == RC_NOT_FOUND) {
		b->out->kept++;
		return RC_OK;
	}
	if (rc != RC_OK) {
		*err = why;
		return rc;
	}
	/* from the last to the first: the first one stays, before it one that is there and not in the trash now */
	if (!b->out->ref || !gone(ch, n))
		b->out->ref = REF_MAKE(cur->model->no, cur->id);
	b->out->records++;
	return RC_OK;
}

static enum rc back_record(struct back *b, const struct change_row *row, int n, struct arena *a, struct err *err)
{
	const struct model *m = registry_no(b->s->reg, REF_MODEL(row->ref));
	struct change *ch = arena_alloc(a, (size_t)n * sizeof *ch);
	struct record *cur;
	int k = 0;
	bool kept = false;

	if (!m || record_load_stored(b->s, m, REF_ID(row->ref), a, &cur, NULL) != RC_OK) {
		b->out->kept++;
		return RC_OK;
	}
	for (int i = 0; i < n; i++) {
		int slot = row[i].field == JOURNAL_CREATED ? SYS_TRASHED_AT : model_slot_no(m, row[i].field), at;

		if (slot < 0)
			continue;
		at = find_slot(ch, k, slot);
		if (row[i].field == JOURNAL_CREATED) {
			if (changed_since(b, row->ref) || !save_may_trash(b->s, b->st, m, REF_ID(row->ref)))
				kept = true;
			else if (!rec_has(cur, SYS_TRASHED_AT)) {
				/* the creation's undo is the trash, whatever else the step did to it */
				ch[0] = (struct change){ .slot = SYS_TRASHED_AT, .val = VALUE_INT(b->st->at) };
				k = 1;
			}
			break;
		}
		if (at >= 0)
			ch[at].val = row[i].old;
		else if (take_back(cur, slot, &row[i], &ch[k], a))
			k++;
		else if (!is_back(cur, slot, &row[i]))
			kept = true;
	}
	b->out->kept += kept;
	if (kept && b->out->n_left < UNDO_LEFT_MAX)
		b->out->left[b->out->n_left++] = row->ref;
	if (k == 0)
		return RC_OK;
	return put_back(b, cur, ch, k, err);
}

static int read_rows(struct back *b, int64_t below, struct change_row *row, int cap, struct arena *a)
{
	struct stmt *st = db_prep(b->s->db,
		"SELECT id, ref, field, old, new FROM change WHERE step = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3");
	int n = 0;

	st_int(st, 1, b->undone);
	st_int(st, 2, below);
	st_int(st, 3, cap);
	while (n < cap && st_step(st, NULL) > 0) {
		row[n].id = st_get_int(st, 0);
		row[n].ref = st_get_int(st, 1);
		row[n].field = (int)st_get_int(st, 2);
		row[n].old = st_get_value(st, 3, a);
		row[n].now = st_get_value(st, 4, a);
		n++;
	}
	st_done(st);
	return n;
}

#define UNDO_PAGE 512

/* Takes the rows back newest first, page by page: a step may have touched a million records. A record's rows stand together;
 * those at the end of a full page are left for the next one. */
static enum rc back_all(struct back *b, struct err *err)
{
	struct change_row *row = xcalloc(UNDO_PAGE, sizeof *row);
	int64_t below = INT64_MAX;
	struct arena a = ARENA_INIT;
	enum rc rc = RC_OK;

	for (;;) {
		int n, from = 0;

		arena_reset(&a);
		n = read_rows(b, below, row, UNDO_PAGE, &a);
		while (from < n && rc == RC_OK) {
			int to = from;

			while (to < n && row[to].ref == row[from].ref)
				to++;
			if (to == n && n == UNDO_PAGE && from > 0)
				break;
			rc = back_record(b, &row[from], to - from, &a, err);
			b->done += to - from;
			below = row[to - 1].id;
			from = to;
			if (rc == RC_OK)
				rc = step_breathe(b->st, err);
		}
		b->stopped = b->watch && n == UNDO_PAGE && !b->watch->progress(b->watch->ctx, b->done, b->total);
		if (rc != RC_OK || n < UNDO_PAGE || b->stopped)
			break;
	}
	arena_free(&a);
	free(row);
	return rc;
}

static enum rc load_step(struct session *s, int64_t id, struct undo_result *out, int64_t *undoes, struct err *err)
{
	/* what an undo took back names it, so that redo speaks of the deed */
	struct stmt *st = db_prep(s->db, "SELECT coalesce(deed.label, step.label), step.state, step.user OR step.session, step.undoes, step.user IS ?2 FROM step "
					 "LEFT JOIN step deed ON step.kind = 1 AND deed.id = step.undoes WHERE step.id = ?1");
	int got;
	bool own;
	enum rc rc = RC_OK;

	st_int(st, 1, id);
	st_int(st, 2, s->user);
	got = st_step(st, err);
	own = got > 0 && st_get_int(st, 4);
	if (got <= 0)
		rc = got < 0 ? err->rc : fail(err, RC_NOT_FOUND, NO_FIELD, _("no step %" PRId64), id);
	else if (st_get_int(st, 1))
		rc = fail(err, RC_INVALID, NO_FIELD, _("step %" PRId64 " is undone already"), id);
	else if (!own && rights_power(s) < POWER_ADMIN)
		rc = fail(err, RC_NOT_FOUND, NO_FIELD, _("no step %" PRId64), id); /* another person's */
	else if (s->user && !st_get_int(st, 2)) /* nor a session: what was shipped, the first person; all else hangs on them */
		rc = fail(err, RC_INVALID, NO_FIELD,
			_("step %" PRId64 " was made by the program itself: it cannot be undone"), id);
	else
		snprintf(out->label, sizeof out->label, "%s", st_get_text(st, 0));
	if (got > 0)
		*undoes = st_get_int(st, 3);
	st_done(st);
	out->step = id;
	return rc;
}

#define BULK_CHANGES 5000 /* from here on speed counts more than memory */
#define BULK_CACHE (INT64_C(256) << 20)
#define SORT_CACHE (INT64_C(32) << 20)

/* The type most of the step's records are of, and how many changes it has. */
static const struct model *main_type(struct session *s, int64_t step, int64_t *n)
{
	struct stmt *st =
		db_prep(s->db, "SELECT ref >> 40, count(*) FROM change WHERE step = ?1 GROUP BY 1 ORDER BY 2 DESC LIMIT 1");
	const struct model *m = NULL;

	st_int(st, 1, step);
	if (st_step(st, NULL) > 0) {
		m = registry_no(s->reg, (int)st_get_int(st, 0));
		*n = st_get_int(st, 1);
	}
	st_done(st);
	return m;
}

/* The same walk over the step's rows, within a step of its own. A stop keeps what is done: it goes on from there. */
static enum rc walk(struct back *b, const char *label, int kind, int64_t undoes, struct err *err)
{
	struct session *s = b->s;
	enum rc rc = step_open_kind(s, label, kind, b->undone, b->st, err);

	if (rc != RC_OK)
		return rc;
	rc = back_all(b, err);
	if (rc == RC_OK && !b->stopped)
		rc = db_run(s->db, err, "UPDATE step SET state = 1 WHERE id = ?1", "i", b->undone);
	if (rc == RC_OK && !b->stopped && kind == 2)
		rc = db_run(s->db, err, "UPDATE step SET state = 0 WHERE id = ?1", "i", undoes);
	rc = step_close(b->st, rc, err);
	if (rc == RC_OK && b->stopped)
		rc = fail(err, RC_CANCELLED, NO_FIELD, _("stopped: %" PRId64 " records are back, undo again takes the rest"),
			b->out->records);
	return rc;
}

/* Undo (kind 1) of a deed, or redo (kind 2) of what an undo took back. */
static enum rc reverse(struct session *s, int64_t id, int kind, const struct undo_watch *watch, struct undo_result *out,
	struct err *err)
{
	struct step st;
	struct back b = { .s = s, .st = &st, .out = out, .undone = id, .watch = watch };
	const struct model *m = NULL;
	int64_t undoes = 0, n = 0;
	char label[200];
	enum rc rc, made = RC_OK;
	bool held = s->search_due;

	memset(out, 0, sizeof *out);
	rc = load_step(s, id, out, &undoes, err);
	if (rc != RC_OK)
		return rc;
	snprintf(label, sizeof label, kind == 1 ? _("undo: %.180s") : _("redo: %.180s"), out->label);
	b.total = db_get_int(s->db, 0, "SELECT count(*) FROM change WHERE step = ?1", "i", id);
	if (b.total > BULK_CHANGES) {
		db_bulk_cache(s->db, BULK_CACHE);
		m = main_type(s, id, &n);
		if (m)
			bulk_begin_change(s, m, n);
	}
	search_hold(s);
	rc = walk(&b, label, kind, undoes, err);
	if (b.total > BULK_CHANGES) {
		db_bulk_cache(s->db, 0); /* making indexes takes as much again for sorting */
		db_bulk_cache(s->db, SORT_CACHE);
		made = bulk_end(s, NULL, NULL, rc == RC_OK ? err : NULL);
		db_bulk_cache(s->db, 0);
	}
	if (!held)
		search_release(s);
	return rc == RC_OK ? made : rc;
}

static int64_t last_deed(struct session *s)
{
	int64_t own = db_get_int(s->db, 0,
		"SELECT id FROM step WHERE session = ?1 AND kind = 0 AND state = 0 ORDER BY id DESC LIMIT 1", "i", s->no);

	if (s->resumed && own <= s->resumed_after &&
		db_get_int(s->db, 0, "SELECT 1 FROM step WHERE id = ?1 AND state = 0", "i", s->resumed))
		return s->resumed;
	return own;
}

enum rc step_undo_watched(
	struct session *s, int64_t id, const struct undo_watch *watch, struct undo_result *out, struct err *err)
{
	if (id == 0)
		id = last_deed(s);
	if (id == 0)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("nothing to undo in this session: the history lists older steps"));
	return reverse(s, id, 1, watch, out, err);
}

enum rc step_undo(struct session *s, int64_t id, struct undo_result *out, struct err *err)
{
	return step_undo_watched(s, id, NULL, out, err);
}

enum rc step_redo_watched(struct session *s, const struct undo_watch *watch, struct undo_result *out, struct err *err)
{
	int64_t deed = db_get_int(s->db, 0, "SELECT max(id) FROM step WHERE session = ?1 AND kind = 0", "i", s->no);
	int64_t id = db_get_int(s->db, 0,
		"SELECT id FROM step WHERE session = ?1 AND kind = 1 AND state = 0 AND id > ?2 ORDER BY id DESC LIMIT 1", "ii",
		s->no, deed);

	if (id == 0)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("nothing to redo"));
	return reverse(s, id, 2, watch, out, err);
}

enum rc step_redo(struct session *s, struct undo_result *out, struct err *err)
{
	return step_redo_watched(s, NULL, out, err);
}

int64_t step_last(struct session *s)
{
	return db_get_int(s->db, 0, "SELECT id FROM step WHERE user = ?1 AND kind = 0 AND state = 0 ORDER BY id DESC LIMIT 1", "i",
		s->user);
}

int64_t step_last_undo(struct session *s)
{
	int64_t deed = db_get_int(s->db, 0, "SELECT id FROM step WHERE user = ?1 AND kind = 0 ORDER BY id DESC LIMIT 1", "i", s->user);

	return db_get_int(s->db, 0,
		"SELECT id FROM step WHERE user = ?1 AND kind = 1 AND state = 0 AND id > ?2 ORDER BY id DESC LIMIT 1", "ii", s->user,
		deed);
}

enum rc step_redo_one(
	struct session *s, int64_t undo, const struct undo_watch *watch, struct undo_result *out, struct err *err)
{
	if (db_get_int(s->db, 0, "SELECT kind FROM step WHERE id = ?1", "i", undo) != 1)
		return fail(err, RC_INVALID, NO_FIELD, _("step %" PRId64 " is no undo"), undo);
	return reverse(s, undo, 2, watch, out, err);
}
