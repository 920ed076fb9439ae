/* Private to record: loading many records into a type that has none, with nobody else about. Its secondary indexes go
 * and the full text waits; both are made in one piece at the end, which costs a third of keeping them row by row. A
 * mark in table meta makes the next session_open do that when the load was killed. */
#ifndef RECORD_BULK_H
#define RECORD_BULK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "record/model.h"

struct session;

#define BULK_MARK "bulk" /* in the place of the schema's mark */

/* False, with everything as it was, where it would not pay or not be right. Outside transactions only. */
bool bulk_begin(struct session *s, const struct model *m, int64_t rows);
/* The same for work on records there are, which reads the journal and links by their indexes: those stay. */
bool bulk_begin_change(struct session *s, const struct model *m, int64_t rows);
/* At the start of a write transaction: another session that was opened meanwhile has made the indexes again. */
void bulk_look(struct session *s);
/* Makes indexes and full text. Does nothing without bulk_begin. */
enum rc bulk_end(struct session *s, struct err *err);

#endif
