/* Long work: a box with a bar, the rate and the time left, that Esc and Ctrl-C stop. */
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "core.h"
#include "record/session.h"
#include "ui/term.h"

#define LOOK_MS 30
#define SHOW_MS 300
#define DRAW_MS 100

void ui_progress_begin(struct ui *ui, const char *title)
{
	int64_t now = clock_ms();

	ui->core->progress = (struct progress){ .on = true, .title = title, .began = now, .looked = now };
	if (ui->session)
		db_cap(ui->session->db, 0); /* it is seen, and can be stopped */
}

void ui_progress_end(struct ui *ui)
{
	ui->core->progress = (struct progress){ .on = false };
	if (ui->session)
		db_cap(ui->session->db, QUERY_MS);
	ui->core->dirty = true;
}

bool ui_key_waits(struct ui *ui)
{
	int fd = term_input();
	bool ready = false;

	(void)ui;
	term_wait(&fd, &ready, 1, 0);
	return ready || term_ended();
}

/* Takes what waits: Ctrl-C anywhere or ESC alone stops; all else is kept for afterwards. */
static bool asks_to_stop(struct ui *ui)
{
	char buf[1024];
	ssize_t n;

	if (!ui_key_waits(ui))
		return false;
	if (term_ended())
		return true;
	n = read(term_input(), buf, sizeof buf);
	if (n <= 0) {
		term_end();
		return true;
	}
	if (memchr(buf, 3, (size_t)n) || (n == 1 && buf[0] == '\033'))
		return true;
	decoder_feed(ui->core->decoder, buf, (size_t)n, clock_ms());
	return false;
}

bool ui_progress(struct ui *ui, int64_t done, int64_t total)
{
	struct progress *p = &ui->core->progress;
	int64_t now = clock_ms();

	p->done = done;
	p->total = total;
	if (now - p->looked < LOOK_MS)
		return !p->stopped;
	p->looked = now;
	if (asks_to_stop(ui))
		p->stopped = true;
	if (p->on && now - p->began >= SHOW_MS && now - p->drawn >= DRAW_MS) {
		p->shown = true;
		p->drawn = now;
		core_draw(ui);
	}
	return !p->stopped;
}

bool ui_progress_cb(void *ctx, int64_t done, int64_t total)
{
	return ui_progress(ctx, done, total);
}

static void draw_bar(struct canvas *c, int x, int y, int w, int64_t done, int64_t total)
{
	int full = total > 0 && done > 0 ? (int)((double)w * (double)done / (double)total) : 0;

	full = full > w ? w : full;
	canvas_hline(c, x, y, full, C_BAR, GL_BLOCK);
	canvas_hline(c, x + full, y, w - full, C_DIM, GL_SHADE);
}

static void say_rate(const struct progress *p, struct str *out)
{
	double seconds = (double)(p->looked - p->began) / 1000;
	double rate = seconds > 0 ? (double)p->done / seconds : 0;

	if (p->total > 0)
		str_addf(out, _("%lld of %lld, %.0f a second"), (long long)p->done, (long long)p->total, rate);
	else
		str_addf(out, _("%lld, %.0f a second"), (long long)p->done, rate);
	if (p->total > p->done && rate > 0) {
		long long left = (long long)((double)(p->total - p->done) / rate) + 1;

		str_add(out, ", ");
		if (left < 100)
			str_addf(out, _("%lld s left"), left);
		else
			str_addf(out, _("%lld min left"), (left + 30) / 60);
	}
}

void core_draw_progress(struct ui *ui, struct rect area)
{
	const struct progress *p = &ui->core->progress;
	struct canvas *c = ui->canvas;
	struct rect in = canvas_box(c, rect_centre(area, 60, 5), C_LINE, p->title);
	struct str s = STR_INIT;

	say_rate(p, &s);
	draw_bar(c, in.x + 1, in.y, in.w - 2, p->done, p->total);
	canvas_text(c, in.x + 1, in.y + 1, in.w - 2, C_TEXT, s.s);
	canvas_text(c, in.x + 1, in.y + 2, in.w - 2, C_DIM, _("Esc stops"));
	canvas_cursor(c, in.x + 1, in.y + 1);
	str_free(&s);
}
