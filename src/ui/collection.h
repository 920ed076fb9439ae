/* What a board and a list share: the look at a record type, its filter, sort and marks, and the keys that mean the same
 * in both. A part of the view's data; the view draws, loads and selects. */
#ifndef UI_COLLECTION_H
#define UI_COLLECTION_H

#include "base/arena.h"
#include "record/criteria.h"
#include "ui/records.h"
#include "ui/ui.h"

#define GIVEN_MAX 16

struct collection {
	const struct model *model;
	char *title, *criteria, *filter, *sort, *columns, *by; /* sort and by never NULL; filter "" for none */
	const char *group, *empty, *hints; /* constant texts of the look; NULL: none */
	bool day;
	bool trash;
	int64_t as_of; /* as it was at this instant: nothing can be changed there; 0: now */
	struct marks marks;
	int hidden;              /* of the marked ones, not among those shown: counted by collection_load */
	int64_t before;          /* selected before the filter was set; 0: nothing remembered */
	bool ranging;            /* v was pressed: moving marks */
	int64_t range_from;      /* place of the range's anchor */
	struct criteria *always; /* criteria, parsed; in arena */
	struct criteria *where;  /* criteria and filter, parsed; in arena */
	struct arena arena;
};

/* What the view does for its collection. */
struct collection_ops {
	int64_t (*selected)(const struct view *v);             /* the record under the cursor; 0: none */
	void (*select)(struct view *v, int64_t id);            /* go there with the next load; 0: the first */
	int64_t (*place)(const struct view *v);                /* of the cursor, in the order shown; -1: not known */
	int64_t (*id_at)(const struct view *v, int64_t place); /* 0: not loaded, or none */
	/* What a new record here starts with beside what the criteria give; texts in the arena. NULL: nothing. */
	int (*with)(const struct view *v, struct change *ch, int max, struct arena *a);
	/* The same look as the other kind of view, in place of this one (V). */
	enum rc (*other)(struct ui *ui, const struct look *look, struct err *err);
	/* After sort or by was changed by a picker; the view loads again anyway. NULL: nothing to do. */
	void (*changed)(struct view *v);
};

/* Copies the look. RC_INVALID: its criteria, filter or sort are none. */
enum rc collection_init(struct collection *c, struct session *s, const struct look *look, struct err *err);
void collection_free(struct collection *c);
/* Reads criteria and filter again (names may have changed) and counts the hidden marks: first thing in ops->load. */
enum rc collection_load(struct collection *c, struct session *s, struct err *err);
/* The present look, to hand to another view: borrows the collection's texts. at: the record selected. */
struct look collection_look(const struct collection *c, int64_t at);
/* The query of all that is shown: model, where, scope, order; no columns, no limit. RC_INVALID: the sort is none. */
enum rc collection_query(const struct collection *c, struct session *s, struct query *q, struct err *err);
/* RC_INVALID with err->at: it is none, and the old one stays. */
enum rc collection_filter_set(struct collection *c, struct session *s, const char *text, struct err *err);
enum rc collection_sort_set(struct collection *c, struct session *s, const char *sort, struct err *err);

/* Filter, builder, sort, reverse, new, board/list, trash view, export, import, marks, Esc's layers (range, filter,
 * marks). DID_NOT: none of these. */
unsigned collection_act(struct view *v, struct collection *c, const struct collection_ops *ops, const struct act *a);
/* After the cursor moved from one place to another: a range under way grows or shrinks. */
void collection_moved(struct view *v, struct collection *c, const struct collection_ops *ops, int64_t from, int64_t to);
/* The records a deed is done to: the marked ones, else the one under the cursor, kept in *one. */
struct chosen collection_chosen(const struct collection *c, int64_t selected, int64_t *one);
/* For view_ops.can: whether a deed can be done to those now; what is no deed is the view's own to say. */
bool collection_can(struct view *v, const struct collection *c, int64_t selected, const struct act *a);
/* New records here start with these (criteria's own and ops->with). Returns the number. */
int collection_given(struct view *v, struct collection *c, const struct collection_ops *ops, struct change *ch, int max,
	struct arena *a);

/* For view_ops.title, .filter and a status of the marks ("3 marked, 1 hidden"); all append. */
void collection_title(const struct collection *c, struct str *out);
void collection_filter_text(const struct collection *c, struct str *out);
void collection_marks_text(const struct collection *c, struct str *out);

/* collection_past.c: as of an instant. Asks for the day; takes it back; says no to what would change records (true), and
 * what the banner says. */
unsigned collection_past_ask(struct view *v, struct collection *c);
unsigned collection_past_leave(struct view *v, struct collection *c);
bool collection_past_refuses(struct view *v, const struct collection *c, const struct act *a);
void collection_past_text(const struct view *v, const struct collection *c, struct str *out);

/* Picks a field of the model for which fits says yes; at: the one selected first. ctx is freed by drop (may be NULL).
 */
typedef void field_picked_fn(struct ui *ui, void *ctx, int slot);
struct field_pick {
	const struct model *model;
	const char *title;
	bool (*fits)(const struct model *m, int slot);
	int at;
	field_picked_fn *done;
	void (*drop)(void *ctx);
	void *ctx;
};
enum rc field_pick(struct ui *ui, const struct field_pick *look, struct err *err);

#endif
