/* The whole program on a terminal, with the demo office: places, counts, the box of an action, what is left half typed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/str.h"
#include "pty.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static char folder[64];
static char *db;

static struct pty *crm(const char *const *words)
{
	static const char *const env[] = { "CRM_NOW=2026-11-21T09:00:00Z", "TZ=UTC", NULL };
	const char *argv[8] = { "crm", "--db", db };
	int n = 3;

	for (; words && *words; words++)
		argv[n++] = *words;
	return pty_spawn(&(struct pty_options){ .argv = argv, .cols = 100, .rows = 30, .env = env });
}

static int make_office(void **state)
{
	struct pty *p;
	int code;

	(void)state;
	snprintf(folder, sizeof folder, "/tmp/mainXXXXXX");
	if (!mkdtemp(folder))
		return 1;
	db = xasprintf("%s/crm.db", folder);
	p = crm((const char *const[]){ "init", "--demo", NULL });
	for (int i = 0; i < 60 && pty_find(p, "made the demo office", &(int){ 0 }) < 0; i++)
		pty_pump(p, 250);
	code = expect_exit(p);
	pty_free(p);
	return code;
}

static int drop_office(void **state)
{
	static const char *const suffix[] = { "", "-wal", "-shm", "-notify" };

	(void)state;
	for (size_t i = 0; i < COUNT(suffix); i++) {
		char *path = xasprintf("%s%s", db, suffix[i]);

		unlink(path);
		free(path);
	}
	free(db);
	return rmdir(folder);
}

static void quit(struct pty *p)
{
	pty_keys(p, "Q");
	assert_int_equal(expect_exit(p), 0);
	assert_true(pty_restored(p));
	pty_free(p);
}

static void test_places(void **state)
{
	struct pty *p = crm(NULL);

	(void)state;
	expect_row(p, 0, "Pipeline");
	expect_text(p, "DEMO");
	expect_text(p, "overdue");
	pty_keys(p, "g l");
	expect_text(p, "› Leads");
	pty_keys(p, "q g n");
	expect_text(p, "› Since you left");
	pty_keys(p, "esc g d");
	expect_row(p, 0, "Pipeline");
	pty_keys(p, "ctrl-p");
	pty_type(p, "tags");
	expect_text(p, "go to: Tags");
	pty_keys(p, "esc");
	quit(p);
}

static void test_log(void **state)
{
	struct pty *p = crm(NULL);

	(void)state;
	expect_row(p, 0, "Pipeline");
	pty_keys(p, "right c");
	expect_text(p, "2 No answer");
	pty_keys(p, "2 enter");
	expect_text(p, "No answer, again tomorrow — u undoes");
	pty_keys(p, "down comma");
	expect_text(p, "No answer, again tomorrow — u undoes");
	pty_keys(p, "m");
	expect_text(p, "3 Proposition");
	pty_keys(p, "3");
	expect_text(p, "moved to Proposition — u undoes");
	pty_keys(p, "u");
	expect_text(p, "undid: ");
	expect_text(p, "moved to Proposition");
	pty_keys(p, "w");
	expect_text(p, "won — u undoes");
	pty_keys(p, "g d");
	expect_text(p, "this is Pipeline");
	expect_no_text(p, "won — u undoes");
	pty_keys(p, "1 comma"); /* what needs no answer is repeated too */
	expect_text(p, "won — u undoes");
	pty_keys(p, "u");
	expect_text(p, "put back");
	quit(p);
}

static void test_related(void **state)
{
	struct pty *p = crm(NULL);

	(void)state;
	expect_row(p, 0, "Pipeline");
	pty_keys(p, "right r a");
	expect_row(p, 0, "Pipeline ›");
	pty_keys(p, "esc r t");
	expect_text(p, ": Activities");
	quit(p);
}

/* The window is closed in mid-word: the next start offers what was typed. */
static void test_half_typed(void **state)
{
	struct pty *p = crm(NULL);

	(void)state;
	expect_row(p, 0, "Pipeline");
	pty_keys(p, "right e");
	pty_type(p, "Half a word");
	expect_text(p, "Half a word");
	pty_hang_up(p);
	expect_exit(p);
	pty_free(p);
	p = crm(NULL);
	expect_text(p, "half-typed at 21 Nov 2026 09:00");
	pty_keys(p, "y");
	expect_text(p, "Half a word");
	pty_keys(p, "esc esc");
	pty_free(p);
}

/* Thousands of records go with a bar, in one deed, and come back with one key. */
static void test_demo_goes(void **state)
{
	struct pty *p = crm(NULL);

	(void)state;
	expect_text(p, "DEMO");
	pty_keys(p, "ctrl-p");
	pty_type(p, "remove the demo");
	expect_text(p, "Remove the demo office");
	pty_keys(p, "enter");
	expect_text(p, "Esc stops");
	for (int i = 0; i < 200 && pty_find(p, "the demo office removed", &(int){ 0 }) < 0; i++)
		pty_pump(p, 100);
	expect_text(p, "the demo office removed");
	expect_text(p, "u undoes");
	expect_no_text(p, "DEMO");
	pty_keys(p, "u");
	for (int i = 0; i < 200 && pty_find(p, "DEMO", &(int){ 0 }) < 0; i++)
		pty_pump(p, 100);
	expect_text(p, "DEMO");
	quit(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_places), cmocka_unit_test(test_log),
		cmocka_unit_test(test_related), cmocka_unit_test(test_demo_goes),
		cmocka_unit_test(test_half_typed) };

	return cmocka_run_group_tests(tests, make_office, drop_office);
}
