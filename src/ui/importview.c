/* The import screen: how a file is read, what its columns are, and what would come of it, before anything is written.
 */
#include "importview.h"

#include <stdio.h>

#include "base/i18n.h"

static unsigned said(struct view *v, enum rc rc, const struct err *err)
{
	if (rc != RC_OK)
		ui_error(v->ui, err);
	return DID;
}

/* ---- moving ---- */

static unsigned move_column(struct importview *iv, int by)
{
	int was = iv->col.sel;

	iv->col.sel += by;
	pick_clamp(&iv->col, iv->res.n_columns, iv->cols.h);
	return iv->col.sel == was ? DID_NOTHING : DID;
}

static unsigned move(struct view *v, const struct act *a)
{
	struct importview *iv = v->data;

	switch (a->action->id) {
	case ACT_LEFT: return move_column(iv, -1);
	case ACT_RIGHT: return move_column(iv, 1);
	case ACT_NEXT_PANE:
	case ACT_PREV_PANE: iv->pane = iv->pane == PANE_COLUMNS ? PANE_ROWS : PANE_COLUMNS; return DID;
	default: break;
	}
	if (iv->pane == PANE_COLUMNS)
		return pick_act(&iv->col, a, iv->res.n_columns, iv->cols.h);
	return pick_act(&iv->row, a, iv->preview.n, iv->rows.h);
}

/* ---- keys ---- */

static enum rc show_warnings(struct view *v, struct err *err)
{
	struct importview *iv = v->data;
	struct str all = STR_INIT;
	enum rc rc;

	if (iv->known_file)
		str_addf(&all, "%s\n", _("this very file was imported before"));
	for (int i = 0; i < iv->res.n_warnings; i++)
		str_addf(&all, "%s\n", iv->res.warning[i]);
	rc = pager_open(v->ui, _("warnings"), all.len ? all.s : _("none"), err);
	str_free(&all);
	return rc;
}

static unsigned act_done(struct view *v, const struct act *a)
{
	struct err err = ERR_INIT;

	switch (a->action->id) {
	case ACT_FIND_COLUMN: return said(v, importview_find(v, &err), &err);
	case ACT_MAP: return said(v, importview_look(v, &err), &err);
	case ACT_UNDO: return importview_undo(v);
	case ACT_BACK: return DID_CLOSE;
	case ACT_IMPORTS: return said(v, importview_log(v->ui, &err), &err);
	case ACT_RUN: ui_message(v->ui, "%s", _("it came in already: u undoes it, R reads the file again")); return DID;
	case ACT_REFRESH: importview_changed(v); return DID;
	case ACT_PREVIEW: return said(v, show_warnings(v, &err), &err);
	default: return move(v, a);
	}
}

static unsigned act(struct view *v, const struct act *a)
{
	struct importview *iv = v->data;
	struct err err = ERR_INIT;

	if (iv->state == IV_DONE)
		return act_done(v, a);
	switch (a->action->id) {
	case ACT_VALUES: return said(v, importview_values(v, &err), &err);
	case ACT_BLANK: importview_blank(v); return DID;
	case ACT_BAD_EMAIL: importview_bad(v); return DID;
	case ACT_IMPORTS: return said(v, importview_log(v->ui, &err), &err);
	case ACT_FIND_COLUMN: return said(v, importview_find(v, &err), &err);
	case ACT_MAP: return said(v, importview_map(v, &err), &err);
	case ACT_SKIP: importview_skip(v); return DID;
	case ACT_TYPE: importview_type(v); return DID;
	case ACT_DUPLICATES: importview_policy(v); return DID;
	case ACT_EDIT_ALL: return said(v, importview_set(v, &err), &err);
	case ACT_READ: return said(v, importview_change_reading(v, a->arg, &err), &err);
	case ACT_RUN: return said(v, importview_run(v, &err), &err);
	case ACT_PREVIEW: return said(v, show_warnings(v, &err), &err);
	case ACT_REFRESH: importview_changed(v); return DID;
	case ACT_STOP: ui_message(v->ui, "%s", _("nothing is running")); return DID;
	case ACT_BACK: return DID_CLOSE;
	default: return move(v, a);
	}
}

static bool can(struct view *v, const struct act *a)
{
	struct importview *iv = v->data;

	switch (a->action->id) {
	case ACT_FIND_COLUMN: return iv->res.n_columns > 0;
	case ACT_SKIP:
	case ACT_TYPE: return iv->state != IV_DONE && iv->res.n_columns > 0;
	case ACT_DUPLICATES:
	case ACT_VALUES:
	case ACT_BLANK:
	case ACT_BAD_EMAIL:
	case ACT_EDIT_ALL:
	case ACT_READ: return iv->state != IV_DONE;
	case ACT_RUN: return iv->state == IV_SOME || iv->state == IV_ALL;
	default: return true;
	}
}

/* ---- mouse ---- */

static unsigned wheel(struct importview *iv, const struct click *c)
{
	if (rect_has(&iv->rows, c->x, c->y))
		return pick_wheel(&iv->row, c, iv->preview.n, iv->rows.h);
	return pick_wheel(&iv->col, c, iv->res.n_columns, iv->cols.h);
}

static unsigned press(struct view *v, const struct click *c)
{
	struct importview *iv = v->data;
	const char *arg, *label;
	struct err err = ERR_INIT;

	switch (c->kind) {
	case HIT_READING:
		importview_reading(iv, (int)c->arg, &arg, &label, NULL, NULL);
		return said(v, importview_change_reading(v, arg, &err), &err);
	case HIT_POLICY: importview_policy(v); return DID;
	case HIT_BLANK: importview_blank(v); return DID;
	case HIT_BAD: importview_bad(v); return DID;
	case HIT_VALUES: return said(v, importview_values(v, &err), &err);
	case HIT_SET: return said(v, importview_set(v, &err), &err);
	case HIT_FIND: return said(v, importview_find(v, &err), &err);
	case HIT_COLUMN:
		iv->pane = PANE_COLUMNS;
		iv->col.sel = (int)c->arg;
		return DID;
	case HIT_CELL:
		iv->pane = PANE_ROWS;
		iv->row.sel = (int)(c->arg >> 32);
		iv->col.sel = (int)(c->arg & 0xFFFFFFFF);
		return DID;
	default: return DID_NOT;
	}
}

static unsigned click(struct view *v, const struct click *c)
{
	struct importview *iv = v->data;
	struct err err = ERR_INIT;

	if (c->what == CLICK_DOUBLE && (c->kind == HIT_COLUMN || c->kind == HIT_CELL) && iv->state != IV_DONE)
		return said(v, importview_map(v, &err), &err);
	if (c->what == CLICK_PRESS)
		return iv->state == IV_DONE && c->kind != HIT_COLUMN && c->kind != HIT_CELL ? DID_NOT : press(v, c);
	return wheel(iv, c);
}

/* ---- the view ---- */

static void tick(struct view *v)
{
	struct importview *iv = v->data;

	if (iv->again && view_top(v->ui) == v)
		importview_count(v);
}

static void title(const struct view *v, struct str *out)
{
	const struct importview *iv = v->data;
	const char *slash = strrchr(iv->path, '/');

	str_addf(out, _("Import %s"), slash ? slash + 1 : iv->path);
}

static void status(const struct view *v, struct str *out)
{
	const struct importview *iv = v->data;

	if (iv->res.n_columns)
		str_addf(out, _("column %d of %d"), iv->col.sel + 1, iv->res.n_columns);
}

static const char *hints(const struct view *v)
{
	const struct importview *iv = v->data;

	if (iv->state == IV_DONE)
		return "undo imports back go help";
	return "run map skip duplicates values type set-field imports next-pane back help";
}

static void close_import(struct view *v)
{
	struct importview *iv = v->data;

	import_result_free(&iv->res);
	import_preview_free(&iv->preview);
	for (int i = 0; i < iv->n_set; i++)
		free(iv->set[i]);
	for (int i = 0; i < iv->n_value; i++)
		free(iv->value[i]);
	import_questions_free(&iv->questions);
	free(iv->set);
	free(iv->value);
	free(iv->answer);
	free(iv->choice);
	free(iv->rejects);
	free(iv->path);
	free(iv);
}

static const struct view_ops import_ops = {
	.name = "import",
	.contexts = CTXS_IMPORT,
	.close = close_import,
	.act = act,
	.can = can,
	.click = click,
	.draw = importview_draw,
	.title = title,
	.status = status,
	.hints = hints,
	.tick = tick,
};

/* The type that people work with: its records stand on a board. */
static const struct model *first_model(struct session *s)
{
	for (int i = 0; i < registry_count(s->reg); i++)
		for (int k = 0; k < registry_at(s->reg, i)->n_presets; k++)
			if (registry_at(s->reg, i)->presets[k].by)
				return registry_at(s->reg, i);
	return registry_at(s->reg, 0);
}

/* What was found out of the file stays as it was: read another way it would be another import. */
static void restore_reading(struct importview *iv, const char *line)
{
	if (str_starts(line, "encoding="))
		snprintf(iv->sheet.encoding, sizeof iv->sheet.encoding, "%s", line + 9);
	else if (str_starts(line, "header-line="))
		iv->sheet.header_line = (int)strtol(line + 12, NULL, 10);
	else if (str_starts(line, "delimiter="))
		iv->sheet.delimiter = (char)strtol(line + 10, NULL, 10);
	else if (str_starts(line, "quote="))
		iv->sheet.quote = (char)strtol(line + 6, NULL, 10);
	else if (str_starts(line, "header-rows="))
		iv->sheet.header_rows = line[12] - '0';
	else if (str_starts(line, "repaired="))
		iv->sheet.repair = true;
}

static void restore_answer(struct importview *iv, const char *line, const char *const *policy, size_t n)
{
	const char *what = strstr(line, ": ");

	for (size_t i = 0; what && i < n; i++)
		if (str_eq(what + 2, policy[i])) {
			GROW(iv->answer, iv->n_answer, iv->cap_answer);
			iv->answer[iv->n_answer++] =
				(struct import_answer){ .line = strtoll(line + 5, NULL, 10), .what = (enum dup_policy)i };
		}
}

/* One line of the log's options. */
static void restore_line(struct importview *iv, const char *line)
{
	static const char *const policy[] = {
		[DUP_SKIP] = "skip", [DUP_FILL] = "fill", [DUP_OVERWRITE] = "overwrite", [DUP_CREATE] = "create", [DUP_ASK] = "ask"
	};

	restore_reading(iv, line);
	if (str_starts(line, "line "))
		restore_answer(iv, line, policy, COUNT(policy));
	for (size_t i = 0; i < COUNT(policy); i++) {
		if (str_starts(line, "on-duplicate=") && str_eq(line + 13, policy[i]))
			iv->policy = (enum dup_policy)i;
		if (str_starts(line, "rest=") && str_eq(line + 5, policy[i]))
			iv->rest = (enum dup_policy)i;
	}
	if (str_starts(line, "set ")) {
		GROW(iv->set, iv->n_set, iv->cap_set);
		iv->set[iv->n_set++] = xstrdup(line + 4);
	} else if (str_starts(line, "value ")) {
		GROW(iv->value, iv->n_value, iv->cap_value);
		iv->value[iv->n_value++] = xstrdup(line + 6);
	} else if (str_starts(line, "date-order=")) {
		iv->ordered = true;
		iv->order = (enum date_order)(line[11] - '0');
	} else if (str_starts(line, "decimal=")) {
		iv->decimal = line[8];
	}
	iv->erase_blank = iv->erase_blank || str_eq(line, "erase-blank");
	iv->keep_bad = iv->keep_bad || str_eq(line, "bad-email=import");
}

static void restore(struct importview *iv, const char *options)
{
	char *copy = xstrdup(options), *rest = copy, *line;

	while ((line = strsep(&rest, "\n")))
		restore_line(iv, line);
	free(copy);
}

static enum rc open_file(struct ui *ui, const struct model *m, const char *path, const char *options, struct err *err)
{
	struct importview *iv;
	enum rc rc;

	if (!m)
		m = first_model(ui->session);
	if (!path)
		return importfile_open(ui, m, "", err);
	iv = xcalloc(1, sizeof *iv);
	iv->s = ui->session;
	iv->model = m;
	iv->path = xstrdup(path);
	iv->sheet.backslash = iv->sheet.header_line = -1;
	iv->rest = DUP_ASK;
	if (options)
		restore(iv, options);
	rc = view_push(ui, &import_ops, iv, err);
	if (rc == RC_OK)
		importview_changed(view_top(ui));
	return rc;
}

enum rc import_open(struct ui *ui, const struct model *m, const char *path, struct err *err)
{
	return open_file(ui, m, path, NULL, err);
}

enum rc importview_resume(struct ui *ui, const struct model *m, const char *path, const char *options, struct err *err)
{
	return open_file(ui, m, path, options, err);
}
