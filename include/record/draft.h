/* Drafts: what was typed in a form and not saved yet. Kept per person, form and record; dropped by the real save. What the database
 * takes no more (a full disk, a lock that is not given back) goes into a file of the person's, and comes back from there. */
#ifndef RECORD_DRAFT_H
#define RECORD_DRAFT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

struct session;

/* body: the form's own text. record 0: a new one. version: of the record when the form was opened. It waits a second for a lock at most.
 * in_file: it went into a file, since the database refused; may be NULL. An error: it is kept nowhere. */
enum rc draft_save(struct session *s, const char *form, int64_t record, int64_t version, const char *body, bool *in_file,
	struct err *err);
/* Appends the body; RC_NOT_FOUND when there is none. version and at may be NULL. */
enum rc draft_load(struct session *s, const char *form, int64_t record, struct str *body, int64_t *version, int64_t *at,
	struct err *err);
/* Within a transaction the file stays: when it is over well, draft_file_drop. */
enum rc draft_drop(struct session *s, const char *form, int64_t record, struct err *err);
void draft_file_drop(struct session *s, const char *form, int64_t record);
/* The person's newest draft, for "you left a form half-typed": form is heap text of the caller's. */
enum rc draft_newest(struct session *s, char **form, int64_t *record, int64_t *at, struct err *err);

#endif
