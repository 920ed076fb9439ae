/* What shows records as they were at an instant, to look at only. at 0: now. */
#ifndef UI_PAST_H
#define UI_PAST_H

#include "ui/view.h"

/* Says no to what would change records, and why: true. */
bool past_refuses(struct ui *ui, int64_t at, const struct act *a);
void past_text(const struct ui *ui, int64_t at, struct str *out); /* "as of 3 Nov — Esc returns to now"; appended */

#endif
