/* --plain: one record, its fields by number, and what can be done to it. */
#include <inttypes.h>
#include <stdio.h>

#include "assign.h"
#include "base/i18n.h"
#include "plain_line.h"
#include "record/action.h"
#include "record/record.h"
#include "record/save.h"

/* The slots of the form in its order; hidden ones stay out. */
static int form_slots(const struct model *m, int *slots)
{
	int n = 0;

	for (const struct section *sec = m->sections; sec && sec->label; sec++)
		for (const int *slot = sec->slots; *slot; slot++)
			slots[n++] = *slot;
	for (int slot = SYS_N; !m->sections && slot < m->n; slot++)
		if (!(m->fields[slot].flags & F_HIDDEN))
			slots[n++] = slot;
	return n;
}

static int count_slots(const struct model *m)
{
	int n = m->n;

	for (const struct section *sec = m->sections; sec && sec->label; sec++)
		for (const int *slot = sec->slots; *slot; slot++)
			n++;
	return n;
}

static void print_form(struct plain *p, const struct record *r, const int *slots, int n)
{
	char *title = record_title(p->c->s, r->model, r->id);
	struct str out = STR_INIT, text = STR_INIT;

	str_addf(&out, "%s %" PRId64 ": ", _(r->model->label), r->id);
	put_cells(p->c, &out, title ? title : "", -1);
	str_addc(&out, '\n');
	for (int i = 0; i < n; i++) {
		str_clear(&text);
		value_show(p->c->s, r->model, slots[i], &r->val[slots[i]], NULL, SHOW_LIST, &text);
		str_addf(&out, "%d. %s: ", i + 1, _(r->model->fields[slots[i]].label));
		put_cells(p->c, &out, text.len ? text.s : "-", -1);
		str_addc(&out, '\n');
	}
	print_str(&out);
	str_free(&text);
	str_free(&out);
	free(title);
}

static enum rc write_field(struct plain *p, const struct record *r, int slot, const char *typed, struct err *err)
{
	char *word = xasprintf("%s=%s", r->model->fields[slot].name, strcmp(typed, "-") == 0 ? "" : typed);
	const char *words[1] = { word };
	struct save_options opt = { .typed = true };
	struct assignments as = { 0 };
	int64_t id = r->id;
	struct step st;
	enum rc rc = step_open(p->c->s, word, &st, err);

	if (rc == RC_OK) {
		rc = assign_read(p->c, r->model, &st, words, 1, &as, err);
		if (rc == RC_OK)
			rc = record_save(p->c->s, &st, r->model, &id, as.change, as.n, &opt, err);
		rc = step_close(&st, assign_name_field(r->model, rc, err), err);
		assign_free(&as);
	}
	free(word);
	return rc;
}

/* Typing nothing keeps the value, "-" empties it; a mistake is told and the form comes again. */
static void edit(struct plain *p, const struct record *r, int slot)
{
	struct str prompt = STR_INIT, now = STR_INIT, typed = STR_INIT;
	struct err err = ERR_INIT;

	value_show(p->c->s, r->model, slot, &r->val[slot], NULL, SHOW_EDIT, &now);
	str_addf(&prompt, "%s [", _(r->model->fields[slot].label));
	put_cells(p->c, &prompt, now.s, -1);
	str_add(&prompt, _("], Enter keeps, - empties: "));
	if (plain_ask(p, prompt.s, &typed) && typed.len && write_field(p, r, slot, typed.s, &err) != RC_OK)
		plain_error(&err);
	str_free(&prompt);
	str_free(&now);
	str_free(&typed);
}

enum rc plain_form(struct plain *p, const struct model *m, int64_t id, struct err *err)
{
	int *slots = xcalloc((size_t)count_slots(m) + 1, sizeof *slots), n = form_slots(m, slots), pick;
	struct str word = STR_INIT;
	struct arena a = ARENA_INIT;
	struct record *r;
	enum rc rc;

	for (;;) {
		arena_reset(&a);
		rc = record_load(p->c->s, m, id, &a, &r, err);
		if (rc != RC_OK)
			break;
		print_form(p, r, slots, n);
		if (!plain_ask(p, _("number changes a field, a actions, b back, u undo, r redo, q quit: "), &word) ||
			strcmp(word.s, "b") == 0)
			break;
		pick = plain_number(word.s, n);
		if (pick)
			edit(p, r, slots[pick - 1]);
		else if (strcmp(word.s, "a") == 0)
			rc = plain_actions(p, m, id, err);
		else
			(void)plain_common(p, word.s);
		if (rc != RC_OK || p->done)
			break;
	}
	arena_free(&a);
	str_free(&word);
	free(slots);
	return rc;
}

/* ---- actions ---- */

/* Asks for each param; false: not all were given. */
static bool ask_params(struct plain *p, const struct action *a, struct value *param, struct arena *arena)
{
	struct str prompt = STR_INIT, typed = STR_INIT;
	struct err err = ERR_INIT;
	bool all = true;

	for (int i = 0; i < a->n_params && all; i++) {
		const struct field *f = &a->params[i];

		str_clear(&prompt);
		str_addf(&prompt, f->dflt ? "%s [%s]: " : "%s: ", _(f->label), f->dflt);
		all = plain_ask(p, prompt.s, &typed);
		if (all && !typed.len && f->dflt)
			str_add(&typed, f->dflt);
		if (all && action_param(p->c->s, NULL, a, i, typed.s, arena, &param[i], &err) != RC_OK) {
			plain_error(&err);
			i--;
		}
	}
	str_free(&prompt);
	str_free(&typed);
	return all;
}

static void run(struct plain *p, const struct model *m, const struct action *a, int64_t id)
{
	struct arena arena = ARENA_INIT;
	struct value *param = arena_alloc(&arena, (size_t)(a->n_params + 1) * sizeof *param);
	struct action_result res;
	struct err err = ERR_INIT;

	action_result_init(&res);
	if (ask_params(p, a, param, &arena)) {
		if (action_run(p->c->s, m, a, &id, 1, param, &res, &err) == RC_OK)
			plain_say(p, res.message.s);
		else
			plain_error(&err);
	}
	action_result_free(&res);
	arena_free(&arena);
}

enum rc plain_actions(struct plain *p, const struct model *m, int64_t id, struct err *err)
{
	const struct action **list = xcalloc((size_t)m->n_actions + 1, sizeof *list);
	struct arena a = ARENA_INIT;
	struct str out = STR_INIT, word = STR_INIT;
	struct record *r;
	int n = 0, pick;
	enum rc rc = record_load(p->c->s, m, id, &a, &r, err);

	for (int i = 0; rc == RC_OK && i < m->n_actions; i++)
		if (action_applies(p->c->s, m, &m->actions[i], r)) {
			list[n++] = &m->actions[i];
			str_addf(&out, "%d. %s\n", n, _(list[n - 1]->label));
		}
	if (!n)
		str_add(&out, _("nothing can be done to it\n"));
	print_str(&out);
	if (n && plain_ask(p, _("number: "), &word) && (pick = plain_number(word.s, n)))
		run(p, m, list[pick - 1], id);
	arena_free(&a);
	str_free(&out);
	str_free(&word);
	free(list);
	return rc;
}
