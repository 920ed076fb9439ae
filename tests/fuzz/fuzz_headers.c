/* Any text as a spreadsheet's headers and rows: every column finds a field or none, no field twice, and its cells
 * become values of that field or are refused with a reason. */
#include <stdint.h>
#include <stdio.h>

#include "unit/record/toy.c"

#include "../../src/record/headers.h"
#include "../../src/record/import_private.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define MUST(x)                                                                                                        \
	do {                                                                                                           \
		if (!(x))                                                                                              \
			__builtin_trap();                                                                              \
	} while (0)

static struct session *toy;

static void at_end(void)
{
	toy_close(toy);
}

/* The second pass: what stands in the cells of a column becomes a value, or not, and then says why. */
static bool take_values(void *ctx, const struct csv_record *r)
{
	struct import *im = ctx;
	struct change ch[64];
	struct import_row row = { .raw = r, .ch = ch, .kept = STR_INIT };

	MUST(im->m->n <= 64);
	for (int i = 0; i < r->n && i < im->n_cols && !r->fault; i++) {
		const char *text = import_text(im, r->cell[i], r->len[i], &row.arena);
		int slot = im->col[i].slot;
		struct err err = ERR_INIT;
		struct value v;

		if (slot <= 0 || !*text)
			continue;
		if (import_is_name(im, slot))
			text = import_name(im, &row, i, text);
		if (im->m->fields[slot].type != FT_REF && im->m->fields[slot].type != FT_REFS)
			MUST(import_cell(im, slot, i, text, &row.arena, &v, &err) || err.text[0]);
	}
	str_free(&row.kept);
	arena_free(&row.arena);
	return true;
}

static bool learn(void *ctx, const struct csv_record *r)
{
	struct import *im = ctx;
	struct arena a = ARENA_INIT;

	import_learn_record(im, r, &a);
	arena_free(&a);
	return true;
}

static void read_all_of(struct import *im, csv_record_fn *fn, const char *s, size_t n)
{
	static const struct csv_dialect comma = { .delimiter = ',', .quote = '"' };
	struct csv_reader *r = csv_reader_new(&comma, fn, im);

	csv_reader_feed(r, s, n, NULL);
	csv_reader_end(r, NULL);
	csv_reader_free(r);
}

static void check_columns(const struct import *im)
{
	for (int i = 0; i < im->n_cols; i++) {
		MUST(im->col[i].slot >= -1 && im->col[i].slot < im->m->n && import_type(&im->col[i]));
		for (int k = 0; k < i && im->col[i].slot >= 0; k++)
			MUST(im->col[k].slot != im->col[i].slot || im->col[k].role || im->col[i].role);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct import_result out = { .n_columns = 0 };
	struct import_options opt = { .sheet = { .backslash = -1, .header_line = -1 }, .dry_run = true };
	struct err err = ERR_INIT;
	struct import im = { .opt = &opt,
		.out = &out,
		.err = &err,
		.rejects = STR_INIT,
		.job = { .mapping = STR_INIT, .options = STR_INIT },
		.rejects_fd = -1 };

	if (!toy) {
		toy = toy_open();
		atexit(at_end);
	}
	if (n < 1)
		return 0;
	im.s = toy;
	im.m = opt.model = session_model(toy, "reader");
	out.sheet.header_line = data[0] & 1;
	out.sheet.dialect.delimiter = data[0] & 2 ? ';' : ',';
	read_all_of(&im, learn, (const char *)data + 1, n - 1);
	MUST(import_map(&im) == RC_OK);
	import_conclude(&im);
	check_columns(&im);
	read_all_of(&im, take_values, (const char *)data + 1, n - 1);
	import_free(&im);
	import_result_free(&out);
	return 0;
}
