/* Widgets: what views are put together from. Pop-ups are views; the rest are parts that a view keeps in its data,
 * draws, and hands actions and text to. */
#ifndef UI_WIDGET_H
#define UI_WIDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/edit.h"
#include "base/err.h"
#include "ui/ui.h"

/* ---- a field one types in: one line, or a note ---- */
struct input {
	struct edit edit;
	struct rect at; /* where it was drawn last: clicks and Up, Down need it */
};
void input_init(struct input *in, const char *text, bool lines, size_t max);
void input_free(struct input *in);
const char *input_text(const struct input *in);
void input_set(struct input *in, const char *text);
/* draws in r; focus: the hardware cursor stands in it */
void input_draw(struct input *in, struct canvas *c, struct rect r, unsigned role, bool focus);
/* Editing actions (ACT_LEFT, ACT_HOME, ACT_KILL_WORD, ACT_UNDO, ...). DID_NOT: not an editing action, or one that a
 * one-line field has no use for (Up, Down, Enter). */
unsigned input_act(struct ui *ui, struct input *in, const struct act *a);
unsigned input_type(struct ui *ui, struct input *in, const char *s, size_t n); /* says why when it refuses */
unsigned input_click(struct input *in, int x, int y);

/* ---- a place in a list: selection and scroll ---- */
struct pick {
	int sel, top; /* the selected row and the first row shown */
};
/* Moves by ACT_UP, ACT_DOWN, pages, top, bottom, the wheel; n rows in all, h of them shown. DID_NOT: another action. */
unsigned pick_act(struct pick *p, const struct act *a, int n, int h);
unsigned pick_wheel(struct pick *p, const struct click *c, int n, int h);
void pick_clamp(struct pick *p, int n, int h); /* sel into 0..n-1, top so that it is seen */
/* A thin bar at column x when not all rows are seen. */
void scroll_draw(struct canvas *c, int x, int y, int h, int n, int top);

/* ---- picker: a query line over matches ---- */
struct picker_row {
	int64_t id;
	const char *text;   /* left */
	const char *detail; /* right: a key, a company; NULL for none */
	unsigned role;      /* C_TEXT, or C_DIM for what cannot be chosen now */
};
struct picker_ops {
	/* Fills rows (at most max) for the query; texts live until the next find or close. Returns the number. */
	int (*find)(void *ctx, const char *query, struct picker_row *rows, int max);
	/* Chosen. The picker is closed already; ctx is closed after. */
	void (*choose)(struct ui *ui, void *ctx, const struct picker_row *row);
	/* "create 'NAME'" is the last line while the query is not empty; NULL: it cannot be created here. */
	void (*create)(struct ui *ui, void *ctx, const char *name);
	void (*close)(void *ctx); /* always, once: also after Esc */
};
struct picker {
	const char *title; /* above the query */
	const char *query; /* to start with; NULL: "" */
	int64_t at;        /* the row with this id is selected first; 0: the first row */
	int width, height; /* wished; 0: 60 x 16 */
};
enum rc picker_open(struct ui *ui, const struct picker *look, const struct picker_ops *ops, void *ctx, struct err *err);

/* ---- prompt: one line above the hints ---- */
struct prompt_ops {
	/* After each change (and once at the start). An error is shown on the line and points at err->at. */
	enum rc (*change)(struct ui *ui, void *ctx, const char *text, struct err *err);
	/* Enter. An error keeps the prompt open and is shown. */
	enum rc (*accept)(struct ui *ui, void *ctx, const char *text, struct err *err);
	void (*cancel)(struct ui *ui, void *ctx); /* Esc */
	void (*close)(void *ctx);                 /* always, once, last */
	/* Completion: fills words for the word before the cursor; may be NULL. */
	int (*complete)(void *ctx, const char *text, size_t cursor, struct picker_row *rows, int max);
};
enum rc prompt_open(
	struct ui *ui, const char *label, const char *text, const struct prompt_ops *ops, void *ctx, struct err *err);

/* ---- confirm: only where it cannot be undone, or much is at stake ---- */
typedef void confirm_fn(struct ui *ui, void *ctx);
/* yes: the label of the doing button ("overwrite"). ctx is freed by drop (may be NULL) after yes or no. */
enum rc confirm_open(struct ui *ui, const char *title, const char *text, const char *yes, confirm_fn *done,
	void (*drop)(void *ctx), void *ctx, struct err *err);

/* The same with a list behind it, which a row of its own shows and comes back from; empty: none. */
enum rc confirm_list_open(struct ui *ui, const char *title, const char *text, const char *yes, const char *list,
	confirm_fn *done, void (*drop)(void *ctx), void *ctx, struct err *err);

/* ---- menu: a few choices, each with a key ---- */
struct menu_row {
	char key; /* pressed alone chooses; 0: only by arrows */
	const char *text, *detail;
	int id;
};
typedef void menu_fn(struct ui *ui, void *ctx, int id);
/* rows and their texts are copied. */
enum rc menu_open(struct ui *ui, const char *title, const struct menu_row *rows, int n, menu_fn *done,
	void (*drop)(void *ctx), void *ctx, struct err *err);

/* ---- text to read, with find ---- */
enum rc pager_open(struct ui *ui, const char *title, const char *text, struct err *err);

/* ---- help and palette ---- */
enum rc help_open(struct ui *ui, struct err *err);
enum rc palette_open(struct ui *ui, struct err *err);

#endif
