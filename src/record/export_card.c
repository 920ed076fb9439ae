/* Records as vCard 4.0 (RFC 6350) and iCalendar (RFC 5545): which field is what follows from its type and its concepts.
 */
#include "export_private.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "import_private.h"

/* Lines are folded at 75 octets, never inside a character. */
static void fold_line(struct str *out, const char *line, size_t n)
{
	size_t room = 75, step;
	uint32_t cp;

	for (size_t i = 0; i < n; i += step) {
		step = utf8_decode(line + i, n - i, &cp);
		if (step > room) {
			str_add(out, "\r\n ");
			room = 74;
		}
		str_addn(out, line + i, step);
		room -= step;
	}
	str_add(out, "\r\n");
}

static void escape(struct str *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '\n')
			str_add(out, "\\n");
		else if (strchr("\\,;", *s))
			str_addf(out, "\\%c", *s);
		else
			str_addc(out, *s);
	}
}

/* NAME:a;b;c, left out when all of them are empty. */
static void property(struct export *x, const char *name, const char *const *part, int n)
{
	struct str line = STR_INIT;
	bool any = false;

	str_addf(&line, "%s:", name);
	for (int i = 0; i < n; i++) {
		if (i)
			str_addc(&line, ';');
		escape(&line, part[i]);
		any = any || *part[i];
	}
	if (any)
		fold_line(&x->buf, line.s, line.len);
	str_free(&line);
}

static void one(struct export *x, const char *name, const char *text)
{
	property(x, name, &text, 1);
}

static void line(struct export *x, const char *text)
{
	str_add(&x->buf, text);
	str_add(&x->buf, "\r\n");
}

static void columns_of(struct query *q, const struct model *m, const int *slot, int n, struct arena *a)
{
	struct path *p = arena_alloc(a, (size_t)n * sizeof *p);

	for (int i = 0; i < n; i++)
		p[i] = (struct path){ .n = 1, .slot = { slot[i] }, .model = { m } };
	q->columns = p;
	q->n_columns = n;
}

/* --- vCard --- */

enum card {
	CARD_NAME,
	CARD_FIRST,
	CARD_LAST,
	CARD_COMPANY,
	CARD_DEPARTMENT,
	CARD_JOB,
	CARD_STREET,
	CARD_CITY,
	CARD_STATE,
	CARD_ZIP,
	CARD_COUNTRY,
	CARD_BIRTHDAY,
	CARD_NOTES,
	CARD_TITLE,
	CARD_N
};
static const char *const card_concept[CARD_N] = {
	[CARD_NAME] = "full_name",
	[CARD_FIRST] = "first_name",
	[CARD_LAST] = "last_name",
	[CARD_COMPANY] = "company",
	[CARD_DEPARTMENT] = "department",
	[CARD_JOB] = "job",
	[CARD_STREET] = "street",
	[CARD_CITY] = "city",
	[CARD_STATE] = "state",
	[CARD_ZIP] = "zip",
	[CARD_COUNTRY] = "country",
	[CARD_BIRTHDAY] = "birthday",
	[CARD_NOTES] = "notes",
	[CARD_TITLE] = "",
};

static enum rc vcf_columns(struct export *x, struct query *q, struct arena *a, struct err *err)
{
	const struct model *m = q->model;
	int *slot = arena_alloc(a, (size_t)(m->n + CARD_N) * sizeof *slot), n = CARD_N;

	for (int i = 0; i < CARD_N; i++) {
		int at = i == CARD_TITLE ? m->title : import_tied(m, card_concept[i]);

		slot[i] = at < 0 ? SYS_ID : at; /* the id: nothing of it is shown */
	}
	for (int i = SYS_N; i < m->n; i++)
		if (m->fields[i].type == FT_EMAIL || m->fields[i].type == FT_PHONE || m->fields[i].type == FT_URL)
			slot[n++] = i;
	if (n == CARD_N)
		return fail(err, RC_INVALID, NO_FIELD, _("%s has no e-mail or phone: no card can be made of it"),
			_(m->label));
	(void)x;
	columns_of(q, m, slot, n, a);
	return RC_OK;
}

static void card_contacts(struct export *x)
{
	for (int i = CARD_N; i < x->q->n_columns; i++) {
		const struct field *f = path_field(&x->q->columns[i]);

		if (f->type == FT_EMAIL)
			one(x, "EMAIL", x->cell[i].s);
		else if (f->type == FT_URL)
			one(x, "URL", x->cell[i].s);
		else
			one(x, !strcmp(f->name, "mobile") ? "TEL;TYPE=cell" : "TEL", x->cell[i].s);
	}
}

static void card_birthday(struct export *x)
{
	const char *iso = x->cell[CARD_BIRTHDAY].s;
	struct str compact = STR_INIT;

	for (; *iso; iso++)
		if (*iso != '-')
			str_addc(&compact, *iso);
	one(x, "BDAY", compact.s);
	str_free(&compact);
}

static void vcf_row(struct export *x, const struct row *r)
{
	struct str *c = x->cell;
	bool company;

	for (int i = 0; i < x->q->n_columns; i++) {
		str_clear(&c[i]);
		if (x->q->columns[i].slot[0] != SYS_ID)
			export_value(x, r, i, SHOW_EXPORT, &c[i]);
	}
	company = x->q->columns[CARD_COMPANY].slot[0] == x->q->model->title;
	line(x, "BEGIN:VCARD");
	line(x, "VERSION:4.0");
	one(x, "FN", c[CARD_NAME].len ? c[CARD_NAME].s : c[CARD_TITLE].len ? c[CARD_TITLE].s : "?");
	if (company)
		line(x, "KIND:org");
	property(x, "N", (const char *const[]){ c[CARD_LAST].s, c[CARD_FIRST].s, "", "", "" }, 5);
	property(x, "ORG", (const char *const[]){ c[CARD_COMPANY].s, c[CARD_DEPARTMENT].s },
		c[CARD_DEPARTMENT].len ? 2 : 1);
	one(x, "TITLE", c[CARD_JOB].s);
	card_contacts(x);
	property(x, "ADR",
		(const char *const[]){
			"", "", c[CARD_STREET].s, c[CARD_CITY].s, c[CARD_STATE].s, c[CARD_ZIP].s, c[CARD_COUNTRY].s },
		7);
	card_birthday(x);
	one(x, "NOTE", c[CARD_NOTES].s);
	line(x, "END:VCARD");
}

const struct export_form export_vcf_form = { .row = vcf_row, .columns = vcf_columns };

/* --- iCalendar --- */

/* Columns of an event. The uid is the record's for ever, and SEQUENCE its version: a file that comes again updates what a
 * calendar has. Times are written in UTC, which needs no time zone beside it. */
enum event { EVENT_TITLE, EVENT_DAY, EVENT_START, EVENT_MINUTES, EVENT_PLACE, EVENT_REMINDER, EVENT_NOTE, EVENT_VERSION, EVENT_N };

/* Where it stands in a calendar; else the first day or instant that lists show. -1: nowhere. */
static int day_of(const struct model *m)
{
	if (m->day)
		return m->day;
	for (int i = SYS_N; i < m->n; i++)
		if ((m->fields[i].type == FT_DATE || m->fields[i].type == FT_INSTANT) && m->fields[i].flags & F_LIST)
			return i;
	return -1;
}

static int first_note(const struct model *m)
{
	for (int i = SYS_N; i < m->n; i++)
		if (m->fields[i].type == FT_NOTE && !(m->fields[i].flags & F_HIDDEN))
			return i;
	return 0;
}

static enum rc ics_columns(struct export *x, struct query *q, struct arena *a, struct err *err)
{
	const struct model *m = q->model;
	/* the id stands where the type has none of it: nothing of it is written */
	int slot[EVENT_N] = { m->title, day_of(m), m->start, m->minutes, m->place, m->reminder, first_note(m), SYS_VERSION };

	(void)x;
	if (slot[EVENT_DAY] < 0)
		return fail(err, RC_INVALID, NO_FIELD, _("%s has no date: no calendar can be made of it"), _(m->label));
	columns_of(q, m, slot, EVENT_N, a);
	return RC_OK;
}

static void ics_begin(struct export *x)
{
	line(x, "BEGIN:VCALENDAR");
	line(x, "VERSION:2.0");
	line(x, "PRODID:-//crm//crm//EN");
	line(x, "CALSCALE:GREGORIAN");
}

/* 2026-11-21T09:00:00Z -> 20261121T090000Z, 2026-11-21 -> 20261121 */
static void compact(const char *iso, struct str *out)
{
	for (; *iso; iso++)
		if (*iso != '-' && *iso != ':')
			str_addc(out, *iso);
}

static bool has(const struct export *x, const struct row *r, enum event e)
{
	return x->q->columns[e].slot[0] != SYS_ID && r->val[e].kind != VAL_NULL;
}

static void event_time(struct export *x, const struct row *r)
{
	enum event e = has(x, r, EVENT_START) ? EVENT_START : EVENT_DAY;
	struct str when = STR_INIT;

	str_clear(&x->cell[e]);
	export_value(x, r, e, SHOW_EXPORT, &x->cell[e]);
	compact(x->cell[e].s, &when);
	str_addf(&x->buf, "DTSTART%s:%s\r\n", r->val[e].kind == VAL_TEXT ? ";VALUE=DATE" : "", when.s);
	if (e == EVENT_START && has(x, r, EVENT_MINUTES) && r->val[EVENT_MINUTES].i > 0)
		str_addf(&x->buf, "DURATION:PT%" PRId64 "M\r\n", r->val[EVENT_MINUTES].i);
	str_free(&when);
}

/* What has a time of day rings before it, as the record or else the person's setting says. */
static void event_alarm(struct export *x, const struct row *r)
{
	char *own = setting_get(x->s, "reminder.minutes");
	int64_t minutes = 0;

	if (own)
		i64_parse(own, &minutes);
	free(own);
	if (has(x, r, EVENT_REMINDER))
		minutes = r->val[EVENT_REMINDER].i;
	if (!has(x, r, EVENT_START) || minutes <= 0)
		return;
	line(x, "BEGIN:VALARM");
	line(x, "ACTION:DISPLAY");
	str_addf(&x->buf, "TRIGGER:-PT%" PRId64 "M\r\n", minutes);
	one(x, "DESCRIPTION", x->cell[EVENT_TITLE].s);
	line(x, "END:VALARM");
}

static void ics_row(struct export *x, const struct row *r)
{
	struct str stamp = STR_INIT;
	char now[21];

	if (r->val[EVENT_DAY].kind == VAL_NULL)
		return;
	for (int i = 0; i < EVENT_N; i++) {
		str_clear(&x->cell[i]);
		if (has(x, r, (enum event)i))
			export_value(x, r, i, SHOW_EXPORT, &x->cell[i]);
	}
	instant_iso(clock_now(), now);
	compact(now, &stamp);
	line(x, "BEGIN:VEVENT");
	str_addf(&x->buf, "UID:%s-%" PRId64 "@crm\r\nDTSTAMP:%s\r\n", x->q->model->name, r->id, stamp.s);
	str_addf(&x->buf, "SEQUENCE:%" PRId64 "\r\n", r->val[EVENT_VERSION].i - 1);
	event_time(x, r);
	one(x, "SUMMARY", x->cell[EVENT_TITLE].s);
	one(x, "LOCATION", x->cell[EVENT_PLACE].s);
	one(x, "DESCRIPTION", x->cell[EVENT_NOTE].s);
	event_alarm(x, r);
	line(x, "END:VEVENT");
	str_free(&stamp);
}

static void ics_end(struct export *x)
{
	line(x, "END:VCALENDAR");
}

const struct export_form export_ics_form = {
	.begin = ics_begin, .row = ics_row, .end = ics_end, .columns = ics_columns
};
