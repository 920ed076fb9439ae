/* Merging: several records of a type become one. A plan says field by field what the one will hold and where that comes
 * from; a person may choose otherwise; running it does exactly what the plan says. The master stays; the others go to
 * the trash and point at it; whatever referred to them refers to it. One step, so one undo brings all back.
 *
 * What a type adds to the general rules stands in its merge_def (model.merge); a type without one cannot be merged. */
#ifndef RECORD_MERGE_H
#define RECORD_MERGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "record/journal.h"
#include "record/model.h"
#include "record/record.h"

struct session;
struct merge;

/* How a field of the merged record comes about. Sets are always united; all else is MERGE_FIRST where no rule stands.
 */
enum merge_how {
	MERGE_FIRST, /* the first value in the order of the records; 0 and no are empty */
	MERGE_JOIN,  /* all texts, a blank line between them, none twice */
	MERGE_HIGHEST,
	MERGE_MASTER /* the master's own, empty or not */
};
struct merge_rule {
	int slot; /* 0 ends a list of them */
	enum merge_how how;
};
struct merge_def {
	int into; /* the slot that points at the record this one was merged into */
	const struct merge_rule *rules;
	const int *whole; /* taken together from the record that has most of them filled; 0-terminated; NULL */
	/* a stands before b: the first of all is the master. NULL: active ones first, then the lower id. Equal ones too
	 * go by the lower id. */
	int (*order)(struct session *s, const struct record *a, const struct record *b);
	/* After the rules, and again after each choice: what follows from the values (merge_put). NULL: nothing. */
	void (*settle)(struct session *s, struct merge *m);
	/* Keeps the text of what was merged with the master, inside the step. */
	enum rc (*keep)(struct session *s, struct step *st, int64_t master_ref, const char *text, struct err *err);
};

enum merge_from { MERGE_MADE = -1, MERGE_CHOSEN = -2 }; /* of several values; a person's own */
struct merge_field {
	struct value val;
	int from;     /* index of the record it comes from, or enum merge_from */
	bool differs; /* the records do not all hold the same */
};
struct merge {
	const struct model *model;
	struct record **rec; /* the master first */
	int n;
	struct merge_field *field; /* by slot; of slots that merging leaves alone what the master holds */
	bool *fixed;               /* chosen by a person: rules leave it alone */
	struct arena arena;
};

/* Whether the field takes part: not what the program numbers, computes or keeps for itself. */
bool merge_has(const struct model *m, int slot);
/* Loads the records and applies the rules. RC_INVALID: fewer than two different ones, one of them in the trash, or a
 * type that cannot be merged. RC_NOT_FOUND, RC_DENIED: all of them must be there and may be edited. merge_free also
 * after an error. */
enum rc merge_plan(
	struct session *s, const struct model *m, const int64_t *id, int n, struct merge *out, struct err *err);
void merge_free(struct merge *m);
/* A person's choice: the value of record i, or any other (copied). */
void merge_take(struct session *s, struct merge *m, int slot, int i);
void merge_choose(struct session *s, struct merge *m, int slot, const struct value *v);
/* For settle: a value that follows from others. Leaves alone what a person chose. */
void merge_put(struct merge *m, int slot, struct value v);
/* Does it, inside the step. RC_CONFLICT: one of them was changed since the plan was made. */
enum rc merge_run(struct session *s, struct step *st, struct merge *m, struct err *err);
/* The same as a step of its own with its label ("merged 2 into Acme"), which is appended to said (may be NULL). */
enum rc merge_do(struct session *s, struct merge *m, struct str *said, struct err *err);

/* Everything merged into the record, and into those again, as one SQL text for `ref IN (...)`: numbers only. Returns
 * whether there is any; appends nothing when not. */
bool merge_refs(struct session *s, int64_t ref, struct str *out);

#endif
