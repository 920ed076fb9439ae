/* Private to record: the dictionary of foreign headers, data/headers.tsv. Built once, at first use; constant after. */
#ifndef RECORD_HEADERS_H
#define RECORD_HEADERS_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

#define HEADER_MEANINGS 4

/* Adds the lines of a file as data/headers.tsv is one, before what their words meant; RC_INVALID names the line that is
 * none, and nothing is added. */
enum rc header_words(const char *file, const char *text, size_t n, struct err *err);
/* What two writings of one header have in common: compatibility forms, case, accents, camelCase, punctuation and
 * joiners gone, single spaces. */
void header_normal(const char *header, struct str *out);
/* The concepts a normalised header means, best first; returns how many. *match says how it was recognised: "synonym" as
 * it stands, "prefix" without a number after it or a word before it, "fuzzy" one edit apart. */
int header_concepts(const char *normal, const char *concept[HEADER_MEANINGS], const char **match);
/* As it stands in the dictionary, or one of our own field names. */
bool header_known(const char *normal);
/* Does the text say that nothing stands there ("N/A", "-")? */
bool word_empty(const char *text);
/* Are the n bytes a word listed under the kind ("=firm")? Compared as headers are. */
bool word_is(const char *kind, const char *text, size_t n);
/* Does it begin with a word listed under =kind ("total"), as a word? */
bool word_starts(const char *kind, const char *text);

#endif
