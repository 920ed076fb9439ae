/* What the other files of this floor need of the rights. */
#ifndef RECORD_RIGHTS_PRIVATE_H
#define RECORD_RIGHTS_PRIVATE_H

#include <stdint.h>

#include "record/rights.h"

struct session;

/* A refused attempt, until it can be recorded: what refuses also rolls back. */
struct refused {
	enum verb verb;
	int64_t ref; /* model << 40 | id */
	int n;       /* refusals since the last was recorded */
};
/* Reads anew whether the acting person may work and, where the epoch moved, what: once a transaction, and at every read
 * outside of one. */
void rights_refresh(struct session *s);
/* Records a refused attempt, if there was one and no transaction is open. */
void rights_record_refused(struct session *s);
/* After a record was written: is it still one the person may change? Where the office lets records be handed over, only
 * what was made or changed without a right at all is refused. */
enum rc rights_after(struct session *s, const struct save *sv, struct err *err);
/* A field that is about to change by the person's own hand. */
enum rc rights_slot(struct session *s, const struct model *m, int slot, struct err *err);
/* Whether the record can be seen: where the acting person names it. */
bool rights_visible(struct session *s, const struct model *m, int64_t id);

#endif
