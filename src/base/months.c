#include "months.h"

#include <string.h>

#include "base/fold.h"
#include "base/str.h"
#include "base/utf8.h"

#define LETTERS_MIN 3

/* Folded: no accents, й is и. Genitives stand beside nominatives, since dates have them. */
static const char *const names[12] = {
	"januar|janvier|enero|gennaio|janeiro|januari|stycznia|styczen|января|январь|ocak|يناير",
	"februar|fevrier|febrero|febbraio|fevereiro|februari|lutego|luty|февраля|февраль|subat|فبراير",
	"marz|mars|marzo|marco|maart|mrt|marts|marca|marzec|марта|март|mart|مارس",
	"april|avril|abril|aprile|kwietnia|kwiecien|апреля|апрель|nisan|ابريل",
	"mai|mayo|maggio|maio|mei|maj|maja|мая|маи|mayis|مايو",
	"juni|juin|junio|giugno|junho|czerwca|czerwiec|июня|июнь|haziran|يونيو",
	"juli|juillet|julio|luglio|julho|lipca|lipiec|июля|июль|temmuz|يوليو",
	"august|aout|agosto|augustus|augusti|sierpnia|sierpien|августа|август|agustos|اغسطس",
	"september|septembre|septiembre|setiembre|settembre|setembro|wrzesnia|wrzesien|сентября|сентябрь|eylul|سبتمبر",
	"oktober|octobre|octubre|ottobre|outubro|pazdziernika|pazdziernik|октября|октябрь|ekim|اكتوبر",
	"november|novembre|noviembre|novembro|listopada|listopad|ноября|ноябрь|kasim|نوفمبر",
	"dezember|decembre|diciembre|dicembre|dezembro|december|grudnia|grudzien|декабря|декабрь|aralik|ديسمبر"
};

/* Letters of the word when it is the name at list or its beginning. */
static bool begins(const char *list, size_t len, const char *word, size_t n)
{
	return n <= len && !memcmp(list, word, n);
}

/* 2: one of the names, 1: the beginning of one. */
static int match(const char *list, const char *word, size_t n)
{
	int best = 0;

	while (*list) {
		size_t len = strcspn(list, "|");

		if (begins(list, len, word, n))
			best = n == len ? 2 : best ? best : 1;
		list += len;
		list += *list == '|';
	}
	return best;
}

static int letters(const char *s)
{
	int n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

int month_word(const char *word)
{
	struct str key = STR_INIT;
	int found = 0, whole = 0, several = 0;

	fold(word, strlen(word), &key);
	for (int i = 0; i < 12 && letters(key.s) >= LETTERS_MIN; i++) {
		int how = match(names[i], key.s, key.len);

		if (how == 2)
			whole = i + 1;
		several += how == 1 && found;
		if (how == 1)
			found = i + 1;
	}
	str_free(&key);
	return whole ? whole : several ? 0 : found;
}
