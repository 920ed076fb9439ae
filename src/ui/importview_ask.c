/* Rows that are records we have, one by one: mine beside the file's, answered by one key; a capital answers for all the
 * rest. Nothing is written meanwhile: the run goes by the answers. */
#include "importview.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/utf8.h"

#define HIT_ANSWER 1

struct asking {
	struct importview *iv;
	int at; /* of the questions */
	struct pick pick;
};

static const struct {
	char key;
	enum dup_policy what;
	const char *text;
} answers[] = { { 'm', DUP_SKIP, N_("keep mine") }, { 'f', DUP_OVERWRITE, N_("take the file's") },
	{ 'e', DUP_FILL, N_("fill empty fields") }, { 'n', DUP_CREATE, N_("make a new one") } };

static const struct import_question *question(const struct asking *k)
{
	return &k->iv->questions.row[k->at];
}

static void size(struct view *v, struct rect area)
{
	const struct asking *k = v->data;
	int h = question(k)->n + 5;

	v->at = rect_centre(area, area.w < 104 ? area.w : 104, h < area.h ? h : area.h);
}

static void draw_side(const struct asking *k, struct canvas *c, struct rect r, int i)
{
	const struct import_side *s = &question(k)->side[i];
	int label = r.w / 5, half = (r.w - label - 2) / 2;

	canvas_text(c, r.x, r.y, label, C_LABEL, _(k->iv->model->fields[s->slot].label));
	canvas_field(c, r.x + label + 1, r.y, half, C_POPUP, s->mine);
	canvas_field(c, r.x + label + half + 2, r.y, half, C_GOOD, s->theirs);
	if (i == k->pick.sel)
		canvas_cursor(c, r.x, r.y);
}

static void draw_answers(const struct asking *k, struct canvas *c, struct rect r)
{
	int64_t rest = k->iv->res.asked - k->at;
	char more[80];
	int x = r.x;

	for (size_t i = 0; i < COUNT(answers) && x < r.x + r.w; i++) {
		char key[2] = { answers[i].key, '\0' };
		int from = x;

		x += canvas_put(c, x, r.y, r.x + r.w - x, C_ACCENT, key);
		x += canvas_put(c, x, r.y, r.x + r.w - x, C_POPUP, " ");
		x += canvas_put(c, x, r.y, r.x + r.w - x, C_POPUP, _(answers[i].text));
		canvas_hit(c, (struct rect){ from, r.y, x - from, 1 }, HIT_ANSWER, (int64_t)i);
		x += 3;
	}
	snprintf(more, sizeof more, _("a capital letter: so for all %" PRId64 " that are left"), rest);
	canvas_text(c, r.x, r.y + 1, r.w, C_DIM, more);
}

static void draw(struct view *v, struct canvas *c)
{
	struct asking *k = v->data;
	const struct import_question *q = question(k);
	char *title = xasprintf(_("line %" PRId64 " is %s"), q->line, q->title);
	struct rect in = canvas_box(c, v->at, C_LINE, title);
	int label = (in.w - 2) / 5, half = (in.w - 2 - label - 2) / 2, h = in.h - 3;

	free(title);
	canvas_text(c, in.x + 1 + label + 1, in.y, half, C_HEADER, _("mine"));
	canvas_text(c, in.x + 1 + label + half + 2, in.y, half, C_HEADER, _("the file's"));
	pick_clamp(&k->pick, q->n, h);
	for (int i = 0; i < h && k->pick.top + i < q->n; i++)
		draw_side(k, c, (struct rect){ in.x + 1, in.y + 1 + i, in.w - 2, 1 }, k->pick.top + i);
	draw_answers(k, c, (struct rect){ in.x + 1, in.y + in.h - 2, in.w - 2, 2 });
	scroll_draw(c, v->at.x + v->at.w - 1, in.y + 1, h, q->n, k->pick.top);
}

/* The last of those that were handed out is answered: the rest is counted anew, which may bring more. */
static unsigned finish(struct view *v)
{
	struct ui *ui = v->ui;
	struct view *below = v->below;
	const struct importview *iv = below->data;
	struct err err = ERR_INIT;

	view_close(v);
	importview_count(below);
	if (iv->res.asked && iv->questions.n) {
		if (importview_ask(below, &err) != RC_OK)
			ui_error(ui, &err);
	} else {
		ui_message(ui, "%s", _("all is decided: Ctrl-S imports"));
	}
	return DID;
}

static unsigned answer(struct view *v, enum dup_policy what, bool rest)
{
	struct asking *k = v->data;
	struct importview *iv = k->iv;

	if (rest) {
		iv->rest = what;
		return finish(v);
	}
	GROW(iv->answer, iv->n_answer, iv->cap_answer);
	iv->answer[iv->n_answer++] = (struct import_answer){ .line = question(k)->line, .what = what };
	k->pick = (struct pick){ 0, 0 };
	if (++k->at == iv->questions.n)
		return finish(v);
	v->sized = false; /* as many fields as the next one has */
	return DID;
}

static unsigned text(struct view *v, const char *s, size_t n, bool paste)
{
	uint32_t cp;

	if (paste || !n)
		return DID_NOTHING;
	utf8_decode(s, n, &cp);
	cp = keyboard_fold(conf_text(v->ui->conf, "keyboard"), cp);
	for (size_t i = 0; i < COUNT(answers); i++)
		if (cp == (uint32_t)answers[i].key || cp == (uint32_t)answers[i].key - 'a' + 'A')
			return answer(v, answers[i].what, cp < 'a');
	ui_message(v->ui, "%s", _("none of the choices has that key"));
	return DID;
}

static unsigned act(struct view *v, const struct act *a)
{
	struct asking *k = v->data;

	if (a->action->id == ACT_BACK) {
		ui_message(v->ui, "%s", _("not all is decided: Ctrl-S asks on"));
		importview_count(v->below);
		return DID_CLOSE;
	}
	return pick_act(&k->pick, a, question(k)->n, v->at.h - 5);
}

static unsigned click(struct view *v, const struct click *c)
{
	struct asking *k = v->data;

	if (c->what == CLICK_PRESS && c->kind == HIT_ANSWER)
		return answer(v, answers[c->arg].what, false);
	return pick_wheel(&k->pick, c, question(k)->n, v->at.h - 5);
}

static void close_asking(struct view *v)
{
	free(v->data);
}

static const struct view_ops asking_ops = { .name = "ask-row",
	.contexts = CTX_MENU,
	.popup = true,
	.size = size,
	.draw = draw,
	.act = act,
	.text = text,
	.click = click,
	.close = close_asking };

enum rc importview_ask(struct view *v, struct err *err)
{
	struct asking *k = xcalloc(1, sizeof *k);

	k->iv = v->data;
	return view_push(v->ui, &asking_ops, k, err);
}
