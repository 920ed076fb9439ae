/* People and what they are grouped in: users, departments, groups, profiles. */
#include <stdio.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/priv.h"
#include "base/str.h"
#include "access.h"
#include "handover.h"
#include "models.h"
#include "people.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"
#include "tree.h"

#define ZONES "/usr/share/zoneinfo"
#define NAME_FIELD(slot)                                                                                               \
	[slot] = { .name = "name",                                                                                     \
		.label = N_("Name"),                                                                                   \
		.type = FT_TEXT,                                                                                       \
		.flags = F_REQUIRED | F_UNIQUE | F_LIST | F_SEARCH,                                                    \
		.no = 10,                                                                                              \
		.width = 24 }

static const struct choice calendars[] = {
	{ 1, "gregorian", N_("Gregorian"), TONE_NONE },
	{ 2, "jalali", N_("Jalali"), TONE_NONE },
	{ 0 },
};

/* A zone that nobody knows would silently be Greenwich. Where the machine has no list of zones, nothing can be told. */
static enum rc check_zone(struct session *s, const struct value *v, struct err *err)
{
	char path[200];
	(void)s;
	if (v->kind != VAL_TEXT || access(ZONES, R_OK) != 0)
		return RC_OK;
	snprintf(path, sizeof path, ZONES "/%s", v->s);
	if (v->s[0] == '/' || strstr(v->s, "..") || access(path, R_OK) != 0)
		return fail(err, RC_INVALID, USER_TIME_ZONE, _("no time zone \"%s\": give its name, as Europe/Berlin"), v->s);
	return RC_OK;
}

/* clang-format off */
static const struct field user_fields[USER_N] = {
	SYSTEM_FIELDS,
	[USER_NAME] = { .name = "name", .label = N_("Name"), .type = FT_TEXT, .flags = F_REQUIRED | F_LIST | F_SEARCH,
		.no = 10, .width = 20 },
	[USER_LOGIN] = { .name = "login", .label = N_("Login"), .type = FT_TEXT,
		.flags = F_REQUIRED | F_UNIQUE | F_LIST | F_SEARCH, .no = 11, .width = 12, .max = 63,
		.help = N_("The account on this machine") },
	[USER_EMAIL] = { .name = "email", .label = N_("E-mail"), .type = FT_EMAIL, .flags = F_LIST | F_SEARCH, .no = 12 },
	[USER_MANAGER] = { .name = "manager", .label = N_("Manager"), .type = FT_REF, .ref = "user",
		.flags = F_LIST | F_INDEX, .no = 13, .width = 14 },
	[USER_DEPARTMENT] = { .name = "department", .label = N_("Main department"), .type = FT_REF, .ref = "department",
		.flags = F_LIST | F_INDEX, .no = 14, .width = 14 },
	[USER_DEPARTMENTS] = { .name = "departments", .label = N_("Other departments"), .type = FT_REFS,
		.ref = "department", .flags = F_EXTRA, .no = USER_DEPARTMENTS_NO },
	[USER_PROFILES] = { .name = "profiles", .label = N_("Profiles"), .type = FT_REFS, .ref = "profile",
		.flags = F_LIST, .no = USER_PROFILES_NO, .help = N_("What this person may do") },
	[USER_TIME_ZONE] = { .name = "time_zone", .label = N_("Time zone"), .type = FT_TEXT, .flags = F_EXTRA | F_SELF, .no = 17,
		.check = check_zone, .sample = "Europe/Berlin", .help = N_("As Europe/Berlin; empty: the machine's") },
	[USER_LANGUAGE] = { .name = "language", .label = N_("Language"), .type = FT_TEXT, .flags = F_EXTRA | F_SELF, .no = 18,
		.max = 35, .sample = "en" },
	[USER_CALENDAR] = { .name = "calendar", .label = N_("Calendar"), .type = FT_CHOICE, .choice = calendars,
		.flags = F_EXTRA | F_SELF, .no = 19 },
	[USER_DISABLED] = { .name = "disabled", .label = N_("Disabled"), .type = FT_BOOL, .no = 20, .dflt = "no",
		.help = N_("May not open the office any more") },
	[USER_UID] = { .name = "uid", .label = N_("Account number"), .type = FT_INT,
		.flags = F_READONLY | F_HIDDEN | F_QUIET | F_NO_IMPORT, .no = 50,
		.help = N_("Of the account on this machine: who changes the login stays the same person") },
};
/* clang-format on */
static const int user_slots[] = { USER_NAME, USER_LOGIN, USER_EMAIL, USER_MANAGER, USER_DEPARTMENT, USER_DEPARTMENTS,
	USER_PROFILES, USER_DISABLED, 0 };
static const int personal_slots[] = { USER_TIME_ZONE, USER_LANGUAGE, USER_CALENDAR, 0 };
static const struct section user_sections[] = {
	{ N_("User"), user_slots, false },
	{ N_("Personal"), personal_slots, true },
	{ 0 },
};
static const struct preset user_presets[] = { { .name = "users", .label = N_("Users") } };

/* Whose login changes is known by the account's number from then on; the own one is the one to be sure of. */
static void keep_account(struct session *s, struct save *sv)
{
	if (sv->before && save_changed(sv, USER_LOGIN) && sv->after->id == s->user && !rec_has(sv->after, USER_UID) &&
		strcmp(rec_text(sv->before, USER_LOGIN), priv_login()) == 0)
		save_set(sv, USER_UID, VALUE_INT(s->real_uid));
}

/* Who comes without one works as a salesperson: without any a person could do nothing. */
static void default_profile(struct session *s, struct save *sv)
{
	int64_t id = db_get_int(s->db, 0, "SELECT id FROM profile WHERE name='Salesperson' AND trashed_at IS NULL", "");

	if (id)
		save_set(sv, USER_PROFILES, (struct value){ .kind = VAL_SET, .n = 1, .set = &id });
}

/* Which profiles an administrator has, who is one, and the account that is her: for super administrators to change. Here
 * rather than before the save, since undo passes here too. */
static enum rc user_derive(struct session *s, const struct save *sv, struct err *err)
{
	int64_t before = sv->before ? profiles_power(s, &sv->before->val[USER_PROFILES]) : 0;
	int64_t after = profiles_power(s, &sv->after->val[USER_PROFILES]);

	if (!save_changed(sv, USER_PROFILES) && !save_changed(sv, USER_LOGIN) && !save_changed(sv, USER_UID) && !save_changed(sv, USER_DISABLED) &&
		!save_changed(sv, SYS_ACTIVE) && !save_changed(sv, SYS_TRASHED_AT))
		return RC_OK;
	return access_super_only(s, before > after ? before : after, err);
}

/* Who locked herself out could not even undo it. */
static enum rc user_before_save(struct session *s, struct save *sv, struct err *err)
{
	if (!sv->before && !rec_has(sv->after, USER_PROFILES))
		default_profile(s, sv);
	if (!rec_has(sv->after, USER_NAME))
		save_set(sv, USER_NAME, sv->after->val[USER_LOGIN]);
	keep_account(s, sv);
	if (sv->before && sv->after->id == s->user && rec_int(sv->after, USER_DISABLED))
		return fail(
			err, RC_INVALID, USER_DISABLED, _("you cannot shut yourself out: another administrator can"));
	return tree_check(s, sv, USER_MANAGER, err);
}

static enum rc user_before_trash(struct session *s, struct save *sv, struct err *err)
{
	if (sv->after->id == s->user)
		return fail(err, RC_INVALID, NO_FIELD, _("you cannot trash yourself: another administrator can"));
	return RC_OK;
}

/* Who is shut out leaves work behind that nobody else may see. */
static void user_warn(struct session *s, const struct save *sv, struct str *out)
{
	int64_t n = sv->before && save_changed(sv, USER_DISABLED) && rec_int(sv->after, USER_DISABLED)
			    ? handover_open(s, sv->after->id)
			    : 0;
	if (n)
		str_addf(out,
			ngettext("%ld record stays with %s: hand_over gives it to somebody else",
				"%ld records stay with %s: hand_over gives them to others", (unsigned long)n),
			(long)n, rec_text(sv->after, USER_NAME));
}

static const struct action user_actions[] = { HANDOVER_ACTION };

/* clang-format off */
const struct model user_model = {
	.no = NO_USER, .name = "user", .label = N_("User"), .plural = N_("Users"), .fields = user_fields, .n = USER_N,
	.flags = M_PRIVILEGED | M_ACCESS, .title = USER_NAME, .subtitle = USER_LOGIN, .sort = "name", .sections = user_sections, .presets = user_presets,
	.n_presets = COUNT(user_presets), .empty = N_("No users."), .hooks = { .before_save = user_before_save, .derive = user_derive, .before_trash = user_before_trash,
		.warn = user_warn }, .actions = user_actions, .n_actions = COUNT(user_actions),
	.help = N_("A person who may open the office"),
};

static const struct field department_fields[DEPARTMENT_N] = {
	SYSTEM_FIELDS,
	NAME_FIELD(DEPARTMENT_NAME),
	[DEPARTMENT_PARENT] = { .name = "parent", .label = N_("Part of"), .type = FT_REF, .ref = "department",
		.flags = F_LIST | F_INDEX, .no = 11, .width = 20 },
	[DEPARTMENT_HEAD] = { .name = "head", .label = N_("Head"), .type = FT_REF, .ref = "user", .flags = F_LIST,
		.no = 12, .width = 14 },
};
/* clang-format on */
static const int department_slots[] = { DEPARTMENT_NAME, DEPARTMENT_PARENT, DEPARTMENT_HEAD, 0 };
static const struct section department_sections[] = { { N_("Department"), department_slots, false }, { 0 } };

static enum rc department_before_save(struct session *s, struct save *sv, struct err *err)
{
	return tree_check(s, sv, DEPARTMENT_PARENT, err);
}

/* clang-format off */
const struct model department_model = {
	.no = NO_DEPARTMENT, .name = "department", .label = N_("Department"), .plural = N_("Departments"),
	.fields = department_fields, .n = DEPARTMENT_N, .flags = M_SMALL | M_PRIVILEGED | M_ACCESS, .title = DEPARTMENT_NAME, .sort = "name",
	.sections = department_sections, .empty = N_("No departments yet: n makes one."),
	.hooks = { .before_save = department_before_save },
};

static const struct field group_fields[GROUP_N] = {
	SYSTEM_FIELDS,
	NAME_FIELD(GROUP_NAME),
	[GROUP_MEMBERS] = { .name = "members", .label = N_("Members"), .type = FT_REFS, .ref = "user", .flags = F_LIST,
		.no = GROUP_MEMBERS_NO },
};
/* clang-format on */
static const int group_slots[] = { GROUP_NAME, GROUP_MEMBERS, 0 };
static const struct section group_sections[] = { { N_("Group"), group_slots, false }, { 0 } };

/* clang-format off */
const struct model group_model = {
	.no = NO_GROUP, .name = "group", .label = N_("Group"), .plural = N_("Groups"), .fields = group_fields, .n = GROUP_N,
	.flags = M_SMALL | M_PRIVILEGED | M_ACCESS, .title = GROUP_NAME, .sort = "name", .sections = group_sections,
	.empty = N_("No groups yet: n makes one."), .help = N_("People that records are shared with"),
};
/* clang-format on */
