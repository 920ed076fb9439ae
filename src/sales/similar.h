/* Which leads, accounts and contacts may be the same: by address, number, name and company. */
#ifndef SALES_SIMILAR_H
#define SALES_SIMILAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "record/alike.h"

struct session;

/* hooks.alike: only indexed look-ups; a key that ALIKE_TOO_MANY others share is left out. */
enum rc lead_alike(struct session *s, const struct record *r, struct alike_list *out, struct err *err);
enum rc account_alike(struct session *s, const struct record *r, struct alike_list *out, struct err *err);
enum rc contact_alike(struct session *s, const struct record *r, struct alike_list *out, struct err *err);
/* hooks.twins: the same e-mail address or number; of companies also the same name. */
enum rc contact_twins(struct session *s, const struct model *m, twins_fn *fn, void *ctx, struct err *err);

/* Leads that are the same inquiry for conversion, assignment and import: the same normalised e-mail or the same customer;
 * active and not won, with_lost: archived opportunities too. Past the rights, lowest id first; in the arena, *n of them. */
const int64_t *lead_duplicates(struct session *s, const struct record *lead, bool with_lost, struct arena *a, int *n);
/* The top company of an account; 0 for 0. */
int64_t account_top(struct session *s, int64_t account);
/* Records of the model in use, to be seen by the person, whose title is the name, whatever the case and script; lowest id
 * first, at most max. */
int same_named(struct session *s, const struct model *m, const char *name, int64_t *id, int max);

#endif
