/* Copies of the whole database: made beside the work of others, looked through before they get their name, thinned out
 * with age, and put back. A copy is one file that opens as a database does. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/priv.h"
#include "private.h"

#define COUNT_TRIES 3
#define COPY_BYTES (1 << 20)

/* ---- copying ---- */

static sqlite3 *open_apart(const char *path)
{
	sqlite3 *h = NULL;
	int on = 1;

	if (sqlite3_open_v2(path, &h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE, NULL)) {
		sqlite3_close(h);
		return NULL;
	}
	sqlite3_busy_timeout(h, 5000);
	sqlite3_db_config(h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_file_control(h, "main", SQLITE_FCNTL_PERSIST_WAL, &on);
	return h;
}

/* "table=rows" of every ordinary table; what full text keeps for itself follows from its content. */
static void count_rows(sqlite3 *h, struct str *out)
{
	sqlite3_stmt *tables = NULL, *st = NULL;

	if (sqlite3_prepare_v2(h,
		    "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
		    "AND name NOT LIKE 'search\\_%' ESCAPE '\\' ORDER BY name",
		    -1, &tables, NULL))
		return;
	while (sqlite3_step(tables) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(tables, 0);
		char *sql = sqlite3_mprintf("SELECT count(*) FROM \"%w\"", name);

		if (!sqlite3_prepare_v2(h, sql, -1, &st, NULL) && sqlite3_step(st) == SQLITE_ROW)
			str_addf(out, "%s=%lld\n", name, sqlite3_column_int64(st, 0));
		sqlite3_finalize(st);
		sqlite3_free(sql);
	}
	sqlite3_finalize(tables);
}

static void count_file(const char *path, struct str *out)
{
	sqlite3 *h = NULL;

	if (sqlite3_open_v2(path, &h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, NULL) == SQLITE_OK)
		count_rows(h, out);
	sqlite3_close(h);
}

static int64_t data_version(sqlite3 *h)
{
	sqlite3_stmt *st = NULL;
	int64_t v = -1;

	if (!sqlite3_prepare_v2(h, "PRAGMA data_version", -1, &st, NULL) && sqlite3_step(st) == SQLITE_ROW)
		v = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return v;
}

/* Opened apart: VACUUM INTO attaches internally, which our own connection forbids. counts: of the very rows that were
 * copied, where nobody committed meanwhile; else left empty. */
static enum rc copy_to(struct db *db, const char *path, struct str *counts, struct err *err)
{
	sqlite3 *h = open_apart(db->path);
	sqlite3_stmt *st = NULL;
	int64_t before;
	int code;

	if (!h)
		return fail(err, RC_IO, NO_FIELD, _("cannot open %s for a copy"), db->path);
	before = data_version(h);
	count_rows(h, counts);
	code = sqlite3_prepare_v2(h, "VACUUM INTO ?", -1, &st, NULL);
	if (code == SQLITE_OK) {
		sqlite3_bind_text(st, 1, path, -1, SQLITE_TRANSIENT);
		code = sqlite3_step(st) == SQLITE_DONE ? SQLITE_OK : sqlite3_errcode(h);
	}
	sqlite3_finalize(st);
	if (data_version(h) != before)
		str_clear(counts);
	sqlite3_close(h);
	return code == SQLITE_OK ? RC_OK : db_fail(db, code, "copy", err);
}

/* ---- looking through ---- */

static int64_t number_of(sqlite3 *h, const char *sql)
{
	sqlite3_stmt *st = NULL;
	int64_t v = -1;

	if (!sqlite3_prepare_v2(h, sql, -1, &st, NULL) && sqlite3_step(st) == SQLITE_ROW)
		v = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return v;
}

/* A copy leaves VACUUM in the old journal mode; what is opened later must be as every database here is. */
static enum rc look_through(const char *path, const char *counts, struct err *err)
{
	struct str faults = STR_INIT, rows = STR_INIT;
	sqlite3 *h = NULL;
	enum rc rc = RC_OK;

	if (sqlite3_open_v2(path, &h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, NULL) != SQLITE_OK ||
		number_of(h, "PRAGMA application_id") != DB_APPLICATION_ID) {
		rc = fail(err, RC_CORRUPT, NO_FIELD, _("%s is not a database of crm, or it is damaged"), path);
	} else if (db_faults(h, true, &faults)) {
		rc = fail(err, RC_CORRUPT, NO_FIELD, _("the copy %s is damaged: %s"), path, faults.s);
	} else if (counts && *counts) {
		count_rows(h, &rows);
		if (strcmp(rows.s, counts) != 0)
			rc = fail(err, RC_CORRUPT, NO_FIELD, _("the copy %s does not hold all rows"), path);
	}
	if (rc == RC_OK && sqlite3_exec(h, "PRAGMA journal_mode=WAL", NULL, NULL, NULL) != SQLITE_OK)
		rc = fail(err, RC_IO, NO_FIELD, _("cannot finish the copy %s: %s"), path, sqlite3_errmsg(h));
	sqlite3_close(h);
	str_free(&faults);
	str_free(&rows);
	return rc;
}

static bool sync_path(const char *path, int flags)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
	bool ok = fd >= 0 && !fsync(fd);

	if (fd >= 0)
		close(fd);
	return ok;
}

/* On the disk before it has its name, and its name on the disk before anybody counts on it. */
static enum rc give_name(const char *from, const char *to, struct err *err)
{
	const char *slash = strrchr(to, '/');
	char *dir = slash ? xstrndup(to, slash == to ? 1 : (size_t)(slash - to)) : xstrdup(".");
	bool ok = sync_path(from, 0) && !rename(from, to) && sync_path(dir, O_DIRECTORY);

	free(dir);
	return ok ? RC_OK
		  : fail(err, errno == ENOSPC ? RC_FULL : RC_IO, NO_FIELD, _("cannot write %s: %s"), to,
			    strerror(errno));
}

enum rc db_backup(struct db *db, const char *path, struct err *err)
{
	char *partial = xasprintf("%s.partial", path);
	enum rc rc = RC_BUSY;
	struct str counts = STR_INIT;

	if (access(path, F_OK) == 0)
		rc = fail(err, RC_INVALID, NO_FIELD, _("%s is there already"), path);
	/* a busy office is counted at the next try; at the last one its copy is taken as it is */
	for (int i = 0; i < COUNT_TRIES && (rc == RC_BUSY || (rc == RC_OK && !counts.len)); i++) {
		str_clear(&counts);
		unlink(partial); /* of a backup that was killed */
		rc = copy_to(db, partial, &counts, err);
	}
	if (rc == RC_OK && chmod(partial, 0600))
		rc = fail(err, RC_IO, NO_FIELD, _("cannot protect %s: %s"), partial, strerror(errno));
	if (rc == RC_OK)
		rc = look_through(partial, counts.s, err);
	if (rc == RC_OK)
		rc = give_name(partial, path, err);
	if (rc != RC_OK)
		unlink(partial);
	str_free(&counts);
	free(partial);
	return rc;
}

/* ---- thinning out ---- */

/* "crm-2026-11-21-090000.db" */
static bool is_copy(const char *name)
{
	static const char form[] = "crm-0000-00-00-000000.db";

	if (strlen(name) != sizeof form - 1)
		return false;
	for (size_t i = 0; i < sizeof form - 1; i++)
		if (form[i] == '0' ? name[i] < '0' || name[i] > '9' : name[i] != form[i])
			return false;
	return true;
}

static int copies_only(const struct dirent *e)
{
	return is_copy(e->d_name);
}

static int newest_first(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*b)->d_name, (*a)->d_name);
}

/* The newest of each of the last `most` hours, days or months that have one: the first n letters of a name are that
 * time. */
struct span {
	size_t n;
	int most, seen;
	char last[32];
};

static bool kept_by(struct span *s, const char *name)
{
	if (s->seen && strncmp(s->last, name, s->n) == 0)
		return false;
	snprintf(s->last, sizeof s->last, "%s", name);
	return s->seen++ < s->most;
}

int db_backup_thin(const char *dir)
{
	struct span hour = { .n = sizeof "crm-2026-11-21-09" - 1, .most = 24 };
	struct span day = { .n = sizeof "crm-2026-11-21" - 1, .most = 30 };
	struct span month = { .n = sizeof "crm-2026-11" - 1, .most = 12 };
	struct dirent **e;
	int n = scandir(dir, &e, copies_only, newest_first), removed = 0;

	for (int i = 0; i < n; i++) {
		bool h = kept_by(&hour, e[i]->d_name), d = kept_by(&day, e[i]->d_name),
		     m = kept_by(&month, e[i]->d_name);
		char *path = xasprintf("%s/%s", dir, e[i]->d_name);

		if (!h && !d && !m && !unlink(path))
			removed++;
		free(path);
		free(e[i]);
	}
	if (n >= 0)
		free(e);
	return removed;
}

char *db_backup_dir(const char *db)
{
	const char *slash = strrchr(db, '/');

	return xasprintf("%.*sbackup", slash ? (int)(slash - db) + 1 : 0, db);
}

/* ---- putting back ---- */

static enum rc copy_bytes(const char *from, const char *to, struct err *err)
{
	int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), out = -1;
	char *buf = xmalloc(COPY_BYTES);
	struct stat st;
	ssize_t n = -1;
	enum rc rc = RC_OK;

	if (in < 0 || fstat(in, &st) || !S_ISREG(st.st_mode))
		rc = fail(err, RC_IO, NO_FIELD, _("cannot read %s: %s"), from,
			in < 0 ? strerror(errno) : _("not a file"));
	if (rc == RC_OK)
		rc = place_make(to, err);
	if (rc == RC_OK)
		out = open(to, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	while (out >= 0 && (n = read(in, buf, COPY_BYTES)) > 0)
		for (ssize_t done = 0, k; done < n; done += k)
			if ((k = write(out, buf + done, (size_t)(n - done))) <= 0) {
				n = -1;
				break;
			}
	if (rc == RC_OK && (out < 0 || n != 0))
		rc = fail(err, errno == ENOSPC || errno == EFBIG ? RC_FULL : RC_IO, NO_FIELD,
			_("cannot copy %s to %s: %s"), from, to, strerror(errno));
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	free(buf);
	return rc;
}

/* A copy of a fenced database stands for the version that it had. */
static enum rc unfence(const char *path, int version, struct err *err)
{
	sqlite3 *h = NULL;
	char sql[48];
	int64_t have;
	enum rc rc = RC_OK;

	if (sqlite3_open_v2(path, &h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, NULL) != SQLITE_OK)
		rc = fail(err, RC_CORRUPT, NO_FIELD, _("cannot read %s"), path);
	have = rc == RC_OK ? number_of(h, "PRAGMA user_version") : 0;
	if (have >= DB_FENCE) {
		have -= DB_FENCE;
		snprintf(sql, sizeof sql, "PRAGMA user_version=%d", (int)have);
		if (sqlite3_exec(h, sql, NULL, NULL, NULL) != SQLITE_OK)
			rc = fail(err, RC_IO, NO_FIELD, _("cannot write %s: %s"), path, sqlite3_errmsg(h));
	}
	sqlite3_close(h);
	if (rc == RC_OK && have > version)
		rc = fail(err, RC_NEWER, NO_FIELD, _("%s was made by a newer crm: upgrade the program first"), path);
	return rc;
}

static const char *const part[] = { "-wal", "-shm", "-notify", "" }; /* the database itself last */

/* The old set stays together under its new name, so that it is still one database. */
static enum rc set_aside(const char *path, const char *aside, struct err *err)
{
	for (size_t i = 0; i < COUNT(part); i++) {
		char *from = xasprintf("%s%s", path, part[i]), *to = xasprintf("%s%s", aside, part[i]);
		bool ok = !rename(from, to) || errno == ENOENT;

		if (!ok)
			fail(err, RC_IO, NO_FIELD, _("cannot move %s aside: %s"), from, strerror(errno));
		free(from);
		free(to);
		if (!ok)
			return RC_IO;
	}
	return RC_OK;
}

static void forget_new(const char *fresh)
{
	for (size_t i = 0; i < COUNT(part); i++) {
		char *file = xasprintf("%s%s", fresh, part[i]);

		unlink(file);
		free(file);
	}
}

/* What stands in a log beside the file would be lost. */
static enum rc whole_in_one(const char *copy, struct err *err)
{
	char *log = xasprintf("%s-wal", copy);
	struct stat st;
	bool more = !stat(log, &st) && st.st_size > 0;

	free(log);
	if (more)
		return fail(err, RC_INVALID, NO_FIELD, _("%s is at work or was cut off: crm --db %s check settles it"),
			copy, copy);
	return RC_OK;
}

static char *fresh_name(const char *path)
{
	return xasprintf("%s.restored", path);
}

/* Counted in the copy that was named and in the one that lies ready: they must be the same. */
static enum rc same_rows(const char *copy, const char *fresh, struct db_rows *rows, struct err *err)
{
	struct str of_copy = STR_INIT, of_fresh = STR_INIT;
	enum rc rc = RC_OK;

	count_file(copy, &of_copy);
	count_file(fresh, &of_fresh);
	*rows = (struct db_rows){ 0 };
	for (const char *p = of_fresh.s; (p = strchr(p, '=')); rows->tables++)
		rows->rows += strtoll(++p, NULL, 10);
	/* a copy in a place where nothing can be written cannot be opened there: its bytes were read, and looked through here */
	if (of_copy.len && strcmp(of_copy.s, of_fresh.s) != 0)
		rc = fail(err, RC_CORRUPT, NO_FIELD, _("what came of %s does not hold all its rows: try again"), copy);
	str_free(&of_copy);
	str_free(&of_fresh);
	return rc;
}

enum rc db_restore_ready(const char *path, const char *copy, int version, struct db_rows *rows, struct err *err)
{
	char *fresh = fresh_name(path);
	enum rc rc = whole_in_one(copy, err);

	forget_new(fresh); /* of a restore that was killed */
	if (rc == RC_OK)
		rc = copy_bytes(copy, fresh, err);
	if (rc == RC_OK)
		rc = look_through(fresh, NULL, err);
	if (rc == RC_OK)
		rc = same_rows(copy, fresh, rows, err);
	if (rc == RC_OK)
		rc = unfence(fresh, version, err);
	if (rc != RC_OK)
		forget_new(fresh);
	free(fresh);
	return rc;
}

enum rc db_restore(const char *path, const char *aside, struct err *err)
{
	char *fresh = fresh_name(path);
	enum rc rc = set_aside(path, aside, err);

	if (rc == RC_OK)
		rc = give_name(fresh, path, err);
	free(fresh);
	return rc == RC_OK && priv_office() ? place_settle(path, err) : rc;
}

void db_restore_drop(const char *path)
{
	char *fresh = fresh_name(path);

	forget_new(fresh);
	free(fresh);
}

enum rc db_fence(struct db *db, struct err *err)
{
	enum rc rc = db_begin(db, err);
	int version = db->version;

	if (rc != RC_OK)
		return rc;
	rc = db_end(db, db_set_version(db, DB_FENCE + version, err), err);
	if (rc == RC_OK)
		db_checkpoint(db);
	return rc;
}
