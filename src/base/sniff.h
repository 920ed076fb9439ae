/* Which delimiter, quote and escape a text uses, and which of its lines is the header. */
#ifndef SRC_BASE_SNIFF_H
#define SRC_BASE_SNIFF_H

#include "base/agent.h"
#include "celltype.h"

#define SNIFF_RECORDS 200

/* The first records of a text under one dialect. */
struct grid_record {
	int n;
	char **cell;
	enum cell_type *type;
	int known; /* headers the dictionary knows, counted for the first 30 records */
	int64_t line;
};
struct grid {
	struct grid_record *record; /* neither blank nor at fault */
	int n, faults;
	int64_t skip_to; /* records that start before this line are left out */
	int width;       /* cells that a record should have, 0: unknown */
};

/* Parses the sample: whole says that it is all of the file and not only its start. */
void grid_load(struct grid *g, const struct csv_dialect *d, const char *s, size_t n, bool whole);
void grid_free(struct grid *g);
/* The commonest number of cells in a record, and how many records have it. */
int grid_width(const struct grid *g, int *share);

/* The physical line of the header, 0 when no line is one; *sure: percent. */
int64_t header_find(const struct grid *g, int *sure);

/* Whether most of what stands below the record `at` in this column is e-mails, dates, phones or numbers. */
bool grid_values_below(const struct grid *g, int at, int column);
/* Finds the rows beside info's header line that belong to it: fills head_line and units_line, and moves header_line to the
 * last row of a header that takes two. */
void head_find(const struct grid *g, const struct sheet_options *opt, struct sheet_info *info);
/* The header that the n cells above and the record make together: a name for each of its columns, each ended by a NUL. */
void head_join(const char *const *top, int n, const struct csv_record *r, struct str *text);

/* Fills info's dialect, one_column and header_line from a sample of decoded text. */
void sniff(const char *s, size_t n, bool whole, const struct sheet_options *opt, struct sheet_info *info);
/* The line after a first line "sep=;", which only names the delimiter; else 1. */
int64_t sniff_first_line(const char *s, size_t n);

#endif
