/* What the demo office has in its calendar: meetings at a time of day with people who answered or did not, a team
 * meeting that comes every week, a plan to launch, a holiday. */
#include "activity.h"
#include "activity_plan.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/str.h"
#include "demo.h"
#include "hours.h"
#include "lead.h"
#include "meeting.h"
#include "models.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"
#include "series.h"

static enum rc make(struct demo *d, struct step *st, const struct model *m, const struct change *ch, int n, int64_t *id,
	struct err *err)
{
	*id = 0;
	return record_save(d->s, st, m, id, ch, n, NULL, err);
}

/* --- meetings --- */

static enum rc invite(
	struct demo *d, struct step *st, int64_t activity, int slot, int64_t who, int answer, struct err *err)
{
	int64_t id;
	struct change ch[] = {
		{ .slot = ATTENDEE_ACTIVITY, .op = CH_SET, .val = VALUE_INT(activity) },
		{ .slot = slot, .op = CH_SET, .val = VALUE_INT(who) },
		{ .slot = ATTENDEE_ANSWER, .op = CH_SET, .val = VALUE_INT(answer) },
	};
	return who ? make(d, st, &attendee_model, ch, COUNT(ch), &id, err) : RC_OK;
}

/* The contact of the deal that the meeting is about; 0: none. */
static int64_t contact_of(struct demo *d, int64_t activity)
{
	return db_get_int(d->s->db, 0,
		"SELECT l.contact FROM activity a JOIN lead l ON a.record=" SQL_REF(NO_LEAD, "l.id") " WHERE a.id=?",
		"i", activity);
}

static enum rc give_time(struct demo *d, struct step *st, int64_t id, int i, struct err *err)
{
	static const char *const place[] = { "Meeting room 1", "At the customer's", "By telephone", "Video call" };
	char *due = db_get_text(d->s->db, "SELECT due FROM activity WHERE id=?", "i", id);
	struct date day = date_today();
	if (due)
		date_parse_iso(due, &day);
	free(due);
	struct change ch[] = {
		{ .slot = ACTIVITY_START,
			.op = CH_SET,
			.val = VALUE_INT(instant_of(day, 9 + i % 8, i % 3 ? 0 : 30, 0)) },
		{ .slot = ACTIVITY_LENGTH, .op = CH_SET, .val = VALUE_INT(i % 2 ? 60 : 45) },
		{ .slot = ACTIVITY_PLACE, .op = CH_SET, .val = value_text(place[i % 4]) },
	};
	enum rc rc = record_save(d->s, st, &activity_model, &id, ch, COUNT(ch), NULL, err);
	if (rc == RC_OK)
		rc = invite(d, st, id, ATTENDEE_CONTACT, contact_of(d, id), 1 + i % 4, err);
	return rc == RC_OK && i % 2 ? invite(d, st, id, ATTENDEE_USER, d->user[i % DEMO_PEOPLE], ANSWER_YES, err) : rc;
}

static enum rc meetings(struct demo *d, struct step *st, struct err *err)
{
	int64_t type = activity_type_id(d->s, "Meeting"), id = 0;
	enum rc rc = RC_OK;
	for (int i = 0; rc == RC_OK; i++) {
		id = db_get_int(d->s->db, 0,
			"SELECT min(id) FROM activity WHERE type=? AND id>? AND done_at IS NULL AND start IS NULL AND"
			" record IS NOT NULL AND trashed_at IS NULL",
			"ii", type, id);
		if (!id)
			break;
		rc = give_time(d, st, id, i, err);
	}
	return rc;
}

/* --- the weekly meeting of the first team --- */

static enum rc team_meeting(struct demo *d, struct step *st, struct err *err)
{
	struct date day = date_today();
	char due[11];
	int64_t id;
	struct action_result out;
	/* the Monday of this week */
	day = date_from_days(date_days(day) - date_weekday(day));
	date_iso(day, due);
	struct change ch[] = {
		{ .slot = ACTIVITY_SUMMARY, .op = CH_SET, .val = value_text(_("Team meeting")) },
		{ .slot = ACTIVITY_TYPE, .op = CH_SET, .val = VALUE_INT(activity_type_id(d->s, "Meeting")) },
		{ .slot = ACTIVITY_DUE, .op = CH_SET, .val = value_text(due) },
		{ .slot = ACTIVITY_START, .op = CH_SET, .val = VALUE_INT(instant_of(day, 10, 0, 0)) },
		{ .slot = ACTIVITY_LENGTH, .op = CH_SET, .val = VALUE_INT(45) },
		{ .slot = ACTIVITY_OWNER, .op = CH_SET, .val = VALUE_INT(d->user[1]) },
		{ .slot = ACTIVITY_PLACE, .op = CH_SET, .val = value_text("Meeting room 2") },
	};
	const struct value every[] = { VALUE_INT(EVERY_WEEK), VALUE_NULL, VALUE_INT(12) };
	enum rc rc = make(d, st, &activity_model, ch, COUNT(ch), &id, err);
	if (rc == RC_OK && d->me != d->user[1])
		rc = invite(d, st, id, ATTENDEE_USER, d->me, ANSWER_NONE, err);
	action_result_init(&out);
	if (rc == RC_OK)
		rc = action_repeat(d->s, st, &activity_model, &id, 1, every, &out, err);
	action_result_free(&out);
	/* what is past was held */
	if (rc == RC_OK && date_days(day) < date_days(date_today()))
		rc = activity_finish(d->s, st, id, NULL, err);
	return rc;
}

/* --- a plan, a holiday --- */

static enum rc plan_line(struct demo *d, struct step *st, int64_t plan, const char *type, const char *summary,
	int delay, enum delay_unit unit, struct err *err)
{
	int64_t id;
	struct change ch[] = {
		{ .slot = LINE_PLAN, .op = CH_SET, .val = VALUE_INT(plan) },
		{ .slot = LINE_TYPE, .op = CH_SET, .val = VALUE_INT(activity_type_id(d->s, type)) },
		{ .slot = LINE_SUMMARY, .op = CH_SET, .val = value_text(summary) },
		{ .slot = LINE_DELAY, .op = CH_SET, .val = VALUE_INT(delay) },
		{ .slot = LINE_UNIT, .op = CH_SET, .val = VALUE_INT(unit) },
	};
	return make(d, st, &plan_line_model, ch, COUNT(ch), &id, err);
}

static enum rc plan(struct demo *d, struct step *st, struct err *err)
{
	struct change name = { .slot = PLAN_NAME, .op = CH_SET, .val = value_text(_("Follow up an offer")) };
	int64_t id;
	enum rc rc = make(d, st, &activity_plan_model, &name, 1, &id, err);
	if (rc == RC_OK)
		rc = plan_line(d, st, id, "E-mail", _("Send the offer"), 0, UNIT_DAYS, err);
	if (rc == RC_OK)
		rc = plan_line(d, st, id, "Call", _("Any questions?"), 3, UNIT_DAYS, err);
	return rc == RC_OK ? plan_line(d, st, id, "Meeting", _("Decide"), 2, UNIT_WEEKS, err) : rc;
}

static enum rc holiday(struct demo *d, struct step *st, struct err *err)
{
	char day[11];
	int64_t id;
	date_iso((struct date){ date_today().y, 1, 1 }, day);
	struct change ch[] = {
		{ .slot = HOLIDAY_NAME, .op = CH_SET, .val = value_text(_("New Year")) },
		{ .slot = HOLIDAY_START, .op = CH_SET, .val = value_text(day) },
		{ .slot = HOLIDAY_YEARLY, .op = CH_SET, .val = VALUE_INT(1) },
	};
	return make(d, st, &holiday_model, ch, COUNT(ch), &id, err);
}

enum rc demo_tasks(struct demo *d, struct err *err)
{
	struct step st;
	enum rc rc = step_open(d->s, _("the calendar was filled"), &st, err);
	if (rc != RC_OK)
		return rc;
	rc = meetings(d, &st, err);
	if (rc == RC_OK)
		rc = team_meeting(d, &st, err);
	if (rc == RC_OK)
		rc = plan(d, &st, err);
	if (rc == RC_OK)
		rc = holiday(d, &st, err);
	return step_close(&st, rc, err);
}
