/* A new record type is one file and one line: the office with one more model lists, groups, filters, searches, exports,
 * acts, undoes, without a change anywhere else. */
#include "record/criteria.h"
#include "record/exchange.h"
#include "record/query.h"

#include "helper.h"

#include "sales/sales.h"
#include "toy_gift.h"

static struct session *s;
static const struct model *models[64];
static struct office office;
static int64_t acme, first;

static int setup(void **state)
{
	(void)state;
	office = sales_office;
	memcpy(models, sales_office.models, (size_t)sales_office.n * sizeof *models);
	models[office.n++] = &gift_model;
	office.models = models;
	s = office_new(&office);
	acme = must(s, "account", 0, "name=Acme");
	first = must(s, "gift", 0, "account=Acme\nworth=20");
	must(s, "gift", 0, "name=Pen\nworth=3\nstate=bought");
	must(s, "gift", 0, "name=Calendar\nworth=7");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	office_end(s);
	return 0;
}

static void tables_are_sound(void **state)
{
	(void)state;
	struct str out = STR_INIT;
	if (registry_lint(s->reg, &out) != 0)
		fail_msg("%s", out.s);
	str_free(&out);
}

static void it_is_made_by_its_rules(void **state)
{
	(void)state;
	eq(s, "gift", first, "name", "gift for Acme");
	eq(s, "gift", first, "state", "idea");
	eq(s, "gift", first, "owner", "sara");
	eq(s, "gift", first, "twice", "40.00");
}

static void it_lists(void **state)
{
	(void)state;
	struct arena a = ARENA_INIT;
	struct err err = ERR_INIT;
	struct page page;
	struct query q = { .model = &gift_model, .limit = 10 };
	assert_int_equal(
		criteria_parse(s, &gift_model, "worth > 5 and twice < 50 and owner = me", &a, &q.where, &err), RC_OK);
	query_default_columns(&gift_model, &q, &a);
	assert_int_equal(query_run(s, &q, &page, &err), RC_OK);
	assert_int_equal(page.n, 2);
	assert_string_equal(page.row[0].val[0].s, "Calendar");
	assert_string_equal(page.row[1].val[0].s, "gift for Acme");
	page_free(&page);
	arena_free(&a);
}

static void it_stands_on_a_board(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct query q = { .model = &gift_model };
	struct path by;
	struct group_result g;
	assert_int_equal(path_parse(s->reg, &gift_model, "state", &by, &err), RC_OK);
	assert_int_equal(query_groups(s, &q, &by, gift_model.amount, GROUP_COUNTS, &g, &err), RC_OK);
	assert_int_equal(g.n, 2);
	assert_string_equal(g.group[0].title, "Idea");
	assert_int_equal(g.group[0].n, 2);
	assert_int_equal(g.group[0].sum, 2700);
	group_result_free(&g);
}

static void it_is_found_and_related(void **state)
{
	(void)state;
	struct search_hits h;
	struct err err = ERR_INIT;
	assert_int_equal(search_run(s, NULL, "calend", 10, &h, &err), RC_OK);
	assert_int_equal(h.n, 1);
	assert_int_equal(REF_MODEL(h.hit[0].ref), gift_model.no);
	search_hits_free(&h);
}

static bool gather(void *ctx, const char *text, size_t n)
{
	str_addn(ctx, text, n);
	return true;
}

static void it_exports(void **state)
{
	(void)state;
	struct str out = STR_INIT;
	struct arena a = ARENA_INIT;
	struct err err = ERR_INIT;
	struct query q = { .model = &gift_model };
	struct export_options opt = { .format = EXPORT_CSV };
	int64_t n = 0;
	query_default_columns(&gift_model, &q, &a);
	assert_int_equal(export_run(s, &q, &opt, gather, &out, &n, &err), RC_OK);
	assert_int_equal(n, 3);
	assert_non_null(strstr(out.s, "\"name\",\"account\",\"state\",\"worth\""));
	assert_non_null(strstr(out.s, "\"gift for Acme\",\"Acme\",\"idea\",\"20.00\""));
	str_free(&out);
	arena_free(&a);
}

static void it_acts_and_undoes(void **state)
{
	(void)state;
	assert_int_equal(act(s, "gift", "send", first, NULL, NULL), 1);
	eq(s, "gift", first, "state", "sent");
	eq(s, "gift", first, "sent_at", "2026-01-01T09:00:00Z");
	undo(s);
	eq(s, "gift", first, "state", "idea");
	eq(s, "gift", first, "sent_at", "");
	const struct model *m = session_model(s, "gift");
	struct arena a = ARENA_INIT;
	struct record *r;
	assert_int_equal(record_load(s, m, first, &a, &r, NULL), RC_OK);
	assert_true(action_applies(s, m, action_find(m, "send"), r));
	arena_free(&a);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {
		T(tables_are_sound),
		T(it_is_made_by_its_rules),
		T(it_lists),
		T(it_stands_on_a_board),
		T(it_is_found_and_related),
		T(it_exports),
		T(it_acts_and_undoes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
