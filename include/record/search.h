/* Full text: the side table search(ref, text, text_nospace), written by the write door, is the content of two indexes, of
 * words and of trigrams. docs/decisions/full-text.md says why they are as they are. */
#ifndef RECORD_SEARCH_H
#define RECORD_SEARCH_H

#include "base/err.h"
#include "record/record.h"

extern const char search_schema[]; /* CREATE statements of the table and its indexes */
struct session;

/* CREATE statements of the table and its indexes. */
extern const char search_schema[];

/* Replaces the record's row by its folded F_SEARCH fields; removes it when after is NULL or trashed. Returns at once when
 * none of them changed. before may be NULL. */
enum rc search_write(struct session *s, const struct record *before, const struct record *after, struct err *err);
/* Rebuilds everything (a new fold version, after a bulk load). Inside a transaction of the caller's, or its own. */
enum rc search_rebuild(struct session *s, struct err *err);

#endif
