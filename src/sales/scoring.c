/* What a save does to scoring: the record's profile, the table of frequencies where it was won, lost or reopened, and its
 * own probability. What had been counted for it is read from score_lead rather than told from the record before: a stage
 * may have become a won stage meanwhile, and undo puts back several changes at once. */
#include "scoring.h"


#include "lead.h"
#include "models.h"
#include "record/memo.h"
#include "record/save.h"
#include "record/session.h"

int64_t scoring_state(struct session *s, const char *key, int64_t dflt)
{
	return db_get_int(s->db, dflt, "SELECT value FROM score_state WHERE key=?", "s", key);
}

enum rc scoring_set_state(struct session *s, const char *key, int64_t value, struct err *err)
{
	return db_run(s->db, err, "INSERT OR REPLACE INTO score_state VALUES(?,?)", "si", key, value);
}

/* --- one record's probability --- */

#define NO_RESULT (-1)

static int64_t compute(struct session *s, const struct score_conf *c, const char *key)
{
	struct profile p;
	struct evidence e;
	double chance = 0;
	int64_t out = NO_RESULT;
	profile_parse(key, &p);
	if (!p.stage)
		out = 0;
	else if (c->logistic ? scoring_logit(s, c, &p, &chance, NULL) : scoring_evidence(s, c, &p, &e))
		out = chance_percent(c->logistic ? chance : evidence_chance(&e));
	profile_free(&p);
	return out;
}

/* The same profile is scored once in a transaction: an import of ten thousand records knows a few hundred profiles. */
static int64_t compute_once(struct session *s, const struct score_conf *c, int64_t profile, const char *key)
{
	static const char what[] = "scoring p";
	struct memo_key at = { what, profile, 0 };
	int64_t p;
	if (!memo_get(s, &at, &p)) {
		p = compute(s, c, key);
		memo_put(s, &at, p, 0);
	}
	return p;
}

/* --- profiles --- */

static enum rc profile_make(struct session *s, const struct score_conf *c, const char *key, int64_t *id, struct err *err)
{
	struct stmt *st = db_prep(s->db, "SELECT id FROM score_profile WHERE key=?");
	st_text(st, 1, key);
	*id = st_step(st, NULL) > 0 ? st_get_int(st, 0) : 0;
	st_done(st);
	if (*id)
		return RC_OK;
	int64_t p = compute(s, c, key);
	st = db_prep(s->db, "INSERT INTO score_profile(key,p) VALUES(?,?)");
	st_text(st, 1, key);
	if (p != NO_RESULT)
		st_int(st, 2, p);
	else
		st_null(st, 2);
	enum rc rc = st_run(st, err);
	*id = db_last_id(s->db);
	return rc;
}

static enum rc profile_find(struct session *s, const struct score_conf *c, const struct str *key, int64_t *id, struct err *err)
{
	static const char what[] = "scoring profile";
	/* two hashes of 64 bits stand for the text */
	struct memo_key at = { what, (int64_t)hash_bytes(key->s, key->len), (int64_t)(hash_bytes(key->s + 1, key->len - 1) * 31) };
	enum rc rc = RC_OK;
	if (memo_get(s, &at, id))
		return RC_OK;
	rc = profile_make(s, c, key->s, id, err);
	if (rc == RC_OK)
		memo_put(s, &at, *id, 0);
	return rc;
}

/* --- the record --- */

struct counted {
	int64_t profile, outcome, p; /* profile 0: not there; p -1: the profile's */
};

static struct counted counted_before(struct session *s, int64_t lead)
{
	struct counted was = { 0, SCORE_OPEN, NO_RESULT };
	struct stmt *st = db_prep(s->db, "SELECT profile,outcome,p FROM score_lead WHERE lead=?");
	st_int(st, 1, lead);
	if (st_step(st, NULL) > 0) {
		was.profile = st_get_int(st, 0);
		was.outcome = st_get_int(st, 1);
		was.p = st_is_null(st, 2) ? NO_RESULT : st_get_int(st, 2);
	}
	st_done(st);
	return was;
}

static enum rc write_counted(struct session *s, int64_t lead, const struct counted *now, struct err *err)
{
	struct stmt *st = db_prep(s->db, "INSERT OR REPLACE INTO score_lead VALUES(?,?,?,?)");
	st_int(st, 1, lead);
	st_int(st, 2, now->profile);
	st_int(st, 3, now->outcome);
	if (now->p != NO_RESULT)
		st_int(st, 4, now->p);
	else
		st_null(st, 4);
	return st_run(st, err);
}

static enum rc recount(struct session *s, const struct counted *c, int sign, struct err *err)
{
	if (!c->profile || (c->outcome != SCORE_WON && c->outcome != SCORE_LOST))
		return RC_OK;
	char *key = db_get_text(s->db, "SELECT key FROM score_profile WHERE id=?", "i", c->profile);
	struct profile p;
	profile_parse(key ? key : "0\n0\n", &p);
	enum rc rc = scoring_count(s, &p, (enum score_outcome)c->outcome, sign, err);
	profile_free(&p);
	free(key);
	return rc;
}

/* The record's own number, where the profile's is not it any more. Without a result the number it had stays. */
static void choose_p(struct session *s, const struct score_conf *c, const char *key, const struct counted *was,
	struct counted *now)
{
	int64_t of_profile = db_get_int(s->db, NO_RESULT, "SELECT p FROM score_profile WHERE id=?", "i", now->profile);
	int64_t p = compute_once(s, c, now->profile, key);
	if (p == NO_RESULT && was->profile && was->profile != now->profile)
		p = was->p != NO_RESULT
			    ? was->p
			    : db_get_int(s->db, NO_RESULT, "SELECT p FROM score_profile WHERE id=?", "i", was->profile);
	else if (p == NO_RESULT)
		p = was->p;
	now->p = p == of_profile ? NO_RESULT : p;
}

static enum rc score_record(struct session *s, const struct score_conf *c, const struct record *r, bool fresh, struct err *err)
{
	struct str key = STR_INIT;
	struct counted was = { 0, SCORE_OPEN, NO_RESULT }, now = { 0, SCORE_OPEN, NO_RESULT };
	enum rc rc;
	if (!fresh)
		was = counted_before(s, r->id);
	scoring_key(s, c, r, &key);
	rc = profile_find(s, c, &key, &now.profile, err);
	now.outcome = scoring_outcome(s, c, r);
	bool moved = was.profile != now.profile || was.outcome != now.outcome;
	if (rc == RC_OK && moved)
		rc = recount(s, &was, -1, err);
	if (rc == RC_OK && moved)
		rc = recount(s, &now, 1, err);
	if (rc == RC_OK && now.outcome == SCORE_OPEN)
		choose_p(s, c, key.s, &was, &now);
	if (rc == RC_OK && (moved || was.p != now.p))
		rc = write_counted(s, r->id, &now, err);
	str_free(&key);
	return rc;
}

static enum rc forget_record(struct session *s, int64_t lead, struct err *err)
{
	struct counted was = counted_before(s, lead);
	enum rc rc = recount(s, &was, -1, err);
	return rc == RC_OK ? db_run(s->db, err, "DELETE FROM score_lead WHERE lead=?", "i", lead) : rc;
}

/* Slots, beside the variables, that move a record's profile or outcome. The closing instant stands for stages that became
 * won ones: their cards are put right one by one. */
static const int watched[] = { SYS_ACTIVE, SYS_TRASHED_AT, SYS_CREATED_AT, LEAD_STAGE, LEAD_TEAM, LEAD_PROBABILITY,
	LEAD_LOST_REASON, LEAD_CLOSED_AT };
static const int of_email[] = { LEAD_EMAIL, LEAD_EMAIL2, 0 };
static const int of_phone[] = { LEAD_PHONE, LEAD_MOBILE, LEAD_COUNTRY, 0 };

static bool any_changed(const struct save *sv, const int *slot)
{
	for (; *slot; slot++)
		if (save_changed(sv, *slot))
			return true;
	return false;
}

static bool touched(const struct score_conf *c, const struct save *sv)
{
	for (size_t i = 0; i < COUNT(watched); i++)
		if (save_changed(sv, watched[i]))
			return true;
	for (int i = 0; i < c->n; i++) {
		const struct score_var *v = &c->var[i];
		if (v->no == VAR_EMAIL_QUALITY ? any_changed(sv, of_email)
			: v->no == VAR_PHONE_QUALITY ? any_changed(sv, of_phone)
						     : v->slot < sv->model->n && save_changed(sv, v->slot))
			return true;
	}
	return false;
}

/* Who saved may have used the table without the office's own fields: then the record is read again. */
static bool has_all(const struct score_conf *c, const struct model *m)
{
	for (int i = 0; i < c->n; i++)
		if (c->var[i].slot >= m->n)
			return false;
	return true;
}

static enum rc score_again(struct session *s, const struct score_conf *c, int64_t lead, bool fresh, struct err *err)
{
	enum rc rc;
	struct score_reader *read = score_reader_open(s, c, lead, 0);
	const struct record *r = score_reader_next(read, &rc, err);
	if (r)
		rc = score_record(s, c, r, fresh, err);
	score_reader_close(read);
	return rc;
}

enum rc scoring_derive(struct session *s, const struct save *sv, struct err *err)
{
	const struct score_conf *c = scoring_conf(s);
	if (!c->on || (sv->before && !touched(c, sv)))
		return RC_OK;
	if (rec_has(sv->after, SYS_TRASHED_AT))
		return sv->before ? forget_record(s, sv->after->id, err) : RC_OK;
	return has_all(c, sv->model) ? score_record(s, c, sv->after, !sv->before, err)
				     : score_again(s, c, sv->after->id, !sv->before, err);
}

/* A team that goes leaves its counts to everybody. One that comes back has them again with the next rebuild. */
enum rc scoring_team_derive(struct session *s, const struct save *sv, struct err *err)
{
	if (!sv->before || !save_changed(sv, SYS_TRASHED_AT))
		return RC_OK;
	if (rec_has(sv->after, SYS_TRASHED_AT))
		return scoring_team_gone(s, sv->after->id, err);
	return scoring_set_state(s, "due", 1, err);
}
