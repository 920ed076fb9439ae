/* A lead and its customer: what the lead takes over, and what goes back and forth between them. */
#include "customer.h"

#include "base/address.h"
#include "base/str.h"
#include "country.h"
#include "lead.h"
#include "membership.h"
#include "models.h"
#include "record/record.h"
#include "record/rights.h"
#include "record/save.h"
#include "record/session.h"

/* A slot of a lead, and where a contact and an account have it; 0: not at all. */
struct twin_slot {
	int lead, contact, account;
};
/* Taken over where the customer has a value. */
/* clang-format off */
static const struct twin_slot filled[] = {
	{ LEAD_CONTACT_NAME, CONTACT_NAME, 0 },
	{ LEAD_COMPANY, 0, ACCOUNT_NAME },
	{ LEAD_JOB, CONTACT_JOB, 0 },
	{ LEAD_SALUTATION, CONTACT_SALUTATION, 0 },
	{ LEAD_MOBILE, CONTACT_MOBILE, 0 },
	{ LEAD_WEBSITE, CONTACT_WEBSITE, ACCOUNT_WEBSITE },
};
/* clang-format on */
/* Taken over whole, where the customer has any part. */
/* clang-format off */
static const struct twin_slot address[] = {
	{ LEAD_STREET, CONTACT_STREET, ACCOUNT_STREET },
	{ LEAD_STREET2, CONTACT_STREET2, ACCOUNT_STREET2 },
	{ LEAD_CITY, CONTACT_CITY, ACCOUNT_CITY },
	{ LEAD_ZIP, CONTACT_ZIP, ACCOUNT_ZIP },
	{ LEAD_STATE, CONTACT_STATE, ACCOUNT_STATE },
	{ LEAD_COUNTRY, CONTACT_COUNTRY, ACCOUNT_COUNTRY },
};
/* clang-format on */

bool same_email(const char *a, const char *b)
{
	struct str x = STR_INIT, y = STR_INIT;
	bool good_a = email_normal(a, &x), good_b = email_normal(b, &y);
	bool same = strcmp(good_a ? x.s : a, good_b ? y.s : b) == 0;
	str_free(&x);
	str_free(&y);
	return same;
}

bool same_phone(struct session *s, const char *a, const char *b, int64_t country)
{
	const struct country *c = record_country(s, country);
	struct str x = STR_INIT, y = STR_INIT;
	bool good_a = phone_e164(a, c, &x), good_b = phone_e164(b, c, &y);
	bool same = strcmp(good_a ? x.s : a, good_b ? y.s : b) == 0;
	str_free(&x);
	str_free(&y);
	return same;
}

/* Given in this very save by a person: stays. */
static bool given(const struct save *sv, int slot)
{
	return save_changed(sv, slot) && rec_has(sv->after, slot);
}

static int slot_of(const struct twin_slot *t, const struct record *customer)
{
	return customer->model->no == NO_CONTACT ? t->contact : t->account;
}

static void fill_details(struct save *sv, const struct record *c)
{
	for (size_t i = 0; i < COUNT(filled); i++) {
		int slot = slot_of(&filled[i], c);
		if (slot && rec_has(c, slot) && !given(sv, filled[i].lead))
			save_set(sv, filled[i].lead, c->val[slot]);
	}
	bool person = c->model->no == NO_CONTACT;
	if (!given(sv, LEAD_LANGUAGE))
		save_set(sv, LEAD_LANGUAGE, c->val[person ? CONTACT_LANGUAGE : ACCOUNT_LANGUAGE]);
}

static void fill_address(struct save *sv, const struct record *c)
{
	bool any = false;
	for (size_t i = 0; i < COUNT(address); i++) {
		any = any || rec_has(c, slot_of(&address[i], c));
		if (given(sv, address[i].lead))
			return;
	}
	for (size_t i = 0; any && i < COUNT(address); i++)
		save_set(sv, address[i].lead, c->val[slot_of(&address[i], c)]);
}

static void fill_reach(struct session *s, struct save *sv, const struct record *c)
{
	bool person = c->model->no == NO_CONTACT;
	int email = person ? CONTACT_EMAIL : ACCOUNT_EMAIL, phone = person ? CONTACT_PHONE : ACCOUNT_PHONE;
	if (rec_has(c, email) && !given(sv, LEAD_EMAIL) &&
		!same_email(rec_text(sv->after, LEAD_EMAIL), rec_text(c, email)))
		save_set(sv, LEAD_EMAIL, c->val[email]);
	if (rec_has(c, phone) && !given(sv, LEAD_PHONE) &&
		!same_phone(s, rec_text(sv->after, LEAD_PHONE), rec_text(c, phone), rec_int(sv->after, LEAD_COUNTRY)))
		save_set(sv, LEAD_PHONE, c->val[phone]);
}

/* The customer's model and id; NULL when there is none. */
static const struct model *customer_of(const struct record *lead, int64_t *id)
{
	*id = rec_int(lead, LEAD_CONTACT);
	if (*id)
		return &contact_model;
	*id = rec_int(lead, LEAD_ACCOUNT);
	return *id ? &account_model : NULL;
}

static bool customer_changed(const struct save *sv)
{
	int64_t old = 0, now;
	const struct model *before = sv->before ? customer_of(sv->before, &old) : NULL;
	const struct model *after = customer_of(sv->after, &now);
	return after && (before != after || old != now);
}

/* A person's company comes along, as a record and by name. */
static void fill_company(struct session *s, struct save *sv, const struct record *contact)
{
	int64_t account = rec_int(contact, CONTACT_ACCOUNT);
	if (account && !rec_has(sv->after, LEAD_ACCOUNT))
		save_set(sv, LEAD_ACCOUNT, VALUE_INT(account));
	char *name = account && !given(sv, LEAD_COMPANY) ? record_title(s, &account_model, account) : NULL;
	if (name)
		save_set(sv, LEAD_COMPANY, value_text(name));
	free(name);
}

enum rc customer_fill(struct session *s, struct save *sv, struct err *err)
{
	if (!customer_changed(sv))
		return RC_OK;
	int64_t id;
	const struct model *m = customer_of(sv->after, &id);
	struct arena a = ARENA_INIT;
	struct record *c;
	enum rc rc = record_load(s, m, id, &a, &c, err);
	if (rc == RC_OK) {
		fill_details(sv, c);
		fill_address(sv, c);
		fill_reach(s, sv, c);
		if (m->no == NO_CONTACT)
			fill_company(s, sv, c);
	}
	arena_free(&a);
	return rc;
}

enum rc customer_write_back(struct session *s, const struct save *sv, struct err *err)
{
	int64_t id;
	const struct record *lead = sv->after;
	const struct model *m = customer_of(lead, &id);
	if (!m || (!given(sv, LEAD_EMAIL) && !given(sv, LEAD_PHONE)) ||
		!may(s, V_EDIT, m, id))
		return RC_OK;
	struct arena a = ARENA_INIT;
	struct record *c;
	struct change ch[2];
	int n = 0, email = m->no == NO_CONTACT ? CONTACT_EMAIL : ACCOUNT_EMAIL,
	    phone = m->no == NO_CONTACT ? CONTACT_PHONE : ACCOUNT_PHONE;
	enum rc rc = record_load(s, m, id, &a, &c, err);
	if (rc == RC_OK && rec_has(c, SYS_TRASHED_AT))
		goto out;
	if (rc == RC_OK && given(sv, LEAD_EMAIL) && !same_email(rec_text(lead, LEAD_EMAIL), rec_text(c, email)))
		ch[n++] = (struct change){ .slot = email, .op = CH_SET, .val = lead->val[LEAD_EMAIL] };
	if (rc == RC_OK && given(sv, LEAD_PHONE) &&
		!same_phone(s, rec_text(lead, LEAD_PHONE), rec_text(c, phone), rec_int(lead, LEAD_COUNTRY)))
		ch[n++] = (struct change){ .slot = phone, .op = CH_SET, .val = lead->val[LEAD_PHONE] };
	if (rc == RC_OK && n)
		rc = record_save(s, sv->step, m, &id, ch, n, NULL, err);
out:
	arena_free(&a);
	return rc;
}

/* One lead of a customer whose e-mail or phone changed. */
static enum rc follow(struct session *s, const struct save *sv, int64_t lead, int email, int phone, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct record *r;
	struct change ch[2];
	int n = 0;
	const struct record *c = sv->after;
	enum rc rc = record_load(s, &lead_model, lead, &a, &r, err);
	if (rc == RC_OK && given(sv, email) && !same_email(rec_text(r, LEAD_EMAIL), rec_text(c, email)))
		ch[n++] = (struct change){ .slot = LEAD_EMAIL, .op = CH_SET, .val = c->val[email] };
	if (rc == RC_OK && given(sv, phone) &&
		!same_phone(s, rec_text(r, LEAD_PHONE), rec_text(c, phone), rec_int(r, LEAD_COUNTRY)))
		ch[n++] = (struct change){ .slot = LEAD_PHONE, .op = CH_SET, .val = c->val[phone] };
	if (rc == RC_OK && n && may(s, V_EDIT, &lead_model, lead))
		rc = record_save(s, sv->step, &lead_model, &lead, ch, n, NULL, err);
	arena_free(&a);
	return rc;
}

enum rc customer_spread(struct session *s, const struct save *sv, int lead_slot, int email, int phone, struct err *err)
{
	if (!sv->before || (!given(sv, email) && !given(sv, phone)))
		return RC_OK;
	const char *next =
		lead_slot == LEAD_CONTACT
			? "SELECT id FROM lead WHERE contact=? AND id>? AND trashed_at IS NULL ORDER BY id LIMIT 1"
			: "SELECT id FROM lead WHERE account=? AND contact IS NULL AND id>? AND trashed_at IS NULL "
			  "ORDER BY id LIMIT 1";
	enum rc rc = RC_OK;
	for (int64_t id = 0; rc == RC_OK;) {
		id = db_get_int(s->db, 0, next, "ii", sv->after->id, id);
		if (!id)
			break;
		rc = follow(s, sv, id, email, phone, err);
	}
	return rc;
}

void customer_team(struct session *s, struct save *sv, int owner, int team)
{
	if (sv->before || rec_has(sv->after, team) || !rec_has(sv->after, owner))
		return;
	int64_t id = team_for(s, rec_int(sv->after, owner), 0, 0);
	if (id && team_has(s, id, rec_int(sv->after, owner)))
		save_set(sv, team, VALUE_INT(id));
}
