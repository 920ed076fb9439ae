/* Conversion: who the customer becomes under every choice, what is refused, turns of several owners, duplicates, undo. */
#include <stdio.h>

#include "helper.h"
#include "record/action.h"
#include "sales/sales.h"

OFFICE_FIXTURE(s)

/* Params as typed, in the order of the action: customer, contact, opportunity, owner, team, force, merge. NULL: default. */
#define WITH(...) ((const char *const[7]){ __VA_ARGS__ })

/* Runs it on several; returns how many were done, why of the last refusal in why. */
static int convert(const int64_t *id, int n, const char *const param[7], char why[200])
{
	const struct model *m = session_model(s, "lead");
	const struct action *a = action_find(m, "convert");
	struct action_result out;
	struct value val[7] = { { .kind = VAL_NULL } };
	struct arena ar = ARENA_INIT;
	struct err err = ERR_INIT;
	for (int i = 0; i < 7; i++) {
		const char *text = param && param[i] ? param[i] : a->params[i].dflt;
		if (text && action_param(s, NULL, a, i, text, &ar, &val[i], &err) != RC_OK)
			fail_msg("%s: %s", text, err.text);
	}
	action_result_init(&out);
	int done = -1;
	if (action_run(s, m, a, id, n, val, &out, &err) == RC_OK)
		done = out.done;
	if (why)
		snprintf(why, 200, "%.199s", done < 0 ? err.text : out.n_refused ? out.refused[out.n_refused - 1].why : "");
	action_result_free(&out);
	arena_free(&ar);
	return done;
}

static void one(int64_t id, const char *const param[7])
{
	char why[200];
	if (convert(&id, 1, param, why) != 1)
		fail_msg("%s", why);
}

static int64_t accounts(void)
{
	return count(s, "SELECT count(*) FROM account WHERE trashed_at IS NULL");
}

static int64_t contacts(void)
{
	return count(s, "SELECT count(*) FROM contact WHERE trashed_at IS NULL");
}

/* ---- who is made ---- */

static void company_and_person(void **state)
{
	(void)state;
	int64_t id = must(s, "lead", 0,
		"name=fair\nkind=lead\ncompany=Acme\ncontact_name=Ada Lovelace\nemail=ada@acme.example\nphone=+49301234567\n"
		"street=Weg 1\ncity=Bonn\njob=boss\nwebsite=acme.example\nnotes=keep");
	one(id, NULL);
	eq(s, "lead", id, "account", "Acme");
	eq(s, "lead", id, "contact", "Ada Lovelace");
	eq(s, "lead", id, "kind", "opportunity");
	eq(s, "lead", id, "status", "converted");
	eq(s, "lead", id, "notes", "keep");
	assert_string_not_equal(get(s, "lead", id, "converted_at"), "");
	assert_string_not_equal(get(s, "lead", id, "assigned_at"), "");
	eq(s, "account", 1, "city", "Bonn");
	eq(s, "account", 1, "email", ""); /* the person's own */
	eq(s, "contact", 1, "account", "Acme");
	eq(s, "contact", 1, "email", "ada@acme.example");
	eq(s, "contact", 1, "job", "boss");
	undo(s);
	assert_int_equal(accounts() + contacts(), 0);
	eq(s, "lead", id, "kind", "lead");
	eq(s, "lead", id, "account", "");
	eq(s, "lead", id, "status", "new");
	eq(s, "lead", id, "converted_at", "");
}

static void company_alone(void **state)
{
	(void)state;
	int64_t id = must(s, "lead", 0, "name=fair\nkind=lead\ncompany=Acme\nemail=info@acme.example");
	one(id, NULL);
	assert_int_equal(accounts(), 1);
	assert_int_equal(contacts(), 0);
	eq(s, "account", 1, "email", "info@acme.example");
}

static void person_alone(void **state)
{
	(void)state;
	one(must(s, "lead", 0, "name=call\nkind=lead\ncontact_name=Ada Lovelace"), NULL);
	eq(s, "account", 1, "name", "Ada Lovelace");
	eq(s, "contact", 1, "account", "Ada Lovelace");
}

static void neither(void **state)
{
	(void)state;
	one(must(s, "lead", 0, "name=20 seats\nkind=lead"), NULL);
	eq(s, "account", 1, "name", "20 seats");
	eq(s, "contact", 1, "name", "20 seats");
	eq(s, "contact", 1, "account", "20 seats");
}

static void as_chosen(void **state)
{
	(void)state;
	int64_t id = must(s, "lead", 0, "name=a\nkind=lead\ncompany=Acme\ncontact_name=Ada");
	one(id, WITH(NULL, "no", "no"));
	assert_int_equal(accounts(), 1);
	assert_int_equal(contacts(), 0);
	eq(s, "lead", id, "kind", "lead");
	eq(s, "lead", id, "status", "converted");
	assert_string_not_equal(get(s, "lead", id, "converted_at"), "");
}

static void stage_only_where_there_is_none(void **state)
{
	(void)state;
	int64_t a = must(s, "lead", 0, "name=a\nkind=lead\nstage=Proposition"), b = must(s, "lead", 0, "name=b\nkind=lead");
	must(s, "lead", b, "stage=");
	one(a, NULL);
	one(b, NULL);
	eq(s, "lead", a, "stage", "Proposition");
	eq(s, "lead", b, "stage", "New");
}

/* ---- who is there already ---- */

static void the_linked_account_stays(void **state)
{
	(void)state;
	must(s, "account", 0, "name=Holding");
	must(s, "account", 0, "name=Acme");
	int64_t id = must(s, "lead", 0, "name=a\nkind=lead\naccount=Holding");
	must(s, "lead", id, "company=Acme");
	one(id, WITH("create"));
	eq(s, "lead", id, "account", "Holding");
	assert_int_equal(accounts(), 2);
}

static void by_the_folded_name(void **state)
{
	(void)state;
	must(s, "account", 0, "name=CAFÉ علي");
	int64_t id = must(s, "lead", 0, "name=a\nkind=lead\ncompany=cafe علی");
	one(id, NULL);
	assert_int_equal(accounts(), 1);
	/* never by a part of it */
	one(must(s, "lead", 0, "name=b\nkind=lead\ncompany=cafe"), NULL);
	assert_int_equal(accounts(), 2);
	/* create makes another all the same */
	one(must(s, "lead", 0, "name=c\nkind=lead\ncompany=cafe"), WITH("create"));
	assert_int_equal(accounts(), 3);
	/* and with the setting off names say nothing */
	struct err err = ERR_INIT;
	assert_int_equal(setting_set(s, "duplicates.account", "off", &err), RC_OK);
	one(must(s, "lead", 0, "name=d\nkind=lead\ncompany=cafe"), NULL);
	assert_int_equal(accounts(), 4);
}

static void by_the_person(void **state)
{
	(void)state;
	must(s, "account", 0, "name=Works");
	must(s, "contact", 0, "name=Ada Lovelace\naccount=Works\nemail=ada@works.example");
	int64_t a = must(s, "lead", 0, "name=a\nkind=lead\ncompany=Unknown\nemail=ADA@works.example");
	one(a, NULL);
	eq(s, "lead", a, "account", "Works");
	eq(s, "lead", a, "contact", "Ada Lovelace");
	int64_t b = must(s, "lead", 0, "name=b\nkind=lead\ncontact_name=ada lovelace");
	one(b, NULL);
	eq(s, "lead", b, "account", "Works");
	assert_int_equal(accounts(), 1);
	/* a part of the name is somebody else */
	one(must(s, "lead", 0, "name=c\nkind=lead\ncontact_name=Ada"), NULL);
	assert_int_equal(accounts(), 2);
	/* off: by the address still, by the name no more */
	struct err err = ERR_INIT;
	assert_int_equal(setting_set(s, "duplicates.account", "off", &err), RC_OK);
	int64_t d = must(s, "lead", 0, "name=d\nkind=lead\nemail=ada@works.example");
	one(d, NULL);
	eq(s, "lead", d, "account", "Works");
	one(must(s, "lead", 0, "name=e\nkind=lead\ncontact_name=Ada Lovelace"), NULL);
	assert_int_equal(accounts(), 3);
}

/* The company is known: the same name elsewhere is another person. */
static void a_namesake_elsewhere_is_not_meant(void **state)
{
	(void)state;
	must(s, "account", 0, "name=Works");
	must(s, "account", 0, "name=Acme");
	must(s, "contact", 0, "name=Ada\naccount=Works");
	int64_t id = must(s, "lead", 0, "name=a\nkind=lead\ncompany=Acme\ncontact_name=Ada");
	one(id, NULL);
	eq(s, "lead", id, "account", "Acme");
	assert_int_equal(contacts(), 2);
}

static void an_account_may_be_given(void **state)
{
	(void)state;
	int64_t acme = must(s, "account", 0, "name=Acme");
	char text[16];
	snprintf(text, sizeof text, "%d", (int)acme);
	int64_t id = must(s, "lead", 0, "name=a\nkind=lead\ncompany=Other");
	one(id, WITH(text));
	eq(s, "lead", id, "account", "Acme");
	char why[200];
	int64_t b = must(s, "lead", 0, "name=b\nkind=lead");
	assert_int_equal(convert(&b, 1, WITH("Nowhere"), why), -1);
	assert_non_null(strstr(why, "neither existing"));
}

static void none_only_where_it_is_allowed(void **state)
{
	(void)state;
	char why[200];
	struct err err = ERR_INIT;
	int64_t id = must(s, "lead", 0, "name=a\nkind=lead\ncompany=Acme");
	assert_int_equal(convert(&id, 1, WITH("none"), why), -1);
	assert_int_equal(setting_set(s, "convert.none", "on", &err), RC_OK);
	one(id, WITH("none"));
	eq(s, "lead", id, "kind", "opportunity");
	assert_int_equal(accounts(), 0);
}

/* ---- refusals ---- */

static void what_is_refused(void **state)
{
	(void)state;
	char why[200];
	int64_t sure = must(s, "lead", 0, "name=a\nkind=lead\nprobability=100");
	assert_int_equal(convert(&sure, 1, NULL, why), 0);
	assert_non_null(strstr(why, "100"));
	int64_t away = must(s, "lead", 0, "name=b\nkind=lead\nactive=no");
	assert_int_equal(convert(&away, 1, NULL, why), 0);
	int64_t won = must(s, "lead", 0, "name=c\nkind=lead\nstage=Won");
	assert_int_equal(convert(&won, 1, NULL, why), 0);
	/* the others of many go on, and nothing is left of those refused */
	int64_t good = must(s, "lead", 0, "name=d\nkind=lead");
	assert_int_equal(convert((int64_t[]){ sure, good, away }, 3, NULL, why), 1);
	eq(s, "lead", good, "kind", "opportunity");
	assert_int_equal(accounts(), 1);
}

/* ---- many ---- */

static void owners_take_turns(void **state)
{
	(void)state;
	must(s, "user", 0, "login=li\nname=Li");
	must(s, "user", 0, "login=ann\nname=Ann");
	int64_t id[4];
	for (int i = 0; i < 4; i++)
		id[i] = must(s, "lead", 0, i == 2 ? "name=x\nkind=lead\nowner=sara" : "name=x\nkind=lead\nowner=");
	assert_int_equal(convert(id, 4, WITH(NULL, NULL, NULL, "Li,Ann"), NULL), 4);
	eq(s, "lead", id[0], "owner", "Li");
	eq(s, "lead", id[1], "owner", "Ann");
	eq(s, "lead", id[2], "owner", "sara"); /* has an owner: stays */
	eq(s, "lead", id[3], "owner", "Ann");
	undo(s);
	assert_int_equal(convert(id, 4, WITH(NULL, NULL, NULL, "Li,Ann", NULL, "yes"), NULL), 4);
	eq(s, "lead", id[2], "owner", "Li");
	undo(s);
	/* one alone is handed over without more ado */
	assert_int_equal(convert(&id[2], 1, WITH(NULL, NULL, NULL, "Ann"), NULL), 1);
	eq(s, "lead", id[2], "owner", "Ann");
}

static void duplicates_are_merged_in(void **state)
{
	(void)state;
	int64_t a = must(s, "lead", 0, "name=a\nkind=lead\nemail=ada@x.example\ncompany=Acme\nphone=+49301234567");
	int64_t b = must(s, "lead", 0, "name=b\nkind=opportunity\nemail=ada@x.example\nrevenue=500");
	int64_t won = must(s, "lead", 0, "name=w\nkind=opportunity\nemail=ada@x.example\nstage=Won");
	one(a, WITH(NULL, NULL, NULL, NULL, NULL, NULL, "yes"));
	assert_int_equal(count(s, "SELECT merged_into FROM lead WHERE id=1"), b);
	eq(s, "lead", b, "account", "Acme");
	eq(s, "lead", b, "revenue", "500.00");
	eq(s, "lead", b, "phone", "+49301234567");
	assert_int_equal(count(s, "SELECT trashed_at IS NULL FROM lead WHERE name='w'"), 1);
	undo(s);
	assert_int_equal(count(s, "SELECT count(*) FROM lead WHERE trashed_at IS NULL"), 3);
	assert_int_equal(accounts(), 0);
	/* without it they stay apart */
	one(a, NULL);
	assert_int_equal(count(s, "SELECT count(*) FROM lead WHERE trashed_at IS NULL"), 3);
	(void)won;
}

/* Two of the same batch are one afterwards, and both count as done. */
static void many_with_duplicates_among_them(void **state)
{
	(void)state;
	int64_t a = must(s, "lead", 0, "name=a\nkind=lead\nemail=ada@x.example");
	int64_t b = must(s, "lead", 0, "name=b\nkind=lead\nemail=ada@x.example");
	assert_int_equal(convert((int64_t[]){ a, b }, 2, WITH(NULL, NULL, NULL, NULL, NULL, NULL, "yes"), NULL), 2);
	assert_int_equal(count(s, "SELECT count(*) FROM lead WHERE trashed_at IS NULL"), 1);
	assert_int_equal(accounts(), 1);
}

static void the_preview_says_what_happens(void **state)
{
	(void)state;
	must(s, "account", 0, "name=Acme");
	int64_t id = must(s, "lead", 0, "name=a\nkind=lead\ncompany=ACME\ncontact_name=Ada\nemail=ada@x.example");
	must(s, "lead", 0, "name=again\nemail=ada@x.example");
	const struct model *m = session_model(s, "lead");
	const struct action *a = action_find(m, "convert");
	struct action_result out;
	struct value val[7] = { { .kind = VAL_NULL } };
	struct err err = ERR_INIT;
	action_result_init(&out);
	assert_int_equal(a->preview(s, m, &id, 1, val, &out, &err), RC_OK);
	struct str lines = STR_INIT;
	for (int i = 0; i < out.n_lines; i++)
		str_addf(&lines, "%s%s", i ? "\n" : "", out.line[i].text);
	assert_string_equal(lines.s, "Account: Acme, there already (same name)\nContact: Ada, new\nOpportunity: yes\n"
					   "Owner: sara\nDuplicates, left alone: again");
	str_free(&lines);
	action_result_free(&out);
	assert_int_equal(accounts(), 1);
	assert_int_equal(contacts(), 0);
}

int main(void)
{
#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = { T(company_and_person), T(company_alone), T(person_alone), T(neither), T(as_chosen),
		T(stage_only_where_there_is_none), T(the_linked_account_stays), T(by_the_folded_name), T(by_the_person),
		T(a_namesake_elsewhere_is_not_meant), T(an_account_may_be_given), T(none_only_where_it_is_allowed),
		T(what_is_refused), T(owners_take_turns), T(duplicates_are_merged_in), T(many_with_duplicates_among_them),
		T(the_preview_says_what_happens) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
