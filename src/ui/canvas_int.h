/* The inside of the canvas, for the files that draw on it. */
#ifndef UI_CANVAS_INT_H
#define UI_CANVAS_INT_H

#include "ui/canvas.h"

/* One cell of the picture. A wide character has its right half in the next cell: width 0, no character. */
struct px {
	uint32_t cp[1 + CELL_MARKS]; /* 0-terminated when fewer; never empty in a cell that has a width */
	uint16_t role;               /* enum role | S_* */
	uint8_t width;               /* 1, 2; 0: right half */
};

#define CLIP_MAX 16

struct canvas {
	int cols, rows;
	struct px *px;    /* the picture, row after row */
	struct px *shown; /* what the terminal has */
	bool whole;       /* shown is not known: send everything */
	unsigned stamp;   /* of the theme that shown was painted with */
	struct rect clip[CLIP_MAX];
	int n_clip;             /* may pass CLIP_MAX: then the innermost counts */
	int cursor_x, cursor_y; /* -1: none */
	int shown_x, shown_y;   /* the same on the terminal */
	const void *owner;
	struct spot *hit;
	int n_hit, cap_hit;
	struct layout layout; /* reused */
};

struct rect canvas_clipped(const struct canvas *c);
/* Puts one character; width 1 or 2. What is outside the clip is not drawn; half a wide one becomes a blank. */
void canvas_px(struct canvas *c, int x, int y, const struct px *p);
void canvas_blank(struct canvas *c, int x, int y, int cols, unsigned role);

#endif
