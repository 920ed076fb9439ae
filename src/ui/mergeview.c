/* Merging, seen before it happens: which records, and field by field what will stand in the one that stays, where it
 * comes from, and what else there is to choose. Nothing is written until it is said so. */
#include "base/i18n.h"
#include "desk.h"
#include "record/alike.h"
#include "record/merge.h"
#include "record/session.h"
#include "ui/widget.h"

#define HIT_LINE 1
#define LABEL_W 18
#define FROM_W 12

struct member {
	int64_t id;
	bool on;
	char *title, *why, *owner;
};
/* A person's choice for a field, kept when the plan is made anew. */
struct picked {
	int slot;
	int64_t record; /* of which record; 0: val */
	struct value val;
};
struct mergeview {
	struct ui *ui;
	const struct model *model;
	struct member *member;
	int n, cap;
	struct merge plan;
	bool planned;
	struct err why_not; /* while there is no plan */
	struct picked *picked;
	int n_picked, cap_picked;
	struct arena arena; /* of picked values */
	int *slot, n_slots; /* the fields shown: those that differ first */
	int n_differ;
	struct pick pick; /* a member, then a field */
	int shown;
};

/* ---- the plan ---- */

static int place_of(const struct mergeview *k, int64_t id)
{
	for (int i = 0; k->planned && i < k->plan.n; i++)
		if (k->plan.rec[i]->id == id)
			return i;
	return -1;
}

static void choose_again(struct mergeview *k)
{
	for (int i = 0; i < k->n_picked; i++) {
		const struct picked *p = &k->picked[i];

		if (!p->record)
			merge_choose(k->ui->session, &k->plan, p->slot, &p->val);
		else if (place_of(k, p->record) >= 0)
			merge_take(k->ui->session, &k->plan, p->slot, place_of(k, p->record));
	}
}

static bool is_shown(const struct mergeview *k, int slot)
{
	const struct merge_field *f = &k->plan.field[slot];

	return merge_has(k->model, slot) && !(k->model->fields[slot].flags & F_HIDDEN) &&
	       (f->differs || f->val.kind != VAL_NULL);
}

static void list_slots(struct mergeview *k)
{
	k->n_slots = k->n_differ = 0;
	for (int differs = 1; differs >= 0 && k->planned; differs--)
		for (int slot = SYS_N; slot < k->model->n; slot++)
			if (is_shown(k, slot) && k->plan.field[slot].differs == differs) {
				k->slot[k->n_slots++] = slot;
				k->n_differ += differs;
			}
}

static void make_plan(struct mergeview *k)
{
	int64_t *id = xcalloc((size_t)k->n + 1, sizeof *id);
	int n = 0;

	for (int i = 0; i < k->n; i++)
		if (k->member[i].on)
			id[n++] = k->member[i].id;
	merge_free(&k->plan);
	err_clear(&k->why_not);
	k->planned = merge_plan(k->ui->session, k->model, id, n, &k->plan, &k->why_not) == RC_OK;
	if (k->planned)
		choose_again(k);
	list_slots(k);
	pick_clamp(&k->pick, k->n + k->n_slots, k->shown ? k->shown : k->n + k->n_slots);
	free(id);
}

static enum rc load(struct view *v, struct err *err)
{
	(void)err;
	make_plan(v->data);
	return RC_OK;
}

/* ---- the picture ---- */

static void from_text(const struct merge_field *f, struct str *out)
{
	if (f->from == MERGE_MADE)
		str_add(out, _("several"));
	else if (f->from == MERGE_CHOSEN)
		str_add(out, _("chosen"));
	else
		str_addf(out, _("from %d"), f->from + 1);
}

/* "2: Ada · 3: Bob": what the others hold instead. */
static void others_text(const struct mergeview *k, int slot, struct str *out)
{
	const struct merge_field *f = &k->plan.field[slot];

	for (int i = 0; i < k->plan.n; i++) {
		const struct value *v = &k->plan.rec[i]->val[slot];

		if (i == f->from || v->kind == VAL_NULL || value_eq(v, &f->val))
			continue;
		str_addf(out, "%s%d: ", out->len ? " · " : "", i + 1);
		value_show(k->ui->session, k->model, slot, v, NULL, SHOW_LIST, out);
	}
}

static void draw_member(const struct mergeview *k, struct canvas *c, struct rect r, int i)
{
	const struct member *m = &k->member[i];
	int place = m->on ? place_of(k, m->id) : -1;
	struct str left = STR_INIT, right = STR_INIT;
	unsigned role = place == 0 ? C_TITLE | S_BOLD : m->on ? C_TITLE : C_DIM;

	str_addf(&left, "[%s] ", m->on ? "x" : " ");
	if (place >= 0)
		str_addf(&left, "%d ", place + 1);
	str_add(&left, m->title);
	str_addf(&right, "%s%s%s", place == 0 ? _("stays") : "", place == 0 && m->why ? " · " : "",
		m->why ? m->why : "");
	if (m->owner)
		str_addf(&right, "%s%s", right.len ? " · " : "", m->owner);
	canvas_text(c, r.x + 2, r.y, r.w / 2 - 3, role, left.s);
	canvas_text(c, r.x + r.w / 2, r.y, r.w - r.w / 2, C_DIM, right.s ? right.s : "");
	str_free(&left);
	str_free(&right);
}

static void draw_field(const struct mergeview *k, struct canvas *c, struct rect r, int i)
{
	int slot = k->slot[i], room = r.w - LABEL_W - FROM_W - 6, value_w = room / 2;
	const struct merge_field *f = &k->plan.field[slot];
	struct str value = STR_INIT, from = STR_INIT, others = STR_INIT;
	int x = r.x + 2, value_x = x + LABEL_W + 1, from_x = value_x + value_w + 1, others_x = from_x + FROM_W + 1;

	value_show(k->ui->session, k->model, slot, &f->val, NULL, SHOW_LIST, &value);
	from_text(f, &from);
	others_text(k, slot, &others);
	canvas_text(c, x, r.y, LABEL_W, C_LABEL, _(k->model->fields[slot].label));
	canvas_text(c, value_x, r.y, value_w, value.len ? (f->differs ? C_TEXT : C_DIM) : C_DIM,
		value.len ? value.s : glyph_text(GL_DASH));
	canvas_text(c, from_x, r.y, FROM_W, f->from == MERGE_CHOSEN ? C_ACCENT : C_DIM, f->differs ? from.s : "");
	canvas_text(c, others_x, r.y, r.x + r.w - others_x - 1, C_DIM, others.len ? others.s : "");
	str_free(&value);
	str_free(&from);
	str_free(&others);
}

/* Below the picture, whole: what there is to choose from for the field under the cursor. */
static void draw_choices(const struct mergeview *k, struct canvas *c, struct rect r)
{
	int i = k->pick.sel - k->n, x = r.x + 2;

	if (!k->planned) {
		canvas_text(c, x, r.y, r.w - 3, C_ERROR, k->why_not.text);
		return;
	}
	if (i < 0 || i >= k->n_slots) {
		canvas_sentence(
			c, x, r.y, r.w - 3, C_DIM, _("Space: in or out; number 1 stays, the others go to the trash"));
		return;
	}
	for (int n = 0; n < k->plan.n && x < r.x + r.w - 8; n++) {
		const struct value *v = &k->plan.rec[n]->val[k->slot[i]];
		struct str text = STR_INIT;
		bool now = k->plan.field[k->slot[i]].from == n;

		str_addf(&text, "%d ", n + 1);
		value_show(k->ui->session, k->model, k->slot[i], v, NULL, SHOW_LIST, &text);
		x += canvas_put(c, x, r.y, r.x + r.w - x - 1, now ? C_ACCENT | S_BOLD : C_TEXT, text.s) + 3;
		str_free(&text);
	}
}

static void draw(struct view *v, struct canvas *c)
{
	struct mergeview *k = v->data;
	int n = k->n + k->n_slots, y = v->at.y;

	k->shown = v->at.h - 3 > 1 ? v->at.h - 3 : 1;
	pick_clamp(&k->pick, n, k->shown);
	for (int i = 0; i < k->shown && k->pick.top + i < n; i++) {
		int row = k->pick.top + i;
		struct rect r;

		if (row == k->n) /* between the records and their fields */
			canvas_hline(c, v->at.x, y++, v->at.w, C_LINE, GL_HLINE);
		r = (struct rect){ v->at.x, y++, v->at.w, 1 };
		if (row < k->n)
			draw_member(k, c, r, row);
		else
			draw_field(k, c, r, row - k->n);
		if (row == k->pick.sel) {
			canvas_glyph(c, r.x, r.y, C_ACCENT, GL_BAR);
			canvas_cursor(c, r.x, r.y);
		}
		canvas_hit(c, r, HIT_LINE, row);
	}
	canvas_hline(c, v->at.x, v->at.y + v->at.h - 2, v->at.w, C_LINE, GL_HLINE);
	draw_choices(k, c, (struct rect){ v->at.x, v->at.y + v->at.h - 1, v->at.w, 1 });
	scroll_draw(c, v->at.x + v->at.w - 1, v->at.y, k->shown, n, k->pick.top);
}

/* ---- choosing ---- */

static int slot_here(const struct mergeview *k)
{
	int i = k->pick.sel - k->n;

	return k->planned && i >= 0 && i < k->n_slots ? k->slot[i] : 0;
}

static struct picked *picked_of(struct mergeview *k, int slot)
{
	for (int i = 0; i < k->n_picked; i++)
		if (k->picked[i].slot == slot)
			return &k->picked[i];
	GROW(k->picked, k->n_picked, k->cap_picked);
	k->picked[k->n_picked] = (struct picked){ .slot = slot };
	return &k->picked[k->n_picked++];
}

static unsigned take_from(struct mergeview *k, int place)
{
	int slot = slot_here(k), row = k->pick.sel;

	if (!slot)
		return DID_NOTHING;
	if (place < 0 || place >= k->plan.n) {
		ui_complain(k->ui, _("there are %d records to take it from"), k->plan.n);
		return DID;
	}
	picked_of(k, slot)->record = k->plan.rec[place]->id;
	make_plan(k);
	k->pick.sel = row;
	return DID;
}

static unsigned next_source(struct mergeview *k, int by)
{
	int slot = slot_here(k), from = slot ? k->plan.field[slot].from : 0;

	if (!slot)
		return DID_NOTHING;
	from = from < 0 ? (by > 0 ? 0 : k->plan.n - 1) : (from + by + k->plan.n) % k->plan.n;
	return take_from(k, from);
}

static unsigned toggle(struct mergeview *k)
{
	if (k->pick.sel >= k->n)
		return next_source(k, 1);
	k->member[k->pick.sel].on = !k->member[k->pick.sel].on;
	make_plan(k);
	return DID;
}

static void other_picked(struct ui *ui, void *ctx, int64_t id, const char *name)
{
	struct mergeview *k = ctx;
	struct picked *p = slot_here(k) ? picked_of(k, slot_here(k)) : NULL;

	(void)ui, (void)name;
	if (!p || !id)
		return;
	p->record = 0;
	p->val = VALUE_INT(id);
	make_plan(k);
}

/* A reference (whose it is, whose group's) may be anybody's: the picker asks. Other fields go round their sources. */
static unsigned choose_other(struct mergeview *k)
{
	int slot = slot_here(k);
	const struct field *f = slot ? &k->model->fields[slot] : NULL;
	const struct model *ref = f && f->type == FT_REF ? registry_find(k->ui->session->reg, f->ref) : NULL;
	struct err err = ERR_INIT;

	if (!ref)
		return toggle(k);
	if (record_pick(k->ui, ref, _(f->label), NULL, false, other_picked, NULL, k, &err) != RC_OK)
		ui_error(k->ui, &err);
	return DID;
}

static unsigned merge_now(struct view *v)
{
	struct mergeview *k = v->data;
	struct str said = STR_INIT;
	struct err err = ERR_INIT;
	unsigned did = DID;

	if (!k->planned)
		ui_error(k->ui, &k->why_not);
	else if (merge_do(k->ui->session, &k->plan, &said, &err) == RC_OK) {
		deed_said(k->ui, said.s, REF_MAKE(k->model->no, k->plan.rec[0]->id));
		did = DID_CLOSE | DID_CHANGE;
	} else {
		make_plan(k);
		ui_error(k->ui, &err);
	}
	str_free(&said);
	return did;
}

static unsigned act(struct view *v, const struct act *a)
{
	struct mergeview *k = v->data;
	unsigned did = pick_act(&k->pick, a, k->n + k->n_slots, k->shown ? k->shown : 1);

	if (did != DID_NOT)
		return did;
	switch (a->action->id) {
	case ACT_LEFT: return next_source(k, -1);
	case ACT_RIGHT: return next_source(k, 1);
	case ACT_TAB: return take_from(k, (int)strtol(a->arg, NULL, 10) - 1);
	case ACT_MARK: return toggle(k);
	case ACT_OPEN: return choose_other(k);
	case ACT_MERGE:
	case ACT_SAVE: return merge_now(v);
	case ACT_BACK:
	case ACT_CLOSE_VIEW: return DID_CLOSE;
	default: return DID_NOT;
	}
}

static bool can(struct view *v, const struct act *a)
{
	(void)v;
	switch (a->action->id) {
	case ACT_TAB:
	case ACT_MARK:
	case ACT_OPEN:
	case ACT_MERGE:
	case ACT_SAVE: return true;
	default: return !(a->action->contexts & (CTX_RECORD | CTX_READING)) || a->action->contexts & CTX_EVERYWHERE;
	}
}

static unsigned click(struct view *v, const struct click *c)
{
	struct mergeview *k = v->data;

	if (c->kind == HIT_LINE && (c->what == CLICK_PRESS || c->what == CLICK_DOUBLE)) {
		k->pick.sel = (int)c->arg;
		return c->what == CLICK_DOUBLE || k->pick.sel < k->n ? toggle(k) : DID;
	}
	return pick_wheel(&k->pick, c, k->n + k->n_slots, k->shown);
}

/* ---- open and close ---- */

static void title(const struct view *v, struct str *out)
{
	const struct mergeview *k = v->data;

	str_addf(out, _("merge %s"), _(k->model->plural));
}

static void status(const struct view *v, struct str *out)
{
	const struct mergeview *k = v->data;

	if (k->planned)
		str_addf(out,
			ngettext("%d into 1, %d field differs", "%d into 1, %d fields differ",
				(unsigned long)k->n_differ),
			k->plan.n, k->n_differ);
}

static const char *hints(const struct view *v)
{
	const struct mergeview *k = v->data;

	return k->pick.sel < k->n ? "merge mark back help" : "merge left,right open back help";
}

static const char *label(const struct view *v, const struct act *a)
{
	const struct mergeview *k = v->data;

	switch (a->action->id) {
	case ACT_MERGE: return _("merge now");
	case ACT_MARK: return k->pick.sel < k->n ? _("in or out") : _("from the next");
	case ACT_OPEN: return _("choose");
	case ACT_LEFT:
	case ACT_RIGHT: return _("from another");
	case ACT_TAB: return _("from this record");
	default: return NULL;
	}
}

static void close_view(struct view *v)
{
	struct mergeview *k = v->data;

	for (int i = 0; i < k->n; i++) {
		free(k->member[i].title);
		free(k->member[i].why);
		free(k->member[i].owner);
	}
	merge_free(&k->plan);
	arena_free(&k->arena);
	free(k->member);
	free(k->picked);
	free(k->slot);
	free(k);
}

static const struct view_ops ops = { .name = "merge",
	.contexts = CTX_EVERYWHERE | CTX_RECORD | CTX_READING,
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

static void add_member(struct mergeview *k, int64_t id, bool on, const char *why, const char *owner)
{
	char *text = record_title(k->ui->session, k->model, id);

	if (!text)
		return;
	GROW(k->member, k->n, k->cap);
	k->member[k->n++] = (struct member){ .id = id,
		.on = on,
		.title = text,
		.why = why ? xstrdup(why) : NULL,
		.owner = owner ? xstrdup(owner) : NULL };
}

/* One record alone: what is like it, the exact ones taken in. */
static enum rc add_alike(struct mergeview *k, int64_t id, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct alike_list list = { .n = 0 };
	struct record *r;
	enum rc rc = record_load(k->ui->session, k->model, id, &a, &r, err);

	if (rc == RC_OK)
		rc = alike_find(k->ui->session, r, &list, err);
	if (rc == RC_OK && !list.n)
		rc = fail(err, RC_NOT_FOUND, NO_FIELD, _("nothing is like it: mark two or more to merge them"));
	for (int i = 0; i < list.n && rc == RC_OK; i++)
		add_member(k, REF_ID(list.at[i].ref), list.at[i].exact, list.at[i].why, list.at[i].owner);
	alike_free(&list);
	arena_free(&a);
	return rc;
}

enum rc merge_open(struct ui *ui, const struct model *m, const int64_t *id, int n, struct err *err)
{
	struct mergeview *k;
	enum rc rc = RC_OK;

	if (!m->merge)
		return fail(err, RC_INVALID, NO_FIELD, _("%s cannot be merged"), _(m->plural));
	k = xcalloc(1, sizeof *k);
	k->ui = ui;
	k->model = m;
	k->slot = xcalloc((size_t)m->n, sizeof *k->slot);
	k->why_not = (struct err)ERR_INIT;
	for (int i = 0; i < n; i++)
		add_member(k, id[i], true, NULL, NULL);
	if (n == 1)
		rc = add_alike(k, id[0], err);
	if (rc != RC_OK) {
		struct view v = { .data = k };

		close_view(&v);
		return rc;
	}
	return view_push(ui, &ops, k, err);
}
