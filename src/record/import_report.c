/* What a person and a program are told of an import. */
#include "import_private.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/i18n.h"

void import_warn(struct import *im, const char *fmt, ...)
{
	struct import_result *out = im->out;
	struct str text = STR_INIT;
	va_list ap;

	if (out->n_warnings == (int)COUNT(out->warning))
		return;
	va_start(ap, fmt);
	str_addv(&text, fmt, ap);
	va_end(ap);
	out->warning[out->n_warnings++] = arena_strndup(&out->arena, text.s, text.len);
	str_free(&text);
}

static void warn_columns(struct import *im)
{
	for (int i = 0; i < im->n_cols; i++) {
		const struct column *c = &im->col[i];

		if (c->bad)
			import_warn(im,
				ngettext("%s: %" PRId64 " cell not taken, kept in the notes; in line %" PRId64 ": %s",
					"%s: %" PRId64 " cells not taken, kept in the notes; first in line %" PRId64 ": %s",
					(unsigned long)c->bad),
				c->header, c->bad, c->bad_line, c->bad_why);
		if (c->foreign)
			import_warn(im, _("%s: %" PRId64 " amounts name another currency, taken as %s: like %s"), c->header,
				c->foreign, im->s->currency->code, c->foreign_sample);
		if (c->keep && im->notes < 0)
			import_warn(im, _("%s: no such field, left out"), c->header);
	}
}

#define NAMED 4 /* of the new ones of a field, in a warning: the list has all */

/* Of one field, those that fare alike: how many, and the first few. */
static void warn_new(struct import *im, int slot, enum import_new_fate fate, const char *what)
{
	struct str names = STR_INIT;
	int64_t n = 0;

	for (int i = 0; i < im->out->n_fresh; i++) {
		const struct import_new *f = &im->out->fresh[i];

		if (f->slot != slot || f->fate != fate)
			continue;
		if (n++ < NAMED)
			str_addf(&names, "%s%s", n > 1 ? ", " : "", f->text);
	}
	if (n)
		import_warn(im, what, _(im->m->fields[slot].label), n, names.s, n > NAMED ? ", ..." : "");
	str_free(&names);
}

static void warn_all_new(struct import *im)
{
	for (int slot = 0; slot < im->m->n; slot++) {
		warn_new(im, slot, NEW_MADE, _("%s: %" PRId64 " new: %s%s"));
		warn_new(im, slot, NEW_OWNER, _("%s: %" PRId64 " not known, new rows are yours: %s%s"));
	}
	if (im->out->fresh_beyond)
		import_warn(im, _("%" PRId64 " rows have further new names"), im->out->fresh_beyond);
}

static const char *order_name(enum date_order o)
{
	return o == ORDER_MDY ? "mdy" : o == ORDER_DMY ? "dmy" : "ymd";
}

/* What no cell of the file tells is taken as the settings say, and never without a word about it. */
static void warn_doubts(struct import *im)
{
	const struct import_result *r = im->out;

	if (r->date_sure == 50)
		import_warn(im,
			_("%s: no date tells whether the day or the month comes first in %s: read as %s; --date-order "
			  "says it"),
			r->column[r->date_column].header, r->date_sample ? r->date_sample : _("5/6"),
			order_name(r->date_order));
	if (r->decimal_sure == 50)
		import_warn(im,
			_("%s: no number tells whether 1,234 or 1.234 is a thousand: read as grouped; --decimal says "
			  "it"),
			r->column[r->decimal_column].header);
	if (im->requoted)
		import_warn(im, _("%" PRId64 " lines had a quote too many: it was left out"), im->requoted);
}

static bool identity_mapped(const struct import *im)
{
	if (!import_takes(&im->m->fields[im->m->title]))
		return true; /* its title is made of other fields */
	for (int i = 0; i < im->n_targets; i++) {
		const struct field *f = &im->m->fields[im->target[i].slot];

		if (im->target[i].slot == im->m->title || f->type == FT_EMAIL || f->type == FT_PHONE ||
			import_synonym(f, "@identity"))
			return true;
	}
	return false;
}

void import_report(struct import *im)
{
	for (int i = 0; i < im->out->sheet.n_warnings; i++)
		import_warn(im, "%s", im->out->sheet.warning[i]);
	if (im->out->rows && !identity_mapped(im))
		import_warn(im, _("no column says who it is about: nothing can be imported; give one with --map"));
	for (int i = 0; i < im->n_refusals; i++)
		import_warn(im, "%s", im->refusal[i]);
	warn_doubts(im);
	warn_columns(im);
	if (im->cut_notes)
		import_warn(im,
			ngettext("%" PRId64 " row had more for the notes than fits: cut",
				"%" PRId64 " rows had more for the notes than fits: cut", (unsigned long)im->cut_notes),
			im->cut_notes);
	warn_all_new(im);
}

static void json_member(struct str *out, const char *key, const char *text)
{
	str_addf(out, "\"%s\":", key);
	if (text)
		json_text(out, text, strlen(text));
	else
		str_add(out, "null");
}

static const char *delimiter_name(const struct sheet_info *sheet)
{
	if (sheet->one_column)
		return "none";
	switch (sheet->dialect.delimiter) {
	case ',': return "comma";
	case ';': return "semicolon";
	case '\t': return "tab";
	case '|': return "pipe";
	case ' ': return "space";
	default: return "none";
	}
}

static void json_columns(const struct model *m, const struct import_result *r, struct str *out)
{
	str_add(out, ",\"columns\":[");
	for (int i = 0; i < r->n_columns; i++) {
		const struct import_column *c = &r->column[i];

		str_add(out, i ? ",{" : "{");
		json_member(out, "header", c->header);
		str_addc(out, ',');
		json_member(out, "field", c->slot >= 0 ? m->fields[c->slot].name : NULL);
		str_addc(out, ',');
		json_member(out, "match", c->match);
		str_addc(out, ',');
		json_member(out, "type", c->type);
		str_addc(out, '}');
	}
	str_addc(out, ']');
}

static void json_counts(const struct import_result *r, struct str *out)
{
	str_addf(out, ",\"rows\":%" PRId64 ",\"new\":%" PRId64 ",\"updated\":%" PRId64 ",\"unchanged\":%" PRId64,
		r->rows, r->created, r->updated, r->unchanged);
	str_addf(out, ",\"duplicates\":%" PRId64 ",\"rejected\":%" PRId64 ",\"reasons\":{", r->duplicates, r->rejected);
	for (int i = 0; i < r->n_reasons; i++)
		str_addf(out, "%s\"%s\":%" PRId64, i ? "," : "", r->reason[i].name, r->reason[i].n);
	str_addc(out, '}');
}

const char *import_new_name(enum import_new_fate fate)
{
	static const char *const name[] = { [NEW_MADE] = "created",
		[NEW_MAPPED] = "mapped",
		[NEW_LEFT] = "left out",
		[NEW_UNKNOWN] = "notes",
		[NEW_OWNER] = "me" };

	return name[fate];
}

static void json_new(const struct model *m, const struct import_result *r, struct str *out)
{
	str_add(out, ",\"new_values\":[");
	for (int i = 0; i < r->n_fresh; i++) {
		const struct import_new *f = &r->fresh[i];

		str_add(out, i ? ",{" : "{");
		json_member(out, "field", m->fields[f->slot].name);
		str_addc(out, ',');
		json_member(out, "text", f->text);
		str_addf(out, ",\"rows\":%" PRId64 ",", f->rows);
		json_member(out, "becomes", import_new_name(f->fate));
		str_addc(out, ',');
		json_member(out, "name", f->to);
		str_addc(out, '}');
	}
	str_addc(out, ']');
}

/* How the file was read, with how sure that is; "asks" names what a person should say. */
static void json_reading(const struct import_result *r, struct str *out)
{
	const struct sheet_info *sheet = &r->sheet;
	char decimal[2] = { r->decimal, 0 };

	json_member(out, "garbled", *sheet->garbled ? sheet->garbled : NULL);
	str_addf(out, ",\"repaired\":%s,", sheet->repaired ? "true" : "false");
	json_member(out, "date_order", r->date_sure ? order_name(r->date_order) : NULL);
	str_addc(out, ',');
	json_member(out, "decimal", r->decimal ? decimal : NULL);
	str_addf(out,
		",\"encoding_sure\":%d,\"delimiter_sure\":%d,\"quote_sure\":%d,\"header_line_sure\":%d,"
		"\"date_order_sure\":%d,\"decimal_sure\":%d,\"asks\":[%s%s%s]",
		sheet->encoding_sure, sheet->delimiter_sure, sheet->quote_sure, sheet->header_sure, r->date_sure,
		r->decimal_sure, r->date_sure == 50 ? "\"date_order\"" : "",
		r->date_sure == 50 && r->decimal_sure == 50 ? "," : "", r->decimal_sure == 50 ? "\"decimal\"" : "");
}

void import_json(struct session *s, const char *path, const struct import_options *opt, const struct import_result *r,
	struct str *out)
{
	char quote[2] = { r->sheet.dialect.quote, 0 };

	(void)s;
	str_addc(out, '{');
	json_member(out, "file", path);
	str_addc(out, ',');
	json_member(out, "encoding", r->sheet.encoding);
	str_addc(out, ',');
	json_member(out, "bom", *r->sheet.bom_name ? r->sheet.bom_name : "none");
	str_addc(out, ',');
	json_member(out, "delimiter", delimiter_name(&r->sheet));
	str_addc(out, ',');
	json_member(out, "quote", quote);
	str_addf(out, ",\"header_line\":%" PRId64 ",\"header_rows\":%d,\"units_line\":%" PRId64 ",", r->sheet.header_line,
		1 + (r->sheet.head_line > 0), r->sheet.units_line);
	json_reading(r, out);
	json_columns(opt->model, r, out);
	json_counts(r, out);
	if (opt->on_duplicate == DUP_ASK)
		str_addf(out, ",\"asked\":%" PRId64, r->asked);
	json_new(opt->model, r, out);
	str_add(out, ",\"warnings\":[");
	for (int i = 0; i < r->n_warnings; i++) {
		if (i)
			str_addc(out, ',');
		json_text(out, r->warning[i], strlen(r->warning[i]));
	}
	str_add(out, "],\"import\":");
	if (r->step && !opt->dry_run)
		str_addf(out, "%" PRId64, r->step);
	else
		str_add(out, "null");
	str_addf(out, ",\"dry_run\":%s}\n", opt->dry_run ? "true" : "false");
}
