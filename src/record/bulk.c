#include "bulk.h"

#include <stdio.h>

#include "base/str.h"
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

static enum rc take_down(struct session *s, const struct model *m, bool shared, struct err *err)
{
	struct str drop = STR_INIT;
	enum rc rc;

	find_indexes(s, m, shared, &drop);
	db_allow_schema(s->db, true);
	rc = db_script(s->db, drop.s, err);
	db_allow_schema(s->db, false);
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

void bulk_look(struct session *s)
{
	if (s->bulk && !marked(s))
		s->bulk = false;
}

enum rc bulk_end(struct session *s, struct err *err)
{
	if (!s->bulk)
		return RC_OK;
	s->bulk = false;
	return schema_update(s, true, err);
}
