/* Why a probability is what it is, on the form; one's own number, and back to the computed one. */
#include <stdlib.h>

#include "office.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static int setup(void **state)
{
	office_setup(state);
	CRM("new", "source", "name=Fair");
	CRM("new", "source", "name=Web");
	for (int i = 0; i < 3; i++) {
		CRM("new", "lead", "kind=opportunity", "name=sold", "source=Fair", "stage=Won");
		CRM("new", "lead", "kind=opportunity", "name=gone", "source=Web", "stage=New", "active=no", "probability=0");
	}
	CRM("new", "scoring_rule", "name=From a fair", "criteria=source = Fair", "points=20");
	CRM("new", "lead", "kind=opportunity", "name=Server room", "source=Fair", "stage=New", "probability=12");
	return 0;
}

static void the_form_says_why(void **state)
{
	struct pty *p = office_begin(120, 40, NULL, "Server room");

	(void)state;
	pty_keys(p, "enter");
	expect_text(p, "7 Why this %");
	pty_keys(p, "7");
	expect_text(p, "set by a person; automatic");
	expect_text(p, "helps  Source: Fair");
	pty_keys(p, "%");
	expect_text(p, "automatic again");
	expect_no_text(p, "set by a person");
	pty_keys(p, "u");
	expect_text(p, "set by a person; automatic");
	pty_keys(p, "8");
	expect_text(p, "From a fair");
	expect_text(p, "+20");
	pty_keys(p, "enter"); /* the line leads to its rule */
	expect_text(p, "source = Fair");
	office_quit(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test_setup_teardown(the_form_says_why, setup, office_teardown) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
