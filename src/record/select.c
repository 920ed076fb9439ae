#include "select.h"

#include <stdio.h>

#include "criteria_tree.h"
#include "access.h"
#include "record/rights.h"
#include "record/session.h"

/* A link of the root's is read from here, so that the statement says which. */
static void use_past(struct select *sel)
{
	if (sel->past.table) {
		sel->from.table = sel->past.table;
		sel->sql.link = sel->past.link;
	}
}

static enum rc default_order(struct select *sel, struct err *err)
{
	const struct query *q = sel->query;
	struct query own = { .model = q->model };
	enum rc rc = RC_OK;

	if (q->n_orders > 0) {
		memcpy(sel->order, q->order, sizeof sel->order);
		sel->n_orders = q->n_orders;
		return RC_OK;
	}
	if (q->model->sort)
		rc = query_sort(sel->s, &own, q->model->sort, err);
	memcpy(sel->order, own.order, sizeof sel->order);
	sel->n_orders = own.n_orders;
	return rc;
}

/* The last key is the id, in the first one's direction: an index of (field, id) then gives both. */
static void keys(struct select *sel)
{
	for (int i = 0; i <= sel->n_orders; i++) {
		bool last = i == sel->n_orders;
		size_t mark = sel->sql.text.len;

		if (sel->steer.gather)
			sql_add(&sel->sql, "+");
		if (last)
			sql_add(&sel->sql, "t.id");
		else
			from_key_expr(&sel->from, &sel->order[i].path);
		sel->key[i] = sql_cut(&sel->sql, mark);
		sel->desc[i] = (last ? sel->n_orders && sel->order[0].desc : sel->order[i].desc) != sel->query->before;
	}
	sel->n_keys = sel->n_orders + 1;
}

static void steer(struct select *sel)
{
	const struct query *q = sel->query;
	bool ordered = sel->n_orders > 0 && sel->order[0].path.n > 0;

	steer_choose(sel->s, q, ordered ? &sel->order[0] : NULL, &sel->steer);
	memcpy(sel->sql.start, sel->steer.start, sizeof sel->sql.start);
	sel->sql.n_start = sel->steer.n_start;
	sel->sql.plain = q->as_of || q->scope == SCOPE_TRASH;
}

enum rc select_init(struct select *sel, struct session *s, const struct query *q, struct err *err)
{
	enum rc rc = RC_OK;

	*sel = (struct select){ .s = s, .query = q };
	sql_init(&sel->sql, s);
	from_init(&sel->from, &sel->sql, q->model);
	sel->from.stored = q->stored;
	for (int i = 0; i < q->n_columns && rc == RC_OK; i++)
		rc = from_check(&q->columns[i], err);
	if (rc == RC_OK)
		rc = default_order(sel, err);
	for (int i = 0; i < sel->n_orders && rc == RC_OK; i++)
		rc = from_check(&sel->order[i].path, err);
	if (rc == RC_OK && q->as_of) {
		rc = db_begin_read(s->db, err);
		sel->snapshot = rc == RC_OK;
	}
	if (rc == RC_OK && q->as_of)
		rc = past_make(s, q->model, q->as_of, &sel->past, err);
	if (rc != RC_OK)
		return rc;
	use_past(sel);
	steer(sel);
	keys(sel);
	return RC_OK;
}

void select_free(struct select *sel)
{
	for (int i = 0; i < sel->n_keys; i++)
		free(sel->key[i]);
	free(sel->column);
	sql_free(&sel->sql);
	past_free(&sel->past);
	if (sel->snapshot)
		db_end(sel->s->db, RC_OK, NULL);
}

void select_from_where(struct select *sel)
{
	const struct query *q = sel->query;
	struct sql *sql = &sel->sql;

	from_sql(&sel->from);
	if (q->scope == SCOPE_TRASH)
		sql_add(sql, " WHERE t.trashed_at IS NOT NULL");
	else /* unary +: no partial index will do */
		sql_addf(sql, " WHERE %st.trashed_at IS NULL", sel->steer.whole && !sel->steer.apart ? "+" : "");
	if (q->scope == SCOPE_LIVE && !criteria_names(q->where, "active"))
		sql_add(sql, " AND t.active = 1");
	aside_sql(sql, q);
	if (q->where && sel->steer.apart) {
		sql_addf(
			sql, " AND t.id IN (SELECT x.id FROM \"%s\" x WHERE %sx.trashed_at IS NULL AND ", q->model->name, sel->steer.whole ? "+" : "");
		criteria_sql(sql, q->model, q->where, "x");
		sql_add(sql, ")");
	} else if (q->where) {
		sql_add(sql, " AND ");
		criteria_sql(sql, q->model, q->where, "t");
	}
	if (sel->steer.seen) {
		char *ids = access_ids_sql(&access_model(sel->s, sel->s->access, q->model)->where[0], q->model);

		sql_addf(sql, " AND t.id IN (%s)", ids);
		free(ids);
	} else if (!sel->past.table) {
		sql_rights(sql, q->model, "t");
	} else if (!rights_all(sel->s)) {
		/* who sees a record now sees what it was, whoever it belonged to then */
		sql_addf(sql, " AND EXISTS (SELECT 1 FROM main.\"%s\" n WHERE n.id = t.id", q->model->name);
		sql_rights(sql, q->model, "n");
		sql_add(sql, ")");
	}
}

void select_rows(struct select *sel)
{
	const struct query *q = sel->query;
	struct sql *sql = &sel->sql;
	int at = 4;

	sel->column = xcalloc((size_t)q->n_columns + 1, sizeof *sel->column);
	sql_add(sql, "SELECT t.id, t.version, t.active, t.trashed_at IS NOT NULL");
	for (int i = 0; i < q->n_columns; i++) {
		enum field_type kind = field_kind(path_field(&q->columns[i]));

		sel->column[i] = at++;
		sql_add(sql, ", ");
		if (kind_is_set(kind)) {
			from_owner(&sel->from, &q->columns[i]);
		} else if (kind == FT_LINES) {
			sql_add(sql, "NULL");
		} else {
			from_expr(&sel->from, &q->columns[i]);
		}
		if (kind == FT_REF) {
			sql_add(sql, ", ");
			from_title(&sel->from, &q->columns[i]);
			at++;
		}
	}
	sel->sort_at = at;
	for (int i = 0; i + 1 < sel->n_keys; i++)
		sql_addf(sql, ", %s", sel->key[i]);
	select_from_where(sel);
}

/* ---- going on from a key ---- */

static struct value key_value(const struct select *sel, int i)
{
	const struct row *key = sel->query->key;

	return i + 1 == sel->n_keys ? VALUE_INT(key->id) : key->sort[i];
}

static void bound(struct select *sel, const struct value *v)
{
	if (v->kind == VAL_TEXT)
		sql_text(&sel->sql, v->s, (size_t)v->n);
	else
		sql_int(&sel->sql, v->i);
}

/* Key i stands behind the row's. Empty comes before everything, so behind everything when descending. */
static void behind(struct select *sel, int i)
{
	struct value v = key_value(sel, i);
	struct sql *q = &sel->sql;

	if (v.kind == VAL_NULL) {
		sql_addf(q, sel->desc[i] ? "0" : "%s IS NOT NULL", sel->key[i]);
		return;
	}
	sql_addf(q, "(%s %s ", sel->key[i], sel->desc[i] ? "<" : ">");
	bound(sel, &v);
	if (sel->desc[i])
		sql_addf(q, " OR %s IS NULL", sel->key[i]);
	sql_add(q, ")");
}

static void same(struct select *sel, int i)
{
	struct value v = key_value(sel, i);

	if (v.kind == VAL_NULL) {
		sql_addf(&sel->sql, "%s IS NULL", sel->key[i]);
		return;
	}
	sql_addf(&sel->sql, "%s = ", sel->key[i]);
	bound(sel, &v);
}

static void behind_from(struct select *sel, int i)
{
	if (i + 1 == sel->n_keys) {
		behind(sel, i);
		return;
	}
	sql_add(&sel->sql, "(");
	behind(sel, i);
	sql_add(&sel->sql, " OR (");
	same(sel, i);
	sql_add(&sel->sql, " AND ");
	behind_from(sel, i + 1);
	sql_add(&sel->sql, "))");
}

/* The bound comes apart from the rest: the index is entered by it, the row-value form would read from the start. */
static void beyond_key(struct select *sel)
{
	struct value v = key_value(sel, 0);
	struct sql *q = &sel->sql;

	sql_addf(q, " AND %s %s ", sel->key[0], sel->desc[0] ? "<=" : ">=");
	bound(sel, &v);
	sql_addf(q, " AND (%s %s ", sel->key[0], sel->desc[0] ? "<" : ">");
	bound(sel, &v);
	if (sel->n_keys > 1) {
		sql_add(q, " OR ");
		behind_from(sel, 1);
	}
	sql_add(q, ")");
}

int select_parts(const struct select *sel, enum part out[2])
{
	bool desc = sel->desc[0];

	if (!sel->query->key) {
		out[0] = PART_ALL;
		return 1;
	}
	if (key_value(sel, 0).kind == VAL_NULL) {
		out[0] = PART_EMPTY_BEYOND_KEY;
		out[1] = PART_FILLED;
		return desc ? 1 : 2;
	}
	out[0] = PART_BEYOND_KEY;
	out[1] = PART_EMPTY;
	return desc && sel->n_keys > 1 ? 2 : 1;
}

void select_part(struct select *sel, enum part part, int limit)
{
	struct sql *q = &sel->sql;

	if (part == PART_BEYOND_KEY)
		beyond_key(sel);
	else if (part == PART_FILLED)
		sql_addf(q, " AND %s IS NOT NULL", sel->key[0]);
	else if (part != PART_ALL)
		sql_addf(q, " AND %s IS NULL", sel->key[0]);
	if (part == PART_EMPTY_BEYOND_KEY) {
		sql_add(q, " AND ");
		behind_from(sel, 1);
	}
	for (int i = 0; i < sel->n_keys; i++)
		sql_addf(q, "%s%s%s", i ? ", " : " ORDER BY ", sel->key[i], sel->desc[i] ? " DESC" : "");
	if (limit) {
		sql_add(q, " LIMIT ");
		sql_int(q, limit);
	}
}
