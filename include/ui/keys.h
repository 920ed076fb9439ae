/* Keys: what the person pressed, decoded from the bytes terminals send. Pure: no curses, no terminal, no clock. */
#ifndef UI_KEYS_H
#define UI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum key_code {
	K_NONE, /* nothing; a sequence that means nothing to us */
	K_CHAR, /* key.cp; a letter with Ctrl is lower case */
	K_ENTER,
	K_ESC,
	K_TAB,
	K_BACKSPACE,
	K_UP,
	K_DOWN,
	K_LEFT,
	K_RIGHT,
	K_HOME,
	K_END,
	K_PGUP,
	K_PGDN,
	K_INSERT,
	K_DELETE,
	K_F1, /* K_F1 + n - 1 up to F20 */
	K_F20 = K_F1 + 19,
	K_PASTE,  /* event.text */
	K_MOUSE,  /* event.mouse */
	K_REPORT, /* the terminal says where the cursor is: key.cp is the column, 1-based */
	K_N
};

enum key_mod { MOD_SHIFT = 1, MOD_ALT = 2, MOD_CTRL = 4 };

struct key {
	enum key_code code;
	uint32_t cp;   /* K_CHAR only */
	unsigned mods; /* MOD_*; Shift is not told for characters: it is in the character */
};

enum mouse_what { MOUSE_PRESS, MOUSE_RELEASE, MOUSE_DRAG, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN };
struct mouse {
	enum mouse_what what;
	int button; /* 1 left, 2 middle, 3 right */
	int x, y;   /* cells from the top left corner, 0-based */
	unsigned mods;
};

struct event {
	struct key key;
	struct mouse mouse;
	const char *text; /* K_PASTE: the pasted bytes as they came; valid until the next event is taken */
	size_t len;
};

/* The decoder. Times are milliseconds of any monotonic clock. */
#define ESC_WAIT_MS 25   /* a lone ESC is the key after this */
#define TAIL_WAIT_MS 200 /* the tail of a split sequence is waited for, or swallowed, this long */
#define PASTE_MAX (1u << 20)

struct decoder;
struct decoder *decoder_new(void);
void decoder_free(struct decoder *d);
void decoder_feed(struct decoder *d, const void *bytes, size_t n, int64_t now);
/* Takes the next event; false when there is none (yet). Sequences we do not know are passed over. */
bool decoder_next(struct decoder *d, int64_t now, struct event *ev);
/* Milliseconds until decoder_next may say more without new bytes; -1: only new bytes help. */
int decoder_wait(const struct decoder *d, int64_t now);

/* "ctrl-p", "shift-tab", "f1", "esc", "space", "hash", "g": one key by its name in settings; false: not a key. */
bool key_parse(const char *name, size_t n, struct key *key);
/* Appends how a key is shown to a person: "Ctrl-P", "Enter", "g", "↑" (or "Up" where ascii). */
void key_show(const struct key *key, bool ascii, struct str *out);
bool key_same(const struct key *a, const struct key *b);

/* Keyboards: the character of another layout (or full width, or a kana vowel) as the letter that stands on that key; cp
 * itself when it has no such place. layout: "auto", "none" or a layout of data/keyboards.tsv; "auto" asks each in turn.
 */
uint32_t keyboard_fold(const char *layout, uint32_t cp);
/* Appends text with each character folded so: what was meant when a name was typed on the wrong layout. */
void keyboard_fold_text(const char *layout, const char *s, size_t n, struct str *out);

#endif
