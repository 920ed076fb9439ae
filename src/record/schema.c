/* The schema: made from the tables, brought up to date by numbered migrations and by adding what is new. */
#include "record/registry.h"

#include <stdio.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/priv.h"
#include "base/fold.h"
#include "access.h"
#include "bulk.h"
#include "column.h"
#include "record/periodic.h"
#include "record/search.h"
#include "record/session.h"

static const char base_schema[] =
	"CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;\n"
	"CREATE TABLE IF NOT EXISTS session(no INTEGER PRIMARY KEY AUTOINCREMENT, user INTEGER, uid INTEGER, "
	"started_at INTEGER NOT NULL);\n"
	"CREATE TABLE IF NOT EXISTS step(id INTEGER PRIMARY KEY AUTOINCREMENT, user INTEGER, uid INTEGER, session INTEGER, "
	"at INTEGER NOT NULL, label TEXT NOT NULL, kind INTEGER NOT NULL DEFAULT 0, undoes INTEGER, "
	"state INTEGER NOT NULL DEFAULT 0);\n"
	"CREATE INDEX IF NOT EXISTS step_session ON step(session, id);\n"
	"CREATE INDEX IF NOT EXISTS step_at ON step(at, id);\n"
	"CREATE TABLE IF NOT EXISTS change(id INTEGER PRIMARY KEY AUTOINCREMENT, step INTEGER NOT NULL REFERENCES step(id), "
	"ref INTEGER NOT NULL, field INTEGER NOT NULL, old, new);\n"
	"CREATE INDEX IF NOT EXISTS change_ref ON change(ref, field, id);\n"
	"CREATE INDEX IF NOT EXISTS change_step ON change(step, id);\n"
	"CREATE TABLE IF NOT EXISTS journal_gate(open INTEGER PRIMARY KEY);\n"
	"CREATE TRIGGER IF NOT EXISTS change_update BEFORE UPDATE ON change WHEN NOT EXISTS (SELECT 1 FROM journal_gate) "
	"BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;\n"
	"CREATE TRIGGER IF NOT EXISTS change_delete BEFORE DELETE ON change WHEN NOT EXISTS (SELECT 1 FROM journal_gate) "
	"BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;\n"
	"CREATE TRIGGER IF NOT EXISTS change_insert BEFORE INSERT ON change WHEN EXISTS (SELECT 1 FROM change WHERE id = NEW.id) "
	"BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;\n"
	"CREATE TRIGGER IF NOT EXISTS step_update BEFORE UPDATE OF id, user, uid, session, at, kind, undoes ON step "
	"BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;\n"
	"CREATE TRIGGER IF NOT EXISTS step_delete BEFORE DELETE ON step WHEN NOT EXISTS (SELECT 1 FROM journal_gate) "
	"BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;\n"
	"CREATE TRIGGER IF NOT EXISTS step_insert BEFORE INSERT ON step WHEN EXISTS (SELECT 1 FROM step WHERE id = NEW.id) "
	"BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;\n"
	"CREATE TABLE IF NOT EXISTS link(field INTEGER NOT NULL, from_id INTEGER NOT NULL, to_id INTEGER NOT NULL, "
	"PRIMARY KEY(field, from_id, to_id)) WITHOUT ROWID;\n"
	"CREATE INDEX IF NOT EXISTS link_to ON link(field, to_id, from_id);\n"
	"CREATE TABLE IF NOT EXISTS setting(user INTEGER NOT NULL, key TEXT NOT NULL, value TEXT, PRIMARY KEY(user, key)) "
	"WITHOUT ROWID;\n"
	"CREATE TABLE IF NOT EXISTS seen(user INTEGER PRIMARY KEY, step INTEGER NOT NULL, at INTEGER NOT NULL);\n"
	"CREATE TABLE IF NOT EXISTS draft(user INTEGER NOT NULL, form TEXT NOT NULL, record INTEGER NOT NULL, "
	"base_version INTEGER NOT NULL, body TEXT NOT NULL, updated_at INTEGER NOT NULL, PRIMARY KEY(user, form, record)) "
	"WITHOUT ROWID;\n"
	"CREATE TABLE IF NOT EXISTS import_job(no INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, user INTEGER, "
	"model TEXT NOT NULL, sha256 TEXT NOT NULL, file TEXT NOT NULL, mapping TEXT NOT NULL, options TEXT NOT NULL, "
	"holder INTEGER NOT NULL, step INTEGER, rows INTEGER NOT NULL DEFAULT 0, created INTEGER NOT NULL DEFAULT 0, "
	"updated INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0, duplicates INTEGER NOT NULL DEFAULT 0, "
	"rejected INTEGER NOT NULL DEFAULT 0, started_at INTEGER NOT NULL, finished_at INTEGER);\n"
	"CREATE INDEX IF NOT EXISTS import_job_key ON import_job(key);\n"
	"CREATE INDEX IF NOT EXISTS import_job_file ON import_job(sha256);\n"
	"CREATE TABLE IF NOT EXISTS import_map(user INTEGER NOT NULL, model TEXT NOT NULL, headers TEXT NOT NULL, "
	"mapping TEXT NOT NULL, used_at INTEGER NOT NULL, PRIMARY KEY(user, model, headers)) WITHOUT ROWID;\n"
	"CREATE TABLE IF NOT EXISTS import_reject(job INTEGER NOT NULL REFERENCES import_job(no), row INTEGER NOT NULL, "
	"line INTEGER NOT NULL, reason TEXT NOT NULL, field TEXT, PRIMARY KEY(job, row)) WITHOUT ROWID;\n"
	"CREATE TABLE IF NOT EXISTS tombstone(ref INTEGER PRIMARY KEY, hash INTEGER, step INTEGER);\n";

static void column_sql(const struct model *m, int slot, struct str *out)
{
	const struct field *f = &m->fields[slot];
	char buf[16];

	str_addf(out, "\"%s\" %s", field_column(f, buf), field_types[f->type].sql);
	if (slot == SYS_VERSION || slot == SYS_ACTIVE)
		str_add(out, " NOT NULL DEFAULT 1");
	else if (slot == SYS_CREATED_AT || slot == SYS_UPDATED_AT)
		str_add(out, " NOT NULL DEFAULT 0");
	else if (f->type == FT_REF && !(f->flags & F_OWN) && slot != SYS_CREATED_BY)
		str_addf(out, " REFERENCES \"%s\"(id)", f->ref);
	if (field_has_key(m, slot))
		str_addf(out, ", \"%s_k\" TEXT", f->name);
}

static void table_sql(const struct model *m, struct str *out)
{
	str_addf(out, "CREATE TABLE IF NOT EXISTS \"%s\"(id INTEGER PRIMARY KEY AUTOINCREMENT", m->name);
	for (int slot = SYS_ID + 1; slot < m->n; slot++)
		if (field_stored(&m->fields[slot]) && !(m->fields[slot].flags & F_OWN)) {
			str_add(out, ", ");
			column_sql(m, slot, out);
		}
	str_add(out, ");\n");
}

/* Only what stands in the table itself can be indexed; presets that share lanes and order share the index. */
static bool wants_lane_index(const struct model *m, int at)
{
	const struct preset *p = &m->presets[at];
	const char *word = p->sort ? p->sort : m->sort;
	int by = p->by ? model_slot(m, p->by) : -1;

	if (by < 0 || !field_stored(&m->fields[by]))
		return false;
	for (int i = 0; i < at; i++)
		if (str_eq(m->presets[i].by, p->by) && str_eq(m->presets[i].sort, p->sort))
			return false;
	while (*word) {
		size_t n = strcspn(word, ",");
		bool desc = *word == '-';
		char *name = xstrndup(word + desc, n - desc);
		int slot = model_slot(m, name);
		bool good = slot >= 0 && field_stored(&m->fields[slot]) && !field_has_key(m, slot);

		free(name);
		if (!good)
			return false;
		word += n + (word[n] == ',');
	}
	return true;
}

/* Behind the columns of an order: whose the record is, so that who does not see all passes by others' without reading them. The
 * index of before is told by its other name. */
static const char *whose(const struct model *m, const char *index, struct str *out)
{
	static _Thread_local char columns[160];

	columns[0] = '\0';
	if (m->owner) {
		str_addf(out, "DROP INDEX IF EXISTS \"%s\";\n", index);
		snprintf(columns, sizeof columns, ", \"%s\"%s%s%s", m->fields[m->owner].name, m->team ? ", \"" : "",
			m->team ? m->fields[m->team].name : "", m->team ? "\"" : "");
	}
	return columns;
}

/* The order of a preset's lanes: one index finds a lane's cards in their order. The id goes the way the first key goes, as
 * queries order it. */
static void lane_index(const struct model *m, const struct preset *p, struct str *out)
{
	const char *sort = p->sort ? p->sort : m->sort, *word = sort, *columns;
	char old[160];

	snprintf(old, sizeof old, "%s_%s_lane", m->name, p->name);
	columns = whose(m, old, out);
	str_addf(out, "CREATE INDEX IF NOT EXISTS \"%s_%s_%s\" ON \"%s\"(\"%s\"", m->name, p->name,
		m->owner ? "lane_w" : "lane", m->name, p->by);
	while (*word) {
		size_t n = strcspn(word, ",");
		bool desc = *word == '-';

		str_addf(out, ", \"%.*s\"%s", (int)(n - desc), word + desc, desc ? " DESC" : "");
		word += n + (word[n] == ',');
	}
	str_addf(out, ", id%s%s) WHERE trashed_at IS NULL;\n", *sort == '-' ? " DESC" : "", columns);
}

static void title_index(const struct model *m, int slot, struct str *out)
{
	const struct field *f = &m->fields[slot];
	const char *columns;
	char old[160];

	snprintf(old, sizeof old, "%s_%s_i", m->name, f->name);
	columns = whose(m, old, out);
	str_addf(out, "CREATE INDEX IF NOT EXISTS \"%s_%s_w\" ON \"%s\"(\"%s%s\", id%s) WHERE trashed_at IS NULL;\n", m->name, f->name,
		m->name, f->name, field_has_key(m, slot) ? "_k" : "", columns);
}

/* The default order of lists. What is short and filtered by stands behind it, and the trash too though the index has none: SQLite
 * must find every column in it to read no record. */
static void created_index(const struct model *m, struct str *out)
{
	const char *columns;
	char old[160], name[170];
	bool filters = false;

	for (int slot = SYS_N; slot < m->n; slot++)
		filters = filters || m->fields[slot].flags & F_FILTER;
	snprintf(old, sizeof old, "%s_created_i", m->name);
	columns = whose(m, old, out);
	if (filters)
		str_addf(out, "DROP INDEX IF EXISTS \"%s_created_w\";\n", m->name);
	snprintf(name, sizeof name, "%s_created_%c", m->name, filters ? 'f' : m->owner ? 'w' : 'i');
	str_addf(out, "CREATE INDEX IF NOT EXISTS \"%s\" ON \"%s\"(created_at, id%s", name, m->name, columns);
	for (int slot = SYS_N; slot < m->n; slot++)
		if (m->fields[slot].flags & F_FILTER && slot != m->owner && slot != m->team)
			str_addf(out, ", \"%s\"", m->fields[slot].name);
	str_addf(out, "%s) WHERE trashed_at IS NULL;\n", filters ? ", active, trashed_at" : "");
}

static void index_sql(const struct model *m, struct str *out)
{

	for (int slot = SYS_N; slot < m->n; slot++) {
		const struct field *f = &m->fields[slot];
		const char *suffix = field_has_key(m, slot) ? "_k" : "";

		if (!field_stored(f) || (f->flags & F_OWN))
			continue;
		if (f->flags & F_UNIQUE)
			str_addf(out, "CREATE UNIQUE INDEX IF NOT EXISTS \"%s_%s_u\" ON \"%s\"(\"%s%s\") WHERE trashed_at IS NULL;\n",
				m->name, f->name, m->name, f->name, suffix);
		if (slot == m->title && m->owner)
			title_index(m, slot, out);
		else if ((f->flags & F_INDEX) || slot == m->title)
			str_addf(out, "CREATE INDEX IF NOT EXISTS \"%s_%s_i\" ON \"%s\"(\"%s%s\", id) WHERE trashed_at IS NULL;\n",
				m->name, f->name, m->name, f->name, suffix);
	}
	for (int i = 0; i < m->n_presets; i++)
		if (wants_lane_index(m, i))
			lane_index(m, &m->presets[i], out);
	created_index(m, out);
	str_addf(out, "CREATE INDEX IF NOT EXISTS \"%s_trash_i\" ON \"%s\"(trashed_at) WHERE trashed_at IS NOT NULL;\n", m->name,
		m->name);
}

static void cube_dims(const struct model *m, const char *row, const char *between, struct str *out)
{
	for (int i = 0; m->cube->dim[i] >= 0; i++) {
		const char *name = m->fields[m->cube->dim[i]].name;

		if (strcmp(between, " AND ") == 0)
			str_addf(out, "%s\"%s\" = ifnull(%s.\"%s\", -1)", i ? between : "", name, row, name);
		else if (*row)
			str_addf(out, "%sifnull(%s.\"%s\", -1)", i ? between : "", row, name);
		else
			str_addf(out, "%s\"%s\"", i ? between : "", name);
	}
}

static void cube_add(const struct model *m, struct str *out)
{
	str_addf(out, "INSERT INTO \"%s_cube\" VALUES (", m->name);
	cube_dims(m, "NEW", ", ", out);
	str_add(out, ", 1");
	for (int i = 0; m->cube->sum[i] >= 0; i++)
		str_addf(out, ", ifnull(NEW.\"%s\", 0)", m->fields[m->cube->sum[i]].name);
	str_add(out, ") ON CONFLICT DO UPDATE SET n = n + 1");
	for (int i = 0; m->cube->sum[i] >= 0; i++) {
		const char *name = m->fields[m->cube->sum[i]].name;

		str_addf(out, ", \"sum_%s\" = \"sum_%s\" + excluded.\"sum_%s\"", name, name, name);
	}
	str_add(out, "; ");
}

static void cube_take(const struct model *m, struct str *out)
{
	str_addf(out, "UPDATE \"%s_cube\" SET n = n - 1", m->name);
	for (int i = 0; m->cube->sum[i] >= 0; i++) {
		const char *name = m->fields[m->cube->sum[i]].name;

		str_addf(out, ", \"sum_%s\" = \"sum_%s\" - ifnull(OLD.\"%s\", 0)", name, name, name);
	}
	str_add(out, " WHERE ");
	cube_dims(m, "OLD", " AND ", out);
	str_add(out, "; ");
}

/* Counters of a type: rows (dims, n, sums), moved by triggers, so that no write can forget them. */
static void cube_sql(const struct model *m, struct str *out)
{
	str_addf(out, "CREATE TABLE IF NOT EXISTS \"%s_cube\"(", m->name);
	cube_dims(m, "", " INTEGER NOT NULL, ", out);
	str_add(out, " INTEGER NOT NULL, n INTEGER NOT NULL");
	for (int i = 0; m->cube->sum[i] >= 0; i++)
		str_addf(out, ", \"sum_%s\" INTEGER NOT NULL", m->fields[m->cube->sum[i]].name);
	str_add(out, ", PRIMARY KEY(");
	cube_dims(m, "", ", ", out);
	str_add(out, ")) WITHOUT ROWID;\n");
	str_addf(out, "CREATE TRIGGER IF NOT EXISTS \"%s_cube_i\" AFTER INSERT ON \"%s\" WHEN NEW.trashed_at IS NULL BEGIN ", m->name,
		m->name);
	cube_add(m, out);
	str_add(out, "END;\n");
	for (int half = 0; half < 2; half++) {
		str_addf(out, "CREATE TRIGGER IF NOT EXISTS \"%s_cube_u%d\" AFTER UPDATE OF trashed_at, ", m->name, half);
		cube_dims(m, "", ", ", out);
		for (int i = 0; m->cube->sum[i] >= 0; i++)
			str_addf(out, ", \"%s\"", m->fields[m->cube->sum[i]].name);
		str_addf(out, " ON \"%s\" WHEN %s.trashed_at IS NULL BEGIN ", m->name, half ? "NEW" : "OLD");
		if (half)
			cube_add(m, out);
		else
			cube_take(m, out);
		str_add(out, "END;\n");
	}
	str_addf(out, "CREATE TRIGGER IF NOT EXISTS \"%s_cube_d\" AFTER DELETE ON \"%s\" WHEN OLD.trashed_at IS NULL BEGIN ", m->name,
		m->name);
	cube_take(m, out);
	str_add(out, "END;\n");
}

void schema_sql(const struct registry *r, struct str *out)
{
	str_add(out, base_schema);
	str_add(out, search_schema);
	str_add(out, periodic_schema);
	str_add(out, access_schema);
	for (int i = 0; i < registry_count(r); i++) {
		const struct model *m = registry_at(r, i);

		table_sql(m, out);
		index_sql(m, out);
		if (m->cube)
			cube_sql(m, out);
		if (m->schema)
			str_add(out, m->schema);
	}
}

static bool has_column(struct session *s, const char *table, const char *column)
{
	return db_get_int(s->db, 0, "SELECT count(*) FROM pragma_table_info(?1) WHERE name = ?2", "ss", table, column) > 0;
}

/* Adds the columns of new fields to a table that is there already. */
static enum rc add_columns(struct session *s, const struct model *m, struct err *err)
{
	enum rc rc = RC_OK;

	if (!db_get_int(s->db, 0, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?1", "s", m->name))
		return RC_OK;
	for (int slot = SYS_ID + 1; slot < m->n && rc == RC_OK; slot++) {
		struct str sql = STR_INIT;
		const struct field *f = &m->fields[slot];
		char key[80];

		if (!field_stored(f) || (f->flags & F_OWN))
			continue;
		snprintf(key, sizeof key, "%s_k", f->name);
		if (!has_column(s, m->name, f->name))
			str_addf(&sql, "ALTER TABLE \"%s\" ADD COLUMN \"%s\" %s;", m->name, f->name, field_types[f->type].sql);
		if (field_has_key(m, slot) && !has_column(s, m->name, key))
			str_addf(&sql,
				"ALTER TABLE \"%s\" ADD COLUMN \"%s\" TEXT; UPDATE \"%s\" SET \"%s\" = sort_key(\"%s\");", m->name,
				key, m->name, key, f->name);
		rc = db_script(s->db, sql.s, err);
		str_free(&sql);
	}
	return rc;
}

/* Triggers are made from the tables and hold no data: all are made anew. */
static enum rc drop_triggers(struct session *s, struct err *err)
{
	struct str sql = STR_INIT;
	struct stmt *st = db_prep(s->db, "SELECT name FROM sqlite_master WHERE type = 'trigger'");
	enum rc rc;

	while (st_step(st, NULL) > 0)
		str_addf(&sql, "DROP TRIGGER \"%s\";", st_get_text(st, 0));
	st_done(st);
	rc = db_script(s->db, sql.s, err);
	str_free(&sql);
	return rc;
}

/* Counters are made from records: their tables are dropped and filled anew, whatever their columns are now. */
static enum rc drop_cubes(struct session *s, struct err *err)
{
	enum rc rc = RC_OK;

	for (int i = 0; i < registry_count(s->reg) && rc == RC_OK; i++) {
		char sql[160];

		if (!registry_at(s->reg, i)->cube)
			continue;
		snprintf(sql, sizeof sql, "DROP TABLE IF EXISTS \"%s_cube\"", registry_at(s->reg, i)->name);
		rc = db_script(s->db, sql, err);
	}
	return rc;
}

static enum rc fill_cube(struct session *s, const struct model *m, struct err *err)
{
	struct str sql = STR_INIT;
	enum rc rc;

	str_addf(&sql, "INSERT INTO \"%s_cube\" SELECT ", m->name);
	cube_dims(m, "t", ", ", &sql);
	str_add(&sql, ", count(*)");
	for (int i = 0; m->cube->sum[i] >= 0; i++)
		str_addf(&sql, ", sum(ifnull(t.\"%s\", 0))", m->fields[m->cube->sum[i]].name);
	str_addf(&sql, " FROM \"%s\" t WHERE t.trashed_at IS NULL GROUP BY ", m->name);
	cube_dims(m, "t", ", ", &sql);
	rc = db_script(s->db, sql.s, err);
	str_free(&sql);
	return rc;
}

static enum rc fill_cubes(struct session *s, struct err *err)
{
	enum rc rc = RC_OK;

	for (int i = 0; i < registry_count(s->reg) && rc == RC_OK; i++)
		if (registry_at(s->reg, i)->cube)
			rc = fill_cube(s, registry_at(s->reg, i), err);
	return rc;
}

static enum rc run_migrations(struct session *s, int from, struct err *err)
{
	const struct office *o = registry_office(s->reg);
	enum rc rc = RC_OK;

	for (int i = 0; i < o->n_migrations && rc == RC_OK; i++)
		if (o->migrations[i].version > from)
			rc = o->migrations[i].run(s, err);
	return rc;
}

static enum rc bring_up(struct session *s, const char *sql, const char *mark, struct err *err)
{
	const struct office *o = registry_office(s->reg);
	int from = db_version(s->db);
	enum rc rc = RC_OK;

	db_allow_schema(s->db, true);
	if (from > 0)
		rc = drop_triggers(s, err);
	if (rc == RC_OK && from > 0)
		rc = drop_cubes(s, err);
	if (rc == RC_OK && from > 0)
		rc = run_migrations(s, from, err);
	for (int i = 0; rc == RC_OK && i < registry_count(s->reg); i++)
		rc = add_columns(s, registry_at(s->reg, i), err);
	if (rc == RC_OK)
		rc = db_script(s->db, sql, err);
	if (rc == RC_OK && from > 0)
		rc = fill_cubes(s, err);
	if (rc == RC_OK)
		rc = db_set_version(s->db, o->version, err);
	if (rc == RC_OK)
		rc = db_run(s->db, err, "INSERT OR REPLACE INTO meta VALUES ('schema', ?1)", "s", mark);
	db_allow_schema(s->db, false);
	return rc;
}

static enum rc update(struct session *s, const char *sql, const char *mark, struct err *err)
{
	char *have = NULL;
	enum rc rc = db_begin(s->db, err);

	if (rc != RC_OK)
		return rc;
	if (db_get_int(s->db, 0, "SELECT count(*) FROM sqlite_master WHERE name = 'meta'", ""))
		have = db_get_text(s->db, "SELECT value FROM meta WHERE key = 'schema'", "");
	if (!str_eq(have, mark))
		rc = bring_up(s, sql, mark, err);
	if (rc == RC_OK && str_eq(have, BULK_MARK))
		rc = bulk_make_rest(s, err);
	free(have);
	return db_end(s->db, rc, err);
}

/* The file as it was before: the way back when the new program does not please. Of upgrades that only add tables or columns the
 * last one's copy is kept. */
static enum rc keep_before(struct session *s, int have, int version, struct err *err)
{
	char *dir = priv_office() ? db_backup_dir(db_path(s->db)) : NULL;
	char *what = have < version ? xasprintf("before-%d", version) : xstrdup("before-upgrade");
	char *copy = dir ? xasprintf("%s/%s.db", dir, what) : xasprintf("%s.%s", db_path(s->db), what);
	enum rc rc = db_need_room(s->db, 3, err);

	unlink(copy); /* of an attempt that was cut off, or of the upgrade before */
	if (rc == RC_OK)
		rc = db_backup(s->db, copy, err);
	free(copy);
	free(what);
	free(dir);
	return rc;
}

bool schema_outdated(struct session *s)
{
	return *s->schema && db_get_int(s->db, 0,
		"SELECT 1 FROM meta WHERE key = 'schema' AND value NOT IN (?1, '" BULK_MARK "')", "s", s->schema);
}

enum rc schema_update(struct session *s, bool may, struct err *err)
{
	const struct office *o = registry_office(s->reg);
	int have = db_version(s->db);
	struct str sql = STR_INIT;
	char mark[32], *was = NULL;
	enum rc rc = RC_OK;

	schema_sql(s->reg, &sql);
	snprintf(mark, sizeof mark, "%d:%016llx", o->version, (unsigned long long)hash_bytes(sql.s, sql.len));
	if (have > 0)
		was = db_get_text(s->db, "SELECT value FROM meta WHERE key = 'schema'", "");
	if (have > 0 && !str_eq(was, BULK_MARK) && !str_eq(was, mark) && !may)
		rc = fail(err, RC_NEWER, NO_FIELD, _("%s is of an older crm: root runs crm migrate"), db_path(s->db));
	if (rc == RC_OK && have > 0 && !str_eq(was, BULK_MARK) && !str_eq(was, mark))
		rc = keep_before(s, have, o->version, err);
	if (rc == RC_OK && str_eq(was, BULK_MARK))
		rc = bulk_make(s, sql.s, mark, err);
	if (rc == RC_OK && !str_eq(was, mark))
		rc = update(s, sql.s, mark, err);
	if (rc == RC_OK)
		snprintf(s->schema, sizeof s->schema, "%s", mark);
	free(was);
	str_free(&sql);
	return rc;
}
