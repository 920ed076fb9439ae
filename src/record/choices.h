/* Private to record: what people write in the cells of columns that have choices, data/choices.tsv. For import only. */
#ifndef RECORD_CHOICES_H
#define RECORD_CHOICES_H

#include <stddef.h>

#include "record/field.h"

/* The name of the field's choice (or the number of a whole-number field) that the text means, as value_parse takes it;
 * NULL: none is known, or the field has no such choice. A field is meant by its name or a synonym "@concept". */
const char *choice_meant(const struct field *f, const char *text);
/* Adds the lines of a file as data/choices.tsv is one, before what their words meant; RC_INVALID names the line that is
 * none, and nothing is added. The concept "yes_no" is every field of that type. */
enum rc choice_words(const char *file, const char *text, size_t n, struct err *err);

#endif
