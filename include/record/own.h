/* The office's own fields: records of the type "field", which add a column to another type. Never dropped, renamed or
 * retyped: in the trash they are retired. */
#ifndef RECORD_OWN_H
#define RECORD_OWN_H

#include "base/err.h"
#include "record/model.h"

struct session;

#define OWN_FIRST_NO 1000 /* own fields are numbered OWN_FIRST_NO + the record's id */

enum own_slot { OWN_NAME = SYS_N, OWN_MODEL, OWN_LABEL, OWN_TYPE, OWN_CHOICES, OWN_REF, OWN_REQUIRED, OWN_HELP, OWN_N };

extern const struct model own_model;

/* Adds a field of the office's own to m in a step of its own: named after the label, x_label or x_label_2. *now is m with the
 * field (another pointer), *slot the field's. */
enum rc own_field_add(struct session *s, const struct model *m, const char *label, enum field_type type,
	const struct model **now, int *slot, struct err *err);

#endif
