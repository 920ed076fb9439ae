/* FROM with its LEFT JOINs: dotted columns and the titles of references come in the record's own row. */
#ifndef RECORD_FROM_H
#define RECORD_FROM_H

#include "record/registry.h"
#include "sql.h"

#define JOINS_MAX 40

struct from {
	struct sql *q;
	const struct model *m;
	const char *table; /* SQL of the root's rows at an instant; NULL: the model's table, now */
	struct {
		int parent; /* -1: the root */
		const struct model *from, *to;
		int slot;
	} join[JOINS_MAX];
	int n;
	bool stored;      /* columns give what is stored, not what is shown in its place */
	const char *more; /* one more join, of the members of a set; NULL: none */
};

void from_init(struct from *f, struct sql *q, const struct model *m);
/* Only single references may be walked by a column; else err->at 0 and what stands in the way. */
enum rc from_check(const struct path *p, struct err *err);
/* The value at the path's end; empty where a record on the way may not be seen. */
void from_expr(struct from *f, const struct path *p);
/* What the path is ordered by: text keys, a reference by its record's sequence or title. n == 0: the id. */
void from_key_expr(struct from *f, const struct path *p);
/* The title of the record that the reference at the path's end names. */
void from_title(struct from *f, const struct path *p);
/* Id of the record that holds the field at the path's end: whose members a many-valued field has. */
void from_owner(struct from *f, const struct path *p);
/* FROM with all joins asked for so far. */
void from_sql(struct from *f);

#endif
