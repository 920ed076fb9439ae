#include "contact_key.h"

#include "base/address.h"
#include "base/str.h"
#include "country.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"

static enum rc add(struct session *s, int64_t ref, enum contact_key_kind kind, const struct str *key, struct err *err)
{
	if (!key->len)
		return RC_OK;
	return db_run(s->db, err, "INSERT OR IGNORE INTO contact_key(ref, kind, key) VALUES(?, ?, ?)", "iis", ref,
		(int64_t)kind, key->s);
}

static enum rc add_email(struct session *s, int64_t ref, const char *text, struct err *err)
{
	struct str key = STR_INIT, domain = STR_INIT;
	enum rc rc = RC_OK;
	if (*text && email_normal(text, &key)) {
		email_domain_key(key.s, &domain);
		rc = add(s, ref, KEY_EMAIL, &key, err);
		if (rc == RC_OK)
			rc = add(s, ref, KEY_DOMAIN, &domain, err);
	}
	str_free(&key);
	str_free(&domain);
	return rc;
}

static enum rc add_phone(struct session *s, int64_t ref, const char *text, const struct country *c, struct err *err)
{
	struct str key = STR_INIT;
	enum rc rc = RC_OK;
	if (*text && phone_e164(text, c, &key))
		rc = add(s, ref, KEY_PHONE, &key, err);
	str_free(&key);
	return rc;
}

static bool touched(const struct save *sv, const struct key_source *src)
{
	bool yes = !sv->before || save_changed(sv, SYS_TRASHED_AT) || save_changed(sv, src->country);
	for (int i = 0; i < 2; i++)
		yes = yes || (src->email[i] && save_changed(sv, src->email[i])) ||
		      (src->phone[i] && save_changed(sv, src->phone[i]));
	return yes;
}

enum rc contact_keys_derive(struct session *s, const struct save *sv, const struct key_source *src, struct err *err)
{
	if (!touched(sv, src))
		return RC_OK;
	const struct record *r = sv->after;
	int64_t ref = REF_MAKE(sv->model->no, r->id);
	enum rc rc = RC_OK;
	if (sv->before)
		rc = db_run(s->db, err, "DELETE FROM contact_key WHERE ref=?", "i", ref);
	if (rc != RC_OK || rec_has(r, SYS_TRASHED_AT))
		return rc;
	const struct country *country = record_country(s, rec_int(r, src->country));
	for (int i = 0; i < 2 && rc == RC_OK; i++) {
		if (src->email[i])
			rc = add_email(s, ref, rec_text(r, src->email[i]), err);
		if (rc == RC_OK && src->phone[i])
			rc = add_phone(s, ref, rec_text(r, src->phone[i]), country, err);
	}
	return rc;
}
