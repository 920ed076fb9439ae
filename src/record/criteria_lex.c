#include <stdio.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "criteria_tree.h"

static const char *const reserved[] = { "and", "or", "not", "in", "is", "contains", "between", "empty", "me" };

bool token_is(const struct token *t, const char *word)
{
	return t->type == T_WORD && strcasecmp(t->s, word) == 0;
}

bool crit_reserved(const char *word)
{
	for (size_t i = 0; i < COUNT(reserved); i++)
		if (strcasecmp(word, reserved[i]) == 0)
			return true;
	return false;
}

/* Bytes of the blank at s: ASCII white space, no-break and ideographic space; 0: none. */
static int blank_len(const char *s)
{
	if (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r')
		return 1;
	if (strncmp(s, "\xC2\xA0", 2) == 0)
		return 2;
	return strncmp(s, "\xE3\x80\x80", 3) == 0 ? 3 : 0;
}

static const struct {
	const char *s;
	enum crit_op op;
	bool negated;
} operators[] = { /* longer ones first */
	{ "==", OP_EQ, false }, { "!=", OP_NE, false }, { "<>", OP_NE, false }, { "<=", OP_LE, false },
	{ ">=", OP_GE, false }, { "!~", OP_CONTAINS, true }, { "=", OP_EQ, false }, { "<", OP_LT, false },
	{ ">", OP_GT, false }, { "~", OP_CONTAINS, false }
};

static int operator_at(const char *s)
{
	for (int i = 0; i < (int)COUNT(operators); i++)
		if (str_starts(s, operators[i].s))
			return i;
	return -1;
}

static bool word_ends(const char *s)
{
	return !*s || strchr("(),\"", *s) || blank_len(s) || operator_at(s) >= 0;
}

static enum rc lex_quoted(const char *text, struct arena *a, struct token *t, struct err *err)
{
	const char *p = text + t->at + 1;
	struct str s = STR_INIT;

	for (; *p && (*p != '"' || p[1] == '"'); p++) {
		if (*p == '"' || (*p == '\\' && (p[1] == '"' || p[1] == '\\')))
			p++;
		str_addc(&s, *p);
	}
	t->type = T_QUOTED;
	t->s = arena_strdup(a, s.s);
	str_free(&s);
	if (!*p)
		return fail_at(err, RC_INVALID, t->at, _("the quote that opens here is not closed: expected \""));
	t->end = (int)(p + 1 - text);
	return RC_OK;
}

static void lex_word(const char *text, struct arena *a, struct token *t)
{
	int end = t->at;

	while (!word_ends(text + end))
		end++;
	t->type = T_WORD;
	t->end = end;
	t->s = arena_strndup(a, text + t->at, (size_t)(end - t->at));
}

static enum rc lex_one(const char *text, struct arena *a, struct token *t, struct err *err)
{
	char c = text[t->at];
	int op = operator_at(text + t->at);

	if (c == '"')
		return lex_quoted(text, a, t, err);
	t->end = t->at + 1;
	if (c == '(' || c == ')' || c == ',') {
		t->type = c == '(' ? T_OPEN : c == ')' ? T_CLOSE : T_COMMA;
	} else if (op >= 0) {
		t->type = T_OP;
		t->op = operators[op].op;
		t->negated = operators[op].negated;
		t->end = t->at + (int)strlen(operators[op].s);
	} else {
		lex_word(text, a, t);
	}
	return RC_OK;
}

enum rc crit_lex(const char *text, struct arena *a, struct token **out, int *n, struct err *err)
{
	static const struct text_rule rule = { .max = 0, .lines = true };
	size_t len = strlen(text);
	struct token *list = NULL;
	int count = 0, cap = 0, at = 0, b;
	enum rc rc;

	if (len > CRIT_TEXT_MAX)
		return fail_at(err, RC_INVALID, CRIT_TEXT_MAX, _("the criteria are too long: at most %d bytes"),
			CRIT_TEXT_MAX);
	rc = text_ok(text, len, &rule, err);
	while (rc == RC_OK) {
		while ((b = blank_len(text + at)) > 0)
			at += b;
		GROW(list, count, cap);
		list[count] = (struct token){ .type = T_END, .at = at, .end = at, .s = "" };
		if (!text[at])
			break;
		rc = lex_one(text, a, &list[count], err);
		at = list[count++].end;
	}
	if (rc == RC_OK) {
		*out = arena_alloc(a, (size_t)(count + 1) * sizeof *list);
		memcpy(*out, list, (size_t)(count + 1) * sizeof *list);
		*n = count;
	}
	free(list);
	return rc;
}
