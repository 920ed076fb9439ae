/* Free text inside criteria: every word must be found. */
#include "criteria_tree.h"
#include "record/rights.h"
#include "record/value.h"
#include "search_text.h"

/* The records an index finds, for a search that starts here. Three letters are their trigram; longer words are
 * verified. */
static void found_by_index(struct sql *q, const struct model *m, const struct term *t, const char *alias)
{
	const char *table = t->letters >= 3 ? "search_tri" : "search_word";
	int64_t base = REF_MAKE(m->no, 0);

	sql_addf(q, "%s.id IN (SELECT x.rowid - %lld FROM %s x", alias, (long long)base, table);
	if (t->letters > 3)
		sql_add(q, " JOIN search y ON y.ref = x.rowid");
	sql_addf(q, " WHERE x.%s MATCH ", table);
	sql_text(q, t->match, strlen(t->match));
	sql_addf(q, " AND x.rowid BETWEEN %lld AND %lld", (long long)base, (long long)(REF_MAKE(m->no + 1, 0) - 1));
	if (t->letters > 3) {
		sql_add(q, " AND instr(y.text_nospace, ");
		sql_text(q, t->text, strlen(t->text));
		sql_add(q, ") > 0");
	}
	sql_add(q, ")");
}

/* The same question asked of one row, for a search that starts elsewhere. */
static void found_in_row(struct sql *q, const struct term *t)
{
	const char *what = t->letters >= 3 ? t->text : t->start;

	sql_addf(q, "instr(%s, ", t->letters >= 3 ? "y.text_nospace" : "y.text");
	sql_text(q, what, strlen(what));
	sql_add(q, ") > 0");
}

/* The searched fields of the row itself, folded, for rows the full text does not know. Here one or two letters of a
 * script other than Latin are found anywhere. */
static void found_in_fields(struct sql *q, const struct model *m, const struct term *t, const char *alias)
{
	bool anywhere = t->letters >= 3 || (unsigned char)t->text[0] >= 0x80;
	const char *what = anywhere ? t->text : t->start;

	sql_add(q, anywhere ? "instr(replace(fold(''" : "instr(' ' || fold(''");
	for (int slot = SYS_N; slot < m->n; slot++)
		if ((m->fields[slot].flags & F_SEARCH || slot == m->title) &&
			kind_is_text(field_kind(&m->fields[slot]))) {
			sql_add(q, " || coalesce(");
			field_expr(q, m, slot, alias);
			sql_add(q, ", '') || '| '");
		}
	sql_add(q, anywhere ? "), ' ', ''), " : "), ");
	sql_text(q, what, strlen(what));
	sql_add(q, ") > 0");
}

bool search_conceals(struct session *s, const struct model *m)
{
	for (int slot = SYS_N; slot < m->n; slot++)
		if (m->fields[slot].flags & F_SEARCH && rights_field(s, m, slot) == FIELD_CONCEALED)
			return true;
	return false;
}

void search_terms_sql(struct sql *q, const struct model *m, const struct term *t, int n, const char *alias)
{
	for (int i = 0; i < n; i++) {
		sql_add(q, " AND ");
		found_in_fields(q, m, &t[i], alias);
	}
}

void search_sql(struct sql *q, const struct model *m, const char *text, bool phrase, const char *alias, bool start)
{
	struct term t[TERMS_MAX];
	int n = search_terms(text, phrase, t, &q->arena);
	bool plain = q->plain || m->flags & M_UNINDEXED, rows = !start && !plain;

	if (n == 0) {
		sql_add(q, "1");
		return;
	}
	sql_add(q, "(");
	/* the index knows what stands in fields that this person does not see: the others must hold the words */
	for (int i = 0; i < n && !plain && search_conceals(q->s, m); i++) {
		found_in_fields(q, m, &t[i], alias);
		sql_add(q, " AND ");
	}
	if (rows)
		sql_addf(q, "EXISTS (SELECT 1 FROM search y WHERE y.ref = %lld + %s.id", (long long)REF_MAKE(m->no, 0),
			alias);
	for (int i = 0; i < n; i++) {
		sql_add(q, rows || i > 0 ? " AND " : "");
		if (rows)
			found_in_row(q, &t[i]);
		else if (start && !plain)
			found_by_index(q, m, &t[i], alias);
		else
			found_in_fields(q, m, &t[i], alias);
	}
	sql_add(q, rows ? "))" : ")");
}
