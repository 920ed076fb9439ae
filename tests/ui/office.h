/* The program itself over an office of its own file: made by the command line, looked at on a pseudo-terminal. */
#ifndef TESTS_UI_OFFICE_H
#define TESTS_UI_OFFICE_H

#include "pty.h"

/* An empty office that counts in euros, in a file of /tmp: a cmocka set-up; and its end. */
int office_setup(void **state);
int office_teardown(void **state);
const char *office_db(void);
/* Runs crm on the office's file and waits: it must end well. The environment is the test's own: setenv CRM_NOW before. */
void office_crm(const char *const *args);
#define CRM(...) office_crm((const char *const[]){ __VA_ARGS__, NULL })
/* The screens, when `shown` stands on them. env: as pty_options. */
struct pty *office_begin(int cols, int rows, const char *const *env, const char *shown);
/* The same as another person of the office. */
struct pty *office_begin_as(const char *login, int cols, int rows, const char *const *env, const char *shown);
/* Out of it by Esc and Q, which must end well. */
void office_quit(struct pty *p);

#endif
