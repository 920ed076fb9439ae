/* What a process does first: credentials, environment, descriptors, limits, signals, mask; who is running it, and whether it
 * is the shared office's. A program installed setgid is the office's: it alone reaches the office's folder, through a group
 * that has no members. Everything else is a person's own program, which has no more rights than she. */
#ifndef BASE_PRIV_H
#define BASE_PRIV_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

/* First lines of main. Refuses odd credentials (euid != ruid; the office's program without its group) and too small limits;
 * in an office builds the environment anew; opens /dev/null on missing 0-2; core dumps off; umask 077; SIGPIPE and SIGXFSZ
 * ignored; signal mask cleared. */
enum rc priv_start(struct err *err);
uid_t priv_uid(void); /* the real user: the only identity there is */
/* The account's login from the real uid, never from the environment; "user" when there is none. */
const char *priv_login(void);
bool priv_account(const char *login); /* there is such an account on this machine */

/* This process holds the office's group: it serves the office's database and no other. */
bool priv_office(void);
/* The same and run by root, who keeps the office but is no salesperson. */
bool priv_office_root(void);
/* The same and run by the account of the timers. */
bool priv_office_upkeep(void);
gid_t priv_group(void);             /* the office's group; the person's own outside an office */
#define PRIV_UPKEEP_LOGIN "crm-tick"
const char *priv_office_dir(void);  /* where the office lives, compiled in; as is all that follows */
const char *priv_office_db(void);
/* Leaves the office for good, for a database that the person names: see priv_drop. */
enum rc priv_leave_office(struct err *err);
/* To the root directory: nobody's folder is held busy, and no relative path means anything. */
enum rc priv_leave_folder(struct err *err);

/* What the person's environment said of a name that the office's program does not believe: EDITOR, VISUAL, PAGER, CRM_DB. For
 * the agent's unprivileged children and for priv_leave_office; outside an office what the environment says. NULL: nothing. */
const char *priv_kept(const char *name);

/* Gives up the program's own group, where it has one beside the person's, for good, and proves that it cannot come back.
 * For processes that touch what the person names. RC_DENIED: the process must end. */
enum rc priv_drop(struct err *err);
/* Called from the crash handler before it ends the program: must be async-signal-safe. The ui restores the terminal here. */
void priv_on_crash(void (*fn)(void));

#endif
