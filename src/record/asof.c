/* Lists and boards as of an instant. What the journal says has changed since is put into temporary tables with the
 * values of then, made in one pass over the tail of the journal; what has not changed is read where it stands. */
#include <stdio.h>

#include "column.h"
#include "record/session.h"
#include "select.h"
#include "step.h"

/* Fields that changed, with the first old value; members of sets that came or went. */
static const char tables[] =
	"CREATE TEMP TABLE IF NOT EXISTS past_made(model INTEGER PRIMARY KEY, at INTEGER, upto INTEGER);"
	"CREATE TEMP TABLE IF NOT EXISTS past_change(model INTEGER, field INTEGER, id INTEGER, old, "
	"PRIMARY KEY(model, field, id)) WITHOUT ROWID;"
	"CREATE TEMP TABLE IF NOT EXISTS past_touched(model INTEGER, id INTEGER, PRIMARY KEY(model, id)) WITHOUT ROWID;"
	"CREATE TEMP TABLE IF NOT EXISTS past_link(field INTEGER, from_id INTEGER, to_id INTEGER, was INTEGER, "
	"PRIMARY KEY(field, from_id, to_id)) WITHOUT ROWID;";

/* The columns of the model's table, with their keys. */
static void columns(const struct model *m, struct str *out)
{
	char buf[16];

	str_add(out, "id");
	for (int slot = SYS_ID + 1; slot < m->n; slot++) {
		const struct field *f = &m->fields[slot];

		if (!field_stored(f))
			continue;
		str_addf(out, ", \"%s\"", field_column(f, buf));
		if (field_has_key(m, slot))
			str_addf(out, ", \"%s_k\"", f->name);
	}
}

/* An office's new field makes another table: the name carries their number. */
static char *table_name(const struct model *m)
{
	return xasprintf("past_%s_%d", m->name, m->n);
}

static enum rc make_tables(struct session *s, const struct model *m, struct err *err)
{
	char *name = table_name(m), *rest;
	struct str cols = STR_INIT, sql = STR_INIT;
	enum rc rc;

	columns(m, &cols);
	rest = strchr(cols.s, ',');
	str_addf(&sql, "%sCREATE TEMP TABLE IF NOT EXISTS \"%s\"(id INTEGER PRIMARY KEY%s);", tables, name,
		rest ? rest : "");
	rc = db_script(s->db, sql.s, err);
	str_free(&cols);
	str_free(&sql);
	free(name);
	return rc;
}

static enum rc forget(struct session *s, const struct model *m, struct err *err)
{
	char *name = table_name(m), *sql = xasprintf("DELETE FROM temp.\"%s\"", name);
	enum rc rc = db_run(s->db, err, "DELETE FROM past_made WHERE model = ?1", "i", (int64_t)m->no);

	if (rc == RC_OK)
		rc = db_run(s->db, err, "DELETE FROM past_change WHERE model = ?1", "i", (int64_t)m->no);
	if (rc == RC_OK)
		rc = db_run(s->db, err, "DELETE FROM past_touched WHERE model = ?1", "i", (int64_t)m->no);
	if (rc == RC_OK)
		rc = db_run(s->db, err, "DELETE FROM past_link WHERE field >> 16 = ?1", "i", (int64_t)m->no);
	if (rc == RC_OK)
		rc = db_run(s->db, err, sql, "");
	free(sql);
	free(name);
	return rc;
}

/* The numbers of the model's many-valued fields, as "(0, 12, 13)". */
static void set_fields(const struct model *m, struct str *out)
{
	str_add(out, "(-1");
	for (int slot = 0; slot < m->n; slot++)
		if (kind_is_set(m->fields[slot].type))
			str_addf(out, ", %d", m->fields[slot].no);
	str_add(out, ")");
}

/* One pass each over the journal behind the instant: OR IGNORE keeps the first row of a field, or of a member. Rows are
 * numbered in the order they were written; the first row of the first later step has none before it that counts. */
static enum rc read_journal(struct session *s, const struct model *m, int64_t at, struct err *err)
{
	int64_t last =
		db_get_int(s->db, 0, "SELECT id FROM step WHERE at <= ?1 ORDER BY at DESC, id DESC LIMIT 1", "i", at);
	int64_t from = db_get_int(
		s->db, INT64_MAX, "SELECT id FROM change WHERE step > ?1 ORDER BY step, id LIMIT 1", "i", last);
	struct str sets = STR_INIT, sql = STR_INIT;
	enum rc rc;

	set_fields(m, &sets);
	str_addf(&sql,
		"INSERT OR IGNORE INTO past_change SELECT %d, field, ref - ?3, old FROM change NOT INDEXED WHERE id >= "
		"?1 "
		"AND step > ?2 AND ref BETWEEN ?3 AND ?4 AND field NOT IN %s ORDER BY id",
		m->no, sets.s);
	rc = db_run(s->db, err, sql.s, "iiii", from, last, REF_MAKE(m->no, 0), REF_MAKE(m->no + 1, 0) - 1);
	str_clear(&sql);
	str_addf(&sql,
		"INSERT OR IGNORE INTO past_link SELECT %lld + field, ref - ?3, coalesce(old, new), old IS NOT NULL "
		"FROM change NOT INDEXED WHERE id >= ?1 AND step > ?2 AND ref BETWEEN ?3 AND ?4 AND field IN %s ORDER "
		"BY id",
		(long long)m->no << 16, sets.s);
	if (rc == RC_OK && sets.len > strlen("(-1)"))
		rc = db_run(s->db, err, sql.s, "iiii", from, last, REF_MAKE(m->no, 0), REF_MAKE(m->no + 1, 0) - 1);
	str_free(&sets);
	str_free(&sql);
	return rc;
}

/* The rows of today that have changed, but for those made since. */
static enum rc copy_rows(struct session *s, const struct model *m, const char *name, struct err *err)
{
	struct str cols = STR_INIT, sql = STR_INIT;
	enum rc rc = db_run(s->db, err,
		"INSERT OR IGNORE INTO past_touched SELECT model, id FROM past_change WHERE model = ?1", "i",
		(int64_t)m->no);

	columns(m, &cols);
	str_addf(&sql,
		"INSERT INTO temp.\"%s\"(%s) SELECT %s FROM main.\"%s\" WHERE id IN (SELECT id FROM past_touched WHERE "
		"model = %d) "
		"AND id NOT IN (SELECT id FROM past_change WHERE model = %d AND field = %d)",
		name, cols.s, cols.s, m->name, m->no, m->no, JOURNAL_CREATED);
	if (rc == RC_OK)
		rc = db_run(s->db, err, sql.s, "");
	str_free(&cols);
	str_free(&sql);
	return rc;
}

static enum rc rewind_field(struct session *s, const struct model *m, int slot, const char *name, struct err *err)
{
	const struct field *f = &m->fields[slot];
	struct str sql = STR_INIT;
	char buf[16];
	enum rc rc;

	str_addf(&sql, "UPDATE temp.\"%s\" AS p SET \"%s\" = c.old", name, field_column(f, buf));
	if (field_has_key(m, slot))
		str_addf(&sql, ", \"%s_k\" = sort_key(c.old)", f->name);
	str_addf(&sql, " FROM past_change c WHERE c.model = %d AND c.field = %d AND c.id = p.id", m->no, f->no);
	rc = db_run(s->db, err, sql.s, "");
	str_free(&sql);
	return rc;
}

static enum rc rewind_rows(struct session *s, const struct model *m, struct err *err)
{
	char *name = table_name(m);
	enum rc rc = copy_rows(s, m, name, err);

	for (int slot = SYS_ID + 1; slot < m->n && rc == RC_OK; slot++)
		if (field_stored(&m->fields[slot]) &&
			db_get_int(s->db, 0, "SELECT 1 FROM past_change WHERE model = ?1 AND field = ?2 LIMIT 1", "ii",
				(int64_t)m->no, (int64_t)m->fields[slot].no))
			rc = rewind_field(s, m, slot, name, err);
	free(name);
	return rc;
}

static void describe(const struct model *m, struct past *out)
{
	struct str cols = STR_INIT;
	char *name = table_name(m);

	columns(m, &cols);
	out->table =
		xasprintf("(SELECT %s FROM main.\"%s\" WHERE id NOT IN (SELECT id FROM past_touched WHERE model = %d) "
			  "UNION ALL SELECT %s FROM temp.\"%s\")",
			cols.s, m->name, m->no, cols.s, name);
	out->link = xstrdup("(SELECT field, from_id, to_id FROM link k WHERE NOT EXISTS (SELECT 1 FROM past_link p "
			    "WHERE p.field = k.field AND p.from_id = k.from_id AND p.to_id = k.to_id) "
			    "UNION ALL SELECT field, from_id, to_id FROM past_link WHERE was)");
	str_free(&cols);
	free(name);
}

enum rc past_make(struct session *s, const struct model *m, int64_t at, struct past *out, struct err *err)
{
	int64_t upto = db_get_int(s->db, 0, "SELECT max(id) FROM change", "");
	enum rc rc = make_tables(s, m, err);

	if (rc != RC_OK)
		return rc;
	if (!db_get_int(s->db, 0, "SELECT 1 FROM past_made WHERE model = ?1 AND at = ?2 AND upto = ?3", "iii",
		    (int64_t)m->no, at, upto)) {
		rc = forget(s, m, err);
		if (rc == RC_OK)
			rc = read_journal(s, m, at, err);
		if (rc == RC_OK)
			rc = rewind_rows(s, m, err);
		if (rc == RC_OK)
			rc = db_run(s->db, err, "INSERT INTO past_made VALUES (?1, ?2, ?3)", "iii", (int64_t)m->no, at,
				upto);
	}
	if (rc == RC_OK)
		describe(m, out);
	return rc;
}

void past_free(struct past *p)
{
	free(p->table);
	free(p->link);
	*p = (struct past){ 0 };
}
