/* Moves, won, lost, reopened: what each sets, what it refuses, and that one undo takes it back. */
#include "helper.h"

#include "sales/pipeline.h"
#include "sales/sales.h"

static struct session *s;
static int64_t deal;

static int setup(void **state)
{
	(void)state;
	s = office_new(&sales_office);
	must(s, "team", 0, "name=North");
	must(s, "team", 0, "name=South");
	deal = must(s, "lead", 0, "name=Server room\nkind=opportunity\nrevenue=1000\nprobability=40\nteam=North");
	clock_fix(T0 + DAY);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	office_end(s);
	return 0;
}

static void lose(int64_t id, const char *note)
{
	const char *const params[] = { "Too expensive", note };
	assert_int_equal(act(s, "lead", "lost", id, params, NULL), 1);
}

static void a_move_is_a_step(void **state)
{
	(void)state;
	const char *const params[] = { "qualified" };
	assert_int_equal(act(s, "lead", "stage", deal, params, NULL), 1);
	eq(s, "lead", deal, "stage", "Qualified");
	eq(s, "lead", deal, "stage_at", "2026-01-02T09:00:00Z");
	char *label = db_get_text(s->db, "SELECT label FROM step ORDER BY id DESC LIMIT 1", "");
	assert_string_equal(label, "Server room moved to Qualified");
	free(label);
	undo(s);
	eq(s, "lead", deal, "stage", "New");
	eq(s, "lead", deal, "stage_at", "2026-01-01T09:00:00Z");
}

static void won_is_complete(void **state)
{
	(void)state;
	assert_int_equal(act(s, "lead", "won", deal, NULL, NULL), 1);
	eq(s, "lead", deal, "stage", "Won");
	eq(s, "lead", deal, "probability", "100");
	eq(s, "lead", deal, "automatic_probability", "100");
	eq(s, "lead", deal, "outcome", "won");
	eq(s, "lead", deal, "closed_at", "2026-01-02T09:00:00Z");
	eq(s, "lead", deal, "prorated", "1000.00");
	undo(s);
	eq(s, "lead", deal, "stage", "New");
	eq(s, "lead", deal, "probability", "40");
	eq(s, "lead", deal, "outcome", "open");
	eq(s, "lead", deal, "closed_at", "");
}

static void the_way_is_kept(void **state)
{
	char why[200] = "";
	const char *const late[] = { "Proposition" }, *const next[] = { "Qualified" };

	(void)state;
	must(s, "stage", 1, "next=Qualified");
	assert_int_equal(act(s, "lead", "stage", deal, late, why), 0);
	assert_string_equal(why, "from New the way leads to Qualified, not to Proposition: go there first");
	assert_int_equal(act(s, "lead", "won", deal, NULL, why), 0);
	assert_int_equal(act(s, "lead", "stage", deal, next, why), 1);
	assert_int_equal(act(s, "lead", "won", deal, NULL, why), 1);
	must(s, "stage", 4, "next=Qualified"); /* a won one that is reopened goes back where it was all the same */
	assert_int_equal(act(s, "lead", "reopen", deal, NULL, why), 1);
	eq(s, "lead", deal, "stage", "Qualified");
	must(s, "stage", 2, "next=");
	must(s, "lead", deal, "stage=New");
	must(s, "stage", 1, "next=");
	must(s, "lead", deal, "stage=Proposition");
}

static void won_picks_the_stage(void **state)
{
	(void)state;
	must(s, "stage", 0, "name=Half won\nsequence=2\nwon=yes\nteams=North");
	must(s, "stage", 0, "name=South won\nsequence=1\nwon=yes\nteams=South");
	/* the first won stage above the present one that the team may use */
	act(s, "lead", "won", deal, NULL, NULL);
	eq(s, "lead", deal, "stage", "Half won");
	/* none above: the last at or below */
	must(s, "stage", 0, "name=Late\nsequence=90");
	must(s, "lead", deal, "stage=Late");
	act(s, "lead", "won", deal, NULL, NULL);
	eq(s, "lead", deal, "stage", "Won");
}

static void won_to_won_keeps_its_day(void **state)
{
	(void)state;
	must(s, "stage", 0, "name=Delivered\nsequence=80\nwon=yes");
	must(s, "lead", deal, "stage=Won");
	clock_fix(T0 + 5 * DAY);
	must(s, "lead", deal, "stage=Delivered");
	eq(s, "lead", deal, "closed_at", "2026-01-02T09:00:00Z");
	must(s, "lead", deal, "stage=New");
	eq(s, "lead", deal, "closed_at", "");
	eq(s, "lead", deal, "probability", "50"); /* the win was taken back: 0.1 won and 0.1 lost are left of it */
}

static void a_won_one_stays_whole(void **state)
{
	(void)state;
	char why[200];
	struct err err = ERR_INIT;
	const char *const params[] = { "Too expensive", NULL };
	must(s, "lead", deal, "stage=Won");
	assert_int_equal(act(s, "lead", "lost", deal, params, why), 0);
	assert_non_null(strstr(why, "won"));
	assert_int_equal(put(s, "lead", deal, "probability=99", &err), 0);
	assert_int_equal(err.rc, RC_INVALID);
	eq(s, "lead", deal, "probability", "100");
	eq(s, "lead", deal, "active", "yes");
}

static void hundred_alone_is_not_won(void **state)
{
	(void)state;
	must(s, "lead", deal, "probability=100");
	eq(s, "lead", deal, "outcome", "open");
}

static void lost_is_complete(void **state)
{
	(void)state;
	lose(deal, "they bought elsewhere");
	eq(s, "lead", deal, "active", "no");
	eq(s, "lead", deal, "probability", "0");
	eq(s, "lead", deal, "automatic_probability", "0");
	eq(s, "lead", deal, "outcome", "lost");
	eq(s, "lead", deal, "lost_reason", "Too expensive");
	eq(s, "lead", deal, "closed_at", "2026-01-02T09:00:00Z");
	assert_int_equal(count(s, "SELECT count(*) FROM note WHERE text='lost, Too expensive: they bought elsewhere' "
				  "AND trashed_at IS NULL"),
		1);
	undo(s);
	eq(s, "lead", deal, "active", "yes");
	eq(s, "lead", deal, "probability", "40");
	eq(s, "lead", deal, "lost_reason", "");
	eq(s, "lead", deal, "closed_at", "");
	assert_int_equal(count(s, "SELECT count(*) FROM note WHERE trashed_at IS NULL"), 0);
}

static void a_lost_one_comes_back(void **state)
{
	(void)state;
	must(s, "stage", 1, "probability=30");
	lose(deal, NULL);
	assert_int_equal(act(s, "lead", "reopen", deal, NULL, NULL), 1);
	eq(s, "lead", deal, "active", "yes");
	eq(s, "lead", deal, "lost_reason", "");
	eq(s, "lead", deal, "probability", "30");
	eq(s, "lead", deal, "outcome", "open");
	eq(s, "lead", deal, "closed_at", "");
	undo(s);
	eq(s, "lead", deal, "outcome", "lost");
	/* from lost to won: sold after all, today */
	clock_fix(T0 + 9 * DAY);
	assert_int_equal(act(s, "lead", "won", deal, NULL, NULL), 1);
	eq(s, "lead", deal, "active", "yes");
	eq(s, "lead", deal, "lost_reason", "");
	eq(s, "lead", deal, "closed_at", "2026-01-10T09:00:00Z");
}

static void a_won_one_goes_back_where_it_was(void **state)
{
	(void)state;
	must(s, "lead", deal, "stage=Proposition");
	act(s, "lead", "won", deal, NULL, NULL);
	assert_int_equal(act(s, "lead", "reopen", deal, NULL, NULL), 1);
	eq(s, "lead", deal, "stage", "Proposition");
	eq(s, "lead", deal, "closed_at", "");
	char why[200];
	assert_int_equal(act(s, "lead", "reopen", deal, NULL, why), 0);
	assert_string_equal(why, "it is open already");
}

static void many_at_once_with_refusals(void **state)
{
	(void)state;
	const struct model *m = session_model(s, "lead");
	int64_t id[3] = { deal, must(s, "lead", 0, "name=Inquiry\nkind=lead"),
		must(s, "lead", 0, "name=B\nkind=opportunity") };
	struct action_result out;
	struct err err = ERR_INIT;
	action_result_init(&out);
	assert_int_equal(action_run(s, m, action_find(m, "won"), id, 3, NULL, &out, &err), RC_OK);
	assert_int_equal(out.done, 2);
	assert_int_equal(out.n_refused, 1);
	assert_int_equal(out.refused[0].id, id[1]);
	action_result_free(&out);
	undo(s);
	eq(s, "lead", id[0], "stage", "New");
	eq(s, "lead", id[2], "stage", "New");
	const char *const params[] = { NULL };
	assert_int_equal(act(s, "lead", "qualify", id[1], params, NULL), 1);
	eq(s, "lead", id[1], "kind", "opportunity");
}

static void a_stage_turned_won_takes_its_cards(void **state)
{
	(void)state;
	const char *const yes[] = { "yes" }, *const no[] = { "no" };
	must(s, "stage", 1, "probability=30");
	assert_int_equal(act(s, "stage", "mark", 1, yes, NULL), 1);
	eq(s, "lead", deal, "probability", "100");
	eq(s, "lead", deal, "closed_at", "2026-01-02T09:00:00Z");
	eq(s, "lead", deal, "outcome", "won");
	undo(s);
	eq(s, "lead", deal, "probability", "40");
	eq(s, "lead", deal, "closed_at", "");
	act(s, "stage", "mark", 1, yes, NULL);
	act(s, "stage", "mark", 1, no, NULL);
	eq(s, "lead", deal, "probability", "30");
	eq(s, "lead", deal, "closed_at", "");
}

static void a_warning_comes_first(void **state)
{
	(void)state;
	const struct model *m = session_model(s, "stage");
	struct action_result out;
	struct err err = ERR_INIT;
	int64_t id = 1;
	struct value yes = VALUE_INT(1);
	action_result_init(&out);
	assert_int_equal(action_find(m, "mark")->preview(s, m, &id, 1, &yes, &out, &err), RC_OK);
	assert_string_equal(out.message.s, "1 card becomes won, with probability 100");
	action_result_free(&out);
	eq(s, "lead", deal, "outcome", "open");
}

static void a_stage_with_cards_is_emptied_first(void **state)
{
	(void)state;
	const struct model *m = session_model(s, "stage");
	struct step st;
	struct err err = ERR_INIT;
	assert_int_equal(step_open(s, "trash", &st, &err), RC_OK);
	assert_int_equal(step_close(&st, record_trash(s, &st, m, 1, &err), &err), RC_INVALID);
	assert_non_null(strstr(err.text, "1 card:"));
	const char *const to[] = { "Qualified" };
	act(s, "stage", "empty", 1, to, NULL);
	eq(s, "lead", deal, "stage", "Qualified");
	assert_int_equal(step_open(s, "trash", &st, &err), RC_OK);
	assert_int_equal(step_close(&st, record_trash(s, &st, m, 1, &err), &err), RC_OK);
}

static void small_deeds(void **state)
{
	(void)state;
	const char *const stars[] = { "3" }, *const money[] = { "5k" }, *const who[] = { "sara" };
	act(s, "lead", "stars", deal, stars, NULL);
	act(s, "lead", "revenue", deal, money, NULL);
	must(s, "user", 0, "login=reza");
	const char *const reza[] = { "reza" };
	act(s, "lead", "owner", deal, reza, NULL);
	eq(s, "lead", deal, "priority", "3");
	eq(s, "lead", deal, "revenue", "5000.00");
	eq(s, "lead", deal, "owner", "reza");
	act(s, "lead", "owner", deal, who, NULL);
	must(s, "tag", 0, "name=vip");
	must(s, "tag", 0, "name=2026");
	const char *const vip[] = { "vip" }, *const year[] = { "2" };
	act(s, "lead", "tag", deal, vip, NULL);
	act(s, "lead", "tag", deal, year, NULL);
	assert_int_equal(count(s, "SELECT count(*) FROM link WHERE from_id=1 AND to_id IN(1,2) AND field>>16=18"), 2);
	const char *const text[] = { "wants the room before Nowruz\nsecond line" };
	act(s, "lead", "note", deal, text, NULL);
	assert_int_equal(count(s, "SELECT count(*) FROM note WHERE name='wants the room before Nowruz'"), 1);
}

static int64_t seconds(const struct stage_times *t, int64_t stage)
{
	for (int i = 0; i < t->n; i++)
		if (t->at[i].stage == stage)
			return t->at[i].seconds;
	return -1;
}

static void time_in_stages_adds_up(void **state)
{
	(void)state;
	struct stage_times t;
	struct err err = ERR_INIT;
	must(s, "lead", deal, "stage=Qualified"); /* after a day in New */
	clock_fix(T0 + 4 * DAY);
	must(s, "lead", deal, "stage=New");
	clock_fix(T0 + 5 * DAY);
	must(s, "lead", deal, "stage=Won");
	clock_fix(T0 + 7 * DAY);
	assert_int_equal(lead_stage_times(s, deal, &t, &err), RC_OK);
	assert_int_equal(t.n, 3);
	assert_int_equal(seconds(&t, 1), 2 * DAY);
	assert_int_equal(seconds(&t, 2), 3 * DAY);
	assert_int_equal(seconds(&t, 4), 2 * DAY);
	assert_int_equal(lead_stage_times(s, 999, &t, &err), RC_NOT_FOUND);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_move_is_a_step),
		T(won_is_complete),
		T(the_way_is_kept),
		T(won_picks_the_stage),
		T(won_to_won_keeps_its_day),
		T(a_won_one_stays_whole),
		T(hundred_alone_is_not_won),
		T(lost_is_complete),
		T(a_lost_one_comes_back),
		T(a_won_one_goes_back_where_it_was),
		T(many_at_once_with_refusals),
		T(a_stage_turned_won_takes_its_cards),
		T(a_warning_comes_first),
		T(a_stage_with_cards_is_emptied_first),
		T(small_deeds),
		T(time_in_stages_adds_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
