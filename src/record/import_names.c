/* Names of persons as cells hold them: "Lee, Ann", "Dr. Ann Lee", "آقای علی رضایی", "田中様", "欧阳建国". What is
 * certain is taken apart: how the person is addressed, where nothing else in the file says it; family and given name,
 * where the order is known by a comma or by the script. The rest stays as it stands. */
#include "import_private.h"

#include "base/utf8.h"
#include "choices.h"
#include "headers.h"
#include "record/value.h"
#include "value_words.h"

#define LOOK_CELLS 200 /* of a column tell what it is about; asked of all they would cost more than all else */
#define NAME_MAX 120   /* bytes; longer cells are no names */
#define MOSTLY 70      /* percent */

/* Characters of peoples who write the family first and need no space. */
static bool is_cjk(uint32_t cp)
{
	return (cp >= 0x3040 && cp <= 0x30FF) || (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0xAC00 && cp <= 0xD7AF) ||
	       (cp >= 0x20000 && cp <= 0x3FFFF);
}

static bool is_hangul(uint32_t cp)
{
	return cp >= 0xAC00 && cp <= 0xD7AF;
}

/* The number of such characters the text consists of, spaces aside; 0 when there is any other. */
static int cjk_letters(const char *s)
{
	size_t n = strlen(s);
	uint32_t cp;
	int found = 0;

	for (size_t i = 0; i < n;) {
		i += utf8_decode(s + i, n - i, &cp);
		if (cp == ' ' || cp == 0x3000)
			continue;
		if (!is_cjk(cp))
			return 0;
		found++;
	}
	return found;
}

static bool has_kana(const char *s)
{
	size_t n = strlen(s);
	uint32_t cp;

	for (size_t i = 0; i < n;) {
		i += utf8_decode(s + i, n - i, &cp);
		if (cp >= 0x3040 && cp <= 0x30FF)
			return true;
	}
	return false;
}

/* ---- what a column is about ---- */

/* Words of firms in scripts that do not part words. */
static bool has_firm_mark(const char *s)
{
	static const char *const mark[] = { "公司", "会社", "會社", "株式", "有限", "集团", "集團", "商事", "商店",
		"工厂", "工廠", "银行", "銀行", "大学", "大學", "学校", "事務所", "研究所", "회사", "주식", "㈜", "㈱",
		"(株)" };

	for (size_t i = 0; i < COUNT(mark); i++)
		if (strstr(s, mark[i]))
			return true;
	return false;
}

static bool looks_firm(const char *s)
{
	size_t n;

	if ((unsigned char)*s >= 0xE3 && has_firm_mark(s))
		return true;
	for (; *s; s += n) {
		s += strspn(s, " ");
		n = strcspn(s, " ");
		if (n && word_is("=firm", s, n))
			return true;
	}
	return false;
}

/* Two to four words that each begin like a name; or two to four signs. */
static bool looks_person(const char *s)
{
	int cjk = cjk_letters(s), words = 0;
	size_t n;

	if (cjk)
		return cjk >= 2 && cjk <= (strchr(s, ' ') ? 6 : 4);
	for (; *s; s += n, words++) {
		s += strspn(s, " ");
		n = strcspn(s, " ");
		if (!n)
			break;
		if ((*s < 'A' || *s > 'Z') && (unsigned char)*s < 0x80)
			return false;
		if (strcspn(s, "0123456789@:/&") < n)
			return false;
	}
	return words >= 2 && words <= 4;
}

/* "Lee, Ann": one comma between words, and what follows is no "Inc." or "Jr." */
static const char *comma_of(const char *s)
{
	const char *comma = strchr(s, ','), *after;

	if (!comma || comma == s || strchr(comma + 1, ',') || strpbrk(s, "0123456789@:;/&"))
		return NULL;
	after = comma + 1 + strspn(comma + 1, " ");
	if (!*after || word_is("=firm", after, strlen(after)) || word_is("=suffix", after, strlen(after)))
		return NULL;
	return comma;
}

void import_count_name(struct column *c, const char *text)
{
	if (c->filled > LOOK_CELLS || strlen(text) > NAME_MAX)
		return;
	c->looked++;
	if (looks_firm(text))
		c->firm++;
	else if (looks_person(text))
		c->person++;
	if (word_is("=honorific", text, strlen(text)))
		c->honorific++;
	if (comma_of(text))
		c->comma_name++;
	c->kana |= has_kana(text);
}

static bool mostly(const struct column *c, int64_t n)
{
	return c->looked > 0 && n * 100 >= c->looked * MOSTLY;
}

bool import_of_persons(const struct column *c)
{
	return mostly(c, c->person);
}

/* ---- which of its meanings a header has in this file ---- */

static bool means(const char *const *concept, int n, const char *what)
{
	for (int i = 0; i < n; i++)
		if (!strcmp(concept[i], what))
			return true;
	return false;
}

/* Whether another column is this part of a name, or may be. */
static bool has_part(const struct import *im, int but, const char *part)
{
	for (int i = 0; i < im->n_cols; i++) {
		const char *concept[HEADER_MEANINGS], *match;

		int n = i != but && *im->col[i].normal ? header_concepts(im->col[i].normal, concept, &match) : 0;

		if (n && *match == 's' && means(concept, n, part))
			return true;
	}
	return false;
}

/* "Nom" beside "Prénom" is the family, alone the whole name; "Name" beside "Vorname" is the family too. */
static const char *part_meant(const struct import *im, int col, const char *const *concept, int n)
{
	bool first, last;

	if (!means(concept, n, "full_name") || (!means(concept, n, "first_name") && !means(concept, n, "last_name")))
		return NULL;
	first = has_part(im, col, "first_name");
	last = has_part(im, col, "last_name");
	if (means(concept, n, "last_name") && first && !last)
		return "last_name";
	if (means(concept, n, "first_name") && last && !first)
		return "first_name";
	return "full_name";
}

const char *import_meant(const struct import *im, int col, const char *const *concept, int n)
{
	const struct column *c = &im->col[col];

	if (means(concept, n, "company") && means(concept, n, "full_name")) {
		if (mostly(c, c->person) && !c->firm)
			return "full_name";
		if (c->firm * 2 >= c->looked && c->looked)
			return "company";
	}
	if (means(concept, n, "salutation") && mostly(c, c->honorific))
		return "salutation";
	return part_meant(im, col, concept, n);
}

/* ---- one name ---- */

/* The bytes of the words of address at the front, with the blank after them; 0: none, or nothing follows. */
static size_t honorific_before(const char *s)
{
	const char *space = strchr(s, ' '), *second = space ? strchr(space + 1, ' ') : NULL;

	if (second && word_is("=honorific", s, (size_t)(second - s)))
		return (size_t)(second - s) + strspn(second, " ");
	if (space && space - s >= 2 && space[strspn(space, " ")] && word_is("=honorific", s, (size_t)(space - s)))
		return (size_t)(space - s) + strspn(space, " ");
	return 0;
}

/* Where the words of a kind at the end begin, in scripts where they stand there; 0: none. */
static size_t word_after(const char *kind, const char *s)
{
	size_t n = strlen(s), at = n, found = 0;

	for (int letters = 0; at > 0 && letters < 3; letters++) {
		while (at > 0 && ((unsigned char)s[--at] & 0xC0) == 0x80)
			;
		if (at && (unsigned char)s[at] >= 0xE3 && word_is(kind, s + at, n - at))
			found = at;
	}
	return found;
}

static bool slot_taken(const struct import *im, int slot)
{
	for (int i = 0; i < im->n_targets; i++)
		if (im->target[i].slot == slot)
			return true;
	return false;
}

/* Puts the value into a field that no column fills; false when it is not the field's. */
static bool put_beside(struct import *im, struct import_row *row, int slot, const char *text)
{
	struct value v;

	if (slot < 0 || slot_taken(im, slot) ||
		value_parse(im->s, im->m, slot, text, &row->arena, &v, NULL, NULL) != RC_OK)
		return false;
	import_put(row, slot, v);
	return true;
}

static const char *take_honorific(struct import *im, struct import_row *row, const char *text)
{
	int slot = im->salutation;
	size_t before = slot < 0 ? 0 : honorific_before(text),
	       after = slot < 0 || before ? 0 : word_after("=honorific", text);
	const char *word, *rest, *meant;

	if (!before && !after)
		return text;
	word = before ? arena_strndup(&row->arena, text, before) : text + after;
	word = value_trim(&row->arena, word);
	meant = choice_meant(&im->m->fields[slot], word);
	rest = before ? text + before : value_trim(&row->arena, arena_strndup(&row->arena, text, after));
	if (!*rest || !put_beside(im, row, slot, meant ? meant : word))
		return text;
	return rest;
}

/* The bytes of the family name of a name without a space: Chinese one sign, or two of a compound one; Korean likewise;
 * of four signs of a Japanese name two. 0: not known. */
static size_t family_len(const char *s, int letters, bool japanese)
{
	static const char *const two[] = { "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "司徒", "皇甫",
		"尉迟", "令狐", "慕容", "夏侯", "东方", "東方", "公孙", "公孫", "端木", "南宫", "南宮", "西门", "西門",
		"独孤", "轩辕", "宇文", "长孙", "呼延", "남궁", "황보", "제갈", "선우", "독고", "사공", "서문",
		"동방" };

	for (size_t i = 0; i < COUNT(two) && letters >= 3; i++)
		if (str_starts(s, two[i]))
			return strlen(two[i]);
	if (japanese)
		return letters == 4 ? 6 : 0;
	return letters == 2 || letters == 3 ? 3 : 0;
}

/* Is the file Japanese? Kana are seen nowhere else, and so are its encodings. */
static bool is_japanese(const struct import *im)
{
	const char *encoding = im->out->sheet.encoding;

	for (int i = 0; i < im->n_cols; i++)
		if (im->col[i].kana)
			return true;
	return !strcmp(encoding, "shift_jis") || !strcmp(encoding, "euc-jp") || !strcmp(encoding, "iso-2022-jp");
}

static void put_parts(struct import *im, struct import_row *row, const char *first, const char *last)
{
	int first_slot = im->first_name, last_slot = im->last_name;

	if (first_slot < 0 || last_slot < 0 || slot_taken(im, first_slot) || slot_taken(im, last_slot))
		return;
	put_beside(im, row, first_slot, first);
	put_beside(im, row, last_slot, last);
}

static void put_cjk_parts(struct import *im, struct import_row *row, const char *text, int letters)
{
	const char *space = strchr(text, ' '), *wide = strstr(text, "\u3000");
	size_t n;

	if (wide && (!space || wide < space))
		space = wide;
	n = space ? (size_t)(space - text) : family_len(text, letters, is_japanese(im));
	if (!n || n >= strlen(text))
		return;
	put_parts(im, row, value_trim(&row->arena, arena_strdup(&row->arena, text + n)),
		arena_strndup(&row->arena, text, n));
}

/* Only in a column whose cells mostly are so: elsewhere a comma may stand for anything. */
static const char *turn_comma(struct import *im, struct import_row *row, const struct column *c, const char *text)
{
	const char *comma = mostly(c, c->comma_name) ? comma_of(text) : NULL, *first, *last;

	if (!comma)
		return text;
	last = value_trim(&row->arena, arena_strndup(&row->arena, text, (size_t)(comma - text)));
	first = value_trim(&row->arena, comma + 1);
	first = take_honorific(im, row, first);
	put_parts(im, row, first, last);
	return arena_printf(&row->arena, "%s %s", first, last);
}

bool import_is_name(const struct import *im, int slot)
{
	return slot == im->person && slot != im->company;
}

const char *import_name(struct import *im, struct import_row *row, int col, const char *text)
{
	size_t polite = strlen(text) <= NAME_MAX ? word_after("=polite", text) : 0;
	uint32_t cp = 0;
	int letters;

	if (strlen(text) > NAME_MAX)
		return text;
	if (polite)
		text = value_trim(&row->arena, arena_strndup(&row->arena, text, polite));
	text = take_honorific(im, row, text);
	if (strchr(text, ','))
		text = turn_comma(im, row, &im->col[col], text);
	utf8_decode(text, strlen(text), &cp);
	letters = is_cjk(cp) ? cjk_letters(text) : 0;
	if (letters >= 2 && letters <= 6 && !(is_hangul(cp) && letters > 4))
		put_cjk_parts(im, row, text, letters);
	return text;
}
