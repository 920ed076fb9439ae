#include "xlsx.h"

#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent_wire.h"
#include "base/csv.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/str.h"
#include "zip.h"

#define PART_MAX (INT64_C(2) * 1024 * 1024 * 1024) /* bytes of a sheet's XML: as for plain files */
#define STRINGS_MAX (INT64_C(160) * 1024 * 1024)   /* of the shared texts, which stay in memory */
#define COLUMNS_MAX 16384
#define ROWS_MAX 1048576
#define FLUSH_BYTES (64 * 1024)
#define SERIAL_EPOCH 25569 /* days from the workbook's day 0 to 1970-01-01 */
#define SERIAL_1904 1462   /* days between the two beginnings of time that workbooks know */
#define DAY_SECONDS 86400

static const struct csv_dialect comma = { .delimiter = ',', .quote = '"' };

enum date_kind { NO_DATE, DAY, DAY_AND_TIME };

struct book {
	struct zip zip;
	char *rel, *sheet; /* of the first visible sheet: its id, its part */
	bool from_1904;
	/* the shared texts, one after the other, each with its NUL */
	struct str texts;
	size_t *text_at;
	int n_texts, cap_texts;
	/* formats: own ones by number, and the kind of each style */
	struct {
		int id;
		enum date_kind kind;
	} * format;
	int n_formats, cap_formats;
	enum date_kind *style;
	int n_styles, cap_styles;
	bool in_styles;

	/* where the parser is */
	XML_Parser parser;
	bool in_text, in_phonetic;
	struct str text;

	/* the sheet */
	int to, row, col, n_cells;
	int64_t written;
	char type[12]; /* of the cell */
	int cell_style;
	struct str cells; /* of the row, each with its NUL */
	size_t cell_at[COLUMNS_MAX];
	struct str out;
	enum rc rc;
};

static const char *attr(const char **all, const char *name)
{
	for (; *all; all += 2) {
		const char *colon = strchr(*all, ':');

		if (!strcmp(*all, name) || (colon && !strcmp(colon + 1, name)))
			return all[1];
	}
	return NULL;
}

static bool is(const char *element, const char *name)
{
	const char *colon = strchr(element, ':');

	return !strcmp(colon ? colon + 1 : element, name);
}

static int number(const char *text, int dflt)
{
	int64_t n;

	return text && i64_parse(text, &n) && n >= 0 && n < INT32_MAX ? (int)n : dflt;
}

/* ---- parts ---- */

static bool feed(void *ctx, const char *s, size_t n)
{
	struct book *b = ctx;

	return XML_Parse(b->parser, s, (int)n, 0) == XML_STATUS_OK && b->rc == RC_OK;
}

/* Workbooks define no types of their own; what does wants to do harm. */
static void on_doctype(void *ctx, const char *name, const char *sysid, const char *pubid, int internal)
{
	struct book *b = ctx;

	(void)name, (void)sysid, (void)pubid, (void)internal;
	XML_StopParser(b->parser, XML_FALSE);
}

static enum rc read_part(struct book *b, const char *name, int64_t max, XML_StartElementHandler start,
	XML_EndElementHandler end, XML_CharacterDataHandler text, struct err *err)
{
	enum rc rc;

	b->parser = XML_ParserCreate(NULL);
	if (!b->parser)
		abort(); /* no memory */
	XML_SetUserData(b->parser, b);
	XML_SetElementHandler(b->parser, start, end);
	XML_SetCharacterDataHandler(b->parser, text);
	XML_SetStartDoctypeDeclHandler(b->parser, on_doctype);
	rc = zip_read(&b->zip, name, max, feed, b, err);
	if (rc == RC_CANCELLED && b->rc == RC_OK)
		rc = fail(err, RC_INVALID, NO_FIELD, _("this workbook is damaged: save the sheet as CSV"));
	XML_ParserFree(b->parser);
	b->parser = NULL;
	return b->rc == RC_OK ? rc : b->rc;
}

static void book_start(void *ctx, const char *element, const char **a)
{
	struct book *b = ctx;
	const char *state = attr(a, "state"), *id = attr(a, "id"), *date = attr(a, "date1904");

	if (is(element, "workbookPr"))
		b->from_1904 = date && (*date == '1' || *date == 't');
	if (is(element, "sheet") && !b->rel && id && !(state && str_starts(state, "hid")) &&
		!(state && str_starts(state, "very")))
		b->rel = xstrdup(id);
}

static void rels_start(void *ctx, const char *element, const char **a)
{
	struct book *b = ctx;
	const char *id = attr(a, "Id"), *target = attr(a, "Target");

	if (is(element, "Relationship") && id && target && !b->sheet && str_eq(id, b->rel))
		b->sheet = *target == '/' ? xstrdup(target + 1) : xasprintf("xl/%s", target);
}

/* ---- texts ---- */

static void texts_start(void *ctx, const char *element, const char **a)
{
	struct book *b = ctx;

	(void)a;
	if (is(element, "si")) {
		GROW(b->text_at, b->n_texts, b->cap_texts);
		b->text_at[b->n_texts++] = b->texts.len;
	}
	b->in_phonetic = b->in_phonetic || is(element, "rPh");
	b->in_text = is(element, "t") && !b->in_phonetic;
}

static void texts_end(void *ctx, const char *element)
{
	struct book *b = ctx;

	b->in_text = false;
	if (is(element, "rPh"))
		b->in_phonetic = false;
	if (is(element, "si"))
		str_addc(&b->texts, '\0');
}

static void texts_text(void *ctx, const char *s, int n)
{
	struct book *b = ctx;

	if (b->in_text)
		str_addn(&b->texts, s, (size_t)n);
}

/* ---- formats ---- */

/* A format shows a day when letters of day or year stand in it, outside quotes and brackets. */
static enum date_kind kind_of_code(const char *code)
{
	bool day = false, hour = false;

	for (; *code; code++) {
		if (*code == '"' || *code == '[') {
			code = strchr(code + 1, *code == '"' ? '"' : ']');
			if (!code)
				break;
		} else if (*code == '\\' && code[1]) {
			code++;
		} else {
			day = day || strchr("dDyY", *code);
			hour = hour || strchr("hH", *code);
		}
	}
	return !day ? NO_DATE : hour ? DAY_AND_TIME : DAY;
}

static enum date_kind kind_of_format(const struct book *b, int id)
{
	for (int i = 0; i < b->n_formats; i++)
		if (b->format[i].id == id)
			return b->format[i].kind;
	if (id == 22)
		return DAY_AND_TIME;
	return (id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
			       (id >= 57 && id <= 58)
		       ? DAY
		       : NO_DATE;
}

static void styles_start(void *ctx, const char *element, const char **a)
{
	struct book *b = ctx;

	if (is(element, "numFmt") && attr(a, "formatCode")) {
		GROW(b->format, b->n_formats, b->cap_formats);
		b->format[b->n_formats].id = number(attr(a, "numFmtId"), -1);
		b->format[b->n_formats++].kind = kind_of_code(attr(a, "formatCode"));
	}
	b->in_styles = b->in_styles || is(element, "cellXfs");
	if (b->in_styles && is(element, "xf")) {
		GROW(b->style, b->n_styles, b->cap_styles);
		b->style[b->n_styles++] = kind_of_format(b, number(attr(a, "numFmtId"), 0));
	}
}

static void styles_end(void *ctx, const char *element)
{
	struct book *b = ctx;

	if (is(element, "cellXfs"))
		b->in_styles = false;
}

/* ---- the sheet ---- */

static void flush(struct book *b)
{
	b->written += (int64_t)b->out.len;
	if (b->written > PART_MAX || !write_all(b->to, b->out.s, b->out.len))
		b->rc = RC_FULL;
	str_clear(&b->out);
}

static void end_row(struct book *b)
{
	const char **cell = xcalloc((size_t)b->n_cells + 1, sizeof *cell);

	for (int i = 0; i < b->n_cells; i++)
		cell[i] = b->cells.s + b->cell_at[i];
	if (b->n_cells)
		csv_put(&b->out, cell, b->n_cells, &comma, true);
	else
		str_add(&b->out, "\r\n");
	free(cell);
	str_clear(&b->cells);
	b->n_cells = 0;
	if (b->out.len > FLUSH_BYTES)
		flush(b);
}

/* Rows and cells that were left out are blank; lines stay where the rows are. */
static void start_row(struct book *b, int row)
{
	if (row < 1 || row > ROWS_MAX || row <= b->row)
		row = b->row + 1;
	while (++b->row < row)
		end_row(b);
	b->row = row;
	b->col = 0;
}

/* "BC12" is column 54; 0 where the cell does not say. */
static int column_of(const char *ref)
{
	int col = 0;

	for (; ref && *ref >= 'A' && *ref <= 'Z' && col <= COLUMNS_MAX; ref++)
		col = col * 26 + *ref - 'A' + 1;
	return col <= COLUMNS_MAX ? col : 0;
}

static void put_cell(struct book *b, const char *text)
{
	while (b->n_cells < b->col && b->n_cells < COLUMNS_MAX) {
		b->cell_at[b->n_cells++] = b->cells.len;
		if (b->n_cells == b->col)
			str_add(&b->cells, text);
		str_addc(&b->cells, '\0');
	}
}

static bool put_day(struct book *b, double serial, enum date_kind kind)
{
	double days = serial + (b->from_1904 ? SERIAL_1904 : 0);
	int64_t whole = (int64_t)days, sec = (int64_t)((days - (double)whole) * DAY_SECONDS + 0.5);
	char text[40], iso[11];

	if (kind == NO_DATE || days < 61 || days > 2958465) /* before March 1900 workbooks count a day that never was */
		return false;
	date_iso(date_from_days(whole - SERIAL_EPOCH), iso);
	if (kind == DAY || sec == 0 || sec >= DAY_SECONDS)
		snprintf(text, sizeof text, "%s", iso);
	else
		snprintf(text, sizeof text, "%s %02d:%02d:%02d", iso, (int)(sec / 3600), (int)(sec / 60 % 60),
			(int)(sec % 60));
	put_cell(b, text);
	return true;
}

/* As it was typed: 15 digits are what a workbook keeps, more are noise. */
static void put_number(struct book *b, const char *text)
{
	char shown[40], *end;
	double v = strtod(text, &end);
	enum date_kind kind = b->cell_style < b->n_styles ? b->style[b->cell_style] : NO_DATE;

	if (!*text || *end) {
		put_cell(b, text);
	} else if (!put_day(b, v, kind)) {
		snprintf(shown, sizeof shown, v > -1e15 && v < 1e15 ? "%.15g" : "%.17g", v);
		put_cell(b, shown);
	}
}

static void end_cell(struct book *b)
{
	int at = number(b->text.s, -1);

	if (!strcmp(b->type, "s"))
		put_cell(b, at >= 0 && at < b->n_texts ? b->texts.s + b->text_at[at] : "");
	else if (!strcmp(b->type, "b"))
		put_cell(b, at == 1 ? "TRUE" : "FALSE");
	else if (!*b->type || !strcmp(b->type, "n"))
		put_number(b, b->text.s);
	else
		put_cell(b, b->text.s);
}

static void sheet_start(void *ctx, const char *element, const char **a)
{
	struct book *b = ctx;

	if (is(element, "row"))
		start_row(b, number(attr(a, "r"), 0));
	if (is(element, "c")) {
		int col = column_of(attr(a, "r"));
		const char *type = attr(a, "t");

		b->col = col > b->col ? col : b->col + 1;
		snprintf(b->type, sizeof b->type, "%s", type ? type : "");
		b->cell_style = number(attr(a, "s"), 0);
		str_clear(&b->text);
	}
	b->in_phonetic = b->in_phonetic || is(element, "rPh");
	b->in_text = is(element, "v") || (is(element, "t") && !b->in_phonetic);
}

static void sheet_end(void *ctx, const char *element)
{
	struct book *b = ctx;

	b->in_text = false;
	if (is(element, "rPh"))
		b->in_phonetic = false;
	if (is(element, "c"))
		end_cell(b);
	if (is(element, "row"))
		end_row(b);
}

static void sheet_text(void *ctx, const char *s, int n)
{
	struct book *b = ctx;

	if (b->in_text)
		str_addn(&b->text, s, (size_t)n);
}

/* ---- all of it ---- */

static enum rc read_book(struct book *b, struct err *err)
{
	enum rc rc = read_part(b, "xl/workbook.xml", STRINGS_MAX, book_start, NULL, NULL, err);

	if (rc == RC_OK)
		rc = read_part(b, "xl/_rels/workbook.xml.rels", STRINGS_MAX, rels_start, NULL, NULL, err);
	if (rc == RC_OK && zip_has(&b->zip, "xl/styles.xml"))
		rc = read_part(b, "xl/styles.xml", STRINGS_MAX, styles_start, styles_end, NULL, err);
	if (rc == RC_OK && zip_has(&b->zip, "xl/sharedStrings.xml"))
		rc = read_part(b, "xl/sharedStrings.xml", STRINGS_MAX, texts_start, texts_end, texts_text, err);
	if (rc == RC_OK && !b->sheet)
		rc = fail(err, RC_INVALID, NO_FIELD, _("this workbook has no sheet that is shown"));
	if (rc == RC_OK)
		rc = read_part(b, b->sheet, PART_MAX, sheet_start, sheet_end, sheet_text, err);
	if (rc == RC_OK)
		flush(b);
	return b->rc == RC_OK ? rc
			      : fail(err, b->rc, NO_FIELD, _("cannot unpack the workbook: no room, or over 2 GiB"));
}

static void book_free(struct book *b)
{
	zip_close(&b->zip);
	free(b->rel);
	free(b->sheet);
	free(b->text_at);
	free(b->format);
	free(b->style);
	str_free(&b->texts);
	str_free(&b->text);
	str_free(&b->cells);
	str_free(&b->out);
	free(b);
}

bool xlsx_unpack(int file, int to, enum rc *rc, struct err *err)
{
	struct book *b = xcalloc(1, sizeof *b);
	bool is_book = zip_open(&b->zip, file) && zip_has(&b->zip, "xl/workbook.xml");

	str_init(&b->texts);
	str_init(&b->text);
	str_init(&b->cells);
	str_init(&b->out);
	b->to = to;
	if (is_book)
		*rc = read_book(b, err);
	book_free(b);
	return is_book;
}
