/* The records of the days a calendar shows, by day and time. */
#include "calendar.h"

#include <stdio.h>
#include <time.h>

#include "base/i18n.h"
#include "record/record.h"
#include "record/session.h"

void calendar_clock(int64_t at, int *hour, int *minute)
{
	time_t t = (time_t)at;
	struct tm tm = { 0 };

	localtime_r(&t, &tm);
	*hour = tm.tm_hour;
	*minute = tm.tm_min;
}

int calendar_month(const struct cal *k, int64_t day, int *year, int64_t *first)
{
	struct date d = date_from_days(day);
	int y = d.y, m = d.m, in = d.d;

	if (k->kind == CAL_JALALI)
		date_to_jalali(d, &y, &m, &in);
	*year = y;
	*first = day - (in - 1);
	return m;
}

static int month_days(const struct cal *k, int year, int month)
{
	return k->kind == CAL_JALALI ? jalali_month_days(year, month) : date_month_days(year, month);
}

static int64_t week_of(const struct cal *k, int64_t day)
{
	return day - (date_weekday(date_from_days(day)) - k->week_start + 7) % 7;
}

void calendar_range(const struct cal *k, int64_t *from, int64_t *to)
{
	int year, month;

	if (k->span == SPAN_DAY) {
		*from = *to = k->day;
		return;
	}
	if (k->span == SPAN_WEEK) {
		*from = week_of(k, k->day);
		*to = *from + 6;
		return;
	}
	month = calendar_month(k, k->day, &year, from);
	*to = week_of(k, *from + month_days(k, year, month) - 1) + 6;
	*from = week_of(k, *from);
}

static void add_part(struct cal *k, struct path *path, int *n, enum calendar_part part, int slot)
{
	k->col[part] = slot ? *n : -1;
	if (slot)
		path[(*n)++] = (struct path){ .n = 1, .slot = { slot }, .model = { k->c.model } };
}

static int parts(struct cal *k, struct path *path)
{
	const struct model *m = k->c.model;
	int n = 0;

	add_part(k, path, &n, PART_TITLE, m->title);
	add_part(k, path, &n, PART_DAY, m->day);
	add_part(k, path, &n, PART_START, m->start);
	add_part(k, path, &n, PART_MINUTES, m->minutes);
	add_part(k, path, &n, PART_SIGNAL, m->signal);
	add_part(k, path, &n, PART_SUBTITLE, m->subtitle);
	add_part(k, path, &n, PART_OWNER, m->owner);
	add_part(k, path, &n, PART_REPLY, m->reply);
	return n;
}

static int64_t number(const struct cal *k, const struct row *r, enum calendar_part part)
{
	return k->col[part] >= 0 && r->val[k->col[part]].kind == VAL_INT ? r->val[k->col[part]].i : 0;
}

static int by_time(const void *a, const void *b)
{
	const struct calendar_item *x = a, *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->row->id < y->row->id ? -1 : x->row->id > y->row->id;
}

static void take(struct cal *k)
{
	k->n = 0;
	free(k->item);
	k->item = xcalloc((size_t)k->page.n + 1, sizeof *k->item);
	for (int i = 0; i < k->page.n; i++) {
		const struct row *r = &k->page.row[i];
		const struct value *day = &r->val[k->col[PART_DAY]];
		struct date d;

		if (day->kind == VAL_TEXT && date_parse_iso(day->s, &d))
			k->item[k->n++] = (struct calendar_item){ .row = r,
				.day = date_days(d),
				.start = number(k, r, PART_START),
				.minutes = (int)number(k, r, PART_MINUTES) };
	}
	qsort(k->item, (size_t)k->n, sizeof *k->item, by_time);
}

static enum rc read_days(struct cal *k, struct session *s, struct err *err)
{
	const char *name = k->c.model->fields[k->c.model->day].name;
	struct path path[PART_N];
	struct arena a = ARENA_INIT;
	struct criteria *days = NULL;
	struct query q;
	char from[11], to[11], text[160];
	enum rc rc = collection_query(&k->c, s, &q, err);

	date_iso(date_from_days(k->from), from);
	date_iso(date_from_days(k->to), to);
	snprintf(text, sizeof text, "%s >= %s and %s <= %s", name, from, name, to);
	if (rc == RC_OK)
		rc = criteria_parse(s, k->c.model, text, &a, &days, err);
	if (rc == RC_OK) {
		q.where = criteria_and(&a, k->c.where, days);
		q.columns = path;
		q.n_columns = parts(k, path);
		q.order[0] = (struct order){ .path = { .n = 1, .slot = { k->c.model->day }, .model = { k->c.model } } };
		q.n_orders = 1;
		q.limit = CALENDAR_ROWS;
		rc = query_run(s, &q, &k->page, err);
	}
	arena_free(&a);
	return rc;
}

void calendar_drop(struct cal *k)
{
	if (k->loaded)
		page_free(&k->page);
	free(k->item);
	k->item = NULL;
	k->n = 0;
	k->loaded = false;
}

static int find_item(const struct cal *k, int64_t id)
{
	for (int i = 0; i < k->n && id; i++)
		if (k->item[i].row->id == id)
			return i;
	return -1;
}

static enum rc read_range(struct cal *k, struct session *s, struct err *err)
{
	enum rc rc;

	calendar_drop(k);
	calendar_range(k, &k->from, &k->to);
	rc = read_days(k, s, err);
	k->loaded = rc == RC_OK;
	if (rc == RC_OK)
		take(k);
	return rc;
}

/* The day a record stands on by now; false: on none, or it cannot be seen. */
static bool day_of(const struct cal *k, struct session *s, int64_t id, int64_t *day)
{
	struct arena a = ARENA_INIT;
	struct record *r;
	struct date d;
	bool there = record_load(s, k->c.model, id, &a, &r, NULL) == RC_OK && rec_has(r, k->c.model->day) &&
		     date_parse_iso(rec_text(r, k->c.model->day), &d);

	if (there)
		*day = date_days(d);
	arena_free(&a);
	return there;
}

/* The record that had the focus keeps it, on whatever day it is now; one that was put elsewhere (moved, undone) is
 * followed there; one that is gone leaves the focus to the day. */
static enum rc select_again(struct cal *k, struct session *s, int64_t id, bool follow, struct err *err)
{
	int64_t day, was = k->day;
	enum rc rc = RC_OK;

	k->sel = find_item(k, id);
	if (k->sel < 0 && follow && day_of(k, s, id, &day)) {
		k->day = day;
		rc = read_range(k, s, err);
		k->sel = find_item(k, id);
		if (rc == RC_OK && k->sel < 0) { /* the filter hides it: stay */
			k->day = was;
			rc = read_range(k, s, err);
		}
	}
	if (k->sel >= 0)
		k->day = k->item[k->sel].day;
	return rc;
}

enum rc calendar_load(struct view *v, struct err *err)
{
	struct cal *k = v->data;
	struct session *s = v->ui->session;
	int64_t wanted = record_wanted(v->ui, k->c.model), want = wanted ? wanted : k->want;
	int64_t id = want ? want : k->sel >= 0 && k->sel < k->n ? k->item[k->sel].row->id : 0;
	enum rc rc = collection_load(&k->c, s, err);

	if (rc != RC_OK)
		return rc;
	k->want = 0;
	k->kind = s->calendar;
	rc = read_range(k, s, err);
	if (rc == RC_OK)
		rc = select_again(k, s, id, want != 0, err);
	if (rc == RC_OK && k->page.more)
		ui_message(v->ui, _("the first %d are shown: / filters"), CALENDAR_ROWS);
	return rc;
}

int calendar_first(const struct cal *k, int64_t day, int *n)
{
	int first = 0, end;

	while (first < k->n && k->item[first].day < day)
		first++;
	for (end = first; end < k->n && k->item[end].day == day; end++)
		;
	*n = end - first;
	return first;
}
