/* The C twins of what targets and teams compute, reckoned another way than their SQL: dates by the calendar's own
 * functions, counts from the records. */
#include "target.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/str.h"
#include "lead.h"
#include "models.h"
#include "people.h"
#include "record/record.h"
#include "record/seen.h"
#include "record/session.h"

struct facts {
	int64_t team, user, measure, amount;
	struct date from, to; /* to: the day after the last */
};

static void spans(const char *start, int64_t period, struct facts *f)
{
	date_parse_iso(start, &f->from);
	f->to = date_add_months(f->from, period == 1 ? 1 : period == 2 ? 3 : 12);
}

static struct facts facts_of(const struct record *r)
{
	struct facts f = { rec_int(r, TARGET_TEAM), rec_int(r, TARGET_USER), rec_int(r, TARGET_MEASURE),
		rec_int(r, TARGET_AMOUNT), { 0 }, { 0 } };
	spans(rec_text(r, TARGET_START), rec_int(r, TARGET_PERIOD), &f);
	return f;
}

static int64_t won_between(
	struct session *s, const char *what, const char *whose, int64_t id, struct date from, struct date to)
{
	char *sql = xasprintf("SELECT %s FROM lead l JOIN stage w ON w.id=l.stage AND w.won=1 WHERE l.%s=?1"
			      " AND l.trashed_at IS NULL AND l.closed_at>=?2 AND l.closed_at<?3$see(lead l)",
		what, whose);
	int64_t n = seen_int(s, 0, sql, "iii", id, instant_of(from, 0, 0, 0), instant_of(to, 0, 0, 0));
	free(sql);
	return n;
}

static int64_t so_far(struct session *s, const struct facts *f)
{
	int64_t n = won_between(s, f->measure == 1 ? "count(*)" : "sum($field(lead l revenue))", f->team ? "team" : "owner",
		f->team ? f->team : f->user, f->from, f->to);
	return f->measure == 1 ? n * money_unit(s) : n;
}

/* "12 wins", "50,000"; kept until the next call. */
static bool words(struct session *s, int64_t measure, int64_t n, struct value *out)
{
	static _Thread_local char kept[48];
	char digits[24];
	size_t k = 0;
	int len = snprintf(digits, sizeof digits, "%lld", (long long)(n / money_unit(s)));
	if (measure == 1) {
		snprintf(kept, sizeof kept, n == money_unit(s) ? "%s win" : "%s wins", digits);
	} else {
		for (int i = 0; i < len; i++) {
			if (i && (len - i) % 3 == 0)
				kept[k++] = ',';
			kept[k++] = digits[i];
		}
		kept[k] = '\0';
	}
	*out = value_text(kept);
	return true;
}

static bool progress(struct session *s, const struct facts *f, struct value *out)
{
	*out = f->amount > 0 ? VALUE_INT(so_far(s, f) * 10000 / f->amount) : VALUE_NULL;
	return true;
}

bool target_attained(struct session *s, const struct record *r, struct value *out)
{
	struct facts f = facts_of(r);
	return words(s, f.measure, so_far(s, &f), out);
}

bool target_progress(struct session *s, const struct record *r, struct value *out)
{
	struct facts f = facts_of(r);
	return progress(s, &f, out);
}

bool target_goal(struct session *s, const struct record *r, struct value *out)
{
	return words(s, rec_int(r, TARGET_MEASURE), rec_int(r, TARGET_AMOUNT), out);
}

bool target_ends(struct session *s, const struct record *r, struct value *out)
{
	static _Thread_local char day[11];
	struct facts f = facts_of(r);
	(void)s;
	date_iso(f.to, day);
	*out = value_text(day);
	return true;
}

/* --- teams ------------------------------------------------------------------------------------------------------- */

/* The target that holds today; false: none. */
static bool present(struct session *s, int64_t team, struct facts *f)
{
	int64_t today = date_days(date_today());
	bool found = false;
	struct stmt *st =
		seen_prep(s, "SELECT start,period,measure,amount FROM target WHERE team=? AND trashed_at IS NULL"
			     " AND $may(target) ORDER BY start DESC,period,id DESC");
	st_int(st, 1, team);
	while (!found && st_step(st, NULL) > 0) {
		*f = (struct facts){ .team = team, .measure = st_get_int(st, 2), .amount = st_get_int(st, 3) };
		spans(st_get_text(st, 0), st_get_int(st, 1), f);
		found = date_days(f->from) <= today && today < date_days(f->to);
	}
	st_done(st);
	return found;
}

bool team_leads(struct session *s, const struct record *r, struct value *out)
{
	*out = VALUE_INT(seen_int(s, 0,
		"SELECT count(*) FROM lead l WHERE l.team=? AND l.kind=1 AND l.active=1 AND l.trashed_at IS NULL"
		" AND l.status IN(1,2,3,4,9)$see(lead l)",
		"i", r->id));
	return true;
}

bool team_open(struct session *s, const struct record *r, struct value *out)
{
	*out = VALUE_INT(seen_int(s, 0,
		"SELECT count(*) FROM lead l JOIN stage w ON w.id=l.stage WHERE l.team=? AND l.kind=2 AND l.active=1"
		" AND l.trashed_at IS NULL AND coalesce(w.won,0)=0 AND l.status IN(1,2,3,4,5,9)$see(lead l)",
		"i", r->id));
	return true;
}

bool team_overdue(struct session *s, const struct record *r, struct value *out)
{
	char today[11];
	date_iso(date_today(), today);
	int64_t n = seen_int(s, 0,
		"SELECT count(*) FROM lead l JOIN activity a ON a.record=(?2<<40|l.id) WHERE l.team=?1 AND "
		"l.trashed_at IS NULL"
		" AND a.done_at IS NULL AND a.trashed_at IS NULL AND a.active=1 AND a.due<?3$see(lead l) AND $may(activity)",
		"iis", r->id, (int64_t)NO_LEAD, today);
	*out = VALUE_INT(n > 1000 ? 1000 : n);
	return true;
}

bool team_won(struct session *s, const struct record *r, struct value *out)
{
	struct facts f;
	if (!present(s, r->id, &f)) {
		f.from = date_today();
		f.from.d = 1;
		f.to = date_add_months(f.from, 1);
	}
	*out = VALUE_INT(won_between(s, "sum($field(lead l revenue))", "team", r->id, f.from, f.to));
	return true;
}

bool team_goal(struct session *s, const struct record *r, struct value *out)
{
	struct facts f;
	*out = VALUE_NULL;
	return present(s, r->id, &f) ? words(s, f.measure, f.amount, out) : true;
}

bool team_progress(struct session *s, const struct record *r, struct value *out)
{
	struct facts f;
	*out = VALUE_NULL;
	return present(s, r->id, &f) ? progress(s, &f, out) : true;
}
