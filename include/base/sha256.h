/* SHA-256 (FIPS 180-4): knows a file again that was imported before. */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

struct sha256 {
	uint32_t h[8];
	uint64_t bytes;   /* taken so far */
	uint8_t block[64]; /* the bytes % 64 that wait for a full block */
};

void sha256_init(struct sha256 *s);
void sha256_add(struct sha256 *s, const void *p, size_t n);
/* Ends it: 64 hexadecimal digits and a NUL. s needs sha256_init before it is used again. */
void sha256_hex(struct sha256 *s, char out[65]);

#endif
