/* Reads: `bench_query LEADS CARDS`: lists and searches over the first database, the board and the past over the second.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "bench.h"
#include "record/alike.h"
#include "record/query.h"

#define PAGE 40 /* rows of a screen */
#define PIPELINE "kind = opportunity and not status in (invalid, dead, junk)"
#define YEAR_HALF (INT64_C(180) * 86400)

struct ask {
	struct session *s;
	const char *where, *sort;
	int64_t as_of;
	int deep; /* pages to go on first, by key */
	struct arena arena;
	struct query q;
	double page_ms; /* of the last page */
};

static void prepare(struct ask *a)
{
	struct err err = ERR_INIT;
	enum rc rc = RC_OK;

	a->q = (struct query){ .model = session_model(a->s, "lead"), .limit = PAGE, .as_of = a->as_of };
	query_default_columns(a->q.model, &a->q, &a->arena);
	if (a->where)
		rc = criteria_parse(a->s, a->q.model, a->where, &a->arena, &a->q.where, &err);
	if (rc == RC_OK && a->sort)
		rc = query_sort(a->s, &a->q, a->sort, &err);
	if (rc != RC_OK)
		bench_die("%s: %s", a->where ? a->where : a->sort, err.text);
}

static void check(enum rc rc, const struct err *err)
{
	if (rc != RC_OK)
		bench_die("%s", err->text);
}

static void page_of(struct ask *a, const struct row *key, struct page *out)
{
	struct err err = ERR_INIT;
	double began = bench_cpu_ms();

	a->q.key = key;
	check(query_run(a->s, &a->q, out, &err), &err);
	a->page_ms = bench_cpu_ms() - began;
}

/* The median over pages: the first, and each after it. */
static double list_ms(struct ask *a)
{
	struct page page[2];
	double ms[64];
	int n = 0;

	prepare(a);
	page_of(a, NULL, &page[0]);
	page_free(&page[0]);
	page_of(a, NULL, &page[0]);
	ms[n++] = a->page_ms;
	for (int i = 1; i < a->deep && i < (int)COUNT(ms) && page[(i - 1) % 2].more; i++) {
		struct page *was = &page[(i - 1) % 2], *now = &page[i % 2];

		page_of(a, &was->row[was->n - 1], now);
		page_free(was);
		ms[n++] = a->page_ms;
		if (!now->n)
			break;
	}
	page_free(&page[(n - 1) % 2]);
	arena_free(&a->arena);
	return bench_quantile(ms, n, 0.5);
}

static void one_page(void *ctx)
{
	struct ask *a = ctx;
	struct page p;

	page_of(a, NULL, &p);
	page_free(&p);
}

static double first_page_ms(struct ask *a)
{
	double ms;

	prepare(a);
	ms = bench_median(one_page, a);
	arena_free(&a->arena);
	return ms;
}

static void lists(struct session *s)
{
	static const char *const order[] = { "-created_at", "name", "-revenue", "email", "closing", "status",
		"external_id" };
	char name[80];

	for (size_t i = 0; i < COUNT(order); i++) {
		struct ask top = { .s = s, .sort = order[i], .deep = 20 };
		struct ask deep = { .s = s,
			.sort = order[i],
			.deep = 20,
			.where = strstr(order[i], "name") ? "name > \"inquiry 5\"" : NULL };

		snprintf(name, sizeof name, "list page by %s", order[i]);
		bench_row(name, list_ms(&top), "ms", 1, false);
		if (deep.where)
			bench_row("list page by name, from the middle", list_ms(&deep), "ms", 1, false);
	}
}

static void filters(struct session *s)
{
	static const struct {
		const char *name, *where;
		double bar;
	} asked[] = {
		{ "filter: one country", "country = FR", 16 },
		{ "filter: indexed choice", "status = new", 16 },
		{ "filter that matches nothing: revenue", "revenue > 1000000", 120 },
		{ "filter that matches nothing: industry", "industry is not empty", 120 },
		{ "filter that matches nothing: two tests", "country = FR and priority = 3", 120 },
		{ "filter that matches nothing: text", "city contains \"zanzibar\"", 120 },
	};

	for (size_t i = 0; i < COUNT(asked); i++) {
		struct ask a = { .s = s, .where = asked[i].where };

		bench_row(asked[i].name, first_page_ms(&a), "ms", asked[i].bar, false);
	}
}

struct typed {
	struct session *s;
	const char *text;
};

static void find(void *ctx)
{
	struct typed *t = ctx;
	struct err err = ERR_INIT;
	struct search_hits hits;

	check(search_run(t->s, session_model(t->s, "lead"), t->text, 20, &hits, &err), &err);
	search_hits_free(&hits);
}

static void searches(struct session *s)
{
	static const char *const text[] = { "i", "s", "in", "sc", "inq", "schm", "anna schmidt", "firm77", "qzx",
		"inquiry 777" };
	char name[80];

	for (size_t i = 0; i < COUNT(text); i++) {
		struct typed t = { s, text[i] };

		snprintf(name, sizeof name, "search as you type: %s", text[i]);
		bench_row(name, bench_median(find, &t), "ms", strlen(text[i]) > 1 ? 5 : 16, false);
	}
}

static void scan(void *ctx)
{
	struct session *s = ctx;
	struct alike_groups found;
	struct err err = ERR_INIT;

	check(alike_groups_find(s, session_model(s, "lead"), &found, &err), &err);
	alike_groups_free(&found);
}

/* The whole base for records that share an address or a number. */
static void duplicates(struct session *s)
{
	bench_row("duplicates: scan of all leads", bench_median(scan, s), "ms", 500, false);
}

struct board {
	struct ask *a;
	enum group_what what;
};

static void headers(void *ctx)
{
	struct board *b = ctx;
	const struct model *m = b->a->q.model;
	struct path by = { .n = 1, .slot = { m->group }, .model = { m } };
	struct err err = ERR_INIT;
	struct group_result got;

	check(query_groups(b->a->s, &b->a->q, &by, m->amount, b->what, &got, &err), &err);
	group_result_free(&got);
}

static double headers_ms(struct ask *a, enum group_what what)
{
	struct board b = { a, what };
	double ms;

	prepare(a);
	ms = bench_median(headers, &b);
	arena_free(&a->arena);
	return ms;
}

static void boards(struct session *s)
{
	struct ask all = { .s = s, .where = "kind = opportunity" }, home = { .s = s, .where = PIPELINE };
	struct ask lane = { .s = s, .where = PIPELINE " and stage = Qualified", .sort = "-priority,rank" };
	struct ask some = { .s = s, .where = PIPELINE " and country = FR" };

	bench_row("board: counters of all opportunities", headers_ms(&all, GROUP_COUNTS), "ms", 2, false);
	bench_row("board: counters of the home board", headers_ms(&home, GROUP_COUNTS), "ms", 2, false);
	bench_row("board: cards of one column", first_page_ms(&lane), "ms", 1, false);
	bench_row("board: filtered headers", headers_ms(&some, GROUP_COUNTS), "ms", 60, false);
	bench_row("board: activity colours", headers_ms(&home, GROUP_WITH_SIGNALS), "ms", 60, false);
}

static void past(struct session *s)
{
	int64_t then = clock_now() - YEAR_HALF;
	struct ask list = { .s = s, .as_of = then }, board = { .s = s, .where = "kind = opportunity", .as_of = then };

	bench_row("as of half a year ago: list page", first_page_ms(&list), "ms", 1000, false);
	bench_row("as of half a year ago: board headers", headers_ms(&board, GROUP_COUNTS), "ms", 1000, false);
}

int main(int argc, char **argv)
{
	struct session *s;

	if (argc != 3)
		bench_die("usage: bench_query LEADS CARDS");
	s = bench_open(argv[1]);
	lists(s);
	filters(s);
	searches(s);
	duplicates(s);
	session_close(s);
	s = bench_open(argv[2]);
	boards(s);
	past(s);
	session_close(s);
	return 0;
}
