#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent_wire.h"
#include "base/i18n.h"

#define EDIT_MAX (4 * 1024 * 1024)
#define FILE_NAME "note.txt"

/* A directory of the person's own: nobody else may write into it. */
static bool is_private(const char *dir)
{
	struct stat st;

	return !stat(dir, &st) && S_ISDIR(st.st_mode) && st.st_uid == getuid() && !(st.st_mode & 022);
}

/* Makes a fresh directory for one text. NULL when none can be made. */
static char *work_dir(void)
{
	const struct passwd *pw = getpwuid(getuid());
	const char *runtime = getenv("XDG_RUNTIME_DIR"), *home = getenv("HOME");
	char *cache, *dir = NULL;

	if ((!home || !*home) && pw)
		home = pw->pw_dir;
	if (runtime && *runtime == '/' && is_private(runtime)) {
		dir = xasprintf("%s/crm-XXXXXX", runtime);
	} else if (home && *home == '/') {
		cache = xasprintf("%s/.cache", home);
		mkdir(cache, 0700);
		if (is_private(cache))
			dir = xasprintf("%s/crm-XXXXXX", cache);
		free(cache);
	}
	if (dir && !mkdtemp(dir)) {
		free(dir);
		dir = NULL;
	}
	return dir;
}

/* Editors leave back-up and swap files beside the text. */
static void remove_dir(const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *e;

	while (d && (e = readdir(d)))
		unlinkat(dirfd(d), e->d_name, 0);
	if (d)
		closedir(d);
	rmdir(dir);
}

/* Exclusive: the directory is fresh, so an existing name would be somebody's trap. */
static bool write_text(const char *path, const struct str *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool ok = fd >= 0 && write_all(fd, text->s, text->len);

	if (fd >= 0 && close(fd))
		ok = false;
	return ok;
}

/* The editor may have put a new file in the place of ours. */
static enum rc read_text(const char *path, struct str *text, struct err *err)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;
	char *s;
	bool ok;

	if (fd < 0)
		return fail(err, RC_CANCELLED, NO_FIELD, _("the editor left no text: nothing was changed"));
	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size > EDIT_MAX) {
		close(fd);
		return fail(err, RC_FULL, NO_FIELD, _("the edited text is too long: nothing was changed"));
	}
	s = xmalloc((size_t)st.st_size + 1);
	ok = read_all(fd, s, (size_t)st.st_size);
	close(fd);
	if (ok) {
		str_clear(text);
		str_addn(text, s, (size_t)st.st_size);
	}
	free(s);
	return ok ? RC_OK : fail(err, RC_IO, NO_FIELD, _("cannot read the edited text: %s"), strerror(errno));
}

/* The command's words and the path, without a shell. words is cut up and must live as long as the result. */
static char **split(char *words, char *path)
{
	char **argv = NULL, *save = NULL;
	int n = 0, cap = 0;

	for (char *w = strtok_r(words, " \t", &save); w; w = strtok_r(NULL, " \t", &save)) {
		GROW(argv, n, cap);
		argv[n++] = w;
	}
	if (!n)
		return NULL;
	argv = xreallocarray(argv, (size_t)n + 2, sizeof *argv);
	argv[n] = path;
	argv[n + 1] = NULL;
	return argv;
}

/* The editor is the person's own program: it gets the terminal, ordinary signals and mask, and nothing of ours. */
static _Noreturn void be_editor(char **argv)
{
	static const int restored[] = { SIGINT, SIGQUIT, SIGHUP, SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE, SIGXFSZ,
		SIGWINCH };

	for (size_t i = 0; i < COUNT(restored); i++)
		signal(restored[i], SIG_DFL);
	umask(022);
	close_range(3, ~0u, 0);
	execvp(argv[0], argv);
	_exit(127);
}

/* Exit code 127 is what the child gives when the program could not be started. */
static enum rc run(const char *command, char **argv, struct err *err)
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		be_editor(argv);
	if (pid < 0)
		return fail(err, RC_IO, NO_FIELD, _("cannot start %s: %s"), command, strerror(errno));
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return fail(err, RC_IO, NO_FIELD, _("cannot wait for %s: %s"), command, strerror(errno));
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return fail(err, RC_IO, NO_FIELD, _("cannot run %s: set another editor"), command);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		return fail(err, RC_CANCELLED, NO_FIELD, _("%s ended with an error: nothing was changed"), command);
	return RC_OK;
}

/* Whatever goes wrong, text is as it was and the work directory is gone. */
enum rc agent_run_editor(const char *command, struct str *text, struct err *err)
{
	char *dir = work_dir(), *path, *words, **argv;
	enum rc rc;

	if (!dir)
		return fail(err, RC_IO, NO_FIELD, _("there is no private directory for the text: check ~/.cache"));
	path = xasprintf("%s/" FILE_NAME, dir);
	words = xstrdup(command);
	argv = split(words, path);
	if (!argv)
		rc = fail(err, RC_USAGE, NO_FIELD, _("no editor is set"));
	else if (!write_text(path, text))
		rc = fail(err, errno_rc(errno), NO_FIELD, _("cannot write %s: %s"), path, strerror(errno));
	else
		rc = run(command, argv, err);
	if (!rc)
		rc = read_text(path, text, err);
	remove_dir(dir);
	free(argv);
	free(words);
	free(path);
	free(dir);
	return rc;
}
