/* Rows under headings: the values of one field, each with its count and sum. */
#include "base/i18n.h"
#include "list.h"
#include "record/session.h"

static bool is_folded(const struct list *l, const struct value *key)
{
	for (int i = 0; i < l->n_folded; i++)
		if (value_eq(&l->folded[i], key))
			return true;
	return false;
}

static void take_groups(struct list *l)
{
	l->n_seg = l->groups.n;
	l->seg = xcalloc((size_t)l->n_seg + 1, sizeof *l->seg);
	for (int i = 0; i < l->n_seg; i++) {
		const struct group *g = &l->groups.group[i];

		l->seg[i] = (struct segment){
			.key = g->key, .title = g->title, .n = g->n, .sum = g->sum, .folded = is_folded(l, &g->key)
		};
	}
}

enum rc groups_read(struct list *l, struct session *s, struct err *err)
{
	struct path by = { .n = 1, .slot = { l->group }, .model = { l->c.model } };
	struct query q;
	enum rc rc = RC_OK;

	group_result_free(&l->groups);
	free(l->seg);
	l->seg = xcalloc(1, sizeof *l->seg);
	l->n_seg = 1;
	if (!l->group)
		return RC_OK;
	rc = collection_query(&l->c, s, &q, err);
	if (rc == RC_OK)
		rc = query_groups(s, &q, &by, l->c.model->amount, GROUP_COUNTS, &l->groups, err);
	free(l->seg);
	l->seg = NULL;
	l->n_seg = 0;
	if (rc == RC_OK)
		take_groups(l);
	return rc;
}

int groups_find(const struct list *l, const struct value *key)
{
	for (int i = 0; i < l->n_seg; i++)
		if (value_eq(&l->seg[i].key, key))
			return i;
	return -1;
}

/* ---- b ---- */

static bool can_group(const struct model *m, int slot)
{
	const struct field *f = &m->fields[slot];
	enum field_type kind = field_kind(f);

	return slot >= SYS_N && slot != m->title && slot != m->rank && !field_types[kind].set && kind != FT_NOTE &&
	       kind != FT_LINES && kind != FT_ANYREF && kind != FT_INSTANT && !(f->flags & (F_HIDDEN | F_UNIQUE));
}

static void set_group(struct view *v, int slot)
{
	struct list *l = v->data;
	const struct row *r = window_row(l, l->sel);
	int64_t id = r ? r->id : 0;

	window_clear(l); /* its rows have other columns */
	l->group = slot;
	l->n_folded = 0;
	arena_reset(&l->fold_arena);
	l->want = id;
	v->stale = true;
}

static void group_chosen(struct ui *ui, void *ctx, int slot)
{
	struct view *v = ctx;
	struct list *l = v->data;

	set_group(v, slot);
	ui_message(ui, _("grouped by %s — zz folds a group, b ends it"), _(l->c.model->fields[slot].label));
}

unsigned groups_pick(struct view *v)
{
	struct list *l = v->data;
	struct field_pick look = { .model = l->c.model,
		.title = _("group by"),
		.fits = can_group,
		.at = l->c.model->group,
		.done = group_chosen,
		.ctx = v };
	struct err err = ERR_INIT;

	if (!l->group)
		return list_said(v, field_pick(v->ui, &look, &err), &err);
	set_group(v, 0);
	ui_message(v->ui, "%s", _("no groups any more — b groups"));
	return DID_LOAD;
}

/* ---- zz ---- */

static void remember_fold(struct list *l, const struct value *key, bool on)
{
	for (int i = 0; i < l->n_folded && !on; i++)
		if (value_eq(&l->folded[i], key)) {
			l->folded[i--] = l->folded[--l->n_folded];
		}
	if (on) {
		GROW(l->folded, l->n_folded, l->cap_folded);
		l->folded[l->n_folded++] = value_copy(key, &l->fold_arena);
	}
}

/* Reads the window anew with the heading where its group was looked at. */
unsigned groups_fold(struct view *v)
{
	struct list *l = v->data;
	int at, line = l->sel;
	const struct chunk *c = window_chunk(l, l->sel, &at);
	struct chunk heading = { .heading = true };
	struct err err = ERR_INIT;

	if (!l->group || !c) {
		ui_message(v->ui, "%s", _("there are no groups here — b groups by a field"));
		return DID;
	}
	heading.seg = c->seg;
	remember_fold(l, &l->seg[c->seg].key, !l->seg[c->seg].folded);
	l->seg[c->seg].folded = !l->seg[c->seg].folded;
	at = l->sel - l->top;
	while (line > 0 && window_row(l, line))
		line--; /* to the heading, when it is in the window */
	at = window_row(l, line) ? 0 : at - (l->sel - line);
	window_clear(l);
	l->sel = l->top = 0;
	l->w.chunk[0] = heading; /* there is room: the window was not empty */
	l->w.n = l->w.lines = 1;
	l->w.below = true;
	l->top = at > 0 ? -at : 0;
	return list_said(v, window_settle(l, v->ui->session, list_height(v), true, &err), &err);
}
