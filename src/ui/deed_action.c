/* The actions of record types: which apply, what they ask, how they are run and what they say. */
#include "base/i18n.h"
#include "ask.h"
#include "core.h"
#include "desk.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"
#include "scope.h"
#include "ui/widget.h"

#define LOOKED_AT 8 /* of many marked records so many are asked whether the action applies; run refuses the others */

const struct action *deed_action_of(const struct model *m, const struct act *a)
{
	const struct action *action = action_find(m, a->action->name);

	/* two record types may have actions of one name; a key row stands for those of one label */
	return action && str_eq(action->label, a->action->label) ? action : NULL;
}

/* NULL: it is gone. All hints of a frame ask of the same record, and nothing is written while it is drawn; at other times each
 * asks anew. */
static const struct record *looked_at(struct ui *ui, const struct model *m, int64_t id)
{
	struct looked *look = &desk_of(ui)->looked;

	if (!ui->core->frame || look->frame != ui->core->frame || look->model != m || look->id != id) {
		arena_reset(&look->arena);
		*look = (struct looked){ .frame = ui->core->frame, .model = m, .id = id, .arena = look->arena };
		if (record_load(ui->session, m, id, &look->arena, &look->record, NULL) != RC_OK)
			look->record = NULL;
	}
	return look->record;
}

bool deed_action_can(struct ui *ui, const struct chosen *c, const struct action *action)
{
	bool can = false;

	if (c->trash || (c->n == 0 && !action->none) || (c->n > 1 && !action->many))
		return false;
	if (!action->applies)
		return true;
	if (c->n == 0)
		return action_applies(ui->session, c->model, action, NULL);
	for (int i = 0; i < c->n && i < LOOKED_AT && !can && desk_of(ui); i++) {
		const struct record *r = looked_at(ui, c->model, c->id[i]);

		can = r && action_applies(ui->session, c->model, action, r);
	}
	return can;
}

/* Keeps what was done, so that it can be repeated on others. */
static void remember(struct ui *ui, const struct deed *d, const struct value *param)
{
	struct desk *desk = desk_of(ui);
	struct last *last = desk ? &desk->last : NULL;
	struct value *kept;
	struct arena a = ARENA_INIT;

	if (!last || (last->kind == LAST_ACTION && last->action == d->action && last->param == param))
		return;
	kept = arena_alloc(&a, (size_t)(d->action->n_params + 1) * sizeof *kept);
	for (int i = 0; i < d->action->n_params; i++)
		kept[i] = value_copy(&param[i], &a);
	arena_free(&last->arena);
	*last = (struct last){ .kind = LAST_ACTION, .model = d->model, .action = d->action, .param = kept, .arena = a };
}

/* Which were refused and why, for all to read: the message has room for the first. */
static void keep_refusals(struct ui *ui, struct deed *d, const struct action_result *out)
{
	struct str text = STR_INIT;

	free(d->refusals);
	d->refusals = NULL;
	for (int i = 0; out->n_refused > 1 && i < out->n_refused; i++) {
		deed_subject(ui, d->model, &out->refused[i].id, 1, &text);
		str_addf(&text, ": %s\n", out->refused[i].why);
	}
	if (text.len)
		d->refusals = str_take(&text);
	str_free(&text);
}

/* Kept past the result, since the box of the deed itself may still be open. */
static void keep_offer(struct ui *ui, struct deed *d, const struct action_result *out)
{
	const struct model *m = out->offer ? registry_no(ui->session->reg, REF_MODEL(out->offer_ref)) : NULL;

	d->offer = m ? action_find(m, out->offer) : NULL;
	d->offer_ref = out->offer_ref;
	d->offer_param = NULL;
	if (!d->offer || !out->offer_param)
		return;
	d->offer_param = arena_alloc(&d->arena, (size_t)d->offer->n_params * sizeof *d->offer_param);
	for (int i = 0; i < d->offer->n_params; i++)
		d->offer_param[i] = value_copy(&out->offer_param[i], &d->arena);
}

static enum rc open_box(struct ui *ui, struct deed *d, const struct value *given, struct err *err);

static enum rc open_offer(struct ui *ui, const struct deed *d, struct err *err)
{
	int64_t id = REF_ID(d->offer_ref);
	struct chosen c = { .model = registry_no(ui->session->reg, REF_MODEL(d->offer_ref)), .id = &id, .n = 1 };
	struct deed *next = deed_new(&c);

	next->action = d->offer;
	return open_box(ui, next, d->offer_param, err);
}

void deed_action_list(struct ui *ui, void *deed)
{
	struct deed *d = deed;
	struct err err = ERR_INIT;
	enum rc rc = RC_OK;

	if (d->refusals)
		rc = pager_open(ui, _("not done"), d->refusals, &err);
	else if (d->offer)
		rc = open_offer(ui, d, &err);
	if (rc != RC_OK)
		ui_error(ui, &err);
}

enum rc deed_action_run(struct ui *ui, struct deed *d, const struct value *param, struct err *err)
{
	struct action_result out;
	enum rc rc;

	action_result_init(&out);
	out.progress = ui_progress_cb;
	out.ctx = ui;
	ui_progress_begin(ui, _(d->action->label));
	rc = action_run(ui->session, d->model, d->action, d->id, d->n, param, &out, err);
	ui_progress_end(ui);
	if (rc == RC_OK) {
		/* where several were refused the first reason is in the message; where nothing was done it is an error
		 */
		if (out.done || !out.n_refused)
			deed_said(ui, out.message.s,
				out.ref     ? out.ref
				: d->n == 1 ? REF_MAKE(d->model->no, d->id[0])
					    : 0);
		else
			ui_complain(ui, "%s", out.n_refused == 1 ? out.refused[0].why : out.message.s);
		if (out.done)
			remember(ui, d, param);
		keep_refusals(ui, d, &out);
		keep_offer(ui, d, &out);
	}
	action_result_free(&out);
	return rc;
}

/* ---- what it will do is shown and asked first, where the action can tell ---- */

struct foreseen {
	struct deed *deed;
	struct value *param;
	struct arena arena; /* of the params */
};

static void foreseen_free(void *ctx)
{
	struct foreseen *f = ctx;

	deed_free(f->deed);
	arena_free(&f->arena);
	free(f);
}

static void foreseen_yes(struct ui *ui, void *ctx)
{
	struct foreseen *f = ctx;
	struct err err = ERR_INIT;

	if (deed_action_run(ui, f->deed, f->param, &err) != RC_OK)
		ui_error(ui, &err);
	deed_action_list(ui, f->deed);
}

static struct foreseen *foreseen_new(const struct deed *d, const struct value *param)
{
	struct chosen c = { .model = d->model, .id = d->id, .n = d->n, .trash = d->trash };
	struct foreseen *f = xcalloc(1, sizeof *f);

	f->deed = deed_new(&c);
	f->deed->action = d->action;
	f->param = arena_alloc(&f->arena, (size_t)(d->action->n_params + 1) * sizeof *f->param);
	for (int i = 0; i < d->action->n_params; i++)
		f->param[i] = value_copy(&param[i], &f->arena);
	return f;
}

static enum rc foresee(struct ui *ui, const struct deed *d, const struct value *param, struct err *err)
{
	struct action_result out;
	struct str list = STR_INIT;
	enum rc rc;

	action_result_init(&out);
	rc = d->action->preview(ui->session, d->model, d->id, d->n, param, &out, err);
	for (int i = 0; i < out.n_lines; i++)
		str_addf(&list, "%s\n", out.line[i].text);
	if (rc == RC_OK && !out.done)
		ui_complain(ui, "%s", out.message.s);
	else if (rc == RC_OK)
		rc = confirm_list_open(ui, _(d->action->label), out.message.s, _("yes, do it"), list.s, foreseen_yes,
			foreseen_free, foreseen_new(d, param), err);
	str_free(&list);
	action_result_free(&out);
	return rc;
}

static enum rc run_scoped(struct ui *ui, void *ctx, struct err *err)
{
	struct foreseen *f = ctx;

	return deed_action_run(ui, f->deed, f->param, err);
}

/* The box is filled in: each value as the params want it. */
static enum rc answered(struct ui *ui, void *ctx, const struct value *val, int n, struct err *err)
{
	struct deed *d = ctx;

	(void)n;
	if (!d->action->preview || d->action->live) {
		enum rc rc;

		ui->session->scope = d->n == 1 ? SAVE_ASK : SAVE_ONE;
		rc = deed_action_run(ui, d, val, err);
		ui->session->scope = SAVE_ONE;
		if (rc != RC_SCOPE)
			return rc;
		err_clear(err);
		d->several = true;
	}
	d->param = xcalloc((size_t)d->action->n_params + 1, sizeof *d->param);
	for (int i = 0; i < d->action->n_params; i++)
		d->param[i] = value_copy(&val[i], &d->arena);
	return RC_OK;
}

/* The box is closed: the question takes its place, or the refusals. */
static void after_box(struct ui *ui, void *ctx)
{
	struct deed *d = ctx;
	struct err err = ERR_INIT;
	enum rc rc = RC_OK;

	if (d->several)
		rc = scope_run(ui, run_scoped, foreseen_free, foreseen_new(d, d->param), &err);
	else if (d->param)
		rc = foresee(ui, d, d->param, &err);
	if (rc != RC_OK)
		ui_error(ui, &err);
	deed_action_list(ui, d);
}

/* Below the params, while they are typed: what it would do, or why it would not. */
static void foretell(struct ui *ui, void *ctx, const struct value *val, int n, struct str *out)
{
	const struct deed *d = ctx;
	struct action_result res;
	struct err err = ERR_INIT;

	(void)n;
	action_result_init(&res);
	if (d->action->preview(ui->session, d->model, d->id, d->n, val, &res, &err) != RC_OK) {
		str_add(out, err.text);
	} else {
		if (!res.n_lines)
			str_add(out, res.message.s ? res.message.s : "");
		for (int i = 0; i < res.n_lines; i++)
			str_addf(out, "%s%s", i ? "\n" : "", res.line[i].text);
		for (int i = 0; i < res.n_refused; i++)
			str_addf(out, "%s%s", out->len ? "\n" : "", res.refused[i].why);
	}
	action_result_free(&res);
}

/* What a param starts with: prefill of the record, else the field's default as a person would type it. */
static struct value start_value(struct ui *ui, const struct deed *d, const struct record *r, int i, struct arena *a)
{
	const struct action *action = d->action;
	struct value v = VALUE_NULL;
	struct err err = ERR_INIT;

	if (action->prefill && action->prefill(ui->session, r, i, a, &v))
		return v;
	if (action->params[i].dflt &&
		action_param(ui->session, NULL, action, i, action->params[i].dflt, a, &v, &err) != RC_OK)
		return VALUE_NULL;
	return v;
}

static void title_of(struct ui *ui, const struct deed *d, struct str *out)
{
	str_add(out, _(d->action->label));
	if (d->n) {
		str_add(out, ": ");
		deed_subject(ui, d->model, d->id, d->n, out);
	}
}

/* given: what it starts with instead; NULL: as the action says. */
static enum rc open_box(struct ui *ui, struct deed *d, const struct value *given, struct err *err)
{
	struct ask ask = { .fields = d->action->params,
		.n_fields = d->action->n_params,
		.name = d->action->name,
		.help = d->action->help,
		.brief = d->action->brief,
		.accept = answered,
		.notice = d->action->live ? foretell : NULL,
		.after = after_box,
		.drop = deed_free,
		.ctx = d };
	struct arena a = ARENA_INIT;
	struct record *r = NULL;
	struct str title = STR_INIT;
	struct value *start = arena_alloc(&a, (size_t)(ask.n_fields + 1) * sizeof *start);
	enum rc rc = RC_OK;

	if (d->n == 1)
		rc = record_load(ui->session, d->model, d->id[0], &a, &r, err);
	if (rc == RC_OK) {
		for (int i = 0; i < ask.n_fields; i++)
			start[i] = given ? given[i] : start_value(ui, d, r, i, &a);
		title_of(ui, d, &title);
		ask.title = title.s;
		ask.start = start;
		rc = ask_open(ui, &ask, err);
	} else {
		deed_free(d);
	}
	str_free(&title);
	arena_free(&a);
	return rc;
}

enum rc deed_action_with(struct ui *ui, const struct model *m, const struct action *action, const char *first, struct err *err)
{
	struct chosen none = { .model = m };
	struct deed *d = deed_new(&none);

	struct value *given;

	d->action = action;
	given = arena_alloc(&d->arena, (size_t)(action->n_params + 1) * sizeof *given);
	given[0] = value_text(arena_strdup(&d->arena, first));
	for (int i = 1; i < action->n_params; i++)
		given[i] = start_value(ui, d, NULL, i, &d->arena);
	return open_box(ui, d, given, err);
}

enum rc deed_action_ask(struct ui *ui, const struct chosen *c, const struct action *action, struct err *err)
{
	struct deed *d = deed_new(c);
	enum rc rc;

	d->action = action;
	if (action->none && !action->many) /* of the type as a whole, whatever is selected */
		d->n = 0;
	if (action->n_params)
		return open_box(ui, d, NULL, err);
	if (action->preview) {
		rc = foresee(ui, d, NULL, err);
	} else {
		rc = deed_action_run(ui, d, NULL, err);
		deed_action_list(ui, d);
	}
	deed_free(d);
	return rc;
}

/* ---- outcomes by digits ---- */

/* Of several (what happened; whether one comes) the one that applies to what is chosen. */
static const struct action *outcome_action(struct ui *ui, const struct chosen *c)
{
	const struct action *first = NULL;

	for (int i = 0; i < c->model->n_actions; i++) {
		const struct action *a = &c->model->actions[i];

		if (a->outcomes && deed_action_can(ui, c, a))
			return a;
		if (a->outcomes && !first)
			first = a;
	}
	return first;
}

/* The digit's choice of the first param; NULL: none. */
static const struct choice *outcome_of(const struct action *action, const struct act *a)
{
	int digit = a->arg[0] - '0';

	for (int i = 0; action && action->params[0].choice[i].name; i++)
		if (i + 1 == digit)
			return &action->params[0].choice[i];
	return NULL;
}

const char *deed_outcome_label(struct ui *ui, const struct chosen *c, const struct act *a)
{
	const struct choice *ch = outcome_of(outcome_action(ui, c), a);

	return ch ? _(ch->label) : NULL;
}

bool deed_outcome_can(struct ui *ui, const struct chosen *c, const struct act *a)
{
	const struct action *action = outcome_action(ui, c);

	return outcome_of(action, a) && deed_action_can(ui, c, action);
}

enum rc deed_outcome(struct ui *ui, const struct chosen *c, const struct act *a, struct err *err)
{
	const struct action *action = outcome_action(ui, c);
	const struct choice *choice = outcome_of(action, a);
	struct arena arena = ARENA_INIT;
	struct value *param;
	struct deed *d;
	enum rc rc;

	if (!choice)
		return fail(err, RC_INVALID, NO_FIELD, _("no outcome has this number"));
	d = deed_new(c);
	d->action = action;
	param = arena_alloc(&arena, (size_t)action->n_params * sizeof *param);
	param[0] = VALUE_INT(choice->no);
	for (int i = 1; i < action->n_params; i++)
		param[i] = VALUE_NULL;
	rc = deed_action_run(ui, d, param, err);
	if (rc == RC_OK)
		deed_action_list(ui, d);
	deed_free(d);
	arena_free(&arena);
	return rc;
}
