/* The sales office: its record types, its people, and an invented office to look at. */
#ifndef SALES_SALES_H
#define SALES_SALES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "record/registry.h"

struct session;

extern const struct office sales_office;

#define DEMO_SEED 20261121 /* of the office that ships: the same for everybody */
/* An invented office with months of history, written through the same door as everything else at instants of the past:
 * 3 teams, 12 people, 400 accounts, 900 contacts, 1,500 leads, 600 opportunities, their moves, notes and activities.
 * The same seed and clock give the same office. RC_INVALID when a demo is there already. */
enum rc demo_make(struct session *s, uint64_t seed, struct err *err);
/* Everything demo_make made goes to the trash, in one step that can be undone. RC_NOT_FOUND when there is none. */
enum rc demo_remove(struct session *s, struct err *err);
/* The same in a step of the caller's, who looks on (may be NULL). Stopped: RC_CANCELLED, and what went by then stays gone. */
enum rc demo_take_out(struct session *s, struct step *st, bool (*progress)(void *ctx, int64_t done, int64_t total), void *ctx,
	struct err *err);
/* Whether records of a demo are there (not in the trash). */
bool demo_here(struct session *s);

#endif
