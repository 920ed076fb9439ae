/* A new record that may be there already: looked up between keys once a field is typed, said in a line below that
 * field. */
#include "base/i18n.h"
#include "form.h"
#include "record/alike.h"

void form_alike_free(struct form *f)
{
	free(f->alike_text);
	f->alike_text = NULL;
	f->alike_slot = 0;
}

void form_alike_ask(struct form *f, int slot)
{
	if (!f->id && f->model->hooks.alike)
		f->alike_due = slot;
}

/* The record as typed so far; what does not parse yet counts as empty. */
static struct record *as_typed(struct form *f, struct arena *a)
{
	struct record *r = arena_alloc(a, sizeof *r);

	*r = *f->rec;
	r->val = arena_alloc(a, (size_t)f->n_cells * sizeof *r->val);
	for (int slot = 0; slot < f->n_cells; slot++) {
		const struct form_cell *c = &f->cell[slot];
		struct err err = ERR_INIT;
		const char *create;

		r->val[slot] = c->exact ? c->val : f->rec->val[slot];
		if (c->text && !c->exact &&
			value_parse(f->ui->session, f->model, slot, c->text, a, &r->val[slot], &create, &err) != RC_OK)
			r->val[slot] = VALUE_NULL;
	}
	return r;
}

bool form_alike_later(struct form *f)
{
	struct arena a = ARENA_INIT;
	struct alike_list found;
	struct str line = STR_INIT;
	int slot = f->alike_due;

	if (!slot || f->id)
		return false;
	f->alike_due = 0;
	form_alike_free(f);
	if (alike_find(f->ui->session, as_typed(f, &a), &found, NULL) == RC_OK) {
		alike_line(&found, &line);
		if (line.len) {
			str_add(&line, found.n ? _(" — rs lists them") : "");
			f->alike_text = str_take(&line);
			f->alike_slot = slot;
		}
		alike_free(&found);
	}
	str_free(&line);
	arena_free(&a);
	return true;
}

unsigned form_alike_list(struct form *f)
{
	struct arena a = ARENA_INIT;
	struct err err = ERR_INIT;

	if (similar_open(f->ui, as_typed(f, &a), &err) != RC_OK)
		ui_error(f->ui, &err);
	arena_free(&a);
	return DID;
}
