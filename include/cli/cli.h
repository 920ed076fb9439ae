/* The command line: one row per command over the same floor as the screens. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>

#include "base/agent.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/str.h"
#include "record/registry.h"

struct session;

/* What the command line uses and may not know: main ties them together. */
struct cli_doors {
	const struct office *office;
	enum rc (*demo)(struct session *s, struct err *err);        /* fills the database with the invented office */
	enum rc (*demo_remove)(struct session *s, struct err *err); /* takes it out again */
	/* The screens, until the person quits; the exit code. NULL: the board is printed. */
	int (*screens)(struct session *s, struct agent *agent, const struct conf *conf, bool no_color);
	enum rc (*keys)(struct str *out, struct err *err); /* appends the page of keys */
};

/* Runs the command line and returns the exit code: 0 done, 1 refused or failed, 2 wrong use, 3 no such record, 4
 * changed by somebody since, 5 import finished with rejects, 75 try again. agent: started before any database is
 * opened. */
int cli_main(int argc, char **argv, struct agent *agent, const struct cli_doors *doors);

#endif
