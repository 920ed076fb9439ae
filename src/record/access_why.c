/* Why a person may see a record: the reasons in words. Asked of the record's values one by one, not of the predicate:
 * it is the predicate's twin, and a test compares the two. */
#include <inttypes.h>
#include <stdio.h>

#include "access.h"
#include "base/date.h"
#include "base/i18n.h"
#include "record/criteria.h"
#include "record/record.h"
#include "rights_private.h"
#include "statement.h"

struct why {
	struct session *s;
	struct access *a;
	const struct model *m;
	const struct record *r;
	struct access_right row;
	struct reasons *out;
	bool sees, edits; /* what the profiles let the person do with records of the type at all */
};

static void reason(struct why *w, bool edit, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static void reason(struct why *w, bool edit, const char *fmt, ...)
{
	struct reasons *out = w->out;
	struct str text = STR_INIT;
	va_list ap;

	va_start(ap, fmt);
	str_addv(&text, fmt, ap);
	va_end(ap);
	edit = edit && w->edits;
	if (edit)
		str_add(&text, _(", and change it"));
	out->edit |= edit;
	GROW(out->text, out->n, out->cap);
	out->text[out->n++] = arena_strdup(&out->arena, text.s);
	str_free(&text);
}

static bool reaches(struct why *w, bool change, int reach)
{
	return w->row.reach[change] & 1u << reach;
}

static bool member(struct why *w, int64_t ref)
{
	return db_get_int(w->s->db, 0, "SELECT 1 FROM member_of WHERE user = ?1 AND ref = ?2", "ii", w->a->user, ref) !=
	       0;
}

static bool in_closure(struct why *w, int reach, int64_t owner)
{
	return db_get_int(w->s->db, 0, "SELECT 1 FROM visible_owner WHERE user = ?1 AND reach = ?2 AND owner = ?3",
		       "iii", w->a->user, (int64_t)reach, owner) != 0;
}

static int64_t team_ref(struct why *w)
{
	const char *team = registry_office(w->s->reg)->access->team_model;
	const struct model *t = team ? registry_find(w->s->reg, team) : NULL;

	return t && w->m->team && rec_has(w->r, w->m->team) ? REF_MAKE(t->no, rec_int(w->r, w->m->team)) : 0;
}

static void by_reach(struct why *w, int64_t owner)
{
	static const char *const words[REACH_N] = { [REACH_BELOW] = N_("the owner works below this person"),
		[REACH_TEAM] = N_("the owner is in a team of this person's"),
		[REACH_UNIT] = N_("the owner is in a department of this person's"),
		[REACH_UNITS] = N_("the owner is in a department of this person's or one below") };

	for (int reach = REACH_BELOW; reach < REACH_ALL; reach++) {
		bool see = reaches(w, false, reach), change = reaches(w, true, reach);

		if ((see || change) && in_closure(w, reach, owner) && (see || change))
			reason(w, change, "%s", _(words[reach]));
	}
}

static void by_people(struct why *w)
{
	const struct model *m = w->m;
	const struct value *co = m->co_owners ? &w->r->val[m->co_owners] : NULL,
			   *with = m->participants ? &w->r->val[m->participants] : NULL;
	bool any[2];
	int64_t team = team_ref(w);

	any[0] = w->row.reach[0] & ~1u;
	any[1] = w->row.reach[1] & ~1u;
	if (rec_has(w->r, m->owner)) {
		if (rec_int(w->r, m->owner) == w->a->user && (any[0] || any[1]))
			reason(w, any[1], "%s", _("owns it"));
		by_reach(w, rec_int(w->r, m->owner));
	} else {
		char *who = setting_get(w->s, "rights.unowned");

		if ((any[0] || any[1]) && str_eq(who, "all"))
			reason(w, any[1], "%s", _("it has no owner"));
		else if ((any[0] || any[1]) && str_eq(who, "team") && team && member(w, team))
			reason(w, any[1], "%s", _("it has no owner, and is of a team of this person's"));
		free(who);
	}
	if (team && (reaches(w, false, REACH_TEAM) || reaches(w, true, REACH_TEAM)) && member(w, team))
		reason(w, reaches(w, true, REACH_TEAM), "%s", _("it is of a team of this person's"));
	if (co && set_has(co, w->a->user))
		reason(w, true, "%s", _("is a co-owner"));
	if (with && set_has(with, w->a->user))
		reason(w, false, "%s", _("takes part in it"));
}

static void by_share(struct why *w)
{
	struct stmt *st =
		db_prep(w->s->db, "SELECT h.edit, h.target FROM access_share h JOIN member_of x ON x.user = ?1 "
				  "AND x.ref = h.target WHERE h.ref = ?2 AND (h.until IS NULL OR h.until >= ?3)");
	char today[11];

	date_iso(date_today(), today);
	st_int(st, 1, w->a->user);
	st_int(st, 2, REF_MAKE(w->m->no, w->r->id));
	st_text(st, 3, today);
	while (st_step(st, NULL) > 0) {
		int64_t target = st_get_int(st, 1);
		const struct model *t = registry_no(w->s->reg, REF_MODEL(target));
		char *title = t ? record_title(w->s, t, REF_ID(target)) : NULL;

		reason(w, st_get_int(st, 0) != 0, _("it is shared with %s"), title ? title : "?");
		free(title);
	}
	st_done(st);
}

static void by_rule(struct why *w)
{
	for (int i = 0; i < w->a->n_rules; i++) {
		const struct access_rule *rule = &w->a->rule[i];
		struct criteria *c = NULL;
		struct arena arena = ARENA_INIT;
		bool yes = false;

		if (rule->model == w->m->no && criteria_parse(w->s, w->m, rule->criteria, &arena, &c, NULL) == RC_OK &&
			!criteria_personal(c) &&
			(!c || (criteria_match(w->s, w->m, c, w->r->id, &yes, NULL) == RC_OK && yes)))
			reason(w, rule->edit, _("a sharing rule: %s"), *rule->criteria ? rule->criteria : _("all"));
		arena_free(&arena);
	}
}

static void explain(struct session *s, struct access *a, const struct model *m, const struct record *r, int depth,
	struct reasons *out);

static bool hangs_deep(const struct model *m, const struct model *p)
{
	return (p->flags & M_LINES) || (p->parent && !(m->flags & M_COMMENT && !(p->flags & M_COMMENT)));
}

static void by_parent(struct why *w, int slot, int depth)
{
	const struct field *f = &w->m->fields[slot];
	int64_t ref = rec_int(w->r, slot);
	const struct model *p =
		f->type == FT_ANYREF ? registry_no(w->s->reg, REF_MODEL(ref)) : registry_find(w->s->reg, f->ref);
	struct reasons there = { .arena = ARENA_INIT };
	struct arena arena = ARENA_INIT;
	struct record *r;

	if (!ref || !p || depth > 3 || (f->type == FT_ANYREF && hangs_deep(w->m, p)))
		return;
	if (record_load_stored(w->s, p, f->type == FT_ANYREF ? REF_ID(ref) : ref, &arena, &r, NULL) == RC_OK) {
		explain(w->s, w->a, p, r, depth + 1, &there);
		if (there.n)
			reason(w, there.edit && !(w->m->flags & M_COMMENT), _("sees the %s it belongs to (%s)"),
				p->name, there.text[0]);
	}
	reasons_free(&there);
	arena_free(&arena);
}

static void explain(struct session *s, struct access *a, const struct model *m, const struct record *r, int depth,
	struct reasons *out)
{
	struct why w = { .s = s, .a = a, .m = m, .r = r, .out = out };
	int parent;
	const struct model *guard = access_guard(s, m, &parent);
	const struct access_model *am = access_model(s, a, m);
	bool lines = guard != m;

	w.sees = a->all || am->verbs & 1u << V_SEE;
	w.edits = a->all || am->verbs & (1u << V_EDIT | 1u << V_DELETE);
	access_row(a, guard->no, &w.row);
	if (!a->active || !w.sees)
		return;
	if (a->all) {
		reason(&w, true, "%s", _("a super administrator sees all"));
		return;
	}
	if (!lines && ((!m->owner && !parent) || reaches(&w, false, REACH_ALL))) {
		bool change = (!m->owner && !parent) || reaches(&w, true, REACH_ALL);

		reason(&w, change, _("the profile shows all %s"), _(m->plural));
	}
	if (m->owner && !lines)
		by_people(&w);
	if (!lines) {
		by_share(&w);
		by_rule(&w);
	}
	if (parent)
		by_parent(&w, parent, depth);
	if (lines && m->owner && rec_int(r, m->owner) == a->user && !rec_has(r, SYS_TRASHED_AT))
		reason(&w, true, "%s", _("it is addressed to this person"));
}

enum rc rights_why(
	struct session *s, int64_t user, const struct model *m, int64_t id, struct reasons *out, struct err *err)
{
	struct arena arena = ARENA_INIT;
	struct access *a;
	struct record *r;
	enum rc rc = authz(s, V_SEE, m, id, NO_FIELD, err);

	*out = (struct reasons){ .arena = ARENA_INIT };
	if (rc == RC_OK && user != s->user && rights_power(s) < POWER_ADMIN)
		rc = fail(
			err, RC_DENIED, NO_FIELD, _("why somebody else may see a record is for administrators to ask"));
	if (rc == RC_OK && !registry_office(s->reg)->access)
		rc = fail(err, RC_INVALID, NO_FIELD, _("everybody sees the same here"));
	if (rc != RC_OK)
		return rc;
	a = access_load(s, user, 0);
	rights_rule(s);
	rc = record_load_stored(s, m, id, &arena, &r, err);
	if (rc == RC_OK)
		explain(s, a, m, r, 0, out);
	rights_unrule(s);
	access_free(a);
	arena_free(&arena);
	return rc;
}

void reasons_free(struct reasons *r)
{
	free(r->text);
	arena_free(&r->arena);
	*r = (struct reasons){ 0 };
}
