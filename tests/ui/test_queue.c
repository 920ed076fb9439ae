/* The power hour on a real pseudo-terminal: one person a screen, one key an outcome. */
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
	CRM("new", "lead", "name=Server room", "kind=opportunity", "phone=+49 30 901820", "contact_name=Ada Lovelace");
	CRM("new", "lead", "name=اتاق سرور", "kind=opportunity", "phone=+98 21 88887777");
	CRM("new", "lead", "name=No number", "kind=opportunity");
	CRM("new", "lead", "name=Asked for peace", "kind=opportunity", "phone=+49 30 901821", "do_not_call=yes");
	CRM("new", "activity", "type=Call", "summary=not to be rung", "due=2026-11-19", "record=lead/4");
	CRM("new", "note", "record=lead/1", "text=promised a price");
	CRM("new", "activity", "type=Call", "summary=ring Ada", "due=2026-11-18", "record=lead/1");
	CRM("new", "activity", "type=Call", "summary=ring the second", "due=2026-11-20", "record=lead/2");
	CRM("new", "activity", "type=Call", "summary=nobody to ring", "due=2026-11-19", "record=lead/3");
	CRM("new", "activity", "type=Call", "summary=not yet", "due=2026-11-25", "record=lead/1");
	return 0;
}

static struct pty *hour(int cols, int rows)
{
	struct pty *p = office_begin(cols, rows, env, "Server room");

	pty_keys(p, "g p");
	expect_text(p, "1 of 2");
	return p;
}

static void one_screen_each(void **state)
{
	struct pty *p = hour(80, 24);

	(void)state;
	expect_text(p, "▌ring Ada");
	expect_text(p, "Overdue  2 d late");
	expect_text(p, "Ada Lovelace");
	expect_text(p, "+49 30 901820");
	expect_text(p, "promised a price");
	expect_text(p, "2 No answer");
	pty_keys(p, "tab");
	expect_text(p, "▌ring the second");
	expect_text(p, "2 of 2");
	pty_keys(p, "tab");
	expect_text(p, "this is the last one");
	office_quit(p);
}

static void one_key_an_outcome(void **state)
{
	struct pty *p = hour(80, 24);

	(void)state;
	pty_keys(p, "2"); /* no answer: again tomorrow, and the next one stands there */
	expect_text(p, "▌ring the second");
	expect_text(p, "1 of 1  1 done");
	pty_keys(p, "2");
	expect_text(p, "That was the last one. Well done.");
	pty_keys(p, "u");
	expect_text(p, "▌ring the second");
	pty_keys(p, "u");
	expect_text(p, "1 of 2");
	office_quit(p);
}

static void it_stands_in_every_size(void **state)
{
	struct pty *p = hour(200, 60);

	(void)state;
	pty_resize(p, 60, 20);
	expect_text(p, "▌ring Ada");
	expect_text(p, "6 Not interested");
	pty_resize(p, 120, 40);
	expect_text(p, "▌ring Ada");
	office_quit(p);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = { T(one_screen_each), T(one_key_an_outcome), T(it_stands_in_every_size) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
