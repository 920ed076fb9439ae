/* What a column becomes, how it is read, what happens to records we have, and values for every row. */
#include "importview.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "found.h"
#include "record/own.h"

#define ID_FOUND 1
#define ID_NOTES 2
#define ID_LEAVE 3
#define ID_TAGS 4
#define ID_OWN 5
#define ID_FIELD 100 /* + slot */
#define ID_PART 100000 /* + slot * PARTS + part */
#define PARTS 8

/* ---- the picker of fields ---- */

struct mapping {
	struct importview *iv;
	int col;
	struct arena arena;
};

static bool may_map(const struct model *m, int slot)
{
	const struct field *f = &m->fields[slot];

	return slot != SYS_ID && import_takes(f) && (!(f->flags & F_READONLY) || slot == SYS_CREATED_AT);
}

/* The header of the column that is this field now; NULL: none. */
static const char *taken_by(const struct importview *iv, int slot)
{
	for (int i = 0; i < iv->res.n_columns; i++)
		if (iv->res.column[i].slot == slot)
			return iv->res.column[i].header;
	return NULL;
}

static int add_fields(struct mapping *map, const char *query, int from, int to, struct picker_row *rows, int n, int max)
{
	const struct model *m = map->iv->model;

	for (int slot = from; slot < to && n < max; slot++) {
		const char *label = _(m->fields[slot].label), *by = taken_by(map->iv, slot);

		if (!may_map(m, slot) || !(text_has(label, query) || text_has(m->fields[slot].name, query)))
			continue;
		rows[n++] = (struct picker_row){ .id = ID_FIELD + slot,
			.text = label,
			.detail = by ? arena_printf(&map->arena, "%s %s", glyph_text(GL_MORE_LEFT), by) : NULL };
	}
	return n;
}

/* "Contact name: first name": columns that fill it together. */
static int add_parts(struct mapping *map, const char *query, struct picker_row *rows, int n, int max)
{
	const struct model *m = map->iv->model;
	char part[PARTS][IMPORT_PART];

	for (int slot = SYS_N; slot < m->n; slot++) {
		int k = may_map(m, slot) ? import_parts(&m->fields[slot], part, PARTS) : 0;

		for (int i = 0; i < k && n < max; i++) {
			char *text = arena_printf(&map->arena, "%s: %s", _(m->fields[slot].label), part[i]);

			for (char *p = text; *p; p++)
				*p = *p == '_' ? ' ' : *p;
			if (text_has(text, query))
				rows[n++] = (struct picker_row){ .id = ID_PART + slot * PARTS + i, .text = text };
		}
	}
	return n;
}

static int find_fields(void *ctx, const char *query, struct picker_row *rows, int max)
{
	static const struct {
		int id;
		const char *text;
	} special[] = { { ID_FOUND, N_("as found out") }, { ID_NOTES, N_("keep in notes") },
		{ ID_TAGS, N_("make tags of its cells") }, { ID_OWN, N_("a new field of our own ...") },
		{ ID_LEAVE, N_("ignore") } };
	struct mapping *map = ctx;
	int n = 0;

	arena_reset(&map->arena);
	for (size_t i = 0; i < COUNT(special) && n < max; i++)
		if (text_has(_(special[i].text), query))
			rows[n++] = (struct picker_row){ .id = special[i].id, .text = _(special[i].text) };
	n = add_fields(map, query, SYS_N, map->iv->model->n, rows, n, max);
	n = add_parts(map, query, rows, n, max);
	return add_fields(map, query, 0, SYS_N, rows, n, max);
}

/* A field is given once: the column that a person had given it to before is found out anew. */
static void give(struct importview *iv, int col, int slot, const char *part)
{
	struct import_choice *c;

	for (int i = 0; i < iv->n_choice && slot >= 0; i++)
		if (iv->choice[i].slot == slot && str_eq(iv->choice[i].part, part))
			iv->choice[i].slot = IMPORT_FOUND;
	c = importview_choice(iv, col, true);
	c->slot = slot;
	snprintf(c->part, sizeof c->part, "%s", part);
}

static void give_part(struct importview *iv, int col, int which)
{
	char part[PARTS][IMPORT_PART];
	int slot = which / PARTS;

	if (import_parts(&iv->model->fields[slot], part, PARTS) > which % PARTS)
		give(iv, col, slot, part[which % PARTS]);
}

/* ---- a field of the office's own ---- */

struct own {
	struct importview *iv;
	int col;
};

static void make_own(struct ui *ui, void *ctx, int type)
{
	const struct own *o = ctx;
	struct importview *iv = o->iv;
	struct err err = ERR_INIT;
	int slot;

	if (own_field_add(iv->s, iv->model, iv->res.column[o->col].header, (enum field_type)type, &iv->model, &slot, &err) !=
		RC_OK) {
		ui_error(ui, &err);
		return;
	}
	give(iv, o->col, slot, "");
	ui_message(ui, _("field %s added — the history undoes it"), _(iv->model->fields[slot].label));
	ui_stale(ui);
	importview_changed(view_top(ui));
}

static enum rc ask_own(struct ui *ui, struct importview *iv, int col, struct err *err)
{
	static const struct menu_row types[] = { { 't', N_("text"), NULL, FT_TEXT }, { 'n', N_("long text"), NULL, FT_NOTE },
		{ 'i', N_("whole number"), NULL, FT_INT }, { 'm', N_("money"), NULL, FT_MONEY }, { 'p', N_("percent"), NULL, FT_PERCENT },
		{ 'd', N_("date"), NULL, FT_DATE }, { 'y', N_("yes or no"), NULL, FT_BOOL }, { 'w', N_("web address"), NULL, FT_URL } };
	struct menu_row rows[COUNT(types)];
	struct own *o = xcalloc(1, sizeof *o);

	for (size_t i = 0; i < COUNT(types); i++) {
		rows[i] = types[i];
		rows[i].text = _(types[i].text);
	}
	*o = (struct own){ iv, col };
	return menu_open(ui, iv->res.column[col].header, rows, (int)COUNT(rows), make_own, free, o, err);
}

static void choose_field(struct ui *ui, void *ctx, const struct picker_row *row)
{
	struct mapping *map = ctx;
	struct importview *iv = map->iv;
	const char *header = iv->res.column[map->col].header;
	struct err err = ERR_INIT;

	if (row->id == ID_OWN) {
		if (ask_own(ui, iv, map->col, &err) != RC_OK)
			ui_error(ui, &err);
		return;
	}
	switch (row->id) {
	case ID_FOUND: give(iv, map->col, IMPORT_FOUND, ""); break;
	case ID_NOTES: give(iv, map->col, IMPORT_NOTES, ""); break;
	case ID_TAGS: give(iv, map->col, IMPORT_TAGS, ""); break;
	case ID_LEAVE: give(iv, map->col, IMPORT_LEAVE, ""); break;
	default:
		if (row->id >= ID_PART)
			give_part(iv, map->col, (int)row->id - ID_PART);
		else
			give(iv, map->col, (int)row->id - ID_FIELD, "");
	}
	ui_message(ui, "%s %s %s", header, glyph_text(GL_MORE), row->text);
	importview_changed(view_top(ui));
}

static void close_fields(void *ctx)
{
	struct mapping *map = ctx;

	arena_free(&map->arena);
	free(map);
}

static const struct picker_ops field_ops = { .find = find_fields, .choose = choose_field, .close = close_fields };

enum rc importview_map(struct view *v, struct err *err)
{
	struct importview *iv = v->data;
	struct picker look = { .title = NULL };
	const struct import_column *col;
	struct mapping *map;

	if (!iv->res.n_columns)
		return fail(err, RC_INVALID, NO_FIELD, _("there is no column to map"));
	map = xcalloc(1, sizeof *map);
	map->iv = iv;
	map->col = iv->col.sel;
	col = &iv->res.column[map->col];
	look.title = col->header;
	look.at = col->slot >= 0 ? ID_FIELD + col->slot : col->keep ? ID_NOTES : ID_LEAVE;
	return picker_open(v->ui, &look, &field_ops, map, err);
}

void importview_skip(struct view *v)
{
	struct importview *iv = v->data;
	struct import_choice *c;

	if (!iv->res.n_columns)
		return;
	c = importview_choice(iv, iv->col.sel, true);
	c->slot = c->slot == IMPORT_LEAVE ? IMPORT_FOUND : IMPORT_LEAVE;
	ui_message(v->ui, c->slot == IMPORT_LEAVE ? _("%s: left out") : _("%s: as found out"),
		iv->res.column[iv->col.sel].header);
	importview_changed(v);
}

/* ---- how a column is read ---- */

static void next_order(struct view *v, struct import_choice *c, const char *header)
{
	static const int next[] = { [ORDER_YMD] = -1, [ORDER_DMY] = ORDER_MDY, [ORDER_MDY] = ORDER_YMD };

	c->order = c->order < 0 ? (int)ORDER_DMY : next[c->order];
	ui_message(v->ui, _("%s: dates are %s"), header,
		c->order < 0 ? _("as found out") : importview_order_name((enum date_order)c->order));
}

static void next_decimal(struct view *v, struct import_choice *c, const char *header)
{
	c->decimal = c->decimal == 0 ? '.' : c->decimal == '.' ? ',' : '\0';
	ui_message(v->ui, _("%s: the decimal sign is %s"), header,
		c->decimal == '.'   ? _("a point")
		: c->decimal == ',' ? _("a comma")
				    : _("as found out"));
}

void importview_type(struct view *v)
{
	struct importview *iv = v->data;
	const struct import_column *col;
	const char *header;

	if (!iv->res.n_columns)
		return;
	col = &iv->res.column[iv->col.sel];
	header = col->header;
	switch (col->slot >= 0 ? iv->model->fields[col->slot].type : FT_N) {
	case FT_DATE:
	case FT_INSTANT: next_order(v, importview_choice(iv, iv->col.sel, true), header); break;
	case FT_INT:
	case FT_MONEY:
	case FT_PERCENT: next_decimal(v, importview_choice(iv, iv->col.sel, true), header); break;
	default: ui_message(v->ui, _("%s: only dates and numbers can be read in several ways"), header); return;
	}
	importview_changed(v);
}

/* ---- those we have ---- */

const char *importview_policy_name(enum dup_policy p)
{
	static const char *const name[] = { [DUP_SKIP] = N_("leave them as they are"),
		[DUP_FILL] = N_("fill their empty fields"),
		[DUP_OVERWRITE] = N_("overwrite their fields"),
		[DUP_CREATE] = N_("make new ones all the same"),
		[DUP_ASK] = N_("ask me row by row") };

	return _(name[p]);
}

void importview_policy(struct view *v)
{
	struct importview *iv = v->data;

	iv->policy = iv->policy == DUP_ASK ? DUP_SKIP : (enum dup_policy)(iv->policy + 1);
	ui_message(v->ui, _("those we have: %s"), importview_policy_name(iv->policy));
	importview_changed(v);
}

void importview_blank(struct view *v)
{
	struct importview *iv = v->data;

	iv->erase_blank = !iv->erase_blank;
	if (iv->erase_blank && iv->policy != DUP_OVERWRITE && iv->policy != DUP_ASK)
		ui_message(v->ui, "%s", _("blank cells empty the field, where those we have are overwritten: d"));
	else
		ui_message(v->ui, "%s", iv->erase_blank ? _("blank cells empty the field") : _("blank cells say nothing"));
	importview_changed(v);
}

void importview_bad(struct view *v)
{
	struct importview *iv = v->data;

	iv->keep_bad = !iv->keep_bad;
	ui_message(v->ui, "%s",
		iv->keep_bad ? _("rows with a bad address come in, its text in the notes")
			     : _("rows with a bad address are rejected"));
	importview_changed(v);
}

/* ---- values for every row ---- */

static void drop_set(struct importview *iv, const char *name, size_t n)
{
	for (int i = iv->n_set - 1; i >= 0; i--)
		if (strncmp(iv->set[i], name, n) == 0 && iv->set[i][n] == '=') {
			free(iv->set[i]);
			memmove(&iv->set[i], &iv->set[i + 1], (size_t)(iv->n_set - i - 1) * sizeof *iv->set);
			iv->n_set--;
		}
}

static enum rc check_set(struct importview *iv, const char *text, struct err *err)
{
	const char *eq = strchr(text, '=');
	struct arena a = ARENA_INIT;
	const char *create = NULL;
	struct value val;
	char *name;
	int slot;
	enum rc rc = RC_OK;

	if (!eq)
		return fail_at(err, RC_INVALID, (int)strlen(text), _("write FIELD=VALUE; FIELD= takes it away"));
	name = xstrndup(text, (size_t)(eq - text));
	slot = model_slot(iv->model, name);
	if (slot < 0 || !may_map(iv->model, slot))
		rc = fail_at(err, RC_INVALID, 0, _("no field \"%s\""), name);
	else
		rc = value_parse(iv->s, iv->model, slot, eq + 1, &a, &val, &create, err);
	free(name);
	arena_free(&a);
	return rc;
}

static enum rc take_set(struct ui *ui, void *ctx, const char *text, struct err *err)
{
	struct importview *iv = ctx;
	const char *eq = strchr(text, '=');
	enum rc rc = *text ? check_set(iv, text, err) : RC_OK;

	if (rc != RC_OK || !*text)
		return rc;
	drop_set(iv, text, (size_t)(eq - text));
	if (eq[1]) {
		GROW(iv->set, iv->n_set, iv->cap_set);
		iv->set[iv->n_set++] = xstrdup(text);
	}
	importview_changed(view_base(view_top(ui)));
	return RC_OK;
}

static int complete_set(void *ctx, const char *text, size_t cursor, struct picker_row *rows, int max)
{
	struct importview *iv = ctx;
	const char *eq = memchr(text, '=', cursor);
	int n = 0;

	for (int slot = 0; slot < iv->model->n && n < max && !eq; slot++)
		if (may_map(iv->model, slot) && strncmp(iv->model->fields[slot].name, text, cursor) == 0)
			rows[n++] = (struct picker_row){ .id = slot, .text = iv->model->fields[slot].name };
	return n;
}

static const struct prompt_ops set_ops = { .accept = take_set, .complete = complete_set };

enum rc importview_set(struct view *v, struct err *err)
{
	return prompt_open(v->ui, _("for every row, FIELD=VALUE"), "", &set_ops, v->data, err);
}
