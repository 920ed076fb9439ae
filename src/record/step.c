#include "step.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "access.h"
#include "bulk.h"
#include "record/search.h"
#include "record/session.h"
#include "rights_private.h"
#include "setting.h"
#include "statement.h"

/* Between batches, where others are about: their waiting writers look every millisecond. The longer a batch took, the busier the
 * machine, and the longer they need to get their turn. */
#define YIELD_US 5000
#define YIELD_MAX_US 30000
#define BATCH_MS 100 /* how long a batch of bulk work holds the write lock; measured limit for others' patience is 250 */
#define ROWS_MS 30   /* of it for the rows at least, however long what ends a batch takes */

/* What holds at the start of every write transaction: who may, and which fields there are. */
static enum rc arrive(struct session *s, struct err *err)
{
	int64_t epoch = db_get_int(s->db, 0, "SELECT value FROM meta WHERE key = 'registry_epoch'", "");

	if (schema_outdated(s))
		return fail(err, RC_NEWER, NO_FIELD, _("crm was upgraded: run crm again"));
	rights_refresh(s);
	bulk_look(s);
	if (epoch == s->epoch)
		return RC_OK;
	s->epoch = epoch;
	session_settings(s);
	if (registry_load_own(s->reg, s->db, err) != RC_OK)
		return err ? err->rc : RC_IO;
	access_mark_fields(s);
	return RC_OK;
}

enum rc step_open_kind(struct session *s, const char *label, int kind, int64_t undoes, struct step *st, struct err *err)
{
	enum rc rc;

	*st = (struct step){ .s = s, .at = clock_now(), .kind = kind, .undoes = undoes, .nested = db_in_transaction(s->db) };
	step_label(st, label);
	rc = db_begin(s->db, err);
	if (rc != RC_OK)
		return rc;
	rc = arrive(s, err);
	return rc == RC_OK ? RC_OK : db_end(s->db, rc, err);
}

enum rc step_open(struct session *s, const char *label, struct step *st, struct err *err)
{
	return step_open_kind(s, label, 0, 0, st, err);
}

void step_label(struct step *st, const char *label)
{
	snprintf(st->label, sizeof st->label, "%s", label);
	utf8_mend(st->label); /* the caller's buffer or this one may have cut through a character */
}

/* A session's row comes with its first step: looking leaves no trace and costs no sync. Its number was drawn at the start, so
 * that a rolled back row is simply written again. */
static enum rc session_row(struct session *s, struct err *err)
{
	return db_run(s->db, err, "INSERT OR IGNORE INTO session(no, user, uid, started_at) VALUES (?1, ?2, ?3, ?4)", "iiii", s->no,
		s->user, s->real_uid, clock_now());
}

static enum rc write_row(struct step *st, struct err *err)
{
	struct session *s = st->s;
	enum rc rc = session_row(s, err);

	if (rc != RC_OK)
		return rc;
	rc = db_run(s->db, err,
		"INSERT INTO step(user, uid, session, at, label, kind, undoes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", "iiiisii",
		s->user, s->real_uid, s->no, st->at, st->label, (int64_t)st->kind, st->undoes);
	st->id = db_last_id(s->db);
	st->written = rc == RC_OK;
	return rc;
}

enum rc step_change(struct step *st, int64_t ref, int field_no, const struct value *old, const struct value *now,
	struct err *err)
{
	struct stmt *in;
	enum rc rc = st->written ? RC_OK : write_row(st, err);

	if (rc != RC_OK)
		return rc;
	in = db_prep(st->s->db, "INSERT INTO change(step, ref, field, old, new) VALUES (?1, ?2, ?3, ?4, ?5)");
	st_int(in, 1, st->id);
	st_int(in, 2, ref);
	st_int(in, 3, field_no);
	st_value(in, 4, old);
	st_value(in, 5, now);
	return st_run(in, err);
}

/* What was read of rights in a transaction that did not stand is forgotten: another one may get the same epoch. */
static enum rc over(struct step *st, enum rc rc)
{
	struct session *s = st->s;

	if (rc != RC_OK)
		access_forget(s);
	if (!st->nested)
		rights_record_refused(s);
	return rc;
}

enum rc step_close(struct step *st, enum rc rc, struct err *err)
{
	if (rc == RC_OK)
		rc = access_settle(st->s, err);
	/* the label is often known only at the end ("moved 3 to Qualified") */
	if (rc == RC_OK && st->written)
		rc = db_run(st->s->db, err, "UPDATE step SET label = ?1 WHERE id = ?2", "si", st->label, st->id);
	if (rc == RC_OK)
		rc = search_settle(st->s, err);
	else {
		search_drop(st->s);
		free(session_remark_take(st->s)); /* it did not happen */
	}
	return over(st, db_end(st->s->db, rc, err));
}

bool step_due(const struct step *st)
{
	int64_t rows = BATCH_MS - st->s->settle_ms;

	return !st->nested && db_lock_ms(st->s->db) >= (rows > ROWS_MS ? rows : ROWS_MS);
}

enum rc step_resume(struct step *st, int64_t id, struct err *err)
{
	int64_t at = db_get_int(st->s->db, 0,
		"SELECT at FROM step WHERE id = ?1 AND user IS ?2 AND kind = 0 AND state = 0", "ii", id, st->s->user);

	if (!at)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("step %lld cannot go on: it was undone"), (long long)id);
	st->id = id;
	st->at = at;
	st->written = true;
	st->s->resumed = id;
	st->s->resumed_after = db_get_int(st->s->db, 0, "SELECT max(id) FROM step", "");
	return RC_OK;
}

static void let_others_in(int64_t held_ms)
{
	int64_t us = held_ms * 1000 / 10;

	usleep((useconds_t)(us < YIELD_US ? YIELD_US : us > YIELD_MAX_US ? YIELD_MAX_US : us));
}

enum rc step_breathe(struct step *st, struct err *err)
{
	int64_t due = clock_ms(), held = db_lock_ms(st->s->db);
	enum rc rc;

	if (!step_due(st))
		return RC_OK;
	rc = search_settle(st->s, err);
	if (rc == RC_OK)
		rc = access_settle(st->s, err);
	rc = db_end(st->s->db, rc, err);
	st->s->settle_ms = clock_ms() - due; /* the full text and the commit: the next batch ends so much earlier */
	db_trim(st->s->db);
	if (!db_alone(st->s->db))
		let_others_in(held + st->s->settle_ms);
	/* on failure the transaction stands closed: open one, so that step_close finds its pair */
	if (db_begin(st->s->db, rc == RC_OK ? err : NULL) != RC_OK)
		return rc == RC_OK ? RC_BUSY : rc;
	if (rc == RC_OK)
		rc = arrive(st->s, err);
	return rc;
}
