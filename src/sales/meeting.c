/* An attendee is a record of its own, not a member of a set, because each has an answer; it is a colleague or a
 * contact. */
#include "meeting.h"

#include "activity.h"
#include "base/i18n.h"
#include "base/str.h"
#include "models.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"
#include "shared_actions.h"
#include "titles.h"

#define INVITED "(" SQL_STR(NO_ACTIVITY) "<<16|" SQL_STR(ACTIVITY_PARTICIPANTS_NO) ")"

const struct choice answer_choices[] = {
	{ ANSWER_NONE, "none", N_("No answer"), TONE_WARN, "?" },
	{ ANSWER_YES, "yes", N_("Yes"), TONE_GOOD, "v" },
	{ ANSWER_NO, "no", N_("No"), TONE_QUIET, "x" },
	{ ANSWER_MAYBE, "maybe", N_("Maybe"), TONE_WARN, "~" },
	{ 0 },
};
/* What one may say to an invitation, in the order of the digits. */
static const struct choice replies[] = {
	{ ANSWER_YES, "yes", N_("I come"), TONE_GOOD },
	{ ANSWER_NO, "no", N_("I do not come"), TONE_BAD },
	{ ANSWER_MAYBE, "maybe", N_("Maybe"), TONE_WARN },
	{ ANSWER_NONE, "none", N_("No answer yet"), TONE_QUIET },
	{ 0 },
};

/* clang-format off */
static const struct field attendee_fields[ATTENDEE_N] = {
	SYSTEM_FIELDS,
	TITLE_FIELD(ATTENDEE_NAME),
	[ATTENDEE_ACTIVITY] = { .name = "activity", .label = N_("Activity"), .type = FT_REF, .ref = "activity",
		.flags = F_REQUIRED | F_INDEX, .no = 11, .width = 22 },
	[ATTENDEE_USER] = { .name = "user", .label = N_("Colleague"), .type = FT_REF, .ref = "user", .sample = "",
		.flags = F_LIST | F_INDEX | F_NO_RELATED, .no = 12, .width = 16 },
	[ATTENDEE_CONTACT] = { .name = "contact", .label = N_("Contact"), .type = FT_REF, .ref = "contact",
		.flags = F_LIST | F_INDEX | F_NO_RELATED, .no = 13, .width = 18 },
	[ATTENDEE_ANSWER] = { .name = "answer", .label = N_("Answer"), .type = FT_CHOICE, .choice = answer_choices,
		.flags = F_REQUIRED | F_LIST, .no = 14, .width = 10, .dflt = "none" },
};
static const int attendee_slots[] = { ATTENDEE_ACTIVITY, ATTENDEE_USER, ATTENDEE_CONTACT, ATTENDEE_ANSWER, 0 };
static const struct section attendee_sections[] = { { N_("Attendee"), attendee_slots, false }, { 0 } };
/* clang-format on */

static int64_t find_attendee(struct session *s, int64_t activity, int64_t user, int64_t contact)
{
	return db_get_int(s->db, 0,
		"SELECT id FROM attendee WHERE activity=? AND (user=? OR contact=?) AND trashed_at IS NULL", "iii",
		activity, user, contact);
}

static enum rc attendee_before_save(struct session *s, struct save *sv, struct err *err)
{
	const struct record *r = sv->after;
	int64_t user = rec_int(r, ATTENDEE_USER), contact = rec_int(r, ATTENDEE_CONTACT), twice;
	if (!user == !contact)
		return fail(
			err, RC_INVALID, ATTENDEE_USER, _("an attendee is a colleague or a contact: give one of them"));
	twice = rec_has(r, SYS_TRASHED_AT) ? 0 : find_attendee(s, rec_int(r, ATTENDEE_ACTIVITY), user, contact);
	if (twice && twice != r->id)
		return fail(
			err, RC_INVALID, user ? ATTENDEE_USER : ATTENDEE_CONTACT, _("this person is asked already"));
	title_from_refs(s, sv, ATTENDEE_NAME, (const int[]){ ATTENDEE_USER, ATTENDEE_CONTACT, 0 });
	return RC_OK;
}

/* A colleague who is asked sees the meeting, in her day and calendar too: she takes part in the activity. Computed from
 * the attendees, so that it stands whatever happens to which of the two first, in undo and from the trash too. */
static enum rc set_invited(struct session *s, int64_t activity, struct err *err)
{
	enum rc rc = db_run(s->db, err, "DELETE FROM link WHERE field=" INVITED " AND from_id=?", "i", activity);
	if (rc != RC_OK)
		return rc;
	return db_run(s->db, err,
		"INSERT OR IGNORE INTO link SELECT " INVITED
		",activity,user FROM attendee WHERE activity=? AND user IS NOT NULL AND trashed_at IS NULL",
		"i", activity);
}

static enum rc attendee_derive(struct session *s, const struct save *sv, struct err *err)
{
	enum rc rc = set_invited(s, rec_int(sv->after, ATTENDEE_ACTIVITY), err);
	if (rc == RC_OK && sv->before && save_changed(sv, ATTENDEE_ACTIVITY))
		rc = set_invited(s, rec_int(sv->before, ATTENDEE_ACTIVITY), err);
	return rc;
}

/* clang-format off */
const struct model attendee_model = {
	.no = NO_ATTENDEE, .name = "attendee", .label = N_("Attendee"), .plural = N_("Attendees"),
	.fields = attendee_fields, .n = ATTENDEE_N, .flags = M_LINES, .title = ATTENDEE_NAME, .sort = "id",
	.owner = ATTENDEE_USER, .reply = ATTENDEE_ANSWER,
	.sections = attendee_sections, .quick = attendee_slots, .empty = N_("Nobody else is asked to come."),
	.hooks = { .before_save = attendee_before_save, .derive = attendee_derive },
	/* those who were asked before the activity knew of it */
	.schema = "INSERT OR IGNORE INTO link SELECT " INVITED ",activity,user FROM attendee WHERE user IS NOT NULL AND trashed_at IS NULL;", .help = N_("Somebody who is asked to a meeting"),
};
/* clang-format on */

/* --- who is asked --- */

static enum rc ask_one(
	struct session *s, struct step *st, int64_t activity, int64_t user, int64_t contact, struct err *err)
{
	int64_t id = 0;
	struct change ch[] = {
		{ .slot = ATTENDEE_ACTIVITY, .op = CH_SET, .val = VALUE_INT(activity) },
		{ .slot = user ? ATTENDEE_USER : ATTENDEE_CONTACT,
			.op = CH_SET,
			.val = VALUE_INT(user ? user : contact) },
	};
	if (find_attendee(s, activity, user, contact))
		return RC_OK;
	return record_save(s, st, &attendee_model, &id, ch, COUNT(ch), NULL, err);
}

enum rc attendees_copy(struct session *s, struct step *st, int64_t from, int64_t to, struct err *err)
{
	int64_t last = 0, user, contact;
	enum rc rc = RC_OK;
	while (rc == RC_OK) {
		last = db_get_int(s->db, 0,
			"SELECT min(id) FROM attendee WHERE activity=? AND id>? AND trashed_at IS NULL AND active=1",
			"ii", from, last);
		if (!last)
			break;
		user = db_get_int(s->db, 0, "SELECT user FROM attendee WHERE id=?", "i", last);
		contact = db_get_int(s->db, 0, "SELECT contact FROM attendee WHERE id=?", "i", last);
		rc = ask_one(s, st, to, user, contact, err);
	}
	return rc;
}

/* clang-format off */
const struct field invite_params[2] = {
	{ .name = "users", .label = N_("Colleagues"), .type = FT_REFS, .ref = "user", .no = 10 },
	{ .name = "contacts", .label = N_("Contacts"), .type = FT_REFS, .ref = "contact", .no = 11 },
};
const struct field answer_params[2] = {
	{ .name = "answer", .label = N_("Answer"), .type = FT_CHOICE, .choice = replies, .flags = F_REQUIRED, .no = 10 },
	{ .name = "attendee", .label = N_("Whose"), .type = FT_TEXT, .no = 11,
		.help = N_("The name of who was asked; empty: my own") },
};
/* clang-format on */

static enum rc ask_all(struct session *s, struct step *st, int64_t activity, const struct value *param, struct err *err)
{
	enum rc rc = RC_OK;
	for (int k = 0; k < 2; k++)
		for (int i = 0; param[k].kind == VAL_SET && i < param[k].n && rc == RC_OK; i++)
			rc = ask_one(s, st, activity, k == 0 ? param[k].set[i] : 0, k == 1 ? param[k].set[i] : 0, err);
	return rc;
}

enum rc action_invite(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	enum rc rc = RC_OK;
	if (param[0].kind == VAL_NULL && param[1].kind == VAL_NULL)
		return fail(err, RC_INVALID, 0, _("nobody is named: give colleagues or contacts"));
	for (int i = 0; i < n && rc == RC_OK; i++)
		rc = action_one(ask_all(s, st, id[i], param, err), id[i], out, err);
	str_addf(&out->message, _("%d asked to "),
		(param[0].kind == VAL_SET ? param[0].n : 0) + (param[1].kind == VAL_SET ? param[1].n : 0));
	action_subject(s, m, id, n, out->done, &out->message);
	return rc;
}

/* Who is meant: the acting person, or the attendee whose name or id it is. */
static int64_t answering(struct session *s, int64_t activity, const char *who)
{
	if (!who)
		return find_attendee(s, activity, s->user, 0);
	return db_get_int(s->db, 0,
		"SELECT t.id FROM attendee t LEFT JOIN user u ON u.id=t.user LEFT JOIN contact c ON c.id=t.contact"
		" WHERE t.activity=?1 AND t.trashed_at IS NULL AND (lower(t.name)=lower(?2) OR lower(u.login)=lower(?2)"
		" OR lower(u.name)=lower(?2) OR lower(c.name)=lower(?2)) ORDER BY t.id LIMIT 1",
		"is", activity, who);
}

static enum rc answer_one(
	struct session *s, struct step *st, int64_t activity, const struct value *param, struct err *err)
{
	const char *who = param[1].kind == VAL_TEXT ? param[1].s : NULL;
	int64_t id = answering(s, activity, who);
	struct change ch = { .slot = ATTENDEE_ANSWER, .op = CH_SET, .val = param[0] };
	if (!id && who)
		return fail(err, RC_INVALID, NO_FIELD, _("%s is not asked to it: invite first"), who);
	if (!id)
		return fail(err, RC_INVALID, NO_FIELD, _("you are not asked to it"));
	return record_save(s, st, &attendee_model, &id, &ch, 1, NULL, err);
}

enum rc action_answer(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	enum rc rc = RC_OK;
	for (int i = 0; i < n && rc == RC_OK; i++)
		rc = action_one(answer_one(s, st, id[i], param, err), id[i], out, err);
	str_addf(&out->message, _("answer \"%s\" to "), _(choice_by_no(&answer_params[0], param[0].i)->label));
	action_subject(s, m, id, n, out->done, &out->message);
	return rc;
}
