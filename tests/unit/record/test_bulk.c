/* Loading a type that is empty: its indexes go and come back, also after the load was killed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../../src/record/bulk.h"
#include "record/journal.h"
#include "record/query.h"
#include "record/record.h"
#include "record/save.h"
#include "toy.h"

#include <cmocka.h>

#define ROWS 1000000 /* what the load is said to have: enough to pay */

static struct session *s;

static int setup(void **state)
{
	(void)state;
	s = toy_open();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	toy_close(s);
	return 0;
}

static int64_t count(const char *sql)
{
	return db_get_int(s->db, -1, sql, "");
}

/* with the triggers of the counters */
#define INDEXES "SELECT count(*) FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
#define INDEXED(word) "SELECT count(*) FROM search_word WHERE search_word MATCH '" word "'"
#define TRIGRAMS(word) "SELECT count(*) FROM search_tri WHERE search_tri MATCH '" word "'"

static void load(struct session *in, const char *email)
{
	const struct model *m = session_model(in, "reader");
	struct change ch[] = {
		{ .slot = m->title, .val = value_text("Zanzibar") },
		{ .slot = READER_EMAIL, .val = value_text(email) },
	};
	struct step st;
	int64_t id = 0;

	assert_int_equal(step_open(in, "", &st, NULL), RC_OK);
	assert_int_equal(step_close(&st, record_save(in, &st, m, &id, ch, 2, NULL, NULL), NULL), RC_OK);
}

static void the_indexes_go_and_come_back(void **state)
{
	int64_t all = count(INDEXES);

	(void)state;
	assert_true(bulk_begin(s, session_model(s, "reader"), ROWS));
	assert_true(count(INDEXES) < all);
	load(s, "a@x.de");
	load(s, "b@x.de");
	assert_int_equal(count(INDEXED("zanzibar")), 0);
	assert_int_equal(bulk_end(s, NULL, NULL, NULL), RC_OK);
	assert_int_equal(count(INDEXES), all);
	assert_int_equal(count(INDEXED("zanzibar")), 2);
	assert_int_equal(count(TRIGRAMS("zan")), 2);
	load(s, "c@x.de");
	assert_int_equal(count(INDEXED("zanzibar")), 3);
	assert_int_equal(db_check(s->db, true, &(struct str)STR_INIT, NULL), RC_OK);
}

static void a_type_with_records_keeps_them(void **state)
{
	int64_t all = count(INDEXES);

	(void)state;
	load(s, "a@x.de");
	assert_false(bulk_begin(s, session_model(s, "reader"), ROWS));
	assert_int_equal(count(INDEXES), all);
	assert_int_equal(count(INDEXED("zanzibar")), 1);
}

static void what_another_session_made_again_is_not_made_twice(void **state)
{
	struct session *other;
	int64_t all = count(INDEXES);

	(void)state;
	assert_true(bulk_begin(s, session_model(s, "reader"), ROWS));
	load(s, "a@x.de");
	other = toy_again(s, "bob");
	assert_int_equal(count(INDEXES), all);
	assert_int_equal(count(INDEXED("zanzibar")), 1);
	load(s, "b@x.de"); /* sees that it is no longer alone */
	assert_int_equal(count(INDEXED("zanzibar")), 2);
	assert_int_equal(bulk_end(s, NULL, NULL, NULL), RC_OK);
	assert_int_equal(count(INDEXED("zanzibar")), 2);
	toy_close(other);
}

/* The child is killed with its load unfinished; the parent has no session open meanwhile. */
static void a_killed_load_is_finished_by_the_next_session(void **state)
{
	char path[256], login[64];
	int64_t all = count(INDEXES);
	int status;
	pid_t child;

	(void)state;
	snprintf(path, sizeof path, "%s", db_path(s->db));
	snprintf(login, sizeof login, "%s", s->login);
	session_close(s);
	child = fork();
	if (child == 0) {
		struct session_options opt = { .path = path, .login = login };

		if (session_open(&toy_office, &opt, &s, NULL) != RC_OK ||
			!bulk_begin(s, session_model(s, "reader"), ROWS))
			_exit(1);
		load(s, "a@x.de");
		raise(SIGKILL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	s = NULL;
	assert_int_equal(
		session_open(&toy_office, &(struct session_options){ .path = path, .login = login }, &s, NULL), RC_OK);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(count(INDEXES), all);
	assert_int_equal(count(INDEXED("zanzibar")), 1);
	assert_int_equal(count(TRIGRAMS("zan")), 1);
	assert_int_equal(count("SELECT count(*) FROM meta WHERE key = 'schema' AND value = '" BULK_MARK "'"), 0);
}

/* Says no, or is killed, when something of the full text was made. */
static bool not_beyond_the_text(void *ctx)
{
	bool made = count("SELECT count(*) FROM meta WHERE key = 'bulk_upto'") > 0;

	if (made && ctx)
		raise(SIGKILL);
	return !made;
}

/* The full text says of itself whether it holds what the side table does, each record once. */
static void is_whole(int64_t indexes)
{
	assert_int_equal(count(INDEXES), indexes);
	assert_int_equal(count("SELECT count(*) FROM meta WHERE key LIKE 'bulk%' OR value = '" BULK_MARK "'"), 0);
	assert_int_equal(db_run(s->db, NULL, "INSERT INTO search_word(search_word) VALUES ('integrity-check')", ""), RC_OK);
}

static void what_is_written_while_they_are_made_is_found_once(void **state)
{
	int64_t all = count(INDEXES);
	struct session *other;

	(void)state;
	assert_true(bulk_begin(s, session_model(s, "reader"), ROWS));
	load(s, "a@x.de");
	load(s, "b@x.de");
	assert_int_equal(bulk_end(s, not_beyond_the_text, NULL, NULL), RC_CANCELLED);
	assert_int_equal(count(INDEXED("zanzibar")), 2);
	load(s, "c@x.de"); /* beyond what was reached: its turn comes */
	assert_int_equal(count(INDEXED("zanzibar")), 2);
	assert_int_equal(toy_set(s, "reader", 1, NULL, (const char *const[]){ "name=Lisbon", NULL }), RC_OK);
	assert_int_equal(count(INDEXED("zanzibar")), 1);
	assert_int_equal(count(INDEXED("lisbon")), 1);
	other = toy_again(s, "bob");
	assert_int_equal(count(INDEXED("zanzibar")), 2);
	assert_int_equal(count(TRIGRAMS("zan")), 2);
	assert_int_equal(count(TRIGRAMS("lis")), 1);
	is_whole(all);
	load(s, "d@x.de");
	assert_int_equal(count(INDEXED("zanzibar")), 3);
	toy_close(other);
}

static void made_half_when_killed(void **state)
{
	char path[256], login[64];
	int64_t all = count(INDEXES);
	int status;
	pid_t child;

	(void)state;
	snprintf(path, sizeof path, "%s", db_path(s->db));
	snprintf(login, sizeof login, "%s", s->login);
	session_close(s);
	child = fork();
	if (child == 0) {
		struct session_options opt = { .path = path, .login = login };

		if (session_open(&toy_office, &opt, &s, NULL) != RC_OK || !bulk_begin(s, session_model(s, "reader"), ROWS))
			_exit(1);
		load(s, "a@x.de");
		load(s, "b@x.de");
		bulk_end(s, not_beyond_the_text, &status, NULL);
		_exit(2);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	s = NULL;
	assert_int_equal(session_open(&toy_office, &(struct session_options){ .path = path, .login = login }, &s, NULL), RC_OK);
	assert_int_equal(count(INDEXED("zanzibar")), 2);
	is_whole(all);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(the_indexes_go_and_come_back),
		T(a_type_with_records_keeps_them),
		T(what_another_session_made_again_is_not_made_twice),
		T(a_killed_load_is_finished_by_the_next_session),
		T(what_is_written_while_they_are_made_is_found_once),
		T(made_half_when_killed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
