/* How a shared office stands on the machine: accounts, folders, files, their owners and modes. */
#ifndef DB_LAYOUT_H
#define DB_LAYOUT_H

#include <stdbool.h>

enum finding_state { FOUND_GOOD, FOUND_MENDED, FOUND_NOTE, FOUND_FAULT };
struct finding {
	const char *what; /* "folder", "group", ... */
	enum finding_state state;
	char text[240]; /* what is so */
	char mend[240]; /* what to do; "" nothing */
};
typedef void found_fn(void *ctx, const struct finding *f);

/* Looks at everything of the office and tells each finding. fix: mends what can be mended without a choice (root only). */
void layout_check(bool fix, found_fn *found, void *ctx);

#endif
