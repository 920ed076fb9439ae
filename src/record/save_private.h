/* The write door, inside: what undo and trash share with saving. */
#ifndef RECORD_SAVE_PRIVATE_H
#define RECORD_SAVE_PRIVATE_H

#include "record/save.h"

struct save_ctx {
	struct save sv; /* first: hooks get its address */
	struct session *s;
	struct arena arena;
	const struct save_options *opt;
	const struct change *ch; /* what was asked for */
	int n;
};

/* sv.before and sv.after are set: checks, writes, journals, derives. */
enum rc save_apply(struct save_ctx *c, struct err *err);
/* Writes the row, the sets and the journal of what differs; used by save_apply. */
enum rc save_write(struct save_ctx *c, struct err *err);
/* Whether a record other than id has the value of a field that is unique: RC_CONFLICT names it. */
enum rc save_check_unique(struct session *s, const struct model *m, int slot, const struct value *v, int64_t id,
	struct err *err);
/* Whether before_trash lets the record go: the undo of its creation asks too, since others may have come to hang on it. */
bool save_may_trash(struct session *s, struct step *st, const struct model *m, int64_t id);
/* Puts fields of a record, as it stands now, back without rules: undo and redo. */
enum rc save_put_back(struct session *s, struct step *st, const struct record *now, const struct change *ch, int n,
	struct err *err);

#endif
