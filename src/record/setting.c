#include <string.h>

#include "base/address.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "record/memo.h"
#include "record/session.h"

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

static const struct setting_key keys[] = {
	{ "name", "", N_("the office's name"), false, NULL },
	{ "country", "", N_("the office's country"), false, check_country },
	{ "currency", "EUR", N_("the office's one currency"), false, check_currency },
	{ "duplicates.hint", "off", N_("tells whose a similar record is that one may not see"), false, check_switch },
	{ "badge", "", N_("a word beside the person in the top line, such as DEMO"), false, NULL },
	{ "list.columns", "", N_("the columns of lists and their widths, as they were chosen"), true, NULL },
	{ "import.recent", "", N_("spreadsheets that were imported lately"), true, NULL },
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
	char *v;

	if (!k)
		return NULL;
	v = db_get_text(s->db, "SELECT value FROM setting WHERE user = ?1 AND key = ?2", "is", k->personal ? s->user : (int64_t)0,
		key);
	return v ? v : xstrdup(k->dflt);
}

enum rc setting_set(struct session *s, const char *key, const char *value, struct err *err)
{
	const struct setting_key *k = find(s, key);
	enum rc rc = RC_OK;

	if (!k)
		return fail(err, RC_INVALID, NO_FIELD, _("no setting \"%s\": crm config lists them"), key);
	if (k->check)
		rc = k->check(s, value, err);
	if (rc == RC_OK)
		rc = db_run(s->db, err, "INSERT OR REPLACE INTO setting VALUES (?1, ?2, ?3)", "iss",
			k->personal ? s->user : (int64_t)0, key, value);
	memo_clear(s);
	if (rc == RC_OK && strcmp(key, "currency") == 0)
		s->currency = currency_find(value);
	if (rc == RC_OK && strcmp(key, "country") == 0)
		s->country = *value ? country_find(value) : NULL;
	return rc;
}
