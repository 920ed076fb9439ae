/* Private to record: what people write in the cells of columns that have choices, data/choices.tsv. For import only. */
#ifndef RECORD_CHOICES_H
#define RECORD_CHOICES_H

#include "record/field.h"

/* The name of the field's choice (or the number of a whole-number field) that the text means, as value_parse takes it;
 * NULL: none is known, or the field has no such choice. A field is meant by its name or a synonym "@concept". */
const char *choice_meant(const struct field *f, const char *text);

#endif
