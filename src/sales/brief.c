/* The brief: read through the one door for reads, so that it tells nobody more than lists would. */
#include "brief.h"

#include <inttypes.h>
#include <stdio.h>

#include "activity.h"
#include "base/date.h"
#include "base/i18n.h"
#include "customer.h"
#include "fields.h"
#include "lead.h"
#include "models.h"
#include "note.h"
#include "record/query.h"
#include "record/record.h"
#include "record/rights.h"
#include "record/session.h"

#define TOUCHES 3
#define OTHERS 3

/* Whom and what it is about; 0 where there is none. */
struct subject {
	int64_t lead, account, contact;
};

#define COLUMNS 3

/* One page of what the criteria match. columns: slots, ended by 0; those hidden from the person are empty, and where the
 * criteria ask for such a one nothing matches. The page is the caller's to free on RC_OK. */
static enum rc read(struct session *s, const struct model *m, const char *criteria, const char *sort,
	const int *columns, int limit, struct page *out, struct err *err)
{
	struct arena a = ARENA_INIT;
	struct path path[COLUMNS];
	struct query q = { .model = m, .limit = limit, .columns = path };
	enum rc rc = criteria_parse(s, m, criteria, &a, &q.where, err);

	for (; columns[q.n_columns]; q.n_columns++)
		path[q.n_columns] = (struct path){ .n = 1, .slot = { columns[q.n_columns] }, .model = { m } };
	if (rc == RC_OK)
		rc = query_sort(s, &q, sort, err);
	if (rc == RC_OK)
		rc = query_run(s, &q, out, err);
	else if (rc == RC_INVALID && !rights_all(s))
		*out = (struct page){ .n = 0 }, rc = RC_OK;
	arena_free(&a);
	return rc;
}

/* "record = lead/7 or record = contact/3": all that was written about it. */
static void about(const struct subject *it, struct str *out)
{
	const struct {
		const char *model;
		int64_t id;
	} part[] = { { "lead", it->lead }, { "account", it->account }, { "contact", it->contact } };

	str_addc(out, '(');
	for (size_t i = 0; i < COUNT(part); i++)
		if (part[i].id)
			str_addf(out, "%srecord = %s/%" PRId64, out->len > 1 ? " or " : "", part[i].model, part[i].id);
	str_addc(out, ')');
}

static const char *text_at(const struct row *r, int col)
{
	return r->val[col].kind == VAL_TEXT ? r->val[col].s : "";
}

/* The first line of a text: a brief has no room for more. */
static int first_line(const char *text)
{
	return (int)strcspn(text, "\n");
}

/* ---- who ---- */

/* Texts that are there, with dots between, as one line. */
static void joined(struct panel_lines *out, const char *const *text, int n, int64_t ref)
{
	struct str line = STR_INIT;

	for (int i = 0; i < n; i++)
		if (text[i] && *text[i])
			str_addf(&line, "%s%s", line.len ? " · " : "", text[i]);
	if (line.len)
		panel_add(out, "%s", line.s)->ref = ref;
	str_free(&line);
}

static void who(const struct record *r, const int slot[6], int64_t ref, struct panel_lines *out)
{
	const char *name[3], *reach[3];

	for (int i = 0; i < 3; i++) {
		name[i] = slot[i] ? rec_text(r, slot[i]) : "";
		reach[i] = slot[3 + i] ? rec_text(r, slot[3 + i]) : "";
	}
	joined(out, name, 3, ref);
	joined(out, reach, 3, 0);
}

/* ---- money ---- */

static enum rc money_of(
	struct session *s, const char *criteria, const char *label, struct panel_lines *out, struct err *err)
{
	struct page p;
	int64_t sum = 0;
	struct str money = STR_INIT;
	enum rc rc = read(s, &lead_model, criteria, "-revenue", (const int[]){ LEAD_REVENUE, 0 }, 200, &p, err);

	if (rc != RC_OK)
		return rc;
	for (int i = 0; i < p.n; i++)
		if (p.row[i].val[0].kind == VAL_INT && !i64_add(sum, p.row[i].val[0].i, &sum))
			sum = INT64_MAX;
	value_show(s, &lead_model, LEAD_REVENUE, &VALUE_INT(sum), NULL, SHOW_LIST, &money);
	if (p.n)
		panel_add(out, "%s: %d%s, %s", label, p.n, p.more ? "+" : "", money.s);
	str_free(&money);
	page_free(&p);
	return RC_OK;
}

static enum rc money(struct session *s, const struct subject *it, struct panel_lines *out, struct err *err)
{
	char of[80], criteria[160];
	enum rc rc = RC_OK;

	if (it->account)
		snprintf(of, sizeof of, "account = #%" PRId64, it->account);
	else if (it->contact)
		snprintf(of, sizeof of, "contact = #%" PRId64, it->contact);
	else
		snprintf(of, sizeof of, "id = %" PRId64, it->lead);
	snprintf(criteria, sizeof criteria, "%s and kind = opportunity and outcome = open", of);
	rc = money_of(s, criteria, _("open money"), out, err);
	snprintf(criteria, sizeof criteria, "%s and outcome = won", of);
	return rc == RC_OK ? money_of(s, criteria, _("bought so far"), out, err) : rc;
}

/* ---- what was said and what is next ---- */

static void dated(struct session *s, int64_t at, const char *text, struct panel_lines *out, int64_t ref)
{
	struct str when = STR_INIT;

	date_show_short(date_of_instant(at), date_today(), s->calendar, &when);
	panel_add(out, "%s: %.*s", when.s, first_line(text), text)->ref = ref;
	str_free(&when);
}

static enum rc next_step(struct session *s, const char *on, struct panel_lines *out, struct err *err)
{
	char *criteria = xasprintf("%s and done_at is empty", on);
	struct page p;
	enum rc rc = read(s, &activity_model, criteria, "due,id",
		(const int[]){ ACTIVITY_SUMMARY, ACTIVITY_DUE, ACTIVITY_STATE, 0 }, 1, &p, err);

	free(criteria);
	if (rc != RC_OK)
		return rc;
	if (p.n) {
		struct str due = STR_INIT;
		struct panel_line *line;

		value_show(s, &activity_model, ACTIVITY_DUE, &p.row[0].val[1], NULL, SHOW_LIST, &due);
		line = panel_add(out, _("next: %s, %s"), text_at(&p.row[0], 0), due.s);
		line->ref = REF_MAKE(NO_ACTIVITY, p.row[0].id);
		line->tone =
			p.row[0].val[2].kind == VAL_INT && p.row[0].val[2].i == SIGNAL_OVERDUE ? TONE_BAD : TONE_NONE;
		str_free(&due);
	} else {
		panel_add(out, "%s", _("no next step"))->tone = TONE_WARN;
	}
	page_free(&p);
	return RC_OK;
}

/* Done activities write a note of their own: notes alone tell all touches. */
static enum rc touches(struct session *s, const char *on, struct panel_lines *out, struct err *err)
{
	struct page p;
	enum rc rc = read(s, &note_model, on, "-created_at,-id", (const int[]){ NOTE_TEXT, SYS_CREATED_AT, 0 }, TOUCHES, &p, err);

	if (rc != RC_OK)
		return rc;
	for (int i = 0; i < p.n; i++)
		dated(s, p.row[i].val[1].i, text_at(&p.row[i], 0), out, REF_MAKE(NO_NOTE, p.row[i].id));
	if (!p.n)
		panel_add(out, "%s", _("nobody has written anything yet"))->tone = TONE_QUIET;
	page_free(&p);
	return RC_OK;
}

/* ---- their colleagues ---- */

static enum rc others(struct session *s, const struct subject *it, struct panel_lines *out, struct err *err)
{
	char criteria[100];
	struct page p;
	enum rc rc;

	if (!it->account)
		return RC_OK;
	snprintf(criteria, sizeof criteria, "account = #%" PRId64 " and not id = %" PRId64, it->account, it->contact);
	rc = read(s, &contact_model, criteria, "name",
		(const int[]){ CONTACT_NAME, CONTACT_JOB, CONTACT_PHONE, 0 }, OTHERS, &p, err);
	if (rc != RC_OK)
		return rc;
	for (int i = 0; i < p.n; i++) {
		const char *part[] = { i ? "" : _("also there"), text_at(&p.row[i], 0), text_at(&p.row[i], 1),
			text_at(&p.row[i], 2) };

		joined(out, part, 4, REF_MAKE(NO_CONTACT, p.row[i].id));
	}
	page_free(&p);
	return RC_OK;
}

static enum rc rest(struct session *s, const struct subject *it, struct panel_lines *out, struct err *err)
{
	struct str on = STR_INIT;
	enum rc rc = money(s, it, out, err);

	about(it, &on);
	if (rc == RC_OK)
		rc = next_step(s, on.s, out, err);
	if (rc == RC_OK)
		rc = touches(s, on.s, out, err);
	if (rc == RC_OK)
		rc = others(s, it, out, err);
	str_free(&on);
	return rc;
}

/* ---- the three types ---- */

enum rc lead_brief(struct session *s, const struct record *r, struct panel_lines *out, struct err *err)
{
	static const int slot[] = { LEAD_CONTACT_NAME, LEAD_JOB, LEAD_COMPANY, LEAD_PHONE, LEAD_MOBILE, LEAD_EMAIL };
	struct subject it = { r->id, rec_int(r, LEAD_ACCOUNT), rec_int(r, LEAD_CONTACT) };
	char *stage = rec_int(r, LEAD_STAGE) ? record_title(s, &stage_model, rec_int(r, LEAD_STAGE)) : NULL;
	struct str money = STR_INIT, chance = STR_INIT;

	who(r, slot,
		it.contact   ? REF_MAKE(NO_CONTACT, it.contact)
		: it.account ? REF_MAKE(NO_ACCOUNT, it.account)
			     : 0,
		out);
	value_show(s, &lead_model, LEAD_REVENUE, &r->val[LEAD_REVENUE], NULL, SHOW_LIST, &money);
	value_show(s, &lead_model, LEAD_PROBABILITY, &r->val[LEAD_PROBABILITY], NULL, SHOW_LIST, &chance);
	const char *part[] = { rec_text(r, LEAD_NAME), stage, money.s, chance.s };
	joined(out, part, 4, REF_MAKE(NO_LEAD, r->id));
	free(stage);
	str_free(&money);
	str_free(&chance);
	return rest(s, &it, out, err);
}

enum rc account_brief(struct session *s, const struct record *r, struct panel_lines *out, struct err *err)
{
	static const int slot[] = { ACCOUNT_NAME, ACCOUNT_CITY, 0, ACCOUNT_PHONE, ACCOUNT_EMAIL, ACCOUNT_WEBSITE };
	struct subject it = { .account = r->id };

	who(r, slot, 0, out);
	return rest(s, &it, out, err);
}

enum rc contact_brief(struct session *s, const struct record *r, struct panel_lines *out, struct err *err)
{
	static const int slot[] = { CONTACT_NAME, CONTACT_JOB, 0, CONTACT_PHONE, CONTACT_MOBILE, CONTACT_EMAIL };
	struct subject it = { .account = rec_int(r, CONTACT_ACCOUNT), .contact = r->id };

	who(r, slot, it.account ? REF_MAKE(NO_ACCOUNT, it.account) : 0, out);
	return rest(s, &it, out, err);
}
