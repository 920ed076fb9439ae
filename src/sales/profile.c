/* Profiles: what a person may do, by type of record, and which fields are hidden or read-only. All of it is data: an
 * office adds its own. A person with several profiles may what any of them lets. */
#include "access.h"
#include "base/i18n.h"
#include "base/str.h"
#include "models.h"
#include "record/record.h"
#include "record/rights.h"
#include "record/session.h"
#include "titles.h"

static const struct choice powers[] = {
	{ POWER_CHOICE(POWER_NONE), "none", N_("None"), TONE_NONE },
	{ POWER_CHOICE(POWER_ADMIN), "administrator", N_("Administrator"), TONE_WARN },
	{ POWER_CHOICE(POWER_SUPER), "super", N_("Super administrator"), TONE_BAD },
	{ 0 },
};
static const struct choice verbs[] = {
	{ V_SEE + 1, "see", N_("See"), TONE_NONE },
	{ V_CREATE + 1, "create", N_("Create"), TONE_NONE },
	{ V_EDIT + 1, "edit", N_("Edit"), TONE_NONE },
	{ V_DELETE + 1, "delete", N_("Delete"), TONE_NONE },
	{ V_IMPORT + 1, "import", N_("Import"), TONE_NONE },
	{ V_EXPORT + 1, "export", N_("Export"), TONE_NONE },
	{ V_CONFIGURE + 1, "configure", N_("Configure"), TONE_NONE },
	{ 0 },
};
static const struct choice reaches[] = {
	{ REACH_OWN, "own", N_("Own"), TONE_NONE },
	{ REACH_BELOW, "people", N_("Own and subordinates'"), TONE_NONE },
	{ REACH_TEAM, "team", N_("The teams'"), TONE_NONE },
	{ REACH_UNIT, "department", N_("The department's"), TONE_NONE },
	{ REACH_UNITS, "departments", N_("The department's and those below"), TONE_NONE },
	{ REACH_ALL, "all", N_("All"), TONE_NONE },
	{ 0 },
};
static const struct choice hidings[] = {
	{ FIELD_READONLY, "read_only", N_("Read-only"), TONE_NONE },
	{ FIELD_CONCEALED, "hidden", N_("Hidden"), TONE_NONE },
	{ 0 },
};

/* clang-format off */
static const struct field profile_fields[PROFILE_N] = {
	SYSTEM_FIELDS,
	[PROFILE_NAME] = { .name = "name", .label = N_("Name"), .type = FT_TEXT,
		.flags = F_REQUIRED | F_UNIQUE | F_LIST | F_SEARCH, .no = 10, .width = 30, .max = 120 },
	[PROFILE_POWER] = { .name = "power", .label = N_("Administers"), .type = FT_CHOICE, .choice = powers,
		.flags = F_LIST, .no = 60, .width = 20, .dflt = "none",
		.help = N_("Administrators change people and rights; super administrators name administrators") },
	[PROFILE_EXPORT_ROWS] = { .name = "export_rows", .label = N_("Records a day"), .type = FT_INT, .no = 63, .width = 8,
		.lo = 0, .hi = 1000000000, .help = N_("How many records may be exported in a day; empty: as many as there are") },
	[PROFILE_RIGHTS] = { .name = "rights", .label = N_("Rights"), .type = FT_LINES, .ref = "right",
		.via = "profile", .no = 61 },
	[PROFILE_FIELDS] = { .name = "fields", .label = N_("Field rights"), .type = FT_LINES, .ref = "field_right",
		.via = "profile", .no = 62 },
};
/* A profile has one row a type. */
#define WITHOUT_LEADS \
	"NOT EXISTS(SELECT 1 FROM \"right\" x WHERE x.profile=t.id AND x.model='lead' AND x.trashed_at IS NULL)"
static const struct field right_fields[RIGHT_N] = {
	SYSTEM_FIELDS,
	TITLE_FIELD(RIGHT_NAME),
	[RIGHT_PROFILE] = { .name = "profile", .label = N_("Profile"), .type = FT_REF, .ref = "profile", .sample_from = WITHOUT_LEADS,
		.flags = F_REQUIRED | F_INDEX, .no = 11, .width = 20 },
	[RIGHT_MODEL] = { .name = "model", .label = N_("Record type"), .type = FT_TEXT, .flags = F_LIST, .no = 12,
		.width = 16, .max = 60, .sample = "lead", .help = N_("Empty: every type without a row of its own") },
	[RIGHT_VERBS] = { .name = "verbs", .label = N_("May"), .type = FT_CHOICES, .choice = verbs, .flags = F_LIST,
		.no = RIGHT_VERBS_NO, .width = 40 },
	[RIGHT_SEES] = { .name = "sees", .label = N_("Sees"), .type = FT_CHOICE, .choice = reaches, .flags = F_LIST,
		.no = 14, .width = 14, .dflt = "own", .help = N_("Whose records") },
	[RIGHT_CHANGES] = { .name = "changes", .label = N_("Changes"), .type = FT_CHOICE, .choice = reaches,
		.flags = F_LIST, .no = 15, .width = 14, .dflt = "own", .help = N_("Whose records") },
};
static const struct field field_right_fields[FRIGHT_N] = {
	SYSTEM_FIELDS,
	TITLE_FIELD(FRIGHT_NAME),
	[FRIGHT_PROFILE] = { .name = "profile", .label = N_("Profile"), .type = FT_REF, .ref = "profile",
		.flags = F_REQUIRED | F_INDEX, .no = 11, .width = 20 },
	[FRIGHT_MODEL] = { .name = "model", .label = N_("Record type"), .type = FT_TEXT, .flags = F_REQUIRED | F_LIST,
		.no = 12, .width = 16, .max = 60, .sample = "lead" },
	[FRIGHT_FIELD] = { .name = "field", .label = N_("Field"), .type = FT_TEXT, .flags = F_REQUIRED | F_LIST, .no = 13,
		.width = 20, .max = 60, .sample = "revenue" },
	[FRIGHT_WHAT] = { .name = "is", .label = N_("Is"), .type = FT_CHOICE, .choice = hidings,
		.flags = F_REQUIRED | F_LIST, .no = 14, .width = 10, .dflt = "hidden" },
};
/* clang-format on */
static const int profile_slots[] = { PROFILE_NAME, PROFILE_POWER, PROFILE_EXPORT_ROWS, 0 };
static const int right_tab[] = { PROFILE_RIGHTS, 0 };
static const int field_tab[] = { PROFILE_FIELDS, 0 };
static const struct section profile_sections[] = {
	{ N_("Profile"), profile_slots, false },
	{ N_("Rights"), right_tab, true },
	{ N_("Field rights"), field_tab, true },
	{ 0 },
};
static const int right_slots[] = { RIGHT_PROFILE, RIGHT_MODEL, RIGHT_VERBS, RIGHT_SEES, RIGHT_CHANGES, 0 };
static const struct section right_sections[] = { { N_("Right"), right_slots, false }, { 0 } };
static const int field_right_slots[] = { FRIGHT_PROFILE, FRIGHT_MODEL, FRIGHT_FIELD, FRIGHT_WHAT, 0 };
static const struct section field_right_sections[] = { { N_("Field right"), field_right_slots, false }, { 0 } };
static const struct preset profile_presets[] = { { .name = "profiles", .label = N_("Profiles") } };

/* --- who may touch what belongs to administrators --- */

enum rc access_super_only(struct session *s, int64_t power, struct err *err)
{
	if (power < POWER_CHOICE(POWER_ADMIN) || rights_power(s) == POWER_SUPER)
		return RC_OK;
	rights_refuse(s, V_CONFIGURE, &profile_model, 0);
	return fail(err, RC_DENIED, NO_FIELD, _("only a super administrator names or changes administrators"));
}

int64_t profiles_power(struct session *s, const struct value *profiles)
{
	int64_t power = 0;

	for (int i = 0; profiles->kind == VAL_SET && i < profiles->n; i++) {
		int64_t one = db_get_int(
			s->db, 0, "SELECT power FROM profile WHERE id=? AND trashed_at IS NULL", "i", profiles->set[i]);

		power = one > power ? one : power;
	}
	return power;
}

static enum rc profile_derive(struct session *s, const struct save *sv, struct err *err)
{
	int64_t before = sv->before ? rec_int(sv->before, PROFILE_POWER) : 0, after = rec_int(sv->after, PROFILE_POWER);

	return access_super_only(s, before > after ? before : after, err);
}

static enum rc part_derive(struct session *s, const struct save *sv, struct err *err)
{
	int64_t profile = rec_int(sv->after, sv->model->no == NO_RIGHT ? RIGHT_PROFILE : FRIGHT_PROFILE);

	return access_super_only(s, db_get_int(s->db, 0, "SELECT power FROM profile WHERE id=?", "i", profile), err);
}

/* --- rows --- */

static enum rc known_type(struct session *s, struct save *sv, int slot, const struct model **m, struct err *err)
{
	*m = registry_find(s->reg, rec_text(sv->after, slot));
	if (!*m)
		return fail(err, RC_INVALID, slot, _("no record type \"%s\": crm models lists them"),
			rec_text(sv->after, slot));
	save_set(sv, slot, value_text((*m)->name));
	return RC_OK;
}

static enum rc right_before_save(struct session *s, struct save *sv, struct err *err)
{
	const struct record *r = sv->after;
	const struct model *m = NULL;
	enum rc rc = rec_has(r, RIGHT_MODEL) ? known_type(s, sv, RIGHT_MODEL, &m, err) : RC_OK;

	if (rc != RC_OK)
		return rc;
	if (db_get_int(s->db, 0,
		    "SELECT id FROM \"right\" WHERE profile=? AND coalesce(model, '')=? AND id<>? AND trashed_at IS "
		    "NULL",
		    "isi", rec_int(r, RIGHT_PROFILE), m ? m->name : "", sv->before ? r->id : 0))
		return fail(err, RC_INVALID, RIGHT_MODEL,
			_("the profile has a row for this type already: change that one"));
	save_set(sv, RIGHT_NAME, value_text(m ? _(m->plural) : _("everything else")));
	return RC_OK;
}

static enum rc field_right_before_save(struct session *s, struct save *sv, struct err *err)
{
	const struct record *r = sv->after;
	const struct model *m;
	enum rc rc = known_type(s, sv, FRIGHT_MODEL, &m, err);
	int slot = rc == RC_OK ? model_slot(m, rec_text(r, FRIGHT_FIELD)) : 0;
	char *name;

	if (rc != RC_OK)
		return rc;
	if (slot < SYS_N || slot == m->title || slot == m->owner)
		return fail(err, RC_INVALID, FRIGHT_FIELD,
			slot < 0 ? _("%s has no field \"%s\": crm fields %s lists them")
				 : _("%s.%s cannot be hidden: it is how records of type %s are found"),
			m->name, rec_text(r, FRIGHT_FIELD), m->name);
	name = xasprintf("%s.%s", m->name, m->fields[slot].name);
	save_set(sv, FRIGHT_NAME, value_text(name));
	free(name);
	return RC_OK;
}

/* clang-format off */
const struct model profile_model = {
	.no = NO_PROFILE, .name = "profile", .label = N_("Profile"), .plural = N_("Profiles"), .fields = profile_fields,
	.n = PROFILE_N, .flags = M_SMALL | M_PRIVILEGED | M_ACCESS, .title = PROFILE_NAME, .sort = "name",
	.sections = profile_sections, .presets = profile_presets, .n_presets = COUNT(profile_presets),
	.quick = profile_slots, .empty = N_("No profiles: nobody may do anything."), .hooks = { .derive = profile_derive },
	.help = N_("What a person may do"),
};
const struct model right_model = {
	.no = NO_RIGHT, .name = "right", .label = N_("Right"), .plural = N_("Rights"), .fields = right_fields,
	.n = RIGHT_N, .flags = M_LINES, .title = RIGHT_NAME, .sort = "id", .sections = right_sections,
	.empty = N_("No rights: this profile lets nobody do anything."),
	.hooks = { .before_save = right_before_save, .derive = part_derive },
	.help = N_("What a profile lets people do with records of one type, and with whose"),
};
const struct model field_right_model = {
	.no = NO_FIELD_RIGHT, .name = "field_right", .label = N_("Field right"), .plural = N_("Field rights"),
	.fields = field_right_fields, .n = FRIGHT_N, .flags = M_LINES, .title = FRIGHT_NAME, .sort = "model,field",
	.sections = field_right_sections, .empty = N_("No field is hidden or read-only."),
	.hooks = { .before_save = field_right_before_save, .derive = part_derive },
	.help = N_("A field that a profile hides or makes read-only"),
};
/* clang-format on */

/* --- what ships --- */

#define ALL_BUT_CONFIGURE "see, create, edit, delete, import, export"
static const struct {
	const char *name;
	enum power power;
	struct {
		const char *model, *verbs;
		enum reach sees, changes;
	} right[5];
} shipped[] = {
	{ "Salesperson", POWER_NONE, { { "", "see, create, edit, delete, import", REACH_OWN, REACH_OWN } } },
	{ "Team leader", POWER_NONE, { { "", ALL_BUT_CONFIGURE, REACH_TEAM, REACH_TEAM } } },
	{ "Sales manager", POWER_NONE,
		{ { "", ALL_BUT_CONFIGURE, REACH_ALL, REACH_ALL },
			{ "stage", ALL_BUT_CONFIGURE ", configure", REACH_ALL, REACH_ALL },
			{ "team", ALL_BUT_CONFIGURE ", configure", REACH_ALL, REACH_ALL },
			{ "activity_type", ALL_BUT_CONFIGURE ", configure", REACH_ALL, REACH_ALL },
			{ "lost_reason", ALL_BUT_CONFIGURE ", configure", REACH_ALL, REACH_ALL } } },
	{ "Administrator", POWER_ADMIN, { { "", ALL_BUT_CONFIGURE ", configure", REACH_ALL, REACH_ALL } } },
	{ "Super administrator", POWER_SUPER, { { "", ALL_BUT_CONFIGURE ", configure", REACH_ALL, REACH_ALL } } },
	{ "Read-only", POWER_NONE, { { "", "see", REACH_ALL, REACH_NONE } } },
};

static enum rc ship_right(struct session *s, struct step *st, int64_t profile, size_t p, size_t i, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct value may = VALUE_NULL;
	enum rc rc = value_parse(s, &right_model, RIGHT_VERBS, shipped[p].right[i].verbs, &a, &may, NULL, err);
	int64_t id = 0;
	struct change ch[] = {
		{ .slot = RIGHT_PROFILE, .op = CH_SET, .val = VALUE_INT(profile) },
		{ .slot = RIGHT_MODEL, .op = CH_SET, .val = value_text(shipped[p].right[i].model) },
		{ .slot = RIGHT_VERBS, .op = CH_SET, .val = may },
		{ .slot = RIGHT_SEES, .op = CH_SET, .val = VALUE_INT(shipped[p].right[i].sees) },
		{ .slot = RIGHT_CHANGES,
			.op = CH_SET,
			.val = shipped[p].right[i].changes ? VALUE_INT(shipped[p].right[i].changes) : VALUE_NULL },
	};

	if (rc == RC_OK)
		rc = record_save(s, st, &right_model, &id, ch, COUNT(ch), NULL, err);
	arena_free(&a);
	return rc;
}

/* A profile that is there already keeps its rights, if it has any. */
static enum rc ship_profile(struct session *s, struct step *st, size_t p, struct err *err)
{
	struct change ch[] = {
		{ .slot = PROFILE_NAME, .op = CH_SET, .val = value_text(shipped[p].name) },
		{ .slot = PROFILE_POWER, .op = CH_SET, .val = VALUE_INT(POWER_CHOICE(shipped[p].power)) },
	};
	int64_t id = 0;
	enum rc rc;

	record_find(s, &profile_model, shipped[p].name, &id, NULL);
	if (id && db_get_int(s->db, 0, "SELECT 1 FROM \"right\" WHERE profile=?", "i", id))
		return RC_OK;
	rc = record_save(s, st, &profile_model, &id, ch, COUNT(ch), NULL, err);
	for (size_t i = 0; rc == RC_OK && i < COUNT(shipped[p].right) && shipped[p].right[i].verbs; i++)
		rc = ship_right(s, st, id, p, i, err);
	return rc;
}

enum rc ship_profiles(struct session *s, struct step *st, struct err *err)
{
	enum rc rc = RC_OK;

	for (size_t p = 0; p < COUNT(shipped) && rc == RC_OK; p++)
		rc = ship_profile(s, st, p, err);
	return rc;
}
