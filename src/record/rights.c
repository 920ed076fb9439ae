/* The one answer to "may he?". What is asked of the type is looked up; what is asked of a record runs the same
 * predicate that lists carry, so that no two paths can disagree. */
#include "record/rights.h"

#include <inttypes.h>
#include <stdio.h>

#include "access.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/i18n.h"
#include "column.h"
#include "record/audit.h"
#include "record/memo.h"
#include "record/record.h"
#include "record/save.h"
#include "rights_private.h"

const char *const verb_name[V_N] = { "see", "create", "edit", "delete", "import", "export", "configure" };

/* ---- who is at work ---- */

static void refresh_active(struct session *s)
{
	char sql[160];

	snprintf(sql, sizeof sql, "SELECT count(*) FROM \"%s\" WHERE id = ?1 AND active AND trashed_at IS NULL",
		registry_office(s->reg)->user_model);
	s->may = db_get_int(s->db, 0, sql, "i", s->user) > 0;
}

static bool holds_still(const struct access *a, const struct session *s, int64_t epoch)
{
	return a && a->user == s->user && a->epoch == epoch &&
	       (a->by_minute ? a->minute == clock_now() / 60 : a->day == date_days(date_today()));
}

static void refresh_access(struct session *s)
{
	int64_t epoch = db_get_int(s->db, 0, "SELECT value FROM meta WHERE key = 'access_epoch'", "");
	bool marked = s->access && s->access->n_fields;

	if (!holds_still(s->access, s, epoch)) {
		access_free(s->access);
		s->access = access_load(s, s->user, epoch);
		s->access->minute = clock_now() / 60;
		if (marked || s->access->n_fields)
			registry_load_own(s->reg, s->db, NULL);
		access_mark_fields(s);
	}
	s->may = s->access->active;
}

void rights_refresh(struct session *s)
{
	uint64_t snapshot = db_snapshot(s->db);

	if (s->ruling || (snapshot && snapshot == s->rights_at))
		return;
	s->rights_at = snapshot;
	s->may = true;
	if (s->user == 0)
		return;
	if (registry_office(s->reg)->access)
		refresh_access(s);
	else
		refresh_active(s);
}

bool rights_all(struct session *s)
{
	struct access *a;

	if (s->ruling || s->user == 0)
		return true;
	rights_refresh(s);
	a = s->access;
	return s->may && (!a || a->all);
}

bool rights_whole(struct session *s, const struct model *m)
{
	const struct access_model *am;

	if (rights_all(s))
		return true;
	am = s->may && s->access ? access_model(s, s->access, m) : NULL;
	return am && am->verbs & 1u << V_SEE && am->where[0].all;
}

enum power rights_power(struct session *s)
{
	rights_refresh(s);
	if (!s->may || s->view_only)
		return POWER_NONE;
	return s->user == 0 || !s->access ? POWER_SUPER : (enum power)s->access->power;
}

void rights_rule(struct session *s)
{
	s->ruling++;
}

void rights_unrule(struct session *s)
{
	s->ruling--;
}

int rights_person(struct session *s)
{
	int ruling = s->ruling;

	s->ruling = 0;
	return ruling;
}

void rights_office(struct session *s, int ruling)
{
	s->ruling = ruling;
}

enum field_right rights_field(struct session *s, const struct model *m, int slot)
{
	return s->ruling || s->user == 0 ? FIELD_FREE : access_field(s->access, m, slot);
}

/* ---- refusals ---- */

static enum rc missing(const struct model *m, int64_t id, struct err *err)
{
	if (id)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("no %s %" PRId64), m->name, id);
	return fail(err, RC_NOT_FOUND, NO_FIELD, _("no such %s"), _(m->label));
}

void rights_record_refused(struct session *s)
{
	struct refused *r = s->refused;

	if (!r || db_in_transaction(s->db))
		return;
	s->refused = NULL;
	audit_refused(s, r->verb, r->ref, r->n);
	free(r);
}

static void remember(struct session *s, enum verb v, const struct model *m, int64_t id)
{
	if (v == V_SEE || !s->access)
		return;
	if (!s->refused) {
		s->refused = xcalloc(1, sizeof *s->refused);
		*s->refused = (struct refused){ .verb = v, .ref = REF_MAKE(m->no, id) };
	}
	s->refused->n++;
	rights_record_refused(s);
}

void rights_refuse(struct session *s, enum verb v, const struct model *m, int64_t id)
{
	if (s->user)
		remember(s, v, m, id);
}

static enum rc denied(struct session *s, enum verb v, const struct model *m, int64_t id, struct err *err)
{
	static const char *const what[V_N] = { [V_CREATE] = N_("make"),
		[V_EDIT] = N_("change"),
		[V_DELETE] = N_("delete"),
		[V_IMPORT] = N_("import"),
		[V_EXPORT] = N_("export"),
		[V_CONFIGURE] = N_("configure") };

	if (s->view_only)
		return fail(
			err, RC_DENIED, NO_FIELD, _("you look at the office as %s does: nothing is changed"), s->login);
	remember(s, v, m, id);
	if (!s->may)
		return fail(err, RC_DENIED, NO_FIELD, _("%s may not do this: ask an administrator"), s->login);
	if (id)
		return fail(err, RC_DENIED, NO_FIELD,
			_("%s may not %s %s %" PRId64 ": ask its owner or an administrator"), s->login, _(what[v]),
			m->name, id);
	return fail(err, RC_DENIED, NO_FIELD, _("%s may not %s %s: ask an administrator"), s->login, _(what[v]),
		_(m->plural));
}

/* ---- may he? ---- */

/* The verb on the type as a whole. */
static bool verb_ok(struct session *s, enum verb v, const struct model *m)
{
	if (!s->may || (s->view_only && v != V_SEE))
		return false;
	return !s->access || s->access->all || access_model(s, s->access, m)->verbs & 1u << v;
}

static bool row_ok(struct session *s, const struct model *m, int64_t id, bool change)
{
	return !s->access || s->access->all || access_holds(s, s->access, m, id, change);
}

bool rights_self(const struct session *s, const struct model *m, int64_t id)
{
	return s->may && !s->view_only && id && id == s->user && str_eq(m->name, registry_office(s->reg)->user_model);
}

/* A save that changed nothing but what is the person's own affair. */
static bool own_affair(const struct session *s, const struct save *sv)
{
	if (!sv->before || !rights_self(s, sv->model, sv->after->id))
		return false;
	for (int slot = SYS_N; slot < sv->model->n; slot++)
		if (save_changed(sv, slot) && !(sv->model->fields[slot].flags & F_SELF))
			return false;
	return true;
}

bool rights_visible(struct session *s, const struct model *m, int64_t id)
{
	if (rights_all(s))
		return true;
	return verb_ok(s, V_SEE, m) && row_ok(s, m, id, false);
}

static bool changes(enum verb v)
{
	return v == V_EDIT || v == V_DELETE;
}

bool may(struct session *s, enum verb v, const struct model *m, int64_t id)
{
	if (!s->ruling && s->user)
		rights_refresh(s);
	if (s->ruling || s->user == 0)
		return true;
	if (!verb_ok(s, v, m))
		return false;
	return !id || row_ok(s, m, id, changes(v));
}

enum rc authz(struct session *s, enum verb v, const struct model *m, int64_t id, int slot, struct err *err)
{
	if (s->ruling || s->user == 0)
		return RC_OK;
	rights_refresh(s);
	if (slot != NO_FIELD && v == V_EDIT)
		return rights_slot(s, m, slot, err);
	if (v == V_SEE)
		return verb_ok(s, v, m) && (!id || row_ok(s, m, id, false)) ? RC_OK : missing(m, id, err);
	if (id && !rights_visible(s, m, id)) {
		remember(s, v, m, id);
		return missing(m, id, err);
	}
	if (!verb_ok(s, v, m) || (id && !row_ok(s, m, id, changes(v))))
		return denied(s, v, m, id, err);
	return RC_OK;
}

void rights_where(struct session *s, const struct model *m, const char *alias, struct str *sql)
{
	if (s->ruling || s->user == 0)
		return;
	rights_refresh(s);
	if (!s->may)
		str_add(sql, " AND 0");
	else if (s->access && !s->access->all)
		access_where_sql(&access_model(s, s->access, m)->where[0], alias, sql);
}

/* ---- the write door ---- */

/* What is hung on a record needs a right on that one: to see it for a comment, else to change it. */
static enum rc after_parent(struct session *s, const struct save *sv, struct err *err)
{
	int slot;
	const struct model *m = sv->model, *p;
	const struct field *f;
	int64_t id;

	access_guard(s, m, &slot);
	if (!slot || !rec_has(sv->after, slot) || (sv->before && !save_changed(sv, slot)))
		return RC_OK;
	f = &m->fields[slot];
	id = rec_int(sv->after, slot);
	p = f->type == FT_ANYREF ? registry_no(s->reg, REF_MODEL(id)) : registry_find(s->reg, f->ref);
	return authz(
		s, m->flags & M_COMMENT ? V_SEE : V_EDIT, p, f->type == FT_ANYREF ? REF_ID(id) : id, NO_FIELD, err);
}

enum rc rights_after(struct session *s, const struct save *sv, struct err *err)
{
	const struct model *m = sv->model;
	char *hand_over;
	bool free_to;
	enum rc rc;

	if (rights_all(s))
		return RC_OK;
	rc = after_parent(s, sv, err);
	if (rc != RC_OK || own_affair(s, sv) || row_ok(s, m, sv->after->id, true))
		return rc;
	hand_over = setting_get(s, "rights.hand_over");
	free_to = m->owner && !(m->flags & (M_LINES | M_COMMENT)) && str_eq(hand_over, "on");
	free(hand_over);
	return free_to ? RC_OK : denied(s, sv->before ? V_EDIT : V_CREATE, m, sv->before ? sv->after->id : 0, err);
}

enum rc rights_slot(struct session *s, const struct model *m, int slot, struct err *err)
{
	switch (rights_field(s, m, slot)) {
	case FIELD_FREE: return RC_OK;
	case FIELD_READONLY:
		remember(s, V_EDIT, m, 0);
		return fail(err, RC_DENIED, slot, _("%s may not change %s: ask an administrator"), s->login,
			_(m->fields[slot].label));
	default: remember(s, V_EDIT, m, 0); return rights_slot_missing(m, slot, err);
	}
}

enum rc rights_slot_missing(const struct model *m, int slot, struct err *err)
{
	return fail(err, RC_INVALID, NO_FIELD, _("%s has no field \"%s\": crm fields %s lists them"), m->name,
		m->fields[slot].name, m->name);
}

/* ---- looking as somebody else ---- */

enum rc rights_view_as(struct session *s, int64_t user, struct err *err)
{
	const struct model *people = session_model(s, registry_office(s->reg)->user_model);
	int64_t self = s->self ? s->self : s->user;
	char *login, sql[160];

	if (user && !s->self && rights_power(s) < POWER_ADMIN) {
		rights_refuse(s, V_CONFIGURE, people, user);
		return fail(err, RC_DENIED, NO_FIELD, _("%s may not look as somebody else: ask an administrator"),
			s->login);
	}
	if (!registry_office(s->reg)->access)
		return fail(err, RC_INVALID, NO_FIELD, _("everybody sees the same here"));
	snprintf(sql, sizeof sql, "SELECT \"%s\" FROM \"%s\" WHERE id = ?1 AND trashed_at IS NULL",
		registry_office(s->reg)->access->login, people->name);
	login = db_get_text(s->db, sql, "i", user ? user : self);
	if (!login)
		return missing(people, user, err);
	s->user = user ? user : self;
	s->self = s->user == self ? 0 : self;
	s->view_only = s->self != 0;
	snprintf(s->login, sizeof s->login, "%s", login);
	free(login);
	s->rights_at = 0;
	memo_clear(s);
	rights_refresh(s);
	return RC_OK;
}

void rights_hint(struct session *s, const struct model *m, int64_t id, struct str *out)
{
	char *on = setting_get(s, "duplicates.hint"), sql[200];

	if (str_eq(on, "on") && m->owner) {
		int64_t owner;
		char *name;

		snprintf(sql, sizeof sql, "SELECT \"%s\" FROM \"%s\" WHERE id = ?1", m->fields[m->owner].name, m->name);
		owner = db_get_int(s->db, 0, sql, "i", id);
		name = owner ? record_title(s, session_model(s, m->fields[m->owner].ref), owner) : NULL;
		str_addf(out, _("1 more, owner %s"), name ? name : _("nobody"));
		free(name);
	}
	free(on);
}
