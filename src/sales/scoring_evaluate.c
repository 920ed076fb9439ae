/* What the methods are worth: both are fitted to a part of the closed records and judged on the rest. The newest fifth is
 * how it will be; five folds of all say it with less noise. The stage is left out: where a closed record stands tells how
 * it ended. */
#include "base/i18n.h"
#include "record/session.h"
#include "scoring_logit.h"

#define LEAST_CLOSED 20 /* of won and of lost records */
#define SUSPICIOUS 0.98 /* AUC */

struct run {
	const struct score_conf *c;
	const struct score_set *set;
	const struct samples *x;
	bool *use;
	struct prediction *base, *frequency, *logit; /* out of what was fitted */
	int n;
};

static void run_init(struct run *r, const struct score_conf *c, const struct score_set *set, const struct samples *x)
{
	*r = (struct run){ .c = c, .set = set, .x = x };
	r->use = xcalloc((size_t)x->n + 1, sizeof *r->use);
	r->base = xcalloc((size_t)x->n + 1, sizeof *r->base);
	r->frequency = xcalloc((size_t)x->n + 1, sizeof *r->frequency);
	r->logit = xcalloc((size_t)x->n + 1, sizeof *r->logit);
}

static void run_free(struct run *r)
{
	free(r->use);
	free(r->base);
	free(r->frequency);
	free(r->logit);
}

/* Fits to the used samples and predicts the others. Returns the base rate of the used ones. */
static double predict_rest(struct run *r)
{
	struct tally t;
	struct logit l;
	tally_init(&t, r->set);
	for (int i = 0; i < r->x->n; i++)
		if (r->use[i])
			tally_add(&t, r->set, &r->set->profile[r->x->at[i].profile], r->x->at[i].won, !r->x->at[i].won);
	tally_finish(&t, r->c, r->set);
	logit_fit(r->c, r->set, r->x, r->use, &l);
	for (int i = 0; i < r->x->n; i++) {
		if (r->use[i])
			continue;
		const struct set_profile *p = &r->set->profile[r->x->at[i].profile];
		double won = r->x->at[i].won, chance = l.base;
		r->base[r->n] = (struct prediction){ l.base, won, 1 - won };
		tally_chance(&t, r->c, r->set, p, false, &chance);
		r->frequency[r->n] = (struct prediction){ chance, won, 1 - won };
		r->logit[r->n++] = (struct prediction){ logistic(logit_odds(&l, r->c, r->set, p)), won, 1 - won };
	}
	double base = l.base;
	logit_free(&l);
	tally_free(&t);
	return base;
}

static void newest_fifth(struct run *r, struct score_evaluated *out)
{
	for (int i = 0; i < r->x->n; i++)
		r->use[i] = !r->x->at[i].newest;
	out->base_rate = predict_rest(r);
	out->held_out = r->n;
	judge(r->base, r->n, &out->base);
	judge(r->frequency, r->n, &out->frequency);
	judge(r->logit, r->n, &out->logistic);
}

static void cross_validate(struct run *r, struct score_evaluated *out)
{
	for (int fold = 0; fold < FOLDS; fold++) {
		for (int i = 0; i < r->x->n; i++)
			r->use[i] = r->x->at[i].cell / (CELLS / FOLDS) != fold;
		predict_rest(r);
	}
	judge(r->base, r->n, &out->cv_base);
	judge(r->frequency, r->n, &out->cv_frequency);
	out->signal = has_signal(r->logit, r->n, (double)r->x->won / r->x->n, &out->cv_logistic);
}

/* One rate for all orders nobody; the rates of five folds would seem to, and the wrong way round. */
static void no_order(struct score_figures *f)
{
	f->auc = f->auc_low = f->auc_high = 0.5;
}

static void evaluate(const struct score_conf *c, const struct score_set *set, const struct samples *x,
	struct score_evaluated *out)
{
	struct run r;
	run_init(&r, c, set, x);
	newest_fifth(&r, out);
	run_free(&r);
	run_init(&r, c, set, x);
	cross_validate(&r, out);
	run_free(&r);
	no_order(&out->base);
	no_order(&out->cv_base);
	out->suspicious = out->cv_logistic.auc > SUSPICIOUS || out->cv_frequency.auc > SUSPICIOUS;
	out->logistic_better = out->cv_logistic.log_loss < out->cv_frequency.log_loss;
}

enum rc scoring_evaluate(struct session *s, struct score_evaluated *out, struct err *err)
{
	struct score_conf c = *scoring_conf(s);
	struct score_set set;
	struct samples x = { .n = 0 };
	*out = (struct score_evaluated){ .closed = 0 };
	if (!c.on)
		return fail(err, RC_INVALID, NO_FIELD, _("scoring is off: crm config scoring.start 2026-01-01 switches it on"));
	/* the profiles of a database from before there was scoring are made first */
	enum rc rc = scoring_current(s) ? RC_OK : scoring_rebuild(s, NULL, err);
	if (rc != RC_OK)
		return rc;
	rc = set_load(s, &set, err);
	if (rc == RC_OK)
		rc = samples_load(s, &set, &x, err);
	out->closed = x.closed;
	out->used = x.n;
	out->won = x.won;
	if (rc == RC_OK && (x.won < LEAST_CLOSED || x.n - x.won < LEAST_CLOSED))
		rc = fail(err, RC_INVALID, NO_FIELD,
			_("%d won and %d lost records since the start date are too few to judge by: %d of each are needed"),
			x.won, x.n - x.won, LEAST_CLOSED);
	if (rc == RC_OK)
		evaluate(&c, &set, &x, out);
	samples_free(&x);
	set_free(&set);
	return rc;
}
