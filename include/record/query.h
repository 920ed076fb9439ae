/* The one door for reads: model + criteria + order + columns + a key to go on from -> one prepared SELECT with bound values,
 * the rights predicate and the trash flag. */
#ifndef RECORD_QUERY_H
#define RECORD_QUERY_H

#include "base/arena.h"
#include "base/err.h"
#include "record/criteria.h"
#include "record/registry.h"
#include "record/value.h"

struct session;

enum scope {
	SCOPE_LIVE,   /* not in the trash; archived ones only when the criteria name `active` */
	SCOPE_ALL,    /* live and archived */
	SCOPE_TRASH   /* the trash only */
};

struct order {
	struct path path; /* n == 0: by id */
	bool desc;
};

#define QUERY_ORDERS 3
struct query {
	const struct model *model;
	struct criteria *where; /* NULL: all */
	enum scope scope;
	const struct path *columns;
	int n_columns;
	struct order order[QUERY_ORDERS];
	int n_orders; /* 0: the model's default order */
	int limit;
	bool before;  /* page before `key` instead of after it; rows still come in order */
	const struct row *key; /* go on from this row (of an earlier page of the same query); NULL: from the start */
	bool stored;  /* columns give what is stored, not what is shown in its place: to be read back */
	int64_t as_of; /* lists and boards as of an instant; 0: now */
};

struct row {
	int64_t id, version;
	bool active, trashed;
	struct value *val;              /* [n_columns] */
	const char *const *const *titles; /* [n_columns] titles of references; NULL for other types */
	struct value sort[QUERY_ORDERS]; /* the key, for going on */
};
struct page {
	struct row *row;
	int n;
	bool more; /* there are rows beyond in the direction asked */
	struct arena arena;
};

/* Rows own their text through the page's arena; page_free when done. */
enum rc query_run(struct session *s, const struct query *q, struct page *out, struct err *err);
void page_free(struct page *p);
/* The same rows one by one without paging, for export: fn false stops. */
enum rc query_each(struct session *s, const struct query *q, bool (*fn)(void *ctx, const struct row *r), void *ctx,
	struct err *err);
/* Number of matches, at most cap (0: exact). From the counters where the criteria reduce to their dimensions. */
enum rc query_count(struct session *s, const struct query *q, int64_t cap, int64_t *n, struct err *err);
/* Parses "-revenue,name" into q->order. */
enum rc query_sort(struct session *s, struct query *q, const char *text, struct err *err);
/* Parses "a,b.c" into paths in the arena. */
enum rc query_columns(struct session *s, struct query *q, const char *text, struct arena *a, struct err *err);
/* The model's F_LIST columns. */
void query_default_columns(const struct model *m, struct query *q, struct arena *a);

/* Groups: one row per value of a field (dotted allowed): count, sum of a money or number field, and the count per choice of
 * the model's signal. Uses the counters where it can. */
#define GROUP_SIGNALS 6
struct group {
	struct value key;      /* NULL: unset */
	const char *title;     /* shown; "" for unset */
	int64_t n, sum;
	int64_t signal[GROUP_SIGNALS]; /* by position in the signal's choice table; only when asked for */
};
struct group_result {
	struct group *group;
	int n;
	struct arena arena;
};
enum group_what { GROUP_COUNTS = 0, GROUP_WITH_SIGNALS = 1 };
/* sum_slot 0: none. Ordered by the group's title, choices by their order, M_COLUMNS records by their sequence. */
enum rc query_groups(struct session *s, const struct query *q, const struct path *by, int sum_slot, enum group_what what,
	struct group_result *out, struct err *err);
void group_result_free(struct group_result *g);
/* Whether query_groups answers this (signals aside) from the counters: at once, however many records there are. */
bool query_counted(struct session *s, const struct query *q, const struct path *by, int sum_slot);

/* Finding by text as a person types it. Over one model (title, F_SEARCH fields), or all (m NULL); best first. */
struct search_hit {
	int64_t ref; /* model << 40 | id */
	const char *title, *detail;
};
struct search_hits {
	struct search_hit *hit;
	int n;
	struct arena arena;
};
enum rc search_run(struct session *s, const struct model *m, const char *text, int limit, struct search_hits *out, struct err *err);
void search_hits_free(struct search_hits *h);

#endif
