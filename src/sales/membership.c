#include "membership.h"

#include "lead.h"
#include "models.h"
#include "record/memo.h"
#include "record/session.h"

#define BELONGS                                                                                                        \
	"(t.leader=?1 OR EXISTS(SELECT 1 FROM team_member x WHERE x.team=t.id AND x.user=?1 AND x.trashed_at IS "      \
	"NULL))"
/* ?2: the kind; 0 takes all. */
#define TAKES "((?2<>1 OR coalesce(t.use_leads,0)) AND (?2<>2 OR coalesce(t.use_opportunities,0)))"
#define LIVE_TEAM "SELECT t.id FROM team t WHERE t.trashed_at IS NULL AND t.active=1 AND "
#define FIRST " ORDER BY t.sequence,t.id LIMIT 1"

bool team_has(struct session *s, int64_t team, int64_t user)
{
	return team && user &&
	       db_get_int(s->db, 0, "SELECT 1 FROM team t WHERE t.id=?2 AND " BELONGS, "ii", user, team) != 0;
}

bool team_takes(struct session *s, int64_t team, int kind)
{
	return db_get_int(s->db, 0, "SELECT 1 FROM team t WHERE t.id=?1 AND " TAKES, "ii", team, (int64_t)kind) != 0;
}

static int64_t find_team(struct session *s, int64_t owner, int kind, int64_t current)
{
	if (team_has(s, current, owner))
		return current;
	int64_t team = db_get_int(s->db, 0, LIVE_TEAM BELONGS " AND " TAKES FIRST, "ii", owner, (int64_t)kind);
	if (!team)
		team = db_get_int(s->db, 0, LIVE_TEAM BELONGS FIRST, "i", owner);
	if (!team)
		team = db_get_int(s->db, 0, LIVE_TEAM "?1 AND " TAKES FIRST, "ii", owner, (int64_t)kind);
	return team;
}

int64_t team_for(struct session *s, int64_t owner, int kind, int64_t current)
{
	static const char what[] = "team";
	struct memo_key key = { what, owner, current * 4 + kind };
	int64_t team;
	if (memo_get(s, &key, &team))
		return team;
	team = find_team(s, owner, kind, current);
	memo_put(s, &key, team, MEMO_ON(NO_TEAM) | MEMO_ON(NO_TEAM_MEMBER));
	return team;
}
