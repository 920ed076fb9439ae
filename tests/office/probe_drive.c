/* probe_drive FILE PROGRAM ARGUMENT...: a program on a pseudo-terminal, driven by the lines of FILE:
 *   expect TEXT   gone TEXT   keys NAMES   type TEXT   signal NUMBER   hangup   settle   dump   exit   touch FILE wait
 * FILE pause MILLISECONDS "exit" waits for the end and prints "exited N after M ms" since the last signal or hang-up;
 * "wait" until FILE is there. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "ui/pty.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const char *script;
static const char *const *program;

static void wait_for(struct pty *p, const char *file)
{
	int64_t end = clock_ms() + 15000;

	while (access(file, F_OK) && clock_ms() < end)
		pty_pump(p, 20);
	if (access(file, F_OK)) {
		pty_dump(p);
		fail_msg("%s did not come", file);
	}
}

static void obey(struct pty *p, const char *word, const char *rest, int64_t *since)
{
	if (strcmp(word, "expect") == 0)
		expect_text(p, rest);
	else if (strcmp(word, "gone") == 0)
		expect_no_text(p, rest);
	else if (strcmp(word, "keys") == 0)
		pty_keys(p, rest);
	else if (strcmp(word, "type") == 0)
		pty_type(p, rest);
	else if (strcmp(word, "settle") == 0)
		pty_settle(p);
	else if (strcmp(word, "wait") == 0)
		wait_for(p, rest);
	else if (strcmp(word, "pause") == 0)
		pty_pump(p, atoi(rest));
	else if (strcmp(word, "touch") == 0)
		fclose(fopen(rest, "we"));
	else if (strcmp(word, "dump") == 0)
		pty_dump(p);
	else if (strcmp(word, "signal") == 0 || strcmp(word, "hangup") == 0) {
		*since = clock_ms();
		if (*word == 's')
			pty_signal(p, atoi(rest));
		else
			pty_hang_up(p);
	} else if (strcmp(word, "exit") == 0) {
		int code = expect_exit(p);

		printf("exited %d after %lld ms\n", code, (long long)(clock_ms() - *since));
	} else {
		fail_msg("no such step: %s", word);
	}
}

static void drive(void **state)
{
	struct pty *p = pty_spawn(&(struct pty_options){ .argv = program, .cols = 100, .rows = 30 });
	FILE *f = fopen(script, "re");
	char line[500];
	int64_t since = clock_ms();

	(void)state;
	assert_non_null(f);
	while (fgets(line, sizeof line, f)) {
		char *rest;

		line[strcspn(line, "\n")] = '\0';
		rest = strchr(line, ' ');
		if (rest)
			*rest++ = '\0';
		if (*line && *line != '#')
			obey(p, line, rest ? rest : "", &since);
	}
	fclose(f);
	pty_free(p);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(drive) };

	if (argc < 3)
		return 2;
	script = argv[1];
	program = (const char *const *)argv + 2;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
