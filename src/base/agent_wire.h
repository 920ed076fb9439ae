/* How the program and its agent talk: over a stream socket, one request, one reply. Both sides come from one fork, so
 * structs travel as they are; lengths are checked all the same. */
#ifndef SRC_BASE_AGENT_WIRE_H
#define SRC_BASE_AGENT_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/agent.h"
#include "base/err.h"
#include "base/str.h"

#define WIRE_MAX (16u * 1024 * 1024) /* bytes of text in one message */
#define IMPORT_MAX ((int64_t)2 * 1024 * 1024 * 1024)

enum wire_op { OP_OPEN = 1, OP_CREATE, OP_PUBLISH, OP_DISCARD, OP_SHEET, OP_EDIT, OP_LIST, OP_WORDS, OP_KEEP, OP_KEPT,
	OP_KEPT_DROP, OP_KEPT_NAMES };

struct wire_head {
	uint32_t op;   /* of a request */
	int32_t rc;    /* of a reply: enum rc */
	uint32_t flag; /* OP_CREATE, OP_PUBLISH: overwrite */
	uint32_t name_len, text_len;
	int64_t limit; /* OP_SHEET: records */
	struct sheet_options options;
};

struct wire_message {
	struct wire_head head;
	struct str name; /* path or command */
	struct str text; /* the text to edit; in a reply the message of an error */
	int fd;          /* passed along, -1 when none; owned by the receiver */
};
#define WIRE_INIT                                                                                                      \
	{                                                                                                              \
		.name = STR_INIT, .text = STR_INIT, .fd = -1                                                           \
	}

/* False: the other side is gone. The sender keeps its own descriptor. */
bool wire_send(int sock, struct wire_message *m);
bool wire_receive(int sock, struct wire_message *m);
void wire_free(struct wire_message *m); /* closes fd */

/* Writes all of it, over interruptions. */
bool write_all(int fd, const void *p, size_t n);
/* Reads exactly n bytes; false at the end or on an error. */
bool read_all(int fd, void *p, size_t n);

/* The agent's side: serves requests until the program is gone, then ends the process. */
_Noreturn void agent_serve(int sock);
struct agent_files; /* partial exports and the spooled standard input */
struct agent_files *agent_files_new(void);
enum rc agent_file_open(struct agent_files *f, const char *path, int *fd, struct err *err);
enum rc agent_file_create(struct agent_files *f, const char *path, bool overwrite, int *fd, struct err *err);
enum rc agent_file_publish(struct agent_files *f, const char *path, bool overwrite, struct err *err);
void agent_file_discard(struct agent_files *f, const char *path);
enum rc agent_dir_list(const char *path, struct str *out, struct err *err);
#define KEEP_MAX (4 * 1024 * 1024) /* bytes of one kept text */
enum rc agent_keep_write(const char *name, const struct str *text, struct err *err);
enum rc agent_keep_read(const char *name, struct str *out, struct err *err);
enum rc agent_keep_drop(const char *name, struct err *err);
enum rc agent_keep_names(struct str *out, struct err *err);
enum rc agent_run_editor(const char *command, struct str *text, struct err *err);
/* Forks the reader of the open spreadsheet file; *rows is the end of the pipe its frames come out of. */
enum rc agent_sheet_fork(int file, const struct sheet_options *opt, int64_t limit, int *rows, struct err *err);
/* RC_NOT_FOUND, RC_DENIED, RC_FULL or RC_IO by errno. */
enum rc errno_rc(int error);

#endif
