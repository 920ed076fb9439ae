/* Values of every type of field: what is typed, what is shown, and that what is shown for editing and export reads
 * back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/clock.h"
#include "record/value.h"
#include "toy.h"

#include <cmocka.h>

static struct session *s;
static struct arena a;

static int setup(void **state)
{
	(void)state;
	s = toy_open();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(&a);
	toy_close(s);
	return 0;
}

static const struct model *book(void)
{
	return session_model(s, "book");
}

static struct value parse(int slot, const char *text)
{
	struct err err = ERR_INIT;
	struct value v;

	if (value_parse(s, book(), slot, text, &a, &v, NULL, &err) != RC_OK)
		fail_msg("%s: %s", text, err.text);
	return v;
}

static const char *show(int slot, const struct value *v, enum value_style style)
{
	struct str out = STR_INIT;
	const char *text;

	value_show(s, book(), slot, v, NULL, style, &out);
	text = arena_strdup(&a, out.s);
	str_free(&out);
	return text;
}

static void assert_reads_back(int slot, const char *typed)
{
	static const enum value_style exact[] = { SHOW_EDIT, SHOW_EXPORT };
	struct value v = parse(slot, typed);

	for (size_t i = 0; i < COUNT(exact); i++) {
		const char *text = show(slot, &v, exact[i]);
		struct value again = parse(slot, text);

		if (!value_eq(&v, &again))
			fail_msg("%s: \"%s\" is shown as \"%s\", which is another value", book()->fields[slot].name,
				typed, text);
	}
}

static void what_is_shown_reads_back(void **state)
{
	static const struct {
		int slot;
		const char *text[12];
	} typed[] = {
		{ BOOK_TITLE, { "Dune", "  trimmed  ", "علی رضایی", "王小明", "a,\"b\";c", "Straße", "-", "0" } },
		{ BOOK_NOTE, { "one\ntwo\n\n  three", "tab\there", "line\r\nline" } },
		{ BOOK_PAGES, { "0", "12", "1,234", "۱۲۳", "5k", "10000" } },
		{ BOOK_PRICE,
			{ "0", "12.5", "1,234.50", "1.234,50", "-3.07", "(12)", "22k", "1.5m", "€ 9.99", "۱۲٬۳۴۵٫۶" } },
		{ BOOK_SHARE, { "0", "50", "12.5%", "99.99 %", "100", "٪۷" } },
		{ BOOK_LENT, { "yes", "no", "بله", "خیر", "否", "はい", "oui", "1", "FALSE" } },
		{ BOOK_DUE, { "2026-11-21", "today", "+5", "fri", "15.6", "1404-09-21", "eom" } },
		{ BOOK_SEEN, { "2026-11-21T09:00:00Z", "2026-11-21 09:05", "now", "today 17:30", "2026-11-21 09:05:07",
				     "21.6.2026" } },
		{ BOOK_KIND, { "novel", "Poetry", "SCIENCE" } },
		{ BOOK_FORMATS, { "paper", "Audio, screen", "screen;paper;paper" } },
		{ BOOK_EMAIL, { "sara@example.com", "Sara.Rahimi+crm@Example.co.uk" } },
		{ BOOK_PHONE, { "+44 20 7946 0000", "0912 345 6789", "(555) 123-4567", "12" } },
		{ BOOK_URL, { "https://example.com/a?b=c", "example.com" } },
		{ BOOK_ISBN, { "978-3-16-148410-0" } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(typed); i++)
		for (int k = 0; typed[i].text[k]; k++)
			assert_reads_back(typed[i].slot, typed[i].text[k]);
}

static void references_read_back(void **state)
{
	int64_t top = TOY(s, "shelf", "name=Top, left"), one = TOY(s, "shelf", "name=Twin"),
		two = TOY(s, "shelf", "name=Twin");
	int64_t red = TOY(s, "label", "name=red"), odd = TOY(s, "label", "name=a, \"b\"");
	int64_t dune = TOY(s, "book", "title=Dune");
	struct value v = VALUE_INT(two), set = value_set((int64_t[]){ odd, red }, 2, &a);
	struct value ref = VALUE_INT(REF_MAKE(13, dune)), back;

	(void)state;
	assert_reads_back(BOOK_SHELF, "top, LEFT");
	assert_int_equal(parse(BOOK_SHELF, "Top, left").i, top);
	assert_int_equal(parse(BOOK_OWNER, "me").i, s->user);
	/* of two with one name the id is edited */
	back = parse(BOOK_SHELF, show(BOOK_SHELF, &v, SHOW_EDIT));
	assert_true(value_eq(&back, &v));
	assert_int_not_equal(one, two);
	back = parse(BOOK_LABELS, show(BOOK_LABELS, &set, SHOW_EXPORT));
	assert_true(value_eq(&back, &set));
	back = parse(BOOK_LABELS, show(BOOK_LABELS, &set, SHOW_EDIT));
	assert_true(value_eq(&back, &set));
	back = parse(BOOK_ABOUT, show(BOOK_ABOUT, &ref, SHOW_EXPORT));
	assert_true(value_eq(&back, &ref));
	assert_string_equal(show(BOOK_ABOUT, &ref, SHOW_LIST), "Dune");
}

static void instants_read_back_where_the_clock_goes_back(void **state)
{
	(void)state;
	date_zone("Europe/Berlin");
	for (int64_t at = 1793142000; at < 1793142000 + 7200; at += 1799) { /* 2026-10-25, both hours of 02:00 */
		struct value v = VALUE_INT(at), again = parse(BOOK_SEEN, show(BOOK_SEEN, &v, SHOW_EDIT));

		assert_int_equal(again.i, at);
	}
	date_zone("UTC");
}

static void jalali_is_edited_as_jalali(void **state)
{
	struct value v = parse(BOOK_DUE, "2025-03-21");

	(void)state;
	s->calendar = CAL_JALALI;
	assert_string_equal(show(BOOK_DUE, &v, SHOW_EDIT), "1404-01-01");
	assert_string_equal(show(BOOK_DUE, &v, SHOW_EXPORT), "2025-03-21");
	assert_reads_back(BOOK_DUE, "1404-01-01");
}

static void wrong_text_is_refused_at_the_field(void **state)
{
	static const struct {
		int slot;
		const char *text, *why;
	} wrong[] = {
		{ BOOK_PAGES, "ten", NULL },
		{ BOOK_PAGES, "1.5", "whole" },
		{ BOOK_PAGES, "10001", "0 to 10000" },
		{ BOOK_PAGES, "-1", "0 to 10000" },
		{ BOOK_SHARE, "101", "0 to 100" },
		{ BOOK_PRICE, "1e999", NULL },
		{ BOOK_PRICE, "99999999999999999", "too large" },
		{ BOOK_LENT, "perhaps", "yes nor no" },
		{ BOOK_DUE, "31.2.", NULL },
		{ BOOK_SEEN, "25:00", NULL },
		{ BOOK_KIND, "thriller", "novel, science, poetry" },
		{ BOOK_FORMATS, "paper, clay", "clay" },
		{ BOOK_SHELF, "nowhere", "nowhere" },
		{ BOOK_LABELS, "nothing", "nothing" },
		{ BOOK_ABOUT, "12", "slash" },
		{ BOOK_ABOUT, "cow/1", "cow/1" },
		{ BOOK_EMAIL, "sara", NULL },
		{ BOOK_EMAIL, "a@b@c.de", NULL },
		{ BOOK_URL, "no dots here", "web address" },
		{ BOOK_TITLE, "two\nlines", NULL },
		{ BOOK_TITLE, "bad \xff byte", NULL },
		{ BOOK_CHAPTERS, "x", "lines" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct err err = ERR_INIT;
		struct value v;
		enum rc rc = value_parse(s, book(), wrong[i].slot, wrong[i].text, &a, &v, NULL, &err);

		if (rc != RC_INVALID)
			fail_msg("\"%s\" was taken", wrong[i].text);
		assert_int_equal(err.field, wrong[i].slot);
		assert_int_equal(v.kind, VAL_NULL);
		if (wrong[i].why && !strstr(err.text, wrong[i].why))
			fail_msg("\"%s\": %s: nothing about %s", wrong[i].text, err.text, wrong[i].why);
	}
}

static void lengths_count_letters(void **state)
{
	struct str text = STR_INIT;
	struct err err = ERR_INIT;
	struct value v;

	(void)state;
	for (int i = 0; i < 200; i++)
		str_add(&text, "س");
	assert_int_equal(value_parse(s, book(), BOOK_TITLE, text.s, &a, &v, NULL, &err), RC_OK);
	str_add(&text, "س");
	assert_int_equal(value_parse(s, book(), BOOK_TITLE, text.s, &a, &v, NULL, &err), RC_INVALID);
	assert_int_equal(err.field, BOOK_TITLE);
	str_free(&text);
	assert_int_equal(field_max(&book()->fields[BOOK_NOTE]), 65536);
	assert_int_equal(field_max(&book()->fields[BOOK_EMAIL]), 254);
	assert_int_equal(field_max(&book()->fields[BOOK_PHONE]), 40);
	assert_int_equal(field_max(&book()->fields[BOOK_PAGES]), 0);
}

static void text_is_normalised_and_blank_is_nothing(void **state)
{
	struct value v = parse(BOOK_TITLE, "e\xCC\x81t\xC3\xA9");

	(void)state;
	assert_string_equal(v.s, "\xC3\xA9t\xC3\xA9");
	assert_int_equal(parse(BOOK_TITLE, " \xC2\xA0\xE3\x80\x80 ").kind, VAL_NULL);
	assert_int_equal(parse(BOOK_DUE, "").kind, VAL_NULL);
	assert_int_equal(parse(BOOK_FORMATS, " , ;").kind, VAL_NULL);
	assert_non_null(strstr(parse(BOOK_URL, "example.com").s, "://example.com"));
}

static void unknown_references_may_be_made(void **state)
{
	const char *create = NULL;
	struct err err = ERR_INIT;
	struct value v;
	int64_t red = TOY(s, "label", "name=red");

	(void)state;
	assert_int_equal(value_parse(s, book(), BOOK_SHELF, "Cellar", &a, &v, &create, &err), RC_OK);
	assert_int_equal(v.kind, VAL_NULL);
	assert_string_equal(create, "Cellar");
	assert_int_equal(value_parse(s, book(), BOOK_LABELS, "blue, red, green", &a, &v, &create, &err), RC_OK);
	assert_string_equal(create, "blue");
	assert_true(v.kind == VAL_SET && v.n == 1 && v.set[0] == red);
	/* the owner must exist */
	assert_int_equal(value_parse(s, book(), BOOK_OWNER, "nobody", &a, &v, &create, &err), RC_INVALID);
	assert_null(create);
}

static void people_read_the_office_money_and_calendar(void **state)
{
	struct value price = VALUE_INT(123450), round = VALUE_INT(2200000), share = VALUE_INT(7400),
		     due = parse(BOOK_DUE, "2026-12-12");
	struct value kind = VALUE_INT(BOOK_SCIENCE), lent = VALUE_INT(1), none = VALUE_NULL;

	(void)state;
	assert_string_equal(show(BOOK_PRICE, &price, SHOW_LIST), "€1,234.50");
	assert_string_equal(show(BOOK_PRICE, &round, SHOW_SHORT), "€22k");
	assert_string_equal(show(BOOK_PRICE, &price, SHOW_EXPORT), "1234.50");
	assert_string_equal(show(BOOK_SHARE, &share, SHOW_LIST), "74%");
	assert_string_equal(show(BOOK_SHARE, &share, SHOW_EXPORT), "74");
	assert_string_equal(show(BOOK_DUE, &due, SHOW_LIST), "Sat 12 Dec 2026");
	assert_string_equal(show(BOOK_KIND, &kind, SHOW_LIST), "Science");
	assert_string_equal(show(BOOK_KIND, &kind, SHOW_EXPORT), "science");
	assert_string_equal(show(BOOK_LENT, &lent, SHOW_EXPORT), "yes");
	assert_string_equal(show(BOOK_PRICE, &none, SHOW_LIST), "");
}

static const char *json(int slot, struct value v)
{
	struct str out = STR_INIT;
	const char *text;

	value_json(s, book(), slot, &v, NULL, &out);
	text = arena_strdup(&a, out.s);
	str_free(&out);
	return text;
}

static void programs_read_json(void **state)
{
	int64_t red = TOY(s, "label", "name=red");

	(void)state;
	assert_string_equal(json(BOOK_PRICE, VALUE_INT(-150)), "-1.50");
	assert_string_equal(json(BOOK_SHARE, VALUE_INT(1250)), "12.5");
	assert_string_equal(json(BOOK_LENT, VALUE_INT(0)), "false");
	assert_string_equal(json(BOOK_TITLE, value_text("a\"b\\c\n\x01é")), "\"a\\\"b\\\\c\\n\\u0001é\"");
	assert_string_equal(json(BOOK_DUE, value_text("2026-12-12")), "\"2026-12-12\"");
	assert_string_equal(json(BOOK_SEEN, VALUE_INT(1795251600)), "\"2026-11-21T09:00:00Z\"");
	assert_string_equal(json(BOOK_FORMATS, value_set((int64_t[]){ 2, 1 }, 2, &a)), "[\"paper\",\"audio\"]");
	assert_string_equal(json(BOOK_LABELS, value_set(&red, 1, &a)), "[\"red\"]");
	assert_string_equal(json(BOOK_TITLE, VALUE_NULL), "null");
}

static void values_have_an_order(void **state)
{
	const struct field *title = &book()->fields[BOOK_TITLE], *kind = &book()->fields[BOOK_KIND];
	struct value x = value_text("apple"), y = value_text("Banana"), none = VALUE_NULL, p = VALUE_INT(BOOK_POETRY),
		     n = VALUE_INT(BOOK_NOVEL);

	(void)state;
	assert_true(value_cmp(title, &x, &y) < 0);
	assert_true(value_cmp(title, &y, &x) > 0);
	assert_true(value_cmp(title, &none, &x) < 0);
	assert_int_equal(value_cmp(title, &x, &x), 0);
	assert_true(value_cmp(kind, &n, &p) < 0);
}

static void checks_hold_for_typed_values_too(void **state)
{
	struct err err = ERR_INIT;
	struct value bad[] = { VALUE_INT(4), VALUE_INT(2), value_text("2026-02-30"), value_text("x\x01"),
		VALUE_INT(10001) };
	static const int slot[] = { BOOK_KIND, BOOK_LENT, BOOK_DUE, BOOK_TITLE, BOOK_PAGES };

	(void)state;
	for (size_t i = 0; i < COUNT(slot); i++) {
		assert_int_equal(value_check(s, book(), slot[i], &bad[i], &err), RC_INVALID);
		assert_int_equal(err.field, slot[i]);
	}
	/* a number where text belongs */
	assert_int_equal(value_check(s, book(), BOOK_TITLE, &bad[0], &err), RC_INVALID);
}

static void sets_are_sorted_without_doubles(void **state)
{
	struct value v = value_set((int64_t[]){ 3, 1, 3, 2, 1 }, 5, &a), copy = value_copy(&v, &a);

	(void)state;
	assert_int_equal(v.n, 3);
	assert_true(set_has(&v, 2) && !set_has(&v, 4));
	assert_true(value_eq(&v, &copy));
	assert_int_equal(value_set(NULL, 0, &a).kind, VAL_NULL);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_shown_reads_back),
		TEST(references_read_back),
		TEST(instants_read_back_where_the_clock_goes_back),
		TEST(jalali_is_edited_as_jalali),
		TEST(wrong_text_is_refused_at_the_field),
		TEST(lengths_count_letters),
		TEST(text_is_normalised_and_blank_is_nothing),
		TEST(unknown_references_may_be_made),
		TEST(people_read_the_office_money_and_calendar),
		TEST(programs_read_json),
		TEST(values_have_an_order),
		TEST(checks_hold_for_typed_values_too),
		TEST(sets_are_sorted_without_doubles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
