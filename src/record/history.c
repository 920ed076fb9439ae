/* The journal read: timeline, history, what others changed, a record as it was. */
#include "record/journal.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/fold.h"
#include "base/i18n.h"
#include "record/record.h"
#include "record/rights.h"
#include "record/session.h"
#include "statement.h"
#include "step.h"
#include "stream.h"

void journal_take(struct session *s, struct stmt *st, struct journal_row *row, struct arena *a)
{
	const struct model *m;

	row->step = st_get_int(st, 0);
	row->at = st_get_int(st, 1);
	row->user = st_get_int(st, 2);
	row->label = arena_strdup(a, st_get_text(st, 3));
	row->undone = st_get_int(st, 4) != 0;
	row->ref = st_get_int(st, 5);
	m = row->model = registry_no(s->reg, REF_MODEL(row->ref));
	row->slot = m && st_get_int(st, 6) != JOURNAL_CREATED ? model_slot_no(m, (int)st_get_int(st, 6)) : -1;
	row->old = st_get_value(st, 7, a);
	row->now = st_get_value(st, 8, a);
}

/* Rows of records and fields that the person does not see are not there. The label may name the step's first record: who does
 * not see that reads only that something was done. */
bool journal_readable(struct session *s, struct journal_row *row)
{
	int64_t first;
	const struct model *m;

	if (rights_all(s))
		return true;
	if ((row->slot >= 0 && rights_field(s, row->model, row->slot) == FIELD_CONCEALED) ||
		!may(s, V_SEE, row->model, REF_ID(row->ref)))
		return false;
	first = db_get_int(s->db, 0, "SELECT ref FROM change WHERE step = ?1 ORDER BY id LIMIT 1", "i", row->step);
	m = registry_no(s->reg, REF_MODEL(first));
	if (first != row->ref && (!m || !may(s, V_SEE, m, REF_ID(first))))
		row->label = _("part of a larger change");
	return true;
}

static enum rc read_page(struct session *s, struct stmt *st, int limit, struct journal_page *out, struct err *err)
{
	int got = 0;

	*out = (struct journal_page){ 0 };
	out->row = arena_alloc(&out->arena, (size_t)(limit + 1) * sizeof *out->row);
	while (out->n < limit && (got = st_step(st, err)) > 0) {
		journal_take(s, st, &out->row[out->n], &out->arena);
		if (out->row[out->n].model && journal_readable(s, &out->row[out->n]))
			out->n++;
	}
	st_done(st);
	if (got >= 0)
		return RC_OK;
	journal_page_free(out);
	return err->rc;
}

enum rc journal_read(struct session *s, int64_t ref, int64_t before, int limit, struct journal_page *out, struct err *err)
{
	const struct model *m = ref ? registry_no(s->reg, REF_MODEL(ref)) : registry_at(s->reg, 0);
	struct stmt *st;
	enum rc rc = m ? authz(s, V_SEE, m, ref ? REF_ID(ref) : 0, NO_FIELD, err) : RC_NOT_FOUND;

	if (rc != RC_OK)
		return rc;
	/* a record's rows by its own index, everybody's by the newest steps */
	if (ref)
		st = db_prep(s->db, "SELECT step.id, at, user, label, state, ref, field, old, new FROM change INDEXED BY change_ref "
				    "JOIN step ON step.id = change.step WHERE ref = ?1 AND change.step < ?2 "
				    "ORDER BY change.id DESC LIMIT ?3");
	else
		st = db_prep(s->db, JOURNAL_ROWS " WHERE ?1 = 0 AND change.step < ?2 ORDER BY change.id DESC LIMIT ?3");
	st_int(st, 1, ref);
	st_int(st, 2, before ? before : INT64_MAX);
	st_int(st, 3, rights_all(s) ? limit : -1);
	return read_page(s, st, limit, out, err);
}

enum rc journal_stream(struct session *s, int64_t ref, int64_t before, int limit, struct journal_page *out, struct err *err)
{
	enum rc rc = authz(s, V_SEE, registry_at(s->reg, 0), 0, NO_FIELD, err);
	struct stmt *st;
	char *refs;

	if (rc != RC_OK)
		return rc;
	refs = stream_refs(s, ref);
	/* the unary + keeps the planner from walking the steps: each reference has its rows by the index */
	st = db_prep(s->db, JOURNAL_ROWS " WHERE ref IN (SELECT value FROM json_each(?1)) AND +change.step < ?2 "
			    "ORDER BY change.id DESC LIMIT ?3");
	st_text(st, 1, refs);
	st_int(st, 2, before ? before : INT64_MAX);
	st_int(st, 3, limit);
	rc = read_page(s, st, limit, out, err);
	free(refs);
	return rc;
}

void journal_page_free(struct journal_page *p)
{
	arena_free(&p->arena);
	*p = (struct journal_page){ 0 };
}

static bool is_asked(const struct journal_asked *asked, const struct journal_row *row)
{
	struct str label = STR_INIT, want = STR_INIT;
	bool yes;

	if (!asked)
		return true;
	if ((asked->user && row->user != asked->user) || row->at < asked->from || (asked->to && row->at > asked->to))
		return false;
	if (!asked->text)
		return true;
	fold(row->label, strlen(row->label), &label);
	fold(asked->text, strlen(asked->text), &want);
	yes = strstr(label.s, want.s) != NULL;
	str_free(&label);
	str_free(&want);
	return yes;
}

/* Steps, each with its first record; for who does not see all, its first record that is seen, and steps without one are not
 * there. Read one by one until enough are found. */
enum rc journal_find(struct session *s, const struct journal_asked *asked, int64_t before, int limit,
	struct journal_page *out, struct err *err)
{
	struct stmt *st;
	int64_t last = 0;
	int got = 0;
	enum rc rc = authz(s, V_SEE, registry_at(s->reg, 0), 0, NO_FIELD, err);

	*out = (struct journal_page){ 0 };
	if (rc != RC_OK)
		return rc;
	st = db_prep(s->db,
		rights_all(s) ? "SELECT step.id, at, user, label, state, ref, 0, NULL, NULL FROM step JOIN change ON change.id = "
				"(SELECT min(id) FROM change c WHERE c.step = step.id) WHERE step.id < ?1 ORDER BY step.id DESC"
			      : "SELECT step.id, at, user, label, state, ref, 0, NULL, NULL FROM change JOIN step ON "
				"step.id = change.step WHERE change.step < ?1 ORDER BY change.step DESC, change.id");
	st_int(st, 1, before ? before : INT64_MAX);
	out->row = arena_alloc(&out->arena, (size_t)(limit + 1) * sizeof *out->row);
	while (out->n < limit && (got = st_step(st, err)) > 0) {
		struct journal_row *row = &out->row[out->n];

		if (st_get_int(st, 0) == last)
			continue;
		journal_take(s, st, row, &out->arena);
		if (!row->model || !journal_readable(s, row) || !is_asked(asked, row))
			continue;
		last = row->step;
		out->n++;
	}
	st_done(st);
	if (got >= 0)
		return RC_OK;
	journal_page_free(out);
	return err->rc;
}

enum rc journal_steps(struct session *s, int64_t before, int limit, struct journal_page *out, struct err *err)
{
	return journal_find(s, NULL, before, limit, out, err);
}

int64_t journal_since(struct session *s, int64_t after, void (*fn)(void *ctx, int64_t ref), void *ctx)
{
	struct stmt *st;
	int64_t newest = db_get_int(s->db, 0, "SELECT max(id) FROM step", "");

	if (newest == after || !fn)
		return newest;
	st = db_prep(s->db, "SELECT DISTINCT ref FROM change WHERE step > ?1 AND step <= ?2 LIMIT 10000");
	st_int(st, 1, after);
	st_int(st, 2, newest);
	while (st_step(st, NULL) > 0)
		fn(ctx, st_get_int(st, 0));
	st_done(st);
	return newest;
}

/* Puts back what the journal's row says the field held before. */
static void rewind_row(struct session *s, struct stmt *st, struct record *r, struct arena *a)
{
	int slot = model_slot_no(r->model, (int)st_get_int(st, 0));
	const struct field *f = slot >= 0 ? &r->model->fields[slot] : NULL;
	struct value old = st_get_value(st, 1, a), now = st_get_value(st, 2, a);

	if (!f || rights_field(s, r->model, slot) == FIELD_CONCEALED)
		return;
	if (f->type == FT_REFS || f->type == FT_CHOICES) {
		const struct value *set = &r->val[slot];
		int n = 0;
		int64_t *ids = arena_alloc(a, (size_t)((set->kind == VAL_SET ? set->n : 0) + 1) * sizeof *ids);

		for (int i = 0; set->kind == VAL_SET && i < set->n; i++)
			if (now.kind == VAL_NULL || set->set[i] != now.i)
				ids[n++] = set->set[i];
		if (old.kind == VAL_INT)
			ids[n++] = old.i;
		r->val[slot] = value_set(ids, n, a);
		return;
	}
	r->val[slot] = old;
}

enum rc record_as_of(struct session *s, const struct model *m, int64_t id, int64_t at, struct arena *a, struct record **out,
	struct err *err)
{
	int64_t last = db_get_int(s->db, 0, "SELECT max(id) FROM step WHERE at <= ?1", "i", at);
	struct stmt *st;
	bool created = false;
	enum rc rc = record_load(s, m, id, a, out, err);

	if (rc != RC_OK)
		return rc;
	/* newest first: each row puts its own `old` back, so what stands at the end is the first old after the instant */
	st = db_prep(s->db, "SELECT field, old, new FROM change WHERE ref = ?1 AND step > ?2 ORDER BY id DESC");
	st_int(st, 1, REF_MAKE(m->no, id));
	st_int(st, 2, last);
	while (st_step(st, NULL) > 0) {
		if (st_get_int(st, 0) == JOURNAL_CREATED)
			created = true;
		else
			rewind_row(s, st, *out, a);
	}
	st_done(st);
	if (created || rec_has(*out, SYS_TRASHED_AT))
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("no %s %" PRId64 " at that time"), m->name, id);
	return RC_OK;
}

enum rc as_of_parse(struct session *s, const char *text, int64_t *at, struct err *err)
{
	struct date day, today = date_today();
	struct str shown = STR_INIT;
	enum rc rc = RC_OK;

	if (strchr(text, 'T') && instant_parse_iso(text, at)) {
		if (*at > clock_now())
			return fail(err, RC_INVALID, NO_FIELD, _("%s has not been yet: a past day is needed"), text);
		return RC_OK;
	}
	if (date_parse(text, today, &s->date_order, &day, err) != RC_OK)
		return RC_INVALID;
	if (date_days(day) > date_days(today)) {
		date_show(day, s->calendar, &shown);
		rc = fail(err, RC_INVALID, NO_FIELD, _("%s has not been yet: a past day is needed"), shown.s);
		str_free(&shown);
		return rc;
	}
	*at = instant_of(date_from_days(date_days(day) + 1), 0, 0, 0) - 1;
	return RC_OK;
}
