/* The matrix of rights, read from the tables and written as the office's records. */
#include "access.h"
#include "base/i18n.h"
#include "record/journal.h"
#include "record/record.h"

const char *const reach_name[REACH_N] = { "none", "own", "people", "team", "department", "departments", "all" };

bool right_of_type(struct session *s, const struct model *m)
{
	return access_guard(s, m, NULL) == m;
}

static enum rc profile_of(struct session *s, int64_t profile, const struct model **out, struct err *err)
{
	const struct access_def *def = registry_office(s->reg)->access;

	if (!def)
		return fail(err, RC_INVALID, NO_FIELD, _("everybody may do the same here"));
	*out = session_model(s, def->profile_model);
	return authz(s, V_SEE, *out, profile, NO_FIELD, err);
}

enum rc right_get(struct session *s, int64_t profile, const struct model *m, struct right_row *out, struct err *err)
{
	const struct model *p = NULL;
	struct stmt *st;
	enum rc rc = profile_of(s, profile, &p, err);

	*out = (struct right_row){ 0 };
	if (rc != RC_OK)
		return rc;
	st = db_prep(s->db,
		"SELECT verbs, see, edit, model = ?2 FROM access_right WHERE profile = ?1 AND model IN (0, ?2) "
		"ORDER BY model DESC LIMIT 1");
	st_int(st, 1, REF_MAKE(p->no, profile));
	st_int(st, 2, m ? m->no : 0);
	if (st_step(st, NULL) > 0)
		*out = (struct right_row){ (unsigned)st_get_int(st, 0), (enum reach)st_get_int(st, 1),
			(enum reach)st_get_int(st, 2), st_get_int(st, 3) != 0 };
	st_done(st);
	return RC_OK;
}

/* Opens the step that changes what a profile may do with something. */
static enum rc open_step(struct session *s, int64_t profile, const char *what, struct step *st, struct err *err)
{
	const struct model *p = NULL;
	char *title, *label;
	enum rc rc = profile_of(s, profile, &p, err);

	if (rc != RC_OK)
		return rc;
	title = record_title(s, p, profile);
	label = xasprintf(_("rights of %s on %s"), title ? title : "?", what);
	rc = step_open(s, label, st, err);
	free(title);
	free(label);
	return rc;
}

enum rc right_put(
	struct session *s, int64_t profile, const struct model *m, const struct right_row *row, struct err *err)
{
	struct step st;
	enum rc rc = open_step(s, profile, m ? _(m->plural) : _("everything else"), &st, err);

	return rc != RC_OK ? rc : step_close(&st, registry_office(s->reg)->access->put(s, &st, profile, m, row, err), err);
}

/* ---- fields ---- */

bool field_right_of(const struct model *m, int slot)
{
	return slot >= SYS_N && slot != m->title && slot != m->owner && m->fields[slot].type != FT_LINES;
}

enum rc field_right_get(
	struct session *s, int64_t profile, const struct model *m, int slot, enum field_right *out, struct err *err)
{
	const struct model *p = NULL;
	enum rc rc = profile_of(s, profile, &p, err);

	if (rc == RC_OK)
		*out = (enum field_right)db_get_int(s->db, FIELD_FREE,
			"SELECT what FROM access_field WHERE profile = ?1 AND model = ?2 AND field = ?3", "iii",
			REF_MAKE(p->no, profile), (int64_t)m->no, (int64_t)m->fields[slot].no);
	return rc;
}

int field_rights_n(struct session *s, int64_t profile, const struct model *m)
{
	const struct model *p = NULL;
	struct err err = ERR_INIT;

	if (profile_of(s, profile, &p, &err) != RC_OK)
		return 0;
	return (int)db_get_int(s->db, 0, "SELECT count(*) FROM access_field WHERE profile = ?1 AND model = ?2", "ii",
		REF_MAKE(p->no, profile), (int64_t)m->no);
}

enum rc field_right_put(
	struct session *s, int64_t profile, const struct model *m, int slot, enum field_right what, struct err *err)
{
	struct step st;
	char *on = xasprintf(_("field %s of %s"), _(m->fields[slot].label), _(m->plural));
	enum rc rc = open_step(s, profile, on, &st, err);

	free(on);
	return rc != RC_OK ? rc
			   : step_close(&st, registry_office(s->reg)->access->put_field(s, &st, profile, m, slot, what, err), err);
}
