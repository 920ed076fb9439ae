/* Predictive scoring: the worked example to the last decimal, the table of frequencies through all that can happen to a
 * record, a person's own number, the explanation. */
#include "helper.h"

#include <stdio.h>

#include "record/record.h"
#include "sales/sales.h"
#include "sales/scoring.h"

OFFICE_FIXTURE(s)

static void rebuild(void)
{
	struct err err = ERR_INIT;
	if (scoring_rebuild(s, NULL, &err) != RC_OK)
		fail_msg("%s", err.text);
}

static void lose(int64_t id)
{
	const char *const why[] = { "Too expensive", NULL };
	assert_int_equal(act(s, "lead", "lost", id, why, NULL), 1);
}

/* "won/lost" of a row in tenths; "-" when there is none. */
static const char *row(const char *team, const char *variable, const char *value)
{
	static char text[4][40];
	static int turn;
	char *out = text[turn++ % 4];
	struct stmt *st = db_prep(s->db, "SELECT won,lost FROM score_count WHERE team=coalesce((SELECT id FROM team WHERE"
					 " name=?1),0) AND variable=?2 AND value=?3");
	int64_t stage = db_get_int(s->db, 0, "SELECT id FROM stage WHERE name=?", "s", value);
	int64_t country = db_get_int(s->db, 0, "SELECT id FROM country WHERE code=?", "s", value);
	char id[24];
	snprintf(id, sizeof id, "%ld", (long)(stage ? stage : country));
	st_text(st, 1, team);
	st_int(st, 2, strcmp(variable, "stage") == 0 ? 15 : strcmp(variable, "country") == 0 ? 39 : 1);
	st_text(st, 3, stage || country ? id : value);
	snprintf(out, 40, "-");
	if (st_step(st, NULL) > 0)
		snprintf(out, 40, "%.1f/%.1f", (double)st_get_int(st, 0) / 10, (double)st_get_int(st, 1) / 10);
	st_done(st);
	return out;
}

/* --- the worked example --- */

enum { A3 = 3, B3 = 8, C4 = 13 };
static int64_t made[14];

static void make_example(void)
{
	static const struct {
		const char *team, *country, *state, *source, *stage, *end;
	} lead[] = {
		{ "A", "DE", "s1", "o1", "New", "lost" },
		{ "A", "FR", "s2", "o2", "Qualified", "lost" },
		{ "A", "IT", "s3", "o3", "Proposition", "won" },
		{ "A", "DE", "s2", "o3", "Qualified", "" },
		{ "A", "FR", "s2", "o2", "New", "" },
		{ "B", "DE", "s2", "o2", "Proposition", "lost" },
		{ "B", "DE", "s2", "o3", "Qualified", "lost" },
		{ "B", "DE", "s3", "o3", "New", "won" },
		{ "B", "DE", "s2", "o3", "Qualified", "" },
		{ "B", "FR", "s1", "o2", "Qualified", "" },
		{ "C", "FR", "s2", "o2", "Proposition", "won" },
		{ "C", "DE", "s2", "o1", "New", "lost" },
		{ "C", "FR", "s3", "o3", "New", "lost" },
		{ "C", "DE", "s2", "o3", "Qualified", "" },
	};
	must(s, "team", 0, "name=A");
	must(s, "team", 0, "name=B");
	must(s, "team", 0, "name=C");
	must(s, "source", 0, "name=o1");
	must(s, "source", 0, "name=o2");
	must(s, "source", 0, "name=o3");
	for (size_t i = 0; i < COUNT(lead); i++) {
		char text[300];
		snprintf(text, sizeof text, "name=lead %zu\nkind=opportunity\nteam=%s\ncountry=%s\nstate=%s\nsource=%s\nstage=%s",
			i, lead[i].team, lead[i].country, lead[i].state, lead[i].source, lead[i].stage);
		made[i] = must(s, "lead", 0, text);
		if (strcmp(lead[i].end, "won") == 0)
			assert_int_equal(act(s, "lead", "won", made[i], NULL, NULL), 1);
		else if (*lead[i].end)
			lose(made[i]);
	}
}

static void the_worked_example(void **state)
{
	(void)state;
	make_example();
	assert_string_equal(row("A", "stage", "New"), "1.1/2.1"); /* at once, before any rebuild */
	rebuild();
	eq(s, "lead", made[A3], "probability", "33.49");
	eq(s, "lead", made[B3], "automatic_probability", "7.74");
	eq(s, "lead", made[C4], "probability", "35.09");
	assert_string_equal(row("A", "stage", "New"), "1.1/2.1");
	assert_string_equal(row("A", "stage", "Qualified"), "1.1/1.1");
	assert_string_equal(row("A", "stage", "Proposition"), "1.1/0.1");
	assert_string_equal(row("A", "stage", "Won"), "1.1/0.1");
	assert_string_equal(row("A", "country", "FR"), "0.1/1.1");
	assert_string_equal(row("A", "email", "empty"), "1.1/2.1");
	for (int i = 10; i < 14; i++)
		must(s, "lead", made[i], "team=");
	rebuild();
	eq(s, "lead", made[C4], "probability", "35.19");
}

static void live_numbers_are_the_same(void **state)
{
	(void)state;
	make_example();
	/* a change of stage and back scores that record alone, by the table as it is now */
	must(s, "lead", made[A3], "stage=Proposition");
	must(s, "lead", made[A3], "stage=Qualified");
	eq(s, "lead", made[A3], "probability", "33.49");
	int64_t other = made[9];
	char before[32];
	snprintf(before, sizeof before, "%s", get(s, "lead", other, "probability"));
	act(s, "lead", "won", made[B3], NULL, NULL);
	eq(s, "lead", other, "probability", before);
	eq(s, "lead", made[B3], "automatic_probability", "100");
	rebuild();
	assert_string_not_equal(get(s, "lead", other, "probability"), before);
}

static void an_own_number_stays(void **state)
{
	(void)state;
	make_example();
	int64_t id = made[A3];
	must(s, "lead", id, "probability=55");
	rebuild();
	must(s, "lead", id, "country=IT");
	eq(s, "lead", id, "probability", "55");
	assert_string_not_equal(get(s, "lead", id, "automatic_probability"), "55");
	assert_int_equal(act(s, "lead", "automatic", id, NULL, NULL), 1);
	assert_string_equal(get(s, "lead", id, "probability"), get(s, "lead", id, "automatic_probability"));
	undo(s);
	eq(s, "lead", id, "probability", "55");
}

static void a_team_leaves_its_counts(void **state)
{
	(void)state;
	struct step st;
	struct err err = ERR_INIT;
	make_example();
	must(s, "lead", 0, "name=none\nkind=opportunity\ncountry=FR\nowner=\nteam=\nstage=Won");
	assert_string_equal(row("A", "stage", "New"), "1.1/2.1");
	int64_t team = db_get_int(s->db, 0, "SELECT id FROM team WHERE name='A'", "");
	for (int i = 0; i < 5; i++) /* their cards go on without it */
		must(s, "lead", made[i], "owner=");
	assert_int_equal(step_open(s, "t", &st, &err), RC_OK);
	assert_int_equal(step_close(&st, record_trash(s, &st, session_model(s, "team"), team, &err), &err), RC_OK);
	assert_int_equal(count(s, "SELECT count(*) FROM score_count WHERE team=1"), 0);
	/* round(1.1) + round(1.1) and round(2.1) + round(0.1); 0 becomes 0.1 */
	assert_string_equal(row("-", "stage", "New"), "2.0/2.0");
	assert_string_equal(row("-", "stage", "Won"), "2.0/0.1");
	assert_string_equal(row("-", "country", "FR"), "1.0/1.0");
}

static void reasons(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct score_explained x;
	make_example();
	rebuild();
	assert_int_equal(scoring_explain(s, made[A3], &a, &x, NULL), RC_OK);
	assert_true(x.has_result && !x.note);
	assert_string_equal(x.team, "A");
	assert_int_equal(x.automatic, 3349);
	assert_int_equal(x.n_helps, 1); /* source o3: 1.1 of 1.3 won, 0.1 of 2.3 lost */
	assert_string_equal(x.helps[0].variable, "source");
	assert_true(x.helps[0].weight > 0.9);
	for (int i = 0; i < x.n_hurts; i++) {
		assert_true(x.hurts[i].weight < 0.5);
		if (i)
			assert_true(x.hurts[i].weight >= x.hurts[i - 1].weight);
	}
	assert_int_equal(scoring_explain(s, made[2], &a, &x, NULL), RC_OK);
	assert_non_null(strstr(x.note, "won"));
	assert_int_equal(x.shown, 10000);
	assert_int_equal(scoring_explain(s, 9999, &a, &x, NULL), RC_NOT_FOUND);
	arena_free(&a);
}

/* A tag that few records have says nothing yet. */
static void rare_tags_are_left_out(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	make_example();
	must(s, "tag", 0, "name=vip");
	char without[32];
	rebuild();
	snprintf(without, sizeof without, "%s", get(s, "lead", made[A3], "probability"));
	must(s, "lead", made[2], "tags=vip");
	must(s, "lead", made[A3], "tags=vip");
	rebuild();
	eq(s, "lead", made[A3], "probability", without);
	assert_int_equal(db_run(s->db, &err, "UPDATE score_count SET won=600 WHERE variable=47", ""), RC_OK);
	must(s, "lead", made[A3], "state=s3");
	must(s, "lead", made[A3], "state=s2");
	assert_true(strtod(get(s, "lead", made[A3], "probability"), NULL) >= 33.49);
}

static void settings_are_checked(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	assert_int_equal(setting_set(s, "scoring.start", "soon", &err), RC_INVALID);
	assert_int_equal(setting_set(s, "scoring.variables", "country,colour", &err), RC_INVALID);
	assert_non_null(strstr(err.text, "colour"));
	assert_int_equal(setting_set(s, "scoring.method", "guess", &err), RC_INVALID);
	make_example();
	assert_int_equal(setting_set(s, "scoring.variables", "source", &err), RC_OK);
	assert_string_equal(row("A", "country", "DE"), "-");
	assert_int_equal(count(s, "SELECT count(DISTINCT variable) FROM score_count"), 2);
	assert_int_equal(setting_set(s, "scoring.start", "", &err), RC_OK);
	assert_int_equal(scoring_rebuild(s, NULL, &err), RC_INVALID);
	/* records from before the start are not counted */
	assert_int_equal(setting_set(s, "scoring.start", "2026-01-02", &err), RC_OK);
	assert_int_equal(count(s, "SELECT count(*) FROM score_count"), 0);
}

static void an_own_field_is_a_variable(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	must(s, "field", 0, "name=x_visits\nlabel=Visits\nmodel=lead\ntype=integer");
	struct session_options opt = { .path = db_path(s->db), .login = "sara" };
	struct session *again;
	assert_int_equal(session_open(&sales_office, &opt, &again, &err), RC_OK);
	assert_int_equal(setting_set(again, "scoring.variables", "x_visits", &err), RC_OK);
	must(again, "lead", 0, "name=a\nx_visits=5\nstage=Won");
	int64_t id = must(again, "lead", 0, "name=b\nx_visits=4\nstage=New");
	lose(id); /* by a session whose tables do not know the field yet */
	assert_int_equal(count(again, "SELECT won FROM score_count WHERE variable>=1000 AND value='#4'"), 11);
	assert_int_equal(count(again, "SELECT lost FROM score_count WHERE variable>=1000 AND value='#4'"), 11);
	session_close(again);
}

/* --- whatever happens, the table is what a rebuild makes of it --- */

static uint64_t seed = 7;
static int pick(int n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((seed >> 33) % (uint64_t)n);
}

/* All rows that say something as one text: those of 0.1 and 0.1 are what is left of counts taken back. */
static char *table(void)
{
	struct str out = STR_INIT;
	struct stmt *st = db_prep(s->db, "SELECT team,variable,value,won,lost FROM score_count WHERE won>1 OR lost>1"
					 " ORDER BY 1,2,3");
	while (st_step(st, NULL) > 0)
		str_addf(&out, "%ld %ld %s %ld %ld\n", (long)st_get_int(st, 0), (long)st_get_int(st, 1), st_get_text(st, 2),
			(long)st_get_int(st, 3), (long)st_get_int(st, 4));
	st_done(st);
	return str_take(&out);
}

static char *profiles(void)
{
	struct str out = STR_INIT;
	struct stmt *st = db_prep(s->db, "SELECT sl.lead,sl.outcome,sp.key FROM score_lead sl LEFT JOIN score_profile sp"
					 " ON sp.id=sl.profile ORDER BY 1");
	while (st_step(st, NULL) > 0)
		str_addf(&out, "%ld %ld %s\n", (long)st_get_int(st, 0), (long)st_get_int(st, 1), st_get_text(st, 2));
	st_done(st);
	return str_take(&out);
}

static void something_happens(int64_t id)
{
	static const char *const change[] = { "team=A", "team=B", "team=", "country=DE", "country=FR", "country=",
		"source=o1", "source=o2", "email=a@b.example", "email=", "stage=Qualified", "stage=New", "stage=Won",
		"active=yes", "tags=vip", "tags=" };
	const struct model *m = session_model(s, "lead");
	struct err err = ERR_INIT;
	struct undo_result undone;
	struct step st;
	switch (pick(8)) {
	case 0: act(s, "lead", "won", id, NULL, NULL); break;
	case 1: act(s, "lead", "lost", id, (const char *const[]){ "Too expensive", NULL }, NULL); break;
	case 2: act(s, "lead", "reopen", id, NULL, NULL); break;
	case 3: step_undo(s, 0, &undone, NULL); break;
	case 4:
		assert_int_equal(step_open(s, "t", &st, &err), RC_OK);
		bool there = db_get_int(s->db, 0, "SELECT 1 FROM lead WHERE id=? AND trashed_at IS NULL", "i", id) != 0;
		step_close(&st, there ? record_trash(s, &st, m, id, &err) : record_restore(s, &st, m, id, &err), &err);
		break;
	default: put(s, "lead", id, change[pick((int)COUNT(change))], &err);
	}
}

static void increments_equal_a_rebuild(void **state)
{
	(void)state;
	must(s, "team", 0, "name=A");
	must(s, "team", 0, "name=B");
	must(s, "source", 0, "name=o1");
	must(s, "source", 0, "name=o2");
	must(s, "tag", 0, "name=vip");
	int64_t id[12];
	for (int i = 0; i < 12; i++)
		id[i] = must(s, "lead", 0, "name=l\nkind=opportunity\nstage=New");
	for (int round = 0; round < 20; round++) {
		for (int i = 0; i < 20; i++)
			something_happens(id[pick(12)]);
		char *live = table(), *anew;
		rebuild();
		anew = table();
		assert_string_equal(live, anew);
		free(live);
		free(anew);
		/* and what is kept beside the records is what reading them anew gives */
		live = profiles();
		db_run(s->db, NULL, "DELETE FROM score_state", "");
		rebuild();
		anew = profiles();
		assert_string_equal(live, anew);
		free(live);
		free(anew);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_worked_example, setup, teardown),
		cmocka_unit_test_setup_teardown(live_numbers_are_the_same, setup, teardown),
		cmocka_unit_test_setup_teardown(an_own_number_stays, setup, teardown),
		cmocka_unit_test_setup_teardown(a_team_leaves_its_counts, setup, teardown),
		cmocka_unit_test_setup_teardown(reasons, setup, teardown),
		cmocka_unit_test_setup_teardown(rare_tags_are_left_out, setup, teardown),
		cmocka_unit_test_setup_teardown(settings_are_checked, setup, teardown),
		cmocka_unit_test_setup_teardown(an_own_field_is_a_variable, setup, teardown),
		cmocka_unit_test_setup_teardown(increments_equal_a_rebuild, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
