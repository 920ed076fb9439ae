#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "decode.h"
#include "encoding.h"
#include "sheet.h"

#define NUL_HEAD 4096 /* bytes looked at for UTF-16 without a mark */
#define NUL_PERCENT 40
#define GOOD_MIN 8 /* sequences that make a file UTF-8 in spite of bad bytes */
#define BAD_PERCENT 5
#define FEW_BYTES 30 /* below, statistics are a guess */
#define HEADER_LINES 30

static const struct {
	const char *guess, *means;
} renamed[] = {
	{ "", "windows-1252" },
	{ "ascii", "windows-1252" },
	{ "utf-8", "windows-1252" },
	{ "iso-8859-1", "windows-1252" },
	{ "iso-8859-15", "windows-1252" },
	{ "iso-8859-9", "windows-1254" },
	{ "iso-8859-7", "windows-1253" },
	{ "iso-8859-8", "windows-1255" },
	{ "iso-8859-2", "windows-1250" },
	{ "iso-8859-16", "windows-1250" },
	{ "gb2312", "gb18030" },
	{ "gbk", "gb18030" },
	{ "hz-gb-2312", "gb18030" },
	{ "uhc", "euc-kr" },
	{ "cp949", "euc-kr" },
	{ "iso-8859-11", "tis-620" },
};

/* Encodings of the Latin script that short western texts are taken for. */
static const char *const rare_latin[] = { "iso-8859-3", "iso-8859-4", "iso-8859-10", "iso-8859-13", "iso-8859-14",
	"windows-1257", "windows-1258", "mac-centraleurope", "ibm852", "ibm865", "viscii" };

static const char *const candidate[] = { "windows-1252", "windows-1250", "windows-1251", "windows-1254", "windows-1253",
	"windows-1255", "windows-1256", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "koi8-r", "ibm866", "macintosh",
	"tis-620" };

/* The legacy encoding of spreadsheets where the language is spoken. */
static const struct {
	const char *lang, *encoding;
} home[] = {
	{ "fa", "windows-1256" },
	{ "ar", "windows-1256" },
	{ "ur", "windows-1256" },
	{ "ru", "windows-1251" },
	{ "uk", "windows-1251" },
	{ "bg", "windows-1251" },
	{ "sr", "windows-1251" },
	{ "pl", "windows-1250" },
	{ "cs", "windows-1250" },
	{ "sk", "windows-1250" },
	{ "hu", "windows-1250" },
	{ "sl", "windows-1250" },
	{ "hr", "windows-1250" },
	{ "ro", "windows-1250" },
	{ "tr", "windows-1254" },
	{ "el", "windows-1253" },
	{ "he", "windows-1255" },
	{ "ja", "shift_jis" },
	{ "zh_TW", "big5" },
	{ "zh_HK", "big5" },
	{ "zh", "gb18030" },
	{ "ko", "euc-kr" },
	{ "th", "tis-620" },
	{ "vi", "windows-1258" },
};

/* The head of the file under an encoding; returns the number of bad bytes, -1 when the encoding is unknown. */
static int64_t decode_head(const struct raw_stats *raw, const char *encoding, struct str *out)
{
	struct charset d;
	int64_t bad = -1;

	str_clear(out);
	if (!charset_open(&d, encoding, NULL)) {
		charset_feed(&d, raw->head.s, raw->head.len, false, out);
		bad = d.bad;
	}
	charset_close(&d);
	return bad;
}

static bool is_edge(char c)
{
	return c == '"' || c == '\'' || c == ' ' || c == '\r';
}

/* Known headers in one line, whatever its delimiter is. */
/* Any delimiter splits, and quotes are taken off: the dialect is not known yet, and a count needs no more. */
static int known_in_line(const char *s, size_t n)
{
	int hits = 0;

	for (size_t i = 0; i < n; i++) {
		size_t len = 0, from = i;
		char *cell;

		while (i < n && !strchr(",;\t|", s[i]))
			i++;
		len = i - from;
		while (len && is_edge(s[from + len - 1]))
			len--;
		while (len && is_edge(s[from])) {
			from++;
			len--;
		}
		cell = xstrndup(s + from, len);
		hits += len && sheet_known(cell);
		free(cell);
	}
	return hits;
}

/* The most known headers that a line of the text has. */
static int known_headers(const struct str *text)
{
	const char *s = text->s, *end = s + text->len;
	int best = 0;

	for (int i = 0; i < HEADER_LINES && s < end; i++) {
		size_t n = strcspn(s, "\r\n");
		int hits = known_in_line(s, n);

		best = hits > best ? hits : best;
		s += n + (s + n < end);
	}
	return best;
}

/* True when the text has a letter of Central Europe that western texts do not have. */
static bool central_letters(const char *s)
{
	static const char *const letter[] = { "ą", "ć", "ę", "ł", "ń", "ś", "ź", "ż", "č", "ď", "ě", "ň", "ř", "š", "ť",
		"ů", "ő", "ű", "ž", "Ą", "Ć", "Ę", "Ł", "Ń", "Ś", "Ź", "Ż", "Č", "Ď", "Ě", "Ň", "Ř", "Š", "Ť", "Ů", "Ő",
		"Ű", "Ž" };

	for (size_t i = 0; i < COUNT(letter); i++)
		if (strstr(s, letter[i]))
			return true;
	return false;
}

/* What the statistics' answer means in spreadsheets. */
static const char *correct(const struct raw_stats *raw, struct str *text)
{
	const char *name = raw->guess;

	for (size_t i = 0; i < COUNT(renamed); i++)
		if (!strcmp(name, renamed[i].guess))
			name = renamed[i].means;
	for (size_t i = 0; i < COUNT(rare_latin); i++)
		if (!strcmp(name, rare_latin[i]) && !decode_head(raw, "windows-1252", text))
			name = "windows-1252";
	if (decode_head(raw, name, text) < 0)
		return "windows-1252";
	if (!strcmp(name, "windows-1250") && !central_letters(text->s))
		return "windows-1252";
	return name;
}

/* A candidate under which two more headers are known than under name. */
static const char *by_headers(const struct raw_stats *raw, const char *name, struct str *text)
{
	const char *best = name;
	int hits, most;

	decode_head(raw, name, text);
	most = known_headers(text) + 1;
	for (size_t i = 0; i < COUNT(candidate); i++) {
		int64_t bad = decode_head(raw, candidate[i], text);

		if (bad < 0 || bad * 100 > (int64_t)raw->head.len)
			continue;
		hits = known_headers(text);
		if (hits > most) {
			most = hits;
			best = candidate[i];
		}
	}
	return best;
}

/* Whether the letters of known headers can only be read under this encoding. */
static bool headers_confirm(const struct raw_stats *raw, const char *name, struct str *text)
{
	int hits;

	decode_head(raw, name, text);
	hits = known_headers(text);
	decode_head(raw, "windows-1252", text);
	return hits >= known_headers(text) + 2;
}

/* Only an encoding in which every byte means something; NULL when the language has none or it does not fit. */
static const char *by_locale(const struct raw_stats *raw, struct str *text)
{
	const char *lang = setlocale(LC_CTYPE, NULL);

	for (size_t i = 0; lang && i < COUNT(home); i++)
		if (str_starts(lang, home[i].lang) && !decode_head(raw, home[i].encoding, text))
			return home[i].encoding;
	return NULL;
}

/* No mark and not UTF-8: statistics, corrected; then headers; then the language. */
static void choose_legacy(const struct raw_stats *raw, struct sheet_info *info)
{
	struct str text = STR_INIT;
	const char *name = correct(raw, &text), *better = by_headers(raw, name, &text), *local;

	info->encoding_sure = raw->high < FEW_BYTES ? 45 : 85;
	if (better != name || headers_confirm(raw, name, &text)) {
		name = better;
		info->encoding_sure = 90;
	} else if (raw->high < FEW_BYTES && (local = by_locale(raw, &text))) {
		name = local;
	}
	snprintf(info->encoding, sizeof info->encoding, "%s", name);
	if (info->encoding_sure < 50)
		sheet_warn(info, _("the encoding %s is a guess: few letters tell it"), name);
	str_free(&text);
}

static void set(struct sheet_info *info, const char *encoding, int sure)
{
	snprintf(info->encoding, sizeof info->encoding, "%s", encoding);
	info->encoding_sure = sure;
}

static bool find_bom(const struct raw_stats *raw, struct sheet_info *info)
{
	static const struct {
		const char *mark, *name;
		size_t n;
	} bom[] = { { "\xef\xbb\xbf", "utf-8", 3 }, { "\xff\xfe", "utf-16le", 2 }, { "\xfe\xff", "utf-16be", 2 } };

	snprintf(info->bom_name, sizeof info->bom_name, "none");
	for (size_t i = 0; i < COUNT(bom); i++)
		if (raw->head.len >= bom[i].n && !memcmp(raw->head.s, bom[i].mark, bom[i].n)) {
			info->bom = true;
			snprintf(info->bom_name, sizeof info->bom_name, "%s", bom[i].name);
			set(info, bom[i].name, 100);
		}
	return info->bom;
}

/* UTF-16 of mostly Latin text shows as NULs at every second byte. */
static const char *utf16_by_nuls(const struct raw_stats *raw)
{
	size_t n = raw->head.len < NUL_HEAD ? raw->head.len : NUL_HEAD, at[2] = { 0, 0 };

	for (size_t i = 0; i < n; i++)
		at[i % 2] += !raw->head.s[i];
	if (at[1] * 200 > n * NUL_PERCENT)
		return "utf-16le";
	return at[0] * 200 > n * NUL_PERCENT ? "utf-16be" : NULL;
}

/* Seven bits with shifts: it would pass for UTF-8. Mail programs of Japan export it. */
static bool is_iso2022(const struct raw_stats *raw)
{
	return !raw->high && (memmem(raw->head.s, raw->head.len, "\x1b$B", 3) || memmem(raw->head.s, raw->head.len, "\x1b$@", 3));
}

/* In order of certainty. The mark is noted even when the person forces an encoding: the decoder drops it. */
void encoding_choose(const struct raw_stats *raw, const char *forced, struct sheet_info *info)
{
	bool bom = find_bom(raw, info);
	const char *wide = bom ? NULL : utf16_by_nuls(raw);

	if (*forced)
		set(info, forced, 100);
	else if (wide)
		set(info, wide, 95);
	else if (is_iso2022(raw))
		set(info, "iso-2022-jp", 95);
	else if (!bom &&
		 (!raw->bad || (raw->good >= GOOD_MIN && raw->bad * 100 <= (raw->good + raw->bad) * BAD_PERCENT)))
		set(info, "utf-8", raw->bad ? 80 : 100);
	else if (!bom)
		choose_legacy(raw, info);
	if (!strcmp(info->encoding, "utf-8") && raw->bad)
		sheet_warn(info, _("%lld bytes are not UTF-8 and were read as windows-1252"), (long long)raw->bad);
	if (raw->nuls && strncmp(info->encoding, "utf-16", 6) != 0)
		sheet_warn(info, _("%lld NUL bytes were left out"), (long long)raw->nuls);
}
