/* An office in a file of its own for each test, and records by the names programs use. */
#ifndef TEST_SALES_HELPER_H
#define TEST_SALES_HELPER_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/str.h"
#include "record/action.h"
#include "record/journal.h"
#include "record/save.h"
#include "record/session.h"
#include "sales/sales.h"

#include <cmocka.h> /* last: its fail() hides ours */

#define T0 1767258000 /* 2026-01-01T09:00:00Z, a Thursday */
#define DAY 86400

struct session *office_new(const struct office *o);
void office_end(struct session *s);
/* A session by that name for the file, with setup and teardown of its tests: each finds an office of its own, empty. */
#define OFFICE_FIXTURE(name)                                                                                           \
	static struct session *name;                                                                                   \
	static int setup(void **state)                                                                                 \
	{                                                                                                              \
		(void)state;                                                                                           \
		(name) = office_new(&sales_office);                                                                    \
		return 0;                                                                                              \
	}                                                                                                              \
	static int teardown(void **state)                                                                              \
	{                                                                                                              \
		(void)state;                                                                                           \
		office_end(name);                                                                                      \
		return 0;                                                                                              \
	}

/* Creates (id 0) or changes a record in one step: fields as typed, "name=value" lines. Returns the id; 0 and err when
 * refused. */
int64_t put(struct session *s, const char *model, int64_t id, const char *lines, struct err *err);
/* The same, asserting that it went well. */
int64_t must(struct session *s, const char *model, int64_t id, const char *lines);
/* The field as export shows it; valid until the fourth call after. Formulas by SQL. */
const char *get(struct session *s, const char *model, int64_t id, const char *field);
/* Runs an action with params as typed (NULL: none given). Returns what it did; *why of the first refusal (may be NULL).
 */
int act(struct session *s, const char *model, const char *action, int64_t id, const char *const *params, char why[200]);
void undo(struct session *s);
int64_t count(struct session *s, const char *sql);

#define eq(s, m, id, field, text) assert_string_equal(get(s, m, id, field), text)

#endif
