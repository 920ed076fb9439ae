/* The pages docs/fields.md and docs/commands.md. */
#include "base/i18n.h"
#include "page.h"
#include "record/action.h"

/* In a Markdown table a bar would end the cell. */
static void put_cell(struct str *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '|')
			str_addc(out, '\\');
		str_addc(out, *s);
	}
}

/* ---- fields ---- */

static void put_kind(struct str *out, const struct field *f)
{
	str_add(out, field_types[field_kind(f)].name);
	if (f->ref)
		str_addf(out, " (%s)", f->ref);
	for (const struct choice *c = f->choice; c && c->name; c++)
		str_addf(out, "%s%s", c == f->choice ? ": " : ", ", c->name);
}

static void put_notes(struct str *out, const struct field *f)
{
	const char *sep = "";

	if (f->flags & F_REQUIRED) {
		str_add(out, "needed");
		sep = "; ";
	}
	if (f->flags & F_UNIQUE) {
		str_addf(out, "%sunique", sep);
		sep = "; ";
	}
	if (f->type == FT_FORMULA || (f->flags & F_READONLY)) {
		str_addf(out, "%sread only", sep);
		sep = "; ";
	}
	if (f->help) {
		str_add(out, sep);
		put_cell(out, f->help);
	}
}

static void put_field_row(struct str *out, const struct field *f)
{
	str_addf(out, "| `%s` | ", f->name);
	put_cell(out, f->label);
	str_add(out, " | ");
	put_kind(out, f);
	str_add(out, " | ");
	put_notes(out, f);
	str_add(out, " |\n");
}

void page_fields(const struct cli *c, struct str *out)
{
	str_add(out,
		"# Fields\n\nThe names are the same in criteria, spreadsheet headers, JSON, `crm new` and `crm set`. "
		"Made from the "
		"tables by `make docs`.\n\nEvery record type has:\n\n| Name | Label | Holds | |\n|---|---|---|---|\n");
	for (int slot = 0; slot < SYS_N; slot++)
		put_field_row(out, &registry_at(c->tables, 0)->fields[slot]);
	for (int i = 0; i < registry_count(c->tables); i++) {
		const struct model *m = registry_at(c->tables, i);

		str_addf(out, "\n## %s\n\n", m->name);
		if (m->help)
			str_addf(out, "%s.\n\n", m->help);
		str_add(out, "| Name | Label | Holds | |\n|---|---|---|---|\n");
		for (int slot = SYS_N; slot < m->n; slot++)
			put_field_row(out, &m->fields[slot]);
	}
}

/* ---- commands ---- */

static void put_options(struct str *out, const struct opt *opts)
{
	if (!opts || !opts->name)
		return;
	str_add(out, "\n| Option | |\n|---|---|\n");
	for (const struct opt *o = opts; o->name; o++) {
		str_add(out, "| `");
		if (o->letter)
			str_addf(out, "-%c, ", o->letter);
		str_addf(out, "--%s", o->name);
		if (o->arg) {
			str_addc(out, ' ');
			put_cell(out, o->choices ? o->choices : o->arg);
		}
		str_addf(out, "` | %s |\n", o->help);
	}
}

static void put_action(void *ctx, const struct action *a, const struct model *m)
{
	struct str *out = ctx, usage = STR_INIT;

	action_usage(a, &usage);
	str_addf(out, "| `crm %s %s` | ", a->name, usage.s);
	put_cell(out, a->help ? a->help : a->label);
	str_addf(out, " | %s |\n", m->name);
	str_free(&usage);
}

void page_commands(const struct cli *c, struct str *out)
{
	str_add(out, "# Commands\n\n`crm [OPTIONS] [COMMAND ...]`; without a command: the screens, or the board as "
		     "text where there is "
		     "no terminal. Made from the tables by `make docs`.\n\nExit codes: 0 done, 1 refused or failed, 2 "
		     "wrong use, 3 no "
		     "such record, 4 changed by somebody since, 5 import finished with rejects, 75 try again.\n");
	put_options(out, global_opts);
	for (int i = 0; i < n_commands; i++) {
		const struct command *cmd = &commands[i];

		str_addf(out, "\n## crm %s%s%s\n\n%c%s.\n", cmd->name, *cmd->usage ? " " : "", cmd->usage,
			cmd->summary[0] - (cmd->summary[0] >= 'a' && cmd->summary[0] <= 'z' ? 32 : 0),
			cmd->summary + 1);
		if (cmd->help)
			str_addf(out, "\n%s\n", cmd->help);
		put_options(out, cmd->opts);
	}
	str_add(out, "\n## What is done to records\n\nThe actions of the record types. Where several types have one, "
		     "MODEL may come "
		     "first.\n\n| Command | | First of |\n|---|---|---|\n");
	action_each(c->tables, put_action, out);
}
