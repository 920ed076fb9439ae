/* Binding and reading values; what the files of this floor share about statements. */
#ifndef RECORD_STATEMENT_H
#define RECORD_STATEMENT_H

#include "base/arena.h"
#include "db/db.h"
#include "record/record.h"
#include "record/session.h"
#include "record/value.h"

/* Binds a value of one cell (never a set). */
void st_value(struct stmt *st, int i, const struct value *v);
/* Reads a cell into the arena. */
struct value st_get_value(struct stmt *st, int col, struct arena *a);
/* Binds :now, :today and :me where the text has them. */
void st_bind_clock(struct session *s, struct stmt *st);
/* The record as stored: formulas left out, sets loaded. Sees the trash, asks no rights: for the write door. */
enum rc record_load_stored(struct session *s, const struct model *m, int64_t id, struct arena *a, struct record **out,
	struct err *err);
/* One many-valued field. */
enum rc record_load_set(struct session *s, const struct model *m, int slot, int64_t id, struct arena *a, struct value *out,
	struct err *err);

#endif
