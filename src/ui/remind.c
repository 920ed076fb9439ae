/* What begins soon. Rows that have a start are read rarely (when something changed, else each minute) and looked at
 * each second: the top line says what comes next, and a bell rings once for each. */
#include "base/clock.h"
#include "base/date.h"
#include "base/i18n.h"
#include "desk.h"
#include "record/query.h"
#include "record/record.h"
#include "record/session.h"
#include "ui/term.h"

#define READ_AGAIN 60 /* seconds */
#define SOON 20       /* rows ahead; more do not begin within a day of one person */
#define LINGER 300    /* seconds for which what has begun is still said */

struct reminder {
	int64_t id, start, at; /* UTC seconds; at: when it is said first */
	char *title, *of;      /* of: its second line as on a card; NULL */
};
struct reminders {
	struct reminder row[SOON];
	int n;
	int64_t read_at, seen;                   /* when, and at which step of the journal */
	int64_t told_id[SOON], told_start[SOON]; /* rung for already, the newest last */
	int n_told;
	int64_t shown; /* of the row in the top line: minutes left; INT64_MIN: none */
};

static void drop_rows(struct reminders *r)
{
	for (int i = 0; i < r->n; i++) {
		free(r->row[i].title);
		free(r->row[i].of);
	}
	r->n = 0;
}

void reminders_free(struct reminders *r)
{
	if (r)
		drop_rows(r);
	free(r);
}

/* ---- reading ---- */

static int64_t minutes_before(struct session *s)
{
	char *text = setting_get(s, "reminder.minutes");
	int64_t minutes = 0;

	if (text)
		i64_parse(text, &minutes);
	free(text);
	return minutes;
}

static bool key_waits(void *ctx)
{
	return ui_key_waits(ctx);
}

static void take(struct reminders *r, struct session *s, const struct model *m, const struct row *row, int64_t minutes)
{
	struct reminder *to = &r->row[r->n];
	struct str of = STR_INIT;

	if (m->reminder && row->val[2].kind == VAL_INT)
		minutes = row->val[2].i;
	if (minutes <= 0 || row->val[1].kind != VAL_INT || r->n == SOON)
		return;
	if (m->subtitle)
		value_show(s, m, m->subtitle, &row->val[3], row->titles ? row->titles[3] : NULL, SHOW_LIST, &of);
	*to = (struct reminder){ .id = row->id, .start = row->val[1].i, .at = row->val[1].i - 60 * minutes };
	to->title = xstrdup(row->val[0].kind == VAL_TEXT ? row->val[0].s : "?");
	to->of = of.len ? str_take(&of) : NULL;
	str_free(&of);
	r->n++;
}

/* False: a key came first, the next second reads. */
static bool read_rows(struct ui *ui, struct reminders *r, const struct model *m, const struct preset *p)
{
	struct session *s = ui->session;
	struct arena a = ARENA_INIT;
	struct criteria *mine = NULL, *soon = NULL;
	const int slot[] = { m->title, m->start, m->reminder ? m->reminder : SYS_ID,
		m->subtitle ? m->subtitle : SYS_ID };
	struct path column[COUNT(slot)];
	struct query q = { .model = m, .columns = column, .n_columns = COUNT(slot), .limit = SOON };
	struct page page;
	struct err err = ERR_INIT;
	const char *start = m->fields[m->start].name;
	enum rc rc = criteria_parse(s, m, p->criteria, &a, &mine, &err);

	for (size_t i = 0; i < COUNT(slot); i++)
		column[i] = (struct path){ .n = 1, .slot = { slot[i] }, .model = { m } };
	if (rc == RC_OK)
		rc = criteria_parse(
			s, m, arena_printf(&a, "%s > now-1h and %s < now+8d", start, start), &a, &soon, &err);
	q.where = criteria_and(&a, mine, soon);
	if (rc == RC_OK)
		rc = query_sort(s, &q, start, &err);
	db_on_progress(s->db, key_waits, ui);
	if (rc == RC_OK)
		rc = query_run(s, &q, &page, &err);
	db_on_progress(s->db, NULL, NULL);
	if (rc == RC_OK) {
		int64_t minutes = minutes_before(s);

		drop_rows(r);
		for (int i = 0; i < page.n; i++)
			take(r, s, m, &page.row[i], minutes);
		page_free(&page);
	}
	arena_free(&a);
	return rc != RC_CANCELLED;
}

/* ---- saying ---- */

static bool told(const struct reminders *r, const struct reminder *row)
{
	for (int i = 0; i < r->n_told; i++)
		if (r->told_id[i] == row->id && r->told_start[i] == row->start)
			return true;
	return false;
}

static void remember_told(struct reminders *r, const struct reminder *row)
{
	if (r->n_told == SOON) {
		memmove(r->told_id, r->told_id + 1, (SOON - 1) * sizeof *r->told_id);
		memmove(r->told_start, r->told_start + 1, (SOON - 1) * sizeof *r->told_start);
		r->n_told--;
	}
	r->told_id[r->n_told] = row->id;
	r->told_start[r->n_told++] = row->start;
}

static void add_when(const struct reminder *row, int64_t now, struct str *out)
{
	int minute = instant_minute(row->start);

	str_addf(out, "%02d:%02d %s", minute / 60, minute % 60, row->title);
	if (row->start > now)
		str_addf(out, _(" in %d min"), (int)((row->start - now + 59) / 60));
}

static void ring(struct ui *ui, struct reminders *r, const struct reminder *row, int64_t now)
{
	char *bell = setting_get(ui->session, "reminder.bell");
	struct str text = STR_INIT;

	add_when(row, now, &text);
	if (row->of)
		str_addf(&text, ", %s", row->of);
	ui_message(ui, "%s", text.s);
	if (!bell || strcmp(bell, "off") != 0)
		term_write("\a", 1);
	remember_told(r, row);
	free(bell);
	str_free(&text);
}

static void say(struct ui *ui, struct reminders *r, int64_t now)
{
	const struct reminder *next = NULL;
	struct str text = STR_INIT;
	int64_t left = INT64_MIN;

	for (int i = 0; i < r->n; i++) {
		const struct reminder *row = &r->row[i];

		if (now < row->at || now >= row->start + LINGER)
			continue;
		if (!told(r, row))
			ring(ui, r, row, now);
		if (!next)
			next = row;
	}
	if (next) {
		left = (next->start - now + 59) / 60;
		add_when(next, now, &text);
	}
	if (left != r->shown)
		ui_top_reminder(ui, text.s);
	r->shown = left;
	str_free(&text);
}

void remind(struct ui *ui)
{
	struct desk *desk = desk_of(ui);
	const struct model *m;
	const struct preset *p = registry_day(ui->session->reg, &m);
	struct reminders *r = desk->reminders;
	int64_t now = clock_now();

	if (!p || !m->start)
		return;
	if (!r) {
		r = desk->reminders = xcalloc(1, sizeof *r);
		r->shown = INT64_MIN;
		r->seen = -1;
	}
	if ((r->seen != desk->seen || now - r->read_at >= READ_AGAIN) && read_rows(ui, r, m, p)) {
		r->seen = desk->seen;
		r->read_at = now;
		r->shown = INT64_MIN + 1; /* said anew: a title may have changed */
	}
	say(ui, r, now);
}
