/* How far a lead has come on the way from a name on a list to a customer: the first row that holds, from the last phase
 * backwards. A phase that a person set stays. */
#include "base/clock.h"
#include "lead.h"
#include "models.h"
#include "record/record.h"
#include "record/session.h"
#include "stage.h"

#define SCORE_ENOUGH 20 /* points, or percent of probability, that make a lead probable */
#define QUIET_DAYS 180  /* a customer without a touch for so long is to be won again */

#define WON_BEFORE(account)                                                                                            \
	"EXISTS(SELECT 1 FROM lead w JOIN stage ws ON ws.id=w.stage WHERE w.account=" account                          \
	" AND w.trashed_at IS NULL AND ws.won=1)"
#define OPEN_DEAL(account)                                                                                             \
	"EXISTS(SELECT 1 FROM lead w LEFT JOIN stage ws ON ws.id=w.stage WHERE w.account=" account                     \
	" AND w.trashed_at IS NULL AND w.kind=2 AND w.active=1 AND coalesce(ws.won,0)=0)"
#define TOUCHED(account)                                                                                               \
	"coalesce((SELECT max(max(coalesce(w.last_contact,0),coalesce(w.closed_at,0))) FROM lead w WHERE "             \
	"w.account=" account " AND w.trashed_at IS NULL),0)"
#define EARLIER_STAGE(stage, team)                                                                                     \
	"EXISTS(SELECT 1 FROM stage e, stage st WHERE st.id=" stage " AND st.won=0 AND e.trashed_at IS NULL"           \
	" AND e.sequence<st.sequence AND (NOT EXISTS" SQL_LINKS(                                                       \
		NO_STAGE, STAGE_TEAMS_NO, "e.id") " OR " team " IN" SQL_LINKS(NO_STAGE, STAGE_TEAMS_NO, "e.id") "))"
#define REACHABLE(ref) "EXISTS(SELECT 1 FROM contact_key WHERE ref=" ref " AND kind IN(1,3))"
#define QUIET_SQL ":now-" SQL_STR(QUIET_DAYS) "*86400"

#define DONE_SQL(a) WON_BEFORE(a) " AND NOT " OPEN_DEAL(a) " AND " TOUCHED(a) "<" QUIET_SQL
#define PROBABLE_SQL                                                                                                   \
	"coalesce($t.probability,(SELECT p FROM lead_score WHERE lead=$t.id),0)>=" SQL_STR(                            \
		SCORE_ENOUGH) "00"                                                                                     \
			      " OR coalesce((SELECT points FROM lead_score WHERE lead=$t.id),0)>=" SQL_STR(            \
				      SCORE_ENOUGH)

const char lead_sql_phase[] =
	"coalesce($t.phase,CASE"
	" WHEN " DONE_SQL("$t.account") " THEN 9 WHEN " WON_BEFORE(
		"$t.account") " THEN 8"
			      " WHEN $t.kind=2 AND $t.active=1 AND " EARLIER_STAGE("$t.stage",
				      "$t.team") " THEN 7"
						 " WHEN $t.kind=2 OR $t.status IN(4,5) THEN 6"
						 " WHEN $t.owner IS NOT NULL AND $t.status IN(2,3) THEN 5"
						 " WHEN " PROBABLE_SQL " THEN 4 WHEN " REACHABLE(SQL_REF(NO_LEAD,
							 "$t.id")) " THEN 3"
								   " WHEN $t.contact IS NOT NULL OR $t.contact_name IS "
								   "NOT NULL THEN 2 ELSE 1 END)";

/* Whether a yes-or-no question of SQL with the integer parameter ?1 (and ?2) holds. */
static bool holds(struct session *s, const char *sql, int64_t a)
{
	return db_get_int(s->db, 0, sql, "i", a) != 0;
}

static bool past_first_stage(struct session *s, const struct record *r)
{
	return rec_int(r, LEAD_KIND) == KIND_OPPORTUNITY && rec_int(r, SYS_ACTIVE) &&
	       db_get_int(s->db, 0, "SELECT " EARLIER_STAGE("?1", "?2"), "ii", rec_int(r, LEAD_STAGE),
		       rec_int(r, LEAD_TEAM)) != 0;
}

static bool probable(struct session *s, const struct record *r)
{
	int64_t p = rec_has(r, LEAD_PROBABILITY)
			    ? rec_int(r, LEAD_PROBABILITY)
			    : db_get_int(s->db, 0, "SELECT p FROM lead_score WHERE lead=?", "i", r->id);
	return p >= SCORE_ENOUGH * 100 ||
	       db_get_int(s->db, 0, "SELECT points FROM lead_score WHERE lead=?", "i", r->id) >= SCORE_ENOUGH;
}

static enum lead_phase early_phase(struct session *s, const struct record *r)
{
	int64_t status = rec_int(r, LEAD_STATUS);
	if (past_first_stage(s, r))
		return PHASE_OPP;
	if (rec_int(r, LEAD_KIND) == KIND_OPPORTUNITY || status == STATUS_QUALIFIED || status == STATUS_CONVERTED)
		return PHASE_SQL;
	if (rec_has(r, LEAD_OWNER) && (status == STATUS_WORKING || status == STATUS_NURTURING))
		return PHASE_SAL;
	if (probable(s, r))
		return PHASE_MQL;
	if (holds(s, "SELECT " REACHABLE("?1"), REF_MAKE(NO_LEAD, r->id)))
		return PHASE_MAL;
	return rec_has(r, LEAD_CONTACT) || rec_has(r, LEAD_CONTACT_NAME) ? PHASE_ML : PHASE_SUSPECT;
}

bool lead_phase(struct session *s, const struct record *r, struct value *out)
{
	int64_t account = rec_int(r, LEAD_ACCOUNT);
	if (rec_has(r, LEAD_PHASE)) {
		*out = r->val[LEAD_PHASE];
	} else if (account && holds(s, "SELECT " WON_BEFORE("?1"), account)) {
		bool quiet =
			!holds(s, "SELECT " OPEN_DEAL("?1"), account) &&
			db_get_int(s->db, 0, "SELECT " TOUCHED("?1"), "i", account) < clock_now() - QUIET_DAYS * 86400;
		*out = VALUE_INT(quiet ? PHASE_RNL : PHASE_CUSTOMER);
	} else {
		*out = VALUE_INT(early_phase(s, r));
	}
	return true;
}
