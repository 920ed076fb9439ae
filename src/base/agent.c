#include "base/agent.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent_wire.h"
#include "base/i18n.h"
#include "base/priv.h"
#include "sheet_frame.h"
#include "sheet.h"

#define PROTECTED_MAX 32
#define AGENT_SOCKET 3

/* The program's end. The agent ends by itself when the socket closes, so it cannot outlive the program. */
struct agent {
	int sock;
	pid_t pid;
};

/* Files of the open database. One list for the process: whatever agent hands over a descriptor, none of these may pass.
 */
static struct {
	dev_t dev;
	ino_t ino;
} protected_file[PROTECTED_MAX];
static int n_protected;

/* The child: nothing of the program but 0-2 and the socket, no privilege, deaf to the keys that are meant for the
 * screen. */
static _Noreturn void be_agent(int sock)
{
	static const int ignored[] = { SIGINT, SIGQUIT, SIGHUP, SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE, SIGXFSZ, SIGWINCH };
	struct wire_message hello = WIRE_INIT;
	struct err err = ERR_INIT;

	for (size_t i = 0; i < COUNT(ignored); i++)
		signal(ignored[i], SIG_IGN);
	signal(SIGCHLD, SIG_DFL);
	if (sock != AGENT_SOCKET && dup2(sock, AGENT_SOCKET) < 0)
		_exit(1);
	close_range(AGENT_SOCKET + 1, ~0u, 0);
	hello.head.rc = (int32_t)priv_drop(&err);
	str_add(&hello.text, err.text);
	if (!wire_send(AGENT_SOCKET, &hello) || hello.head.rc)
		_exit(1);
	wire_free(&hello);
	agent_serve(AGENT_SOCKET);
}

static enum rc dead(struct err *err)
{
	return fail(err, RC_IO, NO_FIELD, _("the helper process for files is gone: start the program again"));
}

/* Takes the reply to what was sent; the message of an error becomes err. */
static enum rc take_reply(struct agent *a, struct wire_message *m, struct err *err)
{
	if (!wire_receive(a->sock, m))
		return dead(err);
	if (m->head.rc)
		return fail(err, (enum rc)m->head.rc, NO_FIELD, "%s", m->text.s);
	return RC_OK;
}

enum rc agent_start(struct agent **out, struct err *err)
{
	struct wire_message hello = WIRE_INIT;
	struct agent *a;
	int pair[2];
	pid_t pid;
	enum rc rc;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
		return fail(err, RC_IO, NO_FIELD, _("cannot make a socket: %s"), strerror(errno));
	pid = fork();
	if (pid < 0) {
		close(pair[0]);
		close(pair[1]);
		return fail(err, RC_IO, NO_FIELD, _("cannot start a process: %s"), strerror(errno));
	}
	if (pid == 0) {
		close(pair[0]);
		be_agent(pair[1]);
	}
	close(pair[1]);
	a = xmalloc(sizeof *a);
	*a = (struct agent){ .sock = pair[0], .pid = pid };
	rc = take_reply(a, &hello, err);
	wire_free(&hello);
	if (rc)
		agent_stop(a);
	else
		*out = a;
	return rc;
}

void agent_stop(struct agent *a)
{
	if (!a)
		return;
	close(a->sock);
	while (waitpid(a->pid, NULL, 0) < 0 && errno == EINTR)
		;
	free(a);
}

void agent_protect(dev_t dev, ino_t ino)
{
	if (n_protected == PROTECTED_MAX)
		abort();
	protected_file[n_protected].dev = dev;
	protected_file[n_protected++].ino = ino;
}

/* A descriptor from outside is believed only after a look of our own. */
static enum rc check_fd(int fd, const char *path, struct err *err)
{
	struct stat st;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		return fail(err, RC_INVALID, NO_FIELD, _("%s is not a regular file"), path);
	if (getegid() != getgid() && st.st_gid == getegid())
		return fail(err, RC_DENIED, NO_FIELD, _("%s belongs to the office's database"), path);
	for (int i = 0; i < n_protected; i++)
		if (st.st_dev == protected_file[i].dev && st.st_ino == protected_file[i].ino)
			return fail(err, RC_DENIED, NO_FIELD, _("%s belongs to the database that is open"), path);
	return RC_OK;
}

/* One request, one reply; m carries both. A descriptor in it goes along and stays the caller's no longer. */
static enum rc ask(struct agent *a, struct wire_message *m, enum wire_op op, const char *name, struct err *err)
{
	m->head.op = op;
	str_add(&m->name, name);
	if (m->name.len > WIRE_MAX || m->text.len > WIRE_MAX)
		return fail(err, RC_FULL, NO_FIELD, _("too long for the helper process"));
	if (!wire_send(a->sock, m))
		return dead(err);
	if (m->fd >= 0)
		close(m->fd);
	m->fd = -1;
	return take_reply(a, m, err);
}

/* Asks for a descriptor and checks it; the caller's afterwards. */
static enum rc ask_fd(struct agent *a, enum wire_op op, const char *path, bool flag, int *fd, struct err *err)
{
	struct wire_message m = WIRE_INIT;
	enum rc rc;

	m.head.flag = flag;
	rc = ask(a, &m, op, path, err);
	if (!rc && m.fd < 0)
		rc = dead(err);
	if (!rc)
		rc = check_fd(m.fd, path, err);
	if (!rc) {
		*fd = m.fd;
		m.fd = -1;
	}
	wire_free(&m);
	return rc;
}

enum rc agent_open(struct agent *a, const char *path, int *fd, struct err *err)
{
	return ask_fd(a, OP_OPEN, path, false, fd, err);
}

enum rc agent_create(struct agent *a, const char *path, bool overwrite, int *fd, struct err *err)
{
	return ask_fd(a, OP_CREATE, path, overwrite, fd, err);
}

/* No check of a descriptor here: the agent kept its own when it created the file, and syncs that one. */
enum rc agent_publish(struct agent *a, const char *path, bool overwrite, struct err *err)
{
	struct wire_message m = WIRE_INIT;
	enum rc rc;

	m.head.flag = overwrite;
	rc = ask(a, &m, OP_PUBLISH, path, err);
	wire_free(&m);
	return rc;
}

void agent_discard(struct agent *a, const char *path)
{
	struct wire_message m = WIRE_INIT;

	ask(a, &m, OP_DISCARD, path, NULL);
	wire_free(&m);
}

/* The file may grow while it is read, so the limit is on what came, not on what fstat said. */
enum rc agent_read(struct agent *a, const char *path, size_t max, struct str *out, struct err *err)
{
	char part[8192];
	size_t start = out->len;
	ssize_t k = 0;
	enum rc rc;
	int fd;

	rc = agent_open(a, path, &fd, err);
	if (rc)
		return rc;
	while (out->len - start <= max && ((k = read(fd, part, sizeof part)) > 0 || (k < 0 && errno == EINTR)))
		if (k > 0)
			str_addn(out, part, (size_t)k);
	if (k < 0)
		rc = fail(err, RC_IO, NO_FIELD, _("cannot read %s: %s"), path, strerror(errno));
	else if (out->len - start > max)
		rc = fail(err, RC_FULL, NO_FIELD, _("%s is longer than %zu bytes"), path, max);
	if (rc)
		str_cut(out, start);
	close(fd);
	return rc;
}

/* Asks for a text; appended. */
static enum rc ask_text(struct agent *a, enum wire_op op, const char *name, struct str *out, struct err *err)
{
	struct wire_message m = WIRE_INIT;
	enum rc rc = ask(a, &m, op, name, err);

	if (!rc)
		str_addn(out, m.text.s, m.text.len);
	wire_free(&m);
	return rc;
}

enum rc agent_list(struct agent *a, const char *path, struct str *out, struct err *err)
{
	return ask_text(a, OP_LIST, path, out, err);
}

enum rc agent_keep(struct agent *a, const char *name, const struct str *text, struct err *err)
{
	struct wire_message m = WIRE_INIT;
	enum rc rc;

	str_addn(&m.text, text->s, text->len);
	rc = ask(a, &m, OP_KEEP, name, err);
	wire_free(&m);
	return rc;
}

enum rc agent_kept(struct agent *a, const char *name, struct str *out, struct err *err)
{
	return ask_text(a, OP_KEPT, name, out, err);
}

enum rc agent_kept_drop(struct agent *a, const char *name, struct err *err)
{
	struct str none = STR_INIT;
	enum rc rc = ask_text(a, OP_KEPT_DROP, name, &none, err);

	str_free(&none);
	return rc;
}

enum rc agent_kept_names(struct agent *a, struct str *out, struct err *err)
{
	return ask_text(a, OP_KEPT_NAMES, "", out, err);
}

enum rc agent_words(struct agent *a, const char *file, const char *text, size_t n, struct err *err)
{
	struct wire_message m = WIRE_INIT;
	enum rc rc = sheet_words(file, text, n, err);

	if (!rc) {
		str_addn(&m.text, text, n);
		rc = ask(a, &m, OP_WORDS, file, err);
	}
	wire_free(&m);
	return rc;
}

enum rc agent_edit(struct agent *a, const char *command, struct str *text, struct err *err)
{
	struct wire_message m = WIRE_INIT;
	enum rc rc;

	str_addn(&m.text, text->s, text->len);
	rc = ask(a, &m, OP_EDIT, command, err);
	if (!rc) {
		str_clear(text);
		str_addn(text, m.text.s, m.text.len);
	}
	wire_free(&m);
	return rc;
}

/* The file is looked at here first, and that very descriptor is parsed. The reply brings the pipe; the rows then come
 * straight from the parser, past the agent, which is free for other requests. */
enum rc agent_sheet(struct agent *a, const char *path, const struct sheet_options *opt, int64_t sniff_only,
	const struct sheet_sink *sink, struct err *err)
{
	struct wire_message m = WIRE_INIT;
	enum rc rc;

	m.head.options = *opt;
	str_add(&m.text, opt->words ? opt->words : "");
	m.head.limit = sniff_only;
	rc = agent_open(a, path, &m.fd, err);
	if (!rc)
		rc = ask(a, &m, OP_SHEET, path, err);
	if (!rc && m.fd < 0)
		rc = dead(err);
	if (!rc)
		rc = sheet_frames_read(m.fd, path, sink, err);
	wire_free(&m);
	return rc;
}
