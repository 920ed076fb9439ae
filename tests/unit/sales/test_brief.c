/* The brief: who, money, next step, last touches, colleagues, in at most twelve lines. */
#include <stdio.h>

#include "helper.h"

#include "record/panel.h"
#include "record/record.h"
#include "sales/sales.h"

static struct session *s;
static int64_t deal;

static int setup(void **state)
{
	(void)state;
	s = office_new(&sales_office);
	must(s, "account", 0, "name=Pars");
	must(s, "contact", 0, "name=Ali Rezaei\naccount=Pars\nphone=+98 21 8888 7777\njob=CTO");
	for (int i = 0; i < 5; i++)
		must(s, "contact", 0, "name=Colleague\naccount=Pars");
	deal = must(s, "lead", 0, "name=Server room\nkind=opportunity\naccount=Pars\ncontact=Ali Rezaei\nrevenue=22000");
	must(s, "lead", 0, "name=Spares\nkind=opportunity\naccount=Pars\nrevenue=500");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	office_end(s);
	return 0;
}

/* The brief of a record as lines of text, in a static buffer. */
static const char *brief(const char *model, int64_t id, int *n)
{
	static char text[4000];
	const struct model *m = session_model(s, model);
	struct panel_lines lines;
	struct arena a = ARENA_INIT;
	struct record *r;
	size_t len = 0;

	panel_lines_init(&lines);
	assert_int_equal(record_load(s, m, id, &a, &r, NULL), RC_OK);
	assert_string_equal(m->panels[0].name, "brief");
	assert_int_equal(m->panels[0].lines(s, r, &lines, NULL), RC_OK);
	*text = '\0';
	for (int i = 0; i < lines.n; i++)
		len += (size_t)snprintf(text + len, sizeof text - len, "%s\n", lines.line[i].text);
	*n = lines.n;
	panel_lines_free(&lines);
	arena_free(&a);
	return text;
}

static void has(const char *text, const char *part)
{
	if (!strstr(text, part))
		print_error("no \"%s\" in:\n%s", part, text);
	assert_non_null(strstr(text, part));
}

static void of_a_deal(void **state)
{
	(void)state;
	int n;
	for (int i = 0; i < 5; i++)
		must(s, "note", 0, i == 4 ? "record=lead/1\ntext=promised a price by Friday" : "record=lead/1\ntext=talked");
	must(s, "activity", 0, "type=Call\nrecord=lead/1\ndue=2026-01-05");
	const char *text = brief("lead", deal, &n);
	has(text, "Ali Rezaei · CTO · Pars\n");
	has(text, "+98 21 8888 7777");
	has(text, "Server room · New · ");
	has(text, "open money: 2, ");
	has(text, "22,500");
	has(text, "next: Call, Mon 5 Jan 2026");
	has(text, "promised a price by Friday\n");
	assert_true(n <= 12);
}

static void of_a_company_and_a_person(void **state)
{
	(void)state;
	int n;
	must(s, "lead", deal, "stage=Won");
	has(brief("account", 1, &n), "bought so far: 1, ");
	has(brief("account", 1, &n), "no next step\n");
	assert_true(n <= 12);
	has(brief("contact", 1, &n), "Ali Rezaei · CTO\n");
	assert_null(strstr(brief("contact", 1, &n), "also there · Ali Rezaei")); /* not a colleague of oneself */
}

static void what_is_in_the_trash_is_not_told(void **state)
{
	(void)state;
	int n;
	struct step st;
	must(s, "note", 0, "record=lead/1\ntext=a secret");
	assert_int_equal(step_open(s, "x", &st, NULL), RC_OK);
	assert_int_equal(step_close(&st, record_trash(s, &st, session_model(s, "note"), 1, NULL), NULL), RC_OK);
	assert_null(strstr(brief("lead", deal, &n), "secret"));
	has(brief("lead", deal, &n), "nobody has written anything yet");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(of_a_deal, setup, teardown),
		cmocka_unit_test_setup_teardown(of_a_company_and_a_person, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_in_the_trash_is_not_told, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
