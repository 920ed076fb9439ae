/* One function answers every "may he?"; every SELECT of records carries the predicate of this module. */
#ifndef RECORD_RIGHTS_H
#define RECORD_RIGHTS_H

#include <stdint.h>

#include "base/err.h"
#include "record/model.h"

struct session;
struct str;

enum verb { V_SEE, V_CREATE, V_EDIT, V_DELETE, V_IMPORT, V_EXPORT, V_CONFIGURE };

/* RC_OK, RC_DENIED, or RC_NOT_FOUND when the record may not be seen (the same words as for a missing one). id 0: the record
 * type as a whole. slot NO_FIELD: the record. Deny by default: today the one administrator may all, a disabled or unknown
 * person nothing. */
enum rc authz(struct session *s, enum verb v, const struct model *m, int64_t id, int slot, struct err *err);
/* Appends the predicate over alias (" AND ..." or nothing); parameters :me only. */
void rights_where(struct session *s, const struct model *m, const char *alias, struct str *sql);

#endif
