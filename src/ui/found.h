/* Records that a person may mean by a text, and what else a field may be completed with. */
#ifndef UI_FOUND_H
#define UI_FOUND_H

#include "base/arena.h"
#include "record/model.h"
#include "record/session.h"

struct found {
	int64_t id; /* of a record: its id, with its model; of a choice: its number; of yes and no 1 and 0 */
	const struct model *model; /* NULL: no record */
	const char *text, *detail; /* in the arena; detail may be NULL */
	bool create;               /* "create NAME": text is the name; of a number: the line that makes a record of it, id 0 */
};
/* Records of m (NULL: of all types) for what was typed; nothing typed: those that changed last, then the first of the
 * default order; of a short table always all that match. At most max; returns the number. */
int found_records(
	struct session *s, const struct model *m, const char *text, struct arena *a, struct found *out, int max);
/* What may stand in a field: records, choices, yes and no, suggested words, "create NAME" last. word: what is typed of
 * it. */
int found_values(struct session *s, const struct model *m, int slot, const char *word, struct arena *a,
	struct found *out, int max);
/* Whether found_values has anything to say for the field's type. */
bool found_has(const struct field *f);
/* Whether text holds the query, both folded. */
bool text_has(const char *text, const char *query);

#endif
