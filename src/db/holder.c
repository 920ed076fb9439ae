/* Who else is at work: the locks on the index of the log tell. A descriptor is opened for the question once and kept
 * until the database is closed, because to close it would drop every lock that SQLite holds in this process. */
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <sys/types.h>
#include <syslog.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/priv.h"
#include "private.h"

/* Bytes of the -shm file, fixed by SQLite's file format for logs. */
#define BYTE_WRITER 120
#define BYTE_SESSION 128 /* every connection holds it shared */

/* The process that holds the byte, not counting our own; 0: nobody, -1: it cannot be told. */
static pid_t holder_of(struct db *db, off_t byte)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };

	if (db->shm_fd < 0) {
		char *path = xasprintf("%s-shm", db->path);

		db->shm_fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
		free(path);
	}
	if (db->shm_fd < 0 || fcntl(db->shm_fd, F_GETLK, &lock))
		return -1;
	return lock.l_type == F_UNLCK ? 0 : lock.l_pid;
}

bool db_alone(struct db *db)
{
	return holder_of(db, BYTE_SESSION) == 0;
}

/* "State:" and "Uid:" of the process; a system may hide both. */
static bool look_at(pid_t pid, char *state, unsigned *uid)
{
	char path[40], line[160];
	bool found = false;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%ld/status", (long)pid);
	f = fopen(path, "re");
	if (!f)
		return false;
	while (!found && fgets(line, sizeof line, f)) {
		sscanf(line, "State: %c", state);
		found = sscanf(line, "Uid: %u", uid) == 1;
	}
	fclose(f);
	return found;
}

static void describe(pid_t pid, struct str *out)
{
	const struct passwd *pw;
	char state = '?';
	unsigned uid = 0;

	if (!look_at(pid, &state, &uid)) {
		str_addf(out, _("process %ld"), (long)pid);
		return;
	}
	pw = getpwuid(uid);
	if (pw)
		str_add(out, pw->pw_name);
	else
		str_addf(out, _("user %u"), uid);
	str_addf(out, state == 'T' ? _(" (process %ld, stopped)") : _(" (process %ld)"), (long)pid);
}

bool db_holder(struct db *db, struct str *out)
{
	pid_t pid = holder_of(db, BYTE_WRITER);

	if (pid <= 0)
		return false;
	describe(pid, out);
	return true;
}

bool db_other(struct db *db, struct str *out)
{
	pid_t pid = holder_of(db, BYTE_SESSION);

	if (pid <= 0)
		return false;
	describe(pid, out);
	return true;
}

enum rc holder_fail(struct db *db, const char *what, struct err *err)
{
	struct str who = STR_INIT;
	int64_t ms = db->busy_since ? clock_ms() - db->busy_since : 0;

	if (db_holder(db, &who)) {
		fail(err, RC_BUSY, NO_FIELD,
			_("cannot %s %s: %s has held the database for %lld s; nothing was saved: try again"), what,
			db->path, who.s, (long long)(ms / 1000));
		if (priv_office())
			syslog(LOG_USER | LOG_WARNING, "uid %u waited %lld ms for the database, held by %s",
				(unsigned)priv_uid(), (long long)ms, who.s);
	} else {
		fail(err, RC_BUSY, NO_FIELD, _("cannot %s %s: another session holds the database; try again"), what,
			db->path);
	}
	str_free(&who);
	return RC_BUSY;
}
