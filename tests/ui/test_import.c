/* The import screen on a terminal: a path is typed, columns are mapped, the dry run tells what comes, it comes, and is
 * undone. */
#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/agent.h"
#include "base/i18n.h"
#include "base/priv.h"
#include "pty.h"
#include "record/exchange.h"
#include "record/session.h"
#include "sales/sales.h"
#include "ui/records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static char dir[64];

static const char *at(const char *name)
{
	static char path[4][160];
	static int turn;

	turn = (turn + 1) % 4;
	snprintf(path[turn], sizeof path[turn], "%s/%s", dir, name);
	return path[turn];
}

static void put(const char *name, const char *text)
{
	FILE *f = fopen(at(name), "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

/* ---- the program: one empty view, and the import over it ---- */

static void draw_home(struct view *v, struct canvas *c)
{
	struct session *s = v->ui->session;
	char text[64];

	snprintf(text, sizeof text, "home: %d leads, %d tags",
		(int)db_get_int(s->db, -1, "SELECT count(*) FROM lead WHERE trashed_at IS NULL", ""),
		(int)db_get_int(s->db, -1, "SELECT count(*) FROM tag WHERE trashed_at IS NULL", ""));
	canvas_text(c, v->at.x, v->at.y, v->at.w, C_TEXT, text);
}

static unsigned act_home(struct view *v, const struct act *a)
{
	struct err err = ERR_INIT;

	if (a->action->id != ACT_IMPORT)
		return DID_NOT;
	if (import_open(v->ui, session_model(v->ui->session, "lead"), NULL, &err) != RC_OK)
		ui_error(v->ui, &err);
	return DID;
}

static const struct view_ops home_ops = { .name = "home", .contexts = CTXS_LIST, .act = act_home, .draw = draw_home };

static enum rc begin(struct ui_options *opt, struct agent **agent, struct err *err)
{
	struct session_options so = { .login = "sara", .create = true };
	enum rc rc;

	i18n_init();
	sheet_set_known(import_known_header);
	rc = priv_start(err);
	if (rc == RC_OK)
		rc = agent_start(agent, err);
	so.path = at("crm.db");
	so.agent = *agent;
	so.conf = opt->conf;
	opt->agent = *agent;
	return rc == RC_OK ? session_open(&sales_office, &so, &opt->session, err) : rc;
}

static int program(void *ctx)
{
	struct conf *conf = conf_new();
	struct ui_options opt = { .conf = conf };
	struct agent *agent = NULL;
	struct err err = ERR_INIT;
	struct ui ui;
	enum rc rc = begin(&opt, &agent, &err);

	if (rc == RC_OK)
		rc = ui_open(&ui, &opt, &err);
	if (rc == RC_OK) {
		view_push(&ui, &home_ops, NULL, &err);
		if (ctx && import_open(&ui, session_model(opt.session, "lead"), ctx, &err) != RC_OK)
			ui_error(&ui, &err);
		rc = ui_run(&ui, &err);
		ui_close(&ui);
	}
	if (rc != RC_OK)
		printf("%s\n", err.text);
	if (opt.session)
		session_close(opt.session);
	agent_stop(agent);
	conf_free(conf);
	return rc_exit(rc);
}

static struct pty *start(const char *path, int cols, int rows)
{
	static const char *const env[] = { "CRM_NOW=2026-11-21T09:00:00Z", "TZ=UTC", NULL };

	return pty_spawn(
		&(struct pty_options){ .child = program, .ctx = (void *)path, .cols = cols, .rows = rows, .env = env });
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
	snprintf(dir, sizeof dir, "/tmp/crm-import-ui-XXXXXX");
	return mkdtemp(dir) ? 0 : -1;
}

static void remove_all(const char *path)
{
	DIR *d = opendir(path);
	const struct dirent *e;

	while (d && (e = readdir(d)))
		if (!str_eq(e->d_name, ".") && !str_eq(e->d_name, "..")) {
			char *below = xasprintf("%s/%s", path, e->d_name);

			remove_all(below);
			free(below);
		}
	if (d)
		closedir(d);
	remove(path);
}

static int teardown(void **state)
{
	(void)state;
	remove_all(dir);
	return access(dir, F_OK) ? 0 : -1;
}

static const char people[] = "Name,E-mail,Budget,Shoe size,Deadline\n"
			     "Sara Rahimi,sara@a.example,1000,38,03/02/2027\n"
			     "Ali Karimi,nope,2000,44,25/12/2026\n"
			     "John Smith,john@b.example,x1,45,\n";

/* ---- tests ---- */

static void a_file_comes_in_and_is_undone(void **state)
{
	struct pty *p;

	(void)state;
	put("people.csv", people);
	p = start(NULL, 100, 30);
	expect_text(p, "home: 0 leads");
	pty_keys(p, "I");
	expect_text(p, "spreadsheet of");
	pty_type(p, at("peo"));
	expect_text(p, "people.csv");
	pty_keys(p, "enter");
	expect_text(p, "3 rows: 2 new, 0 updated, 0 unchanged, 0 duplicates, 1 rejected (bad_email 1)");
	expect_text(p, "2 delimiter comma");
	expect_text(p, "5 dates day month year");
	expect_text(p, "Import people.csv");
	expect_text(p, "Shoe size");
	expect_text(p, "Wed 3 Feb 2027");
	pty_keys(p, "tab down"); /* the row that is turned away says why */
	expect_text(p, "line 3: rejected: bad_email; E-mail: not an e-mail address: nope");
	pty_keys(p, "tab ctrl-s");
	expect_text(p, "1 row is rejected: people-rejects.csv");
	pty_keys(p, "y");
	expect_text(p, "imported: u undoes");
	expect_text(p, "people-rejects.csv: mended, it imports again");
	assert_int_equal(access(at("people-rejects.csv"), R_OK), 0);
	pty_keys(p, "u");
	expect_text(p, "undone: 2 records put back");
	expect_text(p, "this very file was imported before");
	pty_keys(p, "esc");
	expect_text(p, "home: 0 leads");
	pty_keys(p, "I"); /* lately imported files come first */
	expect_text(p, "lately");
	pty_keys(p, "enter");
	expect_text(p, "3 rows: 2 new");
	pty_keys(p, "ctrl-s n");
	expect_text(p, "imported: u undoes");
	pty_keys(p, "enter");
	expect_text(p, "What came in");
	expect_text(p, "John Smith");
	expect_text(p, "1 of 2");
	pty_keys(p, "esc esc");
	expect_text(p, "home: 2 leads");
	quit(p);
}

static void a_mapping_is_changed(void **state)
{
	struct pty *p;
	int y;

	(void)state;
	put("people.csv", people);
	p = start(at("people.csv"), 100, 30);
	expect_text(p, "1 rejected (bad_email 1)");
	pty_keys(p, "i");
	expect_text(p, "warnings");
	pty_keys(p, "esc down space");
	expect_text(p, "E-mail: left out");
	expect_text(p, "3 rows: 3 new");
	y = pty_find(p, "E-mail", NULL);
	assert_true(y > 0);
	pty_keys(p, "enter"); /* to another field */
	expect_text(p, "keep in notes");
	pty_type(p, "company");
	pty_keys(p, "enter");
	expect_text(p, "by you");
	expect_text(p, "3 rows: 3 new");
	pty_keys(p, "space space");
	expect_text(p, "E-mail: as found out");
	expect_text(p, "bad_email 1");
	pty_keys(p, "d");
	expect_text(p, "d those we have fill their empty fields");
	pty_keys(p, "E");
	expect_text(p, "for every row, FIELD=VALUE");
	pty_type(p, "nonsense=1");
	pty_keys(p, "enter");
	expect_text(p, "no field \"nonsense\"");
	pty_keys(p, "ctrl-u");
	pty_type(p, "city=Tabriz");
	pty_keys(p, "enter");
	expect_text(p, "E every row city=Tabriz");
	pty_keys(p, "end t"); /* the column of dates */
	expect_text(p, "Deadline: dates are day month year");
	pty_keys(p, "t");
	expect_text(p, "1 bad"); /* 25 is no month */
	pty_keys(p, "esc");
	expect_text(p, "home: 0 leads"); /* nothing was written */
	quit(p);
}

static void the_reading_is_changed(void **state)
{
	struct pty *p;

	(void)state;
	put("people.csv", people);
	p = start(at("people.csv"), 100, 30);
	expect_text(p, "2 delimiter comma");
	pty_keys(p, "2");
	expect_text(p, "2 delimiter semicolon");
	pty_keys(p, "2 2 2");
	expect_text(p, "2 delimiter comma");
	pty_keys(p, "4");
	expect_text(p, "header line");
	pty_keys(p, "ctrl-u 0 enter");
	expect_text(p, "4 header line none");
	expect_text(p, "4 rows:");
	pty_keys(p, "4 ctrl-u enter");
	expect_text(p, "4 header line 1");
	pty_keys(p, "5 5");
	expect_text(p, "5 dates month day year");
	expect_text(p, "1 bad");
	pty_keys(p, "1");
	pty_type(p, "1251");
	pty_keys(p, "enter");
	expect_text(p, "1 encoding windows-1251");
	pty_keys(p, "7");
	pty_type(p, "tags");
	pty_keys(p, "enter");
	expect_text(p, "7 rows are Tags");
	pty_keys(p, "ctrl-s");
	expect_text(p, "imported: u undoes");
	pty_keys(p, "esc");
	expect_text(p, "home: 0 leads, 3 tags");
	quit(p);
}

static void folders_are_gone_into(void **state)
{
	struct pty *p;

	(void)state;
	assert_int_equal(mkdir(at("sub"), 0700), 0);
	put("sub/deep.csv", "Name\nSara\n");
	p = start(NULL, 80, 24);
	pty_keys(p, "I");
	pty_type(p, at(""));
	expect_text(p, "sub/");
	pty_type(p, "su");
	pty_keys(p, "enter");
	expect_text(p, "deep.csv");
	pty_keys(p, "enter");
	expect_text(p, "1 row: 1 new");
	pty_keys(p, "esc I");
	pty_type(p, at("nowhere/"));
	expect_text(p, "cannot look into");
	pty_keys(p, "enter esc");
	quit(p);
}

/* 200 columns, headers from right to left, all sizes: nothing crashes, and the selected column is seen. */
static void wide_files_and_small_screens(void **state)
{
	FILE *f;
	struct pty *p;
	int x, y;

	(void)state;
	f = fopen(at("wide.csv"), "w");
	assert_non_null(f);
	for (int row = 0; row < 40; row++)
		for (int i = 0; i < 200; i++)
			fprintf(f,
				row      ? "v%d-%d%s"
				: i == 1 ? "نام%.0d%.0d%s"
					 : "col %d%.0d%s",
				row ? row : i, row ? i : 0, i < 199 ? "," : "\n");
	assert_int_equal(fclose(f), 0);
	p = start(at("wide.csv"), 200, 60);
	expect_text(p, "column 1 of 200");
	pty_keys(p, "end");
	expect_text(p, "column 200 of 200");
	expect_text(p, "v1-199");
	pty_resize(p, 60, 20);
	expect_text(p, "col 199");
	pty_keys(p, "tab down down left left");
	expect_text(p, "column 198 of 200");
	expect_text(p, "v3-197");
	pty_resize(p, 60, 16);
	expect_no_text(p, "becomes"); /* no room for both tables */
	pty_keys(p, "tab");
	expect_text(p, "becomes");
	pty_keys(p, "tab");
	pty_resize(p, 200, 60);
	expect_text(p, "v3-197");
	for (int n = 24; n > 0; n--) {
		pty_resize(p, n * 3, n);
		pty_pump(p, 5);
	}
	pty_resize(p, 80, 24);
	expect_text(p, "col 197");
	/* one of them is found by its header, its field or a cell, with the mouse too */
	pty_type(p, "/");
	expect_text(p, "column 198 of 200");
	pty_type(p, "l 77");
	expect_no_text(p, "col 76");
	pty_keys(p, "enter");
	expect_text(p, "column 78 of 200");
	y = pty_find(p, "/ Column", &x);
	assert_true(y >= 0);
	pty_click(p, x + 2, y);
	pty_type(p, "v2-140");
	expect_text(p, "col 140");
	pty_keys(p, "enter");
	expect_text(p, "column 141 of 200");
	quit(p);
}

static void the_mouse_chooses(void **state)
{
	struct pty *p;
	int x, y;

	(void)state;
	put("people.csv", people);
	p = start(at("people.csv"), 100, 30);
	expect_text(p, "column 1 of 5");
	pty_settle(p);
	y = pty_find(p, "Shoe size", &x);
	pty_click(p, x, y);
	expect_text(p, "column 4 of 5");
	pty_mouse(p, PTY_WHEEL_UP, x, y);
	expect_text(p, "column 1 of 5");
	y = pty_find(p, "2 delimiter", &x);
	pty_click(p, x, y);
	expect_text(p, "2 delimiter semicolon");
	quit(p);
}

/* Work of seconds, where the machine is slow too. */
static void expect_slowly(struct pty *p, const char *text)
{
	for (int i = 0; i < 900 && pty_find(p, text, NULL) < 0; i++)
		pty_pump(p, 100);
	expect_text(p, text);
}

/* The counting of a large file gives way to keys, and a run that is stopped offers to keep or undo what came. */
static void put_large(int rows)
{
	FILE *f = fopen(at("large.csv"), "w");

	assert_non_null(f);
	fputs("Name,E-mail,Company\n", f);
	for (int i = 0; i < rows; i++)
		fprintf(f, "Person %d,p%d@x%d.example,Firm %d\n", i, i, i, i % 500);
	assert_int_equal(fclose(f), 0);
}

static void a_large_file_can_be_stopped(void **state)
{
	struct pty *p;

	(void)state;
	put_large(30000);
	p = start(at("large.csv"), 100, 30);
	expect_slowly(p, "30000 rows: 30000 new");
	pty_keys(p, "ctrl-s");
	expect_text(p, "importing");
	pty_keys(p, "ctrl-c");
	expect_slowly(p, "undo them");
	pty_keys(p, "u");
	expect_slowly(p, "stopped, and undone");
	pty_keys(p, "esc esc");
	expect_text(p, "home: 0 leads");
	quit(p);
}

/* Rows that are records we have: side by side, a key an answer, a capital for all the rest; nothing is written before. */
static void a_person_is_asked_row_by_row(void **state)
{
	struct pty *p;

	(void)state;
	put("first.csv", "Name,E-mail,Budget\nAnna,anna@x.example,10\nBert,bert@x.example,20\nCarl,carl@x.example,30\n");
	put("again.csv", "Name,E-mail,Budget\nAnna,anna@x.example,11\nBert,bert@x.example,22\nCarl,carl@x.example,33\n");
	p = start(at("first.csv"), 100, 30);
	expect_text(p, "3 rows: 3 new");
	pty_keys(p, "ctrl-s");
	expect_text(p, "imported: u undoes");
	pty_keys(p, "esc I");
	expect_text(p, "spreadsheet of");
	pty_type(p, at("again.csv"));
	pty_keys(p, "enter");
	expect_text(p, "3 duplicates");
	pty_keys(p, "d d d d");
	expect_text(p, "d those we have ask me row by row");
	expect_text(p, "3 duplicates (3 to ask about)");
	pty_keys(p, "ctrl-s");
	expect_text(p, "line 2 is Anna");
	expect_text(p, "so for all 3 that are left");
	pty_type(p, "m");
	expect_text(p, "line 3 is Bert");
	pty_type(p, "F");
	expect_text(p, "all is decided: Ctrl-S imports");
	expect_text(p, "3 rows: 0 new, 2 updated, 0 unchanged, 1 duplicate, 0 rejected");
	pty_keys(p, "ctrl-s");
	expect_text(p, "0 new, 2 changed");
	pty_keys(p, "u");
	expect_text(p, "undone: 2 records put back");
	quit(p);
}

/* Names we do not have: listed once, mapped or left out; then the log undoes the import. */
static void names_are_mapped_and_the_log_undoes(void **state)
{
	struct pty *p;

	(void)state;
	put("names.csv", "Name,E-mail,Stage,Campaign,Colour\nAnna,anna@x.example,Fresh,Fair,red\n"
			 "Bert,bert@x.example,New,Fair,blue\n");
	p = start(at("names.csv"), 100, 30);
	expect_text(p, "v new names 2");
	pty_keys(p, "v");
	expect_text(p, "Stage: Fresh");
	expect_text(p, "2 rows, made");
	pty_type(p, "fresh");
	pty_keys(p, "enter");
	expect_text(p, "it is one we have");
	pty_type(p, "m");
	expect_text(p, "Qualified");
	pty_type(p, "Qualified");
	pty_keys(p, "enter");
	expect_text(p, "Qualified (#2)");
	pty_type(p, "fair");
	pty_keys(p, "enter");
	expect_text(p, "leave it out");
	pty_type(p, "l");
	expect_text(p, "2 rows, left out");
	pty_keys(p, "esc G enter"); /* the last column: tags */
	expect_text(p, "make tags of its cells");
	pty_type(p, "make tags");
	pty_keys(p, "enter");
	expect_text(p, "Tags: 2 new: red, blue");
	pty_keys(p, "ctrl-s");
	expect_text(p, "2 new, 0 changed");
	pty_keys(p, "I");
	expect_text(p, "imports: Enter shows what can be done");
	expect_text(p, "finished");
	pty_keys(p, "enter");
	expect_text(p, "how it was read");
	pty_type(p, "u");
	expect_text(p, "kept: changed since");
	pty_keys(p, "esc");
	expect_text(p, "home: 0 leads");
	quit(p);
}

/* Text that was decoded wrongly before it came here is offered for repair, with a key. */
static void garbled_text_is_mended(void **state)
{
	struct pty *p;

	(void)state;
	put("garbled.csv", "Name,E-mail,City\nJ\u00C3\u00BCrgen Gr\u00C3\u00B6n,a@x.example,K\u00C3\u00B6ln\n"
			   "Zo\u00C3\u00AB M\u00C3\u00BCller,b@x.example,Z\u00C3\u00BCrich\n");
	p = start(at("garbled.csv"), 120, 30);
	expect_text(p, "8 garbled text left as it is");
	pty_keys(p, "8");
	expect_text(p, "8 garbled text mended");
	expect_text(p, "K\u00F6ln");
	quit(p);
}

/* A row of units is no row, and a key says otherwise. */
static void units_below_the_header(void **state)
{
	struct pty *p;

	(void)state;
	put("units.csv", "Name,E-mail,Revenue\n,,(EUR)\nAnn Lee,a@x.example,1500\nBo Ek,b@x.example,20\n");
	p = start(at("units.csv"), 120, 30);
	expect_text(p, "9 row below it units");
	expect_text(p, "2 rows");
	pty_keys(p, "9");
	expect_text(p, "9 row below it a row");
	expect_text(p, "3 rows");
	pty_keys(p, "9");
	expect_text(p, "9 row below it units");
	quit(p);
}

/* From the list of imports one that was cut off goes on behind its last row, and is undone as one. */
static void a_stopped_import_goes_on(void **state)
{
	struct pty *p;

	(void)state;
	put_large(40000);
	p = start(at("large.csv"), 100, 30);
	expect_slowly(p, "40000 rows: 40000 new");
	pty_keys(p, "4"); /* what a person said of the file is said when it goes on as well */
	expect_text(p, "header line");
	pty_keys(p, "ctrl-u 0 enter");
	expect_text(p, "4 header line none");
	expect_slowly(p, "40001 rows: 40000 new");
	pty_keys(p, "ctrl-s");
	expect_text(p, "1 row is rejected");
	pty_type(p, "n");
	expect_text(p, "importing");
	pty_keys(p, "ctrl-c");
	expect_slowly(p, "keep the rows that are finished");
	pty_type(p, "k");
	expect_text(p, "what was finished stays");
	pty_type(p, "I");
	expect_text(p, "cut off");
	pty_keys(p, "enter");
	expect_text(p, "go on with it");
	pty_type(p, "g");
	expect_slowly(p, "40001 rows");
	expect_text(p, "4 header line none");
	pty_keys(p, "ctrl-s");
	expect_text(p, "1 row is rejected");
	pty_type(p, "n");
	expect_slowly(p, "u undoes, Enter lists them");
	pty_type(p, "I");
	expect_text(p, "finished");
	expect_no_text(p, "cut off");
	pty_keys(p, "enter");
	expect_text(p, "undo it");
	pty_type(p, "u");
	expect_slowly(p, " 0 kept: changed since");
	expect_text(p, "undone: 40");
	pty_keys(p, "esc esc esc esc");
	expect_text(p, "home: 0 leads");
	quit(p);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_file_comes_in_and_is_undone),
		TEST(a_mapping_is_changed),
		TEST(the_reading_is_changed),
		TEST(folders_are_gone_into),
		TEST(wide_files_and_small_screens),
		TEST(the_mouse_chooses),
		TEST(a_large_file_can_be_stopped),
		TEST(a_stopped_import_goes_on),
		TEST(a_person_is_asked_row_by_row),
		TEST(garbled_text_is_mended),
		TEST(units_below_the_header),
		TEST(names_are_mapped_and_the_log_undoes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
