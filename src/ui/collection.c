#include "collection.h"

#include "base/i18n.h"
#include "record/query.h"
#include "record/session.h"

static char *copy(const char *s)
{
	return xstrdup(s ? s : "");
}

/* Parses both texts into the arena. On an error the old trees stay as they are. */
static enum rc parse(struct collection *c, struct session *s, const char *filter, struct err *err)
{
	struct criteria *always = NULL, *own = NULL;
	struct arena fresh = ARENA_INIT;
	enum rc rc = criteria_parse(s, c->model, c->criteria, &fresh, &always, err);

	if (rc == RC_OK)
		rc = criteria_parse(s, c->model, filter, &fresh, &own, err);
	if (rc) {
		arena_free(&fresh);
		return rc;
	}
	arena_free(&c->arena);
	c->arena = fresh;
	c->always = always;
	c->where = criteria_and(&c->arena, always, own);
	return RC_OK;
}

enum rc collection_init(struct collection *c, struct session *s, const struct look *look, struct err *err)
{
	const struct model *m = look->model;
	const char *by = look->by ? look->by : m->group ? m->fields[m->group].name : "";
	enum rc rc;

	*c = (struct collection){ .model = m, .trash = look->trash, .as_of = look->as_of, .arena = ARENA_INIT };
	c->title = copy(look->title ? look->title : _(m->plural));
	c->criteria = copy(look->criteria);
	c->filter = copy(look->filter);
	c->sort = copy(look->sort ? look->sort : m->sort);
	c->columns = look->columns ? xstrdup(look->columns) : NULL;
	c->by = copy(by);
	c->group = look->group;
	c->empty = look->empty;
	c->hints = look->hints;
	c->day = look->day;
	rc = parse(c, s, c->filter, err);
	return rc == RC_OK ? collection_sort_set(c, s, c->sort, err) : rc;
}

void collection_free(struct collection *c)
{
	free(c->title);
	free(c->criteria);
	free(c->filter);
	free(c->sort);
	free(c->columns);
	free(c->by);
	marks_free(&c->marks);
	arena_free(&c->arena);
}

/* Marks that the query does not list. */
static int count_hidden(struct collection *c, struct session *s)
{
	struct arena a = ARENA_INIT;
	struct query q;
	int64_t shown = c->marks.n;

	if (c->marks.n && collection_query(c, s, &q, NULL) == RC_OK) {
		struct value ids = value_set(c->marks.id, c->marks.n, &a);

		q.where = criteria_and(&a, c->where, criteria_is(&a, c->model, SYS_ID, &ids));
		if (query_count(s, &q, 0, &shown, NULL) != RC_OK)
			shown = 0;
	}
	arena_free(&a);
	return c->marks.n - (int)shown;
}

static bool still_there(void *ctx, const struct row *r)
{
	marks_toggle(ctx, r->id);
	return true;
}

/* What went to the trash meanwhile, or came out of it, is not marked any more: no deed is to find it there. */
static void drop_gone(struct collection *c, struct session *s)
{
	struct arena a = ARENA_INIT;
	struct value ids = value_set(c->marks.id, c->marks.n, &a);
	struct query q = { .model = c->model, .where = criteria_is(&a, c->model, SYS_ID, &ids), .n_orders = 1 };
	struct marks kept = { 0 };

	q.scope = c->trash ? SCOPE_TRASH : SCOPE_ALL;
	if (query_each(s, &q, still_there, &kept, NULL) == RC_OK) {
		c->hidden -= c->marks.n - kept.n;
		marks_free(&c->marks);
		c->marks = kept;
	} else {
		marks_free(&kept);
	}
	arena_free(&a);
}

enum rc collection_load(struct collection *c, struct session *s, struct err *err)
{
	enum rc rc;

	c->model = registry_no(s->reg, c->model->no);
	rc = parse(c, s, c->filter, err);
	if (rc == RC_OK)
		c->hidden = count_hidden(c, s);
	if (rc == RC_OK && c->hidden > 0)
		drop_gone(c, s);
	return rc;
}

struct look collection_look(const struct collection *c, int64_t at)
{
	return (struct look){ .model = c->model,
		.title = c->title,
		.criteria = c->criteria,
		.filter = c->filter,
		.sort = c->sort,
		.columns = c->columns,
		.by = *c->by ? c->by : NULL,
		.group = c->group,
		.empty = c->empty,
		.hints = c->hints,
		.day = c->day,
		.trash = c->trash,
		.at = at,
		.as_of = c->as_of };
}

enum rc collection_query(const struct collection *c, struct session *s, struct query *q, struct err *err)
{
	*q = (struct query){ .model = c->model, .where = c->where, .as_of = c->as_of };
	q->scope = c->trash ? SCOPE_TRASH : SCOPE_LIVE;
	return query_sort(s, q, c->sort, err);
}

static void replace(char **to, const char *with)
{
	char *old = *to;

	*to = xstrdup(with);
	free(old);
}

enum rc collection_filter_set(struct collection *c, struct session *s, const char *text, struct err *err)
{
	enum rc rc = parse(c, s, text, err);

	if (rc == RC_OK)
		replace(&c->filter, text);
	return rc;
}

enum rc collection_sort_set(struct collection *c, struct session *s, const char *sort, struct err *err)
{
	struct query q = { .model = c->model };
	enum rc rc = query_sort(s, &q, sort, err);

	if (rc == RC_OK)
		replace(&c->sort, sort);
	return rc;
}

struct chosen collection_chosen(const struct collection *c, int64_t selected, int64_t *one)
{
	*one = selected;
	if (c->marks.n)
		return (struct chosen){
			.model = c->model, .id = c->marks.id, .n = c->marks.n, .hidden = c->hidden, .trash = c->trash
		};
	return (struct chosen){ .model = c->model, .id = one, .n = selected ? 1 : 0, .trash = c->trash };
}

bool collection_can(struct view *v, const struct collection *c, int64_t selected, const struct act *a)
{
	int64_t one;
	struct chosen who = collection_chosen(c, selected, &one);

	return a->action->id != ACT_SAVE_VIEW && deed_can(v->ui, &who, a);
}

/* ---- what a new record starts with ---- */

struct given {
	const struct model *model;
	struct change *ch;
	int n, max;
	struct arena *a;
};

static void give(void *ctx, int slot, const struct value *v)
{
	struct given *g = ctx;
	const struct field *f = &g->model->fields[slot];

	if (g->n >= g->max || field_types[f->type].set || f->flags & F_READONLY)
		return;
	for (int i = 0; i < g->n; i++)
		if (g->ch[i].slot == slot)
			return;
	g->ch[g->n++] = (struct change){ .slot = slot, .val = value_copy(v, g->a) };
}

int collection_given(struct view *v, struct collection *c, const struct collection_ops *ops, struct change *ch, int max,
	struct arena *a)
{
	struct given g = { .model = c->model, .ch = ch, .max = max, .a = a };

	if (ops->with)
		g.n = ops->with(v, ch, max, a);
	criteria_given(v->ui->session, c->where, give, &g);
	return g.n;
}

/* ---- words ---- */

void collection_title(const struct collection *c, struct str *out)
{
	str_add(out, c->title);
	if (c->trash)
		str_addf(out, ": %s", _("trash"));
}

void collection_filter_text(const struct collection *c, struct str *out)
{
	str_add(out, c->filter);
}

void collection_marks_text(const struct collection *c, struct str *out)
{
	if (!c->marks.n)
		return;
	str_addf(out, _("%d marked"), c->marks.n);
	if (c->hidden > 0)
		str_addf(out, _(", %d hidden"), c->hidden);
}
