/* SQL being put together: its text and the values bound to it. Parameters carry their number (?1, ?2, ...), so the
 * pieces may be made in any order and a piece may be cut out and put in elsewhere. No text of a person becomes SQL. */
#ifndef RECORD_SQL_PRIVATE_H
#define RECORD_SQL_PRIVATE_H

#include "base/arena.h"
#include "base/str.h"
#include "db/db.h"
#include "record/model.h"

struct session;
struct criteria;
struct query;

struct bind {
	bool text;
	int64_t i;
	const char *s;
	size_t n;
};

#define START_MAX 8

enum sql_param { PARAM_ME, PARAM_NOW, PARAM_TODAY, PARAM_UNIT, PARAM_N };

struct sql {
	struct session *s;
	struct str text;
	struct bind *bind;
	int n, cap;
	int param[PARAM_N]; /* number of :me, :now, :today, :unit once used; 0: not yet */
	int depth;          /* criteria of settings inside formulas inside criteria of settings ... */
	int aliases;        /* subqueries so far: each has an alias of its own */
	const char *
		link; /* the table many-valued fields of the root are read from: "link", or what it was at an instant */
	/* Tests an index may be entered by; every other one is written so that the planner does not start from it. */
	const struct criteria *start[START_MAX];
	int n_start;
	bool plain; /* rows the full text does not know (of the trash, of an instant): search their fields instead */
	struct arena arena; /* of the bound texts */
};

void sql_init(struct sql *q, struct session *s);
void sql_free(struct sql *q);
void sql_add(struct sql *q, const char *text);
void sql_addf(struct sql *q, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void sql_name(struct sql *q, const char *name);                     /* "name" */
void sql_col(struct sql *q, const char *alias, const char *column); /* alias."column" */
void sql_int(struct sql *q, int64_t v);                             /* ?N, bound to v */
void sql_text(struct sql *q, const char *s, size_t n);              /* ?N, bound to a copy */
/* SQL of the tables (formulas, set words, rights): $t becomes the alias; :me, :now, :today and :unit (the minor units of
 * one unit of money) bound parameters. */
void sql_template(struct sql *q, const char *sql, const char *alias);
/* What was added since the length mark, as heap text, and cut off. */
char *sql_cut(struct sql *q, size_t mark);
/* Prepared with everything bound. */
struct stmt *sql_prep(struct sql *q);
/* Rows of the SELECT in q, counted up to cap. */
int64_t sql_count(struct sql *q, int64_t cap);

/* The field as an expression over a row: its column or its formula. Many-valued fields and lines have none. */
void field_expr(struct sql *q, const struct model *m, int slot, const char *alias);
/* A formula over the alias: its template, with the words of seen.h and "$criteria(KEY)" filled in. */
void formula_sql(struct sql *q, const struct model *m, const char *formula, const char *alias);
/* What it is ordered by: the stored key of a text where there is one. References: see from.h. */
void field_key_expr(struct sql *q, const struct model *m, int slot, const char *alias);
bool kind_is_text(enum field_type kind);
bool kind_is_set(enum field_type kind);
/* What lists leave out unless it is asked for, over t: " AND ..." or nothing. */
void aside_sql(struct sql *q, const struct query *query);
/* The rights predicate over the alias (" AND ..." or nothing). */
void sql_rights(struct sql *q, const struct model *m, const char *alias);

#endif
