/* SQL of targets: when they end, what was won in them, how far it is. g stands for the alias of the target. */
#ifndef SALES_TARGET_H
#define SALES_TARGET_H

#include <stdbool.h>

#include "base/err.h"

struct record;
struct session;
struct value;

/* clang-format off */
/* The day after the last: months clip to their last day (31 January and a month is 28 February). */
#define TARGET_MONTHS(g) "CASE " g ".period WHEN 1 THEN 1 WHEN 2 THEN 3 ELSE 12 END"
#define TARGET_END(g) \
	"min(date(" g ".start,'+'||(" TARGET_MONTHS(g) ")||' months')," \
	"date(" g ".start,'start of month','+'||(1+" TARGET_MONTHS(g) ")||' months','-1 day'))"
/* A local day's begin as an instant. */
#define TARGET_AT(day) "CAST(strftime('%s'," day ",'utc') AS INTEGER)"
#define TARGET_WINS \
	" FROM lead l WHERE l.trashed_at IS NULL AND l.closed_at IS NOT NULL$see(lead l)" \
	" AND l.stage IN (SELECT id FROM stage WHERE won) AND "
#define TARGET_SPAN(g) "l.closed_at>=" TARGET_AT(g ".start") " AND l.closed_at<" TARGET_AT(TARGET_END(g)) " AND "
/* Wins stand in whole units of money, as their number does in `amount`. */
#define TARGET_SUM(g) "CASE " g ".measure WHEN 1 THEN count(*)*:unit ELSE coalesce(sum($field(lead l revenue)),0) END"
#define TARGET_SO_FAR(g) \
	"CASE WHEN " g ".team IS NOT NULL" \
	" THEN (SELECT " TARGET_SUM(g) TARGET_WINS TARGET_SPAN(g) "l.team=" g ".team)" \
	" ELSE (SELECT " TARGET_SUM(g) TARGET_WINS TARGET_SPAN(g) "l.owner=" g ".user) END"
#define TARGET_PROGRESS(g) "CASE WHEN " g ".amount>0 THEN (" TARGET_SO_FAR(g) ")*10000/" g ".amount END"
/* "12 wins", "50,000" */
#define TARGET_WORDS(g, n) \
	"CASE WHEN " g ".measure=2 THEN printf('%,d',(" n ")/:unit) WHEN (" n ")=:unit THEN '1 win'" \
	" ELSE ((" n ")/:unit)||' wins' END"
#define TARGET_GOAL(g) TARGET_WORDS(g, g ".amount")
/* clang-format on */

/* The twins in C. */
#define TARGET_TWINS(X)                                                                                                \
	X(target_attained)                                                                                             \
	X(target_progress)                                                                                             \
	X(target_goal)                                                                                                 \
	X(target_ends) X(team_leads) X(team_open) X(team_overdue) X(team_won) X(team_goal) X(team_progress)
#define TARGET_TWIN_(name) bool name(struct session *s, const struct record *r, struct value *out);
TARGET_TWINS(TARGET_TWIN_)
#undef TARGET_TWIN_

/* Criteria over leads, as a field of a team or a member holds them. */
enum rc lead_criteria_check(struct session *s, const struct value *v, struct err *err);

#endif
