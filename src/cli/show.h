/* A record as text. */
#ifndef SRC_CLI_SHOW_H
#define SRC_CLI_SHOW_H

#include "cli.h"
#include "record/panel.h"
#include "record/record.h"

/* Appends the record by sections with its related lists and its newest history. */
enum rc show_text(struct cli *c, const struct model *m, int64_t id, struct str *out, struct err *err);

/* Appends the lines of a panel under its label; nothing where it has none. */
enum rc put_panel(struct cli *c, const struct record *r, const struct panel *panel, struct str *out, struct err *err);

/* Appends all its fields as a JSON object. */
enum rc show_json(struct cli *c, const struct model *m, int64_t id, struct str *out, struct err *err);

#endif
