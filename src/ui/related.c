/* What belongs to a record: the records it names are opened, those that name it are listed. */
#include <inttypes.h>

#include "base/i18n.h"
#include "desk.h"
#include "record/alike.h"
#include "record/record.h"
#include "record/session.h"
#include "ui/widget.h"

#define WAYS 40

/* A way from the record to others: by a field of its own, or by a field of theirs. */
struct way {
	const struct model *model; /* of the others */
	int slot;
	bool own;
	int64_t n; /* how many there are */
	char *text, *count;
};
struct ways {
	struct ui *ui;
	const struct model *m;
	struct record *r;
	struct arena arena;
	struct way way[WAYS];
	int n;
};

static void ways_free(void *ctx)
{
	struct ways *w = ctx;

	arena_free(&w->arena);
	free(w);
}

static void criteria_of(const struct ways *w, const struct way *way, struct str *out)
{
	const struct field *f = &way->model->fields[way->slot];

	if (f->type == FT_ANYREF)
		str_addf(out, "%s = %s/%" PRId64, f->name, w->m->name, w->r->id);
	else
		str_addf(out, "%s = #%" PRId64, f->name, w->r->id);
}

static int64_t count(struct ways *w, const struct way *way)
{
	struct query q = { .model = way->model };
	struct str text = STR_INIT;
	struct arena a = ARENA_INIT;
	struct err err = ERR_INIT;
	int64_t n = 0;

	criteria_of(w, way, &text);
	if (criteria_parse(w->ui->session, way->model, text.s, &a, &q.where, &err) != RC_OK ||
		query_count(w->ui->session, &q, 1001, &n, &err) != RC_OK)
		n = -1;
	str_free(&text);
	arena_free(&a);
	return n;
}

static void add_theirs(void *ctx, const struct model *from, int slot)
{
	struct ways *w = ctx;
	struct way *way = &w->way[w->n];

	if (w->n == WAYS || from->flags & M_LINES)
		return;
	*way = (struct way){ .model = from, .slot = slot };
	way->n = count(w, way);
	if (way->n < 0)
		return;
	way->text = arena_printf(&w->arena, "%s (%s)", _(from->plural), _(from->fields[slot].label));
	way->count = arena_printf(&w->arena, way->n > 1000 ? _("over 1,000") : "%" PRId64, way->n);
	w->n++;
}

static void add_own(struct ways *w)
{
	for (int i = SYS_N; i < w->m->n && w->n < WAYS; i++) {
		const struct field *f = &w->m->fields[i];
		const struct model *ref = f->type == FT_REF ? registry_find(w->ui->session->reg, f->ref) : NULL;
		char *title;

		if (!ref || !rec_has(w->r, i))
			continue;
		title = record_title(w->ui->session, ref, rec_int(w->r, i));
		if (title)
			w->way[w->n++] = (struct way){ .model = ref,
				.slot = i,
				.own = true,
				.n = 1,
				.text = arena_printf(&w->arena, "%s: %s", _(f->label), title) };
		free(title);
	}
}

static enum rc follow(struct ways *w, const struct way *way, struct err *err)
{
	struct str criteria = STR_INIT, title = STR_INIT;
	enum rc rc;

	if (way->own)
		return form_open(w->ui, way->model, rec_int(w->r, way->slot), NULL, 0, err);
	criteria_of(w, way, &criteria);
	deed_subject(w->ui, w->m, &w->r->id, 1, &title);
	str_addf(&title, ": %s", _(way->model->plural));
	rc = list_open(w->ui, &(struct look){ .model = way->model, .title = title.s, .criteria = criteria.s }, err);
	str_free(&criteria);
	str_free(&title);
	return rc;
}

static void chosen(struct ui *ui, void *ctx, int id)
{
	struct ways *w = ctx;
	struct err err = ERR_INIT;

	if (follow(w, &w->way[id], &err) != RC_OK)
		ui_error(ui, &err);
}

static enum rc open_menu(struct ways *w, struct err *err)
{
	struct menu_row row[WAYS];
	struct str title = STR_INIT;
	enum rc rc;

	if (w->n == 0) {
		ways_free(w);
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("nothing belongs to it"));
	}
	for (int i = 0; i < w->n; i++)
		row[i] = (struct menu_row){ .key = i < 9 ? (char)('1' + i) : '\0',
			.text = w->way[i].text,
			.detail = w->way[i].count,
			.id = i };
	deed_subject(w->ui, w->m, &w->r->id, 1, &title);
	rc = menu_open(w->ui, title.s, row, w->n, chosen, ways_free, w, err);
	str_free(&title);
	return rc;
}

/* ---- named ways ---- */

/* Others of its own type that name the same as it does: not the same people or the same short lists (tags, columns). */
static enum rc list_others(struct ways *w, struct err *err)
{
	const char *people = registry_office(w->ui->session->reg)->user_model;
	struct str criteria = STR_INIT, title = STR_INIT;
	enum rc rc;

	for (int i = SYS_N; i < w->m->n; i++) {
		const struct field *f = &w->m->fields[i];
		const struct model *ref = f->type == FT_REF ? registry_find(w->ui->session->reg, f->ref) : NULL;

		if (!ref || !rec_has(w->r, i) || ref->flags & M_SMALL || str_eq(ref->name, people) ||
			i == w->m->group || i == w->m->team || f->flags & F_NO_RELATED)
			continue;
		str_addf(&criteria, "%s%s = #%" PRId64, criteria.len ? " or " : "(", f->name, rec_int(w->r, i));
	}
	if (!criteria.len)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("it names nothing that others of %s could share"),
			_(w->m->plural));
	str_addf(&criteria, ") and not id = %" PRId64, w->r->id);
	deed_subject(w->ui, w->m, &w->r->id, 1, &title);
	str_add(&title, _(": others"));
	rc = list_open(w->ui, &(struct look){ .model = w->m, .title = title.s, .criteria = criteria.s }, err);
	str_free(&criteria);
	str_free(&title);
	return rc;
}

enum rc similar_open(struct ui *ui, const struct record *r, struct err *err)
{
	struct alike_list found;
	struct str criteria = STR_INIT, title = STR_INIT;
	enum rc rc = alike_find(ui->session, r, &found, err);

	if (rc != RC_OK)
		return rc;
	alike_criteria(&found, &criteria);
	str_addf(&title, _("similar %s"), _(r->model->plural));
	if (!found.n)
		rc = fail(err, RC_NOT_FOUND, NO_FIELD, _("nothing is like it"));
	else
		rc = list_open(ui, &(struct look){ .model = r->model, .title = title.s, .criteria = criteria.s }, err);
	alike_free(&found);
	str_free(&criteria);
	str_free(&title);
	return rc;
}

/* By a field's name ("owner"), or a record type's ("activities"): -1 there is none, -2 the field is empty. */
static int find_way(struct ways *w, const char *what)
{
	int slot = model_slot(w->m, what);
	const struct model *m = registry_find(w->ui->session->reg, what);
	int best = -1;

	for (int i = 0; i < w->n; i++) {
		if (w->way[i].own && (w->way[i].slot == slot || (slot < 0 && w->way[i].model == m)))
			return i;
		if (!w->way[i].own && w->way[i].model == m && (best < 0 || w->way[i].n > w->way[best].n))
			best = i;
	}
	return best < 0 && slot >= SYS_N ? -2 : best;
}

static enum rc go_named(struct ways *w, const char *what, struct err *err)
{
	int i = find_way(w, what);

	if (i >= 0)
		return follow(w, &w->way[i], err);
	if (i == -2)
		return fail(
			err, RC_NOT_FOUND, NO_FIELD, _("%s is empty"), _(w->m->fields[model_slot(w->m, what)].label));
	if (str_eq(what, "similar") && w->m->hooks.alike)
		return similar_open(w->ui, w->r, err);
	if (str_eq(what, "others"))
		return list_others(w, err);
	return fail(err, RC_NOT_FOUND, NO_FIELD, _("%s have no \"%s\""), _(w->m->plural), what);
}

enum rc deed_related(struct ui *ui, const struct chosen *c, const char *what, struct err *err)
{
	const struct action *action = *what ? action_find(c->model, what) : NULL;
	struct ways *w;
	enum rc rc;

	if (action)
		return deed_action_ask(ui, c, action, err);
	w = xcalloc(1, sizeof *w);
	w->ui = ui;
	w->m = c->model;
	rc = record_load(ui->session, c->model, c->id[0], &w->arena, &w->r, err);
	if (rc == RC_OK) {
		add_own(w);
		registry_related(ui->session->reg, c->model, add_theirs, w);
		if (!*what || str_eq(what, "all"))
			return open_menu(w, err);
		rc = go_named(w, what, err);
	}
	ways_free(w);
	return rc;
}
