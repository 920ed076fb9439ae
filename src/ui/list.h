/* The list's own state, for the files list*.c. Of the records only a window of pages is in memory, around what is seen;
 * it moves by keys, so a million rows scroll as ten do. A line is a record or, where the list is grouped, a heading.
 */
#ifndef UI_LIST_H
#define UI_LIST_H

#include "collection.h"
#include "ui/timeline.h"
#include "ui/widget.h"

#define LIST_CHUNK 100   /* rows read at once */
#define LIST_KEEP 400    /* lines kept beyond what is seen */
#define LIST_RANGE 10000 /* lines a range of marks may reach over */
#define LIST_CAP 1000    /* counted at once; beyond it when nothing is typed for a second */
#define LIST_GUTTER 3    /* bar, tick, blank */
#define LIST_GROUPS 2000 /* more values than that are no groups */
#define PREVIEW_FROM 120 /* cells of the screen */

struct list_column {
	char *name; /* as in criteria: "shelf.city" */
	struct path path;
	int asked; /* cells the person gave it; 0: by its field */
	int found; /* cells its texts want, as far as rows were looked at; 0: none was yet */
	int want;  /* cells it would like; as laid out last */
	int x, w;  /* as laid out last, from the list's left edge; w 0: not shown */
};

/* The records with one value of the field the list is grouped by. Without groups there is one of all. */
struct segment {
	struct value key;
	const char *title;
	int64_t n, sum;
	bool folded;
};

/* Lines that were read together. */
struct chunk {
	struct page page; /* of a heading: empty */
	int seg;
	bool heading;
};

struct window {
	struct chunk *chunk;
	int n, cap, lines;
	bool above, below; /* rows of the first (last) chunk's segment that are not in the window */
	int64_t first;     /* place of the first line: a number that stays with a line until the next jump */
	int64_t before;    /* records above the first line; -1: not known */
	bool unsure;       /* before is from an earlier load */
	bool fell;         /* the last window_near found only what stands above */
	char *sort;        /* the order of these rows */
	char *filter;      /* what they were filtered by */
};

/* Sums of the number columns; one a column, of those that have none not used. */
struct totals {
	bool on, known, of_marked;
	int64_t n, *sum;
	uint64_t marks; /* hash of those that were marked */
};

struct cell_edit {
	bool asked; /* a save was stopped by a question: the next one goes through */
	bool on, choosing; /* choosing: a choice is picked, not what is typed */
	int64_t id;
	int slot;
	struct value seen;
	struct input input;
	struct err err;
	struct found *found;
	int n_found, pick, top;
	struct arena arena, words;
};

struct preview_line {
	const char *label, *text;
	bool note; /* of several lines */
};
struct preview {
	bool off, focus;
	int64_t id; /* what is shown; 0: nothing */
	bool stale;
	struct record *record;
	struct preview_line *line;
	int n_lines, cap_lines;
	struct arena arena; /* of record and lines */
	struct timeline timeline;
	int rows; /* of the timeline, as drawn last */
};

struct list {
	struct collection c;
	bool own_columns; /* the look came without columns: the choice is the person's for all lists of the type */
	bool unsaved;     /* the choice is not stored yet */
	struct list_column *col;
	int n_col, cap_col;
	int at, left;       /* column with the focus; first one shown beside the pinned one */
	struct path *paths; /* of the columns, and of the grouping field last */

	struct window w;
	int sel, top; /* lines of the window */
	bool held;    /* others changed the list: empty lines below rather than another row under the cursor */
	int64_t want; /* record to select with the next load; 0: the present one */
	bool want_first;
	bool first_record; /* a grouped list opens on the first record, not on its heading */
	int64_t home; /* selected when nothing was filtered last, and on which row of the screen */
	int home_row;

	int group; /* slot; 0: not grouped */
	struct segment *seg;
	int n_seg;
	struct group_result groups;
	struct value *folded; /* keys of folded groups, in fold_arena */
	int n_folded, cap_folded;
	struct arena fold_arena;

	int64_t total;     /* -1: not known */
	bool capped, busy; /* more than total; a key came since the last second */
	bool slow;         /* counting takes long */
	struct totals totals;
	struct preview preview;
	struct cell_edit edit;
};

enum list_hit { HIT_LINE, HIT_HEADER, HIT_CHOICE, HIT_ENTRY };

extern const struct collection_ops list_collection;

/* list.c */
int list_height(const struct view *v); /* lines shown */
int list_width(const struct view *v);
void list_settle(struct view *v); /* after sel or top changed */
unsigned list_said(struct view *v, enum rc rc, const struct err *err);

/* list_rows.c: the window */
enum rc list_query(struct list *l, struct session *s, int seg, struct arena *a, struct query *q, struct err *err);
void window_clear(struct list *l);
bool window_up_left(const struct list *l);
bool window_down_left(const struct list *l);
enum rc window_up(struct list *l, struct session *s, struct err *err);
enum rc window_down(struct list *l, struct session *s, struct err *err);
/* The window covers h lines from top, and sel is among them. fill: no line of the screen stays empty while there are
 * lines above; else what is under the cursor stays where it is. */
enum rc window_settle(struct list *l, struct session *s, int h, bool fill, struct err *err);
enum rc window_top(struct list *l, struct session *s, struct err *err);
enum rc window_bottom(struct list *l, struct session *s, struct err *err);
/* A record's line, or its group's heading when that is folded; *found: it is shown by this list. */
enum rc window_seek(struct list *l, struct session *s, int64_t id, bool *found, struct err *err);
/* The first line behind the key in its group, else the last before it. */
enum rc window_near(struct list *l, struct session *s, int seg, const struct row *key, bool *found, struct err *err);
const struct chunk *window_chunk(const struct list *l, int line, int *at); /* NULL: no such line */
const struct row *window_row(const struct list *l, int line);              /* NULL: a heading, or none */
int window_records(const struct list *l, int line);                        /* records in the window above the line */

/* list_load.c */
enum rc list_load(struct view *v, struct err *err);
bool list_later(struct view *v);
void list_tick(struct view *v);
void list_status(const struct view *v, struct str *out);
void list_position(const struct view *v, struct str *out); /* "3 of 8", where it is known; appended */

/* list_group.c */
enum rc groups_read(struct list *l, struct session *s, struct err *err);
int groups_find(const struct list *l, const struct value *key); /* -1: none */
unsigned groups_pick(struct view *v);
unsigned groups_fold(struct view *v);

/* list_columns.c */
enum rc columns_init(struct list *l, struct session *s, struct err *err);
void columns_free(struct list *l);
enum rc columns_paths(
	struct list *l, struct session *s, struct err *err); /* names to paths, after the registry changed */
void columns_layout(struct list *l, int width);
/* Looks at the rows in the window, once for each column, so that no width changes while one scrolls. */
void columns_measure(struct list *l, struct session *s);
const struct field *column_field(const struct list_column *c);
bool column_right(const struct list_column *c);
void column_label(const struct list_column *c, struct str *out);
bool columns_add(struct list *l, struct session *s, int at, const char *name);
void columns_remove(struct list *l, int at);
void columns_move(struct list *l, int from, int to);
void columns_changed(struct view *v); /* they load again and are kept */
void columns_save(struct list *l, struct session *s);
unsigned columns_act(struct view *v, const struct act *a);

/* list_choose.c: boxes */
enum rc columns_open(struct view *v, struct err *err);
typedef void column_picked_fn(struct view *list, const char *name);
enum rc column_pick(struct view *v, const char *title, column_picked_fn *done, struct err *err);

/* list_draw.c */
void list_draw(struct view *v, struct canvas *c);
/* list_totals.c */
uint64_t totals_marks(const struct list *l);
bool totals_column(const struct list_column *c); /* it has a sum */
void totals_read(struct view *v, bool asked);
void totals_free(struct list *l);
/* list_preview.c */
bool preview_shown(const struct view *v);
void preview_load(struct view *v);
void preview_draw(struct view *v, struct canvas *c, struct rect r);
unsigned preview_act(struct view *v, const struct act *a);
void preview_free(struct list *l);

/* list_edit.c */
unsigned edit_begin(struct view *v);
unsigned edit_act(struct view *v, const struct act *a);
unsigned edit_text(struct view *v, const char *s, size_t n);
void edit_draw(struct view *v, struct canvas *c);
unsigned edit_choose(struct view *v, int i);
void edit_end(struct list *l);

#endif
