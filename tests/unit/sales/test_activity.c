/* Activities: due dates, done, what follows, snooze, the log box. */
#include <stdio.h>

#include "helper.h"

#include "sales/sales.h"

static struct session *s;
static int64_t lead;

static int setup(void **state)
{
	(void)state;
	s = office_new(&sales_office);
	lead = must(s, "lead", 0, "name=Server room\nkind=opportunity");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	office_end(s);
	return 0;
}

static void done(int64_t id, const char *feedback)
{
	const char *const params[] = { feedback };
	assert_int_equal(act(s, "activity", "done", id, params, NULL), 1);
}

static void due_by_the_type(void **state)
{
	(void)state;
	int64_t call = must(s, "activity", 0, "type=Call\nrecord=lead/1");
	eq(s, "activity", call, "due", "2026-01-03");
	eq(s, "activity", call, "summary", "Call");
	eq(s, "activity", call, "owner", "sara");
	eq(s, "activity", must(s, "activity", 0, "type=To-do"), "due", "2026-01-06");
	eq(s, "activity", must(s, "activity", 0, "type=E-mail"), "due", "2026-01-01");
	eq(s, "activity", must(s, "activity", 0, "type=Call\ndue=2026-05-05"), "due", "2026-05-05");
	must(s, "activity_type", 0, "name=Review\ndelay=1\nunit=months");
	must(s, "activity_type", 0, "name=Check\ndelay=2\nunit=weeks");
	eq(s, "activity", must(s, "activity", 0, "type=Check"), "due", "2026-01-15");
	clock_fix(T0 + 30 * DAY); /* 31 January: clips to the month's last day */
	eq(s, "activity", must(s, "activity", 0, "type=Review"), "due", "2026-02-28");
	struct err err = ERR_INIT;
	assert_int_equal(put(s, "activity", 0, "note=what?", &err), 0);
	assert_int_equal(err.rc, RC_INVALID);
}

static void done_tells_the_record(void **state)
{
	(void)state;
	int64_t call = must(s, "activity", 0, "type=Call\nrecord=lead/1");
	clock_fix(T0 + DAY);
	done(call, "wants a demo");
	eq(s, "activity", call, "done_at", "2026-01-02T09:00:00Z");
	eq(s, "activity", call, "feedback", "wants a demo");
	eq(s, "activity", call, "state", "done");
	eq(s, "note", 1, "text", "Call done: wants a demo");
	eq(s, "lead", lead, "first_touch", "2026-01-02T09:00:00Z");
	eq(s, "lead", lead, "last_contact", "2026-01-02T09:00:00Z");
	eq(s, "lead", lead, "version", "1");
	char why[200];
	const char *const params[] = { NULL };
	assert_int_equal(act(s, "activity", "done", call, params, why), 0);
	assert_string_equal(why, "it is done already");
	undo(s);
	eq(s, "activity", call, "done_at", "");
	eq(s, "lead", lead, "first_touch", "");
	assert_int_equal(count(s, "SELECT count(*) FROM note WHERE trashed_at IS NULL"), 0);
}

static void last_touch_freezes_at_the_win(void **state)
{
	(void)state;
	int64_t a = must(s, "activity", 0, "type=Call\nrecord=lead/1"),
		b = must(s, "activity", 0, "type=Call\nrecord=lead/1");
	done(a, NULL);
	must(s, "lead", lead, "stage=Won");
	clock_fix(T0 + 3 * DAY);
	done(b, NULL);
	eq(s, "lead", lead, "first_touch", "2026-01-01T09:00:00Z");
	eq(s, "lead", lead, "last_touch", "2026-01-01T09:00:00Z");
	eq(s, "lead", lead, "last_contact", "2026-01-04T09:00:00Z");
}

static void triggers_make_the_next(void **state)
{
	(void)state;
	int64_t every =
		must(s, "activity_type", 0, "name=Every two days\ndelay=2\ncounted_from=deadline\nfollow=trigger");
	char text[80];
	snprintf(text, sizeof text, "next_type=%ld", (long)every);
	must(s, "activity_type", every, text);
	int64_t first = must(s, "activity", 0, "type=Every two days\nrecord=lead/1\ndue=2025-12-30");
	done(first, NULL);
	eq(s, "activity", first + 1, "due", "2026-01-01");
	eq(s, "activity", first + 1, "record", "lead/1");
	must(s, "activity_type", every, "counted_from=completion");
	clock_fix(T0 + 4 * DAY);
	done(first + 1, NULL);
	eq(s, "activity", first + 2, "due", "2026-01-07");
	undo(s);
	assert_int_equal(count(s, "SELECT count(*) FROM activity WHERE trashed_at IS NULL"), 2);
	/* "suggest" only offers */
	must(s, "activity_type", every, "follow=suggest");
	done(first + 1, NULL);
	assert_int_equal(count(s, "SELECT count(*) FROM activity WHERE trashed_at IS NULL"), 2);
	char *label = db_get_text(s->db, "SELECT label FROM step ORDER BY id DESC LIMIT 1", "");
	assert_string_equal(label, "1 done, next: Every two days?");
	free(label);
}

static void snooze_is_a_week(void **state)
{
	(void)state;
	int64_t late = must(s, "activity", 0, "summary=a\ndue=2025-11-01"),
		later = must(s, "activity", 0, "summary=b\ndue=2026-01-10");
	assert_int_equal(act(s, "activity", "snooze", late, NULL, NULL), 1);
	assert_int_equal(act(s, "activity", "snooze", later, NULL, NULL), 1);
	eq(s, "activity", late, "due", "2026-01-08");
	eq(s, "activity", later, "due", "2026-01-17");
}

static void logging_settles_and_plans(void **state)
{
	(void)state;
	int64_t open = must(s, "activity", 0, "summary=demo\nrecord=lead/1\ndue=2026-01-31");
	const char *const no_answer[] = { "no_answer", "line was busy", NULL };
	act(s, "lead", "log", lead, no_answer, NULL);
	eq(s, "activity", open, "feedback", "No answer: line was busy");
	eq(s, "activity", open + 1, "due", "2026-01-02");
	eq(s, "activity", open + 1, "summary", "Call");
	eq(s, "lead", lead, "next_activity", "Call Fri");
	undo(s);
	eq(s, "lead", lead, "next_activity", "demo in 30 d");
	const char *const reached[] = { "reached", NULL, "2026-01-20" };
	act(s, "lead", "log", lead, reached, NULL);
	eq(s, "lead", lead, "next_due", "2026-01-20");
	/* nothing open: the call itself is written down; no next step where nobody is to be called again */
	must(s, "account", 0, "name=Acme");
	const char *const never[] = { "not_interested", NULL, NULL };
	act(s, "account", "log", 1, never, NULL);
	eq(s, "account", 1, "activity_state", "none");
	assert_int_equal(
		count(s, "SELECT count(*) FROM activity WHERE feedback='Not interested' AND done_at IS NOT NULL"), 1);
	const char *const next[] = { "2026-01-05", NULL, "offer" };
	act(s, "account", "next", 1, next, NULL);
	eq(s, "account", 1, "next_activity", "offer Mon");
}

static void targets_and_members_are_checked(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	must(s, "team", 0, "name=North");
	must(s, "team_member", 0, "team=North\nuser=sara");
	assert_int_equal(put(s, "team_member", 0, "team=North\nuser=sara", &err), 0);
	assert_int_equal(put(s, "target", 0, "start=2026-01-01\namount=5", &err), 0);
	assert_int_equal(put(s, "target", 0, "start=2026-01-01\namount=5\nteam=North\nuser=sara", &err), 0);
	eq(s, "target", must(s, "target", 0, "start=2026-01-01\namount=5\nteam=North"), "name", "North");
	must(s, "contact", 0, "name=Ada");
	eq(s, "contact_role", must(s, "contact_role", 0, "contact=Ada\nrecord=lead/1\nrole=payer"), "name",
		"Ada, Server room");
	must(s, "account", 0, "name=Acme");
	must(s, "account", 0, "name=Acme North\nparent=Acme");
	assert_int_equal(put(s, "account", 1, "parent=Acme North", &err), 0);
	eq(s, "account", 1, "relation", "prospect");
	must(s, "lead", lead, "account=Acme\nstage=Won");
	eq(s, "account", 1, "relation", "customer");
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {
		T(due_by_the_type),
		T(done_tells_the_record),
		T(last_touch_freezes_at_the_win),
		T(triggers_make_the_next),
		T(snooze_is_a_week),
		T(logging_settles_and_plans),
		T(targets_and_members_are_checked),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
