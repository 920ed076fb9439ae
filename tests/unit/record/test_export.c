/* Lists out: every form, and that what goes out comes back in identical bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "record/exchange.h"
#include "record/query.h"
#include "toy.h"

#include <cmocka.h>

static struct session *s;
static struct arena a;
static char made[128];

static int setup(void **state)
{
	(void)state;
	s = toy_open();
	s->agent = toy_agent;
	snprintf(made, sizeof made, "/tmp/export-%d.csv", (int)getpid());
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	unlink(made);
	arena_free(&a);
	toy_close(s);
	return 0;
}

static bool collect(void *ctx, const char *text, size_t n)
{
	str_addn(ctx, text, n);
	return true;
}

/* Text of an export, in the arena. columns NULL: the form's own. */
static const char *export(const char *model, const char *columns, struct export_options opt, int64_t *n)
{
	struct query q = { .model = session_model(s, model) };
	struct str out = STR_INIT;
	struct err err = ERR_INIT;
	const char *text;

	if (columns && query_columns(s, &q, columns, &a, &err) != RC_OK)
		fail_msg("%s: %s", columns, err.text);
	if (export_run(s, &q, &opt, collect, &out, n, &err) != RC_OK)
		fail_msg("export of %s: %s", model, err.text);
	text = arena_strndup(&a, out.s, out.len);
	str_free(&out);
	return text;
}

static void fill(void)
{
	int64_t one;

	TOY(s, "shelf", "name=Top, left", "city=Berlin");
	one = TOY(s, "label", "name=a, \"b\"");
	TOY(s, "label", "name=red");
	TOY(s, "book", "title='=already guarded", "kind=poetry", "price=-3.07", "phone=-", "isbn=2");
	TOY(s, "book", "title==SUM(A1)", "shelf=Top, left", "price=12.50", "share=12.5", "lent=yes", "due=2026-12-12",
		"labels=red", "formats=paper,screen", "email=sara@example.com", "phone=+44 20 7946 0000",
		"url=https://example.com", "notes=two\nlines, \"quoted\"", "seen_at=2026-11-21T09:00:00Z", "isbn=1",
		"external_id=x-1");
	TOY(s, "book", "title=علی رضایی", "pages=0", "labels=\"a, \"\"b\"\"\",red", "isbn=3");
	assert_int_not_equal(one, 0);
}

static void spreadsheets_are_quoted_and_guarded(void **state)
{
	int64_t n = 0;

	(void)state;
	fill();
	assert_string_equal(
		export("book", "title,price,shelf.city,labels", (struct export_options){ .format = EXPORT_CSV }, &n),
		"\"title\",\"price\",\"shelf.city\",\"labels\"\r\n"
		"\"''=already guarded\",\"-3.07\",\"\",\"\"\r\n"
		"\"'=SUM(A1)\",\"12.50\",\"Berlin\",\"red\"\r\n"
		"\"علی رضایی\",\"\",\"\",\"\"\"a, \"\"\"\"b\"\"\"\"\"\",red\"\r\n");
	assert_int_equal(n, 3);
	assert_string_equal(
		export("book", "title", (struct export_options){ .format = EXPORT_TSV, .raw = true, .bom = true }, &n),
		"\xEF\xBB\xBF\"title\"\r\n\"'=already guarded\"\r\n\"=SUM(A1)\"\r\n\"علی رضایی\"\r\n");
	assert_string_equal(export("label", "name,name", (struct export_options){ .format = EXPORT_TSV }, &n),
		"\"name\"\t\"name\"\r\n\"a, \"\"b\"\"\"\t\"a, \"\"b\"\"\"\r\n\"red\"\t\"red\"\r\n");
}

static void take_back(const char *model, const char *text)
{
	struct import_options opt = { .model = session_model(s, model),
		.sheet = { .backslash = -1, .header_line = -1 } };
	struct import_result r;
	struct err err = ERR_INIT;
	FILE *f = fopen(made, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	if (import_run(s, made, &opt, &r, &err) != RC_OK)
		fail_msg("%s: %s", model, err.text);
	for (int i = 0; i < r.n_warnings; i++)
		print_message("warning: %s\n", r.warning[i]);
	assert_int_equal(r.rejected, 0);
	assert_int_equal(r.created, r.rows);
	import_result_free(&r);
}

static void what_goes_out_comes_back_in_the_same_bytes(void **state)
{
	static const char *const models[] = { "label", "shelf", "book" };
	const char *first[COUNT(models)];
	struct export_options csv = { .format = EXPORT_CSV };

	(void)state;
	fill();
	for (size_t i = 0; i < COUNT(models); i++)
		first[i] = export(models[i], NULL, csv, NULL);
	toy_close(s);
	setup(state);
	for (size_t i = 0; i < COUNT(models); i++)
		take_back(models[i], first[i]);
	for (size_t i = 0; i < COUNT(models); i++)
		assert_string_equal(export(models[i], NULL, csv, NULL), first[i]);
}

static void a_file_of_ours_changes_nothing_at_home(void **state)
{
	struct import_options opt = { .model = session_model(s, "book"),
		.sheet = { .backslash = -1, .header_line = -1 },
		.on_duplicate = DUP_OVERWRITE };
	struct import_result r;
	struct err err = ERR_INIT;
	FILE *f;
	const char *text;

	(void)state;
	fill();
	text = export("book", NULL, (struct export_options){ .format = EXPORT_CSV }, NULL);
	f = fopen(made, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	assert_int_equal(import_run(s, made, &opt, &r, &err), RC_OK);
	assert_int_equal(r.unchanged, 3);
	assert_int_equal(r.step, 0);
	import_result_free(&r);
}

static void programs_read_json(void **state)
{
	const char *text;
	int64_t n;

	(void)state;
	fill();
	text = export(
		"book", "title,price,shelf,labels,due,lent", (struct export_options){ .format = EXPORT_JSON }, &n);
	assert_non_null(strstr(text,
		"[\n{\"id\":1,\"version\":1,\"title\":\"'=already guarded\",\"price\":-3.07,\"shelf\":null,"
		"\"shelf_id\":null,\"labels\":null,\"labels_id\":null,\"due\":null,\"lent\":null},\n"));
	assert_non_null(strstr(text, "\"price\":12.50,\"shelf\":\"Top, left\",\"shelf_id\":1,\"labels\":[\"red\"],"
				     "\"labels_id\":[2],\"due\":\"2026-12-12\",\"lent\":true}"));
	assert_string_equal(export("chapter", "name", (struct export_options){ .format = EXPORT_JSON }, &n), "[]\n");
	assert_string_equal(export("book", NULL, (struct export_options){ .format = EXPORT_IDS }, &n), "1\n2\n3\n");
}

static void people_read_aligned_cells(void **state)
{
	const char *text;

	(void)state;
	TOY(s, "book", "title=王小明", "price=5");
	TOY(s, "book", "title=A very long title of a book that does not fit", "price=1234.50");
	text = export("book", "title,price", (struct export_options){ .format = EXPORT_TABLE, .width = 30 }, NULL);
	assert_string_equal(text, "Title                    Price\n"
				  "A very long title …  €1,234.50\n"
				  "王小明                      €5\n");
}

static void right_to_left_stands_in_its_cells(void **state)
{
	const char *text;

	(void)state;
	TOY(s, "book", "title=Emma", "kind=poetry");
	TOY(s, "book", "title=علی", "kind=science");
	text = export("book", "title,kind", (struct export_options){ .format = EXPORT_TABLE }, NULL);
	assert_string_equal(text, "Title  Kind\nEmma   Poetry\nعلی    Science\n");
	/* a terminal gets it in the order it is to be seen */
	text = export("book", "title,kind", (struct export_options){ .format = EXPORT_TABLE, .safe = true }, NULL);
	assert_string_equal(text, "Title  Kind\nEmma   Poetry\nﯽﻠﻋ    Science\n");
}

static void cards_are_made_by_type(void **state)
{
	const char *text;

	(void)state;
	TOY(s, "reader", "name=Order", "contact_name=Sara; Rahimi", "company=Rahimi, Books",
		"email=sara@rahimi.example", "mobile=+44 7946 0001", "notes=a\nb");
	text = export("reader", NULL, (struct export_options){ .format = EXPORT_VCF }, NULL);
	assert_string_equal(text,
		"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Sara\\; Rahimi\r\nORG:Rahimi\\, Books\r\n"
		"EMAIL:sara@rahimi.example\r\nTEL;TYPE=cell:+44 7946 0001\r\nNOTE:a\\nb\r\nEND:VCARD\r\n");
}

static void calendars_need_a_day(void **state)
{
	struct query q = { .model = session_model(s, "label") };
	struct export_options ics = { .format = EXPORT_ICS };
	struct str out = STR_INIT;
	struct err err = ERR_INIT;

	(void)state;
	TOY(s, "reader", "name=Call Sara", "closing=2026-12-12");
	TOY(s, "reader", "name=Some day");
	assert_string_equal(export("reader", NULL, ics, NULL),
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//crm//crm//EN\r\nCALSCALE:GREGORIAN\r\n"
		"BEGIN:VEVENT\r\nUID:reader-1@crm\r\nDTSTAMP:20261121T090000Z\r\nSEQUENCE:0\r\nDTSTART;VALUE=DATE:20261212\r\n"
		"SUMMARY:Call Sara\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
	assert_int_equal(export_run(s, &q, &ics, collect, &out, NULL, &err), RC_INVALID);
	assert_string_equal(out.s, "");
	str_free(&out);
}

static void long_lines_of_cards_fold(void **state)
{
	const char *text;

	(void)state;
	TOY(s, "reader", "name=x", "email=x@y.example",
		"notes=سلام سلام سلام سلام سلام سلام سلام سلام سلام سلام سلام سلام");
	text = export("reader", NULL, (struct export_options){ .format = EXPORT_VCF }, NULL);
	for (const char *line = text; *line; line = strchr(line, '\n') + 1) {
		size_t n = (size_t)(strchr(line, '\r') - line);

		assert_true(n <= 75);
		assert_true(((unsigned char)line[*line == ' '] & 0xC0) != 0x80);
	}
}

static void templates_import_as_they_are(void **state)
{
	struct str out = STR_INIT;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(template_write(s, session_model(s, "book"), &out, &err), RC_OK);
	assert_true(str_starts(out.s, "\"title\",\"kind\",\"shelf\","));
	take_back("book", out.s);
	assert_string_equal(toy_get(s, "book", 1, "title"), "Title");
	assert_string_equal(toy_get(s, "book", 1, "due"), "2026-11-21");
	str_free(&out);
}

static bool stop(void *ctx, const char *text, size_t n)
{
	(void)ctx, (void)text, (void)n;
	return false;
}

static void an_export_can_be_stopped(void **state)
{
	struct query q = { .model = session_model(s, "label") };
	struct export_options opt = { .format = EXPORT_IDS };
	struct err err = ERR_INIT;

	(void)state;
	TOY(s, "label", "name=red");
	assert_int_equal(export_run(s, &q, &opt, stop, NULL, NULL, &err), RC_CANCELLED);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(spreadsheets_are_quoted_and_guarded),
		TEST(what_goes_out_comes_back_in_the_same_bytes),
		TEST(a_file_of_ours_changes_nothing_at_home),
		TEST(programs_read_json),
		TEST(people_read_aligned_cells),
		TEST(right_to_left_stands_in_its_cells),
		TEST(cards_are_made_by_type),
		TEST(calendars_need_a_day),
		TEST(long_lines_of_cards_fold),
		TEST(templates_import_as_they_are),
		TEST(an_export_can_be_stopped),
	};

	return cmocka_run_group_tests(tests, toy_reads_files, toy_reads_no_files);
}
