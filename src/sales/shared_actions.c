#include "shared_actions.h"

#include <stdio.h>

#include "activity.h"
#include "base/date.h"
#include "hours.h"
#include "models.h"
#include "note.h"
#include "record/record.h"
#include "record/session.h"

enum log_outcome { LOG_REACHED = 1, LOG_NO_ANSWER, LOG_VOICEMAIL, LOG_CALL_BACK, LOG_WRONG_NUMBER, LOG_NOT_INTERESTED };
static const struct choice log_outcomes[] = {
	{ LOG_REACHED, "reached", N_("Reached"), TONE_GOOD },
	{ LOG_NO_ANSWER, "no_answer", N_("No answer"), TONE_WARN },
	{ LOG_VOICEMAIL, "voicemail", N_("Voicemail"), TONE_WARN },
	{ LOG_CALL_BACK, "call_back", N_("Call back"), TONE_WARN },
	{ LOG_WRONG_NUMBER, "wrong_number", N_("Wrong number"), TONE_BAD },
	{ LOG_NOT_INTERESTED, "not_interested", N_("Not interested"), TONE_BAD },
	{ 0 },
};

/* clang-format off */
const struct field owner_params[1] = {
	{ .name = "owner", .label = N_("Owner"), .type = FT_REF, .ref = "user", .flags = F_REQUIRED, .no = 10, .dflt = "me" },
};
const struct field tags_params[1] = {
	{ .name = "tags", .label = N_("Tags"), .type = FT_REFS, .ref = "tag", .flags = F_REQUIRED | F_CREATE_REF, .no = 10 },
};
const struct field note_params[1] = {
	{ .name = "text", .label = N_("Note"), .type = FT_NOTE, .flags = F_REQUIRED, .no = 10 },
};
const struct field log_params[3] = {
	{ .name = "outcome", .label = N_("Outcome"), .type = FT_CHOICE, .choice = log_outcomes, .flags = F_REQUIRED,
		.no = 10 },
	{ .name = "note", .label = N_("Note"), .type = FT_NOTE, .no = 11 },
	{ .name = "next", .label = N_("Next step"), .type = FT_DATE, .no = 12,
		.help = N_("Empty: tomorrow, where nobody was reached") },
};
const struct field next_params[3] = {
	{ .name = "due", .label = N_("When"), .type = FT_TEXT, .as = FT_DATE, .ref = "activity_plan", .flags = F_REQUIRED,
		.no = 10, .dflt = "+1", .help = N_("1, 7, fri, 15.6, or a plan's name; another type plans one more") },
	{ .name = "type", .label = N_("Type"), .type = FT_REF, .ref = "activity_type", .no = 11, .dflt = "To-do" },
	{ .name = "summary", .label = N_("Summary"), .type = FT_TEXT, .no = 12 },
};
/* clang-format on */

enum rc action_one(enum rc rc, int64_t id, struct action_result *out, struct err *err)
{
	switch (rc) {
	case RC_OK: out->done++; return RC_OK;
	case RC_INVALID:
	case RC_NOT_FOUND:
	case RC_DENIED:
	case RC_CONFLICT:
		action_refuse(out, id, "%s", err->text);
		err_clear(err);
		return RC_OK;
	default: return rc;
	}
}

enum rc action_change_all(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct change *ch, int n_ch, struct action_result *out, struct err *err)
{
	enum rc rc = RC_OK;
	for (int i = 0; i < n && rc == RC_OK; i++) {
		int64_t one = id[i];
		rc = action_one(record_save(s, st, m, &one, ch, n_ch, NULL, err), one, out, err);
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	return rc;
}

void action_subject(struct session *s, const struct model *m, const int64_t *id, int n, int done, struct str *out)
{
	char *title = n == 1 ? record_title(s, m, id[0]) : NULL;
	if (title)
		str_addn(out, title, strnlen(title, 120));
	else
		str_addf(out, "%d", done);
	free(title);
}

enum rc action_owner(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	struct change ch = { .slot = m->owner, .op = CH_SET, .val = param[0] };
	enum rc rc = action_change_all(s, st, m, id, n, &ch, 1, out, err);
	char *name = record_title(s, &user_model, param[0].i);
	struct str who = STR_INIT;
	action_subject(s, m, id, n, out->done, &who);
	str_addf(&out->message, _("%s given to %s"), who.s, name ? name : "?");
	str_free(&who);
	free(name);
	return rc;
}

enum rc action_tags(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	struct change ch = { .slot = m->tags, .op = CH_ADD, .val = param[0] };
	enum rc rc = action_change_all(s, st, m, id, n, &ch, 1, out, err);
	action_subject(s, m, id, n, out->done, &out->message);
	str_add(&out->message, _(" tagged"));
	return rc;
}

enum rc action_note(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	enum rc rc = RC_OK;
	for (int i = 0; i < n && rc == RC_OK; i++) {
		rc = action_one(note_write(s, st, REF_MAKE(m->no, id[i]), param[0].s, err), id[i], out, err);
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	str_add(&out->message, _("note on "));
	action_subject(s, m, id, n, out->done, &out->message);
	return rc;
}

/* The open activity that is meant: the acting person's earliest one, else anybody's; 0: none. */
static int64_t open_activity(struct session *s, int64_t ref)
{
	return db_get_int(s->db, 0,
		"SELECT id FROM activity WHERE record=? AND done_at IS NULL AND trashed_at IS NULL AND active=1"
		" ORDER BY owner IS NOT ?, due, id LIMIT 1",
		"ii", ref, s->user);
}

/* The activity that a call settles; a call made now where there is none. */
static enum rc settled(struct session *s, struct step *st, int64_t ref, int64_t *id, struct err *err)
{
	*id = open_activity(s, ref);
	if (*id)
		return RC_OK;
	return activity_plan(s, st, ref, activity_type_id(s, "Call"), NULL, NULL, s->user, id, err);
}

static bool tries_again(enum log_outcome o)
{
	return o == LOG_NO_ANSWER || o == LOG_VOICEMAIL || o == LOG_CALL_BACK;
}

/* Whoever tried to reach the person touched her, whatever the step was that this settles; a wrong number is nobody. */
static enum rc touched(struct session *s, struct step *st, int64_t ref, enum log_outcome o, struct err *err)
{
	return REF_MODEL(ref) == NO_LEAD && o != LOG_WRONG_NUMBER ? activity_touch(s, st, REF_ID(ref), st->at, err)
								   : RC_OK;
}

/* *done: the activity that is settled; 0: the next one of the record, which is told. */
static enum rc log_one(
	struct session *s, struct step *st, int64_t ref, int64_t *done, const struct value *param, struct err *err)
{
	const struct choice *o = choice_by_no(&log_params[0], param[0].i);
	const char *note = param[1].kind == VAL_TEXT ? param[1].s : "";
	char *feedback = xasprintf("%s%s%s", _(o->label), *note ? ": " : "", note), due[11] = "";
	int64_t next = 0;
	enum rc rc = *done ? RC_OK : settled(s, st, ref, done, err);
	if (rc == RC_OK)
		rc = activity_finish(s, st, *done, feedback, err);
	if (rc == RC_OK)
		rc = touched(s, st, ref, (enum log_outcome)o->no, err);
	if (param[2].kind == VAL_TEXT)
		snprintf(due, sizeof due, "%s", param[2].s);
	else if (tries_again((enum log_outcome)o->no))
		date_iso(date_from_days(date_days(date_today()) + 1), due);
	if (rc == RC_OK && ref && *due)
		rc = activity_plan(s, st, ref, activity_type_id(s, "Call"), NULL, due, 0, &next, err);
	free(feedback);
	return rc;
}

/* The record that activities are planned on: of an activity its own. 0: it has none. */
static int64_t record_of(struct session *s, const struct model *m, int64_t id)
{
	return m->no == NO_ACTIVITY ? db_get_int(s->db, 0, "SELECT record FROM activity WHERE id=?", "i", id)
				    : REF_MAKE(m->no, id);
}

enum rc action_log(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	enum rc rc = RC_OK;
	int64_t done = 0;
	for (int i = 0; i < n && rc == RC_OK; i++) {
		done = m->no == NO_ACTIVITY ? id[i] : 0;
		rc = action_one(log_one(s, st, record_of(s, m, id[i]), &done, param, err), id[i], out, err);
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	action_subject(s, m, id, n, out->done, &out->message);
	str_addf(&out->message, ": %s", _(choice_by_no(&log_params[0], param[0].i)->label));
	if (out->done && param[2].kind == VAL_NULL && tries_again((enum log_outcome)param[0].i))
		str_add(&out->message, _(", again tomorrow"));
	if (n == 1 && out->done && param[2].kind == VAL_NULL && !tries_again((enum log_outcome)param[0].i))
		action_offer(s, done, out);
	return rc;
}

/* --- the next step --- */

enum rc when_parse(struct session *s, const char *text, struct when *out, struct err *err)
{
	size_t digits = strspn(text, "0123456789");
	*out = (struct when){ .day = date_today() };
	if (digits > 0 && digits <= 3 && !text[digits]) {
		out->day = date_from_days(date_days(out->day) + strtol(text, NULL, 10));
		return RC_OK;
	}
	if (date_parse(text, date_today(), &s->date_order, &out->day, NULL) == RC_OK)
		return RC_OK;
	if (record_find(s, &activity_plan_model, text, &out->plan, NULL) == RC_OK)
		return RC_OK;
	return fail(err, RC_INVALID, 0, _("\"%s\" is neither a day (7, fri, 15.6) nor a plan's name"), text);
}

bool next_prefill(struct session *s, const struct record *r, int param, struct arena *a, struct value *out)
{
	int64_t id = r && param > 0 ? open_activity(s, record_of(s, r->model, r->id)) : 0;
	char *text;
	if (!id || db_get_int(s->db, 0, "SELECT owner FROM activity WHERE id=?", "i", id) != s->user)
		return false;
	if (param == 1) {
		int64_t type = db_get_int(s->db, 0, "SELECT type FROM activity WHERE id=?", "i", id);
		*out = type ? VALUE_INT(type) : VALUE_NULL;
		return true;
	}
	/* a summary that is only the type's name would stay behind when another type is chosen */
	text = db_get_text(s->db,
		"SELECT a.summary FROM activity a LEFT JOIN activity_type t ON t.id=a.type"
		" WHERE a.id=? AND a.summary IS NOT t.name",
		"i", id);
	*out = value_text(text ? arena_strdup(a, text) : NULL);
	free(text);
	return true;
}

/* The acting person's open activity that type and summary are of: a day alone moves it. 0: none, one more is planned.
 */
static int64_t moved(struct session *s, int64_t ref, int64_t type, const char *summary)
{
	return db_get_int(s->db, 0,
		"SELECT a.id FROM activity a LEFT JOIN activity_type t ON t.id=a.type WHERE a.record=? AND a.owner=?"
		" AND a.done_at IS NULL AND a.trashed_at IS NULL AND a.active=1 AND coalesce(a.type,0)=?"
		" AND a.summary=coalesce(?,t.name) ORDER BY a.due,a.id LIMIT 1",
		"iiis", ref, s->user, type, summary);
}

static enum rc next_one(struct session *s, struct step *st, int64_t ref, int64_t type, const char *summary,
	struct date day, struct err *err)
{
	char due[11];
	int64_t id = moved(s, ref, type, summary), made = 0;
	date_iso(day, due);
	if (!id)
		return activity_plan(s, st, ref, type, summary, due, 0, &made, err);
	struct change ch = { .slot = ACTIVITY_DUE, .op = CH_SET, .val = value_text(due) };
	return record_save(s, st, &activity_model, &id, &ch, 1, NULL, err);
}

/* A plan by its name; lines that ask for a person get the acting one. */
static enum rc launch(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n, int64_t plan,
	struct action_result *out, struct err *err)
{
	struct plan_launch p = { .plan = plan, .chosen = s->user, .day = date_today() };
	if (m->no != NO_ACTIVITY)
		return plan_launch(s, st, m, id, n, &p, out, err);
	enum rc rc = RC_OK;
	for (int i = 0; i < n && rc == RC_OK; i++) {
		int64_t ref = record_of(s, m, id[i]), of = REF_ID(ref);
		const struct model *on = registry_no(s->reg, REF_MODEL(ref));
		str_clear(&out->message);
		rc = on ? plan_launch(s, st, on, &of, 1, &p, out, err)
			: fail(err, RC_INVALID, NO_FIELD,
				  _("it belongs to no record that a plan could be launched on"));
	}
	return rc;
}

enum rc action_next(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	const char *summary = param[2].kind == VAL_TEXT ? param[2].s : NULL;
	int64_t type = param[1].kind == VAL_INT ? param[1].i : summary ? 0 : activity_type_id(s, "To-do");
	struct when w;
	enum rc rc = when_parse(s, param[0].s, &w, err);
	if (rc == RC_OK && w.plan)
		return launch(s, st, m, id, n, w.plan, out, err);
	for (int i = 0; i < n && rc == RC_OK; i++) {
		rc = action_one(next_one(s, st, record_of(s, m, id[i]), type, summary, w.day, err), id[i], out, err);
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	str_add(&out->message, _("next step planned for "));
	action_subject(s, m, id, n, out->done, &out->message);
	if (rc == RC_OK) {
		str_add(&out->message, ": ");
		date_show(w.day, s->calendar, &out->message);
	}
	return rc;
}

static void offer(struct action_result *out, int64_t ref, struct date day, int64_t type)
{
	char due[11];
	date_iso(day, due);
	out->offer = "next";
	out->offer_ref = ref;
	out->offer_param = arena_alloc(&out->arena, 3 * sizeof *out->offer_param);
	out->offer_param[0] = value_text(arena_strdup(&out->arena, due));
	out->offer_param[1] = type ? VALUE_INT(type) : VALUE_NULL;
	out->offer_param[2] = VALUE_NULL;
}

/* An open deal on which nothing is planned any more. */
static bool forgotten(struct session *s, int64_t ref)
{
	if (REF_MODEL(ref) != NO_LEAD || open_activity(s, ref))
		return false;
	return db_get_int(s->db, 0,
		       "SELECT 1 FROM lead l JOIN stage t ON t.id=l.stage WHERE l.id=? AND l.kind=2 AND l.active=1"
		       " AND l.trashed_at IS NULL AND t.won=0",
		       "i", REF_ID(ref)) != 0;
}

/* When the suggested type is due: by its delay, from the completion or from the deadline of what was done. */
static struct date suggested_day(struct session *s, int64_t activity, int64_t type)
{
	struct date base = date_today();
	char *due = db_get_text(s->db, "SELECT due FROM activity WHERE id=?", "i", activity);
	if (due &&
		db_get_int(s->db, 0, "SELECT counted_from FROM activity_type WHERE id=?", "i", type) == FROM_DEADLINE)
		date_parse_iso(due, &base);
	free(due);
	return activity_workday(s, s->user, activity_due(s, type, base), false);
}

void action_offer(struct session *s, int64_t activity, struct action_result *out)
{
	int64_t type = db_get_int(s->db, 0,
		"SELECT t.next_type FROM activity a JOIN activity_type t ON t.id=a.type WHERE a.id=? AND t.follow=2",
		"i", activity);
	int64_t ref = db_get_int(s->db, 0, "SELECT record FROM activity WHERE id=?", "i", activity);
	char *name = type ? record_title(s, &activity_type_model, type) : NULL;
	if (name)
		str_addf(&out->message, _(", next: %s?"), name);
	if (name && ref)
		offer(out, ref, suggested_day(s, activity, type), type);
	else if (forgotten(s, ref))
		offer(out, ref, activity_workday(s, s->user, date_from_days(date_days(date_today()) + 1), false),
			activity_type_id(s, "To-do"));
	free(name);
}
