/* What a cell looks like, roughly and fast: for weighing dialects and header lines. The import's own parsers decide
 * later. */
#ifndef SRC_BASE_CELLTYPE_H
#define SRC_BASE_CELLTYPE_H

#include <stdbool.h>

enum cell_type {
	CELL_EMPTY,
	CELL_TEXT,
	CELL_EMAIL,
	CELL_URL,
	CELL_DATE,
	CELL_PHONE,
	CELL_NUMBER,
	CELL_MESS, /* text in which a delimiter or a quote stands as if the dialect were another */
};

enum cell_type cell_type(const char *s);
/* E-mail, URL, date, phone or number: what no header is. */
bool cell_is_value(enum cell_type t);

#endif
