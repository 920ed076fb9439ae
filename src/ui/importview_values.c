/* Texts of the file that name nobody we have: listed once each with their rows, and each can be mapped to one we have,
 * made, or left out. The list is a picker, so that a name is found by typing it. */
#include "importview.h"

#include <inttypes.h>

#include "base/fold.h"
#include "base/i18n.h"
#include "found.h"

struct values {
	struct importview *iv;
	struct arena arena;
};

/* One text that is being decided about. */
struct one {
	struct importview *iv;
	int slot;
	char *text;
};

static struct one *one_new(struct importview *iv, int slot, const char *text)
{
	struct one *o = xcalloc(1, sizeof *o);

	*o = (struct one){ .iv = iv, .slot = slot, .text = xstrdup(text) };
	return o;
}

static void one_free(void *ctx)
{
	struct one *o = ctx;

	free(o->text);
	free(o);
}

/* to NULL: as found out. */
static void say(struct importview *iv, int slot, const char *text, const char *to)
{
	char *head = xasprintf("%s:%s=", iv->model->fields[slot].name, text);

	for (int i = iv->n_value - 1; i >= 0; i--)
		if (str_starts(iv->value[i], head)) {
			free(iv->value[i]);
			memmove(&iv->value[i], &iv->value[i + 1], (size_t)(iv->n_value - i - 1) * sizeof *iv->value);
			iv->n_value--;
		}
	if (to) {
		GROW(iv->value, iv->n_value, iv->cap_value);
		iv->value[iv->n_value++] = xasprintf("%s%s", head, to);
	}
	free(head);
}

static void decided(struct ui *ui, const struct one *o, const char *to)
{
	struct err err = ERR_INIT;

	say(o->iv, o->slot, o->text, to);
	importview_changed(view_top(ui));
	if (importview_values(view_top(ui), &err) != RC_OK)
		ui_error(ui, &err);
}

/* ---- one we have ---- */

static void picked(struct ui *ui, void *ctx, int64_t id, const char *name)
{
	struct one *o = ctx;
	char *title = record_title(o->iv->s, session_model(o->iv->s, o->iv->model->fields[o->slot].ref), id), *to;

	(void)name;
	/* the last = parts the text from the name */
	to = title && !strchr(title, '=') ? xasprintf("%s (#%" PRId64 ")", title, id) : xasprintf("#%" PRId64, id);
	decided(ui, o, to);
	free(to);
	free(title);
}

static int find_choice(void *ctx, const char *query, struct picker_row *rows, int max)
{
	const struct one *o = ctx;
	int n = 0;

	for (const struct choice *c = o->iv->model->fields[o->slot].choice; c && c->name && n < max; c++)
		if (text_has(_(c->label), query))
			rows[n++] = (struct picker_row){ .id = c->no, .text = _(c->label), .detail = c->name };
	return n;
}

static void choose_choice(struct ui *ui, void *ctx, const struct picker_row *row)
{
	decided(ui, ctx, row->detail);
}

static const struct picker_ops choice_ops = { .find = find_choice, .choose = choose_choice, .close = one_free };

static enum rc pick_one(struct ui *ui, const struct one *o, struct err *err)
{
	const struct field *f = &o->iv->model->fields[o->slot];
	struct picker look = { .title = o->text };
	struct one *own = one_new(o->iv, o->slot, o->text);

	if (f->type == FT_CHOICE)
		return picker_open(ui, &look, &choice_ops, own, err);
	return record_pick(ui, session_model(o->iv->s, f->ref), o->text, "", false, picked, one_free, own, err);
}

/* ---- what becomes of one ---- */

static void chosen(struct ui *ui, void *ctx, int id)
{
	struct one *o = ctx;
	struct err err = ERR_INIT;

	switch (id) {
	case 'm':
		if (pick_one(ui, o, &err) != RC_OK)
			ui_error(ui, &err);
		return;
	case 'c': decided(ui, o, "+"); return;
	case 'l': decided(ui, o, ""); return;
	default: decided(ui, o, NULL); return;
	}
}

static enum rc ask_one(struct ui *ui, struct importview *iv, const struct import_new *f, struct err *err)
{
	const struct field *field = &iv->model->fields[f->slot];
	struct menu_row rows[4] = { { 'm', _("it is one we have ..."), NULL, 'm' }, { 'l', _("leave it out"), NULL, 'l' },
		{ 'f', _("as found out"), NULL, 'f' } };
	struct one *o = one_new(iv, f->slot, f->text);
	char *title = xasprintf("%s: %s", _(field->label), f->text);
	int n = 3;
	enum rc rc;

	if (field->type != FT_CHOICE)
		rows[n++] = (struct menu_row){ 'c', _("make it"), NULL, 'c' };
	rc = menu_open(ui, title, rows, n, chosen, one_free, o, err);
	free(title);
	return rc;
}

/* ---- the list ---- */

static const char *becomes(struct values *all, const struct import_new *f)
{
	switch (f->fate) {
	case NEW_MADE: return _("made");
	case NEW_MAPPED: return arena_printf(&all->arena, "%s %s", glyph_text(GL_MORE), f->to);
	case NEW_LEFT: return _("left out");
	case NEW_OWNER: return _("yours");
	default: return _("in the notes");
	}
}

static int find(void *ctx, const char *query, struct picker_row *rows, int max)
{
	struct values *all = ctx;
	const struct import_result *r = &all->iv->res;
	int n = 0;

	arena_reset(&all->arena);
	for (int i = 0; i < r->n_fresh && n < max; i++) {
		const struct import_new *f = &r->fresh[i];
		const char *label = _(all->iv->model->fields[f->slot].label);

		if (!text_has(f->text, query) && !text_has(label, query))
			continue;
		rows[n++] = (struct picker_row){ .id = i + 1,
			.text = arena_printf(&all->arena, "%s: %s", label, f->text),
			.detail = arena_printf(&all->arena,
				ngettext("%" PRId64 " row, %s", "%" PRId64 " rows, %s", (unsigned long)f->rows), f->rows,
				becomes(all, f)) };
	}
	return n;
}

static void choose(struct ui *ui, void *ctx, const struct picker_row *row)
{
	struct values *all = ctx;
	struct err err = ERR_INIT;

	if (ask_one(ui, all->iv, &all->iv->res.fresh[row->id - 1], &err) != RC_OK)
		ui_error(ui, &err);
}

static void close_values(void *ctx)
{
	struct values *all = ctx;

	arena_free(&all->arena);
	free(all);
}

static const struct picker_ops values_ops = { .find = find, .choose = choose, .close = close_values };

enum rc importview_values(struct view *v, struct err *err)
{
	struct importview *iv = v->data;
	struct picker look = { .title = _("names we do not have: Enter says what becomes of one"), .width = 76 };
	struct values *all;

	if (!iv->res.n_fresh) {
		ui_message(v->ui, "%s", _("every name of the file is one we have"));
		return RC_OK;
	}
	all = xcalloc(1, sizeof *all);
	all->iv = iv;
	return picker_open(v->ui, &look, &values_ops, all, err);
}
