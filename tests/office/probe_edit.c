/* probe_edit DB SESSIONS EDITS [PAUSE]: that many processes, each pausing up to PAUSE ms before an edit, change one
 * field of one record, each time from what they read before, and prints what came of it: kept, refused with a conflict,
 * and how long a save took, beside the disk's own time for a sync. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "record/record.h"
#include "record/save.h"
#include "record/session.h"
#include "sales/sales.h"

struct tally {
	int kept, refused, other;
	double ms[4096]; /* of each save that was kept or refused */
	int n;
};

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double share(double *v, int n, int percent)
{
	qsort(v, (size_t)n, sizeof *v, by_size);
	return n ? v[(n - 1) * percent / 100] : 0;
}

static double sync_ms(const char *db)
{
	enum { TIMES = 60 };
	double ms[TIMES];
	char path[256], page[4096] = "x";
	int fd;

	snprintf(path, sizeof path, "%s-sync", db);
	fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
	for (int i = 0; i < TIMES; i++) {
		int64_t from = clock_ns();

		if (write(fd, page, sizeof page) < 0 || fsync(fd))
			return -1;
		ms[i] = (double)(clock_ns() - from) / 1e6;
	}
	close(fd);
	unlink(path);
	return share(ms, TIMES, 95);
}

/* Each edit reads the record and adds one to its revenue, if nobody came between. */
static void edit(struct session *s, int64_t id, struct tally *t)
{
	const struct model *m = session_model(s, "lead");
	int slot = model_slot(m, "revenue");
	struct arena a = ARENA_INIT;
	struct record *r;
	struct err err = ERR_INIT;

	if (record_load(s, m, id, &a, &r, &err) != RC_OK) {
		t->other++;
	} else {
		struct change ch = { .slot = slot, .op = CH_SET, .val = VALUE_INT(rec_int(r, slot) + 100) };
		struct save_options opt = { .if_version = rec_int(r, SYS_VERSION) };
		struct step st;
		int64_t from = clock_ns(), same = id;
		enum rc rc = step_open(s, "edit", &st, &err);

		if (rc == RC_OK)
			rc = step_close(&st, record_save(s, &st, m, &same, &ch, 1, &opt, &err), &err);
		t->ms[t->n++] = (double)(clock_ns() - from) / 1e6;
		t->kept += rc == RC_OK;
		t->refused += rc == RC_CONFLICT;
		t->other += rc != RC_OK && rc != RC_CONFLICT;
		if (rc != RC_OK && rc != RC_CONFLICT)
			fprintf(stderr, "%s\n", err.text);
	}
	arena_free(&a);
}

static void work(const char *db, int64_t id, int edits, int pause, struct tally *t)
{
	unsigned seed = (unsigned)getpid();

	struct session_options opt = { .path = db };
	struct session *s = NULL;
	struct err err = ERR_INIT;

	if (session_open(&sales_office, &opt, &s, &err) != RC_OK) {
		fprintf(stderr, "%s\n", err.text);
		_exit(1);
	}
	for (int i = 0; i < edits; i++) {
		if (pause)
			usleep((useconds_t)(rand_r(&seed) % pause) * 1000);
		edit(s, id, t);
	}
	session_close(s);
	_exit(0);
}

static int64_t revenue_now(const char *db, int64_t id)
{
	struct session_options opt = { .path = db };
	struct session *s = NULL;
	struct arena a = ARENA_INIT;
	struct record *r;
	int64_t v = -1;

	if (session_open(&sales_office, &opt, &s, NULL) == RC_OK) {
		const struct model *m = session_model(s, "lead");

		if (record_load(s, m, id, &a, &r, NULL) == RC_OK)
			v = rec_int(r, model_slot(m, "revenue"));
		session_close(s);
	}
	arena_free(&a);
	return v;
}

int main(int argc, char **argv)
{
	int n = argc > 3 ? atoi(argv[2]) : 0, edits = argc > 3 ? atoi(argv[3]) : 0, status, all = 0;
	int pause = argc > 4 ? atoi(argv[4]) : 0;
	static double ms[1 << 16];
	struct tally *t, sum = { .kept = 0 };
	int64_t id = 1, before;
	double p99, sync;

	if (n < 1 || n > 64 || edits < 1 || edits > 1000)
		return 2;
	t = mmap(NULL, sizeof *t * (size_t)n, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	before = revenue_now(argv[1], id);
	sync = sync_ms(argv[1]);
	for (int i = 0; i < n; i++)
		if (fork() == 0)
			work(argv[1], id, edits, pause, &t[i]);
	while (wait(&status) > 0)
		sum.other += status != 0;
	for (int i = 0; i < n; i++) {
		sum.kept += t[i].kept;
		sum.refused += t[i].refused;
		sum.other += t[i].other;
		memcpy(ms + all, t[i].ms, (size_t)t[i].n * sizeof *ms);
		all += t[i].n;
	}
	p99 = share(ms, all, 99);
	printf("kept %d refused %d other %d lost %lld p50 %.2f p99 %.2f sync95 %.2f\n", sum.kept, sum.refused,
		sum.other, (long long)(sum.kept - (revenue_now(argv[1], id) - before) / 100), share(ms, all, 50), p99,
		sync);
	return sum.other != 0;
}
