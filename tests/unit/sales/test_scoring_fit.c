/* The arithmetic of the logistic method and of the figures of merit, on problems with known answers; and an evaluation of
 * invented records, some of which can be predicted. */
#include "helper.h"

#include <math.h>
#include <stdio.h>

#include "../../../src/sales/scoring_fit.h"
#include "sales/sales.h"

/* --- regression --- */

/* Two features, four kinds of rows. */
static const int first[] = { 0, 0, 1, 2, 4 }, feature[] = { 0, 1, 0, 1 };
static const double n_won[] = { 10, 30, 5, 40 }, n_lost[] = { 40, 20, 45, 30 };
static const struct fit_rows small = { 4, 2, first, feature, n_won, n_lost };

static void the_gradient_is_the_slope(void **state)
{
	(void)state;
	double w[3] = { 0.3, -0.7, 0.2 }, g[3];
	fit_loss(&small, 1.5, w, g);
	for (int j = 0; j < 3; j++) {
		double h = 1e-5, keep = w[j], up, down;
		w[j] = keep + h;
		up = fit_loss(&small, 1.5, w, NULL);
		w[j] = keep - h;
		down = fit_loss(&small, 1.5, w, NULL);
		w[j] = keep;
		assert_true(fabs((up - down) / (2 * h) - g[j]) < 1e-4);
	}
}

static void it_finds_the_minimum(void **state)
{
	(void)state;
	double w[3], g[3];
	assert_true(fit_logistic(&small, 1.5, w) < 1e-6);
	fit_loss(&small, 1.5, w, g);
	for (int j = 0; j < 3; j++)
		assert_true(fabs(g[j]) < 1e-4);
}

/* Without features the constant is the odds of all; one free feature and the constant meet both rates exactly. */
static void known_answers(void **state)
{
	(void)state;
	static const int none[] = { 0, 0 }, one[] = { 0, 0, 1 }, f[] = { 0 };
	const struct fit_rows rate = { 1, 0, none, f, n_won, n_lost }, two = { 2, 1, one, f, n_won, n_lost };
	double w[2];
	fit_logistic(&rate, 1, w);
	assert_true(fabs(logistic(w[0]) - 0.2) < 1e-6);
	fit_logistic(&two, 1e-9, w);
	assert_true(fabs(logistic(w[1]) - 0.2) < 1e-4);
	assert_true(fabs(logistic(w[0] + w[1]) - 0.6) < 1e-4);
}

/* What separates the records wholly would run away without the penalty. */
static void separation_is_held(void **state)
{
	(void)state;
	static const int one[] = { 0, 0, 1 }, f[] = { 0 };
	static const double w1[] = { 0, 50 }, l1[] = { 50, 0 };
	const struct fit_rows r = { 2, 1, one, f, w1, l1 };
	double w[2];
	fit_logistic(&r, 2, w);
	assert_true(isfinite(w[0]) && w[0] > 2 && w[0] < 20);
}

/* --- figures of merit --- */

static void figures(void **state)
{
	(void)state;
	struct prediction p[] = { { 0.9, 1, 0 }, { 0.2, 0, 1 }, { 0.6, 0, 1 }, { 0.6, 1, 0 } };
	struct score_figures f;
	judge(p, 4, &f);
	/* pairs: 0.9 above both; 0.6 above 0.2 and even with the other: 3.5 of 4 */
	assert_true(fabs(f.auc - 0.875) < 1e-9);
	assert_true(fabs(f.log_loss + (log(0.9) + log(0.8) + log(0.4) + log(0.6)) / 4) < 1e-9);
	/* bins 2, 6 and 9: |0.2 - 0| + |1.2 - 1| + |0.9 - 1| of 4 records */
	assert_true(fabs(f.calibration - 0.5 / 4) < 1e-9);
	assert_true(f.auc_low < f.auc && f.auc < f.auc_high && f.auc_high <= 1);
}

static void no_order_is_a_half(void **state)
{
	(void)state;
	struct prediction p[] = { { 0.3, 30, 70 } };
	struct score_figures f;
	judge(p, 1, &f);
	assert_true(fabs(f.auc - 0.5) < 1e-9);
	assert_true(f.calibration < 1e-9);
	assert_true(fabs(f.log_loss + 0.3 * log(0.3) + 0.7 * log(0.7)) < 1e-9);
	assert_true(fabs(judge_gain(p, 1, 0.3)) < 1e-9);
}

/* --- evaluation --- */

static struct session *s;
static uint64_t seed = 42;

static int pick(int n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((seed >> 33) % (uint64_t)n);
}

/* One step makes all: 700 leads, won with the chance of their state; noise beside it. */
static void make_leads(bool predictable)
{
	static const int chance[] = { 80, 50, 20 };
	const struct model *m = session_model(s, "lead");
	int state = model_slot(m, "state"), language = model_slot(m, "language"), stage = model_slot(m, "stage");
	struct step st;
	struct err err = ERR_INIT;
	assert_int_equal(step_open(s, "made", &st, &err), RC_OK);
	for (int i = 0; i < 700; i++) {
		char word[3][20];
		int k = pick(3);
		bool won = pick(100) < (predictable ? chance[k] : 40);
		int64_t id = 0;
		snprintf(word[0], 20, "state %d", k);
		snprintf(word[1], 20, "x%d", pick(400)); /* hardly twice the same */
		snprintf(word[2], 20, "lead %d", i);
		struct change ch[] = {
			{ .slot = model_slot(m, "name"), .val = value_text(word[2]) },
			{ .slot = state, .val = pick(10) ? value_text(word[0]) : VALUE_NULL },
			{ .slot = language, .val = value_text(word[1]) },
			{ .slot = stage, .val = VALUE_INT(won ? 4 : 1) },
			{ .slot = SYS_ACTIVE, .val = VALUE_INT(won) },
			{ .slot = model_slot(m, "probability"), .val = won ? VALUE_NULL : VALUE_INT(0) },
		};
		assert_int_equal(record_save(s, &st, m, &id, ch, COUNT(ch), NULL, &err), RC_OK);
	}
	assert_int_equal(step_close(&st, RC_OK, &err), RC_OK);
}

static void evaluate(bool predictable, struct score_evaluated *out)
{
	struct err err = ERR_INIT;
	s = office_new(&sales_office);
	assert_int_equal(setting_set(s, "scoring.variables", "state,language", &err), RC_OK);
	assert_int_equal(setting_set(s, "scoring.method", "logistic", &err), RC_OK);
	make_leads(predictable);
	assert_int_equal(scoring_evaluate(s, out, &err), RC_OK);
	assert_int_equal(scoring_rebuild(s, NULL, &err), RC_OK);
}

/* Chances of 80, 50 and 20 in equal parts order 78 of 100 pairs at best; a tenth of the records hides its state. */
static void what_can_be_predicted(void **state)
{
	(void)state;
	struct score_evaluated e;
	evaluate(true, &e);
	assert_int_equal(e.closed, 700);
	assert_int_equal(e.held_out, 140);
	assert_true(e.signal && !e.suspicious);
	assert_true(e.cv_logistic.auc > 0.70 && e.cv_logistic.auc < 0.82);
	assert_true(e.cv_logistic.calibration < 0.06);
	assert_true(e.cv_logistic.log_loss < e.cv_base.log_loss);
	int64_t good = must(s, "lead", 0, "name=a\nstate=STATE 0\nstage=New"), bad = must(s, "lead", 0, "name=b\nstate=state 2\nstage=New");
	double p = strtod(get(s, "lead", good, "probability"), NULL), q = strtod(get(s, "lead", bad, "probability"), NULL);
	assert_true(p > 65 && p < 92 && q > 8 && q < 35);
	office_end(s);
}

static void what_cannot_is_said(void **state)
{
	(void)state;
	struct score_evaluated e;
	evaluate(false, &e);
	assert_false(e.signal);
	int64_t id = must(s, "lead", 0, "name=a\nstate=state 0\nstage=New");
	double rate = 100.0 * (double)count(s, "SELECT count(*) FROM lead WHERE stage=4") / 700;
	assert_true(fabs(strtod(get(s, "lead", id, "probability"), NULL) - rate) < 0.02); /* the base rate */
	struct arena a = ARENA_INIT;
	struct score_explained x;
	assert_int_equal(scoring_explain(s, id, &a, &x, NULL), RC_OK);
	assert_true(x.base_only);
	assert_non_null(strstr(x.note, "base rate"));
	arena_free(&a);
	office_end(s);
}

static void too_few_are_refused(void **state)
{
	(void)state;
	struct score_evaluated e;
	struct err err = ERR_INIT;
	s = office_new(&sales_office);
	assert_int_equal(scoring_evaluate(s, &e, &err), RC_INVALID);
	assert_non_null(strstr(err.text, "too few"));
	office_end(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_gradient_is_the_slope),
		cmocka_unit_test(it_finds_the_minimum),
		cmocka_unit_test(known_answers),
		cmocka_unit_test(separation_is_held),
		cmocka_unit_test(figures),
		cmocka_unit_test(no_order_is_a_half),
		cmocka_unit_test(what_can_be_predicted),
		cmocka_unit_test(what_cannot_is_said),
		cmocka_unit_test(too_few_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
