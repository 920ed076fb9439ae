/* How fields stand in the database. */
#ifndef RECORD_COLUMN_H
#define RECORD_COLUMN_H

#include <stdio.h>

#include "base/str.h"
#include "record/model.h"

/* The column's name: an own field's is made from its number, since no text of a person's becomes an identifier. */
static inline const char *field_column(const struct field *f, char buf[16])
{
	if (!(f->flags & F_OWN))
		return f->name;
	snprintf(buf, 16, "c%d", f->no);
	return buf;
}

/* Has a second column NAME_k with its sort key, which orders, equality and uniqueness go by; what lists are ordered by at a
 * million records must stand in an index. */
static inline bool field_has_key(const struct model *m, int slot)
{
	const struct field *f = &m->fields[slot];

	if (f->type == FT_EMAIL)
		return f->flags & F_INDEX;
	return f->type == FT_TEXT && (slot == m->title || (f->flags & (F_INDEX | F_UNIQUE)));
}

#endif
