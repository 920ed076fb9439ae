#include "ui/keys.h"

#include <string.h>

#include "base/utf8.h"
#include "keyseq.h"

#define STRING_MAX 4096    /* a longer answer is noise */
#define PASTE_WAIT_MS 1000 /* a paste whose end never comes is taken as it is */

struct decoder {
	struct str buf; /* bytes not yet understood, from at */
	size_t at;
	int64_t last;   /* when bytes came last */
	int64_t esc_at; /* when a lone ESC was taken for the key; 0: none since another byte */
	bool pasting;
	struct str paste;
};

struct decoder *decoder_new(void)
{
	struct decoder *d = xcalloc(1, sizeof *d);

	str_init(&d->buf);
	str_init(&d->paste);
	return d;
}

void decoder_free(struct decoder *d)
{
	if (!d)
		return;
	str_free(&d->buf);
	str_free(&d->paste);
	free(d);
}

void decoder_feed(struct decoder *d, const void *bytes, size_t n, int64_t now)
{
	if (d->at) {
		str_splice(&d->buf, 0, d->at, "", 0);
		d->at = 0;
	}
	str_addn(&d->buf, bytes, n);
	d->last = now;
}

static const char *rest(const struct decoder *d, size_t *n)
{
	*n = d->buf.len - d->at;
	return d->buf.s + d->at;
}

static bool is_string_start(const char *s, size_t n)
{
	if (n < 2)
		return false;
	return (s[0] == ']' && s[1] >= '0' && s[1] <= '9') || (s[0] == 'P' && strchr("0123456789+$!>|=", s[1]));
}

/* The answer of a terminal (OSC, DCS): up to BEL or ESC \. Returns its length, 0 when it has no end yet. */
static size_t string_end(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\a' || i == STRING_MAX)
			return i + 1;
		if (s[i] == '\033' && i + 1 < n && s[i + 1] == '\\')
			return i + 2;
	}
	return 0;
}

static enum seq control_key(unsigned char c, struct event *ev)
{
	struct key *k = &ev->key;

	*k = (struct key){ .code = K_CHAR, .mods = MOD_CTRL };
	switch (c) {
	case '\r':
	case '\n': *k = (struct key){ .code = K_ENTER }; break;
	case '\t': *k = (struct key){ .code = K_TAB }; break;
	case '\b':
	case 0x7f: *k = (struct key){ .code = K_BACKSPACE }; break;
	case 0: k->cp = ' '; break;
	default: k->cp = c < 27 ? (uint32_t)c + 'a' - 1 : (uint32_t)c + '@'; break;
	}
	return SEQ_KEY;
}

/* One character: SEQ_MORE while the bytes at the end may still become one. */
static enum seq read_char(const char *s, size_t n, struct event *ev, size_t *used)
{
	unsigned char c = (unsigned char)s[0];
	size_t want = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc2 ? 2 : 1;
	uint32_t cp;

	if (c < 0x20 || c == 0x7f) {
		*used = 1;
		return control_key(c, ev);
	}
	*used = utf8_decode(s, n, &cp);
	if (cp == UTF8_BAD)
		return *used == n && n < want ? SEQ_MORE : SEQ_SKIP;
	ev->key = (struct key){ .code = K_CHAR, .cp = cp };
	return cp >= 0x80 && cp < 0xa0 ? SEQ_SKIP : SEQ_KEY;
}

static enum seq alt_of(const char *s, size_t n, struct event *ev, size_t *used)
{
	enum seq q = read_char(s, n, ev, used);

	if (q == SEQ_KEY)
		ev->key.mods |= MOD_ALT;
	return q;
}

/* ESC stands first; n > 1. */
static enum seq read_escape(const char *s, size_t n, struct event *ev, size_t *used)
{
	size_t skip =
		s[1] == '\033' && n > 2 && (s[2] == '[' || s[2] == 'O') ? 2 : 1; /* ESC ESC [: Alt, the rxvt way */
	enum seq q;

	if (s[1] == '\033' && skip == 1) {
		ev->key = (struct key){ .code = K_ESC };
		*used = 1;
		return SEQ_KEY;
	}
	if (s[skip] != '[' && s[skip] != 'O' && !is_string_start(s + skip, n - skip)) {
		q = alt_of(s + 1, n - 1, ev, used);
		*used += 1;
		return q;
	}
	if (s[skip] == ']' || s[skip] == 'P') {
		*used = string_end(s, n);
		return *used ? SEQ_SKIP : SEQ_MORE;
	}
	q = seq_read(s + skip, n - skip, ev, used);
	*used += skip;
	if (skip == 2 && q == SEQ_KEY && ev->key.code != K_MOUSE)
		ev->key.mods |= MOD_ALT;
	return q;
}

/* The tail of a sequence whose ESC was taken for the key already. SEQ_KEY only when it was typed after all. */
static enum seq read_tail(struct decoder *d, const char *s, size_t n, int64_t now, struct event *ev, size_t *used)
{
	enum seq q = n > 1 ? seq_read(s, n, ev, used) : SEQ_MORE;

	if (q == SEQ_MORE && n == 1 && now - d->last >= ESC_WAIT_MS) {
		d->esc_at = 0;
		return read_char(s, n, ev, used);
	}
	if (q != SEQ_MORE)
		d->esc_at = 0;
	return q == SEQ_MORE ? SEQ_MORE : q == SEQ_PASTE ? SEQ_PASTE : SEQ_SKIP;
}

static bool in_tail(const struct decoder *d, const char *s)
{
	return d->esc_at && d->last - d->esc_at <= TAIL_WAIT_MS && (s[0] == '[' || s[0] == 'O');
}

/* What nothing more came for. */
static enum seq give_up(struct decoder *d, const char *s, size_t n, int64_t now, struct event *ev, size_t *used)
{
	if (s[0] == '\033' && n == 1) {
		if (now - d->last < ESC_WAIT_MS)
			return SEQ_MORE;
		d->esc_at = now;
		ev->key = (struct key){ .code = K_ESC };
		*used = 1;
		return SEQ_KEY;
	}
	if (now - d->last < TAIL_WAIT_MS)
		return SEQ_MORE;
	*used = n;
	return SEQ_SKIP;
}

static enum seq read_one(struct decoder *d, int64_t now, struct event *ev, size_t *used)
{
	size_t n;
	const char *s = rest(d, &n);
	enum seq q;

	if (in_tail(d, s))
		q = read_tail(d, s, n, now, ev, used);
	else if (s[0] == '\033')
		q = n > 1 ? read_escape(s, n, ev, used) : SEQ_MORE;
	else
		q = read_char(s, n, ev, used);
	if (q == SEQ_MORE)
		return give_up(d, s, n, now, ev, used);
	if (s[0] != '\033' || n > 1)
		d->esc_at = 0;
	return q;
}

static void paste_add(struct decoder *d, const char *s, size_t n)
{
	size_t room = PASTE_MAX - d->paste.len;

	str_addn(&d->paste, s, n < room ? n : room);
}

/* Collects until the paste ends; true when it has. */
static bool take_paste(struct decoder *d, int64_t now, struct event *ev)
{
	static const char mark[] = "\033[201~";
	size_t n;
	const char *s = rest(d, &n);
	const char *end = n ? memmem(s, n, mark, sizeof mark - 1) : NULL;
	size_t hold = sizeof mark - 2; /* so much of the mark may stand at the end already */

	if (!end && now - d->last < PASTE_WAIT_MS) {
		if (n > hold) {
			paste_add(d, s, n - hold);
			d->at += n - hold;
		}
		return false;
	}
	paste_add(d, s, end ? (size_t)(end - s) : n);
	d->at += end ? (size_t)(end - s) + sizeof mark - 1 : n;
	d->pasting = false;
	*ev = (struct event){ .key = { .code = K_PASTE }, .text = d->paste.s, .len = d->paste.len };
	return true;
}

bool decoder_next(struct decoder *d, int64_t now, struct event *ev)
{
	for (;;) {
		size_t used = 0;
		enum seq q;

		if (d->pasting)
			return take_paste(d, now, ev);
		if (d->at >= d->buf.len)
			return false;
		*ev = (struct event){ .key = { .code = K_NONE } };
		q = read_one(d, now, ev, &used);
		if (q == SEQ_MORE)
			return false;
		d->at += used ? used : 1;
		if (q == SEQ_KEY)
			return true;
		if (q == SEQ_PASTE) {
			str_clear(&d->paste);
			d->pasting = true;
		}
	}
}

int decoder_wait(const struct decoder *d, int64_t now)
{
	size_t n;
	const char *s = rest(d, &n);
	int64_t wait = TAIL_WAIT_MS, left;

	if (d->pasting)
		wait = PASTE_WAIT_MS;
	else if (!n)
		return -1;
	else if (n == 1 && (s[0] == '\033' || in_tail(d, s)))
		wait = ESC_WAIT_MS;
	left = d->last + wait - now;
	return left < 0 ? 0 : (int)left;
}
