/* What an import keeps of itself: it goes on where it was cut off, knows a file again, and is listed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "record/exchange.h"
#include "record/journal.h"
#include "record/save.h"
#include "toy.h"

#include <cmocka.h>

#define ROWS 3000

static struct session *s;
static char made[128];

/* Every hundredth address is none, every thousandth row is there twice. */
static int setup(void **state)
{
	FILE *f;

	(void)state;
	s = toy_open();
	s->agent = toy_agent;
	snprintf(made, sizeof made, "/tmp/import-job-%d.csv", (int)getpid());
	f = fopen(made, "w");
	if (!f)
		return -1;
	fprintf(f, "Full Name,Email,Company\n");
	for (int i = 1; i <= ROWS; i++) {
		int n = i % 1000 == 2 ? i - 1 : i;

		fprintf(f, "Reader %d,%s%d@example.com,Firm %d\n", n, i % 100 ? "r" : "no address ", n, i % 7);
	}
	return fclose(f);
}

static int teardown(void **state)
{
	(void)state;
	unlink(made);
	toy_close(s);
	return 0;
}

/* The first call waits until the batch is due; the second stops the import. */
static bool stop_second(void *ctx, int64_t rows, int64_t bytes, int64_t total)
{
	int *calls = ctx;

	(void)bytes;
	(void)total;
	if (!rows) /* the first pass */
		return true;
	usleep(150 * 1000);
	return ++*calls < 2;
}

static enum rc run(struct import_result *r, int *calls, bool dry, struct err *err)
{
	struct import_options opt = { .model = session_model(s, "reader"),
		.sheet = { .backslash = -1, .header_line = -1 },
		.dry_run = dry,
		.progress = calls ? stop_second : NULL,
		.ctx = calls };

	return import_run(s, made, &opt, r, err);
}

static struct import_result import(bool dry)
{
	struct import_result r;
	struct err err = ERR_INIT;

	if (run(&r, NULL, dry, &err) != RC_OK)
		fail_msg("%s", err.text);
	assert_int_equal(r.rows, r.created + r.updated + r.unchanged + r.duplicates + r.rejected);
	return r;
}

static int64_t readers(void)
{
	return db_get_int(s->db, -1, "SELECT count(*) FROM reader WHERE trashed_at IS NULL", "");
}

static bool warned(const struct import_result *r, const char *part)
{
	for (int i = 0; i < r->n_warnings; i++)
		if (strstr(r->warning[i], part))
			return true;
	return false;
}

static void goes_on_where_it_was_cut_off(void **state)
{
	struct import_result r;
	struct undo_result u;
	struct err err = ERR_INIT;
	int calls = 0;
	int64_t step;

	(void)state;
	assert_int_equal(run(&r, &calls, false, &err), RC_CANCELLED);
	step = r.step;
	assert_true(step > 0);
	assert_int_equal(readers(), 2048 - 20 - 3); /* all that was read by then, but for the rejected and the doubled */
	import_result_free(&r);

	/* a dry run speaks of the whole, and takes nothing */
	r = import(true);
	assert_int_equal(r.resumed, 2048);
	assert_int_equal(r.rows, ROWS);
	assert_true(warned(&r, "cut off after"));
	import_result_free(&r);

	r = import(false);
	assert_int_equal(r.step, step);
	assert_int_equal(r.rows, ROWS);
	assert_int_equal(r.rejected, ROWS / 100);
	assert_int_equal(r.duplicates, ROWS / 1000);
	assert_int_equal(r.created, ROWS - ROWS / 100 - ROWS / 1000);
	assert_int_equal(readers(), r.created);
	import_result_free(&r);
	assert_int_equal(step_undo(s, step, &u, &err), RC_OK);
	assert_int_equal(u.kept, 0);
	assert_int_equal(readers(), 0);
}

static bool not_twice(void *ctx, int64_t done, int64_t total)
{
	int *calls = ctx;

	assert_true(done > 0 && done <= total);
	return ++*calls < 2;
}

/* An undo that is stopped keeps what is back, and the same undo takes the rest; a record that somebody changed since is
 * left and named. What is put back already is no change of somebody's. */
static void an_undo_stops_and_goes_on(void **state)
{
	struct import_result r = import(false);
	const struct model *m = session_model(s, "reader");
	struct change ch = { .slot = model_slot(m, "name"), .val = value_text("Changed since") };
	struct undo_result u;
	struct err err = ERR_INIT;
	int calls = 0;
	struct undo_watch watch = { not_twice, &calls };
	int64_t all = readers(), me = s->user, id = db_get_int(s->db, 0, "SELECT min(id) FROM reader WHERE trashed_at IS NULL", "");

	(void)state;
	s->user = 0;
	assert_int_equal(record_set(s, m, id, &ch, 1, &err), RC_OK);
	s->user = me;
	assert_int_equal(step_undo_watched(s, r.step, &watch, &u, &err), RC_CANCELLED);
	assert_true(readers() > 1 && readers() < all);
	assert_int_equal(step_undo_watched(s, r.step, NULL, &u, &err), RC_OK);
	assert_int_equal(readers(), 1);
	assert_int_equal(u.kept, 1);
	assert_int_equal(u.n_left, 1);
	assert_true(u.left[0] == REF_MAKE(m->no, id));
	import_result_free(&r);
}

/* What was begun in an earlier session and went on in this one is this one's last deed. */
static void undo_finds_an_import_that_went_on(void **state)
{
	struct import_result r;
	struct undo_result u;
	struct err err = ERR_INIT;
	int calls = 0;
	int64_t step;

	(void)state;
	assert_int_equal(run(&r, &calls, false, &err), RC_CANCELLED);
	step = r.step;
	import_result_free(&r);
	s->no++;
	s->resumed = 0;
	assert_int_equal(step_undo(s, 0, &u, &err), RC_NOT_FOUND);
	r = import(false);
	import_result_free(&r);
	assert_int_equal(step_undo(s, 0, &u, &err), RC_OK);
	assert_int_equal(u.step, step);
	assert_int_equal(readers(), 0);
}

static void what_was_undone_is_not_gone_on_with(void **state)
{
	struct import_result r;
	struct undo_result u;
	struct err err = ERR_INIT;
	int calls = 0;

	(void)state;
	assert_int_equal(run(&r, &calls, false, &err), RC_CANCELLED);
	assert_int_equal(step_undo(s, r.step, &u, &err), RC_OK);
	import_result_free(&r);
	r = import(false);
	assert_int_equal(r.resumed, 0);
	assert_false(warned(&r, "cut off"));
	assert_int_equal(readers(), r.created);
	import_result_free(&r);
}

static void the_same_file_is_known_again(void **state)
{
	struct import_result r = import(false);
	struct undo_result u;
	struct err err = ERR_INIT;
	int64_t step = r.step, n = r.created;

	(void)state;
	assert_false(r.same_file);
	import_result_free(&r);
	r = import(true);
	assert_true(r.same_file);
	assert_true(warned(&r, "came in before"));
	import_result_free(&r);
	r = import(false); /* it is said, not refused */
	assert_int_equal(r.created, 0);
	assert_int_equal(r.duplicates, n + ROWS / 1000);
	assert_int_equal(r.step, 0);
	import_result_free(&r);
	assert_int_equal(step_undo(s, step, &u, &err), RC_OK);
	r = import(true);
	assert_false(r.same_file);
	import_result_free(&r);
}

/* More than a dry run takes through the write door: 2500 books, every fifth hundred with the number of the one before.
 */
static void write_books(void)
{
	FILE *f = fopen(made, "w");

	assert_non_null(f);
	fprintf(f, "Title;ISBN\n");
	for (int i = 1; i <= 2500; i++)
		fprintf(f, "Book %d;N-%d\n", i, i % 500 ? i : i - 1);
	fclose(f);
}

static enum rc import_books(struct import_options *opt, struct import_result *r, struct err *err)
{
	opt->model = session_model(s, "book");
	opt->sheet = (struct sheet_options){ .backslash = -1, .header_line = -1 };
	return import_run(s, made, opt, r, err);
}

static void a_dry_run_foresees_what_is_refused(void **state)
{
	struct import_options dry = { .dry_run = true }, wet = { .told = true };
	struct import_result r;
	struct err err = ERR_INIT;

	(void)state;
	write_books();
	TOY(s, "book", "title=Old", "isbn=N-7");
	assert_int_equal(import_books(&dry, &r, &err), RC_OK);
	assert_int_equal(import_reason(&r, "refused"), 6);
	assert_int_equal(r.created, 2494);
	wet.told_refused = import_reason(&r, "refused");
	import_result_free(&r);
	assert_int_equal(import_books(&wet, &r, &err), RC_OK);
	assert_int_equal(import_reason(&r, "refused"), 6);
	assert_int_equal(r.created, 2494);
	import_result_free(&r);
}

/* Somebody takes a number between the dry run and the real one. */
static void what_nobody_foresaw_stops_it(void **state)
{
	struct import_options opt = { .told = true, .told_refused = 0 };
	struct import_result r;
	struct err err = ERR_INIT;
	int64_t step;

	(void)state;
	write_books();
	assert_int_equal(import_books(&opt, &r, &err), RC_CONFLICT);
	assert_non_null(strstr(err.text, "stopped at line 501"));
	step = r.step;
	assert_true(step > 0);
	import_result_free(&r);
	assert_int_equal(db_get_int(s->db, -1, "SELECT count(*) FROM book", ""), 499);

	/* that row is known by now, and it goes on behind it */
	opt.told_refused = 5;
	assert_int_equal(import_books(&opt, &r, &err), RC_OK);
	assert_int_equal(r.resumed, 500);
	assert_int_equal(r.step, step);
	assert_int_equal(import_reason(&r, "refused"), 5);
	assert_int_equal(db_get_int(s->db, -1, "SELECT count(*) FROM book", ""), 2495);
	import_result_free(&r);
}

static void imports_are_listed(void **state)
{
	struct import_result r = import(false);
	struct import_log past;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(import_log_read(s, 10, &past, &err), RC_OK);
	assert_int_equal(past.n, 1);
	assert_int_equal(past.row[0].step, r.step);
	assert_int_equal(past.row[0].created, r.created);
	assert_int_equal(past.row[0].rejected, r.rejected);
	assert_string_equal(past.row[0].sha256, r.sheet.sha256);
	assert_string_equal(past.row[0].model->name, "reader");
	assert_non_null(strstr(past.row[0].mapping, "Email\temail\n"));
	assert_non_null(strstr(past.row[0].options, "on-duplicate=skip"));
	assert_true(past.row[0].finished > 0);
	assert_false(past.row[0].undone);
	import_log_free(&past);
	import_result_free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(goes_on_where_it_was_cut_off, setup, teardown),
		cmocka_unit_test_setup_teardown(an_undo_stops_and_goes_on, setup, teardown),
		cmocka_unit_test_setup_teardown(undo_finds_an_import_that_went_on, setup, teardown),
		cmocka_unit_test_setup_teardown(what_was_undone_is_not_gone_on_with, setup, teardown),
		cmocka_unit_test_setup_teardown(the_same_file_is_known_again, setup, teardown),
		cmocka_unit_test_setup_teardown(imports_are_listed, setup, teardown),
		cmocka_unit_test_setup_teardown(a_dry_run_foresees_what_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(what_nobody_foresaw_stops_it, setup, teardown),
	};

	return cmocka_run_group_tests(tests, toy_reads_files, toy_reads_no_files);
}
