#include "sheet.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "decode.h"
#include "encoding.h"
#include "mojibake.h"
#include "sniff.h"
#include "unpack.h"

#define PIECE (64 * 1024)
#define SETTLED_S 2               /* seconds without a change, from which on a file is known by its times */
#define SAMPLE_BYTES (512 * 1024) /* of the file, for dialect and header */

/* Set once before the agent is forked, so that every reader has it; never changed after. */
static sheet_known_fn *known_fn;

void sheet_set_known(sheet_known_fn *fn)
{
	known_fn = fn;
}

static sheet_known_fn *unit_fn;

void sheet_set_units(sheet_known_fn *fn)
{
	unit_fn = fn;
}

bool sheet_unit(const char *cell)
{
	return unit_fn && unit_fn(cell);
}

static sheet_words_fn *words_fn;

void sheet_set_words(sheet_words_fn *fn)
{
	words_fn = fn;
}

enum rc sheet_words(const char *file, const char *text, size_t n, struct err *err)
{
	return words_fn ? words_fn(file, text, n, err) : RC_OK;
}

bool sheet_known(const char *header)
{
	return known_fn && known_fn(header);
}

/* Decodes the file from its start, piece by piece. What was added to it since the first pass is not read: the checksum
 * and the records are of the same bytes. */
struct source {
	int fd;
	int64_t at, bytes;
	struct charset decoder;
	struct str text; /* the last piece */
};

/* Puts the next piece into text; *more is false after the last one. */
static enum rc next_piece(struct source *s, bool *more, struct err *err)
{
	char part[PIECE];
	int64_t left = s->bytes - s->at;
	ssize_t k;

	do
		k = pread(s->fd, part, left < PIECE ? (size_t)left : PIECE, (off_t)s->at);
	while (k < 0 && errno == EINTR);
	if (k < 0)
		return fail(err, RC_IO, NO_FIELD, _("cannot read the spreadsheet: %s"), strerror(errno));
	s->at += k;
	*more = k > 0 && s->at < s->bytes;
	str_clear(&s->text);
	charset_feed(&s->decoder, part, (size_t)k, !*more, &s->text);
	return RC_OK;
}

static enum rc source_open(struct source *s, int fd, const struct sheet_info *info, struct err *err)
{
	*s = (struct source){ .fd = fd, .bytes = info->bytes, .text = STR_INIT };
	return charset_open(&s->decoder, info->encoding, err);
}

static void source_close(struct source *s)
{
	charset_close(&s->decoder);
	str_free(&s->text);
}

/* *whole: the sample is the file. A cut sample ends inside some record, which then must not count as an open quote. */
static enum rc take_sample(int fd, const struct sheet_info *info, struct str *sample, bool *whole, struct err *err)
{
	struct source s;
	bool more = true;
	enum rc rc = source_open(&s, fd, info, err);

	while (!rc && more && s.at < SAMPLE_BYTES) {
		rc = next_piece(&s, &more, err);
		str_addn(sample, s.text.s, s.text.len);
	}
	*whole = !more;
	source_close(&s);
	return rc;
}

/* The second pass: what is above the header line is parsed, for the line numbers, and not handed out. */
struct pass {
	const struct sheet_sink *sink;
	struct source source;
	int64_t first_line, head_line, header_line, units_line, limit, given;
	bool full; /* the limit was reached */
	bool mends;
	struct mojibake mojibake;
	struct str text; /* the mended cells of the present record, each with a NUL */
	struct str top;  /* of the row above the header line that belongs to it, likewise */
	int n_top;
	bool headed; /* the header was handed out */
	const char **cell;
	size_t *len;
	int cap_cell, cap_len;
};

/* Cells grow together in one text, so they are pointed at only when all are there. */
static void point_at(struct pass *p, const struct str *text, int n)
{
	size_t at = 0;

	for (int i = 0; i < n; i++) {
		GROW(p->cell, i, p->cap_cell);
		GROW(p->len, i, p->cap_len);
		p->cell[i] = text->s + at;
		p->len[i] = strlen(p->cell[i]);
		at += p->len[i] + 1;
	}
}

static void mend_record(struct pass *p, struct csv_record *rec)
{
	str_clear(&p->text);
	for (int i = 0; i < rec->n; i++) {
		mojibake_mend(&p->mojibake, rec->cell[i], rec->len[i], &p->text);
		str_addc(&p->text, '\0');
	}
	point_at(p, &p->text, rec->n);
	rec->cell = p->cell;
	rec->len = p->len;
}

/* A header of two rows is handed out as one. False: there is nothing to hand out yet. */
static bool join_head(struct pass *p, struct csv_record *rec)
{
	struct str text = STR_INIT;

	if (rec->line < p->header_line) {
		for (int i = 0; rec->line == p->head_line && i < rec->n; i++, p->n_top++)
			str_addn(&p->top, rec->cell[i], strlen(rec->cell[i]) + 1);
		return false;
	}
	point_at(p, &p->top, p->n_top);
	head_join(p->cell, p->n_top, rec, &text);
	str_free(&p->top);
	p->top = text;
	point_at(p, &p->top, rec->n);
	rec->cell = p->cell;
	rec->len = p->len;
	return true;
}

static bool give_record(void *ctx, const struct csv_record *r)
{
	struct pass *p = ctx;
	struct csv_record rec = *r;

	rec.repaired = charset_repaired(&p->source.decoder, r->end);
	if (r->line < p->first_line)
		return true;
	if (p->mends)
		mend_record(p, &rec);
	if (p->head_line && !p->headed && !join_head(p, &rec))
		return true;
	p->headed = true;
	rec.units = p->units_line && rec.line == p->units_line;
	if (!p->sink->row(p->sink->ctx, &rec))
		return false;
	p->full = ++p->given == p->limit;
	return !p->full;
}

static enum rc give_records(int fd, const struct sheet_info *info, struct pass *p, struct err *err)
{
	struct csv_reader *r = csv_reader_new(&info->dialect, give_record, p);
	struct source *s = &p->source;
	bool more = true;
	enum rc rc = source_open(s, fd, info, err);

	csv_reader_expect(r, info->columns);
	while (!rc && more) {
		rc = next_piece(s, &more, err);
		if (!rc)
			rc = csv_reader_feed(r, s->text.s, s->text.len, err);
	}
	if (!rc)
		rc = csv_reader_end(r, err);
	source_close(s);
	csv_reader_free(r);
	return p->full ? RC_OK : rc;
}

/* Files that are tables, but not text: what to do with them instead. */
static enum rc check_is_text(const struct str *head, struct err *err)
{
	static const struct {
		const char *start;
		size_t n;
		const char *what;
	} other[] = {
		{ "PK\x03\x04", 4, N_("this is a workbook (ods) or an archive: save the sheet as CSV") },
		{ "\xd0\xcf\x11\xe0", 4, N_("this is an old workbook (xls): save the sheet as CSV") },
		{ "%PDF-", 5, N_("this is a PDF: ask for the table as CSV") },
		{ "<html", 5, N_("this is a web page: open it in a spreadsheet program and save it as CSV") },
		{ "<table", 6, N_("this is a web page: open it in a spreadsheet program and save it as CSV") },
		{ "<?xml", 5, N_("this is XML: open it in a spreadsheet program and save it as CSV") },
		{ "SQLite format 3", 15, N_("this is a database, not a spreadsheet") },
	};

	for (size_t i = 0; i < COUNT(other); i++)
		if (head->len >= other[i].n && !strncasecmp(head->s, other[i].start, other[i].n))
			return fail(err, RC_INVALID, NO_FIELD, "%s", gettext(other[i].what));
	return RC_OK;
}

/* Text that was garbled before it came here is mended only where a person asks for it: it may be meant so. */
static void look_for_garbled(struct str *sample, const struct sheet_options *opt, struct sheet_info *info)
{
	const char *page = mojibake_find(sample->s, sample->len, &info->garbled_sure);
	struct str mended = STR_INIT;
	struct mojibake m;

	if (!page || !mojibake_open(&m, page))
		return;
	snprintf(info->garbled, sizeof info->garbled, "%s", page);
	info->repaired = opt->repair;
	if (!opt->repair) {
		sheet_warn(
			info, _("some text is garbled, as if it had been read as %s before: --repair mends it"), page);
		return;
	}
	mojibake_mend(&m, sample->s, sample->len, &mended);
	str_free(sample);
	*sample = mended;
}

/* Two writes within the clock's step leave one time behind, so a file that changed just now has none. */
static struct sheet_stamp stamp_of(int fd)
{
	struct sheet_stamp stamp = { .size = -1 };
	struct timespec now;
	struct stat st;

	if (fstat(fd, &st) || clock_gettime(CLOCK_REALTIME, &now))
		return stamp;
	stamp = (struct sheet_stamp){ .device = st.st_dev, .inode = st.st_ino, .size = st.st_size };
	if (now.tv_sec - st.st_mtim.tv_sec > SETTLED_S && now.tv_sec - st.st_ctim.tv_sec > SETTLED_S)
		stamp.changed = st.st_ctim.tv_sec * INT64_C(1000000000) + st.st_ctim.tv_nsec;
	return stamp;
}

static bool same_file(const struct sheet_stamp *a, const struct sheet_stamp *b)
{
	return a->changed && a->changed == b->changed && a->size == b->size && a->inode == b->inode &&
	       a->device == b->device;
}

/* The first pass, and what follows from it. */
static enum rc look(int fd, const struct sheet_options *opt, struct sheet_info *info, struct err *err)
{
	struct str sample = STR_INIT;
	struct raw_stats raw;
	bool whole = true;
	enum rc rc;

	info->stamp = stamp_of(fd);
	if (opt->again && same_file(&info->stamp, &opt->known.stamp)) {
		*info = opt->known;
		return RC_OK;
	}
	rc = raw_scan(fd, &raw, info, err);
	if (!rc)
		rc = check_is_text(&raw.head, err);
	if (!rc)
		encoding_choose(&raw, opt->encoding, info);
	if (!rc)
		rc = take_sample(fd, info, &sample, &whole, err);
	if (!rc) {
		look_for_garbled(&sample, opt, info);
		sniff(sample.s, sample.len, whole, opt, info);
		info->first_line = info->head_line     ? info->head_line
				   : info->header_line ? info->header_line
						       : sniff_first_line(sample.s, sample.len);
		if (!sample.len)
			sheet_warn(info, "%s", _("the file is empty"));
	}
	raw_free(&raw);
	str_free(&sample);
	return rc;
}

static enum rc read_plain(
	int fd, const struct sheet_options *opt, int64_t limit, const struct sheet_sink *sink, struct err *err)
{
	struct sheet_info info = { .n_warnings = 0 };
	struct pass pass = { .sink = sink, .limit = limit, .text = STR_INIT, .top = STR_INIT };
	enum rc rc = look(fd, opt, &info, err);

	if (rc)
		return rc;
	if (sink->info && !sink->info(sink->ctx, &info))
		return fail(err, RC_CANCELLED, NO_FIELD, _("reading was stopped"));
	pass.first_line = info.first_line;
	pass.head_line = info.head_line;
	pass.header_line = info.header_line;
	pass.units_line = info.units_line;
	pass.mends = info.repaired && mojibake_open(&pass.mojibake, info.garbled);
	rc = give_records(fd, &info, &pass, err);
	str_free(&pass.text);
	str_free(&pass.top);
	free(pass.cell);
	free(pass.len);
	return rc;
}

enum rc sheet_read(
	int fd, const struct sheet_options *opt, int64_t limit, const struct sheet_sink *sink, struct err *err)
{
	int unpacked;
	enum rc rc = unpack(fd, &unpacked, err);

	if (!rc)
		rc = read_plain(unpacked >= 0 ? unpacked : fd, opt, limit, sink, err);
	if (unpacked >= 0)
		close(unpacked);
	return rc;
}
