/* Kinds of activities: how long until they are due, whose they are, and what follows them. */
#include "activity.h"
#include "base/i18n.h"
#include "base/str.h"
#include "models.h"
#include "record/record.h"
#include "record/session.h"

const struct choice delay_units[] = {
	{ UNIT_DAYS, "days", N_("Days"), TONE_NONE },
	{ UNIT_WEEKS, "weeks", N_("Weeks"), TONE_NONE },
	{ UNIT_MONTHS, "months", N_("Months"), TONE_NONE },
	{ 0 },
};
static const struct choice froms[] = {
	{ FROM_COMPLETION, "completion", N_("After completion"), TONE_NONE },
	{ FROM_DEADLINE, "deadline", N_("After the previous deadline"), TONE_NONE },
	{ 0 },
};
static const struct choice follows[] = {
	{ FOLLOW_NONE, "none", N_("Nothing"), TONE_NONE },
	{ FOLLOW_SUGGEST, "suggest", N_("Suggest the next"), TONE_NONE },
	{ FOLLOW_TRIGGER, "trigger", N_("Make the next"), TONE_NONE },
	{ 0 },
};
/* clang-format off */
static const struct field type_fields[TYPE_N] = {
	SYSTEM_FIELDS,
	[TYPE_NAME] = { .name = "name", .label = N_("Name"), .type = FT_TEXT,
		.flags = F_REQUIRED | F_UNIQUE | F_LIST | F_SEARCH, .no = 10, .width = 20, .max = 80 },
	[TYPE_DELAY] = { .name = "delay", .label = N_("Delay"), .type = FT_INT, .flags = F_LIST, .no = 11, .width = 6,
		.hi = 1000, .dflt = "0" },
	[TYPE_UNIT] = { .name = "unit", .label = N_("Unit"), .type = FT_CHOICE, .choice = delay_units,
		.flags = F_REQUIRED | F_LIST, .no = 12, .width = 8, .dflt = "days" },
	[TYPE_FROM] = { .name = "counted_from", .label = N_("Counted from"), .type = FT_CHOICE, .choice = froms,
		.flags = F_REQUIRED, .no = 13, .dflt = "completion" },
	[TYPE_OWNER] = { .name = "default_owner", .label = N_("Default person"), .type = FT_REF, .ref = "user", .no = 14,
		.flags = F_NO_RELATED, .width = 14 },
	[TYPE_FOLLOW] = { .name = "follow", .label = N_("When done"), .type = FT_CHOICE, .choice = follows,
		.flags = F_REQUIRED | F_LIST, .no = 15, .dflt = "none" },
	[TYPE_NEXT] = { .name = "next_type", .label = N_("Next type"), .type = FT_REF, .ref = "activity_type",
		.flags = F_NO_RELATED | F_LIST, .no = 16, .width = 16 },
	[TYPE_SEQUENCE] = { .name = "sequence", .label = N_("Sequence"), .type = FT_INT, .no = 17, .hi = 100000,
		.dflt = "10" },
	[TYPE_CONTACT] = { .name = "contact", .label = N_("Contact with the person"), .type = FT_BOOL, .flags = F_LIST,
		.no = 18, .width = 9, .dflt = "yes",
		.help = N_("Done, it counts as a touch and as the last contact; no: an inner to-do") },
};
/* clang-format on */
static const int type_slots[] = { TYPE_NAME, TYPE_DELAY, TYPE_UNIT, TYPE_FROM, TYPE_OWNER, TYPE_FOLLOW, TYPE_NEXT,
	TYPE_CONTACT, TYPE_SEQUENCE, 0 };
static const struct section type_sections[] = { { N_("Activity type"), type_slots, false }, { 0 } };
static const int type_quick[] = { TYPE_NAME, TYPE_DELAY, 0 };

/* clang-format off */
const struct model activity_type_model = {
	.no = NO_ACTIVITY_TYPE, .name = "activity_type", .label = N_("Activity type"), .plural = N_("Activity types"),
	.fields = type_fields, .n = TYPE_N, .flags = M_SMALL | M_OFFICE, .title = TYPE_NAME, .sequence = TYPE_SEQUENCE,
	.sort = "sequence,name", .sections = type_sections, .quick = type_quick, .empty = N_("No activity types."),
	/* types from before there was the question */
	.schema = "UPDATE activity_type SET contact=name NOT IN ('To-do','Upload document') WHERE contact IS NULL;",
};
/* clang-format on */

struct date date_add_delay(struct date base, int n, enum delay_unit unit)
{
	switch (unit) {
	case UNIT_MONTHS: return date_add_months(base, n);
	case UNIT_WEEKS: return date_from_days(date_days(base) + 7 * (int64_t)n);
	default: return date_from_days(date_days(base) + n);
	}
}

bool activity_type_contact(struct session *s, int64_t type)
{
	return !type || db_get_int(s->db, 0, "SELECT contact FROM activity_type WHERE id=?", "i", type) != 0;
}

struct date activity_due(struct session *s, int64_t type, struct date base)
{
	int64_t delay = db_get_int(s->db, 0, "SELECT delay FROM activity_type WHERE id=?", "i", type);
	int64_t unit = db_get_int(s->db, UNIT_DAYS, "SELECT unit FROM activity_type WHERE id=?", "i", type);
	return date_add_delay(base, (int)delay, (enum delay_unit)unit);
}

int64_t activity_type_id(struct session *s, const char *name)
{
	int64_t id = 0;
	return record_find(s, &activity_type_model, name, &id, NULL) == RC_OK ? id : 0;
}
