/* The question which of several records a change of one is meant for. */
#ifndef UI_SCOPE_H
#define UI_SCOPE_H

#include "ui/ui.h"

/* Writes, in a step of its own. RC_SCOPE: nothing was written, it is asked which are meant. */
typedef enum rc scope_fn(struct ui *ui, void *ctx, struct err *err);
/* Runs the deed; where the record is one of several, asks and runs it when that is answered, with the answer in the
 * session. RC_OK: done, or asked. drop frees ctx, at once or when the question is closed; may be NULL. */
enum rc scope_run(struct ui *ui, scope_fn *deed, void (*drop)(void *ctx), void *ctx, struct err *err);

#endif
