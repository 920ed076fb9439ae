/* The read door: paging both ways over every type of order with empty values, columns through references, scopes,
 * counts. */
#include <setjmp.h>
#include <stdio.h>

#include "record/query.h"
#include "record/record.h"
#include "record/save.h"
#include "record/search.h"
#include "toy.h"

#include <cmocka.h>

static struct session *s;
static const struct model *book;
static struct arena arena;

static int setup(void **state)
{
	(void)state;
	s = toy_open();
	book = session_model(s, "book");
	arena = (struct arena)ARENA_INIT;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	toy_close(s);
	return 0;
}

static struct query ask(const char *criteria, const char *sort, const char *columns)
{
	struct query q = { .model = book };
	struct err err = ERR_INIT;

	if (criteria_parse(s, book, criteria, &arena, &q.where, &err) != RC_OK ||
		query_sort(s, &q, sort, &err) != RC_OK || query_columns(s, &q, columns, &arena, &err) != RC_OK)
		fail_msg("%s; %s; %s: %s", criteria, sort, columns, err.text);
	return q;
}

static void step_each(struct session *on, const char *trashed)
{
	struct step st;
	struct err err = ERR_INIT;
	const char *p = trashed;

	assert_int_equal(step_open(on, "trash", &st, &err), RC_OK);
	while (*p) {
		char *end;
		int64_t id = strtol(p, &end, 10);

		assert_int_equal(record_trash(on, &st, book, id, &err), RC_OK);
		p = end + (*end == ',');
	}
	assert_int_equal(step_close(&st, RC_OK, &err), RC_OK);
}

/* 40 books with every field set in some and empty in others, many values twice. */
static void many(void)
{
	TOY(s, "user", "login=bob", "boss=ann");
	TOY(s, "user", "login=Cyn");
	TOY(s, "shelf", "name=Zeta", "sequence=1", "city=b");
	TOY(s, "shelf", "name=alpha", "sequence=3", "city=a");
	TOY(s, "shelf", "name=Mid", "sequence=2");
	for (int i = 0; i < 40; i++) {
		char title[40], price[40], kind[40], shelf[40], owner[40], due[40], seen[60], lent[20], pages[30],
			ext[40];

		snprintf(title, sizeof title, "title=%c%d", i % 2 ? 'B' : 'a', i % 7);
		snprintf(price, sizeof price, i % 5 ? "price=%d" : "price=", (i * 37) % 11);
		snprintf(pages, sizeof pages, i % 6 ? "pages=%d" : "pages=", (i * 5) % 9);
		snprintf(kind, sizeof kind, "kind=%s", (const char *[]){ "novel", "science", "poetry", "" }[i % 4]);
		snprintf(shelf, sizeof shelf, "shelf=%s", (const char *[]){ "Zeta", "alpha", "Mid", "" }[(i / 3) % 4]);
		snprintf(owner, sizeof owner, "owner=%s", (const char *[]){ "ann", "bob", "cyn", "" }[(i / 2) % 4]);
		snprintf(due, sizeof due, i % 3 ? "due=2026-11-%02d" : "due=", i % 9 + 10);
		snprintf(seen, sizeof seen, i % 4 ? "seen_at=2026-11-%02dT00:00:00Z" : "seen_at=", i % 8 + 10);
		snprintf(lent, sizeof lent, "lent=%s", (const char *[]){ "yes", "no", "" }[i % 3]);
		snprintf(ext, sizeof ext, i % 4 ? "external_id=%c%d" : "external_id=", i % 3 ? 'x' : 'Y', i % 5);
		TOY(s, "book", title, price, kind, shelf, owner, due, seen, lent, pages, ext,
			i % 2 ? "labels=one,two" : "labels=", i % 3 ? "about=book/1" : "about=");
	}
}

static void labels(void)
{
	TOY(s, "label", "name=one");
	TOY(s, "label", "name=two");
}

/* Ids of all pages, forward. */
static int forward(struct query *q, int64_t *id, int cap)
{
	struct page page;
	struct row last;
	struct err err = ERR_INIT;
	int n = 0;

	q->before = false;
	q->key = NULL;
	for (;;) {
		if (query_run(s, q, &page, &err) != RC_OK)
			fail_msg("%s", err.text);
		assert_true(n + page.n <= cap);
		for (int i = 0; i < page.n; i++)
			id[n++] = page.row[i].id;
		if (page.n) {
			last = page.row[page.n - 1];
			for (int i = 0; i < QUERY_ORDERS; i++)
				last.sort[i] = value_copy(&last.sort[i], &arena);
			q->key = &last;
		}
		if (!page.more) {
			page_free(&page);
			return n;
		}
		assert_int_equal(page.n, q->limit);
		page_free(&page);
	}
}

static int backward(struct query *q, int64_t *id, int cap)
{
	struct page page;
	struct row first;
	struct err err = ERR_INIT;
	int n = cap;

	q->before = true;
	q->key = NULL;
	for (;;) {
		bool more;

		if (query_run(s, q, &page, &err) != RC_OK)
			fail_msg("%s", err.text);
		for (int i = page.n - 1; i >= 0; i--)
			id[--n] = page.row[i].id;
		if (page.n) {
			first = page.row[0];
			for (int i = 0; i < QUERY_ORDERS; i++)
				first.sort[i] = value_copy(&first.sort[i], &arena);
			q->key = &first;
		}
		more = page.more;
		page_free(&page);
		if (!more)
			return cap - n;
	}
}

static bool ids_fn(void *ctx, const struct row *r)
{
	int64_t **at = ctx;

	*(*at)++ = r->id;
	return true;
}

/* Pages of every size, both ways, hold the rows of one whole reading, each once. */
static void pages_agree(const char *criteria, const char *sort)
{
	struct query q = ask(criteria, sort, "title");
	int64_t whole[64], got[64], *at = whole;
	int n;

	assert_int_equal(query_each(s, &q, ids_fn, &at, NULL), RC_OK);
	n = (int)(at - whole);
	for (int limit = 1; limit <= 41; limit += limit < 4 ? 1 : 9) {
		q.limit = limit;
		if (forward(&q, got, 64) != n || memcmp(got, whole, sizeof *got * (size_t)n) != 0)
			fail_msg("%s by %s: forward pages of %d differ", criteria, sort, limit);
		if (backward(&q, got, n) != n || memcmp(got, whole, sizeof *got * (size_t)n) != 0)
			fail_msg("%s by %s: backward pages of %d differ", criteria, sort, limit);
	}
}

static void pages_over_every_type(void **state)
{
	static const char *const field[] = { "title", "kind", "shelf", "owner", "price", "pages", "lent", "due",
		"seen_at", "about", "external_id", "state", "double_price", "shelf.city", "owner.boss", "id",
		"created_at", "number" };

	(void)state;
	labels();
	many();
	for (size_t i = 0; i < COUNT(field); i++)
		for (size_t k = 0; k < COUNT(field); k += 5) {
			char sort[80];

			snprintf(sort, sizeof sort, "%s", field[i]);
			pages_agree("", sort);
			snprintf(sort, sizeof sort, "-%s", field[i]);
			pages_agree("", sort);
			snprintf(sort, sizeof sort, "%s,-%s", field[i], field[k]);
			pages_agree("", sort);
			snprintf(sort, sizeof sort, "-%s,%s,-due", field[i], field[k]);
			pages_agree("price > 2 or price is empty", sort);
		}
	pages_agree("", "");
	pages_agree("title = a1", "price");
	pages_agree("labels = one", "-price,title");
}

/* The value at each row never goes back, and empty ones come first. */
static void order_is_by_meaning(void **state)
{
	struct query q;
	struct page page;

	(void)state;
	labels();
	many();
	q = ask("", "title", "title");
	assert_int_equal(query_run(s, &q, &page, NULL), RC_OK);
	assert_string_equal(page.row[0].val[0].s, "a0");
	assert_string_equal(page.row[39].val[0].s, "B6");
	page_free(&page);
	q = ask("shelf is not empty", "shelf", "shelf.sequence");
	assert_int_equal(query_run(s, &q, &page, NULL), RC_OK);
	for (int i = 1; i < page.n; i++)
		assert_true(page.row[i - 1].val[0].i <= page.row[i].val[0].i);
	page_free(&page);
	q = ask("", "owner", "owner");
	assert_int_equal(query_run(s, &q, &page, NULL), RC_OK);
	assert_int_equal(page.row[0].val[0].kind, VAL_NULL);
	assert_string_equal(page.row[39].titles[0][0], "Cyn");
	page_free(&page);
}

static void columns_come_with_titles_and_members(void **state)
{
	struct query q;
	struct page page;
	struct row *r;

	(void)state;
	labels();
	TOY(s, "user", "login=bob", "boss=ann");
	TOY(s, "shelf", "name=Far", "city=東京");
	TOY(s, "book", "title=x", "shelf=Far", "owner=bob", "labels=two,one", "formats=audio,paper", "about=shelf/1",
		"price=2.50", "due=2026-11-21", "notes=a\nb");
	TOY(s, "book", "title=y", "owner=", "kind=");
	q = ask("", "title",
		"title,shelf,shelf.city,owner.boss,labels,formats,about,price,double_price,state,owner.boss.login,"
		"notes,chapters");
	assert_int_equal(query_run(s, &q, &page, NULL), RC_OK);
	assert_int_equal(page.n, 2);
	assert_false(page.more);
	r = &page.row[0];
	assert_string_equal(r->titles[1][0], "Far");
	assert_string_equal(r->val[2].s, "東京");
	assert_string_equal(r->titles[3][0], "ann");
	assert_int_equal(r->val[4].n, 2);
	assert_string_equal(r->titles[4][0], "one");
	assert_string_equal(r->titles[4][1], "two");
	assert_int_equal(r->val[5].n, 2);
	assert_int_equal(r->val[5].set[1], 2);
	assert_string_equal(r->titles[6][0], "Far");
	assert_int_equal(r->val[7].i, 250);
	assert_int_equal(r->val[8].i, 500);
	assert_int_equal(r->val[9].i, 3);
	assert_string_equal(r->val[10].s, "ann");
	assert_string_equal(r->val[11].s, "a\nb");
	assert_int_equal(r->version, 1);
	assert_true(r->active);
	r = &page.row[1];
	for (int i = 1; i < q.n_columns; i++)
		if (i != 9)
			assert_int_equal(r->val[i].kind, VAL_NULL);
	page_free(&page);
}

/* Members of a set of the record a reference names. */
static void members_through_a_reference(void **state)
{
	struct query q = { .model = session_model(s, "chapter") };
	struct page page;

	(void)state;
	labels();
	TOY(s, "book", "title=x", "labels=two,one");
	TOY(s, "chapter", "name=c", "book=x");
	TOY(s, "chapter", "name=d", "book=x");
	assert_int_equal(query_columns(s, &q, "book.labels,name", &arena, NULL), RC_OK);
	assert_int_equal(query_run(s, &q, &page, NULL), RC_OK);
	assert_int_equal(page.n, 2);
	assert_string_equal(page.row[1].titles[0][1], "two");
	page_free(&page);
}

static int64_t count(const char *criteria, enum scope scope, int64_t cap)
{
	struct query q = ask(criteria, "", "title");
	struct err err = ERR_INIT;
	int64_t n = -1;

	q.scope = scope;
	if (query_count(s, &q, cap, &n, &err) != RC_OK)
		fail_msg("%s", err.text);
	return n;
}

static int rows(const char *criteria, enum scope scope)
{
	struct query q = ask(criteria, "", "title");
	struct page page;
	int n;

	q.scope = scope;
	assert_int_equal(query_run(s, &q, &page, NULL), RC_OK);
	n = page.n;
	page_free(&page);
	return n;
}

static void scopes(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	for (int i = 0; i < 6; i++)
		TOY(s, "book", "title=x");
	step_each(s, "1,2");
	assert_int_equal(toy_set(s, "book", 3, &err, (const char *const[]){ "active=no", NULL }), RC_OK);
	assert_int_equal(rows("", SCOPE_LIVE), 3);
	assert_int_equal(rows("", SCOPE_ALL), 4);
	assert_int_equal(rows("", SCOPE_TRASH), 2);
	assert_int_equal(rows("active = no", SCOPE_LIVE), 1);
	assert_int_equal(rows("active or not active", SCOPE_LIVE), 4);
	assert_int_equal(rows("title = x", SCOPE_TRASH), 2);
	for (enum scope scope = SCOPE_LIVE; scope <= SCOPE_TRASH; scope++) {
		assert_int_equal(count("", scope, 0), rows("", scope));
		assert_int_equal(count("title = x", scope, 0), rows("", scope));
	}
	assert_int_equal(count("active = no", SCOPE_LIVE, 0), 1);
}

/* The counters and the rows give the same numbers. */
static void counts(void **state)
{
	static const char *const by_cube[] = { "", "kind = novel", "kind != novel", "shelf is empty", "owner = me",
		"not owner = me", "owner in my people", "kind in (novel, poetry) and not shelf = Mid", "active" };

	(void)state;
	labels();
	many();
	for (size_t i = 0; i < COUNT(by_cube); i++)
		assert_int_equal(count(by_cube[i], SCOPE_LIVE, 0), rows(by_cube[i], SCOPE_LIVE));
	assert_int_equal(count("price > 3", SCOPE_LIVE, 0), rows("price > 3", SCOPE_LIVE));
	assert_int_equal(count("price > 3", SCOPE_LIVE, 4), 4);
	assert_int_equal(count("", SCOPE_LIVE, 7), 7);
	assert_int_equal(count("price > 1000", SCOPE_LIVE, 7), 0);
}

/* A person who may not see gets nothing, by every way. */
static void the_disabled_see_nothing(void **state)
{
	struct session *other;
	struct query q;
	struct page page;
	struct search_hits hits;
	int64_t n;
	struct group_result g;
	struct path by = { .n = 1, .slot = { BOOK_KIND }, .model = { book } };

	(void)state;
	TOY(s, "user", "login=bob");
	TOY(s, "book", "title=secret");
	other = toy_again(s, "bob");
	assert_int_equal(
		toy_set(s, "user", other->user, &(struct err)ERR_INIT, (const char *const[]){ "active=no", NULL }),
		RC_OK);
	q = ask("", "", "title");
	assert_int_equal(query_run(other, &q, &page, NULL), RC_OK);
	assert_int_equal(page.n, 0);
	page_free(&page);
	assert_int_equal(query_count(other, &q, 0, &n, NULL), RC_OK);
	assert_int_equal(n, 0);
	assert_int_equal(query_groups(other, &q, &by, 0, GROUP_COUNTS, &g, NULL), RC_OK);
	assert_int_equal(g.n, 0);
	group_result_free(&g);
	assert_int_equal(search_run(other, NULL, "secret", 10, &hits, NULL), RC_OK);
	assert_int_equal(hits.n, 0);
	search_hits_free(&hits);
	toy_close(other);
}

static void refusals(void **state)
{
	struct query q = { .model = book };
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(query_sort(s, &q, "title,nofield", &err), RC_INVALID);
	assert_int_equal(err.at, 6);
	assert_int_equal(query_sort(s, &q, "labels", &err), RC_INVALID);
	assert_int_equal(query_sort(s, &q, "chapters.pages", &err), RC_INVALID);
	assert_int_equal(query_sort(s, &q, "a,b,c,d", &err), RC_INVALID);
	assert_int_equal(query_sort(s, &q, "title,kind,price,due", &err), RC_INVALID);
	assert_int_equal(query_columns(s, &q, "title,chapters.pages", &arena, &err), RC_INVALID);
	assert_int_equal(err.at, 6);
	assert_int_equal(query_columns(s, &q, "title,,kind", &arena, &err), RC_INVALID);
	assert_int_equal(query_sort(s, &q, "-price, title", &err), RC_OK);
	assert_int_equal(q.n_orders, 2);
	assert_true(q.order[0].desc);
	query_default_columns(book, &q, &arena);
	assert_int_equal(q.columns[0].slot[0], BOOK_TITLE);
	assert_int_equal(q.n_columns, 7);
}

static bool stop_after_three(void *ctx, const struct row *r)
{
	(void)r;
	return ++*(int *)ctx < 3;
}

static bool members_fn(void *ctx, const struct row *r)
{
	*(int64_t *)ctx += r->val[0].kind == VAL_SET ? r->val[0].n : 0;
	return true;
}

static void reading_all(void **state)
{
	struct query q;
	int n = 0;
	int64_t members = 0;

	(void)state;
	labels();
	for (int i = 0; i < 600; i++)
		TOY(s, "book", "title=x", "labels=one,two");
	q = ask("", "title", "labels");
	assert_int_equal(query_each(s, &q, stop_after_three, &n, NULL), RC_OK);
	assert_int_equal(n, 3);
	assert_int_equal(query_each(s, &q, members_fn, &members, NULL), RC_OK);
	assert_int_equal(members, 1200);
	q.limit = 10;
	members = 0;
	assert_int_equal(query_each(s, &q, members_fn, &members, NULL), RC_OK);
	assert_int_equal(members, 20);
}

static int64_t members_of(const char *criteria)
{
	struct query q = ask(criteria, "title", "labels");
	int64_t members = 0;

	assert_int_equal(query_each(s, &q, members_fn, &members, NULL), RC_OK);
	return members;
}

/* Neighbours are not taken for members of a page, nor is a record far from the others left out; a set nobody has is empty. */
static void sets_of_records_near_and_far(void **state)
{
	struct save_options far = { .as_id = 5000000 };
	struct change ch[] = { { .slot = BOOK_TITLE, .val = value_text("odd") }, { .slot = BOOK_LABELS } };
	struct step st;
	int64_t id = 0, one = 1;

	(void)state;
	TOY(s, "book", "title=none yet");
	assert_int_equal(members_of(""), 0);
	labels();
	for (int i = 0; i < 40; i++)
		TOY(s, "book", i % 4 ? "title=even" : "title=odd", i % 4 ? "labels=one,two" : "labels=one");
	assert_int_equal(members_of("title=odd"), 10);
	assert_int_equal(members_of(""), 70);
	ch[1].val = value_set(&one, 1, &arena);
	assert_int_equal(step_open(s, "far", &st, NULL), RC_OK);
	assert_int_equal(step_close(&st, record_save(s, &st, book, &id, ch, 2, &far, NULL), NULL), RC_OK);
	assert_int_equal(id, 5000000);
	assert_int_equal(members_of("title=odd"), 11);
	assert_int_equal(members_of(""), 71);
}

/* Ids of a page, "1 2 3". */
static const char *page_ids(const char *criteria, const char *sort, enum scope scope)
{
	static char out[400];
	struct query q = ask(criteria, sort, "title");
	struct page page;
	struct err err = ERR_INIT;
	size_t n = 0;

	out[0] = '\0';
	q.limit = 5;
	q.scope = scope;
	if (query_run(s, &q, &page, &err) != RC_OK)
		fail_msg("%s", err.text);
	for (int i = 0; i < page.n; i++)
		n += (size_t)snprintf(out + n, sizeof out - n, "%s%lld", i ? " " : "", (long long)page.row[i].id);
	page_free(&page);
	return out;
}

/* However the rows are found - a test few meet, an index of test and order, a sample that found none - they are the
 * same. */
static void every_way_to_the_rows(void **state)
{
	(void)state;
	TOY(s, "shelf", "name=New");
	assert_int_equal(
		db_run(s->db, NULL,
			"WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 30000) "
			"INSERT INTO book(title, title_k, kind, shelf, price, pages, email, email_k, due) "
			"SELECT 'b' || i, 'b' || i, i % 3 + 1, iif(i % 2, 1, NULL), i % 5000, i, 'p' || i || '@x.de', sort_key('p' || i || '@x.de'), "
			"date('2026-01-01', '+' || (i % 300) || ' days') FROM c",
			""),
		RC_OK);
	assert_int_equal(search_rebuild(s, NULL), RC_OK);
	for (int round = 0; round < 2; round++) {
		assert_string_equal(page_ids("pages = 29999", "title", SCOPE_LIVE), "29999");
		assert_string_equal(page_ids("pages in (7, 29999, 3)", "-pages", SCOPE_LIVE), "29999 7 3");
		assert_string_equal(page_ids("pages > 40000", "title", SCOPE_LIVE), "");
		assert_string_equal(page_ids("price = 12", "-id", SCOPE_LIVE), "26200 21200 16200 11200 6200");
		assert_string_equal(page_ids("email = P17@x.de", "title", SCOPE_LIVE), "17");
		assert_string_equal(page_ids("email ~ p2999", "-id", SCOPE_LIVE), "29999 29998 29997 29996 29995");
		assert_string_equal(
			page_ids("shelf = New and kind = poetry", "price,id", SCOPE_LIVE), "10001 25001 5003 20003 5");
		assert_string_equal(page_ids("kind = novel and due < 2026-01-02", "-price", SCOPE_LIVE),
			"24900 9900 19800 4800 29700");
		assert_string_equal(page_ids("b29999", "title", SCOPE_LIVE), "29999");
		assert_string_equal(page_ids("shelf.name = New", "-id", SCOPE_LIVE), "29999 29997 29995 29993 29991");
		db_allow_schema(s->db, true);
		assert_int_equal(
			db_script(s->db, "CREATE INDEX IF NOT EXISTS test_pair ON book(kind, shelf, \"price\" DESC);",
				NULL),
			RC_OK);
		db_allow_schema(s->db, false);
	}
	assert_int_equal(count("pages < 11", SCOPE_LIVE, 0), 10);
}

/* The full text does not know what lies in the trash; searching there still works. */
static void searching_the_trash(void **state)
{
	(void)state;
	TOY(s, "book", "title=Alpha one", "email=x@y.de");
	TOY(s, "book", "title=王小明");
	TOY(s, "book", "title=other");
	step_each(s, "1,2");
	assert_string_equal(page_ids("alpha", "id", SCOPE_TRASH), "1");
	assert_string_equal(page_ids("al", "id", SCOPE_TRASH), "1");
	assert_string_equal(page_ids("y.de one", "id", SCOPE_TRASH), "1");
	assert_string_equal(page_ids("小明", "id", SCOPE_TRASH), "2");
	assert_string_equal(page_ids("ot", "id", SCOPE_TRASH), "");
	assert_string_equal(page_ids("alpha", "id", SCOPE_LIVE), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(pages_over_every_type, setup, teardown),
		cmocka_unit_test_setup_teardown(order_is_by_meaning, setup, teardown),
		cmocka_unit_test_setup_teardown(columns_come_with_titles_and_members, setup, teardown),
		cmocka_unit_test_setup_teardown(members_through_a_reference, setup, teardown),
		cmocka_unit_test_setup_teardown(scopes, setup, teardown),
		cmocka_unit_test_setup_teardown(counts, setup, teardown),
		cmocka_unit_test_setup_teardown(the_disabled_see_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(refusals, setup, teardown),
		cmocka_unit_test_setup_teardown(reading_all, setup, teardown),
		cmocka_unit_test_setup_teardown(every_way_to_the_rows, setup, teardown),
		cmocka_unit_test_setup_teardown(sets_of_records_near_and_far, setup, teardown),
		cmocka_unit_test_setup_teardown(searching_the_trash, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
