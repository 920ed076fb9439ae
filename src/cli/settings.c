/* Which settings hold and which database is meant. */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/address.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/layout.h"
#include "base/money.h"
#include "base/priv.h"
#include "cli.h"
#include "record/exchange.h"
#include "record/rights.h"

#define CONF_MAX ((size_t)1 << 20) /* bytes of a settings file */

static const char *env(const char *name)
{
	const char *v = getenv(name);

	return v && *v ? v : NULL;
}

/* "$NAME/crm/FILE", else "$HOME/DEFAULT/crm/FILE"; the XDG rules take absolute paths only. */
static char *home_path(const char *name, const char *dflt, const char *file)
{
	const char *base = env(name), *home = env("HOME");

	if (base && *base == '/')
		return xasprintf("%s/crm/%s", base, file);
	return xasprintf("%s/%s/crm/%s", home ? home : "", dflt, file);
}

static enum rc read_file(struct cli *c, const char *path, bool must, struct err *err)
{
	struct str text = STR_INIT;
	enum rc rc = agent_read(c->agent, path, CONF_MAX, &text, err);

	if (rc == RC_OK)
		rc = conf_read(c->conf, path, text.s, text.len, err);
	else if (rc == RC_NOT_FOUND && !must)
		rc = RC_OK;
	else if (rc == RC_NOT_FOUND)
		rc = fail(err, RC_INVALID, NO_FIELD, _("no settings file %s"), path);
	str_free(&text);
	return rc;
}

static void configure_layout(struct cli *c)
{
	const char *bidi = conf_text(c->conf, "bidi"), *ascii = conf_text(c->conf, "ascii");
	struct winsize size;

	c->ascii = strcmp(ascii, "yes") == 0;
	layout_config(strcmp(bidi, "terminal") == 0 ? BIDI_TERMINAL
		      : strcmp(bidi, "off") == 0    ? BIDI_OFF
						    : BIDI_APP,
		DIR_LTR, c->ascii);
	c->tty = isatty(STDOUT_FILENO);
	c->no_color = c->no_color || !c->tty || env("NO_COLOR") || strcmp(conf_text(c->conf, "theme"), "mono") == 0 ||
		      str_eq(env("TERM"), "dumb");
	c->width = 80;
	if (c->tty && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		c->width = size.ws_col;
}

/* The office's where this is its program; else the one that is named, the settings' or the person's own. */
static char *database_path(const struct cli *c)
{
	if (priv_office())
		return xstrdup(priv_office_db());
	if (c->db)
		return xstrdup(c->db);
	if (*conf_text(c->conf, "database"))
		return xstrdup(conf_text(c->conf, "database"));
	return home_path("XDG_DATA_HOME", ".local/share", "crm.db");
}

/* An office's program that is asked for another database is not the office's any more, for good: no path that a person
 * names is ever opened with the office's group. */
static enum rc choose_office(struct cli *c, struct err *err)
{
	if (!c->db)
		c->db = priv_kept("CRM_DB");
	if (c->db && !*c->db)
		c->db = NULL;
	if (!priv_office())
		return RC_OK;
	return c->db ? priv_leave_office(err) : priv_leave_folder(err);
}

enum rc settings_read(struct cli *c, struct err *err)
{
	const char *named = c->config ? c->config : env("CRM_CONFIG");
	char *own = home_path("XDG_CONFIG_HOME", ".config", "crm.conf");
	enum rc rc = choose_office(c, err);

	c->conf = conf_new();
	if (rc == RC_OK)
		rc = read_file(c, "/etc/crm.conf", false, err);
	if (rc == RC_OK)
		rc = read_file(c, named ? named : own, named != NULL, err);
	free(own);
	if (rc != RC_OK)
		return rc;
	c->path = database_path(c);
	date_zone(conf_text(c->conf, "time_zone"));
	configure_layout(c);
	return RC_OK;
}

/* The folders of the default database are made for the person alone; those of a path that was named must be there. */
static enum rc make_folders(const char *path, struct err *err)
{
	char *part = xstrdup(path);
	enum rc rc = RC_OK;

	for (char *p = strchr(part + 1, '/'); p && rc == RC_OK; p = strchr(p + 1, '/')) {
		*p = '\0';
		if (mkdir(part, 0700) && errno != EEXIST)
			rc = fail(err, RC_IO, NO_FIELD, _("cannot make the folder %s: %s"), part, strerror(errno));
		*p = '/';
	}
	free(part);
	return rc;
}

/* No file that a person names may be the database itself. */
static void protect(const char *path)
{
	static const char *const suffix[] = { "", "-wal", "-shm", "-notify" };
	struct stat st;

	for (size_t i = 0; i < COUNT(suffix); i++) {
		char *file = xasprintf("%s%s", path, suffix[i]);

		if (stat(file, &st) == 0)
			agent_protect(st.st_dev, st.st_ino);
		free(file);
	}
}

/* ISO code of the country in "fa_IR.UTF-8", as the environment says it; NULL: none. */
static const struct country *locale_country(void)
{
	static const char *const name[] = { "LC_ALL", "LC_MONETARY", "LANG" };
	const char *value = NULL, *at;
	char iso[3] = "";

	for (size_t i = 0; i < COUNT(name) && !value; i++)
		value = env(name[i]);
	at = value ? strchr(value, '_') : NULL;
	for (int i = 0; at && i < 2 && at[1 + i]; i++)
		iso[i] = at[1 + i];
	return *iso ? country_find(iso) : NULL;
}

/* A new office counts in the currency and stands in the country that the settings (checked when read) or the locale
 * say. */
static enum rc settle(struct cli *c, struct err *err)
{
	const char *country = conf_text(c->conf, "country"), *currency = conf_text(c->conf, "currency");
	const struct country *here = *country ? country_find(country) : locale_country();
	const struct lconv *local = localeconv();
	char code[4] = "";
	int64_t me = c->s->user, no = c->s->no;
	enum rc rc = RC_OK;

	if (!*currency && local->int_curr_symbol) {
		snprintf(code, sizeof code, "%.3s", local->int_curr_symbol);
		currency = currency_find(code) ? code : "";
	}
	c->s->user = c->s->no = 0; /* a guess of the program: nobody's to undo */
	if (here)
		rc = setting_set(c->s, "country", here->iso, err);
	if (rc == RC_OK && *currency)
		rc = setting_set(c->s, "currency", currency, err);
	c->s->user = me;
	c->s->no = no;
	return rc;
}

enum rc check_caller(const struct command *cmd, struct err *err)
{
	enum caller may = cmd ? cmd->caller : FOR_PEOPLE;

	if (priv_office_root() && may == FOR_PEOPLE)
		return fail(err, RC_DENIED, NO_FIELD,
			_("root keeps this office but does not work in it: log in as yourself (crm doctor tells how the office is)"));
	if (priv_office_upkeep() && may != FOR_TIMERS_TOO)
		return fail(err, RC_DENIED, NO_FIELD, _("this account is only for crm tick"));
	return RC_OK;
}

/* In an office one acts as oneself: --as only looks, and only for administrators. */
static enum rc look_as(struct cli *c, struct err *err)
{
	int64_t user;
	enum rc rc = target_id(c, session_model(c->s, c->doors->office->user_model), c->as, &user, err);

	return rc == RC_OK ? rights_view_as(c->s, user, err) : rc;
}

/* Words of the spreadsheets that the office's, or this person's, agencies send: above the columns, and in the cells. */
static void name_words(struct cli *c)
{
	static const char *const file[] = { "headers.tsv", "choices.tsv" };

	for (size_t i = 0; i < COUNT(file); i++) {
		char *office = xasprintf("/etc/crm-%s", file[i]);
		char *own = home_path("XDG_CONFIG_HOME", ".config", file[i]);

		import_words_from(c->s, office);
		import_words_from(c->s, own);
		free(office);
		free(own);
	}
}

enum rc session_need(struct cli *c, struct err *err)
{
	bool acts = !priv_office() || priv_office_root();
	struct session_options opt = {
		.path = c->path, .login = acts ? c->as : NULL, .create = !priv_office() || c->may_create,
		.read_only_schema = priv_office() && !c->may_change, .agent = c->agent, .conf = c->conf
	};
	bool fresh = (!priv_office() || c->may_create) && access(c->path, F_OK) != 0;
	enum rc rc = RC_OK;

	if (c->s)
		return RC_OK;
	if (priv_office() && c->as && acts)
		return fail(err, RC_DENIED, NO_FIELD, _("--as: root keeps the office, and is nobody in it"));
	if (!priv_office() && !c->db && !*conf_text(c->conf, "database"))
		rc = make_folders(c->path, err);
	if (rc == RC_OK)
		rc = session_open(c->doors->office, &opt, &c->s, err);
	if (rc == RC_OK) {
		protect(db_path(c->s->db));
		name_words(c);
	}
	if (rc == RC_OK && c->as && !acts)
		rc = look_as(c, err);
	return rc == RC_OK && fresh ? settle(c, err) : rc;
}
