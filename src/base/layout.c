#include "base/layout.h"

#include "arrange.h"
#include "bidi.h"
#include "safe.h"

/* Set once at start, as the terminal and the person's settings ask. */
static struct {
	enum bidi_mode mode;
	enum text_dir interface;
	bool ascii;
} config = { .mode = BIDI_APP, .interface = DIR_LTR, .ascii = false };

void layout_config(enum bidi_mode mode, enum text_dir interface, bool ascii)
{
	config.mode = mode;
	config.interface = interface;
	config.ascii = ascii;
}

void layout_free(struct layout *l)
{
	free(l->cell);
	*l = (struct layout)LAYOUT_INIT;
}

enum text_dir text_dir(const char *s, size_t n)
{
	enum text_dir dir = config.interface;

	bidi_first_strong(s, n, &dir);
	return dir;
}

/* How wide the text is so far; knows what the next character will be drawn with. */
struct pen {
	bool ligate;
	bool any;      /* something a mark can sit on */
	uint32_t last; /* the last base or control */
};

/* The cells that c adds. */
static int advance(struct pen *pen, const struct safe_char *c)
{
	int width = c->width;

	if (c->kind == SAFE_MARK) {
		width = !pen->any;
		pen->any = true;
		return width;
	}
	if (pen->ligate && bidi_ligature(pen->last, c->cp))
		width = 0;
	pen->last = c->cp;
	pen->any |= c->kind == SAFE_BASE;
	return width;
}

int text_width(const char *s, size_t n)
{
	struct safe it = { .s = s, .n = n };
	struct pen pen = { .ligate = config.mode == BIDI_APP };
	struct safe_char c;
	int width = 0;

	while (safe_next(&it, &c))
		width += advance(&pen, &c);
	return width;
}

static struct cell *add_cell(struct layout *l, uint32_t cp, int width, size_t at)
{
	struct cell *c;

	GROW(l->cell, l->n, l->cap);
	c = &l->cell[l->n++];
	*c = (struct cell){ .cp = { cp }, .width = (uint8_t)width, .at = (uint32_t)at };
	return c;
}

static void add_mark(struct cell *c, uint32_t cp)
{
	for (int i = 1; i <= CELL_MARKS; i++) {
		if (!c->cp[i]) {
			c->cp[i] = cp;
			return;
		}
	}
}

/* One layout in the making. */
struct work {
	struct layout *l;
	enum bidi_mode mode;
	int base;    /* index of the cell that takes marks, -1 when none */
	int keep;    /* the elements to keep when the text must be cut */
	int kept;    /* their width */
	size_t drop; /* byte offset of the first cell not kept */
	bool bidi;   /* something needs order or joining */
};

static void place(struct work *w, const struct safe_char *c)
{
	struct layout *l = w->l;

	if (c->kind == SAFE_BASE) {
		w->base = l->n;
		add_cell(l, c->cp, c->width, c->at);
	} else if (c->kind == SAFE_MARK) {
		if (w->base < 0) {
			w->base = l->n;
			add_cell(l, ' ', 1, c->at);
		}
		add_mark(&l->cell[w->base], c->cp);
	} else if (w->mode == BIDI_APP) {
		add_cell(l, c->cp, 0, c->at);
	} else if (w->mode == BIDI_TERMINAL && (c->cp == ZWNJ || c->cp == ZWJ) && w->base >= 0) {
		add_mark(&l->cell[w->base], c->cp); /* the terminal joins, and needs it */
	}
}

/* Places [from, to) until more than cols cells are used; returns whether that happened. */
static bool gather(struct work *w, const char *s, size_t from, size_t to, int cols)
{
	struct safe it = { .s = s, .n = to, .i = from };
	struct pen pen = { .ligate = w->mode == BIDI_APP };
	struct layout *l = w->l;
	struct safe_char c;

	while (safe_next(&it, &c)) {
		int width = l->width + advance(&pen, &c);

		if (width != l->width && l->width == w->kept)
			w->drop = c.at; /* until one is not kept, which stays */
		if (cols >= 0 && width > cols)
			return true;
		l->width = width;
		place(w, &c);
		w->bidi |= bidi_matters(c.cp);
		if (width < cols) {
			w->keep = l->n;
			w->kept = width;
		}
	}
	return false;
}

/* The ellipsis stands at the end of the text as it is read. */
static void add_ellipsis(struct work *w, enum text_dir dir)
{
	struct layout *l = w->l;
	struct cell *c = add_cell(l, config.ascii ? '~' : 0x2026, 1, w->drop);

	c->ellipsis = true;
	l->width++;
	if (dir == DIR_RTL && w->mode == BIDI_APP) {
		struct cell mark = *c;

		memmove(l->cell + 1, l->cell, (size_t)(l->n - 1) * sizeof *l->cell);
		l->cell[0] = mark;
	}
}

/* Invisible bytes before the first cell are its own, so that a value begins where its first cell does. */
static void own_leading(struct layout *l, size_t from)
{
	for (int i = 0; i < l->n; i++) {
		if (l->cell[i].width) {
			l->cell[i].at = (uint32_t)from;
			return;
		}
	}
}

static void lay(struct layout *l, const char *s, size_t from, size_t to, int cols, enum text_dir dir,
	enum bidi_mode mode, bool reorder)
{
	struct work w = { .l = l, .mode = mode, .base = -1, .drop = from };

	l->n = 0;
	l->width = 0;
	l->dir = dir;
	l->cut = gather(&w, s, from, to, cols);
	if (l->cut) {
		l->n = w.keep;
		l->width = w.kept;
	}
	own_leading(l, from);
	if (mode == BIDI_APP && (w.bidi || dir == DIR_RTL))
		l->n = bidi_arrange(l->cell, l->n, dir, reorder);
	else
		l->n = bidi_drop_controls(l->cell, l->n);
	if (l->cut && cols > 0)
		add_ellipsis(&w, dir);
}

void layout_text(struct layout *l, const char *s, size_t n, int cols)
{
	lay(l, s, 0, n, cols, text_dir(s, n), config.mode, true);
}

void layout_dir(struct layout *l, const char *s, size_t from, size_t to, int cols, enum text_dir dir)
{
	lay(l, s, from, to, cols, dir, config.mode, true);
}

void layout_part(struct layout *l, const char *s, size_t n, size_t from, size_t to, int cols)
{
	struct paragraph p = paragraph_at(s, n, from);

	layout_dir(l, s, from, to, cols, text_dir(s + p.from, p.to - p.from));
}

void layout_logical(struct layout *l, const char *s, size_t from, size_t to, enum text_dir dir)
{
	lay(l, s, from, to, -1, dir, config.mode, false);
}

enum text_dir layout_side(enum text_dir dir)
{
	return config.mode == BIDI_APP ? dir : DIR_LTR;
}

void layout_pad(struct layout *l, int cols, size_t at)
{
	int used = l->n, pad = cols - l->width;

	if (pad <= 0)
		return;
	for (int i = 0; i < pad; i++)
		add_cell(l, ' ', 1, at);
	l->width = cols;
	if (layout_side(l->dir) == DIR_LTR)
		return;
	memmove(l->cell + pad, l->cell, (size_t)used * sizeof *l->cell);
	for (int i = 0; i < pad; i++)
		l->cell[i] = (struct cell){ .cp = { ' ' }, .width = 1, .at = (uint32_t)at };
}

void text_cells(const char *s, size_t n, int cols, bool visual, struct str *out)
{
	struct layout l = LAYOUT_INIT;

	lay(&l, s, 0, n, cols, text_dir(s, n), visual ? BIDI_APP : BIDI_TERMINAL, true);
	for (int i = 0; i < l.n; i++)
		for (int k = 0; k <= CELL_MARKS && l.cell[i].cp[k]; k++)
			str_add_cp(out, l.cell[i].cp[k]);
	for (; l.width < cols; l.width++)
		str_addc(out, ' ');
	layout_free(&l);
}
