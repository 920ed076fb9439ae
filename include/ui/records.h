/* What the views of records share: how they are opened, and the deeds that mean the same on a card, a row and a form.
 */
#ifndef UI_RECORDS_H
#define UI_RECORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "record/model.h"
#include "record/query.h"
#include "record/save.h"
#include "ui/ui.h"

struct first; /* ui/first.h */

/* ---- opening ---- */

/* How a collection is looked at. Texts are copied by the view. */
struct look {
	const struct model *model;
	const char *title;    /* breadcrumb; NULL: the model's plural */
	const char *criteria; /* always holds; NULL: none */
	const char *filter;   /* the person's own, shown and editable with /; NULL: none */
	const char *sort;     /* NULL: the model's */
	const char *columns;  /* list; NULL: F_LIST */
	const char *by;       /* board; NULL: the model's group */
	const char *group;    /* list: the field of its headings; NULL: none */
	const char *empty;    /* constant, as the two below: what it says when there is nothing; NULL: as the model */
	const char *hints;    /* NULL: a list's */
	bool day;             /* digits are outcomes of the record under the cursor */
	bool trash;
	int64_t at;    /* record to select first; 0: the first */
	int64_t as_of; /* as it was at this instant, to look at only; 0: now */
};
enum rc list_open(struct ui *ui, const struct look *look, struct err *err);
enum rc board_open(struct ui *ui, const struct look *look, struct err *err);
/* One record a screen with its brief; digits are outcomes; what is done leaves it. */
enum rc queue_open(struct ui *ui, const struct look *look, struct err *err);
/* RC_INVALID: the type stands on no day. */
enum rc calendar_open(struct ui *ui, const struct look *look, struct err *err);
/* The other kind of view of the same look, in place of the top view (V). */
enum rc list_replace(struct ui *ui, const struct look *look, struct err *err);
enum rc board_replace(struct ui *ui, const struct look *look, struct err *err);
/* Opens a preset by model and name, as board, list, calendar or queue. */
enum rc preset_open(struct ui *ui, const struct model *m, const struct preset *p, struct err *err);

/* A record to read. ] and [ go on among ids, which are copied; n 0: nowhere. */
enum rc form_open(struct ui *ui, const struct model *m, int64_t id, const int64_t *ids, int n, struct err *err);
/* As it was at an instant, to look at only; at 0: now. */
enum rc form_open_past(struct ui *ui, const struct model *m, int64_t id, int64_t at, struct err *err);
/* The same, and ] and [ go on in the top view, to its end: view_ops.beside. */
enum rc form_open_beside(struct ui *ui, const struct model *m, int64_t id, int64_t at, struct err *err);
/* The same, typing in slot at once (0: the first field). */
enum rc form_edit(struct ui *ui, const struct model *m, int64_t id, int slot, struct err *err);
/* A new record, with these fields filled in (values are copied). */
enum rc form_new(struct ui *ui, const struct model *m, const struct change *with, int n, struct err *err);
/* The few fields of model->quick in a box; without them a whole form. "Customer: existing or new" is its first
 * reference. */
enum rc quick_open(struct ui *ui, const struct model *m, const struct change *with, int n, struct err *err);

/* Pick a record of m. done gets id 0 and the name when "create NAME" was chosen (can_create). ctx is freed by drop. */
typedef void picked_fn(struct ui *ui, void *ctx, int64_t id, const char *name);
enum rc record_pick(struct ui *ui, const struct model *m, const char *title, const char *query, bool can_create,
	picked_fn *done, void (*drop)(void *ctx), void *ctx, struct err *err);
/* Merges records of m after a preview in which a person may choose otherwise. One alone: with what is like it. */
enum rc merge_open(struct ui *ui, const struct model *m, const int64_t *id, int n, struct err *err);
/* Lists what is like r, which need not be stored yet. RC_NOT_FOUND: nothing is. */
struct record;
enum rc similar_open(struct ui *ui, const struct record *r, struct err *err);
/* Groups of records of m that may be the same. */
enum rc twins_open(struct ui *ui, const struct model *m, struct err *err);
/* Ctrl-F: find any record, recent first. */
enum rc find_open(struct ui *ui, struct err *err);
/* The matrix of rights; the office looked at as somebody else, and back; why a record may be seen. */
enum rc rights_open(struct ui *ui, const char *arg, struct err *err);
enum rc view_as_open(struct ui *ui, const char *arg, struct err *err);
enum rc why_open(struct ui *ui, const struct model *m, int64_t id, struct err *err);
/* The journal: of one record (ref), or everybody's (0). Undo of a step from there. */
enum rc history_open(struct ui *ui, int64_t ref, struct err *err);
/* What others did to what is the person's, in steps above `after`. */
enum rc news_open(struct ui *ui, int64_t after, struct err *err);
/* path NULL: asks for it. m NULL: the first type that stands on a board; the person can change it. */
enum rc import_open(struct ui *ui, const struct model *m, const char *path, struct err *err);
/* Asks for file and format; exports what the query lists. The query's parts are copied. */
enum rc export_open(struct ui *ui, const struct query *q, const char *criteria, struct err *err);

/* ---- deeds ---- */

/* The records a deed is done to: the marked ones, or the one under the cursor. */
struct chosen {
	const struct model *model;
	const int64_t *id;
	int n;
	int hidden; /* of them marked but not shown: asked about first */
	bool trash; /* they lie in the trash: d restores */
};
/* Every action that means the same wherever records are: record-type actions (asks for their params), set FIELD, set on
 * all, trash and restore, copy, related, history, duplicate. Says what was done and how to undo it. DID_NOT: not one of
 * them. */
unsigned deed_act(struct ui *ui, const struct chosen *c, const struct act *a);
bool deed_can(struct ui *ui, const struct chosen *c, const struct act *a);
/* What "outcome 1" is for the type: "Reached"; NULL: nothing. */
const char *deed_outcome_label(struct ui *ui, const struct chosen *c, const struct act *a);
/* Asks for a new value of one field (picker for references and choices, prompt else) and sets it on all chosen. */
enum rc deed_set(struct ui *ui, const struct chosen *c, int slot, struct err *err);
/* Sets fields of one record as its own step, with message ("moved to NAME — u undoes"). label NULL: made from the
 * field. */
enum rc deed_change(struct ui *ui, const struct model *m, int64_t id, const struct change *ch, int n, const char *label,
	struct err *err);
/* ACT_UNDO, ACT_REDO, ACT_FIND, places, new of any type: for ui_fallback. */
unsigned records_fallback(struct ui *ui, const struct act *a);

/* Undo of a step (0: the last one) or redo of the last undo, with a bar where it lasts; Esc stops it. */
enum rc step_back_shown(struct ui *ui, int64_t step, bool redo, struct undo_result *out, struct err *err);
/* Lists what an undo left, where that is more than one record. */
void step_back_kept(struct ui *ui, const struct undo_result *u);

/* ---- what a view does for the deeds ---- */
/* The record (model << 40 | id) that the views should select when they next load: made, put back, moved. */
void record_want(struct ui *ui, int64_t ref);
/* Asked by a view of m when it loads: the id to select, once; 0: what was selected stays. */
int64_t record_wanted(struct ui *ui, const struct model *m);
/* Somebody else changed it within the last two seconds: drawn as C_CHANGED. */
bool record_touched(const struct ui *ui, int64_t ref);

/* ---- marks of a collection ---- */
struct marks {
	int64_t *id; /* ascending */
	int n, cap;
};
bool marks_has(const struct marks *m, int64_t id);
void marks_toggle(struct marks *m, int64_t id);
void marks_clear(struct marks *m);
void marks_free(struct marks *m);

/* ---- drawing values ---- */
/* The role and the glyph of a choice's tone, for signals. */
enum role tone_role(int tone);
/* Colours the names in a text that value_show made of a reference or a set and that stands at x, y: each by its record's
 * tint. Text from right to left keeps the colour it has. */
void value_tint(struct canvas *c, struct session *s, const struct model *m, int slot, const struct value *v,
	const char *const *titles, int x, int y, int cols);
/* A value in cols cells as its type wants (numbers right, text by its direction). */
void value_draw(struct canvas *c, struct session *s, const struct model *m, int slot, const struct value *v,
	const char *const *titles, int x, int y, int cols, unsigned role);

/* ---- the program ---- */
/* What record views need of a ui before it runs: record-type actions in the keymap, places of all presets, undo and the
 * rest as fallback, others' changes. ui->app is the deeds' own from here on (records_end frees it); a ui without it
 * has no repeat, no wanted and no touched records. */
enum rc records_begin(struct ui *ui, struct err *err);
void records_end(struct ui *ui);
/* Places from all presets, others' changes, checkpoints, counts; opens the first board; runs until quit. Exit code. */
int ui_main(struct session *s, struct agent *agent, const struct conf *conf, bool no_color);
/* The same, with a first minute (ui/first.h) where the office is new. */
int ui_main_first(
	struct session *s, struct agent *agent, const struct conf *conf, bool no_color, const struct first *first);

#endif
