#include "record/search.h"

#include "column.h"
#include "record/session.h"
#include "search_text.h"
#include "sql.h"
#include "statement.h"

#define REINDEX_BYTES (INT64_C(48) << 20)
#define REINDEX_ROWS 50000 /* in one transaction: some 15 MB of log, and merges */
#define GATHER_BYTES (INT64_C(1) << 20) /* what the library does by itself */

static bool searched(const struct model *m, int slot)
{
	return slot == m->title || (slot >= SYS_N && m->fields[slot].flags & F_SEARCH);
}

static bool live(const struct record *r)
{
	return r && !rec_has(r, SYS_TRASHED_AT);
}

static bool same_text(const struct record *a, const struct record *b)
{
	for (int slot = SYS_N; slot < a->model->n; slot++)
		if (searched(a->model, slot) && !value_eq(&a->val[slot], &b->val[slot]))
			return false;
	return true;
}

/* Records whose text changed and whose place in the indexes is to be brought up to date. Of several entries of one record
 * the first tells what stands in the indexes. */
struct due {
	int64_t ref;
	int seq;
	char *text, *nospace; /* what the indexes hold of it; NULL: nothing */
};
struct search_due {
	struct due *row;
	int n, cap;
};

void search_hold(struct session *s)
{
	if (!s->search_due)
		s->search_due = xcalloc(1, sizeof *s->search_due);
}

void search_drop(struct session *s)
{
	struct search_due *due = s->search_due;

	for (int i = 0; due && i < due->n; i++) {
		free(due->row[i].text);
		free(due->row[i].nospace);
	}
	if (due)
		due->n = 0;
}

void search_release(struct session *s)
{
	if (!s->search_due)
		return;
	search_drop(s);
	free(s->search_due->row);
	free(s->search_due);
	s->search_due = NULL;
}

static void hold(struct session *s, int64_t ref, char *text, char *nospace)
{
	struct search_due *due = s->search_due;

	GROW(due->row, due->n, due->cap);
	due->row[due->n] = (struct due){ ref, due->n, text, nospace };
	due->n++;
}

static enum rc index_text(struct session *s, int64_t ref, const char *text, const char *nospace, struct err *err)
{
	enum rc rc = db_run(s->db, err, "INSERT INTO search_word(rowid, text) VALUES (?1, ?2)", "is", ref, text);

	if (rc == RC_OK)
		rc = db_run(s->db, err, "INSERT INTO search_tri(rowid, text_nospace) VALUES (?1, ?2)", "is", ref, nospace);
	return rc;
}

/* The indexes forget a row only when they are told what stood in it. */
static enum rc unindex_text(struct session *s, int64_t ref, const char *text, const char *nospace, struct err *err)
{
	enum rc rc = db_run(s->db, err, "INSERT INTO search_word(search_word, rowid, text) VALUES ('delete', ?1, ?2)", "is", ref,
		text);

	if (rc == RC_OK)
		rc = db_run(s->db, err, "INSERT INTO search_tri(search_tri, rowid, text_nospace) VALUES ('delete', ?1, ?2)", "is",
			ref, nospace);
	return rc;
}

/* In a load the full text is made at the end, upwards; what it has reached already is kept up to date. */
static bool waits(const struct session *s, int64_t ref)
{
	return s->bulk && ref > s->bulk_upto;
}

static enum rc forget(struct session *s, int64_t ref, struct err *err)
{
	struct stmt *st = db_prep(s->db, "SELECT text, text_nospace FROM search WHERE ref = ?1");
	char *text = NULL, *nospace = NULL;
	enum rc rc = RC_OK;

	st_int(st, 1, ref);
	if (st_step(st, err) > 0) {
		text = xstrdup(st_get_text(st, 0));
		nospace = xstrdup(st_get_text(st, 1));
	}
	st_done(st);
	if (!text)
		return RC_OK;
	if (!waits(s, ref) && !s->search_due)
		rc = unindex_text(s, ref, text, nospace, err);
	if (rc == RC_OK)
		rc = db_run(s->db, err, "DELETE FROM search WHERE ref = ?1", "i", ref);
	if (rc == RC_OK && !waits(s, ref) && s->search_due) {
		hold(s, ref, text, nospace);
		return RC_OK;
	}
	free(text);
	free(nospace);
	return rc;
}

static enum rc index_due(struct session *s, int64_t ref, struct err *err)
{
	struct stmt *st = db_prep(s->db, "SELECT text, text_nospace FROM search WHERE ref = ?1");
	enum rc rc = RC_OK;
	int got;

	st_int(st, 1, ref);
	got = st_step(st, err);
	if (got > 0)
		rc = index_text(s, ref, st_get_text(st, 0), st_get_text(st, 1), err);
	else if (got < 0)
		rc = RC_IO;
	st_done(st);
	return rc;
}

static int by_ref(const void *a, const void *b)
{
	const struct due *x = a, *y = b;

	if (x->ref != y->ref)
		return x->ref < y->ref ? -1 : 1;
	return x->seq - y->seq;
}

/* Upwards: the full text writes out all it gathered whenever a row comes before the last one. */
enum rc search_settle(struct session *s, struct err *err)
{
	struct search_due *due = s->search_due;
	enum rc rc = RC_OK;

	if (due && due->n)
		qsort(due->row, (size_t)due->n, sizeof *due->row, by_ref);
	for (int i = 0; due && i < due->n && rc == RC_OK; i++) {
		const struct due *d = &due->row[i];

		if (i && d->ref == d[-1].ref)
			continue;
		if (d->text)
			rc = unindex_text(s, d->ref, d->text, d->nospace, err);
		if (rc == RC_OK)
			rc = index_due(s, d->ref, err);
	}
	search_drop(s);
	return rc;
}

static enum rc index_or_hold(struct session *s, int64_t ref, const char *text, const char *nospace, struct err *err)
{
	if (waits(s, ref))
		return RC_OK;
	if (!s->search_due)
		return index_text(s, ref, text, nospace, err);
	hold(s, ref, NULL, NULL);
	return RC_OK;
}

static enum rc remember(struct session *s, const struct record *r, struct err *err)
{
	int64_t ref = REF_MAKE(r->model->no, r->id);
	struct str text = STR_INIT, nospace = STR_INIT;
	enum rc rc = RC_OK;

	search_columns(r, &text, &nospace);
	if (nospace.len) {
		rc = db_run(s->db, err, "INSERT INTO search VALUES (?1, ?2, ?3)", "iss", ref, text.s, nospace.s);
		if (rc == RC_OK)
			rc = index_or_hold(s, ref, text.s, nospace.s, err);
	}
	str_free(&text);
	str_free(&nospace);
	return rc;
}

enum rc search_write(struct session *s, const struct record *before, const struct record *after, struct err *err)
{
	const struct record *any = after ? after : before;
	enum rc rc = RC_OK;

	if (!any || any->model->flags & M_LINES)
		return RC_OK;
	if (live(before) && live(after) && same_text(before, after))
		return RC_OK;
	if (live(before))
		rc = forget(s, REF_MAKE(any->model->no, before->id), err);
	if (rc == RC_OK && live(after))
		rc = remember(s, after, err);
	return rc;
}

/* Adds every live record of m, which has no row yet. */
static enum rc rebuild_model(struct session *s, const struct model *m, struct err *err)
{
	struct sql q;
	struct stmt *st;
	struct arena a = ARENA_INIT;
	enum rc rc = RC_OK;
	int got = 0;

	sql_init(&q, s);
	sql_add(&q, "SELECT t.id");
	for (int slot = SYS_N; slot < m->n; slot++)
		if (searched(m, slot) && field_stored(&m->fields[slot])) {
			char buf[16];

			sql_add(&q, ", ");
			sql_col(&q, "t", field_column(&m->fields[slot], buf));
		}
	sql_addf(&q, " FROM \"%s\" t WHERE t.trashed_at IS NULL ORDER BY t.id", m->name);
	st = sql_prep(&q);
	while (rc == RC_OK && (got = st_step(st, err)) > 0) {
		struct record r = { .model = m, .id = st_get_int(st, 0) };
		int col = 1;

		r.val = arena_alloc(&a, (size_t)m->n * sizeof *r.val);
		for (int slot = SYS_N; slot < m->n; slot++)
			if (searched(m, slot) && field_stored(&m->fields[slot]))
				r.val[slot] = st_get_value(st, col++, &a);
		rc = remember(s, &r, err);
		arena_reset(&a);
	}
	st_done(st);
	sql_free(&q);
	arena_free(&a);
	return got < 0 ? err->rc : rc;
}

static enum rc rebuild(struct session *s, struct err *err)
{
	enum rc rc = db_run(s->db, err, "INSERT INTO search_word(search_word) VALUES ('delete-all')", "");

	if (rc == RC_OK)
		rc = db_run(s->db, err, "INSERT INTO search_tri(search_tri) VALUES ('delete-all')", "");
	if (rc == RC_OK)
		rc = db_run(s->db, err, "DELETE FROM search", "");
	for (int i = 0; i < registry_count(s->reg) && rc == RC_OK; i++)
		if (!(registry_at(s->reg, i)->flags & M_LINES))
			rc = rebuild_model(s, registry_at(s->reg, i), err);
	return rc;
}

/* More of the words is gathered in memory before it is written, so that a million rows are merged from few pieces. There are few
 * trigrams, each in many rows: more of them at once only outgrows the processor's cache. */
static enum rc gather(struct session *s, int64_t bytes, struct err *err)
{
	return db_run(s->db, err, "INSERT INTO search_word(search_word, rank) VALUES ('hashsize', ?1)", "i", bytes);
}

static enum rc forget_all(struct session *s, struct err *err)
{
	enum rc rc = db_run(s->db, err, "INSERT INTO search_word(search_word) VALUES ('delete-all')", "");

	return rc == RC_OK ? db_run(s->db, err, "INSERT INTO search_tri(search_tri) VALUES ('delete-all')", "") : rc;
}

enum rc search_reindex(struct session *s, int64_t *upto, bool *more, struct err *err)
{
	int64_t from = *upto, last;
	enum rc rc = from ? RC_OK : forget_all(s, err);

	if (rc == RC_OK && !from)
		rc = gather(s, REINDEX_BYTES, err);
	last = db_get_int(s->db, from,
		"SELECT max(ref) FROM (SELECT ref FROM search WHERE ref > ?1 ORDER BY ref LIMIT ?2)", "ii", from,
		(int64_t)REINDEX_ROWS);
	*more = last > from;
	if (rc == RC_OK && !*more)
		return gather(s, GATHER_BYTES, err);
	if (rc == RC_OK)
		rc = db_run(s->db, err,
			"INSERT INTO search_word(rowid, text) SELECT ref, text FROM search WHERE ref > ?1 AND ref <= ?2 ORDER BY ref",
			"ii", from, last);
	if (rc == RC_OK)
		rc = db_run(s->db, err,
			"INSERT INTO search_tri(rowid, text_nospace) SELECT ref, text_nospace FROM search WHERE ref > ?1 AND "
			"ref <= ?2 ORDER BY ref",
			"ii", from, last);
	*upto = last;
	return rc;
}

enum rc search_rebuild(struct session *s, struct err *err)
{
	struct err local = ERR_INIT;
	enum rc rc;

	if (!err)
		err = &local;
	rc = db_begin(s->db, err);
	if (rc != RC_OK)
		return rc;
	return db_end(s->db, rebuild(s, err), err);
}
