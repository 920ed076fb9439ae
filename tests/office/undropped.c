/* Linked in the place of priv_drop (ld --wrap): the agent of this program keeps the office's group. With it the probes
 * must find leaks, else they would prove nothing. */
#include "base/priv.h"

enum rc __wrap_priv_drop(struct err *err);

enum rc __wrap_priv_drop(struct err *err)
{
	(void)err;
	return RC_OK;
}
