/* Steps: the unit of a person's deed and of undo. The journal of changes has many faces: timeline, audit, undo, as-of. */
#ifndef RECORD_JOURNAL_H
#define RECORD_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "record/model.h"
#include "record/value.h"

struct session;

#define JOURNAL_CREATED 0 /* the field number of a creation's row in table change */

struct step {
	struct session *s;
	int64_t id;
	int64_t at;
	int64_t undoes;  /* the step this one undoes or redoes; 0 */
	int64_t changed; /* records touched so far */
	int kind;        /* 0 a deed, 1 an undo, 2 a redo */
	char label[200];
	bool nested;     /* inside a transaction of the caller's: does not breathe */
	bool written;    /* its row is there: the first change writes it */
};

/* Opens a step with its transaction. label: what was done, as the person will read it in undo and history, already
 * translated ("moved 3 to Qualified"). */
enum rc step_open(struct session *s, const char *label, struct step *st, struct err *err);
/* Ends it: commits on RC_OK, rolls back otherwise. A step without changes leaves no trace. Returns rc or the commit's. */
enum rc step_close(struct step *st, enum rc rc, struct err *err);
void step_label(struct step *st, const char *label); /* renames it while open */
/* Bulk work: commits what is done when the lock was held for about 100 ms, and goes on in a new transaction of the same
 * step. Statements must be reset before. */
enum rc step_breathe(struct step *st, struct err *err);
/* Whether the next step_breathe commits: what belongs to the batch is written before it. */
bool step_due(const struct step *st);
/* A step just opened, nothing written in it, goes on with one of the same person that was cut off: what follows is undone
 * together with it. RC_NOT_FOUND: no such step, or it was undone. */
enum rc step_resume(struct step *st, int64_t id, struct err *err);

#define UNDO_LEFT_MAX 100
struct undo_result {
	int64_t step;     /* the step that was undone or redone */
	char label[200];  /* its label */
	int64_t records;  /* put back */
	int64_t kept;     /* left, because changed since */
	int64_t left[UNDO_LEFT_MAX]; /* the first of them */
	int n_left;
	int64_t ref;      /* the first record it touched (model << 40 | id), for the selection */
};
/* Undoes step id; 0: this session's last one (or, when it has none, RC_NOT_FOUND "nothing to undo"). Per field, where the
 * current value is what that step wrote; the rest is left and counted. */
enum rc step_undo(struct session *s, int64_t id, struct undo_result *out, struct err *err);
enum rc step_redo(struct session *s, struct undo_result *out, struct err *err);
/* The same for deeds of any size, with somebody who looks on: false stops it (RC_CANCELLED). What is back by then stays so,
 * and the same undo goes on behind it. done and total count changes. */
struct undo_watch {
	bool (*progress)(void *ctx, int64_t done, int64_t total);
	void *ctx;
};
enum rc step_undo_watched(
	struct session *s, int64_t id, const struct undo_watch *watch, struct undo_result *out, struct err *err);
enum rc step_redo_watched(struct session *s, const struct undo_watch *watch, struct undo_result *out, struct err *err);
/* For programs that run once a deed, where undo cannot go by session: the acting person's last step that stands, of any
 * session, and that person's last undo with no deed after it; 0: none. */
int64_t step_last(struct session *s);
int64_t step_last_undo(struct session *s);
enum rc step_redo_one(
	struct session *s, int64_t undo, const struct undo_watch *watch, struct undo_result *out, struct err *err);

/* History: newest first. ref 0: all records. before: steps below this id (0: from the newest). */
struct journal_row {
	int64_t step, at, user, ref;
	const char *label;   /* the step's */
	int slot;            /* -1: created; else the field (SYS_TRASHED_AT: trashed or restored) */
	const struct model *model;
	struct value old, now;
	bool undone;
};
struct journal_page {
	struct journal_row *row;
	int n;
	struct arena arena;
};
enum rc journal_read(struct session *s, int64_t ref, int64_t before, int limit, struct journal_page *out, struct err *err);
/* The same of a record and of what was written about it: records that refer to it by a reference to any record (the newest
 * 300 of each type). Rows of those have their own ref. */
enum rc journal_stream(struct session *s, int64_t ref, int64_t before, int limit, struct journal_page *out,
	struct err *err);
/* What others did, in steps above `after`, to records that are the acting person's: owned, or naming the person, or about
 * such a record; also what was taken from the person. Newest first; the newest 500 steps are searched, 300 rows of each. */
enum rc journal_mine(struct session *s, int64_t after, int limit, struct journal_page *out, struct err *err);
/* Whether a row names the acting person in a set of people: a record made that names them, or they were added to one. */
bool journal_names_me(struct session *s, const struct journal_row *row);
/* The newest step when the person was here last, and the instant (at may be NULL); -1: never before. */
int64_t journal_left(struct session *s, int64_t *at);
/* Notes that the person has seen everything up to now. */
enum rc journal_leave(struct session *s, struct err *err);
void journal_page_free(struct journal_page *p);
/* Steps only, newest first, for the history screen: ref = first record, slot = -1. */
/* Who, when, what: all that is given must hold. */
struct journal_asked {
	int64_t user;       /* 0: anybody */
	int64_t from, to;   /* instants, both included; to 0: now */
	const char *text;   /* in the label, folded; NULL: anything */
};
/* The steps that are asked for; asked NULL: all. */
enum rc journal_find(struct session *s, const struct journal_asked *asked, int64_t before, int limit,
	struct journal_page *out, struct err *err);
enum rc journal_steps(struct session *s, int64_t before, int limit, struct journal_page *out, struct err *err);
/* Which records of which models changed after a step id (for refreshing): calls fn; returns the newest step. */
int64_t journal_since(struct session *s, int64_t after, void (*fn)(void *ctx, int64_t ref), void *ctx);

/* A record as it was at an instant: RC_NOT_FOUND when it did not exist or was in the trash. */
enum rc record_as_of(struct session *s, const struct model *m, int64_t id, int64_t at, struct arena *a,
	struct record **out, struct err *err);
/* What a person types for it: a day that has been (its end is meant; today too), or an ISO instant. */
enum rc as_of_parse(struct session *s, const char *text, int64_t *at, struct err *err);

#endif
