#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent_wire.h"
#include "base/i18n.h"
#include "sheet.h"

enum rc errno_rc(int error)
{
	switch (error) {
	case ENOENT:
	case ENOTDIR: return RC_NOT_FOUND;
	case EACCES:
	case EPERM:
	case EROFS: return RC_DENIED;
	case ENOSPC:
	case EDQUOT:
	case EFBIG: return RC_FULL;
	case EEXIST: return RC_CONFLICT;
	default: return RC_IO;
	}
}

/* The parser inherits the open file and the words, so it needs no path and no right to open anything. */
static enum rc serve_sheet(struct wire_message *m, struct err *err)
{
	int file = m->fd;
	enum rc rc;

	m->fd = -1;
	if (file < 0)
		return fail(err, RC_INVALID, NO_FIELD, _("%s came without its file"), m->name.s);
	m->head.options.words = m->text.s;
	rc = agent_sheet_fork(file, &m->head.options, m->head.limit, &m->fd, err);
	str_clear(&m->text);
	close(file);
	return rc;
}

/* Does what m asks; m then carries what is answered. */
static enum rc serve(struct agent_files *f, struct wire_message *m, struct err *err)
{
	bool flag = m->head.flag;

	switch ((enum wire_op)m->head.op) {
	case OP_OPEN: return agent_file_open(f, m->name.s, &m->fd, err);
	case OP_CREATE: return agent_file_create(f, m->name.s, flag, &m->fd, err);
	case OP_PUBLISH: return agent_file_publish(f, m->name.s, flag, err);
	case OP_DISCARD: agent_file_discard(f, m->name.s); return RC_OK;
	case OP_SHEET: return serve_sheet(m, err);
	case OP_WORDS: return sheet_words(m->name.s, m->text.s, m->text.len, err);
	case OP_LIST: return agent_dir_list(m->name.s, &m->text, err);
	case OP_KEEP: return agent_keep_write(m->name.s, &m->text, err);
	case OP_KEPT: return agent_keep_read(m->name.s, &m->text, err);
	case OP_KEPT_DROP: return agent_keep_drop(m->name.s, err);
	case OP_KEPT_NAMES: return agent_keep_names(&m->text, err);
	case OP_EDIT: return agent_run_editor(m->name.s, &m->text, err);
	}
	return fail(err, RC_INVALID, NO_FIELD, _("the helper process does not know request %u"), m->head.op);
}

/* Parsers are reaped between requests; nobody waits for one, since its pipe tells how it ended. A request that fails is
 * answered, and only a closed socket ends the loop. */
_Noreturn void agent_serve(int sock)
{
	struct agent_files *f = agent_files_new();

	for (;;) {
		struct wire_message m = WIRE_INIT;
		struct err err = ERR_INIT;

		if (!wire_receive(sock, &m))
			_exit(0);
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		m.head.rc = (int32_t)serve(f, &m, &err);
		str_clear(&m.name);
		if (m.head.rc) {
			str_clear(&m.text);
			str_add(&m.text, err.text);
		}
		if (!wire_send(sock, &m))
			_exit(0);
		wire_free(&m);
	}
}
