/* The form of one record, inside: reading, typing, saving. Its files: form.c opening and acts, form_edit.c cells and saving, form_draft.c drafts,
 * form_choices.c completion, form_tabs.c related records, form_panel.c computed lines, form_present.c who else is there, form_draw.c the picture. */
#ifndef UI_FORM_H
#define UI_FORM_H

#include "record/panel.h"
#include "record/query.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"
#include "ui/records.h"
#include "ui/timeline.h"
#include "ui/widget.h"

#define FORM_TABS 24
#define FORM_STEPS 30
#define FORM_CHOICES 60
#define FORM_RELATED 100 /* rows of a related list on the form; its own list shows all */

enum form_hit { HIT_FIELD = 1, HIT_TAB, HIT_CHOICE, HIT_RELATED, HIT_STEP, HIT_TIMELINE };

/* A field while the form is open. */
struct form_cell {
	char *text;       /* as typed; NULL: as stored */
	struct value val; /* what was picked for it: counts while exact, whatever the text is (in the form's arena) */
	bool exact;
	char *error;      /* why the text was refused; NULL: it was not */
	struct value seen; /* what was stored when the typing began: what others wrote since is a conflict (in f->picked) */
};

struct form_tab {
	const char *label;
	const int *slots;             /* fields; NULL: none */
	const struct model *related;  /* records whose `slot` refers here; NULL: none */
	int slot;
	const struct panel *panel;    /* computed lines; NULL: none */
	bool timeline;
	int64_t count;                /* of related ones, at most FORM_RELATED + 1 */
};

/* One field as it stands on the screen. */
struct form_row {
	int slot;
	struct rect at;   /* of the value, virtual: before scrolling */
	int label_w;
};

/* One place of the way a record goes. */
struct form_step {
	int64_t id; /* of the column's record, or the choice's number */
	char *name;
	bool now;
	bool open; /* may be gone to from the present one */
};

struct form {
	struct ui *ui;
	const struct model *model;
	int64_t id;              /* 0: a new record */
	struct arena arena;      /* of the stored record */
	struct record *rec;
	struct arena picked;     /* of values that were picked */
	struct form_cell *cell;       /* by slot */
	int n_cells;
	struct form_step step[FORM_STEPS];
	int n_steps;
	char *step_brief;        /* what is to be done in the present step; NULL: nothing is said */
	struct form_tab tab[FORM_TABS];
	int n_tabs, active;
	struct form_row *row;    /* the fields of the top and of the active tab */
	int n_rows, cap_rows, n_top;
	int focus;               /* a row, or n_rows + row of the tab's list */
	int scroll;
	bool in_tab;             /* the tab itself has the focus: the timeline, or one with nothing in it */
	int timeline_h;          /* rows of the timeline, as drawn last */
	int width;               /* of the fields, as drawn last; 0: not yet */
	struct page related;     /* of the active tab */
	bool related_loaded;
	struct panel_lines lines; /* of the active tab, where it is a panel */
	struct path columns[8];
	int n_columns;
	bool typing;
	bool asked;              /* the last save was stopped by a question: the next one goes through */
	char *began;             /* what stood in the field when the typing began, and its value: others may change it meanwhile */
	struct value began_val;
	bool pristine;           /* nothing was typed yet into a choice: what is typed takes the place of what stands there */
	struct input input;
	bool choosing;           /* the completion is open */
	struct picker_row choice[FORM_CHOICES];
	char *choice_text[FORM_CHOICES];
	int n_choices, choice_sel;
	bool choice_create;      /* the last one is "create" */
	int64_t *ids;            /* of the collection it was opened from */
	int n_ids;
	int64_t past;            /* as it was at this instant, to look at only; 0: now */
	bool among;              /* the collection is the view below, which is asked instead */
	struct timeline timeline;
	int alike_slot;          /* a new record: the field below which it is said what is like it; 0: nothing to say */
	char *alike_text;
	int alike_due;           /* the field that was typed in last and is to be looked up; 0: none */
	bool draft_kept;         /* what is typed is kept as a draft */
	enum draft_place { DRAFT_SAFE, DRAFT_IN_FILE, DRAFT_NOWHERE } draft_place; /* what a banner says of it */
	int64_t here;            /* the record others see this form on; 0: none */
	char *present;           /* who else has it open, in words; NULL: nobody */
};

/* form.c */
enum rc form_load(struct view *v, struct err *err);

/* form_edit.c */
void form_show(const struct form *f, int slot, enum value_style style, struct str *out); /* as stored or as typed */
bool form_dirty(const struct form *f);
bool form_typed(const struct form *f); /* the field that is typed in holds other than before */
int form_errors(const struct form *f);
void form_type(struct form *f);                 /* starts typing in the field that has the focus */
void form_stop(struct form *f);                 /* takes what was typed into the cell, and checks it */
void form_cell_set(struct form *f, int slot, const char *text, const struct value *exact);
void form_cells_clear(struct form *f);
/* RC_INVALID puts the focus on the field. Says what was saved. */
enum rc form_save(struct form *f, struct err *err);
/* What the text typed so far means, where that is not what it says ("fri" -> a date); false: nothing to add. */
bool form_resolved(struct form *f, struct str *out);

/* Where others changed what was typed over, both and what was there before are shown, and the person chooses; save: the form is
 * saved then, else it goes on. False: there is no such field. */
bool form_conflict_open(struct form *f, bool save);
void form_cell_drop(struct form *f, int slot); /* what was typed is given up */

/* form_draft.c */
bool form_draft(struct form *f); /* keeps what is typed; false: nothing is, or it cannot be kept, which is said */
void form_draft_load(struct form *f); /* and shows what others changed meanwhile */
void form_draft_told(struct form *f, enum draft_place place); /* the banner about it, put up or taken away */

/* form_choices.c */
void form_choices_find(struct form *f, bool all);
void form_choices_close(struct form *f);
/* Takes the selected one into the field; false: none is selected. */
bool form_choices_take(struct form *f);
bool form_field_has_choices(const struct form *f, int slot);

/* form_steps.c */
/* The field that boards go by is a way with steps (a choice, or columns of the office), not only a kind. */
bool form_has_steps(const struct form *f);
void form_steps_load(struct form *f);
void form_steps_free(struct form *f);
unsigned form_step_to(struct form *f, int64_t to);
unsigned form_step_by(struct form *f, int by); /* 1: on, -1: back */
/* In one row; returns where it ends. */
int form_steps_draw(const struct form *f, struct canvas *c, struct rect r);

/* form_beside.c: the record before or after, and "3 of 8" */
unsigned form_beside(struct view *v, int by);
void form_position(const struct view *v, struct str *out);

/* form_tabs.c */
void form_tabs_make(struct form *f);
/* Goes to the tab's first field or row; one that has none is brought into sight all the same. */
unsigned form_go_tab(struct form *f, int tab);
/* Moves within a timeline that has the focus; up from its first entry goes back to the fields. DID_NOT: not there. */
unsigned form_tab_act(struct form *f, const struct act *a);
void form_tabs_count(struct form *f);
enum rc form_related_load(struct form *f, struct err *err);
void form_related_free(struct form *f);
const struct field *form_field(const struct form *f); /* with the focus; NULL: a related row has it */
int64_t form_related_id(const struct form *f);        /* with the focus; 0 */

/* form_panel.c */
enum rc form_panel_load(struct form *f, struct err *err);
void form_panel_draw(struct form *f, struct canvas *c, struct rect r);
int64_t form_panel_ref(const struct form *f); /* of the line with the focus; 0 */
int form_below(const struct form *f);         /* rows of the active tab's list: related records or a panel's lines */

/* form_alike.c: a new record that may be there already */
void form_alike_ask(struct form *f, int slot); /* a field was typed in: looked up when no key waits */
bool form_alike_later(struct form *f);         /* true: there is something new to draw */
void form_alike_free(struct form *f);
unsigned form_alike_list(struct form *f);

/* form_present.c: who else has the record open */
void form_present(struct form *f); /* says that it is open here, and looks who else is there */
void form_absent(struct form *f);

/* form_draw.c */
void form_layout(struct form *f, int width); /* where the rows stand, before scrolling */
void form_draw(struct view *v, struct canvas *c);
int form_height(const struct form *f);

#endif
