/* Scoring: `bench_score DB`: a rebuild over all leads of a database, of which it closes a part the first time. */
#include <stdio.h>

#include "bench.h"
#include "sales/scoring.h"

static void run(struct session *s, const char *sql)
{
	struct err err = ERR_INIT;

	if (db_run(s->db, &err, sql, "") != RC_OK)
		bench_die("%s", err.text);
}

static struct score_rebuilt last;

static void rebuild(void *ctx)
{
	struct err err = ERR_INIT;

	if (scoring_rebuild(ctx, &last, &err) != RC_OK)
		bench_die("%s", err.text);
}

/* One in five was lost, one in seven won, as if they had been imported so; the values are read anew then. */
static double close_some(struct session *s)
{
	struct err err = ERR_INIT;
	double began;

	if (db_begin(s->db, &err) != RC_OK)
		bench_die("%s", err.text);
	run(s, "UPDATE lead SET active=0,probability=0 WHERE id%5=0");
	run(s, "UPDATE lead SET stage=(SELECT id FROM stage WHERE won ORDER BY id LIMIT 1) WHERE id%7=0 AND id%5");
	run(s, "DELETE FROM score_state");
	if (db_end(s->db, RC_OK, &err) != RC_OK)
		bench_die("%s", err.text);
	began = bench_ms();
	rebuild(s);
	return bench_ms() - began;
}

int main(int argc, char **argv)
{
	struct session *s;
	struct err err = ERR_INIT;
	double all;

	if (argc != 2)
		bench_die("usage: bench_score DB");
	s = bench_open(argv[1]);
	if (setting_set(s, "scoring.start", "2000-01-01", &err) != RC_OK)
		bench_die("%s", err.text);
	all = close_some(s);
	bench_row("scoring: a rebuild", bench_median(rebuild, s), "ms", 1000, false);
	printf("  %lld leads, %lld won, %lld lost, %lld profiles; with all values read anew %.0f ms\n", (long long)last.leads,
		(long long)last.won, (long long)last.lost, (long long)last.profiles, all);
	session_close(s);
	return 0;
}
