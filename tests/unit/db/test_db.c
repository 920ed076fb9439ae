/* The door to SQLite: creation, identity, transactions, statements, others, checks, backups. */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/db.h"

#include <cmocka.h>

static char folder[64], path[96];
static struct db *db;

static int setup(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	snprintf(folder, sizeof folder, "/tmp/dbXXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/t.db", folder);
	assert_int_equal(db_create(path, &err), RC_OK);
	assert_int_equal(db_open(path, 1, &db, &err), RC_OK);
	assert_int_equal(db_begin(db, &err), RC_OK);
	db_allow_schema(db, true);
	assert_int_equal(
		db_end(db, db_script(db, "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT);", &err), &err), RC_OK);
	return 0;
}

static int teardown(void **state)
{
	char cmd[128];

	(void)state;
	db_close(db);
	snprintf(cmd, sizeof cmd, "%s", folder);
	for (const char *const *s =
			(const char *const[]){ "t.db", "t.db-wal", "t.db-shm", "t.db-notify", "copy.db", "copy.db-wal", "copy.db-shm", "copy.db-notify",
			"x.db", "x.db-wal", "x.db-shm", "x.db-notify", NULL };
		*s; s++) {
		char p[160];

		snprintf(p, sizeof p, "%s/%s", folder, *s);
		unlink(p);
	}
	rmdir(cmd);
	return 0;
}

static void a_second_creation_is_refused(void **state)
{
	struct err err = ERR_INIT;
	struct stat st;

	(void)state;
	assert_int_equal(db_create(path, &err), RC_INVALID);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void foreign_and_missing_files_are_told_apart(void **state)
{
	struct err err = ERR_INIT;
	struct db *other;
	char x[160];
	FILE *f;

	(void)state;
	snprintf(x, sizeof x, "%s/x.db", folder);
	assert_int_equal(db_open(x, 1, &other, &err), RC_NOT_FOUND);
	f = fopen(x, "w");
	for (int i = 0; i < 3000; i++)
		fputs("not a database ", f);
	fclose(f);
	assert_int_equal(db_open(x, 1, &other, &err), RC_CORRUPT);
	assert_non_null(strstr(err.text, "not a database of crm"));
}

static void a_place_that_cannot_be_written_is_not_called_damage(void **state)
{
	struct err err = ERR_INIT;
	struct db *other;
	char wal[160];

	(void)state;
	db_close(db);
	db = NULL;
	/* a folder in its place cannot be written by root either */
	snprintf(wal, sizeof wal, "%s-wal", path);
	unlink(wal);
	assert_int_equal(mkdir(wal, 0700), 0);
	assert_int_equal(db_open(path, 1, &other, &err), RC_IO);
	assert_non_null(strstr(err.text, "cannot be written"));
	assert_int_equal(rmdir(wal), 0);
	assert_int_equal(db_open(path, 1, &db, &err), RC_OK);
}

static void a_newer_file_is_refused_in_plain_words(void **state)
{
	struct err err = ERR_INIT;
	struct db *other;

	(void)state;
	assert_int_equal(db_begin(db, &err), RC_OK);
	assert_int_equal(db_end(db, db_set_version(db, 1, &err), &err), RC_OK);
	assert_int_equal(db_open(path, 0, &other, &err), RC_NEWER);
	assert_non_null(strstr(err.text, "upgrade the program"));
}

static void an_upgrade_stops_the_sessions_that_run(void **state)
{
	struct err err = ERR_INIT;
	struct db *other;

	(void)state;
	assert_int_equal(db_open(path, 9, &other, &err), RC_OK);
	assert_int_equal(db_begin(other, &err), RC_OK);
	assert_int_equal(db_end(other, db_set_version(other, 9, &err), &err), RC_OK);
	assert_int_equal(db_begin(db, &err), RC_NEWER);
	db_close(other);
}

static void inner_failure_rolls_the_outer_back(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(db_begin(db, &err), RC_OK);
	assert_int_equal(db_run(db, &err, "INSERT INTO t VALUES (?1, ?2)", "is", (int64_t)1, "x"), RC_OK);
	assert_int_equal(db_begin(db, &err), RC_OK);
	assert_int_equal(db_end(db, RC_INVALID, &err), RC_INVALID);
	assert_int_equal(db_end(db, RC_OK, &err), RC_INVALID);
	assert_int_equal(db_get_int(db, -1, "SELECT count(*) FROM t", ""), 0);
}

static void savepoints_undo_a_part(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(db_begin(db, &err), RC_OK);
	db_run(db, &err, "INSERT INTO t VALUES (?1, ?2)", "is", (int64_t)1, "stays");
	assert_int_equal(db_save_begin(db, &err), RC_OK);
	db_run(db, &err, "INSERT INTO t VALUES (?1, ?2)", "is", (int64_t)2, "goes");
	assert_int_equal(db_save_end(db, RC_INVALID, &err), RC_INVALID);
	assert_int_equal(db_end(db, RC_OK, &err), RC_OK);
	assert_int_equal(db_get_int(db, -1, "SELECT count(*) FROM t", ""), 1);
}

static void nested_use_of_one_text_gets_two_statements(void **state)
{
	struct stmt *a, *b;

	(void)state;
	db_run(db, NULL, "INSERT INTO t VALUES (?1, ?2)", "is", (int64_t)1, "x");
	db_run(db, NULL, "INSERT INTO t VALUES (?1, ?2)", "is", (int64_t)2, NULL);
	a = db_prep(db, "SELECT b FROM t ORDER BY a");
	assert_int_equal(st_step(a, NULL), 1);
	b = db_prep(db, "SELECT b FROM t ORDER BY a");
	assert_ptr_not_equal(a, b);
	assert_int_equal(st_step(b, NULL), 1);
	assert_string_equal(st_get_text(a, 0), "x");
	st_done(b);
	assert_int_equal(st_step(a, NULL), 1);
	assert_true(st_is_null(a, 0));
	st_done(a);
}

static bool stop(void *ctx)
{
	return ++*(int *)ctx > 3;
}

static void long_reads_can_be_stopped(void **state)
{
	struct err err = ERR_INIT;
	int asked = 0;

	(void)state;
	db_on_progress(db, stop, &asked);
	assert_int_equal(db_run(db, &err,
				 "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 100000000) "
				 "SELECT count(*) FROM c",
				 ""),
		RC_CANCELLED);
	db_on_progress(db, NULL, NULL);
}

/* Who waits gets the screen back; what is being written is not cut off. */
static void reads_have_a_cap(void **state)
{
	static const char slow[] = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 3000000) SELECT count(*) FROM c";
	struct err err = ERR_INIT;

	(void)state;
	db_cap(db, 1);
	assert_int_equal(db_run(db, &err, slow, ""), RC_CANCELLED);
	assert_non_null(strstr(err.text, "narrower filter"));
	assert_int_equal(db_begin(db, &err), RC_OK);
	assert_int_equal(db_end(db, db_run(db, &err, slow, ""), &err), RC_OK);
	db_cap(db, 0);
	assert_int_equal(db_run(db, &err, slow, ""), RC_OK);
}

static bool give_up(void *ctx, int64_t ms)
{
	(void)ctx;
	return ms > 300;
}

static void a_held_lock_is_busy_and_told(void **state)
{
	struct err err = ERR_INIT;
	struct db *other;

	(void)state;
	assert_int_equal(db_open(path, 1, &other, &err), RC_OK);
	assert_int_equal(db_begin(other, &err), RC_OK);
	db_on_busy(db, give_up, NULL);
	assert_int_equal(db_begin(db, &err), RC_BUSY);
	assert_non_null(strstr(err.text, "another session"));
	assert_int_equal(db_end(other, RC_OK, &err), RC_OK);
	assert_int_equal(db_begin(db, &err), RC_OK);
	assert_int_equal(db_end(db, RC_OK, &err), RC_OK);
	db_close(other);
}

/* Another process with the same file, forked before any database is open here (a fork beside an open one shares locks
 * that are not its own). It obeys one letter at a time: o opens path, w writes a row, b and e begin and end a transaction, m
 * sets four marks and u takes the lowest away, q ends. */
static int order[2], answer[2];
static pid_t other_pid;

static void other_process(void)
{
	struct db *other = NULL;
	char c, at[96];

	while (read(order[0], &c, 1) == 1 && c != 'q') {
		if (c == 'o' && (read(order[0], at, sizeof at) != sizeof at || db_open(at, 1, &other, NULL) != RC_OK))
			_exit(1);
		if (c == 'w')
			db_run(other, NULL, "INSERT INTO t VALUES (77, 'y')", "");
		if (c == 'b')
			db_begin(other, NULL);
		if (c == 'e')
			db_end(other, RC_OK, NULL);
		for (int i = 0; c == 'm' && i < 4; i++)
			db_mark(other, 5000000000 + (const int[]){ 0, 1, 7, 90 }[i], true);
		if (c == 'u')
			db_mark(other, 5000000000, false);
		if (write(answer[1], "x", 1) != 1)
			_exit(1);
	}
	db_close(other);
	_exit(0);
}

static void tell(const char *what, size_t n)
{
	char c;

	assert_int_equal(write(order[1], what, n), n);
	assert_int_equal(read(answer[0], &c, 1), 1);
}

/* Who stops a process of hers in the middle of a save keeps everybody waiting: the message says whom to ask. */
static void a_frozen_holder_is_named(void)
{
	struct err err = ERR_INIT;
	struct str who = STR_INIT;
	char words[80];

	assert_true(other_pid > 0); /* 0 would stop the whole group of processes */
	assert_false(db_holder(db, &who));
	tell("b", 1);
	kill(other_pid, SIGSTOP);
	waitpid(other_pid, NULL, WUNTRACED);
	db_on_busy(db, give_up, NULL);
	assert_int_equal(db_begin(db, &err), RC_BUSY);
	snprintf(words, sizeof words, "(process %ld, stopped) has held the database", (long)other_pid);
	assert_non_null(strstr(err.text, words));
	kill(other_pid, SIGCONT);
	tell("e", 1);
	assert_int_equal(db_begin(db, &err), RC_OK);
	assert_int_equal(db_end(db, RC_OK, &err), RC_OK);
	str_free(&who);
}

static void no_marks(void)
{
	int64_t mark[4];

	assert_int_equal(db_marked(db, 0, DB_MARKS, mark, 4), 0);
}

/* What another process marked is seen from here, its neighbours apart, what this one marked is not. */
static void marks_are_seen(void)
{
	int64_t mark[4];

	db_mark(db, 5000000000, true);
	no_marks();
	tell("m", 1);
	assert_int_equal(db_marked(db, 0, DB_MARKS, mark, 4), 4);
	assert_int_equal(db_marked(db, 5000000000, 5000000002, mark, 4), 2);
	assert_true(mark[0] + mark[1] == 10000000001);
	assert_int_equal(db_marked(db, 5000000002, 5000000040, mark, 4), 1);
	assert_int_equal(mark[0], 5000000007);
	assert_int_equal(db_marked(db, 5000000008, 5000000040, mark, 4), 0);
	assert_int_equal(db_marked(db, 0, DB_MARKS, mark, 1), 1);
	tell("u", 1);
	assert_int_equal(db_marked(db, 5000000000, 5000000040, mark, 4), 2);
}

static void another_process_is_seen(void **state)
{
	char open_it[1 + sizeof path] = "o";

	(void)state;
	memcpy(open_it + 1, path, sizeof path);
	assert_true(db_alone(db));
	tell(open_it, sizeof open_it);
	assert_false(db_alone(db));
	db_changed(db);
	tell("w", 1);
	assert_true(db_changed(db));
	assert_int_equal(db_get_int(db, 0, "SELECT count(*) FROM t WHERE a = 77", ""), 1);
	a_frozen_holder_is_named();
	marks_are_seen();
	assert_int_equal(write(order[1], "q", 1), 1);
	while (wait(NULL) < 0)
		;
	no_marks(); /* they went with it */
}

static void check_and_backup(void **state)
{
	struct err err = ERR_INIT;
	struct str out = STR_INIT;
	struct db *copy;
	char to[160];

	(void)state;
	db_run(db, &err, "INSERT INTO t VALUES (5, 'kept')", "");
	assert_int_equal(db_check(db, true, &out, &err), RC_OK);
	assert_string_equal(out.s, "");
	snprintf(to, sizeof to, "%s/copy.db", folder);
	assert_int_equal(db_backup(db, to, &err), RC_OK);
	assert_int_equal(db_backup(db, to, &err), RC_INVALID);
	assert_int_equal(db_open(to, 1, &copy, &err), RC_OK);
	assert_int_equal(db_get_int(copy, 0, "SELECT a FROM t WHERE b = 'kept'", ""), 5);
	db_close(copy);
	str_free(&out);
}

/* Nobody writes into a file that is being replaced; its copy stands for the version that it had. */
static void a_fence_keeps_everybody_out(void **state)
{
	struct err err = ERR_INIT;
	struct db_rows rows;
	struct db *other;
	char to[160], aside[160];

	(void)state;
	snprintf(to, sizeof to, "%s/copy.db", folder);
	snprintf(aside, sizeof aside, "%s/x.db", folder);
	db_run(db, &err, "INSERT INTO t VALUES (5, 'kept'), (6, 'kept too')", "");
	assert_int_equal(db_backup(db, to, &err), RC_OK);
	assert_int_equal(db_open(path, 1, &other, &err), RC_OK);
	assert_int_equal(db_fence(db, &err), RC_OK);
	assert_true(db_outdated(other));
	assert_int_equal(db_begin(other, &err), RC_NEWER);
	db_close(other);
	assert_int_equal(db_open(path, 1, &other, &err), RC_BUSY);
	db_close(db);
	assert_int_equal(db_restore_ready(path, to, 1, &rows, &err), RC_OK);
	assert_int_equal(rows.tables, 1);
	assert_int_equal(rows.rows, 2);
	assert_int_equal(db_restore(path, aside, &err), RC_OK);
	assert_int_equal(db_open(aside, 1, &other, &err), RC_BUSY);
	assert_int_equal(db_restore_ready(to, aside, 1, &rows, &err), RC_OK); /* a fenced file counts as what it was */
	db_restore_drop(to);
	assert_int_equal(db_open(path, 1, &db, &err), RC_OK);
	assert_int_equal(db_begin(db, &err), RC_OK);
	assert_int_equal(db_end(db, RC_OK, &err), RC_OK);
}

static void room_is_asked_for(void **state)
{
	struct err err = ERR_INIT;
	struct db_room room;

	(void)state;
	assert_true(db_room(db, &room));
	assert_true(room.left > 0 && room.left <= room.total && room.size > 0);
	assert_int_equal(db_need_room(db, 1, &err), RC_OK);
	assert_int_equal(db_need_room(db, 1 << 30, &err), RC_FULL);
	assert_null(db_network("/"));
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_second_creation_is_refused),
		T(foreign_and_missing_files_are_told_apart),
		T(a_place_that_cannot_be_written_is_not_called_damage),
		T(a_newer_file_is_refused_in_plain_words),
		T(an_upgrade_stops_the_sessions_that_run),
		T(inner_failure_rolls_the_outer_back),
		T(savepoints_undo_a_part),
		T(nested_use_of_one_text_gets_two_statements),
		T(long_reads_can_be_stopped),
		T(reads_have_a_cap),
		T(a_held_lock_is_busy_and_told),
		T(another_process_is_seen),
		T(check_and_backup), T(a_fence_keeps_everybody_out), T(room_is_asked_for),
	};

	if (pipe(order) || pipe(answer))
		return 1;
	other_pid = fork();
	if (other_pid == 0)
		other_process();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
