/* Folding: one key for all ways of writing the same word, for search and duplicate keys. Rules and reasons: docs/decisions/utf8proc.md. */
#ifndef BASE_FOLD_H
#define BASE_FOLD_H

#include "base/str.h"

/* Stored keys made by another version are rebuilt. */
#define FOLD_VERSION 1

/* Appends the folded form of s: compatibility-decomposed, case-folded, accents dropped (but not the kana voicing marks),
 * Arabic yeh/kaf/heh/alef/waw forms to the Persian ones, tatweel and ZWNJ dropped, digits of Persian and Arabic to 0-9,
 * l o d i for their stroked forms, recomposed. White space runs become one space, none at the ends. Bad bytes become
 * U+FFFD, so that the key is never lost. */
void fold(const char *s, size_t n, struct str *out);
/* The same without any space: the second search key. */
void fold_nospace(const char *s, size_t n, struct str *out);
/* The key a text column is ordered by: the fold, with the Persian letters in the order of their alphabet. Compares with
 * memcmp / SQLite BINARY. */
void sort_key(const char *s, size_t n, struct str *out);
/* hash_more() of the folded form, without making it where s is plain. */
uint64_t fold_hash(uint64_t h, const char *s, size_t n);
/* Whether two texts fold to the same key. */
bool fold_eq(const char *a, const char *b);

#endif
