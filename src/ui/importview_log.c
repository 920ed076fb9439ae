/* The imports there were: what each did, and what can still be done about it: look, undo, go on, read why rows were
 * turned away. */
#include "importview.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/date.h"
#include "base/i18n.h"
#include "found.h"

#define LOG_ROWS 200
#define REJECTS_SHOWN 500

struct log {
	struct ui *ui;
	struct import_log log;
	struct arena arena;
};

/* One of them, that a menu speaks of. */
struct past {
	struct ui *ui;
	const struct model *model;
	int64_t no, step, started, finished;
	char *file, *sha256, *mapping, *options;
};

static void past_free(void *ctx)
{
	struct past *p = ctx;

	free(p->file);
	free(p->sha256);
	free(p->mapping);
	free(p->options);
	free(p);
}

/* ---- what can be done ---- */

static enum rc look(struct ui *ui, const struct past *p, struct err *err)
{
	char from[21], to[21], *criteria;
	struct look what = { .model = p->model, .title = _("What came in") };
	enum rc rc;

	instant_iso(p->started, from);
	instant_iso(p->finished ? p->finished : p->started + 86400, to);
	criteria = xasprintf("(created_at >= %s and created_at <= %s) or (updated_at >= %s and updated_at <= %s)", from, to,
		from, to);
	what.criteria = criteria;
	rc = list_open(ui, &what, err);
	free(criteria);
	return rc;
}

static enum rc undo(struct ui *ui, const struct past *p, struct err *err)
{
	struct undo_result u;
	enum rc rc = step_back_shown(ui, p->step, false, &u, err);

	ui_stale(ui);
	if (rc != RC_OK)
		return rc;
	step_back_kept(ui, &u);
	ui_message(ui, _("undone: %" PRId64 " put back, %" PRId64 " kept: changed since"), u.records, u.kept);
	return RC_OK;
}

static enum rc why_not(struct ui *ui, const struct past *p, struct err *err)
{
	struct str text = STR_INIT;
	enum rc rc = import_log_rejects(ui->session, p->no, REJECTS_SHOWN, &text, err);

	if (rc == RC_OK)
		rc = pager_open(ui, _("rows that were turned away"), text.len ? text.s : _("none"), err);
	str_free(&text);
	return rc;
}

static enum rc how(struct ui *ui, const struct past *p, struct err *err)
{
	char *text = xasprintf("SHA-256 %s\n\n%s\n%s", p->sha256, p->options, p->mapping);
	enum rc rc = pager_open(ui, p->file, text, err);

	free(text);
	return rc;
}

static enum rc go_on(struct ui *ui, const struct past *p, struct err *err)
{
	struct arena a = ARENA_INIT;
	const char *path = importview_path_of(ui->session, &a, p->sha256);
	enum rc rc;

	if (!path) {
		ui_message(ui, _("choose %s: it goes on where it was"), p->file);
		rc = importfile_open(ui, p->model, "", err);
	} else {
		rc = importview_resume(ui, p->model, path, p->options, err);
	}
	arena_free(&a);
	return rc;
}

static void chosen(struct ui *ui, void *ctx, int id)
{
	const struct past *p = ctx;
	struct err err = ERR_INIT;
	enum rc rc = RC_OK;

	switch (id) {
	case 'l': rc = look(ui, p, &err); break;
	case 'u': rc = undo(ui, p, &err); break;
	case 'g': rc = go_on(ui, p, &err); break;
	case 'r': rc = why_not(ui, p, &err); break;
	default: rc = how(ui, p, &err); break;
	}
	if (rc != RC_OK)
		ui_error(ui, &err);
}

static enum rc ask(struct ui *ui, const struct import_past *p, struct err *err)
{
	struct past *own = xcalloc(1, sizeof *own);
	struct menu_row rows[5];
	int n = 0;

	*own = (struct past){ .ui = ui,
		.model = p->model,
		.no = p->no,
		.step = p->step,
		.started = p->started,
		.finished = p->finished,
		.file = xstrdup(p->file),
		.sha256 = xstrdup(p->sha256),
		.mapping = xstrdup(p->mapping),
		.options = xstrdup(p->options) };
	if (p->model && p->step && !p->undone)
		rows[n++] = (struct menu_row){ 'l', _("list what came in"), NULL, 'l' };
	if (p->model && !p->finished && !p->undone)
		rows[n++] = (struct menu_row){ 'g', _("go on with it"), NULL, 'g' };
	if (p->step && !p->undone)
		rows[n++] = (struct menu_row){ 'u', _("undo it"), NULL, 'u' };
	if (p->rejected)
		rows[n++] = (struct menu_row){ 'r', _("why rows were turned away"), NULL, 'r' };
	rows[n++] = (struct menu_row){ 'd', _("how it was read"), NULL, 'd' };
	return menu_open(ui, p->file, rows, n, chosen, past_free, own, err);
}

/* ---- the list ---- */

static const char *state(const struct import_past *p)
{
	return p->undone ? _("undone") : p->finished ? _("finished") : _("cut off");
}

static const char *line(struct log *l, const struct import_past *p)
{
	struct str when = STR_INIT;
	const char *out;

	instant_show(p->started, l->ui->session->calendar, &when);
	out = arena_printf(&l->arena, "%s  %s  %" PRId64 " %s, %" PRId64 " %s, %" PRId64 " %s", when.s, p->file, p->created,
		_("new"), p->updated, _("changed"), p->rejected, _("rejected"));
	str_free(&when);
	return out;
}

static int find(void *ctx, const char *query, struct picker_row *rows, int max)
{
	struct log *l = ctx;
	int n = 0;

	arena_reset(&l->arena);
	for (int i = 0; i < l->log.n && n < max; i++) {
		const struct import_past *p = &l->log.row[i];

		if (text_has(p->file, query) || text_has(state(p), query))
			rows[n++] = (struct picker_row){ .id = i + 1,
				.text = line(l, p),
				.detail = state(p),
				.role = p->undone ? C_DIM : C_TEXT };
	}
	return n;
}

static void choose(struct ui *ui, void *ctx, const struct picker_row *row)
{
	struct log *l = ctx;
	struct err err = ERR_INIT;

	if (ask(ui, &l->log.row[row->id - 1], &err) != RC_OK)
		ui_error(ui, &err);
}

static void close_log(void *ctx)
{
	struct log *l = ctx;

	import_log_free(&l->log);
	arena_free(&l->arena);
	free(l);
}

static const struct picker_ops log_ops = { .find = find, .choose = choose, .close = close_log };

enum rc importview_log(struct ui *ui, struct err *err)
{
	struct picker look = { .title = _("imports: Enter shows what can be done"), .width = 100, .height = 20 };
	struct log *l = xcalloc(1, sizeof *l);
	enum rc rc;

	l->ui = ui;
	rc = import_log_read(ui->session, LOG_ROWS, &l->log, err);
	if (rc == RC_OK && !l->log.n) {
		ui_message(ui, "%s", _("nothing was imported yet"));
		close_log(l);
		return RC_OK;
	}
	if (rc != RC_OK) {
		close_log(l);
		return rc;
	}
	return picker_open(ui, &look, &log_ops, l, err);
}
