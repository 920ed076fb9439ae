/* The checksum of every spreadsheet was a tenth of the work of reading it: where the processor has instructions for it,
 * they do it. */
#include "sha256_block.h"

#ifdef __x86_64__

#include <cpuid.h>
#include <immintrin.h>

#define SSSE3_SSE41 (1u << 9 | 1u << 19)
#define SHA_BIT (1u << 29)

static bool has_instructions(void)
{
	static int known; /* 0 not asked yet, 1 no, 2 yes: of the machine, so constant */
	unsigned a, b, c, d;

	if (!known) {
		known = 1;
		if (__get_cpuid(1, &a, &b, &c, &d) && (c & SSSE3_SSE41) == SSSE3_SSE41 &&
			__get_cpuid_count(7, 0, &a, &b, &c, &d) && b & SHA_BIT)
			known = 2;
	}
	return known == 2;
}

/* Four words of the schedule from the sixteen before, w[i] the oldest four. */
__attribute__((target("sha,sse4.1"))) static __m128i next_words(const __m128i w[4], int i)
{
	__m128i newest = w[(i + 3) & 3];
	__m128i sum = _mm_sha256msg1_epu32(w[i], w[(i + 1) & 3]);

	sum = _mm_add_epi32(sum, _mm_alignr_epi8(newest, w[(i + 2) & 3], 4));
	return _mm_sha256msg2_epu32(sum, newest);
}

/* The instructions hold the state as (a b e f) and (c d g h), and do two rounds at a time. */
__attribute__((target("sha,sse4.1"))) static void rounds(uint32_t h[8], const uint8_t *p)
{
	const __m128i turn = _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
	__m128i abef = _mm_set_epi32((int)h[0], (int)h[1], (int)h[4], (int)h[5]);
	__m128i cdgh = _mm_set_epi32((int)h[2], (int)h[3], (int)h[6], (int)h[7]);
	__m128i abef0 = abef, cdgh0 = cdgh, w[4];

	for (int i = 0; i < 16; i++) {
		__m128i now = i < 4 ? _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)p + i), turn)
				    : next_words(w, i & 3);
		__m128i k = _mm_add_epi32(now, _mm_loadu_si128((const __m128i *)sha256_k + i));

		w[i & 3] = now;
		cdgh = _mm_sha256rnds2_epu32(cdgh, abef, k);
		abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(k, 0x0E));
	}
	abef = _mm_add_epi32(abef, abef0);
	cdgh = _mm_add_epi32(cdgh, cdgh0);
	h[0] = (uint32_t)_mm_extract_epi32(abef, 3);
	h[1] = (uint32_t)_mm_extract_epi32(abef, 2);
	h[2] = (uint32_t)_mm_extract_epi32(cdgh, 3);
	h[3] = (uint32_t)_mm_extract_epi32(cdgh, 2);
	h[4] = (uint32_t)_mm_extract_epi32(abef, 1);
	h[5] = (uint32_t)_mm_extract_epi32(abef, 0);
	h[6] = (uint32_t)_mm_extract_epi32(cdgh, 1);
	h[7] = (uint32_t)_mm_extract_epi32(cdgh, 0);
}

bool sha256_block_fast(uint32_t h[8], const uint8_t *p)
{
	if (!has_instructions())
		return false;
	rounds(h, p);
	return true;
}

#else

bool sha256_block_fast(uint32_t h[8], const uint8_t *p)
{
	(void)h;
	(void)p;
	return false;
}

#endif
