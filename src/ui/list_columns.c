/* Which columns there are and how wide they stand. A person's own choice is kept as "model=name:width,name;..." */
#include <stdio.h>

#include "base/i18n.h"
#include "list.h"
#include "record/session.h"

#define SETTING "list.columns"
#define COLS_MAX 60
#define WIDE 100    /* from here on two blanks stand between columns */
#define PIN_FROM 50 /* from here on the title stays when the others scroll */
#define LEAST 8
#define NAME_MOST 12 /* cells that a header alone may ask for */

const struct field *column_field(const struct list_column *c)
{
	return path_field(&c->path);
}

bool column_right(const struct list_column *c)
{
	return field_types[field_kind(column_field(c))].right;
}

void column_label(const struct list_column *c, struct str *out)
{
	for (int i = 0; i < c->path.n; i++) {
		if (i)
			str_addf(out, " %s ", glyph_text(GL_MORE));
		str_add(out, _(c->path.model[i]->fields[c->path.slot[i]].label));
	}
}

/* ---- the set ---- */

/* The sums are one a column: of other columns they are of no use. */
static void forget_sums(struct list *l)
{
	free(l->totals.sum);
	l->totals.sum = NULL;
}

bool columns_add(struct list *l, struct session *s, int at, const char *name)
{
	struct query q = { .model = l->c.model };
	struct arena a = ARENA_INIT;
	struct err err = ERR_INIT;
	bool fits = l->n_col < COLS_MAX && *name && query_columns(s, &q, name, &a, &err) == RC_OK && q.n_columns == 1;

	for (int i = 0; i < l->n_col && fits; i++)
		fits = !str_eq(l->col[i].name, name);
	if (fits) {
		GROW(l->col, l->n_col, l->cap_col);
		memmove(l->col + at + 1, l->col + at, (size_t)(l->n_col - at) * sizeof *l->col);
		l->col[at] = (struct list_column){ .name = xstrdup(name), .path = q.columns[0] };
		l->n_col++;
		forget_sums(l);
	}
	arena_free(&a);
	return fits;
}

void columns_remove(struct list *l, int at)
{
	free(l->col[at].name);
	memmove(l->col + at, l->col + at + 1, (size_t)(l->n_col - at - 1) * sizeof *l->col);
	l->n_col--;
	forget_sums(l);
	if (l->at >= l->n_col)
		l->at = l->n_col ? l->n_col - 1 : 0;
}

void columns_move(struct list *l, int from, int to)
{
	struct list_column c = l->col[from];
	int step = to > from ? 1 : -1;

	forget_sums(l);
	for (int i = from; i != to; i += step)
		l->col[i] = l->col[i + step];
	l->col[to] = c;
}

void columns_free(struct list *l)
{
	while (l->n_col)
		columns_remove(l, l->n_col - 1);
	free(l->col);
	free(l->paths);
}

/* "name:12,kind"; names that are none any more are passed over. */
static void take_text(struct list *l, struct session *s, const char *text, size_t n)
{
	for (size_t at = 0; at < n;) {
		size_t len = 0;
		char word[200];
		char *width;
		int64_t cells = 0;

		while (at + len < n && text[at + len] != ',')
			len++;
		snprintf(word, sizeof word, "%.*s", (int)len, text + at + strspn(text + at, " "));
		word[strcspn(word, " ,;")] = '\0';
		width = strchr(word, ':');
		if (width)
			*width++ = '\0';
		if (columns_add(l, s, l->n_col, word) && width && i64_parse(width, &cells) && cells > 0 && cells < 500)
			l->col[l->n_col - 1].asked = (int)cells;
		at += len + 1;
	}
}

static void take_default(struct list *l, struct session *s)
{
	const struct model *m = l->c.model;

	for (int slot = 0; slot < m->n; slot++)
		if (m->fields[slot].flags & F_LIST)
			columns_add(l, s, l->n_col, m->fields[slot].name);
	if (!l->n_col)
		columns_add(l, s, 0, m->fields[m->title].name);
}

static void columns_text(const struct list *l, struct str *out)
{
	for (int i = 0; i < l->n_col; i++) {
		str_addf(out, "%s%s", i ? "," : "", l->col[i].name);
		if (l->col[i].asked)
			str_addf(out, ":%d", l->col[i].asked);
	}
}

/* Where the model's part of the setting begins and ends; false: it has none. */
static bool own_part(const char *all, const char *model, size_t *from, size_t *to)
{
	size_t n = strlen(model);

	for (const char *p = all; *p; p += strcspn(p, ";"), p += *p == ';')
		if (strncmp(p, model, n) == 0 && p[n] == '=') {
			*from = (size_t)(p - all);
			*to = *from + strcspn(p, ";");
			return true;
		}
	return false;
}

enum rc columns_init(struct list *l, struct session *s, struct err *err)
{
	const char *name = l->c.model->name;
	size_t from, to;
	char *all;

	if (l->c.columns) {
		take_text(l, s, l->c.columns, strlen(l->c.columns));
		return l->n_col ? RC_OK
				: fail(err, RC_INVALID, NO_FIELD, _("none of these is a column: %s"), l->c.columns);
	}
	l->own_columns = true;
	all = setting_get(s, SETTING);
	if (all && own_part(all, name, &from, &to))
		take_text(l, s, all + from + strlen(name) + 1, to - from - strlen(name) - 1);
	free(all);
	if (!l->n_col)
		take_default(l, s);
	return RC_OK;
}

void columns_save(struct list *l, struct session *s)
{
	char *all = setting_get(s, SETTING);
	struct str out = STR_INIT;
	struct err err = ERR_INIT;
	size_t from, to;

	l->unsaved = false;
	if (!all)
		return;
	str_add(&out, all);
	if (own_part(out.s, l->c.model->name, &from, &to))
		str_splice(&out, from, to - from + (out.s[to] == ';'), "", 0);
	if (out.len && out.s[out.len - 1] != ';')
		str_addc(&out, ';');
	str_addf(&out, "%s=", l->c.model->name);
	columns_text(l, &out);
	setting_set(s, SETTING, out.s, &err); /* a busy database forgets a width, no more */
	str_free(&out);
	free(all);
}

enum rc columns_paths(struct list *l, struct session *s, struct err *err)
{
	for (int i = 0; i < l->n_col; i++)
		if (path_parse(s->reg, l->c.model, l->col[i].name, &l->col[i].path, err) != RC_OK)
			columns_remove(l, i--);
	if (!l->n_col)
		take_default(l, s);
	free(l->paths);
	l->paths = xcalloc((size_t)l->n_col + 1, sizeof *l->paths);
	for (int i = 0; i < l->n_col; i++)
		l->paths[i] = l->col[i].path;
	l->paths[l->n_col] = (struct path){ .n = 1, .slot = { l->group }, .model = { l->c.model } };
	return RC_OK;
}

void columns_changed(struct view *v)
{
	struct list *l = v->data;
	struct str text = STR_INIT;

	columns_text(l, &text);
	if (l->own_columns) {
		l->unsaved = true;
	} else {
		free(l->c.columns);
		l->c.columns = xstrdup(text.s);
	}
	str_free(&text);
	v->stale = true;
}

/* ---- widths ---- */

static int widest(const struct list *l, struct session *s, int col)
{
	const struct path *p = &l->col[col].path;
	struct str text = STR_INIT;
	int most = 1, end = p->n - 1;

	for (int i = 0; i < l->w.lines && i < LIST_CHUNK; i++) {
		const struct row *r = window_row(l, i);
		int w;

		if (!r || r->val[col].kind == VAL_NULL)
			continue;
		str_clear(&text);
		value_show(s, p->model[end], p->slot[end], &r->val[col], r->titles[col], SHOW_LIST, &text);
		w = text_width(text.s, text.len);
		most = w > most ? w : most;
	}
	str_free(&text);
	return most;
}

void columns_measure(struct list *l, struct session *s)
{
	for (int i = 0; i < l->n_col && l->w.lines; i++)
		if (!l->col[i].found)
			l->col[i].found = widest(l, s, i);
}

static int clamp(int n, int least_n, int most)
{
	n = n > most ? most : n;
	return n < least_n ? least_n : n;
}

/* As the texts are long, up to twice what the type says; numbers have room to grow. */
static int wanted(const struct list_column *c)
{
	struct str label = STR_INIT;
	int want = field_width(column_field(c)), name;

	if (c->asked)
		return c->asked;
	if (c->found)
		want = column_right(c) ? clamp(c->found + 3, 1, want) : clamp(c->found, 1, 2 * want);
	column_label(c, &label);
	name = text_width(label.s, label.len) + 2;
	str_free(&label);
	return clamp(want, name < NAME_MOST ? name : NAME_MOST, 200);
}

/* Below this it is of little use; numbers, dates and what is dialled stay whole. */
static int least(const struct list_column *c)
{
	int want = wanted(c), less = field_width(column_field(c)) * 2 / 3;

	if (c->asked || column_right(c) || field_kind(column_field(c)) == FT_DATE ||
		field_kind(column_field(c)) == FT_PHONE)
		return want;
	return want < LEAST ? want : clamp(less, LEAST, want);
}

static bool is_title(const struct list *l, int i)
{
	return l->col[i].path.n == 1 && l->col[i].path.slot[0] == l->c.model->title;
}

static bool pinned(const struct list *l, int width)
{
	return l->n_col > 1 && is_title(l, 0) && width >= PIN_FROM;
}

/* Shows what fits from left on, each as narrow as it may be; returns the cells used. */
static int choose_shown(struct list *l, int width, int gap)
{
	int used = 0, first = pinned(l, width) ? 1 : 0;

	for (int i = 0; i < l->n_col; i++)
		l->col[i].w = 0;
	for (int i = 0; i < l->n_col; i++) {
		int need;

		if (i >= first && i < l->left)
			continue;
		need = least(&l->col[i]) + (used ? gap : 0);
		if (used && used + need > width)
			break;
		l->col[i].w = used + need > width ? width - used : least(&l->col[i]);
		used += need;
	}
	return used;
}

/* What is left goes round, a cell at a time, to those that want more; the rest to the title. */
static void spread(struct list *l, int room)
{
	for (bool any = true; any && room > 0;) {
		any = false;
		for (int i = 0; i < l->n_col && room > 0; i++)
			if (l->col[i].w && l->col[i].w < l->col[i].want) {
				l->col[i].w++;
				room--;
				any = true;
			}
	}
	for (int i = 0; i < l->n_col && room > 0; i++)
		if (l->col[i].w && is_title(l, i) && !l->col[i].asked) {
			l->col[i].w += room;
			room = 0;
		}
}

void columns_layout(struct list *l, int width)
{
	int gap = width >= WIDE ? 2 : 1, x = LIST_GUTTER, first = pinned(l, width) ? 1 : 0, used;

	for (int i = 0; i < l->n_col; i++)
		l->col[i].want = wanted(&l->col[i]);
	width -= LIST_GUTTER + 1; /* the last cell says that there is more */
	l->left = l->left < first ? first : l->left;
	if (l->at >= first && l->at < l->left)
		l->left = l->at;
	used = choose_shown(l, width, gap);
	while (l->at < l->n_col && !l->col[l->at].w && l->left < l->at) {
		l->left++;
		used = choose_shown(l, width, gap);
	}
	while (l->left > first) { /* no room is left empty at the right */
		l->left--;
		used = choose_shown(l, width, gap);
		if (!l->col[l->n_col - 1].w || !l->col[l->at].w) {
			l->left++;
			used = choose_shown(l, width, gap);
			break;
		}
	}
	spread(l, width - used);
	for (int i = 0; i < l->n_col; i++)
		if (l->col[i].w) {
			l->col[i].x = x;
			x += l->col[i].w + gap;
		}
}

/* ---- keys of this column ---- */

static unsigned resize(struct view *v, int by)
{
	struct list *l = v->data;
	struct list_column *c = &l->col[l->at];
	int w = (c->w ? c->w : wanted(c)) + by;
	struct str label = STR_INIT;

	c->asked = w < 3 ? 3 : w > 200 ? 200 : w;
	columns_changed(v);
	column_label(c, &label);
	ui_message(v->ui, _("%s: %d cells"), label.s, c->asked);
	str_free(&label);
	return DID;
}

static unsigned shift(struct view *v, int by)
{
	struct list *l = v->data;

	if (l->at + by < 0 || l->at + by >= l->n_col) {
		ui_message(v->ui, "%s", _("the column stands at the edge"));
		return DID;
	}
	columns_move(l, l->at, l->at + by);
	l->at += by;
	columns_changed(v);
	return DID_LOAD;
}

static unsigned hide(struct view *v)
{
	struct list *l = v->data;
	struct str label = STR_INIT;

	if (l->n_col < 2) {
		ui_message(v->ui, "%s", _("the last column stays"));
		return DID;
	}
	column_label(&l->col[l->at], &label);
	columns_remove(l, l->at);
	columns_changed(v);
	ui_message(v->ui, _("%s is not shown any more — zn or C brings it back"), label.s);
	str_free(&label);
	return DID_LOAD;
}

static void add_picked(struct view *v, const char *name)
{
	struct list *l = v->data;

	if (!columns_add(l, v->ui->session, l->n_col ? l->at + 1 : 0, name)) {
		ui_message(v->ui, _("%s is shown already"), name);
		return;
	}
	l->at = l->n_col > 1 ? l->at + 1 : 0;
	columns_changed(v);
}

static void swap_picked(struct view *v, const char *name)
{
	struct list *l = v->data;

	if (!columns_add(l, v->ui->session, l->at, name)) {
		ui_message(v->ui, _("%s is shown already"), name);
		return;
	}
	columns_remove(l, l->at + 1);
	columns_changed(v);
}

unsigned columns_act(struct view *v, const struct act *a)
{
	struct err err = ERR_INIT;

	switch (a->action->id) {
	case ACT_COLUMNS: return list_said(v, columns_open(v, &err), &err);
	case ACT_COL_ADD: return list_said(v, column_pick(v, _("a column to add"), add_picked, &err), &err);
	case ACT_COL_EDIT: return list_said(v, column_pick(v, _("a column instead of this"), swap_picked, &err), &err);
	case ACT_COL_WIDER: return resize(v, 2);
	case ACT_COL_NARROWER: return resize(v, -2);
	case ACT_COL_LEFT: return shift(v, -1);
	case ACT_COL_RIGHT: return shift(v, 1);
	case ACT_COL_DELETE: return hide(v);
	default: return DID_NOT;
	}
}
