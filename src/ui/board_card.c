/* One card: title and stars, whom and how much, what is next and whose it is, tags where there is room. */
#include "base/i18n.h"
#include "base/utf8.h"
#include "board.h"
#include "record/session.h"

#define PAD 2 /* the selected card's bar, the tick of a marked one */

static const struct value *part_value(const struct board *b, const struct row *r, enum card_part part)
{
	static const struct value none = { .kind = VAL_NULL };

	return b->col[part] >= 0 ? &r->val[b->col[part]] : &none;
}

void board_text(const struct board *b, struct session *s, const struct row *r, enum card_part part,
	enum value_style style, struct str *out)
{
	int col = b->col[part];

	if (col >= 0)
		value_show(s, b->c.model, b->path[col].slot[0], &r->val[col], r->titles[col], style, out);
}

/* Two cells that stand for a person: the first letters of two words, or of the one. */
static void initials(const char *name, struct str *out)
{
	size_t n = strlen(name), at = 0;
	int letters = 0;
	bool start = true, two = strchr(name, ' ') != NULL;
	uint32_t cp;

	while (at < n && letters < 2) {
		at += utf8_decode(name + at, n - at, &cp);
		if (cp == ' ') {
			start = true;
		} else if (start || (!two && letters == 1)) {
			str_add_cp(out, cp >= 'a' && cp <= 'z' ? cp - 32 : cp);
			letters += cp >= 0x1100 ? 2 : 1; /* wide ones fill both */
			start = false;
		}
	}
}

static const struct choice *signal_of(const struct board *b, const struct row *r)
{
	const struct value *v = part_value(b, r, CARD_SIGNAL);

	return v->kind == VAL_INT ? choice_by_no(&b->c.model->fields[b->c.model->signal], v->i) : NULL;
}

static int stars(const struct board *b, const struct row *r)
{
	const struct value *v = part_value(b, r, CARD_STARS);

	return v->kind != VAL_INT || v->i < 0 ? 0 : v->i > 3 ? 3 : (int)v->i;
}

static void draw_title(const struct view *v, struct canvas *c, const struct row *r, struct rect at, unsigned role)
{
	const struct board *b = v->data;
	struct str s = STR_INIT;
	int n = stars(b, r);

	board_text(b, v->ui->session, r, CARD_TITLE, SHOW_LIST, &s);
	if (!s.len)
		str_addf(&s, "#%lld", (long long)r->id);
	canvas_text(c, at.x, at.y, at.w - (n ? n + 1 : 0), role, s.s);
	for (int i = 0; i < n; i++)
		canvas_glyph(c, at.x + at.w - n + i, at.y, C_STAR, GL_STAR);
	str_free(&s);
}

/* Both ends of a line: what is at the right stays whole. Returns the cells that are left between. */
static int two_ends(
	struct canvas *c, struct rect at, unsigned left_role, const char *left, unsigned right_role, const char *right)
{
	int w = text_width(right, strlen(right)), used;

	w = w < at.w ? w : at.w;
	canvas_right(c, at.x + at.w - w, at.y, w, right_role, right);
	used = at.w - w - (w ? 1 : 0);
	if (used <= 0)
		return 0;
	canvas_text(c, at.x, at.y, used, left_role, left);
	return used;
}

static void draw_who(const struct view *v, struct canvas *c, const struct row *r, struct rect at)
{
	const struct board *b = v->data;
	struct str who = STR_INIT, much = STR_INIT;

	board_text(b, v->ui->session, r, CARD_SUBTITLE, SHOW_LIST, &who);
	board_text(b, v->ui->session, r, CARD_AMOUNT, SHOW_SHORT, &much);
	two_ends(c, at, C_TEXT, who.s, C_VALUE, much.s);
	str_free(&who);
	str_free(&much);
}

static void tags_text(const struct view *v, const struct row *r, struct str *out)
{
	const struct board *b = v->data;
	struct str s = STR_INIT;

	board_text(b, v->ui->session, r, CARD_TAGS, SHOW_LIST, &s);
	str_add(out, s.s);
	str_free(&s);
}

static void tint_tags(const struct view *v, struct canvas *c, const struct row *r, int x, int y, int cols)
{
	const struct board *b = v->data;
	int col = b->col[CARD_TAGS];

	if (col >= 0)
		value_tint(c, v->ui->session, b->c.model, b->path[col].slot[0], &r->val[col], r->titles[col], x, y, cols);
}

/* "! call 2 d late": the text of the signal, and nothing where it has none; the signal itself where it comes without text. */
static int draw_next(const struct view *v, struct canvas *c, const struct row *r, struct rect at)
{
	const struct board *b = v->data;
	const struct choice *ch = signal_of(b, r);
	enum role role = ch && ch->tone != TONE_NONE ? tone_role(ch->tone) : C_DIM;
	struct str s = STR_INIT;
	int used;

	board_text(b, v->ui->session, r, CARD_TEXT, SHOW_LIST, &s);
	if (!s.len && ch && !b->c.model->signal_text)
		str_add(&s, _(ch->label));
	if (ch && ch->glyph && ch->tone != TONE_NONE)
		str_splice(&s, 0, 0, " ", 1), str_splice(&s, 0, 0, ch->glyph, strlen(ch->glyph));
	used = canvas_put(c, at.x, at.y, at.w, role, s.s);
	str_free(&s);
	return used;
}

static void draw_foot(const struct view *v, struct canvas *c, const struct row *r, struct rect at, bool tags)
{
	const struct board *b = v->data;
	struct str mark = STR_INIT, owner = STR_INIT, name = STR_INIT;
	int right = at.x + at.w, used;

	board_text(b, v->ui->session, r, CARD_OWNER, SHOW_LIST, &name);
	initials(name.s, &owner);
	board_text(b, v->ui->session, r, CARD_MARK, SHOW_LIST, &mark);
	if (owner.len) {
		canvas_right(c, right - 2, at.y, 2, C_DIM, owner.s);
		right -= 3;
	}
	if (mark.len) {
		int w = text_width(mark.s, mark.len);

		w = w < at.w / 2 ? w : at.w / 2;
		canvas_right(c, right - w, at.y, w, C_WARN, mark.s);
		right -= w + 1;
	}
	used = draw_next(v, c, r, (struct rect){ at.x, at.y, right - at.x, 1 }) + 2;
	str_clear(&name);
	tags_text(v, r, &name);
	if (tags && name.len && right - at.x - used >= 6)
{
		canvas_put(c, at.x + used, at.y, right - at.x - used, C_LABEL, name.s);
		tint_tags(v, c, r, at.x + used, at.y, right - at.x - used);
	}
	str_free(&mark);
	str_free(&owner);
	str_free(&name);
}

static unsigned title_role(const struct view *v, const struct row *r, bool marked, bool selected)
{
	const struct board *b = v->data;

	if (record_touched(v->ui, REF_MAKE(b->c.model->no, r->id)))
		return C_CHANGED;
	return marked ? C_MARK : selected ? C_TITLE | S_BOLD : C_TEXT;
}

void card_draw(const struct view *v, struct canvas *c, const struct row *r, struct rect at, bool selected)
{
	const struct board *b = v->data;
	bool marked = marks_has(&b->c.marks, r->id), own_line = at.h > 3;
	struct rect line = { at.x + PAD, at.y, at.w - PAD - 1, 1 };

	if (marked)
		canvas_glyph(c, at.x + 1, at.y, C_MARK, GL_TICK);
	draw_title(v, c, r, line, title_role(v, r, marked, selected));
	line.y++;
	draw_who(v, c, r, line);
	line.y++;
	draw_foot(v, c, r, line, !own_line);
	if (own_line) {
		struct str s = STR_INIT;

		tags_text(v, r, &s);
		canvas_text(c, line.x, line.y + 1, line.w, C_LABEL, s.s);
		tint_tags(v, c, r, line.x, line.y + 1, line.w);
		str_free(&s);
	}
	for (int i = 0; selected && i < at.h; i++)
		canvas_glyph(c, at.x, at.y + i, C_ACCENT, GL_BAR);
}
