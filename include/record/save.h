/* The one door for writes: right, defaults, checks, rules, conflict, write, journal, derive, version. */
#ifndef RECORD_SAVE_H
#define RECORD_SAVE_H

#include "base/err.h"
#include "record/journal.h"
#include "record/model.h"
#include "record/record.h"
#include "record/value.h"

enum change_op { CH_SET, CH_ADD, CH_REMOVE }; /* ADD and REMOVE: members of a set (tags+=x) */
struct change {
	int slot;
	enum change_op op;
	struct value val;
	bool compare;      /* refuse with RC_CONFLICT when the stored value is not `seen` any more */
	struct value seen;
};

/* Which records of a series a change of one is meant for, where the type knows series (hooks.several). The person's
 * answer stands in the session for the one deed; SAVE_ASK: RC_SCOPE first. */
enum save_scope { SAVE_ONE, SAVE_ASK, SAVE_LATER, SAVE_ALL };

struct save_options {
	int64_t if_version; /* whole-record compare; 0: none */
	bool ask;           /* RC_ASK first where the model warns of what the save does beside itself */
	struct str *told;   /* where nobody can be asked: the warning is appended here and the save goes on; NULL: no warning */
	bool typed;         /* a person or a program typed these: read-only and computed fields are refused */
	/* A copy of a record that was exported: what the changes say stands over what before_save makes of it, and other
	 * records, which come as copies too, are not touched (no after_save). */
	bool copy;
	int64_t as_id;      /* creations: the id to take, which nobody has or had; 0: the next one */
};

/* Creates (*id == 0: set to the new id) or changes a record inside the step. Nothing that is equal is written: a save
 * without a difference writes nothing and keeps the version. RC_CONFLICT: err->field is the slot. opt may be NULL. */
enum rc record_save(struct session *s, struct step *st, const struct model *m, int64_t *id, const struct change *ch, int n,
	const struct save_options *opt, struct err *err);
/* Child records of an FT_LINES field: saved with their parent by calling record_save on the child model in the same step. */

enum rc record_trash(struct session *s, struct step *st, const struct model *m, int64_t id, struct err *err);
/* RC_CONFLICT when a unique value is taken by another record now: the message names it. */
enum rc record_restore(struct session *s, struct step *st, const struct model *m, int64_t id, struct err *err);
/* Gone for ever, for administrators: leaves a tombstone. */
enum rc record_purge(struct session *s, const struct model *m, int64_t id, struct err *err);

/* For hooks: sets a slot of sv->after (value copied into its arena). */
void save_set(struct save *sv, int slot, struct value v);
bool save_changed(const struct save *sv, int slot);

/* One change as its own step, with the label "NAME set on TITLE": for forms, cells and commands with one deed. */
enum rc record_set(struct session *s, const struct model *m, int64_t id, const struct change *ch, int n, struct err *err);

#endif
