#include <stdio.h>

#include "base/i18n.h"
#include "base/money.h"
#include "board.h"
#include "record/session.h"

#define HEADER 2

/* ---- the bar of signals ---- */

static const struct {
	enum tone tone;
	enum role role;
	enum glyph glyph;
} bar_parts[] = {
	{ TONE_BAD, C_OVERDUE, GL_OVERDUE },
	{ TONE_WARN, C_TODAY, GL_TODAY },
	{ TONE_GOOD, C_PLANNED, GL_PLANNED },
	{ TONE_QUIET, C_DIM, GL_NOTHING },
	{ TONE_NONE, C_DIM, GL_NOTHING },
};
#define BAR_PARTS ((int)COUNT(bar_parts))

static void shares(const struct board *b, const struct lane *l, int64_t n[BAR_PARTS], int64_t *all)
{
	const struct field *f = &b->c.model->fields[b->c.model->signal];

	*all = 0;
	memset(n, 0, BAR_PARTS * sizeof *n);
	for (int i = 0; i < GROUP_SIGNALS && f->choice[i].name; i++)
		for (int p = 0; p < BAR_PARTS; p++)
			if (bar_parts[p].tone == f->choice[i].tone) {
				n[p] += l->signal[i];
				*all += l->signal[i];
			}
}

/* Cells of each part: a cell at least for whoever is there, the rest by share, the largest taking what rounding leaves.
 */
static void cells(const int64_t n[BAR_PARTS], int64_t all, int w, int cell[BAR_PARTS])
{
	int used = 0, most = 0;

	for (int p = 0; p < BAR_PARTS; p++) {
		cell[p] = (int)(n[p] * w / all);
		if (n[p] && !cell[p])
			cell[p] = 1;
		used += cell[p];
		if (cell[p] > cell[most])
			most = p;
	}
	cell[most] += w - used;
	if (cell[most] < 0)
		cell[most] = 0;
}

static void draw_bar(const struct board *b, struct canvas *c, const struct lane *l, int x, int y, int w)
{
	int64_t n[BAR_PARTS], all;
	int cell[BAR_PARTS];

	if (!b->c.model->signal || !l->coloured || w <= 0)
		return;
	shares(b, l, n, &all);
	if (!all)
		return;
	cells(n, all, w, cell);
	for (int p = 0; p < BAR_PARTS; p++) {
		canvas_hline(c, x, y, cell[p], bar_parts[p].role, bar_parts[p].glyph);
		x += cell[p];
	}
}

/* ---- header ---- */

static void sum_text(const struct view *v, int64_t sum, struct str *out)
{
	const struct board *b = v->data;
	struct value val = VALUE_INT(sum);

	if (b->c.model->amount && sum)
		value_show(v->ui->session, b->c.model, b->c.model->amount, &val, NULL, SHOW_SHORT, out);
}

static void range_text(const struct view *v, const struct lane *l, struct str *out)
{
	int shown = board_cards_shown(v), last = l->top + shown < l->page.n ? l->top + shown : l->page.n;

	if (!l->page.n)
		return;
	if (l->first >= 0)
		str_addf(out, "%lld-%lld", (long long)l->first + l->top + 1, (long long)l->first + last);
	if (l->known)
		str_addf(out, "/%lld", (long long)l->n);
}

static int before_text(const struct board *b, char *out, size_t size)
{
	snprintf(out, size, "%s%d ", glyph_text(GL_MORE_LEFT), b->left);
	return b->left > 0 ? text_width(out, strlen(out)) : 0;
}

static int after_text(const struct board *b, int last, char *out, size_t size)
{
	snprintf(out, size, " %s%d", glyph_text(GL_MORE), b->n - last);
	return last < b->n ? text_width(out, strlen(out)) : 0;
}

/* The cells of a header's first row, less what "‹2" and "›2" take of it. */
static void header_room(const struct view *v, const struct lane *l, int *x, int *right)
{
	const struct board *b = v->data;
	struct rect area = board_area(v);
	int no = (int)(l - b->lane), end, w;
	char text[16];

	*x = l->x + 1;
	*right = l->x + l->w - 1;
	if (no == b->left && *x < area.x + before_text(b, text, sizeof text))
		*x = area.x + before_text(b, text, sizeof text);
	if (no + 1 == b->n || b->lane[no + 1].w)
		return;
	w = after_text(b, no + 1, text, sizeof text);
	end = area.x + area.w - w;
	if (*right > end)
		*right = end;
}

static void draw_header(const struct view *v, struct canvas *c, const struct lane *l, bool focus)
{
	const struct board *b = v->data;
	struct str sum = STR_INIT, range = STR_INIT, count = STR_INIT;
	int y = board_area(v).y, x, right, w, n;

	if (l->known)
		str_addf(&count, "%lld", (long long)l->n);
	else
		str_add(&count, glyph_text(GL_ELLIPSIS));
	if (l->known)
		sum_text(v, l->sum, &sum);
	header_room(v, l, &x, &right);
	w = text_width(sum.s, sum.len);
	n = text_width(count.s, count.len);
	canvas_put(c, right - w, y, w, C_VALUE, sum.s);
	right -= w + (w ? 1 : 0);
	x += canvas_put(c, x, y, right - x - n - 1, focus ? C_ACCENT | S_BOLD : C_HEADER, l->name) + 1;
	canvas_put(c, x, y, right - x, C_DIM, count.s);

	range_text(v, l, &range);
	w = text_width(range.s, range.len);
	right = l->x + l->w - 1;
	canvas_put(c, right - w, y + 1, w, C_DIM, range.s);
	draw_bar(b, c, l, l->x + 1, y + 1, l->w - 2 - w - (w ? 1 : 0));
	str_free(&sum);
	str_free(&range);
	str_free(&count);
}

static void draw_folded(const struct view *v, struct canvas *c, const struct lane *l, bool focus)
{
	struct rect area = board_area(v);
	struct rect name = { l->x + 1, area.y + HEADER, l->w - 2, area.h - HEADER };
	char count[24] = "";

	if (l->known)
		snprintf(count, sizeof count, "%lld", (long long)l->n);
	canvas_put(c, l->x + 1, area.y, l->w - 2, C_DIM, count);
	canvas_glyph(c, l->x + 1, area.y + 1, C_LINE, GL_STEP);
	canvas_wrap(c, name, focus ? C_ACCENT | S_BOLD : C_HEADER, l->name);
	if (focus)
		canvas_cursor(c, l->x, area.y + HEADER);
}

/* ---- lanes ---- */

static void draw_cards(struct view *v, struct canvas *c, int no)
{
	struct board *b = v->data;
	const struct lane *l = &b->lane[no];
	struct rect area = board_area(v);
	int each = board_card_rows(v), high = each > 3 ? each - 1 : each;
	bool focus = no == b->at;

	for (int i = 0; i < board_cards_shown(v) && l->top + i < l->page.n; i++) {
		int row = l->top + i;
		struct rect at = { l->x, area.y + HEADER + i * each, l->w, high };
		bool selected = focus && row == l->sel;

		card_draw(v, c, &l->page.row[row], at, selected);
		canvas_hit(c, at, HIT_CARD, HIT_ARG(no, row));
		if (selected)
			canvas_cursor(c, at.x, at.y);
	}
	if (focus && l->sel < 0)
		canvas_cursor(c, l->x, area.y + HEADER);
	if (!l->page.n && l->loaded)
		canvas_put(c, l->x + 2, area.y + HEADER, l->w - 3, C_DIM,
			*b->c.filter ? _("nothing matches")
			: focus      ? _("empty: n makes one here")
				     : _("empty"));
}

static void draw_lane(struct view *v, struct canvas *c, int no)
{
	struct board *b = v->data;
	const struct lane *l = &b->lane[no];
	struct rect area = board_area(v), all = { l->x, area.y, l->w, area.h };

	canvas_hit(c, all, HIT_LANE, no);
	canvas_clip(c, all);
	if (lane_open(l)) {
		draw_header(v, c, l, no == b->at);
		draw_cards(v, c, no);
	} else {
		draw_folded(v, c, l, no == b->at);
	}
	canvas_unclip(c);
	if (l->x + l->w < area.x + area.w - 1)
		canvas_vline(c, l->x + l->w, area.y, area.h, C_LINE);
}

/* "‹2" and "›2": lanes that are not seen. */
static void draw_more(struct view *v, struct canvas *c, int last)
{
	struct board *b = v->data;
	struct rect area = board_area(v);
	char text[16];
	int w = before_text(b, text, sizeof text);

	if (w)
		canvas_hit(c, (struct rect){ area.x, area.y, canvas_put(c, area.x, area.y, w, C_ACCENT, text), 1 },
			HIT_BEFORE, 0);
	w = after_text(b, last, text, sizeof text);
	if (w) {
		canvas_put(c, area.x + area.w - w, area.y, w, C_ACCENT, text);
		canvas_hit(c, (struct rect){ area.x + area.w - w, area.y, w, 1 }, HIT_AFTER, 0);
	}
}

static void draw_drag(struct view *v, struct canvas *c)
{
	struct board *b = v->data;
	struct rect area = board_area(v);
	int lane = b->drag.lane;

	if (!b->drag.on)
		return;
	if (lane >= 0 && lane < b->n && b->lane[lane].w)
		canvas_tint(c, (struct rect){ b->lane[lane].x, area.y, b->lane[lane].w, HEADER }, C_SELECTED);
	for (int i = 0; i < b->n; i++) {
		int row = b->lane[i].w ? lane_find(&b->lane[i], b->drag.id) : -1;
		struct str s = STR_INIT;

		if (row < 0)
			continue;
		board_text(b, v->ui->session, &b->lane[i].page.row[row], CARD_TITLE, SHOW_LIST, &s);
		canvas_text(c, b->drag.x + 1, b->drag.y, 20, C_SELECTED, s.s);
		str_free(&s);
		return;
	}
}

/* The board holds nothing at all: what to do next. */
static void draw_empty(struct view *v, struct canvas *c)
{
	struct board *b = v->data;
	struct rect area = board_area(v);
	struct rect box = rect_centre(area, area.w < 64 ? area.w - 4 : 60, 6);
	const char *say = b->c.model->empty ? _(b->c.model->empty) : _("nothing here yet: n writes the first one");

	if (b->total || !b->counted)
		return;
	if (*b->c.filter)
		say = _("nothing matches the filter: Esc takes it away");
	canvas_fill(c, box, C_TEXT);
	canvas_wrap(c, box, C_TEXT, say);
}

void board_draw(struct view *v, struct canvas *c)
{
	struct board *b = v->data;
	int last = b->left;

	for (int i = b->left; i < b->n && b->lane[i].w; i++) {
		draw_lane(v, c, i);
		last = i + 1;
	}
	draw_more(v, c, last);
	draw_empty(v, c);
	draw_drag(v, c);
}
