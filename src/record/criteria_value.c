/* The right side of a comparison, read by the type of the field on its left. */
#include <stdio.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/money.h"
#include "criteria_tree.h"
#include "record/record.h"
#include "record/session.h"
#include "value_words.h"

static const char *const op_text[OP_N] = { [OP_EQ] = "=",
	[OP_NE] = "!=",
	[OP_LT] = "<",
	[OP_LE] = "<=",
	[OP_GT] = ">",
	[OP_GE] = ">=",
	[OP_CONTAINS] = "~",
	[OP_IN] = "in",
	[OP_BETWEEN] = "between",
	[OP_EMPTY] = "is empty",
	[OP_FILLED] = "is not empty" };

#define BIT(op) (1u << (op))
#define OPS_EQUAL (BIT(OP_EQ) | BIT(OP_NE))
#define OPS_ORDER (BIT(OP_LT) | BIT(OP_LE) | BIT(OP_GT) | BIT(OP_GE) | BIT(OP_BETWEEN))
#define OPS_EMPTY (BIT(OP_EMPTY) | BIT(OP_FILLED))

static unsigned allowed_ops(enum field_type kind)
{
	if (kind_is_text(kind))
		return OPS_EQUAL | OPS_ORDER | OPS_EMPTY | BIT(OP_IN) | BIT(OP_CONTAINS);
	switch (kind) {
	case FT_BOOL: return OPS_EQUAL | OPS_EMPTY | BIT(OP_IN);
	case FT_CHOICE:
	case FT_CHOICES:
	case FT_ANYREF: return OPS_EQUAL | OPS_EMPTY | BIT(OP_IN);
	case FT_REF:
	case FT_REFS: return OPS_EQUAL | OPS_EMPTY | BIT(OP_IN) | BIT(OP_CONTAINS);
	case FT_LINES: return OPS_EMPTY;
	default: return OPS_EQUAL | OPS_ORDER | OPS_EMPTY | BIT(OP_IN);
	}
}

enum rc crit_allowed(const struct field *f, enum crit_op op, int at, struct err *err)
{
	unsigned may = allowed_ops(field_kind(f));
	struct str list = STR_INIT;
	enum rc rc;

	if (may & BIT(op))
		return RC_OK;
	for (int i = 0; i < OP_N; i++)
		if (may & BIT(i))
			str_addf(&list, "%s%s", list.len ? ", " : "", op_text[i]);
	rc = fail_at(err, RC_INVALID, at, _("%s cannot be compared by %s: expected %s"), f->name, op_text[op], list.s);
	str_free(&list);
	return rc;
}

/* The office's word that begins at tok[0] and the number of tokens it takes; -1: none. The longest wins. */
static int set_word(struct session *s, const char *ref, const struct token *tok, int *n)
{
	const struct office *o = registry_office(s->reg);
	int best = -1;

	*n = 0;
	for (int i = 0; i < o->n_words; i++) {
		const char *p = o->words[i].word;
		int k = 0;

		if (!ref || strcmp(o->words[i].ref, ref) != 0)
			continue;
		for (; *p && tok[k].type == T_WORD; k++) {
			size_t len = strcspn(p, " ");

			if (strlen(tok[k].s) != len || strncasecmp(tok[k].s, p, len) != 0)
				break;
			p += len + (p[len] == ' ');
		}
		if (!*p && k > *n) {
			best = i;
			*n = k;
		}
	}
	return best;
}

static void no_record(const struct field *f, const struct token *t, struct err *err)
{
	struct err why = *err;

	fail_at(err, why.rc == RC_NOT_FOUND ? RC_INVALID : why.rc, t->at, _("%s: %s"), f->name, why.text);
}

static enum rc reference(struct session *s, const struct field *f, enum crit_op op, const struct token *tok, int *at,
	struct operand *out, struct err *err)
{
	const struct model *m = registry_find(s->reg, f->ref);
	const char *user = registry_office(s->reg)->user_model;
	const struct token *t = &tok[*at];
	struct err why = ERR_INIT;
	int n, word = set_word(s, f->ref, t, &n);
	enum rc rc;

	if (word >= 0) {
		*out = (struct operand){ .kind = OPD_WORD, .i = word };
		*at += n;
		return RC_OK;
	}
	++*at;
	if (op == OP_CONTAINS) {
		*out = (struct operand){ .kind = OPD_TEXT, .s = t->s };
		return RC_OK;
	}
	if (token_is(t, "me") && str_eq(user, f->ref)) {
		*out = (struct operand){ .kind = OPD_ME };
		return RC_OK;
	}
	/* #12 is kept as it is: a stored view outlives the record it names */
	out->kind = OPD_INT;
	if (t->type == T_WORD && t->s[0] == '#' && i64_parse(t->s + 1, &out->i) && out->i > 0)
		return RC_OK;
	rc = record_find_any(s, m, t->s, &out->i, &why);
	if (rc != RC_OK && err) {
		*err = why;
		no_record(f, t, err);
	}
	return rc == RC_NOT_FOUND ? RC_INVALID : rc;
}

static enum rc any_reference(struct session *s, const struct token *t, struct operand *out, struct err *err)
{
	const char *slash = strrchr(t->s, '/');
	char name[80] = "";
	const struct model *m;
	int64_t id;

	if (slash && (size_t)(slash - t->s) < sizeof name)
		snprintf(name, sizeof name, "%.*s", (int)(slash - t->s), t->s);
	m = *name ? registry_find(s->reg, name) : NULL;
	if (!m || !i64_parse(slash + 1, &id) || id <= 0 || id >= (int64_t)1 << 40)
		return fail_at(err, RC_INVALID, t->at, _("expected MODEL/ID, as in %s/12, found \"%s\""),
			registry_at(s->reg, registry_count(s->reg) - 1)->name, t->s);
	*out = (struct operand){ .kind = OPD_INT, .i = REF_MAKE(m->no, id) };
	return RC_OK;
}

static enum rc choice(const struct field *f, const struct token *t, struct operand *out, struct err *err)
{
	const struct choice *c = choice_by_name(f, t->s);
	struct str list = STR_INIT;
	enum rc rc;

	if (c) {
		*out = (struct operand){ .kind = OPD_INT, .i = c->no };
		return RC_OK;
	}
	for (int i = 0; f->choice && f->choice[i].name && i < 12; i++)
		str_addf(&list, "%s%s", i ? ", " : "", f->choice[i].name);
	rc = fail_at(err, RC_INVALID, t->at, _("%s has no choice \"%s\": expected %s"), f->name, t->s, list.s);
	str_free(&list);
	return rc;
}

static enum rc number(
	struct session *s, const struct field *f, const struct token *t, struct operand *out, struct err *err)
{
	enum field_type kind = field_kind(f);
	int digits = kind == FT_MONEY ? money_digits(s) : kind == FT_PERCENT ? 2 : 0;
	struct str text = STR_INIT;
	int64_t fine;
	enum rc rc;

	str_add(&text, t->s);
	if (kind == FT_PERCENT && text.len && text.s[text.len - 1] == '%')
		str_cut(&text, text.len - 1);
	out->kind = OPD_INT;
	rc = decimal_parse(text.s, digits, 0, &out->i, NULL);
	if (rc != RC_OK)
		fail_at(err, rc, t->at, _("%s: expected a number, as 12, 5k or 1.5m, found \"%s\""), f->name, t->s);
	else if (kind == FT_INT && decimal_parse(text.s, 3, 0, &fine, NULL) == RC_OK && fine % 1000 != 0)
		rc = fail_at(err, RC_INVALID, t->at, _("%s: expected a whole number, found \"%s\""), f->name, t->s);
	str_free(&text);
	return rc;
}

static enum rc yes_no(const struct field *f, const struct token *t, struct operand *out, struct err *err)
{
	int v = word_yes_no(t->s);

	if (v < 0)
		return fail_at(err, RC_INVALID, t->at, _("%s: expected yes or no, found \"%s\""), f->name, t->s);
	*out = (struct operand){ .kind = OPD_INT, .i = v };
	return RC_OK;
}

/* Words that a date may take beside the first: "this month", "today + 7", "12 dec". */
static enum rc date(struct session *s, const struct field *f, const struct token *tok, int *at, struct arena *a,
	struct operand *out, struct err *err)
{
	const struct token *t = &tok[*at];
	struct str text = STR_INIT;
	struct date_span span;
	enum rc rc;

	str_add(&text, t->s);
	++*at;
	while (t->type == T_WORD && tok[*at].type == T_WORD && !crit_reserved(tok[*at].s)) {
		const char *next = tok[*at].s;
		bool sum = *next == '+' || *next == '-' || str_eq(text.s + text.len - 1, "+") ||
			   str_eq(text.s + text.len - 1, "-");

		str_addf(&text, "%s%s", sum ? "" : " ", next);
		++*at;
	}
	rc = crit_date(s, text.s, &span, NULL);
	if (rc == RC_OK)
		*out = (struct operand){ .kind = OPD_DATE, .s = crit_date_keep(s, text.s, a) };
	else
		fail_at(err, rc, t->at,
			_("%s: expected a date, as 2026-11-21, today+7, this month or fri, found \"%s\""), f->name,
			text.s);
	str_free(&text);
	return rc;
}

enum rc crit_value(struct session *s, const struct path *p, enum crit_op op, const struct token *tok, int *at,
	struct arena *a, struct operand *out, struct err *err)
{
	const struct field *f = path_field(p);
	enum field_type kind = field_kind(f);
	const struct token *t = &tok[*at];

	*out = (struct operand){ .kind = OPD_TEXT };
	if ((t->type != T_WORD && t->type != T_QUOTED) || token_is(t, "and") || token_is(t, "or"))
		return fail_at(err, RC_INVALID, t->at, _("expected a value for %s"), f->name);
	if (kind == FT_REF || kind == FT_REFS)
		return reference(s, f, op, tok, at, out, err);
	if (kind == FT_DATE || kind == FT_INSTANT)
		return date(s, f, tok, at, a, out, err);
	++*at;
	if (kind_is_text(kind)) {
		out->s = t->s;
		return RC_OK;
	}
	switch (kind) {
	case FT_ANYREF: return any_reference(s, t, out, err);
	case FT_CHOICE:
	case FT_CHOICES: return choice(f, t, out, err);
	case FT_BOOL: return yes_no(f, t, out, err);
	default: return number(s, f, t, out, err);
	}
}
