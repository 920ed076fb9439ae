/* Spreadsheets in and out, for every record type.
 *
 * How the columns of a foreign file find a model's fields. data/headers.tsv is a dictionary "concept<TAB>header": what
 * people write above a column, in many languages, and which concept it means. Concepts are named as our fields are where
 * there is one (email, email2, phone, mobile, website, street, street2, city, zip, state, country, language, industry,
 * employees, source, medium, campaign, tags, priority, temperature, revenue, probability, closing, status, owner, team,
 * department, job, salutation, notes, external_id, opt_out, do_not_call, last_contact, birthday, created_at, company,
 * first_name, last_name, and the column of a board), and beside these: full_name (a person's), deal_name, next_step, fax, whatsapp,
 * linkedin, gender, national_id, country_code.
 *   - A field takes the concept of its own name without a word: a field "email" needs no synonym.
 *   - field.synonyms ties it to more, best first. "@full_name": also this concept. "@first_name+last_name": the parts of a
 *     name joined, where no column gives the whole. Anything without @ is a header as it stands ("Deal title").
 *   - "@identity" among the synonyms: a row needs a value in at least one identity field, else it is rejected as
 *     no_identity. The title and every FT_EMAIL and FT_PHONE field are identity fields anyway. Where nothing in the file
 *     fills the title, the first filled identity field (in the order of slots) becomes it.
 *   - "@key": with an e-mail or phone that is the same, records are the same only if this text is too (a person's name);
 *     without one, the model's title is. A field named external_id is a key of its own.
 *   - A text field named notes (or tied to "@notes") keeps what has no field of its own, as lines "Header: value".
 * A record about a person at a firm, for example: contact_name { "@full_name", "@first_name+last_name", "@identity",
 * "@key", NULL }, company { "@identity", NULL }, name { "@deal_name", NULL }, closing, revenue, ... none. One about a firm:
 * name { "@company", "@full_name", NULL }. About a person alone: name { "@full_name", "@first_name+last_name", NULL },
 * and the reference to the firm { "@company", NULL } with F_CREATE_REF. */
#ifndef RECORD_EXCHANGE_H
#define RECORD_EXCHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/agent.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/str.h"
#include "record/model.h"
#include "record/query.h"

struct session;

/* What happens to records there are. DUP_ASK: a person decides row by row, before anything is written: a dry run hands the
 * questions out, the run takes the answers. */
enum dup_policy { DUP_SKIP, DUP_FILL, DUP_OVERWRITE, DUP_CREATE, DUP_ASK };

/* How one column of the sheet was understood. */
struct import_column {
	const char *header;
	int slot;            /* -1: unmapped */
	const char *role;    /* the concept, when it is a part of the field: "first_name"; NULL */
	char match[16];      /* exact, synonym, prefix, fuzzy, content, given, none; saved: a file with the same headers came
				in so before */
	int64_t filled;
	const char *sample[3];
	bool keep;             /* unmapped, and goes to the notes */
	bool tags;             /* unmapped, and its cells become tags */
	enum date_order order; /* dates of it are read so */
	bool order_sure;       /* something tells, or a person said it */
	char decimal;          /* the decimal sign, 0: nothing tells */
	const char *type;      /* what its cells look like: empty, email, url, phone, date, number, yes_no, choice, text */
	int order_percent, decimal_percent; /* how sure: 0 where there is nothing to be sure of, 50 where nothing tells */
	int64_t bad;           /* cells that could not be taken */
};
/* What a person chose for one column, over what was found out. */
enum import_to { IMPORT_FOUND = -1, IMPORT_NOTES = -2, IMPORT_LEAVE = -3, IMPORT_TAGS = -4 };
#define IMPORT_PART 24
struct import_choice {
	int col;      /* from 0 */
	int slot;     /* a field, or enum import_to; no field or part twice */
	int order;    /* enum date_order of this column; -1: found out */
	char decimal; /* '.' or ',' in this column; 0: found out */
	char part[IMPORT_PART]; /* of the field, as import_parts names it; "": the whole */
};
struct import_preview;
struct import_questions;
struct import_answer {
	int64_t line;         /* of the row, physical */
	enum dup_policy what; /* not DUP_ASK */
};
/* What a text of a column of choices or references stands for: "FIELD:TEXT=NAME" takes NAME in its place, "FIELD:TEXT="
 * leaves it out, "FIELD:TEXT=+" makes a record of that name even where the field does not do so by itself. */
struct import_options {
	const struct model *model;
	struct sheet_options sheet;
	const char *const *map;  /* "FIELD=HEADER" */
	int n_map;
	const char *const *set;  /* "FIELD=VALUE" for every row */
	int n_set;
	const char *const *value; /* "FIELD:TEXT=NAME", see above */
	int n_value;
	const char *const *column; /* "HEADER=notes|tags|ignore": where a column goes that is no field; "*": every such */
	int n_column;
	enum dup_policy on_duplicate;
	enum dup_policy rest; /* DUP_ASK: of rows without an answer; DUP_ASK: none yet, a run refuses */
	const struct import_answer *answer; /* by line */
	int n_answer;
	struct import_questions *questions; /* dry runs: gets the rows to ask about; freed by import_questions_free; NULL */
	bool erase_blank; /* with DUP_OVERWRITE a blank cell of a mapped column empties the field */
	bool keep_bad_email; /* a row with a bad address comes in without it, its text in the notes */
	const char *source;      /* whose external ids */
	const enum date_order *date_order; /* NULL: by what each column shows, else the session's */
	const char *rejects;     /* path, NULL: none */
	char decimal;            /* '.' or ',' in the whole file; 0: by what each column shows */
	const struct import_choice *choice;
	int n_choice;
	int64_t limit; /* dry runs: reads no more rows than this; 0: all */
	struct import_preview *preview; /* dry runs: gets the first rows, and is freed by import_preview_free; NULL: none */
	bool dry_run;
	/* A person was told what would come of it: the run does that, or stops at the first row that the door refuses beyond
	 * what was foreseen (RC_CONFLICT says why). What came in until there stays; the next run goes on without that row. */
	bool told;
	int64_t told_refused; /* import_reason(..., "refused") of the dry run */
	bool (*progress)(void *ctx, int64_t rows, int64_t bytes, int64_t total); /* false stops: what came in stays, as
				a step, and the same file goes on behind it */
	void *ctx;
};
struct import_reason {
	char name[24];
	int64_t n;
};
/* A text that names no record or choice we have, and what becomes of it. */
enum import_new_fate { NEW_MADE, NEW_MAPPED, NEW_LEFT, NEW_UNKNOWN, NEW_OWNER };
struct import_new {
	int slot;
	const char *text;
	int64_t rows;
	enum import_new_fate fate; /* NEW_OWNER: the importing person owns new rows; NEW_UNKNOWN: kept in the notes */
	const char *to;            /* NEW_MAPPED: what it stands for */
};
const char *import_new_name(enum import_new_fate fate); /* "created", "mapped", "left out", "notes", "me" */
#define IMPORT_NEW_MAX 2000 /* so many are listed; beyond they are counted */
struct import_result {
	struct sheet_info sheet;
	struct import_column *column;
	int n_columns;
	/* The least sure of its columns of dates and of numbers, in percent; 0: it has none; 50: nothing tells, so a person
	 * should say it. date_sample: "5/6/2026", or NULL. */
	int date_sure, date_column, decimal_sure, decimal_column;
	enum date_order date_order;
	const char *date_sample;
	char decimal;
	bool part; /* the limit was reached: there may be more rows */
	int64_t rows, created, updated, unchanged, duplicates, rejected;
	int64_t asked; /* of the duplicates: rows a person has yet to decide about */
	struct import_new *fresh;
	int n_fresh;
	int64_t fresh_beyond; /* rows with further new texts */
	struct import_reason reason[12];
	int n_reasons;
	char *warning[32];
	int n_warnings;
	int64_t step;    /* the one step to undo; 0 when dry */
	int64_t resumed; /* rows that had come in before the import was cut off: it went on behind them, in the same step */
	bool same_file;  /* these very bytes came in before, and were not undone */
	struct arena arena;
};
enum rc import_run(struct session *s, const char *path, const struct import_options *opt, struct import_result *out,
	struct err *err);
/* How many rows were rejected for a reason ("bad_email"). */
int64_t import_reason(const struct import_result *r, const char *name);
void import_result_free(struct import_result *r);
/* The parts that columns may fill a field with together ("first_name", "last_name"); their number, at most max. */
int import_parts(const struct field *f, char (*part)[IMPORT_PART], int max);
/* Whether a column of a spreadsheet may be this field. */
bool import_takes(const struct field *f);

/* The first rows, each as it would come in. Texts live in the arena. */
#define IMPORT_PREVIEW_ROWS 200
enum import_fate { FATE_NEW, FATE_UPDATED, FATE_UNCHANGED, FATE_DUPLICATE, FATE_REJECTED };
struct import_seen {
	int64_t line; /* physical, in the file */
	enum import_fate fate;
	const char *reason; /* FATE_REJECTED: the name of it */
	const char *detail; /* in words, where there is more to say than the reason; NULL */
	int n;              /* cells */
	const char **cell;  /* as understood: dates, numbers and yes or no as they are shown elsewhere; long texts are cut */
	const char **why;   /* of each: why it cannot be taken; NULL: it can */
};
struct import_preview {
	struct import_seen row[IMPORT_PREVIEW_ROWS];
	int n;
	struct arena arena;
};
void import_preview_free(struct import_preview *p);

/* Rows that are records we have and would change them: mine beside the file's, field by field, as they are shown. */
#define IMPORT_QUESTIONS 500 /* in one dry run; the rest is asked when these are answered */
struct import_side {
	int slot;
	const char *mine, *theirs;
};
struct import_question {
	int64_t line, id;
	const char *title;
	const struct import_side *side;
	int n;
};
struct import_questions {
	struct import_question row[IMPORT_QUESTIONS];
	int n;
	struct arena arena;
};
void import_questions_free(struct import_questions *q);

/* The object of `crm import --format json`. */
void import_json(struct session *s, const char *path, const struct import_options *opt, const struct import_result *r,
	struct str *out);
/* The slot a header means for the model, -1 none; match as in import_column. own: the header set is one of ours. */
int import_header(const struct model *m, const char *header, bool own, const char **role, const char **match);
/* For sheet_set_known: is it a header of any model? Pure. */
bool import_known_header(const char *header);
/* For sheet_set_units: a word listed under =unit. */
bool import_unit(const char *cell);
/* For sheet_set_words: more lines as in data/headers.tsv or, where the file's name ends so, data/choices.tsv. A word that is
 * there already means the new one first. */
enum rc import_words(const char *file, const char *text, size_t n, struct err *err);
/* A file of such words, if it is there: read when the first import begins, which says what is wrong with it. Those that are
 * named later go first. */
void import_words_from(struct session *s, const char *path);

/* The imports there were, newest first, those that were cut off too (finished 0). Texts live in the arena. */
struct import_past {
	int64_t no, step, user; /* step 0: it changed nothing */
	const struct model *model; /* NULL: a type that is gone */
	const char *file, *sha256;
	const char *mapping, *options; /* a line each: "HEADER\tFIELD"; what was said or found out about the reading */
	int64_t rows, created, updated, unchanged, duplicates, rejected;
	int64_t started, finished;
	bool undone;
};
struct import_log {
	struct import_past *row;
	int n;
	struct arena arena;
};
enum rc import_log_read(struct session *s, int limit, struct import_log *out, struct err *err);
/* The rows that were turned away, a line each: "line 12: bad_email, E-mail". */
enum rc import_log_rejects(struct session *s, int64_t no, int limit, struct str *out, struct err *err);
void import_log_free(struct import_log *log);

enum export_format { EXPORT_CSV, EXPORT_TSV, EXPORT_JSON, EXPORT_TABLE, EXPORT_IDS, EXPORT_VCF, EXPORT_ICS };
struct export_options {
	enum export_format format;
	bool raw;  /* no formula guard */
	bool bom;
	bool back; /* it is to come back by an import unchanged: what is stored, not what is shown in its place */
	bool safe; /* a terminal reads it: controls made visible */
	int width; /* EXPORT_TABLE: cells of the terminal, 0: no limit */
};
/* Writes what the query lists through out (called with pieces; false stops). Returns the number of rows in *n. */
enum rc export_run(struct session *s, const struct query *q, const struct export_options *opt,
	bool (*out)(void *ctx, const char *text, size_t n), void *ctx, int64_t *n, struct err *err);
/* A spreadsheet to fill in: the headers and one sample row. */
enum rc template_write(struct session *s, const struct model *m, struct str *out, struct err *err);

#endif
