#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent_wire.h"
#include "unpack.h"
#include "base/i18n.h"

/* One export in work: "path.partial". */
struct partial {
	char *path; /* the final name */
	int fd;
};

struct agent_files {
	struct partial *partial;
	int n, cap;
	int spool; /* standard input as a file, -1 until somebody asked for "-" */
};

struct agent_files *agent_files_new(void)
{
	struct agent_files *f = xcalloc(1, sizeof *f);

	f->spool = -1;
	return f;
}

/* A name of its own beside the final one: same file system, so that the rename is whole or not at all. */
static char *partial_name(const char *path)
{
	return xasprintf("%s.partial", path);
}

static enum rc copy_stdin(int to, struct err *err)
{
	char part[64 * 1024];
	int64_t total = 0;
	ssize_t k;

	while ((k = read(STDIN_FILENO, part, sizeof part)) != 0) {
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return fail(err, RC_IO, NO_FIELD, _("cannot read standard input: %s"), strerror(errno));
		total += k;
		if (total > IMPORT_MAX)
			return fail(err, RC_FULL, NO_FIELD, _("standard input is larger than 2 GiB: split it"));
		if (!write_all(to, part, (size_t)k))
			return fail(
				err, errno_rc(errno), NO_FIELD, _("cannot keep standard input: %s"), strerror(errno));
	}
	return RC_OK;
}

static enum rc spool_stdin(struct agent_files *f, struct err *err)
{
	enum rc rc;
	int fd;

	if (isatty(STDIN_FILENO))
		return fail(err, RC_USAGE, NO_FIELD, _("standard input is the terminal: give a file or a pipe"));
	fd = nameless_file();
	if (fd < 0)
		return fail(err, errno_rc(errno), NO_FIELD, _("cannot keep standard input: %s"), strerror(errno));
	rc = copy_stdin(fd, err);
	if (rc)
		close(fd);
	else
		f->spool = fd;
	return rc;
}

/* The spooled input anew each time, with its own position: a dry run and the real one both read all of it. */
static enum rc open_stdin(struct agent_files *f, int *fd, struct err *err)
{
	char self[64];
	enum rc rc = f->spool < 0 ? spool_stdin(f, err) : RC_OK;

	if (rc)
		return rc;
	snprintf(self, sizeof self, "/proc/self/fd/%d", f->spool);
	*fd = open(self, O_RDONLY | O_CLOEXEC);
	if (*fd < 0)
		return fail(err, RC_IO, NO_FIELD, _("cannot read standard input again: %s"), strerror(errno));
	return RC_OK;
}

/* A FIFO would block, a device may act when it is opened, a directory cannot be read: none gets further. */
static enum rc check_regular(int fd, const char *path, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st))
		return fail(err, RC_IO, NO_FIELD, _("cannot look at %s: %s"), path, strerror(errno));
	if (S_ISDIR(st.st_mode))
		return fail(err, RC_INVALID, NO_FIELD, _("%s is a directory: name a file"), path);
	if (!S_ISREG(st.st_mode))
		return fail(err, RC_INVALID, NO_FIELD, _("%s is not a regular file"), path);
	if (st.st_size > IMPORT_MAX)
		return fail(err, RC_FULL, NO_FIELD, _("%s is larger than 2 GiB: split it"), path);
	return RC_OK;
}

enum rc agent_file_open(struct agent_files *f, const char *path, int *fd, struct err *err)
{
	enum rc rc;

	if (str_eq(path, "-"))
		return open_stdin(f, fd, err);
	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (*fd < 0)
		return fail(err, errno_rc(errno), NO_FIELD, _("cannot open %s: %s"), path, strerror(errno));
	rc = check_regular(*fd, path, err);
	if (rc) {
		close(*fd);
		*fd = -1;
	}
	return rc;
}

static enum rc exists(const char *path, struct err *err)
{
	return fail(err, RC_CONFLICT, NO_FIELD,
		_("%s exists already: choose another name, or say that it may be replaced"), path);
}

/* What a killed export or import left: a plain file of this person's under the name, which nobody holds. Emptied; -1: it is
 * not that. */
static int take_over(const char *name)
{
	int fd = open(name, O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st, at;

	if (fd < 0)
		return -1;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() && st.st_nlink == 1 &&
		flock(fd, LOCK_EX | LOCK_NB) == 0 && lstat(name, &at) == 0 && at.st_ino == st.st_ino &&
		at.st_dev == st.st_dev && ftruncate(fd, 0) == 0)
		return fd;
	close(fd);
	return -1;
}

/* The agent keeps a descriptor of its own: publish must sync the very file it made, whatever the name means by then. */
enum rc agent_file_create(struct agent_files *f, const char *path, bool overwrite, int *fd, struct err *err)
{
	struct stat st;
	char *name;

	if (!lstat(path, &st)) {
		if (!overwrite)
			return exists(path, err);
		if (!S_ISREG(st.st_mode))
			return fail(err, RC_INVALID, NO_FIELD, _("%s is not a regular file and is not replaced"), path);
	}
	name = partial_name(path);
	*fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0600);
	if (*fd >= 0)
		flock(*fd, LOCK_EX | LOCK_NB); /* held while either process lives: a lone lock means it was cut short */
	else if (errno == EEXIST && (*fd = take_over(name)) < 0)
		errno = EEXIST;
	if (*fd < 0) {
		fail(err, errno_rc(errno), NO_FIELD,
			errno == EEXIST ? _("%s is in the way: it is being written, or is not yours") : _("cannot create %s: %s"),
			name, strerror(errno));
		free(name);
		return err->rc;
	}
	free(name);
	GROW(f->partial, f->n, f->cap);
	f->partial[f->n++] = (struct partial){ .path = xstrdup(path), .fd = fcntl(*fd, F_DUPFD_CLOEXEC, 0) };
	return RC_OK;
}

static struct partial *find_partial(struct agent_files *f, const char *path)
{
	for (int i = 0; i < f->n; i++)
		if (str_eq(f->partial[i].path, path))
			return &f->partial[i];
	return NULL;
}

static void forget(struct agent_files *f, struct partial *p)
{
	close(p->fd);
	free(p->path);
	*p = f->partial[--f->n];
}

/* A new name must outlive a power cut too. */
static void sync_directory(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash ? xstrndup(path, slash == path ? 1 : (size_t)(slash - path)) : xstrdup(".");
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(dir);
}

/* Gives the file its name. Some file systems cannot refuse an existing name while renaming; there a link does. */
static bool move(const char *from, const char *to, bool overwrite)
{
	if (overwrite)
		return !rename(from, to);
	if (!renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE))
		return true;
	if (errno != EINVAL && errno != ENOSYS)
		return false;
	return !link(from, to) && !unlink(from);
}

/* On failure the partial file and its entry stay, so that the caller may ask and try again, or discard. */
enum rc agent_file_publish(struct agent_files *f, const char *path, bool overwrite, struct err *err)
{
	struct partial *p = find_partial(f, path);
	enum rc rc = RC_OK;
	char *name;

	if (!p)
		return fail(err, RC_INVALID, NO_FIELD, _("%s was not begun"), path);
	name = partial_name(path);
	if (fsync(p->fd))
		rc = fail(err, errno_rc(errno), NO_FIELD, _("cannot write %s to the disk: %s"), name, strerror(errno));
	else if (!move(name, path, overwrite))
		rc = errno == EEXIST
			     ? exists(path, err)
			     : fail(err, errno_rc(errno), NO_FIELD, _("cannot rename %s: %s"), name, strerror(errno));
	if (!rc) {
		sync_directory(path);
		forget(f, p);
	}
	free(name);
	return rc;
}

void agent_file_discard(struct agent_files *f, const char *path)
{
	struct partial *p = find_partial(f, path);
	char *name;

	if (!p)
		return;
	name = partial_name(path);
	unlink(name);
	free(name);
	forget(f, p);
}
