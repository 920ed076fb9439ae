/* Settings. Those of a person (widths of columns, how far the tour went) are convenience and stand in the table setting.
 * Those of the office are records: what they were and who changed them is in the journal, and undo takes them back. */
#include <string.h>

#include "base/address.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "record/journal.h"
#include "record/memo.h"
#include "record/record.h"
#include "record/rights.h"
#include "record/save.h"
#include "record/session.h"
#include "setting.h"

static enum rc check_country(struct session *s, const char *value, struct err *err)
{
	(void)s;
	return !*value || country_find(value) ? RC_OK
					      : fail(err, RC_INVALID, NO_FIELD, _("no country \"%s\": give its name or code"), value);
}

/* The digits of the office's currency cannot change once amounts exist: stored minor units would mean something else. */
static enum rc check_currency(struct session *s, const char *value, struct err *err)
{
	const struct currency *cur = currency_find(value);

	if (!cur)
		return fail(err, RC_INVALID, NO_FIELD, _("no currency \"%s\": give its three letters, as EUR"), value);
	if (s->currency && cur->digits != s->currency->digits &&
		db_get_int(s->db, 0, "SELECT count(*) FROM meta WHERE key = 'amounts'", ""))
		return fail(err, RC_INVALID, NO_FIELD, _("%s counts in other units than the amounts stored in %s"), cur->code,
			s->currency->code);
	return RC_OK;
}

static enum rc check_switch(struct session *s, const char *value, struct err *err)
{
	(void)s;
	if (strcmp(value, "on") == 0 || strcmp(value, "off") == 0)
		return RC_OK;
	return fail(err, RC_INVALID, NO_FIELD, _("\"%s\" is neither on nor off"), value);
}

static enum rc check_unowned(struct session *s, const char *value, struct err *err)
{
	(void)s;
	return str_eq(value, "team") || str_eq(value, "all") || str_eq(value, "nobody")
		       ? RC_OK
		       : fail(err, RC_INVALID, NO_FIELD, _("\"%s\" is neither team, all nor nobody"), value);
}

static enum rc check_days(struct session *s, const char *value, struct err *err)
{
	int64_t days;

	(void)s;
	return i64_parse(value, &days) && days >= 0 && days < 40000
		       ? RC_OK
		       : fail(err, RC_INVALID, NO_FIELD, _("\"%s\" is no number of days"), value);
}

static enum rc check_minutes(struct session *s, const char *value, struct err *err)
{
	int64_t minutes;

	(void)s;
	return i64_parse(value, &minutes) && minutes >= 0 && minutes <= 10080
		       ? RC_OK
		       : fail(err, RC_INVALID, NO_FIELD, _("\"%s\" is no number of minutes up to a week"), value);
}

static const struct setting_key keys[] = {
	{ "name", "", N_("the office's name"), false, NULL },
	{ "country", "", N_("the office's country"), false, check_country },
	{ "currency", "EUR", N_("the office's one currency"), false, check_currency },
	{ "duplicates.hint", "off", N_("tells whose a similar record is that one may not see"), false, check_switch },
	{ "badge", "", N_("a word beside the person in the top line, such as DEMO"), false, NULL },
	{ "rights.unowned", "team", N_("who sees records without an owner: team (its members), all, or nobody but who sees all"), false,
		check_unowned },
	{ "rights.hand_over", "on", N_("a record may be given to somebody whose records one does not see"), false, check_switch },
	{ "audit.keep", "0", N_("days the audit is kept; 0: for ever"), false, check_days },
	{ "reminder.minutes", "15", N_("minutes before a start at which I am reminded; 0: not at all"), true, check_minutes },
	{ "reminder.bell", "on", N_("the terminal's bell when I am reminded"), true, check_switch },
	{ "list.columns", "", N_("the columns of lists and their widths, as they were chosen"), true, NULL },
	{ "import.recent", "", N_("spreadsheets that were imported lately"), true, NULL },
	{ "import.begun", "", N_("the spreadsheet whose import began last, to go on with it"), true, NULL },
	{ "tour", "0", N_("how far the first steps were taken"), true, NULL },
};

const struct setting_key *setting_key_at(const struct session *s, int i)
{
	const struct office *o = registry_office(s->reg);

	if (i < (int)COUNT(keys))
		return &keys[i];
	i -= (int)COUNT(keys);
	return i < o->n_settings ? &o->settings[i] : NULL;
}

static const struct setting_key *find(const struct session *s, const char *key)
{
	const struct setting_key *k;

	for (int i = 0; (k = setting_key_at(s, i)); i++)
		if (strcmp(k->key, key) == 0)
			return k;
	return NULL;
}

char *setting_get(struct session *s, const char *key)
{
	const struct setting_key *k = find(s, key);
	char *v = NULL;

	if (!k)
		return NULL;
	if (!k->personal)
		v = db_get_text(s->db, "SELECT ifnull(value, '') FROM office_setting WHERE key = ?1 AND trashed_at IS NULL", "s", key);
	/* an office's own row here was written before settings were journalled */
	if (!v)
		v = db_get_text(s->db, "SELECT value FROM setting WHERE user = ?1 AND key = ?2", "is",
			k->personal ? s->user : (int64_t)0, key);
	return v ? v : xstrdup(k->dflt);
}

/* The record of a setting is made when it is first set. */
enum rc setting_put(struct session *s, struct step *st, const char *key, const char *value, struct err *err)
{
	int64_t id = db_get_int(s->db, 0, "SELECT id FROM office_setting WHERE key = ?1 AND trashed_at IS NULL", "s", key);
	struct change ch[] = {
		{ .slot = SETTING_KEY, .op = CH_SET, .val = value_text(key) },
		{ .slot = SETTING_VALUE, .op = CH_SET, .val = value_text(value) },
	};

	return record_save(s, st, &setting_model, &id, ch, COUNT(ch), NULL, err);
}

static enum rc put_personal(struct session *s, const struct setting_key *k, const char *value, struct err *err)
{
	enum rc rc = k->check ? k->check(s, value, err) : RC_OK;

	if (rc == RC_OK && !s->view_only)
		rc = db_run(s->db, err, "INSERT OR REPLACE INTO setting VALUES (?1, ?2, ?3)", "iss", s->user, k->key, value);
	memo_clear(s);
	return rc;
}

enum rc setting_set(struct session *s, const char *key, const char *value, struct err *err)
{
	const struct setting_key *k = find(s, key);
	char *label;
	struct step st;
	enum rc rc;

	if (!k)
		return fail(err, RC_INVALID, NO_FIELD, _("no setting \"%s\": crm config lists them"), key);
	if (k->personal)
		return put_personal(s, k, value, err);
	rc = authz(s, V_CONFIGURE, &setting_model, 0, NO_FIELD, err);
	if (rc != RC_OK)
		return rc;
	label = xasprintf(*value ? _("setting %s: %.120s") : _("setting %s emptied"), key, value);
	rc = step_open(s, label, &st, err);
	free(label);
	if (rc == RC_OK)
		rc = step_close(&st, setting_put(s, &st, key, value, err), err);
	return rc == RC_OK && k->changed ? k->changed(s, err) : rc;
}

/* ---- the record ---- */

static const struct field setting_fields[SETTING_N] = {
	SYSTEM_FIELDS,
	[SETTING_KEY] = { .name = "key", .label = N_("Setting"), .type = FT_TEXT,
		.flags = F_REQUIRED | F_UNIQUE | F_ONCE | F_LIST | F_NO_IMPORT, .no = 10, .width = 24, .max = 60 },
	[SETTING_VALUE] = { .name = "value", .label = N_("Value"), .type = FT_TEXT, .flags = F_LIST | F_NO_IMPORT, .no = 11,
		.width = 40, .max = 4000 },
};
static const int setting_slots[] = { SETTING_KEY, SETTING_VALUE, 0 };
static const struct section setting_sections[] = { { N_("Setting"), setting_slots }, { 0 } };

static enum rc setting_before_save(struct session *s, struct save *sv, struct err *err)
{
	const struct setting_key *k = find(s, rec_text(sv->after, SETTING_KEY));
	enum rc rc;

	if (!k || k->personal)
		return fail(err, RC_INVALID, NO_FIELD, _("no setting \"%s\": crm config lists them"),
			rec_text(sv->after, SETTING_KEY));
	rc = k->check ? k->check(s, rec_text(sv->after, SETTING_VALUE), err) : RC_OK;
	if (rc != RC_OK && err && err->field == NO_FIELD)
		err->field = SETTING_VALUE;
	return rc;
}

/* Undo comes here too. Other sessions read their settings anew when the number moved. */
static enum rc setting_derive(struct session *s, const struct save *sv, struct err *err)
{
	(void)sv;
	memo_clear(s);
	session_settings(s);
	return db_run(s->db, err, "INSERT INTO meta(key, value) VALUES ('registry_epoch', 1) "
		"ON CONFLICT(key) DO UPDATE SET value = value + 1", "");
}

const struct model setting_model = {
	.no = 56,
	.name = "office_setting",
	.label = N_("Setting"),
	.plural = N_("Settings"),
	.fields = setting_fields,
	.n = SETTING_N,
	.flags = M_SMALL | M_FIXED | M_LINES | M_PRIVILEGED | M_ACCESS,
	.title = SETTING_KEY,
	.sort = "key",
	.sections = setting_sections,
	.empty = N_("No setting was changed yet: crm config shows what there is."),
	.hooks = { .before_save = setting_before_save, .derive = setting_derive },
	.help = N_("what the office set, with its history"),
};
