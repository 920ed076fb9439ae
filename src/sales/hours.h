/* When the office works: business hours, people's shifts, holidays; and what that does to due dates. */
#ifndef SALES_HOURS_H
#define SALES_HOURS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/err.h"
#include "record/field.h"

struct session;
struct value;

/* Minutes from midnight by weekday, Monday first; from == to: closed. */
struct hours {
	int from[7], to[7];
};
enum holiday_slot { HOLIDAY_NAME = SYS_N, HOLIDAY_START, HOLIDAY_UNTIL, HOLIDAY_YEARLY, HOLIDAY_USER, HOLIDAY_N };
enum shift_slot { SHIFT_NAME = SYS_N, SHIFT_USER, SHIFT_HOURS, SHIFT_START, SHIFT_UNTIL, SHIFT_N };

/* What happens to a due date on which nobody works. */
enum off_days { OFF_KEEP, OFF_MOVE, OFF_MOVE_TYPED };

/* "mon-fri 9:00-17:00, sat 10:00-13:00"; "": round the clock. RC_INVALID says what was expected. */
enum rc hours_parse(const char *text, struct hours *out, struct err *err);
/* The setting "hours.due". */
enum off_days hours_rule(struct session *s);
/* When the person (0: the office) works on that day: false where not at all. from and to may be NULL. */
bool hours_of(struct session *s, int64_t user, struct date d, int *from, int *to);
/* The day, or the next one on which the person works; the day itself where none is found within a year. */
struct date hours_day(struct session *s, int64_t user, struct date d);
/* The instant, or the next one at which the person works. */
int64_t hours_time(struct session *s, int64_t user, int64_t at);
/* Checks of the settings "hours" and "hours.due". */
enum rc hours_check(struct session *s, const char *value, struct err *err);
enum rc hours_check_rule(struct session *s, const char *value, struct err *err);

#endif
