#include "ui/theme.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/str.h"

#define D THEME_DEFAULT
enum { BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE, GREY };

/* The terminal's own sixteen: whatever palette the person chose. */
static const struct theme own = { "default", N_("the terminal's own colours"),
	{
		[C_TEXT] = { D, D, 0 },
		[C_TITLE] = { D, D, S_BOLD },
		[C_DIM] = { D, D, S_DIM },
		[C_ACCENT] = { CYAN, D, 0 },
		[C_OVERDUE] = { RED, D, S_BOLD },
		[C_TODAY] = { YELLOW, D, 0 },
		[C_PLANNED] = { GREEN, D, 0 },
		[C_ERROR] = { RED, D, S_BOLD },
		[C_WARN] = { YELLOW, D, S_BOLD },
		[C_GOOD] = { GREEN, D, 0 },
		[C_SELECTED] = { D, D, S_REVERSE },
		[C_MARK] = { MAGENTA, D, S_BOLD },
		[C_MATCH] = { D, D, S_UNDERLINE | S_BOLD },
		[C_CHANGED] = { CYAN, D, S_BOLD },
		[C_LABEL] = { D, D, S_DIM },
		[C_VALUE] = { D, D, 0 },
		[C_INPUT] = { D, D, S_UNDERLINE },
		[C_HEADER] = { D, D, S_UNDERLINE },
		[C_TOP] = { D, D, S_BOLD },
		[C_BAR] = { CYAN, D, 0 },
		[C_LINE] = { D, D, S_DIM },
		[C_POPUP] = { D, D, 0 },
		[C_HINT] = { D, D, S_DIM },
		[C_MESSAGE] = { D, D, 0 },
		[C_STAR] = { YELLOW, D, 0 },
	} };

static const struct theme light = { "light", N_("dark letters on a light ground"),
	{
		[C_TEXT] = { 235, 255, 0 },
		[C_TITLE] = { 232, 255, S_BOLD },
		[C_DIM] = { 244, 255, 0 },
		[C_ACCENT] = { 25, 255, 0 },
		[C_OVERDUE] = { 160, 255, S_BOLD },
		[C_TODAY] = { 130, 255, 0 },
		[C_PLANNED] = { 28, 255, 0 },
		[C_ERROR] = { 160, 255, S_BOLD },
		[C_WARN] = { 130, 255, S_BOLD },
		[C_GOOD] = { 28, 255, 0 },
		[C_SELECTED] = { 232, 153, 0 },
		[C_MARK] = { 90, 255, S_BOLD },
		[C_MATCH] = { 25, 255, S_UNDERLINE },
		[C_CHANGED] = { 25, 255, S_BOLD },
		[C_LABEL] = { 242, 255, 0 },
		[C_VALUE] = { 232, 255, 0 },
		[C_INPUT] = { 232, 254, S_UNDERLINE },
		[C_HEADER] = { 238, 255, S_UNDERLINE },
		[C_TOP] = { 232, 255, S_BOLD },
		[C_BAR] = { 25, 255, 0 },
		[C_LINE] = { 249, 255, 0 },
		[C_POPUP] = { 235, 255, 0 },
		[C_HINT] = { 242, 255, 0 },
		[C_MESSAGE] = { 235, 255, 0 },
		[C_STAR] = { 136, 255, 0 },
	} };

static const struct theme dark = { "dark", N_("light letters on a dark ground"),
	{
		[C_TEXT] = { 252, 234, 0 },
		[C_TITLE] = { 255, 234, S_BOLD },
		[C_DIM] = { 244, 234, 0 },
		[C_ACCENT] = { 81, 234, 0 },
		[C_OVERDUE] = { 203, 234, S_BOLD },
		[C_TODAY] = { 221, 234, 0 },
		[C_PLANNED] = { 114, 234, 0 },
		[C_ERROR] = { 203, 234, S_BOLD },
		[C_WARN] = { 221, 234, S_BOLD },
		[C_GOOD] = { 114, 234, 0 },
		[C_SELECTED] = { 255, 24, 0 },
		[C_MARK] = { 176, 234, S_BOLD },
		[C_MATCH] = { 81, 234, S_UNDERLINE },
		[C_CHANGED] = { 81, 234, S_BOLD },
		[C_LABEL] = { 245, 234, 0 },
		[C_VALUE] = { 255, 234, 0 },
		[C_INPUT] = { 255, 236, S_UNDERLINE },
		[C_HEADER] = { 250, 234, S_UNDERLINE },
		[C_TOP] = { 255, 234, S_BOLD },
		[C_BAR] = { 81, 234, 0 },
		[C_LINE] = { 239, 234, 0 },
		[C_POPUP] = { 252, 234, 0 },
		[C_HINT] = { 245, 234, 0 },
		[C_MESSAGE] = { 252, 234, 0 },
		[C_STAR] = { 221, 234, 0 },
	} };

/* No colour at all: weight, underline and reverse tell the roles apart. Also for NO_COLOR and terminals without colour.
 */
static const struct theme mono = { "mono", N_("no colours"),
	{
		[C_TEXT] = { D, D, 0 },
		[C_TITLE] = { D, D, S_BOLD },
		[C_DIM] = { D, D, S_DIM },
		[C_ACCENT] = { D, D, S_BOLD },
		[C_OVERDUE] = { D, D, S_BOLD | S_UNDERLINE },
		[C_TODAY] = { D, D, S_BOLD },
		[C_PLANNED] = { D, D, 0 },
		[C_ERROR] = { D, D, S_BOLD | S_UNDERLINE },
		[C_WARN] = { D, D, S_BOLD },
		[C_GOOD] = { D, D, 0 },
		[C_SELECTED] = { D, D, S_REVERSE },
		[C_MARK] = { D, D, S_BOLD },
		[C_MATCH] = { D, D, S_UNDERLINE },
		[C_CHANGED] = { D, D, S_BOLD },
		[C_LABEL] = { D, D, S_DIM },
		[C_VALUE] = { D, D, 0 },
		[C_INPUT] = { D, D, S_UNDERLINE },
		[C_HEADER] = { D, D, S_UNDERLINE },
		[C_TOP] = { D, D, S_BOLD },
		[C_BAR] = { D, D, 0 },
		[C_LINE] = { D, D, S_DIM },
		[C_POPUP] = { D, D, 0 },
		[C_HINT] = { D, D, S_DIM },
		[C_MESSAGE] = { D, D, 0 },
		[C_STAR] = { D, D, 0 },
	} };

static const struct theme contrast = { "contrast", N_("high contrast: black, white and few strong colours"),
	{
		[C_TEXT] = { 231, 16, 0 },
		[C_TITLE] = { 231, 16, S_BOLD },
		[C_DIM] = { 231, 16, 0 },
		[C_ACCENT] = { 51, 16, S_BOLD },
		[C_OVERDUE] = { 231, 124, S_BOLD },
		[C_TODAY] = { 226, 16, S_BOLD },
		[C_PLANNED] = { 46, 16, S_BOLD },
		[C_ERROR] = { 231, 124, S_BOLD },
		[C_WARN] = { 226, 16, S_BOLD },
		[C_GOOD] = { 46, 16, S_BOLD },
		[C_SELECTED] = { 16, 226, S_BOLD },
		[C_MARK] = { 213, 16, S_BOLD },
		[C_MATCH] = { 226, 16, S_UNDERLINE | S_BOLD },
		[C_CHANGED] = { 51, 16, S_BOLD },
		[C_LABEL] = { 231, 16, 0 },
		[C_VALUE] = { 231, 16, S_BOLD },
		[C_INPUT] = { 231, 16, S_UNDERLINE | S_BOLD },
		[C_HEADER] = { 231, 16, S_UNDERLINE | S_BOLD },
		[C_TOP] = { 16, 231, S_BOLD },
		[C_BAR] = { 51, 16, S_BOLD },
		[C_LINE] = { 231, 16, 0 },
		[C_POPUP] = { 231, 16, 0 },
		[C_HINT] = { 231, 16, 0 },
		[C_MESSAGE] = { 231, 16, S_BOLD },
		[C_STAR] = { 226, 16, S_BOLD },
	} };

static const struct theme *const themes[] = { &own, &light, &dark, &mono, &contrast };

static const char *const role_names[C_N] = {
	[C_TEXT] = "text",
	[C_TITLE] = "title",
	[C_DIM] = "dim",
	[C_ACCENT] = "accent",
	[C_OVERDUE] = "overdue",
	[C_TODAY] = "today",
	[C_PLANNED] = "planned",
	[C_ERROR] = "error",
	[C_WARN] = "warning",
	[C_GOOD] = "good",
	[C_SELECTED] = "selected",
	[C_MARK] = "mark",
	[C_MATCH] = "match",
	[C_CHANGED] = "changed",
	[C_LABEL] = "label",
	[C_VALUE] = "value",
	[C_INPUT] = "input",
	[C_HEADER] = "header",
	[C_TOP] = "top",
	[C_BAR] = "bar",
	[C_LINE] = "line",
	[C_POPUP] = "popup",
	[C_HINT] = "hint",
	[C_MESSAGE] = "message",
	[C_STAR] = "star",
};

/* What is shown now: a theme with the person's own colours over it. own_set says which of them are the person's. */
static struct theme now;
static struct paint own_paint[C_N];
static bool own_set[C_N];
static unsigned stamp;

int theme_count(void)
{
	return (int)COUNT(themes);
}

const struct theme *theme_at(int i)
{
	return themes[i];
}

const struct theme *theme_find(const char *name)
{
	for (size_t i = 0; i < COUNT(themes); i++)
		if (str_eq(themes[i]->name, name))
			return themes[i];
	return NULL;
}

const char *role_name(enum role r)
{
	return role_names[r];
}

static void show(const struct theme *t)
{
	now = *t;
	for (int r = 0; r < C_N; r++)
		if (own_set[r] && t != &mono)
			now.paint[r] = own_paint[r];
	stamp++;
}

bool theme_set(const char *name)
{
	const struct theme *t = theme_find(name);

	if (t)
		show(t);
	return t != NULL;
}

const struct theme *theme_now(void)
{
	if (!stamp)
		show(&own);
	return &now;
}

unsigned theme_stamp(void)
{
	return stamp;
}

static bool word_colour(const char *word, size_t n, short *colour)
{
	static const char *const name[] = { "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
		"grey", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
		"bright-white", "default" };
	char number[4] = "";
	int64_t v;

	for (size_t i = 0; i < COUNT(name); i++)
		if (strlen(name[i]) == n && strncmp(name[i], word, n) == 0) {
			*colour = i == COUNT(name) - 1 ? D : (short)i;
			return true;
		}
	if (n == 0 || n > 3)
		return false;
	memcpy(number, word, n);
	if (!i64_parse(number, &v) || v < 0 || v > 255)
		return false;
	*colour = (short)v;
	return true;
}

static bool word_style(const char *word, size_t n, unsigned *style)
{
	static const struct {
		const char *name;
		unsigned style;
	} name[] = { { "bold", S_BOLD }, { "dim", S_DIM }, { "underline", S_UNDERLINE }, { "reverse", S_REVERSE } };

	for (size_t i = 0; i < COUNT(name); i++)
		if (strlen(name[i].name) == n && strncmp(name[i].name, word, n) == 0) {
			*style |= name[i].style;
			return true;
		}
	return false;
}

/* "red bold", "240 on default underline". Returns the word that is none, NULL when all is well. */
static const char *parse_paint(const char *s, struct paint *p)
{
	short *colour = &p->fg;

	*p = (struct paint){ D, D, 0 };
	for (s += strspn(s, " \t"); *s; s += strspn(s, " \t")) {
		size_t n = strcspn(s, " \t");

		if (n == 2 && strncmp(s, "on", 2) == 0)
			colour = &p->bg;
		else if (!word_style(s, n, &p->style) && !word_colour(s, n, colour))
			return s;
		s += n;
	}
	return NULL;
}

static enum rc read_row(const struct conf_row *row, struct err *err)
{
	for (int r = 0; r < C_N; r++) {
		const char *bad;

		if (!str_eq(role_names[r], row->key))
			continue;
		bad = parse_paint(row->value, &own_paint[r]);
		if (bad)
			return fail(err, RC_INVALID, NO_FIELD,
				_("%s:%d: not a colour: '%s' (as in: red bold, 240 on default)"), row->file, row->line,
				bad);
		own_set[r] = true;
		return RC_OK;
	}
	return fail(err, RC_INVALID, NO_FIELD, _("%s:%d: nothing has the colour '%s'"), row->file, row->line, row->key);
}

enum rc theme_use(const struct conf *conf, bool no_color, struct err *err)
{
	const struct conf_row *row;
	const char *env = getenv("NO_COLOR");
	int n = conf_rows(conf, "colors", &row);

	memset(own_set, 0, sizeof own_set);
	for (int i = 0; i < n; i++) {
		enum rc rc = read_row(&row[i], err);

		if (rc)
			return rc;
	}
	if (no_color || (env && *env))
		show(&mono);
	else if (!theme_set(conf_text(conf, "theme")))
		return fail(err, RC_INVALID, NO_FIELD, _("no such theme: %s"), conf_text(conf, "theme"));
	return RC_OK;
}
