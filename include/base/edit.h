/* The buffer of a line or text being typed: logical order, the cursor a byte offset at a cell start. Pure; the ui draws
 * it. Undo and redo within the field; paste is made safe; NFC on input. */
#ifndef BASE_EDIT_H
#define BASE_EDIT_H

#include <stdbool.h>

#include "base/layout.h"
#include "base/str.h"

struct edit_state; /* one remembered state, for undo in the field */
struct edit {
	struct str text;
	size_t cursor; /* byte offset */
	size_t scroll; /* line editor: byte offset of the first cell shown; text editor: first visual line shown */
	bool lines;    /* a note: newlines are text */
	size_t max;    /* code points, 0 = no limit */
	struct edit_state *undo;
	int n_undo, cap_undo, at_undo;
	int group; /* kind of the last change: letters typed one after the other are undone together */
};

enum edit_key {
	EDIT_LEFT, EDIT_RIGHT,  /* as seen: in right-to-left text Left is the next character */
	EDIT_WORD_LEFT, EDIT_WORD_RIGHT,
	EDIT_UP, EDIT_DOWN,     /* notes: by visual line */
	EDIT_HOME, EDIT_END, EDIT_BACKSPACE, EDIT_DELETE,
	EDIT_KILL_WORD,         /* Ctrl-W */
	EDIT_KILL_END, EDIT_KILL_HOME, /* Ctrl-K, Ctrl-U */
	EDIT_UNDO, EDIT_REDO
};

void edit_init(struct edit *e, const char *s, bool lines, size_t max);
void edit_free(struct edit *e);
void edit_set(struct edit *e, const char *s); /* replaces the text, cursor at its end; can be undone */
/* Types or pastes n bytes: controls are stripped, the rest is brought to NFC. Returns false and changes nothing for
 * presentation forms, over the limit and for a heap of marks; *why is then a translated reason, else NULL. */
bool edit_insert(struct edit *e, const char *s, size_t n, const char **why);
/* False when the key had nothing to do. cols: the width the text is shown in (for EDIT_UP and EDIT_DOWN). */
bool edit_key(struct edit *e, enum edit_key key, int cols);

/* What a one-line field of cols cells shows: fills l with exactly cols cells (right-to-left text stands at the right edge,
 * so draw from column 0) and returns the column (0..cols-1) the hardware cursor stands on; scrolls by whole cells so that
 * the cursor has a cell, one kept free at the end. */
int edit_view(struct edit *e, int cols, struct layout *l);
/* What a note of cols x rows shows: fills line[] with up to rows ranges (of e->text) and sets where the cursor stands,
 * counted from the first line shown; returns the number of lines filled. scroll is kept so that the cursor is visible. */
int edit_view_lines(struct edit *e, int cols, int rows, struct text_line *line, int *cursor_row, int *cursor_col);
/* The cells of one of these lines, exactly cols. */
void edit_view_line(const struct edit *e, const struct text_line *line, int cols, struct layout *l);
/* Puts the cursor at the cell (row for notes) that was clicked. */
void edit_click(struct edit *e, int cols, int row, int col);

#endif
