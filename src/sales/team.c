/* Sales teams with their members, and how each stands: what it has to do and what it won, against its target. */
#include "assign.h"
#include "base/i18n.h"
#include "base/str.h"
#include "models.h"
#include "people.h"
#include "record/criteria.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"
#include "scoring.h"
#include "target.h"
#include "titles.h"

/* Counters answer how many, so that the table of teams stands at once however many records there are. Each person reads
 * of what she may see. */
/* clang-format off */
#define COUNTED(what) "(SELECT coalesce(sum(n),0) FROM $cube(lead) WHERE team=$t.id AND active=1 AND " what ")"
#define LEADS_SQL COUNTED("kind=1 AND coalesce(status,0) NOT IN(5,6,7,8,10)")
#define OPEN_SQL \
	COUNTED("kind=2 AND coalesce(status,0) NOT IN(6,7,8,10)" \
		" AND coalesce(stage,0) NOT IN(SELECT id FROM stage WHERE won)")
/* Without counters: the earliest ones, as many as anybody wants to read. */
#define OVERDUE_SQL \
	"(SELECT count(*) FROM (SELECT 1 FROM activity a JOIN lead l ON l.id=a.record-" SQL_REF(NO_LEAD, "0") \
	" WHERE a.due<:today AND a.done_at IS NULL AND a.trashed_at IS NULL AND a.active=1" \
	" AND a.record>>40=" SQL_STR(NO_LEAD) " AND l.team=$t.id AND l.trashed_at IS NULL$see(lead l) AND $may(activity) LIMIT 1000))"
/* Of the team's target that holds today, the one that began last: a month's before the year's. */
#define TEAM_TARGET(what) \
	"(SELECT " what " FROM target g WHERE g.team=$t.id AND $may(target) AND g.trashed_at IS NULL AND g.start<=:today AND" \
	" :today<" TARGET_END("g") " ORDER BY g.start DESC,g.period,g.id DESC LIMIT 1)"
#define PERIOD_FROM TARGET_AT("coalesce(" TEAM_TARGET("g.start") ",date(:today,'start of month'))")
#define PERIOD_TO TARGET_AT("coalesce(" TEAM_TARGET(TARGET_END("g")) ",date(:today,'start of month','+1 month'))")
#define TEAM_WON_SQL \
	"(SELECT coalesce(sum($field(lead l revenue)),0)" TARGET_WINS "l.team=$t.id AND l.closed_at>=" PERIOD_FROM \
	" AND l.closed_at<" PERIOD_TO ")"
/* clang-format on */

static enum rc check_alias(struct session *s, const struct value *v, struct err *err)
{
	(void)s;
	if (v->kind != VAL_TEXT || !v->s[strspn(v->s, "abcdefghijklmnopqrstuvwxyz0123456789._-")])
		return RC_OK;
	return fail(err, RC_INVALID, NO_FIELD,
		_("\"%.64s\" is no mail alias: letters a-z, digits, dot, line and underscore, without @"), v->s);
}

enum rc lead_criteria_check(struct session *s, const struct value *v, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct criteria *c = NULL;
	enum rc rc = v->kind == VAL_TEXT ? criteria_parse(s, &lead_model, v->s, &a, &c, err) : RC_OK;
	arena_free(&a);
	return rc;
}

/* clang-format off */
static const struct field team_fields[TEAM_N] = {
	SYSTEM_FIELDS,
	[TEAM_NAME] = { .name = "name", .label = N_("Name"), .type = FT_TEXT,
		.flags = F_REQUIRED | F_UNIQUE | F_LIST | F_SEARCH, .no = 10, .width = 16 },
	[TEAM_SEQUENCE] = { .name = "sequence", .label = N_("Sequence"), .type = FT_INT, .no = 11, .hi = 100000,
		.dflt = "10" },
	[TEAM_LEADER] = { .name = "leader", .label = N_("Leader"), .type = FT_REF, .ref = "user",
		.flags = F_LIST | F_INDEX, .no = 12, .width = 14 },
	[TEAM_USE_LEADS] = { .name = "use_leads", .label = N_("Takes leads"), .type = FT_BOOL, .flags = F_LIST, .no = 13,
		.dflt = "yes" },
	[TEAM_USE_OPPORTUNITIES] = { .name = "use_opportunities", .label = N_("Takes opportunities"), .type = FT_BOOL,
		.flags = F_LIST, .no = 14, .dflt = "yes" },
	[TEAM_ALIAS] = { .name = "alias", .label = N_("Mail alias"), .type = FT_TEXT, .no = 15, .max = 64,
		.sample = "sales", .check = check_alias, .help = N_("Mail to it becomes a lead of this team") },
	[TEAM_CRITERIA] = { .name = "criteria", .label = N_("Takes which"), .type = FT_TEXT, .no = 16, .max = 2000,
		.check = lead_criteria_check, .sample = "country = DE",
		.help = N_("Leads that match are shared out to this team") },
	[TEAM_OPT_OUT] = { .name = "opt_out", .label = N_("No assignment"), .type = FT_BOOL, .no = 17, .dflt = "no" },
	[TEAM_MEMBERS] = { .name = "members", .label = N_("Members"), .type = FT_LINES, .ref = "team_member",
		.via = "team", .no = 18 },
	[TEAM_LEADS] = { .name = "leads", .label = N_("Leads"), .type = FT_FORMULA, .as = FT_INT, .no = 40, .width = 6,
		.sql = LEADS_SQL, .formula = team_leads, .help = N_("At work, not yet opportunities") },
	[TEAM_OPEN] = { .name = "open", .label = N_("Open"), .type = FT_FORMULA, .as = FT_INT, .no = 41, .width = 6,
		.sql = OPEN_SQL, .formula = team_open, .help = N_("Opportunities not yet won or lost") },
	[TEAM_OVERDUE] = { .name = "overdue", .label = N_("Overdue"), .type = FT_FORMULA, .as = FT_INT, .no = 42,
		.width = 7, .sql = OVERDUE_SQL, .formula = team_overdue, .help = N_("Next steps whose day has passed, at most 1000") },
	[TEAM_WON] = { .name = "won", .label = N_("Won"), .type = FT_FORMULA, .as = FT_MONEY, .no = 43, .width = 10,
		.sql = TEAM_WON_SQL, .formula = team_won, .help = N_("In the period of its target; without one, this month") },
	[TEAM_GOAL] = { .name = "goal", .label = N_("Target"), .type = FT_FORMULA, .as = FT_TEXT, .no = 44, .width = 12,
		.sql = TEAM_TARGET(TARGET_GOAL("g")), .formula = team_goal },
	[TEAM_PROGRESS] = { .name = "progress", .label = N_("Progress"), .type = FT_FORMULA, .as = FT_PERCENT,
		.flags = F_BAR, .no = 45, .width = 20, .sql = TEAM_TARGET(TARGET_PROGRESS("g")), .formula = team_progress,
		.help = N_("Of its target for today") },
	[TEAM_CONVERT] = { .name = "convert", .label = N_("Assigned leads become opportunities"), .type = FT_BOOL, .no = 46,
		.dflt = "yes" },
};
/* clang-format on */
static const int team_slots[] = { TEAM_NAME, TEAM_LEADER, TEAM_USE_LEADS, TEAM_USE_OPPORTUNITIES, TEAM_ALIAS,
	TEAM_SEQUENCE, TEAM_GOAL, TEAM_PROGRESS, TEAM_WON, TEAM_LEADS, TEAM_OPEN, TEAM_OVERDUE, 0 };
static const int member_tab[] = { TEAM_MEMBERS, 0 };
static const int assignment_tab[] = { TEAM_CRITERIA, TEAM_CONVERT, TEAM_OPT_OUT, 0 };
static const struct section team_sections[] = {
	{ N_("Team"), team_slots, false },
	{ N_("Members"), member_tab, true },
	{ N_("Assignment"), assignment_tab, true },
	{ 0 },
};
static const struct preset team_presets[] = { { .key = "m",
	.name = "teams",
	.label = N_("Teams"),
	.columns = "name,leader,progress,goal,won,leads,open,overdue" } };
static const int team_quick[] = { TEAM_NAME, TEAM_LEADER, 0 };

static const struct action team_actions[] = { ASSIGN_ACTION };

/* clang-format off */
const struct model team_model = {
	.no = NO_TEAM, .name = "team", .label = N_("Team"), .plural = N_("Teams"), .fields = team_fields, .n = TEAM_N,
	.flags = M_SMALL | M_COLUMNS | M_OFFICE | M_ACCESS, .title = TEAM_NAME, .subtitle = TEAM_LEADER, .sequence = TEAM_SEQUENCE,
	.sort = "sequence,name", .sections = team_sections, .presets = team_presets, .n_presets = COUNT(team_presets),
	.actions = team_actions, .n_actions = COUNT(team_actions),
	.quick = team_quick, .empty = N_("No teams yet: n makes one."), .hooks = { .derive = scoring_team_derive },
};

/* Somebody who is not in the team that the sample beside it names, the first one. */
#define STRANGER \
	"NOT EXISTS(SELECT 1 FROM team_member x WHERE x.user=t.id AND x.trashed_at IS NULL AND" \
	" x.team=(SELECT min(id) FROM team WHERE trashed_at IS NULL AND active=1))"
static const struct field team_member_fields[MEMBER_N] = {
	SYSTEM_FIELDS,
	TITLE_FIELD(MEMBER_NAME),
	[MEMBER_TEAM] = { .name = "team", .label = N_("Team"), .type = FT_REF, .ref = "team",
		.flags = F_REQUIRED | F_INDEX, .no = 11 },
	[MEMBER_USER] = { .name = "user", .label = N_("Person"), .type = FT_REF, .ref = "user",
		.sample_from = STRANGER, .flags = F_REQUIRED | F_LIST | F_INDEX, .no = 12, .width = 16 },
	[MEMBER_CAPACITY] = { .name = "capacity", .label = N_("Capacity"), .type = FT_INT, .flags = F_LIST, .no = 13,
		.width = 8, .hi = 10000, .dflt = "30", .help = N_("Leads in 30 days") },
	[MEMBER_CRITERIA] = { .name = "criteria", .label = N_("Takes which"), .type = FT_TEXT, .flags = F_LIST, .no = 14,
		.max = 2000, .check = lead_criteria_check, .sample = "country = DE",
		.help = N_("Empty: all that the team takes") },
	[MEMBER_PREFERRED] = { .name = "preferred", .label = N_("Prefers"), .type = FT_TEXT, .no = 15, .max = 2000,
		.check = lead_criteria_check, .sample = "priority = 3", .help = N_("Leads that match come to this person first") },
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
