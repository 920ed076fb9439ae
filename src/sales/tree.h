/* Trees made by a reference to the same record type: managers, departments, accounts. */
#ifndef SALES_TREE_H
#define SALES_TREE_H

#include "base/err.h"

struct save;
struct session;

/* RC_INVALID at the slot when the record would stand below itself. */
enum rc tree_check(struct session *s, const struct save *sv, int slot, struct err *err);

#endif
