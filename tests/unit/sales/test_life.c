/* The life of a lead: statuses and where they stand, phases and their views, qualification, touches, records that fall,
 * settings with a way back, and what the clock does. */
#include "helper.h"

#include <stdio.h>

#include "../../../src/sales/periodic.h"
#include "record/criteria.h"
#include "record/query.h"
#include "record/record.h"
#include "sales/sales.h"

OFFICE_FIXTURE(s)

/* How many a list with these criteria shows. */
static int64_t listed(const char *criteria)
{
	const struct model *m = session_model(s, "lead");
	struct arena a = ARENA_INIT;
	struct query q = { .model = m };
	struct err err = ERR_INIT;
	int64_t n = -1;
	if (criteria_parse(s, m, criteria, &a, &q.where, &err) != RC_OK || query_count(s, &q, 0, &n, &err) != RC_OK)
		fail_msg("%s: %s", criteria, err.text);
	arena_free(&a);
	return n;
}

static int64_t lead(const char *lines)
{
	char text[300];
	snprintf(text, sizeof text, "kind=lead\n%s", lines);
	return must(s, "lead", 0, text);
}

/* --- statuses ---------------------------------------------------------------------------------------------------- */

static void statuses_stand_where_they_should(void **state)
{
	(void)state;
	static const struct {
		const char *status;
		bool list;
	} row[] = { { "new", true }, { "working", true }, { "nurturing", true }, { "qualified", true },
		{ "remarketed", true }, { "converted", false }, { "invalid", false }, { "dead", false },
		{ "junk", false } };
	for (size_t i = 0; i < COUNT(row); i++) {
		char text[60], ask[80];
		snprintf(text, sizeof text, "name=%s\nstatus=%s", row[i].status, row[i].status);
		lead(text);
		snprintf(ask, sizeof ask, "name = %s", row[i].status);
		assert_int_equal(listed(ask), row[i].list);
		snprintf(ask, sizeof ask, "status = %s", row[i].status);
		assert_int_equal(listed(ask), 1); /* asked for by its status it is there */
	}
	assert_int_equal(listed(""), 5);
	assert_int_equal(listed("status is not empty"), 9);
	/* of an opportunity, converted is no end */
	must(s, "lead", 0, "kind=opportunity\nname=deal\nstatus=converted");
	assert_int_equal(listed("kind = opportunity"), 1);
	/* counters and rows say the same */
	assert_int_equal(listed("kind = lead"), listed("kind = lead and name is not empty"));
}

static void void_lies_in_the_trash_with_its_reason(void **state)
{
	(void)state;
	int64_t id = lead("name=twice");
	struct action_result out;
	struct err err = ERR_INIT;
	const struct model *m = session_model(s, "lead");
	struct value none[3] = { VALUE_INT(10), VALUE_NULL, VALUE_NULL };
	action_result_init(&out);
	assert_int_equal(action_run(s, m, action_find(m, "status"), &id, 1, none, &out, &err), RC_INVALID);
	action_result_free(&out);
	const char *params[] = { "void", "typed twice", NULL };
	assert_int_equal(act(s, "lead", "status", id, params, NULL), 1);
	assert_int_equal(listed("status = void"), 0);
	assert_int_equal(
		count(s, "SELECT count(*) FROM lead WHERE trashed_at IS NOT NULL AND status_reason='typed twice'"), 1);
	assert_int_equal(count(s, "SELECT coalesce(sum(n),0) FROM lead_cube"), 0); /* nor counted */
	undo(s);
	assert_int_equal(listed("status = new"), 1);
}

static void what_is_put_aside_comes_back(void **state)
{
	(void)state;
	static const char *const status[] = { "invalid", "dead", "junk" };
	for (size_t i = 0; i < COUNT(status); i++) {
		int64_t id = lead("name=x");
		const char *params[] = { status[i], "a reason", i == 0 ? "2026-03-01" : NULL };
		assert_int_equal(act(s, "lead", "status", id, params, NULL), 1);
		eq(s, "lead", id, "status_reason", "a reason");
		assert_int_equal(act(s, "lead", "revive", id, NULL, NULL), 1);
		eq(s, "lead", id, "status", "working");
		eq(s, "lead", id, "status_reason", "");
		eq(s, "lead", id, "revive_on", "");
		char why[200];
		assert_int_equal(act(s, "lead", "revive", id, NULL, why), 0);
		assert_non_null(strstr(why, "at work"));
	}
}

/* --- what the clock does ----------------------------------------------------------------------------------------- */

static int said;
static char text[200];
static void hear(void *ctx, const struct periodic *job, const char *what, const struct err *err)
{
	(void)ctx;
	if (err)
		fail_msg("%s: %s", job->name, err->text);
	if (strcmp(job->name, "revive") != 0 || !*what)
		return;
	said++;
	snprintf(text, sizeof text, "%s: %s", job->name, what);
}

static void tick(void)
{
	struct err err = ERR_INIT;
	said = 0;
	if (periodic_run(s, sales_office.jobs, sales_office.n_jobs, hear, NULL, &err) != RC_OK)
		fail_msg("%s", err.text);
}

static void invalid_leads_are_revived_on_their_day(void **state)
{
	(void)state;
	int64_t a = lead("name=a\nstatus=invalid\nstatus_reason=on leave\nrevive_on=2026-01-10");
	int64_t b = lead("name=b\nstatus=invalid\nrevive_on=2026-01-11"),
		c = lead("name=c\nstatus=dead\nrevive_on=2026-01-01");
	tick();
	assert_int_equal(listed("status = invalid"), 2);
	clock_fix(T0 + 9 * DAY);
	assert_int_equal(listed("status = invalid and revive_on <= today"), 1);
	tick();
	assert_string_equal(text, "revive: 1 lead revived");
	eq(s, "lead", a, "status", "working");
	eq(s, "lead", b, "status", "invalid");
	eq(s, "lead", c, "status", "dead");
	assert_int_equal(count(s, "SELECT count(*) FROM note WHERE text LIKE '%on leave%'"), 1);
	/* the program itself did it, and a person may take it back */
	int64_t step = count(s, "SELECT max(id) FROM step");
	assert_int_equal(count(s, "SELECT user FROM step ORDER BY id DESC LIMIT 1"), 0);
	tick();
	assert_int_equal(said, 0);
	assert_int_equal(count(s, "SELECT max(id) FROM step"), step); /* nothing due leaves no trace */
	struct undo_result r;
	struct err err = ERR_INIT;
	assert_int_equal(step_undo(s, step, &r, &err), RC_OK);
	eq(s, "lead", a, "status", "invalid");
	clock_fix(T0);
}

static int ran;
static enum rc note_run(struct session *x, struct str *out, struct err *err)
{
	(void)err;
	assert_int_equal(x->user, 0);
	ran++;
	str_add(out, "ran");
	return RC_OK;
}
static enum rc failing(struct session *x, struct str *out, struct err *err)
{
	(void)x, (void)out;
	ran++;
	snprintf(err->text, sizeof err->text, "no");
	return RC_IO;
}
static void ignore(void *ctx, const struct periodic *job, const char *what, const struct err *err)
{
	(void)ctx, (void)job, (void)what, (void)err;
}

static void jobs_run_when_due_and_once(void **state)
{
	(void)state;
	const struct periodic job[] = { { .name = "daily", .every = DAY, .run = note_run } };
	const struct periodic bad[] = { { .name = "bad", .every = DAY, .run = failing } };
	struct err err = ERR_INIT;
	ran = 0;
	for (int i = 0; i < 3; i++)
		assert_int_equal(periodic_run(s, job, 1, ignore, NULL, &err), RC_OK);
	assert_int_equal(ran, 1);
	clock_fix(T0 + DAY);
	periodic_run(s, job, 1, ignore, NULL, &err);
	assert_int_equal(ran, 2);
	/* another process has it, until it counts as dead */
	clock_fix(T0 + 3 * DAY);
	db_run(s->db, NULL, "UPDATE periodic SET running_since=? WHERE name='daily'", "i", (int64_t)T0 + 3 * DAY - 60);
	periodic_run(s, job, 1, ignore, NULL, &err);
	assert_int_equal(ran, 2);
	clock_fix(T0 + 3 * DAY + 3600);
	periodic_run(s, job, 1, ignore, NULL, &err);
	assert_int_equal(ran, 3);
	/* what fails is tried again */
	ran = 0;
	assert_int_equal(periodic_run(s, bad, 1, ignore, NULL, &err), RC_IO);
	assert_int_equal(periodic_run(s, bad, 1, ignore, NULL, &err), RC_IO);
	assert_int_equal(ran, 2);
	clock_fix(T0);
}

/* --- phases ------------------------------------------------------------------------------------------------------ */

static void phase(int64_t id, const char *name, const char *step, const char *process)
{
	eq(s, "lead", id, "phase", name);
	eq(s, "lead", id, "step", step);
	eq(s, "lead", id, "process", process);
	char ask[80];
	snprintf(ask, sizeof ask, "id = %ld and phase = %s and process = %s", (long)id, name, process);
	assert_int_equal(listed(ask), 1); /* the same word as a filter */
}

static void phases_follow_the_table(void **state)
{
	(void)state;
	int64_t id = lead("name=only a name\nowner=");
	phase(id, "suspect", "", "generation");
	must(s, "lead", id, "contact_name=Ada");
	phase(id, "raw", "lead", "generation");
	must(s, "lead", id, "email=ada@x.example");
	phase(id, "potential", "lead", "nurturing");
	must(s, "lead", id, "probability=19.99");
	phase(id, "potential", "lead", "nurturing");
	must(s, "lead", id, "probability=20");
	phase(id, "probable", "lead", "qualification");
	must(s, "lead", id, "owner=sara\nstatus=working");
	phase(id, "target", "lead", "qualification");
	must(s, "lead", id, "status=nurturing");
	phase(id, "target", "lead", "nurturing"); /* kept warm */
	must(s, "lead", id, "status=qualified");
	phase(id, "prospect", "prospect", "sales");
	must(s, "lead", id, "kind=opportunity");
	phase(id, "prospect", "prospect", "sales");
	must(s, "lead", id, "stage=Qualified");
	phase(id, "proposal", "prospect", "sales");
	must(s, "account", 0, "name=Acme");
	must(s, "lead", id, "account=Acme\nstage=Won");
	phase(id, "customer", "customer", "customer");
	clock_fix(T0 + 181 * DAY);
	phase(id, "renurturing", "customer", "customer");
	clock_fix(T0 + 179 * DAY);
	phase(id, "customer", "customer", "customer");
	clock_fix(T0);
}

static void a_phase_by_hand_stays_until_cleared(void **state)
{
	(void)state;
	int64_t id = lead("name=x\ncontact_name=Ada\nphase=prospect");
	phase(id, "prospect", "prospect", "sales");
	must(s, "lead", id, "phase=");
	phase(id, "raw", "lead", "generation");
}

static void the_office_says_what_it_accepts(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	int64_t id = lead("name=x\ncontact_name=Ada\nemail=ada@x.example\ncountry=Iran\nprobability=30\nowner=");
	eq(s, "lead", id, "phase", "probable");
	assert_int_equal(setting_set(s, "phase.threshold", "40", &err), RC_OK);
	eq(s, "lead", id, "phase", "potential");
	assert_int_equal(setting_set(s, "phase.criteria", "country = Germany", &err), RC_OK);
	eq(s, "lead", id, "phase", "raw");
	assert_int_equal(listed("phase = raw"), 1);
	must(s, "lead", id, "country=Germany");
	eq(s, "lead", id, "phase", "potential");
	assert_int_equal(listed("phase = potential"), 1);
	assert_int_equal(setting_set(s, "phase.criteria", "phase = raw", &err), RC_INVALID);
	assert_int_equal(setting_set(s, "phase.criteria", "colour = red", &err), RC_INVALID);
	assert_int_equal(setting_set(s, "phase.threshold", "many", &err), RC_INVALID);
}

/* --- qualification and touches ----------------------------------------------------------------------------------- */

static void sheets_have_a_score(void **state)
{
	(void)state;
	int64_t id = lead("name=x");
	eq(s, "lead", id, "bant", "0");
	must(s, "lead", id, "authority=the owner\nneed=now");
	eq(s, "lead", id, "bant", "50");
	eq(s, "lead", id, "champ", "25"); /* authority belongs to both */
	eq(s, "lead", id, "sales_ready", "no");
	must(s, "lead", id, "timeline=spring\nbudget=yes\nchallenges=a\nmoney=b\nprioritisation=c");
	eq(s, "lead", id, "bant", "100");
	eq(s, "lead", id, "champ", "100");
	eq(s, "lead", id, "sales_ready", "yes");
	assert_int_equal(listed("bant >= 100"), 1);
}

static void touch(int64_t id, int64_t at)
{
	char record[40];
	snprintf(record, sizeof record, "summary=call\nrecord=lead/%ld", (long)id);
	int64_t a = must(s, "activity", 0, record);
	clock_fix(at);
	assert_int_equal(act(s, "activity", "done", a, NULL, NULL), 1);
}

static void touches_are_kept(void **state)
{
	(void)state;
	must(s, "source", 0, "name=Fair");
	must(s, "source", 0, "name=Web");
	int64_t id = must(s, "lead", 0, "kind=opportunity\nname=x\nsource=Fair");
	eq(s, "lead", id, "response_time", "");
	touch(id, T0 + 90 * 60 + 30);
	eq(s, "lead", id, "response_time", "90");
	eq(s, "lead", id, "first_source", "Fair");
	must(s, "lead", id, "source=Web");
	touch(id, T0 + DAY);
	eq(s, "lead", id, "first_source", "Fair");
	eq(s, "lead", id, "first_touch", "2026-01-01T10:30:30Z");
	eq(s, "lead", id, "last_touch", "2026-01-02T09:00:00Z");
	assert_int_equal(act(s, "lead", "won", id, NULL, NULL), 1);
	eq(s, "lead", id, "won_at", "2026-01-02T09:00:00Z");
	touch(id, T0 + 2 * DAY);
	eq(s, "lead", id, "last_touch", "2026-01-02T09:00:00Z"); /* frozen */
	eq(s, "lead", id, "last_contact", "2026-01-03T09:00:00Z");
	assert_int_equal(act(s, "lead", "reopen", id, NULL, NULL), 1);
	touch(id, T0 + 3 * DAY);
	eq(s, "lead", id, "last_touch", "2026-01-02T09:00:00Z"); /* for good */
	eq(s, "lead", id, "won_at", "2026-01-02T09:00:00Z");
	clock_fix(T0);
}

/* What one does for oneself is no contact with the person; the office says so of its own types. */
static void inner_work_is_no_touch(void **state)
{
	(void)state;
	const char *const reached[] = { "reached", NULL, NULL };
	int64_t id = lead("name=x"), type = must(s, "activity_type", 0, "name=Research\ncontact=no"), a;
	char line[60];
	snprintf(line, sizeof line, "type=To-do\nrecord=lead/%ld", (long)id);
	a = must(s, "activity", 0, line);
	assert_int_equal(act(s, "activity", "done", a, NULL, NULL), 1);
	snprintf(line, sizeof line, "type=Research\nrecord=lead/%ld", (long)id);
	a = must(s, "activity", 0, line);
	assert_int_equal(act(s, "activity", "done", a, NULL, NULL), 1);
	eq(s, "lead", id, "last_contact", "");
	eq(s, "lead", id, "response_time", "");
	/* a to-do that a call settles: the person was reached all the same */
	snprintf(line, sizeof line, "type=To-do\nrecord=lead/%ld", (long)id);
	a = must(s, "activity", 0, line);
	assert_int_equal(act(s, "lead", "log", id, reached, NULL), 1);
	eq(s, "activity", a, "feedback", "Reached");
	assert_string_not_equal(get(s, "lead", id, "last_contact"), "");
	must(s, "activity_type", type, "contact=yes");
}

/* --- records ----------------------------------------------------------------------------------------------------- */

static const char *win(const char *lines)
{
	static char kept[200];
	char all[200];
	snprintf(all, sizeof all, "kind=opportunity\nname=deal\n%s", lines);
	int64_t id = must(s, "lead", 0, all);
	free(session_remark_take(s));
	assert_int_equal(act(s, "lead", "won", id, NULL, NULL), 1);
	char *remark = session_remark_take(s);
	snprintf(kept, sizeof kept, "%s", remark ? remark : "");
	free(remark);
	return kept;
}

static void records_are_told(void **state)
{
	(void)state;
	must(s, "team", 0, "name=North");
	must(s, "user", 0, "login=ada\nname=Ada");
	must(s, "team_member", 0, "team=North\nuser=ada");
	must(s, "team_member", 0, "team=North\nuser=sara");
	assert_string_equal(win("owner=sara\nteam=North\nrevenue=100"), "the first deal of sara, congratulations!");
	assert_string_equal(win("owner=ada\nteam=North\nrevenue=50"), "the first deal of Ada, congratulations!");
	assert_string_equal(win("owner=ada\nteam=North\nrevenue=100"), "the best deal of Ada so far!");
	assert_string_equal(win("owner=ada\nteam=North\nrevenue=200"), "the best deal of North in 30 days!");
	assert_string_equal(win("owner=sara\nteam=North\nrevenue=10"), "");
	clock_fix(T0 + 20 * DAY);
	assert_string_equal(win("owner=sara\nteam=North\nrevenue=20"), "");
	clock_fix(T0 + 21 * DAY);
	assert_string_equal(win("owner=ada\nteam=North\nrevenue=30"), "the best deal of North in 7 days!");
	clock_fix(T0 + 60 * DAY); /* nothing to beat in a month, and not the best of all */
	assert_string_equal(win("owner=ada\nteam=North\nrevenue=40"), "");
	clock_fix(T0);
}

/* --- targets ----------------------------------------------------------------------------------------------------- */

static void won_on(int64_t day, const char *lines)
{
	clock_fix(T0 + day * DAY);
	win(lines);
	clock_fix(T0);
}

static void targets_count_their_period(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	int64_t north = must(s, "team", 0, "name=North");
	must(s, "team_member", 0, "team=North\nuser=sara");
	int64_t wins = must(s, "target", 0, "team=North\nstart=2026-01-01\nperiod=month\nmeasure=wins\namount=4");
	int64_t money = must(s, "target", 0, "user=sara\nstart=2026-01-31\nperiod=month\nmeasure=revenue\namount=1000");
	int64_t year = must(s, "target", 0, "user=sara\nstart=2026-01-01\nperiod=year\nmeasure=revenue\namount=250000");
	eq(s, "target", wins, "goal", "4 wins");
	eq(s, "target", year, "goal", "250,000");
	eq(s, "target", wins, "ends", "2026-02-01");
	eq(s, "target", money, "ends", "2026-02-28"); /* a month of the 31st ends with February */
	eq(s, "target", year, "ends", "2027-01-01");
	won_on(0, "owner=sara\nteam=North\nrevenue=700");   /* 1 January */
	won_on(30, "owner=sara\nteam=North\nrevenue=1500"); /* 31 January */
	won_on(31, "owner=sara\nteam=North\nrevenue=10");   /* 1 February */
	won_on(58, "owner=sara\nteam=North\nrevenue=5000"); /* 28 February */
	eq(s, "target", wins, "attained", "2 wins");
	eq(s, "target", wins, "progress", "50");
	eq(s, "target", money, "attained", "1,510");
	eq(s, "target", money, "progress", "151");
	eq(s, "target", year, "attained", "7,210");
	eq(s, "team", north, "progress", "50");
	eq(s, "team", north, "won", "2200.00");
	/* what is opened again no longer counts */
	assert_int_equal(act(s, "lead", "reopen", count(s, "SELECT min(id) FROM lead"), NULL, NULL), 1);
	eq(s, "target", wins, "attained", "1 win");
	assert_int_equal(put(s, "target", 0, "team=North\nuser=sara\nstart=2026-01-01\namount=5", &err), 0);
	assert_int_equal(put(s, "target", 0, "team=North\nstart=2026-01-01\nmeasure=wins\namount=1.5", &err), 0);
	assert_int_equal(put(s, "target", 0, "team=North\nstart=2026-01-01\namount=0", &err), 0);
}

/* --- settings and people ----------------------------------------------------------------------------------------- */

static void settings_have_a_way_back(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	char *v;
	assert_int_equal(setting_set(s, "leads", "off", &err), RC_OK);
	int64_t id = must(s, "lead", 0, "name=x");
	eq(s, "lead", id, "kind", "opportunity");
	undo(s); /* the record */
	undo(s); /* the setting */
	v = setting_get(s, "leads");
	assert_string_equal(v, "on");
	free(v);
	id = must(s, "lead", 0, "name=y");
	eq(s, "lead", id, "kind", "lead");
	assert_int_equal(setting_set(s, "currency", "JPY", &err), RC_OK);
	assert_string_equal(s->currency->code, "JPY");
	undo(s);
	assert_string_equal(s->currency->code, "EUR");
	assert_int_equal(setting_set(s, "currency", "XXQ", &err), RC_INVALID);
	assert_int_equal(setting_set(s, "nonsense", "1", &err), RC_INVALID);
	assert_true(count(s, "SELECT count(*) FROM step WHERE label='setting currency: JPY'") == 1);
}

static void a_team_says_what_it_takes(void **state)
{
	(void)state;
	must(s, "team", 0, "name=Hunters\nuse_leads=no");
	must(s, "team", 0, "name=Both");
	eq(s, "lead", must(s, "lead", 0, "name=a\nteam=Hunters"), "kind", "opportunity");
	eq(s, "lead", must(s, "lead", 0, "name=b\nteam=Both"), "kind", "lead");
	eq(s, "lead", must(s, "lead", 0, "name=c\nteam=Hunters\nkind=lead"), "kind", "lead"); /* as said */
}

static void who_is_gone_can_still_be_asked_for(void **state)
{
	(void)state;
	struct step st;
	struct err err = ERR_INIT;
	int64_t ada = must(s, "user", 0, "login=ada\nname=Ada Old");
	lead("name=x\nowner=ada");
	assert_int_equal(step_open(s, "t", &st, &err), RC_OK);
	assert_int_equal(step_close(&st, record_trash(s, &st, session_model(s, "user"), ada, &err), &err), RC_OK);
	assert_int_equal(listed("owner = ada"), 1);
	assert_int_equal(listed("owner = \"Ada Old\""), 1);
	assert_int_equal(put(s, "lead", 0, "name=y\nowner=ada", &err), 0); /* but gets nothing new */
}

static void stars_are_typed_as_stars(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	int64_t id = lead("name=x\npriority=***");
	eq(s, "lead", id, "priority", "3");
	must(s, "lead", id, "priority=1");
	eq(s, "lead", id, "priority", "1");
	assert_int_equal(put(s, "lead", id, "priority=****", &err), 0);
}

static void turning_a_stage_warns_who_can_answer(void **state)
{
	(void)state;
	must(s, "lead", 0, "kind=opportunity\nname=x\nstage=Qualified");
	const struct model *m = session_model(s, "stage");
	struct change ch = { .slot = model_slot(m, "won"), .op = CH_SET, .val = VALUE_INT(1) };
	struct save_options ask = { .typed = true, .ask = true };
	struct err err = ERR_INIT;
	struct step st;
	int64_t id = count(s, "SELECT id FROM stage WHERE name='Qualified'");
	assert_int_equal(step_open(s, "t", &st, &err), RC_OK);
	assert_int_equal(step_close(&st, record_save(s, &st, m, &id, &ch, 1, &ask, &err), &err), RC_ASK);
	assert_non_null(strstr(err.text, "1 card becomes won"));
	assert_int_equal(count(s, "SELECT coalesce(won,0) FROM stage WHERE name='Qualified'"), 0);
	ask.ask = false;
	assert_int_equal(step_open(s, "t", &st, &err), RC_OK);
	assert_int_equal(step_close(&st, record_save(s, &st, m, &id, &ch, 1, &ask, &err), &err), RC_OK);
	assert_int_equal(count(s, "SELECT won FROM stage WHERE name='Qualified'"), 1);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {
		T(statuses_stand_where_they_should),
		T(void_lies_in_the_trash_with_its_reason),
		T(what_is_put_aside_comes_back),
		T(invalid_leads_are_revived_on_their_day),
		T(jobs_run_when_due_and_once),
		T(phases_follow_the_table),
		T(a_phase_by_hand_stays_until_cleared),
		T(the_office_says_what_it_accepts),
		T(sheets_have_a_score),
		T(touches_are_kept),
		T(inner_work_is_no_touch),
		T(records_are_told),
		T(targets_count_their_period),
		T(settings_have_a_way_back),
		T(a_team_says_what_it_takes),
		T(who_is_gone_can_still_be_asked_for),
		T(stars_are_typed_as_stars),
		T(turning_a_stage_warns_who_can_answer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
