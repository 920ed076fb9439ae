/* Assignment in two stages, both planned in memory before anything is written, so that what a person is shown first is
 * exactly what is done: (1) records without team and owner go to teams, drawn at random by the capacity of their
 * members; (2) what a team has without an owner goes to its members, the most probable first, by quota and criteria. */
#include "assign_plan.h"

#include <stdio.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "lead.h"
#include "models.h"
#include "record/merge.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"

/* --- writing what was planned
 * ---------------------------------------------------------------------------------------- */

/* Duplicates become one; the plan already says whose. */
static enum rc merge_in(struct session *s, struct step *st, const struct share *x, struct err *err)
{
	struct merge m;
	struct value owner = VALUE_INT(x->owner), team = VALUE_INT(x->team);
	enum rc rc = merge_plan(s, session_model(s, "lead"), x->group, x->n_group, &m, err);
	if (rc == RC_OK && x->owner)
		merge_choose(s, &m, LEAD_OWNER, &owner);
	if (rc == RC_OK && x->team)
		merge_choose(s, &m, LEAD_TEAM, &team);
	if (rc == RC_OK)
		rc = merge_run(s, st, &m, err);
	merge_free(&m);
	return rc;
}

static enum rc write_share(struct session *s, struct step *st, const struct share *x, struct err *err)
{
	struct change ch[3];
	int64_t id = x->lead;
	int n = 0;
	enum rc rc = x->n_group > 1 ? merge_in(s, st, x, err) : RC_OK;
	if (x->team)
		ch[n++] = (struct change){ .slot = LEAD_TEAM, .op = CH_SET, .val = VALUE_INT(x->team) };
	if (x->owner)
		ch[n++] = (struct change){ .slot = LEAD_OWNER, .op = CH_SET, .val = VALUE_INT(x->owner) };
	if (x->convert && db_get_int(s->db, 0, "SELECT kind FROM lead WHERE id=?", "i", id) == KIND_LEAD)
		ch[n++] = (struct change){ .slot = LEAD_KIND, .op = CH_SET, .val = VALUE_INT(KIND_OPPORTUNITY) };
	return rc == RC_OK && n ? record_save(s, st, &lead_model, &id, ch, n, NULL, err) : rc;
}

static enum rc write_all(struct session *s, struct step *st, const struct plan *p, struct err *err)
{
	enum rc rc = RC_OK;
	for (int i = 0; i < p->n && rc == RC_OK; i++) {
		rc = write_share(s, st, &p->share[i], err);
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	return rc;
}

/* --- telling
 * ---------------------------------------------------------------------------------------------------------- */

static void tell_share(struct session *s, const struct share *x, struct action_result *out)
{
	char *what = record_title(s, &lead_model, x->lead),
	     *team = x->team ? record_title(s, &team_model, x->team) : NULL;
	char *owner = x->owner ? record_title(s, &user_model, x->owner) : NULL;
	struct str line = STR_INIT;
	str_addf(&line, _("%s: to %s%s%s"), what ? what : "?", team ? team : "", team && owner ? ", " : "",
		owner  ? owner
		: team ? _(", nobody yet")
		       : "?");
	if (x->n_group > 1)
		str_addf(&line,
			ngettext(", with %d that is the same", ", with %d that are the same",
				(unsigned long)(x->n_group - 1)),
			x->n_group - 1);
	if (x->follows)
		str_add(&line, _(", who has the first one"));
	action_line(out, REF_MAKE(NO_LEAD, x->lead), "%s", line.s);
	str_free(&line);
	free(what);
	free(team);
	free(owner);
}

static void tell(struct session *s, const struct plan *p, uint64_t seed, struct action_result *out)
{
	int64_t merged = 0, allocated = 0, assigned = 0;
	for (int i = 0; i < p->n; i++) {
		merged += p->share[i].n_group > 1 ? p->share[i].n_group - 1 : 0;
		allocated += p->share[i].allocated;
		assigned += p->share[i].owner != 0;
		tell_share(s, &p->share[i], out);
	}
	for (int i = 0; i < p->n_why; i++)
		action_line(out, p->why[i].team ? REF_MAKE(NO_TEAM, p->why[i].team) : 0, "%s", p->why[i].text);
	action_tally(out, "merged", merged);
	action_tally(out, "allocated", allocated);
	action_tally(out, "assigned", assigned);
	action_tally(out, "seed", (int64_t)seed);
	out->done = p->n;
	if (p->n)
		str_addf(&out->message, _("%ld merged, %ld to teams, %ld to people (seed %llu)"), (long)merged,
			(long)allocated, (long)assigned, (unsigned long long)seed);
	else
		str_addf(&out->message, _("nothing to share out: %s"),
			p->n_why ? p->why[0].text : _("no team takes part"));
}

enum rc assign_run(struct session *s, struct step *st, const struct assign_options *opt, struct action_result *out,
	struct err *err)
{
	struct plan p;
	enum rc rc = plan_make(s, opt, &p, err);
	if (rc == RC_OK)
		tell(s, &p, opt->seed, out);
	if (rc == RC_OK && st)
		rc = write_all(s, st, &p, err);
	plan_free(&p);
	return rc;
}

/* --- the action
 * ------------------------------------------------------------------------------------------------------- */

enum { PARAM_TEAM, PARAM_SEED };
/* clang-format off */
const struct field assign_params[ASSIGN_PARAMS] = {
	[PARAM_TEAM] = { .name = "team", .label = N_("Team"), .type = FT_REF, .ref = "team", .no = 10,
		.help = N_("Only to this one; empty: all that take part") },
	[PARAM_SEED] = { .name = "seed", .label = N_("Seed"), .type = FT_INT, .no = 11, .lo = 0, .hi = INT32_MAX,
		.help = N_("Of the draw: the same number draws the same") },
};
/* clang-format on */

static int64_t any_seed(void)
{
	uint32_t n;
	if (getrandom(&n, sizeof n, 0) != sizeof n)
		n = (uint32_t)clock_ns();
	return n % 1000000; /* short, for people to repeat */
}

/* The draw is settled before the preview, so that the run draws the same. */
bool assign_prefill(struct session *s, const struct record *r, int param, struct arena *a, struct value *out)
{
	(void)s, (void)r, (void)a;
	if (param != PARAM_SEED)
		return false;
	*out = VALUE_INT(any_seed());
	return true;
}

static enum rc chosen(struct session *s, struct step *st, const int64_t *id, int n, const struct value *param,
	struct action_result *out, struct err *err)
{
	int64_t one = param[PARAM_TEAM].kind == VAL_INT ? param[PARAM_TEAM].i : 0;
	struct assign_options opt = { .team = one ? &one : id, .n_team = one ? 1 : n, .by_hand = true };
	opt.seed = (uint64_t)(param[PARAM_SEED].kind == VAL_INT ? param[PARAM_SEED].i : any_seed());
	return assign_run(s, st, &opt, out, err);
}

enum rc assign_action(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	(void)m;
	return chosen(s, st, id, n, param, out, err);
}

enum rc assign_preview(struct session *s, const struct model *m, const int64_t *id, int n, const struct value *param,
	struct action_result *out, struct err *err)
{
	(void)m;
	return chosen(s, NULL, id, n, param, out, err);
}

/* --- by the clock
 * ---------------------------------------------------------------------------------------------------- */

enum rc assign_due(struct session *s, struct str *said, struct err *err)
{
	struct assign_options opt = { .seed = (uint64_t)any_seed() };
	struct action_result out;
	struct step st;
	action_result_init(&out);
	enum rc rc = step_open(s, _("leads shared out"), &st, err);
	if (rc == RC_OK) {
		rc = assign_run(s, &st, &opt, &out, err);
		if (rc == RC_OK && out.done)
			str_add(said, out.message.s);
		step_label(&st, out.message.s);
		rc = step_close(&st, rc, err);
	}
	action_result_free(&out);
	return rc;
}
