/* The write door and the journal: saving, conflicts, undo, redo, trash, bulk, as of. */
#include <setjmp.h>
#include <stdio.h>

#include "base/clock.h"
#include "record/draft.h"
#include "record/journal.h"
#include "record/own.h"
#include "record/record.h"
#include "record/save.h"
#include "toy.h"

#include <cmocka.h>

static struct session *s;

static int setup(void **state)
{
	(void)state;
	s = toy_open();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	toy_close(s);
	return 0;
}

static int64_t count(const char *sql)
{
	return db_get_int(s->db, -1, sql, "");
}

static struct undo_result undone(void)
{
	struct undo_result u;
	struct err err = ERR_INIT;

	if (step_undo(s, 0, &u, &err) != RC_OK)
		fail_msg("undo: %s", err.text);
	return u;
}

static void creation_fills_defaults_and_numbers(void **state)
{
	int64_t id = TOY(s, "book", "title=Dune", "price=12.50");

	(void)state;
	assert_string_equal(toy_get(s, "book", id, "kind"), "novel");
	assert_string_equal(toy_get(s, "book", id, "owner"), "ann");
	assert_string_equal(toy_get(s, "book", id, "number"), "B-00001");
	assert_string_equal(toy_get(s, "book", id, "price"), "12.50");
	assert_string_equal(toy_get(s, "book", id, "double_price"), "25.00");
	assert_string_equal(toy_get(s, "book", id, "version"), "1");
}

static void required_and_unknown_are_refused_at_the_field(void **state)
{
	struct err err = ERR_INIT;
	struct step st;
	struct change ch = { BOOK_SHELF, .val = VALUE_INT(99) };
	int64_t id = 0;

	(void)state;
	assert_int_equal(step_open(s, "new", &st, &err), RC_OK);
	assert_int_equal(step_close(&st, record_save(s, &st, session_model(s, "book"), &id, NULL, 0, NULL, &err), &err), RC_INVALID);
	assert_int_equal(err.field, BOOK_TITLE);
	id = TOY(s, "book", "title=Dune");
	assert_int_equal(record_set(s, session_model(s, "book"), id, &ch, 1, &err), RC_INVALID);
	assert_int_equal(err.field, BOOK_SHELF);
}

static void equal_save_writes_nothing(void **state)
{
	int64_t id = TOY(s, "book", "title=Dune", "price=5"), steps = count("SELECT count(*) FROM step");

	(void)state;
	assert_int_equal(toy_set(s, "book", id, NULL, (const char *const[]){ "price=5.00", NULL }), RC_OK);
	assert_int_equal(count("SELECT count(*) FROM step"), steps);
	assert_string_equal(toy_get(s, "book", id, "version"), "1");
}

static void conflicts_are_per_field(void **state)
{
	struct err err = ERR_INIT;
	int64_t id = TOY(s, "book", "title=Dune", "price=5", "pages=100");
	const struct model *m = session_model(s, "book");
	struct change price = { BOOK_PRICE, .val = VALUE_INT(900), .compare = true, .seen = VALUE_INT(500) };
	struct change pages = { BOOK_PAGES, .val = VALUE_INT(7), .compare = true, .seen = VALUE_INT(100) };

	(void)state;
	toy_set(s, "book", id, NULL, (const char *const[]){ "price=6", NULL });
	assert_int_equal(record_set(s, m, id, &price, 1, &err), RC_CONFLICT);
	assert_int_equal(err.field, BOOK_PRICE);
	assert_int_equal(record_set(s, m, id, &pages, 1, &err), RC_OK);
	assert_string_equal(toy_get(s, "book", id, "price"), "6.00");
	assert_string_equal(toy_get(s, "book", id, "pages"), "7");
}

/* Two add to one text, each from what it was: both stay, and it is said; the same line twice is a conflict. */
static void texts_of_two_stay_both(void **state)
{
	struct err err = ERR_INIT;
	int64_t id = TOY(s, "book", "title=Dune", "notes=first");
	const struct model *m = session_model(s, "book");
	struct change mine = { BOOK_NOTE, .val = value_text("first\nmine"), .compare = true, .seen = value_text("first") };
	struct change same = { BOOK_NOTE, .val = value_text("changed"), .compare = true, .seen = value_text("first") };
	char *remark;

	(void)state;
	toy_set(s, "book", id, NULL, (const char *const[]){ "notes=first\ntheirs", NULL });
	assert_int_equal(record_set(s, m, id, &mine, 1, &err), RC_OK);
	assert_string_equal(toy_get(s, "book", id, "notes"), "first\ntheirs\nmine");
	remark = session_remark_take(s);
	assert_non_null(remark);
	free(remark);
	toy_set(s, "book", id, NULL, (const char *const[]){ "notes=first of all", NULL });
	assert_int_equal(record_set(s, m, id, &same, 1, &err), RC_CONFLICT);
	assert_string_equal(toy_get(s, "book", id, "notes"), "first of all");
}

static void whole_version_is_compared_when_asked(void **state)
{
	struct err err = ERR_INIT;
	int64_t id = TOY(s, "book", "title=Dune");
	struct change ch = { BOOK_PAGES, .val = VALUE_INT(7) };
	struct save_options opt = { .if_version = 3 };
	struct step st;

	(void)state;
	assert_int_equal(step_open(s, "set", &st, &err), RC_OK);
	assert_int_equal(step_close(&st, record_save(s, &st, session_model(s, "book"), &id, &ch, 1, &opt, &err), &err), RC_CONFLICT);
}

static void undo_and_redo_of_a_change(void **state)
{
	int64_t id = TOY(s, "book", "title=Dune", "price=5");
	struct undo_result u;
	struct err err = ERR_INIT;

	(void)state;
	toy_set(s, "book", id, NULL, (const char *const[]){ "price=6", "title=Dune II", NULL });
	u = undone();
	assert_int_equal(u.records, 1);
	assert_int_equal(u.kept, 0);
	assert_string_equal(toy_get(s, "book", id, "title"), "Dune");
	assert_string_equal(toy_get(s, "book", id, "price"), "5.00");
	assert_int_equal(step_redo(s, &u, &err), RC_OK);
	assert_string_equal(toy_get(s, "book", id, "title"), "Dune II");
	undone();
	undone(); /* the creation */
	assert_string_not_equal(toy_get(s, "book", id, "trashed_at"), "");
	assert_int_equal(step_redo(s, &u, &err), RC_OK);
	assert_string_equal(toy_get(s, "book", id, "trashed_at"), "");
	assert_int_equal(step_redo(s, &u, &err), RC_OK);
	assert_string_equal(toy_get(s, "book", id, "title"), "Dune II");
	assert_int_equal(step_redo(s, &u, &err), RC_NOT_FOUND);
}

static void a_new_step_drops_redo(void **state)
{
	int64_t id = TOY(s, "book", "title=Dune");
	struct undo_result u;
	struct err err = ERR_INIT;

	(void)state;
	toy_set(s, "book", id, NULL, (const char *const[]){ "pages=3", NULL });
	undone();
	toy_set(s, "book", id, NULL, (const char *const[]){ "pages=9", NULL });
	assert_int_equal(step_redo(s, &u, &err), RC_NOT_FOUND);
}

static void undo_leaves_what_others_changed(void **state)
{
	int64_t id = TOY(s, "book", "title=Dune", "price=5", "pages=10");
	struct session *other = toy_again(s, "bob");
	struct undo_result u;

	(void)state;
	toy_set(s, "book", id, NULL, (const char *const[]){ "price=6", "pages=20", NULL });
	toy_set(other, "book", id, NULL, (const char *const[]){ "price=7", NULL });
	u = undone();
	assert_int_equal(u.kept, 1);
	assert_string_equal(toy_get(s, "book", id, "price"), "7.00");
	assert_string_equal(toy_get(s, "book", id, "pages"), "10");
	session_close(other);
}

static void sets_are_journalled_one_by_one(void **state)
{
	int64_t id, a = TOY(s, "label", "name=old"), b = TOY(s, "label", "name=rare"), c = TOY(s, "label", "name=new");
	struct arena ar = ARENA_INIT;
	struct change add = { BOOK_LABELS, CH_ADD, .val = value_set(&c, 1, &ar) };

	(void)state;
	(void)a;
	(void)b;
	id = TOY(s, "book", "title=Dune", "labels=old,rare", "formats=paper,audio");
	assert_int_equal(record_set(s, session_model(s, "book"), id, &add, 1, NULL), RC_OK);
	assert_string_equal(toy_get(s, "book", id, "labels"), "old,rare,new");
	toy_set(s, "book", id, NULL, (const char *const[]){ "labels=rare", NULL });
	assert_string_equal(toy_get(s, "book", id, "labels"), "rare");
	undone();
	assert_string_equal(toy_get(s, "book", id, "labels"), "old,rare,new");
	undone();
	assert_string_equal(toy_get(s, "book", id, "labels"), "old,rare");
	arena_free(&ar);
}

static void trash_restore_and_unique(void **state)
{
	const struct model *m = session_model(s, "book");
	int64_t id = TOY(s, "book", "title=Dune", "isbn=978-1");
	struct err err = ERR_INIT;
	struct step st;

	(void)state;
	assert_int_equal(step_open(s, "trash", &st, &err), RC_OK);
	assert_int_equal(step_close(&st, record_trash(s, &st, m, id, &err), &err), RC_OK);
	TOY(s, "book", "title=Copy", "isbn=978-1");
	assert_int_equal(step_open(s, "restore", &st, &err), RC_OK);
	assert_int_equal(step_close(&st, record_restore(s, &st, m, id, &err), &err), RC_CONFLICT);
	assert_int_equal(err.field, BOOK_ISBN);
	assert_int_equal(record_purge(s, m, id, &err), RC_OK);
	assert_int_equal(record_purge(s, m, id, &err), RC_NOT_FOUND);
	assert_int_equal(count("SELECT count(*) FROM book"), 1);
}

static void counters_follow_every_write(void **state)
{
	int64_t shelf = TOY(s, "shelf", "name=A"), id;

	(void)state;
	(void)shelf;
	TOY(s, "book", "title=One", "shelf=A", "price=10");
	id = TOY(s, "book", "title=Two", "shelf=A", "price=5");
	assert_int_equal(count("SELECT sum(n) FROM book_cube WHERE shelf = 1"), 2);
	assert_int_equal(count("SELECT sum(sum_price) FROM book_cube WHERE shelf = 1"), 1500);
	toy_set(s, "book", id, NULL, (const char *const[]){ "price=6", "kind=poetry", NULL });
	assert_int_equal(count("SELECT sum(sum_price) FROM book_cube WHERE shelf = 1 AND kind = 1"), 1000);
	undone();
	undone();
	assert_int_equal(count("SELECT sum(n) FROM book_cube WHERE shelf = 1"), 1);
	assert_int_equal(count("SELECT sum(sum_price) FROM book_cube"), 1000);
}

static void quiet_fields_leave_the_version(void **state)
{
	int64_t id = TOY(s, "book", "title=Dune");

	(void)state;
	toy_set(s, "book", id, NULL, (const char *const[]){ "rank=4", NULL });
	assert_string_equal(toy_get(s, "book", id, "version"), "1");
	undone();
	assert_string_equal(toy_get(s, "book", id, "rank"), "");
}

static void the_journal_is_append_only(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	TOY(s, "book", "title=Dune");
	assert_int_equal(db_run(s->db, &err, "UPDATE change SET old = 1", ""), RC_INVALID);
	assert_int_equal(db_run(s->db, &err, "DELETE FROM change", ""), RC_INVALID);
	assert_int_equal(db_run(s->db, &err, "INSERT OR REPLACE INTO change VALUES (1, 1, 1, 1, 1, 1)", ""), RC_INVALID);
	assert_int_equal(db_run(s->db, &err, "DELETE FROM step", ""), RC_INVALID);
	assert_int_equal(db_run(s->db, &err, "UPDATE step SET user = 9", ""), RC_INVALID);
}

static void bulk_is_one_step_even_over_many_batches(void **state)
{
	const struct model *m = session_model(s, "book");
	struct err err = ERR_INIT;
	struct step st;
	struct undo_result u;

	(void)state;
	assert_int_equal(step_open(s, "many", &st, &err), RC_OK);
	for (int i = 0; i < 2000; i++) {
		char title[20];
		int64_t id = 0;
		struct change ch = { BOOK_TITLE };

		snprintf(title, sizeof title, "Book %d", i);
		ch.val = value_text(title);
		assert_int_equal(record_save(s, &st, m, &id, &ch, 1, NULL, &err), RC_OK);
		if (i % 700 == 699) { /* as if the lock had been held long enough */
			assert_int_equal(db_end(s->db, RC_OK, &err), RC_OK);
			assert_int_equal(db_begin(s->db, &err), RC_OK);
		}
		assert_int_equal(step_breathe(&st, &err), RC_OK);
	}
	assert_int_equal(step_close(&st, RC_OK, &err), RC_OK);
	assert_int_equal(count("SELECT count(*) FROM step WHERE label = 'many'"), 1);
	u = undone();
	assert_int_equal(u.records, 2000);
	assert_int_equal(count("SELECT count(*) FROM book WHERE trashed_at IS NULL"), 0);
}

static void history_and_as_of(void **state)
{
	int64_t id = TOY(s, "book", "title=Dune", "price=5");
	struct journal_page p;
	struct record *r;
	struct arena a = ARENA_INIT;
	int64_t t0 = clock_now();

	(void)state;
	TOY(s, "label", "name=rare");
	clock_fix(t0 + 86400);
	toy_set(s, "book", id, NULL, (const char *const[]){ "price=6", "labels=rare", NULL });
	clock_fix(t0 + 2 * 86400);
	toy_set(s, "book", id, NULL, (const char *const[]){ "price=7", "labels=", NULL });
	assert_int_equal(journal_read(s, REF_MAKE(13, id), 0, 50, &p, NULL), RC_OK);
	assert_int_equal(p.n, 5);
	assert_int_equal(p.row[4].slot, -1);
	journal_page_free(&p);
	assert_int_equal(record_as_of(s, session_model(s, "book"), id, t0 + 10, &a, &r, NULL), RC_OK);
	assert_int_equal(rec_int(r, BOOK_PRICE), 500);
	assert_false(rec_has(r, BOOK_LABELS));
	assert_int_equal(record_as_of(s, session_model(s, "book"), id, t0 + 86500, &a, &r, NULL), RC_OK);
	assert_int_equal(rec_int(r, BOOK_PRICE), 600);
	assert_true(rec_has(r, BOOK_LABELS));
	assert_int_equal(record_as_of(s, session_model(s, "book"), id, t0 - 10, &a, &r, NULL), RC_NOT_FOUND);
	assert_int_equal(journal_steps(s, 0, 2, &p, NULL), RC_OK);
	assert_int_equal(p.n, 2);
	journal_page_free(&p);
	arena_free(&a);
}

static void own_fields_are_columns_of_their_own(void **state)
{
	int64_t field = TOY(s, "field", "name=x_budget", "model=book", "label=Budget", "type=money"), id;
	struct session *other;
	struct undo_result u;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(field, 1);
	id = TOY(s, "label", "name=any"); /* the next transaction sees the new field */
	assert_true(model_slot(session_model(s, "book"), "x_budget") > 0);
	id = TOY(s, "book", "title=Dune", "x_budget=99");
	assert_string_equal(toy_get(s, "book", id, "x_budget"), "99.00");
	other = toy_again(s, "bob");
	assert_string_equal(toy_get(other, "book", id, "x_budget"), "99.00");
	session_close(other);
	undone();
	assert_int_equal(step_redo(s, &u, &err), RC_OK);
	assert_string_equal(toy_get(s, "book", id, "x_budget"), "99.00");
}

static void own_field_names_are_checked(void **state)
{
	struct err err = ERR_INIT;
	struct step st;
	int64_t id = 0;
	struct change ch[] = { { OWN_NAME, .val = value_text("x_a; DROP TABLE book") }, { OWN_MODEL, .val = value_text("book") },
		{ OWN_LABEL, .val = value_text("A") } };

	(void)state;
	assert_int_equal(step_open(s, "new", &st, &err), RC_OK);
	assert_int_equal(step_close(&st, record_save(s, &st, session_model(s, "field"), &id, ch, 3, NULL, &err), &err), RC_INVALID);
	assert_int_equal(err.field, OWN_NAME);
}

static void numbers_are_ids_first_and_then_names(void **state)
{
	const struct model *m = session_model(s, "label");
	int64_t year = TOY(s, "label", "name=2026"), id = 0;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(record_find(s, m, "2026", &id, &err), RC_OK);
	assert_int_equal(id, year);
	assert_int_equal(record_find(s, m, "#2026", &id, &err), RC_NOT_FOUND);
	assert_int_equal(record_find(s, m, "1", &id, &err), RC_OK);
	assert_int_equal(record_find(s, m, "2027", &id, &err), RC_NOT_FOUND);
	assert_string_equal(err.text, "no label 2027");
}

static void drafts_are_kept_and_dropped(void **state)
{
	struct str body = STR_INIT;
	struct err err = ERR_INIT;
	int64_t version, at, record;
	char *form;

	(void)state;
	assert_int_equal(draft_save(s, "book", 7, 3, "title=Du", NULL, &err), RC_OK);
	assert_int_equal(draft_save(s, "book", 7, 3, "title=Dune", NULL, &err), RC_OK);
	assert_int_equal(draft_load(s, "book", 7, &body, &version, &at, &err), RC_OK);
	assert_string_equal(body.s, "title=Dune");
	assert_int_equal(version, 3);
	assert_int_equal(draft_newest(s, &form, &record, &at, &err), RC_OK);
	assert_int_equal(record, 7);
	free(form);
	assert_int_equal(draft_drop(s, "book", 7, &err), RC_OK);
	assert_int_equal(draft_load(s, "book", 7, &body, &version, &at, &err), RC_NOT_FOUND);
	str_free(&body);
}

static void others_commits_are_noticed(void **state)
{
	struct session *other = toy_again(s, "bob");

	(void)state;
	db_changed(s->db);
	assert_false(db_changed(s->db));
	TOY(other, "book", "title=Dune");
	assert_true(db_changed(s->db));
	assert_false(db_changed(s->db));
	session_close(other);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(creation_fills_defaults_and_numbers),
		T(required_and_unknown_are_refused_at_the_field),
		T(equal_save_writes_nothing),
		T(conflicts_are_per_field),
		T(texts_of_two_stay_both),
		T(whole_version_is_compared_when_asked),
		T(undo_and_redo_of_a_change),
		T(a_new_step_drops_redo),
		T(undo_leaves_what_others_changed),
		T(sets_are_journalled_one_by_one),
		T(trash_restore_and_unique),
		T(counters_follow_every_write),
		T(quiet_fields_leave_the_version),
		T(the_journal_is_append_only),
		T(bulk_is_one_step_even_over_many_batches),
		T(history_and_as_of),
		T(own_fields_are_columns_of_their_own),
		T(own_field_names_are_checked),
		T(numbers_are_ids_first_and_then_names),
		T(drafts_are_kept_and_dropped),
		T(others_commits_are_noticed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
