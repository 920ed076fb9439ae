/* Inside the write door: how steps get their rows. */
#ifndef RECORD_STEP_H
#define RECORD_STEP_H

#include "record/journal.h"


/* One row of the journal; writes the step's own row before the first. */
enum rc step_change(struct step *st, int64_t ref, int field_no, const struct value *old, const struct value *now,
	struct err *err);
/* Opens a step that undoes or redoes another. */
enum rc step_open_kind(struct session *s, const char *label, int kind, int64_t undoes, struct step *st, struct err *err);

#endif
