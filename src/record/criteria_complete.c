/* What may follow in half-typed criteria. */
#include <stdio.h>

#include "base/fold.h"
#include "base/i18n.h"
#include "criteria_tree.h"
#include "record/session.h"

#define TITLES_SHOWN 20

enum place_kind { AT_FIELD, AT_OPERATOR, AT_VALUE, AT_JOIN };
struct completion {
	struct session *s;
	const struct model *m;
	void (*fn)(void *ctx, const char *word, const char *what);
	void *ctx;
	struct str prefix; /* folded: what stands already of the word */
	const char *raw;   /* the same as typed */
	enum place_kind at;
	struct path path; /* AT_OPERATOR, AT_VALUE: of which field */
	bool list;        /* inside in ( */
	int value;        /* the token before the cursor that a value began with; -1: none */
	int offered;
};

static void offer(struct completion *c, const char *word, const char *what)
{
	struct str key = STR_INIT;

	fold(word[0] == '"' ? word + 1 : word, strlen(word) - (word[0] == '"'), &key);
	if (strncmp(key.s, c->prefix.s, c->prefix.len) == 0) {
		c->fn(c->ctx, word, what);
		c->offered++;
	}
	str_free(&key);
}

static void offer_all(struct completion *c, const char *const *words, const char *what)
{
	for (; *words; words++)
		offer(c, *words, what);
}

static void offer_fields(struct completion *c)
{
	const char *dot = strrchr(c->raw, '.');
	const struct model *m = c->m;
	size_t head = dot ? (size_t)(dot - c->raw) + 1 : 0;
	struct path path;
	char word[200];

	if (dot) {
		snprintf(word, sizeof word, "%.*s.id", (int)(head - 1), c->raw);
		if (path_parse(c->s->reg, c->m, word, &path, NULL) != RC_OK)
			return;
		m = path.model[path.n - 1];
	}
	for (int slot = 0; slot < m->n; slot++) {
		if ((m->fields[slot].flags & F_HIDDEN) && c->prefix.len == head)
			continue;
		snprintf(word, sizeof word, "%.*s%s", (int)head, c->raw, m->fields[slot].name);
		offer(c, word, "field");
	}
	if (!dot)
		offer(c, "not", "operator");
}

static void offer_operators(struct completion *c)
{
	static const struct {
		enum crit_op op;
		const char *word;
	} words[] = { { OP_EQ, "=" }, { OP_NE, "!=" }, { OP_LT, "<" }, { OP_LE, "<=" }, { OP_GT, ">" }, { OP_GE, ">=" },
		{ OP_CONTAINS, "contains" }, { OP_CONTAINS, "~" }, { OP_IN, "in" }, { OP_BETWEEN, "between" },
		{ OP_EMPTY, "is empty" }, { OP_FILLED, "is not empty" } };

	for (size_t i = 0; i < COUNT(words); i++)
		if (crit_allowed(path_field(&c->path), words[i].op, 0, NULL) == RC_OK)
			offer(c, words[i].word, "operator");
}

static void offer_titles(struct completion *c, const char *ref)
{
	const struct model *m = registry_find(c->s->reg, ref);
	struct str key = STR_INIT, after = STR_INIT, word = STR_INIT;
	struct sql q;
	struct stmt *st;

	sort_key(c->prefix.s, c->prefix.len, &key);
	str_addf(&after, "%s\xF4\x8F\xBF\xBF", key.s);
	sql_init(&q, c->s);
	sql_add(&q, "SELECT ");
	field_expr(&q, m, m->title, "t");
	sql_addf(&q, " FROM \"%s\" t WHERE t.trashed_at IS NULL AND ", m->name);
	field_key_expr(&q, m, m->title, "t");
	sql_add(&q, " BETWEEN ");
	sql_text(&q, key.s, key.len);
	sql_add(&q, " AND ");
	sql_text(&q, after.s, after.len);
	sql_rights(&q, m, "t");
	sql_add(&q, " ORDER BY ");
	field_key_expr(&q, m, m->title, "t");
	sql_addf(&q, " LIMIT %d", TITLES_SHOWN);
	st = sql_prep(&q);
	while (st_step(st, NULL) > 0) {
		str_clear(&word);
		crit_quote(st_get_text(st, 0), &word);
		c->fn(c->ctx, word.s, "value");
		c->offered++;
	}
	st_done(st);
	sql_free(&q);
	str_free(&key);
	str_free(&after);
	str_free(&word);
}

static void offer_reference(struct completion *c, const struct field *f)
{
	const struct office *o = registry_office(c->s->reg);

	if (str_eq(o->user_model, f->ref))
		offer(c, "me", "value");
	for (int i = 0; i < o->n_words; i++)
		if (str_eq(o->words[i].ref, f->ref))
			offer(c, o->words[i].word, "value");
	offer_titles(c, f->ref);
}

static void offer_values(struct completion *c)
{
	static const char *const dates[] = { "today", "tomorrow", "yesterday", "now", "this week", "this month",
		"this quarter", "this year", "last week", "last month", "last quarter", "last year", "next week",
		"next month", "next quarter", "next year", NULL };
	static const char *const yes_no[] = { "yes", "no", NULL };
	const struct field *f = path_field(&c->path);
	struct str word = STR_INIT;

	switch (field_kind(f)) {
	case FT_DATE:
	case FT_INSTANT: offer_all(c, dates, "value"); break;
	case FT_BOOL: offer_all(c, yes_no, "value"); break;
	case FT_REF:
	case FT_REFS: offer_reference(c, f); break;
	case FT_CHOICE:
	case FT_CHOICES:
		for (int i = 0; f->choice && f->choice[i].name; i++) {
			str_clear(&word);
			crit_quote(f->choice[i].name, &word);
			offer(c, word.s, "value");
		}
		break;
	default: break;
	}
	str_free(&word);
}

static bool is_field(struct completion *c, const char *word)
{
	struct path path;

	if (path_parse(c->s->reg, c->m, word, &path, NULL) != RC_OK)
		return false;
	c->path = path;
	return true;
}

/* Reads whole tokens before the cursor and ends in the place the next word stands in. */
static void walk(struct completion *c, const struct token *tok, int n)
{
	for (int i = 0; i < n; i++) {
		const struct token *t = &tok[i];

		if (c->path.n && token_is(t, "and") && i >= 2 && token_is(&tok[i - 2], "between")) {
			c->at = AT_VALUE;
			continue;
		}
		if (token_is(t, "and") || token_is(t, "or") || token_is(t, "not")) {
			if (!(token_is(t, "not") && c->at == AT_OPERATOR))
				c->at = AT_FIELD;
		} else if (t->type == T_OPEN) {
			c->list = c->at == AT_VALUE;
		} else if (t->type == T_CLOSE) {
			c->list = false;
			c->at = AT_JOIN;
		} else if (t->type == T_COMMA) {
			c->at = c->list ? AT_VALUE : AT_FIELD;
		} else if (c->at == AT_VALUE && (token_is(t, "empty") || token_is(t, "me"))) {
			c->at = AT_JOIN;
		} else if (c->at == AT_OPERATOR && (t->type == T_OP || crit_reserved(t->s))) {
			c->at = AT_VALUE;
		} else if (c->at == AT_FIELD && t->type == T_WORD && is_field(c, t->s)) {
			c->at = AT_OPERATOR;
		} else {
			c->value = c->at == AT_VALUE ? i : -1;
			c->at = AT_JOIN;
		}
	}
}

/* "this we", "my pe": the word is the second of a value. Returns where the value begins; -1 when no value begins so. */
static int second_word(struct completion *c, const char *text, const struct token *tok, int n)
{
	if (c->at != AT_JOIN || c->value != n - 1 || tok[n - 1].type != T_WORD || !*c->raw)
		return -1;
	str_clear(&c->prefix);
	fold(text + tok[n - 1].at, strlen(text + tok[n - 1].at), &c->prefix);
	offer_values(c);
	if (c->offered)
		return tok[n - 1].at;
	str_clear(&c->prefix);
	fold(c->raw, strlen(c->raw), &c->prefix);
	return -1;
}

/* Cuts the text before the cursor into whole tokens and the word that is being typed; returns where that one starts. */
static int split(struct completion *c, const char *text, struct arena *a, struct token **tok, int *n)
{
	struct err err = ERR_INIT;
	int len = (int)strlen(text), start = len;

	if (crit_lex(text, a, tok, n, &err) != RC_OK) {
		/* an open quote: what follows it is the word */
		start = err.at >= 0 && err.at < len ? err.at : 0;
		if (crit_lex(arena_strndup(a, text, (size_t)start), a, tok, n, NULL) != RC_OK)
			*n = 0;
		c->raw = text + start + (text[start] == '"');
	} else if (*n > 0 && (*tok)[*n - 1].type == T_WORD && (*tok)[*n - 1].end == len) {
		--*n;
		start = (*tok)[*n].at;
		c->raw = text + start;
	} else {
		c->raw = text + len;
	}
	fold(c->raw, strlen(c->raw), &c->prefix);
	return start;
}

int criteria_complete(struct session *s, const struct model *m, const char *text, int at,
	void (*fn)(void *ctx, const char *word, const char *what), void *ctx)
{
	static const char *const joins[] = { "and", "or", NULL };
	struct completion c = { .s = s, .m = m, .fn = fn, .ctx = ctx, .prefix = STR_INIT, .at = AT_FIELD, .value = -1 };
	struct arena a = ARENA_INIT;
	struct token *tok = NULL;
	char *before = arena_strndup(&a, text, (size_t)at);
	int n = 0, start = split(&c, before, &a, &tok, &n), earlier;

	walk(&c, tok, n);
	earlier = second_word(&c, before, tok, n);
	if (earlier >= 0)
		start = earlier;
	else
		switch (c.at) {
		case AT_FIELD: offer_fields(&c); break;
		case AT_OPERATOR: offer_operators(&c); break;
		case AT_VALUE: offer_values(&c); break;
		case AT_JOIN: offer_all(&c, joins, "operator"); break;
		}
	str_free(&c.prefix);
	arena_free(&a);
	return start;
}
