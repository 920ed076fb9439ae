/* FIELD=VALUE words. */
#ifndef SRC_CLI_ASSIGN_H
#define SRC_CLI_ASSIGN_H

#include "base/arena.h"
#include "cli.h"
#include "record/save.h"

struct step;

struct assignments {
	struct change *change; /* room for one more than n */
	int n;
	struct arena arena;
};
/* Reads "field=value", "field=@FILE" ("=@@x" is the text @x), "tags+=x", "tags-=x". References that may be made on the
 * way are made inside the step. Errors name the field. assign_free in any case. */
enum rc assign_read(struct cli *c, const struct model *m, struct step *st, const char *const *word, int n,
	struct assignments *out, struct err *err);
void assign_free(struct assignments *as);
/* Puts the name of err->field before an error's text, once. A clash with another record is a refusal, not a change by
 * somebody since. Returns the error's rc. */
enum rc assign_name_field(const struct model *m, enum rc rc, struct err *err);

#endif
