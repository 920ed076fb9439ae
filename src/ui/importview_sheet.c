/* How the file is read: encoding, delimiter, quote, header line, dates, decimals, and what its rows are. */
#include "importview.h"

#include <stdio.h>

#include "base/i18n.h"
#include "found.h"

enum reading {
	READ_ENCODING,
	READ_DELIMITER,
	READ_QUOTE,
	READ_HEADER,
	READ_DATES,
	READ_DECIMALS,
	READ_RECORDS,
	READ_REPAIR,
	READ_BELOW,
	READ_N
};
static const struct {
	const char *arg, *label;
} readings[READ_N] = {
	[READ_ENCODING] = { "encoding", N_("encoding") },
	[READ_DELIMITER] = { "delimiter", N_("delimiter") },
	[READ_QUOTE] = { "quote", N_("quote") },
	[READ_HEADER] = { "header", N_("header line") },
	[READ_DATES] = { "dates", N_("dates") },
	[READ_DECIMALS] = { "decimals", N_("decimals") },
	[READ_RECORDS] = { "records", N_("rows are") },
	[READ_REPAIR] = { "repair", N_("garbled text") },
	[READ_BELOW] = { "below", N_("row below it") },
};

int importview_readings(void)
{
	return READ_N;
}

/* ---- in words ---- */

static const char *delimiter_name(char c)
{
	switch (c) {
	case ',': return _("comma");
	case ';': return _("semicolon");
	case '\t': return _("tab");
	case '|': return _("pipe");
	default: return _("none");
	}
}

const char *importview_order_name(enum date_order o)
{
	static const char *const name[] = { [ORDER_YMD] = N_("year month day"),
		[ORDER_DMY] = N_("day month year"),
		[ORDER_MDY] = N_("month day year") };

	return _(name[o]);
}

static bool is_date(const struct importview *iv, int slot)
{
	return slot >= 0 && (iv->model->fields[slot].type == FT_DATE || iv->model->fields[slot].type == FT_INSTANT);
}

static bool is_number(const struct importview *iv, int slot)
{
	enum field_type t = slot >= 0 ? iv->model->fields[slot].type : FT_N;

	return t == FT_INT || t == FT_MONEY || t == FT_PERCENT;
}

/* Of all columns with dates; they need not be read alike. */
static void say_dates(const struct importview *iv, struct str *value, struct str *sure)
{
	const struct import_column *first = NULL;
	bool alike = true, all = true;

	for (int i = 0; i < iv->res.n_columns; i++) {
		const struct import_column *c = &iv->res.column[i];

		if (!is_date(iv, c->slot))
			continue;
		alike = alike && (!first || first->order == c->order);
		all = all && c->order_sure;
		first = first ? first : c;
	}
	if (!first) {
		str_add(value, iv->ordered ? importview_order_name(iv->order) : _("none"));
		return;
	}
	str_add(value, alike ? importview_order_name(first->order) : _("by column"));
	if (!iv->ordered && !all)
		str_add(sure, _("a guess"));
}

static void say_decimals(const struct importview *iv, struct str *value, struct str *sure)
{
	char found = 0;
	bool alike = true, any = false;

	for (int i = 0; i < iv->res.n_columns; i++) {
		const struct import_column *c = &iv->res.column[i];

		if (!is_number(iv, c->slot))
			continue;
		any = true;
		alike = alike && (!found || !c->decimal || c->decimal == found);
		found = c->decimal ? c->decimal : found;
	}
	found = iv->decimal ? iv->decimal : found;
	if (!any && !iv->decimal)
		str_add(value, _("none"));
	else if (!alike)
		str_add(value, _("by column"));
	else
		str_add(value, found == ',' ? _("comma") : _("point"));
	if (any && !found)
		str_add(sure, _("a guess"));
}

static void say_encoding(const struct importview *iv, struct str *value, struct str *sure)
{
	const struct sheet_info *sheet = &iv->res.sheet;

	str_add(value, *sheet->encoding ? sheet->encoding : *iv->sheet.encoding ? iv->sheet.encoding : _("unknown"));
	if (*sheet->encoding && !*iv->sheet.encoding && sheet->encoding_sure < 100)
		str_addf(sure, "%d %%", sheet->encoding_sure);
}

/* Nothing, where the row below the header is one like the others and nobody said so. */
static void say_below(const struct importview *iv, struct str *value)
{
	const struct sheet_info *sheet = &iv->res.sheet;

	if (sheet->units_line)
		str_add(value, _("units"));
	else if (sheet->head_line)
		str_addf(value, _("headers in lines %lld, %lld"), (long long)sheet->head_line,
			(long long)sheet->header_line);
	else if (iv->sheet.header_rows)
		str_add(value, _("a row"));
}

static void say(const struct importview *iv, enum reading r, struct str *value, struct str *sure)
{
	const struct sheet_info *sheet = &iv->res.sheet;
	char quote[2] = { iv->sheet.quote ? iv->sheet.quote : sheet->dialect.quote, '\0' };

	switch (r) {
	case READ_ENCODING: say_encoding(iv, value, sure); break;
	case READ_DELIMITER:
		str_add(value, delimiter_name(iv->sheet.delimiter ? iv->sheet.delimiter
					      : sheet->one_column ? '\0'
								  : sheet->dialect.delimiter));
		break;
	case READ_QUOTE: str_add(value, quote); break;
	case READ_HEADER:
		if (sheet->header_line)
			str_addf(value, "%lld", (long long)sheet->header_line);
		else
			str_add(value, _("none"));
		break;
	case READ_DATES: say_dates(iv, value, sure); break;
	case READ_DECIMALS: say_decimals(iv, value, sure); break;
	case READ_RECORDS: str_add(value, _(iv->model->plural)); break;
	case READ_REPAIR: /* nothing, where no text looks so */
		if (*sheet->garbled || iv->sheet.repair)
			str_add(value, iv->sheet.repair ? _("mended") : _("left as it is"));
		if (*sheet->garbled && !iv->sheet.repair)
			str_addf(sure, _("UTF-8 read as %s"), sheet->garbled);
		break;
	case READ_BELOW: say_below(iv, value); break;
	case READ_N: break;
	}
}

void importview_reading(
	const struct importview *iv, int i, const char **arg, const char **label, struct str *value, struct str *sure)
{
	*arg = readings[i].arg;
	*label = _(readings[i].label);
	if (value)
		say(iv, (enum reading)i, value, sure);
}

/* ---- changes ---- */

/* The next of the choices; the first, 0, is "found out". What was found out is not offered as a change. */
static char next_of(const char *choices, int n, char now, char found)
{
	int i = 0;

	while (i < n && choices[i] != now)
		i++;
	i = (i + 1) % n;
	if (!now && choices[i] == found)
		i = (i + 1) % n;
	return choices[i];
}

static void next_delimiter(struct importview *iv)
{
	static const char choices[] = { '\0', ',', ';', '\t', '|' };
	const struct sheet_info *sheet = &iv->res.sheet;

	iv->sheet.delimiter = next_of(
		choices, COUNT(choices), iv->sheet.delimiter, sheet->one_column ? '\0' : sheet->dialect.delimiter);
	importview_forget_choices(iv);
}

static void next_quote(struct importview *iv)
{
	static const char choices[] = { '\0', '"', '\'' };

	iv->sheet.quote = next_of(choices, COUNT(choices), iv->sheet.quote, iv->res.sheet.dialect.quote);
	importview_forget_choices(iv);
}

/* Found out, a row like the others, of the header; what was found out is not offered as a change. */
static void next_below(struct importview *iv)
{
	bool found = iv->res.sheet.units_line || iv->res.sheet.head_line;

	if (!iv->sheet.header_rows)
		iv->sheet.header_rows = found ? 1 : 2;
	else
		iv->sheet.header_rows = 0;
	importview_forget_choices(iv);
}

static void next_dates(struct importview *iv)
{
	if (!iv->ordered) {
		iv->ordered = true;
		iv->order = ORDER_DMY;
	} else if (iv->order == ORDER_DMY) {
		iv->order = ORDER_MDY;
	} else if (iv->order == ORDER_MDY) {
		iv->order = ORDER_YMD;
	} else {
		iv->ordered = false;
	}
}

/* ---- the header line ---- */

static struct view *below_prompt(struct ui *ui)
{
	return view_base(view_top(ui));
}

static enum rc take_header(struct ui *ui, void *ctx, const char *text, struct err *err)
{
	struct importview *iv = ctx;
	int64_t line = -1;

	if (*text && (!i64_parse(text, &line) || line < 0 || line > INT32_MAX))
		return fail_at(err, RC_INVALID, 0, _("the number of a line; 0: no header; nothing: find it out"));
	iv->sheet.header_line = (int)line;
	importview_forget_choices(iv);
	importview_changed(below_prompt(ui));
	return RC_OK;
}

static const struct prompt_ops header_ops = { .accept = take_header };

static enum rc ask_header(struct view *v, struct err *err)
{
	struct importview *iv = v->data;
	char text[24];

	snprintf(text, sizeof text, "%lld", (long long)iv->res.sheet.header_line);
	return prompt_open(v->ui, _("header line"), text, &header_ops, iv, err);
}

/* ---- encodings and record types: pickers ---- */

static const char *const encodings[] = { "utf-8", "windows-1252", "windows-1250", "windows-1251", "windows-1254",
	"windows-1256", "utf-16le", "utf-16be", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "koi8-r",
	"iso-8859-2", "iso-8859-7", "iso-8859-8", "mac", "cp437", "cp850" };

static int find_encoding(void *ctx, const char *query, struct picker_row *rows, int max)
{
	int n = 0;

	(void)ctx;
	if (!*query && n < max)
		rows[n++] = (struct picker_row){ .id = COUNT(encodings) + 1, .text = _("find it out") };
	for (size_t i = 0; i < COUNT(encodings) && n < max; i++)
		if (strstr(encodings[i], query))
			rows[n++] = (struct picker_row){ .id = (int64_t)i + 1, .text = encodings[i] };
	return n;
}

static void choose_encoding(struct ui *ui, void *ctx, const struct picker_row *row)
{
	struct importview *iv = ctx;
	bool found = row->id == COUNT(encodings) + 1;

	snprintf(iv->sheet.encoding, sizeof iv->sheet.encoding, "%s", found ? "" : row->text);
	importview_changed(view_top(ui));
}

static const struct picker_ops encoding_ops = { .find = find_encoding, .choose = choose_encoding };

static bool is_brought(const struct model *m)
{
	return !(m->flags & (M_LINES | M_FIXED));
}

static int find_model(void *ctx, const char *query, struct picker_row *rows, int max)
{
	struct importview *iv = ctx;
	int n = 0;

	for (int i = 0; i < registry_count(iv->s->reg) && n < max; i++) {
		const struct model *m = registry_at(iv->s->reg, i);

		if (is_brought(m) && text_has(_(m->plural), query))
			rows[n++] = (struct picker_row){ .id = i + 1, .text = _(m->plural) };
	}
	return n;
}

static void choose_model(struct ui *ui, void *ctx, const struct picker_row *row)
{
	struct importview *iv = ctx;
	const struct model *m = registry_at(iv->s->reg, (int)row->id - 1);

	if (m == iv->model)
		return;
	iv->model = m;
	for (int i = 0; i < iv->n_set; i++)
		free(iv->set[i]);
	iv->n_set = 0;
	importview_forget_choices(iv);
	importview_changed(view_top(ui));
}

static const struct picker_ops model_ops = { .find = find_model, .choose = choose_model };

enum rc importview_change_reading(struct view *v, const char *arg, struct err *err)
{
	static const char decimals[] = { '\0', '.', ',' };
	struct picker encoding = { .title = _("encoding") }, records = { .title = _("the rows are") };
	struct importview *iv = v->data;
	int r = 0;

	while (r < READ_N && !str_eq(readings[r].arg, arg))
		r++;
	switch ((enum reading)r) {
	case READ_ENCODING: return picker_open(v->ui, &encoding, &encoding_ops, iv, err);
	case READ_RECORDS: return picker_open(v->ui, &records, &model_ops, iv, err);
	case READ_HEADER: return ask_header(v, err);
	case READ_DELIMITER: next_delimiter(iv); break;
	case READ_QUOTE: next_quote(iv); break;
	case READ_DATES: next_dates(iv); break;
	case READ_DECIMALS: iv->decimal = next_of(decimals, COUNT(decimals), iv->decimal, '\0'); break;
	case READ_REPAIR: iv->sheet.repair = !iv->sheet.repair; break;
	case READ_BELOW: next_below(iv); break;
	case READ_N: return fail(err, RC_INVALID, NO_FIELD, _("%s: no such part of the reading"), arg);
	}
	importview_changed(v);
	return RC_OK;
}
