/* The predicate of a type, put together from what the person may. Three parts, since they are fast in different ways:
 * what the counters know of a record (owner, team) is summed from them; ids are few and found by indexes; the rest is
 * asked of each row. Values are written into the text: it is the same for a session until the epoch moves, and so is
 * the statement. */
#include <inttypes.h>
#include <stdio.h>

#include "access.h"
#include "base/clock.h"
#include "base/date.h"
#include "column.h"
#include "criteria_tree.h"
#include "cube.h"
#include "rights_private.h"

#define ALIASES 1000 /* of the predicate's own subqueries: beyond those of the statements it is put into */
#define SEEN_MS 30000
#define MASK "1099511627775" /* REF_ID of an any-record reference */

struct build {
	struct session *s;
	struct access *a;
	const struct model *m;
	bool change;
	struct access_right row;
	bool indexed; /* an index finds what the counted part lets in */
	bool lines;   /* of another record, whose rights they have */
	struct str counted, by_id, by_row;
};

static void part(struct str *out, const char *between)
{
	if (out->len)
		str_add(out, between);
}

/* ---- owners and teams ---- */

static void my_teams(struct build *b, struct str *out)
{
	const char *name = registry_office(b->s->reg)->access->team_model;
	int no = registry_find(b->s->reg, name)->no;

	str_addf(out,
		"+$t.\"%s\" IN (SELECT ref & " MASK " FROM member_of WHERE user = %" PRId64 " AND ref BETWEEN %" PRId64
		" AND %" PRId64 ")",
		b->m->fields[b->m->team].name, b->a->user, REF_MAKE(no, 0), REF_MAKE(no + 1, 0) - 1);
}

/* What has no owner: for the members of its team, for all, or for those alone who see everything. */
static void unowned(struct build *b, const char *owner)
{
	char *who = setting_get(b->s, "rights.unowned");

	if (str_eq(who, "all")) {
		part(&b->counted, " OR ");
		str_addf(&b->counted, "$t.\"%s\" IS NULL", owner);
	} else if (str_eq(who, "team") && b->m->team && registry_office(b->s->reg)->access->team_model) {
		part(&b->counted, " OR ");
		/* two signs: an index is entered by the team, since many have no owner */
		str_addf(&b->counted, "++$t.\"%s\" IS NULL AND ", owner);
		my_teams(b, &b->counted);
	}
	free(who);
}

static void by_owner(struct build *b)
{
	const char *owner = b->m->fields[b->m->owner].name;
	unsigned reach = b->row.reach[b->change];
	const unsigned closures = 1u << REACH_BELOW | 1u << REACH_TEAM | 1u << REACH_UNIT | 1u << REACH_UNITS;
	const char *between = "";

	if (!(reach & ~(1u << REACH_NONE)))
		return;
	str_addf(&b->counted, "+$t.\"%s\" = %" PRId64, owner, b->a->user);
	if (reach & closures) {
		str_addf(&b->counted,
			" OR +$t.\"%s\" IN (SELECT owner FROM visible_owner WHERE user = %" PRId64 " AND reach IN (",
			owner, b->a->user);
		for (int r = REACH_BELOW; r < REACH_ALL; r++)
			if (reach & 1u << r) {
				str_addf(&b->counted, "%s%d", between, r);
				between = ", ";
			}
		str_add(&b->counted, "))");
	}
	if (reach & 1u << REACH_TEAM && b->m->team && registry_office(b->s->reg)->access->team_model) {
		str_add(&b->counted, " OR ");
		my_teams(b, &b->counted);
	}
	unowned(b, owner);
}

/* ---- single records ---- */

static void members(struct build *b, int slot)
{
	if (!slot)
		return;
	part(&b->by_id, " UNION ALL ");
	str_addf(&b->by_id, "SELECT from_id FROM link WHERE field = %" PRId64 " AND to_id = %" PRId64,
		FIELD_KEY(b->m, slot), b->a->user);
}

static void shares(struct build *b)
{
	char today[11];

	date_iso(date_today(), today);
	part(&b->by_id, " UNION ALL ");
	str_addf(&b->by_id,
		"SELECT h.ref & " MASK
		" FROM member_of w JOIN access_share h ON h.target = w.ref WHERE w.user = %" PRId64
		" AND h.ref BETWEEN %" PRId64 " AND %" PRId64 " AND (h.until IS NULL OR h.until >= '%s')%s",
		b->a->user, REF_MAKE(b->m->no, 0), REF_MAKE(b->m->no + 1, 0) - 1, today,
		b->change ? " AND h.edit" : "");
}

/* ---- rules: criteria with their values written in ---- */

static void literal(const struct bind *v, struct str *out)
{
	if (!v->text) {
		str_addf(out, "(%" PRId64 ")", v->i);
		return;
	}
	str_add(out, "CAST(x'");
	for (size_t i = 0; i < v->n; i++)
		str_addf(out, "%02x", (unsigned char)v->s[i]);
	str_add(out, "' AS TEXT)");
}

/* ?12 outside of quotes becomes the value bound to it: hexadecimal digits, so that no text of a person becomes SQL. */
static void write_in(const struct sql *q, struct str *out)
{
	char quote = '\0';

	for (const char *p = q->text.s; *p; p++) {
		char *end;

		if (quote || *p != '?') {
			if (!quote && (*p == '\'' || *p == '"'))
				quote = *p;
			else if (*p == quote)
				quote = '\0';
			str_addc(out, *p);
			continue;
		}
		literal(&q->bind[strtol(p + 1, &end, 10) - 1], out);
		p = end - 1;
	}
}

static void rule(struct build *b, const struct access_rule *r)
{
	struct criteria *c = NULL;
	struct arena arena = ARENA_INIT;
	struct sql q;

	/* a rule whose words mean nothing any more lets nobody in */
	if (criteria_parse(b->s, b->m, r->criteria, &arena, &c, NULL) != RC_OK || criteria_personal(c)) {
		arena_free(&arena);
		return;
	}
	sql_init(&q, b->s);
	q.aliases = ALIASES * (1 + b->a->n_aliases++);
	if (c)
		criteria_sql(&q, b->m, c, "$t");
	else
		sql_add(&q, "1");
	b->indexed = false;
	if (b->m->cube && criteria_counted(b->m, c)) {
		part(&b->counted, " OR ");
		write_in(&q, &b->counted);
	} else {
		part(&b->by_row, " OR ");
		write_in(&q, &b->by_row);
	}
	b->a->by_minute |= q.param[PARAM_NOW] != 0;
	sql_free(&q);
	arena_free(&arena);
}

static void rules(struct build *b)
{
	for (int i = 0; i < b->a->n_rules; i++)
		if (b->a->rule[i].model == b->m->no && (b->a->rule[i].edit || !b->change))
			rule(b, &b->a->rule[i]);
}

/* ---- what hangs on another record ---- */

static void in_record(struct build *b, const struct model *p, const char *id, struct str *out)
{
	const struct access_where *w = &access_model(b->s, b->a, p)->where[b->change];
	char alias[24];

	if (w->none) {
		str_add(out, "0");
	} else if (w->all) {
		str_add(out, "1");
	} else {
		snprintf(alias, sizeof alias, "p%d", b->a->n_aliases++);
		str_addf(out, "EXISTS (SELECT 1 FROM \"%s\" %s WHERE %s.id = %s", p->name, alias, alias, id);
		access_where_sql(w, alias, out);
		str_add(out, ")");
	}
}

/* Comments may stand on anything; of other types what hangs on what hangs on a record is not looked into, which ends.
 */
static bool carries(const struct build *b, const struct model *p)
{
	return p != b->m && !(p->flags & M_LINES) &&
	       (!p->parent || (b->m->flags & M_COMMENT && !(p->flags & M_COMMENT)));
}

static void by_any_parent(struct build *b, const char *column)
{
	struct str open = STR_INIT;
	char id[120];

	snprintf(id, sizeof id, "($t.\"%s\" & " MASK ")", column);
	for (int i = 0; i < registry_count(b->s->reg); i++) {
		const struct model *p = registry_at(b->s->reg, i);
		const struct access_where *w;

		if (!carries(b, p))
			continue;
		w = &access_model(b->s, b->a, p)->where[b->change];
		if (w->all) {
			str_addf(&open, "%s%d", open.len ? ", " : "", p->no);
		} else if (!w->none) {
			part(&b->by_row, " OR ");
			str_addf(&b->by_row, "$t.\"%s\" >> 40 = %d AND ", column, p->no);
			in_record(b, p, id, &b->by_row);
		}
	}
	if (open.len) {
		part(&b->by_row, " OR ");
		str_addf(&b->by_row, "$t.\"%s\" >> 40 IN (%s)", column, open.s);
	}
	str_free(&open);
}

static void by_parent(struct build *b, int slot)
{
	const struct field *f = &b->m->fields[slot];
	char id[120];

	if (f->type == FT_ANYREF) {
		by_any_parent(b, f->name);
		return;
	}
	snprintf(id, sizeof id, "$t.\"%s\"", f->name);
	part(&b->by_row, " OR ");
	str_addf(&b->by_row, "%s IS NOT NULL AND ", id);
	in_record(b, registry_find(b->s->reg, f->ref), id, &b->by_row);
}

/* A line that is addressed to the person (an invitation): hers to see and to change as long as it stands. Who makes it
 * or points it elsewhere needs the right on the whole. */
static void own_line(struct build *b)
{
	part(&b->by_row, " OR ");
	str_addf(&b->by_row, "$t.\"%s\" = %" PRId64 " AND $t.trashed_at IS NULL", b->m->fields[b->m->owner].name,
		b->a->user);
}

/* ---- together ---- */

/* By whose lists and rows nothing is kept from the person: needs no predicate. */
static bool takes_all(const struct build *b, int parent)
{
	if (b->lines)
		return false;
	return (!b->m->owner && !parent) || b->row.reach[b->change] & 1u << REACH_ALL;
}

static void compile(struct build *b, int parent, struct access_where *w)
{
	bool lines = b->lines;

	if (takes_all(b, parent)) {
		w->all = true;
		return;
	}
	if (b->m->owner && !lines) {
		by_owner(b);
		members(b, b->m->co_owners);
		if (!b->change)
			members(b, b->m->participants);
	}
	if (!lines) {
		shares(b);
		rules(b);
	}
	if (parent && !(b->change && b->m->flags & M_COMMENT))
		by_parent(b, parent);
	if (lines && b->m->owner)
		own_line(b);
	w->counted = b->counted.len ? str_take(&b->counted) : NULL;
	w->by_id = b->by_id.len ? str_take(&b->by_id) : NULL;
	w->by_row = b->by_row.len ? str_take(&b->by_row) : NULL;
	w->indexed = b->indexed && b->m->owner && b->m->fields[b->m->owner].flags & F_INDEX;
	w->none = !w->counted && !w->by_id && !w->by_row;
}

static unsigned verbs_of(struct session *s, const struct access *a, const struct model *m, unsigned verbs)
{
	const struct model *guard = access_guard(s, m, NULL);
	const unsigned writes = 1u << V_CREATE | 1u << V_EDIT | 1u << V_DELETE;

	if (guard->flags & (M_OFFICE | M_PRIVILEGED))
		verbs = verbs & 1u << V_CONFIGURE ? verbs | writes : verbs & ~(writes | 1u << V_IMPORT);
	if (guard->flags & M_PRIVILEGED && a->power < POWER_ADMIN)
		verbs &= ~(writes | 1u << V_IMPORT | 1u << V_CONFIGURE);
	if (m->flags & M_PRIVILEGED && m->flags & M_FIXED && a->power < POWER_ADMIN)
		return 0; /* the audit */
	/* who may change the whole may change its lines */
	if (guard != m)
		verbs = verbs & 1u << V_EDIT ? verbs | writes : verbs & ~writes;
	return verbs;
}

const struct access_model *access_model(struct session *s, struct access *a, const struct model *m)
{
	struct access_model *out;
	int parent;
	const struct model *guard = access_guard(s, m, &parent);
	struct access_right row;

	for (int i = 0; i < a->n_models; i++)
		if (a->model[i]->model == m->no)
			return a->model[i];
	out = xcalloc(1, sizeof *out);
	out->model = m->no;
	access_row(a, guard->no, &row);
	out->verbs = a->active ? verbs_of(s, a, m, row.verbs) : 0;
	rights_rule(s);
	for (int change = 0; change < 2; change++) {
		struct build b = { .s = s,
			.a = a,
			.m = m,
			.change = change,
			.row = row,
			.lines = guard != m,
			.indexed = true,
			.counted = STR_INIT,
			.by_id = STR_INIT,
			.by_row = STR_INIT };

		if (a->all)
			out->where[change].all = true;
		else if (out->verbs & 1u << (change ? V_EDIT : V_SEE) || (change && out->verbs & 1u << V_DELETE))
			compile(&b, parent, &out->where[change]);
		else
			out->where[change].none = true;
		str_free(&b.counted);
		str_free(&b.by_id);
		str_free(&b.by_row);
	}
	rights_unrule(s);
	GROW(a->model, a->n_models, a->cap_models);
	a->model[a->n_models++] = out;
	return out;
}

static void with_alias(const char *text, const char *alias, struct str *out)
{
	for (; *text; text++) {
		if (text[0] == '$' && text[1] == 't') {
			str_add(out, alias);
			text++;
		} else {
			str_addc(out, *text);
		}
	}
}

void access_opened_sql(struct session *s, struct access *a, const struct model *m, const char *alias, struct str *sql)
{
	struct build b = { .s = s, .a = a, .m = m };
	int aliases = a->n_aliases; /* the same text each time, so that the statement stays */

	rights_rule(s);
	shares(&b);
	rules(&b);
	rights_unrule(s);
	a->n_aliases = aliases;
	str_addf(sql, "(%s.id IN (%s)", alias, b.by_id.s);
	if (b.counted.len) {
		str_add(sql, " OR ");
		with_alias(b.counted.s, alias, sql);
	}
	if (b.by_row.len) {
		str_add(sql, " OR ");
		with_alias(b.by_row.s, alias, sql);
	}
	str_addc(sql, ')');
	str_free(&b.counted);
	str_free(&b.by_id);
	str_free(&b.by_row);
}

void access_where_sql(const struct access_where *w, const char *alias, struct str *sql)
{
	const char *between = "";

	if (w->all)
		return;
	if (w->none) {
		str_add(sql, " AND 0");
		return;
	}
	str_add(sql, " AND (");
	if (w->counted) {
		with_alias(w->counted, alias, sql);
		between = " OR ";
	}
	if (w->by_id) {
		str_addf(sql, "%s+%s.id IN (%s)", between, alias, w->by_id);
		between = " OR ";
	}
	if (w->by_row) {
		str_add(sql, between);
		with_alias(w->by_row, alias, sql);
	}
	str_add(sql, ")");
}

/* The same with the columns free for an index to be entered by. */
static void entering(const char *text, const char *alias, struct str *out)
{
	struct str all = STR_INIT;

	with_alias(text, "$t", &all);
	for (const char *p = all.s; *p; p++)
		if (strncmp(p, "++$", 3) == 0)
			str_addc(out, *p++);
		else if (p[0] != '+' || p[1] != '$')
			str_addc(out, *p);
	str_free(&all);
	all = *out;
	*out = (struct str)STR_INIT;
	with_alias(all.s, alias, out);
	str_free(&all);
}

/* Calls fn with a SELECT of ids for each way a record is let in, until it says no: the terms joined by OR one by one,
 * since within an OR no partial index is entered, then the single ids. */
static void each_way(
	const struct access_where *w, const struct model *m, bool (*fn)(void *ctx, const char *sql), void *ctx)
{
	struct str terms = STR_INIT, sql = STR_INIT;
	const char *from;
	bool go = true;
	int depth = 0;

	if (w->counted)
		entering(w->counted, "y", &terms);
	from = terms.s;
	for (const char *p = from; w->counted && go; p++) {
		bool or = !depth && strncmp(p, " OR ", 4) == 0;

		depth += (*p == '(') - (*p == ')');
		if (! or &&*p)
			continue;
		str_clear(&sql);
		str_addf(&sql, "SELECT y.id FROM \"%s\" y WHERE y.trashed_at IS NULL AND %.*s", m->name,
			(int)(p - from), from);
		go = fn(ctx, sql.s);
		if (!*p)
			break;
		p += 3;
		from = p + 1;
	}
	if (w->by_id && go)
		fn(ctx, w->by_id);
	str_free(&terms);
	str_free(&sql);
}

static bool one_of(void *ctx, const char *way)
{
	struct str *sql = ctx;

	str_addf(sql, "%sx.id IN (%s)", sql->s[sql->len - 1] == '(' ? "" : " OR ", way);
	return true;
}

char *access_ids_sql(const struct access_where *w, const struct model *m)
{
	struct str sql = STR_INIT;

	if (w->all || w->none || w->by_row || !w->indexed)
		return NULL;
	str_addf(&sql, "SELECT x.id FROM \"%s\" x WHERE (", m->name);
	each_way(w, m, one_of, &sql);
	str_addc(&sql, ')');
	return str_take(&sql);
}

struct few {
	struct db *db;
	int64_t n, cap;
};

static bool add_way(void *ctx, const char *way)
{
	struct few *few = ctx;
	char *sql = xasprintf("SELECT count(*) FROM (SELECT 1 FROM (%s) LIMIT %" PRId64 ")", way, few->cap - few->n);

	few->n += db_get_int(few->db, 0, sql, "");
	free(sql);
	return few->n < few->cap;
}

int64_t access_seen(struct session *s, const struct model *m, int64_t cap)
{
	struct access_model *am;
	struct few few = { .db = s->db, .cap = cap };
	const struct access_where *w;

	if (rights_all(s) || !s->access)
		return -1;
	am = (struct access_model *)access_model(s, s->access, m);
	w = &am->where[0];
	if (w->all || w->none || w->by_row || !w->indexed)
		return -1;
	if (!am->seen_at || clock_ms() - am->seen_at >= SEEN_MS || (am->seen >= am->seen_cap && am->seen_cap < cap)) {
		each_way(w, m, add_way, &few);
		am->seen = few.n;
		am->seen_at = clock_ms();
		am->seen_cap = cap;
	}
	return am->seen;
}

void access_counted_sql(const struct access_where *w, const char *alias, struct str *sql)
{
	if (!w->counted)
		return;
	str_addc(sql, '(');
	with_alias(w->counted, alias, sql);
	str_addc(sql, ')');
}

bool access_holds(struct session *s, struct access *a, const struct model *m, int64_t id, bool change)
{
	struct str sql = STR_INIT;
	bool yes;

	str_addf(&sql, "SELECT 1 FROM \"%s\" t WHERE t.id = ?1", m->name);
	access_where_sql(&access_model(s, a, m)->where[change], "t", &sql);
	yes = db_get_int(s->db, 0, sql.s, "i", id) != 0;
	str_free(&sql);
	return yes;
}
