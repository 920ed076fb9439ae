/* Activities: what is to be done on a record, by whom, until when; and what happens when it is done. */
#include "activity.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/str.h"
#include "fields.h"
#include "lead.h"
#include "models.h"
#include "note.h"
#include "record/action.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"
#include "shared_actions.h"
#include "stage.h"

#define SNOOZE_DAYS 7

static const struct choice states[] = {
	{ SIGNAL_OVERDUE, "overdue", N_("Overdue"), TONE_BAD, "!" },
	{ SIGNAL_TODAY, "today", N_("Today"), TONE_WARN, "*" },
	{ SIGNAL_PLANNED, "planned", N_("Planned"), TONE_GOOD, "+" },
	{ SIGNAL_NONE, "done", N_("Done"), TONE_QUIET, "." },
	{ 0 },
};

static bool state(struct session *s, const struct record *r, struct value *out)
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
#define STATE_SQL                                                                                                      \
	"CASE WHEN $t.done_at IS NOT NULL THEN 4 WHEN $t.due<:today THEN 1 WHEN $t.due=:today THEN 2 ELSE 3 END"

static bool late_text(struct session *s, const struct record *r, struct value *out)
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
#define LATE_SQL                                                                                                       \
	"CASE WHEN $t.done_at IS NULL AND $t.due<:today THEN"                                                          \
	" CAST(julianday(:today)-julianday($t.due) AS INTEGER)||' d late' END"

/* clang-format off */
static const struct field activity_fields[ACTIVITY_N] = {
	SYSTEM_FIELDS,
	[ACTIVITY_SUMMARY] = { .name = "summary", .label = N_("Summary"), .type = FT_TEXT, .flags = F_LIST | F_SEARCH,
		.no = 10, .width = 22, .help = N_("Empty: the name of its type") },
	[ACTIVITY_TYPE] = { .name = "type", .label = N_("Type"), .type = FT_REF, .ref = "activity_type",
		.flags = F_LIST | F_INDEX, .no = 11, .width = 10 },
	[ACTIVITY_RECORD] = { .name = "record", .label = N_("Record"), .type = FT_ANYREF, .flags = F_LIST | F_INDEX,
		.no = 12, .width = 26 },
	[ACTIVITY_DUE] = { .name = "due", .label = N_("Due"), .type = FT_DATE, .flags = F_LIST | F_INDEX, .no = 13,
		.help = N_("Empty: today and the delay of its type") },
	[ACTIVITY_OWNER] = { .name = "owner", .label = N_("Owner"), .type = FT_REF, .ref = "user",
		.flags = F_LIST | F_INDEX, .no = 14, .width = 10, .dflt = "me" },
	[ACTIVITY_START] = { .name = "start", .label = N_("Starts"), .type = FT_INSTANT, .flags = F_EXTRA, .no = 15 },
	[ACTIVITY_LENGTH] = { .name = "length", .label = N_("Minutes"), .type = FT_INT, .flags = F_EXTRA, .no = 16,
		.width = 7, .hi = 100000 },
	[ACTIVITY_PLACE] = { .name = "place", .label = N_("Place"), .type = FT_TEXT, .flags = F_EXTRA, .no = 17 },
	[ACTIVITY_NOTE] = { .name = "note", .label = N_("Note"), .type = FT_NOTE, .flags = F_SEARCH, .no = 18 },
	[ACTIVITY_DONE_AT] = { .name = "done_at", .label = N_("Done"), .type = FT_INSTANT, .flags = F_READONLY | F_INDEX,
		.no = 19 },
	[ACTIVITY_FEEDBACK] = { .name = "feedback", .label = N_("Feedback"), .type = FT_NOTE, .flags = F_SEARCH, .no = 20 },
	[ACTIVITY_STATE] = { .name = "state", .label = N_("State"), .type = FT_FORMULA, .as = FT_CHOICE,
		.choice = states, .no = 21, .width = 8, .sql = STATE_SQL, .formula = state },
	[ACTIVITY_LATE_TEXT] = { .name = "late", .label = N_("Late"), .type = FT_FORMULA, .as = FT_TEXT,
		.flags = F_HIDDEN, .no = 22, .width = 10, .sql = LATE_SQL, .formula = late_text },
};
/* clang-format on */

/* --- rules
 * ------------------------------------------------------------------------------------------------------------ */

static void default_due(struct session *s, struct save *sv)
{
	char text[11];
	date_iso(activity_due(s, rec_int(sv->after, ACTIVITY_TYPE), date_today()), text);
	save_set(sv, ACTIVITY_DUE, value_text(text));
}

static enum rc activity_before_save(struct session *s, struct save *sv, struct err *err)
{
	const struct record *r = sv->after;
	if (!rec_has(r, ACTIVITY_TYPE) && !rec_has(r, ACTIVITY_SUMMARY))
		return fail(err, RC_INVALID, ACTIVITY_SUMMARY, _("say what is to be done: a type or a summary"));
	if (!rec_has(r, ACTIVITY_SUMMARY)) {
		char *name = record_title(s, &activity_type_model, rec_int(r, ACTIVITY_TYPE));
		save_set(sv, ACTIVITY_SUMMARY, value_text(name));
		free(name);
	}
	if (!rec_has(r, ACTIVITY_DUE))
		default_due(s, sv);
	return RC_OK;
}

/* A contact with the person: the first one stays, the last one freezes at the first win, the other goes on. */
static enum rc touch_lead(struct session *s, struct step *st, int64_t lead, int64_t at, struct err *err)
{
	struct change ch[3];
	int n = 0;
	if (db_get_int(s->db, 0, "SELECT first_touch FROM lead WHERE id=?", "i", lead) == 0)
		ch[n++] = (struct change){ .slot = LEAD_FIRST_TOUCH, .op = CH_SET, .val = VALUE_INT(at) };
	if (!stage_is_won(s, db_get_int(s->db, 0, "SELECT stage FROM lead WHERE id=?", "i", lead)))
		ch[n++] = (struct change){ .slot = LEAD_LAST_TOUCH, .op = CH_SET, .val = VALUE_INT(at) };
	ch[n++] = (struct change){ .slot = LEAD_LAST_CONTACT, .op = CH_SET, .val = VALUE_INT(at) };
	return record_save(s, st, &lead_model, &lead, ch, n, NULL, err);
}

static enum rc into_timeline(struct session *s, const struct save *sv, struct err *err)
{
	const struct record *r = sv->after;
	const char *feedback = rec_text(r, ACTIVITY_FEEDBACK);
	char *text = xasprintf(*feedback ? _("%s done: %s") : _("%s done"), rec_text(r, ACTIVITY_SUMMARY), feedback);
	enum rc rc = note_write(s, sv->step, rec_int(r, ACTIVITY_RECORD), text, err);
	free(text);
	return rc;
}

/* "Trigger" makes the next activity at once, from the previous deadline or from now, as the next type says. */
static enum rc chain(struct session *s, const struct save *sv, struct err *err)
{
	const struct record *r = sv->after;
	int64_t type = rec_int(r, ACTIVITY_TYPE), id = 0;
	int64_t next = db_get_int(s->db, 0, "SELECT next_type FROM activity_type WHERE id=? AND follow=3", "i", type);
	if (!next)
		return RC_OK;
	struct date base = date_today();
	if (db_get_int(s->db, 0, "SELECT counted_from FROM activity_type WHERE id=?", "i", next) == FROM_DEADLINE)
		date_parse_iso(rec_text(r, ACTIVITY_DUE), &base);
	char due[11];
	date_iso(activity_due(s, next, base), due);
	int64_t owner = db_get_int(s->db, 0, "SELECT default_owner FROM activity_type WHERE id=?", "i", next);
	return activity_plan(s, sv->step, rec_int(r, ACTIVITY_RECORD), next, NULL, due,
		owner ? owner : rec_int(r, ACTIVITY_OWNER), &id, err);
}

static enum rc activity_after_save(struct session *s, const struct save *sv, struct err *err)
{
	const struct record *r = sv->after;
	bool done = rec_has(r, ACTIVITY_DONE_AT) && (!sv->before || !rec_has(sv->before, ACTIVITY_DONE_AT));
	enum rc rc = RC_OK;
	if (!done)
		return RC_OK;
	if (rec_has(r, ACTIVITY_RECORD))
		rc = into_timeline(s, sv, err);
	if (rc == RC_OK && REF_MODEL(rec_int(r, ACTIVITY_RECORD)) == NO_LEAD)
		rc = touch_lead(s, sv->step, REF_ID(rec_int(r, ACTIVITY_RECORD)), rec_int(r, ACTIVITY_DONE_AT), err);
	return rc == RC_OK ? chain(s, sv, err) : rc;
}

enum rc activity_plan(struct session *s, struct step *st, int64_t ref, int64_t type, const char *summary,
	const char *due, int64_t owner, int64_t *id, struct err *err)
{
	struct change ch[5] = {
		{ .slot = ACTIVITY_RECORD, .op = CH_SET, .val = ref ? VALUE_INT(ref) : VALUE_NULL },
		{ .slot = ACTIVITY_TYPE, .op = CH_SET, .val = type ? VALUE_INT(type) : VALUE_NULL },
		{ .slot = ACTIVITY_SUMMARY, .op = CH_SET, .val = value_text(summary) },
		{ .slot = ACTIVITY_DUE, .op = CH_SET, .val = value_text(due) },
	};
	int n = 4;
	if (owner)
		ch[n++] = (struct change){ .slot = ACTIVITY_OWNER, .op = CH_SET, .val = VALUE_INT(owner) };
	return record_save(s, st, &activity_model, id, ch, n, NULL, err);
}

enum rc activity_finish(struct session *s, struct step *st, int64_t id, const char *feedback, struct err *err)
{
	struct change ch[] = {
		{ .slot = ACTIVITY_DONE_AT, .op = CH_SET, .val = VALUE_INT(clock_now()) },
		{ .slot = ACTIVITY_FEEDBACK, .op = CH_SET, .val = value_text(feedback) },
	};
	return record_save(s, st, &activity_model, &id, ch, feedback && *feedback ? 2 : 1, NULL, err);
}

/* --- actions
 * ---------------------------------------------------------------------------------------------------------- */

static bool is_open(struct session *s, const struct model *m, const struct record *r)
{
	(void)s, (void)m;
	return r && !rec_has(r, ACTIVITY_DONE_AT) && !rec_has(r, SYS_TRASHED_AT);
}

static bool done_before(struct session *s, int64_t id)
{
	return db_get_int(s->db, 0, "SELECT done_at FROM activity WHERE id=?", "i", id) != 0;
}

/* What "suggest" offers after the activity, in words; NULL when nothing follows. Heap text. */
static char *suggestion(struct session *s, int64_t id)
{
	return db_get_text(s->db,
		"SELECT n.name FROM activity a JOIN activity_type t ON t.id=a.type JOIN activity_type n ON "
		"n.id=t.next_type"
		" WHERE a.id=? AND t.follow=2",
		"i", id);
}

static enum rc done_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	(void)m;
	enum rc rc = RC_OK;
	const char *feedback = param[0].kind == VAL_TEXT ? param[0].s : NULL;
	for (int i = 0; i < n && rc == RC_OK; i++) {
		if (done_before(s, id[i])) {
			action_refuse(out, id[i], _("it is done already"));
			continue;
		}
		rc = activity_finish(s, st, id[i], feedback, err);
		out->done += rc == RC_OK;
	}
	str_addf(&out->message, _("%d done"), out->done);
	char *next = n == 1 && out->done ? suggestion(s, id[0]) : NULL;
	if (next)
		str_addf(&out->message, _(", next: %s?"), next);
	free(next);
	return rc;
}

static enum rc snooze_one(struct session *s, struct step *st, int64_t id, struct err *err)
{
	struct date due = date_today(), stored;
	char *text = db_get_text(s->db, "SELECT due FROM activity WHERE id=?", "i", id);
	if (text && date_parse_iso(text, &stored) && date_days(stored) > date_days(due))
		due = stored;
	free(text);
	char later[11];
	date_iso(date_from_days(date_days(due) + SNOOZE_DAYS), later);
	struct change ch = { .slot = ACTIVITY_DUE, .op = CH_SET, .val = value_text(later) };
	return record_save(s, st, &activity_model, &id, &ch, 1, NULL, err);
}

static enum rc snooze_run(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	(void)m, (void)param;
	enum rc rc = RC_OK;
	for (int i = 0; i < n && rc == RC_OK; i++) {
		if (done_before(s, id[i])) {
			action_refuse(out, id[i], _("it is done already"));
			continue;
		}
		rc = snooze_one(s, st, id[i], err);
		out->done += rc == RC_OK;
	}
	str_addf(&out->message, _("%d put off by a week"), out->done);
	return rc;
}

/* clang-format off */
static const struct field done_params[] = {
	{ .name = "feedback", .label = N_("Feedback"), .type = FT_NOTE, .no = 10, .help = N_("What came of it") },
};
static const struct action activity_actions[] = {
	{ .name = "done", .label = N_("Done"), .key = "w", .help = N_("Done now; what follows is made or offered"),
		.many = true, .params = done_params, .n_params = COUNT(done_params), .usage = "ID... [--feedback T]",
		.applies = is_open, .run = done_run },
	{ .name = "snooze", .label = N_("Snooze"), .key = ".", .help = N_("A week later than today or its due date"),
		.many = true, .usage = "ID...", .applies = is_open, .run = snooze_run },
	{ .name = "log", .label = N_("Log"), .key = "c", .help = N_("What happened, and the next step"), .many = true,
		.params = log_params, .n_params = COUNT(log_params), .usage = "ID... --outcome O [--note T] [--next DATE]",
		.applies = is_open, .run = action_log },
	OWNER_ACTION,
};
/* clang-format on */

static const int activity_slots[] = { ACTIVITY_SUMMARY, ACTIVITY_TYPE, ACTIVITY_RECORD, ACTIVITY_DUE, ACTIVITY_OWNER,
	ACTIVITY_STATE, ACTIVITY_NOTE, 0 };
static const int more_slots[] = { ACTIVITY_START, ACTIVITY_LENGTH, ACTIVITY_PLACE, ACTIVITY_DONE_AT, ACTIVITY_FEEDBACK,
	0 };
static const struct section activity_sections[] = {
	{ N_("Activity"), activity_slots, false },
	{ N_("Time and result"), more_slots, true },
	{ 0 },
};
static const int activity_quick[] = { ACTIVITY_TYPE, ACTIVITY_SUMMARY, ACTIVITY_RECORD, ACTIVITY_DUE, 0 };
/* clang-format off */
static const struct preset activity_presets[] = {
	{ .key = "t", .name = "activities", .label = N_("Activities"), .criteria = "done_at is empty", .sort = "due,id" },
	{ .name = "my_activities", .label = N_("My activities"), .criteria = "owner = me and done_at is empty",
		.sort = "due,id" },
	{ .name = "done", .label = N_("Done activities"), .criteria = "done_at is not empty", .sort = "-done_at" },
};

const struct model activity_model = {
	.no = NO_ACTIVITY, .name = "activity", .label = N_("Activity"), .plural = N_("Activities"),
	.fields = activity_fields, .n = ACTIVITY_N, .title = ACTIVITY_SUMMARY, .owner = ACTIVITY_OWNER,
	.group = ACTIVITY_STATE, .subtitle = ACTIVITY_RECORD, .signal = ACTIVITY_STATE, .mark_text = ACTIVITY_LATE_TEXT,
	.sort = "due,id", .sections = activity_sections, .actions = activity_actions,
	.n_actions = COUNT(activity_actions), .presets = activity_presets, .n_presets = COUNT(activity_presets),
	.quick = activity_quick, .empty = N_("Nothing to do: . on any record plans the next step."),
	.hooks = { .before_save = activity_before_save, .after_save = activity_after_save },
	.schema = "CREATE INDEX IF NOT EXISTS activity_open ON activity(record, due, id)"
		" WHERE done_at IS NULL AND trashed_at IS NULL AND active=1;"
		"CREATE INDEX IF NOT EXISTS activity_done ON activity(record, done_at) WHERE trashed_at IS NULL;",
	.help = N_("What is to be done, by whom, until when"),
};
/* clang-format on */
