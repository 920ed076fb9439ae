/* Marks are locks on bytes of the notify file, far behind its end: the kernel takes them away with the process that had them,
 * and to set one or to ask for some is a system call each, no write and no wake-up of anybody. That file has one descriptor a
 * connection, so nothing closes it early and drops them. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "private.h"

void db_mark(struct db *db, int64_t mark, bool set)
{
	struct flock lock = { .l_type = set ? F_RDLCK : F_UNLCK, .l_whence = SEEK_SET, .l_start = (off_t)mark, .l_len = 1 };

	/* refused: a file system without locks, or no more of them; then nobody sees the mark, which harms nothing */
	if (db->notify_fd >= 0)
		(void)fcntl(db->notify_fd, F_SETLK, &lock);
}

/* One lock in the way of the whole range; false: none. Neighbouring bytes of one process are one lock. */
static bool first_lock(const struct db *db, int64_t from, int64_t to, int64_t *at, int64_t *end)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = (off_t)from, .l_len = (off_t)(to - from) };

	if (from >= to || fcntl(db->notify_fd, F_GETLK, &lock) || lock.l_type == F_UNLCK)
		return false;
	*at = lock.l_start > from ? lock.l_start : from;
	*end = lock.l_len && lock.l_start + lock.l_len < to ? lock.l_start + lock.l_len : to;
	return true;
}

int db_marked(struct db *db, int64_t from, int64_t to, int64_t *out, int cap)
{
	int64_t at, end;
	int n = 0;

	if (db->notify_fd < 0 || cap <= 0 || !first_lock(db, from, to, &at, &end))
		return 0;
	n = db_marked(db, from, at, out, cap);
	for (int64_t mark = at; mark < end && n < cap; mark++)
		out[n++] = mark;
	return n + db_marked(db, end, to, out + n, cap - n);
}
