/* The form of one record: opening, reading, typing. */
#include "form.h"
#include "past.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/priv.h"
#include "record/draft.h"
#include "scope.h"

static struct form *form_alloc(struct ui *ui, const struct model *m, int64_t id)
{
	struct form *f = xcalloc(1, sizeof *f);

	f->ui = ui;
	f->model = m;
	f->id = id;
	f->n_cells = m->n;
	f->cell = xcalloc((size_t)m->n, sizeof *f->cell);
	timeline_init(&f->timeline, TIMELINE_STREAM);
	panel_lines_init(&f->lines);
	return f;
}

static void form_close(struct view *v)
{
	struct form *f = v->data;

	form_choices_close(f);
	if (f->typing)
		input_free(&f->input);
	free(f->began);
	form_cells_clear(f);
	form_related_free(f);
	form_alike_free(f);
	form_absent(f);
	panel_lines_free(&f->lines);
	timeline_free(&f->timeline);
	form_steps_free(f);
	arena_free(&f->arena);
	arena_free(&f->picked);
	free(f->cell);
	free(f->row);
	free(f->ids);
	free(f);
}

static void clamp_focus(struct form *f)
{
	int n = f->n_rows + form_below(f);

	if (f->focus >= n)
		f->focus = n ? n - 1 : 0;
	if (f->focus < 0)
		f->focus = 0;
}

enum rc form_load(struct view *v, struct err *err)
{
	struct form *f = v->data;
	struct arena fresh = ARENA_INIT;
	struct record *r;
	enum rc rc;

	if (f->rec && !f->id)
		return RC_OK; /* a new record has nothing to read again */
	if (f->past)
		rc = record_as_of(f->ui->session, f->model, f->id, f->past, &fresh, &r, err);
	else if (f->id)
		rc = record_load(f->ui->session, f->model, f->id, &fresh, &r, err);
	else
		rc = record_new(f->ui->session, f->model, &fresh, &r, err);
	if (rc != RC_OK) {
		arena_free(&fresh);
		return rc;
	}
	arena_free(&f->arena);
	f->arena = fresh;
	f->rec = r;
	if (!f->past)
		form_present(f);
	form_steps_load(f);
	form_tabs_make(f);
	form_tabs_count(f);
	rc = form_related_load(f, err);
	if (rc == RC_OK)
		rc = form_panel_load(f, err);
	if (rc == RC_OK && f->id && !f->past)
		rc = timeline_load(&f->timeline, f->ui->session, REF_MAKE(f->model->no, f->id), err);
	form_layout(f, 0);
	if (!f->typing)
		clamp_focus(f);
	return rc;
}

/* ---- moving ---- */

/* The row in the other column that stands at the same height, or nearest to it. */
static int beside(const struct form *f, int dx)
{
	const struct rect *at = &f->row[f->focus].at;
	int best = -1, distance = 1000;

	for (int i = 0; i < f->n_rows; i++) {
		const struct rect *b = &f->row[i].at;
		int d = b->y > at->y ? b->y - at->y : at->y - b->y;

		if ((dx > 0 ? b->x > at->x : b->x < at->x) && d < distance && (i < f->n_top) == (f->focus < f->n_top)) {
			best = i;
			distance = d;
		}
	}
	return best;
}

static unsigned move_focus(struct form *f, int by)
{
	int n = f->n_rows + form_below(f), to = f->focus + by;

	if (f->n_tabs && f->tab[f->active].timeline && to >= n) {
		f->in_tab = true;
		return DID;
	}
	f->in_tab = false;
	to = to < 0 ? 0 : to >= n ? n - 1 : to;
	if (to == f->focus || to < 0)
		return DID_NOTHING;
	f->focus = to;
	return DID;
}

static unsigned read_move(struct form *f, const struct act *a)
{
	unsigned did = form_tab_act(f, a);
	int to;

	if (did != DID_NOT)
		return did;
	switch (a->action->id) {
	case ACT_UP: return move_focus(f, -1);
	case ACT_DOWN: return move_focus(f, 1);
	case ACT_PAGE_UP: return move_focus(f, -8);
	case ACT_PAGE_DOWN: return move_focus(f, 8);
	case ACT_TOP: return move_focus(f, -10000);
	case ACT_BOTTOM: return move_focus(f, 10000);
	case ACT_LEFT:
	case ACT_RIGHT:
		to = f->focus < f->n_rows ? beside(f, a->action->id == ACT_RIGHT ? 1 : -1) : -1;
		if (to >= 0)
			f->focus = to;
		f->in_tab = false;
		return to >= 0 ? DID : DID_NOTHING;
	case ACT_NEXT_PANE: return f->n_tabs ? form_go_tab(f, (f->active + 1) % f->n_tabs) : DID_NOTHING;
	case ACT_PREV_PANE: return f->n_tabs ? form_go_tab(f, (f->active + f->n_tabs - 1) % f->n_tabs) : DID_NOTHING;
	case ACT_TAB: return form_go_tab(f, (int)strtol(a->arg, NULL, 10) - 1);
	default: return DID_NOT;
	}
}

/* ---- what a reader does ---- */

static unsigned open_reference(struct form *f, int slot)
{
	const struct field *fd = &f->model->fields[slot];
	int64_t ref = rec_int(f->rec, slot);
	const struct model *to = field_kind(fd) == FT_ANYREF ? registry_no(f->ui->session->reg, REF_MODEL(ref))
							     : registry_find(f->ui->session->reg, fd->ref);
	struct err err = ERR_INIT;

	if (!to || form_open_past(f->ui, to, field_kind(fd) == FT_ANYREF ? REF_ID(ref) : ref, f->past, &err) != RC_OK)
		ui_error(f->ui, &err);
	return DID;
}

static unsigned open_here(struct form *f)
{
	const struct field *fd = form_field(f);
	struct err err = ERR_INIT;
	int64_t *ids;

	if (fd) {
		int slot = f->row[f->focus].slot;
		enum field_type kind = field_kind(fd);

		if ((kind == FT_REF || kind == FT_ANYREF) && rec_has(f->rec, slot) && !f->cell[slot].text)
			return open_reference(f, slot);
		form_type(f);
		return DID;
	}
	if (form_panel_ref(f)) {
		const struct model *to = registry_no(f->ui->session->reg, REF_MODEL(form_panel_ref(f)));

		if (!to || form_open(f->ui, to, REF_ID(form_panel_ref(f)), NULL, 0, &err) != RC_OK)
			ui_error(f->ui, &err);
		return DID;
	}
	if (!form_related_id(f))
		return DID_NOTHING;
	ids = xcalloc((size_t)f->related.n, sizeof *ids);
	for (int i = 0; i < f->related.n; i++)
		ids[i] = f->related.row[i].id;
	if (form_open(f->ui, f->tab[f->active].related, form_related_id(f), ids, f->related.n, &err) != RC_OK)
		ui_error(f->ui, &err);
	free(ids);
	return DID;
}

static unsigned new_related(struct form *f)
{
	const struct form_tab *t = f->n_tabs ? &f->tab[f->active] : NULL;
	struct err err = ERR_INIT;
	struct change with;

	if (!t || !t->related)
		return DID_NOT;
	with = (struct change){ .slot = t->slot };
	with.val = VALUE_INT(field_kind(&t->related->fields[t->slot]) == FT_ANYREF ? REF_MAKE(f->model->no, f->id) : f->id);
	if (t->related->fields[t->slot].type == FT_REFS)
		with.val = value_set(&f->id, 1, &f->picked);
	if (quick_open(f->ui, t->related, &with, 1, &err) != RC_OK)
		ui_error(f->ui, &err);
	return DID;
}

/* ---- leaving ---- */

/* What is half typed must be somewhere before the form goes. */
static bool may_leave(struct form *f)
{
	if (!f->rec || (!form_dirty(f) && !form_typed(f)) || form_draft(f))
		return true;
	ui_complain(f->ui, "%s", _("what is typed can be kept nowhere now: Ctrl-S tries again, u drops it"));
	return false;
}

static unsigned leave(struct form *f)
{
	form_stop(f);
	if (!may_leave(f))
		return DID;
	if (form_dirty(f))
		ui_message(f->ui, "%s", _("not saved: a draft is kept, opening it again brings it back"));
	return DID_CLOSE;
}

static unsigned drop_edits(struct form *f)
{
	form_cells_clear(f);
	draft_drop(f->ui->session, f->model->name, f->id, NULL);
	form_draft_told(f, DRAFT_SAFE);
	f->draft_kept = false;
	ui_message(f->ui, "%s", _("what was typed is dropped"));
	return DID;
}

static enum rc save_again(struct ui *ui, void *ctx, struct err *err)
{
	(void)ui;
	return form_save(ctx, err);
}

static unsigned save(struct form *f, bool another)
{
	struct err err = ERR_INIT;

	form_stop(f);
	if (!form_dirty(f) && (f->id || !another))
		return f->id ? DID_CLOSE : leave(f);
	if (scope_run(f->ui, save_again, NULL, f, &err) != RC_OK) {
		ui_error(f->ui, &err);
		return DID;
	}
	if (another && form_new(f->ui, f->model, NULL, 0, &err) != RC_OK)
		ui_error(f->ui, &err);
	return DID_CHANGE;
}

/* ---- typing ---- */

static unsigned next_field(struct form *f, int by)
{
	form_stop(f);
	if (f->focus + by < 0 || f->focus + by >= f->n_rows) {
		/* past the last field of a tab: on to the next tab's fields, then the reader decides */
		if (by > 0 && f->active + 1 < f->n_tabs && f->tab[f->active + 1].slots)
			form_go_tab(f, f->active + 1);
		else
			return DID;
	} else {
		f->focus += by;
	}
	for (int i = 0; i < f->n_rows && form_field(f); i++) {
		const struct field *fd = form_field(f);

		if (fd->type != FT_FORMULA && fd->type != FT_LINES && !(fd->flags & F_READONLY) && !(f->id && (fd->flags & F_ONCE)))
			break;
		if (f->focus + by < 0 || f->focus + by >= f->n_rows)
			return DID;
		f->focus += by;
	}
	if (form_field(f))
		form_type(f);
	return DID;
}

static unsigned choose_move(struct form *f, int by)
{
	f->choice_sel += by;
	if (f->choice_sel < 0)
		f->choice_sel = f->n_choices - 1;
	if (f->choice_sel >= f->n_choices)
		f->choice_sel = 0;
	return DID;
}

struct outside {
	struct form *f;
	struct err err;
	enum rc rc;
};

static void run_editor(void *ctx)
{
	struct outside *o = ctx;
	const char *editor = o->f->ui->conf ? conf_text(o->f->ui->conf, "editor") : "";
	struct str text = STR_INIT;

	if (!*editor)
		editor = priv_kept("VISUAL") ? priv_kept("VISUAL") : priv_kept("EDITOR");
	str_add(&text, input_text(&o->f->input));
	o->rc = agent_edit(o->f->ui->agent, editor ? editor : "vi", &text, &o->err);
	if (o->rc == RC_OK)
		input_set(&o->f->input, text.s);
	str_free(&text);
}

static unsigned long_text(struct form *f)
{
	struct outside o = { .f = f, .err = ERR_INIT };

	if (!f->ui->agent || form_field(f)->type != FT_NOTE) {
		ui_message(f->ui, "%s", _("an editor opens for texts of many lines"));
		return DID_NOTHING;
	}
	ui_outside(f->ui, run_editor, &o);
	if (o.rc != RC_OK)
		ui_error(f->ui, &o.err);
	return DID;
}

static unsigned stored_value(struct form *f)
{
	int slot = f->row[f->focus].slot;
	struct str text = STR_INIT;

	value_show(f->ui->session, f->model, slot, &f->rec->val[slot], NULL, SHOW_EDIT, &text);
	input_set(&f->input, text.s);
	str_free(&text);
	return DID;
}

static unsigned type_enter(struct form *f)
{
	if (form_choices_take(f)) {
		enum field_type type = form_field(f)->type;

		return type == FT_REFS || type == FT_CHOICES ? DID : next_field(f, 1);
	}
	if (f->input.edit.lines)
		return input_type(f->ui, &f->input, "\n", 1);
	return next_field(f, 1);
}

static unsigned type_back(struct form *f)
{
	if (f->choosing) {
		form_choices_close(f);
		return DID;
	}
	form_stop(f);
	return DID;
}

static unsigned act_typing(struct form *f, const struct act *a)
{
	unsigned did;

	switch (a->action->id) {
	case ACT_ENTER: return type_enter(f);
	case ACT_BACK: return type_back(f);
	case ACT_SAVE: return save(f, false);
	case ACT_SAVE_NEW: return save(f, true);
	case ACT_LONG_TEXT: return long_text(f);
	case ACT_STORED_VALUE: return stored_value(f);
	case ACT_FIELD_NEXT: return next_field(f, 1);
	case ACT_FIELD_PREV: return next_field(f, -1);
	case ACT_CHOICES:
		form_choices_find(f, true);
		if (!f->choosing)
			ui_message(f->ui, "%s", _("this field has no list of choices"));
		return DID;
	case ACT_UP:
	case ACT_DOWN:
		if (f->choosing)
			return choose_move(f, a->action->id == ACT_DOWN ? 1 : -1);
		if (!f->input.edit.lines)
			return next_field(f, a->action->id == ACT_DOWN ? 1 : -1);
		break;
	default: break;
	}
	did = input_act(f->ui, &f->input, a);
	f->pristine = f->pristine && did == DID_NOT;
	if (did == DID && !f->input.edit.lines)
		form_choices_find(f, false);
	return did;
}

static unsigned act_reading(struct view *v, struct form *f, const struct act *a)
{
	struct chosen one = { .model = f->model, .id = &f->id, .n = f->id ? 1 : 0, .trash = rec_has(f->rec, SYS_TRASHED_AT) };
	unsigned did = read_move(f, a);

	if (did != DID_NOT || past_refuses(f->ui, f->past, a))
		return did != DID_NOT ? did : DID;
	switch (a->action->id) {
	case ACT_OPEN: return open_here(f);
	case ACT_EDIT: form_type(f); return DID;
	case ACT_SAVE: return save(f, false);
	case ACT_SAVE_NEW: return save(f, true);
	case ACT_NEW: return new_related(f);
	case ACT_STEP_BACK: return form_step_by(f, -1);
	case ACT_STEP_ON: return form_step_by(f, 1);
	case ACT_NEXT_RECORD: return form_beside(v, 1);
	case ACT_PREV_RECORD: return form_beside(v, -1);
	case ACT_BACK:
	case ACT_CLOSE_VIEW: return leave(f);
	case ACT_UNDO: return form_dirty(f) ? drop_edits(f) : DID_NOT;
	case ACT_REFRESH: return DID_LOAD;
	default: break;
	}
	if (!one.n && a->action->id == ACT_RELATED && str_eq(a->arg, "similar") && f->model->hooks.alike)
		return form_alike_list(f);
	if (!one.n)
		return DID_NOT;
	did = deed_act(f->ui, &one, a);
	/* in the trash it is a form of nothing: back to where it came from */
	return did == DID_CHANGE && a->action->id == ACT_TRASH && !one.trash ? (unsigned)(DID_CHANGE | DID_CLOSE) : did;
}

static unsigned form_act(struct view *v, const struct act *a)
{
	struct form *f = v->data;

	return f->typing ? act_typing(f, a) : act_reading(v, f, a);
}

static bool form_can(struct view *v, const struct act *a)
{
	struct form *f = v->data;
	struct chosen one = { .model = f->model, .id = &f->id, .n = f->id ? 1 : 0 };

	if (f->typing)
		return true;
	switch (a->action->id) {
	case ACT_NEW: return f->n_tabs && f->tab[f->active].related;
	case ACT_STEP_BACK:
	case ACT_STEP_ON: return form_has_steps(f);
	case ACT_NEXT_RECORD:
	case ACT_PREV_RECORD: return f->among || f->n_ids > 1;
	case ACT_RECORD:
	case ACT_SET:
	case ACT_RELATED:
		if (!f->id)
			return str_eq(a->arg, "similar") && f->model->hooks.alike;
		return deed_can(f->ui, &one, a);
	case ACT_MERGE:
	case ACT_COPY: return f->id && deed_can(f->ui, &one, a);
	default: return true;
	}
}

static unsigned form_text(struct view *v, const char *s, size_t n, bool paste)
{
	struct form *f = v->data;
	unsigned did;

	(void)paste;
	if (f->pristine)
		input_set(&f->input, "");
	f->pristine = false;
	did = input_type(f->ui, &f->input, s, n);
	form_choices_find(f, false);
	return did;
}

static unsigned form_context(const struct view *v)
{
	const struct form *f = v->data;

	if (f->typing)
		return CTX_TYPING;
	return CTXS_READING | (f->n_tabs && f->tab[f->active].related ? CTX_COLLECTION : 0u);
}

/* ---- mouse ---- */

static unsigned click_field(struct form *f, const struct click *c)
{
	int i = (int)c->arg;

	if (f->typing && i == f->focus)
		return input_click(&f->input, c->x, c->y);
	form_stop(f);
	f->focus = i;
	f->in_tab = false;
	if (c->what == CLICK_DOUBLE)
		form_type(f);
	return DID;
}

static unsigned form_click(struct view *v, const struct click *c)
{
	struct form *f = v->data;

	if (c->kind == HIT_TIMELINE && timeline_wheel(&f->timeline, c, f->timeline_h) != DID_NOT)
		return DID;
	if (c->what == CLICK_WHEEL_UP || c->what == CLICK_WHEEL_DOWN)
		return f->typing ? DID_NOTHING : move_focus(f, c->what == CLICK_WHEEL_DOWN ? 1 : -1);
	if (c->what != CLICK_PRESS && c->what != CLICK_DOUBLE)
		return DID_NOTHING;
	switch (c->kind) {
	case HIT_FIELD: return click_field(f, c);
	case HIT_TAB: return form_go_tab(f, (int)c->arg);
	case HIT_STEP: return f->typing ? DID_NOTHING : form_step_to(f, c->arg);
	case HIT_CHOICE:
		f->choice_sel = (int)c->arg;
		return type_enter(f);
	case HIT_RELATED:
		form_stop(f);
		f->focus = f->n_rows + (int)c->arg;
		return c->what == CLICK_DOUBLE ? open_here(f) : DID;
	default: return DID_NOTHING;
	}
}

/* ---- words ---- */

static void form_title(const struct view *v, struct str *out)
{
	const struct form *f = v->data;

	if (!f->id)
		str_addf(out, _("new %s"), _(f->model->label));
	else
		value_show(f->ui->session, f->model, f->model->title, &f->rec->val[f->model->title], NULL, SHOW_LIST, out);
	if (rec_has(f->rec, SYS_TRASHED_AT))
		str_addf(out, " (%s)", _("in the trash"));
}

static void form_status(const struct view *v, struct str *out)
{
	const struct form *f = v->data;
	int wrong = form_errors(f);

	if (wrong)
		str_addf(out, ngettext("%d error  ", "%d errors  ", (unsigned long)wrong), wrong);
	if (form_dirty(f) || form_typed(f))
		str_addf(out, "%s  ", _("changed"));
	form_position(v, out);
}

static void form_banner(const struct view *v, struct str *out)
{
	past_text(v->ui, ((const struct form *)v->data)->past, out);
}

static const char *form_hints(const struct view *v)
{
	const struct form *f = v->data;

	if (f->typing)
		return "save next-field choices back help";
	if (f->past)
		return "next-pane next-record,prev-record back help";
	return form_has_steps(f) ? "edit,open step-back,step-on next-pane next-record,prev-record new back help"
			       : "edit,open next-pane next-record,prev-record new back help";
}

static bool form_later(struct view *v)
{
	return form_alike_later(v->data);
}

static bool form_may_close(struct view *v, bool quit)
{
	(void)quit;
	return may_leave(v->data);
}

static void form_tick(struct view *v)
{
	form_present(v->data);
}

static bool form_save_draft(struct view *v)
{
	struct form *f = v->data;

	return f->rec && form_draft(f);
}

static const struct view_ops form_ops = { .name = "form", .context = form_context, .close = form_close, .load = form_load,
	.act = form_act, .can = form_can, .text = form_text, .click = form_click, .draw = form_draw, .title = form_title, .banner = form_banner,
	.status = form_status, .hints = form_hints, .save_draft = form_save_draft, .later = form_later,
	.tick = form_tick, .may_close = form_may_close };

/* ---- doors ---- */

static enum rc open_form(struct form *f, struct err *err)
{
	enum rc rc = view_push(f->ui, &form_ops, f, err);

	if (rc != RC_OK)
		return rc;
	if (!f->past)
		form_draft_load(f);
	form_layout(f, 0);
	return rc;
}

enum rc form_open(struct ui *ui, const struct model *m, int64_t id, const int64_t *ids, int n, struct err *err)
{
	struct form *f = form_alloc(ui, m, id);

	f->ids = xcalloc((size_t)n + 1, sizeof *f->ids);
	if (n)
		memcpy(f->ids, ids, (size_t)n * sizeof *ids);
	f->n_ids = n;
	return open_form(f, err);
}

enum rc form_open_past(struct ui *ui, const struct model *m, int64_t id, int64_t at, struct err *err)
{
	struct form *f = form_alloc(ui, m, id);

	f->past = at;
	return open_form(f, err);
}

enum rc form_open_beside(struct ui *ui, const struct model *m, int64_t id, int64_t at, struct err *err)
{
	struct form *f = form_alloc(ui, m, id);

	f->past = at;
	f->among = true;
	return open_form(f, err);
}

enum rc form_edit(struct ui *ui, const struct model *m, int64_t id, int slot, struct err *err)
{
	enum rc rc = form_open(ui, m, id, NULL, 0, err);
	struct form *f;

	if (rc != RC_OK)
		return rc;
	f = view_base(view_top(ui))->data;
	for (int i = 0; i < f->n_rows; i++)
		if (f->row[i].slot == slot)
			f->focus = i;
	if (!view_top(ui)->ops->popup) /* else a draft asks first what is to stay */
		form_type(f);
	return RC_OK;
}

enum rc form_new(struct ui *ui, const struct model *m, const struct change *with, int n, struct err *err)
{
	struct form *f = form_alloc(ui, m, 0);
	enum rc rc = view_push(ui, &form_ops, f, err);

	if (rc != RC_OK)
		return rc;
	for (int i = 0; i < n; i++) {
		struct str text = STR_INIT;

		value_show(ui->session, m, with[i].slot, &with[i].val, NULL, SHOW_EDIT, &text);
		form_cell_set(f, with[i].slot, text.s, &with[i].val);
		str_free(&text);
	}
	if (!n)
		form_draft_load(f);
	form_layout(f, 0);
	if (f->n_rows)
		form_type(f);
	return RC_OK;
}
