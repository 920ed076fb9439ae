/* init, check, backup, tick. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/i18n.h"
#include "table.h"
#include "db/db.h"
#include "record/periodic.h"
#include "record/query.h"
#include "record/record.h"
#include "record/rights.h"

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

/* ---- check ---- */

/* References that may point at any record have no foreign key in the database: each is followed. */
struct follow {
	struct session *s;
	const struct model *model;
	int slot;
	struct str *faults;
};

static bool follow_one(void *ctx, const struct row *r)
{
	struct follow *f = ctx;
	const struct model *to = r->val[0].kind == VAL_INT ? registry_no(f->s->reg, REF_MODEL(r->val[0].i)) : NULL;
	char *title = to ? record_title(f->s, to, REF_ID(r->val[0].i)) : NULL;

	if (r->val[0].kind != VAL_NULL && !title)
		str_addf(f->faults, _("%s %" PRId64 ": %s points at a record that is not there\n"), f->model->name,
			r->id, f->model->fields[f->slot].name);
	free(title);
	return true;
}

static enum rc follow_all(struct cli *c, struct str *faults, struct err *err)
{
	enum rc rc = RC_OK;

	for (int i = 0; i < registry_count(c->s->reg); i++) {
		const struct model *m = registry_at(c->s->reg, i);

		for (int slot = SYS_N; slot < m->n && rc == RC_OK; slot++) {
			struct path path = { .n = 1, .slot = { slot }, .model = { m } };
			struct query q = { .model = m, .scope = SCOPE_ALL, .columns = &path, .n_columns = 1 };
			struct follow f = { c->s, m, slot, faults };

			if (m->fields[slot].type == FT_ANYREF)
				rc = query_each(c->s, &q, follow_one, &f, err);
		}
	}
	return rc;
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
	if (rc == RC_OK)
		rc = follow_all(c, &faults, err);
	if (rc == RC_OK && faults.len)
		rc = fail(err, RC_CORRUPT, NO_FIELD, _("%s has faults: restore a backup"), c->path);
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
