#include "bulk.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/str.h"
#include "record/search.h"
#include "record/session.h"

static bool marked(struct session *s)
{
	return db_get_int(s->db, 0, "SELECT 1 FROM meta WHERE key = 'schema' AND value = '" BULK_MARK "'", "") != 0;
}

/* No record of the type, not even in the trash, and little in the tables it shares with others: their indexes are made
 * anew as well. */
static bool pays(struct session *s, const struct model *m, int64_t rows)
{
	char sql[160];

	snprintf(sql, sizeof sql, "SELECT 1 FROM \"%s\" LIMIT 1", m->name);
	return !db_get_int(s->db, 0, sql, "") && db_get_int(s->db, 0, "SELECT max(id) FROM change", "") <= rows &&
	       db_get_int(s->db, 0, "SELECT count(*) FROM (SELECT 1 FROM search LIMIT ?1)", "i", rows) < rows &&
	       db_alone(s->db);
}

/* Half of the type's records or more are written: making the indexes anew costs less than moving so much in them. */
static bool pays_to_change(struct session *s, const struct model *m, int64_t rows)
{
	char sql[160];

	snprintf(sql, sizeof sql, "SELECT count(*) FROM (SELECT 1 FROM \"%s\" LIMIT ?1)", m->name);
	return db_get_int(s->db, 0, sql, "i", rows * 2 + 1) <= rows * 2 && db_alone(s->db);
}

/* Indexes that are not unique, of the type's own tables and, shared, of those every record writes to; only such as the
 * schema makes again. */
static void find_indexes(struct session *s, const struct model *m, bool shared, struct str *drop)
{
	struct str all = STR_INIT;
	struct stmt *st =
		db_prep(s->db, "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE INDEX%' "
			       "AND (tbl_name = ?1 OR (?4 AND tbl_name IN ('change', 'link')) OR instr(?2, 'CREATE TABLE IF NOT EXISTS ' || "
			       "tbl_name || '(')) "
			       "AND (instr(?3, 'INDEX IF NOT EXISTS ' || name || ' ') OR instr(?3, 'INDEX IF NOT "
			       "EXISTS \"' || name || '\"'))");

	schema_sql(s->reg, &all);
	st_text(st, 1, m->name);
	st_text(st, 2, m->schema ? m->schema : "");
	st_text(st, 3, all.s);
	st_int(st, 4, shared);
	while (st_step(st, NULL) > 0)
		str_addf(drop, "DROP INDEX \"%s\";\n", st_get_text(st, 0));
	st_done(st);
	str_free(&all);
}

/* The counters are filled anew at the end as well: nothing need count along. */
static void find_counters(const struct model *m, struct str *drop)
{
	static const char *const part[] = { "i", "u0", "u1", "d" };

	for (size_t i = 0; m->cube && i < COUNT(part); i++)
		str_addf(drop, "DROP TRIGGER IF EXISTS \"%s_cube_%s\";\n", m->name, part[i]);
}

static enum rc take_down(struct session *s, const struct model *m, bool shared, struct err *err)
{
	struct str drop = STR_INIT;
	enum rc rc;

	find_indexes(s, m, shared, &drop);
	find_counters(m, &drop);
	db_allow_schema(s->db, true);
	rc = db_script(s->db, drop.s, err);
	db_allow_schema(s->db, false);
	if (rc == RC_OK)
		rc = db_run(s->db, err,
			"INSERT OR REPLACE INTO meta SELECT '" BULK_SCHEMA "', value FROM meta WHERE key = 'schema' AND value <> '" BULK_MARK
			"'",
			"");
	if (rc == RC_OK)
		rc = db_run(s->db, err, "INSERT OR REPLACE INTO meta VALUES ('schema', '" BULK_MARK "')", "");
	str_free(&drop);
	return rc;
}

static bool begin(struct session *s, const struct model *m, bool shared)
{
	if (db_begin(s->db, NULL) != RC_OK)
		return false;
	s->bulk = db_end(s->db, take_down(s, m, shared, NULL), NULL) == RC_OK;
	return s->bulk;
}

bool bulk_begin(struct session *s, const struct model *m, int64_t rows)
{
	return !db_in_transaction(s->db) && pays(s, m, rows) && begin(s, m, true);
}

bool bulk_begin_change(struct session *s, const struct model *m, int64_t rows)
{
	return !db_in_transaction(s->db) && pays_to_change(s, m, rows) && begin(s, m, false);
}

static int64_t reached(struct session *s)
{
	return db_get_int(s->db, 0, "SELECT value FROM meta WHERE key = '" BULK_UPTO "'", "");
}

void bulk_look(struct session *s)
{
	if (s->bulk && !marked(s))
		s->bulk = false;
	if (s->bulk)
		s->bulk_upto = reached(s);
}

/* ---- making it again ---- */

/* One index; what is there already costs a look. */
static enum rc make_index(struct session *s, const char *sql, struct err *err)
{
	enum rc rc = db_begin(s->db, err);

	if (rc != RC_OK)
		return rc;
	if (marked(s)) {
		db_allow_schema(s->db, true);
		rc = db_script(s->db, sql, err);
		db_allow_schema(s->db, false);
	}
	return db_end(s->db, rc, err);
}

static enum rc pieces(struct session *s, bool *more, struct err *err)
{
	int64_t upto = reached(s);
	enum rc rc = search_reindex(s, &upto, more, err);

	return rc == RC_OK ? db_run(s->db, err, "INSERT OR REPLACE INTO meta VALUES ('" BULK_UPTO "', ?1)", "i", upto) : rc;
}

static enum rc make_text(struct session *s, bool *more, struct err *err)
{
	enum rc rc = db_begin(s->db, err);

	*more = false;
	if (rc == RC_OK)
		rc = db_end(s->db, marked(s) ? pieces(s, more, err) : RC_OK, err);
	return rc;
}

/* After a piece: is there to be another? */
static enum rc pause(struct session *s, struct err *err)
{
	db_trim(s->db);
	if (s->bulk_ask && !s->bulk_ask(s->bulk_ctx))
		return fail(err, RC_CANCELLED, NO_FIELD,
			_("all records are in; what finds them quickly is made when the database is opened next"));
	return RC_OK;
}

static enum rc make_indexes(struct session *s, const char *schema, struct err *err)
{
	static const char start[] = "CREATE INDEX IF NOT EXISTS ";
	const char *end;
	enum rc rc = RC_OK;

	for (const char *p = strstr(schema, start); p && rc == RC_OK; p = strstr(end, start)) {
		char *sql;

		end = p + strcspn(p, ";");
		sql = xstrndup(p, (size_t)(end - p));
		rc = make_index(s, sql, err);
		free(sql);
		if (rc == RC_OK)
			rc = pause(s, err);
	}
	return rc;
}

enum rc bulk_make(struct session *s, const char *schema, const char *mark, struct err *err)
{
	char *was = db_get_text(s->db, "SELECT value FROM meta WHERE key = '" BULK_SCHEMA "'", "");
	bool same = str_eq(was, mark), more = same;
	enum rc rc = same ? make_indexes(s, schema, err) : RC_OK;

	free(was);
	while (rc == RC_OK && more) {
		rc = make_text(s, &more, err);
		if (rc == RC_OK)
			rc = pause(s, err);
	}
	return rc;
}

enum rc bulk_make_rest(struct session *s, struct err *err)
{
	bool more = true;
	enum rc rc = RC_OK;

	while (rc == RC_OK && more)
		rc = pieces(s, &more, err);
	return rc == RC_OK ? db_run(s->db, err, "DELETE FROM meta WHERE key IN ('" BULK_UPTO "', '" BULK_SCHEMA "')", "") : rc;
}

enum rc bulk_end(struct session *s, bool (*go_on)(void *ctx), void *ctx, struct err *err)
{
	enum rc rc;

	if (!s->bulk)
		return RC_OK;
	s->bulk_ask = go_on;
	s->bulk_ctx = ctx;
	rc = schema_update(s, true, err);
	s->bulk_ask = NULL;
	s->bulk = rc != RC_OK;
	return rc;
}
