#include "signal.h"

#include "base/date.h"
#include "base/i18n.h"
#include "base/str.h"
#include "fields.h"
#include "record/record.h"
#include "record/seen.h"
#include "record/session.h"

const struct choice signal_choices[] = {
	{ SIGNAL_OVERDUE, "overdue", N_("Overdue"), TONE_BAD, "!" },
	{ SIGNAL_TODAY, "today", N_("Today"), TONE_WARN, "*" },
	{ SIGNAL_PLANNED, "planned", N_("Planned"), TONE_GOOD, "+" },
	{ SIGNAL_NONE, "none", N_("None"), TONE_NONE, "." },
	{ 0 },
};

/* The earliest open activity of the record; false when there is none. *summary is heap text; *dated: its day may be known. */
static bool next_of(struct session *s, const struct record *r, struct date *due, bool *dated, char **summary)
{
	struct stmt *st = seen_prep(s, "SELECT $field(activity a due),$field(activity a summary) FROM activity a WHERE a.record=?"
				       " AND a.done_at IS NULL AND a.trashed_at IS NULL AND a.active=1 AND $may(activity)"
				       " ORDER BY a.due,a.id LIMIT 1");
	st_int(st, 1, REF_MAKE(r->model->no, r->id));
	bool found = st_step(st, NULL) > 0;
	*dated = found && !st_is_null(st, 0) && date_parse_iso(st_get_text(st, 0), due);
	*summary = found && !st_is_null(st, 1) ? xstrdup(st_get_text(st, 1)) : NULL;
	st_done(st);
	return found;
}

bool signal_state(struct session *s, const struct record *r, struct value *out)
{
	struct date due;
	char *summary;
	enum signal_no state = SIGNAL_NONE;
	bool dated;
	if (next_of(s, r, &due, &dated, &summary) && dated) {
		int64_t days = date_days(due) - date_days(date_today());
		state = days < 0 ? SIGNAL_OVERDUE : days == 0 ? SIGNAL_TODAY : SIGNAL_PLANNED;
	}
	free(summary);
	*out = VALUE_INT(state);
	return true;
}

bool signal_due(struct session *s, const struct record *r, struct value *out)
{
	static _Thread_local char text[11];
	struct date due;
	char *summary;
	*out = VALUE_NULL;
	bool dated;
	if (next_of(s, r, &due, &dated, &summary) && dated) {
		date_iso(due, text);
		*out = value_text(text);
	}
	free(summary);
	return true;
}

bool signal_my_due(struct session *s, const struct record *r, struct value *out)
{
	static _Thread_local char text[11];
	char *due = seen_text(s,
		"SELECT $field(activity a due) FROM activity a WHERE a.record=? AND a.owner=? AND a.done_at IS NULL"
		" AND a.trashed_at IS NULL AND a.active=1 AND $may(activity) ORDER BY a.due LIMIT 1",
		"ii", REF_MAKE(r->model->no, r->id), s->user);
	*out = VALUE_NULL;
	if (due && strnlen(due, sizeof text) < sizeof text) {
		memcpy(text, due, strlen(due) + 1);
		*out = value_text(text);
	}
	free(due);
	return true;
}

bool signal_mine(struct session *s, const struct record *r, struct value *out)
{
	*out = VALUE_INT(seen_int(s, 0,
		"SELECT 1 FROM activity WHERE record=? AND owner=? AND done_at IS NULL AND trashed_at IS NULL AND active=1"
		" AND $may(activity) LIMIT 1",
		"ii", REF_MAKE(r->model->no, r->id), s->user));
	return true;
}

bool signal_text(struct session *s, const struct record *r, struct value *out)
{
	static _Thread_local struct str text = { .s = str_empty };
	static const char *const weekday[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	struct date due;
	char *summary;
	*out = VALUE_NULL;
	bool dated;
	if (next_of(s, r, &due, &dated, &summary) && summary) {
		long days = dated ? (long)(date_days(due) - date_days(date_today())) : 0;
		str_clear(&text);
		if (!dated)
			str_add(&text, summary);
		else if (days < 0)
			str_addf(&text, "%s %ld d late", summary, -days);
		else if (days == 0)
			str_addf(&text, "%s today", summary);
		else if (days < 7)
			str_addf(&text, "%s %s", summary, weekday[date_weekday(due)]);
		else
			str_addf(&text, "%s in %ld d", summary, days);
		*out = value_text(text.s);
	}
	free(summary);
	return true;
}
