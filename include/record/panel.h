/* Panels: what is computed of a record for a person to read, as lines: why a number is what it is, what is alike, what is
 * missing. A record type offers them in its table (model.panels); the form shows each as a tab, the command line prints
 * them below the fields. Nothing of a panel is stored or typed. */
#ifndef RECORD_PANEL_H
#define RECORD_PANEL_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "record/field.h"

struct session;
struct record;

struct panel_line {
	const char *text;
	const char *detail; /* stands at the right ("+12 %"); NULL: none */
	enum tone tone;     /* of the detail, or of the text where there is none; always with a word that says the same */
	int64_t ref;        /* the record that Enter opens, model number << 40 | id; 0: none */
};
struct panel_lines {
	struct panel_line *line;
	int n, cap;
	struct arena arena; /* of the texts */
};
void panel_lines_init(struct panel_lines *p);
void panel_lines_free(struct panel_lines *p);
/* Appends a line, text copied; returns it, for detail, tone and ref (their text belongs into the arena). */
struct panel_line *panel_add(struct panel_lines *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

struct panel {
	const char *name, *label; /* name: for programs; label: of the tab */
	/* Reads what it needs; called when the panel is looked at, never while lists are drawn. */
	enum rc (*lines)(struct session *s, const struct record *r, struct panel_lines *out, struct err *err);
	/* How many there are, shown beside the label; without any the panel is left out. NULL: it always stands there. */
	int (*count)(struct session *s, const struct record *r);
};

#endif
