/* One cell of a foreign spreadsheet -> a value of the field it stands for. */
#include "import_private.h"

#include <ctype.h>
#include <stdio.h>

#include "base/address.h"
#include "base/date.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "base/money.h"
#include "base/utf8.h"
#include "choices.h"
#include "value_words.h"

/* Days since the epoch of spreadsheets (1899-12-30) that stand for 1954 to 2064; smaller numbers are years or counts.
 */
#define SERIAL_FROM 20000
#define SERIAL_TO 60000
#define SERIAL_EPOCH 25569

struct cell {
	struct import *im;
	const struct field *f;
	int slot, col;
	const char *text;
	struct arena *a;
	struct err *err;
};

static bool parse(struct cell *c, const char *text, struct value *out)
{
	return value_parse(c->im->s, c->im->m, c->slot, text, c->a, out, NULL, c->err) == RC_OK;
}

/* The first valid address of several; "Name <a@b.c>" and mailto: are taken off. */
static bool take_email(struct cell *c, struct value *out)
{
	struct str one = STR_INIT;
	const char *rest = c->text, *member;
	bool found = false;

	if (parse(c, c->text, out))
		return true;
	if (email_normal(c->text, &one))
		found = parse(c, arena_strdup(c->a, one.s), out);
	while (!found && (member = value_member(c->a, &rest))) {
		str_clear(&one);
		found = email_normal(member, &one) && parse(c, arena_strdup(c->a, one.s), out);
	}
	str_free(&one);
	if (!found)
		fail(c->err, RC_INVALID, c->slot, _("not an e-mail address: %.80s"), c->text);
	return found;
}

/* *seconds: of the day, which the fraction stands for. */
static bool serial_day(const char *text, char iso[11], int *seconds)
{
	int64_t days;
	char head[6] = "", part[24];

	if (strlen(text) < 5 || (text[5] && text[5] != '.' && text[5] != ',') ||
		strspn(text, "0123456789.,") != strlen(text))
		return false;
	memcpy(head, text, 5);
	if (!i64_parse(head, &days) || days < SERIAL_FROM || days > SERIAL_TO)
		return false;
	snprintf(part, sizeof part, "0.%s", text[5] ? text + 6 : "0"); /* a comma may be its decimal sign */
	*seconds = (int)(strtod(part, NULL) * 86400 + 0.5);
	date_iso(date_from_days(days - SERIAL_EPOCH), iso);
	return true;
}

/* "Tue, 23 May, 2012": commas say nothing. */
static char *without_commas(struct arena *a, const char *text)
{
	char *copy = arena_strdup(a, text);

	for (char *p = copy; *p; p++)
		if (*p == ',')
			*p = ' ';
	return copy;
}

/* A day with a time: of a date field the day, by the clock here where the time has a zone. */
static bool take_day(struct cell *c, struct value *out)
{
	const char *text = without_commas(c->a, c->text);
	struct str rest = STR_INIT;
	struct wall w = { 0 };
	struct date d;
	bool ok;

	if (c->f->type == FT_DATE && clock_take(text, &w, &rest) && rest.len)
		text = arena_strndup(c->a, rest.s, rest.len);
	ok = parse(c, text, out);
	if (ok && w.zoned && date_parse_iso(out->s, &d)) {
		char iso[11];

		date_iso(date_of_instant(wall_instant(d, &w)), iso);
		out->s = arena_strdup(c->a, iso);
	}
	str_free(&rest);
	return ok;
}

static bool take_date(struct cell *c, struct value *out)
{
	enum date_order session_order = c->im->s->date_order;
	char iso[11];
	int s;
	bool ok;

	if (c->col >= 0)
		c->im->s->date_order = import_order(c->im, c->col);
	if (serial_day(c->text, iso, &s)) {
		ok = parse(c, iso, out);
		if (ok && c->f->type == FT_INSTANT)
			out->i += s;
	} else {
		ok = take_day(c, out);
	}
	c->im->s->date_order = session_order;
	return ok;
}

/* Tomans: ten rials each, by custom and not by ISO. Returns the text without the word, NULL where there is none. */
static const char *without_toman(struct cell *c)
{
	static const char *const words[] = { "تومان", "تومن", "toman", "tomans", "tuman" };
	const char *space = strrchr(c->text, ' '), *word = space ? space + 1 : c->text;

	while (*word &&
		((unsigned char)*word < 0x40 || ((unsigned char)*word == 0xDB && (unsigned char)word[1] >= 0xB0)))
		word += (unsigned char)*word == 0xDB ? 2 : 1; /* digits of it that have no blank after them */
	for (size_t i = 0; i < COUNT(words); i++)
		if (word > c->text && fold_eq(word, words[i]))
			return arena_strndup(c->a, c->text, (size_t)(word - c->text));
	return NULL;
}

/* "1.200,-" and "1200.-" have no cents, and the sign before the dash is the decimal one: the other groups. */
static const char *without_dash(struct cell *c, const char *text)
{
	const char *dash = strstr(text, ",-");
	char *out, *to;

	dash = dash ? dash : strstr(text, ".-");
	if (!dash || dash == text || !isdigit((unsigned char)dash[-1]))
		return text;
	to = out = arena_strdup(c->a, text);
	for (const char *p = text; *p; p++)
		if (p < dash ? *p != '.' && *p != ',' : p > dash && *p != '-')
			*to++ = *p;
	*to = 0;
	return out;
}

static bool take_number(struct cell *c, struct value *out);

/* An amount of another currency is taken as it stands, and the import says so: it knows no rates. */
static bool take_money(struct cell *c, struct value *out)
{
	const char *bare, *whole = c->text;
	const struct currency *cur = c->im->s->currency;
	bool ok, rial = cur && !strcmp(cur->code, "IRR"), plain = isdigit((unsigned char)*whole);
	struct column *col = c->col >= 0 ? &c->im->col[c->col] : NULL;

	if (plain && strspn(whole, "0123456789.,") == strlen(whole))
		return take_number(c, out);
	bare = without_toman(c);
	c->text = without_dash(c, bare ? bare : whole);
	ok = take_number(c, out);
	c->text = whole;
	if (ok && bare && rial && !i64_mul(out->i, 10, &out->i))
		ok = !fail(c->err, RC_INVALID, c->slot, _("the number is too large"));
	if (ok && col && cur && (bare ? !rial : currency_fit(whole, cur) == CURRENCY_OTHER) && !col->foreign++)
		snprintf(col->foreign_sample, sizeof col->foreign_sample, "%s", whole);
	return ok;
}

static bool take_number(struct cell *c, struct value *out)
{
	char decimal = c->col >= 0 ? import_decimal(c->im, c->col) : 0;
	int digits = c->f->type == FT_MONEY ? money_digits(c->im->s) : c->f->type == FT_PERCENT ? 2 : 0;
	const char *text = c->text;
	size_t n = strlen(text);
	int64_t i;

	if (!decimal)
		return parse(c, text, out);
	if (c->f->type == FT_PERCENT && n && text[n - 1] == '%')
		text = arena_strndup(c->a, text, n - 1);
	if (decimal_parse(text, digits, decimal, &i, c->err) != RC_OK)
		return false;
	*out = VALUE_INT(i);
	return value_check(c->im->s, c->im->m, c->slot, out, c->err) == RC_OK;
}

/* What is longer than the field is cut there: the whole stands in the notes, so it counts as taken with a warning. */
static bool take_text(struct cell *c, struct value *out)
{
	size_t max = (size_t)field_max(c->f), n = strlen(c->text), at = 0, count = 0, step;
	bool lines = c->f->type == FT_NOTE;
	char *line = (char *)c->text;
	uint32_t cp;

	if (!lines && strpbrk(c->text, "\n\t")) {
		line = arena_strdup(c->a, c->text);
		for (char *p = line; *p; p++)
			if (*p == '\n' || *p == '\t')
				*p = ' ';
	}
	if (n <= max)
		return parse(c, line, out);
	for (; at < n && count < max; at += step, count++)
		step = utf8_decode(line + at, n - at, &cp);
	if (!parse(c, arena_strndup(c->a, line, at), out))
		return false;
	if (at < n)
		fail(c->err, RC_FULL, c->slot, _("longer than %zu letters"), max);
	return at == n;
}

/* Tags of others are parted by | or ::: too. */
static bool take_set(struct cell *c, struct value *out)
{
	char *list = arena_strdup(c->a, c->text), *p;

	if (!c->im->own) {
		while ((p = strstr(list, ":::")))
			memcpy(p, ",,,", 3);
		for (p = list; *p; p++)
			if (*p == '|')
				*p = ',';
	}
	if (c->f->type == FT_CHOICES)
		return parse(c, list, out);
	return import_ref(c->im, c->slot, list, c->a, out, c->err) == RC_OK;
}

/* Others have other words for our choices, and words where we have numbers. */
static bool take_meant(struct cell *c, struct value *out)
{
	const char *meant = c->im->own ? NULL : choice_meant(c->f, c->text);
	struct err err = ERR_INIT;

	if (meant && value_parse(c->im->s, c->im->m, c->slot, meant, c->a, out, NULL, &err) == RC_OK)
		return true;
	return c->f->type == FT_CHOICE ? parse(c, c->text, out) : take_number(c, out);
}

static bool take_yes_no(struct cell *c, struct value *out)
{
	struct err err = ERR_INIT;
	const char *meant;

	if (value_parse(c->im->s, c->im->m, c->slot, c->text, c->a, out, NULL, &err) == RC_OK)
		return true;
	meant = c->im->own ? NULL : choice_meant(c->f, c->text);
	return parse(c, meant ? meant : c->text, out);
}

/* Our own names and labels go first. */
static bool take_choice(struct cell *c, struct value *out)
{
	const char *cell = c->text, *said = c->im->n_said ? import_said(c->im, c->slot, cell) : NULL;
	struct err err;
	bool known;

	err_clear(&err);
	if (said && !*said) {
		import_new(c->im, c->slot, cell, NEW_LEFT, NULL);
		return true;
	}
	c->text = said ? said : cell;
	known = value_parse(c->im->s, c->im->m, c->slot, c->text, c->a, out, NULL, &err) == RC_OK || take_meant(c, out);
	if (said || !known)
		import_new(c->im, c->slot, cell, known ? NEW_MAPPED : NEW_UNKNOWN, said);
	return known;
}

/* "9.89E+11": a number that was longer than the cell was wide. Its last digits are gone, so it is nobody's. */
static bool is_destroyed(const char *s)
{
	size_t n = strspn(s, "0123456789.,");

	return n && (s[n] | 32) == 'e' && s[n + 1] == '+' && s[n + 2] &&
	       strspn(s + n + 2, "0123456789") == strlen(s + n + 2);
}

bool import_cell(
	struct import *im, int slot, int col, const char *text, struct arena *a, struct value *out, struct err *err)
{
	struct cell c = {
		.im = im, .f = &im->m->fields[slot], .slot = slot, .col = col, .text = text, .a = a, .err = err
	};

	*out = VALUE_NULL;
	if ((c.f->type == FT_PHONE || (slot == im->external && !im->own)) && is_destroyed(text))
		return !fail(err, RC_INVALID, slot, _("the spreadsheet destroyed this number: %.40s"), text);
	switch (c.f->type) {
	case FT_EMAIL: return take_email(&c, out);
	case FT_DATE:
	case FT_INSTANT: return take_date(&c, out);
	case FT_CHOICE: return take_choice(&c, out);
	case FT_BOOL: return take_yes_no(&c, out);
	case FT_INT: return isdigit((unsigned char)*text) ? take_number(&c, out) : take_meant(&c, out);
	case FT_MONEY: return take_money(&c, out);
	case FT_PERCENT: return take_number(&c, out);
	case FT_TEXT:
	case FT_NOTE:
	case FT_PHONE: return take_text(&c, out);
	case FT_CHOICES:
	case FT_REFS: return take_set(&c, out);
	case FT_REF: return import_ref(im, slot, text, a, out, err) == RC_OK;
	default: return parse(&c, text, out);
	}
}

enum rc import_set(struct import *im)
{
	im->set = xcalloc((size_t)im->opt->n_set + 1, sizeof *im->set);
	for (int i = 0; i < im->opt->n_set; i++) {
		const char *eq = strchr(im->opt->set[i], '=');
		char *name = eq ? xstrndup(im->opt->set[i], (size_t)(eq - im->opt->set[i])) : NULL;
		int slot = name ? model_slot(im->m, name) : -1;
		struct change *ch = &im->set[im->n_set];

		free(name);
		if (slot < 0 || !import_takes(&im->m->fields[slot]) || slot == SYS_ID)
			return fail(im->err, RC_USAGE, NO_FIELD, _("--set %.80s: write FIELD=VALUE with a field of %s"),
				im->opt->set[i], im->m->name);
		ch->slot = slot;
		if (!import_cell(im, slot, -1, eq + 1, &im->set_arena, &ch->val, im->err))
			return RC_INVALID;
		im->n_set++;
	}
	return RC_OK;
}
