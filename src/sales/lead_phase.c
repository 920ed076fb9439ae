/* How far a lead has come on the way from a name on a list to a customer: the first row that holds, from the last phase
 * backwards. A phase that a person set stays. The office says what it accepts (phase.criteria; an address or a number
 * that can be reached, where it says nothing), what is probable (phase.threshold) and when a customer went quiet. */
#include "base/clock.h"
#include "base/str.h"
#include "lead.h"
#include "models.h"
#include "record/criteria.h"
#include "record/record.h"
#include "record/session.h"
#include "scoring.h"
#include "stage.h"

/* A number the office may set, inside SQL. */
#define SETTING_SQL(key, dflt)                                                                                         \
	"coalesce((SELECT CAST(value AS INTEGER) FROM office_setting WHERE key='" key                                  \
	"' AND trashed_at IS NULL)," SQL_STR(dflt) ")"

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
#define QUIET_SQL ":now-" SETTING_SQL("phase.quiet_days", PHASE_QUIET_DAYS) "*86400"
#define ACCEPTED_SQL "coalesce($criteria(phase.criteria)," REACHABLE(SQL_REF(NO_LEAD, "$t.id")) ")"

#define DONE_SQL(a) WON_BEFORE(a) " AND NOT " OPEN_DEAL(a) " AND " TOUCHED(a) "<" QUIET_SQL
#define ENOUGH_SQL SETTING_SQL("phase.threshold", PHASE_THRESHOLD)
#define PROBABLE_SQL                                                                                                   \
	"coalesce($t.probability," MAPPED_SQL("$t.stage", "$t.id") ","                                   \
	"" SCORE_SQL("$t.id") ",0)>=" ENOUGH_SQL "*100"                                           \
	" OR coalesce(" POINTS_SQL(NO_LEAD, "$t.id") ",0)>=" ENOUGH_SQL
#define OWN_WIN "EXISTS(SELECT 1 FROM stage os WHERE os.id=$t.stage AND os.won=1)"
#define WHEN(what, phase) " WHEN " what " THEN " phase

#define PHASE_TEXT                                                                                                     \
	"coalesce($t.phase,CASE" WHEN(DONE_SQL("$t.account"), "9") WHEN(WON_BEFORE("$t.account") " OR " OWN_WIN, "8")  \
		WHEN("$t.kind=2 AND $t.active=1 AND " EARLIER_STAGE("$t.stage", "$t.team"), "7") WHEN(                 \
			"$t.kind=2 OR $t.status IN(4,5)", "6") WHEN("$t.owner IS NOT NULL AND $t.status IN(2,3)", "5") \
			WHEN(PROBABLE_SQL, "4") WHEN(ACCEPTED_SQL, "3")                                                \
				WHEN("$t.contact IS NOT NULL OR $t.contact_name IS NOT NULL", "2") " ELSE 1 END)"
const char lead_sql_phase[] = PHASE_TEXT;

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

static int64_t number(struct session *s, const char *key, int64_t dflt)
{
	char *text = setting_get(s, key);
	int64_t n = dflt;
	if (text && *text)
		i64_parse(text, &n);
	free(text);
	return n;
}

static int64_t score_of(struct session *s, const struct record *r)
{
	if (rec_has(r, LEAD_PROBABILITY))
		return rec_int(r, LEAD_PROBABILITY);
	int64_t mapped = stage_mapped(s, rec_int(r, LEAD_STAGE), r->id);
	return mapped >= 0 ? mapped : db_get_int(s->db, 0, "SELECT " SCORE_SQL("?"), "i", r->id);
}

static bool probable(struct session *s, const struct record *r)
{
	int64_t enough = number(s, "phase.threshold", PHASE_THRESHOLD);
	return score_of(s, r) >= enough * 100 ||
	       db_get_int(s->db, 0, "SELECT " POINTS_SQL(NO_LEAD, "?"), "i", r->id) >= enough;
}

/* What the office accepts, by its criteria. */
static bool accepted(struct session *s, const struct record *r)
{
	char *text = setting_get(s, "phase.criteria");
	struct arena a = ARENA_INIT;
	struct criteria *c = NULL;
	bool yes = false;
	if (text && *text && criteria_parse(s, r->model, text, &a, &c, NULL) == RC_OK && c)
		criteria_match(s, r->model, c, r->id, &yes, NULL);
	else
		yes = holds(s, "SELECT " REACHABLE("?1"), REF_MAKE(NO_LEAD, r->id));
	arena_free(&a);
	free(text);
	return yes;
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
	if (accepted(s, r))
		return PHASE_MAL;
	return rec_has(r, LEAD_CONTACT) || rec_has(r, LEAD_CONTACT_NAME) ? PHASE_ML : PHASE_SUSPECT;
}

bool lead_phase(struct session *s, const struct record *r, struct value *out)
{
	int64_t account = rec_int(r, LEAD_ACCOUNT);
	if (rec_has(r, LEAD_PHASE)) {
		*out = r->val[LEAD_PHASE];
	} else if (account && holds(s, "SELECT " WON_BEFORE("?1"), account)) {
		int64_t since = clock_now() - number(s, "phase.quiet_days", PHASE_QUIET_DAYS) * 86400;
		bool quiet = !holds(s, "SELECT " OPEN_DEAL("?1"), account) &&
			     db_get_int(s->db, 0, "SELECT " TOUCHED("?1"), "i", account) < since;
		*out = VALUE_INT(quiet ? PHASE_RNL : PHASE_CUSTOMER);
	} else if (stage_is_won(s, rec_int(r, LEAD_STAGE))) {
		*out = VALUE_INT(PHASE_CUSTOMER);
	} else {
		*out = VALUE_INT(early_phase(s, r));
	}
	return true;
}

/* --- the coarse views -------------------------------------------------------------------------------------------- */

const char lead_sql_step[] =
	"CASE WHEN (" PHASE_TEXT ")>=8 THEN 3 WHEN (" PHASE_TEXT ")>=6 THEN 2 WHEN (" PHASE_TEXT ")>=2 THEN 1 END";

bool lead_step(struct session *s, const struct record *r, struct value *out)
{
	struct value phase;
	lead_phase(s, r, &phase);
	*out = phase.i >= PHASE_CUSTOMER ? VALUE_INT(STEP_CUSTOMER)
	       : phase.i >= PHASE_SQL    ? VALUE_INT(STEP_PROSPECT)
	       : phase.i >= PHASE_ML     ? VALUE_INT(STEP_LEAD)
					 : VALUE_NULL;
	return true;
}

/* Who is kept warm is nurtured, however probable, until it is worth an opportunity. */
const char lead_sql_process[] =
	"CASE (" PHASE_TEXT ") WHEN 9 THEN 5 WHEN 8 THEN 5 WHEN 7 THEN 4 WHEN 6 THEN 4"
	" WHEN 3 THEN 2 ELSE CASE WHEN $t.status=3 THEN 2 WHEN (" PHASE_TEXT ")>=4 THEN 3 ELSE 1 END END";

bool lead_process(struct session *s, const struct record *r, struct value *out)
{
	struct value phase;
	lead_phase(s, r, &phase);
	bool warm = phase.i == PHASE_MAL || rec_int(r, LEAD_STATUS) == STATUS_NURTURING;
	*out = VALUE_INT(phase.i >= PHASE_CUSTOMER ? PROCESS_CUSTOMER
			 : phase.i >= PHASE_SQL    ? PROCESS_SALES
			 : warm                    ? PROCESS_NURTURING
			 : phase.i >= PHASE_MQL    ? PROCESS_QUALIFICATION
						   : PROCESS_GENERATION);
	return true;
}
