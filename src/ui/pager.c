/* A text to read, with find. */
#include "base/fold.h"
#include "base/i18n.h"
#include "ui/widget.h"

struct pager_view {
	char *title, *text;
	struct text_line *line;
	int n, top, shown, width;
	struct str find; /* folded; empty: nothing looked for */
	int hit;         /* line of the last hit, -1 */
};

static void size(struct view *v, struct rect area)
{
	struct pager_view *p = v->data;
	int w = area.w > 100 ? 96 : area.w - (area.w > 70 ? 4 : 0);
	size_t len = strlen(p->text);

	v->at = rect_centre(area, w, area.h);
	p->width = w - 4 > 1 ? w - 4 : 1;
	p->shown = area.h - 2 > 1 ? area.h - 2 : 1;
	p->n = text_wrap(p->text, len, p->width, NULL, 0);
	free(p->line);
	p->line = xcalloc((size_t)p->n + 1, sizeof *p->line);
	text_wrap(p->text, len, p->width, p->line, p->n);
	p->hit = -1;
}

static void clamp(struct pager_view *p)
{
	if (p->top > p->n - p->shown)
		p->top = p->n - p->shown;
	if (p->top < 0)
		p->top = 0;
}

static void draw(struct view *v, struct canvas *c)
{
	struct pager_view *p = v->data;
	struct rect in = canvas_box(c, v->at, C_LINE, p->title);

	clamp(p);
	for (int i = 0; i < in.h && p->top + i < p->n; i++) {
		const struct text_line *l = &p->line[p->top + i];

		canvas_textn(c, in.x + 1, in.y + i, p->width, p->top + i == p->hit ? C_MATCH : C_POPUP,
			p->text + l->from, l->to - l->from);
	}
	scroll_draw(c, v->at.x + v->at.w - 1, in.y, in.h, p->n, p->top);
	canvas_cursor(c, in.x + 1, p->hit >= p->top && p->hit < p->top + in.h ? in.y + p->hit - p->top : in.y);
}

static bool line_has(const struct pager_view *p, int i)
{
	struct str folded = STR_INIT;
	bool found;

	fold(p->text + p->line[i].from, p->line[i].to - p->line[i].from, &folded);
	found = strstr(folded.s, p->find.s) != NULL;
	str_free(&folded);
	return found;
}

static unsigned go_hit(struct view *v, int step)
{
	struct pager_view *p = v->data;
	int from = p->hit >= 0 ? p->hit : p->top - (step > 0);

	if (!p->find.len) {
		ui_message(v->ui, "%s", _("/ finds"));
		return DID;
	}
	for (int k = 1; k <= p->n; k++) {
		int i = ((from + step * k) % p->n + p->n) % p->n;

		if (line_has(p, i)) {
			p->hit = i;
			if (i < p->top || i >= p->top + p->shown)
				p->top = i - p->shown / 3;
			return DID;
		}
	}
	ui_message(v->ui, "%s", _("not found"));
	return DID;
}

static enum rc find_accept(struct ui *ui, void *ctx, const char *text, struct err *err)
{
	struct view *v = view_top(ui)->below; /* the prompt stands on the pager */
	struct pager_view *p = ctx;

	(void)err;
	str_clear(&p->find);
	fold(text, strlen(text), &p->find);
	p->hit = -1;
	go_hit(v, 1);
	return RC_OK;
}

static const struct prompt_ops find_ops = { .accept = find_accept };

static unsigned act(struct view *v, const struct act *a)
{
	struct pager_view *p = v->data;
	struct err err = ERR_INIT;
	int was = p->top;

	switch (a->action->id) {
	case ACT_UP: p->top--; break;
	case ACT_DOWN: p->top++; break;
	case ACT_PAGE_UP: p->top -= p->shown - 1; break;
	case ACT_PAGE_DOWN: p->top += p->shown - 1; break;
	case ACT_TOP: p->top = 0; break;
	case ACT_BOTTOM: p->top = p->n; break;
	case ACT_ENTER:
	case ACT_BACK: return DID_CLOSE;
	case ACT_SEARCH: return prompt_open(v->ui, _("find"), "", &find_ops, p, &err) == RC_OK ? DID : DID_NOTHING;
	case ACT_SEARCH_NEXT: return go_hit(v, 1);
	case ACT_SEARCH_PREV: return go_hit(v, -1);
	default: return DID_NOT;
	}
	clamp(p);
	return p->top == was ? DID_NOTHING : DID;
}

static void close_pager(struct view *v)
{
	struct pager_view *p = v->data;

	free(p->title);
	free(p->text);
	free(p->line);
	str_free(&p->find);
	free(p);
}

static const char *hints(const struct view *v)
{
	(void)v;
	return "up,down search search-next,search-prev back";
}

static const struct view_ops pager_view = {
	.name = "pager",
	.contexts = CTXS_LOG,
	.popup = true,
	.size = size,
	.close = close_pager,
	.act = act,
	.draw = draw,
	.hints = hints,
};

enum rc pager_open(struct ui *ui, const char *title, const char *text, struct err *err)
{
	struct pager_view *p = xcalloc(1, sizeof *p);

	p->title = xstrdup(title);
	p->text = xstrdup(text);
	p->hit = -1;
	str_init(&p->find);
	return view_push(ui, &pager_view, p, err);
}
