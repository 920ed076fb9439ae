/* One frame: the views from the nearest full one up, between the top line and the hints. */
#include "canvas_int.h"
#include "core.h"

#define ROWS_FULL 5 /* below this many rows the views get all but the top line */

static void forget_cursor(struct canvas *c)
{
	c->cursor_x = c->cursor_y = -1;
}

static void draw_view(struct ui *ui, struct view *v, struct rect area)
{
	struct canvas *c = ui->canvas;

	if (!v->sized) {
		v->at = v->ops->popup ? rect_centre(area, area.w * 2 / 3, area.h * 2 / 3) : area;
		if (v->ops->size)
			v->ops->size(v, area);
		v->at = rect_cross(v->at, canvas_area(c));
		v->sized = true;
	}
	forget_cursor(c); /* the focus is in the uppermost */
	canvas_owner(c, v);
	canvas_clip(c, v->at);
	v->ops->draw(v, c);
	canvas_unclip(c);
	canvas_owner(c, NULL);
}

static void draw_views(struct ui *ui, struct view *v, struct rect area)
{
	if (!v)
		return;
	if (v->ops->popup)
		draw_views(ui, v->below, area);
	draw_view(ui, v, area);
}

static void draw_message(struct ui *ui, int y)
{
	struct ui_core *core = ui->core;
	const struct view *top = core->top;

	/* a pop-up in this row, the prompt, shows the message itself */
	if (top && top->ops->popup && y >= top->at.y && y < top->at.y + top->at.h)
		return;
	if (core->message.len)
		canvas_sentence(ui->canvas, 1, y, ui->canvas->cols - 1, core->message_role, core->message.s);
}

/* What the view says of itself goes before what the program says. */
static int draw_banner(struct ui *ui, struct rect area)
{
	struct ui_core *core = ui->core;
	struct view *base = core->top ? view_base(core->top) : NULL;
	struct str own = STR_INIT;
	bool any;

	if (base && base->ops->banner)
		base->ops->banner(base, &own);
	any = (own.len || core->banner.len) && area.h > 2;
	if (any)
		canvas_sentence(ui->canvas, 1, 1, ui->canvas->cols - 1, own.len ? C_ACCENT | S_BOLD : core->banner_role,
			own.len ? own.s : core->banner.s);
	str_free(&own);
	if (any != core->bannered)
		for (struct view *v = core->top; v; v = v->below)
			v->sized = false; /* the views have a row less, or more */
	core->bannered = any;
	return any;
}

void core_draw(struct ui *ui)
{
	int banner;
	struct ui_core *core = ui->core;
	struct canvas *c = ui->canvas;
	struct rect area = { 0, 1, c->cols, c->rows - 1 };

	core->frame = ++core->frames;
	canvas_begin(c);
	if (c->rows >= ROWS_FULL)
		area.h -= 2;
	core_draw_top(ui, (struct rect){ 0, 0, c->cols, 1 });
	banner = draw_banner(ui, area);
	area.y += banner;
	area.h -= banner;
	draw_views(ui, core->top, area);
	if (c->rows >= ROWS_FULL) {
		draw_message(ui, c->rows - 2);
		core_draw_hints(ui, (struct rect){ 0, c->rows - 1, c->cols, 1 });
	}
	core->n_follow = 0;
	if (core->n_prefix)
		core_draw_prefix(ui, area);
	if (core->progress.shown)
		core_draw_progress(ui, area);
	core->frame = 0;
	canvas_show(c, core->whole, core->keyed);
	core->whole = core->dirty = core->keyed = false;
}
