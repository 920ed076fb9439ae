/* The environment of the office's program. */
#ifndef SRC_BASE_PRIV_ENV_H
#define SRC_BASE_PRIV_ENV_H

#include "base/err.h"

/* Throws the environment away, but for a few names whose values can do no harm; HOME comes from the account. */
enum rc env_rebuild(struct err *err);
const char *env_kept(const char *name);

#endif
