/* A line of joy when a record falls. Each question goes by an index on what was closed when, so that winning stays
 * cheap. */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/str.h"
#include "lead.h"
#include "models.h"
#include "record/record.h"
#include "record/rights.h"
#include "record/seen.h"
#include "record/session.h"

#define DAY 86400
#define OTHER_WINS                                                                                                     \
	" FROM lead l WHERE l.closed_at IS NOT NULL AND l.trashed_at IS NULL AND l.id<>?2"                             \
	" AND l.stage IN (SELECT id FROM stage WHERE won) AND "

/* Whether the deal beats all others won by the team, or by the person, since an instant; where there was none it beats
 * nothing. Who does not see all of them is not told how it stands among them. */
static bool best(struct session *s, const struct record *r, const char *whose, int64_t id, int64_t since)
{
	char *sql = xasprintf("SELECT max(coalesce(l.revenue,0))" OTHER_WINS "l.%s=?1 AND l.closed_at>=?3"
			      " HAVING count(*)=(SELECT count(*)" OTHER_WINS "l.%s=?1 AND l.closed_at>=?3$see(lead l))",
		whose, whose);
	int64_t other = seen_int(s, -1, sql, "iii", id, r->id, since);
	free(sql);
	return id && other >= 0 && rec_int(r, LEAD_REVENUE) > other;
}

static bool first(struct session *s, const struct record *r, int64_t owner)
{
	return (owner == s->user || rights_whole(s, &lead_model)) &&
	       !db_get_int(s->db, 0, "SELECT 1" OTHER_WINS "l.owner=?1 LIMIT 1", "ii", owner, r->id);
}

static char *line_of(struct session *s, const struct record *r, int64_t owner)
{
	int64_t team = rec_int(r, LEAD_TEAM), now = clock_now();
	char *who = record_title(s, &user_model, owner), *of = record_title(s, &team_model, team), *text = NULL;
	if (first(s, r, owner))
		text = xasprintf(_("the first deal of %s, congratulations!"), who);
	else if (best(s, r, "team", team, now - 30 * DAY))
		text = xasprintf(_("the best deal of %s in 30 days!"), of);
	else if (best(s, r, "team", team, now - 7 * DAY))
		text = xasprintf(_("the best deal of %s in 7 days!"), of);
	else if (best(s, r, "owner", owner, 0))
		text = xasprintf(_("the best deal of %s so far!"), who);
	free(who);
	free(of);
	return text;
}

void lead_celebrate(struct session *s, const struct record *r)
{
	int64_t owner = rec_int(r, LEAD_OWNER);
	if (!session_talks(s) || rec_int(r, LEAD_KIND) != KIND_OPPORTUNITY || !owner)
		return;
	int ruling = rights_person(s);
	char *text = line_of(s, r, owner);
	rights_office(s, ruling);
	if (text)
		session_remark(s, text);
	free(text);
}
