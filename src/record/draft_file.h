/* Drafts that the database would not take, as files of the person's: draft.c writes them and looks into them. */
#ifndef RECORD_DRAFT_FILE_H
#define RECORD_DRAFT_FILE_H

#include "record/draft.h"

struct draft_key {
	const char *form;
	int64_t record;
};
struct draft_found {
	int64_t version, at;
	struct str body;
};

enum rc draft_file_save(struct session *s, const struct draft_key *k, int64_t version, const char *body, struct err *err);
/* Appends the body; false: there is none, or it is no text of ours. */
bool draft_file_load(struct session *s, const struct draft_key *k, struct draft_found *out);
/* The newest of this database and person; form is heap text. False: there is none. */
bool draft_file_newest(struct session *s, char **form, int64_t *record, int64_t *at);

#endif
