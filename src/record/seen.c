#include "record/seen.h"

#include <assert.h>
#include <stdarg.h>

#include "access.h"
#include "column.h"
#include "cube.h"
#include "record/registry.h"
#include "rights_private.h"
#include "sql.h"

#define WORDS 3 /* in the brackets, at most */

/* ---- the words ---- */

struct call {
	char *word[WORDS]; /* in the arena; those that are not given are "" */
	const struct model *m;
};

static void put_see(struct session *s, const struct call *c, struct str *out)
{
	rights_where(s, c->m, c->word[1], out);
}

static void put_may(struct session *s, const struct call *c, struct str *out)
{
	str_addc(out, may(s, V_SEE, c->m, 0) ? '1' : '0');
}

/* By name; a hidden one is not found otherwise. */
static int slot_of(const struct call *c)
{
	for (int slot = 0; slot < c->m->n; slot++)
		if (str_eq(c->m->fields[slot].name, c->word[2]) && field_stored(&c->m->fields[slot]))
			return slot;
	assert(!"a field of the type");
	return 0;
}

static void put_field(struct session *s, const struct call *c, struct str *out)
{
	int slot = slot_of(c);
	char buf[16];

	if (rights_field(s, c->m, slot) == FIELD_CONCEALED)
		str_add(out, "NULL");
	else
		str_addf(out, "%s.\"%s\"", c->word[1], field_column(&c->m->fields[slot], buf));
}

static void put_opened(struct session *s, const struct call *c, struct str *out)
{
	/* a rule cannot ask what rules open: that would have no end */
	if (s->ruling || !access_now(s))
		str_addc(out, '0');
	else
		access_opened_sql(s, s->access, c->m, c->word[1], out);
}

static void put_cube(struct session *s, const struct call *c, struct str *out)
{
	struct sql q;

	sql_init(&q, s);
	cube_seen(&q, c->m);
	str_add(out, q.text.s);
	sql_free(&q);
}

static const struct {
	const char *name;
	void (*put)(struct session *s, const struct call *c, struct str *out);
} word[] = {
	{ "$see(", put_see },
	{ "$may(", put_may },
	{ "$field(", put_field },
	{ "$opened(", put_opened },
	{ "$cube(", put_cube },
};

/* Which of them stands at p, and how long its name is; -1: none. */
static int word_at(const char *p, size_t *n)
{
	for (size_t i = 0; *p == '$' && i < COUNT(word); i++) {
		*n = strlen(word[i].name);
		if (strncmp(p, word[i].name, *n) == 0)
			return (int)i;
	}
	return -1;
}

/* What stands in the brackets from p on; returns behind them. */
static const char *read_call(struct session *s, const char *p, struct arena *a, struct call *c)
{
	size_t len = strcspn(p, ")");
	char *at = arena_strndup(a, p, len);

	for (int i = 0; i < WORDS; i++) {
		size_t n = strcspn(at, " ");

		c->word[i] = arena_strndup(a, at, n);
		at += n + strspn(at + n, " ");
	}
	c->m = registry_find(s->reg, c->word[0]);
	assert(p[len] && c->m);
	return p + len + 1;
}

char *seen_sql(struct session *s, const char *sql)
{
	struct arena a = ARENA_INIT;
	struct str out = STR_INIT;
	struct call c;
	bool any = false;
	size_t n;

	for (const char *p = sql; *p;) {
		int which = word_at(p, &n);

		if (which < 0) {
			str_addc(&out, *p++);
			continue;
		}
		any = true;
		p = read_call(s, p + n, &a, &c);
		word[which].put(s, &c, &out);
	}
	arena_free(&a);
	if (any)
		return str_take(&out);
	str_free(&out);
	return NULL;
}

/* ---- statements ---- */

struct stmt *seen_prep(struct session *s, const char *sql)
{
	char *text = seen_sql(s, sql);
	struct stmt *st = db_prep(s->db, text ? text : sql);

	free(text);
	return st;
}

/* The statement on its first row; NULL: there is none, and it is given back. */
static struct stmt *first_row(struct session *s, const char *sql, const char *fmt, va_list ap)
{
	struct stmt *st = seen_prep(s, sql);

	for (int i = 1; *fmt; fmt++, i++) {
		if (*fmt == 'i')
			st_int(st, i, va_arg(ap, int64_t));
		else
			st_text(st, i, va_arg(ap, const char *));
	}
	if (st_step(st, NULL) > 0 && !st_is_null(st, 0))
		return st;
	st_done(st);
	return NULL;
}

int64_t seen_int(struct session *s, int64_t dflt, const char *sql, const char *fmt, ...)
{
	struct stmt *st;
	va_list ap;

	va_start(ap, fmt);
	st = first_row(s, sql, fmt, ap);
	va_end(ap);
	if (!st)
		return dflt;
	dflt = st_get_int(st, 0);
	st_done(st);
	return dflt;
}

char *seen_text(struct session *s, const char *sql, const char *fmt, ...)
{
	struct stmt *st;
	char *text;
	va_list ap;

	va_start(ap, fmt);
	st = first_row(s, sql, fmt, ap);
	va_end(ap);
	if (!st)
		return NULL;
	text = xstrdup(st_get_text(st, 0));
	st_done(st);
	return text;
}

bool seen_one(struct session *s, const struct model *m, int64_t id)
{
	return rights_visible(s, m, id);
}
