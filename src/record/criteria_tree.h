/* The parsed criteria, shared by the files criteria_*.c. Trees live in the arena they were parsed into and never
 * change. */
#ifndef RECORD_CRITERIA_TREE_H
#define RECORD_CRITERIA_TREE_H

#include "record/criteria.h"
#include "sql.h"

enum crit_kind { CRIT_AND, CRIT_OR, CRIT_NOT, CRIT_TEST, CRIT_SEARCH };
enum crit_op { OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE, OP_CONTAINS, OP_IN, OP_BETWEEN, OP_EMPTY, OP_FILLED, OP_N };

enum operand_kind {
	OPD_INT, /* a number, yes/no, the choice's number, the id of a record */
	OPD_TEXT,
	OPD_DATE, /* s: as criteria_date.c reads it, relative words kept: they mean another day tomorrow */
	OPD_ME,
	OPD_WORD /* i: which of the office's set words */
};
struct operand {
	enum operand_kind kind;
	int64_t i;
	const char *s;
};

struct criteria {
	enum crit_kind kind;
	struct criteria **kid; /* AND, OR: two or more; NOT: one */
	int n;
	struct path path; /* TEST */
	enum crit_op op;
	struct operand *arg;
	int n_args;
	const char *text; /* SEARCH */
	bool phrase;      /* SEARCH: as it stands, not word by word */
};

#define CRIT_TEXT_MAX 16384 /* bytes */
#define CRIT_TESTS_MAX 120  /* keeps the statement within its limits of length and parameters */
#define CRIT_DEPTH_MAX 24   /* of parentheses and nots */
#define CRIT_BOUND_MAX 50   /* members of a list bound one by one; longer ones travel as one text */

struct criteria *crit_new(struct arena *a, enum crit_kind kind);
/* AND or OR of n trees; one is itself. */
struct criteria *crit_join(struct arena *a, enum crit_kind kind, struct criteria *const *kid, int n);

/* --- tokens --- */
enum token_type { T_END, T_WORD, T_QUOTED, T_OPEN, T_CLOSE, T_COMMA, T_OP };
struct token {
	enum token_type type;
	enum crit_op op; /* T_OP; negated: !~ */
	bool negated;
	int at, end;   /* byte offsets in the text */
	const char *s; /* T_WORD, T_QUOTED: the text meant */
};
/* All tokens, ended by T_END. RC_INVALID with err->at: an open quote, bytes that are no text, too long. */
enum rc crit_lex(const char *text, struct arena *a, struct token **out, int *n, struct err *err);
bool token_is(const struct token *t, const char *word); /* an unquoted word, ASCII case ignored */
bool crit_reserved(const char *word);                   /* and, or, not, in, is, contains, between, empty, me */

/* Appends a value so that the lexer gives it back: in quotes where it must be. */
void crit_quote(const char *s, struct str *out);

/* --- values --- */
/* Reads the value at tok[*at] for the field at the path's end and moves *at behind it. */
enum rc crit_value(struct session *s, const struct path *p, enum crit_op op, const struct token *tok, int *at,
	struct arena *a, struct operand *out, struct err *err);
/* Whether the operator means something for the field's type; else the error says what does. */
enum rc crit_allowed(const struct field *f, enum crit_op op, int at, struct err *err);

/* --- dates: a day, a span of days, or a second --- */
struct date_span {
	bool exact; /* from is a second of UTC; else days since 1970, both included */
	int64_t from, to;
};
/* "today+7", "now-2h", "this month", "2026-11", "2026", ISO, and what date_parse reads. */
enum rc crit_date(struct session *s, const char *text, struct date_span *out, struct err *err);
/* The form to keep: relative words as they are, lower case; days and instants as ISO. In the arena. */
const char *crit_date_keep(struct session *s, const char *text, struct arena *a);

/* --- SQL --- */
/* Appends the condition over the alias; two-valued inside a NOT. q->start: the tests an index may be entered by. */
void criteria_sql(struct sql *q, const struct model *m, const struct criteria *c, const char *alias);
/* Made of equalities of what the type's counters count: they answer it. */
bool criteria_counted(const struct model *m, const struct criteria *c);
/* Can the full text say which records may meet this comparison of a text? */
bool crit_prefilters(const struct model *m, int slot, const struct criteria *c);
/* One search: search_sql.c. start: as a set of records an index finds; else asked of each row. */
void search_sql(struct sql *q, const struct model *m, const char *text, bool phrase, const char *alias, bool start);

#endif
