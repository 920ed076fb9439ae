/* The schema: a fresh file equals an older one brought up to date, whatever was added since; own fields survive. */
#include <setjmp.h>
#include <stdio.h>
#include <unistd.h>

#include "base/i18n.h"
#include "record/registry.h"
#include "record/save.h"
#include "record/session.h"
#include "toy.h"

#include <cmocka.h>

/* An older program: the same office without its newest type and without two fields of the others. */
struct older {
	struct model model[16];
	const struct model *list[16];
	struct field *fields[16];
	struct office office;
};

static void make_older(struct older *o)
{
	int n = 0;

	*o = (struct older){ .office = toy_office };
	for (int i = 0; i < toy_office.n; i++) {
		const struct model *m = toy_office.models[i];

		if (strcmp(m->name, "chapter") == 0)
			continue;
		o->model[n] = *m;
		if (strcmp(m->name, "shelf") == 0 || strcmp(m->name, "book") == 0) {
			bool book = strcmp(m->name, "book") == 0;
			int drop = book ? BOOK_CHAPTERS : SHELF_CITY, kept = 0;

			o->fields[n] = xcalloc((size_t)m->n, sizeof *m->fields);
			for (int slot = 0; slot < m->n; slot++)
				if (slot < drop)
					o->fields[n][kept++] = m->fields[slot];
			o->model[n].fields = o->fields[n];
			o->model[n].n = kept;
		}
		o->list[n] = &o->model[n];
		n++;
	}
	o->office.models = o->list;
	o->office.n = n;
}

static void free_older(struct older *o)
{
	for (size_t i = 0; i < COUNT(o->fields); i++)
		free(o->fields[i]);
}

static struct session *open_with(const struct office *o, const char *path)
{
	struct session_options opt = { .path = path, .login = "ann", .create = true };
	struct session *s = NULL;
	struct err err = ERR_INIT;

	if (session_open(o, &opt, &s, &err) != RC_OK)
		fail_msg("%s", err.text);
	return s;
}

/* Every table with its columns in the order of their names, every index and trigger by its text. */
static void describe(struct session *s, struct str *out)
{
	struct stmt *st = db_prep(s->db, "SELECT m.name, c.name, c.type, c.\"notnull\" FROM sqlite_master m, "
					 "pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'search%' "
					 "ORDER BY m.name, c.name");

	while (st_step(st, NULL) > 0)
		str_addf(out, "%s.%s %s %d\n", st_get_text(st, 0), st_get_text(st, 1), st_get_text(st, 2), (int)st_get_int(st, 3));
	st_done(st);
	st = db_prep(s->db, "SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY name");
	while (st_step(st, NULL) > 0)
		str_addf(out, "%s: %s\n", st_get_text(st, 0), st_get_text(st, 1));
	st_done(st);
}

static void forget(const char *path)
{
	static const char *const suffix[] = { "", "-wal", "-shm", "-notify" };

	for (size_t i = 0; i < COUNT(suffix); i++) {
		char *p = xasprintf("%s%s", path, suffix[i]);

		unlink(p);
		free(p);
	}
}

static void an_older_file_becomes_as_a_fresh_one(void **state)
{
	char old_path[] = "/tmp/schema-old-XXXXXX", new_path[] = "/tmp/schema-new-XXXXXX", *before;
	struct str want = STR_INIT, got = STR_INIT;
	struct older older;
	struct session *s, *stays;
	struct err err = ERR_INIT;
	struct change ch = { BOOK_TITLE, .val = value_text("Dune 2") };
	int64_t book;

	(void)state;
	i18n_init();
	close(mkstemp(old_path));
	close(mkstemp(new_path));
	unlink(old_path);
	unlink(new_path);
	make_older(&older);
	s = open_with(&older.office, old_path);
	book = TOY(s, "book", "title=Dune", "price=5");
	TOY(s, "field", "name=x_shade", "model=book", "label=Shade", "type=text");
	TOY(s, "label", "name=any");
	session_close(s);
	stays = open_with(&older.office, old_path);
	assert_false(schema_outdated(stays));
	s = open_with(&toy_office, old_path);
	/* who stayed in the older program is told at the next save, and writes nothing */
	assert_true(schema_outdated(stays));
	assert_int_equal(record_set(stays, session_model(stays, "book"), book, &ch, 1, &err), RC_NEWER);
	session_close(stays);
	before = xasprintf("%s.before-upgrade", old_path);
	assert_int_equal(unlink(before), 0); /* the file as it was */
	free(before);
	assert_string_equal(toy_get(s, "book", book, "title"), "Dune");
	assert_true(model_slot(session_model(s, "book"), "x_shade") > 0);
	TOY(s, "chapter", "name=One", "book=Dune");
	TOY(s, "shelf", "name=New", "city=Oslo");
	describe(s, &got);
	session_close(s);
	s = open_with(&toy_office, new_path);
	TOY(s, "field", "name=x_shade", "model=book", "label=Shade", "type=text");
	describe(s, &want);
	session_close(s);
	assert_string_equal(got.s, want.s);
	str_free(&got);
	str_free(&want);
	forget(old_path);
	forget(new_path);
	free_older(&older);
}

static int ran;

static enum rc widen(struct session *s, struct err *err)
{
	ran++;
	return db_run(s->db, err, "UPDATE book SET pages = pages * 2 WHERE pages IS NOT NULL", "");
}

static enum rc break_off(struct session *s, struct err *err)
{
	enum rc rc = db_run(s->db, err, "UPDATE book SET pages = 0", "");

	return rc == RC_OK ? (fail)(err, RC_FULL, NO_FIELD, "the disk is full") : rc;
}

static void numbered_migrations_run_once_or_not_at_all(void **state)
{
	char path[] = "/tmp/schema-XXXXXX", *copy;
	const struct migration good[] = { { 2, widen } }, bad[] = { { 2, break_off } };
	struct office next = toy_office;
	struct session_options opt = { .path = path, .login = "ann" };
	struct session *s;
	struct err err = ERR_INIT;
	int64_t book;

	(void)state;
	close(mkstemp(path));
	unlink(path);
	s = open_with(&toy_office, path);
	book = TOY(s, "book", "title=Dune", "pages=100");
	session_close(s);
	next.version = 2;
	next.migrations = bad;
	next.n_migrations = 1;
	assert_int_equal(session_open(&next, &opt, &s, &err), RC_FULL);
	copy = xasprintf("%s.before-2", path);
	assert_int_equal(access(copy, F_OK), 0);
	unlink(copy);
	s = open_with(&toy_office, path);
	assert_string_equal(toy_get(s, "book", book, "pages"), "100");
	session_close(s);
	next.migrations = good;
	for (int i = 0; i < 2; i++) {
		s = open_with(&next, path);
		assert_string_equal(toy_get(s, "book", book, "pages"), "200");
		session_close(s);
	}
	assert_int_equal(ran, 1);
	assert_int_equal(session_open(&toy_office, &opt, &s, &err), RC_NEWER);
	unlink(copy);
	free(copy);
	forget(path);
}

static void the_tables_are_in_order(void **state)
{
	struct registry *r = registry_new(&toy_office);
	struct str out = STR_INIT;

	(void)state;
	if (registry_lint(r, &out))
		fail_msg("%s", out.s);
	str_free(&out);
	registry_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_older_file_becomes_as_a_fresh_one),
		cmocka_unit_test(numbered_migrations_run_once_or_not_at_all),
		cmocka_unit_test(the_tables_are_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
