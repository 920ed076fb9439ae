#include "base/conf.h"

#include <assert.h>

#include "base/arena.h"
#include "base/embed.h"
#include "base/i18n.h"
#include "base/money.h"
#include "base/address.h"
#include "base/utf8.h"

EMBED(conf_example, "crm.conf.example")

enum key {
	K_THEME,
	K_BIDI,
	K_MOUSE,
	K_WHEEL,
	K_ASCII,
	K_KEYBOARD,
	K_LANGUAGE,
	K_CALENDAR,
	K_DATE_ORDER,
	K_WEEK_START,
	K_TIME_ZONE,
	K_CURRENCY,
	K_COUNTRY,
	K_DATABASE,
	K_EDITOR,
	K_N
};

const struct conf_key conf_keys[] = {
	[K_THEME] = { .name = "theme",
		.type = CONF_CHOICE,
		.choices = "default|light|dark|mono|contrast",
		.help = N_("colours of the screen") },
	[K_BIDI] = { .name = "bidi",
		.type = CONF_CHOICE,
		.choices = "auto|app|terminal|off",
		.help = N_("who puts right-to-left text in order") },
	[K_MOUSE] = { .name = "mouse", .type = CONF_BOOL, .help = N_("whether the mouse works") },
	[K_WHEEL] = { .name = "wheel",
		.type = CONF_INT,
		.min = 1,
		.max = 20,
		.help = N_("rows that one notch of the mouse wheel scrolls") },
	[K_ASCII] = { .name = "ascii",
		.type = CONF_CHOICE,
		.choices = "auto|yes|no",
		.help = N_("lines and marks in plain ASCII") },
	[K_KEYBOARD] = { .name = "keyboard",
		.type = CONF_CHOICE,
		.choices = "auto|none|persian|arabic|russian|kana",
		.help = N_("keyboard layout whose letters stand for keys") },
	[K_LANGUAGE] = { .name = "language", .type = CONF_TEXT, .help = N_("language of the screens") },
	[K_CALENDAR] = { .name = "calendar",
		.type = CONF_CHOICE,
		.choices = "gregorian|jalali",
		.help = N_("calendar that dates are shown in") },
	[K_DATE_ORDER] = { .name = "date_order",
		.type = CONF_CHOICE,
		.choices = "auto|dmy|mdy|ymd",
		.help = N_("how a date like 5/6 is read") },
	[K_WEEK_START] = { .name = "week_start",
		.type = CONF_CHOICE,
		.choices = "monday|saturday|sunday",
		.help = N_("first day of the week") },
	[K_TIME_ZONE] = { .name = "time_zone", .type = CONF_TEXT, .help = N_("time zone, as in Europe/Berlin") },
	[K_CURRENCY] = { .name = "currency", .type = CONF_TEXT, .help = N_("currency of a new database") },
	[K_COUNTRY] = { .name = "country", .type = CONF_TEXT, .help = N_("country of a new database") },
	[K_DATABASE] = { .name = "database", .type = CONF_TEXT, .help = N_("path of the database") },
	[K_EDITOR] = { .name = "editor", .type = CONF_TEXT, .help = N_("program for long text") },
};
const int conf_n_keys = K_N;
_Static_assert(COUNT(conf_keys) == K_N, "every key has its row");

static const char *const section_names[] = { "keys", "colors" };
#define N_SECTIONS 2

struct section {
	struct conf_row *rows;
	int n, cap;
};
/* All text stands in the arena: a replaced value stays there until the end, files are small. */
struct conf {
	const char *values[K_N];
	struct section sections[N_SECTIONS];
	struct arena arena;
};

/* Where the reader stands. */
struct reader {
	struct conf *c; /* NULL: only check */
	const char *file;
	int line;
	int section; /* -1 before the first */
};

static int key_index(const char *name)
{
	for (int i = 0; i < K_N; i++)
		if (strcmp(conf_keys[i].name, name) == 0)
			return i;
	return -1;
}

static bool in_list(const char *list, const char *word)
{
	size_t n = strlen(word);

	while (*list) {
		size_t len = strcspn(list, "|");

		if (len == n && strncmp(list, word, n) == 0)
			return true;
		list += len;
		list += *list == '|';
	}
	return false;
}

static int bool_value(const char *s)
{
	if (in_list("yes|on|true|1", s))
		return 1;
	return in_list("no|off|false|0", s) ? 0 : -1;
}

/* Letters, digits, "_+-" and single slashes within: no path out of the zone directory. */
static bool zone_ok(const char *s)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/";

	return *s != '/' && s[strspn(s, allowed)] == '\0' && strlen(s) < 64;
}

static bool language_ok(const char *s)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-@.0123456789";

	return s[strspn(s, allowed)] == '\0' && *s != '.' && strlen(s) < 32;
}

/* What a text must be, NULL when it is; an empty one always is. */
static const char *text_expected(int key, const char *s)
{
	if (!*s)
		return NULL;
	switch (key) {
	case K_CURRENCY: return currency_find(s) ? NULL : _("a currency's code, as EUR");
	case K_COUNTRY: return country_find(s) ? NULL : _("a country, as DE");
	case K_TIME_ZONE: return zone_ok(s) ? NULL : _("a time zone, as Europe/Berlin");
	case K_LANGUAGE: return language_ok(s) ? NULL : _("a language, as en or fa");
	default: return NULL;
	}
}

/* Appends what the value of a key must be; false when it already is. */
static bool expected(int key, const char *value, struct str *what)
{
	const struct conf_key *k = &conf_keys[key];
	const char *text = NULL;
	int64_t v;

	switch (k->type) {
	case CONF_TEXT: text = text_expected(key, value); break;
	case CONF_BOOL: text = bool_value(value) < 0 ? _("yes or no") : NULL; break;
	case CONF_CHOICE: text = in_list(k->choices, value) ? NULL : k->choices; break;
	case CONF_INT:
		if (!i64_parse(value, &v) || v < k->min || v > k->max)
			str_addf(what, _("a number from %lld to %lld"), (long long)k->min, (long long)k->max);
		break;
	}
	for (; text && *text; text++) {
		if (*text == '|')
			str_add(what, ", ");
		else
			str_addc(what, *text);
	}
	return what->len > 0;
}

static enum rc check(const char *name, const char *value, int *key, struct err *err)
{
	struct str what = STR_INIT;
	enum rc rc = RC_OK;

	*key = key_index(name);
	if (*key < 0) {
		for (int i = 0; i < K_N; i++)
			str_addf(&what, "%s%s", i ? ", " : "", conf_keys[i].name);
		rc = fail(err, RC_INVALID, NO_FIELD, _("no setting '%.40s': there are %s"), name, what.s);
	} else if (expected(*key, value, &what)) {
		rc = fail(err, RC_INVALID, NO_FIELD, _("%s cannot be '%.60s': expected %s"), name, value, what.s);
	}
	str_free(&what);
	return rc;
}

enum rc conf_set(struct conf *c, const char *key, const char *value, struct err *err)
{
	int i;
	enum rc rc = check(key, value, &i, err);

	if (!rc)
		c->values[i] = arena_strdup(&c->arena, value);
	return rc;
}

/* Puts "FILE:LINE: " before the message. */
static enum rc at_line(const struct reader *r, struct err *err)
{
	struct err inner;

	if (!err)
		return RC_INVALID;
	inner = *err;
	return fail(err, RC_INVALID, NO_FIELD, "%.200s:%d: %.300s", r->file, r->line, inner.text);
}

/* Takes blanks and one pair of quotes off; s is changed. */
static char *bare(char *s)
{
	size_t n;

	s += strspn(s, " \t");
	for (n = strlen(s); n > 0 && strchr(" \t\r", s[n - 1]);)
		s[--n] = '\0';
	if (n >= 2 && *s == '"' && s[n - 1] == '"') {
		s[n - 1] = '\0';
		s++;
	}
	return s;
}

static enum rc open_section(struct reader *r, char *name, struct err *err)
{
	name[strlen(name) - 1] = '\0';
	name = bare(name + 1);
	for (r->section = 0; r->section < N_SECTIONS; r->section++)
		if (strcmp(section_names[r->section], name) == 0)
			return RC_OK;
	return fail(err, RC_INVALID, NO_FIELD, _("no section [%.40s]: there are [keys] and [colors]"), name);
}

static void add_row(struct reader *r, const char *key, const char *value)
{
	struct section *s = &r->c->sections[r->section];

	GROW(s->rows, s->n, s->cap);
	s->rows[s->n++] = (struct conf_row){ .key = arena_strdup(&r->c->arena, key),
		.value = arena_strdup(&r->c->arena, value),
		.file = r->file,
		.line = r->line };
}

static enum rc read_pair(struct reader *r, const char *key, const char *value, struct err *err)
{
	int i;

	if (!*key)
		return fail(err, RC_INVALID, NO_FIELD, _("nothing before '=': expected key = value"));
	if (r->section < 0)
		return r->c ? conf_set(r->c, key, value, err) : check(key, value, &i, err);
	if (!*value)
		return fail(err, RC_INVALID, NO_FIELD, _("nothing after '%.40s =': expected key = value"), key);
	if (r->c)
		add_row(r, key, value);
	return RC_OK;
}

/* One line, which is changed. The '=' that divides is never its first character, so that '=' itself can be a key. */
static enum rc read_line(struct reader *r, char *line, struct err *err)
{
	char *equals;
	size_t n;

	line += strspn(line, " \t\r");
	for (n = strlen(line); n > 0 && strchr(" \t\r", line[n - 1]);)
		line[--n] = '\0';
	if (n == 0 || *line == '#')
		return RC_OK;
	equals = strchr(line + 1, '=');
	if (!equals && *line == '[' && line[n - 1] == ']')
		return open_section(r, line, err);
	if (!equals)
		return fail(err, RC_INVALID, NO_FIELD, _("expected key = value: '%.60s'"), line);
	*equals = '\0';
	return read_pair(r, bare(line), bare(equals + 1), err);
}

/* Reads the text into c, or only checks it when c is NULL. */
static enum rc read_text(struct conf *c, const char *file, const char *text, size_t n, struct err *err)
{
	struct reader r = { .c = c, .file = c ? arena_strdup(&c->arena, file) : file, .section = -1 };
	const char *end = text + n;

	if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		text += 3;
	while (text < end) {
		const char *eol = memchr(text, '\n', (size_t)(end - text));
		size_t len = (size_t)((eol ? eol : end) - text);
		char *line = xstrndup(text, len);
		enum rc rc;

		r.line++;
		if (memchr(text, '\0', len) || !utf8_valid(text, len))
			rc = fail(err, RC_INVALID, NO_FIELD, _("not UTF-8 text"));
		else
			rc = read_line(&r, line, err);
		free(line);
		if (rc)
			return at_line(&r, err);
		text = eol ? eol + 1 : end;
	}
	return RC_OK;
}

/* Checked whole before any of it is taken, so that half a file is never in force. */
enum rc conf_read(struct conf *c, const char *file, const char *text, size_t n, struct err *err)
{
	enum rc rc = read_text(NULL, file, text, n, err);

	return rc ? rc : read_text(c, file, text, n, err);
}

struct conf *conf_new(void)
{
	struct conf *c = xcalloc(1, sizeof *c);
	enum rc rc = conf_read(c, "crm.conf.example", conf_example, EMBED_LEN(conf_example), NULL);

	assert(rc == RC_OK);
	(void)rc;
	return c;
}

void conf_free(struct conf *c)
{
	if (!c)
		return;
	for (int i = 0; i < N_SECTIONS; i++)
		free(c->sections[i].rows);
	arena_free(&c->arena);
	free(c);
}

const char *conf_text(const struct conf *c, const char *key)
{
	int i = key_index(key);

	assert(i >= 0 && c->values[i]);
	return c->values[i];
}

bool conf_bool(const struct conf *c, const char *key)
{
	return bool_value(conf_text(c, key)) == 1;
}

int64_t conf_int(const struct conf *c, const char *key)
{
	int64_t v = 0;
	bool ok = i64_parse(conf_text(c, key), &v);

	assert(ok);
	(void)ok;
	return v;
}

int conf_rows(const struct conf *c, const char *section, const struct conf_row **rows)
{
	for (int i = 0; i < N_SECTIONS; i++)
		if (strcmp(section_names[i], section) == 0) {
			*rows = c->sections[i].rows;
			return c->sections[i].n;
		}
	*rows = NULL;
	return 0;
}
