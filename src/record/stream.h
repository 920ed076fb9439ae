/* Inside the journal: what its faces share. */
#ifndef RECORD_STREAM_H
#define RECORD_STREAM_H

#include "record/journal.h"

struct stmt;

/* The columns that journal_take reads. */
#define JOURNAL_ROWS                                                                                                   \
	"SELECT step.id, at, user, label, state, ref, field, old, new FROM change JOIN step ON step.id = change.step"
/* One row of JOURNAL_ROWS; row->model is NULL where the type is no longer known. */
void journal_take(struct session *s, struct stmt *st, struct journal_row *row, struct arena *a);
/* Whether the person sees the row's record and field; its label is made safe for who does not see the step's first record. */
bool journal_readable(struct session *s, struct journal_row *row);
/* The record and what refers to it by a reference to any record, as a JSON array of references. Heap text. */
char *stream_refs(struct session *s, int64_t ref);

#endif
