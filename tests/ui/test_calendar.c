/* The calendar on a real pseudo-terminal: month, week and day, what moves in it, the person's own week and calendar. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "office.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define NOW "2026-11-21T09:00:00Z" /* a Saturday */
static const char *const env[] = { "CRM_NOW=" NOW, "TZ=UTC", NULL };

static int setup(void **state)
{
	setenv("CRM_NOW", NOW, 1);
	setenv("TZ", "UTC", 1);
	office_setup(state);
	CRM("new", "lead", "kind=opportunity", "name=Server room", "stage=New");
	CRM("new", "activity", "type=Call", "summary=ring Reza", "due=2026-11-25", "record=lead/1");
	CRM("new", "activity", "type=Meeting", "summary=デモ", "due=2026-11-24", "start=2026-11-24T10:00:00Z", "length=90",
		"record=lead/1");
	return 0;
}

static struct pty *calendar(int cols, int rows)
{
	struct pty *p = office_begin(cols, rows, env, "Server room");

	pty_keys(p, "g k");
	expect_text(p, "November 2026");
	return p;
}

static void a_month_shows_what_stands_on_its_days(void **state)
{
	struct pty *p = calendar(120, 34);

	(void)state;
	expect_text(p, "Mon");
	expect_text(p, "▌21 *");
	expect_text(p, "+10:00 デモ");
	expect_text(p, "+ring Reza");
	pty_keys(p, "pgdn");
	expect_text(p, "December 2026");
	expect_no_text(p, "ring Reza");
	pty_keys(p, "0");
	expect_text(p, "▌21 *");
	office_quit(p);
}

static void what_is_moved_keeps_its_time_and_can_be_put_back(void **state)
{
	struct pty *p = calendar(120, 34);

	(void)state;
	pty_keys(p, "j"); /* Saturday 28 */
	expect_text(p, "▌28");
	pty_keys(p, "k l l l tab"); /* Tuesday 24, and the first that stands there */
	expect_text(p, "▌24");
	pty_keys(p, "L");
	expect_text(p, "moved to Wed 25 Nov 2026 — u undoes");
	expect_text(p, "▌25");
	pty_keys(p, "J");
	expect_text(p, "moved to Wed 2 Dec 2026");
	expect_text(p, "+10:00 デモ"); /* the month goes on with it */
	pty_keys(p, "u u");
	expect_text(p, "▌24");
	pty_keys(p, "2");
	pty_keys(p, "J");
	expect_text(p, "+10:30 デモ");
	pty_keys(p, "u 1");
	expect_text(p, "+10:00-11:30 デモ · Server room");
	office_quit(p);
}

static void a_day_takes_a_new_one(void **state)
{
	struct pty *p = calendar(80, 24);

	(void)state;
	pty_keys(p, "l l enter");
	expect_text(p, "▌Mon 23 Nov 2026");
	expect_text(p, "08:00");
	pty_keys(p, "n");
	expect_text(p, "23 Nov");
	pty_keys(p, "esc");
	office_quit(p);
}

static void a_mouse_drags_it_to_another_day(void **state)
{
	struct pty *p = calendar(120, 34);
	int x, y, to_x, to_y;

	(void)state;
	expect_text(p, "+ring Reza");
	y = pty_find(p, "+ring Reza", &x);
	to_x = x + 2 * 120 / 7;
	to_y = y + 1;
	pty_mouse(p, PTY_PRESS, x + 2, y);
	pty_mouse(p, PTY_DRAG, to_x + 3, to_y);
	pty_mouse(p, PTY_RELEASE, to_x + 3, to_y);
	expect_text(p, "moved to Fri 27 Nov 2026 — u undoes");
	pty_keys(p, "u");
	office_quit(p);
}

static void the_persons_own_calendar(void **state)
{
	char file[] = "/tmp/calendarXXXXXX";
	int fd = mkstemp(file);
	FILE *f = fdopen(fd, "w");
	const char *argv[] = { "crm", "--config", file, "--db", office_db(), NULL };
	struct pty *p;

	(void)state;
	fputs("calendar = jalali\nweek_start = saturday\n", f);
	fclose(f);
	p = pty_spawn(&(struct pty_options){ .argv = argv, .cols = 100, .rows = 24, .env = env });
	expect_text(p, "Server room");
	pty_keys(p, "g k");
	expect_text(p, "Aban 1405"); /* 21 November 2026 is its thirtieth */
	expect_row(p, 1, "Sat");
	expect_text(p, "▌30 *");
	pty_keys(p, "l");
	expect_text(p, "Azar 1405");
	expect_text(p, "▌1");
	office_quit(p);
	unlink(file);
}

static void sizes(void **state)
{
	struct pty *p = calendar(200, 60);

	(void)state;
	pty_keys(p, "l l l 2");
	expect_no_text(p, " 21 *");
	expect_text(p, "+10:00 デモ");
	pty_resize(p, 60, 20);
	expect_text(p, "Tue 24 Nov 2026");
	pty_keys(p, "3");
	pty_resize(p, 200, 60);
	expect_text(p, "▌24");
	expect_text(p, " 21 *");
	office_quit(p);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, office_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_month_shows_what_stands_on_its_days),
		T(what_is_moved_keeps_its_time_and_can_be_put_back),
		T(a_day_takes_a_new_one),
		T(a_mouse_drags_it_to_another_day),
		T(the_persons_own_calendar),
		T(sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
