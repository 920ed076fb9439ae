#include "db/db.h"

#include <assert.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "private.h"

static enum rc rc_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE: return RC_OK;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL: return RC_BUSY;
	case SQLITE_FULL:
	case SQLITE_TOOBIG: return RC_FULL;
	case SQLITE_INTERRUPT: return RC_CANCELLED;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB: return RC_CORRUPT;
	case SQLITE_CONSTRAINT:
	case SQLITE_ERROR: return RC_INVALID;
	default: return RC_IO;
	}
}

enum rc db_fail(struct db *db, int code, const char *what, struct err *err)
{
	enum rc rc = rc_of(code);
	const char *why = db->h ? sqlite3_errmsg(db->h) : sqlite3_errstr(code);

	if ((code & 0xff) == SQLITE_NOMEM)
		abort();
	switch (rc) {
	case RC_BUSY: return holder_fail(db, what, err);
	case RC_FULL:
		return fail(err, rc, NO_FIELD,
			_("cannot %s %s: the disk is full or a limit is reached; nothing was saved"), what, db->path);
	case RC_CANCELLED:
		return db->capped ? fail(err, rc, NO_FIELD,
					    _("stopped after %lld s, so that the screen stays yours: ask for less, by a narrower filter"),
					    (long long)(db->cap / 1000))
				  : fail(err, rc, NO_FIELD, _("stopped"));
	case RC_CORRUPT:
		return fail(err, rc, NO_FIELD,
			_("%s is damaged or not a database (%s): run crm check, restore a backup"), db->path, why);
	default: return fail(err, rc, NO_FIELD, _("cannot %s %s: %s"), what, db->path, why);
	}
}

static _Noreturn void bug(struct db *db, const char *sql)
{
	fprintf(stderr, "crm: bug in SQL: %s\n%s\n", sqlite3_errmsg(db->h), sql);
	abort();
}

static struct stmt **slot_of(struct db *db, uint64_t hash)
{
	return &db->bucket[hash % STMT_BUCKETS];
}

static void stmt_free(struct stmt *st)
{
	sqlite3_finalize(st->st);
	free(st->sql);
	free(st);
}

/* Frees the idle statement that was used longest ago. */
static void evict(struct db *db)
{
	struct stmt **oldest = NULL;

	for (int i = 0; i < STMT_BUCKETS; i++)
		for (struct stmt **p = &db->bucket[i]; *p; p = &(*p)->next)
			if (!(*p)->taken && (!oldest || (*p)->used_at < (*oldest)->used_at))
				oldest = p;
	if (oldest) {
		struct stmt *st = *oldest;

		*oldest = st->next;
		stmt_free(st);
		db->n_stmts--;
	}
}

static struct stmt *stmt_new(struct db *db, const char *sql, uint64_t hash)
{
	struct stmt *st = xcalloc(1, sizeof *st);
	int code;

	if (db->n_stmts >= STMT_KEPT)
		evict(db);
	code = sqlite3_prepare_v3(db->h, sql, -1, SQLITE_PREPARE_PERSISTENT, &st->st, NULL);
	if (code != SQLITE_OK && rc_of(code) == RC_INVALID)
		bug(db, sql);
	st->db = db;
	st->sql = xstrdup(sql);
	st->hash = hash;
	st->next = *slot_of(db, hash);
	*slot_of(db, hash) = st;
	db->n_stmts++;
	return st;
}

/* Of every 64 bytes eight, and the last eight: statements are compared whole afterwards, and a long INSERT would cost
 * more to hash than to find. */
static uint64_t sql_hash(const char *sql)
{
	size_t n = strlen(sql);
	uint64_t h = n, word;

	for (size_t i = 0; n >= sizeof word; i = i + 64 < n - sizeof word ? i + 64 : n - sizeof word) {
		memcpy(&word, sql + i, sizeof word);
		h = (h ^ word) * 0x9e3779b97f4a7c15u;
		h ^= h >> 29;
		if (i == n - sizeof word)
			break;
	}
	return h;
}

struct stmt *db_prep(struct db *db, const char *sql)
{
	uint64_t hash = sql_hash(sql);
	struct stmt *st;

	if (db->cap)
		db->prepared = clock_ms();
	for (st = *slot_of(db, hash); st; st = st->next)
		if (!st->taken && st->hash == hash && strcmp(st->sql, sql) == 0)
			break;
	/* a schema read that met a busy or damaged file leaves no statement behind: try afresh */
	if (st && !st->st)
		sqlite3_prepare_v3(db->h, sql, -1, SQLITE_PREPARE_PERSISTENT, &st->st, NULL);
	if (!st)
		st = stmt_new(db, sql, hash);
	st->taken = true;
	st->used_at = ++db->tick;
	return st;
}

void stmt_free_all(struct db *db)
{
	for (int i = 0; i < STMT_BUCKETS; i++)
		while (db->bucket[i]) {
			struct stmt *st = db->bucket[i];

			db->bucket[i] = st->next;
			stmt_free(st);
		}
	db->n_stmts = 0;
}

static void check_bind(struct stmt *st, int code)
{
	if (code != SQLITE_OK && st->st && (code & 0xff) != SQLITE_TOOBIG)
		bug(st->db, st->sql);
}

void st_int(struct stmt *st, int i, int64_t v)
{
	check_bind(st, sqlite3_bind_int64(st->st, i, v));
}

void st_real(struct stmt *st, int i, double v)
{
	check_bind(st, sqlite3_bind_double(st->st, i, v));
}

void st_textn(struct stmt *st, int i, const char *s, size_t n)
{
	check_bind(st,
		s ? sqlite3_bind_text64(st->st, i, s, n, SQLITE_TRANSIENT, SQLITE_UTF8) : sqlite3_bind_null(st->st, i));
}

void st_text(struct stmt *st, int i, const char *s)
{
	st_textn(st, i, s, s ? strlen(s) : 0);
}

void st_null(struct stmt *st, int i)
{
	check_bind(st, sqlite3_bind_null(st->st, i));
}

void st_named_int(struct stmt *st, const char *name, int64_t v)
{
	int i = sqlite3_bind_parameter_index(st->st, name);

	if (i)
		st_int(st, i, v);
}

void st_named_text(struct stmt *st, const char *name, const char *s)
{
	int i = sqlite3_bind_parameter_index(st->st, name);

	if (i)
		st_text(st, i, s);
}

int st_step(struct stmt *st, struct err *err)
{
	int code = sqlite3_step(st->st);

	if (code == SQLITE_ROW)
		return 1;
	if (code == SQLITE_DONE)
		return 0;
	if ((code & 0xff) == SQLITE_MISUSE && st->st)
		bug(st->db, st->sql);
	db_fail(st->db, st->st ? code : SQLITE_CORRUPT, "read", err);
	return -1;
}

int st_columns(struct stmt *st)
{
	return sqlite3_column_count(st->st);
}

int64_t st_get_int(struct stmt *st, int col)
{
	return sqlite3_column_int64(st->st, col);
}

double st_get_real(struct stmt *st, int col)
{
	return sqlite3_column_double(st->st, col);
}

const char *st_get_text(struct stmt *st, int col)
{
	return (const char *)sqlite3_column_text(st->st, col);
}

size_t st_get_len(struct stmt *st, int col)
{
	return (size_t)sqlite3_column_bytes(st->st, col);
}

bool st_is_null(struct stmt *st, int col)
{
	return sqlite3_column_type(st->st, col) == SQLITE_NULL;
}

enum st_kind st_kind(struct stmt *st, int col)
{
	switch (sqlite3_column_type(st->st, col)) {
	case SQLITE_NULL: return ST_NULL;
	case SQLITE_TEXT: return ST_TEXT;
	default: return ST_NUMBER;
	}
}

bool st_is_text(struct stmt *st, int col)
{
	return sqlite3_column_type(st->st, col) == SQLITE_TEXT;
}

void st_done(struct stmt *st)
{
	sqlite3_reset(st->st);
	sqlite3_clear_bindings(st->st);
	st->taken = false;
}

enum rc st_run(struct stmt *st, struct err *err)
{
	struct err local = ERR_INIT;
	int got;

	if (!err)
		err = &local;
	do
		got = st_step(st, err);
	while (got > 0);
	st_done(st);
	return got < 0 ? err->rc : RC_OK;
}

static struct stmt *prep_args(struct db *db, const char *sql, const char *fmt, va_list ap)
{
	struct stmt *st = db_prep(db, sql);

	for (int i = 1; *fmt; fmt++, i++) {
		if (*fmt == 'i')
			st_int(st, i, va_arg(ap, int64_t));
		else
			st_text(st, i, va_arg(ap, const char *));
	}
	return st;
}

enum rc db_run(struct db *db, struct err *err, const char *sql, const char *fmt, ...)
{
	struct stmt *st;
	va_list ap;

	va_start(ap, fmt);
	st = prep_args(db, sql, fmt, ap);
	va_end(ap);
	return st_run(st, err);
}

int64_t db_get_int(struct db *db, int64_t dflt, const char *sql, const char *fmt, ...)
{
	struct err err = ERR_INIT;
	struct stmt *st;
	va_list ap;
	int got;

	va_start(ap, fmt);
	st = prep_args(db, sql, fmt, ap);
	va_end(ap);
	got = st_step(st, &err);
	if (got > 0 && !st_is_null(st, 0))
		dflt = st_get_int(st, 0);
	if (got < 0 && err.rc != RC_BUSY && err.rc != RC_CANCELLED)
		bug(db, sql);
	st_done(st);
	return dflt;
}

char *db_get_text(struct db *db, const char *sql, const char *fmt, ...)
{
	struct stmt *st;
	va_list ap;
	char *s = NULL;

	va_start(ap, fmt);
	st = prep_args(db, sql, fmt, ap);
	va_end(ap);
	if (st_step(st, NULL) > 0 && !st_is_null(st, 0))
		s = xstrdup(st_get_text(st, 0));
	st_done(st);
	return s;
}

enum rc db_script(struct db *db, const char *sql, struct err *err)
{
	while (*sql) {
		sqlite3_stmt *st = NULL;
		const char *rest = sql;
		int code = sqlite3_prepare_v2(db->h, sql, -1, &st, &rest);

		if (code == SQLITE_OK && st)
			while ((code = sqlite3_step(st)) == SQLITE_ROW)
				;
		if (code != SQLITE_OK && code != SQLITE_DONE) {
			if (rc_of(code) == RC_INVALID)
				bug(db, sql);
			db_fail(db, code, "write", err);
			sqlite3_finalize(st);
			return rc_of(code);
		}
		sqlite3_finalize(st);
		sql = rest;
	}
	return RC_OK;
}

int64_t db_last_id(struct db *db)
{
	return sqlite3_last_insert_rowid(db->h);
}

int64_t db_changes(struct db *db)
{
	return sqlite3_changes64(db->h);
}

/* Pragmas answer one number; -1 when the file cannot be read. Only while pragmas are allowed. */
int64_t db_pragma_int(struct db *db, const char *sql)
{
	sqlite3_stmt *st = NULL;
	int64_t v = -1;

	if (sqlite3_prepare_v2(db->h, sql, -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
		v = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return v;
}
