/* The picture and the only way out to curses. Drawing goes to our own cells; canvas_show sends the rows that differ
 * from what the terminal has, and curses finds the cheapest bytes for them. */
#include "ui/canvas.h"

#include <curses.h>
#include <wchar.h>

#include "canvas_int.h"
#include "ui/term.h"

static const struct px blank_px = { .cp = { ' ' }, .width = 1 };

struct canvas *canvas_new(int cols, int rows)
{
	struct canvas *c = xcalloc(1, sizeof *c);

	c->layout = (struct layout)LAYOUT_INIT;
	canvas_resize(c, cols, rows);
	return c;
}

void canvas_free(struct canvas *c)
{
	if (!c)
		return;
	layout_free(&c->layout);
	free(c->hit);
	free(c->px);
	free(c->shown);
	free(c);
}

void canvas_resize(struct canvas *c, int cols, int rows)
{
	size_t n = (size_t)cols * (size_t)rows;

	c->cols = cols;
	c->rows = rows;
	c->px = xreallocarray(c->px, n, sizeof *c->px);
	c->shown = xreallocarray(c->shown, n, sizeof *c->shown);
	for (size_t i = 0; i < n; i++)
		c->shown[i] = blank_px;
	c->whole = true;
	c->shown_x = c->shown_y = 0;
	canvas_begin(c);
}

struct rect canvas_area(const struct canvas *c)
{
	return (struct rect){ 0, 0, c->cols, c->rows };
}

void canvas_begin(struct canvas *c)
{
	size_t n = (size_t)c->cols * (size_t)c->rows;

	for (size_t i = 0; i < n; i++)
		c->px[i] = blank_px;
	c->n_clip = 0;
	c->n_hit = 0;
	c->owner = NULL;
	c->cursor_x = c->cursor_y = -1;
}

/* ---- clip ---- */

struct rect canvas_clipped(const struct canvas *c)
{
	int n = c->n_clip < CLIP_MAX ? c->n_clip : CLIP_MAX;

	return n ? c->clip[n - 1] : canvas_area(c);
}

void canvas_clip(struct canvas *c, struct rect r)
{
	r = rect_cross(canvas_clipped(c), r);
	if (c->n_clip < CLIP_MAX)
		c->clip[c->n_clip] = r;
	c->n_clip++;
}

void canvas_unclip(struct canvas *c)
{
	if (c->n_clip > 0)
		c->n_clip--;
}

/* ---- cells ---- */

/* Before a cell is written over: the other half of a wide character that stood there becomes a blank. */
static void mend(struct px *row, int x, int cols)
{
	if (row[x].width == 0 && x > 0) {
		row[x - 1] = (struct px){ .cp = { ' ' }, .width = 1, .role = row[x - 1].role };
		row[x].width = 1;
	}
	if (row[x].width == 2 && x + 1 < cols)
		row[x + 1] = (struct px){ .cp = { ' ' }, .width = 1, .role = row[x].role };
}

static void put_one(struct px *row, int x, int cols, const struct px *p)
{
	mend(row, x, cols);
	row[x] = *p;
}

void canvas_px(struct canvas *c, int x, int y, const struct px *p)
{
	struct rect clip = canvas_clipped(c);
	struct px *row = c->px + (size_t)y * (size_t)c->cols;
	struct px half = { .cp = { ' ' }, .width = 1, .role = p->role };
	bool first = x >= clip.x && x < clip.x + clip.w;
	bool second = p->width == 2 && x + 1 >= clip.x && x + 1 < clip.x + clip.w;

	if (y < clip.y || y >= clip.y + clip.h)
		return;
	if (p->width == 2 && first && second) {
		put_one(row, x + 1, c->cols, &half);
		put_one(row, x, c->cols, p);
		row[x + 1] = (struct px){ .width = 0, .role = p->role };
	} else if (p->width == 2) {
		if (first || second)
			put_one(row, first ? x : x + 1, c->cols, &half);
	} else if (first) {
		put_one(row, x, c->cols, p);
	}
}

void canvas_blank(struct canvas *c, int x, int y, int cols, unsigned role)
{
	struct px p = blank_px;

	p.role = (uint16_t)role;
	for (int i = 0; i < cols; i++)
		canvas_px(c, x + i, y, &p);
}

/* ---- cursor and mouse ---- */

void canvas_cursor(struct canvas *c, int x, int y)
{
	if (x < 0 || y < 0 || x >= c->cols || y >= c->rows)
		return;
	c->cursor_x = x;
	c->cursor_y = y;
}

bool canvas_cursor_at(const struct canvas *c, int *x, int *y)
{
	*x = c->cursor_x;
	*y = c->cursor_y;
	return c->cursor_x >= 0;
}

void canvas_owner(struct canvas *c, const void *owner)
{
	c->owner = owner;
}

void canvas_hit(struct canvas *c, struct rect r, int kind, int64_t arg)
{
	r = rect_cross(canvas_clipped(c), r);
	if (r.w <= 0 || r.h <= 0)
		return;
	GROW(c->hit, c->n_hit, c->cap_hit);
	c->hit[c->n_hit++] = (struct spot){ .at = r, .owner = c->owner, .kind = kind, .arg = arg };
}

const struct spot *canvas_hit_at(const struct canvas *c, int x, int y)
{
	for (int i = c->n_hit - 1; i >= 0; i--)
		if (rect_has(&c->hit[i].at, x, y))
			return &c->hit[i];
	return NULL;
}

/* ---- reading ---- */

void canvas_row_text(const struct canvas *c, int y, struct str *out)
{
	const struct px *row = c->px + (size_t)y * (size_t)c->cols;
	size_t from = out->len;

	for (int x = 0; x < c->cols; x++)
		for (int i = 0; i <= CELL_MARKS && row[x].width && row[x].cp[i]; i++)
			str_add_cp(out, row[x].cp[i]);
	while (out->len > from && out->s[out->len - 1] == ' ')
		str_cut(out, out->len - 1);
}

unsigned canvas_role_at(const struct canvas *c, int x, int y)
{
	return c->px[(size_t)y * (size_t)c->cols + (size_t)x].role;
}

/* ---- out to the terminal ---- */

/* The nearest of eight for a terminal that has no more. */
static short eight_of(int colour)
{
	int r, g, b, top;

	if (colour < 16)
		return (short)(colour & 7);
	if (colour >= 232)
		return colour >= 244 ? COLOR_WHITE : COLOR_BLACK;
	r = (colour - 16) / 36;
	g = (colour - 16) / 6 % 6;
	b = (colour - 16) % 6;
	top = r > g ? r : g;
	top = b > top ? b : top;
	if (top == 0)
		return COLOR_BLACK;
	return (short)((r * 2 > top ? 1 : 0) | (g * 2 > top ? 2 : 0) | (b * 2 > top ? 4 : 0));
}

static short colour_of(int colour)
{
	return colour < 0 || colour < COLORS ? (short)colour : eight_of(colour);
}

static void make_pairs(void)
{
	const struct theme *t = theme_now();

	for (int r = 0; has_colors() && r < C_N && r + 1 < COLOR_PAIRS; r++)
		init_pair((short)(r + 1), colour_of(t->paint[r].fg), colour_of(t->paint[r].bg));
	bkgdset(' ' | (chtype)(has_colors() ? COLOR_PAIR(C_TEXT + 1) : 0));
}

static attr_t attr_of(unsigned role, short *pair)
{
	const struct paint *p = &theme_now()->paint[ROLE_OF(role) < C_N ? ROLE_OF(role) : C_TEXT];
	unsigned style = p->style | (role & ~0xffu);
	attr_t a = A_NORMAL;

	if (style & S_BOLD)
		a |= A_BOLD;
	if (style & S_DIM && !(style & S_BOLD))
		a |= A_DIM;
	if (style & S_UNDERLINE)
		a |= A_UNDERLINE;
	if (style & S_REVERSE)
		a |= A_REVERSE;
	if (COLORS > 0 && COLORS < 16 && p->fg >= 8 && p->fg < 16)
		a |= A_BOLD; /* the bright half of the palette */
	*pair = has_colors() ? (short)(ROLE_OF(role) + 1) : 0;
	return a;
}

/* Line signs by curses' own names: it knows which terminals draw them in another character set. */
static const cchar_t *line_sign(uint32_t cp)
{
	switch (cp) {
	case 0x2500: return WACS_HLINE;
	case 0x2502: return WACS_VLINE;
	case 0x250c: return WACS_ULCORNER;
	case 0x2510: return WACS_URCORNER;
	case 0x2514: return WACS_LLCORNER;
	case 0x2518: return WACS_LRCORNER;
	case 0x251c: return WACS_LTEE;
	case 0x2524: return WACS_RTEE;
	case 0x252c: return WACS_TTEE;
	case 0x2534: return WACS_BTEE;
	case 0x253c: return WACS_PLUS;
	default: return NULL;
	}
}

/* A blank looks the same in every role that neither underlines nor fills it: one role for all spares the bytes. */
static unsigned shown_role(const struct px *p)
{
	const struct theme *t = theme_now();
	const struct paint *paint = &t->paint[ROLE_OF(p->role) < C_N ? ROLE_OF(p->role) : C_TEXT];

	if (p->cp[0] != ' ' || p->cp[1] || (paint->style | p->role) & (S_REVERSE | S_UNDERLINE) ||
		paint->bg != t->paint[C_TEXT].bg || t->paint[C_TEXT].style)
		return p->role;
	return C_TEXT;
}

/* One blank between two cells of a role goes on in it: a title of several words is one run. */
static unsigned sent_role(const struct px *row, int x, int cols)
{
	unsigned role = shown_role(&row[x]);

	if (role == row[x].role || x == 0 || x + 1 == cols || row[x - 1].cp[0] == ' ' || row[x + 1].cp[0] == ' ')
		return role;
	return row[x - 1].role == row[x].role && row[x + 1].role == row[x].role ? row[x].role : role;
}

static void send_px(const struct px *p, unsigned role)
{
	wchar_t wide[1 + CELL_MARKS + 1] = { 0 };
	const cchar_t *line = line_sign(p->cp[0]);
	attr_t attr, own = 0;
	short pair, own_pair;
	cchar_t cc;

	attr = attr_of(role, &pair);
	if (line && getcchar(line, wide, &own, &own_pair, NULL) == OK)
		attr |= own;
	else
		for (int i = 0; i <= CELL_MARKS && p->cp[i]; i++)
			wide[i] = (wchar_t)p->cp[i];
	if (setcchar(&cc, wide, attr, pair, NULL) == OK)
		wadd_wch(stdscr, &cc);
}

static bool px_same(const struct px *a, const struct px *b)
{
	if (a->role != b->role || a->width != b->width || a->cp[0] != b->cp[0])
		return false;
	for (int i = 1; i <= CELL_MARKS && (a->cp[i - 1] || i == 1); i++)
		if (a->cp[i] != b->cp[i])
			return false;
	return true;
}

/* Sends the part of a row between its first and last cell that differ, widened to whole characters of both pictures. */
static bool send_row(struct canvas *c, int y)
{
	struct px *new = c->px + (size_t)y *(size_t)c->cols;
	struct px *old = c->shown + (size_t)y * (size_t)c->cols;
	int from = 0, to = c->cols;

	if (!c->whole) {
		while (from < to && px_same(&new[from], &old[from]))
			from++;
		while (to > from && px_same(&new[to - 1], &old[to - 1]))
			to--;
		while (from > 0 && from < to && (new[from].width == 0 || old[from].width == 0))
			from--;
		while (to < c->cols && to > from && (new[to].width == 0 || old[to].width == 0))
			to++;
	}
	if (from >= to)
		return false;
	wmove(stdscr, y, from);
	for (int x = from; x < to; x++)
		if (new[x].width)
			send_px(&new[x], sent_role(new, x, c->cols));
	memcpy(old + from, new + from, (size_t)(to - from) * sizeof *new);
	return true;
}

/* Puts all rows that differ to curses; true when there were any. */
static bool send_rows(struct canvas *c)
{
	bool any = false;

	for (int y = 0; y < c->rows; y++)
		if (send_row(c, y))
			any = true;
	return any;
}

void canvas_show(struct canvas *c, bool whole, bool mark)
{
	bool moved = c->cursor_x != c->shown_x || c->cursor_y != c->shown_y;

	if (c->stamp != theme_stamp() || whole) {
		make_pairs();
		c->stamp = theme_stamp();
		c->whole = true;
	}
	if (!send_rows(c) && !moved && !mark && !whole)
		return;
	c->whole = false;
	if (whole)
		clearok(curscr, TRUE);
	if ((c->cursor_x >= 0) != (c->shown_x >= 0) || whole)
		curs_set(c->cursor_x >= 0);
	if (c->cursor_x >= 0)
		wmove(stdscr, c->cursor_y, c->cursor_x);
	c->shown_x = c->cursor_x;
	c->shown_y = c->cursor_y;
	wnoutrefresh(stdscr);
	term_frame_begin();
	doupdate();
	term_frame_end();
}
