/* What is filled in on a lead, and what follows from a change. */
#include "helper.h"

#include "sales/sales.h"

static struct session *s;

static int setup(void **state)
{
	(void)state;
	s = office_new(&sales_office);
	must(s, "user", 0, "login=reza");
	must(s, "user", 0, "login=lena");
	must(s, "team", 0, "name=Second\nsequence=2");
	must(s, "team", 0, "name=First\nsequence=1\nuse_leads=no");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	office_end(s);
	return 0;
}

static void kind_follows_the_setting(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	eq(s, "lead", must(s, "lead", 0, "name=a"), "kind", "lead");
	assert_int_equal(setting_set(s, "leads", "off", &err), RC_OK);
	eq(s, "lead", must(s, "lead", 0, "name=b"), "kind", "opportunity");
	eq(s, "lead", must(s, "lead", 0, "name=c\nkind=lead"), "kind", "lead");
}

static void title_comes_from_the_customer(void **state)
{
	(void)state;
	must(s, "account", 0, "name=Acme");
	must(s, "contact", 0, "name=Ada");
	eq(s, "lead", must(s, "lead", 0, "account=Acme"), "name", "Acme's opportunity");
	eq(s, "lead", must(s, "lead", 0, "account=Acme\ncontact=Ada"), "name", "Ada's opportunity");
	eq(s, "lead", must(s, "lead", 0, "account=Acme\nname=Chairs"), "name", "Chairs");
	eq(s, "lead", must(s, "lead", 0, "company=Nord\ncontact_name=Ole"), "name", "Ole");
	eq(s, "lead", must(s, "lead", 0, "company=Nord"), "name", "Nord");
	struct err err = ERR_INIT;
	assert_int_equal(put(s, "lead", 0, "revenue=5", &err), 0);
	assert_int_equal(err.field, model_slot(session_model(s, "lead"), "name"));
}

static void owner_is_the_creator_unless_nobody(void **state)
{
	(void)state;
	int64_t id = must(s, "lead", 0, "name=a");
	eq(s, "lead", id, "owner", "sara");
	eq(s, "lead", id, "assigned_at", "2026-01-01T09:00:00Z");
	int64_t none = must(s, "lead", 0, "name=b\nowner=");
	eq(s, "lead", none, "owner", "");
	eq(s, "lead", none, "assigned_at", "");
	eq(s, "lead", none, "team", "");
	clock_fix(T0 + DAY);
	must(s, "lead", none, "owner=reza");
	eq(s, "lead", none, "assigned_at", "2026-01-02T09:00:00Z");
	must(s, "lead", none, "owner=");
	eq(s, "lead", none, "assigned_at", "");
}

static void team_comes_from_the_owner(void **state)
{
	(void)state;
	/* nobody is in a team: the first that takes the kind */
	eq(s, "lead", must(s, "lead", 0, "name=a\nkind=lead"), "team", "Second");
	eq(s, "lead", must(s, "lead", 0, "name=a\nkind=opportunity"), "team", "First");
	/* the first of the owner's teams that takes the kind, by sequence; a leader belongs to his team */
	must(s, "team_member", 0, "team=First\nuser=reza");
	eq(s, "lead", must(s, "lead", 0, "name=a\nkind=opportunity\nowner=reza"), "team", "First");
	/* none takes it: the owner's first */
	eq(s, "lead", must(s, "lead", 0, "name=a\nkind=lead\nowner=reza"), "team", "First");
	must(s, "team", 1, "leader=reza");
	int64_t id = must(s, "lead", 0, "name=a\nkind=lead\nowner=reza");
	eq(s, "lead", id, "team", "Second");
	/* the current team stays where the new owner belongs to it */
	must(s, "team_member", 0, "team=Second\nuser=lena");
	must(s, "team_member", 0, "team=First\nuser=lena");
	must(s, "lead", id, "kind=opportunity");
	must(s, "lead", id, "owner=lena");
	eq(s, "lead", id, "team", "Second");
	/* a team that was given is kept */
	eq(s, "lead", must(s, "lead", 0, "name=a\nowner=reza\nteam=First\nkind=lead"), "team", "First");
}

static void stage_is_the_first_usable(void **state)
{
	(void)state;
	must(s, "stage", 0, "name=Early\nsequence=0\nteams=First");
	must(s, "stage", 0, "name=Hidden\nsequence=0\nfolded=yes");
	int64_t first = must(s, "lead", 0, "name=a\nteam=First"), second = must(s, "lead", 0, "name=a\nteam=Second");
	eq(s, "lead", first, "stage", "Early");
	eq(s, "lead", second, "stage", "New");
	must(s, "lead", first, "team=Second");
	eq(s, "lead", first, "stage", "Early");
}

static void customer_fills_what_it_knows(void **state)
{
	(void)state;
	must(s, "account", 0,
		"name=Acme\nwebsite=acme.example\ncity=Oslo\ncountry=NO\nlanguage=nb\nemail=info@acme.example");
	must(s, "contact", 0,
		"name=Ada\naccount=Acme\njob=CTO\nsalutation=ms\nmobile=+4791234567\nstreet=Gate "
		"1\nemail=ada@acme.example");
	int64_t id = must(s, "lead", 0, "name=x\njob=boss\nlanguage=en\nwebsite=old.example\nzip=1\nstate=Z");
	must(s, "lead", id, "contact=Ada");
	eq(s, "lead", id, "contact_name", "Ada");
	eq(s, "lead", id, "company", "Acme");
	eq(s, "lead", id, "account", "Acme");
	eq(s, "lead", id, "job", "CTO");
	eq(s, "lead", id, "salutation", "ms");
	eq(s, "lead", id, "email", "ada@acme.example");
	/* she has no website: the lead's stays; language always, address whole */
	assert_non_null(strstr(get(s, "lead", id, "website"), "old.example"));
	eq(s, "lead", id, "language", "");
	eq(s, "lead", id, "street", "Gate 1");
	eq(s, "lead", id, "zip", "");
	eq(s, "lead", id, "state", "");
	undo(s);
	eq(s, "lead", id, "job", "boss");
	eq(s, "lead", id, "zip", "1");
	eq(s, "lead", id, "contact", "");
	/* a customer without any address leaves the lead's alone */
	must(s, "contact", 0, "name=Bo");
	must(s, "lead", id, "contact=Bo");
	eq(s, "lead", id, "zip", "1");
	/* what a person gives in the same breath stays */
	id = must(s, "lead", 0, "name=y\nkind=lead\naccount=Acme\ncompany=ACME AS\ncity=Bergen");
	eq(s, "lead", id, "company", "ACME AS");
	eq(s, "lead", id, "city", "Bergen");
	eq(s, "lead", id, "country", "");
	eq(s, "lead", id, "language", "nb");
}

static void email_and_phone_go_both_ways(void **state)
{
	(void)state;
	int64_t ada = must(s, "contact", 0, "name=Ada\nemail=ada@a.example\nphone=+4722334455\ncountry=NO");
	int64_t one = must(s, "lead", 0, "name=one\ncontact=Ada"), two = must(s, "lead", 0, "name=two\ncontact=Ada");
	eq(s, "lead", one, "email", "ada@a.example");
	/* the same after normalisation: nothing is written back */
	must(s, "lead", one, "email=ADA@a.example");
	eq(s, "contact", ada, "version", "1");
	must(s, "lead", one, "email=ada@b.example\nphone=+47 99 88 77 66");
	eq(s, "contact", ada, "email", "ada@b.example");
	eq(s, "lead", two, "email", "ada@b.example");
	eq(s, "contact", ada, "version", "2");
	undo(s);
	eq(s, "contact", ada, "email", "ada@a.example");
	eq(s, "lead", two, "email", "ada@a.example");
	/* emptied on the lead: the customer keeps hers */
	must(s, "lead", one, "email=");
	eq(s, "contact", ada, "email", "ada@a.example");
	must(s, "contact", ada, "email=ada@c.example");
	eq(s, "lead", one, "email", "ada@c.example");
	eq(s, "lead", two, "email", "ada@c.example");
}

static void dates_are_kept(void **state)
{
	(void)state;
	int64_t id = must(s, "lead", 0, "name=a\nkind=lead");
	eq(s, "lead", id, "stage_at", "2026-01-01T09:00:00Z");
	eq(s, "lead", id, "converted_at", "");
	clock_fix(T0 + DAY);
	must(s, "lead", id, "stage=Qualified");
	eq(s, "lead", id, "stage_at", "2026-01-02T09:00:00Z");
	clock_fix(T0 + 2 * DAY);
	must(s, "lead", id, "kind=opportunity");
	eq(s, "lead", id, "converted_at", "2026-01-03T09:00:00Z");
	eq(s, "lead", id, "status", "converted");
	must(s, "lead", id, "probability=100");
	eq(s, "lead", id, "closed_at", "2026-01-03T09:00:00Z");
	eq(s, "lead", id, "outcome", "open");
	must(s, "lead", id, "probability=50");
	eq(s, "lead", id, "closed_at", "");
	must(s, "lead", id, "active=no");
	eq(s, "lead", id, "closed_at", "2026-01-03T09:00:00Z");
	must(s, "lead", id, "active=yes");
	eq(s, "lead", id, "closed_at", "");
}

static void void_goes_to_the_trash(void **state)
{
	(void)state;
	int64_t id = must(s, "lead", 0, "name=a\nkind=lead");
	must(s, "lead", id, "status=void");
	assert_int_equal(count(s, "SELECT count(*) FROM lead WHERE trashed_at IS NULL"), 0);
	undo(s);
	eq(s, "lead", id, "status", "new");
	eq(s, "lead", id, "trashed_at", "");
	must(s, "lead", id, "status=void");
	struct step st;
	struct err err = ERR_INIT;
	assert_int_equal(step_open(s, "back", &st, &err), RC_OK);
	assert_int_equal(step_close(&st, record_restore(s, &st, session_model(s, "lead"), id, &err), &err), RC_OK);
	eq(s, "lead", id, "status", "new");
	must(s, "lead", id, "status=invalid\nrevive_on=2026-03-01");
	must(s, "lead", id, "status=working");
	eq(s, "lead", id, "revive_on", "");
}

static void keys_are_kept(void **state)
{
	(void)state;
	int64_t id = must(s, "lead", 0,
		"name=a\nemail=Ali <ALI@Firm.example>\nemail2=ali@gmail.com\nphone=021 8888 7777\ncountry=IR");
	assert_int_equal(
		count(s,
			"SELECT count(*) FROM contact_key WHERE kind=1 AND key IN('ali@firm.example','ali@gmail.com')"),
		2);
	assert_int_equal(
		count(s, "SELECT count(*) FROM contact_key WHERE kind=2 AND key IN('@firm.example','ali@gmail.com')"),
		2);
	assert_int_equal(count(s, "SELECT count(*) FROM contact_key WHERE kind=3 AND key='+982188887777'"), 1);
	must(s, "lead", id, "email2=\nphone=");
	assert_int_equal(count(s, "SELECT count(*) FROM contact_key"), 2);
	undo(s);
	assert_int_equal(count(s, "SELECT count(*) FROM contact_key"), 5);
	must(s, "lead", id, "status=void");
	assert_int_equal(count(s, "SELECT count(*) FROM contact_key"), 0);
}

static void names_are_joined(void **state)
{
	(void)state;
	int64_t id = must(s, "contact", 0, "first_name=Ada\nlast_name=Lovelace");
	eq(s, "contact", id, "name", "Ada Lovelace");
	must(s, "contact", id, "last_name=King");
	eq(s, "contact", id, "name", "Ada King");
	must(s, "contact", id, "name=A. King\nfirst_name=Augusta");
	eq(s, "contact", id, "name", "A. King");
	eq(s, "contact", must(s, "contact", 0, "email=x@y.example"), "name", "x@y.example");
	eq(s, "contact", must(s, "contact", 0, "first_name=小明\nlast_name=王"), "name", "王小明");
	eq(s, "contact", must(s, "contact", 0, "first_name=علی\nlast_name=رضایی\nname=علی"), "name", "علی رضایی");
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {
		T(kind_follows_the_setting),
		T(title_comes_from_the_customer),
		T(owner_is_the_creator_unless_nobody),
		T(team_comes_from_the_owner),
		T(stage_is_the_first_usable),
		T(customer_fills_what_it_knows),
		T(email_and_phone_go_both_ways),
		T(dates_are_kept),
		T(void_goes_to_the_trash),
		T(keys_are_kept),
		T(names_are_joined),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
