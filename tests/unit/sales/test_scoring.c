/* Predictive scoring: the worked example to the last decimal, the table of frequencies through all that can happen to a
 * record, a person's own number, the explanation. */
#include "helper.h"

#include <stdio.h>

#include "record/record.h"
#include "sales/sales.h"
#include "sales/scoring.h"

static struct session *s;

static int setup(void **state)
{
	(void)state;
	s = office_new(&sales_office);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	office_end(s);
	return 0;
}

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_worked_example, setup, teardown),
		cmocka_unit_test_setup_teardown(live_numbers_are_the_same, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
