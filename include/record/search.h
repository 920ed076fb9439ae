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
/* Bulk work: from search_hold to search_release the words of new records go to the indexes together, when their batch is
 * about to be committed (search_settle, called by step_breathe and step_close). The indexes write their pages at every
 * statement that fires a trigger; one by one that costs more than all else of an import. search_drop forgets what was due:
 * the batch was rolled back. Without search_hold these do nothing. */
void search_hold(struct session *s);
void search_release(struct session *s);
enum rc search_settle(struct session *s, struct err *err);
void search_drop(struct session *s);
/* Fills both indexes anew from the side table, which stands, a piece a call and a transaction: *upto is the last record they
 * hold, 0 before the first piece. *more is false when they hold all. Inside a transaction of the caller's. */
enum rc search_reindex(struct session *s, int64_t *upto, bool *more, struct err *err);
/* Rebuilds everything (a new fold version, after a bulk load). Inside a transaction of the caller's, or its own. */
enum rc search_rebuild(struct session *s, struct err *err);

#endif
