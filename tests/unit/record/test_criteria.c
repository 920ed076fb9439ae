/* The criteria language: each operator over each type, precedence, errors by place, hostile text, round trips. */
#include <setjmp.h>
#include <stdio.h>

#include "base/clock.h"
#include "record/criteria.h"
#include "record/query.h"
#include "record/save.h"
#include "toy.h"

#include <cmocka.h>

static struct session *s;
static const struct model *book;
static char about[40];

/* Saturday 2026-11-21, 09:00 UTC. Books are known by one letter. */
static int setup(void **state)
{
	int64_t shelf1, ann;

	(void)state;
	s = toy_open();
	book = session_model(s, "book");
	ann = s->user;
	TOY(s, "user", "login=bob", "name=Bob", "boss=ann");
	TOY(s, "user", "login=cyn", "name=Cyn", "boss=bob");
	TOY(s, "user", "login=dan", "name=Dan Ray");
	TOY(s, "label", "name=vip");
	TOY(s, "label", "name=old");
	TOY(s, "label", "name=me, too");
	shelf1 = TOY(s, "shelf", "name=New", "city=Tehran", "sequence=2");
	TOY(s, "shelf", "name=Far East", "city=東京", "sequence=1");
	TOY(s, "shelf", "name=Bare", "sequence=3");
	snprintf(about, sizeof about, "about=shelf/%lld", (long long)shelf1);
	TOY(s, "book", "title=a", "kind=novel", "shelf=New", "owner=ann", "price=10", "pages=100", "share=10",
		"lent=yes", "due=2026-11-21", "labels=vip", "formats=paper", "seen_at=2026-11-21T00:00:00Z",
		"external_id=Straße");
	TOY(s, "book", "title=b", "kind=science", "shelf=New", "owner=bob", "price=5000", "pages=200", "share=25.5",
		"lent=no", "due=2026-11-28", "labels=vip,old", "formats=paper,audio", "email=ann@b.com",
		"seen_at=2026-11-20T23:59:59Z", about);
	TOY(s, "book", "title=c", "kind=poetry", "shelf=Far East", "owner=cyn", "price=1500000", "pages=300",
		"due=2026-12-01", "labels=\"me, too\"", "notes=first line\nsecond Line",
		"seen_at=2026-11-14T12:00:00Z");
	TOY(s, "book", "title=d", "kind=novel", "owner=dan", "price=-3", "due=2026-10-31", "external_id=o'Neil");
	TOY(s, "book", "title=e", "kind=novel", "owner=", "shelf=Bare", "seen_at=2026-11-22T00:00:00Z",
		"external_id=x;y");
	assert_true(ann > 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	toy_close(s);
	return 0;
}

static void add_chapters(void)
{
	TOY(s, "chapter", "name=one", "book=1", "pages=3");
	TOY(s, "chapter", "name=two", "book=1", "pages=30");
	TOY(s, "chapter", "name=three", "book=2", "pages=5");
}

/* The titles that match, in order, without anything between; "!" and the message when the criteria are refused. */
static const char *found(const char *text)
{
	static char out[600];
	struct arena a = ARENA_INIT;
	struct err err = ERR_INIT;
	struct query q = { .model = book };
	struct path title = { .n = 1, .slot = { BOOK_TITLE }, .model = { book } };
	struct page page;
	size_t n = 0;

	out[0] = '\0';
	q.columns = &title;
	q.n_columns = 1;
	if (criteria_parse(s, book, text, &a, &q.where, &err) != RC_OK || query_run(s, &q, &page, &err) != RC_OK) {
		snprintf(out, sizeof out, "!%d %s", err.at, err.text);
		arena_free(&a);
		return out;
	}
	for (int i = 0; i < page.n; i++)
		n += (size_t)snprintf(out + n, sizeof out - n, "%s", page.row[i].val[0].s);
	page_free(&page);
	arena_free(&a);
	return out;
}

static void is(const char *text, const char *want)
{
	const char *got = found(text);

	if (strcmp(got, want) != 0)
		fail_msg("%s: found \"%s\", wanted \"%s\"", text, got, want);
}

static void numbers(void **state)
{
	(void)state;
	is("price = 10", "a");
	is("price = 10.00", "a");
	is("price = 5k", "b");
	is("price > 5k", "c");
	is("price >= 5k", "bc");
	is("price < 0", "d");
	is("price <= 10", "ad");
	is("price != 10", "bcde");
	is("price = 1.5m", "c");
	is("price between 10 and 5000", "ab");
	is("price not between 10 and 5000", "cde");
	is("price in (10, -3)", "ad");
	is("price not in (10, -3)", "bce");
	is("price is empty", "e");
	is("price is not empty", "abcd");
	is("pages = 100", "a");
	is("pages <> 100", "bcde");
	is("share = 25.5%", "b");
	is("share < 25", "a");
	is("double_price = 20", "a");
	is("double_price > 10k", "c");
	is("id = 2", "b");
	is("version > 0", "abcde");
}

static void texts(void **state)
{
	(void)state;
	is("title = A", "a");
	is("title != a", "bcde");
	is("title in (a, \"B\", z)", "ab");
	is("title > c", "de");
	is("title between b and d", "bcd");
	is("external_id = STRASSE", "a");
	is("external_id ~ rass", "a");
	is("external_id contains RASS", "a");
	is("external_id !~ rass", "bcde");
	is("external_id = \"o'neil\"", "d");
	is("external_id = x;y", "e");
	is("external_id = \"\"", "bc");
	is("external_id != \"\"", "ade");
	is("external_id is empty", "bc");
	is("notes ~ \"second line\"", "c");
	is("notes contains FIRST", "c");
	is("email = ANN@b.com", "b");
	is("email ~ @b", "b");
	is("number is not empty", "abcde");
}

static void choices_and_yes_no(void **state)
{
	(void)state;
	is("kind = novel", "ade");
	is("kind = Novel and lent", "a");
	is("kind != novel", "bc");
	is("kind in (novel, poetry)", "acde");
	is("kind not in (novel, poetry)", "b");
	is("lent", "a");
	is("not lent", "bcde");
	is("lent = yes", "a");
	is("lent = no", "bcde");
	is("lent in (yes, no)", "abcde");
	is("lent in (no)", "bcde");
	is("not lent in (yes)", "bcde");
	is("lent is yes", "a");
	is("lent is not yes", "bcde");
	is("lent is empty", "cde");
	is("state = late", "d");
	is("state in (today, later)", "abc");
	is("active", "abcde");
	is("active = no", "");
}

static void references(void **state)
{
	(void)state;
	is("owner = me", "a");
	is("not owner = me", "bcde");
	is("owner != me", "bcde");
	is("owner = BOB", "b");
	is("owner in (bob, me)", "ab");
	is("owner = my people", "bc");
	is("owner in my people", "bc");
	is("owner not in my people", "ade");
	is("owner in (my people, me)", "abc");
	is("owner in (MY PEOPLE)", "bc");
	is("owner is empty", "e");
	is("owner ~ b", "b");
	is("shelf = \"far east\"", "c");
	is("shelf = #1", "ab");
	is("shelf = 1", "ab");
	is("shelf contains a", "ce");
	is("about = shelf/1", "b");
	is("about is empty", "acde");
	is("about in (shelf/1, book/2)", "b");
}

static void sets(void **state)
{
	(void)state;
	is("labels = vip", "ab");
	is("labels in (old, \"me, too\")", "bc");
	is("labels is empty", "de");
	is("labels is not empty", "abc");
	is("not labels = vip", "cde");
	is("labels != vip", "cde");
	is("labels = vip and labels = old", "b");
	is("labels ~ too", "c");
	is("formats = audio", "b");
	is("formats in (paper, audio)", "ab");
	is("formats is empty", "cde");
}

static void dotted(void **state)
{
	(void)state;
	add_chapters();
	is("shelf.city = tehran", "ab");
	is("shelf.city != tehran", "cde");
	is("shelf.city = 東京", "c");
	is("shelf.city is empty", "de");
	is("shelf.city is not empty", "abc");
	is("owner.boss = ann", "b");
	is("owner.boss = me", "b");
	is("owner.boss.login = ann", "b");
	is("owner.boss.boss is empty", "abde");
	is("labels.name = old", "b");
	is("labels.name ~ o", "bc");
	is("chapters.pages > 4", "ab");
	is("chapters.pages > 4 and not chapters.pages > 10", "b");
	is("chapters.name = one", "a");
	is("chapters is empty", "cde");
	is("chapters is not empty", "ab");
	is("shelf.folded = no", "abcde");
	is("shelf.folded", "");
}

static void dates(void **state)
{
	(void)state;
	is("due = today", "a");
	is("due = 2026-11-21", "a");
	is("due < today", "d");
	is("due <= today", "ad");
	is("due > today", "bc");
	is("due >= today", "abc");
	is("due != today", "bcde");
	is("due = today+7", "b");
	is("due = today + 7", "b");
	is("due < today+1w", "ad");
	is("due <= today+1w", "abd");
	is("due = tomorrow or due = yesterday", "");
	is("due = this month", "ab");
	is("due = last month", "d");
	is("due = next month", "c");
	is("due = this week", "a");
	is("due = next week", "b");
	is("due < this month", "d");
	is("due > this month", "c");
	is("due = this year", "abcd");
	is("due = this quarter", "abcd");
	is("due = last quarter", "");
	is("due = 2026-11", "ab");
	is("due = 2026", "abcd");
	is("due = 1405-09", "bc");
	is("due = 1405/9/7", "b");
	is("due in (today, 2026-12-01)", "ac");
	is("due between today and today+7", "ab");
	is("due between 2026-10 and 2026-11", "abd");
	is("due is empty", "e");
	is("due = +7", "b");
	is("due = now", "a");
	is("due = now+1w", "b");
}

static void instants(void **state)
{
	(void)state;
	is("seen_at = today", "a");
	is("seen_at = yesterday", "b");
	is("seen_at = tomorrow", "e");
	is("seen_at < today", "bc");
	is("seen_at <= today", "abc");
	is("seen_at > today", "e");
	is("seen_at >= today", "ae");
	is("seen_at > today-7", "abe");
	is("seen_at < now", "abc");
	is("seen_at > now-10h", "abe");
	is("seen_at > now-540min", "e");
	is("seen_at >= now-540min", "ae");
	is("seen_at > now-9h", "e");
	is("seen_at = this week", "abe");
	is("seen_at = last week", "c");
	is("seen_at = 2026-11-20T23:59:59Z", "b");
	is("created_at = today", "abcde");
	is("created_at < today", "");
	is("seen_at between today-1 and today", "ab");
}

static void precedence(void **state)
{
	(void)state;
	is("title = a or title = b and title = c", "a");
	is("(title = a or title = b) and title = b", "b");
	is("not title = a and title = a", "");
	is("not (title = a or title = b)", "cde");
	is("not not title = a", "a");
	is("title = a OR title = b AND NOT title = b", "a");
	is("((title = a))", "a");
	is("kind = \"novel\" and (price > 5k or labels in (vip, old)) and due < today+7 and not owner = bob", "a");
	is("", "abcde");
	is("   ", "abcde");
	is(" title\t=\na　", "a");
}

static void free_text(void **state)
{
	(void)state;
	TOY(s, "book", "title=Made in China", "email=x@y.zz");
	is("made in china", "Made in China");
	is("chi made", "Made in China");
	is("text ~ china", "Made in China");
	is("text !~ china", "abcde");
	is("\"made in\"", "Made in China");
	is("\"in made\"", "");
	is("china and owner = me", "Made in China");
	is("china or title = a", "aMade in China");
	is("not china", "abcde");
	is("china, made", "Made in China");
	is("nothing", "");
	is("--", "abcdeMade in China");
}

/* at: where the error points; what: what it says. */
static void refused(const char *text, int at, const char *what)
{
	struct arena a = ARENA_INIT;
	struct err err = ERR_INIT;
	struct criteria *c;

	if (criteria_parse(s, book, text, &a, &c, &err) == RC_OK)
		fail_msg("%s: was taken", text);
	if (err.at != at || !strstr(err.text, what))
		fail_msg("%s: at %d \"%s\", wanted at %d \"%s\"", text, err.at, err.text, at, what);
	assert_int_equal(err.rc, RC_INVALID);
	arena_free(&a);
}

static void errors_point_at_their_place(void **state)
{
	(void)state;
	refused("nofield = 1", 0, "nofield");
	refused("title = a and nofield = 1", 14, "nofield");
	refused("shelf.nofield = 1", 6, "nofield");
	refused("title.x = 1", 0, "nothing can follow");
	refused("title =", 7, "expected a value");
	refused("title = and", 8, "expected a value");
	refused("title = a title = b", 10, "expected and or or");
	refused("title = a b", 10, "quotes");
	refused("(title = a", 10, "expected and, or, or )");
	refused("title = a)", 9, "expected and or or");
	refused("and", 0, "expected a field");
	refused("title = a and", 13, "expected a field");
	refused("title = a or or title = b", 13, "expected a field");
	refused("= a", 0, "expected a field");
	refused("\"title\" = a", 0, "without quotes");
	refused("title = \"a", 8, "not closed");
	refused("title in a", 9, "expected ( and a list");
	refused("price in (1 2)", 12, "expected , or )");
	refused("price in (1, )", 13, "expected a value");
	refused("price in ()", 10, "expected a value");
	refused("price = many", 8, "expected a number");
	refused("pages = 1.5", 8, "whole number");
	refused("price ~ 1", 6, "expected =, !=, <");
	refused("lent > yes", 5, "expected =, !=");
	refused("lent = perhaps", 7, "yes or no");
	refused("kind = novell", 7, "novel, science, poetry");
	refused("kind > novel", 5, "expected =");
	refused("labels < vip", 7, "expected =");
	refused("chapters = 1", 9, "is empty");
	refused("owner = nobody", 8, "nobody");
	refused("owner = me and shelf = Nowhere", 23, "Nowhere");
	refused("about = 12", 8, "MODEL/ID");
	refused("about = planet/12", 8, "MODEL/ID");
	refused("due = someday", 6, "expected a date");
	refused("due = today+7x", 6, "expected a date");
	refused("due between today", 17, "expected and");
	refused("due between today or tomorrow", 18, "expected and");
	refused("text > a", 5, "expected ~");
	refused("title = \x01", 8, "");
	refused("title = \xff", 8, "");
}

static void limits(void **state)
{
	struct str text = STR_INIT;

	(void)state;
	for (int i = 0; i < 40; i++)
		str_addc(&text, '(');
	refused(text.s, 25, "nested too deeply");
	str_clear(&text);
	for (int i = 0; i < 40; i++)
		str_add(&text, "not ");
	str_add(&text, "lent");
	refused(text.s, 100, "nested too deeply");
	str_clear(&text);
	for (int i = 0; i < 121; i++)
		str_addf(&text, "%spages = %d", i ? " or " : "", i);
	refused(text.s, (int)strlen(text.s) - 11, "too many conditions");
	str_clear(&text);
	for (int i = 0; i < 120; i++)
		str_addf(&text, "%sowner.boss.boss.boss.boss.login = \"x%d\"", i ? " or " : "", i);
	is(text.s, "");
	str_clear(&text);
	for (int i = 0; i < 17000; i++)
		str_addc(&text, 'x');
	refused(text.s, 16384, "too long");
	str_clear(&text);
	for (int i = 0; i < 1500; i++)
		str_addf(&text, "%s%d", i ? ", " : "pages in (200, ", i * 1000 + 7);
	str_add(&text, ")");
	is(text.s, "b");
	str_clear(&text);
	for (int i = 0; i < 900; i++)
		str_addf(&text, "%sx%d", i ? ", " : "title in (", i);
	str_add(&text, ", A)");
	is(text.s, "a");
	str_free(&text);
}

static const char *const hostile[] = { "'", "''", "\"\"", "a' OR '1'='1", "1; DROP TABLE book", "x\\", "%", "_", "*",
	"--", "/*", "?1", ":me", "$t", "@x",
	"a\x1f"
	"b",
	") OR (1=1", "' UNION SELECT login FROM user --", "\xE2\x80\x99", "NULL", "rowid", "t.id", "main.book",
	"NEAR(a b)", "a* OR b", "^a", "{a}", "a:b", "- -" };

/* Whatever a person writes is a value or is refused; it is never SQL (that would abort), and never finds what it is
 * not. */
static void hostile_values(void **state)
{
	static const char *const form[] = { "title = \"%s\"", "title ~ \"%s\"", "external_id = \"%s\"",
		"labels = \"%s\"", "owner = \"%s\"", "kind = \"%s\"", "price = \"%s\"", "due = \"%s\"",
		"about = \"%s\"", "title in (\"%s\", z)", "text ~ \"%s\"", "\"%s\"", "shelf.city = \"%s\"",
		"labels ~ \"%s\"" };

	(void)state;
	for (size_t i = 0; i < COUNT(hostile); i++)
		for (size_t k = 0; k < COUNT(form); k++) {
			struct str text = STR_INIT;

			str_addf(&text, form[k], hostile[i]);
			if (k < 4 && found(text.s)[0] == 'a' && strcmp(hostile[i], "\"\"") != 0)
				fail_msg("%s found a book", text.s);
			found(text.s);
			str_free(&text);
		}
	assert_int_equal(db_get_int(s->db, 0, "SELECT count(*) FROM book", ""), 5);
}

static void hostile_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(hostile); i++) {
		struct str text = STR_INIT;
		struct query q = { .model = book };
		struct arena a = ARENA_INIT;

		str_addf(&text, "%s = a", hostile[i]);
		found(text.s);
		str_clear(&text);
		str_addf(&text, "shelf.%s = a", hostile[i]);
		assert_int_equal(found(text.s)[0], '!');
		if (*hostile[i] != '-') {
			assert_int_not_equal(query_sort(s, &q, hostile[i], NULL), RC_OK);
			assert_int_not_equal(query_columns(s, &q, hostile[i], &a, NULL), RC_OK);
		}
		str_free(&text);
		arena_free(&a);
	}
}

static const char *const samples[] = { "price > 5k", "price = 12.34", "share = 25.5", "title = \"two words\"",
	"title = \"a \\\"b\\\" \\\\ c\"", "external_id ~ x", "kind in (novel, poetry)", "owner = me",
	"owner in my people", "owner = my people", "owner in (my people, me, bob)", "labels = \"me, too\"",
	"labels != vip", "not labels = vip", "due = today+7", "due = this month", "due < eom", "due = fri",
	"due = 12 dec 2026", "due = 2026-11", "due = +5", "seen_at > now-2h", "seen_at = 2026-11-20T23:59:59Z",
	"due between today and today+7", "due is empty", "lent", "not lent", "lent = no", "about = shelf/1",
	"shelf = \"far east\"", "shelf.city = 東京", "title = a or title = b and title = c",
	"(title = a or title = b) and title = c", "not (title = a and lent)", "not not lent", "made in china",
	"text ~ and", "text ~ lent", "\"a phrase\"", "title ~ \"and\"", "title = \"me\"", "title in (\"or\", \"in\")",
	"chapters is empty", "chapters.pages > 4", "title !~ b", "price not in (1, 2)", "double_price > 5", "id = 3",
	"owner.boss = bob" };

static char *text_of(const char *text, bool store)
{
	struct arena a = ARENA_INIT;
	struct err err = ERR_INIT;
	struct criteria *c;
	struct str out = STR_INIT;

	if (criteria_parse(s, book, text, &a, &c, &err) != RC_OK)
		fail_msg("%s: at %d %s", text, err.at, err.text);
	(store ? criteria_store : criteria_text)(s, c, &out);
	arena_free(&a);
	return str_take(&out);
}

static void text_and_store_come_back(void **state)
{
	(void)state;
	add_chapters();
	for (size_t i = 0; i < COUNT(samples); i++)
		for (int store = 0; store < 2; store++) {
			char *once = text_of(samples[i], store), *twice = text_of(once, store);
			char *want = xstrdup(found(samples[i]));

			if (strcmp(once, twice) != 0)
				fail_msg("%s: \"%s\" then \"%s\"", samples[i], once, twice);
			is(once, want);
			free(once);
			free(twice);
			free(want);
		}
}

static void written(const char *text, const char *shown, const char *stored)
{
	char *a = text_of(text, false), *b = text_of(text, true);

	assert_string_equal(a, shown);
	assert_string_equal(b, stored);
	free(a);
	free(b);
}

static void a_rename_breaks_nothing(void **state)
{
	struct arena a = ARENA_INIT;
	struct err err = ERR_INIT;
	struct criteria *c;
	struct str out = STR_INIT;
	char *stored = text_of("labels = vip and shelf in (New, Bare)", true);

	(void)state;
	assert_string_equal(stored, "labels = #1 and shelf in (#1, #3)");
	assert_int_equal(toy_set(s, "label", 1, &err, (const char *const[]){ "name=very important", NULL }), RC_OK);
	assert_int_equal(criteria_parse(s, book, stored, &a, &c, &err), RC_OK);
	criteria_text(s, c, &out);
	assert_string_equal(out.s, "labels = \"very important\" and shelf in (New, Bare)");
	str_free(&out);
	arena_free(&a);
	free(stored);
	written("due = Today+7", "due = today+7", "due = today+7");
	written("due = 1405/9/7", "due = 2026-11-28", "due = 2026-11-28");
	written("due = THIS Month", "due = this month", "due = this month");
	written("price > 5k", "price > 5000", "price > 5000");
	written("owner = ann", "owner = ann", "owner = #1");
}

/* Two of one name: the text must say which. */
static void an_ambiguous_name_is_written_as_id(void **state)
{
	(void)state;
	TOY(s, "shelf", "name=new");
	written("shelf = #1", "shelf = #1", "shelf = #1");
	refused("shelf = New", 8, "several");
}

static void built_from_values(void **state)
{
	struct arena a = ARENA_INIT;
	struct value one = VALUE_INT(1), none = VALUE_NULL, day = value_text("2026-11-21"), at = VALUE_INT(1795251600);
	struct value set = value_set((int64_t[]){ 1, 2 }, 2, &a);
	struct criteria *c;
	struct str out = STR_INIT;

	(void)state;
	c = criteria_and(&a, criteria_is(&a, book, BOOK_SHELF, &one), criteria_is(&a, book, BOOK_OWNER, &none));
	c = criteria_and(&a, c, criteria_and(&a, NULL, criteria_is(&a, book, BOOK_LABELS, &set)));
	c = criteria_and(&a, c, criteria_is(&a, book, BOOK_DUE, &day));
	c = criteria_and(&a, c, criteria_is(&a, book, BOOK_SEEN, &at));
	criteria_text(s, c, &out);
	assert_string_equal(out.s,
		"shelf = New and owner is empty and labels in (vip, old) and due = 2026-11-21 and "
		"seen_at = 2026-11-21T09:00:00Z");
	assert_null(criteria_and(&a, NULL, NULL));
	assert_true(criteria_names(c, "owner"));
	assert_false(criteria_names(c, "active"));
	assert_false(criteria_names(NULL, "active"));
	str_free(&out);
	arena_free(&a);
}

static void one_record_matches(void **state)
{
	struct arena a = ARENA_INIT;
	struct criteria *c;
	bool yes;

	(void)state;
	assert_int_equal(criteria_parse(s, book, "owner = me and lent", &a, &c, NULL), RC_OK);
	assert_int_equal(criteria_match(s, book, c, 1, &yes, NULL), RC_OK);
	assert_true(yes);
	assert_int_equal(criteria_match(s, book, c, 2, &yes, NULL), RC_OK);
	assert_false(yes);
	assert_int_equal(criteria_match(s, book, NULL, 99, &yes, NULL), RC_OK);
	assert_false(yes);
	arena_free(&a);
}

static void collect(void *ctx, const char *word, const char *what)
{
	str_addf(ctx, "%s:%c ", word, *what);
}

/* Is the word among what may follow the text, and where does it start? */
static void completes(const char *text, const char *word, int start)
{
	struct str out = STR_INIT, want = STR_INIT;
	int at = criteria_complete(s, book, text, (int)strlen(text), collect, &out);

	str_addf(&want, "%s ", word);
	if (!strstr(out.s, want.s) || at != start)
		fail_msg("%s: offers at %d \"%s\", wanted %s at %d", text, at, out.s, word, start);
	str_free(&out);
	str_free(&want);
}

static void completion(void **state)
{
	struct str out = STR_INIT;

	(void)state;
	completes("", "title:f", 0);
	completes("", "not:o", 0);
	completes("pr", "price:f", 0);
	completes("not pr", "price:f", 4);
	completes("(pr", "price:f", 1);
	completes("shelf.ci", "shelf.city:f", 0);
	completes("owner.boss.lo", "owner.boss.login:f", 0);
	completes("price ", ">=:o", 6);
	completes("price ", "is not empty:o", 6);
	completes("kind = ", "science:v", 7);
	completes("kind = po", "poetry:v", 7);
	completes("kind in (novel, ", "poetry:v", 16);
	completes("lent = ", "yes:v", 7);
	completes("due < ", "today:v", 6);
	completes("due = this w", "this week:v", 6);
	completes("owner in (my pe", "my people:v", 10);
	completes("due = this week a", "and:o", 16);
	completes("owner = ", "me:v", 8);
	completes("owner = ", "my people:v", 8);
	completes("owner = b", "bob:v", 8);
	completes("shelf = f", "\"Far East\":v", 8);
	completes("shelf = \"Far E", "\"Far East\":v", 8);
	completes("price > 5 ", "and:o", 10);
	completes("price > 5 and sh", "shelf:f", 14);
	completes("due between today and ", "tomorrow:v", 22);
	criteria_complete(s, book, "kind = po", 9, collect, &out);
	assert_string_equal(out.s, "poetry:v ");
	str_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(texts),
		cmocka_unit_test(choices_and_yes_no),
		cmocka_unit_test(references),
		cmocka_unit_test(sets),
		cmocka_unit_test(dotted),
		cmocka_unit_test(dates),
		cmocka_unit_test(instants),
		cmocka_unit_test(precedence),
		cmocka_unit_test(free_text),
		cmocka_unit_test(errors_point_at_their_place),
		cmocka_unit_test(limits),
		cmocka_unit_test(hostile_values),
		cmocka_unit_test(hostile_names),
		cmocka_unit_test(text_and_store_come_back),
		cmocka_unit_test(a_rename_breaks_nothing),
		cmocka_unit_test(an_ambiguous_name_is_written_as_id),
		cmocka_unit_test(built_from_values),
		cmocka_unit_test(one_record_matches),
		cmocka_unit_test(completion),
	};
	struct CMUnitTest each[COUNT(tests)];

	for (size_t i = 0; i < COUNT(tests); i++) {
		each[i] = tests[i];
		each[i].setup_func = setup;
		each[i].teardown_func = teardown;
	}
	return cmocka_run_group_tests(each, NULL, NULL);
}
