/* The list on a terminal: every key of it, on a library of toy books. */
#include <stdio.h>

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

/* ---- the program ---- */

struct start {
	int many;            /* books beside the few; a thousand are "Volume 0000" and on */
	const char *columns; /* NULL: those of the type */
	const char *sort;
	bool empty;
};

static void fill_few(struct session *s)
{
	TOY(s, "shelf", "name=Novels", "sequence=1", "city=Oslo");
	TOY(s, "shelf", "name=Physics", "sequence=2", "city=Rome");
	TOY(s, "label", "name=old");
	TOY(s, "label", "name=rare");
	TOY(s, "user", "login=ben", "name=Ben");
	TOY(s, "book", "title=Anna", "shelf=Novels", "price=12.50", "pages=800", "due=2026-11-20");
	TOY(s, "book", "title=Bleak House", "shelf=Novels", "price=20", "pages=900");
	TOY(s, "book", "title=Chaos", "shelf=Physics", "price=30", "pages=350", "kind=science", "owner=ben");
	TOY(s, "book", "title=شاهنامه", "shelf=Novels", "price=40", "pages=1200", "kind=poetry");
	TOY(s, "book", "title=紅樓夢", "price=15", "pages=2500");
}

static void fill_many(struct session *s, int n)
{
	const struct model *m = session_model(s, "book");
	struct err err = ERR_INIT;
	struct step st;
	enum rc rc = step_open(s, "many", &st, &err);

	for (int i = 0; i < n && rc == RC_OK; i++) {
		char title[40];
		struct change ch[3];
		int64_t id = 0;

		snprintf(title, sizeof title, "Volume %04d", i);
		ch[0] = (struct change){ .slot = BOOK_TITLE, .val = value_text(title) };
		ch[1] = (struct change){ .slot = BOOK_PRICE, .val = VALUE_INT(100 * (i % 90)) };
		ch[2] = (struct change){ .slot = BOOK_SHELF, .val = VALUE_INT(1 + i % 2) };
		rc = record_save(s, &st, m, &id, ch, 3, NULL, &err);
	}
	if (step_close(&st, rc, &err) != RC_OK)
		abort();
}

static int program(void *ctx)
{
	const struct start *start = ctx;
	struct session *s = toy_open();
	struct look look = { .model = session_model(s, "book"), .columns = start->columns, .sort = start->sort };
	struct conf *conf = conf_new();
	struct ui_options opt = { .session = s, .conf = conf };
	struct err err = ERR_INIT;
	struct ui ui;
	void *app = NULL;
	enum rc rc;

	if (!start->empty)
		fill_few(s);
	fill_many(s, start->many);
	rc = priv_start(&err);
	if (rc == RC_OK)
		rc = ui_open(&ui, &opt, &err);
	if (rc == RC_OK) {
		rc = records_begin(&ui, &err);
		if (rc == RC_OK)
			rc = list_open(&ui, &look, &err);
		if (rc == RC_OK)
			rc = ui_run(&ui, &err);
		app = ui.app;
		ui_close(&ui);
		ui.app = app;
		records_end(&ui);
	}
	if (rc)
		printf("%s\n", err.text);
	conf_free(conf);
	toy_close(s);
	fflush(stdout);
	return rc_exit(rc);
}

/* ---- the views of others, until they are linked ---- */

__attribute__((weak)) enum rc board_open(struct ui *ui, const struct look *look, struct err *err)
{
	(void)ui;
	return (fail)(err, RC_INVALID, NO_FIELD, "no board of %s", look->model->name);
}

__attribute__((weak)) enum rc board_replace(struct ui *ui, const struct look *look, struct err *err)
{
	return board_open(ui, look, err);
}

__attribute__((weak)) enum rc import_open(struct ui *ui, const struct model *m, const char *path, struct err *err)
{
	(void)ui;
	(void)path;
	return (fail)(err, RC_INVALID, NO_FIELD, "import of %s", m->name);
}

/* ---- helpers ---- */

static struct pty *begin(const struct start *st, int cols, int rows)
{
	struct pty *p =
		pty_spawn(&(struct pty_options){ .child = program, .ctx = (void *)st, .cols = cols, .rows = rows });

	expect_text(p, st->empty ? "Nothing here" : "Bleak House");
	return p;
}

static void quit(struct pty *p)
{
	pty_keys(p, "Q");
	assert_int_equal(expect_exit(p), 0);
	pty_free(p);
}

/* Picks by name in the finder that is open. */
static void pick(struct pty *p, const char *name)
{
	pty_type(p, name);
	pty_settle(p);
	pty_keys(p, "enter");
	pty_settle(p);
}

/* ---- looking ---- */

static void test_look(void **state)
{
	static const struct start st = { 0 };
	struct pty *p = begin(&st, 100, 24);
	int x, y;

	(void)state;
	expect_row(p, 0, "Books");
	expect_text(p, "1 of 5");
	expect_text(p, "Title ▲");
	y = pty_find(p, "Title", &x);
	assert_int_equal(y, 1);
	assert_true(pty_cell(p, x, y).underline);
	expect_cursor(p, 3, 2);
	pty_keys(p, "down");
	expect_text(p, "2 of 5");
	expect_cursor(p, 3, 3);
	assert_true(pty_cell(p, 3, 3).bold);
	assert_false(pty_cell(p, 3, 2).bold);
	pty_keys(p, "j j j j j");
	expect_text(p, "5 of 5");
	quit(p);
}

/* Whatever script a title has, the next column stands in the same cell. */
static void test_scripts(void **state)
{
	static const struct start st = { 0 };
	static const int cols[] = { 60, 80, 120, 200 };

	(void)state;
	for (size_t i = 0; i < COUNT(cols); i++) {
		struct pty *p = begin(&st, cols[i], i ? 24 : 20);
		int x, y, x2, x3;

		pty_settle(p);
		y = pty_find(p, "Kind", &x);
		assert_int_equal(y, 1);
		assert_int_equal(pty_find(p, "Poetry", &x2), 5);
		assert_int_equal(x, x2);
		assert_int_equal(pty_find(p, "紅樓夢", &x3), 6);
		assert_int_equal(x3, 3);
		assert_int_equal(pty_cell(p, x, 6).cp[0], 'N');
		quit(p);
	}
}

static void test_sort(void **state)
{
	static const struct start st = { .sort = "price" };
	struct pty *p = begin(&st, 100, 24);

	(void)state;
	expect_text(p, "Price ▲");
	expect_row(p, 2, "▌  Anna");
	pty_keys(p, "S");
	expect_text(p, "Price ▼");
	expect_text(p, "5 of 5"); /* the same record, now the last */
	expect_row(p, 6, "▌  Anna");
	pty_keys(p, "s");
	pick(p, "pages");
	expect_text(p, "Pages ▲");
	expect_row(p, 2, "Chaos");
	pty_click(p, 5, 1);
	expect_text(p, "Title ▲");
	pty_click(p, 5, 1);
	expect_text(p, "Title ▼");
	quit(p);
}

static void test_filter(void **state)
{
	static const struct start st = { .many = 50 };
	struct pty *p = begin(&st, 100, 24);

	(void)state;
	pty_keys(p, "down down");
	expect_text(p, "3 of 55");
	pty_keys(p, "/");
	pty_type(p, "kind = poetry");
	expect_text(p, "1 of 1"); /* while typing */
	pty_type(p, " and");
	pty_pump(p, 50);
	pty_keys(p, "backspace backspace backspace backspace enter");
	expect_row(p, 0, "Books · kind = poetry");
	expect_no_text(p, "Chaos");
	pty_keys(p, "esc");
	expect_text(p, "3 of 55"); /* back on the record that was selected before */
	expect_row(p, 4, "▌  Chaos");
	pty_keys(p, "/");
	pty_type(p, "kind = nothing");
	pty_keys(p, "enter");
	expect_text(p, "nothing");
	pty_keys(p, "esc");
	expect_text(p, "3 of 55");
	quit(p);
}

static void test_empty(void **state)
{
	static const struct start st = { .empty = true };
	struct pty *p = begin(&st, 60, 20);

	(void)state;
	expect_text(p, "n makes one");
	pty_keys(p, "j k G g g enter e d space v * b esc h l z z");
	pty_settle(p);
	expect_text(p, "Nothing here");
	quit(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_look),
		cmocka_unit_test(test_scripts),
		cmocka_unit_test(test_sort),
		cmocka_unit_test(test_filter),
		cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
