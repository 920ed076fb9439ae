/* Deeds: what means the same wherever records are shown. This file knows which is which, and does the plain ones. */
#include <stdio.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "desk.h"
#include "record/record.h"
#include "record/session.h"
#include "scope.h"
#include "ui/widget.h"

struct desk *desk_of(const struct ui *ui)
{
	return ui->app;
}

/* ---- what views are told ---- */

void record_want(struct ui *ui, int64_t ref)
{
	struct desk *desk = desk_of(ui);

	if (desk && ref)
		desk->wanted = ref;
}

int64_t record_wanted(struct ui *ui, const struct model *m)
{
	struct desk *desk = desk_of(ui);
	int64_t ref = desk ? desk->wanted : 0;

	if (!ref || REF_MODEL(ref) != m->no)
		return 0;
	desk->wanted = 0;
	return REF_ID(ref);
}

bool record_touched(const struct ui *ui, int64_t ref)
{
	const struct desk *desk = desk_of(ui);

	return desk && desk->touched_at && clock_ms() - desk->touched_at < TOUCHED_MS && marks_has(&desk->touched, ref);
}

/* ---- a deed under way ---- */

struct deed *deed_new(const struct chosen *c)
{
	struct deed *d = xcalloc(1, sizeof *d);

	d->model = c->model;
	d->n = c->n;
	d->trash = c->trash;
	d->id = xcalloc((size_t)c->n + 1, sizeof *d->id);
	if (c->n)
		memcpy(d->id, c->id, (size_t)c->n * sizeof *d->id);
	return d;
}

void deed_free(void *deed)
{
	struct deed *d = deed;

	if (!d)
		return;
	free(d->id);
	free(d->refusals);
	free(d->param);
	arena_free(&d->arena);
	free(d);
}

void deed_said(struct ui *ui, const char *what, int64_t ref)
{
	ui_message(ui, _("%s — u undoes"), what);
	record_want(ui, ref);
	ui_stale(ui);
}

void deed_subject(struct ui *ui, const struct model *m, const int64_t *id, int n, struct str *out)
{
	char *title = n == 1 ? record_title(ui->session, m, id[0]) : NULL;

	if (title)
		str_add(out, title);
	else
		str_addf(out, "%d %s", n, _(n == 1 ? m->label : m->plural));
	free(title);
}

/* ---- trash and restore ---- */

struct bulk {
	int done, refused;
	char why[200]; /* of the first refusal */
};

static bool is_refusal(enum rc rc)
{
	return rc == RC_INVALID || rc == RC_NOT_FOUND || rc == RC_DENIED || rc == RC_CONFLICT;
}

static enum rc trash_all(struct ui *ui, struct step *st, const struct deed *d, struct bulk *b, struct err *err)
{
	enum rc rc = RC_OK;

	for (int i = 0; i < d->n && rc == RC_OK; i++) {
		rc = d->trash ? record_restore(ui->session, st, d->model, d->id[i], err)
			      : record_trash(ui->session, st, d->model, d->id[i], err);
		if (rc == RC_OK)
			b->done++;
		else if (is_refusal(rc) && d->n > 1) {
			if (!b->refused++)
				snprintf(b->why, sizeof b->why, "%.199s", err->text);
			err_clear(err);
			rc = RC_OK;
		}
		if (rc == RC_OK)
			rc = step_breathe(st, err);
		if (rc == RC_OK && !ui_progress(ui, i + 1, d->n))
			break;
	}
	return rc;
}

static enum rc trash_run(struct ui *ui, const struct deed *d, struct err *err)
{
	struct bulk b = { .done = 0 };
	struct str what = STR_INIT;
	struct step st;
	enum rc rc;

	deed_subject(ui, d->model, d->id, d->n, &what);
	str_add(&what, d->trash ? _(" out of the trash") : _(" to the trash"));
	rc = step_open(ui->session, what.s, &st, err);
	if (rc == RC_OK) {
		ui_progress_begin(ui, d->trash ? _("out of the trash") : _("to the trash"));
		rc = step_close(&st, trash_all(ui, &st, d, &b, err), err);
		ui_progress_end(ui);
	}
	if (rc == RC_OK && b.refused)
		str_addf(&what, _(", %d refused: %s"), b.refused, b.why);
	if (rc == RC_OK && !b.done)
		ui_complain(ui, "%s", what.s);
	else if (rc == RC_OK)
		deed_said(ui, what.s, d->trash ? REF_MAKE(d->model->no, d->id[0]) : 0);
	str_free(&what);
	return rc;
}

static enum rc trash_scoped(struct ui *ui, void *ctx, struct err *err)
{
	return trash_run(ui, ctx, err);
}

static enum rc trash_chosen(struct ui *ui, const struct chosen *c, struct err *err)
{
	struct deed *d = deed_new(c);
	enum rc rc = c->n == 1 ? scope_run(ui, trash_scoped, deed_free, d, err) : trash_run(ui, d, err);
	struct desk *desk = desk_of(ui);

	if (rc == RC_OK && desk)
		desk->last.kind = LAST_TRASH;
	if (c->n != 1)
		deed_free(d);
	return rc;
}

/* ---- duplicate ---- */

static bool copied(const struct model *m, int slot)
{
	const struct field *f = &m->fields[slot];

	return slot >= SYS_N && f->type != FT_FORMULA && f->type != FT_LINES && f->type != FT_AUTONO &&
	       !(f->flags & (F_READONLY | F_UNIQUE | F_HIDDEN | F_QUIET));
}

static enum rc duplicate(struct ui *ui, const struct chosen *c, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct record *r;
	struct change *ch;
	int n = 0;
	enum rc rc = record_load(ui->session, c->model, c->id[0], &a, &r, err);

	if (rc == RC_OK) {
		ch = arena_alloc(&a, (size_t)c->model->n * sizeof *ch);
		for (int i = 0; i < c->model->n; i++)
			if (copied(c->model, i) && rec_has(r, i))
				ch[n++] = (struct change){ .slot = i, .val = r->val[i] };
		rc = form_new(ui, c->model, ch, n, err);
	}
	arena_free(&a);
	return rc;
}

/* ---- repeat ---- */

static enum rc repeat(struct ui *ui, const struct chosen *c, struct err *err)
{
	struct desk *desk = desk_of(ui);
	struct last *last = desk ? &desk->last : NULL;
	struct deed *d;
	enum rc rc;

	if (!last || last->kind == LAST_NONE)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("nothing to repeat yet"));
	if (last->kind == LAST_TRASH)
		return trash_chosen(ui, c, err);
	if (last->model != c->model)
		return fail(err, RC_INVALID, NO_FIELD, _("the last change was one of %s"), _(last->model->plural));
	d = deed_new(c);
	d->action = last->action;
	if (last->kind == LAST_ACTION) {
		rc = deed_action_run(ui, d, last->param, err);
		deed_action_list(ui, d);
	} else {
		d->asked = true; /* as it was the first time */
		rc = deed_set_run(ui, d, last->change, last->n_change, err);
	}
	deed_free(d);
	return rc;
}

/* ---- marked but not shown: asked about first ---- */

struct asked {
	struct deed *deed;
	const struct ui_action *action;
	char *arg;
};

static void asked_free(void *ctx)
{
	struct asked *k = ctx;

	deed_free(k->deed);
	free(k->arg);
	free(k);
}

static void asked_yes(struct ui *ui, void *ctx)
{
	struct asked *k = ctx;
	struct chosen c = { .model = k->deed->model, .id = k->deed->id, .n = k->deed->n, .trash = k->deed->trash };

	deed_act(ui, &c, &(struct act){ .action = k->action, .arg = k->arg });
}

static enum rc ask_hidden(struct ui *ui, const struct chosen *c, const struct act *a, struct err *err)
{
	struct asked *k = xcalloc(1, sizeof *k);
	struct str text = STR_INIT;
	enum rc rc;

	*k = (struct asked){ .deed = deed_new(c), .action = a->action, .arg = xstrdup(a->arg) };
	str_addf(&text, _("%d marked, %d of them hidden by the filter"), c->n, c->hidden);
	rc = confirm_open(ui, _(a->action->label), text.s, _("yes, on all of them"), asked_yes, asked_free, k, err);
	str_free(&text);
	return rc;
}

/* ---- which is which ---- */

static bool is_deed(enum act_id id)
{
	switch (id) {
	case ACT_RECORD:
	case ACT_OUTCOME:
	case ACT_SET:
	case ACT_EDIT_ALL:
	case ACT_TRASH:
	case ACT_MERGE:
	case ACT_COPY:
	case ACT_RELATED:
	case ACT_HISTORY:
	case ACT_BRIEF:
	case ACT_WHY:
	case ACT_COPY_RECORD:
	case ACT_REPEAT: return true;
	default: return false;
	}
}

static bool changes_records(enum act_id id)
{
	return id != ACT_COPY && id != ACT_RELATED && id != ACT_HISTORY && id != ACT_BRIEF && id != ACT_WHY;
}

/* What needs no record can be done wherever one is: an action of another type than the chosen ones' is done without them. */
static struct chosen addressed(struct ui *ui, const struct chosen *c, const struct act *a)
{
	const struct registry *reg = ui->session->reg;
	const struct action *row = a->action->id == ACT_RECORD ? a->action->data : NULL;

	if (!row || !row->none || deed_action_of(c->model, a))
		return *c;
	for (int i = 0; i < registry_count(reg); i++)
		if (deed_action_of(registry_at(reg, i), a) == row)
			return (struct chosen){ .model = registry_at(reg, i) };
	return *c;
}

bool deed_can(struct ui *ui, const struct chosen *given, const struct act *a)
{
	enum act_id id = a->action->id;
	const struct action *action;
	struct chosen own = addressed(ui, given, a);
	const struct chosen *c = &own;

	if (!is_deed(id))
		return true;
	if (id == ACT_RECORD) {
		action = deed_action_of(c->model, a);
		return action && deed_action_can(ui, c, action);
	}
	if (c->n == 0)
		return false;
	if (id == ACT_OUTCOME)
		return deed_outcome_can(ui, c, a);
	if (id == ACT_MERGE)
		return !c->trash && c->model->merge;
	if (id == ACT_SET)
		return !c->trash && model_slot(c->model, a->arg) >= SYS_N;
	return !c->trash || id == ACT_TRASH || id == ACT_COPY || id == ACT_HISTORY;
}

static enum rc set_named(struct ui *ui, const struct chosen *c, const char *name, struct err *err)
{
	int slot = model_slot(c->model, name);

	if (slot < SYS_N)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("%s have no field \"%s\""), _(c->model->plural), name);
	return deed_set(ui, c, slot, err);
}

static enum rc act_on(struct ui *ui, const struct chosen *c, const struct act *a, struct err *err)
{
	const struct action *action;

	switch (a->action->id) {
	case ACT_RECORD:
		action = deed_action_of(c->model, a);
		if (!action)
			return fail(err, RC_INVALID, NO_FIELD, _("%s: not for %s"), _(a->action->label),
				_(c->model->plural));
		return deed_action_ask(ui, c, action, err);
	case ACT_OUTCOME: return deed_outcome(ui, c, a, err);
	case ACT_SET: return set_named(ui, c, a->arg, err);
	case ACT_EDIT_ALL: return deed_set_any(ui, c, err);
	case ACT_TRASH: return trash_chosen(ui, c, err);
	case ACT_MERGE: return merge_open(ui, c->model, c->id, c->n, err);
	case ACT_COPY: return deed_copy(ui, c, a->arg, err);
	case ACT_RELATED: return deed_related(ui, c, a->arg, err);
	case ACT_HISTORY: return history_open(ui, REF_MAKE(c->model->no, c->id[0]), err);
	case ACT_BRIEF: return brief_open(ui, c->model, c->id[0], err);
	case ACT_WHY: return why_open(ui, c->model, c->id[0], err);
	case ACT_COPY_RECORD: return duplicate(ui, c, err);
	default: return repeat(ui, c, err);
	}
}

static bool needs_record(const struct chosen *c, const struct act *a)
{
	const struct action *action = a->action->id == ACT_RECORD ? deed_action_of(c->model, a) : NULL;

	return !action || !action->none;
}

unsigned deed_act(struct ui *ui, const struct chosen *given, const struct act *a)
{
	struct chosen own = addressed(ui, given, a);
	const struct chosen *c = &own;
	struct err err = ERR_INIT;
	enum rc rc;

	if (!is_deed(a->action->id))
		return DID_NOT;
	if (c->n == 0 && needs_record(c, a)) {
		ui_message(ui, _("%s: nothing is selected"), _(a->action->label));
		return DID;
	}
	if (c->hidden && changes_records(a->action->id))
		rc = ask_hidden(ui, c, a, &err);
	else
		rc = act_on(ui, c, a, &err);
	if (rc != RC_OK)
		ui_error(ui, &err);
	return DID;
}
