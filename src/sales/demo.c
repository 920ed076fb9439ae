/* The demo office: its planned past is lived through the write door, each deed at its instant and by its person. */
#include <stdio.h>

#include "activity.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/i18n.h"
#include "customer.h"
#include "demo.h"
#include "lead.h"
#include "models.h"
#include "note.h"
#include "record/record.h"
#include "record/rights.h"
#include "record/save.h"
#include "record/session.h"
#include "sales/sales.h"
#include "sales/scoring.h"

/* A record being put together; its text lives in the arena until it is written. */
struct made {
	struct demo *d;
	struct arena arena;
	struct change ch[32];
	int n;
};

static void set(struct made *b, int slot, struct value v)
{
	b->ch[b->n++] = (struct change){ .slot = slot, .op = CH_SET, .val = v };
}

static void set_text(struct made *b, int slot, const char *text)
{
	set(b, slot, value_text(arena_strdup(&b->arena, text)));
}

static enum rc set_named(struct made *b, int slot, const struct model *m, const char *name, struct err *err)
{
	int64_t id = 0;
	enum rc rc = demo_named(b->d, m, name, &id, err);
	const int64_t *one = rc == RC_OK ? memcpy(arena_alloc(&b->arena, sizeof id), &id, sizeof id) : NULL;
	if (rc == RC_OK && slot == LEAD_TAGS && m == &tag_model)
		set(b, slot, (struct value){ .kind = VAL_SET, .n = 1, .set = one });
	else if (rc == RC_OK)
		set(b, slot, VALUE_INT(id));
	return rc;
}

static enum rc save(struct made *b, const struct model *m, int64_t *id, const char *label, struct err *err)
{
	struct step st;
	enum rc rc = step_open(b->d->s, label, &st, err);
	if (rc == RC_OK)
		rc = step_close(&st, record_save(b->d->s, &st, m, id, b->ch, b->n, NULL, err), err);
	arena_free(&b->arena);
	return rc;
}

static enum rc new_account(struct demo *d, int i, struct err *err)
{
	struct made b = { .d = d };
	struct demo_company *c = &d->company[i];
	char email[80], phone[32], website[80];
	snprintf(email, sizeof email, "info@%s", c->domain);
	snprintf(website, sizeof website, "https://%s", c->domain);
	demo_phone(d, c->country, phone);
	set_text(&b, ACCOUNT_NAME, c->name);
	set_text(&b, ACCOUNT_EMAIL, email);
	set_text(&b, ACCOUNT_PHONE, phone);
	set_text(&b, ACCOUNT_WEBSITE, website);
	set_text(&b, ACCOUNT_CITY, c->city);
	set_text(&b, ACCOUNT_STREET, demo_street(d, c->region));
	set_text(&b, ACCOUNT_LANGUAGE, c->language);
	set(&b, ACCOUNT_EMPLOYEES, VALUE_INT(3 + demo_pick(d, 20) * demo_pick(d, 20)));
	enum rc rc = set_named(&b, ACCOUNT_COUNTRY, &country_model, c->country, err);
	if (rc == RC_OK)
		rc = set_named(&b, ACCOUNT_INDUSTRY, &industry_model, demo_industry(d), err);
	return rc == RC_OK ? save(&b, &account_model, &d->account[i], _("account made"), err) : rc;
}

static enum rc new_contact(struct demo *d, int i, int account, struct err *err)
{
	struct made b = { .d = d };
	const struct demo_company *c = &d->company[account];
	struct demo_person p;
	char email[128], phone[32];
	demo_person(d, c->region, &p);
	snprintf(email, sizeof email, "%s@%s", p.mailbox, c->domain);
	demo_phone(d, c->country, phone);
	set_text(&b, CONTACT_NAME, p.name);
	set_text(&b, CONTACT_FIRST_NAME, p.first);
	set_text(&b, CONTACT_LAST_NAME, p.last);
	set(&b, CONTACT_ACCOUNT, VALUE_INT(d->account[account]));
	set_text(&b, CONTACT_JOB, demo_job(d));
	set_text(&b, CONTACT_EMAIL, email);
	set_text(&b, CONTACT_PHONE, phone);
	set_text(&b, CONTACT_CITY, c->city);
	set_text(&b, CONTACT_LANGUAGE, c->language);
	enum rc rc = set_named(&b, CONTACT_COUNTRY, &country_model, c->country, err);
	return rc == RC_OK ? save(&b, &contact_model, &d->contact[i], _("contact made"), err) : rc;
}

/* Somebody who wrote to us: known by what he gave. */
static enum rc stranger(struct demo *d, struct made *b, int owner, struct err *err)
{
	struct demo_company c;
	struct demo_person p;
	char email[128], phone[32];
	do
		demo_company(d, demo_pick(d, DEMO_ACCOUNTS), &c);
	while (!demo_serves(owner, c.region));
	demo_person(d, c.region, &p);
	demo_phone(d, c.country, phone);
	snprintf(email, sizeof email, "%s%d@%s", p.mailbox, demo_pick(d, 90) + 10,
		demo_chance(d, 40) ? "gmail.com" : c.domain);
	set_text(b, LEAD_CONTACT_NAME, p.name);
	set_text(b, LEAD_NAME, demo_chance(d, 50) ? demo_deal(d, c.region) : p.name);
	if (demo_chance(d, 80))
		set_text(b, LEAD_COMPANY, c.name);
	if (demo_chance(d, 85))
		set_text(b, LEAD_EMAIL, email);
	if (demo_chance(d, 60))
		set_text(b, LEAD_PHONE, phone);
	if (demo_chance(d, 50))
		set_text(b, LEAD_JOB, demo_job(d));
	set_text(b, LEAD_CITY, c.city);
	return set_named(b, LEAD_COUNTRY, &country_model, c.country, err);
}

static void of_contact(struct demo *d, struct made *b, int contact)
{
	set(b, LEAD_CONTACT, VALUE_INT(d->contact[contact]));
	set_text(b, LEAD_NAME, demo_deal(d, d->company[d->contact_account[contact]].region));
}

static enum rc card_words(struct demo *d, struct made *b, struct err *err)
{
	enum rc rc = set_named(b, LEAD_SOURCE, &source_model, demo_source(d), err);
	if (rc == RC_OK && demo_chance(d, 40))
		rc = set_named(b, LEAD_MEDIUM, &medium_model, demo_medium(d), err);
	if (rc == RC_OK && demo_chance(d, 30))
		rc = set_named(b, LEAD_CAMPAIGN, &campaign_model, demo_campaign(d), err);
	if (rc == RC_OK && demo_chance(d, 45))
		rc = set_named(b, LEAD_TAGS, &tag_model, demo_tag(d), err);
	if (demo_chance(d, 50))
		set_text(b, LEAD_NOTES, demo_words(d));
	return rc;
}

/* Some are watched by a second person; the acting one among them. */
static void card_people(struct demo *d, struct made *b, int i)
{
	int64_t *one = arena_alloc(&b->arena, sizeof *one);
	int team = d->plan[i].owner;
	*one = i % 3 == 0 ? d->me : d->user[team >= 0 && team < DEMO_PEOPLE ? (team + 1) % DEMO_PEOPLE : 1];
	if (i % 8 == 0)
		set(b, i % 16 ? LEAD_PARTICIPANTS : LEAD_CO_OWNERS,
			(struct value){ .kind = VAL_SET, .n = 1, .set = one });
}

static void card_figures(struct demo *d, struct made *b, int i, bool opportunity)
{
	char closing[11];
	if (opportunity || demo_chance(d, 40))
		set(b, LEAD_REVENUE, VALUE_INT(demo_money(d)));
	if (i % 5 < 3)
		set(b, LEAD_TEMPERATURE, VALUE_INT(1 + i % 3));
	set(b, LEAD_PRIORITY, VALUE_INT(demo_chance(d, 60) ? demo_pick(d, 2) : demo_pick(d, 4)));
	if (opportunity) {
		date_iso(date_from_days(date_days(date_today()) + 20 + demo_pick(d, 90)), closing);
		set_text(b, LEAD_CLOSING, closing);
		int64_t own = (1 + demo_pick(d, 8)) * 1000;
		if (own >= 7000) /* now and then somebody knows better than the computed number */
			set(b, LEAD_PROBABILITY, VALUE_INT(own));
	}
}

static enum rc new_card(struct demo *d, int i, struct err *err)
{
	const struct demo_card *c = &d->plan[i];
	struct made b = { .d = d };
	set(&b, LEAD_KIND, VALUE_INT(c->opportunity && !c->was_lead ? KIND_OPPORTUNITY : KIND_LEAD));
	set(&b, LEAD_OWNER, c->owner < 0 ? VALUE_NULL : VALUE_INT(d->user[c->owner]));
	enum rc rc = RC_OK;
	if (c->contact >= 0)
		of_contact(d, &b, c->contact);
	else
		rc = stranger(d, &b, c->owner, err);
	if (rc == RC_OK)
		rc = card_words(d, &b, err);
	card_figures(d, &b, i, c->opportunity);
	card_people(d, &b, i);
	return rc == RC_OK ? save(&b, &lead_model, &d->card[i], _("lead made"), err) : rc;
}

static enum rc set_one(struct demo *d, int i, int slot, int64_t v, const char *label, struct err *err)
{
	struct made b = { .d = d };
	set(&b, slot, VALUE_INT(v));
	return save(&b, &lead_model, &d->card[i], label, err);
}

static enum rc move(struct demo *d, int i, int stage, int64_t id, struct err *err)
{
	struct made b = { .d = d };
	set(&b, LEAD_STAGE, VALUE_INT(id));
	b.n += demo_known(i, stage, &b.ch[b.n]);
	return save(&b, &lead_model, &d->card[i], _("moved to the next stage"), err);
}

static enum rc judge(struct demo *d, const struct demo_event *e, struct err *err)
{
	struct made b = { .d = d };
	char day[11];
	set(&b, LEAD_STATUS, VALUE_INT(e->arg));
	b.n += demo_put_aside(e->i, e->arg, e->at, day, &b.ch[b.n]);
	return save(&b, &lead_model, &d->card[e->i], _("status set"), err);
}

static enum rc plan_activity(struct demo *d, int i, int day, struct err *err)
{
	static const char *const type[] = { "Call", "Call", "E-mail", "Meeting", "To-do" };
	struct step st;
	char due[11];
	int64_t id = 0;
	date_iso(date_from_days(day), due);
	enum rc rc = step_open(d->s, _("activity planned"), &st, err);
	if (rc == RC_OK)
		rc = step_close(&st,
			activity_plan(d->s, &st, REF_MAKE(NO_LEAD, d->card[i]),
				activity_type_id(d->s, type[demo_pick(d, 5)]), NULL, due, d->s->user, &id, err),
			err);
	return rc;
}

/* The oldest open activity of the card is done. */
static enum rc finish_activity(struct demo *d, int i, struct err *err)
{
	int64_t id = db_get_int(d->s->db, 0,
		"SELECT id FROM activity WHERE record=? AND done_at IS NULL AND trashed_at IS NULL ORDER BY id LIMIT 1",
		"i", REF_MAKE(NO_LEAD, d->card[i]));
	struct step st;
	enum rc rc = id ? step_open(d->s, _("activity done"), &st, err) : RC_OK;
	if (rc != RC_OK || !id)
		return rc;
	return step_close(&st, activity_finish(d->s, &st, id, demo_words(d), err), err);
}

/* Won, lost or a note: deeds of their own within a step. */
static enum rc deed(struct demo *d, const struct demo_event *e, struct err *err)
{
	struct step st;
	int64_t id = d->card[e->i];
	const char *label = e->deed == DEED_WON ? _("won") : e->deed == DEED_LOST ? _("lost") : _("note");
	enum rc rc = step_open(d->s, label, &st, err);
	if (rc != RC_OK)
		return rc;
	if (e->deed == DEED_WON)
		rc = lead_win(d->s, &st, id, err);
	else if (e->deed == DEED_LOST)
		rc = lead_lose(d->s, &st, id,
			db_get_int(d->s->db, 1, "SELECT min(id)+? FROM lost_reason", "i", (int64_t)e->arg),
			demo_chance(d, 40) ? demo_words(d) : NULL, err);
	else
		rc = note_write(d->s, &st, REF_MAKE(NO_LEAD, id), demo_words(d), err);
	return step_close(&st, rc, err);
}

static int64_t stage_at(struct demo *d, int n)
{
	return db_get_int(d->s->db, 0,
		"SELECT id FROM stage WHERE trashed_at IS NULL AND NOT coalesce(won,0) ORDER BY sequence, id LIMIT 1 "
		"OFFSET ?",
		"i", (int64_t)n);
}

/* Who did it: the owner of the card, else the house (a web form). */
static int64_t doer(struct demo *d, const struct demo_event *e)
{
	if (e->deed == DEED_ACCOUNT || e->deed == DEED_CONTACT)
		return d->user[demo_pick(d, DEMO_OWNERS)];
	if (e->deed == DEED_OWNER)
		d->plan[e->i].owner = e->arg;
	int owner = d->plan[e->i].owner;
	if (owner >= 0)
		return d->user[owner];
	return e->deed == DEED_CARD ? 0 : d->user[0];
}

enum rc demo_happen(struct demo *d, const struct demo_event *e, struct err *err)
{
	clock_fix(e->at);
	d->s->user = doer(d, e);
	switch (e->deed) {
	case DEED_ACCOUNT: return new_account(d, e->i, err);
	case DEED_CONTACT: return new_contact(d, e->i, e->arg, err);
	case DEED_CARD: return new_card(d, e->i, err);
	case DEED_CONVERT: return set_one(d, e->i, LEAD_KIND, KIND_OPPORTUNITY, _("made an opportunity"), err);
	case DEED_STAGE: return move(d, e->i, e->arg, stage_at(d, e->arg), err);
	case DEED_STATUS: return judge(d, e, err);
	case DEED_OWNER: return set_one(d, e->i, LEAD_OWNER, d->user[e->arg], _("owner set"), err);
	case DEED_PLAN: return plan_activity(d, e->i, e->arg, err);
	case DEED_DONE: return finish_activity(d, e->i, err);
	default: return deed(d, e, err);
	}
}

/* --- the door
 * --------------------------------------------------------------------------------------------------------- */

static enum rc live_through(struct demo *d, struct err *err)
{
	enum rc rc = RC_OK;
	for (int i = 0; i < DEMO_ACCOUNTS; i++)
		demo_company(d, i, &d->company[i]);
	demo_history(d);
	clock_fix(d->event[0].at - 3600);
	rc = demo_people(d, err);
	for (int i = 0; i < d->n_events && rc == RC_OK; i++)
		rc = demo_happen(d, &d->event[i], err);
	d->s->user = d->me;
	clock_fix(d->now);
	return rc == RC_OK ? demo_settle(d, err) : rc;
}

static enum rc in_transaction(struct demo *d, struct err *err)
{
	struct session *s = d->s;
	int64_t before = db_get_int(s->db, 0, "SELECT max(id) FROM step", "");
	enum rc rc = live_through(d, err);
	clock_fix(d->now);
	s->user = d->me;
	if (rc == RC_OK)
		rc = demo_tasks(d, err);
	/* what was made, not what was only changed: the stages stay when the demo goes */
	if (rc == RC_OK)
		rc = db_run(s->db, err,
			"INSERT OR IGNORE INTO demo(ref) SELECT ref FROM change WHERE step>? AND field=?", "ii", before,
			(int64_t)JOURNAL_CREATED);
	return rc;
}

/* Months of wins and losses are of no use to scoring that begins last week. An earlier start that the office chose stays;
 * an office that switched scoring off has it on again: the demo shows it. */
static enum rc learn_from_history(struct demo *d, struct err *err)
{
	char *start = setting_get(d->s, "scoring.start"), day[11];
	date_iso(date_from_days(date_days(date_today()) - DEMO_DAYS - 1), day);
	bool early = *start && strcmp(start, day) < 0;
	free(start);
	return early ? scoring_rebuild(d->s, NULL, err) : setting_set(d->s, "scoring.start", day, err);
}

bool demo_here(struct session *s)
{
	return db_get_int(s->db, 0,
		       "SELECT 1 FROM demo d JOIN lead l ON l.id=d.ref&((1<<40)-1) WHERE d.ref>>40=" SQL_STR(
			       NO_LEAD) " AND l.trashed_at IS NULL LIMIT 1",
		       "") != 0;
}

enum rc demo_make(struct session *s, uint64_t seed, struct err *err)
{
	if (demo_here(s))
		return fail(err, RC_INVALID, NO_FIELD, _("the demo office is here already: remove it first"));
	int64_t fixed = clock_fixed(), user = s->user, no = s->no;
	struct demo *d = xcalloc(1, sizeof *d);
	*d = (struct demo){ .s = s, .rng = seed, .now = clock_now(), .me = s->user };
	enum rc rc = db_begin(s->db, err);
	/* its people are made before what they may: who invents them all sees all */
	rights_rule(s);
	if (rc == RC_OK) {
		s->no = 0; /* nobody's to undo step by step */
		rc = in_transaction(d, err);
		s->user = 0;
		clock_fix(fixed);
		if (rc == RC_OK)
			rc = learn_from_history(d, err);
		if (rc == RC_OK)
			rc = setting_set(s, "badge", "DEMO", err);
		rc = db_end(s->db, rc, err);
	}
	rights_unrule(s);
	s->user = user;
	s->no = no;
	clock_fix(fixed);
	free(d->event);
	free(d);
	return rc;
}

static enum rc trash_all(struct session *s, struct step *st, bool (*progress)(void *ctx, int64_t done, int64_t total),
	void *ctx, struct err *err)
{
	int64_t total = db_get_int(s->db, 0, "SELECT count(*) FROM demo", ""), done = 0;
	enum rc rc = RC_OK;
	for (int64_t ref = 0; rc == RC_OK; done++) {
		ref = db_get_int(s->db, 0, "SELECT ref FROM demo WHERE ref>? ORDER BY ref LIMIT 1", "i", ref);
		if (!ref)
			break;
		if (progress && !progress(ctx, done, total))
			return fail(err, RC_CANCELLED, NO_FIELD, _("stopped"));
		const struct model *m = registry_no(s->reg, REF_MODEL(ref));
		rc = record_trash(s, st, m, REF_ID(ref), err);
		if (rc == RC_NOT_FOUND)
			rc = RC_OK; /* purged meanwhile, or gone when it was stopped before */
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	return rc;
}

enum rc demo_take_out(struct session *s, struct step *st, bool (*progress)(void *ctx, int64_t done, int64_t total), void *ctx,
	struct err *err)
{
	enum rc rc = trash_all(s, st, progress, ctx, err);
	if (rc == RC_OK)
		rc = demo_rotting(s, st, false, err);
	return rc == RC_OK ? setting_put(s, st, "badge", "", err) : rc;
}

enum rc demo_remove(struct session *s, struct err *err)
{
	struct step st;
	if (!demo_here(s))
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("there is no demo office here"));
	enum rc rc = step_open(s, _("the demo office removed"), &st, err);
	if (rc == RC_OK)
		rc = step_close(&st, demo_take_out(s, &st, NULL, NULL, err), err);
	return rc;
}
