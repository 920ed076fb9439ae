/* Moving about on the board, by key and by mouse. */
#include <stdlib.h>

#include "base/i18n.h"
#include "board.h"

static int64_t place_of(const struct lane *l)
{
	return l->first >= 0 && l->sel >= 0 ? l->first + l->sel : -1;
}

void board_focus(struct view *v, int lane, int row)
{
	struct board *b = v->data;

	if (lane < 0 || lane >= b->n)
		return;
	if (lane != b->at) {
		b->lane[b->at].peek = false;
		b->c.ranging = false;
	}
	b->at = lane;
	if (row >= 0)
		b->lane[lane].sel = row;
	board_settle(v);
}

/* To another lane: the card at the same height has the focus. */
static unsigned sideways(struct view *v, int to)
{
	struct board *b = v->data;
	const struct lane *was = board_lane(b);
	int height = was && was->sel >= 0 ? was->sel - was->top : 0;
	struct lane *l;

	if (to < 0 || to >= b->n || to == b->at)
		return DID_NOTHING;
	board_focus(v, to, -1);
	l = &b->lane[to];
	if (l->page.n && lane_open(l)) {
		int row = l->top + height;

		board_focus(v, to, row < l->page.n ? row : l->page.n - 1);
	}
	return DID;
}

static unsigned up_down(struct view *v, int by)
{
	struct board *b = v->data;
	struct lane *l = board_lane(b);
	int64_t from;
	int to;

	if (!l || l->sel < 0 || !lane_open(l))
		return DID_NOTHING;
	to = l->sel + by;
	to = to < 0 ? 0 : to >= l->page.n ? l->page.n - 1 : to;
	if (to == l->sel)
		return DID_NOTHING;
	from = place_of(l);
	if (from >= 0)
		collection_moved(v, &b->c, &board_collection, from, from + to - l->sel);
	l->sel = to;
	board_settle(v);
	return DID;
}

int64_t board_beside(struct view *v, int64_t id, int by)
{
	struct board *b = v->data;
	const struct row *r = board_card(b);

	if (by > 0 && r && r->id != id)
		return r->id;
	if (up_down(v, by) == DID_NOTHING)
		return 0;
	r = board_card(b);
	return r ? r->id : 0;
}

void board_position(const struct view *v, struct str *out)
{
	const struct lane *l = board_lane(v->data);

	if (l && l->known && place_of(l) >= 0)
		str_addf(out, _("%lld of %lld"), (long long)place_of(l) + 1, (long long)l->n);
}

static unsigned to_end(struct view *v, bool bottom)
{
	struct board *b = v->data;
	struct lane *l = board_lane(b);
	struct err err = ERR_INIT;
	enum rc rc = RC_OK;

	if (!l || l->sel < 0 || !lane_open(l))
		return DID_NOTHING;
	if (b->c.ranging) /* a range goes as far as is read */
		return up_down(v, bottom ? l->page.n : -l->page.n);
	if (bottom && l->below) {
		rc = lane_bottom(b, v->ui->session, l, &err);
	} else if (!bottom && l->above) {
		l->sel = l->top = 0;
		rc = lane_window(b, v->ui->session, l, NULL, 0, &err);
		l->sel = l->top = 0;
	}
	if (rc)
		ui_error(v->ui, &err);
	l->sel = bottom ? l->page.n - 1 : 0;
	board_settle(v);
	return DID;
}

static unsigned column(struct view *v, int to)
{
	const struct board *b = v->data;

	if (to < b->n)
		return sideways(v, to);
	ui_message(v->ui, ngettext("there is %d column", "there are %d columns", (unsigned long)b->n), b->n);
	return DID;
}

unsigned board_go(struct view *v, const struct act *a)
{
	struct board *b = v->data;
	int page = board_cards_shown(v);

	page = page > 1 ? page - 1 : 1;
	switch (a->action->id) {
	case ACT_UP: return up_down(v, -1);
	case ACT_DOWN: return up_down(v, 1);
	case ACT_PAGE_UP: return up_down(v, -page);
	case ACT_PAGE_DOWN: return up_down(v, page);
	case ACT_TOP: return to_end(v, false);
	case ACT_BOTTOM: return to_end(v, true);
	case ACT_LEFT:
	case ACT_PREV_PANE: return sideways(v, b->at - 1);
	case ACT_RIGHT:
	case ACT_NEXT_PANE: return sideways(v, b->at + 1);
	case ACT_COLUMN: return column(v, (int)strtol(a->arg, NULL, 10) - 1);
	default: return DID_NOT;
	}
}

/* ---- mouse ---- */

/* Scrolls the lane under the mouse; the selected card stays on the screen. */
unsigned board_wheel(struct view *v, int lane, int by)
{
	struct board *b = v->data;
	struct lane *l = &b->lane[lane];
	int shown = board_cards_shown(v), most = l->page.n - shown;

	if (lane < 0 || !lane_open(l))
		return DID_NOTHING;
	l->top += by;
	l->top = l->top > most ? most : l->top;
	l->top = l->top < 0 ? 0 : l->top;
	if (l->sel >= 0 && l->sel < l->top)
		l->sel = l->top;
	if (l->sel >= l->top + shown)
		l->sel = l->top + shown - 1;
	board_settle(v);
	return DID;
}

static int lane_under(const struct click *c)
{
	return c->kind == HIT_CARD ? (int)(c->arg >> 32) : c->kind == HIT_LANE ? (int)c->arg : -1;
}

static unsigned press(struct view *v, const struct click *c)
{
	struct board *b = v->data;
	int lane = lane_under(c);

	b->drag.on = false;
	if (c->kind == HIT_BEFORE || c->kind == HIT_AFTER) {
		int last = b->left;

		while (last < b->n && b->lane[last].w)
			last++;
		return sideways(v, c->kind == HIT_BEFORE ? b->left - 1 : last);
	}
	if (lane < 0)
		return DID_NOTHING;
	board_focus(v, lane, c->kind == HIT_CARD ? (int)(c->arg & 0xffffffff) : -1);
	b->drag.id = c->kind == HIT_CARD && board_card(b) ? board_card(b)->id : 0;
	if (c->what == CLICK_DOUBLE && c->kind == HIT_CARD)
		ui_act_name(v->ui, "open", "");
	return DID;
}

static unsigned drag(struct view *v, const struct click *c)
{
	struct board *b = v->data;

	if (!b->drag.id || c->from_kind != HIT_CARD)
		return DID_NOTHING;
	b->drag.on = true;
	b->drag.x = c->x;
	b->drag.y = c->y;
	b->drag.lane = lane_under(c);
	return DID;
}

static unsigned drop(struct view *v, const struct click *c)
{
	struct board *b = v->data;
	int lane = lane_under(c), from = (int)(c->from_arg >> 32);
	int64_t id = b->drag.id;
	bool on = b->drag.on || c->from_kind == HIT_CARD;

	b->drag.on = false;
	b->drag.id = 0;
	if (!on || !id || lane < 0 || lane == from)
		return DID_NOTHING;
	if (collection_past_refuses(v, &b->c, &(struct act){ .action = &ui_actions[ACT_CARD_RIGHT], .arg = "" }))
		return DID;
	return board_move_card(v, id, lane);
}

unsigned board_click(struct view *v, const struct click *c)
{
	struct board *b = v->data;
	int lane = lane_under(c);

	lane = lane >= 0 ? lane : b->at;
	if (!b->n)
		return DID_NOTHING;
	switch (c->what) {
	case CLICK_PRESS:
	case CLICK_DOUBLE: return c->button == 1 ? press(v, c) : DID_NOTHING;
	case CLICK_DRAG: return drag(v, c);
	case CLICK_DROP: return drop(v, c);
	case CLICK_RELEASE: b->drag.on = false; return DID_NOTHING;
	case CLICK_WHEEL_UP: return board_wheel(v, lane, -1);
	case CLICK_WHEEL_DOWN: return board_wheel(v, lane, 1);
	default: return DID_NOT;
	}
}
