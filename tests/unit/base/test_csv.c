#include "base/csv.h"

/* cmocka has a macro fail(): the doors come first */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static const struct csv_dialect comma = { .delimiter = ',', .quote = '"', .backslash = false };

struct seen {
	struct str text; /* "line:cell|cell" and a newline for each record; faults as "line!number:raw" */
	int n, stop_at;
	int64_t last_end;
};

static bool note(void *ctx, const struct csv_record *r)
{
	struct seen *seen = ctx;

	assert_int_equal(r->at, seen->last_end);
	assert_true(r->end >= r->at);
	seen->last_end = r->end;
	str_addf(&seen->text, "%d", (int)r->line);
	if (r->fault)
		str_addf(&seen->text, "!%d", (int)r->fault);
	str_addc(&seen->text, r->blank ? '_' : ':');
	for (int i = 0; i < r->n; i++) {
		assert_int_equal(strlen(r->cell[i]), r->len[i]);
		str_addf(&seen->text, "%s%s", i ? "|" : "", r->cell[i]);
	}
	str_addc(&seen->text, '\n');
	return ++seen->n != seen->stop_at;
}

static enum rc parse(struct seen *seen, const struct csv_dialect *d, const char *s, size_t n, size_t piece)
{
	struct csv_reader *r = csv_reader_new(d, note, seen);
	enum rc rc = RC_OK;

	for (size_t i = 0; i < n && !rc; i += piece)
		rc = csv_reader_feed(r, s + i, n - i < piece ? n - i : piece, NULL);
	if (!rc)
		rc = csv_reader_end(r, NULL);
	csv_reader_free(r);
	return rc;
}

/* The same records must come whatever the pieces. */
static void check_dialect(const struct csv_dialect *d, const char *text, const char *want)
{
	static const size_t pieces[] = { 1, 2, 3, 7, 4096 };

	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct seen seen = { .text = STR_INIT };

		assert_int_equal(parse(&seen, d, text, strlen(text), pieces[i]), RC_OK);
		assert_string_equal(seen.text.s, want);
		assert_int_equal(seen.last_end, strlen(text));
		str_free(&seen.text);
	}
}

static void check(const char *text, const char *want)
{
	check_dialect(&comma, text, want);
}

static void test_plain_records(void **state)
{
	(void)state;
	check("", "");
	check("a,b\n1,2\n", "1:a|b\n2:1|2\n");
	check("a,b\n1,2", "1:a|b\n2:1|2\n");
	check("a, b ,\t c\n", "1:a|b|c\n");
	check("\"a \",\" b\"  ,\"c\"\n", "1:a | b|c\n");
	check("\"say \"\"hi\"\"\",\"\"\n", "1:say \"hi\"|\n");
	check(",\n", "1_|\n");
}

static void test_lines_are_counted(void **state)
{
	(void)state;
	check("a\r\nb\r\n", "1:a\n2:b\n");
	check("a\rb\rc", "1:a\n2:b\n3:c\n");
	check("a\nb\r\nc\rd", "1:a\n2:b\n3:c\n4:d\n");
	check("\"x\ny\r\nz\",1\nb,2\n", "1:x\ny\r\nz|1\n4:b|2\n");
}

static void test_blank_lines_are_passed(void **state)
{
	(void)state;
	check("\n\na\n  \n\"\"\nb\n\n", "1_\n2_\n3:a\n4_\n5_\n6:b\n7_\n");
	check("\u00a0,\u200b \n", "1_\u00a0|\u200b\n");
	check("a\n  ", "1:a\n2_\n");
}

static void test_open_quote_at_the_end(void **state)
{
	(void)state;
	check("a,b\n1,\"two\n3,4\n5,6\n", "1:a|b\n2!1:1,\"two\n3:3|4\n4:5|6\n");
	check("a,\"b", "1!1:a,\"b\n");
	check("\"\n\"x\n", "1!1:\"\n2!1:\"x\n");
}

/* A quote left open, and the next record opens one too: only the first line is lost. */
static void test_open_quote_before_a_quoted_record(void **state)
{
	(void)state;
	check("\"a,1\n\"b\",\"2\"\n\"c\",3\n", "1!1:\"a,1\n2:b|2\n3:c|3\n");
	check("x,\"a,1\ny,\"b\",2\nz,c,3\n", "1!1:x,\"a,1\n2:y|b|2\n3:z|c|3\n");
}

static void test_odd_quotes_stay_text(void **state)
{
	(void)state;
	check("pipe 6\" long,x\n", "1:pipe 6\" long|x\n");
	check("\"Bob \"Ace\" Hale\",x\n", "1:Bob \"Ace\" Hale|x\n");
	check("\"Bob \"Ace\" Hale\nsecond\",x\n", "1:Bob \"Ace\" Hale\nsecond|x\n");
}

static void repeat(struct str *s, const char *what, int n)
{
	for (int i = 0; i < n; i++)
		str_add(s, what);
}

/* An odd quote is forgiven in a short cell, not in one over 50 lines or 64 KiB. */
static void test_long_odd_cells(void **state)
{
	struct seen seen = { .text = STR_INIT };
	struct str s = STR_INIT;

	(void)state;
	str_add(&s, "\"note\n");
	repeat(&s, "l\n", 60);
	str_add(&s, "6\" x\",1\n");
	assert_int_equal(parse(&seen, &comma, s.s, s.len, 100), RC_OK);
	assert_true(str_starts(seen.text.s, "1!1:\"note\n2:l\n"));
	assert_int_equal(seen.n, 62);
	str_free(&seen.text);

	seen = (struct seen){ .text = STR_INIT };
	str_clear(&s);
	str_add(&s, "\"note\n");
	repeat(&s, "0123456789", 7000);
	str_add(&s, "6\" x\ny\",1\n");
	assert_int_equal(parse(&seen, &comma, s.s, s.len, 1000), RC_OK);
	assert_true(str_starts(seen.text.s, "1!1:\"note\n2:0123"));
	str_free(&seen.text);
	str_free(&s);
}

/* A long cell that closes as it should is a long cell. */
static void test_long_good_cell(void **state)
{
	struct seen seen = { .text = STR_INIT };
	struct str s = STR_INIT;

	(void)state;
	str_addc(&s, '"');
	repeat(&s, "0123456789\n", 50000);
	str_add(&s, "\",1\nb,2\n");
	assert_int_equal(parse(&seen, &comma, s.s, s.len, 65536), RC_OK);
	assert_int_equal(seen.n, 2);
	assert_true(strstr(seen.text.s, "50002:b|2\n") != NULL);
	str_free(&seen.text);
	str_free(&s);
}

static void test_caps(void **state)
{
	struct seen seen = { .text = STR_INIT };
	struct str s = STR_INIT;

	(void)state;
	repeat(&s, "0123456789", 110000); /* 1.1 MB in one cell of one line */
	str_add(&s, ",x\n");
	repeat(&s, ",", CSV_COLUMNS_MAX);
	str_add(&s, "\nb,2\n\"");
	repeat(&s, "0123456789\n", 110000); /* a quoted cell over the cap: its first line is at fault */
	assert_int_equal(parse(&seen, &comma, s.s, s.len, 65536), RC_OK);
	assert_int_equal(seen.n, 3 + 110000);
	assert_true(str_starts(seen.text.s, "1!2:0123"));
	assert_non_null(strstr(seen.text.s, "\n2!3:,,,"));
	assert_non_null(strstr(seen.text.s, "\n3:b|2\n4!1:\"0123456789\n5:0123456789\n"));
	str_free(&seen.text);
	str_free(&s);
}

/* An open quote is found at the cap, not at the end of the file: the person sees it early, and memory stays small. */
static void test_open_quote_is_found_early(void **state)
{
	struct seen seen = { .text = STR_INIT };
	struct str s = STR_INIT;
	struct csv_reader *r = csv_reader_new(&comma, note, &seen);

	(void)state;
	str_add(&s, "a,\"b\n");
	repeat(&s, "0123456789\n", 100000);
	assert_int_equal(csv_reader_feed(r, s.s, s.len, NULL), RC_OK);
	assert_int_equal(seen.n, 100001);
	assert_true(str_starts(seen.text.s, "1!1:a,\"b\n2:0123456789\n"));
	csv_reader_free(r);
	str_free(&s);
	str_free(&seen.text);
}

/* A line over 4 MiB never stands in memory; what is handed out of it is cut at a whole character. */
static void test_endless_line(void **state)
{
	static const size_t pieces[] = { 5000, 65536, SIZE_MAX };
	struct str s = STR_INIT;

	(void)state;
	str_add(&s, "a\nx");
	repeat(&s, "éé,", 1200000);
	str_add(&s, "\r\nb\n");
	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct seen seen = { .text = STR_INIT };

		assert_int_equal(parse(&seen, &comma, s.s, s.len, pieces[i] > s.len ? s.len : pieces[i]), RC_OK);
		assert_int_equal(seen.n, 3);
		assert_true(str_starts(seen.text.s, "1:a\n2!2:xéé,"));
		assert_string_equal(seen.text.s + seen.text.len - 5, "\n3:b\n");
		assert_int_equal(seen.last_end, s.len);
		assert_true(seen.text.len < CSV_CELL_MAX + 100 && seen.text.len > CSV_CELL_MAX);
		str_free(&seen.text);
	}
	str_free(&s);
}

static void test_backslash(void **state)
{
	static const struct csv_dialect bs = { .delimiter = ',', .quote = '"', .backslash = true };

	(void)state;
	check_dialect(&bs, "\"a \\\"b\\\" c\",C:\\dir\n\"e\\\\\",f\n", "1:a \"b\" c|C:\\dir\n2:e\\|f\n");
	check_dialect(&bs, "\"a\\\"\nb\",c\n", "1:a\"\nb|c\n");
}

static void test_other_dialects(void **state)
{
	static const struct csv_dialect tab = { .delimiter = '\t', .quote = '\'' };

	(void)state;
	check_dialect(&tab, "a\t\t'b\tc'\t\"d\"\n\t\t\n", "1:a||b\tc|\"d\"\n2_||\n");
}

static void test_stop(void **state)
{
	struct seen seen = { .text = STR_INIT, .stop_at = 2 };

	(void)state;
	assert_int_equal(parse(&seen, &comma, "a\nb\nc\n", 6, 6), RC_CANCELLED);
	assert_string_equal(seen.text.s, "1:a\n2:b\n");
	str_free(&seen.text);
}

/* Bytes that are no UTF-8 pass through where no backslash dialect uses them. */
static void test_any_byte_passes(void **state)
{
	(void)state;
	check("a,\xff\xfe\n", "1:a|\xff\xfe\n");
}

static void test_formulas(void **state)
{
	static const char *const live[] = { "=1", "+1+1", "-a", "@x", "|x", "%x", "\tx", "\rx", "\nx", "  =1", "'=1",
		"''=1", "' =x", "＝1", "－1", "＋1", "＠x", "\u00a0=1", "-", "+", "-1-1", "+1-555-0100", "-1.2.3",
		"+1  2", "%" };
	static const char *const dead[] = { "", "a", "1=1", "'", "'a", "-12.50", "+982188887777", "+98 21 8888 7777",
		"-7", "a@b.c", " x", "+12" };

	(void)state;
	for (size_t i = 0; i < COUNT(live); i++)
		assert_true(csv_is_formula(live[i]));
	for (size_t i = 0; i < COUNT(dead); i++)
		assert_false(csv_is_formula(dead[i]));
}

/* What is written comes back byte for byte, guarded or not, in every dialect. */
static void test_round_trip(void **state)
{
	static const char *const cells[] = { "", "a", " a ", "a,b;c\td|e", "say \"hi\"", "'q'", "two\nlines\r\n",
		"=1+1", "'=1", "''=1", "'", "-12", "'-12", "'-a", "\\", "\\\"", "a\\", "‏=1", "+98 21 8888", "  =x",
		"\ttab", "é" };
	static const struct csv_dialect dialects[] = { { ',', '"', false }, { ';', '"', false }, { '\t', '\'', false },
		{ '|', '"', true } };

	(void)state;
	for (size_t d = 0; d < COUNT(dialects); d++)
		for (int guard = 0; guard < 2; guard++) {
			struct str out = STR_INIT, want = STR_INIT;
			struct seen seen = { .text = STR_INIT };

			csv_put(&out, cells, COUNT(cells), &dialects[d], guard);
			assert_string_equal(out.s + out.len - 2, "\r\n");
			str_add(&want, "1:");
			for (size_t i = 0; i < COUNT(cells); i++)
				str_addf(&want, "%s%s%s", i ? "|" : "", guard && csv_is_formula(cells[i]) ? "'" : "",
					cells[i]);
			str_addc(&want, '\n');
			parse(&seen, &dialects[d], out.s, out.len, 5);
			assert_string_equal(seen.text.s, want.s);
			str_free(&out);
			str_free(&want);
			str_free(&seen.text);
		}
}

static void test_unguard_is_exact(void **state)
{
	static const char *const cells[] = { "", "a", "=1", "'=1", "''=1", "'", "''", "'a", "-12", "'-12", "''-12",
		"-a", "'-a", " =1", "' =1", "＝1", "'＝1", "+98 1", "\n", "'\n" };

	(void)state;
	for (size_t i = 0; i < COUNT(cells); i++) {
		char *written = xasprintf("%s%s", csv_is_formula(cells[i]) ? "'" : "", cells[i]);

		assert_string_equal(written + csv_unguard(written), cells[i]);
		free(written);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain_records),
		cmocka_unit_test(test_lines_are_counted),
		cmocka_unit_test(test_blank_lines_are_passed),
		cmocka_unit_test(test_open_quote_at_the_end),
		cmocka_unit_test(test_open_quote_before_a_quoted_record),
		cmocka_unit_test(test_odd_quotes_stay_text),
		cmocka_unit_test(test_long_odd_cells),
		cmocka_unit_test(test_long_good_cell),
		cmocka_unit_test(test_caps),
		cmocka_unit_test(test_open_quote_is_found_early),
		cmocka_unit_test(test_endless_line),
		cmocka_unit_test(test_backslash),
		cmocka_unit_test(test_other_dialects),
		cmocka_unit_test(test_stop),
		cmocka_unit_test(test_any_byte_passes),
		cmocka_unit_test(test_formulas),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_unguard_is_exact),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
