#include "scoring_fit.h"

#include <math.h>

#include "base/str.h"

#define NEWTON_STEPS 40
#define CG_STEPS 60
#define DONE 1e-7 /* of the gradient, per record */

double logistic(double z)
{
	return z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z));
}

/* log(1 + e^z) without overflow. */
static double softplus(double z)
{
	return z > 0 ? z + log1p(exp(-z)) : log1p(exp(z));
}

double fit_score(const struct fit_rows *r, const double *w, int row)
{
	double z = w[r->n_features];
	for (int k = r->first[row]; k < r->first[row + 1]; k++)
		z += w[r->feature[k]];
	return z;
}

/* Adds x to every feature of the row and to the constant. */
static void spread(const struct fit_rows *r, int row, double x, double *out)
{
	out[r->n_features] += x;
	for (int k = r->first[row]; k < r->first[row + 1]; k++)
		out[r->feature[k]] += x;
}

double fit_loss(const struct fit_rows *r, double penalty, const double *w, double *g)
{
	double loss = 0;
	if (g)
		memset(g, 0, ((size_t)r->n_features + 1) * sizeof *g);
	for (int i = 0; i < r->n; i++) {
		double z = fit_score(r, w, i);
		loss += r->won[i] * softplus(-z) + r->lost[i] * softplus(z);
		if (g)
			spread(r, i, (r->won[i] + r->lost[i]) * logistic(z) - r->won[i], g);
	}
	for (int j = 0; j < r->n_features; j++) {
		loss += penalty / 2 * w[j] * w[j];
		if (g)
			g[j] += penalty * w[j];
	}
	return loss;
}

/* out = H v, where curve[i] is the curvature of row i. */
static void hessian(const struct fit_rows *r, double penalty, const double *curve, const double *v, double *out)
{
	for (int j = 0; j <= r->n_features; j++)
		out[j] = j < r->n_features ? penalty * v[j] : 0;
	for (int i = 0; i < r->n; i++)
		spread(r, i, curve[i] * fit_score(r, v, i), out);
}

static double dot(const double *a, const double *b, int n)
{
	double sum = 0;
	for (int i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

struct newton {
	double *g, *d, *res, *dir, *hd, *curve, *next; /* next: the trial point */
};

/* d = -H^-1 g, well enough. */
static void solve(const struct fit_rows *r, double penalty, struct newton *t)
{
	int n = r->n_features + 1;
	double rr = dot(t->g, t->g, n), goal = rr * 1e-8;
	for (int j = 0; j < n; j++) {
		t->d[j] = 0;
		t->res[j] = t->dir[j] = -t->g[j];
	}
	for (int k = 0; k < CG_STEPS && rr > goal; k++) {
		hessian(r, penalty, t->curve, t->dir, t->hd);
		double bend = dot(t->dir, t->hd, n), step, next;
		if (bend <= 0)
			break;
		step = rr / bend;
		for (int j = 0; j < n; j++) {
			t->d[j] += step * t->dir[j];
			t->res[j] -= step * t->hd[j];
		}
		next = dot(t->res, t->res, n);
		for (int j = 0; j < n; j++)
			t->dir[j] = t->res[j] + next / rr * t->dir[j];
		rr = next;
	}
}

/* Halves the step until the function falls. False: it cannot fall any more. */
static bool advance(const struct fit_rows *r, double penalty, struct newton *t, double *w, double *loss)
{
	int n = r->n_features + 1;
	double slope = dot(t->g, t->d, n), now;
	for (double step = 1; step > 1e-10; step /= 2) {
		for (int j = 0; j < n; j++)
			t->next[j] = w[j] + step * t->d[j];
		now = fit_loss(r, penalty, t->next, NULL);
		if (now <= *loss + 1e-4 * step * slope) {
			memcpy(w, t->next, (size_t)n * sizeof *w);
			*loss = now;
			return true;
		}
	}
	return false;
}

static double largest(const double *g, int n)
{
	double most = 0;
	for (int j = 0; j < n; j++)
		most = fabs(g[j]) > most ? fabs(g[j]) : most;
	return most;
}

double fit_logistic(const struct fit_rows *r, double penalty, double *w)
{
	size_t n = (size_t)r->n_features + 1;
	double *room = xcalloc(n * 6 + (size_t)r->n, sizeof *room), won = 0, lost = 0, loss, left;
	struct newton t = { room, room + n, room + 2 * n, room + 3 * n, room + 4 * n, room + 6 * n, room + 5 * n };
	for (int i = 0; i < r->n; i++) {
		won += r->won[i];
		lost += r->lost[i];
	}
	memset(w, 0, n * sizeof *w);
	w[r->n_features] = log((won + 0.5) / (lost + 0.5));
	loss = fit_loss(r, penalty, w, t.g);
	for (int step = 0; step < NEWTON_STEPS && largest(t.g, (int)n) > DONE * (won + lost); step++) {
		for (int i = 0; i < r->n; i++) {
			double p = logistic(fit_score(r, w, i));
			t.curve[i] = (r->won[i] + r->lost[i]) * p * (1 - p);
		}
		solve(r, penalty, &t);
		if (!advance(r, penalty, &t, w, &loss))
			break;
		loss = fit_loss(r, penalty, w, t.g);
	}
	left = largest(t.g, (int)n) / (won + lost > 0 ? won + lost : 1);
	free(room);
	return left;
}
