/* Groups: from the counters and from the rows, with sums, signals, titles and order. */
#include <setjmp.h>
#include <stdio.h>

#include "record/query.h"
#include "record/save.h"
#include "toy.h"

#include <cmocka.h>

static struct session *s;
static const struct model *book;

static int setup(void **state)
{
	(void)state;
	s = toy_open();
	book = session_model(s, "book");
	TOY(s, "user", "login=bob", "boss=ann");
	TOY(s, "label", "name=vip");
	TOY(s, "label", "name=Old");
	TOY(s, "shelf", "name=Zeta", "sequence=1", "city=b");
	TOY(s, "shelf", "name=alpha", "sequence=2", "city=a");
	TOY(s, "book", "title=1", "kind=poetry", "shelf=Zeta", "price=10", "due=2026-11-21", "labels=vip,old");
	TOY(s, "book", "title=2", "kind=novel", "shelf=Zeta", "price=20", "due=2026-11-20", "labels=vip", "owner=bob");
	TOY(s, "book", "title=3", "kind=novel", "shelf=alpha", "price=", "due=2026-11-22", "lent=yes");
	TOY(s, "book", "title=4", "kind=novel", "price=5", "owner=");
	TOY(s, "book", "title=5", "kind=", "price=7", "active=no");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	toy_close(s);
	return 0;
}

/* "title:n:sum" of each group. */
static const char *groups(const char *criteria, const char *by, int sum, enum scope scope)
{
	static char out[1000];
	struct arena a = ARENA_INIT;
	struct query q = { .model = book, .scope = scope };
	struct path path;
	struct group_result g;
	struct err err = ERR_INIT;
	size_t n = 0;

	out[0] = '\0';
	if (criteria_parse(s, book, criteria, &a, &q.where, &err) != RC_OK ||
		path_parse(s->reg, book, by, &path, &err) != RC_OK ||
		query_groups(s, &q, &path, sum, GROUP_COUNTS, &g, &err) != RC_OK)
		fail_msg("%s by %s: %s", criteria, by, err.text);
	for (int i = 0; i < g.n; i++)
		n += (size_t)snprintf(out + n, sizeof out - n, "%s%s:%d:%d", i ? " " : "", g.group[i].title,
			(int)g.group[i].n, (int)g.group[i].sum);
	group_result_free(&g);
	arena_free(&a);
	return out;
}

static void from_counters(void **state)
{
	(void)state;
	assert_string_equal(groups("", "kind", BOOK_PRICE, SCOPE_LIVE), "Novel:3:2500 Poetry:1:1000");
	assert_string_equal(groups("", "kind", BOOK_PRICE, SCOPE_ALL), ":1:700 Novel:3:2500 Poetry:1:1000");
	assert_string_equal(groups("", "shelf", BOOK_PRICE, SCOPE_LIVE), ":1:500 Zeta:2:3000 alpha:1:0");
	assert_string_equal(groups("kind = novel", "shelf", BOOK_PRICE, SCOPE_LIVE), ":1:500 Zeta:1:2000 alpha:1:0");
	assert_string_equal(groups("owner in my people", "shelf", 0, SCOPE_LIVE), "Zeta:1:0");
	assert_string_equal(groups("not owner = me", "owner", 0, SCOPE_LIVE), ":1:0 bob:1:0");
	assert_string_equal(groups("active = no", "kind", BOOK_PRICE, SCOPE_LIVE), ":1:700");
	assert_string_equal(groups("shelf is empty and kind = novel", "owner", 0, SCOPE_LIVE), ":1:0");
}

/* A condition outside the counters gives the same groups from the rows. */
static void from_rows(void **state)
{
	static const char *const by[] = { "kind", "shelf", "owner", "active" };
	static const enum scope scope[] = { SCOPE_LIVE, SCOPE_ALL };

	(void)state;
	for (size_t i = 0; i < COUNT(by); i++)
		for (size_t k = 0; k < COUNT(scope); k++) {
			char *want = xstrdup(groups("", by[i], BOOK_PRICE, scope[k]));

			assert_string_equal(groups("id > 0", by[i], BOOK_PRICE, scope[k]), want);
			free(want);
		}
}

static void by_every_kind(void **state)
{
	(void)state;
	assert_string_equal(groups("", "labels", 0, SCOPE_LIVE), ":2:0 Old:1:0 vip:2:0");
	assert_string_equal(groups("", "shelf.city", 0, SCOPE_LIVE), ":1:0 a:1:0 b:2:0");
	assert_string_equal(groups("", "owner.boss", 0, SCOPE_LIVE), ":3:0 ann:1:0");
	assert_string_equal(groups("", "state", 0, SCOPE_LIVE), "None:1:0 Later:1:0 Today:1:0 Late:1:0");
	assert_string_equal(groups("title > 3", "title", BOOK_PRICE, SCOPE_ALL), "4:1:500 5:1:700");
	assert_string_equal(groups("title < 3", "due", BOOK_DOUBLE, SCOPE_LIVE), "Fri 20 Nov 2026:1:4000 Sat 21 Nov 2026:1:2000");
	assert_string_equal(groups("lent", "lent", 0, SCOPE_LIVE), "yes:1:0");
}

static void signals(void **state)
{
	struct query q = { .model = book };
	struct path by = { .n = 1, .slot = { BOOK_SHELF }, .model = { book } };
	struct group_result g;

	(void)state;
	assert_int_equal(query_groups(s, &q, &by, BOOK_PRICE, GROUP_WITH_SIGNALS, &g, NULL), RC_OK);
	assert_int_equal(g.n, 3);
	assert_int_equal(g.group[0].key.kind, VAL_NULL);
	assert_int_equal(g.group[0].signal[0], 1);
	assert_string_equal(g.group[1].title, "Zeta");
	assert_int_equal(g.group[1].sum, 3000);
	assert_int_equal(g.group[1].signal[2], 1);
	assert_int_equal(g.group[1].signal[3], 1);
	assert_int_equal(g.group[2].signal[1], 1);
	group_result_free(&g);
}

/* The counters after every kind of change. */
static void counters_follow_writes(void **state)
{
	struct err err = ERR_INIT;
	struct undo_result undo;
	struct step st;

	(void)state;
	assert_int_equal(toy_set(s, "book", 1, &err, (const char *const[]){ "shelf=alpha", "price=11", NULL }), RC_OK);
	assert_string_equal(groups("", "shelf", BOOK_PRICE, SCOPE_LIVE), ":1:500 Zeta:1:2000 alpha:2:1100");
	assert_int_equal(step_open(s, "trash", &st, &err), RC_OK);
	assert_int_equal(step_close(&st, record_trash(s, &st, book, 2, &err), &err), RC_OK);
	assert_string_equal(groups("", "shelf", BOOK_PRICE, SCOPE_LIVE), ":1:500 alpha:2:1100");
	assert_int_equal(step_undo(s, 0, &undo, &err), RC_OK);
	assert_int_equal(step_undo(s, 0, &undo, &err), RC_OK);
	assert_string_equal(groups("", "shelf", BOOK_PRICE, SCOPE_LIVE), ":1:500 Zeta:2:3000 alpha:1:0");
	assert_string_equal(groups("id > 0", "shelf", BOOK_PRICE, SCOPE_LIVE), ":1:500 Zeta:2:3000 alpha:1:0");
}

static void refusals(void **state)
{
	struct query q = { .model = book };
	struct path by = { .n = 1, .slot = { BOOK_NOTE }, .model = { book } };
	struct group_result g;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(query_groups(s, &q, &by, 0, GROUP_COUNTS, &g, &err), RC_INVALID);
	by.slot[0] = BOOK_CHAPTERS;
	assert_int_equal(query_groups(s, &q, &by, 0, GROUP_COUNTS, &g, &err), RC_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(from_counters, setup, teardown),
		cmocka_unit_test_setup_teardown(from_rows, setup, teardown),
		cmocka_unit_test_setup_teardown(by_every_kind, setup, teardown),
		cmocka_unit_test_setup_teardown(signals, setup, teardown),
		cmocka_unit_test_setup_teardown(counters_follow_writes, setup, teardown),
		cmocka_unit_test_setup_teardown(refusals, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
