/* The board: lanes side by side, cards below each other, moved by hand. */
#include "board.h"

#include "base/i18n.h"
#include "record/action.h"
#include "record/session.h"

/* ---- what the collection asks ---- */

static int64_t selected(const struct view *v)
{
	const struct row *r = board_card(v->data);

	return r ? r->id : 0;
}

static void select_record(struct view *v, int64_t id)
{
	struct board *b = v->data;

	b->want = id;
	v->stale = true;
}

static int64_t place(const struct view *v)
{
	const struct lane *l = board_lane(v->data);

	return l && l->first >= 0 && l->sel >= 0 ? l->first + l->sel : -1;
}

static int64_t id_at(const struct view *v, int64_t at)
{
	const struct lane *l = board_lane(v->data);

	if (!l || l->first < 0 || at < l->first || at >= l->first + l->page.n)
		return 0;
	return l->page.row[at - l->first].id;
}

static int with(const struct view *v, struct change *ch, int max, struct arena *a)
{
	const struct board *b = v->data;
	const struct lane *l = board_lane(b);

	if (max < 1 || !l || l->key.kind == VAL_NULL || !field_stored(&b->c.model->fields[b->by]))
		return 0;
	ch[0] = (struct change){ .slot = b->by, .val = value_copy(&l->key, a) };
	return 1;
}

static void changed(struct view *v)
{
	struct board *b = v->data;

	b->resorted = true;
	b->want = selected(v);
}

const struct collection_ops board_collection = { .selected = selected,
	.select = select_record,
	.place = place,
	.id_at = id_at,
	.with = with,
	.other = list_replace,
	.changed = changed };

/* ---- keys ---- */

static unsigned said(struct ui *ui, enum rc rc, const struct err *err)
{
	if (rc)
		ui_error(ui, err);
	return DID;
}

static unsigned open_card(struct view *v, bool edit)
{
	struct board *b = v->data;
	const struct lane *l = board_lane(b);
	const struct row *r = board_card(b);
	struct err err = ERR_INIT;

	if (l && !lane_open(l)) {
		b->lane[b->at].folded = false;
		board_settle(v);
		return DID;
	}
	if (!r) {
		ui_message(v->ui, "%s", _("no card here: n makes one"));
		return DID;
	}
	if (edit)
		return said(v->ui, form_edit(v->ui, b->c.model, r->id, 0, &err), &err);
	return said(v->ui, form_open_beside(v->ui, b->c.model, r->id, b->c.as_of, &err), &err);
}

static bool can_group(const struct model *m, int slot)
{
	const struct field *f = &m->fields[slot];
	enum field_type kind = field_kind(f);

	return (kind == FT_REF || kind == FT_CHOICE) && !(f->flags & F_HIDDEN);
}

static void group_chosen(struct ui *ui, void *ctx, int slot)
{
	struct view *v = ctx;
	struct board *b = v->data;

	b->want = selected(v);
	free(b->c.by);
	b->c.by = xstrdup(b->c.model->fields[slot].name);
	for (int i = 0; i < b->n; i++)
		lane_free(&b->lane[i]);
	b->n = b->at = b->left = 0;
	v->stale = true;
	ui_message(ui, _("columns by %s"), _(b->c.model->fields[slot].label));
}

static unsigned choose_group(struct view *v)
{
	struct board *b = v->data;
	struct field_pick look = { .model = b->c.model,
		.title = _("columns by"),
		.fits = can_group,
		.at = b->by,
		.done = group_chosen,
		.ctx = v };
	struct err err = ERR_INIT;

	return said(v->ui, field_pick(v->ui, &look, &err), &err);
}

static unsigned totals(struct view *v)
{
	struct err err = ERR_INIT;

	return said(v->ui, board_totals(v, &err), &err);
}

static unsigned deed(struct view *v, const struct act *a)
{
	struct board *b = v->data;
	int64_t one;
	struct chosen who = collection_chosen(&b->c, selected(v), &one);

	return deed_act(v->ui, &who, a);
}

/* Of the past nothing is changed, its columns neither: they are records, too. */
static bool refuses(struct view *v, const struct act *a)
{
	static const struct act column = { .action = &ui_actions[ACT_NEW], .arg = "" };
	const struct board *b = v->data;

	switch (a->action->id) {
	case ACT_COL_ADD:
	case ACT_COL_EDIT:
	case ACT_COL_LEFT:
	case ACT_COL_RIGHT:
	case ACT_COL_DELETE: return collection_past_refuses(v, &b->c, &column);
	default: return collection_past_refuses(v, &b->c, a);
	}
}

static unsigned act(struct view *v, const struct act *a)
{
	struct board *b = v->data;
	unsigned did;

	if (refuses(v, a))
		return DID;
	switch (a->action->id) {
	case ACT_OPEN: return open_card(v, false);
	case ACT_EDIT: return open_card(v, true);
	case ACT_CARD_LEFT: return board_move(v, -1);
	case ACT_CARD_RIGHT: return board_move(v, 1);
	case ACT_CARD_UP: return board_order(v, -1);
	case ACT_CARD_DOWN: return board_order(v, 1);
	case ACT_GROUP: return choose_group(v);
	case ACT_TOTALS: return totals(v);
	case ACT_COLUMNS:
		ui_message(v->ui, "%s", _("cards show what their type says; V lists them with columns of your choice"));
		return DID;
	default: break;
	}
	if (a->action->id == ACT_BACK && b->drag.on) {
		b->drag.on = false;
		b->drag.id = 0;
		return DID;
	}
	did = board_go(v, a);
	if (did == DID_NOT)
		did = board_column_act(v, a);
	if (did == DID_NOT)
		did = collection_act(v, &b->c, &board_collection, a);
	return did == DID_NOT ? deed(v, a) : did;
}

static bool can(struct view *v, const struct act *a)
{
	struct board *b = v->data;

	return a->action->id != ACT_PREVIEW && collection_can(v, &b->c, selected(v), a);
}

/* ---- the rest of a view ---- */

static void size(struct view *v, struct rect area)
{
	v->at = area;
	board_settle(v);
}

static void title(const struct view *v, struct str *out)
{
	const struct board *b = v->data;

	collection_title(&b->c, out);
}

static void filter(const struct view *v, struct str *out)
{
	const struct board *b = v->data;

	collection_filter_text(&b->c, out);
}

static void banner(const struct view *v, struct str *out)
{
	const struct board *b = v->data;

	collection_past_text(v, &b->c, out);
}

static void status(const struct view *v, struct str *out)
{
	const struct board *b = v->data;

	collection_marks_text(&b->c, out);
	if (*b->c.filter && b->counted)
		str_addf(out, out->len ? _(", %lld shown") : _("%lld shown"), (long long)b->total);
}

static const char *hints(const struct view *v)
{
	struct board *b = v->data;

	return board_card(b) ? b->hint : "new import filter palette help";
}

/* What this record type's own first actions are stands among what always counts. */
static char *make_hints(const struct model *m)
{
	struct str s = STR_INIT;
	int n = 0;

	str_add(&s, "open ");
	for (int i = 0; i < m->n_actions && n < 2; i++)
		if (m->actions[i].key) {
			str_addf(&s, "%s ", m->actions[i].name);
			n++;
		}
	str_add(&s, "card-left,card-right new filter help edit sort");
	return str_take(&s);
}

static void close(struct view *v)
{
	board_free(v->data);
}

static const struct view_ops board_view = {
	.name = "board",
	.contexts = CTXS_BOARD,
	.size = size,
	.close = close,
	.load = board_load,
	.later = board_later,
	.act = act,
	.can = can,
	.click = board_click,
	.draw = board_draw,
	.title = title,
	.filter = filter,
	.beside = board_beside,
	.position = board_position,
	.banner = banner,
	.status = status,
	.hints = hints,
};

static enum rc make(struct ui *ui, const struct look *look, struct board **out, struct err *err)
{
	struct board *b = xcalloc(1, sizeof *b);
	enum rc rc = collection_init(&b->c, ui->session, look, err);

	if (rc) {
		board_free(b);
		return rc;
	}
	b->want = look->at;
	b->drag.lane = -1;
	b->hint = make_hints(look->model);
	*out = b;
	return RC_OK;
}

enum rc board_open(struct ui *ui, const struct look *look, struct err *err)
{
	struct board *b;
	enum rc rc = make(ui, look, &b, err);

	return rc ? rc : view_push(ui, &board_view, b, err);
}

enum rc board_replace(struct ui *ui, const struct look *look, struct err *err)
{
	struct board *b;
	enum rc rc = make(ui, look, &b, err);

	return rc ? rc : view_replace(ui, &board_view, b, err);
}
