/* Every computed word says the same in SQL and in C, over records made at random. */
#include "helper.h"

#include <stdio.h>

#include "base/date.h"
#include "record/query.h"
#include "record/rights.h"
#include "record/seen.h"
#include "record/record.h"
#include "sales/sales.h"

static struct session *s;
static uint64_t seed = 20260101;

static int pick(int n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int)(seed % (uint64_t)n);
}

/* Appends "field=value" for a random field that may be typed, most of the time. */
static void some(struct str *out, const char *field, const char *const *value, int n)
{
	if (pick(3))
		str_addf(out, "%s=%s\n", field, value[pick(n)]);
}
#define SOME(out, field, ...)                                                                                          \
	some(out, field, (const char *const[]){ __VA_ARGS__ }, COUNT(((const char *const[]){ __VA_ARGS__ })))

static void one_lead(void)
{
	struct str f = STR_INIT;
	clock_fix(T0 - (int64_t)pick(400) * DAY);
	str_addf(&f, "name=lead %d\n", pick(1000));
	SOME(&f, "kind", "lead", "opportunity", "opportunity");
	SOME(&f, "status", "working", "nurturing", "qualified", "invalid", "remarketed");
	SOME(&f, "stage", "New", "Qualified", "Proposition", "Won", "Early");
	SOME(&f, "team", "North", "South");
	SOME(&f, "owner", "", "sara");
	SOME(&f, "account", "Acme", "Nord", "Pars", "", "");
	SOME(&f, "contact", "Ada", "", "");
	SOME(&f, "company", "as written", "");
	SOME(&f, "contact_name", "somebody", "");
	SOME(&f, "email", "a@b.example", "", "");
	SOME(&f, "revenue", "0", "0.01", "1234.50", "99999.99", "3000000000");
	SOME(&f, "recurring", "0", "100", "1234.57", "5");
	SOME(&f, "recurring_plan", "Monthly", "Yearly", "3 years");
	SOME(&f, "phase", "", "target", "suspect");
	SOME(&f, "budget", "yes", "");
	SOME(&f, "authority", "boss", "");
	SOME(&f, "need", "now", "");
	SOME(&f, "timeline", "soon", "");
	SOME(&f, "active", "no", "yes", "yes");
	SOME(&f, "last_contact", "2025-03-01", "2025-12-30");
	int64_t id = must(s, "lead", 0, f.s);
	if (pick(2) && strcmp(get(s, "lead", id, "outcome"), "won") != 0)
		must(s, "lead", id, pick(2) ? "probability=33.33" : "probability=0");
	if (pick(2))
		db_run(s->db, NULL, "INSERT INTO score_points VALUES(?,?)", "ii", REF_MAKE(18, id), (int64_t)pick(40));
	db_run(s->db, NULL, "UPDATE score_lead SET p=? WHERE lead=?", "ii", pick(3) ? 0 : (int64_t)pick(10000), id);
	str_free(&f);
}

static void one_activity(int64_t leads)
{
	static const char *const due[] = { "2025-12-20", "2025-12-31", "2026-01-01", "2026-01-02", "2026-01-07",
		"2026-01-08", "2026-02-20" };
	static const char *const type[] = { "Call", "E-mail", "Meeting" };
	static const char *const model[] = { "lead", "lead", "lead", "account", "contact" };
	char text[200];
	const char *m = model[pick(5)];
	clock_fix(T0 - (int64_t)pick(60) * DAY);
	snprintf(text, sizeof text, "type=%s\nrecord=%s/%d\ndue=%s", type[pick(3)], m,
		strcmp(m, "lead") == 0 ? 1 + pick((int)leads) : 1, due[pick(7)]);
	int64_t id = must(s, "activity", 0, text);
	if (pick(3) == 0)
		must(s, "activity", id, pick(2) ? "start=2026-01-02T13:05:00Z" : "start=2025-07-02T23:59:00Z");
	const char *const feedback[] = { "fine" };
	if (pick(4) == 0)
		act(s, "activity", "done", id, feedback, NULL);
}

static int setup(void **state)
{
	(void)state;
	s = office_new(&sales_office);
	clock_fix(T0 - 500 * DAY);
	must(s, "team", 0, "name=North");
	must(s, "team", 0, "name=South");
	must(s, "stage", 0, "name=Early\nsequence=0\nteams=North\nprobability=12.5\nrotting_days=30");
	must(s, "stage", 1, "rotting_days=5");
	must(s, "stage", 2, "rotting_days=60\nprobability=40");
	must(s, "account", 0, "name=Acme");
	must(s, "account", 0, "name=Nord");
	must(s, "account", 0, "name=Pars");
	must(s, "contact", 0, "name=Ada\nemail=ada@x.example");
	must(s, "target", 0, "team=North\nstart=2025-12-31\nperiod=month\nmeasure=wins\namount=12");
	must(s, "target", 0, "team=North\nstart=2025-07-01\nperiod=year\namount=5000000");
	must(s, "target", 0, "team=South\nstart=2025-11-30\nperiod=quarter\namount=1234567");
	must(s, "target", 0, "user=sara\nstart=2024-02-29\nperiod=year\nmeasure=wins\namount=1");
	for (int i = 0; i < 300; i++)
		one_lead();
	for (int i = 0; i < 150; i++)
		one_activity(150);
	clock_fix(T0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	office_end(s);
	return 0;
}

static struct stmt *by_sql(const struct model *m, const struct field *f, int64_t id)
{
	char today[11];
	struct str sql = STR_INIT;
	char *seen = seen_sql(s, f->sql);
	str_add(&sql, "SELECT (");
	for (const char *p = seen ? seen : f->sql; *p; p++)
		if (p[0] == '$' && p[1] == 't')
			str_addc(&sql, *++p);
		else
			str_addc(&sql, *p);
	str_addf(&sql, ") FROM \"%s\" t WHERE t.id=:id", m->name);
	struct stmt *st = db_prep(s->db, sql.s);
	str_free(&sql);
	free(seen);
	date_iso(date_today(), today);
	st_named_int(st, ":id", id);
	st_named_int(st, ":now", clock_now());
	st_named_text(st, ":today", today);
	st_named_int(st, ":me", s->user);
	st_named_int(st, ":unit", money_unit(s));
	assert_int_equal(st_step(st, NULL), 1);
	return st;
}

static void same(const struct record *r, const struct field *f)
{
	struct value v = VALUE_NULL;
	assert_true(f->formula(s, r, &v));
	char *twin = v.kind == VAL_TEXT  ? xstrdup(v.s)
		     : v.kind == VAL_INT ? xasprintf("%ld", (long)v.i)
					 : xstrdup("null");
	struct stmt *st = by_sql(r->model, f, r->id);
	const char *sql = st_is_null(st, 0) ? "null" : st_get_text(st, 0);
	if (strcmp(sql, twin) != 0)
		fail_msg("%s %ld %s: SQL says %s, C says %s", r->model->name, (long)r->id, f->name, sql, twin);
	st_done(st);
	free(twin);
}

static int64_t twins_of(const struct model *m)
{
	char sql[80];
	int64_t n = 0;
	snprintf(sql, sizeof sql, "SELECT max(id) FROM \"%s\"", m->name);
	for (int64_t id = 1; id <= count(s, sql); id++) {
		struct arena a = ARENA_INIT;
		struct record *r;
		enum rc rc = record_load(s, m, id, &a, &r, NULL);
		assert_true(rc == RC_OK || !rights_all(s));
		for (int slot = SYS_N; slot < m->n && rc == RC_OK; slot++)
			if (m->fields[slot].sql) {
				assert_non_null(m->fields[slot].formula);
				same(r, &m->fields[slot]);
				n++;
			}
		arena_free(&a);
	}
	return n;
}

static void twins_agree(void **state)
{
	(void)state;
	int64_t n = 0;
	for (int i = 0; i < sales_office.n; i++)
		n += twins_of(sales_office.models[i]);
	assert_true(n > 150 * 15);
}

/* The two leave out the same for who does not see all. */
static void twins_agree_for_a_salesperson(void **state)
{
	(void)state;
	struct session *all = s;
	int64_t n = 0;
	must(s, "user", 0, "login=pia");
	for (int id = 1; id <= 300; id += 3)
		must(s, "lead", id, "owner=pia");
	struct session_options opt = { .path = db_path(s->db), .login = "pia" };
	assert_int_equal(session_open(&sales_office, &opt, &s, NULL), RC_OK);
	for (int i = 0; i < sales_office.n; i++)
		n += twins_of(sales_office.models[i]);
	session_close(s);
	s = all;
	assert_in_range(n, 100 * 15, 250 * 30);
}

static int64_t kinds_of(const char *field)
{
	const struct model *m = session_model(s, "lead");
	int64_t seen = 0;
	for (int64_t id = 1; id <= 300; id++) {
		struct arena a = ARENA_INIT;
		struct record *r;
		struct value v;
		int slot = model_slot(m, field);
		assert_int_equal(record_load(s, m, id, &a, &r, NULL), RC_OK);
		m->fields[slot].formula(s, r, &v);
		if (v.kind == VAL_INT && v.i < 60)
			seen |= (int64_t)1 << v.i;
		arena_free(&a);
	}
	return seen;
}

/* The records above reach every word, so that the comparison is worth something. */
static void words_all_occur(void **state)
{
	(void)state;
	assert_int_equal(kinds_of("outcome"), 1 << 1 | 1 << 2 | 1 << 3);
	assert_int_equal(kinds_of("activity_state"), 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4);
	assert_int_equal(kinds_of("rotting"), 3);
	assert_int_equal(kinds_of("sales_ready"), 3);
	assert_int_equal(kinds_of("phase") & (1 << 1 | 1 << 2 | 1 << 3 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8),
		1 << 1 | 1 << 2 | 1 << 3 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8);
}

static struct group_result groups_of(const struct model *m, int slot, enum group_what what)
{
	struct query q = { .model = m, .scope = SCOPE_ALL };
	struct path by = { .n = 1, .slot = { slot }, .model = { m } };
	struct group_result g;
	struct err err = ERR_INIT;
	if (query_groups(s, &q, &by, 0, what, &g, &err) != RC_OK)
		fail_msg("%s by %s: %s", m->name, m->fields[slot].name, err.text);
	return g;
}

/* What one scan says of all records is what each says when it is asked. */
static void signals_of_all_agree(void **state)
{
	int types = 0;
	(void)state;
	for (int i = 0; i < registry_count(s->reg); i++) {
		const struct model *m = registry_at(s->reg, i);
		const struct field *f = &m->fields[m->signal];
		if (!m->signal || !f->all_sql)
			continue;
		struct group_result all = groups_of(m, m->owner, GROUP_WITH_SIGNALS), each = groups_of(m, m->signal, GROUP_COUNTS);
		int64_t sum[GROUP_SIGNALS] = { 0 };
		for (int k = 0; k < all.n * GROUP_SIGNALS; k++)
			sum[k % GROUP_SIGNALS] += all.group[k / GROUP_SIGNALS].signal[k % GROUP_SIGNALS];
		for (int k = 0; k < each.n; k++)
			for (int c = 0; f->choice[c].name; c++)
				if (f->choice[c].no == each.group[k].key.i)
					assert_int_equal(sum[c], each.group[k].n);
		types += each.n > 0;
		if (str_eq(m->name, "lead"))
			assert_int_equal(each.n, 4);
		group_result_free(&all);
		group_result_free(&each);
	}
	assert_in_range(types, 1, 9);
}

static void both_say(int64_t id, const char *field, const char *text)
{
	const struct model *m = session_model(s, "lead");
	struct arena a = ARENA_INIT;
	struct record *r;
	eq(s, "lead", id, field, text);
	assert_int_equal(record_load(s, m, id, &a, &r, NULL), RC_OK);
	same(r, &m->fields[model_slot(m, field)]);
	arena_free(&a);
}

static void customers_go_quiet(void **state)
{
	(void)state;
	must(s, "account", 0, "name=Old friend");
	clock_fix(T0 - 181 * DAY);
	int64_t id = must(s, "lead", 0, "name=x\nkind=opportunity\naccount=Old friend\nstage=Won");
	clock_fix(T0 - 2 * DAY);
	both_say(id, "phase", "customer");
	clock_fix(T0);
	both_say(id, "phase", "renurturing");
	int64_t open = must(s, "lead", 0, "name=y\nkind=opportunity\naccount=Old friend");
	both_say(id, "phase", "customer");
	/* what was closed just now is a touch too */
	must(s, "lead", open, "active=no");
	both_say(id, "phase", "customer");
	must(s, "lead", id, "phase=target");
	both_say(id, "phase", "target");
}

static void figures_round_half_up(void **state)
{
	(void)state;
	int64_t id = must(s, "lead", 0,
		"name=x\nkind=opportunity\nrevenue=0.01\nprobability=50\nrecurring=10\nrecurring_plan=Yearly");
	both_say(id, "prorated", "0.01");
	both_say(id, "mrr", "0.83");
	must(s, "lead", id, "recurring=0.06");
	both_say(id, "mrr", "0.01");
	must(s, "lead", id, "revenue=1000\nprobability=33.33\nrecurring=10\nrecurring_plan=");
	eq(s, "lead", id, "prorated", "333.30");
	eq(s, "lead", id, "mrr", "10.00");
}

static void next_steps_are_told(void **state)
{
	(void)state;
	int64_t id = must(s, "lead", 0, "name=x\nkind=opportunity");
	char text[80];
	eq(s, "lead", id, "next_activity", "no next step");
	snprintf(text, sizeof text, "type=Meeting\nrecord=lead/%ld\ndue=2026-02-01", (long)id);
	must(s, "activity", 0, text);
	eq(s, "lead", id, "next_activity", "Meeting in 31 d");
	eq(s, "lead", id, "activity_state", "planned");
	snprintf(text, sizeof text, "summary=demo\nrecord=lead/%ld\ndue=2026-01-02", (long)id);
	must(s, "activity", 0, text);
	eq(s, "lead", id, "next_activity", "demo Fri");
	clock_fix(T0 + DAY);
	eq(s, "lead", id, "next_activity", "demo today");
	eq(s, "lead", id, "activity_state", "today");
	clock_fix(T0 + 4 * DAY);
	eq(s, "lead", id, "next_activity", "demo 3 d late");
	eq(s, "lead", id, "activity_state", "overdue");
	eq(s, "lead", id, "next_due", "2026-01-02");
	clock_fix(T0);
}

static void what_is_untouched_rots(void **state)
{
	(void)state;
	int64_t id = must(s, "lead", 0, "name=x\nkind=opportunity\nstage=New");
	clock_fix(T0 + 4 * DAY);
	eq(s, "lead", id, "rotting", "no");
	clock_fix(T0 + 5 * DAY);
	eq(s, "lead", id, "rotting", "yes");
	eq(s, "lead", id, "rotting_text", "5d rots");
	eq(s, "lead", id, "days_in_stage", "5");
	must(s, "lead", id, "rank=7");
	eq(s, "lead", id, "rotting", "yes");
	const char *const note[] = { "called" };
	act(s, "lead", "note", id, note, NULL);
	eq(s, "lead", id, "rotting", "no");
	clock_fix(T0 + 20 * DAY);
	eq(s, "lead", id, "rotting", "yes");
	must(s, "lead", id, "priority=2");
	eq(s, "lead", id, "rotting", "no");
	clock_fix(T0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(twins_agree),
		cmocka_unit_test(twins_agree_for_a_salesperson),
		cmocka_unit_test(words_all_occur),
		cmocka_unit_test(signals_of_all_agree),
		cmocka_unit_test(customers_go_quiet),
		cmocka_unit_test(figures_round_half_up),
		cmocka_unit_test(next_steps_are_told),
		cmocka_unit_test(what_is_untouched_rots),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
