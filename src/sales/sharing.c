/* What opens records to people who would not see them by their position: sharing rules (all records that match), and
 * the sharing of one record. */
#include "access.h"
#include "base/i18n.h"
#include "base/str.h"
#include "models.h"
#include "record/criteria.h"
#include "record/record.h"
#include "record/rights.h"
#include "record/session.h"
#include "shared_actions.h"
#include "titles.h"

static const struct choice mays[] = {
	{ MAY_SEE, "see", N_("See"), TONE_NONE },
	{ MAY_EDIT, "edit", N_("Edit"), TONE_WARN },
	{ 0 },
};
const char *const share_targets[] = { "user", "team", "department", "group", "profile", NULL };

bool share_target_ok(struct session *s, int64_t ref)
{
	const struct model *m = registry_no(s->reg, REF_MODEL(ref));

	for (int i = 0; m && share_targets[i]; i++)
		if (str_eq(m->name, share_targets[i]))
			return true;
	return false;
}

static bool mine(struct session *s, const struct record *r, struct value *out)
{
	*out = VALUE_INT(db_get_int(s->db, 0, "SELECT 1 FROM member_of WHERE user=? AND ref=?", "ii", s->user,
				 rec_int(r, SHARE_TARGET)) != 0);
	return true;
}

/* clang-format off */
static const struct field rule_fields[RULE_N] = {
	SYSTEM_FIELDS,
	[RULE_NAME] = { .name = "name", .label = N_("Name"), .type = FT_TEXT, .flags = F_REQUIRED | F_LIST | F_SEARCH,
		.no = 10, .width = 24 },
	[RULE_MODEL] = { .name = "model", .label = N_("Record type"), .type = FT_TEXT, .flags = F_REQUIRED | F_LIST,
		.no = 11, .width = 12, .max = 60, .sample = "lead" },
	[RULE_CRITERIA] = { .name = "criteria", .label = N_("Which"), .type = FT_TEXT, .flags = F_LIST, .no = 12,
		.width = 30, .max = 2000, .sample = "country = DE", .help = N_("Empty: all") },
	[RULE_TARGET] = { .name = "target", .label = N_("Shared with"), .type = FT_ANYREF, .sample = "user",
		.flags = F_REQUIRED | F_LIST | F_NO_RELATED, .no = 13, .width = 20,
		.help = N_("user/3, team/2, department/1, group/1, profile/4") },
	[RULE_MAY] = { .name = "may", .label = N_("May"), .type = FT_CHOICE, .choice = mays,
		.flags = F_REQUIRED | F_LIST, .no = 14, .width = 6, .dflt = "see" },
};
static const struct field share_fields[SHARE_N] = {
	SYSTEM_FIELDS,
	TITLE_FIELD(SHARE_NAME),
	[SHARE_RECORD] = { .name = "record", .label = N_("Record"), .type = FT_ANYREF, .sample = "lead",
		.flags = F_REQUIRED | F_LIST | F_INDEX | F_ONCE, .no = 11, .width = 26 },
	[SHARE_TARGET] = { .name = "target", .label = N_("Shared with"), .type = FT_ANYREF, .sample = "user",
		.flags = F_REQUIRED | F_LIST | F_INDEX | F_ONCE | F_NO_RELATED, .no = 12, .width = 20 },
	[SHARE_MAY] = { .name = "may", .label = N_("May"), .type = FT_CHOICE, .choice = mays,
		.flags = F_REQUIRED | F_LIST, .no = 13, .width = 6, .dflt = "see" },
	[SHARE_UNTIL] = { .name = "until", .label = N_("Until"), .type = FT_DATE, .flags = F_LIST, .no = 14,
		.help = N_("The last day; empty: for good") },
	[SHARE_MINE] = { .name = "mine", .label = N_("With me"), .type = FT_FORMULA, .as = FT_BOOL, .flags = F_HIDDEN | F_NO_IMPORT,
		.no = 15, .sql = "EXISTS (SELECT 1 FROM member_of w WHERE w.user=:me AND w.ref=$t.target)", .formula = mine },
};
/* clang-format on */
static const int rule_slots[] = { RULE_NAME, RULE_MODEL, RULE_CRITERIA, RULE_TARGET, RULE_MAY, 0 };
static const struct section rule_sections[] = { { N_("Sharing rule"), rule_slots, false }, { 0 } };
static const struct preset rule_presets[] = { { .name = "sharing_rules", .label = N_("Sharing rules") } };
static const int share_slots[] = { SHARE_RECORD, SHARE_TARGET, SHARE_MAY, SHARE_UNTIL, 0 };
static const struct section share_sections[] = { { N_("Share"), share_slots, false }, { 0 } };
static const struct preset share_presets[] = {
	{ .name = "shared_with_me",
		.label = N_("Shared with me"),
		.criteria = "mine = yes",
		.columns = "record,may,until,created_by,created_at",
		.sort = "-created_at" },
	{ .name = "shares", .label = N_("Shared records"), .sort = "-created_at" },
};

/* The criteria are kept by ids: a rename breaks nothing. */
static enum rc keep_criteria(struct session *s, struct save *sv, const struct model *m, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct str text = STR_INIT;
	struct criteria *c = NULL;
	enum rc rc = criteria_parse(s, m, rec_text(sv->after, RULE_CRITERIA), &a, &c, err);

	if (rc == RC_OK && criteria_personal(c))
		rc = fail(err, RC_INVALID, RULE_CRITERIA,
			_("a rule is for everybody: it cannot speak of me or my people"));
	if (rc != RC_OK && err)
		err->field = RULE_CRITERIA;
	if (rc == RC_OK && c)
		criteria_store(s, c, &text);
	if (rc == RC_OK)
		save_set(sv, RULE_CRITERIA, value_text(text.s));
	str_free(&text);
	arena_free(&a);
	return rc;
}

static enum rc check_target(struct session *s, int64_t ref, int slot, struct err *err)
{
	if (share_target_ok(s, ref))
		return RC_OK;
	return fail(err, RC_INVALID, slot, _("records are shared with a user, team, department, group or profile"));
}

static enum rc rule_before_save(struct session *s, struct save *sv, struct err *err)
{
	const struct model *m = registry_find(s->reg, rec_text(sv->after, RULE_MODEL));
	enum rc rc;

	if (!m || m->flags & (M_LINES | M_PRIVILEGED))
		return fail(err, RC_INVALID, RULE_MODEL,
			_("no record type \"%s\" that can be shared: crm models lists them"),
			rec_text(sv->after, RULE_MODEL));
	save_set(sv, RULE_MODEL, value_text(m->name));
	rc = check_target(s, rec_int(sv->after, RULE_TARGET), RULE_TARGET, err);
	return rc == RC_OK ? keep_criteria(s, sv, m, err) : rc;
}

static enum rc share_before_save(struct session *s, struct save *sv, struct err *err)
{
	const struct record *r = sv->after;
	const struct model *m = registry_no(s->reg, REF_MODEL(rec_int(r, SHARE_RECORD)));
	enum rc rc = check_target(s, rec_int(r, SHARE_TARGET), SHARE_TARGET, err);

	if (rc != RC_OK)
		return rc;
	if (!m || m->flags & (M_LINES | M_PRIVILEGED))
		return fail(err, RC_INVALID, SHARE_RECORD, _("this cannot be shared"));
	title_from_refs(s, sv, SHARE_NAME, (const int[]){ SHARE_RECORD, SHARE_TARGET, 0 });
	return RC_OK;
}

/* One row a share, so that sharing one record costs nothing of how many there are. */
static enum rc share_derive(struct session *s, const struct save *sv, struct err *err)
{
	const struct record *r = sv->after;
	enum rc rc = db_run(s->db, err, "DELETE FROM access_share WHERE id=?", "i", r->id);

	if (rc != RC_OK || rec_has(r, SYS_TRASHED_AT))
		return rc;
	return db_run(s->db, err, "INSERT INTO access_share(id, ref, target, edit, until) VALUES(?, ?, ?, ?, ?)",
		"iiiis", r->id, rec_int(r, SHARE_RECORD), rec_int(r, SHARE_TARGET),
		(int64_t)(rec_int(r, SHARE_MAY) == MAY_EDIT),
		rec_has(r, SHARE_UNTIL) ? rec_text(r, SHARE_UNTIL) : NULL);
}

/* clang-format off */
const struct model sharing_rule_model = {
	.no = NO_SHARING_RULE, .name = "sharing_rule", .label = N_("Sharing rule"), .plural = N_("Sharing rules"),
	.fields = rule_fields, .n = RULE_N, .flags = M_PRIVILEGED | M_ACCESS, .title = RULE_NAME,
	.subtitle = RULE_MODEL, .sort = "name", .sections = rule_sections, .presets = rule_presets,
	.n_presets = COUNT(rule_presets), .quick = rule_slots, .empty = N_("No sharing rules: records are seen by position alone."),
	.hooks = { .before_save = rule_before_save }, .help = N_("Records that match are shared with somebody"),
};
const struct model share_model = {
	.no = NO_SHARE, .name = "share", .label = N_("Share"), .plural = N_("Shares"), .fields = share_fields, .n = SHARE_N,
	.title = SHARE_NAME, .parent = SHARE_RECORD, .subtitle = SHARE_TARGET, .sort = "-created_at",
	.sections = share_sections, .presets = share_presets, .n_presets = COUNT(share_presets),
	.empty = N_("Nothing is shared."), .hooks = { .before_save = share_before_save, .derive = share_derive },
	.help = N_("One record shared with somebody"),
};

/* --- the deed --- */

const struct field share_params[7] = {
	{ .name = "user", .label = N_("Person"), .type = FT_REF, .ref = "user", .no = 10 },
	{ .name = "may", .label = N_("May"), .type = FT_CHOICE, .choice = mays, .flags = F_REQUIRED, .no = 11, .dflt = "see" },
	{ .name = "until", .label = N_("Until"), .type = FT_DATE, .no = 12, .help = N_("The last day; empty: for good") },
	{ .name = "team", .label = N_("Or a team"), .type = FT_REF, .ref = "team", .no = 13 },
	{ .name = "department", .label = N_("Or a department"), .type = FT_REF, .ref = "department", .no = 14 },
	{ .name = "group", .label = N_("Or a group"), .type = FT_REF, .ref = "group", .no = 15 },
	{ .name = "profile", .label = N_("Or a profile"), .type = FT_REF, .ref = "profile", .no = 16 },
};
/* clang-format on */
enum { SHARE_P_USER, SHARE_P_MAY, SHARE_P_UNTIL, SHARE_P_TEAM };

static enum rc share_with(
	struct session *s, struct step *st, int64_t ref, int64_t target, const struct value *param, struct err *err)
{
	struct change ch[] = {
		{ .slot = SHARE_RECORD, .op = CH_SET, .val = VALUE_INT(ref) },
		{ .slot = SHARE_TARGET, .op = CH_SET, .val = VALUE_INT(target) },
		{ .slot = SHARE_MAY, .op = CH_SET, .val = param[SHARE_P_MAY] },
		{ .slot = SHARE_UNTIL, .op = CH_SET, .val = param[SHARE_P_UNTIL] },
	};
	/* shared again: the newest word counts */
	int64_t id = db_get_int(
		s->db, 0, "SELECT id FROM share WHERE record=? AND target=? AND trashed_at IS NULL", "ii", ref, target);

	return record_save(s, st, &share_model, &id, id ? ch + 2 : ch, id ? 2 : (int)COUNT(ch), NULL, err);
}

static enum rc share_all(struct session *s, struct step *st, const struct model *m, int64_t id,
	const struct value *param, struct err *err)
{
	enum rc rc = RC_OK;

	for (int i = 0; i < (int)COUNT(share_params) && rc == RC_OK; i++)
		if (share_params[i].type == FT_REF && param[i].kind == VAL_INT)
			rc = share_with(s, st, REF_MAKE(m->no, id),
				REF_MAKE(registry_find(s->reg, share_params[i].ref)->no, param[i].i), param, err);
	return rc;
}

enum rc action_share(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	enum rc rc = RC_OK;
	int with = 0;

	for (int i = 0; i < (int)COUNT(share_params); i++)
		with += share_params[i].type == FT_REF && param[i].kind == VAL_INT;
	if (!with)
		return fail(err, RC_INVALID, SHARE_P_USER,
			_("say with whom: a person, team, department, group or profile"));
	for (int i = 0; i < n && rc == RC_OK; i++) {
		rc = action_one(share_all(s, st, m, id[i], param, err), id[i], out, err);
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	action_subject(s, m, id, n, out->done, &out->message);
	str_add(&out->message, _(" shared"));
	return rc;
}
