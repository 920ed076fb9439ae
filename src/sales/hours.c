/* Business hours are an office setting, since there is one such week; who works otherwise has shifts, which are records
 * because they change by the month. Holidays are the office's or one person's (then it is a leave). Nothing here
 * writes: rules that reckon a due date ask. */
#include "hours.h"

#include <ctype.h>

#include "base/i18n.h"
#include "base/str.h"
#include "models.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"

#define DAY_MINUTES 1440
#define LOOK_AHEAD 366 /* days; who does not work for a year has no next working day */

/* --- the text of a week --- */

static int weekday_of(const char **p)
{
	static const char *const name[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
	for (int i = 0; i < 7; i++)
		if (strncasecmp(*p, name[i], 3) == 0) {
			*p += 3;
			return i;
		}
	return -1;
}

/* "9", "9:00", "17:30", "24:00": minutes; -1 none. */
static int clock_of(const char **p)
{
	char *end;
	if (!isdigit((unsigned char)**p))
		return -1;
	long h = strtol(*p, &end, 10), m = 0;
	if (*end == ':' && isdigit((unsigned char)end[1]))
		m = strtol(end + 1, &end, 10);
	*p = end;
	return h > 24 || m > 59 || h * 60 + m > DAY_MINUTES ? -1 : (int)(h * 60 + m);
}

static bool dash(const char **p)
{
	if (**p != '-')
		return false;
	++*p;
	return true;
}

/* "mon-fri 9:00-17:00"; a range may go over the end of the week: "sat-wed". */
static bool part_of(const char **p, struct hours *out)
{
	int first = weekday_of(p), last = first;
	if (first >= 0 && dash(p))
		last = weekday_of(p);
	*p += strspn(*p, " ");
	int from = clock_of(p), to = dash(p) ? clock_of(p) : -1;
	if (first < 0 || last < 0 || from < 0 || to <= from)
		return false;
	for (int d = first;; d = (d + 1) % 7) {
		out->from[d] = from;
		out->to[d] = to;
		if (d == last)
			return true;
	}
}

enum rc hours_parse(const char *text, struct hours *out, struct err *err)
{
	const char *p = text + strspn(text, " ");
	*out = (struct hours){ .from = { 0 } };
	for (int d = 0; d < 7 && !*p; d++)
		out->to[d] = DAY_MINUTES;
	while (*p) {
		bool good = part_of(&p, out);
		p += strspn(p, " ");
		if (!good || (*p && *p != ','))
			return fail(err, RC_INVALID, NO_FIELD,
				_("\"%s\" is no week of hours: write mon-fri 9:00-17:00, sat 10:00-13:00"), text);
		p += strspn(p, ", ");
	}
	return RC_OK;
}

/* --- settings --- */

enum rc hours_check(struct session *s, const char *value, struct err *err)
{
	struct hours h;
	(void)s;
	return hours_parse(value, &h, err);
}

static const char *const rules[] = { [OFF_KEEP] = "keep", [OFF_MOVE] = "move", [OFF_MOVE_TYPED] = "all" };

enum rc hours_check_rule(struct session *s, const char *value, struct err *err)
{
	(void)s;
	for (size_t i = 0; i < COUNT(rules); i++)
		if (strcmp(value, rules[i]) == 0)
			return RC_OK;
	return fail(err, RC_INVALID, NO_FIELD, _("\"%s\" is none of keep, move, all"), value);
}

enum off_days hours_rule(struct session *s)
{
	char *value = setting_get(s, "hours.due");
	enum off_days rule = OFF_MOVE;
	for (size_t i = 0; value && i < COUNT(rules); i++)
		if (strcmp(value, rules[i]) == 0)
			rule = (enum off_days)i;
	free(value);
	return rule;
}

/* --- days --- */

static bool is_holiday(struct session *s, int64_t user, struct date d)
{
	char day[11];
	date_iso(d, day);
	/* a holiday over the turn of the year that comes every year is two, as it is in every calendar */
	return db_get_int(s->db, 0,
		       "SELECT 1 FROM holiday WHERE trashed_at IS NULL AND active=1 AND (user IS NULL OR user=?1) AND "
		       "CASE WHEN yearly=1 THEN substr(?2,6) BETWEEN substr(start,6) AND "
		       "substr(coalesce(until,start),6)"
		       " AND ?2>=start ELSE ?2 BETWEEN start AND coalesce(until,start) END LIMIT 1",
		       "is", user, day) != 0;
}

/* The person's shift of that day where there is one, else the office's week. */
static void week_of(struct session *s, int64_t user, struct date d, struct hours *out)
{
	char day[11];
	date_iso(d, day);
	char *text = !user ? NULL
			   : db_get_text(s->db,
				     "SELECT hours FROM shift WHERE user=?1 AND trashed_at IS NULL AND active=1 AND "
				     "coalesce(start,'')<=?2 AND coalesce(until,'9')>=?2"
				     " ORDER BY coalesce(start,'') DESC,id DESC LIMIT 1",
				     "is", user, day);
	if (!text)
		text = setting_get(s, "hours");
	if (!text || hours_parse(text, out, NULL) != RC_OK)
		hours_parse("", out, NULL);
	free(text);
}

bool hours_of(struct session *s, int64_t user, struct date d, int *from, int *to)
{
	struct hours week;
	int w = date_weekday(d);
	week_of(s, user, d, &week);
	if (from)
		*from = week.from[w];
	if (to)
		*to = week.to[w];
	return week.to[w] > week.from[w] && !is_holiday(s, user, d);
}

struct date hours_day(struct session *s, int64_t user, struct date d)
{
	for (int i = 0; i < LOOK_AHEAD; i++) {
		struct date day = date_from_days(date_days(d) + i);
		if (hours_of(s, user, day, NULL, NULL))
			return day;
	}
	return d;
}

int64_t hours_time(struct session *s, int64_t user, int64_t at)
{
	struct date day = date_of_instant(at), next;
	int minute = instant_minute(at), from, to;
	if (hours_of(s, user, day, &from, &to) && minute < to)
		return minute >= from ? at : instant_of(day, from / 60, from % 60, 0);
	next = hours_day(s, user, date_from_days(date_days(day) + 1));
	return hours_of(s, user, next, &from, NULL) ? instant_of(next, from / 60, from % 60, 0) : at;
}

/* --- holidays --- */

/* clang-format off */
static const struct field holiday_fields[HOLIDAY_N] = {
	SYSTEM_FIELDS,
	[HOLIDAY_NAME] = { .name = "name", .label = N_("Name"), .type = FT_TEXT,
		.flags = F_REQUIRED | F_LIST | F_SEARCH, .no = 10, .width = 24, .max = 120 },
	[HOLIDAY_START] = { .name = "start", .label = N_("Day"), .type = FT_DATE,
		.flags = F_REQUIRED | F_LIST | F_INDEX, .no = 11 },
	[HOLIDAY_UNTIL] = { .name = "until", .label = N_("Until"), .type = FT_DATE, .flags = F_LIST, .no = 12,
		.help = N_("Empty: that day only") },
	[HOLIDAY_YEARLY] = { .name = "yearly", .label = N_("Every year"), .type = FT_BOOL, .flags = F_LIST, .no = 13,
		.dflt = "no" },
	[HOLIDAY_USER] = { .name = "user", .label = N_("Person"), .type = FT_REF, .ref = "user", .flags = F_LIST,
		.no = 14, .width = 14, .help = N_("Whose leave it is; empty: the whole office is closed") },
};
/* clang-format on */
static const int holiday_slots[] = { HOLIDAY_NAME, HOLIDAY_START, HOLIDAY_UNTIL, HOLIDAY_YEARLY, HOLIDAY_USER, 0 };
static const struct section holiday_sections[] = { { N_("Holiday"), holiday_slots, false }, { 0 } };
static const int holiday_quick[] = { HOLIDAY_NAME, HOLIDAY_START, HOLIDAY_UNTIL, 0 };

static enum rc check_span(const struct save *sv, int start, int until, struct err *err)
{
	if (rec_has(sv->after, until) && strcmp(rec_text(sv->after, until), rec_text(sv->after, start)) < 0)
		return fail(err, RC_INVALID, until, _("it ends before it begins"));
	return RC_OK;
}

static enum rc holiday_before_save(struct session *s, struct save *sv, struct err *err)
{
	(void)s;
	return check_span(sv, HOLIDAY_START, HOLIDAY_UNTIL, err);
}

/* clang-format off */
const struct model holiday_model = {
	.no = NO_HOLIDAY, .name = "holiday", .label = N_("Holiday"), .plural = N_("Holidays"),
	.fields = holiday_fields, .n = HOLIDAY_N, .title = HOLIDAY_NAME, .subtitle = HOLIDAY_USER, .sort = "start,id",
	.sections = holiday_sections, .quick = holiday_quick,
	.empty = N_("No holidays yet: n enters one; due dates then avoid it."),
	.hooks = { .before_save = holiday_before_save }, .help = N_("A day on which the office or one person does not work"),
};

/* --- shifts --- */

static const struct field shift_fields[SHIFT_N] = {
	SYSTEM_FIELDS,
	[SHIFT_NAME] = { .name = "name", .label = N_("Name"), .type = FT_TEXT,
		.flags = F_READONLY | F_HIDDEN | F_SEARCH | F_NO_IMPORT, .no = 10, .width = 24 },
	[SHIFT_USER] = { .name = "user", .label = N_("Person"), .type = FT_REF, .ref = "user",
		.flags = F_REQUIRED | F_LIST | F_INDEX, .no = 11, .width = 16 },
	[SHIFT_HOURS] = { .name = "hours", .label = N_("Hours"), .type = FT_TEXT, .flags = F_REQUIRED | F_LIST, .no = 12,
		.width = 36, .max = 200, .sample = "mon-fri 9:00-17:00", .help = N_("As mon-thu 8:00-16:00, sat 10:00-13:00") },
	[SHIFT_START] = { .name = "start", .label = N_("From"), .type = FT_DATE, .flags = F_LIST, .no = 13 },
	[SHIFT_UNTIL] = { .name = "until", .label = N_("Until"), .type = FT_DATE, .flags = F_LIST, .no = 14 },
};
/* clang-format on */
static const int shift_slots[] = { SHIFT_USER, SHIFT_HOURS, SHIFT_START, SHIFT_UNTIL, 0 };
static const struct section shift_sections[] = { { N_("Shift"), shift_slots, false }, { 0 } };

static enum rc shift_before_save(struct session *s, struct save *sv, struct err *err)
{
	struct hours h;
	enum rc rc = hours_parse(rec_text(sv->after, SHIFT_HOURS), &h, err);
	if (rc != RC_OK && err)
		err->field = SHIFT_HOURS;
	if (rc == RC_OK)
		rc = check_span(sv, SHIFT_START, SHIFT_UNTIL, err);
	char *who = record_title(s, &user_model, rec_int(sv->after, SHIFT_USER));
	char *name = xasprintf("%s, %s", who ? who : "?", rec_text(sv->after, SHIFT_HOURS));
	save_set(sv, SHIFT_NAME, value_text(name));
	free(name);
	free(who);
	return rc;
}

/* clang-format off */
const struct model shift_model = {
	.no = NO_SHIFT, .name = "shift", .label = N_("Shift"), .plural = N_("Shifts"), .fields = shift_fields,
	.n = SHIFT_N, .title = SHIFT_NAME, .sort = "user,start", .sections = shift_sections, .quick = shift_slots,
	.empty = N_("No shifts: everybody works the office's hours. n enters one."),
	.hooks = { .before_save = shift_before_save }, .help = N_("When one person works, in place of the office's hours"),
};
/* clang-format on */
