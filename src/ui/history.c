/* History: who did what, and when; a step is undone from here, after it was shown. */
#include <inttypes.h>

#include "base/i18n.h"
#include "desk.h"
#include "found.h"
#include "record/record.h"
#include "record/session.h"
#include "ui/timeline.h"

#define HIT_ENTRY 1

struct history {
	int64_t ref; /* 0: everybody's; of news the step after which they begin */
	struct timeline t;
	char *find; /* what / looked for; NULL */
};

static enum rc load(struct view *v, struct err *err)
{
	struct history *h = v->data;

	return timeline_load(&h->t, v->ui->session, h->ref, err);
}

static void draw(struct view *v, struct canvas *c)
{
	struct history *h = v->data;

	timeline_draw(&h->t, c, v->at, true, HIT_ENTRY);
}

/* ---- undo of a step ---- */

static void undo_yes(struct ui *ui, void *ctx)
{
	const int64_t *step = ctx;
	struct undo_result u;
	struct err err = ERR_INIT;

	if (step_back_shown(ui, *step, false, &u, &err) != RC_OK) {
		ui_error(ui, &err);
		ui_stale(ui);
		return;
	}
	step_back_kept(ui, &u);
	ui_message(
		ui, _("undid: %s (%" PRId64 " put back, %" PRId64 " kept: changed since)"), u.label, u.records, u.kept);
	record_want(ui, u.ref);
	ui_stale(ui);
}

static void describe(struct ui *ui, const struct timeline_entry *e, struct str *out)
{
	const struct model *m = registry_no(ui->session->reg, REF_MODEL(e->ref));
	struct timeline t;
	struct err err = ERR_INIT;

	instant_show(e->at, ui->session->calendar, out);
	str_addf(out, ", %s: %s", e->who, e->label);
	timeline_init(&t, TIMELINE_RECORD);
	if (m && timeline_load(&t, ui->session, e->ref, &err) == RC_OK)
		for (int i = 0; i < t.n; i++)
			for (int k = 0; t.entry[i].step == e->step && k < t.entry[i].n_lines && k < 6; k++)
				str_addf(out, "\n%s", t.entry[i].line[k]);
	timeline_free(&t);
}

static unsigned ask_undo(struct view *v)
{
	const struct timeline_entry *e = timeline_at(&((struct history *)v->data)->t);
	struct str text = STR_INIT;
	struct err err = ERR_INIT;
	int64_t *step;

	if (!e || !e->at)
		return DID_NOTHING;
	if (e->undone) {
		ui_message(v->ui, "%s", _("this step is undone already"));
		return DID;
	}
	step = xmalloc(sizeof *step);
	*step = e->step;
	describe(v->ui, e, &text);
	if (confirm_open(v->ui, _("undo this step"), text.s, _("yes, take it back"), undo_yes, free, step, &err) !=
		RC_OK)
		ui_error(v->ui, &err);
	str_free(&text);
	return DID;
}

/* ---- looking through ---- */

static unsigned open_record(struct view *v)
{
	const struct timeline_entry *e = timeline_at(&((struct history *)v->data)->t);
	const struct model *m = e ? registry_no(v->ui->session->reg, REF_MODEL(e->ref)) : NULL;
	struct err err = ERR_INIT;

	if (!m)
		return DID_NOTHING;
	if (form_open(v->ui, m, REF_ID(e->ref), NULL, 0, &err) != RC_OK)
		ui_error(v->ui, &err);
	return DID;
}

static bool has(const struct timeline_entry *e, const char *text)
{
	if (text_has(e->label, text) || text_has(e->who, text))
		return true;
	for (int i = 0; i < e->n_lines; i++)
		if (text_has(e->line[i], text))
			return true;
	return false;
}

static unsigned find_next(struct ui *ui, struct history *h, int step)
{
	if (!h->find) {
		ui_message(ui, "%s", _("/ finds"));
		return DID;
	}
	for (int k = 1; k <= h->t.n; k++) {
		int i = ((h->t.pick.sel + step * k) % h->t.n + h->t.n) % h->t.n;

		if (has(&h->t.entry[i], h->find)) {
			h->t.pick.sel = i;
			return DID;
		}
	}
	ui_message(ui, "%s", _("not found"));
	return DID;
}

static enum rc find_accept(struct ui *ui, void *ctx, const char *text, struct err *err)
{
	struct history *h = ctx;

	(void)err;
	free(h->find);
	h->find = xstrdup(text);
	find_next(ui, h, 1);
	return RC_OK;
}

static unsigned act(struct view *v, const struct act *a)
{
	static const struct prompt_ops find_ops = { .accept = find_accept };
	struct history *h = v->data;
	struct err err = ERR_INIT;
	unsigned did;

	switch (a->action->id) {
	case ACT_ENTER:
	case ACT_OPEN: return open_record(v);
	case ACT_UNDO: return ask_undo(v);
	case ACT_SEARCH: return prompt_open(v->ui, _("find"), "", &find_ops, h, &err) == RC_OK ? DID : DID_NOTHING;
	case ACT_SEARCH_NEXT: return find_next(v->ui, h, 1);
	case ACT_SEARCH_PREV: return find_next(v->ui, h, -1);
	default: break;
	}
	did = timeline_act(&h->t, a, v->at.h);
	if (did == DID && timeline_more(&h->t, v->ui->session, h->ref, &err) != RC_OK)
		ui_error(v->ui, &err);
	return did;
}

static unsigned click(struct view *v, const struct click *c)
{
	struct history *h = v->data;

	if (c->kind == HIT_ENTRY && (c->what == CLICK_PRESS || c->what == CLICK_DOUBLE)) {
		h->t.pick.sel = (int)c->arg;
		return c->what == CLICK_DOUBLE ? open_record(v) : DID;
	}
	return timeline_wheel(&h->t, c, v->at.h);
}

static void title(const struct view *v, struct str *out)
{
	const struct history *h = v->data;
	bool one = h->t.face == TIMELINE_RECORD;
	const struct model *m = one ? registry_no(v->ui->session->reg, REF_MODEL(h->ref)) : NULL;
	int64_t id = REF_ID(h->ref);

	str_add(out, h->t.face == TIMELINE_MINE ? _("Since you left") : _("History"));
	if (!m)
		return;
	str_add(out, ": ");
	deed_subject(v->ui, m, &id, 1, out);
}

static const char *hints(const struct view *v)
{
	(void)v;
	return "enter undo search search-next,search-prev back help";
}

static void close_history(struct view *v)
{
	struct history *h = v->data;

	timeline_free(&h->t);
	free(h->find);
	free(h);
}

static const struct view_ops history_view = {
	.name = "history",
	.contexts = CTXS_LOG,
	.close = close_history,
	.load = load,
	.act = act,
	.click = click,
	.draw = draw,
	.title = title,
	.hints = hints,
};

static enum rc open_face(struct ui *ui, enum timeline_face face, int64_t ref, struct err *err)
{
	struct history *h = xcalloc(1, sizeof *h);

	h->ref = ref;
	timeline_init(&h->t, face);
	return view_push(ui, &history_view, h, err);
}

enum rc history_open(struct ui *ui, int64_t ref, struct err *err)
{
	return open_face(ui, ref ? TIMELINE_RECORD : TIMELINE_ALL, ref, err);
}

enum rc news_open(struct ui *ui, int64_t after, struct err *err)
{
	return open_face(ui, TIMELINE_MINE, after, err);
}
