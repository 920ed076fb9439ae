/* Text that was UTF-8, was read as a code page of one byte a letter, and was stored again: "Ã¼" for "ü", "Ø³" for "س".
 */
#ifndef SRC_BASE_MOJIBAKE_H
#define SRC_BASE_MOJIBAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct mojibake {
	uint32_t letter[128]; /* of the bytes from 0x80 on */
	int least;            /* sequences in a word that are needed to believe it */
};

/* The page that the text was most likely read as, NULL where nothing looks garbled; *sure: percent. Looks at the first
 * 64 KiB. */
const char *mojibake_find(const char *s, size_t n, int *sure);
/* False when the page is none of those that are looked for. */
bool mojibake_open(struct mojibake *m, const char *page);
/* Appends the text with every garbled word mended; the others stay as they are, so a file that mixes both is mended
 * where it needs it. Returns the number of words mended. */
int mojibake_mend(const struct mojibake *m, const char *s, size_t n, struct str *out);

#endif
