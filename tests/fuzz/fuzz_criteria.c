/* Criteria: whatever the bytes, they are refused at an offset inside the text, or become a statement that runs, and are
 * written as text that says the same. Bad SQL would abort. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "record/criteria.h"
#include "record/query.h"
#include "unit/record/toy.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct session *toy;

static void at_end(void)
{
	toy_close(toy);
}

static void first(void)
{
	toy = toy_open();
	atexit(at_end);
	TOY(toy, "label", "name=vip");
	TOY(toy, "shelf", "name=New", "city=Tehran");
	TOY(toy, "book", "title=a", "shelf=New", "labels=vip", "price=10", "due=2026-11-21", "notes=王小明");
	TOY(toy, "book", "title=b", "kind=poetry", "owner=");
}

static int64_t run(struct criteria *c)
{
	struct query q = { .model = session_model(toy, "book"), .where = c, .limit = 5 };
	struct page page;
	int64_t n, ids = 0;

	assert(query_run(toy, &q, &page, NULL) == RC_OK);
	for (int i = 0; i < page.n; i++)
		ids = ids * 10 + page.row[i].id;
	page_free(&page);
	assert(query_count(toy, &q, 0, &n, NULL) == RC_OK);
	return ids;
}

/* Its text parses, finds the same and is written the same again. */
static void comes_back(struct criteria *c, void (*write)(struct session *, const struct criteria *, struct str *))
{
	struct str once = STR_INIT, twice = STR_INIT;
	struct arena a = ARENA_INIT;
	struct criteria *again;
	struct err err = ERR_INIT;

	write(toy, c, &once);
	if (criteria_parse(toy, session_model(toy, "book"), once.s, &a, &again, &err) != RC_OK) {
		fprintf(stderr, "%s: at %d %s\n", once.s, err.at, err.text);
		abort();
	}
	write(toy, again, &twice);
	assert(strcmp(once.s, twice.s) == 0);
	assert(run(c) == run(again));
	str_free(&once);
	str_free(&twice);
	arena_free(&a);
}

static void nothing(void *ctx, const char *word, const char *what)
{
	(void)ctx;
	assert(*word && *what);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size);
	int len = (int)strlen(text);
	struct arena a = ARENA_INIT;
	struct err err = ERR_INIT;
	struct query q = { 0 };
	struct criteria *c;

	if (!toy)
		first();
	q.model = session_model(toy, "book");
	if (criteria_parse(toy, q.model, text, &a, &c, &err) != RC_OK) {
		assert(err.at >= 0 && err.at <= len && *err.text);
	} else {
		run(c);
		if (c) {
			comes_back(c, criteria_text);
			comes_back(c, criteria_store);
		}
	}
	assert(criteria_complete(toy, q.model, text, len, nothing, NULL) <= len);
	query_sort(toy, &q, text, NULL);
	query_columns(toy, &q, text, &a, NULL);
	arena_free(&a);
	free(text);
	return 0;
}
