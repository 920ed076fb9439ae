/* Full text: what is found in which script, how it is ranked, and that the indexes follow every write. */
#include <setjmp.h>
#include <stdio.h>

#include "record/criteria.h"
#include "record/query.h"
#include "record/save.h"
#include "record/search.h"
#include "toy.h"

#include <cmocka.h>

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

/* Titles in the order found, a bar between. */
static const char *hits(const struct model *m, const char *text)
{
	static char out[2000];
	struct search_hits h;
	struct err err = ERR_INIT;
	size_t n = 0;

	out[0] = '\0';
	if (search_run(s, m, text, 20, &h, &err) != RC_OK)
		fail_msg("%s: %s", text, err.text);
	for (int i = 0; i < h.n; i++)
		n += (size_t)snprintf(out + n, sizeof out - n, "%s%s", i ? "|" : "", h.hit[i].title);
	search_hits_free(&h);
	return out;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The same question as criteria: how many. */
static int64_t filtered(const char *text)
{
	struct arena a = ARENA_INIT;
	struct query q = { .model = book };
	struct err err = ERR_INIT;
	int64_t n = 0;

	if (criteria_parse(s, book, text, &a, &q.where, &err) != RC_OK || query_count(s, &q, 0, &n, &err) != RC_OK)
		fail_msg("%s: %s", text, err.text);
	arena_free(&a);
	return n;
}

/* Finds these and no others, in any order, by search and as criteria alike. */
static void finds(const char *text, const char *want)
{
	char got[2000], sorted[2000] = "";
	char *word[64], *save = NULL;
	int n = 0;

	snprintf(got, sizeof got, "%s", hits(book, text));
	for (char *p = strtok_r(got, "|", &save); p; p = strtok_r(NULL, "|", &save))
		word[n++] = p;
	if (n)
		qsort(word, (size_t)n, sizeof *word, by_text);
	for (int i = 0; i < n; i++)
		snprintf(sorted + strlen(sorted), sizeof sorted - strlen(sorted), "%s%s", i ? "|" : "", word[i]);
	if (strcmp(sorted, want) != 0)
		fail_msg("%s: found \"%s\", wanted \"%s\"", text, sorted, want);
	if (filtered(text) != n)
		fail_msg("%s: criteria find %d, search %d", text, (int)filtered(text), n);
}

static void latin(void **state)
{
	(void)state;
	TOY(s, "book", "title=The Left Hand", "notes=Winter, Gethen");
	TOY(s, "book", "title=Solaris", "email=lem@orbit.pl", "phone=+98 21 8888-7777");
	TOY(s, "book", "title=Straße nach Łódź", "notes=Ｆｕｌｌ width");
	finds("left", "The Left Hand");
	finds("LEFT hand", "The Left Hand");
	finds("hand the", "The Left Hand");
	finds("ef", "");
	finds("eft", "The Left Hand");
	finds("lari", "Solaris");
	finds("s", "Solaris|Straße nach Łódź");
	finds("so", "Solaris");
	finds("l h", "The Left Hand");
	finds("strasse", "Straße nach Łódź");
	finds("lodz", "Straße nach Łódź");
	finds("full", "Straße nach Łódź");
	finds("gethen winter", "The Left Hand");
	finds("lem@orbit.pl", "Solaris");
	finds("@orbit", "Solaris");
	finds("orbit", "Solaris");
	finds("8888-7777", "Solaris");
	finds("88887777", "Solaris");
	finds("9821888", "Solaris");
	finds("۸۸۸۸", "Solaris");
	finds("lefthand", "The Left Hand");
	finds("hand solaris", "");
	finds("nothing", "");
}

static void persian(void **state)
{
	(void)state;
	TOY(s, "book", "title=علی رضایی");
	TOY(s, "book", "title=می‌خواهم بخوانم");
	TOY(s, "book", "title=شرکت ۱۴۰۳");
	finds("علي رضايي", "علی رضایی");
	finds("رضا", "علی رضایی");
	finds("ضای", "علی رضایی");
	finds("عل", "علی رضایی");
	finds("ع", "علی رضایی");
	finds("می خواهم", "می‌خواهم بخوانم");
	finds("میخواهم", "می‌خواهم بخوانم");
	finds("1403", "شرکت ۱۴۰۳");
	finds("شركت", "شرکت ۱۴۰۳");
	finds("کت", "");
}

static void chinese_and_japanese(void **state)
{
	(void)state;
	TOY(s, "book", "title=王小明");
	TOY(s, "book", "title=株式会社サンプル");
	TOY(s, "book", "title=がっこう");
	TOY(s, "book", "title=北京ABC公司");
	finds("王", "王小明");
	finds("小", "王小明");
	finds("明", "王小明");
	finds("小明", "王小明");
	finds("王小", "王小明");
	finds("王明", "");
	finds("王小明", "王小明");
	finds("会社", "株式会社サンプル");
	finds("式会社", "株式会社サンプル");
	finds("社サ", "株式会社サンプル");
	finds("ｻﾝﾌﾟﾙ", "株式会社サンプル");
	finds("ル", "株式会社サンプル");
	finds("が", "がっこう");
	finds("か", "");
	finds("abc", "北京ABC公司");
	finds("京abc公", "北京ABC公司");
	finds("公司 北京", "北京ABC公司");
	finds("司", "北京ABC公司");
}

static void hostile_questions(void **state)
{
	static const char *const text[] = { "\"", "\"\"", "a\"b", "'", "*", "a*", "^a", "a OR b", "NEAR(a b)", "{a}:b",
		"a:b", "-a", "+", "(", ")", "a AND", "AND", "NOT", "\\", "%", "_", "\x01", "\xff\xfe", "a\xc3",
		"\xE2\x80\x8C", "   ", "", ".", "..", "a.", "...a", "💡", "💡💡", "a💡b" };

	(void)state;
	TOY(s, "book", "title=Plain");
	for (size_t i = 0; i < COUNT(text); i++)
		if (strstr(hits(book, text[i]), "Plain"))
			fail_msg("%s found the book", text[i]);
	TOY(s, "book", "title=a \"quoted\" 100% (x)");
	finds("\"quoted\"", "a \"quoted\" 100% (x)");
	finds("100%", "a \"quoted\" 100% (x)");
	finds("100% quoted", "a \"quoted\" 100% (x)");
}

static void the_best_come_first(void **state)
{
	(void)state;
	TOY(s, "book", "title=ali");
	TOY(s, "book", "title=Alison");
	TOY(s, "book", "title=Muhammad Ali");
	TOY(s, "book", "title=Natalie");
	TOY(s, "book", "title=Alice");
	TOY(s, "book", "title=other", "notes=of ali");
	assert_string_equal(hits(book, "ali"), "ali|Alice|Alison|other|Muhammad Ali|Natalie");
	assert_string_equal(hits(book, "al"), "Alice|Alison|ali|other|Muhammad Ali");
}

/* An old record of exactly this title is found beside more new ones than are looked at. */
static void the_exact_title_is_found_among_many(void **state)
{
	struct search_hits h;

	(void)state;
	TOY(s, "book", "title=ali");
	TOY(s, "book", "title=old", "notes=of alimony ahead");
	for (int i = 0; i < 700; i++)
		TOY(s, "book", "title=alibi", "notes=ali");
	assert_int_equal(search_run(s, book, "ali", 5, &h, NULL), RC_OK);
	assert_int_equal(h.n, 5);
	assert_string_equal(h.hit[0].title, "ali");
	search_hits_free(&h);
	/* so is one whose word alone is rare, though many newer ones begin as it does */
	assert_string_equal(hits(book, "alim"), "old");
	assert_string_equal(hits(book, "alimony ahea"), "old");
	assert_string_equal(hits(book, "alibi alim"), "");
	assert_int_equal(filtered("ali"), 702);
	assert_int_equal(filtered("al"), 702);
	assert_int_equal(filtered("libi"), 700);
	assert_int_equal(filtered("text !~ alibi"), 2);
}

static void over_all_types(void **state)
{
	struct search_hits h;

	(void)state;
	TOY(s, "shelf", "name=Green shelf");
	TOY(s, "label", "name=greenish");
	TOY(s, "book", "title=Evergreen");
	assert_string_equal(hits(NULL, "green"), "greenish|Green shelf|Evergreen");
	assert_string_equal(hits(session_model(s, "label"), "green"), "greenish");
	assert_int_equal(search_run(s, NULL, "green", 1, &h, NULL), RC_OK);
	assert_int_equal(h.n, 1);
	assert_string_equal(h.hit[0].detail, "Label");
	search_hits_free(&h);
}

static void the_index_follows_writes(void **state)
{
	struct err err = ERR_INIT;
	struct undo_result undo;
	struct step st;
	int64_t id = TOY(s, "book", "title=First", "notes=alpha");

	(void)state;
	finds("first", "First");
	assert_int_equal(toy_set(s, "book", id, &err, (const char *const[]){ "title=Second", NULL }), RC_OK);
	finds("first", "");
	finds("second alpha", "Second");
	assert_int_equal(toy_set(s, "book", id, &err, (const char *const[]){ "price=4", NULL }), RC_OK);
	finds("second", "Second");
	assert_int_equal(step_undo(s, 0, &undo, &err), RC_OK);
	assert_int_equal(step_undo(s, 0, &undo, &err), RC_OK);
	finds("first", "First");
	finds("second", "");
	assert_int_equal(step_open(s, "trash", &st, &err), RC_OK);
	assert_int_equal(step_close(&st, record_trash(s, &st, book, id, &err), &err), RC_OK);
	finds("first", "");
	assert_int_equal(db_get_int(s->db, -1, "SELECT count(*) FROM search WHERE text LIKE '%first%'", ""), 0);
	assert_int_equal(step_undo(s, 0, &undo, &err), RC_OK);
	finds("first alpha", "First");
}

static void rebuilding_gives_the_same(void **state)
{
	char before[2000];

	(void)state;
	TOY(s, "book", "title=王小明", "email=a@b.de");
	TOY(s, "book", "title=Alpha", "phone=+98 21 88887777", "notes=beta");
	snprintf(before, sizeof before, "%s", hits(NULL, "a"));
	assert_int_equal(db_run(s->db, NULL, "UPDATE search SET text = 'x'", ""), RC_OK);
	assert_int_equal(search_rebuild(s, NULL), RC_OK);
	assert_string_equal(hits(NULL, "a"), before);
	finds("小明", "王小明");
	finds("8888", "Alpha");
	assert_int_equal(db_get_int(s->db, 0, "SELECT count(*) FROM search WHERE text = 'x'", ""), 0);
	assert_int_equal(
		db_run(s->db, NULL, "INSERT INTO search_word(search_word, rank) VALUES ('integrity-check', 1)", ""),
		RC_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(latin, setup, teardown),
		cmocka_unit_test_setup_teardown(persian, setup, teardown),
		cmocka_unit_test_setup_teardown(chinese_and_japanese, setup, teardown),
		cmocka_unit_test_setup_teardown(hostile_questions, setup, teardown),
		cmocka_unit_test_setup_teardown(the_best_come_first, setup, teardown),
		cmocka_unit_test_setup_teardown(the_exact_title_is_found_among_many, setup, teardown),
		cmocka_unit_test_setup_teardown(over_all_types, setup, teardown),
		cmocka_unit_test_setup_teardown(the_index_follows_writes, setup, teardown),
		cmocka_unit_test_setup_teardown(rebuilding_gives_the_same, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
