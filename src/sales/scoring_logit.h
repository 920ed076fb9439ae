/* The logistic method: closed records as a sample, a model fitted to a part of it, its chances calibrated. */
#ifndef SALES_SCORING_LOGIT_H
#define SALES_SCORING_LOGIT_H

#include "scoring_fit.h"
#include "scoring_set.h"

#define SAMPLE_MOST 50000 /* the newest closed records; older ones tell little about today */
#define CELLS 20          /* parts that folds are made of, by a hash of the record's id */
#define FOLDS 5

struct sample {
	int profile;
	unsigned char cell;
	bool newest, won;
};
struct samples {
	struct sample *at;
	int n, cap, won;
	int64_t closed; /* of all */
};
/* Newest first; the newest fifth is marked. */
enum rc samples_load(struct session *s, const struct score_set *set, struct samples *out, struct err *err);
void samples_free(struct samples *x);

struct logit {
	int n_features;
	double *w;    /* [n_features + 1], the last the constant */
	int *of_item; /* feature of an item; -1: none */
	int rare[SCORE_VARS], unset[SCORE_VARS]; /* features by the variable's place; -1: none */
	double base;  /* rate of the won ones */
	bool signal;  /* out of fold it beats the base rate beyond chance */
};
/* Fits to the samples with use[i] true. */
void logit_fit(const struct score_conf *c, const struct score_set *set, const struct samples *x, const bool *use,
	struct logit *out);
/* Logarithm of the odds, without the stage. */
double logit_odds(const struct logit *l, const struct score_conf *c, const struct score_set *set,
	const struct set_profile *p);
enum rc logit_write(struct session *s, const struct logit *l, const struct score_conf *c, const struct score_set *set,
	struct err *err);
void logit_free(struct logit *l);
/* Whether predictions out of fold tell more than the base rate. Sorts p. */
bool has_signal(struct prediction *p, int n, double base, struct score_figures *out);

#endif
