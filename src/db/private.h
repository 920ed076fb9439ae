/* What the files of this floor share. */
#ifndef DB_PRIVATE_H
#define DB_PRIVATE_H

#include <signal.h>
#include <sqlite3.h>

#include "db/db.h"

#define DB_FENCE (1 << 24) /* added to the version of a file that is being replaced */
#define EAGER_MS 2000 /* a waiter looks every millisecond: bulk work lets others in for a few */
#define BUSY_MS 5000
#define STMT_BUCKETS 256
#define STMT_KEPT 300 /* statements kept prepared; beyond it the least recently used idle one goes */

struct stmt {
	sqlite3_stmt *st;
	struct db *db;
	char *sql;
	uint64_t hash, used_at;
	bool taken;
	struct stmt *next;
};

struct db {
	sqlite3 *h;
	char *path;
	struct stmt *bucket[STMT_BUCKETS];
	int n_stmts;
	uint64_t tick;

	int depth;         /* nesting of transactions */
	bool reading;      /* the outermost is a read snapshot */
	bool doomed;       /* an inner part failed: the outermost rolls back */
	int saves;         /* savepoints open */
	uint64_t snapshot; /* counts beginnings and partial rollbacks */
	int64_t begun;     /* monotonic ms, write lock since */
	int64_t changes0;  /* total changes when it began */
	sigset_t blocked;  /* the mask to restore after it */
	int version;       /* user_version seen at open, checked in every write transaction */

	bool allow_schema, allow_pragma;
	int notify_fd, inotify_fd, shm_fd;
	int64_t data_version;
	bool (*cancel)(void *ctx);
	void *cancel_ctx;
	bool (*waiting)(void *ctx, int64_t ms);
	void *waiting_ctx;
	int64_t busy_since;
	int64_t cap;      /* ms a read may take; 0: any */
	int64_t prepared; /* clock_ms when the newest statement was taken, where there is a cap */
	bool capped;      /* the cap ended it */
	int64_t patience; /* ms; 0: BUSY_MS */
	bool no_wait; /* checkpoints do not wait for readers */
};

enum rc db_fail(struct db *db, int code, const char *what, struct err *err);
enum rc db_protect(struct db *db, struct err *err);
void db_notice_open(struct db *db);
void db_notice_close(struct db *db);
void db_notice_send(struct db *db);
void stmt_free_all(struct db *db);
/* holder.c: fails with RC_BUSY and the name of who holds the lock */
enum rc holder_fail(struct db *db, const char *what, struct err *err);
/* check.c: one line a fault; their number */
int db_faults(sqlite3 *h, bool full, struct str *out);
/* place.c */
enum rc place_check(const struct db *db, struct err *err);
enum rc place_make(const char *path, struct err *err);
enum rc place_settle(const char *path, struct err *err);
int64_t db_pragma_int(struct db *db, const char *sql);
bool db_checkpoint(struct db *db);

#endif
