/* A place in a list: selection and scroll. */
#include "ui/widget.h"

void pick_clamp(struct pick *p, int n, int h)
{
	if (p->sel >= n)
		p->sel = n - 1;
	if (p->sel < 0)
		p->sel = 0;
	if (h < 1)
		h = 1;
	if (p->top > n - h)
		p->top = n - h;
	if (p->top < 0)
		p->top = 0;
	if (p->sel < p->top)
		p->top = p->sel;
	if (p->sel >= p->top + h)
		p->top = p->sel - h + 1;
}

static unsigned move_to(struct pick *p, int to, int n, int h)
{
	int was = p->sel;

	p->sel = to;
	pick_clamp(p, n, h);
	return p->sel == was ? DID_NOTHING : DID;
}

unsigned pick_act(struct pick *p, const struct act *a, int n, int h)
{
	int page = h > 1 ? h - 1 : 1;

	switch (a->action->id) {
	case ACT_UP: return move_to(p, p->sel - 1, n, h);
	case ACT_DOWN: return move_to(p, p->sel + 1, n, h);
	case ACT_PAGE_UP: return move_to(p, p->sel - page, n, h);
	case ACT_PAGE_DOWN: return move_to(p, p->sel + page, n, h);
	case ACT_TOP: return move_to(p, 0, n, h);
	case ACT_BOTTOM: return move_to(p, n - 1, n, h);
	default: return DID_NOT;
	}
}

unsigned pick_wheel(struct pick *p, const struct click *c, int n, int h)
{
	if (c->what == CLICK_WHEEL_UP)
		return move_to(p, p->sel - 3, n, h);
	if (c->what == CLICK_WHEEL_DOWN)
		return move_to(p, p->sel + 3, n, h);
	return DID_NOT;
}

void scroll_draw(struct canvas *c, int x, int y, int h, int n, int top)
{
	int len, at;

	if (n <= h || h <= 0)
		return;
	len = (int)((int64_t)h * h / n);
	len = len < 1 ? 1 : len;
	at = (int)((int64_t)(h - len) * top / (n - h));
	for (int i = 0; i < h; i++)
		canvas_glyph(c, x, y + i, i >= at && i < at + len ? C_BAR : C_LINE,
			i >= at && i < at + len ? GL_BLOCK : GL_VLINE);
}
