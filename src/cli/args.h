/* What a command was called with, by a table of its options. */
#ifndef SRC_CLI_ARGS_H
#define SRC_CLI_ARGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct opt {
	const char *name;    /* "format" for --format */
	char letter;         /* 'o' for -o; 0: none */
	const char *arg;     /* what it takes, as help names it; NULL: nothing */
	const char *choices; /* "table|csv|json": nothing else is taken; NULL: anything */
	const char *help;
};

struct given {
	int opt; /* index of the table; of the global table: -1 - index */
	const char *text;
};
struct args {
	const char *command;
	const struct opt *opts;
	const char **word; /* all that are no options, in order */
	int n, cap;
	struct given *given;
	int n_given, cap_given;
};

/* Reads argv (argc words, none of them the command's name) by opts (may be NULL) and by the global table. Options may
 * stand anywhere; "--" ends them. stop: at the first word, which is not taken (for the options before a command).
 * Returns how many words of argv were read in *used (may be NULL). RC_USAGE: an unknown option, a missing or unknown
 * value. */
enum rc args_parse(struct args *a, const char *command, const struct opt *opts, int argc, char **argv, bool stop,
	int *used, struct err *err);
void args_free(struct args *a);
bool args_has(const struct args *a, int opt);
const char *args_text(const struct args *a, int opt); /* the last one given; NULL: none */
/* All values of an option, in the order given, into out (a->n_given have room); returns their number. */
int args_all(const struct args *a, int opt, const char **out);
/* A whole number from lo on, dflt when the option is not given. */
enum rc args_int(const struct args *a, int opt, int64_t lo, int64_t dflt, int64_t *out, struct err *err);
/* The position of the option's value among its choices; dflt when it is not given. */
int args_choice(const struct args *a, int opt, int dflt);
bool args_own(const struct args *a); /* any option of the command itself was given */
#define GLOBAL(g) (-1 - (int)(g))

#endif
