/* The office's periodic jobs. Each is safe to run again at once: it asks what is due and does that. */
#include "periodic.h"

#include "assign_plan.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/str.h"
#include "lead.h"
#include "models.h"
#include "record/audit.h"
#include "record/journal.h"
#include "record/session.h"
#include "series.h"
#include "sales/scoring.h"
#include "scoring_points.h"

/* Invalid leads whose day has come are at work again, in one step. */
static enum rc revive_all(struct session *s, struct step *st, long *n, struct err *err)
{
	char today[11];
	enum rc rc = RC_OK;
	date_iso(date_today(), today);
	for (int64_t id = 0; rc == RC_OK;) {
		id = db_get_int(s->db, 0,
			"SELECT id FROM lead WHERE status=? AND id>? AND revive_on<=? AND trashed_at IS NULL ORDER BY "
			"id"
			" LIMIT 1",
			"iis", (int64_t)STATUS_INVALID, id, today);
		if (!id)
			break;
		rc = lead_revive(s, st, id, err);
		*n += rc == RC_OK;
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	return rc;
}

static enum rc revive_due(struct session *s, struct str *said, struct err *err)
{
	struct step st;
	long n = 0;
	enum rc rc = step_open(s, _("revived"), &st, err);
	if (rc != RC_OK)
		return rc;
	rc = revive_all(s, &st, &n, err);
	if (n)
		str_addf(said, ngettext("%ld lead revived", "%ld leads revived", (unsigned long)n), n);
	step_label(&st, said->s);
	return step_close(&st, rc, err);
}

static enum rc occurrences_due(struct session *s, struct str *said, struct err *err)
{
	int made = 0;
	enum rc rc = series_extend_all(s, &made, err);
	if (rc == RC_OK && made)
		str_addf(said, ngettext("%d occurrence made", "%d occurrences made", (unsigned long)made), made);
	return rc;
}

static enum rc score_due(struct session *s, struct str *said, struct err *err)
{
	struct score_rebuilt r;
	if (!scoring_due(s))
		return RC_OK;
	enum rc rc = scoring_rebuild(s, &r, err);
	if (rc == RC_OK)
		str_addf(said, _("%ld records scored"), (long)r.open);
	return rc;
}

static enum rc points_due(struct session *s, struct str *said, struct err *err)
{
	return points_recount(s, true, said, err);
}

static enum rc audit_due(struct session *s, struct str *said, struct err *err)
{
	(void)said;
	return audit_trim(s, err);
}

const struct periodic sales_jobs[SALES_JOBS] = {
	{ .name = "assign",
		.help = N_("leads without an owner go to teams and their members"),
		.setting = "assignment.repeat",
		.run = assign_due },
	{ .name = "revive", .help = N_("invalid leads whose day has come"), .run = revive_due },
	{ .name = "recurring", .help = N_("occurrences of recurring activities, for the time ahead"), .run = occurrences_due },
	{ .name = "score", .help = N_("probabilities learnt anew, once a day"), .run = score_due },
	{ .name = "points", .help = N_("points by the scoring rules, once a day"), .every = 86400, .run = points_due },
	{ .name = "audit", .help = N_("what is older than audit.keep days leaves the audit"), .run = audit_due },
};
