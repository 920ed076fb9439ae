#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "agent_wire.h"
#include "base/i18n.h"
#include "sanitizer.h"
#include "sheet.h"
#include "sheet_frame.h"

#define MEMORY_LIMIT (512ul * 1024 * 1024) /* of address space; a reader needs some 60 MiB of it */
#define PIPE_BYTES (1024 * 1024)
#define FILE_FD 3
#define ROWS_FD 4

static bool send_info(void *ctx, const struct sheet_info *info)
{
	return frame_info(ctx, info);
}

static bool send_row(void *ctx, const struct csv_record *r)
{
	return frame_row(ctx, r);
}

/* The parser's own process: the file, the pipe, 0-2, and no more memory than it may need. */
static _Noreturn void be_reader(int file, int rows, const struct sheet_options *opt, int64_t limit)
{
	struct rlimit memory = { MEMORY_LIMIT, MEMORY_LIMIT };
	struct frame_writer w = FRAME_WRITER(ROWS_FD);
	struct sheet_sink sink = { .info = send_info, .row = send_row, .ctx = &w };
	struct err err = ERR_INIT;
	int high_file = fcntl(file, F_DUPFD, 10), high_rows = fcntl(rows, F_DUPFD, 10);
	enum rc rc;

	if (high_file < 0 || high_rows < 0 || dup2(high_file, FILE_FD) < 0 || dup2(high_rows, ROWS_FD) < 0)
		_exit(1);
	close_range(ROWS_FD + 1, ~0u, 0);
	signal(SIGSEGV, SIG_DFL);
	signal(SIGBUS, SIG_DFL);
	if (!UNDER_SANITIZER && setrlimit(RLIMIT_AS, &memory))
		_exit(1);
	if (opt->words && *opt->words)
		sheet_words("", opt->words, strlen(opt->words), NULL); /* what there is no room for is passed over */
	rc = sheet_read(FILE_FD, opt, limit, &sink, &err);
	frame_end(&w, rc, err.text);
	_exit(0);
}

/* The pipe is the flow control: a parser that is ahead waits in write(), and one whose reader has gone gets an error
 * there and ends. So a caller stops by closing its end, and nothing hangs. */
enum rc agent_sheet_fork(int file, const struct sheet_options *opt, int64_t limit, int *rows, struct err *err)
{
	int pair[2];
	pid_t pid;

	if (pipe2(pair, O_CLOEXEC))
		return fail(err, RC_IO, NO_FIELD, _("cannot make a pipe: %s"), strerror(errno));
	fcntl(pair[1], F_SETPIPE_SZ, PIPE_BYTES); /* only speed: the system may allow less */
	pid = fork();
	if (pid == 0)
		be_reader(file, pair[1], opt, limit);
	close(pair[1]);
	if (pid < 0) {
		close(pair[0]);
		return fail(err, RC_IO, NO_FIELD, _("cannot start a process: %s"), strerror(errno));
	}
	*rows = pair[0];
	return RC_OK;
}
