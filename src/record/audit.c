#include "record/audit.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "record/session.h"
#include "record/value.h"

#define DAY 86400

static const struct choice acts[] = {
	{ AUDIT_REFUSED, "refused", N_("Refused"), TONE_BAD, "!" },
	{ AUDIT_PEOPLE, "people", N_("People"), TONE_WARN, "*" },
	{ AUDIT_RIGHTS, "rights", N_("Rights"), TONE_WARN, "*" },
	{ AUDIT_SETTING, "setting", N_("Setting"), TONE_NONE, "=" },
	{ AUDIT_EXPORTED, "export", N_("Export"), TONE_NONE, "X" },
	{ AUDIT_PURGED, "purge", N_("Purge"), TONE_BAD, "D" },
	{ AUDIT_VIEWED, "view_as", N_("Looked as"), TONE_NONE, "?" },
	{ 0 },
};

static const struct field audit_fields[AUDIT_N] = {
	SYSTEM_FIELDS,
	[AUDIT_NAME] = { .name = "name",
		.label = N_("What"),
		.type = FT_TEXT,
		.flags = F_LIST | F_READONLY,
		.no = 10,
		.width = 40,
		.max = 400 },
	[AUDIT_ACT] = { .name = "act",
		.label = N_("Kind"),
		.type = FT_CHOICE,
		.choice = acts,
		.flags = F_LIST | F_INDEX | F_READONLY,
		.no = 11,
		.width = 10 },
	[AUDIT_RECORD] = { .name = "record",
		.label = N_("Record"),
		.type = FT_ANYREF,
		.flags = F_LIST | F_INDEX | F_READONLY | F_NO_RELATED,
		.no = 12,
		.width = 20 },
	[AUDIT_LOGIN] = { .name = "login",
		.label = N_("Who"),
		.type = FT_TEXT,
		.flags = F_LIST | F_INDEX | F_READONLY,
		.no = 13,
		.width = 12,
		.max = 63 },
	[AUDIT_UID] = { .name = "uid",
		.label = N_("User number"),
		.type = FT_INT,
		.flags = F_READONLY,
		.no = 14,
		.width = 7 },
	[AUDIT_TERMINAL] = { .name = "terminal",
		.label = N_("Terminal"),
		.type = FT_TEXT,
		.flags = F_READONLY,
		.no = 15,
		.width = 12,
		.max = 100 },
	[AUDIT_STEP] = { .name = "step",
		.label = N_("Step"),
		.type = FT_INT,
		.flags = F_READONLY,
		.no = 16,
		.width = 7 },
	[AUDIT_ROWS] = { .name = "rows",
		.label = N_("Records"),
		.type = FT_INT,
		.flags = F_READONLY,
		.no = 17,
		.width = 8 },
};
static const int audit_slots[] = { AUDIT_NAME, AUDIT_ACT, AUDIT_RECORD, AUDIT_LOGIN, AUDIT_UID, AUDIT_TERMINAL,
	AUDIT_STEP, AUDIT_ROWS, SYS_CREATED_AT, SYS_CREATED_BY, 0 };
static const struct section audit_sections[] = { { N_("Audit"), audit_slots, false }, { 0 } };
static const struct preset audit_presets[] = {
	{ .name = "audit", .label = N_("Audit"), .columns = "created_at,login,act,name,record" }
};

const struct model audit_model = {
	.no = 65,
	.name = "audit",
	.label = N_("Audit entry"),
	.plural = N_("Audit"),
	.fields = audit_fields,
	.n = AUDIT_N,
	.flags = M_FIXED | M_PRIVILEGED | M_UNINDEXED,
	.title = AUDIT_NAME,
	.sort = "-created_at",
	.sections = audit_sections,
	.presets = audit_presets,
	.n_presets = COUNT(audit_presets),
	.empty = N_("Nothing was refused and nothing privileged done."),
	.schema = "CREATE TRIGGER IF NOT EXISTS audit_update BEFORE UPDATE ON audit "
		  "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;\n"
		  "CREATE TRIGGER IF NOT EXISTS audit_delete BEFORE DELETE ON audit WHEN NOT EXISTS (SELECT 1 FROM "
		  "journal_gate) "
		  "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;\n"
		  "CREATE TRIGGER IF NOT EXISTS audit_insert BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit "
		  "WHERE id = NEW.id) "
		  "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;\n",
	.help = N_("Refused attempts and privileged acts"),
};

/* The login terminal is the kernel's word, not the environment's. */
static const char *terminal(void)
{
	const char *tty = ttyname(STDIN_FILENO);

	return tty ? tty : "";
}

/* rows -1: it is no export. */
static enum rc insert(struct session *s, enum audit_act act, int64_t ref, int64_t step, int64_t rows, const char *text,
	struct err *err)
{
	struct str key = STR_INIT, login = STR_INIT;
	int64_t now = clock_now(), who = s->self ? s->self : s->user;
	enum rc rc;

	sort_key(text, strlen(text), &key);
	sort_key(s->login, strlen(s->login), &login);
	rc = db_run(s->db, err,
		"INSERT INTO audit(created_at, updated_at, created_by, name, name_k, act, record, login, login_k, uid, "
		"terminal, step, rows) "
		"VALUES (?1, ?1, nullif(?2, 0), ?3, ?4, ?5, nullif(?6, 0), ?7, ?8, ?9, ?10, nullif(?11, 0), nullif(?12, -1))",
		"iissiissisii", now, who, text, key.s, (int64_t)act, ref, s->login, login.s, s->real_uid, terminal(),
		step, rows);
	str_free(&key);
	str_free(&login);
	return rc;
}

enum rc audit_write(struct session *s, enum audit_act act, int64_t ref, int64_t step, const char *text, struct err *err)
{
	enum rc rc = db_begin(s->db, err);

	return rc == RC_OK ? db_end(s->db, insert(s, act, ref, step, -1, text, err), err) : rc;
}

enum rc audit_export(struct session *s, int64_t n, const char *text, struct err *err)
{
	enum rc rc = db_begin(s->db, err);

	return rc == RC_OK ? db_end(s->db, insert(s, AUDIT_EXPORTED, 0, 0, n, text, err), err) : rc;
}

int64_t audit_exported(struct session *s, int64_t since)
{
	return db_get_int(s->db, 0,
		"SELECT sum(rows) FROM audit WHERE act = ?1 AND created_by = ?2 AND created_at >= ?3", "iii",
		(int64_t)AUDIT_EXPORTED, s->self ? s->self : s->user, since);
}

/* That it cannot be recorded (a full disk) must not turn the refusal into something else. */
void audit_shut_out(struct session *s)
{
	char text[120];

	snprintf(text, sizeof text, "open as %.63s", s->login);
	audit_write(s, AUDIT_REFUSED, 0, 0, text, NULL);
}

void audit_refused(struct session *s, enum verb v, int64_t ref, int n)
{
	const struct model *m = registry_no(s->reg, REF_MODEL(ref));
	char text[300];

	if (REF_ID(ref))
		snprintf(text, sizeof text, "%s %s %" PRId64, verb_name[v], m ? m->name : "?", REF_ID(ref));
	else
		snprintf(text, sizeof text, "%s %s", verb_name[v], m ? m->name : "?");
	if (n > 1)
		snprintf(text + strlen(text), sizeof text - strlen(text), _(" and %d more"), n - 1);
	/* that it cannot be recorded (a full disk) must not turn a refusal into something else */
	audit_write(s, AUDIT_REFUSED, REF_ID(ref) ? ref : 0, 0, text, NULL);
}

enum rc audit_trim(struct session *s, struct err *err)
{
	char *keep = setting_get(s, "audit.keep"), text[60];
	int64_t days = keep ? strtoll(keep, NULL, 10) : 0;
	enum rc rc = RC_OK;

	free(keep);
	if (days <= 0)
		return RC_OK;
	rc = db_begin(s->db, err);
	if (rc != RC_OK)
		return rc;
	db_allow_journal(s->db, true);
	rc = db_run(s->db, err, "DELETE FROM audit WHERE created_at < ?1", "i", clock_now() - days * DAY);
	db_allow_journal(s->db, false);
	snprintf(text, sizeof text, "audit: %" PRId64 " of more than %" PRId64 " days", db_changes(s->db), days);
	if (rc == RC_OK && db_changes(s->db))
		rc = insert(s, AUDIT_PURGED, 0, 0, -1, text, err);
	return db_end(s->db, rc, err);
}
