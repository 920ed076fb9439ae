/* Any bytes as a packed spreadsheet: a gzip or zip file as it stands, or the sheet, the texts and the styles of a
 * workbook that is otherwise right, so that the reader of its XML is reached. First byte: which. */
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "../../src/base/sheet.h"
#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define MUST(x)                                                                                                        \
	do {                                                                                                           \
		if (!(x))                                                                                              \
			__builtin_trap();                                                                              \
	} while (0)

struct book {
	struct str bytes, directory;
	int entries;
};

static void put(struct str *s, uint32_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		str_addc(s, (char)(v >> (8 * i)));
}

/* One stored entry. */
static void add(struct book *b, const char *name, const char *text, size_t n)
{
	uint32_t crc = (uint32_t)crc32(0, (const Bytef *)text, (uInt)n), at = (uint32_t)b->bytes.len;
	struct str common = STR_INIT;

	put(&common, 20, 2);
	put(&common, 0, 2); /* flags */
	put(&common, 0, 2); /* stored */
	put(&common, 0, 4); /* time */
	put(&common, crc, 4);
	put(&common, (uint32_t)n, 4);
	put(&common, (uint32_t)n, 4);
	put(&common, (uint32_t)strlen(name), 2);
	put(&common, 0, 2); /* extra */
	put(&b->bytes, 0x04034b50, 4);
	str_addn(&b->bytes, common.s, common.len);
	str_add(&b->bytes, name);
	str_addn(&b->bytes, text, n);
	put(&b->directory, 0x02014b50, 4);
	put(&b->directory, 20, 2);
	str_addn(&b->directory, common.s, common.len);
	put(&b->directory, 0, 2); /* comment */
	put(&b->directory, 0, 2);
	put(&b->directory, 0, 2);
	put(&b->directory, 0, 4);
	put(&b->directory, at, 4);
	str_add(&b->directory, name);
	b->entries++;
	str_free(&common);
}

static void finish(struct book *b)
{
	uint32_t at = (uint32_t)b->bytes.len, n = (uint32_t)b->directory.len;

	str_addn(&b->bytes, b->directory.s, b->directory.len);
	put(&b->bytes, 0x06054b50, 4);
	put(&b->bytes, 0, 4);
	put(&b->bytes, (uint32_t)b->entries, 2);
	put(&b->bytes, (uint32_t)b->entries, 2);
	put(&b->bytes, n, 4);
	put(&b->bytes, at, 4);
	put(&b->bytes, 0, 2);
	str_free(&b->directory);
}

static const char workbook[] =
	"<workbook xmlns:r=\"r\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
static const char rels[] =
	"<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
static const char sheet[] =
	"<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>45352</v></c>"
	"</row></sheetData></worksheet>";
static const char texts[] = "<sst><si><t>Name</t></si></sst>";
static const char styles[] = "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";

static void add_part(struct book *b, const char *name, const char *fixed, bool given, const uint8_t *data, size_t n)
{
	if (given)
		add(b, name, (const char *)data, n);
	else
		add(b, name, fixed, strlen(fixed));
}

static void make_book(struct book *b, int which, const uint8_t *data, size_t n)
{
	add(b, "[Content_Types].xml", "<Types/>", 8);
	add_part(b, "xl/workbook.xml", workbook, which == 1, data, n);
	add_part(b, "xl/_rels/workbook.xml.rels", rels, which == 2, data, n);
	add_part(b, "xl/sharedStrings.xml", texts, which == 3, data, n);
	add_part(b, "xl/styles.xml", styles, which == 4, data, n);
	add_part(b, "xl/worksheets/sheet1.xml", sheet, which >= 5, data, n);
	finish(b);
}

static bool take_info(void *ctx, const struct sheet_info *info)
{
	(void)ctx;
	return info->bytes >= 0;
}

static bool take_row(void *ctx, const struct csv_record *r)
{
	int64_t *left = ctx;

	MUST(r->n >= 0 && r->n <= CSV_COLUMNS_MAX);
	return --*left > 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct sheet_options opt = { .backslash = -1, .header_line = -1 };
	int64_t left = 10000;
	struct sheet_sink sink = { .info = take_info, .row = take_row, .ctx = &left };
	struct book b = { .bytes = STR_INIT, .directory = STR_INIT };
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	enum rc rc;

	if (n > 1 && (data[0] & 7))
		make_book(&b, data[0] & 7, data + 1, n - 1);
	else if (n > 1)
		str_addn(&b.bytes, (const char *)data + 1, n - 1);
	MUST(fd >= 0 && write(fd, b.bytes.s, b.bytes.len) == (ssize_t)b.bytes.len);
	rc = sheet_read(fd, &opt, 0, &sink, NULL);
	MUST(rc == RC_OK || rc == RC_INVALID || rc == RC_FULL || rc == RC_CANCELLED || rc == RC_NOT_FOUND);
	str_free(&b.bytes);
	close(fd);
	return 0;
}
