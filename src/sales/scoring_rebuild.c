/* A rebuild: counts anew what was won and lost, fits the office's method, and gives every profile its probability. It
 * reads the narrow table of who has which profile; only when the settings changed are the records themselves read. */
#include "base/clock.h"
#include "base/date.h"
#include "base/i18n.h"
#include "record/memo.h"
#include "record/session.h"
#include "scoring_logit.h"
#include "sales/scoring.h"

#include <math.h>

#define LEAST_OF_EACH 10 /* won and lost records that a fit needs */
#define BATCH 2000       /* records read anew in one transaction */
#define DAY_SECONDS 86400

/* --- reading the records anew --- */

struct anew {
	struct session *s;
	const struct score_conf *c;
	struct word_map known; /* profiles by key */
	int64_t *id;           /* of each */
	int cap;
};

static enum rc profile_id(struct anew *a, const struct str *key, int64_t *id, struct err *err)
{
	int before = a->known.n, i = word_add(&a->known, key->s, key->len);
	enum rc rc = RC_OK;
	if (i == before) {
		if (i >= a->cap) {
			a->cap = a->cap ? a->cap * 2 : 256;
			a->id = xreallocarray(a->id, (size_t)a->cap, sizeof *a->id);
		}
		rc = db_run(a->s->db, err, "INSERT OR IGNORE INTO score_profile(key) VALUES(?)", "s", key->s);
		a->id[i] = db_get_int(a->s->db, 0, "SELECT id FROM score_profile WHERE key=?", "s", key->s);
	}
	*id = a->id[i];
	return rc;
}

static enum rc read_one(struct anew *a, const struct record *r, struct err *err)
{
	struct str key = STR_INIT;
	int64_t id;
	scoring_key(a->s, a->c, r, &key);
	enum rc rc = profile_id(a, &key, &id, err);
	str_free(&key);
	return rc != RC_OK ? rc
			   : db_run(a->s->db, err, "INSERT OR REPLACE INTO score_lead(lead,profile,outcome) VALUES(?,?,?)",
				     "iii", r->id, id, (int64_t)scoring_outcome(a->s, a->c, r));
}

/* One transaction's worth; *after moves on, and is 0 when there are no more. */
static enum rc read_batch(struct anew *a, int64_t *after, struct err *err)
{
	struct score_reader *read;
	const struct record *r;
	int64_t n = 0;
	enum rc rc = db_begin(a->s->db, err), end;
	if (rc != RC_OK)
		return rc;
	read = score_reader_open(a->s, a->c, 0, *after);
	while (rc == RC_OK && n < BATCH && (r = score_reader_next(read, &end, err))) {
		rc = read_one(a, r, err);
		*after = r->id;
		n++;
	}
	score_reader_close(read);
	if (n < BATCH)
		*after = 0;
	return db_end(a->s->db, rc, err);
}

static enum rc read_anew(struct session *s, const struct score_conf *c, struct err *err)
{
	struct anew a = { .s = s, .c = c };
	int64_t after = 0;
	enum rc rc = db_run(s->db, err, "DELETE FROM score_lead", "");
	if (rc == RC_OK)
		rc = db_run(s->db, err, "DELETE FROM score_profile", "");
	if (rc == RC_OK)
		do
			rc = read_batch(&a, &after, err);
		while (rc == RC_OK && after);
	words_free(&a.known);
	free(a.id);
	return rc;
}

/* --- counting --- */

static enum rc count_leads(struct session *s, struct score_set *set, struct score_rebuilt *out, struct err *err)
{
	struct stmt *st = db_prep(s->db, "SELECT profile,outcome FROM score_lead");
	int64_t last_id = -1;
	int got, at = -1;
	while ((got = st_step(st, err)) > 0) {
		int64_t id = st_get_int(st, 0), outcome = st_get_int(st, 1);
		if (id != last_id) {
			at = set_find(set, id);
			last_id = id;
		}
		out->leads++;
		out->won += outcome == SCORE_WON;
		out->lost += outcome == SCORE_LOST;
		out->open += outcome == SCORE_OPEN;
		if (at < 0)
			continue;
		struct set_profile *p = &set->profile[at];
		p->won += outcome == SCORE_WON;
		p->lost += outcome == SCORE_LOST;
		p->open += outcome != SCORE_WON && outcome != SCORE_LOST;
	}
	st_done(st);
	return got < 0 ? (err && err->rc ? err->rc : RC_IO) : RC_OK;
}

/* --- scoring --- */

struct scorer {
	const struct score_conf *c;
	const struct score_set *set;
	struct tally tally;
	struct logit logit;
	bool fitted;
};

static bool chance_of(const struct scorer *x, const struct set_profile *p, double *chance)
{
	if (!x->c->logistic)
		return tally_chance(&x->tally, x->c, x->set, p, true, chance);
	if (!x->fitted)
		return false;
	double odds = x->logit.signal ? logit_odds(&x->logit, x->c, x->set, p) : log(x->logit.base / (1 - x->logit.base));
	*chance = logistic(odds + tally_stage_odds(&x->tally, x->c, x->set, p));
	return true;
}

static enum rc fit(struct session *s, struct scorer *x, struct err *err)
{
	struct samples sample;
	enum rc rc = samples_load(s, x->set, &sample, err);
	if (rc == RC_OK && sample.won >= LEAST_OF_EACH && sample.n - sample.won >= LEAST_OF_EACH) {
		bool *use = xcalloc((size_t)sample.n, sizeof *use);
		memset(use, true, (size_t)sample.n * sizeof *use);
		logit_fit(x->c, x->set, &sample, use, &x->logit);
		x->fitted = true;
		free(use);
		rc = logit_write(s, &x->logit, x->c, x->set, err);
	} else if (rc == RC_OK) {
		rc = db_run(s->db, err, "DELETE FROM score_weight", "");
	}
	samples_free(&sample);
	return rc == RC_OK ? scoring_set_state(s, "signal", x->fitted && x->logit.signal, err) : rc;
}

static enum rc write_p(struct session *s, const struct set_profile *p, bool result, double chance, struct err *err)
{
	if (!p->won && !p->lost && !p->open)
		return db_run(s->db, err, "DELETE FROM score_profile WHERE id=?", "i", p->id);
	if (p->stage_item >= 0 && !result)
		return RC_OK;
	return db_run(s->db, err, "UPDATE score_profile SET p=? WHERE id=?", "ii",
		p->stage_item < 0 ? (int64_t)0 : chance_percent(chance), p->id);
}

static enum rc score_profiles(struct session *s, struct scorer *x, struct err *err)
{
	bool any = false;
	enum rc rc = RC_OK;
	for (int i = 0; i < x->set->n && rc == RC_OK; i++) {
		double chance = 0;
		bool result = chance_of(x, &x->set->profile[i], &chance);
		any = any || result;
		rc = write_p(s, &x->set->profile[i], result, chance, err);
	}
	return rc == RC_OK && any ? db_run(s->db, err, "UPDATE score_lead SET p=NULL WHERE p IS NOT NULL", "") : rc;
}

static enum rc work(struct session *s, const struct score_conf *c, struct score_rebuilt *out, struct err *err)
{
	struct score_set set;
	struct scorer x = { .c = c, .set = &set };
	enum rc rc = set_load(s, &set, err);
	if (rc == RC_OK)
		rc = count_leads(s, &set, out, err);
	tally_init(&x.tally, &set);
	for (int i = 0; i < set.n && rc == RC_OK; i++) {
		tally_add(&x.tally, &set, &set.profile[i], set.profile[i].won, set.profile[i].lost);
		out->profiles += set.profile[i].won || set.profile[i].lost || set.profile[i].open;
	}
	tally_finish(&x.tally, c, &set);
	if (rc == RC_OK)
		rc = tally_write(s, &x.tally, &set, err);
	if (rc == RC_OK && c->logistic)
		rc = fit(s, &x, err);
	if (rc == RC_OK)
		rc = score_profiles(s, &x, err);
	tally_free(&x.tally);
	logit_free(&x.logit);
	set_free(&set);
	return rc;
}

static enum rc note_done(struct session *s, const char *signature, struct err *err)
{
	enum rc rc = db_run(s->db, err, "INSERT OR REPLACE INTO score_state VALUES('signature',?)", "s", signature);
	if (rc == RC_OK)
		rc = scoring_set_state(s, "due", 0, err);
	return rc == RC_OK ? scoring_set_state(s, "rebuilt_at", clock_now(), err) : rc;
}

enum rc scoring_rebuild(struct session *s, struct score_rebuilt *out, struct err *err)
{
	const struct score_conf *c = scoring_conf(s);
	struct score_rebuilt none;
	struct str signature = STR_INIT;
	enum rc rc = RC_OK;
	out = out ? out : &none;
	*out = (struct score_rebuilt){ .leads = 0 };
	if (!c->on)
		return fail(err, RC_INVALID, NO_FIELD, _("scoring is off: crm config scoring.start 2026-01-01 switches it on"));
	struct score_conf conf = *c; /* of the moment, whatever transactions come */
	char *was = db_get_text(s->db, "SELECT value FROM score_state WHERE key='signature'", "");
	scoring_signature(&conf, &signature);
	out->read_anew = !str_eq(was, signature.s);
	if (out->read_anew)
		rc = read_anew(s, &conf, err);
	if (rc == RC_OK)
		rc = db_begin(s->db, err);
	if (rc == RC_OK) {
		rc = work(s, &conf, out, err);
		if (rc == RC_OK)
			rc = note_done(s, signature.s, err);
		rc = db_end(s->db, rc, err);
	}
	memo_clear(s);
	free(was);
	str_free(&signature);
	return rc;
}

/* --- when it is due --- */

bool scoring_current(struct session *s)
{
	struct str signature = STR_INIT;
	char *was = db_get_text(s->db, "SELECT value FROM score_state WHERE key='signature'", "");
	scoring_signature(scoring_conf(s), &signature);
	bool same = str_eq(was, signature.s);
	free(was);
	str_free(&signature);
	return same;
}

enum rc scoring_ship(struct session *s, struct step *st, struct err *err)
{
	char day[11];
	date_iso(date_from_days(date_days(date_today()) - 8), day);
	return setting_put(s, st, "scoring.start", day, err);
}

bool scoring_due(struct session *s)
{
	bool late = clock_now() - scoring_state(s, "rebuilt_at", 0) >= DAY_SECONDS;
	return scoring_conf(s)->on && (late || scoring_state(s, "due", 0) || !scoring_current(s));
}

enum rc scoring_changed(struct session *s, struct err *err)
{
	return scoring_conf(s)->on ? scoring_rebuild(s, NULL, err) : RC_OK;
}
