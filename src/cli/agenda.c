/* agenda: what is late, due and coming up for the acting person, in due order. The place "day" of the office's tables
 * says what counts; only the last day is added here. */
#include "base/date.h"
#include "base/i18n.h"
#include "cli.h"
#include "record/exchange.h"
#include "record/query.h"

enum { AGENDA_DAYS, AGENDA_FORMAT };
#define AGENDA_MOST 3660 /* days ahead */

static enum rc agenda_query(
	struct session *s, const struct preset *p, int64_t days, struct query *q, struct arena *a, struct err *err)
{
	const struct model *m = q->model;
	char last[11];
	struct criteria *mine = NULL, *until = NULL;
	enum rc rc = criteria_parse(s, m, p->criteria, a, &mine, err);

	date_iso(date_from_days(date_days(date_today()) + days), last);
	if (rc == RC_OK)
		rc = criteria_parse(s, m, arena_printf(a, "%s <= %s", m->fields[m->day].name, last), a, &until, err);
	q->where = criteria_and(a, mine, until);
	if (rc == RC_OK)
		rc = query_columns(s, q, arena_printf(a, "id,%s,%s", p->group, p->columns), a, err);
	return rc == RC_OK ? query_sort(s, q, p->sort, err) : rc;
}

enum rc cmd_agenda(struct cli *c, const struct args *a, struct err *err)
{
	static const enum export_format forms[] = { EXPORT_TABLE, EXPORT_CSV, EXPORT_TSV, EXPORT_JSON };
	struct export_options opt = { .format = forms[args_choice(a, AGENDA_FORMAT, 0)], .safe = c->tty };
	const struct preset *p;
	struct arena arena = ARENA_INIT;
	struct query q = { .limit = INT32_MAX };
	int64_t days, n = 0;
	enum rc rc = args_int(a, AGENDA_DAYS, 0, 7, &days, err);

	opt.width = c->tty ? c->width : 0;
	if (rc == RC_OK)
		rc = session_need(c, err);
	if (rc != RC_OK)
		return rc;
	p = registry_day(c->s->reg, &q.model);
	if (!p || !q.model->day)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("this office plans nothing by the day"));
	rc = agenda_query(c->s, p, days < AGENDA_MOST ? days : AGENDA_MOST, &q, &arena, err);
	if (rc == RC_OK)
		rc = export_run(c->s, &q, &opt, print_piece, NULL, &n, err);
	if (rc == RC_OK && n == 0 && c->tty && opt.format == EXPORT_TABLE && p->empty)
		complain("%s", _(p->empty));
	arena_free(&arena);
	return rc;
}
