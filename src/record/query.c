#include "record/query.h"

#include <stdio.h>

#include "base/i18n.h"
#include "record/rights.h"
#include "record/session.h"
#include "select.h"
#include "statement.h"

#define PAGE_ROWS 100 /* when the query does not say */
#define BATCH 256     /* rows whose sets are loaded together */

static bool sortable(const struct field *f)
{
	enum field_type kind = field_kind(f);

	return !kind_is_set(kind) && kind != FT_LINES;
}

enum rc query_sort(struct session *s, struct query *q, const char *text, struct err *err)
{
	const char *p = text;

	q->n_orders = 0;
	while (*p) {
		struct order *o = &q->order[q->n_orders];
		size_t blank = strspn(p, " "), len;
		char word[200];
		enum rc rc;

		p += blank;
		if (q->n_orders == QUERY_ORDERS)
			return fail_at(
				err, RC_INVALID, (int)(p - text), _("at most %d fields order a list"), QUERY_ORDERS);
		*o = (struct order){ .desc = *p == '-' };
		p += *p == '-' || *p == '+';
		len = strcspn(p, ", ");
		snprintf(word, sizeof word, "%.*s", (int)len, p);
		rc = path_parse(s->reg, q->model, word, &o->path, err);
		if (rc == RC_OK && !sortable(path_field(&o->path)))
			rc = fail_at(
				err, RC_INVALID, 0, _("%s holds several values: a list cannot be ordered by it"), word);
		if (rc == RC_OK)
			rc = from_check(&o->path, err);
		if (rc != RC_OK) {
			if (err)
				err->at = (int)(p - text) + (err->at > 0 ? err->at : 0);
			return rc;
		}
		q->n_orders++;
		p += len;
		p += strspn(p, " ");
		p += *p == ',';
	}
	return RC_OK;
}

enum rc query_columns(struct session *s, struct query *q, const char *text, struct arena *a, struct err *err)
{
	const char *p = text;
	struct path *path;
	int n = 1;

	for (; *p; p++)
		n += *p == ',';
	if (n > 100)
		return fail_at(err, RC_INVALID, 0, _("at most %d columns"), 100);
	path = arena_alloc(a, (size_t)n * sizeof *path);
	n = 0;
	for (p = text; *p; p += *p == ',') {
		size_t len;
		char word[200];
		enum rc rc;

		p += strspn(p, " ");
		len = strcspn(p, ", ");
		snprintf(word, sizeof word, "%.*s", (int)len, p);
		rc = path_parse(s->reg, q->model, word, &path[n], err);
		if (rc == RC_OK)
			rc = from_check(&path[n++], err);
		if (rc != RC_OK) {
			if (err)
				err->at = (int)(p - text) + (err->at > 0 ? err->at : 0);
			return rc;
		}
		p += len;
		p += strspn(p, " ");
	}
	q->columns = path;
	q->n_columns = n;
	return RC_OK;
}

void query_default_columns(const struct model *m, struct query *q, struct arena *a)
{
	struct path *path = arena_alloc(a, (size_t)m->n * sizeof *path);
	int n = 0;

	for (int slot = 0; slot < m->n; slot++)
		if (m->fields[slot].flags & F_LIST)
			path[n++] = (struct path){ .n = 1, .slot = { slot }, .model = { m } };
	q->columns = path;
	q->n_columns = n;
}

/* ---- rows ---- */

static const char *title_text(struct stmt *st, int col, int64_t id, struct arena *a)
{
	return st_is_null(st, col) ? arena_printf(a, "#%lld", (long long)id) : arena_strdup(a, st_get_text(st, col));
}

static void take_column(
	struct select *sel, struct stmt *st, int i, struct row *r, const char *const **titles, struct arena *a)
{
	const struct path *p = &sel->query->columns[i];
	struct value v = st_get_value(st, sel->column[i], a);

	r->val[i] = v;
	if (v.kind == VAL_NULL)
		return;
	if (field_kind(path_field(p)) == FT_REF && v.kind == VAL_INT) {
		const char **one = arena_alloc(a, 2 * sizeof *one);

		one[0] = title_text(st, sel->column[i] + 1, v.i, a);
		titles[i] = one;
	}
}

static void take_row(struct select *sel, struct stmt *st, struct row *r, struct arena *a)
{
	size_t n = (size_t)sel->query->n_columns + 1;
	const char *const **titles = arena_alloc(a, n * sizeof *titles);

	r->id = st_get_int(st, 0);
	r->version = st_get_int(st, 1);
	r->active = st_get_int(st, 2) != 0;
	r->trashed = st_get_int(st, 3) != 0;
	r->val = arena_alloc(a, n * sizeof *r->val);
	r->titles = titles;
	for (int i = 0; i < sel->query->n_columns; i++)
		take_column(sel, st, i, r, titles, a);
	for (int i = 0; i + 1 < sel->n_keys; i++)
		r->sort[i] = st_get_value(st, sel->sort_at + i, a);
}

/* ---- members of many-valued columns: one more question a page ---- */

struct member {
	int64_t from, to;
	const char *title;
};

static int64_t set_owner(const struct row *r, int col)
{
	return r->val[col].kind == VAL_INT ? r->val[col].i : 0;
}

/* Rows that lie close together are asked for as a range, which needs no table of numbers; what lies between is passed
 * over. Always the same number of parameters, so that the statement is kept. */
static void members_of(const struct row *row, int n, int col, struct sql *q)
{
	int64_t low = set_owner(&row[0], col), high = low;

	for (int i = 1; i < n; i++) {
		int64_t id = set_owner(&row[i], col);

		low = id < low ? id : low;
		high = id > high ? id : high;
	}
	if (high - low < BATCH * 4) {
		sql_add(q, " BETWEEN ");
		sql_int(q, low);
		sql_add(q, " AND ");
		sql_int(q, high);
		return;
	}
	for (int i = 0; i < BATCH; i++) {
		sql_add(q, i ? ", " : " IN (");
		sql_int(q, set_owner(&row[i < n ? i : n - 1], col));
	}
	sql_add(q, ")");
}

static void members_sql(struct select *sel, const struct path *p, const struct row *row, int n, int col, struct sql *q)
{
	const struct model *m = p->model[p->n - 1];
	int slot = p->slot[p->n - 1];
	const struct field *f = &m->fields[slot];
	const struct model *to = field_kind(f) == FT_REFS ? registry_find(sel->s->reg, f->ref) : NULL;

	sql_add(q, "SELECT l.from_id, l.to_id, ");
	if (to)
		field_expr(q, to, to->title, "r");
	else
		sql_add(q, "NULL");
	sql_addf(q, " FROM %s l", p->n == 1 ? sel->sql.link : "link");
	if (to)
		sql_addf(q, " LEFT JOIN \"%s\" r ON r.id = l.to_id", to->name);
	sql_addf(q, " WHERE l.field = %lld AND l.from_id", (long long)FIELD_KEY(m, slot));
	members_of(row, n, col, q);
	sql_add(q, " ORDER BY l.from_id, l.to_id");
}

static void give_members(struct row *r, int col, const struct member *all, int n, struct arena *a)
{
	int64_t owner = set_owner(r, col), *ids;
	const char *const **titles = (const char *const **)r->titles;
	const char **title;
	int first = 0, k = 0;

	for (int hi = n; first < hi;) {
		int mid = first + (hi - first) / 2;

		if (all[mid].from < owner)
			first = mid + 1;
		else
			hi = mid;
	}
	while (first + k < n && all[first + k].from == owner)
		k++;
	ids = arena_alloc(a, (size_t)(k + 1) * sizeof *ids);
	title = arena_alloc(a, (size_t)(k + 1) * sizeof *title);
	for (int i = 0; i < k; i++) {
		ids[i] = all[first + i].to;
		title[i] = all[first + i].title;
	}
	r->val[col] = k ? (struct value){ .kind = VAL_SET, .n = k, .set = ids } : VALUE_NULL;
	titles[col] = k && title[0] ? title : NULL;
}

/* Most sets of a wide type are never filled: asked once where all rows are read, by one statement and so of one moment. */
static bool has_members(struct select *sel, int col)
{
	const struct path *p = &sel->query->columns[col];
	struct str sql = STR_INIT;

	if (!sel->members)
		return true;
	if (sel->members[col] == MEMBERS_ASK) {
		str_addf(&sql, "SELECT EXISTS (SELECT 1 FROM %s WHERE field = ?1)", p->n == 1 ? sel->sql.link : "link");
		sel->members[col] = db_get_int(sel->s->db, 1, sql.s, "i", FIELD_KEY(p->model[p->n - 1], p->slot[p->n - 1]))
					    ? MEMBERS_SOME
					    : MEMBERS_NONE;
		str_free(&sql);
	}
	return sel->members[col] == MEMBERS_SOME;
}

static enum rc load_members(struct select *sel, struct row *row, int n, int col, struct arena *a, struct err *err)
{
	const struct path *p = &sel->query->columns[col];
	bool refs = field_kind(path_field(p)) == FT_REFS;
	struct member *all = NULL;
	int count = 0, cap = 0, got;
	struct sql q;
	struct stmt *st;

	if (!has_members(sel, col)) {
		for (int i = 0; i < n; i++)
			give_members(&row[i], col, NULL, 0, a);
		return RC_OK;
	}
	sql_init(&q, sel->s);
	members_sql(sel, p, row, n, col, &q);
	st = sql_prep(&q);
	while ((got = st_step(st, err)) > 0) {
		GROW(all, count, cap);
		all[count].from = st_get_int(st, 0);
		all[count].to = st_get_int(st, 1);
		all[count].title = refs ? title_text(st, 2, all[count].to, a) : NULL;
		count++;
	}
	st_done(st);
	sql_free(&q);
	for (int i = 0; i < n; i++)
		give_members(&row[i], col, all, count, a);
	free(all);
	return got < 0 ? err->rc : RC_OK;
}

/* What a row's own statement cannot bring: members of sets, titles of any-record references. At most BATCH rows. */
static enum rc complete_batch(struct select *sel, struct row *row, int n, struct arena *a, struct err *err)
{
	const struct query *q = sel->query;
	enum rc rc = RC_OK;

	for (int col = 0; col < q->n_columns && rc == RC_OK && n > 0; col++) {
		const struct path *p = &q->columns[col];
		enum field_type kind = field_kind(path_field(p));

		if (kind_is_set(kind) && rights_field(sel->s, p->model[p->n - 1], p->slot[p->n - 1]) == FIELD_CONCEALED)
			continue;
		if (kind_is_set(kind))
			rc = load_members(sel, row, n, col, a, err);
		for (int i = 0; i < n && kind == FT_ANYREF; i++)
			if (row[i].val[col].kind == VAL_INT)
				((const char *const **)row[i].titles)[col] = record_titles(
					sel->s, p->model[p->n - 1], p->slot[p->n - 1], &row[i].val[col], a);
	}
	return rc;
}

static enum rc complete(struct select *sel, struct row *row, int n, struct arena *a, struct err *err)
{
	enum rc rc = RC_OK;

	for (int i = 0; i < n && rc == RC_OK; i += BATCH)
		rc = complete_batch(sel, row + i, n - i < BATCH ? n - i : BATCH, a, err);
	return rc;
}

/* ---- pages ---- */

static enum rc read_part(struct select *sel, enum part part, int want, struct page *out, struct err *err)
{
	size_t mark = sel->sql.text.len;
	int binds = sel->sql.n, got;
	struct stmt *st;

	select_part(sel, part, want - out->n);
	st = sql_prep(&sel->sql);
	while ((got = st_step(st, err)) > 0)
		take_row(sel, st, &out->row[out->n++], &out->arena);
	st_done(st);
	str_cut(&sel->sql.text, mark);
	sel->sql.n = binds;
	return got < 0 ? err->rc : RC_OK;
}

static void reverse(struct row *row, int n)
{
	for (int i = 0; i < n / 2; i++) {
		struct row r = row[i];

		row[i] = row[n - 1 - i];
		row[n - 1 - i] = r;
	}
}

static enum rc read_page(struct select *sel, struct page *out, struct err *err)
{
	int limit = sel->query->limit > 0 ? sel->query->limit : PAGE_ROWS, n;
	enum part part[2];
	enum rc rc = RC_OK;

	out->row = arena_alloc(&out->arena, (size_t)(limit + 1) * sizeof *out->row);
	select_rows(sel);
	n = select_parts(sel, part);
	for (int i = 0; i < n && rc == RC_OK && out->n <= limit; i++)
		rc = read_part(sel, part[i], limit + 1, out, err);
	if (rc != RC_OK)
		return rc;
	out->more = out->n > limit;
	if (out->more)
		out->n = limit;
	if (sel->query->before)
		reverse(out->row, out->n);
	return complete(sel, out->row, out->n, &out->arena, err);
}

enum rc query_run(struct session *s, const struct query *q, struct page *out, struct err *err)
{
	struct err local = ERR_INIT;
	struct select sel;
	enum rc rc;

	*out = (struct page){ .arena = ARENA_INIT };
	err = err ? err : &local;
	rc = select_init(&sel, s, q, err);
	if (rc == RC_OK)
		rc = read_page(&sel, out, err);
	select_free(&sel);
	if (rc != RC_OK)
		page_free(out);
	return rc;
}

void page_free(struct page *p)
{
	arena_free(&p->arena);
	*p = (struct page){ 0 };
}

static enum rc each(struct select *sel, bool (*fn)(void *ctx, const struct row *r), void *ctx, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct row *row = xcalloc(BATCH, sizeof *row);
	struct stmt *st;
	bool go = true;
	enum rc rc = RC_OK;
	int got = 1, n;

	sel->members = arena_alloc(&sel->sql.arena, (size_t)(sel->query->n_columns + 1) * sizeof *sel->members);
	select_rows(sel);
	select_part(sel, PART_ALL, sel->query->limit);
	st = sql_prep(&sel->sql);
	while (go && rc == RC_OK && got > 0) {
		for (n = 0; n < BATCH && (got = st_step(st, err)) > 0; n++)
			take_row(sel, st, &row[n], &a);
		rc = got < 0 ? err->rc : complete(sel, row, n, &a, err);
		for (int i = 0; i < n && go && rc == RC_OK; i++)
			go = fn(ctx, &row[i]);
		arena_reset(&a);
	}
	st_done(st);
	free(row);
	arena_free(&a);
	return rc;
}

enum rc query_each(struct session *s, const struct query *q, bool (*fn)(void *ctx, const struct row *r), void *ctx,
	struct err *err)
{
	struct query all = *q;
	struct err local = ERR_INIT;
	struct select sel;
	enum rc rc;

	all.key = NULL;
	err = err ? err : &local;
	rc = select_init(&sel, s, &all, err);
	if (rc == RC_OK)
		rc = each(&sel, fn, ctx, err);
	select_free(&sel);
	return rc;
}
