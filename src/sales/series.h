/* Recurring activities: the rule of a series, and its occurrences. docs/decisions/recurrence.md says why the
 * occurrences are ordinary activities. */
#ifndef SALES_SERIES_H
#define SALES_SERIES_H

#include <stdint.h>

#include "base/date.h"
#include "base/err.h"
#include "record/action.h"
#include "record/field.h"

struct save;
struct session;
struct step;

enum series_slot {
	SERIES_NAME = SYS_N,
	SERIES_EVERY,
	SERIES_START,
	SERIES_UNTIL,
	SERIES_COUNT,
	SERIES_SHIFT,
	SERIES_MINUTE,
	SERIES_ZONE,
	SERIES_MADE,
	SERIES_TYPE,
	SERIES_RECORD,
	SERIES_OWNER,
	SERIES_LENGTH,
	SERIES_PLACE,
	SERIES_NOTE,
	SERIES_REMINDER,
	SERIES_N
};
enum every { EVERY_DAY = 1, EVERY_WEEK, EVERY_TWO_WEEKS, EVERY_MONTH };

/* The day of occurrence i (from 0). Months clip to their last day and keep the day of the first: 31 January, 28
 * February, 31 March. */
struct date series_day(struct date start, enum every every, int i);
/* Makes the occurrences that fall within the window from today and are not there yet. */
enum rc series_extend(struct session *s, struct step *st, int64_t series, struct err *err);
/* All series of the office, in a step of their own, for the timer. *made: occurrences added. */
enum rc series_extend_all(struct session *s, int *made, struct err *err);

/* Actions of an activity: it begins to repeat; what it says now is carried over to the others; no more of it. */
enum rc action_repeat(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err);
enum rc action_spread(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err);
enum rc action_stop(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err);
/* Hooks of an activity: whether the save changes what the occurrences of a series have in common, and the others follow. */
bool series_several(struct session *s, const struct save *sv);
enum rc series_carry(struct session *s, const struct save *sv, bool all, struct err *err);
extern const struct field repeat_params[3], scope_params[1];

#endif
