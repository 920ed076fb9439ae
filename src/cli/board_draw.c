/* The board as text: columns side by side, in bands as wide as the terminal. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/layout.h"
#include "base/money.h"
#include "base/utf8.h"
#include "board.h"

#define LANE_MIN 24 /* cells of a column */
#define LANE_MAX 40
#define GAP 3 /* cells between columns */

/* The lines of one column; each has exactly the column's cells. */
struct lines {
	char **line;
	int n, cap;
};

static void push(struct lines *l, struct str *s)
{
	GROW(l->line, l->n, l->cap);
	l->line[l->n++] = str_take(s);
}

static void free_lines(struct lines *l)
{
	for (int i = 0; i < l->n; i++)
		free(l->line[i]);
	free(l->line);
}

/* left, and right at the right end; the left one gives way. */
static void put_ends(const struct cli *c, struct str *out, const char *left, const char *right, int width)
{
	int w = text_width(right, strlen(right));

	if (w >= width - 1)
		w = width / 2;
	put_cells(c, out, left, w ? width - w - 1 : width);
	if (w) {
		str_addc(out, ' ');
		put_cells(c, out, right, w);
	}
}

static const char *tone_sgr(enum tone tone)
{
	switch (tone) {
	case TONE_BAD: return "31";
	case TONE_WARN: return "33";
	case TONE_GOOD: return "32";
	default: return "";
	}
}

/* Told apart by shape, so that colour alone never says anything. */
static const char *bar_glyph(const struct cli *c, const struct choice *choice)
{
	if (c->ascii)
		return choice->glyph ? choice->glyph : "#";
	switch (choice->tone) {
	case TONE_BAD: return "━";
	case TONE_WARN: return "═";
	case TONE_GOOD: return "─";
	default: return "·";
	}
}

/* A share of the bar for each signal, at least one cell for any that is there. */
static void put_bar(const struct cli *c, const struct board *b, const struct lane *lane, int width, struct str *out)
{
	const struct choice *choice = b->model->signal ? b->model->fields[b->model->signal].choice : NULL;
	int64_t total = 0, before = 0;
	int used = 0;

	for (int i = 0; choice && choice[i].name && i < BOARD_SIGNALS; i++)
		total += lane->signal[i];
	for (int i = 0; total && choice[i].name && i < BOARD_SIGNALS; i++) {
		struct str part = STR_INIT;
		int end;

		before += lane->signal[i];
		end = (int)(before * width / total);
		if (lane->signal[i] && end <= used && used < width)
			end = used + 1;
		for (; used < end; used++)
			str_add(&part, bar_glyph(c, &choice[i]));
		put_sgr(c, out, part.len ? tone_sgr(choice[i].tone) : "", part.s);
		str_free(&part);
	}
	str_addf(out, "%*s", width - used, "");
}

/* "Sara Klein" -> SK, "sara" -> sa. */
static void initials(const char *name, struct str *out)
{
	int n = 0;
	bool many = strchr(name, ' ') != NULL, start = true;
	uint32_t cp;

	for (size_t i = 0, len = strlen(name); i < len && n < 2;) {
		size_t k = utf8_decode(name + i, len - i, &cp);

		if (name[i] == ' ')
			start = true;
		else if (start || !many) {
			str_addn(out, name + i, k);
			start = false;
			n++;
		}
		i += k;
	}
}

static void draw_card(const struct cli *c, const struct board *b, const struct card *k, int width, struct lines *l)
{
	const struct choice *choice = k->signal >= 0 ? &b->model->fields[b->model->signal].choice[k->signal] : NULL;
	struct str line = STR_INIT, left = STR_INIT, right = STR_INIT, cut = STR_INIT;

	for (int i = 0; i < k->stars; i++)
		str_add(&right, c->ascii ? "*" : "★");
	put_ends(c, &line, k->title, right.s, width);
	push(l, &line);
	if (*k->subtitle || *k->amount) {
		put_ends(c, &line, k->subtitle, k->amount, width);
		push(l, &line);
	}
	str_clear(&right);
	str_addf(&right, "%s%s", k->mark, *k->mark ? " " : "");
	initials(k->owner, &right);
	str_addf(&left, "%s %s", choice && choice->glyph ? choice->glyph : " ", k->signal_text);
	if (choice || right.len) {
		put_ends(c, &cut, left.s, right.s, width);
		put_sgr(c, &line, choice ? tone_sgr(choice->tone) : "", cut.s);
		push(l, &line);
	}
	str_addf(&line, "%*s", width, "");
	push(l, &line);
	str_free(&left);
	str_free(&right);
	str_free(&cut);
	str_free(&line);
}

static void draw_lane(const struct cli *c, const struct board *b, const struct lane *lane, int width, struct lines *l)
{
	struct str line = STR_INIT, head = STR_INIT, sum = STR_INIT, cut = STR_INIT;

	str_addf(&head, "%s %" PRId64 "%s", lane->title, lane->n, lane->folded ? _(" (folded)") : "");
	if (b->model->amount && lane->n)
		money_short(lane->sum, c->s->currency, &sum);
	put_ends(c, &cut, head.s, sum.s, width);
	put_sgr(c, &line, "1", cut.s);
	push(l, &line);
	str_clear(&head);
	if (lane->n_cards < lane->n)
		str_addf(&head, " %s%d/%" PRId64, lane->n_cards ? "1-" : "", lane->n_cards, lane->n);
	put_bar(c, b, lane, width - (int)head.len, &line);
	str_add(&line, head.s);
	push(l, &line);
	for (int i = 0; i < lane->n_cards; i++)
		draw_card(c, b, &lane->card[i], width, l);
	str_free(&cut);
	str_free(&sum);
	str_free(&head);
	str_free(&line);
}

static void draw_band(const struct cli *c, const struct board *b, int from, int n, int width, struct str *out)
{
	struct lines *lane = xcalloc((size_t)n, sizeof *lane);
	int rows = 0;

	for (int i = 0; i < n; i++) {
		draw_lane(c, b, &b->lane[from + i], width, &lane[i]);
		rows = lane[i].n > rows ? lane[i].n : rows;
	}
	for (int row = 0; row < rows; row++) {
		for (int i = 0; i < n; i++) {
			if (i)
				str_add(out, c->ascii ? " | " : " │ ");
			if (row < lane[i].n)
				str_add(out, lane[i].line[row]);
			else
				str_addf(out, "%*s", width, "");
		}
		while (out->len && out->s[out->len - 1] == ' ')
			str_cut(out, out->len - 1);
		str_addc(out, '\n');
	}
	for (int i = 0; i < n; i++)
		free_lines(&lane[i]);
	free(lane);
}

static void draw_head(const struct cli *c, const struct board *b, struct str *out)
{
	struct str head = STR_INIT;

	str_addf(&head, "%s %" PRId64, board_name(b), b->n);
	if (b->model->amount && b->n) {
		str_add(&head, "  ");
		money_show(b->sum, c->s->currency, &head);
	}
	put_sgr(c, out, "1", head.s);
	str_add(out, "\n\n");
	str_free(&head);
}

void lanes_draw(const struct cli *c, const struct board *b, struct str *out)
{
	int fit = (c->width + GAP) / (LANE_MIN + GAP), width;

	fit = fit < 1 ? 1 : fit > b->n_lanes ? b->n_lanes : fit;
	draw_head(c, b, out);
	if (!b->n && b->model->empty)
		str_addf(out, "%s\n\n", _(b->model->empty));
	if (!b->n_lanes)
		return;
	width = (c->width - GAP * (fit - 1)) / fit;
	width = width > LANE_MAX ? LANE_MAX : width;
	for (int from = 0; from < b->n_lanes; from += fit) {
		if (from)
			str_addc(out, '\n');
		draw_band(c, b, from, b->n_lanes - from < fit ? b->n_lanes - from : fit, width, out);
	}
}
