/* What the two screens of rights know of each other. */
#ifndef UI_RIGHTSVIEW_H
#define UI_RIGHTSVIEW_H

#include <stdint.h>

#include "desk.h"

/* The fields of a type for one profile, over the matrix. */
enum rc rights_fields_open(struct ui *ui, int64_t profile, const char *name, const struct model *type, struct err *err);

#endif
