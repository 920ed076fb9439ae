/* doctor: whether everything around the program is as it should be, and how to mend what is not. It opens the database
 * last, so that it can speak about one that does not open. */
#include <inttypes.h>
#include <langinfo.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/priv.h"
#include "db/db.h"
#include "db/layout.h"
#include "record/session.h"
#include "record/upkeep.h"
#include "table.h"

enum { DOCTOR_FORMAT, DOCTOR_FIX };

struct doctor {
	struct table t;
	int faults;
	enum format format;
};

static void found(void *ctx, const struct finding *f)
{
	static const char *const word[] = { N_("good"), N_("mended"), N_("note"), N_("FAULT") };
	static const char *const name[] = { "good", "mended", "note", "fault" };
	struct doctor *d = ctx;

	table_add(&d->t, d->format == FORMAT_TABLE ? _(word[f->state]) : name[f->state]);
	table_add(&d->t, f->what);
	table_add(&d->t, f->text);
	table_add(&d->t, *f->mend ? f->mend : NULL);
	d->faults += f->state == FOUND_FAULT;
}

static void say(struct doctor *d, const char *what, enum finding_state state, const char *text, const char *mend)
{
	struct finding f = { .what = what, .state = state };

	snprintf(f.text, sizeof f.text, "%.239s", text);
	snprintf(f.mend, sizeof f.mend, "%.239s", mend);
	found(d, &f);
}

/* ---- the machine ---- */

/* Up to 3.51.2 a commit beside a checkpoint could lose pages; our checkpoints shut commits out. */
static void look_at_library(struct doctor *d)
{
	int a = 0, b = 0, c = 0;
	char text[120];
	bool old;

	sscanf(db_library(), "%d.%d.%d", &a, &b, &c);
	old = a < 3 || (a == 3 && (b < 51 || (b == 51 && c < 3)));
	snprintf(text, sizeof text, old ? _("SQLite %s: its fault in resetting the log is avoided here") : "SQLite %s",
		db_library());
	say(d, "library", a == 3 && b < 40 ? FOUND_FAULT : FOUND_GOOD, text,
		a == 3 && b < 40 ? _("SQLite 3.40 or newer is needed") : "");
}

static void look_at_locale(struct doctor *d)
{
	const char *said = getenv("LC_ALL")     ? getenv("LC_ALL")
			   : getenv("LC_CTYPE") ? getenv("LC_CTYPE")
						: getenv("LANG");
	char text[160];

	snprintf(text, sizeof text, "%s, %s", said ? said : _("none is set"), nl_langinfo(CODESET));
	say(d, "locale", strcmp(nl_langinfo(CODESET), "UTF-8") == 0 ? FOUND_GOOD : FOUND_FAULT, text,
		strcmp(nl_langinfo(CODESET), "UTF-8") == 0 ? "" : _("set LANG to a locale of UTF-8, as C.UTF-8"));
}

static void look_at_terminal(struct doctor *d)
{
	const char *term = getenv("TERM");

	if (!term || !*term)
		say(d, "terminal", FOUND_NOTE, _("TERM is not set, or is no name"),
			_("set TERM, as xterm-256color; commands do without"));
	else
		say(d, "terminal", FOUND_GOOD, term, "");
}

/* ---- timers ---- */

static bool exists(const char *path)
{
	struct stat st;

	return !lstat(path, &st);
}

static void look_at_timers(struct doctor *d)
{
	static const char wants[] = "/etc/systemd/system/timers.target.wants/crm-";
	static const char *const timer[] = { "tick", "backup", "check" };

	if (!exists("/run/systemd/system")) {
		if (exists("/etc/cron.d/crm"))
			say(d, "timers", FOUND_GOOD, "/etc/cron.d/crm", "");
		else
			say(d, "timers", FOUND_FAULT, _("neither systemd nor cron runs them"),
				_("crm backup and crm tick must be run by something else: docs/office.md"));
		return;
	}
	for (size_t i = 0; i < COUNT(timer); i++) {
		char path[120], mend[120];

		snprintf(path, sizeof path, "%s%s.timer", wants, timer[i]);
		snprintf(mend, sizeof mend, "systemctl enable --now crm-%s.timer", timer[i]);
		say(d, "timers", exists(path) ? FOUND_GOOD : FOUND_FAULT, timer[i], exists(path) ? "" : mend);
	}
}

/* ---- the database ---- */

static void look_at_backup(struct doctor *d, struct session *s)
{
	int64_t at = upkeep_backup_at(s), hours = (clock_now() - at) / 3600;
	char text[120];

	if (!at) {
		say(d, "backup", FOUND_NOTE, _("none was made yet"), "crm backup");
		return;
	}
	snprintf(text, sizeof text, _("%" PRId64 " hours old"), hours);
	say(d, "backup", clock_now() - at > BACKUP_OLD ? FOUND_FAULT : FOUND_GOOD, text,
		clock_now() - at > BACKUP_OLD ? "crm backup; then see why the timer does not" : "");
}

static void look_at_room(struct doctor *d, struct session *s)
{
	struct db_room room;
	char text[120];

	if (!db_room(s->db, &room))
		return;
	snprintf(text, sizeof text, _("%" PRId64 " MB free, the database has %" PRId64 " MB"), room.left >> 20,
		room.size >> 20);
	say(d, "disk", room.low ? FOUND_FAULT : FOUND_GOOD, text,
		room.low ? _("make room: a full disk stops every save") : "");
}

static void look_at_database(struct doctor *d, struct cli *c)
{
	struct err err = ERR_INIT;

	if (session_need(c, &err) != RC_OK) {
		say(d, "database", FOUND_FAULT, err.text,
			err.rc == RC_NEWER ? "crm migrate" : "crm restore-backup FILE");
		return;
	}
	say(d, "database", FOUND_GOOD, db_path(c->s->db), "");
	look_at_room(d, c->s);
	look_at_backup(d, c->s);
}

/* A person's own database is hers alone. */
static void look_at_own(struct doctor *d, const struct cli *c)
{
	struct stat st;
	char mend[240];

	snprintf(mend, sizeof mend, "chmod 600 %.220s", c->path);
	if (getuid() == 0 && !c->db && !stat(priv_office_dir(), &st) && st.st_mode & S_ISGID)
		say(d, "program", FOUND_FAULT,
			_("this machine has a shared office, and this program is not marked as its"),
			"make install-office");
	if (!stat(c->path, &st) && st.st_mode & 077)
		say(d, "database", FOUND_FAULT, _("others than you may read it"), mend);
	if (db_network(c->path))
		say(d, "file system", FOUND_NOTE, _("machines share it: one only may work at a time"),
			_("a local disk is safer"));
}

enum rc cmd_doctor(struct cli *c, const struct args *a, struct err *err)
{
	static const struct column columns[] = { { "state", N_("State") }, { "what", N_("What") },
		{ "text", N_("How it is") }, { "mend", N_("What to do") } };
	struct doctor d = { .format = (enum format)args_choice(a, DOCTOR_FORMAT, FORMAT_TABLE) };

	if (args_has(a, DOCTOR_FIX) && priv_office() && !priv_office_root())
		return fail(err, RC_DENIED, NO_FIELD, _("doctor --fix is root's in a shared office"));
	table_init(&d.t, columns, COUNT(columns));
	if (priv_office()) {
		layout_check(args_has(a, DOCTOR_FIX), found, &d);
		look_at_timers(&d);
	} else {
		look_at_own(&d, c);
	}
	look_at_library(&d);
	look_at_locale(&d);
	look_at_terminal(&d);
	look_at_database(&d, c);
	table_print(c, &d.t, d.format);
	table_free(&d.t);
	return d.faults ? fail(err, RC_INVALID, NO_FIELD, _("%d faults"), d.faults) : RC_OK;
}
