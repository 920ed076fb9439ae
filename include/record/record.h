/* Records: loaded whole into an arena, by slot. */
#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "base/arena.h"
#include "base/err.h"
#include "record/model.h"
#include "record/value.h"

struct session;

struct record {
	const struct model *model;
	int64_t id;
	struct value *val; /* [model->n]; sets are loaded; lines are not (query the child model); formulas by their C twin or SQL */
};

/* RC_NOT_FOUND for missing and for not yours to see. Trashed records load too (their SYS_TRASHED_AT is set). */
enum rc record_load(struct session *s, const struct model *m, int64_t id, struct arena *a, struct record **out,
	struct err *err);
/* What a person sees in the slot: what is stored, or what is computed in its place where nothing is (a phase nobody set by
 * hand). Text belongs to the record or to the formula's next call. */
struct value record_shown(struct session *s, const struct record *r, int slot);
/* An empty record with defaults filled in, as a new form shows it. */
enum rc record_new(struct session *s, const struct model *m, struct arena *a, struct record **out, struct err *err);
/* How the name of the record wants to be seen, by the type's tint; told of what one may see the name of. */
enum tone record_tone(struct session *s, const struct model *m, int64_t id);
/* Heap text of the record's title, "#id" when empty; NULL when it is not there or not yours to see. */
char *record_title(struct session *s, const struct model *m, int64_t id);
/* Titles of a value's references in order, in the arena. */
const char *const *record_titles(struct session *s, const struct model *m, int slot, const struct value *v,
	struct arena *a);
/* Finds one record of m by id ("12", "#12"), by title and id ("Anna Evans (#122)", as exports tell one of several of a
 * name) or by title (folded, live ones). RC_NOT_FOUND; RC_INVALID when several: the message lists the ids. */
enum rc record_find(struct session *s, const struct model *m, const char *text, int64_t *id, struct err *err);
/* The same, and where no live one has the name, one in the trash: what others still point at can be asked for. */
enum rc record_find_any(struct session *s, const struct model *m, const char *text, int64_t *id, struct err *err);

static inline int64_t rec_int(const struct record *r, int slot)
{
	return r->val[slot].kind == VAL_INT ? r->val[slot].i : 0;
}
static inline const char *rec_text(const struct record *r, int slot)
{
	return r->val[slot].kind == VAL_TEXT ? r->val[slot].s : "";
}
static inline bool rec_has(const struct record *r, int slot)
{
	return r->val[slot].kind != VAL_NULL;
}

#endif
