/* Criteria back to text: with the names of today for people, with ids for storing. Both parse back to the same tree. */
#include <ctype.h>
#include <stdio.h>

#include "base/money.h"
#include "criteria_tree.h"
#include "record/record.h"
#include "record/session.h"
#include "value_words.h"

struct writer {
	struct session *s;
	struct str *out;
	bool ids; /* references as #12 */
};

static bool bare(const char *s)
{
	if (!*s || crit_reserved(s) || strstr(s, "\xC2\xA0") || strstr(s, "\xE3\x80\x80"))
		return false;
	for (; *s; s++)
		if ((unsigned char)*s < 0x80 && !isalnum((unsigned char)*s) && !strchr("_.@#%/+-:", *s))
			return false;
	return true;
}

void crit_quote(const char *s, struct str *out)
{
	if (bare(s)) {
		str_add(out, s);
		return;
	}
	str_addc(out, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			str_addc(out, '\\');
		str_addc(out, *s);
	}
	str_addc(out, '"');
}

static void decimal(int64_t v, int digits, struct str *out)
{
	size_t mark = out->len;

	decimal_plain(v, digits, out);
	if (!memchr(out->s + mark, '.', out->len - mark))
		return;
	while (out->s[out->len - 1] == '0')
		str_cut(out, out->len - 1);
	if (out->s[out->len - 1] == '.')
		str_cut(out, out->len - 1);
}

/* The title where it means this record and no other, else the id. */
static void reference(struct writer *w, const struct field *f, int64_t id)
{
	const struct model *m = registry_find(w->s->reg, f->ref);
	char *title = w->ids ? NULL : record_title(w->s, m, id);
	int64_t found;

	if (title && record_find(w->s, m, title, &found, NULL) == RC_OK && found == id)
		crit_quote(title, w->out);
	else
		str_addf(w->out, "#%lld", (long long)id);
	free(title);
}

static void any_reference(struct writer *w, int64_t ref)
{
	const struct model *m = registry_no(w->s->reg, REF_MODEL(ref));

	str_addf(w->out, "%s/%lld", m ? m->name : "?", (long long)REF_ID(ref));
}

static void number(struct writer *w, const struct field *f, int64_t v)
{
	const struct choice *c;

	switch (field_kind(f)) {
	case FT_CHOICE:
	case FT_CHOICES:
		c = choice_by_no(f, v);
		crit_quote(c ? c->name : "?", w->out);
		break;
	case FT_REF:
	case FT_REFS: reference(w, f, v); break;
	case FT_ANYREF: any_reference(w, v); break;
	case FT_BOOL: str_add(w->out, v ? "yes" : "no"); break;
	case FT_MONEY: decimal(v, money_digits(w->s), w->out); break;
	case FT_PERCENT: decimal(v, 2, w->out); break;
	default: str_addf(w->out, "%lld", (long long)v);
	}
}

static void operand(struct writer *w, const struct field *f, const struct operand *o)
{
	switch (o->kind) {
	case OPD_INT: number(w, f, o->i); break;
	case OPD_TEXT: crit_quote(o->s, w->out); break;
	case OPD_DATE: str_add(w->out, o->s); break;
	case OPD_ME: str_add(w->out, "me"); break;
	case OPD_WORD: str_add(w->out, registry_office(w->s->reg)->words[o->i].word); break;
	}
}

static void test(struct writer *w, const struct criteria *c)
{
	static const char *const text[OP_N] = { [OP_EQ] = " = ",
		[OP_NE] = " != ",
		[OP_LT] = " < ",
		[OP_LE] = " <= ",
		[OP_GT] = " > ",
		[OP_GE] = " >= ",
		[OP_CONTAINS] = " ~ ",
		[OP_IN] = " in ",
		[OP_BETWEEN] = " between ",
		[OP_EMPTY] = " is empty",
		[OP_FILLED] = " is not empty" };
	const struct field *f = path_field(&c->path);
	bool list = c->op == OP_IN && !(c->n_args == 1 && c->arg[0].kind == OPD_WORD);

	for (int i = 0; i < c->path.n; i++)
		str_addf(w->out, "%s%s", i ? "." : "", c->path.model[i]->fields[c->path.slot[i]].name);
	str_add(w->out, text[c->op]);
	str_add(w->out, list ? "(" : "");
	for (int i = 0; i < c->n_args; i++) {
		str_add(w->out, i == 0 ? "" : list ? ", " : " and ");
		operand(w, f, &c->arg[i]);
	}
	str_add(w->out, list ? ")" : "");
}

static void search(struct writer *w, const struct criteria *c)
{
	if (c->phrase) {
		str_addc(w->out, '"');
		for (const char *p = c->text; *p; p++) {
			if (*p == '"' || *p == '\\')
				str_addc(w->out, '\\');
			str_addc(w->out, *p);
		}
		str_addc(w->out, '"');
		return;
	}
	/* one word alone may be the name of a field or of an operator */
	str_addf(w->out, "%s%s", strchr(c->text, ' ') ? "" : "text ~ ", c->text);
}

static void write_tree(struct writer *w, const struct criteria *c)
{
	switch (c->kind) {
	case CRIT_AND:
	case CRIT_OR:
		for (int i = 0; i < c->n; i++) {
			bool in = c->kid[i]->kind == CRIT_OR || c->kid[i]->kind == CRIT_AND;

			str_add(w->out, i == 0 ? "" : c->kind == CRIT_AND ? " and " : " or ");
			str_add(w->out, in ? "(" : "");
			write_tree(w, c->kid[i]);
			str_add(w->out, in ? ")" : "");
		}
		break;
	case CRIT_NOT:
		str_add(w->out, c->kid[0]->kind == CRIT_AND || c->kid[0]->kind == CRIT_OR ? "not (" : "not ");
		write_tree(w, c->kid[0]);
		str_add(w->out, c->kid[0]->kind == CRIT_AND || c->kid[0]->kind == CRIT_OR ? ")" : "");
		break;
	case CRIT_TEST: test(w, c); break;
	case CRIT_SEARCH: search(w, c); break;
	}
}

void criteria_text(struct session *s, const struct criteria *c, struct str *out)
{
	struct writer w = { .s = s, .out = out };

	if (c)
		write_tree(&w, c);
}

void criteria_store(struct session *s, const struct criteria *c, struct str *out)
{
	struct writer w = { .s = s, .out = out, .ids = true };

	if (c)
		write_tree(&w, c);
}

enum rc criteria_match(
	struct session *s, const struct model *m, const struct criteria *c, int64_t id, bool *yes, struct err *err)
{
	struct sql q;
	struct stmt *st;
	int got;

	sql_init(&q, s);
	q.plain = true; /* it may lie in the trash */
	sql_addf(&q, "SELECT 1 FROM \"%s\" t WHERE t.id = ", m->name);
	sql_int(&q, id);
	if (c) {
		sql_add(&q, " AND ");
		criteria_sql(&q, m, c, "t");
	}
	sql_rights(&q, m, "t");
	st = sql_prep(&q);
	got = st_step(st, err);
	*yes = got > 0;
	st_done(st);
	sql_free(&q);
	return got < 0 ? (err ? err->rc : RC_IO) : RC_OK;
}

bool criteria_personal(const struct criteria *c)
{
	if (!c)
		return false;
	for (int i = 0; i < c->n_args; i++)
		if (c->arg[i].kind == OPD_ME || c->arg[i].kind == OPD_WORD)
			return true;
	for (int i = 0; i < c->n; i++)
		if (criteria_personal(c->kid[i]))
			return true;
	return false;
}
