/* The same one twice, on the screen: similar records, the merge seen before it happens, the groups of all, the warning
 * while typing, conversion, who calls, the quick line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "office.h"

#include <cmocka.h>

static int setup(void **state)
{
	setenv("CRM_NOW", "2026-11-21T09:00:00Z", 1);
	office_setup(state);
	CRM("config", "country", "DE");
	CRM("new", "account", "name=Acme Works");
	CRM("new", "contact", "name=Ada Lovelace", "account=Acme Works", "mobile=0171 2345678");
	CRM("new", "lead", "kind=lead", "name=Fair visit", "company=Acme Works", "email=ada@firm.example", "tags=fair",
		"contact_name=علی رضایی");
	CRM("new", "lead", "kind=opportunity", "name=Server room", "email=ada@firm.example", "revenue=500",
		"phone=0171 2345678");
	CRM("new", "lead", "kind=lead", "name=Brochure", "email=bob@firm.example");
	return 0;
}

static struct pty *leads(int cols, int rows)
{
	struct pty *p = office_begin(cols, rows, NULL, "Server room");

	pty_keys(p, "g l");
	expect_text(p, "Fair visit");
	expect_text(p, "Brochure");
	return p;
}

/* The list is newest first. */
static struct pty *on_fair_visit(int cols, int rows)
{
	struct pty *p = leads(cols, rows);

	pty_keys(p, "G");
	expect_text(p, "▌  Fair visit");
	return p;
}

static void the_form_counts_what_is_like_it(void **state)
{
	struct pty *p = on_fair_visit(120, 40);

	(void)state;
	pty_keys(p, "enter");
	expect_text(p, "Similar 2");
	pty_keys(p, "r s");
	expect_text(p, "similar Leads");
	expect_text(p, "Server room");
	expect_text(p, "Brochure");
	expect_no_text(p, "nothing is like it");
	office_quit(p);
}

static void a_merge_is_seen_before_it_happens(void **state)
{
	struct pty *p = on_fair_visit(80, 24);

	(void)state;
	pty_keys(p, "M");
	expect_text(p, "[x] 2 Fair visit");
	expect_text(p, "[x] 1 Server room");
	expect_text(p, "stays · same e-mail");
	expect_text(p, "[ ] Brochure"); /* only of the same domain */
	expect_text(p, "2 into 1");
	/* the third one in, the last field's value of another: the title is 2's */
	pty_keys(p, "down down space");
	expect_text(p, "[x] 3 Brochure");
	pty_keys(p, "down 2");
	expect_text(p, "Fair visit             from 2");
	pty_keys(p, "ctrl-s");
	expect_text(p, "merged 2 into Fair visit");
	expect_no_text(p, "Brochure");
	pty_keys(p, "u");
	expect_text(p, "Brochure");
	office_quit(p);
}

static void esc_merges_nothing(void **state)
{
	struct pty *p = on_fair_visit(80, 24);

	(void)state;
	pty_keys(p, "M");
	expect_text(p, "2 into 1");
	/* one alone is no merge, and says so */
	pty_keys(p, "space");
	expect_text(p, "merging needs two or more records");
	pty_keys(p, "esc");
	expect_text(p, "▌  Fair visit");
	expect_text(p, "Brochure");
	office_quit(p);
}

static void all_duplicates_in_groups(void **state)
{
	struct pty *p = leads(80, 24);

	(void)state;
	pty_keys(p, ":");
	pty_type(p, "find duplicates");
	pty_keys(p, "enter");
	expect_text(p, "duplicates of Leads");
	expect_text(p, "same e-mail");
	expect_text(p, "[x] Fair visit");
	expect_text(p, "1 group");
	pty_keys(p, "M");
	expect_text(p, "2 into 1");
	pty_keys(p, "M");
	expect_text(p, "nothing stands there twice");
	pty_keys(p, "u");
	expect_text(p, "[x] Fair visit");
	office_quit(p);
}

static void typing_one_that_is_there(void **state)
{
	struct pty *p = leads(80, 24);

	(void)state;
	pty_keys(p, "g c");
	expect_text(p, "Ada Lovelace");
	pty_keys(p, "n");
	expect_text(p, "new Contact");
	pty_type(p, "ada lovelace");
	expect_text(p, "1 similar: Ada Lovelace (");
	office_quit(p);
}

static void converting_says_who_is_found(void **state)
{
	struct pty *p = on_fair_visit(80, 24);

	(void)state;
	pty_keys(p, "w");
	expect_text(p, "Account: Acme Works, there already (same name)");
	expect_text(p, "new"); /* the contact */
	pty_type(p, "create");
	expect_text(p, "Account: Acme Works, new");
	pty_keys(p, "esc");
	pty_settle(p);
	pty_keys(p, "w");
	expect_text(p, "there already");
	pty_keys(p, "ctrl-s");
	expect_text(p, "Fair visit converted");
	expect_no_text(p, "  Fair visit ");
	pty_keys(p, "u");
	expect_text(p, "  Fair visit ");
	office_quit(p);
}

static void who_calls(void **state)
{
	struct pty *p = leads(80, 24);

	(void)state;
	pty_keys(p, "ctrl-f");
	pty_type(p, "+۴۹ ۱۷۱ ۲۳۴۵۶۷۸");
	expect_text(p, "▌Ada Lovelace");
	expect_text(p, "Contact · Acme Works");
	expect_text(p, "Server room");
	expect_text(p, "new lead with");
	pty_keys(p, "esc");
	pty_keys(p, "ctrl-f");
	pty_type(p, "0171 9999999");
	expect_text(p, "▌new lead with 0171 9999999");
	pty_keys(p, "enter");
	expect_text(p, "A call came in");
	expect_text(p, "nobody has this number yet");
	pty_keys(p, "tab tab");
	pty_type(p, "wants a demo");
	pty_keys(p, "ctrl-s");
	expect_text(p, "u undoes");
	expect_text(p, "0171 9999999");
	office_quit(p);
}

static void the_quick_line(void **state)
{
	struct pty *p = leads(80, 24);

	(void)state;
	pty_keys(p, ":");
	pty_type(p, "quick");
	pty_keys(p, "enter");
	expect_text(p, "Quick line");
	pty_type(p, "call 山田商事：20 seats @fri 10:00 €12k #vip");
	expect_text(p, "new Lead: 山田商事");
	expect_text(p, "Call, Fri 27 Nov 2026 10:00");
	expect_text(p, "€12,000");
	expect_text(p, "Tags: vip");
	pty_keys(p, "enter");
	expect_text(p, "noted: 山田商事");
	pty_keys(p, "u");
	expect_text(p, "undid");
	office_quit(p);
}

/* The colour of a tag is that of its name, wherever it stands. */
static void expect_colour(struct pty *p, const char *name, bool coloured)
{
	int x, y = -1, fg = -1;

	for (int i = 0; i < 100 && (y < 0 || (fg != -1) != coloured); i++) {
		pty_pump(p, 30);
		y = pty_find(p, name, &x);
		fg = y < 0 ? -1 : pty_cell(p, x, y).fg;
	}
	if (y < 0 || (fg != -1) != coloured) {
		pty_dump(p);
		fail_msg("%s: %s", name, coloured ? "no colour" : "a colour");
	}
}

static void tags_have_colours(void **state)
{
	struct pty *p;

	(void)state;
	CRM("new", "tag", "name=vipp", "colour=red");
	CRM("new", "tag", "name=plain");
	CRM("new", "lead", "kind=opportunity", "name=Crane", "tags=plain,vipp");
	p = office_begin(160, 30, NULL, "Crane");
	expect_colour(p, "vipp", true);
	pty_keys(p, "V");
	pty_keys(p, "z n");
	expect_text(p, "a column to add");
	pty_type(p, "tags\r");
	expect_text(p, "Tags");
	expect_colour(p, "vipp", true);
	expect_colour(p, "plain", false);
	pty_keys(p, "enter");
	expect_text(p, "Expected closing");
	expect_colour(p, "vipp", true);
	office_quit(p);
}

/* What a conversion made goes with it; the lead has the selection again. */
static void undoing_a_conversion_selects_the_lead(void **state)
{
	struct pty *p = on_fair_visit(100, 24);

	(void)state;
	pty_keys(p, "w");
	expect_text(p, "Acme Works");
	pty_type(p, "\r");
	expect_text(p, "Fair visit converted");
	expect_text(p, "▌  Brochure");
	pty_keys(p, "u");
	expect_text(p, "▌  Fair visit");
	office_quit(p);
}

int main(void)
{
#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, office_teardown)
	const struct CMUnitTest tests[] = { T(the_form_counts_what_is_like_it), T(a_merge_is_seen_before_it_happens),
		T(esc_merges_nothing), T(all_duplicates_in_groups), T(typing_one_that_is_there),
		T(converting_says_who_is_found), T(who_calls), T(the_quick_line),
		T(tags_have_colours), T(undoing_a_conversion_selects_the_lead) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
