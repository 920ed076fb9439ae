#include "base/csv.h"

#include <csv.h>

#include "csv_quote.h"
#include "base/i18n.h"
#include "base/str.h"

/* libcsv is lenient without end: one quote left open swallows the rest of a file, silently. So it is given one physical
 * line at a time, the raw text of the current record is kept, and an odd record is rewound: its first line alone is
 * handed out as a fault. All limits depend on the text only, never on how it was cut into pieces. */
#define PIECE (64 * 1024)
#define LINE_LIMIT (4 * 1024 * 1024)    /* bytes of one physical line */
#define STRAY_MAX 16                    /* quotes of a line that are tried as the one too many */
#define RECORD_LIMIT (16 * 1024 * 1024) /* bytes of one record over several lines */

/* Stand-ins for \" and \\ while libcsv works; these bytes cannot occur in UTF-8. */
#define ESCAPED_QUOTE '\xff'
#define ESCAPED_BACKSLASH '\xfe'

struct csv_reader {
	struct csv_parser parser;
	struct csv_dialect dialect;
	csv_record_fn *fn;
	void *ctx;
	struct str buf; /* raw text; [from, done) is the record in work, given to libcsv; after seen nobody looked */
	size_t from, done, seen;
	int64_t base;      /* offset in the whole text of buf.s[0] */
	int64_t line;      /* physical line at from */
	int64_t lines;     /* whole lines in [from, done) */
	size_t first_line; /* length of the first of them, with its end */
	struct quote_scan scan;
	bool skipping; /* inside a line over LINE_LIMIT; only its head is kept */
	struct str head;
	int64_t skip_at;
	struct str cells, scratch; /* cells: the texts of the row, each with a NUL */
	size_t *off, *len;
	const char **cell;
	int n, cap_off, cap_len, cap_cell;
	int width; /* cells that a record should have, 0: unknown */
	bool row, too_many, too_long, stopped;
};

struct csv_reader *csv_reader_new(const struct csv_dialect *d, csv_record_fn *fn, void *ctx)
{
	struct csv_reader *r = xcalloc(1, sizeof *r);

	if (csv_init(&r->parser, 0))
		abort();
	csv_set_realloc_func(&r->parser, xrealloc);
	csv_set_blk_size(&r->parser, PIECE);
	csv_set_delim(&r->parser, (unsigned char)d->delimiter);
	csv_set_quote(&r->parser, (unsigned char)d->quote);
	r->dialect = *d;
	r->fn = fn;
	r->ctx = ctx;
	r->line = 1;
	str_init(&r->buf);
	str_init(&r->head);
	str_init(&r->cells);
	str_init(&r->scratch);
	return r;
}

void csv_reader_expect(struct csv_reader *r, int width)
{
	r->width = width;
}

void csv_reader_free(struct csv_reader *r)
{
	if (!r)
		return;
	csv_free(&r->parser);
	str_free(&r->buf);
	str_free(&r->head);
	str_free(&r->cells);
	str_free(&r->scratch);
	free(r->off);
	free(r->len);
	free(r->cell);
	free(r);
}

static void unescape(char *s, size_t n, char quote)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == ESCAPED_QUOTE)
			s[i] = quote;
		else if (s[i] == ESCAPED_BACKSLASH)
			s[i] = '\\';
	}
}

/* libcsv's buffer is gone when this returns, so the text is copied; off and len are pairs, and pointers are made only
 * when the row is whole and cells does not move any more. */
static void on_cell(void *s, size_t n, void *ctx)
{
	struct csv_reader *r = ctx;
	size_t at = r->cells.len;
	char *to;

	r->too_many |= r->n >= CSV_COLUMNS_MAX;
	r->too_long |= n > CSV_CELL_MAX;
	if (r->too_many || r->too_long)
		return;
	GROW(r->off, r->n, r->cap_off);
	GROW(r->len, r->n, r->cap_len);
	r->off[r->n] = at;
	r->len[r->n++] = n;
	to = str_extend(&r->cells, n + 1);
	memcpy(to, s, n);
	to[n] = '\0';
	if (r->dialect.backslash)
		unescape(to, n, r->dialect.quote);
}

static void on_row(int c, void *ctx)
{
	(void)c;
	((struct csv_reader *)ctx)->row = true;
}

static void row_clear(struct csv_reader *r)
{
	str_clear(&r->cells);
	r->n = 0;
	r->row = r->too_many = r->too_long = false;
}

/* Forgets what libcsv has of the record in work. */
static void parser_reset(struct csv_reader *r)
{
	csv_fini(&r->parser, NULL, NULL, NULL);
	row_clear(r);
	r->scan = (struct quote_scan){ 0 };
}

/* Length of a blank or invisible character at s, 0 when it is visible. */
static size_t invisible(const char *s, size_t n)
{
	static const char *const list[] = { "\u00a0", "\u3000", "\ufeff", "\u200b", "\u200c", "\u200d", "\u200e",
		"\u200f" };

	if ((unsigned char)*s <= ' ' || *s == 0x7f)
		return 1;
	for (size_t i = 0; i < COUNT(list) && *s < 0; i++) {
		size_t len = strlen(list[i]);

		if (len <= n && !memcmp(s, list[i], len))
			return len;
	}
	return 0;
}

static bool is_blank(const char *s, size_t n)
{
	size_t k;

	while (n && (k = invisible(s, n))) {
		s += k;
		n -= k;
	}
	return !n;
}

static bool row_blank(const struct csv_reader *r)
{
	for (int i = 0; i < r->n; i++)
		if (!is_blank(r->cells.s + r->off[i], r->len[i]))
			return false;
	return true;
}

static void hand_out(struct csv_reader *r, const struct csv_record *rec)
{
	if (!r->fn(r->ctx, rec))
		r->stopped = true;
}

static void emit_row(struct csv_reader *r, bool requoted)
{
	struct csv_record rec = { .n = r->n, .len = r->len, .line = r->line, .requoted = requoted };

	for (int i = 0; i < r->n; i++) {
		GROW(r->cell, i, r->cap_cell);
		r->cell[i] = r->cells.s + r->off[i];
	}
	rec.cell = r->cell;
	rec.at = r->base + (int64_t)r->from;
	rec.end = r->base + (int64_t)r->done;
	rec.blank = row_blank(r);
	hand_out(r, &rec);
}

/* The n raw bytes of s as a record with a fault; over-long lines are cut at a whole character. */
static void emit_fault(struct csv_reader *r, const char *s, size_t n, int64_t at, int64_t end, enum csv_fault fault)
{
	const char *cell;
	struct csv_record rec = { .n = 1, .len = &n, .line = r->line, .at = at, .end = end, .fault = fault };

	while (n && (s[n - 1] == '\n' || s[n - 1] == '\r'))
		n--;
	if (n > CSV_CELL_MAX)
		for (n = CSV_CELL_MAX; n && (s[n] & 0xC0) == 0x80;)
			n--;
	str_clear(&r->scratch);
	str_addn(&r->scratch, s, n);
	cell = r->scratch.s;
	rec.cell = &cell;
	hand_out(r, &rec);
}

/* The record in work is done: the next one starts where libcsv stands. */
static void next_record(struct csv_reader *r)
{
	r->line += r->lines;
	r->from = r->done;
	r->seen = r->done;
	r->lines = 0;
	row_clear(r);
}

/* Hands out only the first line of the record in work as a fault, and goes back to the line after it. */
static void reject_first(struct csv_reader *r, enum csv_fault fault)
{
	int64_t at = r->base + (int64_t)r->from;

	parser_reset(r);
	emit_fault(r, r->buf.s + r->from, r->first_line, at, at + (int64_t)r->first_line, fault);
	r->done = r->from + r->first_line;
	r->lines = 1;
	next_record(r);
}

/* The line as libcsv shall see it; *s and *n are changed where backslash escapes had to be replaced. */
static void translate(struct csv_reader *r, const char **s, size_t *n)
{
	if (!r->dialect.backslash || !memchr(*s, '\\', *n))
		return;
	str_clear(&r->scratch);
	for (size_t i = 0; i < *n; i++) {
		char c = (*s)[i], next = i + 1 < *n ? (*s)[i + 1] : '\0';

		if (c == '\\' && (next == r->dialect.quote || next == '\\')) {
			c = next == '\\' ? ESCAPED_BACKSLASH : ESCAPED_QUOTE;
			i++;
		}
		str_addc(&r->scratch, c);
	}
	*s = r->scratch.s;
	*n = r->scratch.len;
}

/* Parses the line that is the whole record again, without the byte at skip (n: with all of them). */
static void parse_again(struct csv_reader *r, const char *s, size_t n, size_t skip)
{
	parser_reset(r);
	csv_parse(&r->parser, s, skip, on_cell, on_row, r);
	if (skip < n)
		csv_parse(&r->parser, s + skip + 1, n - skip - 1, on_cell, on_row, r);
	if (!r->row)
		csv_parse(&r->parser, "\n", 1, on_cell, on_row, r);
}

/* A line whose quote was opened twice lacks the cells that the first one swallowed. */
static bool requote(struct csv_reader *r, const char *s, size_t n)
{
	size_t at = 0;

	if (r->n >= r->width || r->lines > 1 || !memchr(s, r->dialect.quote, n))
		return false;
	for (int i = 0; i < STRAY_MAX && (at = quote_stray(&r->dialect, s, n, at)) < n; i++, at++) {
		parse_again(r, s, n, at);
		if (r->row && r->n == r->width)
			return true;
	}
	if (at)
		parse_again(r, s, n, n);
	return false;
}

/* A row came out of libcsv; s is its last line as libcsv saw it. */
static void finish_row(struct csv_reader *r, const char *s, size_t n)
{
	bool requoted = requote(r, s, n);
	int64_t at = r->base + (int64_t)r->from, end = r->base + (int64_t)r->done;

	if (!r->too_many && !r->too_long) {
		emit_row(r, requoted);
		next_record(r);
	} else if (r->lines > 1) {
		reject_first(r, r->too_long ? CSV_UNTERMINATED : CSV_TOO_MANY_COLUMNS);
	} else {
		emit_fault(r, r->buf.s + r->from, r->done - r->from, at, end,
			r->too_long ? CSV_CELL_TOO_LONG : CSV_TOO_MANY_COLUMNS);
		next_record(r);
	}
}

/* Gives libcsv the line of n bytes (its end included) at done; ended: the text has no end of line there. */
static void give_line(struct csv_reader *r, size_t n, bool ended)
{
	const char *s = r->buf.s + r->done;
	bool first = r->lines == 0, odd = false;

	r->done += n;
	r->seen = r->done;
	r->lines++;
	if (first)
		r->first_line = n;
	translate(r, &s, &n);
	if (!first)
		odd = quote_scan_line(&r->scan, &r->dialect, s, n, false);
	if (odd || r->done - r->from > RECORD_LIMIT) {
		reject_first(r, odd ? CSV_UNTERMINATED : CSV_CELL_TOO_LONG);
		return;
	}
	csv_parse(&r->parser, s, n, on_cell, on_row, r);
	if (ended)
		csv_parse(&r->parser, "\n", 1, on_cell, on_row, r);
	if (r->row) {
		finish_row(r, s, n);
	} else if (first && is_blank(s, n)) {
		parser_reset(r);
		emit_row(r, false);
		next_record(r);
	} else if (ended || (first && quote_scan_line(&r->scan, &r->dialect, s, n, true))) {
		reject_first(r, CSV_UNTERMINATED);
	}
}

/* A line over the limit: its head waits in r->head until the end of the line is seen. */
static void skip_start(struct csv_reader *r)
{
	r->skipping = true;
	r->skip_at = r->base + (int64_t)r->done;
	str_clear(&r->head);
	str_addn(&r->head, r->buf.s + r->done, CSV_CELL_MAX + 1);
}

static void skip_end(struct csv_reader *r, size_t end)
{
	r->skipping = false;
	r->done = end;
	r->lines = 1;
	emit_fault(r, r->head.s, r->head.len, r->skip_at, r->base + (int64_t)end, CSV_CELL_TOO_LONG);
	next_record(r);
}

/* Finds the end of the line at done. Returns its length without the end, *end its length with it; *end = 0 when it is
 * not there yet: a CR at the very end may be half of a CRLF. */
static size_t find_line(struct csv_reader *r, bool eof, size_t *end)
{
	const char *s = r->buf.s;
	size_t i = r->seen, len;

	while (i < r->buf.len && s[i] != '\n' && s[i] != '\r') /* strcspn looks at many bytes at once, but stops at a NUL */
		i += s[i] ? strcspn(s + i, "\r\n") : 1;
	r->seen = i;
	len = i - r->done;
	*end = 0;
	if (i == r->buf.len)
		*end = eof ? len : 0;
	else if (s[i] == '\n')
		*end = len + 1;
	else if (i + 1 < r->buf.len || eof)
		*end = len + (i + 1 < r->buf.len && s[i + 1] == '\n' ? 2 : 1);
	return len;
}

/* Drops what was handed out from the front of the buffer. */
static void compact(struct csv_reader *r)
{
	size_t n = r->skipping ? r->seen : r->from;

	if (!n)
		return;
	str_splice(&r->buf, 0, n, "", 0);
	r->base += (int64_t)n;
	r->seen -= n;
	r->done -= r->skipping ? r->done : n;
	r->from = r->skipping ? 0 : r->from - n;
}

/* Takes whole lines off the buffer. Every decision looks at a whole line or at LINE_LIMIT bytes of one, so it is the
 * same however the text arrived. */
static void run(struct csv_reader *r, bool eof)
{
	size_t len, end;

	while (!r->stopped && (r->done < r->buf.len || r->skipping)) {
		len = find_line(r, eof, &end);
		if (r->skipping) {
			if (!end && !(eof && !len))
				break;
			skip_end(r, r->done + end);
		} else if (len > LINE_LIMIT) {
			if (r->lines)
				reject_first(r, CSV_UNTERMINATED);
			else
				skip_start(r);
		} else if (!end) {
			break;
		} else {
			give_line(r, end, eof && end == len);
		}
	}
	compact(r);
}

enum rc csv_reader_feed(struct csv_reader *r, const char *s, size_t n, struct err *err)
{
	while (n && !r->stopped) {
		size_t take = n < PIECE ? n : PIECE;

		str_addn(&r->buf, s, take);
		s += take;
		n -= take;
		run(r, false);
	}
	return r->stopped ? fail(err, RC_CANCELLED, NO_FIELD, _("reading was stopped")) : RC_OK;
}

/* Each turn gives up one line at least, so this ends. */
enum rc csv_reader_end(struct csv_reader *r, struct err *err)
{
	run(r, true);
	while (!r->stopped && r->lines) { /* the text ended after a line that left a quote open */
		reject_first(r, CSV_UNTERMINATED);
		run(r, true);
	}
	return r->stopped ? fail(err, RC_CANCELLED, NO_FIELD, _("reading was stopped")) : RC_OK;
}
