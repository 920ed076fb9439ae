/* The lead: an unqualified inquiry or a qualified chance of a sale, by its kind. Rules: defaults.c, pipeline.c. */
#include "lead.h"

#include "base/i18n.h"
#include "base/str.h"
#include "brief.h"
#include "fields.h"
#include "merging.h"
#include "models.h"
#include "record/action.h"
#include "record/seen.h"
#include "record/session.h"
#include "record/value.h"
#include "shared_actions.h"
#include "contact_key.h"
#include "scoring.h"
#include "scoring_points.h"
#include "signal.h"
#include "similar.h"

static const struct choice kinds[] = {
	{ KIND_LEAD, "lead", N_("Lead"), TONE_QUIET },
	{ KIND_OPPORTUNITY, "opportunity", N_("Opportunity"), TONE_NONE },
	{ 0 },
};
const struct choice lead_statuses[] = {
	{ STATUS_NEW, "new", N_("New"), TONE_NONE },
	{ STATUS_WORKING, "working", N_("Working"), TONE_NONE },
	{ STATUS_NURTURING, "nurturing", N_("Nurturing"), TONE_NONE },
	{ STATUS_QUALIFIED, "qualified", N_("Qualified"), TONE_GOOD },
	{ STATUS_CONVERTED, "converted", N_("Converted"), TONE_GOOD },
	{ STATUS_INVALID, "invalid", N_("Invalid"), TONE_QUIET },
	{ STATUS_DEAD, "dead", N_("Dead"), TONE_QUIET },
	{ STATUS_JUNK, "junk", N_("Junk"), TONE_QUIET },
	{ STATUS_REMARKETED, "remarketed", N_("Remarketed"), TONE_NONE },
	{ STATUS_VOID, "void", N_("Void"), TONE_QUIET },
	{ 0 },
};
static const int lead_steps[] = { STATUS_NEW, STATUS_WORKING, STATUS_NURTURING, STATUS_QUALIFIED, 0 };
static const struct choice temperatures[] = {
	{ 1, "hot", N_("Hot"), TONE_BAD },
	{ 2, "warm", N_("Warm"), TONE_WARN },
	{ 3, "cold", N_("Cold"), TONE_QUIET },
	{ 0 },
};
static const struct choice phases[] = {
	{ PHASE_SUSPECT, "suspect", N_("Suspect"), TONE_QUIET },
	{ PHASE_ML, "raw", N_("Raw lead"), TONE_NONE },
	{ PHASE_MAL, "potential", N_("Potential"), TONE_NONE },
	{ PHASE_MQL, "probable", N_("Probable"), TONE_NONE },
	{ PHASE_SAL, "target", N_("Target"), TONE_NONE },
	{ PHASE_SQL, "prospect", N_("Prospect"), TONE_NONE },
	{ PHASE_OPP, "proposal", N_("Proposal"), TONE_NONE },
	{ PHASE_CUSTOMER, "customer", N_("Customer"), TONE_GOOD },
	{ PHASE_RNL, "renurturing", N_("Re-nurturing"), TONE_WARN },
	{ 0 },
};
static const struct choice steps[] = {
	{ STEP_LEAD, "lead", N_("Lead"), TONE_QUIET },
	{ STEP_PROSPECT, "prospect", N_("Prospect"), TONE_NONE },
	{ STEP_CUSTOMER, "customer", N_("Customer"), TONE_GOOD },
	{ 0 },
};
static const struct choice processes[] = {
	{ PROCESS_GENERATION, "generation", N_("Generation"), TONE_QUIET },
	{ PROCESS_NURTURING, "nurturing", N_("Nurturing"), TONE_NONE },
	{ PROCESS_QUALIFICATION, "qualification", N_("Qualification"), TONE_NONE },
	{ PROCESS_SALES, "sales", N_("Sales"), TONE_NONE },
	{ PROCESS_CUSTOMER, "customer", N_("Customer"), TONE_GOOD },
	{ 0 },
};
static const struct choice outcomes[] = {
	{ OUTCOME_OPEN, "open", N_("Open"), TONE_NONE },
	{ OUTCOME_WON, "won", N_("Won"), TONE_GOOD },
	{ OUTCOME_LOST, "lost", N_("Lost"), TONE_BAD },
	{ 0 },
};

static enum rc not_negative(struct session *s, const struct value *v, struct err *err)
{
	(void)s;
	if (v->kind == VAL_INT && v->i < 0)
		return fail(err, RC_INVALID, NO_FIELD, _("an amount below zero: give what the customer pays"));
	return RC_OK;
}

/* Which concepts of foreign spreadsheets these are: record/exchange.h. */
static const char *const name_synonyms[] = { "@deal_name", NULL };
static const char *const company_synonyms[] = { "@company", "@identity", NULL };
static const char *const contact_name_synonyms[] = { "@full_name", "@first_name+last_name", "@identity", "@key", NULL };

static bool lead_shared(struct session *s, const struct record *r, struct value *out)
{
	*out = VALUE_INT(seen_int(s, 0, "SELECT $opened(lead x) FROM lead x WHERE x.id=?", "i", r->id) != 0);
	return true;
}

#define FORMULA(behaves, fn) .type = FT_FORMULA, .as = behaves, .sql = lead_sql_##fn, .formula = lead_##fn
#define RULED (F_READONLY | F_EXTRA)

/* clang-format off */
static const struct field lead_fields[LEAD_N] = {
	SYSTEM_FIELDS,
	[LEAD_NAME] = { .name = "name", .label = N_("Title"), .type = FT_TEXT, .flags = F_REQUIRED | F_LIST | F_SEARCH,
		.no = 10, .width = 26, .synonyms = name_synonyms,
		.help = N_("Empty: called after the customer") },
	[LEAD_KIND] = { .name = "kind", .label = N_("Kind"), .type = FT_CHOICE, .choice = kinds,
		.flags = F_REQUIRED | F_EXTRA | F_FILTER, .no = 11, .help = N_("A lead is to be qualified; an opportunity may be won") },
	[LEAD_STATUS] = { .name = "status", .label = N_("Status"), .type = FT_CHOICE, .choice = lead_statuses,
		.flags = F_INDEX | F_FILTER, .no = 12, .dflt = "new" },
	[LEAD_TEMPERATURE] = { .name = "temperature", .label = N_("Temperature"), .type = FT_CHOICE,
		.choice = temperatures, .flags = F_EXTRA | F_FILTER, .no = 13,
		.help = N_("Hot: means to buy; warm: interested; cold: neither") },
	[LEAD_PHASE] = { .name = "phase", .label = N_("Phase"), .type = FT_CHOICE, .choice = phases, .flags = F_EXTRA,
		.no = 14, .sql = lead_sql_phase, .formula = lead_phase,
		.help = N_("How far on the way to a customer; set by hand it stays until cleared") },
	[LEAD_STAGE] = { .name = "stage", .label = N_("Stage"), .type = FT_REF, .ref = "stage", .flags = F_INDEX | F_FILTER,
		.no = 15, .width = 12 },
	PEOPLE_FIELDS(LEAD, 16),
	[LEAD_ACCOUNT] = { .name = "account", .label = N_("Account"), .type = FT_REF, .ref = "account",
		.flags = F_INDEX | F_CREATE_REF, .no = 20, .width = 18 },
	[LEAD_CONTACT] = { .name = "contact", .label = N_("Contact"), .type = FT_REF, .ref = "contact",
		.flags = F_INDEX | F_CREATE_REF, .no = 21, .width = 18 },
	[LEAD_CUSTOMER] = { .name = "customer", .label = N_("Customer"), FORMULA(FT_ANYREF, customer), .no = 22,
		.flags = F_NO_RELATED | F_NO_IMPORT, .width = 18, .help = N_("The contact where there is one, else the account") },
	[LEAD_WHO] = { .name = "who", .label = N_("Who"), FORMULA(FT_TEXT, who), .no = 23, .flags = F_HIDDEN | F_NO_IMPORT,
		.width = 20 },
	[LEAD_COMPANY] = { .name = "company", .label = N_("Company"), .type = FT_TEXT, .flags = F_LIST | F_SEARCH,
		.no = 24, .width = 20, .synonyms = company_synonyms,
		.help = N_("As written by them; the account is the record") },
	[LEAD_CONTACT_NAME] = { .name = "contact_name", .label = N_("Contact name"), .type = FT_TEXT, .flags = F_SEARCH,
		.no = 25, .width = 18, .synonyms = contact_name_synonyms },
	[LEAD_SALUTATION] = { .name = "salutation", .label = N_("Salutation"), .type = FT_CHOICE,
		.choice = salutation_choices, .flags = F_EXTRA, .no = 26 },
	[LEAD_JOB] = { .name = "job", .label = N_("Job"), .type = FT_TEXT, .flags = F_EXTRA, .no = 27, .width = 16 },
	[LEAD_DEPARTMENT] = { .name = "department", .label = N_("Department"), .type = FT_TEXT, .flags = F_EXTRA,
		.no = 28, .width = 14 },
	[LEAD_EMAIL] = { .name = "email", .label = N_("E-mail"), .type = FT_EMAIL, .flags = F_SEARCH | F_INDEX, .no = 29 },
	[LEAD_EMAIL2] = { .name = "email2", .label = N_("2nd e-mail"), .type = FT_EMAIL, .flags = F_SEARCH | F_EXTRA,
		.no = 30 },
	[LEAD_PHONE] = { .name = "phone", .label = N_("Phone"), .type = FT_PHONE, .flags = F_SEARCH, .no = 31 },
	[LEAD_MOBILE] = { .name = "mobile", .label = N_("Mobile"), .type = FT_PHONE, .flags = F_SEARCH | F_EXTRA,
		.no = 32 },
	[LEAD_WEBSITE] = { .name = "website", .label = N_("Website"), .type = FT_URL, .flags = F_EXTRA, .no = 33 },
	ADDRESS_FIELDS(LEAD, 34),
	[LEAD_LANGUAGE] = { .name = "language", .label = N_("Language"), .type = FT_TEXT, .flags = F_EXTRA, .no = 40,
		.width = 8, .max = 35, .sample = "en", .help = N_("As a code: en, fa, zh") },
	[LEAD_INDUSTRY] = { .name = "industry", .label = N_("Industry"), .type = FT_REF, .ref = "industry",
		.flags = F_EXTRA | F_FILTER | F_CREATE_REF, .no = 41, .width = 14 },
	[LEAD_EMPLOYEES] = { .name = "employees", .label = N_("Employees"), .type = FT_INT, .flags = F_EXTRA, .no = 42,
		.hi = 100000000 },
	[LEAD_SOURCE] = { .name = "source", .label = N_("Source"), .type = FT_REF, .ref = "source",
		.flags = F_LIST | F_INDEX | F_FILTER | F_EXTRA | F_CREATE_REF, .no = 43, .width = 10 },
	[LEAD_MEDIUM] = { .name = "medium", .label = N_("Medium"), .type = FT_REF, .ref = "medium",
		.flags = F_EXTRA | F_FILTER | F_CREATE_REF, .no = 44, .width = 10 },
	[LEAD_CAMPAIGN] = { .name = "campaign", .label = N_("Campaign"), .type = FT_REF, .ref = "campaign",
		.flags = F_EXTRA | F_FILTER | F_CREATE_REF, .no = 45, .width = 14 },
	[LEAD_REFERRED] = { .name = "referred", .label = N_("Referred by"), .type = FT_TEXT, .flags = F_EXTRA, .no = 46 },
	[LEAD_TAGS] = { .name = "tags", .label = N_("Tags"), .type = FT_REFS, .ref = "tag",
		.flags = F_CREATE_REF | F_NO_RELATED, .no = 47, .width = 16 },
	[LEAD_PRIORITY] = { .name = "priority", .label = N_("Priority"), .type = FT_INT, .flags = F_FILTER, .no = 48, .width = 3, .hi = 3,
		.dflt = "0", .help = N_("Stars, 0 to 3") },
	[LEAD_REVENUE] = { .name = "revenue", .label = N_("Expected revenue"), .type = FT_MONEY,
		.flags = F_LIST | F_INDEX | F_FILTER, .no = 49, .width = 12, .check = not_negative },
	[LEAD_RECURRING] = { .name = "recurring", .label = N_("Recurring revenue"), .type = FT_MONEY, .flags = F_EXTRA,
		.no = 50, .check = not_negative, .help = N_("For the whole of the recurring plan") },
	[LEAD_RECURRING_PLAN] = { .name = "recurring_plan", .label = N_("Recurring plan"), .type = FT_REF,
		.ref = "recurring_plan", .flags = F_EXTRA, .no = 51, .width = 10 },
	[LEAD_MRR] = { .name = "mrr", .label = N_("Per month"), FORMULA(FT_MONEY, mrr), .flags = F_EXTRA, .no = 52 },
	[LEAD_SCORE] = { .name = "score", .label = N_("Score"), FORMULA(FT_INT, score), .no = 53, .width = 5 },
	[LEAD_OPT_OUT] = { .name = "opt_out", .label = N_("No mailings"), .type = FT_BOOL, .flags = F_EXTRA, .no = 54 },
	[LEAD_DO_NOT_CALL] = { .name = "do_not_call", .label = N_("Do not call"), .type = FT_BOOL, .flags = F_EXTRA,
		.no = 55 },
	[LEAD_REVIVE_ON] = { .name = "revive_on", .label = N_("Revive on"), .type = FT_DATE, .flags = F_EXTRA, .no = 56,
		.help = N_("When an invalid lead is worth another try") },
	[LEAD_FIRST_TOUCH] = { .name = "first_touch", .label = N_("First touch"), .type = FT_INSTANT,
		.flags = F_EXTRA | F_QUIET, .no = 57 },
	[LEAD_LAST_TOUCH] = { .name = "last_touch", .label = N_("Last touch"), .type = FT_INSTANT,
		.flags = F_EXTRA | F_QUIET, .no = 58, .help = N_("The last contact before the first win") },
	[LEAD_LAST_CONTACT] = { .name = "last_contact", .label = N_("Last contact"), .type = FT_INSTANT,
		.flags = F_EXTRA | F_QUIET, .no = 59 },
	[LEAD_PROBABILITY] = { .name = "probability", .label = N_("Probability"), .type = FT_PERCENT, .no = 60, .width = 6,
		.hi = 10000, .sql = lead_sql_probability, .formula = lead_probability,
		.help = N_("A person's own number; empty: automatic") },
	[LEAD_AUTOMATIC_PROBABILITY] = { .name = "automatic_probability", .label = N_("Automatic probability"),
		FORMULA(FT_PERCENT, automatic), .flags = F_EXTRA, .no = 61 },
	[LEAD_PRORATED] = { .name = "prorated", .label = N_("Prorated revenue"), FORMULA(FT_MONEY, prorated),
		.flags = F_EXTRA, .no = 62, .help = N_("Expected revenue times probability") },
	[LEAD_CLOSING] = { .name = "closing", .label = N_("Expected closing"), .type = FT_DATE, .flags = F_INDEX,
		.no = 63 },
	[LEAD_LOST_REASON] = { .name = "lost_reason", .label = N_("Lost reason"), .type = FT_REF, .ref = "lost_reason",
		.flags = F_EXTRA | F_FILTER, .no = 64 },
	[LEAD_OUTCOME] = { .name = "outcome", .label = N_("Outcome"), FORMULA(FT_CHOICE, outcome), .choice = outcomes,
		.flags = F_EXTRA, .no = 65 },
	[LEAD_NOTES] = { .name = "notes", .label = N_("Notes"), .type = FT_NOTE, .flags = F_EXTRA | F_SEARCH, .no = 66 },
	[LEAD_EXTERNAL_ID] = { .name = "external_id", .label = N_("External id"), .type = FT_TEXT,
		.flags = F_EXTRA | F_INDEX, .no = 67 },
	[LEAD_ASSIGNED_AT] = { .name = "assigned_at", .label = N_("Assigned"), .type = FT_INSTANT, .flags = RULED,
		.no = 68 },
	[LEAD_CONVERTED_AT] = { .name = "converted_at", .label = N_("Converted"), .type = FT_INSTANT, .flags = RULED,
		.no = 69 },
	[LEAD_CLOSED_AT] = { .name = "closed_at", .label = N_("Closed"), .type = FT_INSTANT, .flags = RULED, .no = 70 },
	[LEAD_STAGE_AT] = { .name = "stage_at", .label = N_("In this stage since"), .type = FT_INSTANT, .flags = RULED,
		.no = 71 },
	[LEAD_DAYS_IN_STAGE] = { .name = "days_in_stage", .label = N_("Days in stage"), FORMULA(FT_INT, days_in_stage),
		.flags = F_EXTRA, .no = 72 },
	[LEAD_ROTTING] = { .name = "rotting", .label = N_("Rotting"), FORMULA(FT_BOOL, rotting), .flags = F_EXTRA,
		.no = 73, .help = N_("An open opportunity untouched for the days its stage allows") },
	[LEAD_ROTTING_TEXT] = { .name = "rotting_text", .label = N_("Rotting for"), FORMULA(FT_TEXT, rotting_text),
		.flags = F_HIDDEN, .no = 74, .width = 9 },
	[LEAD_ACTIVITY_STATE] = { .name = "activity_state", .label = N_("Activities"), .type = FT_FORMULA,
		.as = FT_CHOICE, .choice = signal_choices, .no = 75, .width = 9, .sql = SQL_SIGNAL(NO_LEAD), .all_sql = SQL_SIGNALS(NO_LEAD),
		.formula = signal_state },
	[LEAD_NEXT_ACTIVITY] = { .name = "next_activity", .label = N_("Next step"), FORMULA(FT_TEXT, next_text),
		.flags = F_LIST, .no = 76, .width = 18 },
	[LEAD_NEXT_DUE] = { .name = "next_due", .label = N_("Next due"), .type = FT_FORMULA, .as = FT_DATE, .no = 77,
		.sql = SQL_NEXT_DUE(NO_LEAD), .formula = signal_due },
	[LEAD_BUDGET] = { .name = "budget", .label = N_("Budget"), .type = FT_TEXT, .flags = F_EXTRA, .no = 78,
		.help = N_("BANT: is there money for it") },
	[LEAD_AUTHORITY] = { .name = "authority", .label = N_("Authority"), .type = FT_TEXT, .flags = F_EXTRA, .no = 79,
		.help = N_("BANT and CHAMP: who decides") },
	[LEAD_NEED] = { .name = "need", .label = N_("Need"), .type = FT_TEXT, .flags = F_EXTRA, .no = 80 },
	[LEAD_TIMELINE] = { .name = "timeline", .label = N_("Timeline"), .type = FT_TEXT, .flags = F_EXTRA, .no = 81 },
	[LEAD_CHALLENGES] = { .name = "challenges", .label = N_("Challenges"), .type = FT_TEXT, .flags = F_EXTRA,
		.no = 82, .help = N_("CHAMP: what hurts them") },
	[LEAD_MONEY] = { .name = "money", .label = N_("Money"), .type = FT_TEXT, .flags = F_EXTRA, .no = 83 },
	[LEAD_PRIORITISATION] = { .name = "prioritisation", .label = N_("Prioritisation"), .type = FT_TEXT,
		.flags = F_EXTRA, .no = 84, .help = N_("CHAMP: how it ranks among what they plan") },
	[LEAD_QUALIFICATION] = { .name = "qualification", .label = N_("Qualification"), FORMULA(FT_INT, qualification),
		.flags = F_EXTRA, .no = 85, .help = N_("How many of the seven questions have an answer") },
	[LEAD_SALES_READY] = { .name = "sales_ready", .label = N_("Sales-ready"), FORMULA(FT_BOOL, sales_ready),
		.flags = F_EXTRA, .no = 86, .help = N_("The right person and a need now") },
	[LEAD_STATUS_REASON] = { .name = "status_reason", .label = N_("Why this status"), .type = FT_TEXT,
		.flags = F_EXTRA, .no = 125, .help = N_("Why it is invalid, dead, junk or void") },
	[LEAD_WON_AT] = { .name = "won_at", .label = N_("First won"), .type = FT_INSTANT, .flags = RULED, .no = 126 },
	[LEAD_STEP] = { .name = "step", .label = N_("Step"), FORMULA(FT_CHOICE, step), .choice = steps, .flags = F_EXTRA,
		.no = 127, .help = N_("The phases in three: lead, prospect, customer") },
	[LEAD_PROCESS] = { .name = "process", .label = N_("Process"), FORMULA(FT_CHOICE, process), .choice = processes,
		.flags = F_EXTRA, .no = 128, .help = N_("The phases by the work they need") },
	[LEAD_FIRST_SOURCE] = { .name = "first_source", .label = N_("Source of the first touch"), .type = FT_REF,
		.ref = "source", .flags = RULED | F_NO_RELATED, .no = 129 },
	[LEAD_BANT] = { .name = "bant", .label = N_("BANT"), FORMULA(FT_PERCENT, bant), .flags = F_EXTRA | F_BAR, .no = 130,
		.width = 15, .help = N_("How much of budget, authority, need and timeline is known") },
	[LEAD_CHAMP] = { .name = "champ", .label = N_("CHAMP"), FORMULA(FT_PERCENT, champ), .flags = F_EXTRA | F_BAR,
		.no = 131, .width = 15,
		.help = N_("How much of challenges, authority, money and prioritisation is known") },
	[LEAD_RESPONSE_TIME] = { .name = "response_time", .label = N_("Response, minutes"),
		FORMULA(FT_INT, response_time), .flags = F_EXTRA, .no = 132, .width = 9,
		.help = N_("From its arrival to our first touch") },
	[LEAD_RANK] = { .name = "rank", .label = N_("Rank"), .type = FT_INT, .no = 87,
		.flags = F_QUIET | F_HIDDEN | F_NO_IMPORT, .help = N_("Order on the board") },
	MERGED_FIELD(LEAD, "lead"),
	[LEAD_MINE] = { .name = "mine", .label = N_("I have a step on it"), .type = FT_FORMULA, .as = FT_BOOL,
		.flags = F_EXTRA | F_HIDDEN, .no = 120, .sql = SQL_MINE(NO_LEAD), .formula = signal_mine },
	[LEAD_SHARED] = { .name = "shared", .label = N_("Shared with me"), .type = FT_FORMULA, .as = FT_BOOL,
		.flags = F_EXTRA | F_HIDDEN, .no = 133, .sql = "$opened(lead $t)", .formula = lead_shared,
		.help = N_("By a share of this one, or by a sharing rule") },
	[LEAD_MY_DUE] = { .name = "my_due", .label = N_("My next due"), .type = FT_FORMULA, .as = FT_DATE,
		.flags = F_EXTRA | F_HIDDEN, .no = 121, .sql = SQL_MY_DUE(NO_LEAD), .formula = signal_my_due },
};
/* clang-format on */

static const int head_slots[] = { LEAD_NAME, LEAD_ACCOUNT, LEAD_CONTACT, LEAD_COMPANY, LEAD_CONTACT_NAME, LEAD_EMAIL,
	LEAD_PHONE, LEAD_REVENUE, LEAD_PROBABILITY, LEAD_CLOSING, LEAD_OWNER, LEAD_PRIORITY, LEAD_STATUS, LEAD_TAGS,
	LEAD_NEXT_ACTIVITY, 0 };
static const int notes_slots[] = { LEAD_NOTES, 0 };
static const int extra_slots[] = { LEAD_KIND, LEAD_STAGE, LEAD_TEAM, LEAD_CO_OWNERS, LEAD_PARTICIPANTS, LEAD_PHASE,
	LEAD_STEP, LEAD_PROCESS, LEAD_TEMPERATURE, LEAD_SOURCE, LEAD_MEDIUM, LEAD_CAMPAIGN, LEAD_REFERRED, LEAD_LANGUAGE, LEAD_RECURRING,
	LEAD_RECURRING_PLAN, LEAD_MRR, LEAD_PRORATED, LEAD_AUTOMATIC_PROBABILITY, LEAD_OUTCOME, LEAD_LOST_REASON,
	LEAD_EXTERNAL_ID, 0 };
static const int person_slots[] = { LEAD_SALUTATION, LEAD_JOB, LEAD_DEPARTMENT, LEAD_EMAIL2, LEAD_MOBILE, LEAD_WEBSITE,
	ADDRESS_SLOTS(LEAD), LEAD_INDUSTRY, LEAD_EMPLOYEES, LEAD_OPT_OUT, LEAD_DO_NOT_CALL, 0 };
static const int qualification_slots[] = { LEAD_BUDGET, LEAD_AUTHORITY, LEAD_NEED, LEAD_TIMELINE, LEAD_BANT,
	LEAD_SALES_READY, LEAD_CHALLENGES, LEAD_MONEY, LEAD_PRIORITISATION, LEAD_CHAMP, LEAD_QUALIFICATION, LEAD_SCORE, 0 };
static const int date_slots[] = { LEAD_ASSIGNED_AT, LEAD_CONVERTED_AT, LEAD_CLOSED_AT, LEAD_STAGE_AT,
	LEAD_DAYS_IN_STAGE, LEAD_ROTTING, LEAD_WON_AT, LEAD_FIRST_TOUCH, LEAD_FIRST_SOURCE, LEAD_LAST_TOUCH,
	LEAD_LAST_CONTACT, LEAD_RESPONSE_TIME, LEAD_STATUS_REASON, LEAD_REVIVE_ON, 0 };
static const struct section lead_sections[] = {
	{ N_("Lead"), head_slots, false },
	{ N_("Notes"), notes_slots, true },
	{ N_("Extra"), extra_slots, true },
	{ N_("Person and address"), person_slots, true },
	{ N_("Qualification"), qualification_slots, true },
	{ N_("Dates"), date_slots, true },
	{ 0 },
};

/* What is no work any more is listed only when asked for by its status. */
#define GONE "status in (invalid, dead, junk) or kind = lead and status = converted"
/* clang-format off */
static const struct preset lead_presets[] = {
	{ .key = "d", .name = "pipeline", .label = N_("Pipeline"), .by = "stage", .sort = "-priority,rank",
		.criteria = "kind = opportunity" },
	{ .key = "l", .name = "leads", .label = N_("Leads"), .criteria = "kind = lead",
		.columns = "name,company,country,source,revenue,owner,next_activity" },
	{ .name = "my_pipeline", .label = N_("My pipeline"), .by = "stage", .sort = "-priority,rank",
		.criteria = "kind = opportunity and owner = me" },
	{ .key = "w", .name = "follow_up", .label = N_("Leads to follow up by me"), .sort = "next_due,-priority",
		.criteria = "kind = lead and owner = me and status in (new, working)",
		.columns = "name,company,status,phone,email,next_activity" },
	{ .name = "my_people", .label = N_("Leads of my people"), .criteria = "kind = lead and owner = my people",
		.columns = "name,company,status,owner,next_activity" },
	{ .name = "taking_part", .label = N_("Where I take part"), .criteria = "participants = me",
		.columns = "name,company,kind,status,owner,next_activity" },
	{ .name = "people_taking_part", .label = N_("Where my people take part"), .criteria = "participants = my people",
		.columns = "name,company,kind,status,owner,next_activity" },
	{ .name = "shared", .label = N_("Shared with me"), .criteria = "not owner = me and (co_owners = me or shared = yes)",
		.columns = "name,company,kind,status,owner,next_activity" },
	{ .name = "my_department", .label = N_("Leads of my department"), .criteria = "kind = lead and owner = my department",
		.columns = "name,company,status,owner,next_activity" },
	{ .name = "unassigned", .label = N_("Leads without an owner"), .criteria = "kind = lead and owner is empty" },
	{ .name = "lost", .label = N_("Lost opportunities"), .criteria = "kind = opportunity and active = no",
		.sort = "-closed_at", .columns = "name,company,revenue,lost_reason,owner,closed_at" },
	{ .name = "rotting", .label = N_("Rotting opportunities"), .criteria = "kind = opportunity and rotting = yes" },
	{ .name = "by_my_steps", .label = N_("Leads and deals, mine first"), .sort = "-mine,my_due,next_due",
		.criteria = "activity_state in (overdue, today, planned)",
		.columns = "name,company,next_activity,my_due,revenue,owner" },
	{ .name = "no_next_step", .label = N_("Open deals without a next step"), .sort = "-revenue",
		.criteria = "kind = opportunity and outcome = open and activity_state = none",
		.empty = N_("Every open deal has a next step.") },
	{ .name = "my_no_next_step", .label = N_("My open deals without a next step"), .sort = "-revenue",
		.criteria = "owner = me and kind = opportunity and outcome = open and activity_state = none",
		.watch = N_(".%d no step"), .empty = N_("Each of your open deals has a next step.") },
	{ .name = "revive", .label = N_("Leads to revive"), .sort = "revive_on",
		.criteria = "status = invalid and revive_on <= today", .columns = "name,company,status_reason,revive_on,owner" },
	{ .name = "gone", .label = N_("Invalid, dead and junk leads"), .sort = "-updated_at",
		.criteria = "status in (invalid, dead, junk)", .columns = "name,company,status,status_reason,revive_on,owner" },
};
static const struct cube_def lead_cube = {
	.dim = { LEAD_KIND, SYS_ACTIVE, LEAD_STAGE, LEAD_TEAM, LEAD_OWNER, LEAD_STATUS, -1 },
	.sum = { LEAD_REVENUE, -1 },
};
/* clang-format on */
static const int lead_quick[] = { LEAD_ACCOUNT, LEAD_CONTACT, LEAD_NAME, LEAD_REVENUE, LEAD_PRIORITY, 0 };

static enum rc lead_derive(struct session *s, const struct save *sv, struct err *err)
{
	enum rc rc = contact_keys_derive(s, sv, err);
	if (rc == RC_OK)
		rc = scoring_derive(s, sv, err);
	return rc == RC_OK ? points_derive(s, sv, err) : rc;
}

/* clang-format off */
static const struct panel lead_panels[] = { BRIEF_PANEL(lead_brief), SCORING_PANEL, POINTS_PANEL };

const struct model lead_model = {
	.no = NO_LEAD, .name = "lead", .label = N_("Lead"), .plural = N_("Leads"),
	.fields = lead_fields, .n = LEAD_N,
	.title = LEAD_NAME, .owner = LEAD_OWNER, .team = LEAD_TEAM, .co_owners = LEAD_CO_OWNERS,
	.participants = LEAD_PARTICIPANTS, .group = LEAD_STAGE, .in_group = LEAD_DAYS_IN_STAGE,
	.before = { .when = LEAD_KIND, .is = KIND_LEAD, .by = LEAD_STATUS, .steps = lead_steps },
	.rank = LEAD_RANK,
	.amount = LEAD_REVENUE, .subtitle = LEAD_WHO, .stars = LEAD_PRIORITY, .tags = LEAD_TAGS,
	.signal = LEAD_ACTIVITY_STATE, .signal_text = LEAD_NEXT_ACTIVITY, .mark_text = LEAD_ROTTING_TEXT,
	.aside = GONE, .aside_by = "status", .sort = "-created_at", .sections = lead_sections, .actions = lead_actions, .n_actions = LEAD_N_ACTIONS,
	.presets = lead_presets, .n_presets = COUNT(lead_presets), .cube = &lead_cube, .panels = lead_panels, .n_panels = COUNT(lead_panels), .quick = lead_quick,
	.empty = N_("No leads yet. I imports a spreadsheet, n writes one; the palette's `demo` shows an example office."),
	.merge = &lead_merge,
	.hooks = { .before_save = lead_before_save, .derive = lead_derive, .alike = lead_alike, .twins = contact_twins,
		.after_save = lead_after_save },
	.schema = SCORE_SCHEMA
		"CREATE TABLE IF NOT EXISTS demo(ref INTEGER PRIMARY KEY) STRICT;"
		/* what was won when: targets, records, teams. A lead that is open costs them nothing. */
		"CREATE INDEX IF NOT EXISTS lead_closed_team ON lead(team, closed_at)"
		" WHERE closed_at IS NOT NULL AND trashed_at IS NULL;"
		"CREATE INDEX IF NOT EXISTS lead_closed_owner ON lead(owner, closed_at)"
		" WHERE closed_at IS NOT NULL AND trashed_at IS NULL;" CONTACT_KEY_SCHEMA MERGED_INDEX("lead"),
	.help = N_("An inquiry, or a chance of a sale"),
};
/* clang-format on */
