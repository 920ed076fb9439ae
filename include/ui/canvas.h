/* The canvas: a picture in cells, drawn whole every time. All text goes through base/layout, so columns never shift;
 * the terminal is sent the difference only. A canvas may also stand alone, without a terminal: tests and plain output
 * read it. */
#ifndef UI_CANVAS_H
#define UI_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/layout.h"
#include "base/str.h"
#include "ui/theme.h"

struct rect {
	int x, y, w, h;
};
bool rect_has(const struct rect *r, int x, int y);
struct rect rect_cross(struct rect a, struct rect b); /* the common part; w or h 0 when there is none */
struct rect rect_inside(struct rect r, int by);       /* smaller by that much on every side */
struct rect rect_centre(struct rect outer, int w, int h);

/* Signs that have an ASCII twin. */
enum glyph {
	GL_HLINE,
	GL_VLINE,
	GL_UL,
	GL_UR,
	GL_LL,
	GL_LR,
	GL_LTEE,
	GL_RTEE,
	GL_TTEE,
	GL_BTEE,
	GL_CROSS,
	GL_BAR,       /* ▌ the selected card or row */
	GL_OVERDUE,   /* ━ */
	GL_TODAY,     /* ═ */
	GL_PLANNED,   /* ─ */
	GL_NOTHING,   /* · */
	GL_STAR,      /* ★ */
	GL_TICK,      /* ✓ */
	GL_MORE_LEFT, /* ‹ */
	GL_MORE,      /* › */
	GL_UP,        /* ▲ sorted upwards, more above */
	GL_DOWN,      /* ▼ */
	GL_STEP,      /* ▸ between steps */
	GL_CHOICES,   /* ▾ a field with choices */
	GL_ELLIPSIS,  /* … */
	GL_DASH,      /* — nothing here */
	GL_SHADE,     /* ░ the empty part of a bar */
	GL_BLOCK,     /* █ */
	GL_N
};
/* The sign as text, for strings that are composed; ASCII where the terminal asks for it. */
const char *glyph_text(enum glyph g);
void glyph_ascii(bool on);
bool glyph_is_ascii(void);

struct canvas;
struct canvas *canvas_new(int cols, int rows);
void canvas_free(struct canvas *c);
void canvas_resize(struct canvas *c, int cols, int rows); /* forgets the picture */
struct rect canvas_area(const struct canvas *c);          /* the whole */
void canvas_begin(struct canvas *c);                      /* blank, no clip, no cursor, no hits: a new picture */

/* A clip: nothing is drawn outside it until it is taken back. Clips nest up to 16 deep. Coordinates stay absolute. */
void canvas_clip(struct canvas *c, struct rect r);
void canvas_unclip(struct canvas *c);

/* Text of anyone, of any script, in exactly cols cells: cut with an ellipsis, padded with blanks. right: padded on the
 * left, for numbers. role: enum role, with S_* added. */
void canvas_text(struct canvas *c, int x, int y, int cols, unsigned role, const char *s);
void canvas_textn(struct canvas *c, int x, int y, int cols, unsigned role, const char *s, size_t n);
void canvas_right(struct canvas *c, int x, int y, int cols, unsigned role, const char *s);
void canvas_centre(struct canvas *c, int x, int y, int cols, unsigned role, const char *s);
/* A sentence of the interface's language, which keeps its direction also where it begins with a name of another. */
void canvas_sentence(struct canvas *c, int x, int y, int cols, unsigned role, const char *s);
/* A field: right-to-left values stand at the right end of their cells, others at the left. */
void canvas_field(struct canvas *c, int x, int y, int cols, unsigned role, const char *s);
/* As wide as it is, at most cols (< 0: to the clip's right edge), without padding; returns the cells used. */
int canvas_put(struct canvas *c, int x, int y, int cols, unsigned role, const char *s);
/* A layout made before (an editor's), at most cols cells, padded to them. */
void canvas_layout(struct canvas *c, int x, int y, int cols, unsigned role, const struct layout *l);
/* Lines wrapped at cols; returns the number of lines drawn, at most rows. */
int canvas_wrap(struct canvas *c, struct rect r, unsigned role, const char *s);

void canvas_glyph(struct canvas *c, int x, int y, unsigned role, enum glyph g);
void canvas_hline(struct canvas *c, int x, int y, int cols, unsigned role, enum glyph g);
void canvas_vline(struct canvas *c, int x, int y, int rows, unsigned role);
void canvas_fill(struct canvas *c, struct rect r, unsigned role); /* blanks */
/* A frame, with a title in its upper line (NULL: none); the inside is blanked. Returns the inside. */
struct rect canvas_box(struct canvas *c, struct rect r, unsigned role, const char *title);
/* Lays a role over cells that stand already (a selected line, a match); keeps their characters. */
void canvas_tint(struct canvas *c, struct rect r, unsigned role);

/* Where the hardware cursor stands: the one thing that has the focus. The last caller wins. bar: in a text field. */
void canvas_cursor(struct canvas *c, int x, int y);
bool canvas_cursor_at(const struct canvas *c, int *x, int *y);

/* The mouse: what stands here. kind and arg are the view's own. Later ones lie above earlier ones; clipped as drawing
 * is. owner is set by the view stack. */
struct spot {
	struct rect at;
	const void *owner;
	int kind;
	int64_t arg;
};
void canvas_hit(struct canvas *c, struct rect r, int kind, int64_t arg);
void canvas_owner(struct canvas *c, const void *owner);
const struct spot *canvas_hit_at(const struct canvas *c, int x, int y); /* NULL: nothing there */

/* One row as text (blanks at the end dropped), and the role that a cell has: for tests and plain output. */
void canvas_row_text(const struct canvas *c, int y, struct str *out);
unsigned canvas_role_at(const struct canvas *c, int x, int y);

/* Sends the picture to the terminal, as one frame: only what differs. whole: repaint all (Ctrl-L). mark: a frame also
 * when nothing differs, so that each key is answered. */
void canvas_show(struct canvas *c, bool whole, bool mark);

#endif
