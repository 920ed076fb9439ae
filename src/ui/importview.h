/* Private to the import screen: its state, and what its files do for each other. */
#ifndef UI_IMPORTVIEW_H
#define UI_IMPORTVIEW_H

#include "record/exchange.h"
#include "record/session.h"
#include "ui/records.h"
#include "ui/widget.h"

enum import_state {
	IV_UNREAD, /* err says why */
	IV_SOME,   /* only the first rows were counted */
	IV_ALL,    /* the dry run went over all rows */
	IV_DONE    /* it came in: res tells how */
};
enum import_pane { PANE_COLUMNS, PANE_ROWS };
enum import_hit { HIT_READING = 1, HIT_COLUMN, HIT_CELL, HIT_POLICY, HIT_SET, HIT_BLANK, HIT_BAD, HIT_VALUES, HIT_FIND };

struct importview {
	struct session *s;
	const struct model *model;
	char *path;
	/* what the person said, over what is found out */
	struct sheet_options sheet;
	enum date_order order;
	bool ordered;
	char decimal; /* 0: found out */
	enum dup_policy policy;
	struct import_choice *choice;
	int n_choice, cap_choice;
	char **set; /* "FIELD=VALUE" */
	int n_set, cap_set;
	char **value; /* "FIELD:TEXT=NAME" */
	int n_value, cap_value;
	bool erase_blank, keep_bad;
	struct import_answer *answer; /* DUP_ASK, by line */
	int n_answer, cap_answer;
	enum dup_policy rest; /* of those without one; DUP_ASK: they are still to be asked */
	/* what the last reading said */
	enum import_state state;
	bool again; /* a key came while all rows were counted: to be done once it is quiet */
	struct import_result res;
	struct import_preview preview;
	struct import_questions questions; /* DUP_ASK: the next ones */
	struct err err;
	bool known_file; /* these very bytes came in before */
	/* where the person looks */
	enum import_pane pane;
	struct pick col, row;
	int left;               /* first column of the preview that is seen */
	struct rect cols, rows; /* where the tables stand: pages and the wheel need it */
	/* once it is done */
	char *rejects; /* the file they went to; NULL: none */
	int64_t began; /* what came in is not older */
};

/* importview_read.c: the dry run, and what can be changed about the reading */
void importview_glance(struct view *v);  /* reads the first rows anew; all rows are counted at the next rest */
void importview_changed(struct view *v); /* reads anew, and counts all rows */
void importview_count(struct view *v);   /* counts all rows */
struct import_options importview_options(const struct importview *iv);
/* The choice for a column; made when make, else NULL. */
struct import_choice *importview_choice(struct importview *iv, int col, bool make);
void importview_forget_choices(struct importview *iv);
void importview_forget_answers(struct importview *iv);

/* importview_sheet.c: encoding, delimiter, ..., each with a key */
int importview_readings(void);
/* One of them in words: label, value, how sure it is ("" when nothing is to be said). value and sure may be NULL. */
void importview_reading(
	const struct importview *iv, int i, const char **arg, const char **label, struct str *value, struct str *sure);
enum rc importview_change_reading(struct view *v, const char *arg, struct err *err);
const char *importview_order_name(enum date_order o);

/* importview_map.c: the columns */
enum rc importview_map(struct view *v, struct err *err);
void importview_skip(struct view *v);
void importview_type(struct view *v);
void importview_policy(struct view *v);
void importview_blank(struct view *v);
void importview_bad(struct view *v);
const char *importview_policy_name(enum dup_policy p);
enum rc importview_set(struct view *v, struct err *err);

/* importview_values.c: texts that name nobody we have */
enum rc importview_values(struct view *v, struct err *err);

/* importview_ask.c: rows that are records we have, one by one */
enum rc importview_ask(struct view *v, struct err *err);

/* importview_log.c: the imports there were */
enum rc importview_log(struct ui *ui, struct err *err);

/* Opens the screen with a file whose import was cut off, read as it was then: options as the log has them. */
enum rc importview_resume(struct ui *ui, const struct model *m, const char *path, const char *options, struct err *err);

/* importview_run.c */
enum rc importview_run(struct view *v, struct err *err);
unsigned importview_undo(struct view *v);
enum rc importview_look(struct view *v, struct err *err);

/* importview_recent.c: files that came in, newest first */
void importview_begun(struct importview *iv); /* where the file is, should the import be cut off */
void importview_remember(struct importview *iv);
bool importview_known(struct session *s, const char *sha256);
/* Where a file was that an import began with; NULL: not known. In the arena. */
const char *importview_path_of(struct session *s, struct arena *a, const char *sha256);
/* Paths, at most max, in the arena. */
int importview_recent(struct session *s, struct arena *a, const char **path, int max);

/* importview_file.c: which file; opens the screen with it */
enum rc importfile_open(struct ui *ui, const struct model *m, const char *start, struct err *err);

/* importview_draw.c */
void importview_draw(struct view *v, struct canvas *c);
/* importview_find.c: a column among many */
enum rc importview_find(struct view *v, struct err *err);

/* importview_table.c: the columns, and the first rows */
/* What a column becomes, in words. */
void importview_field_name(const struct importview *iv, const struct import_column *col, struct str *out);
void importview_draw_columns(struct importview *iv, struct canvas *c, struct rect r);
void importview_draw_rows(struct importview *iv, struct canvas *c, struct rect r);

#endif
