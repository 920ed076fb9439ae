/* One run of the program: global options, the command, its exit code. */
#include "cli.h"

#include <stdio.h>
#include <unistd.h>

#include "base/i18n.h"
#include "page.h"
#include "version.h"

const struct opt global_opts[] = {
	[G_DB] = { "db", 0, "PATH", NULL, N_("the database") },
	[G_CONFIG] = { "config", 0, "PATH", NULL, N_("a settings file in place of your own") },
	[G_AS] = { "as", 0, "LOGIN", NULL, N_("act as this user of a single-user database") },
	[G_NO_COLOR] = { "no-color", 0, NULL, NULL, N_("no colours") },
	[G_PLAIN] = { "plain", 0, NULL, NULL, N_("lines with numbers to pick, for screen readers and dumb terminals") },
	[G_VERSION] = { "version", 0, NULL, NULL, N_("the version of the program") },
	[G_HELP] = { "help", 'h', NULL, NULL, N_("this help, or that of a command") },
	{ 0 },
};

const struct command *command_find(const char *name)
{
	for (int i = 0; i < n_commands; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

/* Global options stand before the command or after it. */
static void take_globals(struct cli *c, const struct args *a)
{
	const char *v;

	if ((v = args_text(a, GLOBAL(G_DB))))
		c->db = v;
	if ((v = args_text(a, GLOBAL(G_CONFIG))))
		c->config = v;
	if ((v = args_text(a, GLOBAL(G_AS))))
		c->as = v;
	c->no_color |= args_has(a, GLOBAL(G_NO_COLOR));
	c->plain |= args_has(a, GLOBAL(G_PLAIN));
}

/* Help and version need nothing else and answer wherever they are asked. True: answered. */
static bool answer(struct cli *c, const struct args *a, const char *command, enum rc *rc, struct err *err)
{
	struct str out = STR_INIT;

	if (args_has(a, GLOBAL(G_VERSION)))
		str_addf(&out, "crm %s\n", CRM_VERSION);
	else if (args_has(a, GLOBAL(G_HELP)))
		*rc = command ? help_command(c, command, &out, err) : help_overview(c, &out);
	else
		return false;
	print_str(&out);
	str_free(&out);
	return true;
}

enum rc cli_ready(struct cli *c, const struct args *a, const char *command, bool *answered, struct err *err)
{
	enum rc rc = RC_OK;

	take_globals(c, a);
	*answered = answer(c, a, command, &rc, err);
	return rc != RC_OK || *answered || c->conf ? rc : settings_read(c, err);
}

static enum rc check_words(const struct command *cmd, const struct args *a, struct err *err)
{
	if (a->n < cmd->min)
		return fail(err, RC_USAGE, NO_FIELD, _("%s: something is missing: crm %s %s"), cmd->name, cmd->name,
			cmd->usage);
	if (cmd->max >= 0 && a->n > cmd->max)
		return fail(err, RC_USAGE, NO_FIELD, _("%s: \"%s\" is too much: crm %s %s"), cmd->name,
			a->word[cmd->max], cmd->name, cmd->usage);
	return RC_OK;
}

static enum rc run_command(struct cli *c, const struct command *cmd, int argc, char **argv, struct err *err)
{
	struct args a;
	bool answered = false;
	enum rc rc = args_parse(&a, cmd->name, cmd->opts, argc, argv, false, NULL, err);

	if (rc == RC_OK)
		rc = cli_ready(c, &a, cmd->name, &answered, err);
	if (rc == RC_OK && !answered) {
		rc = check_words(cmd, &a, err);
		if (rc == RC_OK)
			rc = check_caller(cmd, err);
		if (rc == RC_OK)
			rc = cmd->run(c, &a, err);
	}
	args_free(&a);
	return rc;
}

/* Without a command: the screens where there is a terminal that can show them, else the board as text. */
static enum rc run_nothing(struct cli *c, struct err *err)
{
	struct args none = { .command = "board", .opts = command_find("board")->opts };
	enum rc rc = check_caller(NULL, err);

	if (rc == RC_OK)
		rc = session_need(c, err);
	if (rc != RC_OK)
		return rc;
	c->plain |= c->tty && (!getenv("TERM") || !*getenv("TERM") || strcmp(getenv("TERM"), "dumb") == 0);
	if (c->plain || !c->tty || !isatty(STDIN_FILENO) || !c->doors->screens)
		return cmd_board(c, &none, err);
	c->exit = c->doors->screens(c->s, c->agent, c->conf, c->no_color);
	return RC_OK;
}

/* The command whose name is nearest to what was typed: letters of one in the other's order, first letter the same. */
static const char *nearest(const char *word)
{
	const char *best = NULL;
	size_t most = 0;

	for (int i = 0; i < n_commands; i++) {
		const char *name = commands[i].name;
		size_t n = 0;

		while (word[n] && word[n] == name[n])
			n++;
		if (n > most) {
			most = n;
			best = name;
		}
	}
	return most >= 2 ? best : NULL;
}

static enum rc dispatch(struct cli *c, int argc, char **argv, struct err *err)
{
	struct args global;
	const struct command *cmd;
	int used = 0;
	bool answered = false;
	enum rc rc = args_parse(&global, NULL, NULL, argc, argv, true, &used, err);

	if (rc == RC_OK && used == argc) {
		rc = cli_ready(c, &global, NULL, &answered, err);
		if (rc == RC_OK && !answered)
			rc = run_nothing(c, err);
	} else if (rc == RC_OK) {
		const char *help = args_has(&global, GLOBAL(G_HELP)) ? "help" : argv[used];

		take_globals(c, &global);
		cmd = command_find(help);
		used += strcmp(help, argv[used]) == 0;
		if (cmd)
			rc = run_command(c, cmd, argc - used, argv + used, err);
		else if ((rc = action_command(c, help, argc - used, argv + used, err)) == RC_NOT_FOUND && !c->conf)
			rc = nearest(help)
				     ? fail(err, RC_USAGE, NO_FIELD, _("no command \"%s\": did you mean %s?"), help,
					       nearest(help))
				     : fail(err, RC_USAGE, NO_FIELD, _("no command \"%s\": crm help lists them"), help);
	}
	args_free(&global);
	return rc;
}

int cli_main(int argc, char **argv, struct agent *agent, const struct cli_doors *doors)
{
	struct cli c = { .doors = doors,
		.agent = agent,
		.tables = registry_new(doors->office),
		.width = 80,
		.tty = isatty(STDOUT_FILENO) };
	struct err err = ERR_INIT;
	enum rc rc = dispatch(&c, argc - 1, argv + 1, &err), end;

	if (rc == RC_CANCELLED && ferror(stdout)) /* an export whose reader went: print_end says whether that matters */
		rc = RC_OK;
	end = print_end(rc == RC_OK ? &err : NULL);
	if (rc == RC_OK)
		rc = end;
	if (rc != RC_OK && *err.text)
		complain("%s", err.text);
	session_close(c.s);
	conf_free(c.conf);
	free(c.path);
	registry_free(c.tables);
	return rc == RC_OK ? c.exit : rc_exit(rc);
}
