/* The fields of one record type for one profile: free, read-only or hidden. Enter turns the one the cursor stands on. */
#include "rightsview.h"

#include <stdio.h>

#include "base/i18n.h"
#include "record/registry.h"
#include "record/rights.h"
#include "record/session.h"
#include "ui/widget.h"

#define HIT_FIELD 1
#define WORD_W 10

struct fields {
	int64_t profile;
	char *name; /* of the profile */
	const struct model *type;
	int *slot;
	enum field_right *what;
	int n;
	struct pick pick;
};

static const char *word(enum field_right what)
{
	static const char *const words[] = {
		[FIELD_FREE] = "-", [FIELD_READONLY] = N_("read-only"), [FIELD_CONCEALED] = N_("hidden")
	};

	return what == FIELD_FREE ? words[what] : _(words[what]);
}

static enum rc load(struct view *v, struct err *err)
{
	struct fields *f = v->data;
	enum rc rc = RC_OK;

	for (int i = 0; i < f->n && rc == RC_OK; i++)
		rc = field_right_get(v->ui->session, f->profile, f->type, f->slot[i], &f->what[i], err);
	return rc;
}

static void draw_row(struct view *v, struct canvas *c, int i, int y)
{
	const struct fields *f = v->data;
	const struct field *fd = &f->type->fields[f->slot[i]];
	int x = v->at.x + 1, w = v->at.w - WORD_W - 4, label = w * 3 / 5;
	bool here = i == f->pick.sel;

	canvas_text(c, x, y, label, here ? C_TITLE : C_TEXT, _(fd->label));
	canvas_text(c, x + label + 1, y, w - label - 1, C_DIM, fd->name);
	canvas_text(c, x + w + 1, y, WORD_W, here ? C_SELECTED : f->what[i] == FIELD_CONCEALED ? C_WARN : C_TEXT, word(f->what[i]));
	canvas_hit(c, (struct rect){ v->at.x, y, v->at.w, 1 }, HIT_FIELD, i);
	if (here)
		canvas_cursor(c, x + w + 1, y);
}

static void draw(struct view *v, struct canvas *c)
{
	struct fields *f = v->data;
	int h = v->at.h - 2;
	char head[300];

	snprintf(head, sizeof head, _("%.100s: fields of %.100s"), f->name, _(f->type->plural));
	canvas_text(c, v->at.x + 1, v->at.y, v->at.w - 2, C_TITLE, head);
	pick_clamp(&f->pick, f->n, h);
	for (int i = 0; i < h && f->pick.top + i < f->n; i++)
		draw_row(v, c, f->pick.top + i, v->at.y + 1 + i);
	scroll_draw(c, v->at.x + v->at.w - 1, v->at.y + 1, h, f->n, f->pick.top);
}

static unsigned turn(struct view *v)
{
	struct fields *f = v->data;
	int i = f->pick.sel;
	enum field_right what = (enum field_right)((f->what[i] + 1) % (FIELD_CONCEALED + 1));
	struct err err = ERR_INIT;

	if (field_right_put(v->ui->session, f->profile, f->type, f->slot[i], what, &err) != RC_OK) {
		ui_error(v->ui, &err);
		return DID;
	}
	ui_message(v->ui, what == FIELD_FREE ? _("%s: %s is free — u undoes") : _("%s: %s is %s — u undoes"), f->name,
		_(f->type->fields[f->slot[i]].label), word(what));
	return DID_CHANGE;
}

static unsigned act(struct view *v, const struct act *a)
{
	struct fields *f = v->data;

	switch (a->action->id) {
	case ACT_OPEN:
	case ACT_EDIT:
	case ACT_ENTER: return f->n ? turn(v) : DID;
	case ACT_BACK: return DID_CLOSE;
	default: return pick_act(&f->pick, a, f->n, v->at.h - 2);
	}
}

static unsigned click(struct view *v, const struct click *c)
{
	struct fields *f = v->data;

	if (c->kind != HIT_FIELD)
		return pick_wheel(&f->pick, c, f->n, v->at.h - 2);
	if (c->what != CLICK_PRESS && c->what != CLICK_DOUBLE)
		return DID_NOTHING;
	f->pick.sel = (int)c->arg;
	return c->what == CLICK_DOUBLE ? turn(v) : DID;
}

static void title(const struct view *v, struct str *out)
{
	(void)v;
	str_add(out, _("Field rights"));
}

static const char *hints(const struct view *v)
{
	(void)v;
	return "up,down enter undo back";
}

static void close_fields(struct view *v)
{
	struct fields *f = v->data;

	free(f->name);
	free(f->slot);
	free(f->what);
	free(f);
}

static const struct view_ops fields_view = {
	.name = "field-rights",
	.contexts = CTX_EVERYWHERE | CTX_LOG,
	.load = load,
	.act = act,
	.click = click,
	.draw = draw,
	.title = title,
	.hints = hints,
	.close = close_fields,
};

enum rc rights_fields_open(struct ui *ui, int64_t profile, const char *name, const struct model *type, struct err *err)
{
	struct fields *f = xcalloc(1, sizeof *f);

	*f = (struct fields){ .profile = profile, .name = xstrdup(name), .type = type };
	f->slot = xcalloc((size_t)type->n, sizeof *f->slot);
	f->what = xcalloc((size_t)type->n, sizeof *f->what);
	for (int slot = 0; slot < type->n; slot++)
		if (field_right_of(type, slot))
			f->slot[f->n++] = slot;
	return view_push(ui, &fields_view, f, err);
}
