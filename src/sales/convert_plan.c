/* Who the customer of a lead is: the linked one, one that is there already, or one to be made, and why. Reads only. */
#include "convert_private.h"

#include "base/fold.h"
#include "base/i18n.h"
#include "base/str.h"
#include "contact_key.h"
#include "customer.h"
#include "lead.h"
#include "models.h"
#include "record/rights.h"
#include "record/seen.h"
#include "record/session.h"
#include "similar.h"
#include "stage.h"

/* ---- what was asked for ---- */

static bool setting_on(struct session *s, const char *key)
{
	char *value = setting_get(s, key);
	bool on = str_eq(value, "on");
	free(value);
	return on;
}

static enum rc read_customer(struct session *s, const char *text, struct conversion *out, struct err *err)
{
	static const char *const word[] = {
		[CUSTOMER_EXISTING] = "existing", [CUSTOMER_CREATE] = "create", [CUSTOMER_NONE] = "none"
	};
	for (int i = 0; i <= CUSTOMER_NONE; i++)
		if (fold_eq(text, word[i])) {
			out->mode = (enum customer_mode)i;
			if (i == CUSTOMER_NONE && !setting_on(s, "convert.none"))
				return fail(err, RC_INVALID, CONVERT_CUSTOMER,
					_("a conversion ends with an account here: an administrator may set "
					  "convert.none"));
			return RC_OK;
		}
	out->mode = CUSTOMER_GIVEN;
	enum rc rc = record_find(s, &account_model, text, &out->given, err);
	if (rc == RC_NOT_FOUND)
		return fail(
			err, rc, CONVERT_CUSTOMER, _("\"%s\" is neither existing, create, none nor an account"), text);
	err->field = CONVERT_CUSTOMER;
	return rc;
}

enum rc convert_read(struct session *s, const struct value *param, int n, struct conversion *out, struct err *err)
{
	const struct value *c = &param[CONVERT_CUSTOMER];
	*out = (struct conversion){ .contact = param[CONVERT_CONTACT].kind == VAL_NULL || param[CONVERT_CONTACT].i,
		.opportunity = param[CONVERT_OPPORTUNITY].kind == VAL_NULL || param[CONVERT_OPPORTUNITY].i,
		.force = param[CONVERT_FORCE].kind == VAL_INT && param[CONVERT_FORCE].i,
		.merge = param[CONVERT_MERGE].kind == VAL_INT && param[CONVERT_MERGE].i,
		.many = n > 1,
		.owner = &param[CONVERT_OWNER],
		.team = &param[CONVERT_TEAM] };
	return c->kind == VAL_TEXT ? read_customer(s, c->s, out, err) : RC_OK;
}

/* ---- a contact that is there: of those the person sees, since the lead will show whom it found ---- */

static int64_t contact_by_email(struct session *s, const struct record *lead)
{
	struct arena a = ARENA_INIT;
	struct contact_key key[CONTACT_KEYS];
	int n = contact_keys_of(s, lead, &a, key);
	int64_t id = 0;
	for (int i = 0; i < n && !id && contact_key_shown(s, &contact_model, KEY_EMAIL); i++)
		if (key[i].kind == KEY_EMAIL)
			id = seen_int(s, 0,
				"SELECT min(c.id) FROM contact_key k JOIN contact c ON c.id=k.ref-?2 WHERE k.kind=1 AND"
				" k.key=?1 AND k.ref BETWEEN ?2 AND ?3$see(contact c)",
				"sii", key[i].text, REF_MAKE(NO_CONTACT, 0), REF_MAKE(NO_CONTACT + 1, 0) - 1);
	arena_free(&a);
	return id;
}

static int64_t account_of(struct session *s, int64_t contact)
{
	return db_get_int(s->db, 0,
		"SELECT c.account FROM contact c JOIN account a ON a.id=c.account AND a.trashed_at IS NULL WHERE "
		"c.id=?",
		"i", contact);
}

/* Somebody of another company is not meant once the company is known. */
static bool belongs(struct session *s, int64_t contact, int64_t account)
{
	int64_t of = account_of(s, contact);
	return contact && (!account || !of || of == account);
}

/* Of several of one name the first that belongs. */
static int64_t contact_by_name(struct session *s, const struct record *lead, int64_t account)
{
	int64_t id[ALIKE_TOO_MANY];
	int n = same_named(s, &contact_model, rec_text(lead, LEAD_CONTACT_NAME), id, ALIKE_TOO_MANY);
	for (int i = 0; i < n; i++)
		if (belongs(s, id[i], account))
			return id[i];
	return 0;
}

/* The whole name, never a part of it; only where names decide. */
static void find_contact(struct session *s, bool names, struct convert_plan *p)
{
	int64_t id = contact_by_email(s, p->lead);
	if (belongs(s, id, p->account)) {
		p->contact = id;
		p->contact_why = _("same e-mail");
		return;
	}
	id = names ? contact_by_name(s, p->lead, p->account) : 0;
	if (id) {
		p->contact = id;
		p->contact_why = _("same name");
	}
}

/* ---- what is made ---- */

/* A company is called by its name; a person alone stands for it; a lead of neither gives both its own name. */
static void name_new(const struct conversion *c, struct convert_plan *p)
{
	const char *company = rec_text(p->lead, LEAD_COMPANY), *person = rec_text(p->lead, LEAD_CONTACT_NAME);
	const char *title = rec_text(p->lead, LEAD_NAME);
	if (!p->account)
		p->new_account = *company ? company : *person ? person : title;
	if (!p->contact && c->contact)
		p->new_contact = *person ? person : *company || p->account ? NULL : title;
}

static void find_customer(struct session *s, const struct conversion *c, struct convert_plan *p)
{
	bool names = setting_on(s, "duplicates.account");
	if (!p->account && p->contact)
		p->account = account_of(s, p->contact);
	if (!p->account && c->mode == CUSTOMER_EXISTING && names &&
		same_named(s, &account_model, rec_text(p->lead, LEAD_COMPANY), &p->account, 1))
		p->account_why = _("same name");
	if (!p->contact && c->mode != CUSTOMER_CREATE)
		find_contact(s, names, p);
	if (!p->account && p->contact) {
		p->account = account_of(s, p->contact);
		p->account_why = p->contact_why;
	}
	if (p->contact && !c->contact && !rec_has(p->lead, LEAD_CONTACT))
		p->contact = 0;
	name_new(c, p);
}

static int64_t live(struct session *s, const struct model *m, int64_t id)
{
	char *sql = xasprintf("SELECT id FROM %s WHERE id=? AND trashed_at IS NULL", m->name);
	int64_t there = id ? db_get_int(s->db, 0, sql, "i", id) : 0;
	free(sql);
	return there;
}

/* ---- the plan ---- */

static enum rc may_convert(struct session *s, const struct record *lead, struct err *err)
{
	struct value p = VALUE_NULL;
	lead_probability(s, lead, &p);
	if (rec_has(lead, SYS_TRASHED_AT))
		return fail(err, RC_INVALID, NO_FIELD, _("it is in the trash: restore it first"));
	if (!rec_int(lead, SYS_ACTIVE))
		return fail(err, RC_INVALID, NO_FIELD, _("it is archived: reopen it first"));
	if (stage_is_won(s, rec_int(lead, LEAD_STAGE)))
		return fail(err, RC_INVALID, NO_FIELD, _("it is won already"));
	if (p.kind == VAL_INT && p.i >= 10000)
		return fail(err, RC_INVALID, NO_FIELD, _("its probability is 100 %%: lower it first"));
	return RC_OK;
}

/* User i of n takes leads i, i + n, ...; of many without force only those that are nobody's. */
static void plan_owner(const struct conversion *c, int turn, struct convert_plan *p)
{
	bool free_one = !c->many || c->force || !rec_has(p->lead, LEAD_OWNER);
	if (c->owner->kind == VAL_SET && c->owner->n && free_one)
		p->owner = c->owner->set[turn % c->owner->n];
	if (c->team->kind == VAL_INT && free_one)
		p->team = c->team->i;
}

/* Only those the person may change can be merged in, and only they are spoken of. */
static void find_doubles(struct session *s, struct arena *a, struct convert_plan *p)
{
	int n;
	const int64_t *all = lead_duplicates(s, p->lead, false, a, &n);
	int64_t *mine = arena_alloc(a, (size_t)(n + 1) * sizeof *mine);
	for (int i = 0; i < n; i++)
		if (may(s, V_EDIT, &lead_model, all[i]))
			mine[p->n_doubles++] = all[i];
	p->double_id = mine;
}

enum rc convert_plan(struct session *s, const struct conversion *c, const struct record *lead, int turn,
	struct arena *a, struct convert_plan *out, struct err *err)
{
	enum rc rc = may_convert(s, lead, err);
	*out = (struct convert_plan){ .lead = lead };
	if (rc != RC_OK)
		return rc;
	plan_owner(c, turn, out);
	find_doubles(s, a, out);
	if (c->mode == CUSTOMER_NONE)
		return RC_OK;
	out->account = c->mode == CUSTOMER_GIVEN ? c->given : live(s, &account_model, rec_int(lead, LEAD_ACCOUNT));
	out->contact = live(s, &contact_model, rec_int(lead, LEAD_CONTACT));
	find_customer(s, c, out);
	return RC_OK;
}
