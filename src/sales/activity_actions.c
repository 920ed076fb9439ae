/* What a person does to an activity: done, later, log, the next step, repeat, invite. The rules that follow from them
 * stand with the type in activity.c. */
#include "activity.h"
#include "base/i18n.h"
#include "base/str.h"
#include "hours.h"
#include "meeting.h"
#include "models.h"
#include "record/action.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"
#include "series.h"
#include "shared_actions.h"

#define SNOOZE_DAYS 7

static bool is_open(struct session *s, const struct model *m, const struct record *r)
{
	(void)s, (void)m;
	return r && !rec_has(r, ACTIVITY_DONE_AT) && !rec_has(r, SYS_TRASHED_AT);
}

static bool repeats(struct session *s, const struct model *m, const struct record *r)
{
	return is_open(s, m, r) && rec_has(r, ACTIVITY_SERIES);
}

/* Somebody else's, to which one is asked: there one answers, and what comes of it is its owner's to say. */
static bool only_asked(struct session *s, const struct record *r)
{
	return rec_int(r, ACTIVITY_OWNER) != s->user && rec_has(r, ACTIVITY_ANSWER);
}

static bool to_settle(struct session *s, const struct model *m, const struct record *r)
{
	return is_open(s, m, r) && !only_asked(s, r);
}

static bool has_record(struct session *s, const struct model *m, const struct record *r)
{
	(void)s, (void)m;
	return r && rec_has(r, ACTIVITY_RECORD) && !rec_has(r, SYS_TRASHED_AT);
}

static bool done_before(struct session *s, int64_t id)
{
	return db_get_int(s->db, 0, "SELECT done_at FROM activity WHERE id=?", "i", id) != 0;
}

static enum rc done_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	(void)m;
	enum rc rc = RC_OK;
	const char *feedback = param[0].kind == VAL_TEXT ? param[0].s : NULL;
	for (int i = 0; i < n && rc == RC_OK; i++) {
		if (done_before(s, id[i])) {
			action_refuse(out, id[i], _("it is done already"));
			continue;
		}
		rc = action_one(activity_finish(s, st, id[i], feedback, err), id[i], out, err);
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	str_addf(&out->message, _("%d done"), out->done);
	if (n == 1 && out->done)
		action_offer(s, id[0], out);
	return rc;
}

/* --- later --- */

/* The day it is put off to: the one that was given, else a week after its due date or, where that is past, today. */
static struct date later(struct session *s, int64_t id, const struct date *given)
{
	struct date due = date_today(), stored;
	char *text = given ? NULL : db_get_text(s->db, "SELECT due FROM activity WHERE id=?", "i", id);
	if (text && date_parse_iso(text, &stored) && date_days(stored) > date_days(due))
		due = stored;
	free(text);
	if (given)
		return *given;
	return activity_workday(s, db_get_int(s->db, 0, "SELECT owner FROM activity WHERE id=?", "i", id),
		date_from_days(date_days(due) + SNOOZE_DAYS), false);
}

static enum rc snooze_one(struct session *s, struct step *st, int64_t id, const struct date *given, struct err *err)
{
	char day[11];
	date_iso(later(s, id, given), day);
	struct change ch = { .slot = ACTIVITY_DUE, .op = CH_SET, .val = value_text(day) };
	return record_save(s, st, &activity_model, &id, &ch, 1, NULL, err);
}

static void say_day(struct session *s, int n, const struct date *day, struct str *out)
{
	str_addf(out, day ? _("%d put off to ") : _("%d put off by a week"), n);
	if (day)
		date_show(*day, s->calendar, out);
}

static enum rc snooze_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	(void)m;
	struct when w = { 0 };
	enum rc rc = param[0].kind == VAL_TEXT ? when_parse(s, param[0].s, &w, err) : RC_OK;
	if (rc == RC_OK && w.plan)
		return action_next(
			s, st, m, id, n, (const struct value[]){ param[0], VALUE_NULL, VALUE_NULL }, out, err);
	for (int i = 0; i < n && rc == RC_OK; i++) {
		if (done_before(s, id[i])) {
			action_refuse(out, id[i], _("it is done already"));
			continue;
		}
		rc = action_one(
			snooze_one(s, st, id[i], param[0].kind == VAL_TEXT ? &w.day : NULL, err), id[i], out, err);
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	say_day(s, out->done, param[0].kind == VAL_TEXT ? &w.day : NULL, &out->message);
	return rc;
}

/* clang-format off */
static const struct field done_params[] = {
	{ .name = "feedback", .label = N_("Feedback"), .type = FT_NOTE, .no = 10, .help = N_("What came of it") },
};
static const struct field snooze_params[] = {
	{ .name = "until", .label = N_("Until"), .type = FT_TEXT, .as = FT_DATE, .ref = "activity_plan", .no = 10,
		.help = N_("1, 7, fri, 15.6, or a plan's name; empty: a week later") },
};
const struct action activity_actions[ACTIVITY_N_ACTIONS] = {
	{ .name = "done", .label = N_("Done"), .key = "w", .help = N_("Done now; what follows is made or offered"),
		.many = true, .params = done_params, .n_params = COUNT(done_params), .usage = "ID... [--feedback T]",
		.applies = is_open, .run = done_run },
	{ .name = "snooze", .label = N_("Later"), .key = ".", .help = N_("Put off by a week, or to a day; or a plan"),
		.many = true, .params = snooze_params, .n_params = COUNT(snooze_params), .usage = "ID... [--until DAY]",
		.applies = is_open, .run = snooze_run },
	{ .name = "log", .label = N_("Log"), .key = "c", .help = N_("What happened, and the next step"), .many = true,
		.outcomes = true, .params = log_params, .n_params = COUNT(log_params),
		.usage = "ID... --outcome O [--note T] [--next DATE]", .applies = to_settle, .run = action_log },
	{ .name = "next", .label = N_("One more step"), .help = N_("Plan a further step on the same record"), .many = true,
		.brief = true, .params = next_params, .n_params = COUNT(next_params),
		.usage = "ID... --due DATE [--type T] [--summary T]", .applies = has_record, .run = action_next },
	OWNER_ACTION,
	{ .name = "repeat", .label = N_("Repeat"), .key = "T", .help = N_("It comes again every day, week, two weeks or month"),
		.params = repeat_params, .n_params = COUNT(repeat_params),
		.usage = "ID --every daily|weekly|biweekly|monthly [--until DATE] [--count N]", .applies = is_open,
		.run = action_repeat },
	{ .name = "spread", .label = N_("Change the others too"), .key = ">",
		.help = N_("What this one of a series says holds for later ones, or for all"), .params = scope_params,
		.n_params = COUNT(scope_params), .usage = "ID --scope later|all", .applies = repeats, .run = action_spread },
	{ .name = "stop", .label = N_("Stop repeating"), .key = "!",
		.help = N_("This and later ones, or all that are open, go to the trash"),
		.params = scope_params, .n_params = COUNT(scope_params), .usage = "ID --scope later|all",
		.applies = repeats, .run = action_stop },
	{ .name = "invite", .label = N_("Invite"), .key = "W", .help = N_("Ask colleagues and contacts to come"),
		.params = invite_params, .n_params = COUNT(invite_params), .usage = "ID [--users A,B] [--contacts C,D]",
		.applies = is_open, .run = action_invite },
	{ .name = "answer", .label = N_("Answer"), .key = "A", .help = N_("Whether one comes: yes, no, maybe"),
		.many = true, .comment = true, .brief = true, .outcomes = true, .params = answer_params,
		.n_params = COUNT(answer_params), .usage = "ID ANSWER [--attendee NAME]", .applies = is_open,
		.run = action_answer },
};
/* clang-format on */
