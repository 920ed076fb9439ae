/* The form on a terminal: reading, typing, completion, errors at the field, drafts, related records. */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/priv.h"
#include "pty.h"
#include "record/record.h"
#include "record/save.h"
#include "ui/records.h"
#include "unit/record/toy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* ---- the program: one book of a small library, in a file that outlives it ---- */

static char path[64];
static const char *const parts[] = { "", "-wal", "-shm", "-notify" };

static void fill(struct session *s)
{
	TOY(s, "shelf", "name=Novels", "sequence=1", "city=Oslo");
	TOY(s, "shelf", "name=Physics", "sequence=2", "city=Rome");
	TOY(s, "label", "name=old");
	TOY(s, "label", "name=rare");
	TOY(s, "book", "title=Anna", "shelf=Novels", "price=12.50", "due=2026-11-20", "notes=First line");
	TOY(s, "book", "title=شاهنامه", "shelf=Novels", "price=40");
}

static struct session *open_library(void)
{
	struct session_options opt = { .path = path, .login = "ann", .create = true };
	struct session *s = NULL;
	struct err err = ERR_INIT;

	i18n_init();
	date_zone("UTC");
	clock_fix(1795251600);
	if (session_open(&toy_office, &opt, &s, &err) != RC_OK)
		printf("%s\n", err.text);
	return s;
}

struct start {
	int64_t id; /* the book; 0: a new one */
};

static enum rc run(struct ui *ui, const struct start *start, struct err *err)
{
	static const int64_t ids[] = { 1, 2 };
	const struct model *m = session_model(ui->session, "book");
	enum rc rc = records_begin(ui, err);

	if (rc == RC_OK)
		rc = start->id ? form_open(ui, m, start->id, ids, 2, err) : form_new(ui, m, NULL, 0, err);
	return rc == RC_OK ? ui_run(ui, err) : rc;
}

static int program(void *ctx)
{
	struct session *s = open_library();
	struct conf *conf = conf_new();
	struct ui_options opt = { .session = s, .conf = conf };
	struct err err = ERR_INIT;
	struct ui ui;
	void *app;
	enum rc rc = priv_start(&err);

	if (rc == RC_OK)
		rc = ui_open(&ui, &opt, &err);
	if (rc == RC_OK) {
		rc = run(&ui, ctx, &err);
		app = ui.app;
		ui_close(&ui);
		ui.app = app;
		records_end(&ui);
	}
	if (rc && rc != RC_CANCELLED)
		printf("%s\n", err.text);
	conf_free(conf);
	session_close(s);
	fflush(stdout);
	return rc_exit(rc);
}

/* ---- the tests ---- */

static int setup(void **state)
{
	pid_t child;

	(void)state;
	snprintf(path, sizeof path, "/tmp/formXXXXXX");
	close(mkstemp(path));
	unlink(path);
	child = fork(); /* the library is made in a process of its own: the terminal's child is forked later */
	if (child == 0) {
		struct session *s = open_library();

		fill(s);
		session_close(s);
		_exit(0);
	}
	while (waitpid(child, NULL, 0) < 0)
		;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(parts); i++) {
		char file[80];

		snprintf(file, sizeof file, "%s%s", path, parts[i]);
		unlink(file);
	}
	return 0;
}

static struct start first = { 1 }, fresh = { 0 };

static struct pty *begin(struct start *start, int cols, int rows)
{
	struct pty *p = pty_spawn(&(struct pty_options){ .child = program, .ctx = start, .cols = cols, .rows = rows });

	expect_text(p, "Title");
	return p;
}

static void quit(struct pty *p)
{
	pty_keys(p, "Q");
	expect_exit(p);
	assert_true(pty_restored(p));
	pty_free(p);
}

static void reads_and_moves(void **state)
{
	struct pty *p = begin(&first, 80, 24);

	(void)state;
	expect_text(p, "Anna");
	expect_text(p, "[Novels]");
	expect_text(p, "First line");
	expect_text(p, "1 of 2");
	pty_keys(p, "]");
	expect_text(p, "2 of 2");
	expect_text(p, "ﻪﻣﺎﻨﻫﺎﺷ");
	pty_keys(p, "L");
	expect_text(p, "[Physics]");
	pty_keys(p, "u");
	expect_text(p, "[Novels]");
	pty_resize(p, 200, 60);
	expect_text(p, "[Novels]");
	pty_resize(p, 60, 20);
	expect_text(p, "[Novels]");
	quit(p);
}

static void types_and_saves(void **state)
{
	struct pty *p = begin(&first, 80, 24);

	(void)state;
	pty_keys(p, "e");
	pty_type(p, " Karenina");
	expect_text(p, "changed");
	pty_keys(p, "ctrl-s");
	expect_text(p, "Anna Karenina changed");
	pty_keys(p, "u");
	expect_text(p, "undid");
	expect_no_text(p, "Karenina  ");
	quit(p);
}

static void errors_stand_at_the_field(void **state)
{
	struct pty *p = begin(&first, 80, 24);
	int x, y;

	(void)state;
	pty_keys(p, "j j"); /* title, shelf | price, due: downwards */
	pty_keys(p, "e ctrl-u");
	pty_type(p, "12 monkeys");
	pty_keys(p, "ctrl-s");
	expect_text(p, "1 error");
	pty_settle(p);
	y = pty_find(p, "12 monkeys", &x);
	assert_true(y > 0);
	expect_text(p, "not a number");
	pty_keys(p, "e ctrl-u");
	pty_type(p, "1.5k");
	expect_text(p, "1,500"); /* what it means is shown while typing */
	pty_keys(p, "ctrl-s");
	expect_text(p, "changed");
	expect_no_text(p, "1 error");
	quit(p);
}

static void completes_and_creates(void **state)
{
	struct pty *p = begin(&first, 80, 24);

	(void)state;
	pty_keys(p, "e tab ctrl-u");
	pty_type(p, "phy");
	expect_text(p, "> Physics");
	pty_keys(p, "enter ctrl-s");
	expect_text(p, "[Physics]");
	pty_keys(p, "k k k j");
	pty_keys(p, "e ctrl-u");
	pty_type(p, "Cellar");
	expect_text(p, "create \"Cellar\"");
	pty_keys(p, "enter ctrl-s");
	expect_text(p, "[Cellar]");
	pty_keys(p, "u");
	expect_text(p, "[Physics]");
	expect_no_text(p, "[Cellar]");
	quit(p);
}

static void all_choices_with_f4(void **state)
{
	struct pty *p = begin(&first, 80, 24);

	(void)state;
	pty_keys(p, "e tab f4");
	expect_text(p, "> Novels");
	expect_text(p, "Physics");
	pty_keys(p, "down");
	expect_text(p, "> Physics");
	pty_keys(p, "esc");
	expect_no_text(p, "> Physics");
	pty_keys(p, "esc");
	quit(p);
}

static void a_draft_survives_the_window(void **state)
{
	struct pty *p = begin(&first, 80, 24);

	(void)state;
	pty_keys(p, "e");
	pty_type(p, " of the Steppe");
	expect_text(p, "Anna of the Steppe");
	pty_hang_up(p);
	expect_exit(p);
	pty_free(p);
	p = begin(&first, 80, 24);
	expect_text(p, "Anna of the Steppe");
	expect_text(p, "your draft of");
	pty_keys(p, "u");
	expect_no_text(p, "Steppe");
	quit(p);
}

static void a_new_record_is_typed_and_saved(void **state)
{
	struct pty *p = begin(&fresh, 80, 24);

	(void)state;
	pty_type(p, "王小明");
	pty_keys(p, "ctrl-s");
	expect_text(p, "王小明 created");
	quit(p);
}

static void ten_escapes_lose_nothing(void **state)
{
	struct pty *p = begin(&first, 80, 24);

	(void)state;
	pty_keys(p, "e");
	pty_type(p, "!");
	pty_keys(p, "esc esc esc esc esc esc esc esc esc esc");
	pty_free(p);
	p = begin(&first, 80, 24);
	expect_text(p, "Anna!");
	quit(p);
}

/* A panel is a tab of computed lines; the cursor walks them, and Enter opens what a line leads to. */
static void a_panel_is_read_and_leads_on(void **state)
{
	struct pty *p = begin(&first, 80, 24);

	(void)state;
	expect_text(p, "2 Reckoning");
	pty_keys(p, "2");
	expect_text(p, "Pages read for a coin of Anna");
	pty_keys(p, "j enter");
	expect_text(p, "Anna › Novels"); /* the form of the shelf it stands on */
	quit(p);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(reads_and_moves),
		T(types_and_saves),
		T(errors_stand_at_the_field),
		T(completes_and_creates),
		T(all_choices_with_f4),
		T(a_draft_survives_the_window),
		T(a_new_record_is_typed_and_saved),
		T(ten_escapes_lose_nothing),
		T(a_panel_is_read_and_leads_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
