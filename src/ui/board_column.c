/* The column with the focus: fold, width, and, where columns are records, add, rename, move and delete. */
#include <stdio.h>

#include "base/i18n.h"
#include "board.h"
#include "record/session.h"
#include "ui/widget.h"

#define EXTRA_STEP 4
#define EXTRA_MOST 60
#define SEQUENCE_GAP 10
#define MOVE_PAGE 500

static unsigned said(struct ui *ui, enum rc rc, const struct err *err)
{
	if (rc)
		ui_error(ui, err);
	return DID;
}

/* ---- fold and width ---- */

static unsigned fold(struct view *v)
{
	struct board *b = v->data;
	struct lane *l = board_lane(b);

	if (!l)
		return DID_NOTHING;
	l->folded = lane_open(l);
	l->peek = false;
	board_settle(v);
	return DID;
}

static unsigned widen(struct view *v, int by)
{
	struct board *b = v->data;
	int most = board_area(v).w - LANE_LEAST, extra = b->extra + by;

	most = most < EXTRA_MOST ? most : EXTRA_MOST;
	if (extra < 0 || extra > most) {
		ui_message(v->ui, "%s",
			by < 0 ? _("columns are as narrow as they can be") : _("columns are as wide as they can be"));
		return DID;
	}
	b->extra = extra;
	board_settle(v);
	return DID;
}

/* ---- columns that are records ---- */

/* NULL: it has said why not. */
static struct lane *record_lane(struct view *v)
{
	struct board *b = v->data;
	struct lane *l = board_lane(b);

	if (!b->columns)
		ui_message(v->ui, _("these columns are values of %s: they are not made here"),
			_(b->c.model->fields[b->by].label));
	else if (!l || !l->record)
		ui_message(v->ui, "%s", _("this column is none of the records"));
	else
		return l;
	return NULL;
}

/* Records of the columns, in their order, with their sequence as the only column. */
static enum rc read_columns(struct board *b, struct session *s, struct page *out, struct err *err)
{
	const struct model *m = b->columns;
	static struct path none;
	struct path col = { .n = 1, .slot = { m->sequence }, .model = { m } };
	struct query q = {
		.model = m, .columns = m->sequence ? &col : &none, .n_columns = m->sequence ? 1 : 0, .limit = LANES_MAX
	};
	enum rc rc = m->sort ? query_sort(s, &q, m->sort, err) : RC_OK;

	return rc ? rc : query_run(s, &q, out, err);
}

static enum rc set_sequence(struct board *b, struct step *st, int64_t id, int64_t sequence, struct err *err)
{
	struct change ch = { .slot = b->columns->sequence, .val = VALUE_INT(sequence) };

	return record_save(st->s, st, b->columns, &id, &ch, 1, NULL, err);
}

/* Writes the sequences so that the ids stand in this order; what is right already is left. */
static enum rc put_in_order(
	struct board *b, struct step *st, const int64_t *id, int n, const struct page *was, struct err *err)
{
	bool ascending = true;
	enum rc rc = RC_OK;

	for (int i = 0; i < was->n; i++) /* numbers that may be handed round as they are */
		ascending = ascending && was->row[i].val[0].kind == VAL_INT &&
			    (i == 0 || was->row[i].val[0].i > was->row[i - 1].val[0].i);
	for (int i = 0; i < n && rc == RC_OK; i++) {
		bool stays = i < was->n && ascending && was->row[i].id == id[i];
		int64_t sequence = ascending && n == was->n ? was->row[i].val[0].i : (int64_t)(i + 1) * SEQUENCE_GAP;

		if (!stays || n != was->n)
			rc = set_sequence(b, st, id[i], sequence, err);
	}
	return rc;
}

static unsigned shift(struct view *v, int by)
{
	struct board *b = v->data;
	struct lane *l = record_lane(v);
	struct err err = ERR_INIT;
	struct page page;
	struct step st;
	int64_t id[LANES_MAX];
	int at = -1;
	enum rc rc;

	if (!l)
		return DID;
	if (!b->columns->sequence) {
		ui_message(v->ui, "%s", _("these columns have no order of their own"));
		return DID;
	}
	rc = read_columns(b, v->ui->session, &page, &err);
	if (rc)
		return said(v->ui, rc, &err);
	for (int i = 0; i < page.n; i++) {
		id[i] = page.row[i].id;
		at = id[i] == l->record ? i : at;
	}
	if (at < 0 || at + by < 0 || at + by >= page.n) {
		page_free(&page);
		return DID_NOTHING;
	}
	id[at] = id[at + by];
	id[at + by] = l->record;
	rc = step_open(v->ui->session, by < 0 ? _("column moved left") : _("column moved right"), &st, &err);
	if (rc == RC_OK)
		rc = step_close(&st, put_in_order(b, &st, id, page.n, &page, &err), &err);
	page_free(&page);
	if (rc)
		return said(v->ui, rc, &err);
	b->want_column = l->record;
	ui_message(v->ui, _("column %s moved — u undoes"), l->name);
	return DID_CHANGE;
}

/* ---- add and rename ---- */

struct naming {
	struct view *view;
	int64_t id; /* renamed; 0: a new one */
};

static enum rc insert(struct board *b, struct step *st, int64_t *made, const char *name, struct err *err)
{
	struct change ch = { .slot = b->columns->title, .val = value_text(name) };
	struct save_options opt = { .typed = true };
	int64_t after = board_lane(b) ? board_lane(b)->record : 0, id[LANES_MAX + 1];
	struct page page;
	int n = 0;
	enum rc rc = read_columns(b, st->s, &page, err);

	if (rc)
		return rc;
	if (page.n >= LANES_MAX)
		rc = fail(err, RC_FULL, NO_FIELD, _("at most %d columns"), LANES_MAX);
	else
		rc = record_save(st->s, st, b->columns, made, &ch, 1, &opt, err);
	for (int i = 0; i < page.n && rc == RC_OK; i++) {
		id[n++] = page.row[i].id;
		if (page.row[i].id == after)
			id[n++] = *made;
	}
	if (rc == RC_OK && n == page.n)
		id[n++] = *made;
	if (rc == RC_OK && b->columns->sequence)
		rc = put_in_order(b, st, id, n, &page, err);
	page_free(&page);
	return rc;
}

static enum rc named(struct ui *ui, void *ctx, const char *text, struct err *err)
{
	struct naming *n = ctx;
	struct board *b = n->view->data;
	struct step st;
	int64_t id = n->id;
	enum rc rc = step_open(ui->session, n->id ? _("column renamed") : _("column added"), &st, err);

	if (rc)
		return rc;
	if (n->id) {
		struct change ch = { .slot = b->columns->title, .val = value_text(text) };
		struct save_options opt = { .typed = true };

		rc = record_save(ui->session, &st, b->columns, &id, &ch, 1, &opt, err);
	} else {
		rc = insert(b, &st, &id, text, err);
	}
	rc = step_close(&st, rc, err);
	if (rc)
		return rc;
	b->want_column = id;
	ui_message(ui, n->id ? _("renamed to %s — u undoes") : _("column %s added — u undoes"), text);
	ui_stale(ui);
	return RC_OK;
}

static const struct prompt_ops naming_ops = { .accept = named, .close = free };

static unsigned ask_name(struct view *v, bool new)
{
	struct board *b = v->data;
	struct naming *n;
	struct lane *l = NULL;
	struct err err = ERR_INIT;

	if (!new || !b->columns)
		l = record_lane(v);
	if (!b->columns || (!new && !l))
		return DID;
	n = xmalloc(sizeof *n);
	*n = (struct naming){ .view = v, .id = new ? 0 : l->record };
	return said(v->ui,
		prompt_open(v->ui, new ? _("new column") : _("name"), new ? "" : l->name, &naming_ops, n, &err), &err);
}

/* ---- delete ---- */

struct deleting {
	struct view *view;
	int64_t id;
	struct value key;
	char *name;
	int64_t to[LANES_MAX]; /* columns offered for its cards */
};

static void drop_deleting(void *ctx)
{
	struct deleting *d = ctx;

	free(d->name);
	free(d);
}

/* All of the column, archived ones too, whatever the filter is. */
static struct query all_cards(struct board *b, const struct value *key, struct arena *a)
{
	return (struct query){ .model = b->c.model,
		.where = criteria_is(a, b->c.model, b->by, key),
		.scope = SCOPE_ALL,
		.n_orders = 1,
		.limit = MOVE_PAGE };
}

static enum rc empty(struct board *b, struct step *st, const struct value *from, const struct value *to, int64_t *moved,
	struct err *err)
{
	struct arena a = ARENA_INIT;
	struct query q = all_cards(b, from, &a);
	struct page page = { .n = 0 };
	enum rc rc = RC_OK;
	bool more = true;

	while (more && rc == RC_OK) {
		rc = query_run(st->s, &q, &page, err);
		if (rc)
			break;
		for (int i = 0; i < page.n && rc == RC_OK; i++) {
			struct change ch = { .slot = b->by, .val = *to };
			int64_t id = page.row[i].id;

			rc = record_save(st->s, st, b->c.model, &id, &ch, 1, NULL, err);
			++*moved;
		}
		more = page.more;
		page_free(&page);
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	arena_free(&a);
	return rc;
}

/* One step: the cards go, then the column. to: NULL where it is empty. */
static enum rc remove_column(
	struct ui *ui, struct deleting *d, const struct value *to, const char *to_name, struct err *err)
{
	struct board *b = d->view->data;
	struct step st;
	int64_t moved = 0;
	char *label = xasprintf(_("column %s deleted"), d->name);
	enum rc rc = step_open(ui->session, label, &st, err);

	free(label);
	if (rc)
		return rc;
	if (to)
		rc = empty(b, &st, &d->key, to, &moved, err);
	if (rc == RC_OK)
		rc = record_trash(ui->session, &st, b->columns, d->id, err);
	rc = step_close(&st, rc, err);
	if (rc)
		return rc;
	if (to)
		ui_message(ui, _("column %s deleted, %lld moved to %s — u undoes"), d->name, (long long)moved, to_name);
	else
		ui_message(ui, _("column %s deleted — u undoes"), d->name);
	ui_stale(ui);
	return RC_OK;
}

static void delete_to(struct ui *ui, void *ctx, int choice)
{
	struct deleting *d = ctx;
	struct board *b = d->view->data;
	struct value to = VALUE_INT(d->to[choice]);
	int lane = board_lane_of(b, &to);
	struct err err = ERR_INIT;
	char *name = xstrdup(lane >= 0 ? b->lane[lane].name : "");

	if (remove_column(ui, d, &to, name, &err) != RC_OK)
		ui_error(ui, &err);
	free(name);
}

/* Where do the cards go? */
static unsigned ask_where(struct view *v, struct deleting *d, int64_t n)
{
	struct board *b = v->data;
	struct menu_row row[LANES_MAX];
	struct err err = ERR_INIT;
	char *title = xasprintf(ngettext("%lld card of %s goes to", "%lld cards of %s go to", (unsigned long)n),
		(long long)n, d->name);
	int rows = 0;

	for (int i = 0; i < b->n; i++)
		if (b->lane[i].record && b->lane[i].record != d->id) {
			char key = rows < 9 ? (char)('1' + rows) : 0;

			d->to[rows] = b->lane[i].record;
			row[rows] = (struct menu_row){ .key = key, .text = b->lane[i].name, .id = rows };
			rows++;
		}
	if (!rows) {
		ui_message(v->ui, "%s", _("the last column holds cards: it stays"));
		drop_deleting(d);
	} else {
		said(v->ui, menu_open(v->ui, title, row, rows, delete_to, drop_deleting, d, &err), &err);
	}
	free(title);
	return DID;
}

static unsigned ask_delete(struct view *v)
{
	struct board *b = v->data;
	struct lane *l = record_lane(v);
	struct deleting *d;
	struct arena a = ARENA_INIT;
	struct err err = ERR_INIT;
	struct query q;
	int64_t n = 0;
	enum rc rc;

	if (!l)
		return DID;
	q = all_cards(b, &l->key, &a);
	rc = query_count(v->ui->session, &q, 0, &n, &err);
	arena_free(&a);
	if (rc)
		return said(v->ui, rc, &err);
	d = xcalloc(1, sizeof *d);
	*d = (struct deleting){ .view = v, .id = l->record, .key = l->key, .name = xstrdup(l->name) };
	if (n)
		return ask_where(v, d, n);
	rc = remove_column(v->ui, d, NULL, "", &err);
	drop_deleting(d);
	return said(v->ui, rc, &err);
}

unsigned board_column_act(struct view *v, const struct act *a)
{
	switch (a->action->id) {
	case ACT_COL_FOLD: return fold(v);
	case ACT_COL_WIDER: return widen(v, EXTRA_STEP);
	case ACT_COL_NARROWER: return widen(v, -EXTRA_STEP);
	case ACT_COL_LEFT: return shift(v, -1);
	case ACT_COL_RIGHT: return shift(v, 1);
	case ACT_COL_ADD: return ask_name(v, true);
	case ACT_COL_EDIT: return ask_name(v, false);
	case ACT_COL_DELETE: return ask_delete(v);
	default: return DID_NOT;
	}
}
