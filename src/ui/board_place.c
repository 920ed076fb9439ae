#include "board.h"

#define ROWS_COMPACT 24 /* of the whole screen: below, cards stand without a blank line between them */
#define ROWS_TAGS 45    /* from here on cards have a line of tags */
#define HEADER 2

struct rect board_area(const struct view *v)
{
	struct rect all = canvas_area(v->ui->canvas);

	return v->at.w ? v->at : (struct rect){ 0, 1, all.w, all.h - 3 };
}

int board_card_rows(const struct view *v)
{
	const struct board *b = v->data;
	int rows = canvas_area(v->ui->canvas).h;

	if (rows < ROWS_COMPACT)
		return 3;
	return rows >= ROWS_TAGS && b->c.model->tags ? 5 : 4;
}

int board_cards_shown(const struct view *v)
{
	int each = board_card_rows(v), room = board_area(v).h - HEADER;

	room += each > 3; /* the last card needs no blank below */
	return room >= each ? room / each : 1;
}

bool lane_open(const struct lane *l)
{
	return !l->folded || l->peek;
}

struct lane *board_lane(const struct board *b)
{
	return b->at >= 0 && b->at < b->n ? &b->lane[b->at] : NULL;
}

const struct row *board_card(const struct board *b)
{
	const struct lane *l = board_lane(b);

	return l && l->loaded && l->sel >= 0 && l->sel < l->page.n ? &l->page.row[l->sel] : NULL;
}

static int least(const struct board *b, const struct lane *l)
{
	return lane_open(l) ? LANE_LEAST + b->extra : LANE_FOLDED;
}

/* How many lanes from `left` fit into w cells, a line between them; *rest: cells that remain. */
static int fitting(const struct board *b, int left, int w, int *rest)
{
	int n = 0, used = 0;

	while (left + n < b->n) {
		int need = least(b, &b->lane[left + n]) + (n ? 1 : 0);

		if (used + need > w)
			break;
		used += need;
		n++;
	}
	*rest = w - used;
	return n;
}

/* The first lane shown: as it was, as long as the one with the focus is seen and no room is left at the right. */
static void scroll(struct board *b, int w)
{
	int rest;

	if (b->left > b->at)
		b->left = b->at;
	while (b->left < b->at && b->left + fitting(b, b->left, w, &rest) <= b->at)
		b->left++;
	while (b->left > 0 && b->left - 1 + fitting(b, b->left - 1, w, &rest) >= b->n)
		b->left--;
}

void board_arrange(struct view *v)
{
	struct board *b = v->data;
	struct rect area = board_area(v);
	int rest, n, open = 0, x = area.x;

	if (b->at >= b->n)
		b->at = b->n ? b->n - 1 : 0;
	scroll(b, area.w);
	n = fitting(b, b->left, area.w, &rest);
	if (n == 0 && b->n) { /* narrower than one lane */
		n = 1;
		rest = 0;
	}
	for (int i = 0; i < b->n; i++) {
		b->lane[i].w = 0;
		open += i >= b->left && i < b->left + n && lane_open(&b->lane[i]);
	}
	for (int i = b->left; i < b->left + n; i++) {
		struct lane *l = &b->lane[i];
		int more = lane_open(l) ? rest / open : 0;

		l->x = x;
		l->w = least(b, l) + more < area.w ? least(b, l) + more : area.w;
		if (lane_open(l)) {
			rest -= more;
			open--;
		}
		x += l->w + 1;
	}
}

void board_settle(struct view *v)
{
	struct board *b = v->data;
	struct err err = ERR_INIT;
	int shown = board_cards_shown(v);

	board_arrange(v);
	for (int i = 0; i < b->n; i++) {
		struct lane *l = &b->lane[i];
		enum rc rc = RC_OK;

		if (!l->w || !lane_open(l))
			continue;
		if (!l->loaded)
			rc = lane_window(b, v->ui->session, l, NULL, 0, &err);
		if (rc == RC_OK)
			rc = lane_settle(b, v->ui->session, l, shown, &err);
		if (rc)
			ui_error(v->ui, &err);
	}
}
