/* Small texts kept in a directory of the person's own, for when the database takes nothing. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent_wire.h"
#include "base/i18n.h"

#define NAMES_MAX 200 /* nobody has that many forms half-typed */

/* Each part of the path is made where it is missing; the last one must be the person's alone. -1: there is none. */
static int open_dir(char *path)
{
	struct stat st;
	int fd;

	for (char *p = path + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		mkdir(path, 0700);
		*p = '/';
	}
	mkdir(path, 0700);
	fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd >= 0 && (fstat(fd, &st) || st.st_uid != getuid() || (st.st_mode & 022))) {
		close(fd);
		fd = -1;
		errno = EPERM;
	}
	return fd;
}

/* $XDG_STATE_HOME/crm/drafts, else ~/.local/state/crm/drafts. */
static int keep_dir(struct err *err)
{
	const struct passwd *pw = getpwuid(getuid());
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	char *path = NULL;
	int fd = -1;

	if ((!home || *home != '/') && pw)
		home = pw->pw_dir;
	if (state && *state == '/')
		path = xasprintf("%s/crm/drafts", state);
	else if (home && *home == '/')
		path = xasprintf("%s/.local/state/crm/drafts", home);
	errno = ENOENT;
	if (path)
		fd = open_dir(path);
	if (fd < 0)
		fail(err, errno_rc(errno), NO_FIELD, _("there is no private directory for drafts: check ~/.local/state"));
	free(path);
	return fd;
}

static bool plain_name(const char *name)
{
	return *name && *name != '.' && !strchr(name, '/') && strlen(name) < 200;
}

/* Under another name first: whole or not at all. */
static bool write_whole(int dir, const char *name, const struct str *text)
{
	char *part = xasprintf(".%s.partial", name);
	int fd = openat(dir, part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600);
	bool ok = fd >= 0 && write_all(fd, text->s, text->len) && !fsync(fd);
	int why = errno;

	if (fd >= 0 && close(fd))
		ok = false;
	if (ok && renameat(dir, part, dir, name)) {
		ok = false;
		why = errno;
	}
	if (!ok)
		unlinkat(dir, part, 0);
	free(part);
	errno = why;
	return ok;
}

enum rc agent_keep_write(const char *name, const struct str *text, struct err *err)
{
	int dir = plain_name(name) ? keep_dir(err) : -1;
	enum rc rc = RC_OK;

	if (dir < 0)
		return err->rc ? err->rc : fail(err, RC_INVALID, NO_FIELD, _("\"%s\" is no name of a draft"), name);
	if (!write_whole(dir, name, text))
		rc = fail(err, errno_rc(errno), NO_FIELD, _("cannot keep the draft in a file: %s"), strerror(errno));
	close(dir);
	return rc;
}

static enum rc read_one(int dir, const char *name, struct str *out, struct err *err)
{
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;
	enum rc rc = RC_OK;
	char *s;

	if (fd < 0)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("no draft is kept here"));
	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_uid != getuid() || st.st_size > KEEP_MAX) {
		close(fd);
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("no draft is kept here"));
	}
	s = xmalloc((size_t)st.st_size + 1);
	if (read_all(fd, s, (size_t)st.st_size))
		str_addn(out, s, (size_t)st.st_size);
	else
		rc = fail(err, RC_IO, NO_FIELD, _("cannot read the draft: %s"), strerror(errno));
	free(s);
	close(fd);
	return rc;
}

enum rc agent_keep_read(const char *name, struct str *out, struct err *err)
{
	int dir = plain_name(name) ? keep_dir(err) : -1;
	enum rc rc;

	if (dir < 0)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("no draft is kept here"));
	rc = read_one(dir, name, out, err);
	close(dir);
	return rc;
}

enum rc agent_keep_drop(const char *name, struct err *err)
{
	int dir = plain_name(name) ? keep_dir(err) : -1;
	bool gone = dir >= 0 && (!unlinkat(dir, name, 0) || errno == ENOENT);

	if (dir >= 0)
		close(dir);
	return gone ? RC_OK : fail(err, RC_IO, NO_FIELD, _("cannot remove the draft: %s"), strerror(errno));
}

enum rc agent_keep_names(struct str *out, struct err *err)
{
	int fd = keep_dir(err), n = 0;
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *e;

	if (!dir) {
		if (fd >= 0)
			close(fd);
		return err->rc ? err->rc : fail(err, RC_IO, NO_FIELD, _("cannot look for drafts: %s"), strerror(errno));
	}
	while (n < NAMES_MAX && (e = readdir(dir)))
		if (plain_name(e->d_name)) {
			str_addn(out, e->d_name, strlen(e->d_name) + 1);
			n++;
		}
	closedir(dir);
	return RC_OK;
}
