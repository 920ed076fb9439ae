/* The picture of a calendar: a grid of days, or days below one another where there is no room for seven side by side.
 */
#include "calendar.h"

#include <stdio.h>

#include "base/i18n.h"
#include "record/session.h"

#define DAY_FROM 8 /* hours that a day shows even when they are free */
#define DAY_TO 18

static const char *const weekdays[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun") };
static const char *const months[2][12] = {
	{ N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
		N_("September"), N_("October"), N_("November"), N_("December") },
	{ N_("Farvardin"), N_("Ordibehesht"), N_("Khordad"), N_("Tir"), N_("Mordad"), N_("Shahrivar"), N_("Mehr"),
		N_("Aban"), N_("Azar"), N_("Dey"), N_("Bahman"), N_("Esfand") },
};

static int day_number(const struct cal *k, int64_t day)
{
	int year;
	int64_t first;

	calendar_month(k, day, &year, &first);
	return (int)(day - first) + 1;
}

void calendar_words(const struct cal *k, struct str *out)
{
	int year;
	int64_t first;
	int month = calendar_month(k, k->day, &year, &first);

	if (k->span == SPAN_DAY)
		date_show(date_from_days(k->day), k->kind, out);
	else
		str_addf(out, "%s %d", _(months[k->kind == CAL_JALALI][month - 1]), year);
}

/* ---- one record ---- */

static const struct choice *choice_of(
	const struct cal *k, const struct calendar_item *it, enum calendar_part part, int slot)
{
	const struct value *v = k->col[part] >= 0 ? &it->row->val[k->col[part]] : NULL;

	return v && v->kind == VAL_INT ? choice_by_no(&k->c.model->fields[slot], v->i) : NULL;
}

static const struct choice *signal_of(const struct cal *k, const struct calendar_item *it)
{
	return choice_of(k, it, PART_SIGNAL, k->c.model->signal);
}

static const struct choice *reply_of(const struct cal *k, const struct calendar_item *it)
{
	return choice_of(k, it, PART_REPLY, k->c.model->reply);
}

static void item_text(const struct cal *k, const struct calendar_item *it, bool until, struct str *out)
{
	const struct value *title = &it->row->val[k->col[PART_TITLE]];
	const struct choice *reply = reply_of(k, it);
	int hour, minute;

	if (reply && reply->glyph)
		str_addf(out, "%s ", reply->glyph);

	if (it->start) {
		calendar_clock(it->start, &hour, &minute);
		str_addf(out, "%02d:%02d", hour, minute);
		if (until && it->minutes) {
			calendar_clock(it->start + it->minutes * 60, &hour, &minute);
			str_addf(out, "-%02d:%02d", hour, minute);
		}
		str_addc(out, ' ');
	}
	str_add(out, title->kind == VAL_TEXT ? title->s : "");
}

static void add_title(const struct cal *k, const struct calendar_item *it, enum calendar_part part, struct str *out)
{
	int col = k->col[part];

	if (col >= 0 && it->row->titles && it->row->titles[col] && it->row->titles[col][0])
		str_addf(out, " · %s", it->row->titles[col][0]);
}

/* The mark of what state it is in, time, title and what it is about; whole: whose it is too. */
static void draw_item(struct view *v, struct canvas *c, int i, struct rect at, bool whole)
{
	const struct cal *k = v->data;
	const struct calendar_item *it = &k->item[i];
	const struct choice *ch = signal_of(k, it), *reply = reply_of(k, it);
	bool sel = i == k->sel, quiet = (ch && ch->tone == TONE_QUIET) || (reply && reply->tone == TONE_QUIET);
	struct str text = STR_INIT;

	item_text(k, it, whole, &text);
	add_title(k, it, PART_SUBTITLE, &text);
	if (whole)
		add_title(k, it, PART_OWNER, &text);
	if (sel)
		canvas_cursor(c, at.x, at.y);
	canvas_text(c, at.x, at.y, 1, ch ? tone_role((int)ch->tone) : C_DIM,
		marks_has(&k->c.marks, it->row->id) ? glyph_text(GL_TICK)
		: ch && ch->glyph                   ? ch->glyph
						    : " ");
	canvas_sentence(c, at.x + 1, at.y, at.w - 1, sel ? C_SELECTED : quiet ? C_DIM : C_TEXT, text.s);
	canvas_hit(c, at, HIT_ITEM, it->row->id);
	str_free(&text);
}

/* ---- a grid: weeks below one another, seven days side by side ---- */

static void day_head(const struct cal *k, struct canvas *c, int64_t day, struct rect cell, bool other)
{
	bool today = day == date_days(date_today()), here = day == k->day;
	unsigned role = here && k->sel < 0 ? C_SELECTED : today ? C_ACCENT | S_BOLD : other ? C_DIM : C_LABEL;
	char text[24];

	/* today is told by a sign too, not by its colour alone */
	snprintf(text, sizeof text, today ? "%d *" : "%d", day_number(k, day));
	canvas_put(c, cell.x + 1, cell.y, cell.w - 1, role, text);
	if (here)
		canvas_glyph(c, cell.x, cell.y, C_ACCENT, GL_BAR);
	if (here && k->sel < 0)
		canvas_cursor(c, cell.x + 1, cell.y);
}

static void draw_cell(struct view *v, struct canvas *c, int64_t day, struct rect cell)
{
	struct cal *k = v->data;
	int year, n, first = calendar_first(k, day, &n), room = cell.h - 1, shown = n <= room ? n : room - 1, from = 0;
	int64_t first_day, other_first;
	bool other = k->span == SPAN_MONTH &&
		     calendar_month(k, day, &year, &first_day) != calendar_month(k, k->day, &year, &other_first);

	canvas_hit(c, cell, HIT_DAY, day);
	day_head(k, c, day, cell, other);
	if (shown < 0)
		shown = 0;
	if (k->sel >= first + shown && k->sel < first + n)
		from = k->sel - first - shown + 1; /* the selected one is always among those seen */
	for (int i = 0; i < shown; i++)
		draw_item(v, c, first + from + i, (struct rect){ cell.x + 1, cell.y + 1 + i, cell.w - 2, 1 }, false);
	if (n > shown) {
		char more[24];

		snprintf(more, sizeof more, "+%d", n - shown);
		canvas_put(c, room > 0 ? cell.x + 1 : cell.x + 5, room > 0 ? cell.y + cell.h - 1 : cell.y, cell.w - 2,
			C_DIM, more);
	}
}

static void draw_grid(struct view *v, struct canvas *c, struct rect r)
{
	struct cal *k = v->data;
	int weeks = (int)((k->to - k->from + 1) / 7), y = r.y + 1;

	for (int i = 0; i < 7; i++) {
		int x = r.x + r.w * i / 7, end = r.x + r.w * (i + 1) / 7;

		canvas_text(c, x + 1, r.y, end - x - 1, C_LABEL | S_UNDERLINE, _(weekdays[(k->week_start + i) % 7]));
		if (i)
			canvas_vline(c, x - 1, r.y + 1, r.h - 1, C_LINE);
	}
	for (int w = 0; w < weeks; w++) {
		int bottom = r.y + 1 + (r.h - 1) * (w + 1) / weeks;

		for (int i = 0; i < 7; i++) {
			int x = r.x + r.w * i / 7, end = r.x + r.w * (i + 1) / 7 - 1;

			draw_cell(v, c, k->from + w * 7 + i, (struct rect){ x, y, end - x, bottom - y });
		}
		y = bottom;
	}
}

/* ---- days below one another ---- */

enum line_kind { LINE_DAY, LINE_HOUR, LINE_ITEM };
struct line {
	enum line_kind kind;
	int64_t day; /* or the hour */
	int item;
};
struct lines {
	struct line *line;
	int n, cap;
	int focus, until; /* the line with the focus; where its day ends */
};

static void add_line(struct lines *all, struct line line)
{
	GROW(all->line, all->n, all->cap);
	all->line[all->n++] = line;
}

static int hour_of(const struct calendar_item *it)
{
	int hour, minute;

	calendar_clock(it->start, &hour, &minute);
	return it->start ? hour : -1;
}

/* One day: what has no time, then the hours, each with what begins in it. */
static void add_day(const struct cal *k, struct lines *all, int64_t day, bool hours)
{
	int n, first = calendar_first(k, day, &n), i = 0;

	if (day == k->day && k->sel < 0)
		all->focus = all->n;
	add_line(all, (struct line){ LINE_DAY, day, -1 });
	for (int hour = -1; hour < 24; hour++) {
		bool some = i < n && hour_of(&k->item[first + i]) == hour;

		if (hours && hour >= 0 && (some || (hour >= DAY_FROM && hour <= DAY_TO)))
			add_line(all, (struct line){ LINE_HOUR, hour, -1 });
		for (; i < n && hour_of(&k->item[first + i]) == hour; i++) {
			if (first + i == k->sel)
				all->focus = all->n;
			add_line(all, (struct line){ LINE_ITEM, day, first + i });
		}
	}
	if (day == k->day)
		all->until = k->sel < 0 ? all->n - 1 : all->focus;
}

/* The focus is seen, and as much of its day as there is room for. */
static int scroll_to(const struct lines *all, int scroll, int h)
{
	if (all->until >= scroll + h)
		scroll = all->until - h + 1;
	if (all->focus < scroll)
		scroll = all->focus;
	if (scroll > all->n - h)
		scroll = all->n - h;
	return scroll > 0 ? scroll : 0;
}

static void draw_day_line(const struct cal *k, struct canvas *c, int64_t day, struct rect at)
{
	bool today = day == date_days(date_today()), here = day == k->day && k->sel < 0;
	struct str text = STR_INIT;
	int w;

	date_show(date_from_days(day), k->kind, &text);
	if (today)
		str_addf(&text, "  %s", _("today"));
	if (day == k->day)
		canvas_glyph(c, at.x, at.y, C_ACCENT, GL_BAR);
	w = canvas_put(c, at.x + 1, at.y, at.w - 1, here ? C_SELECTED : today ? C_ACCENT | S_BOLD : C_LABEL, text.s);
	canvas_hline(c, at.x + w + 2, at.y, at.w - w - 3, C_LINE, GL_HLINE);
	canvas_hit(c, at, HIT_DAY, day);
	if (here)
		canvas_cursor(c, at.x + 1, at.y);
	str_free(&text);
}

static void draw_line(struct view *v, struct canvas *c, const struct line *l, struct rect at)
{
	const struct cal *k = v->data;
	char hour[8];

	if (l->kind == LINE_DAY) {
		draw_day_line(k, c, l->day, at);
	} else if (l->kind == LINE_HOUR) {
		snprintf(hour, sizeof hour, "%02d:00", (int)l->day);
		canvas_put(c, at.x + 2, at.y, 5, C_DIM, hour);
	} else {
		draw_item(v, c, l->item, (struct rect){ at.x + 4, at.y, at.w - 5, 1 }, true);
	}
}

static void draw_days(struct view *v, struct canvas *c, struct rect r)
{
	struct cal *k = v->data;
	struct lines all = { 0 };

	for (int64_t day = k->from; day <= k->to; day++)
		add_day(k, &all, day, k->span == SPAN_DAY);
	k->scroll = scroll_to(&all, k->scroll, r.h);
	for (int i = 0; i < r.h && k->scroll + i < all.n; i++)
		draw_line(v, c, &all.line[k->scroll + i], (struct rect){ r.x, r.y + i, r.w, 1 });
	free(all.line);
}

void calendar_draw(struct view *v, struct canvas *c)
{
	struct cal *k = v->data;

	if (k->span == SPAN_MONTH || (k->span == SPAN_WEEK && v->at.w >= CALENDAR_GRID))
		draw_grid(v, c, v->at);
	else
		draw_days(v, c, v->at);
}
