#include "record/draft.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "draft_file.h"
#include "record/session.h"

#define PATIENCE_MS 1000 /* a program that must end has two seconds */

/* What has to do with the place and not with the draft. */
static bool refused(enum rc rc)
{
	return rc == RC_BUSY || rc == RC_FULL || rc == RC_IO || rc == RC_CORRUPT;
}

enum rc draft_save(struct session *s, const char *form, int64_t record, int64_t version, const char *body, bool *in_file,
	struct err *err)
{
	struct err file = ERR_INIT, local = ERR_INIT;
	struct draft_key k = { form, record };
	enum rc rc;

	if (in_file)
		*in_file = false;
	if (s->view_only)
		return RC_OK; /* it would be another person's */
	err = err ? err : &local;
	db_patience(s->db, PATIENCE_MS);
	rc = db_run(s->db, err, "INSERT OR REPLACE INTO draft(user, form, record, base_version, body, updated_at) "
				"VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		"isiisi", s->user, form, record, version, body, clock_now());
	db_patience(s->db, 0);
	if (rc == RC_OK) {
		draft_file_drop(s, form, record);
	} else if (refused(rc) && draft_file_save(s, &k, version, body, &file) == RC_OK) {
		rc = RC_OK;
		if (in_file)
			*in_file = true;
	}
	return rc;
}

/* 1: it stands in the table, 0: it does not, -1: failed. */
static int load_row(struct session *s, const struct draft_key *k, struct draft_found *out, struct err *err)
{
	struct stmt *st = db_prep(s->db, "SELECT body, base_version, updated_at FROM draft WHERE user = ?1 AND form = ?2 "
					 "AND record = ?3");
	int got;

	st_int(st, 1, s->user);
	st_text(st, 2, k->form);
	st_int(st, 3, k->record);
	got = st_step(st, err);
	if (got > 0) {
		str_add(&out->body, st_get_text(st, 0));
		out->version = st_get_int(st, 1);
		out->at = st_get_int(st, 2);
	}
	st_done(st);
	return got;
}

enum rc draft_load(struct session *s, const char *form, int64_t record, struct str *body, int64_t *version, int64_t *at,
	struct err *err)
{
	struct draft_found row = { .body = STR_INIT }, file = { .body = STR_INIT }, *best = &row;
	struct err local = ERR_INIT;
	struct draft_key k = { form, record };
	int got;

	err = err ? err : &local;
	if (s->view_only)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("no draft is kept here")); /* it would be another person's */
	got = load_row(s, &k, &row, err);
	if (got >= 0 && draft_file_load(s, &k, &file) && (!got || file.at >= row.at)) {
		best = &file;
		got = 1;
	}
	if (got > 0) {
		str_add(body, best->body.s);
		if (version)
			*version = best->version;
		if (at)
			*at = best->at;
	}
	str_free(&row.body);
	str_free(&file.body);
	if (got == 0)
		return fail(err, RC_NOT_FOUND, NO_FIELD, _("no draft is kept here"));
	return got < 0 ? err->rc : RC_OK;
}

enum rc draft_drop(struct session *s, const char *form, int64_t record, struct err *err)
{
	enum rc rc;

	if (s->view_only)
		return RC_OK; /* it would be another person's */
	rc = db_run(s->db, err, "DELETE FROM draft WHERE user = ?1 AND form = ?2 AND record = ?3", "isi", s->user, form, record);
	if (rc == RC_OK && !db_in_transaction(s->db))
		draft_file_drop(s, form, record);
	return rc;
}

enum rc draft_newest(struct session *s, char **form, int64_t *record, int64_t *at, struct err *err)
{
	struct stmt *st = db_prep(s->db, "SELECT form, record, updated_at FROM draft WHERE user = ?1 ORDER BY updated_at DESC LIMIT 1");
	struct err local = ERR_INIT;
	char *file = NULL;
	int64_t file_record, file_at;
	int got;

	err = err ? err : &local;
	st_int(st, 1, s->view_only ? -1 : s->user);
	got = st_step(st, err);
	if (got > 0) {
		*form = xstrdup(st_get_text(st, 0));
		*record = st_get_int(st, 1);
		*at = st_get_int(st, 2);
	}
	st_done(st);
	if (got < 0)
		return err->rc;
	if (!s->view_only && draft_file_newest(s, &file, &file_record, &file_at) && (!got || file_at >= *at)) {
		if (got)
			free(*form);
		*form = file;
		*record = file_record;
		*at = file_at;
		return RC_OK;
	}
	free(file);
	return got ? RC_OK : fail(err, RC_NOT_FOUND, NO_FIELD, _("no draft is kept"));
}
