/* Private to base: what stands in a zip archive, for workbooks. Reads stored and deflated entries; no zip64, no
 * secrets. */
#ifndef BASE_ZIP_H
#define BASE_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct zip_entry {
	char *name;
	int method;         /* 0 stored, 8 deflated */
	int64_t at, packed; /* of the local header; bytes */
};
struct zip {
	int fd;
	struct zip_entry *entry;
	int n, cap;
};

/* False: not an archive that can be read. zip_close in any case. */
bool zip_open(struct zip *z, int fd);
void zip_close(struct zip *z);
bool zip_has(const struct zip *z, const char *name);
/* Hands out the bytes of an entry in pieces, at most max in all; false from take stops it (RC_CANCELLED). RC_NOT_FOUND:
 * no such entry; RC_INVALID: damaged; RC_FULL: more than max. */
enum rc zip_read(const struct zip *z, const char *name, int64_t max, bool (*take)(void *ctx, const char *s, size_t n),
	void *ctx, struct err *err);

#endif
