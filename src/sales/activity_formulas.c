/* What is computed of an activity: its state, and what my day shows of the record it is for. */
#include "activity_formulas.h"

#include <stdio.h>

#include "activity.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/str.h"
#include "fields.h"
#include "meeting.h"
#include "models.h"
#include "record/record.h"
#include "record/seen.h"
#include "record/session.h"

const struct choice activity_states[] = {
	{ SIGNAL_OVERDUE, "overdue", N_("Overdue"), TONE_BAD, "!" },
	{ SIGNAL_TODAY, "today", N_("Today"), TONE_WARN, "*" },
	{ SIGNAL_PLANNED, "planned", N_("Planned"), TONE_GOOD, "+" },
	{ SIGNAL_NONE, "done", N_("Done"), TONE_QUIET, "." },
	{ 0 },
};

bool activity_state(struct session *s, const struct record *r, struct value *out)
{
	(void)s;
	char today[11];
	date_iso(date_today(), today);
	int late = strcmp(rec_text(r, ACTIVITY_DUE), today);
	*out = VALUE_INT(rec_has(r, ACTIVITY_DONE_AT) ? SIGNAL_NONE
			 : late < 0                   ? SIGNAL_OVERDUE
			 : late == 0                  ? SIGNAL_TODAY
						      : SIGNAL_PLANNED);
	return true;
}
const char activity_sql_state[] =
	"CASE WHEN $t.done_at IS NOT NULL THEN 4 WHEN $t.due<:today THEN 1 WHEN $t.due=:today THEN 2 ELSE 3 END";

/* --- what my day shows of the record: the person, the number, the money at stake. An activity may be one's own, or one
 * may be asked to it, on a record that is not: then it shows nothing of that --- */

#define RECORD_ID "($t.record&((1<<40)-1))"
/* Who asked not to be called has no number here: neither a list nor the queue of calls is to tempt anybody. */
#define CALLABLE " AND NOT coalesce(x.do_not_call,0)"
/* clang-format off */
const char activity_sql_who[] =
	"CASE $t.record>>40"
	" WHEN " SQL_STR(NO_LEAD) " THEN (SELECT coalesce(c.name,$field(lead x contact_name),a.name,$field(lead x company))"
	" FROM lead x LEFT JOIN contact c ON c.id=$field(lead x contact) LEFT JOIN account a ON a.id=$field(lead x account)"
	" WHERE x.id=" RECORD_ID "$see(lead x))"
	" WHEN " SQL_STR(NO_ACCOUNT) " THEN (SELECT x.name FROM account x WHERE x.id=" RECORD_ID "$see(account x))"
	" WHEN " SQL_STR(NO_CONTACT) " THEN (SELECT x.name FROM contact x WHERE x.id=" RECORD_ID "$see(contact x))"
	" END";
const char activity_sql_phone[] =
	"CASE $t.record>>40"
	" WHEN " SQL_STR(NO_LEAD) " THEN (SELECT coalesce($field(lead x phone),$field(lead x mobile)) FROM lead x WHERE x.id=" RECORD_ID
	CALLABLE "$see(lead x))"
	" WHEN " SQL_STR(NO_ACCOUNT) " THEN (SELECT $field(account x phone) FROM account x WHERE x.id=" RECORD_ID "$see(account x))"
	" WHEN " SQL_STR(NO_CONTACT) " THEN (SELECT coalesce($field(contact x phone),$field(contact x mobile)) FROM contact x WHERE x.id="
	RECORD_ID CALLABLE "$see(contact x))"
	" END";
const char activity_sql_worth[] =
	"(SELECT $field(lead x revenue) FROM lead x WHERE $t.record>>40=" SQL_STR(NO_LEAD) " AND x.id=" RECORD_ID "$see(lead x))";
/* clang-format on */

bool activity_late(struct session *s, const struct record *r, struct value *out)
{
	(void)s;
	static _Thread_local char text[32];
	struct date due;
	*out = VALUE_NULL;
	if (rec_has(r, ACTIVITY_DONE_AT) || !date_parse_iso(rec_text(r, ACTIVITY_DUE), &due))
		return true;
	long days = (long)(date_days(date_today()) - date_days(due));
	if (days > 0) {
		snprintf(text, sizeof text, "%ld d late", days);
		*out = value_text(text);
	}
	return true;
}
const char activity_sql_late[] = "CASE WHEN $t.done_at IS NULL AND $t.due<:today THEN"
				 " CAST(julianday(:today)-julianday($t.due) AS INTEGER)||' d late' END";

/* One text for a reference to any record, by the SQL that lists use; valid until the next one. */
static bool text_of_record(struct session *s, const struct record *r, const char *sql, struct value *out)
{
	static _Thread_local char *kept;
	struct str of_one = STR_INIT;
	str_add(&of_one, "SELECT ");
	for (; *sql; sql++)
		if (sql[0] == '$' && sql[1] == 't' && sql[2] == '.')
			sql++, str_addc(&of_one, 't');
		else
			str_addc(&of_one, *sql);
	str_add(&of_one, " FROM (SELECT ? AS record) AS t");
	free(kept);
	kept = rec_has(r, ACTIVITY_RECORD) ? seen_text(s, of_one.s, "i", rec_int(r, ACTIVITY_RECORD)) : NULL;
	str_free(&of_one);
	*out = value_text(kept);
	return true;
}

bool activity_who(struct session *s, const struct record *r, struct value *out)
{
	return text_of_record(s, r, activity_sql_who, out);
}

bool activity_phone(struct session *s, const struct record *r, struct value *out)
{
	return text_of_record(s, r, activity_sql_phone, out);
}

bool activity_worth(struct session *s, const struct record *r, struct value *out)
{
	int64_t ref = rec_int(r, ACTIVITY_RECORD), none = INT64_MIN;
	int64_t v = REF_MODEL(ref) != NO_LEAD
			    ? none
			    : seen_int(s, none, "SELECT $field(lead x revenue) FROM lead x WHERE x.id=?$see(lead x)",
				      "i", REF_ID(ref));
	*out = v == none ? VALUE_NULL : VALUE_INT(v);
	return true;
}

/* The local time of its start. */
bool activity_clock(struct session *s, const struct record *r, struct value *out)
{
	(void)s;
	static _Thread_local char text[8];
	*out = VALUE_NULL;
	if (rec_has(r, ACTIVITY_START)) {
		int minute = instant_minute(rec_int(r, ACTIVITY_START));
		snprintf(text, sizeof text, "%02d:%02d", minute / 60 % 24, minute % 60);
		*out = value_text(text);
	}
	return true;
}
const char activity_sql_clock[] = "strftime('%H:%M',$t.start,'unixepoch','localtime')";

/* What the acting person answered to the invitation; nothing where there is none. */
const char activity_sql_answer[] =
	"(SELECT y.answer FROM attendee y WHERE y.activity=$t.id AND y.user=:me AND y.trashed_at IS NULL)";

bool activity_answer(struct session *s, const struct record *r, struct value *out)
{
	int64_t answer = db_get_int(s->db, 0,
		"SELECT answer FROM attendee WHERE activity=? AND user=? AND trashed_at IS NULL", "ii", r->id, s->user);
	*out = answer ? VALUE_INT(answer) : VALUE_NULL;
	return true;
}

/* Of a series the day shows what is due and the next one to come; a year of Mondays would bury the rest. */
const char activity_sql_repeated[] =
	"$t.done_at IS NULL AND $t.due>:today AND EXISTS (SELECT 1 FROM activity y WHERE y.series=$t.series"
	" AND y.due>:today AND y.due<$t.due AND y.done_at IS NULL AND y.trashed_at IS NULL)";

bool activity_repeated(struct session *s, const struct record *r, struct value *out)
{
	char today[11];
	date_iso(date_today(), today);
	const char *due = rec_text(r, ACTIVITY_DUE);
	bool ahead = !rec_has(r, ACTIVITY_DONE_AT) && strcmp(due, today) > 0;
	*out = VALUE_INT(
		ahead && db_get_int(s->db, 0,
				 "SELECT 1 FROM activity WHERE series=? AND due>? AND due<? AND done_at IS NULL"
				 " AND trashed_at IS NULL LIMIT 1",
				 "iss", rec_int(r, ACTIVITY_SERIES), today, due) != 0);
	return true;
}
