/* Where a database lies: the file system under it, the room that is left, and the files of an office's database, which
 * belong to root and the office's group from the first moment on. No other floor may touch them: to close any
 * descriptor of a file that SQLite has locked would drop the locks of the whole process. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/priv.h"
#include "private.h"

#define OFFICE_MODE 0660
#define LOW_BYTES ((int64_t)200 << 20)
#define LOW_PERCENT 5

const char *db_network(const char *path)
{
	static const struct {
		uint32_t magic; /* of statfs(2) */
		const char *name;
	} remote[] = {
		{ 0x6969, "NFS" },
		{ 0xff534d42, "CIFS" },
		{ 0xfe534d42, "SMB" },
		{ 0x517b, "SMB" },
		{ 0x65735546, "FUSE" },
		{ 0x01021997, "9p" },
		{ 0x00c36400, "Ceph" },
		{ 0x5346414f, "AFS" },
		{ 0x0bd00bd0, "Lustre" },
	};
	struct statfs fs;

	if (statfs(path, &fs))
		return NULL;
	for (size_t i = 0; i < COUNT(remote); i++)
		if ((uint32_t)fs.f_type == remote[i].magic)
			return remote[i].name;
	return NULL;
}

/* The log's shared memory is memory of one machine. A person's own database may lie where she wants it; SQLite itself
 * refuses what cannot work. */
enum rc place_check(const struct db *db, struct err *err)
{
	const char *fs = priv_office() ? db_network(db->path) : NULL;

	if (!fs)
		return RC_OK;
	return fail(err, RC_DENIED, NO_FIELD,
		_("%s lies on a file system that other machines share (%s): move it to a local disk"), db->path, fs);
}

bool db_room(const struct db *db, struct db_room *out)
{
	struct statvfs v;
	struct stat st;

	if (statvfs(db->path, &v) || stat(db->path, &st))
		return false;
	out->size = st.st_size;
	out->left = (int64_t)v.f_bavail * (int64_t)v.f_frsize;
	out->total = (int64_t)v.f_blocks * (int64_t)v.f_frsize;
	/* a small disk is short when little of it is left, a large one when little is left at all */
	out->low = out->left < LOW_BYTES || out->left * 100 < out->total * LOW_PERCENT;
	return true;
}

enum rc db_need_room(const struct db *db, int times, struct err *err)
{
	struct db_room room;

	if (!db_room(db, &room) || room.left >= room.size * times)
		return RC_OK;
	return fail(err, RC_FULL, NO_FIELD, _("%lld MB are left on the disk of %s, %lld are needed: make room first"),
		(long long)(room.left >> 20), db->path, (long long)((room.size * times >> 20) + 1));
}

/* Exclusive, so that nothing that stands there is believed; the mode is set whatever the mask is. */
enum rc place_make(const char *path, struct err *err)
{
	mode_t mode = priv_office() ? OFFICE_MODE : 0600;
	int fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, mode);
	bool ok = fd >= 0;

	if (!ok)
		return fail(err, errno == EEXIST ? RC_INVALID : RC_IO, NO_FIELD, _("cannot make %s: %s"), path,
			strerror(errno));
	if (priv_office())
		ok = !fchown(fd, getuid(), priv_group()) && !fchmod(fd, mode);
	if (close(fd) || !ok)
		return fail(err, RC_IO, NO_FIELD, _("cannot make %s: %s"), path, strerror(errno));
	return RC_OK;
}

/* Makes what is missing beside the database, and gives what is there to root and the office's group. The log and its
 * index are SQLite's: it makes them when it opens the database, as it finds the database itself. */
enum rc place_settle(const char *path, struct err *err)
{
	static const char *const part[] = { "", "-wal", "-shm", "-notify" };
	enum rc rc = RC_OK;

	for (size_t i = 0; i < COUNT(part) && rc == RC_OK; i++) {
		char *file = xasprintf("%s%s", path, part[i]);
		struct stat st;

		if (lstat(file, &st))
			rc = place_make(file, err);
		else if (!S_ISREG(st.st_mode))
			rc = fail(err, RC_DENIED, NO_FIELD, _("%s is not a regular file: look who put it there"), file);
		else if (lchown(file, 0, priv_group()) || chmod(file, OFFICE_MODE))
			rc = fail(err, RC_IO, NO_FIELD, _("cannot give %s to the office: %s"), file, strerror(errno));
		free(file);
	}
	return rc;
}

enum rc db_settle_office(const char *path, struct err *err)
{
	if (!priv_office_root())
		return fail(err, RC_DENIED, NO_FIELD, _("the office's files are root's to make"));
	return place_settle(path, err);
}
