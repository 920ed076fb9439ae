/* Record types that are a name and little else: people pick from them, and add to them on the way. */
#include "base/i18n.h"
#include "base/str.h"
#include "models.h"

enum { LOOKUP_NAME = SYS_N, LOOKUP_N };
/* clang-format off */
static const struct field lookup_fields[LOOKUP_N] = {
	SYSTEM_FIELDS,
	[LOOKUP_NAME] = { .name = "name", .label = N_("Name"), .type = FT_TEXT,
		.flags = F_REQUIRED | F_UNIQUE | F_LIST | F_SEARCH, .no = 10, .width = 30, .max = 120 },
};
/* clang-format on */
static const int lookup_slots[] = { LOOKUP_NAME, 0 };
static const struct section lookup_sections[] = { { N_("Name"), lookup_slots, false }, { 0 } };

#define LOOKUP(num, text, one, several, nothing)                                                                       \
	{                                                                                                              \
		.no = num, .name = text, .label = one, .plural = several, .fields = lookup_fields, .n = LOOKUP_N,      \
		.flags = M_SMALL, .title = LOOKUP_NAME, .sort = "name", .sections = lookup_sections,                   \
		.quick = lookup_slots, .empty = nothing                                                                \
	}

/* A tag may have a colour; its name says the same to who sees none. */
enum { TAG_NAME = SYS_N, TAG_COLOUR, TAG_N };
static const struct choice colours[] = {
	{ 1, "red", N_("Red"), TONE_BAD },
	{ 2, "yellow", N_("Yellow"), TONE_WARN },
	{ 3, "green", N_("Green"), TONE_GOOD },
	{ 4, "grey", N_("Grey"), TONE_QUIET },
	{ 0 },
};
/* clang-format off */
static const struct field tag_fields[TAG_N] = {
	SYSTEM_FIELDS,
	[TAG_NAME] = { .name = "name", .label = N_("Name"), .type = FT_TEXT,
		.flags = F_REQUIRED | F_UNIQUE | F_LIST | F_SEARCH, .no = 10, .width = 30, .max = 120 },
	[TAG_COLOUR] = { .name = "colour", .label = N_("Colour"), .type = FT_CHOICE, .choice = colours, .flags = F_LIST,
		.no = 11, .width = 8, .help = N_("Of its name on cards, in lists and on forms; empty: none") },
};
static const int tag_slots[] = { TAG_NAME, TAG_COLOUR, 0 };
static const struct section tag_sections[] = { { N_("Tag"), tag_slots, false }, { 0 } };
const struct model tag_model = {
	.no = NO_TAG, .name = "tag", .label = N_("Tag"), .plural = N_("Tags"), .fields = tag_fields, .n = TAG_N,
	.flags = M_SMALL, .title = TAG_NAME, .tint = TAG_COLOUR, .sort = "name", .sections = tag_sections,
	.quick = tag_slots, .empty = N_("No tags yet: n makes one."),
};
/* clang-format on */
const struct model source_model =
	LOOKUP(NO_SOURCE, "source", N_("Source"), N_("Sources"), N_("No sources yet: n makes one."));
const struct model medium_model =
	LOOKUP(NO_MEDIUM, "medium", N_("Medium"), N_("Media"), N_("No media yet: n makes one."));
const struct model campaign_model =
	LOOKUP(NO_CAMPAIGN, "campaign", N_("Campaign"), N_("Campaigns"), N_("No campaigns yet: n makes one."));
const struct model lost_reason_model = LOOKUP(NO_LOST_REASON, "lost_reason", N_("Lost reason"), N_("Lost reasons"),
	N_("No lost reasons: without one nothing can be marked lost. n makes one."));
const struct model industry_model =
	LOOKUP(NO_INDUSTRY, "industry", N_("Industry"), N_("Industries"), N_("No industries yet: n makes one."));

enum { PLAN_NAME = SYS_N, PLAN_MONTHS, PLAN_N };
/* clang-format off */
static const struct field plan_fields[PLAN_N] = {
	SYSTEM_FIELDS,
	[PLAN_NAME] = { .name = "name", .label = N_("Name"), .type = FT_TEXT,
		.flags = F_REQUIRED | F_UNIQUE | F_LIST | F_SEARCH, .no = 10, .width = 20, .max = 80 },
	[PLAN_MONTHS] = { .name = "months", .label = N_("Months"), .type = FT_INT, .flags = F_REQUIRED | F_LIST, .no = 11,
		.width = 7, .lo = 1, .hi = 1200, .help = N_("The recurring revenue is for so many") },
};
/* clang-format on */
static const int plan_slots[] = { PLAN_NAME, PLAN_MONTHS, 0 };
static const struct section plan_sections[] = { { N_("Plan"), plan_slots, false }, { 0 } };

/* clang-format off */
const struct model recurring_plan_model = {
	.no = NO_RECURRING_PLAN, .name = "recurring_plan", .label = N_("Recurring plan"), .plural = N_("Recurring plans"),
	.fields = plan_fields, .n = PLAN_N, .flags = M_SMALL | M_OFFICE, .title = PLAN_NAME, .sort = "months",
	.sections = plan_sections, .quick = plan_slots, .empty = N_("No recurring plans."),
};
/* clang-format on */
