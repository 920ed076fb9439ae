/* Rights on the screen: the matrix of what a profile lets people do, set where the cursor stands; the office looked at
 * as somebody else; and why one may see a record. The matrix is no list: a cell is a verb, not a field of a record. */
#include <stdio.h>

#include "base/i18n.h"
#include "rightsview.h"
#include "record/query.h"
#include "record/record.h"
#include "record/rights.h"
#include "record/session.h"
#include "ui/widget.h"

#define HIT_CELL 1
enum { COL_SEES = V_N, COL_CHANGES, COL_FIELDS, COLUMNS };
#define NAME_MIN 20
#define NAME_MAX 30

struct matrix {
	int64_t *profile;
	char **name;
	int n, at;                 /* profiles, and the one that is shown */
	const struct model **type; /* NULL first: every other type */
	int n_types;
	struct right_row *row;
	int *fields; /* how many of the type are hidden or read-only */
	struct pick pick;
	int column;
};

/* Where it is narrow, whole short words stand in place of cut ones. */
static const struct {
	const char *name, *brief;
	int w, brief_w;
} head[COLUMNS] = {
	[V_SEE] = { N_("See"), N_("See"), 5, 4 },
	[V_CREATE] = { N_("Create"), N_("New"), 7, 4 },
	[V_EDIT] = { N_("Edit"), N_("Edit"), 6, 5 },
	[V_DELETE] = { N_("Delete"), N_("Del"), 7, 4 },
	[V_IMPORT] = { N_("Import"), N_("Imp"), 7, 4 },
	[V_EXPORT] = { N_("Export"), N_("Exp"), 7, 4 },
	[V_CONFIGURE] = { N_("Configure"), N_("Conf"), 10, 5 },
	[COL_SEES] = { N_("Sees"), N_("Sees"), 13, 7 },
	[COL_CHANGES] = { N_("Changes"), N_("Changes"), 13, 8 },
	[COL_FIELDS] = { N_("Fields"), N_("Fields"), 7, 7 },
};
static const struct {
	const char *name, *brief;
} whose[REACH_N] = {
	[REACH_NONE] = { N_("none"), N_("none") },
	[REACH_OWN] = { N_("own"), N_("own") },
	[REACH_BELOW] = { N_("subordinates"), N_("people") },
	[REACH_TEAM] = { N_("team"), N_("team") },
	[REACH_UNIT] = { N_("department"), N_("dept") },
	[REACH_UNITS] = { N_("and below"), N_("depts") },
	[REACH_ALL] = { N_("all"), N_("all") },
};
/* The same in a sentence, for the cell the cursor stands on. */
static const char *const whose_records[REACH_N] = {
	[REACH_NONE] = N_("nobody's"),
	[REACH_OWN] = N_("one's own"),
	[REACH_BELOW] = N_("one's own and one's subordinates'"),
	[REACH_TEAM] = N_("those of one's teams"),
	[REACH_UNIT] = N_("those of one's department"),
	[REACH_UNITS] = N_("those of one's department and of all below it"),
	[REACH_ALL] = N_("everybody's"),
};

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

	for (int i = 0; i < m->n_types && rc == RC_OK; i++) {
		rc = right_get(s, m->profile[m->at], m->type[i], &m->row[i], err);
		m->fields[i] = m->type[i] ? field_rights_n(s, m->profile[m->at], m->type[i]) : 0;
	}
	return rc;
}

/* ---- the picture ---- */

static bool wide(const struct view *v)
{
	int all = NAME_MIN + 3;

	for (int k = 0; k < COLUMNS; k++)
		all += head[k].w;
	return v->at.w >= all;
}

static int cell_width(const struct view *v, int k)
{
	return wide(v) ? head[k].w : head[k].brief_w;
}

static int name_width(const struct view *v)
{
	int w = v->at.w - 3;

	for (int k = 0; k < COLUMNS; k++)
		w -= cell_width(v, k);
	return w < NAME_MIN ? NAME_MIN : w > NAME_MAX ? NAME_MAX : w;
}

static void cell_text(const struct view *v, int i, int k, char out[32])
{
	const struct matrix *m = v->data;
	const struct right_row *r = &m->row[i];
	enum reach reach = k == COL_SEES ? r->see : r->edit;

	if (k < V_N)
		snprintf(out, 32, "%s", r->verbs & 1u << k ? _("yes") : "-");
	else if (k == COL_FIELDS && m->fields[i])
		snprintf(out, 32, "%d", m->fields[i]);
	else if (k == COL_FIELDS)
		snprintf(out, 32, "-");
	else
		snprintf(out, 32, "%s", wide(v) ? _(whose[reach].name) : _(whose[reach].brief));
}

static const char *type_name(const struct matrix *m, int i)
{
	return m->type[i] ? _(m->type[i]->plural) : _("everything else");
}

static void draw_row(struct view *v, struct canvas *c, int i, int y)
{
	struct matrix *m = v->data;
	int x = v->at.x + 1, w = name_width(v), at = x + w + 1;
	bool here = i == m->pick.sel, own = m->row[i].own || !m->type[i];

	canvas_text(c, x, y, w, here ? C_TITLE : own ? C_TEXT : C_DIM, type_name(m, i));
	for (int k = 0; k < COLUMNS; k++) {
		int cell = cell_width(v, k);
		char text[32];

		cell_text(v, i, k, text);
		canvas_text(c, at, y, cell - 1, here && k == m->column ? C_SELECTED : own ? C_TEXT : C_DIM, text);
		canvas_hit(c, (struct rect){ at, y, cell, 1 }, HIT_CELL, i * COLUMNS + k);
		if (here && k == m->column)
			canvas_cursor(c, at, y);
		at += cell;
	}
}

/* What the cell means, in words. */
static void draw_meaning(struct view *v, struct canvas *c)
{
	const struct matrix *m = v->data;
	const struct right_row *r = &m->row[m->pick.sel];
	const char *of = type_name(m, m->pick.sel);
	char text[400];

	if (m->column < V_N)
		snprintf(text, sizeof text, r->verbs & 1u << m->column ? _("%s, %s: yes") : _("%s, %s: no"), of,
			_(head[m->column].name));
	else if (m->column == COL_FIELDS)
		snprintf(text, sizeof text,
			m->type[m->pick.sel] ? _("%s: %d fields are hidden or read-only; enter shows them")
					     : _("%s: field rights stand with each type"),
			of, m->fields[m->pick.sel]);
	else
		snprintf(text, sizeof text, m->column == COL_SEES ? _("%s: sees %s") : _("%s: changes %s"), of,
			_(whose_records[m->column == COL_SEES ? r->see : r->edit]));
	canvas_text(c, v->at.x + 1, v->at.y + v->at.h - 1, v->at.w - 2, C_LABEL, text);
}

static void draw(struct view *v, struct canvas *c)
{
	struct matrix *m = v->data;
	int h = v->at.h - 3, x = v->at.x + 1 + name_width(v) + 1;
	char line[300];

	snprintf(line, sizeof line, _("%.120s  (%d of %d profiles)"), m->name[m->at], m->at + 1, m->n);
	canvas_text(c, v->at.x + 1, v->at.y, v->at.w - 2, C_TITLE, line);
	for (int k = 0; k < COLUMNS; x += cell_width(v, k), k++)
		canvas_text(c, x, v->at.y + 1, cell_width(v, k) - 1, C_DIM, wide(v) ? _(head[k].name) : _(head[k].brief));
	pick_clamp(&m->pick, m->n_types, h);
	for (int i = 0; i < h && m->pick.top + i < m->n_types; i++)
		draw_row(v, c, m->pick.top + i, v->at.y + 2 + i);
	scroll_draw(c, v->at.x + v->at.w - 1, v->at.y + 2, h, m->n_types, m->pick.top);
	draw_meaning(v, c);
}

/* ---- doing ---- */

static enum reach next_reach(enum reach r)
{
	return (enum reach)((r + 1) % REACH_N);
}

static unsigned open_fields(struct view *v)
{
	struct matrix *m = v->data;
	struct err err = ERR_INIT;

	if (!m->type[m->pick.sel])
		ui_complain(v->ui, "%s", _("field rights stand with each type: choose one"));
	else if (rights_fields_open(v->ui, m->profile[m->at], m->name[m->at], m->type[m->pick.sel], &err) != RC_OK)
		ui_error(v->ui, &err);
	return DID;
}

/* A verb is given or taken, a reach goes on to the next wider one. A type gets a row of its own by it. */
static unsigned change(struct view *v)
{
	struct matrix *m = v->data;
	struct right_row row = m->row[m->pick.sel];
	struct err err = ERR_INIT;

	if (m->column == COL_FIELDS)
		return open_fields(v);
	if (m->column < V_N)
		row.verbs ^= 1u << m->column;
	else if (m->column == COL_SEES)
		row.see = next_reach(row.see);
	else
		row.edit = next_reach(row.edit);
	if (right_put(v->ui->session, m->profile[m->at], m->type[m->pick.sel], &row, &err) != RC_OK) {
		ui_error(v->ui, &err);
		return DID;
	}
	ui_message(v->ui, _("%s: %s %s — u undoes"), m->name[m->at],
		type_name(m, m->pick.sel), _(head[m->column].name));
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
	free(m->fields);
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
	m->fields = xcalloc((size_t)registry_count(s->reg) + 1, sizeof *m->fields);
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
