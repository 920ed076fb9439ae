/* Activities: what is to be done on a record, by whom, until when; the rules of its dates; and what happens when it is
 * done. What a person does to one stands in activity_actions.c. */
#include "activity.h"

#include <stdio.h>

#include "activity_formulas.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/str.h"
#include "hours.h"
#include "lead.h"
#include "meeting.h"
#include "models.h"
#include "note.h"
#include "record/action.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"
#include "scoring_points.h"
#include "series.h"
#include "stage.h"

#define FORMULA_OF(name) .sql = activity_sql_##name, .formula = activity_##name
/* clang-format off */
static const struct field activity_fields[ACTIVITY_N] = {
	SYSTEM_FIELDS,
	[ACTIVITY_SUMMARY] = { .name = "summary", .label = N_("Summary"), .type = FT_TEXT, .flags = F_LIST | F_SEARCH,
		.no = 10, .width = 22, .help = N_("Empty: the name of its type") },
	[ACTIVITY_TYPE] = { .name = "type", .label = N_("Type"), .type = FT_REF, .ref = "activity_type",
		.flags = F_LIST | F_INDEX, .no = 11, .width = 10 },
	[ACTIVITY_RECORD] = { .name = "record", .label = N_("Record"), .type = FT_ANYREF, .flags = F_LIST | F_INDEX,
		.no = 12, .sample = "lead", .width = 26 },
	[ACTIVITY_DUE] = { .name = "due", .label = N_("Due"), .type = FT_DATE, .flags = F_LIST | F_INDEX, .no = 13,
		.help = N_("Empty: today and the delay of its type") },
	[ACTIVITY_OWNER] = { .name = "owner", .label = N_("Owner"), .type = FT_REF, .ref = "user",
		.flags = F_LIST | F_INDEX, .no = 14, .width = 10, .dflt = "me" },
	[ACTIVITY_START] = { .name = "start", .label = N_("Starts"), .type = FT_INSTANT, .flags = F_EXTRA | F_INDEX, .no = 15 },
	[ACTIVITY_LENGTH] = { .name = "length", .label = N_("Minutes"), .type = FT_INT, .flags = F_EXTRA, .no = 16,
		.width = 7, .hi = 100000 },
	[ACTIVITY_PLACE] = { .name = "place", .label = N_("Place"), .type = FT_TEXT, .flags = F_EXTRA, .no = 17 },
	[ACTIVITY_NOTE] = { .name = "note", .label = N_("Note"), .type = FT_NOTE, .flags = F_SEARCH, .no = 18 },
	[ACTIVITY_DONE_AT] = { .name = "done_at", .label = N_("Done"), .type = FT_INSTANT, .flags = F_READONLY | F_INDEX,
		.no = 19 },
	[ACTIVITY_FEEDBACK] = { .name = "feedback", .label = N_("Feedback"), .type = FT_NOTE, .flags = F_SEARCH, .no = 20 },
	[ACTIVITY_STATE] = { .name = "state", .label = N_("State"), .type = FT_FORMULA, .as = FT_CHOICE,
		.choice = activity_states, .no = 21, .width = 8, FORMULA_OF(state) },
	[ACTIVITY_LATE_TEXT] = { .name = "late", .label = N_("Late"), .type = FT_FORMULA, .as = FT_TEXT,
		.flags = F_HIDDEN, .no = 22, .width = 10, FORMULA_OF(late) },
	[ACTIVITY_SERIES] = { .name = "series", .label = N_("Series"), .type = FT_REF, .ref = "series",
		.flags = F_READONLY | F_EXTRA | F_INDEX | F_NO_IMPORT, .no = 40, .width = 16 },
	[ACTIVITY_OCCURRENCE] = { .name = "occurrence", .label = N_("Occurrence of"), .type = FT_DATE,
		.flags = F_READONLY | F_HIDDEN | F_NO_IMPORT, .no = 41, .help = N_("The day the rule of its series gave it") },
	[ACTIVITY_ATTENDEES] = { .name = "attendees", .label = N_("Attendees"), .type = FT_LINES, .ref = "attendee",
		.via = "activity", .no = 42 },
	[ACTIVITY_REMINDER] = { .name = "reminder", .label = N_("Reminder"), .type = FT_INT, .flags = F_EXTRA, .no = 43,
		.hi = 100000, .help = N_("Minutes before the start; empty: as the setting reminder.minutes says") },
	[ACTIVITY_WHO] = { .name = "who", .label = N_("Who"), .type = FT_FORMULA, .as = FT_TEXT, .flags = F_EXTRA, .no = 44,
		.width = 18, FORMULA_OF(who) },
	[ACTIVITY_PHONE] = { .name = "phone", .label = N_("Phone"), .type = FT_FORMULA, .as = FT_PHONE, .flags = F_EXTRA,
		.no = 45, .width = 16, FORMULA_OF(phone) },
	[ACTIVITY_WORTH] = { .name = "worth", .label = N_("Value"), .type = FT_FORMULA, .as = FT_MONEY, .flags = F_EXTRA,
		.no = 46, .width = 10, FORMULA_OF(worth) },
	[ACTIVITY_PARTICIPANTS] = { .name = "participants", .label = N_("Invited"), .type = FT_REFS, .ref = "user",
		.flags = F_READONLY | F_EXTRA | F_NO_RELATED | F_NO_IMPORT | F_QUIET, .no = ACTIVITY_PARTICIPANTS_NO,
		.help = N_("Colleagues among the attendees: it stands in their day and calendar too") },
	[ACTIVITY_ANSWER] = { .name = "my_answer", .label = N_("My answer"), .type = FT_FORMULA, .as = FT_CHOICE,
		.choice = answer_choices, .flags = F_EXTRA, .no = 49, .width = 10, FORMULA_OF(answer),
		.help = N_("To an invitation; empty: not asked") },
	[ACTIVITY_REPEATED] = { .name = "repeated", .label = N_("Comes again later"), .type = FT_FORMULA, .as = FT_BOOL,
		.flags = F_EXTRA | F_HIDDEN, .no = 50, FORMULA_OF(repeated),
		.help = N_("A planned one of a series that is not its next") },
	[ACTIVITY_CLOCK] = { .name = "time", .label = N_("Time"), .type = FT_FORMULA, .as = FT_TEXT, .flags = F_EXTRA,
		.no = 47, .width = 5, FORMULA_OF(clock) },
};
/* clang-format on */

/* --- rules
 * ------------------------------------------------------------------------------------------------------------ */

/* A day the program reckons falls where the person works; one that was typed only where the office says so. */
struct date activity_workday(struct session *s, int64_t owner, struct date d, bool typed)
{
	enum off_days rule = hours_rule(s);
	return rule == OFF_KEEP || (typed && rule != OFF_MOVE_TYPED) ? d : hours_day(s, owner, d);
}

static void set_due(struct save *sv, struct date d)
{
	char text[11];
	date_iso(d, text);
	save_set(sv, ACTIVITY_DUE, value_text(text));
}

/* Due and start are one point: who moves the day keeps the time of day, who moves the start moves the day. */
static void tie_start(struct session *s, struct save *sv)
{
	const struct record *r = sv->after;
	struct date due;
	if (rec_has(r, ACTIVITY_START) && (save_changed(sv, ACTIVITY_START) || !rec_has(r, ACTIVITY_DUE))) {
		int64_t at = rec_int(r, ACTIVITY_START);
		if (hours_rule(s) == OFF_MOVE_TYPED) {
			at = hours_time(s, rec_int(r, ACTIVITY_OWNER), at);
			save_set(sv, ACTIVITY_START, VALUE_INT(at));
		}
		set_due(sv, date_of_instant(at));
	} else if (rec_has(r, ACTIVITY_START) && save_changed(sv, ACTIVITY_DUE) &&
		   date_parse_iso(rec_text(r, ACTIVITY_DUE), &due)) {
		int minute = instant_minute(rec_int(r, ACTIVITY_START));
		save_set(sv, ACTIVITY_START, VALUE_INT(instant_of(due, minute / 60, minute % 60, 0)));
	}
}

static void settle_due(struct session *s, struct save *sv)
{
	const struct record *r = sv->after;
	int64_t owner = rec_int(r, ACTIVITY_OWNER);
	struct date due;
	if (!rec_has(r, ACTIVITY_DUE))
		set_due(sv,
			activity_workday(s, owner, activity_due(s, rec_int(r, ACTIVITY_TYPE), date_today()), false));
	else if (save_changed(sv, ACTIVITY_DUE) && date_parse_iso(rec_text(r, ACTIVITY_DUE), &due))
		set_due(sv, activity_workday(s, owner, due, true));
}

static enum rc activity_before_save(struct session *s, struct save *sv, struct err *err)
{
	const struct record *r = sv->after;
	if (!rec_has(r, ACTIVITY_TYPE) && !rec_has(r, ACTIVITY_SUMMARY))
		return fail(err, RC_INVALID, ACTIVITY_SUMMARY, _("say what is to be done: a type or a summary"));
	if (!rec_has(r, ACTIVITY_SUMMARY)) {
		char *name = record_title(s, &activity_type_model, rec_int(r, ACTIVITY_TYPE));
		save_set(sv, ACTIVITY_SUMMARY, value_text(name));
		free(name);
	}
	tie_start(s, sv);
	settle_due(s, sv);
	return RC_OK;
}

enum rc activity_touch(struct session *s, struct step *st, int64_t lead, int64_t at, struct err *err)
{
	struct change ch[3];
	int n = 0;
	if (db_get_int(s->db, 0, "SELECT first_touch FROM lead WHERE id=?", "i", lead) == 0)
		ch[n++] = (struct change){ .slot = LEAD_FIRST_TOUCH, .op = CH_SET, .val = VALUE_INT(at) };
	if (!db_get_int(s->db, 0, "SELECT won_at FROM lead WHERE id=?", "i", lead) &&
		!stage_is_won(s, db_get_int(s->db, 0, "SELECT stage FROM lead WHERE id=?", "i", lead)))
		ch[n++] = (struct change){ .slot = LEAD_LAST_TOUCH, .op = CH_SET, .val = VALUE_INT(at) };
	ch[n++] = (struct change){ .slot = LEAD_LAST_CONTACT, .op = CH_SET, .val = VALUE_INT(at) };
	return record_save(s, st, &lead_model, &lead, ch, n, NULL, err);
}

static enum rc into_timeline(struct session *s, const struct save *sv, struct err *err)
{
	const struct record *r = sv->after;
	const char *feedback = rec_text(r, ACTIVITY_FEEDBACK);
	char *text = xasprintf(*feedback ? _("%s done: %s") : _("%s done"), rec_text(r, ACTIVITY_SUMMARY), feedback);
	enum rc rc = note_write(s, sv->step, rec_int(r, ACTIVITY_RECORD), text, err);
	free(text);
	return rc;
}

/* "Trigger" makes the next activity at once, from the previous deadline or from now, as the next type says. */
static enum rc chain(struct session *s, const struct save *sv, struct err *err)
{
	const struct record *r = sv->after;
	int64_t type = rec_int(r, ACTIVITY_TYPE), id = 0;
	int64_t next = db_get_int(s->db, 0, "SELECT next_type FROM activity_type WHERE id=? AND follow=3", "i", type);
	if (!next)
		return RC_OK;
	struct date base = date_today();
	if (db_get_int(s->db, 0, "SELECT counted_from FROM activity_type WHERE id=?", "i", next) == FROM_DEADLINE)
		date_parse_iso(rec_text(r, ACTIVITY_DUE), &base);
	char due[11];
	int64_t owner = db_get_int(s->db, 0, "SELECT default_owner FROM activity_type WHERE id=?", "i", next);
	owner = owner ? owner : rec_int(r, ACTIVITY_OWNER);
	date_iso(activity_workday(s, owner, activity_due(s, next, base), false), due);
	return activity_plan(s, sv->step, rec_int(r, ACTIVITY_RECORD), next, NULL, due, owner, &id, err);
}

static enum rc activity_after_save(struct session *s, const struct save *sv, struct err *err)
{
	const struct record *r = sv->after;
	bool done = rec_has(r, ACTIVITY_DONE_AT) && (!sv->before || !rec_has(sv->before, ACTIVITY_DONE_AT));
	enum rc rc = RC_OK;
	if (!done)
		return RC_OK;
	if (rec_has(r, ACTIVITY_RECORD))
		rc = into_timeline(s, sv, err);
	if (rc == RC_OK && REF_MODEL(rec_int(r, ACTIVITY_RECORD)) == NO_LEAD &&
		activity_type_contact(s, rec_int(r, ACTIVITY_TYPE)))
		rc = activity_touch(s, sv->step, REF_ID(rec_int(r, ACTIVITY_RECORD)), rec_int(r, ACTIVITY_DONE_AT), err);
	if (rc == RC_OK)
		rc = chain(s, sv, err);
	return rc == RC_OK && rec_has(r, ACTIVITY_SERIES) ? series_extend(s, sv->step, rec_int(r, ACTIVITY_SERIES), err)
							  : rc;
}

enum rc activity_plan(struct session *s, struct step *st, int64_t ref, int64_t type, const char *summary,
	const char *due, int64_t owner, int64_t *id, struct err *err)
{
	struct change ch[5] = {
		{ .slot = ACTIVITY_RECORD, .op = CH_SET, .val = ref ? VALUE_INT(ref) : VALUE_NULL },
		{ .slot = ACTIVITY_TYPE, .op = CH_SET, .val = type ? VALUE_INT(type) : VALUE_NULL },
		{ .slot = ACTIVITY_SUMMARY, .op = CH_SET, .val = value_text(summary) },
		{ .slot = ACTIVITY_DUE, .op = CH_SET, .val = value_text(due) },
	};
	int n = 4;
	if (!owner && type)
		owner = db_get_int(s->db, 0, "SELECT default_owner FROM activity_type WHERE id=?", "i", type);
	if (owner)
		ch[n++] = (struct change){ .slot = ACTIVITY_OWNER, .op = CH_SET, .val = VALUE_INT(owner) };
	return record_save(s, st, &activity_model, id, ch, n, NULL, err);
}

enum rc activity_finish(struct session *s, struct step *st, int64_t id, const char *feedback, struct err *err)
{
	struct change ch[] = {
		{ .slot = ACTIVITY_DONE_AT, .op = CH_SET, .val = VALUE_INT(clock_now()) },
		{ .slot = ACTIVITY_FEEDBACK, .op = CH_SET, .val = value_text(feedback) },
	};
	return record_save(s, st, &activity_model, &id, ch, feedback && *feedback ? 2 : 1, NULL, err);
}

static const int activity_slots[] = { ACTIVITY_SUMMARY, ACTIVITY_TYPE, ACTIVITY_RECORD, ACTIVITY_DUE, ACTIVITY_OWNER,
	ACTIVITY_STATE, ACTIVITY_NOTE, 0 };
static const int more_slots[] = { ACTIVITY_START, ACTIVITY_LENGTH, ACTIVITY_PLACE, ACTIVITY_REMINDER, ACTIVITY_SERIES,
	ACTIVITY_ANSWER, ACTIVITY_PARTICIPANTS, ACTIVITY_DONE_AT, ACTIVITY_FEEDBACK, ACTIVITY_WHO, ACTIVITY_PHONE, ACTIVITY_WORTH, 0 };
static const struct section activity_sections[] = {
	{ N_("Activity"), activity_slots, false },
	{ N_("Time and result"), more_slots, true },
	{ 0 },
};
static const int activity_quick[] = { ACTIVITY_TYPE, ACTIVITY_SUMMARY, ACTIVITY_RECORD, ACTIVITY_DUE, 0 };
/* One's own, and what one is asked to and did not refuse. */
#define MINE_OPEN "(owner = me or participants = me and not my_answer = no) and done_at is empty"
/* clang-format off */
static const struct preset activity_presets[] = {
	{ .key = "h", .name = "day", .label = N_("My day"), .criteria = MINE_OPEN " and not repeated = yes",
		.sort = "due,start,id", .columns = "summary,who,phone,worth,due,time,record,my_answer", .group = "state", .day = true,
		.hints = "outcome:1 outcome:2 done snooze log open help next invite",
		.empty = N_("Nothing is waiting for you: a free day. . on any record plans its next step, gl shows the leads, gd the pipeline.") },
	{ .key = "t", .name = "activities", .label = N_("Activities"), .criteria = "done_at is empty", .sort = "due,id" },
	{ .name = "my_activities", .label = N_("My activities"), .criteria = MINE_OPEN,
		.sort = "due,id" },
	{ .key = "k", .name = "calendar", .label = N_("Calendar"), .criteria = "owner = me or participants = me", .calendar = true },
	{ .key = "p", .name = "power-hour", .label = N_("Power hour"), .queue = true, .sort = "due,start,id",
		.criteria = "owner = me and done_at is empty and due <= today and phone is not empty",
		.empty = N_("Nobody is to be called now: gh shows the day, . on any record plans a call.") },
	{ .name = "office_calendar", .label = N_("Calendar of the office"), .calendar = true },
	{ .name = "done", .label = N_("Done activities"), .criteria = "done_at is not empty", .sort = "-done_at" },
};

const struct model activity_model = {
	.no = NO_ACTIVITY, .name = "activity", .label = N_("Activity"), .plural = N_("Activities"),
	.fields = activity_fields, .n = ACTIVITY_N, .title = ACTIVITY_SUMMARY, .owner = ACTIVITY_OWNER, .participants = ACTIVITY_PARTICIPANTS, .reply = ACTIVITY_ANSWER,
	.people = ACTIVITY_ATTENDEES, .parent = ACTIVITY_RECORD,
	.group = ACTIVITY_STATE, .subtitle = ACTIVITY_RECORD, .signal = ACTIVITY_STATE, .mark_text = ACTIVITY_LATE_TEXT,
	.day = ACTIVITY_DUE, .start = ACTIVITY_START, .minutes = ACTIVITY_LENGTH, .place = ACTIVITY_PLACE, .reminder = ACTIVITY_REMINDER,
	.sort = "due,id", .sections = activity_sections, .actions = activity_actions,
	.n_actions = ACTIVITY_N_ACTIONS, .presets = activity_presets, .n_presets = COUNT(activity_presets),
	.quick = activity_quick, .empty = N_("Nothing to do: . on any record plans the next step."),
	.hooks = { .before_save = activity_before_save, .several = series_several, .carry = series_carry, .derive = points_touched, .after_save = activity_after_save },
	.schema = "CREATE INDEX IF NOT EXISTS activity_open ON activity(record, due, id)"
		" WHERE done_at IS NULL AND trashed_at IS NULL AND active=1;"
		"CREATE INDEX IF NOT EXISTS activity_done ON activity(record, done_at) WHERE trashed_at IS NULL;",
	.help = N_("What is to be done, by whom, until when"),
};
/* clang-format on */
