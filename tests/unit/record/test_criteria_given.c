/* What a record made in a filtered list starts with. */
#include "record/criteria.h"
#include "record/value.h"
#include "toy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

struct got {
	int n, slot[8];
	int64_t id[8];
};

static void take(void *ctx, int slot, const struct value *v)
{
	struct got *g = ctx;

	g->slot[g->n] = slot;
	g->id[g->n++] = v->kind == VAL_INT ? v->i : 0;
}

static struct got given(struct session *s, const char *text)
{
	struct arena a = ARENA_INIT;
	struct criteria *c = NULL;
	struct err err = ERR_INIT;
	struct got g = { .n = 0 };

	assert_int_equal(criteria_parse(s, session_model(s, "book"), text, &a, &c, &err), RC_OK);
	criteria_given(s, c, take, &g);
	arena_free(&a);
	return g;
}

static void test_given(void **state)
{
	struct session *s = toy_open();
	struct got g = given(s, "kind = poetry and owner = me and price > 5");

	(void)state;
	assert_int_equal(g.n, 2);
	assert_int_equal(g.slot[0], BOOK_KIND);
	assert_int_equal(g.id[0], BOOK_POETRY);
	assert_int_equal(g.slot[1], BOOK_OWNER);
	assert_int_equal(g.id[1], s->user);
	assert_int_equal(given(s, "kind = poetry or kind = novel").n, 0);
	assert_int_equal(given(s, "not kind = poetry").n, 0);
	assert_int_equal(given(s, "shelf.name = Sea").n, 0);
	assert_int_equal(given(s, "state = late").n, 0);
	assert_int_equal(given(s, "").n, 0);
	toy_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_given) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
