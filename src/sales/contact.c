/* Contacts: people, mostly of an account. */
#include "base/i18n.h"
#include "base/str.h"
#include "base/utf8.h"
#include "contact_key.h"
#include "brief.h"
#include "customer.h"
#include "fields.h"
#include "lead.h"
#include "merging.h"
#include "models.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"
#include "shared_actions.h"
#include "scoring.h"
#include "scoring_points.h"
#include "signal.h"
#include "similar.h"

const struct choice salutation_choices[] = {
	{ 1, "mr", N_("Mr"), TONE_NONE },
	{ 2, "ms", N_("Ms"), TONE_NONE },
	{ 3, "mrs", N_("Mrs"), TONE_NONE },
	{ 4, "dr", N_("Dr"), TONE_NONE },
	{ 5, "prof", N_("Prof"), TONE_NONE },
	{ 6, "mx", N_("Mx"), TONE_NONE },
	{ 0 },
};

/* Which concepts of foreign spreadsheets these are: record/exchange.h. */
static const char *const name_synonyms[] = { "@full_name", "@first_name+last_name", NULL };
static const char *const account_synonyms[] = { "@company", NULL };

/* clang-format off */
static const struct field contact_fields[CONTACT_N] = {
	SYSTEM_FIELDS,
	[CONTACT_NAME] = { .name = "name", .label = N_("Name"), .type = FT_TEXT, .flags = F_REQUIRED | F_LIST | F_SEARCH,
		.no = 10, .width = 22, .synonyms = name_synonyms, .help = N_("Empty: made from first and last name") },
	[CONTACT_SALUTATION] = { .name = "salutation", .label = N_("Salutation"), .type = FT_CHOICE,
		.choice = salutation_choices, .flags = F_EXTRA, .no = 11 },
	[CONTACT_FIRST_NAME] = { .name = "first_name", .label = N_("First name"), .type = FT_TEXT, .flags = F_EXTRA,
		.no = 12, .width = 14 },
	[CONTACT_LAST_NAME] = { .name = "last_name", .label = N_("Last name"), .type = FT_TEXT,
		.flags = F_EXTRA | F_INDEX, .no = 13, .width = 14 },
	[CONTACT_ACCOUNT] = { .name = "account", .label = N_("Account"), .type = FT_REF, .ref = "account",
		.flags = F_LIST | F_INDEX | F_CREATE_REF, .no = 14, .width = 22, .synonyms = account_synonyms },
	[CONTACT_JOB] = { .name = "job", .label = N_("Job"), .type = FT_TEXT, .flags = F_LIST, .no = 15, .width = 16 },
	[CONTACT_DEPARTMENT] = { .name = "department", .label = N_("Department"), .type = FT_TEXT, .flags = F_EXTRA,
		.no = 16, .width = 14 },
	[CONTACT_EMAIL] = { .name = "email", .label = N_("E-mail"), .type = FT_EMAIL,
		.flags = F_LIST | F_SEARCH | F_INDEX, .no = 17 },
	[CONTACT_EMAIL2] = { .name = "email2", .label = N_("2nd e-mail"), .type = FT_EMAIL, .flags = F_SEARCH | F_EXTRA,
		.no = 18 },
	[CONTACT_PHONE] = { .name = "phone", .label = N_("Phone"), .type = FT_PHONE, .flags = F_LIST | F_SEARCH, .no = 19 },
	[CONTACT_MOBILE] = { .name = "mobile", .label = N_("Mobile"), .type = FT_PHONE, .flags = F_SEARCH, .no = 20 },
	[CONTACT_WEBSITE] = { .name = "website", .label = N_("Website"), .type = FT_URL, .flags = F_EXTRA, .no = 21 },
	ADDRESS_FIELDS(CONTACT, 22),
	[CONTACT_LANGUAGE] = { .name = "language", .label = N_("Language"), .type = FT_TEXT, .flags = F_EXTRA, .no = 28,
		.width = 8, .max = 35, .sample = "en" },
	[CONTACT_BIRTHDAY] = { .name = "birthday", .label = N_("Birthday"), .type = FT_DATE, .flags = F_EXTRA, .no = 29 },
	[CONTACT_OPT_OUT] = { .name = "opt_out", .label = N_("No mailings"), .type = FT_BOOL, .flags = F_EXTRA, .no = 30 },
	[CONTACT_DO_NOT_CALL] = { .name = "do_not_call", .label = N_("Do not call"), .type = FT_BOOL, .flags = F_EXTRA,
		.no = 31 },
	PEOPLE_FIELDS(CONTACT, 32),
	[CONTACT_TAGS] = { .name = "tags", .label = N_("Tags"), .type = FT_REFS, .ref = "tag",
		.flags = F_CREATE_REF | F_NO_RELATED, .no = 36, .width = 16 },
	[CONTACT_NOTES] = { .name = "notes", .label = N_("Notes"), .type = FT_NOTE, .flags = F_EXTRA | F_SEARCH, .no = 37 },
	[CONTACT_EXTERNAL_ID] = { .name = "external_id", .label = N_("External id"), .type = FT_TEXT,
		.flags = F_EXTRA | F_INDEX, .no = 38 },
	SIGNAL_FIELDS(CONTACT, NO_CONTACT, 39),
	SCORE_FIELD(CONTACT_SCORE, NO_CONTACT),
	MERGED_FIELD(CONTACT, "contact"),
};
/* clang-format on */
static const int head_slots[] = { CONTACT_NAME, CONTACT_ACCOUNT, CONTACT_JOB, CONTACT_EMAIL, CONTACT_PHONE,
	CONTACT_MOBILE, CONTACT_OWNER, CONTACT_TAGS, CONTACT_NEXT_ACTIVITY, 0 };
static const int notes_slots[] = { CONTACT_NOTES, 0 };
static const int extra_slots[] = { CONTACT_SALUTATION, CONTACT_FIRST_NAME, CONTACT_LAST_NAME, CONTACT_DEPARTMENT,
	CONTACT_EMAIL2, CONTACT_WEBSITE, CONTACT_LANGUAGE, CONTACT_BIRTHDAY, CONTACT_OPT_OUT, CONTACT_DO_NOT_CALL,
	CONTACT_TEAM, CONTACT_CO_OWNERS, CONTACT_PARTICIPANTS, CONTACT_SCORE, CONTACT_EXTERNAL_ID, 0 };
static const int address_slots[] = { ADDRESS_SLOTS(CONTACT), 0 };
static const struct section contact_sections[] = {
	{ N_("Contact"), head_slots, false },
	{ N_("Notes"), notes_slots, true },
	{ N_("Extra"), extra_slots, true },
	{ N_("Address"), address_slots, true },
	{ 0 },
};
static const int contact_quick[] = { CONTACT_NAME, CONTACT_ACCOUNT, CONTACT_PHONE, CONTACT_EMAIL, 0 };
/* clang-format off */
static const struct preset contact_presets[] = {
	{ .key = "c", .name = "contacts", .label = N_("Contacts") },
	{ .name = "my_contacts", .label = N_("My contacts"), .criteria = "owner = me" },
};
/* clang-format on */
static const struct action contact_actions[] = { SHARED_ACTIONS };

/* Peoples who write the family first join names that way, without a space. */
static char *joined(const char *first, const char *last)
{
	uint32_t cp = 0;
	if (*first && *last && utf8_decode(last, strlen(last), &cp) && cp >= 0x3040 && (cp < 0xFB00 || cp >= 0x20000))
		return xasprintf("%s%s", last, first);
	return xasprintf("%s%s%s", first, *first && *last ? " " : "", last);
}

/* A name is made from its parts when it is empty, when only the parts were changed, and when a new one is one of them
 * (a file that has the parts in columns). */
static void whole_name(struct save *sv)
{
	const struct record *r = sv->after;
	const char *name = rec_text(r, CONTACT_NAME), *first = rec_text(r, CONTACT_FIRST_NAME),
		   *last = rec_text(r, CONTACT_LAST_NAME);
	bool parts = save_changed(sv, CONTACT_FIRST_NAME) || save_changed(sv, CONTACT_LAST_NAME);
	bool part = !sv->before && *first && *last && (strcmp(name, first) == 0 || strcmp(name, last) == 0);
	if (*name && !part && (!sv->before || !parts || save_changed(sv, CONTACT_NAME)))
		return;
	char *whole = joined(first, last);
	save_set(sv, CONTACT_NAME, value_text(whole));
	free(whole);
}

static enum rc contact_before_save(struct session *s, struct save *sv, struct err *err)
{
	(void)err;
	whole_name(sv);
	if (!rec_has(sv->after, CONTACT_NAME) && rec_has(sv->after, CONTACT_EMAIL))
		save_set(sv, CONTACT_NAME, sv->after->val[CONTACT_EMAIL]);
	customer_team(s, sv, CONTACT_OWNER, CONTACT_TEAM);
	return RC_OK;
}

static enum rc contact_after_save(struct session *s, const struct save *sv, struct err *err)
{
	return customer_spread(s, sv, LEAD_CONTACT, CONTACT_EMAIL, CONTACT_PHONE, err);
}

static enum rc contact_derive(struct session *s, const struct save *sv, struct err *err)
{
	enum rc rc = contact_keys_derive(s, sv, err);
	return rc == RC_OK ? points_derive(s, sv, err) : rc;
}

/* clang-format off */
static const struct panel contact_panels[] = { BRIEF_PANEL(contact_brief), POINTS_PANEL };

const struct model contact_model = {
	.no = NO_CONTACT, .name = "contact", .label = N_("Contact"), .plural = N_("Contacts"), .fields = contact_fields,
	.n = CONTACT_N, .title = CONTACT_NAME, .owner = CONTACT_OWNER, .team = CONTACT_TEAM, .co_owners = CONTACT_CO_OWNERS,
	.participants = CONTACT_PARTICIPANTS, .group = CONTACT_ACCOUNT,
	.subtitle = CONTACT_ACCOUNT, .tags = CONTACT_TAGS, .signal = CONTACT_ACTIVITY_STATE,
	.signal_text = CONTACT_NEXT_ACTIVITY, .sort = "name", .sections = contact_sections, .actions = contact_actions,
	.n_actions = COUNT(contact_actions), .presets = contact_presets, .n_presets = COUNT(contact_presets),
	.panels = contact_panels, .n_panels = COUNT(contact_panels), .quick = contact_quick, .empty = N_("No contacts yet. I imports a spreadsheet, n writes one."),
	.merge = &contact_merge, .schema = MERGED_INDEX("contact"),
	.hooks = { .before_save = contact_before_save, .derive = contact_derive, .alike = contact_alike, .twins = contact_twins, .after_save = contact_after_save },
	.help = N_("A person we know"),
};
/* clang-format on */
