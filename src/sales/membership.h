#ifndef SALES_MEMBERSHIP_H
#define SALES_MEMBERSHIP_H

#include <stdbool.h>
#include <stdint.h>

struct session;

bool team_takes(struct session *s, int64_t team, int kind); /* enum lead_kind */
/* Member or leader. */
bool team_has(struct session *s, int64_t team, int64_t user);
/* The team a record of the kind (enum lead_kind; 0: any) goes to with its owner: the current one when the owner belongs
 * to it; else the first of the owner's teams that takes the kind; else the owner's first; else the first that takes it;
 * 0 when there is none. */
int64_t team_for(struct session *s, int64_t owner, int kind, int64_t current);

#endif
