/* What the deeds of one ui remember between keys; ui->app. */
#ifndef UI_DESK_H
#define UI_DESK_H

#include <stdbool.h>
#include <stdint.h>

#include "record/action.h"
#include "record/save.h"
#include "record/upkeep.h"
#include "ui/records.h"

/* The last deed, for repeat: a record-type action with its params, a change of one field, the trash. */
enum last_kind { LAST_NONE, LAST_ACTION, LAST_SET, LAST_TRASH };
struct last {
	enum last_kind kind;
	const struct model *model;
	const struct action *action;
	struct value *param;     /* of the action */
	struct change change[2]; /* of one field: what is added, what is taken away */
	int n_change;
	struct arena arena; /* of the values */
};

/* The record that the frame's hints ask of. */
struct looked {
	int64_t frame;
	const struct model *model;
	int64_t id;
	struct record *record; /* NULL: it is gone, or not to be seen */
	struct arena arena;
};

#define TOUCHED_MS 2000
struct desk {
	struct last last;
	struct looked looked;
	int64_t wanted;  /* the record to select when views load; 0 */
	int64_t seen;    /* the newest step that was looked at */
	int64_t left;    /* the newest step when the person was here last; -1: never before */
	bool told;       /* what happened since was announced */
	int64_t counted; /* the step the counts of the top line are of */
	int64_t counted_at;
	int64_t touched_at; /* clock_ms when others' changes came; 0: none are shown */
	struct marks touched;
	struct reminders *reminders; /* remind.c; NULL: nothing was looked at yet */
	int64_t waited_at; /* clock_ms when it was last asked who holds the database */
	int64_t told_at; /* clock_ms when it was last asked what everybody should know */
	struct upkeep_news news;
};
/* The person of the top line is somebody else now. */
void others_user(struct ui *ui);
struct desk *desk_of(const struct ui *ui); /* NULL: none */

/* A deed under way: its own copy of what was chosen, since the view goes on meanwhile. */
struct deed {
	const struct model *model;
	int64_t *id;
	int n;
	bool trash;
	const struct action *action; /* of a record-type action */
	int slot;                    /* of a change */
	bool several;                /* it was stopped by the question which of several are meant */
	bool asked;                  /* the person was told what else it does */
	struct value *param;         /* of an action that is to be foreseen first; NULL */
	struct arena arena;          /* of the params, and of what is offered */
	char *refusals;              /* of an action that was refused for several: a line each; NULL */
	/* What the action offers to do next: its box is opened when this one is done. NULL: nothing. */
	const struct action *offer;
	int64_t offer_ref;
	struct value *offer_param;
};
struct deed *deed_new(const struct chosen *c);
void deed_free(void *deed);

/* "3 moved — u undoes", and all views load again. ref: to be selected, 0 none. */
void deed_said(struct ui *ui, const char *what, int64_t ref);
/* "Server room", or "3 cards": what the deed is done to, in words. Appended. */
void deed_subject(struct ui *ui, const struct model *m, const int64_t *id, int n, struct str *out);

/* deed_action.c */
const struct action *deed_action_of(const struct model *m, const struct act *a);
bool deed_action_can(struct ui *ui, const struct chosen *c, const struct action *action);
enum rc deed_action_ask(struct ui *ui, const struct chosen *c, const struct action *action, struct err *err);
/* Of the type as a whole: asks for the params, the first of them given (a text). */
enum rc deed_action_with(
	struct ui *ui, const struct model *m, const struct action *action, const char *first, struct err *err);
/* Where several records were refused it keeps the list in the deed, for deed_action_list. */
enum rc deed_action_run(struct ui *ui, struct deed *d, const struct value *param, struct err *err);
void deed_action_list(struct ui *ui, void *deed);
/* Whether a digit is an outcome that can be logged of what is chosen. */
bool deed_outcome_can(struct ui *ui, const struct chosen *c, const struct act *a);
enum rc deed_outcome(struct ui *ui, const struct chosen *c, const struct act *a, struct err *err);
/* deed_set.c */
enum rc deed_set_run(struct ui *ui, const struct deed *d, const struct change *ch, int n, struct err *err);
enum rc deed_set_any(struct ui *ui, const struct chosen *c, struct err *err);
/* deed_copy.c, related.c */
enum rc deed_copy(struct ui *ui, const struct chosen *c, const char *what, struct err *err);
enum rc deed_related(struct ui *ui, const struct chosen *c, const char *what, struct err *err);
/* joined.c: the actions of record types in the keymap, the places of their presets. */
enum rc join_actions(struct ui *ui, struct err *err);
enum rc join_places(struct ui *ui, struct err *err);
const char *join_label(struct ui *ui, const struct act *a);
/* brief.c: twelve lines of what one wants to know of a record before talking about it. */
enum rc brief_open(struct ui *ui, const struct model *m, int64_t id, struct err *err);
/* The same as text, appended. RC_NOT_FOUND: neither it nor what it is about has one. */
enum rc brief_text(struct session *s, const struct model *m, int64_t id, struct str *out, struct err *err);
/* settingsview.c: a place. */
enum rc settings_open(struct ui *ui, const char *arg, struct err *err);
/* new of any type */
enum rc new_any_open(struct ui *ui, struct err *err);
/* others.c: what other people change, and the counts of the top line. */
void others_watch(struct ui *ui);
/* remind.c: each second, what begins soon. */
void remind(struct ui *ui);
void reminders_free(struct reminders *r);
void others_leave(struct ui *ui); /* the person has seen everything up to now */

#endif
