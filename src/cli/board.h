/* The board of a record type as data: columns with counts and their first cards. */
#ifndef SRC_CLI_BOARD_H
#define SRC_CLI_BOARD_H

#include "cli.h"
#include "record/query.h"

#define BOARD_SIGNALS GROUP_SIGNALS

struct card {
	int64_t id;
	const char *title, *subtitle, *amount, *signal_text, *mark, *owner; /* "" when unset; as people read them */
	int stars;
	int signal; /* position in the signal's choices; -1: none */
};
struct lane {
	struct value key;
	const char *title;
	int64_t n, sum;
	int64_t signal[BOARD_SIGNALS];
	bool folded;
	struct card *card;
	int n_cards;
};
struct board {
	const struct model *model;
	const struct preset *preset; /* NULL: the model has no board of its own */
	struct path by;
	struct lane *lane;
	int n_lanes;
	int64_t n, sum;
	struct arena arena;
};
/* criteria (NULL: all) hold beside the board's own. by: NULL: the board's. limit: cards a column. lanes_free in any
 * case. */
enum rc lanes_load(struct cli *c, const struct target *t, const struct args *a, const char *by, int limit,
	struct board *out, struct err *err);
void lanes_free(struct board *b);
/* Appends the board in bands of columns side by side. */
void lanes_draw(const struct cli *c, const struct board *b, struct str *out);
const char *board_name(const struct board *b);

#endif
