/* What others wait for while an import runs: `bench_lock DB PID` saves the first lead every 20 ms for as long as the process
 * PID lives, and prints how many saves there were and the longest and the 99th of 100 waits for the write lock, in ms. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench.h"
#include "record/journal.h"
#include "record/save.h"
#include "record/value.h"

#define PAUSE_US 20000
#define SAVES_MAX 100000

/* The wait alone: the import's lock is free when this one's transaction begins. */
static double save(struct session *s, const struct model *m, int turn)
{
	char text[32];
	struct err err = ERR_INIT;
	struct change ch = { .slot = model_slot(m, "job") };
	double began = bench_ms(), waited;
	int64_t id = 1;
	struct step st;
	enum rc rc = step_open(s, "beside an import", &st, &err);

	waited = bench_ms() - began;
	snprintf(text, sizeof text, "turn %d", turn);
	ch.val = value_text(text);
	if (rc == RC_OK)
		rc = step_close(&st, record_save(s, &st, m, &id, &ch, 1, NULL, &err), &err);
	if (rc != RC_OK)
		bench_die("a save beside the import failed: %s", err.text);
	return waited;
}

int main(int argc, char **argv)
{
	double *wait = calloc(SAVES_MAX, sizeof *wait);
	struct session *s;
	int n = 0, pid;

	if (argc != 3 || !wait)
		bench_die("usage: bench_lock DB PID");
	pid = atoi(argv[2]);
	s = bench_open(argv[1]);
	while (n < SAVES_MAX && kill(pid, 0) == 0) {
		wait[n] = save(s, session_model(s, "lead"), n);
		n++;
		usleep(PAUSE_US);
	}
	session_close(s);
	if (!n)
		bench_die("the import was over before a save");
	printf("%d %.1f %.1f\n", n, bench_quantile(wait, n, 1), bench_quantile(wait, n, 0.99));
	free(wait);
	return 0;
}
