#include <stdio.h>

#include "base/i18n.h"
#include "cube.h"
#include "record/rights.h"
#include "record/session.h"
#include "statement.h"
#include "sums.h"

struct grouping {
	struct session *s;
	const struct query *q;
	const struct path *by;
	int sum; /* slot; 0: none */
	enum field_type kind;
	const struct field *field, *signal;
	const struct model *ref; /* of a reference: whose titles name the groups */
	enum sums_third third;  /* where groups are added up here */
};

static void grouping_init(struct grouping *g, struct session *s, const struct query *q, const struct path *by, int sum,
	enum group_what what)
{
	if (sum && rights_field(s, q->model, sum) == FIELD_CONCEALED)
		sum = 0;
	*g = (struct grouping){ .s = s, .q = q, .by = by, .sum = sum, .field = path_field(by) };
	g->kind = field_kind(g->field);
	if (g->kind == FT_REF || g->kind == FT_REFS)
		g->ref = registry_find(s->reg, g->field->ref);
	if (what == GROUP_WITH_SIGNALS && q->model->signal && rights_field(s, q->model, q->model->signal) != FIELD_CONCEALED)
		g->signal = &q->model->fields[q->model->signal];
}

/* k, n, s from the counters. */
static void inner_cube(struct grouping *g, struct sql *sql)
{
	sql_add(sql, "SELECT ");
	field_expr(sql, g->q->model, g->by->slot[0], "t");
	sql_add(sql, " AS k, sum(t.n) AS n, ");
	if (g->sum)
		sql_addf(sql, "sum(t.\"sum_%s\")", g->q->model->fields[g->sum].name);
	else
		sql_add(sql, "0");
	sql_add(sql, " AS s");
	cube_from_where(sql, g->q);
	sql_add(sql, " GROUP BY 1");
}

/* One row a record: k, what is summed, the signal. A set's members come one by one; a record without any is unset. */
static void each_row(struct grouping *g, struct select *sel)
{
	const struct model *m = g->q->model;
	struct sql *sql = &sel->sql;

	sql_add(sql, "SELECT ");
	/* unary +: else rows would be read in the order of the group's index, one look-up each */
	sql_add(sql, "+");
	if (kind_is_set(g->kind))
		sql_add(sql, "l.to_id");
	else
		from_expr(&sel->from, g->by);
	sql_add(sql, " AS k, ");
	if (g->sum)
		field_expr(sql, m, g->sum, "t");
	else
		sql_add(sql, "0");
	sql_add(sql, " AS x, ");
	if (g->third == SUMS_ID)
		sql_add(sql, "t.id");
	else if (g->signal)
		field_expr(sql, m, m->signal, "t");
	else
		sql_add(sql, "NULL");
	sql_add(sql, " AS signal");
	if (kind_is_set(g->kind)) {
		struct str on = STR_INIT;

		str_addf(&on, " LEFT JOIN %s l ON l.field = %lld AND l.from_id = t.id", sql->link,
			(long long)FIELD_KEY(m, g->by->slot[0]));
		sel->from.more = arena_strdup(&sql->arena, on.s);
		str_free(&on);
	}
	select_from_where(sel);
}

/* Groups by text, and sums of formulas, which may be fractions, are left to SQL. */
static bool adds_up(const struct grouping *g)
{
	return !kind_is_text(g->kind) && g->kind != FT_DATE && (!g->sum || !g->q->model->fields[g->sum].sql);
}

static int signals(const struct grouping *g)
{
	int n = 0;

	while (g->signal && n < GROUP_SIGNALS && g->signal->choice[n].name)
		n++;
	return n;
}

/* Where the rows are few, each is asked for its signal. */
static enum rc add_up(struct grouping *g, struct select *sel, struct sql *out, struct err *err)
{
	const struct model *m = g->q->model;
	bool few = sel->steer.n_start || sel->steer.seen;
	struct sums t;
	enum rc rc;

	if (g->signal)
		g->third = !few && sums_knows(g->s, m, g->signal) ? SUMS_ID : SUMS_SIGNAL;
	each_row(g, sel);
	rc = sums_rows(&sel->sql, m, g->signal, g->third, &t, err);
	if (rc == RC_OK)
		sums_select(&t, signals(g), out);
	sums_free(&t);
	return rc;
}

static void inner_rows(struct grouping *g, struct select *sel)
{
	size_t mark = sel->sql.text.len;
	char *rows;

	each_row(g, sel);
	rows = sql_cut(&sel->sql, mark);
	sql_add(&sel->sql, "SELECT k, count(*) AS n, coalesce(sum(x), 0) AS s");
	for (int i = 0; i < signals(g); i++)
		sql_addf(&sel->sql, ", sum(signal IS %d) AS s%d", g->signal->choice[i].no, i);
	sql_addf(&sel->sql, " FROM (%s) GROUP BY k", rows);
	free(rows);
}

/* Choices stand in the order of their table, references by sequence or title, the rest by value; the unset come first.
 */
static void order(struct grouping *g, struct sql *sql)
{
	sql_add(sql, " ORDER BY g.k IS NOT NULL, ");
	if (g->ref && g->ref->flags & M_COLUMNS && g->ref->sequence) {
		field_key_expr(sql, g->ref, g->ref->sequence, "r");
		sql_add(sql, ", ");
	}
	if (g->ref)
		field_key_expr(sql, g->ref, g->ref->title, "r");
	else if (kind_is_text(g->kind))
		sql_add(sql, "sort_key(g.k)");
	else
		sql_add(sql, "1");
	sql_add(sql, ", g.k");
}

/* Puts the titles beside the groups that stand in sql. */
static void outer(struct grouping *g, struct sql *sql)
{
	char *inner = sql_cut(sql, 0);

	sql_add(sql, "SELECT g.k, ");
	if (g->ref)
		field_expr(sql, g->ref, g->ref->title, "r");
	else
		sql_add(sql, "NULL");
	sql_add(sql, ", g.n, g.s");
	for (int i = 0; i < signals(g); i++)
		sql_addf(sql, ", g.s%d", i);
	sql_addf(sql, " FROM (%s) g", inner);
	if (g->ref)
		sql_addf(sql, " LEFT JOIN \"%s\" r ON r.id = g.k", g->ref->name);
	order(g, sql);
	free(inner);
}

static const char *group_title(struct grouping *g, struct stmt *st, const struct value *key, struct arena *a)
{
	const struct path *p = g->by;
	struct str text = STR_INIT;
	const char *title;

	if (key->kind == VAL_NULL)
		return "";
	if (g->ref)
		return st_is_null(st, 1) ? arena_printf(a, "#%lld", (long long)key->i)
					 : arena_strdup(a, st_get_text(st, 1));
	if (g->kind == FT_CHOICES) {
		const struct choice *c = choice_by_no(g->field, key->i);

		return c ? _(c->label) : arena_printf(a, "%lld", (long long)key->i);
	}
	value_show(g->s, p->model[p->n - 1], p->slot[p->n - 1], key, NULL, SHOW_LIST, &text);
	title = arena_strdup(a, text.s);
	str_free(&text);
	return title;
}

static void take_group(struct grouping *g, struct stmt *st, struct group *out, struct arena *a)
{
	*out = (struct group){ .key = st_get_value(st, 0, a) };
	out->title = group_title(g, st, &out->key, a);
	out->n = st_get_int(st, 2);
	out->sum = st_get_int(st, 3);
	for (int i = 0; i < signals(g); i++)
		out->signal[i] = st_get_int(st, 4 + i);
}

static int choice_place(const struct field *f, const struct value *v)
{
	int i = 0;

	if (v->kind == VAL_NULL)
		return -1;
	while (f->choice && f->choice[i].name && f->choice[i].no != v->i)
		i++;
	return i;
}

/* Insertion keeps equal ones as they are; there are few choices. */
static void sort_choices(const struct field *f, struct group *group, int n)
{
	for (int i = 1; i < n; i++) {
		struct group g = group[i];
		int at = i;

		for (; at > 0 && choice_place(f, &group[at - 1].key) > choice_place(f, &g.key); at--)
			group[at] = group[at - 1];
		group[at] = g;
	}
}

static enum rc read_groups(struct grouping *g, struct sql *sql, struct group_result *out, struct err *err)
{
	struct group *group = NULL;
	struct stmt *st;
	int n = 0, cap = 0, got;

	outer(g, sql);
	st = sql_prep(sql);
	while ((got = st_step(st, err)) > 0) {
		GROW(group, n, cap);
		take_group(g, st, &group[n++], &out->arena);
	}
	st_done(st);
	if (g->kind == FT_CHOICE || g->kind == FT_CHOICES)
		sort_choices(g->field, group, n);
	out->group = arena_alloc(&out->arena, (size_t)(n + 1) * sizeof *group);
	if (n)
		memcpy(out->group, group, (size_t)n * sizeof *group);
	out->n = n;
	free(group);
	return got < 0 ? err->rc : RC_OK;
}

static enum rc from_cube(struct grouping *g, struct group_result *out, struct err *err)
{
	struct sql sql;
	enum rc rc;

	sql_init(&sql, g->s);
	inner_cube(g, &sql);
	rc = read_groups(g, &sql, out, err);
	sql_free(&sql);
	return rc;
}

static enum rc from_rows(struct grouping *g, struct group_result *out, struct err *err)
{
	struct path read[] = { *g->by, { .n = 1, .slot = { g->sum }, .model = { g->q->model } } };
	struct query by_id = *g->q;
	struct select sel;
	struct sql added;
	enum rc rc;

	by_id.columns = read;
	by_id.n_columns = g->sum ? 2 : 1;
	by_id.key = NULL;
	by_id.order[0] = (struct order){ .desc = false };
	by_id.n_orders = 1;
	rc = select_init(&sel, g->s, &by_id, err);
	sql_init(&added, g->s);
	if (rc == RC_OK && adds_up(g)) {
		rc = add_up(g, &sel, &added, err);
		if (rc == RC_OK)
			rc = read_groups(g, &added, out, err);
	} else if (rc == RC_OK) {
		inner_rows(g, &sel);
		rc = read_groups(g, &sel.sql, out, err);
	}
	sql_free(&added);
	select_free(&sel);
	return rc;
}

static enum rc check(const struct grouping *g, struct err *err)
{
	if (g->kind == FT_LINES || g->kind == FT_NOTE)
		return fail_at(err, RC_INVALID, 0, _("records cannot be grouped by %s"), g->field->name);
	if (kind_is_set(g->kind) && g->by->n > 1)
		return fail_at(err, RC_INVALID, 0, _("records cannot be grouped by the members of another record's %s"),
			g->field->name);
	if (rights_field(g->s, g->by->model[g->by->n - 1], g->by->slot[g->by->n - 1]) == FIELD_CONCEALED)
		return fail_at(err, RC_INVALID, 0, _("%s has no field \"%s\": crm fields %s lists them"),
			g->by->model[g->by->n - 1]->name, g->field->name, g->by->model[g->by->n - 1]->name);
	return from_check(g->by, err);
}

bool query_counted(struct session *s, const struct query *q, const struct path *by, int sum_slot)
{
	return cube_serves(s, q) && by->n == 1 && cube_has_dim(q->model, by->slot[0]) &&
	       (!sum_slot || cube_has_sum(q->model, sum_slot));
}

enum rc query_groups(struct session *s, const struct query *q, const struct path *by, int sum_slot,
	enum group_what what, struct group_result *out, struct err *err)
{
	struct err local = ERR_INIT;
	struct grouping g;
	enum rc rc;

	*out = (struct group_result){ .arena = ARENA_INIT };
	err = err ? err : &local;
	grouping_init(&g, s, q, by, sum_slot, what);
	rc = check(&g, err);
	if (rc != RC_OK)
		return rc;
	rc = !g.signal && query_counted(s, q, by, sum_slot) ? from_cube(&g, out, err) : from_rows(&g, out, err);
	if (rc != RC_OK)
		group_result_free(out);
	return rc;
}

void group_result_free(struct group_result *g)
{
	arena_free(&g->arena);
	*g = (struct group_result){ 0 };
}
