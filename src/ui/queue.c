/* A queue: the records of a look one after the other, a screen each with its brief, a digit for what came of it. What
 * is done leaves the queue, so the next one stands there at once. */
#include <stdio.h>

#include "base/i18n.h"
#include "collection.h"
#include "desk.h"
#include "record/query.h"
#include "record/record.h"
#include "record/session.h"
#include "ui/widget.h"

#define QUEUE_MAX 500 /* more is no queue for an hour: the list shows all */
#define OUTCOMES 6

struct queue {
	struct collection c;
	int64_t id[QUEUE_MAX];
	int n, at;
	int begun; /* how many stood in it when it was opened */
	struct arena arena;
	struct record *rec; /* of id[at]; NULL: the queue is empty */
	struct str brief;
};

static int64_t selected(const struct view *v)
{
	const struct queue *q = v->data;

	return q->n ? q->id[q->at] : 0;
}

/* ---- reading ---- */

static bool take(void *ctx, const struct row *r)
{
	struct queue *q = ctx;

	q->id[q->n++] = r->id;
	return q->n < QUEUE_MAX;
}

static enum rc read_record(struct queue *q, struct session *s, struct err *err)
{
	enum rc rc;

	arena_reset(&q->arena);
	str_clear(&q->brief);
	q->rec = NULL;
	if (!q->n)
		return RC_OK;
	rc = record_load(s, q->c.model, q->id[q->at], &q->arena, &q->rec, err);
	if (rc == RC_OK && brief_text(s, q->c.model, q->id[q->at], &q->brief, err) != RC_OK) {
		if (err->rc != RC_NOT_FOUND)
			return err->rc;
		*err = (struct err)ERR_INIT; /* it is about nothing: its own fields tell all there is */
	}
	return rc;
}

/* The one that stood there stands there still, else the one that followed it. */
static enum rc load(struct view *v, struct err *err)
{
	struct queue *q = v->data;
	struct session *s = v->ui->session;
	int64_t wanted = record_wanted(v->ui, q->c.model), was = wanted ? wanted : selected(v);
	int at = q->at;
	struct query query;
	enum rc rc = collection_load(&q->c, s, err);

	if (rc == RC_OK)
		rc = collection_query(&q->c, s, &query, err);
	q->n = 0;
	if (rc == RC_OK)
		rc = query_each(s, &query, take, q, err);
	if (rc != RC_OK)
		return rc;
	if (q->n > q->begun)
		q->begun = q->n;
	for (int i = 0; i < q->n; i++)
		if (q->id[i] == was)
			at = i;
	q->at = at < q->n ? at : q->n ? q->n - 1 : 0;
	return read_record(q, s, err);
}

/* ---- keys ---- */

static unsigned go(struct view *v, int by)
{
	struct queue *q = v->data;
	struct err err = ERR_INIT;

	if (q->at + by < 0 || q->at + by >= q->n) {
		ui_message(v->ui, "%s", by > 0 ? _("this is the last one") : _("this is the first one"));
		return DID;
	}
	q->at += by;
	if (read_record(q, v->ui->session, &err) != RC_OK)
		ui_error(v->ui, &err);
	return DID;
}

static unsigned open_one(struct view *v, bool edit)
{
	struct queue *q = v->data;
	struct err err = ERR_INIT;
	enum rc rc;

	if (!q->n)
		return DID_NOTHING;
	rc = edit ? form_edit(v->ui, q->c.model, selected(v), 0, &err)
		  : form_open(v->ui, q->c.model, selected(v), q->id, q->n, &err);
	if (rc != RC_OK)
		ui_error(v->ui, &err);
	return DID;
}

static unsigned act(struct view *v, const struct act *a)
{
	struct queue *q = v->data;
	struct err err = ERR_INIT;
	int64_t one;
	struct chosen who = collection_chosen(&q->c, selected(v), &one);
	struct look look = collection_look(&q->c, selected(v));

	switch (a->action->id) {
	case ACT_DOWN:
	case ACT_RIGHT:
	case ACT_PAGE_DOWN:
	case ACT_NEXT_PANE: return go(v, 1);
	case ACT_UP:
	case ACT_LEFT:
	case ACT_PAGE_UP:
	case ACT_PREV_PANE: return go(v, -1);
	case ACT_TOP: return go(v, -q->at);
	case ACT_BOTTOM: return go(v, q->n ? q->n - 1 - q->at : 0);
	case ACT_ENTER:
	case ACT_OPEN: return open_one(v, false);
	case ACT_EDIT: return open_one(v, true);
	case ACT_BOARD_LIST:
		if (list_replace(v->ui, &look, &err) != RC_OK)
			ui_error(v->ui, &err);
		return DID;
	default: return deed_act(v->ui, &who, a);
	}
}

static bool can(struct view *v, const struct act *a)
{
	struct queue *q = v->data;
	int64_t one;
	struct chosen who = collection_chosen(&q->c, selected(v), &one);

	return deed_can(v->ui, &who, a);
}

static unsigned click(struct view *v, const struct click *c)
{
	if (c->what == CLICK_WHEEL_UP || c->what == CLICK_WHEEL_DOWN)
		return go(v, c->what == CLICK_WHEEL_UP ? -1 : 1);
	return c->what == CLICK_DOUBLE ? open_one(v, false) : DID_NOT;
}

/* ---- the picture ---- */

static const char *empty_text(const struct queue *q)
{
	if (q->begun)
		return _("That was the last one. Well done.");
	return q->c.empty ? q->c.empty : _("The queue is empty.");
}

static void draw_bar(const struct queue *q, struct canvas *c, struct rect r)
{
	int done = q->begun - q->n, cells = q->begun ? r.w * done / q->begun : 0;

	for (int i = 0; i < r.w; i++)
		canvas_glyph(c, r.x + i, r.y, i < cells ? C_PLANNED : C_DIM, i < cells ? GL_BLOCK : GL_SHADE);
}

static void draw_value_line(struct view *v, struct canvas *c, struct rect r)
{
	const struct queue *q = v->data;
	const struct model *m = q->c.model;
	struct str text = STR_INIT;
	const struct choice *ch = m->signal ? choice_by_no(&m->fields[m->signal], rec_int(q->rec, m->signal)) : NULL;

	if (ch)
		str_addf(&text, "%s %s  ", ch->glyph ? ch->glyph : "", _(ch->label));
	if (m->mark_text && rec_has(q->rec, m->mark_text))
		str_addf(&text, "%s  ", rec_text(q->rec, m->mark_text));
	if (m->day)
		value_show(v->ui->session, m, m->day, &q->rec->val[m->day], NULL, SHOW_LIST, &text);
	canvas_sentence(c, r.x, r.y, r.w, tone_role(ch ? (int)ch->tone : TONE_NONE), text.s ? text.s : "");
	str_free(&text);
}

/* What the digits mean, each a place for the mouse too; where they do not fit into a line, in two. */
static void draw_outcomes(struct view *v, struct canvas *c, struct rect r)
{
	const struct queue *q = v->data;
	int x = r.x, y = r.y;
	int64_t one;
	struct chosen who = collection_chosen(&q->c, selected(v), &one);

	for (int i = 1; i <= OUTCOMES; i++) {
		char digit[4], text[80];
		struct act a = { .action = &ui_actions[ACT_OUTCOME], .arg = digit };
		const char *label;
		int w;

		snprintf(digit, sizeof digit, "%d", i);
		label = deed_outcome_label(v->ui, &who, &a);
		if (!label)
			continue;
		snprintf(text, sizeof text, "%d %s", i, label);
		w = text_width(text, strlen(text));
		if (x + w > r.x + r.w && x > r.x) {
			x = r.x;
			y++;
		}
		canvas_put(c, x, y, 1, C_ACCENT | S_BOLD, digit);
		canvas_put(c, x + 2, y, r.x + r.w - x - 2, C_TEXT, label);
		x += w + 3;
	}
}

static void draw(struct view *v, struct canvas *c)
{
	struct queue *q = v->data;
	struct rect r = rect_inside(v->at, 1);
	int w = r.w > 100 ? 100 : r.w;

	r.x += (r.w - w) / 2;
	r.w = w;
	if (!q->rec) {
		canvas_text(c, r.x, r.y + 1, r.w, C_TITLE, empty_text(q));
		canvas_cursor(c, r.x, r.y + 1);
		return;
	}
	draw_bar(q, c, (struct rect){ r.x, r.y, r.w, 1 });
	canvas_glyph(c, r.x - 1, r.y + 2, C_ACCENT, GL_BAR);
	canvas_text(c, r.x, r.y + 2, r.w, C_TITLE | S_BOLD, rec_text(q->rec, q->c.model->title));
	canvas_cursor(c, r.x, r.y + 2);
	draw_value_line(v, c, (struct rect){ r.x, r.y + 3, r.w, 1 });
	canvas_wrap(
		c, (struct rect){ r.x, r.y + 5, r.w, r.h - 8 > 0 ? r.h - 8 : 0 }, C_TEXT, q->brief.s ? q->brief.s : "");
	draw_outcomes(v, c, (struct rect){ r.x, r.y + r.h - 2, r.w, 2 });
}

/* ---- the view ---- */

static void title(const struct view *v, struct str *out)
{
	collection_title(&((const struct queue *)v->data)->c, out);
}

static void status(const struct view *v, struct str *out)
{
	const struct queue *q = v->data;

	if (q->n)
		str_addf(out, _("%d of %d"), q->at + 1, q->n);
	if (q->begun > q->n)
		str_addf(out, _("  %d done"), q->begun - q->n);
}

static const char *hints(const struct view *v)
{
	return selected(v) ? "log next-pane open copy:phone undo back help" : "back help";
}

static const char *label(const struct view *v, const struct act *a)
{
	const struct queue *q = v->data;
	int64_t one;
	struct chosen who = collection_chosen(&q->c, selected(v), &one);

	if (a->action->id == ACT_NEXT_PANE)
		return _("next one");
	return a->action->id == ACT_OUTCOME ? deed_outcome_label(v->ui, &who, a) : NULL;
}

static void close_queue(struct view *v)
{
	struct queue *q = v->data;

	arena_free(&q->arena);
	str_free(&q->brief);
	collection_free(&q->c);
	free(q);
}

static const struct view_ops queue_ops = {
	.name = "queue",
	.contexts = CTXS_DAY,
	.close = close_queue,
	.load = load,
	.act = act,
	.can = can,
	.click = click,
	.draw = draw,
	.title = title,
	.status = status,
	.hints = hints,
	.label = label,
};

enum rc queue_open(struct ui *ui, const struct look *look, struct err *err)
{
	struct queue *q = xcalloc(1, sizeof *q);
	struct view v = { .ui = ui, .data = q };
	enum rc rc = collection_init(&q->c, ui->session, look, err);

	if (rc != RC_OK) {
		close_queue(&v);
		return rc;
	}
	return view_push(ui, &queue_ops, q, err);
}
