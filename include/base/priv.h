/* What a process does first: descriptors, limits, signals, mask; who is running it. */
#ifndef BASE_PRIV_H
#define BASE_PRIV_H

#include <sys/types.h>

#include "base/err.h"

/* First lines of main. Refuses odd credentials (euid != ruid), too small limits; opens /dev/null on missing 0-2; core dumps
 * off; umask 077; SIGPIPE and SIGXFSZ ignored; signal mask cleared. */
enum rc priv_start(struct err *err);
uid_t priv_uid(void); /* the real user: the only identity there is */
/* The account's login from the real uid, never from the environment; "user" when there is none. */
const char *priv_login(void);
/* Gives up the program's own group, where it has one beside the person's, for good, and proves that it cannot come back.
 * For processes that touch what the person names. RC_DENIED: the process must end. */
enum rc priv_drop(struct err *err);
/* Called from the crash handler before it ends the program: must be async-signal-safe. The ui restores the terminal here. */
void priv_on_crash(void (*fn)(void));

#endif
