/* The first minute: the box with its guesses, what it starts with, and the line that leads on. */
#include <dirent.h>
#include <stdio.h>
#include <unistd.h>

#include "base/agent.h"
#include "base/i18n.h"
#include "base/priv.h"
#include "pty.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"
#include "sales/sales.h"
#include "ui/first.h"
#include "ui/records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static char dir[64];

/* ---- the program ---- */

static enum rc invent(struct session *s, struct err *err)
{
	const struct model *m = session_model(s, "lead");
	struct change ch[2] = { { .slot = model_slot(m, "name"), .val = value_text("Server room") },
		{ .slot = model_slot(m, "kind"), .val = VALUE_INT(2) } };
	struct step st;
	int64_t id = 0;
	enum rc rc = step_open(s, "invented", &st, err);

	return rc == RC_OK ? step_close(&st, record_save(s, &st, m, &id, ch, 2, NULL, err), err) : rc;
}

static const struct first_start starts[] = { { "my file", NULL, NULL, true },
	{ "an invented one", invent, "inventing", false }, { "nothing", NULL, NULL, false } };
static const struct first_step steps[] = { { "first: arrows look", "left right up down" }, { "second: ? asks", "help" },
	{ "third: u undoes", "undo" } };
static const struct first first = {
	.start = starts, .n_start = COUNT(starts), .on_esc = 1, .step = steps, .n_step = COUNT(steps)
};

static int program(void *ctx)
{
	char path[128];
	struct conf *conf = conf_new();
	struct session_options so = { .path = path, .login = "sara", .create = true, .conf = conf };
	struct session *s = NULL;
	struct agent *agent = NULL;
	struct err err = ERR_INIT;
	int code = 1;

	(void)ctx;
	snprintf(path, sizeof path, "%s/crm.db", dir);
	i18n_init();
	if (priv_start(&err) == RC_OK && agent_start(&agent, &err) == RC_OK) {
		so.agent = agent;
		if (session_open(&sales_office, &so, &s, &err) == RC_OK)
			code = ui_main_first(s, agent, conf, false, &first);
	}
	if (err.rc)
		printf("%s\n", err.text);
	if (s)
		session_close(s);
	agent_stop(agent);
	conf_free(conf);
	return code;
}

static struct pty *start(void)
{
	static const char *const env[] = { "CRM_NOW=2026-11-21T09:00:00Z", "TZ=UTC",
		"LC_ALL=", "LC_MONETARY=", "LANG=de_AT.UTF-8", NULL };

	return pty_spawn(&(struct pty_options){ .child = program, .env = env, .cols = 90 });
}

static void quit(struct pty *p)
{
	pty_keys(p, "Q");
	assert_int_equal(expect_exit(p), 0);
	pty_free(p);
}

static int setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof dir, "/tmp/crm-first-XXXXXX");
	return mkdtemp(dir) ? 0 : -1;
}

static int teardown(void **state)
{
	DIR *d = opendir(dir);
	const struct dirent *e;

	(void)state;
	while (d && (e = readdir(d)))
		unlinkat(dirfd(d), e->d_name, 0);
	if (d)
		closedir(d);
	return rmdir(dir);
}

/* ---- tests ---- */

static void three_enters_are_enough(void **state)
{
	struct pty *p = start();

	(void)state;
	expect_text(p, "a new office");
	expect_text(p, "language de, calendar Gregorian");
	expect_text(p, "Austria");
	pty_keys(p, "enter enter down down enter");
	expect_text(p, "first: arrows look");
	expect_no_text(p, "a new office");
	quit(p);
	p = start(); /* asked once */
	expect_text(p, "first: arrows look");
	expect_no_text(p, "a new office");
	quit(p);
}

static void what_is_typed_is_checked_and_kept(void **state)
{
	struct pty *p = start();

	(void)state;
	expect_text(p, "a new office");
	pty_type(p, "Rahimi Books");
	pty_keys(p, "enter ctrl-u");
	pty_type(p, "Nowhereland");
	pty_keys(p, "enter enter");
	expect_text(p, "no country \"Nowhereland\"");
	pty_keys(p, "ctrl-u");
	pty_type(p, "Irel");
	expect_text(p, "Ireland");
	pty_keys(p, "up up ctrl-u"); /* the currency is above the name */
	pty_type(p, "XQX");
	pty_keys(p, "ctrl-s");
	expect_text(p, "no currency \"XQX\"");
	pty_keys(p, "ctrl-u");
	pty_type(p, "GBP");
	pty_keys(p, "ctrl-s"); /* the first start: a spreadsheet */
	expect_text(p, "spreadsheet of");
	pty_keys(p, "esc");
	expect_text(p, "first: arrows look");
	quit(p);
}

static void esc_invents_and_the_line_leads_on(void **state)
{
	struct pty *p = start();

	(void)state;
	expect_text(p, "Esc: an invented one");
	pty_keys(p, "esc");
	expect_text(p, "Server room");
	expect_text(p, "first: arrows look");
	pty_keys(p, "?");
	expect_text(p, "help: what can be done here");
	pty_keys(p, "esc");
	expect_text(p, "first: arrows look"); /* not in another order */
	pty_keys(p, "down right");
	expect_text(p, "second: ? asks");
	pty_keys(p, "?");
	expect_text(p, "help: what can be done here");
	pty_keys(p, "esc");
	expect_text(p, "third: u undoes");
	pty_keys(p, "u");
	expect_no_text(p, "third: u undoes");
	quit(p);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(three_enters_are_enough),
		TEST(what_is_typed_is_checked_and_kept),
		TEST(esc_invents_and_the_line_leads_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
