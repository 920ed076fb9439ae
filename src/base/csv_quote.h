/* Watches a quoted cell that runs over several lines for signs that its quote was never meant to stay open. */
#ifndef SRC_BASE_CSV_QUOTE_H
#define SRC_BASE_CSV_QUOTE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/csv.h"

struct quote_scan {
	size_t bytes; /* of the open cell so far */
	int lines;
	bool odd; /* a quote inside was followed by neither a quote nor the end of the cell */
	bool bad;
};

/* Takes the next line of the record (with its line end); first: the line on which the record starts. True when the open
 * quote must be an error: an odd quote in a cell over 50 lines or 64 KiB, an odd quote on a later line where a cell
 * would open, or a cell over the cap. */
bool quote_scan_line(struct quote_scan *q, const struct csv_dialect *d, const char *s, size_t n, bool first);

/* The next quote of the line, from the offset on, that opens a cell in which a second quote stands as if it opened one; n
 * when there is none. */
size_t quote_stray(const struct csv_dialect *d, const char *s, size_t n, size_t from);

#endif
