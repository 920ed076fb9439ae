/* Private to record: one import on its way. Two passes read the sheet: the first learns about the columns, the second
 * turns rows into records. A dry run goes the same way and stops short of the write door, or takes it and rolls back.
 */
#ifndef RECORD_IMPORT_PRIVATE_H
#define RECORD_IMPORT_PRIVATE_H

#include "base/agent.h"
#include "record/exchange.h"
#include "record/journal.h"
#include "record/model.h"
#include "record/save.h"
#include "record/session.h"

#define IMPORT_BULK_ROWS 5000 /* from here on speed counts more than convenience */

/* --- columns --- */
struct column {
	char *header, *normal; /* as it stands, cleaned; normalised */
	const char *concept;   /* what the dictionary said when it was mapped; NULL */
	int slot;              /* -1: unmapped */
	const char *role, *match;
	bool keep; /* unmapped, and filled enough to be kept in the notes */
	bool fixed, kept;      /* a person said where it goes; and that is the notes */
	bool tags;             /* unmapped, and its cells become tags */
	bool ordered;          /* a person said the order of its dates */
	enum date_order order;
	char decimal;          /* a person said it; 0 */
	/* import_types.c: cells of all rows */
	int64_t filled, email, phone, url, date, number;
	int64_t day_first, month_first, either_order; /* dates that can only be read so; that can be read both ways */
	char either_date[12];                         /* the first of the latter, "5/6/2026" */
	int64_t comma, point, either_sign; /* numbers whose decimal sign is this beyond doubt; that can be read both ways */
	/* import_names.c: of the first cells */
	int64_t looked, firm, person, honorific, comma_name;
	bool kana;
#define COLUMN_VALUES 16
	uint64_t value[COLUMN_VALUES]; /* hashes of different texts */
	int n_values;                  /* COLUMN_VALUES + 1: more */
	int64_t bad, bad_line;          /* cells that could not be taken, and the first of them */
	char bad_why[120];
	int64_t foreign; /* amounts in a currency that is not the office's, and the first of them */
	char foreign_sample[40];
	char *sample[3];
};

/* How a slot is filled from a row: its own column, else the parts of a name joined. */
#define PARTS 4
struct target {
	int slot, col; /* col -1: parts only */
	int part[PARTS], n_parts;
};

/* --- sets of 64-bit keys with a number each --- */
struct keys {
	uint64_t *hash; /* 0: free */
	int64_t *val;
	size_t n, cap; /* cap a power of two */
};
#define KEY_SEVERAL INT64_C(-1) /* more than one record has this key */
uint64_t key_of(char kind, const char *a, const char *b);
uint64_t key_of_id(int64_t id);
int64_t keys_get(const struct keys *k, uint64_t hash); /* 0: not there */
/* A second, different number makes it KEY_SEVERAL. */
void keys_put(struct keys *k, uint64_t hash, int64_t val);
void keys_set(struct keys *k, uint64_t hash, int64_t val);
void keys_free(struct keys *k);

/* A text a person spoke for. */
struct said {
	int slot;
	const char *text, *to; /* to "": left out; "+": to be made */
};

/* A reference to the type that is brought in, to a row that did not come yet. */
struct later {
	int64_t id; /* the record that refers; below zero in dry runs */
	int slot;
	int64_t line;
	char *text;
};

/* Its row in the table of imports. */
struct job {
	char key[65]; /* file, type, person, columns and options */
	struct str mapping, options; /* a line each */
	int64_t no, step, done; /* done: rows of the sheet that need not be taken again; 0 where it was not cut off */
	int64_t holder;         /* who runs it: changes with every start */
	bool running;           /* the row is there and ours */
};

struct import {
	struct session *s;
	const struct model *m;
	const struct import_options *opt;
	struct import_result *out;
	struct err *err;
	enum rc rc; /* of the second pass: what stopped it */

	bool own; /* the headers are ours */
	struct column *col;
	int n_cols;
	struct target *target;
	int n_targets;
	int64_t last_line; /* the last row that is not blank */
	int64_t data_rows, records; /* records: with the header and blank rows */
	int64_t requoted;           /* of them, mended by leaving a quote out */
	bool header_seen;

	/* slots with a role, -1: none */
	int key, company, person, notes, external, salutation, first_name, last_name;
	int code_col, country_col; /* columns of calling codes, and of countries; -1 */

	bool file_ordered; /* some dates of the file tell the order: file_order */
	enum date_order file_order;
	char file_decimal; /* what its numbers or its delimiter tell; 0 */

	struct change *set; /* --set */
	int n_set;
	struct arena set_arena;

	struct str words; /* for the reader of the sheet: names of our fields */
	struct keys existing, seen, refs;
	struct keys unique; /* dry runs: values of unique fields that rows before it would have */
	int64_t next_new; /* the next number below zero for a record that a dry run would make */
	struct keys fresh; /* texts that were met: their place in out->fresh, from 1 */
	int cap_fresh;
	struct said *said;
	int n_said;
	struct later *later;
	int n_later, cap_later;
	struct keys titles; /* dry runs, where a field refers to its own type: titles of rows */
	bool refers_to_self;
	int tags;           /* the field that columns of tags go to; -1 */

	struct job job;
	bool over; /* the present row came in before: it is read for what rows after it need to know, and not written */
	struct step step;
	bool stopped; /* by the person, or by a row that nobody foresaw: what came in until there stays */
	bool write; /* not a dry run that only checks */
	int rejects_fd;
	struct str rejects;
	char *refusal[4]; /* why the write door refused, the first few */
	int n_refusals;
	struct import_seen *shown;/* the present row of a preview; NULL: it is not shown */
	int64_t before[4];        /* counts before it: they tell what became of it */
	int64_t cut_notes;     /* rows whose notes did not hold all that was to be kept */
	struct import_row *row;  /* the present one; NULL: none */
	struct change *row_ch; /* of the present row, one a slot */
	struct arena row_arena;
};

struct identity;
/* One row on its way to a record. */
struct import_row {
	const struct csv_record *raw;
	struct arena arena;
	struct change *ch; /* at most one a slot */
	int n;
	bool coded;                      /* the calling code went into a number */
	struct str kept;                 /* lines for the notes: "Header: value" */
	struct later *later;             /* in the arena; one a field at most */
	int n_later;
	bool title_made;                 /* of another field: it does not take the place of one there is */
	const char *reject, *reject_col; /* the reason, and the header of the column at fault; NULL: fine */
	struct save_options how;
	const struct identity *who;      /* what it is known by, in the arena; import_keys.c */
	int64_t id;                      /* the record it says it is, in a file of ours; 0 */
};

/* import.c */
void import_free(struct import *im);

/* import_map.c */
enum import_own { OWN_NOT, OWN_MAYBE, OWN_SURE };
enum import_own import_own_headers(const struct model *m, const struct column *col, int n);
enum rc import_map(struct import *im);
/* The slot that the model ties to a concept, -1 none. */
int import_tied(const struct model *m, const char *concept);
bool import_synonym(const struct field *f, const char *synonym);

/* words.c: reads the files that were named and are not read yet; RC_INVALID says which line of which is wrong. */
enum rc import_words_read(struct session *s, struct err *err);

/* import_learn.c: the first pass */
int64_t import_limit(const struct import *im); /* records to read of the sheet; 0: all */
enum rc import_learn(struct import *im, const char *path);
/* One record of the first pass; the arena is its own. */
void import_learn_record(struct import *im, const struct csv_record *r, struct arena *a);
/* The text of a cell: guard taken off, blanks at the ends, controls and words for "nothing" gone. "" for empty. */
const char *import_text(struct import *im, const char *cell, size_t len, struct arena *a);

/* import_cell.c: false when the cell cannot be taken; why is in err. Fills ch. */
bool import_cell(
	struct import *im, int slot, int col, const char *text, struct arena *a, struct value *out, struct err *err);
/* Parses the --set options. */
enum rc import_set(struct import *im);

/* import_refs.c: finds records by name, makes them where the field allows it. Unknown: VAL_NULL with err. */
enum rc import_ref(struct import *im, int slot, const char *text, struct arena *a, struct value *out, struct err *err);

/* import_names.c: names of persons in one column or two */
void import_count_name(struct column *c, const char *text);
/* The meaning among the n that this column's cells and the other headers speak for; NULL: the first one. */
const char *import_meant(const struct import *im, int col, const char *const *concept, int n);
bool import_of_persons(const struct column *c); /* its cells look like names of persons */
bool import_is_name(const struct import *im, int slot);
const char *import_name(struct import *im, struct import_row *row, int col, const char *text);

/* import_types.c: what the cells of a column look like, and how its dates and numbers are read. */
void import_count_cell(struct column *c, const char *text);
void import_count_unit(struct column *c, const char *text);
const char *import_type(const struct column *c);
void import_conclude(struct import *im); /* when the columns have their fields */
enum date_order import_order(const struct import *im, int col);
char import_decimal(const struct import *im, int col); /* 0: nothing tells */
void import_doubts(struct import *im); /* tells the result */

/* import_preview.c: what a person chose, and what she is shown of the first rows. Without a preview they do nothing. */
enum rc import_choose(struct import *im);
void import_see(struct import *im, const struct import_row *row);
void import_see_bad(struct import *im, int col, const struct err *err);
void import_see_values(struct import *im, const struct import_row *row);
void import_see_refused(struct import *im, const struct err *err);
void import_see_fate(struct import *im, const struct import_row *row);
void import_see_columns(struct import *im);
/* The --column options: of named columns before they are mapped, of every column that is left after. */
enum rc import_columns_given(struct import *im, bool every);

/* import_keys.c */
enum rc import_keys_load(struct import *im);
/* The record the row is: an id, 0 for none, KEY_SEVERAL for "a row before it in this file". */
int64_t import_same(struct import *im, struct import_row *row);
/* Remembers the row, for the rows after it. */
void import_remember(struct import *im, struct import_row *row);
void import_put(struct import_row *row, int slot, struct value v);
const struct value *row_value(const struct import_row *row, int slot); /* NULL: the row does not fill it */

/* import_values.c: texts that name no record we have. Said is what a person says of it, NULL: nothing. */
enum rc import_values_given(struct import *im);
const char *import_said(const struct import *im, int slot, const char *text);
void import_new(struct import *im, int slot, const char *text, enum import_new_fate fate, const char *to);
bool import_new_again(struct import *im, int slot, const char *text); /* counts it where it is listed */

/* import_later.c: references to rows further down. Defer is true where the field may refer to one. */
bool import_defer(struct import *im, struct import_row *row, int slot, const char *text);
void import_later_passed(struct import *im, struct import_row *row); /* it came in before: its record is looked for */
void import_later_keep(struct import *im, struct import_row *row, int64_t id);
enum rc import_later_end(struct import *im);
void import_later_free(struct import *im);

/* import_ask.c: rows a person decides about */
enum dup_policy import_policy(const struct import *im, const struct import_row *row);
void import_ask(struct import *im, const struct import_row *row, const struct record *had);

/* import_row.c: the second pass */
bool row_has_text(struct import *im, struct import_row *row, const struct target *t); /* a cell of it is filled */
enum rc import_rows(struct import *im, const char *path);

/* import_write.c: what becomes of a checked row. */
enum rc import_write(struct import *im, struct import_row *row);

/* Of a row that came in before the import was cut off: what the rows after it are compared with. */
void import_pass_over(struct import *im, struct import_row *row);

/* import_foresee.c: what the write door would refuse, as far as it is known without it. */
enum rc import_foresee(struct import *im, const struct import_row *row, int64_t id, struct err *err);

/* import_job.c. Find says what is known of this file, and where to go on; begin runs in the first transaction of the step,
 * save before each commit, end before the last. */
void import_job_find(struct import *im);
enum rc import_job_begin(struct import *im, const char *name);
enum rc import_job_save(struct import *im);
enum rc import_job_end(struct import *im);
enum rc import_job_reject(struct import *im, int64_t line, const char *reason, const char *column);
bool import_job_rejected(struct import *im, char reason[24], char column[80]); /* the present row was, before */

/* import_phone.c */
void import_phone_columns(struct import *im);
/* The number with its country's code, where a column beside it tells the country and it is a number there; else the text. */
const char *import_phone(struct import *im, struct import_row *row, const char *text);

/* import_saved.c */
void import_saved_apply(struct import *im);
/* Keeps the mapping for files with the same headers; begun: though no row came in yet. */
enum rc import_saved_keep(struct import *im, bool begun);

/* import_rejects.c */
enum rc import_rejects_open(struct import *im);
void import_reject(struct import *im, const struct import_row *row, const char *reason, const char *column);
enum rc import_rejects_close(struct import *im, bool keep);

/* import_report.c */
void import_report(struct import *im);
void import_warn(struct import *im, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
