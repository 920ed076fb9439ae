/* What the installer makes and the doctor looks at: one table of the office's files, and the few things that are no
 * files. Files are looked at by name and never opened, because closing one would drop the locks of a session in this
 * process. */
#include "db/layout.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/priv.h"
#include "private.h"

#define BALLAST_BYTES ((off_t)16 << 20)
#define BLOCK_LEAST 4096

struct look {
	bool fix;
	found_fn *found;
	void *ctx;
};

static void tell(const struct look *l, const char *what, enum finding_state state, const char *mend, const char *fmt,
	...) __attribute__((format(printf, 5, 6)));

static void tell(
	const struct look *l, const char *what, enum finding_state state, const char *mend, const char *fmt, ...)
{
	struct finding f = { .what = what, .state = state };
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(f.text, sizeof f.text, fmt, ap);
	va_end(ap);
	snprintf(f.mend, sizeof f.mend, "%s", mend ? mend : "");
	l->found(l->ctx, &f);
}

/* ---- the program and the accounts ---- */

static void look_at_program(const struct look *l)
{
	char path[512], mend[700];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
	struct statvfs fs;
	struct stat st;

	path[n > 0 ? n : 0] = '\0';
	if (stat("/proc/self/exe", &st)) {
		tell(l, "program", FOUND_FAULT, "", _("cannot be looked at: %s"), strerror(errno));
		return;
	}
	snprintf(mend, sizeof mend, "chown root:%u %.90s && chmod 2755 %.90s", (unsigned)priv_group(), path, path);
	if (st.st_uid != 0 || st.st_gid != priv_group() || (st.st_mode & 07777) != 02755)
		tell(l, "program", FOUND_FAULT, mend, _("%s is %04o, of user %u and group %u"), path,
			(unsigned)st.st_mode & 07777, (unsigned)st.st_uid, (unsigned)st.st_gid);
	else if (!statvfs("/proc/self/exe", &fs) && fs.f_flag & ST_NOSUID)
		tell(l, "program", FOUND_FAULT, _("mount it without nosuid"), _("%s lies on a nosuid mount"), path);
	else
		tell(l, "program", FOUND_GOOD, NULL, "%s", path);
}

/* Who has the group as her own, or is a member of it: reads the database past the program. */
static void look_at_group(const struct look *l)
{
	const struct group *g = getgrgid(priv_group());
	const struct passwd *pw;
	char mend[120];
	bool bad = false;

	if (!g) {
		tell(l, "group", FOUND_FAULT, "groupadd --system crm", _("group %u has no name"),
			(unsigned)priv_group());
		return;
	}
	for (char **m = g->gr_mem; *m; m++) {
		snprintf(mend, sizeof mend, "gpasswd -d %s %s", *m, g->gr_name);
		tell(l, "group", FOUND_FAULT, mend, _("%s is a member of %s and reads the database past the program"),
			*m, g->gr_name);
		bad = true;
	}
	setpwent();
	while ((pw = getpwent()))
		if (pw->pw_gid == priv_group()) {
			snprintf(mend, sizeof mend, "usermod -g users %s", pw->pw_name);
			tell(l, "group", FOUND_FAULT, mend, _("%s is the own group of %s"), g->gr_name, pw->pw_name);
			bad = true;
		}
	endpwent();
	if (!bad)
		tell(l, "group", FOUND_GOOD, NULL, _("%s has no members"), g->gr_name);
}

static void look_at_upkeep(const struct look *l)
{
	if (priv_account(PRIV_UPKEEP_LOGIN))
		tell(l, "timers' account", FOUND_GOOD, NULL, "%s", PRIV_UPKEEP_LOGIN);
	else
		tell(l, "timers' account", FOUND_FAULT,
			"useradd --system --user-group --home-dir /nonexistent --shell "
			"/usr/sbin/nologin " PRIV_UPKEEP_LOGIN,
			_("there is no account %s"), PRIV_UPKEEP_LOGIN);
}

/* ---- files ---- */

enum kind { FOLDER, DATABASE, PART, BALLAST, SETTINGS };
static const struct place {
	const char *what, *path; /* absolute, or below the office's folder */
	enum kind kind;
	mode_t mode;
	bool office; /* the group is the office's, else root's */
} places[] = {
	{ "folder", "", FOLDER, 02770, true },
	{ "backups' folder", "/backup", FOLDER, 0700, false },
	{ "database", "/crm.db", DATABASE, 0660, true },
	{ "log", "/crm.db-wal", PART, 0660, true },
	{ "log's index", "/crm.db-shm", PART, 0660, true },
	{ "notes to others", "/crm.db-notify", PART, 0660, true },
	{ "ballast", "/ballast", BALLAST, 0600, false },
	{ "settings", "/etc/crm.conf", SETTINGS, 0644, false },
};

static char *full_path(const struct place *p)
{
	return p->kind == SETTINGS ? xstrdup(p->path) : xasprintf("%s%s", priv_office_dir(), p->path);
}

/* 16 MiB that root can delete when the disk is full, so that people can go on while room is made. */
static bool make_ballast(const char *path)
{
	int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool ok = fd >= 0 && !posix_fallocate(fd, 0, BALLAST_BYTES);

	if (fd >= 0)
		close(fd);
	if (!ok && fd >= 0)
		unlink(path);
	return ok;
}

static bool make(const struct place *p, const char *path)
{
	switch (p->kind) {
	case FOLDER: return !mkdir(path, 0700);
	case BALLAST: return make_ballast(path);
	case PART: return place_make(path, NULL) == RC_OK;
	case DATABASE:
	case SETTINGS: break;
	}
	return false;
}

static bool is_kind(const struct place *p, const struct stat *st)
{
	return p->kind == FOLDER ? S_ISDIR(st->st_mode) : S_ISREG(st->st_mode);
}

static gid_t group_of(const struct place *p)
{
	return p->office ? priv_group() : 0;
}

static bool is_right(const struct place *p, const struct stat *st)
{
	return is_kind(p, st) && st->st_uid == 0 && st->st_gid == group_of(p) && (st->st_mode & 07777) == p->mode;
}

/* Owner before mode: a change of owner takes the setgid bit away. */
static bool mend(const struct place *p, const char *path, const struct stat *st)
{
	return is_kind(p, st) && !lchown(path, 0, group_of(p)) && !chmod(path, p->mode);
}

static const char *why_missing(const struct place *p)
{
	return p->kind == DATABASE ? "crm init --admin LOGIN" : p->kind == SETTINGS ? "" : "crm doctor --fix";
}

static void look_at_place(const struct look *l, const struct place *p)
{
	char *path = full_path(p), how[160];
	struct stat st;
	bool there = !lstat(path, &st), made = false;

	if (!there && errno == EACCES) {
		tell(l, p->what, FOUND_NOTE, _("run crm doctor as root"), _("%s is not yours to look at"), path);
		free(path);
		return;
	}
	if (!there && l->fix)
		there = made = make(p, path) && !lstat(path, &st);
	snprintf(how, sizeof how, "chown root:%u %.60s && chmod %04o %.60s", (unsigned)group_of(p), path,
		(unsigned)p->mode, path);
	if (!there)
		tell(l, p->what, p->kind == SETTINGS || p->kind == BALLAST ? FOUND_NOTE : FOUND_FAULT, why_missing(p),
			_("%s is not there"), path);
	else if (is_right(p, &st))
		tell(l, p->what, FOUND_GOOD, NULL, "%s", path);
	else if (l->fix && mend(p, path, &st))
		tell(l, p->what, FOUND_MENDED, NULL, made ? _("%s was made") : _("%s has its owner and mode again"),
			path);
	else
		tell(l, p->what, FOUND_FAULT, how, _("%s is %04o, of user %u and group %u"), path,
			(unsigned)st.st_mode & 07777, (unsigned)st.st_uid, (unsigned)st.st_gid);
	free(path);
}

/* ---- the ground it stands on ---- */

static void look_at_acl(const struct look *l)
{
	static const char *const name[] = { "system.posix_acl_access", "system.posix_acl_default" };
	bool any = false;

	for (size_t i = 0; i < COUNT(name); i++)
		if (getxattr(priv_office_dir(), name[i], NULL, 0) > 0)
			any = !l->fix || removexattr(priv_office_dir(), name[i]) || any;
	if (any)
		tell(l, "lists of rights", FOUND_FAULT, "setfacl -b /srv/crm",
			_("%s has an access list that lets others in"), priv_office_dir());
}

static void look_at_parents(const struct look *l)
{
	char *path = xstrdup(priv_office_dir());
	bool bad = false;

	for (char *slash = strrchr(path, '/'); slash && !bad; slash = strrchr(path, '/')) {
		struct stat st;

		slash[slash == path] = '\0';
		if (!lstat(path, &st) && (st.st_uid != 0 || (st.st_mode & 022 && !(st.st_mode & S_ISVTX)))) {
			tell(l, "way there", FOUND_FAULT, _("give it to root and take the others' right to write"),
				_("%s can be changed by others than root"), path);
			bad = true;
		}
		if (slash == path)
			break;
	}
	free(path);
}

static void look_at_disk(const struct look *l)
{
	const char *fs = db_network(priv_office_dir());
	struct statvfs v;

	if (fs)
		tell(l, "file system", FOUND_FAULT, _("move the office to a local disk"),
			_("%s lies on %s, which other machines share"), priv_office_dir(), fs);
	if (statvfs(priv_office_dir(), &v))
		return;
	if (v.f_bsize < BLOCK_LEAST)
		tell(l, "file system", FOUND_FAULT, _("move the office to a file system with blocks of 4096 bytes"),
			_("blocks of %lu bytes: a full disk can end sessions"), (unsigned long)v.f_bsize);
	else if (!fs)
		tell(l, "file system", FOUND_GOOD, NULL, _("local, blocks of %lu bytes"), (unsigned long)v.f_bsize);
}

void layout_check(bool fix, found_fn *found, void *ctx)
{
	struct look l = { .fix = fix && priv_office_root(), .found = found, .ctx = ctx };

	look_at_program(&l);
	look_at_group(&l);
	look_at_upkeep(&l);
	for (size_t i = 0; i < COUNT(places); i++)
		look_at_place(&l, &places[i]);
	look_at_acl(&l);
	look_at_parents(&l);
	look_at_disk(&l);
}
