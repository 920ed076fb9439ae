/* Two people typed into the same field: what was there before, mine and theirs, field by field, and the person chooses.
 * Fields that only one of the two changed are no question: both keep their work. */
#include "base/i18n.h"
#include "form.h"

#define HIT_MINE 1
#define HIT_THEIRS 2
#define ROWS 5 /* of a field: label, before, mine, theirs, a blank */

struct conflict {
	struct form *form;
	int *slot, n, cap;
	bool *theirs;
	bool save; /* the form, when it is chosen */
	int sel;
};

/* Changed by somebody since, to something other than what was typed, and not so that both texts can stay. */
static bool is_conflict(struct form *f, int slot)
{
	const struct form_cell *c = &f->cell[slot];
	struct arena a = ARENA_INIT;
	struct value mine, both;
	bool differs;

	if (!c->text || value_eq(&c->seen, &f->rec->val[slot]))
		return false;
	if (c->exact)
		differs = !value_eq(&c->val, &f->rec->val[slot]);
	else if (value_parse(f->ui->session, f->model, slot, c->text, &a, &mine, NULL, NULL) != RC_OK)
		differs = true;
	else
		differs = !value_eq(&mine, &f->rec->val[slot]) &&
			  !value_merge(&f->model->fields[slot], &c->seen, &mine, &f->rec->val[slot], &a, &both);
	arena_free(&a);
	return differs;
}

/* ---- the picture ---- */

static void size(struct view *v, struct rect area)
{
	const struct conflict *k = v->data;
	int h = k->n * ROWS + 2;

	v->at = rect_centre(area, area.w < 76 ? area.w : 76, h < area.h ? h : area.h);
}

static void shown(const struct conflict *k, int slot, const struct value *val, struct str *out)
{
	if (val->kind == VAL_NULL)
		str_add(out, glyph_text(GL_DASH));
	else
		value_show(k->form->ui->session, k->form->model, slot, val, NULL, SHOW_LIST, out);
}

static void draw_line(struct canvas *c, struct rect r, const char *label, const char *text, bool chosen, unsigned role)
{
	canvas_text(c, r.x, r.y, 2, C_ACCENT, chosen ? glyph_text(GL_STEP) : "");
	canvas_text(c, r.x + 2, r.y, 9, C_LABEL, label);
	canvas_field(c, r.x + 12, r.y, r.w - 12, role, text);
}

static void draw_field(const struct conflict *k, struct canvas *c, struct rect r, int i)
{
	struct form *f = k->form;
	int slot = k->slot[i];
	struct str before = STR_INIT, mine = STR_INIT, theirs = STR_INIT;
	unsigned weak = C_DIM, strong = C_VALUE | S_BOLD;

	shown(k, slot, &f->cell[slot].seen, &before);
	shown(k, slot, &f->rec->val[slot], &theirs);
	form_show(f, slot, SHOW_LIST, &mine);
	if (!mine.len)
		str_add(&mine, glyph_text(GL_DASH));
	if (i == k->sel) {
		canvas_glyph(c, r.x - 1, r.y, C_ACCENT, GL_BAR);
		canvas_cursor(c, r.x, r.y + (k->theirs[i] ? 3 : 2));
	}
	canvas_text(c, r.x, r.y, r.w, C_TITLE, _(f->model->fields[slot].label));
	draw_line(c, (struct rect){ r.x, r.y + 1, r.w, 1 }, _("before"), before.s, false, weak);
	draw_line(c, (struct rect){ r.x, r.y + 2, r.w, 1 }, _("mine"), mine.s, !k->theirs[i],
		k->theirs[i] ? weak : strong);
	draw_line(c, (struct rect){ r.x, r.y + 3, r.w, 1 }, _("theirs"), theirs.s, k->theirs[i],
		k->theirs[i] ? strong : weak);
	canvas_hit(c, (struct rect){ r.x, r.y + 2, r.w, 1 }, HIT_MINE, i);
	canvas_hit(c, (struct rect){ r.x, r.y + 3, r.w, 1 }, HIT_THEIRS, i);
	str_free(&before);
	str_free(&mine);
	str_free(&theirs);
}

static void draw(struct view *v, struct canvas *c)
{
	const struct conflict *k = v->data;
	struct rect in = canvas_box(c, v->at, C_LINE, _("somebody changed this meanwhile"));
	int fit = in.h / ROWS > 0 ? in.h / ROWS : 1, top = k->sel >= fit ? k->sel - fit + 1 : 0;

	canvas_clip(c, in);
	for (int i = top; i < k->n && i < top + fit; i++)
		draw_field(k, c, (struct rect){ in.x + 1, in.y + (i - top) * ROWS, in.w - 2, ROWS }, i);
	canvas_unclip(c);
}

/* ---- choosing ---- */

static unsigned chosen(struct view *v)
{
	struct conflict *k = v->data;
	struct form *f = k->form;
	struct ui *ui = v->ui;
	struct err err = ERR_INIT;
	bool goes_on;

	for (int i = 0; i < k->n; i++)
		if (k->theirs[i])
			form_cell_drop(f, k->slot[i]);
		else /* known now, and still wanted */
			f->cell[k->slot[i]].seen = value_copy(&f->rec->val[k->slot[i]], &f->picked);
	goes_on = !k->save;
	view_close(v);
	if (!form_dirty(f)) {
		ui_message(ui, "%s", _("theirs stays; nothing of yours is left to save"));
		return DID;
	}
	if (goes_on)
		ui_message(ui, "%s", _("your draft goes on from what is stored now: Ctrl-S saves it, u drops it"));
	else if (form_save(f, &err) != RC_OK)
		ui_error(ui, &err);
	else
		ui_stale(ui);
	return DID;
}

static unsigned choose(struct view *v, bool theirs)
{
	struct conflict *k = v->data;

	k->theirs[k->sel] = theirs;
	return DID;
}

static unsigned act(struct view *v, const struct act *a)
{
	struct conflict *k = v->data;

	switch (a->action->id) {
	case ACT_UP:
	case ACT_FIELD_PREV: k->sel -= k->sel > 0; return DID;
	case ACT_DOWN:
	case ACT_FIELD_NEXT: k->sel += k->sel < k->n - 1; return DID;
	case ACT_LEFT:
	case ACT_RIGHT: return choose(v, !k->theirs[k->sel]);
	case ACT_ENTER: return chosen(v);
	default: return DID_NOT;
	}
}

static unsigned text(struct view *v, const char *s, size_t n, bool paste)
{
	struct conflict *k = v->data;
	bool theirs = *s == 't' || *s == 'T';

	if (paste || n != 1 || !strchr("mtMT ", *s))
		return DID_NOT;
	if (*s == ' ')
		return choose(v, !k->theirs[k->sel]);
	if (*s == 'm' || *s == 't')
		return choose(v, theirs);
	for (int i = 0; i < k->n; i++)
		k->theirs[i] = theirs;
	return DID;
}

static unsigned click(struct view *v, const struct click *c)
{
	struct conflict *k = v->data;

	if (c->what != CLICK_PRESS || (c->kind != HIT_MINE && c->kind != HIT_THEIRS))
		return DID_NOT;
	k->sel = (int)c->arg;
	return choose(v, c->kind == HIT_THEIRS);
}

static const char *hints(const struct view *v)
{
	(void)v;
	return "enter left,right up,down back";
}

static const char *label(const struct view *v, const struct act *a)
{
	const struct conflict *k = v->data;

	return a->action->id == ACT_ENTER ? (k->save ? _("save so") : _("go on so")) : a->action->id == ACT_LEFT ? _("mine or theirs") : NULL;
}

static void close_conflict(struct view *v)
{
	struct conflict *k = v->data;

	free(k->slot);
	free(k->theirs);
	free(k);
}

static const struct view_ops conflict_ops = {
	.name = "conflict",
	.contexts = CTX_MENU,
	.popup = true,
	.size = size,
	.close = close_conflict,
	.act = act,
	.text = text,
	.click = click,
	.draw = draw,
	.hints = hints,
	.label = label,
};

bool form_conflict_open(struct form *f, bool save)
{
	struct conflict *k = xcalloc(1, sizeof *k);
	struct view v = { .data = k };
	struct err err = ERR_INIT;

	k->form = f;
	k->save = save;
	for (int slot = SYS_N; slot < f->n_cells; slot++)
		if (is_conflict(f, slot)) {
			GROW(k->slot, k->n, k->cap);
			k->slot[k->n++] = slot;
		}
	k->theirs = xcalloc((size_t)k->n + 1, sizeof *k->theirs);
	if (!k->n) {
		close_conflict(&v);
		return false;
	}
	if (view_push(f->ui, &conflict_ops, k, &err) != RC_OK)
		ui_error(f->ui, &err);
	return true;
}
