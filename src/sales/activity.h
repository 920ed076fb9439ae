/* Slots of activities and their types, and the rules other concepts use. */
#ifndef SALES_ACTIVITY_H
#define SALES_ACTIVITY_H

#include <stdint.h>

#include "base/date.h"
#include "base/err.h"
#include "record/action.h"
#include "record/field.h"

struct session;
struct step;

enum activity_slot {
	ACTIVITY_SUMMARY = SYS_N,
	ACTIVITY_TYPE,
	ACTIVITY_RECORD,
	ACTIVITY_DUE,
	ACTIVITY_OWNER,
	ACTIVITY_START,
	ACTIVITY_LENGTH,
	ACTIVITY_PLACE,
	ACTIVITY_NOTE,
	ACTIVITY_DONE_AT,
	ACTIVITY_FEEDBACK,
	ACTIVITY_STATE,
	ACTIVITY_LATE_TEXT,
	ACTIVITY_SERIES,
	ACTIVITY_OCCURRENCE,
	ACTIVITY_ATTENDEES,
	ACTIVITY_REMINDER,
	ACTIVITY_WHO,
	ACTIVITY_PHONE,
	ACTIVITY_WORTH,
	ACTIVITY_CLOCK,
	ACTIVITY_PARTICIPANTS,
	ACTIVITY_ANSWER,
	ACTIVITY_REPEATED,
	ACTIVITY_N
};
#define ACTIVITY_PARTICIPANTS_NO 48
enum activity_type_slot {
	TYPE_NAME = SYS_N,
	TYPE_DELAY,
	TYPE_UNIT,
	TYPE_FROM,
	TYPE_OWNER,
	TYPE_FOLLOW,
	TYPE_NEXT,
	TYPE_SEQUENCE,
	TYPE_CONTACT,
	TYPE_N
};
enum delay_unit { UNIT_DAYS = 1, UNIT_WEEKS, UNIT_MONTHS };
enum delay_from { FROM_COMPLETION = 1, FROM_DEADLINE };
enum follow { FOLLOW_NONE = 1, FOLLOW_SUGGEST, FOLLOW_TRIGGER };

extern const struct choice delay_units[];
/* base plus n units (before it where n < 0); months clip to the month's last day. */
struct date date_add_delay(struct date base, int n, enum delay_unit unit);
/* The day itself or the next one on which the person works, as the office's settings say of days that the program
 * reckons and of days that were typed. */
struct date activity_workday(struct session *s, int64_t owner, struct date d, bool typed);
/* Whether what is done of this type is a contact with the person: a call is, a to-do of one's own is not; what has no
 * type is taken for one. */
bool activity_type_contact(struct session *s, int64_t type);
/* A contact with the person of a lead: the first one stays, the last one freezes at the first win, the other goes on. */
enum rc activity_touch(struct session *s, struct step *st, int64_t lead, int64_t at, struct err *err);
/* base plus the type's delay; months clip to the month's last day. */
struct date activity_due(struct session *s, int64_t type, struct date base);
/* The shipped type by its name ("call"); 0 when it is gone. */
int64_t activity_type_id(struct session *s, const char *name);
/* Plans a step on the record: summary NULL: the type's name; due NULL: by the type's delay; owner 0: the
 * default person of the type, else the acting person. */
enum rc activity_plan(struct session *s, struct step *st, int64_t ref, int64_t type, const char *summary,
	const char *due, int64_t owner, int64_t *id, struct err *err);
/* Done now, with feedback (may be NULL): the rules write the timeline, touch the record and chain what follows. */
extern const struct action activity_actions[];
#define ACTIVITY_N_ACTIONS 10
enum rc activity_finish(struct session *s, struct step *st, int64_t id, const char *feedback, struct err *err);

#endif
