/* Typing in a cell, where it stands. Each cell is saved as a step of its own. */
#include "base/fold.h"
#include "base/i18n.h"
#include "desk.h"
#include "found.h"
#include "list.h"
#include "record/record.h"
#include "record/session.h"

#define FOUND_MAX 60
#define FOUND_ROWS 8
#define CELL_LEAST 20
#define BOX_LEAST 28

static bool many(const struct list *l)
{
	return field_types[l->c.model->fields[l->edit.slot].type].set;
}

/* Where the word that is completed starts: of several values, the last. */
static size_t word_at(const struct list *l)
{
	const char *text = input_text(&l->edit.input), *comma = many(l) ? strrchr(text, ',') : NULL;
	size_t at = comma ? (size_t)(comma + 1 - text) : 0;

	return at + strspn(text + at, " ");
}

/* What may stand here. fresh: nothing was typed yet, so Enter keeps what is there. */
static void find(struct view *v, bool fresh)
{
	struct list *l = v->data;
	struct cell_edit *e = &l->edit;
	const char *word = fresh ? "" : input_text(&e->input) + word_at(l);

	err_clear(&e->err);
	arena_reset(&e->words);
	e->found = arena_alloc(&e->words, FOUND_MAX * sizeof *e->found);
	e->n_found = found_has(&l->c.model->fields[e->slot])
			     ? found_values(v->ui->session, l->c.model, e->slot, word, &e->words, e->found, FOUND_MAX)
			     : 0;
	e->pick = e->top = 0;
	e->choosing = !fresh && *word && e->n_found && l->c.model->fields[e->slot].suggest == NULL;
	for (int i = 0; i < e->n_found && e->choosing; i++)
		if (!e->found[i].create && fold_eq(e->found[i].text, word)) {
			e->pick = i;
			break;
		}
}

/* ---- begin and end ---- */

void edit_end(struct list *l)
{
	struct cell_edit *e = &l->edit;

	if (e->on)
		input_free(&e->input);
	arena_free(&e->arena);
	arena_free(&e->words);
	*e = (struct cell_edit){ .arena = ARENA_INIT, .words = ARENA_INIT };
}

/* NULL: it may be typed here; else why not. */
static const char *refused(const struct list *l)
{
	const struct list_column *c = &l->col[l->at];
	const struct field *f = column_field(c);

	if (l->c.trash)
		return _("it lies in the trash: d restores it first");
	if (c->path.n > 1)
		return _("this belongs to another record: the keys of r open it");
	if (f->flags & (F_READONLY | F_ONCE) || f->type == FT_FORMULA || f->type == FT_AUTONO)
		return _("this is not typed: the program fills it in");
	if (f->type == FT_LINES)
		return _("this has rows of its own: Enter opens the record");
	return NULL;
}

static enum rc begin(struct view *v, int64_t id, int slot, struct err *err)
{
	struct list *l = v->data;
	struct session *s = v->ui->session;
	const struct model *m = l->c.model;
	struct cell_edit *e = &l->edit;
	struct str text = STR_INIT;
	struct record *r;
	enum rc rc;

	edit_end(l);
	rc = record_load(s, m, id, &e->arena, &r, err);
	if (rc != RC_OK)
		return rc;
	*e = (struct cell_edit){ .on = true, .id = id, .slot = slot, .seen = r->val[slot], .arena = e->arena };
	value_show(s, m, slot, &e->seen, record_titles(s, m, slot, &e->seen, &e->arena), SHOW_EDIT, &text);
	input_init(&e->input, text.s, false, (size_t)field_max(&m->fields[slot]));
	str_free(&text);
	find(v, true);
	return RC_OK;
}

unsigned edit_begin(struct view *v)
{
	struct list *l = v->data;
	const struct row *r = window_row(l, l->sel);
	struct err err = ERR_INIT;
	const char *why;

	if (!r || l->at >= l->n_col) {
		ui_message(v->ui, "%s", _("nothing to change here"));
		return DID;
	}
	why = refused(l);
	if (why) {
		ui_message(v->ui, "%s", why);
		return DID;
	}
	if (column_field(&l->col[l->at])->type == FT_NOTE)
		return list_said(v, form_edit(v->ui, l->c.model, r->id, l->col[l->at].path.slot[0], &err), &err);
	return list_said(v, begin(v, r->id, l->col[l->at].path.slot[0], &err), &err);
}

/* ---- save ---- */

static enum rc make_named(struct session *s, struct step *st, const struct field *f, const char *name, struct err *err)
{
	const struct model *m = registry_find(s->reg, f->ref);
	struct change ch = { .slot = m->title, .val = value_text(name) };
	int64_t id = 0;

	return record_save(s, st, m, &id, &ch, 1, NULL, err);
}

/* The text as a value; new names are made in the step. */
static enum rc parse(struct view *v, struct step *st, struct value *out, struct err *err)
{
	struct list *l = v->data;
	struct cell_edit *e = &l->edit;
	const struct field *f = &l->c.model->fields[e->slot];
	const char *create = NULL;
	enum rc rc;

	do {
		create = NULL;
		rc = value_parse(v->ui->session, l->c.model, e->slot, input_text(&e->input), &e->arena, out,
			f->flags & F_CREATE_REF ? &create : NULL, err);
		if (rc == RC_OK && create)
			rc = make_named(v->ui->session, st, f, create, err);
	} while (rc == RC_OK && create);
	return rc;
}

static enum rc write_cell(struct view *v, const struct value *taken, struct str *what, struct err *err)
{
	struct list *l = v->data;
	struct cell_edit *e = &l->edit;
	const struct model *m = l->c.model;
	struct save_options typed = { .typed = true, .ask = !e->asked };
	struct change ch = { .slot = e->slot, .compare = true, .seen = e->seen };
	struct step st;
	char *title = record_title(v->ui->session, m, e->id);
	enum rc rc;

	str_addf(what, _("%s set on %s"), _(m->fields[e->slot].label), title ? title : "");
	free(title);
	rc = step_open(v->ui->session, what->s, &st, err);
	if (rc != RC_OK)
		return rc;
	if (taken)
		ch.val = *taken;
	else
		rc = parse(v, &st, &ch.val, err);
	if (rc == RC_OK && value_eq(&ch.val, &e->seen))
		str_clear(what);
	else if (rc == RC_OK)
		rc = record_save(v->ui->session, &st, m, &e->id, &ch, 1, &typed, err);
	return step_close(&st, rc, err);
}

/* The choice under the bar as a value; false: what is typed counts. */
static bool taken(const struct list *l, struct value *out)
{
	const struct cell_edit *e = &l->edit;
	const struct field *f = &l->c.model->fields[e->slot];
	const struct found *pick = &e->found[e->pick];

	if (!e->choosing || pick->create || many(l) || f->suggest)
		return false;
	*out = VALUE_INT(pick->id);
	return true;
}

/* Somebody changed it meanwhile: what is stored now is what the next Enter goes over. */
static void see_again(struct view *v)
{
	struct list *l = v->data;
	struct cell_edit *e = &l->edit;
	struct str text = STR_INIT;
	struct record *r;
	struct err err = ERR_INIT;

	if (record_load(v->ui->session, l->c.model, e->id, &e->arena, &r, &err) != RC_OK)
		return;
	e->seen = r->val[e->slot];
	value_show(v->ui->session, l->c.model, e->slot, &e->seen, NULL, SHOW_LIST, &text);
	fail(&e->err, RC_CONFLICT, e->slot, _("somebody made it \"%s\" meanwhile: Enter overwrites, Esc keeps that"),
		text.s);
	str_free(&text);
}

/* false: the cell stays open and says what is wrong. */
static bool save(struct view *v)
{
	struct list *l = v->data;
	struct cell_edit *e = &l->edit;
	struct str what = STR_INIT;
	struct value val;
	enum rc rc;

	err_clear(&e->err);
	rc = write_cell(v, taken(l, &val) ? &val : NULL, &what, &e->err);
	if (rc == RC_OK && what.len)
		deed_said(v->ui, what.s, REF_MAKE(l->c.model->no, e->id));
	e->asked = rc == RC_ASK;
	if (rc == RC_OK)
		edit_end(l);
	else if (rc == RC_CONFLICT)
		see_again(v);
	str_free(&what);
	return rc == RC_OK;
}

/* ---- keys ---- */

/* Several values: the word is completed, and typing goes on. */
static bool complete(struct view *v)
{
	struct list *l = v->data;
	struct cell_edit *e = &l->edit;
	const struct found *pick = &e->found[e->pick];
	bool quote;
	char *text;

	if (!e->choosing || !(many(l) || l->c.model->fields[e->slot].suggest))
		return false;
	quote = strchr(pick->text, ',') && many(l);
	text = xasprintf("%.*s%s%s%s%s", (int)word_at(l), input_text(&e->input), quote ? "\"" : "", pick->text,
		quote ? "\"" : "", "");
	input_set(&e->input, text);
	free(text);
	find(v, true);
	return true;
}

unsigned edit_choose(struct view *v, int i)
{
	struct list *l = v->data;

	if (i < 0 || i >= l->edit.n_found)
		return DID_NOTHING;
	l->edit.pick = i;
	l->edit.choosing = true;
	if (l->edit.found[i].create || complete(v))
		return DID;
	return save(v) ? DID_LOAD : DID;
}

/* To the next cell that may be typed in, in this row. */
static unsigned next_cell(struct view *v, int way)
{
	struct list *l = v->data;
	int was = l->at;

	while (l->at + way >= 0 && l->at + way < l->n_col) {
		l->at += way;
		if (!refused(l) && column_field(&l->col[l->at])->type != FT_NOTE) {
			columns_layout(l, list_width(v));
			return edit_begin(v);
		}
	}
	l->at = was;
	return DID;
}

static unsigned enter(struct view *v, int way)
{
	if (way == 0 && complete(v))
		return DID;
	if (!save(v))
		return DID;
	return (way ? next_cell(v, way) : DID) | DID_LOAD;
}

static unsigned step_choice(struct list *l, int by)
{
	struct cell_edit *e = &l->edit;

	if (!e->n_found)
		return DID_NOTHING;
	if (e->choosing)
		e->pick = (e->pick + by + e->n_found) % e->n_found;
	e->choosing = true;
	return DID;
}

static unsigned back(struct view *v)
{
	struct list *l = v->data;

	if (l->edit.n_found) {
		l->edit.choosing = false;
		l->edit.n_found = 0;
		return DID;
	}
	edit_end(l);
	ui_message(v->ui, "%s", _("not changed"));
	return DID;
}

unsigned edit_act(struct view *v, const struct act *a)
{
	struct list *l = v->data;
	unsigned did;

	switch (a->action->id) {
	case ACT_ENTER:
	case ACT_SAVE: return enter(v, 0);
	case ACT_FIELD_NEXT: return enter(v, 1);
	case ACT_FIELD_PREV: return enter(v, -1);
	case ACT_UP: return step_choice(l, -1);
	case ACT_DOWN: return step_choice(l, 1);
	case ACT_BACK: return back(v);
	case ACT_CHOICES: find(v, true); return l->edit.n_found ? DID : DID_NOTHING;
	default: break;
	}
	did = input_act(v->ui, &l->edit.input, a);
	if (did == DID && a->action->id != ACT_LEFT && a->action->id != ACT_RIGHT && a->action->id != ACT_HOME &&
		a->action->id != ACT_END)
		find(v, false);
	return did;
}

unsigned edit_text(struct view *v, const char *s, size_t n)
{
	struct list *l = v->data;
	unsigned did = input_type(v->ui, &l->edit.input, s, n);

	find(v, false);
	return did;
}

/* ---- picture ---- */

static void draw_choices(const struct view *v, struct canvas *c, struct rect cell)
{
	struct list *l = v->data;
	struct cell_edit *e = &l->edit;
	int n = e->n_found < FOUND_ROWS ? e->n_found : FOUND_ROWS, w = cell.w > BOX_LEAST ? cell.w : BOX_LEAST;
	bool below = cell.y + n + 2 < v->at.y + v->at.h;
	struct rect r = { cell.x - 1, below ? cell.y + 1 : cell.y - n - 2, w + 2, n + 2 };

	if (r.x + r.w > v->at.x + v->at.w)
		r.x = v->at.x + v->at.w - r.w;
	r = canvas_box(c, r, C_LINE, NULL);
	e->top = e->pick < e->top ? e->pick : e->pick >= e->top + n ? e->pick - n + 1 : e->top;
	for (int i = 0; i < n; i++) {
		const struct found *f = &e->found[e->top + i];
		bool on = e->choosing && e->top + i == e->pick;
		unsigned role = on ? C_SELECTED : C_POPUP;
		struct str text = STR_INIT;

		if (f->create)
			str_addf(&text, _("create '%s'"), f->text);
		else
			str_add(&text, f->text);
		canvas_text(c, r.x, r.y + i, r.w, role, "");
		if (on)
			canvas_glyph(c, r.x, r.y + i, C_ACCENT, GL_BAR);
		canvas_text(c, r.x + 1, r.y + i, r.w - 1, role, text.s);
		if (f->detail && !f->create)
			canvas_right(c, r.x + r.w / 2, r.y + i, r.w / 2 - 1, on ? role : C_DIM, f->detail);
		canvas_hit(c, (struct rect){ r.x, r.y + i, r.w, 1 }, HIT_CHOICE, e->top + i);
		str_free(&text);
	}
}

void edit_draw(struct view *v, struct canvas *c)
{
	struct list *l = v->data;
	struct cell_edit *e = &l->edit;
	const struct list_column *col = &l->col[l->at];
	int width = list_width(v), w = col->w > CELL_LEAST ? col->w : CELL_LEAST, y = v->at.y + 1 + l->sel - l->top;
	struct rect cell = { v->at.x + col->x, y, w, 1 };

	if (cell.x + cell.w > v->at.x + width)
		cell.x = v->at.x + width - cell.w;
	if (cell.x < v->at.x)
		cell = (struct rect){ v->at.x, y, width, 1 };
	canvas_text(c, cell.x, y, cell.w, C_INPUT, "");
	input_draw(&e->input, c, cell, C_INPUT, true);
	if (e->err.rc) {
		int under = y + 1 < v->at.y + v->at.h ? y + 1 : y - 1,
		    need = text_width(e->err.text, strlen(e->err.text));
		int x = cell.x + need > v->at.x + v->at.w ? v->at.x + v->at.w - need : cell.x;

		canvas_put(c, x > v->at.x ? x : v->at.x, under, v->at.w, C_ERROR, e->err.text);
	} else if (e->n_found) {
		draw_choices(v, c, cell);
	}
}
