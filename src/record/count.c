#include "cube.h"
#include "access.h"
#include "record/session.h"

/* Every test in the tree is of a counted dimension, by equality. */
bool criteria_counted(const struct model *m, const struct criteria *c)
{
	if (!c)
		return true;
	if (c->kind == CRIT_SEARCH)
		return false;
	if (c->kind == CRIT_TEST) {
		bool equal =
			c->op == OP_EQ || c->op == OP_NE || c->op == OP_IN || c->op == OP_EMPTY || c->op == OP_FILLED;

		return equal && c->path.n == 1 && cube_has_dim(m, c->path.slot[0]);
	}
	for (int i = 0; i < c->n; i++)
		if (!criteria_counted(m, c->kid[i]))
			return false;
	return true;
}

bool cube_has_dim(const struct model *m, int slot)
{
	for (int i = 0; m->cube->dim[i] >= 0; i++)
		if (m->cube->dim[i] == slot)
			return !m->fields[slot].sql;
	return false;
}

bool cube_has_sum(const struct model *m, int slot)
{
	for (int i = 0; m->cube->sum[i] >= 0; i++)
		if (m->cube->sum[i] == slot)
			return !m->fields[slot].sql;
	return false;
}

/* What lists leave out by themselves must be told from the counters too. */
static bool aside_reduces(struct session *s, const struct query *q)
{
	struct arena a = ARENA_INIT;
	struct criteria *c = NULL;
	bool yes = !q->model->aside || q->scope != SCOPE_LIVE || criteria_names(q->where, q->model->aside_by);

	if (!yes && criteria_parse(s, q->model, q->model->aside, &a, &c, NULL) == RC_OK)
		yes = criteria_counted(q->model, c);
	arena_free(&a);
	return yes;
}

bool cube_serves(struct session *s, const struct query *q)
{
	const struct model *m = q->model;
	const struct access_where *w;

	if (!m->cube || q->as_of || q->scope == SCOPE_TRASH || !criteria_counted(m, q->where))
		return false;
	if (q->scope == SCOPE_LIVE && !cube_has_dim(m, SYS_ACTIVE))
		return false;
	if (!aside_reduces(s, q))
		return false;
	if (rights_all(s))
		return true;
	w = s->may && s->access ? &access_model(s, s->access, m)->where[0] : NULL;
	/* what the counters do not know must be ids, which are read one by one; owner and team must be counted */
	return w && (w->all || (!w->by_row && !w->none)) && cube_has_dim(m, m->owner) &&
	       (!m->team || cube_has_dim(m, m->team));
}

/* The rows a limited person may count beside the counters: few records, by their ids, that these do not hold already.
 */
static void single_rows(struct sql *q, const struct model *m, const struct access_where *w)
{
	struct str counted = STR_INIT;

	access_counted_sql(w, "x", &counted);
	sql_add(q, " UNION ALL SELECT 1");
	for (int i = 0; m->cube->dim[i] >= 0; i++)
		sql_addf(q, ", x.\"%s\"", m->fields[m->cube->dim[i]].name);
	for (int i = 0; m->cube->sum[i] >= 0; i++)
		sql_addf(q, ", ifnull(x.\"%s\", 0)", m->fields[m->cube->sum[i]].name);
	sql_addf(q, " FROM \"%s\" x WHERE x.id IN (%s) AND x.trashed_at IS NULL AND NOT coalesce(%s, 0)", m->name,
		w->by_id, counted.len ? counted.s : "0");
	str_free(&counted);
}

static void counters(struct sql *q, const struct model *m, const struct access_where *w)
{
	struct str counted = STR_INIT;
	char *made;

	sql_add(q, "SELECT n");
	for (int i = 0; m->cube->dim[i] >= 0; i++) {
		const char *name = m->fields[m->cube->dim[i]].name;

		sql_addf(q, ", nullif(\"%s\", -1) AS \"%s\"", name, name);
	}
	for (int i = 0; m->cube->sum[i] >= 0; i++)
		sql_addf(q, ", \"sum_%s\"", m->fields[m->cube->sum[i]].name);
	sql_addf(q, " FROM \"%s_cube\"", m->name);
	if (!w || w->all)
		return;
	/* unset is -1 there, so the predicate asks of what is made of it */
	access_counted_sql(w, "c", &counted);
	made = sql_cut(q, 0);
	sql_addf(q, "SELECT * FROM (%s) c WHERE %s", made, counted.len ? counted.s : "0");
	free(made);
	str_free(&counted);
	if (w->by_id)
		single_rows(q, m, w);
}

/* One by one, where the counters cannot tell whose they are. */
static void as_rows(struct sql *q, const struct model *m)
{
	sql_add(q, "SELECT 1 AS n");
	for (int i = 0; m->cube->dim[i] >= 0; i++)
		sql_addf(q, ", x.\"%s\"", m->fields[m->cube->dim[i]].name);
	for (int i = 0; m->cube->sum[i] >= 0; i++)
		sql_addf(q, ", x.\"%s\" AS \"sum_%s\"", m->fields[m->cube->sum[i]].name, m->fields[m->cube->sum[i]].name);
	sql_addf(q, " FROM \"%s\" x WHERE x.trashed_at IS NULL", m->name);
	sql_rights(q, m, "x");
}

void cube_seen(struct sql *q, const struct model *m)
{
	const struct access_where *w;

	if (rights_all(q->s)) {
		sql_addf(q, "%s_cube", m->name);
		return;
	}
	w = q->s->may && q->s->access ? &access_model(q->s, q->s->access, m)->where[0] : NULL;
	if (w && !w->all && (w->by_row || w->none))
		as_rows(q, m);
	else
		counters(q, m, w);
	char *rows = sql_cut(q, 0);
	sql_addf(q, "(%s)", rows);
	free(rows);
}

void cube_from_where(struct sql *q, const struct query *query)
{
	const struct model *m = query->model;

	const struct access_where *w = rights_all(q->s) ? NULL : &access_model(q->s, q->s->access, m)->where[0];
	char *head = sql_cut(q, 0), *rows;

	counters(q, m, w);
	rows = sql_cut(q, 0);
	sql_addf(q, "%s FROM (%s) t WHERE t.n > 0", head, rows);
	free(head);
	free(rows);
	if (query->scope == SCOPE_LIVE && !criteria_names(query->where, "active"))
		sql_add(q, " AND t.active = 1");
	aside_sql(q, query);
	if (query->where) {
		sql_add(q, " AND ");
		criteria_sql(q, m, query->where, "t");
	}
}

static enum rc first_int(struct sql *q, int64_t *n, struct err *err)
{
	struct stmt *st = sql_prep(q);
	int got = st_step(st, err);

	if (got > 0)
		*n = st_get_int(st, 0);
	st_done(st);
	return got < 0 ? err->rc : RC_OK;
}

static enum rc count_cube(struct session *s, const struct query *q, int64_t *n, struct err *err)
{
	struct sql sql;
	enum rc rc;

	sql_init(&sql, s);
	sql_add(&sql, "SELECT sum(t.n)");
	cube_from_where(&sql, q);
	rc = first_int(&sql, n, err);
	sql_free(&sql);
	return rc;
}

static enum rc count_rows(struct session *s, const struct query *q, int64_t cap, int64_t *n, struct err *err)
{
	struct query by_id = *q;
	struct select sel;
	enum rc rc;

	by_id.n_columns = 0;
	by_id.order[0] = (struct order){ .desc = false };
	by_id.n_orders = 1;
	rc = select_init(&sel, s, &by_id, err);
	if (rc == RC_OK) {
		sql_add(&sel.sql, cap ? "SELECT count(*) FROM (SELECT 1" : "SELECT count(*)");
		select_from_where(&sel);
		if (cap) {
			sql_add(&sel.sql, " LIMIT ");
			sql_int(&sel.sql, cap);
			sql_add(&sel.sql, ")");
		}
		rc = first_int(&sel.sql, n, err);
	}
	select_free(&sel);
	return rc;
}

enum rc query_count(struct session *s, const struct query *q, int64_t cap, int64_t *n, struct err *err)
{
	struct err local = ERR_INIT;
	enum rc rc;

	*n = 0;
	err = err ? err : &local;
	rc = cube_serves(s, q) ? count_cube(s, q, n, err) : count_rows(s, q, cap, n, err);
	if (cap && *n > cap)
		*n = cap;
	return rc;
}
