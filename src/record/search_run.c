/* Finding by text as a person types it: candidates from the indexes, newest first, ranked here. (Ranking a short prefix
 * in the index reads every row it finds.) */
#include <inttypes.h>
#include <stdio.h>

#include "base/fold.h"
#include "base/i18n.h"
#include "access.h"
#include "column.h"
#include "record/query.h"
#include "record/rights.h"
#include "record/session.h"
#include "search_text.h"
#include "sql.h"
#include "statement.h"

#define CANDIDATES 500 /* looked at per index */
#define SEEN_MOST 200  /* looked at of a type, for who does not see all: each may lie behind many that are not seen */
#define SEEN_FEW 2000  /* records seen of a type, up to which all of them are looked at */
#define BY_TITLE 50    /* of each record type, whose title begins so: old ones are found beside many new */

enum rank { RANK_EXACT, RANK_PREFIX, RANK_WORD, RANK_INSIDE, RANK_NONE };
struct candidate {
	int64_t ref;
	enum rank rank;
};
struct search {
	struct session *s;
	const struct model *m; /* NULL: all */
	struct term term[TERMS_MAX];
	int n_terms;
	struct str typed, nospace; /* folded; both forms */
	struct str words;          /* as search_words writes them */
	struct candidate *c;
	int n, cap;
	struct arena arena;
};

static void add_candidate(struct search *f, int64_t ref)
{
	GROW(f->c, f->n, f->cap);
	f->c[f->n++] = (struct candidate){ .ref = ref, .rank = RANK_NONE };
}

static int64_t ref_low(const struct search *f)
{
	return f->m ? REF_MAKE(f->m->no, 0) : 0;
}

static int64_t ref_high(const struct search *f)
{
	return f->m ? REF_MAKE(f->m->no + 1, 0) - 1 : INT64_MAX;
}

static enum rc from_index(struct search *f, const char *table, const char *match, struct err *err)
{
	char sql[200];
	struct stmt *st;
	int got;

	snprintf(sql, sizeof sql,
		"SELECT rowid FROM %s WHERE %s MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid DESC LIMIT %d",
		table, table, CANDIDATES);
	st = db_prep(f->s->db, sql);
	st_text(st, 1, match);
	st_int(st, 2, ref_low(f));
	st_int(st, 3, ref_high(f));
	while ((got = st_step(st, err)) > 0)
		add_candidate(f, st_get_int(st, 0));
	st_done(st);
	return got < 0 ? err->rc : RC_OK;
}

static bool few_seen(struct search *f, const struct model *m)
{
	int64_t seen = access_seen(f->s, m, SEEN_FEW);

	return seen >= 0 && seen < SEEN_FEW;
}

/* All that is seen, where that is less than what the index may have to pass by; whether the words are in it is asked of the
 * stored text at once, so that few are ranked. */
static enum rc from_seen(struct search *f, const struct model *m, struct err *err)
{
	char *ids = access_ids_sql(&access_model(f->s, f->s->access, m)->where[0], m);
	struct sql q;
	struct stmt *st;
	int got;

	sql_init(&q, f->s);
	sql_addf(&q, "SELECT y.ref FROM search y WHERE y.ref IN (SELECT %" PRId64 " + n.id FROM (%s) n)", REF_MAKE(m->no, 0), ids);
	for (int i = 0; i < f->n_terms; i++) {
		sql_add(&q, " AND instr(y.text_nospace, ");
		sql_text(&q, f->term[i].text, strlen(f->term[i].text));
		sql_add(&q, ") > 0");
	}
	sql_addf(&q, " LIMIT %d", CANDIDATES);
	st = sql_prep(&q);
	while ((got = st_step(st, err)) > 0)
		add_candidate(f, st_get_int(st, 0));
	st_done(st);
	sql_free(&q);
	free(ids);
	return got < 0 ? err->rc : RC_OK;
}

/* For who does not see all: only what may be seen, else one's own records would be buried under others' newer ones. */
static enum rc from_index_seen(
	struct search *f, const struct model *m, const char *table, const char *match, struct err *err)
{
	struct sql q;
	struct stmt *st;
	int got;

	if (m->flags & M_LINES || !may(f->s, V_SEE, m, 0))
		return RC_OK;
	if (few_seen(f, m))
		return from_seen(f, m, err);
	sql_init(&q, f->s);
	sql_addf(&q, "SELECT x.rowid FROM %s x JOIN \"%s\" t ON t.id = x.rowid - %" PRId64 " WHERE x.%s MATCH ", table,
		m->name, REF_MAKE(m->no, 0), table);
	sql_text(&q, match, strlen(match));
	sql_addf(&q, " AND x.rowid BETWEEN %" PRId64 " AND %" PRId64, REF_MAKE(m->no, 0), REF_MAKE(m->no + 1, 0) - 1);
	sql_rights(&q, m, "t");
	sql_addf(&q, " ORDER BY x.rowid DESC LIMIT %d", SEEN_MOST);
	st = sql_prep(&q);
	while ((got = st_step(st, err)) > 0)
		add_candidate(f, st_get_int(st, 0));
	st_done(st);
	sql_free(&q);
	return got < 0 ? err->rc : RC_OK;
}

static enum rc look(struct search *f, const char *table, const char *match, struct err *err)
{
	enum rc rc = RC_OK;

	if (rights_all(f->s))
		return from_index(f, table, match, err);
	if (f->m)
		return from_index_seen(f, f->m, table, match, err);
	for (int i = 0; i < registry_count(f->s->reg) && rc == RC_OK; i++)
		rc = from_index_seen(f, registry_at(f->s->reg, i), table, match, err);
	return rc;
}

static enum rc from_titles(struct search *f, const struct model *m, struct err *err)
{
	struct str key = STR_INIT, after = STR_INIT;
	struct sql q;
	struct stmt *st;
	int got;

	if (!field_has_key(m, m->title) || m->flags & M_LINES || few_seen(f, m))
		return RC_OK;
	sort_key(f->typed.s, f->typed.len, &key);
	str_addf(&after, "%s\xF4\x8F\xBF\xBF", key.s);
	sql_init(&q, f->s);
	sql_addf(&q, "SELECT t.id FROM \"%s\" t WHERE t.trashed_at IS NULL AND ", m->name);
	field_key_expr(&q, m, m->title, "t");
	sql_add(&q, " >= ");
	sql_text(&q, key.s, key.len);
	sql_add(&q, " AND ");
	field_key_expr(&q, m, m->title, "t");
	sql_add(&q, " < ");
	sql_text(&q, after.s, after.len);
	sql_rights(&q, m, "t");
	sql_add(&q, " ORDER BY ");
	field_key_expr(&q, m, m->title, "t");
	sql_addf(&q, ", t.id DESC LIMIT %d", BY_TITLE);
	st = sql_prep(&q);
	while ((got = st_step(st, err)) > 0)
		add_candidate(f, REF_MAKE(m->no, st_get_int(st, 0)));
	st_done(st);
	sql_free(&q);
	str_free(&key);
	str_free(&after);
	return got < 0 ? err->rc : RC_OK;
}

static enum rc all_titles(struct search *f, struct err *err)
{
	enum rc rc = RC_OK;

	if (f->m)
		return from_titles(f, f->m, err);
	for (int i = 0; i < registry_count(f->s->reg) && rc == RC_OK; i++)
		rc = from_titles(f, registry_at(f->s->reg, i), err);
	return rc;
}

/* All terms of three letters and more in one question. Shorter ones are verified on the row. */
static const char *all_trigrams(struct search *f)
{
	struct str out = STR_INIT;
	const char *kept;

	for (int i = 0; i < f->n_terms; i++)
		if (f->term[i].letters >= 3)
			str_addf(&out, "%s%s", out.len ? " AND " : "", f->term[i].match);
	kept = out.len ? arena_strdup(&f->arena, out.s) : NULL;
	str_free(&out);
	return kept;
}

/* Does the first line of text begin with what was typed, as whole or not? */
static enum rank title_rank(const char *line, const struct str *typed)
{
	if (!typed->len || strncmp(line, typed->s, typed->len) != 0)
		return RANK_NONE;
	return line[typed->len] == '\n' || line[typed->len] == '\0' ? RANK_EXACT : RANK_PREFIX;
}

static enum rank term_rank(const struct term *t, const char *text, const char *nospace)
{
	char start[300];
	const char *words = t->start;

	if (!words) {
		snprintf(start, sizeof start, " %s", t->text);
		words = start;
	}
	if (strstr(text, words))
		return RANK_WORD;
	return t->letters >= 3 && strstr(nospace, t->text) ? RANK_INSIDE : RANK_NONE;
}

static enum rank rank_row(const struct search *f, const char *text, const char *nospace)
{
	enum rank title = title_rank(text, &f->words), flat = title_rank(nospace, &f->nospace), worst = RANK_WORD;

	for (int i = 0; i < f->n_terms; i++) {
		enum rank r = term_rank(&f->term[i], text, nospace);

		if (r > worst)
			worst = r;
	}
	if (flat < title)
		title = flat;
	return title < worst ? title : worst;
}

/* Those that are not yet ranked. */
static void rank_all(struct search *f)
{
	for (int i = 0; i < f->n; i++) {
		if (f->c[i].rank != RANK_NONE)
			continue;
		struct stmt *st = db_prep(f->s->db, "SELECT text, text_nospace FROM search WHERE ref = ?1");

		st_int(st, 1, f->c[i].ref);
		if (st_step(st, NULL) > 0)
			f->c[i].rank = rank_row(f, st_get_text(st, 0), st_get_text(st, 1));
		st_done(st);
	}
}

/* Leaves those from `before` on that hold what was typed; their number. */
static int keep_ranked(struct search *f, int before)
{
	int n = before;

	rank_all(f);
	for (int i = before; i < f->n; i++)
		if (f->c[i].rank != RANK_NONE)
			f->c[n++] = f->c[i];
	f->n = n;
	return n - before;
}

/* Rows of a long beginning are put together from those of every word that begins so, before the index gives the first of them;
 * those of a short one stand in it. So long ones are cut and the rows looked at: where enough of the newest hold what was typed,
 * or there are no more, all is found. For who does not see all, the rows of others would have to be passed by. */
static enum rc from_short(struct search *f, int limit, bool *found, struct err *err)
{
	bool cut = false;
	const char *prefixes = search_prefixes(f->term, f->n_terms, PREFIX_MOST, &cut, &f->arena);
	int before = f->n, got;
	enum rc rc;

	*found = false;
	if (!prefixes || !cut || !rights_all(f->s))
		return RC_OK;
	rc = from_index(f, "search_word", prefixes, err);
	got = f->n - before;
	*found = keep_ranked(f, before) >= limit || got < CANDIDATES;
	if (!*found)
		f->n = before;
	return rc;
}

static enum rc gather(struct search *f, int limit, struct err *err)
{
	const char *prefixes = search_prefixes(f->term, f->n_terms, 0, NULL, &f->arena), *tri = all_trigrams(f);
	enum rc rc = all_titles(f, err);
	int before = f->n;
	bool found = false;

	if (rc == RC_OK)
		rc = from_short(f, limit, &found, err);
	if (rc == RC_OK && prefixes && !found)
		rc = look(f, "search_word", prefixes, err);
	if (rc == RC_OK && tri && f->n - before < (limit > CANDIDATES ? CANDIDATES : limit))
		rc = look(f, "search_tri", tri, err);
	return rc;
}

static int by_rank(const void *pa, const void *pb)
{
	const struct candidate *a = pa, *b = pb;
	int64_t x = REF_ID(a->ref), y = REF_ID(b->ref);

	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (x != y)
		return x > y ? -1 : 1;
	return a->ref < b->ref ? -1 : a->ref > b->ref;
}

/* Title and detail of one hit, through the rights; false when it may not be seen. */
static bool load_hit(const struct search *f, int64_t ref, struct arena *a, struct search_hit *out)
{
	struct session *s = f->s;
	const struct model *m = registry_no(s->reg, REF_MODEL(ref));
	int detail = m && m->subtitle && !kind_is_set(field_kind(&m->fields[m->subtitle])) ? m->subtitle : 0;
	struct str text = STR_INIT;
	struct sql q;
	struct stmt *st;
	bool found;

	if (!m)
		return false;
	sql_init(&q, s);
	sql_add(&q, "SELECT ");
	field_expr(&q, m, m->title, "t");
	sql_add(&q, ", ");
	if (detail)
		field_expr(&q, m, detail, "t");
	else
		sql_add(&q, "NULL");
	sql_addf(&q, " FROM \"%s\" t WHERE t.trashed_at IS NULL AND t.id = ", m->name);
	sql_int(&q, REF_ID(ref));
	if (search_conceals(s, m))
		search_terms_sql(&q, m, f->term, f->n_terms, "t");
	sql_rights(&q, m, "t");
	st = sql_prep(&q);
	found = st_step(st, NULL) > 0;
	if (found) {
		struct value v = st_get_value(st, 1, a);

		out->ref = ref;
		out->title = st_is_null(st, 0) ? arena_printf(a, "#%lld", (long long)REF_ID(ref))
					       : arena_strdup(a, st_get_text(st, 0));
		if (detail)
			value_show(s, m, detail, &v, NULL, SHOW_LIST, &text);
		out->detail = arena_strdup(a, text.len ? text.s : _(m->label));
	}
	st_done(st);
	str_free(&text);
	sql_free(&q);
	return found;
}

static void take_best(struct search *f, int limit, struct search_hits *out)
{
	out->hit = arena_alloc(&out->arena, (size_t)(limit + 1) * sizeof *out->hit);
	if (f->n)
		qsort(f->c, (size_t)f->n, sizeof *f->c, by_rank);
	for (int i = 0; i < f->n && out->n < limit; i++) {
		bool again = i > 0 && f->c[i].ref == f->c[i - 1].ref;

		if (f->c[i].rank != RANK_NONE && !again && load_hit(f, f->c[i].ref, &out->arena, &out->hit[out->n]))
			out->n++;
	}
}

enum rc search_run(
	struct session *s, const struct model *m, const char *text, int limit, struct search_hits *out, struct err *err)
{
	struct search f = {
		.s = s, .m = m, .typed = STR_INIT, .nospace = STR_INIT, .words = STR_INIT, .arena = ARENA_INIT
	};
	struct err local = ERR_INIT;
	enum rc rc = RC_OK;

	*out = (struct search_hits){ .arena = ARENA_INIT };
	fold(text, strlen(text), &f.typed);
	fold_nospace(text, strlen(text), &f.nospace);
	search_words(f.typed.s, f.typed.len, &f.words);
	f.n_terms = search_terms(text, false, f.term, &f.arena);
	if (f.n_terms > 0) {
		rc = gather(&f, limit, err ? err : &local);
		if (rc == RC_OK) {
			rank_all(&f);
			take_best(&f, limit, out);
		}
	}
	free(f.c);
	str_free(&f.typed);
	str_free(&f.nospace);
	str_free(&f.words);
	arena_free(&f.arena);
	return rc;
}

void search_hits_free(struct search_hits *h)
{
	arena_free(&h->arena);
	*h = (struct search_hits){ 0 };
}
