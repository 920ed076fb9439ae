/* The first pass over a sheet: its headers, and what stands in each column. */
#include "import_private.h"

#include <ctype.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "headers.h"
#include "value_words.h"

/* Nearly every cell of nearly every file is plain ASCII, which needs no cleaning but the blanks at its ends. */
static const char *trim_plain(struct arena *a, const char *s, size_t n)
{
	size_t end = n;

	while (end && s[end - 1] == ' ')
		end--;
	if (end < n)
		s = arena_strndup(a, s, end);
	while (*s == ' ')
		s++;
	return s;
}

static const char *clean(struct arena *a, const char *s, size_t n)
{
	static const struct text_rule lines = { .max = 0, .lines = true };
	struct str out = STR_INIT;

	text_strip(s, n, &lines, &out);
	s = arena_strndup(a, out.s, out.len);
	str_free(&out);
	return value_trim(a, s);
}

const char *import_text(struct import *im, const char *cell, size_t len, struct arena *a)
{
	size_t guard = csv_unguard(cell);
	const char *text = cell + guard;

	len -= guard;
	text = utf8_plain_run(text, len) == len ? trim_plain(a, text, len) : clean(a, text, len);
	if (!im->own && *text && word_empty(text))
		return "";
	return text;
}

static void add_column(struct import *im, const char *text)
{
	struct column *c;
	struct str normal = STR_INIT;

	im->col = xreallocarray(im->col, (size_t)im->n_cols + 1, sizeof *im->col);
	c = &im->col[im->n_cols++];
	*c = (struct column){ .slot = -1, .match = "none" };
	c->header = *text ? xstrdup(text) : xasprintf(_("Column %d"), im->n_cols);
	if (*text)
		header_normal(text, &normal);
	c->normal = str_take(&normal);
}

static void learn_headers(struct import *im, const struct csv_record *r, bool named)
{
	struct arena a = ARENA_INIT;

	im->n_cols = 0;
	for (int i = 0; i < r->n; i++)
		add_column(im, named ? import_text(im, r->cell[i], r->len[i], &a) : "");
	arena_free(&a);
}

struct learner {
	struct import *im;
	struct arena arena;
};

static bool on_info(void *ctx, const struct sheet_info *info)
{
	struct learner *l = ctx;

	l->im->out->sheet = *info;
	return true;
}

/* "dd.mm.yyyy" under a header tells the order of its dates. */
static void learn_units(struct import *im, const struct csv_record *r, struct arena *a)
{
	arena_reset(a);
	for (int i = 0; i < r->n && i < im->n_cols; i++)
		import_count_unit(&im->col[i], import_text(im, r->cell[i], r->len[i], a));
}

void import_learn_record(struct import *im, const struct csv_record *r, struct arena *a)
{
	im->records++;
	im->requoted += r->requoted;
	if (!im->header_seen) {
		if (im->out->sheet.header_line || !r->blank) {
			im->header_seen = true;
			learn_headers(im, r, im->out->sheet.header_line > 0);
			im->own = import_own_headers(im->m, im->col, im->n_cols) == OWN_SURE;
		}
		if (im->out->sheet.header_line)
			return;
	}
	if (r->units)
		learn_units(im, r, a);
	if (r->blank || r->units)
		return;
	im->data_rows++;
	im->last_line = r->line;
	arena_reset(a);
	for (int i = 0; r->fault == CSV_FINE && i < r->n && i < im->n_cols; i++)
		import_count_cell(&im->col[i], import_text(im, r->cell[i], r->len[i], a));
}

static bool on_row(void *ctx, const struct csv_record *r)
{
	struct learner *l = ctx;
	struct import *im = l->im;

	import_learn_record(im, r, &l->arena);
	if (im->opt->progress && im->data_rows && im->data_rows % 4096 == 0)
		return im->opt->progress(im->opt->ctx, 0, 0, im->out->sheet.bytes);
	return true;
}

int64_t import_limit(const struct import *im)
{
	return im->opt->dry_run && im->opt->limit ? im->opt->limit + 1 : 0; /* the header is one of them */
}

/* So that a line of them is known as headers, of any type. */
static void field_words(struct import *im)
{
	for (int slot = 0; slot < im->m->n; slot++)
		if (import_takes(&im->m->fields[slot]))
			str_addf(&im->words, "=field\t%s\n", im->m->fields[slot].name);
}

enum rc import_learn(struct import *im, const char *path)
{
	struct sheet_options sheet = im->opt->sheet;
	struct learner l = { .im = im };
	struct sheet_sink sink = { .info = on_info, .row = on_row, .ctx = &l };
	enum rc rc;

	field_words(im);
	sheet.words = im->words.s;
	rc = agent_sheet(im->s->agent, path, &sheet, import_limit(im), &sink, im->err);

	arena_free(&l.arena);
	im->out->part = import_limit(im) && im->records >= import_limit(im);
	return rc;
}
