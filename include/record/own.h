/* The office's own fields: records of the type "field", which add a column to another type. Never dropped, renamed or
 * retyped: in the trash they are retired. */
#ifndef RECORD_OWN_H
#define RECORD_OWN_H

#include "record/model.h"

#define OWN_FIRST_NO 1000 /* own fields are numbered OWN_FIRST_NO + the record's id */

enum own_slot { OWN_NAME = SYS_N, OWN_MODEL, OWN_LABEL, OWN_TYPE, OWN_CHOICES, OWN_REF, OWN_REQUIRED, OWN_HELP, OWN_N };

extern const struct model own_model;

#endif
