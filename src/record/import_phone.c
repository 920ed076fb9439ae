/* Telephone numbers whose country stands beside them: in a column of calling codes, or in the row's country. */
#include "import_private.h"

#include <ctype.h>

#include "base/address.h"
#include "headers.h"

static bool means_code(const struct column *c)
{
	const char *concept[HEADER_MEANINGS], *match;

	return *c->normal && header_concepts(c->normal, concept, &match) > 0 && !strcmp(concept[0], "country_code");
}

static bool is_free(const struct import *im, int slot)
{
	for (int i = 0; i < im->n_cols; i++)
		if (im->col[i].slot == slot)
			return false;
	return slot >= 0;
}

/* "IR" above "Country code" is a country; "+98" is a part of the number beside it. */
void import_phone_columns(struct import *im)
{
	int country = import_tied(im->m, "country");

	im->code_col = im->country_col = -1;
	for (int i = 0; i < im->n_cols && !im->own; i++) {
		struct column *c = &im->col[i];

		if (c->slot >= 0 || c->fixed || !c->sample[0] || !means_code(c))
			continue;
		if (isalpha((unsigned char)*c->sample[0]) && country_find(c->sample[0]) && is_free(im, country)) {
			c->slot = country;
			c->match = "content";
		} else if (im->code_col < 0) {
			im->code_col = i;
		}
	}
	for (int i = 0; i < im->n_cols && country >= 0; i++)
		if (im->col[i].slot == country)
			im->country_col = i;
}

static const char *cell(struct import *im, struct import_row *row, int col)
{
	if (col < 0 || col >= row->raw->n)
		return "";
	return import_text(im, row->raw->cell[col], row->raw->len[col], &row->arena);
}

/* The digits of "+98", "0098", "(98)"; "" where it is no calling code. */
static void code_digits(const char *text, char out[5])
{
	int n = 0;

	*out = 0;
	if (!strncmp(text, "00", 2))
		text += 2;
	for (; *text; text++) {
		if (isdigit((unsigned char)*text) && n < 4)
			out[n++] = *text;
		else if (!strchr("+() ", *text)) {
			*out = 0;
			return;
		}
	}
	out[n] = 0;
}

/* Of several countries with one code the first that has such a number: the number is the same. */
static const struct country *by_code(const char *code, const char *number)
{
	struct str key = STR_INIT;
	const struct country *found = NULL;

	for (int i = 0; i < country_count() && *code && !found; i++) {
		const struct country *c = country_at(i);

		if (!strcmp(c->calling, code) && phone_e164(number, c, &key))
			found = c;
	}
	str_free(&key);
	return found;
}

static const struct country *country_of(struct import *im, struct import_row *row, const char *number)
{
	const char *text = cell(im, row, im->code_col);
	const struct country *c = NULL;
	char code[5];

	if (*text) {
		code_digits(text, code);
		c = *code ? by_code(code, number) : country_find(text);
		row->coded = c != NULL;
	}
	text = c ? "" : cell(im, row, im->country_col);
	return *text ? country_find(text) : c;
}

const char *import_phone(struct import *im, struct import_row *row, const char *text)
{
	struct str key = STR_INIT, shown = STR_INIT;
	const struct country *c = NULL;
	const char *out = text;

	if (!im->own && *text != '+' && strncmp(text, "00", 2) != 0)
		c = country_of(im, row, text);
	/* a number of the office's own country is understood as it stands */
	if (c && (row->coded || c != im->s->country) && phone_e164(text, c, &key)) {
		phone_show(text, c, &shown);
		out = arena_strndup(&row->arena, shown.s, shown.len);
	} else {
		row->coded = false;
	}
	str_free(&key);
	str_free(&shown);
	return out;
}
