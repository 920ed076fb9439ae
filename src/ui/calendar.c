/* The calendar: going through time, moving records in it, and what each key does. */
#include "calendar.h"

#include <stdio.h>

#include "base/i18n.h"
#include "record/record.h"
#include "record/session.h"

#define HALF_HOUR 1800

static unsigned said(struct view *v, enum rc rc, const struct err *err)
{
	if (rc)
		ui_error(v->ui, err);
	return DID;
}

/* ---- what the collection asks ---- */

static int64_t selected(const struct view *v)
{
	const struct cal *k = v->data;

	return k->sel >= 0 && k->sel < k->n ? k->item[k->sel].row->id : 0;
}

static void select_id(struct view *v, int64_t id)
{
	((struct cal *)v->data)->want = id;
	v->stale = true;
}

static int64_t place(const struct view *v)
{
	return ((const struct cal *)v->data)->sel;
}

static int64_t id_at(const struct view *v, int64_t at)
{
	const struct cal *k = v->data;

	return at >= 0 && at < k->n ? k->item[at].row->id : 0;
}

/* A new record stands on the day that has the focus. */
static int with(const struct view *v, struct change *ch, int max, struct arena *a)
{
	const struct cal *k = v->data;
	char day[11];

	if (max < 1)
		return 0;
	date_iso(date_from_days(k->day), day);
	ch[0] = (struct change){ .slot = k->c.model->day, .val = value_text(arena_strdup(a, day)) };
	return 1;
}

static const struct collection_ops calendar_collection = {
	.selected = selected, .select = select_id, .place = place, .id_at = id_at, .with = with, .other = list_replace
};

/* ---- going through time ---- */

static unsigned go_day(struct view *v, int64_t day)
{
	struct cal *k = v->data;

	if (!date_valid(date_from_days(day)))
		return DID_NOTHING;
	k->day = day;
	k->sel = -1;
	return day < k->from || day > k->to || k->span == SPAN_DAY ? DID_LOAD : DID;
}

/* To an item of the days shown; its day has the focus with it. */
static unsigned go_item(struct view *v, int i)
{
	struct cal *k = v->data;

	if (i < 0 || i >= k->n)
		return DID_NOTHING;
	k->sel = i;
	k->day = k->item[i].day;
	return DID;
}

/* Up and down: a week in a month; else through what stands on the days. */
static unsigned go_down(struct view *v, int by)
{
	struct cal *k = v->data;
	int n, first = calendar_first(k, k->day, &n);
	bool grid = k->span == SPAN_WEEK && v->at.w >= CALENDAR_GRID;

	if (k->span == SPAN_MONTH)
		return go_day(v, k->day + 7 * by);
	if (k->sel < 0)
		return by > 0 && n ? go_item(v, first) : grid ? DID_NOTHING : go_day(v, k->day + by);
	if (k->sel + by < first || k->sel + by >= first + n) {
		if (by > 0 && grid)
			return DID_NOTHING;
		return by < 0 ? go_day(v, k->day) : k->span == SPAN_DAY ? DID_NOTHING : go_day(v, k->day + 1);
	}
	return go_item(v, k->sel + by);
}

static unsigned next_item(struct view *v, int by)
{
	struct cal *k = v->data;
	int n, first = calendar_first(k, k->day, &n);
	unsigned did = go_item(v, k->sel >= 0 ? k->sel + by : by > 0 ? first : first - 1);

	if (did == DID_NOTHING)
		ui_message(v->ui, "%s", _("nothing more on the days shown: PgDn goes on"));
	return did | DID;
}

static unsigned go_span(struct view *v, int by)
{
	struct cal *k = v->data;
	struct date d = date_from_days(k->day);

	if (k->span == SPAN_MONTH)
		return go_day(v, date_days(date_add_months(d, by)));
	return go_day(v, k->day + by * (k->span == SPAN_WEEK ? 7 : 1));
}

static unsigned set_span(struct view *v, const char *name)
{
	struct cal *k = v->data;

	k->span = str_eq(name, "day") ? SPAN_DAY : str_eq(name, "week") ? SPAN_WEEK : SPAN_MONTH;
	k->scroll = 0;
	return DID_LOAD;
}

static unsigned open_item(struct view *v, bool edit)
{
	struct cal *k = v->data;
	const struct model *m = k->c.model;
	int64_t id = selected(v), *ids;
	struct err err = ERR_INIT;
	enum rc rc;

	if (!id)
		return edit ? next_item(v, 1) : set_span(v, "day");
	if (edit)
		return said(v, form_edit(v->ui, m, id, 0, &err), &err);
	if (k->c.as_of)
		return said(v, form_open_past(v->ui, m, id, k->c.as_of, &err), &err);
	ids = xcalloc((size_t)k->n, sizeof *ids);
	for (int i = 0; i < k->n; i++)
		ids[i] = k->item[i].row->id;
	rc = form_open(v->ui, m, id, ids, k->n, &err);
	free(ids);
	return said(v, rc, &err);
}

/* ---- moving a record in time ---- */

/* The same time of the clock on another day, whatever the clocks did in between. */
static int64_t on_day(const struct calendar_item *it, int64_t day)
{
	int hour, minute;

	calendar_clock(it->start, &hour, &minute);
	return instant_of(date_from_days(day), hour, minute, 0);
}

static unsigned put(struct view *v, const struct calendar_item *it, int64_t day, int64_t start)
{
	struct cal *k = v->data;
	const struct model *m = k->c.model;
	struct change ch[2];
	struct err err = ERR_INIT;
	char iso[11], label[200];
	struct str words = STR_INIT;
	int n = 0;
	enum rc rc;

	date_iso(date_from_days(day), iso);
	date_show(date_from_days(day), k->kind, &words);
	snprintf(label, sizeof label, _("moved to %s"), words.s);
	str_free(&words);
	ch[n++] = (struct change){ .slot = m->day, .val = value_text(iso) };
	if (start)
		ch[n++] = (struct change){ .slot = m->start, .val = VALUE_INT(start) };
	k->want = it->row->id;
	k->day = day;
	rc = deed_change(v->ui, m, it->row->id, ch, n, label, &err);
	return said(v, rc, &err) | (rc == RC_OK ? DID_CHANGE : DID);
}

static unsigned move_time(struct view *v, const char *where)
{
	struct cal *k = v->data;
	const struct calendar_item *it = k->sel >= 0 && k->sel < k->n ? &k->item[k->sel] : NULL;
	bool on = str_eq(where, "right") || str_eq(where, "down"), far = str_eq(where, "up") || str_eq(where, "down");
	int by = on ? 1 : -1;

	if (!it) {
		ui_message(v->ui, "%s", _("Tab goes to what stands here; then it can be moved"));
		return DID;
	}
	if (far && k->span != SPAN_MONTH) {
		int64_t start = it->start + by * HALF_HOUR;

		if (!it->start) {
			ui_message(v->ui, "%s", _("it stands at no time of the day: e gives it one"));
			return DID;
		}
		return put(v, it, date_days(date_of_instant(start)), start);
	}
	by *= far ? 7 : 1;
	return put(v, it, it->day + by, it->start ? on_day(it, it->day + by) : 0);
}

/* ---- keys ---- */

static unsigned deed(struct view *v, const struct act *a)
{
	struct cal *k = v->data;
	int64_t one;
	struct chosen who = collection_chosen(&k->c, selected(v), &one);

	return deed_act(v->ui, &who, a);
}

static unsigned act(struct view *v, const struct act *a)
{
	struct cal *k = v->data;
	unsigned did;

	if (k->c.as_of && collection_past_refuses(v, &k->c, a))
		return DID;
	switch (a->action->id) {
	case ACT_LEFT: return go_day(v, k->day - 1);
	case ACT_RIGHT: return go_day(v, k->day + 1);
	case ACT_UP: return go_down(v, -1);
	case ACT_DOWN: return go_down(v, 1);
	case ACT_PAGE_UP: return go_span(v, -1);
	case ACT_PAGE_DOWN: return go_span(v, 1);
	case ACT_TOP: return go_day(v, k->from);
	case ACT_BOTTOM: return go_day(v, k->to);
	case ACT_NEXT_PANE: return next_item(v, 1);
	case ACT_PREV_PANE: return next_item(v, -1);
	case ACT_TODAY: return go_day(v, date_days(date_today())) | DID_LOAD;
	case ACT_SPAN: return set_span(v, a->arg);
	case ACT_MOVE_TIME: return move_time(v, a->arg);
	case ACT_OPEN:
	case ACT_ENTER: return open_item(v, false);
	case ACT_EDIT: return open_item(v, true);
	case ACT_SORT:
	case ACT_REVERSE: ui_message(v->ui, "%s", _("a calendar goes by time: V shows a list")); return DID;
	default: break;
	}
	did = collection_act(v, &k->c, &calendar_collection, a);
	return did == DID_NOT ? deed(v, a) : did;
}

static bool can(struct view *v, const struct act *a)
{
	struct cal *k = v->data;

	switch (a->action->id) {
	case ACT_MOVE_TIME: return selected(v) != 0;
	case ACT_GROUP:
	case ACT_COLUMNS:
	case ACT_TOTALS:
	case ACT_PREVIEW: return false;
	default: return collection_can(v, &k->c, selected(v), a);
	}
}

/* ---- mouse ---- */

static int item_of(const struct cal *k, int64_t id)
{
	for (int i = 0; i < k->n; i++)
		if (k->item[i].row->id == id)
			return i;
	return -1;
}

/* Dropped on a day, or on something of that day. */
static unsigned drop(struct view *v, const struct click *c)
{
	struct cal *k = v->data;
	int i = item_of(k, k->drag), onto = c->kind == HIT_ITEM ? item_of(k, c->arg) : -1;
	int64_t day = c->kind == HIT_DAY ? c->arg : onto >= 0 ? k->item[onto].day : 0;

	k->drag = 0;
	if (i < 0 || !day || day == k->item[i].day)
		return DID_NOTHING;
	return put(v, &k->item[i], day, k->item[i].start ? on_day(&k->item[i], day) : 0);
}

static unsigned click(struct view *v, const struct click *c)
{
	struct cal *k = v->data;

	switch (c->what) {
	case CLICK_WHEEL_UP: return go_span(v, -1);
	case CLICK_WHEEL_DOWN: return go_span(v, 1);
	case CLICK_DROP:
		if (c->from_kind == HIT_ITEM && k->drag)
			return drop(v, c);
		return DID_NOTHING;
	case CLICK_PRESS:
	case CLICK_DOUBLE:
		k->drag = c->kind == HIT_ITEM ? c->arg : 0;
		if (c->kind == HIT_ITEM)
			go_item(v, item_of(k, c->arg));
		else if (c->kind == HIT_DAY)
			return go_day(v, c->arg) | (c->what == CLICK_DOUBLE ? set_span(v, "day") : 0);
		return c->what == CLICK_DOUBLE && c->kind == HIT_ITEM ? open_item(v, false) : DID;
	default: return DID_NOT;
	}
}

/* ---- the view ---- */

static void title(const struct view *v, struct str *out)
{
	collection_title(&((const struct cal *)v->data)->c, out);
}

static void filter(const struct view *v, struct str *out)
{
	collection_filter_text(&((const struct cal *)v->data)->c, out);
}

static void status(const struct view *v, struct str *out)
{
	const struct cal *k = v->data;

	collection_marks_text(&k->c, out);
	if (out->len)
		str_add(out, "  ");
	calendar_words(k, out);
}

static void banner(const struct view *v, struct str *out)
{
	collection_past_text(v, &((const struct cal *)v->data)->c, out);
}

static const char *hints(const struct view *v)
{
	return selected(v) ? "open move-time:left,move-time:right next-pane edit answer back help"
			   : "next-pane new span:day,span:week,span:month today help";
}

static const char *label(const struct view *v, const struct act *a)
{
	(void)v;
	if (a->action->id == ACT_MOVE_TIME)
		return _("move");
	if (a->action->id == ACT_NEXT_PANE)
		return _("next one");
	if (a->action->id == ACT_SPAN)
		return _("day, week, month");
	return NULL;
}

static void close_calendar(struct view *v)
{
	struct cal *k = v->data;

	calendar_drop(k);
	collection_free(&k->c);
	free(k);
}

static const struct view_ops calendar_ops = {
	.name = "calendar",
	.contexts = CTXS_CALENDAR | CTX_COLLECTION,
	.close = close_calendar,
	.load = calendar_load,
	.act = act,
	.can = can,
	.click = click,
	.draw = calendar_draw,
	.title = title,
	.filter = filter,
	.status = status,
	.banner = banner,
	.hints = hints,
	.label = label,
};

static int week_start(const struct ui *ui)
{
	const char *day = ui->conf ? conf_text(ui->conf, "week_start") : "monday";

	return str_eq(day, "saturday") ? 5 : str_eq(day, "sunday") ? 6 : 0;
}

enum rc calendar_open(struct ui *ui, const struct look *look, struct err *err)
{
	struct cal *k = xcalloc(1, sizeof *k);
	struct view v = { .ui = ui, .data = k };
	enum rc rc = collection_init(&k->c, ui->session, look, err);

	if (rc == RC_OK && !look->model->day)
		rc = fail(err, RC_INVALID, NO_FIELD, _("%s stand on no day"), _(look->model->plural));
	if (rc != RC_OK) {
		close_calendar(&v);
		return rc;
	}
	k->span = SPAN_MONTH;
	k->day = date_days(date_today());
	k->sel = -1;
	k->want = look->at;
	k->week_start = week_start(ui);
	return view_push(ui, &calendar_ops, k, err);
}
