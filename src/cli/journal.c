/* history, undo, redo. */
#include "record/journal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/date.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "record/record.h"
#include "table.h"

enum { HISTORY_FORMAT, HISTORY_LIMIT, HISTORY_USER, HISTORY_SINCE, HISTORY_UNTIL, HISTORY_TEXT };

#define HISTORY_ROWS 50
#define HISTORY_MAX 100000

void table_user(struct cli *c, struct table *t, int64_t user)
{
	const struct model *m = registry_find(c->s->reg, registry_office(c->s->reg)->user_model);
	char *title = m && user ? record_title(c->s, m, user) : NULL;

	/* what shipped, and what the clock does */
	table_add(t, user ? title : "system");
	free(title);
}

void table_time(struct cli *c, struct table *t, int64_t at, enum format format)
{
	struct str text = STR_INIT;
	char iso[21];

	if (format == FORMAT_TABLE)
		instant_show(at, c->s->calendar, &text);
	else {
		instant_iso(at, iso);
		str_add(&text, iso);
	}
	table_add(t, text.s);
	str_free(&text);
}

/* Who, when, what. The end of a day is the second before the next. */
static enum rc read_asked(struct cli *c, const struct args *a, struct journal_asked *out, struct err *err)
{
	const char *who = args_text(a, HISTORY_USER), *since = args_text(a, HISTORY_SINCE);
	enum rc rc = args_as_of(c, a, HISTORY_UNTIL, &out->to, err);
	struct date day;

	out->text = args_text(a, HISTORY_TEXT);
	if (rc == RC_OK && who)
		rc = target_id(c, session_model(c->s, registry_office(c->s->reg)->user_model), who, &out->user, err);
	if (rc == RC_OK && since && date_parse(since, date_today(), &c->s->date_order, &day, NULL) != RC_OK)
		rc = fail(err, RC_USAGE, NO_FIELD, _("--since: \"%s\" is no day"), since);
	if (rc == RC_OK && since)
		out->from = instant_of(day, 0, 0, 0);
	return rc;
}

static enum rc print_steps(
	struct cli *c, const struct journal_asked *asked, int64_t limit, enum format format, struct err *err)
{
	static const struct column columns[] = { { "step", N_("Step"), COL_NUMBER }, { "at", N_("When") },
		{ "user", N_("Who") }, { "label", N_("What") }, { "undone", N_("Undone"), COL_YES_NO } };
	struct journal_page page;
	struct table t;
	enum rc rc = journal_find(c->s, asked, 0, (int)limit, &page, err);

	if (rc != RC_OK)
		return rc;
	table_init(&t, columns, COUNT(columns));
	for (int i = 0; i < page.n; i++) {
		table_int(&t, page.row[i].step);
		table_time(c, &t, page.row[i].at, format);
		table_user(c, &t, page.row[i].user);
		table_add(&t, page.row[i].label);
		table_add(&t, page.row[i].undone ? "yes" : format == FORMAT_TABLE ? "" : "no");
	}
	table_print(c, &t, format);
	table_free(&t);
	journal_page_free(&page);
	return RC_OK;
}

static void add_value(
	struct cli *c, struct table *t, const struct journal_row *row, const struct value *v, enum format format)
{
	const struct field *f = &row->model->fields[row->slot];
	struct str text = STR_INIT;
	struct value member = *v, *show = &member;
	struct arena a = ARENA_INIT;

	/* of a set, a row holds the one member that came or went */
	if (field_types[field_kind(f)].set && v->kind == VAL_INT)
		member = value_set(&v->i, 1, &a);
	value_show(c->s, row->model, row->slot, show, NULL, format == FORMAT_TABLE ? SHOW_LIST : SHOW_EXPORT, &text);
	table_add(t, v->kind == VAL_NULL && format != FORMAT_TABLE ? NULL : text.s);
	str_free(&text);
	arena_free(&a);
}

static enum rc print_changes(struct cli *c, int64_t ref, int64_t limit, enum format format, struct err *err)
{
	static const struct column columns[] = { { "step", N_("Step"), COL_NUMBER }, { "at", N_("When") },
		{ "user", N_("Who") }, { "field", N_("Field") }, { "old", N_("Before") }, { "new", N_("After") },
		{ "label", N_("What") }, { "undone", N_("Undone"), COL_YES_NO } };
	struct journal_page page;
	struct table t;
	enum rc rc = journal_read(c->s, ref, 0, (int)limit, &page, err);

	if (rc != RC_OK)
		return rc;
	table_init(&t, columns, COUNT(columns));
	for (int i = 0; i < page.n; i++) {
		const struct journal_row *row = &page.row[i];

		table_int(&t, row->step);
		table_time(c, &t, row->at, format);
		table_user(c, &t, row->user);
		table_add(&t, row->slot < 0 ? NULL : row->model->fields[row->slot].name);
		if (row->slot < 0) {
			table_add(&t, NULL);
			table_add(&t, NULL);
		} else {
			add_value(c, &t, row, &row->old, format);
			add_value(c, &t, row, &row->now, format);
		}
		table_add(&t, row->label);
		table_add(&t, row->undone ? "yes" : format == FORMAT_TABLE ? "" : "no");
	}
	table_print(c, &t, format);
	table_free(&t);
	journal_page_free(&page);
	return RC_OK;
}

enum rc cmd_history(struct cli *c, const struct args *a, struct err *err)
{
	enum format format = (enum format)args_choice(a, HISTORY_FORMAT, FORMAT_TABLE);
	struct arena arena = ARENA_INIT;
	struct journal_asked asked = { 0 };
	struct record *r;
	struct target t;
	int64_t id, limit;
	enum rc rc = args_int(a, HISTORY_LIMIT, 1, HISTORY_ROWS, &limit, err);

	if (rc == RC_OK && a->n == 1)
		rc = fail(err, RC_USAGE, NO_FIELD, _("history: of which record? crm history [MODEL ID]"));
	if (rc == RC_OK)
		rc = session_need(c, err);
	if (rc != RC_OK)
		return rc;
	limit = limit < HISTORY_MAX ? limit : HISTORY_MAX;
	rc = read_asked(c, a, &asked, err);
	if (rc != RC_OK || a->n == 0)
		return rc == RC_OK ? print_steps(c, &asked, limit, format, err) : rc;
	rc = target_find(c, a->word[0], &t, err);
	if (rc == RC_OK)
		rc = target_id(c, t.model, a->word[1], &id, err);
	if (rc == RC_OK)
		rc = record_load(c->s, t.model, id, &arena, &r, err);
	if (rc == RC_OK)
		rc = print_changes(c, REF_MAKE(t.model->no, id), limit, format, err);
	arena_free(&arena);
	return rc;
}

/* ---- undo and redo ---- */

enum { UNDO_FORMAT };

#define PROGRESS_MS 500 /* between two lines of progress; small undos show none */

struct look {
	int64_t from, last;
};

static bool show_progress(void *ctx, int64_t done, int64_t total)
{
	struct look *l = ctx;
	int64_t now = clock_ms();

	if (now - l->last < PROGRESS_MS)
		return true;
	l->last = now;
	fprintf(stderr, "\r%" PRId64 " of %" PRId64 " changes, %" PRId64 " s ", done, total, (now - l->from) / 1000);
	return true;
}

/* Where somebody looks on, one line tells how far it is. */
static enum rc watched(struct session *s, int64_t id, bool redo, struct undo_result *out, struct err *err)
{
	struct look look = { clock_ms(), clock_ms() };
	struct undo_watch watch = { show_progress, &look };
	bool shown = isatty(STDERR_FILENO);
	enum rc rc = redo ? step_redo_one(s, id, shown ? &watch : NULL, out, err)
			  : step_undo_watched(s, id, shown ? &watch : NULL, out, err);

	if (look.last > look.from)
		fprintf(stderr, "\r\033[K");
	return rc;
}

/* Records that were left, because somebody changed them since. */
static void list_left(struct cli *c, const struct undo_result *res, struct str *out)
{
	for (int i = 0; i < res->n_left; i++) {
		const struct model *m = registry_no(c->s->reg, REF_MODEL(res->left[i]));
		char *title = m ? record_title(c->s, m, REF_ID(res->left[i])) : NULL;

		str_addf(out, _("kept: %s %" PRId64 ", "), m ? m->name : "?", REF_ID(res->left[i]));
		put_data(c, out, title ? title : "?");
		str_addc(out, '\n');
		free(title);
	}
	if (res->kept > res->n_left)
		str_addf(out, _("kept: %" PRId64 " more\n"), res->kept - res->n_left);
}

static void say_json(struct cli *c, const struct undo_result *res)
{
	struct str out = STR_INIT;

	str_addf(&out, "{\"step\":%" PRId64 ",\"label\":", res->step);
	json_text(&out, res->label, strlen(res->label));
	str_addf(&out, ",\"records\":%" PRId64 ",\"kept\":%" PRId64 ",\"left\":[", res->records, res->kept);
	for (int i = 0; i < res->n_left; i++) {
		const struct model *m = registry_no(c->s->reg, REF_MODEL(res->left[i]));

		str_addf(&out, "%s\"%s/%" PRId64 "\"", i ? "," : "", m ? m->name : "?", REF_ID(res->left[i]));
	}
	str_add(&out, "]}\n");
	print_str(&out);
	str_free(&out);
}

static void say(struct cli *c, const struct args *a, const char *what, const struct undo_result *res)
{
	struct str out = STR_INIT, text = STR_INIT;

	if (args_choice(a, UNDO_FORMAT, 0) == 1) {
		say_json(c, res);
		return;
	}
	str_addf(&text, _("%s step %" PRId64 ": %s (%" PRId64 " put back"), what, res->step, res->label, res->records);
	if (res->kept)
		str_addf(&text, _(", %" PRId64 " changed since and kept"), res->kept);
	str_add(&text, ")");
	put_data(c, &out, text.s);
	str_addc(&out, '\n');
	list_left(c, res, &out);
	print_str(&out);
	str_free(&text);
	str_free(&out);
}

enum rc cmd_undo(struct cli *c, const struct args *a, struct err *err)
{
	struct undo_result res;
	int64_t id = 0;
	enum rc rc;

	if (a->n && (!i64_parse(a->word[0], &id) || id < 1))
		return fail(err, RC_USAGE, NO_FIELD, _("undo: \"%s\" is no step: crm history lists them"), a->word[0]);
	rc = session_need(c, err);
	/* each command is a session of its own: the last step is the person's, of whatever session */
	if (rc == RC_OK && !id && !(id = step_last(c->s)))
		rc = fail(err, RC_INVALID, NO_FIELD, _("nothing to undo"));
	if (rc == RC_OK)
		rc = watched(c->s, id, false, &res, err);
	if (rc == RC_OK)
		say(c, a, _("undid"), &res);
	return rc;
}

enum rc cmd_redo(struct cli *c, const struct args *a, struct err *err)
{
	struct undo_result res;
	int64_t id = 0;
	enum rc rc = session_need(c, err);

	if (rc == RC_OK && !(id = step_last_undo(c->s)))
		rc = fail(err, RC_INVALID, NO_FIELD, _("nothing to redo"));
	if (rc == RC_OK)
		rc = watched(c->s, id, true, &res, err);
	if (rc == RC_OK)
		say(c, a, _("redid"), &res);
	return rc;
}
