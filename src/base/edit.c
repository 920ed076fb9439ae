#include "base/edit.h"

#include <utf8proc.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "editing.h"
#include "safe.h"

void edit_init(struct edit *e, const char *s, bool lines, size_t max)
{
	*e = (struct edit){ .text = STR_INIT, .lines = lines, .max = max };
	str_add(&e->text, s);
	e->cursor = e->text.len;
}

void edit_free(struct edit *e)
{
	undo_free(e);
	str_free(&e->text);
	*e = (struct edit){ .text = STR_INIT };
}

void edit_set(struct edit *e, const char *s)
{
	if (str_eq(e->text.s, s))
		return;
	undo_note(e, CHANGE_ONCE);
	str_clear(&e->text);
	str_add(&e->text, s);
	e->cursor = e->text.len;
	e->scroll = 0;
}

/* Positions */

struct paragraph edit_paragraph(const struct edit *e, size_t at)
{
	if (e->lines)
		return paragraph_at(e->text.s, e->text.len, at);
	return (struct paragraph){ .from = 0, .to = e->text.len };
}

enum text_dir edit_dir(const struct edit *e, size_t at)
{
	struct paragraph p = edit_paragraph(e, at);

	return text_dir(e->text.s + p.from, p.to - p.from);
}

void edit_cells(const struct edit *e, struct paragraph p, struct layout *l)
{
	layout_logical(l, e->text.s, p.from, p.to, text_dir(e->text.s + p.from, p.to - p.from));
}

int edit_cell_at(const struct layout *l, size_t at)
{
	int lo = 0, hi = l->n;

	while (lo < hi) {
		int mid = lo + (hi - lo) / 2;

		if (l->cell[mid].at < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

size_t edit_snap(const struct edit *e, size_t at)
{
	struct paragraph p = edit_paragraph(e, at);
	struct layout l = LAYOUT_INIT;
	size_t to = p.to;
	int i;

	if (at == p.from || at >= p.to)
		return at == p.from ? at : p.to;
	edit_cells(e, p, &l);
	i = edit_cell_at(&l, at);
	if (i < l.n)
		to = l.cell[i].at;
	layout_free(&l);
	return to;
}

size_t edit_next(const struct edit *e, size_t at)
{
	struct paragraph p = edit_paragraph(e, at);

	if (at >= p.to)
		return p.next ? p.next : p.to;
	return edit_snap(e, at + 1);
}

size_t edit_prev(const struct edit *e, size_t at)
{
	struct paragraph p = edit_paragraph(e, at);
	struct layout l = LAYOUT_INIT;
	size_t to = p.from;
	int i;

	if (at <= p.from)
		return p.from ? edit_paragraph(e, p.from - 1).to : 0;
	edit_cells(e, p, &l);
	i = edit_cell_at(&l, at);
	if (i > 0)
		to = l.cell[i - 1].at;
	layout_free(&l);
	return to;
}

static bool is_word(const struct cell *c)
{
	utf8proc_category_t cat = utf8proc_category((utf8proc_int32_t)c->cp[0]);

	return c->cp[0] == '_' || (cat >= UTF8PROC_CATEGORY_LU && cat <= UTF8PROC_CATEGORY_NO);
}

static size_t word_next(const struct edit *e, size_t at)
{
	struct paragraph p = edit_paragraph(e, at);
	struct layout l = LAYOUT_INIT;
	int i;

	if (at >= p.to)
		return edit_next(e, at);
	edit_cells(e, p, &l);
	i = edit_cell_at(&l, at);
	while (i < l.n && !is_word(&l.cell[i]))
		i++;
	while (i < l.n && is_word(&l.cell[i]))
		i++;
	at = i < l.n ? l.cell[i].at : p.to;
	layout_free(&l);
	return at;
}

static size_t word_prev(const struct edit *e, size_t at)
{
	struct paragraph p = edit_paragraph(e, at);
	struct layout l = LAYOUT_INIT;
	int i;

	if (at <= p.from)
		return edit_prev(e, at);
	edit_cells(e, p, &l);
	i = edit_cell_at(&l, at);
	while (i > 0 && !is_word(&l.cell[i - 1]))
		i--;
	while (i > 0 && is_word(&l.cell[i - 1]))
		i--;
	at = i < l.n ? l.cell[i].at : p.from;
	layout_free(&l);
	return at;
}

/* Changes */

/* The text [from, to) about to be replaced by text, and the cursor after it. */
struct patch {
	size_t from, to, cursor;
	struct str text;
};

static void add_nfc(struct str *out, const struct str *raw)
{
	if (utf8_valid(raw->s, raw->len))
		text_nfc(raw->s, raw->len, out);
	else
		str_addn(out, raw->s, raw->len); /* stored before there was a gate: shown as U+FFFD, kept as it is */
}

/* s in place of [from, to), in NFC with the cells on both sides: a mark composes with the letter before it. */
static struct patch make_patch(const struct edit *e, size_t from, size_t to, const char *s, size_t n)
{
	struct paragraph before = edit_paragraph(e, from), after = edit_paragraph(e, to);
	struct patch p = { .from = from, .to = to, .text = STR_INIT };
	struct str raw = STR_INIT, head = STR_INIT;

	if (from > before.from)
		p.from = edit_prev(e, from);
	if (to < after.to)
		p.to = edit_next(e, to);
	str_addn(&raw, e->text.s + p.from, from - p.from);
	str_addn(&raw, s, n);
	add_nfc(&head, &raw);
	str_addn(&raw, e->text.s + to, p.to - to);
	add_nfc(&p.text, &raw);
	p.cursor = p.from + (head.len < p.text.len ? head.len : p.text.len);
	str_free(&raw);
	str_free(&head);
	return p;
}

static void apply(struct edit *e, struct patch *p, enum change kind)
{
	undo_note(e, kind);
	str_splice(&e->text, p->from, p->to - p->from, p->text.s, p->text.len);
	e->cursor = edit_snap(e, p->cursor);
	str_free(&p->text);
}

static bool has_presentation_form(const char *s, size_t n)
{
	uint32_t cp;

	for (size_t i = 0; i < n;) {
		i += utf8_decode(s + i, n - i, &cp);
		if ((cp >= 0xFB50 && cp <= 0xFDFF) || (cp >= 0xFE70 && cp <= 0xFEFE))
			return true;
	}
	return false;
}

/* What of s may be typed: no controls, no invisible characters that deceive. */
static void make_typeable(const struct edit *e, const char *s, size_t n, struct str *out)
{
	const struct text_rule rule = { .lines = e->lines };
	struct str stripped = STR_INIT;
	uint32_t cp;

	while (!e->lines && n && (s[n - 1] == '\n' || s[n - 1] == '\r')) /* the end of a pasted line */
		n--;
	text_strip(s, n, &rule, &stripped);
	for (size_t i = 0; i < stripped.len;) {
		i += utf8_decode(stripped.s + i, stripped.len - i, &cp);
		if (cp == 0x2028 || cp == 0x2029)
			cp = e->lines ? '\n' : ' ';
		if (!safe_refuses(cp))
			str_add_cp(out, cp);
	}
	str_free(&stripped);
}

/* Whether the patch may be applied: within the limit, and no new heap of marks. */
static bool allowed(const struct edit *e, const struct patch *p, const char **why)
{
	const struct text_rule rule = { .lines = true };
	const char *old = e->text.s + p->from;
	size_t old_len = p->to - p->from;
	size_t was = utf8_count(old, old_len), is = utf8_count(p->text.s, p->text.len);

	if (e->max && is > was && utf8_count(e->text.s, e->text.len) - was + is > e->max) {
		*why = _("no more room in this field: shorten the text first");
		return false;
	}
	if (text_ok(p->text.s, p->text.len, &rule, NULL) != RC_OK && text_ok(old, old_len, &rule, NULL) == RC_OK) {
		*why = _("too many marks on one letter");
		return false;
	}
	return true;
}

/* Words are undone one by one: a space begins the next. */
static enum change change_of(struct edit *e, const struct str *typed)
{
	if (utf8_count(typed->s, typed->len) > 1)
		return CHANGE_ONCE;
	if (typed->s[0] == ' ' || typed->s[0] == '\n')
		e->group = CHANGE_ONCE;
	return CHANGE_TYPE;
}

bool edit_insert(struct edit *e, const char *s, size_t n, const char **why)
{
	struct str typed = STR_INIT;
	struct patch p;
	bool ok = true;

	*why = NULL;
	if (has_presentation_form(s, n)) {
		*why = _("this text was copied as it is drawn, not as it is written: type it, or copy it from "
			 "elsewhere");
		return false;
	}
	make_typeable(e, s, n, &typed);
	if (typed.len) {
		p = make_patch(e, e->cursor, e->cursor, typed.s, typed.len);
		ok = allowed(e, &p, why);
		if (ok)
			apply(e, &p, change_of(e, &typed));
		else
			str_free(&p.text);
	}
	str_free(&typed);
	return ok;
}

static bool erase(struct edit *e, size_t from, size_t to, enum change kind)
{
	struct patch p;

	if (from >= to)
		return false;
	p = make_patch(e, from, to, "", 0);
	apply(e, &p, kind);
	return true;
}

/* The start of the code point (or maximal bad part, or CRLF) that ends at the byte. */
static size_t code_point_before(const struct edit *e, size_t at)
{
	const char *s = e->text.s;
	uint32_t cp;

	if (at >= 2 && s[at - 2] == '\r' && s[at - 1] == '\n')
		return at - 2;
	for (size_t len = at < 4 ? at : 4; len > 1; len--)
		if (utf8_decode(s + at - len, len, &cp) == len)
			return at - len;
	return at - 1;
}

/* Keys */

static bool go(struct edit *e, size_t to)
{
	if (to == e->cursor)
		return false;
	e->cursor = to;
	e->group = CHANGE_ONCE;
	return true;
}

/* Whether the key that points left means the next character. */
static bool leftward(const struct edit *e)
{
	return layout_side(edit_dir(e, e->cursor)) == DIR_RTL;
}

static bool key_left(struct edit *e, int cols)
{
	(void)cols;
	return go(e, leftward(e) ? edit_next(e, e->cursor) : edit_prev(e, e->cursor));
}

static bool key_right(struct edit *e, int cols)
{
	(void)cols;
	return go(e, leftward(e) ? edit_prev(e, e->cursor) : edit_next(e, e->cursor));
}

static bool key_word_left(struct edit *e, int cols)
{
	(void)cols;
	return go(e, leftward(e) ? word_next(e, e->cursor) : word_prev(e, e->cursor));
}

static bool key_word_right(struct edit *e, int cols)
{
	(void)cols;
	return go(e, leftward(e) ? word_prev(e, e->cursor) : word_next(e, e->cursor));
}

static bool key_up(struct edit *e, int cols)
{
	return e->lines && go(e, edit_vertical(e, cols, -1));
}

static bool key_down(struct edit *e, int cols)
{
	return e->lines && go(e, edit_vertical(e, cols, 1));
}

static bool key_home(struct edit *e, int cols)
{
	(void)cols;
	return go(e, edit_paragraph(e, e->cursor).from);
}

static bool key_end(struct edit *e, int cols)
{
	(void)cols;
	return go(e, edit_paragraph(e, e->cursor).to);
}

static bool key_backspace(struct edit *e, int cols)
{
	(void)cols;
	return e->cursor && erase(e, code_point_before(e, e->cursor), e->cursor, CHANGE_RUBOUT);
}

static bool key_delete(struct edit *e, int cols)
{
	(void)cols;
	return erase(e, e->cursor, edit_next(e, e->cursor), CHANGE_ONCE);
}

static bool key_kill_word(struct edit *e, int cols)
{
	(void)cols;
	return erase(e, word_prev(e, e->cursor), e->cursor, CHANGE_ONCE);
}

/* At the end of a line its newline goes, as at its beginning the one before. */
static bool key_kill_end(struct edit *e, int cols)
{
	struct paragraph p = edit_paragraph(e, e->cursor);

	(void)cols;
	return erase(e, e->cursor, e->cursor < p.to ? p.to : edit_next(e, e->cursor), CHANGE_ONCE);
}

static bool key_kill_home(struct edit *e, int cols)
{
	struct paragraph p = edit_paragraph(e, e->cursor);

	(void)cols;
	return erase(e, e->cursor > p.from ? p.from : edit_prev(e, e->cursor), e->cursor, CHANGE_ONCE);
}

static bool key_undo(struct edit *e, int cols)
{
	(void)cols;
	return undo_back(e);
}

static bool key_redo(struct edit *e, int cols)
{
	(void)cols;
	return undo_forward(e);
}

static bool (*const key_table[])(struct edit *e, int cols) = {
	[EDIT_LEFT] = key_left,
	[EDIT_RIGHT] = key_right,
	[EDIT_WORD_LEFT] = key_word_left,
	[EDIT_WORD_RIGHT] = key_word_right,
	[EDIT_UP] = key_up,
	[EDIT_DOWN] = key_down,
	[EDIT_HOME] = key_home,
	[EDIT_END] = key_end,
	[EDIT_BACKSPACE] = key_backspace,
	[EDIT_DELETE] = key_delete,
	[EDIT_KILL_WORD] = key_kill_word,
	[EDIT_KILL_END] = key_kill_end,
	[EDIT_KILL_HOME] = key_kill_home,
	[EDIT_UNDO] = key_undo,
	[EDIT_REDO] = key_redo,
};

bool edit_key(struct edit *e, enum edit_key key, int cols)
{
	return key_table[key](e, cols);
}
