/* Text of any bytes through gate, fold, layout and editor; traps where what base/layout.h and base/edit.h promise does
 * not hold. Input: columns, flags, number of editing bytes, these, then the text. */
#include "base/edit.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "base/layout.h"
#include "base/utf8.h"

#define HEAD 3
#define FLAG_LINES 1
#define FLAG_RTL 2
#define FLAG_ASCII 4
#define LINES 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		__builtin_trap();
}

static bool forbidden(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0xAD || cp == 0x200B || (cp >= 0x2028 && cp <= 0x202E) ||
	       (cp >= 0x2060 && cp <= 0x2064) || cp == 0xFEFF || (cp >= 0xFFF9 && cp <= 0xFFFB) ||
	       (cp >= 0xE0000 && cp < 0xE1000);
}

static void check_layout(const struct layout *l, size_t n, int cols)
{
	int width = 0;

	for (int i = 0; i < l->n; i++) {
		const struct cell *c = &l->cell[i];

		width += c->width;
		must(c->width == 1 || c->width == 2);
		must(c->at <= n && c->cp[0]);
		for (int k = 0; k <= CELL_MARKS && c->cp[k]; k++)
			must(!forbidden(c->cp[k]));
	}
	must(width == l->width && (cols < 0 || width <= cols));
}

static void draw(const char *s, size_t n, int cols)
{
	struct layout l = LAYOUT_INIT;
	struct text_line line[LINES];
	struct str out = STR_INIT;
	int lines;

	layout_text(&l, s, n, cols);
	check_layout(&l, n, cols);
	layout_text(&l, s, n, -1);
	check_layout(&l, n, -1);
	must(l.width == text_width(s, n));
	text_safe(s, n, &out);
	must(utf8_valid(out.s, out.len));
	text_safe_lines(s, n, &out);
	text_cells(s, n, cols, true, &out);
	lines = text_wrap(s, n, cols, line, LINES);
	for (int i = 0; i < lines && i < LINES; i++) {
		must(line[i].from <= line[i].to && line[i].to <= n);
		layout_part(&l, s, n, line[i].from, line[i].to, cols);
		check_layout(&l, n, cols);
		must(!l.cut || cols < 2);
	}
	str_free(&out);
	layout_free(&l);
}

static void keys_of(const char *s, size_t n)
{
	struct str once = STR_INIT, twice = STR_INIT;

	fold(s, n, &once);
	must(utf8_valid(once.s, once.len));
	fold(once.s, once.len, &twice);
	must(str_eq(once.s, twice.s));
	str_clear(&twice);
	sort_key(s, n, &twice);
	must(utf8_valid(twice.s, twice.len));
	str_free(&once);
	str_free(&twice);
}

static void gate(const char *s, size_t n, bool lines)
{
	const struct text_rule rule = { .lines = lines };
	struct str out = STR_INIT, nfc = STR_INIT;

	text_strip(s, n, &rule, &out);
	must(text_ok(out.s, out.len, &rule, NULL) == RC_OK);
	text_nfc(out.s, out.len, &nfc);
	must(utf8_valid(nfc.s, nfc.len));
	str_free(&out);
	str_free(&nfc);
}

static void look(struct edit *e, int cols)
{
	struct text_line line[8];
	struct layout l = LAYOUT_INIT;
	int row, col;

	if (e->lines) {
		int n = edit_view_lines(e, cols, 8, line, &row, &col);

		must(row >= 0 && row < n);
		edit_view_line(e, &line[row], cols, &l);
	} else {
		col = edit_view(e, cols, &l);
		must(l.width == cols);
	}
	must(col >= 0 && col < cols);
	check_layout(&l, e->text.len, cols);
	layout_free(&l);
}

/* A low byte is a key or a click; a high one types the next bytes of the text. */
static void write_with(const uint8_t *script, size_t steps, const char *s, size_t n, int cols, bool lines)
{
	struct edit e;
	size_t used = 0;

	edit_init(&e, "", lines, 200);
	for (size_t i = 0; i < steps; i++) {
		const char *why;
		size_t piece = script[i] & 15u;

		if (script[i] < 64) {
			edit_key(&e, (enum edit_key)(script[i] % (EDIT_REDO + 1)), cols);
		} else if (script[i] < 80) {
			edit_click(&e, cols, script[i] & 3, (int)piece % cols);
		} else {
			if (piece > n - used)
				piece = n - used;
			edit_insert(&e, s + used, piece, &why);
			used += piece;
		}
		must(e.cursor <= e.text.len && utf8_valid(e.text.s, e.text.len));
		look(&e, cols);
	}
	edit_free(&e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool ready;
	int cols;
	size_t steps;
	const char *text;

	if (!ready)
		i18n_init();
	ready = true;
	if (size < HEAD)
		return 0;
	cols = 1 + data[0] % 40;
	steps = data[2] % 32u;
	if (steps > size - HEAD)
		steps = size - HEAD;
	layout_config(
		(enum bidi_mode)(data[1] >> 4 & 3u) % 3, data[1] & FLAG_RTL ? DIR_RTL : DIR_LTR, data[1] & FLAG_ASCII);
	text = (const char *)data + HEAD + steps;
	size -= HEAD + steps;
	draw(text, size, cols);
	keys_of(text, size);
	gate(text, size, data[1] & FLAG_LINES);
	write_with(data + HEAD, steps, text, size, cols, data[1] & FLAG_LINES);
	return 0;
}
