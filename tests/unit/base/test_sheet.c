#include "base/str.h"

#include "../../../src/base/celltype.h"
#include "../../../src/base/sheet.h"

#include <fcntl.h>
#include <iconv.h>
#include <locale.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* cmocka has a macro fail(): the doors come first */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static const struct sheet_options unknown = { .backslash = -1, .header_line = -1 };

struct got {
	struct sheet_info info;
	struct str text; /* a line for each record, cells joined by |, faults as ! and blanks as _ */
	int n;
	enum rc rc;
};
static struct got got;

static bool known(const char *header)
{
	static const char *const names[] = { "Name", "First Name", "Email", "Phone", "City", "Company", "Имя", "Город",
		"نام", "شهر", "نام خانوادگی" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (str_eq(names[i], header))
			return true;
	return false;
}

static bool take_info(void *ctx, const struct sheet_info *info)
{
	((struct got *)ctx)->info = *info;
	return true;
}

/* A file that grows while it is read: the records stay those of the first pass. */
static int growing = -1;

static bool take_info_and_grow(void *ctx, const struct sheet_info *info)
{
	assert_int_equal(write(growing, "late,late\n", 10), 10);
	return take_info(ctx, info);
}

static bool take_row(void *ctx, const struct csv_record *r)
{
	struct got *g = ctx;

	g->n++;
	if (r->fault)
		str_addc(&g->text, '!');
	if (r->blank)
		str_addc(&g->text, '_');
	if (r->repaired)
		str_addc(&g->text, '~');
	if (r->requoted)
		str_addc(&g->text, '+');
	for (int i = 0; i < r->n; i++)
		str_addf(&g->text, "%s%s", i ? "|" : "", r->cell[i]);
	str_addc(&g->text, '\n');
	return true;
}

static void read_with(const struct sheet_options *opt, int64_t limit, const void *s, size_t n)
{
	struct sheet_sink sink = { .info = take_info, .row = take_row, .ctx = &got };
	int fd = memfd_create("sheet", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, s, n), n);
	str_free(&got.text);
	got = (struct got){ .text = STR_INIT };
	got.rc = sheet_read(fd, opt, limit, &sink, NULL);
	close(fd);
}

static void read_text(const char *s)
{
	read_with(&unknown, 0, s, strlen(s));
	assert_int_equal(got.rc, RC_OK);
}

/* Reads the text in another encoding. */
static void read_in(const char *encoding, const char *text)
{
	iconv_t cd = iconv_open(encoding, "UTF-8");
	size_t left = strlen(text), room = left * 4;
	char *in = (char *)text, *buf = xmalloc(room), *out = buf;

	assert_true(cd != (iconv_t)-1);
	assert_int_equal(iconv(cd, &in, &left, &out, &room), 0);
	read_with(&unknown, 0, buf, (size_t)(out - buf));
	assert_int_equal(got.rc, RC_OK);
	iconv_close(cd);
	free(buf);
}

static void repeat(struct str *s, const char *what, int n)
{
	for (int i = 0; i < n; i++)
		str_add(s, what);
}

static void check_dialect(char delimiter, char quote, bool backslash, int header)
{
	assert_int_equal(got.info.dialect.delimiter, delimiter);
	assert_int_equal(got.info.dialect.quote, quote);
	assert_int_equal(got.info.dialect.backslash, backslash);
	assert_int_equal(got.info.header_line, header);
}

static void test_empty(void **state)
{
	(void)state;
	read_text("");
	assert_int_equal(got.n, 0);
	assert_int_equal(got.info.n_warnings, 1);
	assert_string_equal(got.info.sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	read_text("\xef\xbb\xbf");
	assert_int_equal(got.n, 0);
	assert_int_equal(got.info.n_warnings, 1);
	assert_true(got.info.bom);
	assert_int_equal(got.info.header_line, 0);
}

static void test_marks(void **state)
{
	(void)state;
	read_text("\xef\xbb\xbf\"Name\",Email\nZo\xc3\xab,z@x.com\n");
	assert_string_equal(got.info.bom_name, "utf-8");
	assert_string_equal(got.text.s, "Name|Email\nZo\xc3\xab|z@x.com\n");
	read_in("UTF-16", "Name\tEmail\nZoë\tz@x.com\n"); /* with a mark, in the machine's order */
	assert_string_equal(got.info.bom_name, "utf-16le");
	assert_string_equal(got.text.s, "Name|Email\nZoë|z@x.com\n");
	read_in("UTF-16BE", "\ufeffName\tEmail\nZoë\tz@x.com\n");
	assert_string_equal(got.info.bom_name, "utf-16be");
	assert_string_equal(got.info.encoding, "utf-16be");
	assert_string_equal(got.text.s, "Name|Email\nZoë|z@x.com\n");
}

static void test_utf16_without_mark(void **state)
{
	(void)state;
	read_in("UTF-16LE", "Name,Email\nZoë,z@x.com\n");
	assert_string_equal(got.info.encoding, "utf-16le");
	assert_false(got.info.bom);
	assert_string_equal(got.text.s, "Name|Email\nZoë|z@x.com\n");
	read_in("UTF-16BE", "Name,Email\nZoë,z@x.com\n");
	assert_string_equal(got.info.encoding, "utf-16be");
	assert_int_equal(got.info.n_warnings, 0);
}

/* Half a character is left out whole: what follows stays readable. */
static void test_utf16_with_a_bad_half(void **state)
{
	static const char s[] = "N\0,\0E\0\n\0\0\xd8,\0b\0\n\0c\0,\0d";

	(void)state;
	read_with(&unknown, 0, s, sizeof s); /* with the NUL that ends s */
	assert_string_equal(got.info.encoding, "utf-16le");
	assert_string_equal(got.text.s, "N|E\n\ufffd|b\nc|d\n");
}

static void test_not_a_text(void **state)
{
	static const char *const files[] = { "PK\x03\x04rest", "\xd0\xcf\x11\xe0\xa1\xb1", "\x1f\x8b\x08", "%PDF-1.7\n",
		"<HTML><table>", "<?xml version=\"1.0\"?>", "SQLite format 3" };

	(void)state;
	for (size_t i = 0; i < COUNT(files); i++) {
		read_with(&unknown, 0, files[i], strlen(files[i]));
		assert_int_equal(got.rc, RC_INVALID);
		assert_int_equal(got.n, 0);
	}
}

static void test_single_nuls(void **state)
{
	static const char s[] = "Name,Email\nA\0nn,a@x.com\n";

	(void)state;
	read_with(&unknown, 0, s, sizeof s - 1);
	assert_string_equal(got.text.s, "Name|Email\nAnn|a@x.com\n");
	assert_string_equal(got.info.encoding, "utf-8");
	assert_non_null(strstr(got.info.warning[0], "1 NUL"));
}

/* Every byte counts, not only a sample: pieces end inside characters, and one bad byte far down is found. */
static void test_whole_file_is_utf8(void **state)
{
	struct str s = STR_INIT;

	(void)state;
	str_add(&s, "Name,Email\n");
	repeat(&s, "Zoë Ł €,z@x.com\n", 50000);
	read_text(s.s);
	assert_string_equal(got.info.encoding, "utf-8");
	assert_int_equal(got.info.encoding_sure, 100);
	assert_int_equal(got.n, 50001);
	assert_int_equal(got.text.len, s.len);
	str_add(&s, "M\xfcller \x80,m@x.com\n");
	read_text(s.s);
	assert_string_equal(got.info.encoding, "utf-8");
	assert_int_equal(got.info.encoding_sure, 80);
	assert_non_null(strstr(got.info.warning[0], "2 bytes"));
	assert_non_null(strstr(got.text.s, "\n~Müller €|m@x.com\n"));
	str_free(&s);
}

/* Each repaired row is known by itself, past marks, NULs and the rows above the header. */
static void test_repaired_rows(void **state)
{
	struct str s = STR_INIT;

	(void)state;
	str_add(&s, "\xef\xbb\xbf"
		    "b\xe4\n\nName,Email\nr\xe4,x\n");
	repeat(&s, "Zoë,é\n", 20000);
	str_add(&s, "1,\xe9\n2,3\n\"4\n\xe9\",5\n6,7\n");
	str_addn(&s,
		"\0"
		"8,\xe9\n9,9\n",
		10);
	read_with(&unknown, 0, s.s, s.len);
	assert_true(str_starts(got.text.s, "Name|Email\n~rä|x\nZoë|é\n"));
	assert_non_null(strstr(got.text.s, "Zoë|é\n~1|é\n2|3\n~4\né|5\n6|7\n~8|é\n9|9\n"));
	str_free(&s);
}

static void test_legacy_encodings(void **state)
{
	static const struct {
		const char *iconv, *name, *header, *row;
	} cases[] = {
		{ "CP1252", "windows-1252", "Name;Ort;Straße\n", "Jürgen Müßig;Köln;Große Gärten\n" },
		{ "CP1251", "windows-1251", "Фамилия;Улица;Почта\n", "Смирнова Ольга;Садовая улица;a@b.ru\n" },
		{ "CP1250", "windows-1250", "Nazwisko;Miasto;Ulica\n", "Żółć Gęślą;Łódź;Świętej Jaźni\n" },
		{ "CP932", "shift_jis", "氏名;会社;住所\n", "田中太郎;株式会社テスト;東京都千代田区\n" },
		{ "GB18030", "gb18030", "姓名;公司;地址\n", "王小明;华为技术有限公司;深圳市龙岗区\n" },
		{ "BIG5", "big5", "姓名;公司;地址\n", "陳小明;台灣積體電路;新竹市科學園區\n" },
		{ "UHC", "euc-kr", "이름;회사;주소\n", "김민수;삼성전자;서울특별시 강남구\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str s = STR_INIT;

		str_add(&s, cases[i].header);
		repeat(&s, cases[i].row, 30);
		read_in(cases[i].iconv, s.s);
		assert_string_equal(got.info.encoding, cases[i].name);
		assert_true(got.info.encoding_sure >= 80);
		for (char *c = s.s; *c; c++)
			*c = *c == ';' ? '|' : *c;
		assert_string_equal(got.text.s, s.s);
		str_free(&s);
	}
}

/* Statistics know nothing of a handful of letters; a dictionary of headers does. */
static void test_headers_decide(void **state)
{
	(void)state;
	read_in("KOI8-R", "Имя;Город\nИван;Уфа\n");
	assert_string_equal(got.info.encoding, "koi8-r");
	read_in("CP866", "Имя;Город\nИван;Уфа\n");
	assert_string_equal(got.info.encoding, "ibm866");
	read_in("CP1256", "نام;شهر\nعلي;تبريز\n");
	assert_string_equal(got.info.encoding, "windows-1256");
	assert_string_equal(got.text.s, "نام|شهر\nعلي|تبريز\n");
	assert_true(got.info.encoding_sure >= 85);
}

static void test_few_letters_are_a_guess(void **state)
{
	(void)state;
	read_in("CP1252", "Name,Email\nZoë,z@x.com\n");
	assert_string_equal(got.info.encoding, "windows-1252");
	assert_true(got.info.encoding_sure < 50);
	assert_non_null(strstr(got.info.warning[0], "guess"));
}

static void test_delimiters(void **state)
{
	(void)state;
	read_text("Name,Email,Phone\nAnn,a@x.com,+1 555 0100\n");
	check_dialect(',', '"', false, 1);
	read_text("Name;Betrag;Datum\nAnn;1,50;01.02.2026\nBo;22,75;03.02.2026\n");
	check_dialect(';', '"', false, 1);
	read_text("Name\tNotes\nAnn\tone, two, three\nBo\tfour, five\n");
	check_dialect('\t', '"', false, 1);
	read_text("id|name|amount\n1|Ann|3,5\n2|Bo|4,5\n");
	check_dialect('|', '"', false, 1);
	read_text("Name,Email,Tags\nAnn,a@x.com,red;blue\nBo,b@x.com,red;green;x\n");
	check_dialect(',', '"', false, 1);
	assert_false(got.info.one_column);
}

static void test_one_column(void **state)
{
	(void)state;
	read_text("Email\na@x.com\nb@x.com\n");
	assert_true(got.info.one_column);
	assert_int_equal(got.info.header_line, 1);
	read_text("a@x.com\nb@x.com\n");
	assert_true(got.info.one_column);
	assert_int_equal(got.info.header_line, 0);
	assert_int_equal(got.n, 2);
}

/* A space parts cells only where nothing else does and the records show it; a column of names or addresses is one. */
static void test_spaces_part(void **state)
{
	(void)state;
	read_text("Name City \"Email\"\n\"Ann Lee\" Rome \"a@x.com\"\n\"Bo Ek\" Oslo \"b@x.com\"\n\"Cy Ax\" Bern "
		  "\"c@x.com\"\n");
	check_dialect(' ', '"', false, 1);
	assert_non_null(strstr(got.text.s, "\nAnn Lee|Rome|a@x.com\n"));
	read_text("2026-01-02 10:20 a@x.com\n2026-01-03 11:20 b@x.com\n2026-01-04 12:20 c@x.com\n");
	check_dialect(' ', '"', false, 0);
	read_text("Name\nAnn Mary Lee\nBo Per Ek\nCy Jo Ax\n");
	assert_true(got.info.one_column);
	read_text("Address\n12 Main Street\n5 Long Lane\n7 North Road\n");
	assert_true(got.info.one_column);
}

/* A quote too many at the start of a cell is left out where the record then has as many cells as the others. */
static void test_quote_too_many(void **state)
{
	(void)state;
	read_text("\"Name,City,\"Email\",Phone\nAnn,\"Rome\",\"a@x.com\",1\nBo,\"Oslo,\"b@x.com\",2\n\"Cy, "
		  "jr\",\"Bern\",c@x.com,3\nDi,\"Ulm\",\"d@x.com\",4\n");
	assert_string_equal(got.text.s, "+Name|City|Email|Phone\nAnn|Rome|a@x.com|1\n+Bo|Oslo|b@x.com|2\nCy, "
					"jr|Bern|c@x.com|3\nDi|Ulm|d@x.com|4\n");
	read_text("Name,City,Email\nAnn,Rome,a@x.com\n\"Bo, \"\"Ek\"\", x\",b@x.com\nCy,Bern,c@x.com\n");
	assert_non_null(strstr(got.text.s, "\nBo, \"Ek\", x|b@x.com\n")); /* short, but its quotes are right */
}

/* A second reading goes by what the first one found out, as long as the file is the same. */
static void test_read_again(void **state)
{
	static const char path[] = "/tmp/test-sheet-again.csv";
	struct sheet_sink sink = { .info = take_info, .row = take_row, .ctx = &got };
	struct sheet_options o = unknown;
	struct timespec past[2] = { { .tv_sec = 1000000000 }, { .tv_sec = 1000000000 } };
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "Name,Email\nAnn,a@x.com\n", 23), 23);
	assert_int_equal(futimens(fd, past), 0);
	assert_int_equal(sheet_read(fd, &o, 0, &sink, NULL), RC_OK);
	assert_int_equal(got.info.stamp.changed, 0); /* it was made just now */
	o.again = true;
	o.known = got.info;
	o.known.header_line = 0;
	assert_int_equal(sheet_read(fd, &o, 0, &sink, NULL), RC_OK);
	assert_int_equal(got.info.header_line, 1); /* so it is looked at anew */
	o.known.stamp.changed = got.info.stamp.changed = 5;
	assert_int_equal(sheet_read(fd, &o, 0, &sink, NULL), RC_OK);
	assert_int_equal(got.info.header_line, 1);
	close(fd);
	unlink(path);
}

static void test_how_sure(void **state)
{
	struct sheet_options o = unknown;
	static const char plain[] = "Name,Email,City\nAnn,a@x.com,Rome\nBo,b@x.com,Oslo\n";

	(void)state;
	read_text(plain);
	assert_true(got.info.delimiter_sure > 80 && got.info.header_sure > 80);
	assert_int_equal(got.info.quote_sure, 100);
	assert_int_equal(got.info.columns, 3);
	read_text("Ulm,Bern\nRome,Oslo\n");
	assert_true(got.info.header_sure < 80);
	o.delimiter = ';';
	o.header_line = 0;
	read_with(&o, 0, plain, sizeof plain - 1);
	assert_int_equal(got.info.delimiter_sure, 100);
	assert_int_equal(got.info.header_sure, 100);
}

/* Offered, and done only when it is asked for; what is right in the same file stays. */
static void check_garbled(const char *text, const char *page, const char *mended)
{
	struct sheet_options o = unknown;

	read_text(text);
	assert_string_equal(got.info.garbled, page);
	assert_false(got.info.repaired);
	assert_int_equal(got.info.n_warnings, *page ? 1 : 0);
	assert_true(!*page || got.info.garbled_sure >= 40);
	o.repair = true;
	read_with(&o, 0, text, strlen(text));
	assert_int_equal(got.info.repaired, *page != 0);
	assert_string_equal(got.text.s, mended);
}

static void test_garbled(void **state)
{
	(void)state;
	check_garbled(
		"Name,City\nJÃ¼rgen,MÃ¼nchen\nAndré,Köln\n", "windows-1252", "Name|City\nJürgen|München\nAndré|Köln\n");
	check_garbled("Name,City\nØ³Ø§Ø±Ø§,ØªÙ‡Ø±Ø§Ù†\n", "windows-1252", "Name|City\nسارا|تهران\n");
	check_garbled("Name,City\nط³ط§ط±ط§,طھظ‡ط±ط§ظ†\n", "windows-1256", "Name|City\nسارا|تهران\n");
	check_garbled("Name,City\nРђРЅРЅР°,РњРѕСЃРєРІР°\n", "windows-1251", "Name|City\nАнна|Москва\n");
	check_garbled("Name,City\nçŽ‹å°\xc2\x8fæ˜Ž,x\n", "windows-1252", "Name|City\n王小明|x\n");
	check_garbled("Name,City\nJürgen,São Paulo\nسارا,تهران\nАнна,Москва\n王小明,北京\n", "",
		"Name|City\nJürgen|São Paulo\nسارا|تهران\nАнна|Москва\n王小明|北京\n");
}

static void test_sep_line(void **state)
{
	(void)state;
	read_text("sep=;\r\nName;Email\r\nAnn;a@x.com\r\n");
	check_dialect(';', '"', false, 2);
	assert_string_equal(got.text.s, "Name|Email\nAnn|a@x.com\n");
	read_text("\"sep=|\"\nAnn|a@x.com\nBo|b@x.com\n");
	check_dialect('|', '"', false, 0);
	assert_string_equal(got.text.s, "Ann|a@x.com\nBo|b@x.com\n");
}

static void test_quotes(void **state)
{
	(void)state;
	read_text("Name,Notes,Email\n'Ann','one, two',a@x.com\n'O''Neil','three, four',o@x.com\n");
	check_dialect(',', '\'', false, 1);
	assert_non_null(strstr(got.text.s, "O'Neil|three, four|"));
	read_text("Name,Notes,Email\nO'Neil,it's 'so',o@x.com\nD'Arc,'tis,d@x.com\n");
	check_dialect(',', '"', false, 1);
	read_text("Name,Notes\n\"Ann \\\"Ace\\\" Hale\",\"a, b\"\n\"Bo \\\"Bee\\\" Cole\",\"c, d\"\n");
	check_dialect(',', '"', true, 1);
	assert_non_null(strstr(got.text.s, "Ann \"Ace\" Hale|a, b\n"));
}

static void test_header_line(void **state)
{
	(void)state;
	read_text("Report of leads,,,\nMade on,2026-01-01,,\n,,,\nName,Email,Phone,City\nAnn,a@x.com,+1 555 "
		  "0100,Leeds\n");
	check_dialect(',', '"', false, 4);
	assert_int_equal(got.n, 2);
	read_text("Ann,a@x.com,+1 555 0100\nBo,b@x.com,+1 555 0101\n");
	check_dialect(',', '"', false, 0);
	assert_int_equal(got.n, 2);
	read_text("Wer,Kontaktpunkt,Wann\nAnn,a@x.com,2026-01-02\nBo,b@x.com,2026-01-03\n");
	check_dialect(',', '"', false, 1);
	read_text("Contact,,Where,\nName,Email,Phone,City\nAnn,a@x.com,+1 555 0100,Leeds\n");
	check_dialect(',', '"', false, 2);
	read_text("Name,Amount\n,EUR\nAnn,100\nBo,200\n");
	check_dialect(',', '"', false, 1);
	read_text("Name,Email\nName,Email\nAnn,a@x.com\n");
	check_dialect(',', '"', false, 2);
}

/* Lines inside quoted cells and blank lines count as lines. */
static void test_header_after_lines(void **state)
{
	(void)state;
	read_text(
		"Notes:\n\"one\ntwo\"\n\nFirst Name,City,Email,Company\nAnn,Rome,a@x.com,Acme\nBo,Oslo,b@x.com,Fab\n");
	assert_int_equal(got.info.header_line, 5);
	assert_string_equal(got.text.s, "First Name|City|Email|Company\nAnn|Rome|a@x.com|Acme\nBo|Oslo|b@x.com|Fab\n");
}

static void test_forced(void **state)
{
	static const char s[] = "x;\xe9\nName;Email\nAnn;a,b\n\nBo;c\n";
	struct sheet_options o = unknown;

	(void)state;
	o.delimiter = ',';
	o.header_line = 0;
	snprintf(o.encoding, sizeof o.encoding, "windows-1251");
	read_with(&o, 0, s, sizeof s - 1);
	assert_string_equal(got.info.encoding, "windows-1251");
	assert_string_equal(got.text.s, "x;й\nName;Email\nAnn;a|b\n_\nBo;c\n");
	o.header_line = 2;
	read_with(&o, 2, s, sizeof s - 1);
	assert_string_equal(got.text.s, "Name;Email\nAnn;a|b\n");
	snprintf(o.encoding, sizeof o.encoding, "klingon");
	read_with(&o, 2, s, sizeof s - 1);
	assert_int_equal(got.rc, RC_INVALID);
}

static void test_open_quote(void **state)
{
	(void)state;
	read_text("Name,Email\nAnn,\"a@x.com\nBo,b@x.com\nCy,c@x.com\n");
	assert_string_equal(got.text.s, "Name|Email\n!Ann,\"a@x.com\nBo|b@x.com\nCy|c@x.com\n");
}

/* The sample ends somewhere inside a record: what is not whole there is not weighed. */
static void test_sample_is_cut(void **state)
{
	struct str s = STR_INIT;

	(void)state;
	str_add(&s, "Name,Email,Notes\nAnn,a@x.com,\"");
	repeat(&s, "0123456789;0123456789;0123456789\n", 25000);
	str_add(&s, "\"\nBo,b@x.com,\n");
	read_text(s.s);
	check_dialect(',', '"', false, 1);
	assert_int_equal(got.n, 3);
	assert_non_null(strstr(got.text.s, "\nBo|b@x.com|\n"));
	str_free(&s);
}

static void test_file_grows(void **state)
{
	struct sheet_sink sink = { .info = take_info_and_grow, .row = take_row, .ctx = &got };

	(void)state;
	growing = memfd_create("growing", MFD_CLOEXEC);
	assert_int_equal(write(growing, "Name,Email\nAnn,a@x.com\n", 23), 23);
	str_free(&got.text);
	got = (struct got){ .text = STR_INIT };
	assert_int_equal(sheet_read(growing, &unknown, 0, &sink, NULL), RC_OK);
	assert_string_equal(got.text.s, "Name|Email\nAnn|a@x.com\n");
	close(growing);
}

static void test_cell_types(void **state)
{
	static const struct {
		const char *s;
		enum cell_type type;
	} cases[] = {
		{ "", CELL_EMPTY },
		{ "  ", CELL_EMPTY },
		{ "a@b.co", CELL_EMAIL },
		{ "a b@c.co", CELL_TEXT },
		{ "@", CELL_TEXT },
		{ "https://x.org/a?b", CELL_URL },
		{ "www.x.org", CELL_URL },
		{ "2026-11-21", CELL_DATE },
		{ "21.11.26", CELL_DATE },
		{ "11/21/2026 10:15", CELL_DATE },
		{ "2026-11-21T09:00:00Z", CELL_DATE },
		{ "۱۴۰۵/۰۸/۳۰", CELL_DATE },
		{ "2026年11月21日", CELL_DATE },
		{ "21 Nov 2026", CELL_DATE },
		{ "Nov 21, 2026", CELL_DATE },
		{ "10:15", CELL_DATE },
		{ "+1 555 0100", CELL_PHONE },
		{ "(020) 7946-0958", CELL_PHONE },
		{ "021 8888 7777 x12", CELL_PHONE },
		{ "12", CELL_NUMBER },
		{ "-1.234,50", CELL_NUMBER },
		{ "€ 12k", CELL_NUMBER },
		{ "1 234,5 EUR", CELL_NUMBER },
		{ "12 %", CELL_NUMBER },
		{ "٤٢", CELL_NUMBER },
		{ "9.89E+11", CELL_NUMBER },
		{ "12 High Street", CELL_TEXT },
		{ "Fabrikam, Inc.", CELL_TEXT },
		{ "a,b", CELL_MESS },
		{ "a\tb", CELL_MESS },
		{ "\"a", CELL_MESS },
		{ "May", CELL_TEXT },
		{ "x", CELL_TEXT },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (cell_type(cases[i].s) != cases[i].type) {
			printf("%s\n", cases[i].s);
			assert_int_equal(cell_type(cases[i].s), cases[i].type);
		}
}

static int set_up(void **state)
{
	(void)state;
	setlocale(LC_CTYPE, "C.UTF-8");
	sheet_set_known(known);
	got = (struct got){ .text = STR_INIT };
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	str_free(&got.text);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_utf16_without_mark),
		cmocka_unit_test(test_utf16_with_a_bad_half),
		cmocka_unit_test(test_not_a_text),
		cmocka_unit_test(test_single_nuls),
		cmocka_unit_test(test_whole_file_is_utf8),
		cmocka_unit_test(test_repaired_rows),
		cmocka_unit_test(test_legacy_encodings),
		cmocka_unit_test(test_headers_decide),
		cmocka_unit_test(test_few_letters_are_a_guess),
		cmocka_unit_test(test_delimiters),
		cmocka_unit_test(test_one_column),
		cmocka_unit_test(test_spaces_part),
		cmocka_unit_test(test_quote_too_many),
		cmocka_unit_test(test_read_again),
		cmocka_unit_test(test_how_sure),
		cmocka_unit_test(test_garbled),
		cmocka_unit_test(test_sep_line),
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_header_line),
		cmocka_unit_test(test_header_after_lines),
		cmocka_unit_test(test_forced),
		cmocka_unit_test(test_open_quote),
		cmocka_unit_test(test_sample_is_cut),
		cmocka_unit_test(test_file_grows),
		cmocka_unit_test(test_cell_types),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
