/* Duplicates of a whole record type: groups with why, to look at, to leave out, to merge. The base is scanned once when
 * it opens and again when asked; in between only what is shown is read. */
#include "base/i18n.h"
#include "desk.h"
#include "record/alike.h"
#include "record/record.h"
#include "record/session.h"
#include "ui/widget.h"

#define HIT_LINE 1
#define GROUPS 500 /* shown; there is time for the others when these are done */

/* A heading, or one record of the group. */
struct line {
	int group;
	int64_t id; /* 0: the heading */
	char *text, *owner;
};
struct twins {
	const struct model *model;
	struct alike_groups found;
	struct line *line;
	int n, cap;
	int groups;       /* that still have two */
	struct marks out; /* left out of what is merged */
	struct pick pick;
	int shown;
	bool scanned;
};

/* ---- reading ---- */

static void drop_lines(struct twins *k)
{
	for (int i = 0; i < k->n; i++) {
		free(k->line[i].text);
		free(k->line[i].owner);
	}
	k->n = 0;
}

static void add_line(struct twins *k, int group, int64_t id, char *text, char *owner)
{
	GROW(k->line, k->n, k->cap);
	k->line[k->n++] = (struct line){ .group = group, .id = id, .text = text, .owner = owner };
}

static char *owner_of(struct ui *ui, const struct model *m, int64_t id)
{
	const struct model *people = registry_find(ui->session->reg, registry_office(ui->session->reg)->user_model);
	struct arena a = ARENA_INIT;
	struct record *r;
	char *name = NULL;

	if (m->owner && record_load(ui->session, m, id, &a, &r, NULL) == RC_OK && rec_has(r, m->owner))
		name = record_title(ui->session, people, rec_int(r, m->owner));
	arena_free(&a);
	return name;
}

/* Those still there and not in the trash; titles of others are not told. */
static bool in_use(struct ui *ui, const struct model *m, int64_t id)
{
	struct arena a = ARENA_INIT;
	struct record *r;
	bool yes = record_load(ui->session, m, id, &a, &r, NULL) == RC_OK && !rec_has(r, SYS_TRASHED_AT);

	arena_free(&a);
	return yes;
}

static void list_group(struct ui *ui, struct twins *k, int g)
{
	const struct alike_group *group = &k->found.at[g];
	int head = k->n, n = 0;

	add_line(k, g, 0, xstrdup(group->why), NULL);
	for (int i = 0; i < group->n; i++)
		if (in_use(ui, k->model, group->id[i])) {
			add_line(k, g, group->id[i], record_title(ui->session, k->model, group->id[i]),
				owner_of(ui, k->model, group->id[i]));
			n++;
		}
	if (n >= 2) {
		k->groups++;
		return;
	}
	while (k->n > head) {
		k->n--;
		free(k->line[k->n].text);
		free(k->line[k->n].owner);
	}
}

static enum rc load(struct view *v, struct err *err)
{
	struct twins *k = v->data;
	enum rc rc = RC_OK;

	if (!k->scanned) {
		alike_groups_free(&k->found);
		rc = alike_groups_find(v->ui->session, k->model, &k->found, err);
		k->scanned = rc == RC_OK;
	}
	drop_lines(k);
	k->groups = 0;
	for (int g = 0; g < k->found.n && g < GROUPS; g++)
		list_group(v->ui, k, g);
	pick_clamp(&k->pick, k->n, k->shown ? k->shown : 1);
	if (k->n && !k->line[k->pick.sel].id && k->pick.sel + 1 < k->n)
		k->pick.sel++;
	return rc;
}

/* ---- the picture ---- */

static void draw_line(const struct twins *k, struct canvas *c, struct rect r, int i)
{
	const struct line *l = &k->line[i];
	struct str text = STR_INIT;

	if (!l->id) {
		canvas_text(c, r.x + 1, r.y, r.w - 2, C_HEADER, l->text);
		return;
	}
	str_addf(&text, "[%s] %s", marks_has(&k->out, l->id) ? " " : "x", l->text ? l->text : "");
	canvas_text(c, r.x + 3, r.y, r.w - 24, marks_has(&k->out, l->id) ? C_DIM : C_TITLE, text.s);
	canvas_text(c, r.x + r.w - 20, r.y, 19, C_DIM, l->owner ? l->owner : "");
	str_free(&text);
}

static void draw(struct view *v, struct canvas *c)
{
	struct twins *k = v->data;

	k->shown = v->at.h;
	pick_clamp(&k->pick, k->n, k->shown);
	if (!k->n)
		canvas_sentence(c, v->at.x + 2, v->at.y + 1, v->at.w - 4, C_DIM,
			_("nothing stands there twice: no two share an address or a number"));
	for (int i = 0; i < k->shown && k->pick.top + i < k->n; i++) {
		struct rect r = { v->at.x, v->at.y + i, v->at.w, 1 };

		draw_line(k, c, r, k->pick.top + i);
		if (k->pick.top + i == k->pick.sel) {
			canvas_glyph(c, r.x, r.y, C_ACCENT, GL_BAR);
			canvas_cursor(c, r.x, r.y);
		}
		canvas_hit(c, r, HIT_LINE, k->pick.top + i);
	}
	scroll_draw(c, v->at.x + v->at.w - 1, v->at.y, k->shown, k->n, k->pick.top);
}

/* ---- deeds ---- */

static const struct line *here(const struct twins *k)
{
	return k->n ? &k->line[k->pick.sel] : NULL;
}

/* The group under the cursor, without those left out. */
static unsigned merge_group(struct view *v)
{
	struct twins *k = v->data;
	int64_t *id = xcalloc((size_t)k->n + 1, sizeof *id);
	struct err err = ERR_INIT;
	int n = 0;

	for (int i = 0; here(k) && i < k->n; i++)
		if (k->line[i].group == here(k)->group && k->line[i].id && !marks_has(&k->out, k->line[i].id))
			id[n++] = k->line[i].id;
	if (n < 2)
		ui_complain(v->ui, "%s", _("merging needs two or more records: Space takes them in"));
	else if (merge_open(v->ui, k->model, id, n, &err) != RC_OK)
		ui_error(v->ui, &err);
	free(id);
	return DID;
}

static unsigned open_here(struct view *v)
{
	struct twins *k = v->data;
	struct err err = ERR_INIT;

	if (here(k) && here(k)->id && form_open(v->ui, k->model, here(k)->id, NULL, 0, &err) != RC_OK)
		ui_error(v->ui, &err);
	return DID;
}

static unsigned toggle(struct twins *k)
{
	if (!here(k) || !here(k)->id)
		return DID_NOTHING;
	marks_toggle(&k->out, here(k)->id);
	return DID;
}

static unsigned act(struct view *v, const struct act *a)
{
	struct twins *k = v->data;
	unsigned did = pick_act(&k->pick, a, k->n, k->shown ? k->shown : 1);

	if (did != DID_NOT)
		return did;
	switch (a->action->id) {
	case ACT_OPEN: return open_here(v);
	case ACT_MARK: return toggle(k);
	case ACT_MERGE: return merge_group(v);
	case ACT_REFRESH: k->scanned = false; return DID_LOAD;
	case ACT_BACK:
	case ACT_CLOSE_VIEW: return DID_CLOSE;
	default: return DID_NOT;
	}
}

static bool can(struct view *v, const struct act *a)
{
	(void)v;
	switch (a->action->id) {
	case ACT_OPEN:
	case ACT_MARK:
	case ACT_MERGE: return true;
	default: return !(a->action->contexts & CTX_RECORD) || a->action->contexts & CTX_EVERYWHERE;
	}
}

static unsigned click(struct view *v, const struct click *c)
{
	struct twins *k = v->data;

	if (c->kind == HIT_LINE && (c->what == CLICK_PRESS || c->what == CLICK_DOUBLE)) {
		k->pick.sel = (int)c->arg;
		return c->what == CLICK_DOUBLE ? open_here(v) : DID;
	}
	return pick_wheel(&k->pick, c, k->n, k->shown);
}

static void title(const struct view *v, struct str *out)
{
	const struct twins *k = v->data;

	str_addf(out, _("duplicates of %s"), _(k->model->plural));
}

static void status(const struct view *v, struct str *out)
{
	const struct twins *k = v->data;

	if (k->found.n > GROUPS)
		str_addf(out, _("the first %d of %d groups"), GROUPS, k->found.n);
	else
		str_addf(out, ngettext("%d group", "%d groups", (unsigned long)k->groups), k->groups);
}

static const char *hints(const struct view *v)
{
	(void)v;
	return "merge mark open refresh back help";
}

static const char *label(const struct view *v, const struct act *a)
{
	(void)v;
	return a->action->id == ACT_MARK ? _("in or out") : a->action->id == ACT_MERGE ? _("merge the group") : NULL;
}

static void close_view(struct view *v)
{
	struct twins *k = v->data;

	drop_lines(k);
	alike_groups_free(&k->found);
	marks_free(&k->out);
	free(k->line);
	free(k);
}

static const struct view_ops ops = { .name = "duplicates",
	.contexts = CTX_EVERYWHERE | CTX_RECORD,
	.load = load,
	.close = close_view,
	.act = act,
	.can = can,
	.click = click,
	.draw = draw,
	.title = title,
	.status = status,
	.hints = hints,
	.label = label };

enum rc twins_open(struct ui *ui, const struct model *m, struct err *err)
{
	struct twins *k;

	if (!m->hooks.twins)
		return fail(err, RC_INVALID, NO_FIELD, _("%s have nothing by which the same one is known twice"),
			_(m->plural));
	k = xcalloc(1, sizeof *k);
	k->model = m;
	return view_push(ui, &ops, k, err);
}
