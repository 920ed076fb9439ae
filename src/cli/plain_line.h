/* Asking a person line by line. */
#ifndef SRC_CLI_PLAIN_LINE_H
#define SRC_CLI_PLAIN_LINE_H

#include "plain.h"

struct plain {
	struct cli *c;
	bool asks; /* standard input and output are a terminal, or a test's */
	bool done; /* the person quit, or the input ended */
};

/* Prints the prompt and reads a line without blanks around it into out. False: nothing more to do. */
bool plain_ask(struct plain *p, const char *prompt, struct str *out);
/* What works everywhere: q, u, r. True: done. An error is told, not returned: the person goes on. */
bool plain_common(struct plain *p, const char *word);
void plain_say(struct plain *p, const char *text);
void plain_error(struct err *err);
/* A number from 1 to n; 0: something else. */
int plain_number(const char *word, int n);
/* One record, its fields numbered, until "b". */
enum rc plain_form(struct plain *p, const struct model *m, int64_t id, struct err *err);
/* Lists the actions that can be done to the record now, and does the one that is picked. */
enum rc plain_actions(struct plain *p, const struct model *m, int64_t id, struct err *err);

#endif
