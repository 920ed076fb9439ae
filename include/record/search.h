/* The full-text side tables, written by the write door: search(ref, text, text_nospace) is the content of the indexes. */
#ifndef RECORD_SEARCH_H
#define RECORD_SEARCH_H

#include "base/err.h"
#include "record/record.h"

struct session;
/* Replaces the record's row by its folded F_SEARCH fields; removes it when after is NULL or trashed. */
enum rc search_write(struct session *s, const struct record *before, const struct record *after, struct err *err);
/* Rebuilds everything (a new fold version, after a bulk load). */
enum rc search_rebuild(struct session *s, struct err *err);
/* SQL over alias.id that holds where the record's text matches (words by prefix, all scripts by substring): appends
 * "... IN (...)" with its bound texts handed to bind in order. */
void search_where(const struct model *m, const char *text, const char *alias, struct str *sql,
	void (*bind)(void *ctx, const char *text), void *ctx);

#endif
