#include "sql.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/date.h"
#include "column.h"
#include "criteria_tree.h"
#include "record/query.h"
#include "record/rights.h"
#include "record/seen.h"
#include "record/session.h"

void sql_init(struct sql *q, struct session *s)
{
	*q = (struct sql){ .s = s, .text = STR_INIT, .link = "link", .arena = ARENA_INIT };
}

void sql_free(struct sql *q)
{
	str_free(&q->text);
	free(q->bind);
	arena_free(&q->arena);
}

void sql_add(struct sql *q, const char *text)
{
	str_add(&q->text, text);
}

void sql_addf(struct sql *q, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	str_addv(&q->text, fmt, ap);
	va_end(ap);
}

void sql_name(struct sql *q, const char *name)
{
	sql_addf(q, "\"%s\"", name);
}

void sql_col(struct sql *q, const char *alias, const char *column)
{
	sql_addf(q, "%s.\"%s\"", alias, column);
}

static struct bind *bind_new(struct sql *q)
{
	GROW(q->bind, q->n, q->cap);
	q->bind[q->n] = (struct bind){ 0 };
	return &q->bind[q->n++];
}

void sql_int(struct sql *q, int64_t v)
{
	bind_new(q)->i = v;
	str_addc(&q->text, '?'); /* hundreds of them where sets are loaded */
	str_add_int(&q->text, q->n);
}

void sql_text(struct sql *q, const char *s, size_t n)
{
	struct bind *b = bind_new(q);

	b->text = true;
	b->s = arena_strndup(&q->arena, s, n);
	b->n = n;
	sql_addf(q, "?%d", q->n);
}

static void bind_param(struct sql *q, enum sql_param p)
{
	struct bind *b;
	char iso[11];

	if (q->param[p]) {
		sql_addf(q, "?%d", q->param[p]);
		return;
	}
	if (p == PARAM_TODAY) {
		date_iso(date_today(), iso);
		sql_text(q, iso, 10);
	} else {
		b = bind_new(q);
		b->i = p == PARAM_ME ? q->s->user : p == PARAM_UNIT ? money_unit(q->s) : clock_now();
		sql_addf(q, "?%d", q->n);
	}
	q->param[p] = q->n;
}

static bool word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The parameter named at s, its length in *n; PARAM_N when it is none. */
static enum sql_param param_at(const char *s, size_t *n)
{
	static const char *const name[PARAM_N] = { [PARAM_ME] = ":me", [PARAM_NOW] = ":now", [PARAM_TODAY] = ":today",
		[PARAM_UNIT] = ":unit" };

	for (int p = 0; p < PARAM_N; p++) {
		*n = strlen(name[p]);
		if (strncmp(s, name[p], *n) == 0 && !word_char(s[*n]))
			return (enum sql_param)p;
	}
	return PARAM_N;
}

void sql_template(struct sql *q, const char *sql, const char *alias)
{
	bool literal = false;

	while (*sql) {
		size_t n = 1;
		enum sql_param p = PARAM_N;

		if (*sql == '\'')
			literal = !literal;
		if (!literal && *sql == ':')
			p = param_at(sql, &n);
		if (p < PARAM_N) {
			bind_param(q, p);
		} else if (!literal && sql[0] == '$' && sql[1] == 't' && !word_char(sql[2])) {
			sql_add(q, alias);
			n = 2;
		} else {
			n = 1;
			str_addc(&q->text, *sql);
		}
		sql += n;
	}
}

char *sql_cut(struct sql *q, size_t mark)
{
	char *piece = xstrdup(q->text.s + mark);

	str_cut(&q->text, mark);
	return piece;
}

struct stmt *sql_prep(struct sql *q)
{
	struct stmt *st = db_prep(q->s->db, q->text.s);

	for (int i = 0; i < q->n; i++) {
		if (q->bind[i].text)
			st_textn(st, i + 1, q->bind[i].s, q->bind[i].n);
		else
			st_int(st, i + 1, q->bind[i].i);
	}
	return st;
}

int64_t sql_count(struct sql *q, int64_t cap)
{
	struct stmt *st;
	int64_t n = 0;
	char *select = sql_cut(q, 0);

	sql_addf(q, "SELECT count(*) FROM (%s LIMIT ", select);
	sql_int(q, cap);
	sql_add(q, ")");
	free(select);
	st = sql_prep(q);
	if (st_step(st, NULL) > 0)
		n = st_get_int(st, 0);
	st_done(st);
	return n;
}

bool kind_is_text(enum field_type kind)
{
	switch (kind) {
	case FT_TEXT:
	case FT_NOTE:
	case FT_EMAIL:
	case FT_PHONE:
	case FT_URL:
	case FT_AUTONO: return true;
	default: return false;
	}
}

bool kind_is_set(enum field_type kind)
{
	return kind == FT_CHOICES || kind == FT_REFS;
}

#define SETTING_CRITERIA "$criteria("

/* The criteria that a setting holds, as a condition of yes or no; NULL where it holds none. Criteria may name a formula
 * that asks for a setting's criteria: that goes one level deep, no further. */
static void setting_criteria(struct sql *q, const struct model *m, const char *key, const char *alias)
{
	char *text = q->depth ? NULL : setting_get(q->s, key);
	struct criteria *c = NULL;

	if (text && *text && criteria_parse(q->s, m, text, &q->arena, &c, NULL) == RC_OK && c) {
		q->depth++;
		sql_add(q, "coalesce(");
		criteria_sql(q, m, c, alias);
		sql_add(q, ", 0)");
		q->depth--;
	} else {
		sql_add(q, "NULL");
	}
	free(text);
}

void formula_sql(struct sql *q, const struct model *m, const char *formula, const char *alias)
{
	char *seen = seen_sql(q->s, formula);
	const char *sql = seen ? seen : formula, *at;

	while ((at = strstr(sql, SETTING_CRITERIA)) != NULL) {
		char *before = xstrndup(sql, (size_t)(at - sql)), *key;

		at += strlen(SETTING_CRITERIA);
		key = xstrndup(at, strcspn(at, ")"));
		sql_template(q, before, alias);
		setting_criteria(q, m, key, alias);
		sql = at + strlen(key) + 1;
		free(before);
		free(key);
	}
	sql_template(q, sql, alias);
	free(seen);
}

void aside_sql(struct sql *q, const struct query *query)
{
	const struct model *m = query->model;
	struct criteria *c = NULL;

	if (!m->aside || query->scope != SCOPE_LIVE || criteria_names(query->where, m->aside_by) ||
		criteria_parse(q->s, m, m->aside, &q->arena, &c, NULL) != RC_OK)
		return;
	sql_add(q, " AND NOT coalesce(");
	criteria_sql(q, m, c, "t");
	sql_add(q, ", 0)");
}

void field_expr(struct sql *q, const struct model *m, int slot, const char *alias)
{
	const struct field *f = &m->fields[slot];
	char buf[16];

	if (rights_field(q->s, m, slot) == FIELD_CONCEALED) {
		sql_add(q, "NULL");
	} else if (f->sql) {
		sql_add(q, "(");
		formula_sql(q, m, f->sql, alias);
		sql_add(q, ")");
	} else {
		sql_col(q, alias, field_column(f, buf));
	}
}

/* Choices stand in the order of their table; only where their numbers do not ascend is a map needed. */
static void choice_key_expr(struct sql *q, const struct model *m, int slot, const char *alias)
{
	const struct field *f = &m->fields[slot];
	bool ascending = true;

	for (int i = 1; f->choice[0].name && f->choice[i].name; i++)
		ascending = ascending && f->choice[i].no > f->choice[i - 1].no;
	if (ascending) {
		field_expr(q, m, slot, alias);
		return;
	}
	sql_add(q, "CASE ");
	field_expr(q, m, slot, alias);
	for (int i = 0; f->choice[i].name; i++)
		sql_addf(q, " WHEN %d THEN %d", f->choice[i].no, i);
	sql_add(q, " END");
}

void field_key_expr(struct sql *q, const struct model *m, int slot, const char *alias)
{
	const struct field *f = &m->fields[slot];

	if (rights_field(q->s, m, slot) == FIELD_CONCEALED) {
		sql_add(q, "NULL");
	} else if (field_has_key(m, slot) && !f->sql) {
		char buf[16];

		sql_addf(q, "%s.\"%s_k\"", alias, field_column(f, buf));
	} else if (kind_is_text(field_kind(f))) {
		sql_add(q, "sort_key(");
		field_expr(q, m, slot, alias);
		sql_add(q, ")");
	} else if (field_kind(f) == FT_CHOICE && f->choice) {
		choice_key_expr(q, m, slot, alias);
	} else {
		field_expr(q, m, slot, alias);
	}
}

void sql_rights(struct sql *q, const struct model *m, const char *alias)
{
	struct str where = STR_INIT;

	rights_where(q->s, m, alias, &where);
	sql_template(q, where.s, alias);
	str_free(&where);
}
