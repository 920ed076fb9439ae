/* Text layout: how a value of any script stands in terminal cells. Pure: no curses, no terminal. The database keeps the
 * original; everything drawn is made safe here first. */
#ifndef BASE_LAYOUT_H
#define BASE_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum text_dir { DIR_LTR, DIR_RTL };
enum bidi_mode { BIDI_APP, BIDI_TERMINAL, BIDI_OFF }; /* who reorders: we, the terminal, nobody */

#define CELL_MARKS 4

/* One cell (or two, when wide) as it is drawn, left to right. */
struct cell {
	uint32_t cp[1 + CELL_MARKS]; /* the base and its marks, 0-terminated when fewer */
	uint8_t width;               /* 1 or 2 */
	uint32_t at;                 /* byte offset in the source of the first byte it shows (invisible ones before the
	                                first cell are that cell's); for padding the text's end */
	bool ellipsis;               /* the … put there by cutting */
};

struct layout {
	struct cell *cell; /* visual order */
	int n, cap;
	int width;         /* cells used: the sum of widths */
	enum text_dir dir; /* base direction of the whole value */
	bool cut;
};
#define LAYOUT_INIT { .cell = NULL, .n = 0, .cap = 0, .width = 0, .dir = DIR_LTR, .cut = false }

/* Process-wide: who reorders (default BIDI_APP), the interface's own direction for texts without a strong character, and
 * whether … may be drawn (else ~). */
void layout_config(enum bidi_mode mode, enum text_dir interface, bool ascii);

/* Lays s out in at most cols cells (cols < 0: no limit). Too wide: whole cells are dropped from the logical end until the
 * text and an ellipsis fit. The result never exceeds cols; it may be one short when a wide character did not fit. The
 * layout's memory is reused between calls; layout_free when done. */
void layout_text(struct layout *l, const char *s, size_t n, int cols);
/* The same for the bytes [from, to) of s, with the base direction of the paragraph (line of a note) that holds from; at
 * counts from the start of s. For the lines of text_wrap. */
void layout_part(struct layout *l, const char *s, size_t n, size_t from, size_t to, int cols);
void layout_free(struct layout *l);

/* The cells the safe, uncut text needs. */
int text_width(const char *s, size_t n);
/* The base direction: first strong character of the whole value, else the interface's. */
enum text_dir text_dir(const char *s, size_t n);
/* Appends the text as it would be drawn in cols cells, padded with spaces to exactly cols (cols < 0: no cut, no padding),
 * in visual order when visual, else in logical order. For plain output to a terminal. */
void text_cells(const char *s, size_t n, int cols, bool visual, struct str *out);
/* Appends s made safe for a terminal line (tabs and newlines to spaces, controls to U+FFFD, invisible format characters
 * dropped), in logical order, uncut. */
void text_safe(const char *s, size_t n, struct str *out);
/* The same, keeping newlines: for multi-line output. */
void text_safe_lines(const char *s, size_t n, struct str *out);

/* Breaks s at spaces (and between wide characters) into lines of at most cols cells, at its own newlines too. Returns the
 * number of lines; at most max are stored as byte ranges [from, to). */
struct text_line {
	size_t from, to;
};
int text_wrap(const char *s, size_t n, int cols, struct text_line *line, int max);

#endif
