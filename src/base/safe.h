/* A text character by character in the form that may be drawn. */
#ifndef BASE_SAFE_H
#define BASE_SAFE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum safe_kind {
	SAFE_BASE,    /* takes width cells */
	SAFE_MARK,    /* drawn over the base before it */
	SAFE_CONTROL, /* acts on order or joining and takes no cell */
	SAFE_NEWLINE  /* only where lines are kept */
};

struct safe_char {
	enum safe_kind kind;
	uint32_t cp;
	int width;
	size_t at; /* byte offset in the source */
};

struct safe {
	const char *s;
	size_t n, i;
	bool lines;      /* newlines come out as such, not as spaces */
	bool pictograph; /* the last thing seen was an emoji, or something dropped after it */
	bool joined;     /* and a joiner: the next emoji belongs to it */
};

/* False at the end. */
bool safe_next(struct safe *it, struct safe_char *c);

/* Whether cp is an invisible format character that may not even be typed: overrides, zero-width spaces, tags. Those
 * that choose among the looks of a character may. */
bool safe_refuses(uint32_t cp);

#define ZWNJ 0x200C
#define ZWJ 0x200D
#define PDI 0x2069
static inline bool is_isolate(uint32_t cp)
{
	return cp >= 0x2066 && cp <= 0x2068;
}

#endif
