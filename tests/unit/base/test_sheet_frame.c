#include "base/str.h"

#include "../../../src/base/sheet_frame.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

/* cmocka has a macro fail(): the doors come first */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static int rows, infos;

static bool take_info(void *ctx, const struct sheet_info *info)
{
	(void)ctx;
	infos++;
	assert_true(info->bom == false || info->bom == true);
	assert_true(strlen(info->encoding) < sizeof info->encoding);
	return true;
}

static bool take_row(void *ctx, const struct csv_record *r)
{
	(void)ctx;
	rows++;
	assert_in_range(r->n, 0, CSV_COLUMNS_MAX);
	for (int i = 0; i < r->n; i++)
		assert_int_equal(r->cell[i][r->len[i]], 0);
	return true;
}

static const struct sheet_sink sink = { .info = take_info, .row = take_row };

/* What the reader makes of these bytes in the pipe. */
static enum rc feed(const void *p, size_t n, struct err *err)
{
	int pair[2];
	enum rc rc;

	assert_int_equal(pipe(pair), 0);
	assert_int_equal(write(pair[1], p, n), n);
	close(pair[1]);
	rows = infos = 0;
	rc = sheet_frames_read(pair[0], "a.csv", &sink, err);
	close(pair[0]);
	return rc;
}

/* All that a good writer sends: info, two records, the end. */
static size_t good(char *buf, size_t size, enum rc end)
{
	static const char *const cell[] = { "Ann", "", "a@x.com" };
	static const size_t len[] = { 3, 0, 7 };
	struct csv_record r = { .n = 3, .cell = cell, .len = len, .line = 5, .at = 10, .end = 30 };
	struct sheet_info info = { .encoding = "utf-8" };
	int pair[2];
	ssize_t n;

	assert_int_equal(pipe(pair), 0);
	struct frame_writer w = FRAME_WRITER(pair[1]);
	assert_true(frame_info(&w, &info));
	assert_true(frame_row(&w, &r));
	assert_true(frame_row(&w, &r));
	assert_true(frame_end(&w, end, "no luck"));
	close(pair[1]);
	frame_writer_free(&w);
	n = read(pair[0], buf, size);
	close(pair[0]);
	assert_true(n > 0 && (size_t)n < size);
	return (size_t)n;
}

static void test_round_trip(void **state)
{
	struct err err = ERR_INIT;
	char buf[8192];
	size_t n = good(buf, sizeof buf, RC_OK);

	(void)state;
	assert_int_equal(feed(buf, n, &err), RC_OK);
	assert_int_equal(rows, 2);
	assert_int_equal(infos, 1);
	n = good(buf, sizeof buf, RC_FULL);
	assert_int_equal(feed(buf, n, &err), RC_FULL);
	assert_string_equal(err.text, "no luck");
}

/* A writer that dies anywhere is an error, never a hang and never a quiet end. */
static void test_cut_anywhere(void **state)
{
	struct err err = ERR_INIT;
	char buf[8192];
	size_t n = good(buf, sizeof buf, RC_OK);

	(void)state;
	for (size_t i = 0; i < n; i++)
		assert_int_equal(feed(buf, i, &err), RC_IO);
	assert_non_null(strstr(err.text, "a.csv"));
}

/* A writer that was taken over: any byte may be anything. What is not a frame is refused, nothing is read outside of
 * it. */
static void test_any_byte_wrong(void **state)
{
	static const unsigned char values[] = { 0, 1, 0x7f, 0x80, 0xff };
	char buf[8192], bad[8192];
	size_t n = good(buf, sizeof buf, RC_OK);
	int refused = 0;

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (size_t v = 0; v < COUNT(values); v++) {
			struct err err = ERR_INIT;

			memcpy(bad, buf, n);
			bad[i] = (char)values[v];
			refused += feed(bad, n, &err) == RC_IO;
		}
	assert_true(refused > 200);
}

static void test_nobody_reads(void **state)
{
	static const char *const cell[] = { "x" };
	static const size_t len[] = { 1 };
	struct csv_record r = { .n = 1, .cell = cell, .len = len };
	int pair[2], sent = 0;

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	assert_int_equal(pipe(pair), 0);
	close(pair[0]);
	struct frame_writer w = FRAME_WRITER(pair[1]);
	while (frame_row(&w, &r) && sent < 1000000)
		sent++;
	assert_true(sent < 1000000);
	assert_false(frame_end(&w, RC_OK, ""));
	frame_writer_free(&w);
	close(pair[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_cut_anywhere),
		cmocka_unit_test(test_any_byte_wrong),
		cmocka_unit_test(test_nobody_reads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
