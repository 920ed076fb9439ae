/* Titles of records that have no name of their own: made from what they refer to when they are saved. */
#ifndef SALES_TITLES_H
#define SALES_TITLES_H

#include <stddef.h>

#include "record/field.h"

struct save;
struct session;

#define TITLE_FIELD(slot)                                                                                              \
	[slot] = { .name = "name",                                                                                     \
		.label = N_("Name"),                                                                                   \
		.type = FT_TEXT,                                                                                       \
		.flags = F_READONLY | F_HIDDEN | F_SEARCH | F_NO_IMPORT,                                               \
		.no = 10,                                                                                              \
		.width = 24 }

/* Sets the slot to the titles of the references in slots (0-terminated), those that are set, with a comma between. */
void title_from_refs(struct session *s, struct save *sv, int slot, const int *slots);
/* Sets the slot to the first line of the text, at most n code points. */
void title_from_text(struct save *sv, int slot, const char *text, size_t n);

#endif
