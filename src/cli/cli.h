/* What the commands share: one run of the program. */
#ifndef SRC_CLI_CLI_H
#define SRC_CLI_CLI_H

#include "args.h"
#include "cli/cli.h"
#include "record/model.h"
#include "record/session.h"

#define EXIT_REJECTS 5

struct cli {
	const struct cli_doors *doors;
	struct agent *agent;
	struct registry *tables; /* the constant tables, known without a database */
	struct conf *conf;
	struct session *s; /* NULL until session_need */
	const char *db, *config, *as;
	char *path; /* of the database; set with the settings */
	bool plain, no_color;
	bool tty;   /* standard output is a terminal */
	bool ascii; /* lines and marks in ASCII */
	bool may_create, may_change; /* in a shared office: the database is made, its schema brought up to date */
	int width;  /* cells of a line */
	int exit;   /* code to end with when all went well */
};

/* Who may run a command in a shared office, beside the people of the office. Root keeps the office and is no salesperson. */
enum caller { FOR_PEOPLE, FOR_ROOT_TOO, FOR_TIMERS_TOO };

struct command {
	const char *name, *usage, *summary; /* usage: what follows the name */
	const struct opt *opts;             /* ends with name == NULL; NULL: none */
	int min, max;                       /* number of words; max -1: any */
	const char *help;                   /* paragraphs; NULL: the summary says it all */
	enum rc (*run)(struct cli *c, const struct args *a, struct err *err);
	enum caller caller;
};
extern const struct command commands[];
extern const int n_commands;
const struct command *command_find(const char *name);
extern const struct opt global_opts[];
enum global_opt { G_DB, G_CONFIG, G_AS, G_NO_COLOR, G_PLAIN, G_VERSION, G_HELP };

/* ---- settings.c ---- */
/* Reads the settings files and finds the database's path. */
enum rc settings_read(struct cli *c, struct err *err);
/* Opens the database, made when missing; c->s is set. */
enum rc session_need(struct cli *c, struct err *err);

/* Whether whoever runs this may have the command done (NULL: the screens or an action); asked when the settings are read. */
enum rc check_caller(const struct command *cmd, struct err *err);

/* ---- out.c ---- */
/* Appends a value's text: safe for a terminal, exact for a pipe. */
void put_data(const struct cli *c, struct str *out, const char *s);
/* The same in at most cols cells, padded to them; cols < 0: as it is, on one line. */
void put_cells(const struct cli *c, struct str *out, const char *s, int cols);
/* Text between the codes of an attribute ("1" bold, "4" underlined, "31" red); plain where colours are off. */
void put_sgr(const struct cli *c, struct str *out, const char *sgr, const char *s);
/* Writes to standard output and empties it. */
void print_str(struct str *out);
bool print_piece(void *ctx, const char *text, size_t n); /* for export_run; false when nobody reads any more */
/* Says "crm: WHAT" on standard error. */
void complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* A file that is not there, or is there already, is a failure: the exit codes 3 and 4 speak of records. */
static inline enum rc file_rc(enum rc rc)
{
	return rc == RC_NOT_FOUND || rc == RC_CONFLICT ? RC_IO : rc;
}
/* Ends standard output: RC_FULL when not all could be written. */
enum rc print_end(struct err *err);

/* ---- target.c ---- */
/* What a MODEL word means: a record type, or one kind of its records ("opportunity"). */
struct target {
	const struct model *model;
	int slot;     /* of the choice field that tells the kinds apart; 0: all kinds */
	int64_t kind; /* its value */
};
enum rc target_find(struct cli *c, const char *word, struct target *out, struct err *err);
/* The record type that is meant when none is named: the first with a board. */
const struct model *target_default(const struct cli *c);
/* The registry with the office's own fields when the database is open, else the constant one. */
const struct registry *cli_registry(const struct cli *c);
/* A record by id, "#id" or title. */
enum rc target_id(struct cli *c, const struct model *m, const char *word, int64_t *id, struct err *err);
/* Criteria of the words from `from` on, joined, and the target's own. arena keeps the tree. */
struct criteria;
struct arena;
/* The instant that --as-of means; 0 without it. RC_USAGE: it is no past day. */
enum rc args_as_of(struct cli *c, const struct args *a, int opt, int64_t *at, struct err *err);
enum rc target_where(struct cli *c, const struct target *t, const struct args *a, int from, struct arena *arena,
	struct criteria **out, struct err *err);
/* The board of a model: its first preset with columns; NULL: none. */
const struct preset *board_preset(const struct model *m);

/* ---- actions.c ---- */
/* An action of a record type as a command. RC_NOT_FOUND: no action has this name. */
enum rc action_command(struct cli *c, const char *name, int argc, char **argv, struct err *err);
/* Appends what follows the name on the command line. */
struct action;
void action_usage(const struct action *a, struct str *out);
/* Calls fn for each action name once, with the record types that have it. */
void action_each(
	const struct registry *r, void (*fn)(void *ctx, const struct action *a, const struct model *m), void *ctx);
enum rc action_help(struct cli *c, const char *name, struct str *out, struct err *err);

/* ---- commands, one function each ---- */
enum rc cmd_backup(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_board(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_check(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_config(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_duplicates(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_export(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_fields(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_find(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_help(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_history(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_import(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_init(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_doctor(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_migrate(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_purge(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_restore_backup(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_agenda(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_list(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_merge(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_models(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_new(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_redo(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_rights(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_why(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_restore(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_score(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_set(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_show(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_similar(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_tick(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_template(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_trash(struct cli *c, const struct args *a, struct err *err);
enum rc cmd_undo(struct cli *c, const struct args *a, struct err *err);

#endif
