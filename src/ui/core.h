/* The loop's own state, for the files of the core. */
#ifndef UI_CORE_H
#define UI_CORE_H

#include "base/str.h"
#include "ui/keys.h"
#include "ui/ui.h"

#define WATCHES 8
#define IDLE_MS 200
#define HELD_MS 120 /* between two of a key that is held; a keyboard repeats within 30 to 90 */
#define DRAFT_MS 2000
#define STATUS_MS 250 /* while a key is held, the status in the top line changes so often only */
#define TICK_MS 1000
#define DOUBLE_MS 400
#define HINT_MAX 12

struct place {
	const char *name, *label, *arg;
	ui_place_fn *open;
};
struct callback {
	int fd; /* watches only */
	ui_fn *fn;
	void *ctx;
};
struct callbacks {
	struct callback at[WATCHES];
	int n;
};

struct progress {
	bool on, shown, stopped;
	const char *title;
	int64_t began, looked, drawn; /* clock_ms */
	int64_t done, total;
};

struct ui_core {
	struct decoder *decoder;
	struct view *top;
	struct key prefix[KEYS_MAX]; /* typed so far of a sequence */
	int n_prefix;
	struct str message;
	enum role message_role;
	struct str banner;
	enum role banner_role;
	bool bannered; /* the last frame had one */
	struct str status;  /* of the view below, as drawn last, and when */
	int64_t status_at;
	int overdue, today; /* negative: not shown */
	char *watched;      /* what is watched, in words; NULL: nothing to say */
	char *reminder;     /* what begins soon; NULL: nothing */
	char *user, *date, *badge;
	struct place *place;
	int n_place, cap_place;
	enum bidi_mode bidi;
	ui_act_fn *fallback;
	ui_acted_fn *acted;
	void *acted_ctx;
	const char *(*arg_label)(struct ui *ui, const struct act *act);
	struct callbacks watch, tick, idle;
	int64_t last_key, last_tick; /* clock_ms */
	struct key last;                      /* the last key */
	bool repeats;                         /* it followed one like it within HELD_MS */
	bool idle_done, draft_done;
	bool quit, dirty, whole;
	int64_t frame;             /* of the frame that is being drawn; 0 between two */
	int64_t frames;
	bool keyed;                /* a key came since the last frame */
	struct act hint[HINT_MAX]; /* as drawn last: what a click on it does */
	int n_hint;
	struct act follow[64]; /* the same of the prefix pop-up */
	int n_follow;
	struct { /* what the mouse button was pressed on */
		struct view *view;
		int kind;
		int64_t arg;
		int x, y;
		int64_t at;
	} press;
	struct progress progress;
};

enum core_hit { CORE_HINT, CORE_FOLLOW };

/* event.c */
void core_event(struct ui *ui, const struct event *ev);
void core_text(struct ui *ui, const char *s, size_t n, bool paste);
/* mouse.c */
void core_mouse(struct ui *ui, const struct mouse *m);
/* Obeys what a view's function said; v may be gone already. */
void core_obey(struct ui *ui, struct view *v, unsigned did);
/* frame.c */
void core_draw(struct ui *ui);
/* bars.c: the lines around the views, and the pop-up of a prefix */
void core_draw_top(struct ui *ui, struct rect r);
void core_draw_hints(struct ui *ui, struct rect r);
void core_draw_prefix(struct ui *ui, struct rect area);
void core_draw_progress(struct ui *ui, struct rect area);
/* view.c */
void core_load_stale(struct ui *ui);
bool core_has_view(const struct ui *ui, const struct view *v);
bool core_may_quit(struct ui *ui);
#define QUERY_MS 5000 /* what one read may take while nobody sees a bar */
bool core_save_drafts(struct ui *ui);
/* loop.c: takes what waits at the keyboard; false: the terminal is gone */
bool core_read(struct ui *ui);

/* "go board" as its label: "board"; of other actions the label, or the argument where it says more. */
const char *act_label(struct ui *ui, const struct act *act);

#endif
