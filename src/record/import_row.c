/* The second pass over a sheet: rows become records, or are turned away with a reason. */
#include "import_private.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "headers.h"
#include "value_words.h"

static void note_bad(struct import *im, int col, const struct import_row *row, const struct err *err)
{
	struct column *c = &im->col[col];

	if (!c->bad++) {
		c->bad_line = row->raw->line;
		snprintf(c->bad_why, sizeof c->bad_why, "%.119s", err->text);
	}
}

static void keep_text(struct import *im, int col, const char *text, struct import_row *row)
{
	str_add(&row->kept, row->kept.len ? "\n" : "");
	str_add(&row->kept, im->col[col].header);
	str_add(&row->kept, ": ");
	str_add(&row->kept, text);
}

/* The cell of a column; "" where the row is short. */
static const char *cell_text(struct import *im, struct import_row *row, int col)
{
	if (col < 0 || col >= row->raw->n)
		return "";
	return import_text(im, row->raw->cell[col], row->raw->len[col], &row->arena);
}

/* Names of peoples who put the family first are joined that way, without a space. */
static bool family_first(const char *s)
{
	uint32_t cp;

	utf8_decode(s, strlen(s), &cp);
	return (cp >= 0x3040 && cp <= 0x30FF) || (cp >= 0x3400 && cp <= 0x9FFF) || (cp >= 0xAC00 && cp <= 0xD7AF) ||
	       (cp >= 0x20000 && cp <= 0x3FFFF);
}

static const char *joined(struct import *im, struct import_row *row, const struct target *t)
{
	const char *part[PARTS], *out;
	struct str all = STR_INIT;
	int n = 0;
	bool turn = true;

	for (int i = 0; i < t->n_parts; i++) {
		part[n] = cell_text(im, row, t->part[i]);
		if (!*part[n])
			continue;
		turn = turn && family_first(part[n]);
		n++;
	}
	for (int i = 0; i < n; i++) {
		str_add(&all, i && !turn ? " " : "");
		str_add(&all, part[turn ? n - 1 - i : i]);
	}
	out = arena_strndup(&row->arena, all.s, all.len);
	str_free(&all);
	return out;
}

bool row_has_text(struct import *im, struct import_row *row, const struct target *t)
{
	return *cell_text(im, row, t->col) || (t->n_parts && *joined(im, row, t));
}

void import_put(struct import_row *row, int slot, struct value v)
{
	for (int i = 0; i < row->n; i++)
		if (row->ch[i].slot == slot) {
			row->ch[i].val = v;
			return;
		}
	row->ch[row->n++] = (struct change){ .slot = slot, .val = v };
}

static int first_of(const struct model *m, enum field_type type)
{
	for (int slot = SYS_N; slot < m->n; slot++)
		if (m->fields[slot].type == type)
			return slot;
	return -1;
}

/* A cell that cannot be taken is a warning, and its text goes to the notes; only the address that people are written at
 * must be right. */
static void refuse_cell(
	struct import *im, struct import_row *row, const struct target *t, const char *text, const struct err *err)
{
	int col = t->col >= 0 ? t->col : t->part[0];

	import_see_bad(im, col, err);
	if (!im->opt->keep_bad_email && im->m->fields[t->slot].type == FT_EMAIL && t->slot == first_of(im->m, FT_EMAIL)) {
		row->reject = "bad_email";
		row->reject_col = im->col[col].header;
		return;
	}
	note_bad(im, col, row, err);
	if (t->slot != im->notes)
		keep_text(im, col, text, row);
}

static void take_target(struct import *im, struct import_row *row, const struct target *t)
{
	const char *text = cell_text(im, row, t->col);
	struct err err;
	struct value v;

	err_clear(&err); /* not ERR_INIT: half a kilobyte a cell */
	if (!*text && t->n_parts)
		text = joined(im, row, t);
	if (!*text)
		return;
	if (import_is_name(im, t->slot))
		text = import_name(im, row, t->col >= 0 ? t->col : t->part[0], text);
	if (im->m->fields[t->slot].type == FT_PHONE)
		text = import_phone(im, row, text);
	if (t->slot == im->external && im->opt->source && *im->opt->source)
		text = arena_printf(&row->arena, "%s:%s", im->opt->source, text);
	if (!import_cell(im, t->slot, t->col >= 0 ? t->col : t->part[0], text, &row->arena, &v, &err))
		refuse_cell(im, row, t, text, &err);
	if (v.kind != VAL_NULL)
		import_put(row, t->slot, v);
}

/* What two columns, or a column and a value for every row, say of one set. */
static struct value both(const struct value *a, const struct value *b, struct arena *arena)
{
	int64_t *all = arena_alloc(arena, (size_t)(a->n + b->n) * sizeof *all);

	memcpy(all, a->set, (size_t)a->n * sizeof *all);
	memcpy(all + a->n, b->set, (size_t)b->n * sizeof *all);
	return value_set(all, a->n + b->n, arena);
}

static void put_more(struct import_row *row, int slot, struct value v)
{
	const struct value *had = row_value(row, slot);

	import_put(row, slot, had && had->kind == VAL_SET && v.kind == VAL_SET ? both(had, &v, &row->arena) : v);
}

/* Columns whose cells are to be tags. */
static void take_tags(struct import *im, struct import_row *row)
{
	for (int i = 0; i < im->n_cols; i++) {
		const char *text = im->col[i].tags ? cell_text(im, row, i) : "";
		struct err err = ERR_INIT;
		struct value v;

		if (!*text)
			continue;
		if (!import_cell(im, im->tags, i, text, &row->arena, &v, &err)) {
			note_bad(im, i, row, &err);
			keep_text(im, i, text, row);
		}
		if (v.kind == VAL_SET)
			put_more(row, im->tags, v);
	}
}

static bool is_identity(const struct import *im, int slot)
{
	const struct field *f = &im->m->fields[slot];

	return slot == im->m->title || f->type == FT_EMAIL || f->type == FT_PHONE || import_synonym(f, "@identity");
}

/* The text of the first identity field that has one; NULL: nobody. Titles are not longer than they may be. */
static const char *identity_text(struct import *im, struct import_row *row)
{
	struct str shown = STR_INIT;
	const char *text = NULL;

	for (int slot = SYS_N; slot < im->m->n && !text; slot++) {
		const struct value *v = is_identity(im, slot) ? row_value(row, slot) : NULL;

		if (!v)
			continue;
		if (v->kind == VAL_TEXT)
			text = v->s;
		else if (v->kind == VAL_INT && v->i > 0)
			value_show(im->s, im->m, slot, v, NULL, SHOW_EXPORT, &shown);
		else
			str_addc(&shown, '?');
	}
	if (!text && shown.len)
		text = arena_strndup(&row->arena, shown.s, shown.len);
	str_free(&shown);
	return text;
}

static void check_identity(struct import *im, struct import_row *row)
{
	const char *text = identity_text(im, row);
	const struct field *title = &im->m->fields[im->m->title];
	struct value v;

	if (!text && (import_takes(title) || !row->n)) {
		row->reject = "no_identity";
		return;
	}
	if (!text || row_value(row, im->m->title) || title->type != FT_TEXT)
		return;
	import_cell(im, im->m->title, -1, text, &row->arena, &v, NULL);
	row->title_made = v.kind != VAL_NULL;
	if (v.kind != VAL_NULL)
		import_put(row, im->m->title, v);
}

/* "Total 12,300" under the last row: no person, and nothing to reach it by. */
static bool is_total(struct import *im, struct import_row *row)
{
	if (row->raw->line != im->last_line)
		return false;
	for (int i = 0; i < row->n; i++) {
		enum field_type type = im->m->fields[row->ch[i].slot].type;

		if ((type == FT_EMAIL || type == FT_PHONE) && row->ch[i].val.kind != VAL_NULL)
			return false;
	}
	for (int i = 0; i < row->raw->n && i < im->n_cols; i++) {
		const char *text = cell_text(im, row, i);

		if (*text)
			return word_starts("total", text);
	}
	return false;
}

static void add_kept(struct import *im, struct import_row *row)
{
	const struct value *notes;
	struct str all = STR_INIT;
	struct err err = ERR_INIT;
	struct value v;

	for (int i = 0; i < im->n_cols; i++) {
		bool said = i == im->code_col && row->coded;
		const char *text = im->col[i].keep && !said ? cell_text(im, row, i) : "";

		if (*text)
			keep_text(im, i, text, row);
	}
	if (!row->kept.len || im->notes < 0)
		return;
	notes = row_value(row, im->notes);
	if (notes)
		str_addf(&all, "%s\n", notes->s);
	str_addn(&all, row->kept.s, row->kept.len);
	if (!import_cell(im, im->notes, -1, arena_strndup(&row->arena, all.s, all.len), &row->arena, &v, &err))
		im->cut_notes++;
	if (v.kind != VAL_NULL)
		import_put(row, im->notes, v);
	str_free(&all);
}

static const char *fault_reason(enum csv_fault fault)
{
	switch (fault) {
	case CSV_UNTERMINATED: return "unterminated_quote";
	case CSV_CELL_TOO_LONG: return "too_long";
	default: return "extra_cells";
	}
}

static bool has_extra(struct import *im, struct import_row *row)
{
	for (int i = im->n_cols; i < row->raw->n; i++)
		if (*import_text(im, row->raw->cell[i], row->raw->len[i], &row->arena))
			return true;
	return false;
}

/* Everything of a row that needs no other row: its values, or why it is turned away. */
static void read_row(struct import *im, struct import_row *row)
{
	if (row->raw->fault != CSV_FINE) {
		row->reject = fault_reason(row->raw->fault);
		return;
	}
	if (has_extra(im, row)) {
		row->reject = "extra_cells";
		return;
	}
	for (int i = 0; i < im->n_targets && !row->reject; i++)
		if (im->target[i].slot != SYS_ID)
			take_target(im, row, &im->target[i]);
	if (!row->reject)
		take_tags(im, row);
	if (!row->reject && is_total(im, row))
		row->reject = "total_row";
	if (row->reject)
		return;
	check_identity(im, row);
	for (int i = 0; i < im->n_set; i++)
		put_more(row, im->set[i].slot, im->set[i].val);
	if (!row->reject)
		add_kept(im, row);
}

/* Our own files may carry the id of the record they speak of. */
static int64_t own_id(struct import *im, struct import_row *row)
{
	int64_t id = 0;

	for (int i = 0; i < im->n_targets; i++)
		if (im->target[i].slot == SYS_ID && i64_parse(cell_text(im, row, im->target[i].col), &id) && id > 0)
			return id;
	return 0;
}

/* A row that came in before the import was cut off. */
static void pass_over(struct import *im, struct import_row *row)
{
	char reason[24], column[80];

	im->over = true;
	read_row(im, row);
	im->out->rows++;
	if (!row->reject) {
		row->id = im->own ? own_id(im, row) : 0;
		import_pass_over(im, row);
	}
	if (import_job_rejected(im, reason, column))
		import_reject(im, row, reason, *column ? column : NULL);
	im->over = false;
}

/* The batch ends where the lock was held long enough, and how far it came is part of it. */
static enum rc breathe(struct import *im)
{
	enum rc rc;

	if (!im->job.running || !step_due(&im->step))
		return RC_OK;
	rc = import_job_save(im);
	return rc == RC_OK ? step_breathe(&im->step, im->err) : rc;
}

static enum rc settle(struct import *im, struct import_row *row)
{
	enum rc rc = RC_OK;

	if (im->out->rows < im->job.done) {
		pass_over(im, row); /* its place in the job's row stays: more is done than was read again */
		return im->rc == RC_OK && im->job.running ? step_breathe(&im->step, im->err) : im->rc;
	}
	import_see(im, row);
	read_row(im, row);
	import_see_values(im, row);
	im->out->rows++;
	if (row->reject) {
		import_reject(im, row, row->reject, row->reject_col);
	} else {
		row->id = im->own ? own_id(im, row) : 0;
		rc = import_write(im, row);
	}
	import_see_fate(im, row);
	if (rc == RC_OK)
		rc = im->rc == RC_OK ? breathe(im) : im->rc;
	return rc;
}

static bool on_info(void *ctx, const struct sheet_info *info)
{
	struct import *im = ctx;

	/* another file under the same name would be read with the first one's columns */
	if (strcmp(info->sha256, im->out->sheet.sha256))
		im->rc = fail(im->err, RC_CONFLICT, NO_FIELD, _("the file changed while it was read: import it again"));
	return im->rc == RC_OK;
}

static bool on_row(void *ctx, const struct csv_record *r)
{
	struct import *im = ctx;
	struct import_row row = { .raw = r, .ch = im->row_ch, .kept = STR_INIT, .arena = im->row_arena };

	if (!im->header_seen) {
		im->header_seen = true;
		if (im->out->sheet.header_line)
			return true;
	}
	if (r->blank || r->units)
		return true;
	im->row = &row;
	im->rc = settle(im, &row);
	im->row = NULL;
	str_free(&row.kept);
	arena_reset(&row.arena);
	im->row_arena = row.arena;
	if (im->rc == RC_OK && im->opt->progress && im->out->rows % 1024 == 0 &&
		!im->opt->progress(im->opt->ctx, im->out->rows, r->end, im->out->sheet.bytes)) {
		im->stopped = im->job.running;
		im->rc = fail(im->err, RC_CANCELLED, NO_FIELD, _("stopped after %lld rows"), (long long)im->out->rows);
	}
	return im->rc == RC_OK;
}

static bool refers_to_self(const struct model *m)
{
	for (int slot = SYS_N; slot < m->n; slot++)
		if (m->fields[slot].type == FT_REF && str_eq(m->fields[slot].ref, m->name))
			return true;
	return false;
}

enum rc import_rows(struct import *im, const char *path)
{
	struct sheet_sink sink = { .info = on_info, .row = on_row, .ctx = im };
	struct sheet_options sheet = im->opt->sheet;
	struct err err = ERR_INIT;
	enum rc rc;

	sheet.again = true;
	sheet.words = im->words.s;
	sheet.known = im->out->sheet;
	im->header_seen = false;
	im->row_ch = xcalloc((size_t)im->m->n, sizeof *im->row_ch);
	im->refers_to_self = refers_to_self(im->m);
	rc = agent_sheet(im->s->agent, path, &sheet, import_limit(im), &sink, &err);
	arena_free(&im->row_arena);
	free(im->row_ch);
	im->row_ch = NULL;
	if (im->rc != RC_OK)
		return im->rc;
	if (rc != RC_OK)
		*im->err = err;
	return rc;
}
