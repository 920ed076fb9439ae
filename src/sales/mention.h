/* Colleagues named in a text: "@sara", "@Sara.Karimi", "@高木". */
#ifndef SALES_MENTION_H
#define SALES_MENTION_H

#include <stdint.h>

struct session;

/* The people whom the text names, each once, at most max. A name is the login, the whole name (its blanks written as dots,
 * underscores or not at all), or the first name where only one colleague has it; case and script variants do not matter.
 * Returns how many. Disabled people and those in the trash are nobody. */
int mentions_in(struct session *s, const char *text, int64_t *id, int max);

#endif
