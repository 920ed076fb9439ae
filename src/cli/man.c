/* The manual page, crm(1). */
#include "base/i18n.h"
#include "page.h"
#include "record/action.h"

/* What would be a request or an escape of the formatter. */
static void put_text(struct str *out, const char *s)
{
	bool start = true;

	for (; *s; s++) {
		if (start && (*s == '.' || *s == '\''))
			str_add(out, "\\&");
		if (*s == '\\')
			str_add(out, "\\e");
		else if (*s == '-')
			str_add(out, "\\-");
		else
			str_addc(out, *s);
		start = *s == '\n';
	}
}

static void put_options(struct str *out, const struct opt *opts)
{
	for (const struct opt *o = opts; o && o->name; o++) {
		str_add(out, ".TP\n\\fB");
		if (o->letter)
			str_addf(out, "\\-%c\\fR, \\fB", o->letter);
		str_add(out, "\\-\\-");
		put_text(out, o->name);
		str_add(out, "\\fR");
		if (o->arg) {
			str_add(out, " \\fI");
			put_text(out, o->choices ? o->choices : o->arg);
			str_add(out, "\\fR");
		}
		str_addc(out, '\n');
		put_text(out, o->help);
		str_addc(out, '\n');
	}
}

static void put_command(struct str *out, const struct command *cmd)
{
	str_addf(out, ".SS crm %s ", cmd->name);
	put_text(out, cmd->usage);
	str_addc(out, '\n');
	put_text(out, cmd->summary);
	str_add(out, ".\n");
	if (cmd->help) {
		str_add(out, ".PP\n");
		put_text(out, cmd->help);
		str_addc(out, '\n');
	}
	put_options(out, cmd->opts);
}

static void put_action(void *ctx, const struct action *a, const struct model *m)
{
	struct str *out = ctx, usage = STR_INIT;

	(void)m;
	action_usage(a, &usage);
	str_addf(out, ".TP\n\\fBcrm %s\\fR ", a->name);
	put_text(out, usage.s);
	str_addc(out, '\n');
	put_text(out, a->help ? a->help : a->label);
	str_addc(out, '\n');
	str_free(&usage);
}

static void put_rest(struct str *out)
{
	static const char *const part[][2] = {
		{ "EXIT STATUS", ".TP\n0\ndone\n.TP\n1\nrefused or failed\n.TP\n2\nwrong use\n.TP\n3\nno such record, "
				 "or not yours to see\n"
				 ".TP\n4\nchanged by somebody since\n.TP\n5\nimport finished with "
				 "rejects\n.TP\n75\ntry again: the database is "
				 "busy or the disk is full\n" },
		{ "ENVIRONMENT", ".TP\nCRM_DB\nthe database\n.TP\nCRM_CONFIG\na settings file in place of your "
				 "own\n.TP\nNO_COLOR\nno colours\n"
				 ".TP\nEDITOR\nthe program for long text\n.TP\nCRM_NOW\nfixes the clock: "
				 "2026\\-11\\-21T09:00:00Z\n" },
		{ "FILES", ".TP\n$XDG_DATA_HOME/crm/crm.db\nthe database, made on first use\n.TP\n/etc/crm.conf\n.TQ\n"
			   "$XDG_CONFIG_HOME/crm/crm.conf\nsettings, the later file wins\n" },
	};

	for (size_t i = 0; i < COUNT(part); i++)
		str_addf(out, ".SH %s\n%s", part[i][0], part[i][1]);
}

void page_man(const struct cli *c, struct str *out)
{
	str_add(out, ".\\\" Made from the tables by make docs.\n.TH CRM 1\n.SH NAME\ncrm \\- the CRM of one sales "
		     "office, in a "
		     "terminal\n.SH SYNOPSIS\n.B crm\n[\\fIOPTIONS\\fR] [\\fICOMMAND\\fR ...]\n.SH "
		     "DESCRIPTION\nWithout a command: the "
		     "screens, or the board as text where there is no terminal.\nOutput to a terminal is made safe, "
		     "output to a pipe is "
		     "exact.\nErrors go to standard error.\n.SH OPTIONS\n");
	put_options(out, global_opts);
	str_add(out, ".SH COMMANDS\n");
	for (int i = 0; i < n_commands; i++)
		put_command(out, &commands[i]);
	str_add(out, ".SS What is done to records\nThe actions of the record types. Where several types have one, "
		     "MODEL may come "
		     "first.\n");
	action_each(c->tables, put_action, out);
	put_rest(out);
}
