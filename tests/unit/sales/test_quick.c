/* The quick line: its grammar over scripts and signs, and what it finds and makes. And the number of who calls. */
#include <stdio.h>

#include "../../../src/sales/caller.h"
#include "../../../src/sales/quick_line.h"
#include "base/address.h"
#include "helper.h"
#include "sales/sales.h"

/* ---- grammar ---- */

/* "head|note|date|start|amount|tags" */
static const char *read(const char *text)
{
	static struct str out = STR_INIT;
	struct arena a = ARENA_INIT;
	struct quick_line q;
	char due[11] = "-";
	quick_line_parse(text, (struct date){ 2026, 11, 21 }, ORDER_DMY, 2, &a, &q);
	if (q.dated)
		date_iso(q.due, due);
	str_clear(&out);
	str_addf(&out, "%s|%s|%s|%d|%lld|", q.head, q.note, due, q.start, q.amounts ? (long long)q.amount : -1);
	for (int i = 0; i < q.n_tags; i++)
		str_addf(&out, "%s%s", i ? "," : "", q.tag[i]);
	arena_free(&a);
	return out.s;
}

static void grammar(void **state)
{
	(void)state;
	assert_string_equal(read("call acme: wants 20 seats @fri 10:00 $12000 #vip"),
		"call acme|wants 20 seats|2026-11-27|600|1200000|vip");
	assert_string_equal(read(""), "||-|-1|-1|");
	assert_string_equal(read("acme"), "acme||-|-1|-1|");
	assert_string_equal(read("#a @+3 acme #b: 20 seats"), "acme|20 seats|2026-11-24|-1|-1|a,b");
	assert_string_equal(read("acme: see http://x.example/a:b"), "acme|see http://x.example/a:b|-|-1|-1|");
	/* a colon in a word ends nothing; a bare number belongs to the sentence */
	assert_string_equal(read("acme 12:30 20"), "acme 12:30 20||-|-1|-1|");
	assert_string_equal(read("x: €12k"), "x||-|-1|1200000|");
	assert_string_equal(read("x: 1.234,50€"), "x||-|-1|123450|");
	assert_string_equal(read("x: EUR500 @12 dec 3pm"), "x||2026-12-12|900|50000|");
	assert_string_equal(read("x: 500USD @9:15am"), "x||2026-11-21|555|50000|");
	/* a colleague, not a date; the second amount is text */
	assert_string_equal(read("x: ask @sara $5 $6"), "x|ask @sara $6|-|-1|500|");
	assert_string_equal(read("x: @ # ##"), "x|@ #|-|-1|-1|#");
}

static void scripts(void **state)
{
	(void)state;
	assert_string_equal(
		read("تماس آکمه: ۲۰ صندلی @فردا ۱۰:۳۰ $۱۲۰۰۰ #ویژه"), "تماس آکمه|۲۰ صندلی|2026-11-22|630|1200000|ویژه");
	assert_string_equal(read("电话 阿里：需要20个座位 ＠2026年11月27日 １０：００ ￥12000 ＃重要"),
		"电话 阿里|需要20个座位|2026-11-27|600|1200000|重要");
	assert_string_equal(read("会議　山田商事：見積　＠+1　＃大口"), "会議 山田商事|見積|2026-11-22|-1|-1|大口");
}

/* ---- meaning ---- */

OFFICE_FIXTURE(s)

static void line(const char *text)
{
	char why[200] = "";
	if (act(s, "lead", "quick", 0, (const char *const[]){ text }, why) != 1)
		fail_msg("%s: %s", text, why);
}

static const char *understood(const char *text)
{
	static struct str kept = STR_INIT;
	const struct model *m = session_model(s, "lead");
	struct action_result out;
	struct err err = ERR_INIT;
	struct value v = value_text(text);
	action_result_init(&out);
	str_clear(&kept);
	if (action_find(m, "quick")->preview(s, m, NULL, 0, &v, &out, &err) == RC_OK)
		str_add(&kept, out.message.s);
	else
		str_addf(&kept, "! %s", err.text);
	action_result_free(&out);
	return kept.s;
}

static void somebody_new(void **state)
{
	(void)state;
	assert_string_equal(understood("call acme: wants 20 seats @2026-01-09 10:00 $12000 #vip"),
		"new Lead: acme\nActivity: Call, Fri 9 Jan 2026 10:00\nExpected revenue: €12,000\nTags: vip\nNote: "
		"wants 20 seats");
	assert_int_equal(count(s, "SELECT count(*) FROM lead"), 0);
	line("call acme: wants 20 seats @2026-01-09 10:00 $12000 #vip");
	eq(s, "lead", 1, "name", "acme");
	eq(s, "lead", 1, "company", "acme");
	eq(s, "lead", 1, "revenue", "12000.00");
	eq(s, "lead", 1, "tags", "vip");
	eq(s, "activity", 1, "type", "Call");
	eq(s, "activity", 1, "due", "2026-01-09");
	eq(s, "activity", 1, "start", "2026-01-09T10:00:00Z");
	eq(s, "activity", 1, "summary", "wants 20 seats");
	eq(s, "note", 1, "text", "wants 20 seats");
	undo(s);
	assert_int_equal(count(s, "SELECT count(*) FROM lead WHERE trashed_at IS NULL"), 0);
	assert_int_equal(count(s, "SELECT count(*) FROM activity WHERE trashed_at IS NULL"), 0);
	assert_int_equal(count(s, "SELECT count(*) FROM note WHERE trashed_at IS NULL"), 0);
}

static void somebody_known(void **state)
{
	(void)state;
	must(s, "account", 0, "name=Acme Works");
	must(s, "lead", 0, "name=Server room\nkind=opportunity");
	must(s, "lead", 0, "name=Old deal\nkind=opportunity\nactive=no");
	assert_string_equal(understood("call ACME WORKS"), "Account: Acme Works\nActivity: Call");
	assert_string_equal(understood("acme wor: hello"), "Account: Acme Works\nNote: hello"); /* by its beginning */
	assert_string_equal(understood("server room: hello"), "Lead: Server room\nNote: hello");
	assert_string_equal(understood("server room needs power"), "Lead: Server room\nNote: needs power");
	assert_string_equal(understood("old deal: hello"), "new Lead: old deal\nNote: hello"); /* archived */
	/* an amount on a customer is a new chance of a sale; on a deal it is its amount */
	assert_string_equal(understood("acme works $500"),
		"Account: Acme Works\nnew opportunity of Acme Works\nExpected revenue: €500");
	line("acme works $500 #vip");
	eq(s, "lead", 3, "account", "Acme Works");
	eq(s, "lead", 3, "kind", "opportunity");
	eq(s, "lead", 3, "tags", "vip");
	line("server room: more $700");
	eq(s, "lead", 1, "revenue", "700.00");
	eq(s, "note", 1, "record", "lead/1");
	assert_int_equal(count(s, "SELECT count(*) FROM account"), 1);
}

static void verbs_of_other_scripts(void **state)
{
	(void)state;
	assert_string_equal(understood("تماس آکمه"), "new Lead: آکمه\nActivity: Call");
	assert_string_equal(understood("打电话阿里巴巴：座位"), "new Lead: 阿里巴巴\nActivity: Call\nNote: 座位");
	assert_string_equal(understood("会議 山田商事"), "new Lead: 山田商事\nActivity: Meeting");
	assert_string_equal(understood("callisto systems"), "new Lead: callisto systems"); /* no verb */
}

static void what_says_nothing(void **state)
{
	(void)state;
	assert_int_equal(understood("")[0], '!');
	assert_int_equal(understood("#vip")[0], '!');
	assert_int_equal(understood("call $500")[0], '!');
	assert_string_equal(
		understood("call: buy stamps @2026-01-02"), "Activity: Call, Fri 2 Jan 2026\nNote: buy stamps");
	line("call: buy stamps @2026-01-02");
	eq(s, "activity", 1, "record", "");
}

/* ---- a call ---- */

static const char *called(const char *text)
{
	static struct str out = STR_INIT;
	struct alike_list l;
	str_clear(&out);
	if (!caller_find(s, text, &l))
		return "no number";
	for (int i = 0; i < l.n; i++)
		str_addf(&out, "%s%s: %s", i ? "; " : "", l.at[i].title, l.at[i].why);
	alike_free(&l);
	return out.len ? out.s : "";
}

static void who_calls(void **state)
{
	(void)state;
	s->country = country_find("IR");
	must(s, "account", 0, "name=Works");
	must(s, "contact", 0, "name=Ada\naccount=Works\nmobile=0912 123 4567");
	must(s, "lead", 0, "name=Server room\nkind=opportunity\ncontact=Ada\nrevenue=500\nphone=");
	must(s, "lead", 0, "name=Gone\nkind=opportunity\nactive=no\nphone=+98 912 123 4567");
	const char *const ways[] = { "09121234567", "+98 912 123 4567", "0098-912-1234567", "۰۹۱۲ ۱۲۳ ۴۵۶۷",
		"(0912) 123.45.67", "９８９１２１２３４５６７", "989121234567" };
	for (size_t i = 0; i < COUNT(ways); i++)
		if (strncmp(called(ways[i]), "Ada: Contact · Works; Server room: Lead · New · ", 47) != 0)
			fail_msg("%s: %s", ways[i], called(ways[i]));
	assert_non_null(strstr(called(ways[0]), "; Gone: Lead"));
	assert_string_equal(called("0912 000 0000"), "");
	assert_string_equal(called("acme 5"), "no number");
	assert_string_equal(called("1234"), "no number");
	/* of another country, dialled as there */
	must(s, "contact", 0, "name=Bo\nphone=+46 8 123 456 78");
	assert_non_null(strstr(called("08 123 456 78"), "Bo"));
}

static void a_new_one_with_a_note(void **state)
{
	(void)state;
	char why[200];
	must(s, "contact", 0, "name=Ada\nphone=+49301234567");
	assert_int_equal(
		act(s, "lead", "incoming", 0, (const char *const[]){ "+49 30 1234567", NULL, "wants a demo" }, why), 1);
	eq(s, "lead", 1, "contact", "Ada");
	eq(s, "lead", 1, "phone", "+49 30 1234567");
	eq(s, "note", 1, "record", "lead/1");
	undo(s);
	assert_int_equal(count(s, "SELECT count(*) FROM lead WHERE trashed_at IS NULL"), 0);
	assert_int_equal(count(s, "SELECT count(*) FROM note WHERE trashed_at IS NULL"), 0);
}

int main(void)
{
#define T(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = { cmocka_unit_test(grammar), cmocka_unit_test(scripts), T(somebody_new),
		T(somebody_known), T(verbs_of_other_scripts), T(what_says_nothing), T(who_calls),
		T(a_new_one_with_a_note) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
