/* score: probabilities computed anew, explained, and judged. */
#include "sales/scoring.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "record/rights.h"
#include "record/value.h"
#include "show.h"
#include "table.h"

enum { SCORE_REBUILD, SCORE_EXPLAIN, SCORE_EVALUATE, SCORE_FORMAT };

/* ---- rebuild ---- */

static enum rc rebuild(struct cli *c, bool json, struct str *out, struct err *err)
{
	struct score_rebuilt r;
	enum rc rc = scoring_rebuild(c->s, &r, err);

	if (rc != RC_OK)
		return rc;
	if (json)
		str_addf(out,
			"{\"records\":%" PRId64 ",\"open\":%" PRId64 ",\"won\":%" PRId64 ",\"lost\":%" PRId64
			",\"profiles\":%" PRId64 "}\n",
			r.leads, r.open, r.won, r.lost, r.profiles);
	else
		str_addf(out,
			_("%" PRId64 " records scored, learnt from %" PRId64 " won and %" PRId64 " lost, %" PRId64
			  " different profiles\n"),
			r.open, r.won, r.lost, r.profiles);
	return RC_OK;
}

/* ---- explain ---- */

static void json_percent(struct str *out, const char *name, int64_t p)
{
	if (p < 0)
		str_addf(out, ",\n \"%s\":null", name);
	else
		str_addf(out, ",\n \"%s\":%" PRId64 ".%02" PRId64, name, p / 100, p % 100);
}

static void json_word(struct str *out, const char *name, const char *text)
{
	str_addf(out, "\"%s\":", name);
	if (text)
		json_text(out, text, strlen(text));
	else
		str_add(out, "null");
}

static void json_reasons(struct str *out, const char *name, const struct score_reason *r, int n)
{
	str_addf(out, ",\n \"%s\":[", name);
	for (int i = 0; i < n; i++) {
		str_add(out, i ? ",\n  {" : "\n  {");
		json_word(out, "variable", r[i].variable);
		str_addc(out, ',');
		json_word(out, "value", r[i].value);
		str_addf(out, ",\"weight\":%.4f", r[i].weight);
		if (r[i].won + r[i].lost > 0)
			str_addf(out, ",\"won\":%.1f,\"lost\":%.1f", r[i].won, r[i].lost);
		str_addc(out, '}');
	}
	str_addc(out, ']');
}

static void explain_json(int64_t id, const struct score_explained *x, struct str *out)
{
	str_addf(out, "{\"id\":%" PRId64, id);
	json_percent(out, "probability", x->shown);
	json_percent(out, "automatic_probability", x->automatic);
	json_percent(out, "own", x->own);
	str_add(out, ",\n ");
	json_word(out, "method", x->logistic ? "logistic" : "frequency");
	str_add(out, ",\n ");
	json_word(out, "team", x->team);
	str_add(out, ",\n ");
	json_word(out, "note", x->note);
	json_reasons(out, "helps", x->helps, x->n_helps);
	json_reasons(out, "hurts", x->hurts, x->n_hurts);
	str_add(out, "}\n");
}

static enum rc explain_text(struct cli *c, int64_t id, const struct score_explained *x, struct str *out, struct err *err)
{
	const struct model *m = session_model(c->s, "lead");
	struct arena a = ARENA_INIT;
	struct record *r;
	char *title = record_title(c->s, m, id);
	enum rc rc = record_load(c->s, m, id, &a, &r, err);

	put_cells(c, out, title ? title : "", -1);
	str_addf(out, "  %" PRId64 ".%02" PRId64 " %%\n", x->shown / 100, x->shown % 100);
	for (int i = 0; i < m->n_panels && rc == RC_OK; i++)
		if (str_eq(m->panels[i].name, "why"))
			rc = put_panel(c, r, &m->panels[i], out, err);
	free(title);
	arena_free(&a);
	return rc;
}

static enum rc explain(struct cli *c, const char *word, bool json, struct str *out, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct score_explained x;
	int64_t id = 0;
	enum rc rc = target_id(c, session_model(c->s, "lead"), word, &id, err);

	if (rc == RC_OK)
		rc = scoring_explain(c->s, id, &a, &x, err);
	if (rc == RC_OK && json)
		explain_json(id, &x, out);
	else if (rc == RC_OK)
		rc = explain_text(c, id, &x, out, err);
	arena_free(&a);
	return rc;
}

/* ---- evaluate ---- */

static const char *verdict(const struct score_evaluated *x)
{
	if (!x->signal)
		return _("no variable predicts anything: the chances are no better than the base rate, which the logistic "
			 "method shows");
	if (x->suspicious)
		return _("suspiciously good: a variable may know how it ended (AUC above 0.98)");
	return x->logistic_better ? _("the variables predict; the logistic method is the better one")
				  : _("the variables predict; the frequency method is the better one");
}

static void json_figures(struct str *out, const char *method, const struct score_figures *f)
{
	str_addf(out,
		"\n  \"%s\":{\"auc\":%.4f,\"auc_low\":%.4f,\"auc_high\":%.4f,\"log_loss\":%.4f,\"calibration_error\":%.4f}",
		method, f->auc, f->auc_low, f->auc_high, f->log_loss, f->calibration);
}

static void json_three(struct str *out, const char *name, const struct score_figures *base,
	const struct score_figures *frequency, const struct score_figures *logistic)
{
	str_addf(out, ",\n \"%s\":{", name);
	json_figures(out, "base_rate", base);
	str_addc(out, ',');
	json_figures(out, "frequency", frequency);
	str_addc(out, ',');
	json_figures(out, "logistic", logistic);
	str_addc(out, '}');
}

static void evaluate_json(const struct score_evaluated *x, struct str *out)
{
	str_addf(out,
		"{\"closed\":%" PRId64 ",\"used\":%" PRId64 ",\"won\":%" PRId64 ",\"held_out\":%" PRId64
		",\"base_rate\":%.4f,\"bins\":10,\"folds\":5",
		x->closed, x->used, x->won, x->held_out, x->base_rate);
	json_three(out, "newest_fifth", &x->base, &x->frequency, &x->logistic);
	json_three(out, "cross_validation", &x->cv_base, &x->cv_frequency, &x->cv_logistic);
	str_addf(out, ",\n \"signal\":%s,\"suspicious\":%s,\n ", x->signal ? "true" : "false",
		x->suspicious ? "true" : "false");
	json_word(out, "better", !x->signal ? "base_rate" : x->logistic_better ? "logistic" : "frequency");
	str_add(out, ",\n ");
	json_word(out, "verdict", verdict(x));
	str_add(out, "}\n");
}

static void text_figures(struct str *out, const char *method, const struct score_figures *f)
{
	str_addf(out, "  %-20s %.3f (%.3f-%.3f)  %8.4f  %12.4f\n", method, f->auc, f->auc_low, f->auc_high, f->log_loss,
		f->calibration);
}

static void text_three(struct cli *c, struct str *out, const char *title, const struct score_figures *base,
	const struct score_figures *frequency, const struct score_figures *logistic)
{
	str_addc(out, '\n');
	put_sgr(c, out, "1", title);
	str_addf(out, "\n  %-20s %-19s %9s %13s\n", "", _("AUC (95 %)"), _("log-loss"), _("calibration"));
	text_figures(out, _("base rate"), base);
	text_figures(out, _("frequency"), frequency);
	text_figures(out, _("logistic regression"), logistic);
}

static void evaluate_text(struct cli *c, const struct score_evaluated *x, struct str *out)
{
	str_addf(out, _("%" PRId64 " records were won or lost, %" PRId64 " won; base rate %.1f %%\n"), x->closed, x->won,
		x->base_rate * 100);
	if (x->used < x->closed)
		str_addf(out, _("judged by the newest %" PRId64 " of them\n"), x->used);
	text_three(c, out, _("the newest fifth, learnt from the others"), &x->base, &x->frequency, &x->logistic);
	text_three(c, out, _("all, by cross-validation in five parts"), &x->cv_base, &x->cv_frequency, &x->cv_logistic);
	str_addf(out, "\n%s\n", verdict(x));
}

static enum rc evaluate(struct cli *c, bool json, struct str *out, struct err *err)
{
	struct score_evaluated x;
	enum rc rc = scoring_evaluate(c->s, &x, err);

	if (rc == RC_OK && json)
		evaluate_json(&x, out);
	else if (rc == RC_OK)
		evaluate_text(c, &x, out);
	return rc;
}

/* Both tell how many records there are and how they ended. */
static enum rc need_all(struct cli *c, struct err *err)
{
	if (rights_whole(c->s, session_model(c->s, "lead")))
		return RC_OK;
	return fail(err, RC_DENIED, NO_FIELD, _("%s does not see all records, which this counts: ask an administrator"),
		c->s->login);
}

enum rc cmd_score(struct cli *c, const struct args *a, struct err *err)
{
	bool json = args_choice(a, SCORE_FORMAT, 0) == 1;
	int asked = args_has(a, SCORE_REBUILD) + args_has(a, SCORE_EXPLAIN) + args_has(a, SCORE_EVALUATE);
	struct str out = STR_INIT;
	enum rc rc;

	if (asked != 1)
		return fail(err, RC_USAGE, NO_FIELD, _("score: say one of --rebuild, --explain ID, --evaluate"));
	rc = session_need(c, err);
	if (rc == RC_OK && !args_has(a, SCORE_EXPLAIN))
		rc = need_all(c, err);
	if (rc == RC_OK && args_has(a, SCORE_REBUILD))
		rc = rebuild(c, json, &out, err);
	else if (rc == RC_OK && args_has(a, SCORE_EXPLAIN))
		rc = explain(c, args_text(a, SCORE_EXPLAIN), json, &out, err);
	else if (rc == RC_OK)
		rc = evaluate(c, json, &out, err);
	if (rc == RC_OK)
		print_str(&out);
	str_free(&out);
	return rc;
}
