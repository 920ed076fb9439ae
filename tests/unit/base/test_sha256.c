#include "base/sha256.h"
#include "base/str.h"
#include "../../../src/base/sha256_block.h"

/* cmocka has a macro fail(): the doors come first */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static void check(const char *text, size_t repeat, size_t piece, const char *want)
{
	struct sha256 s;
	struct str all = STR_INIT;
	char hex[65];

	for (size_t i = 0; i < repeat; i++)
		str_add(&all, text);
	sha256_init(&s);
	for (size_t i = 0; i < all.len; i += piece)
		sha256_add(&s, all.s + i, all.len - i < piece ? all.len - i : piece);
	sha256_hex(&s, hex);
	assert_string_equal(hex, want);
	str_free(&all);
}

static void test_published_vectors(void **state)
{
	const char *two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

	(void)state;
	check("", 1, 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	check("abc", 1, 64, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	for (size_t piece = 1; piece < 130; piece += 9)
		check(two, 1, piece, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	check("a", 1000000, 999, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* Where the processor has instructions of its own, they say the same as arithmetic. */
static void test_both_ways_agree(void **state)
{
	uint32_t plain[8] = { 1, 2, 3, 4, 5, 6, 7, 8 }, fast[8];
	uint8_t block[64];

	(void)state;
	memcpy(fast, plain, sizeof fast);
	for (unsigned turn = 0; turn < 1000; turn++) {
		for (unsigned i = 0; i < sizeof block; i++)
			block[i] = (uint8_t)(plain[i % 8] >> (turn + i) % 24);
		if (!sha256_block_fast(fast, block))
			skip();
		sha256_block_plain(plain, block);
		assert_memory_equal(fast, plain, sizeof fast);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_published_vectors),
		cmocka_unit_test(test_both_ways_agree) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
