/* The screens of rights: the matrix with its fields, the office looked at as somebody else, and why one may see a record. */
#include <stdlib.h>

#include "office.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static int setup(void **state)
{
	office_setup(state);
	CRM("new", "user", "login=ann");
	CRM("new", "user", "login=bob");
	CRM("new", "lead", "kind=opportunity", "name=Anns deal", "owner=ann", "revenue=4711");
	CRM("new", "lead", "kind=opportunity", "name=Bobs deal", "owner=bob");
	CRM("share", "2", "--user", "ann");
	return 0;
}

static void to_the_matrix(struct pty *p)
{
	pty_keys(p, ":");
	pty_type(p, "field rights");
	expect_text(p, "go to: rights of profiles");
	pty_keys(p, "ctrl-u");
	pty_type(p, "rights of");
	expect_text(p, "rights of profiles");
	pty_keys(p, "enter");
	expect_text(p, "of 6 profiles)");
}

/* Profiles stand by their names: the salesperson is the fourth. */
static void to_the_salesperson(struct pty *p)
{
	static const char *const next[] = { "Read-only", "Sales manager", "Salesperson" };

	for (int i = 0; i < 3; i++) {
		pty_keys(p, "tab");
		expect_text(p, next[i]);
	}
}

static void the_matrix_fits_and_is_set(void **state)
{
	struct pty *p = office_begin(80, 24, NULL, "Anns deal");

	(void)state;
	to_the_matrix(p);
	expect_row(p, 2, "See New Edit Del Imp Exp Conf Sees   Changes Fields");
	expect_text(p, "everything else, See: yes");
	to_the_salesperson(p);
	expect_row(p, 3, "everything else           yes yes yes  yes yes -   -    own    own");
	pty_keys(p, "right right right right right");
	expect_text(p, "everything else, Export: no");
	pty_keys(p, "enter");
	expect_text(p, "everything else, Export: yes");
	pty_keys(p, "u");
	expect_text(p, "everything else, Export: no");
	pty_keys(p, "right right");
	expect_text(p, "everything else: sees one's own");
	pty_keys(p, "enter");
	expect_text(p, "sees one's own and one's subordinates'");
	pty_keys(p, "right right enter");
	expect_text(p, "field rights stand with each type");
	office_quit(p);
}

static void a_wide_matrix_says_it_in_full(void **state)
{
	struct pty *p = office_begin(120, 40, NULL, "Anns deal");

	(void)state;
	to_the_matrix(p);
	expect_text(p, "Configure");
	expect_text(p, "Changes");
	expect_text(p, "Shares"); /* the last type */
	office_quit(p);
}

/* While somebody has the form open: it is gone there, too, once it is read again. */
static void a_field_is_hidden_on_the_screen(void **state)
{
	struct pty *p = office_begin(80, 24, NULL, "Anns deal"), *ann = office_begin_as("ann", 120, 40, NULL, "Anns deal");

	(void)state;
	pty_keys(ann, "enter");
	expect_text(ann, "Status");
	to_the_matrix(p);
	to_the_salesperson(p);
	pty_keys(p, "right right right right right right right right right");
	expect_text(p, "field rights stand with each type");
	pty_keys(p, "down down down down down down down down down down down");
	expect_text(p, "Leads: 0 fields are hidden or read-only");
	pty_keys(p, "enter");
	expect_text(p, "Salesperson: fields of Leads");
	pty_keys(p, "down enter");
	expect_text(p, "Status is read-only");
	pty_keys(p, "enter");
	expect_text(p, "Status is hidden");
	pty_keys(p, "esc");
	expect_text(p, "Leads: 1 fields are hidden or read-only");
	pty_keys(ann, "R");
	expect_no_text(ann, "Status           New"); /* what it held is gone at once, its place when the form is opened again */
	pty_keys(ann, "esc");
	expect_text(ann, "Anns deal");
	pty_keys(ann, "enter");
	expect_text(ann, "Expected closing");
	expect_no_text(ann, "Status");
	pty_keys(p, "u");
	expect_text(p, "Leads: 1 fields are hidden or read-only"); /* read-only again */
	pty_keys(ann, "esc");
	expect_text(ann, "Anns deal");
	pty_keys(ann, "enter");
	expect_text(ann, "Status");
	office_quit(p);
	office_quit(ann);
}

static void as_somebody_else_and_back(void **state)
{
	struct pty *p = office_begin(80, 24, NULL, "Bobs deal"), *ann;

	(void)state;
	pty_keys(p, "g v");
	expect_text(p, "look at the office as");
	pty_type(p, "bob");
	pty_keys(p, "enter");
	expect_text(p, "you look at the office as bob does");
	expect_no_text(p, "Anns deal");
	expect_text(p, "Bobs deal");
	pty_keys(p, "d"); /* nothing is changed meanwhile */
	expect_text(p, "nothing is changed");
	pty_keys(p, ":");
	pty_type(p, "view as");
	expect_text(p, "view as somebody else, and back");
	pty_keys(p, "enter");
	expect_text(p, "you are yourself again");
	expect_text(p, "Anns deal");
	office_quit(p);
	ann = office_begin_as("ann", 80, 24, NULL, "Anns deal");
	pty_keys(ann, "g v");
	expect_text(ann, "ann may not look as somebody else");
	office_quit(ann);
}

static void why_is_told_by_key_and_by_name(void **state)
{
	struct pty *p = office_begin(80, 24, NULL, "Bobs deal"), *ann;

	(void)state;
	pty_keys(p, "/");
	pty_type(p, "Bobs");
	pty_keys(p, "enter");
	expect_no_text(p, "Anns deal");
	pty_keys(p, "W");
	expect_text(p, "why may she or he see this?");
	pty_type(p, "ann");
	pty_keys(p, "enter");
	expect_text(p, "shared with ann");
	pty_keys(p, "esc");
	pty_keys(p, ":");
	pty_type(p, "why seen");
	expect_text(p, "why somebody may see it");
	pty_keys(p, "enter");
	expect_text(p, "why may she or he see this?");
	pty_type(p, "bob");
	pty_keys(p, "enter");
	expect_text(p, "owns it, and change it");
	pty_keys(p, "esc");
	office_quit(p);
	/* who is no administrator is told of herself */
	ann = office_begin_as("ann", 80, 24, NULL, "Anns deal");
	pty_keys(ann, "W");
	expect_text(ann, "it is shared with ann");
	pty_keys(ann, "esc");
	office_quit(ann);
}

static void who_leaves_hands_over_on_the_screen(void **state)
{
	struct pty *p = office_begin(80, 24, NULL, "Anns deal");

	(void)state;
	pty_keys(p, ":");
	pty_type(p, "Users");
	expect_text(p, "Users");
	pty_keys(p, "enter");
	expect_text(p, "bob");
	pty_keys(p, "/");
	pty_type(p, "login = ann");
	pty_keys(p, "enter");
	expect_no_text(p, "bob");
	pty_keys(p, ":");
	pty_type(p, "hand over all");
	expect_text(p, "Hand over all records");
	pty_keys(p, "enter");
	expect_text(p, "What");
	pty_type(p, "bob");
	pty_keys(p, "ctrl-s");
	expect_text(p, "1 record of ann goes to bob");
	pty_keys(p, "l");
	expect_text(p, "Leads: 1");
	pty_keys(p, "esc");
	expect_text(p, "1 record of ann goes to bob");
	pty_keys(p, "y");
	expect_text(p, "handed over");
	pty_keys(p, "u");
	expect_text(p, "1 put back");
	office_quit(p);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, office_teardown)
	const struct CMUnitTest tests[] = {
		T(the_matrix_fits_and_is_set),
		T(a_wide_matrix_says_it_in_full),
		T(a_field_is_hidden_on_the_screen),
		T(as_somebody_else_and_back),
		T(why_is_told_by_key_and_by_name),
		T(who_leaves_hands_over_on_the_screen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
