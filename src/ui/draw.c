/* Drawing on the canvas: text, signs, lines, boxes. */
#include "base/i18n.h"
#include "ui/canvas.h"

#include "base/utf8.h"
#include "canvas_int.h"

static const struct {
	uint32_t cp;
	char ascii;
	const char *text, *ascii_text;
} glyphs[GL_N] = {
	[GL_HLINE] = { 0x2500, '-', "─", "-" },
	[GL_VLINE] = { 0x2502, '|', "│", "|" },
	[GL_UL] = { 0x250c, '+', "┌", "+" },
	[GL_UR] = { 0x2510, '+', "┐", "+" },
	[GL_LL] = { 0x2514, '+', "└", "+" },
	[GL_LR] = { 0x2518, '+', "┘", "+" },
	[GL_LTEE] = { 0x251c, '+', "├", "+" },
	[GL_RTEE] = { 0x2524, '+', "┤", "+" },
	[GL_TTEE] = { 0x252c, '+', "┬", "+" },
	[GL_BTEE] = { 0x2534, '+', "┴", "+" },
	[GL_CROSS] = { 0x253c, '+', "┼", "+" },
	[GL_BAR] = { 0x258c, '>', "▌", ">" },
	[GL_OVERDUE] = { 0x2501, '!', "━", "!" },
	[GL_TODAY] = { 0x2550, '=', "═", "=" },
	[GL_PLANNED] = { 0x2500, '-', "─", "-" },
	[GL_NOTHING] = { 0x00b7, '.', "·", "." },
	[GL_STAR] = { 0x2605, '*', "★", "*" },
	[GL_TICK] = { 0x2713, '*', "✓", "*" },
	[GL_MORE_LEFT] = { 0x2039, '<', "‹", "<" },
	[GL_MORE] = { 0x203a, '>', "›", ">" },
	[GL_UP] = { 0x25b2, '^', "▲", "^" },
	[GL_DOWN] = { 0x25bc, 'v', "▼", "v" },
	[GL_STEP] = { 0x25b8, '>', "▸", ">" },
	[GL_CHOICES] = { 0x25be, 'v', "▾", "v" },
	[GL_ELLIPSIS] = { 0x2026, '~', "…", "~" },
	[GL_DASH] = { 0x2014, '-', "—", "-" },
	[GL_SHADE] = { 0x2591, '.', "░", "." },
	[GL_BLOCK] = { 0x2588, '#', "█", "#" },
};
static bool ascii_only;

void glyph_ascii(bool on)
{
	ascii_only = on;
}

bool glyph_is_ascii(void)
{
	return ascii_only;
}

const char *glyph_text(enum glyph g)
{
	return ascii_only ? glyphs[g].ascii_text : glyphs[g].text;
}

/* ---- rectangles ---- */

bool rect_has(const struct rect *r, int x, int y)
{
	return x >= r->x && x < r->x + r->w && y >= r->y && y < r->y + r->h;
}

struct rect rect_cross(struct rect a, struct rect b)
{
	int x = a.x > b.x ? a.x : b.x, y = a.y > b.y ? a.y : b.y;
	int right = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;
	int bottom = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;

	return (struct rect){ x, y, right > x ? right - x : 0, bottom > y ? bottom - y : 0 };
}

struct rect rect_inside(struct rect r, int by)
{
	return (struct rect){ r.x + by, r.y + by, r.w > 2 * by ? r.w - 2 * by : 0, r.h > 2 * by ? r.h - 2 * by : 0 };
}

struct rect rect_centre(struct rect outer, int w, int h)
{
	w = w < outer.w ? w : outer.w;
	h = h < outer.h ? h : outer.h;
	return (struct rect){ outer.x + (outer.w - w) / 2, outer.y + (outer.h - h) / 2, w, h };
}

/* ---- text ---- */

/* Puts the cells of a layout; returns the column after the last. */
static int put_cells(struct canvas *c, int x, int y, unsigned role, const struct layout *l, int cols)
{
	int used = 0;

	for (int i = 0; i < l->n && used + l->cell[i].width <= cols; i++) {
		struct px p = { .role = (uint16_t)role, .width = l->cell[i].width };

		memcpy(p.cp, l->cell[i].cp, sizeof p.cp);
		if (!p.cp[0])
			p.cp[0] = ' ';
		canvas_px(c, x + used, y, &p);
		used += p.width;
	}
	return used;
}

enum side { AT_LEFT, AT_RIGHT, AT_CENTRE, AT_START };

static void put_text(struct canvas *c, int x, int y, int cols, unsigned role, const char *s, size_t n, enum side side)
{
	int pad = 0;

	if (cols <= 0)
		return;
	layout_text(&c->layout, s, n, cols);
	if (side == AT_RIGHT || (side == AT_START && c->layout.dir == DIR_RTL))
		pad = cols - c->layout.width;
	else if (side == AT_CENTRE)
		pad = (cols - c->layout.width) / 2;
	canvas_blank(c, x, y, pad, role);
	pad += put_cells(c, x + pad, y, role, &c->layout, cols - pad);
	canvas_blank(c, x + pad, y, cols - pad, role);
}

void canvas_text(struct canvas *c, int x, int y, int cols, unsigned role, const char *s)
{
	put_text(c, x, y, cols, role, s, strlen(s), AT_LEFT);
}

void canvas_textn(struct canvas *c, int x, int y, int cols, unsigned role, const char *s, size_t n)
{
	put_text(c, x, y, cols, role, s, n, AT_LEFT);
}

void canvas_right(struct canvas *c, int x, int y, int cols, unsigned role, const char *s)
{
	put_text(c, x, y, cols, role, s, strlen(s), AT_RIGHT);
}

void canvas_centre(struct canvas *c, int x, int y, int cols, unsigned role, const char *s)
{
	put_text(c, x, y, cols, role, s, strlen(s), AT_CENTRE);
}

void canvas_sentence(struct canvas *c, int x, int y, int cols, unsigned role, const char *s)
{
	static const char ltr[] = "\xe2\x80\x8e", rtl[] = "\xe2\x80\x8f"; /* marks without width */
	const char *word = _("undo");
	struct str text = STR_INIT;

	str_add(&text, text_dir(word, strlen(word)) == DIR_RTL ? rtl : ltr);
	str_add(&text, s);
	canvas_text(c, x, y, cols, role, text.s);
	str_free(&text);
}

void canvas_field(struct canvas *c, int x, int y, int cols, unsigned role, const char *s)
{
	put_text(c, x, y, cols, role, s, strlen(s), AT_START);
}

int canvas_put(struct canvas *c, int x, int y, int cols, unsigned role, const char *s)
{
	struct rect clip = canvas_clipped(c);
	int room = clip.x + clip.w - x;

	if (cols < 0 || cols > room)
		cols = room;
	if (cols <= 0)
		return 0;
	layout_text(&c->layout, s, strlen(s), cols);
	return put_cells(c, x, y, role, &c->layout, cols);
}

void canvas_layout(struct canvas *c, int x, int y, int cols, unsigned role, const struct layout *l)
{
	int used = put_cells(c, x, y, role, l, cols);

	canvas_blank(c, x + used, y, cols - used, role);
}

int canvas_wrap(struct canvas *c, struct rect r, unsigned role, const char *s)
{
	enum { LINES_MAX = 200 };
	struct text_line line[LINES_MAX];
	int max = r.h < LINES_MAX ? r.h : LINES_MAX, n;

	if (r.w <= 0 || max <= 0)
		return 0;
	n = text_wrap(s, strlen(s), r.w, line, max);
	n = n < max ? n : max;
	for (int i = 0; i < n; i++)
		canvas_textn(c, r.x, r.y + i, r.w, role, s + line[i].from, line[i].to - line[i].from);
	return n;
}

/* ---- signs, lines, boxes ---- */

void canvas_glyph(struct canvas *c, int x, int y, unsigned role, enum glyph g)
{
	struct px p = { .role = (uint16_t)role, .width = 1 };

	p.cp[0] = ascii_only ? (uint32_t)glyphs[g].ascii : glyphs[g].cp;
	canvas_px(c, x, y, &p);
}

void canvas_hline(struct canvas *c, int x, int y, int cols, unsigned role, enum glyph g)
{
	for (int i = 0; i < cols; i++)
		canvas_glyph(c, x + i, y, role, g);
}

void canvas_vline(struct canvas *c, int x, int y, int rows, unsigned role)
{
	for (int i = 0; i < rows; i++)
		canvas_glyph(c, x, y + i, role, GL_VLINE);
}

void canvas_fill(struct canvas *c, struct rect r, unsigned role)
{
	for (int i = 0; i < r.h; i++)
		canvas_blank(c, r.x, r.y + i, r.w, role);
}

struct rect canvas_box(struct canvas *c, struct rect r, unsigned role, const char *title)
{
	int right = r.x + r.w - 1, bottom = r.y + r.h - 1;

	if (r.w < 2 || r.h < 2)
		return (struct rect){ r.x, r.y, 0, 0 };
	canvas_fill(c, rect_inside(r, 1), C_POPUP);
	canvas_hline(c, r.x + 1, r.y, r.w - 2, role, GL_HLINE);
	canvas_hline(c, r.x + 1, bottom, r.w - 2, role, GL_HLINE);
	canvas_vline(c, r.x, r.y + 1, r.h - 2, role);
	canvas_vline(c, right, r.y + 1, r.h - 2, role);
	canvas_glyph(c, r.x, r.y, role, GL_UL);
	canvas_glyph(c, right, r.y, role, GL_UR);
	canvas_glyph(c, r.x, bottom, role, GL_LL);
	canvas_glyph(c, right, bottom, role, GL_LR);
	if (title && *title && r.w > 6) {
		int used = canvas_put(c, r.x + 3, r.y, r.w - 6, C_TITLE, title);

		canvas_blank(c, r.x + 2, r.y, 1, role);
		canvas_blank(c, r.x + 3 + used, r.y, 1, role);
	}
	return rect_inside(r, 1);
}

void canvas_tint(struct canvas *c, struct rect r, unsigned role)
{
	r = rect_cross(canvas_clipped(c), r);
	for (int y = r.y; y < r.y + r.h; y++)
		for (int x = r.x; x < r.x + r.w; x++)
			c->px[(size_t)y * (size_t)c->cols + (size_t)x].role = (uint16_t)role;
}
