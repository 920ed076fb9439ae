/* The board of toy books on a real pseudo-terminal: shelves are its columns. */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/priv.h"
#include "pty.h"
#include "record/save.h"
#include "ui/records.h"
#include "unit/record/toy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* What a child's board is made of and how it is looked at. */
struct scene {
	int books;        /* more in the first shelf */
	const char *sort; /* NULL: the model's */
	const char *by;   /* NULL: the shelf */
	bool bare;        /* no record at all */
};

/* The toy's book, with the parts of a card that it lacks. */
static struct model book;
static const struct model *models[16];
static struct office office;

static void dress(void)
{
	office = toy_office;
	for (int i = 0; i < office.n; i++) {
		models[i] = toy_office.models[i];
		if (strcmp(models[i]->name, "book") != 0)
			continue;
		book = *models[i];
		book.subtitle = BOOK_EXTERNAL;
		book.stars = BOOK_PAGES;
		book.mark_text = BOOK_URL;
		book.empty = "No books yet: n writes one.";
		models[i] = &book;
	}
	office.models = models;
}

static void fill(struct session *s, const struct scene *sc)
{

	TOY(s, "label", "name=blue");
	TOY(s, "label", "name=red");
	TOY(s, "shelf", "name=Novels", "sequence=1");
	TOY(s, "shelf", "name=Poems", "sequence=2");
	TOY(s, "shelf", "name=Atlases", "sequence=3");
	TOY(s, "shelf", "name=Far away", "sequence=4", "folded=yes");
	TOY(s, "book", "title=Anna", "shelf=Novels", "price=4200", "pages=3", "external_id=Tolstoy", "due=2026-11-18");
	TOY(s, "book", "title=شرکت پارس", "shelf=Novels", "price=22000", "external_id=علی رضایی", "due=2026-11-21");
	TOY(s, "book", "title=Website redesign", "shelf=Novels", "pages=1", "external_id=王小明", "due=2026-12-01",
		"url=https://example.org");
	TOY(s, "book", "title=株式会社サンプル", "shelf=Poems", "external_id=Nordwind", "labels=blue,red");
	TOY(s, "book", "title=Zebra", "shelf=Poems");
	if (sc->books)
		db_run(s->db, NULL,
			"INSERT INTO book(version, active, created_at, title, kind, shelf, price, rank, pages) "
			"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) "
			"SELECT 1, 1, 0, printf('Book %06d', i), 1, 1 + i % ?2, 100, i, 0 FROM n",
			"ii", (int64_t)sc->books, (int64_t)1);
}

static int run_board(void *ctx)
{
	const struct scene *sc = ctx;
	struct session_options so = { .login = "ann", .create = true };
	struct conf *conf = conf_new();
	struct ui_options opt = { .conf = conf };
	struct look look = { .sort = sc->sort, .by = sc->by };
	char folder[] = "/tmp/boardXXXXXX";
	struct err err = ERR_INIT;
	struct session *s = NULL;
	struct ui ui;
	void *app;
	char *path;
	enum rc rc;

	i18n_init();
	date_zone("UTC");
	clock_fix(1795251600); /* 2026-11-21T09:00:00Z */
	dress();
	rc = mkdtemp(folder) ? priv_start(&err) : RC_IO;
	path = xasprintf("%s/toy.db", folder);
	so.path = path;
	so.conf = opt.conf;
	if (rc == RC_OK)
		rc = session_open(&office, &so, &s, &err);
	if (rc == RC_OK) {
		if (!sc->bare)
			fill(s, sc);
		opt.session = s;
		rc = ui_open(&ui, &opt, &err);
	}
	if (rc == RC_OK) {
		rc = records_begin(&ui, &err);
		look.model = session_model(s, "book");
		if (rc == RC_OK)
			rc = board_open(&ui, &look, &err);
		if (rc == RC_OK)
			rc = ui_run(&ui, &err);
		app = ui.app;
		ui_close(&ui); /* views may still ask while they close */
		ui.app = app;
		records_end(&ui);
	}
	printf("bye %d %s\n", (int)rc, err.text);
	fflush(stdout);
	session_close(s);
	conf_free(conf);
	free(path);
	return rc == RC_CANCELLED ? 0 : rc_exit(rc);
}

static struct pty *show(const struct scene *sc, int cols, int rows)
{
	return pty_spawn(&(struct pty_options){ .child = run_board, .ctx = (void *)sc, .cols = cols, .rows = rows });
}

static const struct scene usual = { .books = 0 };

static struct pty *start(const struct scene *sc)
{
	struct pty *p = show(sc, 80, 24);

	expect_text(p, "Novels");
	expect_text(p, "Anna");
	return p;
}

static void quit(struct pty *p)
{
	pty_keys(p, "Q");
	assert_int_equal(expect_exit(p), 0);
	pty_free(p);
}

/* The column of a text on the screen; it is there. */
static int column_of(struct pty *p, const char *text)
{
	int x;

	expect_text(p, text);
	pty_find(p, text, &x);
	return x;
}

static void expect_bold(struct pty *p, const char *text)
{
	int x, y;

	expect_text(p, text);
	pty_settle(p);
	y = pty_find(p, text, &x);
	if (y < 0 || !pty_cell(p, x, y).bold) {
		pty_dump(p);
		fail_msg("not selected: %s", text);
	}
}

/* A column of the screen that is a line in the second row: from there to the cards' last row it is whole. */
static bool line_stands(struct pty *p, int x)
{
	for (int y = 1; y < pty_rows(p) - 2; y++)
		if (pty_cell(p, x, y).cp[0] != 0x2502)
			return false;
	return true;
}

static bool borders_stand(struct pty *p)
{
	int lines = 0;

	for (int x = 0; x < pty_cols(p); x++)
		if (pty_cell(p, x, 1).cp[0] == 0x2502) {
			if (!line_stands(p, x))
				return false;
			lines++;
		}
	return lines >= 1;
}

/* From the second row down the lines between columns stand below each other, or come to do so. */
static void check_borders(struct pty *p)
{
	for (int tries = 0; tries < 200 && !borders_stand(p); tries++)
		pty_pump(p, 50);
	if (!borders_stand(p)) {
		pty_dump(p);
		fail_msg("%s", "a line between columns is broken, or there is none");
	}
}

static void test_show(void **state)
{
	struct pty *p = start(&usual);

	(void)state;
	expect_text(p, "Novels 3");
	expect_text(p, "€26k");
	expect_text(p, "1-3/3");
	expect_text(p, "★★★");
	expect_text(p, "Tolstoy");
	expect_text(p, "! Late");
	expect_text(p, "AN");
	expect_text(p, "株式会社サンプル");
	expect_text(p, "━━━");
	expect_bold(p, "Anna");
	expect_cursor(p, 0, 3);
	check_borders(p);
	quit(p);
}

static void test_move(void **state)
{
	struct pty *p = start(&usual);
	int poems = column_of(p, "Poems");

	(void)state;
	pty_keys(p, "L");
	expect_text(p, "moved to Poems — u undoes");
	expect_text(p, "Novels 2");
	expect_text(p, "Poems 3");
	expect_bold(p, "Anna");
	assert_true(column_of(p, "Anna") >= poems - 1);
	pty_keys(p, "u");
	expect_text(p, "Novels 3");
	expect_bold(p, "Anna");
	assert_true(column_of(p, "Anna") < poems);
	pty_keys(p, "H");
	expect_text(p, "no column on that side");
	quit(p);
}

static void test_marks(void **state)
{
	struct pty *p = start(&usual);

	(void)state;
	pty_keys(p, "v down");
	expect_text(p, "2 marked");
	pty_keys(p, "v L");
	expect_text(p, "2 moved to Poems — u undoes");
	expect_text(p, "Poems 4");
	pty_keys(p, "esc");
	expect_text(p, "nothing is marked");
	quit(p);
}

static void test_drag(void **state)
{
	struct pty *p = start(&usual);
	int y, x, to;

	(void)state;
	expect_text(p, "Website");
	y = pty_find(p, "Website", &x);
	to = column_of(p, "Atlases");
	pty_mouse(p, PTY_PRESS, x, y);
	pty_mouse(p, PTY_DRAG, to, y - 2);
	for (int i = 0; i < 100 && !pty_cell(p, to, 1).reverse; i++)
		pty_pump(p, 50);
	assert_true(pty_cell(p, to, 1).reverse);
	pty_mouse(p, PTY_RELEASE, to, y - 2);
	expect_text(p, "moved to Atlases — u undoes");
	expect_text(p, "Atlases 1");
	expect_bold(p, "Website");
	pty_keys(p, "ctrl-z");
	expect_text(p, "Novels 3");
	quit(p);
}

static void test_mouse(void **state)
{
	static const struct scene many = { .books = 40 };
	struct pty *p = show(&many, 80, 24);
	int x, y;

	(void)state;
	expect_text(p, "Zebra");
	y = pty_find(p, "Zebra", &x);
	pty_click(p, x, y);
	expect_bold(p, "Zebra");
	expect_text(p, "Book 000003");
	y = pty_find(p, "Book 000003", &x);
	for (int i = 0; i < 3; i++)
		pty_mouse(p, PTY_WHEEL_DOWN, x, y);
	expect_text(p, "4-8/43");
	expect_bold(p, "Zebra");
	expect_text(p, "Book 000005");
	y = pty_find(p, "Book 000005", &x);
	pty_click(p, x, y);
	expect_bold(p, "Book 000005");
	pty_keys(p, "s");
	expect_text(p, "sort by");
	pty_type(p, "title");
	pty_keys(p, "enter");
	expect_text(p, "sorted by Title");
	expect_bold(p, "Book 000005");
	pty_keys(p, "S");
	expect_text(p, "sorted by");
	expect_bold(p, "Book 000005");
	expect_text(p, "Book 000005");
	y = pty_find(p, "Book 000005", &x);
	pty_click(p, x, y);
	pty_click(p, x, y);
	expect_text(p, "Books › ");
	quit(p);
}

static void test_columns(void **state)
{
	struct pty *p = start(&usual);

	(void)state;
	pty_keys(p, "z z");
	expect_no_text(p, "Tolstoy");
	pty_keys(p, "z z");
	expect_text(p, "Tolstoy");
	pty_keys(p, "z n");
	pty_type(p, "Maps");
	pty_keys(p, "enter");
	expect_text(p, "column Maps added — u undoes");
	expect_text(p, "Maps 0");
	assert_true(column_of(p, "Maps") < column_of(p, "Poems"));
	pty_keys(p, "z e ctrl-u");
	pty_type(p, "Globes");
	pty_keys(p, "enter");
	expect_text(p, "renamed to Globes — u undoes");
	expect_text(p, "Globes 0");
	pty_keys(p, "z l");
	expect_text(p, "column Globes moved — u undoes");
	assert_true(column_of(p, "Globes") > column_of(p, "Poems"));
	pty_keys(p, "z d");
	expect_text(p, "column Globes deleted — u undoes");
	expect_no_text(p, "Globes 0");
	pty_keys(p, "u u u u");
	expect_no_text(p, "Maps");
	expect_text(p, "Novels 3");
	pty_keys(p, "z + z +");
	expect_text(p, "‹1 Poems 2");
	pty_keys(p, "z - z - z -");
	expect_text(p, "columns are as narrow as they can be");
	quit(p);
}

static void test_delete_full(void **state)
{
	struct pty *p = start(&usual);

	(void)state;
	pty_keys(p, "z d");
	expect_text(p, "3 cards of Novels go to");
	pty_keys(p, "1");
	expect_text(p, "column Novels deleted, 3 moved to Poems — u undoes");
	expect_text(p, "Poems 5");
	expect_no_text(p, "Novels 3");
	pty_keys(p, "u");
	expect_text(p, "Novels 3");
	expect_text(p, "Poems 2");
	quit(p);
}

static void test_filter(void **state)
{
	struct pty *p = start(&usual);

	(void)state;
	pty_keys(p, "down /");
	pty_type(p, "tit");
	pty_type(p, "le ~ zeb");
	expect_no_text(p, "Tolstoy");
	expect_text(p, "Zebra");
	expect_text(p, "1 shown");
	pty_keys(p, "ctrl-u");
	pty_type(p, "shelf = ");
	expect_text(p, "expected");
	pty_keys(p, "enter");
	expect_text(p, "expected");
	pty_keys(p, "ctrl-u");
	pty_type(p, "price > 10");
	pty_keys(p, "enter");
	expect_text(p, "Books · price > 10");
	expect_text(p, "Anna");
	pty_keys(p, "up esc");
	expect_text(p, "filter taken away");
	expect_bold(p, "Website");
	quit(p);
}

static void test_quick(void **state)
{
	struct pty *p = start(&usual);

	(void)state;
	pty_keys(p, "l n");
	expect_text(p, "Title");
	pty_type(p, "Fresh one");
	pty_keys(p, "ctrl-s");
	expect_text(p, "Poems 3");
	expect_bold(p, "Fresh one");
	quit(p);
}

static void test_trash(void **state)
{
	struct pty *p = start(&usual);

	(void)state;
	pty_keys(p, "down d");
	expect_text(p, "Website redesign to the trash");
	expect_text(p, "Novels 2");
	expect_bold(p, "ﺱﺭﺎﭘ");
	pty_keys(p, "down d");
	expect_bold(p, "Anna");
	pty_keys(p, "u u");
	expect_text(p, "Novels 3");
	expect_bold(p, "Website");
	quit(p);
}

static void test_order(void **state)
{
	static const struct scene by_hand = { .sort = "rank" };
	struct pty *p = start(&by_hand);
	int anna, website, x;

	(void)state;
	pty_keys(p, "J");
	expect_text(p, "moved down — u undoes");
	pty_keys(p, "J");
	pty_settle(p);
	anna = pty_find(p, "Anna", &x);
	website = pty_find(p, "Website", &x);
	assert_true(anna > website);
	expect_bold(p, "Anna");
	pty_keys(p, "K K");
	pty_settle(p);
	assert_true(pty_find(p, "Anna", &x) < pty_find(p, "Website", &x));
	quit(p);
}

static void test_long(void **state)
{
	static const struct scene many = { .books = 3000 };
	struct pty *p = show(&many, 80, 24);

	(void)state;
	expect_text(p, "/3003");
	for (int i = 0; i < 40; i++)
		pty_keys(p, "pgdn");
	expect_text(p, "-1");
	pty_keys(p, "G");
	expect_text(p, "2999-3003/3003");
	pty_keys(p, "up up up up up up up up");
	expect_text(p, "2995-2999/3003");
	pty_keys(p, "L");
	expect_text(p, "Poems 3");
	pty_keys(p, "H");
	expect_text(p, "/3003");
	expect_text(p, "2995");
	pty_keys(p, "g g");
	expect_text(p, "1-5/3003");
	quit(p);
}

static void test_sizes(void **state)
{
	static const int size[][2] = { { 60, 20 }, { 80, 24 }, { 120, 40 }, { 200, 60 }, { 60, 20 } };
	struct pty *p = start(&usual);

	(void)state;
	pty_keys(p, "down");
	for (size_t i = 0; i < COUNT(size); i++) {
		pty_resize(p, size[i][0], size[i][1]);
		pty_settle(p);
		expect_text(p, "Novels 3");
		check_borders(p);
	}
	expect_text(p, "›2");
	pty_keys(p, "l l l");
	expect_text(p, "Far");
	expect_text(p, "‹1 Poems 2");
	quit(p);
}

static void test_by(void **state)
{
	static const struct scene kinds = { .by = "kind" };
	struct pty *p = show(&kinds, 80, 24);

	(void)state;
	expect_text(p, "Novel 5");
	expect_text(p, "Science 0");
	pty_keys(p, "L");
	expect_text(p, "moved to Science — u undoes");
	expect_text(p, "Science 1");
	expect_bold(p, "Anna");
	pty_keys(p, "b");
	expect_text(p, "columns by");
	pty_type(p, "owner");
	pty_keys(p, "enter");
	expect_text(p, "ann 5");
	expect_bold(p, "Anna");
	quit(p);
}

static void test_empty(void **state)
{
	static const struct scene bare = { .bare = true, .by = "kind" };
	struct pty *p = show(&bare, 80, 24);

	(void)state;
	expect_text(p, "No books yet: n writes one.");
	expect_row(p, 23, "n new  I import");
	quit(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_show),
		cmocka_unit_test(test_move),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_drag),
		cmocka_unit_test(test_mouse),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_delete_full),
		cmocka_unit_test(test_filter),
		cmocka_unit_test(test_quick),
		cmocka_unit_test(test_trash),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_by),
		cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
