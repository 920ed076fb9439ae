/* Teams against their targets, leads shared out after a look, what a deed does beside itself asked first, and a record
 * that falls: on a real pseudo-terminal. */
#include <stdlib.h>

#include "office.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static int setup(void **state)
{
	setenv("CRM_NOW", "2026-11-21T09:00:00Z", 1);
	if (office_setup(state))
		return 1;
	CRM("new", "team", "name=North", "leader=1", "criteria=priority >= 1");
	CRM("new", "user", "login=ada", "name=Ada Berg");
	CRM("new", "team_member", "team=North", "user=ada", "capacity=60");
	CRM("new", "target", "team=North", "start=2026-11-01", "amount=20000");
	CRM("new", "lead", "kind=opportunity", "name=Old racks", "team=North", "owner=ada", "revenue=15000",
		"stage=Won");
	CRM("new", "lead", "kind=opportunity", "name=Office chairs", "team=North", "owner=ada", "revenue=18000",
		"priority=2");
	CRM("new", "lead", "kind=lead", "name=Web inquiry", "owner=", "team=", "priority=1");
	return 0;
}

static struct pty *begin(void)
{
	return office_begin(100, 24, NULL, "Office chairs");
}

static void teams_stand_against_their_targets(void **state)
{
	struct pty *p = begin();

	(void)state;
	pty_keys(p, "g m");
	expect_text(p, "Progress");
	expect_text(p, "75%");
	expect_text(p, "█░");
	expect_text(p, "20,000");
	expect_text(p, "€15,000");
	pty_keys(p, "enter");
	expect_text(p, "Teams › North");
	expect_text(p, "75%");
	office_quit(p);
}

static void leads_are_shared_out_after_a_look(void **state)
{
	struct pty *p = begin();

	(void)state;
	pty_keys(p, "g m");
	expect_text(p, "75%");
	pty_keys(p, "ctrl-p");
	pty_type(p, "share out");
	pty_keys(p, "enter");
	expect_text(p, "Seed");
	pty_keys(p, "ctrl-s");
	expect_text(p, "1 to teams, 1 to people");
	pty_keys(p, "l");
	expect_text(p, "Web inquiry: to North, Ada Berg");
	pty_keys(p, "esc");
	expect_text(p, "yes, do it");
	pty_keys(p, "n");
	expect_no_text(p, "yes, do it");
	pty_keys(p, "ctrl-p");
	pty_type(p, "share out");
	pty_keys(p, "enter");
	expect_text(p, "Seed");
	pty_keys(p, "ctrl-s");
	expect_text(p, "1 to teams, 1 to people");
	pty_keys(p, "y");
	expect_text(p, "u undoes");
	pty_keys(p, "ctrl-p");
	pty_type(p, "share out");
	pty_keys(p, "enter");
	expect_text(p, "Seed");
	pty_keys(p, "ctrl-s");
	expect_text(p, "nothing to share out: North: no lead waits for an owner");
	pty_keys(p, "esc u");
	expect_text(p, "undid");
	office_quit(p);
}

static void a_record_that_falls_is_told(void **state)
{
	struct pty *p = begin();

	(void)state;
	pty_keys(p, "w");
	expect_text(p, "the best deal of North in 30 days!");
	expect_text(p, "Office chairs won");
	pty_keys(p, "u");
	expect_text(p, "undid");
	/* by moving the card too */
	pty_keys(p, "L L L");
	expect_text(p, "the best deal of North in 30 days!");
	office_quit(p);
}

/* The first save says what it does to the cards, the second one does it; what is typed else takes the question back. */
static void a_stage_says_what_it_does_to_its_cards(void **state)
{
	struct pty *p = begin();

	(void)state;
	pty_keys(p, "ctrl-p");
	pty_type(p, "stages");
	pty_keys(p, "enter");
	expect_text(p, "Proposition");
	pty_keys(p, "enter");
	expect_text(p, "Stages › New");
	pty_keys(p, "j j e");
	pty_keys(p, "ctrl-u");
	pty_type(p, "yes");
	pty_keys(p, "ctrl-s");
	expect_text(p, "2 cards become won, with probability 100: once more to do it");
	pty_keys(p, "ctrl-s");
	expect_text(p, "New changed — u undoes");
	pty_keys(p, "u");
	expect_text(p, "undid");
	office_quit(p);
}

static void stars_and_bars_stand_on_the_form(void **state)
{
	struct pty *p = begin();

	(void)state;
	CRM("set", "lead", "2", "need=a new office", "authority=the owner");
	pty_keys(p, "enter");
	expect_text(p, "★★");
	pty_keys(p, "4");
	expect_text(p, "BANT");
	expect_text(p, "50%");
	expect_text(p, "25%");
	office_quit(p);
}

static void lists_of_leads_have_their_places(void **state)
{
	struct pty *p = begin();

	(void)state;
	CRM("new", "lead", "kind=lead", "name=Mine to call", "status=working");
	CRM("new", "lead", "kind=lead", "name=Hers", "owner=ada", "participants=1");
	CRM("new", "lead", "kind=lead", "name=Put away", "status=junk", "status_reason=a school project");
	pty_keys(p, "g w");
	expect_text(p, "Mine to call");
	expect_no_text(p, "Hers");
	pty_keys(p, "ctrl-p");
	pty_type(p, "where i take part");
	pty_keys(p, "enter");
	expect_text(p, "Hers");
	pty_keys(p, "ctrl-p");
	pty_type(p, "invalid, dead");
	pty_keys(p, "enter");
	expect_text(p, "a school project");
	pty_keys(p, "g l");
	expect_text(p, "Web inquiry");
	expect_no_text(p, "Put away");
	office_quit(p);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(teams_stand_against_their_targets),
		T(leads_are_shared_out_after_a_look),
		T(a_record_that_falls_is_told),
		T(a_stage_says_what_it_does_to_its_cards),
		T(stars_and_bars_stand_on_the_form),
		T(lists_of_leads_have_their_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
