/* What is computed of a lead when it is read: each word as SQL over the row alias $t and as a C twin. A test compares
 * the two over many records. Nothing here is stored. */
#include "base/clock.h"
#include "base/i18n.h"
#include "base/money.h"
#include "base/str.h"
#include "lead.h"
#include "models.h"
#include "record/record.h"
#include "record/session.h"
#include "scoring.h"
#include "signal.h"
#include "stage.h"

/* --- the customer: the contact where there is one, else the account ------------------------------------------------
 */

const char lead_sql_customer[] = "CASE WHEN $t.contact IS NOT NULL THEN " SQL_REF(
	NO_CONTACT, "$t.contact") " WHEN $t.account IS NOT NULL THEN " SQL_REF(NO_ACCOUNT, "$t.account") " END";

bool lead_customer(struct session *s, const struct record *r, struct value *out)
{
	(void)s;
	*out = VALUE_NULL;
	if (rec_int(r, LEAD_CONTACT))
		*out = VALUE_INT(REF_MAKE(NO_CONTACT, rec_int(r, LEAD_CONTACT)));
	else if (rec_int(r, LEAD_ACCOUNT))
		*out = VALUE_INT(REF_MAKE(NO_ACCOUNT, rec_int(r, LEAD_ACCOUNT)));
	return true;
}

const char lead_sql_who[] = "coalesce((SELECT name FROM account WHERE id=$t.account),"
			    "(SELECT name FROM contact WHERE id=$t.contact),$t.company,$t.contact_name)";

/* Text that a query found, kept in the session's hands until the next call: twins hand out values that are copied. */
static bool text_of(char *found, struct value *out)
{
	static _Thread_local char kept[1024];
	size_t n = found ? strnlen(found, sizeof kept - 1) : 0;
	memcpy(kept, found ? found : "", n);
	kept[n] = '\0';
	free(found);
	*out = value_text(kept);
	return true;
}

bool lead_who(struct session *s, const struct record *r, struct value *out)
{
	char *name = db_get_text(s->db, "SELECT name FROM account WHERE id=?", "i", rec_int(r, LEAD_ACCOUNT));
	if (!name)
		name = db_get_text(s->db, "SELECT name FROM contact WHERE id=?", "i", rec_int(r, LEAD_CONTACT));
	if (name)
		return text_of(name, out);
	*out = rec_has(r, LEAD_COMPANY) ? r->val[LEAD_COMPANY] : r->val[LEAD_CONTACT_NAME];
	return true;
}

/* --- money
 * ------------------------------------------------------------------------------------------------------------ */

#define STAGE_WON_SQL "coalesce((SELECT won FROM stage WHERE id=$t.stage),0)"
#define AUTOMATIC_SQL                                                                                                  \
	"CASE WHEN " STAGE_WON_SQL " THEN 10000 WHEN $t.active=0 AND $t.probability=0 THEN 0"                          \
	" ELSE coalesce(" MAPPED_SQL("$t.stage", "$t.id") "," SCORE_SQL("$t.id") ",0) END"
#define PROBABILITY_SQL "CASE WHEN " STAGE_WON_SQL " THEN 10000 ELSE coalesce($t.probability," AUTOMATIC_SQL ") END"

const char lead_sql_automatic[] = AUTOMATIC_SQL;
const char lead_sql_probability[] = PROBABILITY_SQL;

static int64_t automatic_of(struct session *s, const struct record *r)
{
	int64_t stage = rec_int(r, LEAD_STAGE);
	if (stage_is_won(s, stage))
		return 10000;
	if (!rec_int(r, SYS_ACTIVE) && rec_has(r, LEAD_PROBABILITY) && rec_int(r, LEAD_PROBABILITY) == 0)
		return 0;
	int64_t mapped = stage_mapped(s, stage, r->id);
	return mapped >= 0 ? mapped : db_get_int(s->db, 0, "SELECT " SCORE_SQL("?"), "i", r->id);
}

int64_t lead_probability_of(struct session *s, const struct record *r)
{
	if (stage_is_won(s, rec_int(r, LEAD_STAGE)))
		return 10000;
	return rec_has(r, LEAD_PROBABILITY) ? rec_int(r, LEAD_PROBABILITY) : automatic_of(s, r);
}

bool lead_automatic(struct session *s, const struct record *r, struct value *out)
{
	*out = VALUE_INT(automatic_of(s, r));
	return true;
}

bool lead_probability(struct session *s, const struct record *r, struct value *out)
{
	*out = VALUE_INT(lead_probability_of(s, r));
	return true;
}

/* Rounded half up. Split at 10,000 so that no product leaves 64 bits (SQLite would go on in floating point). */
const char lead_sql_prorated[] =
	"$t.revenue/10000*(" PROBABILITY_SQL ")+($t.revenue%10000*(" PROBABILITY_SQL ")+5000)/10000";

bool lead_prorated(struct session *s, const struct record *r, struct value *out)
{
	*out = VALUE_NULL;
	if (rec_has(r, LEAD_REVENUE))
		*out = VALUE_INT(muldiv_round(rec_int(r, LEAD_REVENUE), lead_probability_of(s, r), 10000));
	return true;
}

#define MONTHS_SQL "coalesce((SELECT nullif(max(months,0),0) FROM recurring_plan WHERE id=$t.recurring_plan),1)"
const char lead_sql_mrr[] =
	"$t.recurring/" MONTHS_SQL "+($t.recurring%" MONTHS_SQL "*2+" MONTHS_SQL ")/(2*" MONTHS_SQL ")";

bool lead_mrr(struct session *s, const struct record *r, struct value *out)
{
	*out = VALUE_NULL;
	int64_t months = db_get_int(
		s->db, 0, "SELECT months FROM recurring_plan WHERE id=?", "i", rec_int(r, LEAD_RECURRING_PLAN));
	if (rec_has(r, LEAD_RECURRING))
		*out = VALUE_INT(muldiv_round(rec_int(r, LEAD_RECURRING), 1, months > 0 ? months : 1));
	return true;
}

const char lead_sql_score[] = POINTS_SQL(NO_LEAD, "$t.id");

bool lead_score(struct session *s, const struct record *r, struct value *out)
{
	int64_t none = INT64_MIN;
	int64_t points = db_get_int(
		s->db, none, "SELECT points FROM score_points WHERE ref=?", "i", REF_MAKE(NO_LEAD, r->id));
	*out = points == none ? VALUE_NULL : VALUE_INT(points);
	return true;
}

/* --- outcome
 * ---------------------------------------------------------------------------------------------------------- */

#define OUTCOME_SQL "CASE WHEN " STAGE_WON_SQL " THEN 2 WHEN $t.active=0 AND (" PROBABILITY_SQL ")=0 THEN 3 ELSE 1 END"
const char lead_sql_outcome[] = OUTCOME_SQL;

enum lead_outcome lead_outcome_of(struct session *s, const struct record *r)
{
	if (stage_is_won(s, rec_int(r, LEAD_STAGE)))
		return OUTCOME_WON;
	return !rec_int(r, SYS_ACTIVE) && lead_probability_of(s, r) == 0 ? OUTCOME_LOST : OUTCOME_OPEN;
}

bool lead_outcome(struct session *s, const struct record *r, struct value *out)
{
	*out = VALUE_INT(lead_outcome_of(s, r));
	return true;
}

/* --- time
 * ------------------------------------------------------------------------------------------------------------- */

const char lead_sql_days_in_stage[] = "(:now-$t.stage_at)/86400";

bool lead_days_in_stage(struct session *s, const struct record *r, struct value *out)
{
	(void)s;
	*out = rec_has(r, LEAD_STAGE_AT) ? VALUE_INT((clock_now() - rec_int(r, LEAD_STAGE_AT)) / 86400) : VALUE_NULL;
	return true;
}

/* A touch before its arrival is one of another record's time (imported, merged): it answers nothing. */
const char lead_sql_response_time[] =
	"CASE WHEN $t.first_touch>=$t.created_at THEN ($t.first_touch-$t.created_at)/60 END";

bool lead_response_time(struct session *s, const struct record *r, struct value *out)
{
	(void)s;
	int64_t wait = rec_int(r, LEAD_FIRST_TOUCH) - rec_int(r, SYS_CREATED_AT);
	*out = rec_has(r, LEAD_FIRST_TOUCH) && wait >= 0 ? VALUE_INT(wait / 60) : VALUE_NULL;
	return true;
}

/* Untouched: no write, no note, no activity done. */
#define NOTE_AT_SQL "SELECT max(n.created_at) FROM note n WHERE n.trashed_at IS NULL AND n.record="
#define DONE_AT_SQL "SELECT max(d.done_at) FROM activity d WHERE d.trashed_at IS NULL AND d.record="
#define LEAD_REF_SQL SQL_REF(NO_LEAD, "$t.id")
#define IDLE_DAYS_SQL                                                                                                  \
	"((:now-max(coalesce($t.updated_at,0),$t.created_at,coalesce((" NOTE_AT_SQL LEAD_REF_SQL                       \
	"),0),coalesce((" DONE_AT_SQL LEAD_REF_SQL "),0)))/86400)"
#define ROTTING_SQL                                                                                                    \
	"coalesce($t.kind=2 AND $t.active=1 AND (SELECT won=0 AND rotting_days>0 AND rotting_days<=" IDLE_DAYS_SQL     \
	" FROM stage WHERE id=$t.stage),0)"
const char lead_sql_rotting[] = ROTTING_SQL;
const char lead_sql_rotting_text[] = "CASE WHEN " ROTTING_SQL " THEN " IDLE_DAYS_SQL "||'d rots' END";

/* Days untouched where that is more than the stage allows, else 0. */
static int64_t rotting_for(struct session *s, const struct record *r)
{
	int64_t limit = db_get_int(s->db, 0, "SELECT rotting_days FROM stage WHERE id=? AND coalesce(won,0)=0", "i",
		rec_int(r, LEAD_STAGE));
	if (limit <= 0 || rec_int(r, LEAD_KIND) != KIND_OPPORTUNITY || !rec_int(r, SYS_ACTIVE))
		return 0;
	int64_t ref = REF_MAKE(NO_LEAD, r->id), at = rec_int(r, SYS_UPDATED_AT);
	int64_t other[] = { rec_int(r, SYS_CREATED_AT), db_get_int(s->db, 0, NOTE_AT_SQL "?", "i", ref),
		db_get_int(s->db, 0, DONE_AT_SQL "?", "i", ref) };
	for (size_t i = 0; i < COUNT(other); i++)
		at = other[i] > at ? other[i] : at;
	int64_t days = (clock_now() - at) / 86400;
	return days >= limit ? days : 0;
}

bool lead_rotting(struct session *s, const struct record *r, struct value *out)
{
	*out = VALUE_INT(rotting_for(s, r) > 0);
	return true;
}

bool lead_rotting_text(struct session *s, const struct record *r, struct value *out)
{
	int64_t days = rotting_for(s, r);
	return text_of(days ? xasprintf("%ldd rots", (long)days) : NULL, out);
}

/* An open card without one says so. */
const char lead_sql_next_text[] =
	"coalesce(" SQL_NEXT_TEXT(NO_LEAD) ",CASE WHEN $t.active=1 AND NOT " STAGE_WON_SQL " THEN 'no next step' END)";

bool lead_next_text(struct session *s, const struct record *r, struct value *out)
{
	signal_text(s, r, out);
	if (out->kind == VAL_NULL && rec_int(r, SYS_ACTIVE) && !stage_is_won(s, rec_int(r, LEAD_STAGE)))
		*out = value_text("no next step");
	return true;
}

/* --- qualification
 * ---------------------------------------------------------------------------------------------------- */

const char lead_sql_qualification[] =
	"($t.budget IS NOT NULL)+($t.authority IS NOT NULL)+($t.need IS NOT NULL)"
	"+($t.timeline IS NOT NULL)+($t.challenges IS NOT NULL)+($t.money IS NOT NULL)+($t.prioritisation IS NOT NULL)";

bool lead_qualification(struct session *s, const struct record *r, struct value *out)
{
	(void)s;
	int n = 0;
	for (int slot = LEAD_BUDGET; slot <= LEAD_PRIORITISATION; slot++)
		n += rec_has(r, slot);
	*out = VALUE_INT(n);
	return true;
}

/* A sheet's score: each of its four questions is a quarter. */
#define QUARTERS(a, b, c, d)                                                                                           \
	"(($t." a " IS NOT NULL)+($t." b " IS NOT NULL)+($t." c " IS NOT NULL)+($t." d " IS NOT NULL))*2500"
const char lead_sql_bant[] = QUARTERS("budget", "authority", "need", "timeline");
const char lead_sql_champ[] = QUARTERS("challenges", "authority", "money", "prioritisation");

static bool sheet(const struct record *r, const int slot[4], struct value *out)
{
	int n = 0;
	for (int i = 0; i < 4; i++)
		n += rec_has(r, slot[i]);
	*out = VALUE_INT(n * 2500);
	return true;
}

bool lead_bant(struct session *s, const struct record *r, struct value *out)
{
	(void)s;
	return sheet(r, (const int[]){ LEAD_BUDGET, LEAD_AUTHORITY, LEAD_NEED, LEAD_TIMELINE }, out);
}

bool lead_champ(struct session *s, const struct record *r, struct value *out)
{
	(void)s;
	return sheet(r, (const int[]){ LEAD_CHALLENGES, LEAD_AUTHORITY, LEAD_MONEY, LEAD_PRIORITISATION }, out);
}

const char lead_sql_sales_ready[] = "($t.authority IS NOT NULL AND $t.need IS NOT NULL AND $t.timeline IS NOT NULL)";

bool lead_sales_ready(struct session *s, const struct record *r, struct value *out)
{
	(void)s;
	*out = VALUE_INT(rec_has(r, LEAD_AUTHORITY) && rec_has(r, LEAD_NEED) && rec_has(r, LEAD_TIMELINE));
	return true;
}
