/* Who sees what. An office made at random, with every way to be let in; what lists, counts, sums, groups and search
 * show is compared with the reasons that the C twin finds, record by record and person by person. */
#include "helper.h"
#include <cmocka.h>

#include <stdio.h>
#include <unistd.h>

#include "record/audit.h"
#include "record/query.h"
#include "record/rights.h"
#include "sales/sales.h"

#define PEOPLE 12
#define LEADS 160

static uint64_t seed;

static int draw(int n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((seed >> 33) % (uint64_t)n);
}

static struct session *as(struct session *s, const char *login)
{
	struct session_options opt = { .path = db_path(s->db), .login = login };
	struct session *out = NULL;
	struct err err = ERR_INIT;

	if (session_open(&sales_office, &opt, &out, &err) != RC_OK)
		fail_msg("%s: %s", login, err.text);
	return out;
}

static int64_t made(struct session *s, const char *model, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static int64_t made(struct session *s, const char *model, const char *fmt, ...)
{
	struct str lines = STR_INIT;
	va_list ap;
	int64_t id;

	va_start(ap, fmt);
	str_addv(&lines, fmt, ap);
	va_end(ap);
	id = must(s, model, 0, lines.s);
	str_free(&lines);
	return id;
}

/* ---- an office ---- */

static int64_t user[PEOPLE + 1];
static const char *const profile[] = { "Salesperson", "Salesperson", "Team leader", "Sales manager", "Read-only",
	"Salesperson", "Of department", "Of departments", "Of people" };

static void reach_profile(struct session *s, const char *name, const char *sees, const char *changes)
{
	int64_t p = made(s, "profile", "name=%s", name);

	made(s, "right", "profile=%lld\nverbs=see, create, edit, export\nsees=%s\nchanges=%s", (long long)p, sees,
		changes);
}

static void make_people(struct session *s)
{
	reach_profile(s, "Of department", "department", "own");
	reach_profile(s, "Of departments", "departments", "people");
	reach_profile(s, "Of people", "people", "people");
	for (int i = 0; i < 4; i++)
		made(s, "department", i ? "name=d%d\nparent=%d" : "name=d%d", i, i > 1 ? 2 : 1);
	for (int i = 0; i < PEOPLE; i++) {
		user[i] = made(s, "user", "login=p%d\nprofiles=%s\ndepartment=%d", i,
			profile[draw((int)COUNT(profile))], 1 + draw(4));
		if (i > 2 && draw(3))
			must(s, "user", user[i], draw(2) ? "manager=p0" : "manager=p2");
		if (!draw(3))
			must(s, "user", user[i], "departments=d3");
	}
	must(s, "department", 2, "head=p1");
	for (int t = 0; t < 3; t++) {
		int64_t team = made(s, "team", "name=t%d\nleader=p%d", t, t);

		for (int i = 0; i < 3; i++) {
			struct err err = ERR_INIT;
			char lines[80];

			snprintf(lines, sizeof lines, "team=%lld\nuser=p%d", (long long)team, draw(PEOPLE));
			put(s, "team_member", 0, lines, &err); /* twice is refused */
		}
	}
	made(s, "group", "name=g0\nmembers=p3,p5,p7");
}

static void make_leads(struct session *s)
{
	static const char *const status[] = { "new", "working", "qualified" };

	for (int i = 0; i < LEADS; i++) {
		struct str l = STR_INIT;

		str_addf(&l, "name=lead %d word%d\nkind=%s\nstatus=%s\nrevenue=%d\nowner=%s", i, draw(5),
			draw(2) ? "lead" : "opportunity", status[draw(3)], draw(9) * 100, "");
		if (draw(5))
			str_addf(&l, "p%d", draw(PEOPLE));
		if (draw(3))
			str_addf(&l, "\nteam=t%d", draw(3));
		if (!draw(12))
			str_addf(&l, "\nco_owners=p%d", draw(PEOPLE));
		if (!draw(12))
			str_addf(&l, "\nparticipants=p%d,p%d", draw(PEOPLE), draw(PEOPLE));
		must(s, "lead", 0, l.s);
		str_free(&l);
	}
	/* a note and an activity here and there, and lines */
	for (int i = 0; i < 40; i++) {
		made(s, "activity", "summary=do %d\nrecord=lead/%d\nowner=p%d", i, 1 + draw(LEADS), draw(PEOPLE));
		made(s, "note", "text=note %d\nrecord=lead/%d", i, 1 + draw(LEADS));
		made(s, "attendee", "activity=%d\nuser=p%d", i + 1, draw(PEOPLE));
	}
}

static void share_some(struct session *s)
{
	static const char *const target[] = { "user", "team", "department", "group", "profile" };
	static const int targets[] = { PEOPLE, 3, 4, 1, 5 };

	for (int i = 0; i < 14; i++) {
		int t = draw(5);

		made(s, "share", "record=lead/%d\ntarget=%s/%d\nmay=%s%s", 1 + draw(LEADS), target[t],
			1 + draw(targets[t]) + (t == 0), draw(2) ? "see" : "edit",
			draw(4)   ? ""
			: draw(2) ? "\nuntil=2020-01-01"
				  : "\nuntil=2040-01-01");
	}
	made(s, "sharing_rule",
		"name=r1\nmodel=lead\ncriteria=status = qualified and kind = lead\ntarget=profile/1\nmay=see");
	made(s, "sharing_rule",
		"name=r2\nmodel=lead\ncriteria=revenue >= 700 and name ~ \"word3\"\ntarget=group/1\nmay=edit");
}

static struct session *office(uint64_t with)
{
	struct session *s = office_new(&sales_office);

	seed = with;
	make_people(s);
	make_leads(s);
	share_some(s);
	return s;
}

/* ---- what is shown is what the reasons say ---- */

struct seen {
	int64_t id[LEADS * 2];
	int n;
	int64_t revenue;
};

static bool take(void *ctx, const struct row *r)
{
	struct seen *seen = ctx;

	seen->id[seen->n++] = r->id;
	if (r->val[0].kind == VAL_INT)
		seen->revenue += r->val[0].i;
	return true;
}

static bool has(const struct seen *seen, int64_t id)
{
	for (int i = 0; i < seen->n; i++)
		if (seen->id[i] == id)
			return true;
	return false;
}

static void list(struct session *s, const char *model, const char *column, const char *sort, struct seen *out)
{
	struct query q = { .model = session_model(s, model), .scope = SCOPE_ALL };
	struct arena a = ARENA_INIT;
	struct err err = ERR_INIT;

	*out = (struct seen){ 0 };
	assert_int_equal(query_columns(s, &q, column, &a, &err), RC_OK);
	assert_int_equal(query_sort(s, &q, sort, &err), RC_OK);
	if (query_each(s, &q, take, out, &err) != RC_OK)
		fail_msg("%s", err.text);
	arena_free(&a);
}

/* Every record of the type: listed where there is a reason, loaded, changed; the same from the counters. */
static int64_t compare(struct session *root, struct session *s, const char *model, int64_t max, int64_t *edits)
{
	const struct model *m = session_model(s, model);
	struct err err = ERR_INIT;
	struct seen seen;
	int64_t leaks = 0;

	list(s, model, m->amount ? m->fields[m->amount].name : "id", "-created_at", &seen);
	for (int64_t id = 1; id <= max; id++) {
		struct reasons why;
		struct arena a = ARENA_INIT;
		struct record *r;
		bool there = record_load(s, m, id, &a, &r, NULL) == RC_OK;

		if (rights_why(root, s->user, m, id, &why, &err) != RC_OK)
			fail_msg("%s", err.text);
		if (has(&seen, id) != (why.n > 0) || there != (why.n > 0) || may(s, V_EDIT, m, id) != why.edit) {
			print_error("%s sees %s %lld: list %d, load %d, change %d; reasons %d (%s), change %d\n",
				s->login, model, (long long)id, has(&seen, id), there, may(s, V_EDIT, m, id), why.n,
				why.n ? why.text[0] : "", why.edit);
			leaks++;
		}
		*edits += why.edit;
		reasons_free(&why);
		arena_free(&a);
	}
	assert_int_equal(leaks, 0);
	return seen.n;
}

static void from_counters(struct session *s)
{
	struct query q = { .model = session_model(s, "lead"), .scope = SCOPE_ALL };
	struct group_result g;
	struct path by = { .n = 1, .slot = { q.model->owner }, .model = { q.model } };
	struct err err = ERR_INIT;
	struct seen seen;
	int64_t n, of_groups = 0, sum = 0;

	list(s, "lead", "revenue", "id", &seen);
	assert_int_equal(query_count(s, &q, 0, &n, &err), RC_OK);
	assert_int_equal(n, seen.n);
	assert_int_equal(query_groups(s, &q, &by, q.model->amount, GROUP_COUNTS, &g, &err), RC_OK);
	for (int i = 0; i < g.n; i++) {
		of_groups += g.group[i].n;
		sum += g.group[i].sum;
	}
	group_result_free(&g);
	assert_int_equal(of_groups, seen.n);
	assert_int_equal(sum, seen.revenue);
}

static void search_too(struct session *s)
{
	const struct model *m = session_model(s, "lead");
	struct search_hits hits;
	struct seen seen;
	int found = 0;

	list(s, "lead", "revenue", "id", &seen);
	assert_int_equal(search_run(s, m, "lead", 1000, &hits, NULL), RC_OK);
	for (int i = 0; i < hits.n; i++) {
		assert_true(has(&seen, REF_ID(hits.hit[i].ref)));
		found++;
	}
	assert_int_equal(found, seen.n);
	search_hits_free(&hits);
}

static void list_is_the_reasons(void **state)
{
	int64_t pairs = 0, seen = 0, edits = 0;

	(void)state;
	for (uint64_t with = 1; with <= 2; with++) {
		struct session *root = office(with);

		for (int i = 0; i < PEOPLE; i++) {
			char login[8];
			struct session *s;

			snprintf(login, sizeof login, "p%d", i);
			s = as(root, login);
			seen += compare(root, s, "lead", LEADS, &edits);
			compare(root, s, "activity", 40, &edits);
			compare(root, s, "attendee", 40, &edits);
			compare(root, s, "note", 40, &edits);
			compare(root, s, "share", 14, &edits);
			compare(root, s, "team_member", 6, &edits);
			from_counters(s);
			search_too(s);
			pairs += LEADS + 3 * 40 + 14 + 6;
			session_close(s);
		}
		office_end(root);
	}
	print_message("figure: %lld pairs of a person and a record: list, load and change agree with the reasons; %lld "
		      "leads seen, %lld "
		      "records may be changed\n",
		(long long)pairs, (long long)seen, (long long)edits);
	assert_in_range(seen, 1000, 2 * PEOPLE * LEADS - 500);
}

/* ---- the write door ---- */

static void refuses(struct session *s, enum rc rc, const char *model, int64_t id, const char *lines)
{
	struct err err = ERR_INIT;

	if (put(s, model, id, lines, &err))
		fail_msg("%s did: %s %lld %s", s->login, model, (long long)id, lines);
	if (err.rc != rc)
		fail_msg("%s: %s: %s", model, lines, err.text);
}

static struct session *root;
static int64_t mine, theirs, shared_lead;

static int two_people(void **state)
{
	(void)state;
	root = office_new(&sales_office);
	must(root, "user", 0, "login=ann");
	must(root, "user", 0, "login=bob");
	must(root, "user", 0, "login=adm\nprofiles=Administrator");
	mine = must(root, "lead", 0, "name=mine\nowner=ann\nrevenue=1000");
	theirs = must(root, "lead", 0, "name=theirs\nowner=bob\nrevenue=2000");
	shared_lead = must(root, "lead", 0, "name=both\nowner=bob\nparticipants=ann");
	return 0;
}

static int gone(void **state)
{
	(void)state;
	office_end(root);
	return 0;
}

static void door_asks(void **state)
{
	struct session *ann = as(root, "ann");
	char line[60];

	(void)state;
	must(ann, "lead", mine, "revenue=1500");
	refuses(ann, RC_NOT_FOUND, "lead", theirs, "revenue=1");
	refuses(ann, RC_NOT_FOUND, "lead", 999, "revenue=1");
	refuses(ann, RC_DENIED, "lead", shared_lead, "revenue=1");
	/* who takes part may comment */
	snprintf(line, sizeof line, "text=hello\nrecord=lead/%lld", (long long)shared_lead);
	must(ann, "note", 0, line);
	snprintf(line, sizeof line, "summary=call\nrecord=lead/%lld", (long long)shared_lead);
	refuses(ann, RC_DENIED, "activity", 0, line);
	snprintf(line, sizeof line, "text=hello\nrecord=lead/%lld", (long long)theirs);
	refuses(ann, RC_INVALID, "note", 0, line); /* "no lead is called ..." */
	/* what shapes the office */
	refuses(ann, RC_DENIED, "stage", 0, "name=x");
	refuses(ann, RC_DENIED, "user", 0, "login=eve");
	refuses(ann, RC_DENIED, "profile", 1, "power=super");
	must(ann, "tag", 0, "name=hot");
	session_close(ann);
}

static void handing_over_is_a_setting(void **state)
{
	struct session *ann = as(root, "ann");
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(setting_set(root, "rights.hand_over", "off", &err), RC_OK);
	refuses(ann, RC_DENIED, "lead", mine, "owner=bob");
	refuses(ann, RC_DENIED, "lead", 0, "name=for bob\nowner=bob");
	assert_int_equal(setting_set(root, "rights.hand_over", "on", &err), RC_OK);
	must(ann, "lead", mine, "owner=bob");
	refuses(ann, RC_NOT_FOUND, "lead", mine, "revenue=7");
	assert_int_equal(setting_set(ann, "rights.hand_over", "off", &err), RC_DENIED);
	session_close(ann);
	must(root, "lead", mine, "owner=ann");
}

static void administrators_are_named_by_one(void **state)
{
	struct session *adm = as(root, "adm"), *me = as(root, "sara"), *boss;
	struct undo_result undone;
	struct err err = ERR_INIT;
	int64_t ann = db_get_int(root->db, 0, "SELECT id FROM user WHERE login='ann'", ""), before;

	(void)state;
	must(adm, "user", ann, "profiles=Team leader");
	refuses(adm, RC_DENIED, "user", ann, "profiles=Administrator");
	refuses(adm, RC_DENIED, "user", adm->user, "profiles=Super administrator");
	refuses(adm, RC_DENIED, "user", 1, "login=mine");
	refuses(adm, RC_DENIED, "profile", 5, "power=none");
	refuses(adm, RC_DENIED, "profile", 1, "power=administrator");
	/* the last one stays, whatever the way */
	refuses(root, RC_DENIED, "user", 1, "profiles=Salesperson");
	must(root, "user", ann, "profiles=Super administrator");
	must(me, "user", 1, "profiles=Salesperson");
	boss = as(root, "ann");
	must(boss, "user", 1, "profiles=Super administrator");
	session_close(boss);
	must(root, "user", ann, "profiles=Administrator");
	/* nor does undo name anybody */
	before = db_get_int(root->db, 0, "SELECT max(id) FROM step", "");
	must(root, "user", ann, "profiles=Salesperson");
	assert_int_equal(step_undo(adm, db_get_int(root->db, 0, "SELECT max(id) FROM step", ""), &undone, &err), RC_OK);
	assert_int_equal(undone.kept, 1);
	assert_string_equal(get(root, "user", ann, "profiles"), "Salesperson");
	assert_true(before > 0);
	session_close(adm);
	session_close(me);
}

static int64_t matches(struct session *s, const char *model, const char *criteria)
{
	struct query q = { .model = session_model(s, model) };
	struct arena a = ARENA_INIT;
	struct err err = ERR_INIT;
	int64_t n = -1;

	if (criteria_parse(s, q.model, criteria, &a, &q.where, &err) != RC_OK ||
		query_count(s, &q, 0, &n, &err) != RC_OK)
		fail_msg("%s: %s", criteria, err.text);
	arena_free(&a);
	return n;
}

#define MY_DAY "(owner = me or participants = me and not my_answer = no) and done_at is empty"

/* Who is asked to a meeting sees it and answers, and learns nothing of the customer behind it. */
static void invited_see_and_answer(void **state)
{
	struct session *ann = as(root, "ann"), *bob = as(root, "bob");
	struct err err = ERR_INIT;
	char line[80], why[200];
	int64_t meeting, asked;

	(void)state;
	must(root, "lead", theirs, "company=Secret Ltd\nphone=+982188887777");
	snprintf(line, sizeof line, "type=Meeting\nrecord=lead/%lld", (long long)theirs);
	meeting = must(bob, "activity", 0, line);
	refuses(ann, RC_NOT_FOUND, "activity", meeting, "note=x");
	snprintf(line, sizeof line, "activity=%lld\nuser=ann", (long long)meeting);
	refuses(ann, RC_INVALID, "attendee", 0, line); /* nobody asks herself in */
	assert_int_equal(act(bob, "activity", "invite", meeting, (const char *const[]){ "ann", NULL }, NULL), 1);
	asked = db_get_int(root->db, 0, "SELECT max(id) FROM attendee", "");

	assert_int_equal(matches(ann, "activity", MY_DAY), 1);
	eq(ann, "activity", meeting, "my_answer", "none");
	eq(bob, "activity", meeting, "my_answer", "");
	eq(ann, "activity", meeting, "who", "");
	eq(ann, "activity", meeting, "phone", "");
	eq(ann, "activity", meeting, "worth", "");
	eq(bob, "activity", meeting, "who", "Secret Ltd");
	eq(bob, "activity", meeting, "worth", "2000.00");
	assert_int_equal(matches(ann, "activity", "who ~ secret or phone is not empty or worth > 0"), 0);
	assert_int_equal(matches(bob, "activity", "who ~ secret and phone is not empty and worth > 0"), 1);
	refuses(ann, RC_DENIED, "activity", meeting, "note=x");

	assert_int_equal(act(ann, "activity", "answer", meeting, (const char *const[]){ "maybe", NULL }, NULL), 1);
	eq(bob, "attendee", asked, "answer", "maybe");
	undo(ann);
	eq(bob, "attendee", asked, "answer", "none");
	assert_int_equal(act(ann, "activity", "answer", meeting, (const char *const[]){ "no", NULL }, NULL), 1);
	assert_int_equal(matches(ann, "activity", MY_DAY), 0);
	assert_int_equal(act(ann, "activity", "answer", meeting, (const char *const[]){ "yes", "bob" }, why), 0);
	snprintf(line, sizeof line, "activity=%lld\nuser=adm", (long long)meeting);
	refuses(ann, RC_DENIED, "attendee", 0, line);
	refuses(ann, RC_DENIED, "attendee", asked, "user=adm");

	/* asked no more: it is not hers to see, nor to bring back */
	{
		struct step st;

		assert_int_equal(step_open(bob, "not asked", &st, &err), RC_OK);
		assert_int_equal(step_close(&st, record_trash(bob, &st, session_model(bob, "attendee"), asked, &err), &err),
			RC_OK);
		refuses(ann, RC_NOT_FOUND, "activity", meeting, "note=x");
		assert_int_equal(step_open(ann, "back", &st, &err), RC_OK);
		assert_int_equal(
			step_close(&st, record_restore(ann, &st, session_model(ann, "attendee"), asked, &err), &err),
			RC_NOT_FOUND);
	}
	undo(bob);
	eq(ann, "activity", meeting, "my_answer", "no");
	session_close(ann);
	session_close(bob);
}

#define SHARED "not owner = me and (co_owners = me or shared = yes)"

/* What was shared with one stands in a list: by a share, a rule or as a co-owner; what one sees by position does not. */
static void shared_with_me(void **state)
{
	struct session *ann = as(root, "ann");
	char line[80];

	(void)state;
	assert_int_equal(matches(ann, "lead", SHARED), 0);
	snprintf(line, sizeof line, "record=lead/%lld\ntarget=user/%lld", (long long)theirs, (long long)ann->user);
	must(root, "share", 0, line);
	assert_int_equal(matches(ann, "lead", SHARED), 1);
	must(root, "lead", 0, "name=by rule\nowner=bob\nrevenue=77700");
	must(root, "lead", 0, "name=mine by rule\nowner=ann\nrevenue=77700");
	assert_int_equal(matches(ann, "lead", SHARED), 1);
	snprintf(line, sizeof line, "name=r\nmodel=lead\ncriteria=revenue = 77700\ntarget=user/%lld", (long long)ann->user);
	must(root, "sharing_rule", 0, line);
	assert_int_equal(matches(ann, "lead", SHARED), 2);
	must(root, "lead", 0, "name=together\nowner=bob\nco_owners=ann");
	assert_int_equal(matches(ann, "lead", SHARED), 3);
	eq(ann, "lead", theirs, "shared", "yes");
	eq(ann, "lead", shared_lead, "shared", "no"); /* takes part */
	session_close(ann);
}

/* A field that a profile may not see is not told by a step either. */
static void concealed_number_is_in_no_step(void **state)
{
	struct session *ann;
	char line[80];
	int64_t call;

	(void)state;
	must(root, "lead", mine, "phone=+982188887777");
	must(root, "field_right", 0, "profile=Salesperson\nmodel=lead\nfield=phone\nis=hidden");
	snprintf(line, sizeof line, "type=Call\nowner=ann\nrecord=lead/%lld", (long long)mine);
	call = must(root, "activity", 0, line);
	ann = as(root, "ann");
	eq(ann, "activity", call, "phone", "");
	eq(root, "activity", call, "phone", "+982188887777");
	assert_int_equal(matches(ann, "activity", "phone is not empty"), 0);
	session_close(ann);
}

int main(void)
{
	const struct CMUnitTest random[] = { cmocka_unit_test(list_is_the_reasons) };
	const struct CMUnitTest doors[] = {
		cmocka_unit_test_setup_teardown(door_asks, two_people, gone),
		cmocka_unit_test_setup_teardown(handing_over_is_a_setting, two_people, gone),
		cmocka_unit_test_setup_teardown(administrators_are_named_by_one, two_people, gone),
		cmocka_unit_test_setup_teardown(invited_see_and_answer, two_people, gone),
		cmocka_unit_test_setup_teardown(shared_with_me, two_people, gone),
		cmocka_unit_test_setup_teardown(concealed_number_is_in_no_step, two_people, gone),
	};

	return cmocka_run_group_tests(random, NULL, NULL) + cmocka_run_group_tests(doors, NULL, NULL);
}
