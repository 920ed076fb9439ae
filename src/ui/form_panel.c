/* Panels on the form: lines that a record type computes for reading, with a cursor; some open a record. */
#include "base/i18n.h"
#include "form.h"

#define DETAIL_MOST 24 /* cells that the texts at the right may take */

static const struct panel *shown(const struct form *f)
{
	return f->n_tabs ? f->tab[f->active].panel : NULL;
}

enum rc form_panel_load(struct form *f, struct err *err)
{
	panel_lines_free(&f->lines);
	return shown(f) ? shown(f)->lines(f->ui->session, f->rec, &f->lines, err) : RC_OK;
}

int form_below(const struct form *f)
{
	if (shown(f))
		return f->lines.n;
	return f->related_loaded ? f->related.n : 0;
}

int64_t form_panel_ref(const struct form *f)
{
	int i = f->focus - f->n_rows;

	return shown(f) && i >= 0 && i < f->lines.n ? f->lines.line[i].ref : 0;
}

static int detail_width(const struct panel_lines *p)
{
	int w = 0;

	for (int i = 0; i < p->n; i++) {
		const char *detail = p->line[i].detail;
		int own = detail ? text_width(detail, strlen(detail)) : 0;

		w = own > w ? own : w;
	}
	return w < DETAIL_MOST ? w : DETAIL_MOST;
}

/* Texts end beside the details, not at the far edge: the eye must not lose the line. */
static int text_room(const struct panel_lines *p, int room)
{
	int w = 0;

	for (int i = 0; i < p->n; i++) {
		int own = p->line[i].detail ? text_width(p->line[i].text, strlen(p->line[i].text)) : 0;

		w = own > w ? own : w;
	}
	return w < room ? w : room;
}

void form_panel_draw(struct form *f, struct canvas *c, struct rect r)
{
	int detail_w = detail_width(&f->lines), room = text_room(&f->lines, r.w - 6 - detail_w);

	if (!f->lines.n)
		canvas_put(c, r.x + 2, r.y, r.w - 2, C_DIM, _("nothing to say here"));
	for (int i = 0; i < f->lines.n; i++) {
		const struct panel_line *line = &f->lines.line[i];
		bool focus = f->focus == f->n_rows + i;
		int y = r.y + i;
		unsigned role = line->detail ? C_TEXT : tone_role((int)line->tone);

		if (focus) {
			canvas_glyph(c, r.x, y, C_ACCENT, GL_BAR);
			canvas_cursor(c, r.x, y);
		}
		canvas_text(c, r.x + 2, y, line->detail ? room : r.w - 3, focus ? role | S_BOLD : role, line->text);
		if (line->detail)
			canvas_right(c, r.x + 4 + room, y, detail_w, tone_role((int)line->tone), line->detail);
		canvas_hit(c, (struct rect){ r.x, y, r.w, 1 }, HIT_RELATED, i);
	}
}
