/* Actions: the only verbs beside create, edit, trash. Board, list, record, palette, footer, help, marks and the command line
 * take them from the tables. */
#ifndef RECORD_ACTION_H
#define RECORD_ACTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "record/field.h"
#include "record/journal.h"
#include "record/model.h"
#include "record/record.h"

struct session;

struct refusal {
	int64_t id;
	const char *why; /* in the result's arena */
};
/* One line of what an action does or did, of a preview or a report: "book/12: to the shelf of Laura". */
struct action_line {
	int64_t ref; /* the record it speaks of; 0: none */
	const char *text; /* in the result's arena */
};
struct action_tally {
	const char *name; /* a constant word, as programs read it: "merged" */
	int64_t n;
};
struct action_result {
	int done;               /* records acted on */
	struct refusal *refused;
	int n_refused, cap_refused;
	int64_t ref;            /* where to go after: a record made or kept; 0 */
	/* What a person will want to do next: an action of the record `offer_ref`, its box already filled in (params in the
	 * result's arena; NULL: as it starts by itself). The screen opens it, Enter does it, Esc does not; others may name it. */
	const char *offer;
	int64_t offer_ref;
	struct value *offer_param;
	struct action_line *line;
	int n_lines, cap_lines;
	struct action_tally tally[8];
	int n_tallies;
	/* Who looks on while it lasts, set by the caller; NULL: nobody. false stops it: what is done by then stays. */
	bool (*progress)(void *ctx, int64_t done, int64_t total);
	void *ctx;
	struct str message;     /* what was done, as a person reads it: "3 lent"; translated */
	struct arena arena;
};
void action_result_init(struct action_result *r);
void action_result_free(struct action_result *r);
void action_refuse(struct action_result *r, int64_t id, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

void action_line(struct action_result *r, int64_t ref, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void action_tally(struct action_result *r, const char *name, int64_t n);

struct action {
	const char *name, *label, *key, *help; /* key: as in the keymap ("w"); NULL: palette only */
	bool many;                             /* runs on several marked records at once */
	bool comment;                          /* adds to a record without changing it: who sees it may */
	bool none;                             /* runs without a record (of the type as a whole) */
	const struct field *params;            /* asked for in order; NULL: none */
	int n_params;
	bool brief;                            /* Enter in the first param does it: the others are extras, reached by Tab */
	bool outcomes;                         /* the first param's choices do it at once, by digits (`outcome 1`) */
	bool live;                             /* its preview stands below the params while they are typed, and is not asked about */
	const char *usage;                     /* command line: "ID... --reason R [--note T]", words match params */
	/* NULL: always. Called with a loaded record (NULL for none). */
	bool (*applies)(struct session *s, const struct model *m, const struct record *r);
	/* The default of a param for this record, in the arena; NULL: the field's dflt. */
	bool (*prefill)(struct session *s, const struct record *r, int param, struct arena *a, struct value *out);
	/* Runs inside an open step. Refusals are recorded per record; RC_OK with done == 0 and refusals is possible. Does not
	 * return an error for one record of many. */
	enum rc (*run)(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
		const struct value *param, struct action_result *out, struct err *err);
	/* Fills the same result without writing; NULL: none. On the screen it is shown and asked before the action runs; done
	 * == 0: there is nothing to do, which the message explains. */
	enum rc (*preview)(struct session *s, const struct model *m, const int64_t *id, int n, const struct value *param,
		struct action_result *out, struct err *err);
};

const struct action *action_find(const struct model *m, const char *name);
/* Checks params (required, types), opens a step, runs, labels and closes it. param[] as many as n_params. */
enum rc action_run(struct session *s, const struct model *m, const struct action *a, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err);
/* Whether it can be chosen for this record now. */
bool action_applies(struct session *s, const struct model *m, const struct action *a, const struct record *r);
/* The same in a step of the caller's, which gets its label. */
enum rc action_run_in(struct session *s, struct step *st, const struct model *m, const struct action *a, const int64_t *id,
	int n, const struct value *param, struct action_result *out, struct err *err);
/* Parses one param as typed (completion and references as for fields). Names that may be made on the way are made in the
 * step; NULL: they are refused. */
enum rc action_param(struct session *s, struct step *st, const struct action *a, int i, const char *text, struct arena *ar,
	struct value *out, struct err *err);

#endif
