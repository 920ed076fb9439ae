/* What a limited person pays: `bench_rights DATABASE LOGIN...`. Lists by several orders, sums from the counters, a
 * search and a record, as each person sees the first database. The bar of a list page is that of who sees all. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "record/query.h"
#include "record/record.h"
#include "record/rights.h"
#include "sales/sales.h"

#define PAGE 40

struct ask {
	struct session *s;
	struct query q;
	const char *text;
};

static void page(void *ctx)
{
	struct ask *a = ctx;
	struct page out;
	struct err err = ERR_INIT;

	if (query_run(a->s, &a->q, &out, &err) != RC_OK)
		bench_die("%s", err.text);
	page_free(&out);
}

static void sums(void *ctx)
{
	struct ask *a = ctx;
	struct group_result out;
	struct path by = { .n = 1, .slot = { a->q.model->group }, .model = { a->q.model } };
	struct err err = ERR_INIT;

	if (query_groups(a->s, &a->q, &by, a->q.model->amount, GROUP_COUNTS, &out, &err) != RC_OK)
		bench_die("%s", err.text);
	group_result_free(&out);
}

static void search(void *ctx)
{
	struct ask *a = ctx;
	struct search_hits hits;
	struct err err = ERR_INIT;

	if (search_run(a->s, NULL, a->text, 20, &hits, &err) != RC_OK)
		bench_die("%s", err.text);
	search_hits_free(&hits);
}

static void measure(const char *path, const char *login)
{
	static const char *const sort[] = { "-created_at", "name", "-revenue" };
	struct session_options opt = { .path = path, .login = login };
	struct ask a = { .text = "le" };
	struct arena arena = ARENA_INIT;
	struct err err = ERR_INIT;
	int64_t n;
	char name[120];

	if (session_open(&sales_office, &opt, &a.s, &err) != RC_OK)
		bench_die("%s: %s", login, err.text);
	a.q = (struct query){ .model = session_model(a.s, "lead"), .limit = PAGE };
	query_default_columns(a.q.model, &a.q, &arena);
	if (query_count(a.s, &a.q, 0, &n, &err) != RC_OK)
		bench_die("%s", err.text);
	for (size_t i = 0; i < COUNT(sort); i++) {
		if (query_sort(a.s, &a.q, sort[i], &err) != RC_OK)
			bench_die("%s", err.text);
		snprintf(name, sizeof name, "%s sees %lld: a page by %s", login, (long long)n, sort[i]);
		bench_row(name, bench_median(page, &a), "ms", 1, false);
	}
	snprintf(name, sizeof name, "%s: counts and sums by column", login);
	bench_row(name, bench_median(sums, &a), "ms", 5, false);
	snprintf(name, sizeof name, "%s: search of two letters", login);
	bench_row(name, bench_median(search, &a), "ms", 5, false);
	arena_free(&arena);
	session_close(a.s);
}

int main(int argc, char **argv)
{
	for (int i = 2; i < argc; i++)
		measure(argv[1], argv[i]);
	return 0;
}
