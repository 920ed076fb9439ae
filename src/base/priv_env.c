/* In an office the environment is the attacker's: libraries read files that it names, with the office's group. So it is
 * thrown away, and built anew from a list of names, each with the shape that its value must have. */
#include "priv_env.h"

#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/str.h"

#define PATH_FIXED "/usr/local/bin:/usr/bin:/bin"
#define KEPT_MAX 4096 /* bytes of a value that is handed to a child */

static bool only(const char *v, const char *more, size_t max)
{
	size_t n = strlen(v);

	if (n == 0 || n > max)
		return false;
	for (; *v; v++)
		if (!((*v >= 'a' && *v <= 'z') || (*v >= 'A' && *v <= 'Z') || (*v >= '0' && *v <= '9') ||
			    strchr(more, *v)))
			return false;
	return true;
}

static bool is_terminal(const char *v)
{
	return only(v, "._+-", 64);
}

static bool is_locale(const char *v)
{
	return only(v, "_.@-", 64);
}

/* A zone's name below the system's own folder of zones, or a rule as "EST5EDT"; never a file elsewhere. */
static bool is_zone(const char *v)
{
	return only(v, "_+-/,.<>:", 64) && *v != ':' && *v != '/' && !strstr(v, "..");
}

/* Cells of a screen. */
static bool is_size(const char *v)
{
	int64_t n;

	return i64_parse(v, &n) && n >= 2 && n <= 1000;
}

static bool is_word(const char *v)
{
	return only(v, "._,:/-", 256);
}

static const struct {
	const char *name;
	bool (*good)(const char *value);
} believed[] = {
	{ "TERM", is_terminal },
	{ "COLORTERM", is_terminal },
	{ "NO_COLOR", is_word },
	{ "TMUX", is_word },
	{ "LANG", is_locale },
	{ "LC_ALL", is_locale },
	{ "LC_COLLATE", is_locale },
	{ "LC_CTYPE", is_locale },
	{ "LC_MESSAGES", is_locale },
	{ "LC_MONETARY", is_locale },
	{ "LC_NUMERIC", is_locale },
	{ "LC_TIME", is_locale },
	{ "TZ", is_zone },
	{ "COLUMNS", is_size },
	{ "LINES", is_size },
};

static struct {
	const char *name;
	char *value;
} kept[] = { { "EDITOR", NULL }, { "VISUAL", NULL }, { "PAGER", NULL }, { "CRM_DB", NULL } };

const char *env_kept(const char *name)
{
	for (size_t i = 0; i < COUNT(kept); i++)
		if (strcmp(kept[i].name, name) == 0)
			return kept[i].value;
	return NULL;
}

static void keep(void)
{
	for (size_t i = 0; i < COUNT(kept); i++) {
		const char *v = getenv(kept[i].name);

		if (v && *v && strlen(v) <= KEPT_MAX)
			kept[i].value = xstrdup(v);
	}
}

enum rc env_rebuild(struct err *err)
{
	const struct passwd *pw = getpwuid(getuid());
	char *value[COUNT(believed)];
	bool ok = true;

	if (!pw || !pw->pw_dir || *pw->pw_dir != '/')
		return fail(err, RC_DENIED, NO_FIELD, _("user %u has no account on this machine"), (unsigned)getuid());
	keep();
	for (size_t i = 0; i < COUNT(believed); i++) {
		const char *v = getenv(believed[i].name);

		value[i] = v && believed[i].good(v) ? xstrdup(v) : NULL;
	}
	if (clearenv())
		abort();
	for (size_t i = 0; i < COUNT(believed); i++) {
		if (value[i])
			ok = !setenv(believed[i].name, value[i], 1) && ok;
		free(value[i]);
	}
	ok = !setenv("HOME", pw->pw_dir, 1) && !setenv("PATH", PATH_FIXED, 1) && ok;
	if (!ok)
		abort();
	return RC_OK;
}
