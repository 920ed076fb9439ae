/* Criteria to SQL. A comparison with an empty field is false, and its denial true: what may be NULL is settled at each
 * NOT, not at each comparison, so that indexes stay usable. */
#include <stdio.h>

#include "base/date.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "column.h"
#include "criteria_tree.h"
#include "record/session.h"

#define BOUND_TOTAL 300 /* of the 500 parameters a statement may have */

/* One test being written: over the field `slot` of m at the alias, with a unary + before its column unless it may
 * start.
 */
struct place {
	struct sql *q;
	const struct criteria *c;
	const struct model *m;
	int slot;
	const char *alias;
	bool start;
};

static const char *const compare[OP_N] = {
	[OP_EQ] = "=", [OP_LT] = "<", [OP_LE] = "<=", [OP_GT] = ">", [OP_GE] = ">="
};

static void lhs(const struct place *w)
{
	if (!w->start)
		sql_add(w->q, "+");
	field_expr(w->q, w->m, w->slot, w->alias);
}

static const char *next_alias(struct sql *q, char buf[16])
{
	snprintf(buf, 16, "a%d", ++q->aliases);
	return buf;
}

/* ---- lists ---- */

static void bound_value(struct sql *q, const struct operand *o, bool text)
{
	if (text)
		sql_text(q, o->s, strlen(o->s));
	else
		sql_int(q, o->i);
}

/* Many members as one bound text, taken apart by the statement. */
static void packed_list(struct sql *q, const struct operand *arg, int n, bool text)
{
	struct str all = STR_INIT;

	for (int i = 0; i < n; i++)
		if (text)
			str_addf(&all, "%s\x1f", arg[i].s);
		else
			str_addf(&all, "%lld\x1f", (long long)arg[i].i);
	sql_add(q, "WITH RECURSIVE item(v, rest) AS (SELECT NULL, ");
	sql_text(q, all.s, all.len);
	sql_add(q,
		" UNION ALL SELECT substr(rest, 1, instr(rest, char(31)) - 1), substr(rest, instr(rest, char(31)) + 1) "
		"FROM item WHERE rest <> '') SELECT ");
	sql_add(q, text ? "v" : "CAST(v AS INTEGER)");
	sql_add(q, " FROM item WHERE v IS NOT NULL");
	str_free(&all);
}

/* expr IN the plain values among arg (n of them). */
static void in_values(struct sql *q, const char *expr, const struct operand *arg, int n, bool text)
{
	if (n == 1) {
		sql_addf(q, "%s = ", expr);
		bound_value(q, &arg[0], text);
		return;
	}
	sql_addf(q, "%s IN (", expr);
	if (n > CRIT_BOUND_MAX || q->n + n > BOUND_TOTAL) {
		packed_list(q, arg, n, text);
	} else {
		for (int i = 0; i < n; i++) {
			sql_add(q, i ? ", " : "");
			bound_value(q, &arg[i], text);
		}
	}
	sql_add(q, ")");
}

/* expr is one of the operands: numbers, me, and sets named by words. */
static void int_members(struct sql *q, const char *expr, const struct operand *arg, int n)
{
	struct operand *plain = arena_alloc(&q->arena, (size_t)(n ? n : 1) * sizeof *plain);
	int k = 0, parts = 0;

	for (int i = 0; i < n; i++)
		if (arg[i].kind != OPD_WORD) {
			plain[k] = arg[i];
			if (arg[i].kind == OPD_ME)
				plain[k].i = q->s->user;
			k++;
		}
	sql_add(q, "(");
	for (int i = 0; i < n; i++)
		if (arg[i].kind == OPD_WORD) {
			sql_addf(q, "%s%s IN (", parts++ ? " OR " : "", expr);
			sql_template(q, registry_office(q->s->reg)->words[arg[i].i].sql, expr);
			sql_add(q, ")");
		}
	if (k) {
		sql_add(q, parts ? " OR " : "");
		in_values(q, expr, plain, k, false);
	}
	sql_add(q, ")");
}

/* ---- one comparison, by type ---- */

static void number_test(const struct place *w)
{
	const struct criteria *c = w->c;
	size_t mark = w->q->text.len;
	char *expr;

	lhs(w);
	if (c->op == OP_BETWEEN) {
		sql_add(w->q, " BETWEEN ");
		sql_int(w->q, c->arg[0].i);
		sql_add(w->q, " AND ");
		sql_int(w->q, c->arg[1].i);
	} else if (c->op == OP_EQ || c->op == OP_IN) {
		expr = sql_cut(w->q, mark);
		int_members(w->q, expr, c->arg, c->n_args);
		free(expr);
	} else {
		sql_addf(w->q, " %s ", compare[c->op]);
		sql_int(w->q, c->arg[0].i);
	}
}

static void yes_no_test(const struct place *w)
{
	bool yes = false, no = false;

	for (int i = 0; i < w->c->n_args; i++)
		*(w->c->arg[i].i ? &yes : &no) = true;
	if (yes && no) { /* in (yes, no): both */
		sql_add(w->q, "1");
	} else if (yes) {
		lhs(w);
		sql_add(w->q, " = 1");
	} else { /* unset is no */
		sql_add(w->q, "coalesce(");
		field_expr(w->q, w->m, w->slot, w->alias);
		sql_add(w->q, ", 0) = 0");
	}
}

/* The folded operands, comparing as the column does: by stored key, else by the fold. */
static struct operand *folded(struct sql *q, const struct criteria *c, bool key)
{
	struct operand *out = arena_alloc(&q->arena, (size_t)c->n_args * sizeof *out);
	struct str s = STR_INIT;

	for (int i = 0; i < c->n_args; i++) {
		str_clear(&s);
		(key ? sort_key : fold)(c->arg[i].s, strlen(c->arg[i].s), &s);
		out[i] = (struct operand){ .kind = OPD_TEXT, .s = arena_strdup(&q->arena, s.s) };
	}
	str_free(&s);
	return out;
}

/* Of a searched field the full text knows which records may hold the value. */
static void prefilter(const struct place *w)
{
	sql_add(w->q, "(");
	search_sql(w->q, w->m, w->c->arg[0].s, true, w->alias, true);
	sql_add(w->q, " AND ");
}

static void text_test(const struct place *w)
{
	const struct criteria *c = w->c;
	struct sql *q = w->q;
	bool stored = field_has_key(w->m, w->slot) && !w->m->fields[w->slot].sql;
	bool order = c->op != OP_EQ && c->op != OP_IN && c->op != OP_CONTAINS;
	struct operand *arg = folded(q, c, stored || order);
	bool known = w->start && crit_prefilters(w->m, w->slot, c);
	size_t mark;
	char *expr;

	if (known)
		prefilter(w);
	mark = q->text.len;
	if (stored || order) {
		sql_add(q, w->start ? "" : "+");
		field_key_expr(q, w->m, w->slot, w->alias);
	} else {
		sql_add(q, "fold(");
		field_expr(q, w->m, w->slot, w->alias);
		sql_add(q, ")");
	}
	expr = sql_cut(q, mark);
	if (c->op == OP_CONTAINS) {
		sql_addf(q, "instr(%s, ", expr);
		sql_text(q, arg[0].s, strlen(arg[0].s));
		sql_add(q, ") > 0");
	} else if (c->op == OP_BETWEEN) {
		sql_addf(q, "%s BETWEEN ", expr);
		bound_value(q, &arg[0], true);
		sql_add(q, " AND ");
		bound_value(q, &arg[1], true);
	} else if (order) {
		sql_addf(q, "%s %s ", expr, compare[c->op]);
		bound_value(q, &arg[0], true);
	} else {
		in_values(q, expr, arg, c->n_args, true);
	}
	sql_add(q, known ? ")" : "");
	free(expr);
}

/* ---- dates and instants: every operand is a span ---- */

static void bound_day(struct sql *q, int64_t days)
{
	char iso[11];

	date_iso(date_from_days(days), iso);
	sql_text(q, iso, 10);
}

/* The edge of the span in what the column stores: its first value (after = false) or the first one behind it. */
static void edge(const struct place *w, const struct date_span *span, bool after)
{
	bool instant = field_kind(&w->m->fields[w->slot]) == FT_INSTANT;
	struct date d;

	if (instant && span->exact) {
		sql_int(w->q, span->from + after);
	} else if (instant) {
		d = date_from_days(after ? span->to + 1 : span->from);
		sql_int(w->q, instant_of(d, 0, 0, 0));
	} else if (span->exact) {
		bound_day(w->q, date_days(date_of_instant(span->from)) + after);
	} else {
		bound_day(w->q, after ? span->to + 1 : span->from);
	}
}

static void within(const struct place *w, const struct date_span *from, const struct date_span *to)
{
	sql_add(w->q, "(");
	lhs(w);
	sql_add(w->q, " >= ");
	edge(w, from, false);
	sql_add(w->q, " AND ");
	lhs(w);
	sql_add(w->q, " < ");
	edge(w, to, true);
	sql_add(w->q, ")");
}

static struct date_span span_of(struct sql *q, const struct operand *o)
{
	struct date_span span = { .from = 0 };

	crit_date(q->s, o->s, &span, NULL); /* was read when the criteria were parsed */
	return span;
}

static void date_test(const struct place *w)
{
	const struct criteria *c = w->c;
	struct date_span a = span_of(w->q, &c->arg[0]), b;
	bool after = c->op == OP_GT || c->op == OP_LE;

	if (c->op == OP_BETWEEN) {
		b = span_of(w->q, &c->arg[1]);
		within(w, &a, &b);
		return;
	}
	if (c->op == OP_EQ || c->op == OP_IN) {
		sql_add(w->q, "(");
		for (int i = 0; i < c->n_args; i++) {
			a = span_of(w->q, &c->arg[i]);
			sql_add(w->q, i ? " OR " : "");
			within(w, &a, &a);
		}
		sql_add(w->q, ")");
		return;
	}
	lhs(w);
	sql_add(w->q, c->op == OP_LT || c->op == OP_LE ? " < " : " >= ");
	edge(w, &a, after);
}

/* ---- references and sets ---- */

/* expr names a record of m whose title holds the text. */
static void title_test(struct sql *q, const char *ref, const char *expr, const struct criteria *c)
{
	const struct model *m = registry_find(q->s->reg, ref);
	struct criteria title = { .kind = CRIT_TEST, .op = OP_CONTAINS, .arg = c->arg, .n_args = 1 };
	char alias[16];
	struct place w = {
		.q = q, .c = &title, .m = m, .slot = m->title, .alias = next_alias(q, alias), .start = true
	};

	sql_addf(q, "%s IN (SELECT %s.id FROM ", expr, alias);
	sql_name(q, m->name);
	sql_addf(q, " %s WHERE ", alias);
	text_test(&w);
	sql_add(q, ")");
}

static void member_test(const struct place *w, const char *expr)
{
	if (w->c->op == OP_CONTAINS && w->c->arg[0].kind == OPD_TEXT)
		title_test(w->q, w->m->fields[w->slot].ref, expr, w->c);
	else
		int_members(w->q, expr, w->c->arg, w->c->n_args);
}

static void reference_test(const struct place *w)
{
	size_t mark = w->q->text.len;
	char *expr;

	lhs(w);
	expr = sql_cut(w->q, mark);
	member_test(w, expr);
	free(expr);
}

/* A row of link for the many-valued field; the tables of an instant know the root's only. */
static void link_from(const struct place *w, const char *link)
{
	bool root = strcmp(w->alias, "t") == 0;

	sql_addf(w->q, "FROM %s %s WHERE %s.field = %lld", root ? w->q->link : "link", link, link,
		(long long)FIELD_KEY(w->m, w->slot));
}

static void set_test(const struct place *w)
{
	char link[16], expr[32];

	next_alias(w->q, link);
	snprintf(expr, sizeof expr, "%s.to_id", link);
	if (w->start) {
		sql_addf(w->q, "%s.id IN (SELECT %s.from_id ", w->alias, link);
		link_from(w, link);
	} else {
		sql_add(w->q, "EXISTS (SELECT 1 ");
		link_from(w, link);
		sql_addf(w->q, " AND %s.from_id = %s.id", link, w->alias);
	}
	if (w->c->op != OP_FILLED) {
		sql_add(w->q, " AND ");
		member_test(w, expr);
	}
	sql_add(w->q, ")");
}

static void child_from(const struct place *w, char alias[16])
{
	const struct field *f = &w->m->fields[w->slot];
	const struct model *child = registry_find(w->q->s->reg, f->ref);

	next_alias(w->q, alias);
	sql_add(w->q, "EXISTS (SELECT 1 FROM ");
	sql_name(w->q, child->name);
	sql_addf(w->q, " %s WHERE ", alias);
	sql_col(w->q, alias, f->via);
	sql_addf(w->q, " = %s.id AND %s.trashed_at IS NULL", w->alias, alias);
}

/* The test at the end of the path, never of emptiness. */
static void value_test(const struct place *w)
{
	enum field_type kind = field_kind(&w->m->fields[w->slot]);
	char alias[16];

	if (kind == FT_LINES) {
		child_from(w, alias);
		sql_add(w->q, ")");
	} else if (kind_is_set(kind)) {
		set_test(w);
	} else if (w->c->op == OP_FILLED) {
		lhs(w);
		sql_add(w->q, " IS NOT NULL");
	} else if (kind_is_text(kind)) {
		text_test(w);
	} else if (kind == FT_DATE || kind == FT_INSTANT) {
		date_test(w);
	} else if (kind == FT_REF) {
		reference_test(w);
	} else if (kind == FT_BOOL) {
		yes_no_test(w);
	} else {
		number_test(w);
	}
}

/* ---- paths ---- */

static void path_test(const struct place *w, int hop);

/* Enters the record (or records) that the field at hop points to. */
static void follow(const struct place *w, int hop)
{
	const struct path *p = &w->c->path;
	const struct field *f = &w->m->fields[w->slot];
	enum field_type kind = field_kind(f);
	struct place in = *w;
	char alias[16], link[16];

	in.m = p->model[hop + 1];
	in.slot = p->slot[hop + 1];
	in.alias = alias;
	if (kind == FT_LINES) {
		child_from(w, alias);
	} else if (kind == FT_REFS) {
		next_alias(w->q, link);
		next_alias(w->q, alias);
		sql_add(w->q, "EXISTS (SELECT 1 ");
		link_from(w, link);
		sql_addf(w->q, " AND %s.from_id = %s.id AND EXISTS (SELECT 1 FROM \"%s\" %s WHERE %s.id = %s.to_id",
			link, w->alias, in.m->name, alias, alias, link);
		sql_rights(w->q, in.m, alias);
	} else {
		next_alias(w->q, alias);
		if (w->start) {
			lhs(w);
			sql_addf(w->q, " IN (SELECT %s.id FROM \"%s\" %s WHERE 1", alias, in.m->name, alias);
		} else {
			sql_addf(w->q, "EXISTS (SELECT 1 FROM \"%s\" %s WHERE %s.id = ", in.m->name, alias, alias);
			field_expr(w->q, w->m, w->slot, w->alias);
			in.start = false;
		}
		sql_rights(w->q, in.m, alias);
	}
	sql_add(w->q, " AND ");
	path_test(&in, hop + 1);
	sql_add(w->q, kind == FT_REFS ? "))" : ")");
}

static void path_test(const struct place *w, int hop)
{
	if (hop + 1 < w->c->path.n)
		follow(w, hop);
	else
		value_test(w);
}

/* Denials stand outside of the whole path: "owner.boss is empty" holds where there is no owner. */
static void test(struct sql *q, const struct criteria *c, const char *alias, bool start)
{
	struct criteria positive = *c;
	struct place w = {
		.q = q, .c = &positive, .m = c->path.model[0], .slot = c->path.slot[0], .alias = alias, .start = start
	};
	const struct field *end = path_field(&c->path);
	struct operand yes = { .kind = OPD_INT, .i = 1 };
	bool deny = c->op == OP_NE || c->op == OP_EMPTY;

	if (c->op == OP_EMPTY && c->path.n == 1 && !kind_is_set(field_kind(end)) && field_kind(end) != FT_LINES) {
		lhs(&w);
		sql_add(q, " IS NULL");
		return;
	}
	if (c->op == OP_NE)
		positive.op = OP_EQ;
	if (c->op == OP_EMPTY)
		positive.op = OP_FILLED;
	/* no is what is not yes, also where there is no record to say it */
	if (field_kind(end) == FT_BOOL && positive.op == OP_EQ && c->path.n > 1 && !c->arg[0].i) {
		positive.arg = &yes;
		deny = !deny;
	}
	sql_add(q, deny ? "NOT coalesce(" : "");
	path_test(&w, 0);
	sql_add(q, deny ? ", 0)" : "");
}

/* A balanced tree: a chain of a hundred ORs is seven deep. */
static void balanced(struct sql *q, const struct model *m, const struct criteria *c, int lo, int hi, const char *alias)
{
	int mid = lo + (hi - lo) / 2;

	if (hi - lo == 1) {
		criteria_sql(q, m, c->kid[lo], alias);
		return;
	}
	sql_add(q, "(");
	balanced(q, m, c, lo, mid, alias);
	sql_add(q, c->kind == CRIT_AND ? " AND " : " OR ");
	balanced(q, m, c, mid, hi, alias);
	sql_add(q, ")");
}

static bool starts(const struct sql *q, const struct criteria *c)
{
	for (int i = 0; i < q->n_start; i++)
		if (q->start[i] == c)
			return true;
	return false;
}

void criteria_sql(struct sql *q, const struct model *m, const struct criteria *c, const char *alias)
{
	switch (c->kind) {
	case CRIT_AND:
	case CRIT_OR: balanced(q, m, c, 0, c->n, alias); break;
	case CRIT_NOT:
		sql_add(q, "NOT coalesce(");
		criteria_sql(q, m, c->kid[0], alias);
		sql_add(q, ", 0)");
		break;
	case CRIT_TEST: test(q, c, alias, starts(q, c)); break;
	case CRIT_SEARCH: search_sql(q, m, c->text, c->phrase, alias, starts(q, c)); break;
	}
}
