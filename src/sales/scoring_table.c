/* The table of frequencies: (team or none, variable, value) -> won, lost. Counts are kept in tenths: a row is born with
 * its count and 0.1, whole records are added and taken, what would reach 0 is 0.1. */
#include "scoring.h"

#include <math.h>
#include <stdio.h>

#include "lead.h"
#include "models.h"
#include "record/memo.h"
#include "record/session.h"
#include "stage.h"

int64_t scoring_team(struct session *s, int64_t team)
{
	static const char what[] = "scoring team";
	struct memo_key key = { what, team, 0 };
	int64_t there;
	if (!team)
		return 0;
	if (!memo_get(s, &key, &there)) {
		there = db_get_int(s->db, 0, "SELECT id FROM team WHERE id=? AND trashed_at IS NULL", "i", team);
		memo_put(s, &key, there, MEMO_ON(NO_TEAM));
	}
	return there;
}

int64_t scoring_first_stage(struct session *s)
{
	static const char what[] = "scoring first stage";
	struct memo_key key = { what, 0, 0 };
	int64_t id;
	if (!memo_get(s, &key, &id)) {
		id = db_get_int(s->db, 0,
			"SELECT id FROM stage t WHERE trashed_at IS NULL AND NOT EXISTS" SQL_LINKS(NO_STAGE,
				STAGE_TEAMS_NO, "t.id") " ORDER BY sequence,id LIMIT 1",
			"");
		memo_put(s, &key, id, MEMO_ON(NO_STAGE));
	}
	return id;
}

/* --- counting --- */

static enum rc row_add(struct session *s, int64_t team, int no, const char *value, bool won, struct err *err)
{
	struct stmt *st = db_prep(s->db,
		"INSERT INTO score_count(team,variable,value,won,lost) VALUES(?1,?2,?3,?4+1,?5+1)"
		" ON CONFLICT DO UPDATE SET won=won+?4,lost=lost+?5");
	st_int(st, 1, team);
	st_int(st, 2, no);
	st_text(st, 3, value);
	st_int(st, 4, won ? 10 : 0);
	st_int(st, 5, won ? 0 : 10);
	return st_run(st, err);
}

static enum rc row_take(struct session *s, int64_t team, int no, const char *value, bool won, struct err *err)
{
	return db_run(s->db, err,
		won ? "UPDATE score_count SET won=max(1,won-10) WHERE team=? AND variable=? AND value=?"
		    : "UPDATE score_count SET lost=max(1,lost-10) WHERE team=? AND variable=? AND value=?",
		"iis", team, (int64_t)no, value);
}

static enum rc row_count(
	struct session *s, int64_t team, int no, const char *value, bool won, int sign, struct err *err)
{
	return sign > 0 ? row_add(s, team, no, value, won, err) : row_take(s, team, no, value, won, err);
}

/* Won: every stage was passed. Lost: those up to the one it was lost in. */
static enum rc count_stages(
	struct session *s, int64_t team, int64_t stage, bool won, int sign, struct err *err)
{
	enum rc rc = RC_OK;
	int64_t at = db_get_int(s->db, INT64_MIN, "SELECT sequence FROM stage WHERE id=?", "i", stage);
	struct stmt *st = db_prep(s->db, "SELECT id FROM stage WHERE trashed_at IS NULL AND (?1 OR sequence<=?2)");
	st_int(st, 1, won);
	st_int(st, 2, at);
	while (rc == RC_OK && st_step(st, err) > 0) {
		char value[24];
		snprintf(value, sizeof value, "%lld", (long long)st_get_int(st, 0));
		rc = row_count(s, team, VAR_STAGE, value, won, sign, err);
	}
	st_done(st);
	return rc;
}

enum rc scoring_count(struct session *s, const struct profile *p, enum score_outcome o, int sign, struct err *err)
{
	if (o != SCORE_WON && o != SCORE_LOST)
		return RC_OK;
	int64_t team = scoring_team(s, p->team);
	enum rc rc = count_stages(s, team, p->stage, o == SCORE_WON, sign, err);
	for (int i = 0; i < p->n && rc == RC_OK; i++)
		rc = row_count(s, team, p->item[i].no, p->item[i].value, o == SCORE_WON, sign, err);
	return rc;
}

/* Per column: none and team, each rounded half up; 0 becomes 0.1. Tenths. */
enum rc scoring_team_gone(struct session *s, int64_t team, struct err *err)
{
	enum rc rc = db_run(s->db, err,
		"INSERT INTO score_count(team,variable,value,won,lost)"
		" SELECT 0,t.variable,t.value,max(1,(coalesce(n.won,0)+5)/10*10+(t.won+5)/10*10),"
		"max(1,(coalesce(n.lost,0)+5)/10*10+(t.lost+5)/10*10) FROM score_count t LEFT JOIN score_count n"
		" ON n.team=0 AND n.variable=t.variable AND n.value=t.value WHERE t.team=?"
		" ON CONFLICT DO UPDATE SET won=excluded.won,lost=excluded.lost",
		"i", team);
	return rc == RC_OK ? db_run(s->db, err, "DELETE FROM score_count WHERE team=?", "i", team) : rc;
}

/* --- evidence --- */

#define NOT_RARE " AND (variable<>" SQL_STR(VAR_TAGS) " OR won+lost>=" SQL_STR(TAG_LEAST) ")"

static bool has_rows(struct session *s, const struct score_conf *c, int64_t team)
{
	static const char sql[] = "SELECT 1 FROM score_count WHERE team=? AND variable=? LIMIT 1";
	if (!team)
		return false;
	if (db_get_int(s->db, 0, sql, "ii", team, (int64_t)VAR_STAGE))
		return true;
	for (int i = 0; i < c->n; i++)
		if (db_get_int(s->db, 0, sql, "ii", team, (int64_t)c->var[i].no))
			return true;
	return false;
}

/* The sums of a value's rows; of all of a variable's values with value NULL. False: there is no row. */
static bool sums(struct session *s, int64_t team, int no, const char *value, double *won, double *lost)
{
	struct stmt *st = db_prep(s->db,
		value ? (team ? "SELECT sum(won),sum(lost) FROM score_count WHERE variable=?1 AND value=?2 AND team=?3" NOT_RARE
			      : "SELECT sum(won),sum(lost) FROM score_count WHERE variable=?1 AND value=?2" NOT_RARE)
		      : (team ? "SELECT sum(won),sum(lost) FROM score_count WHERE variable=?1 AND team=?3" NOT_RARE
			      : "SELECT sum(won),sum(lost) FROM score_count WHERE variable=?1" NOT_RARE));
	st_int(st, 1, no);
	if (value)
		st_text(st, 2, value);
	if (team)
		st_int(st, 3, team);
	bool found = st_step(st, NULL) > 0 && !st_is_null(st, 0);
	*won = found ? (double)st_get_int(st, 0) : 0;
	*lost = found ? (double)st_get_int(st, 1) : 0;
	st_done(st);
	return found;
}

static void add_clue(struct evidence *e, int no, const char *value, double won, double lost, double of_won, double of_lost)
{
	e->clue[e->n++] = (struct clue){ no, value, won, lost, of_won, of_lost };
}

bool scoring_evidence(struct session *s, const struct score_conf *c, const struct profile *p, struct evidence *out)
{
	char first[24], stage[24];
	double won, lost, of_won, of_lost;
	int64_t team = scoring_team(s, p->team);
	*out = (struct evidence){ .team = has_rows(s, c, team) ? team : 0 };
	snprintf(first, sizeof first, "%lld", (long long)scoring_first_stage(s));
	snprintf(stage, sizeof stage, "%lld", (long long)p->stage);
	if (!sums(s, out->team, VAR_STAGE, first, &out->won, &out->lost) || out->won <= 0 || out->lost <= 0)
		return false;
	if (sums(s, out->team, VAR_STAGE, stage, &won, &lost))
		add_clue(out, VAR_STAGE, NULL, won, lost, out->won, out->lost);
	for (int i = 0; i < p->n; i++)
		if (sums(s, out->team, p->item[i].no, p->item[i].value, &won, &lost) &&
			sums(s, out->team, p->item[i].no, NULL, &of_won, &of_lost))
			add_clue(out, p->item[i].no, p->item[i].value, won, lost, of_won, of_lost);
	return true;
}

/* sw / (sw + sl), where each side is its share of all and the product of the shares its values have in it. By
 * logarithms: with dozens of tags the products would vanish. */
double evidence_chance(const struct evidence *e)
{
	double odds = log(e->won) - log(e->lost);
	for (int i = 0; i < e->n; i++) {
		const struct clue *k = &e->clue[i];
		if (k->of_won > 0 && k->of_lost > 0)
			odds += log(k->won / k->of_won) - log(k->lost / k->of_lost);
	}
	return 1 / (1 + exp(-odds));
}

int64_t chance_percent(double chance)
{
	int64_t p = llround(chance * 10000);
	return p < 1 ? 1 : p > 9999 ? 9999 : p;
}
