#include "record/draft.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "record/session.h"

enum rc draft_save(struct session *s, const char *form, int64_t record, int64_t version, const char *body, struct err *err)
{
	if (s->view_only)
		return RC_OK; /* it would be another person's */
	return db_run(s->db, err, "INSERT OR REPLACE INTO draft(user, form, record, base_version, body, updated_at) "
				  "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		"isiisi", s->user, form, record, version, body, clock_now());
}

enum rc draft_load(struct session *s, const char *form, int64_t record, struct str *body, int64_t *version, int64_t *at,
	struct err *err)
{
	struct stmt *st = db_prep(s->db, "SELECT body, base_version, updated_at FROM draft WHERE user = ?1 AND form = ?2 "
					 "AND record = ?3");
	int got;

	st_int(st, 1, s->user);
	st_text(st, 2, form);
	st_int(st, 3, record);
	got = st_step(st, err);
	if (got > 0) {
		str_add(body, st_get_text(st, 0));
		if (version)
			*version = st_get_int(st, 1);
		if (at)
			*at = st_get_int(st, 2);
	}
	st_done(st);
	if (got == 0)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("no draft is kept here"));
	return got < 0 ? err->rc : RC_OK;
}

enum rc draft_drop(struct session *s, const char *form, int64_t record, struct err *err)
{
	if (s->view_only)
		return RC_OK; /* it would be another person's */
	return db_run(s->db, err, "DELETE FROM draft WHERE user = ?1 AND form = ?2 AND record = ?3", "isi", s->user, form, record);
}

enum rc draft_newest(struct session *s, char **form, int64_t *record, int64_t *at, struct err *err)
{
	struct stmt *st = db_prep(s->db, "SELECT form, record, updated_at FROM draft WHERE user = ?1 ORDER BY updated_at DESC LIMIT 1");
	int got;

	st_int(st, 1, s->user);
	got = st_step(st, err);
	if (got > 0) {
		*form = xstrdup(st_get_text(st, 0));
		*record = st_get_int(st, 1);
		*at = st_get_int(st, 2);
	}
	st_done(st);
	if (got == 0)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("no draft is kept"));
	return got < 0 ? err->rc : RC_OK;
}
