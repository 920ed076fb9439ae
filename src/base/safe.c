#include "safe.h"

#include <utf8proc.h>
#include <wchar.h>

#include "base/layout.h"
#include "base/utf8.h"

#define REPLACEMENT 0xFFFD
#define DROP 0u

struct range {
	uint32_t from, to;
	bool look; /* chooses a look: not drawn, but part of what was written */
};

/* Without a look of their own, or made to deceive; ordered. */
static const struct range invisible[] = {
	{ 0x00AD, 0x00AD, false },   /* soft hyphen */
	{ 0x180B, 0x180F, true },    /* Mongolian variation selectors */
	{ 0x200B, 0x200B, false },   /* zero-width space */
	{ 0x202A, 0x202E, false },   /* embeddings and overrides */
	{ 0x2060, 0x2064, false },   /* word joiner, invisible operators */
	{ 0x20E3, 0x20E3, true },    /* the key cap */
	{ 0xFE00, 0xFE0F, true },    /* variation selectors */
	{ 0xFEFF, 0xFEFF, false },   /* byte order mark */
	{ 0xFFF9, 0xFFFB, false },   /* interlinear annotation */
	{ 0x1F3FB, 0x1F3FF, true },  /* skin tones */
	{ 0xE0000, 0xE007F, false }, /* tags */
	{ 0xE0100, 0xE01EF, true },  /* more variation selectors */
};

static const struct range *find_invisible(uint32_t cp)
{
	for (size_t i = 0; i < COUNT(invisible) && cp >= invisible[i].from; i++)
		if (cp <= invisible[i].to)
			return &invisible[i];
	return NULL;
}

bool safe_refuses(uint32_t cp)
{
	const struct range *r = find_invisible(cp);

	return r && !r->look;
}

static bool is_control(uint32_t cp)
{
	return cp == ZWNJ || cp == ZWJ || cp == 0x200E || cp == 0x200F || cp == 0x061C || (cp >= 0x2066 && cp <= PDI);
}

/* Of an emoji sequence held together by joiners only the first is drawn: terminals disagree on the width of the whole.
 */
static uint32_t emoji(struct safe *it, uint32_t cp)
{
	bool joined = it->joined;

	if (cp == ZWJ && it->pictograph) {
		it->joined = true;
		return DROP;
	}
	it->joined = false;
	it->pictograph =
		utf8proc_get_property((utf8proc_int32_t)cp)->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
	return joined && it->pictograph ? DROP : cp;
}

/* What is drawn for cp, DROP for nothing. */
static uint32_t clean(const struct safe *it, uint32_t cp)
{
	if (cp == UTF8_BAD)
		return REPLACEMENT;
	if (cp == '\r' && it->i < it->n && it->s[it->i] == '\n')
		return DROP;
	if (cp == '\n' && it->lines)
		return cp;
	if ((cp >= '\t' && cp <= '\f') || cp == 0x2028 || cp == 0x2029)
		return ' ';
	if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
		return REPLACEMENT;
	if (find_invisible(cp))
		return DROP;
	if (cp >= 0x1F1E6 && cp <= 0x1F1FF) /* half a flag */
		return 'A' + (cp - 0x1F1E6);
	return cp;
}

/* False when nothing is to be drawn. */
static bool measure(struct safe_char *c)
{
	if (is_control(c->cp)) {
		c->kind = SAFE_CONTROL;
		c->width = 0;
		return true;
	}
	c->width = wcwidth((wchar_t)c->cp);
	if (c->width < 0) {
		c->cp = REPLACEMENT;
		c->width = 1;
	}
	if (c->width == 0 && utf8proc_category((utf8proc_int32_t)c->cp) == UTF8PROC_CATEGORY_CF)
		return false;
	c->kind = c->width ? SAFE_BASE : SAFE_MARK;
	return true;
}

bool safe_next(struct safe *it, struct safe_char *c)
{
	while (it->i < it->n) {
		uint32_t cp = (unsigned char)it->s[it->i];

		c->at = it->i;
		if (cp >= 0x20 && cp < 0x7F) {
			it->i++;
			it->pictograph = it->joined = false;
			c->cp = cp;
			c->kind = SAFE_BASE;
			c->width = 1;
			return true;
		}
		it->i += utf8_decode(it->s + it->i, it->n - it->i, &cp);
		c->cp = clean(it, cp);
		if (c->cp != DROP)
			c->cp = emoji(it, c->cp);
		if (c->cp == '\n') {
			c->kind = SAFE_NEWLINE;
			c->width = 0;
			return true;
		}
		if (c->cp != DROP && measure(c))
			return true;
	}
	return false;
}

/* What has been written since the last base, newline or start of text. */
struct line_state {
	bool base;    /* a mark has something to sit on */
	int marks;    /* on it */
	int isolates; /* open */
};

static void close_isolates(struct line_state *line, struct str *out)
{
	for (; line->isolates > 0; line->isolates--)
		str_add_cp(out, PDI);
}

static void add_control(struct line_state *line, uint32_t cp, struct str *out)
{
	if (cp == PDI && !line->isolates)
		return;
	if (is_isolate(cp))
		line->isolates++;
	else if (cp == PDI)
		line->isolates--;
	str_add_cp(out, cp);
}

static void add_safe(struct line_state *line, const struct safe_char *c, struct str *out)
{
	switch (c->kind) {
	case SAFE_BASE:
		line->base = true;
		line->marks = 0;
		str_add_cp(out, c->cp);
		break;
	case SAFE_MARK:
		if (!line->base)
			str_addc(out, ' ');
		line->base = true;
		if (line->marks++ < CELL_MARKS)
			str_add_cp(out, c->cp);
		break;
	case SAFE_CONTROL: add_control(line, c->cp, out); break;
	case SAFE_NEWLINE:
		close_isolates(line, out);
		*line = (struct line_state){ 0 };
		str_addc(out, '\n');
		break;
	}
}

static void write_safe(const char *s, size_t n, bool lines, struct str *out)
{
	struct safe it = { .s = s, .n = n, .lines = lines };
	struct line_state line = { 0 };
	struct safe_char c;

	while (safe_next(&it, &c))
		add_safe(&line, &c, out);
	close_isolates(&line, out);
}

void text_safe(const char *s, size_t n, struct str *out)
{
	write_safe(s, n, false, out);
}

void text_safe_lines(const char *s, size_t n, struct str *out)
{
	write_safe(s, n, true, out);
}
