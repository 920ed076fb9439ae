/* crm help: on the terminal. */
#include <stdio.h>

#include "base/i18n.h"
#include "base/layout.h"
#include "page.h"
#include "record/action.h"

enum { HELP_GENERATE };

static void row(struct str *out, const char *left, int width, const char *right)
{
	int w = text_width(left, strlen(left));

	if (w > width)
		str_addf(out, "  %s\n  %*s  %s\n", left, width, "", right);
	else
		str_addf(out, "  %s%*s  %s\n", left, width - w, "", right);
}

void page_options(struct str *out, const struct opt *opts)
{
	struct str left = STR_INIT;
	int width = 0;

	for (int pass = 0; opts && pass < 2; pass++)
		for (const struct opt *o = opts; o->name; o++) {
			str_clear(&left);
			if (o->letter)
				str_addf(&left, "-%c, ", o->letter);
			str_addf(&left, "--%s%s%s", o->name, o->arg ? " " : "",
				o->choices ? o->choices
				: o->arg   ? o->arg
					   : "");
			if (pass == 0)
				width = (int)left.len > width && left.len <= 32 ? (int)left.len : width;
			else
				row(out, left.s, width, _(o->help));
		}
	str_free(&left);
}

#define PAGE_WIDTH 80
#define PARAGRAPH_LINES 20

static void paragraph(struct str *out, const char *text)
{
	struct text_line line[PARAGRAPH_LINES];
	int n = text_wrap(text, strlen(text), PAGE_WIDTH, line, PARAGRAPH_LINES);

	for (int i = 0; i < n && i < PARAGRAPH_LINES; i++) {
		str_addn(out, text + line[i].from, line[i].to - line[i].from);
		str_addc(out, '\n');
	}
}

#define LEFT 12 /* cells of the names of commands */

static void action_row(void *ctx, const struct action *a, const struct model *m)
{
	(void)m;
	row(ctx, a->name, LEFT, _(a->help ? a->help : a->label));
}

enum rc help_overview(struct cli *c, struct str *out)
{
	str_add(out, _("crm [OPTIONS] [COMMAND ...]: the CRM of one sales office; without a command, its screens\n\n"));
	page_options(out, global_opts);
	str_add(out, _("\nCommands\n"));
	for (int i = 0; i < n_commands; i++)
		row(out, commands[i].name, LEFT, _(commands[i].summary));
	str_add(out, _("\nWhat is done to records\n"));
	action_each(cli_registry(c), action_row, out);
	str_add(out, _("\ncrm help COMMAND explains one. MODEL is a record type: crm models lists them.\n"));
	return RC_OK;
}

enum rc help_command(struct cli *c, const char *name, struct str *out, struct err *err)
{
	const struct command *cmd = command_find(name);

	if (!cmd)
		return action_help(c, name, out, err);
	str_addf(out, "crm %s%s%s\n\n%s\n", cmd->name, *cmd->usage ? " " : "", cmd->usage, _(cmd->summary));
	if (cmd->help) {
		str_addc(out, '\n');
		paragraph(out, _(cmd->help));
	}
	if (cmd->opts)
		str_addc(out, '\n');
	page_options(out, cmd->opts);
	return RC_OK;
}

/* keys comes from the screens, the other pages from the tables here. */
static enum rc generate(struct cli *c, const char *name, struct str *out, struct err *err)
{
	static const struct {
		const char *name;
		void (*fn)(const struct cli *c, struct str *out);
	} page[] = { { "fields", page_fields }, { "commands", page_commands }, { "man", page_man },
		{ "bash", page_bash }, { "zsh", page_zsh }, { "fish", page_fish } };

	for (size_t i = 0; i < COUNT(page); i++)
		if (strcmp(page[i].name, name) == 0) {
			page[i].fn(c, out);
			return RC_OK;
		}
	if (!c->doors->keys)
		return fail(err, RC_INVALID, NO_FIELD, _("this program has no screens"));
	return c->doors->keys(out, err);
}

enum rc cmd_help(struct cli *c, const struct args *a, struct err *err)
{
	const char *name = args_text(a, HELP_GENERATE);
	struct str out = STR_INIT;
	enum rc rc;

	rc = name   ? generate(c, name, &out, err)
	     : a->n ? help_command(c, a->word[0], &out, err)
		    : help_overview(c, &out);
	print_str(&out);
	str_free(&out);
	return rc;
}
