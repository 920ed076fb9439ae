/* A day of one salesperson and one leader, both at work on the same office at the same time. */
#include <stdlib.h>

#include "office.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define NOW "2026-11-20T09:00:00Z" /* a Friday */
static const char *const env[] = { "CRM_NOW=" NOW, "TZ=UTC", NULL };

static int setup(void **state)
{
	setenv("CRM_NOW", NOW, 1);
	setenv("TZ", "UTC", 1);
	office_setup(state);
	CRM("new", "team", "name=North", "leader=1", "criteria=priority >= 1");
	CRM("new", "user", "login=ada", "name=Ada Berg", "profiles=Salesperson", "manager=1");
	CRM("new", "team_member", "team=North", "user=ada", "capacity=60");
	CRM("new", "target", "team=North", "start=2026-11-01", "amount=20000");
	CRM("new", "lead", "kind=opportunity", "name=Office chairs", "team=North", "owner=ada", "revenue=8000",
		"contact_name=René Vogel", "phone=+49 30 901820");
	CRM("new", "activity", "type=Call", "summary=ring René", "due=2026-11-20", "record=lead/1", "owner=ada");
	CRM("new", "lead", "kind=lead", "name=部品供給", "company=株式会社青空", "contact_name=加藤 誠", "email=kato@aozora.example",
		"revenue=12000", "owner=", "team=", "priority=1");
	return 0;
}

static void palette(struct pty *p, const char *words)
{
	pty_keys(p, "ctrl-p");
	pty_type(p, words);
	pty_keys(p, "enter");
}

/* The morning: what is due is called, what was agreed is written down, the next step stands. */
static void the_morning(struct pty *ada)
{
	pty_keys(ada, "g h");
	expect_text(ada, "ring René");
	pty_keys(ada, "B");
	expect_text(ada, "+49 30 901820");
	pty_keys(ada, "esc 1");
	expect_text(ada, "Next step: ");
	pty_type(ada, "mon");
	pty_keys(ada, "ctrl-s");
	expect_text(ada, "Mon 23 Nov 2026");
	palette(ada, "quick"); /* from my day too, where other records stand */
	expect_text(ada, "Quick line");
	pty_type(ada, "meeting office chairs: shows the samples @tue 10:00 $9000 #vip");
	expect_text(ada, "10:00");
	pty_keys(ada, "enter");
	pty_keys(ada, "g k");
	expect_text(ada, "10:00");
}

/* The leader shares the new inquiry out; she sees it without asking. */
static void the_leader(struct pty *leader, struct pty *ada)
{
	pty_keys(leader, "g m");
	expect_text(leader, "North");
	palette(leader, "share out");
	expect_text(leader, "Seed");
	pty_keys(leader, "ctrl-s");
	expect_text(leader, "1 to teams, 1 to people");
	pty_keys(leader, "y");
	expect_text(leader, "u undoes");
	pty_keys(ada, "g d");
	expect_text(ada, "部品供給"); /* an opportunity by now, as the team has it */
}

/* From stage to stage to the end, and a mistake taken back. */
static void the_deal(struct pty *ada, struct pty *leader)
{
	palette(ada, "find any record");
	pty_type(ada, "office ch");
	expect_text(ada, "▌Office chairs");
	pty_keys(ada, "enter");
	expect_text(ada, "[New ");
	pty_keys(ada, "L");
	expect_text(ada, "[Qualified ");
	pty_keys(ada, "u");
	expect_text(ada, "[New ");
	pty_keys(ada, "L L");
	expect_text(ada, "[Proposition ");
	pty_keys(ada, "a");
	pty_type(ada, "signed! thanks to everybody");
	pty_keys(ada, "ctrl-s w");
	expect_text(ada, "[Won ");
	expect_text(leader, "€9,000"); /* the team's table goes along */
	expect_text(leader, "45%");
}

static void the_evening(struct pty *ada, struct pty *leader)
{
	pty_keys(ada, "esc g h");
	expect_text(ada, "My day");
	office_quit(ada);
	palette(leader, "journal:");
	expect_text(leader, "Ada Berg");
	office_quit(leader);
	CRM("set", "lead", "2", "revenue=15000");
	ada = office_begin_as("ada", 120, 34, env, "部品供給");
	expect_text(ada, "since you left: 1 change by others");
	pty_keys(ada, "g n");
	expect_text(ada, "€15,000");
	office_quit(ada);
}

static void a_day_of_two(void **state)
{
	struct pty *ada = office_begin_as("ada", 120, 34, env, "Office chairs");
	struct pty *leader = office_begin(140, 30, env, "Office chairs");

	(void)state;
	the_morning(ada);
	the_leader(leader, ada);
	the_deal(ada, leader);
	the_evening(ada, leader);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(a_day_of_two, setup, office_teardown) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
