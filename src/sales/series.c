/* A series holds the rule and what each occurrence starts as; its occurrences are ordinary activities, made for a
 * window ahead. So my day, the calendar, counts, export and undo know nothing of repetition, and "this one" is a plain
 * edit. "This and later" and "all" carry what one occurrence says over to the others. Times are reckoned by the clock
 * of the zone in which the series was made: ten o'clock stays ten o'clock when the clocks change. */
#include "series.h"

#include <stdlib.h>

#include "activity.h"
#include "base/i18n.h"
#include "base/str.h"
#include "hours.h"
#include "meeting.h"
#include "models.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"
#include "shared_actions.h"

#define WINDOW_DAILY 62 /* days ahead; the others a year */
#define WINDOW 366
#define MOST 5000 /* occurrences of one series ever: a daily one for thirteen years */

static const struct choice everies[] = {
	{ EVERY_DAY, "daily", N_("Every day"), TONE_NONE },
	{ EVERY_WEEK, "weekly", N_("Every week"), TONE_NONE },
	{ EVERY_TWO_WEEKS, "biweekly", N_("Every two weeks"), TONE_NONE },
	{ EVERY_MONTH, "monthly", N_("Every month"), TONE_NONE },
	{ 0 },
};
/* What an occurrence takes from its series, and a series from the activity that begins to repeat. */
static const struct {
	int series, activity;
} twins[] = {
	{ SERIES_NAME, ACTIVITY_SUMMARY },
	{ SERIES_TYPE, ACTIVITY_TYPE },
	{ SERIES_RECORD, ACTIVITY_RECORD },
	{ SERIES_OWNER, ACTIVITY_OWNER },
	{ SERIES_LENGTH, ACTIVITY_LENGTH },
	{ SERIES_PLACE, ACTIVITY_PLACE },
	{ SERIES_NOTE, ACTIVITY_NOTE },
	{ SERIES_REMINDER, ACTIVITY_REMINDER },
};
#define TWINS ((int)COUNT(twins))

struct date series_day(struct date start, enum every every, int i)
{
	switch (every) {
	case EVERY_MONTH: return date_add_months(start, i); /* from the first, so that the clipping does not stick */
	case EVERY_TWO_WEEKS: return date_from_days(date_days(start) + 14 * (int64_t)i);
	case EVERY_WEEK: return date_from_days(date_days(start) + 7 * (int64_t)i);
	default: return date_from_days(date_days(start) + i);
	}
}

/* --- making occurrences --- */

static enum every every_of(const struct record *r)
{
	return (enum every)rec_int(r, SERIES_EVERY);
}

static struct date start_of(const struct record *r)
{
	struct date d = { 1970, 1, 1 };
	date_parse_iso(rec_text(r, SERIES_START), &d);
	return d;
}

/* Within the rule: before the end that was given. */
static bool within(const struct record *r, int i, struct date day)
{
	char iso[11];
	date_iso(day, iso);
	if (rec_has(r, SERIES_COUNT) && i >= rec_int(r, SERIES_COUNT))
		return false;
	return i < MOST && (!rec_has(r, SERIES_UNTIL) || strcmp(iso, rec_text(r, SERIES_UNTIL)) <= 0);
}

/* The instant of minute on the day by the clock of the series. */
static int64_t instant_by(const char *zone, struct date day, int64_t minute)
{
	char *before = zone_enter(zone);
	int64_t at = instant_of(day, (int)(minute / 60), (int)(minute % 60), 0);
	zone_leave(before);
	return at;
}

/* Where an occurrence of that day stands: a day on which nobody works moves on, and a daily one falls out (it would
 * only double the next day's). False: it falls out. */
static bool stands_on(struct session *s, const struct record *r, struct date *day)
{
	int64_t owner = rec_int(r, SERIES_OWNER);
	*day = date_from_days(date_days(*day) + rec_int(r, SERIES_SHIFT));
	if (hours_rule(s) == OFF_KEEP || hours_of(s, owner, *day, NULL, NULL))
		return true;
	if (every_of(r) == EVERY_DAY)
		return false;
	*day = hours_day(s, owner, *day);
	return true;
}

/* Attendees come from the occurrence before. */
static int64_t newest(struct session *s, int64_t series)
{
	return db_get_int(s->db, 0,
		"SELECT id FROM activity WHERE series=? AND trashed_at IS NULL ORDER BY occurrence DESC,id DESC LIMIT "
		"1",
		"i", series);
}

static enum rc make_one(struct session *s, struct step *st, const struct record *r, struct date of, struct err *err)
{
	struct change ch[TWINS + 4];
	struct date day = of;
	char due[11], occurrence[11];
	int n = 0;
	int64_t id = 0, like = newest(s, r->id);
	if (!stands_on(s, r, &day))
		return RC_OK;
	date_iso(day, due);
	date_iso(of, occurrence);
	for (int i = 0; i < TWINS; i++)
		ch[n++] = (struct change){ .slot = twins[i].activity, .op = CH_SET, .val = r->val[twins[i].series] };
	ch[n++] = (struct change){ .slot = ACTIVITY_SERIES, .op = CH_SET, .val = VALUE_INT(r->id) };
	ch[n++] = (struct change){ .slot = ACTIVITY_OCCURRENCE, .op = CH_SET, .val = value_text(occurrence) };
	ch[n++] = (struct change){ .slot = ACTIVITY_DUE, .op = CH_SET, .val = value_text(due) };
	if (rec_has(r, SERIES_MINUTE))
		ch[n++] = (struct change){ .slot = ACTIVITY_START,
			.op = CH_SET,
			.val = VALUE_INT(instant_by(rec_text(r, SERIES_ZONE), day, rec_int(r, SERIES_MINUTE))) };
	enum rc rc = record_save(s, st, &activity_model, &id, ch, n, NULL, err);
	return rc == RC_OK && like ? attendees_copy(s, st, like, id, err) : rc;
}

static enum rc set_made(struct session *s, struct step *st, int64_t series, int64_t made, struct err *err)
{
	struct change ch = { .slot = SERIES_MADE, .op = CH_SET, .val = VALUE_INT(made) };
	return record_save(s, st, &series_model, &series, &ch, 1, NULL, err);
}

static enum rc extend(struct session *s, struct step *st, const struct record *r, struct err *err)
{
	int made = (int)rec_int(r, SERIES_MADE), first = made;
	int64_t end = date_days(date_today()) + (every_of(r) == EVERY_DAY ? WINDOW_DAILY : WINDOW);
	enum rc rc = RC_OK;
	for (; rc == RC_OK; made++) {
		struct date day = series_day(start_of(r), every_of(r), made);
		if (!within(r, made, day) || date_days(day) > end)
			break;
		rc = make_one(s, st, r, day, err);
	}
	return rc == RC_OK && made > first ? set_made(s, st, r->id, made, err) : rc;
}

enum rc series_extend(struct session *s, struct step *st, int64_t series, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct record *r;
	enum rc rc = record_load(s, &series_model, series, &a, &r, err);
	if (rc == RC_OK && !rec_has(r, SYS_TRASHED_AT) && rec_int(r, SYS_ACTIVE))
		rc = extend(s, st, r, err);
	arena_free(&a);
	return rc;
}

enum rc series_extend_all(struct session *s, int *made, struct err *err)
{
	struct step st;
	int64_t id = 0, before = db_get_int(s->db, 0, "SELECT count(*) FROM activity WHERE series IS NOT NULL", "");
	enum rc rc = step_open(s, _("occurrences of recurring activities"), &st, err);
	if (rc != RC_OK)
		return rc;
	while (rc == RC_OK) {
		id = db_get_int(
			s->db, 0, "SELECT min(id) FROM series WHERE id>? AND trashed_at IS NULL AND active=1", "i", id);
		if (!id)
			break;
		rc = series_extend(s, &st, id, err);
		if (rc == RC_OK)
			rc = step_breathe(&st, err);
	}
	*made = (int)(db_get_int(s->db, 0, "SELECT count(*) FROM activity WHERE series IS NOT NULL", "") - before);
	return step_close(&st, rc, err);
}

/* --- it begins to repeat --- */

/* clang-format off */
const struct field repeat_params[3] = {
	{ .name = "every", .label = N_("Repeats"), .type = FT_CHOICE, .choice = everies, .flags = F_REQUIRED, .no = 10 },
	{ .name = "until", .label = N_("Until"), .type = FT_DATE, .no = 11, .help = N_("Empty: without an end") },
	{ .name = "count", .label = N_("Times"), .type = FT_INT, .lo = 1, .hi = 1000, .no = 12,
		.help = N_("How often in all; empty: until the date, or without an end") },
};
enum scope { SCOPE_LATER = 1, SCOPE_SERIES };
static const struct choice scopes[] = {
	{ SCOPE_LATER, "later", N_("This and later ones"), TONE_NONE },
	{ SCOPE_SERIES, "all", N_("All that are open"), TONE_NONE },
	{ 0 },
};
const struct field scope_params[1] = {
	{ .name = "scope", .label = N_("Which"), .type = FT_CHOICE, .choice = scopes, .flags = F_REQUIRED, .no = 10 },
};
/* clang-format on */

static enum rc make_series(struct session *s, struct step *st, const struct record *r, const struct value *param,
	int64_t *series, struct err *err)
{
	struct change ch[TWINS + 7];
	const char *zone = getenv("TZ");
	int n = 0;
	for (int i = 0; i < TWINS; i++)
		ch[n++] = (struct change){ .slot = twins[i].series, .op = CH_SET, .val = r->val[twins[i].activity] };
	ch[n++] = (struct change){ .slot = SERIES_EVERY, .op = CH_SET, .val = param[0] };
	ch[n++] = (struct change){ .slot = SERIES_UNTIL, .op = CH_SET, .val = param[1] };
	ch[n++] = (struct change){ .slot = SERIES_COUNT, .op = CH_SET, .val = param[2] };
	ch[n++] = (struct change){ .slot = SERIES_START, .op = CH_SET, .val = r->val[ACTIVITY_DUE] };
	ch[n++] = (struct change){ .slot = SERIES_ZONE, .op = CH_SET, .val = value_text(zone) };
	ch[n++] = (struct change){ .slot = SERIES_MADE, .op = CH_SET, .val = VALUE_INT(1) };
	if (rec_has(r, ACTIVITY_START))
		ch[n++] = (struct change){ .slot = SERIES_MINUTE,
			.op = CH_SET,
			.val = VALUE_INT(instant_minute(rec_int(r, ACTIVITY_START))) };
	*series = 0;
	return record_save(s, st, &series_model, series, ch, n, NULL, err);
}

/* The open occurrences of the series from a day on, beside one of them, go to the trash. */
static enum rc trash_others(
	struct session *s, struct step *st, int64_t series, const char *from, int64_t keep, struct err *err)
{
	int64_t id = 0;
	enum rc rc = RC_OK;
	while (rc == RC_OK) {
		id = db_get_int(s->db, 0,
			"SELECT min(id) FROM activity WHERE series=? AND id>? AND id<>? AND occurrence>=? AND"
			" done_at IS NULL AND trashed_at IS NULL",
			"iiis", series, id, keep, from);
		if (!id)
			break;
		rc = record_trash(s, st, &activity_model, id, err);
	}
	return rc;
}

/* The rule ends with the day before. */
static enum rc end_before(struct session *s, struct step *st, int64_t series, const char *day, struct err *err)
{
	struct date d;
	char last[11];
	if (!date_parse_iso(day, &d))
		return RC_OK;
	date_iso(date_from_days(date_days(d) - 1), last);
	struct change ch = { .slot = SERIES_UNTIL, .op = CH_SET, .val = value_text(last) };
	return record_save(s, st, &series_model, &series, &ch, 1, NULL, err);
}

/* The activity is the first occurrence of a new series; one it belonged to ends before it. */
static enum rc repeat_one(
	struct session *s, struct step *st, int64_t id, const struct value *param, struct arena *a, struct err *err)
{
	struct record *r;
	int64_t series, old;
	enum rc rc = record_load(s, &activity_model, id, a, &r, err);
	if (rc != RC_OK)
		return rc;
	old = rec_int(r, ACTIVITY_SERIES);
	if (old)
		rc = trash_others(s, st, old, rec_text(r, ACTIVITY_OCCURRENCE), id, err);
	if (old && rc == RC_OK)
		rc = end_before(s, st, old, rec_text(r, ACTIVITY_OCCURRENCE), err);
	if (rc == RC_OK)
		rc = make_series(s, st, r, param, &series, err);
	struct change ch[] = {
		{ .slot = ACTIVITY_SERIES, .op = CH_SET, .val = VALUE_INT(rc == RC_OK ? series : 0) },
		{ .slot = ACTIVITY_OCCURRENCE, .op = CH_SET, .val = r->val[ACTIVITY_DUE] },
	};
	if (rc == RC_OK)
		rc = record_save(s, st, &activity_model, &id, ch, COUNT(ch), NULL, err);
	return rc == RC_OK ? series_extend(s, st, series, err) : rc;
}

enum rc action_repeat(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	enum rc rc = RC_OK;
	for (int i = 0; i < n && rc == RC_OK; i++) {
		struct arena a = ARENA_INIT;
		rc = action_one(repeat_one(s, st, id[i], param, &a, err), id[i], out, err);
		arena_free(&a);
	}
	action_subject(s, m, id, n, out->done, &out->message);
	str_addf(&out->message, ": %s", _(everies[param[0].i - 1].label));
	return rc;
}

/* --- this and later, all --- */

/* The series takes over what the occurrence says now; *shift: days it was moved from where the rule had it. */
static enum rc teach(struct session *s, struct step *st, const struct record *r, int64_t *shift, struct err *err)
{
	struct change ch[TWINS + 2];
	int64_t series = rec_int(r, ACTIVITY_SERIES);
	struct date due, of;
	int n = 0;
	*shift = 0;
	if (date_parse_iso(rec_text(r, ACTIVITY_DUE), &due) && date_parse_iso(rec_text(r, ACTIVITY_OCCURRENCE), &of))
		*shift = date_days(due) - date_days(of);
	for (int i = 0; i < TWINS; i++)
		ch[n++] = (struct change){ .slot = twins[i].series, .op = CH_SET, .val = r->val[twins[i].activity] };
	ch[n++] = (struct change){ .slot = SERIES_SHIFT, .op = CH_SET, .val = VALUE_INT(*shift) };
	ch[n++] = (struct change){ .slot = SERIES_MINUTE,
		.op = CH_SET,
		.val = rec_has(r, ACTIVITY_START) ? VALUE_INT(instant_minute(rec_int(r, ACTIVITY_START)))
						  : VALUE_NULL };
	return record_save(s, st, &series_model, &series, ch, n, NULL, err);
}

static enum rc spread_to(struct session *s, struct step *st, const struct record *r, int64_t id, int64_t shift,
	const char *zone, struct err *err)
{
	struct change ch[TWINS + 2];
	char *occurrence = db_get_text(s->db, "SELECT occurrence FROM activity WHERE id=?", "i", id), due[11];
	struct date day = { 1970, 1, 1 };
	int n = 0;
	if (occurrence && date_parse_iso(occurrence, &day))
		day = date_from_days(date_days(day) + shift);
	free(occurrence);
	if (hours_rule(s) != OFF_KEEP)
		day = hours_day(s, rec_int(r, ACTIVITY_OWNER), day);
	date_iso(day, due);
	for (int i = 0; i < TWINS; i++)
		ch[n++] = (struct change){ .slot = twins[i].activity, .op = CH_SET, .val = r->val[twins[i].activity] };
	ch[n++] = (struct change){ .slot = ACTIVITY_DUE, .op = CH_SET, .val = value_text(due) };
	ch[n++] = (struct change){ .slot = ACTIVITY_START,
		.op = CH_SET,
		.val = rec_has(r, ACTIVITY_START)
			       ? VALUE_INT(instant_by(zone, day, instant_minute(rec_int(r, ACTIVITY_START))))
			       : VALUE_NULL };
	return record_save(s, st, &activity_model, &id, ch, n, NULL, err);
}

static enum rc spread_all(
	struct session *s, struct step *st, const struct record *r, const char *from, int64_t shift, struct err *err)
{
	int64_t series = rec_int(r, ACTIVITY_SERIES), id = 0;
	char *zone = db_get_text(s->db, "SELECT zone FROM series WHERE id=?", "i", series);
	enum rc rc = RC_OK;
	while (rc == RC_OK) {
		id = db_get_int(s->db, 0,
			"SELECT min(id) FROM activity WHERE series=? AND id>? AND id<>? AND occurrence>=? AND"
			" done_at IS NULL AND trashed_at IS NULL",
			"iiis", series, id, r->id, from);
		if (!id)
			break;
		rc = spread_to(s, st, r, id, shift, zone, err);
	}
	free(zone);
	return rc;
}

/* ---- a change of one that is meant for others ---- */

bool series_several(struct session *s, const struct save *sv)
{
	(void)s;
	if (!rec_has(sv->after, ACTIVITY_SERIES) || rec_has(sv->after, ACTIVITY_DONE_AT) ||
		rec_int(sv->before, ACTIVITY_SERIES) != rec_int(sv->after, ACTIVITY_SERIES))
		return false;
	if (save_changed(sv, ACTIVITY_DUE) || save_changed(sv, ACTIVITY_START))
		return true;
	if (rec_has(sv->after, SYS_TRASHED_AT) && !rec_has(sv->before, SYS_TRASHED_AT))
		return true;
	for (int i = 0; i < TWINS; i++)
		if (save_changed(sv, twins[i].activity))
			return true;
	return false;
}

/* What the save changed, as others take it on: values, days to move by, and the time of day where it is another. */
struct carried {
	const struct save *sv;
	int64_t days;
	bool minute;
};

static int carried_twins(const struct carried *c, bool to_series, struct change *ch)
{
	int n = 0;
	for (int i = 0; i < TWINS; i++)
		if (save_changed(c->sv, twins[i].activity))
			ch[n++] = (struct change){ .slot = to_series ? twins[i].series : twins[i].activity,
				.op = CH_SET,
				.val = c->sv->after->val[twins[i].activity] };
	return n;
}

/* What will be made from now on is like it too. */
static enum rc carry_rule(struct session *s, struct step *st, const struct carried *c, struct err *err)
{
	const struct record *r = c->sv->after;
	struct change ch[TWINS + 2];
	int64_t series = rec_int(r, ACTIVITY_SERIES);
	int64_t shift = db_get_int(s->db, 0, "SELECT shift FROM series WHERE id=?", "i", series);
	int n = carried_twins(c, true, ch);
	if (c->days)
		ch[n++] = (struct change){ .slot = SERIES_SHIFT, .op = CH_SET, .val = VALUE_INT(shift + c->days) };
	if (c->minute)
		ch[n++] = (struct change){ .slot = SERIES_MINUTE,
			.op = CH_SET,
			.val = rec_has(r, ACTIVITY_START) ? VALUE_INT(instant_minute(rec_int(r, ACTIVITY_START)))
							  : VALUE_NULL };
	return n ? record_save(s, st, &series_model, &series, ch, n, NULL, err) : RC_OK;
}

static enum rc carry_to(
	struct session *s, struct step *st, const struct carried *c, const char *zone, int64_t id, struct err *err)
{
	const struct record *r = c->sv->after;
	struct change ch[TWINS + 2];
	char *due = db_get_text(s->db, "SELECT due FROM activity WHERE id=?", "i", id), day[11];
	struct date d = { 1970, 1, 1 };
	int n = carried_twins(c, false, ch);
	if (due && date_parse_iso(due, &d))
		d = date_from_days(date_days(d) + c->days);
	free(due);
	if (hours_rule(s) != OFF_KEEP)
		d = hours_day(s, rec_int(r, ACTIVITY_OWNER), d);
	date_iso(d, day);
	if (c->days)
		ch[n++] = (struct change){ .slot = ACTIVITY_DUE, .op = CH_SET, .val = value_text(day) };
	if (c->minute)
		ch[n++] = (struct change){ .slot = ACTIVITY_START,
			.op = CH_SET,
			.val = rec_has(r, ACTIVITY_START)
				       ? VALUE_INT(instant_by(zone, d, instant_minute(rec_int(r, ACTIVITY_START))))
				       : VALUE_NULL };
	return n ? record_save(s, st, &activity_model, &id, ch, n, NULL, err) : RC_OK;
}

static struct carried carried_by(const struct save *sv)
{
	const struct record *was = sv->before, *now = sv->after;
	struct carried c = { .sv = sv };
	struct date from, to;
	bool timed = rec_has(was, ACTIVITY_START), times = rec_has(now, ACTIVITY_START);
	if (date_parse_iso(rec_text(was, ACTIVITY_DUE), &from) && date_parse_iso(rec_text(now, ACTIVITY_DUE), &to))
		c.days = date_days(to) - date_days(from);
	c.minute = timed != times || (times && instant_minute(rec_int(was, ACTIVITY_START)) !=
						      instant_minute(rec_int(now, ACTIVITY_START)));
	return c;
}

/* Only what this save changed goes along: what was changed of one alone before stays that one's. */
enum rc series_carry(struct session *s, const struct save *sv, bool all, struct err *err)
{
	const struct record *r = sv->after;
	const char *from = all ? "" : rec_text(r, ACTIVITY_OCCURRENCE);
	struct carried c = carried_by(sv);
	int64_t series = rec_int(r, ACTIVITY_SERIES), id = 0;
	char *zone;
	enum rc rc;
	if (rec_has(r, SYS_TRASHED_AT)) {
		rc = trash_others(s, sv->step, series, from, r->id, err);
		return rc == RC_OK ? end_before(s, sv->step, series, rec_text(r, ACTIVITY_OCCURRENCE), err) : rc;
	}
	zone = db_get_text(s->db, "SELECT zone FROM series WHERE id=?", "i", series);
	rc = carry_rule(s, sv->step, &c, err);
	while (rc == RC_OK) {
		id = db_get_int(s->db, 0,
			"SELECT min(id) FROM activity WHERE series=? AND id>? AND id<>? AND occurrence>=? AND"
			" done_at IS NULL AND trashed_at IS NULL",
			"iiis", series, id, r->id, from);
		if (!id)
			break;
		rc = carry_to(s, sv->step, &c, zone, id, err);
	}
	free(zone);
	return rc;
}

typedef enum rc on_series(
	struct session *s, struct step *st, const struct record *r, const char *from, struct err *err);

static enum rc spread_one(struct session *s, struct step *st, const struct record *r, const char *from, struct err *err)
{
	int64_t shift;
	enum rc rc = teach(s, st, r, &shift, err);
	return rc == RC_OK ? spread_all(s, st, r, from, shift, err) : rc;
}

static enum rc stop_one(struct session *s, struct step *st, const struct record *r, const char *from, struct err *err)
{
	int64_t series = rec_int(r, ACTIVITY_SERIES);
	enum rc rc = trash_others(s, st, series, from, 0, err);
	return rc == RC_OK ? end_before(s, st, series, *from ? from : rec_text(r, ACTIVITY_OCCURRENCE), err) : rc;
}

/* The occurrences from this one on (later) or all open ones, "" standing before every date. */
static enum rc for_scope(struct session *s, struct step *st, const int64_t *id, int n, const struct value *param,
	on_series *fn, struct action_result *out, struct err *err)
{
	enum rc rc = RC_OK;
	for (int i = 0; i < n && rc == RC_OK; i++) {
		struct arena a = ARENA_INIT;
		struct record *r;
		rc = record_load(s, &activity_model, id[i], &a, &r, err);
		if (rc == RC_OK)
			rc = fn(s, st, r, param[0].i == SCOPE_SERIES ? "" : rec_text(r, ACTIVITY_OCCURRENCE), err);
		rc = action_one(rc, id[i], out, err);
		arena_free(&a);
	}
	return rc;
}

enum rc action_spread(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	enum rc rc = for_scope(s, st, id, n, param, spread_one, out, err);
	str_add(&out->message,
		param[0].i == SCOPE_SERIES ? _("carried over to all open ones: ") : _("carried over to later ones: "));
	action_subject(s, m, id, n, out->done, &out->message);
	return rc;
}

enum rc action_stop(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	enum rc rc = for_scope(s, st, id, n, param, stop_one, out, err);
	action_subject(s, m, id, n, out->done, &out->message);
	str_add(&out->message, _(": no more of it"));
	return rc;
}

/* --- the record type --- */

/* clang-format off */
static const struct field series_fields[SERIES_N] = {
	SYSTEM_FIELDS,
	[SERIES_NAME] = { .name = "name", .label = N_("Name"), .type = FT_TEXT, .flags = F_LIST | F_SEARCH, .no = 10,
		.width = 24 },
	[SERIES_EVERY] = { .name = "every", .label = N_("Repeats"), .type = FT_CHOICE, .choice = everies,
		.flags = F_REQUIRED | F_LIST | F_READONLY, .no = 11, .width = 16 },
	[SERIES_START] = { .name = "start", .label = N_("First on"), .type = FT_DATE,
		.flags = F_REQUIRED | F_LIST | F_READONLY, .no = 12 },
	[SERIES_UNTIL] = { .name = "until", .label = N_("Until"), .type = FT_DATE, .flags = F_LIST | F_READONLY, .no = 13 },
	[SERIES_COUNT] = { .name = "count", .label = N_("Times"), .type = FT_INT, .flags = F_READONLY, .no = 14 },
	[SERIES_SHIFT] = { .name = "shift", .label = N_("Days moved"), .type = FT_INT, .flags = F_READONLY | F_HIDDEN,
		.no = 15 },
	[SERIES_MINUTE] = { .name = "minute", .label = N_("Minute of the day"), .type = FT_INT,
		.flags = F_READONLY | F_HIDDEN, .no = 16 },
	[SERIES_ZONE] = { .name = "zone", .label = N_("Time zone"), .type = FT_TEXT, .flags = F_READONLY, .no = 17 },
	[SERIES_MADE] = { .name = "made", .label = N_("Occurrences"), .type = FT_INT,
		.flags = F_READONLY | F_QUIET, .no = 18, .help = N_("Of the rule, so far; some may have fallen out") },
	[SERIES_TYPE] = { .name = "type", .label = N_("Type"), .type = FT_REF, .ref = "activity_type",
		.flags = F_READONLY | F_NO_RELATED, .no = 19 },
	[SERIES_RECORD] = { .name = "record", .label = N_("Record"), .type = FT_ANYREF,
		.flags = F_READONLY | F_NO_RELATED | F_INDEX, .no = 20 },
	[SERIES_OWNER] = { .name = "owner", .label = N_("Owner"), .type = FT_REF, .ref = "user",
		.flags = F_LIST | F_READONLY | F_NO_RELATED, .no = 21, .width = 12 },
	[SERIES_LENGTH] = { .name = "length", .label = N_("Minutes"), .type = FT_INT, .flags = F_READONLY, .no = 22 },
	[SERIES_PLACE] = { .name = "place", .label = N_("Place"), .type = FT_TEXT, .flags = F_READONLY, .no = 23 },
	[SERIES_NOTE] = { .name = "note", .label = N_("Note"), .type = FT_NOTE, .flags = F_READONLY, .no = 24 },
	[SERIES_REMINDER] = { .name = "reminder", .label = N_("Reminder"), .type = FT_INT, .flags = F_READONLY, .no = 25 },
};
static const int series_slots[] = { SERIES_NAME, SERIES_EVERY, SERIES_START, SERIES_UNTIL, SERIES_COUNT, SERIES_OWNER,
	SERIES_RECORD, SERIES_LENGTH, SERIES_PLACE, SERIES_MADE, 0 };
static const struct section series_sections[] = { { N_("Series"), series_slots, false }, { 0 } };
static const struct preset series_presets[] = { { .name = "series", .label = N_("Recurring activities") } };

const struct model series_model = {
	.no = NO_SERIES, .name = "series", .label = N_("Series"), .plural = N_("Series"), .fields = series_fields,
	.n = SERIES_N, .flags = M_FIXED, .title = SERIES_NAME, .owner = SERIES_OWNER, .sort = "name,id",
	.sections = series_sections, .presets = series_presets, .n_presets = COUNT(series_presets),
	.empty = N_("Nothing repeats: the palette's \"repeat\" on an activity begins it."),
	.help = N_("An activity that comes again and again"),
};
/* clang-format on */
