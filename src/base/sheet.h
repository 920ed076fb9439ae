/* Reads one spreadsheet from a descriptor: finds out its encoding, dialect and header, and hands out its records. */
#ifndef SRC_BASE_SHEET_H
#define SRC_BASE_SHEET_H

#include "base/agent.h"

/* fd must be seekable; it is read twice from its start: once whole for encoding and checksum, once for the records.
 * Stops after limit records (0: none). RC_CANCELLED when the sink stopped it. */
enum rc sheet_read(
	int fd, const struct sheet_options *opt, int64_t limit, const struct sheet_sink *sink, struct err *err);

/* Hands words to the caller's dictionary (sheet_set_words); nothing without one. */
enum rc sheet_words(const char *file, const char *text, size_t n, struct err *err);
/* Whether the caller's dictionary knows the header (sheet_set_known); false without one. */
bool sheet_known(const char *header);
/* Whether it knows the cell as a unit ("kg"; sheet_set_units). */
bool sheet_unit(const char *cell);

#endif
