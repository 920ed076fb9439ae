/* Layout as the other parts of base need it: logical order, and parts of a value. */
#ifndef BASE_ARRANGE_H
#define BASE_ARRANGE_H

#include "base/layout.h"

/* The cells of s[from, to) in logical order, uncut, where lam and alef are one; at counts from s. */
void layout_logical(struct layout *l, const char *s, size_t from, size_t to, enum text_dir dir);
/* As layout_part, with the base direction given. */
void layout_dir(struct layout *l, const char *s, size_t from, size_t to, int cols, enum text_dir dir);

/* The edge a text of this direction begins at when we draw it: the left (DIR_LTR) unless we reorder. */
enum text_dir layout_side(enum text_dir dir);
/* Spaces after the reading end of l until it is cols wide; they show the byte at. */
void layout_pad(struct layout *l, int cols, size_t at);

/* The paragraph of s that holds the byte at: to its newline, or to the end. next is the start of the following
 * paragraph, 0 when there is none. */
struct paragraph {
	size_t from, to, next;
};
struct paragraph paragraph_at(const char *s, size_t n, size_t at);

#endif
