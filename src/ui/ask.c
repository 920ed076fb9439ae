#include "ask_private.h"

#include "base/date.h"
#include "base/i18n.h"
#include "record/record.h"
#include "record/session.h"

static bool is_set(const struct field *f)
{
	return f->type == FT_REFS || f->type == FT_CHOICES;
}

/* Where the word begins that is being typed: of a set the last one. */
static size_t word_start(const struct ask_view *k, const char *text)
{
	const char *comma = is_set(ask_row(k, k->focus)) ? strrchr(text, ',') : NULL;

	return comma ? (size_t)(comma - text) + 1 + strspn(comma + 1, " ") : 0;
}

/* ---- values ---- */

/* A bare number where a date is asked for: so many days from now. */
static bool is_days(const char *text)
{
	size_t n = strspn(text, "0123456789");

	return n > 0 && n <= 3 && !text[n];
}

/* Holds a name to make, where that is allowed. */
static enum rc field_value(
	struct ask_view *k, struct session *s, int i, struct value *out, const char **create, struct err *err)
{
	struct ask_field *f = &k->field[i];
	const struct field *row = ask_row(k, i);
	const char *text = input_text(&f->in);
	enum rc rc = RC_OK;

	*out = VALUE_NULL;
	*create = NULL;
	if (f->taken && str_eq(f->taken, text) && *text)
		*out = VALUE_INT(f->id);
	else if (row->type == FT_DATE && is_days(text))
		rc = value_parse(s, k->model, f->slot, arena_printf(&k->arena, "+%s", text), &k->arena, out, NULL, err);
	else
		rc = value_parse(s, k->model, f->slot, text, &k->arena, out, k->ask.accept_new ? create : NULL, err);
	/* a record's own rules say what it needs, and may fill it in */
	if (rc == RC_OK && !k->ask.accept_new && row->flags & F_REQUIRED && out->kind == VAL_NULL)
		return fail(err, RC_INVALID, f->slot, _("%s is needed"), _(row->label));
	return rc;
}

/* A text that may be a day as well ("7", "fri", or a name): how it is understood is shown, too. */
static bool is_day_text(const struct field *f)
{
	return f->type == FT_TEXT && f->as == FT_DATE;
}

static bool shows_value(const struct field *f)
{
	enum field_type t = field_kind(f);

	if (is_day_text(f))
		return true;

	return t == FT_DATE || t == FT_MONEY || t == FT_INSTANT || t == FT_PHONE;
}

static bool as_day(struct session *s, const char *text, struct date *day)
{
	struct str plus = STR_INIT;
	bool is;

	str_addf(&plus, is_days(text) ? "+%s" : "%s", text);
	is = *text && date_parse(plus.s, date_today(), &s->date_order, day, NULL) == RC_OK;
	str_free(&plus);
	return is;
}

static void show_day(struct session *s, const struct input *in, struct str *out)
{
	struct date day;

	if (as_day(s, input_text(in), &day))
		date_show(day, s->calendar, out);
}

/* Checks the field, and shows beside it how it is understood. */
static bool check(struct ask_view *k, struct session *s, int i)
{
	struct ask_field *f = &k->field[i];
	struct value v;
	const char *create;

	str_clear(&f->shown);
	err_clear(&k->err);
	if (field_value(k, s, i, &v, &create, &k->err) != RC_OK) {
		k->wrong = i;
		return false;
	}
	if (is_day_text(ask_row(k, i)))
		show_day(s, &f->in, &f->shown);
	else if (shows_value(ask_row(k, i)) && v.kind != VAL_NULL)
		value_show(s, k->model, f->slot, &v, NULL, SHOW_LIST, &f->shown);
	return true;
}

static void find(struct ask_view *k, struct session *s)
{
	struct ask_field *f = &k->field[k->focus];
	const struct field *row = ask_row(k, k->focus);
	const struct model *ref;
	struct date day;
	const char *text = input_text(&f->in), *word = text + word_start(k, text);

	arena_reset(&k->found_arena);
	k->n_found = k->top = 0;
	k->sel = -1;
	if (!found_has(row))
		return;
	ref = row->ref ? registry_find(s->reg, row->ref) : NULL;
	k->small = ref && ref->flags & M_SMALL;
	k->n_found = found_values(s, k->model, f->slot, f->pristine ? "" : word, &k->found_arena, k->found, CHOICES);
	/* what reads as a day is one, though a name may hold these letters too */
	if (!f->pristine && *word && k->n_found && !(f->taken && str_eq(f->taken, text)) &&
		!(is_day_text(row) && as_day(s, text, &day)))
		k->sel = 0;
	for (int i = 0; f->taken && i < k->n_found; i++)
		if (k->found[i].id == f->id && !k->found[i].create && str_eq(f->taken, text))
			k->sel = i;
}

static void focus(struct ask_view *k, struct session *s, int i)
{
	k->focus = i;
	find(k, s);
}

static int field_of_slot(const struct ask_view *k, int slot)
{
	for (int i = 0; i < k->n; i++)
		if (k->field[i].slot == slot)
			return i;
	return k->focus;
}

/* Closes the box before anything else opens: what stands above a view goes with it. */
static unsigned finish(struct view *v)
{
	struct ask_view *k = v->data;
	struct ask ask = k->ask;
	struct ui *ui = v->ui;

	ask_draft_drop(k, ui);
	k->handed = true;
	view_close(v);
	if (ask.after)
		ask.after(ui, ask.ctx);
	if (ask.drop)
		ask.drop(ask.ctx);
	return DID;
}

/* Everything is checked, then handed on; what is wrong gets the focus. */
static unsigned accept(struct view *v)
{
	struct ask_view *k = v->data;
	struct session *s = v->ui->session;
	struct value *val = arena_alloc(&k->arena, (size_t)k->n * sizeof *val);
	const char **create = arena_alloc(&k->arena, (size_t)k->n * sizeof *create);
	enum rc rc = RC_OK;

	err_clear(&k->err);
	for (int i = 0; i < k->n && rc == RC_OK; i++) {
		rc = field_value(k, s, i, &val[i], &create[i], &k->err);
		k->wrong = i;
	}
	if (rc == RC_OK) {
		k->wrong = -1;
		rc = k->ask.accept_new ? k->ask.accept_new(v->ui, k->ask.ctx, val, create, k->n, &k->err)
				       : k->ask.accept(v->ui, k->ask.ctx, val, k->n, &k->err);
		if (rc != RC_OK && k->err.field != NO_FIELD)
			k->wrong = field_of_slot(k, k->err.field);
	}
	if (rc == RC_OK)
		return finish(v);
	k->err.rc = rc;
	focus(k, s, k->wrong >= 0 ? k->wrong : k->focus);
	return DID;
}

/* ---- taking a choice ---- */

static void add_word(const char *text, struct str *out)
{
	bool quote = strchr(text, ',') != NULL;

	str_addf(out, quote ? "\"%s\"" : "%s", text);
}

static void take(struct ask_view *k, struct session *s, int i)
{
	struct ask_field *f = &k->field[k->focus];
	const struct found *c = &k->found[i];
	const struct field *row = ask_row(k, k->focus);
	enum field_type type = field_kind(row);
	struct str text = STR_INIT;

	if (is_set(row)) {
		str_addn(&text, input_text(&f->in), f->pristine ? 0 : word_start(k, input_text(&f->in)));
		add_word(c->text, &text);
		str_add(&text, ", ");
	} else {
		str_add(&text, c->text);
	}
	f->pristine = false;
	f->taken = NULL;
	k->notice_due = true;
	input_set(&f->in, text.s);
	if (!c->create && (type == FT_REF || type == FT_CHOICE || type == FT_BOOL)) {
		f->id = c->id;
		f->taken = arena_strdup(&k->arena, text.s);
	}
	str_free(&text);
	find(k, s);
}

/* ---- keys ---- */

static bool rest_done(struct ask_view *k)
{
	bool any = !k->ask.accept_new;

	for (int i = 0; i < k->n; i++) {
		bool empty = !*input_text(&k->field[i].in);

		if (empty && !k->ask.accept_new && ask_row(k, i)->flags & F_REQUIRED)
			return false;
		any = any || (!empty && !k->field[i].pristine);
	}
	return any;
}

static unsigned go(struct view *v, int step)
{
	struct ask_view *k = v->data;
	int to = k->focus + step;

	check(k, v->ui->session, k->focus); /* said, but not in the way */
	if (to < 0 || to >= k->n)
		to = to < 0 ? k->n - 1 : 0;
	focus(k, v->ui->session, to);
	return DID;
}

/* Takes the choice, else goes on; at the end, and on an empty field when nothing needed is missing, it is done. */
static unsigned enter(struct view *v)
{
	struct ask_view *k = v->data;
	struct ask_field *f = &k->field[k->focus];
	const struct field *row = ask_row(k, k->focus);
	bool took = k->sel >= 0, empty = !*input_text(&f->in);

	if (row->type == FT_NOTE && !empty)
		return input_type(v->ui, &f->in, "\n", 1);
	if (took)
		take(k, v->ui->session, k->sel);
	if (took && is_set(row)) /* there may be more of them */
		return DID;
	if (!check(k, v->ui->session, k->focus))
		return DID;
	if (k->focus == k->n - 1 || (k->ask.brief && k->focus == 0) || (empty && !took && rest_done(k)))
		return accept(v);
	focus(k, v->ui->session, k->focus + 1);
	return DID;
}

static unsigned choice_move(struct ask_view *k, int step)
{
	int to = k->sel + step;

	if (k->n_found == 0 || to < -1)
		return DID_NOT;
	if (to >= k->n_found)
		return DID_NOTHING;
	k->sel = to;
	k->field[k->focus].pristine = k->field[k->focus].pristine && k->sel < 0;
	return DID;
}

static unsigned vertical(struct view *v, const struct act *a, int step)
{
	struct ask_view *k = v->data;
	unsigned did = choice_move(k, step);

	if (did == DID_NOT && ask_row(k, k->focus)->type == FT_NOTE)
		did = input_act(v->ui, &k->field[k->focus].in, a);
	return did == DID_NOT || did == DID_NOTHING ? (k->n_found ? DID_NOTHING : go(v, step)) : did;
}

static unsigned typed(struct view *v)
{
	struct ask_view *k = v->data;

	k->notice_due = true;
	k->field[k->focus].pristine = false;
	err_clear(&k->err);
	k->wrong = -1;
	if (shows_value(ask_row(k, k->focus))) {
		check(k, v->ui->session, k->focus);
		err_clear(&k->err); /* half typed is no error yet */
	}
	find(k, v->ui->session);
	return DID;
}

/* What was typed is dropped, its draft too. */
static unsigned start_again(struct view *v)
{
	struct ask_view *k = v->data;

	for (int i = 0; i < k->n; i++) {
		input_set(&k->field[i].in, "");
		k->field[i].taken = NULL;
		str_clear(&k->field[i].shown);
	}
	ask_draft_drop(k, v->ui);
	err_clear(&k->err);
	k->wrong = -1;
	k->notice_due = true;
	focus(k, v->ui->session, 0);
	ui_message(v->ui, "%s", _("what was typed is dropped"));
	return DID;
}

static unsigned act(struct view *v, const struct act *a)
{
	struct ask_view *k = v->data;
	struct ask_field *f = &k->field[k->focus];
	unsigned did;

	switch (a->action->id) {
	case ACT_BACK: return DID_CLOSE;
	case ACT_SAVE: return accept(v);
	case ACT_STORED_VALUE: return start_again(v);
	case ACT_ENTER: return enter(v);
	case ACT_FIELD_NEXT: return go(v, 1);
	case ACT_FIELD_PREV: return go(v, -1);
	case ACT_UP: return vertical(v, a, -1);
	case ACT_DOWN: return vertical(v, a, 1);
	case ACT_CHOICES:
		f->pristine = true;
		find(k, v->ui->session);
		k->sel = k->n_found && k->sel < 0 ? 0 : k->sel;
		f->pristine = false;
		return DID;
	default: break;
	}
	did = input_act(v->ui, &f->in, a);
	return did == DID ? typed(v) : did;
}

bool ask_by_digit(const struct ask_view *k)
{
	const struct ask_field *f = &k->field[k->focus];
	enum field_type type = ask_row(k, k->focus)->type;

	if (*input_text(&f->in) && !f->pristine)
		return false;
	return type == FT_CHOICE || (type == FT_REF && k->small && k->n_found <= 9);
}

/* A digit where a choice is asked for takes that choice, and goes on; the only field is then all there is. */
static bool by_digit(struct view *v, const char *s, size_t n)
{
	struct ask_view *k = v->data;
	int i = n == 1 ? s[0] - '1' : -1;

	if (i < 0 || i >= k->n_found || i >= 9 || !ask_by_digit(k))
		return false;
	take(k, v->ui->session, i);
	if (k->focus < k->n - 1)
		go(v, 1);
	return true;
}

static unsigned text(struct view *v, const char *s, size_t n, bool paste)
{
	struct ask_view *k = v->data;
	struct ask_field *f = &k->field[k->focus];

	if (!paste && by_digit(v, s, n))
		return k->n == 1 ? accept(v) : DID;
	if (f->pristine)
		input_set(&f->in, "");
	input_type(v->ui, &f->in, s, n);
	return typed(v);
}

static unsigned click(struct view *v, const struct click *c)
{
	struct ask_view *k = v->data;

	if (c->what != CLICK_PRESS && c->what != CLICK_DOUBLE)
		return DID_NOTHING;
	if (c->kind == HIT_CHOICE) {
		k->sel = (int)c->arg;
		return enter(v);
	}
	if (c->kind != HIT_FIELD)
		return DID_NOTHING;
	if ((int)c->arg != k->focus)
		go(v, (int)c->arg - k->focus);
	k->field[k->focus].pristine = false;
	input_click(&k->field[k->focus].in, c->x, c->y);
	return DID;
}

/* ---- open and close ---- */

static const char *hints(const struct view *v)
{
	const struct ask_view *k = v->data;

	return k->n_found ? "enter up,down next-field save back help" : "enter next-field save back help";
}

static void close_ask(struct view *v)
{
	struct ask_view *k = v->data;

	if (!k->handed && ask_draft(k, v->ui))
		ui_message(v->ui, "%s", _("not saved: a draft is kept, opening it again brings it back"));
	for (int i = 0; i < k->n; i++) {
		input_free(&k->field[i].in);
		str_free(&k->field[i].shown);
	}
	if (k->ask.drop && !k->handed)
		k->ask.drop(k->ask.ctx);
	arena_free(&k->arena);
	arena_free(&k->found_arena);
	str_free(&k->notice);
	free((char *)k->ask.title);
	free(k->field);
	free(k);
}

/* The notice, made between keys: what does not parse yet counts as empty. */
static bool later(struct view *v)
{
	struct ask_view *k = v->data;
	struct value *val;

	if (!k->ask.notice || !k->notice_due || k->handed)
		return false;
	k->notice_due = false;
	val = arena_alloc(&k->arena, (size_t)k->n * sizeof *val);
	for (int i = 0; i < k->n; i++) {
		struct err err = ERR_INIT;
		const char *create;

		if (field_value(k, v->ui->session, i, &val[i], &create, &err) != RC_OK)
			val[i] = VALUE_NULL;
	}
	str_clear(&k->notice);
	k->ask.notice(v->ui, k->ask.ctx, val, k->n, &k->notice);
	return true;
}

static bool save_draft(struct view *v)
{
	return ask_draft(v->data, v->ui);
}

static const struct view_ops ask_view = {
	.name = "ask",
	.contexts = CTX_TYPING,
	.popup = true,
	.size = ask_size,
	.close = close_ask,
	.act = act,
	.text = text,
	.click = click,
	.draw = ask_draw,
	.hints = hints,
	.save_draft = save_draft,
	.later = later,
};

static void start(struct ask_view *k, struct session *s, int i)
{
	struct ask_field *f = &k->field[i];
	const struct field *row = ask_row(k, i);
	const struct value *v = k->ask.start ? &k->ask.start[i] : NULL;
	enum field_type type = field_kind(row);
	struct str text = STR_INIT;

	if (v && v->kind != VAL_NULL) {
		value_show(s, k->model, f->slot, v, NULL, type == FT_REF || type == FT_CHOICE ? SHOW_LIST : SHOW_EDIT,
			&text);
		f->pristine = true;
	}
	if (text.len && v->kind == VAL_INT && (type == FT_REF || type == FT_CHOICE || type == FT_BOOL)) {
		f->id = v->i;
		f->taken = arena_strdup(&k->arena, text.s);
	}
	str_init(&f->shown);
	input_init(&f->in, text.s, row->type == FT_NOTE, (size_t)field_max(row));
	if (f->pristine && shows_value(row))
		check(k, s, i);
	str_free(&text);
}

static int count(const int *slots)
{
	int n = 0;

	while (slots[n])
		n++;
	return n;
}

enum rc ask_open(struct ui *ui, const struct ask *ask, struct err *err)
{
	struct ask_view *k = xcalloc(1, sizeof *k);

	k->ask = *ask;
	k->ask.title = xstrdup(ask->title);
	k->own = (struct model){ .name = ask->name, .label = ask->name, .fields = ask->fields, .n = ask->n_fields };
	k->model = ask->model ? ask->model : &k->own;
	k->n = ask->model ? count(ask->slots) : ask->n_fields;
	k->field = xcalloc((size_t)k->n, sizeof *k->field);
	k->err = (struct err)ERR_INIT;
	k->notice = (struct str)STR_INIT;
	k->notice_due = true;
	k->wrong = -1;
	for (int i = 0; i < k->n; i++)
		k->field[i].slot = ask->model ? ask->slots[i] : i;
	for (int i = 0; i < k->n; i++)
		start(k, ui->session, i);
	ask_draft_load(k, ui);
	err_clear(&k->err);
	k->ask.start = NULL; /* the caller's, and copied by now */
	k->wrong = -1;
	focus(k, ui->session, 0);
	return view_push(ui, &ask_view, k, err);
}
