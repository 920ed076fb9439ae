/* What a team or a person is to sell in a month, a quarter or a year, by the number of wins or by revenue; and how far
 * it is. Nothing of it is stored but the target itself: a deal that is opened again no longer counts. */
#include "target.h"

#include "base/i18n.h"
#include "base/str.h"
#include "models.h"
#include "people.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"
#include "titles.h"

static const struct choice periods[] = {
	{ 1, "month", N_("Month"), TONE_NONE },
	{ 2, "quarter", N_("Quarter"), TONE_NONE },
	{ 3, "year", N_("Year"), TONE_NONE },
	{ 0 },
};
enum { MEASURE_WINS = 1, MEASURE_REVENUE };
static const struct choice measures[] = {
	{ MEASURE_WINS, "wins", N_("Wins"), TONE_NONE },
	{ MEASURE_REVENUE, "revenue", N_("Revenue"), TONE_NONE },
	{ 0 },
};
/* clang-format off */
static const struct field target_fields[TARGET_N] = {
	SYSTEM_FIELDS,
	TITLE_FIELD(TARGET_NAME),
	[TARGET_TEAM] = { .name = "team", .label = N_("Team"), .type = FT_REF, .ref = "team", .flags = F_LIST | F_INDEX,
		.no = 11, .width = 16 },
	[TARGET_USER] = { .name = "user", .label = N_("Person"), .type = FT_REF, .ref = "user", .sample = "",
		.flags = F_LIST | F_INDEX, .no = 12, .width = 16 },
	[TARGET_START] = { .name = "start", .label = N_("Start"), .type = FT_DATE, .flags = F_REQUIRED | F_LIST | F_INDEX,
		.no = 13 },
	[TARGET_PERIOD] = { .name = "period", .label = N_("Period"), .type = FT_CHOICE, .choice = periods,
		.flags = F_REQUIRED | F_LIST, .no = 14, .width = 8, .dflt = "month" },
	[TARGET_MEASURE] = { .name = "measure", .label = N_("Measure"), .type = FT_CHOICE, .choice = measures,
		.flags = F_REQUIRED | F_LIST, .no = 15, .width = 8, .dflt = "revenue" },
	[TARGET_AMOUNT] = { .name = "amount", .label = N_("Amount"), .type = FT_MONEY, .flags = F_REQUIRED | F_LIST,
		.no = 16, .help = N_("Of wins: their number") },
	[TARGET_ATTAINED] = { .name = "attained", .label = N_("So far"), .type = FT_FORMULA, .as = FT_TEXT, .no = 40,
		.width = 12, .sql = TARGET_WORDS("$t", TARGET_SO_FAR("$t")), .formula = target_attained },
	[TARGET_PROGRESS_] = { .name = "progress", .label = N_("Progress"), .type = FT_FORMULA, .as = FT_PERCENT,
		.flags = F_BAR, .no = 41, .width = 20, .sql = TARGET_PROGRESS("$t"), .formula = target_progress },
	[TARGET_GOAL_] = { .name = "goal", .label = N_("Goal"), .type = FT_FORMULA, .as = FT_TEXT, .no = 42, .width = 12,
		.sql = TARGET_GOAL("$t"), .formula = target_goal },
	[TARGET_ENDS] = { .name = "ends", .label = N_("Ends before"), .type = FT_FORMULA, .as = FT_DATE, .no = 43,
		.sql = TARGET_END("$t"), .formula = target_ends },
};
/* clang-format on */
static const int target_slots[] = { TARGET_TEAM, TARGET_USER, TARGET_START, TARGET_PERIOD, TARGET_MEASURE,
	TARGET_AMOUNT, TARGET_ENDS, TARGET_ATTAINED, TARGET_PROGRESS_, 0 };
static const struct section target_sections[] = { { N_("Target"), target_slots, false }, { 0 } };
static const struct preset target_presets[] = {
	{ .name = "targets",
		.label = N_("Targets"),
		.columns = "name,start,period,goal,attained,progress",
		.criteria = "ends > today" },
	{ .name = "past_targets",
		.label = N_("Past targets"),
		.columns = "name,start,period,goal,attained,progress",
		.criteria = "ends <= today" },
};

static enum rc target_before_save(struct session *s, struct save *sv, struct err *err)
{
	if (rec_has(sv->after, TARGET_TEAM) == rec_has(sv->after, TARGET_USER))
		return fail(err, RC_INVALID, TARGET_TEAM, _("a target is of a team or of a person: give one of them"));
	if (rec_int(sv->after, TARGET_AMOUNT) <= 0)
		return fail(err, RC_INVALID, TARGET_AMOUNT, _("a target is more than nothing"));
	if (rec_int(sv->after, TARGET_MEASURE) == MEASURE_WINS && rec_int(sv->after, TARGET_AMOUNT) % money_unit(s))
		return fail(err, RC_INVALID, TARGET_AMOUNT, _("wins are whole: give their number"));
	title_from_refs(s, sv, TARGET_NAME, (const int[]){ TARGET_TEAM, TARGET_USER, 0 });
	return RC_OK;
}

/* clang-format off */
const struct model target_model = {
	.no = NO_TARGET, .name = "target", .label = N_("Target"), .plural = N_("Targets"), .fields = target_fields,
	.n = TARGET_N, .title = TARGET_NAME, .amount = TARGET_AMOUNT, .sort = "-start,name", .sections = target_sections,
	.presets = target_presets, .n_presets = COUNT(target_presets), .empty = N_("No targets yet: n sets one."),
	.hooks = { .before_save = target_before_save }, .help = N_("What a team or a person is to sell in a period"),
};
/* clang-format on */
