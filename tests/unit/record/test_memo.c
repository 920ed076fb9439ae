/* Answers kept inside a transaction: until a type they were read from is written, a part is rolled back, or it ends. */
#include <setjmp.h>
#include <stdarg.h>

#include "record/journal.h"
#include "record/memo.h"
#include "record/record.h"
#include "record/save.h"
#include "toy.h"

#include <cmocka.h>

static struct session *s;
static const char what[] = "answer";

static int setup(void **state)
{
	(void)state;
	s = toy_open();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	toy_close(s);
	return 0;
}

static void keep(int64_t a, int64_t value, const char *model)
{
	memo_put(s, &(struct memo_key){ what, a, 0 }, value, model ? MEMO_ON(session_model(s, model)->no) : 0);
}

/* -1: nothing is kept. */
static int64_t kept(int64_t a)
{
	int64_t value;

	return memo_get(s, &(struct memo_key){ what, a, 0 }, &value) ? value : -1;
}

static void nothing_is_kept_outside_a_transaction(void **state)
{
	(void)state;
	keep(1, 7, NULL);
	assert_int_equal(kept(1), -1);
	assert_int_equal(db_begin(s->db, NULL), RC_OK);
	keep(1, 7, NULL);
	assert_int_equal(kept(1), 7);
	assert_int_equal(kept(2), -1);
	assert_int_equal(db_end(s->db, RC_OK, NULL), RC_OK);
	assert_int_equal(kept(1), -1);
	assert_int_equal(db_begin(s->db, NULL), RC_OK);
	assert_int_equal(kept(1), -1);
	assert_int_equal(db_end(s->db, RC_OK, NULL), RC_OK);
}

static void a_rolled_back_part_takes_the_answers_with_it(void **state)
{
	(void)state;
	assert_int_equal(db_begin(s->db, NULL), RC_OK);
	keep(1, 7, NULL);
	assert_int_equal(db_save_begin(s->db, NULL), RC_OK);
	assert_int_equal(db_save_end(s->db, RC_OK, NULL), RC_OK);
	assert_int_equal(kept(1), 7);
	assert_int_equal(db_save_begin(s->db, NULL), RC_OK);
	keep(2, 8, NULL);
	assert_int_equal(db_save_end(s->db, RC_INVALID, NULL), RC_INVALID);
	assert_int_equal(kept(1), -1);
	assert_int_equal(kept(2), -1);
	assert_int_equal(db_end(s->db, RC_OK, NULL), RC_OK);
}

static void make(const char *model, const char *title)
{
	const struct model *m = session_model(s, model);
	struct change ch = { .slot = m->title, .val = value_text(title) };
	int64_t id = 0;
	struct step st;

	assert_int_equal(step_open(s, "", &st, NULL), RC_OK);
	assert_int_equal(step_close(&st, record_save(s, &st, m, &id, &ch, 1, NULL, NULL), NULL), RC_OK);
}

static void writing_a_type_drops_what_was_read_from_it(void **state)
{
	(void)state;
	assert_int_equal(db_begin(s->db, NULL), RC_OK);
	keep(1, 7, "label");
	make("shelf", "East");
	assert_int_equal(kept(1), 7);
	make("label", "old");
	assert_int_equal(kept(1), -1);
	assert_int_equal(db_end(s->db, RC_OK, NULL), RC_OK);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(nothing_is_kept_outside_a_transaction),
		T(a_rolled_back_part_takes_the_answers_with_it),
		T(writing_a_type_drops_what_was_read_from_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
