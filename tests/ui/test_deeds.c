/* Deeds on a terminal: a small list of books, on which everything that means the same everywhere is done by its key. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/priv.h"
#include "pty.h"
#include "record/query.h"
#include "record/record.h"
#include "ui/records.h"
#include "ui/widget.h"
#include "unit/record/toy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

/* ---- the list ---- */

struct books {
	struct page page;
	struct pick pick;
	int64_t at;
	struct marks marks;
	struct session *other; /* somebody else at work */
};

static int64_t selected(const struct books *b)
{
	return b->pick.sel < b->page.n ? b->page.row[b->pick.sel].id : 0;
}

static enum rc load(struct view *v, struct err *err)
{
	struct books *b = v->data;
	struct session *s = v->ui->session;
	const struct model *m = session_model(s, "book");
	struct arena a = ARENA_INIT;
	struct query q = { .model = m, .limit = 50 };
	int64_t want = record_wanted(v->ui, m), keep = want ? want : selected(b);
	enum rc rc = query_columns(s, &q, "title,shelf,owner,labels,lent,kind", &a, err);

	page_free(&b->page);
	if (rc == RC_OK)
		rc = query_sort(s, &q, "title", err);
	if (rc == RC_OK)
		rc = query_run(s, &q, &b->page, err);
	for (int i = 0; i < b->page.n; i++)
		if (b->page.row[i].id == keep)
			b->pick.sel = i;
	pick_clamp(&b->pick, b->page.n, 40);
	arena_free(&a);
	return rc;
}

static void draw(struct view *v, struct canvas *c)
{
	struct books *b = v->data;
	const struct model *m = session_model(v->ui->session, "book");
	static const int slot[] = { BOOK_TITLE, BOOK_SHELF, BOOK_OWNER, BOOK_LABELS, BOOK_LENT, BOOK_KIND };

	for (int i = 0; i < b->page.n; i++) {
		const struct row *r = &b->page.row[i];
		unsigned role = i == b->pick.sel ? C_SELECTED : C_TEXT;

		if (record_touched(v->ui, REF_MAKE(m->no, r->id)))
			canvas_put(c, v->at.x, v->at.y + i, 1, C_CHANGED, "~");
		else if (marks_has(&b->marks, r->id))
			canvas_put(c, v->at.x, v->at.y + i, 1, C_MARK, "x");
		for (size_t k = 0; k < COUNT(slot); k++)
			value_draw(c, v->ui->session, m, slot[k], &r->val[k], r->titles ? r->titles[k] : NULL,
				v->at.x + 2 + 12 * (int)k, v->at.y + i, 11, role);
	}
	canvas_cursor(c, v->at.x, v->at.y + b->pick.sel);
}

static struct chosen chosen(struct view *v, int64_t *one)
{
	struct books *b = v->data;
	struct chosen c = { .model = session_model(v->ui->session, "book"), .id = b->marks.id, .n = b->marks.n };

	if (!c.n) {
		*one = selected(b);
		c.id = one;
		c.n = *one != 0;
	}
	return c;
}

static unsigned act(struct view *v, const struct act *a)
{
	struct books *b = v->data;
	int64_t one;
	struct chosen c = chosen(v, &one);
	struct err err = ERR_INIT;
	unsigned did = pick_act(&b->pick, a, b->page.n, 40);

	if (did != DID_NOT)
		return did;
	switch (a->action->id) {
	case ACT_MARK: marks_toggle(&b->marks, selected(b)); return DID;
	case ACT_BACK: marks_clear(&b->marks); return DID;
	case ACT_NEW: return quick_open(v->ui, c.model, NULL, 0, &err) == RC_OK ? DID : DID_NOTHING;
	case ACT_TOTALS: /* meanwhile somebody else ... */
		toy_set(b->other, "book", selected(b), &err, (const char *const[]){ "kind=science", NULL });
		return DID;
	default: return deed_act(v->ui, &c, a);
	}
}

static bool can(struct view *v, const struct act *a)
{
	int64_t one;
	struct chosen c = chosen(v, &one);

	return deed_can(v->ui, &c, a);
}

static void close_books(struct view *v)
{
	struct books *b = v->data;

	page_free(&b->page);
	marks_free(&b->marks);
	free(b);
}

static void title(const struct view *v, struct str *out)
{
	(void)v;
	str_add(out, "Books");
}

static const char *hints(const struct view *v)
{
	(void)v;
	return "lend set:owner trash help";
}

static const struct view_ops books_ops = { .name = "books",
	.contexts = CTXS_LIST,
	.load = load,
	.close = close_books,
	.act = act,
	.can = can,
	.draw = draw,
	.title = title,
	.hints = hints };

/* ---- the views of others, as far as deeds open them ---- */

static void draw_look(struct view *v, struct canvas *c)
{
	canvas_put(c, v->at.x, v->at.y, -1, C_TEXT, v->data);
}

static void close_look(struct view *v)
{
	free(v->data);
}

static const struct view_ops look_ops = {
	.name = "look", .contexts = CTXS_LIST, .draw = draw_look, .close = close_look
};

__attribute__((weak)) enum rc list_open(struct ui *ui, const struct look *look, struct err *err)
{
	return view_push(ui, &look_ops,
		xasprintf("list of %s where %s", look->model->name, look->criteria ? look->criteria : ""), err);
}

__attribute__((weak)) enum rc board_open(struct ui *ui, const struct look *look, struct err *err)
{
	return list_open(ui, look, err);
}

__attribute__((weak)) enum rc import_open(struct ui *ui, const struct model *m, const char *path, struct err *err)
{
	(void)path;
	return view_push(ui, &look_ops, xasprintf("import of %s", m->name), err);
}

/* ---- the program ---- */

static void fill(struct session *s)
{
	TOY(s, "user", "login=ben", "name=Ben");
	TOY(s, "shelf", "name=Novels", "sequence=1");
	TOY(s, "shelf", "name=Physics", "sequence=2");
	TOY(s, "label", "name=old");
	TOY(s, "label", "name=rare");
	TOY(s, "book", "title=Anna", "shelf=Novels", "phone=+44 20 7946 0958", "labels=old");
	TOY(s, "book", "title=Bleak", "shelf=Novels", "labels=old");
	TOY(s, "book", "title=Chaos", "shelf=Physics");
}

static int program(void *ctx)
{
	struct session *s = toy_open();
	struct books *b = xcalloc(1, sizeof *b);
	struct conf *conf = conf_new();
	struct ui_options opt = { .session = s, .conf = conf };
	struct err err = ERR_INIT;
	struct ui ui;
	enum rc rc;

	(void)ctx;
	fill(s);
	b->other = toy_again(s, "ben");
	rc = priv_start(&err);
	if (rc == RC_OK)
		rc = ui_open(&ui, &opt, &err);
	if (rc == RC_OK)
		rc = records_begin(&ui, &err);
	if (rc == RC_OK) {
		struct session *other = b->other;
		void *app;

		rc = view_push(&ui, &books_ops, b, &err);
		if (rc == RC_OK)
			rc = ui_run(&ui, &err);
		app = ui.app;
		ui_close(&ui);
		ui.app = app;
		records_end(&ui);
		session_close(other);
	}
	if (rc)
		printf("%s\n", err.text);
	conf_free(conf);
	toy_close(s);
	fflush(stdout);
	return rc_exit(rc);
}

static struct pty *start(void)
{
	struct pty *p = pty_spawn(&(struct pty_options){ .child = program, .cols = 100, .rows = 30 });

	expect_text(p, "Chaos");
	return p;
}

static void quit(struct pty *p)
{
	pty_keys(p, "Q");
	assert_int_equal(expect_exit(p), 0);
	assert_true(pty_restored(p));
	pty_free(p);
}

static void expect_book(struct pty *p, const char *name, const char *has)
{
	struct str row = STR_INIT;
	int y = -1;

	for (int tries = 0; tries < 60; tries++) {
		int x;

		pty_pump(p, 50);
		y = pty_find(p, name, &x);
		str_clear(&row);
		if (y >= 0)
			pty_row(p, y, &row);
		if (strstr(row.s, has))
			break;
	}
	if (!strstr(row.s, has)) {
		pty_dump(p);
		fail_msg("\"%s\" has no \"%s\"", row.s, has);
	}
	str_free(&row);
}

static void test_action(void **state)
{
	struct pty *p = start();

	(void)state;
	expect_text(p, "w Lend");
	pty_keys(p, "w");
	expect_text(p, "Lend: Anna");
	pty_keys(p, "n o n s e enter");
	expect_text(p, "Until"); /* it stays open, and says why */
	pty_keys(p, "ctrl-u 7"); /* a bare number is so many days */
	expect_text(p, "28 Nov");
	pty_keys(p, "enter");
	expect_text(p, "1 lent — u undoes");
	expect_book(p, "Anna", "yes");
	expect_no_text(p, "w Lend"); /* it is lent already: the key is not offered */
	pty_keys(p, "down");
	expect_text(p, "w Lend");
	pty_keys(p, "comma"); /* the same again, here */
	expect_book(p, "Bleak", "yes");
	pty_keys(p, "u");
	expect_text(p, "undid: 1 lent (1 put back)");
	expect_book(p, "Bleak", "old"); /* and stands as it stood */
	pty_keys(p, "u");
	expect_text(p, "w Lend");
	quit(p);
}

static void test_marked(void **state)
{
	struct pty *p = start();

	(void)state;
	pty_keys(p, "space down space down space");
	pty_keys(p, "o b e n enter");
	expect_text(p, "Owner set on 3 Books — u undoes");
	expect_book(p, "Chaos", "ben");
	pty_keys(p, "u");
	expect_text(p, "undid: Owner set on 3 Books (3 put back)");
	expect_book(p, "Anna", "ann");
	pty_keys(p, "U");
	expect_text(p, "redone: Owner set on 3 Books");
	expect_book(p, "Anna", "ben");
	quit(p);
}

static void test_set(void **state)
{
	struct pty *p = start();

	(void)state;
	pty_keys(p, "E l a b e l s enter");
	expect_text(p, "Labels");
	pty_keys(p, "ctrl-u + n e w space - o l d enter");
	expect_text(p, "Labels set on Anna");
	expect_book(p, "Anna", "new");
	pty_keys(p, "E k i n d enter");
	expect_text(p, "3 Poetry");
	pty_keys(p, "3");
	expect_book(p, "Anna", "Poetry");
	pty_keys(p, "E p a g e s enter");
	pty_keys(p, "m a n y");
	expect_text(p, "Pages");
	pty_keys(p, "enter esc");
	pty_keys(p, "E s h e l f enter");
	expect_text(p, "Physics");
	pty_type(p, "Attic");
	expect_text(p, "create 'Attic'");
	pty_keys(p, "enter");
	expect_text(p, "Shelf set on Anna");
	expect_book(p, "Anna", "Attic");
	quit(p);
}

static void test_trash(void **state)
{
	struct pty *p = start();

	(void)state;
	pty_keys(p, "down d");
	expect_text(p, "Bleak to the trash — u undoes");
	expect_no_text(p, "x Bleak");
	pty_keys(p, "up u");
	expect_text(p, "undid: Bleak to the trash (1 put back)");
	expect_book(p, "Bleak", "Novels");
	pty_settle(p);
	expect_cursor(p, 0, 2); /* back on what came back */
	quit(p);
}

static void test_copy_and_related(void **state)
{
	struct pty *p = start();

	(void)state;
	pty_keys(p, "y p");
	expect_text(p, "copied: +44");
	assert_true(pty_saw(p, "\033]52;c;"));
	pty_keys(p, "y e");
	expect_text(p, "nothing to copy: there is no email");
	pty_keys(p, "r r");
	expect_text(p, "Shelf: Novels");
	pty_keys(p, "esc");
	quit(p);
}

static void test_new(void **state)
{
	struct pty *p = start();

	(void)state;
	pty_keys(p, "n");
	expect_text(p, "new Book");
	pty_type(p, "Dune");
	pty_keys(p, "enter");
	pty_type(p, "Sand");
	expect_text(p, "create 'Sand'");
	pty_keys(p, "enter");
	expect_text(p, "new Book: Dune — u undoes");
	expect_book(p, "Dune", "Sand");
	pty_settle(p);
	expect_cursor(p, 0, 4); /* the new one is selected */
	pty_keys(p, "u");
	expect_text(p, "undid: new Book: Dune (2 put back)");
	quit(p);
}

static void test_others(void **state)
{
	struct pty *p = start();

	(void)state;
	pty_keys(p, "down hash");
	expect_book(p, "Bleak", "Science");
	expect_text(p, "~ Bleak");
	expect_no_text(p, "~ Bleak"); /* after two seconds it is no news */
	quit(p);
}

static void test_history(void **state)
{
	struct pty *p = start();

	(void)state;
	pty_keys(p, "ctrl-p");
	pty_type(p, "journal:");
	pty_keys(p, "enter");
	expect_text(p, "History");
	expect_text(p, "ann");
	pty_keys(p, "u");
	expect_text(p, "yes, take it back");
	pty_keys(p, "y");
	expect_text(p, "put back, 0 kept");
	pty_keys(p, "q");
	expect_no_text(p, "Chaos"); /* the newest step was its making */
	quit(p);
}

static void test_find(void **state)
{
	struct pty *p = start();

	(void)state;
	pty_keys(p, "ctrl-f");
	expect_text(p, "find any record");
	pty_type(p, "79460958");
	expect_text(p, "Anna");
	pty_pump(p, 200);
	assert_int_equal(pty_find(p, "create", &(int){ 0 }), -1);
	pty_keys(p, "enter");
	expect_text(p, "› Anna");
	quit(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_action), cmocka_unit_test(test_marked),
		cmocka_unit_test(test_set), cmocka_unit_test(test_trash), cmocka_unit_test(test_copy_and_related),
		cmocka_unit_test(test_new), cmocka_unit_test(test_others), cmocka_unit_test(test_history),
		cmocka_unit_test(test_find) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
