/* Two people at one office: who else is there, both texts kept, what was half typed while others went on. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/db.h"
#include "office.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static int setup(void **state)
{
	office_setup(state);
	CRM("new", "lead", "kind=opportunity", "name=Office chairs", "stage=New", "revenue=8400", "notes=first line");
	CRM("new", "contact", "name=Rene Vogel");
	CRM("new", "user", "login=kim", "name=Kim Ono", "profiles=Super administrator");
	CRM("new", "user", "login=tom", "name=Tom Ashby", "profiles=Super administrator");
	return 0;
}

static struct pty *kim(void)
{
	return office_begin_as("kim", 80, 24, NULL, "Office chairs");
}

static void who_else_has_it_open_is_seen(void **state)
{
	struct pty *mine = office_begin(80, 24, NULL, "Office chairs"), *hers = kim(), *his;

	(void)state;
	pty_keys(mine, "enter");
	expect_text(mine, "[New ");
	expect_no_text(mine, "also open");
	pty_keys(hers, "enter");
	expect_text(hers, "also open: ");
	expect_text(mine, "also open: Kim Ono");
	expect_no_text(mine, "editing");
	pty_keys(hers, "e");
	expect_text(mine, "also open: Kim Ono, editing");
	his = office_begin_as("tom", 80, 24, NULL, "Office chairs");
	expect_no_text(his, "also open"); /* a board is no record */
	pty_keys(his, "enter");
	expect_text(his, "Kim Ono, editing");
	expect_text(mine, "Tom Ashby");
	pty_signal(hers, SIGKILL); /* no word of leaving, and gone all the same */
	expect_no_text(mine, "Kim Ono");
	pty_free(hers);
	pty_keys(his, "esc"); /* back on the board */
	expect_no_text(mine, "also open");
	office_quit(his);
	office_quit(mine);
}

static void another_record_is_another_place(void **state)
{
	struct pty *mine = office_begin(80, 24, NULL, "Office chairs"), *hers = kim();

	(void)state;
	pty_keys(mine, "enter");
	expect_text(mine, "[New ");
	pty_keys(hers, "g c enter"); /* a type whose forms have no head */
	expect_text(hers, "Rene Vogel");
	expect_no_text(hers, "also open");
	pty_keys(mine, "esc g c enter");
	expect_text(mine, "also open: Kim Ono");
	expect_text(hers, "also open: ");
	office_quit(hers);
	expect_no_text(mine, "also open");
	office_quit(mine);
}

/* The field of long texts is found by its name, wherever it stands. */
static void type_a_note(struct pty *p, const char *text)
{
	pty_keys(p, "enter");
	expect_text(p, "1 Notes");
	pty_keys(p, "1 e");
	expect_text(p, "Ctrl-S");
	pty_keys(p, "ctrl-end");
	pty_type(p, text);
}

static void notes_of_two_stay_both(void **state)
{
	struct pty *mine = office_begin(100, 30, NULL, "Office chairs");

	(void)state;
	type_a_note(mine, "\rwants blue ones");
	expect_text(mine, "wants blue ones");
	CRM("set", "lead", "1", "notes=first line\nasked for the price");
	pty_keys(mine, "ctrl-s");
	expect_text(mine, "kept beside yours");
	expect_text(mine, "asked for the price");
	expect_text(mine, "wants blue ones");
	expect_no_text(mine, "somebody changed this");
	office_quit(mine);
}

static void the_same_line_of_a_note_is_asked_about(void **state)
{
	struct pty *mine = office_begin(100, 30, NULL, "Office chairs");

	(void)state;
	type_a_note(mine, ", mine");
	CRM("set", "lead", "1", "notes=first line, theirs");
	pty_keys(mine, "ctrl-s");
	expect_text(mine, "somebody changed this meanwhile");
	expect_text(mine, "mine      first line, mine");
	expect_text(mine, "theirs    first line, theirs");
	pty_keys(mine, "enter");
	expect_text(mine, "u undoes");
	office_quit(mine);
}

/* What was half typed when the line dropped, and what others did to the record until the next login. */
static void an_old_draft_asks_what_is_to_stay(void **state)
{
	struct pty *p = office_begin(100, 30, NULL, "Office chairs");

	(void)state;
	pty_keys(p, "enter e ctrl-u");
	pty_type(p, "My chairs");
	expect_text(p, "My chairs");
	pty_signal(p, SIGHUP);
	expect_exit(p);
	pty_free(p);
	CRM("set", "lead", "1", "name=Their chairs");
	p = office_begin(100, 30, NULL, "half-typed");
	pty_keys(p, "y");
	expect_text(p, "somebody changed this meanwhile");
	expect_text(p, "before    Office chairs");
	expect_text(p, "mine      My chairs");
	expect_text(p, "theirs    Their chairs");
	expect_text(p, "go on so");
	pty_keys(p, "t enter"); /* theirs */
	expect_text(p, "theirs stays");
	expect_text(p, "Their chairs");
	office_quit(p);
}

static void an_old_draft_is_not_saved_over_the_newer_record(void **state)
{
	struct pty *p = office_begin(100, 30, NULL, "Office chairs");

	(void)state;
	pty_keys(p, "enter e ctrl-u");
	pty_type(p, "My chairs");
	expect_text(p, "My chairs");
	pty_keys(p, "esc Q"); /* before the two seconds are over */
	expect_exit(p);
	pty_free(p);
	CRM("set", "lead", "1", "name=Their chairs", "city=Lyon");
	p = office_begin(100, 30, NULL, "half-typed");
	pty_keys(p, "y");
	expect_text(p, "somebody changed this meanwhile");
	pty_keys(p, "esc"); /* not decided: then the save asks again */
	expect_no_text(p, "somebody changed this");
	expect_text(p, "My chairs");
	pty_keys(p, "ctrl-s");
	expect_text(p, "theirs    Their chairs");
	pty_keys(p, "enter");
	expect_text(p, "My chairs changed");
	office_quit(p);
}

/* Somebody sits on the lock: what is typed goes into a file, and comes back when all is well again. */
static void hold_the_lock(int until)
{
	struct db *db;
	struct err err = ERR_INIT;
	char c;

	if (db_open(office_db(), 1, &db, &err) != RC_OK || db_begin(db, &err) != RC_OK || write(until, "x", 1) != 1)
		_exit(1);
	while (read(until, &c, 1) > 0)
		;
	db_end(db, RC_OK, &err);
	db_close(db);
	_exit(0);
}

static void what_the_database_refuses_is_kept_in_a_file(void **state)
{
	char home[] = "/tmp/crm-state-XXXXXX", env[80];
	const char *const with[] = { env, NULL };
	struct pty *p;
	int pair[2];
	char c;
	pid_t holder;

	(void)state;
	assert_non_null(mkdtemp(home));
	snprintf(env, sizeof env, "XDG_STATE_HOME=%s", home);
	p = office_begin(100, 30, with, "Office chairs");
	pty_keys(p, "enter e ctrl-u");
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	holder = fork();
	if (holder == 0) {
		close(pair[0]);
		hold_the_lock(pair[1]);
	}
	close(pair[1]);
	assert_int_equal(read(pair[0], &c, 1), 1);
	pty_type(p, "My chairs");
	expect_text(p, "kept in a file of yours"); /* two seconds after the last key, and one of waiting */
	pty_signal(p, SIGKILL);
	expect_exit(p);
	pty_free(p);
	close(pair[0]);
	while (waitpid(holder, NULL, 0) < 0)
		;
	p = office_begin(100, 30, with, "half-typed");
	pty_keys(p, "y");
	expect_text(p, "My chairs");
	pty_keys(p, "ctrl-s");
	expect_text(p, "My chairs changed");
	office_quit(p);
	p = office_begin(100, 30, with, "My chairs");
	expect_no_text(p, "half-typed"); /* the file went with the save */
	office_quit(p);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(who_else_has_it_open_is_seen),
		T(another_record_is_another_place),
		T(notes_of_two_stay_both),
		T(the_same_line_of_a_note_is_asked_about),
		T(an_old_draft_asks_what_is_to_stay),
		T(an_old_draft_is_not_saved_over_the_newer_record),
		T(what_the_database_refuses_is_kept_in_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
