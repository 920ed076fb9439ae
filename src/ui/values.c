/* Values on the canvas. */
#include "base/layout.h"
#include "record/record.h"
#include "record/session.h"
#include "record/value.h"
#include "ui/records.h"

enum role tone_role(int tone)
{
	static const enum role role[] = { [TONE_NONE] = C_DIM,
		[TONE_GOOD] = C_PLANNED,
		[TONE_WARN] = C_TODAY,
		[TONE_BAD] = C_OVERDUE,
		[TONE_QUIET] = C_DIM };

	return tone >= 0 && tone < (int)COUNT(role) ? role[tone] : C_TEXT;
}

static void draw_choice(
	struct canvas *c, const struct choice *choice, const char *text, int x, int y, int cols, unsigned role)
{
	unsigned own =
		choice->tone == TONE_NONE || ROLE_OF(role) == C_SELECTED ? role : (unsigned)tone_role(choice->tone);
	int used = 0;

	canvas_text(c, x, y, cols, role, "");
	if (choice->glyph && cols > 2) {
		canvas_put(c, x, y, 1, own, choice->glyph);
		used = 2;
	}
	canvas_text(c, x + used, y, cols - used, own, text);
}

static void draw_stars(struct canvas *c, int64_t n, int x, int y, int cols, unsigned role)
{
	canvas_text(c, x, y, cols, role, "");
	for (int i = 0; i < n && i < cols; i++)
		canvas_glyph(c, x + i, y, ROLE_OF(role) == C_SELECTED ? role : C_STAR, GL_STAR);
}

#define BAR_LEAST 10 /* cells from which on a bar says more than its number alone */
#define BAR_NUMBER 5 /* of them for "100%" and a blank */

/* Whole cells, so that a bar looks the same in every font; beyond 100 % it is full and the number goes on. */
static void draw_bar(struct canvas *c, int64_t hundredths, const char *text, int x, int y, int cols, unsigned role)
{
	int w = cols - BAR_NUMBER, full = hundredths >= 10000 ? w : hundredths <= 0 ? 0 : (int)(hundredths * w / 10000);
	unsigned own = ROLE_OF(role) == C_SELECTED ? role : hundredths >= 10000 ? C_PLANNED : C_ACCENT;

	for (int i = 0; i < w; i++)
		canvas_glyph(c, x + i, y, i < full ? own : C_DIM, i < full ? GL_BLOCK : GL_SHADE);
	canvas_right(c, x + w, y, BAR_NUMBER, role, text);
}

void value_tint(struct canvas *c, struct session *s, const struct model *m, int slot, const struct value *v,
	const char *const *titles, int x, int y, int cols)
{
	const struct field *f = &m->fields[slot];
	const struct model *of = field_kind(f) == FT_REFS && v->kind == VAL_SET ? registry_find(s->reg, f->ref) : NULL;
	int at = 0;

	for (int i = 0; of && of->tint && i < v->n && at < cols; i++) {
		char *own = titles ? NULL : record_title(s, of, v->set[i]);
		const char *name = titles ? titles[i] : own ? own : "";
		int w = text_width(name, strlen(name));
		bool rtl = text_dir(name, strlen(name)) == DIR_RTL;
		enum tone tone = rtl ? TONE_NONE : record_tone(s, of, v->set[i]);

		free(own);
		if (rtl)
			return;
		if (tone != TONE_NONE)
			canvas_tint(c, (struct rect){ x + at, y, w < cols - at ? w : cols - at, 1 }, tone_role(tone));
		at += w + 2; /* ", " */
	}
}

void value_draw(struct canvas *c, struct session *s, const struct model *m, int slot, const struct value *v,
	const char *const *titles, int x, int y, int cols, unsigned role)
{
	const struct field *f = &m->fields[slot];
	enum field_type kind = field_kind(f);
	const struct choice *choice = kind == FT_CHOICE && v->kind == VAL_INT ? choice_by_no(f, v->i) : NULL;
	struct str text = STR_INIT;

	bool bar = (f->flags & F_BAR) && v->kind == VAL_INT && cols >= BAR_LEAST;

	/* beside a bar whole percents say enough */
	value_show(s, m, slot, v, titles, bar ? SHOW_SHORT : SHOW_LIST, &text);
	if (choice)
		draw_choice(c, choice, text.s, x, y, cols, role);
	else if (slot && slot == m->stars && v->kind == VAL_INT && v->i >= 0 && v->i <= 3)
		draw_stars(c, v->i, x, y, cols, role);
	else if (bar)
		draw_bar(c, v->i, text.s, x, y, cols, role);
	else if (field_types[kind].right)
		canvas_right(c, x, y, cols, role, text.s);
	else
		canvas_field(c, x, y, cols, role, text.s);
	if (ROLE_OF(role) != C_SELECTED)
		value_tint(c, s, m, slot, v, titles, x, y, cols);
	str_free(&text);
}
