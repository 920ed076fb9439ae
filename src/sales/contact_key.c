/* What a record can be reached by, as keys: made from the record's fields, kept beside it, and asked for by all that
 * looks for the same one twice. One list of keys serves keeping and asking, so that they cannot disagree. */
#include "contact_key.h"

#include "base/address.h"
#include "base/str.h"
#include "country.h"
#include "customer.h"
#include "lead.h"
#include "models.h"
#include "record/record.h"
#include "record/rights.h"
#include "record/save.h"
#include "record/session.h"

static const struct key_source lead_keys = {
	.email = { LEAD_EMAIL, LEAD_EMAIL2 },
	.phone = { LEAD_PHONE, LEAD_MOBILE },
	.country = LEAD_COUNTRY,
};
static const struct key_source account_keys = {
	.email = { ACCOUNT_EMAIL },
	.phone = { ACCOUNT_PHONE },
	.country = ACCOUNT_COUNTRY,
};
static const struct key_source contact_keys = {
	.email = { CONTACT_EMAIL, CONTACT_EMAIL2 },
	.phone = { CONTACT_PHONE, CONTACT_MOBILE },
	.country = CONTACT_COUNTRY,
};

const struct key_source *contact_key_source(const struct model *m)
{
	switch (m->no) {
	case NO_LEAD: return &lead_keys;
	case NO_ACCOUNT: return &account_keys;
	case NO_CONTACT: return &contact_keys;
	default: return NULL;
	}
}

struct keys {
	struct contact_key *at;
	int n;
	struct arena *arena;
};

static void take(struct keys *k, enum contact_key_kind kind, const struct str *key)
{
	for (int i = 0; i < k->n; i++)
		if (k->at[i].kind == kind && strcmp(k->at[i].text, key->s) == 0)
			return;
	k->at[k->n++] = (struct contact_key){ kind, arena_strndup(k->arena, key->s, key->len) };
}

static void take_email(struct keys *k, const char *text)
{
	struct str key = STR_INIT, domain = STR_INIT;
	if (*text && email_normal(text, &key)) {
		email_domain_key(key.s, &domain);
		take(k, KEY_EMAIL, &key);
		take(k, KEY_DOMAIN, &domain);
	}
	str_free(&key);
	str_free(&domain);
}

static void take_phone(struct keys *k, const char *text, const struct country *c)
{
	struct str key = STR_INIT;
	if (*text && phone_e164(text, c, &key))
		take(k, KEY_PHONE, &key);
	str_free(&key);
}

int contact_keys_of(struct session *s, const struct record *r, struct arena *a, struct contact_key out[CONTACT_KEYS])
{
	const struct key_source *src = contact_key_source(r->model);
	struct keys k = { .at = out, .arena = a };
	const struct country *country = NULL;
	for (int i = 0; src && i < 2; i++) {
		if (src->email[i])
			take_email(&k, rec_text(r, src->email[i]));
		if (!src->phone[i] || !rec_has(r, src->phone[i]))
			continue;
		country = country ? country : record_country(s, rec_int(r, src->country));
		take_phone(&k, rec_text(r, src->phone[i]), country);
	}
	return k.n;
}

bool contact_key_shown(struct session *s, const struct model *m, enum contact_key_kind kind)
{
	const struct key_source *src = contact_key_source(m);
	for (int i = 0; src && i < 2 && !rights_all(s); i++) {
		int slot = kind == KEY_PHONE ? src->phone[i] : src->email[i];
		if (slot && rights_field(s, m, slot) == FIELD_CONCEALED)
			return false;
	}
	return true;
}

static bool touched(const struct save *sv, const struct key_source *src)
{
	bool yes = !sv->before || save_changed(sv, SYS_TRASHED_AT) || save_changed(sv, src->country);
	for (int i = 0; i < 2; i++)
		yes = yes || (src->email[i] && save_changed(sv, src->email[i])) ||
		      (src->phone[i] && save_changed(sv, src->phone[i]));
	return yes;
}

enum rc contact_keys_derive(struct session *s, const struct save *sv, struct err *err)
{
	if (!touched(sv, contact_key_source(sv->model)))
		return RC_OK;
	const struct record *r = sv->after;
	int64_t ref = REF_MAKE(sv->model->no, r->id);
	enum rc rc = RC_OK;
	if (sv->before)
		rc = db_run(s->db, err, "DELETE FROM contact_key WHERE ref=?", "i", ref);
	if (rc != RC_OK || rec_has(r, SYS_TRASHED_AT))
		return rc;
	struct arena a = ARENA_INIT;
	struct contact_key key[CONTACT_KEYS];
	int n = contact_keys_of(s, r, &a, key);
	for (int i = 0; i < n && rc == RC_OK; i++)
		rc = db_run(s->db, err, "INSERT INTO contact_key(ref, kind, key) VALUES(?, ?, ?)", "iis", ref,
			(int64_t)key[i].kind, key[i].text);
	arena_free(&a);
	return rc;
}
