#ifndef SALES_NOTE_H
#define SALES_NOTE_H

#include <stdint.h>

#include "base/err.h"
#include "record/field.h"

struct session;
struct step;

enum note_slot { NOTE_NAME = SYS_N, NOTE_RECORD, NOTE_AUTHOR, NOTE_TEXT, NOTE_MENTIONS, NOTE_N };

/* Writes a note of the acting person on the record, inside the step. */
enum rc note_write(struct session *s, struct step *st, int64_t ref, const char *text, struct err *err);

#endif
