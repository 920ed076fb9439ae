/* Cells and saving: what is typed in a form stays text until the field is left, and never goes missing. */
#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "form.h"
#include "past.h"
#include "record/draft.h"
#include "record/rights.h"

void form_show(const struct form *f, int slot, enum value_style style, struct str *out)
{
	if (f->cell[slot].text)
		str_add(out, f->cell[slot].text);
	else
		value_show(f->ui->session, f->model, slot, &f->rec->val[slot], NULL, style, out);
}

bool form_dirty(const struct form *f)
{
	for (int i = 0; i < f->n_cells; i++)
		if (f->cell[i].text)
			return true;
	return false;
}

int form_errors(const struct form *f)
{
	int n = 0;

	for (int i = 0; i < f->n_cells; i++)
		n += f->cell[i].error != NULL;
	return n;
}

static void cell_clear(struct form_cell *c)
{
	free(c->text);
	free(c->error);
	*c = (struct form_cell){ 0 };
}

void form_cell_drop(struct form *f, int slot)
{
	cell_clear(&f->cell[slot]);
}

void form_cells_clear(struct form *f)
{
	for (int i = 0; i < f->n_cells; i++)
		cell_clear(&f->cell[i]);
}

static void cell_error(struct form_cell *c, const char *text)
{
	free(c->error);
	c->error = text ? xstrdup(text) : NULL;
}

/* What the cell means: a picked value, or its text parsed. create: a name to make a record of first. */
static enum rc cell_value(
	struct form *f, int slot, struct arena *a, struct value *out, const char **create, struct err *err)
{
	const struct form_cell *c = &f->cell[slot];

	*create = NULL;
	if (c->exact) {
		*out = c->val;
		return RC_OK;
	}
	return value_parse(f->ui->session, f->model, slot, c->text, a, out, create, err);
}

void form_cell_set(struct form *f, int slot, const char *text, const struct value *exact)
{
	struct form_cell *c = &f->cell[slot];
	struct arena a = ARENA_INIT;
	struct err err = ERR_INIT;
	struct value v, seen;
	const char *create;
	bool here = f->typing && f->row[f->focus].slot == slot;

	char *copy = xstrdup(text);

	seen = c->text ? c->seen : here ? f->began_val : value_copy(&f->rec->val[slot], &f->picked);
	f->asked = false;
	cell_clear(c);
	c->text = copy;
	c->seen = seen;
	if (exact) {
		c->val = value_copy(exact, &f->picked);
		c->exact = true;
	}
	if (cell_value(f, slot, &a, &v, &create, &err) != RC_OK)
		cell_error(c, err.text);
	else if (f->id && !create && (value_eq(&v, &f->rec->val[slot]) || value_eq(&v, &seen)))
		cell_clear(c); /* typed back to what is stored, or was */
	form_alike_ask(f, slot);
	arena_free(&a);
}

void form_type(struct form *f)
{
	const struct field *fd = form_field(f);
	struct str text = STR_INIT;
	int slot;

	if (!fd || past_refuses(f->ui, f->past, &(struct act){ .action = &ui_actions[ACT_EDIT], .arg = "" }))
		return;
	f->in_tab = false;
	slot = f->row[f->focus].slot;
	if (rec_has(f->rec, SYS_TRASHED_AT)) {
		ui_complain(f->ui, "%s", _("it is in the trash: d puts it back, then it can be changed"));
		return;
	}
	if (fd->type == FT_FORMULA || fd->type == FT_LINES || (fd->flags & F_READONLY) ||
		(f->id && (fd->flags & F_ONCE) && rec_has(f->rec, slot))) {
		ui_complain(f->ui,
			rights_field(f->ui->session, f->rec->model, slot) == FIELD_READONLY
				? _("%s may only be read: an administrator says who changes it")
				: _("%s is kept by the program and cannot be typed"),
			_(fd->label));
		return;
	}
	form_show(f, slot, SHOW_EDIT, &text);
	input_init(&f->input, text.s, fd->type == FT_NOTE, (size_t)field_max(fd));
	f->typing = true;
	free(f->began);
	f->began = xstrdup(text.s ? text.s : "");
	f->began_val = value_copy(&f->rec->val[slot], &f->picked);
	f->pristine = text.len && (fd->type == FT_REF || fd->type == FT_CHOICE || fd->type == FT_BOOL);
	str_free(&text);
}

bool form_typed(const struct form *f)
{
	/* compared with what stood there then, not now: what others wrote meanwhile was not typed */
	return f->typing && strcmp(f->began, input_text(&f->input)) != 0;
}

void form_stop(struct form *f)
{
	bool typed = form_typed(f);

	if (!f->typing)
		return;
	form_choices_close(f);
	if (typed)
		form_cell_set(f, f->row[f->focus].slot, input_text(&f->input), NULL);
	f->typing = false;
	input_free(&f->input);
}

bool form_resolved(struct form *f, struct str *out)
{
	int slot = f->row[f->focus].slot;
	enum field_type type = f->model->fields[slot].type;
	struct arena a = ARENA_INIT;
	struct value v;
	bool any = false;

	if (type == FT_DATE || type == FT_INSTANT || type == FT_MONEY || type == FT_PERCENT) {
		if (*input_text(&f->input) &&
			value_parse(f->ui->session, f->model, slot, input_text(&f->input), &a, &v, NULL, NULL) == RC_OK)
			value_show(f->ui->session, f->model, slot, &v, NULL, SHOW_LIST, out);
		any = out->len > 0 && strcmp(out->s, input_text(&f->input)) != 0;
	}
	arena_free(&a);
	return any;
}

/* Makes the record that "create NAME" promised; the field's text then finds it. */
static enum rc create_named(struct form *f, struct step *st, int slot, const char *name, struct err *err)
{
	const struct model *to = registry_find(f->ui->session->reg, f->model->fields[slot].ref);
	struct change ch = { .slot = to->title, .val = value_text(name) };
	int64_t id = 0;
	enum rc rc = record_save(f->ui->session, st, to, &id, &ch, 1, NULL, err);

	if (rc != RC_OK)
		err->field = slot;
	return rc;
}

static enum rc collect_one(
	struct form *f, struct step *st, int slot, struct arena *a, struct change *ch, struct err *err)
{
	const char *create;
	enum rc rc = cell_value(f, slot, a, &ch->val, &create, err);

	for (int made = 0; rc == RC_OK && create && made < 20; made++) {
		rc = create_named(f, st, slot, create, err);
		if (rc == RC_OK)
			rc = cell_value(f, slot, a, &ch->val, &create, err);
	}
	ch->slot = slot;
	ch->op = CH_SET;
	ch->compare = f->id != 0;
	ch->seen = f->cell[slot].seen;
	if (rc != RC_OK)
		err->field = slot;
	return rc;
}

static enum rc write_all(struct form *f, struct step *st, struct arena *a, int64_t *id, struct err *err)
{
	struct save_options typed = { .typed = true, .ask = !f->asked };
	struct change *ch = arena_alloc(a, (size_t)f->n_cells * sizeof *ch);
	enum rc rc = RC_OK;
	int n = 0;

	for (int slot = SYS_N; slot < f->n_cells && rc == RC_OK; slot++)
		if (f->cell[slot].text)
			rc = collect_one(f, st, slot, a, &ch[n++], err);
	return rc == RC_OK ? record_save(f->ui->session, st, f->model, id, ch, n, &typed, err) : rc;
}

/* The focus goes to where the fault is, in whichever tab. */
static void show_fault(struct form *f, const struct err *err)
{
	if (err->field < SYS_N || err->field >= f->n_cells)
		return;
	if (!f->cell[err->field].text)
		f->cell[err->field].text = xstrdup("");
	cell_error(&f->cell[err->field], err->text);
	for (int t = -1; t < f->n_tabs; t++) {
		if (t >= 0 && !f->tab[t].slots)
			continue;
		if (t >= 0)
			f->active = t;
		form_layout(f, 0);
		for (int i = 0; i < f->n_rows; i++)
			if (f->row[i].slot == err->field) {
				f->focus = i;
				return;
			}
	}
}

static bool first_error(struct form *f, struct err *err)
{
	for (int slot = SYS_N; slot < f->n_cells; slot++)
		if (f->cell[slot].error && f->cell[slot].text && !f->cell[slot].exact) {
			struct arena a = ARENA_INIT;
			struct value v;
			const char *create;
			bool bad = cell_value(f, slot, &a, &v, &create, err) != RC_OK;

			arena_free(&a);
			err->field = slot;
			if (bad)
				return true;
			/* refused by the door last time, not by its text: the door is asked again */
			cell_error(&f->cell[slot], NULL);
		}
	return false;
}

/* After a conflict the form goes on from what is stored now: saving again is then a person's decision. */
static void take_theirs(struct form *f)
{
	struct arena fresh = ARENA_INIT;
	struct record *r;

	if (!f->id || record_load(f->ui->session, f->model, f->id, &fresh, &r, NULL) != RC_OK)
		return;
	arena_free(&f->arena);
	f->arena = fresh;
	f->rec = r;
}

static void save_refused(struct form *f, enum rc rc, const struct err *err)
{
	if (rc == RC_CONFLICT)
		take_theirs(f);
	f->asked = rc == RC_ASK;
	if (!f->asked && rc != RC_SCOPE)
		show_fault(f, err);
	if (rc == RC_CONFLICT)
		form_conflict_open(f, true);
	if (rc == RC_BUSY || rc == RC_FULL || rc == RC_IO)
		form_draft(f); /* at once, wherever it can be kept */
}

enum rc form_save(struct form *f, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct step st;
	char label[200], *title;
	int64_t id = f->id;
	enum rc rc;

	form_stop(f);
	if (first_error(f, err)) {
		show_fault(f, err);
		return RC_INVALID;
	}
	rc = step_open(f->ui->session, _("changed"), &st, err);
	if (rc != RC_OK)
		return rc;
	rc = write_all(f, &st, &a, &id, err);
	title = rc == RC_OK ? record_title(f->ui->session, f->model, id) : NULL;
	if (rc == RC_OK) {
		snprintf(label, sizeof label, f->id ? _("%.150s changed") : _("%.150s created"), title ? title : "");
		step_label(&st, label);
		draft_drop(f->ui->session, f->model->name, f->id, NULL);
	}
	free(title);
	rc = step_close(&st, rc, err);
	arena_free(&a);
	if (rc != RC_OK) {
		save_refused(f, rc, err);
		return rc;
	}
	draft_file_drop(f->ui->session, f->model->name, f->id);
	form_draft_told(f, DRAFT_SAFE);
	f->asked = false;
	ui_message(f->ui, _("%s — u undoes"), label);
	form_cells_clear(f);
	form_alike_free(f);
	f->id = id;
	return RC_OK;
}
