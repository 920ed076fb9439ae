/* CSV: a streaming reader on libcsv with recovery, a sniffer of encoding and dialect, and a writer. Runs in the agent for
 * user-named files. */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

#define CSV_CELL_MAX (1024 * 1024)
#define CSV_COLUMNS_MAX 10000

struct csv_dialect {
	char delimiter;   /* , ; TAB | and, where nothing else parts the cells, a space */
	char quote;       /* " or ' */
	bool backslash;   /* backslash escapes the quote */
};

enum csv_fault { CSV_FINE = 0, CSV_UNTERMINATED, CSV_CELL_TOO_LONG, CSV_TOO_MANY_COLUMNS };

/* One record. line is the physical line it starts on (from 1), at the byte offset in the decoded text. */
struct csv_record {
	int n;
	const char *const *cell; /* NUL-terminated, UTF-8 */
	const size_t *len;
	int64_t line, at, end;   /* end: offset after it */
	enum csv_fault fault;    /* not CSV_FINE: the cells are the raw line in cell[0] */
	bool blank;              /* no visible character in any cell */
	bool requoted;           /* a quote too many was left out, so that the record has as many cells as others */
	bool units;              /* from a sheet: units of the columns, and no row */
	bool repaired;           /* from a sheet: some bytes were not UTF-8 and were read as windows-1252 */
};

/* Called for each record; false stops the reading. */
typedef bool csv_record_fn(void *ctx, const struct csv_record *r);

struct csv_reader;
struct csv_reader *csv_reader_new(const struct csv_dialect *d, csv_record_fn *fn, void *ctx);
/* How many cells a record has, where the caller knows. A line with fewer in which a quote opens inside a quoted cell
 * ("a,b,"c",d) is read again without the first of these quotes, and taken so if that gives this many. */
void csv_reader_expect(struct csv_reader *r, int width);
/* Feeds decoded UTF-8 in pieces; a quoted field over 50 lines or 64 KiB that closes oddly, or the end of the file inside
 * quotes, rewinds: that one line becomes a record with a fault, and reading goes on after it. RC_CANCELLED when fn stopped. */
enum rc csv_reader_feed(struct csv_reader *r, const char *s, size_t n, struct err *err);
enum rc csv_reader_end(struct csv_reader *r, struct err *err);
void csv_reader_free(struct csv_reader *r);

/* Appends one record: every field quoted, quotes doubled, CRLF. guard (needed unless the reader is a machine): a cell that would be a live formula in a
 * spreadsheet (= + - @ | % TAB CR LF first, also full-width, after blanks and any leading ') gets a leading ',
 * unless all of it is a number or a phone as we print them ("-12.50", "+98 21 8888"). */
void csv_put(struct str *out, const char *const *cell, int n, const struct csv_dialect *d, bool guard);
bool csv_is_formula(const char *cell);
/* Takes exactly the one ' off again that csv_put put there; returns the offset where the cell's text starts (0 or 1). */
size_t csv_unguard(const char *cell);

#endif
