/* Likeness, what is the same for all record types: who may know of what is found, in which order it is told, and how
 * pairs that share keys become groups. */
#include "record/alike.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "record/rights.h"
#include "record/session.h"
#include "sql.h"

/* ---- lists ---- */

void alike_free(struct alike_list *l)
{
	arena_free(&l->arena);
	free(l->at);
	*l = (struct alike_list){ .n = 0 };
}

void alike_add(struct alike_list *l, int64_t ref, bool exact, const char *why)
{
	for (int i = 0; i < l->n; i++)
		if (l->at[i].ref == ref) {
			struct alike *a = &l->at[i];

			if (!strstr(a->why, why))
				a->why = arena_printf(&l->arena, "%s, %s", a->why, why);
			a->exact = a->exact || exact;
			return;
		}
	GROW(l->at, l->n, l->cap);
	l->at[l->n++] = (struct alike){ .ref = ref, .exact = exact, .why = arena_strdup(&l->arena, why) };
}

/* Whether the office tells whose the records are that one may not see. */
static bool may_hint(struct session *s)
{
	char *on = setting_get(s, "duplicates.hint");
	bool yes = str_eq(on, "on");

	free(on);
	return yes;
}

static const char *keep(struct alike_list *l, char *text)
{
	const char *kept = text ? arena_strdup(&l->arena, text) : NULL;

	free(text);
	return kept;
}

/* Asked past the rights: for the hint, and for records whose title was seen already. */
static int64_t owner_id(struct session *s, const struct model *m, int64_t id)
{
	char sql[200];

	if (!m->owner)
		return 0;
	snprintf(sql, sizeof sql, "SELECT \"%s\" FROM \"%s\" WHERE id = ?1", m->fields[m->owner].name, m->name);
	return db_get_int(s->db, 0, sql, "i", id);
}

static const char *owner_of(struct session *s, struct alike_list *l, int64_t ref)
{
	const struct model *m = registry_no(s->reg, REF_MODEL(ref));
	const struct model *people = registry_find(s->reg, registry_office(s->reg)->user_model);
	int64_t owner = owner_id(s, m, REF_ID(ref));

	return owner ? keep(l, record_title(s, people, owner)) : NULL;
}

void alike_look(struct session *s, struct alike_list *l)
{
	int kept = 0;

	for (int i = 0; i < l->n; i++) {
		const struct model *m = registry_no(s->reg, REF_MODEL(l->at[i].ref));

		l->at[i].title = keep(l, record_title(s, m, REF_ID(l->at[i].ref)));
		if (l->at[i].title) {
			l->at[i].owner = owner_of(s, l, l->at[i].ref);
			l->at[kept++] = l->at[i];
			continue;
		}
		if (!l->hidden++ && may_hint(s))
			l->hidden_owner = owner_of(s, l, l->at[i].ref);
	}
	l->n = kept;
}

static void exact_first(struct alike_list *l)
{
	struct alike *sorted = xcalloc((size_t)l->n + 1, sizeof *sorted);
	int n = 0;

	for (int exact = 1; exact >= 0; exact--)
		for (int i = 0; i < l->n; i++)
			if (l->at[i].exact == exact)
				sorted[n++] = l->at[i];
	free(l->at);
	l->at = sorted;
	l->cap = l->n + 1;
}

enum rc alike_find(struct session *s, const struct record *r, struct alike_list *out, struct err *err)
{
	enum rc rc;

	*out = (struct alike_list){ .n = 0 };
	if (!r->model->hooks.alike)
		return RC_OK;
	rc = r->model->hooks.alike(s, r, out, err);
	if (rc != RC_OK) {
		alike_free(out);
		return rc;
	}
	alike_look(s, out);
	exact_first(out);
	if (out->hidden && !may_hint(s))
		out->hidden = 0; /* that they are there is told no more than whose they are */
	return RC_OK;
}

#define NAMED 3 /* in one line */

void alike_line(const struct alike_list *l, struct str *out)
{
	int all = l->n + l->hidden, named = l->n < NAMED ? l->n : NAMED;

	if (!all)
		return;
	str_addf(out, _("%d similar: "), all);
	for (int i = 0; i < named; i++) {
		str_addf(out, "%s%s", i ? ", " : "", l->at[i].title);
		if (l->at[i].owner)
			str_addf(out, " (%s)", l->at[i].owner);
	}
	if (all > named)
		str_addf(out, named ? _(", %d more") : _("%d more"), all - named);
	if (l->hidden_owner)
		str_addf(out, _(", owner %s"), l->hidden_owner);
}

void alike_criteria(const struct alike_list *l, struct str *out)
{
	for (int i = 0; i < l->n; i++)
		str_addf(out, "%s%" PRId64, i ? ", " : "id in (", REF_ID(l->at[i].ref));
	if (l->n)
		str_addc(out, ')');
}

/* ---- as a panel ---- */

static enum rc panel_text(struct session *s, const struct record *r, struct panel_lines *out, struct err *err)
{
	struct alike_list l;
	enum rc rc = alike_find(s, r, &l, err);

	if (rc != RC_OK)
		return rc;
	for (int i = 0; i < l.n; i++) {
		const struct alike *a = &l.at[i];
		struct panel_line *line = panel_add(out, a->owner ? "%s (%s)" : "%s", a->title, a->owner);

		line->detail = arena_strdup(&out->arena, a->why);
		line->tone = a->exact ? TONE_WARN : TONE_QUIET;
		line->ref = a->ref;
	}
	if (l.hidden)
		panel_add(out, l.hidden_owner ? _("%d more, owner %s") : _("%d more"), l.hidden, l.hidden_owner);
	alike_free(&l);
	return RC_OK;
}

static int panel_count(struct session *s, const struct record *r)
{
	struct alike_list l;
	int n = 0;

	if (alike_find(s, r, &l, NULL) == RC_OK) {
		n = l.n + l.hidden;
		alike_free(&l);
	}
	return n;
}

const struct panel alike_panel = { .name = "similar", .label = N_("Similar"), .lines = panel_text, .count = panel_count };

/* ---- groups: sets that share a record are one ---- */

/* Only records that have a double are in here, so it stays small however many records there are. */
struct node {
	int64_t id;
	int up;          /* towards the root of its group; itself: the root */
	const char *why; /* of the group, at its root */
};
struct grouping {
	struct session *s;
	const struct model *m;
	struct node *node;
	int n, cap;
	int *slot; /* open hash of nodes by id: index + 1 */
	size_t slots;
	struct arena *arena;
};

static size_t hash_id(int64_t id)
{
	return (size_t)((uint64_t)id * UINT64_C(0x9E3779B97F4A7C15) >> 20);
}

static size_t place_of(const struct grouping *g, int64_t id)
{
	size_t i = hash_id(id) & (g->slots - 1);

	while (g->slot[i] && g->node[g->slot[i] - 1].id != id)
		i = (i + 1) & (g->slots - 1);
	return i;
}

static void more_slots(struct grouping *g)
{
	free(g->slot);
	g->slots = g->slots ? g->slots * 2 : 1024;
	g->slot = xcalloc(g->slots, sizeof *g->slot);
	for (int i = 0; i < g->n; i++)
		g->slot[place_of(g, g->node[i].id)] = i + 1;
}

static int node_of(struct grouping *g, int64_t id)
{
	size_t at;

	if ((size_t)g->n * 4 >= g->slots * 3)
		more_slots(g);
	at = place_of(g, id);
	if (!g->slot[at]) {
		GROW(g->node, g->n, g->cap);
		g->node[g->n] = (struct node){ .id = id, .up = g->n, .why = "" };
		g->slot[at] = ++g->n;
	}
	return g->slot[at] - 1;
}

static int root_of(struct grouping *g, int i)
{
	while (g->node[i].up != i)
		i = g->node[i].up = g->node[g->node[i].up].up;
	return i;
}

static const char *join_why(struct grouping *g, const char *a, const char *b)
{
	if (!*a || strstr(b, a))
		return b;
	if (!*b || strstr(a, b))
		return a;
	return arena_printf(g->arena, "%s, %s", a, b);
}

/* The lower id becomes the root, so that the result does not hang on the order of the keys. */
static void join(struct grouping *g, int a, int b, const char *why)
{
	a = root_of(g, a);
	b = root_of(g, b);
	if (g->node[b].id < g->node[a].id) {
		int swap = a;

		a = b;
		b = swap;
	}
	g->node[a].why = join_why(g, g->node[a].why, why);
	if (a != b) {
		g->node[a].why = join_why(g, g->node[a].why, g->node[b].why);
		g->node[b].up = a;
	}
}

static bool visible(struct session *s, const struct model *m, int64_t id)
{
	struct sql q;
	struct stmt *st;
	bool yes;

	if (rights_all(s)) /* what has keys is not in the trash */
		return true;
	sql_init(&q, s);
	sql_addf(&q, "SELECT 1 FROM \"%s\" t WHERE t.trashed_at IS NULL AND t.id = ", m->name);
	sql_int(&q, id);
	sql_rights(&q, m, "t");
	st = sql_prep(&q);
	yes = st_step(st, NULL) > 0;
	st_done(st);
	sql_free(&q);
	return yes;
}

/* Only what may be seen joins others: two that are like a third one, which is not to be seen, would tell of it. */
static void take_set(void *ctx, const char *why, const int64_t *id, int n)
{
	struct grouping *g = ctx;
	int first = -1;

	for (int i = 0; i < n; i++) {
		if (!visible(g->s, g->m, id[i]))
			continue;
		if (first < 0)
			first = node_of(g, id[i]);
		else
			join(g, first, node_of(g, id[i]), why);
	}
}

static int by_root(const void *pa, const void *pb)
{
	const int64_t *a = pa, *b = pb;

	return a[0] != b[0] ? (a[0] < b[0] ? -1 : 1) : a[1] < b[1] ? -1 : a[1] > b[1];
}

static int by_size(const void *pa, const void *pb)
{
	const struct alike_group *a = pa, *b = pb;

	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return a->id[0] < b->id[0] ? -1 : a->id[0] > b->id[0];
}

/* Rows (root, id, index of the root's node) in order; each run of one root is a group. */
static void collect(struct grouping *g, struct alike_groups *out)
{
	int64_t(*row)[3] = xcalloc((size_t)g->n + 1, sizeof *row);

	for (int i = 0; i < g->n; i++) {
		int root = root_of(g, i);

		row[i][0] = g->node[root].id;
		row[i][1] = g->node[i].id;
		row[i][2] = root;
	}
	if (g->n)
		qsort(row, (size_t)g->n, sizeof *row, by_root);
	for (int from = 0, to; from < g->n; from = to) {
		struct alike_group *k;

		for (to = from; to < g->n && row[to][0] == row[from][0]; to++)
			;
		GROW(out->at, out->n, out->cap);
		k = &out->at[out->n];
		*k = (struct alike_group){ .id = arena_alloc(&out->arena, (size_t)(to - from) * sizeof *k->id),
			.why = g->node[row[from][2]].why };
		for (int i = from; i < to; i++)
			k->id[k->n++] = row[i][1];
		out->n += k->n > 1;
	}
	free(row);
}

enum rc alike_groups_find(struct session *s, const struct model *m, struct alike_groups *out, struct err *err)
{
	struct grouping g = { .s = s, .m = m, .arena = &out->arena };
	enum rc rc;

	*out = (struct alike_groups){ .n = 0 };
	if (!m->hooks.twins)
		return fail(err, RC_INVALID, NO_FIELD, _("%s have nothing by which the same one is known twice"),
			_(m->plural));
	rc = m->hooks.twins(s, m, take_set, &g, err);
	if (rc == RC_OK)
		collect(&g, out);
	if (rc == RC_OK && out->n)
		qsort(out->at, (size_t)out->n, sizeof *out->at, by_size);
	free(g.node);
	free(g.slot);
	return rc;
}

void alike_groups_free(struct alike_groups *g)
{
	arena_free(&g->arena);
	free(g->at);
	*g = (struct alike_groups){ .n = 0 };
}
