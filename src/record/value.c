#include "record/value.h"

#include "base/fold.h"
#include "base/lines.h"
#include "base/utf8.h"

struct value value_text(const char *s)
{
	if (!s || !*s)
		return VALUE_NULL;
	return (struct value){ .kind = VAL_TEXT, .n = (int)strlen(s), .s = s };
}

static int by_id(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

struct value value_set(const int64_t *ids, int n, struct arena *a)
{
	int64_t *set;
	int kept = 0;

	if (n <= 0)
		return VALUE_NULL;
	set = arena_alloc(a, (size_t)n * sizeof *set);
	memcpy(set, ids, (size_t)n * sizeof *set);
	qsort(set, (size_t)n, sizeof *set, by_id);
	for (int i = 0; i < n; i++)
		if (!kept || set[kept - 1] != set[i])
			set[kept++] = set[i];
	return (struct value){ .kind = VAL_SET, .n = kept, .set = set };
}

bool value_eq(const struct value *a, const struct value *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case VAL_INT: return a->i == b->i;
	case VAL_TEXT: return a->n == b->n && !memcmp(a->s, b->s, (size_t)a->n);
	case VAL_SET: return a->n == b->n && !memcmp(a->set, b->set, (size_t)a->n * sizeof *a->set);
	default: return true;
	}
}

static int cmp_text(const struct value *a, const struct value *b)
{
	struct str x = STR_INIT, y = STR_INIT;
	int order;

	sort_key(a->s, (size_t)a->n, &x);
	sort_key(b->s, (size_t)b->n, &y);
	order = memcmp(x.s, y.s, x.len < y.len ? x.len : y.len);
	if (!order)
		order = (x.len > y.len) - (x.len < y.len);
	str_free(&x);
	str_free(&y);
	return order ? order : strcmp(a->s, b->s);
}

static int cmp_set(const struct value *a, const struct value *b)
{
	for (int i = 0; i < a->n && i < b->n; i++)
		if (a->set[i] != b->set[i])
			return a->set[i] < b->set[i] ? -1 : 1;
	return (a->n > b->n) - (a->n < b->n);
}

/* Where a choice stands in its table: people order by the table, not by the number it got once. */
static int64_t choice_place(const struct field *f, int64_t no)
{
	const struct choice *c = choice_by_no(f, no);

	return c ? c - f->choice : INT64_MAX;
}

int value_cmp(const struct field *f, const struct value *a, const struct value *b)
{
	int64_t x, y;

	if (a->kind != b->kind)
		return (a->kind > b->kind) - (a->kind < b->kind);
	switch (a->kind) {
	case VAL_TEXT: return field_kind(f) == FT_DATE ? strcmp(a->s, b->s) : cmp_text(a, b);
	case VAL_SET: return cmp_set(a, b);
	case VAL_INT:
		x = field_kind(f) == FT_CHOICE ? choice_place(f, a->i) : a->i;
		y = field_kind(f) == FT_CHOICE ? choice_place(f, b->i) : b->i;
		return (x > y) - (x < y);
	default: return 0;
	}
}

struct value value_copy(const struct value *v, struct arena *a)
{
	struct value copy = *v;

	if (v->kind == VAL_TEXT)
		copy.s = arena_strndup(a, v->s, (size_t)v->n);
	else if (v->kind == VAL_SET)
		copy = value_set(v->set, v->n, a);
	return copy;
}

bool set_has(const struct value *v, int64_t id)
{
	return v->kind == VAL_SET && bsearch(&id, v->set, (size_t)v->n, sizeof id, by_id) != NULL;
}

const struct choice *choice_by_no(const struct field *f, int64_t no)
{
	for (const struct choice *c = f->choice; c && c->name; c++)
		if (c->no == no)
			return c;
	return NULL;
}

static const char *text_of(const struct value *v)
{
	return v->kind == VAL_TEXT ? v->s : "";
}

bool value_merge(const struct field *f, const struct value *before, const struct value *mine, const struct value *theirs,
	struct arena *a, struct value *out)
{
	struct str both = STR_INIT;
	struct value v;
	bool good = field_kind(f) == FT_NOTE && lines_merge(text_of(before), text_of(mine), text_of(theirs), &both) &&
		    utf8_count(both.s, both.len) <= (size_t)field_max(f);

	if (good) {
		v = value_text(both.s);
		*out = value_copy(&v, a);
	}
	str_free(&both);
	return good;
}
