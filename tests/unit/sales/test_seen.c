/* What is reckoned, found and told beside the lists: nobody learns there of what she may not see. Ann and Bob are
 * salespeople who see what is their own; the boss sees all. */
#include "helper.h"

#include <stdio.h>

#include "../../../src/sales/caller.h"
#include "record/alike.h"
#include "record/panel.h"
#include "record/record.h"
#include "record/rights.h"
#include "record/value.h"
#include "sales/sales.h"
#include "sales/scoring.h"

static struct session *boss, *ann, *bob;
static int64_t salesperson; /* the profile */

static struct session *as(const char *login)
{
	struct session_options opt = { .path = db_path(boss->db), .login = login };
	struct session *out = NULL;

	assert_int_equal(session_open(&sales_office, &opt, &out, NULL), RC_OK);
	return out;
}

static int setup(void **state)
{
	(void)state;
	boss = office_new(&sales_office);
	must(boss, "user", 0, "login=ann");
	must(boss, "user", 0, "login=bob");
	must(boss, "team", 0, "name=North");
	must(boss, "team_member", 0, "team=North\nuser=ann");
	must(boss, "team_member", 0, "team=North\nuser=bob");
	salesperson = count(boss, "SELECT id FROM profile WHERE name='Salesperson'");
	ann = as("ann");
	bob = as("bob");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	session_close(ann);
	session_close(bob);
	office_end(boss);
	return 0;
}

static void hide(const char *model, const char *field)
{
	char lines[120];

	snprintf(lines, sizeof lines, "profile=%lld\nmodel=%s\nfield=%s\nis=hidden", (long long)salesperson, model, field);
	must(boss, "field_right", 0, lines);
}

/* As export shows the value, in one of four buffers. */
static const char *shown(struct session *s, const struct model *m, int slot, const struct value *v)
{
	static struct str kept[4] = { STR_INIT, STR_INIT, STR_INIT, STR_INIT };
	static int turn;
	struct str *out = &kept[turn++ % 4];

	str_clear(out);
	value_show(s, m, slot, v, NULL, SHOW_EXPORT, out);
	return out->s;
}

/* Hidden or not. */
static int slot_of(const struct model *m, const char *field)
{
	for (int i = 0; i < m->n; i++)
		if (strcmp(m->fields[i].name, field) == 0)
			return i;
	fail_msg("%s has no field %s", m->name, field);
	return -1;
}

/* The field of a record by both ways it is read: the SQL of lists, and the C twin that forms show. */
static const char *read(struct session *s, const char *model, int64_t id, const char *field)
{
	const struct model *m = session_model(s, model);
	int slot = slot_of(m, field);
	struct arena a = ARENA_INIT;
	struct record *r;
	struct value v;
	const char *sql, *twin;

	assert_int_equal(record_load(s, m, id, &a, &r, NULL), RC_OK);
	sql = shown(s, m, slot, &r->val[slot]);
	v = r->val[slot];
	if (m->fields[slot].formula && rights_field(s, m, slot) != FIELD_CONCEALED)
		assert_true(m->fields[slot].formula(s, r, &v));
	twin = shown(s, m, slot, &v);
	if (strcmp(sql, twin) != 0)
		fail_msg("%s reads %s of %s: SQL %s, C %s", s->login, field, model, sql, twin);
	arena_free(&a);
	return sql;
}

static void reads(struct session *s, const char *model, int64_t id, const char *field, const char *want)
{
	const char *is = read(s, model, id, field);

	if (strcmp(is, want) != 0)
		fail_msg("%s reads %s of %s %lld: %s, not %s", s->login, field, model, (long long)id, is, want);
}

/* ---- counted and summed ---- */

static void teams_count_what_one_sees(void **state)
{
	int64_t deal[3], lead;

	(void)state;
	must(boss, "target", 0, "team=North\nstart=2026-01-01\nperiod=month\namount=1000");
	for (int i = 0; i < 3; i++) {
		char lines[100];

		snprintf(lines, sizeof lines, "name=deal %d\nkind=opportunity\nteam=North\nowner=%s\nrevenue=%d", i,
			i ? "bob" : "ann", 100 << i);
		deal[i] = must(boss, "lead", 0, lines);
		if (i < 2)
			act(boss, "lead", "won", deal[i], NULL, NULL);
	}
	must(boss, "lead", 0, "name=open\nkind=opportunity\nteam=North\nowner=ann\nrevenue=1");
	lead = must(boss, "lead", 0, "name=l\nkind=lead\nteam=North\nowner=bob");
	must(boss, "activity", 0, "summary=late\nrecord=lead/5\ndue=2025-12-01\nowner=bob");
	assert_int_equal(lead, 5);
	const struct {
		struct session *s;
		const char *open, *won, *leads, *overdue, *progress, *attained;
	} want[] = {
		{ boss, "2", "300.00", "1", "1", "30", "300" },
		{ ann, "1", "100.00", "0", "0", "10", "100" },
		{ bob, "1", "200.00", "1", "1", "20", "200" },
	};
	for (size_t i = 0; i < COUNT(want); i++) {
		reads(want[i].s, "team", 1, "open", want[i].open);
		reads(want[i].s, "team", 1, "won", want[i].won);
		reads(want[i].s, "team", 1, "leads", want[i].leads);
		reads(want[i].s, "team", 1, "overdue", want[i].overdue);
		reads(want[i].s, "team", 1, "progress", want[i].progress);
		reads(want[i].s, "target", 1, "attained", want[i].attained);
	}
	/* one that is shared counts by its id, a rule's by each row */
	must(boss, "share", 0, "record=lead/3\ntarget=user/2\nmay=see");
	reads(ann, "team", 1, "open", "2");
	must(boss, "sharing_rule", 0, "name=r\nmodel=lead\ncriteria=name ~ l\ntarget=user/2\nmay=see");
	reads(ann, "team", 1, "leads", "1");
}

static void hidden_money_is_in_no_sum(void **state)
{
	(void)state;
	must(boss, "lead", 0, "name=deal\nkind=opportunity\nteam=North\nowner=ann\nrevenue=700");
	act(boss, "lead", "won", 1, NULL, NULL);
	reads(ann, "team", 1, "won", "700.00");
	hide("lead", "revenue");
	reads(ann, "team", 1, "won", "0.00");
	reads(boss, "team", 1, "won", "700.00");
}

/* ---- of another record ---- */

static void an_activity_shows_nothing_of_a_record_not_seen(void **state)
{
	(void)state;
	must(boss, "lead", 0, "name=deal\nowner=bob\ncontact_name=Zed\nphone=+4930123456\nrevenue=900");
	must(boss, "activity", 0, "summary=call\nrecord=lead/1\nowner=ann");
	reads(bob, "activity", 1, "who", "Zed");
	reads(ann, "activity", 1, "who", "");
	reads(ann, "activity", 1, "phone", "");
	reads(ann, "activity", 1, "worth", "");
	must(boss, "lead", 1, "participants=ann");
	reads(ann, "activity", 1, "who", "Zed");
	assert_string_not_equal(read(ann, "activity", 1, "phone"), "");
	hide("lead", "phone");
	hide("lead", "revenue");
	reads(ann, "activity", 1, "phone", "");
	reads(ann, "activity", 1, "worth", "");
}

static void no_activities_no_next_step(void **state)
{
	char lines[100];

	(void)state;
	must(boss, "lead", 0, "name=deal\nowner=ann");
	must(boss, "activity", 0, "summary=secret step\nrecord=lead/1\nowner=bob\ndue=2026-01-03");
	assert_non_null(strstr(read(ann, "lead", 1, "next_activity"), "secret step"));
	assert_string_equal(read(ann, "lead", 1, "next_due"), "2026-01-03");
	snprintf(lines, sizeof lines, "profile=%lld\nmodel=activity\nverbs=create", (long long)salesperson);
	must(boss, "right", 0, lines);
	reads(ann, "lead", 1, "next_due", "");
	reads(ann, "lead", 1, "activity_state", "none");
}

static void a_hidden_number_is_not_computed_either(void **state)
{
	const struct model *m = session_model(ann, "lead");
	struct arena a = ARENA_INIT;
	struct record *r;

	(void)state;
	must(boss, "lead", 0, "name=deal\nowner=ann");
	hide("lead", "probability");
	assert_int_equal(record_load(ann, m, 1, &a, &r, NULL), RC_OK);
	assert_int_equal(record_shown(ann, r, slot_of(m, "probability")).kind, VAL_NULL);
	arena_free(&a);
}

/* ---- likeness ---- */

static bool calls(struct session *s, const char *number, const char *title)
{
	struct alike_list l;
	bool found = false;

	if (!caller_find(s, number, &l))
		return false;
	for (int i = 0; i < l.n; i++)
		found |= strcmp(l.at[i].title, title) == 0;
	alike_free(&l);
	return found;
}

static void a_number_tells_of_nobody_not_seen(void **state)
{
	(void)state;
	must(boss, "contact", 0, "name=Zed\nowner=bob\nmobile=+4930123456");
	must(boss, "lead", 0, "name=deal\nowner=ann\ncontact=Zed");
	must(boss, "lead", 1, "mobile=");
	assert_true(calls(boss, "+4930123456", "deal"));
	/* the deal is ann's, but that its contact has this number is not hers to know */
	assert_false(calls(ann, "+4930123456", "deal"));
	must(boss, "lead", 0, "name=own\nowner=ann\nmobile=+4930222222");
	assert_true(calls(ann, "+4930222222", "own"));
	hide("lead", "mobile");
	assert_false(calls(ann, "+4930222222", "own"));
}

static void doubles_are_not_joined_by_one_not_seen(void **state)
{
	struct alike_groups g;

	(void)state;
	must(boss, "contact", 0, "name=One\nowner=ann\nemail=x@a.example");
	must(boss, "contact", 0, "name=Two\nowner=bob\nemail=x@a.example\nphone=+4930123456");
	must(boss, "contact", 0, "name=Three\nowner=ann\nphone=+4930123456");
	assert_int_equal(alike_groups_find(boss, session_model(boss, "contact"), &g, NULL), RC_OK);
	assert_int_equal(g.n, 1);
	alike_groups_free(&g);
	assert_int_equal(alike_groups_find(ann, session_model(ann, "contact"), &g, NULL), RC_OK);
	assert_int_equal(g.n, 0);
	alike_groups_free(&g);
	must(boss, "contact", 0, "name=Four\nowner=ann\nemail=x@a.example");
	assert_int_equal(alike_groups_find(ann, session_model(ann, "contact"), &g, NULL), RC_OK);
	assert_int_equal(g.n, 1);
	alike_groups_free(&g);
	hide("contact", "email");
	assert_int_equal(alike_groups_find(ann, session_model(ann, "contact"), &g, NULL), RC_OK);
	assert_int_equal(g.n, 0);
	alike_groups_free(&g);
}

static void quick(struct session *s, const char *line)
{
	const struct model *m = session_model(s, "lead");
	struct value v = value_text(line);
	struct action_result out;
	struct err err = ERR_INIT;

	action_result_init(&out);
	if (action_run(s, m, action_find(m, "quick"), NULL, 0, &v, &out, &err) != RC_OK)
		fail_msg("%s", err.text);
	action_result_free(&out);
}

static void who_is_not_seen_is_not_linked(void **state)
{
	(void)state;
	must(boss, "account", 0, "name=Acme\nowner=bob");
	must(boss, "contact", 0, "name=Zed\nowner=bob\nemail=x@a.example\naccount=Acme");
	must(boss, "account", 0, "name=Acme\nowner=ann");
	must(boss, "lead", 0, "name=in\nkind=lead\nowner=ann\nemail=x@a.example");
	act(ann, "lead", "convert", 1, NULL, NULL);
	assert_string_not_equal(get(boss, "lead", 1, "contact"), "Zed");
	assert_string_not_equal(get(boss, "lead", 1, "account"), "Acme");
	/* of two of one name it is the one that is seen */
	quick(ann, "call Acme: hello");
	assert_int_equal(count(boss, "SELECT count(*) FROM activity WHERE record=19<<40|2"), 1);
	assert_int_equal(count(boss, "SELECT count(*) FROM lead"), 1);
}

/* ---- told ---- */

static char *remark_of(struct session *s, int64_t deal)
{
	act(s, "lead", "won", deal, NULL, NULL);
	return session_remark_take(s);
}

static void praise_compares_with_what_is_seen(void **state)
{
	char *text;

	(void)state;
	must(boss, "lead", 0, "name=a\nkind=opportunity\nteam=North\nowner=bob\nrevenue=100");
	must(boss, "lead", 0, "name=b\nkind=opportunity\nteam=North\nowner=ann\nrevenue=50");
	must(boss, "lead", 0, "name=c\nkind=opportunity\nteam=North\nowner=ann\nrevenue=500");
	must(boss, "lead", 0, "name=d\nkind=opportunity\nteam=North\nowner=bob\nrevenue=5000");
	act(bob, "lead", "won", 1, NULL, NULL);
	text = remark_of(ann, 2);
	assert_non_null(strstr(text, "first deal"));
	free(text);
	/* better than bob's, which she does not know of: her own best is what she is told */
	text = remark_of(ann, 3);
	assert_non_null(strstr(text, "best deal of ann"));
	free(text);
	text = remark_of(boss, 4);
	assert_non_null(strstr(text, "best deal of North"));
	free(text);
}

static void what_went_is_news_but_not_what_became_of_it(void **state)
{
	struct journal_page p;
	bool told = false;

	(void)state;
	must(boss, "lead", 0, "name=mine\nowner=ann");
	assert_int_equal(journal_leave(ann, NULL), RC_OK);
	must(boss, "lead", 1, "owner=bob\nname=secret plan");
	assert_int_equal(journal_mine(ann, journal_left(ann, NULL), 100, &p, NULL), RC_OK);
	for (int i = 0; i < p.n; i++) {
		told |= REF_ID(p.row[i].ref) == 1;
		assert_string_equal(p.row[i].label, "given away");
		assert_int_equal(p.row[i].now.kind, VAL_NULL);
	}
	assert_true(told);
	journal_page_free(&p);
}

static void a_brief_does_without_what_is_hidden(void **state)
{
	static const char *const hidden[] = { "lead.revenue", "lead.kind", "lead.stage", "lead.contact_name", "activity.due",
		"note.text", "contact.phone" };
	const struct model *m = session_model(ann, "lead");
	struct panel_lines lines;
	struct arena a = ARENA_INIT;
	struct record *r;
	struct err err = ERR_INIT;

	(void)state;
	must(boss, "lead", 0, "name=deal\nkind=opportunity\nowner=ann\nrevenue=4711\ncontact_name=Zed");
	must(boss, "note", 0, "text=whispered\nrecord=lead/1");
	for (size_t i = 0; i < COUNT(hidden); i++) {
		char *model = xstrdup(hidden[i]), *dot = strchr(model, '.');

		*dot = '\0';
		hide(model, dot + 1);
		free(model);
	}
	assert_int_equal(record_load(ann, m, 1, &a, &r, NULL), RC_OK);
	for (int i = 0; i < m->n_panels; i++) {
		panel_lines_init(&lines);
		if (m->panels[i].lines(ann, r, &lines, &err) != RC_OK)
			fail_msg("%s: %s", m->panels[i].name, err.text);
		for (int k = 0; k < lines.n; k++)
			assert_null(strstr(lines.line[k].text, "4,711"));
		for (int k = 0; k < lines.n; k++)
			assert_true(!strstr(lines.line[k].text, "whispered") && !strstr(lines.line[k].text, "Zed"));
		panel_lines_free(&lines);
	}
	arena_free(&a);
}

static void reasons_count_nothing_for_who_sees_a_part(void **state)
{
	struct arena a = ARENA_INIT;
	struct score_explained x;
	const char *const reason[] = { "1", NULL };

	(void)state;
	must(boss, "source", 0, "name=Fair");
	must(boss, "source", 0, "name=Web");
	for (int i = 1; i <= 12; i++) {
		char lines[100];

		snprintf(lines, sizeof lines, "name=l %d\nkind=opportunity\nowner=bob\nsource=%s", i, i % 2 ? "Fair" : "Web");
		must(boss, "lead", 0, lines);
		act(boss, "lead", i % 3 ? "lost" : "won", i, i % 3 ? reason : NULL, NULL);
	}
	must(boss, "lead", 0, "name=open\nkind=opportunity\nowner=ann\nsource=Fair");
	assert_int_equal(scoring_rebuild(boss, NULL, NULL), RC_OK);
	assert_int_equal(scoring_explain(boss, 13, &a, &x, NULL), RC_OK);
	assert_true(x.n_helps + x.n_hurts > 0);
	assert_true((x.n_helps ? x.helps : x.hurts)[0].won + (x.n_helps ? x.helps : x.hurts)[0].lost > 0);
	assert_int_equal(scoring_explain(ann, 13, &a, &x, NULL), RC_OK);
	assert_true(x.n_helps + x.n_hurts > 0);
	for (int i = 0; i < x.n_helps; i++)
		assert_true(x.helps[i].won + x.helps[i].lost == 0);
	for (int i = 0; i < x.n_hurts; i++)
		assert_true(x.hurts[i].won + x.hurts[i].lost == 0);
	hide("lead", "source");
	assert_int_equal(scoring_explain(ann, 13, &a, &x, NULL), RC_OK);
	for (int i = 0; i < x.n_helps; i++)
		assert_string_not_equal(x.helps[i].variable, "source");
	for (int i = 0; i < x.n_hurts; i++)
		assert_string_not_equal(x.hurts[i].variable, "source");
	/* the number itself is reckoned from the stage, and hidden with it */
	hide("lead", "stage");
	assert_int_equal(scoring_explain(ann, 13, &a, &x, NULL), RC_INVALID);
	arena_free(&a);
}

static void a_stage_counts_the_cards_that_are_seen(void **state)
{
	const struct model *m = session_model(ann, "stage");
	const int64_t first = 1;
	struct value to = VALUE_INT(2);
	struct action_result out;
	struct err err = ERR_INIT;
	char lines[160];

	(void)state;
	must(boss, "lead", 0, "name=a\nkind=opportunity\nowner=bob");
	must(boss, "lead", 0, "name=b\nkind=opportunity\nowner=ann");
	snprintf(lines, sizeof lines, "profile=%lld\nmodel=stage\nverbs=see, create, edit, delete, configure\nsees=all\nchanges=all",
		(long long)salesperson);
	must(boss, "right", 0, lines);
	action_result_init(&out);
	assert_int_equal(action_run(ann, m, action_find(m, "empty"), &first, 1, &to, &out, &err), RC_DENIED);
	action_result_free(&out);
	action_result_init(&out);
	assert_int_equal(action_find(m, "mark")->preview(ann, m, &first, 1, &VALUE_INT(1), &out, &err), RC_OK);
	assert_non_null(strstr(out.message.s, "1 card "));
	action_result_free(&out);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(teams_count_what_one_sees),
		T(hidden_money_is_in_no_sum),
		T(an_activity_shows_nothing_of_a_record_not_seen),
		T(no_activities_no_next_step),
		T(a_hidden_number_is_not_computed_either),
		T(a_number_tells_of_nobody_not_seen),
		T(doubles_are_not_joined_by_one_not_seen),
		T(who_is_not_seen_is_not_linked),
		T(praise_compares_with_what_is_seen),
		T(what_went_is_news_but_not_what_became_of_it),
		T(a_brief_does_without_what_is_hidden),
		T(reasons_count_nothing_for_who_sees_a_part),
		T(a_stage_counts_the_cards_that_are_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
