/* Points by the office's scoring rules: so many for what a record is, so many for each call, mail or visit. Kept beside
 * the records in score_points, without version or journal; counted again when the record, an activity of it or a rule
 * changes, and once a day for what only time changes. */
#ifndef SALES_SCORING_POINTS_H
#define SALES_SCORING_POINTS_H

#include "record/model.h"
#include "record/panel.h"
#include "scoring.h"

struct record;
struct save;
struct session;
struct value;

enum score_rule_slot {
	SCORE_RULE_NAME = SYS_N,
	SCORE_RULE_OF,
	SCORE_RULE_CRITERIA,
	SCORE_RULE_TOUCH,
	SCORE_RULE_TIMES,
	SCORE_RULE_POINTS,
	SCORE_RULE_N
};
enum score_rule_of { SCORE_RULE_LEADS = 1, SCORE_RULE_OPPORTUNITIES, SCORE_RULE_ACCOUNTS, SCORE_RULE_CONTACTS };

/* Points of one record, and whether its stage's own probability holds for it. Runs as the program: who saves need not
 * see what the rules ask. */
enum rc points_derive(struct session *s, const struct save *sv, struct err *err);
/* The records that an activity belonged and belongs to. */
enum rc points_touched(struct session *s, const struct save *sv, struct err *err);
enum rc points_stage_derive(struct session *s, const struct save *sv, struct err *err);
/* All records of the types whose rules changed (all: of every type with rules). Appends what was done. */
enum rc points_recount(struct session *s, bool all, struct str *said, struct err *err);
/* The C twin of the field `score` of any record type. */
bool points_formula(struct session *s, const struct record *r, struct value *out);

/* The panel of any record with points. */
enum rc points_lines(struct session *s, const struct record *r, struct panel_lines *out, struct err *err);
#define POINTS_PANEL                                                                                                   \
	{                                                                                                              \
		.name = "points", .label = N_("Score"), .lines = points_lines                                          \
	}
/* What a stage's criteria, or a rule's, must be; err->field is slot. */
enum rc points_check(struct session *s, const struct model *m, const char *text, int slot, struct err *err);
extern const struct model scoring_rule_model;

#define SCORE_FIELD(SLOT, MODEL_NO)                                                                                    \
	[SLOT] = { .name = "score",                                                                                    \
		.label = N_("Score"),                                                                                  \
		.type = FT_FORMULA,                                                                                    \
		.as = FT_INT,                                                                                          \
		.no = 100,                                                                                             \
		.width = 5,                                                                                            \
		.sql = POINTS_SQL(MODEL_NO, "$t.id"),                                                                  \
		.formula = points_formula,                                                                             \
		.help = N_("Points by the scoring rules") }

#endif
