#include <stdio.h>

#include "base/i18n.h"
#include "criteria_tree.h"
#include "record/session.h"
#include "record/value.h"

struct parser {
	struct session *s;
	const struct model *m;
	struct arena *a;
	const struct token *tok;
	int at, depth, tests;
	struct err *err;
};

struct criteria *crit_new(struct arena *a, enum crit_kind kind)
{
	struct criteria *c = arena_alloc(a, sizeof *c);

	c->kind = kind;
	return c;
}

struct criteria *crit_join(struct arena *a, enum crit_kind kind, struct criteria *const *kid, int n)
{
	struct criteria *c;

	if (n == 1)
		return kid[0];
	c = crit_new(a, kind);
	c->kid = arena_alloc(a, (size_t)n * sizeof(struct criteria *));
	memcpy(c->kid, kid, (size_t)n * sizeof(struct criteria *));
	c->n = n;
	return c;
}

static const struct token *here(const struct parser *p)
{
	return &p->tok[p->at];
}

static bool word(struct parser *p, const char *w)
{
	if (!token_is(here(p), w))
		return false;
	p->at++;
	return true;
}

static enum rc expected(struct parser *p, const char *what)
{
	const struct token *t = here(p);

	if (t->type == T_END)
		return fail_at(p->err, RC_INVALID, t->at, _("expected %s here, at the end"), what);
	return fail_at(p->err, RC_INVALID, t->at, _("expected %s here"), what);
}

static enum rc deeper(struct parser *p)
{
	if (++p->depth > CRIT_DEPTH_MAX)
		return fail_at(p->err, RC_INVALID, here(p)->at, _("nested too deeply: at most %d parentheses and nots"),
			CRIT_DEPTH_MAX);
	return RC_OK;
}

static enum rc one_more_test(struct parser *p)
{
	if (++p->tests > CRIT_TESTS_MAX)
		return fail_at(p->err, RC_INVALID, here(p)->at,
			_("too many conditions: at most %d; long lists go in (a, b, ...)"), CRIT_TESTS_MAX);
	return RC_OK;
}

/* Does an operator stand at tok[i]? For words only where a field can be on its left. */
static bool operator_symbol(const struct token *t)
{
	return t->type == T_OP;
}

static bool operator_word(const struct token *t)
{
	return token_is(t, "in") || token_is(t, "is") || token_is(t, "contains") || token_is(t, "between") ||
	       (token_is(t, "not") &&
		       (token_is(t + 1, "in") || token_is(t + 1, "contains") || token_is(t + 1, "between")));
}

static enum rc value(struct parser *p, struct criteria *c, struct operand *out)
{
	return crit_value(p->s, &c->path, c->op, p->tok, &p->at, p->a, out, p->err);
}

static enum rc list(struct parser *p, struct criteria *c)
{
	struct operand *arg = NULL;
	int n = 0, cap = 0;
	enum rc rc = RC_OK;

	if (here(p)->type != T_OPEN) { /* owner in my people */
		c->arg = arena_alloc(p->a, sizeof *c->arg);
		c->n_args = 1;
		rc = value(p, c, c->arg);
		if (rc == RC_OK && c->arg->kind != OPD_WORD)
			rc = fail_at(p->err, RC_INVALID, p->tok[p->at - 1].at, _("expected ( and a list after in"));
		return rc;
	}
	do {
		p->at++;
		GROW(arg, n, cap);
		rc = value(p, c, &arg[n++]);
	} while (rc == RC_OK && here(p)->type == T_COMMA);
	if (rc == RC_OK && here(p)->type != T_CLOSE)
		rc = expected(p, _(", or )"));
	p->at++;
	c->arg = arena_alloc(p->a, (size_t)n * sizeof *arg);
	memcpy(c->arg, arg, (size_t)n * sizeof *arg);
	c->n_args = n;
	free(arg);
	return rc;
}

/* Reads the operator into c->op; *negated: the whole comparison is denied. */
static enum rc read_operator(struct parser *p, struct criteria *c, bool *negated)
{
	const struct token *t = here(p);

	*negated = word(p, "not");
	if (here(p)->type == T_OP) {
		*negated = here(p)->negated;
		c->op = here(p)->op;
		p->at++;
	} else if (word(p, "in")) {
		c->op = OP_IN;
	} else if (word(p, "contains")) {
		c->op = OP_CONTAINS;
	} else if (word(p, "between")) {
		c->op = OP_BETWEEN;
	} else if (word(p, "is")) {
		bool no = word(p, "not");

		c->op = word(p, "empty") ? (no ? OP_FILLED : OP_EMPTY) : (no ? OP_NE : OP_EQ);
	}
	return crit_allowed(path_field(&c->path), c->op, t->at, p->err);
}

static enum rc arguments(struct parser *p, struct criteria *c)
{
	enum rc rc;

	if (c->op == OP_EMPTY || c->op == OP_FILLED)
		return RC_OK;
	if (c->op == OP_IN)
		return list(p, c);
	c->n_args = c->op == OP_BETWEEN ? 2 : 1;
	c->arg = arena_alloc(p->a, 2 * sizeof *c->arg);
	rc = value(p, c, &c->arg[0]);
	if (rc != RC_OK || c->op != OP_BETWEEN)
		return rc;
	if (!word(p, "and"))
		return expected(p, _("and, with the upper bound,"));
	return value(p, c, &c->arg[1]);
}

/* An empty text compares as emptiness does. */
static void settle(struct criteria *c)
{
	bool empty = c->n_args == 1 && c->arg[0].kind == OPD_TEXT && !*c->arg[0].s;

	if (empty && (c->op == OP_EQ || c->op == OP_NE)) {
		c->op = c->op == OP_EQ ? OP_EMPTY : OP_FILLED;
		c->n_args = 0;
	}
}

static enum rc comparison(struct parser *p, const struct path *path, struct criteria **out)
{
	struct criteria *c = crit_new(p->a, CRIT_TEST);
	bool negated;
	enum rc rc;

	c->path = *path;
	rc = read_operator(p, c, &negated);
	if (rc == RC_OK)
		rc = arguments(p, c);
	if (rc != RC_OK)
		return rc;
	settle(c);
	*out = c;
	if (negated) {
		*out = crit_new(p->a, CRIT_NOT);
		(*out)->kid = arena_alloc(p->a, sizeof *(*out)->kid);
		(*out)->kid[0] = c;
		(*out)->n = 1;
	}
	return RC_OK;
}

static struct criteria *search_node(struct parser *p, const char *text, bool phrase)
{
	struct criteria *c = crit_new(p->a, CRIT_SEARCH);

	c->text = text;
	c->phrase = phrase;
	return c;
}

/* Words that belong to no comparison: looked for in the record's text. Commas among them are only commas. */
static enum rc free_words(struct parser *p, struct criteria **out)
{
	struct str text = STR_INIT;

	for (; here(p)->type == T_WORD || (here(p)->type == T_COMMA && text.len); p->at++) {
		const struct token *t = here(p);

		if (token_is(t, "and") || token_is(t, "or") || (text.len && operator_symbol(t + 1)))
			break;
		if (t->type != T_WORD)
			continue;
		if (text.len && (one_more_test(p) != RC_OK || one_more_test(p) != RC_OK)) {
			str_free(&text);
			return RC_INVALID;
		}
		str_addf(&text, "%s%s", text.len ? " " : "", t->s);
	}
	*out = search_node(p, arena_strdup(p->a, text.s), false);
	str_free(&text);
	return RC_OK;
}

static enum rc text_search(struct parser *p, struct criteria **out)
{
	const struct token *op = &p->tok[p->at + 1], *t = op + 1;
	struct criteria *found;

	p->at += 2;
	if (!(op->op == OP_CONTAINS || op->op == OP_EQ)) {
		p->at--;
		return expected(p, "~");
	}
	if (t->type != T_WORD && t->type != T_QUOTED)
		return expected(p, _("a word to search"));
	p->at++;
	found = search_node(p, t->s, t->type == T_QUOTED);
	*out = found;
	if (op->negated) {
		*out = crit_new(p->a, CRIT_NOT);
		(*out)->kid = arena_alloc(p->a, sizeof *(*out)->kid);
		(*out)->kid[0] = found;
		(*out)->n = 1;
	}
	return RC_OK;
}

static enum rc yes_test(struct parser *p, const struct path *path, struct criteria **out)
{
	struct criteria *c = crit_new(p->a, CRIT_TEST);

	c->path = *path;
	c->op = OP_EQ;
	c->arg = arena_alloc(p->a, sizeof *c->arg);
	c->arg[0] = (struct operand){ .kind = OPD_INT, .i = 1 };
	c->n_args = 1;
	p->at++;
	*out = c;
	return RC_OK;
}

/* A field with its operator, a bare yes/no field, or words to search. */
static enum rc test(struct parser *p, struct criteria **out)
{
	const struct token *t = here(p), *next = t + 1;
	struct err why = ERR_INIT;
	struct path path;
	bool field, ends;
	enum rc rc = one_more_test(p);

	if (rc != RC_OK)
		return rc;
	if (t->type == T_QUOTED && !operator_symbol(next)) {
		p->at++;
		*out = search_node(p, t->s, true);
		return RC_OK;
	}
	if (t->type == T_QUOTED)
		return expected(p, _("the name of a field, without quotes,"));
	if (token_is(t, "text") && operator_symbol(next) && model_slot(p->m, "text") < 0)
		return text_search(p, out);
	field = path_parse(p->s->reg, p->m, t->s, &path, &why) == RC_OK;
	if (operator_symbol(next) && !field)
		return fail_at(p->err, RC_INVALID, t->at + (why.at > 0 ? why.at : 0), "%s", why.text);
	if (field && (operator_symbol(next) || operator_word(next))) {
		p->at++;
		return comparison(p, &path, out);
	}
	ends = next->type == T_END || next->type == T_CLOSE || token_is(next, "and") || token_is(next, "or");
	if (field && ends && field_kind(path_field(&path)) == FT_BOOL)
		return yes_test(p, &path, out);
	return free_words(p, out);
}

static enum rc parse_or(struct parser *p, struct criteria **out);

static enum rc parse_not(struct parser *p, struct criteria **out)
{
	struct criteria *kid = NULL;
	enum rc rc;

	if (word(p, "not")) {
		rc = deeper(p);
		if (rc == RC_OK)
			rc = parse_not(p, &kid);
		p->depth--;
		*out = crit_new(p->a, CRIT_NOT);
		(*out)->kid = arena_alloc(p->a, sizeof *(*out)->kid);
		(*out)->kid[0] = kid;
		(*out)->n = 1;
		return rc;
	}
	if (here(p)->type == T_OPEN) {
		p->at++;
		rc = deeper(p);
		if (rc == RC_OK)
			rc = parse_or(p, out);
		p->depth--;
		if (rc == RC_OK && here(p)->type != T_CLOSE)
			rc = expected(p, _("and, or, or )"));
		p->at++;
		return rc;
	}
	if ((here(p)->type != T_WORD && here(p)->type != T_QUOTED) || token_is(here(p), "and") ||
		token_is(here(p), "or"))
		return expected(p, _("a field, not, ( or a word to search"));
	return test(p, out);
}

static enum rc chain(struct parser *p, enum crit_kind kind, struct criteria **out)
{
	enum rc (*part)(struct parser *, struct criteria **) = parse_not;
	struct criteria **kid = NULL, *one = NULL;
	int n = 0, cap = 0;
	enum rc rc;

	do {
		rc = kind == CRIT_OR ? chain(p, CRIT_AND, &one) : part(p, &one);
		GROW(kid, n, cap);
		kid[n++] = one;
	} while (rc == RC_OK && word(p, kind == CRIT_OR ? "or" : "and"));
	if (rc == RC_OK)
		*out = crit_join(p->a, kind, kid, n);
	free(kid);
	return rc;
}

static enum rc parse_or(struct parser *p, struct criteria **out)
{
	return chain(p, CRIT_OR, out);
}

enum rc criteria_parse(struct session *s, const struct model *m, const char *text, struct arena *a,
	struct criteria **out, struct err *err)
{
	struct parser p = { .s = s, .m = m, .a = a, .err = err };
	struct token *tok;
	int n;
	enum rc rc;

	*out = NULL;
	rc = crit_lex(text ? text : "", a, &tok, &n, err);
	if (rc != RC_OK || n == 0)
		return rc;
	p.tok = tok;
	rc = parse_or(&p, out);
	if (rc == RC_OK && here(&p)->type != T_END)
		rc = expected(&p, _("and or or (a name of several words needs \"quotes\")"));
	if (rc != RC_OK)
		*out = NULL;
	return rc;
}

struct criteria *criteria_and(struct arena *a, struct criteria *x, struct criteria *y)
{
	const struct criteria *both[] = { x, y };
	struct criteria **kid;
	int n = 0;

	if (!x || !y)
		return x ? x : y;
	/* one row of tests, as if it were typed so: how rows are found is chosen from those */
	kid = arena_alloc(a, (size_t)((x->kind == CRIT_AND ? x->n : 1) + (y->kind == CRIT_AND ? y->n : 1)) * sizeof *kid);
	for (size_t i = 0; i < COUNT(both); i++)
		for (int k = 0; k < (both[i]->kind == CRIT_AND ? both[i]->n : 1); k++)
			kid[n++] = both[i]->kind == CRIT_AND ? both[i]->kid[k] : i ? y : x;
	return crit_join(a, CRIT_AND, kid, n);
}

struct criteria *criteria_is(struct arena *a, const struct model *m, int slot, const struct value *v)
{
	struct criteria *c = crit_new(a, CRIT_TEST);
	int n = v->kind == VAL_SET ? v->n : v->kind == VAL_NULL ? 0 : 1;

	c->path = (struct path){ .n = 1, .slot = { slot }, .model = { m } };
	c->op = v->kind == VAL_NULL ? OP_EMPTY : n == 1 ? OP_EQ : OP_IN;
	c->arg = arena_alloc(a, (size_t)(n ? n : 1) * sizeof *c->arg);
	c->n_args = n;
	for (int i = 0; i < n; i++) {
		c->arg[i].kind = OPD_INT;
		if (v->kind == VAL_TEXT) {
			c->arg[i].kind = field_kind(&m->fields[slot]) == FT_DATE ? OPD_DATE : OPD_TEXT;
			c->arg[i].s = arena_strndup(a, v->s, (size_t)v->n);
		} else {
			c->arg[i].i = v->kind == VAL_SET ? v->set[i] : v->i;
		}
	}
	/* a second is a date of its own in criteria */
	if (field_kind(&m->fields[slot]) == FT_INSTANT && v->kind == VAL_INT) {
		char iso[21];

		instant_iso(v->i, iso);
		c->arg[0] = (struct operand){ .kind = OPD_DATE, .s = arena_strdup(a, iso) };
	}
	return c;
}

bool criteria_names(const struct criteria *c, const char *field)
{
	if (!c)
		return false;
	if (c->kind == CRIT_TEST && strcmp(c->path.model[0]->fields[c->path.slot[0]].name, field) == 0)
		return true;
	for (int i = 0; i < c->n; i++)
		if (criteria_names(c->kid[i], field))
			return true;
	return false;
}
