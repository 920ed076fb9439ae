/* The rules of a lead at the write door: what is filled in at creation, what follows from a change, which dates are
 * kept. */
#include "base/i18n.h"
#include "base/str.h"
#include "customer.h"
#include "lead.h"
#include "membership.h"
#include "models.h"
#include "record/journal.h"
#include "record/memo.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"
#include "stage.h"

/* New cards come on top; the distance between two leaves room for cards moved between them. */
#define RANK_STEP 1024

static void default_kind(struct session *s, struct save *sv)
{
	if (rec_has(sv->after, LEAD_KIND))
		return;
	static const char what[] = "kind";
	struct memo_key key = { what, 0, 0 };
	int64_t kind;
	if (!memo_get(s, &key, &kind)) {
		char *leads = setting_get(s, "leads");
		kind = str_eq(leads, "on") ? KIND_LEAD : KIND_OPPORTUNITY;
		memo_put(s, &key, kind, 0);
		free(leads);
	}
	/* a team that was named says what it takes */
	if (kind == KIND_LEAD && rec_has(sv->after, LEAD_TEAM) &&
		!team_takes(s, rec_int(sv->after, LEAD_TEAM), KIND_LEAD) &&
		team_takes(s, rec_int(sv->after, LEAD_TEAM), KIND_OPPORTUNITY))
		kind = KIND_OPPORTUNITY;
	save_set(sv, LEAD_KIND, VALUE_INT(kind));
}

/* Heap text: the customer's name; NULL without one. */
static char *customer_name(struct session *s, const struct record *r)
{
	if (rec_has(r, LEAD_CONTACT))
		return record_title(s, &contact_model, rec_int(r, LEAD_CONTACT));
	return rec_has(r, LEAD_ACCOUNT) ? record_title(s, &account_model, rec_int(r, LEAD_ACCOUNT)) : NULL;
}

/* A customer gives the title of an opportunity; an inquiry without one is called by what is known of the person. */
static void default_title(struct session *s, struct save *sv)
{
	static const int known[] = { LEAD_CONTACT_NAME, LEAD_COMPANY, LEAD_EMAIL, LEAD_PHONE };
	const struct record *r = sv->after;
	if (rec_has(r, LEAD_NAME))
		return;
	char *name = customer_name(s, r);
	if (name) {
		char *title = xasprintf(_("%s's opportunity"), name);
		save_set(sv, LEAD_NAME, value_text(title));
		free(title);
	}
	for (size_t i = 0; i < COUNT(known) && !rec_has(r, LEAD_NAME); i++)
		save_set(sv, LEAD_NAME, r->val[known[i]]);
	free(name);
}

static void default_team(struct session *s, struct save *sv)
{
	const struct record *r = sv->after;
	bool chosen = sv->before ? save_changed(sv, LEAD_TEAM) : rec_has(r, LEAD_TEAM);
	if (chosen || !save_changed(sv, LEAD_OWNER) || !rec_has(r, LEAD_OWNER))
		return;
	int64_t team = team_for(s, rec_int(r, LEAD_OWNER), (int)rec_int(r, LEAD_KIND), rec_int(r, LEAD_TEAM));
	save_set(sv, LEAD_TEAM, team ? VALUE_INT(team) : VALUE_NULL);
}

static void default_stage(struct session *s, struct save *sv)
{
	if (sv->before || rec_has(sv->after, LEAD_STAGE))
		return;
	int64_t stage = stage_first(s, rec_int(sv->after, LEAD_TEAM));
	if (stage)
		save_set(sv, LEAD_STAGE, VALUE_INT(stage));
}

/* --- outcome
 * ---------------------------------------------------------------------------------------------------------- */

static bool own_zero(const struct record *r)
{
	return rec_has(r, LEAD_PROBABILITY) && rec_int(r, LEAD_PROBABILITY) == 0;
}

/* Out of the archive a lost one is open again: without its reason, with the automatic probability. */
static void restored(struct save *sv)
{
	if (!save_changed(sv, LEAD_LOST_REASON))
		save_set(sv, LEAD_LOST_REASON, VALUE_NULL);
	if (own_zero(sv->before) && !save_changed(sv, LEAD_PROBABILITY))
		save_set(sv, LEAD_PROBABILITY, VALUE_NULL);
}

static enum rc won_rules(struct save *sv, struct err *err)
{
	const struct record *r = sv->after;
	bool moved = !sv->before || save_changed(sv, LEAD_STAGE);
	bool low = rec_has(r, LEAD_PROBABILITY) && rec_int(r, LEAD_PROBABILITY) < 10000;
	if (low && !moved && save_changed(sv, LEAD_PROBABILITY))
		return fail(err, RC_INVALID, LEAD_PROBABILITY, _("it is won: move it to an open stage first"));
	if (low)
		save_set(sv, LEAD_PROBABILITY, VALUE_NULL);
	if (moved && sv->before && !rec_int(r, SYS_ACTIVE) && !save_changed(sv, SYS_ACTIVE))
		save_set(sv, SYS_ACTIVE, VALUE_INT(1));
	return RC_OK;
}

/* The office's way: a stage that names its next ones lets a card go there only. A won one that is reopened goes where
 * it was. */
static enum rc way_rules(struct session *s, const struct save *sv, struct err *err)
{
	int64_t from = sv->before ? rec_int(sv->before, LEAD_STAGE) : 0, to = rec_int(sv->after, LEAD_STAGE);
	if (!save_changed(sv, LEAD_STAGE) || stage_is_won(s, from) || stage_leads_to(s, from, to))
		return RC_OK;
	char *name = record_title(s, &stage_model, from), *other = record_title(s, &stage_model, to);
	char *next = db_get_text(s->db,
		"SELECT group_concat(name, ', ') FROM (SELECT name FROM stage WHERE id IN" SQL_LINKS(
			NO_STAGE, STAGE_NEXT_NO, "?1") " ORDER BY sequence, id)",
		"i", from);
	enum rc rc = fail(err, RC_INVALID, LEAD_STAGE, _("from %s the way leads to %s, not to %s: go there first"),
		name ? name : "?", next ? next : "?", other ? other : "?");
	free(name);
	free(other);
	free(next);
	return rc;
}

static enum rc outcome_rules(struct session *s, struct save *sv, struct err *err)
{
	const struct record *r = sv->after;
	enum rc rc = stage_is_won(s, rec_int(r, LEAD_STAGE)) ? won_rules(sv, err) : RC_OK;
	if (rc == RC_OK && sv->before && !rec_int(sv->before, SYS_ACTIVE) && rec_int(r, SYS_ACTIVE))
		restored(sv);
	return rc;
}

/* --- dates
 * ------------------------------------------------------------------------------------------------------------ */

/* Sets the slot to now when `on` begins to hold, empties it when it does not. */
static void keep_date(struct save *sv, int slot, bool on, bool anew)
{
	if (!on)
		save_set(sv, slot, VALUE_NULL);
	else if (anew || !rec_has(sv->after, slot))
		save_set(sv, slot, VALUE_INT(sv->step->at));
}

/* Closed: won, or a probability of 100, or archived. Won to won keeps its instant; from lost to won is closed anew. */
static void closed(struct session *s, struct save *sv)
{
	const struct record *r = sv->after;
	bool won = stage_is_won(s, rec_int(r, LEAD_STAGE));
	bool was_away =
		sv->before && !rec_int(sv->before, SYS_ACTIVE) && !stage_is_won(s, rec_int(sv->before, LEAD_STAGE));
	keep_date(sv, LEAD_CLOSED_AT, won || !rec_int(r, SYS_ACTIVE) || rec_int(r, LEAD_PROBABILITY) >= 10000,
		won && was_away);
}

static void dates(struct session *s, struct save *sv)
{
	const struct record *r = sv->after;
	if (save_changed(sv, LEAD_OWNER) || !sv->before)
		keep_date(sv, LEAD_ASSIGNED_AT, rec_has(r, LEAD_OWNER), true);
	if (save_changed(sv, LEAD_STAGE) || !sv->before)
		keep_date(sv, LEAD_STAGE_AT, rec_has(r, LEAD_STAGE), true);
	if (sv->before && rec_int(sv->before, LEAD_KIND) == KIND_LEAD && rec_int(r, LEAD_KIND) == KIND_OPPORTUNITY) {
		keep_date(sv, LEAD_CONVERTED_AT, true, true);
		if (!save_changed(sv, LEAD_STATUS))
			save_set(sv, LEAD_STATUS, VALUE_INT(STATUS_CONVERTED));
	}
	closed(s, sv);
}

static bool gone(int64_t status)
{
	return status == STATUS_INVALID || status == STATUS_DEAD || status == STATUS_JUNK || status == STATUS_VOID;
}

/* Why it was put aside, and until when, belongs to the status: both go with it. */
static void status_rules(struct save *sv)
{
	const struct record *r = sv->after;
	if (!sv->before)
		return;
	/* what came back from the trash was no mistake after all */
	if (save_changed(sv, SYS_TRASHED_AT) && !rec_has(r, SYS_TRASHED_AT) && rec_int(r, LEAD_STATUS) == STATUS_VOID)
		save_set(sv, LEAD_STATUS, VALUE_INT(STATUS_NEW));
	if (!gone(rec_int(sv->before, LEAD_STATUS)) || gone(rec_int(r, LEAD_STATUS)))
		return;
	if (!save_changed(sv, LEAD_REVIVE_ON))
		save_set(sv, LEAD_REVIVE_ON, VALUE_NULL);
	if (!save_changed(sv, LEAD_STATUS_REASON))
		save_set(sv, LEAD_STATUS_REASON, VALUE_NULL);
}

/* The first win and the first touch are kept for good: what follows from them (a touch that freezes, a report by
 * cohorts) must not move when a deal is opened again. */
static void firsts(struct session *s, struct save *sv)
{
	const struct record *r = sv->after;
	if (!rec_has(r, LEAD_WON_AT) && stage_is_won(s, rec_int(r, LEAD_STAGE)))
		save_set(sv, LEAD_WON_AT, VALUE_INT(sv->step->at));
	if (!rec_has(r, LEAD_FIRST_SOURCE) && rec_has(r, LEAD_FIRST_TOUCH) && rec_has(r, LEAD_SOURCE))
		save_set(sv, LEAD_FIRST_SOURCE, r->val[LEAD_SOURCE]);
}

enum rc lead_before_save(struct session *s, struct save *sv, struct err *err)
{
	default_kind(s, sv);
	enum rc rc = customer_fill(s, sv, err);
	if (rc != RC_OK)
		return rc;
	default_title(s, sv);
	default_team(s, sv);
	default_stage(s, sv);
	status_rules(sv);
	rc = way_rules(s, sv, err);
	if (rc == RC_OK)
		rc = outcome_rules(s, sv, err);
	if (rc == RC_OK)
		dates(s, sv);
	firsts(s, sv);
	if (!sv->before && !rec_has(sv->after, LEAD_RANK))
		save_set(sv, LEAD_RANK, VALUE_INT(-sv->step->at * RANK_STEP));
	return rc;
}

enum rc lead_after_save(struct session *s, const struct save *sv, struct err *err)
{
	enum rc rc = customer_write_back(s, sv, err);
	bool moved = sv->before && save_changed(sv, LEAD_STAGE);
	if (moved && stage_is_won(s, rec_int(sv->after, LEAD_STAGE)) &&
		!stage_is_won(s, rec_int(sv->before, LEAD_STAGE)))
		lead_celebrate(s, sv->after);
	/* entered by mistake: as good as deleted */
	if (rc == RC_OK && rec_int(sv->after, LEAD_STATUS) == STATUS_VOID && save_changed(sv, LEAD_STATUS) &&
		!rec_has(sv->after, SYS_TRASHED_AT))
		rc = record_trash(s, sv->step, sv->model, sv->after->id, err);
	return rc;
}
