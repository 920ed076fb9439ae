/* Spreadsheets in and out, for every record type. */
#ifndef RECORD_EXCHANGE_H
#define RECORD_EXCHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/agent.h"
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "record/model.h"
#include "record/query.h"

struct session;

enum dup_policy { DUP_SKIP, DUP_FILL, DUP_OVERWRITE, DUP_CREATE };

/* How one column of the sheet was understood. */
struct import_column {
	const char *header;
	int slot;            /* -1: unmapped */
	const char *role;    /* parts of a field: "first_name", "last_name"; NULL */
	char match[16];      /* exact, synonym, prefix, fuzzy, content, given, none */
	int64_t filled;
	const char *sample[3];
};
/* A header of a foreign file that is a field of a model: the dictionary data/headers.tsv (field name, header). */
struct import_options {
	const struct model *model;
	struct sheet_options sheet;
	const char *const *map;  /* "FIELD=HEADER" */
	int n_map;
	const char *const *set;  /* "FIELD=VALUE" for every row */
	int n_set;
	enum dup_policy on_duplicate;
	const char *source;      /* whose external ids */
	const char *rejects;     /* path, NULL: none */
	bool dry_run;
	bool (*progress)(void *ctx, int64_t rows, int64_t bytes, int64_t total); /* false stops */
	void *ctx;
};
struct import_reason {
	char name[24];
	int64_t n;
};
struct import_result {
	struct sheet_info sheet;
	struct import_column *column;
	int n_columns;
	int64_t rows, created, updated, unchanged, duplicates, rejected;
	struct import_reason reason[12];
	int n_reasons;
	char *warning[32];
	int n_warnings;
	int64_t step; /* the one step to undo; 0 when dry */
	struct arena arena;
};
enum rc import_run(struct session *s, const char *path, const struct import_options *opt, struct import_result *out,
	struct err *err);
void import_result_free(struct import_result *r);
/* The object of `crm import --format json`. */
void import_json(struct session *s, const char *path, const struct import_options *opt, const struct import_result *r,
	struct str *out);
/* The slot a header means for the model, -1 none; match as in import_column. own: the header set is one of ours. */
int import_header(const struct model *m, const char *header, bool own, const char **role, const char **match);
/* For sheet_set_known: is it a header of any model? Pure. */
bool import_known_header(const char *header);

enum export_format { EXPORT_CSV, EXPORT_TSV, EXPORT_JSON, EXPORT_TABLE, EXPORT_IDS, EXPORT_VCF, EXPORT_ICS };
struct export_options {
	enum export_format format;
	bool raw;  /* no formula guard */
	bool bom;
	bool safe; /* a terminal reads it: controls made visible */
	int width; /* EXPORT_TABLE: cells of the terminal, 0: no limit */
};
/* Writes what the query lists through out (called with pieces; false stops). Returns the number of rows in *n. */
enum rc export_run(struct session *s, const struct query *q, const struct export_options *opt,
	bool (*out)(void *ctx, const char *text, size_t n), void *ctx, int64_t *n, struct err *err);
/* A spreadsheet to fill in: the headers and one sample row. */
enum rc template_write(struct session *s, const struct model *m, struct str *out, struct err *err);

#endif
