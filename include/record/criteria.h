/* The criteria language: filters, saved views, segments, rules and the command line.
 *   kind = "Novel" and (price > 5k or labels in (rare, 2026)) and due < today+7 and not owner = me
 * Grammar: or < and < not < comparison. Comparisons: = != < <= > >=, in (a, b), contains, ~ (folded substring), is empty,
 * is not empty, is (yes/no), between a and b. Left: a field, dotted through references. Right: a number (5k, 1.5m), a date
 * (2026-11-21, today, today+7, now-2h, "this month", "last week", ...), a name, "quoted text", me, my people. A bare yes/no
 * field is a comparison with yes. Free text (no operator) is a search; "quoted" or `text ~ word` too. */
#ifndef RECORD_CRITERIA_H
#define RECORD_CRITERIA_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "record/registry.h"

struct session;
struct value;
struct criteria; /* a parsed tree, in the arena it was parsed into */

/* "" or NULL: everything. Errors: err->at the byte offset, the text says what was expected. References are resolved to ids
 * at once (unknown name: an error at that place). */
enum rc criteria_parse(struct session *s, const struct model *m, const char *text, struct arena *a,
	struct criteria **out, struct err *err);
/* Both must hold; either may be NULL. */
struct criteria *criteria_and(struct arena *a, struct criteria *x, struct criteria *y);
/* "slot = value" (or in, for a set), as the boards' columns and related lists need it. */
struct criteria *criteria_is(struct arena *a, const struct model *m, int slot, const struct value *v);
/* Back to text, with the present names of references (a rename breaks nothing). */
void criteria_text(struct session *s, const struct criteria *c, struct str *out);
/* With ids instead of names, for storing; parses back. */
void criteria_store(struct session *s, const struct criteria *c, struct str *out);
/* What every match has, as far as plain `field = value` tests joined by and say it: calls fn with each slot and value. What
 * a record that is made in a list starts with. */
void criteria_given(struct session *s, const struct criteria *c,
	void (*fn)(void *ctx, int slot, const struct value *v), void *ctx);
/* Does it name this field (so that `active` or `kind` defaults are off)? */
bool criteria_names(const struct criteria *c, const char *field);
/* Does it speak of the person who asks (`me`, `my people`)? Then it means something else for everybody. */
bool criteria_personal(const struct criteria *c);
/* Does the record match, now? */
enum rc criteria_match(struct session *s, const struct model *m, const struct criteria *c, int64_t id, bool *yes,
	struct err *err);
/* What may follow at byte offset at of text, for completion: calls fn with each whole word and what it is ("field",
 * "operator", "value"). Returns the offset where the completed word starts. */
int criteria_complete(struct session *s, const struct model *m, const char *text, int at,
	void (*fn)(void *ctx, const char *word, const char *what), void *ctx);

#endif
