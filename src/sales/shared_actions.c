#include "shared_actions.h"

#include <stdio.h>

#include "activity.h"
#include "base/date.h"
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
	{ .name = "due", .label = N_("Due"), .type = FT_DATE, .flags = F_REQUIRED, .no = 10, .dflt = "+1" },
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

/* The activity that a call settles: the acting person's earliest open one, else anybody's; a call made now where there
 * is none. */
static enum rc settled(struct session *s, struct step *st, int64_t ref, int64_t *id, struct err *err)
{
	*id = db_get_int(s->db, 0,
		"SELECT id FROM activity WHERE record=? AND done_at IS NULL AND trashed_at IS NULL AND active=1"
		" ORDER BY owner IS NOT ?, due, id LIMIT 1",
		"ii", ref, s->user);
	if (*id)
		return RC_OK;
	return activity_plan(s, st, ref, activity_type_id(s, "Call"), NULL, NULL, 0, id, err);
}

static bool tries_again(enum log_outcome o)
{
	return o == LOG_NO_ANSWER || o == LOG_VOICEMAIL || o == LOG_CALL_BACK;
}

/* id: the activity that is settled; 0: the next one of the record. */
static enum rc log_one(
	struct session *s, struct step *st, int64_t ref, int64_t id, const struct value *param, struct err *err)
{
	const struct choice *o = choice_by_no(&log_params[0], param[0].i);
	const char *note = param[1].kind == VAL_TEXT ? param[1].s : "";
	char *feedback = xasprintf("%s%s%s", _(o->label), *note ? ": " : "", note), due[11] = "";
	int64_t next = 0;
	enum rc rc = id ? RC_OK : settled(s, st, ref, &id, err);
	if (rc == RC_OK)
		rc = activity_finish(s, st, id, feedback, err);
	if (param[2].kind == VAL_TEXT)
		snprintf(due, sizeof due, "%s", param[2].s);
	else if (tries_again((enum log_outcome)o->no))
		date_iso(date_from_days(date_days(date_today()) + 1), due);
	if (rc == RC_OK && ref && *due)
		rc = activity_plan(s, st, ref, activity_type_id(s, "Call"), NULL, due, 0, &next, err);
	free(feedback);
	return rc;
}

enum rc action_log(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	enum rc rc = RC_OK;
	for (int i = 0; i < n && rc == RC_OK; i++) {
		bool own = m->no == NO_ACTIVITY;
		int64_t ref = own ? db_get_int(s->db, 0, "SELECT record FROM activity WHERE id=?", "i", id[i])
				  : REF_MAKE(m->no, id[i]);
		rc = action_one(log_one(s, st, ref, own ? id[i] : 0, param, err), id[i], out, err);
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	action_subject(s, m, id, n, out->done, &out->message);
	str_addf(&out->message, ": %s", _(choice_by_no(&log_params[0], param[0].i)->label));
	return rc;
}

enum rc action_next(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	enum rc rc = RC_OK;
	int64_t type = param[1].kind == VAL_INT    ? param[1].i
		       : param[2].kind == VAL_TEXT ? 0
						   : activity_type_id(s, "To-do");
	const char *summary = param[2].kind == VAL_TEXT ? param[2].s : NULL;
	for (int i = 0; i < n && rc == RC_OK; i++) {
		int64_t made = 0;
		rc = action_one(activity_plan(s, st, REF_MAKE(m->no, id[i]), type, summary, param[0].s, 0, &made, err),
			id[i], out, err);
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	str_add(&out->message, _("next step planned for "));
	action_subject(s, m, id, n, out->done, &out->message);
	return rc;
}
