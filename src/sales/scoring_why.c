/* Why a number is what it is: what helps most and what hurts most. What would be absurd is left out: a good address that
 * hurts, a bad or missing one that helps. */
#include "base/i18n.h"
#include "contact_key.h"
#include "lead.h"
#include "models.h"
#include "record/record.h"
#include "record/rights.h"
#include "record/session.h"
#include "scoring_fit.h"
#include "scoring.h"
#include "stage.h"

#include <math.h>
#include <stdio.h>

struct found {
	struct score_reason at[PROFILE_ITEMS + 1];
	int n;
};

static bool absurd(int no, const char *value, double weight)
{
	if (no != VAR_EMAIL_QUALITY && no != VAR_PHONE_QUALITY)
		return false;
	bool good = strcmp(value, "correct") == 0;
	return good ? weight < 0.5 : weight > 0.5;
}

static bool hidden(struct session *s, int slot)
{
	return rights_field(s, &lead_model, slot) == FIELD_CONCEALED;
}

/* A reason names what the record holds: of a field that is hidden from the person it would tell just that. */
static bool tells_hidden(struct session *s, const struct score_var *v, int no)
{
	if (no == VAR_EMAIL_QUALITY || no == VAR_PHONE_QUALITY)
		return !contact_key_shown(s, &lead_model, no == VAR_EMAIL_QUALITY ? KEY_EMAIL : KEY_PHONE);
	return hidden(s, v && v->field ? v->slot : LEAD_STAGE);
}

static void add(struct session *s, const struct score_conf *c, struct arena *a, int no, const char *value, double weight,
	double won, double lost, struct found *out)
{
	const struct score_var *v = scoring_var(c, no);
	/* how many were won and lost is told to who may see them all */
	bool counts = rights_whole(s, &lead_model);
	if (absurd(no, value, weight) || fabs(weight - 0.5) < 1e-9 || tells_hidden(s, v, no))
		return;
	struct score_reason *r = &out->at[out->n++];
	*r = (struct score_reason){ .variable = v ? arena_strdup(a, v->name) : "stage", .weight = weight,
		.won = counts ? won / 10 : 0, .lost = counts ? lost / 10 : 0 };
	r->label = no == VAR_EMAIL_QUALITY   ? _("E-mail")
		   : no == VAR_PHONE_QUALITY ? _("Phone")
		   : v && v->field	     ? _(v->field->label)
					     : _("Stage");
	r->value = scoring_value_text(s, c, no, value, a);
}

static void by_frequency(struct session *s, const struct score_conf *c, struct arena *a, const struct profile *p,
	const struct evidence *e, struct found *out)
{
	char stage[24];
	snprintf(stage, sizeof stage, "%lld", (long long)p->stage);
	for (int i = 0; i < e->n; i++) {
		const struct clue *k = &e->clue[i];
		if (!(k->of_won > 0 && k->of_lost > 0))
			continue;
		double w = k->won / k->of_won, l = k->lost / k->of_lost;
		if (k->no == VAR_STAGE)
			add(s, c, a, VAR_STAGE, stage, 1 - l, k->won, k->lost, out);
		else
			add(s, c, a, k->no, k->value, w / (w + l), k->won, k->lost, out);
	}
}

static void by_weights(struct session *s, const struct score_conf *c, struct arena *a, const struct profile *p,
	const double *weight, struct found *out)
{
	for (int i = 0; i < p->n; i++)
		add(s, c, a, p->item[i].no, p->item[i].value, logistic(weight[i]), 0, 0, out);
}

static int by_weight(const void *a, const void *b)
{
	const struct score_reason *x = a, *y = b;
	return (x->weight < y->weight) - (x->weight > y->weight);
}

static void choose(struct found *f, struct score_explained *out)
{
	qsort(f->at, (size_t)f->n, sizeof *f->at, by_weight);
	for (int i = 0; i < f->n && out->n_helps < SCORE_REASONS && f->at[i].weight > 0.5; i++)
		out->helps[out->n_helps++] = f->at[i];
	for (int i = f->n - 1; i >= 0 && out->n_hurts < SCORE_REASONS && f->at[i].weight < 0.5; i--)
		out->hurts[out->n_hurts++] = f->at[i];
}

static void reasons(struct session *s, const struct score_conf *c, const struct record *r, struct arena *a,
	struct score_explained *out)
{
	struct found *f = xcalloc(1, sizeof *f);
	struct str key = STR_INIT;
	struct profile p;
	struct evidence e;
	double weight[PROFILE_ITEMS] = { 0 }, chance;
	scoring_key(s, c, r, &key);
	profile_parse(key.s, &p);
	out->logistic = c->logistic;
	if (c->logistic) {
		out->has_result = scoring_logit(s, c, &p, &chance, weight);
		out->base_only = out->has_result && !scoring_state(s, "signal", 0);
		if (out->has_result && !out->base_only)
			by_weights(s, c, a, &p, weight, f);
	} else {
		out->has_result = scoring_evidence(s, c, &p, &e);
		if (out->has_result)
			by_frequency(s, c, a, &p, &e, f);
		char *team = out->has_result && e.team ? record_title(s, &team_model, e.team) : NULL;
		out->team = team ? arena_strdup(a, team) : NULL;
		free(team);
	}
	choose(f, out);
	profile_free(&p);
	str_free(&key);
	free(f);
}

/* In place of reasons, where the rules leave no choice. */
static const char *note_of(struct session *s, const struct score_conf *c, const struct record *r,
	const struct score_explained *x)
{
	int64_t stage = rec_int(r, LEAD_STAGE);
	if (stage_is_won(s, stage))
		return _("it is won: 100 %");
	if (lead_outcome_of(s, r) == OUTCOME_LOST)
		return _("it is lost: 0 %");
	if (stage_mapped(s, stage, r->id) >= 0)
		return _("its stage has a probability of its own");
	if (!c->on)
		return _("scoring is off: crm config scoring.start switches it on");
	if (!stage)
		return _("it stands in no stage: 0 %");
	if (!x->has_result)
		return c->logistic ? _("too few records were won and lost since the start date for the logistic method")
				   : _("nothing was won or lost in the first stage's column yet since the start date");
	return x->base_only ? _("no variable predicts anything here: the base rate is shown") : NULL;
}

static void explain(struct session *s, const struct record *stored, struct arena *a, struct score_explained *out)
{
	const struct score_conf *c = scoring_conf(s);
	struct value v;
	enum rc rc;
	*out = (struct score_explained){ .own = rec_has(stored, LEAD_PROBABILITY) ? rec_int(stored, LEAD_PROBABILITY) : -1 };
	lead_automatic(s, stored, &v);
	out->automatic = v.i;
	out->shown = lead_probability_of(s, stored);
	struct score_reader *read = score_reader_open(s, c, stored->id, 0);
	const struct record *r = score_reader_next(read, &rc, NULL);
	if (r && c->on)
		reasons(s, c, r, a, out);
	score_reader_close(read);
	out->note = note_of(s, c, stored, out);
}

enum rc scoring_explain(struct session *s, int64_t id, struct arena *a, struct score_explained *out, struct err *err)
{
	struct record *r;
	enum rc rc = record_load(s, session_model(s, "lead"), id, a, &r, err);
	if (rc == RC_OK && hidden(s, LEAD_PROBABILITY))
		rc = rights_slot_missing(&lead_model, LEAD_PROBABILITY, err);
	if (rc == RC_OK)
		explain(s, r, a, out);
	return rc;
}

/* --- the panel of the form --- */

static void reason_lines(struct panel_lines *out, const char *what, const struct score_reason *r, int n, enum tone tone)
{
	for (int i = 0; i < n; i++) {
		struct panel_line *line = panel_add(out, "%s  %s: %s", what, r[i].label, r[i].value);
		/* what a person can check; the weights that order them are for programs */
		line->detail = r[i].won + r[i].lost > 0
				       ? arena_printf(&out->arena, _("%.0f won, %.0f lost"), floor(r[i].won), floor(r[i].lost))
				       : arena_printf(&out->arena, _("%.0f of 100"), r[i].weight * 100);
		line->tone = tone;
	}
}

enum rc scoring_why_lines(struct session *s, const struct record *r, struct panel_lines *out, struct err *err)
{
	struct score_explained x;
	(void)err;
	if (hidden(s, LEAD_PROBABILITY))
		return RC_OK;
	explain(s, r, &out->arena, &x);
	struct panel_line *line = panel_add(out, x.own >= 0 ? _("set by a person; automatic") : _("automatic"));
	line->detail = arena_printf(&out->arena, "%lld.%02lld %%", (long long)(x.automatic / 100), (long long)(x.automatic % 100));
	if (x.note)
		panel_add(out, "%s", x.note)->tone = TONE_QUIET;
	reason_lines(out, _("helps"), x.helps, x.n_helps, TONE_GOOD);
	reason_lines(out, _("hurts"), x.hurts, x.n_hurts, TONE_WARN);
	if (!x.note && x.has_result)
		panel_add(out, x.logistic ? _("learnt from what was won and lost, by logistic regression")
			       : x.team   ? _("learnt from what was won and lost in team %s")
					  : _("learnt from what was won and lost in all teams"),
			x.team)
			->tone = TONE_QUIET;
	return RC_OK;
}
