/* A line of joy when a record falls. Each question goes by an index on what was closed when, so that winning stays
 * cheap. */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/str.h"
#include "lead.h"
#include "models.h"
#include "record/record.h"
#include "record/session.h"

#define DAY 86400
#define OTHER_WINS                                                                                                     \
	" FROM lead l WHERE l.closed_at IS NOT NULL AND l.trashed_at IS NULL AND l.id<>?2"                             \
	" AND l.stage IN (SELECT id FROM stage WHERE won) AND "

/* Whether the deal beats all others won by the team, or by the person, since an instant; where there was none it beats
 * nothing. */
static bool best(struct session *s, const struct record *r, const char *sql, int64_t whose, int64_t since)
{
	int64_t other = db_get_int(s->db, -1, sql, "iii", whose, r->id, since);
	return whose && other >= 0 && rec_int(r, LEAD_REVENUE) > other;
}

void lead_celebrate(struct session *s, const struct record *r)
{
	static const char team_sql[] = "SELECT max(coalesce(l.revenue,0))" OTHER_WINS "l.team=?1 AND l.closed_at>=?3";
	static const char owner_sql[] = "SELECT max(coalesce(l.revenue,0))" OTHER_WINS "l.owner=?1 AND l.closed_at>=?3";
	int64_t owner = rec_int(r, LEAD_OWNER), team = rec_int(r, LEAD_TEAM), now = clock_now();
	if (!session_talks(s) || rec_int(r, LEAD_KIND) != KIND_OPPORTUNITY || !owner)
		return;
	char *who = record_title(s, &user_model, owner), *of = record_title(s, &team_model, team), *text = NULL;
	if (!db_get_int(s->db, 0, "SELECT 1" OTHER_WINS "l.owner=?1 LIMIT 1", "ii", owner, r->id))
		text = xasprintf(_("the first deal of %s, congratulations!"), who);
	else if (best(s, r, team_sql, team, now - 30 * DAY))
		text = xasprintf(_("the best deal of %s in 30 days!"), of);
	else if (best(s, r, team_sql, team, now - 7 * DAY))
		text = xasprintf(_("the best deal of %s in 7 days!"), of);
	else if (best(s, r, owner_sql, owner, 0))
		text = xasprintf(_("the best deal of %s so far!"), who);
	if (text)
		session_remark(s, text);
	free(text);
	free(who);
	free(of);
}
