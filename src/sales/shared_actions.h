/* Deeds that mean the same on every record with an owner, tags, activities: their rows come from here, so that a key
 * means one thing everywhere. */
#ifndef SALES_SHARED_ACTIONS_H
#define SALES_SHARED_ACTIONS_H

#include "activity_plan.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/str.h"
#include "record/action.h"
#include "record/save.h"
#include "record/value.h"

typedef enum rc action_fn(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err);
action_fn action_owner, action_tags, action_note, action_log, action_next, action_share;

extern const struct field owner_params[1], tags_params[1], note_params[1], log_params[3], next_params[3], share_params[7];

#define OWNER_ACTION                                                                                                   \
	{                                                                                                              \
		.name = "owner", .label = N_("Owner"), .key = "o", .help = N_("Hand it to somebody"), .many = true,    \
		.params = owner_params, .n_params = COUNT(owner_params), .usage = "ID... --owner USER",                \
		.run = action_owner                                                                                    \
	}
#define TAGS_ACTION                                                                                                    \
	{                                                                                                              \
		.name = "tag", .label = N_("Tags"), .key = "t", .help = N_("Add tags"), .many = true,                  \
		.params = tags_params, .n_params = COUNT(tags_params), .usage = "ID... --tags A,B", .run = action_tags \
	}
#define NOTE_ACTION                                                                                                    \
	{                                                                                                              \
		.name = "note", .label = N_("Note"), .key = "a", .help = N_("Write a note"), .many = true,             \
		.comment = true,                                                                                       \
		.params = note_params, .n_params = COUNT(note_params), .usage = "ID... --text T", .run = action_note   \
	}
#define LOG_ACTION                                                                                                     \
	{                                                                                                              \
		.name = "log", .label = N_("Log"), .key = "c", .help = N_("What happened, and the next step"),         \
		.many = true, .outcomes = true, .params = log_params, .n_params = COUNT(log_params),                                     \
		.usage = "ID... --outcome O [--note T] [--next DATE]", .run = action_log                               \
	}
#define NEXT_ACTION                                                                                                    \
	{                                                                                                              \
		.name = "next", .label = N_("Next step"), .key = ".", .help = N_("Plan, move, or a whole plan"),       \
		.many = true, .brief = true, .prefill = next_prefill, .params = next_params, .n_params = COUNT(next_params),                                   \
		.usage = "ID... --due DATE [--type T] [--summary T]", .run = action_next                               \
	}
#define SHARE_ACTION                                                                                                   \
	{                                                                                                              \
		.name = "share", .label = N_("Share"), .help = N_("Let somebody else see or change it"), .many = true, \
		.params = share_params, .n_params = COUNT(share_params),                                               \
		.usage = "ID... [--user U] [--team T] [--department D] [--group G] [--profile P] [--may see|edit] "    \
			 "[--until DATE]",                                                                             \
		.run = action_share                                                                                    \
	}
#define SHARED_ACTIONS OWNER_ACTION, TAGS_ACTION, NOTE_ACTION, LOG_ACTION, NEXT_ACTION, PLAN_ACTION, SHARE_ACTION

/* What the key of the next step takes: "7" (days from today), "fri", "15.6", or the name of an activity plan. */
struct when {
	struct date day;
	int64_t plan; /* 0: the day was given */
};
enum rc when_parse(struct session *s, const char *text, struct when *out, struct err *err);
/* Type and summary of the record's next activity, so that a day alone moves it. */
bool next_prefill(struct session *s, const struct record *r, int param, struct arena *a, struct value *out);
/* What follows an activity that is done, where its type suggests it: said, and offered as the next step. */
void action_offer(struct session *s, int64_t activity, struct action_result *out);

/* Saves one change of every record of a bulk action; stops at the first error, breathes between records. A record that
 * is refused (denied, gone, invalid) is noted in out and the others go on. */
enum rc action_change_all(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct change *ch, int n_ch, struct action_result *out, struct err *err);
/* Notes a refusal of one record of many, keeping errors that concern all (busy, I/O, cancelled). */
enum rc action_one(enum rc rc, int64_t id, struct action_result *out, struct err *err);
/* The title of the record of model m in words for messages, n records: "Server room" or "3". Appended. */
void action_subject(struct session *s, const struct model *m, const int64_t *id, int n, int done, struct str *out);

#endif
