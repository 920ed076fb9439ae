/* The program on a terminal: what is set up before the first view, what no view does itself, and the first view. */
#include <inttypes.h>
#include <stdio.h>

#include "base/date.h"
#include "base/i18n.h"
#include "core.h"
#include "desk.h"
#include "record/draft.h"
#include "record/record.h"
#include "record/session.h"
#include "ui/first.h"
#include "ui/widget.h"

/* ---- undo and redo ---- */

enum rc step_back_shown(struct ui *ui, int64_t step, bool redo, struct undo_result *out, struct err *err)
{
	struct undo_watch watch = { ui_progress_cb, ui };
	enum rc rc;

	ui_progress_begin(ui, redo ? _("doing it again") : _("taking it back"));
	rc = redo ? step_redo_watched(ui->session, &watch, out, err)
		  : step_undo_watched(ui->session, step, &watch, out, err);
	ui_progress_end(ui);
	return rc;
}

void step_back_kept(struct ui *ui, const struct undo_result *u)
{
	struct str all = STR_INIT;
	struct err err = ERR_INIT;

	if (u->kept < 2 || !u->n_left)
		return;
	for (int i = 0; i < u->n_left; i++) {
		const struct model *m = registry_no(ui->session->reg, REF_MODEL(u->left[i]));
		char *title = m ? record_title(ui->session, m, REF_ID(u->left[i])) : NULL;

		str_addf(&all, "%s %" PRId64 ": %s\n", m ? _(m->label) : "?", REF_ID(u->left[i]), title ? title : "?");
		free(title);
	}
	if (u->kept > u->n_left)
		str_addf(&all, _("and %" PRId64 " more\n"), u->kept - u->n_left);
	if (pager_open(ui, _("kept: changed since"), all.s, &err) != RC_OK)
		ui_error(ui, &err);
	str_free(&all);
}

static unsigned take_back(struct ui *ui, bool redo)
{
	struct undo_result u;
	struct err err = ERR_INIT;
	enum rc rc = step_back_shown(ui, 0, redo, &u, &err);

	if (rc != RC_OK) {
		ui_error(ui, &err);
		return rc == RC_CANCELLED ? DID_CHANGE : DID;
	}
	step_back_kept(ui, &u);
	if (u.kept)
		ui_message(ui,
			redo ? _("redone: %s (%" PRId64 " changed, %" PRId64 " kept: changed since)")
			     : _("undid: %s (%" PRId64 " put back, %" PRId64 " kept: changed since)"),
			u.label, u.records, u.kept);
	else if (redo)
		ui_message(ui, _("redone: %s (%" PRId64 " changed) — u undoes"), u.label, u.records);
	else
		ui_message(ui, _("undid: %s (%" PRId64 " put back) — U does it again"), u.label, u.records);
	record_want(ui, u.ref);
	return DID_CHANGE;
}

unsigned records_fallback(struct ui *ui, const struct act *a)
{
	struct err err = ERR_INIT;
	enum rc rc;

	switch (a->action->id) {
	case ACT_UNDO:
	case ACT_REDO:
		if (view_typing(view_top(ui)))
			return DID_NOT; /* of the field, which has said so */
		return take_back(ui, a->action->id == ACT_REDO);
	case ACT_FIND: rc = find_open(ui, &err); break;
	case ACT_NEW_ANY: rc = new_any_open(ui, &err); break;
	case ACT_HISTORY: rc = history_open(ui, 0, &err); break;
	default: return DID_NOT;
	}
	if (rc != RC_OK)
		ui_error(ui, &err);
	return DID;
}

/* ---- what was half typed when the program ended ---- */

struct left {
	char *form;
	int64_t record;
};

static void left_free(void *ctx)
{
	struct left *l = ctx;

	free(l->form);
	free(l);
}

enum { LEFT_GO_ON = 1, LEFT_LATER, LEFT_DROP };

static void left_chosen(struct ui *ui, void *ctx, int id)
{
	struct left *l = ctx;
	const struct model *m = registry_find(ui->session->reg, l->form);
	struct err err = ERR_INIT;
	enum rc rc = RC_OK;

	if (id == LEFT_DROP) {
		rc = draft_drop(ui->session, l->form, l->record, &err);
		if (rc == RC_OK)
			ui_message(ui, "%s", _("thrown away"));
	} else if (id == LEFT_GO_ON && m) {
		rc = l->record ? form_edit(ui, m, l->record, 0, &err) : form_new(ui, m, NULL, 0, &err);
	}
	if (rc != RC_OK)
		ui_error(ui, &err);
}

static void describe_left(struct session *s, const struct left *l, const struct model *m, int64_t at, struct str *out)
{
	char *title = l->record ? record_title(s, m, l->record) : NULL;
	struct str when = STR_INIT;

	instant_show(at, s->calendar, &when);
	if (title)
		str_addf(out, _("you left %s half-typed at %s"), title, when.s);
	else
		str_addf(out, _("you left a new %s half-typed at %s"), _(m->label), when.s);
	free(title);
	str_free(&when);
}

static void offer_draft(struct ui *ui)
{
	static const struct menu_row rows[] = { { 'y', N_("go on with it"), NULL, LEFT_GO_ON },
		{ 'l', N_("later: it is kept"), NULL, LEFT_LATER }, { 'd', N_("throw it away"), NULL, LEFT_DROP } };
	struct menu_row row[COUNT(rows)];
	struct left *l = xcalloc(1, sizeof *l);
	const struct model *m;
	struct str title = STR_INIT;
	int64_t at;
	struct err err = ERR_INIT;

	if (draft_newest(ui->session, &l->form, &l->record, &at, &err) != RC_OK) {
		free(l);
		return;
	}
	m = registry_find(ui->session->reg, l->form);
	if (!m) {
		left_free(l);
		return;
	}
	describe_left(ui->session, l, m, at, &title);
	for (size_t i = 0; i < COUNT(rows); i++) {
		row[i] = rows[i];
		row[i].text = _(rows[i].text);
	}
	if (menu_open(ui, title.s, row, (int)COUNT(rows), left_chosen, left_free, l, &err) != RC_OK)
		ui_error(ui, &err);
	str_free(&title);
}

/* ---- begin, run, end ---- */

enum rc records_begin(struct ui *ui, struct err *err)
{
	enum rc rc;

	ui->app = xcalloc(1, sizeof(struct desk));
	db_cap(ui->session->db, QUERY_MS);
	ui_fallback(ui, records_fallback);
	ui_arg_labels(ui, join_label);
	rc = join_actions(ui, err);
	if (rc == RC_OK)
		rc = join_places(ui, err);
	if (rc == RC_OK)
		others_watch(ui);
	return rc;
}

void records_end(struct ui *ui)
{
	struct desk *desk = desk_of(ui);

	if (!desk)
		return;
	arena_free(&desk->last.arena);
	arena_free(&desk->looked.arena);
	marks_free(&desk->touched);
	reminders_free(desk->reminders);
	free(desk);
	ui->app = NULL;
}

static enum rc open_first(struct ui *ui, struct err *err)
{
	const struct registry *reg = ui->session->reg;
	const struct preset *first = NULL;

	for (int i = 0; i < registry_count(reg); i++)
		for (int k = 0; k < registry_at(reg, i)->n_presets; k++) {
			const struct preset *p = &registry_at(reg, i)->presets[k];

			if (!first || (p->by && !first->by))
				first = p;
		}
	if (!first)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("there is nothing to show: no record type has a place"));
	return ui_go(ui, first->name, err);
}

static enum rc run(struct ui *ui, const struct first *first, struct err *err)
{
	enum rc rc = records_begin(ui, err);

	if (rc == RC_OK)
		rc = open_first(ui, err);
	if (rc != RC_OK)
		return rc;
	offer_draft(ui);
	if (first && first_needed(ui->session))
		rc = first_open(ui, first, err);
	else if (first)
		tour_begin(ui, first);
	return rc == RC_OK ? ui_run(ui, err) : rc;
}

int ui_main(struct session *s, struct agent *agent, const struct conf *conf, bool no_color)
{
	return ui_main_first(s, agent, conf, no_color, NULL);
}

int ui_main_first(
	struct session *s, struct agent *agent, const struct conf *conf, bool no_color, const struct first *first)
{
	struct ui_options opt = { .session = s, .agent = agent, .conf = conf, .no_color = no_color };
	struct err err = ERR_INIT;
	struct ui ui;
	struct desk *desk;
	char last[400] = ""; /* said on the terminal when the screens are gone */
	enum rc rc = ui_open(&ui, &opt, &err);

	if (rc == RC_OK) {
		rc = run(&ui, first, &err);
		others_leave(&ui);
		desk = desk_of(&ui);
		if (desk && desk->news.leave)
			snprintf(last, sizeof last, _("%s; what was half typed is kept"), desk->news.text);
		ui_close(&ui); /* views may still ask the desk while they close */
		ui.app = desk;
		records_end(&ui);
	}
	if (rc == RC_OK && *last)
		fprintf(stderr, "crm: %s\n", last);
	if (rc == RC_OK || rc == RC_CANCELLED)
		return 0;
	fprintf(stderr, "crm: %s\n", err.text);
	return rc_exit(rc);
}
