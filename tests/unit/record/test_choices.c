/* Foreign words for choices: what is meant, of which field, and that our own names are what they say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "../../../src/record/choices.h"
#include "base/str.h"

#include <cmocka.h>

static const struct choice statuses[] = { { 1, "new", "New" }, { 2, "working", "Working" }, { 3, "dead", "Dead" },
	{ 4, "converted", "Converted" }, { 0 } };
static const struct choice titles[] = { { 1, "mr", "Mr" }, { 2, "ms", "Ms" }, { 0 } };
static const char *const tied[] = { "@status", NULL };
static const struct field status = { .name = "status", .type = FT_CHOICE, .choice = statuses };
static const struct field phase = { .name = "phase", .type = FT_CHOICE, .choice = statuses, .synonyms = tied };
static const struct field other = { .name = "other", .type = FT_CHOICE, .choice = statuses };
static const struct field salutation = { .name = "salutation", .type = FT_CHOICE, .choice = titles };
static const struct field priority = { .name = "priority", .type = FT_INT };

static void words_of_others_mean_our_choices(void **state)
{
	static const struct {
		const struct field *f;
		const char *text, *choice;
	} known[] = {
		{ &status, "Contacted", "working" },
		{ &status, "IN PROGRESS", "working" },
		{ &status, "Not_Contacted", "new" },
		{ &status, "Closed - Converted", "converted" },
		{ &status, "Lost", "dead" },
		{ &status, "در حال پیگیری", "working" },
		{ &status, "跟进中", "working" },
		{ &status, "потерян", "dead" },
		{ &status, "gewonnen", "converted" },
		{ &phase, "Lost", "dead" },
		{ &salutation, "Mr.", "mr" },
		{ &salutation, "Herr", "mr" },
		{ &salutation, "خانم", "ms" },
		{ &priority, "High", "3" },
		{ &priority, "mittel", "2" },
		{ &priority, "کم", "1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(known); i++) {
		const char *meant = choice_meant(known[i].f, known[i].text);

		if (!str_eq(meant, known[i].choice))
			fail_msg("%s: %s, not %s", known[i].text, meant ? meant : "(none)", known[i].choice);
	}
}

static void nothing_is_guessed(void **state)
{
	(void)state;
	assert_null(choice_meant(&status, "blue"));
	assert_null(choice_meant(&status, ""));
	assert_null(choice_meant(&status, "Spam")); /* no such choice here */
	assert_null(choice_meant(&other, "Lost"));  /* about something else */
	assert_null(choice_meant(&salutation, "Prof."));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_of_others_mean_our_choices),
		cmocka_unit_test(nothing_is_guessed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
