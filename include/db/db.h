/* The one door to SQLite: open, statements, transactions, checkpoints, noticing others. Nothing else includes sqlite3.h.
 * Bad SQL is a bug and asserts; what can fail in the field (busy, full, I/O, cancelled) is an enum rc. */
#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

#define DB_APPLICATION_ID 0x63726d31 /* "crm1" */

struct db;
struct stmt;

/* Makes an empty database file (O_EXCL, 0600) in WAL mode with our application id; RC_INVALID when the file exists. In an
 * office it is root's and the office's group's, with the log and its index beside it; RC_DENIED: only root makes it. */
enum rc db_create(const char *path, struct err *err);
/* Opens an existing file with every pragma of the security rules set and read back. RC_NOT_FOUND: no such file; RC_CORRUPT:
 * not a database of ours; RC_NEWER: its version is above `version`, the newest this program knows. */
enum rc db_open(const char *path, int version, struct db **out, struct err *err);
void db_close(struct db *db);
const char *db_path(const struct db *db);
const char *db_library(void); /* SQLite's version, for check and doctor */

/* --- statements. One SQL text per statement; the cache is keyed by the text. A statement is taken by db_prep, bound,
 * stepped, and given back by st_done (or st_run). Nested use of the same text gets a second copy. --- */
struct stmt *db_prep(struct db *db, const char *sql);
void st_int(struct stmt *st, int i, int64_t v); /* i from 1 */
void st_text(struct stmt *st, int i, const char *s); /* NULL binds NULL; copied */
void st_textn(struct stmt *st, int i, const char *s, size_t n);
void st_null(struct stmt *st, int i);
void st_real(struct stmt *st, int i, double v);
/* Binds a named parameter (":today") where the text has it; nothing otherwise. */
void st_named_int(struct stmt *st, const char *name, int64_t v);
void st_named_text(struct stmt *st, const char *name, const char *s);
/* 1: a row; 0: no more; -1: failed, err says why. After 0 and -1 only st_done may follow. */
int st_step(struct stmt *st, struct err *err);
int st_columns(struct stmt *st);
int64_t st_get_int(struct stmt *st, int col); /* col from 0 */
double st_get_real(struct stmt *st, int col);
const char *st_get_text(struct stmt *st, int col); /* NULL for NULL; valid until the next step */
size_t st_get_len(struct stmt *st, int col);
enum st_kind { ST_NULL, ST_TEXT, ST_NUMBER };
enum st_kind st_kind(struct stmt *st, int col); /* asked once a cell: it costs as much as reading a number */
bool st_is_null(struct stmt *st, int col);
bool st_is_text(struct stmt *st, int col);
void st_done(struct stmt *st);
/* Steps to the end, gives the statement back. */
enum rc st_run(struct stmt *st, struct err *err);

/* One-liners. fmt: one letter a parameter: i (int64_t), s (const char *, may be NULL). */
enum rc db_run(struct db *db, struct err *err, const char *sql, const char *fmt, ...);
/* First column of the first row, or dflt when there is none or it is NULL. A failing read asserts unless busy or cancelled:
 * then dflt. */
int64_t db_get_int(struct db *db, int64_t dflt, const char *sql, const char *fmt, ...);
/* As heap text, NULL when none. */
char *db_get_text(struct db *db, const char *sql, const char *fmt, ...);
/* Several statements without parameters (schema). */
enum rc db_script(struct db *db, const char *sql, struct err *err);
int64_t db_last_id(struct db *db);
int64_t db_changes(struct db *db); /* rows the last statement changed */

/* --- transactions: they nest by counting; the outermost is BEGIN IMMEDIATE. `return db_end(db, work(db, err), err);`
 * commits on RC_OK and rolls everything back otherwise; an inner failure makes the outer one fail too. --- */
enum rc db_begin(struct db *db, struct err *err);
enum rc db_begin_read(struct db *db, struct err *err); /* a snapshot for several reads; writes inside assert */
enum rc db_end(struct db *db, enum rc rc, struct err *err);
bool db_in_transaction(const struct db *db);
/* Savepoint inside a transaction: what failed is undone, the rest stays (partial refusal in bulk work). */
enum rc db_save_begin(struct db *db, struct err *err);
enum rc db_save_end(struct db *db, enum rc rc, struct err *err); /* returns rc */
/* A number that changes whenever what was read may no longer hold: a transaction began, or a part of it was rolled back. 0
 * outside a transaction. */
uint64_t db_snapshot(const struct db *db);
/* Milliseconds the write lock has been held by the present transaction. */
int64_t db_lock_ms(const struct db *db);

/* --- version and migration --- */
int db_version(struct db *db);
bool db_outdated(struct db *db); /* another program has changed the version since this session opened the file */
enum rc db_set_version(struct db *db, int version, struct err *err);
/* Switches off for the present transaction what protects the schema (DDL is refused otherwise). */
void db_allow_schema(struct db *db, bool allow);
/* Opens the gate in the journal's triggers, for purge and retention, until the transaction ends. */
void db_allow_journal(struct db *db, bool allow);

/* --- others, and long work --- */
/* True when another connection committed since the last call. */
bool db_changed(struct db *db);
/* A descriptor that becomes readable when another session committed; -1 when the system has none. Read it empty by
 * db_changed. */
int db_notice_fd(const struct db *db);
/* Marks that other sessions see while this process lives and no longer, however it ends; nothing is written. A mark is any
 * number below DB_MARKS; several sessions may set the same one. */
#define DB_MARKS ((int64_t)1 << 62)
void db_mark(struct db *db, int64_t mark, bool set);
/* Those of other processes from `from` on, before `to`: at most cap of them, in no order; how many. */
int db_marked(struct db *db, int64_t from, int64_t to, int64_t *out, int cap);
/* Asked every 10,000 steps of SQLite; true cancels the running statement (RC_CANCELLED). */
void db_on_progress(struct db *db, bool (*cancel)(void *ctx), void *ctx);
/* Called while waiting for another session's lock, with the milliseconds waited; true gives up. */
void db_on_busy(struct db *db, bool (*waiting)(void *ctx, int64_t ms), void *ctx);
/* The longest one read may take, in milliseconds, where somebody sits and waits (RC_CANCELLED then, with the reason); 0: as long as it
 * needs. Write transactions are never cut. */
void db_cap(struct db *db, int64_t ms);
/* How long to wait for another session's lock: milliseconds, 0 back to the usual 5 s. */
void db_patience(struct db *db, int64_t ms);
/* From the idle loop: a TRUNCATE checkpoint without waiting when the log is over 4 MiB; the page cache goes back to the system when
 * it is over 2. */
void db_idle(struct db *db);
/* Between the transactions of bulk work: the same when it is over 64 MiB, so that it does not outgrow the database. */
void db_trim(struct db *db);
/* A large page cache for bulk work (bytes), 0 back to the session's 8 MB. */
void db_bulk_cache(struct db *db, int64_t bytes);
/* No other session has the file open (as far as locks tell): bulk work may then drop and rebuild indexes. */
bool db_alone(struct db *db);
/* Appends who holds the write lock, or has the file open: "ann (process 123, stopped)". False: nobody but us, or it cannot be
 * told. */
bool db_holder(struct db *db, struct str *out);
bool db_other(struct db *db, struct str *out);

/* --- the place --- */
struct db_room {
	int64_t size, left, total; /* bytes: of the database, free and all of the file system */
	bool low;                  /* little enough to tell everyone */
};
bool db_room(const struct db *db, struct db_room *out); /* false: it cannot be told */
/* RC_FULL unless `times` times the size of the database is free. */
enum rc db_need_room(const struct db *db, int times, struct err *err);
/* The kind of the file system that path lies on, when machines share it; NULL: a local one. */
const char *db_network(const char *path);
/* Gives an office's database and the files beside it to root and the office's group, and makes what is missing. */
enum rc db_settle_office(const char *path, struct err *err);
/* Integrity: quick or full check and foreign keys; out gets one line a fault. RC_CORRUPT when there are any. */
enum rc db_check(struct db *db, bool full, struct str *out, struct err *err);
/* A verified copy of the whole database at path (must not exist): one file, synced, that opens like any database. Made beside
 * the work of others. RC_CORRUPT: what was copied has faults, and no copy is left. */
enum rc db_backup(struct db *db, const char *path, struct err *err);
char *db_backup_dir(const char *db); /* "backup" beside the database, heap text */
/* Removes copies "crm-YYYY-MM-DD-HHMMSS.db" but the newest of each of 24 hours, 30 days and 12 months; how many went. */
int db_backup_thin(const char *dir);
/* Putting a copy in the place of the database. Ready: looks through it and lays it beside the database, which is still as it
 * was; RC_NEWER: it is above version. Then db_restore: the old files get the name aside. No session may have the database open
 * by then: see db_fence. Or db_restore_drop: after all not. */
struct db_rows { /* of what was looked through, full text aside */
	int tables;
	int64_t rows;
};
enum rc db_restore_ready(const char *path, const char *copy, int version, struct db_rows *rows, struct err *err);
enum rc db_restore(const char *path, const char *aside, struct err *err);
void db_restore_drop(const char *path);
/* No session writes into this file any more: their next transaction, like any opening, finds a newer version. */
enum rc db_fence(struct db *db, struct err *err);

#endif
