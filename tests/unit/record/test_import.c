/* Spreadsheets in: headers to fields, rows to records, reasons, duplicates, and that a dry run tells what the real one
 * does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/agent.h"
#include "record/exchange.h"
#include "record/journal.h"
#include "record/record.h"
#include "toy.h"

#include <cmocka.h>

#define DATA "tests/data/import/"

static struct session *s;
static char made[128];

static int setup(void **state)
{
	(void)state;
	s = toy_open();
	s->agent = toy_agent;
	snprintf(made, sizeof made, "/tmp/import-%d.csv", (int)getpid());
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	unlink(made);
	toy_close(s);
	return 0;
}

static const char *file(const char *text)
{
	FILE *f = fopen(made, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
	fclose(f);
	return made;
}

static struct import_options options(const char *model)
{
	return (struct import_options){ .model = session_model(s, model),
		.sheet = { .backslash = -1, .header_line = -1 } };
}

static struct import_result import(const char *path, const struct import_options *opt)
{
	struct import_result r;
	struct err err = ERR_INIT;

	if (import_run(s, path, opt, &r, &err) != RC_OK)
		fail_msg("%s: %s", path, err.text);
	assert_int_equal(r.rows, r.created + r.updated + r.unchanged + r.duplicates + r.rejected);
	return r;
}

static struct import_result import_readers(const char *path, enum dup_policy policy)
{
	struct import_options opt = options("reader");

	opt.on_duplicate = policy;
	return import(path, &opt);
}

static int64_t readers(void)
{
	return db_get_int(s->db, -1, "SELECT count(*) FROM reader WHERE trashed_at IS NULL", "");
}

static int64_t reader(const char *email)
{
	return db_get_int(s->db, 0, "SELECT id FROM reader WHERE email = ?1", "s", email);
}

static int64_t reason(const struct import_result *r, const char *name)
{
	for (int i = 0; i < r->n_reasons; i++)
		if (!strcmp(r->reason[i].name, name))
			return r->reason[i].n;
	return 0;
}

static bool warned(const struct import_result *r, const char *part)
{
	for (int i = 0; i < r->n_warnings; i++)
		if (strstr(r->warning[i], part))
			return true;
	return false;
}

static struct import_result import_mapped(const char *text, const char *const *map, int n_map)
{
	struct import_options opt = options("reader");

	opt.map = map;
	opt.n_map = n_map;
	return import(file(text), &opt);
}

/* In another order too; what is said this time goes before it; other headers are another file. */
static void a_mapping_that_served_is_offered_again(void **state)
{
	static const char *const map[] = { "company=Wer", "name=Wo" }, *const other[] = { "name=Wer" };
	static const enum date_order day_first = ORDER_DMY;
	struct import_options opt = options("reader");
	struct import_result r;

	(void)state;
	opt.map = map;
	opt.n_map = 2;
	opt.date_order = &day_first;
	r = import(file("Wer,Closing,Wo,Mail\nFirm,1.2.2026,Ada,a@example.com\n"), &opt);
	assert_string_equal(r.column[0].match, "given");
	import_result_free(&r);
	r = import_mapped("Mail,Wo,Closing,WER\nb@example.com,Bob,3.4.2026,Firm 2\n", NULL, 0);
	for (int i = 0; i < 4; i++)
		assert_string_equal(r.column[i].match, "saved");
	assert_int_equal(r.column[1].slot, READER_TITLE);
	assert_int_equal(r.column[3].slot, READER_COMPANY);
	assert_string_equal(toy_get(s, "reader", reader("b@example.com"), "closing"), "2026-04-03");
	import_result_free(&r);
	r = import_mapped("Wo,Closing,Wer,Mail\nx,,Carl,c@example.com\n", other, 1);
	assert_string_equal(r.column[2].match, "given");
	assert_int_equal(r.column[2].slot, READER_TITLE);
	assert_int_not_equal(r.column[0].slot, READER_TITLE);
	import_result_free(&r);
	r = import_mapped("Wo,Wer,Mail\nDora,Firm,d@example.com\n", NULL, 0);
	assert_string_not_equal(r.column[2].match, "saved");
	import_result_free(&r);
}

static void headers_find_their_fields(void **state)
{
	static const struct {
		const char *header, *field, *match;
	} known[] = {
		{ "E-mail", "email", "synonym" },
		{ "EmailAddress", "email", "synonym" },
		{ "EMAIL_ADDRESS", "email", "synonym" },
		{ "Work Email", "email", "synonym" },
		{ "Customer E-Mail", "email", "prefix" },
		{ "email 3", "email", "prefix" },
		{ "emial", "none", "none" },
		{ "telephon", "phone", "fuzzy" },
		{ "companny", "company", "fuzzy" },
		{ "Name", "contact_name", "synonym" },
		{ "FirstName", "contact_name", "synonym" },
		{ "姓名", "contact_name", "synonym" },
		{ "نام خانوادگی", "contact_name", "synonym" },
		{ "نام‌خانوادگی", "contact_name", "synonym" },
		{ "شركت", "company", "synonym" },
		{ "Société", "company", "synonym" },
		{ "メールアドレス", "email", "synonym" },
		{ "Cep Telefonu", "mobile", "synonym" },
		{ "Handynummer", "mobile", "synonym" },
		{ "Opportunity Name", "name", "synonym" },
		{ "Wish", "name", "synonym" },
		{ "Created Time", "created_at", "synonym" },
		{ "Ф.И.О.", "contact_name", "synonym" },
		{ "Expected close date:", "closing", "synonym" },
		{ "Ｅ－ｍａｉｌ", "email", "synonym" },
		{ "Shoe size", "none", "none" },
		{ "", "none", "none" },
		{ "_reason", "none", "none" },
	};
	const struct model *m = session_model(s, "reader");

	(void)state;
	for (size_t i = 0; i < COUNT(known); i++) {
		const char *role, *match;
		int slot = import_header(m, known[i].header, false, &role, &match);
		const char *field = slot < 0 ? "none" : m->fields[slot].name;

		if (strcmp(field, known[i].field) || strcmp(match, known[i].match))
			fail_msg("%s: %s (%s), not %s (%s)", known[i].header, field, match, known[i].field,
				known[i].match);
	}
	assert_true(import_known_header("Lead Source"));
	assert_true(import_known_header("کد پستی"));
	assert_false(import_known_header("sara@example.com"));
	assert_false(import_known_header(""));
}

static void a_foreign_file_comes_in(void **state)
{
	struct import_result r = import_readers(DATA "people.csv", DUP_SKIP);
	int64_t sara = reader("sara@rahimi.example"), john = reader("john@smith.example"),
		ming = reader("ming@wang.example");

	(void)state;
	assert_int_equal(r.created, 4);
	assert_int_equal(r.rejected, 0);
	assert_string_equal(toy_get(s, "reader", sara, "contact_name"), "Sara Rahimi");
	assert_string_equal(toy_get(s, "reader", sara, "name"), "Sara Rahimi");
	assert_string_equal(toy_get(s, "reader", sara, "company"), "Rahimi Books");
	assert_string_equal(toy_get(s, "reader", sara, "closing"), "2026-12-25");
	assert_string_equal(toy_get(s, "reader", sara, "revenue"), "1250.50");
	assert_string_equal(toy_get(s, "reader", sara, "opt_out"), "yes");
	assert_string_equal(toy_get(s, "reader", sara, "notes"), "Shoe size: 38");
	/* the column's order of day and month, shown by the other row */
	assert_string_equal(toy_get(s, "reader", john, "closing"), "2027-01-03");
	assert_string_equal(toy_get(s, "reader", ming, "contact_name"), "王小明");
	assert_int_equal(db_get_int(s->db, 0, "SELECT count(*) FROM label", ""), 2);
	assert_true(warned(&r, "vip, new"));
	assert_int_equal(db_get_int(s->db, 0, "SELECT count(*) FROM reader WHERE name = 'Only Company'", ""), 1);
	import_result_free(&r);
}

static void persian_comes_in(void **state)
{
	struct import_result r = import_readers(DATA "persian.csv", DUP_SKIP);
	int64_t ali = reader("ali@rezaei.example");

	(void)state;
	assert_int_equal(r.created, 1);
	assert_string_equal(toy_get(s, "reader", ali, "contact_name"), "علی رضایی");
	assert_string_equal(toy_get(s, "reader", ali, "closing"), "2026-12-12");
	assert_string_equal(toy_get(s, "reader", ali, "revenue"), "12500.00");
	assert_string_equal(toy_get(s, "reader", ali, "mobile"), "۰۹۱۲۳۴۵۶۷۸۹");
	import_result_free(&r);
}

static void rows_are_turned_away_with_a_reason(void **state)
{
	struct import_result r = import_readers(DATA "rejects.csv", DUP_SKIP);

	(void)state;
	assert_int_equal(r.rows, 11);
	assert_int_equal(reason(&r, "bad_email"), 1);
	assert_int_equal(reason(&r, "no_identity"), 1);
	assert_int_equal(reason(&r, "extra_cells"), 1);
	assert_int_equal(reason(&r, "total_row"), 1);
	assert_int_equal(r.rejected, 4);
	assert_int_equal(r.duplicates, 2); /* Anna again, Carl again; Anna Borg shares the address only */
	assert_int_equal(r.created, 5);
	assert_string_equal(
		toy_get(s, "reader", reader("odd@cells.example"), "notes"), "Amount: lots\nClose Date: someday");
	assert_true(warned(&r, "Amount: 1 cell not"));
	import_result_free(&r);
}

static void an_open_quote_costs_one_row(void **state)
{
	struct import_result r =
		import_readers(file("Name,Email\nA,a@a.example\n\"B,b@b.example\nC,c@c.example\n"), DUP_SKIP);

	(void)state;
	assert_int_equal(r.created, 2);
	assert_int_equal(reason(&r, "unterminated_quote"), 1);
	import_result_free(&r);
}

static void external_ids_decide(void **state)
{
	struct import_result r = import_readers(DATA "ids.csv", DUP_SKIP), again;
	struct import_options other = options("reader");

	(void)state;
	assert_int_equal(r.created, 3);
	assert_int_equal(r.duplicates, 1);
	again = import_readers(DATA "ids.csv", DUP_OVERWRITE);
	assert_int_equal(again.created, 0);
	assert_int_equal(again.unchanged, 3);
	assert_int_equal(again.duplicates, 1);
	import_result_free(&r);
	import_result_free(&again);
	/* another system's 7 is another 7 */
	other.source = "old crm";
	r = import(DATA "ids.csv", &other);
	assert_int_equal(r.created, 3);
	import_result_free(&r);
}

static void duplicates_follow_the_policy(void **state)
{
	int64_t had =
		TOY(s, "reader", "name=Anna Berg", "contact_name=Anna Berg", "email=anna@berg.example", "revenue=5");
	const char *path = file("Name,Email,Phone,Amount\nAnna Berg,ANNA@berg.example,+44 20 7946 0003,70\n");
	struct import_result r = import_readers(path, DUP_SKIP);

	(void)state;
	assert_int_equal(r.duplicates, 1);
	import_result_free(&r);
	r = import_readers(path, DUP_FILL);
	assert_int_equal(r.updated, 1);
	assert_string_equal(toy_get(s, "reader", had, "revenue"), "5.00");
	assert_string_equal(toy_get(s, "reader", had, "phone"), "+44 20 7946 0003");
	import_result_free(&r);
	r = import_readers(path, DUP_OVERWRITE);
	assert_int_equal(r.updated, 1);
	assert_string_equal(toy_get(s, "reader", had, "revenue"), "70.00");
	import_result_free(&r);
	r = import_readers(path, DUP_OVERWRITE);
	assert_int_equal(r.unchanged, 1);
	assert_int_equal(r.step, 0);
	import_result_free(&r);
	r = import_readers(path, DUP_CREATE);
	assert_int_equal(r.created, 1);
	assert_int_equal(readers(), 2);
	import_result_free(&r);
}

static void a_blank_cell_erases_nothing(void **state)
{
	int64_t had = TOY(s, "reader", "name=Anna", "contact_name=Anna", "email=anna@berg.example", "revenue=5");
	struct import_result r = import_readers(file("Name,Email,Amount\nAnna,anna@berg.example,\n"), DUP_OVERWRITE);

	(void)state;
	assert_int_equal(r.unchanged, 1);
	assert_string_equal(toy_get(s, "reader", had, "revenue"), "5.00");
	import_result_free(&r);
}

static void assert_same_counts(const char *path, enum dup_policy policy)
{
	struct import_options opt = options("reader");
	struct import_result dry, wet;
	int64_t before = readers(), labels = db_get_int(s->db, 0, "SELECT count(*) FROM label", "");
	int64_t steps = db_get_int(s->db, 0, "SELECT count(*) FROM step", "");

	opt.on_duplicate = policy;
	opt.dry_run = true;
	dry = import(path, &opt);
	assert_int_equal(readers(), before);
	assert_int_equal(db_get_int(s->db, 0, "SELECT count(*) FROM label", ""), labels);
	assert_int_equal(db_get_int(s->db, 0, "SELECT count(*) FROM step", ""), steps);
	opt.dry_run = false;
	wet = import(path, &opt);
	assert_int_equal(dry.created, wet.created);
	assert_int_equal(dry.updated, wet.updated);
	assert_int_equal(dry.unchanged, wet.unchanged);
	assert_int_equal(dry.duplicates, wet.duplicates);
	assert_int_equal(dry.rejected, wet.rejected);
	assert_int_equal(dry.n_warnings, wet.n_warnings);
	for (int i = 0; i < dry.n_warnings; i++)
		assert_string_equal(dry.warning[i], wet.warning[i]);
	import_result_free(&dry);
	import_result_free(&wet);
}

static void a_dry_run_tells_what_the_real_one_does(void **state)
{
	(void)state;
	assert_same_counts(DATA "rejects.csv", DUP_SKIP);
	assert_same_counts(DATA "people.csv", DUP_SKIP);
	assert_same_counts(DATA "rejects.csv", DUP_OVERWRITE);
	assert_same_counts(DATA "people.csv", DUP_CREATE);
}

static void a_large_dry_run_too(void **state)
{
	struct str text = STR_INIT;

	(void)state;
	str_add(&text, "Name,Email,Tags,Amount\n");
	for (int i = 0; i < 2500; i++)
		str_addf(&text, "Person %d,p%d@%s,tag %d,%d\n", i % 2400, i % 2400, i % 100 ? "x.example" : "x", i % 7,
			i);
	assert_same_counts(file(text.s), DUP_SKIP);
	assert_same_counts(made, DUP_OVERWRITE);
	str_free(&text);
}

static void one_undo_takes_an_import_back(void **state)
{
	int64_t had = TOY(s, "reader", "name=John Smith", "contact_name=John Smith", "email=john@smith.example");
	struct import_result r = import_readers(DATA "people.csv", DUP_FILL);
	struct undo_result u;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(r.created, 3);
	assert_int_equal(r.updated, 1);
	assert_int_not_equal(r.step, 0);
	assert_int_equal(step_undo(s, r.step, &u, &err), RC_OK);
	assert_int_equal(readers(), 1);
	assert_string_equal(toy_get(s, "reader", had, "revenue"), "");
	import_result_free(&r);
}

static void rejects_import_again_once_mended(void **state)
{
	struct import_options opt = options("reader");
	struct import_result r;
	struct str text = STR_INIT;
	struct err err = ERR_INIT;
	char path[128];

	(void)state;
	snprintf(path, sizeof path, "/tmp/rejects-%d.csv", (int)getpid());
	unlink(path);
	opt.rejects = path;
	r = import(DATA "rejects.csv", &opt);
	import_result_free(&r);
	assert_int_equal(agent_read(toy_agent, path, 65536, &text, &err), RC_OK);
	assert_non_null(strstr(text.s, "\"Close Date\",\"_line\",\"_reason\",\"_column\"\r\n"));
	assert_non_null(
		strstr(text.s, "\"Bad Mail\",\"not-an-address\",\"\",\"\",\"\",\"3\",\"bad_email\",\"Email\"\r\n"));
	*strstr(text.s, "not-an-address") = 'n';
	memcpy(strstr(text.s, "not-an-address"), "not@an.example", 14);
	opt.rejects = NULL;
	r = import(file(text.s), &opt);
	assert_int_equal(r.created, 1);
	assert_string_equal(toy_get(s, "reader", reader("not@an.example"), "contact_name"), "Bad Mail");
	assert_string_equal(toy_get(s, "reader", reader("not@an.example"), "notes"), "");
	import_result_free(&r);
	str_free(&text);
	unlink(path);
}

static void people_say_what_is_what(void **state)
{
	static const char *const map[] = { "notes=Company" }, *const set[] = { "tags=fair,2026", "owner=me" };
	struct import_options opt = options("reader");
	struct import_result r;
	struct err err = ERR_INIT;
	static const char *const bad[] = { "notes=Nowhere" };

	(void)state;
	opt.map = map;
	opt.n_map = 1;
	opt.set = set;
	opt.n_set = 2;
	r = import(file("Name,Email,Company\nAnna,anna@berg.example,Berg\n"), &opt);
	assert_int_equal(r.created, 1);
	assert_string_equal(r.column[2].match, "given");
	assert_string_equal(toy_get(s, "reader", reader("anna@berg.example"), "notes"), "Berg");
	assert_string_equal(toy_get(s, "reader", reader("anna@berg.example"), "tags"), "fair,2026");
	import_result_free(&r);
	opt.map = bad;
	assert_int_equal(import_run(s, made, &opt, &r, &err), RC_USAGE);
	assert_non_null(strstr(err.text, "Nowhere"));
	import_result_free(&r);
}

static void a_file_about_nobody_says_so(void **state)
{
	struct import_result r = import_readers(file("Age,Shoe size\n12,38\n13,39\n"), DUP_SKIP);

	(void)state;
	assert_int_equal(reason(&r, "no_identity"), 2);
	assert_true(warned(&r, "no column says who"));
	import_result_free(&r);
}

static void a_refusal_of_the_door_is_a_rejected_row(void **state)
{
	struct import_options opt = options("book");
	struct import_result r;

	(void)state;
	r = import(file("title,isbn,shelf\nDune,1,Cellar\nEmma,1,Cellar\nIda,2,Attic\n"), &opt);
	assert_int_equal(r.created, 2);
	assert_int_equal(reason(&r, "refused"), 1);
	assert_true(warned(&r, "line 3"));
	assert_int_equal(db_get_int(s->db, 0, "SELECT count(*) FROM shelf", ""), 2);
	import_result_free(&r);
}

static void titles_are_the_key_of_small_tables(void **state)
{
	struct import_options opt = options("label");
	struct import_result r;

	(void)state;
	TOY(s, "label", "name=red");
	r = import(file("name\nRed\ngreen\nGREEN\n"), &opt);
	assert_int_equal(r.created, 1);
	assert_int_equal(r.duplicates, 2);
	import_result_free(&r);
}

static bool stop_at_once(void *ctx, int64_t rows, int64_t bytes, int64_t total)
{
	(void)ctx, (void)bytes, (void)total;
	return rows == 0;
}

static void an_import_can_be_stopped(void **state)
{
	struct import_options opt = options("reader");
	struct import_result r;
	struct str text = STR_INIT;
	struct err err = ERR_INIT;

	(void)state;
	str_add(&text, "Name\n");
	for (int i = 0; i < 3000; i++)
		str_addf(&text, "Person %d\n", i);
	opt.progress = stop_at_once;
	assert_int_equal(import_run(s, file(text.s), &opt, &r, &err), RC_CANCELLED);
	assert_false(db_in_transaction(s->db));
	import_result_free(&r);
	str_free(&text);
}

static void programs_read_one_object(void **state)
{
	struct import_options opt = options("reader");
	struct import_result r;
	struct str out = STR_INIT;

	(void)state;
	opt.dry_run = true;
	r = import(file("Name;Email\nAnna;anna@berg.example\nBad;x\n"), &opt);
	import_json(s, "x.csv", &opt, &r, &out);
	assert_string_equal(out.s,
		"{\"file\":\"x.csv\",\"encoding\":\"utf-8\",\"bom\":\"none\",\"delimiter\":\"semicolon\","
		"\"quote\":\"\\\"\",\"header_line\":1,\"header_rows\":1,\"units_line\":0,\"garbled\":null,\"repaired\":false,\"date_order\":null,\"decimal\":null,"
		"\"encoding_sure\":100,\"delimiter_sure\":99,\"quote_sure\":100,\"header_line_sure\":99,\"date_order_sure\":0,"
		"\"decimal_sure\":0,"
		"\"asks\":[],\"columns\":[{\"header\":\"Name\",\"field\":\"contact_name\",\"match\":\"synonym\","
		"\"type\":\"text\"},{\"header\":\"Email\",\"field\":\"email\",\"match\":\"synonym\",\"type\":\"text\"}],"
		"\"rows\":2,\"new\":1,\"updated\":0,\"unchanged\":0,\"duplicates\":0,\"rejected\":1,"
		"\"reasons\":{\"bad_email\":1},\"new_values\":[],\"warnings\":[],\"import\":null,\"dry_run\":true}\n");
	import_result_free(&r);
	str_free(&out);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
static int column(const struct import_result *r, const char *header)
{
	for (int i = 0; i < r->n_columns; i++)
		if (!strcmp(r->column[i].header, header))
			return i;
	fail_msg("no column %s", header);
	return -1;
}

static void a_preview_shows_the_first_rows(void **state)
{
	struct import_options opt = options("reader");
	struct import_preview p = { .n = 0 };
	struct import_result r;
	int budget;

	(void)state;
	opt.preview = &p;
	opt.dry_run = true;
	r = import(file("Name,Email,Deadline,Budget\nSara,s@a.example,03.02.2027,x1\nAli,nope,31.12.2026,5\n,,,\n"
			"Sara,s@a.example,,7\n"),
		&opt);
	budget = column(&r, "Budget");
	assert_int_equal(p.n, 3);
	assert_int_equal(p.row[0].line, 2);
	assert_int_equal(p.row[0].fate, FATE_NEW);
	assert_string_equal(p.row[0].cell[column(&r, "Deadline")], "Wed 3 Feb 2027"); /* by the other row's 31 */
	assert_non_null(p.row[0].why[budget]);
	assert_string_equal(p.row[0].cell[budget], "x1");
	assert_int_equal(p.row[1].fate, FATE_REJECTED);
	assert_string_equal(p.row[1].reason, "bad_email");
	assert_non_null(p.row[1].why[column(&r, "Email")]);
	assert_int_equal(p.row[2].fate, FATE_DUPLICATE);
	assert_int_equal(r.column[budget].bad, 1);
	assert_true(r.column[column(&r, "Deadline")].order_sure);
	import_preview_free(&p);
	import_result_free(&r);
	opt.limit = 1;
	r = import(made, &opt);
	assert_int_equal(r.rows, 1);
	assert_int_equal(p.n, 1);
	assert_true(r.part);
	import_preview_free(&p);
	import_result_free(&r);
}

static void a_person_chooses_for_columns(void **state)
{
	struct import_choice choice[] = { { 0, IMPORT_NOTES, -1, 0 }, { 1, READER_COMPANY, -1, 0 },
		{ 2, IMPORT_FOUND, ORDER_MDY, 0 }, { 3, IMPORT_FOUND, -1, ',' }, { 4, IMPORT_LEAVE, -1, 0 } };
	struct import_options opt = options("reader");
	struct import_result r;
	struct err err = ERR_INIT;
	int64_t id;

	(void)state;
	opt.choice = choice;
	opt.n_choice = COUNT(choice);
	file("Name,Email,Deadline,Budget,Shoe\nSara,s@a.example,03/02/2027,\"1.500\",38\n");
	r = import(made, &opt);
	id = db_get_int(s->db, 0, "SELECT max(id) FROM reader", "");
	assert_int_equal(r.created, 1);
	assert_string_equal(toy_get(s, "reader", id, "company"), "s@a.example");
	assert_string_equal(toy_get(s, "reader", id, "email"), "");
	assert_string_equal(toy_get(s, "reader", id, "closing"), "2027-03-02");
	assert_string_equal(toy_get(s, "reader", id, "revenue"), "1500.00");
	assert_string_equal(toy_get(s, "reader", id, "notes"), "Name: Sara");
	assert_string_equal(r.column[0].match, "given");
	import_result_free(&r);
	choice[0].slot = READER_COMPANY;
	assert_int_equal(import_run(s, made, &opt, &r, &err), RC_INVALID);
	import_result_free(&r);
	choice[0].col = 9;
	assert_int_equal(import_run(s, made, &opt, &r, &err), RC_INVALID);
	import_result_free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(headers_find_their_fields),
		TEST(a_mapping_that_served_is_offered_again),
		TEST(a_preview_shows_the_first_rows),
		TEST(a_person_chooses_for_columns),
		TEST(a_foreign_file_comes_in),
		TEST(persian_comes_in),
		TEST(rows_are_turned_away_with_a_reason),
		TEST(an_open_quote_costs_one_row),
		TEST(external_ids_decide),
		TEST(duplicates_follow_the_policy),
		TEST(a_blank_cell_erases_nothing),
		TEST(a_dry_run_tells_what_the_real_one_does),
		TEST(a_large_dry_run_too),
		TEST(one_undo_takes_an_import_back),
		TEST(rejects_import_again_once_mended),
		TEST(people_say_what_is_what),
		TEST(a_file_about_nobody_says_so),
		TEST(a_refusal_of_the_door_is_a_rejected_row),
		TEST(titles_are_the_key_of_small_tables),
		TEST(an_import_can_be_stopped),
		TEST(programs_read_one_object),
	};

	return cmocka_run_group_tests(tests, toy_reads_files, toy_reads_no_files);
}
