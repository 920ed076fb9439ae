/* --plain: board, list and form as lines with numbers to pick, for screen readers and dumb terminals. */
#ifndef SRC_CLI_PLAIN_H
#define SRC_CLI_PLAIN_H

#include "cli.h"

/* From the board on, of the criteria in a's words; asks for numbers while standard input and output are a terminal,
 * else prints the board and is done. */
enum rc plain_board(struct cli *c, const struct args *a, struct err *err);
/* From a list or a record on. */
enum rc plain_list(struct cli *c, const struct target *t, const struct args *a, struct err *err);
enum rc plain_show(struct cli *c, const struct model *m, int64_t id, struct err *err);

#endif
