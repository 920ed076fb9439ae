/* The journal of one record, or of everybody, as lines: who, when, what. A part that views keep in their data. */
#ifndef UI_TIMELINE_H
#define UI_TIMELINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/err.h"
#include "record/journal.h"
#include "ui/ui.h"
#include "ui/widget.h"

/* One step of somebody: a heading line and a line for each field it changed. */
struct timeline_entry {
	int64_t step, at, ref; /* ref: the record, the first one where a step touched several; at 0: a line between */
	char *who, *label;
	char **line; /* "Owner: ann \xe2\x86\x92 bob" */
	int n_lines, cap_lines;
	bool undone;
};
/* Which face of the journal it shows. */
enum timeline_face {
	TIMELINE_RECORD, /* one record's own rows, every field */
	TIMELINE_STREAM, /* one record and what was written about it, as people tell it: fields set by rules are left out */
	TIMELINE_ALL,    /* everybody's steps, without the fields */
	TIMELINE_MINE    /* what others did to mine; a line stands where `ref`, a step, was the newest */
};
struct timeline {
	struct timeline_entry *entry;
	int n, cap;
	enum timeline_face face;
	enum calendar calendar; /* of the person it was loaded for */
	bool more;        /* older ones are not loaded yet */
	struct pick pick; /* sel: an entry; top: the first line shown */
};

void timeline_init(struct timeline *t, enum timeline_face face);
void timeline_free(struct timeline *t);
/* Reads the newest page again. ref: the record; of TIMELINE_MINE the step that was seen last. The selected step stays
 * selected. */
enum rc timeline_load(struct timeline *t, struct session *s, int64_t ref, struct err *err);
/* The next older page, when the end is near. */
enum rc timeline_more(struct timeline *t, struct session *s, int64_t ref, struct err *err);
/* Draws in r and registers hits of this kind with the entry's number. focus: the selected entry is shown as such. */
void timeline_draw(struct timeline *t, struct canvas *c, struct rect r, bool focus, int hit_kind);
/* Up, Down, pages, ends; h: the rows it was drawn in. DID_NOT: another action. */
unsigned timeline_act(struct timeline *t, const struct act *a, int h);
unsigned timeline_wheel(struct timeline *t, const struct click *c, int h);
/* The entry that is selected; NULL: there is none. */
const struct timeline_entry *timeline_at(const struct timeline *t);

#endif
