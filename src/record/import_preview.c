/* What a person chose for the columns, and what she is shown of the first rows before anything is written. */
#include "import_private.h"

#include <stdio.h>

#include "base/i18n.h"

#define SHOWN_MAX 300 /* bytes of a cell: a screen shows less */

int import_parts(const struct field *f, char (*part)[IMPORT_PART], int max)
{
	int n = 0;

	for (const char *const *p = f->synonyms; p && *p; p++) {
		const char *s = **p == '@' && strchr(*p, '+') ? *p + 1 : "";

		while (*s && n < max) {
			size_t len = strcspn(s, "+");

			snprintf(part[n++], IMPORT_PART, "%.*s", (int)len, s);
			s += len + (s[len] == '+');
		}
	}
	return n;
}

static const struct target *target_of(const struct import *im, int col)
{
	for (int i = 0; i < im->n_targets; i++)
		if (im->target[i].col == col)
			return &im->target[i];
	return NULL;
}

static enum rc choose_slot(struct import *im, struct column *c, int slot, const char *part)
{
	part = *part ? arena_strdup(&im->set_arena, part) : NULL;
	for (int i = 0; i < im->n_cols && slot >= 0; i++)
		if (&im->col[i] != c && im->col[i].fixed && im->col[i].slot == slot && str_eq(im->col[i].role, part))
			return fail(im->err, RC_INVALID, slot, _("%s: two columns cannot both be it"),
				_(im->m->fields[slot].label));
	if (slot >= im->m->n || (slot >= 0 && !import_takes(&im->m->fields[slot])))
		return fail(im->err, RC_INVALID, NO_FIELD, _("%s: no column can be that field"), c->header);
	if (slot == IMPORT_TAGS && im->tags < 0)
		return fail(im->err, RC_INVALID, NO_FIELD, _("%s: %s have no tags"), c->header, _(im->m->plural));
	c->fixed = true;
	c->kept = slot == IMPORT_NOTES;
	c->tags = slot == IMPORT_TAGS;
	c->slot = slot >= 0 ? slot : -1;
	c->role = c->concept = part;
	c->match = "given";
	return RC_OK;
}

/* "HEADER=notes|tags|ignore"; the header "*" means every column that is no field: it is kept for the end. */
static enum rc take_column(struct import *im, const char *text, bool every)
{
	static const struct {
		const char *name;
		int to;
	} places[] = { { "notes", IMPORT_NOTES }, { "tags", IMPORT_TAGS }, { "ignore", IMPORT_LEAVE } };
	const char *eq = strrchr(text, '=');
	size_t n = eq ? (size_t)(eq - text) : 0;
	bool all = n == 1 && *text == '*', found = false;
	int to = 0;
	enum rc rc = RC_OK;

	for (size_t i = 0; eq && i < COUNT(places); i++)
		if (!strcmp(places[i].name, eq + 1))
			to = places[i].to;
	if (!to)
		return fail(im->err, RC_USAGE, NO_FIELD, _("--column %.80s: write HEADER=notes, HEADER=tags or HEADER=ignore"), text);
	for (int i = 0; i < im->n_cols && rc == RC_OK && all == every; i++) {
		struct column *c = &im->col[i];
		bool meant = all ? c->slot < 0 && !c->fixed && *c->header != '_'
				 : strlen(c->header) == n && !strncmp(c->header, text, n);

		if (meant)
			rc = choose_slot(im, c, to, "");
		found = found || meant;
	}
	if (rc == RC_OK && !all && !every && !found)
		rc = fail(im->err, RC_USAGE, NO_FIELD, _("--column %.80s: the file has no such column"), text);
	return rc;
}

enum rc import_columns_given(struct import *im, bool every)
{
	enum rc rc = RC_OK;

	for (int i = 0; i < im->opt->n_column && rc == RC_OK; i++)
		rc = take_column(im, im->opt->column[i], every);
	return rc;
}

enum rc import_choose(struct import *im)
{
	enum rc rc = RC_OK;

	for (int i = 0; i < im->opt->n_choice && rc == RC_OK; i++) {
		const struct import_choice *ch = &im->opt->choice[i];
		struct column *c;

		if (ch->col < 0 || ch->col >= im->n_cols)
			return fail(im->err, RC_INVALID, NO_FIELD, _("the file has no column %d"), ch->col + 1);
		c = &im->col[ch->col];
		c->ordered = ch->order >= 0;
		c->order = c->ordered ? (enum date_order)ch->order : ORDER_YMD;
		c->decimal = ch->decimal;
		if (ch->slot != IMPORT_FOUND)
			rc = choose_slot(im, c, ch->slot, ch->part);
	}
	return rc;
}

/* At most SHOWN_MAX bytes, not inside a character. */
static const char *cut(struct import *im, const char *text)
{
	size_t n = strlen(text);

	if (n > SHOWN_MAX) {
		n = SHOWN_MAX;
		while (n && ((unsigned char)text[n] & 0xC0) == 0x80)
			n--;
	}
	return arena_strndup(&im->opt->preview->arena, text, n);
}

static void count_before(struct import *im)
{
	const struct import_result *r = im->out;

	im->before[FATE_NEW] = r->created;
	im->before[FATE_UPDATED] = r->updated;
	im->before[FATE_UNCHANGED] = r->unchanged;
	im->before[FATE_DUPLICATE] = r->duplicates;
}

void import_see(struct import *im, const struct import_row *row)
{
	struct import_preview *p = im->opt->preview;
	struct arena a = ARENA_INIT;
	struct import_seen *seen;

	im->shown = NULL;
	if (!p || p->n == IMPORT_PREVIEW_ROWS)
		return;
	im->shown = seen = &p->row[p->n++];
	*seen = (struct import_seen){ .line = row->raw->line, .n = row->raw->n };
	if (seen->n > im->n_cols)
		seen->n = im->n_cols;
	seen->cell = arena_alloc(&p->arena, (size_t)(seen->n + 1) * sizeof *seen->cell);
	seen->why = arena_alloc(&p->arena, (size_t)(seen->n + 1) * sizeof *seen->why);
	for (int i = 0; i < seen->n; i++)
		seen->cell[i] = cut(im, import_text(im, row->raw->cell[i], row->raw->len[i], &a));
	arena_free(&a);
	count_before(im);
}

void import_see_bad(struct import *im, int col, const struct err *err)
{
	if (im->shown && col >= 0 && col < im->shown->n && err->text[0])
		im->shown->why[col] = arena_strdup(&im->opt->preview->arena, err->text);
}

/* Where a cell may be read in more than one way, the reading is shown in its place. */
void import_see_values(struct import *im, const struct import_row *row)
{
	struct str shown = STR_INIT;

	for (int i = 0; im->shown && i < im->shown->n; i++) {
		const struct target *t = target_of(im, i);
		const struct value *v = t ? row_value(row, t->slot) : NULL;

		if (!v || v->kind == VAL_NULL || im->shown->why[i] || !*im->shown->cell[i])
			continue;
		switch (im->m->fields[t->slot].type) {
		case FT_INT:
		case FT_MONEY:
		case FT_PERCENT:
		case FT_BOOL:
		case FT_DATE:
		case FT_INSTANT:
			str_clear(&shown);
			value_show(im->s, im->m, t->slot, v, NULL, SHOW_LIST, &shown);
			im->shown->cell[i] = cut(im, shown.s);
			break;
		default: break;
		}
	}
	str_free(&shown);
}

void import_see_refused(struct import *im, const struct err *err)
{
	if (im->shown)
		im->shown->detail = arena_strdup(&im->opt->preview->arena, err->text);
}

void import_see_fate(struct import *im, const struct import_row *row)
{
	const struct import_result *r = im->out;

	if (!im->shown)
		return;
	if (r->created > im->before[FATE_NEW])
		im->shown->fate = FATE_NEW;
	else if (r->updated > im->before[FATE_UPDATED])
		im->shown->fate = FATE_UPDATED;
	else if (r->unchanged > im->before[FATE_UNCHANGED])
		im->shown->fate = FATE_UNCHANGED;
	else if (r->duplicates > im->before[FATE_DUPLICATE])
		im->shown->fate = FATE_DUPLICATE;
	else
		im->shown->fate = FATE_REJECTED;
	if (im->shown->fate == FATE_REJECTED)
		im->shown->reason = row->reject ? row->reject : "refused";
	im->shown = NULL;
}

void import_see_columns(struct import *im)
{
	for (int i = 0; i < im->n_cols; i++) {
		struct import_column *to = &im->out->column[i];
		const struct column *c = &im->col[i];

		to->keep = c->keep;
		to->tags = c->tags;
		to->bad = c->bad;
	}
}

void import_preview_free(struct import_preview *p)
{
	arena_free(&p->arena);
	p->n = 0;
}
