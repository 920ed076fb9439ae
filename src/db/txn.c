#include "db/db.h"

#include <assert.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "private.h"

/* Signals that would end or stop the program wait until the lock is given back. */
static void block_signals(struct db *db)
{
	static const int held[] = { SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGTTIN, SIGTTOU, SIGALRM, SIGWINCH };
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < COUNT(held); i++)
		sigaddset(&set, held[i]);
	sigprocmask(SIG_BLOCK, &set, &db->blocked);
}

static enum rc exec(struct db *db, const char *sql, struct err *err)
{
	int code = sqlite3_exec(db->h, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? RC_OK : db_fail(db, code, "write", err);
}

static enum rc begin_outer(struct db *db, bool read, struct err *err)
{
	enum rc rc;

	block_signals(db);
	rc = exec(db, read ? "BEGIN" : "BEGIN IMMEDIATE", err);
	if (rc == RC_OK && !read && db_version(db) != db->version) {
		bool fenced = db_version(db) >= DB_FENCE;

		exec(db, "ROLLBACK", NULL);
		rc = fail(err, RC_NEWER, NO_FIELD,
			fenced ? _("a backup was put in the place of the database: run crm again")
			       : _("crm was upgraded: run crm again"));
	}
	if (rc != RC_OK) {
		sigprocmask(SIG_SETMASK, &db->blocked, NULL);
		return rc;
	}
	db->reading = read;
	db->doomed = false;
	db->depth = 1;
	db->snapshot++;
	db->begun = clock_ms();
	db->changes0 = sqlite3_total_changes64(db->h);
	return RC_OK;
}

enum rc db_begin(struct db *db, struct err *err)
{
	if (db->depth == 0)
		return begin_outer(db, false, err);
	assert(!db->reading);
	db->depth++;
	return RC_OK;
}

enum rc db_begin_read(struct db *db, struct err *err)
{
	if (db->depth == 0)
		return begin_outer(db, true, err);
	db->depth++;
	return RC_OK;
}

static enum rc end_outer(struct db *db, enum rc rc, struct err *err)
{
	bool commit = rc == RC_OK && !db->doomed;
	bool wrote = sqlite3_total_changes64(db->h) != db->changes0;

	if (commit) {
		rc = exec(db, "COMMIT", err);
		commit = rc == RC_OK;
	} else if (rc == RC_OK) {
		rc = fail(err, RC_INVALID, NO_FIELD, _("nothing was saved: a part of it failed"));
	}
	if (!commit && !sqlite3_get_autocommit(db->h))
		exec(db, "ROLLBACK", NULL);
	db->depth = 0;
	db->saves = 0;
	db->allow_schema = false;
	sigprocmask(SIG_SETMASK, &db->blocked, NULL);
	if (commit && wrote && !db->reading)
		db_notice_send(db);
	db->reading = false;
	return rc;
}

enum rc db_end(struct db *db, enum rc rc, struct err *err)
{
	assert(db->depth > 0);
	if (db->depth == 1)
		return end_outer(db, rc, err);
	db->depth--;
	if (rc != RC_OK)
		db->doomed = true;
	return rc;
}

bool db_in_transaction(const struct db *db)
{
	return db->depth > 0;
}

enum rc db_save_begin(struct db *db, struct err *err)
{
	char sql[40];
	enum rc rc;

	assert(db->depth > 0);
	snprintf(sql, sizeof sql, "SAVEPOINT s%d", db->saves);
	rc = exec(db, sql, err);
	if (rc == RC_OK)
		db->saves++;
	return rc;
}

enum rc db_save_end(struct db *db, enum rc rc, struct err *err)
{
	char sql[80];
	int n = --db->saves;

	assert(n >= 0);
	if (rc != RC_OK) {
		snprintf(sql, sizeof sql, "ROLLBACK TO s%d", n);
		db->snapshot++;
		exec(db, sql, NULL);
	}
	snprintf(sql, sizeof sql, "RELEASE s%d", n);
	exec(db, sql, rc == RC_OK ? err : NULL);
	return rc;
}

uint64_t db_snapshot(const struct db *db)
{
	return db->depth ? db->snapshot : 0;
}

int64_t db_lock_ms(const struct db *db)
{
	return db->depth && !db->reading ? clock_ms() - db->begun : 0;
}

int db_version(struct db *db)
{
	bool was = db->allow_pragma;
	int v;

	db->allow_pragma = true;
	v = (int)db_pragma_int(db, "PRAGMA user_version");
	db->allow_pragma = was;
	return v;
}

bool db_outdated(struct db *db)
{
	return db->depth == 0 && db_version(db) != db->version;
}

enum rc db_set_version(struct db *db, int version, struct err *err)
{
	char sql[48];
	enum rc rc;

	assert(db->depth > 0);
	snprintf(sql, sizeof sql, "PRAGMA user_version=%d", version);
	db->allow_pragma = true;
	rc = exec(db, sql, err);
	db->allow_pragma = false;
	if (rc == RC_OK)
		db->version = version;
	return rc;
}

void db_allow_schema(struct db *db, bool allow)
{
	db->allow_schema = allow;
}

void db_allow_journal(struct db *db, bool allow)
{
	db_run(db, NULL, allow ? "INSERT OR IGNORE INTO journal_gate VALUES (1)" : "DELETE FROM journal_gate", "");
}
