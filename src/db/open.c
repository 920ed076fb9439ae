#include "db/db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "base/priv.h"
#include "private.h"

const char *db_path(const struct db *db)
{
	return db->path;
}

const char *db_library(void)
{
	return sqlite3_libversion();
}

static void configure_library(void)
{
	static bool done;

	if (done)
		return;
	done = true;
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_config(SQLITE_CONFIG_URI, 0);
	sqlite3_initialize();
}

/* A net for developers' mistakes: no attaching, no pragmas, no schema changes outside their own functions. */
static int authorize(void *ctx, int action, const char *a, const char *b, const char *c, const char *d)
{
	const struct db *db = ctx;

	(void)c;
	(void)d;
	(void)b;
	switch (action) {
	case SQLITE_ATTACH:
	case SQLITE_DETACH: return SQLITE_DENY;
	case SQLITE_PRAGMA:
		return db->allow_pragma || strcmp(a, "data_version") == 0 || strcmp(a, "table_info") == 0 ? SQLITE_OK
													  : SQLITE_DENY;
	case SQLITE_CREATE_TABLE:
	case SQLITE_CREATE_INDEX:
	case SQLITE_CREATE_TRIGGER:
	case SQLITE_CREATE_VIEW:
	case SQLITE_CREATE_VTABLE:
	case SQLITE_DROP_TABLE:
	case SQLITE_DROP_INDEX:
	case SQLITE_DROP_TRIGGER:
	case SQLITE_DROP_VIEW:
	case SQLITE_DROP_VTABLE:
	case SQLITE_ALTER_TABLE: return db->allow_schema ? SQLITE_OK : SQLITE_DENY;
	default: return SQLITE_OK;
	}
}

static int on_progress(void *ctx)
{
	struct db *db = ctx;

	db->capped = db->cap && (db->depth == 0 || db->reading) && clock_ms() - db->prepared > db->cap;
	return db->capped || (db->cancel && db->cancel(db->cancel_ctx));
}

/* 0.1-1 ms of jitter for 250 ms, then 10-25 ms, 5 s in all: the built-in timeout lets one writer of many starve. */
static int on_busy(void *ctx, int count)
{
	struct db *db = ctx;
	static uint32_t seed = 0x9e3779b9;
	int64_t waited;
	useconds_t us;

	if (db->no_wait)
		return 0;
	if (count == 0)
		db->busy_since = clock_ms();
	waited = clock_ms() - db->busy_since;
	if (waited > (db->patience ? db->patience : BUSY_MS) || (db->waiting && waited > 250 && db->waiting(db->waiting_ctx, waited)))
		return 0;
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	us = waited < EAGER_MS ? 100 + seed % 900 : 10000 + seed % 15000;
	usleep(us);
	return 1;
}

static void text_function(sqlite3_context *ctx, sqlite3_value **arg, void (*fn)(const char *, size_t, struct str *))
{
	const char *s = (const char *)sqlite3_value_text(arg[0]);
	struct str out = STR_INIT;

	if (!s) {
		sqlite3_result_null(ctx);
		return;
	}
	fn(s, (size_t)sqlite3_value_bytes(arg[0]), &out);
	sqlite3_result_text(ctx, out.s, (int)out.len, SQLITE_TRANSIENT);
	str_free(&out);
}

static void sql_fold(sqlite3_context *ctx, int n, sqlite3_value **arg)
{
	(void)n;
	text_function(ctx, arg, fold);
}

static void sql_sort_key(sqlite3_context *ctx, int n, sqlite3_value **arg)
{
	(void)n;
	text_function(ctx, arg, sort_key);
}

static void limits(sqlite3 *h)
{
	static const int limit[][2] = {
		{ SQLITE_LIMIT_LENGTH, 4 << 20 },
		{ SQLITE_LIMIT_SQL_LENGTH, 64 << 10 },
		{ SQLITE_LIMIT_COLUMN, 500 },
		{ SQLITE_LIMIT_EXPR_DEPTH, 200 },
		{ SQLITE_LIMIT_COMPOUND_SELECT, 5 },
		{ SQLITE_LIMIT_VDBE_OP, 100000 },
		{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256 },
		{ SQLITE_LIMIT_VARIABLE_NUMBER, 500 },
		{ SQLITE_LIMIT_TRIGGER_DEPTH, 10 },
		{ SQLITE_LIMIT_ATTACHED, 0 },
	};

	for (size_t i = 0; i < COUNT(limit); i++)
		sqlite3_limit(h, limit[i][0], limit[i][1]);
}

/* Each pragma is set and read back: a file or build that will not have it is refused. */
static enum rc pragmas(struct db *db, struct err *err)
{
	static const struct {
		const char *set, *get;
		int64_t want;
	} pragma[] = {
		{ "PRAGMA synchronous=FULL", "PRAGMA synchronous", 2 },
		{ "PRAGMA foreign_keys=ON", "PRAGMA foreign_keys", 1 },
		{ "PRAGMA recursive_triggers=ON", "PRAGMA recursive_triggers", 1 },
		{ "PRAGMA temp_store=MEMORY", "PRAGMA temp_store", 2 },
		{ "PRAGMA mmap_size=0", "PRAGMA mmap_size", 0 },
		{ "PRAGMA cell_size_check=ON", "PRAGMA cell_size_check", 1 },
		{ "PRAGMA wal_autocheckpoint=0", "PRAGMA wal_autocheckpoint", 0 },
		{ "PRAGMA journal_size_limit=8388608", "PRAGMA journal_size_limit", 8388608 },
		{ "PRAGMA cache_size=-8192", "PRAGMA cache_size", -8192 },
	};
	char *mode;

	for (size_t i = 0; i < COUNT(pragma); i++) {
		int code = sqlite3_exec(db->h, pragma[i].set, NULL, NULL, NULL);

		if (code != SQLITE_OK)
			return db_fail(db, code, "open", err);
		if (db_pragma_int(db, pragma[i].get) != pragma[i].want)
			return fail(err, RC_IO, NO_FIELD, _("cannot open %s: sqlite refuses \"%s\""), db->path,
				pragma[i].set);
	}
	mode = db_get_text(db, "PRAGMA journal_mode", "");
	if (!str_eq(mode, "wal")) {
		free(mode);
		return fail(err, RC_IO, NO_FIELD, _("cannot open %s: it is not in WAL mode; is the disk a network one"),
			db->path);
	}
	free(mode);
	return RC_OK;
}

enum rc db_protect(struct db *db, struct err *err)
{
	int on = 1;
	enum rc rc;

	sqlite3_extended_result_codes(db->h, 1);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	sqlite3_file_control(db->h, "main", SQLITE_FCNTL_PERSIST_WAL, &on);
	sqlite3_create_function(
		db->h, "fold", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL, sql_fold, NULL, NULL);
	sqlite3_create_function(db->h, "sort_key", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL,
		sql_sort_key, NULL, NULL);
	rc = pragmas(db, err);
	limits(db->h);
	sqlite3_progress_handler(db->h, 10000, on_progress, db);
	db->allow_pragma = false;
	sqlite3_set_authorizer(db->h, authorize, db);
	return rc;
}

static struct db *db_alloc(const char *path)
{
	struct db *db = xcalloc(1, sizeof *db);

	configure_library();
	db->path = xstrdup(path);
	db->notify_fd = db->inotify_fd = db->shm_fd = -1;
	db->allow_pragma = true;
	return db;
}

static enum rc open_handle(struct db *db, struct err *err)
{
	char *real = realpath(db->path, NULL);
	int code;

	if (!real)
		return fail(err, errno == ENOENT ? RC_NOT_FOUND : RC_IO, NO_FIELD, _("cannot open %s: %s"), db->path,
			strerror(errno));
	free(db->path);
	db->path = real;
	code = sqlite3_open_v2(
		real, &db->h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE, NULL);
	if (code != SQLITE_OK)
		return db_fail(db, code, "open", err);
	/* already the first read may have to wait: for a session that recovers the log after a crash */
	sqlite3_busy_handler(db->h, on_busy, db);
	return RC_OK;
}

/* Why nothing can be read: only what SQLite takes for no database is called damaged. */
static enum rc unreadable(struct db *db, struct err *err)
{
	int code = sqlite3_errcode(db->h) & 0xff;

	if (code == SQLITE_READONLY || code == SQLITE_CANTOPEN)
		return fail(err, RC_IO, NO_FIELD,
			_("cannot open %s: its folder or the file cannot be written: copy it to a place of your own"),
			db->path);
	if (code != SQLITE_NOTADB && code != SQLITE_CORRUPT)
		return db_fail(db, sqlite3_errcode(db->h), "open", err);
	return fail(err, RC_CORRUPT, NO_FIELD, _("cannot read %s: it is not a database of crm, or it is damaged"),
		db->path);
}

static enum rc check_identity(struct db *db, int version, struct err *err)
{
	int64_t app = db_pragma_int(db, "PRAGMA application_id");

	if (app < 0)
		return unreadable(db, err);
	if (app != DB_APPLICATION_ID)
		return fail(err, RC_CORRUPT, NO_FIELD, _("%s is not a database of crm: choose another file with --db"),
			db->path);
	db->version = (int)db_pragma_int(db, "PRAGMA user_version");
	if (db->version >= DB_FENCE)
		return fail(
			err, RC_BUSY, NO_FIELD, _("%s is being replaced by a backup: try again in a minute"), db->path);
	if (db->version > version)
		return fail(err, RC_NEWER, NO_FIELD,
			_("%s was made by a newer crm (version %d, this program knows %d): upgrade the program"),
			db->path, db->version, version);
	return RC_OK;
}

enum rc db_open(const char *path, int version, struct db **out, struct err *err)
{
	struct db *db = db_alloc(path);
	enum rc rc = open_handle(db, err);

	if (rc == RC_OK)
		rc = place_check(db, err);
	if (rc == RC_OK)
		rc = check_identity(db, version, err);
	if (rc == RC_OK)
		rc = db_protect(db, err);
	if (rc != RC_OK) {
		db_close(db);
		return rc;
	}
	db_notice_open(db);
	*out = db;
	return RC_OK;
}

/* What makes an empty file a database of ours. The log is kept when the last session leaves. */
static enum rc give_identity(struct db *db, struct err *err)
{
	char id[64];
	const char *const sql[] = { "PRAGMA page_size=4096", "PRAGMA journal_mode=WAL", id };
	int on = 1, code = SQLITE_OK;

	snprintf(id, sizeof id, "PRAGMA application_id=%d", DB_APPLICATION_ID);
	sqlite3_file_control(db->h, "main", SQLITE_FCNTL_PERSIST_WAL, &on);
	for (size_t i = 0; i < COUNT(sql) && code == SQLITE_OK; i++)
		code = sqlite3_exec(db->h, sql[i], NULL, NULL, NULL);
	return code == SQLITE_OK ? RC_OK : db_fail(db, code, "make", err);
}

enum rc db_create(const char *path, struct err *err)
{
	struct db *db;
	enum rc rc;

	if (priv_office() && !priv_office_root())
		return fail(
			err, RC_DENIED, NO_FIELD, _("this office has no database yet: root makes it with crm init"));
	rc = place_make(path, err);
	if (rc != RC_OK)
		return rc;
	db = db_alloc(path);
	rc = open_handle(db, err);
	if (rc == RC_OK)
		rc = place_check(db, err);
	if (rc == RC_OK)
		rc = give_identity(db, err);
	db_close(db);
	if (rc == RC_OK && priv_office())
		rc = place_settle(path, err);
	if (rc != RC_OK)
		unlink(path);
	return rc;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	if (db->h) {
		stmt_free_all(db);
		db->allow_pragma = true;
		if (sqlite3_total_changes64(db->h) > 0)
			db_checkpoint(db);
		sqlite3_close(db->h);
	}
	db_notice_close(db);
	free(db->path);
	free(db);
}
