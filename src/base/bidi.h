/* Right-to-left text: order and joining of the cells of one field, by fribidi. */
#ifndef BASE_BIDI_H
#define BASE_BIDI_H

#include "base/layout.h"

/* Whether cp can make a left-to-right text need bidi_arrange. */
bool bidi_matters(uint32_t cp);
/* The base direction of a paragraph by its first strong character; false when it has none. */
bool bidi_first_strong(const char *s, size_t n, enum text_dir *dir);
/* Shapes n logical cells, among them controls of width 0, and takes out the controls; lam and alef become one cell.
 * Puts the rest in visual order when reorder. Returns how many cells remain. */
int bidi_arrange(struct cell *cell, int n, enum text_dir dir, bool reorder);
/* Takes out the controls alone. */
int bidi_drop_controls(struct cell *cell, int n);
/* Whether a and b, one after the other, are drawn as one cell. */
bool bidi_ligature(uint32_t a, uint32_t b);

#endif
