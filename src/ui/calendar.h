/* The calendar of any record type that stands on days (model.day): month, week, day. Its files: calendar.c moving about and
 * what each key does, calendar_load.c the records of the days shown, calendar_draw.c the picture. Days are counted from
 * 1970-01-01, as base/date does. */
#ifndef UI_CALENDAR_H
#define UI_CALENDAR_H

#include "base/date.h"
#include "collection.h"
#include "record/query.h"

#define CALENDAR_ROWS 3000 /* records of the days shown; beyond it a filter is asked for */
#define CALENDAR_GRID 112  /* cells from which a week stands side by side */

enum calendar_span { SPAN_DAY, SPAN_WEEK, SPAN_MONTH };
enum calendar_hit { HIT_DAY = 1, HIT_ITEM };

/* What is read of a record; the column of a role that the model has not is -1. */
enum calendar_part { PART_TITLE, PART_DAY, PART_START, PART_MINUTES, PART_SIGNAL, PART_SUBTITLE, PART_OWNER, PART_REPLY, PART_N };

struct calendar_item {
	const struct row *row;
	int64_t day;
	int64_t start; /* UTC seconds; 0: at no time of the day */
	int minutes;
};

struct cal {
	struct collection c;
	enum calendar_span span;
	int64_t day;     /* with the focus */
	int sel;         /* item with the focus, of all that are loaded; -1: the day itself */
	int week_start;  /* 0 Monday .. 6 Sunday */
	enum calendar kind;
	int64_t from, to; /* days loaded, both included */
	int col[PART_N];
	struct page page;
	bool loaded;
	struct calendar_item *item; /* by day, then those without a time, then by time */
	int n;
	int64_t want;   /* record to select with the next load */
	int scroll;     /* first line shown of a list of days */
	int64_t drag;   /* record under the pressed button; 0 */
};

/* calendar_load.c */
enum rc calendar_load(struct view *v, struct err *err);
void calendar_drop(struct cal *k);
/* The first item of a day and how many there are. */
int calendar_first(const struct cal *k, int64_t day, int *n);
/* First and last day of what a span shows around a day; of a month whole weeks. */
void calendar_range(const struct cal *k, int64_t *from, int64_t *to);
/* The month a day is in, in the person's calendar: its number in the year and its first day. */
int calendar_month(const struct cal *k, int64_t day, int *year, int64_t *first);
void calendar_clock(int64_t at, int *hour, int *minute); /* local */

/* calendar_draw.c */
void calendar_draw(struct view *v, struct canvas *c);
/* "November 2026", "Azar 1405", a day in words. */
void calendar_words(const struct cal *k, struct str *out);

#endif
