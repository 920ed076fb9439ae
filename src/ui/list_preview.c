/* The selected record beside the list: its fields, and below them what happened to it. It is read after the frame, so
 * that the cursor waits for nothing. While a key is held the pane is away: it would be another record's, and only rows beside
 * nothing can be scrolled by the terminal. */
#include "base/i18n.h"
#include "list.h"
#include "record/record.h"
#include "record/session.h"

bool preview_shown(const struct view *v)
{
	const struct list *l = v->data;

	return v->at.w >= PREVIEW_FROM && !l->preview.off;
}

void preview_free(struct list *l)
{
	arena_free(&l->preview.arena);
	free(l->preview.line);
	timeline_free(&l->preview.timeline);
}

static void take_line(struct preview *p, struct session *s, int slot, int *cap)
{
	const struct model *m = p->record->model;
	const struct value *val = &p->record->val[slot];
	struct str text = STR_INIT;

	if (val->kind == VAL_NULL || slot == m->title || m->fields[slot].type == FT_LINES)
		return;
	value_show(s, m, slot, val, record_titles(s, m, slot, val, &p->arena), SHOW_LIST, &text);
	GROW(p->line, p->n_lines, *cap);
	p->line[p->n_lines++] = (struct preview_line){ .label = _(m->fields[slot].label),
		.text = arena_strdup(&p->arena, text.s),
		.note = m->fields[slot].type == FT_NOTE };
	str_free(&text);
}

/* In the order of the form. */
static void take_lines(struct preview *p, struct session *s)
{
	const struct model *m = p->record->model;

	p->n_lines = 0;
	for (int slot = SYS_N; slot < m->n && !m->sections; slot++)
		if (!(m->fields[slot].flags & F_HIDDEN))
			take_line(p, s, slot, &p->cap_lines);
	for (const struct section *part = m->sections; part && part->label; part++)
		for (const int *slot = part->slots; *slot; slot++)
			take_line(p, s, *slot, &p->cap_lines);
}

void preview_load(struct view *v)
{
	struct list *l = v->data;
	struct preview *p = &l->preview;
	const struct row *r = window_row(l, l->sel);
	struct err err = ERR_INIT;

	p->stale = false;
	p->id = 0;
	arena_reset(&p->arena);
	if (!r || record_load(v->ui->session, l->c.model, r->id, &p->arena, &p->record, &err) != RC_OK)
		return;
	p->id = r->id;
	take_lines(p, v->ui->session);
	timeline_load(&p->timeline, v->ui->session, REF_MAKE(l->c.model->no, r->id), &err);
}

static int draw_fields(const struct preview *p, struct canvas *c, struct rect r)
{
	int label = 0, y = r.y;

	for (int i = 0; i < p->n_lines; i++) {
		int w = text_width(p->line[i].label, strlen(p->line[i].label));

		label = w > label ? w : label;
	}
	label = label > r.w * 2 / 5 ? r.w * 2 / 5 : label;

	for (int i = 0; i < p->n_lines && y < r.y + r.h; i++) {
		const struct preview_line *line = &p->line[i];
		int left = r.y + r.h - y;

		canvas_text(c, r.x, y, label, C_LABEL, line->label);
		if (line->note)
			y += canvas_wrap(c, (struct rect){ r.x + label + 1, y, r.w - label - 1, left < 4 ? left : 4 },
				C_VALUE, line->text);
		else
			canvas_text(c, r.x + label + 1, y++, r.w - label - 1, C_VALUE, line->text);
	}
	return y;
}

void preview_draw(struct view *v, struct canvas *c, struct rect r)
{
	struct list *l = v->data;
	struct preview *p = &l->preview;
	const struct value *title;
	struct str text = STR_INIT;
	int y;

	if (!p->id || !p->record || r.w < 10 || r.h < 4)
		return;
	canvas_clip(c, r);
	title = &p->record->val[p->record->model->title];
	value_show(v->ui->session, p->record->model, p->record->model->title, title, NULL, SHOW_LIST, &text);
	canvas_field(c, r.x, r.y, r.w, C_TITLE, text.s);
	str_free(&text);
	y = draw_fields(p, c, (struct rect){ r.x, r.y + 1, r.w, r.h * 2 / 3 });
	canvas_hline(c, r.x, y, r.w, C_LINE, GL_HLINE);
	p->rows = r.y + r.h - y - 1;
	if (p->rows > 0)
		timeline_draw(&p->timeline, c, (struct rect){ r.x, y + 1, r.w, p->rows }, p->focus, HIT_ENTRY);
	canvas_unclip(c);
}

unsigned preview_act(struct view *v, const struct act *a)
{
	struct list *l = v->data;

	switch (a->action->id) {
	case ACT_NEXT_PANE:
	case ACT_PREV_PANE:
		if (!preview_shown(v)) {
			ui_message(v->ui, "%s", _("there is one pane only — i shows the preview where there is room"));
			return DID;
		}
		l->preview.focus = !l->preview.focus;
		return DID;
	case ACT_BACK: l->preview.focus = false; return DID;
	default: return timeline_act(&l->preview.timeline, a, l->preview.rows);
	}
}
