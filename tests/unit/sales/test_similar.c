/* Similar and duplicate: which keys count, when one says nothing, what exact means, what the whole base gives. */
#include <stdio.h>

#include "helper.h"
#include "record/alike.h"
#include "record/record.h"
#include "sales/sales.h"

OFFICE_FIXTURE(s)

/* What is like the record: "3! same e-mail, same phone; 5 same domain". */
static const char *like(const char *model, int64_t id)
{
	static struct str out = STR_INIT;
	const struct model *m = session_model(s, model);
	struct arena a = ARENA_INIT;
	struct record *r;
	struct alike_list l;
	struct err err = ERR_INIT;
	assert_int_equal(record_load(s, m, id, &a, &r, &err), RC_OK);
	assert_int_equal(alike_find(s, r, &l, &err), RC_OK);
	str_clear(&out);
	for (int i = 0; i < l.n; i++)
		str_addf(&out, "%s%d%s %s", i ? "; " : "", (int)REF_ID(l.at[i].ref), l.at[i].exact ? "!" : "",
			l.at[i].why);
	alike_free(&l);
	arena_free(&a);
	return out.s ? out.s : "";
}

static void exact_hits_come_first(void **state)
{
	(void)state;
	int64_t a = must(s, "lead", 0, "name=a\nemail=Ada <ADA@firm.example>\nphone=+49 30 1234567");
	int64_t b = must(s, "lead", 0, "name=b\nemail=bob@firm.example");
	int64_t c = must(s, "lead", 0, "name=c\nmobile=0049 (30) 123-4567");
	int64_t d = must(s, "lead", 0, "name=d\nemail2=ada@firm.example\nphone=+49301234567");
	char want[200];
	snprintf(want, sizeof want, "%d! same e-mail, same domain, same phone; %d! same phone; %d same domain", (int)d,
		(int)c, (int)b);
	assert_string_equal(like("lead", a), want);
}

static void a_provider_is_no_company(void **state)
{
	(void)state;
	int64_t a = must(s, "lead", 0, "name=a\nemail=ada@gmail.com");
	must(s, "lead", 0, "name=b\nemail=bob@gmail.com");
	assert_string_equal(like("lead", a), "");
	must(s, "lead", 0, "name=c\nemail=ADA@Gmail.com");
	assert_string_equal(like("lead", a), "3! same e-mail");
}

static void empty_is_like_nothing(void **state)
{
	(void)state;
	int64_t a = must(s, "lead", 0, "name=a");
	must(s, "lead", 0, "name=b");
	assert_string_equal(like("lead", a), "");
}

/* 20 others say something, 21 nothing; an exact address goes on to count. */
static void a_key_of_many_says_nothing(void **state)
{
	(void)state;
	int64_t a = must(s, "lead", 0, "name=a\nemail=ada@firm.example");
	char line[80];
	for (int i = 0; i < 20; i++) {
		snprintf(line, sizeof line, "name=x%d\nemail=x%d@firm.example", i, i);
		must(s, "lead", 0, line);
	}
	assert_string_not_equal(like("lead", a), "");
	int64_t b = must(s, "lead", 0, "name=same\nemail=ada@firm.example");
	snprintf(line, sizeof line, "%d! same e-mail", (int)b);
	assert_string_equal(like("lead", a), line);
}

static void a_company_and_its_people(void **state)
{
	(void)state;
	int64_t top = must(s, "account", 0, "name=Holding");
	char line[120];
	snprintf(line, sizeof line, "name=Works\nparent=%d", (int)top);
	int64_t part = must(s, "account", 0, line);
	snprintf(line, sizeof line, "name=Ada\naccount=%d", (int)part);
	int64_t ada = must(s, "contact", 0, line);
	snprintf(line, sizeof line, "name=a\naccount=%d", (int)top);
	int64_t a = must(s, "lead", 0, line);
	snprintf(line, sizeof line, "name=b\ncontact=%d", (int)ada);
	int64_t b = must(s, "lead", 0, line);
	must(s, "lead", 0, "name=c\naccount=Holding\nkind=opportunity\nactive=no");
	must(s, "lead", 0, "name=other");
	snprintf(line, sizeof line, "%d same company; 3 same company", (int)b);
	assert_string_equal(like("lead", a), "3 same company; 2 same company");
	assert_string_equal(like("lead", b), "1 same company; 3 same company");
	/* of a person without a company: the person */
	int64_t bob = must(s, "contact", 0, "name=Bob");
	snprintf(line, sizeof line, "name=x\ncontact=%d", (int)bob);
	int64_t x = must(s, "lead", 0, line), y = must(s, "lead", 0, line);
	snprintf(line, sizeof line, "%d same person", (int)y);
	assert_string_equal(like("lead", x), line);
}

static void the_trash_is_not_looked_at(void **state)
{
	(void)state;
	int64_t a = must(s, "lead", 0, "name=a\nemail=ada@firm.example");
	int64_t b = must(s, "lead", 0, "name=b\nemail=ada@firm.example\nstatus=dead");
	assert_string_equal(like("lead", a), "2! same e-mail, same domain");
	must(s, "lead", b, "status=void");
	assert_string_equal(like("lead", a), "");
}

static void companies_and_people(void **state)
{
	(void)state;
	int64_t a = must(s, "account", 0, "name=Café Nord\nwebsite=x.example");
	must(s, "account", 0, "name=CAFE NORD");
	assert_string_equal(like("account", a), "2! same name");
	int64_t ada = must(s, "contact", 0, "name=علي\nemail=a@firm.example");
	must(s, "contact", 0, "name=Colleague\nemail=b@firm.example");
	must(s, "contact", 0, "name=علی");
	assert_string_equal(like("contact", ada), "3! same name");
}

/* A record that is being typed has no id yet. */
static void what_is_typed_is_looked_up(void **state)
{
	(void)state;
	must(s, "lead", 0, "name=Ada\nemail=ada@firm.example");
	const struct model *m = session_model(s, "lead");
	struct arena a = ARENA_INIT;
	struct record *r;
	struct alike_list l;
	struct err err = ERR_INIT;
	struct str line = STR_INIT;
	assert_int_equal(record_new(s, m, &a, &r, &err), RC_OK);
	r->val[model_slot(m, "email")] = value_text("ADA@FIRM.example ");
	assert_int_equal(alike_find(s, r, &l, &err), RC_OK);
	alike_line(&l, &line);
	assert_string_equal(line.s, "1 similar: Ada (sara)");
	str_clear(&line);
	alike_criteria(&l, &line);
	assert_string_equal(line.s, "id in (1)");
	alike_free(&l);
	str_free(&line);
	arena_free(&a);
}

static void groups_join_by_any_key(void **state)
{
	(void)state;
	must(s, "lead", 0, "name=alone\nemail=solo@firm.example");
	must(s, "lead", 0, "name=a\nemail=ada@firm.example");
	must(s, "lead", 0, "name=b\nemail=ada@firm.example\nphone=+49301234567");
	must(s, "lead", 0, "name=c\nphone=+49301234567");
	must(s, "lead", 0, "name=d\nemail=d@x.example");
	must(s, "lead", 0, "name=e\nemail=d@x.example");
	struct alike_groups g;
	struct err err = ERR_INIT;
	assert_int_equal(alike_groups_find(s, session_model(s, "lead"), &g, &err), RC_OK);
	assert_int_equal(g.n, 2);
	assert_int_equal(g.at[0].n, 3);
	assert_int_equal(g.at[0].id[0], 2);
	assert_int_equal(g.at[0].id[2], 4);
	assert_string_equal(g.at[0].why, "same e-mail, same phone");
	assert_int_equal(g.at[1].n, 2);
	assert_string_equal(g.at[1].why, "same e-mail");
	alike_groups_free(&g);
	assert_int_equal(alike_groups_find(s, session_model(s, "tag"), &g, &err), RC_INVALID);
}

int main(void)
{
#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = { T(exact_hits_come_first), T(a_provider_is_no_company),
		T(empty_is_like_nothing), T(a_key_of_many_says_nothing), T(a_company_and_its_people),
		T(the_trash_is_not_looked_at), T(companies_and_people), T(what_is_typed_is_looked_up),
		T(groups_join_by_any_key) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
