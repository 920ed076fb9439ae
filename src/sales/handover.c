#include "handover.h"

#include <inttypes.h>

#include "activity.h"
#include "base/i18n.h"
#include "customer.h"
#include "lead.h"
#include "models.h"
#include "people.h"
#include "record/journal.h"
#include "record/query.h"
#include "record/record.h"
#include "record/session.h"
#include "shared_actions.h"

enum { WHAT_OPEN = 1, WHAT_ALL };
static const struct choice whats[] = {
	{ WHAT_OPEN, "open", N_("Open work and customers"), TONE_NONE },
	{ WHAT_ALL, "all", N_("Also what is closed"), TONE_NONE },
	{ 0 },
};
/* clang-format off */
const struct field handover_params[HANDOVER_N] = {
	[HANDOVER_TO] = { .name = "to", .label = N_("To"), .type = FT_REFS, .ref = "user", .flags = F_REQUIRED, .no = 10,
		.help = N_("Several take turns; people, teams and departments go to the first") },
	[HANDOVER_WHAT] = { .name = "what", .label = N_("What"), .type = FT_CHOICE, .choice = whats, .no = 11,
		.dflt = "open", .help = N_("What was won and lost stays with who did it, unless all is said") },
	[HANDOVER_DISABLE] = { .name = "disable", .label = N_("Disable"), .type = FT_BOOL, .no = 12,
		.help = N_("May not open the office any more") },
};

/* Where a person stands. People who are led and units that are headed need one who leads: they go to the first. */
static const struct part {
	const struct model *model;
	int slot;
	const char *open; /* criteria of what is still to be worked on; NULL: all of it is */
	bool lead;
} parts[] = {
	{ &lead_model, LEAD_OWNER, "outcome = open", false },
	{ &account_model, ACCOUNT_OWNER, NULL, false },
	{ &contact_model, CONTACT_OWNER, NULL, false },
	{ &activity_model, ACTIVITY_OWNER, "done_at is empty", false },
	{ &user_model, USER_MANAGER, NULL, true },
	{ &team_model, TEAM_LEADER, NULL, true },
	{ &department_model, DEPARTMENT_HEAD, NULL, true },
};
/* clang-format on */

/* ---- which ---- */

static enum rc query_of(
	struct session *s, const struct part *p, int64_t user, bool all, struct arena *a, struct query *q, struct err *err)
{
	struct value v = VALUE_INT(user);
	struct criteria *open = NULL;
	enum rc rc = p->open && !all ? criteria_parse(s, p->model, p->open, a, &open, err) : RC_OK;

	*q = (struct query){ .model = p->model, .scope = all ? SCOPE_ALL : SCOPE_LIVE };
	q->where = criteria_and(a, criteria_is(a, p->model, p->slot, &v), open);
	return rc;
}

static int64_t count_of(struct session *s, const struct part *p, int64_t user, bool all)
{
	struct arena a = ARENA_INIT;
	struct query q;
	int64_t n = 0;

	if (query_of(s, p, user, all, &a, &q, NULL) == RC_OK)
		query_count(s, &q, 0, &n, NULL);
	arena_free(&a);
	return n;
}

int64_t handover_open(struct session *s, int64_t user)
{
	int64_t n = 0;

	for (size_t i = 0; i < COUNT(parts); i++)
		n += count_of(s, &parts[i], user, false);
	return n;
}

/* ---- who ---- */

static enum rc check(struct session *s, int64_t from, const struct value *to, struct err *err)
{
	for (int i = 0; i < to->n; i++) {
		if (to->set[i] == from)
			return fail(err, RC_INVALID, HANDOVER_TO, _("the records are this person's already: name others"));
		if (db_get_int(s->db, 0, "SELECT disabled FROM user WHERE id=?", "i", to->set[i]))
			return fail(err, RC_INVALID, HANDOVER_TO,
				_("who may not open the office would never see them: name somebody who works here"));
	}
	return RC_OK;
}

static bool of_all(const struct value *param)
{
	return param[HANDOVER_WHAT].kind == VAL_INT && param[HANDOVER_WHAT].i == WHAT_ALL;
}

static bool disables(const struct value *param)
{
	return param[HANDOVER_DISABLE].kind == VAL_INT && param[HANDOVER_DISABLE].i;
}

/* ---- doing ---- */

struct ids {
	int64_t *id;
	int n, cap;
};

static bool take(void *ctx, const struct row *r)
{
	struct ids *ids = ctx;

	GROW(ids->id, ids->n, ids->cap);
	ids->id[ids->n++] = r->id;
	return true;
}

/* Nobody leads herself: who is named and was led by the one who leaves gets that one's own place in the tree. */
static int64_t next_owner(struct session *s, const struct part *p, int64_t from, int64_t id, const struct value *to, int turn)
{
	if (p->model != &user_model)
		return to->set[p->lead ? 0 : turn % to->n];
	if (id != to->set[0])
		return to->set[0];
	return db_get_int(s->db, 0, "SELECT manager FROM user WHERE id=?", "i", from);
}

static enum rc give_part(struct session *s, struct step *st, const struct part *p, int64_t from, const struct value *param,
	struct action_result *out, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct ids ids = { .n = 0 };
	struct query q;
	enum rc rc = query_of(s, p, from, of_all(param), &a, &q, err);

	if (rc == RC_OK)
		rc = query_each(s, &q, take, &ids, err);
	for (int i = 0; i < ids.n && rc == RC_OK; i++) {
		int64_t id = ids.id[i], owner = next_owner(s, p, from, id, &param[HANDOVER_TO], i);
		struct change ch = { .slot = p->slot, .op = CH_SET, .val = owner ? VALUE_INT(owner) : VALUE_NULL };

		rc = action_one(record_save(s, st, p->model, &id, &ch, 1, NULL, err), id, out, err);
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	free(ids.id);
	arena_free(&a);
	return rc;
}

static enum rc disable(struct session *s, struct step *st, int64_t user, struct err *err)
{
	struct change ch = { .slot = USER_DISABLED, .op = CH_SET, .val = VALUE_INT(1) };

	return record_save(s, st, &user_model, &user, &ch, 1, NULL, err);
}

enum rc handover_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	char *who = record_title(s, m, id[0]);
	enum rc rc = check(s, id[0], &param[HANDOVER_TO], err);

	(void)n;
	/* who leads first: whose people they are may decide who sees the records */
	for (size_t i = COUNT(parts); i-- > 0 && rc == RC_OK;)
		rc = give_part(s, st, &parts[i], id[0], param, out, err);
	str_addf(&out->message, ngettext("%d record of %s handed over", "%d records of %s handed over", (unsigned long)out->done),
		out->done, who ? who : "?");
	if (rc == RC_OK && disables(param)) {
		rc = disable(s, st, id[0], err);
		out->done += rc == RC_OK;
		str_add(&out->message, _(", and the door shut"));
	}
	free(who);
	return rc;
}

/* ---- what it would do ---- */

static void tell(struct session *s, const char *who, const struct value *to, int64_t records, struct str *out)
{
	str_addf(out, ngettext("%ld record of %s goes to ", "%ld records of %s go to ", (unsigned long)records), (long)records,
		who);
	for (int i = 0; i < to->n; i++) {
		char *name = record_title(s, &user_model, to->set[i]);

		str_addf(out, "%s%s", i ? ", " : "", name ? name : "?");
		free(name);
	}
}

enum rc handover_preview(struct session *s, const struct model *m, const int64_t *id, int n, const struct value *param,
	struct action_result *out, struct err *err)
{
	enum rc rc = check(s, id[0], &param[HANDOVER_TO], err);
	char *who = record_title(s, m, id[0]);

	(void)n;
	for (size_t i = 0; i < COUNT(parts) && rc == RC_OK; i++) {
		int64_t mine = count_of(s, &parts[i], id[0], of_all(param)), all = count_of(s, &parts[i], id[0], true);

		if (mine)
			action_line(out, 0, "%s: %" PRId64, _(parts[i].model->plural), mine);
		if (all > mine)
			action_line(out, 0, _("%s: %" PRId64 " closed ones stay"), _(parts[i].model->plural), all - mine);
		out->done += (int)mine;
	}
	if (out->done)
		tell(s, who ? who : "?", &param[HANDOVER_TO], out->done, &out->message);
	if (disables(param)) {
		action_line(out, 0, _("%s may not open the office any more"), who ? who : "?");
		out->done++;
	}
	if (rc == RC_OK && !out->done)
		str_addf(&out->message, _("nothing is %s's: there is nothing to hand over"), who ? who : "?");
	free(who);
	return rc;
}
