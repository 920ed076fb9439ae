/* References in a spreadsheet that is to come back: a title says which record, unless several bear it or it reads as
 * something else (a number is an id first). Such a one is written "Anna Evans (#122)". Which titles are not enough is
 * asked once for every type referred to, since an export names the same records again and again. */
#include "export_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "column.h"
#include "statement.h"

struct which {
	const struct model **seen; /* their records are in the set */
	int n, cap;
	int64_t *ref; /* sorted, of records whose title is not enough */
	int n_refs, cap_refs;
	struct arena arena; /* of the present row's titles */
};

static int by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void look_up(struct export *x, const struct model *m)
{
	struct which *w = x->which;
	const struct field *title = &m->fields[m->title];
	struct str sql = STR_INIT;
	struct stmt *st;
	char buf[16], key[80];
	const char *column = field_column(title, buf);

	snprintf(key, sizeof key, "%s%s", column, field_has_key(m, m->title) ? "_k" : "");
	str_addf(&sql,
		"SELECT id FROM \"%s\" WHERE \"%s\" IN (SELECT \"%s\" FROM \"%s\" WHERE trashed_at IS NULL GROUP BY 1 "
		"HAVING "
		"count(*) > 1) OR \"%s\" GLOB '[0-9#]*' OR \"%s\" GLOB '*)'",
		m->name, key, key, m->name, column, column);
	st = db_prep(x->s->db, sql.s);
	while (st_step(st, NULL) > 0) {
		GROW(w->ref, w->n_refs, w->cap_refs);
		w->ref[w->n_refs++] = REF_MAKE(m->no, st_get_int(st, 0));
	}
	st_done(st);
	str_free(&sql);
	if (w->n_refs)
		qsort(w->ref, (size_t)w->n_refs, sizeof *w->ref, by_number);
	GROW(w->seen, w->n, w->cap);
	w->seen[w->n++] = m;
}

static bool is_doubtful(struct export *x, const struct model *m, int64_t id)
{
	const struct which *w = x->which;
	int64_t ref = REF_MAKE(m->no, id);
	int i = 0;

	while (i < w->n && w->seen[i] != m)
		i++;
	if (i == w->n)
		look_up(x, m);
	return w->n_refs && bsearch(&ref, w->ref, (size_t)w->n_refs, sizeof ref, by_number);
}

static bool is_nameless(const char *title)
{
	return *title == '#' && strspn(title + 1, "0123456789") == strlen(title + 1); /* it is the id already */
}

const char *const *export_which(struct export *x, const struct row *r, int col)
{
	const struct field *f = path_field(&x->q->columns[col]);
	const struct value *v = &r->val[col];
	const char *const *had = r->titles[col];
	const struct model *m;
	int n = v->kind == VAL_SET ? v->n : v->kind == VAL_INT;
	const char **out = NULL;

	if (!x->opt->back || !had || !f->ref || (f->type != FT_REF && f->type != FT_REFS))
		return had;
	m = registry_find(x->s->reg, f->ref);
	if (!m)
		return had;
	if (!x->which)
		x->which = xcalloc(1, sizeof *x->which);
	arena_reset(&x->which->arena);
	for (int i = 0; i < n; i++) {
		int64_t id = v->kind == VAL_SET ? v->set[i] : v->i;

		if (!is_doubtful(x, m, id) || is_nameless(had[i]))
			continue;
		if (!out) {
			out = arena_alloc(&x->which->arena, (size_t)n * sizeof *out);
			memcpy(out, had, (size_t)n * sizeof *out);
		}
		out[i] = arena_printf(&x->which->arena, "%s (#%" PRId64 ")", had[i], id);
	}
	return out ? out : had;
}

void export_which_free(struct export *x)
{
	if (!x->which)
		return;
	arena_free(&x->which->arena);
	free(x->which->seen);
	free(x->which->ref);
	free(x->which);
	x->which = NULL;
}
