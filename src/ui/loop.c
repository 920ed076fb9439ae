/* The loop: take all that waits, then draw once, then sleep. */
#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "base/clock.h"
#include "core.h"
#include "ui/term.h"

bool core_read(struct ui *ui)
{
	int fd = term_input();
	bool ready = true;
	char buf[4096];

	/* until nothing waits: a burst is drawn once */
	for (int i = 0; i < 64 && ready; i++) {
		ssize_t n = read(fd, buf, sizeof buf);

		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			return true;
		if (n <= 0)
			return false;
		decoder_feed(ui->core->decoder, buf, (size_t)n, clock_ms());
		term_wait(&fd, &ready, 1, 0);
	}
	return true;
}

static void take_events(struct ui *ui)
{
	struct event ev;

	while (ui->core->top && !ui->core->quit && decoder_next(ui->core->decoder, clock_ms(), &ev))
		core_event(ui, &ev);
}

static void take_signals(struct ui *ui)
{
	if (term_take_stop()) {
		term_suspend();
		raise(SIGSTOP);
		term_resume();
		ui->core->whole = ui->core->dirty = true;
	}
	if (term_take_resize()) {
		int cols, rows;

		term_resized();
		term_size(&cols, &rows);
		canvas_resize(ui->canvas, cols, rows);
		for (struct view *v = ui->core->top; v; v = v->below)
			v->sized = false;
		/* of the same size as well: one that shrank and grew again in between does not show what curses takes as shown */
		ui->core->whole = ui->core->dirty = true;
	}
}

static void call_all(struct ui *ui, struct callbacks *c)
{
	for (int i = 0; i < c->n; i++)
		c->at[i].fn(ui, c->at[i].ctx);
}

/* What time brings: the tick, the idle moment, the drafts. */
static void take_time(struct ui *ui)
{
	struct ui_core *core = ui->core;
	int64_t now = clock_ms();

	if (now - core->last_tick >= TICK_MS) {
		core->last_tick = now;
		call_all(ui, &core->tick);
		for (struct view *v = core->top; v; v = v->below)
			if (v->ops->tick)
				v->ops->tick(v);
		core->dirty = true; /* the canvas sends nothing when nothing differs */
	}
	if (!core->idle_done && now - core->last_key >= IDLE_MS) {
		core->idle_done = true;
		call_all(ui, &core->idle);
	}
	if (!core->draft_done && now - core->last_key >= DRAFT_MS) {
		core->draft_done = true;
		core_save_drafts(ui);
	}
}

static int sooner(int wait, int64_t due, int64_t now)
{
	int left = due > now ? (int)(due - now) : 0;

	return wait < 0 || left < wait ? left : wait;
}

bool ui_key_held(const struct ui *ui)
{
	return ui->core->repeats && clock_ms() - ui->core->last_key < HELD_MS;
}

static int time_to_wait(const struct ui *ui)
{
	const struct ui_core *core = ui->core;
	int64_t now = clock_ms();
	int wait = decoder_wait(core->decoder, now);

	wait = sooner(wait, core->last_tick + TICK_MS, now);
	if (ui_key_held(ui)) /* what was left for when it is let go */
		wait = sooner(wait, core->last_key + HELD_MS, now);
	if (!core->idle_done)
		wait = sooner(wait, core->last_key + IDLE_MS, now);
	if (!core->draft_done)
		wait = sooner(wait, core->last_key + DRAFT_MS, now);
	return wait;
}

static void wait_and_take(struct ui *ui)
{
	struct callbacks *watch = &ui->core->watch;
	int fd[1 + WATCHES];
	bool ready[1 + WATCHES] = { false };
	int n = watch->n;

	fd[0] = term_input();
	for (int i = 0; i < n; i++)
		fd[i + 1] = watch->at[i].fd;
	term_wait(fd, ready, n + 1, time_to_wait(ui));
	if (ready[0] && !core_read(ui))
		term_end();
	for (int i = n - 1; i >= 0; i--)
		if (ready[i + 1] && i < watch->n && watch->at[i].fd == fd[i + 1]) {
			watch->at[i].fn(ui, watch->at[i].ctx);
			ui->core->dirty = true;
		}
}

/* The last keys before the end belong to the draft too. */
static void take_last_keys(struct ui *ui)
{
	int fd = term_input();
	bool ready = false;

	if (term_wait(&fd, &ready, 1, 0) > 0 && ready && core_read(ui))
		take_events(ui);
	core_save_drafts(ui);
}

static bool later_of(struct ui *ui, struct view *v)
{
	return v && v->ops->later && !ui_key_waits(ui) && v->ops->later(v);
}

/* What the view left for after its frame: a pop-up's own first, then that of the view below it. */
static bool read_later(struct ui *ui)
{
	struct view *top = ui->core->top, *base = view_base(top);

	if (!later_of(ui, top) && (base == top || !later_of(ui, base)))
		return false;
	ui->core->dirty = true;
	return true;
}

enum rc ui_run(struct ui *ui, struct err *err)
{
	struct ui_core *core = ui->core;

	core->last_key = core->last_tick = clock_ms();
	core->dirty = true;
	core->quit = false;
	while (core->top && !core->quit) {
		if (term_ended()) {
			take_last_keys(ui);
			return fail(err, RC_CANCELLED, NO_FIELD, "%s", "ended by the terminal or a signal");
		}
		take_signals(ui);
		core_load_stale(ui);
		if (core->repeats && !ui_key_held(ui)) { /* let go: drawn as it stands at rest */
			core->repeats = false;
			core->dirty = true;
		}
		if (core->dirty)
			core_draw(ui);
		if (read_later(ui))
			continue;
		wait_and_take(ui);
		take_events(ui);
		take_time(ui);
	}
	return RC_OK;
}
