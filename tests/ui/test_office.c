/* The program itself, as a salesperson meets it: the office's own record types on a real pseudo-terminal. */
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "office.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static int setup(void **state)
{
	office_setup(state);
	CRM("new", "account", "name=Lumen Textiles");
	CRM("new", "lead", "kind=opportunity", "name=Office chairs", "account=Lumen Textiles", "stage=New",
		"revenue=8400", "email=rene.vogel@lumen.example");
	CRM("new", "lead", "kind=opportunity", "name=Server room", "stage=Proposition", "revenue=1100000");
	return 0;
}

static struct pty *begin(int cols, int rows)
{
	return office_begin(cols, rows, NULL, "Office chairs");
}

static void a_sum_is_whole_beside_what_is_not_seen(void **state)
{
	struct pty *p = begin(80, 24);

	(void)state;
	expect_text(p, "€1.1m ›1");
	office_quit(p);
}

static void a_form_cuts_no_label_and_shows_each_tab(void **state)
{
	struct pty *p = begin(80, 24);

	(void)state;
	pty_keys(p, "enter");
	expect_text(p, "Expected revenue ");
	expect_text(p, "Expected closing ");
	expect_text(p, "5 Dates        ›");
	pty_keys(p, "shift-tab");
	expect_text(p, "Timeline");
	expect_text(p, "‹");
	expect_text(p, "made Lead");
	pty_resize(p, 60, 20);
	expect_text(p, "made Lead");
	pty_keys(p, "up");
	pty_settle(p);
	expect_text(p, "▌Next step");
	office_quit(p);
}

static void nothing_is_changed_until_something_is(void **state)
{
	struct pty *p = begin(80, 24);

	(void)state;
	pty_keys(p, "enter e");
	expect_text(p, "Ctrl-S save");
	expect_no_text(p, "changed");
	pty_type(p, "x");
	expect_text(p, "changed");
	pty_keys(p, "backspace");
	expect_no_text(p, "changed");
	office_quit(p);
}

static void a_new_one_is_called_by_its_customer(void **state)
{
	struct pty *p = begin(80, 24);

	(void)state;
	pty_keys(p, "n");
	expect_text(p, "Empty: called after the customer");
	expect_no_text(p, "needed");
	pty_type(p, "Brand New Co");
	pty_keys(p, "enter ctrl-s");
	expect_text(p, "Brand New Co's opportunity — u undoes");
	office_quit(p);
}

static void help_begins_with_what_counts(void **state)
{
	struct pty *p = begin(80, 24);

	(void)state;
	pty_keys(p, "?");
	expect_text(p, "first of all");
	expect_text(p, "open — open it");
	expect_text(p, "column — to this column");
	expect_text(p, "1-9");
	expect_no_text(p, "column: 2");
	office_quit(p);
}

static void the_palette_puts_the_nearest_first(void **state)
{
	struct pty *p = begin(80, 24);

	(void)state;
	pty_keys(p, "ctrl-p");
	pty_type(p, "as of");
	expect_text(p, "▌as of a date");
	office_quit(p);
}

/* The office as it was at the end of a day: looked at, never changed; Esc goes back to now. */
static void the_past_is_to_look_at_only(void **state)
{
	struct pty *p = begin(80, 24);

	(void)state;
	pty_keys(p, "ctrl-p");
	pty_type(p, "as of");
	pty_keys(p, "enter");
	expect_text(p, "empty: now");
	expect_row(p, 22, "as of");
	pty_type(p, "tomorrow");
	expect_text(p, "has not been yet");
	pty_keys(p, "ctrl-u");
	pty_type(p, "-30");
	pty_keys(p, "enter");
	expect_text(p, "Esc returns to now");
	expect_no_text(p, "Office chairs");
	pty_keys(p, "n");
	expect_text(p, "to look at only");
	pty_keys(p, "V");
	expect_text(p, "Esc returns to now");
	pty_keys(p, "esc");
	expect_text(p, "back to now");
	expect_text(p, "Office chairs");
	expect_no_text(p, "Esc returns to now");
	office_quit(p);
}

/* Going to a place where one is already, or came from, piles nothing up. */
/* A card of the past opens as it was then, and what it names as well. */
static void a_card_of_the_past_opens_as_it_was(void **state)
{
	struct pty *p;

	(void)state;
	setenv("CRM_NOW", "2026-10-01T09:00:00Z", 1);
	CRM("new", "account", "name=Old Acorn");
	CRM("new", "lead", "kind=opportunity", "name=Long ago", "stage=New", "account=Old Acorn", "revenue=100");
	CRM("new", "lead", "kind=opportunity", "name=Long ago too", "stage=New");
	setenv("CRM_NOW", "2026-11-01T09:00:00Z", 1);
	CRM("set", "lead", "3", "name=Of today", "revenue=900");
	CRM("set", "account", "2", "name=New Acorn");
	unsetenv("CRM_NOW");
	p = begin(80, 24);
	pty_keys(p, "ctrl-p");
	pty_type(p, "as of");
	pty_keys(p, "enter");
	expect_text(p, "empty: now");
	pty_type(p, "2026-10-15");
	pty_keys(p, "enter");
	expect_text(p, "as of");
	pty_keys(p, "/");
	pty_type(p, "revenue = 100");
	pty_keys(p, "enter enter");
	expect_row(p, 0, "Pipeline › Long ago");
	expect_text(p, "Old Acorn");
	expect_text(p, "€100");
	expect_no_text(p, "Timeline");
	pty_keys(p, "e");
	expect_text(p, "to look at only");
	pty_keys(p, "L");
	expect_text(p, "[New");
	pty_keys(p, "q");
	expect_row(p, 0, "Pipeline");
	expect_no_text(p, "Of today");
	office_quit(p);
}

static void a_place_is_gone_back_to(void **state)
{
	struct pty *p = begin(80, 24);

	(void)state;
	pty_keys(p, "down g d");
	expect_text(p, "this is Pipeline");
	expect_no_text(p, "Pipeline › Pipeline");
	pty_keys(p, "g a");
	expect_text(p, "Pipeline › Accounts");
	pty_keys(p, "enter");
	expect_text(p, "Accounts › Lumen");
	pty_keys(p, "g d");
	expect_no_text(p, "Accounts");
	expect_text(p, "Office chairs");
	office_quit(p);
}

static void what_came_of_an_activity_is_logged_in_its_list(void **state)
{
	struct pty *p;

	(void)state;
	CRM("new", "activity", "type=Call", "record=lead/1", "due=2026-11-20");
	p = begin(80, 24);
	pty_keys(p, "g t");
	expect_text(p, "1 of 1");
	pty_keys(p, "c");
	expect_text(p, "2 No answer");
	pty_keys(p, "2 enter");
	expect_text(p, "No answer, again tomorrow — u undoes");
	expect_text(p, "1 of 1");
	pty_keys(p, "g d");
	expect_text(p, "+ Call");
	office_quit(p);
}

/* What was trashed is marked no more: the next deed is not to find it in the trash. */
static void the_trash_takes_marks_along_and_says_how_to_put_back(void **state)
{
	struct pty *p = begin(80, 24);

	(void)state;
	pty_keys(p, "* d");
	expect_text(p, "2 Leads to the trash");
	expect_no_text(p, "marked");
	pty_keys(p, "D");
	expect_text(p, "d put back");
	pty_keys(p, "d");
	expect_text(p, "out of the trash");
	office_quit(p);
}

/* A choice that stands in a field is replaced by what is typed, as in every box; what lies in the trash is not typed
 * in. */
static void a_choice_is_typed_over(void **state)
{
	struct pty *p = begin(80, 24);

	(void)state;
	CRM("new", "account", "name=Acorn Tools");
	pty_keys(p, "enter down e");
	expect_text(p, "Ctrl-S save");
	pty_type(p, "aco");
	expect_text(p, "> Acorn Tools");
	pty_keys(p, "enter ctrl-s");
	expect_text(p, "Office chairs changed — u undoes");
	expect_text(p, "Account          Acorn Tools");
	pty_keys(p, "esc esc d D enter e");
	expect_text(p, "it is in the trash");
	office_quit(p);
}

/* Steps are shown and gone where they are a way; a kind of customer is none. What is made every day stands first. */
static void only_a_way_has_steps(void **state)
{
	struct pty *p = begin(80, 24);

	(void)state;
	CRM("new", "industry", "name=Health");
	CRM("set", "account", "1", "industry=Health");
	pty_keys(p, "9");
	expect_text(p, "there are 4 columns");
	pty_keys(p, "g a");
	expect_text(p, "1 of 1");
	pty_keys(p, "enter");
	expect_text(p, "Industry Health");
	expect_no_text(p, "[Health]");
	pty_keys(p, "esc g d N");
	expect_text(p, "▌Lead");
	office_quit(p);
}

/* Ten Escs never lose a character, in the box of a new record neither. */
static void a_half_typed_new_one_is_kept(void **state)
{
	struct pty *p = begin(80, 24);

	(void)state;
	pty_keys(p, "n tab tab");
	pty_type(p, "Half a title");
	pty_keys(p, "esc");
	expect_text(p, "a draft is kept");
	pty_keys(p, "n");
	expect_text(p, "Half a title");
	pty_keys(p, "ctrl-r");
	expect_no_text(p, "Half a title");
	pty_keys(p, "tab tab");
	pty_type(p, "Whole title");
	pty_signal(p, SIGHUP);
	expect_exit(p);
	pty_free(p);
	p = begin(80, 24);
	expect_text(p, "half-typed");
	pty_keys(p, "l n");
	expect_text(p, "Whole title");
	pty_keys(p, "ctrl-s");
	expect_text(p, "new Lead: Whole title");
	pty_keys(p, "n");
	expect_no_text(p, "is back");
	office_quit(p);
}

static void the_way_shows_what_is_next(void **state)
{
	struct pty *p;

	(void)state;
	CRM("set", "stage", "New", "next=Proposition", "requirements=know the budget");
	p = begin(80, 24);
	pty_keys(p, "enter");
	expect_text(p, "[New 0 d] ▸ (Qualified) ▸ Proposition ▸ (Won)");
	expect_text(p, "to do here: know the budget");
	pty_keys(p, "L"); /* what is shut is passed by */
	expect_text(p, "New ▸ Qualified ▸ [Proposition 0 d] ▸ Won");
	pty_keys(p, "u");
	expect_text(p, "[New 0 d]");
	office_quit(p);
}

/* What is not a chance of a sale yet goes through other steps than the board's. */
static void a_lead_goes_by_its_status(void **state)
{
	struct pty *p;

	(void)state;
	CRM("new", "lead", "name=Asked at the fair");
	p = begin(80, 24);
	pty_keys(p, "g l enter");
	expect_text(p, "[New] ▸ Working ▸ Nurturing ▸ Qualified");
	pty_keys(p, "L");
	expect_text(p, "New ▸ [Working] ▸ Nurturing ▸ Qualified");
	expect_no_text(p, "Dead");
	pty_keys(p, "u");
	expect_text(p, "[New] ▸ Working");
	office_quit(p);
}

static void totals_say_what_is_likely_too(void **state)
{
	struct pty *p;

	(void)state;
	CRM("set", "lead", "1", "probability=50");
	CRM("new", "activity", "type=Call", "record=lead/1", "due=2020-01-01");
	p = begin(80, 24);
	pty_keys(p, "#");
	expect_text(p, "     1            €8,400            €4,200  New   !1");
	expect_text(p, "  together   !1");
	pty_keys(p, "esc");
	office_quit(p);
}

static void a_brief_before_a_call(void **state)
{
	struct pty *p;

	(void)state;
	CRM("new", "note", "record=lead/1", "text=wants twenty of them");
	CRM("new", "activity", "type=Call", "record=lead/1", "due=2020-01-01");
	p = begin(80, 24);
	pty_keys(p, "B");
	expect_text(p, "Office chairs · New · €8,400");
	expect_text(p, "wants twenty of them");
	expect_text(p, "next: Call, Wed 1 Jan 2020");
	pty_keys(p, "esc g t B"); /* of what the appointment is about */
	expect_text(p, "Office chairs · New · €8,400");
	pty_keys(p, "esc");
	office_quit(p);
}

static void settings_are_seen_changed_and_put_back(void **state)
{
	struct pty *p = begin(120, 30);

	(void)state;
	pty_keys(p, "g s");
	pty_type(p, "threshold");
	expect_text(p, "phase.threshold = 20");
	pty_keys(p, "enter");
	expect_text(p, "points or percent from which");
	pty_keys(p, "ctrl-u");
	pty_type(p, "often");
	pty_keys(p, "enter");
	expect_text(p, "\"often\""); /* refused where it was typed */
	pty_keys(p, "ctrl-u");
	pty_type(p, "35");
	pty_keys(p, "enter");
	expect_text(p, "phase.threshold is 35 now");
	pty_keys(p, "u g s");
	pty_type(p, "threshold");
	expect_text(p, "phase.threshold = 20");
	pty_keys(p, "esc");
	office_quit(p);
}

static void two_in_one_field_choose(void **state)
{
	struct pty *p = begin(100, 30);

	(void)state;
	pty_keys(p, "enter e"); /* the title */
	pty_keys(p, "ctrl-u");
	pty_type(p, "My chairs");
	pty_keys(p, "tab");
	CRM("set", "lead", "1", "name=Their chairs", "city=Lyon"); /* the screen takes it in while I type on */
	expect_text(p, "Their chairs"); /* in the timeline or the top line */
	pty_keys(p, "ctrl-s");
	expect_text(p, "somebody changed this meanwhile");
	expect_text(p, "before    Office chairs");
	expect_text(p, "mine      My chairs");
	expect_text(p, "theirs    Their chairs");
	pty_keys(p, "esc"); /* nothing is lost by looking away */
	expect_no_text(p, "somebody changed this");
	expect_text(p, "My chairs");
	pty_keys(p, "ctrl-s");
	expect_text(p, "somebody changed this meanwhile");
	pty_keys(p, "t enter");
	expect_text(p, "theirs stays");
	expect_no_text(p, "My chairs");
	pty_keys(p, "esc");
	office_quit(p);
	p = office_begin(100, 30, NULL, "Their chairs");
	pty_keys(p, "enter e ctrl-u");
	pty_type(p, "Mine after all");
	CRM("set", "lead", "1", "name=Theirs again");
	pty_keys(p, "ctrl-s");
	expect_text(p, "theirs    Theirs again");
	pty_keys(p, "enter");
	expect_text(p, "Mine after all changed — u undoes");
	pty_keys(p, "esc");
	office_quit(p);
}

static void looking_at_a_field_writes_nothing(void **state)
{
	struct pty *p = begin(100, 30);

	(void)state;
	pty_keys(p, "enter e"); /* typing begins, nothing is typed */
	CRM("set", "lead", "1", "name=Their chairs");
	pty_keys(p, "tab esc ctrl-s");
	expect_text(p, "Their chairs");
	pty_keys(p, "esc");
	office_quit(p);
	CRM("list", "lead", "name = \"Their chairs\"");
	p = office_begin(100, 30, NULL, "Their chairs");
	office_quit(p);
}

static void a_colleague_is_told_what_happened_meanwhile(void **state)
{
	struct pty *p = begin(100, 24);
	char text[80];

	(void)state;
	office_quit(p); /* from here on what others do is news */
	CRM("new", "user", "login=kim", "name=Kim Ono", "profiles=Super administrator");
	CRM("--as", "kim", "new", "note", "record=lead/2", "text=the racks are late");
	p = begin(100, 24);
	expect_text(p, "since you left: 1 change by others to what is yours");
	snprintf(text, sizeof text, "text=@@%s please look", getpwuid(getuid())->pw_name);
	CRM("--as", "kim", "new", "note", "record=lead/2", text);
	expect_text(p, "Kim Ono names you: made Note @");
	pty_keys(p, "g n");
	expect_text(p, "Note: the racks are late");
	expect_text(p, "please look");
	pty_keys(p, "esc");
	office_quit(p);
	p = begin(100, 24);
	pty_keys(p, "g n");
	expect_text(p, "nothing new: you saw all of these");
	pty_keys(p, "esc");
	office_quit(p);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_sum_is_whole_beside_what_is_not_seen),
		T(a_form_cuts_no_label_and_shows_each_tab),
		T(nothing_is_changed_until_something_is),
		T(a_new_one_is_called_by_its_customer),
		T(help_begins_with_what_counts),
		T(the_palette_puts_the_nearest_first),
		T(the_past_is_to_look_at_only),
		T(a_card_of_the_past_opens_as_it_was),
		T(a_place_is_gone_back_to),
		T(a_half_typed_new_one_is_kept),
		T(only_a_way_has_steps),
		T(a_choice_is_typed_over),
		T(the_trash_takes_marks_along_and_says_how_to_put_back),
		T(what_came_of_an_activity_is_logged_in_its_list),
		T(a_colleague_is_told_what_happened_meanwhile),
		T(the_way_shows_what_is_next),
		T(a_lead_goes_by_its_status),
		T(a_brief_before_a_call),
		T(two_in_one_field_choose),
		T(looking_at_a_field_writes_nothing),
		T(settings_are_seen_changed_and_put_back),
		T(totals_say_what_is_likely_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
