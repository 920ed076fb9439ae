/* The real import, what is said of it, and its undo. */
#include "importview.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/i18n.h"
#include "record/journal.h"

#define NAMES_TRIED 99

struct running {
	struct ui *ui;
	int64_t rows;
};

static bool on_progress(void *ctx, int64_t rows, int64_t bytes, int64_t total)
{
	struct running *r = ctx;

	(void)bytes;
	(void)total;
	return ui_progress(r->ui, rows, r->rows);
}

/* ---- where the rejected rows go: beside the file ---- */

static bool is_missing(struct ui *ui, const char *path)
{
	struct err err = ERR_INIT;
	int fd;

	if (agent_open(ui->agent, path, &fd, &err) != RC_OK)
		return err.rc == RC_NOT_FOUND;
	close(fd);
	return false;
}

/* "people-rejects.csv", "people-rejects-2.csv": one that is not there yet; NULL: none is free. Heap. */
static char *rejects_path(struct ui *ui, const char *path)
{
	const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
	int stem = (int)(dot && (!slash || dot > slash + 1) ? (size_t)(dot - path) : strlen(path));

	for (int i = 1; i <= NAMES_TRIED; i++) {
		char *name = i == 1 ? xasprintf("%.*s-rejects.csv", stem, path)
				    : xasprintf("%.*s-rejects-%d.csv", stem, path, i);

		if (is_missing(ui, name))
			return name;
		free(name);
	}
	return NULL;
}

/* ---- what is said ---- */

static void say_done(struct view *v)
{
	struct importview *iv = v->data;
	const struct import_result *r = &iv->res;

	ui_message(
		v->ui, _("%" PRId64 " new, %" PRId64 " changed — u undoes, Enter lists them"), r->created, r->updated);
}

static void keep_stopped(struct ui *ui, void *ctx, int id)
{
	struct undo_result u;
	struct err err = ERR_INIT;
	int64_t *step = ctx;

	if (id == 0)
		ui_message(ui, "%s", _("stopped: what was finished stays — u undoes it"));
	else if (step_back_shown(ui, *step, false, &u, &err) != RC_OK)
		ui_error(ui, &err);
	else
		ui_message(ui, _("stopped, and undone: %" PRId64 " records put back"), u.records);
	ui_stale(ui);
}

/* Batches before the one that was stopped are there already. */
static enum rc ask_stopped(struct view *v, const struct import_result *res, const struct err *why, struct err *err)
{
	const struct menu_row rows[] = { { 'k', _("keep the rows that are finished"), NULL, 0 },
		{ 'u', _("undo them"), NULL, 1 } };
	int64_t *step;

	if (!res->step || step_last(v->ui->session) != res->step) {
		ui_message(v->ui, _("%s: nothing came in"), why->text);
		return RC_OK;
	}
	step = xcalloc(1, sizeof *step);
	*step = res->step;
	return menu_open(v->ui, why->text, rows, (int)COUNT(rows), keep_stopped, free, step, err);
}

/* ---- the run ---- */

static enum rc run(struct view *v, char *rejects, struct err *err)
{
	struct importview *iv = v->data;
	struct import_options opt = importview_options(iv);
	struct running running = { .ui = v->ui, .rows = iv->res.rows };
	struct import_result res;
	struct err why = ERR_INIT;
	enum rc rc;

	if (opt.rest == DUP_ASK)
		opt.rest = DUP_SKIP; /* all are answered */
	opt.rejects = rejects;
	importview_begun(iv);
	opt.told = true;
	opt.told_refused = import_reason(&iv->res, "refused");
	opt.progress = on_progress;
	opt.ctx = &running;
	iv->began = clock_now();
	ui_progress_begin(v->ui, _("importing"));
	rc = import_run(iv->s, iv->path, &opt, &res, &why);
	ui_progress_end(v->ui);
	if (rc != RC_OK) {
		rc = ask_stopped(v, &res, &why, err);
		import_result_free(&res);
		free(rejects);
		ui_stale(v->ui);
		importview_glance(v); /* the rest is counted when the question is answered */
		return rc;
	}
	import_result_free(&iv->res);
	iv->res = res;
	iv->state = IV_DONE;
	free(iv->rejects);
	iv->rejects = res.rejected ? rejects : NULL;
	if (!res.rejected)
		free(rejects);
	importview_remember(iv);
	ui_stale(v->ui);
	say_done(v);
	return RC_OK;
}

struct offer {
	struct view *view;
	char *path;
};

static void offer_free(void *ctx)
{
	struct offer *o = ctx;

	free(o->path);
	free(o);
}

static void offer_chosen(struct ui *ui, void *ctx, int id)
{
	struct offer *o = ctx;
	struct err err = ERR_INIT;

	if (run(o->view, id ? xstrdup(o->path) : NULL, &err) != RC_OK)
		ui_error(ui, &err);
}

static enum rc offer_rejects(struct view *v, char *path, struct err *err)
{
	const struct menu_row rows[] = { { 'y', _("import, and write the rejected rows there"), NULL, 1 },
		{ 'n', _("import without them"), NULL, 0 } };
	struct importview *iv = v->data;
	const char *slash = strrchr(path, '/');
	struct offer *o = xcalloc(1, sizeof *o);
	char title[200];

	snprintf(title, sizeof title,
		ngettext("%" PRId64 " row is rejected: %s", "%" PRId64 " rows are rejected: %s", (unsigned long)iv->res.rejected),
		iv->res.rejected, slash ? slash + 1 : path);
	*o = (struct offer){ .view = v, .path = path };
	return menu_open(v->ui, title, rows, (int)COUNT(rows), offer_chosen, offer_free, o, err);
}

enum rc importview_run(struct view *v, struct err *err)
{
	struct importview *iv = v->data;
	char *path;

	if (iv->state == IV_SOME)
		importview_count(v);
	if (iv->state == IV_UNREAD)
		return fail(err, RC_INVALID, NO_FIELD, "%s", iv->err.text);
	if (iv->state != IV_ALL)
		return fail(
			err, RC_CANCELLED, NO_FIELD, _("not all rows were counted: Ctrl-S again counts and imports"));
	if (iv->policy == DUP_ASK && iv->res.asked && iv->questions.n)
		return importview_ask(v, err);
	if (iv->res.rows == iv->res.rejected)
		return fail(err, RC_INVALID, NO_FIELD, _("no row can be imported: map the columns first"));
	path = iv->res.rejected ? rejects_path(v->ui, iv->path) : NULL;
	return path ? offer_rejects(v, path, err) : run(v, NULL, err);
}

unsigned importview_undo(struct view *v)
{
	struct importview *iv = v->data;
	struct undo_result u;
	struct err err = ERR_INIT;

	if (step_back_shown(v->ui, iv->res.step, false, &u, &err) != RC_OK) {
		ui_error(v->ui, &err);
		return DID;
	}
	step_back_kept(v->ui, &u);
	importview_changed(v);
	if (u.kept)
		ui_message(
			v->ui, _("undone: %" PRId64 " put back, %" PRId64 " kept: changed since"), u.records, u.kept);
	else
		ui_message(v->ui, _("undone: %" PRId64 " records put back"), u.records);
	return DID_CHANGE;
}

enum rc importview_look(struct view *v, struct err *err)
{
	struct importview *iv = v->data;
	char since[21], *criteria;
	struct look look = { .model = iv->model, .title = _("What came in") };
	enum rc rc;

	instant_iso(iv->began, since);
	criteria = xasprintf("created_at >= %s or updated_at >= %s", since, since);
	look.criteria = criteria;
	rc = list_open(v->ui, &look, err);
	free(criteria);
	return rc;
}
