/* The imports there were, from the rows they left. */
#include "record/exchange.h"

#include "base/i18n.h"
#include "record/rights.h"
#include "statement.h"

static const char log_sql[] =
	"SELECT no, j.step, j.user, model, file, sha256, mapping, options, rows, created, updated, unchanged, "
	"duplicates, "
	"rejected, started_at, finished_at, s.state FROM import_job j LEFT JOIN step s ON s.id = j.step "
	"ORDER BY no DESC LIMIT ?1";

static const char *text(struct stmt *st, int col, struct arena *a)
{
	return arena_strdup(a, st_get_text(st, col));
}

static void read_row(const struct session *s, struct stmt *st, struct import_past *p, struct arena *a)
{
	const char *model = st_get_text(st, 3);

	*p = (struct import_past){ .no = st_get_int(st, 0),
		.step = st_get_int(st, 1),
		.user = st_get_int(st, 2),
		.model = registry_find(s->reg, model),
		.file = text(st, 4, a),
		.sha256 = text(st, 5, a),
		.mapping = text(st, 6, a),
		.options = text(st, 7, a),
		.rows = st_get_int(st, 8),
		.created = st_get_int(st, 9),
		.updated = st_get_int(st, 10),
		.unchanged = st_get_int(st, 11),
		.duplicates = st_get_int(st, 12),
		.rejected = st_get_int(st, 13),
		.started = st_get_int(st, 14),
		.finished = st_get_int(st, 15),
		.undone = st_get_int(st, 16) != 0 };
}

enum rc import_log_read(struct session *s, int limit, struct import_log *out, struct err *err)
{
	struct stmt *st;
	enum rc rc = authz(s, V_SEE, registry_at(s->reg, 0), 0, NO_FIELD, err);
	int got;

	*out = (struct import_log){ .n = 0 };
	if (rc != RC_OK)
		return rc;
	out->row = arena_alloc(&out->arena, (size_t)(limit + 1) * sizeof *out->row);
	st = db_prep(s->db, log_sql);
	st_int(st, 1, limit);
	while ((got = st_step(st, err)) > 0) {
		read_row(s, st, &out->row[out->n], &out->arena);
		/* others' are an administrator's business */
		out->n += rights_all(s) || rights_power(s) >= POWER_ADMIN || out->row[out->n].user == s->user;
	}
	st_done(st);
	if (got < 0)
		import_log_free(out);
	return got < 0 ? err->rc : RC_OK;
}

enum rc import_log_rejects(struct session *s, int64_t no, int limit, struct str *out, struct err *err)
{
	struct stmt *st;
	enum rc rc = authz(s, V_SEE, registry_at(s->reg, 0), 0, NO_FIELD, err);
	int got;

	if (rc != RC_OK)
		return rc;
	st = db_prep(s->db, "SELECT line, reason, field FROM import_reject WHERE job = ?1 ORDER BY row LIMIT ?2");
	st_int(st, 1, no);
	st_int(st, 2, limit);
	while ((got = st_step(st, err)) > 0) {
		str_addf(out, _("line %lld: %s"), (long long)st_get_int(st, 0), st_get_text(st, 1));
		if (!st_is_null(st, 2))
			str_addf(out, ", %s", st_get_text(st, 2));
		str_addc(out, '\n');
	}
	st_done(st);
	return got < 0 ? err->rc : RC_OK;
}

void import_log_free(struct import_log *log)
{
	arena_free(&log->arena);
	log->n = 0;
}
