/* Views: everything on the screen below the top line is one, pop-ups too. How one is written:
 *
 *	struct notes { struct pick pick; ... };                    // its state, on the heap: the same view may be open
 *twice static void draw(struct view *v, struct canvas *c)          // a pure picture of the state, all of it, every
 *time
 *	{
 *		struct notes *n = v->data;
 *		for (int i = 0; i < v->at.h; i++) {
 *			canvas_text(c, v->at.x, v->at.y + i, v->at.w, i == n->sel ? C_TITLE : C_TEXT, n->row[i]);
 *			canvas_hit(c, (struct rect){ v->at.x, v->at.y + i, v->at.w, 1 }, HIT_ROW, i);
 *		}
 *		canvas_cursor(c, v->at.x, v->at.y + n->sel);         // the hardware cursor stands on the focus
 *	}
 *	static unsigned act(struct view *v, const struct act *a)    // changes the state; says what must happen
 *	{
 *		switch (a->action->id) {
 *		case ACT_DOWN: return move(v, 1);
 *		case ACT_TRASH: return trash(v) | DID_CHANGE;          // others on the stack load again
 *		default: return DID_NOT;                               // not mine: the core does its own, or says so
 *		}
 *	}
 *	static const struct view_ops notes_ops = { .name = "notes", .contexts = CTXS_LIST, .load = load, .act = act,
 *		.draw = draw, .click = click, .title = title, .close = close, .hints = hints };
 *	enum rc notes_open(struct ui *ui, struct err *err) { return view_push(ui, &notes_ops, data, err); }
 *
 * A key press: keys -> action by the keymap in the view's contexts -> act(). Printable keys where a field has the focus
 *go to text() instead. Then the results are obeyed, and everything is drawn once. */
#ifndef UI_VIEW_H
#define UI_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "ui/actions.h"
#include "ui/canvas.h"

struct ui;
struct view;

/* What act(), text() and click() say must happen: a set. */
enum did {
	DID_NOT = 0,         /* not mine: the core tries its own; if it has none, the person is told */
	DID = 1,             /* done, or said why not; draw */
	DID_NOTHING = 2 | 1, /* mine, but nothing to do (the end of the list): draw, no complaint */
	DID_CLOSE = 4 | 1,   /* close this view */
	DID_LOAD = 8 | 1,    /* load this view again */
	DID_CHANGE = 16 | 1, /* records changed: all views load again when they are next shown */
	DID_QUIT = 32 | 1    /* end the program */
};

enum click_what { CLICK_PRESS, CLICK_DOUBLE, CLICK_DRAG, CLICK_DROP, CLICK_RELEASE, CLICK_WHEEL_UP, CLICK_WHEEL_DOWN };
struct click {
	enum click_what what;
	int button; /* 1 left, 2 middle, 3 right */
	int x, y;   /* cells of the screen */
	int kind;   /* what stands there (canvas_hit), -1 when nothing of this view */
	int64_t arg;
	struct rect at; /* that hit's rectangle */
	int from_kind;  /* DRAG, DROP, RELEASE: what was pressed */
	int64_t from_arg;
};

struct view_ops {
	const char *name;  /* "board": in tests and settings */
	unsigned contexts; /* CTX_* bits */
	bool popup;        /* drawn over the views below; Esc and a click outside close it */

	/* Any may be NULL; draw is needed. */
	unsigned (*context)(const struct view *v);        /* instead of contexts, where they change (reading, typing) */
	void (*size)(struct view *v, struct rect area);   /* the room changed; a pop-up sets v->at inside area */
	enum rc (*open)(struct view *v, struct err *err); /* once, before the first load; an error: it is not opened */
	void (*close)(struct view *v);                    /* frees v->data */
	enum rc (*load)(struct view *v, struct err *err); /* reads records; keeps the selection by id */
	unsigned (*act)(struct view *v, const struct act *a);
	bool (*can)(struct view *v, const struct act *a); /* may it be done now? NULL: all of its contexts may */
	unsigned (*text)(struct view *v, const char *s, size_t n, bool paste); /* typed, or pasted, in CTXS_TEXT */
	unsigned (*click)(struct view *v, const struct click *c);
	void (*draw)(struct view *v, struct canvas *c);
	void (*title)(const struct view *v, struct str *out);  /* one part of the breadcrumb */
	void (*filter)(const struct view *v, struct str *out); /* the filter in words, after the breadcrumb */
	void (*status)(const struct view *v, struct str *out); /* at the right of the top line: "3 of 8" */
	void (*banner)(const struct view *v, struct str *out); /* a line above it, while there is something to say */
	const char *(*hints)(const struct view *v); /* action names for the bottom line, the first the most wanted:
						       "open log card-left,card-right new filter help" */
	const char *(*label)(const struct view *v, const struct act *a); /* what an action is called here; NULL: as ever */
	void (*tick)(struct view *v);               /* each second: what depends on the clock */
	/* The record before or after id (by: -1, 1) is selected, read on for where need be, and returned; 0: there is none.
	 * One that is not shown any more has its successor where it stood. For the view that reads it, opened from here. */
	int64_t (*beside)(struct view *v, int64_t id, int by);
	void (*position)(const struct view *v, struct str *out); /* of the selected one, where it is known: "3 of 8"; appended */
	/* After a frame, while no key waits: one slice of slow reading (counts, colours). true: draw, and call again. */
	bool (*later)(struct view *v);
	/* The last keys are 2 s old, or the program must end: keep what is half typed. true: there was something. */
	bool (*save_draft)(struct view *v);
	/* May it be closed (quit: with the program)? False: it has said why, and what to press. NULL: always. */
	bool (*may_close)(struct view *v, bool quit);
};

struct view {
	const struct view_ops *ops;
	struct ui *ui;
	void *data;     /* the view's own */
	struct rect at; /* where it stands on the screen */
	bool stale;     /* load before it is drawn next */
	bool sized;     /* the core's: at is of the present screen */
	char place[48]; /* the place it was opened as, which going there again returns to; "": none */
	struct view *below;
};

/* Opens a view on top of the stack. On an error data has been closed by ops->close, and nothing is open. */
enum rc view_push(struct ui *ui, const struct view_ops *ops, void *data, struct err *err);
/* The same in place of the top view (board to list). */
enum rc view_replace(struct ui *ui, const struct view_ops *ops, void *data, struct err *err);
void view_close(struct view *v);      /* at once, wherever it is in the stack; pop-ups above it go too */
/* Closes what stands above v; what is half typed there is kept, and a view that may not be closed ends it. */
void view_back_to(struct ui *ui, struct view *v);
struct view *view_top(struct ui *ui); /* NULL: none */
/* The nearest full view at or below v: what a pop-up belongs to. */
struct view *view_base(struct view *v);
unsigned view_contexts(const struct view *v);
bool view_typing(const struct view *v); /* printable keys are text */
bool view_can(struct view *v, const struct act *a);

#endif
