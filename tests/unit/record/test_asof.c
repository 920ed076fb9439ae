/* Lists, counts and groups as of an instant: what the journal puts back. */
#include <setjmp.h>
#include <stdio.h>

#include "base/clock.h"
#include "record/query.h"
#include "record/record.h"
#include "record/save.h"
#include "toy.h"

#include <cmocka.h>

#define T0 1795251600 /* where toy_open sets the clock */

static struct session *s;
static const struct model *book;

static int setup(void **state)
{
	(void)state;
	s = toy_open();
	book = session_model(s, "book");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	toy_close(s);
	return 0;
}

static void set(int64_t id, const char *word)
{
	struct err err = ERR_INIT;

	if (toy_set(s, "book", id, &err, (const char *const[]){ word, NULL }) != RC_OK)
		fail_msg("%s: %s", word, err.text);
}

static void trash(int64_t id, bool back)
{
	struct step st;
	struct err err = ERR_INIT;

	assert_int_equal(step_open(s, "trash", &st, &err), RC_OK);
	assert_int_equal(step_close(&st, (back ? record_restore : record_trash)(s, &st, book, id, &err), &err), RC_OK);
}

/* Titles and shelves at T0 + after, ordered by title; labels as their count. */
static const char *then(const char *criteria, int64_t after)
{
	static char out[1000];
	struct arena a = ARENA_INIT;
	struct query q = { .model = book, .as_of = T0 + after };
	struct page page;
	struct err err = ERR_INIT;
	int64_t n = 0;
	size_t k = 0;

	out[0] = '\0';
	if (criteria_parse(s, book, criteria, &a, &q.where, &err) != RC_OK ||
		query_sort(s, &q, "title", &err) != RC_OK ||
		query_columns(s, &q, "title,shelf,labels", &a, &err) != RC_OK ||
		query_run(s, &q, &page, &err) != RC_OK || query_count(s, &q, 0, &n, &err) != RC_OK)
		fail_msg("%s", err.text);
	assert_int_equal(n, page.n);
	for (int i = 0; i < page.n; i++)
		k += (size_t)snprintf(out + k, sizeof out - k, "%s%s@%s/%d", i ? " " : "", page.row[i].val[0].s,
			page.row[i].titles[1] ? page.row[i].titles[1][0] : "",
			page.row[i].val[2].kind == VAL_SET ? page.row[i].val[2].n : 0);
	page_free(&page);
	arena_free(&a);
	return out;
}

static void story(void)
{
	struct undo_result undo;

	TOY(s, "shelf", "name=New");
	TOY(s, "shelf", "name=Won");
	TOY(s, "label", "name=vip");
	TOY(s, "label", "name=old");
	clock_fix(T0 + 10);
	TOY(s, "book", "title=a", "shelf=New", "labels=vip");
	clock_fix(T0 + 20);
	TOY(s, "book", "title=b", "shelf=New");
	clock_fix(T0 + 30);
	set(1, "shelf=Won");
	set(1, "title=z");
	clock_fix(T0 + 40);
	set(1, "labels=old");
	set(1, "shelf=");
	clock_fix(T0 + 50);
	trash(2, false);
	clock_fix(T0 + 60);
	trash(2, true);
	set(2, "labels=vip,old");
	clock_fix(T0 + 70);
	assert_int_equal(step_undo(s, 0, &undo, NULL), RC_OK);
	set(2, "active=no");
	clock_fix(T0 + 80);
}

static void lists(void **state)
{
	(void)state;
	story();
	assert_string_equal(then("", 0), "");
	assert_string_equal(then("", 9), "");
	assert_string_equal(then("", 10), "a@New/1");
	assert_string_equal(then("", 20), "a@New/1 b@New/0");
	assert_string_equal(then("", 29), "a@New/1 b@New/0");
	assert_string_equal(then("", 30), "b@New/0 z@Won/1");
	assert_string_equal(then("", 40), "b@New/0 z@/1");
	assert_string_equal(then("", 50), "z@/1");
	assert_string_equal(then("", 60), "b@New/2 z@/1");
	assert_string_equal(then("", 70), "z@/1");
	assert_string_equal(then("", 80), "z@/1");
	assert_string_equal(then("active = no", 70), "b@New/0");
}

static void criteria_ask_what_was(void **state)
{
	(void)state;
	story();
	assert_string_equal(then("shelf = Won", 25), "");
	assert_string_equal(then("shelf = Won", 35), "z@Won/1");
	assert_string_equal(then("title = a", 25), "a@New/1");
	assert_string_equal(then("labels = vip", 35), "z@Won/1");
	assert_string_equal(then("labels = vip", 45), "");
	assert_string_equal(then("labels = vip", 60), "b@New/2");
	assert_string_equal(then("labels = old", 45), "z@/1");
	assert_string_equal(then("labels is empty", 25), "b@New/0");
	assert_string_equal(then("shelf is empty", 45), "z@/1");
}

/* Each row of a list is what record_as_of says of it. */
static void agrees_with_single_records(void **state)
{
	(void)state;
	story();
	for (int at = 5; at <= 85; at += 5) {
		const char *list = then("active or not active", at);
		int n = *list != '\0';

		for (const char *p = list; *p; p++)
			n += *p == ' ';
		for (int64_t id = 1; id <= 2; id++) {
			struct arena a = ARENA_INIT;
			struct record *r;
			char want[40];

			if (record_as_of(s, book, id, T0 + at, &a, &r, NULL) == RC_OK) {
				n--;
				snprintf(want, sizeof want, "%s@", rec_text(r, BOOK_TITLE));
				assert_non_null(strstr(list, want));
			}
			arena_free(&a);
		}
		assert_int_equal(n, 0);
	}
}

static void boards(void **state)
{
	struct query q = { .model = book, .as_of = T0 + 25 };
	struct path by = { .n = 1, .slot = { BOOK_SHELF }, .model = { book } };
	struct group_result g;

	(void)state;
	story();
	assert_int_equal(query_groups(s, &q, &by, 0, GROUP_WITH_SIGNALS, &g, NULL), RC_OK);
	assert_int_equal(g.n, 1);
	assert_string_equal(g.group[0].title, "New");
	assert_int_equal(g.group[0].n, 2);
	assert_int_equal(g.group[0].signal[0], 2);
	group_result_free(&g);
	q.as_of = T0 + 35;
	assert_int_equal(query_groups(s, &q, &by, 0, GROUP_COUNTS, &g, NULL), RC_OK);
	assert_int_equal(g.n, 2);
	group_result_free(&g);
}

/* What was made for one instant does not answer for another, nor after a new change. */
static void asked_again_after_changes(void **state)
{
	(void)state;
	story();
	assert_string_equal(then("", 75), "z@/1");
	set(1, "title=y");
	assert_string_equal(then("", 75), "z@/1");
	assert_string_equal(then("", 80), "y@/1");
	clock_fix(T0 + 90);
	TOY(s, "book", "title=new");
	assert_string_equal(then("", 80), "y@/1");
	assert_string_equal(then("", 90), "new@/0 y@/1");
	assert_string_equal(then("", 20), "a@New/1 b@New/0");
}

/* Pages of the past go on by key like those of today. */
static void pages(void **state)
{
	struct query q = { .model = book, .as_of = T0 + 10, .limit = 7 };
	struct page page;
	struct row last;
	struct arena a = ARENA_INIT;
	int n = 0;

	(void)state;
	for (int i = 0; i < 30; i++) {
		char title[20];

		snprintf(title, sizeof title, "title=%02d", i);
		TOY(s, "book", title);
	}
	clock_fix(T0 + 20);
	for (int i = 1; i <= 30; i += 2)
		set(i, "title=changed");
	assert_int_equal(query_columns(s, &q, "title", &a, NULL), RC_OK);
	assert_int_equal(query_sort(s, &q, "title", NULL), RC_OK);
	do {
		assert_int_equal(query_run(s, &q, &page, NULL), RC_OK);
		for (int i = 0; i < page.n; i++, n++)
			assert_int_equal(strtol(page.row[i].val[0].s, NULL, 10), n);
		last = page.row[page.n - 1];
		last.sort[0] = value_copy(&last.sort[0], &a);
		q.key = &last;
		page_free(&page);
	} while (n < 30);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lists, setup, teardown),
		cmocka_unit_test_setup_teardown(criteria_ask_what_was, setup, teardown),
		cmocka_unit_test_setup_teardown(agrees_with_single_records, setup, teardown),
		cmocka_unit_test_setup_teardown(boards, setup, teardown),
		cmocka_unit_test_setup_teardown(asked_again_after_changes, setup, teardown),
		cmocka_unit_test_setup_teardown(pages, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
