/* What part a contact plays in an account, an opportunity or a case. */
#include "base/i18n.h"
#include "base/str.h"
#include "models.h"
#include "record/record.h"
#include "record/save.h"
#include "titles.h"

enum { ROLE_NAME = SYS_N, ROLE_CONTACT, ROLE_RECORD, ROLE_ROLE, ROLE_N };

static const struct choice roles[] = {
	{ 1, "decision_maker", N_("Decision maker"), TONE_GOOD },
	{ 2, "influencer", N_("Influencer"), TONE_NONE },
	{ 3, "user", N_("User"), TONE_NONE },
	{ 4, "payer", N_("Payer"), TONE_NONE },
	{ 5, "technical", N_("Technical contact"), TONE_NONE },
	{ 6, "gatekeeper", N_("Gatekeeper"), TONE_WARN },
	{ 7, "other", N_("Other"), TONE_QUIET },
	{ 0 },
};
/* clang-format off */
static const struct field role_fields[ROLE_N] = {
	SYSTEM_FIELDS,
	TITLE_FIELD(ROLE_NAME),
	[ROLE_CONTACT] = { .name = "contact", .label = N_("Contact"), .type = FT_REF, .ref = "contact",
		.flags = F_REQUIRED | F_LIST | F_INDEX | F_CREATE_REF, .no = 11, .width = 20 },
	[ROLE_RECORD] = { .name = "record", .label = N_("Record"), .type = FT_ANYREF, .sample = "lead",
		.flags = F_REQUIRED | F_LIST | F_INDEX, .no = 12, .width = 24 },
	[ROLE_ROLE] = { .name = "role", .label = N_("Role"), .type = FT_CHOICE, .choice = roles,
		.flags = F_REQUIRED | F_LIST, .no = 13, .width = 16 },
};
/* clang-format on */
static const int role_slots[] = { ROLE_CONTACT, ROLE_RECORD, ROLE_ROLE, 0 };
static const struct section role_sections[] = { { N_("Contact role"), role_slots, false }, { 0 } };

static enum rc role_before_save(struct session *s, struct save *sv, struct err *err)
{
	(void)err;
	title_from_refs(s, sv, ROLE_NAME, (const int[]){ ROLE_CONTACT, ROLE_RECORD, 0 });
	return RC_OK;
}

/* clang-format off */
const struct model contact_role_model = {
	.no = NO_CONTACT_ROLE, .name = "contact_role", .label = N_("Contact role"), .plural = N_("Contact roles"),
	.fields = role_fields, .n = ROLE_N, .title = ROLE_NAME, .parent = ROLE_RECORD, .subtitle = ROLE_ROLE, .sort = "id",
	.sections = role_sections, .quick = role_slots, .empty = N_("No contact roles yet: n adds one."),
	.hooks = { .before_save = role_before_save },
	.help = N_("Who decides, uses, pays: one row a contact and role"),
};
/* clang-format on */
