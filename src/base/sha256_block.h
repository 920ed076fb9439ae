/* Private to base: one block of 64 bytes into the state, twice: with arithmetic alone, and by the processor's own
 * instructions, which take a fifth of the time. */
#ifndef BASE_SHA256_BLOCK_H
#define BASE_SHA256_BLOCK_H

#include <stdbool.h>
#include <stdint.h>

extern const uint32_t sha256_k[64];

void sha256_block_plain(uint32_t h[8], const uint8_t *p);
bool sha256_block_fast(uint32_t h[8], const uint8_t *p); /* false: this processor has none, h is untouched */

#endif
