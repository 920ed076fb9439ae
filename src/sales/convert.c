/* Conversion, done and told: the customer is made where it is missing, the lead linked, handed over and turned. Many at
 * once are converted one by one inside one step; what cannot be is refused by itself. */
#include "base/i18n.h"
#include "base/str.h"
#include "convert_private.h"
#include "customer.h"
#include "lead.h"
#include "merging.h"
#include "models.h"
#include "record/journal.h"
#include "record/save.h"
#include "record/session.h"
#include "shared_actions.h"
#include "stage.h"

static const char *const *customer_words(struct session *s, const struct record *r, int *n)
{
	static const char *const words[] = { "existing", "create", "none" };
	(void)s, (void)r;
	*n = COUNT(words);
	return words;
}

/* clang-format off */
const struct field convert_params[CONVERT_N] = {
	[CONVERT_CUSTOMER] = { .name = "customer", .label = N_("Customer"), .type = FT_TEXT, .no = 10, .dflt = "existing",
		.suggest = customer_words, .help = N_("existing, create, none, or an account's name or id") },
	[CONVERT_CONTACT] = { .name = "contact", .label = N_("Contact"), .type = FT_BOOL, .no = 11, .dflt = "yes",
		.help = N_("The person as a contact of the account") },
	[CONVERT_OPPORTUNITY] = { .name = "opportunity", .label = N_("Opportunity"), .type = FT_BOOL, .no = 12,
		.dflt = "yes", .help = N_("No: only the customer is made") },
	[CONVERT_OWNER] = { .name = "owner", .label = N_("Owner"), .type = FT_REFS, .ref = "user", .no = 13,
		.help = N_("Several take turns; empty: stays") },
	[CONVERT_TEAM] = { .name = "team", .label = N_("Team"), .type = FT_REF, .ref = "team", .no = 14 },
	[CONVERT_FORCE] = { .name = "force", .label = N_("Also owned ones"), .type = FT_BOOL, .no = 15,
		.help = N_("Of many: hand over those too that have an owner") },
	[CONVERT_MERGE] = { .name = "merge", .label = N_("Merge duplicates"), .type = FT_BOOL, .no = 16,
		.help = N_("Those of the same e-mail or customer become one with it") },
};
/* clang-format on */

/* A slot of the lead, and where the account and the contact take it; 0: not at all. */
static const struct {
	int lead, account, contact;
} copied[] = {
	{ LEAD_WEBSITE, ACCOUNT_WEBSITE, 0 },
	{ LEAD_INDUSTRY, ACCOUNT_INDUSTRY, 0 },
	{ LEAD_EMPLOYEES, ACCOUNT_EMPLOYEES, 0 },
	{ LEAD_SALUTATION, 0, CONTACT_SALUTATION },
	{ LEAD_JOB, 0, CONTACT_JOB },
	{ LEAD_DEPARTMENT, 0, CONTACT_DEPARTMENT },
	{ LEAD_EMAIL, ACCOUNT_EMAIL, CONTACT_EMAIL },
	{ LEAD_EMAIL2, 0, CONTACT_EMAIL2 },
	{ LEAD_PHONE, ACCOUNT_PHONE, CONTACT_PHONE },
	{ LEAD_MOBILE, 0, CONTACT_MOBILE },
	{ LEAD_STREET, ACCOUNT_STREET, CONTACT_STREET },
	{ LEAD_STREET2, ACCOUNT_STREET2, CONTACT_STREET2 },
	{ LEAD_CITY, ACCOUNT_CITY, CONTACT_CITY },
	{ LEAD_ZIP, ACCOUNT_ZIP, CONTACT_ZIP },
	{ LEAD_STATE, ACCOUNT_STATE, CONTACT_STATE },
	{ LEAD_COUNTRY, ACCOUNT_COUNTRY, CONTACT_COUNTRY },
	{ LEAD_LANGUAGE, ACCOUNT_LANGUAGE, CONTACT_LANGUAGE },
	{ LEAD_OPT_OUT, 0, CONTACT_OPT_OUT },
	{ LEAD_DO_NOT_CALL, 0, CONTACT_DO_NOT_CALL },
	{ LEAD_OWNER, ACCOUNT_OWNER, CONTACT_OWNER },
	{ LEAD_TEAM, ACCOUNT_TEAM, CONTACT_TEAM },
};

/* ---- making ---- */

/* The changes of a new customer of the model from the lead. With a person beside it a company does not take the
 * person's own address and number. */
static int copy(const struct convert_plan *p, bool person, struct change *ch)
{
	int n = 0;
	for (size_t i = 0; i < COUNT(copied); i++) {
		int slot = person ? copied[i].contact : copied[i].account;
		bool reach = copied[i].lead == LEAD_EMAIL || copied[i].lead == LEAD_PHONE;
		if (!slot || !rec_has(p->lead, copied[i].lead) || (!person && reach && (p->contact || p->new_contact)))
			continue;
		ch[n++] = (struct change){ .slot = slot, .op = CH_SET, .val = p->lead->val[copied[i].lead] };
	}
	return n;
}

static enum rc make(struct session *s, struct step *st, struct convert_plan *p, bool person, struct err *err)
{
	const struct model *m = person ? &contact_model : &account_model;
	struct change ch[COUNT(copied) + 4];
	int n = copy(p, person, ch);
	ch[n++] = (struct change){
		.slot = m->title, .op = CH_SET, .val = value_text(person ? p->new_contact : p->new_account)
	};
	if (person && p->account)
		ch[n++] = (struct change){ .slot = CONTACT_ACCOUNT, .op = CH_SET, .val = VALUE_INT(p->account) };
	if (p->owner)
		ch[n++] = (struct change){ .slot = m->owner, .op = CH_SET, .val = VALUE_INT(p->owner) };
	return record_save(s, st, m, person ? &p->contact : &p->account, ch, n, NULL, err);
}

/* A known person without a company gets the one that is made. */
static enum rc join_company(struct session *s, struct step *st, const struct convert_plan *p, struct err *err)
{
	struct change ch = { .slot = CONTACT_ACCOUNT, .op = CH_SET, .val = VALUE_INT(p->account) };
	int64_t id = p->contact;
	if (!p->account || db_get_int(s->db, 0, "SELECT account FROM contact WHERE id=?", "i", id))
		return RC_OK;
	return record_save(s, st, &contact_model, &id, &ch, 1, NULL, err);
}

static enum rc make_customer(struct session *s, struct step *st, struct convert_plan *p, struct err *err)
{
	enum rc rc = p->new_account ? make(s, st, p, false, err) : RC_OK;
	if (rc == RC_OK && p->new_contact)
		rc = make(s, st, p, true, err);
	else if (rc == RC_OK && p->contact)
		rc = join_company(s, st, p, err);
	return rc;
}

/* ---- the lead ---- */

static void set(struct change *ch, int *n, int slot, struct value v)
{
	ch[(*n)++] = (struct change){ .slot = slot, .op = CH_SET, .val = v };
}

/* Linking a customer fills the lead by the rules of customer.c; the rest of the lead stays. */
static enum rc turn(
	struct session *s, struct step *st, const struct conversion *c, const struct convert_plan *p, struct err *err)
{
	struct change ch[12];
	int64_t id = p->lead->id;
	int n = 0;
	if (p->account)
		set(ch, &n, LEAD_ACCOUNT, VALUE_INT(p->account));
	if (p->contact)
		set(ch, &n, LEAD_CONTACT, VALUE_INT(p->contact));
	if (p->owner)
		set(ch, &n, LEAD_OWNER, VALUE_INT(p->owner));
	if (p->team)
		set(ch, &n, LEAD_TEAM, VALUE_INT(p->team));
	if (c->opportunity)
		set(ch, &n, LEAD_KIND, VALUE_INT(KIND_OPPORTUNITY));
	set(ch, &n, LEAD_STATUS, VALUE_INT(STATUS_CONVERTED));
	set(ch, &n, LEAD_CONVERTED_AT, VALUE_INT(st->at));
	if (!rec_has(p->lead, LEAD_STAGE)) {
		int64_t stage = stage_first(s, p->team ? p->team : rec_int(p->lead, LEAD_TEAM));
		if (stage)
			set(ch, &n, LEAD_STAGE, VALUE_INT(stage));
	}
	return record_save(s, st, &lead_model, &id, ch, n, NULL, err);
}

/* ---- duplicates ---- */

/* Merges them in and goes on with what they became. */
static enum rc merge_doubles(
	struct session *s, struct step *st, const struct convert_plan *p, int64_t *id, struct err *err)
{
	struct merge m;
	int64_t *ids = xcalloc((size_t)p->n_doubles + 1, sizeof *ids);
	ids[0] = p->lead->id;
	for (int i = 0; i < p->n_doubles; i++)
		ids[i + 1] = p->double_id[i];
	enum rc rc = merge_plan(s, &lead_model, ids, p->n_doubles + 1, &m, err);
	if (rc == RC_OK && p->owner)
		merge_choose(s, &m, LEAD_OWNER, &VALUE_INT(p->owner));
	if (rc == RC_OK && p->team)
		merge_choose(s, &m, LEAD_TEAM, &VALUE_INT(p->team));
	if (rc == RC_OK)
		rc = merge_run(s, st, &m, err);
	if (rc == RC_OK)
		*id = m.rec[0]->id;
	merge_free(&m);
	free(ids);
	return rc;
}

/* ---- one ---- */

static enum rc convert_one(
	struct session *s, struct step *st, const struct conversion *c, int64_t *id, int place, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct convert_plan p;
	struct record *lead;
	enum rc rc = record_load(s, &lead_model, *id, &a, &lead, err);
	if (rc == RC_OK)
		rc = convert_plan(s, c, lead, place, &a, &p, err);
	if (rc == RC_OK && c->merge && p.n_doubles) {
		rc = merge_doubles(s, st, &p, id, err);
		if (rc == RC_OK)
			rc = record_load(s, &lead_model, *id, &a, &lead, err);
		if (rc == RC_OK)
			rc = convert_plan(s, c, lead, place, &a, &p, err);
	}
	if (rc == RC_OK)
		rc = make_customer(s, st, &p, err);
	if (rc == RC_OK)
		rc = turn(s, st, c, &p, err);
	arena_free(&a);
	return rc;
}

/* A lead that an earlier one of the same step took in is done already. */
static bool taken_in(struct session *s, const struct step *st, int64_t id)
{
	return db_get_int(s->db, 0, "SELECT 1 FROM lead WHERE id=? AND merged_into IS NOT NULL AND trashed_at=?", "ii",
		       id, st->at) != 0;
}

bool convert_applies(struct session *s, const struct model *m, const struct record *r)
{
	(void)s, (void)m;
	return r && !rec_has(r, SYS_TRASHED_AT) && rec_int(r, LEAD_KIND) == KIND_LEAD;
}

/* What one of them leaves half done is taken back: it is refused whole. */
static enum rc guarded(
	struct session *s, struct step *st, const struct conversion *c, int64_t *id, int place, struct err *err)
{
	enum rc rc = db_save_begin(s->db, err);
	return rc == RC_OK ? db_save_end(s->db, convert_one(s, st, c, id, place, err), err) : rc;
}

enum rc convert_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	struct conversion c;
	enum rc rc = convert_read(s, param, n, &c, err);
	for (int i = 0; i < n && rc == RC_OK; i++) {
		int64_t one = id[i];
		if (c.merge && taken_in(s, st, one)) {
			out->done++;
			continue;
		}
		rc = action_one(guarded(s, st, &c, &one, i, err), id[i], out, err);
		if (n == 1)
			out->ref = REF_MAKE(NO_LEAD, one);
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	action_subject(s, m, id, n, out->done, &out->message);
	str_add(&out->message, _(" converted"));
	return rc;
}

/* ---- what it would do, in words ---- */

#define TOLD 20 /* of many: it is worked out while somebody types */

static void tell_one(struct session *s, const struct model *m, int64_t id, const char *why, const char *made,
	struct action_result *out)
{
	char *title = id ? record_title(s, m, id) : NULL;
	if (title)
		action_line(out, REF_MAKE(m->no, id), _("%s: %s, there already (%s)"), _(m->label), title,
			why ? why : _("linked"));
	else if (made)
		action_line(out, 0, _("%s: %s, new"), _(m->label), made);
	else
		action_line(out, 0, _("%s: none"), _(m->label));
	free(title);
}

static char *owner_after(struct session *s, const struct convert_plan *p)
{
	char *owner = record_title(s, &user_model, p->owner ? p->owner : rec_int(p->lead, LEAD_OWNER));
	return owner ? owner : xstrdup(_("nobody"));
}

static void tell_owner(struct session *s, const struct convert_plan *p, struct action_result *out)
{
	char *owner = owner_after(s, p), *team = p->team ? record_title(s, &team_model, p->team) : NULL;
	action_line(out, 0, team ? _("Owner: %s, %s") : _("Owner: %s"), owner, team);
	free(owner);
	free(team);
}

static void tell_doubles(
	struct session *s, const struct conversion *c, const struct convert_plan *p, struct action_result *out)
{
	struct str names = STR_INIT;
	for (int i = 0; i < p->n_doubles && i < 3; i++) {
		char *title = record_title(s, &lead_model, p->double_id[i]);
		str_addf(&names, "%s%s", i ? ", " : "", title ? title : "?");
		free(title);
	}
	if (p->n_doubles > 3)
		str_addf(&names, _(", %d more"), p->n_doubles - 3);
	if (p->n_doubles)
		action_line(out, 0, c->merge ? _("Merged in: %s") : _("Duplicates, left alone: %s"), names.s);
	str_free(&names);
}

static void tell_plan(
	struct session *s, const struct conversion *c, const struct convert_plan *p, struct action_result *out)
{
	tell_one(s, &account_model, p->account, p->account_why, p->new_account, out);
	tell_one(s, &contact_model, p->contact, p->contact_why, p->new_contact, out);
	action_line(out, 0, "%s", c->opportunity ? _("Opportunity: yes") : _("Opportunity: no, only the customer"));
	tell_owner(s, p, out);
	tell_doubles(s, c, p, out);
}

/* Of many: a line each. */
static void tell_short(struct session *s, const struct convert_plan *p, struct action_result *out)
{
	char *account = p->account ? record_title(s, &account_model, p->account) : NULL, *owner = owner_after(s, p);
	action_line(out, REF_MAKE(NO_LEAD, p->lead->id), "%s: %s%s, %s", rec_text(p->lead, LEAD_NAME),
		account          ? account
		: p->new_account ? p->new_account
				 : _("no account"),
		account          ? ""
		: p->new_account ? _(" (new)")
				 : "",
		owner);
	free(account);
	free(owner);
}

enum rc convert_preview(struct session *s, const struct model *m, const int64_t *id, int n, const struct value *param,
	struct action_result *out, struct err *err)
{
	struct conversion c;
	struct arena a = ARENA_INIT;
	enum rc rc = convert_read(s, param, n, &c, err);
	for (int i = 0; i < n && i < TOLD && rc == RC_OK; i++) {
		struct convert_plan p;
		struct record *lead;
		rc = record_load(s, m, id[i], &a, &lead, err);
		if (rc == RC_OK)
			rc = convert_plan(s, &c, lead, i, &a, &p, err);
		if (rc == RC_OK && n == 1)
			tell_plan(s, &c, &p, out);
		else if (rc == RC_OK)
			tell_short(s, &p, out);
		rc = action_one(rc, id[i], out, err);
		arena_reset(&a);
	}
	if (n > TOLD && rc == RC_OK)
		action_line(out, 0, _("and %d more"), n - TOLD);
	arena_free(&a);
	return rc;
}
