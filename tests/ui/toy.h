/* A program with one small view that uses all of the core: what the core's own tests look at. */
#ifndef TESTS_UI_TOY_H
#define TESTS_UI_TOY_H

/* Runs until it is quit; an exit status. ctx: the path of a file that drafts go to, or NULL. */
int toy_run(void *ctx);

#endif
