#ifndef SALES_STAGE_H
#define SALES_STAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "record/field.h"

struct session;

#define STAGE_TEAMS_NO 14 /* the permanent number of `teams` */
#define STAGE_NEXT_NO 80  /* of `next` */

enum stage_slot {
	STAGE_NAME = SYS_N,
	STAGE_SEQUENCE,
	STAGE_WON,
	STAGE_FOLDED,
	STAGE_TEAMS,
	STAGE_REQUIREMENTS,
	STAGE_ROTTING_DAYS,
	STAGE_PROBABILITY,
	STAGE_NEXT,
	STAGE_CRITERIA,
	STAGE_N
};

/* A stage's own probability for a lead, where it has one and the lead matches its criteria; else NULL. SQL of ids. */
#define MAPPED_SQL(stage, lead)                                                                                        \
	"(SELECT ms.probability FROM stage ms WHERE ms.id=" stage                                                      \
	" AND (ms.criteria IS NULL OR EXISTS(SELECT 1 FROM score_match sm WHERE sm.lead=" lead " AND sm.stage=ms.id)))"
int64_t stage_mapped(struct session *s, int64_t stage, int64_t lead); /* -1: none */

/* The lowest-sequence, unfolded stage that is generic or the team's (team 0: generic only); 0 when there is none. */
int64_t stage_first(struct session *s, int64_t team);
/* Of the won stages the team may use: the first with a sequence above the given stage's, else the last at or below it;
 * 0 when there is none. stage 0: none yet. */
int64_t stage_won_after(struct session *s, int64_t team, int64_t stage);
/* Whether the office's way leads from one stage to the other: every way does unless `from` names its next ones. */
bool stage_leads_to(struct session *s, int64_t from, int64_t to);
bool stage_is_won(struct session *s, int64_t stage);

#endif
