/* Scoring rules: points for what a record is and for touches, on four kinds of records; probabilities of stages that hold
 * for some cards alone. */
#include "helper.h"

#include <stdio.h>

#include "record/panel.h"
#include "record/record.h"
#include "sales/sales.h"

OFFICE_FIXTURE(s)

static int64_t call(const char *model, int64_t id)
{
	char text[80];
	snprintf(text, sizeof text, "type=Call\nrecord=%s/%ld\ndue=2026-01-01", model, (long)id);
	int64_t call = must(s, "activity", 0, text);
	act(s, "activity", "done", call, (const char *const[]){ NULL }, NULL);
	return call;
}

static void criteria_give_points(void **state)
{
	(void)state;
	int64_t big = must(s, "lead", 0, "name=big\nrevenue=10000\ncountry=DE"), small = must(s, "lead", 0, "name=small");
	eq(s, "lead", big, "score", "");
	int64_t rule = must(s, "scoring_rule", 0, "name=Big money\ncriteria=revenue > 5k\npoints=15");
	must(s, "scoring_rule", 0, "name=No country\ncriteria=country is empty\npoints=-4");
	eq(s, "lead", big, "score", "15"); /* those that are there already */
	eq(s, "lead", small, "score", "-4");
	must(s, "lead", small, "revenue=6000\ncountry=FR");
	eq(s, "lead", small, "score", "15");
	undo(s);
	eq(s, "lead", small, "score", "-4"); /* undo derives too */
	must(s, "scoring_rule", rule, "points=20");
	eq(s, "lead", big, "score", "20");
	must(s, "scoring_rule", rule, "active=no");
	eq(s, "lead", big, "score", "0");
	undo(s);
	eq(s, "lead", big, "score", "20");
}

static void kinds_are_kept_apart(void **state)
{
	(void)state;
	must(s, "scoring_rule", 0, "name=Deal\nof=opportunity\ncriteria=priority >= 1\npoints=3");
	must(s, "scoring_rule", 0, "name=Firm\nof=account\ncriteria=employees > 10\npoints=7");
	must(s, "scoring_rule", 0, "name=Boss\nof=contact\ncriteria=job ~ director\npoints=9");
	int64_t lead = must(s, "lead", 0, "name=l\nkind=lead\npriority=2");
	int64_t deal = must(s, "lead", 0, "name=d\nkind=opportunity\npriority=2");
	int64_t firm = must(s, "account", 0, "name=F\nemployees=50"), boss = must(s, "contact", 0, "name=B\njob=Director");
	eq(s, "lead", lead, "score", "0");
	eq(s, "lead", deal, "score", "3");
	eq(s, "account", firm, "score", "7");
	eq(s, "contact", boss, "score", "9");
}

static void touches_give_points(void **state)
{
	(void)state;
	must(s, "scoring_rule", 0, "name=Calls\ntouch=Call\ntimes=2\npoints=5");
	int64_t lead = must(s, "lead", 0, "name=l");
	eq(s, "lead", lead, "score", "0");
	int64_t first = call("lead", lead);
	eq(s, "lead", lead, "score", "5");
	call("lead", lead);
	call("lead", lead);
	eq(s, "lead", lead, "score", "10"); /* two count */
	struct step st;
	struct err err = ERR_INIT;
	assert_int_equal(step_open(s, "trash", &st, &err), RC_OK);
	assert_int_equal(step_close(&st, record_trash(s, &st, session_model(s, "activity"), first, &err), &err), RC_OK);
	eq(s, "lead", lead, "score", "10");
	must(s, "scoring_rule", 1, "times=");
	eq(s, "lead", lead, "score", "10");
}

static void a_rule_says_something(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	assert_int_equal(put(s, "scoring_rule", 0, "name=x\npoints=1", &err), 0);
	assert_non_null(strstr(err.text, "criteria, a touch"));
	assert_int_equal(put(s, "scoring_rule", 0, "name=x\npoints=1\ncriteria=nonsense > 2", &err), 0);
	assert_int_equal(put(s, "scoring_rule", 0, "name=x\npoints=1\ncriteria=score > 2", &err), 0);
	assert_non_null(strstr(err.text, "cannot depend on the score"));
}

static void the_panel_adds_up(void **state)
{
	(void)state;
	must(s, "scoring_rule", 0, "name=Big money\ncriteria=revenue > 5k\npoints=15");
	must(s, "scoring_rule", 0, "name=No country\ncriteria=country is empty\npoints=-4");
	int64_t lead = must(s, "lead", 0, "name=l\nrevenue=9000");
	const struct model *m = session_model(s, "lead");
	struct arena a = ARENA_INIT;
	struct record *r;
	struct panel_lines lines;
	panel_lines_init(&lines);
	assert_int_equal(record_load(s, m, lead, &a, &r, NULL), RC_OK);
	for (int i = 0; i < m->n_panels; i++)
		if (strcmp(m->panels[i].name, "points") == 0)
			assert_int_equal(m->panels[i].lines(s, r, &lines, NULL), RC_OK);
	assert_int_equal(lines.n, 3);
	assert_string_equal(lines.line[0].text, "Big money");
	assert_string_equal(lines.line[0].detail, "+15");
	assert_string_equal(lines.line[1].detail, "-4");
	assert_string_equal(lines.line[2].detail, "11");
	panel_lines_free(&lines);
	arena_free(&a);
}

static void a_stage_may_ask(void **state)
{
	(void)state;
	must(s, "stage", 2, "probability=60\ncriteria=revenue > 5k");
	int64_t big = must(s, "lead", 0, "name=b\nkind=opportunity\nstage=Qualified\nrevenue=9000");
	int64_t small = must(s, "lead", 0, "name=s\nkind=opportunity\nstage=Qualified\nrevenue=10");
	eq(s, "lead", big, "probability", "60");
	eq(s, "lead", small, "probability", "0");
	must(s, "lead", small, "revenue=7000");
	eq(s, "lead", small, "probability", "60");
	must(s, "stage", 2, "criteria=revenue > 8k");
	eq(s, "lead", small, "probability", "0");
	eq(s, "lead", big, "probability", "60");
	must(s, "stage", 2, "criteria=");
	eq(s, "lead", small, "probability", "60");
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(criteria_give_points),
		T(kinds_are_kept_apart),
		T(touches_give_points),
		T(a_rule_says_something),
		T(the_panel_adds_up),
		T(a_stage_may_ask),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
