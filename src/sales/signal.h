/* The colour of a record: its earliest open activity, against today. SQL over the row alias $t and its C twin. Who sees a
 * record sees the activities on it, but for one who may see no activities at all. */
#ifndef SALES_SIGNAL_H
#define SALES_SIGNAL_H

#include <stdbool.h>

#include "models.h"

struct record;
struct session;
struct value;

#define SQL_OPEN_ACTIVITIES(no)                                                                                        \
	" FROM activity a WHERE a.record=" SQL_REF(                                                                    \
		no, "$t.id") " AND a.done_at IS NULL AND a.trashed_at IS NULL AND a.active=1 AND $may(activity)"
#define SQL_DUE "$field(activity a due)"
#define SQL_NEXT_DUE(no) "(SELECT min(" SQL_DUE ")" SQL_OPEN_ACTIVITIES(no) ")"
#define SQL_SIGNAL(no)                                                                                                 \
	"(SELECT CASE WHEN min(" SQL_DUE ") IS NULL THEN 4 WHEN min(" SQL_DUE ")<:today THEN 1"                        \
	" WHEN min(" SQL_DUE ")=:today THEN 2 "                                                                        \
	"ELSE 3 END" SQL_OPEN_ACTIVITIES(no) ")"
/* The same of all records at once, in one scan of the index of what is open; the earliest comes last. Unless it is told that
 * most are likely open, SQLite enters another index, and sorts. */
#define SQL_SIGNALS(no)                                                                                                \
	"SELECT a.record-" SQL_REF(no, "0") ",CASE WHEN a.due<:today THEN 1 WHEN a.due=:today THEN 2 ELSE 3 END"               \
	" FROM activity a WHERE a.record BETWEEN " SQL_REF(no, "1") " AND " SQL_REF(no, "((1<<40)-1)")                          \
	" AND likely(a.done_at IS NULL) AND a.trashed_at IS NULL AND a.active=1 AND $may(activity)"                            \
	" ORDER BY a.record DESC,a.due DESC"
/* "call 2 d late", "demo today", "offer Fri" within six days, else "mail in 12 d": no calendar has a say in it. */
#define SQL_DAYS "CAST(julianday(" SQL_DUE ")-julianday(:today) AS INTEGER)"
#define SQL_NEXT_TEXT(no)                                                                                              \
	"(SELECT $field(activity a summary)||coalesce(CASE WHEN " SQL_DUE "<:today THEN ' '||-" SQL_DAYS "||' d late'" \
	" WHEN " SQL_DUE "=:today THEN ' today'"                                                                       \
	" WHEN " SQL_DAYS "<7 THEN ' '||substr('SunMonTueWedThuFriSat',1+3*strftime('%w'," SQL_DUE "),3)"              \
	" ELSE ' in '||" SQL_DAYS "||' d' END,'')" SQL_OPEN_ACTIVITIES(no) " ORDER BY a.due,a.id LIMIT 1)"

/* The acting person's own earliest one. */
#define SQL_MY_DUE(no) "(SELECT min(" SQL_DUE ")" SQL_OPEN_ACTIVITIES(no) " AND a.owner=:me)"
#define SQL_MINE(no) "(SELECT count(*)>0" SQL_OPEN_ACTIVITIES(no) " AND a.owner=:me)"

bool signal_state(struct session *s, const struct record *r, struct value *out);
bool signal_text(struct session *s, const struct record *r, struct value *out);
bool signal_due(struct session *s, const struct record *r, struct value *out);
bool signal_my_due(struct session *s, const struct record *r, struct value *out);
bool signal_mine(struct session *s, const struct record *r, struct value *out);

#endif
