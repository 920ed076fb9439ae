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
	bool meddle; /* two seconds later somebody else makes the first book poetry and puts one before it */
};

struct meddler {
	struct session *s;
	int ticks;
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

static void meddle(struct ui *ui, void *ctx)
{
	struct meddler *m = ctx;
	struct err err = ERR_INIT;

	(void)ui;
	if (m->s && ++m->ticks == 2) {
		toy_set(m->s, "book", 1, &err, (const char *const[]){ "kind=poetry", NULL });
		TOY(m->s, "book", "title=Aaa");
	}
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
	struct meddler other = { 0 };
	void *app = NULL;
	enum rc rc;

	if (!start->empty)
		fill_few(s);
	fill_many(s, start->many);
	if (start->meddle)
		other.s = toy_again(s, "ben");
	rc = priv_start(&err);
	if (rc == RC_OK)
		rc = ui_open(&ui, &opt, &err);
	if (rc == RC_OK) {
		rc = records_begin(&ui, &err);
		ui_on_tick(&ui, meddle, &other);
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
	if (other.s)
		session_close(other.s);
	conf_free(conf);
	toy_close(s);
	fflush(stdout);
	return rc_exit(rc);
}

/* ---- what the list hands over to is only named: its own tests open it ---- */

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

/* The row begins so, however many blanks stand between its words. */
static void expect_words(struct pty *p, int row, const char *words)
{
	struct str text = STR_INIT, one = STR_INIT;

	for (int i = 0; i < 60; i++) {
		str_clear(&text);
		str_clear(&one);
		pty_row(p, row, &text);
		for (const char *c = text.s + strspn(text.s, " "); *c; c++)
			if (*c != ' ' || c[1] != ' ')
				str_addc(&one, *c);
		if (str_starts(one.s, words))
			break;
		pty_pump(p, 50);
	}
	if (!str_starts(one.s, words)) {
		pty_dump(p);
		fail_msg("row %d is \"%s\", not \"%s\"", row, one.s, words);
	}
	str_free(&text);
	str_free(&one);
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
	expect_words(p, 2, "▌ Anna");
	pty_keys(p, "S");
	expect_text(p, "Price ▼");
	expect_text(p, "5 of 5"); /* the same record, now the last */
	expect_words(p, 6, "▌ Anna");
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
	expect_words(p, 4, "▌ Chaos");
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
	expect_row(p, 19, "n new  I import"); /* what can be done where there is nothing to open */
	pty_keys(p, "j k G g g enter e d space v * b esc h l z z");
	pty_settle(p);
	expect_text(p, "Nothing here");
	quit(p);
}

/* ---- paging ---- */

static void test_pages(void **state)
{
	static const struct start st = { .many = 3000 };
	struct pty *p = begin(&st, 100, 24);

	(void)state;
	expect_text(p, "1 of 3,005");
	pty_keys(p, "G");
	expect_text(p, "3,005 of 3,005");
	expect_text(p, "紅樓夢");
	pty_keys(p, "k k k");
	expect_text(p, "3,002 of 3,005");
	expect_text(p, "Volume 2998");
	for (int i = 0; i < 30; i++)
		pty_keys(p, "pgup pgup");
	pty_settle(p);
	expect_text(p, "1,862 of 3,005"); /* 60 pages of 19 */
	expect_text(p, "▌  Volume 1858");
	pty_keys(p, "g g");
	expect_text(p, "1 of 3,005");
	for (int i = 0; i < 30; i++)
		pty_keys(p, "pgdn pgdn");
	expect_text(p, "1,141 of 3,005");
	for (int i = 0; i < 60; i++)
		pty_keys(p, "ctrl-u");
	expect_text(p, "1 of 3,005");
	expect_text(p, "Anna");
	quit(p);
}

/* Reading again moves nothing under the cursor, in the middle of much too. */
static void test_reload(void **state)
{
	static const struct start st = { .many = 3000 };
	struct pty *p = begin(&st, 100, 24);
	struct str before = STR_INIT, after = STR_INIT;

	(void)state;
	for (int i = 0; i < 20; i++)
		pty_keys(p, "pgdn pgdn");
	pty_keys(p, "up up up up space down");
	pty_settle(p);
	for (int y = 1; y < 22; y++)
		pty_row(p, y, &before);
	pty_keys(p, "R");
	expect_text(p, "read again");
	pty_settle(p);
	expect_text(p, "1 marked  758 of 3,005");
	for (int y = 1; y < 22; y++)
		pty_row(p, y, &after);
	assert_string_equal(before.s, after.s);
	pty_resize(p, 60, 20);
	pty_settle(p);
	pty_resize(p, 100, 24);
	expect_text(p, "1 marked");
	pty_keys(p, "esc v G"); /* a range over all that lies between */
	expect_text(p, "2248 marked");
	pty_keys(p, "g g");
	expect_text(p, "758 marked");
	pty_keys(p, "v");
	str_free(&before);
	str_free(&after);
	quit(p);
}

/* ---- deeds on rows ---- */

static void test_trash(void **state)
{
	static const struct start st = { 0 };
	struct pty *p = begin(&st, 100, 24);

	(void)state;
	pty_keys(p, "down d");
	expect_text(p, "2 of 4"); /* the one below is selected */
	expect_no_text(p, "900");
	expect_words(p, 3, "▌ Chaos");
	pty_keys(p, "G d");
	expect_text(p, "3 of 3"); /* there is none below: the one above */
	pty_keys(p, "u");
	expect_text(p, "4 of 4");
	expect_text(p, "紅樓夢");
	pty_keys(p, "D");
	expect_row(p, 0, "Books › Books: trash");
	expect_text(p, "Bleak House");
	expect_no_text(p, "Chaos");
	pty_keys(p, "d");
	expect_text(p, "The trash is empty");
	pty_keys(p, "esc");
	expect_text(p, "Bleak House");
	expect_text(p, "of 5");
	quit(p);
}

static void test_marks(void **state)
{
	static const struct start st = { 0 };
	struct pty *p = begin(&st, 100, 24);

	(void)state;
	pty_keys(p, "space down down v down");
	expect_text(p, "3 marked");
	expect_text(p, "✓");
	pty_keys(p, "up");
	expect_text(p, "2 marked");
	pty_keys(p, "v /");
	pty_type(p, "kind = novel");
	pty_keys(p, "enter");
	expect_text(p, "2 marked, 1 hidden");
	pty_keys(p, "esc");
	expect_no_text(p, "hidden");
	pty_keys(p, "#");
	expect_text(p, "€42.50"); /* of the marked */
	pty_keys(p, "esc");
	expect_text(p, "€117.50"); /* of all */
	expect_text(p, "5 in all");
	pty_keys(p, "z n"); /* a column more: the sums stay below theirs */
	pick(p, "double");
	expect_text(p, "€235");
	pty_keys(p, "#");
	expect_no_text(p, "€117.50");
	pty_keys(p, "*");
	expect_text(p, "5 marked");
	pty_keys(p, "d");
	expect_no_text(p, "Anna");
	pty_keys(p, "u");
	expect_text(p, "Anna");
	quit(p);
}

/* ---- typing in cells ---- */

static void test_cell(void **state)
{
	static const struct start st = { 0 };
	struct pty *p = begin(&st, 100, 24);

	(void)state;
	pty_keys(p, "down e");
	pty_keys(p, "ctrl-u");
	pty_type(p, "Bleak Barn");
	pty_keys(p, "enter");
	expect_text(p, "Title set on Bleak House");
	expect_words(p, 3, "▌ Bleak Barn");
	pty_keys(p, "u");
	expect_words(p, 3, "▌ Bleak House");
	pty_keys(p, "l e");
	expect_text(p, "Science"); /* the choices */
	pty_type(p, "\x15poe");
	pty_settle(p);
	pty_keys(p, "enter");
	expect_text(p, "Kind set on");
	expect_words(p, 3, "▌ Bleak House Poetry");
	pty_keys(p, "l l l e");
	pty_type(p, "\x15"
		    "12x");
	pty_keys(p, "enter");
	expect_text(p, "12x"); /* still open, and says what is wrong */
	pty_keys(p, "backspace tab");
	expect_text(p, "Price set on");
	pty_type(p, "\x15"
		    "77\r"); /* Tab went on to the pages */
	expect_text(p, "Pages set on");
	expect_text(p, "€12 ");
	expect_text(p, "77 ");
	pty_keys(p, "l e");
	expect_text(p, "not typed");
	quit(p);
}

static void test_cell_reference(void **state)
{
	static const struct start st = { 0 };
	struct pty *p = begin(&st, 100, 24);

	(void)state;
	pty_keys(p, "l l e");
	pty_type(p, "\x15"
		    "phy");
	expect_text(p, "create 'phy'");
	pty_keys(p, "enter");
	expect_words(p, 2, "▌ Anna Novel Physics");
	pty_keys(p, "e");
	pty_type(p, "\x15"
		    "Poems");
	expect_text(p, "create 'Poems'");
	pty_keys(p, "enter");
	expect_words(p, 2, "▌ Anna Novel Poems");
	pty_keys(p, "u");
	expect_words(p, 2, "▌ Anna Novel Physics");
	pty_keys(p, "e esc esc");
	expect_text(p, "not changed");
	pty_keys(p, "esc");
	expect_text(p, "Q quits");
	quit(p);
}

/* What others do moves nothing under the cursor, loses no half-typed text, and is not overwritten unseen. */
static void test_others(void **state)
{
	static const struct start st = { .meddle = true };
	struct pty *p = begin(&st, 100, 24);

	(void)state;
	pty_keys(p, "l e");
	pty_type(p, "\x15sci");
	expect_words(p, 2, "▌ Anna");
	expect_text(p, "2 of 6");
	expect_text(p, "sci");
	expect_words(p, 2, "▌ Anna");
	pty_keys(p, "enter");
	expect_text(p, "somebody made it \"Poetry\" meanwhile");
	pty_keys(p, "enter");
	expect_text(p, "Kind set on Anna");
	expect_words(p, 2, "▌ Anna Science");
	pty_keys(p, "g g");
	expect_words(p, 2, "▌ Aaa");
	quit(p);
}

/* ---- columns ---- */

static void test_columns(void **state)
{
	static const struct start st = { 0 };
	struct pty *p = begin(&st, 100, 24);
	int x, x2, x3;

	(void)state;
	pty_settle(p);
	pty_find(p, "Kind", &x);
	pty_keys(p, "l z +");
	expect_text(p, "Kind: ");
	pty_settle(p);
	pty_find(p, "Kind", &x2);
	pty_keys(p, "z - z -");
	pty_settle(p);
	pty_find(p, "Kind", &x3);
	assert_int_equal(x2, x - 2); /* the title gives what another takes */
	assert_int_equal(x3, x + 2);
	pty_keys(p, "z l");
	pty_settle(p);
	pty_find(p, "Shelf", &x);
	pty_find(p, "Kind", &x2);
	assert_true(x < x2);
	pty_keys(p, "z h");
	pty_settle(p);
	pty_find(p, "Kind", &x2);
	pty_find(p, "Shelf", &x);
	assert_true(x2 < x);
	pty_keys(p, "z d");
	expect_text(p, "Kind is not shown any more");
	expect_words(p, 1, "Title ▲ Shelf");
	pty_keys(p, "z n");
	pick(p, "shelf.ci");
	expect_text(p, "Shelf › City");
	expect_text(p, "Rome");
	pty_keys(p, "e");
	expect_text(p, "belongs to another record");
	pty_keys(p, "z e");
	pick(p, "due");
	expect_text(p, "Due");
	expect_no_text(p, "Rome");
	quit(p);
}

static void test_chooser(void **state)
{
	static const struct start st = { 0 };
	struct pty *p = begin(&st, 100, 24);

	(void)state;
	pty_keys(p, "C");
	expect_text(p, "columns");
	pty_keys(p, "down down space esc");
	expect_no_text(p, "Shelf");
	expect_row(p, 1, "Title ▲");
	pty_keys(p, "C n");
	pick(p, "shelf.city");
	pty_keys(p, "- - - - enter");
	expect_text(p, "Oslo");
	pty_keys(p, "q C down K"); /* the second goes first */
	pty_keys(p, "enter");
	pty_settle(p);
	pty_pump(p, 2200); /* kept when nothing is typed */
	quit(p);
}

static void test_narrow(void **state)
{
	static const struct start st = { .columns = "title,kind,shelf,owner,price,pages,due,email,phone,state" };
	struct pty *p = begin(&st, 60, 20);

	(void)state;
	expect_text(p, "›");
	assert_int_equal(pty_find(p, "E-mail", NULL), -1);
	pty_keys(p, "l l l l l l l l l");
	expect_text(p, "State");
	expect_text(p, "‹");
	expect_text(p, "Bleak House"); /* the title stays */
	pty_keys(p, "h h h h h h h h h");
	expect_text(p, "Kind");
	expect_cursor(p, 3, 2);
	quit(p);
}

/* ---- groups ---- */

static void test_groups(void **state)
{
	static const struct start st = { .many = 400 };
	struct pty *p = begin(&st, 100, 24);

	(void)state;
	pty_keys(p, "b");
	pick(p, "shelf");
	expect_text(p, "grouped by Shelf");
	expect_text(p, "405 in 3 groups");
	expect_text(p, "▾ Novels  203");
	expect_row(p, 0, "Books");
	pty_keys(p, "z z");
	expect_text(p, "▸ Novels  203");
	expect_text(p, "▾ Physics  201");
	expect_text(p, "Chaos");
	pty_keys(p, "down z z");
	expect_text(p, "▸ Physics  201");
	expect_no_text(p, "Chaos");
	pty_keys(p, "enter"); /* on the heading */
	expect_text(p, "▾ Physics  201");
	pty_keys(p, "G");
	expect_text(p, "Volume 0399");
	pty_keys(p, "g g");
	expect_text(p, "▾ none  1");
	for (int i = 0; i < 12; i++)
		pty_keys(p, "pgdn");
	expect_text(p, "Volume 0399");
	pty_keys(p, "R");
	expect_text(p, "Volume 0399");
	pty_keys(p, "b");
	expect_text(p, "no groups any more");
	expect_text(p, "Volume 0399");
	quit(p);
}

/* ---- other views, and back ---- */

static void test_round(void **state)
{
	static const struct start st = { .many = 300 };
	struct pty *p = begin(&st, 100, 30);

	(void)state;
	pty_keys(p, "pgdn pgdn down l l");
	expect_text(p, "52 of 305");
	pty_keys(p, "enter");
	expect_row(p, 0, "Books › Volume 0048");
	pty_keys(p, "]");
	expect_row(p, 0, "Books › Volume 0049");
	expect_text(p, "53 of 305");
	/* beyond the rows that were read, to what the list shows there; back stands where the reading ended */
	for (int i = 0; i < 70; i++)
		pty_keys(p, "]");
	expect_row(p, 0, "Books › Volume 0119");
	expect_text(p, "123 of 305");
	for (int i = 0; i < 71; i++)
		pty_keys(p, "[");
	expect_row(p, 0, "Books › Volume 0048");
	pty_keys(p, "q");
	expect_text(p, "52 of 305");
	expect_text(p, "▌  Volume 0048");
	pty_keys(p, "end enter ]");
	expect_text(p, "this is the last record of the list");
	pty_keys(p, "q home");
	expect_text(p, "1 of 305");
	pty_keys(p, "/");
	pty_type(p, "price = 48");
	pty_keys(p, "enter");
	expect_text(p, "1 of 3");
	pty_keys(p, "V");
	expect_text(p, "Novels");
	expect_text(p, "price = 48");
	pty_keys(p, "V");
	expect_text(p, "Title ▲");
	expect_text(p, "1 of 3");
	expect_text(p, "▌  Volume 0048");
	quit(p);
}

static void test_new_and_set(void **state)
{
	static const struct start st = { 0 };
	struct pty *p = begin(&st, 100, 24);

	(void)state;
	pty_keys(p, "n");
	pty_settle(p);
	pty_type(p, "Dune");
	pty_keys(p, "ctrl-s");
	expect_text(p, "of 6");
	expect_text(p, "▌  Dune"); /* the new one is selected, where the order puts it */
	pty_keys(p, "space up space E");
	pick(p, "kind");
	pty_keys(p, "down enter"); /* the second of three */
	expect_text(p, "2 marked");
	pty_keys(p, "esc");
	expect_words(p, 4, "▌ Chaos Science");
	expect_words(p, 5, "Dune Science");
	pty_keys(p, "X");
	pty_settle(p);
	expect_text(p, "csv");
	pty_keys(p, "esc I");
	expect_text(p, "import of book");
	pty_keys(p, "f");
	pick(p, "kind");
	pty_type(p, "= science");
	pty_keys(p, "enter");
	expect_row(p, 0, "Books · kind = science");
	expect_text(p, "of 2");
	pty_keys(p, "esc esc esc esc esc esc esc esc esc esc");
	expect_text(p, "Q quits");
	expect_text(p, "of 6");
	quit(p);
}

/* Columns are kept for the person, not for the view. */
static void test_kept(void **state)
{
	static const struct start st = { 0 };
	struct pty *p = begin(&st, 100, 24);

	(void)state;
	pty_keys(p, "l l z d");
	expect_text(p, "Shelf is not shown any more");
	pty_keys(p, "z +");
	pty_pump(p, 2300);
	pty_keys(p, "g l");
	expect_row(p, 0, "Books › Books");
	pty_settle(p);
	expect_row(p, 1, "Title ▲");
	assert_int_equal(pty_find(p, "Shelf", NULL), -1);
	quit(p);
}

/* ---- preview ---- */

static void test_preview(void **state)
{
	static const struct start st = { 0 };
	struct pty *p = begin(&st, 120, 30);
	int x;

	(void)state;
	expect_text(p, "20 Nov 2026"); /* a field that is no column */
	assert_true(pty_find(p, "20 Nov 2026", &x) > 0 && x > 80);
	expect_text(p, "new");
	pty_keys(p, "down");
	expect_no_text(p, "20 Nov 2026");
	pty_keys(p, "tab");
	pty_settle(p);
	pty_cursor(p, &x, &(int){ 0 });
	assert_true(x > 80);
	pty_keys(p, "esc up i");
	pty_settle(p);
	assert_int_equal(pty_find(p, "20 Nov 2026", NULL), -1);
	pty_resize(p, 100, 24);
	pty_settle(p);
	pty_keys(p, "i");
	expect_text(p, "wants 120");
	quit(p);
}

/* ---- what a key costs ---- */

static void measure(const struct start *st, int cols, int rows, const char *keys, const char *name)
{
	struct pty *p = begin(st, cols, rows);
	struct pty_cost cost;

	expect_text(p, "1 of 3,005");
	pty_keys(p, keys);
	pty_keys(p, "down down down down");
	pty_settle(p);
	cost = pty_measure(p, name, "j", "k", 60);
	assert_true(cost.bytes <= 200);
	quit(p);
}

static void test_cost(void **state)
{
	static const struct start st = { .many = 3000 };
	struct pty_cost held;
	struct pty *p;

	(void)state;
	measure(&st, 100, 40, "l", "list 100x40, cursor down and up");
	measure(&st, 120, 40, "i", "list 120x40 without preview, cursor down and up");
	measure(&st, 200, 60, "i", "list 200x60 without preview, cursor down and up");
	p = begin(&st, 200, 60);
	pty_settle(p);
	pty_measure(p, "list 200x60 with preview, cursor down and up", "j", "k", 60);
	pty_measure(p, "list 200x60 with preview, page", "\x04", "\x15", 30);
	pty_measure(p, "list 200x60 with preview, end and top", "G", "\033[H", 30);
	for (int i = 0; i < 70; i++)
		pty_type(p, "j");
	pty_settle(p);
	held = pty_measure(p, "list 200x60 with preview, scroll two lines as one who holds the key", "jj", "jj", 30);
	assert_true(held.bytes < 1000); /* the page anew is 3 KB */
	expect_text(p, "│"); /* let go, the pane is back */
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
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_reload),
		cmocka_unit_test(test_trash),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_cell),
		cmocka_unit_test(test_cell_reference),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_chooser),
		cmocka_unit_test(test_narrow),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_round),
		cmocka_unit_test(test_new_and_set),
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_preview),
		cmocka_unit_test(test_cost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
