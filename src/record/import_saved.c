/* Mappings that served before: kept by the set of headers, offered when a file comes with the same set. A person's own
 * goes before what others used last. */
#include "import_private.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/fold.h"
#include "base/sha256.h"

/* One line of it: header (normalised), which of several alike, field, part, concept, given, order of dates, decimal
 * sign. The last three are numbers. */
enum {
	SAVED_HEADER,
	SAVED_NTH,
	SAVED_FIELD,
	SAVED_ROLE,
	SAVED_CONCEPT,
	SAVED_GIVEN,
	SAVED_ORDER,
	SAVED_DECIMAL,
	SAVED_N
};

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void headers_key(const struct import *im, char key[65])
{
	const char **normal = xcalloc((size_t)im->n_cols + 1, sizeof *normal);
	struct sha256 sum;

	for (int i = 0; i < im->n_cols; i++)
		normal[i] = im->col[i].normal;
	qsort(normal, (size_t)im->n_cols, sizeof *normal, by_text);
	sha256_init(&sum);
	for (int i = 0; i < im->n_cols; i++)
		sha256_add(&sum, normal[i], strlen(normal[i]) + 1);
	sha256_hex(&sum, key);
	free(normal);
}

/* How many columns before it have the same header. */
static int nth(const struct import *im, int col)
{
	int n = 0;

	for (int i = 0; i < col; i++)
		n += !strcmp(im->col[i].normal, im->col[col].normal);
	return n;
}

static int find_column(const struct import *im, const char *normal, int64_t n)
{
	for (int i = 0; i < im->n_cols; i++)
		if (!strcmp(im->col[i].normal, normal) && nth(im, i) == n)
			return i;
	return -1;
}

static bool taken(const struct import *im, int slot, const char *role)
{
	for (int i = 0; i < im->n_cols; i++)
		if (im->col[i].slot == slot && str_eq(im->col[i].role, role))
			return true;
	return false;
}

static int64_t number(const char *text)
{
	int64_t n = 0;

	return i64_parse(text, &n) ? n : 0;
}

static const char *filled(const char *text)
{
	return *text ? text : NULL;
}

/* What a person says this time goes before it, and what stands in the cells may still outvote what nobody said. */
static void apply(struct import *im, struct column *c, char *cell[SAVED_N])
{
	int slot = model_slot(im->m, cell[SAVED_FIELD]);
	bool nowhere = strchr("+-#", *cell[SAVED_FIELD]) != NULL;

	if (!c->ordered && !im->opt->date_order && number(cell[SAVED_ORDER]) >= 0) {
		c->ordered = true;
		c->order = (enum date_order)number(cell[SAVED_ORDER]);
	}
	if (!c->decimal && !im->opt->decimal)
		c->decimal = (char)number(cell[SAVED_DECIMAL]);
	if (c->fixed || c->slot >= 0)
		return;
	if (nowhere) {
		c->fixed = true;
		c->kept = *cell[SAVED_FIELD] == '+';
		c->tags = *cell[SAVED_FIELD] == '#' && im->tags >= 0;
		c->match = "saved";
		return;
	}
	if (slot < 0 || !import_takes(&im->m->fields[slot]) || taken(im, slot, filled(cell[SAVED_ROLE])))
		return;
	c->slot = slot;
	c->role = filled(cell[SAVED_ROLE]);
	c->concept = filled(cell[SAVED_CONCEPT]);
	c->fixed = *cell[SAVED_GIVEN] == '1';
	c->match = "saved";
}

/* "=", field, text, name: what a text stood for. What a person says this time stands behind it and counts. */
static void apply_value(struct import *im, char *line)
{
	char *field = strsep(&line, "\t"), *text = strsep(&line, "\t");
	int slot = model_slot(im->m, field);

	if (slot < 0 || !text || !line)
		return;
	im->said = xreallocarray(im->said, (size_t)im->n_said + 1, sizeof *im->said);
	im->said[im->n_said++] = (struct said){ .slot = slot, .text = text, .to = line };
}

static void apply_line(struct import *im, char *line)
{
	char *cell[SAVED_N];
	int col;

	if (str_starts(line, "=\t")) {
		apply_value(im, line + 2);
		return;
	}

	for (int i = 0; i < SAVED_N; i++) {
		char *tab = strchr(line, '\t');

		if (!tab && i < SAVED_N - 1)
			return;
		if (tab)
			*tab = 0;
		cell[i] = line;
		line = tab ? tab + 1 : line;
	}
	col = find_column(im, cell[SAVED_HEADER], number(cell[SAVED_NTH]));
	if (col >= 0)
		apply(im, &im->col[col], cell);
}

void import_saved_apply(struct import *im)
{
	char key[65], *text, *line, *rest;

	if (im->own || !im->out->sheet.header_line)
		return;
	headers_key(im, key);
	text = db_get_text(im->s->db,
		"SELECT mapping FROM import_map WHERE model = ?1 AND headers = ?2 ORDER BY user = ?3 DESC, used_at "
		"DESC LIMIT 1",
		"ssi", im->m->name, key, im->s->user);
	if (!text)
		return;
	rest = arena_strdup(&im->set_arena, text); /* parts and concepts stay where they are */
	free(text);
	while ((line = strsep(&rest, "\n")))
		apply_line(im, line);
}

/* -1: nobody said */
static int order_of(const struct import *im, const struct column *c)
{
	enum field_type type = c->slot >= 0 ? im->m->fields[c->slot].type : FT_TEXT;

	if (c->ordered)
		return (int)c->order;
	return im->opt->date_order && (type == FT_DATE || type == FT_INSTANT) ? (int)*im->opt->date_order : -1;
}

static void put_column(const struct import *im, int i, struct str *out)
{
	const struct column *c = &im->col[i];
	const char *field = c->slot >= 0 ? im->m->fields[c->slot].name : c->kept ? "+" : c->tags ? "#" : "-";
	bool given = c->fixed && c->slot >= 0;

	str_addf(out, "%s\t%d\t%s\t%s\t%s\t%d\t%d\t%d\n", c->normal, nth(im, i), field, c->role ? c->role : "",
		c->concept ? c->concept : "", given, order_of(im, c), c->decimal ? c->decimal : im->opt->decimal);
}

static bool said_again(const struct import *im, int i)
{
	for (int k = i + 1; k < im->n_said; k++)
		if (im->said[k].slot == im->said[i].slot && fold_eq(im->said[k].text, im->said[i].text))
			return true;
	return false;
}

enum rc import_saved_keep(struct import *im, bool begun)
{
	struct str text = STR_INIT;
	char key[65];
	enum rc rc = RC_OK;

	if (im->own || !im->out->sheet.header_line || (!begun && im->out->rows == im->out->rejected))
		return RC_OK;
	headers_key(im, key);
	for (int i = 0; i < im->n_cols; i++)
		if (im->col[i].slot >= 0 ||
			im->col[i].fixed) /* what is left to chance today may have a place tomorrow */
			put_column(im, i, &text);
	for (int i = 0; i < im->n_said; i++)
		if (!strpbrk(im->said[i].text, "\t\n") && !said_again(im, i))
			str_addf(&text, "=\t%s\t%s\t%s\n", im->m->fields[im->said[i].slot].name, im->said[i].text,
				im->said[i].to);
	if (text.len)
		rc = db_run(im->s->db, im->err,
			"INSERT INTO import_map(user, model, headers, mapping, used_at) VALUES (?1, ?2, ?3, ?4, ?5) "
			"ON CONFLICT DO UPDATE SET mapping = excluded.mapping, used_at = excluded.used_at",
			"isssi", im->s->user, im->m->name, key, text.s, clock_now());
	str_free(&text);
	return rc;
}
