/* Records as iCalendar (RFC 5545): which field is what follows from the roles that the type gives them. */
#include <inttypes.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "export_private.h"
#include "record/record.h"

#define PEOPLE_MOST 1000 /* of one event in a calendar file */

/* Columns of an event. The uid is the record's for ever, and SEQUENCE its version: a file that comes again updates what
 * a calendar has. Times are written in UTC, which needs no time zone beside it. */
enum event {
	EVENT_TITLE,
	EVENT_DAY,
	EVENT_START,
	EVENT_MINUTES,
	EVENT_PLACE,
	EVENT_REMINDER,
	EVENT_NOTE,
	EVENT_OWNER,
	EVENT_VERSION,
	EVENT_N
};

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
	int slot[EVENT_N] = { m->title, day_of(m), m->start, m->minutes, m->place, m->reminder, first_note(m), m->owner,
		SYS_VERSION };

	(void)x;
	if (slot[EVENT_DAY] < 0)
		return fail(err, RC_INVALID, NO_FIELD, _("%s has no date: no calendar can be made of it"), _(m->label));
	card_columns(q, m, slot, EVENT_N, a);
	return RC_OK;
}

static void ics_begin(struct export *x)
{
	card_line(x, "BEGIN:VCALENDAR");
	card_line(x, "VERSION:2.0");
	card_line(x, "PRODID:-//crm//crm//EN");
	card_line(x, "CALSCALE:GREGORIAN");
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
	card_line(x, "BEGIN:VALARM");
	card_line(x, "ACTION:DISPLAY");
	str_addf(&x->buf, "TRIGGER:-PT%" PRId64 "M\r\n", minutes);
	card_one(x, "DESCRIPTION", x->cell[EVENT_TITLE].s);
	card_line(x, "END:VALARM");
}

/* ---- who is asked to come ---- */

/* The first address of the record; false: it has none, or is not to be seen. */
static bool address_of(struct session *s, const struct model *m, int64_t id, struct str *out)
{
	struct arena a = ARENA_INIT;
	struct record *r;
	bool any = false;

	if (m && id && record_load(s, m, id, &a, &r, NULL) == RC_OK)
		for (int i = SYS_N; i < m->n && !any; i++) {
			any = m->fields[i].type == FT_EMAIL && rec_has(r, i);
			if (any)
				str_add(out, rec_text(r, i));
		}
	arena_free(&a);
	return any;
}

/* NAME;CN="Ada Lovelace":mailto:ada@x.example; who has no address gets the one that says so. */
static void person(struct export *x, const char *name, const char *cn, const char *address)
{
	struct str text = STR_INIT;

	str_addf(&text, "%s;CN=\"", name);
	for (; *cn; cn++) /* what a quoted parameter cannot hold */
		if (*cn != '"' && (unsigned char)*cn >= ' ')
			str_addc(&text, *cn);
	str_addf(&text, "\":%s%s", *address ? "mailto:" : "invalid:nomail", address);
	card_fold(&x->buf, text.s, text.len);
	str_free(&text);
}

static const char *partstat(const struct choice *answer)
{
	static const char *const name[][2] = { { "yes", "ACCEPTED" }, { "no", "DECLINED" }, { "maybe", "TENTATIVE" } };

	for (size_t i = 0; answer && i < COUNT(name); i++)
		if (str_eq(answer->name, name[i][0]))
			return name[i][1];
	return "NEEDS-ACTION";
}

static void attendee(struct export *x, const struct model *m, const struct row *r, int via)
{
	const struct record *one;
	struct record *loaded;
	struct arena a = ARENA_INIT;
	struct str address = STR_INIT, name = STR_INIT;

	if (record_load(x->s, m, r->id, &a, &loaded, NULL) == RC_OK) {
		one = loaded;
		for (int i = SYS_N; i < m->n; i++)
			if (m->fields[i].type == FT_REF && i != via && rec_has(one, i) && !address.len)
				address_of(x->s, registry_find(x->s->reg, m->fields[i].ref), rec_int(one, i), &address);
		str_addf(&name, "ATTENDEE;PARTSTAT=%s",
			partstat(choice_by_no(&m->fields[m->reply], rec_int(one, m->reply))));
		person(x, name.s, rec_text(one, m->title), address.len ? address.s : "");
	}
	str_free(&name);
	str_free(&address);
	arena_free(&a);
}

/* The lines of the record that are people with answers; the owner is who asks them. */
static void event_people(struct export *x, const struct row *r)
{
	const struct model *m = x->q->model;
	const struct field *f = &m->fields[m->people];
	const struct model *of = m->people ? registry_find(x->s->reg, f->ref) : NULL;
	struct query q = { .model = of, .limit = PEOPLE_MOST };
	struct arena a = ARENA_INIT;
	struct page page;
	struct str address = STR_INIT;

	if (of && of->reply &&
		criteria_parse(x->s, of, arena_printf(&a, "%s = #%" PRId64, f->via, r->id), &a, &q.where, NULL) ==
			RC_OK &&
		query_run(x->s, &q, &page, NULL) == RC_OK) {
		if (page.n && has(x, r, EVENT_OWNER)) {
			address_of(x->s, registry_find(x->s->reg, m->fields[m->owner].ref), r->val[EVENT_OWNER].i,
				&address);
			person(x, "ORGANIZER", x->cell[EVENT_OWNER].s, address.len ? address.s : "");
		}
		for (int i = 0; i < page.n; i++)
			attendee(x, of, &page.row[i], model_slot(of, f->via));
		page_free(&page);
	}
	str_free(&address);
	arena_free(&a);
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
	card_line(x, "BEGIN:VEVENT");
	str_addf(&x->buf, "UID:%s-%" PRId64 "@crm\r\nDTSTAMP:%s\r\n", x->q->model->name, r->id, stamp.s);
	str_addf(&x->buf, "SEQUENCE:%" PRId64 "\r\n", r->val[EVENT_VERSION].i - 1);
	event_time(x, r);
	card_one(x, "SUMMARY", x->cell[EVENT_TITLE].s);
	card_one(x, "LOCATION", x->cell[EVENT_PLACE].s);
	card_one(x, "DESCRIPTION", x->cell[EVENT_NOTE].s);
	event_people(x, r);
	event_alarm(x, r);
	card_line(x, "END:VEVENT");
	str_free(&stamp);
}

static void ics_end(struct export *x)
{
	card_line(x, "END:VCALENDAR");
}

const struct export_form export_ics_form = {
	.begin = ics_begin, .row = ics_row, .end = ics_end, .columns = ics_columns
};
