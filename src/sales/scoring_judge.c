/* Figures of merit: how well chances order records (AUC), how well they are meant (log-loss), and whether of those with
 * 30 % three in ten were won (calibration). */
#include <math.h>
#include <stdlib.h>

#include "scoring_fit.h"

#define BINS 10

static int by_chance(const void *a, const void *b)
{
	const struct prediction *x = a, *y = b;
	return (x->chance > y->chance) - (x->chance < y->chance);
}

/* The chance that a won record stands above a lost one; ties count half. p is sorted. */
static double auc_of(const struct prediction *p, int n, double won, double lost)
{
	double below = 0, pairs = 0;
	for (int i = 0; i < n;) {
		double w = 0, l = 0;
		int j = i;
		for (; j < n && p[j].chance == p[i].chance; j++) {
			w += p[j].won;
			l += p[j].lost;
		}
		pairs += w * (below + l / 2);
		below += l;
		i = j;
	}
	return won > 0 && lost > 0 ? pairs / (won * lost) : 0.5;
}

/* Hanley and McNeil 1982: the standard error of an area under the curve. */
static double auc_error(double a, double won, double lost)
{
	double q1 = a / (2 - a), q2 = 2 * a * a / (1 + a);
	double var = a * (1 - a) + (won - 1) * (q1 - a * a) + (lost - 1) * (q2 - a * a);
	return won > 0 && lost > 0 && var > 0 ? sqrt(var / (won * lost)) : 0;
}

static double clip(double p)
{
	return p < 1e-4 ? 1e-4 : p > 1 - 1e-4 ? 1 - 1e-4 : p;
}

static double calibration_of(const struct prediction *p, int n, double all)
{
	double chance[BINS] = { 0 }, won[BINS] = { 0 }, error = 0;
	for (int i = 0; i < n; i++) {
		int bin = (int)(p[i].chance * BINS);
		bin = bin < 0 ? 0 : bin >= BINS ? BINS - 1 : bin;
		chance[bin] += p[i].chance * (p[i].won + p[i].lost);
		won[bin] += p[i].won;
	}
	for (int b = 0; b < BINS; b++)
		error += fabs(chance[b] - won[b]);
	return all > 0 ? error / all : 0;
}

void judge(struct prediction *p, int n, struct score_figures *out)
{
	double won = 0, lost = 0, loss = 0, error;
	qsort(p, (size_t)n, sizeof *p, by_chance);
	for (int i = 0; i < n; i++) {
		won += p[i].won;
		lost += p[i].lost;
		loss -= p[i].won * log(clip(p[i].chance)) + p[i].lost * log(1 - clip(p[i].chance));
	}
	out->auc = auc_of(p, n, won, lost);
	error = 1.96 * auc_error(out->auc, won, lost);
	out->auc_low = out->auc - error > 0 ? out->auc - error : 0;
	out->auc_high = out->auc + error < 1 ? out->auc + error : 1;
	out->log_loss = won + lost > 0 ? loss / (won + lost) : 0;
	out->calibration = calibration_of(p, n, won + lost);
}

double judge_gain(const struct prediction *p, int n, double rate)
{
	double all = 0, sum = 0, squares = 0;
	for (int i = 0; i < n; i++) {
		double w = log(clip(p[i].chance) / clip(rate)), l = log((1 - clip(p[i].chance)) / (1 - clip(rate)));
		all += p[i].won + p[i].lost;
		sum += p[i].won * w + p[i].lost * l;
		squares += p[i].won * w * w + p[i].lost * l * l;
	}
	if (all < 2)
		return 0;
	double mean = sum / all, var = (squares / all - mean * mean) / all;
	return var > 0 ? mean / sqrt(var) : 0;
}
