/* The tabs of a form: sections of fields, related records, the timeline. */
#include "form.h"

#include "base/i18n.h"
#include "record/alike.h"

static bool has_more(const struct section *s)
{
	return s && s->label;
}

static struct form_tab *add_tab(struct form *f, const char *label)
{
	if (f->n_tabs == FORM_TABS)
		return NULL;
	f->tab[f->n_tabs] = (struct form_tab){ .label = label };
	return &f->tab[f->n_tabs++];
}

static void add_related(void *ctx, const struct model *from, int slot)
{
	struct form *f = ctx;
	const struct field *fd = &from->fields[slot];
	struct form_tab *t;

	if (slot < SYS_N)
		return;
	t = add_tab(f, from->plural);
	if (!t)
		return;
	t->related = from;
	t->slot = slot;
	/* two fields of one type that refer here are told apart by the field's label */
	for (int i = 0; i < f->n_tabs - 1; i++)
		if (f->tab[i].related == from)
			t->label = fd->label;
}

void form_tabs_make(struct form *f)
{
	f->n_tabs = 0;
	for (const struct section *s = f->model->sections; has_more(s); s++)
		if (s->tab) {
			struct form_tab *t = add_tab(f, s->label);

			if (t)
				t->slots = s->slots;
		}
	if (!f->id || f->past) /* what others say of it is of now */
		return;
	if (f->model->hooks.alike && add_tab(f, alike_panel.label))
		f->tab[f->n_tabs - 1].panel = &alike_panel;
	for (int i = 0; i < f->model->n_panels; i++)
		if (add_tab(f, f->model->panels[i].label))
			f->tab[f->n_tabs - 1].panel = &f->model->panels[i];
	registry_related(f->ui->session->reg, f->model, add_related, f);
	if (add_tab(f, N_("Timeline")))
		f->tab[f->n_tabs - 1].timeline = true;
}

static struct value self_value(const struct form *f, const struct form_tab *t)
{
	bool any = field_kind(&t->related->fields[t->slot]) == FT_ANYREF;

	return VALUE_INT(any ? REF_MAKE(f->model->no, f->id) : f->id);
}

static struct query related_query(struct form *f, const struct form_tab *t, struct arena *a)
{
	struct value self = self_value(f, t);
	struct value set = t->related->fields[t->slot].type == FT_REFS ? value_set(&self.i, 1, a) : self;

	return (struct query){ .model = t->related, .scope = SCOPE_ALL, .limit = FORM_RELATED,
		.where = criteria_is(a, t->related, t->slot, &set) };
}

void form_tabs_count(struct form *f)
{
	int kept = 0;

	for (int i = 0; i < f->n_tabs; i++) {
		struct form_tab *t = &f->tab[i];
		struct arena a = ARENA_INIT;
		struct query q;
		bool any;

		if (!t->related) {
			t->count = t->panel && t->panel->count ? t->panel->count(f->ui->session, f->rec) : 0;
			if (t->count || !t->panel || !t->panel->count)
				f->tab[kept++] = *t;
			continue;
		}
		q = related_query(f, t, &a);
		if (query_count(f->ui->session, &q, FORM_RELATED + 1, &t->count, NULL) != RC_OK)
			t->count = 0;
		arena_free(&a);
		/* what may be added to any record keeps its tab; other types show once there is one */
		any = field_kind(&t->related->fields[t->slot]) == FT_ANYREF;
		if (t->count > 0 || any)
			f->tab[kept++] = *t;
	}
	f->n_tabs = kept;
	if (f->active >= f->n_tabs)
		f->active = f->n_tabs ? f->n_tabs - 1 : 0;
}

void form_related_free(struct form *f)
{
	if (f->related_loaded)
		page_free(&f->related);
	f->related_loaded = false;
}

static void choose_columns(struct form *f, const struct form_tab *t)
{
	f->n_columns = 0;
	f->columns[f->n_columns++] = (struct path){ .n = 1, .slot = { t->related->title }, .model = { t->related } };
	for (int slot = SYS_N; slot < t->related->n && f->n_columns < 5; slot++)
		if ((t->related->fields[slot].flags & F_LIST) && slot != t->related->title && slot != t->slot)
			f->columns[f->n_columns++] = (struct path){ .n = 1, .slot = { slot }, .model = { t->related } };
}

enum rc form_related_load(struct form *f, struct err *err)
{
	const struct form_tab *t = f->n_tabs ? &f->tab[f->active] : NULL;
	struct arena a = ARENA_INIT;
	struct query q;
	enum rc rc;

	form_related_free(f);
	if (!t || !t->related)
		return RC_OK;
	choose_columns(f, t);
	q = related_query(f, t, &a);
	q.columns = f->columns;
	q.n_columns = f->n_columns;
	rc = query_run(f->ui->session, &q, &f->related, err);
	f->related_loaded = rc == RC_OK;
	arena_free(&a);
	return rc;
}

unsigned form_go_tab(struct form *f, int tab)
{
	struct err err = ERR_INIT;
	bool any;

	if (tab < 0 || tab >= f->n_tabs) {
		ui_complain(f->ui, _("there is no tab %d here"), tab + 1);
		return DID;
	}
	form_stop(f);
	f->active = tab;
	if (form_related_load(f, &err) != RC_OK || form_panel_load(f, &err) != RC_OK)
		ui_error(f->ui, &err);
	form_layout(f, 0);
	any = f->n_top < f->n_rows || form_below(f);
	f->focus = any ? f->n_top : 0;
	f->in_tab = !any;
	return DID;
}

unsigned form_tab_act(struct form *f, const struct act *a)
{
	int64_t ref = REF_MAKE(f->model->no, f->id);
	struct err err = ERR_INIT;
	unsigned did;

	if (!f->in_tab || !f->n_tabs || !f->tab[f->active].timeline)
		return DID_NOT;
	did = timeline_act(&f->timeline, a, f->timeline_h);
	if (did == DID && timeline_more(&f->timeline, f->ui->session, ref, &err) != RC_OK)
		ui_error(f->ui, &err);
	if (did != DID_NOTHING || (a->action->id != ACT_UP && a->action->id != ACT_PAGE_UP))
		return did;
	f->in_tab = false;
	f->focus = f->n_rows ? f->n_rows - 1 : 0;
	return DID;
}

const struct field *form_field(const struct form *f)
{
	return f->focus < f->n_rows ? &f->model->fields[f->row[f->focus].slot] : NULL;
}

int64_t form_related_id(const struct form *f)
{
	int i = f->focus - f->n_rows;

	return f->related_loaded && i >= 0 && i < f->related.n ? f->related.row[i].id : 0;
}
