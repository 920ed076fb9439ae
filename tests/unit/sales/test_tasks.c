/* Plans, series, meetings, working days, and what is offered after an activity. */
#include <stdio.h>

#include "helper.h"

#include "../../../src/sales/hours.h"
#include "../../../src/sales/series.h"
#include "base/date.h"
#include "sales/sales.h"

static struct session *s;

static int setup(void **state)
{
	(void)state;
	s = office_new(&sales_office);
	must(s, "lead", 0, "name=Server room\nkind=opportunity");
	must(s, "lead", 0, "name=Chairs\nkind=opportunity");
	must(s, "user", 0, "login=reza\nname=Reza");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	office_end(s);
	setenv("TZ", "UTC", 1);
	date_zone("UTC");
	return 0;
}

static void set(const char *key, const char *value)
{
	struct err err = ERR_INIT;
	if (setting_set(s, key, value, &err) != RC_OK)
		fail_msg("%s", err.text);
}

static struct date day_of(const char *iso)
{
	struct date d;
	assert_true(date_parse_iso(iso, &d));
	return d;
}

static const char *iso_of(struct date d)
{
	static char out[4][11];
	static int turn;
	char *o = out[turn++ % 4];
	date_iso(d, o);
	return o;
}

/* --- plans --- */

static void plan_of_three(void)
{
	must(s, "activity_plan", 0, "name=Onboarding");
	must(s, "plan_line", 0, "plan=Onboarding\ntype=Call\nsummary=Welcome\ndelay=2\nperson=owner");
	must(s, "plan_line", 0,
		"plan=Onboarding\ntype=Meeting\ndelay=1\nunit=weeks\nside=before\nperson=default\nuser=reza");
	must(s, "plan_line", 0, "plan=Onboarding\nsummary=Contract\ndelay=1\nunit=months\nperson=chosen");
}

static void a_plan_is_launched_whole(void **state)
{
	(void)state;
	plan_of_three();
	const char *const params[] = { "Onboarding", "2026-01-31", "reza" };
	assert_int_equal(act(s, "lead", "plan", 1, params, NULL), 1);
	eq(s, "activity", 1, "summary", "Welcome");
	eq(s, "activity", 1, "due", "2026-02-02");
	eq(s, "activity", 1, "owner", "sara");
	eq(s, "activity", 1, "record", "lead/1");
	eq(s, "activity", 2, "summary", "Meeting");
	eq(s, "activity", 2, "due", "2026-01-24");
	eq(s, "activity", 2, "owner", "Reza");
	eq(s, "activity", 3, "summary", "Contract");
	eq(s, "activity", 3, "due", "2026-02-28"); /* 31 January and a month */
	eq(s, "activity", 3, "owner", "Reza");
	undo(s);
	assert_int_equal(count(s, "SELECT count(*) FROM activity WHERE trashed_at IS NULL"), 0);
}

static enum rc launch_on(const int64_t *id, int n, const char *owner, struct action_result *out, bool preview)
{
	const struct model *m = session_model(s, "lead");
	const struct action *a = action_find(m, "plan");
	struct value val[3] = { { .kind = VAL_NULL } };
	struct arena ar = ARENA_INIT;
	struct err err = ERR_INIT;
	action_result_init(out);
	assert_int_equal(action_param(s, NULL, a, 0, "Onboarding", &ar, &val[0], &err), RC_OK);
	assert_int_equal(action_param(s, NULL, a, 1, "2026-01-05", &ar, &val[1], &err), RC_OK);
	if (owner)
		assert_int_equal(action_param(s, NULL, a, 2, owner, &ar, &val[2], &err), RC_OK);
	enum rc rc = preview ? a->preview(s, m, id, n, val, out, &err) : action_run(s, m, a, id, n, val, out, &err);
	arena_free(&ar);
	return rc;
}

static void a_line_without_a_person_stops_it(void **state)
{
	(void)state;
	struct action_result out;
	const int64_t both[] = { 1, 2 };
	plan_of_three();
	assert_int_equal(launch_on(both, 2, NULL, &out, false), RC_INVALID); /* nobody was chosen */
	action_result_free(&out);
	must(s, "lead", 2, "owner=");
	assert_int_equal(launch_on(both, 2, "reza", &out, false), RC_INVALID); /* the second has no owner */
	action_result_free(&out);
	assert_int_equal(count(s, "SELECT count(*) FROM activity"), 0);
	must(s, "lead", 2, "owner=reza");
	assert_int_equal(launch_on(both, 2, "reza", &out, true), RC_OK);
	assert_string_equal(out.message.s, "6 activities for 2");
	assert_int_equal(out.n_lines, 6);
	assert_string_equal(out.line[0].text, "Wed 7 Jan 2026  Welcome  Server room  (sara)");
	assert_string_equal(out.line[4].text, "Mon 29 Dec 2025  Meeting  Chairs  (Reza)");
	assert_int_equal(count(s, "SELECT count(*) FROM activity"), 0); /* it was only shown */
	action_result_free(&out);
	assert_int_equal(launch_on(both, 2, "reza", &out, false), RC_OK);
	assert_string_equal(out.message.s, "6 activities planned for 2");
	action_result_free(&out);
	undo(s);
	assert_int_equal(count(s, "SELECT count(*) FROM activity WHERE trashed_at IS NULL"), 0);
}

/* --- the next step --- */

static void next_takes_days_dates_and_plans(void **state)
{
	(void)state;
	const char *const seven[] = { "7", "Call", NULL }, *const friday[] = { "fri", "Call", NULL },
			  *const dot[] = { "15.6", "Meeting", NULL }, *const plan[] = { "onboarding", NULL, NULL };
	act(s, "lead", "next", 1, seven, NULL);
	eq(s, "lead", 1, "next_due", "2026-01-08");
	act(s, "lead", "next", 1, friday, NULL); /* the same step: it moves */
	eq(s, "lead", 1, "next_due", "2026-01-02");
	assert_int_equal(count(s, "SELECT count(*) FROM activity"), 1);
	act(s, "lead", "next", 1, dot, NULL); /* another: it stands beside */
	eq(s, "activity", 2, "due", "2026-06-15");
	plan_of_three();
	act(s, "lead", "next", 2, plan, NULL);
	assert_int_equal(count(s, "SELECT count(*) FROM activity WHERE record=(18<<40)+2"), 3);
	const char *const until[] = { "fri" };
	act(s, "activity", "snooze", 2, until, NULL);
	eq(s, "activity", 2, "due", "2026-01-02");
}

static void what_is_suggested_is_offered(void **state)
{
	(void)state;
	must(s, "activity_type", 0, "name=Visit\ndelay=1\nunit=months");
	must(s, "activity_type", 2, "follow=suggest\nnext_type=Visit"); /* Call */
	clock_fix(T0 + 30 * DAY);
	int64_t id = must(s, "activity", 0, "type=Call\nrecord=lead/1");
	const struct model *m = session_model(s, "activity");
	struct action_result out;
	struct value val[3] = { VALUE_INT(1) };
	struct err err = ERR_INIT;
	action_result_init(&out);
	assert_int_equal(action_run(s, m, action_find(m, "log"), &id, 1, val, &out, &err), RC_OK);
	assert_string_equal(out.offer, "next");
	assert_int_equal(out.offer_ref, (18LL << 40) + 1);
	assert_string_equal(out.offer_param[0].s, "2026-02-28");
	assert_int_equal(out.offer_param[1].i, 6);
	assert_string_equal(out.message.s, "Call: Reached, next: Visit?");
	action_result_free(&out);
}

/* --- working days --- */

static void weeks_of_hours_are_read(void **state)
{
	(void)state;
	struct hours h;
	struct err err = ERR_INIT;
	assert_int_equal(hours_parse("mon-fri 9:00-17:30, sat 10-13", &h, &err), RC_OK);
	assert_int_equal(h.from[0], 540);
	assert_int_equal(h.to[4], 1050);
	assert_int_equal(h.to[5], 780);
	assert_int_equal(h.to[6], 0);
	assert_int_equal(hours_parse("sat-wed 8:00-16:00", &h, &err), RC_OK); /* over the end of the week */
	assert_int_equal(h.to[2], 960);
	assert_int_equal(h.to[3], 0);
	assert_int_equal(h.to[6], 960);
	assert_int_equal(hours_parse("mon 17:00-9:00", &h, &err), RC_INVALID);
	assert_int_equal(hours_parse("monday morning", &h, &err), RC_INVALID);
	assert_int_equal(setting_set(s, "hours", "whenever", &err), RC_INVALID);
}

static void due_dates_fall_on_working_days(void **state)
{
	(void)state;
	set("hours", "mon-fri 9:00-17:00");
	/* 1 January 2026 is a Thursday: the Saturday after becomes the Monday */
	eq(s, "activity", must(s, "activity", 0, "type=Call"), "due", "2026-01-05");
	must(s, "holiday", 0, "name=Closed\nstart=2026-01-05\nuntil=2026-01-06");
	eq(s, "activity", must(s, "activity", 0, "type=Call"), "due", "2026-01-07");
	must(s, "holiday", 0, "name=Leave\nstart=2026-01-07\nuser=sara");
	eq(s, "activity", must(s, "activity", 0, "type=Call"), "due", "2026-01-08");
	eq(s, "activity", must(s, "activity", 0, "type=Call\nowner=reza"), "due", "2026-01-07");
	must(s, "holiday", 0, "name=Every year\nstart=2020-01-08\nyearly=yes");
	eq(s, "activity", must(s, "activity", 0, "type=Call"), "due", "2026-01-09");
	/* what is typed stands, unless the office wants it otherwise */
	eq(s, "activity", must(s, "activity", 0, "type=Call\ndue=2026-01-10"), "due", "2026-01-10");
	set("hours.due", "all");
	eq(s, "activity", must(s, "activity", 0, "type=Call\ndue=2026-01-10"), "due", "2026-01-12");
	set("hours.due", "keep");
	eq(s, "activity", must(s, "activity", 0, "type=Call"), "due", "2026-01-03");
	/* whose shift it is works on other days */
	set("hours.due", "move");
	must(s, "shift", 0, "user=reza\nhours=sat-sun 9:00-17:00\nstart=2026-01-01\nuntil=2026-01-31");
	eq(s, "activity", must(s, "activity", 0, "type=Call\nowner=reza"), "due", "2026-01-03");
	assert_false(hours_of(s, 2, day_of("2026-01-12"), NULL, NULL));
	assert_true(hours_of(s, 2, day_of("2026-02-02"), NULL, NULL)); /* the shift is over */
}

static void times_fall_inside_the_hours(void **state)
{
	(void)state;
	set("hours", "mon-fri 9:00-17:00");
	set("hours.due", "all");
	int64_t early = must(s, "activity", 0, "summary=a\nstart=2026-01-02T07:00:00Z"),
		late = must(s, "activity", 0, "summary=b\nstart=2026-01-02T18:30:00Z"),
		inside = must(s, "activity", 0, "summary=c\nstart=2026-01-02T10:15:00Z");
	eq(s, "activity", early, "start", "2026-01-02T09:00:00Z");
	eq(s, "activity", late, "start", "2026-01-05T09:00:00Z");
	eq(s, "activity", late, "due", "2026-01-05");
	eq(s, "activity", inside, "start", "2026-01-02T10:15:00Z");
}

/* --- starts, zones --- */

static void due_and_start_are_one_point(void **state)
{
	(void)state;
	int64_t id = must(s, "activity", 0, "summary=demo\nstart=2026-01-09T10:00:00Z\nlength=45\nplace=Room 2");
	eq(s, "activity", id, "due", "2026-01-09");
	eq(s, "activity", id, "time", "10:00");
	must(s, "activity", id, "due=2026-01-12");
	eq(s, "activity", id, "start", "2026-01-12T10:00:00Z");
	must(s, "activity", id, "start=2026-01-13T23:30:00Z");
	eq(s, "activity", id, "due", "2026-01-13");
	date_zone("Asia/Tehran"); /* half past eleven in Greenwich is the next day there */
	must(s, "activity", id, "start=2026-01-14T23:30:00Z");
	eq(s, "activity", id, "due", "2026-01-15");
	eq(s, "activity", id, "time", "03:00");
}

static void snooze_keeps_ten_o_clock(void **state)
{
	(void)state;
	date_zone("Europe/Berlin");
	clock_fix(1774429200); /* 2026-03-25T09:00:00Z; the clocks change on the 29th */
	int64_t id = must(s, "activity", 0, "summary=demo\nstart=2026-03-26T09:00:00Z");
	eq(s, "activity", id, "time", "10:00");
	assert_int_equal(act(s, "activity", "snooze", id, (const char *const[]){ NULL }, NULL), 1);
	eq(s, "activity", id, "due", "2026-04-02");
	eq(s, "activity", id, "start", "2026-04-02T08:00:00Z");
	eq(s, "activity", id, "time", "10:00");
}

/* --- series --- */

static void repeat(int64_t id, const char *every, const char *until, const char *n)
{
	const char *const params[] = { every, until, n };
	assert_int_equal(act(s, "activity", "repeat", id, params, NULL), 1);
}

static char *dues(const char *where)
{
	char *sql = xasprintf(
		"SELECT group_concat(due,' ') FROM (SELECT due FROM activity WHERE trashed_at IS NULL %s ORDER BY due)",
		where);
	char *text = db_get_text(s->db, sql, "");
	free(sql);
	return text;
}

#define dues_are(where, text)                                                                                          \
	do {                                                                                                           \
		char *is = dues(where);                                                                                \
		assert_string_equal(is ? is : "", text);                                                               \
		free(is);                                                                                              \
	} while (0)

static void months_clip_and_keep_their_day(void **state)
{
	(void)state;
	struct date start = { 2026, 1, 31 };
	static const char *const month[] = { "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31" };
	for (int i = 0; i < 5; i++)
		assert_string_equal(iso_of(series_day(start, EVERY_MONTH, i)), month[i]);
	assert_string_equal(iso_of(series_day(start, EVERY_MONTH, 25)), "2028-02-29");
	assert_string_equal(iso_of(series_day(start, EVERY_DAY, 1)), "2026-02-01");
	assert_string_equal(iso_of(series_day(start, EVERY_WEEK, 4)), "2026-02-28");
	assert_string_equal(iso_of(series_day(start, EVERY_TWO_WEEKS, 2)), "2026-02-28");
	repeat(must(s, "activity", 0, "summary=Report\ndue=2026-01-31"), "monthly", "2026-05-30", NULL);
	dues_are("", "2026-01-31 2026-02-28 2026-03-31 2026-04-30");
	undo(s);
	dues_are("", "2026-01-31");
	eq(s, "activity", 1, "series", "");
	repeat(1, "biweekly", NULL, "3");
	dues_are("", "2026-01-31 2026-02-14 2026-02-28");
}

static void ten_stays_ten_when_the_clocks_change(void **state)
{
	(void)state;
	date_zone("Europe/Berlin");
	clock_fix(1774429200); /* 2026-03-25T09:00:00Z */
	int64_t id = must(s, "activity", 0, "summary=Team\nstart=2026-03-26T09:00:00Z\nlength=30\nreminder=10");
	repeat(id, "weekly", NULL, "3");
	eq(s, "activity", id + 1, "start", "2026-04-02T08:00:00Z");
	eq(s, "activity", id + 1, "time", "10:00");
	eq(s, "activity", id + 1, "length", "30");
	eq(s, "activity", id + 1, "reminder", "10");
	/* the timer in another zone goes by the clock of the series */
	date_zone("Asia/Tokyo");
	must(s, "series", 1, "count=4");
	int made = 0;
	struct err err = ERR_INIT;
	assert_int_equal(series_extend_all(s, &made, &err), RC_OK);
	assert_int_equal(made, 1);
	eq(s, "activity", id + 3, "start", "2026-04-16T08:00:00Z");
	assert_int_equal(series_extend_all(s, &made, &err), RC_OK);
	assert_int_equal(made, 0);
}

static void the_window_moves_on(void **state)
{
	(void)state;
	repeat(must(s, "activity", 0, "summary=Stand-up\ndue=2026-01-01"), "daily", NULL, NULL);
	assert_int_equal(count(s, "SELECT count(*) FROM activity"), 63); /* today and 62 days ahead */
	clock_fix(T0 + DAY);
	assert_int_equal(act(s, "activity", "done", 1, (const char *const[]){ NULL }, NULL), 1);
	assert_int_equal(count(s, "SELECT count(*) FROM activity"), 64);
	undo(s);
	assert_int_equal(count(s, "SELECT count(*) FROM activity WHERE trashed_at IS NULL"), 63);
}

static void one_later_all(void **state)
{
	(void)state;
	repeat(must(s, "activity", 0, "summary=Team\nstart=2026-01-06T10:00:00Z"), "weekly", NULL, "5");
	must(s, "activity", 2, "summary=Team, with guests"); /* this one */
	eq(s, "activity", 3, "summary", "Team");
	/* the third is moved to Wednesday at eleven, and so are the later ones */
	must(s, "activity", 3, "start=2026-01-21T11:00:00Z\nplace=Room 5");
	assert_int_equal(act(s, "activity", "spread", 3, (const char *const[]){ "later" }, NULL), 1);
	dues_are("", "2026-01-06 2026-01-13 2026-01-21 2026-01-28 2026-02-04");
	eq(s, "activity", 5, "start", "2026-02-04T11:00:00Z");
	eq(s, "activity", 5, "place", "Room 5");
	eq(s, "activity", 1, "place", "");
	assert_int_equal(act(s, "activity", "done", 1, (const char *const[]){ NULL }, NULL), 1);
	assert_int_equal(act(s, "activity", "spread", 3, (const char *const[]){ "all" }, NULL), 1);
	eq(s, "activity", 2, "start", "2026-01-14T11:00:00Z");
	eq(s, "activity", 2, "summary", "Team");
	eq(s, "activity", 1, "due", "2026-01-06"); /* what is done is history */
	undo(s);
	eq(s, "activity", 2, "start", "2026-01-13T10:00:00Z");
	/* no more of it */
	assert_int_equal(act(s, "activity", "stop", 4, (const char *const[]){ "later" }, NULL), 1);
	dues_are("AND done_at IS NULL", "2026-01-13 2026-01-21");
	undo(s);
	assert_int_equal(act(s, "activity", "stop", 4, (const char *const[]){ "all" }, NULL), 1);
	dues_are("AND done_at IS NULL", "");
}

static void another_rule_from_here_on(void **state)
{
	(void)state;
	repeat(must(s, "activity", 0, "summary=Team\ndue=2026-01-06"), "weekly", NULL, "4");
	repeat(3, "daily", NULL, "2");
	dues_are("", "2026-01-06 2026-01-13 2026-01-20 2026-01-21");
	assert_int_equal(count(s, "SELECT count(*) FROM series"), 2);
	undo(s);
	dues_are("", "2026-01-06 2026-01-13 2026-01-20 2026-01-27");
}

static void series_and_closed_days(void **state)
{
	(void)state;
	set("hours", "mon-fri 9:00-17:00");
	must(s, "holiday", 0, "name=Closed\nstart=2026-01-13");
	repeat(must(s, "activity", 0, "summary=Weekly\ndue=2026-01-06"), "weekly", NULL, "3");
	dues_are("AND summary='Weekly'", "2026-01-06 2026-01-14 2026-01-20");
	repeat(must(s, "activity", 0, "summary=Daily\ndue=2026-01-08"), "daily", "2026-01-14", NULL);
	dues_are("AND summary='Daily'", "2026-01-08 2026-01-09 2026-01-12 2026-01-14");
}

/* --- meetings --- */

static void people_are_asked_and_answer(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	must(s, "contact", 0, "name=Ada Lovelace");
	int64_t id = must(s, "activity", 0, "type=Meeting\nstart=2026-01-08T10:00:00Z");
	const char *const asked[] = { "sara, reza", "Ada Lovelace" };
	assert_int_equal(act(s, "activity", "invite", id, asked, NULL), 1);
	assert_int_equal(act(s, "activity", "invite", id, asked, NULL), 1); /* nobody twice */
	assert_int_equal(count(s, "SELECT count(*) FROM attendee"), 3);
	eq(s, "attendee", 3, "name", "Ada Lovelace");
	eq(s, "attendee", 3, "answer", "none");
	assert_int_equal(act(s, "activity", "answer", id, (const char *const[]){ "yes", NULL }, NULL), 1);
	eq(s, "attendee", 1, "answer", "yes");
	assert_int_equal(act(s, "activity", "answer", id, (const char *const[]){ "maybe", "ada lovelace" }, NULL), 1);
	eq(s, "attendee", 3, "answer", "maybe");
	char why[200];
	assert_int_equal(act(s, "activity", "answer", id, (const char *const[]){ "no", "Nobody" }, why), 0);
	assert_string_equal(why, "Nobody is not asked to it: invite first");
	assert_int_equal(put(s, "attendee", 0, "activity=1", &err), 0);
	assert_int_equal(put(s, "attendee", 0, "activity=1\nuser=reza", &err), 0);
	/* a series asks the same people again, and they answer again */
	repeat(id, "weekly", NULL, "2");
	assert_int_equal(count(s, "SELECT count(*) FROM attendee WHERE activity=2"), 3);
	assert_int_equal(count(s, "SELECT count(*) FROM attendee WHERE activity=2 AND answer=1"), 3);
}

/* --- whose step, whose day --- */

static void my_own_step_is_told_apart(void **state)
{
	(void)state;
	must(s, "activity", 0, "type=Call\nrecord=lead/1\ndue=2026-01-03\nowner=reza");
	eq(s, "lead", 1, "mine", "no");
	must(s, "activity", 0, "type=Call\nrecord=lead/1\ndue=2026-01-09");
	must(s, "activity", 0, "type=Call\nrecord=lead/1\ndue=2026-01-07");
	eq(s, "lead", 1, "mine", "yes");
	eq(s, "lead", 1, "my_due", "2026-01-07");
	eq(s, "lead", 1, "next_due", "2026-01-03");
}

static void a_day_is_the_persons_own(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	char *path = xstrdup(db_path(s->db));
	clock_fix(1767308400); /* 2026-01-01T23:00:00Z: the 2nd in Tokyo */
	eq(s, "activity", must(s, "activity", 0, "type=E-mail"), "due", "2026-01-01");
	assert_int_equal(put(s, "user", 1, "time_zone=Nowhere/Town", &err), 0);
	must(s, "user", 1, "time_zone=Asia/Tokyo");
	session_close(s);
	struct session_options opt = { .path = path, .login = "sara" };
	assert_int_equal(session_open(&sales_office, &opt, &s, &err), RC_OK);
	eq(s, "activity", must(s, "activity", 0, "type=E-mail"), "due", "2026-01-02");
	free(path);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_plan_is_launched_whole),
		T(a_line_without_a_person_stops_it),
		T(next_takes_days_dates_and_plans),
		T(what_is_suggested_is_offered),
		T(weeks_of_hours_are_read),
		T(due_dates_fall_on_working_days),
		T(times_fall_inside_the_hours),
		T(due_and_start_are_one_point),
		T(snooze_keeps_ten_o_clock),
		T(months_clip_and_keep_their_day),
		T(ten_stays_ten_when_the_clocks_change),
		T(the_window_moves_on),
		T(one_later_all),
		T(another_rule_from_here_on),
		T(series_and_closed_days),
		T(people_are_asked_and_answer),
		T(my_own_step_is_told_apart),
		T(a_day_is_the_persons_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
