#include "keyseq.h"

#include <string.h>

#define PARAMS 8

struct csi {
	char mark;        /* '<', '?', '>', '=' before the numbers, else 0 */
	int n, v[PARAMS]; /* numbers; an empty one is 0 */
	int event;        /* of "mods:event", kitty's way: 3 is a release */
	char mid;         /* an intermediate byte */
	char final;
};

static const enum key_code tilde_key[] = {
	[1] = K_HOME,
	[2] = K_INSERT,
	[3] = K_DELETE,
	[4] = K_END,
	[5] = K_PGUP,
	[6] = K_PGDN,
	[7] = K_HOME,
	[8] = K_END,
	[11] = K_F1,
	[12] = K_F1 + 1,
	[13] = K_F1 + 2,
	[14] = K_F1 + 3,
	[15] = K_F1 + 4,
	[17] = K_F1 + 5,
	[18] = K_F1 + 6,
	[19] = K_F1 + 7,
	[20] = K_F1 + 8,
	[21] = K_F1 + 9,
	[23] = K_F1 + 10,
	[24] = K_F1 + 11,
	[25] = K_F1 + 12,
	[26] = K_F1 + 13,
	[28] = K_F1 + 14,
	[29] = K_F1 + 15,
	[31] = K_F1 + 16,
	[32] = K_F1 + 17,
	[33] = K_F1 + 18,
	[34] = K_F1 + 19,
};

static const enum key_code letter_key[128] = {
	['A'] = K_UP,
	['B'] = K_DOWN,
	['C'] = K_RIGHT,
	['D'] = K_LEFT,
	['H'] = K_HOME,
	['F'] = K_END,
	['P'] = K_F1,
	['Q'] = K_F1 + 1,
	['R'] = K_F1 + 2,
	['S'] = K_F1 + 3,
	['M'] = K_ENTER,
	['I'] = K_TAB,
	['w'] = K_END, /* PuTTY in its rxvt manner */
};

/* The number keys in application mode. */
static const char keypad_char[128] = {
	['j'] = '*',
	['k'] = '+',
	['l'] = ',',
	['m'] = '-',
	['n'] = '.',
	['o'] = '/',
	['p'] = '0',
	['q'] = '1',
	['r'] = '2',
	['s'] = '3',
	['t'] = '4',
	['u'] = '5',
	['v'] = '6',
	['x'] = '8',
	['y'] = '9',
	['X'] = '=',
};

static unsigned mods_of(int m)
{
	unsigned bits = m > 1 && m <= 256 ? (unsigned)(m - 1) : 0;

	return (bits & 1 ? MOD_SHIFT : 0) | (bits & (2 | 8) ? MOD_ALT : 0) | (bits & 4 ? MOD_CTRL : 0);
}

static enum seq give(struct event *ev, enum key_code code, unsigned mods)
{
	ev->key = (struct key){ .code = code, .mods = mods };
	return code == K_NONE ? SEQ_SKIP : SEQ_KEY;
}

/* A character with modifiers, as modifyOtherKeys and CSI u send it. */
static enum seq give_char(struct event *ev, int cp, unsigned mods)
{
	switch (cp) {
	case 27: return give(ev, K_ESC, mods);
	case 13: return give(ev, K_ENTER, mods);
	case 9: return give(ev, K_TAB, mods);
	case 8:
	case 127: return give(ev, K_BACKSPACE, mods);
	}
	if (cp < ' ' || (cp >= 0x7f && cp < 0xa0) || (cp >= 0xd800 && cp < 0xf900) || cp > 0x10ffff)
		return SEQ_SKIP;
	if (mods & MOD_CTRL && cp >= 'A' && cp <= 'Z')
		cp += 'a' - 'A';
	else if (mods & MOD_SHIFT && !(mods & MOD_CTRL) && cp >= 'a' && cp <= 'z')
		cp -= 'a' - 'A';
	ev->key = (struct key){ .code = K_CHAR, .cp = (uint32_t)cp, .mods = mods & ~(unsigned)MOD_SHIFT };
	return SEQ_KEY;
}

static enum seq give_mouse(struct event *ev, int b, int x, int y, bool release)
{
	struct mouse *m = &ev->mouse;

	if (x < 1 || y < 1 || b & 128 || (b & 64 && (b & 3) > 1))
		return SEQ_SKIP;
	*m = (struct mouse){ .button = (b & 3) + 1, .x = x - 1, .y = y - 1 };
	m->mods = (b & 4 ? MOD_SHIFT : 0) | (b & 8 ? MOD_ALT : 0) | (b & 16 ? MOD_CTRL : 0);
	if (b & 64)
		m->what = b & 1 ? MOUSE_WHEEL_DOWN : MOUSE_WHEEL_UP;
	else if (release)
		m->what = MOUSE_RELEASE;
	else if (b & 32)
		m->what = MOUSE_DRAG;
	if ((b & 3) == 3 && !(b & 64) && !release)
		return SEQ_SKIP; /* moved with no button down */
	ev->key = (struct key){ .code = K_MOUSE };
	return SEQ_KEY;
}

static enum seq give_tilde(struct event *ev, const struct csi *q, unsigned mods)
{
	int v = q->v[0];

	if (v == 200)
		return SEQ_PASTE;
	if (v == 27 && q->n >= 3)
		return give_char(ev, q->v[2], mods_of(q->v[1]));
	if (v < 0 || v >= (int)(sizeof tilde_key / sizeof *tilde_key))
		return SEQ_SKIP;
	return give(ev, tilde_key[v], mods);
}

static enum seq meaning(struct event *ev, const struct csi *q)
{
	unsigned mods = q->n >= 2 ? mods_of(q->v[1]) : 0;

	if (q->mark == '<' && (q->final == 'M' || q->final == 'm') && q->n >= 3)
		return give_mouse(ev, q->v[0], q->v[1], q->v[2], q->final == 'm');
	if (q->mark || q->event == 3)
		return SEQ_SKIP;
	if (q->mid == '$' && q->final == '$')
		return give_tilde(ev, q, MOD_SHIFT); /* rxvt */
	if (q->mid)
		return SEQ_SKIP;
	switch (q->final) {
	case '~': return give_tilde(ev, q, mods);
	case '^': return give_tilde(ev, q, MOD_CTRL);
	case '@': return give_tilde(ev, q, MOD_CTRL | MOD_SHIFT);
	case 'u': return give_char(ev, q->v[0], mods);
	case 'Z': return give(ev, K_TAB, MOD_SHIFT);
	case 'a':
	case 'b':
	case 'c':
	case 'd': return give(ev, letter_key[q->final - 32], MOD_SHIFT); /* rxvt */
	case 'R':
		if (q->n >= 2 && q->v[0] != 1) {
			ev->key = (struct key){ .code = K_REPORT, .cp = (uint32_t)q->v[1] };
			return SEQ_KEY;
		}
		return give(ev, letter_key['R'], mods);
	case 'I':
	case 'M':
	case 'w': return SEQ_SKIP;
	default: return give(ev, letter_key[(unsigned char)q->final & 127], mods);
	}
}

/* Numbers up to the first byte that is none; a sub-number after ':' is only kept as the event of the second. */
static size_t read_params(const char *s, size_t n, size_t at, struct csi *q)
{
	bool sub = false;

	if (at < n && s[at] >= '<' && s[at] <= '?')
		q->mark = s[at++];
	for (q->n = at < n && s[at] >= '0' && s[at] <= ';'; at < n && s[at] >= '0' && s[at] <= ';'; at++) {
		int *v = sub ? &q->event : &q->v[q->n - 1 < PARAMS ? q->n - 1 : PARAMS - 1];

		if (s[at] == ';') {
			q->n += q->n < PARAMS;
			sub = false;
		} else if (s[at] == ':') {
			sub = true;
			q->event = 0;
		} else if (*v < 100000000) {
			*v = *v * 10 + (s[at] - '0');
		}
	}
	if (q->n < 2)
		q->event = 0;
	return at;
}

/* CSI M and three bytes: the mouse of terminals that know no better. */
static enum seq read_old_mouse(const char *s, size_t n, struct event *ev, size_t *used)
{
	const unsigned char *b = (const unsigned char *)s;

	if (n < 5)
		return SEQ_MORE;
	*used = 5;
	if (b[2] < 32 || b[3] < 33 || b[4] < 33)
		return SEQ_SKIP;
	return give_mouse(ev, ((b[2] - 32) & 3) == 3 ? (b[2] - 32) & ~3 : b[2] - 32, b[3] - 32, b[4] - 32,
		((b[2] - 32) & 67) == 3);
}

static enum seq read_csi(const char *s, size_t n, struct event *ev, size_t *used)
{
	struct csi q = { .mark = 0 };
	size_t at;

	if (n >= 2 && s[1] == '[') { /* the linux console's F1-F5 */
		*used = n >= 3 ? 3 : 2;
		if (n < 3)
			return SEQ_MORE;
		return s[2] >= 'A' && s[2] <= 'E' ? give(ev, (enum key_code)(K_F1 + s[2] - 'A'), 0) : SEQ_SKIP;
	}
	if (n >= 2 && s[1] == 'M')
		return read_old_mouse(s, n, ev, used);
	at = read_params(s, n, 1, &q);
	for (; at < n && s[at] >= ' ' && s[at] <= '/'; at++) {
		q.mid = s[at];
		if (s[at] == '$' && !q.mark && q.n == 1) {
			q.final = '$';
			*used = at + 1;
			return meaning(ev, &q);
		}
	}
	*used = at;
	if (at >= n)
		return at < SEQ_MAX ? SEQ_MORE : SEQ_SKIP;
	if (s[at] < '@' || s[at] > '~')
		return SEQ_SKIP; /* broken off: the byte that did it starts anew */
	q.final = s[at];
	*used = at + 1;
	return meaning(ev, &q);
}

static enum seq read_ss3(const char *s, size_t n, struct event *ev, size_t *used)
{
	struct csi q = { .mark = 0 };
	size_t at = read_params(s, n, 1, &q);
	unsigned mods = mods_of(q.n ? q.v[q.n - 1] : 0);
	int c = at < n ? (unsigned char)s[at] : -1;

	*used = at;
	if (c < 0)
		return at < SEQ_MAX ? SEQ_MORE : SEQ_SKIP;
	if (c < '@' || c > '~')
		return SEQ_SKIP;
	*used = at + 1;
	if (c >= 'a' && c <= 'd')
		return give(ev, letter_key[c - 32], MOD_CTRL); /* rxvt */
	if (keypad_char[c])
		return give_char(ev, keypad_char[c], mods);
	return give(ev, letter_key[c], mods);
}

enum seq seq_read(const char *s, size_t n, struct event *ev, size_t *used)
{
	*used = n;
	return s[0] == '[' ? read_csi(s, n, ev, used) : read_ss3(s, n, ev, used);
}
