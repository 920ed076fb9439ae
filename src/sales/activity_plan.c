/* A plan is a list of lines, each an activity with its distance from the day of the launch and a rule for whose it is.
 * The launch first works out every line for every record and only then writes, so that a missing person leaves nothing
 * half planned; the preview is the same work without the writing. */
#include "activity_plan.h"

#include "activity.h"
#include "base/i18n.h"
#include "base/str.h"
#include "hours.h"
#include "models.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"
#include "shared_actions.h"

/* --- the lines of a plan, as read for a launch --- */

struct line {
	int64_t type, user;
	char *summary, *note;
	struct date due;
	enum plan_person person;
};
struct lines {
	struct line *line;
	int n, cap;
};

static struct date line_day(struct date day, struct stmt *st)
{
	int sign = st_get_int(st, 3) == SIDE_BEFORE ? -1 : 1;
	return date_add_delay(day, sign * (int)st_get_int(st, 1), (enum delay_unit)st_get_int(st, 2));
}

static enum rc read_lines(struct session *s, const struct plan_launch *p, struct lines *out, struct err *err)
{
	struct stmt *st = db_prep(s->db,
		"SELECT l.type,l.delay,l.unit,l.side,l.person,coalesce(l.user,CASE l.person WHEN 1 THEN "
		"t.default_owner END),"
		" coalesce(l.summary,t.name),l.note FROM plan_line l LEFT JOIN activity_type t ON t.id=l.type"
		" WHERE l.plan=? AND l.trashed_at IS NULL AND l.active=1 ORDER BY l.sequence,l.id");
	int got;
	st_int(st, 1, p->plan);
	while ((got = st_step(st, err)) > 0) {
		GROW(out->line, out->n, out->cap);
		out->line[out->n++] = (struct line){
			.type = st_get_int(st, 0),
			.due = line_day(p->day, st),
			.person = (enum plan_person)st_get_int(st, 4),
			.user = st_get_int(st, 5),
			.summary = xstrdup(st_is_null(st, 6) ? "?" : st_get_text(st, 6)),
			.note = st_is_null(st, 7) ? NULL : xstrdup(st_get_text(st, 7)),
		};
	}
	st_done(st);
	if (got < 0)
		return err->rc;
	return out->n ? RC_OK : fail(err, RC_INVALID, NO_FIELD, _("this plan has no lines: add some to it first"));
}

static void lines_free(struct lines *l)
{
	for (int i = 0; i < l->n; i++) {
		free(l->line[i].summary);
		free(l->line[i].note);
	}
	free(l->line);
}

/* The record's own owner; 0: it has none, or it is not there. */
static enum rc owner_of(struct session *s, const struct model *m, int64_t id, int64_t *owner, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct record *r;
	enum rc rc = record_load(s, m, id, &a, &r, err);
	*owner = rc == RC_OK && m->owner ? rec_int(r, m->owner) : 0;
	arena_free(&a);
	return rc;
}

static int64_t person_of(const struct line *l, const struct plan_launch *p, int64_t owner)
{
	switch (l->person) {
	case PERSON_CHOSEN: return p->chosen;
	case PERSON_OWNER: return owner;
	default: return l->user;
	}
}

static enum rc nobody(struct session *s, const struct model *m, int64_t id, const struct line *l, struct err *err)
{
	char *title = record_title(s, m, id);
	enum rc rc = fail(err, RC_INVALID, NO_FIELD,
		l->person == PERSON_CHOSEN ? _("nobody was chosen for \"%s\" on %s: give a person; nothing was planned")
		: l->person == PERSON_OWNER
			? _("nobody owns the record for \"%s\" on %s: give it an owner; nothing was planned")
			: _("\"%s\" of the plan has nobody to do it on %s: name a person in the plan; nothing was "
			    "planned"),
		l->summary, title ? title : "?");
	free(title);
	return rc;
}

/* Everybody is there for every line on every record, before anything is made. */
static enum rc check_people(struct session *s, const struct model *m, const int64_t *id, int n,
	const struct plan_launch *p, const struct lines *l, struct err *err)
{
	for (int i = 0; i < n; i++) {
		int64_t owner;
		if (owner_of(s, m, id[i], &owner, NULL) != RC_OK)
			continue; /* refused one by one, later */
		for (int k = 0; k < l->n; k++)
			if (!person_of(&l->line[k], p, owner))
				return nobody(s, m, id[i], &l->line[k], err);
	}
	return RC_OK;
}

/* --- launching --- */

static enum rc make_line(
	struct session *s, struct step *st, int64_t ref, const struct line *l, int64_t user, struct err *err)
{
	int64_t made = 0;
	char due[11];
	struct date day = hours_rule(s) == OFF_KEEP ? l->due : hours_day(s, user, l->due);
	date_iso(day, due);
	enum rc rc = activity_plan(s, st, ref, l->type, l->summary, due, user, &made, err);
	if (rc != RC_OK || !l->note)
		return rc;
	struct change ch = { .slot = ACTIVITY_NOTE, .op = CH_SET, .val = value_text(l->note) };
	return record_save(s, st, &activity_model, &made, &ch, 1, NULL, err);
}

static enum rc launch_one(struct session *s, struct step *st, const struct model *m, int64_t id,
	const struct plan_launch *p, const struct lines *l, struct err *err)
{
	int64_t owner;
	enum rc rc = owner_of(s, m, id, &owner, err);
	for (int k = 0; k < l->n && rc == RC_OK; k++)
		rc = make_line(s, st, REF_MAKE(m->no, id), &l->line[k], person_of(&l->line[k], p, owner), err);
	return rc;
}

enum rc plan_launch(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct plan_launch *p, struct action_result *out, struct err *err)
{
	struct lines l = { 0 };
	enum rc rc = read_lines(s, p, &l, err);
	if (rc == RC_OK)
		rc = check_people(s, m, id, n, p, &l, err);
	for (int i = 0; i < n && rc == RC_OK; i++) {
		rc = action_one(launch_one(s, st, m, id[i], p, &l, err), id[i], out, err);
		if (rc == RC_OK)
			rc = step_breathe(st, err);
	}
	if (rc == RC_OK) {
		str_addf(&out->message, _("%d activities planned for "), l.n * out->done);
		action_subject(s, m, id, n, out->done, &out->message);
	}
	lines_free(&l);
	return rc;
}

static void preview_line(struct session *s, const struct model *m, int64_t id, const struct line *l, int64_t user,
	struct action_result *out)
{
	struct date day = hours_rule(s) == OFF_KEEP ? l->due : hours_day(s, user, l->due);
	char *title = record_title(s, m, id), *who = record_title(s, &user_model, user);
	struct str when = STR_INIT;
	date_show(day, s->calendar, &when);
	action_line(
		out, REF_MAKE(m->no, id), "%s  %s  %s  (%s)", when.s, l->summary, title ? title : "?", who ? who : "?");
	str_free(&when);
	free(title);
	free(who);
}

static void preview_one(struct session *s, const struct model *m, int64_t id, const struct plan_launch *p,
	const struct lines *l, int64_t owner, struct action_result *out)
{
	for (int k = 0; k < l->n; k++)
		preview_line(s, m, id, &l->line[k], person_of(&l->line[k], p, owner), out);
}

enum rc plan_preview(struct session *s, const struct model *m, const int64_t *id, int n, const struct plan_launch *p,
	struct action_result *out, struct err *err)
{
	struct lines l = { 0 };
	int64_t owner;
	enum rc rc = read_lines(s, p, &l, err);
	if (rc == RC_OK)
		rc = check_people(s, m, id, n, p, &l, err);
	for (int i = 0; i < n && rc == RC_OK; i++) {
		int before = out->done;
		rc = action_one(owner_of(s, m, id[i], &owner, err), id[i], out, err);
		if (out->done > before)
			preview_one(s, m, id[i], p, &l, owner, out);
	}
	str_addf(&out->message, _("%d activities for "), l.n * out->done);
	action_subject(s, m, id, n, out->done, &out->message);
	lines_free(&l);
	return rc;
}

/* clang-format off */
const struct field plan_params[3] = {
	{ .name = "plan", .label = N_("Plan"), .type = FT_REF, .ref = "activity_plan", .flags = F_REQUIRED, .no = 10 },
	{ .name = "date", .label = N_("Day"), .type = FT_DATE, .flags = F_REQUIRED, .no = 11, .dflt = "today",
		.help = N_("The plan's lines are counted from it") },
	{ .name = "owner", .label = N_("Person"), .type = FT_REF, .ref = "user", .no = 12,
		.help = N_("For lines whose person is chosen at the launch") },
};
/* clang-format on */

static struct plan_launch asked_for(const struct value *param)
{
	struct plan_launch p = { .plan = param[0].i, .day = date_today() };
	if (param[1].kind == VAL_TEXT)
		date_parse_iso(param[1].s, &p.day);
	if (param[2].kind == VAL_INT)
		p.chosen = param[2].i;
	return p;
}

enum rc action_plan(struct session *s, struct step *st, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	struct plan_launch p = asked_for(param);
	return plan_launch(s, st, m, id, n, &p, out, err);
}

enum rc action_plan_preview(struct session *s, const struct model *m, const int64_t *id, int n,
	const struct value *param, struct action_result *out, struct err *err)
{
	struct plan_launch p = asked_for(param);
	return plan_preview(s, m, id, n, &p, out, err);
}

/* --- the record types --- */

static const struct choice sides[] = {
	{ SIDE_AFTER, "after", N_("After the day"), TONE_NONE },
	{ SIDE_BEFORE, "before", N_("Before the day"), TONE_NONE },
	{ 0 },
};
static const struct choice people[] = {
	{ PERSON_DEFAULT, "default", N_("The one named here"), TONE_NONE },
	{ PERSON_CHOSEN, "chosen", N_("Chosen at the launch"), TONE_NONE },
	{ PERSON_OWNER, "owner", N_("The record's owner"), TONE_NONE },
	{ 0 },
};
/* clang-format off */
static const struct field plan_fields[PLAN_N] = {
	SYSTEM_FIELDS,
	[PLAN_NAME] = { .name = "name", .label = N_("Name"), .type = FT_TEXT,
		.flags = F_REQUIRED | F_UNIQUE | F_LIST | F_SEARCH, .no = 10, .width = 28, .max = 80 },
	[PLAN_SEQUENCE] = { .name = "sequence", .label = N_("Sequence"), .type = FT_INT, .no = 11, .hi = 100000,
		.dflt = "10" },
	[PLAN_NOTE] = { .name = "notes", .label = N_("Notes"), .type = FT_NOTE, .no = 12 },
	[PLAN_LINES] = { .name = "lines", .label = N_("Lines"), .type = FT_LINES, .ref = "plan_line", .via = "plan",
		.no = 13 },
};
static const int plan_slots[] = { PLAN_NAME, PLAN_SEQUENCE, 0 };
static const int plan_note_slots[] = { PLAN_NOTE, 0 };
static const struct section plan_sections[] = {
	{ N_("Plan"), plan_slots, false },
	{ N_("Notes"), plan_note_slots, true },
	{ 0 },
};
static const int plan_quick[] = { PLAN_NAME, 0 };
static const struct preset plan_presets[] = { { .name = "plans", .label = N_("Activity plans") } };

const struct model activity_plan_model = {
	.no = NO_ACTIVITY_PLAN, .name = "activity_plan", .label = N_("Activity plan"), .plural = N_("Activity plans"),
	.fields = plan_fields, .n = PLAN_N, .flags = M_SMALL, .title = PLAN_NAME, .sequence = PLAN_SEQUENCE,
	.sort = "sequence,name", .sections = plan_sections, .quick = plan_quick, .presets = plan_presets,
	.n_presets = COUNT(plan_presets), .empty = N_("No plans yet: n makes one, its lines say what is to be done when."),
	.help = N_("Several activities that are planned together"),
};

static const struct field line_fields[LINE_N] = {
	SYSTEM_FIELDS,
	[LINE_NAME] = { .name = "name", .label = N_("Name"), .type = FT_TEXT,
		.flags = F_READONLY | F_HIDDEN | F_SEARCH | F_NO_IMPORT, .no = 10, .width = 24 },
	[LINE_PLAN] = { .name = "plan", .label = N_("Plan"), .type = FT_REF, .ref = "activity_plan",
		.flags = F_REQUIRED | F_INDEX, .no = 11, .width = 20 },
	[LINE_TYPE] = { .name = "type", .label = N_("Type"), .type = FT_REF, .ref = "activity_type",
		.flags = F_LIST | F_NO_RELATED, .no = 12, .width = 10 },
	[LINE_SUMMARY] = { .name = "summary", .label = N_("Summary"), .type = FT_TEXT, .flags = F_LIST, .no = 13,
		.width = 24, .help = N_("Empty: the name of its type") },
	[LINE_DELAY] = { .name = "delay", .label = N_("Delay"), .type = FT_INT, .flags = F_LIST, .no = 14, .width = 6,
		.hi = 1000, .dflt = "0" },
	[LINE_UNIT] = { .name = "unit", .label = N_("Unit"), .type = FT_CHOICE, .choice = delay_units,
		.flags = F_REQUIRED | F_LIST, .no = 15, .width = 7, .dflt = "days" },
	[LINE_SIDE] = { .name = "side", .label = N_("Counted"), .type = FT_CHOICE, .choice = sides,
		.flags = F_REQUIRED | F_LIST, .no = 16, .width = 14, .dflt = "after" },
	[LINE_PERSON] = { .name = "person", .label = N_("Person"), .type = FT_CHOICE, .choice = people,
		.flags = F_REQUIRED | F_LIST, .no = 17, .width = 20, .dflt = "owner" },
	[LINE_USER] = { .name = "user", .label = N_("Named person"), .type = FT_REF, .ref = "user",
		.flags = F_LIST | F_NO_RELATED, .no = 18, .width = 14, .help = N_("Empty: the default person of the type") },
	[LINE_SEQUENCE] = { .name = "sequence", .label = N_("Sequence"), .type = FT_INT, .no = 19, .hi = 100000,
		.dflt = "10" },
	[LINE_NOTE] = { .name = "note", .label = N_("Note"), .type = FT_NOTE, .no = 20 },
};
static const int line_slots[] = { LINE_PLAN, LINE_TYPE, LINE_SUMMARY, LINE_DELAY, LINE_UNIT, LINE_SIDE, LINE_PERSON,
	LINE_USER, LINE_SEQUENCE, LINE_NOTE, 0 };
static const struct section line_sections[] = { { N_("Line"), line_slots, false }, { 0 } };
/* clang-format on */

static enum rc line_before_save(struct session *s, struct save *sv, struct err *err)
{
	const struct record *r = sv->after;
	if (!rec_has(r, LINE_TYPE) && !rec_has(r, LINE_SUMMARY))
		return fail(err, RC_INVALID, LINE_SUMMARY, _("say what is to be done: a type or a summary"));
	char *type = rec_has(r, LINE_TYPE) ? record_title(s, &activity_type_model, rec_int(r, LINE_TYPE)) : NULL;
	save_set(sv, LINE_NAME, value_text(rec_has(r, LINE_SUMMARY) ? rec_text(r, LINE_SUMMARY) : type));
	free(type);
	return RC_OK;
}

/* clang-format off */
const struct model plan_line_model = {
	.no = NO_PLAN_LINE, .name = "plan_line", .label = N_("Plan line"), .plural = N_("Plan lines"),
	.fields = line_fields, .n = LINE_N, .flags = M_LINES, .title = LINE_NAME, .sequence = LINE_SEQUENCE,
	.sort = "sequence,id", .sections = line_sections, .quick = line_slots, .empty = N_("This plan has no lines yet."),
	.hooks = { .before_save = line_before_save },
};
/* clang-format on */
