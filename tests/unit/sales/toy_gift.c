/* Gifts: what a customer is given, and whether it has arrived. */
#include "toy_gift.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/str.h"
#include "record/action.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"

enum { GIFT_NAME = SYS_N, GIFT_ACCOUNT, GIFT_STATE, GIFT_WORTH, GIFT_OWNER, GIFT_SENT_AT, GIFT_DOUBLE, GIFT_N };
enum { GIFT_IDEA = 1, GIFT_BOUGHT, GIFT_SENT };

static const struct choice states[] = {
	{ GIFT_IDEA, "idea", N_("Idea"), TONE_QUIET },
	{ GIFT_BOUGHT, "bought", N_("Bought"), TONE_NONE },
	{ GIFT_SENT, "sent", N_("Sent"), TONE_GOOD },
	{ 0 },
};

static bool twice(struct session *s, const struct record *r, struct value *out)
{
	(void)s;
	*out = rec_has(r, GIFT_WORTH) ? VALUE_INT(rec_int(r, GIFT_WORTH) * 2) : VALUE_NULL;
	return true;
}

/* clang-format off */
static const struct field gift_fields[GIFT_N] = {
	SYSTEM_FIELDS,
	[GIFT_NAME] = { .name = "name", .label = N_("Name"), .type = FT_TEXT, .flags = F_REQUIRED | F_LIST | F_SEARCH, .no = 10 },
	[GIFT_ACCOUNT] = { .name = "account", .label = N_("Account"), .type = FT_REF, .ref = "account",
		.flags = F_LIST | F_INDEX, .no = 11 },
	[GIFT_STATE] = { .name = "state", .label = N_("State"), .type = FT_CHOICE, .choice = states,
		.flags = F_REQUIRED | F_LIST | F_INDEX, .no = 12, .dflt = "idea" },
	[GIFT_WORTH] = { .name = "worth", .label = N_("Worth"), .type = FT_MONEY, .flags = F_LIST, .no = 13 },
	[GIFT_OWNER] = { .name = "owner", .label = N_("Owner"), .type = FT_REF, .ref = "user", .no = 14, .dflt = "me" },
	[GIFT_SENT_AT] = { .name = "sent_at", .label = N_("Sent"), .type = FT_INSTANT, .flags = F_READONLY, .no = 15 },
	[GIFT_DOUBLE] = { .name = "twice", .label = N_("Twice its worth"), .type = FT_FORMULA, .as = FT_MONEY, .no = 16,
		.sql = "$t.worth*2", .formula = twice },
};
/* clang-format on */

/* A rule: a gift without a name is called after its customer; what is sent has its instant. */
static enum rc before_save(struct session *s, struct save *sv, struct err *err)
{
	(void)err;
	const struct record *r = sv->after;
	if (!rec_has(r, GIFT_NAME) && rec_has(r, GIFT_ACCOUNT)) {
		char *account = record_title(s, session_model(s, "account"), rec_int(r, GIFT_ACCOUNT));
		char *name = xasprintf(_("gift for %s"), account);
		save_set(sv, GIFT_NAME, value_text(name));
		free(account);
		free(name);
	}
	if (save_changed(sv, GIFT_STATE))
		save_set(sv, GIFT_SENT_AT, rec_int(r, GIFT_STATE) == GIFT_SENT ? VALUE_INT(sv->step->at) : VALUE_NULL);
	return RC_OK;
}

static bool not_sent(struct session *s, const struct model *m, const struct record *r)
{
	(void)s, (void)m;
	return rec_int(r, GIFT_STATE) != GIFT_SENT;
}

static enum rc send_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	(void)param;
	enum rc rc = RC_OK;
	for (int i = 0; i < n && rc == RC_OK; i++) {
		struct change ch = { .slot = GIFT_STATE, .op = CH_SET, .val = VALUE_INT(GIFT_SENT) };
		int64_t one = id[i];
		rc = record_save(s, st, m, &one, &ch, 1, NULL, err);
		out->done += rc == RC_OK;
	}
	str_addf(&out->message, _("%d gifts sent"), out->done);
	return rc;
}

/* clang-format off */
static const struct action gift_actions[] = {
	{ .name = "send", .label = N_("Send"), .key = "w", .help = N_("It is on its way"), .many = true, .usage = "ID...",
		.applies = not_sent, .run = send_run },
};
static const int gift_slots[] = { GIFT_NAME, GIFT_ACCOUNT, GIFT_STATE, GIFT_WORTH, GIFT_OWNER, GIFT_SENT_AT, 0 };
static const struct section gift_sections[] = { { N_("Gift"), gift_slots, false }, { 0 } };
static const struct preset gift_presets[] = {
	{ .name = "gifts", .label = N_("Gifts"), .by = "state", .criteria = "owner = me" },
};

const struct model gift_model = {
	.no = 900, .name = "gift", .label = N_("Gift"), .plural = N_("Gifts"), .fields = gift_fields, .n = GIFT_N,
	.title = GIFT_NAME, .owner = GIFT_OWNER, .group = GIFT_STATE, .amount = GIFT_WORTH, .subtitle = GIFT_ACCOUNT,
	.sort = "name", .sections = gift_sections, .actions = gift_actions, .n_actions = COUNT(gift_actions),
	.presets = gift_presets, .n_presets = COUNT(gift_presets), .hooks = { .before_save = before_save },
	.empty = N_("No gifts yet: n thinks of one."), .help = N_("What a customer is given"),
};
/* clang-format on */
