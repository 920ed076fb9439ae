/* A record as text. */
#ifndef SRC_CLI_SHOW_H
#define SRC_CLI_SHOW_H

#include "cli.h"

/* Appends the record by sections with its related lists and its newest history. */
enum rc show_text(struct cli *c, const struct model *m, int64_t id, struct str *out, struct err *err);

/* Appends all its fields as a JSON object. */
enum rc show_json(struct cli *c, const struct model *m, int64_t id, struct str *out, struct err *err);

#endif
