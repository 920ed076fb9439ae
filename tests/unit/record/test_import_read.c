/* What an import understands of a foreign file: types of columns, orders and signs with how sure they are, names,
 * money, dates. Each case is a file of a few lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "record/exchange.h"
#include "record/record.h"
#include "toy.h"

#include <cmocka.h>

static struct session *s;
static char made[128];
static struct import_result r;

static int setup(void **state)
{
	(void)state;
	s = toy_open();
	s->agent = toy_agent;
	snprintf(made, sizeof made, "/tmp/import-read-%d.csv", (int)getpid());
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	import_result_free(&r);
	unlink(made);
	toy_close(s);
	return 0;
}

static struct import_options options(void)
{
	return (struct import_options){ .model = session_model(s, "reader"),
		.sheet = { .backslash = -1, .header_line = -1 } };
}

static void read_with(const struct import_options *opt, const char *text)
{
	struct err err = ERR_INIT;
	FILE *f = fopen(made, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	fclose(f);
	import_result_free(&r);
	if (import_run(s, made, opt, &r, &err) != RC_OK)
		fail_msg("%s: %s", text, err.text);
}

static void import(const char *text)
{
	struct import_options opt = options();

	read_with(&opt, text);
}

static const struct import_column *column(const char *header)
{
	for (int i = 0; i < r.n_columns; i++)
		if (!strcmp(r.column[i].header, header))
			return &r.column[i];
	fail_msg("no column %s", header);
	return NULL;
}

static bool warned(const char *part)
{
	for (int i = 0; i < r.n_warnings; i++)
		if (strstr(r.warning[i], part))
			return true;
	return false;
}

static const char *of(const char *email, const char *field)
{
	return toy_get(s, "reader", db_get_int(s->db, 0, "SELECT id FROM reader WHERE email = ?1", "s", email), field);
}

static void columns_have_a_type(void **state)
{
	static const char *const want[][2] = { { "Name", "text" }, { "Email", "email" }, { "Tel", "phone" },
		{ "Since", "date" }, { "Sum", "number" }, { "Site", "url" }, { "VIP", "yes_no" }, { "Void", "empty" } };

	(void)state;
	import("Name,Email,Tel,Since,Sum,Site,VIP,Void\n"
	       "Ann,a@x.example,+49 30 1234567,25.12.2026,\"1,5\",https://x.example,yes,\n"
	       "Bo,b@x.example,030/7654321,24.12.2026,\"12,25\",www.y.example,no,\n"
	       "Cy,c@x.example,(030) 7654321,۱۴۰۳/۰۹/۲۱,۱۲۳,http://z.example/a,yes,\n");
	for (size_t i = 0; i < COUNT(want); i++)
		assert_string_equal(column(want[i][0])->type, want[i][1]);
}

/* A choice is told by few values in many rows, the last rows too. */
static void types_are_of_all_rows(void **state)
{
	struct str text = STR_INIT;

	(void)state;
	str_add(&text, "Name,Email,Size,Closing\n");
	for (int i = 0; i < 3000; i++)
		str_addf(&text, "N %d,n%d@x.example,%s,%s\n", i, i, i % 2 ? "small" : "large",
			i == 2999 ? "25.04.2026" : "03.04.2026");
	import(text.s);
	str_free(&text);
	assert_string_equal(column("Size")->type, "choice");
	assert_int_equal(column("Closing")->order, ORDER_DMY);
	assert_int_equal(column("Closing")->order_percent, 99);
	assert_string_equal(of("n0@x.example", "closing"), "2026-04-03");
}

static void doubts_are_told(void **state)
{
	struct import_options opt = options();
	static const enum date_order month_first = ORDER_MDY;

	(void)state;
	s->date_order = ORDER_DMY;
	import("Name,Email,Closing\nAnn,a@x.example,03/04/2026\nBo,b@x.example,05/06/2026\n");
	assert_int_equal(r.date_sure, 50);
	assert_string_equal(r.date_sample, "03/04/2026");
	assert_true(warned("--date-order"));
	assert_string_equal(of("a@x.example", "closing"), "2026-04-03");
	opt.date_order = &month_first;
	opt.on_duplicate = DUP_OVERWRITE;
	read_with(&opt, "Name,Email,Closing\nAnn,a@x.example,03/04/2026\nBo,b@x.example,05/06/2026\n");
	assert_int_equal(r.date_sure, 100);
	assert_false(warned("--date-order"));
	assert_string_equal(of("a@x.example", "closing"), "2026-03-04");
	import("Name,Email,Closing\nCy,c@x.example,04/04/2026\n"); /* the same either way */
	assert_int_equal(r.date_sure, 100);
}

/* What one column proves the others of the file follow. */
static void columns_follow_the_file(void **state)
{
	(void)state;
	s->date_order = ORDER_DMY;
	import("Name,Email,Closing,Created "
	       "Date\nAnn,a@x.example,03/04/2026,12/25/2025\nBo,b@x.example,05/06/2026,12/26/2025\n");
	assert_int_equal(column("Closing")->order, ORDER_MDY);
	assert_int_equal(column("Closing")->order_percent, 80);
	assert_int_equal(r.date_sure, 80);
	assert_string_equal(of("a@x.example", "closing"), "2026-03-04");
}

static void decimal_signs(void **state)
{
	struct import_options opt = options();

	(void)state;
	import("Name,Email,Budget\nAnn,a@x.example,\"1,234\"\nBo,b@x.example,\"2,500\"\n");
	assert_int_equal(r.decimal_sure, 50);
	assert_true(warned("--decimal"));
	opt.decimal = ',';
	opt.on_duplicate = DUP_OVERWRITE;
	read_with(&opt, "Name,Email,Budget\nAnn,a@x.example,\"1,234\"\nBo,b@x.example,\"2,500\"\n");
	assert_false(warned("--decimal"));
	import("Name;Mail;Revenue\nCy;c@x.example;1.234\n"); /* who parts cells by ; has a decimal comma */
	assert_int_equal(r.decimal_sure, 80);
	assert_int_equal(r.decimal, ',');
	import("Full Name,Email,Revenue\nDi,d@x.example,\"0,125\"\nEd,e@x.example,\"1,500\"\n"); /* nobody groups 0 */
	assert_int_equal(column("Revenue")->decimal, ',');
	assert_int_equal(column("Revenue")->decimal_percent, 99);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(columns_have_a_type),
		TEST(types_are_of_all_rows),
		TEST(doubts_are_told),
		TEST(columns_follow_the_file),
		TEST(decimal_signs),
	};

	return cmocka_run_group_tests(tests, toy_reads_files, toy_reads_no_files);
}
