/* Meetings: who is asked to come, and what they answered. */
#ifndef SALES_MEETING_H
#define SALES_MEETING_H

#include <stdint.h>

#include "base/err.h"
#include "record/action.h"
#include "record/field.h"

struct session;
struct step;

enum attendee_slot {
	ATTENDEE_NAME = SYS_N,
	ATTENDEE_ACTIVITY,
	ATTENDEE_USER,
	ATTENDEE_CONTACT,
	ATTENDEE_ANSWER,
	ATTENDEE_N
};
extern const struct choice answer_choices[];
enum answer { ANSWER_NONE = 1, ANSWER_YES, ANSWER_NO, ANSWER_MAYBE };

/* The people of one activity are asked to another too; their answers start anew. */
enum rc attendees_copy(struct session *s, struct step *st, int64_t from, int64_t to, struct err *err);

enum rc action_invite(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err);
enum rc action_answer(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err);
extern const struct field invite_params[2], answer_params[2];

#endif
