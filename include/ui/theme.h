/* Themes: what a role looks like. Views name roles, never colours; a role is told apart without colour too. */
#ifndef UI_THEME_H
#define UI_THEME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/conf.h"
#include "base/err.h"

enum role {
	C_TEXT,   /* anything */
	C_TITLE,  /* the name of a record: strong */
	C_DIM,    /* less important */
	C_ACCENT, /* the one accent: keys in hints, the breadcrumb's last part */
	C_OVERDUE,
	C_TODAY,
	C_PLANNED,
	C_ERROR,
	C_WARN,
	C_GOOD,     /* done, saved */
	C_SELECTED, /* has the focus: filled, so for few cells; a wide row shows GL_BAR and C_TITLE instead */
	C_MARK,     /* marked for a bulk act */
	C_MATCH,    /* what the query found, in a text */
	C_CHANGED,  /* just changed by somebody else */
	C_LABEL,    /* of a field: quiet */
	C_VALUE,    /* of a field: strong */
	C_INPUT,    /* a field one types in */
	C_HEADER,   /* of columns */
	C_TOP,      /* the top line */
	C_BAR,      /* activity bars, progress, charts */
	C_LINE,     /* thin lines and borders */
	C_POPUP,    /* inside pop-ups */
	C_HINT,     /* the words of the bottom line */
	C_MESSAGE,
	C_STAR,
	C_N
};

/* Added to a role. */
enum style { S_BOLD = 0x100, S_DIM = 0x200, S_UNDERLINE = 0x400, S_REVERSE = 0x800 };
#define ROLE_OF(r) ((r)&0xffu)

/* A colour: THEME_DEFAULT is the terminal's own; 0-15 the terminal's palette; 16-255 the fixed ones. */
#define THEME_DEFAULT (-1)
struct paint {
	short fg, bg;
	unsigned style; /* S_* */
};
struct theme {
	const char *name, *help;
	struct paint paint[C_N];
};

/* The shipped ones: default, light, dark, mono, contrast. */
int theme_count(void);
const struct theme *theme_at(int i);
const struct theme *theme_find(const char *name); /* NULL: none */

/* Chooses: the setting "theme", rows of section "colors" over it ("overdue = red bold", "line = 240 on default"), mono
 * when NO_COLOR is set or no_color. RC_INVALID names the file and line of a row that is none. */
enum rc theme_use(const struct conf *conf, bool no_color, struct err *err);
const struct theme *theme_now(void);
unsigned theme_stamp(void);       /* another number after each change */
bool theme_set(const char *name); /* at once, from the palette */

/* "overdue" and the like: names of roles in settings. */
const char *role_name(enum role r);

#endif
