/* A table of texts as a command prints it: for people, for spreadsheets, for programs. */
#ifndef SRC_CLI_TABLE_H
#define SRC_CLI_TABLE_H

#include "base/arena.h"
#include "cli.h"

enum format { FORMAT_TABLE, FORMAT_CSV, FORMAT_TSV, FORMAT_JSON, FORMAT_IDS };
#define FORMATS "table|csv|tsv|json"
#define FORMATS_IDS FORMATS "|ids"

enum column_kind { COL_TEXT, COL_NUMBER, COL_YES_NO }; /* of the JSON value; a yes/no cell is "yes" or "no" */
struct column {
	const char *name, *label; /* label is translated when printed */
	enum column_kind kind;
};
struct table {
	const struct column *column;
	int n_columns;
	const char **cell; /* rows one after the other; NULL: unset */
	int n_cells, cap_cells;
	struct arena arena; /* of the cells */
};
void table_init(struct table *t, const struct column *column, int n_columns);
void table_free(struct table *t);
void table_add(struct table *t, const char *text); /* the next cell; copied; NULL: unset */
void table_int(struct table *t, int64_t n);
/* The name of a person; the program itself (0) is "system". */
void table_user(struct cli *c, struct table *t, int64_t user);
/* An instant: people read local time, programs UTC. */
void table_time(struct cli *c, struct table *t, int64_t at, enum format format);
int table_rows(const struct table *t);
/* Prints it whole. The ids format prints the first column. */
void table_print(const struct cli *c, const struct table *t, enum format format);

#endif
