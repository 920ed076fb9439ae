/* Colleagues named in notes; what others did to mine; a record with what was written about it. */
#include <stdio.h>

#include "helper.h"

#include "record/query.h"
#include "record/record.h"
#include "sales/sales.h"

#define NO_LEAD 18

static struct session *s;
static int64_t lead, sara, reza, ken;

static int setup(void **state)
{
	(void)state;
	s = office_new(&sales_office);
	sara = s->user;
	reza = must(s, "user", 0, "login=reza\nname=رضا کریمی");
	ken = must(s, "user", 0, "login=ken\nname=高木 健");
	must(s, "user", 0, "login=al\nname=Ann Lee");
	must(s, "user", 0, "login=ap\nname=Ann Poe");
	lead = must(s, "lead", 0, "name=Server room\nowner=reza");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	office_end(s);
	return 0;
}

static const char *names(const char *text)
{
	char lines[300];
	snprintf(lines, sizeof lines, "record=lead/%d\ntext=%s", (int)lead, text);
	return get(s, "note", must(s, "note", 0, lines), "mentions");
}

static void people_are_named(void **state)
{
	(void)state;
	assert_string_equal(names("please, @reza."), "رضا کریمی");
	assert_string_equal(names("@رضا، سلام"), "رضا کریمی");
	assert_string_equal(names("@رضا_کریمی: سلام"), "رضا کریمی");
	assert_string_equal(names("@Ann.Poe and @KEN"), "高木 健,Ann Poe");
	assert_string_equal(names("@高木健さん、お願いします"), "高木 健");
	assert_string_equal(names("mail reza@reza.ir, @nobody, @ alone, @"), "");
	assert_string_equal(names("@ann: which of the two?"), "");
}

static void disabled_are_nobody(void **state)
{
	(void)state;
	must(s, "user", ken, "disabled=yes");
	assert_string_equal(names("@ken"), "");
}

static void named_takes_part(void **state)
{
	(void)state;
	names("@ken look at this");
	eq(s, "lead", lead, "participants", "高木 健");
	undo(s);
	eq(s, "lead", lead, "participants", "");
	assert_int_equal(count(s, "SELECT count(*) FROM note WHERE trashed_at IS NULL"), 0);
}

/* How many steps of others concern the person; *named: rows that name the person. */
static int news_of(int64_t person, int64_t after, int *named)
{
	struct journal_page p;
	int n = 0;
	int64_t was = s->user;

	s->user = person;
	assert_int_equal(journal_mine(s, after, 100, &p, NULL), RC_OK);
	*named = 0;
	for (int i = 0; i < p.n; i++) {
		n += i == 0 || p.row[i].step != p.row[i - 1].step;
		*named += journal_names_me(s, &p.row[i]);
	}
	journal_page_free(&p);
	s->user = was;
	return n;
}

static void what_others_did(void **state)
{
	(void)state;
	int64_t from = journal_since(s, 0, NULL, NULL);
	int named;

	must(s, "lead", 0, "name=Not his");
	assert_int_equal(news_of(reza, from, &named), 0);
	must(s, "lead", lead, "priority=2");
	assert_int_equal(news_of(reza, from, &named), 1);
	assert_int_equal(named, 0);
	names("no names here"); /* a note on his record is his news too */
	assert_int_equal(news_of(reza, from, &named), 2);
	assert_int_equal(news_of(ken, from, &named), 0);
	names("@ken here");
	assert_int_equal(news_of(ken, from, &named), 3); /* his from now on, and so what went before */
	assert_int_equal(named, 2); /* the note, and taking part */
	must(s, "lead", lead, "owner=al"); /* taken from him: the last news of it */
	assert_int_equal(news_of(reza, from, &named), 1);
	from = journal_since(s, 0, NULL, NULL);
	must(s, "lead", lead, "priority=1");
	assert_int_equal(news_of(reza, from, &named), 0);
	assert_int_equal(news_of(sara, 0, &named), 0); /* one's own deeds are no news */
}

static void where_one_left(void **state)
{
	(void)state;
	int64_t at = 0;

	assert_int_equal(journal_left(s, &at), -1);
	assert_int_equal(journal_leave(s, NULL), RC_OK);
	assert_int_equal(journal_left(s, &at), journal_since(s, 0, NULL, NULL));
	assert_int_equal(at, T0);
	must(s, "lead", lead, "priority=3");
	assert_true(journal_left(s, NULL) < journal_since(s, 0, NULL, NULL));
}

static void one_stream(void **state)
{
	(void)state;
	struct journal_page own, all;
	int notes = 0;

	names("first");
	must(s, "activity", 0, "type=Call\nrecord=lead/1");
	assert_int_equal(journal_read(s, (int64_t)NO_LEAD << 40 | lead, 0, 100, &own, NULL), RC_OK);
	assert_int_equal(journal_stream(s, (int64_t)NO_LEAD << 40 | lead, 0, 100, &all, NULL), RC_OK);
	assert_int_equal(own.n, 1);
	assert_int_equal(all.n, 3);
	for (int i = 0; i < all.n; i++)
		notes += strcmp(all.row[i].model->name, "note") == 0;
	assert_int_equal(notes, 1);
	assert_true(all.row[0].step > all.row[1].step); /* newest first, whatever record it is of */
	journal_page_free(&own);
	journal_page_free(&all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(people_are_named, setup, teardown),
		cmocka_unit_test_setup_teardown(disabled_are_nobody, setup, teardown),
		cmocka_unit_test_setup_teardown(named_takes_part, setup, teardown),
		cmocka_unit_test_setup_teardown(what_others_did, setup, teardown),
		cmocka_unit_test_setup_teardown(where_one_left, setup, teardown),
		cmocka_unit_test_setup_teardown(one_stream, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
