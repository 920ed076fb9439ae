/* Sharing out: the draw by capacity, quotas of the day, criteria, preferences, duplicates, the preview, and undo. */
#include "helper.h"

#include <stdio.h>

#include "../../../src/sales/assign.h"
#include "../../../src/sales/assign_plan.h"
#include "record/query.h"
#include "sales/sales.h"

static struct session *s;
static int64_t north, south, ada, bob, cem;

static int64_t member(int64_t team, int64_t user, int capacity, const char *more)
{
	char lines[400];
	snprintf(lines, sizeof lines, "team=%ld\nuser=%ld\ncapacity=%d%s%s", (long)team, (long)user, capacity,
		*more ? "\n" : "", more);
	return must(s, "team_member", 0, lines);
}

static int setup(void **state)
{
	(void)state;
	s = office_new(&sales_office);
	north = must(s, "team", 0, "name=North\nsequence=1");
	south = must(s, "team", 0, "name=South\nsequence=2\nconvert=no");
	ada = must(s, "user", 0, "login=ada\nname=Ada");
	bob = must(s, "user", 0, "login=bob\nname=Bob");
	cem = must(s, "user", 0, "login=cem\nname=Cem");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	office_end(s);
	return 0;
}

static int64_t lead(const char *lines)
{
	char text[400];
	snprintf(text, sizeof text, "kind=lead\nowner=\n%s", lines);
	return must(s, "lead", 0, text);
}

static void leads(int n)
{
	for (int i = 0; i < n; i++) {
		char text[80];
		snprintf(text, sizeof text, "name=lead %d\nemail=p%d@firm%d.example", i, i, i);
		lead(text);
	}
}

/* Runs over all teams; the tallies in the order merged, allocated, assigned. */
static void run(uint64_t seed, bool by_hand, bool dry, int64_t tally[3], char why[200])
{
	struct assign_options opt = { .seed = seed, .by_hand = by_hand };
	struct action_result out;
	struct err err = ERR_INIT;
	struct step st;
	action_result_init(&out);
	assert_int_equal(step_open(s, "share", &st, &err), RC_OK);
	enum rc rc = assign_run(s, dry ? NULL : &st, &opt, &out, &err);
	if (step_close(&st, rc, &err) != RC_OK)
		fail_msg("%s", err.text);
	for (int i = 0; i < 3; i++)
		tally[i] = out.tally[i].n;
	if (why)
		snprintf(why, 200, "%s", out.message.s);
	action_result_free(&out);
}

static int64_t owned(int64_t user)
{
	return db_get_int(s->db, -1, "SELECT count(*) FROM lead WHERE owner=? AND trashed_at IS NULL", "i", user);
}
static int64_t in_team(int64_t team)
{
	return db_get_int(s->db, -1, "SELECT count(*) FROM lead WHERE team=? AND trashed_at IS NULL", "i", team);
}

static void quotas_round_half_up(void **state)
{
	(void)state;
	static const int64_t row[][2] = { { 0, 0 }, { 14, 0 }, { 15, 1 }, { 30, 1 }, { 44, 1 }, { 45, 2 }, { 75, 3 },
		{ 100, 3 }, { 300, 10 }, { -5, 0 } };
	for (size_t i = 0; i < COUNT(row); i++)
		assert_int_equal(assign_quota(row[i][0]), row[i][1]);
}

static void nothing_says_why(void **state)
{
	(void)state;
	int64_t t[3];
	char why[200];
	must(s, "team", north, "opt_out=yes");
	must(s, "team", south, "use_leads=no\nuse_opportunities=no");
	run(1, true, false, t, why);
	assert_non_null(strstr(why, "no team takes part"));
	must(s, "team", north, "opt_out=no");
	run(1, true, false, t, why);
	assert_non_null(strstr(why, "North: no lead waits for an owner"));
	must(s, "lead", 0, "kind=lead\nname=x\nowner=\nteam=North");
	run(1, true, false, t, why);
	assert_non_null(strstr(why, "North: it has no members who take part"));
	int64_t m = member(north, ada, 10, "");
	run(1, true, false, t, why);
	assert_non_null(strstr(why, "nobody has capacity"));
	must(s, "team_member", m, "capacity=30\ncriteria=priority = 3");
	run(1, true, false, t, why);
	assert_non_null(strstr(why, "North: nobody's criteria take 1 that wait"));
	assert_int_equal(owned(ada), 0);
}

/* Three quarters of the capacity draw about three quarters; the same seed draws the same; each lead goes somewhere. */
static void teams_draw_by_capacity(void **state)
{
	(void)state;
	int64_t t[3], first;
	member(north, ada, 90, "");
	member(south, bob, 30, "");
	leads(200);
	run(42, true, true, t, NULL);
	assert_int_equal(in_team(north) + in_team(south), 0); /* a preview writes nothing */
	assert_int_equal(t[1], 200);
	assert_int_equal(t[2], 3 + 1);
	run(42, true, false, t, NULL);
	assert_int_equal(t[1], 200);
	assert_int_equal(t[2], 3 + 1);
	first = in_team(north);
	assert_int_equal(first + in_team(south), 200);
	assert_in_range(first, 130, 170);
	undo(s);
	assert_int_equal(in_team(north) + in_team(south), 0);
	run(42, true, false, t, NULL);
	assert_int_equal(in_team(north), first);
	undo(s);
	run(43, true, false, t, NULL);
	assert_int_not_equal(in_team(north), first);
	assert_int_equal(owned(ada), 3);
	assert_int_equal(owned(bob), 1);
}

static void teams_take_what_matches(void **state)
{
	(void)state;
	int64_t t[3];
	member(north, ada, 300, "");
	member(south, bob, 300, "");
	must(s, "team", north, "criteria=priority >= 2");
	must(s, "team", south, "criteria=country = Iran");
	int64_t high = lead("name=high\npriority=3"), iran = lead("name=iran\ncountry=Iran"), none = lead("name=none");
	int64_t won = must(s, "lead", 0, "kind=opportunity\nname=won\nowner=\npriority=3\nstage=Won");
	int64_t away = lead("name=away\npriority=3\nactive=no"), junk = lead("name=junk\npriority=3\nstatus=junk");
	run(7, true, false, t, NULL);
	assert_int_equal(t[1], 2);
	eq(s, "lead", high, "team", "North");
	eq(s, "lead", high, "owner", "Ada");
	eq(s, "lead", high, "kind", "opportunity"); /* the team says so by default */
	eq(s, "lead", iran, "team", "South");
	eq(s, "lead", iran, "kind", "lead"); /* this one does not */
	eq(s, "lead", none, "team", "");
	eq(s, "lead", won, "team", "");
	eq(s, "lead", away, "team", "");
	eq(s, "lead", junk, "team", "");
}

/* Probability descending; members by quota descending, in turn; who is full leaves the queue. */
static void members_take_turns(void **state)
{
	(void)state;
	int64_t t[3], id[6];
	member(north, ada, 30, "");
	member(north, bob, 60, "");
	member(north, cem, 60, "opt_out=yes");
	for (int i = 0; i < 6; i++) {
		char text[80];
		snprintf(text, sizeof text, "name=l%d\nteam=North\nprobability=%d", i, 10 + i * 10);
		id[i] = lead(text);
	}
	run(1, true, false, t, NULL);
	assert_int_equal(t[2], 3);
	eq(s, "lead", id[5], "owner", "Bob"); /* the most probable to the largest quota */
	eq(s, "lead", id[4], "owner", "Ada");
	eq(s, "lead", id[3], "owner", "Bob");
	eq(s, "lead", id[2], "owner", "");
	assert_int_equal(owned(cem), 0);
}

static void the_preferred_pass_comes_first(void **state)
{
	(void)state;
	int64_t t[3];
	member(north, bob, 60, "criteria=country != France");
	member(north, ada, 30, "preferred=country = Iran");
	int64_t a = lead("name=a\nteam=North\nprobability=90"), b = lead("name=b\nteam=North\nprobability=80"),
		c = lead("name=c\nteam=North\nprobability=10\ncountry=Iran"),
		f = lead("name=f\nteam=North\nprobability=99\ncountry=France");
	run(1, true, false, t, NULL);
	eq(s, "lead", c, "owner", "Ada");
	eq(s, "lead", a, "owner", "Bob");
	eq(s, "lead", b, "owner", "Bob");
	eq(s, "lead", f, "owner", ""); /* Ada is full, Bob does not take it */
}

/* By the clock what came in the last 24 hours counts; by hand it does not. */
static void quotas_count_the_last_day(void **state)
{
	(void)state;
	int64_t t[3];
	char why[200];
	member(north, ada, 60, "");
	leads(10);
	run(1, false, false, t, NULL);
	assert_int_equal(owned(ada), 2);
	run(1, false, false, t, why);
	assert_int_equal(owned(ada), 2);
	assert_non_null(strstr(why, "quota"));
	clock_fix(T0 + DAY - 60);
	run(1, false, false, t, NULL);
	assert_int_equal(owned(ada), 2);
	clock_fix(T0 + DAY);
	run(1, false, false, t, NULL);
	assert_int_equal(owned(ada), 4);
	run(1, true, false, t, NULL);
	assert_int_equal(owned(ada), 6);
	clock_fix(T0);
}

/* Duplicates are merged in: to the person who has the first one, or along with it. Undo brings them back. */
static void duplicates_stay_together(void **state)
{
	(void)state;
	int64_t t[3];
	member(north, ada, 300, "");
	member(north, bob, 300, "");
	must(s, "lead", 0, "kind=lead\nname=old\nowner=Cem\nemail=x@y.example");
	lead("name=new\nemail=X@y.example");
	lead("name=p\nemail=p@q.example");
	lead("name=p again\nemail=P@Q.example");
	run(1, true, false, t, NULL);
	assert_int_equal(
		db_get_int(s->db, -1, "SELECT count(DISTINCT owner) FROM lead WHERE name IN ('old','new')", ""), 1);
	assert_true(owned(cem) >= 1);
	assert_int_equal(t[0], 2); /* merged in */
	assert_int_equal(count(s, "SELECT count(*) FROM lead WHERE trashed_at IS NULL"), 2);
	assert_int_equal(count(s, "SELECT count(*) FROM lead WHERE name='old' AND trashed_at IS NULL"), 1);
	assert_int_equal(
		db_get_int(s->db, -1,
			"SELECT count(DISTINCT owner) FROM lead WHERE name LIKE 'p%' AND trashed_at IS NULL", ""),
		1);
	assert_int_equal(
		db_get_int(s->db, -1, "SELECT count(*) FROM lead WHERE owner IS NULL AND trashed_at IS NULL", ""), 0);
	undo(s);
	assert_int_equal(
		db_get_int(s->db, -1, "SELECT count(*) FROM lead WHERE owner IS NULL AND trashed_at IS NULL", ""), 3);
}

static void criteria_are_checked_when_written(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	assert_int_equal(put(s, "team", north, "criteria=colour = red", &err), 0);
	assert_non_null(strstr(err.text, "colour"));
	assert_int_equal(put(s, "team", north, "alias=sales@office", &err), 0);
	must(s, "team", north, "alias=sales-north");
}

static void it_repeats_by_the_clock(void **state)
{
	(void)state;
	struct str said = STR_INIT;
	struct err err = ERR_INIT;
	member(north, ada, 60, "");
	leads(5);
	int64_t me = s->user;
	s->user = 0;
	assert_int_equal(assign_due(s, &said, &err), RC_OK);
	s->user = me;
	assert_int_equal(owned(ada), 2);
	assert_non_null(strstr(said.s, "5 to teams, 2 to people"));
	str_free(&said);
	static const char *const good[] = { "off", "1 minute", "15 minutes", "2h", "99 weeks", "3 days", "1d" };
	static const char *const bad[] = { "often", "0 minutes", "100 days", "5", "-1 hours", "5 fortnights", "5 mon" };
	for (size_t i = 0; i < COUNT(good); i++)
		assert_int_equal(setting_set(s, "assignment.repeat", good[i], &err), RC_OK);
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_int_equal(setting_set(s, "assignment.repeat", bad[i], &err), RC_INVALID);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {
		T(quotas_round_half_up),
		T(nothing_says_why),
		T(teams_draw_by_capacity),
		T(teams_take_what_matches),
		T(members_take_turns),
		T(the_preferred_pass_comes_first),
		T(quotas_count_the_last_day),
		T(duplicates_stay_together),
		T(criteria_are_checked_when_written),
		T(it_repeats_by_the_clock),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
