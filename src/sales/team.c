/* Sales teams with their members, and what is expected of them. */
#include "base/i18n.h"
#include "base/str.h"
#include "models.h"
#include "people.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"
#include "scoring.h"
#include "titles.h"

/* clang-format off */
static const struct field team_fields[TEAM_N] = {
	SYSTEM_FIELDS,
	[TEAM_NAME] = { .name = "name", .label = N_("Name"), .type = FT_TEXT,
		.flags = F_REQUIRED | F_UNIQUE | F_LIST | F_SEARCH, .no = 10, .width = 20 },
	[TEAM_SEQUENCE] = { .name = "sequence", .label = N_("Sequence"), .type = FT_INT, .no = 11, .hi = 100000,
		.dflt = "10" },
	[TEAM_LEADER] = { .name = "leader", .label = N_("Leader"), .type = FT_REF, .ref = "user",
		.flags = F_LIST | F_INDEX, .no = 12, .width = 14 },
	[TEAM_USE_LEADS] = { .name = "use_leads", .label = N_("Takes leads"), .type = FT_BOOL, .flags = F_LIST, .no = 13,
		.dflt = "yes" },
	[TEAM_USE_OPPORTUNITIES] = { .name = "use_opportunities", .label = N_("Takes opportunities"), .type = FT_BOOL,
		.flags = F_LIST, .no = 14, .dflt = "yes" },
	[TEAM_ALIAS] = { .name = "alias", .label = N_("Mail alias"), .type = FT_TEXT, .no = 15, .max = 64,
		.help = N_("Mail to it becomes a lead of this team") },
	[TEAM_CRITERIA] = { .name = "criteria", .label = N_("Takes which"), .type = FT_TEXT, .no = 16, .max = 2000,
		.help = N_("Leads that match are shared out to this team") },
	[TEAM_OPT_OUT] = { .name = "opt_out", .label = N_("No assignment"), .type = FT_BOOL, .no = 17, .dflt = "no" },
	[TEAM_MEMBERS] = { .name = "members", .label = N_("Members"), .type = FT_LINES, .ref = "team_member",
		.via = "team", .no = 18 },
};
/* clang-format on */
static const int team_slots[] = { TEAM_NAME, TEAM_LEADER, TEAM_USE_LEADS, TEAM_USE_OPPORTUNITIES, TEAM_ALIAS,
	TEAM_SEQUENCE, 0 };
static const int member_tab[] = { TEAM_MEMBERS, 0 };
static const int assignment_tab[] = { TEAM_CRITERIA, TEAM_OPT_OUT, 0 };
static const struct section team_sections[] = {
	{ N_("Team"), team_slots, false },
	{ N_("Members"), member_tab, true },
	{ N_("Assignment"), assignment_tab, true },
	{ 0 },
};
static const struct preset team_presets[] = { { .key = "m", .name = "teams", .label = N_("Teams") } };
static const int team_quick[] = { TEAM_NAME, TEAM_LEADER, 0 };

/* clang-format off */
const struct model team_model = {
	.no = NO_TEAM, .name = "team", .label = N_("Team"), .plural = N_("Teams"), .fields = team_fields, .n = TEAM_N,
	.flags = M_SMALL | M_COLUMNS | M_OFFICE | M_ACCESS, .title = TEAM_NAME, .subtitle = TEAM_LEADER, .sequence = TEAM_SEQUENCE,
	.sort = "sequence,name", .sections = team_sections, .presets = team_presets, .n_presets = COUNT(team_presets),
	.quick = team_quick, .empty = N_("No teams yet: n makes one."), .hooks = { .derive = scoring_team_derive },
};

static const struct field team_member_fields[MEMBER_N] = {
	SYSTEM_FIELDS,
	TITLE_FIELD(MEMBER_NAME),
	[MEMBER_TEAM] = { .name = "team", .label = N_("Team"), .type = FT_REF, .ref = "team",
		.flags = F_REQUIRED | F_INDEX, .no = 11 },
	[MEMBER_USER] = { .name = "user", .label = N_("Person"), .type = FT_REF, .ref = "user",
		.flags = F_REQUIRED | F_LIST | F_INDEX, .no = 12, .width = 16 },
	[MEMBER_CAPACITY] = { .name = "capacity", .label = N_("Capacity"), .type = FT_INT, .flags = F_LIST, .no = 13,
		.width = 8, .hi = 10000, .dflt = "30", .help = N_("Leads in 30 days") },
	[MEMBER_CRITERIA] = { .name = "criteria", .label = N_("Takes which"), .type = FT_TEXT, .flags = F_LIST, .no = 14,
		.max = 2000 },
	[MEMBER_PREFERRED] = { .name = "preferred", .label = N_("Prefers"), .type = FT_TEXT, .no = 15, .max = 2000 },
	[MEMBER_OPT_OUT] = { .name = "opt_out", .label = N_("No assignment"), .type = FT_BOOL, .no = 16, .dflt = "no" },
};
/* clang-format on */

static enum rc member_before_save(struct session *s, struct save *sv, struct err *err)
{
	const struct record *r = sv->after;
	int64_t twice = db_get_int(s->db, 0,
		"SELECT id FROM team_member WHERE team=? AND user=? AND id<>? AND trashed_at IS NULL", "iii",
		rec_int(r, MEMBER_TEAM), rec_int(r, MEMBER_USER), sv->before ? sv->before->id : 0);
	if (twice)
		return fail(err, RC_INVALID, MEMBER_USER, _("this person is in the team already"));
	title_from_refs(s, sv, MEMBER_NAME, (const int[]){ MEMBER_USER, 0 });
	return RC_OK;
}

/* clang-format off */
const struct model team_member_model = {
	.no = NO_TEAM_MEMBER, .name = "team_member", .label = N_("Team member"), .plural = N_("Team members"),
	.fields = team_member_fields, .n = MEMBER_N, .flags = M_LINES, .title = MEMBER_NAME, .sort = "id",
	.empty = N_("Nobody is in this team yet."), .hooks = { .before_save = member_before_save },
};
/* clang-format on */

static const struct choice periods[] = {
	{ 1, "month", N_("Month"), TONE_NONE },
	{ 2, "quarter", N_("Quarter"), TONE_NONE },
	{ 3, "year", N_("Year"), TONE_NONE },
	{ 0 },
};
static const struct choice measures[] = {
	{ 1, "wins", N_("Wins"), TONE_NONE },
	{ 2, "revenue", N_("Revenue"), TONE_NONE },
	{ 0 },
};
/* clang-format off */
static const struct field target_fields[TARGET_N] = {
	SYSTEM_FIELDS,
	TITLE_FIELD(TARGET_NAME),
	[TARGET_TEAM] = { .name = "team", .label = N_("Team"), .type = FT_REF, .ref = "team", .flags = F_LIST | F_INDEX,
		.no = 11, .width = 16 },
	[TARGET_USER] = { .name = "user", .label = N_("Person"), .type = FT_REF, .ref = "user",
		.flags = F_LIST | F_INDEX, .no = 12, .width = 16 },
	[TARGET_START] = { .name = "start", .label = N_("Start"), .type = FT_DATE, .flags = F_REQUIRED | F_LIST | F_INDEX,
		.no = 13 },
	[TARGET_PERIOD] = { .name = "period", .label = N_("Period"), .type = FT_CHOICE, .choice = periods,
		.flags = F_REQUIRED | F_LIST, .no = 14, .width = 8, .dflt = "month" },
	[TARGET_MEASURE] = { .name = "measure", .label = N_("Measure"), .type = FT_CHOICE, .choice = measures,
		.flags = F_REQUIRED | F_LIST, .no = 15, .width = 8, .dflt = "revenue" },
	[TARGET_AMOUNT] = { .name = "amount", .label = N_("Amount"), .type = FT_MONEY, .flags = F_REQUIRED | F_LIST,
		.no = 16, .help = N_("Of wins: their number") },
};
/* clang-format on */
static const int target_slots[] = { TARGET_TEAM, TARGET_USER, TARGET_START, TARGET_PERIOD, TARGET_MEASURE,
	TARGET_AMOUNT, 0 };
static const struct section target_sections[] = { { N_("Target"), target_slots, false }, { 0 } };
static const struct preset target_presets[] = { { .name = "targets", .label = N_("Targets") } };

static enum rc target_before_save(struct session *s, struct save *sv, struct err *err)
{
	if (rec_has(sv->after, TARGET_TEAM) == rec_has(sv->after, TARGET_USER))
		return fail(err, RC_INVALID, TARGET_TEAM, _("a target is of a team or of a person: give one of them"));
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
