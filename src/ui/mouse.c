/* The mouse: every click means what a key means. */
#include "base/clock.h"
#include "core.h"

static enum click_what what_of(struct ui *ui, const struct mouse *m)
{
	struct ui_core *core = ui->core;

	switch (m->what) {
	case MOUSE_WHEEL_UP: return CLICK_WHEEL_UP;
	case MOUSE_WHEEL_DOWN: return CLICK_WHEEL_DOWN;
	case MOUSE_DRAG: return CLICK_DRAG;
	case MOUSE_RELEASE: return m->x == core->press.x && m->y == core->press.y ? CLICK_RELEASE : CLICK_DROP;
	default: break;
	}
	if (core->press.view == core->top && m->x == core->press.x && m->y == core->press.y &&
		clock_ms() - core->press.at <= DOUBLE_MS)
		return CLICK_DOUBLE;
	return CLICK_PRESS;
}

/* Lines of the core's own: hints and the pop-up of a prefix. */
static bool core_clicked(struct ui *ui, const struct mouse *m, const struct spot *hit)
{
	struct ui_core *core = ui->core;
	struct act act;

	if (!hit || hit->owner != core)
		return false;
	if (m->what != MOUSE_PRESS)
		return true;
	act = hit->kind == CORE_HINT ? core->hint[hit->arg] : core->follow[hit->arg];
	core->n_prefix = 0;
	ui_act(ui, &act);
	return true;
}

static void remember_press(struct ui_core *core, const struct mouse *m, const struct click *c)
{
	core->press.view = core->top;
	core->press.kind = c->kind;
	core->press.arg = c->arg;
	core->press.x = m->x;
	core->press.y = m->y;
	core->press.at = c->what == CLICK_DOUBLE ? 0 : clock_ms();
}

/* A wheel turned over a view that knows no clicks: arrows. */
static void wheel_as_keys(struct ui *ui, const struct click *c)
{
	struct act act = { .action = &ui_actions[c->what == CLICK_WHEEL_UP ? ACT_UP : ACT_DOWN], .arg = "" };

	if (c->what != CLICK_WHEEL_UP && c->what != CLICK_WHEEL_DOWN)
		return;
	for (int64_t i = conf_int(ui->conf, "wheel"); i > 0; i--)
		ui_act(ui, &act);
}

void core_mouse(struct ui *ui, const struct mouse *m)
{
	struct ui_core *core = ui->core;
	struct view *v = core->top;
	const struct spot *hit = canvas_hit_at(ui->canvas, m->x, m->y);
	struct click c = { .button = m->button, .x = m->x, .y = m->y, .kind = -1, .from_kind = -1 };
	unsigned did;

	if (core_clicked(ui, m, hit))
		return;
	core->n_prefix = 0;
	if (v->ops->popup && m->what == MOUSE_PRESS && !rect_has(&v->at, m->x, m->y)) {
		struct act back = { .action = &ui_actions[ACT_BACK], .arg = "" };

		ui_act(ui, &back);
		return;
	}
	c.what = what_of(ui, m);
	if (hit && hit->owner == v) {
		c.kind = hit->kind;
		c.arg = hit->arg;
		c.at = hit->at;
	}
	if (c.what == CLICK_PRESS || c.what == CLICK_DOUBLE)
		remember_press(core, m, &c);
	if (core->press.view == v) {
		c.from_kind = core->press.kind;
		c.from_arg = core->press.arg;
	}
	did = v->ops->click ? v->ops->click(v, &c) : DID_NOT;
	if (did == DID_NOT)
		wheel_as_keys(ui, &c);
	core_obey(ui, v, did);
}
