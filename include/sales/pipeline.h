/* How long a lead stood in each stage, computed from the journal. */
#ifndef SALES_PIPELINE_H
#define SALES_PIPELINE_H

#include <stdint.h>

#include "base/err.h"

struct session;

struct stage_time {
	int64_t stage;   /* id of the stage's record */
	int64_t seconds; /* up to now for the present one */
};
struct stage_times {
	struct stage_time at[64]; /* latest stage first; stages beyond 64 are left out */
	int n;
};
/* RC_NOT_FOUND when the lead is not there or not yours to see. */
enum rc lead_stage_times(struct session *s, int64_t id, struct stage_times *out, struct err *err);

#endif
