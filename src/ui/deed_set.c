/* Set one field of what is chosen: a picker for references, a menu for choices, a prompt for the rest; of a set "+this
 * -that" adds and takes away. */
#include <stdio.h>

#include "base/i18n.h"
#include "desk.h"
#include "found.h"
#include "record/rights.h"
#include "record/record.h"
#include "record/session.h"
#include "scope.h"
#include "ui/widget.h"

#define ROWS 200
#define MENU_MAX 9

/* What is asked, while it is asked. */
struct asking {
	struct session *session;
	struct deed *deed;
	const struct field *field;
	struct value old; /* of the one record; NULL for many */
	struct found found[ROWS];
	struct arena arena, found_arena;
};

static void asking_free(void *ctx)
{
	struct asking *k = ctx;

	deed_free(k->deed);
	arena_free(&k->arena);
	arena_free(&k->found_arena);
	free(k);
}

/* ---- doing it ---- */

struct tally {
	int done, refused;
	char why[200];
};

static enum rc save_all(struct ui *ui, struct step *st, const struct deed *d, const struct change *ch, int n,
	struct tally *t, struct err *err)
{
	struct save_options typed = { .typed = true, .ask = !d->asked };
	enum rc rc = RC_OK;

	for (int i = 0; i < d->n && rc == RC_OK; i++) {
		int64_t id = d->id[i];

		rc = record_save(ui->session, st, d->model, &id, ch, n, &typed, err);
		if (rc == RC_OK)
			t->done++;
		else if (d->n > 1 && (rc == RC_INVALID || rc == RC_NOT_FOUND || rc == RC_DENIED || rc == RC_CONFLICT)) {
			if (!t->refused++)
				snprintf(t->why, sizeof t->why, "%.199s", err->text);
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

static void remember(struct ui *ui, const struct deed *d, const struct change *ch, int n)
{
	struct desk *desk = desk_of(ui);
	struct arena a = ARENA_INIT;
	struct last last = { .kind = LAST_SET, .model = d->model, .n_change = n };

	if (!desk || ch == desk->last.change)
		return;
	for (int i = 0; i < n; i++)
		last.change[i] =
			(struct change){ .slot = ch[i].slot, .op = ch[i].op, .val = value_copy(&ch[i].val, &a) };
	last.arena = a;
	arena_free(&desk->last.arena);
	desk->last = last;
}

static void describe(struct ui *ui, const struct deed *d, const struct change *ch, struct str *out)
{
	str_addf(out, "%s", _(d->model->fields[ch[0].slot].label));
	str_add(out, ch[0].op == CH_SET && ch[0].val.kind == VAL_NULL ? _(" cleared on ") : _(" set on "));
	deed_subject(ui, d->model, d->id, d->n, out);
}

/* Within the open step, which it closes. */
static enum rc run_in(
	struct ui *ui, struct step *st, const struct deed *d, const struct change *ch, int n, struct err *err)
{
	struct tally t = { .done = 0 };
	struct str what = STR_INIT;
	enum rc rc;

	describe(ui, d, ch, &what);
	ui_progress_begin(ui, what.s);
	rc = save_all(ui, st, d, ch, n, &t, err);
	ui_progress_end(ui);
	if (t.done < d->n)
		str_addf(&what, _(", %d not: %s"), d->n - t.done, t.refused ? t.why : _("stopped"));
	step_label(st, what.s);
	rc = step_close(st, rc, err);
	if (rc == RC_OK && t.done) {
		deed_said(ui, what.s, d->n == 1 ? REF_MAKE(d->model->no, d->id[0]) : 0);
		remember(ui, d, ch, n);
	} else if (rc == RC_OK) {
		ui_complain(ui, "%s", t.why);
	}
	str_free(&what);
	return rc;
}

enum rc deed_set_run(struct ui *ui, const struct deed *d, const struct change *ch, int n, struct err *err)
{
	struct step st;
	enum rc rc = step_open(ui->session, _("set"), &st, err);

	return rc == RC_OK ? run_in(ui, &st, d, ch, n, err) : rc;
}

/* ---- what was typed ---- */

/* "+new, urgent -old": what is added and what is taken away, each as a list with commas. False: no sign, so the text is
 * the whole set. */
static bool split_signs(const char *text, struct str *add, struct str *take)
{
	struct str *to = NULL;
	bool fresh = true;

	text += strspn(text, " ");
	if (*text != '+' && *text != '-')
		return false;
	for (const char *s = text; *s; s++) {
		bool start = s == text || s[-1] == ' ' || s[-1] == ',';

		if (start && (*s == '+' || *s == '-')) {
			to = *s == '+' ? add : take;
			while (to->len && (to->s[to->len - 1] == ' ' || to->s[to->len - 1] == ','))
				str_cut(to, to->len - 1);
			if (to->len)
				str_addc(to, ',');
			fresh = true;
		} else if (!fresh || *s != ' ') {
			str_addc(to, *s);
			fresh = false;
		}
	}
	return true;
}

/* Makes the record that is only named so far. */
static enum rc make_named(struct session *s, struct step *st, const struct field *f, const char *name, struct err *err)
{
	const struct model *ref = registry_find(s->reg, f->ref);
	struct change ch = { .slot = ref->title, .val = value_text(name) };
	int64_t id = 0;

	return record_save(s, st, ref, &id, &ch, 1, NULL, err);
}

/* The value of a text; names that are new are made on the way where st is given. Without it they pass. */
static enum rc resolve(
	struct asking *k, struct session *s, struct step *st, const char *text, struct value *out, struct err *err)
{
	enum rc rc = RC_OK;

	for (int tries = 0; tries < 20; tries++) {
		const char *create = NULL;

		rc = value_parse(s, k->deed->model, k->deed->slot, text, &k->arena, out, &create, err);
		if (rc != RC_OK || !create || !st)
			return rc;
		rc = make_named(s, st, k->field, create, err);
		if (rc != RC_OK)
			return rc;
	}
	return fail(err, RC_INVALID, k->deed->slot, _("too many new names at once"));
}

static enum rc typed_changes(struct asking *k, struct session *s, struct step *st, const char *text, struct change *ch,
	int *n, struct err *err)
{
	bool set = field_types[k->field->type].set;
	struct str part[2] = { STR_INIT, STR_INIT };
	enum rc rc = RC_OK;

	*n = 0;
	if (set && split_signs(text, &part[0], &part[1])) {
		for (int i = 0; i < 2 && rc == RC_OK; i++) {
			if (!part[i].len)
				continue;
			ch[*n] = (struct change){ .slot = k->deed->slot, .op = i ? CH_REMOVE : CH_ADD };
			rc = resolve(k, s, i ? NULL : st, part[i].s, &ch[(*n)++].val, err);
		}
	} else {
		ch[*n] = (struct change){ .slot = k->deed->slot };
		ch->compare = k->deed->n == 1 && !set;
		ch->seen = k->old;
		rc = resolve(k, s, st, text, &ch[(*n)++].val, err);
	}
	str_free(&part[0]);
	str_free(&part[1]);
	return rc;
}

static enum rc set_typed(struct ui *ui, struct asking *k, const char *text, struct err *err)
{
	struct change ch[2];
	struct step st;
	int n;
	enum rc rc = step_open(ui->session, _("set"), &st, err);

	if (rc != RC_OK)
		return rc;
	rc = typed_changes(k, ui->session, &st, text, ch, &n, err);
	if (rc == RC_OK && n == 0)
		rc = fail(err, RC_INVALID, k->deed->slot, _("nothing to set: +name adds, -name takes away"));
	rc = rc == RC_OK ? run_in(ui, &st, k->deed, ch, n, err) : step_close(&st, rc, err);
	k->deed->asked = rc == RC_ASK;
	return rc;
}

/* ---- a prompt ---- */

static enum rc prompt_change(struct ui *ui, void *ctx, const char *text, struct err *err)
{
	struct change ch[2];
	int n;

	return typed_changes(ctx, ui->session, NULL, text, ch, &n, err);
}

static enum rc prompt_accept(struct ui *ui, void *ctx, const char *text, struct err *err)
{
	return set_typed(ui, ctx, text, err);
}

static int prompt_complete(void *ctx, const char *text, size_t cursor, struct picker_row *rows, int max)
{
	struct asking *k = ctx;
	size_t from = cursor;
	char *word;
	int n;

	while (from && !strchr(" ,+-", text[from - 1]))
		from--;
	word = xstrndup(text + from, cursor - from);
	arena_reset(&k->found_arena);
	n = found_values(
		k->session, k->deed->model, k->deed->slot, word, &k->found_arena, k->found, max < ROWS ? max : ROWS);
	for (int i = 0; i < n; i++)
		rows[i] = (struct picker_row){ .id = i + 1, .text = k->found[i].text };
	free(word);
	return n;
}

static enum rc open_prompt(struct ui *ui, struct asking *k, struct err *err)
{
	static const struct prompt_ops ops = { .change = prompt_change, .accept = prompt_accept, .close = asking_free };
	static const struct prompt_ops completing = {
		.change = prompt_change, .accept = prompt_accept, .close = asking_free, .complete = prompt_complete
	};
	struct str label = STR_INIT, text = STR_INIT;
	enum rc rc;

	str_addf(&label, "%s", _(k->field->label));
	if (k->deed->n > 1)
		str_addf(&label, _(" of %d"), k->deed->n);
	value_show(ui->session, k->deed->model, k->deed->slot, &k->old, NULL, SHOW_EDIT, &text);
	rc = prompt_open(ui, label.s, text.s, found_has(k->field) ? &completing : &ops, k, err);
	str_free(&label);
	str_free(&text);
	return rc;
}

/* ---- a picker, or a menu where the choices are few ---- */

/* What a picked value does beside itself is asked before it is done. */
struct question {
	struct deed *deed;
	struct change ch;
	struct arena arena;
};

static void question_free(void *ctx)
{
	struct question *q = ctx;

	deed_free(q->deed);
	arena_free(&q->arena);
	free(q);
}

static void question_yes(struct ui *ui, void *ctx)
{
	struct question *q = ctx;
	struct err err = ERR_INIT;

	if (deed_set_run(ui, q->deed, &q->ch, 1, &err) != RC_OK)
		ui_error(ui, &err);
}

static void ask_first(struct ui *ui, const struct deed *d, const struct change *ch, const char *text)
{
	struct chosen c = { .model = d->model, .id = d->id, .n = d->n };
	struct question *q = xcalloc(1, sizeof *q);
	struct err err = ERR_INIT;

	q->deed = deed_new(&c);
	q->deed->asked = true;
	q->ch = *ch;
	q->ch.val = value_copy(&ch->val, &q->arena);
	if (confirm_open(ui, _(d->model->fields[ch->slot].label), text, _("yes, do it"), question_yes, question_free, q,
		    &err) != RC_OK)
		ui_error(ui, &err);
}

static void set_value(struct ui *ui, struct asking *k, struct value v)
{
	struct change ch = { .slot = k->deed->slot, .val = v };
	struct err err = ERR_INIT;

	enum rc rc = deed_set_run(ui, k->deed, &ch, 1, &err);

	if (rc == RC_ASK)
		ask_first(ui, k->deed, &ch, err.text);
	else if (rc != RC_OK)
		ui_error(ui, &err);
}

static int pick_find(void *ctx, const char *query, struct picker_row *rows, int max)
{
	struct asking *k = ctx;
	int n;

	arena_reset(&k->found_arena);
	n = found_values(k->session, k->deed->model, k->deed->slot, query, &k->found_arena, k->found,
		max - 1 < ROWS ? max - 1 : ROWS);
	if (n && k->found[n - 1].create) /* the picker has a line of its own for it */
		n--;
	for (int i = 0; i < n; i++)
		rows[i] = (struct picker_row){
			.id = k->found[i].id, .text = k->found[i].text, .detail = k->found[i].detail
		};
	if (!*query && !(k->field->flags & F_REQUIRED))
		rows[n++] = (struct picker_row){ .id = -1, .text = _("— nothing —"), .role = C_DIM };
	return n;
}

static void pick_chosen(struct ui *ui, void *ctx, const struct picker_row *row)
{
	set_value(ui, ctx, row->id < 0 ? VALUE_NULL : VALUE_INT(row->id));
}

static void pick_create(struct ui *ui, void *ctx, const char *name)
{
	struct err err = ERR_INIT;

	if (set_typed(ui, ctx, name, &err) != RC_OK)
		ui_error(ui, &err);
}

static enum rc open_picker(struct ui *ui, struct asking *k, struct err *err)
{
	static const struct picker_ops ops = { .find = pick_find, .choose = pick_chosen, .close = asking_free };
	static const struct picker_ops creating = {
		.find = pick_find, .choose = pick_chosen, .create = pick_create, .close = asking_free
	};
	struct picker look = { .title = _(k->field->label), .at = k->old.kind == VAL_INT ? k->old.i : 0 };

	return picker_open(ui, &look, k->field->flags & F_CREATE_REF ? &creating : &ops, k, err);
}

static void menu_chosen(struct ui *ui, void *ctx, int id)
{
	set_value(ui, ctx, id < 0 ? VALUE_NULL : VALUE_INT(id));
}

static enum rc open_menu(struct ui *ui, struct asking *k, int n, struct err *err)
{
	struct menu_row row[MENU_MAX + 1];

	for (int i = 0; i < n; i++)
		row[i] = (struct menu_row){ .key = (char)('1' + i),
			.text = k->found[i].text,
			.detail = k->old.kind == VAL_INT && k->old.i == k->found[i].id ? glyph_text(GL_TICK) : NULL,
			.id = (int)k->found[i].id };
	if (!(k->field->flags & F_REQUIRED))
		row[n++] = (struct menu_row){ .key = '0', .text = _("nothing"), .id = -1 };
	return menu_open(ui, _(k->field->label), row, n, menu_chosen, asking_free, k, err);
}

/* ---- which way it is asked ---- */

static bool settable(const struct field *f)
{
	return f->type != FT_FORMULA && f->type != FT_LINES && f->type != FT_AUTONO &&
	       !(f->flags & (F_READONLY | F_ONCE));
}

static enum rc old_value(struct ui *ui, struct asking *k, struct err *err)
{
	struct record *r;
	enum rc rc;

	k->old = VALUE_NULL;
	if (k->deed->n != 1)
		return RC_OK;
	rc = record_load(ui->session, k->deed->model, k->deed->id[0], &k->arena, &r, err);
	if (rc == RC_OK)
		k->old = r->val[k->deed->slot];
	return rc;
}

enum rc deed_set(struct ui *ui, const struct chosen *c, int slot, struct err *err)
{
	const struct field *f = &c->model->fields[slot];
	struct asking *k;
	int n = 0;
	enum rc rc;

	if (!settable(f))
		return fail(err, RC_DENIED, slot,
			rights_field(ui->session, c->model, slot) == FIELD_READONLY
				? _("%s may only be read: an administrator says who changes it")
				: _("%s is kept by the program: it cannot be set"),
			_(f->label));
	k = xcalloc(1, sizeof *k);
	k->session = ui->session;
	k->field = f;
	k->deed = deed_new(c);
	k->deed->slot = slot;
	rc = old_value(ui, k, err);
	if (rc != RC_OK) {
		asking_free(k);
		return rc;
	}
	if (f->type == FT_REF)
		return open_picker(ui, k, err);
	if (f->type == FT_CHOICE || f->type == FT_BOOL)
		n = found_values(ui->session, c->model, slot, "", &k->found_arena, k->found, ROWS);
	if (n > MENU_MAX)
		return open_picker(ui, k, err);
	return n ? open_menu(ui, k, n, err) : open_prompt(ui, k, err);
}

/* ---- which field ---- */

struct fields {
	struct deed *deed;
};

static int fields_find(void *ctx, const char *query, struct picker_row *rows, int max)
{
	struct fields *k = ctx;
	const struct model *m = k->deed->model;
	int n = 0;

	for (int i = SYS_N; i < m->n && n < max; i++) {
		const struct field *f = &m->fields[i];
		struct str label = STR_INIT;

		if (!settable(f) || f->flags & F_HIDDEN)
			continue;
		str_addf(&label, "%s %s", _(f->label), f->name);
		if (text_has(label.s, query))
			rows[n++] = (struct picker_row){ .id = i, .text = _(f->label), .detail = f->name };
		str_free(&label);
	}
	return n;
}

static void fields_chosen(struct ui *ui, void *ctx, const struct picker_row *row)
{
	struct fields *k = ctx;
	struct chosen c = { .model = k->deed->model, .id = k->deed->id, .n = k->deed->n };
	struct err err = ERR_INIT;

	if (deed_set(ui, &c, (int)row->id, &err) != RC_OK)
		ui_error(ui, &err);
}

static void fields_close(void *ctx)
{
	struct fields *k = ctx;

	deed_free(k->deed);
	free(k);
}

enum rc deed_set_any(struct ui *ui, const struct chosen *c, struct err *err)
{
	static const struct picker_ops ops = { .find = fields_find, .choose = fields_chosen, .close = fields_close };
	struct fields *k = xcalloc(1, sizeof *k);
	struct str title = STR_INIT;
	enum rc rc;

	k->deed = deed_new(c);
	str_add(&title, _("set a field of "));
	deed_subject(ui, c->model, c->id, c->n, &title);
	rc = picker_open(ui, &(struct picker){ .title = title.s }, &ops, k, err);
	str_free(&title);
	return rc;
}

/* ---- one change of one record, from a view that knows the value already ---- */

static enum rc change_now(struct ui *ui, const struct model *m, int64_t id, const struct change *ch, int n,
	const char *label, struct err *err)
{
	static const struct save_options typed = { .typed = true };
	struct deed d = { .model = m, .id = &id, .n = 1 };
	struct str what = STR_INIT;
	struct step st;
	enum rc rc;

	if (label)
		str_add(&what, label);
	else
		describe(ui, &d, ch, &what);
	rc = step_open(ui->session, what.s, &st, err);
	if (rc == RC_OK)
		rc = step_close(&st, record_save(ui->session, &st, m, &id, ch, n, &typed, err), err);
	if (rc == RC_OK) {
		deed_said(ui, what.s, REF_MAKE(m->no, id));
		if (n <= 2)
			remember(ui, &d, ch, n);
	}
	str_free(&what);
	return rc;
}

/* A change that waits for the answer which of several it is meant for. */
struct later_change {
	const struct model *model;
	int64_t id;
	struct change *change;
	int n;
	char *label;
	struct arena arena;
};

static void later_free(void *ctx)
{
	struct later_change *k = ctx;

	arena_free(&k->arena);
	free(k->change);
	free(k->label);
	free(k);
}

static enum rc change_later(struct ui *ui, void *ctx, struct err *err)
{
	const struct later_change *k = ctx;

	return change_now(ui, k->model, k->id, k->change, k->n, k->label, err);
}

enum rc deed_change(struct ui *ui, const struct model *m, int64_t id, const struct change *ch, int n, const char *label,
	struct err *err)
{
	struct later_change *k;

	if (!m->hooks.several)
		return change_now(ui, m, id, ch, n, label, err);
	k = xcalloc(1, sizeof *k);
	*k = (struct later_change){ .model = m, .id = id, .n = n, .arena = ARENA_INIT };
	k->change = xcalloc((size_t)n + 1, sizeof *k->change);
	for (int i = 0; i < n; i++) {
		k->change[i] = ch[i];
		k->change[i].val = value_copy(&ch[i].val, &k->arena);
		k->change[i].seen = value_copy(&ch[i].seen, &k->arena);
	}
	k->label = label ? xstrdup(label) : NULL;
	return scope_run(ui, change_later, later_free, k, err);
}
