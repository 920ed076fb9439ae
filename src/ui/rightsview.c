/* Rights on the screen: the matrix of what a profile lets people do, set where the cursor stands; the office looked at
 * as somebody else; and why one may see a record. The matrix is no list: a cell is a verb, not a field of a record. */
#include <stdio.h>

#include "base/i18n.h"
#include "desk.h"
#include "record/query.h"
#include "record/record.h"
#include "record/rights.h"
#include "record/session.h"
#include "ui/widget.h"

#define HIT_CELL 1
#define COLUMNS (V_N + 2)
#define NAME_MIN 12

struct matrix {
	int64_t *profile;
	char **name;
	int n, at;                 /* profiles, and the one that is shown */
	const struct model **type; /* NULL first: every other type */
	int n_types;
	struct right_row *row;
	struct pick pick;
	int column;
};

static const char *const heads[COLUMNS] = { N_("See"), N_("Create"), N_("Edit"), N_("Delete"), N_("Import"),
	N_("Export"), N_("Config"), N_("Sees"), N_("Changes") };

static void free_profiles(struct matrix *m)
{
	for (int i = 0; i < m->n; i++)
		free(m->name[i]);
	free(m->name);
	free(m->profile);
	m->name = NULL;
	m->profile = NULL;
	m->n = 0;
}

static enum rc load_profiles(struct matrix *m, struct session *s, struct err *err)
{
	const struct model *of = session_model(s, registry_office(s->reg)->access->profile_model);
	struct path title = { .n = 1, .slot = { of->title }, .model = { of } };
	struct query q = { .model = of, .limit = 500, .columns = &title, .n_columns = 1 };
	struct page page;
	enum rc rc = query_run(s, &q, &page, err);

	if (rc != RC_OK)
		return rc;
	free_profiles(m);
	m->profile = xcalloc((size_t)page.n + 1, sizeof *m->profile);
	m->name = xcalloc((size_t)page.n + 1, sizeof *m->name);
	for (; m->n < page.n; m->n++) {
		m->profile[m->n] = page.row[m->n].id;
		m->name[m->n] = xstrdup(page.row[m->n].val[0].kind == VAL_TEXT ? page.row[m->n].val[0].s : "?");
	}
	page_free(&page);
	if (m->at >= m->n)
		m->at = m->n ? m->n - 1 : 0;
	return m->n ? RC_OK : fail(err, RC_NOT_FOUND, NO_FIELD, _("there is no profile to be seen"));
}

static enum rc load(struct view *v, struct err *err)
{
	struct matrix *m = v->data;
	struct session *s = v->ui->session;
	enum rc rc = load_profiles(m, s, err);

	for (int i = 0; i < m->n_types && rc == RC_OK; i++)
		rc = right_get(s, m->profile[m->at], m->type[i], &m->row[i], err);
	return rc;
}

static void cell_text(const struct right_row *r, int column, char out[16])
{
	if (column < V_N)
		snprintf(out, 16, "%s", r->verbs & 1u << column ? _("yes") : "-");
	else
		snprintf(out, 16, "%s", reach_name[column == V_N ? r->see : r->edit]);
}

/* Cells of the screen a column takes: 7 fit into 80. */
static int cell_width(const struct view *v)
{
	int w = (v->at.w - NAME_MIN - 3) / COLUMNS;

	return w < 5 ? 5 : w > 8 ? 8 : w;
}

static int name_width(const struct view *v)
{
	int w = v->at.w - COLUMNS * cell_width(v) - 3;

	return w < NAME_MIN ? NAME_MIN : w > 30 ? 30 : w;
}

static void draw_row(struct view *v, struct canvas *c, int i, int y)
{
	struct matrix *m = v->data;
	const struct right_row *r = &m->row[i];
	int x = v->at.x + 1, w = name_width(v), cell = cell_width(v);
	bool here = i == m->pick.sel;

	canvas_text(c, x, y, w,
		here                    ? C_TITLE
		: r->own || !m->type[i] ? C_TEXT
					: C_DIM,
		m->type[i] ? _(m->type[i]->plural) : _("everything else"));
	for (int k = 0; k < COLUMNS; k++) {
		int at = x + w + 1 + k * cell;
		char text[16];

		cell_text(r, k, text);
		canvas_text(c, at, y, cell - 1,
			here && k == m->column  ? C_SELECTED
			: r->own || !m->type[i] ? C_TEXT
						: C_DIM,
			text);
		canvas_hit(c, (struct rect){ at, y, cell, 1 }, HIT_CELL, i * COLUMNS + k);
		if (here && k == m->column)
			canvas_cursor(c, at, y);
	}
}

static void draw(struct view *v, struct canvas *c)
{
	struct matrix *m = v->data;
	int h = v->at.h - 3, x = v->at.x + 1 + name_width(v) + 1, cell = cell_width(v);
	char head[300];

	snprintf(head, sizeof head, _("%.120s  (%d of %d profiles)"), m->name[m->at], m->at + 1, m->n);
	canvas_text(c, v->at.x + 1, v->at.y, v->at.w - 2, C_TITLE, head);
	for (int k = 0; k < COLUMNS; k++)
		canvas_text(c, x + k * cell, v->at.y + 1, cell - 1, C_DIM, _(heads[k]));
	pick_clamp(&m->pick, m->n_types, h);
	for (int i = 0; i < h && m->pick.top + i < m->n_types; i++)
		draw_row(v, c, m->pick.top + i, v->at.y + 2 + i);
	scroll_draw(c, v->at.x + v->at.w - 1, v->at.y + 2, h, m->n_types, m->pick.top);
}

/* ---- doing ---- */

static enum reach next_reach(enum reach r)
{
	return (enum reach)((r + 1) % REACH_N);
}

/* A verb is given or taken, a reach goes on to the next wider one. A type gets a row of its own by it. */
static unsigned change(struct view *v)
{
	struct matrix *m = v->data;
	struct right_row row = m->row[m->pick.sel];
	struct err err = ERR_INIT;

	if (m->column < V_N)
		row.verbs ^= 1u << m->column;
	else if (m->column == V_N)
		row.see = next_reach(row.see);
	else
		row.edit = next_reach(row.edit);
	if (right_put(v->ui->session, m->profile[m->at], m->type[m->pick.sel], &row, &err) != RC_OK) {
		ui_error(v->ui, &err);
		return DID;
	}
	ui_message(v->ui, _("%s: %s %s — u undoes"), m->name[m->at],
		m->type[m->pick.sel] ? _(m->type[m->pick.sel]->plural) : _("everything else"), _(heads[m->column]));
	return DID_CHANGE;
}

static unsigned turn(struct view *v, int step)
{
	struct matrix *m = v->data;

	m->at = (m->at + step + m->n) % m->n;
	return DID_LOAD;
}

static unsigned act(struct view *v, const struct act *a)
{
	struct matrix *m = v->data;

	switch (a->action->id) {
	case ACT_LEFT: m->column -= m->column > 0; return DID;
	case ACT_RIGHT: m->column += m->column + 1 < COLUMNS; return DID;
	case ACT_NEXT_PANE: return turn(v, 1);
	case ACT_PREV_PANE: return turn(v, -1);
	case ACT_OPEN:
	case ACT_EDIT:
	case ACT_ENTER: return change(v);
	case ACT_BACK: return DID_CLOSE;
	default: return pick_act(&m->pick, a, m->n_types, v->at.h - 3);
	}
}

static unsigned click(struct view *v, const struct click *c)
{
	struct matrix *m = v->data;

	if (c->kind != HIT_CELL)
		return pick_wheel(&m->pick, c, m->n_types, v->at.h - 3);
	if (c->what != CLICK_PRESS && c->what != CLICK_DOUBLE)
		return DID_NOTHING;
	m->pick.sel = (int)(c->arg / COLUMNS);
	m->column = (int)(c->arg % COLUMNS);
	return c->what == CLICK_DOUBLE ? change(v) : DID;
}

static void title(const struct view *v, struct str *out)
{
	(void)v;
	str_add(out, _("Rights"));
}

static const char *hints(const struct view *v)
{
	(void)v;
	return "up,down left,right enter next-pane undo back";
}

static void close_matrix(struct view *v)
{
	struct matrix *m = v->data;

	free_profiles(m);
	free(m->type);
	free(m->row);
	free(m);
}

static const struct view_ops matrix_view = {
	.name = "rights",
	.contexts = CTX_EVERYWHERE | CTX_LOG,
	.load = load,
	.act = act,
	.click = click,
	.draw = draw,
	.title = title,
	.hints = hints,
	.close = close_matrix,
};

enum rc rights_open(struct ui *ui, const char *arg, struct err *err)
{
	struct session *s = ui->session;
	struct matrix *m;

	(void)arg;
	if (!registry_office(s->reg)->access)
		return fail(err, RC_INVALID, NO_FIELD, _("everybody may do the same here"));
	m = xcalloc(1, sizeof *m);
	m->type = xcalloc((size_t)registry_count(s->reg) + 1, sizeof *m->type);
	m->row = xcalloc((size_t)registry_count(s->reg) + 1, sizeof *m->row);
	m->n_types = 1;
	for (int i = 0; i < registry_count(s->reg); i++)
		if (right_of_type(s, registry_at(s->reg, i)))
			m->type[m->n_types++] = registry_at(s->reg, i);
	return view_push(ui, &matrix_view, m, err);
}

/* ---- as somebody else ---- */

static void looked(struct ui *ui, void *ctx, int64_t id, const char *name)
{
	struct err err = ERR_INIT;

	(void)ctx;
	(void)name;
	if (rights_view_as(ui->session, id, &err) != RC_OK) {
		ui_error(ui, &err);
		return;
	}
	desk_of(ui)->counted = -1; /* the counts of the top line are another person's */
	others_user(ui);
	if (ui->session->view_only)
		ui_message(ui, _("you look at the office as %s does, and change nothing: view as again ends it"),
			ui->session->login);
	ui_stale(ui);
}

enum rc view_as_open(struct ui *ui, const char *arg, struct err *err)
{
	const struct model *people = session_model(ui->session, registry_office(ui->session->reg)->user_model);

	(void)arg;
	if (ui->session->view_only) {
		looked(ui, NULL, 0, NULL);
		ui_message(ui, "%s", _("you are yourself again"));
		return RC_OK;
	}
	if (rights_power(ui->session) < POWER_ADMIN)
		return fail(err, RC_DENIED, NO_FIELD, _("%s may not look as somebody else: ask an administrator"),
			ui->session->login);
	return record_pick(ui, people, _("look at the office as"), "", false, looked, NULL, NULL, err);
}

/* ---- why ---- */

struct why {
	const struct model *model;
	int64_t id;
};

static void why_of(struct ui *ui, void *ctx, int64_t user, const char *name)
{
	const struct why *w = ctx;
	struct reasons why;
	struct str text = STR_INIT;
	struct err err = ERR_INIT;

	(void)name;
	if (rights_why(ui->session, user, w->model, w->id, &why, &err) != RC_OK) {
		ui_error(ui, &err);
		return;
	}
	for (int i = 0; i < why.n; i++)
		str_addf(&text, "%s\n", why.text[i]);
	if (!why.n)
		str_add(&text, _("may not see it"));
	reasons_free(&why);
	if (pager_open(ui, _("why may this be seen?"), text.s, &err) != RC_OK)
		ui_error(ui, &err);
	str_free(&text);
}

enum rc why_open(struct ui *ui, const struct model *m, int64_t id, struct err *err)
{
	struct session *s = ui->session;
	struct why one = { m, id }, *w;

	if (!registry_office(s->reg)->access)
		return fail(err, RC_INVALID, NO_FIELD, _("everybody sees the same here"));
	if (rights_power(s) < POWER_ADMIN) {
		why_of(ui, &one, s->user, NULL);
		return RC_OK;
	}
	w = xmalloc(sizeof *w);
	*w = one;
	return record_pick(ui, session_model(s, registry_office(s->reg)->user_model), _("why may she or he see this?"),
		"", false, why_of, free, w, err);
}
