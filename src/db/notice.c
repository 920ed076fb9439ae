#include "db/db.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/priv.h"
#include "private.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#define CACHE_KEPT (2 << 20)

/* A commit writes one byte to DB-notify; the others watch that file: watching the log misses commits. In an office it
 * is root's to make; without it sessions look once a second. */
void db_notice_open(struct db *db)
{
	char *path = xasprintf("%s-notify", db->path);

	db->notify_fd = open(path, O_RDWR | (priv_office() ? 0 : O_CREAT) | O_CLOEXEC | O_NOFOLLOW, 0600);
	db->inotify_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (db->inotify_fd >= 0 && inotify_add_watch(db->inotify_fd, path, IN_MODIFY) < 0) {
		close(db->inotify_fd);
		db->inotify_fd = -1;
	}
	free(path);
	db_changed(db);
}

void db_notice_close(struct db *db)
{
	if (db->notify_fd >= 0)
		close(db->notify_fd);
	if (db->inotify_fd >= 0)
		close(db->inotify_fd);
	if (db->shm_fd >= 0)
		close(db->shm_fd);
}

void db_notice_send(struct db *db)
{
	if (db->notify_fd >= 0)
		(void)!pwrite(db->notify_fd, "x", 1, 0);
}

int db_notice_fd(const struct db *db)
{
	return db->inotify_fd;
}

bool db_changed(struct db *db)
{
	char buf[4096];
	int64_t now;

	if (db->inotify_fd >= 0)
		while (read(db->inotify_fd, buf, sizeof buf) > 0)
			;
	now = db_get_int(db, -1, "PRAGMA data_version", "");
	if (now == db->data_version || now < 0)
		return false;
	db->data_version = now;
	return true;
}

void db_on_progress(struct db *db, bool (*cancel)(void *ctx), void *ctx)
{
	db->cancel = cancel;
	db->cancel_ctx = ctx;
}

void db_on_busy(struct db *db, bool (*waiting)(void *ctx, int64_t ms), void *ctx)
{
	db->waiting = waiting;
	db->waiting_ctx = ctx;
}

void db_cap(struct db *db, int64_t ms)
{
	db->cap = ms;
	db->prepared = clock_ms();
}

void db_patience(struct db *db, int64_t ms)
{
	db->patience = ms;
}

/* TRUNCATE holds the write lock, so no commit runs beside it (the log-reset fault of SQLite up to 3.51.2), and it must
 * not wait for readers while it does. */
bool db_checkpoint(struct db *db)
{
	int code;

	db->no_wait = true;
	code = sqlite3_wal_checkpoint_v2(db->h, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	db->no_wait = false;
	return code == SQLITE_OK;
}

static int64_t log_size(const struct db *db)
{
	char *path = xasprintf("%s-wal", db->path);
	struct stat st;
	int64_t size = stat(path, &st) == 0 ? st.st_size : 0;

	free(path);
	return size;
}

/* The pages that one large read brought are not read again soon: what is shown asks for a hundred or so, and the system has them.
 * Twenty people's caches would be most of what the program takes. */
static void give_back(struct db *db)
{
	int used = 0, most = 0;

	if (sqlite3_db_status(db->h, SQLITE_DBSTATUS_CACHE_USED, &used, &most, 0) != SQLITE_OK || used < CACHE_KEPT)
		return;
	sqlite3_db_release_memory(db->h);
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}

void db_idle(struct db *db)
{
	if (db->depth != 0)
		return;
	if (log_size(db) > 4 << 20)
		db_checkpoint(db);
	give_back(db);
}

void db_trim(struct db *db)
{
	if (db->depth == 0 && log_size(db) > 64 << 20)
		db_checkpoint(db);
}

/* Where sorts spill: beside the database, which only the program may read, never to a common folder. */
static void spill_beside(const struct db *db)
{
	const char *slash = strrchr(db->path, '/');

	if (!sqlite3_temp_directory)
		sqlite3_temp_directory = slash ? sqlite3_mprintf("%.*s", (int)(slash - db->path) + 1, db->path) : sqlite3_mprintf("./");
}

void db_bulk_cache(struct db *db, int64_t bytes)
{
	char sql[96];

	/* an index of millions of keys is not sorted in memory */
	spill_beside(db);
	snprintf(sql, sizeof sql, "PRAGMA cache_size=-%lld; PRAGMA temp_store=%s", (long long)(bytes ? bytes / 1024 : 8192),
		bytes ? "FILE" : "MEMORY");
	db->allow_pragma = true;
	sqlite3_exec(db->h, sql, NULL, NULL, NULL);
	db->allow_pragma = false;
	if (!bytes)
		sqlite3_db_release_memory(db->h);
}
