/* What merging leads, accounts and contacts adds to the general rules: who is the master, and what follows from the
 * values. */
#include "merging.h"

#include "customer.h"
#include "lead.h"
#include "models.h"
#include "note.h"
#include "record/record.h"
#include "record/session.h"
#include "stage.h"

static enum rc keep_note(struct session *s, struct step *st, int64_t ref, const char *text, struct err *err)
{
	return note_write(s, st, ref, text, err);
}

/* ---- leads ---- */

static bool is_opportunity(const struct record *r)
{
	return rec_int(r, LEAD_KIND) == KIND_OPPORTUNITY;
}

static int64_t sequence_of(struct session *s, const struct record *r)
{
	return db_get_int(s->db, 0, "SELECT sequence FROM stage WHERE id=?", "i", rec_int(r, LEAD_STAGE));
}

/* As shown: a person's own number, else the automatic one. */
static int64_t probability_of(struct session *s, const struct record *r)
{
	struct value v = VALUE_NULL;
	lead_probability(s, r, &v);
	return v.kind == VAL_INT ? v.i : 0;
}

/* The greater stands first. */
static int descending(int64_t a, int64_t b)
{
	return a > b ? -1 : a < b;
}

static int lead_order(struct session *s, const struct record *a, const struct record *b)
{
	int by = descending(is_opportunity(a) || rec_int(a, SYS_ACTIVE), is_opportunity(b) || rec_int(b, SYS_ACTIVE));
	by = by ? by : descending(is_opportunity(a), is_opportunity(b));
	by = by ? by : descending(sequence_of(s, a), sequence_of(s, b));
	return by ? by : descending(probability_of(s, a), probability_of(s, b));
}

/* A reason stays only with what is lost: where the master's probability is 0. */
static void settle_reason(struct session *s, struct merge *m)
{
	if (probability_of(s, m->rec[0]) != 0)
		merge_put(m, LEAD_LOST_REASON, VALUE_NULL);
}

static bool stage_fits(struct session *s, int64_t stage, int64_t team)
{
	return db_get_int(s->db, 0,
		       "SELECT 1 WHERE NOT EXISTS(SELECT 1 FROM link WHERE field=(" SQL_STR(NO_STAGE) "<<16|" SQL_STR(
			       STAGE_TEAMS_NO) ") AND from_id=?1)"
					       " OR EXISTS(SELECT 1 FROM link WHERE field=(" SQL_STR(
						       NO_STAGE) "<<16|" SQL_STR(STAGE_TEAMS_NO) ") AND from_id=?1 AND "
												 "to_id=?2)",
		       "ii", stage, team) != 0;
}

static int64_t int_of(const struct merge *m, int slot)
{
	return m->field[slot].val.kind == VAL_INT ? m->field[slot].val.i : 0;
}

/* A stage of another team than the chosen one gives way to the team's first. */
static void settle_stage(struct session *s, struct merge *m)
{
	int64_t stage = int_of(m, LEAD_STAGE), team = int_of(m, LEAD_TEAM);
	int64_t first = stage && stage_fits(s, stage, team) ? 0 : stage_first(s, team);
	if (first)
		merge_put(m, LEAD_STAGE, VALUE_INT(first));
}

static void lead_settle(struct session *s, struct merge *m)
{
	settle_reason(s, m);
	settle_stage(s, m);
}

/* Instants that say since when the master is what it is go with the master. */
static const struct merge_rule lead_rules[] = {
	{ LEAD_KIND, MERGE_HIGHEST },
	{ LEAD_NOTES, MERGE_JOIN },
	{ LEAD_PRIORITY, MERGE_HIGHEST },
	{ LEAD_PROBABILITY, MERGE_MASTER },
	{ LEAD_STAGE_AT, MERGE_MASTER },
	{ LEAD_CLOSED_AT, MERGE_MASTER },
	{ 0 },
};
static const int lead_address[] = { LEAD_STREET, LEAD_STREET2, LEAD_CITY, LEAD_ZIP, LEAD_STATE, LEAD_COUNTRY, 0 };

const struct merge_def lead_merge = {
	.into = LEAD_MERGED_INTO,
	.rules = lead_rules,
	.whole = lead_address,
	.order = lead_order,
	.settle = lead_settle,
	.keep = keep_note,
};

/* ---- accounts ---- */

/* Not below itself: a parent that leads up to one of the merged would come round to the master. */
static void account_settle(struct session *s, struct merge *m)
{
	int64_t parent = int_of(m, ACCOUNT_PARENT);
	for (int i = 0; parent && i < m->n; i++)
		if (db_get_int(s->db, 0,
			    "WITH RECURSIVE up(id) AS (SELECT ?1 UNION SELECT p.parent FROM account p JOIN up ON "
			    "p.id=up.id"
			    " WHERE p.parent IS NOT NULL) SELECT 1 FROM up WHERE id=?2",
			    "ii", parent, m->rec[i]->id)) {
			m->field[ACCOUNT_PARENT].val = VALUE_NULL;
			m->field[ACCOUNT_PARENT].from = MERGE_MADE;
			return;
		}
}

static const struct merge_rule account_rules[] = { { ACCOUNT_NOTES, MERGE_JOIN }, { 0 } };
static const int account_address[] = { ACCOUNT_STREET, ACCOUNT_STREET2, ACCOUNT_CITY, ACCOUNT_ZIP, ACCOUNT_STATE,
	ACCOUNT_COUNTRY, 0 };

const struct merge_def account_merge = {
	.into = ACCOUNT_MERGED_INTO,
	.rules = account_rules,
	.whole = account_address,
	.settle = account_settle,
	.keep = keep_note,
};

/* ---- contacts ---- */

static const struct merge_rule contact_rules[] = { { CONTACT_NOTES, MERGE_JOIN }, { 0 } };
static const int contact_address[] = { CONTACT_STREET, CONTACT_STREET2, CONTACT_CITY, CONTACT_ZIP, CONTACT_STATE,
	CONTACT_COUNTRY, 0 };

const struct merge_def contact_merge = {
	.into = CONTACT_MERGED_INTO,
	.rules = contact_rules,
	.whole = contact_address,
	.keep = keep_note,
};
