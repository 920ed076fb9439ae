/* docs/keys.md, made from the tables. */
#include "base/i18n.h"
#include "ui/keymap.h"

/* Where an action stands on the page: under the first of its contexts in this order. */
static const unsigned order[] = { CTX_ALWAYS, CTX_EVERYWHERE, CTX_RECORD, CTX_COLLECTION, CTX_BOARD, CTX_LIST,
	CTX_READING, CTX_TYPING, CTX_PICKER, CTX_LOG, CTX_IMPORT, CTX_DAY, CTX_CALENDAR, CTX_MENU };

static unsigned home_of(const struct ui_action *a)
{
	for (size_t i = 0; i < COUNT(order); i++)
		if (a->contexts & order[i])
			return order[i];
	return 0;
}

static void add_escaped(const char *s, struct str *out)
{
	for (; *s; s++) {
		if (*s == '|')
			str_addc(out, '\\');
		str_addc(out, *s);
	}
}

static void add_keys(const struct binding *b, int n, const struct ui_action *a, const char *arg, struct str *out)
{
	bool any = false;

	for (int i = 0; i < n; i++) {
		if (b[i].act.action != a || !str_eq(b[i].act.arg, arg))
			continue;
		str_add(out, any ? " `" : "`");
		binding_show(&b[i], true, out);
		str_addc(out, '`');
		any = true;
	}
}

static void add_row(const struct binding *b, int n, const struct ui_action *a, const char *arg, struct str *out)
{
	str_add(out, "| ");
	add_keys(b, n, a, arg, out);
	str_addf(out, " | %s%s%s | ", a->name, *arg ? " " : "", arg);
	add_escaped(a->help, out);
	str_add(out, " |\n");
}

/* One row, or one for each argument that a key gives it. */
static void add_action(const struct binding *b, int n, const struct ui_action *a, struct str *out)
{
	if (!a->takes_arg) {
		add_row(b, n, a, "", out);
		return;
	}
	for (int i = 0; i < n; i++) {
		bool seen = false;

		if (b[i].act.action != a)
			continue;
		for (int k = 0; k < i && !seen; k++)
			seen = b[k].act.action == a && str_eq(b[k].act.arg, b[i].act.arg);
		if (!seen)
			add_row(b, n, a, b[i].act.arg, out);
	}
}

enum rc keys_page(struct str *out, struct err *err)
{
	struct conf *conf = conf_new();
	struct keymap *km = keymap_new();
	const struct binding *b;
	enum rc rc = keymap_read(km, conf, err);
	int n = keymap_bindings(km, &b);

	str_add(out, "# Keys\n\nMade from the tables of the program. `crm.conf` may bind them anew, section `[keys]`: "
		     "the name in the\n"
		     "middle is the action. The actions of a record type (log, next step, a good or a bad end) bring "
		     "keys of their own;\n"
		     "`?` shows all that can be done where one is.\n");
	for (size_t c = 0; rc == RC_OK && c < COUNT(order); c++) {
		bool any = false;

		for (int i = ACT_RECORD + 1; i < ACT_N; i++) {
			if (home_of(&ui_actions[i]) != order[c])
				continue;
			if (!any)
				str_addf(out, "\n## %s\n\n| keys | action | what it does |\n|---|---|---|\n",
					context_label(order[c]));
			any = true;
			add_action(b, n, &ui_actions[i], out);
		}
	}
	keymap_free(km);
	conf_free(conf);
	return rc;
}
