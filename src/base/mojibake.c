/* A word (a run of letters over ASCII) is garbled when every letter of it is a byte of the page, and these bytes are
 * nothing but UTF-8. Chance hardly makes that: a lead byte has one exact number of followers, all from 0x80 to 0xBF,
 * which are signs and rare letters in every page. So words are decided one by one, and no statistics of a language are
 * needed. */
#include "mojibake.h"

#include <iconv.h>
#include <string.h>

#include "base/utf8.h"

#define LOOK_BYTES (64 * 1024)
#define WORD_MAX 4096 /* letters; no garbled word is longer */
#define SHARE_MIN 5   /* percent of the words over ASCII; less is a foreign word */

/* In order of likelihood: of equals the first wins. In pages of Cyrillic and Arabic letters a lead byte is a letter in
 * daily use, so one sequence alone proves nothing there. */
static const struct {
	const char *name, *iconv;
	int least;
} pages[] = {
	{ "windows-1252", "CP1252", 1 },
	{ "windows-1256", "CP1256", 2 },
	{ "windows-1251", "CP1251", 2 },
	{ "windows-1250", "CP1250", 1 },
	{ "windows-1254", "CP1254", 1 },
	{ "macintosh", "MACINTOSH", 2 },
};

bool mojibake_open(struct mojibake *m, const char *page)
{
	for (size_t i = 0; i < COUNT(pages); i++) {
		iconv_t cd;

		if (strcmp(page, pages[i].name))
			continue;
		cd = iconv_open("UTF-8", pages[i].iconv);
		if (cd == (iconv_t)-1)
			return false;
		m->least = pages[i].least;
		for (int k = 0; k < 128; k++) {
			char byte = (char)(128 + k), text[8] = "", *in = &byte, *out = text;
			size_t left = 1, room = sizeof text;

			/* a byte without a meaning is kept as the control of its number by those who garble */
			m->letter[k] = (uint32_t)(128 + k);
			if (iconv(cd, &in, &left, &out, &room) != (size_t)-1)
				utf8_decode(text, (size_t)(out - text), &m->letter[k]);
		}
		iconv_close(cd);
		return true;
	}
	return false;
}

static int byte_of(const struct mojibake *m, uint32_t cp)
{
	for (int k = 0; k < 128; k++)
		if (m->letter[k] == cp)
			return 128 + k;
	return cp >= 0x80 && cp < 0xA0 ? (int)cp : -1;
}

/* The number of sequences when the bytes are UTF-8 and nothing else, 0 otherwise. */
static int sequences(const char *s, size_t n)
{
	int found = 0;
	uint32_t cp;

	for (size_t i = 0; i < n; found++) {
		i += utf8_decode(s + i, n - i, &cp);
		if (cp == UTF8_BAD)
			return 0;
	}
	return found;
}

/* The word of n bytes as it was before; *len bytes of it in out. Returns the number of its letters, 0: not garbled. */
static int ungarble(const struct mojibake *m, const char *s, size_t n, char out[WORD_MAX], size_t *len)
{
	uint32_t cp;
	int found;

	*len = 0;
	for (size_t i = 0; i < n;) {
		int byte;

		i += utf8_decode(s + i, n - i, &cp);
		byte = *len < WORD_MAX ? byte_of(m, cp) : -1;
		if (byte < 0)
			return 0;
		out[(*len)++] = (char)byte;
	}
	found = sequences(out, *len);
	return found >= m->least ? found : 0;
}

static size_t word_len(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (unsigned char)s[i] >= 0x80)
		i++;
	return i;
}

int mojibake_mend(const struct mojibake *m, const char *s, size_t n, struct str *out)
{
	char word[WORD_MAX];
	size_t len, used;
	int mended = 0;

	for (size_t i = 0; i < n; i += len) {
		len = word_len(s + i, n - i);
		if (!len) {
			len = 1;
			while (i + len < n && (unsigned char)s[i + len] < 0x80)
				len++;
			str_addn(out, s + i, len);
		} else if (ungarble(m, s + i, len, word, &used)) {
			str_addn(out, word, used);
			mended++;
		} else {
			str_addn(out, s + i, len);
		}
	}
	return mended;
}

static bool has_high(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] >= 0x80)
			return true;
	return false;
}

/* Words over ASCII, how many of them are garbled, and the letters that these hide. */
static int count(const struct mojibake *m, const char *s, size_t n, int *garbled, int *letters)
{
	char word[WORD_MAX];
	size_t len, used;
	int words = 0;

	*garbled = *letters = 0;
	for (size_t i = 0; i < n; i += len ? len : 1) {
		int found;

		len = word_len(s + i, n - i);
		if (!len)
			continue;
		found = ungarble(m, s + i, len, word, &used);
		words++;
		*garbled += found > 0;
		*letters += found;
	}
	return words;
}

const char *mojibake_find(const char *s, size_t n, int *sure)
{
	const char *best = NULL;
	struct mojibake m;
	int most = 0;

	n = n < LOOK_BYTES ? n : LOOK_BYTES;
	*sure = 0;
	if (!has_high(s, n)) /* opening the pages costs more than all else of a small file */
		return NULL;
	for (size_t i = 0; i < COUNT(pages); i++) {
		int garbled, letters, words;

		if (!mojibake_open(&m, pages[i].name))
			continue;
		words = count(&m, s, n, &garbled, &letters);
		if (letters <= most || garbled * 100 < words * SHARE_MIN)
			continue;
		best = pages[i].name;
		most = letters;
		*sure = 40 + 59 * garbled / words;
	}
	return best;
}
