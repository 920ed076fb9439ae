/* Who may what, computed from the office's records: the people and their profiles, managers, departments, teams,
 * groups. All of it anew with every change, in the transaction of the change: an office has hundreds of people, not
 * millions.
 *
 * Position. A manager's people are those below in the tree; a department's head has the department's people below, and
 * those of the departments under it where the setting heads.below is on. The wider reaches take in the narrower ones: a
 * team's, a department's are one's own, one's people's, and theirs. */
#include "access.h"

#include "base/i18n.h"
#include "base/str.h"
#include "models.h"
#include "people.h"
#include "record/record.h"
#include "record/rights.h"
#include "record/session.h"

#define KEY(model_no, field_no) "(" SQL_STR(model_no) "<<16|" SQL_STR(field_no) ")"
#define REF(no, id) "(" SQL_STR(no) "<<40|" id ")"

/* Departments a person belongs to, main and others. */
#define BELONGS                                                                                                        \
	"belongs(user, dep) AS (SELECT id, department FROM user WHERE department IS NOT NULL UNION"                    \
	" SELECT from_id, to_id FROM link WHERE field=" KEY(NO_USER, USER_DEPARTMENTS_NO) ")"
/* Each department with itself and all above it. */
#define ABOVE                                                                                                          \
	"above(dep, top) AS (SELECT id, id FROM department WHERE trashed_at IS NULL UNION"                             \
	" SELECT a.dep, d.parent FROM above a JOIN department d ON d.id=a.top WHERE d.parent IS NOT NULL)"
#define HEADED "SELECT head, id FROM department WHERE head IS NOT NULL AND trashed_at IS NULL"
#define TEAM_OF                                                                                                        \
	"in_team(user, team) AS (SELECT leader, id FROM team WHERE leader IS NOT NULL AND trashed_at IS NULL UNION"    \
	" SELECT m.user, m.team FROM team_member m JOIN team t ON t.id=m.team"                                         \
	" WHERE m.trashed_at IS NULL AND t.trashed_at IS NULL)"

static const char persons[] =
	"INSERT INTO access_person(user, power) SELECT u.id, coalesce((SELECT max(p.power)-1 FROM link l JOIN profile "
	"p ON p.id=l.to_id"
	" WHERE l.field=" KEY(
		NO_USER, USER_PROFILES_NO) " AND l.from_id=u.id AND p.trashed_at IS NULL AND p.active), 0) FROM user u"
					   " WHERE u.trashed_at IS NULL AND u.active AND NOT coalesce(u.disabled, 0)";

static const char *const memberships[] = {
	"INSERT INTO member_of SELECT id, " REF(NO_USER, "id") " FROM user",
	"WITH " TEAM_OF " INSERT OR IGNORE INTO member_of SELECT user, " REF(NO_TEAM, "team") " FROM in_team",
	"WITH RECURSIVE " BELONGS ", " ABOVE " INSERT OR IGNORE INTO member_of SELECT b.user, " REF(NO_DEPARTMENT,
		"a.top") " FROM belongs b JOIN above a ON a.dep=b.dep UNION SELECT head, " REF(NO_DEPARTMENT,
		"id") " FROM department WHERE head IS NOT NULL AND trashed_at IS NULL",
	"INSERT OR IGNORE INTO member_of SELECT l.to_id, " REF(
		NO_GROUP, "g.id") " FROM link l JOIN \"group\" g ON g.id=l.from_id"
				  " WHERE l.field=" KEY(NO_GROUP, GROUP_MEMBERS_NO) " AND g.trashed_at IS NULL",
	"INSERT OR IGNORE INTO member_of SELECT l.from_id, " REF(NO_PROFILE,
		"p.id") " FROM link l JOIN profile p ON p.id=l.to_id"
			" WHERE l.field=" KEY(NO_USER, USER_PROFILES_NO) " AND p.trashed_at IS NULL AND p.active",
	NULL,
};

/* ?1: whether a head sees the departments below too. */
static const char people_below[] =
	"WITH RECURSIVE below(user, owner) AS (SELECT manager, id FROM user WHERE manager IS NOT NULL UNION"
	" SELECT b.user, u.id FROM below b JOIN user u ON u.manager=b.owner), " BELONGS ", " ABOVE
	" INSERT OR IGNORE INTO visible_owner(user, reach, owner)"
	" SELECT user, 2, owner FROM below WHERE user<>owner UNION SELECT d.head, 2, o.user FROM department d"
	" JOIN above a ON a.top=d.id AND (?1 OR a.dep=d.id) JOIN belongs o ON o.dep=a.dep"
	" WHERE d.head IS NOT NULL AND d.trashed_at IS NULL AND o.user<>d.head";
static const char *const wider[] = {
	"INSERT OR IGNORE INTO visible_owner SELECT user, 3, owner FROM visible_owner WHERE reach=2",
	"INSERT OR IGNORE INTO visible_owner SELECT user, 4, owner FROM visible_owner WHERE reach=2",
	"INSERT OR IGNORE INTO visible_owner SELECT user, 5, owner FROM visible_owner WHERE reach=2",
	"WITH " TEAM_OF " INSERT OR IGNORE INTO visible_owner"
	" SELECT a.user, 3, b.user FROM in_team a JOIN in_team b ON b.team=a.team WHERE a.user<>b.user",
	"WITH RECURSIVE " BELONGS ", mine(user, dep) AS (SELECT user, dep FROM belongs UNION " HEADED ")"
	" INSERT OR IGNORE INTO visible_owner SELECT m.user, 4, o.user FROM mine m JOIN belongs o ON o.dep=m.dep WHERE "
	"m.user<>o.user",
	"WITH RECURSIVE " BELONGS ", " ABOVE ", mine(user, dep) AS (SELECT user, dep FROM belongs UNION " HEADED ")"
	" INSERT OR IGNORE INTO visible_owner SELECT m.user, 5, o.user FROM mine m JOIN above a ON a.top=m.dep"
	" JOIN belongs o ON o.dep=a.dep WHERE m.user<>o.user",
	NULL,
};
_Static_assert(
	REACH_BELOW == 2 && REACH_TEAM == 3 && REACH_UNIT == 4 && REACH_UNITS == 5, "the numbers in the SQL above");

static enum rc run_all(struct session *s, const char *const *sql, struct err *err)
{
	enum rc rc = RC_OK;

	for (; *sql && rc == RC_OK; sql++)
		rc = db_run(s->db, err, *sql, "");
	return rc;
}

/* --- rights: names of types and fields become their numbers --- */

static enum rc fill_rights(struct session *s, struct err *err)
{
	struct stmt *st = db_prep(s->db,
		"SELECT r.profile, r.model, coalesce(r.sees, 0), coalesce(r.changes, 0), (SELECT "
		"coalesce(sum(1<<(l.to_id-1)), 0) FROM link l"
		" WHERE l.field=" KEY(
			NO_RIGHT, RIGHT_VERBS_NO) " AND l.from_id=r.id) FROM \"right\" r WHERE r.trashed_at IS NULL");
	enum rc rc = RC_OK;
	int got = 0;

	while (rc == RC_OK && (got = st_step(st, err)) > 0) {
		const char *name = st_get_text(st, 1);
		const struct model *m = name && *name ? registry_find(s->reg, name) : NULL;

		if (m || !name || !*name)
			rc = db_run(s->db, err,
				"INSERT OR REPLACE INTO access_right(profile, model, see, edit, verbs) VALUES(?, ?, ?, "
				"?, ?)",
				"iiiii", REF_MAKE(NO_PROFILE, st_get_int(st, 0)), (int64_t)(m ? m->no : 0),
				st_get_int(st, 2), st_get_int(st, 3), st_get_int(st, 4));
	}
	st_done(st);
	return got < 0 ? err->rc : rc;
}

static enum rc fill_fields(struct session *s, struct err *err)
{
	struct stmt *st = db_prep(
		s->db, "SELECT profile, model, field, \"is\" FROM field_right WHERE trashed_at IS NULL ORDER BY id");
	enum rc rc = RC_OK;
	int got = 0;

	while (rc == RC_OK && (got = st_step(st, err)) > 0) {
		const struct model *m = registry_find(s->reg, st_get_text(st, 1));

		for (int slot = SYS_N; m && slot < m->n && rc == RC_OK; slot++)
			if (str_eq(m->fields[slot].name, st_get_text(st, 2)))
				rc = db_run(s->db, err, "INSERT OR REPLACE INTO access_field VALUES(?, ?, ?, ?)",
					"iiii", REF_MAKE(NO_PROFILE, st_get_int(st, 0)), (int64_t)m->no,
					(int64_t)m->fields[slot].no, st_get_int(st, 3));
	}
	st_done(st);
	return got < 0 ? err->rc : rc;
}

static enum rc fill_rules(struct session *s, struct err *err)
{
	struct stmt *st = db_prep(
		s->db, "SELECT id, model, criteria, target, may FROM sharing_rule WHERE trashed_at IS NULL AND active");
	enum rc rc = RC_OK;
	int got = 0;

	while (rc == RC_OK && (got = st_step(st, err)) > 0) {
		const struct model *m = registry_find(s->reg, st_get_text(st, 1));
		const char *criteria = st_get_text(st, 2);

		if (m)
			rc = db_run(s->db, err,
				"INSERT INTO access_rule(id, model, criteria, target, edit) VALUES(?, ?, ?, ?, ?)",
				"iisii", st_get_int(st, 0), (int64_t)m->no, criteria ? criteria : "", st_get_int(st, 3),
				(int64_t)(st_get_int(st, 4) == MAY_EDIT));
	}
	st_done(st);
	return got < 0 ? err->rc : rc;
}

/* Whatever the way (a change, the trash, undo): an office without a super administrator could never name one again. */
static enum rc keep_a_super(struct session *s, struct err *err)
{
	if (db_get_int(s->db, 0, "SELECT count(*) FROM access_person WHERE power=?", "i", (int64_t)POWER_SUPER) ||
		!db_get_int(s->db, 0, "SELECT count(*) FROM user", ""))
		return RC_OK;
	rights_refuse(s, V_CONFIGURE, &user_model, 0);
	return fail(err, RC_DENIED, NO_FIELD, _("the last super administrator stays: name another one first"));
}

/* An office from before there were rights: its profiles get theirs, and somebody must be able to go on from there. */
static enum rc settle_old(struct session *s, struct err *err)
{
	int64_t first = db_get_int(s->db, 0, "SELECT id FROM user WHERE trashed_at IS NULL ORDER BY id LIMIT 1", ""),
		super;
	struct step st;
	enum rc rc = step_open(s, _("rights made"), &st, err);

	if (rc != RC_OK)
		return rc;
	rc = ship_profiles(s, &st, err);
	super = db_get_int(s->db, 0, "SELECT id FROM profile WHERE power=? AND trashed_at IS NULL ORDER BY id", "i",
		(int64_t)POWER_CHOICE(POWER_SUPER));
	if (rc == RC_OK && first &&
		!db_get_int(s->db, 0,
			"SELECT count(*) FROM link WHERE field=" KEY(NO_USER, USER_PROFILES_NO) " AND to_id=?", "i",
			super)) {
		struct change ch = {
			.slot = USER_PROFILES, .op = CH_ADD, .val = { .kind = VAL_SET, .n = 1, .set = &super }
		};

		rc = record_save(s, &st, &user_model, &first, &ch, 1, NULL, err);
	}
	s->access_touched = false; /* it is being computed */
	return step_close(&st, rc, err);
}

static enum rc fill(struct session *s, struct err *err)
{
	char *below = setting_get(s, "heads.below");
	enum rc rc = RC_OK;

	if (!db_get_int(s->db, 0, "SELECT count(*) FROM \"right\"", "") &&
		db_get_int(s->db, 0, "SELECT count(*) FROM user", ""))
		rc = settle_old(s, err);
	if (rc == RC_OK)
		rc = db_run(s->db, err, persons, "");
	if (rc == RC_OK)
		rc = run_all(s, memberships, err);
	if (rc == RC_OK)
		rc = db_run(s->db, err, people_below, "i", (int64_t)!str_eq(below, "off"));
	free(below);
	if (rc == RC_OK)
		rc = run_all(s, wider, err);
	if (rc == RC_OK)
		rc = fill_rights(s, err);
	if (rc == RC_OK)
		rc = fill_fields(s, err);
	if (rc == RC_OK)
		rc = fill_rules(s, err);
	return rc == RC_OK ? keep_a_super(s, err) : rc;
}

/* The row of the matrix as its record: made, changed, or brought back from the trash by being made anew. */
static enum rc put(struct session *s, struct step *st, int64_t profile, const struct model *m,
	const struct right_row *row, struct err *err)
{
	int64_t verbs[V_N],
		id = db_get_int(s->db, 0,
			"SELECT id FROM \"right\" WHERE profile=? AND coalesce(model, '')=? AND trashed_at IS NULL",
			"is", profile, m ? m->name : "");
	int n = 0;
	struct change ch[] = {
		{ .slot = RIGHT_PROFILE, .op = CH_SET, .val = VALUE_INT(profile) },
		{ .slot = RIGHT_MODEL, .op = CH_SET, .val = value_text(m ? m->name : "") },
		{ .slot = RIGHT_VERBS, .op = CH_SET, .val = VALUE_NULL },
		{ .slot = RIGHT_SEES, .op = CH_SET, .val = row->see ? VALUE_INT(row->see) : VALUE_NULL },
		{ .slot = RIGHT_CHANGES, .op = CH_SET, .val = row->edit ? VALUE_INT(row->edit) : VALUE_NULL },
	};

	for (int v = 0; v < V_N; v++)
		if (row->verbs & 1u << v)
			verbs[n++] = v + 1;
	if (n)
		ch[2].val = (struct value){ .kind = VAL_SET, .n = n, .set = verbs };
	return record_save(s, st, &right_model, &id, ch, COUNT(ch), NULL, err);
}

static enum rc put_field(struct session *s, struct step *st, int64_t profile, const struct model *m, int slot, int what,
	struct err *err)
{
	int64_t id = db_get_int(s->db, 0,
		"SELECT id FROM field_right WHERE profile=? AND model=? AND field=? AND trashed_at IS NULL", "iss", profile,
		m->name, m->fields[slot].name);
	struct change ch[] = {
		{ .slot = FRIGHT_PROFILE, .op = CH_SET, .val = VALUE_INT(profile) },
		{ .slot = FRIGHT_MODEL, .op = CH_SET, .val = value_text(m->name) },
		{ .slot = FRIGHT_FIELD, .op = CH_SET, .val = value_text(m->fields[slot].name) },
		{ .slot = FRIGHT_WHAT, .op = CH_SET, .val = VALUE_INT(what) },
	};

	if (what != FIELD_FREE)
		return record_save(s, st, &field_right_model, &id, ch, COUNT(ch), NULL, err);
	return id ? record_trash(s, st, &field_right_model, id, err) : RC_OK;
}

static int64_t export_rows(struct session *s, int64_t profile)
{
	return db_get_int(s->db, -1, "SELECT export_rows FROM profile WHERE id=?", "i", profile);
}

const struct access_def office_access = {
	.profile_model = "profile",
	.put = put,
	.put_field = put_field,
	.export_rows = export_rows,
	.fill = fill,
	.login = "login",
	.team_model = "team",
};
