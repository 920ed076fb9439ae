/* Accounts: companies. A prospect until the first win, then a customer. */
#include "base/i18n.h"
#include "base/str.h"
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
#include "tree.h"

static const struct choice relations[] = {
	{ RELATION_PROSPECT, "prospect", N_("Prospect"), TONE_NONE },
	{ RELATION_CUSTOMER, "customer", N_("Customer"), TONE_GOOD },
	{ 0 },
};
#define HAS_WON                                                                                                        \
	"EXISTS(SELECT 1 FROM lead w JOIN stage ws ON ws.id=w.stage WHERE w.trashed_at IS NULL AND ws.won=1 AND "      \
	"w.account="

static bool relation(struct session *s, const struct record *r, struct value *out)
{
	bool won = db_get_int(s->db, 0, "SELECT " HAS_WON "?)", "i", r->id) != 0;
	*out = VALUE_INT(won ? RELATION_CUSTOMER : RELATION_PROSPECT);
	return true;
}

/* Which concepts of foreign spreadsheets this is: record/exchange.h. */
static const char *const name_synonyms[] = { "@company", "@full_name", NULL };

/* clang-format off */
static const struct field account_fields[ACCOUNT_N] = {
	SYSTEM_FIELDS,
	[ACCOUNT_NAME] = { .name = "name", .label = N_("Name"), .type = FT_TEXT, .flags = F_REQUIRED | F_LIST | F_SEARCH,
		.no = 10, .width = 26, .synonyms = name_synonyms },
	[ACCOUNT_PARENT] = { .name = "parent", .label = N_("Part of"), .type = FT_REF, .ref = "account",
		.flags = F_INDEX | F_CREATE_REF, .no = 11, .width = 20 },
	[ACCOUNT_EMAIL] = { .name = "email", .label = N_("E-mail"), .type = FT_EMAIL,
		.flags = F_LIST | F_SEARCH | F_INDEX, .no = 12 },
	[ACCOUNT_PHONE] = { .name = "phone", .label = N_("Phone"), .type = FT_PHONE, .flags = F_LIST | F_SEARCH, .no = 13 },
	[ACCOUNT_WEBSITE] = { .name = "website", .label = N_("Website"), .type = FT_URL, .flags = F_SEARCH, .no = 14 },
	[ACCOUNT_INDUSTRY] = { .name = "industry", .label = N_("Industry"), .type = FT_REF, .ref = "industry",
		.flags = F_LIST | F_FILTER | F_CREATE_REF, .no = 15, .width = 14 },
	[ACCOUNT_EMPLOYEES] = { .name = "employees", .label = N_("Employees"), .type = FT_INT,
		.flags = F_FILTER, .no = 16, .width = 8, .hi = 100000000 },
	ADDRESS_FIELDS(ACCOUNT, 17),
	[ACCOUNT_LANGUAGE] = { .name = "language", .label = N_("Language"), .type = FT_TEXT, .flags = F_EXTRA, .no = 23,
		.width = 8, .max = 35, .sample = "en" },
	PEOPLE_FIELDS(ACCOUNT, 24),
	[ACCOUNT_TAGS] = { .name = "tags", .label = N_("Tags"), .type = FT_REFS, .ref = "tag",
		.flags = F_CREATE_REF | F_NO_RELATED, .no = 28, .width = 16 },
	[ACCOUNT_NOTES] = { .name = "notes", .label = N_("Notes"), .type = FT_NOTE, .flags = F_EXTRA | F_SEARCH, .no = 29 },
	[ACCOUNT_EXTERNAL_ID] = { .name = "external_id", .label = N_("External id"), .type = FT_TEXT,
		.flags = F_EXTRA | F_INDEX, .no = 30 },
	[ACCOUNT_RELATION] = { .name = "relation", .label = N_("Relation"), .type = FT_FORMULA, .as = FT_CHOICE,
		.choice = relations, .no = 31, .width = 9, .formula = relation,
		.sql = "CASE WHEN " HAS_WON "$t.id) THEN 2 ELSE 1 END" },
	SIGNAL_FIELDS(ACCOUNT, NO_ACCOUNT, 32),
	SCORE_FIELD(ACCOUNT_SCORE, NO_ACCOUNT),
	MERGED_FIELD(ACCOUNT, "account"),
};
/* clang-format on */
static const int head_slots[] = { ACCOUNT_NAME, ACCOUNT_RELATION, ACCOUNT_EMAIL, ACCOUNT_PHONE, ACCOUNT_WEBSITE,
	ACCOUNT_INDUSTRY, ACCOUNT_EMPLOYEES, ACCOUNT_PARENT, ACCOUNT_OWNER, ACCOUNT_TAGS, ACCOUNT_NEXT_ACTIVITY, 0 };
static const int notes_slots[] = { ACCOUNT_NOTES, 0 };
static const int extra_slots[] = { ADDRESS_SLOTS(ACCOUNT), ACCOUNT_LANGUAGE, ACCOUNT_TEAM, ACCOUNT_CO_OWNERS,
	ACCOUNT_PARTICIPANTS, ACCOUNT_SCORE, ACCOUNT_EXTERNAL_ID, 0 };
static const struct section account_sections[] = {
	{ N_("Account"), head_slots, false },
	{ N_("Notes"), notes_slots, true },
	{ N_("Address and more"), extra_slots, true },
	{ 0 },
};
static const int account_quick[] = { ACCOUNT_NAME, ACCOUNT_PHONE, ACCOUNT_EMAIL, 0 };
/* clang-format off */
static const struct preset account_presets[] = {
	{ .key = "a", .name = "accounts", .label = N_("Accounts") },
	{ .name = "customers", .label = N_("Customers"), .criteria = "relation = customer" },
	{ .name = "my_accounts", .label = N_("My accounts"), .criteria = "owner = me" },
};
/* clang-format on */
static const struct action account_actions[] = { SHARED_ACTIONS };

static enum rc account_before_save(struct session *s, struct save *sv, struct err *err)
{
	customer_team(s, sv, ACCOUNT_OWNER, ACCOUNT_TEAM);
	return tree_check(s, sv, ACCOUNT_PARENT, err);
}

static enum rc account_after_save(struct session *s, const struct save *sv, struct err *err)
{
	return customer_spread(s, sv, LEAD_ACCOUNT, ACCOUNT_EMAIL, ACCOUNT_PHONE, err);
}

static enum rc account_derive(struct session *s, const struct save *sv, struct err *err)
{
	enum rc rc = contact_keys_derive(s, sv, err);
	return rc == RC_OK ? points_derive(s, sv, err) : rc;
}

/* clang-format off */
static const struct panel account_panels[] = { BRIEF_PANEL(account_brief), POINTS_PANEL };

const struct model account_model = {
	.no = NO_ACCOUNT, .name = "account", .label = N_("Account"), .plural = N_("Accounts"), .fields = account_fields,
	.n = ACCOUNT_N, .title = ACCOUNT_NAME, .owner = ACCOUNT_OWNER, .team = ACCOUNT_TEAM, .co_owners = ACCOUNT_CO_OWNERS,
	.participants = ACCOUNT_PARTICIPANTS, .group = ACCOUNT_INDUSTRY,
	.subtitle = ACCOUNT_CITY, .tags = ACCOUNT_TAGS, .signal = ACCOUNT_ACTIVITY_STATE,
	.signal_text = ACCOUNT_NEXT_ACTIVITY, .sort = "name", .sections = account_sections, .actions = account_actions,
	.n_actions = COUNT(account_actions), .presets = account_presets, .n_presets = COUNT(account_presets),
	.panels = account_panels, .n_panels = COUNT(account_panels), .quick = account_quick, .empty = N_("No accounts yet. I imports a spreadsheet, n writes one."),
	.merge = &account_merge, .schema = MERGED_INDEX("account"),
	.hooks = { .before_save = account_before_save, .derive = account_derive, .alike = account_alike, .twins = contact_twins, .after_save = account_after_save },
	.help = N_("A company we sell to"),
};
/* clang-format on */
