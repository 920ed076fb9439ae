#include "db/db.h"

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

int db_faults(sqlite3 *h, bool full, struct str *out)
{
	return collect(h, full ? "PRAGMA integrity_check" : "PRAGMA quick_check", "", out) +
	       collect(h, "PRAGMA foreign_key_check", _("broken reference in "), out);
}

enum rc db_check(struct db *db, bool full, struct str *out, struct err *err)
{
	int n;

	db->allow_pragma = true;
	n = db_faults(db->h, full, out);
	db->allow_pragma = false;
	return n ? fail(err, RC_CORRUPT, NO_FIELD, _("%s has %d faults: restore a backup"), db->path, n) : RC_OK;
}
