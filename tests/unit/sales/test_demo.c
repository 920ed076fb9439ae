/* The demo office: as many as promised, the same every time, fast, and gone by one command. */
#include <stdio.h>

#include "helper.h"

#include "sales/sales.h"

static struct session *s;

static struct session *with_demo(uint64_t seed)
{
	struct err err = ERR_INIT;
	struct session *made = office_new(&sales_office);
	int64_t from = clock_ms();
	if (demo_make(made, seed, &err) != RC_OK)
		fail_msg("%s", err.text);
	printf("figure: demo office made in %ld ms\n", (long)(clock_ms() - from));
	return made;
}

static int setup(void **state)
{
	(void)state;
	s = with_demo(1);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	office_end(s);
	return 0;
}

static void counts_are_as_promised(void **state)
{
	(void)state;
	assert_int_equal(count(s, "SELECT count(*) FROM team"), 3);
	assert_int_equal(count(s, "SELECT count(*) FROM user WHERE login<>'sara'"), 12);
	assert_int_equal(count(s, "SELECT count(*) FROM account"), 400);
	assert_int_equal(count(s, "SELECT count(DISTINCT name) FROM account"), 400);
	assert_int_equal(count(s, "SELECT count(*) FROM contact"), 900);
	assert_int_equal(count(s, "SELECT count(*) FROM lead WHERE kind=1"), 1500);
	assert_int_equal(count(s, "SELECT count(*) FROM lead WHERE kind=2"), 600);
}

static void there_is_life(void **state)
{
	(void)state;
	/* fourteen months, in time's order, nothing in the future */
	assert_int_equal(count(s, "SELECT count(*) FROM step a JOIN step b ON b.id=a.id+1 WHERE b.at<a.at AND "
				  "a.session=0 AND b.session=0 AND a.id>2"),
		0);
	assert_true(count(s, "SELECT (max(created_at)-min(created_at))/86400 FROM lead") > 400);
	assert_true(count(s, "SELECT max(at) FROM step") <= T0);
	assert_true(count(s, "SELECT count(*) FROM lead WHERE stage=4") > 100);
	assert_true(count(s, "SELECT count(*) FROM lead WHERE active=0 AND lost_reason IS NOT NULL AND kind=2") > 100);
	assert_int_equal(count(s, "SELECT count(DISTINCT lost_reason) FROM lead"), 3);
	for (int stage = 1; stage <= 3; stage++) {
		char sql[100];
		snprintf(sql, sizeof sql, "SELECT count(*) FROM lead WHERE kind=2 AND active=1 AND stage=%d", stage);
		assert_true(count(s, sql) >= 15);
	}
	assert_true(count(s, "SELECT count(*) FROM activity WHERE done_at IS NOT NULL") > 500);
	assert_true(count(s, "SELECT count(*) FROM activity WHERE done_at IS NULL AND due<'2026-01-01'") > 20);
	assert_true(count(s, "SELECT count(*) FROM activity WHERE done_at IS NULL AND due='2026-01-01'") > 10);
	assert_true(count(s, "SELECT count(*) FROM activity WHERE done_at IS NULL AND due>'2026-01-01'") > 50);
	assert_true(count(s, "SELECT count(*) FROM lead WHERE owner=(SELECT id FROM user WHERE login='sara')") > 100);
	assert_true(count(s, "SELECT count(*) FROM lead WHERE owner IS NULL AND created_by IS NULL") > 50);
	assert_true(count(s, "SELECT count(*) FROM account WHERE name LIKE '%株式会社%'") >= 40);
	assert_true(count(s, "SELECT count(*) FROM account WHERE name LIKE '%有限公司%'") >= 40);
	assert_true(count(s, "SELECT count(*) FROM account WHERE name LIKE '%شرکت%'") >= 100);
	assert_int_equal(
		count(s, "SELECT count(*) FROM lead l WHERE l.stage_at<l.created_at OR l.closed_at<l.created_at"), 0);
}

static void the_counters_agree(void **state)
{
	(void)state;
	assert_int_equal(count(s, "SELECT sum(n) FROM lead_cube"), 2100);
	assert_int_equal(count(s, "SELECT sum(sum_revenue) FROM lead_cube"), count(s, "SELECT sum(revenue) FROM lead"));
	assert_int_equal(
		count(s, "SELECT n FROM lead_cube WHERE kind=2 AND active=1 AND stage=1 ORDER BY n DESC LIMIT 1"),
		count(s, "SELECT count(*) n FROM lead WHERE kind=2 AND active=1 AND stage=1 GROUP BY team,owner,status ORDER "
			 "BY n DESC LIMIT 1"));
}

static char *digest(struct session *x)
{
	return db_get_text(x->db,
		"SELECT count(*)||' '||sum(at)||' '||(SELECT sum(revenue) FROM lead)||' '||"
		"(SELECT group_concat(email,',') FROM (SELECT email FROM contact ORDER BY id LIMIT 50))||"
		"(SELECT sum(id*stage) FROM lead) FROM step WHERE session=0",
		"");
}

static void one_seed_one_office(void **state)
{
	(void)state;
	char *first = digest(s);
	office_end(s);
	s = with_demo(1);
	char *again = digest(s);
	assert_string_equal(first, again);
	office_end(s);
	s = with_demo(2);
	char *other = digest(s);
	assert_string_not_equal(first, other);
	free(first);
	free(again);
	free(other);
}

static void it_goes_and_comes_back(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	int64_t mine = must(s, "account", 0, "name=Mine");
	assert_true(demo_here(s));
	assert_int_equal(demo_make(s, 3, &err), RC_INVALID);
	int64_t from = clock_ms();
	assert_int_equal(demo_remove(s, &err), RC_OK);
	printf("figure: demo office removed in %ld ms\n", (long)(clock_ms() - from));
	assert_false(demo_here(s));
	assert_int_equal(demo_remove(s, &err), RC_NOT_FOUND);
	assert_int_equal(count(s, "SELECT count(*) FROM lead WHERE trashed_at IS NULL"), 0);
	assert_int_equal(count(s, "SELECT count(*) FROM account WHERE trashed_at IS NULL"), 1);
	assert_int_equal(count(s, "SELECT count(*) FROM user WHERE trashed_at IS NULL"), 1);
	assert_int_equal(count(s, "SELECT count(*) FROM stage WHERE trashed_at IS NULL"), 4);
	eq(s, "account", mine, "trashed_at", "");
	undo(s);
	assert_true(demo_here(s));
	assert_int_equal(count(s, "SELECT count(*) FROM lead WHERE trashed_at IS NULL"), 2100);
	/* the clock stands where it stood, the person is who she was */
	assert_int_equal(clock_now(), T0);
	eq(s, "user", s->user, "login", "sara");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_are_as_promised),
		cmocka_unit_test(there_is_life),
		cmocka_unit_test(the_counters_agree),
		cmocka_unit_test(it_goes_and_comes_back),
		cmocka_unit_test(one_seed_one_office),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
