/* Two people change the lines of one text at the same time: both texts in one, where they did not touch the same lines. */
#ifndef BASE_LINES_H
#define BASE_LINES_H

#include <stdbool.h>

#include "base/str.h"

/* Appends `before` with what `mine` and `theirs` each made of it; where both added lines at one place, theirs come first. False, and
 * nothing is appended: both changed the same lines, or the texts are too long to compare. NULL counts as empty. */
bool lines_merge(const char *before, const char *mine, const char *theirs, struct str *out);

#endif
