/* Private to record: loading many records into a type that has none, with nobody else about. Its secondary indexes go
 * and the full text waits; both are made at the end, which costs a third of keeping them row by row. A
 * mark in table meta makes the next session_open do that when the load was killed. */
#ifndef RECORD_BULK_H
#define RECORD_BULK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "record/model.h"

struct session;

#define BULK_MARK "bulk"           /* in the place of the schema's mark */
#define BULK_SCHEMA "bulk_schema" /* key: the mark that stood there */
#define BULK_UPTO "bulk_upto"     /* key: the last record that the full text holds; none: nothing was made yet */

/* False, with everything as it was, where it would not pay or not be right. Outside transactions only. */
bool bulk_begin(struct session *s, const struct model *m, int64_t rows);
/* The same for work on records there are, which reads the journal and links by their indexes: those stay. */
bool bulk_begin_change(struct session *s, const struct model *m, int64_t rows);
/* At the start of a write transaction: another session that was opened meanwhile has made the indexes again. */
void bulk_look(struct session *s);
/* Makes indexes and full text. Does nothing without bulk_begin. go_on (NULL: always) is asked between the pieces; where it says no
 * the rest is made when the database is opened next: RC_CANCELLED, and everything that was loaded is there. */
enum rc bulk_end(struct session *s, bool (*go_on)(void *ctx), void *ctx, struct err *err);

/* For schema_update, where a load's mark stands. Makes the indexes of the schema's text, then the full text, each piece in a
 * transaction of its own with the log cut after it, so that it is bounded and goes on where it was after a kill. mark: of the
 * schema as this program knows it; nothing is made early of another one. */
enum rc bulk_make(struct session *s, const char *schema, const char *mark, struct err *err);
/* The rest of it, in the transaction that takes the mark away. */
enum rc bulk_make_rest(struct session *s, struct err *err);

#endif
