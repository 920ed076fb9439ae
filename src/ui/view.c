#include "ui/view.h"

#include "base/i18n.h"
#include "core.h"

unsigned view_contexts(const struct view *v)
{
	if (!v)
		return CTX_EVERYWHERE;
	return v->ops->context ? v->ops->context(v) : v->ops->contexts;
}

bool view_typing(const struct view *v)
{
	return (view_contexts(v) & CTXS_TEXT) != 0;
}

static bool place_is_open(struct view *v, const struct act *a)
{
	return a->action->id != ACT_GO || ui_has_place(v->ui, a->arg);
}

bool view_can(struct view *v, const struct act *a)
{
	if (!place_is_open(v, a))
		return false;
	return !v->ops->can || v->ops->can(v, a);
}

struct view *view_top(struct ui *ui)
{
	return ui->core->top;
}

struct view *view_base(struct view *v)
{
	while (v && v->ops->popup)
		v = v->below;
	return v;
}

bool core_has_view(const struct ui *ui, const struct view *v)
{
	for (const struct view *w = ui->core->top; w; w = w->below)
		if (w == v)
			return true;
	return false;
}

static void drop(struct view *v)
{
	if (v->ops->close)
		v->ops->close(v);
	free(v);
}

static void load(struct view *v)
{
	struct err err = ERR_INIT;

	v->stale = false;
	if (v->ops->load && v->ops->load(v, &err) != RC_OK)
		ui_error(v->ui, &err);
}

static enum rc first_load(struct view *v, struct err *err)
{
	enum rc rc = v->ops->open ? v->ops->open(v, err) : RC_OK;

	if (rc == RC_OK && v->ops->load)
		rc = v->ops->load(v, err);
	return rc;
}

enum rc view_push(struct ui *ui, const struct view_ops *ops, void *data, struct err *err)
{
	struct view *v = xcalloc(1, sizeof *v);
	enum rc rc;

	v->ops = ops;
	v->ui = ui;
	v->data = data;
	rc = first_load(v, err);
	if (rc) {
		drop(v);
		return rc;
	}
	v->below = ui->core->top;
	ui->core->top = v;
	ui->core->dirty = true;
	return RC_OK;
}

enum rc view_replace(struct ui *ui, const struct view_ops *ops, void *data, struct err *err)
{
	struct view *old = view_base(ui->core->top);
	enum rc rc = view_push(ui, ops, data, err);

	if (rc == RC_OK && old) {
		struct view *new = ui->core->top;

		/* the pop-ups over the old one belong to it */
		ui->core->top = new->below;
		view_close(old);
		new->below = ui->core->top;
		ui->core->top = new;
	}
	return rc;
}

void view_close(struct view *v)
{
	struct ui_core *core = v->ui->core;
	struct view **link = &core->top;

	for (struct view *w = core->top; w != v; w = w->below)
		if (!w->ops->popup)
			link = &w->below;
	while (*link != v) { /* the pop-ups right above it go with it */
		struct view *popup = *link;

		*link = popup->below;
		drop(popup);
	}
	*link = v->below;
	if (core->press.view == v)
		core->press.view = NULL;
	core->dirty = true;
	drop(v);
}

void view_back_to(struct ui *ui, struct view *v)
{
	while (ui->core->top != v) {
		struct view *top = ui->core->top;

		if (top->ops->may_close && !top->ops->may_close(top, false))
			return;
		if (top->ops->save_draft)
			top->ops->save_draft(top);
		view_close(top);
	}
}

void core_load_stale(struct ui *ui)
{
	struct view *base = view_base(ui->core->top);

	for (struct view *v = ui->core->top; v; v = v->below) {
		if (v->stale)
			load(v);
		if (v == base)
			return;
	}
}

bool core_may_quit(struct ui *ui)
{
	for (struct view *v = ui->core->top; v; v = v->below)
		if (v->ops->may_close && !v->ops->may_close(v, true))
			return false;
	return true;
}

bool core_save_drafts(struct ui *ui)
{
	bool any = false;

	for (struct view *v = ui->core->top; v; v = v->below)
		if (v->ops->save_draft && v->ops->save_draft(v))
			any = true;
	return any;
}
