/* One SELECT of records: the columns, the joins, the conditions every read carries, the order and the place to go on.
 */
#ifndef RECORD_SELECT_H
#define RECORD_SELECT_H

#include "from.h"
#include "record/query.h"
#include "steer.h"

/* What the model's table and its links were at an instant: SQL of the rows, over temporary tables of the session that
 * hold what has changed since; NULL: now. Inside a read snapshot, with what reads them. */
struct past {
	char *table, *link;
};
enum rc past_make(struct session *s, const struct model *m, int64_t at, struct past *out, struct err *err);
void past_free(struct past *p);

struct select {
	struct session *s;
	const struct query *query;
	struct sql sql;
	struct from from;
	struct past past;
	bool snapshot;
	struct order order[QUERY_ORDERS];
	int n_orders;
	struct steer steer;
	int *column;                 /* result column of each of the query's columns */
	int sort_at;                 /* result column of the first sort key */
	char *key[QUERY_ORDERS + 1]; /* expressions of the order; the id last */
	bool desc[QUERY_ORDERS + 1];
	int n_keys;
	enum members { MEMBERS_ASK, MEMBERS_SOME, MEMBERS_NONE } *members; /* of each column; NULL: not kept */
};

/* Opens a snapshot when the query asks for an instant. Looks the query over and makes what its tables were, for as_of.
 * select_free always. */
enum rc select_init(struct select *sel, struct session *s, const struct query *q, struct err *err);
void select_free(struct select *sel);
/* SELECT columns FROM ... WHERE conditions, without key and order. */
void select_rows(struct select *sel);
/* FROM ... WHERE conditions: for counts and groups; the expressions of the list must be written before. */
void select_from_where(struct select *sel);
/* A page is read in at most two runs, for empty values stand before all others, and no index finds "less or empty" at
 * once. */
enum part { PART_ALL, PART_BEYOND_KEY, PART_EMPTY, PART_EMPTY_BEYOND_KEY, PART_FILLED };
int select_parts(const struct select *sel, enum part out[2]);
/* Appends the part's condition, ORDER BY and LIMIT (0: none); sql_back after it. */
void select_part(struct select *sel, enum part part, int limit);

#endif
