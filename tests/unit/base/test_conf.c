#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/conf.h"

#include <cmocka.h> /* last: it defines fail() */

static enum rc read_text(struct conf *c, const char *text, struct err *err)
{
	return conf_read(c, "my.conf", text, strlen(text), err);
}

static void defaults(void **state)
{
	struct conf *c = conf_new();
	const struct conf_row *rows;

	(void)state;
	assert_string_equal(conf_text(c, "theme"), "default");
	assert_string_equal(conf_text(c, "bidi"), "auto");
	assert_true(conf_bool(c, "mouse"));
	assert_int_equal(conf_int(c, "wheel"), 3);
	assert_string_equal(conf_text(c, "calendar"), "gregorian");
	assert_string_equal(conf_text(c, "database"), "");
	assert_int_equal(conf_rows(c, "colors", &rows), 0);
	conf_free(c);
}

/* The shipped example gives every key of the table exactly one value, and its comment names every choice. */
static void example_is_complete(void **state)
{
	FILE *f = fopen("crm.conf.example", "r");
	char text[32768] = "\n", line[80];

	(void)state;
	assert_non_null(f);
	assert_true(fread(text + 1, 1, sizeof text - 2, f) > 1000);
	fclose(f);
	for (int i = 0; i < conf_n_keys; i++) {
		const char *at;

		assert_true(*conf_keys[i].help);
		snprintf(line, sizeof line, "\n%s =", conf_keys[i].name);
		at = strstr(text, line);
		if (!at || strstr(at + 1, line))
			fail_msg("%s stands not once in crm.conf.example", conf_keys[i].name);
		if (conf_keys[i].type != CONF_CHOICE)
			continue;
		for (const char *p = conf_keys[i].choices; *p; p += strspn(p, "|")) {
			size_t n = strcspn(p, "|");

			snprintf(line, sizeof line, "%.*s", (int)n, p);
			if (!strstr(text, line))
				fail_msg("%s: the choice %s is not explained", conf_keys[i].name, line);
			p += n;
		}
	}
}

static void later_files_win(void **state)
{
	struct conf *c = conf_new();
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(
		read_text(
			c, "\xef\xbb\xbftheme=dark\r\n\n  # note\n mouse = off \nwheel = 5\neditor = \" vi \"\n", &err),
		RC_OK);
	assert_string_equal(conf_text(c, "theme"), "dark");
	assert_false(conf_bool(c, "mouse"));
	assert_int_equal(conf_int(c, "wheel"), 5);
	assert_string_equal(conf_text(c, "editor"), " vi ");
	assert_int_equal(read_text(c, "theme = mono\ntheme = light\neditor = x = y", &err), RC_OK);
	assert_string_equal(conf_text(c, "theme"), "light");
	assert_string_equal(conf_text(c, "editor"), "x = y");
	assert_int_equal(conf_int(c, "wheel"), 5);
	assert_int_equal(
		read_text(
			c, "editor =\ncurrency = irr\ncountry = Iran\ntime_zone = Asia/Tehran\nlanguage = fa_IR", &err),
		RC_OK);
	assert_string_equal(conf_text(c, "editor"), "");
	conf_free(c);
}

static void refusals(void **state)
{
	static const struct {
		const char *text, *says[2];
	} rows[] = {
		{ "thema = dark", { "my.conf:1: ", "theme" } },
		{ "\n\ntheme = pink", { "my.conf:3: ", "default, light, dark, mono, contrast" } },
		{ "mouse = maybe", { "my.conf:1: ", "yes or no" } },
		{ "wheel = 0", { "my.conf:1: ", "1 to 20" } },
		{ "wheel = 21", { "my.conf:1: ", "1 to 20" } },
		{ "wheel = 3x", { "my.conf:1: ", "1 to 20" } },
		{ "wheel =", { "my.conf:1: ", "1 to 20" } },
		{ "currency = EURO", { "my.conf:1: ", "EUR" } },
		{ "country = Atlantis", { "my.conf:1: ", "DE" } },
		{ "time_zone = ../../etc/passwd", { "my.conf:1: ", "Europe/Berlin" } },
		{ "time_zone = /etc/passwd", { "my.conf:1: ", "Europe/Berlin" } },
		{ "language = a/b", { "my.conf:1: ", "fa" } },
		{ "theme", { "my.conf:1: ", "key = value" } },
		{ "= dark", { "my.conf:1: ", "key = value" } },
		{ "\"\" = dark", { "my.conf:1: ", "nothing before" } },
		{ "[key]", { "my.conf:1: ", "[keys]" } },
		{ "[keys]\na =", { "my.conf:2: ", "nothing after" } },
		{ "theme = d\xff", { "my.conf:1: ", "UTF-8" } },
		{ "theme = dark\nmouse", { "my.conf:2: ", "key = value" } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct conf *c = conf_new();
		const struct conf_row *list, *before;
		int n = conf_rows(c, "keys", &before);
		struct err err = ERR_INIT;

		if (read_text(c, rows[i].text, &err) != RC_INVALID)
			fail_msg("taken: %s", rows[i].text);
		for (int k = 0; k < 2; k++)
			if (!strstr(err.text, rows[i].says[k]))
				fail_msg("%s: %s", rows[i].text, err.text);
		assert_int_equal(read_text(c, rows[i].text, NULL), RC_INVALID);
		assert_string_equal(conf_text(c, "theme"), "default"); /* nothing of the file is in force */
		assert_int_equal(conf_rows(c, "keys", &list), n);
		conf_free(c);
	}
}

static void nul_is_refused(void **state)
{
	struct conf *c = conf_new();
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(conf_read(c, "f", "theme = dark\0x\n", 15, &err), RC_INVALID);
	assert_string_equal(conf_text(c, "theme"), "default");
	conf_free(c);
}

static void sections(void **state)
{
	struct conf *c = conf_new();
	const struct conf_row *rows;
	struct err err = ERR_INIT;
	int shipped = conf_rows(c, "keys", &rows);

	(void)state;
	assert_int_equal(read_text(c,
				 "[ keys ]\n= = grow\nctrl-x = cut, close\n\"#\" = totals\n[colors]\noverdue = red "
				 "bold\n[keys]\nz + = wider",
				 &err),
		RC_OK);
	assert_int_equal(conf_rows(c, "keys", &rows), shipped + 4);
	rows += shipped;
	assert_string_equal(rows[0].key, "=");
	assert_string_equal(rows[0].value, "grow");
	assert_string_equal(rows[1].value, "cut, close");
	assert_string_equal(rows[2].key, "#");
	assert_string_equal(rows[3].key, "z +");
	assert_string_equal(rows[3].file, "my.conf");
	assert_int_equal(rows[3].line, 8);
	assert_int_equal(conf_rows(c, "colors", &rows), 1);
	assert_string_equal(rows[0].key, "overdue");
	assert_string_equal(rows[0].value, "red bold");
	assert_int_equal(conf_rows(c, "no such", &rows), 0);
	conf_free(c);
}

static void set_one(void **state)
{
	struct conf *c = conf_new();
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(conf_set(c, "calendar", "jalali", &err), RC_OK);
	assert_string_equal(conf_text(c, "calendar"), "jalali");
	assert_int_equal(conf_set(c, "calendar", "maya", &err), RC_INVALID);
	assert_non_null(strstr(err.text, "gregorian, jalali"));
	assert_string_equal(conf_text(c, "calendar"), "jalali");
	assert_int_equal(conf_set(c, "x", "1", NULL), RC_INVALID);
	conf_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults),
		cmocka_unit_test(example_is_complete),
		cmocka_unit_test(later_files_win),
		cmocka_unit_test(refusals),
		cmocka_unit_test(nul_is_refused),
		cmocka_unit_test(sections),
		cmocka_unit_test(set_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
