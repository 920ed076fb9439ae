/* Merging: who is the master, where each field comes from, what moves, and that one undo brings all back. */
#include <stdio.h>

#include "helper.h"
#include "record/merge.h"
#include "record/record.h"
#include "sales/sales.h"

OFFICE_FIXTURE(s)

static int64_t lead(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static int64_t lead(const char *fmt, ...)
{
	struct str lines = STR_INIT;
	va_list ap;
	va_start(ap, fmt);
	str_addv(&lines, fmt, ap);
	va_end(ap);
	int64_t id = must(s, "lead", 0, lines.s);
	str_free(&lines);
	return id;
}

static void plan(const char *model, const int64_t *id, int n, struct merge *m)
{
	struct err err = ERR_INIT;
	if (merge_plan(s, session_model(s, model), id, n, m, &err) != RC_OK)
		fail_msg("%s", err.text);
}

static void run(struct merge *m)
{
	struct err err = ERR_INIT;
	if (merge_do(s, m, NULL, &err) != RC_OK)
		fail_msg("%s", err.text);
	merge_free(m);
}

static int64_t merged(const int64_t *id, int n)
{
	struct merge m;
	plan("lead", id, n, &m);
	int64_t master = m.rec[0]->id;
	run(&m);
	return master;
}

/* ---- order ---- */

static int64_t master_of(int64_t a, int64_t b)
{
	struct merge m;
	plan("lead", (int64_t[]){ a, b }, 2, &m);
	int64_t id = m.rec[0]->id;
	merge_free(&m);
	return id;
}

static void order(void **state)
{
	(void)state;
	/* an opportunity or an active one before an archived lead */
	int64_t gone = lead("name=a\nkind=lead\nactive=no"), active = lead("name=b\nkind=lead");
	assert_int_equal(master_of(gone, active), active);
	/* an opportunity before a lead, though the lead came first, and even archived */
	int64_t lost = lead("name=c\nkind=opportunity\nactive=no");
	assert_int_equal(master_of(active, lost), lost);
	/* the later stage; no stage counts as 0 */
	int64_t new = lead("name=d\nkind=opportunity\nstage=New"), late = lead("name=e\nkind=opportunity\nstage=Proposition");
	assert_int_equal(master_of(new, late), late);
	/* the greater probability, 100 of a won stage too */
	int64_t p30 = lead("name=f\nkind=opportunity\nstage=New\nprobability=30");
	int64_t p60 = lead("name=g\nkind=opportunity\nstage=New\nprobability=60");
	assert_int_equal(master_of(p30, p60), p60);
	/* then the lower id, in whichever order they are given */
	int64_t twin = lead("name=h\nkind=opportunity\nstage=New\nprobability=60");
	assert_int_equal(master_of(twin, p60), p60);
	assert_int_equal(master_of(p60, twin), p60);
}

/* ---- fields ---- */

static void first_value_wins(void **state)
{
	(void)state;
	int64_t a = lead("name=a\nkind=opportunity\nstage=Qualified\nrevenue=0\ncompany=\nopt_out=no");
	int64_t b = lead("name=b\nkind=opportunity\nstage=New\nrevenue=500\ncompany=Acme\njob=boss\nopt_out=yes");
	int64_t c = lead("name=c\nkind=lead\nrevenue=900\ncompany=Beta\nphone=+49301234567");
	assert_int_equal(merged((int64_t[]){ c, b, a }, 3), a);
	eq(s, "lead", a, "name", "a");
	eq(s, "lead", a, "revenue", "500.00"); /* 0 is empty */
	eq(s, "lead", a, "company", "Acme");
	eq(s, "lead", a, "job", "boss");
	eq(s, "lead", a, "phone", "+49301234567");
	eq(s, "lead", a, "opt_out", "yes"); /* no is empty */
	eq(s, "lead", a, "stage", "Qualified");
}

static void fields_of_their_own_rule(void **state)
{
	(void)state;
	must(s, "tag", 0, "name=x");
	must(s, "tag", 0, "name=y");
	must(s, "tag", 0, "name=z");
	int64_t a = lead("name=a\nkind=lead\nstage=Qualified\nnotes=first\ntags=x,y\npriority=1\nprobability=10");
	int64_t b = lead("name=b\nkind=opportunity\nstage=New\nnotes=second\ntags=y,z\npriority=3\nprobability=80");
	int64_t c = lead("name=c\nkind=lead\nnotes=first\nclosing=2026-05-01");
	assert_int_equal(merged((int64_t[]){ a, b, c }, 3), b);
	eq(s, "lead", b, "notes", "second\n\nfirst"); /* the same text once */
	eq(s, "lead", b, "tags", "x,y,z");
	eq(s, "lead", b, "priority", "3");
	eq(s, "lead", b, "kind", "opportunity");
	eq(s, "lead", b, "probability", "80");
	eq(s, "lead", b, "closing", "2026-05-01");
}

/* The master has no number of its own: another's does not become its. */
static void probability_is_the_masters(void **state)
{
	(void)state;
	int64_t a = lead("name=a\nkind=opportunity\nstage=Qualified");
	int64_t b = lead("name=b\nkind=opportunity\nstage=New\nprobability=80");
	assert_int_equal(merged((int64_t[]){ a, b }, 2), a);
	assert_int_equal(count(s, "SELECT probability IS NULL FROM lead WHERE id=1"), 1);
}

static void address_is_whole(void **state)
{
	(void)state;
	int64_t a = lead("name=a\nkind=opportunity\nstreet=Old road 1\ncountry=DE");
	int64_t b = lead("name=b\ncity=Bonn\nzip=53111\ncountry=AT");
	int64_t c = lead("name=c\nstreet=x\ncity=Koeln\nzip=50667");
	assert_int_equal(merged((int64_t[]){ a, b, c }, 3), a);
	eq(s, "lead", a, "street", ""); /* b has most, and comes before c */
	eq(s, "lead", a, "city", "Bonn");
	eq(s, "lead", a, "zip", "53111");
	eq(s, "lead", a, "country", "Austria");
}

static void lost_reason_only_with_a_lost_master(void **state)
{
	(void)state;
	int64_t a = lead("name=a\nkind=opportunity\nstage=Qualified\nprobability=40");
	int64_t b = lead("name=b\nkind=opportunity\nstage=New\nactive=no\nprobability=0\nlost_reason=Too expensive");
	assert_int_equal(merged((int64_t[]){ a, b }, 2), a);
	eq(s, "lead", a, "lost_reason", "");
	int64_t c = lead("name=c\nkind=opportunity\nstage=Qualified\nactive=no\nprobability=0");
	int64_t d = lead("name=d\nkind=opportunity\nstage=New\nactive=no\nprobability=0\nlost_reason=Too expensive");
	assert_int_equal(merged((int64_t[]){ c, d }, 2), c);
	eq(s, "lead", c, "lost_reason", "Too expensive");
}

static void owner_and_team_as_chosen(void **state)
{
	(void)state;
	must(s, "user", 0, "login=li\nname=Li");
	must(s, "team", 0, "name=North");
	must(s, "stage", 0, "name=North first\nsequence=0\nteams=North");
	must(s, "team", 0, "name=South");
	must(s, "stage", 0, "name=South late\nsequence=9\nteams=South");
	int64_t a = lead("name=a\nkind=opportunity\nteam=South\nstage=South late"), b = lead("name=b\nowner=Li");
	struct merge m;
	plan("lead", (int64_t[]){ a, b }, 2, &m);
	const struct model *model = session_model(s, "lead");
	int owner = model_slot(model, "owner"), team = model_slot(model, "team"), stage = model_slot(model, "stage");
	assert_int_equal(m.field[owner].from, 0); /* not chosen: the master's */
	assert_int_equal(m.field[stage].from, 0);
	int64_t li = count(s, "SELECT id FROM user WHERE login='li'"), north = count(s, "SELECT id FROM team WHERE name='North'");
	merge_choose(s, &m, owner, &VALUE_INT(li));
	merge_choose(s, &m, team, &VALUE_INT(north));
	assert_int_equal(m.field[owner].from, MERGE_CHOSEN);
	run(&m);
	eq(s, "lead", a, "owner", "Li");
	eq(s, "lead", a, "team", "North");
	eq(s, "lead", a, "stage", "North first"); /* its own stage is not the team's */
}

static void any_field_may_be_chosen(void **state)
{
	(void)state;
	int64_t a = lead("name=a\nkind=opportunity\nemail=a@x.example\nnotes=one"), b = lead("name=b\nemail=b@x.example\nnotes=two");
	struct merge m;
	const struct model *model = session_model(s, "lead");
	plan("lead", (int64_t[]){ a, b }, 2, &m);
	merge_take(s, &m, model_slot(model, "email"), 1);
	merge_take(s, &m, model_slot(model, "notes"), 0);
	run(&m);
	eq(s, "lead", a, "email", "b@x.example");
	eq(s, "lead", a, "notes", "one");
	/* what is not in the record stands in the note */
	char *note = db_get_text(s->db, "SELECT text FROM note", "");
	assert_non_null(note);
	assert_non_null(strstr(note, "merged into this one: b #2"));
	assert_null(strstr(note, "a@x.example")); /* the master's own was replaced: the journal has it */
	assert_non_null(strstr(note, "Notes: two"));
	free(note);
}

/* ---- what moves ---- */

static void references_move_and_come_back(void **state)
{
	(void)state;
	int64_t a = lead("name=a\nkind=opportunity"), b = lead("name=b"), c = lead("name=c");
	char line[80];
	snprintf(line, sizeof line, "record=lead/%d\ntext=hello", (int)b);
	int64_t note = must(s, "note", 0, line);
	snprintf(line, sizeof line, "record=lead/%d\nsummary=call\ndue=2026-02-01", (int)c);
	int64_t todo = must(s, "activity", 0, line);
	assert_int_equal(merged((int64_t[]){ a, b, c }, 3), a);
	snprintf(line, sizeof line, "SELECT count(*) FROM note WHERE record=%lld", (long long)REF_MAKE(18, a));
	assert_int_equal(count(s, line), 2); /* the moved one, and the one that tells of the merge */
	eq(s, "activity", todo, "record", "lead/1");
	assert_int_equal(count(s, "SELECT count(*) FROM lead WHERE trashed_at IS NOT NULL AND merged_into=1"), 2);
	assert_int_equal(count(s, "SELECT count(*) FROM contact_key"), 0);
	/* the timeline goes on: what happened to b and c is told with a */
	struct journal_page page;
	struct err err = ERR_INIT;
	int made = 0;
	assert_int_equal(journal_stream(s, REF_MAKE(18, a), 0, 100, &page, &err), RC_OK);
	for (int i = 0; i < page.n; i++)
		made += page.row[i].slot == -1 && REF_MODEL(page.row[i].ref) == 18;
	journal_page_free(&page);
	assert_int_equal(made, 3);
	undo(s);
	assert_int_equal(count(s, "SELECT count(*) FROM lead WHERE trashed_at IS NULL AND merged_into IS NULL"), 3);
	eq(s, "note", note, "record", "lead/2");
	eq(s, "activity", todo, "record", "lead/3");
	assert_int_equal(count(s, "SELECT count(*) FROM note WHERE trashed_at IS NULL"), 1);
}

static void accounts_take_their_people_along(void **state)
{
	(void)state;
	int64_t a = must(s, "account", 0, "name=Acme\nnotes=big"), b = must(s, "account", 0, "name=ACME Inc\nphone=+49301234567");
	must(s, "account", b, "parent=Acme");
	int64_t part = must(s, "account", 0, "name=Works\nparent=ACME Inc");
	int64_t ada = must(s, "contact", 0, "name=Ada\naccount=ACME Inc");
	int64_t deal = lead("name=deal\naccount=ACME Inc\nemail=mine@x.example");
	int64_t old = lead("name=old\naccount=ACME Inc");
	struct err err = ERR_INIT;
	struct step st;
	assert_int_equal(step_open(s, "trash", &st, &err), RC_OK);
	assert_int_equal(step_close(&st, record_trash(s, &st, session_model(s, "lead"), old, &err), &err), RC_OK);
	struct merge m;
	plan("account", (int64_t[]){ b, a }, 2, &m);
	assert_int_equal(m.rec[0]->id, a);
	run(&m);
	eq(s, "account", a, "phone", "+49301234567");
	eq(s, "account", a, "parent", ""); /* not below itself */
	eq(s, "account", part, "parent", "Acme");
	eq(s, "contact", ada, "account", "Acme");
	eq(s, "lead", deal, "account", "Acme");
	eq(s, "lead", deal, "email", "mine@x.example"); /* no rule of the lead ran */
	assert_int_equal(count(s, "SELECT account FROM lead WHERE name='old'"), a); /* what lies in the trash may come back */
	undo(s);
	eq(s, "contact", ada, "account", "ACME Inc");
	eq(s, "account", b, "parent", "Acme");
}

/* A ring over companies that are not merged themselves. */
static void a_company_never_ends_below_itself(void **state)
{
	(void)state;
	int64_t top = must(s, "account", 0, "name=Top"), mid = must(s, "account", 0, "name=Mid\nparent=Top");
	int64_t low = must(s, "account", 0, "name=Low\nparent=Mid");
	struct merge m;
	plan("account", (int64_t[]){ low, top }, 2, &m);
	run(&m);
	eq(s, "account", mid, "parent", "Top");
	eq(s, "account", top, "parent", "");
	assert_int_equal(count(s, "SELECT merged_into FROM account WHERE id=3"), top);
}

static void chains_keep_the_whole_story(void **state)
{
	(void)state;
	int64_t a = lead("name=a"), b = lead("name=b"), c = lead("name=c\nkind=opportunity");
	assert_int_equal(merged((int64_t[]){ a, b }, 2), a);
	assert_int_equal(merged((int64_t[]){ a, c }, 2), c);
	struct str refs = STR_INIT;
	assert_true(merge_refs(s, REF_MAKE(18, c), &refs));
	assert_non_null(strchr(refs.s, ','));
	str_free(&refs);
	/* out of the trash it stands alone again */
	struct err err = ERR_INIT;
	struct step st;
	assert_int_equal(step_open(s, "restore", &st, &err), RC_OK);
	assert_int_equal(step_close(&st, record_restore(s, &st, session_model(s, "lead"), b, &err), &err), RC_OK);
	assert_int_equal(count(s, "SELECT merged_into IS NULL FROM lead WHERE id=2"), 1);
}

/* ---- refusals ---- */

static void what_cannot_be_merged(void **state)
{
	(void)state;
	int64_t a = lead("name=a"), b = lead("name=b");
	struct merge m;
	struct err err = ERR_INIT;
	const struct model *model = session_model(s, "lead");
	assert_int_equal(merge_plan(s, model, (int64_t[]){ a, a }, 2, &m, &err), RC_INVALID);
	merge_free(&m);
	assert_int_equal(merge_plan(s, model, (int64_t[]){ a, 99 }, 2, &m, &err), RC_NOT_FOUND);
	merge_free(&m);
	assert_int_equal(merge_plan(s, session_model(s, "tag"), (int64_t[]){ 1, 2 }, 2, &m, &err), RC_INVALID);
	merge_free(&m);
	/* changed since the preview */
	plan("lead", (int64_t[]){ a, b }, 2, &m);
	must(s, "lead", b, "job=boss");
	assert_int_equal(merge_do(s, &m, NULL, &err), RC_CONFLICT);
	merge_free(&m);
	assert_int_equal(count(s, "SELECT count(*) FROM lead WHERE trashed_at IS NULL"), 2);
}

int main(void)
{
#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = { T(order), T(first_value_wins), T(fields_of_their_own_rule),
		T(probability_is_the_masters), T(address_is_whole), T(lost_reason_only_with_a_lost_master),
		T(owner_and_team_as_chosen), T(any_field_may_be_chosen), T(references_move_and_come_back),
		T(accounts_take_their_people_along), T(a_company_never_ends_below_itself), T(chains_keep_the_whole_story),
		T(what_cannot_be_merged) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
