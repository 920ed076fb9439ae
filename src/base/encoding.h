/* What encoding a file is in. */
#ifndef SRC_BASE_ENCODING_H
#define SRC_BASE_ENCODING_H

#include "base/agent.h"

/* What a look at every byte tells. */
struct raw_stats {
	int64_t bytes, nuls;
	int64_t high;      /* bytes over 0x7F */
	int64_t good, bad; /* multibyte sequences of UTF-8, and bytes that are none */
	int bom_len;
	char guess[32];  /* what the byte statistics say, lower case; "" = nothing */
	struct str head; /* the first 64 KiB */
};

/* Reads all of fd; fills info's bytes and sha256 too. raw_free even after an error. */
enum rc raw_scan(int fd, struct raw_stats *raw, struct sheet_info *info, struct err *err);
void raw_free(struct raw_stats *raw);

/* Fills info's encoding, bom and warnings. forced: the person's choice, "" for none. */
void encoding_choose(const struct raw_stats *raw, const char *forced, struct sheet_info *info);

/* Adds a line for the person; what does not fit any more is left out. */
void sheet_warn(struct sheet_info *info, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
