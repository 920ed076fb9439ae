#include "db/db.h"

#include <unistd.h>

#include "base/i18n.h"
#include "private.h"

static int collect(sqlite3 *h, const char *sql, const char *prefix, struct str *out)
{
	sqlite3_stmt *st = NULL;
	int n = 0;

	if (sqlite3_prepare_v2(h, sql, -1, &st, NULL) != SQLITE_OK) {
		str_addf(out, "%s%s\n", prefix, sqlite3_errmsg(h));
		return 1;
	}
	while (sqlite3_step(st) == SQLITE_ROW) {
		const char *s = (const char *)sqlite3_column_text(st, 0);

		if (s && strcmp(s, "ok") != 0) {
			str_addf(out, "%s%s\n", prefix, s);
			n++;
		}
	}
	sqlite3_finalize(st);
	return n;
}

static int faults(sqlite3 *h, bool full, struct str *out)
{
	return collect(h, full ? "PRAGMA integrity_check" : "PRAGMA quick_check", "", out) +
	       collect(h, "PRAGMA foreign_key_check", _("broken reference in "), out);
}

enum rc db_check(struct db *db, bool full, struct str *out, struct err *err)
{
	int n;

	db->allow_pragma = true;
	n = faults(db->h, full, out);
	db->allow_pragma = false;
	return n ? fail(err, RC_CORRUPT, NO_FIELD, _("%s has %d faults: restore a backup"), db->path, n) : RC_OK;
}

/* Opened apart: VACUUM INTO attaches internally, which our own connection forbids. */
static enum rc copy_to(struct db *db, const char *path, struct err *err)
{
	sqlite3 *h = NULL;
	sqlite3_stmt *st = NULL;
	int code = sqlite3_open_v2(db->path, &h, SQLITE_OPEN_READWRITE, NULL);

	if (code == SQLITE_OK) {
		sqlite3_busy_timeout(h, 5000);
		sqlite3_db_config(h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
		code = sqlite3_prepare_v2(h, "VACUUM INTO ?", -1, &st, NULL);
	}
	if (code == SQLITE_OK) {
		sqlite3_bind_text(st, 1, path, -1, SQLITE_TRANSIENT);
		code = sqlite3_step(st) == SQLITE_DONE ? SQLITE_OK : sqlite3_errcode(h);
	}
	sqlite3_finalize(st);
	sqlite3_close(h);
	return code == SQLITE_OK ? RC_OK : db_fail(db, code, "copy", err);
}

enum rc db_backup(struct db *db, const char *path, struct err *err)
{
	struct str out = STR_INIT;
	sqlite3 *h = NULL;
	enum rc rc = copy_to(db, path, err);

	if (rc != RC_OK)
		return rc;
	if (sqlite3_open_v2(path, &h, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK || faults(h, true, &out)) {
		rc = fail(err, RC_CORRUPT, NO_FIELD, _("the copy %s is damaged: %s"), path, out.s);
		unlink(path);
	}
	sqlite3_close(h);
	str_free(&out);
	return rc;
}
