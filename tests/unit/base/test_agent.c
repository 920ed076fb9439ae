#include "base/agent.h"
#include "base/clock.h"
#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* cmocka has a macro fail(): the doors come first */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static char dir[] = "/tmp/crm-test-agent-XXXXXX";
static struct agent *agent;
static int kept_open; /* a descriptor of ours that the agent must not have */

static void put(const char *path, const char *s)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(s, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static char *get(const char *path)
{
	struct str out = STR_INIT;
	FILE *f = fopen(path, "r");
	int c;

	if (!f)
		return NULL;
	while ((c = getc(f)) != EOF)
		str_addc(&out, (char)c);
	fclose(f);
	return str_take(&out);
}

static bool known(const char *header)
{
	if (str_eq(header, "crash me"))
		_exit(1);
	if (str_eq(header, "eat memory")) {
		void *volatile p = malloc((size_t)1 << 30);

		if (!p)
			_exit(1);
		free(p);
	}
	return str_eq(header, "Name") || str_eq(header, "Email");
}

static char *in_dir(const char *name)
{
	static char path[256];

	snprintf(path, sizeof path, "%s/%s", dir, name);
	return path;
}

/* The agent keeps the directory it was started in; the program then leaves it. */
static int set_up(void **state)
{
	struct err err = ERR_INIT;
	int fd;

	(void)state;
	if (!mkdtemp(dir) || chdir(dir))
		return -1;
	put("secret", "no one's business\n");
	fd = open("secret", O_RDONLY);
	kept_open = fcntl(fd, F_DUPFD, 50);
	close(fd);
	sheet_set_known(known);
	setenv("XDG_STATE_HOME", in_dir("state"), 1);
	if (agent_start(&agent, &err))
		return -1;
	return chdir("/");
}

static int tear_down(void **state)
{
	DIR *d = opendir(dir);
	const struct dirent *e;

	(void)state;
	agent_stop(agent);
	close(kept_open);
	while (d && (e = readdir(d)))
		unlinkat(dirfd(d), e->d_name, 0);
	closedir(d);
	return rmdir(dir);
}

static void test_read(void **state)
{
	struct str out = STR_INIT;
	struct err err = ERR_INIT;

	(void)state;
	put(in_dir("small"), "hello\n");
	assert_int_equal(agent_read(agent, "small", 100, &out, &err), RC_OK);
	assert_string_equal(out.s, "hello\n");
	assert_int_equal(agent_read(agent, in_dir("small"), 6, &out, &err), RC_OK);
	assert_string_equal(out.s, "hello\nhello\n");
	assert_int_equal(agent_read(agent, "small", 5, &out, &err), RC_FULL);
	assert_string_equal(out.s, "hello\nhello\n");
	assert_int_equal(agent_read(agent, "none", 5, &out, &err), RC_NOT_FOUND);
	assert_non_null(strstr(err.text, "none"));
	str_free(&out);
}

/* Only regular files: nothing that blocks, has side effects, or is one of the database's. */
static void test_refused_files(void **state)
{
	struct err err = ERR_INIT;
	char fd_path[64];
	struct stat st;
	int fd = -1;

	(void)state;
	assert_int_equal(mkfifo(in_dir("fifo"), 0600), 0);
	assert_int_equal(agent_open(agent, "fifo", &fd, &err), RC_INVALID);
	assert_int_equal(agent_open(agent, "/dev/null", &fd, &err), RC_INVALID);
	assert_int_equal(agent_open(agent, ".", &fd, &err), RC_INVALID);
	assert_non_null(strstr(err.text, "directory"));
	put(in_dir("db"), "x");
	assert_int_equal(agent_open(agent, "db", &fd, &err), RC_OK);
	assert_int_equal(fstat(fd, &st), 0);
	close(fd);
	agent_protect(st.st_dev, st.st_ino);
	assert_int_equal(agent_open(agent, "db", &fd, &err), RC_DENIED);
	snprintf(fd_path, sizeof fd_path, "/proc/self/fd/%d", kept_open);
	assert_int_equal(agent_open(agent, fd_path, &fd, &err), RC_NOT_FOUND);
}

static void test_export(void **state)
{
	struct err err = ERR_INIT;
	struct stat st;
	char *s;
	int fd;

	(void)state;
	assert_int_equal(agent_create(agent, "out.csv", false, &fd, &err), RC_OK);
	assert_int_equal(write(fd, "rows", 4), 4);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	close(fd);
	assert_int_equal(access(in_dir("out.csv"), F_OK), -1);
	assert_int_equal(agent_publish(agent, "out.csv", false, &err), RC_OK);
	s = get(in_dir("out.csv"));
	assert_string_equal(s, "rows");
	free(s);
	assert_int_equal(access(in_dir("out.csv.partial"), F_OK), -1);
	assert_int_equal(agent_publish(agent, "out.csv", false, &err), RC_INVALID);
}

static void test_export_never_replaces_unasked(void **state)
{
	struct err err = ERR_INIT;
	char *s;
	int fd;

	(void)state;
	put(in_dir("old"), "old");
	assert_int_equal(agent_create(agent, "old", false, &fd, &err), RC_CONFLICT);
	assert_int_equal(agent_create(agent, "late", false, &fd, &err), RC_OK);
	close(fd);
	put(in_dir("late"), "somebody was faster");
	assert_int_equal(agent_publish(agent, "late", false, &err), RC_CONFLICT);
	agent_discard(agent, "late");
	assert_int_equal(access(in_dir("late.partial"), F_OK), -1);
	s = get(in_dir("late"));
	assert_string_equal(s, "somebody was faster");
	free(s);
	assert_int_equal(agent_create(agent, "old", true, &fd, &err), RC_OK);
	assert_int_equal(write(fd, "new", 3), 3);
	close(fd);
	s = get(in_dir("old"));
	assert_string_equal(s, "old");
	free(s);
	assert_int_equal(agent_publish(agent, "old", true, &err), RC_OK);
	s = get(in_dir("old"));
	assert_string_equal(s, "new");
	free(s);
}

/* What a killed one left is taken over; what another holds, or a trap, is not. */
static void test_export_cut_short(void **state)
{
	struct err err = ERR_INIT;
	int fd, held;
	char *s;

	(void)state;
	put(in_dir("cut.partial"), "what was left of a longer one");
	assert_int_equal(agent_create(agent, "cut", false, &fd, &err), RC_OK);
	assert_int_equal(write(fd, "new", 3), 3);
	close(fd);
	assert_int_equal(agent_publish(agent, "cut", false, &err), RC_OK);
	s = get(in_dir("cut"));
	assert_string_equal(s, "new");
	free(s);

	put(in_dir("held.partial"), "x");
	held = open(in_dir("held.partial"), O_RDONLY | O_CLOEXEC);
	assert_int_equal(flock(held, LOCK_EX), 0);
	assert_int_equal(agent_create(agent, "held", false, &fd, &err), RC_CONFLICT);
	close(held);
	s = xstrdup(in_dir("cut"));
	assert_int_equal(link(s, in_dir("two.partial")), 0);
	free(s);
	assert_int_equal(agent_create(agent, "two", false, &fd, &err), RC_CONFLICT);
}

/* A trap is never written to. */
static void test_export_in_the_way(void **state)
{
	struct err err = ERR_INIT;
	int fd;

	(void)state;
	assert_int_equal(symlink("/tmp/elsewhere", in_dir("trap.partial")), 0);
	assert_int_equal(agent_create(agent, "trap", false, &fd, &err), RC_CONFLICT);
	assert_non_null(strstr(err.text, "trap.partial"));
	assert_int_equal(agent_create(agent, "no/such/dir", false, &fd, &err), RC_NOT_FOUND);
	assert_int_equal(symlink("small", in_dir("link")), 0);
	assert_int_equal(agent_create(agent, "link", true, &fd, &err), RC_INVALID);
}

static void test_edit(void **state)
{
	struct err err = ERR_INIT;
	struct str s = STR_INIT;

	(void)state;
	str_add(&s, "call bob\n");
	assert_int_equal(agent_edit(agent, "sed  -i s/bob/ann/", &s, &err), RC_OK);
	assert_string_equal(s.s, "call ann\n");
	assert_int_equal(agent_edit(agent, "false", &s, &err), RC_CANCELLED);
	assert_int_equal(agent_edit(agent, "rm", &s, &err), RC_CANCELLED);
	assert_int_equal(agent_edit(agent, "no-such-editor-here", &s, &err), RC_IO);
	assert_int_equal(agent_edit(agent, "  ", &s, &err), RC_USAGE);
	assert_string_equal(s.s, "call ann\n");
	str_free(&s);
}

struct rows {
	struct sheet_info info;
	struct str text;
	int n, stop_at;
};

static bool take_info(void *ctx, const struct sheet_info *info)
{
	struct rows *r = ctx;

	r->info = *info;
	return r->stop_at != -1;
}

static bool take_row(void *ctx, const struct csv_record *rec)
{
	struct rows *r = ctx;

	if (r->n < 5)
		for (int i = 0; i < rec->n; i++)
			str_addf(&r->text, "%s%c", rec->cell[i], i + 1 < rec->n ? '|' : '\n');
	return ++r->n != r->stop_at;
}

static enum rc read_sheet(const char *path, int64_t limit, struct rows *r, struct err *err)
{
	struct sheet_options opt = { .backslash = -1, .header_line = -1 };
	struct sheet_sink sink = { .info = take_info, .row = take_row, .ctx = r };

	str_free(&r->text);
	r->n = 0;
	return agent_sheet(agent, path, &opt, limit, &sink, err);
}

static void test_sheet(void **state)
{
	struct rows r = { .text = STR_INIT };
	struct err err = ERR_INIT;

	(void)state;
	put(in_dir("a.csv"), "made by hand\n\nName;Email\nAnn;a@b.c\n\"Bo\nb\";\n");
	assert_int_equal(read_sheet("a.csv", 0, &r, &err), RC_OK);
	assert_string_equal(r.text.s, "Name|Email\nAnn|a@b.c\nBo\nb|\n");
	assert_int_equal(r.info.header_line, 3);
	assert_int_equal(r.info.dialect.delimiter, ';');
	assert_int_equal(read_sheet("a.csv", 2, &r, &err), RC_OK);
	assert_int_equal(r.n, 2);
	assert_int_equal(read_sheet("missing.csv", 0, &r, &err), RC_NOT_FOUND);
	assert_int_equal(read_sheet("fifo", 0, &r, &err), RC_INVALID);
	str_free(&r.text);
}

/* A reader that dies gives a message; the agent lives on. */
static void test_sheet_reader_dies(void **state)
{
	struct rows r = { .text = STR_INIT };
	struct err err = ERR_INIT;

	(void)state;
	put(in_dir("bad.csv"), "crash me,Email\n1,2\n");
	assert_int_equal(read_sheet("bad.csv", 0, &r, &err), RC_IO);
	assert_non_null(strstr(err.text, "bad.csv"));
	assert_int_equal(read_sheet("a.csv", 0, &r, &err), RC_OK);
	assert_int_equal(r.n, 3);
	str_free(&r.text);
}

/* A parser cannot take the machine's memory. Sanitizers need more than any limit, so there is none for them. */
static void test_sheet_reader_is_limited(void **state)
{
	struct rows r = { .text = STR_INIT };
	struct err err = ERR_INIT;

	(void)state;
	put(in_dir("greedy.csv"), "eat memory,Email\n1,2\n");
#if defined(__SANITIZE_ADDRESS__)
	assert_int_equal(read_sheet("greedy.csv", 0, &r, &err), RC_OK);
#else
	assert_int_equal(read_sheet("greedy.csv", 0, &r, &err), RC_IO);
#endif
	str_free(&r.text);
}

static int64_t big_file(const char *path, int rows)
{
	FILE *f = fopen(path, "w");
	int64_t bytes;

	fputs("Name,Email,Phone,Company,Street,City,Zip,Country,Source,Stage,Amount,Created,Due,Owner,Tags,Id,Web,"
	      "Notes\n",
		f);
	for (int i = 0; i < rows; i++)
		fprintf(f,
			"Ann Blake %d,ann%d@example.com,+1 555 %07d,\"Fabrikam, Inc.\",12 High Street,Leeds,LS1 "
			"%d,GB,Web,New,"
			"%d.50,2026-01-%02d,2026-02-%02d,bob,vip;new,%d,https://example.com/%d,asked for a quote\n",
			i, i, i, i % 100, i, i % 28 + 1, i % 28 + 1, i, i);
	bytes = ftell(f);
	fclose(f);
	return bytes;
}

/* The caller may stop whenever it likes, with megabytes still in the pipe. */
static void test_sheet_stops_and_is_fast(void **state)
{
	int rows = 200000;
	struct rows r = { .text = STR_INIT };
	struct err err = ERR_INIT;
	int64_t ns, bytes = big_file(in_dir("big.csv"), rows);

	(void)state;
	ns = clock_ns();
	assert_int_equal(read_sheet("big.csv", 0, &r, &err), RC_OK);
	ns = clock_ns() - ns;
	assert_int_equal(r.n, rows + 1);
	assert_int_equal(r.info.bytes, bytes);
	printf("figure: %.0f rows of 18 columns a second through the reader's pipe (>= 300000), %.0f MB/s\n",
		rows / ((double)ns / 1e9), (double)bytes / 1e6 / ((double)ns / 1e9));
	r.stop_at = 7;
	assert_int_equal(read_sheet("big.csv", 0, &r, &err), RC_CANCELLED);
	assert_int_equal(r.n, 7);
	r.stop_at = -1;
	assert_int_equal(read_sheet("big.csv", 0, &r, &err), RC_CANCELLED);
	assert_int_equal(r.n, 0);
	r.stop_at = 0;
	assert_int_equal(read_sheet("a.csv", 0, &r, &err), RC_OK);
	unlink(in_dir("big.csv"));
	str_free(&r.text);
}

/* Standard input can be read again and again: for the preview, the dry run and the import. */
static void test_standard_input(void **state)
{
	struct rows r = { .text = STR_INIT };
	struct agent *outer = agent;
	struct err err = ERR_INIT;
	int pair[2], saved = dup(STDIN_FILENO);

	(void)state;
	assert_int_equal(pipe(pair), 0);
	assert_int_equal(write(pair[1], "Name,Email\nx,y\n", 15), 15);
	close(pair[1]);
	dup2(pair[0], STDIN_FILENO);
	close(pair[0]);
	assert_int_equal(agent_start(&agent, &err), RC_OK);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(read_sheet("-", 0, &r, &err), RC_OK);
		assert_string_equal(r.text.s, "Name|Email\nx|y\n");
	}
	agent_stop(agent);
	agent = outer;
	dup2(saved, STDIN_FILENO);
	close(saved);
	str_free(&r.text);
}

/* The agent ends with the program, and an answer from a dead agent is an error. */
static void test_agent_gone(void **state)
{
	struct str out = STR_INIT;
	struct err err = ERR_INIT;
	struct agent *a, *outer = agent;
	int status;
	pid_t pid;
	char killer[300];

	(void)state;
	put(in_dir("kill-agent"), "kill -9 $PPID\n");
	snprintf(killer, sizeof killer, "sh %s", in_dir("kill-agent"));
	pid = fork(); /* so that the only child is the agent */
	if (pid == 0) {
		if (agent_start(&a, &err))
			_exit(1);
		if (agent_edit(a, killer, &out, &err) != RC_IO || agent_read(a, "small", 9, &out, &err) != RC_IO)
			_exit(2);
		agent_stop(a);
		_exit(waitpid(-1, NULL, 0) < 0 && errno == ECHILD ? 0 : 3);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	agent = outer;
	str_free(&out);
}

static void test_list(void **state)
{
	struct str out = STR_INIT;
	struct err err = ERR_INIT;
	char path[300];
	int files = 0, folders = 0;

	(void)state;
	snprintf(path, sizeof path, "%s/list", dir);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof path, "%s/list/sub", dir);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof path, "%s/list/a file.csv", dir);
	put(path, "x");
	snprintf(path, sizeof path, "%s/list/.hidden", dir);
	put(path, "x");
	snprintf(path, sizeof path, "%s/list/pipe", dir);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(agent_list(agent, "list", &out, &err), RC_OK);
	for (const char *e = out.s; e < out.s + out.len; e += strlen(e) + 1) {
		files += str_eq(e, "fa file.csv");
		folders += str_eq(e, "dsub");
	}
	assert_int_equal(out.len, strlen("fa file.csv") + 1 + strlen("dsub") + 1);
	assert_int_equal(files, 1);
	assert_int_equal(folders, 1);
	assert_int_equal(agent_list(agent, "nowhere", &out, &err), RC_NOT_FOUND);
	str_free(&out);
	for (const char *const *p = (const char *const[]){ "sub", "a file.csv", ".hidden", "pipe", "", NULL }; *p; p++) {
		snprintf(path, sizeof path, "%s/list/%s", dir, *p);
		assert_int_equal(remove(path), 0);
	}
}

/* Texts kept for the person: under plain names in a folder that is hers alone. */
static void texts_are_kept(void **state)
{
	struct err err = ERR_INIT;
	struct str text = STR_INIT, out = STR_INIT;
	char folder[100], file[140];
	struct stat st;

	(void)state;
	str_add(&text, "half a sen");
	snprintf(folder, sizeof folder, "%s/state/crm/drafts", dir);
	snprintf(file, sizeof file, "%s/one-7", folder);
	assert_int_equal(agent_kept(agent, "one-7", &out, &err), RC_NOT_FOUND);
	assert_int_equal(agent_keep(agent, "one-7", &text, &err), RC_OK);
	str_add(&text, "tence");
	assert_int_equal(agent_keep(agent, "one-7", &text, &err), RC_OK);
	assert_int_equal(agent_kept(agent, "one-7", &out, &err), RC_OK);
	assert_string_equal(out.s, "half a sentence");
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	str_clear(&out);
	assert_int_equal(agent_kept_names(agent, &out, &err), RC_OK);
	assert_string_equal(out.s, "one-7");
	assert_int_equal(agent_keep(agent, "../one", &text, &err), RC_INVALID);
	assert_int_equal(agent_keep(agent, ".one", &text, &err), RC_INVALID);
	assert_int_equal(agent_kept(agent, "../../../secret", &out, &err), RC_NOT_FOUND);
	assert_int_equal(unlink(file), 0);
	assert_int_equal(symlink("../../../secret", file), 0);
	assert_int_equal(agent_kept(agent, "one-7", &out, &err), RC_NOT_FOUND);
	assert_int_equal(agent_kept_drop(agent, "one-7", &err), RC_OK);
	assert_int_equal(chmod(folder, 0777), 0); /* anybody could lay a text there */
	assert_int_not_equal(agent_keep(agent, "one-7", &text, &err), RC_OK);
	assert_int_equal(rmdir(folder), 0);
	for (char *p = strrchr(folder, '/'); p > folder + strlen(dir); p = strrchr(folder, '/')) {
		*p = '\0';
		assert_int_equal(rmdir(folder), 0);
	}
	str_free(&text);
	str_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_refused_files),
		cmocka_unit_test(test_export),
		cmocka_unit_test(test_export_never_replaces_unasked),
		cmocka_unit_test(test_export_cut_short),
		cmocka_unit_test(test_export_in_the_way),
		cmocka_unit_test(test_edit),
		cmocka_unit_test(test_sheet),
		cmocka_unit_test(test_sheet_reader_dies),
		cmocka_unit_test(test_sheet_reader_is_limited),
		cmocka_unit_test(test_sheet_stops_and_is_fast),
		cmocka_unit_test(test_standard_input),
		cmocka_unit_test(texts_are_kept),
		cmocka_unit_test(test_agent_gone),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
