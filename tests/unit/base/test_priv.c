#include "base/priv.h"
#include "base/str.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* cmocka has a macro fail(): the doors come first */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

/* Everything here changes the process, so each case runs in a child; what it returns is its exit code. */
static int in_child(int (*fn)(void))
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		_exit(fn());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int start_fills_descriptors(void)
{
	struct stat st, null;

	close(0);
	close(2);
	if (priv_start(NULL) || stat("/dev/null", &null) || fstat(0, &st) || st.st_rdev != null.st_rdev)
		return 1;
	return fstat(2, &st) || st.st_rdev != null.st_rdev;
}

static int start_sets_the_process(void)
{
	struct rlimit core;
	struct sigaction act;
	sigset_t set;

	umask(0);
	sigfillset(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGCHLD, SIG_IGN);
	if (priv_start(NULL))
		return 1;
	sigprocmask(SIG_BLOCK, NULL, &set);
	if (umask(0) != 077 || sigismember(&set, SIGTERM) || getrlimit(RLIMIT_CORE, &core) || core.rlim_cur)
		return 2;
	if (sigaction(SIGPIPE, NULL, &act) || act.sa_handler != SIG_IGN)
		return 3;
	if (sigaction(SIGXFSZ, NULL, &act) || act.sa_handler != SIG_IGN)
		return 4;
	return sigaction(SIGCHLD, NULL, &act) || act.sa_handler != SIG_DFL ? 5 : 0;
}

static int start_refuses_small_limits(void)
{
	struct rlimit few = { 16, 16 }, shallow = { 512 * 1024, 512 * 1024 };
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		setrlimit(RLIMIT_STACK, &shallow);
		_exit(priv_start(NULL) == RC_FULL ? 0 : 1);
	}
	waitpid(pid, &status, 0);
	setrlimit(RLIMIT_NOFILE, &few);
	return status || priv_start(NULL) != RC_FULL;
}

static void test_start(void **state)
{
	(void)state;
	assert_int_equal(in_child(start_fills_descriptors), 0);
	assert_int_equal(in_child(start_sets_the_process), 0);
	assert_int_equal(in_child(start_refuses_small_limits), 0);
}

static void say_restored(void)
{
	if (write(STDOUT_FILENO, "restored", 8) != 8)
		_exit(1);
}

/* The crash handler calls back, says a line, and ends with 75. */
static void test_crash(void **state)
{
	char text[512] = { 0 };
	int pair[2], status;
	ssize_t n = 0, k;
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(pair), 0);
	pid = fork();
	if (pid == 0) {
		dup2(pair[1], STDOUT_FILENO);
		dup2(pair[1], STDERR_FILENO);
		close(pair[0]);
		close(pair[1]);
		priv_on_crash(say_restored);
		priv_start(NULL);
		raise(SIGBUS);
		_exit(0);
	}
	close(pair[1]);
	while ((k = read(pair[0], text + n, sizeof text - 1 - (size_t)n)) > 0)
		n += k;
	close(pair[0]);
	waitpid(pid, &status, 0);
#if !defined(__SANITIZE_ADDRESS__) /* there the sanitizer reports */
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 75);
	assert_true(str_starts(text, "restored\ncrm: "));
#else
	assert_int_not_equal(status, 0);
#endif
}

static int odd_ids(void)
{
	return setresuid((uid_t)-1, 65534, (uid_t)-1) || priv_start(NULL) != RC_DENIED;
}

/* The group of a setgid program is gone for good after the drop. */
static int drop_group(void)
{
	if (setgroups(0, NULL) || setresgid(65533, 65532, 65532) || setresuid(65534, 65534, 65534))
		return 1;
	if (priv_drop(NULL) || getegid() != 65533)
		return 2;
	return setresgid((gid_t)-1, 65532, (gid_t)-1) ? 0 : 3;
}

/* A group that can come back is an error, never passed over: here to somebody who may take any group. */
static int drop_is_proved(void)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct cap[2] = { { .effective = 1 << CAP_SETGID, .permitted = 1 << CAP_SETGID } };
	struct err err = ERR_INIT;

	if (prctl(PR_SET_KEEPCAPS, 1) || setresgid(65533, 65532, 65532) || setresuid(65534, 65534, 65534))
		return 1;
	if (syscall(SYS_capset, &head, cap))
		return 2;
	return priv_drop(&err) == RC_DENIED ? 0 : 3;
}

/* Root could take any group back: there is nothing to prove. */
static int root_drops_too(void)
{
	return setresgid(65533, 65532, 65532) || priv_drop(NULL) != RC_OK || getegid() != 65533;
}

/* Run with a group beside the person's own, the program believes little of the environment. */
static int office_environment(void)
{
	static const char *const hostile[] = { "LD_PRELOAD", "TERMINFO", "TMPDIR", "HOSTALIASES", "LOCPATH", "LANGUAGE",
		"CRM_NOW", "CRM_DB", "XDG_DATA_HOME", "GCONV_PATH", "MALLOC_CHECK_", "EDITOR" };
	static const char *const bad[][2] = { { "TERM", "../../evil" }, { "LANG", "/tmp/locale" }, { "TZ", ":/etc/shadow" },
		{ "LINES", "99999" }, { "COLUMNS", "-1" } };

	for (size_t i = 0; i < COUNT(hostile); i++)
		setenv(hostile[i], "/tmp/evil", 1);
	for (size_t i = 0; i < COUNT(bad); i++)
		setenv(bad[i][0], bad[i][1], 1);
	setenv("LC_TIME", "fa_IR.UTF-8", 1);
	setenv("HOME", "/tmp/evil", 1);
	if (setresgid(65533, 65532, 65532) || priv_start(NULL) || !priv_office() || prctl(PR_GET_DUMPABLE))
		return 1;
	for (size_t i = 0; i < COUNT(hostile); i++)
		if (getenv(hostile[i]))
			return 2;
	for (size_t i = 0; i < COUNT(bad); i++)
		if (getenv(bad[i][0]))
			return 3;
	if (!str_eq(getenv("LC_TIME"), "fa_IR.UTF-8") || str_eq(getenv("HOME"), "/tmp/evil"))
		return 4;
	if (!str_eq(priv_kept("EDITOR"), "/tmp/evil") || !str_eq(priv_kept("CRM_DB"), "/tmp/evil"))
		return 5;
	return priv_leave_office(NULL) || priv_office() || getegid() != 65533 ? 6 : 0;
}

static int drop_nothing(void)
{
	return priv_drop(NULL) != RC_OK;
}

static void test_credentials(void **state)
{
	(void)state;
	assert_int_equal(in_child(drop_nothing), 0);
	if (getuid() != 0)
		return; /* only root can play a setgid program */
	assert_int_equal(in_child(odd_ids), 0);
	assert_int_equal(in_child(drop_group), 0);
	assert_int_equal(in_child(drop_is_proved), 0);
	assert_int_equal(in_child(root_drops_too), 0);
	assert_int_equal(in_child(office_environment), 0);
}

static void test_login(void **state)
{
	const struct passwd *pw = getpwuid(getuid());

	(void)state;
	setenv("LOGNAME", "somebody", 1);
	setenv("USER", "somebody", 1);
	assert_int_equal(priv_uid(), getuid());
	assert_string_equal(priv_login(), pw ? pw->pw_name : "user");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_start),
		cmocka_unit_test(test_crash),
		cmocka_unit_test(test_credentials),
		cmocka_unit_test(test_login),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
