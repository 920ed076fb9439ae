/* The letters of other keyboards as the keys they stand on: so that commands work whatever layout is on. */
#include "ui/keys.h"

#include "base/embed.h"
#include "base/utf8.h"

EMBED(keyboards_tsv, "data/keyboards.tsv")

#define KEYBOARD_MAX 512

struct place {
	const char *layout; /* in the data, ended by a tab */
	uint32_t cp;
	char key;
};
static struct place places[KEYBOARD_MAX];
static int n_places;

static bool layout_is(const char *row, const char *layout)
{
	size_t n = strlen(layout);

	return strncmp(row, layout, n) == 0 && row[n] == '\t';
}

static void read_row(const char *s, const char *end)
{
	const char *code = memchr(s, '\t', (size_t)(end - s));
	char *key;
	unsigned long cp;

	if (s >= end || *s == '#' || !code || n_places == KEYBOARD_MAX)
		return;
	cp = strtoul(code + 1, &key, 16);
	if (*key == '\t')
		places[n_places++] = (struct place){ .layout = s, .cp = (uint32_t)cp, .key = key[1] };
}

static void read_places(void)
{
	const char *s = keyboards_tsv;
	const char *end;

	for (; s < keyboards_tsv_end; s = end + 1) {
		end = memchr(s, '\n', (size_t)(keyboards_tsv_end - s));
		if (!end)
			end = keyboards_tsv_end;
		read_row(s, end);
	}
}

uint32_t keyboard_fold(const char *layout, uint32_t cp)
{
	bool any = str_eq(layout, "auto");

	if (cp < 0x80 || str_eq(layout, "none"))
		return cp;
	if (cp >= 0xff01 && cp <= 0xff5e)
		return cp - 0xff01 + '!'; /* full width: what NFKC makes of it */
	if (cp == 0x3000)
		return ' ';
	if (!n_places)
		read_places();
	for (int i = 0; i < n_places; i++)
		if (places[i].cp == cp &&
			(any || layout_is(places[i].layout, layout) || layout_is(places[i].layout, "kana")))
			return (unsigned char)places[i].key;
	return cp;
}

void keyboard_fold_text(const char *layout, const char *s, size_t n, struct str *out)
{
	while (n) {
		uint32_t cp;
		size_t used = utf8_decode(s, n, &cp);

		if (cp != UTF8_BAD)
			str_add_cp(out, keyboard_fold(layout, cp));
		s += used;
		n -= used;
	}
}
