/* Logistic regression over rows of yes/no features, and figures of merit of predictions. Pure arithmetic. */
#ifndef SALES_SCORING_FIT_H
#define SALES_SCORING_FIT_H

#include "sales/scoring.h"

/* Row i has the features feature[first[i]] .. feature[first[i + 1] - 1], each below n_features, and stands for won[i] won
 * and lost[i] lost records. */
struct fit_rows {
	int n, n_features;
	const int *first, *feature;
	const double *won, *lost;
};
/* Weights into w[n_features + 1], the last one the constant: the minimum of the summed log-loss plus penalty/2 times the sum
 * of the squared weights (the constant is free). Newton's method, its equations solved by conjugate gradients (Nocedal and
 * Wright, Numerical Optimization, 7.1); the function is convex, so there is one minimum. Returns the largest component of
 * the gradient that is left, per record. */
double fit_logistic(const struct fit_rows *r, double penalty, double *w);
double fit_score(const struct fit_rows *r, const double *w, int row); /* the logarithm of the odds */
/* The function and its gradient (g may be NULL) at w. */
double fit_loss(const struct fit_rows *r, double penalty, const double *w, double *g);

/* A prediction and what came of it: `won` and `lost` records had this chance. */
struct prediction {
	double chance, won, lost;
};
/* Sorts p. */
void judge(struct prediction *p, int n, struct score_figures *out);
/* How far the predictions' log-loss lies below that of one rate for all, in standard errors of the mean difference. */
double judge_gain(const struct prediction *p, int n, double rate);
double logistic(double z); /* chance of odds */

#endif
