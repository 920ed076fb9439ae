#include "record/criteria.h"
#include "record/query.h"

#include <stdio.h>

#include "helper.h"

#include "record/record.h"
#include "sales/sales.h"

OFFICE_FIXTURE(s)

static void tables_are_sound(void **state)
{
	(void)state;
	struct str out = STR_INIT;
	if (registry_lint(s->reg, &out) != 0)
		fail_msg("%s", out.s);
	str_free(&out);
}

/* Every field that programs rely on is there under its name. */
static void fields_are_named(void **state)
{
	(void)state;
	static const struct {
		const char *model, *fields;
	} row[] = {
		{ "lead",
			"name kind status temperature phase stage team owner account contact company contact_name "
			"salutation "
			"job department email email2 phone mobile website street street2 city zip state country "
			"language "
			"industry employees source medium campaign referred tags priority revenue recurring "
			"recurring_plan "
			"score co_owners participants opt_out do_not_call revive_on first_touch last_touch "
			"last_contact "
			"probability automatic_probability prorated closing lost_reason notes external_id assigned_at "
			"converted_at closed_at stage_at customer" },
		{ "account", "name parent email phone website industry employees street street2 city zip state country "
			     "language "
			     "owner co_owners participants team tags notes external_id" },
		{ "contact",
			"name salutation first_name last_name account job department email email2 phone mobile website "
			"street street2 city zip state country language birthday opt_out do_not_call owner co_owners "
			"participants team tags notes external_id" },
		{ "stage", "name sequence won folded teams requirements rotting_days probability" },
		{ "team", "name sequence leader use_leads use_opportunities alias criteria opt_out" },
		{ "target", "team user start period measure amount" },
		{ "contact_role", "contact record role" },
		{ "department", "name parent head" },
		{ "group", "name members" },
		{ "team_member", "team user capacity criteria preferred opt_out" },
		{ "user", "login name email manager department departments profiles time_zone language calendar "
			  "disabled" },
		{ "activity", "type summary note due owner record done_at feedback" },
		{ "tag", "name" },
		{ "source", "name" },
		{ "medium", "name" },
		{ "campaign", "name" },
		{ "lost_reason", "name" },
		{ "industry", "name" },
	};
	for (size_t i = 0; i < COUNT(row); i++) {
		const struct model *m = session_model(s, row[i].model);
		char *text = xstrdup(row[i].fields), *save = NULL;
		for (char *f = strtok_r(text, " ", &save); f; f = strtok_r(NULL, " ", &save))
			if (model_slot(m, f) < 0)
				fail_msg("%s has no field %s", m->name, f);
		free(text);
	}
}

static int64_t found(const char *model, const char *text)
{
	int64_t id = 0;
	struct err err = ERR_INIT;
	if (record_find(s, session_model(s, model), text, &id, &err) != RC_OK)
		fail_msg("%s", err.text);
	return id;
}

static void data_ships(void **state)
{
	(void)state;
	eq(s, "stage", found("stage", "New"), "sequence", "1");
	eq(s, "stage", found("stage", "Qualified"), "sequence", "2");
	eq(s, "stage", found("stage", "Proposition"), "sequence", "3");
	eq(s, "stage", found("stage", "Won"), "sequence", "70");
	eq(s, "stage", found("stage", "Won"), "won", "yes");
	assert_int_equal(count(s, "SELECT count(*) FROM stage"), 4);
	assert_int_equal(count(s, "SELECT count(*) FROM lost_reason"), 3);
	eq(s, "activity_type", found("activity_type", "Call"), "delay", "2");
	eq(s, "activity_type", found("activity_type", "To-do"), "delay", "5");
	eq(s, "activity_type", found("activity_type", "E-mail"), "delay", "0");
	eq(s, "activity_type", found("activity_type", "Meeting"), "delay", "0");
	eq(s, "activity_type", found("activity_type", "upload document"), "delay", "5");
	eq(s, "recurring_plan", found("recurring_plan", "Monthly"), "months", "1");
	eq(s, "recurring_plan", found("recurring_plan", "Yearly"), "months", "12");
	eq(s, "recurring_plan", found("recurring_plan", "3 years"), "months", "36");
	eq(s, "recurring_plan", found("recurring_plan", "5 years"), "months", "60");
}

static void countries_by_code_or_name(void **state)
{
	(void)state;
	assert_int_equal(found("country", "IR"), found("country", "iran"));
	eq(s, "country", found("country", "GB"), "calling", "44");
	assert_true(count(s, "SELECT count(*) FROM country") > 240);
}

static void states_complete(void **state)
{
	(void)state;
	const struct model *m = session_model(s, "lead");
	struct arena a = ARENA_INIT;
	struct record *r;
	int n = 0;
	int64_t id = must(s, "lead", 0, "name=x\ncountry=US");
	assert_int_equal(record_load(s, m, id, &a, &r, NULL), RC_OK);
	const char *const *word = m->fields[model_slot(m, "state")].suggest(s, r, &n);
	assert_true(n >= 50);
	assert_non_null(word[0]);
	arena_free(&a);
}

static void users_are_made_once(void **state)
{
	(void)state;
	eq(s, "user", s->user, "login", "sara");
	eq(s, "user", s->user, "name", "sara");
	eq(s, "user", s->user, "profiles", "Super administrator");
	int64_t id = 0;
	struct err err = ERR_INIT;
	assert_int_equal(sales_office.user(s, "sara", &id, &err), RC_OK);
	assert_int_equal(id, s->user);
	assert_int_equal(sales_office.user(s, "nobody-here", &id, &err), RC_NOT_FOUND);
	/* oneself cannot be shut out, another can */
	assert_int_equal(put(s, "user", s->user, "disabled=yes", &err), 0);
	must(s, "user", 0, "login=reza\ndisabled=yes");
	assert_int_equal(sales_office.user(s, "reza", &id, &err), RC_DENIED);
}

/* Members of a set word, among people, teams or departments, for a user. */
static int64_t members(const char *word, const char *ref, int64_t me)
{
	for (int i = 0; i < sales_office.n_words; i++)
		if (strcmp(sales_office.words[i].word, word) == 0 && strcmp(sales_office.words[i].ref, ref) == 0) {
			char *sql =
				xasprintf("SELECT coalesce(sum(1 << id), 0) FROM (%s) w", sales_office.words[i].sql);
			struct stmt *st = db_prep(s->db, sql);
			free(sql);
			st_named_int(st, ":me", me);
			assert_int_equal(st_step(st, NULL), 1);
			int64_t set = st_get_int(st, 0);
			st_done(st);
			return set;
		}
	fail_msg("no word %s", word);
	return 0;
}

static void words_know_people(void **state)
{
	(void)state;
	int64_t boss = s->user;
	int64_t lead = must(s, "user", 0, "login=reza\nmanager=sara");
	int64_t rep = must(s, "user", 0, "login=lena\nmanager=reza");
	assert_int_equal(members("my people", "user", boss), 1 << lead | 1 << rep);
	assert_int_equal(members("my people", "user", lead), 1 << rep);
	assert_int_equal(members("my people", "user", rep), 0);
	struct err err = ERR_INIT;
	assert_int_equal(put(s, "user", boss, "manager=lena", &err), 0);
	assert_int_equal(err.rc, RC_INVALID);

	int64_t a = must(s, "team", 0, "name=A\nleader=reza"), b = must(s, "team", 0, "name=B");
	must(s, "team_member", 0, "team=B\nuser=reza");
	assert_int_equal(members("my team", "team", lead), 1 << a | 1 << b);
	assert_int_equal(members("my team", "team", rep), 0);
	assert_int_equal(members("my team", "user", lead), 1 << lead);

	int64_t sales = must(s, "department", 0, "name=Sales"), service = must(s, "department", 0, "name=Service");
	must(s, "user", rep, "department=Sales\ndepartments=Service");
	assert_int_equal(members("my department", "department", rep), 1 << sales | 1 << service);
	assert_int_equal(members("my department", "department", boss), 0);
	assert_int_equal(members("my department", "user", rep), 1 << rep);
}

static void run_place(const struct model *m, const struct preset *p)
{
	struct arena a = ARENA_INIT;
	struct err err = ERR_INIT;
	struct page page;
	struct path by;
	struct query q = { .model = m, .limit = 5 };
	enum rc rc = criteria_parse(s, m, p->criteria, &a, &q.where, &err);
	if (rc == RC_OK)
		rc = query_sort(s, &q, p->sort ? p->sort : m->sort, &err);
	if (rc == RC_OK && p->columns)
		rc = query_columns(s, &q, p->columns, &a, &err);
	else if (rc == RC_OK)
		query_default_columns(m, &q, &a);
	if (rc == RC_OK && p->by)
		rc = path_parse(s->reg, m, p->by, &by, &err);
	if (rc == RC_OK)
		rc = query_run(s, &q, &page, &err);
	if (rc != RC_OK)
		fail_msg("%s: %s: %s", m->name, p->name, err.text);
	page_free(&page);
	arena_free(&a);
}

/* Every place (a preset, and each model's plain list) is a query that runs. */
static void places_open(void **state)
{
	(void)state;
	must(s, "lead", 0, "name=x\nkind=opportunity");
	must(s, "activity", 0, "summary=x\nrecord=lead/1");
	for (int i = 0; i < sales_office.n; i++) {
		const struct model *m = sales_office.models[i];
		run_place(m, &(struct preset){ .name = "list" });
		for (int p = 0; p < m->n_presets; p++)
			run_place(m, &m->presets[p]);
	}
}

/* A key after g leads to one place. */
static void places_have_keys(void **state)
{
	(void)state;
	const char *seen[64];
	int n = 0;
	for (int i = 0; i < sales_office.n; i++)
		for (int p = 0; p < sales_office.models[i]->n_presets; p++) {
			const char *key = sales_office.models[i]->presets[p].key;
			for (int k = 0; key && k < n; k++)
				assert_string_not_equal(seen[k], key);
			if (key)
				seen[n++] = key;
		}
	assert_true(n >= 7);
}

/* A key means the same deed on every record type. */
static void keys_mean_one_thing(void **state)
{
	(void)state;
	static const struct {
		const char *key, *meaning;
	} row[] = { { "o", "owner" }, { "t", "tag" }, { "a", "note" }, { "c", "log" }, { "x", "lost" },
		{ "p", "stars" }, { "$", "revenue" } };
	for (int i = 0; i < sales_office.n; i++)
		for (int j = 0; j < sales_office.models[i]->n_actions; j++)
			for (size_t k = 0; k < COUNT(row); k++) {
				const struct action *a = &sales_office.models[i]->actions[j];
				if (a->key && strcmp(a->key, row[k].key) == 0)
					assert_string_equal(a->name, row[k].meaning);
			}
}

/* A filter on a field that is said to stand in the index of filters reads no record. */
static void filters_are_covered(void **state)
{
	int seen = 0;

	(void)state;
	for (int i = 0; i < registry_count(s->reg); i++) {
		const struct model *m = registry_at(s->reg, i);

		for (int slot = SYS_N; slot < m->n; slot++) {
			char sql[300], *plan;

			if (!(m->fields[slot].flags & F_FILTER))
				continue;
			snprintf(sql, sizeof sql,
				"EXPLAIN QUERY PLAN SELECT x.id FROM \"%s\" x WHERE x.trashed_at IS NULL AND x.active = 1 AND "
				"+x.owner = 1 AND +x.\"%s\" IS NOT NULL",
				m->name, m->fields[slot].name);
			struct stmt *st = db_prep(s->db, sql);
			assert_true(st_step(st, NULL) > 0);
			plan = xstrdup(st_get_text(st, 3));
			st_done(st);
			if (!strstr(plan, "COVERING INDEX"))
				fail_msg("%s.%s: %s", m->name, m->fields[slot].name, plan);
			free(plan);
			seen++;
		}
	}
	assert_true(seen > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(tables_are_sound, setup, teardown),
		cmocka_unit_test_setup_teardown(fields_are_named, setup, teardown),
		cmocka_unit_test_setup_teardown(data_ships, setup, teardown),
		cmocka_unit_test_setup_teardown(countries_by_code_or_name, setup, teardown),
		cmocka_unit_test_setup_teardown(states_complete, setup, teardown),
		cmocka_unit_test_setup_teardown(users_are_made_once, setup, teardown),
		cmocka_unit_test_setup_teardown(words_know_people, setup, teardown),
		cmocka_unit_test_setup_teardown(places_open, setup, teardown),
		cmocka_unit_test_setup_teardown(places_have_keys, setup, teardown),
		cmocka_unit_test_setup_teardown(keys_mean_one_thing, setup, teardown),
		cmocka_unit_test_setup_teardown(filters_are_covered, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
