/* The order by hand: the field model->rank, numbers with gaps between them. */
#include "base/i18n.h"
#include "board.h"
#include "record/session.h"

#define GAP 1024
#define RENUMBER_MOST 2000 /* cards of a lane that are numbered anew in one step */

/* Which of the sort's fields is the rank; -1: it is not ordered by hand. */
static int rank_order(const struct board *b)
{
	for (int i = 0; i < b->query.n_orders; i++) {
		const struct order *o = &b->query.order[i];

		if (b->c.model->rank && o->path.n == 1 && o->path.slot[0] == b->c.model->rank && !o->desc)
			return i;
	}
	return -1;
}

/* What comes before the rank in the sort is the same. */
static bool same_run(const struct row *x, const struct row *y, int rank)
{
	for (int i = 0; i < rank; i++)
		if (!value_eq(&x->sort[i], &y->sort[i]))
			return false;
	return true;
}

static enum rc set_rank(struct board *b, struct step *st, int64_t id, int64_t rank, struct err *err)
{
	struct change ch = { .slot = b->c.model->rank, .val = VALUE_INT(rank) };

	return record_save(st->s, st, b->c.model, &id, &ch, 1, NULL, err);
}

/* The rank between the neighbour that is passed and the one beyond it (NULL: none in this run). False: no room. */
static bool between(const struct row *passed, const struct row *beyond, int order, int by, int64_t *rank)
{
	const struct value *p = &passed->sort[order], *q = beyond ? &beyond->sort[order] : NULL;
	int64_t gap;

	if (p->kind != VAL_INT || (q && q->kind != VAL_INT))
		return false;
	if (!q)
		return i64_add(p->i, by * GAP, rank);
	gap = q->i - p->i;
	if (gap > -2 && gap < 2)
		return false;
	*rank = p->i + gap / 2;
	return true;
}

/* Numbers the whole lane, the two cards exchanged. */
static enum rc renumber(struct board *b, struct step *st, int64_t x, int64_t y, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct query q = lane_query(b, board_lane(b), &a);
	int order = rank_order(b);
	struct page page;
	enum rc rc;

	q.limit = RENUMBER_MOST;
	rc = query_run(st->s, &q, &page, err);
	arena_free(&a);
	if (rc)
		return rc;
	if (page.more)
		rc = fail(err, RC_INVALID, b->c.model->rank,
			_("more than %d cards are too many to order by hand: filter first"), RENUMBER_MOST);
	for (int i = 0; i < page.n && rc == RC_OK; i++) {
		const struct value *have = &page.row[i].sort[order];
		int64_t id = page.row[i].id, rank = (int64_t)(i + 1) * GAP;

		id = id == x ? y : id == y ? x : id;
		if (id != page.row[i].id || have->kind != VAL_INT || have->i != rank)
			rc = set_rank(b, st, id, rank, err);
	}
	page_free(&page);
	return rc;
}

static enum rc exchange(struct board *b, struct session *s, int by, struct err *err)
{
	const struct lane *l = board_lane(b);
	const struct row *me = board_card(b), *passed = me + by;
	int order = rank_order(b), next = l->sel + 2 * by;
	const struct row *beyond = next >= 0 && next < l->page.n ? &l->page.row[next] : NULL;
	struct step st;
	int64_t rank;
	enum rc rc = step_open(s, by < 0 ? _("moved up") : _("moved down"), &st, err);

	if (rc)
		return rc;
	if (beyond && !same_run(passed, beyond, order))
		beyond = NULL;
	if (between(passed, beyond, order, by, &rank))
		rc = set_rank(b, &st, me->id, rank, err);
	else
		rc = renumber(b, &st, me->id, passed->id, err);
	return step_close(&st, rc, err);
}

unsigned board_order(struct view *v, int by)
{
	struct board *b = v->data;
	const struct lane *l = board_lane(b);
	const struct row *me = board_card(b);
	struct err err = ERR_INIT;
	int order = rank_order(b);

	if (!me) {
		ui_message(v->ui, "%s", _("no card here to move"));
		return DID;
	}
	if (order < 0) {
		ui_message(v->ui, "%s",
			b->c.model->rank ? _("the order is not by hand: s chooses it")
					 : _("these cards have no order by hand"));
		return DID;
	}
	if (l->sel + by < 0 || l->sel + by >= l->page.n)
		return DID_NOTHING;
	if (!same_run(me, me + by, order)) {
		ui_message(
			v->ui, _("%s comes before the order by hand"), _(path_field(&b->query.order[0].path)->label));
		return DID;
	}
	b->want = me->id;
	if (exchange(b, v->ui->session, by, &err) != RC_OK) {
		ui_error(v->ui, &err);
		return DID;
	}
	ui_message(v->ui, "%s", by < 0 ? _("moved up — u undoes") : _("moved down — u undoes"));
	return DID_CHANGE;
}
