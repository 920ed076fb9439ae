/* What a person may, as the office's tables have it: read at the start of a session and whenever the epoch moved. */
#include "access.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/date.h"
#include "column.h"
#include "record/record.h"
#include "rights_private.h"

const char access_schema[] =
	"CREATE TABLE IF NOT EXISTS access_person(user INTEGER PRIMARY KEY, power INTEGER NOT NULL) STRICT;\n"
	"CREATE TABLE IF NOT EXISTS member_of(user INTEGER NOT NULL, ref INTEGER NOT NULL, PRIMARY KEY(user, ref)) "
	"WITHOUT ROWID;\n"
	"CREATE TABLE IF NOT EXISTS visible_owner(user INTEGER NOT NULL, reach INTEGER NOT NULL, owner INTEGER NOT "
	"NULL, "
	"PRIMARY KEY(user, reach, owner)) WITHOUT ROWID;\n"
	"CREATE TABLE IF NOT EXISTS access_right(profile INTEGER NOT NULL, model INTEGER NOT NULL, verbs INTEGER NOT "
	"NULL, "
	"see INTEGER NOT NULL, edit INTEGER NOT NULL, PRIMARY KEY(profile, model)) WITHOUT ROWID;\n"
	"CREATE TABLE IF NOT EXISTS access_field(profile INTEGER NOT NULL, model INTEGER NOT NULL, field INTEGER NOT "
	"NULL, "
	"what INTEGER NOT NULL, PRIMARY KEY(profile, model, field)) WITHOUT ROWID;\n"
	"CREATE TABLE IF NOT EXISTS access_rule(id INTEGER PRIMARY KEY, model INTEGER NOT NULL, criteria TEXT NOT "
	"NULL, "
	"target INTEGER NOT NULL, edit INTEGER NOT NULL) STRICT;\n"
	"CREATE TABLE IF NOT EXISTS access_share(id INTEGER PRIMARY KEY, ref INTEGER NOT NULL, target INTEGER NOT "
	"NULL, "
	"edit INTEGER NOT NULL, until TEXT) STRICT;\n"
	"CREATE INDEX IF NOT EXISTS access_share_target ON access_share(target, ref);\n"
	"CREATE INDEX IF NOT EXISTS access_share_ref ON access_share(ref);\n";

/* Shares are kept by their own records, one by one: there may be many. */
static const char *const computed[] = { "access_person", "member_of", "visible_owner", "access_right", "access_field",
	"access_rule" };

/* ---- reading ---- */

static void where_free(struct access_where *w)
{
	free(w->counted);
	free(w->by_id);
	free(w->by_row);
}

void access_free(struct access *a)
{
	if (!a)
		return;
	for (int i = 0; i < a->n_rules; i++)
		free(a->rule[i].criteria);
	for (int i = 0; i < a->n_models; i++) {
		where_free(&a->model[i]->where[0]);
		where_free(&a->model[i]->where[1]);
		free(a->model[i]);
	}
	free(a->model);
	free(a->right);
	free(a->field);
	free(a->rule);
	free(a);
}

/* Rows of one profile stand together, the one for every other type first. */
static void load_rights(struct session *s, struct access *a)
{
	struct stmt *st = db_prep(s->db, "SELECT r.profile, r.model, r.verbs, r.see, r.edit FROM member_of m "
					 "JOIN access_right r ON r.profile = m.ref WHERE m.user = ?1 ORDER BY 1, 2");
	int64_t profile = 0;

	st_int(st, 1, a->user);
	while (st_step(st, NULL) > 0) {
		a->n_profiles += st_get_int(st, 0) != profile;
		profile = st_get_int(st, 0);
		GROW(a->right, a->n_rights, a->cap_rights);
		a->right[a->n_rights++] = (struct access_right){ .profile = profile,
			.model = (int)st_get_int(st, 1),
			.verbs = (unsigned)st_get_int(st, 2),
			.reach = { 1u << st_get_int(st, 3), 1u << st_get_int(st, 4) } };
	}
	st_done(st);
}

static void load_fields(struct session *s, struct access *a)
{
	struct stmt *st = db_prep(s->db, "SELECT f.profile, f.model, f.field, f.what FROM member_of m "
					 "JOIN access_field f ON f.profile = m.ref WHERE m.user = ?1");

	st_int(st, 1, a->user);
	while (st_step(st, NULL) > 0) {
		GROW(a->field, a->n_fields, a->cap_fields);
		a->field[a->n_fields++] = (struct access_field){ st_get_int(st, 0), (int)st_get_int(st, 1),
			(int)st_get_int(st, 2), (enum field_right)st_get_int(st, 3) };
	}
	st_done(st);
}

static void load_rules(struct session *s, struct access *a)
{
	struct stmt *st = db_prep(s->db, "SELECT r.id, r.model, r.criteria, r.edit FROM access_rule r "
					 "JOIN member_of m ON m.user = ?1 AND m.ref = r.target ORDER BY r.id");

	st_int(st, 1, a->user);
	while (st_step(st, NULL) > 0) {
		GROW(a->rule, a->n_rules, a->cap_rules);
		a->rule[a->n_rules++] = (struct access_rule){ st_get_int(st, 0), (int)st_get_int(st, 1),
			st_get_int(st, 3) != 0, xstrdup(st_get_text(st, 2)) };
	}
	st_done(st);
}

struct access *access_load(struct session *s, int64_t user, int64_t epoch)
{
	struct access *a = xcalloc(1, sizeof *a);
	int64_t power = db_get_int(s->db, -1, "SELECT power FROM access_person WHERE user = ?1", "i", user);

	a->user = user;
	a->epoch = epoch;
	a->day = (int)date_days(date_today());
	a->active = power >= 0;
	a->power = power > 0 ? (int)power : POWER_NONE;
	a->all = power == POWER_SUPER;
	if (a->all)
		return a;
	load_rights(s, a);
	load_fields(s, a);
	load_rules(s, a);
	return a;
}

struct access *access_now(struct session *s)
{
	if (!registry_office(s->reg)->access || s->user == 0)
		return NULL;
	if (!s->access)
		rights_refresh(s);
	return s->access;
}

/* ---- verbs and fields of a type ---- */

const struct model *access_guard(struct session *s, const struct model *m, int *slot)
{
	if (slot)
		*slot = m->parent;
	if (!(m->flags & M_LINES))
		return m;
	for (int i = 0; i < registry_count(s->reg); i++) {
		const struct model *p = registry_at(s->reg, i);

		for (int f = SYS_N; f < p->n; f++)
			if (p->fields[f].type == FT_LINES && str_eq(p->fields[f].ref, m->name)) {
				if (slot)
					*slot = model_slot(m, p->fields[f].via);
				return p;
			}
	}
	return m;
}

/* The profile's row for the type, else its row for every other one; -1: it says nothing. Rows of a profile follow each
 * other from `from`. */
static int row_of(const struct access *a, int from, int model, int *next)
{
	int best = -1, i;

	for (i = from; i < a->n_rights && a->right[i].profile == a->right[from].profile; i++)
		if (a->right[i].model == model || a->right[i].model == 0)
			best = i; /* 0 comes first */
	*next = i;
	return best;
}

void access_row(const struct access *a, int model, struct access_right *out)
{
	*out = (struct access_right){ .model = model };
	for (int at = 0, next; at < a->n_rights; at = next) {
		int i = row_of(a, at, model, &next);

		if (i < 0)
			continue;
		out->verbs |= a->right[i].verbs;
		out->reach[0] |= a->right[i].verbs & 1u << V_SEE ? a->right[i].reach[0] : 0;
		out->reach[1] |= a->right[i].reach[1];
	}
}

int64_t access_export_rows(struct session *s, const struct model *m)
{
	const struct access_def *def = registry_office(s->reg)->access;
	const struct access *a = rights_all(s) ? NULL : s->access;
	int64_t most = -1;

	for (int at = 0, next; a && def->export_rows && at < a->n_rights; at = next) {
		int i = row_of(a, at, access_guard(s, m, NULL)->no, &next);
		int64_t rows;

		if (i < 0 || !(a->right[i].verbs & 1u << V_EXPORT))
			continue;
		rows = def->export_rows(s, REF_ID(a->right[i].profile));
		if (rows < 0)
			return -1;
		most = rows > most ? rows : most;
	}
	return most;
}

/* Does the formula read the column of a concealed field? Then it would tell what that holds. */
static bool reads(const struct field *f, const char *column)
{
	size_t n = strlen(column);

	for (const char *p = f->sql ? strstr(f->sql, "$t.") : NULL; p; p = strstr(p + 1, "$t.")) {
		const char *name = p + 3 + (p[3] == '"');
		char end = name[0] ? name[n <= strlen(name) ? n : strlen(name)] : '\0';

		if (strncmp(name, column, n) == 0 &&
			!(end == '_' || (end >= 'a' && end <= 'z') || (end >= '0' && end <= '9')))
			return true;
	}
	return false;
}

static enum field_right named(const struct access *a, const struct model *m, int slot)
{
	enum field_right what = FIELD_CONCEALED;
	int found = 0;

	for (int i = 0; i < a->n_fields; i++)
		if (a->field[i].model == m->no && a->field[i].field == m->fields[slot].no) {
			what = a->field[i].what < what ? a->field[i].what : what;
			found++;
		}
	/* what one profile leaves free is free */
	return found < a->n_profiles || !found ? FIELD_FREE : what;
}

enum field_right access_field(const struct access *a, const struct model *m, int slot)
{
	enum field_right what;
	char buf[16];

	if (!a || a->all || !a->n_fields || slot < SYS_N)
		return FIELD_FREE;
	what = named(a, m, slot);
	for (int i = SYS_N; i < m->n && what != FIELD_CONCEALED && m->fields[slot].sql; i++)
		if (i != slot && !m->fields[i].sql && named(a, m, i) == FIELD_CONCEALED &&
			reads(&m->fields[slot], field_column(&m->fields[i], buf)))
			what = FIELD_CONCEALED;
	return what;
}

void access_mark_fields(struct session *s)
{
	struct access *a = s->access;

	if (!a || a->all || !a->n_fields)
		return;
	for (int i = 0; i < registry_count(s->reg); i++)
		for (int slot = SYS_N; slot < registry_at(s->reg, i)->n; slot++) {
			enum field_right what = access_field(a, registry_at(s->reg, i), slot);

			if (what != FIELD_FREE)
				registry_mark(s->reg, registry_at(s->reg, i), slot,
					what == FIELD_CONCEALED ? F_CONCEALED | F_HIDDEN | F_READONLY | F_NO_IMPORT
								: F_READONLY);
		}
}

/* ---- the tables ---- */

void access_touch(struct session *s)
{
	if (registry_office(s->reg)->access)
		s->access_touched = true;
}

enum rc access_rebuild(struct session *s, struct err *err)
{
	const struct access_def *def = registry_office(s->reg)->access;
	enum rc rc = RC_OK;
	char sql[80];

	s->access_touched = false;
	if (!def)
		return RC_OK;
	for (size_t i = 0; i < COUNT(computed) && rc == RC_OK; i++) {
		snprintf(sql, sizeof sql, "DELETE FROM %s", computed[i]);
		rc = db_run(s->db, err, sql, "");
	}
	rights_rule(s);
	if (rc == RC_OK)
		rc = def->fill(s, err);
	rights_unrule(s);
	s->rights_at = 0;
	if (rc == RC_OK)
		rc = db_run(s->db, err,
			"INSERT INTO meta VALUES ('access_epoch', 1) ON CONFLICT(key) DO UPDATE SET value = value + 1",
			"");
	return rc;
}

void access_forget(struct session *s)
{
	s->access_touched = false;
	s->rights_at = 0;
	if (s->access)
		s->access->epoch = -1;
}

enum rc access_first(struct session *s, struct err *err)
{
	enum rc rc = db_begin(s->db, err);

	return rc == RC_OK ? db_end(s->db, access_rebuild(s, err), err) : rc;
}

enum rc access_settle(struct session *s, struct err *err)
{
	return s->access_touched ? access_rebuild(s, err) : RC_OK;
}
