/* Planning an assignment. Reads only. Records are taken by number: `taken` says which went somewhere already. */
#include "assign_plan.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/str.h"
#include "lead.h"
#include "models.h"
#include "record/merge.h"
#include "record/query.h"
#include "record/record.h"
#include "record/session.h"
#include "similar.h"

#define DAY 86400

struct candidate {
	int64_t id, probability;
};
struct candidates {
	struct candidate *at;
	int n, cap, next;
};
struct member {
	int64_t id, user, quota;
	struct criteria *takes, *prefers; /* NULL: all; none */
};
struct taker {
	int64_t team, weight;
	bool leads, opportunities, convert;
	const char *criteria;   /* "" for all */
	struct candidates free; /* without team and owner, that match */
};
struct maker {
	struct session *s;
	const struct assign_options *opt;
	struct plan *p;
	struct taker *taker;
	int n, cap;
	uint64_t rng;
	struct err *err;
};

int64_t assign_quota(int64_t capacity)
{
	return capacity > 0 ? (capacity + 15) / 30 : 0;
}

/* splitmix64: every seed is good, also 0 and 1. */
static uint64_t draw(struct maker *k)
{
	uint64_t z = k->rng += 0x9e3779b97f4a7c15;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static void because(struct plan *p, int64_t team, const char *text)
{
	GROW(p->why, p->n_why, p->cap_why);
	p->why[p->n_why++] = (struct why){ team, arena_strdup(&p->arena, text) };
}

/* fmt takes the team's name, and the number. */
static void because_of(struct maker *k, int64_t team, const char *fmt, int n)
{
	char *name = record_title(k->s, &team_model, team), *text = xasprintf(fmt, name ? name : "?", n);
	because(k->p, team, text);
	free(text);
	free(name);
}

static bool taken(const struct plan *p, int64_t id)
{
	return id >= p->n_taken || p->taken[id];
}

/* --- who takes part
 * ------------------------------------------------------------------------------------------------------- */

static bool wanted(const struct assign_options *opt, int64_t team)
{
	for (int i = 0; i < opt->n_team; i++)
		if (opt->team[i] == team)
			return true;
	return opt->n_team == 0;
}

/* Members who may get something: there, not disabled, not opted out. */
#define MEMBERS                                                                                                        \
	" FROM team_member x JOIN user u ON u.id=x.user WHERE x.team=?1 AND x.trashed_at IS NULL AND"                  \
	" coalesce(x.opt_out,0)=0 AND u.trashed_at IS NULL AND u.active=1 AND coalesce(u.disabled,0)=0"

static void find_takers(struct maker *k)
{
	struct stmt *st = db_prep(k->s->db,
		"SELECT t.id,coalesce(t.use_leads,0),coalesce(t.use_opportunities,0),coalesce(t.convert,1),"
		"coalesce(t.criteria,'') FROM team t WHERE t.trashed_at IS NULL AND t.active=1 AND"
		" coalesce(t.opt_out,0)=0 AND (t.use_leads OR t.use_opportunities) ORDER BY t.sequence,t.id");
	while (st_step(st, NULL) > 0) {
		if (!wanted(k->opt, st_get_int(st, 0)))
			continue;
		GROW(k->taker, k->n, k->cap);
		k->taker[k->n++] = (struct taker){ .team = st_get_int(st, 0),
			.leads = st_get_int(st, 1) != 0,
			.opportunities = st_get_int(st, 2) != 0,
			.convert = st_get_int(st, 3) && st_get_int(st, 2),
			.criteria = arena_strdup(&k->p->arena, st_get_text(st, 4)) };
	}
	st_done(st);
	for (int i = 0; i < k->n; i++)
		k->taker[i].weight =
			db_get_int(k->s->db, 0, "SELECT coalesce(sum(x.capacity),0)" MEMBERS, "i", k->taker[i].team);
}

/* --- candidates
 * ----------------------------------------------------------------------------------------------------------- */

static bool add_candidate(void *ctx, const struct row *r)
{
	struct candidates *c = ctx;
	GROW(c->at, c->n, c->cap);
	c->at[c->n++] = (struct candidate){ r->id, r->val[0].kind == VAL_INT ? r->val[0].i : 0 };
	return true;
}

/* Open records that the criteria text and the team's own (NULL: none) let through, in the order of sort. */
static enum rc find(struct maker *k, const char *base, const char *own, const char *sort, struct candidates *out)
{
	struct arena a = ARENA_INIT;
	struct criteria *x = NULL, *y = NULL;
	struct path probability = { .n = 1, .slot = { LEAD_PROBABILITY }, .model = { NULL } };
	struct query q = { .model = session_model(k->s, "lead"), .columns = &probability, .n_columns = 1 };
	probability.model[0] = q.model;
	enum rc rc = criteria_parse(k->s, q.model, base, &a, &x, k->err);
	if (rc == RC_OK && own && *own)
		rc = criteria_parse(k->s, q.model, own, &a, &y, k->err);
	q.where = criteria_and(&a, x, y);
	if (rc == RC_OK)
		rc = query_sort(k->s, &q, sort, k->err);
	if (rc == RC_OK)
		rc = query_each(k->s, &q, add_candidate, out, k->err);
	arena_free(&a);
	return rc;
}

static const char *kinds(const struct taker *t)
{
	return t->leads && t->opportunities ? "" : t->leads ? " and kind = lead" : " and kind = opportunity";
}

static enum rc find_free(struct maker *k)
{
	enum rc rc = RC_OK;
	for (int i = 0; i < k->n && rc == RC_OK; i++) {
		struct taker *t = &k->taker[i];
		char *base = xasprintf("team is empty and owner is empty and not stage.won%s", kinds(t));
		rc = find(k, base, t->criteria, "-priority,-id", &t->free);
		free(base);
	}
	return rc;
}

/* --- to teams
 * -------------------------------------------------------------------------------------------------------------- */

/* The person who has the first of the group; 0: nobody has any. */
static int64_t first_owner(struct maker *k, const int64_t *id, int n, int64_t *team)
{
	int64_t first = 0, owner = 0;
	for (int i = 0; i < n; i++) {
		int64_t who = db_get_int(k->s->db, 0, "SELECT owner FROM lead WHERE id=?", "i", id[i]);
		if (who && (!first || id[i] < first)) {
			first = id[i];
			owner = who;
		}
	}
	if (owner)
		*team = db_get_int(k->s->db, *team, "SELECT team FROM lead WHERE id=?", "i", first);
	return owner;
}

/* The one that stays when the group is merged: the merge itself says so. Where the person may not merge them, the
 * record goes alone. */
static enum rc master_of(struct maker *k, struct share *x)
{
	struct merge m;
	if (x->n_group < 2)
		return RC_OK;
	enum rc rc = merge_plan(k->s, session_model(k->s, "lead"), x->group, x->n_group, &m, k->err);
	if (rc == RC_OK)
		x->lead = m.rec[0]->id;
	if (rc == RC_DENIED || rc == RC_NOT_FOUND) {
		err_clear(k->err);
		x->n_group = 1;
		rc = RC_OK;
	}
	merge_free(&m);
	return rc;
}

/* The record with its duplicates that have not gone elsewhere. */
static enum rc group_of(struct maker *k, int64_t lead, struct share *x)
{
	struct arena a = ARENA_INIT;
	struct record *r;
	int n = 0;
	enum rc rc = record_load(k->s, session_model(k->s, "lead"), lead, &a, &r, k->err);
	const int64_t *same = rc == RC_OK ? lead_duplicates(k->s, r, false, &a, &n) : NULL;
	x->group = arena_alloc(&k->p->arena, (size_t)(n + 1) * sizeof *x->group);
	x->group[x->n_group++] = lead;
	for (int i = 0; i < n; i++)
		if (!taken(k->p, same[i]))
			x->group[x->n_group++] = same[i];
	arena_free(&a);
	return rc;
}

static void keep(struct plan *p, const struct share *x)
{
	for (int i = 0; i < x->n_group; i++)
		p->taken[x->group[i]] = 1;
	GROW(p->share, p->n, p->cap);
	p->share[p->n++] = *x;
}

static enum rc allocate(struct maker *k, const struct taker *t, const struct candidate *c)
{
	struct share x = { .lead = c->id, .team = t->team, .probability = c->probability, .allocated = true };
	enum rc rc = group_of(k, c->id, &x);
	if (rc == RC_OK)
		rc = master_of(k, &x);
	if (rc != RC_OK)
		return rc;
	x.owner = first_owner(k, x.group, x.n_group, &x.team);
	x.follows = x.owner != 0;
	x.convert = x.follows && t->convert;
	keep(k->p, &x);
	return RC_OK;
}

/* The team's next candidate that is still there; NULL: none is left. */
static const struct candidate *next_free(const struct plan *p, struct taker *t)
{
	while (t->free.next < t->free.n) {
		const struct candidate *c = &t->free.at[t->free.next++];
		if (!taken(p, c->id))
			return c;
	}
	return NULL;
}

static struct taker *draw_team(struct maker *k, int64_t total)
{
	int64_t at = (int64_t)(draw(k) % (uint64_t)total);
	for (int i = 0; i < k->n; i++) {
		if (at < k->taker[i].weight)
			return &k->taker[i];
		at -= k->taker[i].weight;
	}
	return NULL;
}

/* A team without candidates leaves the draw. */
static enum rc to_teams(struct maker *k)
{
	int64_t total = 0;
	enum rc rc = find_free(k);
	for (int i = 0; i < k->n; i++)
		total += k->taker[i].weight;
	while (rc == RC_OK && total > 0) {
		struct taker *t = draw_team(k, total);
		const struct candidate *c = next_free(k->p, t);
		if (c) {
			rc = allocate(k, t, c);
		} else {
			total -= t->weight;
			t->weight = 0;
		}
	}
	return rc;
}

/* --- to members
 * ------------------------------------------------------------------------------------------------------------ */

static enum rc read_criteria(struct maker *k, const char *text, struct arena *a, struct criteria **out)
{
	*out = NULL;
	return text && *text ? criteria_parse(k->s, session_model(k->s, "lead"), text, a, out, k->err) : RC_OK;
}

/* What came by assignment or otherwise in the last day counts against the quota, unless a person shares out by hand. */
static int64_t quota_left(struct maker *k, int64_t team, int64_t user, int64_t capacity)
{
	int64_t quota = assign_quota(capacity);
	if (!k->opt->by_hand)
		quota -= db_get_int(k->s->db, 0,
			"SELECT count(*) FROM lead WHERE owner=? AND team=? AND assigned_at>? AND trashed_at IS NULL",
			"iii", user, team, clock_now() - DAY);
	return quota > 0 ? quota : 0;
}

static int by_quota(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	if (x->quota != y->quota)
		return x->quota > y->quota ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

#define MEMBERS_MOST 500

static enum rc find_members(struct maker *k, int64_t team, struct member *out, int *n)
{
	struct arena *a = &k->p->arena;
	int64_t capacity[MEMBERS_MOST];
	char *text[MEMBERS_MOST][2];
	enum rc rc = RC_OK;
	struct stmt *st = db_prep(k->s->db, "SELECT x.id,x.user,coalesce(x.capacity,0),coalesce(x.criteria,''),"
					    "coalesce(x.preferred,'')" MEMBERS " ORDER BY x.id");
	st_int(st, 1, team);
	for (*n = 0; *n < MEMBERS_MOST && st_step(st, NULL) > 0; ++*n) {
		out[*n] = (struct member){ .id = st_get_int(st, 0), .user = st_get_int(st, 1) };
		capacity[*n] = st_get_int(st, 2);
		text[*n][0] = arena_strdup(a, st_get_text(st, 3));
		text[*n][1] = arena_strdup(a, st_get_text(st, 4));
	}
	st_done(st);
	for (int i = 0; i < *n && rc == RC_OK; i++) {
		out[i].quota = quota_left(k, team, out[i].user, capacity[i]);
		rc = read_criteria(k, text[i][0], a, &out[i].takes);
		if (rc == RC_OK)
			rc = read_criteria(k, text[i][1], a, &out[i].prefers);
	}
	qsort(out, (size_t)*n, sizeof *out, by_quota);
	return rc;
}

static bool matches(struct maker *k, const struct criteria *c, int64_t lead)
{
	bool yes = true;
	if (c && criteria_match(k->s, session_model(k->s, "lead"), c, lead, &yes, NULL) != RC_OK)
		return false;
	return yes;
}

/* The first in the queue who takes it gets it, and goes to the end while there is quota left. */
static bool give(struct maker *k, struct member *queue, int *n, struct share *x, bool preferred)
{
	for (int i = 0; i < *n; i++) {
		struct member m = queue[i];
		if ((preferred && (!m.prefers || !matches(k, m.prefers, x->lead))) || !matches(k, m.takes, x->lead))
			continue;
		x->owner = m.user;
		memmove(&queue[i], &queue[i + 1], (size_t)(*n - i - 1) * sizeof *queue);
		if (--m.quota > 0)
			queue[*n - 1] = m;
		else
			--*n;
		return true;
	}
	return false;
}

/* What waits in a team: its records without an owner, and what the draw gave it. Indexes of shares. */
struct waiting {
	int *at;
	int n, cap;
};

static enum rc find_waiting(struct maker *k, const struct taker *t, struct waiting *w)
{
	struct candidates old = { 0 };
	char *base = xasprintf("team = #%ld and owner is empty and not stage.won%s", (long)t->team, kinds(t));
	enum rc rc = find(k, base, NULL, "-probability,-id", &old);
	free(base);
	for (int i = 0; i < old.n && rc == RC_OK; i++) {
		struct share x = { .lead = old.at[i].id, .team = t->team, .probability = old.at[i].probability };
		if (taken(k->p, x.lead))
			continue;
		x.group = arena_alloc(&k->p->arena, sizeof *x.group);
		x.group[x.n_group++] = x.lead;
		keep(k->p, &x);
	}
	free(old.at);
	for (int i = 0; i < k->p->n; i++)
		if (k->p->share[i].team == t->team && !k->p->share[i].owner) {
			GROW(w->at, w->n, w->cap);
			w->at[w->n++] = i;
		}
	return rc;
}

struct sorting {
	int64_t probability, lead;
	int at;
};

static int by_probability(const void *a, const void *b)
{
	const struct sorting *x = a, *y = b;
	if (x->probability != y->probability)
		return x->probability > y->probability ? -1 : 1;
	return x->lead > y->lead ? -1 : x->lead < y->lead;
}

static void order_waiting(const struct plan *p, struct waiting *w)
{
	struct sorting *row = xcalloc((size_t)w->n + 1, sizeof *row);
	for (int i = 0; i < w->n; i++)
		row[i] = (struct sorting){ p->share[w->at[i]].probability, p->share[w->at[i]].lead, w->at[i] };
	qsort(row, (size_t)w->n, sizeof *row, by_probability);
	for (int i = 0; i < w->n; i++)
		w->at[i] = row[i].at;
	free(row);
}

/* Says what is left, and why. */
static void hand_out(struct maker *k, const struct taker *t, const struct waiting *w, struct member *queue, int n)
{
	int left = 0;
	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < w->n && n > 0; i++) {
			struct share *x = &k->p->share[w->at[i]];
			if (x->owner || !give(k, queue, &n, x, pass == 0))
				continue;
			x->convert = t->convert;
		}
	for (int i = 0; i < w->n; i++)
		left += !k->p->share[w->at[i]].owner;
	if (left && n)
		because_of(k, t->team, _("%s: nobody's criteria take %d that wait"), left);
	else if (left)
		because_of(k, t->team, _("%s: the quotas of the day are used up, %d wait"), left);
}

static enum rc to_members(struct maker *k, const struct taker *t)
{
	struct member *queue = xcalloc(MEMBERS_MOST, sizeof *queue);
	struct waiting w = { 0 };
	int n = 0, may = 0;
	enum rc rc = find_waiting(k, t, &w);
	if (rc == RC_OK)
		rc = find_members(k, t->team, queue, &n);
	while (may < n && queue[may].quota > 0)
		may++; /* ordered by quota: the rest have none left */
	if (rc == RC_OK)
		order_waiting(k->p, &w);
	if (rc == RC_OK && !w.n)
		because_of(k, t->team, _("%s: no lead waits for an owner"), 0);
	else if (rc == RC_OK && !n)
		because_of(k, t->team, _("%s: it has no members who take part"), 0);
	else if (rc == RC_OK && !may)
		because_of(k, t->team, _("%s: everybody's quota of the day is used up, or nobody has capacity"), 0);
	else if (rc == RC_OK)
		hand_out(k, t, &w, queue, may);
	free(w.at);
	free(queue);
	return rc;
}

/* Records that stay as they are were only looked at. */
static void drop_unchanged(struct plan *p)
{
	int n = 0;
	for (int i = 0; i < p->n; i++)
		if (p->share[i].allocated || p->share[i].owner)
			p->share[n++] = p->share[i];
	p->n = n;
}

enum rc plan_make(struct session *s, const struct assign_options *opt, struct plan *out, struct err *err)
{
	struct err local = ERR_INIT;
	struct maker k = { .s = s, .opt = opt, .p = out, .rng = opt->seed, .err = err ? err : &local };
	*out = (struct plan){ .arena = ARENA_INIT };
	out->n_taken = db_get_int(s->db, 0, "SELECT max(id) FROM lead", "") + 1;
	out->taken = xcalloc((size_t)out->n_taken, 1);
	find_takers(&k);
	if (!k.n)
		because(out, 0, _("no team takes part: see which take leads, and which have no assignment"));
	enum rc rc = to_teams(&k);
	for (int i = 0; i < k.n && rc == RC_OK; i++)
		rc = to_members(&k, &k.taker[i]);
	drop_unchanged(out);
	for (int i = 0; i < k.n; i++)
		free(k.taker[i].free.at);
	free(k.taker);
	return rc;
}

void plan_free(struct plan *p)
{
	free(p->share);
	free(p->why);
	free(p->taken);
	arena_free(&p->arena);
	*p = (struct plan){ .arena = ARENA_INIT };
}
