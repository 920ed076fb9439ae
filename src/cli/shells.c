/* Completion for bash, zsh and fish: commands, options and their choices, record types, fields. */
#include "base/i18n.h"
#include "page.h"
#include "record/action.h"

/* ---- words ---- */

static void add_action(void *ctx, const struct action *a, const struct model *m)
{
	(void)m;
	str_addf(ctx, " %s", a->name);
}

static void put_names(const struct cli *c, struct str *out)
{
	for (int i = 0; i < n_commands; i++)
		str_addf(out, "%s%s", i ? " " : "", commands[i].name);
	action_each(c->tables, add_action, out);
}

/* Record types, and the kinds that stand for one. */
static void put_models(const struct cli *c, struct str *out)
{
	for (int i = 0; i < registry_count(c->tables); i++) {
		const struct model *m = registry_at(c->tables, i);
		int kind = model_slot(m, "kind");

		str_addf(out, "%s%s", i ? " " : "", m->name);
		for (const struct choice *ch = kind > 0 ? m->fields[kind].choice : NULL; ch && ch->name; ch++)
			if (!registry_find(c->tables, ch->name))
				str_addf(out, " %s", ch->name);
	}
}

static bool takes_model(const struct command *cmd)
{
	return strstr(cmd->usage, "MODEL") != NULL;
}

static void put_options(struct str *out, const struct opt *opts, const char *before)
{
	for (const struct opt *o = opts; o && o->name; o++)
		str_addf(out, "%s--%s", o == opts ? before : " ", o->name);
}

static void put_choices(struct str *out, const char *choices)
{
	for (; *choices; choices++)
		str_addc(out, *choices == '|' ? ' ' : *choices);
}

/* Those that can be set. */
static void put_field_names(struct str *out, const struct model *m, const char *after)
{
	const char *sep = "";

	for (int slot = SYS_N; slot < m->n; slot++) {
		const struct field *f = &m->fields[slot];

		if ((f->flags & (F_READONLY | F_HIDDEN)) || f->type == FT_FORMULA || f->type == FT_LINES)
			continue;
		str_addf(out, "%s%s%s", sep, f->name, after);
		sep = " ";
	}
}

/* ---- bash ---- */

static void bash_options(struct str *out)
{
	str_add(out, "\tcase $command in\n");
	for (int i = 0; i < n_commands; i++) {
		if (!commands[i].opts)
			continue;
		str_addf(out, "\t%s) options=\"", commands[i].name);
		put_options(out, commands[i].opts, "");
		str_add(out, "\" ;;\n");
	}
	str_add(out, "\tesac\n\tcase $command:$previous in\n");
	for (int i = 0; i < n_commands; i++)
		for (const struct opt *o = commands[i].opts; o && o->name; o++) {
			if (!o->choices)
				continue;
			str_addf(out, "\t%s:--%s) words=\"", commands[i].name, o->name);
			put_choices(out, o->choices);
			str_add(out, "\" ;;\n");
		}
	str_add(out, "\t*:--db|*:--config|import:--rejects|export:-o|export:--output)\n"
		     "\t\tCOMPREPLY=($(compgen -f -- \"$current\")); return ;;\n\tesac\n");
}

static void bash_fields(const struct cli *c, struct str *out)
{
	str_add(out, "_crm_fields() {\n\tcase $1 in\n");
	for (int i = 0; i < registry_count(c->tables); i++) {
		const struct model *m = registry_at(c->tables, i);

		str_addf(out, "\t%s) echo \"", m->name);
		put_field_names(out, m, "=");
		str_add(out, "\" ;;\n");
	}
	str_add(out, "\tesac\n}\n");
}

static void put_takers(struct str *out, const char *between)
{
	bool first = true;

	for (int i = 0; i < n_commands; i++)
		if (takes_model(&commands[i])) {
			str_addf(out, "%s%s", first ? "" : between, commands[i].name);
			first = false;
		}
}

void page_bash(const struct cli *c, struct str *out)
{
	str_add(out, "# Completion of crm for bash. Made from the tables by make docs.\n");
	bash_fields(c, out);
	str_add(out, "_crm() {\n\tlocal current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}\n"
		     "\tlocal command= model= options= words= i\n"
		     "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
		     "\t\tcase ${COMP_WORDS[i]} in\n\t\t--db|--config|--as) ((i++)) ;;\n\t\t-*) ;;\n"
		     "\t\t*) if [ -z \"$command\" ]; then command=${COMP_WORDS[i]}\n"
		     "\t\telif [ -z \"$model\" ]; then model=${COMP_WORDS[i]}; fi ;;\n\t\tesac\n\tdone\n");
	bash_options(out);
	str_add(out, "\tif [ -n \"$words\" ]; then COMPREPLY=($(compgen -W \"$words\" -- \"$current\")); return; fi\n"
		     "\tif [ -z \"$command\" ]; then words=\"");
	put_names(c, out);
	put_options(out, global_opts, " ");
	str_add(out,
		"\"\n\telif [[ $current = -* ]]; then words=$options\n\telse\n\t\tcase $command in\n\t\timport)\n"
		"\t\t\t[ -n \"$model\" ] || { COMPREPLY=($(compgen -f -- \"$current\")); return; }\n\t\t\twords=\"");
	put_models(c, out);
	str_add(out,
		"\" ;;\n\t\tnew|set) if [ -n \"$model\" ]; then compopt -o nospace; words=$(_crm_fields \"$model\")\n"
		"\t\t\telse words=\"");
	put_models(c, out);
	str_add(out, "\"; fi ;;\n\t\t");
	put_takers(out, "|");
	str_add(out, ") [ -n \"$model\" ] || words=\"");
	put_models(c, out);
	str_add(out, "\" ;;\n\t\thelp) words=\"");
	put_names(c, out);
	str_add(out, "\" ;;\n\t\tesac\n\tfi\n\tCOMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n}\ncomplete -F "
		     "_crm crm\n");
}

/* ---- zsh ---- */

/* What stands between single quotes, with a colon or bracket escaped for _arguments and _describe. */
static void zsh_text(struct str *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '\'')
			str_add(out, "'\\'");
		else if (strchr(":[]\\", *s))
			str_addc(out, '\\');
		str_addc(out, *s);
	}
}

static void zsh_options(struct str *out, const struct opt *opts)
{
	for (const struct opt *o = opts; o && o->name; o++) {
		str_addf(out, " \\\n\t\t'*--%s[", o->name);
		zsh_text(out, o->help);
		str_addc(out, ']');
		if (o->arg) {
			str_addc(out, ':');
			zsh_text(out, o->arg);
			str_addc(out, ':');
		}
		if (o->choices) {
			str_addc(out, '(');
			put_choices(out, o->choices);
			str_addc(out, ')');
		} else if (o->arg && (strcmp(o->arg, "FILE") == 0 || strcmp(o->arg, "PATH") == 0)) {
			str_add(out, "_files");
		}
		str_addc(out, '\'');
	}
}

static void zsh_action(void *ctx, const struct action *a, const struct model *m)
{
	(void)m;
	str_addf(ctx, "\t'%s:", a->name);
	zsh_text(ctx, a->help ? a->help : a->label);
	str_add(ctx, "'\n");
}

void page_zsh(const struct cli *c, struct str *out)
{
	str_add(out, "#compdef crm\n# Completion of crm for zsh. Made from the tables by make docs.\nlocal -a names "
		     "models\nmodels=(");
	put_models(c, out);
	str_add(out, ")\nnames=(\n");
	for (int i = 0; i < n_commands; i++) {
		str_addf(out, "\t'%s:", commands[i].name);
		zsh_text(out, commands[i].summary);
		str_add(out, "'\n");
	}
	action_each(c->tables, zsh_action, out);
	str_add(out, ")\nlocal curcontext=$curcontext state line\n_arguments -C");
	zsh_options(out, global_opts);
	str_add(out, " \\\n\t\t'1:command:->names' '*::word:->words'\ncase $state in\nnames) _describe command names "
		     ";;\nwords)\n"
		     "\tcase $words[1] in\n");
	for (int i = 0; i < n_commands; i++) {
		str_addf(out, "\t%s) _arguments", commands[i].name);
		zsh_options(out, commands[i].opts);
		if (strcmp(commands[i].name, "import") == 0)
			str_add(out, " \\\n\t\t'1:file:_files' '2:model:($models)'");
		else if (takes_model(&commands[i]))
			str_add(out, " \\\n\t\t'1:model:($models)' '*:word:'");
		else if (strcmp(commands[i].name, "help") == 0)
			str_add(out, " \\\n\t\t'1:command:(${names%%:*})'");
		str_add(out, " ;;\n");
	}
	str_add(out, "\tesac ;;\nesac\n");
}

/* ---- fish ---- */

static void fish_text(struct str *out, const char *s)
{
	str_addc(out, '\'');
	for (; *s; s++) {
		if (*s == '\'' || *s == '\\')
			str_addc(out, '\\');
		str_addc(out, *s);
	}
	str_addc(out, '\'');
}

static void fish_options(struct str *out, const char *when, const struct opt *opts)
{
	for (const struct opt *o = opts; o && o->name; o++) {
		str_addf(out, "complete -c crm %s -l %s", when, o->name);
		if (o->letter)
			str_addf(out, " -s %c", o->letter);
		if (o->choices) {
			str_add(out, " -xa '");
			put_choices(out, o->choices);
			str_addc(out, '\'');
		} else if (o->arg) {
			str_add(out, strcmp(o->arg, "FILE") == 0 || strcmp(o->arg, "PATH") == 0 ? " -rF" : " -x");
		}
		str_add(out, " -d ");
		fish_text(out, o->help);
		str_addc(out, '\n');
	}
}

static void fish_name(struct str *out, const char *name, const char *help)
{
	str_addf(out, "complete -c crm -f -n __fish_use_subcommand -a %s -d ", name);
	fish_text(out, help);
	str_addc(out, '\n');
}

static void fish_action(void *ctx, const struct action *a, const struct model *m)
{
	(void)m;
	fish_name(ctx, a->name, a->help ? a->help : a->label);
}

void page_fish(const struct cli *c, struct str *out)
{
	str_add(out, "# Completion of crm for fish. Made from the tables by make docs.\n");
	fish_options(out, "", global_opts);
	for (int i = 0; i < n_commands; i++)
		fish_name(out, commands[i].name, commands[i].summary);
	action_each(c->tables, fish_action, out);
	str_add(out, "complete -c crm -f -n '__fish_seen_subcommand_from ");
	put_takers(out, " ");
	str_add(out, "' -a '");
	put_models(c, out);
	str_add(out, "'\n");
	for (int i = 0; i < n_commands; i++) {
		char *when = xasprintf("-n '__fish_seen_subcommand_from %s'", commands[i].name);

		fish_options(out, when, commands[i].opts);
		free(when);
	}
}
