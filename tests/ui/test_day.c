/* My day: what is late, due and planned in one list, a key for each outcome, and the next step that is offered. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "office.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const char *const env[] = { "CRM_NOW=2026-11-21T09:00:00Z", NULL };

static int setup(void **state)
{
	setenv("CRM_NOW", "2026-11-21T09:00:00Z", 1);
	office_setup(state);
	CRM("new", "account", "name=Pars Co", "phone=+982188887777");
	CRM("new", "lead", "kind=opportunity", "name=Server room", "account=Pars Co", "revenue=22000");
	CRM("new", "lead", "kind=opportunity", "name=Chairs", "contact_name=王小明", "phone=+442079460958",
		"revenue=1800");
	CRM("new", "lead", "kind=opportunity", "name=Lamps");
	return 0;
}

static void three_activities(void)
{
	CRM("new", "activity", "type=Call", "record=lead/1", "due=2026-11-19");
	CRM("new", "activity", "type=Meeting", "record=lead/2", "start=2026-11-21T14:00:00Z");
	CRM("new", "activity", "summary=Send offer", "record=lead/1", "due=2026-11-28");
}

static struct pty *begin(void)
{
	struct pty *p = office_begin(100, 24, env, "Lamps");

	pty_keys(p, "g h");
	expect_text(p, "› My day");
	return p;
}

/* The text stands in the row of the cursor, within three seconds. */
static void expect_selected(struct pty *p, const char *text)
{
	struct str row = STR_INIT;
	bool found = false;

	for (int i = 0; i < 100 && !found; i++) {
		int x, y;

		pty_pump(p, 30);
		pty_cursor(p, &x, &y);
		str_clear(&row);
		pty_row(p, y, &row);
		found = strstr(row.s, text) != NULL;
	}
	str_free(&row);
	if (!found) {
		pty_dump(p);
		fail_msg("not selected: %s", text);
	}
}

static void three_bands_with_all_a_call_needs(void **state)
{
	struct pty *p;
	int late, today, later;

	(void)state;
	three_activities();
	p = begin();
	expect_text(p, "!1 overdue");
	expect_text(p, "*1 today");
	expect_text(p, ".1 no step"); /* Lamps */
	expect_text(p, "Planned  1");
	late = pty_find(p, "Overdue  1", NULL);
	today = pty_find(p, "Today  1", NULL);
	later = pty_find(p, "Planned  1", NULL);
	assert_true(late > 0 && late < today && today < later);
	expect_text(p, "Pars Co");
	expect_text(p, "+98 21 8888 7777");
	expect_text(p, "€22,000");
	expect_text(p, "王小明");
	expect_text(p, "14:00");
	expect_selected(p, "Pars Co"); /* not a heading */
	expect_text(p, "1 Reached");
	expect_text(p, "w Done");
	office_quit(p);
}

static void one_key_is_an_outcome(void **state)
{
	struct pty *p;

	(void)state;
	three_activities();
	p = begin();
	pty_keys(p, "2");
	expect_text(p, "Call: No answer, again tomorrow — u undoes");
	expect_text(p, "Planned  2");
	expect_no_text(p, "Overdue");
	pty_keys(p, "u");
	expect_text(p, "Overdue  1");
	expect_text(p, "Planned  1");
	expect_selected(p, "Pars Co");
	pty_keys(p, "1"); /* reached, and there is a next step already */
	expect_text(p, "Call: Reached — u undoes");
	expect_text(p, "Planned  1");
	pty_keys(p, "down up"); /* the meeting: it was the only step of its deal */
	expect_selected(p, "Meeting");
	pty_keys(p, "6");
	expect_text(p, "Next step: Chairs");
	pty_keys(p, "enter");
	expect_text(p, "next step planned for Chairs: Sun 22 Nov 2026 — u undoes");
	expect_no_text(p, "Today  1");
	office_quit(p);
}

static void later_and_done_on_marked_ones(void **state)
{
	struct pty *p;

	(void)state;
	three_activities();
	p = begin();
	pty_keys(p, ".");
	expect_text(p, "Later: Call");
	pty_type(p, "fri");
	expect_text(p, "Fri 27 Nov 2026");
	pty_keys(p, "enter");
	expect_text(p, "1 put off to Fri 27 Nov 2026 — u undoes");
	expect_no_text(p, "Overdue");
	pty_keys(p, "* .");
	expect_text(p, "Later: 3 Activities");
	pty_keys(p, "enter");
	expect_text(p, "3 put off by a week — u undoes");
	expect_text(p, "Sat 28 Nov 2026");
	expect_text(p, "Fri 4 Dec 2026");
	pty_keys(p, "w enter");
	expect_text(p, "3 done — u undoes");
	expect_text(p, "a free day");
	pty_keys(p, "u");
	expect_text(p, "Planned  3");
	office_quit(p);
}

static void what_a_type_suggests_is_one_key(void **state)
{
	struct pty *p;

	(void)state;
	CRM("set", "activity_type", "2", "follow=suggest", "next_type=Meeting");
	three_activities();
	p = begin();
	pty_keys(p, "w");
	expect_text(p, "Done: Call");
	pty_keys(p, "enter");
	expect_text(p, "Next step: Server room");
	expect_text(p, "Meeting");
	pty_keys(p, "enter");
	expect_text(p, "next step planned for Server room: Sat 21 Nov 2026 — u undoes");
	expect_text(p, "Today  2");
	office_quit(p);
}

/* The day, a number of days, or the name of a plan in one field. */
static void the_next_step_takes_a_plan(void **state)
{
	struct pty *p;

	(void)state;
	CRM("new", "activity_plan", "name=Friday club");
	CRM("new", "plan_line", "plan=Friday club", "type=Call");
	CRM("new", "plan_line", "plan=Friday club", "type=Meeting", "delay=1", "unit=weeks");
	CRM("new", "activity", "type=To-do", "record=lead/3", "due=2026-11-20");
	p = begin();
	pty_keys(p, ".");
	pty_type(p, "fri"); /* a day, though a plan begins so */
	expect_text(p, "Fri 27 Nov 2026");
	expect_text(p, "Friday club");
	pty_type(p, "day c");
	expect_no_text(p, "Fri 27 Nov");
	pty_keys(p, "enter");
	expect_text(p, "2 activities planned for Lamps — u undoes");
	expect_text(p, "Planned  1");
	expect_text(p, "Today  1");
	office_quit(p);
}

/* The bell rings once for each start, and what begins stands in the top line. */
static void what_begins_soon_is_said_and_rung(void **state)
{
	struct pty *p;

	(void)state;
	CRM("new", "activity", "type=Meeting", "record=lead/2", "start=2026-11-21T09:12:00Z");
	CRM("new", "activity", "summary=Later", "start=2026-11-21T10:00:00Z");
	p = begin();
	expect_text(p, "09:12 Meeting in 12 min  ");
	expect_text(p, "09:12 Meeting in 12 min, Chairs");
	assert_true(pty_saw(p, "\a"));
	pty_keys(p, "down up");
	expect_no_text(p, "Later in");
	pty_keys(p, "w enter"); /* done: nothing is to begin any more */
	expect_no_text(p, "in 12 min");
	office_quit(p);
	CRM("undo");
	CRM("config", "reminder.bell", "off");
	p = begin();
	expect_text(p, "09:12 Meeting in 12 min  ");
	assert_false(pty_saw(p, "\a"));
	office_quit(p);
}

static void an_empty_day_is_kind(void **state)
{
	struct pty *p = begin();

	(void)state;
	expect_text(p, "Nothing is waiting for you");
	expect_text(p, ".3 no step");
	pty_keys(p, "2");
	expect_text(p, "does nothing here");
	office_quit(p);
}

/* Somebody else's meeting stands in the day of who is asked to it; there the digits answer. */
static void who_is_asked_answers_with_a_key(void **state)
{
	struct pty *p;

	(void)state;
	three_activities();
	CRM("new", "user", "login=reza");
	CRM("new", "activity", "type=Meeting", "summary=Kick-off", "record=lead/2", "start=2026-11-21T15:00:00Z", "owner=reza");
	p = begin();
	expect_text(p, "*1 today"); /* one's own meeting */
	CRM("invite", "4", "--users", "1");
	expect_text(p, "? Kick-off");
	expect_text(p, "*2 today");
	pty_keys(p, "G");
	expect_selected(p, "Send offer");
	pty_keys(p, "k k");
	expect_selected(p, "Kick-off");
	expect_text(p, "1 I come");
	expect_text(p, "2 I do not come");
	pty_keys(p, "3");
	expect_text(p, "answer \"Maybe\" to Kick-off — u undoes");
	expect_text(p, "~ Kick-off");
	pty_keys(p, "A");
	expect_text(p, "1 I come");
	pty_keys(p, "1 enter");
	expect_text(p, "v Kick-off");
	pty_keys(p, "2"); /* whoever does not come has it in her day no more; the calendar still tells */
	expect_no_text(p, "v Kick-off");
	pty_keys(p, "u");
	expect_text(p, "v Kick-off");
	pty_keys(p, "g k 1");
	expect_text(p, "v 15:00");
	office_quit(p);
}

static void expect_asked(struct pty *p, const char *answer)
{
	expect_text(p, "it repeats: which are meant?");
	expect_text(p, "2 this one and later ones");
	pty_keys(p, answer);
	expect_no_text(p, "which are meant?");
}

/* Whatever changes one of a series asks which are meant; each is one step, which u takes back. */
static void one_of_a_series_asks_which(void **state)
{
	struct pty *p;

	(void)state;
	CRM("new", "activity", "type=Meeting", "summary=Round", "start=2026-11-23T10:00:00Z");
	CRM("repeat", "1", "--every", "weekly", "--count", "3");
	p = office_begin(100, 24, env, "Lamps");
	pty_keys(p, "g t");
	expect_text(p, "Mon 30 Nov 2026");
	pty_keys(p, "d");
	expect_asked(p, "2");
	expect_text(p, "Nothing to do: .");
	pty_keys(p, "u");
	expect_text(p, "Mon 7 Dec 2026");
	pty_keys(p, "g g .");
	expect_text(p, "Until");
	pty_type(p, "24.11\r");
	expect_asked(p, "3");
	expect_text(p, "Tue 8 Dec 2026");
	pty_keys(p, "u");
	expect_text(p, "Mon 7 Dec 2026");
	pty_keys(p, "g k L");
	expect_text(p, "Calendar");
	pty_keys(p, "tab L");
	expect_asked(p, "1");
	expect_text(p, "moved to Tue 24 Nov 2026");
	pty_keys(p, "u e");
	expect_text(p, "Ctrl-S save");
	pty_type(p, " again\023");
	expect_asked(p, "3");
	expect_text(p, "Round again changed");
	pty_keys(p, "esc esc g t");
	expect_text(p, "Mon 7 Dec 2026");
	expect_text(p, "Round again");
	office_quit(p);
}

static void the_mouse_does_an_outcome(void **state)
{
	struct pty *p;
	int x = 0, y;

	(void)state;
	three_activities();
	p = begin();
	expect_text(p, "Planned  1"); /* the last row: the frame is whole */
	y = pty_find(p, "王小明", &x);
	pty_click(p, x, y);
	expect_selected(p, "王小明");
	expect_text(p, "2 No answer");
	y = pty_find(p, "2 No answer", &x);
	pty_click(p, x, y);
	expect_text(p, "Meeting: No answer, again tomorrow");
	office_quit(p);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, office_teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {
		T(three_bands_with_all_a_call_needs),
		T(one_key_is_an_outcome),
		T(later_and_done_on_marked_ones),
		T(what_a_type_suggests_is_one_key),
		T(the_next_step_takes_a_plan),
		T(what_begins_soon_is_said_and_rung),
		T(an_empty_day_is_kind),
		T(who_is_asked_answers_with_a_key),
		T(one_of_a_series_asks_which),
		T(the_mouse_does_an_outcome),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
