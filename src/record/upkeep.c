/* Backups, the purge of the trash, and who is asked to leave. Marks stand in the table meta, which programs of every
 * version have. */
#include "record/upkeep.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/priv.h"
#include "record/record.h"
#include "record/rights.h"
#include "record/save.h"
#include "record/session.h"

#define PURGE_BATCH 200
#define POLL_US 100000
#define FORGOTTEN 600 /* seconds after which a wish that all leave holds no more: who had it was killed */

/* ---- backups ---- */

static char *copy_name(const char *folder)
{
	time_t now = (time_t)clock_now();
	char stamp[32];
	struct tm tm;

	gmtime_r(&now, &tm);
	strftime(stamp, sizeof stamp, "%Y-%m-%d-%H%M%S", &tm);
	return xasprintf("%s/crm-%s.db", folder, stamp);
}

static enum rc make_folder(const char *path, struct err *err)
{
	if (!mkdir(path, 0700) || errno == EEXIST)
		return RC_OK;
	return fail(err, RC_IO, NO_FIELD, _("cannot make the folder %s: %s"), path, strerror(errno));
}

enum rc upkeep_backup(struct session *s, const char *dir, char **path, struct err *err)
{
	char *own = db_backup_dir(db_path(s->db));
	const char *folder = dir ? dir : own;
	enum rc rc = db_need_room(s->db, 3, err);

	*path = NULL;
	if (rc == RC_OK)
		rc = make_folder(folder, err);
	if (rc == RC_OK)
		*path = copy_name(folder);
	if (rc == RC_OK && access(*path, F_OK) == 0)
		rc = fail(err, RC_INVALID, NO_FIELD, _("%s is there already"), *path);
	if (rc == RC_OK)
		rc = db_backup(s->db, *path, err);
	if (rc == RC_OK && !dir) {
		db_backup_thin(folder);
		rc = db_run(s->db, err, "INSERT OR REPLACE INTO meta VALUES ('backup_at', ?1)", "i", clock_now());
	}
	free(own);
	return rc;
}

int64_t upkeep_backup_at(struct session *s)
{
	return db_get_int(s->db, 0, "SELECT value FROM meta WHERE key = 'backup_at'", "");
}

/* ---- the trash ---- */

static int read_due(struct session *s, const struct model *m, int64_t before, int64_t *id)
{
	char sql[160];
	struct stmt *st;
	int n = 0;

	snprintf(sql, sizeof sql, "SELECT id FROM \"%s\" WHERE trashed_at < ?1 ORDER BY id LIMIT %d", m->name,
		PURGE_BATCH);
	st = db_prep(s->db, sql);
	st_int(st, 1, before);
	while (n < PURGE_BATCH && st_step(st, NULL) > 0)
		id[n++] = st_get_int(st, 0);
	st_done(st);
	return n;
}

/* One transaction a record: what something else still refers to is refused by the database, and stays. */
static enum rc purge_model(struct session *s, const struct model *m, int64_t before, int64_t *n, struct err *err)
{
	int64_t id[PURGE_BATCH];
	bool went = true;

	while (went) {
		int due = read_due(s, m, before, id);

		went = false;
		for (int i = 0; i < due; i++) {
			enum rc rc = record_purge(s, m, id[i], err);

			if (rc != RC_OK && rc != RC_INVALID)
				return rc;
			if (rc == RC_OK) {
				++*n;
				went = true;
			}
		}
		went = went && due == PURGE_BATCH;
	}
	return RC_OK;
}

enum rc upkeep_purge(struct session *s, int days, int64_t *n, struct err *err)
{
	int64_t before = clock_now() - (int64_t)days * 86400;
	enum rc rc = RC_OK;

	*n = 0;
	/* what refers comes before what it refers to in most offices, and a second round takes the rest */
	for (int round = 0; round < 2; round++)
		for (int i = registry_count(s->reg) - 1; i >= 0 && rc == RC_OK; i--)
			rc = purge_model(s, registry_at(s->reg, i), before, n, err);
	return rc;
}

/* ---- leaving ---- */

enum rc upkeep_clear(struct db *db, int seconds, struct str *who, struct err *err)
{
	int64_t end = clock_ms() + (int64_t)seconds * 1000;
	enum rc rc;

	if (db_alone(db))
		return RC_OK;
	rc = db_run(db, err, "INSERT OR REPLACE INTO meta VALUES ('leave_at', ?1)", "i", clock_now() + seconds / 2);
	while (rc == RC_OK && !db_alone(db) && clock_ms() < end)
		usleep(POLL_US);
	if (rc == RC_OK && !db_alone(db) && !db_other(db, who))
		str_add(who, _("somebody"));
	return rc;
}

enum rc upkeep_open(struct db *db, struct err *err)
{
	return db_run(db, err, "DELETE FROM meta WHERE key = 'leave_at'", "");
}

static void tell_leaving(int64_t at, struct upkeep_news *out)
{
	int64_t left = at - clock_now();

	out->leave = left <= 0;
	snprintf(out->text, sizeof out->text,
		_("crm is about to be upgraded: save your work, in %" PRId64 " s this session ends"),
		left > 0 ? left : 0);
}

static void tell_backup(struct session *s, struct upkeep_news *out)
{
	int64_t at = upkeep_backup_at(s), born;

	if (!priv_office() || clock_now() - at <= BACKUP_OLD)
		return;
	born = db_get_int(s->db, clock_now(), "SELECT at FROM step ORDER BY id LIMIT 1", "");
	if (!at && clock_now() - born > BACKUP_OLD)
		snprintf(out->text, sizeof out->text, "%s",
			_("this office has no backup: tell who keeps the machine (crm doctor)"));
	else if (at)
		snprintf(out->text, sizeof out->text,
			_("the newest backup is %" PRId64 " hours old: tell who keeps the machine (crm doctor)"),
			(clock_now() - at) / 3600);
}

void upkeep_news(struct session *s, struct upkeep_news *out)
{
	struct db_room room;
	int64_t at;

	*out = (struct upkeep_news){ .leave = false };
	if (db_outdated(s->db) || schema_outdated(s)) {
		out->leave = true;
		snprintf(out->text, sizeof out->text, "%s", _("crm was upgraded: run crm again"));
		return;
	}
	at = db_get_int(s->db, 0, "SELECT value FROM meta WHERE key = 'leave_at'", "");
	if (at)
		tell_leaving(at, out);
	else if (db_room(s->db, &room) && room.low)
		snprintf(out->text, sizeof out->text, _("the disk is nearly full: %" PRId64 " MB are left"),
			room.left >> 20);
	else
		tell_backup(s, out);
}
