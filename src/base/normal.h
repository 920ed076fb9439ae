/* Decomposition into code points on memory of our own; shared by normalisation and folding. */
#ifndef BASE_NORMAL_H
#define BASE_NORMAL_H

#include <stddef.h>
#include <stdint.h>
#include <utf8proc.h>

#include "base/str.h"

/* Code points in canonical order; cp points into small until the text outgrows it. */
struct points {
	int32_t small[256];
	int32_t *cp;
	size_t n;
};

/* Decomposes s, which must be valid UTF-8, by utf8proc's options. */
void points_decompose(struct points *p, const char *s, size_t n, int options);
/* Recomposes in place and appends the UTF-8 form to out. */
void points_compose(struct points *p, struct str *out);
void points_free(struct points *p);

#endif
