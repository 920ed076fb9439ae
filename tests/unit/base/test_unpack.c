/* Compressed spreadsheets: what was packed comes out, what is damaged is said to be. */
#include "base/str.h"

#include "../../../src/base/unpack.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void pack(const char *text, size_t n, struct str *out)
{
	z_stream z = { 0 };
	size_t room = n + 1000;
	unsigned char *buf = xmalloc(room);

	assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = (unsigned char *)text;
	z.avail_in = (unsigned)n;
	z.next_out = buf;
	z.avail_out = (unsigned)room;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	str_addn(out, (char *)buf, room - z.avail_out);
	deflateEnd(&z);
	free(buf);
}

static int file_of(const struct str *s)
{
	int fd = memfd_create("packed", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, s->s, s->len), s->len);
	return fd;
}

/* What comes out of the packed bytes; rc is what is expected. */
static char *unpacked(const struct str *packed, enum rc rc)
{
	struct err err = ERR_INIT;
	int from = file_of(packed), to;
	char *out = NULL;
	off_t n;

	assert_int_equal(unpack(from, &to, &err), rc);
	if (rc == RC_OK && to >= 0) {
		n = lseek(to, 0, SEEK_END);
		out = xcalloc((size_t)n + 1, 1);
		assert_int_equal(pread(to, out, (size_t)n, 0), n);
	}
	if (to >= 0)
		close(to);
	close(from);
	return out;
}

static void large_text(struct str *out)
{
	for (int i = 0; i < 30000; i++)
		str_addf(out, "%d,name %d,%d@example.com\n", i, i * 7, i * 13 % 1000);
}

static void what_was_packed_comes_out(void **state)
{
	struct str text = STR_INIT, packed = STR_INIT;
	char *out;

	(void)state;
	large_text(&text);
	pack(text.s, text.len, &packed);
	assert_true(packed.len > 64 * 1024); /* more than a piece */
	out = unpacked(&packed, RC_OK);
	assert_non_null(out);
	assert_string_equal(out, text.s);
	free(out);
	str_free(&text);
	str_free(&packed);
}

/* As `cat a.gz b.gz` leaves it, with the padding of a tape after. */
static void members_follow_each_other(void **state)
{
	struct str packed = STR_INIT;
	char *out;

	(void)state;
	pack("a,b\n", 4, &packed);
	pack("1,2\n", 4, &packed);
	str_addn(&packed, "\0\0\0\0", 4);
	out = unpacked(&packed, RC_OK);
	assert_string_equal(out, "a,b\n1,2\n");
	free(out);
	str_free(&packed);
}

static void damage_is_told(void **state)
{
	struct str text = STR_INIT, packed = STR_INIT;

	(void)state;
	large_text(&text);
	pack(text.s, text.len, &packed);
	packed.s[packed.len / 2] ^= 0x55;
	assert_null(unpacked(&packed, RC_INVALID));
	packed.s[packed.len / 2] ^= 0x55;
	str_cut(&packed, packed.len - 9);
	assert_null(unpacked(&packed, RC_INVALID));
	str_cut(&packed, 12);
	assert_null(unpacked(&packed, RC_INVALID));
	str_free(&text);
	str_free(&packed);
}

static void plain_files_stay(void **state)
{
	struct str plain = STR_INIT;

	(void)state;
	str_add(&plain, "name,email\n");
	assert_null(unpacked(&plain, RC_OK));
	str_cut(&plain, 1);
	assert_null(unpacked(&plain, RC_OK));
	str_free(&plain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_packed_comes_out),
		cmocka_unit_test(members_follow_each_other),
		cmocka_unit_test(damage_is_told),
		cmocka_unit_test(plain_files_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
