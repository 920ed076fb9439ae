/* Workbooks: the sheet that is shown becomes text, whatever is wrong with the file is told. */
#include "base/str.h"

#include "../../../src/base/unpack.h"
#include "../../../src/base/zip.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define BOOK "tests/data/import/book.xlsx" /* two sheets, the first of them hidden */

static struct str book;

static int load(void **state)
{
	FILE *f = fopen(BOOK, "r");
	int c;

	(void)state;
	str_init(&book);
	while (f && (c = getc(f)) != EOF)
		str_addc(&book, (char)c);
	return f ? fclose(f) : -1;
}

static int unload(void **state)
{
	(void)state;
	str_free(&book);
	return 0;
}

/* Unpacks the bytes; what came out is appended to out. */
static enum rc unpack_bytes(const char *s, size_t n, bool *packed, struct str *out)
{
	struct err err = ERR_INIT;
	int from = memfd_create("book", MFD_CLOEXEC), to;
	char part[512];
	ssize_t k;
	off_t at = 0;
	enum rc rc;

	assert_true(from >= 0);
	assert_int_equal(write(from, s, n), n);
	rc = unpack(from, &to, &err);
	*packed = to >= 0;
	while (to >= 0 && (k = pread(to, part, sizeof part, at)) > 0) {
		str_addn(out, part, (size_t)k);
		at += k;
	}
	if (to >= 0)
		close(to);
	close(from);
	assert_true(rc == RC_OK || err.text[0]);
	return rc;
}

/* Joined texts, readings left out; days by their format, also with a time; numbers without noise; a row and a cell that
 * are not there; the last value of a formula. */
static void the_sheet_becomes_text(void **state)
{
	struct str out = STR_INIT;
	bool packed;

	(void)state;
	assert_int_equal(unpack_bytes(book.s, book.len, &packed, &out), RC_OK);
	assert_true(packed);
	assert_string_equal(out.s, "\"Full Name\",\"E-mail\",\"Phone\",\"Expected closing\",\"Expected revenue\"\r\n"
				   "\"Ada Lovelace\",\"ada@example.com\",\"442079460958\",\"2026-12-21\",\"1234.5\"\r\n"
				   "\r\n"
				   "\"東\",\"\",\"+81 3 1234 5678\",\"2026-12-21 12:00:00\",\"0.1\"\r\n"
				   "\"\",\"b@example.com\",\"\",\"\",\"#N/A\"\r\n");
	str_free(&out);
}

/* Every byte wrong once, and every length: an answer each time, and never more than was in it. */
static void damage_is_told(void **state)
{
	struct str out = STR_INIT;
	bool packed;
	int refused = 0;

	(void)state;
	for (size_t i = 4; i < book.len; i++) {
		char had = book.s[i];

		book.s[i] = (char)(had ^ (1 << i % 8));
		str_clear(&out);
		refused += unpack_bytes(book.s, book.len, &packed, &out) != RC_OK;
		assert_true(out.len < 100000);
		book.s[i] = had;
	}
	assert_true(refused > 100);
	for (size_t n = 4; n < book.len; n += 7) {
		str_clear(&out);
		unpack_bytes(book.s, n, &packed, &out);
		assert_int_equal(out.len, 0);
	}
	str_free(&out);
}

static void other_archives_stay(void **state)
{
	struct str out = STR_INIT;
	bool packed;

	(void)state;
	for (size_t i = 0; i + 11 < book.len; i++)
		if (!memcmp(book.s + i, "xl/workbook", 11))
			book.s[i] = 'y';
	assert_int_equal(unpack_bytes(book.s, book.len, &packed, &out), RC_OK);
	assert_false(packed);
	str_free(&out);
}

static bool count(void *ctx, const char *s, size_t n)
{
	(void)s;
	*(size_t *)ctx += n;
	return true;
}

static void parts_are_capped(void **state)
{
	struct zip z;
	struct err err = ERR_INIT;
	size_t n = 0;
	int fd = open(BOOK, O_RDONLY | O_CLOEXEC);

	(void)state;
	assert_true(zip_open(&z, fd));
	assert_int_equal(zip_read(&z, "xl/styles.xml", 10, count, &n, &err), RC_FULL);
	assert_int_equal(n, 0);
	assert_int_equal(zip_read(&z, "xl/styles.xml", 10000, count, &n, &err), RC_OK);
	assert_in_range(n, 100, 10000);
	assert_int_equal(zip_read(&z, "xl/other.xml", 10000, count, &n, &err), RC_NOT_FOUND);
	zip_close(&z);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_sheet_becomes_text, load, unload),
		cmocka_unit_test_setup_teardown(damage_is_told, load, unload),
		cmocka_unit_test_setup_teardown(other_archives_stay, load, unload),
		cmocka_unit_test(parts_are_capped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
