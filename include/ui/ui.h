/* The screens of one session: the terminal, the stack of views, messages, time. */
#ifndef UI_UI_H
#define UI_UI_H

#include <stdbool.h>
#include <stdint.h>

#include "base/conf.h"
#include "base/err.h"
#include "ui/canvas.h"
#include "ui/keymap.h"
#include "ui/view.h"

struct session; /* of record; the core only carries it */
struct agent;

struct ui_options {
	struct session *session;
	struct agent *agent; /* runs editors */
	const struct conf *conf;
	bool no_color;
	void *app; /* the caller's own, for views */
};

struct ui_core; /* the loop's own */
struct ui {
	struct session *session;
	struct agent *agent;
	const struct conf *conf;
	void *app;
	struct keymap *keymap;
	struct canvas *canvas;
	struct ui_core *core;
};

/* Takes the terminal. On an error nothing is taken. */
enum rc ui_open(struct ui *ui, const struct ui_options *opt, struct err *err);
/* Runs until the last view is closed or the person quits. RC_CANCELLED: ended by a signal, drafts saved. */
enum rc ui_run(struct ui *ui, struct err *err);
void ui_close(struct ui *ui); /* closes the views, gives the terminal back */
void ui_quit(struct ui *ui);  /* ui_run returns when the present key is done */

/* ---- words ---- */
/* The message line above the hints, until the next key: "3 moved to Qualified — u undoes". Texts are already
 * translated. */
void ui_message(struct ui *ui, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void ui_error(struct ui *ui, const struct err *err);
void ui_complain(struct ui *ui, const char *fmt, ...) __attribute__((format(printf, 2, 3))); /* the same, as an error */
const char *ui_message_text(const struct ui *ui);
/* One line at the top of the view area until it is taken away with NULL: the first steps of a newcomer, NOT SAVED. */
void ui_banner(struct ui *ui, enum role role, const char *text);
/* The right end of the top line. Negative counts are not shown; badge: "DEMO", NULL for none. */
void ui_top_counts(struct ui *ui, int overdue, int today);
/* What begins soon ("14:00 Meeting in 15 min"); "": nothing. Copied. */
void ui_top_reminder(struct ui *ui, const char *text);
/* Beside them, what else wants attention ("3 without a next step"); "": nothing. Copied. */
void ui_top_watch(struct ui *ui, const char *text);
void ui_top_user(struct ui *ui, const char *user, const char *date, const char *badge);

/* ---- doing ---- */
/* Does an action on the top view as if its key was pressed: for the palette, mouse menus and tests. */
void ui_act(struct ui *ui, const struct act *act);
void ui_act_name(struct ui *ui, const char *name, const char *arg);
/* The records changed beside any view: all load again before they are drawn. */
void ui_stale(struct ui *ui);
/* Draws a frame now, from within long work. */
void ui_draw(struct ui *ui);
/* Outside act(): the terminal is another program's for the time of run(). */
void ui_outside(struct ui *ui, void (*run)(void *ctx), void *ctx);
/* The clipboard of the person's own terminal (OSC 52); the text is made safe. Views show it too: not all obey. */
void ui_clipboard(struct ui *ui, const char *text);

/* Places that "go" reaches: "board", "contacts". label stands in the prefix pop-up, the palette and help. arg is handed
 * over. Texts must live as long as the ui. */
typedef enum rc ui_place_fn(struct ui *ui, const char *arg, struct err *err);
void ui_place(struct ui *ui, const char *name, const char *label, ui_place_fn *open, const char *arg);
bool ui_has_place(const struct ui *ui, const char *name);
enum rc ui_go(struct ui *ui, const char *name, struct err *err);

/* Actions of the whole program, for what no view does itself (undo, redo, find, repeat, go): asked after the view. */
typedef unsigned ui_act_fn(struct ui *ui, const struct act *act);
void ui_fallback(struct ui *ui, ui_act_fn *act);

/* Told of each action that was done, after it: one listener. */
typedef void ui_acted_fn(struct ui *ui, const struct act *act, void *ctx);
void ui_on_act(struct ui *ui, ui_acted_fn *fn, void *ctx);

/* How the argument of an action is called ("set owner": "owner"): asked for footer, help and palette; NULL: as it is.
 */
void ui_arg_labels(struct ui *ui, const char *(*label)(struct ui *ui, const struct act *act));

/* ---- time ---- */
typedef void ui_fn(struct ui *ui, void *ctx);
/* A descriptor to watch beside the keyboard (at most 8): called when it is readable; it must read it. */
void ui_watch(struct ui *ui, int fd, ui_fn *fn, void *ctx);
void ui_unwatch(struct ui *ui, int fd);
void ui_on_tick(
	struct ui *ui, ui_fn *fn, void *ctx); /* each second: look for others' changes; ui_stale when there are */
void ui_on_idle(struct ui *ui, ui_fn *fn, void *ctx); /* once, 200 ms after the last key: checkpoint, counts */
/* Text typed so far goes to drafts 2 s after the last key, and when the program must end: view_ops.save_draft. */

/* ---- long work ---- */
/* Work over 300 ms shows a box with a bar, rate and time left; Esc and Ctrl-C stop it. Call often: it looks at the
 * clock and the keyboard every 30 ms only. */
void ui_progress_begin(struct ui *ui, const char *title);
bool ui_progress(struct ui *ui, int64_t done, int64_t total); /* total 0: not known. false: stop */
void ui_progress_end(struct ui *ui);
/* Without a box: a key waits, so a slice of background work should return. */
bool ui_key_waits(struct ui *ui);
/* A key repeats, as one does that is held: what costs more than its frame is left until it is let go, then `later` is asked again. */
bool ui_key_held(const struct ui *ui);
/* As ui_progress, in the form that callees below the ui take. ctx is the struct ui. */
bool ui_progress_cb(void *ctx, int64_t done, int64_t total);

#endif
