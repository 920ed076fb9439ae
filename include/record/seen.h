/* SQL of the floors above that reads records for a person: what she may not see is left out by the same predicate that
 * lists carry, written where it is needed as one of these words:
 *
 *   $see(TYPE ALIAS)           " AND (...)": the row of ALIAS is one she may see; nothing where she may see all of them
 *   $may(TYPE)                 1 or 0: she may see the type at all; enough for what hangs on a record that is seen
 *   $field(TYPE ALIAS FIELD)   the field's column, NULL where it is hidden from her
 *   $opened(TYPE ALIAS)        1 or 0: a share or a sharing rule opens the row of ALIAS to her
 *   $cube(TYPE)                the counters of the type, with only what she may see counted
 *
 * Formulas of fields may have them as they are; other statements pass seen_prep or seen_int. The office's own rules and
 * programs without a person see all. */
#ifndef RECORD_SEEN_H
#define RECORD_SEEN_H

#include <stdbool.h>
#include <stdint.h>

struct model;
struct session;
struct stmt;

/* The text with its words replaced, heap; NULL: there are none in it. */
char *seen_sql(struct session *s, const char *sql);
/* db_prep, db_get_int, db_get_text with the words. */
struct stmt *seen_prep(struct session *s, const char *sql);
int64_t seen_int(struct session *s, int64_t dflt, const char *sql, const char *fmt, ...);
char *seen_text(struct session *s, const char *sql, const char *fmt, ...); /* heap, NULL when none */
/* Whether the record, seen by its number alone, is one the person may see. */
bool seen_one(struct session *s, const struct model *m, int64_t id);

#endif
