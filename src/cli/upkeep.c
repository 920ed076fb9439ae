/* init and the upkeep of a database: check, backup and its way back, migrate, purge, tick. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/priv.h"
#include "table.h"
#include "db/db.h"
#include "record/periodic.h"
#include "record/rights.h"
#include "record/upkeep.h"

enum { INIT_DEMO, INIT_REMOVE_DEMO, INIT_ADMIN };

static void say(struct cli *c, const char *text)
{
	struct str out = STR_INIT;

	put_data(c, &out, text);
	str_addc(&out, '\n');
	print_str(&out);
	str_free(&out);
}

static enum rc check_init(const struct cli *c, const struct args *a, struct err *err)
{
	bool demo = args_has(a, INIT_DEMO), remove = args_has(a, INIT_REMOVE_DEMO), there = access(c->path, F_OK) == 0;

	if (demo && remove)
		return fail(err, RC_USAGE, NO_FIELD, _("init: --demo and --remove-demo exclude each other"));
	if (priv_office() && !priv_office_root())
		return fail(err, RC_DENIED, NO_FIELD, _("init is root's in a shared office"));
	if (args_has(a, INIT_ADMIN) && !priv_office())
		return fail(err, RC_USAGE, NO_FIELD,
			_("init: --admin belongs to a shared office; here you are the administrator"));
	if (!demo && !remove && !args_has(a, INIT_ADMIN) && there)
		return fail(err, RC_INVALID, NO_FIELD, _("%s is there already"), c->path);
	if (remove && !there)
		return fail(err, RC_INVALID, NO_FIELD, _("there is no %s to take a demo out of"), c->path);
	if ((demo && !c->doors->demo) || (remove && !c->doors->demo_remove))
		return fail(err, RC_INVALID, NO_FIELD, _("this program has no demo office"));
	return RC_OK;
}

static enum rc appoint(struct cli *c, const char *login, struct err *err)
{
	if (!priv_account(login))
		return fail(err, RC_INVALID, NO_FIELD, _("no account \"%s\" on this machine"), login);
	return c->doors->office->appoint(c->s, login, err);
}

enum rc cmd_init(struct cli *c, const struct args *a, struct err *err)
{
	bool demo = args_has(a, INIT_DEMO), remove = args_has(a, INIT_REMOVE_DEMO);
	const char *admin = args_text(a, INIT_ADMIN);
	char *text;
	enum rc rc = check_init(c, a, err);

	c->may_create = true;
	if (rc == RC_OK)
		rc = session_need(c, err);
	if (rc == RC_OK && demo)
		rc = c->doors->demo(c->s, err);
	if (rc == RC_OK && remove)
		rc = c->doors->demo_remove(c->s, err);
	if (rc == RC_OK && admin)
		rc = appoint(c, admin, err);
	if (rc != RC_OK)
		return rc;
	text = admin ? xasprintf(_("%s is ready, and %s its administrator"), c->path, admin)
		     : xasprintf(remove ? _("took the demo out of %s")
				 : demo ? _("made the demo office in %s")
					: _("made %s"),
			       c->path);
	say(c, text);
	free(text);
	return RC_OK;
}

/* ---- check, backup ---- */

enum { CHECK_QUICK };

enum rc cmd_check(struct cli *c, const struct args *a, struct err *err)
{
	struct str faults = STR_INIT;
	enum rc rc = session_need(c, err);

	if (rc != RC_OK)
		return rc;
	rc = upkeep_check(c->s, args_has(a, CHECK_QUICK), &faults, err);
	if (faults.len)
		say(c, faults.s);
	else if (rc == RC_OK)
		say(c, _("no faults"));
	str_free(&faults);
	return rc;
}

/* In an office backups are root's, and go to the one folder that nobody else can read. */
static enum rc only_root(const char *command, bool folder, struct err *err)
{
	if (!priv_office())
		return RC_OK;
	if (!priv_office_root())
		return fail(err, RC_DENIED, NO_FIELD, _("%s is root's in a shared office"), command);
	if (folder)
		return fail(err, RC_USAGE, NO_FIELD, _("%s takes no folder in a shared office: it is always the same"),
			command);
	return RC_OK;
}

enum rc cmd_backup(struct cli *c, const struct args *a, struct err *err)
{
	char *path = NULL;
	enum rc rc = only_root("backup", a->n > 0, err);

	if (rc == RC_OK)
		rc = session_need(c, err);
	if (rc == RC_OK)
		rc = upkeep_backup(c->s, a->n ? a->word[0] : NULL, &path, err);
	if (rc == RC_OK)
		say(c, path);
	free(path);
	return rc;
}

/* ---- tick ---- */

struct ticked {
	struct cli *c;
	int said;
};

static void tick_said(void *ctx, const struct periodic *job, const char *said, const struct err *err)
{
	struct ticked *t = ctx;
	char *line;

	if (err)
		complain("tick: %s: %s", job->name, err->text);
	if (err || !*said)
		return;
	line = xasprintf("%s: %s", job->name, said);
	say(t->c, line);
	t->said++;
	free(line);
}

static void list_jobs(struct cli *c, const struct office *o)
{
	static const struct column columns[] = { { "name", N_("Job") }, { "last", N_("Done") },
		{ "help", N_("What it does") } };
	struct table t;

	table_init(&t, columns, COUNT(columns));
	for (int i = 0; i < o->n_jobs; i++) {
		int64_t last = periodic_last(c->s, &o->jobs[i]);

		table_add(&t, o->jobs[i].name);
		if (last)
			table_time(c, &t, last, FORMAT_TABLE);
		else
			table_add(&t, NULL);
		table_add(&t, _(o->jobs[i].help));
	}
	table_print(c, &t, FORMAT_TABLE);
	table_free(&t);
}

enum rc cmd_tick(struct cli *c, const struct args *a, struct err *err)
{
	enum { TICK_LIST };
	struct ticked t = { .c = c };
	enum rc rc = session_need(c, err);
	const struct office *o;

	if (rc != RC_OK)
		return rc;
	if (priv_office() && !priv_office_upkeep() && !args_has(a, TICK_LIST))
		return fail(err, RC_DENIED, NO_FIELD, _("tick belongs to the account %s in a shared office"), PRIV_UPKEEP_LOGIN);
	o = registry_office(c->s->reg);
	if (args_has(a, TICK_LIST)) {
		list_jobs(c, o);
		return RC_OK;
	}
	rc = authz(c->s, V_CONFIGURE, registry_at(c->s->reg, 0), 0, NO_FIELD, err);
	if (rc == RC_OK)
		rc = periodic_run(c->s, o->jobs, o->n_jobs, tick_said, &t, err);
	if (rc == RC_OK && !t.said)
		say(c, _("nothing is due"));
	return rc;
}

/* ---- restore-backup ---- */

enum { PUT_WAIT };
#define WAIT_SECONDS 30

/* Everybody out, and nobody in any more. A database that cannot be opened has nobody at work that could be asked. */
static enum rc clear_out(struct cli *c, int64_t seconds, struct err *err)
{
	struct str who = STR_INIT;
	struct db *db;
	enum rc rc = db_open(c->path, c->doors->office->version, &db, err);

	if (rc == RC_NOT_FOUND || rc == RC_CORRUPT || rc == RC_NEWER) {
		err_clear(err);
		return RC_OK;
	}
	if (rc != RC_OK)
		return rc;
	rc = upkeep_clear(db, (int)seconds, &who, err);
	if (rc == RC_OK && who.len) {
		rc = fail(err, RC_BUSY, NO_FIELD,
			_("%s is still at work: wait longer with --wait, or end that process"), who.s);
		upkeep_open(db, NULL);
	}
	if (rc == RC_OK)
		rc = upkeep_open(db, err);
	if (rc == RC_OK)
		rc = db_fence(db, err);
	db_close(db);
	str_free(&who);
	return rc;
}

/* Beside the backups in an office, else beside the database: "crm.db.replaced-20261121-090000". */
static char *aside_name(const struct cli *c)
{
	char *dir = priv_office() ? db_backup_dir(c->path) : NULL, *name, stamp[32];
	time_t now = (time_t)clock_now();
	struct tm tm;

	gmtime_r(&now, &tm);
	strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", &tm);
	name = dir ? xasprintf("%s/replaced-%s.db", dir, stamp) : xasprintf("%s.replaced-%s", c->path, stamp);
	free(dir);
	return name;
}

enum rc cmd_restore_backup(struct cli *c, const struct args *a, struct err *err)
{
	char *aside = aside_name(c), *text;
	int64_t seconds = WAIT_SECONDS;
	struct db_rows rows = { 0 };
	enum rc rc = only_root("restore-backup", false, err);

	if (rc == RC_OK)
		rc = args_int(a, PUT_WAIT, 0, WAIT_SECONDS, &seconds, err);
	if (rc == RC_OK && access(a->word[0], R_OK))
		rc = fail(err, RC_INVALID, NO_FIELD, _("cannot read %s: %s"), a->word[0], strerror(errno));
	if (rc == RC_OK)
		rc = db_restore_ready(c->path, a->word[0], c->doors->office->version, &rows, err);
	if (rc == RC_OK) {
		rc = clear_out(c, seconds, err);
		if (rc != RC_OK)
			db_restore_drop(c->path);
	}
	if (rc == RC_OK)
		rc = db_restore(c->path, aside, err);
	if (rc == RC_OK)
		rc = session_need(c, err);
	if (rc == RC_OK) {
		text = xasprintf(_("%s is in its place, %" PRId64 " rows in %d tables; what stood there is %s"), a->word[0],
			rows.rows, rows.tables, aside);
		say(c, text);
		free(text);
	}
	free(aside);
	return rc;
}

/* ---- migrate, purge ---- */

enum rc cmd_migrate(struct cli *c, const struct args *a, struct err *err)
{
	struct str who = STR_INIT;
	struct db *db = NULL;
	int64_t seconds = WAIT_SECONDS;
	enum rc rc = only_root("migrate", false, err);

	if (rc == RC_OK)
		rc = args_int(a, PUT_WAIT, 0, WAIT_SECONDS, &seconds, err);
	if (rc == RC_OK)
		rc = db_open(c->path, c->doors->office->version, &db, err);
	/* who does not leave is stopped by the new version at the next save, the draft kept */
	if (rc == RC_OK)
		rc = upkeep_clear(db, (int)seconds, &who, err);
	c->may_change = true;
	if (rc == RC_OK)
		rc = session_need(c, err);
	if (db)
		upkeep_open(db, NULL);
	db_close(db);
	if (rc == RC_OK)
		say(c, _("the database is as this crm needs it"));
	str_free(&who);
	return rc;
}

enum { PURGE_DAYS };

enum rc cmd_purge(struct cli *c, const struct args *a, struct err *err)
{
	int64_t days = TRASH_DAYS, n = 0;
	char *text;
	enum rc rc = args_int(a, PURGE_DAYS, 0, TRASH_DAYS, &days, err);

	if (rc == RC_OK)
		rc = session_need(c, err);
	if (rc == RC_OK)
		rc = authz(c->s, V_CONFIGURE, registry_at(c->s->reg, 0), 0, NO_FIELD, err);
	if (rc == RC_OK)
		rc = upkeep_purge(c->s, (int)days, &n, err);
	if (rc != RC_OK)
		return rc;
	text = xasprintf(_("%" PRId64 " records left the trash for good"), n);
	say(c, text);
	free(text);
	return RC_OK;
}
