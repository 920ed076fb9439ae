#include "base/priv.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/str.h"
#include "priv_env.h"
#include "sanitizer.h"

#define STACK_MIN (1024 * 1024)
#define FILES_MIN 32
#define EXIT_CRASH 75
#define CRASH_STACK (32 * 1024)
#ifndef CRM_OFFICE_DIR
#define CRM_OFFICE_DIR "/srv/crm"
#endif

static void (*crash_fn)(void);
static bool office;       /* this process holds the office's group */
static gid_t office_group;

uid_t priv_uid(void)
{
	return getuid();
}

const char *priv_login(void)
{
	static char name[64];
	const struct passwd *pw;

	if (!*name) {
		pw = getpwuid(getuid());
		snprintf(name, sizeof name, "%s", pw && *pw->pw_name ? pw->pw_name : "user");
	}
	return name;
}

bool priv_account(const char *login)
{
	return getpwnam(login) != NULL;
}

bool priv_office(void)
{
	return office;
}

bool priv_office_root(void)
{
	return office && getuid() == 0;
}

bool priv_office_upkeep(void)
{
	return office && getuid() != 0 && str_eq(priv_login(), PRIV_UPKEEP_LOGIN);
}

gid_t priv_group(void)
{
	return office ? office_group : getgid();
}

const char *priv_office_dir(void)
{
	return CRM_OFFICE_DIR;
}

const char *priv_office_db(void)
{
	return CRM_OFFICE_DIR "/crm.db";
}

const char *priv_kept(const char *name)
{
	const char *v = env_kept(name);

	return v ? v : getenv(name);
}

void priv_on_crash(void (*fn)(void))
{
	crash_fn = fn;
}

/* Async-signal-safe only. The transaction in work dies with the process, so what is on the disk is whole. */
static void on_crash(int sig)
{
	static const char bus[] = "\ncrm: the disk is full or a file was cut short; nothing half done was kept\n";
	static const char segv[] = "\ncrm: crashed; nothing half done was kept\n";
	const char *text = sig == SIGBUS ? bus : segv;

	if (crash_fn)
		crash_fn();
	if (write(STDERR_FILENO, text, sig == SIGBUS ? sizeof bus - 1 : sizeof segv - 1) < 0)
		_exit(EXIT_CRASH);
	_exit(EXIT_CRASH);
}

/* Whoever started us may have handed in ignored or blocked signals. */
static void set_signals(void)
{
	static char stack[CRASH_STACK];
	stack_t alt = { .ss_sp = stack, .ss_size = sizeof stack };
	struct sigaction crash = { .sa_handler = on_crash, .sa_flags = SA_ONSTACK | SA_RESETHAND };
	sigset_t none;

	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGCHLD, SIG_DFL);
	if (!UNDER_SANITIZER) { /* which has its own report to print */
		sigaltstack(&alt, NULL);
		sigaction(SIGSEGV, &crash, NULL);
		sigaction(SIGBUS, &crash, NULL);
	}
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* With a group of our own the process may not be traced, nor its memory read, by the person who runs it. The system resets
 * this whenever credentials change. */
static enum rc hide_process(struct err *err)
{
	if (prctl(PR_SET_DUMPABLE, 0))
		return fail(err, RC_IO, NO_FIELD, _("cannot protect the process: %s"), strerror(errno));
	return RC_OK;
}

/* The office's program is known by the mark on its file. A debugger, no_new_privs, a nosuid mount or a namespace of one's
 * own withhold the group: then the office cannot be reached, and to open a database of one's own instead would only
 * confuse, unless it is named. */
static enum rc check_file(gid_t r, gid_t e, struct err *err)
{
	struct stat st;
	bool marked = !stat("/proc/self/exe", &st) && S_ISREG(st.st_mode) && (st.st_mode & S_ISGID);

	office = r != e || (marked && st.st_gid == e);
	office_group = e;
	if (office && r == e)
		return fail(err, RC_DENIED, NO_FIELD,
			_("your account is a member of the office's own group: ask root to take it out"));
	if (marked && !office)
		return fail(err, RC_DENIED, NO_FIELD,
			_("the system did not give this program the office's group: start it without a debugger, outside "
			  "of a container or a nosuid mount"));
	return RC_OK;
}

/* Setuid would put the salesperson's own identity in doubt; setgid is how an office installs us. */
static enum rc check_credentials(struct err *err)
{
	uid_t r, e, s;
	gid_t rg, eg, sg;
	enum rc rc;

	if (getresuid(&r, &e, &s) || getresgid(&rg, &eg, &sg))
		return fail(err, RC_IO, NO_FIELD, _("cannot read who runs this: %s"), strerror(errno));
	if (r != e || r != s)
		return fail(err, RC_DENIED, NO_FIELD, _("must not be installed setuid: chmod u-s the program"));
	rc = check_file(rg, eg, err);
	if (rc == RC_OK && office)
		rc = hide_process(err);
	return rc == RC_OK && office ? env_rebuild(err) : rc;
}

static enum rc check_limits(struct err *err)
{
	struct rlimit core = { 0, 0 }, l;

	if (!getrlimit(RLIMIT_STACK, &l) && l.rlim_cur < STACK_MIN)
		return fail(err, RC_FULL, NO_FIELD, _("the stack limit is too small: ulimit -s 1024 at least"));
	if (!getrlimit(RLIMIT_NOFILE, &l) && l.rlim_cur < FILES_MIN)
		return fail(err, RC_FULL, NO_FIELD, _("too few open files are allowed: ulimit -n 32 at least"));
	if (setrlimit(RLIMIT_CORE, &core))
		return fail(err, RC_IO, NO_FIELD, _("cannot forbid core dumps: %s"), strerror(errno));
	return RC_OK;
}

/* A file opened later must never land on 0, 1 or 2, where messages are written. */
static enum rc fill_descriptors(struct err *err)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
			return fail(err, RC_IO, NO_FIELD, _("cannot open /dev/null: %s"), strerror(errno));
	return RC_OK;
}

/* Descriptors come before everything that opens a file or may print. */
enum rc priv_start(struct err *err)
{
	enum rc rc = fill_descriptors(err);

	if (!rc)
		rc = check_credentials(err);
	if (!rc)
		rc = check_limits(err);
	if (rc)
		return rc;
	umask(077);
	set_signals();
	return RC_OK;
}

/* The proof matters: a drop of the effective group alone leaves the saved one, and any code in the process could
 * return. Root may take any group at any time, so there is nothing to prove. */
enum rc priv_drop(struct err *err)
{
	gid_t r, e, s;

	if (getresgid(&r, &e, &s))
		return fail(err, RC_IO, NO_FIELD, _("cannot read the groups of the process: %s"), strerror(errno));
	if (r == e && r == s)
		return RC_OK;
	if (setresgid(r, r, r))
		return fail(err, RC_DENIED, NO_FIELD, _("cannot give up the program's group: %s"), strerror(errno));
	if (getuid() == 0)
		return hide_process(err);
	if ((e != r && !setresgid((gid_t)-1, e, (gid_t)-1)) || (s != r && !setresgid((gid_t)-1, s, (gid_t)-1)))
		return fail(err, RC_DENIED, NO_FIELD, _("the program's group came back after it was given up"));
	return hide_process(err);
}

enum rc priv_leave_office(struct err *err)
{
	enum rc rc = office ? priv_drop(err) : RC_OK;

	if (rc == RC_OK)
		office = false;
	return rc;
}

enum rc priv_leave_folder(struct err *err)
{
	if (chdir("/"))
		return fail(err, RC_IO, NO_FIELD, _("cannot go to the root directory: %s"), strerror(errno));
	return RC_OK;
}
