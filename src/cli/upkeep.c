/* init, check, backup. */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/i18n.h"
#include "cli.h"
#include "db/db.h"

enum { INIT_DEMO, INIT_REMOVE_DEMO };

static void say(struct cli *c, const char *text)
{
	struct str out = STR_INIT;

	put_data(c, &out, text);
	str_addc(&out, '\n');
	print_str(&out);
	str_free(&out);
}

enum rc cmd_init(struct cli *c, const struct args *a, struct err *err)
{
	bool demo = args_has(a, INIT_DEMO), remove = args_has(a, INIT_REMOVE_DEMO), there = access(c->path, F_OK) == 0;
	char *text;
	enum rc rc = RC_OK;

	if (demo && remove)
		return fail(err, RC_USAGE, NO_FIELD, _("init: --demo and --remove-demo exclude each other"));
	if (!demo && !remove && there)
		return fail(err, RC_INVALID, NO_FIELD, _("%s is there already"), c->path);
	if (remove && !there)
		return fail(err, RC_INVALID, NO_FIELD, _("there is no %s to take a demo out of"), c->path);
	if ((demo && !c->doors->demo) || (remove && !c->doors->demo_remove))
		return fail(err, RC_INVALID, NO_FIELD, _("this program has no demo office"));
	rc = session_need(c, err);
	if (rc == RC_OK && demo)
		rc = c->doors->demo(c->s, err);
	if (rc == RC_OK && remove)
		rc = c->doors->demo_remove(c->s, err);
	if (rc != RC_OK)
		return rc;
	text = xasprintf(remove ? _("took the demo out of %s")
			 : demo ? _("made the demo office in %s")
				: _("made %s"),
		c->path);
	say(c, text);
	free(text);
	return RC_OK;
}

enum rc cmd_check(struct cli *c, const struct args *a, struct err *err)
{
	struct str faults = STR_INIT;
	enum rc rc = session_need(c, err);

	(void)a;
	if (rc != RC_OK)
		return rc;
	registry_lint(c->s->reg, &faults);
	rc = db_check(c->s->db, true, &faults, err);
	if (rc == RC_OK && faults.len)
		rc = fail(err, RC_CORRUPT, NO_FIELD, _("the tables of record types have faults"));
	if (faults.len)
		say(c, faults.s);
	else if (rc == RC_OK)
		say(c, _("no faults"));
	str_free(&faults);
	return rc;
}

/* DIR/crm-2026-11-21-090000.db; DIR is "backup" beside the database unless named. */
static enum rc backup_path(struct cli *c, const char *dir, char **out, struct err *err)
{
	const char *db = db_path(c->s->db), *slash = strrchr(db, '/');
	char *own = xasprintf("%.*sbackup", slash ? (int)(slash - db) + 1 : 0, db);
	const char *folder = dir ? dir : own;
	time_t now = (time_t)clock_now();
	struct tm tm;
	char stamp[32];
	enum rc rc = RC_OK;

	if (mkdir(folder, 0700) && errno != EEXIST)
		rc = fail(err, RC_IO, NO_FIELD, _("cannot make the folder %s: %s"), folder, strerror(errno));
	gmtime_r(&now, &tm);
	strftime(stamp, sizeof stamp, "%Y-%m-%d-%H%M%S", &tm);
	*out = xasprintf("%s/crm-%s.db", folder, stamp);
	free(own);
	return rc;
}

enum rc cmd_backup(struct cli *c, const struct args *a, struct err *err)
{
	char *path = NULL;
	enum rc rc = session_need(c, err);

	if (rc == RC_OK)
		rc = backup_path(c, a->n ? a->word[0] : NULL, &path, err);
	if (rc == RC_OK && access(path, F_OK) == 0)
		rc = fail(err, RC_INVALID, NO_FIELD, _("%s is there already"), path);
	if (rc == RC_OK)
		rc = db_backup(c->s->db, path, err);
	if (rc == RC_OK)
		say(c, path);
	free(path);
	return rc;
}
