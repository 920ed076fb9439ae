/* The office: which record types there are, what ships with a fresh database, whose words the criteria know. */
#include "base/address.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/priv.h"
#include "base/str.h"
#include "access.h"
#include "activity.h"
#include "caller.h"
#include "country.h"
#include "hours.h"
#include "lead.h"
#include "models.h"
#include "people.h"
#include "periodic.h"
#include "record/criteria.h"
#include "record/journal.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"
#include "sales/sales.h"
#include "sales/scoring.h"
#include "scoring.h"
#include "scoring_points.h"
#include "stage.h"

/* A new record type: its file, and one line here. */
/* clang-format off */
static const struct model *const models[] = {
	&user_model,
	&department_model,
	&group_model,
	&profile_model,
	&team_model,
	&team_member_model,
	&target_model,
	&stage_model,
	&lead_model,
	&account_model,
	&contact_model,
	&contact_role_model,
	&tag_model,
	&source_model,
	&medium_model,
	&campaign_model,
	&lost_reason_model,
	&industry_model,
	&country_model,
	&activity_model,
	&activity_type_model,
	&note_model,
	&recurring_plan_model,
	&scoring_rule_model,
	&activity_plan_model,
	&plan_line_model,
	&attendee_model,
	&series_model,
	&holiday_model,
	&shift_model,
	&right_model,
	&field_right_model,
	&sharing_rule_model,
	&share_model,
};
/* clang-format on */

static const struct set_word words[] = {
	/* UNION, so that a ring of managers ends */
	{ "my people", "user",
		"SELECT p.id FROM (WITH RECURSIVE below(id) AS (SELECT id FROM user WHERE manager=:me UNION"
		" SELECT u.id FROM user u JOIN below ON u.manager=below.id) SELECT id FROM below) p" },
	{ "my team", "team",
		"SELECT id FROM team WHERE leader=:me UNION"
		" SELECT team AS id FROM team_member WHERE user=:me AND trashed_at IS NULL" },
	{ "my department", "department",
		"SELECT department AS id FROM user WHERE id=:me AND department IS NOT NULL UNION"
		" SELECT to_id FROM link WHERE field=(" SQL_STR(NO_USER) "<<16|" SQL_STR(
			USER_DEPARTMENTS_NO) ") AND from_id=:me" },
	/* of an owner it means the people in them */
	{ "my team", "user",
		"SELECT x.user AS id FROM team_member x WHERE x.trashed_at IS NULL AND x.team IN (SELECT t.id FROM "
		"team t"
		" WHERE t.leader=:me UNION SELECT y.team FROM team_member y WHERE y.user=:me AND y.trashed_at IS "
		"NULL)" },
	{ "my department", "user",
		"SELECT u.id FROM user u WHERE u.department IN (SELECT m.department FROM user m WHERE m.id=:me)" },
};

/* --- what ships
 * ------------------------------------------------------------------------------------------------------- */

/* Creates a record of the model whose first own slots hold the values, VALUE_NULL: left to its default. */
static enum rc ship_one(
	struct session *s, struct step *st, const struct model *m, const struct value *val, int n, struct err *err)
{
	struct change ch[12];
	int n_ch = 0;
	int64_t id = 0;
	for (int i = 0; i < n; i++)
		if (val[i].kind != VAL_NULL)
			ch[n_ch++] = (struct change){ .slot = SYS_N + i, .op = CH_SET, .val = val[i] };
	return record_save(s, st, m, &id, ch, n_ch, NULL, err);
}

static enum rc ship_names(
	struct session *s, struct step *st, const struct model *m, const char *const *name, struct err *err)
{
	enum rc rc = RC_OK;
	for (; *name && rc == RC_OK; name++) {
		struct value v = value_text(*name);
		rc = ship_one(s, st, m, &v, 1, err);
	}
	return rc;
}

static enum rc ship_stages(struct session *s, struct step *st, struct err *err)
{
	static const struct {
		const char *name;
		int sequence, won;
	} row[] = { { "New", 1, 0 }, { "Qualified", 2, 0 }, { "Proposition", 3, 0 }, { "Won", 70, 1 } };
	enum rc rc = RC_OK;
	for (size_t i = 0; i < COUNT(row) && rc == RC_OK; i++) {
		struct value v[] = { value_text(row[i].name), VALUE_INT(row[i].sequence), VALUE_INT(row[i].won) };
		rc = ship_one(s, st, &stage_model, v, COUNT(v), err);
	}
	return rc;
}

static enum rc ship_types(struct session *s, struct step *st, struct err *err)
{
	static const struct {
		const char *name;
		int delay, contact;
	} row[] = { { "E-mail", 0, 1 }, { "Call", 2, 1 }, { "Meeting", 0, 1 }, { "To-do", 5, 0 },
		{ "Upload document", 5, 0 } };
	enum rc rc = RC_OK;
	for (size_t i = 0; i < COUNT(row) && rc == RC_OK; i++) {
		struct value v[TYPE_CONTACT - SYS_N + 1] = {
			value_text(row[i].name), VALUE_INT(row[i].delay), VALUE_INT(UNIT_DAYS)
		};
		v[TYPE_CONTACT - SYS_N] = VALUE_INT(row[i].contact);
		rc = ship_one(s, st, &activity_type_model, v, COUNT(v), err);
	}
	return rc;
}

static enum rc ship_plans(struct session *s, struct step *st, struct err *err)
{
	static const struct {
		const char *name;
		int months;
	} row[] = { { "Monthly", 1 }, { "Yearly", 12 }, { "3 years", 36 }, { "5 years", 60 } };
	enum rc rc = RC_OK;
	for (size_t i = 0; i < COUNT(row) && rc == RC_OK; i++) {
		struct value v[] = { value_text(row[i].name), VALUE_INT(row[i].months) };
		rc = ship_one(s, st, &recurring_plan_model, v, COUNT(v), err);
	}
	return rc;
}

static enum rc ship_countries(struct session *s, struct step *st, struct err *err)
{
	enum rc rc = RC_OK;
	for (int i = 0; i < country_count() && rc == RC_OK; i++) {
		const struct country *c = country_at(i);
		struct value v[] = { value_text(c->name), value_text(c->iso), value_text(c->calling) };
		rc = ship_one(s, st, &country_model, v, COUNT(v), err);
	}
	return rc;
}

static enum rc ship_all(struct session *s, struct step *st, struct err *err)
{
	static const char *const reasons[] = { "Too expensive", "We lack the people or skills", "Not enough stock",
		NULL };
	enum rc rc = ship_profiles(s, st, err);
	if (rc == RC_OK)
		rc = ship_names(s, st, &lost_reason_model, reasons, err);
	if (rc == RC_OK)
		rc = ship_stages(s, st, err);
	if (rc == RC_OK)
		rc = ship_types(s, st, err);
	if (rc == RC_OK)
		rc = ship_plans(s, st, err);
	return rc == RC_OK ? ship_countries(s, st, err) : rc;
}

static enum rc ship(struct session *s, struct err *err)
{
	struct step st;
	enum rc rc = step_open(s, _("the office was made"), &st, err);
	if (rc != RC_OK)
		return rc;
	rc = ship_all(s, &st, err);
	rc = step_close(&st, rc == RC_OK ? scoring_ship(s, &st, err) : rc, err);
	return rc == RC_OK ? scoring_rebuild(s, NULL, err) : rc;
}

/* --- people
 * ----------------------------------------------------------------------------------------------------------- */

static bool own_account(const char *login)
{
	return strcmp(login, priv_login()) == 0;
}

static enum rc make_user(struct session *s, const char *login, int64_t *id, struct err *err)
{
	int64_t profile = 0;
	struct step st;
	enum rc rc = record_find(s, &profile_model, "Super administrator", &profile, NULL);
	struct value profiles = { .kind = VAL_SET, .n = 1, .set = &profile };
	struct change ch[] = {
		{ .slot = USER_LOGIN, .op = CH_SET, .val = value_text(login) },
		{ .slot = USER_PROFILES, .op = CH_SET, .val = rc == RC_OK ? profiles : VALUE_NULL },
		{ .slot = USER_UID, .op = CH_SET, .val = own_account(login) ? VALUE_INT(s->real_uid) : VALUE_NULL },
	};
	int64_t no = s->no;
	*id = 0;
	s->no = 0; /* the program's own deed: all else hangs on the person, so nobody undoes it */
	rc = step_open(s, _("first use"), &st, err);
	if (rc == RC_OK)
		rc = step_close(&st, record_save(s, &st, &user_model, id, ch, COUNT(ch), NULL, err), err);
	s->no = no;
	return rc;
}

/* By the login, else by the account's number: a person who changed her login is still herself. */
static int64_t find_user(struct session *s, const char *login)
{
	int64_t id = db_get_int(s->db, 0, "SELECT id FROM user WHERE login=? AND trashed_at IS NULL", "s", login);
	if (!id && own_account(login))
		id = db_get_int(s->db, 0, "SELECT id FROM user WHERE uid=? AND trashed_at IS NULL ORDER BY id LIMIT 1",
			"i", s->real_uid);
	return id;
}

/* An account that has a person already gets the profile beside its others, and may open the office again. */
static enum rc appoint(struct session *s, const char *login, struct err *err)
{
	int64_t profile = 0, id = find_user(s, login);
	struct step st;
	enum rc rc = record_find(s, &profile_model, "Super administrator", &profile, err);
	struct change ch[] = {
		{ .slot = USER_PROFILES, .op = CH_ADD, .val = { .kind = VAL_SET, .n = 1, .set = &profile } },
		{ .slot = USER_DISABLED, .op = CH_SET, .val = VALUE_INT(0) },
	};

	if (!id)
		return make_user(s, login, &id, err);
	if (rc == RC_OK)
		rc = step_open(s, _("appointed an administrator"), &st, err);
	return rc == RC_OK ? step_close(&st, record_save(s, &st, &user_model, &id, ch, COUNT(ch), NULL, err), err) : rc;
}

/* In a shared office root and the account of the timers are nobody's person; whoever else comes must have been let in.
 * In a database of one's own the account's person, or the first one of all, is made on first use; another login must be
 * there. */
/* The person's days and hours are those of the zone and the calendar in her record; without them those of the settings stand. */
static void own_days(struct session *s, int64_t user)
{
	char *zone = db_get_text(s->db, "SELECT time_zone FROM user WHERE id=?", "i", user);
	if (zone)
		date_zone(zone);
	free(zone);
	s->own_calendar = (int)db_get_int(s->db, 0, "SELECT calendar FROM user WHERE id=?", "i", user);
}

static enum rc office_user(struct session *s, const char *login, int64_t *id, struct err *err)
{
	*id = 0;
	if ((priv_office_root() || priv_office_upkeep()) && own_account(login))
		return RC_OK;
	*id = find_user(s, login);
	if (*id && db_get_int(s->db, 0, "SELECT disabled FROM user WHERE id=?", "i", *id))
		return fail(err, RC_DENIED, NO_FIELD, _("%s may not open this office any more: ask an administrator"),
			login);
	if (*id) {
		own_days(s, *id);
		return RC_OK;
	}
	if (priv_office() && !priv_office_root())
		return fail(err, RC_DENIED, NO_FIELD,
			_("%s is no user of this office yet: an administrator adds you with crm new user login=%s"),
			login, login);
	if (!priv_office() && !own_account(login) && db_get_int(s->db, 0, "SELECT count(*) FROM user", ""))
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("no user \"%s\": crm list user shows who there is"), login);
	return make_user(s, login, id, err);
}

/* clang-format off */
static enum rc check_on_off(struct session *s, const char *value, struct err *err)
{
	(void)s;
	if (strcmp(value, "on") == 0 || strcmp(value, "off") == 0)
		return RC_OK;
	return fail(err, RC_INVALID, NO_FIELD, _("\"%s\" is neither on nor off"), value);
}

static enum rc check_number(const char *value, int64_t lo, int64_t hi, struct err *err)
{
	int64_t n;
	if (!*value || (i64_parse(value, &n) && n >= lo && n <= hi))
		return RC_OK;
	return fail(err, RC_INVALID, NO_FIELD, _("\"%s\" is no whole number from %ld to %ld"), value, (long)lo, (long)hi);
}

static enum rc check_threshold(struct session *s, const char *value, struct err *err)
{
	(void)s;
	return check_number(value, 0, 1000, err);
}

static enum rc check_days(struct session *s, const char *value, struct err *err)
{
	(void)s;
	return check_number(value, 1, 36500, err);
}

/* What is accepted decides the phase: criteria that ask for the phase would go round in a circle. */
static enum rc check_accepted(struct session *s, const char *value, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct criteria *c = NULL;
	enum rc rc = criteria_parse(s, &lead_model, value, &a, &c, err);
	if (rc == RC_OK && (criteria_names(c, "phase") || criteria_names(c, "step") || criteria_names(c, "process")))
		rc = fail(err, RC_INVALID, NO_FIELD, _("what is accepted decides the phase: ask for something else"));
	arena_free(&a);
	return rc;
}

static enum rc check_repeat(struct session *s, const char *value, struct err *err)
{
	int64_t seconds;
	(void)s;
	return periodic_seconds(value, &seconds) ? RC_OK
						 : fail(err, RC_INVALID, NO_FIELD,
							   _("\"%s\" is no interval: off, or 1 to 99 minutes, hours, days or weeks"),
							   value);
}

static const struct setting_key settings[] = {
	{ "leads", "on", N_("new inquiries start as leads"), false, check_on_off },
	{ "hours", "", N_("business hours, as mon-fri 9:00-17:00, sat 10:00-13:00; empty: always"), false, hours_check },
	{ "hours.due", "move", N_("a due date on which nobody works: keep, move (where the program reckoned it), all (typed ones too)"),
		false, hours_check_rule },
	{ "heads.below", "on", N_("the head of a department sees those below it too"), false, check_on_off },
	{ "duplicates.account", "on", N_("conversion links an account of the same name"), false, check_on_off },
	{ "convert.none", "off", N_("conversion may do without an account"), false, check_on_off },
	{ "phase.criteria", "", N_("which leads the office accepts as potential; empty: who can be reached"), false,
		check_accepted },
	{ "phase.threshold", SQL_STR(PHASE_THRESHOLD), N_("points or percent from which on a lead is probable"), false,
		check_threshold },
	{ "phase.quiet_days", SQL_STR(PHASE_QUIET_DAYS), N_("days without a touch after which a customer is won anew"),
		false, check_days },
	{ "scoring.start", "", N_("probabilities are learnt from records made since this day; empty: off"), false,
		scoring_check_start, scoring_changed },
	{ "scoring.variables", SCORE_VARIABLES,
		N_("what they are learnt from: country, state, email_quality, phone_quality, source, language, tags, x_..."),
		false, scoring_check_variables, scoring_changed },
	{ "scoring.method", "frequency", N_("how they are learnt: frequency or logistic"), false, scoring_check_method,
		scoring_changed },
	{ "assignment.repeat", "off", N_("how often crm tick shares leads out: off, or as 15 minutes, 2 hours, 1 day"),
		false, check_repeat },
};

const struct office sales_office = {
	.models = models,
	.n = COUNT(models),
	.words = words,
	.n_words = COUNT(words),
	.version = 1,
	.jobs = sales_jobs,
	.n_jobs = SALES_JOBS,
	.user_model = "user",
	.access = &office_access,
	.settings = settings,
	.n_settings = COUNT(settings),
	.whose = caller_find,
	.whose_model = &lead_model,
	.whose_action = "incoming",
	.whose_label = N_("new lead with %s"),
	.ship = ship,
	.user = office_user,
	.appoint = appoint,
};
/* clang-format on */
