#include "record/session.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/priv.h"
#include "access.h"
#include "rights_private.h"
#include "record/audit.h"
#include "record/journal.h"
#include "record/memo.h"
#include "record/search.h"
#include "setting.h"

static enum rc open_file(struct session *s, const struct office *o, const struct session_options *opt, bool *fresh,
	struct err *err)
{
	enum rc rc = db_open(opt->path, o->version, &s->db, err);

	*fresh = false;
	if (rc == RC_NOT_FOUND && opt->create) {
		rc = db_create(opt->path, err);
		if (rc == RC_OK)
			rc = db_open(opt->path, o->version, &s->db, err);
	}
	if (rc == RC_OK)
		*fresh = db_version(s->db) == 0;
	return rc;
}

/* What the office set, for reading and showing values. */
void session_settings(struct session *s)
{
	char *cur = setting_get(s, "currency"), *country = setting_get(s, "country");

	s->currency = currency_find(cur ? cur : "EUR");
	if (!s->currency)
		s->currency = currency_find("EUR");
	s->country = country && *country ? country_find(country) : NULL;
	if (s->conf) {
		s->calendar = strcmp(conf_text(s->conf, "calendar"), "jalali") == 0 ? CAL_JALALI : CAL_GREGORIAN;
		s->date_order = date_order_named(conf_text(s->conf, "date_order"));
	}
	if (s->own_calendar)
		s->calendar = s->own_calendar == CAL_JALALI + 1 ? CAL_JALALI : CAL_GREGORIAN;
	free(cur);
	free(country);
}

static enum rc ship(struct session *s, const struct office *o, struct err *err)
{
	enum rc rc = db_begin(s->db, err);

	if (rc != RC_OK)
		return rc;
	if (o->ship && !db_get_int(s->db, 0, "SELECT count(*) FROM meta WHERE key = 'shipped'", "")) {
		rc = o->ship(s, err);
		if (rc == RC_OK)
			rc = db_run(s->db, err, "INSERT INTO meta VALUES ('shipped', 1)", "");
	}
	return db_end(s->db, rc, err);
}

static enum rc enter(struct session *s, const struct office *o, struct err *err)
{
	enum rc rc = RC_OK;

	if (getrandom(&s->no, sizeof s->no, 0) != sizeof s->no)
		return fail(err, RC_IO, NO_FIELD, _("the system gives no random number"));
	s->no &= 0xffffffffffff;
	if (o->user)
		rc = o->user(s, s->login, &s->user, err);
	if (rc == RC_DENIED && o->access)
		audit_shut_out(s);
	session_settings(s); /* with what is the person's own */
	s->rights_at = 0;
	rights_refresh(s);
	return rc;
}

static enum rc prepare(struct session *s, const struct office *o, const struct session_options *opt, struct err *err)
{
	bool fresh;
	enum rc rc = open_file(s, o, opt, &fresh, err);

	if (rc == RC_OK)
		rc = schema_update(s, fresh || !opt->read_only_schema, err);
	if (rc == RC_OK)
		rc = registry_load_own(s->reg, s->db, err);
	if (rc != RC_OK)
		return rc;
	s->epoch = db_get_int(s->db, 0, "SELECT value FROM meta WHERE key = 'registry_epoch'", "");
	session_settings(s);
	s->may = true;
	if (!db_get_int(s->db, 0, "SELECT count(*) FROM meta WHERE key = 'shipped'", ""))
		rc = ship(s, o, err);
	/* an office from before there were rights */
	if (rc == RC_OK && o->access && !db_get_int(s->db, 0, "SELECT value FROM meta WHERE key = 'access_epoch'", ""))
		rc = access_first(s, err);
	return rc == RC_OK ? enter(s, o, err) : rc;
}

enum rc session_open(const struct office *o, const struct session_options *opt, struct session **out, struct err *err)
{
	struct session *s = xcalloc(1, sizeof *s);
	struct err local = ERR_INIT;
	enum rc rc;

	s->reg = registry_new(o);
	s->agent = opt->agent;
	s->conf = opt->conf;
	s->real_uid = (int64_t)priv_uid();
	snprintf(s->login, sizeof s->login, "%s", opt->login ? opt->login : priv_login());
	rc = prepare(s, o, opt, err ? err : &local);
	if (rc != RC_OK) {
		session_close(s);
		return rc;
	}
	*out = s;
	return RC_OK;
}

struct kept {
	const char *what;
	void *p;
	void (*release)(void *p);
};

void session_keep(struct session *s, const char *what, void *p, void (*release)(void *p))
{
	for (int i = 0; i < s->n_kept; i++)
		if (s->kept[i].what == what) {
			s->kept[i].release(s->kept[i].p);
			s->kept[i].p = p;
			return;
		}
	GROW(s->kept, s->n_kept, s->cap_kept);
	s->kept[s->n_kept++] = (struct kept){ what, p, release };
}

void *session_kept(const struct session *s, const char *what)
{
	for (int i = 0; i < s->n_kept; i++)
		if (s->kept[i].what == what)
			return s->kept[i].p;
	return NULL;
}

void session_remark(struct session *s, const char *text)
{
	if (!s->remark)
		s->remark = xstrdup(text);
}

char *session_remark_take(struct session *s)
{
	char *text = s->remark;

	s->remark = NULL;
	return text;
}

void session_close(struct session *s)
{
	if (!s)
		return;
	free(s->remark);
	for (int i = 0; i < s->n_kept; i++)
		s->kept[i].release(s->kept[i].p);
	free(s->kept);
	db_close(s->db);
	registry_free(s->reg);
	access_free(s->access);
	free(s->refused);
	for (int i = 0; i < s->n_inserts; i++)
		free(s->insert[i].sql);
	free(s->insert);
	search_release(s);
	memo_free(s);
	free(s);
}

const struct model *session_model(const struct session *s, const char *name)
{
	const struct model *m = registry_find(s->reg, name);

	assert(m);
	return m;
}
