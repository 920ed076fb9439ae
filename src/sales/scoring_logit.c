/* Features are values: one for each that five closed records or more have, one for the rarer ones of a variable together,
 * one for a variable that is unset. Chances are calibrated by a line through the odds (Platt 1999) that is fitted to
 * predictions out of fold, so that what was only learnt by heart is taken back. */
#include "scoring_logit.h"

#include <math.h>

#include "record/session.h"

#define LEAST 5     /* records that make a value a feature of its own */
#define PENALTY 2.0 /* a weight of 1 costs as much as one wrong record in a row of about 3 */
#define INNER 4     /* folds of the calibration: cells modulo this */

/* --- the sample --- */

static unsigned char cell_of(int64_t lead)
{
	return (unsigned char)(((uint64_t)lead * 0x9e3779b97f4a7c15u >> 33) % CELLS);
}

enum rc samples_load(struct session *s, const struct score_set *set, struct samples *out, struct err *err)
{
	struct stmt *st = db_prep(s->db, "SELECT sl.lead,sl.profile,sl.outcome FROM score_lead sl JOIN lead l ON l.id=sl.lead"
					 " WHERE sl.outcome IN (1,2) ORDER BY l.created_at DESC,sl.lead DESC LIMIT ?");
	int got;
	*out = (struct samples){ .n = 0 };
	st_int(st, 1, SAMPLE_MOST);
	while ((got = st_step(st, err)) > 0) {
		int profile = set_find(set, st_get_int(st, 1));
		if (profile < 0)
			continue;
		GROW(out->at, out->n, out->cap);
		out->at[out->n++] = (struct sample){ .profile = profile,
			.cell = cell_of(st_get_int(st, 0)),
			.won = st_get_int(st, 2) == SCORE_WON };
		out->won += out->at[out->n - 1].won;
	}
	st_done(st);
	for (int i = 0; i < out->n / 5; i++)
		out->at[i].newest = true;
	out->closed = db_get_int(s->db, 0, "SELECT count(*) FROM score_lead WHERE outcome IN (1,2)", "");
	return got < 0 ? (err && err->rc ? err->rc : RC_IO) : RC_OK;
}

void samples_free(struct samples *x)
{
	free(x->at);
}

/* --- features --- */

static int place_of(const struct score_conf *c, int no)
{
	for (int i = 0; i < c->n; i++)
		if (c->var[i].no == no)
			return i;
	return -1;
}

struct counts {
	double *won, *lost; /* by profile */
};

static void count_profiles(const struct score_set *set, const struct samples *x, const bool *use, struct counts *out)
{
	out->won = xcalloc((size_t)set->n + 1, sizeof *out->won);
	out->lost = xcalloc((size_t)set->n + 1, sizeof *out->lost);
	for (int i = 0; i < x->n; i++)
		if (use[i])
			(x->at[i].won ? out->won : out->lost)[x->at[i].profile]++;
}

static void number_features(const struct score_conf *c, const struct score_set *set, const struct counts *n, struct logit *l)
{
	double *of_item = xcalloc((size_t)set->item.n + 1, sizeof *of_item);
	for (int i = 0; i < set->n; i++)
		for (int k = 0; k < set->profile[i].n; k++)
			of_item[set->flat[set->profile[i].first + k]] += n->won[i] + n->lost[i];
	l->of_item = xcalloc((size_t)set->item.n + 1, sizeof *l->of_item);
	l->n_features = 0;
	for (int v = 0; v < c->n; v++) {
		l->rare[v] = l->n_features++;
		l->unset[v] = l->n_features++;
	}
	for (int i = 0; i < set->item.n; i++) {
		int v = place_of(c, set->item_no[i]);
		l->of_item[i] = v < 0 ? -1 : of_item[i] >= LEAST ? l->n_features++ : l->rare[v];
	}
	free(of_item);
}

/* Features of a profile into out (room for its items and all variables); their number. */
static int features_of(const struct logit *l, const struct score_conf *c, const struct score_set *set,
	const struct set_profile *p, int *out)
{
	bool has[SCORE_VARS] = { false };
	int n = 0;
	for (int k = 0; k < p->n; k++) {
		int item = set->flat[p->first + k], v = place_of(c, set->item_no[item]);
		if (v < 0)
			continue;
		has[v] = true;
		out[n++] = l->of_item[item];
	}
	for (int v = 0; v < c->n; v++)
		if (!has[v])
			out[n++] = l->unset[v];
	return n;
}

/* --- fitting --- */

static void fit_once(const struct score_conf *c, const struct score_set *set, const struct samples *x, const bool *use,
	struct logit *l)
{
	struct counts n;
	count_profiles(set, x, use, &n);
	number_features(c, set, &n, l);
	int *first = xcalloc((size_t)set->n + 2, sizeof *first), rows = 0;
	int *feature = xcalloc((size_t)set->n_flat + (size_t)set->n * (size_t)c->n + 1, sizeof *feature);
	for (int i = 0; i < set->n; i++) {
		if (n.won[i] + n.lost[i] == 0)
			continue;
		first[rows + 1] = first[rows] + features_of(l, c, set, &set->profile[i], feature + first[rows]);
		n.won[rows] = n.won[i];
		n.lost[rows] = n.lost[i];
		rows++;
	}
	struct fit_rows r = { rows, l->n_features, first, feature, n.won, n.lost };
	l->w = xcalloc((size_t)l->n_features + 1, sizeof *l->w);
	fit_logistic(&r, PENALTY, l->w);
	free(first);
	free(feature);
	free(n.won);
	free(n.lost);
}

double logit_odds(const struct logit *l, const struct score_conf *c, const struct score_set *set,
	const struct set_profile *p)
{
	int f[PROFILE_ITEMS + SCORE_VARS];
	struct set_profile few = *p;
	few.n = p->n < PROFILE_ITEMS ? p->n : PROFILE_ITEMS;
	double z = l->w[l->n_features];
	for (int n = features_of(l, c, set, &few, f); n-- > 0;)
		z += l->w[f[n]];
	return z;
}

void logit_free(struct logit *l)
{
	free(l->w);
	free(l->of_item);
	*l = (struct logit){ .n_features = 0 };
}

/* Predictions for the used samples, each by a model that has not seen its fold; as odds in `chance`. */
static int out_of_fold(const struct score_conf *c, const struct score_set *set, const struct samples *x, const bool *use,
	struct prediction *out)
{
	bool *part = xcalloc((size_t)x->n + 1, sizeof *part);
	int n = 0;
	for (int fold = 0; fold < INNER; fold++) {
		struct logit l;
		for (int i = 0; i < x->n; i++)
			part[i] = use[i] && x->at[i].cell % INNER != fold;
		fit_once(c, set, x, part, &l);
		for (int i = 0; i < x->n; i++)
			if (use[i] && !part[i])
				out[n++] = (struct prediction){ logit_odds(&l, c, set, &set->profile[x->at[i].profile]),
					x->at[i].won, !x->at[i].won };
		logit_free(&l);
	}
	free(part);
	return n;
}

/* slope and shift of the line that turns odds into calibrated odds: two weights, by Newton's method. */
static void platt(const struct prediction *p, int n, double *slope, double *shift)
{
	double a = 1, b = 0;
	for (int step = 0; step < 30; step++) {
		double ga = 1e-3 * (a - 1), gb = 0, haa = 1e-3, hab = 0, hbb = 1e-9;
		for (int i = 0; i < n; i++) {
			double q = logistic(a * p[i].chance + b), d = q - p[i].won, h = q * (1 - q);
			ga += d * p[i].chance;
			gb += d;
			haa += h * p[i].chance * p[i].chance;
			hab += h * p[i].chance;
			hbb += h;
		}
		double det = haa * hbb - hab * hab;
		if (!(det > 0))
			break;
		double da = (hbb * ga - hab * gb) / det, db = (haa * gb - hab * ga) / det;
		a -= da;
		b -= db;
		if (fabs(da) + fabs(db) < 1e-9)
			break;
	}
	*slope = isfinite(a) && a > 0 ? a : 0;
	*shift = isfinite(b) ? b : 0;
}

bool has_signal(struct prediction *p, int n, double base, struct score_figures *out)
{
	judge(p, n, out);
	return out->auc_low > 0.5 && judge_gain(p, n, base) > 1.96;
}

void logit_fit(const struct score_conf *c, const struct score_set *set, const struct samples *x, const bool *use,
	struct logit *out)
{
	struct prediction *p = xcalloc((size_t)x->n + 1, sizeof *p);
	struct score_figures figures;
	double slope, shift, won = 0;
	int n = out_of_fold(c, set, x, use, p);
	for (int i = 0; i < n; i++)
		won += p[i].won;
	fit_once(c, set, x, use, out);
	platt(p, n, &slope, &shift);
	for (int j = 0; j <= out->n_features; j++)
		out->w[j] *= slope;
	out->w[out->n_features] += shift;
	out->base = n ? won / n : 0;
	for (int i = 0; i < n; i++)
		p[i].chance = logistic(slope * p[i].chance + shift);
	out->signal = has_signal(p, n, out->base, &figures);
	free(p);
}

/* --- stored weights: "*" the rarer values of a variable, "" unset, "~" the mean over the sample --- */

static enum rc write_weight(struct session *s, int no, const char *value, double weight, struct err *err)
{
	struct stmt *st = db_prep(s->db, "INSERT OR REPLACE INTO score_weight VALUES(?,?,?)");
	st_int(st, 1, no);
	st_text(st, 2, value);
	st_real(st, 3, weight);
	return st_run(st, err);
}

/* What the variables add on the average, for telling what helps from what hurts. */
static void mean_weights(const struct logit *l, const struct score_conf *c, const struct score_set *set, double *mean)
{
	double all = 0;
	memset(mean, 0, SCORE_VARS * sizeof *mean);
	for (int i = 0; i < set->n; i++) {
		const struct set_profile *p = &set->profile[i];
		double n = p->won + p->lost;
		bool has[SCORE_VARS] = { false };
		all += n;
		for (int k = 0; k < p->n; k++) {
			int item = set->flat[p->first + k], v = place_of(c, set->item_no[item]);
			if (v < 0)
				continue;
			mean[v] += n * l->w[l->of_item[item]];
			has[v] = true;
		}
		for (int v = 0; v < c->n; v++)
			mean[v] += has[v] ? 0 : n * l->w[l->unset[v]];
	}
	for (int v = 0; v < c->n; v++)
		mean[v] = all > 0 ? mean[v] / all : 0;
}

enum rc logit_write(struct session *s, const struct logit *l, const struct score_conf *c, const struct score_set *set,
	struct err *err)
{
	double mean[SCORE_VARS];
	enum rc rc = db_run(s->db, err, "DELETE FROM score_weight", "");
	mean_weights(l, c, set, mean);
	if (rc == RC_OK)
		rc = write_weight(s, 0, "", l->signal ? l->w[l->n_features] : log(l->base / (1 - l->base)), err);
	for (int v = 0; v < c->n && rc == RC_OK && l->signal; v++) {
		rc = write_weight(s, c->var[v].no, "*", l->w[l->rare[v]], err);
		if (rc == RC_OK)
			rc = write_weight(s, c->var[v].no, "", l->w[l->unset[v]], err);
		if (rc == RC_OK)
			rc = write_weight(s, c->var[v].no, "~", mean[v], err);
	}
	for (int i = 0; i < set->item.n && rc == RC_OK && l->signal; i++) {
		int v = place_of(c, set->item_no[i]);
		if (v >= 0 && l->of_item[i] != l->rare[v])
			rc = write_weight(s, set->item_no[i], strchr(set->item.word[i], '=') + 1, l->w[l->of_item[i]], err);
	}
	return rc;
}

static bool weight(struct session *s, int no, const char *value, double *out)
{
	struct stmt *st = db_prep(s->db, "SELECT weight FROM score_weight WHERE variable=? AND value=?");
	st_int(st, 1, no);
	st_text(st, 2, value);
	bool found = st_step(st, NULL) > 0;
	*out = found ? st_get_real(st, 0) : 0;
	st_done(st);
	return found;
}

static double weight_of(struct session *s, int no, const char *value)
{
	double w;
	if (!weight(s, no, value, &w))
		weight(s, no, "*", &w);
	return w;
}

/* The odds that the stage adds to those of the first one, by the table. */
static double stage_odds(struct session *s, const struct score_conf *c, const struct profile *p)
{
	struct profile bare = { .team = p->team, .stage = p->stage };
	struct evidence e;
	if (!scoring_evidence(s, c, &bare, &e) || !e.n)
		return 0;
	return log(e.clue[0].won / e.won) - log(e.clue[0].lost / e.lost);
}

bool scoring_logit(struct session *s, const struct score_conf *c, const struct profile *p, double *chance, double *reason)
{
	bool has[SCORE_VARS] = { false };
	double odds, mean, w;
	if (!weight(s, 0, "", &odds))
		return false;
	for (int i = 0; i < p->n; i++) {
		int v = place_of(c, p->item[i].no);
		w = v < 0 ? 0 : weight_of(s, p->item[i].no, p->item[i].value);
		odds += w;
		if (v >= 0)
			has[v] = true;
		if (reason && v >= 0) {
			weight(s, p->item[i].no, "~", &mean);
			reason[i] = w - mean;
		}
	}
	for (int v = 0; v < c->n; v++)
		if (!has[v] && weight(s, c->var[v].no, "", &w))
			odds += w;
	*chance = logistic(odds + stage_odds(s, c, p));
	return true;
}
