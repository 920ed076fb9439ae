/* What the office's tables add to the screens: the actions of record types and the places of their presets. */
#include <stdio.h>

#include "base/i18n.h"
#include "desk.h"
#include "found.h"
#include "record/session.h"
#include "ui/widget.h"

/* ---- actions ---- */

static bool is_joined(struct ui *ui, const struct action *a)
{
	const struct ui_action *u;

	for (int i = 0; (u = keymap_added(ui->keymap, i)); i++)
		if (str_eq(u->name, a->name) && str_eq(u->label, a->label))
			return true;
	return false;
}

/* Record types that share an action share its row: which type is meant is known by what is chosen. */
enum rc join_actions(struct ui *ui, struct err *err)
{
	const struct registry *reg = ui->session->reg;
	enum rc rc = RC_OK;

	keymap_drop_added(ui->keymap);
	for (int i = 0; i < registry_count(reg); i++) {
		const struct model *m = registry_at(reg, i);

		for (int k = 0; k < m->n_actions && rc == RC_OK; k++) {
			const struct action *a = &m->actions[k];
			struct ui_action row = { .id = ACT_RECORD,
				.name = a->name,
				.label = a->label,
				.help = a->help ? a->help : "",
				.contexts = CTX_RECORD | (a->none ? CTX_COLLECTION : 0),
				.data = a };

			if (!is_joined(ui, a))
				rc = keymap_add(ui->keymap, &row, a->key, err);
		}
	}
	return rc;
}

/* "set owner": the field's own label, whichever type it is of. */
const char *join_label(struct ui *ui, const struct act *a)
{
	const struct registry *reg = ui->session->reg;

	if (a->action->id != ACT_SET && a->action->id != ACT_RELATED)
		return NULL;
	for (int i = 0; i < registry_count(reg); i++) {
		const struct model *m = registry_at(reg, i);
		int slot = model_slot(m, a->arg);

		if (slot >= SYS_N)
			return _(m->fields[slot].label);
	}
	return NULL;
}

/* ---- places ---- */

enum rc preset_open(struct ui *ui, const struct model *m, const struct preset *p, struct err *err)
{
	struct look look = { .model = m,
		.title = _(p->label),
		.criteria = p->criteria,
		.sort = p->sort,
		.columns = p->columns,
		.by = p->by,
		.group = p->group,
		.empty = p->empty,
		.hints = p->hints,
		.day = p->day };

	if (p->calendar)
		return calendar_open(ui, &look, err);
	if (p->queue)
		return queue_open(ui, &look, err);
	return p->by ? board_open(ui, &look, err) : list_open(ui, &look, err);
}

static const struct preset *find_preset(const struct registry *reg, const char *name, const struct model **m)
{
	for (int i = 0; i < registry_count(reg); i++) {
		*m = registry_at(reg, i);
		for (int k = 0; k < (*m)->n_presets; k++)
			if (str_eq((*m)->presets[k].name, name))
				return &(*m)->presets[k];
	}
	return NULL;
}

static enum rc go_preset(struct ui *ui, const char *name, struct err *err)
{
	const struct model *m;
	const struct preset *p = find_preset(ui->session->reg, name, &m);

	if (!p)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("no such place: %s"), name);
	return preset_open(ui, m, p, err);
}

static enum rc go_model(struct ui *ui, const char *name, struct err *err)
{
	const struct model *m = registry_find(ui->session->reg, name);

	if (!m)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("no such place: %s"), name);
	return list_open(ui, &(struct look){ .model = m }, err);
}

static enum rc go_news(struct ui *ui, const char *arg, struct err *err)
{
	struct desk *desk = desk_of(ui);

	(void)arg;
	/* who was never here before has seen nothing of it: everything is news */
	return news_open(ui, desk && desk->left > 0 ? desk->left : 0, err);
}

static enum rc go_journal(struct ui *ui, const char *arg, struct err *err)
{
	(void)arg;
	return history_open(ui, 0, err);
}

static enum rc go_import(struct ui *ui, const char *arg, struct err *err)
{
	const struct registry *reg = ui->session->reg;

	(void)arg;
	/* what most spreadsheets hold is what the office works on: the type that has a board */
	for (int i = 0; i < registry_count(reg); i++)
		for (int k = 0; k < registry_at(reg, i)->n_presets; k++)
			if (registry_at(reg, i)->presets[k].by)
				return import_open(ui, registry_at(reg, i), NULL, err);
	return fail(err, RC_NOT_FOUND, NO_FIELD, _("there is no type of record to import"));
}

/* Where the key of a preset goes by the settings now: the place's name; NULL: nowhere yet. */
static const char *place_of_key(struct ui *ui, const char *key)
{
	const struct binding *b;
	int n = keymap_bindings(ui->keymap, &b);
	struct key g, k;

	if (!key_parse("g", 1, &g) || !key_parse(key, strlen(key), &k))
		return NULL;
	for (int i = 0; i < n; i++)
		if (b[i].n == 2 && key_same(&b[i].key[0], &g) && key_same(&b[i].key[1], &k))
			return b[i].act.action->id == ACT_GO ? b[i].act.arg : NULL;
	return NULL;
}

/* The key after g goes to the preset, unless the settings send it to a place that there is. */
static enum rc bind_preset(struct ui *ui, const struct preset *p, struct err *err)
{
	const char *now = place_of_key(ui, p->key);
	char keys[32], action[80];

	if (now && ui_has_place(ui, now))
		return RC_OK;
	snprintf(keys, sizeof keys, "g %s", p->key);
	snprintf(action, sizeof action, "go %s", p->name);
	return keymap_bind(ui->keymap, keys, action, p->name, err);
}

enum rc join_places(struct ui *ui, struct err *err)
{
	const struct registry *reg = ui->session->reg;
	enum rc rc = RC_OK;

	ui_place(ui, "news", N_("since you left"), go_news, NULL);
	ui_place(ui, "journal", N_("journal: who did what, and when"), go_journal, NULL);
	ui_place(ui, "settings", N_("settings"), settings_open, NULL);
	ui_place(ui, "import", N_("import"), go_import, NULL);
	if (registry_office(reg)->access) {
		ui_place(ui, "rights", N_("rights of profiles and field rights"), rights_open, NULL);
		ui_place(ui, "view_as", N_("view as somebody else, and back"), view_as_open, NULL);
	}
	for (int i = 0; i < registry_count(reg); i++) {
		const struct model *m = registry_at(reg, i);

		for (int k = 0; k < m->n_presets; k++)
			ui_place(ui, m->presets[k].name, m->presets[k].label, go_preset, m->presets[k].name);
		if (m->n_presets == 0 && !(m->flags & M_LINES))
			ui_place(ui, m->name, m->plural, go_model, m->name);
	}
	for (int i = 0; i < registry_count(reg); i++)
		for (int k = 0; k < registry_at(reg, i)->n_presets && rc == RC_OK; k++)
			if (registry_at(reg, i)->presets[k].key)
				rc = bind_preset(ui, &registry_at(reg, i)->presets[k], err);
	return rc;
}

/* ---- new of any type ---- */

/* Belongs to somebody and goes by a key of its own: what people make every day. */
static bool daily(const struct model *m)
{
	for (int i = 0; i < m->n_presets && m->owner; i++)
		if (m->presets[i].key)
			return true;
	return false;
}

static int kinds_find(void *ctx, const char *query, struct picker_row *rows, int max)
{
	struct ui *ui = ctx;
	const struct registry *reg = ui->session->reg;
	int n = 0;

	for (int i = 0; i < 2 * registry_count(reg) && n < max; i++) {
		const struct model *m = registry_at(reg, i % registry_count(reg));

		if (daily(m) == (i < registry_count(reg)) && !(m->flags & (M_LINES | M_FIXED)) && text_has(_(m->label), query))
			rows[n++] = (struct picker_row){ .id = m->no, .text = _(m->label), .detail = m->name };
	}
	return n;
}

static void kinds_chosen(struct ui *ui, void *ctx, const struct picker_row *row)
{
	struct err err = ERR_INIT;

	(void)ctx;
	if (quick_open(ui, registry_no(ui->session->reg, (int)row->id), NULL, 0, &err) != RC_OK)
		ui_error(ui, &err);
}

enum rc new_any_open(struct ui *ui, struct err *err)
{
	static const struct picker_ops ops = { .find = kinds_find, .choose = kinds_chosen };

	return picker_open(ui, &(struct picker){ .title = _("new") }, &ops, ui, err);
}
