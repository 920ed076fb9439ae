#include "steer.h"

#include <ctype.h>
#include <stdio.h>

#include "base/fold.h"
#include "base/utf8.h"
#include "column.h"
#include "access.h"
#include "record/session.h"

#define FEW 2000    /* records; so many look-ups cost less than walking an order's index past others */
#define SMALL 20000 /* records of a type below which no care is needed */
#define SAMPLES 8   /* places the table is looked at */
#define SAMPLE 250  /* records at each */

/* ---- a test that few records meet ---- */

bool crit_prefilters(const struct model *m, int slot, const struct criteria *c)
{
	struct str key = STR_INIT;
	bool known = (m->fields[slot].flags & F_SEARCH || slot == m->title) && !m->fields[slot].sql &&
		     !(m->flags & (M_LINES | M_UNINDEXED)) && (c->op == OP_EQ || c->op == OP_CONTAINS) && c->n_args == 1;

	if (known) {
		fold_nospace(c->arg[0].s, strlen(c->arg[0].s), &key);
		known = utf8_count(key.s, key.len) >= 3;
	}
	str_free(&key);
	return known;
}

static bool indexed(const struct model *m, int slot)
{
	const struct field *f = &m->fields[slot];

	return field_stored(f) && !f->sql && (f->flags & (F_INDEX | F_UNIQUE) || slot == m->title || slot == SYS_ID) &&
	       (!kind_is_text(f->type) || field_has_key(m, slot));
}

/* Does an index find its records? */
static bool may_start(const struct criteria *c)
{
	const struct model *m = c->path.model[0];
	int slot = c->path.slot[0];
	enum field_type kind;

	if (c->kind == CRIT_SEARCH)
		return true;
	if (c->kind != CRIT_TEST || c->op == OP_NE || c->op == OP_EMPTY || c->op == OP_FILLED)
		return false;
	kind = field_kind(&m->fields[slot]);
	if (c->path.n == 1 && kind_is_set(kind))
		return true;
	if (c->path.n == 1 && kind_is_text(kind) && crit_prefilters(m, slot, c))
		return true;
	return c->op != OP_CONTAINS && indexed(m, slot) && (c->path.n == 1 || (kind == FT_REF && c->op == OP_EQ));
}

static int64_t matches(struct session *s, const struct model *m, const struct criteria *c)
{
	struct sql q;
	int64_t n;

	sql_init(&q, s);
	q.start[q.n_start++] = c;
	sql_addf(&q, "SELECT 1 FROM \"%s\" t WHERE t.trashed_at IS NULL AND ", m->name);
	criteria_sql(&q, m, c, "t");
	n = sql_count(&q, FEW + 1);
	sql_free(&q);
	return n;
}

static int conjuncts(const struct criteria *c)
{
	return !c ? 0 : c->kind == CRIT_AND ? c->n : 1;
}

static const struct criteria *conjunct(const struct criteria *c, int i)
{
	return c->kind == CRIT_AND ? c->kid[i] : c;
}

static bool serves_already(const struct steer *st, const struct criteria *c)
{
	for (int i = 0; i < st->n_start; i++)
		if (st->start[i] == c)
			return true;
	return false;
}

/* What an index is entered by already is not counted: however few it has, they come in order. */
static bool start_from_few(struct session *s, const struct query *q, struct steer *out)
{
	const struct criteria *best = NULL;
	int64_t least = FEW + 1;

	for (int i = 0; i < conjuncts(q->where); i++) {
		const struct criteria *one = conjunct(q->where, i);
		int64_t k = may_start(one) && !serves_already(out, one) ? matches(s, q->model, one) : INT64_MAX;

		if (k < least) {
			least = k;
			best = one;
		}
	}
	if (!best)
		return false;
	out->start[0] = best;
	out->n_start = 1;
	return true;
}

/* ---- an index that begins with what is asked for and goes on in the list's order ---- */

/* The next column of "..(a, "b" DESC, ...)" at *p, without quotes. */
static bool next_column(const char **p, char out[80])
{
	size_t n = 0;

	while (**p == ' ' || **p == ',' || **p == '(' || **p == '"')
		++*p;
	while ((isalnum((unsigned char)**p) || **p == '_') && n < 79)
		out[n++] = *(*p)++;
	out[n] = '\0';
	*p += strcspn(*p, ",)");
	return n > 0;
}

/* The conjunct "column = value" for a stored number. */
static const struct criteria *equality(const struct query *q, const char *column)
{
	for (int i = 0; i < conjuncts(q->where); i++) {
		const struct criteria *c = conjunct(q->where, i);
		const struct field *f = c->kind == CRIT_TEST ? &q->model->fields[c->path.slot[0]] : NULL;
		char buf[16];

		if (f && c->path.n == 1 && c->op == OP_EQ && c->arg[0].kind != OPD_WORD && field_stored(f) && !f->sql &&
			(f->type == FT_REF || f->type == FT_CHOICE || f->type == FT_BOOL || f->type == FT_INT) &&
			(f->type != FT_BOOL || c->arg[0].i) && strcmp(field_column(f, buf), column) == 0)
			return c;
	}
	return NULL;
}

static void order_column(const struct query *q, const struct order *o, char out[80])
{
	const struct model *m = q->model;
	char buf[16];

	if (o->path.n == 0)
		snprintf(out, 80, "id");
	else if (o->path.n == 1 && field_stored(&m->fields[o->path.slot[0]]))
		snprintf(out, 80, "%s%s", field_column(&m->fields[o->path.slot[0]], buf),
			field_has_key(m, o->path.slot[0]) ? "_k" : "");
	else
		out[0] = '\0';
}

/* The tests that enter the index of this CREATE INDEX; 0 when it does not serve. */
static int serves(const struct query *q, const char *sql, const char *order, const struct criteria *start[START_MAX])
{
	const char *p = strchr(sql, '(');
	char column[80];
	int n = 0;

	while (p && next_column(&p, column)) {
		const struct criteria *c = equality(q, column);

		if (n > 0 && strcmp(column, order) == 0)
			return n;
		/* live lists ask for active = 1 themselves */
		if (strcmp(column, "active") == 0 && q->scope == SCOPE_LIVE && !c)
			continue;
		if (!c || n == START_MAX)
			return 0;
		start[n++] = c;
	}
	return 0;
}

static void start_from_index(struct session *s, const struct query *q, const struct order *first, struct steer *out)
{
	struct stmt *st;
	char order[80];

	order_column(q, first, order);
	if (!conjuncts(q->where) || !*order)
		return;
	st = db_prep(s->db, "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?1 AND sql IS NOT NULL");
	st_text(st, 1, q->model->name);
	while (st_step(st, NULL) > 0) {
		const struct criteria *start[START_MAX];
		int n = serves(q, st_get_text(st, 0), order, start);

		if (n > out->n_start) {
			memcpy(out->start, start, sizeof start);
			out->n_start = n;
		}
	}
	st_done(st);
}

/* ---- the index of filters ---- */

static bool in_filters(const struct model *m, int slot)
{
	const struct field *f = &m->fields[slot];

	if (kind_is_set(field_kind(f)))
		return true; /* asked of the links, by the id */
	if (f->sql || !field_stored(f))
		return false;
	return f->flags & F_FILTER || slot == SYS_ID || slot == SYS_ACTIVE || slot == SYS_CREATED_AT || slot == SYS_TRASHED_AT ||
	       (slot && (slot == m->owner || slot == m->team));
}

/* Every field that the tree asks for stands in it. */
static bool filters_cover(const struct model *m, const struct criteria *c)
{
	if (!c || c->kind == CRIT_SEARCH)
		return true;
	if (c->kind == CRIT_TEST)
		return in_filters(m, c->path.slot[0]);
	for (int i = 0; i < c->n; i++)
		if (!filters_cover(m, c->kid[i]))
			return false;
	return true;
}

/* For counts and groups, which read every row that is left. */
static bool reads_whole(const struct query *q)
{
	for (int i = 0; i < q->n_columns; i++)
		if (!in_filters(q->model, q->columns[i].slot[0]))
			return true;
	return !filters_cover(q->model, q->where);
}

/* ---- a sample ---- */

int64_t steer_newest(struct session *s, const struct model *m)
{
	char sql[120];

	snprintf(sql, sizeof sql, "SELECT max(id) FROM \"%s\"", m->name);
	return db_get_int(s->db, 0, sql, "");
}

static bool found_in_sample(struct session *s, const struct query *q, int64_t newest)
{
	bool found = false;

	for (int i = 0; i < SAMPLES && !found; i++) {
		int64_t from = newest / SAMPLES * i + newest / (2 * SAMPLES);
		struct sql sql;

		sql_init(&sql, s);
		sql_addf(&sql, "SELECT 1 FROM \"%s\" t WHERE t.id BETWEEN ", q->model->name);
		sql_int(&sql, from);
		sql_add(&sql, " AND ");
		sql_int(&sql, from + SAMPLE);
		sql_add(&sql, " AND +t.trashed_at IS NULL AND ");
		criteria_sql(&sql, q->model, q->where, "t");
		found = sql_count(&sql, 1) > 0;
		sql_free(&sql);
	}
	return found;
}

static bool leaves_few(struct session *s, const struct query *q)
{
	int64_t newest;

	if (!q->where)
		return false;
	newest = steer_newest(s, q->model);
	return newest > SMALL && !found_in_sample(s, q, newest);
}

/* Who sees few records of many would wait for a walk past all the others': then the walk begins at what is seen. Measured: a
 * record that is found by its id and sorted costs 20 us with its columns, one that is passed by in an order's index 1.5 us, or
 * 0.12 where owner and team stand in that index; a page is 40 records. */
static bool sees_few(struct session *s, const struct query *q, const struct order *first)
{
	const struct model *m = q->model;
	int slot = first ? first->path.slot[0] : 0;
	bool covered = first && first->path.n == 1 && (slot == SYS_CREATED_AT || slot == m->title);
	int64_t newest, most = 1;

	if (rights_all(s))
		return false;
	newest = steer_newest(s, m);
	if (newest <= SMALL)
		return false;
	while (most * most < (covered ? newest / 4 : newest * 3))
		most += most / 8 + 1;
	newest = access_seen(s, m, most);
	return newest >= 0 && newest < most;
}

void steer_choose(struct session *s, const struct query *q, const struct order *first, struct steer *out)
{
	*out = (struct steer){ .n_start = 0 };
	if (q->as_of || q->scope == SCOPE_TRASH)
		return;
	if (first)
		start_from_index(s, q, first, out);
	if (start_from_few(s, q, out)) {
		out->gather = true;
	} else if (sees_few(s, q, first)) {
		out->seen = out->gather = true;
		out->n_start = 0;
	} else if (first && !out->n_start) {
		out->apart = out->gather = leaves_few(s, q);
	}
	if (out->apart)
		out->whole = !filters_cover(q->model, q->where);
	else if (!first && !out->n_start && !out->seen)
		out->whole = reads_whole(q);
}
