/* The first minute in a new office: one box with guesses to confirm, then one line on top that shows the way through
 * the first steps, each until it was done. What an office may start with, and what is worth trying, the caller says. */
#ifndef UI_FIRST_H
#define UI_FIRST_H

#include <stdbool.h>

#include "ui/ui.h"

/* What a new office may start with. fill: NULL, nothing is put in. Texts are constants, translated when shown. */
struct first_start {
	const char *label;
	enum rc (*fill)(struct session *s, struct err *err);
	const char *doing; /* on the message line while fill is at work */
	bool import;       /* a spreadsheet is asked for then */
};
/* A line, until one of these actions was done: "card-right go:import", as in the hints of views. */
struct first_step {
	const char *text, *until;
};
struct first {
	const struct first_start *start;
	int n_start, on_esc; /* on_esc: the start that Esc chooses */
	const struct first_step *step;
	int n_step;
};

/* Whether the person is the first in an office where nobody has written a record yet, and was not asked before. */
bool first_needed(struct session *s);
/* The box, over the first view. first must live as long as the ui. */
enum rc first_open(struct ui *ui, const struct first *first, struct err *err);
/* The line, at the step that the setting "tour" says; nothing when it is past the last, or was never begun. */
void tour_begin(struct ui *ui, const struct first *first);

#endif
