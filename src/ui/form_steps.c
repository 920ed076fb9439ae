/* The way a record goes: the steps of the field that boards go by, drawn over the form. They are read when the form
 * loads, so that the picture asks nothing of the database. */
#include <stdio.h>

#include "base/i18n.h"
#include "form.h"
#include "past.h"

static bool not_begun(const struct form *f)
{
	const struct model *m = f->model;

	return m->before.when && f->id && rec_int(f->rec, m->before.when) == m->before.is;
}

/* The field whose values are the steps. */
static int way(const struct form *f)
{
	return not_begun(f) ? f->model->before.by : f->model->group;
}

bool form_has_steps(const struct form *f)
{
	const struct field *fd = &f->model->fields[way(f)];
	const struct model *ref = fd->type == FT_REF ? registry_find(f->ui->session->reg, fd->ref) : NULL;

	return f->model->group && f->id && (fd->type == FT_CHOICE || (ref && ref->flags & M_COLUMNS));
}

void form_steps_free(struct form *f)
{
	for (int i = 0; i < f->n_steps; i++)
		free(f->step[i].name);
	free(f->step_brief);
	f->n_steps = 0;
	f->step_brief = NULL;
}

/* ---- reading ---- */

static void add_step(struct form *f, int64_t id, const char *name)
{
	f->step[f->n_steps++] = (struct form_step){
		.id = id, .name = xstrdup(name ? name : ""), .now = rec_int(f->rec, way(f)) == id, .open = true
	};
}

/* The set of columns' record type that names the same things as the record's team field does: who may use a column. -1:
 * none. */
static int users_slot(const struct form *f, const struct model *to)
{
	const char *team = f->model->team ? f->model->fields[f->model->team].ref : NULL;

	for (int slot = SYS_N; team && slot < to->n; slot++)
		if (to->fields[slot].type == FT_REFS && strcmp(to->fields[slot].ref, team) == 0)
			return slot;
	return -1;
}

static bool set_allows(const struct value *set, int64_t id)
{
	return set->kind != VAL_SET || set->n == 0 || set_has(set, id);
}

/* What the present column says of itself: what is to be done in it, and where one goes from it. */
static void take_present(struct form *f, const struct model *to)
{
	struct arena a = ARENA_INIT;
	struct record *now;

	if (rec_int(f->rec, f->model->group) &&
		record_load(f->ui->session, to, rec_int(f->rec, f->model->group), &a, &now, NULL) == RC_OK) {
		if (to->brief && rec_has(now, to->brief))
			f->step_brief = xstrdup(rec_text(now, to->brief));
		for (int i = 0; to->successors && i < f->n_steps; i++)
			f->step[i].open = f->step[i].now || set_allows(&now->val[to->successors], f->step[i].id);
	}
	arena_free(&a);
}

static void read_columns(struct form *f, const struct model *to)
{
	int users = users_slot(f, to);
	struct path column[2] = { { .n = 1, .slot = { to->title }, .model = { to } },
		{ .n = 1, .slot = { users }, .model = { to } } };
	struct query q = { .model = to, .limit = FORM_STEPS, .columns = column, .n_columns = users < 0 ? 1 : 2 };
	struct page p;

	if (query_run(f->ui->session, &q, &p, NULL) != RC_OK)
		return; /* the way is not drawn; the field below says the same */
	for (int i = 0; i < p.n; i++) {
		const struct row *r = &p.row[i];
		bool here = rec_int(f->rec, f->model->group) == r->id;

		if (here || users < 0 || set_allows(&r->val[1], rec_int(f->rec, f->model->team)))
			add_step(f, r->id, r->val[0].kind == VAL_TEXT ? r->val[0].s : "");
	}
	page_free(&p);
	take_present(f, to);
}

static bool is_step(const struct form *f, int64_t no)
{
	const int *step = not_begun(f) ? f->model->before.steps : NULL;

	if (!step || no == rec_int(f->rec, way(f)))
		return true;
	while (*step && *step != no)
		step++;
	return *step != 0;
}

void form_steps_load(struct form *f)
{
	const struct field *fd = &f->model->fields[way(f)];

	form_steps_free(f);
	if (!form_has_steps(f))
		return;
	if (fd->type == FT_REF)
		read_columns(f, registry_find(f->ui->session->reg, fd->ref));
	else
		for (const struct choice *c = fd->choice; c && c->name && f->n_steps < FORM_STEPS; c++)
			if (is_step(f, c->no))
				add_step(f, c->no, _(c->label));
}

/* ---- going ---- */

unsigned form_step_to(struct form *f, int64_t to)
{
	struct change ch = { .slot = way(f), .val = VALUE_INT(to) };
	struct err err = ERR_INIT;

	if (past_refuses(f->ui, f->past, &(struct act){ .action = &ui_actions[ACT_STEP_ON], .arg = "" }))
		return DID;
	if (deed_change(f->ui, f->model, f->id, &ch, 1, NULL, &err) != RC_OK) {
		ui_error(f->ui, &err);
		return DID;
	}
	return DID_CHANGE;
}

/* On to the next step that is open; one that is shut is passed by, as the office laid the way. */
unsigned form_step_by(struct form *f, int by)
{
	int at = by > 0 ? -1 : f->n_steps;

	if (!form_has_steps(f))
		return DID_NOT;
	for (int i = 0; i < f->n_steps; i++)
		if (f->step[i].now)
			at = i;
	do
		at += by;
	while (at >= 0 && at < f->n_steps && !f->step[at].open);
	if (at < 0 || at >= f->n_steps) {
		ui_message(f->ui, "%s",
			by > 0 ? _("there is no step on from here") : _("there is no step back from here"));
		return DID;
	}
	return form_step_to(f, f->step[at].id);
}

/* ---- drawing ---- */

/* "[Second 6 d]" for the present one, "(Last)" for one that cannot be gone to from here. */
static int draw_step(const struct form *f, struct canvas *c, int x, int y, const struct form_step *s)
{
	const struct model *m = f->model;
	char text[140], days[24] = "";
	int from = x;

	if (s->now && way(f) == m->group && m->in_group && rec_has(f->rec, m->in_group))
		snprintf(days, sizeof days, _(" %d d"), (int)rec_int(f->rec, m->in_group));
	snprintf(text, sizeof text, s->now ? "[%s%s]" : s->open ? "%s%s" : "(%s%s)", s->name, days);
	x += canvas_put(c, x, y, -1, s->now ? C_ACCENT | S_BOLD : C_DIM, text);
	canvas_hit(c, (struct rect){ from, y, x - from, 1 }, HIT_STEP, s->id);
	return x;
}

int form_steps_draw(const struct form *f, struct canvas *c, struct rect r)
{
	int x = r.x + 1;

	canvas_clip(c, r);
	for (int i = 0; i < f->n_steps; i++) {
		if (i)
			x += canvas_put(c, x + 1, r.y, 1, C_DIM, glyph_text(GL_STEP)) + 2;
		x = draw_step(f, c, x, r.y, &f->step[i]);
	}
	canvas_unclip(c);
	return x;
}
