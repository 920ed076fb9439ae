/* Help on the terminal and the pages made from the tables. */
#ifndef SRC_CLI_PAGE_H
#define SRC_CLI_PAGE_H

#include "cli.h"

/* Appends the text of crm help, and of crm help COMMAND (an action too). RC_USAGE: no such command. */
enum rc help_overview(struct cli *c, struct str *out);
enum rc help_command(struct cli *c, const char *name, struct str *out, struct err *err);
/* Appends an options table, aligned. */
void page_options(struct str *out, const struct opt *opts);

/* crm help --generate NAME: the documents and completions of the shipped program, without a database. */
void page_fields(const struct cli *c, struct str *out);
void page_commands(const struct cli *c, struct str *out);
void page_man(const struct cli *c, struct str *out);
void page_bash(const struct cli *c, struct str *out);
void page_zsh(const struct cli *c, struct str *out);
void page_fish(const struct cli *c, struct str *out);

/* Takes the global options, answers --help and --version (*answered), else reads the settings. command may be NULL. */
enum rc cli_ready(struct cli *c, const struct args *a, const char *command, bool *answered, struct err *err);

#endif
