#include "value_words.h"

#include "base/address.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "record/session.h"
#include "record/value.h"

/* What people write for yes and no: English, Persian, Arabic, Chinese, Japanese, German, French, Spanish and
 * Portuguese, Italian, Russian, Turkish, Polish, Dutch, Korean, Hindi; and what spreadsheets write. Compared folded. */
static const char *const yes_words[] = { "yes", "y", "true", "t", "1", "on", "x", "✓", "✔", "☑", "✅", "○", "◯", "بله",
	"بلی", "آری", "اری", "صحیح", "درست", "نعم", "صح", "是", "对", "對", "有", "真", "はい", "あり", "済", "ja",
	"wahr", "j", "oui", "o", "vrai", "sí", "si", "s", "verdadero", "sim", "verdadeiro", "vero", "да", "д", "истина",
	"evet", "e", "doğru", "tak", "prawda", "waar", "예", "네", "हाँ" };
static const char *const no_words[] = { "no", "n", "false", "f", "0", "off", "✗", "✘", "×", "☐", "❌", "خیر", "نه",
	"غلط", "نادرست", "لا", "خطأ", "否", "不", "不是", "无", "無", "假", "いいえ", "なし", "未", "nein", "falsch",
	"non", "faux", "falso", "não", "нет", "н", "ложь", "hayır", "h", "yanlış", "nie", "fałsz", "nee", "onwaar",
	"아니요", "아니오", "नहीं" };

int word_yes_no(const char *text)
{
	if (!strcmp(text, _("yes")))
		return 1;
	if (!strcmp(text, _("no")))
		return 0;
	for (size_t i = 0; i < COUNT(yes_words); i++)
		if (fold_eq(text, yes_words[i]))
			return 1;
	for (size_t i = 0; i < COUNT(no_words); i++)
		if (fold_eq(text, no_words[i]))
			return 0;
	return -1;
}

int money_digits(const struct session *s)
{
	return s->currency ? s->currency->digits : 2;
}

int64_t money_unit(const struct session *s)
{
	int64_t unit = 1;

	for (int i = 0; i < money_digits(s); i++)
		unit *= 10;
	return unit;
}

const char *ref_other_name(const struct model *m, const char *text)
{
	const struct country *c = !strcmp(m->name, "country") ? country_find(text) : NULL;

	return c ? c->iso : NULL;
}

/* Blanks of all scripts, and the byte-order mark that programs leave behind. */
static bool is_blank(uint32_t cp)
{
	return cp == ' ' || (cp >= 9 && cp <= 13) || cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) ||
	       cp == 0x2028 || cp == 0x2029 || cp == 0x202F || cp == 0x205F || cp == 0x3000 || cp == 0xFEFF;
}

static size_t end_of_text(const char *s)
{
	size_t n = strlen(s), end = 0, step;
	uint32_t cp;

	if (!n || (s[n - 1] > ' ' && s[n - 1] < 0x7f))
		return n;
	for (size_t i = 0; i < n; i += step) {
		step = utf8_decode(s + i, n - i, &cp);
		if (!is_blank(cp))
			end = i + step;
	}
	return end;
}

const char *value_trim_end(struct arena *a, const char *s)
{
	size_t end = end_of_text(s);

	return s[end] ? arena_strndup(a, s, end) : s;
}

const char *value_trim(struct arena *a, const char *s)
{
	uint32_t cp;
	size_t step;

	if (*s > ' ' && *s < 0x7f)
		return value_trim_end(a, s);
	while (*s && (step = utf8_decode(s, strlen(s) < 4 ? strlen(s) : 4, &cp)) && is_blank(cp))
		s += step;
	return value_trim_end(a, s);
}

/* The length of the comma at s, in any of its forms; 0: none stands there. */
static size_t comma_at(const char *s)
{
	static const char *const commas[] = { "،", "؛", "、", "，", "；" };

	if ((unsigned char)*s < 0x80)
		return *s == ',' || *s == ';' || *s == '\n';
	for (size_t i = 0; i < COUNT(commas); i++)
		if (str_starts(s, commas[i]))
			return strlen(commas[i]);
	return 0;
}

const char *value_member(struct arena *a, const char **rest)
{
	struct str member = STR_INIT;
	const char *s = *rest, *out;
	bool quoted = false;
	size_t comma = 0;

	if (!s || !*s)
		return NULL;
	while (*s == ' ')
		s++;
	if (*s == '"') {
		quoted = true;
		s++;
	}
	while (*s && (quoted || !(comma = comma_at(s)))) {
		if (quoted && *s == '"' && s[1] != '"') {
			quoted = false;
			s++;
			continue;
		}
		if (quoted && *s == '"')
			s++;
		str_addc(&member, *s++);
	}
	*rest = s + (*s ? comma : 0);
	out = value_trim(a, arena_strndup(a, member.s, member.len));
	str_free(&member);
	return out;
}

void value_add_member(struct str *out, const char *name)
{
	bool quote = *name == '"' || *name == ' ';

	for (const char *p = name; *p && !quote; p++)
		quote = comma_at(p) > 0;
	if (!quote) {
		str_add(out, name);
		return;
	}
	str_addc(out, '"');
	for (; *name; name++) {
		if (*name == '"')
			str_addc(out, '"');
		str_addc(out, *name);
	}
	str_addc(out, '"');
}

size_t title_numbered(const char *text, int64_t *id)
{
	size_t n = strlen(text), at = n;
	char digits[20] = "";

	if (n < 5 || text[n - 1] != ')')
		return 0;
	for (at = n - 1; at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9';)
		at--;
	if (at < 4 || n - 1 - at >= sizeof digits || strncmp(text + at - 3, " (#", 3) != 0)
		return 0;
	memcpy(digits, text + at, n - 1 - at);
	return i64_parse(digits, id) && *id > 0 ? at - 3 : 0;
}

const struct choice *choice_by_name(const struct field *f, const char *text)
{
	for (const struct choice *c = f->choice; c && c->name; c++)
		if (!strcmp(c->name, text))
			return c;
	for (const struct choice *c = f->choice; c && c->name; c++)
		if (fold_eq(c->name, text) || fold_eq(c->label, text) || fold_eq(_(c->label), text))
			return c;
	return NULL;
}
