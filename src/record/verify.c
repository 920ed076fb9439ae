/* Faults that no constraint of the database can refuse: what is kept beside the records must follow from them. Each
 * check is one statement that finds the records in disagreement; a healthy database answers with no row. */
#include "record/upkeep.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "column.h"
#include "record/record.h"
#include "record/registry.h"
#include "record/session.h"

#define SHOWN 20 /* lines of one fault; then their number */

struct verify {
	struct session *s;
	struct str *out;
	struct err *err;
	enum rc rc;
};

/* Runs sql, whose rows hold an id; "MODEL ID: WHAT" for each. */
static void find(struct verify *v, const struct model *m, const struct str *sql, const char *what)
{
	struct stmt *st = db_prep(v->s->db, sql->s);
	int n = 0, got;

	while ((got = st_step(st, v->err)) > 0)
		if (n++ < SHOWN)
			str_addf(v->out, "%s %" PRId64 ": %s\n", m->name, st_get_int(st, 0), what);
	st_done(st);
	if (n > SHOWN)
		str_addf(v->out, _("%s: %d more: %s\n"), m->name, n - SHOWN, what);
	if (got < 0 && v->rc == RC_OK)
		v->rc = v->err->rc;
}

/* References to any record have no foreign key: each is followed, type by type. */
static void verify_anyref(struct verify *v, const struct model *m, int slot)
{
	struct str sql = STR_INIT, what = STR_INIT;
	char col[16];

	const char *name = field_column(&m->fields[slot], col);

	str_addf(&sql, "SELECT t.id FROM \"%s\" t WHERE t.\"%s\" IS NOT NULL", m->name, name);
	for (int i = 0; i < registry_count(v->s->reg); i++) {
		const struct model *to = registry_at(v->s->reg, i);

		str_addf(&sql,
			" AND NOT (t.\"%s\" >> 40 = %d AND EXISTS (SELECT 1 FROM \"%s\" x WHERE x.id = t.\"%s\" & "
			"0xffffffffff))",
			name, to->no, to->name, name);
	}
	str_addf(&what, _("%s points at a record that is not there"), m->fields[slot].name);
	find(v, m, &sql, what.s);
	str_free(&sql);
	str_free(&what);
}

/* A set's members, and who has them, are there. */
static void verify_set(struct verify *v, const struct model *m, int slot)
{
	const struct field *f = &m->fields[slot];
	struct str sql = STR_INIT, what = STR_INIT;

	str_addf(&sql,
		"SELECT l.from_id FROM link l WHERE l.field = %d AND (NOT EXISTS (SELECT 1 FROM \"%s\" t WHERE t.id = "
		"l.from_id)",
		m->no << 16 | f->no, m->name);
	if (f->type == FT_REFS)
		str_addf(&sql, " OR NOT EXISTS (SELECT 1 FROM \"%s\" x WHERE x.id = l.to_id)", f->ref);
	str_add(&sql, ")");
	str_addf(&what, _("%s holds a record that is not there"), f->name);
	find(v, m, &sql, what.s);
	str_free(&sql);
	str_free(&what);
}

/* The newest word of the journal about a field is what stands in it. */
static void verify_journal(struct verify *v, const struct model *m, int slot)
{
	const struct field *f = &m->fields[slot];
	struct str sql = STR_INIT, what = STR_INIT;
	char col[16];

	str_addf(&sql,
		"SELECT t.id FROM (SELECT ref, max(id) AS id FROM change WHERE ref BETWEEN %" PRId64 " AND %" PRId64
		" AND field = %d GROUP BY ref) n JOIN change c ON c.id = n.id JOIN \"%s\" t ON t.id = n.ref & "
		"0xffffffffff "
		"WHERE t.\"%s\" IS NOT c.new",
		REF_MAKE(m->no, 0), REF_MAKE(m->no, INT64_C(0xffffffffff)), f->no, m->name, field_column(f, col));
	str_addf(&what, _("the journal knows another %s"), f->name);
	find(v, m, &sql, what.s);
	str_free(&sql);
	str_free(&what);
}

static bool plain_column(const struct field *f)
{
	return field_stored(f) && f->type != FT_REFS && f->type != FT_CHOICES;
}

static void verify_fields(struct verify *v, const struct model *m, bool quick)
{
	for (int slot = SYS_ID + 1; slot < m->n && v->rc == RC_OK; slot++) {
		const struct field *f = &m->fields[slot];

		if (slot >= SYS_N && f->type == FT_ANYREF && !(m->flags & M_FIXED))
			verify_anyref(v, m, slot);
		if (slot >= SYS_N && (f->type == FT_REFS || f->type == FT_CHOICES))
			verify_set(v, m, slot);
		if (!quick && plain_column(f) && (slot >= SYS_N || slot == SYS_ACTIVE))
			verify_journal(v, m, slot);
	}
}

/* Counters, counted anew. */
static void verify_cube(struct verify *v, const struct model *m)
{
	struct str dims = STR_INIT, sums = STR_INIT, have = STR_INIT, sql = STR_INIT;

	for (int i = 0; m->cube->dim[i] >= 0; i++) {
		const char *name = m->fields[m->cube->dim[i]].name;

		str_addf(&dims, "%sifnull(\"%s\", -1)", i ? ", " : "", name);
		str_addf(&have, "%s\"%s\"", i ? ", " : "", name);
	}
	str_add(&have, ", n");
	for (int i = 0; m->cube->sum[i] >= 0; i++) {
		const char *name = m->fields[m->cube->sum[i]].name;

		str_addf(&sums, ", sum(ifnull(\"%s\", 0))", name);
		str_addf(&have, ", \"sum_%s\"", name);
	}
	str_addf(&sql,
		"SELECT count(*) AS n FROM (SELECT * FROM (SELECT %s FROM \"%s_cube\" WHERE n <> 0 EXCEPT SELECT %s, "
		"count(*)%s "
		"FROM \"%s\" WHERE trashed_at IS NULL GROUP BY %s) UNION ALL SELECT * FROM (SELECT %s, count(*)%s FROM "
		"\"%s\" "
		"WHERE trashed_at IS NULL GROUP BY %s EXCEPT SELECT %s FROM \"%s_cube\")) HAVING n > 0",
		have.s, m->name, dims.s, sums.s, m->name, dims.s, dims.s, sums.s, m->name, dims.s, have.s, m->name);
	find(v, m, &sql, _("counters that differ from the records"));
	str_free(&dims);
	str_free(&sums);
	str_free(&have);
	str_free(&sql);
}

/* What is searched is there, and what is there is searched. */
static void verify_search(struct verify *v, const struct model *m)
{
	struct str sql = STR_INIT;

	/* what the program itself keeps, such as the audit, is listed, not searched */
	if (m->flags & (M_LINES | M_FIXED))
		return;
	str_addf(&sql,
		"SELECT s.ref & 0xffffffffff FROM search s WHERE s.ref BETWEEN %" PRId64 " AND %" PRId64
		" AND NOT EXISTS (SELECT 1 FROM \"%s\" t WHERE t.id = s.ref & 0xffffffffff AND t.trashed_at IS NULL)",
		REF_MAKE(m->no, 0), REF_MAKE(m->no, INT64_C(0xffffffffff)), m->name);
	find(v, m, &sql, _("is found by search and is not there"));
	str_clear(&sql);
	/* what only the program writes is kept, not searched */
	if (!(m->flags & M_FIXED) && m->fields[m->title].type == FT_TEXT && field_stored(&m->fields[m->title]))
		str_addf(&sql,
			"SELECT t.id FROM \"%s\" t WHERE t.trashed_at IS NULL AND replace(fold(t.\"%s\"), ' ', '') <> "
			"'' AND NOT "
			"EXISTS (SELECT 1 FROM search s WHERE s.ref = %" PRId64 " + t.id)",
			m->name, m->fields[m->title].name, REF_MAKE(m->no, 0));
	if (sql.len)
		find(v, m, &sql, _("is not found by search"));
	str_free(&sql);
}

/* The index of words is compared with its text by the library itself. */
static void verify_words(struct verify *v)
{
	struct err err = ERR_INIT;
	enum rc rc = db_begin(v->s->db, &err);

	if (rc == RC_OK)
		rc = db_end(v->s->db,
			db_run(v->s->db, &err, "INSERT INTO search_word(search_word) VALUES ('integrity-check')", ""),
			&err);
	if (rc != RC_OK)
		str_addf(v->out, _("the index of words: %s\n"), err.text);
}

/* Steps and changes hang together, and no change is older than its step's number says. */
static void verify_steps(struct verify *v)
{
	int64_t n = db_get_int(v->s->db, 0,
		"SELECT count(*) FROM change c WHERE NOT EXISTS (SELECT 1 FROM step s WHERE s.id = c.step)", "");

	if (n)
		str_addf(v->out, _("journal: %" PRId64 " changes without their step\n"), n);
	n = db_get_int(v->s->db, 0, "SELECT count(*) FROM journal_gate", "");
	if (n)
		str_add(v->out, _("journal: its gate stands open\n"));
}

enum rc upkeep_check(struct session *s, bool quick, struct str *out, struct err *err)
{
	struct verify v = { .s = s, .out = out, .err = err };

	registry_lint(s->reg, out);
	v.rc = db_check(s->db, !quick, out, err);
	for (int i = 0; i < registry_count(s->reg) && v.rc == RC_OK; i++) {
		const struct model *m = registry_at(s->reg, i);

		verify_fields(&v, m, quick);
		if (m->cube && v.rc == RC_OK)
			verify_cube(&v, m);
		if (!quick && v.rc == RC_OK)
			verify_search(&v, m);
	}
	if (v.rc == RC_OK)
		verify_steps(&v);
	if (v.rc == RC_OK && !quick && !s->bulk)
		verify_words(&v);
	if (v.rc == RC_OK && out->len)
		v.rc = fail(err, RC_CORRUPT, NO_FIELD, _("%s has faults: restore a backup"), db_path(s->db));
	return v.rc;
}
