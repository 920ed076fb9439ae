/* Any bytes as a file under any options: the reading ends with a result or a message, what it found out is in its
 * bounds, a part is the beginning of the whole, and mended text is UTF-8. First two bytes: options. */
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../src/base/mojibake.h"
#include "../../src/base/sheet.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define MUST(x)                                                                                                        \
	do {                                                                                                           \
		if (!(x))                                                                                              \
			__builtin_trap();                                                                              \
	} while (0)

struct seen {
	struct sheet_info info;
	uint64_t hash[4]; /* after the first records */
	int64_t records, line;
};

static bool known(const char *header)
{
	return *header == 'N' || *header == 'E' || (unsigned char)*header > 0xD0;
}

static bool percent(int sure)
{
	return sure >= 0 && sure <= 100;
}

static bool take_info(void *ctx, const struct sheet_info *info)
{
	struct seen *s = ctx;

	s->info = *info;
	MUST(percent(info->encoding_sure) && percent(info->delimiter_sure) && percent(info->quote_sure));
	MUST(percent(info->header_sure) && percent(info->garbled_sure) && info->columns >= 0);
	MUST(info->header_line >= 0 && strchr(",;\t| :", info->dialect.delimiter) && strlen(info->sha256) == 64);
	return true;
}

static bool take_row(void *ctx, const struct csv_record *r)
{
	struct seen *s = ctx;
	uint64_t hash = (uint64_t)r->line;

	MUST(r->line > s->line);
	s->line = r->line;
	for (int i = 0; i < r->n; i++) {
		MUST(r->cell[i][r->len[i]] == '\0' && strlen(r->cell[i]) == r->len[i]);
		hash = hash * 31 + hash_bytes(r->cell[i], r->len[i]);
	}
	if (s->records < 4)
		s->hash[s->records] = hash;
	s->records++;
	return true;
}

static enum rc read_bytes(const struct sheet_options *opt, int64_t limit, const void *p, size_t n, struct seen *seen)
{
	struct sheet_sink sink = { .info = take_info, .row = take_row, .ctx = seen };
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	enum rc rc;

	*seen = (struct seen){ .line = 0 };
	MUST(fd >= 0 && write(fd, p, n) == (ssize_t)n);
	rc = sheet_read(fd, opt, limit, &sink, NULL);
	close(fd);
	return rc;
}

static struct sheet_options options_of(uint8_t a, uint8_t b)
{
	static const char delimiters[] = { 0, 0, ',', ';', '\t', '|', ' ', 0 };
	static const char *const encodings[] = { "", "", "utf-8", "windows-1252", "utf-16le", "gb18030", "shift_jis",
		"" };
	struct sheet_options o = { .delimiter = delimiters[a & 7],
		.backslash = (a >> 3 & 3) - 1,
		.quote = a & 32 ? '\'' : 0,
		.repair = a & 64,
		.header_line = b & 8 ? b >> 4 : -1 };

	if (o.backslash > 1)
		o.backslash = -1;
	snprintf(o.encoding, sizeof o.encoding, "%s", encodings[b & 7]);
	return o;
}

static void check_mending(const char *s, size_t n)
{
	struct str out = STR_INIT;
	struct mojibake m;
	int sure;
	const char *page = mojibake_find(s, n, &sure);

	MUST(percent(sure));
	if (page) {
		MUST(mojibake_open(&m, page));
		mojibake_mend(&m, s, n, &out);
		MUST(out.len <= n);
	}
	str_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct sheet_options opt;
	struct seen whole, part;

	if (n < 2)
		return 0;
	sheet_set_known(known);
	opt = options_of(data[0], data[1]);
	if (read_bytes(&opt, 0, data + 2, n - 2, &whole) == RC_OK) {
		MUST(read_bytes(&opt, 2, data + 2, n - 2, &part) == RC_OK);
		MUST(part.records == (whole.records < 2 ? whole.records : 2));
		for (int i = 0; i < part.records; i++)
			MUST(part.hash[i] == whole.hash[i]);
	}
	check_mending((const char *)data + 2, n - 2);
	return 0;
}
