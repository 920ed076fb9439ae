/* The prompt: one line above the hints, answered with Enter; what is wrong stands above it and is marked in it. */
#include "base/i18n.h"
#include "ui/widget.h"

#define WORDS_MAX 40

struct prompt_view {
	char *label;
	const struct prompt_ops *ops;
	void *ctx;
	struct input input;
	struct err err;
	struct str words; /* completions, shown in the line above */
};

static void changed(struct view *v)
{
	struct prompt_view *p = v->data;

	err_clear(&p->err);
	str_clear(&p->words);
	if (p->ops->change)
		p->ops->change(v->ui, p->ctx, input_text(&p->input), &p->err);
}

static enum rc open(struct view *v, struct err *err)
{
	(void)err;
	changed(v);
	return RC_OK;
}

/* On the message line, and the one above for what is wrong. */
static void size(struct view *v, struct rect area)
{
	struct rect all = canvas_area(v->ui->canvas);
	int y = area.y + area.h < all.h ? area.y + area.h : all.h - 1;

	v->at = (struct rect){ 0, y > 0 ? y - 1 : 0, area.w, y > 0 ? 2 : 1 };
}

/* Marks the character that the error points at. */
static void mark_error(struct prompt_view *p, struct canvas *c)
{
	struct layout l = LAYOUT_INIT;
	int x = p->input.at.x;

	edit_view(&p->input.edit, p->input.at.w, &l);
	for (int i = 0; i < l.n; i++) {
		if ((int)l.cell[i].at == p->err.at) {
			canvas_tint(c, (struct rect){ x, p->input.at.y, l.cell[i].width, 1 }, C_ERROR | S_UNDERLINE);
			break;
		}
		x += l.cell[i].width;
	}
	if (p->err.at >= (int)p->input.edit.text.len && x < p->input.at.x + p->input.at.w)
		canvas_tint(c, (struct rect){ x, p->input.at.y, 1, 1 }, C_ERROR | S_UNDERLINE);
	layout_free(&l);
}

static void draw(struct view *v, struct canvas *c)
{
	struct prompt_view *p = v->data;
	int y = v->at.y + v->at.h - 1;
	int w = canvas_put(c, 1, y, v->at.w / 2, C_LABEL, p->label);

	canvas_text(c, 1 + w, y, 1, C_TEXT, "");
	input_draw(&p->input, c, (struct rect){ w + 2, y, v->at.w - w - 3, 1 }, C_INPUT, true);
	if (p->err.rc && v->at.h > 1) {
		canvas_text(c, 0, v->at.y, v->at.w, C_ERROR, "");
		canvas_text(c, w + 2, v->at.y, v->at.w - w - 2, C_ERROR, p->err.text);
	} else if ((p->words.len || *ui_message_text(v->ui)) && v->at.h > 1) {
		canvas_text(c, 0, v->at.y, v->at.w, C_DIM, "");
		canvas_text(
			c, w + 2, v->at.y, v->at.w - w - 2, C_DIM, p->words.len ? p->words.s : ui_message_text(v->ui));
	}
	if (p->err.rc && p->err.at >= 0)
		mark_error(p, c);
}

static size_t common(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] && a[n] == b[n])
		n++;
	while (n && ((unsigned char)a[n] & 0xc0) == 0x80)
		n--; /* not inside a character */
	return n;
}

static size_t word_start(const struct edit *e)
{
	size_t at = e->cursor;

	while (at && !strchr(" ()=<>!,", e->text.s[at - 1]))
		at--;
	return at;
}

/* Puts what all completions share in place of the word before the cursor; several are listed. */
static unsigned complete(struct view *v)
{
	struct prompt_view *p = v->data;
	struct picker_row row[WORDS_MAX];
	struct edit *e = &p->input.edit;
	size_t from = word_start(e), share;
	struct str new = STR_INIT;
	int n;

	if (!p->ops->complete)
		return DID_NOTHING;
	n = p->ops->complete(p->ctx, e->text.s, e->cursor, row, WORDS_MAX);
	if (n <= 0) {
		ui_message(v->ui, "%s", _("no word begins so"));
		return DID;
	}
	share = strlen(row[0].text);
	for (int i = 1; i < n; i++) {
		size_t same = common(row[0].text, row[i].text);

		share = same < share ? same : share;
	}
	str_addn(&new, e->text.s, from);
	str_addn(&new, row[0].text, share);
	str_add(&new, e->text.s + e->cursor);
	if (share >= e->cursor - from) {
		edit_set(e, new.s);
		e->cursor = from + share;
	}
	changed(v);
	for (int i = 0; n > 1 && i < n; i++)
		str_addf(&p->words, "%s%s", i ? "  " : "", row[i].text);
	str_free(&new);
	return DID;
}

static unsigned accept(struct view *v)
{
	struct prompt_view *p = v->data;

	err_clear(&p->err);
	if (p->ops->accept && p->ops->accept(v->ui, p->ctx, input_text(&p->input), &p->err) != RC_OK)
		return DID;
	return DID_CLOSE;
}

static unsigned act(struct view *v, const struct act *a)
{
	struct prompt_view *p = v->data;
	unsigned did;

	switch (a->action->id) {
	case ACT_BACK:
		if (p->ops->cancel)
			p->ops->cancel(v->ui, p->ctx);
		return DID_CLOSE;
	case ACT_ENTER: return accept(v);
	case ACT_FIELD_NEXT: return complete(v);
	default: break;
	}
	did = input_act(v->ui, &p->input, a);
	if (did == DID)
		changed(v);
	return did;
}

static unsigned text(struct view *v, const char *s, size_t n, bool paste)
{
	struct prompt_view *p = v->data;

	(void)paste;
	input_type(v->ui, &p->input, s, n);
	changed(v);
	return DID;
}

static unsigned click(struct view *v, const struct click *c)
{
	struct prompt_view *p = v->data;

	return c->what == CLICK_PRESS ? input_click(&p->input, c->x, c->y) | DID : DID_NOT;
}

static void close_prompt(struct view *v)
{
	struct prompt_view *p = v->data;

	if (p->ops->close)
		p->ops->close(p->ctx);
	input_free(&p->input);
	str_free(&p->words);
	free(p->label);
	free(p);
}

static const char *hints(const struct view *v)
{
	const struct prompt_view *p = v->data;

	return p->ops->complete ? "enter next-field back kill-home" : "enter back kill-home";
}

static const struct view_ops prompt_view = {
	.name = "prompt",
	.contexts = CTX_PICKER,
	.popup = true,
	.open = open,
	.size = size,
	.close = close_prompt,
	.act = act,
	.text = text,
	.click = click,
	.draw = draw,
	.hints = hints,
};

enum rc prompt_open(
	struct ui *ui, const char *label, const char *start, const struct prompt_ops *ops, void *ctx, struct err *err)
{
	struct prompt_view *p = xcalloc(1, sizeof *p);

	p->label = xstrdup(label);
	p->ops = ops;
	p->ctx = ctx;
	p->err = (struct err)ERR_INIT;
	str_init(&p->words);
	input_init(&p->input, start ? start : "", false, 2000);
	return view_push(ui, &prompt_view, p, err);
}
