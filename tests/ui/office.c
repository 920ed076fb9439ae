#include "office.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static char db[64];

const char *office_db(void)
{
	return db;
}

void office_crm(const char *const *args)
{
	const char *argv[24] = { "crm", "--db", db };
	int status, n = 3;
	pid_t child;

	assert_non_null(getenv("CRM")); /* before the fork: a child that fails would go on as the test */
	while (*args && n < 23)
		argv[n++] = *args++;
	child = fork();
	if (child == 0) {
		if (!freopen("/dev/null", "w", stdout))
			_exit(1);
		execvp(getenv("CRM"), (char *const *)argv);
		_exit(127);
	}
	while (waitpid(child, &status, 0) < 0)
		;
	assert_int_equal(status, 0);
}

int office_setup(void **state)
{
	int fd;

	(void)state;
	snprintf(db, sizeof db, "/tmp/officeXXXXXX");
	fd = mkstemp(db);
	assert_true(fd >= 0);
	close(fd);
	unlink(db);
	CRM("init");
	CRM("config", "currency", "EUR");
	return 0;
}

int office_teardown(void **state)
{
	static const char *const parts[] = { "", "-wal", "-shm", "-notify" };

	(void)state;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		char file[80];

		snprintf(file, sizeof file, "%s%s", db, parts[i]);
		unlink(file);
	}
	return 0;
}

struct pty *office_begin(int cols, int rows, const char *const *env, const char *shown)
{
	const char *argv[] = { "crm", "--db", db, NULL };
	struct pty *p = pty_spawn(&(struct pty_options){ .argv = argv, .cols = cols, .rows = rows, .env = env });

	expect_text(p, shown);
	return p;
}

struct pty *office_begin_as(const char *login, int cols, int rows, const char *const *env, const char *shown)
{
	const char *argv[] = { "crm", "--db", db, "--as", login, NULL };
	struct pty *p = pty_spawn(&(struct pty_options){ .argv = argv, .cols = cols, .rows = rows, .env = env });

	expect_text(p, shown);
	return p;
}

void office_quit(struct pty *p)
{
	pty_keys(p, "esc esc esc Q");
	assert_int_equal(expect_exit(p), 0);
	pty_free(p);
}
