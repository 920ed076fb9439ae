/* The box of fields, between its two files: what it holds, and how it is drawn. */
#ifndef UI_ASK_PRIVATE_H
#define UI_ASK_PRIVATE_H

#include "ask.h"
#include "found.h"
#include "ui/widget.h"

#define CHOICES 60    /* found for one field */
#define CHOICE_ROWS 8 /* of these on the screen */
#define NOTE_ROWS 3
#define NOTICE_ROWS 6
enum ask_hit { HIT_FIELD = 1, HIT_CHOICE };

struct ask_field {
	int slot;
	struct input in;
	bool pristine;     /* what it started with stands: typing takes its place */
	int64_t id;        /* the reference or choice that was taken; holds while the text is `taken` */
	const char *taken; /* in the box's arena; NULL: nothing was taken */
	struct str shown;  /* how a date or number was understood, beside it */
};
struct ask_view {
	struct ask ask;
	struct model own; /* stands in where there is no model */
	const struct model *model;
	struct ask_field *field;
	int n, focus;
	struct found found[CHOICES]; /* for the field that has the focus */
	int n_found, top;
	bool small; /* they are all there is of a short table */
	int sel;    /* -1: none is taken by Enter */
	struct arena arena, found_arena;
	struct err err; /* of the field `wrong` */
	int wrong;
	bool handed; /* ask.ctx is not ours any more */
	struct str notice;
	bool notice_due; /* the values changed since it was made */
	bool others; /* the draft there is holds more fields than these: it is the form's, and left alone */
};

static inline const struct field *ask_row(const struct ask_view *k, int i)
{
	return &k->model->fields[k->field[i].slot];
}

/* A digit takes the choice with that number. */
bool ask_by_digit(const struct ask_view *k);
/* ask_draft.c, for new records: keeps what is typed (true: there was something); drops it; brings it back. */
bool ask_draft(struct ask_view *k, struct ui *ui);
void ask_draft_drop(struct ask_view *k, struct ui *ui);
void ask_draft_load(struct ask_view *k, struct ui *ui);
void ask_size(struct view *v, struct rect area);
void ask_draw(struct view *v, struct canvas *c);

#endif
