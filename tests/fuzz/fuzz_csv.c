/* Any bytes as a spreadsheet: the reader gives the same records however the text is cut, leaves no byte out, and the
 * sniffer and the decoder end without a fault. First byte: dialect; second: size of the pieces; the rest is the file.
 */
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../src/base/sheet.h"
#include "base/csv.h"
#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define MUST(x)                                                                                                        \
	do {                                                                                                           \
		if (!(x))                                                                                              \
			__builtin_trap();                                                                              \
	} while (0)

struct digest {
	uint64_t hash;
	int64_t end, line, records;
};

static bool take(void *ctx, const struct csv_record *r)
{
	struct digest *d = ctx;

	MUST(r->at >= d->end && r->end >= r->at && r->line > d->line);
	MUST(r->n >= 0 && r->n <= CSV_COLUMNS_MAX && (!r->fault || r->n == 1));
	d->end = r->end;
	d->line = r->line;
	d->records++;
	d->hash = d->hash * 31 + (uint64_t)(r->fault * 4 + r->blank) + (uint64_t)r->line;
	for (int i = 0; i < r->n; i++) {
		MUST(r->len[i] <= CSV_CELL_MAX && r->cell[i][r->len[i]] == '\0');
		d->hash = d->hash * 31 + hash_bytes(r->cell[i], r->len[i]);
	}
	return true;
}

static struct digest parse(const struct csv_dialect *d, const char *s, size_t n, size_t piece)
{
	struct digest digest = { .hash = 1 };
	struct csv_reader *r = csv_reader_new(d, take, &digest);

	for (size_t i = 0; i < n; i += piece)
		MUST(csv_reader_feed(r, s + i, n - i < piece ? n - i : piece, NULL) == RC_OK);
	MUST(csv_reader_end(r, NULL) == RC_OK);
	csv_reader_free(r);
	return digest;
}

static void check_reader(uint8_t choice, size_t piece, const char *s, size_t n)
{
	static const char delimiters[] = { ',', ';', '\t', '|' };
	struct csv_dialect d = {
		.delimiter = delimiters[choice & 3], .quote = choice & 4 ? '\'' : '"', .backslash = choice & 8
	};
	struct digest whole = parse(&d, s, n, n ? n : 1), cut = parse(&d, s, n, piece);

	MUST(whole.hash == cut.hash && whole.records == cut.records && whole.end == cut.end);
	MUST(whole.end == (int64_t)n);
}

static bool known(const char *header)
{
	return *header == 'N' || *header == 'E';
}

static bool take_info(void *ctx, const struct sheet_info *info)
{
	(void)ctx;
	MUST(info->header_line >= 0 && strlen(info->sha256) == 64 && *info->encoding);
	return true;
}

static void check_sheet(const char *s, size_t n)
{
	struct sheet_options opt = { .backslash = -1, .header_line = -1 };
	struct digest digest = { .hash = 1 };
	struct sheet_sink sink = { .info = take_info, .row = take, .ctx = &digest };
	int fd = memfd_create("fuzz", MFD_CLOEXEC);
	enum rc rc;

	MUST(fd >= 0 && write(fd, s, n) == (ssize_t)n);
	sheet_set_known(known);
	rc = sheet_read(fd, &opt, 0, &sink, NULL);
	MUST(rc == RC_OK || (rc == RC_INVALID && !digest.records)); /* a workbook, a web page */
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (n < 2)
		return 0;
	check_reader(data[0], (size_t)data[1] % 64 + 1, (const char *)data + 2, n - 2);
	check_sheet((const char *)data + 2, n - 2);
	return 0;
}
