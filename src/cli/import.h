/* Private to the command line: what an import asks and lists. */
#ifndef SRC_CLI_IMPORT_H
#define SRC_CLI_IMPORT_H

#include "cli.h"
#include "record/exchange.h"

struct import_answers {
	struct import_answer *row; /* heap, in the order of lines */
	int n, cap;
};
/* The texts that name no record we have, and what becomes of each. */
void import_print_new(struct cli *c, const struct model *m, const struct import_result *r);
/* Asks at the terminal about each row that is a record we have; the answers go into opt, which points into them. */
enum rc import_decide(
	struct cli *c, const char *path, struct import_options *opt, struct import_answers *out, struct err *err);

#endif
